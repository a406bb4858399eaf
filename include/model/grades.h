/*
 * How a cycle came out (product/cycles.md D, reading 163): its score, and how its grades are spread.
 * Pure functions of rows as they are read.
 */
#ifndef OKR_MODEL_GRADES_H
#define OKR_MODEL_GRADES_H

#include "base/arena.h"
#include "model/key_result.h"
#include "model/objective.h"

struct band_counts {
	int64_t low, middle, high, none; /* none: not graded */
};

struct outcome_counts {
	int64_t achieved, partial, missed, dropped;
};

struct grade_level {
	word level; /* enum objective_type */
	struct band_counts objectives, key_results;
};

struct grades {
	double score;          /* 0–1; NaN without a grade */
	word band;             /* enum grade_band; WORD_NONE without a score */
	int64_t graded, total; /* objectives */
	struct outcome_counts outcomes;
	struct list distribution; /* of struct grade_level, one a level, from the company down */
};

/* A grade of a key result, by the objective that it belongs to. */
struct graded_key_result {
	struct id home_id;
	double grade; /* NaN: none */
	struct text app_id;
};

/* What a reader may see of a cycle. */
struct grade_rows {
	struct list objectives;  /* struct objective: neither deleted nor archived, by id */
	struct list key_results; /* struct graded_key_result: theirs, by objective */
	struct ids nodes; /* all of the cycle's that are not deleted, by id: whose parent is one of
			     them stands below another one of the cycle */
};

/* Of a grade; low is [0, 0.3), middle [0.3, 0.7), high [0.7, 1], after rounding to 9 decimals. */
word grade_band_of(double grade);

/* What is proposed for this progress: it, rounded to 0.1. */
double grade_proposed_for(double progress);

/*
 * Σ w·grade / Σ w over the objectives without a parent in the cycle that have a grade and are not
 * cancelled; all weights 0 count equally.
 */
struct grades grades_of(struct arena *arena, const struct grade_rows *rows);

#endif
