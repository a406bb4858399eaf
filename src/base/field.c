/*
 * What can be done with any value of a field table by its kind alone: its size, whether it is
 * absent, comparing and copying; and words. Limits are checked where values come in.
 */
#include "base/field.h"

#include "base/arena.h"
#include "base/unicode.h"

#include <assert.h>
#include <math.h>

/* A text in form C is at least a third as large as one that it was made from. */
enum { TIDIED_BYTES_MOST = 3 * FIELD_TEXT_BYTES };

size_t field_size(enum field_kind kind)
{
	static const size_t sizes[] = {
		[FIELD_ID] = sizeof(struct id),
		[FIELD_TEXT] = sizeof(struct text),
		[FIELD_NUMBER] = sizeof(double),
		[FIELD_INTEGER] = sizeof(int64_t),
		[FIELD_FLAG] = sizeof(bool),
		[FIELD_WORD] = sizeof(word),
		[FIELD_DATE] = sizeof(struct date),
		[FIELD_INSTANT] = sizeof(struct instant),
		[FIELD_JSON] = sizeof(struct json_value),
		[FIELD_IDS] = sizeof(struct ids),
		[FIELD_LIST] = sizeof(struct list),
		[FIELD_PART] = 0,
	};

	return sizes[kind];
}

bool field_is_none(enum field_kind kind, const void *value)
{
	switch (kind) {
	case FIELD_ID:
		return id_is_none(*(const struct id *)value);
	case FIELD_TEXT:
		return text_is_none(*(const struct text *)value);
	case FIELD_NUMBER:
		return isnan(*(const double *)value);
	case FIELD_INTEGER:
		return *(const int64_t *)value == INTEGER_NONE;
	case FIELD_WORD:
		return *(const word *)value == WORD_NONE;
	case FIELD_DATE:
		return date_is_none(*(const struct date *)value);
	case FIELD_INSTANT:
		return instant_is_none(*(const struct instant *)value);
	case FIELD_JSON:
		return text_is_none(((const struct json_value *)value)->text);
	case FIELD_IDS:
		return ((const struct ids *)value)->items == NULL;
	case FIELD_LIST:
		return ((const struct list *)value)->items == NULL;
	case FIELD_FLAG:
	case FIELD_PART:
		break;
	}
	return false;
}

static bool texts_equal(struct text a, struct text b)
{
	return text_is_none(a) == text_is_none(b) && text_equal(a, b);
}

static bool numbers_equal(double a, double b)
{
	return (isnan(a) && isnan(b)) || (a <= b && a >= b);
}

static bool ids_equal(const struct ids *a, const struct ids *b)
{
	if (a->count != b->count)
		return false;
	return a->count == 0 || memcmp(a->items, b->items, a->count * sizeof(struct id)) == 0;
}

bool field_equal(enum field_kind kind, const void *a, const void *b)
{
	switch (kind) {
	case FIELD_TEXT:
		return texts_equal(*(const struct text *)a, *(const struct text *)b);
	case FIELD_NUMBER:
		return numbers_equal(*(const double *)a, *(const double *)b);
	case FIELD_JSON:
		return texts_equal(((const struct json_value *)a)->text,
				   ((const struct json_value *)b)->text);
	case FIELD_IDS:
		return ids_equal(a, b);
	case FIELD_LIST:
		/* What the items are is not known here: the same items are equal, no others. */
		return ((const struct list *)a)->items == ((const struct list *)b)->items &&
		       ((const struct list *)a)->count == ((const struct list *)b)->count;
	case FIELD_PART:
		return a == b;
	case FIELD_ID:
	case FIELD_INTEGER:
	case FIELD_FLAG:
	case FIELD_WORD:
	case FIELD_DATE:
	case FIELD_INSTANT:
		break;
	}
	return memcmp(a, b, field_size(kind)) == 0;
}

bool field_has_room(const struct field *field, struct text text)
{
	if (field->flags & FIELD_TITLE)
		return text_characters(text) <= FIELD_TITLE_CHARACTERS;
	return text.size <= FIELD_TEXT_BYTES;
}

_Static_assert(FIELD_TITLE_CHARACTERS == 255 && FIELD_TEXT_BYTES == 65535, "what field_room says");

const char *field_room(const struct field *field)
{
	return field->flags & FIELD_TITLE ? "must have at most 255 characters" :
					    "must have at most 65535 bytes";
}

struct text field_tidy(struct arena *arena, const struct field *field, struct text text)
{
	if (!(field->flags & FIELD_EXACT) && text.size <= TIDIED_BYTES_MOST)
		text = text_compose(arena, text);
	return field->flags & FIELD_TITLE ? text_trim(text) : text;
}

void field_copy(const struct field *field, void *to, const void *from)
{
	field_put(field->kind, (char *)to + field->offset, (const char *)from + field->offset);
}

void field_put(enum field_kind kind, void *to, const void *from)
{
	size_t size = field_size(kind);

	assert(size > 0);
	memcpy(to, from, size);
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

enum { NARROWED_MOST = 16 };

static struct narrowed {
	const struct form *whole;
	struct given members;
	struct form form;
} narrowed[NARROWED_MOST];

static struct form narrow(const struct form *whole, const struct given *members)
{
	struct field *fields = memory_take(whole->count * sizeof(*fields));
	struct form form = *whole;

	for (size_t i = 0; i < whole->count; i++) {
		fields[i] = whole->fields[i];
		if (!given_at(members, fields[i].offset))
			fields[i].flags &= ~(unsigned)FIELD_COLUMN;
	}
	form.fields = fields;
	return form;
}

const struct form *form_narrowed(const struct form *form, const struct given *members)
{
	for (size_t i = 0; i < NARROWED_MOST; i++) {
		struct narrowed *one = &narrowed[i];

		if (!one->whole)
			*one = (struct narrowed){ form, *members, narrow(form, members) };
		if (one->whole == form && memcmp(&one->members, members, sizeof(*members)) == 0)
			return &one->form;
	}
	return form;
}
