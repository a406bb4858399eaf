/*
 * From options to a record and into the workspace, and from the workspace to what is shown. Values are
 * read as the field table of the thing says; the rules are the service's.
 */
#include "record.h"

#include <assert.h>

#include "model/directory.h"
#include "options.h"
#include "service/administration.h"

/* ---- one reader a kind ----------------------------------------------------------------------- */

typedef void (*read_value)(struct run *run, const struct option_row *row, struct text value,
			   void *out);

static void read_id(struct run *run, const struct option_row *row, struct text value, void *out)
{
	if (!id_parse(value, out))
		work_fault(&run->work, row->member, "must be an id (a UUID)");
}

/* A list of one. */
static void read_ids(struct run *run, const struct option_row *row, struct text value, void *out)
{
	struct id *id = arena_take(run->arena, sizeof(*id));

	read_id(run, row, value, id);
	*(struct ids *)out = (struct ids){ id, 1 };
}

static void read_text(struct run *run, const struct option_row *row, struct text value, void *out)
{
	const struct field *field = field_at(&run->command->resource->thing->form, row->member);

	value = field_tidy(run->arena, field, value);
	if (value.size == 0)
		work_fault(&run->work, row->member, "must not be empty");
	else if (!field_has_room(field, value))
		work_fault(&run->work, row->member, "%s", field_room(run->arena, field));
	*(struct text *)out = value;
}

static void read_integer(struct run *run, const struct option_row *row, struct text value,
			 void *out)
{
	const struct field *field = field_at(&run->command->resource->thing->form, row->member);
	unsigned long long count;

	if (text_to_count(value, (unsigned long long)field->max, &count) &&
	    (double)count >= field->min)
		*(int64_t *)out = (int64_t)count;
	else
		work_fault(&run->work, row->member, "must be a whole number from %.0f to %.0f",
			   field->min, field->max);
}

static void read_word(struct run *run, const struct option_row *row, struct text value, void *out)
{
	const struct field *field = field_at(&run->command->resource->thing->form, row->member);

	if (!word_parse(field->words, value, out))
		work_fault(&run->work, row->member, "must be one of: %s",
			   word_list(run->arena, field->words).data);
}

static void read_date(struct run *run, const struct option_row *row, struct text value, void *out)
{
	if (!date_parse(value, out))
		work_fault(&run->work, row->member, "must be a date that exists, as YYYY-MM-DD");
}

static const read_value readers[] = {
	[FIELD_ID] = read_id,           [FIELD_IDS] = read_ids,   [FIELD_TEXT] = read_text,
	[FIELD_INTEGER] = read_integer, [FIELD_WORD] = read_word, [FIELD_DATE] = read_date,
};

void record_read(struct run *run, void *out, struct given *given)
{
	const struct command *command = run->command;
	const struct form *form = &command->resource->thing->form;

	form_copy(form, out, form->blank);
	for (size_t i = 0; i < command->option_count; i++) {
		const struct option_row *row = &command->options[i];
		read_value read = row->read;

		if (row->member == 0 || !run->values[i])
			continue;
		if (!read)
			read = readers[field_at(form, row->member)->kind];
		assert(read);
		read(run, row, text_from(run->values[i]), (char *)out + row->member);
		given_add(given, row->member);
	}
}

/* ---- what most commands do ------------------------------------------------------------------- */

const struct error *enter_workspace(struct run *run)
{
	struct organisation organisation;
	const struct error *error =
		administration_find(&run->work, option(run, "workspace"), &organisation);

	if (!error)
		administration_enter(&run->work, &organisation);
	return error;
}

static const struct error *search_user(struct run *run, struct person *out)
{
	struct list rows;
	const struct organisation *home = NULL;
	const struct error *error = administration_list(&run->work, &rows);

	for (size_t i = 0; !error && i < rows.count; i++) {
		const struct organisation *organisation =
			(const struct organisation *)rows.items + i;

		administration_enter(&run->work, organisation);
		error = administration_find_person(&run->work, option(run, "user"), out);
		if (!error && home)
			return wrong_use(run,
					 "more than one workspace has this user: say which "
					 "with --workspace");
		if (!error)
			home = organisation;
		else if (error->code == ERROR_NOT_FOUND)
			error = NULL;
	}
	if (error)
		return error;
	if (!home)
		return error_new(run->arena, ERROR_NOT_FOUND, "There is no user '%.*s'.",
				 TEXT_PRINT(option(run, "user")));
	administration_enter(&run->work, home);
	return administration_find_person(&run->work, option(run, "user"), out);
}

const struct error *enter_with_user(struct run *run, struct person *out)
{
	const struct error *error;

	if (!option_is_given(run, "workspace"))
		return search_user(run, out);
	error = enter_workspace(run);
	return error ? error : administration_find_person(&run->work, option(run, "user"), out);
}

const struct error *run_create(struct run *run)
{
	const struct resource *resource = run->command->resource;
	void *record = arena_take(run->arena, resource->thing->form.size);
	struct given given = { { 0 } };
	const struct error *error;

	record_read(run, record, &given);
	error = enter_workspace(run);
	if (!error)
		error = resource_create(&run->work, resource, record, &given);
	if (!error)
		output_show(&run->output, run->command->columns, record);
	return error;
}

const struct error *run_list(struct run *run)
{
	const struct resource *resource = run->command->resource;
	struct query query = {
		.thing = resource->thing,
		.sort_column = offsetof(struct record, id),
		.limit = 100000,
	};
	struct page page;
	const struct error *error = enter_workspace(run);

	if (!error)
		error = resource_list(&run->work, resource, &query, NULL, &page);
	if (error)
		return error;
	run->output.is_list = true;
	for (size_t i = 0; i < page.rows.count; i++)
		output_show(&run->output, run->command->columns,
			    (const char *)page.rows.items + i * resource->thing->form.size);
	return NULL;
}
