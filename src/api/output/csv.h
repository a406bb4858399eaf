/*
 * Lists as CSV (RFC 4180): a header row, then a row a record, through the same view as JSON. A list
 * within the record (the key results of an OKR) makes a row for each of its records. Numbers stay
 * numbers; a text that a spreadsheet would take for a formula is defused with an apostrophe.
 */
#ifndef OKR_API_OUTPUT_CSV_H
#define OKR_API_OUTPUT_CSV_H

#include "api/exchange.h"

void csv_write(struct buffer *out, const struct route *route, struct list rows);

/* The whole answer: a file with a name. */
void csv_answer(struct exchange *x, struct list rows);

#endif
