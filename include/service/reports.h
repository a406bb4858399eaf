/*
 * Reports on one cycle, within what the session may see: only its active objectives count. The
 * number of statements is the same however many there are. Without a cycle (none is active, or no
 * cycle has the id) there is nothing to report, and that is no error (rulings.md 19), unless the
 * question says that it is one.
 */
#ifndef OKR_SERVICE_REPORTS_H
#define OKR_SERVICE_REPORTS_H

#include "model/grades.h"
#include "model/insight.h"
#include "model/report.h"
#include "model/risk.h"
#include "service/work.h"

struct report_question {
	struct id cycle_id; /* none: the active cycle */
	word severity;      /* WORD_NONE: any; of risks and insights */
	int64_t limit;      /* rows at most; 0: all */
	bool must_exist;    /* an id that no cycle has is ERROR_NOT_FOUND */
};

/* The cycle that a question is about: the one with this id, or the active one. */
const struct error *report_find_cycle(struct work *work, const struct report_question *question,
				      struct cycle *out, bool *found);

/* `cycle`: a list of struct cycle: the one that the report is about, or none. */
struct cycle_report {
	struct list cycle;
	int64_t days_left; /* INTEGER_NONE without a cycle */
	double elapsed;    /* share of the cycle; NaN without one */
	struct workspace_health health;
	struct performance performance;
	struct grades grades;
};

struct list_report {
	struct list cycle;
	struct list rows; /* struct risk, struct insight or struct team_performance */
	int64_t total;    /* how many there are without the limit */
};

const struct error *report_cycle(struct work *work, const struct report_question *question,
				 struct cycle_report *out);
const struct error *report_risks(struct work *work, const struct report_question *question,
				 struct list_report *out);
const struct error *report_insights(struct work *work, const struct report_question *question,
				    struct list_report *out);
const struct error *report_teams(struct work *work, const struct report_question *question,
				 struct list_report *out);

#endif
