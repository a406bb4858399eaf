/*
 * An import while it runs: the rows of a file in the product's own columns, what is found wrong with them,
 * and the names of all there is. Private to the service room.
 */
#ifndef OKR_SERVICE_IMPORT_RUN_H
#define OKR_SERVICE_IMPORT_RUN_H

#include "base/cells.h"
#include "base/text_map.h"
#include "model/import.h"
#include "service/resource.h"

/* ---- rows ------------------------------------------------------------------------------------ */

enum import_action { ACTION_CREATE, ACTION_UPDATE, ACTION_UNCHANGED, ACTION_NONE };

struct import_row {
	size_t number;    /* as the caller counts: the header is 1 */
	word kind;        /* enum template_kind */
	bool is_out;      /* it is left out: it is wrong, or hangs on what is */
	bool is_reached;  /* its turn came */
	size_t climbed;   /* the walk that came along here, while circles are looked for */
	bool has_entries; /* of a key result: the file has check-ins of it */
	word parent_kind;
	word action;               /* enum import_action */
	struct import_row *parent; /* in the file, … */
	struct id parent_id;       /* … or here; both none: it has none */
	struct import_row *next;   /* of the rows that are to be written after the same parent */
	struct import_row *first_child, *last_child;
	struct id id;    /* of the record that it means: known here, or made by it */
	void *before;    /* that record, as it was; NULL: it is a new one */
	struct text key; /* how the source calls it; absent: it does not */
	struct text cells[TEMPLATE_COLUMNS]; /* absent where there is no such column */
};

struct import_table {
	struct import_row *rows;
	size_t count;
	struct text names[TEMPLATE_COLUMNS]; /* of the columns, as the file writes them */
	char separator;
};

/* ---- what is found --------------------------------------------------------------------------- */

struct import_problem {
	struct import_problem *next;
	size_t place;       /* among those found, in their order */
	size_t row;         /* 0: the file as a whole */
	struct text column; /* absent: the row as a whole */
	struct text value;
	const char *code;
	struct text message;
};

struct import_problems {
	struct import_problem *first, *last;
	size_t count;
};

struct import_run {
	struct work *work;
	struct import *import;
	const struct import_options *options;
	struct import_table table;
	struct import_problems errors, warnings;
	size_t counts[TEMPLATE_KINDS][ACTION_NONE];
	enum decimal decimals[TEMPLATE_COLUMNS];
	enum date_order orders[TEMPLATE_COLUMNS];
	struct text_map map;
	struct list refs;    /* struct external_ref: every name of the source */
	size_t change_count; /* records that were made or changed so far */
	bool has_naturals[TEMPLATE_KINDS];
};

/* ---- names of all there is ------------------------------------------------------------------- */

enum import_space {
	SPACE_KEY,     /* a row of the file by its key */
	SPACE_TITLE,   /* … by its title; import_many: several */
	SPACE_REF,     /* struct external_ref */
	SPACE_RECORD,  /* a record by its id's bytes */
	SPACE_NAME,    /* struct import_target by its name, … */
	SPACE_FOLD,    /* … regardless of case, … */
	SPACE_ADDRESS, /* … by an e-mail address */
	SPACE_NATURAL, /* struct import_target by what it is called and hangs on */
	SPACE_NUMBER,  /* how many alike there were: size_t */
};

struct import_target {
	struct id id;
	bool is_many; /* it is several */
	bool is_bad;  /* it is a row that is left out */
	bool is_of_file;
};

/* The space of the map for one kind. */
static inline unsigned import_space(enum import_space space, word kind)
{
	return (unsigned)space * TEMPLATE_KINDS + kind;
}

#endif
