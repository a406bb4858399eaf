/*
 * What the tools tell of a record in a list unless they are asked for everything (rulings.md 71):
 * what a model needs to answer most questions, and the ids to ask on with. A model pays for every
 * word and reads each; REST and `detail: "full"` show the rest. Names and forms are those of the
 * whole views.
 */
#include "api/okrs/brief.h"

#include "api/okrs/okrs.h"
#include "model/key_result.h"
#include "model/kpi.h"
#include "model/objective.h"
#include "service/reports.h"

/* ---- key results ----------------------------------------------------------------------------- */

#define KEY_RESULT(name, member, ...) VIEW(name, struct key_result, member, VIEW_READ, __VA_ARGS__)

#define KEY_RESULT_ROWS                                                                            \
	KEY_RESULT("title", title),                                                                \
		KEY_RESULT("metric_type", metric_type, .words = metric_type_words),                \
		KEY_RESULT("start_value", start_value),                                            \
		KEY_RESULT("current_value", current_value, .form = VIEW_VALUE),                    \
		KEY_RESULT("target_value", target_value), KEY_RESULT("unit", unit),                \
		KEY_RESULT("progress", progress, .form = VIEW_FRACTION),                           \
		KEY_RESULT("status", status, .words = status_words),                               \
		KEY_RESULT("last_check_in_at", last_check_in_at)

/* Within its OKR. */
static const struct view_field key_result_rows[] = {
	KEY_RESULT("id", record.id),
	KEY_RESULT_ROWS,
};

static const struct view key_result_view = {
	.thing = &key_result_thing,
	.size = sizeof(struct key_result),
	ROWS(key_result_rows),
};

static const struct view_field found_key_result_rows[] = {
	KEY_RESULT("id", record.id),
	KEY_RESULT("okr_id", shown_objective_id),
	KEY_RESULT_ROWS,
};

const struct view found_key_result_view = {
	.thing = &key_result_thing,
	.size = sizeof(struct key_result),
	ROWS(found_key_result_rows),
};

/* ---- OKRs ------------------------------------------------------------------------------------ */

#define OKR(name, member, ...) VIEW(name, struct objective, member, VIEW_READ, __VA_ARGS__)

#define OKR_ROWS                                                                                   \
	OKR("id", record.id), OKR("title", title), OKR("type", type, .words = okr_type_words),     \
		OKR("owner", owner_name), OKR("team_id", team_id),                                 \
		OKR("parent_okr_id", shown_parent_id),                                             \
		OKR("progress", progress, .form = VIEW_FRACTION),                                  \
		OKR("status", health.status, .words = status_words),                               \
		OKR("health_score", health.score)

static const struct view_field okr_rows[] = {
	OKR_ROWS,
	OKR("key_results", key_results, .view = &key_result_view),
};

const struct view brief_okr_view = {
	.thing = &objective_thing,
	.size = sizeof(struct objective),
	ROWS(okr_rows),
};

/* Found in whatever cycle; its key results are found by themselves. */
static const struct view_field found_okr_rows[] = {
	OKR_ROWS,
	OKR("cycle", cycle_name),
	OKR("cycle_id", cycle_id),
};

const struct view found_okr_view = {
	.thing = &objective_thing,
	.size = sizeof(struct objective),
	ROWS(found_okr_rows),
};

/* ---- KPIs ------------------------------------------------------------------------------------ */

#define KPI(name, member, ...) VIEW(name, struct kpi, member, VIEW_READ, __VA_ARGS__)

static const struct view_field kpi_rows[] = {
	KPI("id", record.id),
	KPI("name", name),
	KPI("group_name", group_name),
	KPI("current", current_value),
	KPI("target", target_value),
	KPI("unit", unit),
	KPI("direction", direction, .words = kpi_direction_words),
	KPI("status", status, .words = status_words),
	KPI("ratio", ratio, .form = VIEW_FRACTION),
	KPI("overdue", is_overdue),
	KPI("last_updated", last_updated_at),
};

const struct view brief_kpi_view = {
	.thing = &kpi_thing,
	.size = sizeof(struct kpi),
	ROWS(kpi_rows),
};

/* ---- risks and insights ---------------------------------------------------------------------- */

#define RISK(name, member, ...)                                                                    \
	VIEW(name, struct risk, member, VIEW_READ | VIEW_FILLED, __VA_ARGS__)
#define RISK_OR_NULL(name, member, ...) VIEW(name, struct risk, member, VIEW_READ, __VA_ARGS__)

static const struct view_field risk_rows[] = {
	RISK("type", subject, .words = subject_words),
	RISK("severity", severity, .words = risk_severity_words),
	RISK("title", title),
	RISK("okr_id", objective_id),
	RISK("okr", objective_title),
	RISK_OR_NULL("key_result_id", key_result_id),
	RISK_OR_NULL("owner", owner_name),
	RISK("progress", progress, .form = VIEW_FRACTION),
	RISK("expected_progress", expected_progress, .form = VIEW_FRACTION),
	RISK("projected", projected, .form = VIEW_FRACTION),
	RISK("confidence", confidence),
	RISK("days_left", days_left),
	RISK("reasons", reasons, .form = VIEW_WORDS, .words = risk_reason_words),
	RISK_OR_NULL("blocker_note", blocker_note),
	RISK("interventions", interventions, .form = VIEW_WORDS, .words = intervention_words),
};

const struct view brief_risk_view = { .size = sizeof(struct risk), ROWS(risk_rows) };

#define INSIGHT(name, member, ...)                                                                 \
	VIEW(name, struct insight, member, VIEW_READ | VIEW_FILLED, __VA_ARGS__)
#define INSIGHT_OR_NULL(name, member) VIEW(name, struct insight, member, VIEW_READ)

static const struct view_field insight_rows[] = {
	INSIGHT("type", type, .words = insight_type_words),
	INSIGHT("severity", severity, .words = severity_words),
	INSIGHT("title", title),
	INSIGHT("message", message),
	INSIGHT("recommendation", recommendation),
	INSIGHT_OR_NULL("okr_id", objective_id),
	INSIGHT_OR_NULL("key_result_id", key_result_id),
	INSIGHT_OR_NULL("kpi_id", kpi_id),
	INSIGHT_OR_NULL("cycle_id", cycle_id),
};

const struct view brief_insight_view = { .size = sizeof(struct insight), ROWS(insight_rows) };
