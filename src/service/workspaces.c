/*
 * The rules of a workspace's settings (readings 148 and 149). What a setting does is decided where
 * it is read.
 */
#include "service/workspaces.h"

#include "base/buffer.h"
#include "base/json_read.h"
#include "base/json_write.h"
#include "model/zones.h"
#include "service/journal.h"
#include "service/journal_content.h"
#include "service/writing.h"
#include "store/organisations.h"
#include "store/statement.h"

#define AT(member) offsetof(struct workspace, member)

enum { MARKS = 3, LIMIT_MAX = 1000000 };

/* What two settings are kept as: JSON of one form, whatever the caller wrote. */
static struct text finish(struct work *work, struct buffer *text)
{
	struct text copied = arena_copy(work->arena, buffer_text(text));

	buffer_free(text);
	return copied;
}

/* ---- level marks ----------------------------------------------------------------------------- */

static bool read_marks(struct text array, double out[MARKS])
{
	struct text item;
	size_t count = 0;
	double last = 0;

	while (json_read_item(&array, &item)) {
		if (count == MARKS || !json_read_number(item, &out[count]) || out[count] <= last ||
		    out[count] > 1)
			return false;
		last = out[count++];
	}
	return count == MARKS;
}

static void check_marks(struct work *work, struct workspace *after)
{
	struct buffer text = { 0 };
	struct json_writer json = { .out = &text };
	double marks[MARKS];

	if (!read_marks(after->level_marks.text, marks)) {
		work_fault(work, AT(level_marks),
			   "must be three rising numbers over 0 and at most 1");
		return;
	}
	json_open_array(&json);
	for (size_t i = 0; i < MARKS; i++)
		json_number(&json, marks[i]);
	json_close_array(&json);
	after->level_marks.text = finish(work, &text);
}

/* ---- limits ---------------------------------------------------------------------------------- */

static const char *const limits[] = { "objectives_per_owner", "key_results_per_objective" };

enum { LIMITS = sizeof(limits) / sizeof(limits[0]) };

static bool is_limit(struct text value)
{
	double number;

	return json_read_kind(value) == JSON_NULL ||
	       (json_read_number(value, &number) && number >= 1 && number <= LIMIT_MAX &&
		number == (double)(int64_t)number);
}

static void add_limit(struct json_writer *json, struct text value)
{
	double number;

	if (json_read_number(value, &number))
		json_integer(json, (long long)number);
	else
		json_null(json);
}

/* Member by member: what is not sent stays; null stands for all defaults, and those are null. */
static void check_limits(struct work *work, struct workspace *after, struct text before)
{
	struct text sent = after->limits.text;
	struct buffer text = { 0 };
	struct json_writer json = { .out = &text };
	size_t known = 0;

	json_open_object(&json);
	for (size_t i = 0; i < LIMITS; i++) {
		struct text value = json_read_member(sent, text_from(limits[i]));

		known += !text_is_none(value);
		if (!text_is_none(value) && !is_limit(value))
			work_fault(work, AT(limits), "%s must be a whole number from 1, or null",
				   limits[i]);
		json_key(&json, text_from(limits[i]));
		add_limit(&json, text_is_none(value) ?
					 json_read_member(before, text_from(limits[i])) :
					 value);
	}
	json_close_object(&json);
	if (json_read_kind(sent) != JSON_OBJECT || json_read_count(sent) != known)
		work_fault(work, AT(limits), "must be an object of %s and %s", limits[0],
			   limits[1]);
	after->limits.text = finish(work, &text);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void check(struct work *work, const struct workspace *before, struct workspace *after,
		  const struct given *given)
{
	if (!time_zone_is_known(after->time_zone))
		work_fault(work, AT(time_zone), "must be a name of the IANA time zone database");
	if (GIVEN(given, struct workspace, level_marks))
		check_marks(work, after);
	if (GIVEN(given, struct workspace, limits))
		check_limits(work, after, before->limits.text);
}

static const struct error *check_version(struct work *work, const struct workspace *before,
					 const struct expectation *expectation)
{
	for (size_t i = 0; i < expectation->count; i++)
		if (expectation->versions[i] == before->record.version)
			return NULL;
	if (!expectation->is_given)
		return NULL;
	return error_new(work->arena, ERROR_STALE,
			 "The settings were changed in the meantime: their version is %lld now. "
			 "Read them again before you change them.",
			 (long long)before->record.version);
}

const struct error *workspace_get(struct work *work, struct workspace *out)
{
	bool found;
	const struct error *error =
		workspace_read(work->db, work->session.organisation_id, out, &found);

	if (error || found)
		return error;
	return error_new(work->arena, ERROR_NOT_FOUND, "The workspace does not exist any more.");
}

static const struct error *store(struct work *work, const struct workspace *before,
				 struct workspace *after)
{
	const struct error *error;

	if (!journal_differs(work, &workspace_thing, before, after)) {
		work->is_unchanged = true;
		return NULL;
	}
	after->record.version++;
	error = workspace_write(work->db, after);
	if (db_is_duplicate(error))
		return error_new(work->arena, ERROR_CONFLICT, "Another workspace has this name.");
	return error ? error : journal_note(work, &workspace_thing, before, after);
}

const struct error *workspace_update(struct work *work, const struct workspace *changes,
				     const struct given *given,
				     const struct expectation *expectation, struct workspace *out)
{
	struct workspace before, after;
	const struct error *error = work_begin(work);

	if (!error)
		error = workspace_get(work, &before);
	if (error)
		return error;
	after = before;
	for (size_t i = 0; i < workspace_thing.form.count; i++)
		if (given_at(given, workspace_thing.form.fields[i].offset))
			field_copy(&workspace_thing.form.fields[i], &after, changes);
	check(work, &before, &after, given);
	error = work_faults(work);
	if (!error)
		error = check_version(work, &before, expectation);
	if (!error)
		error = store(work, &before, &after);
	if (!error)
		*out = after;
	return error;
}

const struct error *workspace_let_owners_edit(struct work *work)
{
	struct workspace before, after;
	const struct error *error = workspace_get(work, &before);

	if (error || before.edit_policy == EDIT_OWNERS)
		return error;
	after = before;
	after.edit_policy = EDIT_OWNERS;
	return store(work, &before, &after);
}
