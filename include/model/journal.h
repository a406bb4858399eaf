/*
 * The journal: what a row of it says (product/journal.md J), and what is told of each thing under
 * which name. The names are those of the okrs dialect; what that dialect lacks has the name of the
 * dialect that has it (reading 137). How rows are chained and written is the service's.
 */
#ifndef OKR_MODEL_JOURNAL_H
#define OKR_MODEL_JOURNAL_H

#include "model/thing.h"

/* The numbers are what the database holds: append, never renumber. */
enum journal_type {
	OKR_CREATED,
	OKR_UPDATED,
	OKR_DELETED,
	OKR_RESTORED,
	KEY_RESULT_CREATED,
	KEY_RESULT_UPDATED,
	KEY_RESULT_DELETED,
	KEY_RESULT_RESTORED,
	KEY_RESULT_TARGET_CHANGED,
	CHECK_IN_CREATED,
	CHECK_IN_UPDATED,
	CHECK_IN_DELETED,
	KPI_CREATED,
	KPI_UPDATED,
	KPI_DELETED,
	KPI_UPDATE_CREATED,
	KPI_UPDATE_UPDATED,
	KPI_UPDATE_DELETED,
	INITIATIVE_CREATED,
	INITIATIVE_UPDATED,
	INITIATIVE_DELETED,
	CYCLE_CREATED,
	CYCLE_UPDATED,
	CYCLE_DELETED,
	REVIEW_CYCLE_CREATED,
	REVIEW_CYCLE_UPDATED,
	REVIEW_CYCLE_DELETED,
	REVIEW_CREATED,
	REVIEW_UPDATED,
	REVIEW_SHARED_NOW,
	REVIEW_DELETED,
	USER_CREATED,
	USER_UPDATED,
	USER_DEACTIVATED,
	USER_REACTIVATED,
	TEAM_CREATED,
	TEAM_UPDATED,
	TEAM_DELETED,
	DEPARTMENT_CREATED,
	DEPARTMENT_UPDATED,
	DEPARTMENT_DELETED,
	API_KEY_CREATED,
	API_KEY_UPDATED,
	API_KEY_REVOKED,
	API_KEY_ROTATED,
	WORKSPACE_CREATED,
	WORKSPACE_JOURNAL_STARTED,
	WORKSPACE_UPDATED,
	USER_INVITED,
	SIGN_IN_SUCCEEDED,
	SIGN_IN_FAILED,
	SIGN_IN_SESSION_ENDED,
	CYCLE_PHASE_CHANGED,
	IMPORT_APPLIED_NOW,
	IMPORT_REVERTED_NOW,
	WORKSPACE_EXPORTED,
	OKR_CLOSED,
	OKR_REOPENED,
	WORKSPACE_RESTORED,
	USER_DELETED,
};

enum journal_subject {
	ABOUT_OKR,
	ABOUT_KEY_RESULT,
	ABOUT_CHECK_IN,
	ABOUT_KPI,
	ABOUT_KPI_UPDATE,
	ABOUT_INITIATIVE,
	ABOUT_CYCLE,
	ABOUT_REVIEW_CYCLE,
	ABOUT_REVIEW,
	ABOUT_USER,
	ABOUT_TEAM,
	ABOUT_DEPARTMENT,
	ABOUT_API_KEY,
	ABOUT_WORKSPACE,
};

enum journal_actor { ACTOR_PERSON, ACTOR_KEY, ACTOR_SYSTEM };

/* The door that a write came in by. */
enum journal_via {
	VIA_API,
	VIA_CONSOLE,
	VIA_MCP,
	VIA_OKRCTL,
	VIA_IMPORT,
	VIA_CONNECTOR,
	VIA_COURIER
};

extern const struct word_name journal_type_words[]; /* okr.created, … */
extern const struct word_name journal_subject_words[];
extern const struct word_name journal_actor_words[];
extern const struct word_name journal_via_words[];

/* ---- rows ------------------------------------------------------------------------------------- */

struct journal_about {
	word type; /* enum journal_subject */
	struct id id;
	struct text title; /* computed: as it was called then */
};

struct journal_by {
	word type; /* enum journal_actor */
	struct id id;
	struct text name, prefix; /* computed: as they are called today */
};

/* A row as its readers see it. Of the record's members the organisation alone is there. */
struct journal_row {
	struct record record;
	int64_t sequence;
	struct instant at;
	word type; /* enum journal_type */
	struct journal_about subject;
	struct id objective_id; /* whose progress the context tells */
	struct text app_id;
	struct journal_by actor;
	word via;
	struct text request_id;
	struct text reason;
	struct text content;
	struct text hash; /* 32 bytes */
	struct instant erased_at;

	/* computed when read */
	struct json_value changes, context;
	struct text hash_text; /* in hexadecimal digits */
};

extern const struct thing journal_thing;

/* ---- what is told of a thing ------------------------------------------------------------------ */

enum told_flag {
	TOLD_SCOPES = 1, /* an integer that is a set of scopes: an array of their names */
	TOLD_APART = 2,  /* a change of it is a row of another subject (reading 141) */
};

struct told_field {
	const char *name;
	size_t offset; /* of the thing's field */
	unsigned flags;
};

struct telling {
	const struct thing *thing;
	word subject; /* enum journal_subject */
	const struct told_field *fields;
	size_t count;
	/* Places in the thing's struct; THING_HAS_NONE where it has none. */
	size_t title;        /* struct text: what people call it */
	size_t objective_id; /* the objective that it is, or belongs to */
	/* Types; a thing that is never deleted or restored has no words for it. */
	word created, updated, deleted, restored;
	/* The type of a change that has one of its own, else `updated`; NULL: none has. */
	word (*special)(const void *before, const void *after);
};

/* NULL for what is not journalled. */
const struct telling *telling_of(const struct thing *thing);

/* Every telling, and their number: for tests and for whoever asks by subject. */
extern const struct telling tellings[];
extern const size_t telling_count;

#endif
