/*
 * Every list of words in the model, with the numbers that are stored for them. The numbers are
 * what the database holds: append, never renumber. The texts are the model's own; a dialect that
 * says a word differently has its own table in its own file.
 */
#ifndef OKR_MODEL_WORDS_H
#define OKR_MODEL_WORDS_H

#include "base/field.h"

enum metric_type { METRIC_NUMBER, METRIC_PERCENTAGE, METRIC_CURRENCY, METRIC_BOOLEAN };
enum direction { DIRECTION_INCREASE, DIRECTION_DECREASE };

/* From good to bad, so that the worse of two is the greater. BLOCKED is a check-in's alone. */
enum status {
	STATUS_NOT_STARTED,
	STATUS_ON_TRACK,
	STATUS_AT_RISK,
	STATUS_OFF_TRACK,
	STATUS_BLOCKED
};

/* From good to bad as well. */
enum trend { TREND_STEADY, TREND_FLAT, TREND_DECLINING, TREND_REGRESSING };

enum objective_type { TYPE_ORGANISATION, TYPE_DEPARTMENT, TYPE_TEAM, TYPE_INDIVIDUAL };
enum visibility { VISIBLE_ORGANISATION, VISIBLE_DEPARTMENT, VISIBLE_TEAM };
enum lifecycle { LIFECYCLE_DRAFT, LIFECYCLE_ACTIVE, LIFECYCLE_COMPLETED, LIFECYCLE_CANCELLED };
enum frequency { EVERY_WEEK, EVERY_TWO_WEEKS, EVERY_MONTH, EVERY_QUARTER };
enum cycle_status { CYCLE_UPCOMING, CYCLE_ACTIVE, CYCLE_ENDED };

/* Those behind DRAFT refuse some writes (service/phases.h). */
enum cycle_phase { PHASE_RUNNING, PHASE_DRAFT, PHASE_REVIEW, PHASE_CLOSED };
/* How a closed objective or key result came out. */
enum outcome { OUTCOME_ACHIEVED, OUTCOME_PARTIAL, OUTCOME_MISSED, OUTCOME_DROPPED };

/* Of a grade, from bad to good. */
enum grade_band { GRADE_LOW, GRADE_MIDDLE, GRADE_HIGH };

enum role { ROLE_MEMBER, ROLE_MANAGER, ROLE_ADMIN };

enum kpi_category { KPI_ACQUISITION, KPI_CONVERSION, KPI_RETENTION, KPI_REVENUE, KPI_CUSTOM };
enum kpi_direction { KPI_HIGHER, KPI_LOWER };

enum initiative_status {
	INITIATIVE_TODO,
	INITIATIVE_IN_PROGRESS,
	INITIATIVE_DONE,
	INITIATIVE_BLOCKED
};
enum priority { PRIORITY_P0, PRIORITY_P1, PRIORITY_P2, PRIORITY_P3 };

/* What a person may do with a record; CHECK_IN is a KPI's updates as well. */
enum can { CAN_EDIT, CAN_DELETE, CAN_CHECK_IN };

enum review_cycle_status { REVIEW_CYCLE_DRAFT, REVIEW_CYCLE_ACTIVE, REVIEW_CYCLE_CLOSED };
enum review_type { REVIEW_SELF, REVIEW_MANAGER, REVIEW_PEER };
enum review_status { REVIEW_DRAFT, REVIEW_SHARED };

/* Where a write came from (seed 000), and where a metric's value comes from. */
enum source_type { SOURCE_FRONTEND, SOURCE_BACKEND, SOURCE_SERVER, SOURCE_SYSTEM, SOURCE_API };
enum data_source { DATA_MANUAL, DATA_CONNECTOR, DATA_QUERY };

/* What made an entry of a key result's history. */
enum entry_kind { ENTRY_CHECK_IN, ENTRY_EDIT };

/* How bad a risk or an insight is: the worse of two is the greater. NONE is never written. */
enum severity { SEVERITY_NONE, SEVERITY_INFO, SEVERITY_MEDIUM, SEVERITY_HIGH, SEVERITY_CRITICAL };

enum risk_reason {
	REASON_BEHIND_PACE,
	REASON_STALLED,
	REASON_DECLINING,
	REASON_REGRESSING,
	REASON_MANUAL_AT_RISK,
	REASON_MANUAL_OFF_TRACK,
	REASON_BLOCKED
};
enum intervention { NUDGE_OWNER, ADJUST_TARGET, ADD_INITIATIVE, SCHEDULE_1_1 };

/* Of a workspace's health, from bad to good. */
enum band { BAND_AT_RISK, BAND_NEEDS_ATTENTION, BAND_GOOD, BAND_STRONG };

enum insight_type {
	INSIGHT_STALLED,
	INSIGHT_BEHIND_PACE,
	INSIGHT_DECLINING,
	INSIGHT_REGRESSING,
	INSIGHT_BLOCKED,
	INSIGHT_PREDICTED_MISS,
	INSIGHT_NO_OWNER,
	INSIGHT_NEEDS_SETUP,
	INSIGHT_NOT_CONNECTED,
	INSIGHT_KPI_OVERDUE,
	INSIGHT_KPI_OFF_TRACK,
	INSIGHT_CYCLE_ENDING,
	INSIGHT_AHEAD
};

/* What a risk or an insight is about. */
enum subject { SUBJECT_OBJECTIVE, SUBJECT_KEY_RESULT, SUBJECT_KPI, SUBJECT_CYCLE };

extern const struct word_name metric_type_words[];
extern const struct word_name direction_words[];
extern const struct word_name status_words[];          /* without blocked */
extern const struct word_name history_status_words[];  /* all five: an edit says not_started too */
extern const struct word_name check_in_status_words[]; /* on_track, at_risk, off_track, blocked */
extern const struct word_name trend_words[];
extern const struct word_name objective_type_words[];
extern const struct word_name visibility_words[];
extern const struct word_name lifecycle_words[];
extern const struct word_name frequency_words[];     /* weekly, biweekly, monthly, quarterly */
extern const struct word_name kpi_frequency_words[]; /* weekly, monthly, quarterly */
extern const struct word_name cycle_status_words[];
extern const struct word_name cycle_phase_words[];
extern const struct word_name new_cycle_phase_words[]; /* draft, running */
extern const struct word_name outcome_words[];
extern const struct word_name grade_band_words[]; /* low, middle, high */
extern const struct word_name role_words[];
extern const struct word_name kpi_category_words[];
extern const struct word_name kpi_direction_words[];
extern const struct word_name initiative_status_words[];
extern const struct word_name priority_words[];
extern const struct word_name can_words[];
extern const struct word_name review_cycle_status_words[];
extern const struct word_name review_type_words[];
extern const struct word_name review_status_words[];
extern const struct word_name source_type_words[];
extern const struct word_name data_source_words[];
extern const struct word_name entry_kind_words[];
extern const struct word_name severity_words[];
extern const struct word_name risk_severity_words[]; /* without info */
extern const struct word_name risk_reason_words[];
extern const struct word_name intervention_words[];
extern const struct word_name band_words[];
extern const struct word_name insight_type_words[];
extern const struct word_name subject_words[];

#endif
