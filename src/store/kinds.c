/*
 * The table of kinds, and what its rows do. The two protocols meet here: the binary one of prepared
 * statements and that of texts, which batches use. Sending and fetching is left to statement.c and
 * batch.c.
 */
#include "kinds.h"

#include <stdlib.h>

#include "base/number.h"

/* ---- values in: prepared statements ---------------------------------------------------------- */

static void bind_bytes(MYSQL_BIND *bind, struct text bytes)
{
	bind->buffer = (void *)(uintptr_t)bytes.data;
	bind->buffer_length = (unsigned long)bytes.size;
	bind->length_value = (unsigned long)bytes.size;
	bind->length = &bind->length_value;
}

static void bind_id(MYSQL_BIND *bind, MYSQL_TIME *time, const struct value *value)
{
	(void)time;
	bind_bytes(bind, (struct text){ (const char *)&value->as.id, sizeof(value->as.id) });
}

static void bind_text(MYSQL_BIND *bind, MYSQL_TIME *time, const struct value *value)
{
	(void)time;
	bind_bytes(bind, value->as.text);
}

static MYSQL_TIME time_of(struct date date, int64_t ms_of_day, enum enum_mysql_timestamp_type type)
{
	int year, month, day;

	date_to_parts(date, &year, &month, &day);
	return (MYSQL_TIME){
		.year = (unsigned)year,
		.month = (unsigned)month,
		.day = (unsigned)day,
		.hour = (unsigned)(ms_of_day / 3600000),
		.minute = (unsigned)(ms_of_day / 60000 % 60),
		.second = (unsigned)(ms_of_day / 1000 % 60),
		.second_part = (unsigned long)(ms_of_day % 1000) * 1000,
		.time_type = type,
	};
}

static void bind_date(MYSQL_BIND *bind, MYSQL_TIME *time, const struct value *value)
{
	*time = time_of(value->as.date, 0, MYSQL_TIMESTAMP_DATE);
	bind->buffer = time;
}

static void bind_instant(MYSQL_BIND *bind, MYSQL_TIME *time, const struct value *value)
{
	struct date day = date_of(value->as.instant);

	*time = time_of(day, value->as.instant.ms - instant_of(day).ms, MYSQL_TIMESTAMP_DATETIME);
	bind->buffer = time;
}

/* ---- values in: batches ---------------------------------------------------------------------- */

static void print_bytes(struct buffer *batch, const void *bytes_, size_t size)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *bytes = bytes_;
	char *to = buffer_room(batch, 2 * size + 3);

	*to++ = 'x';
	*to++ = '\'';
	for (size_t i = 0; i < size; i++) {
		*to++ = digits[bytes[i] >> 4];
		*to++ = digits[bytes[i] & 15];
	}
	*to = '\'';
	batch->size += 2 * size + 3;
}

static void print_id(struct buffer *batch, const struct value *value)
{
	print_bytes(batch, &value->as.id, sizeof(value->as.id));
}

static void print_text(struct buffer *batch, const struct value *value)
{
	print_bytes(batch, value->as.text.data, value->as.text.size);
}

/* The exponent makes it a DOUBLE, 17 digits make it this one. */
static void print_number(struct buffer *batch, const struct value *value)
{
	buffer_print(batch, "%.16e", value->as.number);
}

static void print_integer(struct buffer *batch, const struct value *value)
{
	buffer_print(batch, "%lld", (long long)value->as.integer);
}

static void print_flag(struct buffer *batch, const struct value *value)
{
	buffer_print(batch, "%d", value->as.flag);
}

static void print_word(struct buffer *batch, const struct value *value)
{
	buffer_print(batch, "%d", value->as.word);
}

static void print_date(struct buffer *batch, const struct value *value)
{
	int year, month, day;

	date_to_parts(value->as.date, &year, &month, &day);
	buffer_print(batch, "'%04d-%02d-%02d'", year, month, day);
}

static void print_instant(struct buffer *batch, const struct value *value)
{
	struct date date = date_of(value->as.instant);
	long long ms = (long long)(value->as.instant.ms - instant_of(date).ms);
	int year, month, day;

	date_to_parts(date, &year, &month, &day);
	buffer_print(batch, "'%04d-%02d-%02d %02lld:%02lld:%02lld.%03lld'", year, month, day,
		     ms / 3600000, ms / 60000 % 60, ms / 1000 % 60, ms % 1000);
}

/* ---- rows out: prepared statements ----------------------------------------------------------- */

/* Its cell has no room: the size is known by now, so it is fetched into as much of the arena. */
static struct text fetch_text(const struct cell_source *source, const struct cell *cell)
{
	char *bytes = arena_room(source->arena, cell->size + 1);
	MYSQL_BIND bind = {
		.buffer_type = MYSQL_TYPE_STRING,
		.buffer = bytes,
		.buffer_length = cell->size,
	};
	unsigned long size = cell->size;

	bytes[size] = '\0';
	bind.length = &size;
	if (size > 0 && mysql_stmt_fetch_column(source->handle, &bind, source->column, 0))
		abort(); /* the row is here: only a misuse of the library fails */
	return (struct text){ bytes, size };
}

static bool read_text(const struct cell_source *source, const struct cell *cell, void *at)
{
	*(struct text *)at = fetch_text(source, cell);
	return sound_value(source->bounds, source->arena, at);
}

static bool read_number(const struct cell_source *source, const struct cell *cell, void *at)
{
	*(double *)at = cell->as.number;
	return sound_value(source->bounds, source->arena, at);
}

static bool read_integer(const struct cell_source *source, const struct cell *cell, void *at)
{
	*(int64_t *)at = cell->as.integer;
	return sound_value(source->bounds, source->arena, at);
}

static bool read_word(const struct cell_source *source, const struct cell *cell, void *at)
{
	*(word *)at = cell->as.small;
	return sound_value(source->bounds, source->arena, at);
}

static bool read_flag(const struct cell_source *source, const struct cell *cell, void *at)
{
	(void)source;
	*(bool *)at = cell->as.small != 0;
	return cell->as.small <= 1;
}

static bool read_date(const struct cell_source *source, const struct cell *cell, void *at)
{
	return sound_date(source->bounds, &cell->as.time, at);
}

static bool read_instant(const struct cell_source *source, const struct cell *cell, void *at)
{
	(void)source;
	return sound_instant(&cell->as.time, at);
}

bool sound_value(const struct bounds *bounds, struct arena *arena, void *at)
{
	const struct column_kind *kind = &column_kinds[bounds->field->kind];

	return !kind->sound || kind->sound(bounds, arena, at);
}

/* ---- what stands in a cell, for people ------------------------------------------------------- */

static struct text show_time(const struct cell_source *source, const struct cell *cell)
{
	const MYSQL_TIME *time = &cell->as.time;

	return arena_print(source->arena, "%04u-%02u-%02u %02u:%02u:%02u", time->year, time->month,
			   time->day, time->hour, time->minute, time->second);
}

static struct text show_number(const struct cell_source *source, const struct cell *cell)
{
	return arena_print(source->arena, "%.17g", cell->as.number);
}

static struct text show_integer(const struct cell_source *source, const struct cell *cell)
{
	return arena_print(source->arena, "%lld", (long long)cell->as.integer);
}

static struct text show_small(const struct cell_source *source, const struct cell *cell)
{
	return arena_print(source->arena, "%u", cell->as.small);
}

/* ---- what was read, for people --------------------------------------------------------------- */

static struct text tell_id(struct arena *arena, const struct field *field,
			   const struct value *value)
{
	char *printed = arena_take(arena, ID_UUID_SIZE);

	(void)field;
	id_print_uuid(value->as.id, printed);
	return (struct text){ printed, ID_UUID_SIZE };
}

static struct text tell_text(struct arena *arena, const struct field *field,
			     const struct value *value)
{
	struct text text = value->as.text;

	(void)field;
	text.size = text.size < SHOWN_MAX ? text.size : SHOWN_MAX;
	return arena_copy(arena, text);
}

static struct text tell_number(struct arena *arena, const struct field *field,
			       const struct value *value)
{
	char printed[NUMBER_PRINT_MAX] = "";
	size_t size = number_print(value->as.number, printed);

	(void)field;
	return arena_copy(arena, (struct text){ printed, size });
}

static struct text tell_integer(struct arena *arena, const struct field *field,
				const struct value *value)
{
	(void)field;
	return arena_print(arena, "%lld", (long long)value->as.integer);
}

static struct text tell_flag(struct arena *arena, const struct field *field,
			     const struct value *value)
{
	(void)arena, (void)field;
	return value->as.flag ? TEXT("true") : TEXT("false");
}

static struct text tell_word(struct arena *arena, const struct field *field,
			     const struct value *value)
{
	const char *text = field->words ? word_text(field->words, value->as.word) : NULL;

	return text ? text_from(text) : arena_print(arena, "%u", (unsigned)value->as.word);
}

static struct text tell_date(struct arena *arena, const struct field *field,
			     const struct value *value)
{
	char *printed = arena_take(arena, DATE_SIZE);

	(void)field;
	date_print(value->as.date, printed);
	return (struct text){ printed, DATE_SIZE };
}

static struct text tell_instant(struct arena *arena, const struct field *field,
				const struct value *value)
{
	struct instant instant = value->as.instant;
	char printed[INSTANT_SIZE];

	(void)field;
	instant_print(instant, printed);
	return arena_print(arena, "%.*s.%03dZ", INSTANT_SIZE - 1, printed,
			   (int)(((instant.ms % 1000) + 1000) % 1000));
}

/* ---- rows out: the protocol of texts --------------------------------------------------------- */

static void parse_text(struct arena *arena, struct text column, void *at)
{
	*(struct text *)at = arena_copy(arena, column);
}

static void parse_integer(struct arena *arena, struct text column, void *at)
{
	(void)arena;
	*(int64_t *)at = strtoll(column.data, NULL, 10);
}

static void parse_word(struct arena *arena, struct text column, void *at)
{
	(void)arena;
	*(word *)at = (word)strtoll(column.data, NULL, 10);
}

/* ---------------------------------------------------------------------------------------------- */

/* clang-format off */
const struct column_kind column_kinds[FIELD_PART + 1] = {
	[FIELD_ID]      = { MYSQL_TYPE_BLOB,     0, bind_id,      print_id,      NULL,         NULL,          NULL,         tell_id,      NULL, sizeof(struct id) },
	[FIELD_TEXT]    = { MYSQL_TYPE_STRING,   0, bind_text,    print_text,    read_text,    sound_text,    fetch_text,   tell_text,    parse_text },
	[FIELD_NUMBER]  = { MYSQL_TYPE_DOUBLE,   0, NULL,         print_number,  read_number,  sound_number,  show_number,  tell_number,  NULL },
	[FIELD_INTEGER] = { MYSQL_TYPE_LONGLONG, 0, NULL,         print_integer, read_integer, sound_integer, show_integer, tell_integer, parse_integer },
	[FIELD_FLAG]    = { MYSQL_TYPE_TINY,     1, NULL,         print_flag,    read_flag,    NULL,          show_small,   tell_flag,    NULL },
	[FIELD_WORD]    = { MYSQL_TYPE_TINY,     1, NULL,         print_word,    read_word,    sound_word,    show_small,   tell_word,    parse_word },
	[FIELD_DATE]    = { MYSQL_TYPE_DATE,     0, bind_date,    print_date,    read_date,    NULL,          show_time,    tell_date,    NULL },
	[FIELD_INSTANT] = { MYSQL_TYPE_DATETIME, 0, bind_instant, print_instant, read_instant, NULL,          show_time,    tell_instant, NULL },
	[FIELD_JSON]    = { MYSQL_TYPE_STRING,   0, NULL,         NULL,          read_text,    sound_json,    fetch_text,   tell_text,    NULL },
};
/* clang-format on */
