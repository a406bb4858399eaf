/*
 * The kinds of columns: one row a kind, which says how a value is bound to a prepared statement,
 * written into the text of a batch, and read back from either, held to what its column can be
 * (sound_internal.h). Private to the store room.
 */
#ifndef OKR_STORE_KINDS_H
#define OKR_STORE_KINDS_H

#include <mysql.h>

#include "base/buffer.h"
#include "base/value.h"
#include "store/sound_internal.h"

/* Where Connector/C puts one column of one row. */
struct cell {
	union {
		uint8_t id[sizeof(struct id)];
		double number;
		int64_t integer;
		uint8_t small;
		MYSQL_TIME time;
	} as;
	unsigned long size;
	my_bool is_null;
};

/* Where the cell comes from: texts are fetched from there, straight into the arena. */
struct cell_source {
	MYSQL_STMT *handle;
	unsigned column;
	const struct bounds *bounds;
	struct arena *arena;
};

struct column_kind {
	enum enum_field_types type; /* of the protocol, both ways */
	my_bool is_unsigned;

	/* None of the functions meets an absent value. */

	/* Completes a parameter whose buffer is the value; `time` lives as long. NULL: nothing to add. */
	void (*bind)(MYSQL_BIND *bind, MYSQL_TIME *time, const struct value *value);
	/* Appends the literal. NULL: the kind cannot be a parameter. */
	void (*print)(struct buffer *batch, const struct value *value);
	/* From a cell into the member; says whether the value is one that can be, and reads the
	 * nearest if not. NULL: the cell's bytes are the value, whatever they are. */
	bool (*read)(const struct cell_source *source, const struct cell *cell, void *at);
	/* Whether what was read into the member can be; mends it in its place if not. NULL: whatever
	 * it is. */
	bool (*sound)(const struct bounds *bounds, struct arena *arena, void *at);
	/* What stands in the cell, for people, where that cannot be; and what was read instead. */
	struct text (*show)(const struct cell_source *source, const struct cell *cell);
	struct text (*tell)(struct arena *arena, const struct field *field,
			    const struct value *value);
	/* From a column of the protocol of texts into the member. NULL: nobody asks for it that way. */
	void (*parse)(struct arena *arena, struct text column, void *at);

	unsigned long room; /* the bytes that a cell takes, where the type does not tell */
};

/* What people are shown of a text has at most so many bytes. */
enum { SHOWN_MAX = 100 };

/* Says whether the value that was read is possible, and mends it in its place if not. */
bool sound_value(const struct bounds *bounds, struct arena *arena, void *at);

/* By enum field_kind; empty for the kinds that cannot be a column. */
extern const struct column_kind column_kinds[FIELD_PART + 1];

#endif
