/*
 * Imports as a whole: checked, kept for a day, applied. A check writes everything into a transaction
 * that is then forgotten; what becomes of single rows is import_write.c's.
 */
#include "service/imports.h"

#include "base/json_read.h"
#include "import_kinds.h"
#include "import_match.h"
#include "import_names.h"
#include "import_read.h"
#include "import_report.h"
#include "import_write.h"
#include "service/journal_internal.h"
#include "service/writing.h"
#include "store/imports.h"
#include "store/things.h"

enum { MS_PER_HOUR = MS_PER_DAY / 24 };

const struct resource import_resource_of_all = { .thing = &import_thing };

/* ---- options -------------------------------------------------------------------------------------- */

static void read_word(struct text given, const char *name, const struct word_name *words, word *out)
{
	struct text value = json_read_member(given, text_from(name));

	/* Written by us, of words that have no escapes. */
	if (json_read_kind(value) == JSON_STRING)
		word_parse(words, json_read_string(NULL, value), out);
}

static const struct {
	const char *name;
	word kind;
} makeable[] = {
	{ "cycles", TEMPLATE_CYCLE },
	{ "teams", TEMPLATE_TEAM },
	{ "departments", TEMPLATE_DEPARTMENT },
};

static unsigned bit_of(struct text name)
{
	for (size_t i = 0; i < sizeof(makeable) / sizeof(makeable[0]); i++)
		if (text_equal(name, text_from(makeable[i].name)))
			return 1U << makeable[i].kind;
	return 0;
}

bool import_places(struct text list, unsigned *out)
{
	*out = 0;
	while (!text_is_none(list)) {
		unsigned bit = bit_of(text_trim(text_cut(&list, ',')));

		if (bit == 0)
			return false;
		*out |= bit;
	}
	return true;
}

static void read_options(struct work *work, const struct import *import, struct import_options *out)
{
	struct text given = import->options.text;
	struct text places = json_read_member(given, TEXT("create_missing"));

	*out = (struct import_options){
		.format = import->format,
		.decimal = WORD_NONE,
		.date_order = WORD_NONE,
		.unknown_people = UNKNOWN_PEOPLE_ERROR,
		.source = import->source,
		.given = given,
		.rows_max = work->via == VIA_OKRCTL ? IMPORT_ROWS_OF_JOBS : IMPORT_ROWS_MAX,
	};
	out->mapping = json_read_member(given, TEXT("mapping"));
	out->type_map = json_read_member(given, TEXT("type_map"));
	out->status_map = json_read_member(given, TEXT("status_map"));
	out->is_json = !text_is_none(json_read_member(given, TEXT("media_type")));
	read_word(given, "decimal", decimal_words, &out->decimal);
	read_word(given, "date_order", date_order_words, &out->date_order);
	read_word(given, "unknown_people", unknown_people_words, &out->unknown_people);
	if (json_read_kind(places) == JSON_STRING)
		import_places(json_read_string(work->arena, places), &out->create_missing);
}

/* ---- writing -------------------------------------------------------------------------------------- */

/* The journal says through which door, and which import it was (reading 147). */
struct outside {
	word via;
	struct text reason;
};

static const struct error *write(struct import_run *run, struct text bytes)
{
	struct work *work = run->work;
	struct outside outside = { work->via, work->reason };
	char printed[ID_PRINT_MAX];
	const struct error *error;

	run->map.arena = work->arena;
	work->via = VIA_IMPORT;
	work->reason = arena_print(work->arena, "import %.*s",
				   TEXT_PRINT(id_print(run->import->record.id, ID_PLAIN, printed)));
	error = import_read(run, bytes);
	if (!error)
		error = import_look_around(run);
	if (!error)
		error = import_resolve(run);
	if (!error)
		error = import_write(run);
	if (error) {
		work->via = outside.via;
		work->reason = outside.reason;
	}
	return error;
}

static void begin_import(struct work *work, struct import *import)
{
	import->record.organisation_id = work->session.organisation_id;
	import->record.id = work_new_id(work);
	import->record.created_at = import->record.updated_at = work->stamp;
	import->record.created_by = import->record.updated_by = work->session.person_id;
	import->app_id = work->session.app_id;
}

/* ---- checking -------------------------------------------------------------------------------------- */

static const struct error *keep(struct import_run *run, struct text bytes, struct text errors)
{
	struct db *db = run->work->db;
	struct import *import = run->import;
	struct instant old = { run->work->now.ms - (int64_t)IMPORT_FILE_HOURS * MS_PER_HOUR };
	const struct error *error = import_forget_files(db, import->record.organisation_id, old);

	if (!error)
		error = import_report(run);
	if (!error)
		error = thing_insert(db, &import_thing, import);
	if (!error)
		error = import_keep(db, &import->record, IMPORT_FILE, bytes);
	if (!error)
		error = import_keep(db, &import->record, IMPORT_ERRORS, errors);
	return error;
}

const struct error *import_check(struct work *work, const struct import_options *options,
				 struct text bytes, struct import *out)
{
	struct import import = *(const struct import *)import_thing.form.blank;
	struct outside outside = { work->via, work->reason };
	struct import_run run = { .work = work, .import = &import, .options = options };
	struct text errors;
	const struct error *error = work_begin(work);

	import.format = options->format;
	import.state = IMPORT_CHECKED;
	import.source = options->source;
	import.options.text = options->given;
	if (!error) {
		begin_import(work, &import);
		error = write(&run, bytes);
	}
	if (error)
		return error;
	work->via = outside.via;
	work->reason = outside.reason;
	errors = import_error_table(&run, bytes);
	work_end(work);
	error = work_begin(work);
	if (!error) {
		begin_import(work, &import);
		error = keep(&run, bytes, errors);
	}
	if (!error)
		*out = import;
	return error;
}

/* ---- applying -------------------------------------------------------------------------------------- */

static const struct error *need(struct work *work, struct id id, struct import *out)
{
	return work_need(work, &import_thing, id, out);
}

static const struct error *conflict(struct work *work, const char *message)
{
	return error_new(work->arena, ERROR_CONFLICT, "%s", message);
}

static const struct error *check_state(struct work *work, const struct import *import,
				       bool skips_bad_rows)
{
	if (import->state != IMPORT_CHECKED)
		return conflict(work, "This import was applied already. Check the file again.");
	if (import->error_count > 0 && !skips_bad_rows)
		return conflict(work,
				"This import has errors. Mend them, or leave those rows out "
				"with skip_bad_rows=true.");
	return NULL;
}

/* Whether the errors are among those that the first check had: rows of the same table. */
static bool has_new_errors(struct work *work, struct text before, struct text now)
{
	struct text_map known = { .arena = work->arena };

	while (!text_is_none(before)) {
		struct text line = text_cut(&before, '\n');

		text_map_put(&known, 0, line, work);
	}
	while (!text_is_none(now))
		if (!text_map_get(&known, 0, text_cut(&now, '\n')))
			return true;
	return false;
}

static const struct error *check_errors(struct import_run *run, struct text bytes)
{
	struct work *work = run->work;
	struct text before, now = import_error_table(run, bytes);
	const struct error *error =
		import_kept(work->db, &run->import->record, IMPORT_ERRORS, &before);

	if (error || run->errors.count == 0 || !has_new_errors(work, before, now))
		return error;
	return conflict(work,
			"Something changed since the check, and rows are wrong now that were "
			"right. Check the file again.");
}

static const struct error *finish(struct import_run *run)
{
	struct work *work = run->work;
	struct import *import = run->import;
	const struct error *error;
	char printed[ID_PRINT_MAX];

	import->state = IMPORT_APPLIED;
	import->applied_at = import->record.updated_at = work->stamp;
	import->record.updated_by = work->session.person_id;
	import->record.version++;
	error = import_report(run);
	for (word kind = 0; !error && kind < TEMPLATE_KINDS; kind++)
		error = import_change_versions(work->db, &import->record, kind,
					       import_thing_of(kind)->table);
	if (!error)
		error = thing_update(work->db, &import_thing, import);
	journal_add_event(work, IMPORT_APPLIED_NOW,
			  arena_print(work->arena, "{\"import_id\":\"%.*s\",\"counts\":%.*s}",
				      TEXT_PRINT(id_print(import->record.id, ID_PLAIN, printed)),
				      TEXT_PRINT(import->counts.text)));
	return error;
}

const struct error *import_apply(struct work *work, struct id id, bool skips_bad_rows,
				 struct import *out)
{
	struct import import;
	struct import_options options;
	struct import_run run = { .work = work, .import = &import, .options = &options };
	struct text bytes = TEXT_NONE;
	const struct error *error = work_begin(work);

	if (!error)
		error = need(work, id, &import);
	if (!error)
		error = check_state(work, &import, skips_bad_rows);
	if (!error)
		error = import_kept(work->db, &import.record, IMPORT_FILE, &bytes);
	if (!error && text_is_none(bytes))
		error = conflict(work,
				 "The file is kept for 24 hours after its check. Check it "
				 "again.");
	if (error)
		return error;
	read_options(work, &import, &options);
	error = write(&run, bytes);
	if (!error)
		error = check_errors(&run, bytes);
	if (!error)
		error = finish(&run);
	if (!error)
		*out = import;
	return error;
}

/* ---- reading ---------------------------------------------------------------------------------------- */

const struct error *import_get(struct work *work, struct id id, struct import *out)
{
	struct import import;
	struct text report = TEXT_NONE;
	const struct error *error = need(work, id, &import);

	if (!error)
		error = import_kept(work->db, &import.record, IMPORT_REPORT, &report);
	if (error)
		return error;
	import.warnings.text = json_read_member(report, TEXT("warnings"));
	import.errors.text = json_read_member(report, TEXT("errors"));
	import.preview.text = json_read_member(report, TEXT("preview"));
	*out = import;
	return NULL;
}

const struct error *import_get_errors(struct work *work, struct id id, struct text *out)
{
	struct import import;
	const struct error *error = need(work, id, &import);

	return error ? error : import_kept(work->db, &import.record, IMPORT_ERRORS, out);
}
