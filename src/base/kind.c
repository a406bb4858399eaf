/*
 * The kinds of values: one row a kind, so that a new kind is a row here, one in the store's table and
 * one in the api's. What a field's own limits and words decide is field.c's.
 */
#include "base/kind.h"

#include <assert.h>
#include <math.h>
#include <string.h>

struct kind {
	size_t size;
	bool (*is_none)(const void *value);             /* NULL: never */
	bool (*is_equal)(const void *a, const void *b); /* NULL: when the bytes are */
	const void *absent;                             /* NULL: no column has this kind */
	enum field_kind carried_as;                     /* of a column */
};

static bool no_id(const void *value)
{
	return id_is_none(*(const struct id *)value);
}

static bool no_text(const void *value)
{
	return text_is_none(*(const struct text *)value);
}

static bool no_number(const void *value)
{
	return isnan(*(const double *)value);
}

static bool no_integer(const void *value)
{
	return *(const int64_t *)value == INTEGER_NONE;
}

static bool no_word(const void *value)
{
	return *(const word *)value == WORD_NONE;
}

static bool no_date(const void *value)
{
	return date_is_none(*(const struct date *)value);
}

static bool no_instant(const void *value)
{
	return instant_is_none(*(const struct instant *)value);
}

static bool no_ids(const void *value)
{
	return ((const struct ids *)value)->items == NULL;
}

static bool no_list(const void *value)
{
	return ((const struct list *)value)->items == NULL;
}

static bool equal_texts(const void *a, const void *b)
{
	const struct text *one = a, *other = b;

	return text_is_none(*one) == text_is_none(*other) && text_equal(*one, *other);
}

static bool equal_numbers(const void *a, const void *b)
{
	double one = *(const double *)a, other = *(const double *)b;

	return (isnan(one) && isnan(other)) || (one <= other && one >= other);
}

static bool equal_ids(const void *a, const void *b)
{
	const struct ids *one = a, *other = b;

	return one->count == other->count &&
	       (one->count == 0 ||
		memcmp(one->items, other->items, one->count * sizeof(struct id)) == 0);
}

static bool equal_lists(const void *a, const void *b)
{
	const struct list *one = a, *other = b;

	return one->items == other->items && one->count == other->count;
}

static bool equal_parts(const void *a, const void *b)
{
	return a == b;
}

static const struct id absent_id;
static const struct text absent_text;
static const double absent_number = NAN;
static const int64_t absent_integer = INTEGER_NONE;
static const bool absent_flag = false;
static const word absent_word = WORD_NONE;
static const struct date absent_date = { INT32_MIN };
static const struct instant absent_instant = { INT64_MIN };

/* clang-format off */
static const struct kind kinds[] = {
	[FIELD_ID]      = { sizeof(struct id),         no_id,      NULL,          &absent_id, FIELD_ID },
	[FIELD_TEXT]    = { sizeof(struct text),       no_text,    equal_texts,   &absent_text, FIELD_TEXT },
	[FIELD_NUMBER]  = { sizeof(double),            no_number,  equal_numbers, &absent_number, FIELD_NUMBER },
	[FIELD_INTEGER] = { sizeof(int64_t),           no_integer, NULL,          &absent_integer, FIELD_INTEGER },
	[FIELD_FLAG]    = { sizeof(bool),              NULL,       NULL,          &absent_flag, FIELD_FLAG },
	[FIELD_WORD]    = { sizeof(word),              no_word,    NULL,          &absent_word, FIELD_WORD },
	[FIELD_DATE]    = { sizeof(struct date),       no_date,    NULL,          &absent_date, FIELD_DATE },
	[FIELD_INSTANT] = { sizeof(struct instant),    no_instant, NULL,          &absent_instant, FIELD_INSTANT },
	[FIELD_JSON]    = { sizeof(struct json_value), no_text,    equal_texts,   &absent_text, FIELD_TEXT },
	[FIELD_IDS]     = { sizeof(struct ids),        no_ids,     equal_ids,     NULL, 0 },
	[FIELD_LIST]    = { sizeof(struct list),       no_list,    equal_lists,   NULL, 0 },
	[FIELD_PART]    = { 0,                         NULL,       equal_parts,   NULL, 0 },
};
/* clang-format on */

_Static_assert(sizeof(struct json_value) == sizeof(struct text), "free JSON is a text");

size_t field_size(enum field_kind kind)
{
	return kinds[kind].size;
}

bool field_is_none(enum field_kind kind, const void *value)
{
	return kinds[kind].is_none && kinds[kind].is_none(value);
}

bool field_equal(enum field_kind kind, const void *a, const void *b)
{
	if (kinds[kind].is_equal)
		return kinds[kind].is_equal(a, b);
	return memcmp(a, b, kinds[kind].size) == 0;
}

void field_put(enum field_kind kind, void *to, const void *from)
{
	assert(kinds[kind].size > 0);
	memcpy(to, from, kinds[kind].size);
}

enum field_kind field_carried_as(enum field_kind kind)
{
	assert(kinds[kind].absent);
	return kinds[kind].carried_as;
}

void field_clear(enum field_kind kind, void *at)
{
	assert(kinds[kind].absent);
	memcpy(at, kinds[kind].absent, kinds[kind].size);
}
