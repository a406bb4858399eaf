/*
 * API keys from the command line: how the first key of a workspace comes into being.
 */
#include "base/value.h"
#include "command.h"
#include "service/administration.h"
#include "service/api_keys.h"
#include "service/resource.h"

static void show_key(struct run *run, const struct api_key *key)
{
	struct output *output = &run->output;

	output_row(output);
	output_id(output, "id", key->record.id);
	output_text(output, "name", key->name);
	if (!text_is_none(key->key))
		output_text(output, "key", key->key);
	else
		output_text(output, "prefix", key->prefix);
	output_raw(output, "scopes", key->scope_list.text);
	output_instant(output, "expires_at", key->expires_at);
	output_instant(output, "last_used_at", key->last_used_at);
	output_instant(output, "revoked_at", key->revoked_at);
}

/* A day means its end. */
static const struct error *read_expiry(struct run *run, struct instant *out)
{
	struct date day;

	if (!option_is_given(run, "expires"))
		return NULL;
	if (date_parse(option(run, "expires"), &day)) {
		out->ms = instant_of(day).ms + MS_PER_DAY;
		return NULL;
	}
	if (instant_parse(option(run, "expires"), out))
		return NULL;
	return wrong_use(run, "--expires takes a date as YYYY-MM-DD or a timestamp");
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

const struct error *scopes_read(const struct run *run, struct text names, unsigned *out)
{
	struct text wrong;

	if (text_equal(names, TEXT("all"))) {
		*out = SCOPE_ALL;
		return NULL;
	}
	if (scopes_parse(names, out, &wrong))
		return NULL;
	return wrong_use(run,
			 "'%.*s' is no scope; they are okrs:read, write:okrs, "
			 "okr-checkins:write, kpis:read, kpis:write, reviews:read, "
			 "workspace:admin, or all",
			 TEXT_PRINT(wrong));
}

static const struct error *read_key(struct run *run, struct api_key *key)
{
	unsigned scopes;
	const struct error *error = scopes_read(run, option(run, "scopes"), &scopes);

	if (error)
		return error;
	memcpy(key, api_key_thing.form.blank, sizeof(*key));
	key->name = text_trim(option(run, "name"));
	key->app_id = option(run, "app");
	key->scopes = scopes;
	error = option_count(run, "rate-limit", 1000000, &key->rate_limit);
	if (!error)
		error = option_count(run, "page-limit", 100000, &key->page_limit);
	if (!error && key->page_limit == 0)
		error = wrong_use(run, "--page-limit is at least 1");
	return error ? error : read_expiry(run, &key->expires_at);
}

const struct error *run_key_create(struct run *run)
{
	struct api_key key;
	struct given given = { { 0 } };
	const struct error *error = read_key(run, &key);

	if (!error)
		error = enter_workspace(run);
	if (!error)
		error = set_author(run);
	if (!error)
		error = api_key_create(&run->work, &key, &given);
	if (error)
		return error;
	show_key(run, &key);
	run->output.note = TEXT("\nThe key is shown this once: keep it in a safe place.");
	return NULL;
}

const struct error *run_key_list(struct run *run)
{
	struct query query = {
		.thing = &api_key_thing,
		.sort_column = offsetof(struct record, id),
		.limit = 100000,
	};
	struct page page;
	const struct error *error = enter_workspace(run);

	if (!error)
		error = resource_list(&run->work, &api_key_resource, &query, NULL, &page);
	if (error)
		return error;
	run->output.is_list = true;
	for (size_t i = 0; i < page.rows.count; i++)
		show_key(run, (const struct api_key *)page.rows.items + i);
	return NULL;
}

static const struct error *revoke(struct run *run, struct id id)
{
	struct api_key key;
	const struct error *error = resource_delete(&run->work, &api_key_resource, id, NULL, &key);

	if (!error)
		show_key(run, &key);
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
