/*
 * What is looked at when somebody asks how an installation is. Each function looks at one thing; the order
 * is that of what needs what. Findings that are about the process or the request are their callers'.
 */
#include "service/examination.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/jwks.h"
#include "base/jwt.h"
#include "service/administration.h"
#include "service/readiness.h"
#include "service/service_internal.h"
#include "service/setup.h"
#include "store/features.h"
#include "store/server_clock.h"
#include "store/statement.h"

enum { CLOCK_SECONDS_MAX = 60 };

void examiner_tell(const struct examiner *examiner, const char *check, bool is_well,
		   struct text found, struct text advice)
{
	const struct finding finding = { check, is_well, found, is_well ? TEXT_NONE : advice };

	examiner->hear(examiner->context, &finding);
}

/* ---- settings and files ----------------------------------------------------------------------- */

static void look_at_configuration(struct work *work, const struct examiner *examiner)
{
	const struct settings *settings = work->service->settings;

	examiner_tell(examiner, "configuration file", !text_is_none(settings->path), settings->path,
		      arena_print(work->arena, "%.*s; okrctl settings prints a sample",
				  TEXT_PRINT(settings->origin)));
	examiner_tell(examiner, "pepper", !text_is_none(settings->pepper), TEXT_NONE,
		      TEXT("set pepper_file before you make keys: a stolen database is then no "
			   "key list"));
}

static void look_at_keys(struct work *work, const struct examiner *examiner)
{
	struct jwt_keys *keys;
	const struct error *error = jwt_keys_load(work->arena, work->service->settings, &keys);

	examiner_tell(examiner, "token keys", !error, TEXT_NONE,
		      error ? error->message : TEXT_NONE);
	if (!error)
		jwt_keys_free(keys);
}

static struct text judge_folder(struct work *work, const char *path)
{
	struct stat status;

	if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
		return arena_print(work->arena, "make %s, owned by the user of okr.fcgi", path);
	if (status.st_mode & 022)
		return arena_print(work->arena, "others may write to %s: chmod go-w", path);
	if (faccessat(AT_FDCWD, path, W_OK | X_OK, AT_EACCESS) != 0)
		return arena_print(work->arena, "nothing can be written to %s: %s", path,
				   strerror(errno));
	return TEXT_NONE;
}

static void look_at_state(struct work *work, const struct examiner *examiner)
{
	struct text folder = work->service->settings->state_dir;
	struct text wrong = judge_folder(work, arena_string(work->arena, folder));

	examiner_tell(examiner, "state folder", text_is_none(wrong), folder, wrong);
}

void examine_settings(struct work *work, const struct examiner *examiner)
{
	look_at_configuration(work, examiner);
	look_at_keys(work, examiner);
	look_at_state(work, examiner);
}

/* ---- the database ------------------------------------------------------------------------------ */

/* What was asked of the database told instead of an answer. */
static struct text reason_of(const struct error *error)
{
	return text_is_none(error->inside) ? error->message : error->inside;
}

static void look_at_version(struct work *work, const struct examiner *examiner)
{
	struct text version = TEXT_NONE, wrong = TEXT_NONE;
	const struct error *error = features_examine(work->db, &version, &wrong);

	examiner_tell(examiner, "database version", !error && text_is_none(wrong), version,
		      error ? reason_of(error) : wrong);
}

static void look_at_clock(struct work *work, const struct examiner *examiner)
{
	struct instant there = INSTANT_NONE;
	const struct error *error = db_clock(work->db, &there);
	int64_t apart = error ? 0 : llabs(there.ms - machine_now().ms) / 1000;

	examiner_tell(examiner, "clock", !error && apart <= CLOCK_SECONDS_MAX, TEXT_NONE,
		      error ? reason_of(error) :
			      arena_print(work->arena,
					  "the clocks of this host and of the database are %lld s "
					  "apart: one of them is wrong",
					  (long long)apart));
}

static void look_at_columns(struct work *work, const struct examiner *examiner)
{
	struct text wrong = TEXT_NONE;
	const struct error *error = administration_columns(work, &wrong);

	examiner_tell(examiner, "columns", !error && text_is_none(wrong), TEXT_NONE,
		      error ? reason_of(error) :
			      arena_print(work->arena, "somebody changed the tables: %.*s",
					  TEXT_PRINT(wrong)));
}

/* A secret that nobody needs any more. */
static void look_at_setup_code(struct work *work, const struct examiner *examiner)
{
	bool is_open = false;
	const struct error *error;

	if (text_is_none(work->service->settings->setup_code))
		return;
	error = setup_is_open(work, &is_open);
	examiner_tell(examiner, "setup code", !error && is_open, TEXT_NONE,
		      error ? reason_of(error) :
			      TEXT("an administrator can sign in: remove setup_code from "
				   "okr.conf"));
}

static void look_at_tables(struct work *work, const struct examiner *examiner)
{
	const struct error *error;

	look_at_columns(work, examiner);
	error = service_is_ready(work);
	examiner_tell(examiner, "durability", !error, TEXT_NONE,
		      error ? error->message : TEXT_NONE);
	look_at_setup_code(work, examiner);
}

void examine_database(struct work *work, const struct examiner *examiner)
{
	int64_t newest = 0, known = 0;
	const struct error *error = administration_schema(work, &newest, &known);

	/* A connection that the server has closed meanwhile is made again. */
	if (error && error->is_retryable)
		error = administration_schema(work, &newest, &known);
	examiner_tell(examiner, "database", !error, TEXT_NONE,
		      error ? reason_of(error) : TEXT_NONE);
	if (error)
		return;
	look_at_version(work, examiner);
	look_at_clock(work, examiner);
	examiner_tell(examiner, "schema", newest == known, TEXT_NONE,
		      arena_print(work->arena,
				  "migration %lld is applied, %lld is known: okrctl migrate, or "
				  "the page /app/setup",
				  (long long)newest, (long long)known));
	if (newest == known)
		look_at_tables(work, examiner);
}
