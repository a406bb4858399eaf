/*
 * A key result: a metric with a start, a target and a history, rolling up to an objective. And the
 * entries of its history: check-ins, and direct edits of its value or status (rulings.md 13).
 */
#ifndef OKR_MODEL_KEY_RESULT_H
#define OKR_MODEL_KEY_RESULT_H

#include <math.h>

#include "model/score.h"
#include "model/thing.h"

struct key_result {
	struct record record;
	struct id home_id; /* the objective's id, or zero without one: the row's place in the table */
	struct id objective_id;
	struct id owner_id;
	struct text title;
	struct text description;
	struct text unit;
	struct text app_id;
	struct text source;
	struct text connector_id;
	struct text query;
	struct json_value tags;
	double start_value, target_value, current_value;
	double initial_value; /* the value at creation: what is left when all history is deleted */
	double weight;        /* in its objective, ≥ 0 */
	word metric_type;
	word direction;
	word status;         /* stored: never blocked */
	word initial_status; /* likewise */
	word data_source;
	word source_type;
	int64_t schema_version;

	/* derived from its history and values at every write */
	double progress; /* 0–1, not rounded */
	double velocity; /* progress a day */
	word trend;
	word last_check_in_status; /* as the newest check-in said it, blocked included; or none */
	int64_t check_in_count;
	struct instant last_check_in_at;
	struct instant last_update_at; /* of the value, by a check-in or an edit */

	double grade;        /* 0–1; NaN: it has none */
	bool grade_proposed; /* nobody gave it: it was made from the progress */
	word outcome;        /* enum outcome, or none */
	struct text closing_note;

	struct instant deleted_at;
	struct id deleted_by;

	/* computed when read */
	double attainment;            /* progress, not clamped */
	word confidence_level;        /* the stored status, none while not started */
	struct id shown_objective_id; /* the objective unless the session may not see it */
	bool is_deleted;
	int64_t can;         /* enum can: one bit each; none unless a person asked */
	struct list history; /* of struct history_entry, oldest first; loaded on request alone */

	/* on request alone */
	double progress_week_ago; /* at the end of the day seven days ago; NaN: it was not there */
	struct list recent;       /* of struct recent_value (owed.h): the newest, oldest first */
	struct list check_ins;    /* of struct check_in: the newest, newest first */
	struct date due_on;       /* of the next check-in; none when nothing is due */
	struct text owner_name;

	/* filled for reports alone */
	struct text blocker_note; /* of the newest check-in, while that says blocked */
};

/* An entry of a history as it is told: what was, and what became of it. */
struct history_entry {
	struct instant at;
	double value;
	double previous_value;
	word source; /* enum entry_kind */
	word status;
	struct text comment;
	struct id by;
};

extern const struct thing key_result_thing;

struct metric key_result_metric(const struct key_result *key_result);
struct part key_result_part(const struct key_result *key_result);

/* Sets what is derived from the values alone: direction and progress. */
void key_result_derive(struct key_result *key_result);

/* A value of a boolean key result before its key result is known: no finite number looks like it. */
#define VALUE_YES ((double)INFINITY)
#define VALUE_NO (-(double)INFINITY)

struct check_in {
	struct record record;
	struct id key_result_id;
	struct instant checked_in_at; /* when it holds: entries are ordered by it, then by id */
	word kind;                    /* enum entry_kind */
	double value;                 /* NaN in an edit of the status alone */
	word status;                  /* none in an edit of the value alone */
	struct text comment;
	struct text blocker_note;
	struct id person_id; /* the author */
	struct json_value assign_to;
	struct json_value visible_to;
	struct text app_id;

	/* computed when read */
	struct id objective_id;
	double previous_value;
	struct text author_name;
	struct text acl; /* "everyone", or "restricted" when visible_to names people */
	bool is_late;    /* its UTC day is after the end of its cycle */
};

extern const struct thing check_in_thing;

#endif
