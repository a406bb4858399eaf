/*
 * The product's own table for taking records in and out, preset `okr` of product/import-export.md C1
 * (readings 181 and 119): one row a record, of any kind, in one set of columns. An import reads it and an
 * export writes it, both by these tables. How cells are read or written is theirs.
 */
#ifndef OKR_MODEL_TEMPLATE_H
#define OKR_MODEL_TEMPLATE_H

#include "base/field.h"
#include "base/text.h"

/* What a row is about, by its cell `type`. Parents come before what hangs on them. */
enum template_kind {
	TEMPLATE_DEPARTMENT,
	TEMPLATE_TEAM,
	TEMPLATE_USER,
	TEMPLATE_CYCLE,
	TEMPLATE_OBJECTIVE,
	TEMPLATE_KEY_RESULT,
	TEMPLATE_CHECK_IN,
	TEMPLATE_KPI,
	TEMPLATE_KPI_UPDATE,
	TEMPLATE_INITIATIVE,
	TEMPLATE_KINDS
};

/* In the order in which they are written. */
enum template_column {
	COLUMN_TYPE,
	COLUMN_KEY,
	COLUMN_PARENT_KEY,
	COLUMN_TITLE,
	COLUMN_DESCRIPTION,
	COLUMN_OWNER_EMAIL,
	COLUMN_LEVEL,
	COLUMN_TEAM,
	COLUMN_DEPARTMENT,
	COLUMN_CYCLE,
	COLUMN_CYCLE_START,
	COLUMN_CYCLE_END,
	COLUMN_START_DATE,
	COLUMN_END_DATE,
	COLUMN_WEIGHT,
	COLUMN_LIFECYCLE,
	COLUMN_METRIC_TYPE,
	COLUMN_MEASURE,
	COLUMN_UNIT,
	COLUMN_DIRECTION,
	COLUMN_START_VALUE,
	COLUMN_TARGET_VALUE,
	COLUMN_CURRENT_VALUE,
	COLUMN_DATE,
	COLUMN_STATUS,
	COLUMN_CONFIDENCE,
	COLUMN_COMMENT,
	COLUMN_TAGS,
	COLUMN_VISIBILITY,
	TEMPLATE_COLUMNS
};

enum template_form {
	TEMPLATE_TEXT,
	TEMPLATE_NUMBER,
	TEMPLATE_DATE,
	TEMPLATE_TIME, /* a day, or a second as RFC 3339 has it */
	TEMPLATE_WORD, /* of template_words */
	TEMPLATE_TAGS, /* texts with `;` between them */
};

struct template_row {
	const char *name;
	enum template_form form;
	unsigned used, needed; /* kinds that have it, and that cannot do without: one bit each */
	const char *meaning;
};

extern const struct template_row template_rows[TEMPLATE_COLUMNS];
extern const struct word_name template_kind_words[];

static inline bool template_uses(enum template_column column, enum template_kind kind)
{
	return template_rows[column].used >> kind & 1;
}

static inline bool template_needs(enum template_column column, enum template_kind kind)
{
	return template_rows[column].needed >> kind & 1;
}

/* The words that a cell of this column has in a row of this kind; NULL where it is no word there. */
const struct word_name *template_words(enum template_column column, enum template_kind kind);

/* Whether two names of columns are the same: regardless of case, spaces, `_` and `-` (reading 180). A name
 * of nothing else is no column's. */
bool template_same_name(struct text a, struct text b);

/* TEMPLATE_COLUMNS for a name that none of them has. */
enum template_column template_column_named(struct text name);

#endif
