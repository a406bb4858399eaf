/*
 * Numbers and days as people and spreadsheets write them into the cells of a table. `1,234` and
 * `03/04/2026` mean different things in different countries, so a column is judged as a whole: each cell
 * that can be read in one way alone is a vote for that way (readings.md 178).
 */
#ifndef OKR_BASE_CELLS_H
#define OKR_BASE_CELLS_H

#include <stddef.h>

#include "base/text.h"
#include "base/time.h"

enum decimal { DECIMAL_UNKNOWN, DECIMAL_POINT, DECIMAL_COMMA };
enum date_order { DATE_ORDER_UNKNOWN, DATE_ORDER_DMY, DATE_ORDER_MDY };

enum cell_outcome {
	CELL_READ,
	CELL_WRONG,     /* it is none, or none in the way that was asked for */
	CELL_AMBIGUOUS, /* it can be read in two ways, and nobody says which */
};

/* The ways of a column's certain cells; begin with zeros. The indices are enum decimal, or enum
 * date_order. */
struct cell_votes {
	size_t counts[3];
	unsigned first; /* the way of the first certain cell */
};

/* Counts a cell, unless it is wrong or means the same either way. */
void cell_vote_number(struct cell_votes *votes, struct text cell);
void cell_vote_date(struct cell_votes *votes, struct text cell);

/* The way that most cells have, of two equal ones the first; 0 without a certain cell. */
unsigned cell_way(const struct cell_votes *votes);

/*
 * `1,234.5`, `1.234,5`, `1 234`, `1'234`, `-5`, `1.2e3`, with a currency's sign or code on one side or `%`
 * behind it (`45 %` is 45). Thousands stand in groups of three behind one to three digits that do not begin with 0.
 * With DECIMAL_UNKNOWN `1.234` is 1.234, unless the file's separator is `;`, and `1,234` is
 * ambiguous. *out, finite, is set by CELL_READ alone.
 */
enum cell_outcome cell_number(struct text cell, enum decimal decimal, char separator, double *out);

/*
 * `2026-12-31` (a time of day behind it is left out), `2026/12/31`, `31.12.2026`, `31 Dec 2026`, `31-Dec-2026`,
 * `December 31, 2026`, and `31/12/2026` or `31-12-2026` in the given order; English months. Years have four
 * digits, so that neither `31.12.26` nor the serial number of a spreadsheet is a day. *out is set by
 * CELL_READ alone.
 */
enum cell_outcome cell_date(struct text cell, enum date_order order, struct date *out);

#endif
