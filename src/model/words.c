/*
 * The texts of every list of words in model/words.h: as the okrs dialect of the API writes them,
 * with the aliases that it accepts. A dialect that says a word differently has its own table in
 * its own file. In each table the first row of a value is the one that is written.
 */
#include "model/words.h"

/* clang-format off */

#define WORDS_END { NULL, WORD_NONE }

const struct word_name metric_type_words[] = {
	{ "number", METRIC_NUMBER },
	{ "percentage", METRIC_PERCENTAGE },
	{ "currency", METRIC_CURRENCY },
	{ "boolean", METRIC_BOOLEAN },
	WORDS_END,
};

const struct word_name direction_words[] = {
	{ "increase", DIRECTION_INCREASE },
	{ "decrease", DIRECTION_DECREASE },
	WORDS_END,
};

const struct word_name status_words[] = {
	{ "not_started", STATUS_NOT_STARTED },
	{ "on_track", STATUS_ON_TRACK },
	{ "at_risk", STATUS_AT_RISK },
	{ "off_track", STATUS_OFF_TRACK },
	WORDS_END,
};

const struct word_name history_status_words[] = {
	{ "not_started", STATUS_NOT_STARTED },
	{ "on_track", STATUS_ON_TRACK },
	{ "at_risk", STATUS_AT_RISK },
	{ "off_track", STATUS_OFF_TRACK },
	{ "blocked", STATUS_BLOCKED },
	WORDS_END,
};

const struct word_name check_in_status_words[] = {
	{ "on_track", STATUS_ON_TRACK },
	{ "at_risk", STATUS_AT_RISK },
	{ "off_track", STATUS_OFF_TRACK },
	{ "blocked", STATUS_BLOCKED },
	WORDS_END,
};

const struct word_name trend_words[] = {
	{ "steady", TREND_STEADY },
	{ "flat", TREND_FLAT },
	{ "declining", TREND_DECLINING },
	{ "regressing", TREND_REGRESSING },
	WORDS_END,
};

const struct word_name objective_type_words[] = {
	{ "org", TYPE_ORGANISATION },
	{ "company", TYPE_ORGANISATION },
	{ "department", TYPE_DEPARTMENT },
	{ "team", TYPE_TEAM },
	{ "individual", TYPE_INDIVIDUAL },
	WORDS_END,
};

const struct word_name visibility_words[] = {
	{ "organisation", VISIBLE_ORGANISATION },
	{ "department", VISIBLE_DEPARTMENT },
	{ "team", VISIBLE_TEAM },
	WORDS_END,
};

const struct word_name lifecycle_words[] = {
	{ "draft", LIFECYCLE_DRAFT },
	{ "active", LIFECYCLE_ACTIVE },
	{ "completed", LIFECYCLE_COMPLETED },
	{ "cancelled", LIFECYCLE_CANCELLED },
	WORDS_END,
};

const struct word_name frequency_words[] = {
	{ "weekly", EVERY_WEEK },
	{ "biweekly", EVERY_TWO_WEEKS },
	{ "monthly", EVERY_MONTH },
	{ "quarterly", EVERY_QUARTER },
	WORDS_END,
};

const struct word_name kpi_frequency_words[] = {
	{ "weekly", EVERY_WEEK },
	{ "monthly", EVERY_MONTH },
	{ "quarterly", EVERY_QUARTER },
	WORDS_END,
};

const struct word_name cycle_status_words[] = {
	{ "upcoming", CYCLE_UPCOMING },
	{ "active", CYCLE_ACTIVE },
	{ "ended", CYCLE_ENDED },
	WORDS_END,
};

const struct word_name cycle_phase_words[] = {
	{ "running", PHASE_RUNNING },
	{ "draft", PHASE_DRAFT },
	{ "review", PHASE_REVIEW },
	{ "closed", PHASE_CLOSED },
	WORDS_END,
};

const struct word_name new_cycle_phase_words[] = {
	{ "running", PHASE_RUNNING },
	{ "draft", PHASE_DRAFT },
	WORDS_END,
};

const struct word_name outcome_words[] = {
	{ "achieved", OUTCOME_ACHIEVED }, { "partial", OUTCOME_PARTIAL },
	{ "missed", OUTCOME_MISSED },     { "dropped", OUTCOME_DROPPED },
	WORDS_END,
};

const struct word_name grade_band_words[] = {
	{ "low", GRADE_LOW },
	{ "middle", GRADE_MIDDLE },
	{ "high", GRADE_HIGH },
	WORDS_END,
};

const struct word_name role_words[] = {
	{ "member", ROLE_MEMBER },
	{ "manager", ROLE_MANAGER },
	{ "admin", ROLE_ADMIN },
	WORDS_END,
};

const struct word_name kpi_category_words[] = {
	{ "acquisition", KPI_ACQUISITION },
	{ "conversion", KPI_CONVERSION },
	{ "retention", KPI_RETENTION },
	{ "revenue", KPI_REVENUE },
	{ "custom", KPI_CUSTOM },
	WORDS_END,
};

const struct word_name kpi_direction_words[] = {
	{ "higher", KPI_HIGHER },
	{ "lower", KPI_LOWER },
	WORDS_END,
};

const struct word_name initiative_status_words[] = {
	{ "todo", INITIATIVE_TODO },
	{ "in_progress", INITIATIVE_IN_PROGRESS },
	{ "done", INITIATIVE_DONE },
	{ "blocked", INITIATIVE_BLOCKED },
	WORDS_END,
};

const struct word_name priority_words[] = {
	{ "p0", PRIORITY_P0 },
	{ "p1", PRIORITY_P1 },
	{ "p2", PRIORITY_P2 },
	{ "p3", PRIORITY_P3 },
	WORDS_END,
};

const struct word_name can_words[] = {
	{ "edit", CAN_EDIT },
	{ "delete", CAN_DELETE },
	{ "check_in", CAN_CHECK_IN },
	{ NULL, 0 },
};

const struct word_name review_cycle_status_words[] = {
	{ "draft", REVIEW_CYCLE_DRAFT },
	{ "active", REVIEW_CYCLE_ACTIVE },
	{ "closed", REVIEW_CYCLE_CLOSED },
	WORDS_END,
};

const struct word_name review_type_words[] = {
	{ "self", REVIEW_SELF },
	{ "manager", REVIEW_MANAGER },
	{ "peer", REVIEW_PEER },
	WORDS_END,
};

const struct word_name review_status_words[] = {
	{ "draft", REVIEW_DRAFT },
	{ "shared", REVIEW_SHARED },
	WORDS_END,
};

const struct word_name source_type_words[] = {
	{ "frontend", SOURCE_FRONTEND },
	{ "backend", SOURCE_BACKEND },
	{ "server", SOURCE_SERVER },
	{ "system", SOURCE_SYSTEM },
	{ "api", SOURCE_API },
	WORDS_END,
};

const struct word_name data_source_words[] = {
	{ "manual", DATA_MANUAL },
	{ "connector", DATA_CONNECTOR },
	{ "query", DATA_QUERY },
	WORDS_END,
};

const struct word_name entry_kind_words[] = {
	{ "check_in", ENTRY_CHECK_IN },
	{ "edit", ENTRY_EDIT },
	WORDS_END,
};

const struct word_name severity_words[] = {
	{ "info", SEVERITY_INFO },
	{ "medium", SEVERITY_MEDIUM },
	{ "high", SEVERITY_HIGH },
	{ "critical", SEVERITY_CRITICAL },
	WORDS_END,
};

const struct word_name risk_severity_words[] = {
	{ "medium", SEVERITY_MEDIUM },
	{ "high", SEVERITY_HIGH },
	{ "critical", SEVERITY_CRITICAL },
	WORDS_END,
};

const struct word_name risk_reason_words[] = {
	{ "behind_pace", REASON_BEHIND_PACE },
	{ "stalled", REASON_STALLED },
	{ "declining", REASON_DECLINING },
	{ "regressing", REASON_REGRESSING },
	{ "manual_at_risk", REASON_MANUAL_AT_RISK },
	{ "manual_off_track", REASON_MANUAL_OFF_TRACK },
	{ "blocked", REASON_BLOCKED },
	WORDS_END,
};

const struct word_name intervention_words[] = {
	{ "nudge_owner", NUDGE_OWNER },
	{ "adjust_target", ADJUST_TARGET },
	{ "add_initiative", ADD_INITIATIVE },
	{ "schedule_1_1", SCHEDULE_1_1 },
	WORDS_END,
};

const struct word_name band_words[] = {
	{ "at_risk", BAND_AT_RISK },
	{ "needs_attention", BAND_NEEDS_ATTENTION },
	{ "good", BAND_GOOD },
	{ "strong", BAND_STRONG },
	WORDS_END,
};

const struct word_name insight_type_words[] = {
	{ "stalled", INSIGHT_STALLED },
	{ "behind_pace", INSIGHT_BEHIND_PACE },
	{ "declining", INSIGHT_DECLINING },
	{ "regressing", INSIGHT_REGRESSING },
	{ "blocked", INSIGHT_BLOCKED },
	{ "predicted_miss", INSIGHT_PREDICTED_MISS },
	{ "no_owner", INSIGHT_NO_OWNER },
	{ "needs_setup", INSIGHT_NEEDS_SETUP },
	{ "not_connected", INSIGHT_NOT_CONNECTED },
	{ "kpi_overdue", INSIGHT_KPI_OVERDUE },
	{ "kpi_off_track", INSIGHT_KPI_OFF_TRACK },
	{ "cycle_ending", INSIGHT_CYCLE_ENDING },
	{ "ahead", INSIGHT_AHEAD },
	WORDS_END,
};

const struct word_name subject_words[] = {
	{ "okr", SUBJECT_OBJECTIVE },
	{ "key_result", SUBJECT_KEY_RESULT },
	{ "kpi", SUBJECT_KPI },
	{ "cycle", SUBJECT_CYCLE },
	WORDS_END,
};
