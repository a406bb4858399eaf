/*
 * The okrs dialect's reports (ours beside seed 003): what its MCP tools get_cycle, get_risks,
 * get_insights and get_team_performance tell, for those who ask over REST. The numbers come from
 * service/reports.c.
 */
#include "api/okrs/reports.h"

#include "api/input/listing.h"
#include "api/okrs/brief.h"
#include "api/okrs/okrs.h"
#include "api/output/page.h"
#include "api/verbs.h"
#include "service/reports.h"

/* ---- the cycle ------------------------------------------------------------------------------- */

#define CYCLE(name, member, ...) VIEW(name, struct cycle, member, VIEW_READ, __VA_ARGS__)

static const struct view_field cycle_rows[] = {
	CYCLE("id", record.id),
	CYCLE("name", name),
	CYCLE("start_date", start_date),
	CYCLE("end_date", end_date),
	CYCLE("status", status, .words = cycle_status_words),
	VIEW("phase", struct cycle, phase, VIEW_READ | VIEW_TERSE, .words = cycle_phase_words),
};

const struct view reported_cycle_view = {
	.name = "ReportedCycle",
	.thing = &cycle_thing,
	.size = GIVEN_SIZE(struct cycle),
	ROWS(cycle_rows),
};

#define HEALTH(name, member, ...)                                                                  \
	VIEW(name, struct workspace_health, member, VIEW_READ, __VA_ARGS__)

static const struct view_field health_rows[] = {
	HEALTH("score", score, .example = "78",
	       .meaning = "0–100; null when there is nothing to judge."),
	HEALTH("band", band, .words = band_words, .example = "good",
	       .meaning = "What the score amounts to."),
	HEALTH("pace", pace, .form = VIEW_FRACTION, .example = "0.91",
	       .meaning = "Mean of the key results: progress against the elapsed share, at most "
			  "1."),
	HEALTH("checkins", check_ins, .form = VIEW_FRACTION, .example = "0.75",
	       .meaning = "Mean of the key results: 1 checked in in time, a half late, 0 stalled."),
	HEALTH("connection", connection, .form = VIEW_FRACTION, .example = "1",
	       .meaning = "Share of the OKRs below the company's that have a parent."),
	HEALTH("ownership", ownership, .form = VIEW_FRACTION, .example = "0.83",
	       .meaning = "Share of the key results that have an owner."),
	HEALTH("okr_part", objective_part, .form = VIEW_FRACTION, .example = "86.35",
	       .meaning = "The four together, 0–100: 70 % of the score."),
	HEALTH("kpi_part", kpi_part, .form = VIEW_FRACTION, .example = "58.9",
	       .meaning = "Mean of the KPIs against their targets, 0–100: 30 % of the score; "
			  "null without the scope kpis:read."),
};

static const struct view health_view = {
	.name = "WorkspaceHealth",
	.size = GIVEN_SIZE(struct workspace_health),
	ROWS(health_rows),
};

/* ---- performance: of all and of a team ------------------------------------------------------- */

#define STATUSES(name, member, ...)                                                                \
	VIEW(name, struct status_counts, member, VIEW_READ | VIEW_FILLED, __VA_ARGS__)

static const struct view_field status_rows[] = {
	STATUSES("not_started", not_started, .example = "1",
		 .meaning = "OKRs that are not started."),
	STATUSES("on_track", on_track, .example = "6", .meaning = "OKRs that are on track."),
	STATUSES("at_risk", at_risk, .example = "2", .meaning = "OKRs that are at risk."),
	STATUSES("off_track", off_track, .example = "1", .meaning = "OKRs that are off track."),
};

static const struct view status_view = {
	.name = "StatusCounts",
	.size = GIVEN_SIZE(struct status_counts),
	ROWS(status_rows),
};

#define SEVERITIES(name, member, ...)                                                              \
	VIEW(name, struct severity_counts, member, VIEW_READ | VIEW_FILLED, __VA_ARGS__)

static const struct view_field severity_rows[] = {
	SEVERITIES("critical", critical, .example = "1", .meaning = "Critical risks."),
	SEVERITIES("high", high, .example = "1", .meaning = "High risks."),
	SEVERITIES("medium", medium, .example = "2", .meaning = "Medium risks."),
};

static const struct view severity_view = {
	.name = "SeverityCounts",
	.size = GIVEN_SIZE(struct severity_counts),
	ROWS(severity_rows),
};

#define PART(name, type, member, ...) VIEW(name, type, member, VIEW_READ, __VA_ARGS__)
#define FILLED(name, type, member, ...)                                                            \
	VIEW(name, type, member, VIEW_READ | VIEW_FILLED, __VA_ARGS__)

/* The rows of a performance that stands at `at` in a struct. */
#define PERFORMANCE_ROWS(type, at)                                                                 \
	FILLED("okr_count", type, at objective_count, .example = "10", .meaning = "Active OKRs."), \
		FILLED("key_result_count", type, at key_result_count, .example = "27",             \
		       .meaning = "Their key results."),                                           \
		PART("progress", type, at progress, .form = VIEW_FRACTION, .example = "0.61",      \
		     .meaning = "Mean progress of the OKRs."),                                     \
		PART("health_score", type, at health_score, .example = "77",                       \
		     .meaning = "Mean health score of the OKRs, rounded."),                        \
		PART("status", type, at status, .words = status_words, .example = "on_track",      \
		     .meaning = "What that score amounts to."),                                    \
		PART("statuses", type, at objectives, .view = &status_view,                        \
		     .meaning = "How many OKRs have which status."),                               \
		PART("check_in_rate", type, at check_in_rate, .form = VIEW_FRACTION,               \
		     .example = "0.75",                                                            \
		     .meaning =                                                                    \
			     "Mean of the key results: 1 checked in in time, a half late, 0 "      \
			     "stalled."),                                                          \
		FILLED("stalled_count", type, at stalled_count, .example = "2",                    \
		       .meaning = "Key results that are stalled."),                                \
		PART("risks", type, at risks, .view = &severity_view,                              \
		     .meaning = "How many risks have which severity.")

static const struct view_field performance_rows[] = { PERFORMANCE_ROWS(struct performance, ) };

static const struct view performance_view = {
	.name = "Performance",
	.size = GIVEN_SIZE(struct performance),
	ROWS(performance_rows),
};

static const struct view_field team_rows[] = {
	PART("team_id", struct team_performance, team_id, .example = "team",
	     .meaning = "The team; null for OKRs without a team."),
	PART("team", struct team_performance, name, .example = "Growth",
	     .meaning = "The team's name."),
	PERFORMANCE_ROWS(struct team_performance, performance.),
};

static const struct view team_view = {
	.name = "TeamPerformance",
	.size = GIVEN_SIZE(struct team_performance),
	ROWS(team_rows),
};

/* ---- risks and insights ---------------------------------------------------------------------- */

#define RISK(name, member, ...) FILLED(name, struct risk, member, __VA_ARGS__)
#define RISK_OR_NULL(name, member, ...) PART(name, struct risk, member, __VA_ARGS__)

static const struct view_field risk_rows[] = {
	RISK("id", id, .example = "key result",
	     .meaning = "The id of the OKR or key result that is at risk."),
	RISK("type", subject, .words = subject_words, .example = "key_result",
	     .meaning = "Which of the two it is."),
	RISK("severity", severity, .words = risk_severity_words, .example = "high",
	     .meaning = "How bad it is."),
	RISK("title", title, .example = "Lift signup → activation rate to 50%",
	     .meaning = "The title of what is at risk."),
	RISK("okr_id", objective_id, .example = "objective", .meaning = "The OKR."),
	RISK("okr", objective_title, .example = "Improve onboarding conversion",
	     .meaning = "The OKR's title."),
	RISK_OR_NULL("key_result_id", key_result_id, .example = "key result",
		     .meaning = "The key result; null for an OKR."),
	RISK_OR_NULL("team_id", team_id, .example = "team", .meaning = "The OKR's team."),
	RISK_OR_NULL("owner_id", owner_id, .example = "user",
		     .meaning = "The person accountable for it."),
	RISK_OR_NULL("owner", owner_name, .example = "Alice Nguyen",
		     .meaning = "That person's name."),
	RISK("progress", progress, .form = VIEW_FRACTION, .example = "0.5",
	     .meaning = "Progress now."),
	RISK("expected_progress", expected_progress, .form = VIEW_FRACTION, .example = "0.8",
	     .meaning = "The elapsed share of the period."),
	RISK("projected", projected, .form = VIEW_FRACTION, .example = "0.68",
	     .meaning = "Progress at the end of the period, at the present velocity."),
	RISK("miss", miss, .form = VIEW_FRACTION, .example = "0.32",
	     .meaning = "What will be missing then."),
	RISK_OR_NULL("velocity", velocity, .form = VIEW_FRACTION, .example = "0.01",
		     .meaning = "Progress a day over the newest check-ins; null for an OKR."),
	RISK("days_left", days_left, .example = "18", .meaning = "Days to the end of the period."),
	RISK("confidence", confidence, .example = "63",
	     .meaning = "How far the projection can be trusted, 0–100: by the number of "
			"check-ins."),
	RISK("reasons", reasons, .form = VIEW_WORDS, .words = risk_reason_words,
	     .meaning = "Why it is a risk."),
	RISK_OR_NULL("blocker_note", blocker_note, .example = "null",
		     .meaning = "What the newest check-in says blocks it."),
	RISK("interventions", interventions, .form = VIEW_WORDS, .words = intervention_words,
	     .meaning = "What could be done about it."),
};

static const struct view risk_view = {
	.name = "Risk",
	.size = GIVEN_SIZE(struct risk),
	ROWS(risk_rows),
};

#define INSIGHT(name, member, ...) FILLED(name, struct insight, member, __VA_ARGS__)
#define INSIGHT_OR_NULL(name, member, ...) PART(name, struct insight, member, __VA_ARGS__)

static const struct view_field insight_rows[] = {
	INSIGHT("id", id, .example = "stalled-key-result",
		.meaning = "The same as long as the fact lasts."),
	INSIGHT("type", type, .words = insight_type_words, .meaning = "The rule that found it."),
	INSIGHT("severity", severity, .words = severity_words, .example = "high",
		.meaning = "How urgent it is."),
	INSIGHT("title", title, .example = "Stalled: Lift signup → activation rate to 50%",
		.meaning = "The fact in a word, and its subject."),
	INSIGHT("message", message,
		.example = "No check-in for 16 days; one is expected every 7 days.",
		.meaning = "The fact with its numbers."),
	INSIGHT("recommendation", recommendation, .example = "Ask the owner for a check-in.",
		.meaning = "What to do about it."),
	INSIGHT("subject", subject, .words = subject_words, .example = "key_result",
		.meaning = "What it is about."),
	INSIGHT_OR_NULL("okr_id", objective_id, .example = "objective",
			.meaning = "The OKR, or that of the key result."),
	INSIGHT_OR_NULL("key_result_id", key_result_id, .example = "key result",
			.meaning = "The key result."),
	INSIGHT_OR_NULL("kpi_id", kpi_id, .example = "null", .meaning = "The KPI."),
	INSIGHT_OR_NULL("cycle_id", cycle_id, .example = "cycle", .meaning = "The cycle."),
};

static const struct view insight_view = {
	.name = "Insight",
	.size = GIVEN_SIZE(struct insight),
	ROWS(insight_rows),
};

/* ---- grades ------------------------------------------------------------------------------------ */

#define BANDS(name, member, ...)                                                                   \
	VIEW(name, struct band_counts, member, VIEW_READ | VIEW_FILLED, __VA_ARGS__)

static const struct view_field band_rows[] = {
	BANDS("low", low, .example = "1", .meaning = "Grades below 0.3."),
	BANDS("middle", middle, .example = "4", .meaning = "Grades from 0.3, below 0.7."),
	BANDS("high", high, .example = "5", .meaning = "Grades from 0.7."),
	BANDS("none", none, .example = "2", .meaning = "Without a grade."),
};

static const struct view band_view = {
	.name = "BandCounts",
	.size = GIVEN_SIZE(struct band_counts),
	ROWS(band_rows),
};

#define OUTCOMES(name, member, ...)                                                                \
	VIEW(name, struct outcome_counts, member, VIEW_READ | VIEW_FILLED, __VA_ARGS__)

static const struct view_field outcome_rows[] = {
	OUTCOMES("achieved", achieved, .example = "5", .meaning = "OKRs that were achieved."),
	OUTCOMES("partial", partial, .example = "3", .meaning = "OKRs that were achieved in part."),
	OUTCOMES("missed", missed, .example = "1", .meaning = "OKRs that were missed."),
	OUTCOMES("dropped", dropped, .example = "1", .meaning = "OKRs that were dropped."),
};

static const struct view outcome_view = {
	.name = "OutcomeCounts",
	.size = GIVEN_SIZE(struct outcome_counts),
	ROWS(outcome_rows),
};

static const struct view_field level_rows[] = {
	FILLED("level", struct grade_level, level, .words = okr_type_words, .example = "team",
	       .meaning = "The level of the OKRs."),
	PART("objectives", struct grade_level, objectives, .view = &band_view,
	     .meaning = "How many OKRs have which grade."),
	PART("key_results", struct grade_level, key_results, .view = &band_view,
	     .meaning = "How many of their key results have which grade."),
};

static const struct view level_view = {
	.name = "GradeLevel",
	.size = GIVEN_SIZE(struct grade_level),
	ROWS(level_rows),
};

static const struct view_field grades_rows[] = {
	PART("score", struct grades, score, .form = VIEW_FRACTION, .example = "0.68",
	     .meaning = "Weighted mean of the grades of the OKRs that stand below no other OKR of "
			"the cycle; null without a grade. Cancelled ones do not count."),
	PART("band", struct grades, band, .words = grade_band_words, .example = "middle",
	     .meaning = "What the score amounts to: low below 0.3, high from 0.7."),
	FILLED("graded", struct grades, graded, .example = "10",
	       .meaning = "OKRs that have a grade."),
	FILLED("total", struct grades, total, .example = "12",
	       .meaning = "OKRs of the cycle that are not archived."),
	PART("outcomes", struct grades, outcomes, .view = &outcome_view,
	     .meaning = "How many OKRs came out how."),
	PART("distribution", struct grades, distribution, .view = &level_view,
	     .meaning = "The grades of each level, from the company down."),
};

static const struct view grades_view = {
	.name = "Grades",
	.size = GIVEN_SIZE(struct grades),
	ROWS(grades_rows),
};

/* ---- reports --------------------------------------------------------------------------------- */

#define REPORTED_CYCLE(type)                                                                       \
	VIEW("cycle", type, cycle, VIEW_READ | VIEW_ONE, .view = &reported_cycle_view,             \
	     .meaning = "The cycle that the report is about; null when there is none.")

#define REPORTED_TOTAL                                                                             \
	FILLED("total", struct list_report, total, .example = "1",                                 \
	       .meaning = "How many there are in all.")

static const struct view_field cycle_report_rows[] = {
	REPORTED_CYCLE(struct cycle_report),
	PART("days_left", struct cycle_report, days_left, .example = "18",
	     .meaning = "Days to the cycle's end."),
	PART("expected_progress", struct cycle_report, elapsed, .form = VIEW_FRACTION,
	     .example = "0.8", .meaning = "The elapsed share of the cycle."),
	PART("health", struct cycle_report, health, .view = &health_view,
	     .meaning = "The health of the workspace, with its components."),
	PART("performance", struct cycle_report, performance, .view = &performance_view,
	     .meaning = "How the cycle's OKRs do."),
	VIEW("grades", struct cycle_report, grades, VIEW_READ | VIEW_TERSE, .view = &grades_view,
	     .meaning = "How its OKRs were graded, closed ones included."),
};

const struct view cycle_report_view = {
	.name = "CycleReport",
	.size = GIVEN_SIZE(struct cycle_report),
	ROWS(cycle_report_rows),
};

static const struct view_field risks_report_rows[] = {
	REPORTED_CYCLE(struct list_report),
	PART("risks", struct list_report, rows, .view = &risk_view, .brief = &brief_risk_view,
	     .meaning = "By severity, then by miss, the worst first."),
	REPORTED_TOTAL,
};

const struct view risk_report_view = {
	.name = "RiskReport",
	.size = GIVEN_SIZE(struct list_report),
	ROWS(risks_report_rows),
};

static const struct view_field insights_report_rows[] = {
	REPORTED_CYCLE(struct list_report),
	PART("insights", struct list_report, rows, .view = &insight_view,
	     .brief = &brief_insight_view, .meaning = "The worst first, at most 50."),
	REPORTED_TOTAL,
};

const struct view insight_report_view = {
	.name = "InsightReport",
	.size = GIVEN_SIZE(struct list_report),
	ROWS(insights_report_rows),
};

static const struct view_field teams_report_rows[] = {
	REPORTED_CYCLE(struct list_report),
	PART("teams", struct list_report, rows, .view = &team_view,
	     .meaning = "The lowest health first."),
	REPORTED_TOTAL,
};

const struct view team_report_view = {
	.name = "TeamReport",
	.size = GIVEN_SIZE(struct list_report),
	ROWS(teams_report_rows),
};

/* ---- doors ----------------------------------------------------------------------------------- */

/* The worst 500 are told; a tool tells fewer, and what it names must be there. */
static struct report_question question_of(const struct exchange *x)
{
	return (struct report_question){
		.severity = WORD_NONE,
		.limit = x->route->page > 0 ? (int64_t)x->route->page : REPORT_ROWS_MAX,
		.must_exist = x->route->flags & ROUTE_TOOL,
	};
}

const struct error *answer_cycle_report(struct exchange *x)
{
	struct report_question question = question_of(x);
	struct cycle_report report;
	const struct error *error = parameters_read(x, &question);

	if (!error)
		error = report_cycle(&x->work, &question, &report);
	if (!error)
		answer_report(x, &report);
	return error;
}

static const struct error *
answer_list(struct exchange *x,
	    const struct error *(*make)(struct work *work, const struct report_question *question,
					struct list_report *out))
{
	struct report_question *question = arena_take(x->work.arena, sizeof(*question));
	struct list_report *report = arena_take(x->work.arena, sizeof(*report));
	const struct error *error;

	*question = question_of(x);
	error = parameters_read(x, question);
	if (!error)
		error = make(&x->work, question, report);
	if (!error)
		answer_report(x, report);
	return error;
}

const struct error *answer_risks(struct exchange *x)
{
	return answer_list(x, report_risks);
}

const struct error *answer_insights(struct exchange *x)
{
	return answer_list(x, report_insights);
}

const struct error *answer_teams(struct exchange *x)
{
	return answer_list(x, report_teams);
}

#define LIMIT_FILTER REPORT_LIMIT_FILTER(REPORT_ROWS_MAX)

static const struct filter cycle_filters[] = { REPORT_CYCLE_FILTER };
static const struct filter team_filters[] = { REPORT_CYCLE_FILTER, LIMIT_FILTER };

static const struct filter risk_filters[] = {
	REPORT_CYCLE_FILTER,
	LIMIT_FILTER,
	RISK_SEVERITY_FILTER,
};

static const struct filter insight_filters[] = {
	REPORT_CYCLE_FILTER,
	LIMIT_FILTER,
	INSIGHT_SEVERITY_FILTER,
};

static const struct route routes[] = {
	{ METHOD_GET, "/reports/cycle", SCOPE_OKRS_READ, answer_cycle_report, 200,
	  .view = &cycle_report_view, .filters = FILTERS(cycle_filters), .name = "getCycleReport",
	  .title = "Report on a cycle",
	  .meaning = "The active cycle, or the one that you name, and the health of the workspace: "
		     "a score of 0–100 beside the components that it is made of. Without an active "
		     "cycle the score is null." },
	{ METHOD_GET, "/reports/risks", SCOPE_OKRS_READ, answer_risks, 200,
	  .view = &risk_report_view, .filters = FILTERS(risk_filters), .name = "getRiskReport",
	  .title = "Report on risks",
	  .meaning = "The OKRs and key results that will miss their targets at the present "
		     "velocity, or that somebody said are at risk, with reasons and suggested "
		     "interventions. The worst come first." },
	{ METHOD_GET, "/reports/insights", SCOPE_OKRS_READ, answer_insights, 200,
	  .view = &insight_report_view, .filters = FILTERS(insight_filters),
	  .name = "getInsightReport", .title = "Report on insights",
	  .meaning = "What deserves attention: stalled key results, predicted misses, missing "
		     "owners, overdue KPIs and more. Found by rule: the same data gives the same "
		     "insights." },
	{ METHOD_GET, "/reports/teams", SCOPE_OKRS_READ, answer_teams, 200,
	  .view = &team_report_view, .filters = FILTERS(team_filters), .name = "getTeamReport",
	  .title = "Report on teams",
	  .meaning = "How the OKRs of each team do, and those of no team. The lowest health comes "
		     "first." },
};

const struct route_group okrs_reports_routes = ROUTES("/api/v1");
