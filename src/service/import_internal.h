/*
 * What the parts of an import share: the rows of a file in the product's own columns, what is found
 * wrong with them, and what becomes of them. Private to the service room.
 */
#ifndef OKR_SERVICE_IMPORT_INTERNAL_H
#define OKR_SERVICE_IMPORT_INTERNAL_H

#include "base/cells.h"
#include "base/text_map.h"
#include "model/import.h"
#include "service/imports.h"
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

/* Notes what is wrong with a row, which is then left out. */
__attribute__((format(printf, 5, 6))) void import_error(struct import_run *run,
							struct import_row *row,
							enum template_column column,
							const char *code, const char *format, ...);
__attribute__((format(printf, 4, 5))) void import_warn(struct import_run *run,
						       const struct import_row *row,
						       const char *code, const char *format, ...);

/* Sets what the import says of itself by now: counts and the number of errors; and keeps the rest. */
const struct error *import_report(struct import_run *run);

/* The rows as they were sent with what is wrong with each. */
struct text import_error_table(struct import_run *run, struct text bytes);

/* ---- the steps ------------------------------------------------------------------------------- */

/* From bytes to rows. What is wrong with the file as a whole is an error, what is wrong with a row is
 * noted. */
const struct error *import_read(struct import_run *run, struct text bytes);

/* The thing and the rules of a kind of row. */
const struct resource *import_resource(word kind);
const struct thing *import_thing_of(word kind);

/* Whether the cell of this column says something. */
bool import_has(const struct import_row *row, enum template_column column);

/* Everything that there is already, and everything that the rows are called. */
const struct error *import_look_around(struct import_run *run);

/* What each row hangs on, and the record that its key means. */
const struct error *import_resolve(struct import_run *run);

/* The record that a row without a known key means; sets row->before and row->id. */
const struct error *import_match(struct import_run *run, struct import_row *row,
				 const void *record);

/* Whether two rows of the file mean the same record. */
void import_register(struct import_run *run, struct import_row *row, const void *record);

/* Who or what a cell names; ID_NONE, and the row is out, when there is no such one. `is_bad`: it is a
 * row of the file that is out itself. */
const struct error *import_person(struct import_run *run, struct import_row *row,
				  enum template_column column, struct id *out);
const struct error *import_place(struct import_run *run, struct import_row *row,
				 enum template_column column, word kind, struct id *out);

/* From the cells of a row to the members of its record: what is empty stays. */
const struct error *import_fill(struct import_run *run, struct import_row *row, void *record,
				struct given *given);

/* The column that a member of this kind's record comes from; TEMPLATE_COLUMNS: none. */
enum template_column import_column_of(word kind, size_t member);

/* Makes a record that rows name and that is not there. */
const struct error *import_add(struct import_run *run, word kind, void *record, struct text key);

/* Notes that a record was made or changed. `before` is NULL for a new one. */
const struct error *import_note(struct import_run *run, word kind, struct id id, const void *before,
				const struct given *given);

/* Writes every row into the transaction that is open. */
const struct error *import_write(struct import_run *run);

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

struct import_target *import_target_add(struct import_run *run, enum import_space space, word kind,
					struct text name, struct id id);

#endif
