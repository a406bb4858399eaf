/*
 * Members of a record as they were, as text: for whoever brings them back. Private to the service room.
 */
#ifndef OKR_SERVICE_IMPORT_EARLIER_H
#define OKR_SERVICE_IMPORT_EARLIER_H

#include "model/thing.h"

/* The given members, a JSON object. */
struct text import_earlier_write(struct arena *arena, const struct thing *thing, const void *record,
				 const struct given *given);

/* Puts them back, and tells which there were. */
void import_earlier_read(struct arena *arena, const struct thing *thing, struct text text,
			 void *record, struct given *given);

#endif
