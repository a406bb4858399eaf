/*
 * The okrs dialect's imports (product/import-export.md C1): a file is the body, everything else stands
 * in the query string. A check answers what an apply would do.
 */
#include "api/okrs/imports.h"

#include "api/exchange.h"
#include "api/input/body.h"
#include "api/input/listing.h"
#include "api/input/parameters.h"
#include "api/output/page.h"
#include "api/verbs.h"
#include "base/json_check.h"
#include "base/json_read.h"
#include "service/import_revert.h"
#include "service/imports.h"

/* For all of it, within the 120 s of nginx: the 3 s are for what is one record or a list. */
enum { IMPORT_MS = 110000 };

/* ---- what is asked --------------------------------------------------------------------------------- */

/* The parameters of a check. Those that are not given are absent. */
struct question {
	word format, decimal, date_order, unknown_people;
	struct text source, create_missing, mapping, type_map, status_map;
};

#define OPTION(name, member, ...) FILTER(name, FILTER_TAKEN, struct question, member, __VA_ARGS__)

static const struct filter check_filters[] = {
	OPTION("format", format, .words = import_format_words, .is_needed = true, .example = "okr",
	       .meaning =
		       "What the columns are: `okr` is the product's own table, `mapping` any, by "
		       "your own mapping."),
	OPTION("source", source,
	       .meaning = "Where the file comes from, at most 64 characters; `format` when absent. "
			  "Keys mean the same record within a source alone."),
	OPTION("decimal", decimal, .words = decimal_words,
	       .meaning = "The decimal mark, where `1,234` could be two numbers."),
	OPTION("date_order", date_order, .words = date_order_words,
	       .meaning = "Day or month first, where `03/04/2026` could be two days."),
	OPTION("unknown_people", unknown_people, .words = unknown_people_words,
	       .meaning = "What becomes of people whom nobody here is called like: an error (the "
			  "default), a deactivated user, or nobody."),
	OPTION("create_missing", create_missing,
	       .meaning = "What may be made when it is named and not there: `cycles`, `teams`, "
			  "`departments`, with commas between them."),
	OPTION("mapping", mapping,
	       .meaning = "A JSON object that says which field each column of the file is, as "
			  "`{\"Goal\": \"title\"}`. Needed for the format `mapping`; rows without "
			  "a `type` are objectives."),
	OPTION("type_map", type_map,
	       .meaning = "A JSON object from the file's words for kinds of rows to ours, as "
			  "`{\"Big rock\": \"key_result\"}`."),
	OPTION("status_map", status_map,
	       .meaning = "A JSON object from the file's words for a status to ours, as "
			  "`{\"Green\": \"on_track\"}`."),
};

static bool is_column(struct text value)
{
	return template_column_named(value) != TEMPLATE_COLUMNS;
}

static bool is_kind(struct text value)
{
	word kind;

	return word_parse(template_kind_words, value, &kind);
}

static bool is_any(struct text value)
{
	return value.size > 0;
}

/* The maps of the question, each an object of texts. */
static const struct map_parameter {
	const char *name;
	size_t question, options; /* places in either */
	bool (*is_known)(struct text value);
} maps[] = {
	{ "mapping", offsetof(struct question, mapping), offsetof(struct import_options, mapping),
	  is_column },
	{ "type_map", offsetof(struct question, type_map),
	  offsetof(struct import_options, type_map), is_kind },
	{ "status_map", offsetof(struct question, status_map),
	  offsetof(struct import_options, status_map), is_any },
};

enum { MAPS = sizeof(maps) / sizeof(maps[0]) };

static void read_map(struct exchange *x, const struct map_parameter *map, struct text text)
{
	struct json_fault fault;
	struct text rest = text, key, value;

	if (!json_check(x->work.arena, text, &fault) || json_read_kind(text) != JSON_OBJECT) {
		parameter_fault(x, text_from(map->name), "must be a JSON object");
		return;
	}
	while (json_read_next(&rest, &key, &value))
		if (json_read_kind(value) != JSON_NULL &&
		    (json_read_kind(value) != JSON_STRING ||
		     !map->is_known(json_read_string(x->work.arena, value)))) {
			parameter_fault(x, text_from(map->name), "has a value that no %s is called",
					map->is_known == is_kind ? "kind of row" : "field");
			return;
		}
}

static void read_maps(struct exchange *x, const struct question *question,
		      struct import_options *out)
{
	for (size_t i = 0; i < MAPS; i++) {
		const struct text *text = (const void *)((const char *)question + maps[i].question);

		if (text_is_none(*text))
			continue;
		read_map(x, &maps[i], *text);
		*(struct text *)(void *)((char *)out + maps[i].options) = *text;
	}
	if (question->format == IMPORT_MAPPING && text_is_none(question->mapping))
		parameter_fault(x, TEXT("mapping"), "is required for this format");
}

static const struct file_kind files[] = {
	{ "text/csv", "type,key,title\nobjective,o1,Customers stay with us\n" },
	{ "application/json",
	  "[{\"type\":\"objective\",\"key\":\"o1\",\"title\":\"Customers stay with us\"}]" },
	{ NULL, NULL },
};

static const struct error *check_media(struct exchange *x, bool *is_json)
{
	struct text rest = x->request->content_type, type;

	if (request_is_coded(x->request))
		return error_new(x->work.arena, ERROR_UNSUPPORTED,
				 "The file must be sent as it is: leave Content-Encoding away.");
	type = text_is_none(rest) ? TEXT("") : text_trim(text_cut(&rest, ';'));
	*is_json = text_equal_ascii_case(type, TEXT("application/json"));
	if (*is_json || text_equal_ascii_case(type, TEXT("text/csv")))
		return NULL;
	return error_new(x->work.arena, ERROR_UNSUPPORTED,
			 "Say what the file is: 'Content-Type: text/csv', or application/json.");
}

static void add_word(struct json_writer *json, const char *name, const struct word_name *words,
		     word value)
{
	if (value != WORD_NONE)
		json_member(json, text_from(name), text_from(word_text(words, value)));
}

/* The options as they were given, for whoever looks at the import later. */
static struct text write_given(struct exchange *x, const struct question *question, bool is_json)
{
	struct buffer text = { 0 };
	struct json_writer json = { .out = &text };
	struct text given;

	json_open_object(&json);
	if (is_json)
		json_member(&json, TEXT("media_type"), TEXT("application/json"));
	add_word(&json, "decimal", decimal_words, question->decimal);
	add_word(&json, "date_order", date_order_words, question->date_order);
	add_word(&json, "unknown_people", unknown_people_words, question->unknown_people);
	if (!text_is_none(question->create_missing))
		json_member(&json, TEXT("create_missing"), question->create_missing);
	for (size_t i = 0; i < MAPS; i++) {
		const struct text *map = (const void *)((const char *)question + maps[i].question);

		if (text_is_none(*map))
			continue;
		json_key(&json, text_from(maps[i].name));
		json_raw(&json, *map);
	}
	json_close_object(&json);
	given = arena_copy(x->work.arena, buffer_text(&text));
	buffer_free(&text);
	return given;
}

static const struct error *read_options(struct exchange *x, struct import_options *out)
{
	struct question question = { .format = WORD_NONE,
				     .decimal = WORD_NONE,
				     .date_order = WORD_NONE,
				     .unknown_people = WORD_NONE };
	const struct error *error = parameters_read(x, &question);
	bool is_json;

	if (!error)
		error = check_media(x, &is_json);
	if (error)
		return error;
	*out = (struct import_options){
		.format = question.format,
		.decimal = question.decimal,
		.date_order = question.date_order,
		.unknown_people = question.unknown_people == WORD_NONE ? UNKNOWN_PEOPLE_ERROR :
									 question.unknown_people,
		.source = question.source,
		.rows_max = IMPORT_ROWS_MAX,
		.is_json = is_json,
	};
	if (!text_is_none(question.create_missing) &&
	    !import_places(question.create_missing, &out->create_missing))
		parameter_fault(x, TEXT("create_missing"),
				"must be of: cycles, teams, departments");
	if (text_is_none(out->source))
		out->source = text_from(word_text(import_format_words, question.format));
	if (out->source.size == 0 || text_characters(out->source) > IMPORT_SOURCE_MAX)
		parameter_fault(x, TEXT("source"), "must have 1 to %d characters",
				IMPORT_SOURCE_MAX);
	read_maps(x, &question, out);
	out->given = write_given(x, &question, is_json);
	return work_faults(&x->work);
}

/* ---- what is answered -------------------------------------------------------------------------------- */

#define IMPORT(name, member, ...) VIEW(name, struct import, member, VIEW_READ, __VA_ARGS__)
#define LISTED                                                                                     \
	IMPORT("id", record.id), IMPORT("format", format, .words = import_format_words),           \
		IMPORT("source", source), IMPORT("state", state, .words = import_state_words),     \
		IMPORT("options", options, .form = VIEW_OBJECT),                                   \
		IMPORT("counts", counts, .form = VIEW_OBJECT), IMPORT("error_count", error_count), \
		IMPORT("created_at", record.created_at), IMPORT("created_by", record.created_by),  \
		IMPORT("applied_at", applied_at), IMPORT("reverted_at", reverted_at)

static const struct view_field listed_rows[] = { LISTED };

static const struct view_field import_rows[] = {
	LISTED,
	IMPORT("warnings", warnings, .form = VIEW_OBJECTS),
	IMPORT("errors", errors, .form = VIEW_OBJECTS),
	IMPORT("preview", preview, .form = VIEW_OBJECTS),
};

static const struct view listed_view = {
	.name = "ImportInList",
	.thing = &import_thing,
	.size = GIVEN_SIZE(struct import),
	ROWS(listed_rows),
};

static const struct view import_view = {
	.name = "Import",
	.thing = &import_thing,
	.size = GIVEN_SIZE(struct import),
	ROWS(import_rows),
};

/* ---- doors ------------------------------------------------------------------------------------------- */

static const struct error *check(struct exchange *x)
{
	struct import_options options;
	struct import import;
	const struct error *error = read_options(x, &options);

	service_limit(x->work.service, IMPORT_MS);
	if (!error)
		error = import_check(&x->work, &options, x->request->body, &import);
	if (!error)
		answer_record(x, &import);
	return error;
}

static const struct error *show(struct exchange *x)
{
	struct import import;
	const struct error *error = import_get(&x->work, x->ids[0], &import);

	if (!error)
		answer_record(x, &import);
	return error;
}

static const struct error *show_errors(struct exchange *x)
{
	struct text table;
	const struct error *error = import_get_errors(&x->work, x->ids[0], &table);

	if (error)
		return error;
	x->media_type = TEXT("text/csv; charset=utf-8");
	reply_header(x->reply, "Content-Disposition", "attachment; filename=\"errors.csv\"");
	buffer_add_text(&x->reply->body, table);
	return NULL;
}

struct apply_question {
	bool skips_bad_rows;
};

static const struct filter apply_filters[] = {
	FILTER("skip_bad_rows", FILTER_TAKEN, struct apply_question, skips_bad_rows,
	       .meaning = "true: rows with errors are left out, and what hangs on them."),
};

static const struct error *apply(struct exchange *x)
{
	struct apply_question question = { false };
	struct import import;
	const struct error *error = parameters_read(x, &question);

	service_limit(x->work.service, IMPORT_MS);
	if (!error)
		error = import_apply(&x->work, x->ids[0], question.skips_bad_rows, &import);
	if (!error)
		answer_record(x, &import);
	return error;
}

struct revert_question {
	bool is_forced;
};

static const struct filter revert_filters[] = {
	FILTER("force", FILTER_TAKEN, struct revert_question, is_forced,
	       .meaning =
		       "true: also what was changed since, check-ins on its key results included."),
};

static const struct error *revert(struct exchange *x)
{
	struct revert_question question = { false };
	struct import import;
	const struct error *error = parameters_read(x, &question);

	service_limit(x->work.service, IMPORT_MS);
	if (!error)
		error = import_revert(&x->work, x->ids[0], question.is_forced, &import);
	if (!error)
		answer_record(x, &import);
	return error;
}

static const struct route routes[] = {
	{ METHOD_GET, "/imports", SCOPE_WORKSPACE_ADMIN, verb_list, 200, ROUTE_LIST,
	  .resource = &import_resource_of_all, .view = &listed_view, .name = "listImports",
	  .title = "List imports",
	  .meaning = "Checked and applied files, the newest first, each with its options." },
	{ METHOD_POST, "/imports", SCOPE_WORKSPACE_ADMIN, check, 201, ROUTE_ALONE,
	  .view = &import_view, .files = files, .filters = FILTERS(check_filters),
	  .location = "/imports/", .name = "checkImport", .title = "Check a file",
	  .meaning = "Tells what the file would change, row by row, and writes nothing of it. The "
		     "file is kept for 24 hours, for `POST /imports/:id/apply`. At most 5,000 rows "
		     "and 16 MiB." },
	{ METHOD_GET, "/imports/:id", SCOPE_WORKSPACE_ADMIN, show, 200, 0, .view = &import_view,
	  .name = "getImport", .title = "Get an import",
	  .meaning = "What the newest check of the file found." },
	{ METHOD_GET, "/imports/:id/errors.csv", SCOPE_WORKSPACE_ADMIN, show_errors, 200, 0,
	  .media_type = "text/csv", .name = "getImportErrors", .title = "Get the rows with errors",
	  .meaning = "The rows as they were sent, with a column `error` behind them." },
	{ METHOD_POST, "/imports/:id/apply", SCOPE_WORKSPACE_ADMIN, apply, 200, ROUTE_ALONE,
	  .view = &import_view, .filters = FILTERS(apply_filters), .name = "applyImport",
	  .title = "Apply an import",
	  .meaning = "Checks the file again and writes all of it in one transaction, or nothing.",
	  .conflict = "It was applied before, has errors, has other errors than at its check, or "
		      "its file is kept no longer." },
	{ METHOD_POST, "/imports/:id/revert", SCOPE_WORKSPACE_ADMIN, revert, 200, 0,
	  .view = &import_view, .filters = FILTERS(revert_filters), .name = "revertImport",
	  .title = "Revert an import",
	  .meaning =
		  "Removes what the import made and puts back what it changed, within 7 days, in "
		  "one transaction. People who are named elsewhere by now are deactivated.",
	  .conflict = "It is not applied, or its records were changed since, or are in use." },
};

static const struct noun nouns[] = {
	{ &import_thing, NULL, "import" },
	{ NULL, "id", "import" },
	{ NULL, NULL, NULL },
};

const struct route_group okrs_import_routes = ROUTES("/api/v1", .nouns = nouns);
