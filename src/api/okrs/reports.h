/*
 * The okrs dialect's reports (ours beside seed 003): what its MCP tools get_cycle, get_risks,
 * get_insights and get_team_performance tell, for those who ask over REST.
 */
#ifndef OKR_API_OKRS_REPORTS_H
#define OKR_API_OKRS_REPORTS_H

#include "api/exchange.h"
#include "service/reports.h"

enum { REPORT_ROWS_MAX = 500 };

#define REPORT_CYCLE_FILTER                                                                        \
	FILTER("cycle_id", FILTER_TAKEN, struct report_question, cycle_id,                         \
	       .meaning = "The cycle; by default the active one.")
#define REPORT_LIMIT_FILTER(max_)                                                                  \
	FILTER("limit", FILTER_TAKEN, struct report_question, limit, .min = 1, .max = max_,        \
	       .meaning = "How many at most.")
#define RISK_SEVERITY_FILTER                                                                       \
	FILTER("severity", FILTER_TAKEN, struct report_question, severity,                         \
	       .words = risk_severity_words, .meaning = "Risks of this severity.")
#define INSIGHT_SEVERITY_FILTER                                                                    \
	FILTER("severity", FILTER_TAKEN, struct report_question, severity,                         \
	       .words = severity_words, .meaning = "Insights of this severity.")

/* Handlers of reports: the route's filters go into a struct report_question, whose limit is the
 * route's page unless that is 0. */
const struct error *answer_cycle_report(struct exchange *x);
const struct error *answer_risks(struct exchange *x);
const struct error *answer_insights(struct exchange *x);
const struct error *answer_teams(struct exchange *x);

extern const struct route_group okrs_reports_routes;

extern const struct view reported_cycle_view;
extern const struct view cycle_report_view;
extern const struct view risk_report_view;
extern const struct view insight_report_view;
extern const struct view team_report_view;

#endif
