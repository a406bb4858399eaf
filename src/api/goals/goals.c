/*
 * The goals dialect (seed 002): nested, weighted goals. A goal is an objective, its progress the
 * same fraction as in the okrs dialect.
 */
#include "api/goals/goals.h"

#include "api/exchange.h"
#include "api/input/body.h"
#include "api/input/listing.h"
#include "api/input/sent_back.h"
#include "api/output/etag.h"
#include "api/output/page.h"
#include "api/output/view_write.h"
#include "api/verbs.h"
#include "service/check_ins.h"
#include "service/goals.h"
#include "service/key_results.h"
#include "service/objectives.h"

/* ---- words --------------------------------------------------------------------------------- */

static const struct word_name owner_type_words[] = {
	{ "company", TYPE_ORGANISATION },
	{ "department", TYPE_DEPARTMENT },
	{ "team", TYPE_TEAM },
	{ "employee", TYPE_INDIVIDUAL },
	{ NULL, 0 },
};

/* A draft is an active goal to those who know no drafts. */
static const struct word_name goal_status_words[] = {
	{ "active", LIFECYCLE_ACTIVE },
	{ "completed", LIFECYCLE_COMPLETED },
	{ "cancelled", LIFECYCLE_CANCELLED },
	{ "active", LIFECYCLE_DRAFT },
	{ NULL, 0 },
};

static const struct word_name confidence_words[] = {
	{ "on_track", STATUS_ON_TRACK },
	{ "at_risk", STATUS_AT_RISK },
	{ "off_track", STATUS_OFF_TRACK },
	{ "at_risk", STATUS_BLOCKED },
	{ NULL, 0 },
};

/* ---- check-ins ------------------------------------------------------------------------------- */

#define CHECK_IN(name, member, flags, ...) VIEW(name, struct check_in, member, flags, __VA_ARGS__)

static const struct view_field check_in_rows[] = {
	CHECK_IN("id", record.id, VIEW_READ),
	CHECK_IN("goal_key_result_id", key_result_id, VIEW_READ),
	CHECK_IN("employee_id", person_id, VIEW_WRITE),
	CHECK_IN("value", value, VIEW_WRITE | VIEW_NEEDED, .form = VIEW_VALUE),
	CHECK_IN("confidence_level", status, VIEW_WRITE, .words = confidence_words),
	CHECK_IN("comment", comment, VIEW_WRITE),
	CHECK_IN("acl", acl, VIEW_READ),
	CHECK_IN("created_by", record.created_by, VIEW_READ),
	CHECK_IN("assign_to", assign_to, VIEW_WRITE, .form = VIEW_NAMES),
	CHECK_IN("visible_to", visible_to, VIEW_WRITE, .form = VIEW_NAMES),
	CHECK_IN("created_at", record.created_at, VIEW_READ),
};

static const struct view check_in_view = {
	.name = "GoalKeyResultCheckIn",
	.thing = &check_in_thing,
	.size = GIVEN_SIZE(struct check_in),
	ROWS(check_in_rows),
};

/* ---- key results ------------------------------------------------------------------------------ */

#define KEY_RESULT(name, member, flags, ...)                                                       \
	VIEW(name, struct goal_key_result, member, flags, __VA_ARGS__)

static const struct view_field key_result_rows[] = {
	KEY_RESULT("id", key_result.record.id, VIEW_READ),
	KEY_RESULT("goal_id", key_result.shown_objective_id, VIEW_READ),
	KEY_RESULT("title", key_result.title, VIEW_WRITE | VIEW_NEEDED),
	KEY_RESULT("description", key_result.description, VIEW_WRITE),
	KEY_RESULT("metric_type", key_result.metric_type, VIEW_WRITE, .words = metric_type_words),
	KEY_RESULT("start_value", key_result.start_value, VIEW_WRITE),
	KEY_RESULT("target_value", key_result.target_value, VIEW_WRITE),
	KEY_RESULT("current_value", key_result.current_value, VIEW_WRITE, .form = VIEW_VALUE),
	KEY_RESULT("unit", key_result.unit, VIEW_WRITE),
	KEY_RESULT("progress", key_result.progress, VIEW_READ, .form = VIEW_FRACTION),
	KEY_RESULT("confidence_level", key_result.confidence_level, VIEW_READ,
		   .words = status_words),
	KEY_RESULT("weight", key_result.weight, VIEW_WRITE),
	KEY_RESULT("created_at", key_result.record.created_at, VIEW_READ),
	KEY_RESULT("updated_at", key_result.record.updated_at, VIEW_READ),
	KEY_RESULT("goal_key_result_check_ins", check_ins, VIEW_SHOWN | VIEW_IF_SET,
		   .view = &check_in_view,
		   .meaning = "The newest check-ins, up to 50, newest first."),
};

/* In a goal, with its check-ins, as it may be sent back; and alone, as an answer. */
static const struct view nested_key_result_view = {
	.name = "GoalKeyResult",
	.thing = &key_result_thing,
	.size = GIVEN_SIZE(struct goal_key_result),
	ROWS(key_result_rows),
};

static const struct view key_result_view = {
	.name = "GoalKeyResultAlone",
	.thing = &key_result_thing,
	.size = GIVEN_SIZE(struct key_result),
	.fields = key_result_rows,
	.count = sizeof(key_result_rows) / sizeof(key_result_rows[0]) - 1,
};

/* ---- goals --------------------------------------------------------------------------------------- */

#define GOAL(name, member, flags, ...) VIEW(name, struct goal, member, flags, __VA_ARGS__)

static const struct view goal_view;

static const struct view_field goal_rows[] = {
	GOAL("id", objective.record.id, VIEW_READ),
	GOAL("parent_goal_id", objective.shown_parent_id, VIEW_READ),
	GOAL("parent_goal_id", objective.parent_id, VIEW_NEW | VIEW_CHANGE),
	GOAL("title", objective.title, VIEW_WRITE | VIEW_NEEDED),
	GOAL("description", objective.description, VIEW_WRITE),
	GOAL("owner_type", objective.type, VIEW_WRITE | VIEW_NEEDED, .words = owner_type_words),
	GOAL("owner_employee_id", owner_employee_id, VIEW_READ, .example = "null",
	     .meaning = "The employee who owns it, with owner_type employee."),
	GOAL("owner_employee_id", objective.owner_id, VIEW_NEW | VIEW_CHANGE),
	GOAL("owner_department_id", owner_department_id, VIEW_READ, .example = "null",
	     .meaning = "The department that owns it, with owner_type department."),
	GOAL("owner_department_id", objective.department_id, VIEW_NEW | VIEW_CHANGE),
	GOAL("owner_team_id", owner_team_id, VIEW_READ, .example = "null",
	     .meaning = "The team that owns it, with owner_type team."),
	GOAL("owner_team_id", objective.team_id, VIEW_NEW | VIEW_CHANGE),
	GOAL("is_shared", objective.is_shared, VIEW_WRITE),
	GOAL("assign_to_ids", objective.assignee_ids, VIEW_WRITE),
	GOAL("visible_to_ids", objective.viewer_ids, VIEW_WRITE),
	GOAL("date_start", objective.period_start, VIEW_READ),
	GOAL("date_start", objective.date_start, VIEW_NEW | VIEW_CHANGE),
	GOAL("date_end", objective.period_end, VIEW_READ),
	GOAL("date_end", objective.date_end, VIEW_NEW | VIEW_CHANGE),
	GOAL("status", objective.lifecycle, VIEW_WRITE, .words = goal_status_words),
	GOAL("progress", objective.progress, VIEW_READ, .form = VIEW_FRACTION),
	GOAL("confidence_level", objective.confidence_level, VIEW_READ, .words = status_words),
	GOAL("weight", objective.weight, VIEW_WRITE),
	GOAL("is_archived", objective.is_archived, VIEW_WRITE),
	GOAL("goal_key_results_count", key_result_count, VIEW_READ, .example = "1",
	     .meaning = "How many key results it has."),
	GOAL("has_children", has_children, VIEW_READ, .example = "false",
	     .meaning = "Whether goals contribute to it."),
	GOAL("created_at", objective.record.created_at, VIEW_READ),
	GOAL("updated_at", objective.record.updated_at, VIEW_READ),
	GOAL("parent_goal", parent, VIEW_SHOWN | VIEW_IF_SET | VIEW_ONE, .view = &goal_view,
	     .meaning = "The goal that it contributes to, as a summary."),
	GOAL("goal_key_results", key_results, VIEW_SHOWN | VIEW_IF_SET,
	     .view = &nested_key_result_view, .meaning = "Its key results, in order of creation."),
	GOAL("children", children, VIEW_SHOWN | VIEW_IF_SET, .view = &goal_view,
	     .meaning = "The goals that contribute to it."),
};

static const struct view goal_view = {
	.name = "Goal",
	.thing = &objective_thing,
	.size = GIVEN_SIZE(struct goal),
	ROWS(goal_rows),
};

static const struct filter goal_filters[] = {
	FILTER("owner_type", FILTER_EQUAL, struct objective, type, .words = owner_type_words,
	       .meaning = "Goals of this kind of owner."),
	FILTER("text", FILTER_SEARCH, struct objective, title,
	       .meaning = "Goals whose title contains this text, whatever case and accents."),
	FILTER("status", FILTER_EQUAL, struct objective, lifecycle, .words = goal_status_words,
	       .meaning = "Goals with this status."),
	FILTER("is_shared", FILTER_EQUAL, struct objective, is_shared,
	       .meaning = "Whether the goal is shared with others."),
	FILTER("confidence_level", FILTER_EQUAL, struct objective, confidence_level,
	       .words = confidence_words, .meaning = "Goals with this confidence level."),
	FILTER("date_period_start", FILTER_SINCE, struct objective, period_end,
	       .meaning = "Goals that end on this day or later."),
	FILTER("date_period_end", FILTER_UNTIL, struct objective, period_start,
	       .meaning = "Goals that begin on this day or earlier."),
	FILTER("only_top_level", FILTER_TOP, struct objective, parent_id,
	       .meaning = "Only goals without a parent."),
	FILTER("parent_goal_id", FILTER_EQUAL, struct objective, parent_id,
	       .meaning = "Goals that contribute to one of these."),
	FILTER("updated_since", FILTER_SINCE, struct objective, record.updated_at,
	       .meaning = "Changed at this time or later."),
	FILTER("archived", FILTER_ARCHIVED, struct objective, is_archived,
	       .meaning = "false (the default), true, or any."),
};

static const struct sort goal_sorts[] = {
	{ "created_at", offsetof(struct objective, record.id), false },
	{ "updated_at", offsetof(struct objective, record.updated_at), false },
	{ "title", offsetof(struct objective, title), false },
	{ "progress", offsetof(struct objective, progress), false },
	{ "date_end", offsetof(struct objective, period_end), true },
};

/* ---- answers ----------------------------------------------------------------------------------------- */

static const struct error *answer_goal(struct exchange *x, struct id id, int depth)
{
	struct goal *goal;
	const struct error *error = goal_get(&x->work, id, depth, &goal);

	if (!error)
		answer_record(x, goal);
	return error;
}

static const struct error *show_goal(struct exchange *x, void *record)
{
	return answer_goal(x, ((const struct record *)record)->id, 1);
}

static const struct error *read_page(struct exchange *x, struct query *query, struct page *page,
				     int64_t *total)
{
	return goal_search(&x->work, query, page, total);
}

/* ---- handlers ------------------------------------------------------------------------------------------ */

/* How many levels of children of a single goal stand in full. */
struct goal_question {
	int64_t depth;
};

static const struct filter goal_parameters[] = {
	FILTER("depth", FILTER_TAKEN, struct goal_question, depth, .min = 1, .max = GOAL_DEPTH_MAX,
	       .meaning = "How many levels of `children` stand in full; 1 by default."),
};

static const struct error *goal_show(struct exchange *x)
{
	struct goal_question question = { .depth = 1 };
	const struct error *error = parameters_read(x, &question);

	return error ? error : answer_goal(x, path_id(x), (int)question.depth);
}

/* Whether the body's own words for it were wrong already. */
static bool already_faulty(const struct exchange *x, const char *name)
{
	for (const struct error_detail *d = x->work.faults.first; d; d = d->next)
		if (text_equal(d->field, text_from(name)))
			return true;
	return false;
}

/* The link that a kind of owner needs. */
static const struct owner {
	word type;
	size_t member;
	const char *name, *meaning;
} owners[] = {
	{ TYPE_DEPARTMENT, offsetof(struct objective, department_id), "owner_department_id",
	  "department" },
	{ TYPE_TEAM, offsetof(struct objective, team_id), "owner_team_id", "team" },
	{ TYPE_INDIVIDUAL, offsetof(struct objective, owner_id), "owner_employee_id", "employee" },
};

enum { OWNERS = sizeof(owners) / sizeof(owners[0]) };

static struct id owner_of(const struct objective *objective, const struct owner *owner)
{
	struct id id;

	memcpy(&id, (const char *)objective + owner->member, sizeof(id));
	return id;
}

/*
 * Who owns it must be named with the kind of owner, unless it was missing before (rulings.md 6).
 * A link that its kind does not need prints null; null sent back for it leaves it as it is.
 * `before` is NULL for a new goal.
 */
static void check_owner(struct exchange *x, const void *before, const void *after,
			struct given *given)
{
	const struct objective *stored = before, *sent = after;
	bool has_type = !stored || GIVEN(given, struct objective, type);
	word type = has_type ? sent->type : stored->type;

	for (const struct owner *owner = owners; owner < owners + OWNERS; owner++) {
		bool is_given = !stored || given_at(given, owner->member);
		bool is_none = id_is_none(owner_of(is_given ? sent : stored, owner));
		bool was_none = stored && stored->type == type &&
				id_is_none(owner_of(stored, owner));

		if (owner->type == type && is_none && !was_none && !already_faulty(x, owner->name))
			error_add(&x->work.faults, x->work.arena, owner->member,
				  text_from(owner->name), "is required when owner_type is %s",
				  owner->meaning);
		if (stored && owner->type != stored->type && is_given && is_none)
			given_drop(given, owner->member);
	}
}

/* ---- check-ins ---------------------------------------------------------------------------------------- */

/* What a check-in has moved. */
struct moved {
	struct check_in check_in;
	struct key_result key_result;
	struct list goals; /* of struct objective, the nearest first */
};

#define MOVED_KEY_RESULT(name, member, ...)                                                        \
	VIEW(name, struct key_result, member, VIEW_READ, __VA_ARGS__)

static const struct view_field moved_key_result_rows[] = {
	MOVED_KEY_RESULT("id", record.id),
	MOVED_KEY_RESULT("current_value", current_value),
	MOVED_KEY_RESULT("progress", progress, .form = VIEW_FRACTION),
	MOVED_KEY_RESULT("confidence_level", confidence_level, .words = confidence_words),
};

static const struct view moved_key_result_view = {
	.name = "GoalKeyResultProgress",
	.thing = &key_result_thing,
	.size = GIVEN_SIZE(struct key_result),
	ROWS(moved_key_result_rows),
};

#define MOVED_GOAL(name, member, ...) VIEW(name, struct objective, member, VIEW_READ, __VA_ARGS__)

static const struct view_field moved_goal_rows[] = {
	MOVED_GOAL("id", record.id),
	MOVED_GOAL("progress", progress, .form = VIEW_FRACTION),
	MOVED_GOAL("confidence_level", confidence_level, .words = confidence_words),
};

static const struct view moved_goal_view = {
	.name = "GoalProgress",
	.thing = &objective_thing,
	.size = GIVEN_SIZE(struct objective),
	ROWS(moved_goal_rows),
};

static const struct view_field moved_rows[] = {
	VIEW("check_in", struct moved, check_in, VIEW_READ, .view = &check_in_view,
	     .meaning = "The check-in as it was recorded."),
	VIEW("key_result", struct moved, key_result, VIEW_READ, .view = &moved_key_result_view,
	     .meaning = "Where the key result stands now."),
	VIEW("goals", struct moved, goals, VIEW_READ, .view = &moved_goal_view,
	     .meaning = "Where every goal above it stands now: the nearest first, the root last."),
};

static const struct view moved_view = {
	.name = "GoalCheckInResult",
	.size = GIVEN_SIZE(struct moved),
	ROWS(moved_rows),
};

static const struct error *need_key_result(struct exchange *x, struct key_result *out)
{
	const struct error *error =
		resource_get(&x->work, &key_result_resource, path_id(x), NULL, out);

	if (!error && !id_equal(out->objective_id, x->ids[0]))
		error = error_new(x->work.arena, ERROR_NOT_FOUND,
				  "This key result does not exist.");
	return error;
}

/* Answers what it has moved: the key result, and every goal above it, the root last. */
static const struct error *check_in_new(struct exchange *x)
{
	struct moved *moved = arena_take(x->work.arena, sizeof(*moved));
	struct given given;
	const struct error *error;

	memcpy(&moved->check_in, check_in_thing.form.blank, sizeof(moved->check_in));
	error = body_read(x, true, &moved->check_in, &given);
	if (!error && x->work.faults.count == 0)
		error = need_key_result(x, &moved->key_result);
	moved->check_in.key_result_id = path_id(x);
	if (!error)
		error = resource_create(&x->work, &check_in_resource, &moved->check_in, &given);
	if (!error)
		error = resource_get(&x->work, &key_result_resource, path_id(x), NULL,
				     &moved->key_result);
	if (!error)
		error = goal_chain(&x->work, x->ids[0], &moved->goals);
	if (error)
		return error;
	answer_location(x, moved->check_in.record.id);
	view_write(&x->json, x->route->view, moved);
	return NULL;
}

/* ---- doors ----------------------------------------------------------------------------------------------- */

#define UNDER_GOAL                                                                                 \
	.parent = &objective_resource, .parent_member = offsetof(struct key_result, objective_id)

static const struct envelope page_envelope = { .items = "items",
					       .next = "next_cursor",
					       .total = "total",
					       .page = 50,
					       .page_max = 500,
					       .splits_values = true };

static const struct route routes[] = {
	{ METHOD_GET, "/goals", SCOPE_OKRS_READ, verb_list, 200, ROUTE_LIST, OF(objective, goal),
	  .read_page = read_page, .filters = FILTERS(goal_filters), .sorts = FILTERS(goal_sorts),
	  .name = "listGoals", .title = "List goals",
	  .meaning = "Goals, with the filters of the search as query parameters; a comma stands "
		     "between several values of one filter." },
	{ METHOD_POST, "/goals/search", SCOPE_OKRS_READ, verb_list, 200, ROUTE_LIST | ROUTE_READ,
	  OF(objective, goal), .read_page = read_page, .filters = FILTERS(goal_filters),
	  .sorts = FILTERS(goal_sorts), .name = "searchGoals", .title = "Search goals",
	  .meaning = "Finds goals. Filters join with AND; a list of values means any of them. "
		     "`date_period_start` and `date_period_end` find goals whose dates overlap the "
		     "period. It only reads: it needs no `Idempotency-Key` and writes nothing.",
	  .sample = "owner_type status only_top_level" },
	{ METHOD_GET, "/goals/:id", SCOPE_OKRS_READ, goal_show, 200, 0, OF(objective, goal),
	  .filters = FILTERS(goal_parameters), .name = "getGoal", .title = "Get a goal",
	  .meaning = "One goal in full: its parent in short, its key results with their newest "
		     "check-ins (up to 50), the goals below it. `depth` says how many levels of "
		     "`children` stand in full; those below are summaries." },
	{ METHOD_POST, "/goals", SCOPE_WRITE_OKRS, verb_create, 201, ROUTE_BODY,
	  OF(objective, goal), .prepare = check_owner, .show = show_goal, .location = "/goals/",
	  .name = "createGoal", .title = "Create a goal",
	  .meaning = "Makes a goal. `owner_type` department, team or employee needs the matching "
		     "`owner_department_id`, `owner_team_id` or `owner_employee_id`. A chain of "
		     "parents may be 32 goals deep, and no circle.",
	  .sample = "title description owner_type date_start date_end" },
	{ METHOD_PUT, "/goals/:id", SCOPE_WRITE_OKRS, verb_update, 200, ROUTE_BODY,
	  OF(objective, goal), .prepare = check_owner, .show = show_goal, .name = "updateGoal",
	  .title = "Update a goal",
	  .meaning = "Changes the fields that you send. Moving, weighting, archiving or cancelling "
		     "a goal moves the goals above it, on both sides.",
	  .sample = "title status weight" },
	{ METHOD_DELETE, "/goals/:id", SCOPE_WRITE_OKRS, verb_delete, 204, 0, OF(objective, goal),
	  .name = "deleteGoal", .title = "Delete a goal",
	  .meaning = "Deletes a goal and its key results. The goals below it stay, without a "
		     "parent." },
	{ METHOD_POST, "/goals/:goal_id/key-results", SCOPE_WRITE_OKRS, verb_create, 201,
	  ROUTE_BODY, OF(key_result, key_result), .takes = &nested_key_result_view, UNDER_GOAL,
	  .location = "/key-results/", .name = "createGoalKeyResult",
	  .title = "Add a key result to a goal",
	  .meaning = "Adds a key result to a goal. Start, target and current are 0, 100 and the "
		     "start unless you send them.",
	  .sample = "title metric_type start_value target_value weight" },
	{ METHOD_PUT, "/goals/:goal_id/key-results/:kr_id", SCOPE_WRITE_OKRS, verb_update, 200,
	  ROUTE_BODY, OF(key_result, key_result), .takes = &nested_key_result_view, UNDER_GOAL,
	  .name = "updateGoalKeyResult", .title = "Update a key result of a goal",
	  .meaning = "Changes the fields that you send; the goals above follow.",
	  .sample = "title target_value weight" },
	{ METHOD_DELETE, "/goals/:goal_id/key-results/:kr_id", SCOPE_WRITE_OKRS, verb_delete, 204,
	  0, OF(key_result, key_result), UNDER_GOAL, .name = "deleteGoalKeyResult",
	  .title = "Delete a key result of a goal",
	  .meaning = "Deletes a key result; the goals above follow." },
	{ METHOD_POST, "/goals/:goal_id/key-results/:kr_id/checkin", SCOPE_CHECKINS_WRITE,
	  check_in_new, 201, ROUTE_BODY, OF(check_in, moved), .takes = &check_in_view,
	  .location = "/checkins/", .name = "createGoalCheckIn",
	  .title = "Check in on a key result of a goal",
	  .meaning = "Records a check-in, and answers what it moved: the key result, and every "
		     "goal above it up to the root. Without a `confidence_level` the key result "
		     "keeps the one it has.",
	  .sample = "value confidence_level comment" },
};

static const struct noun nouns[] = {
	{ .thing = &objective_thing, .noun = "goal" },
	{ .place = "goal_id", .noun = "goal" },
	{ .place = "kr_id", .noun = "key result" },
	{ 0 },
};

const struct route_group goals_routes =
	ROUTES("/api/v1", .envelope = &page_envelope, .nouns = nouns);
