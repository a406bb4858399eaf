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
	IMPORT_OKR,       /* the product's own table (model/template.h) */
	IMPORT_MAPPING,   /* any table, by the caller's own mapping */
	IMPORT_ENGAGEDLY, /* the goals of Engagedly */
};

enum import_state { IMPORT_CHECKED, IMPORT_APPLIED, IMPORT_REVERTED };

enum unknown_people { UNKNOWN_PEOPLE_ERROR, UNKNOWN_PEOPLE_INACTIVE, UNKNOWN_PEOPLE_NONE };

extern const struct word_name import_format_words[];
extern const struct word_name import_state_words[];
extern const struct word_name decimal_words[];
extern const struct word_name date_order_words[];
extern const struct word_name unknown_people_words[];

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

/* What an import did to one record. */
struct import_change {
	int64_t number; /* in the order of writing */
	word kind;      /* enum template_kind */
	struct id record_id;
	bool is_new;
	struct text earlier; /* of a changed one: a JSON object, the members as they were */
};

/* How a file is to be read. */
struct import_options {
	word format;             /* enum import_format */
	word decimal;            /* enum decimal; WORD_NONE: as the column has it */
	word date_order;         /* enum date_order; likewise */
	word unknown_people;     /* enum unknown_people */
	unsigned create_missing; /* one bit for each enum template_kind that may be made */
	struct text source;      /* absent: the format's name */
	struct text given;       /* JSON: all of them as they were given */
	struct text mapping;     /* JSON: by header the column that it is; absent: none */
	struct text type_map;    /* JSON: by word of the file the kind of row; absent: none */
	struct text status_map;  /* JSON: by word of the file the status; absent: none */
	size_t rows_max;
	bool is_json; /* the file is JSON, else a table */
};

/* What foreign records are called: what a source calls a kind of record is one of ours. */
struct external_ref {
	struct text source;
	word kind; /* enum template_kind */
	struct text external_id;
	struct id record_id;
};

#endif
