/*
 * What a person owes (product/reminders.md F1): check-ins and values of KPIs, the day on which each is
 * due, and what helps to answer it at once. Due dates never enter health. Who owes what is found by
 * the store; what it was some days ago is filled in by the service.
 */
#ifndef OKR_MODEL_OWED_H
#define OKR_MODEL_OWED_H

#include "model/key_result.h"
#include "model/kpi.h"
#include "model/objective.h"

enum owed_kind { OWED_CHECK_IN, OWED_KPI_UPDATE };

extern const struct word_name owed_kind_words[];

/* A value of the past, and the UTC day that it is of. */
struct recent_value {
	struct date day;
	double value;
};

/* How many of them are told. */
enum { RECENT_VALUES = 12 };

/* What an answer is owed about. What a KPI has not is absent. */
struct owed_subject {
	word type; /* enum subject */
	struct id id;
	struct text title;
	struct id objective_id; /* absent when the session may not see it */
	struct text objective_title;
	word metric_type;
	struct text unit;
	double start_value, target_value;
	double progress_week_ago; /* at the end of the day seven days ago; NaN: it was not there */
	struct list recent;       /* of struct recent_value, oldest first */
};

struct owed_last {
	double value;
	word status; /* as the newest check-in said it, blocked included; of a KPI the computed one */
	struct instant at; /* INSTANT_NONE: there was none yet */
};

struct owed {
	struct record record; /* its id is the subject's */
	word kind;            /* enum owed_kind */
	struct date due_on;
	int64_t days_late; /* 0 up to due_on */
	struct owed_subject subject;
	struct owed_last last;
	double expected_value; /* at which progress is what it should be; NaN when there is none */
	word suggested_status; /* none for a KPI */
	struct text url;       /* of the page that shows it; filled by the api */
	struct metric initial; /* of a key result, before any entry */
	struct instant created_at;
};

/* No table: a list of it is made from others. */
extern const struct thing owed_thing;

/* The day on which the next answer is due: an interval after `since`, on the weekday of that week that
 * is meant (0 is Monday; WORD_NONE: none), never after `last` (DATE_NONE: no such day). */
struct date due_on(struct instant since, int32_t interval, word weekday, struct date last);

/* What is owed about a key result whose objective is running; false: nothing, it is done. */
bool owed_by_key_result(const struct objective *objective, const struct key_result *key_result,
			struct date today, word weekday, struct owed *out);

/* What is owed about a KPI, whose computed members are filled. */
void owed_by_kpi(const struct kpi *kpi, struct date today, struct owed *out);

/* By due_on, then by id: below 0 when `a` comes first. */
int owed_compare(const struct owed *a, const struct owed *b);

#endif
