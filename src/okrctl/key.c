/*
 * API keys from the command line: how the first key of a workspace comes into being. The key is
 * shown once; the service stores its hash alone.
 */
#include "key.h"

#include "options.h"
#include "record.h"
#include "service/administration.h"
#include "service/api_keys.h"

const struct column key_columns[] = {
	COLUMN("id", struct api_key, record.id),
	COLUMN("name", struct api_key, name),
	COLUMN("prefix", struct api_key, prefix),
	COLUMN("scopes", struct api_key, scope_list),
	COLUMN("expires_at", struct api_key, expires_at),
	COLUMN("last_used_at", struct api_key, last_used_at),
	COLUMN("revoked_at", struct api_key, revoked_at),
	COLUMNS_END,
};

/* Of a key that was made just now: the whole of it, this once. */
static const struct column new_key_columns[] = {
	COLUMN("id", struct api_key, record.id),
	COLUMN("name", struct api_key, name),
	COLUMN("key", struct api_key, key),
	COLUMN("scopes", struct api_key, scope_list),
	COLUMN("expires_at", struct api_key, expires_at),
	COLUMN("last_used_at", struct api_key, last_used_at),
	COLUMN("revoked_at", struct api_key, revoked_at),
	COLUMNS_END,
};

void read_expiry(struct run *run, const struct option_row *row, struct text value, void *out)
{
	struct instant *instant = out;
	struct date day;

	if (date_parse(value, &day))
		instant->ms = instant_of(day).ms + MS_PER_DAY;
	else if (!instant_parse(value, instant))
		work_fault(&run->work, row->member,
			   "must be a date as YYYY-MM-DD or a timestamp as YYYY-MM-DDTHH:MM:SSZ");
}

/* In whose name the key writes: the named user, or the first admin, or nobody. */
static const struct error *set_author(struct run *run)
{
	struct person person;
	bool found;
	const struct error *error;

	if (!option_is_given(run, "user"))
		return administration_first_admin(&run->work, &run->work.session.person_id, &found);
	error = administration_find_person(&run->work, option(run, "user"), &person);
	if (!error)
		run->work.session.person_id = person.record.id;
	return error;
}

static bool parse_scopes(struct text names, unsigned *out, struct text *wrong)
{
	*out = SCOPE_ALL;
	return text_equal(names, TEXT("all")) || scopes_parse(names, out, wrong);
}

static const char known_scopes[] =
	"okrs:read, write:okrs, okr-checkins:write, kpis:read, "
	"kpis:write, reviews:read, workspace:admin; or all, alone";

const struct error *scopes_read(const struct run *run, struct text names, unsigned *out)
{
	struct text wrong;

	if (parse_scopes(names, out, &wrong))
		return NULL;
	return wrong_use(run, "'%.*s' is no scope; they are %s", TEXT_PRINT(wrong), known_scopes);
}

void read_scopes(struct run *run, const struct option_row *row, struct text value, void *out)
{
	unsigned scopes;
	struct text wrong;

	if (parse_scopes(value, &scopes, &wrong))
		*(int64_t *)out = scopes;
	else
		work_fault(&run->work, row->member, "'%.*s' is no scope; they are %s",
			   TEXT_PRINT(wrong), known_scopes);
}

const struct error *run_key_create(struct run *run)
{
	struct api_key key;
	struct given given = { { 0 } };
	const struct error *error;

	record_read(run, &key, &given);
	error = enter_workspace(run);
	if (!error)
		error = set_author(run);
	if (!error)
		error = api_key_create(&run->work, &key, &given);
	if (error)
		return error;
	output_show(&run->output, new_key_columns, &key);
	run->output.note = TEXT("\nThe key is shown this once: keep it in a safe place.");
	return NULL;
}

static const struct error *revoke(struct run *run, struct id id)
{
	struct api_key key;
	const struct error *error = resource_delete(&run->work, &api_key_resource, id, NULL, &key);

	if (!error)
		output_show(&run->output, key_columns, &key);
	return error;
}

/* Without --workspace every workspace is looked into: an id is unique. */
const struct error *run_key_revoke(struct run *run)
{
	struct list rows;
	struct id id;
	const struct error *error;

	if (!id_parse(text_from(run->argument), &id))
		return wrong_use(run, "'%s' is not an id", run->argument);
	if (option_is_given(run, "workspace")) {
		error = enter_workspace(run);
		return error ? error : revoke(run, id);
	}
	error = administration_list(&run->work, &rows);
	for (size_t i = 0; !error && i < rows.count; i++) {
		administration_enter(&run->work, (const struct organisation *)rows.items + i);
		error = revoke(run, id);
		if (!error)
			return NULL;
		if (error->code != ERROR_NOT_FOUND)
			return error;
		work_end(&run->work);
		error = NULL;
	}
	return error ? error :
		       error_new(run->arena, ERROR_NOT_FOUND, "There is no key %s.", run->argument);
}
