/*
 * What imports are, as tables. Reading files and applying them is left to the service.
 */
#include "model/import.h"

#include "base/cells.h"

/* clang-format off */

const struct word_name import_format_words[] = {
	{ "okr", IMPORT_OKR },
	{ "mapping", IMPORT_MAPPING },
	{ "engagedly", IMPORT_ENGAGEDLY },
	{ NULL, WORD_NONE },
};

const struct word_name import_state_words[] = {
	{ "checked", IMPORT_CHECKED },
	{ "applied", IMPORT_APPLIED },
	{ "reverted", IMPORT_REVERTED },
	{ NULL, WORD_NONE },
};

const struct word_name decimal_words[] = {
	{ "comma", DECIMAL_COMMA },
	{ "point", DECIMAL_POINT },
	{ NULL, WORD_NONE },
};

const struct word_name date_order_words[] = {
	{ "dmy", DATE_ORDER_DMY },
	{ "mdy", DATE_ORDER_MDY },
	{ NULL, WORD_NONE },
};

const struct word_name unknown_people_words[] = {
	{ "error", UNKNOWN_PEOPLE_ERROR },
	{ "inactive", UNKNOWN_PEOPLE_INACTIVE },
	{ "none", UNKNOWN_PEOPLE_NONE },
	{ NULL, WORD_NONE },
};

/* clang-format on */

#define COLUMN(member, ...) FIELD(struct import, member, FIELD_COLUMN, __VA_ARGS__)
#define JSON(member, flags, ...) FIELD(struct import, member, flags, __VA_ARGS__)

static const struct field fields[] = {
	RECORD_FIELDS(struct import),
	COLUMN(format, .words = import_format_words, .example = "okr",
	       .meaning = "What the file's columns or members are."),
	COLUMN(state, .words = import_state_words, .example = "checked",
	       .meaning = "Checked: nothing is written yet. Applied, and perhaps reverted."),
	FIELD(struct import, source, FIELD_COLUMN | FIELD_FILLED | FIELD_EXACT,
	      .max = IMPORT_SOURCE_MAX, .example = "okr",
	      .meaning = "Where the file comes from: keys mean the same record within a source "
			 "alone."),
	JSON(options, FIELD_COLUMN | FIELD_FILLED | FIELD_EXACT,
	     .example = "{\"decimal\": \"comma\"}", .meaning = "The options as they were given."),
	JSON(counts, FIELD_COLUMN | FIELD_FILLED | FIELD_EXACT,
	     .example = "{\"objective\": {\"create\": 12, \"update\": 3, \"unchanged\": 40}}",
	     .meaning = "By kind of record how many would be made, changed and left alone; once "
			"applied, how many were."),
	FIELD(struct import, error_count, FIELD_COLUMN | FIELD_COUNT, .example = "0",
	      .meaning = "How many errors the newest check found."),
	COLUMN(applied_at, .example = "null", .meaning = "When it was applied."),
	COLUMN(reverted_at, .example = "null", .meaning = "When it was reverted."),
	FIELD(struct import, app_id, FIELD_COLUMN | FIELD_TITLE | FIELD_EXACT | FIELD_FIXED,
	      .example = "null", .meaning = "The application whose key made it."),
	JSON(warnings, FIELD_FILLED, .source = SOURCE_TABLE,
	     .example = "[{\"code\": \"unknown_column\", \"message\": \"The column Notes is left "
			"out: no field is called so.\"}]",
	     .meaning = "What is left out or guessed, the first 100."),
	JSON(errors, FIELD_FILLED, .source = SOURCE_TABLE,
	     .example = "[{\"row\": 17, \"column\": \"Target\", \"value\": \"abc\", \"code\": "
			"\"not_a_number\", \"message\": \"is not a number\"}]",
	     .meaning = "What is wrong, the first 100; `row` counts with the header as 1."),
	JSON(preview, FIELD_FILLED, .source = SOURCE_TABLE,
	     .example = "[{\"row\": 2, \"action\": \"create\", \"type\": \"objective\", \"title\": "
			"\"Customers stay with us\"}]",
	     .meaning = "The first 20 records, each with what would become of it."),
};

static const struct import blank = {
	.record = RECORD_BLANK,
	.options = { { "{}", 2 } },
	.counts = { { "{}", 2 } },
	.applied_at = { INT64_MIN },
	.reverted_at = { INT64_MIN },
};

const struct thing import_thing = {
	.name = "import",
	.table = "import",
	.form = THING_FORM(struct import, fields, blank, import_thing),
	.app_id = offsetof(struct import, app_id),
	.deleted_at = THING_HAS_NONE,
};
