/*
 * An import: records that a file of another system brings in, checked first and applied later
 * (product/import-export.md C1). And the names that its records have in that system.
 */
#ifndef OKR_MODEL_IMPORT_H
#define OKR_MODEL_IMPORT_H

#include "model/template.h"
#include "model/thing.h"

/* The numbers of these are what the database holds: append, never renumber. */
enum import_format {
	IMPORT_OKR, /* the product's own table (model/template.h) */
};

enum import_state { IMPORT_CHECKED, IMPORT_APPLIED, IMPORT_REVERTED };

enum unknown_people { UNKNOWN_PEOPLE_ERROR, UNKNOWN_PEOPLE_INACTIVE, UNKNOWN_PEOPLE_NONE };

extern const struct word_name import_format_words[];
extern const struct word_name import_state_words[];
extern const struct word_name decimal_words[];
extern const struct word_name date_order_words[];
extern const struct word_name unknown_people_words[];

/* What names a place that an import may make: one bit each, by enum template_kind. */
extern const struct word_name create_missing_words[];

enum { IMPORT_SOURCE_MAX = 64 };

struct import {
	struct record record;
	word format; /* enum import_format */
	word state;  /* enum import_state */
	struct text source;
	struct json_value options; /* an object: as they were given */
	struct json_value counts;  /* an object: by kind of record {create, update, unchanged} */
	int64_t error_count;       /* of the newest check */
	struct instant applied_at, reverted_at;
	struct text app_id;

	/* kept in a table of their own: read on request alone */
	struct json_value warnings, errors, preview; /* arrays of objects */
};

extern const struct thing import_thing;

/* What foreign records are called: what a source calls a kind of record is one of ours. */
struct external_ref {
	struct text source;
	word kind; /* enum template_kind */
	struct text external_id;
	struct id record_id;
};

#endif
