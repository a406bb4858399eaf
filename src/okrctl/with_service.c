/*
 * The way into the service and out of it. Commits what the command began, as api/run.c does for a
 * request.
 */
#include "with_service.h"

#include "base/secret.h"
#include "progress.h"
#include "service/administration.h"
#include "service/writing.h"

const struct error *with_service(struct run *run, const struct error *(*task)(struct run *run))
{
	const struct error *error;

	if (!secret_start())
		return error_internal(run->arena, "libsodium does not start");
	error = administration_open(run->arena, &run->settings, &run->service);
	if (error)
		return error;
	work_start(&run->work, run->service, run->arena, instant_now());
	error = task(run);
	if (!error && run->work.is_writing)
		error = work_commit(&run->work);
	progress_end();
	work_end(&run->work);
	service_close(run->service);
	return error;
}
