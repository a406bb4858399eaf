/*
 * A line of an export as a row again: the way back of export_record.h. Private to the service room.
 */
#ifndef OKR_SERVICE_RESTORE_RECORD_H
#define OKR_SERVICE_RESTORE_RECORD_H

#include "service/export_kinds.h"
#include "store/journal.h"

/* Fills the members that the line has; `line` is a JSON object that was checked. */
const struct error *restore_columns(struct arena *arena, const struct form *form, struct text line,
				    void *row);

/* A row of the journal, but for its digest and hashes. Its ids live in the arena. */
const struct error *restore_journal(struct arena *arena, struct text line,
				    struct journal_link *link);

#endif
