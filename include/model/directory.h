/*
 * Who there is: organisations (called workspaces by those who use them), people, departments,
 * teams; and cycles, the planning periods that all of them share.
 */
#ifndef OKR_MODEL_DIRECTORY_H
#define OKR_MODEL_DIRECTORY_H

#include "base/arena.h"
#include "model/score.h"
#include "model/thing.h"

struct organisation {
	struct id id;
	struct text name;
	int64_t revision;   /* random, renewed by every write (rulings.md 23) */
	int64_t stamped_at; /* milliseconds since 1970 of its last write; 0: none yet */
};

enum { MANAGER_LINKS_MAX = 20 };

struct person {
	struct record record;
	struct text name;
	struct text email; /* lower case; unique in the organisation */
	word role;
	struct id department_id;
	struct id manager_id; /* a person; a chain has at most MANAGER_LINKS_MAX links, and no circle */
	struct text external_id; /* what a foreign identity provider calls the person */
	bool is_active;
	struct ids team_ids; /* kept in a table of its own */
};

struct department {
	struct record record;
	struct text name;
	struct id parent_id;
};

struct team {
	struct record record;
	struct text name;
	struct id department_id;
};

struct cycle {
	struct record record;
	struct text name; /* unique in the organisation */
	struct date start_date, end_date;
	word phase;            /* enum cycle_phase */
	struct date closed_on; /* the UTC day of its closing, while it is closed */
	word status;           /* computed from today */
};

extern const struct thing person_thing;
extern const struct thing department_thing;
extern const struct thing team_thing;
extern const struct thing cycle_thing;

/* Trims and lower-cases the ASCII letters in place of a copy; false unless it looks like an e-mail
 * address: one @ with something on both sides, no white space or control characters. */
bool email_normalise(struct arena *arena, struct text email, struct text *out);

#endif
