/*
 * One value of any kind that a field can have: what is bound to a statement, compared in a query,
 * carried in a cursor.
 */
#ifndef OKR_BASE_VALUE_H
#define OKR_BASE_VALUE_H

#include "base/field.h"

/* A value may be absent, as its kind says it. JSON is carried as FIELD_TEXT. */
struct value {
	enum field_kind kind;
	union {
		struct id id;
		struct text text;
		double number;
		int64_t integer;
		bool flag;
		word word;
		struct date date;
		struct instant instant;
	} as;
};

static inline struct value value_id(struct id id)
{
	return (struct value){ FIELD_ID, { .id = id } };
}

static inline struct value value_text(struct text text)
{
	return (struct value){ FIELD_TEXT, { .text = text } };
}

static inline struct value value_number(double number)
{
	return (struct value){ FIELD_NUMBER, { .number = number } };
}

static inline struct value value_integer(int64_t integer)
{
	return (struct value){ FIELD_INTEGER, { .integer = integer } };
}

static inline struct value value_flag(bool flag)
{
	return (struct value){ FIELD_FLAG, { .flag = flag } };
}

static inline struct value value_word(word word_)
{
	return (struct value){ FIELD_WORD, { .word = word_ } };
}

static inline struct value value_date(struct date date)
{
	return (struct value){ FIELD_DATE, { .date = date } };
}

static inline struct value value_instant(struct instant instant)
{
	return (struct value){ FIELD_INSTANT, { .instant = instant } };
}

/* Sixteen zero bytes as they stand in a column; an id of zeros would be bound as NULL. */
static inline struct value value_zero_id(void)
{
	return (struct value){ FIELD_TEXT, { .text = { "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16 } } };
}

/* The value of a member of a struct; not of lists and parts. */
struct value value_of(const struct field *field, const void *record);

#endif
