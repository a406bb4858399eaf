/*
 * Cells of CSV (RFC 4180).
 */
#ifndef OKR_BASE_CSV_H
#define OKR_BASE_CSV_H

#include "base/buffer.h"

/* A cell, in quotes where it needs them. */
void csv_add(struct buffer *out, struct text cell);

/* A text that people wrote: one that a spreadsheet would take for a formula is defused with an
 * apostrophe. */
void csv_add_text(struct buffer *out, struct text text);

/* What csv_add_text was given: the cell without the apostrophe that defuses a formula. Where none was
 * needed it is part of the text. */
struct text csv_armed(struct text cell);

#endif
