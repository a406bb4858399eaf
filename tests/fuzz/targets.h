/*
 * The fuzz targets: each takes an input and ends the program when something does not hold. A new one is a
 * function here and a row in targets.c; its first inputs stand in tests/fuzz/corpus/NAME.
 */
#ifndef OKR_TESTS_FUZZ_TARGETS_H
#define OKR_TESTS_FUZZ_TARGETS_H

#include "input.h"

struct target {
	const char *name; /* NULL: behind the last */
	void (*take)(struct input *input);
};

extern const struct target targets[];

/* The one with this name, or NULL. */
const struct target *target_find(const char *name);

/* Gives a target its bytes, and everything back that it took. */
void target_try(const struct target *target, const unsigned char *data, size_t size);

/* texts.c: what a text is, and what is made of it */
void try_utf8(struct input *input);
void try_unicode(struct input *input);
void try_percent(struct input *input);
void try_base64(struct input *input);
void try_redact(struct input *input);
void try_csv(struct input *input);
void try_accept(struct input *input);
void try_cookie(struct input *input);

/* values.c: ids, numbers, days, instants */
void try_id(struct input *input);
void try_number(struct input *input);
void try_date(struct input *input);
void try_instant(struct input *input);

/* documents.c: JSON, settings, key sets, tokens */
void try_json(struct input *input);
void try_settings(struct input *input);
void try_jwks(struct input *input);
void try_jwt(struct input *input);
void try_signed_jwt(struct input *input);

/* requests.c: what a web server hands over, and what the api room makes of it */
void try_request(struct input *input);
void try_answer(struct input *input);
void try_query(struct input *input);
void try_body(struct input *input);
void try_conditions(struct input *input);
void try_cursor(struct input *input);
void try_mcp(struct input *input);

#endif
