/*
 * The arithmetic of OKRs (domain.md sections 1 to 5): progress, periods, momentum, health score,
 * status. Pure functions of what is handed in, today's date included; they allocate nothing and
 * cannot fail. "Days" are differences of UTC dates (rulings.md 12).
 *
 * The constants behind the numbers stand at the head of src/model/score_internal.h.
 */
#ifndef OKR_MODEL_SCORE_H
#define OKR_MODEL_SCORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"
#include "model/words.h"

/* ---- progress (section 1) -------------------------------------------------------------------- */

/* A key result's metric. All values finite. */
struct metric {
	double start, target, current;
	word direction; /* enum direction; looked at only when start equals target */
};

/* (current - start) / (target - start), not clamped; with target = start it is progress_of. */
double progress_raw(const struct metric *metric);

/* Clamped to 0–1. */
double progress_of(const struct metric *metric);

/* The direction that the values themselves show; `stored` when start equals target. */
word metric_direction(double start, double target, word stored);

/* ---- what an objective is made of ------------------------------------------------------------ */

/* A counted part: a key result, or a child objective by its stored roll-up. Cancelled, archived
 * and deleted children are left out by whoever collects the parts. */
struct part {
	double weight;   /* NaN: missing, counts as 1; never negative */
	double progress; /* 0–1 */
	struct instant created_at;
	struct instant last_check_in_at; /* INSTANT_NONE: none. Of a child: newest in its subtree */
	word status; /* a key result's stored status; a child's confidence level, or WORD_NONE */
	word trend;  /* of a key result; ignored for children and boolean key results */
	bool is_child;
	bool is_boolean;
};

/* Σ w·p / Σ w. All weights 0: all count equally. Nothing to count: 1 when completed, else 0. */
double progress_roll_up(const struct part *parts, size_t count, bool is_completed);

/* The worst status of the parts (off_track > at_risk > on_track), WORD_NONE when no part has one;
 * not_started counts as none; parts of weight 0 take no part, unless all weights are 0. */
word confidence_roll_up(const struct part *parts, size_t count);

/* The newest check-in of all parts, weight 0 included; INSTANT_NONE when there is none. */
struct instant last_check_in_roll_up(const struct part *parts, size_t count);

/* ---- periods and cycles (sections 1 and 2) --------------------------------------------------- */

struct period {
	struct date start, end; /* inclusive; both DATE_NONE, or start <= end */
};

#define PERIOD_NONE ((struct period){ DATE_NONE, DATE_NONE })

bool period_is_none(struct period period);

/* The elapsed share e, 0–1; 0 without a period. */
double period_elapsed(struct period period, struct date today);

/* end − today, never below 0 (rulings.md 40); 0 without a period. */
int32_t period_days_left(struct period period, struct date today);

word cycle_status_of(struct period period, struct date today);

/* ---- momentum: trend and velocity (section 3) ------------------------------------------------ */

/* One check-in: when it holds and what it says. */
struct point {
	struct instant at;
	double value;
};

struct momentum {
	word trend;
	double velocity; /* progress a day, from p_raw; 0 without check-ins */
};

enum { MOMENTUM_POINTS = 4 };

/*
 * `points`: the newest up to MOMENTUM_POINTS check-ins, oldest first; `check_in_count`: how many
 * the key result has in all. `metric` gives start, target and direction (current is not looked
 * at). The point before the first check-in is start_value at the later of the period's start and
 * `created_at`, or at the first check-in's own time if that is earlier (rulings.md 40).
 * A boolean is always steady; its velocity is computed like any other.
 */
struct momentum momentum_of(const struct metric *metric, bool is_boolean,
			    const struct point *points, size_t count, size_t check_in_count,
			    struct period period, struct instant created_at);

/* ---- health and status (sections 3 and 4) ---------------------------------------------------- */

/* What the health of an objective looks at. */
struct health_input {
	const struct part *parts;
	size_t count;
	struct period period;
	struct date today;
	struct instant created_at; /* the objective's own */
	word frequency;            /* enum frequency: the expected days between check-ins */
	bool is_completed;         /* lifecycle: without parts p is 1 and health 100 */
};

/* The health object of the API: the number, and the parts that it was made from. */
struct health {
	int64_t score;               /* 0–100 */
	double expected_progress;    /* e, a fraction */
	double gap;                  /* max(0, e − progress of the objective), a fraction */
	int64_t days_since_check_in; /* from the newest check-in of all parts; with none, from the
					later of the period's start and the creation; ≥ 0; time
					stops at the end of the period */
	bool stalled;                /* days_since_check_in ≥ 2T and progress < 1 */
	word trend;                  /* the worst of the counted key results; steady without any */
	word status;                 /* of the objective, by section 4 */
};

struct health health_of(const struct health_input *input);

/* The score h of one part (not rounded), for risks and reports, and its days since a check-in. */
double health_of_part(const struct health_input *input, const struct part *part);
int32_t part_days_since_check_in(const struct health_input *input, const struct part *part);

/* T: the days between two check-ins that a frequency expects. */
int32_t frequency_days(word frequency);

/* ---- KPIs (section 5) ------------------------------------------------------------------------ */

struct kpi_input {
	double current, target;         /* NaN: missing */
	word direction;                 /* enum kpi_direction */
	word frequency;                 /* enum frequency */
	struct instant last_updated_at; /* INSTANT_NONE: never */
	struct instant created_at;
	struct date today;
};

/* NaN when current or target is missing. Not clamped: may exceed 1, or be below 0. */
double kpi_ratio(const struct kpi_input *input);
bool kpi_is_overdue(const struct kpi_input *input);
word kpi_status(const struct kpi_input *input);

#endif
