/*
 * What imports keep beside their own rows: packed bytes in pieces that fit a packet, what an import
 * made and changed, and what foreign records are called.
 */
#ifndef OKR_STORE_IMPORTS_H
#define OKR_STORE_IMPORTS_H

#include "model/import.h"
#include "store/db.h"

/* The numbers are what the database holds. */
enum import_part { IMPORT_FILE, IMPORT_REPORT, IMPORT_ERRORS };

/* Puts the bytes in the place of what the part had. */
const struct error *import_keep(struct db *db, const struct record *import, enum import_part part,
				struct text bytes);

/* All of it; absent when nothing is kept. */
const struct error *import_kept(struct db *db, const struct record *import, enum import_part part,
				struct text *out);

/* Drops the workspace's files that were checked before this time. */
const struct error *import_forget_files(struct db *db, struct id organisation_id,
					struct instant before);

/* Every name that this source has for records, in no order: rows of struct external_ref. */
const struct error *external_refs(struct db *db, struct id organisation_id, struct text source,
				  struct list *out);

/* Goes with the commit. */
void external_ref_add(struct db *db, const struct record *import, const struct external_ref *ref);

/* What an import did; goes with the commit. */
void import_change_add(struct db *db, const struct record *import,
		       const struct import_change *change);

/* Notes the versions that its records have by now. `table`: that of the kind's things. */
const struct error *import_change_versions(struct db *db, const struct record *import, word kind,
					   const char *table);

/* All of them, the newest first: rows of struct import_change. */
const struct error *import_changes(struct db *db, const struct record *import, struct list *out);

/* Records of this kind that somebody else changed since, or that something hangs on by now which is not of
 * the import: their ids. */
const struct error *import_touched(struct db *db, const struct record *import, word kind,
				   const char *table, struct list *out);

/* Forgets what an import did and what it called records. */
const struct error *import_change_forget(struct db *db, const struct record *import);

#endif
