/*
 * Links from the command line: for somebody who cannot sign in, and for the first administrator. A link
 * is printed once and kept nowhere.
 */
#include "sign_in_link.h"

#include "model/directory.h"
#include "record.h"
#include "service/administration.h"
#include "service/writing.h"

/* What is shown of it. */
struct shown_link {
	struct text url;
	struct instant expires_at;
};

static const struct column link_columns[] = {
	COLUMN("url", struct shown_link, url),
	COLUMN("expires_at", struct shown_link, expires_at),
	COLUMNS_END,
};

struct text link_url(struct run *run, const struct made_link *link)
{
	struct text host = run->settings.base_url, path = run->settings.base_path;

	if (text_is_none(host))
		host = TEXT("http://localhost");
	return sign_in_link_url(
		run->arena, arena_print(run->arena, "%.*s%.*s", TEXT_PRINT(host), TEXT_PRINT(path)),
		link);
}

static const struct error *make_link(struct run *run, const struct person *person)
{
	struct shown_link shown;
	struct made_link link;
	const struct error *error = work_begin(&run->work);

	if (!error)
		error = sign_in_link_make(&run->work, person, LINK_SIGN_IN, &link);
	if (error)
		return error;
	shown.url = link_url(run, &link);
	shown.expires_at = link.expires_at;
	output_show(&run->output, link_columns, &shown);
	return NULL;
}

const struct error *run_sign_in_link(struct run *run)
{
	struct person person = { 0 };
	const struct error *error = enter_with_user(run, &person);

	if (!error && !person.is_active)
		error = error_new(run->arena, ERROR_CONFLICT,
				  "This user is deactivated: no link would let them in.");
	return error ? error : make_link(run, &person);
}
