/*
 * Who and what the cells of a file name. Private to the service room.
 */
#ifndef OKR_SERVICE_IMPORT_NAMES_H
#define OKR_SERVICE_IMPORT_NAMES_H

#include "import_run.h"

/* Everything that there is already, and everything that the rows are called. */
const struct error *import_look_around(struct import_run *run);

/* Who or what a cell names; ID_NONE, and the row is out, when there is no such one. `is_bad`: it is a
 * row of the file that is out itself. */
const struct error *import_person(struct import_run *run, struct import_row *row,
				  enum template_column column, struct id *out);
const struct error *import_place(struct import_run *run, struct import_row *row,
				 enum template_column column, word kind, struct id *out);

/* What there is under this name from now on; several become one that is_many. */
struct import_target *import_target_add(struct import_run *run, enum import_space space, word kind,
					struct text name, struct id id);

/* The same for a person or a place, by its exact name and regardless of case. */
void import_name_add(struct import_run *run, word kind, struct text name, struct id id);

/* NULL when nothing is called so. */
struct import_target *import_name_find(struct import_run *run, word kind, struct text name);

/* A cell as names are compared. */
struct text import_name(struct import_run *run, struct text cell);

#endif
