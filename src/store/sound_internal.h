/*
 * What a value in the database can be: what our own code writes, and nothing else. A value beyond it
 * (somebody's SQL, a restored half, a bit that flipped) is read as the nearest that is possible, or
 * as absent where none is near; whoever reads is told, and nothing above the store meets it
 * (rulings.md 66). Private to the store room.
 */
#ifndef OKR_STORE_SOUND_INTERNAL_H
#define OKR_STORE_SOUND_INTERNAL_H

#include <mysql.h>

#include "base/value.h"
#include "model/thing.h"

/* Of one column of a statement: what its field allows. */
struct bounds {
	const struct field *field; /* the thing's, where the column is one of a thing's */
	double min, max;
	int64_t integer_min, integer_max;
	uint64_t words; /* one bit for each word; all of them where no list says which */
	word otherwise; /* what a number that is no word is read as */
	struct text json_otherwise; /* what is read where there is no JSON, or none of its shape */
	bool is_bytes;              /* a text that is none: the column is of a binary type */
};

/* A form's own name of a column may lead into a part: of "key.rate_limit" what stands behind. */
struct text own_name(const struct field *field);

struct bounds bounds_of(const struct form *form, const struct field *field);

/* Each says whether the value that was read is possible, and mends it in its place if not. */
bool sound_number(const struct bounds *bounds, struct arena *arena, void *at);
bool sound_integer(const struct bounds *bounds, struct arena *arena, void *at);
bool sound_word(const struct bounds *bounds, struct arena *arena, void *at);
bool sound_text(const struct bounds *bounds, struct arena *arena, void *at);
bool sound_json(const struct bounds *bounds, struct arena *arena, void *at);
bool sound_date(const struct bounds *bounds, const MYSQL_TIME *time, struct date *out);
bool sound_instant(const MYSQL_TIME *time, struct instant *out);

/* The same of two members; a row that cannot be mended without guessing stays as it is. */
bool sound_pair(const struct pair *pair, const struct thing *thing, void *row);

#endif
