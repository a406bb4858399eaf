/*
 * Organisations, the credentials that lead to them, and who is in which team.
 */
#ifndef OKR_STORE_ORGANISATIONS_H
#define OKR_STORE_ORGANISATIONS_H

#include "model/api_key.h"
#include "model/directory.h"
#include "model/workspace.h"
#include "store/db.h"

/* A key with what a session needs of its organisation, from one statement and so one snapshot. */
struct credential {
	struct api_key key;
	struct text organisation_name;
	int64_t revision;
};

/* A person with what a session needs of the organisation, from one statement and so one snapshot;
 * `team_ids` is not filled. */
struct membership {
	struct person person;
	struct text organisation_name;
	int64_t revision;
};

/* The person whom a token's subject names: by id when it is one, else by external id, exactly as
 * written. Deactivated people included. */
const struct error *membership_find(struct db *db, struct id organisation_id, struct text subject,
				    struct membership *out, bool *found);

/* The key with this hash, revoked and expired ones included. */
const struct error *credential_find(struct db *db, struct text hash, struct credential *out,
				    bool *found);

/* Notes the minute of a key's last use, in a transaction of its own that is no write of the
 * workspace: revision and stamps stay. */
const struct error *credential_touch(struct db *db, const struct api_key *key,
				     struct instant minute);

/* Columns of a workspace's row; the name's limits. */
extern const struct form organisation_form;

/* What a workspace has chosen, in columns of the same row. */
extern const struct form organisation_settings_form;

const struct error *organisation_insert(struct db *db, const struct organisation *organisation);
const struct error *organisation_get(struct db *db, struct id id, struct organisation *out,
				     bool *found);
const struct error *organisation_named(struct db *db, struct text name, struct organisation *out,
				       bool *found);
const struct error *organisation_all(struct db *db, struct list *out);

/* No write of the workspace is stamped with an earlier time. */
const struct error *organisation_stamp(struct db *db, struct id id, struct instant stamp);

/* The settings; db_is_duplicate tells when another workspace has the name. */
const struct error *workspace_read(struct db *db, struct id id, struct workspace *out, bool *found);
const struct error *workspace_write(struct db *db, const struct workspace *workspace);

/* Removes the organisation and every row of it. */
const struct error *organisation_remove(struct db *db, struct id id);

/* The ids of the teams of each person of the list (struct person): fills `team_ids`. */
const struct error *person_load_teams(struct db *db, struct id organisation_id, struct list people);

/* A person and everybody above them by manager_id, the nearest first (struct id, side by side); at most
 * MANAGER_LINKS_MAX + 2 of them. And how many links lie below the person on the longest chain; at most
 * MANAGER_LINKS_MAX + 1 are counted. */
const struct error *person_managers(struct db *db, struct id organisation_id, struct id id,
				    struct list *out);
const struct error *person_reports(struct db *db, struct id organisation_id, struct id id,
				   int64_t *out);

const struct error *person_store_teams(struct db *db, const struct person *person);

/* An active person with the role of an admin: the first that was made; *found false without one. */
const struct error *person_first_admin(struct db *db, struct id organisation_id, struct id *out,
				       bool *found);

#endif
