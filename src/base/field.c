/*
 * Fields of structs by their tables: finding them, copying them, the room that a text has, words, and
 * forms with fewer columns. What a value's kind alone decides is kind.c's; limits are checked where
 * values come in.
 */
#include "base/field.h"

#include "base/arena.h"
#include "base/unicode.h"

#include <assert.h>
#include <float.h>

/* A text in form C is at least a third as large as one that it was made from. */
enum { TIDIED_BYTES_MAX = 3 * FIELD_TEXT_BYTES };

/* What another system made is counted in bytes. */
static bool counts_characters(const struct field *field)
{
	return field->flags & FIELD_TITLE || (field->max > 0 && !(field->flags & FIELD_EXACT));
}

size_t field_max(const struct field *field)
{
	if (field->flags & FIELD_TITLE)
		return FIELD_TITLE_CHARACTERS;
	return field->max > 0 ? (size_t)field->max : FIELD_TEXT_BYTES;
}

static bool has_limits(const struct field *field)
{
	return field->min != 0 || field->max != 0;
}

void field_number_range(const struct field *field, double *min, double *max)
{
	*min = has_limits(field) ? field->min : -FIELD_NUMBER_MAX;
	*max = has_limits(field) ? field->max : FIELD_NUMBER_MAX;
	if (field->flags & FIELD_SHARE) {
		*min = 0;
		*max = 1;
	}
	if (field->flags & FIELD_RATE) {
		*min = -DBL_MAX;
		*max = DBL_MAX;
	}
}

/* A count stays below what a double holds exactly: one more is a number still. */
void field_integer_range(const struct field *field, int64_t *min, int64_t *max)
{
	*min = has_limits(field) ? (int64_t)field->min : INTEGER_NONE + 1;
	*max = has_limits(field) ? (int64_t)field->max : INT64_MAX;
	if (field->flags & FIELD_COUNT) {
		*min = 0;
		*max = INT64_C(1) << 53;
	}
}

bool field_has_room(const struct field *field, struct text text)
{
	size_t size = counts_characters(field) ? text_characters(text) : text.size;

	return size <= field_max(field);
}

const char *field_room(struct arena *arena, const struct field *field)
{
	return arena_print(arena, "must have at most %zu %s", field_max(field),
			   counts_characters(field) ? "characters" : "bytes")
		.data;
}

struct text field_tidy(struct arena *arena, const struct field *field, struct text text)
{
	if (!(field->flags & FIELD_EXACT) && text.size <= TIDIED_BYTES_MAX)
		text = text_compose(arena, text);
	return field->flags & FIELD_TITLE ? text_trim(text) : text;
}

void field_copy(const struct field *field, void *to, const void *from)
{
	field_put(field->kind, (char *)to + field->offset, (const char *)from + field->offset);
}

void form_copy(const struct form *form, void *to, const void *from)
{
	memcpy(to, from, form->size);
}

const struct field *field_named(const struct form *form, struct text name)
{
	for (size_t i = 0; i < form->count; i++) {
		if (text_equal(text_from(form->fields[i].name), name))
			return &form->fields[i];
	}
	return NULL;
}

const struct field *field_at(const struct form *form, size_t offset)
{
	for (size_t i = 0; i < form->count; i++) {
		if (form->fields[i].offset == offset)
			return &form->fields[i];
	}
	return NULL;
}

const struct field *field_like(const struct form *form, size_t offset, enum field_kind kind)
{
	for (size_t i = 0; i < form->count; i++)
		if (form->fields[i].offset == offset && form->fields[i].kind == kind)
			return &form->fields[i];
	return NULL;
}

const char *word_text(const struct word_name *words, word value)
{
	for (; words->text; words++) {
		if (words->value == value)
			return words->text;
	}
	return NULL;
}

bool word_parse(const struct word_name *words, struct text text, word *out)
{
	for (; words->text; words++) {
		if (text_equal(text_from(words->text), text)) {
			*out = words->value;
			return true;
		}
	}
	return false;
}

struct text word_list(struct arena *arena, const struct word_name *words)
{
	struct text list = TEXT("");

	for (const struct word_name *name = words; name->text; name++) {
		const struct word_name *first = words;

		while (strcmp(first->text, name->text) != 0)
			first++;
		if (first == name)
			list = arena_print(arena, "%.*s%s%s", TEXT_PRINT(list),
					   list.size ? ", " : "", name->text);
	}
	return list;
}

bool given_is_empty(const struct given *given)
{
	for (size_t i = 0; i < sizeof(given->bits) / sizeof(given->bits[0]); i++) {
		if (given->bits[i])
			return false;
	}
	return true;
}

/* ---- narrower forms -------------------------------------------------------------------------- */

struct narrowed {
	const struct form *whole;
	struct given columns;
	struct form form;
};

static struct narrowed usual[NARROWED_USUAL], chosen[NARROWED_CHOSEN];

static struct form narrow(const struct form *whole, const struct given *columns)
{
	struct field *fields = memory_take(whole->count * sizeof(*fields));
	struct form form = *whole;

	for (size_t i = 0; i < whole->count; i++) {
		fields[i] = whole->fields[i];
		if (!given_at(columns, fields[i].offset))
			fields[i].flags &= ~(unsigned)FIELD_COLUMN;
	}
	form.fields = fields;
	return form;
}

/* Of the members those that are columns; false when these are all there are. */
static bool find_columns(const struct form *form, const struct given *members, struct given *out)
{
	bool is_less = false;

	*out = (struct given){ { 0 } };
	for (size_t i = 0; i < form->count; i++) {
		const struct field *field = &form->fields[i];

		if (!(field->flags & FIELD_COLUMN))
			continue;
		if (given_at(members, field->offset))
			given_add(out, field->offset);
		else
			is_less = true;
	}
	return is_less;
}

/* Its place, or the first free one, or that behind the last. */
static struct narrowed *find_narrowed(struct narrowed *table, size_t count, const struct form *form,
				      const struct given *columns)
{
	struct narrowed *one = table;

	while (one < table + count && one->whole &&
	       (one->whole != form || memcmp(&one->columns, columns, sizeof(*columns)) != 0))
		one++;
	return one;
}

/* A statement is read into one form: what has the same columns is the same. */
const struct form *form_narrowed(const struct form *form, const struct given *members,
				 bool is_chosen)
{
	struct narrowed *place, *other;
	struct given columns;

	if (!find_columns(form, members, &columns))
		return form;
	place = find_narrowed(usual, NARROWED_USUAL, form, &columns);
	other = find_narrowed(chosen, NARROWED_CHOSEN, form, &columns);
	if (other < chosen + NARROWED_CHOSEN && other->whole)
		return &other->form;
	if (is_chosen && (place == usual + NARROWED_USUAL || !place->whole))
		place = other;
	if (place == usual + NARROWED_USUAL || place == chosen + NARROWED_CHOSEN)
		return form;
	if (!place->whole)
		*place = (struct narrowed){ form, columns, narrow(form, &columns) };
	return &place->form;
}
