/*
 * The lists of words: what each value is written as, which aliases are accepted, and that no
 * value of an enum was forgotten.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cells.h"
#include "model/import.h"
#include "model/journal.h"
#include "model/owed.h"
#include "model/sign_in.h"
#include "model/template.h"
#include "model/words.h"
#include "model/workspace.h"

enum { TEXTS_MAX = 96 };

/* `texts` are those of the values from `first` on, in the order of the numbers stored for them. */
struct words_case {
	const char *name;
	const struct word_name *words;
	word first;
	const char *texts[TEXTS_MAX];
};

/* The numbers are in the database of every installation, and the texts in its callers' programs:
 * a row may grow, nothing in it may change. */
static const struct words_case cases[] = {
	{ "metric type", metric_type_words, 0, { "number", "percentage", "currency", "boolean" } },
	{ "direction", direction_words, 0, { "increase", "decrease" } },
	{ "status", status_words, 0, { "not_started", "on_track", "at_risk", "off_track" } },
	{ "entry status",
	  history_status_words,
	  0,
	  { "not_started", "on_track", "at_risk", "off_track", "blocked" } },
	{ "check-in status",
	  check_in_status_words,
	  1,
	  { "on_track", "at_risk", "off_track", "blocked" } },
	{ "trend", trend_words, 0, { "steady", "flat", "declining", "regressing" } },
	{ "objective type", objective_type_words, 0, { "org", "department", "team", "individual" } },
	{ "visibility", visibility_words, 0, { "organisation", "department", "team" } },
	{ "lifecycle", lifecycle_words, 0, { "draft", "active", "completed", "cancelled" } },
	{ "frequency", frequency_words, 0, { "weekly", "biweekly", "monthly", "quarterly" } },
	{ "cycle phase", cycle_phase_words, 0, { "running", "draft", "review", "closed" } },
	{ "new cycle phase", new_cycle_phase_words, 0, { "running", "draft" } },
	{ "outcome", outcome_words, 0, { "achieved", "partial", "missed", "dropped" } },
	{ "grade band", grade_band_words, 0, { "low", "middle", "high" } },
	{ "cycle status", cycle_status_words, 0, { "upcoming", "active", "ended" } },
	{ "role", role_words, 0, { "member", "manager", "admin" } },
	{ "KPI category",
	  kpi_category_words,
	  0,
	  { "acquisition", "conversion", "retention", "revenue", "custom" } },
	{ "KPI direction", kpi_direction_words, 0, { "higher", "lower" } },
	{ "initiative status",
	  initiative_status_words,
	  0,
	  { "todo", "in_progress", "done", "blocked" } },
	{ "priority", priority_words, 0, { "p0", "p1", "p2", "p3" } },
	{ "review cycle status", review_cycle_status_words, 0, { "draft", "active", "closed" } },
	{ "review type", review_type_words, 0, { "self", "manager", "peer" } },
	{ "review status", review_status_words, 0, { "draft", "shared" } },
	{ "source type",
	  source_type_words,
	  0,
	  { "frontend", "backend", "server", "system", "api" } },
	{ "data source", data_source_words, 0, { "manual", "connector", "query" } },
	{ "entry kind", entry_kind_words, 0, { "check_in", "edit" } },
	{ "severity", severity_words, 1, { "info", "medium", "high", "critical" } },
	{ "risk severity", risk_severity_words, 2, { "medium", "high", "critical" } },
	{ "risk reason",
	  risk_reason_words,
	  0,
	  { "behind_pace", "stalled", "declining", "regressing", "manual_at_risk",
	    "manual_off_track", "blocked" } },
	{ "intervention",
	  intervention_words,
	  0,
	  { "nudge_owner", "adjust_target", "add_initiative", "schedule_1_1" } },
	{ "band", band_words, 0, { "at_risk", "needs_attention", "good", "strong" } },
	{ "insight type",
	  insight_type_words,
	  0,
	  { "stalled", "behind_pace", "declining", "regressing", "blocked", "predicted_miss",
	    "no_owner", "needs_setup", "not_connected", "kpi_overdue", "kpi_off_track",
	    "cycle_ending", "ahead" } },
	{ "subject", subject_words, 0, { "okr", "key_result", "kpi", "cycle" } },
	{ "owed kind", owed_kind_words, 0, { "check_in", "kpi_update" } },
	{ "sign-in method",
	  sign_in_method_words,
	  0,
	  { "password", "link", "oidc", "remote", "jwt" } },
	{ "link purpose",
	  link_purpose_words,
	  0,
	  { "setup", "invite", "reset", "sign_in", "calendar", "unsubscribe" } },
	{ "journal type",
	  journal_type_words,
	  0,
	  { "okr.created",
	    "okr.updated",
	    "okr.deleted",
	    "okr.restored",
	    "key_result.created",
	    "key_result.updated",
	    "key_result.deleted",
	    "key_result.restored",
	    "key_result.target_changed",
	    "check_in.created",
	    "check_in.updated",
	    "check_in.deleted",
	    "kpi.created",
	    "kpi.updated",
	    "kpi.deleted",
	    "kpi_update.created",
	    "kpi_update.updated",
	    "kpi_update.deleted",
	    "initiative.created",
	    "initiative.updated",
	    "initiative.deleted",
	    "cycle.created",
	    "cycle.updated",
	    "cycle.deleted",
	    "review_cycle.created",
	    "review_cycle.updated",
	    "review_cycle.deleted",
	    "review.created",
	    "review.updated",
	    "review.shared",
	    "review.deleted",
	    "user.created",
	    "user.updated",
	    "user.deactivated",
	    "user.reactivated",
	    "team.created",
	    "team.updated",
	    "team.deleted",
	    "department.created",
	    "department.updated",
	    "department.deleted",
	    "api_key.created",
	    "api_key.updated",
	    "api_key.revoked",
	    "api_key.rotated",
	    "workspace.created",
	    "workspace.journal_started",
	    "workspace.updated",
	    "user.invited",
	    "sign_in.succeeded",
	    "sign_in.failed",
	    "sign_in.session_ended",
	    "cycle.phase_changed",
	    "import.applied",
	    "import.reverted",
	    "workspace.exported",
	    "okr.closed",
	    "okr.reopened",
	    "workspace.restored",
	    "user.deleted" } },
	{ "journal subject",
	  journal_subject_words,
	  0,
	  { "okr", "key_result", "check_in", "kpi", "kpi_update", "initiative", "cycle",
	    "review_cycle", "review", "user", "team", "department", "api_key", "workspace" } },
	{ "import format", import_format_words, IMPORT_OKR, { "okr", "mapping", "engagedly" } },
	{ "import state", import_state_words, 0, { "checked", "applied", "reverted" } },
	{ "decimal", decimal_words, DECIMAL_POINT, { "point", "comma" } },
	{ "date order", date_order_words, DATE_ORDER_DMY, { "dmy", "mdy" } },
	{ "unknown people", unknown_people_words, 0, { "error", "inactive", "none" } },
	{ "journal actor", journal_actor_words, 0, { "person", "key", "system" } },
	{ "journal door",
	  journal_via_words,
	  0,
	  { "api", "console", "mcp", "okrctl", "import", "connector", "courier" } },
	{ "row of the template",
	  template_kind_words,
	  0,
	  { "department", "team", "user", "cycle", "objective", "key_result", "check_in", "kpi",
	    "kpi_update", "initiative" } },
	{ "may", can_words, 0, { "edit", "delete", "check_in" } },
	{ "edit policy", edit_policy_words, 0, { "everyone", "owners" } },
	{ "change reason", change_reason_words, 0, { "optional", "required" } },
	{ "weekday", weekday_words, 0, { "mon", "tue", "wed", "thu", "fri", "sat", "sun" } },
	{ "locale", locale_words, 0, { "en", "de" } },
};

enum { CASES = sizeof(cases) / sizeof(cases[0]) };

static void each_value_is_written_as_documented(void **state)
{
	(void)state;
	for (size_t i = 0; i < CASES; i++)
		for (size_t j = 0; cases[i].texts[j]; j++)
			assert_string_equal(word_text(cases[i].words, (word)(cases[i].first + j)),
					    cases[i].texts[j]);
}

static void each_written_text_is_read_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < CASES; i++)
		for (size_t j = 0; cases[i].texts[j]; j++) {
			word value = WORD_NONE;

			assert_true(
				word_parse(cases[i].words, text_from(cases[i].texts[j]), &value));
			assert_int_equal(value, cases[i].first + j);
		}
}

static void no_table_has_a_value_beyond_the_documented_ones(void **state)
{
	(void)state;
	for (size_t i = 0; i < CASES; i++) {
		size_t count = 0;

		while (cases[i].texts[count])
			count++;
		for (const struct word_name *row = cases[i].words; row->text; row++) {
			assert_true(row->value >= cases[i].first);
			assert_true(row->value < cases[i].first + count);
		}
	}
}

static void no_text_has_two_meanings_in_one_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < CASES; i++)
		for (const struct word_name *a = cases[i].words; a->text; a++)
			for (const struct word_name *b = a + 1; b->text; b++)
				assert_string_not_equal(a->text, b->text);
}

static void company_is_another_word_for_org(void **state)
{
	word value = WORD_NONE;

	(void)state;
	assert_true(word_parse(objective_type_words, TEXT("company"), &value));
	assert_int_equal(value, TYPE_ORGANISATION);
	assert_string_equal(word_text(objective_type_words, TYPE_ORGANISATION), "org");
}

static void kpis_are_not_updated_every_two_weeks(void **state)
{
	word value = WORD_NONE;

	(void)state;
	assert_string_equal(word_text(kpi_frequency_words, EVERY_WEEK), "weekly");
	assert_string_equal(word_text(kpi_frequency_words, EVERY_MONTH), "monthly");
	assert_string_equal(word_text(kpi_frequency_words, EVERY_QUARTER), "quarterly");
	assert_null(word_text(kpi_frequency_words, EVERY_TWO_WEEKS));
	assert_false(word_parse(kpi_frequency_words, TEXT("biweekly"), &value));
	assert_int_equal(value, WORD_NONE);
}

static void only_a_check_in_can_be_blocked(void **state)
{
	word value = WORD_NONE;

	(void)state;
	assert_null(word_text(status_words, STATUS_BLOCKED));
	assert_false(word_parse(status_words, TEXT("blocked"), &value));
	assert_false(word_parse(check_in_status_words, TEXT("not_started"), &value));
	assert_int_equal(value, WORD_NONE);
}

static void the_worse_word_has_the_greater_number(void **state)
{
	(void)state;
	assert_true(STATUS_NOT_STARTED < STATUS_ON_TRACK && STATUS_ON_TRACK < STATUS_AT_RISK);
	assert_true(STATUS_AT_RISK < STATUS_OFF_TRACK);
	assert_true(TREND_STEADY < TREND_FLAT && TREND_FLAT < TREND_DECLINING);
	assert_true(TREND_DECLINING < TREND_REGRESSING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_value_is_written_as_documented),
		cmocka_unit_test(each_written_text_is_read_back),
		cmocka_unit_test(no_table_has_a_value_beyond_the_documented_ones),
		cmocka_unit_test(no_text_has_two_meanings_in_one_table),
		cmocka_unit_test(company_is_another_word_for_org),
		cmocka_unit_test(kpis_are_not_updated_every_two_weeks),
		cmocka_unit_test(only_a_check_in_can_be_blocked),
		cmocka_unit_test(the_worse_word_has_the_greater_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
