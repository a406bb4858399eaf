/*
 * A row as a line of an export: {"t":KIND, a member for each column}. Ids are UUIDs, words are texts, times
 * have milliseconds; what is absent is null. Private to the service room.
 */
#ifndef OKR_SERVICE_EXPORT_RECORD_H
#define OKR_SERVICE_EXPORT_RECORD_H

#include "base/buffer.h"
#include "base/json_write.h"
#include "service/export_kinds.h"
#include "store/journal.h"

/* Opens a line of a kind; whoever opens one closes it. */
void export_open_line(struct json_writer *json, struct buffer *out, const char *kind);
void export_close_line(struct json_writer *json);

/* The columns of a struct, but the workspace's id and the member at `secret`. */
void export_columns(struct json_writer *json, const struct form *form, size_t secret,
		    const void *row);

/* An instant with its milliseconds. */
void export_instant(struct json_writer *json, struct instant at);

/* A row of the journal: what it tells as JSON, or null once that was erased. */
void export_journal(struct buffer *out, struct arena *arena, const struct journal_link *link);

#endif
