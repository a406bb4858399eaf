/*
 * A view is what one dialect calls each field of a thing: its name on the wire, whether it is shown
 * or taken, in which form. One table drives both directions. Private to the api room.
 */
#ifndef OKR_API_VIEW_H
#define OKR_API_VIEW_H

#include "base/field.h"
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

	VIEW_READ = VIEW_SHOWN,
	VIEW_WRITE = VIEW_SHOWN | VIEW_NEW | VIEW_CHANGE,
};

/* How a value looks on the wire where its kind leaves a choice. */
enum view_form {
	VIEW_PLAIN,    /* ids as UUIDs, numbers as they are */
	VIEW_FRACTION, /* a number rounded to 4 decimals */
	VIEW_VALUE,    /* a metric's value: also yes, no, true, false are taken */
	VIEW_SCOPES,   /* a set of scopes as an array of names */
	VIEW_PERCENT,  /* a fraction as 0–100, rounded to 2 decimals */
	VIEW_ULID_OBJ, /* an id as obj_ and a ULID */
	VIEW_ULID_KRS, /* an id as krs_ and a ULID */
	VIEW_UUID_USR, /* an id as usr- and a UUID */
	VIEW_UUID_GRP, /* an id as grp- and a UUID */
	VIEW_UUID_KRS, /* ids as krs- and a UUID */
	VIEW_TEXTS,    /* JSON that must be an array of strings */
	VIEW_NAMES,    /* the same; those that are ids, in whatever form, become UUIDs */
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
	const void
		*blank; /* what is not given, where the dialect has other defaults than the thing */
};

/* The struct that a record of this view begins as, and that null falls back to. */
const void *view_blank(const struct view *view);

/* Makes a struct of the view's size such a beginning; returns it. */
void *view_begin(const struct view *view, void *record);

#define VIEW(name_, type, member, flags_, ...)                                                     \
	{                                                                                          \
		.name = name_, .name_size = sizeof(name_) - 1, .kind = FIELD_KIND(type, member),   \
		.offset = offsetof(type, member), .flags = flags_, __VA_ARGS__                     \
	}

void view_write(struct json_writer *json, const struct view *view, const void *record);

/* The same as a brief answer: the records of its lists leave out what has no value. */
void view_write_brief(struct json_writer *json, const struct view *view, const void *record);

/* The view of the records within, in answers of either length. */
const struct view *view_within(const struct view_field *field, bool is_brief);

/* An id in one of its printed forms; the text stands in `out`. */
struct text view_print_id(struct id id, enum view_form form, char out[ID_PRINT_MOST]);

void view_write_list(struct json_writer *json, const struct view *view, struct list rows);

/*
 * Reads a JSON object (checked by json_check, not empty) into a record, noting faults in `work`.
 * Fields that the view only shows are ignored; unknown ones are faults. `is_new`: needed fields
 * must be there. *given collects the members that were sent.
 */
void view_read(struct work *work, const struct view *view, struct text body, bool is_new,
	       void *record, struct given *given);

/* The dialect's name for a member, `list[3].name` for one within a list; absent when the view has
 * none. */
struct text view_name(struct arena *arena, const struct view *view,
		      const struct error_detail *detail);

#endif
