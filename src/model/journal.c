/*
 * What the journal tells of each thing, as tables. Every stored field stands here but stamps (the
 * row has its own), what is computed from other rows, and secrets; tests/unit/test_journal.c knows
 * those, so a new field is either told or left out on purpose.
 */
#include "model/journal.h"

#include "model/api_key.h"
#include "model/directory.h"
#include "model/initiative.h"
#include "model/key_result.h"
#include "model/kpi.h"
#include "model/objective.h"
#include "model/review.h"
#include "model/workspace.h"

/* clang-format off */

const struct word_name journal_type_words[] = {
	{ "okr.created", OKR_CREATED },
	{ "okr.updated", OKR_UPDATED },
	{ "okr.deleted", OKR_DELETED },
	{ "okr.restored", OKR_RESTORED },
	{ "key_result.created", KEY_RESULT_CREATED },
	{ "key_result.updated", KEY_RESULT_UPDATED },
	{ "key_result.deleted", KEY_RESULT_DELETED },
	{ "key_result.restored", KEY_RESULT_RESTORED },
	{ "key_result.target_changed", KEY_RESULT_TARGET_CHANGED },
	{ "check_in.created", CHECK_IN_CREATED },
	{ "check_in.updated", CHECK_IN_UPDATED },
	{ "check_in.deleted", CHECK_IN_DELETED },
	{ "kpi.created", KPI_CREATED },
	{ "kpi.updated", KPI_UPDATED },
	{ "kpi.deleted", KPI_DELETED },
	{ "kpi_update.created", KPI_UPDATE_CREATED },
	{ "kpi_update.updated", KPI_UPDATE_UPDATED },
	{ "kpi_update.deleted", KPI_UPDATE_DELETED },
	{ "initiative.created", INITIATIVE_CREATED },
	{ "initiative.updated", INITIATIVE_UPDATED },
	{ "initiative.deleted", INITIATIVE_DELETED },
	{ "cycle.created", CYCLE_CREATED },
	{ "cycle.updated", CYCLE_UPDATED },
	{ "cycle.deleted", CYCLE_DELETED },
	{ "review_cycle.created", REVIEW_CYCLE_CREATED },
	{ "review_cycle.updated", REVIEW_CYCLE_UPDATED },
	{ "review_cycle.deleted", REVIEW_CYCLE_DELETED },
	{ "review.created", REVIEW_CREATED },
	{ "review.updated", REVIEW_UPDATED },
	{ "review.shared", REVIEW_SHARED_NOW },
	{ "review.deleted", REVIEW_DELETED },
	{ "user.created", USER_CREATED },
	{ "user.updated", USER_UPDATED },
	{ "user.deactivated", USER_DEACTIVATED },
	{ "user.reactivated", USER_REACTIVATED },
	{ "team.created", TEAM_CREATED },
	{ "team.updated", TEAM_UPDATED },
	{ "team.deleted", TEAM_DELETED },
	{ "department.created", DEPARTMENT_CREATED },
	{ "department.updated", DEPARTMENT_UPDATED },
	{ "department.deleted", DEPARTMENT_DELETED },
	{ "api_key.created", API_KEY_CREATED },
	{ "api_key.updated", API_KEY_UPDATED },
	{ "api_key.revoked", API_KEY_REVOKED },
	{ "api_key.rotated", API_KEY_ROTATED },
	{ "workspace.created", WORKSPACE_CREATED },
	{ "workspace.journal_started", WORKSPACE_JOURNAL_STARTED },
	{ "workspace.updated", WORKSPACE_UPDATED },
	{ "user.invited", USER_INVITED },
	{ "sign_in.succeeded", SIGN_IN_SUCCEEDED },
	{ "sign_in.failed", SIGN_IN_FAILED },
	{ "sign_in.session_ended", SIGN_IN_SESSION_ENDED },
	{ "cycle.phase_changed", CYCLE_PHASE_CHANGED },
	{ "import.applied", IMPORT_APPLIED_NOW },
	{ "import.reverted", IMPORT_REVERTED_NOW },
	{ "workspace.exported", WORKSPACE_EXPORTED },
	{ "okr.closed", OKR_CLOSED },
	{ "okr.reopened", OKR_REOPENED },
	{ "workspace.restored", WORKSPACE_RESTORED },
	{ "user.deleted", USER_DELETED },
	{ NULL, WORD_NONE },
};

const struct word_name journal_subject_words[] = {
	{ "okr", ABOUT_OKR },
	{ "key_result", ABOUT_KEY_RESULT },
	{ "check_in", ABOUT_CHECK_IN },
	{ "kpi", ABOUT_KPI },
	{ "kpi_update", ABOUT_KPI_UPDATE },
	{ "initiative", ABOUT_INITIATIVE },
	{ "cycle", ABOUT_CYCLE },
	{ "review_cycle", ABOUT_REVIEW_CYCLE },
	{ "review", ABOUT_REVIEW },
	{ "user", ABOUT_USER },
	{ "team", ABOUT_TEAM },
	{ "department", ABOUT_DEPARTMENT },
	{ "api_key", ABOUT_API_KEY },
	{ "workspace", ABOUT_WORKSPACE },
	{ NULL, WORD_NONE },
};

const struct word_name journal_actor_words[] = {
	{ "person", ACTOR_PERSON },
	{ "key", ACTOR_KEY },
	{ "system", ACTOR_SYSTEM },
	{ NULL, WORD_NONE },
};

const struct word_name journal_via_words[] = {
	{ "api", VIA_API },
	{ "console", VIA_CONSOLE },
	{ "mcp", VIA_MCP },
	{ "okrctl", VIA_OKRCTL },
	{ "import", VIA_IMPORT },
	{ "connector", VIA_CONNECTOR },
	{ "courier", VIA_COURIER },
	{ NULL, WORD_NONE },
};

/* clang-format on */

/* ---- rows --------------------------------------------------------------------------------------- */

#define COLUMN(member, ...) FIELD(struct journal_row, member, FIELD_COLUMN, __VA_ARGS__)
#define COLUMN_AS(name, member, ...)                                                               \
	FIELD_AS(name, struct journal_row, member, FIELD_COLUMN, __VA_ARGS__)
#define COMPUTED(member, ...) FIELD(struct journal_row, member, 0, __VA_ARGS__)

static const struct field row_fields[] = {
	FIELD_AS("organisation_id", struct journal_row, record.organisation_id, FIELD_COLUMN,
		 .meaning = "The workspace that the row belongs to."),
	FIELD(struct journal_row, sequence, FIELD_COLUMN | FIELD_ORDER | FIELD_FILLED,
	      .example = "1042", .meaning = "Its number: from 1, without gaps."),
	FIELD(struct journal_row, at, FIELD_COLUMN | FIELD_FILLED,
	      .example = "2026-04-19T12:05:00Z", .meaning = "When it was written."),
	FIELD(struct journal_row, type, FIELD_COLUMN | FIELD_FILLED, .words = journal_type_words,
	      .example = "key_result.target_changed", .meaning = "What happened."),
	COLUMN_AS("subject_type", subject.type, .words = journal_subject_words,
		  .example = "key_result", .meaning = "What kind of record it happened to."),
	COLUMN_AS("subject_id", subject.id, .example = "key result",
		  .meaning = "The record that it happened to."),
	COLUMN(objective_id, .meaning = "The objective that it belonged to."),
	COLUMN(app_id, .example = "null", .meaning = "The application that the record belongs to."),
	COLUMN_AS("actor_type", actor.type, .words = journal_actor_words, .example = "key",
		  .meaning = "What kind of actor did it."),
	COLUMN_AS("actor_id", actor.id, .example = "API key", .meaning = "Who did it."),
	FIELD(struct journal_row, via, FIELD_COLUMN | FIELD_FILLED, .words = journal_via_words,
	      .example = "api", .meaning = "The door that it came in by."),
	COLUMN(request_id, .example = "5f0c6d2a9b1e4c7fa3d8e6b70c91f245",
	       .meaning = "The `X-Request-Id` of the answer; null for okrctl."),
	COLUMN(reason, .example = "The market is smaller than we thought",
	       .meaning = "Why, in the words of whoever did it."),
	COLUMN(content, .meaning = "What changed, as it is kept."),
	COLUMN(hash, .meaning = "The hash of the chain, in bytes."),
	COLUMN(erased_at, .example = "null", .meaning = "When its content was erased."),
	COMPUTED(changes, .example = "{\"target_value\": {\"from\": 50, \"to\": 45}}",
		 .meaning = "Each field that changed, with its value before and after; null once "
			    "the content is erased."),
	COMPUTED(context, .example = "null",
		 .meaning = "Of a check-in and an edited value: the progress of the OKR before and "
			    "after, value and status of the key result after."),
	FIELD_AS("hash_text", struct journal_row, hash_text, FIELD_FILLED,
		 .example = "9d1c3f0b6f5a4e2d8c7b6a5948372615049382716f5e4d3c2b1a09f8e7d6c5b4",
		 .meaning = "The hash of the row and of everything before it."),
};

static const struct journal_row blank_row = {
	.at = { INT64_MIN },
	.type = WORD_NONE,
	.subject = { .type = WORD_NONE },
	.actor = { .type = WORD_NONE },
	.via = WORD_NONE,
	.erased_at = { INT64_MIN },
};

const struct thing journal_thing = {
	.name = "row of the journal",
	.table = "journal",
	.form = THING_FORM(struct journal_row, row_fields, blank_row, journal_thing),
	.app_id = THING_HAS_NONE, /* which rows one sees is for their readers to say */
	.deleted_at = THING_HAS_NONE,
};

/* ---- what is told ----------------------------------------------------------------------------- */

#define TOLD(name, type, member, ...)                                                              \
	{                                                                                          \
		name, offsetof(type, member), __VA_ARGS__                                          \
	}

#define OKR(name, member) TOLD(name, struct objective, member, 0)

static const struct told_field objective_fields[] = {
	OKR("title", title),
	OKR("description", description),
	OKR("type", type),
	OKR("owner_id", owner_id),
	OKR("department_id", department_id),
	OKR("team_id", team_id),
	OKR("visibility", visibility),
	OKR("cycle_id", cycle_id),
	OKR("parent_okr_id", parent_id),
	OKR("weight", weight),
	OKR("lifecycle", lifecycle),
	OKR("is_archived", is_archived),
	OKR("check_in_frequency", check_in_frequency),
	OKR("tags", tags),
	OKR("category", category),
	OKR("period", period),
	OKR("date_start", date_start),
	OKR("date_end", date_end),
	OKR("is_shared", is_shared),
	OKR("assign_to_ids", assignee_ids),
	OKR("visible_to_ids", viewer_ids),
	OKR("linked_project_ids", linked_project_ids),
	OKR("dependencies", dependencies),
	OKR("source", source),
	OKR("source_type", source_type),
	OKR("app_id", app_id),
	OKR("grade", grade),
	OKR("grade_proposed", grade_proposed),
	OKR("outcome", outcome),
	OKR("closing_note", closing_note),
	OKR("closed_at", closed_at),
	OKR("closed_by", closed_by),
};

#define KEY_RESULT(name, member) TOLD(name, struct key_result, member, 0)

static const struct told_field key_result_fields[] = {
	KEY_RESULT("okr_id", objective_id),
	KEY_RESULT("title", title),
	KEY_RESULT("description", description),
	KEY_RESULT("metric_type", metric_type),
	KEY_RESULT("start_value", start_value),
	KEY_RESULT("current_value", current_value),
	KEY_RESULT("target_value", target_value),
	KEY_RESULT("unit", unit),
	KEY_RESULT("direction", direction),
	KEY_RESULT("weight", weight),
	KEY_RESULT("status", status),
	KEY_RESULT("owner_id", owner_id),
	KEY_RESULT("data_source", data_source),
	KEY_RESULT("connector_id", connector_id),
	KEY_RESULT("query", query),
	KEY_RESULT("tags", tags),
	KEY_RESULT("source", source),
	KEY_RESULT("source_type", source_type),
	KEY_RESULT("app_id", app_id),
	KEY_RESULT("grade", grade),
	KEY_RESULT("grade_proposed", grade_proposed),
	KEY_RESULT("outcome", outcome),
	KEY_RESULT("closing_note", closing_note),
};

#define CHECK_IN(name, member) TOLD(name, struct check_in, member, 0)

static const struct told_field check_in_fields[] = {
	CHECK_IN("key_result_id", key_result_id),
	CHECK_IN("value", value),
	CHECK_IN("status", status),
	CHECK_IN("comment", comment),
	CHECK_IN("blocker_note", blocker_note),
	CHECK_IN("author_id", person_id),
	CHECK_IN("checked_in_at", checked_in_at),
	CHECK_IN("assign_to", assign_to),
	CHECK_IN("visible_to", visible_to),
	CHECK_IN("app_id", app_id),
};

#define KPI(name, member, flags) TOLD(name, struct kpi, member, flags)

static const struct told_field kpi_fields[] = {
	KPI("name", name, 0),
	KPI("description", description, 0),
	KPI("owner_id", owner_id, 0),
	KPI("team_id", team_id, 0),
	KPI("category", category, 0),
	KPI("group_name", group_name, 0),
	KPI("current_value", current_value, TOLD_APART),
	KPI("target_value", target_value, 0),
	KPI("unit", unit, 0),
	KPI("update_frequency", update_frequency, 0),
	KPI("direction", direction, 0),
	KPI("app_id", app_id, 0),
};

#define KPI_UPDATE(name, member) TOLD(name, struct kpi_update, member, 0)

static const struct told_field kpi_update_fields[] = {
	KPI_UPDATE("kpi_id", kpi_id),
	KPI_UPDATE("new_value", new_value),
	KPI_UPDATE("comment", comment),
	KPI_UPDATE("app_id", app_id),
};

#define INITIATIVE(name, member) TOLD(name, struct initiative, member, 0)

static const struct told_field initiative_fields[] = {
	INITIATIVE("title", title),           INITIATIVE("description", description),
	INITIATIVE("status", status),         INITIATIVE("priority", priority),
	INITIATIVE("start_date", start_date), INITIATIVE("end_date", end_date),
	INITIATIVE("owner_id", owner_id),     INITIATIVE("kr_id", key_result_id),
	INITIATIVE("okr_id", objective_id),   INITIATIVE("app_id", app_id),
};

static const struct told_field cycle_fields[] = {
	TOLD("name", struct cycle, name, 0),
	TOLD("start_date", struct cycle, start_date, 0),
	TOLD("end_date", struct cycle, end_date, 0),
	TOLD("phase", struct cycle, phase, 0),
};

static const struct told_field review_cycle_fields[] = {
	TOLD("name", struct review_cycle, name, 0),
	TOLD("status", struct review_cycle, status, 0),
	TOLD("due_date", struct review_cycle, due_date, 0),
};

static const struct told_field review_fields[] = {
	TOLD("cycle_id", struct review, review_cycle_id, 0),
	TOLD("employee_id", struct review, employee_id, 0),
	TOLD("type", struct review, type, 0),
	TOLD("status", struct review, status, 0),
	TOLD("answers", struct review, answers, 0),
	TOLD("shared_at", struct review, shared_at, 0),
};

#define USER(name, member) TOLD(name, struct person, member, 0)

static const struct told_field user_fields[] = {
	USER("name", name),         USER("email", email),
	USER("role", role),         USER("department_id", department_id),
	USER("team_ids", team_ids), USER("external_id", external_id),
	USER("active", is_active),  USER("manager_id", manager_id),
};

static const struct told_field team_fields[] = {
	TOLD("name", struct team, name, 0),
	TOLD("department_id", struct team, department_id, 0),
};

static const struct told_field department_fields[] = {
	TOLD("name", struct department, name, 0),
	TOLD("parent_id", struct department, parent_id, 0),
};

#define API_KEY(name, member, flags) TOLD(name, struct api_key, member, flags)

static const struct told_field api_key_fields[] = {
	API_KEY("name", name, 0),
	API_KEY("prefix", prefix, 0),
	API_KEY("scopes", scopes, TOLD_SCOPES),
	API_KEY("app_id", app_id, 0),
	API_KEY("expires_at", expires_at, 0),
	API_KEY("revoked_at", revoked_at, 0),
	API_KEY("rate_limit", rate_limit, 0),
	API_KEY("page_limit", page_limit, 0),
};

#define WORKSPACE(member) TOLD(#member, struct workspace, member, 0)

static const struct told_field workspace_fields[] = {
	WORKSPACE(name),        WORKSPACE(time_zone),        WORKSPACE(locale),
	WORKSPACE(edit_policy), WORKSPACE(check_in_weekday), WORKSPACE(change_reason),
	WORKSPACE(grace_days),  WORKSPACE(escalation),       WORKSPACE(level_marks),
	WORKSPACE(limits),
};

/* ---- changes with a type of their own ---------------------------------------------------------- */

static word special_of_objective(const void *before_, const void *after_)
{
	const struct objective *before = before_, *after = after_;
	bool was_closed = !instant_is_none(before->closed_at);

	if (was_closed == !instant_is_none(after->closed_at))
		return OKR_UPDATED;
	return was_closed ? OKR_REOPENED : OKR_CLOSED;
}

static word special_of_key_result(const void *before_, const void *after_)
{
	const struct key_result *before = before_, *after = after_;

	return before->target_value != after->target_value ? KEY_RESULT_TARGET_CHANGED :
							     KEY_RESULT_UPDATED;
}

static word special_of_cycle(const void *before_, const void *after_)
{
	const struct cycle *before = before_, *after = after_;

	return before->phase != after->phase ? CYCLE_PHASE_CHANGED : CYCLE_UPDATED;
}

static word special_of_user(const void *before_, const void *after_)
{
	const struct person *before = before_, *after = after_;

	if (before->is_active == after->is_active)
		return USER_UPDATED;
	return after->is_active ? USER_REACTIVATED : USER_DEACTIVATED;
}

static word special_of_review(const void *before_, const void *after_)
{
	const struct review *before = before_, *after = after_;

	return before->status != after->status ? REVIEW_SHARED_NOW : REVIEW_UPDATED;
}

static word special_of_api_key(const void *before_, const void *after_)
{
	const struct api_key *before = before_, *after = after_;

	return before->revoked_at.ms != after->revoked_at.ms ? API_KEY_REVOKED : API_KEY_UPDATED;
}

/* ---- the tellings ------------------------------------------------------------------------------ */

#define FIELDS(table) .fields = (table), .count = sizeof(table) / sizeof((table)[0])
#define TYPES(word_)                                                                               \
	.created = word_##_CREATED, .updated = word_##_UPDATED, .deleted = word_##_DELETED,        \
	.restored = WORD_NONE

const struct telling tellings[] = {
	{ .thing = &objective_thing,
	  .subject = ABOUT_OKR,
	  FIELDS(objective_fields),
	  .title = offsetof(struct objective, title),
	  .objective_id = offsetof(struct objective, record.id),
	  .created = OKR_CREATED,
	  .updated = OKR_UPDATED,
	  .deleted = OKR_DELETED,
	  .restored = OKR_RESTORED,
	  .special = special_of_objective },
	{ .thing = &key_result_thing,
	  .subject = ABOUT_KEY_RESULT,
	  FIELDS(key_result_fields),
	  .title = offsetof(struct key_result, title),
	  .objective_id = offsetof(struct key_result, objective_id),
	  .created = KEY_RESULT_CREATED,
	  .updated = KEY_RESULT_UPDATED,
	  .deleted = KEY_RESULT_DELETED,
	  .restored = KEY_RESULT_RESTORED,
	  .special = special_of_key_result },
	{ .thing = &check_in_thing,
	  .subject = ABOUT_CHECK_IN,
	  FIELDS(check_in_fields),
	  .title = THING_HAS_NONE,
	  .objective_id = THING_HAS_NONE, /* its key result's: the context brings it */
	  TYPES(CHECK_IN) },
	{ .thing = &kpi_thing,
	  .subject = ABOUT_KPI,
	  FIELDS(kpi_fields),
	  .title = offsetof(struct kpi, name),
	  .objective_id = THING_HAS_NONE,
	  TYPES(KPI) },
	{ .thing = &kpi_update_thing,
	  .subject = ABOUT_KPI_UPDATE,
	  FIELDS(kpi_update_fields),
	  .title = THING_HAS_NONE,
	  .objective_id = THING_HAS_NONE,
	  TYPES(KPI_UPDATE) },
	{ .thing = &initiative_thing,
	  .subject = ABOUT_INITIATIVE,
	  FIELDS(initiative_fields),
	  .title = offsetof(struct initiative, title),
	  .objective_id = offsetof(struct initiative, objective_id),
	  TYPES(INITIATIVE) },
	{ .thing = &cycle_thing,
	  .subject = ABOUT_CYCLE,
	  FIELDS(cycle_fields),
	  .title = offsetof(struct cycle, name),
	  .objective_id = THING_HAS_NONE,
	  TYPES(CYCLE),
	  .special = special_of_cycle },
	{ .thing = &review_cycle_thing,
	  .subject = ABOUT_REVIEW_CYCLE,
	  FIELDS(review_cycle_fields),
	  .title = offsetof(struct review_cycle, name),
	  .objective_id = THING_HAS_NONE,
	  TYPES(REVIEW_CYCLE) },
	{ .thing = &review_thing,
	  .subject = ABOUT_REVIEW,
	  FIELDS(review_fields),
	  .title = THING_HAS_NONE,
	  .objective_id = THING_HAS_NONE,
	  TYPES(REVIEW),
	  .special = special_of_review },
	{ .thing = &person_thing,
	  .subject = ABOUT_USER,
	  FIELDS(user_fields),
	  .title = offsetof(struct person, name),
	  .objective_id = THING_HAS_NONE,
	  .created = USER_CREATED,
	  .updated = USER_UPDATED,
	  .deleted = USER_DELETED,
	  .restored = WORD_NONE,
	  .special = special_of_user },
	{ .thing = &team_thing,
	  .subject = ABOUT_TEAM,
	  FIELDS(team_fields),
	  .title = offsetof(struct team, name),
	  .objective_id = THING_HAS_NONE,
	  TYPES(TEAM) },
	{ .thing = &department_thing,
	  .subject = ABOUT_DEPARTMENT,
	  FIELDS(department_fields),
	  .title = offsetof(struct department, name),
	  .objective_id = THING_HAS_NONE,
	  TYPES(DEPARTMENT) },
	{ .thing = &workspace_thing,
	  .subject = ABOUT_WORKSPACE,
	  FIELDS(workspace_fields),
	  .title = offsetof(struct workspace, name),
	  .objective_id = THING_HAS_NONE,
	  .created = WORKSPACE_CREATED,
	  .updated = WORKSPACE_UPDATED,
	  .deleted = WORD_NONE,
	  .restored = WORD_NONE },
	{ .thing = &api_key_thing,
	  .subject = ABOUT_API_KEY,
	  FIELDS(api_key_fields),
	  .title = offsetof(struct api_key, name),
	  .objective_id = THING_HAS_NONE,
	  .created = API_KEY_CREATED,
	  .updated = API_KEY_UPDATED,
	  .deleted = WORD_NONE,
	  .restored = WORD_NONE,
	  .special = special_of_api_key },
};

const size_t telling_count = sizeof(tellings) / sizeof(tellings[0]);

const struct telling *telling_of(const struct thing *thing)
{
	for (size_t i = 0; i < telling_count; i++)
		if (tellings[i].thing == thing)
			return &tellings[i];
	return NULL;
}
