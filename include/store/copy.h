/*
 * What a copy of a workspace needs beside its records: the tables that link them, and the statements that
 * read those piece by piece.
 */
#ifndef OKR_STORE_COPY_H
#define OKR_STORE_COPY_H

#include "model/thing.h"
#include "store/db.h"

/* A table whose rows are no records: what they hold, and the first columns of it that tell them apart. */
struct link_table {
	const char *table;
	struct form form; /* FIELD_COLUMN alone, in the order of the key */
	size_t key;       /* how many of them are the key; at most LINK_KEY_MAX */
};

enum { LINK_KEY_MAX = 3 };

struct team_member {
	struct id team_id, person_id;
};

struct objective_person {
	struct id objective_id;
	int64_t relation;
	struct id person_id;
};

struct review_answer_row {
	struct id review_id;
	int64_t position;
	struct text question, answer;
};

struct external_ref_row {
	struct text source;
	int64_t kind;
	struct text external_id;
	struct id record_id, import_id;
};

extern const struct link_table external_ref_links;
extern const struct link_table team_member_links, objective_person_links, review_answer_links;

/* Records of a workspace in the order of their ids, behind `after` (none: from the first), at most
 * `limit`. By the `key` of ids (NULL: the primary one), whatever the server thinks of it: else it sorts
 * all of a large table for each page. */
const struct error *records_read(struct db *db, const struct thing *thing, const char *key,
				 const struct form *form, struct id organisation_id,
				 struct id after, size_t limit, struct list *out);

/* Rows of a workspace in the order of their key, behind `after` (NULL: from the first), at most `limit`. */
const struct error *links_read(struct db *db, const struct link_table *links,
			       struct id organisation_id, const void *after, size_t limit,
			       struct list *out);

/* A row, of this workspace. */
const struct error *links_insert(struct db *db, const struct link_table *links,
				 struct id organisation_id, const void *row);

#endif
