/*
 * The key results of the sample company, and how each goes.
 */
#ifndef OKR_OKRCTL_SAMPLE_KEY_RESULTS_H
#define OKR_OKRCTL_SAMPLE_KEY_RESULTS_H

#include "sample_data.h"

/* How a key result goes from its start towards its target. */
enum sample_path {
	PATH_UNTOUCHED,  /* no check-in at all */
	PATH_STEADY,     /* with the calendar */
	PATH_AHEAD,      /* done early, then kept */
	PATH_OVER,       /* beyond the target */
	PATH_BEHIND,     /* too slow all the time */
	PATH_LATE_SPURT, /* little at first, everything at the end */
	PATH_DECLINING,  /* each week brings less */
	PATH_REGRESSING, /* a setback in the newest check-in */
	PATH_WORSENING,  /* away from the target */
	PATH_FLAT,       /* no movement for some time */
	PATH_STALLED,    /* nobody has checked in for weeks */
	PATH_TO_VALUE,   /* to `now`, whatever the day */
	PATH_DONE,       /* a yes, half way through */
	PATH_OPEN,       /* still a no */
};

/* What the owner says with the newest check-ins; the earlier ones say what the figures say. */
enum sample_opinion {
	SAYS_FIGURES,
	SAYS_FINE, /* on_track with every check-in */
	SAYS_AT_RISK,
	SAYS_OFF_TRACK,
	SAYS_BLOCKED, /* the last comment is the blocker's note instead */
};

struct sample_key_result_row {
	enum sample_objective objective;
	const char *title;
	word metric_type;
	const char *unit;
	double start, target;
	int decimals; /* that the metric is read with; -3: thousands */
	double weight;
	enum sample_person owner;
	enum sample_path path;
	enum sample_opinion opinion;
	const char *first, *middle, *last; /* what somebody wrote beside a check-in, or NULL */
	double now;                        /* PATH_TO_VALUE */
};

extern const struct sample_key_result_row sample_key_results[];
extern const size_t sample_key_result_count;

#endif
