/*
 * What is done when an answer is out. The client waits for none of it. What there is to do is
 * session.c's and sign_in.c's.
 */
#include "service/afterwards.h"

#include "service/service_internal.h"
#include "service/session.h"
#include "service/sign_in.h"

void afterwards_leave(struct work *work)
{
	work->service->left = work;
}

void afterwards_run(struct service *service)
{
	struct work *work = service->left;

	cache_release(service->cache);
	if (!work)
		return;
	service->left = NULL;
	session_touch(work);
	sign_in_note_failures(work);
	work_end(work);
}
