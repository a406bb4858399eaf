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

/* ---- periods and cycles (sections 1 and 2) --------------------------------------------------- */

struct period {
	struct date start, end; /* inclusive; both DATE_NONE, or start <= end */
};

#define PERIOD_NONE ((struct period){ DATE_NONE, DATE_NONE })

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

/* ---- KPIs (section 5) ------------------------------------------------------------------------ */

struct kpi_input {
	double current, target;         /* NaN: missing */
	word direction;                 /* enum kpi_direction */
	word frequency;                 /* enum frequency */
	struct instant last_updated_at; /* INSTANT_NONE: never */
	struct instant created_at;
	struct date today;
};

#endif
