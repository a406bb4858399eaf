/*
 * What only the administrator of the installation does, through okrctl: workspaces, migrations,
 * checks and repairs. No credential is asked for: who may read okr.conf may do this.
 */
#ifndef OKR_SERVICE_ADMINISTRATION_H
#define OKR_SERVICE_ADMINISTRATION_H

#include "model/directory.h"
#include "service/work.h"

/* Like service_open, without counters, and with patience for long statements. */
const struct error *administration_open(struct arena *arena, const struct settings *settings,
					struct service **out);

/* Applies the migrations that are missing. `told` hears each before it runs; may be NULL. */
const struct error *administration_migrate(struct work *work,
					   void (*told)(int number, const char *name));

/* The schema's number now, and the one that this program is made for. */
const struct error *administration_schema(struct work *work, int64_t *newest, int64_t *known);

/* *wrong: columns that are not as the program made them, in words; absent when there is none. */
const struct error *administration_columns(struct work *work, struct text *wrong);

/* Workspaces: by id or exact name; ERROR_NOT_FOUND. Names are UTF-8, in any normal form. */
const struct error *administration_find(struct work *work, struct text name,
					struct organisation *out);
const struct error *administration_list(struct work *work, struct list *out);
const struct error *administration_remove(struct work *work, struct id id);

/* Makes a workspace and leaves its first write open, for its first admin to be added to it. */
const struct error *administration_create(struct work *work, struct text name,
					  struct organisation *out);

/* Within a write: adds a person with the role of an admin. Of `*person` name, email and external_id are
 * given; a person without a name is called as the e-mail address is. */
const struct error *administration_add_admin(struct work *work, struct person *person);

/* From here on the work is done in this workspace, with every scope. */
void administration_enter(struct work *work, const struct organisation *organisation);

/* A person by id or e-mail address. */
const struct error *administration_find_person(struct work *work, struct text name,
					       struct person *out);

/* The workspace's first admin: whose name keys carry by default; *found false without one. */
const struct error *administration_first_admin(struct work *work, struct id *out, bool *found);

/* Removes for good what was deleted longer ago than the retention time, and erases what the journal
 * tells that is older than journal_days. Both count rows. */
struct purged {
	int64_t removed, erased;
};
const struct error *administration_purge(struct work *work, struct purged *out);

/* Forgets who a person was (reading 133): name, address and external id are replaced, what the journal
 * tells of them is erased, and the person is deactivated. *person becomes what is left. */
const struct error *administration_erase_person(struct work *work, struct person *person);

#endif
