/*
 * What a session may see, as conditions of statements that are composed. Private to the store room.
 */
#ifndef OKR_STORE_SEEN_H
#define OKR_STORE_SEEN_H

#include "base/arena.h"
#include "base/buffer.h"
#include "model/query.h"

/* What a statement is made into: its text and its values, side by side. */
struct composition {
	struct buffer sql;
	struct value values[2 * CONDITIONS_MAX + ANY_OF_MAX + 16];
	size_t count;
	struct arena *arena;
};

void compose_value(struct composition *to, struct value value);

/* A text that is compared byte by byte, whatever the column's collation: no collation decides which
 * record is meant (rulings.md 54). An index of a column that has this collation still serves. */
#define EXACTLY "CONVERT(? USING utf8mb4) COLLATE utf8mb4_nopad_bin"

/* What a column is compared with for equality. */
void compose_exact(struct composition *to, struct value value);

/* Text in which %s stands for a column and %t for a table. */
void compose_form(struct composition *to, const char *form, const char *table, const char *column);

/* Whether the viewer sees the objective in this table or alias. */
void compose_seen_objective(struct composition *to, const struct viewer *viewer, const char *table);

/* Whether the query's viewer sees a row of its thing's table: " AND …", or nothing when everybody
 * does. */
void compose_seen(struct composition *to, const struct query *query);

/* The application that the query is limited to, or NULL. */
const struct value *query_app(const struct query *query);

#endif
