/*
 * The form of the table of settings, which settings.c holds and settings_load.c reads by.
 */
#ifndef OKR_BASE_SETTINGS_INTERNAL_H
#define OKR_BASE_SETTINGS_INTERNAL_H

#include "base/field.h"
#include "base/settings.h"

enum { SETTINGS_MAX = 64 };

struct setting {
	const char *name;
	const char *old_name;     /* still read, in the file and the environment; NULL: none */
	enum field_kind kind;     /* FIELD_TEXT, FIELD_INTEGER or FIELD_FLAG */
	size_t offset;            /* in struct settings */
	const char *standard;     /* the default as it would stand in the file; NULL: absent */
	int64_t min, max;         /* of the number, or of the text's bytes */
	const char *const *words; /* the texts that are accepted, ended by NULL; NULL: any */
	bool is_secret;           /* may also be given as NAME_file */
	const char *meaning;

	/* NULL when the text, which is not empty, is fine, else what is accepted. */
	const char *(*check)(struct text value);
};

const struct setting *settings_table(size_t *count);

#endif
