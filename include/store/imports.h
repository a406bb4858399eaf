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

#endif
