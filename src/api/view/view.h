/*
 * A view is what one dialect calls each field of a thing: its name on the wire, whether it is shown
 * or taken, in which form. One table drives both directions. Private to the api room.
 */
#ifndef OKR_API_VIEW_H
#define OKR_API_VIEW_H

#include "base/field.h"
#include "base/id.h"
#include "base/json_write.h"
#include "model/thing.h"
#include "service/work.h"

enum view_flag {
	VIEW_SHOWN = 1,   /* in answers */
	VIEW_NEW = 2,     /* taken when a record is made */
	VIEW_CHANGE = 4,  /* taken when it is changed */
	VIEW_NEEDED = 8,  /* must be given when it is made, and never be null or empty */
	VIEW_IF_SET = 16, /* shown only when it has a value */
	VIEW_ONE = 32,    /* a list that is shown as its one record, or null without any */
	VIEW_FILLED = 64, /* never null, where there is no field table to say so */
	VIEW_ANEW = 128, /* taken even when it comes back as it is shown: it may mean more by now */
	VIEW_ON_REQUEST = 256, /* in answers to those who name it in `fields` alone */

	VIEW_BEHIND = 512, /* as CSV behind all columns that have it not: added later */
	VIEW_TERSE = 1024, /* a tool's schema says its type alone: a model pays for every word */

	VIEW_READ = VIEW_SHOWN,
	VIEW_WRITE = VIEW_SHOWN | VIEW_NEW | VIEW_CHANGE,
};

/* How a value looks on the wire where its kind leaves a choice. */
enum view_form {
	VIEW_PLAIN = ID_PLAIN,       /* ids as UUIDs, numbers as they are */
	VIEW_ULID_OBJ = ID_ULID_OBJ, /* an id as obj_ and a ULID */
	VIEW_ULID_KRS = ID_ULID_KRS, /* an id as krs_ and a ULID */
	VIEW_UUID_USR = ID_UUID_USR, /* an id as usr- and a UUID */
	VIEW_UUID_GRP = ID_UUID_GRP, /* an id as grp- and a UUID */
	VIEW_UUID_KRS = ID_UUID_KRS, /* ids as krs- and a UUID */
	VIEW_FRACTION = ID_FORMS,    /* a number rounded to 4 decimals */
	VIEW_VALUE,                  /* a metric's value: also yes, no, true, false are taken */
	VIEW_SCOPES,                 /* a set of scopes as an array of names */
	VIEW_PERCENT,                /* a fraction as 0–100, rounded to 2 decimals */
	VIEW_OBJECT,                 /* JSON that is an object */
	VIEW_ANY,                    /* any JSON: taken by its handler, where it stands */
	VIEW_NUMBERS,                /* JSON that is an array of numbers */
	VIEW_OBJECTS,                /* JSON that is an array of objects */
	VIEW_TEXTS,                  /* JSON that must be an array of strings */
	VIEW_NAMES, /* the same; those that are ids, in whatever form, become UUIDs */
	VIEW_WORDS, /* an integer that is a set of words, shown as an array: 1 << word is its bit */
};

struct view;

struct view_field {
	const char *name;
	size_t name_size;
	enum field_kind kind;
	size_t offset;
	unsigned flags; /* enum view_flag */
	enum view_form form;
	const struct word_name *words; /* FIELD_WORD, VIEW_WORDS: the dialect's own words */
	const struct view *view;       /* FIELD_LIST, FIELD_PART: of the records within */
	const struct view *brief;      /* the same in brief answers; NULL: `view` */
	const char *meaning;           /* where the field table's sentence does not fit */
	const char *example;           /* where the field table's example does not fit */
};

struct view {
	const char *name; /* of the schema in the API description; NULL: it has none */
	const struct thing *thing;
	size_t size; /* of the struct */
	const struct view_field *fields;
	size_t count;
	bool has_version; /* a body may name the version that it changes: another one is a 409 */
	const void
		*blank; /* what is not given, where the dialect has other defaults than the thing */
};

#define VIEW(name_, type, member, flags_, ...)                                                     \
	{                                                                                          \
		.name = name_, .name_size = sizeof(name_) - 1, .kind = FIELD_KIND(type, member),   \
		.offset = offsetof(type, member), .flags = flags_, __VA_ARGS__                     \
	}

#endif
