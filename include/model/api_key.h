/*
 * An API key: the credential of scripts and integrations, tied to one organisation. Also the
 * scopes that credentials carry.
 */
#ifndef OKR_MODEL_API_KEY_H
#define OKR_MODEL_API_KEY_H

#include "model/thing.h"

/* Bits of a set of scopes (seed 003, "Available scopes"; workspace:admin is our addition). */
enum scope {
	SCOPE_NONE = 0,
	SCOPE_OKRS_READ = 1,
	SCOPE_WRITE_OKRS = 2,
	SCOPE_KPIS_READ = 4,
	SCOPE_KPIS_WRITE = 8,
	SCOPE_CHECKINS_WRITE = 16,
	SCOPE_REVIEWS_READ = 32,
	SCOPE_WORKSPACE_ADMIN = 64,
	SCOPE_ALL = 127,
};

/* value: the bit; the first text of a value is the printed one. */
struct scope_name {
	const char *text;
	unsigned scope;
	const char *meaning;
};

extern const struct scope_name scope_names[]; /* ends with a NULL text */

const char *scope_text(unsigned scope); /* of one bit */
unsigned scope_parse(struct text text); /* SCOPE_NONE when it is no scope */

/* Names separated by commas or blanks. False when one is no scope: *wrong is that word. */
bool scopes_parse(struct text list, unsigned *out, struct text *wrong);

struct api_key {
	struct record record;
	struct text name;
	struct text hash;   /* of the whole key, 32 bytes; never shown */
	struct text prefix; /* the first 9 characters, for display */
	int64_t scopes;     /* set of enum scope */
	struct text app_id;
	struct instant expires_at;
	struct instant revoked_at;
	struct instant last_used_at; /* to the minute */
	int64_t rate_limit;          /* requests a minute; 0 unlimited; none: the installation's */
	int64_t page_limit;          /* none: 500 */

	struct text key; /* the whole key, in the answer that makes it and never again */
	struct json_value scope_list; /* the scopes as JSON */
};

extern const struct thing api_key_thing;

#endif
