/*
 * The form of a field table: where a member stands in a struct, what kind of value it is, and its
 * limits. The kind is taken from the member's C type, so a misspelt or unmapped member does not
 * compile. Field tables drive column lists, binding, row reading, limits and the wire.
 */
#ifndef OKR_BASE_FIELD_H
#define OKR_BASE_FIELD_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/kind.h"
#include "base/text.h"
#include "base/time.h"

/* A word as text. A table ends with a NULL text; the first row of a value is what is written,
 * later rows of the same value are aliases that are accepted. */
struct word_name {
	const char *text;
	word value;
};

struct thing;

enum field_flag {
	FIELD_COLUMN = 1,   /* stored in a column of the field's own name */
	FIELD_FIXED = 2,    /* set at creation, never changed by an update */
	FIELD_TITLE = 4,    /* text: trimmed, 1 to FIELD_TITLE_CHARACTERS characters */
	FIELD_SEARCHED = 8, /* text that `search` looks into */
	FIELD_ZERO = 16,    /* an id whose absence is stored as zeros, not as NULL */
	FIELD_FILLED = 32,  /* never absent in a record that is read, though its blank is */
	FIELD_UNIQUE = 64,  /* text that no two records of a workspace have, regardless of case: see
			       field_has_key */
	FIELD_EXACT = 128,  /* text that is kept byte for byte, e.g. an id that another system made;
			       free JSON */
	FIELD_ORDER = 256,  /* no two records have the same: lists in its order need nothing more */
	FIELD_SHARE = 512,  /* a number from 0 to 1 */
	FIELD_RATE = 1024,  /* a number beyond the general limit: a quotient of numbers within it */
	FIELD_COUNT = 2048, /* an integer that is never negative */
	FIELD_SET = 4096,   /* an integer: a set of bits, `max` has all of them */
	FIELD_TEXTS = 8192, /* JSON that is an array of texts */
};

/* No metric value, target or weight is beyond it, above or below (rulings.md 45). */
#define FIELD_NUMBER_MAX 1e15

/* Who fills a field. The first four are columns, the others stand in no column of the record's own. */
enum field_source {
	SOURCE_CALLER,  /* whoever writes the record: a caller, or the service for them */
	SOURCE_ROLL_UP, /* follows from records below it; told anew at each write, and verified */
	SOURCE_PERIOD,  /* follows from the period that the record names; likewise */
	SOURCE_LINK,    /* follows from another link of the record, where there is that; likewise */
	SOURCE_READING, /* whoever reads the record for an answer: its resource's `fill` */
	SOURCE_TABLE,   /* rows of other tables, which are read and written on request alone */
	SOURCE_HANDLER, /* one handler for its own answer: what nothing else may show */
};

struct field {
	const char *name;
	enum field_kind kind;
	size_t offset;
	unsigned flags; /* enum field_flag */
	enum field_source source;
	const struct word_name *words; /* FIELD_WORD */
	const struct thing *refers;    /* FIELD_ID, FIELD_IDS: the thing it must name */
	double min, max;     /* FIELD_NUMBER, FIELD_INTEGER; both 0: the general limit; of a text
				that is no caller's `max` bytes */
	const char *meaning; /* one sentence for the API description */
	const char *example; /* for the same: a text as it is, else JSON; of an id the name of the
				thing; "null" */
};

/* clang-format off */
#define FIELD_KIND_OF(expression)                                                                  \
	_Generic((expression),                                                                     \
		struct id: FIELD_ID, struct text: FIELD_TEXT, double: FIELD_NUMBER,                \
		int64_t: FIELD_INTEGER, bool: FIELD_FLAG, word: FIELD_WORD,                        \
		struct date: FIELD_DATE, struct instant: FIELD_INSTANT,                            \
		struct json_value: FIELD_JSON, struct ids: FIELD_IDS, struct list: FIELD_LIST,     \
		default: FIELD_PART)
/* clang-format on */

#define FIELD_KIND(type, member) FIELD_KIND_OF(((type *)0)->member)

/* A row of a field table: FIELD(struct cycle, name, FIELD_COLUMN | FIELD_TITLE, .meaning = "…"). */
#define FIELD_AS(text_, type, member, flags_, ...)                                                 \
	{                                                                                          \
		.name = text_, .kind = FIELD_KIND(type, member), .offset = offsetof(type, member), \
		.flags = flags_, __VA_ARGS__                                                       \
	}
#define FIELD(type, member, flags_, ...) FIELD_AS(#member, type, member, flags_, __VA_ARGS__)

/* Bytes of a struct whose members may be told apart as given and not given. */
enum { GIVEN_MAX = 1024 };

/* What a text may have at most: as many as its column has room for. */
enum { FIELD_TITLE_CHARACTERS = 255, FIELD_TEXT_BYTES = 65535 };

/* Characters of a title and of a text with a limit of its own (`max`), bytes of all else. */
size_t field_max(const struct field *field);

bool field_has_room(const struct field *field, struct text text);

/* The same as a sentence: "must have at most 255 characters". */
const char *field_room(struct arena *arena, const struct field *field);

/* A text as it is kept: in normalisation form C and without white space around it, as far as the
 * field's flags ask for it. One that is far beyond any room is left as it is. */
struct text field_tidy(struct arena *arena, const struct field *field, struct text text);

/* Whether the text is unique regardless of case: what text_fold makes of it then stands in a column of
 * its own, NAME_key. */
static inline bool field_has_key(const struct field *field)
{
	return (field->flags & (FIELD_UNIQUE | FIELD_EXACT)) == FIELD_UNIQUE;
}

/* A struct that rows of a table are read into. */
struct form {
	size_t size; /* of the struct */
	const struct field *fields;
	size_t count;
	const void *blank; /* a struct with every member absent or at its default; may be NULL */
	const struct thing *thing; /* whose columns these are, by name: what its fields say of them
				      holds; NULL: columns that a statement makes */
};

/* The size of a struct whose members may be given; one with more bytes than `struct given` has bits
 * does not compile. */
#define GIVEN_SIZE(type)                                                                           \
	(sizeof(type) + 0 * sizeof(struct {                                                        \
				_Static_assert(sizeof(type) <= GIVEN_MAX,                          \
					       "no bit of struct "                                 \
					       "given for each byte");                             \
				char unused;                                                       \
			}))

#define FORM(type, fields_)                                                                        \
	{                                                                                          \
		.size = GIVEN_SIZE(type), .fields = fields_,                                       \
		.count = sizeof(fields_) / sizeof((fields_)[0])                                    \
	}

#define FORM_OF(type, fields_, thing_)                                                             \
	{                                                                                          \
		.size = GIVEN_SIZE(type), .fields = fields_,                                       \
		.count = sizeof(fields_) / sizeof((fields_)[0]), .thing = thing_                   \
	}

/* What a number, or an integer, of this field can be at least and at most. */
void field_number_range(const struct field *field, double *min, double *max);
void field_integer_range(const struct field *field, int64_t *min, int64_t *max);

/* Copies a whole struct of the form. */
void form_copy(const struct form *form, void *to, const void *from);

/* Copies one value between two structs of one form. */
void field_copy(const struct field *field, void *to, const void *from);

/* The field with this name or at this place, or NULL. */
const struct field *field_named(const struct form *form, struct text name);
const struct field *field_at(const struct form *form, size_t offset);

/* The same where a part and its first member are at one place: the field of this kind. */
const struct field *field_like(const struct form *form, size_t offset, enum field_kind kind);

/* The text that is written for a word, or NULL; and the word that a text means. */
const char *word_text(const struct word_name *words, word value);
bool word_parse(const struct word_name *words, struct text text, word *out);

/* All texts that are accepted, each once: "a, b, c". */
struct text word_list(struct arena *arena, const struct word_name *words);

/* Which members of a struct were given: "absent" and "null" stay different in an update. */
struct given {
	uint64_t bits[GIVEN_MAX / 64]; /* one bit for each byte of the struct */
};

static inline void given_add(struct given *given, size_t offset)
{
	assert(offset < GIVEN_MAX);
	given->bits[offset / 64] |= UINT64_C(1) << (offset % 64);
}

static inline bool given_at(const struct given *given, size_t offset)
{
	return (given->bits[offset / 64] >> (offset % 64)) & 1;
}

static inline void given_drop(struct given *given, size_t offset)
{
	given->bits[offset / 64] &= ~(UINT64_C(1) << (offset % 64));
}

#define GIVEN(given, type, member) given_at(given, offsetof(type, member))

/* The same form with these columns alone: the others stay blank when a row is read. It lives as long
 * as the process; of many different ones the later are the whole form. Those that callers choose
 * (`is_chosen`) have places of their own, so that they take none from those that the program has. */
enum { NARROWED_USUAL = 16, NARROWED_CHOSEN = 32 };
const struct form *form_narrowed(const struct form *form, const struct given *members,
				 bool is_chosen);

bool given_is_empty(const struct given *given);

#endif
