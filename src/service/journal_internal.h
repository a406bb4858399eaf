/*
 * How the rows of a write are collected. Private to the service room.
 */
#ifndef OKR_SERVICE_JOURNAL_INTERNAL_H
#define OKR_SERVICE_JOURNAL_INTERNAL_H

#include "model/directory.h"
#include "service/journal.h"
#include "store/journal.h"

struct journal_entry {
	struct journal_entry *next;    /* in the order of the rows */
	struct journal_entry *outer;   /* the one that was open before; NULL: none */
	const struct telling *telling; /* NULL: about the workspace */
	word type, subject;
	bool is_void;
	struct id subject_id, objective_id, cycle_id;
	struct text app_id;
	struct text reason;  /* the caller's when the entry was made; absent: none */
	struct text context; /* a JSON object, or absent */
	struct text content; /* JSON, or its packed form */
};

/* The rows of the write that is open. */
struct journal {
	struct journal_head head; /* before them */
	struct journal_entry *first, *last;
	struct journal_entry *open; /* the innermost that is not closed */
	struct journal_moved moved; /* the newest; ID_NONE: nothing has */
};

/* Begins the rows of a write behind this head. */
void journal_begin(struct work *work, const struct journal_head *head);

/* A row about the workspace itself; `changes`: a JSON object. */
void journal_add_workspace(struct work *work, word type, struct text changes);

/* A row about what the workspace as a whole went through, with a JSON object that says what. */
void journal_add_event(struct work *work, word type, struct text context);

/* A row about a person whose own stored fields stay as they are: sign-ins, links, passwords. `changes`:
 * a JSON object; `context`: one, or absent. */
void journal_add_person(struct work *work, word type, const struct person *person,
			struct text changes, struct text context);

/* Hands the rows over, to go with the commit. */
void journal_flush(struct work *work);

bool journal_is_empty(const struct work *work);

#endif
