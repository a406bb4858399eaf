/*
 * What the files of the okrs dialect share: the views of its records, and the reports that REST and
 * MCP tell alike. No other dialect includes this.
 */
#ifndef OKR_API_OKRS_H
#define OKR_API_OKRS_H

#include "api/exchange.h"
#include "service/reports.h"

extern const struct view okr_view;
extern const struct view okr_key_result_view;
extern const struct view okr_check_in_view;
extern const struct view okr_kpi_view;
extern const struct word_name okr_type_words[];

/* ---- brief.c: what tools tell of a record in a list ------------------------------------- */

extern const struct view brief_okr_view; /* with its key results */
extern const struct view brief_kpi_view;
extern const struct view brief_risk_view;
extern const struct view brief_insight_view;
extern const struct view found_okr_view;
extern const struct view found_key_result_view;

/* ---- reports.c -------------------------------------------------------------------------- */

extern const struct view reported_cycle_view;
extern const struct view cycle_report_view;
extern const struct view risk_report_view;
extern const struct view insight_report_view;
extern const struct view team_report_view;

/* Handlers of reports: the route's filters go into a struct report_question, whose limit is the
 * route's page unless that is 0. */
const struct error *answer_cycle_report(struct exchange *x);
const struct error *answer_risks(struct exchange *x);
const struct error *answer_insights(struct exchange *x);
const struct error *answer_teams(struct exchange *x);

enum { REPORT_ROWS_MOST = 500 };

#define REPORT_CYCLE_FILTER                                                                        \
	FILTER("cycle_id", FILTER_TAKEN, struct report_question, cycle_id,                         \
	       .meaning = "The cycle; by default the active one.")
#define REPORT_LIMIT_FILTER(most_)                                                                 \
	FILTER("limit", FILTER_TAKEN, struct report_question, limit, .least = 1, .most = most_,    \
	       .meaning = "How many at most.")
#define RISK_SEVERITY_FILTER                                                                       \
	FILTER("severity", FILTER_TAKEN, struct report_question, severity,                         \
	       .words = risk_severity_words, .meaning = "Risks of this severity.")
#define INSIGHT_SEVERITY_FILTER                                                                    \
	FILTER("severity", FILTER_TAKEN, struct report_question, severity,                         \
	       .words = severity_words, .meaning = "Insights of this severity.")

#endif
