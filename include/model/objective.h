/*
 * An objective: a goal with an owner, a place in the tree, and key results. Called an OKR in the
 * okrs dialect and a goal in the goals dialect.
 */
#ifndef OKR_MODEL_OBJECTIVE_H
#define OKR_MODEL_OBJECTIVE_H

#include "model/score.h"
#include "model/thing.h"

/* A chain from a top-level objective to a leaf has at most this many (rulings.md 2). */
enum { OBJECTIVE_DEPTH_MAX = 32 };

struct objective {
	struct record record;
	struct id parent_id;
	struct id cycle_id;
	struct id owner_id; /* a person */
	struct id department_id;
	struct id team_id;
	struct text title;
	struct text description;
	struct text category;
	struct text period; /* free text, kept when no cycle has that name */
	struct text app_id;
	struct text source;
	struct json_value tags;
	struct json_value linked_project_ids;
	struct json_value dependencies;
	double weight;                    /* in its parent, ≥ 0 */
	struct date date_start, date_end; /* its own; a cycle's win over them */
	struct date period_start,
		period_end; /* what counts: kept at every write of it or its cycle */
	word type;
	word visibility;
	word lifecycle;
	word check_in_frequency;
	word source_type;
	bool is_archived;
	bool is_shared;
	int64_t schema_version;

	/* rolled up at every write of a part, never computed while reading */
	double progress;                 /* 0–1, not rounded */
	word confidence_level;           /* the worst of its parts, WORD_NONE without any */
	struct instant last_check_in_at; /* the newest in its whole subtree */

	double grade;        /* 0–1; NaN: it has none */
	bool grade_proposed; /* nobody gave it: it was made from the progress */
	word outcome;        /* enum outcome; none until it is closed */
	struct text closing_note;
	struct instant closed_at; /* INSTANT_NONE: it is not closed */
	struct id closed_by;      /* a person */

	struct instant deleted_at;
	struct id deleted_by;

	/* computed when read */
	struct text owner_name;
	struct text cycle_name;
	word cycle_phase; /* enum cycle_phase; none without a cycle */
	struct date day;  /* that ages it: today, or the day on which its cycle was closed */
	struct id shown_parent_id; /* the parent unless it is deleted or hidden */
	struct health health;
	struct list key_results;   /* of struct key_result */
	struct list open_children; /* of struct objective; in the answer to its closing alone */

	/* on request alone */
	int64_t check_in_count; /* of the key results that may be seen */
	struct text team_name, department_name;
	struct list parents;      /* of struct objective: those above that may be seen, top first */
	struct list children;     /* of struct objective, filled: those below that may be seen */
	struct list initiatives;  /* of struct initiative: those that may be seen */
	double progress_week_ago; /* at the end of the day seven days ago; NaN: it was not there */
	struct date due_on;       /* the first of its key results' */

	/* people, kept in a table of their own: loaded and stored on request alone */
	struct ids assignee_ids;
	struct ids viewer_ids;
	bool has_new_people;

	/* other ways to name what stands above, for the objectives dialect */
	struct id group_id;       /* its team or department, by its type */
	struct text shown_period; /* the cycle's name, else the period's text */
	struct ids key_result_ids;
	bool has_new_key_results;
	bool is_deleted;
	int64_t can; /* enum can: one bit each; none unless a person asked (service/policy.h) */
};

extern const struct thing objective_thing;

/* Whether it counts as done although it has no parts (rulings.md 16): completed, and nobody said that
 * less than all was achieved (reading 160). */
bool objective_is_done(const struct objective *objective);

/* The period that counts: the cycle's dates win over the objective's own, and one own date alone
 * counts as none (rulings.md 17). Pass DATE_NONE for an objective without a cycle. */
struct period objective_period(const struct objective *objective, struct date cycle_start,
			       struct date cycle_end);

#endif
