/*
 * What numbers were at the end of past days, from value entries (reading 196): targets, weights and links
 * are those of today.
 */
#ifndef OKR_SERVICE_PAST_H
#define OKR_SERVICE_PAST_H

#include "service/work.h"

enum past_interval { PAST_DAYS, PAST_WEEKS };

struct past_question {
	word interval;        /* enum past_interval */
	struct date from, to; /* both included; DATE_NONE: not said */
};

/* The end of one day. */
struct past_point {
	struct date day;
	double value;             /* of a key result or a KPI: the last one of the day or week */
	double progress;          /* NaN: it has none */
	double expected_progress; /* the elapsed share of the period */
	int64_t health_score;     /* of an objective, today alone; else INTEGER_NONE */
	word status, confidence;  /* likewise */
};

/* More points than this are refused. */
enum { PAST_POINTS_MAX = 1000 };

/* Rows of struct past_point, oldest first. Of an objective each day, or each Sunday and the last day; by
 * default from the beginning of its period on. Of a key result and a KPI the days on which the session
 * may see an entry. What may not be seen is ERROR_NOT_FOUND. */
const struct error *past_of_objective(struct work *work, struct id id,
				      const struct past_question *question, struct list *out);
const struct error *past_of_key_result(struct work *work, struct id id,
				       const struct past_question *question, struct list *out);
const struct error *past_of_kpi(struct work *work, struct id id,
				const struct past_question *question, struct list *out);

/* Progress of up to 64 objectives at the end of a day: out[i] is that of ids[i]. */
const struct error *past_progress_of(struct work *work, const struct id *ids, size_t count,
				     struct date day, double *out);

#endif
