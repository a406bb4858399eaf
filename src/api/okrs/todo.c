/*
 * The okrs dialect's list of what a person owes (product/reminders.md F1): the start page of the
 * console, where each row is answered in place. So a row has all that answering takes.
 */
#include "api/okrs/todo.h"

#include "api/exchange.h"
#include "api/input/listing.h"
#include "api/okrs/links.h"
#include "api/output/page.h"
#include "model/directory.h"
#include "service/directory.h"
#include "service/todo.h"

enum { DAYS_AHEAD = 7 };

/* ---- rows ------------------------------------------------------------------------------------- */

#define RECENT(name, member, ...)                                                                  \
	VIEW(name, struct recent_value, member, VIEW_READ | VIEW_FILLED, __VA_ARGS__)

static const struct view_field recent_rows[] = {
	RECENT("day", day, .example = "2026-04-12", .meaning = "The day (UTC) of the value."),
	RECENT("value", value, .example = "41", .meaning = "What it was."),
};

const struct view recent_value_view = {
	.name = "RecentValue",
	.size = GIVEN_SIZE(struct recent_value),
	ROWS(recent_rows),
};

#define SUBJECT(name, member, ...) VIEW(name, struct owed_subject, member, VIEW_READ, __VA_ARGS__)
#define SUBJECT_FILLED(name, member, ...)                                                          \
	VIEW(name, struct owed_subject, member, VIEW_READ | VIEW_FILLED, __VA_ARGS__)

static const struct view_field subject_rows[] = {
	SUBJECT_FILLED("type", type, .words = subject_words, .example = "key_result",
		       .meaning = "What kind of record it is: key_result or kpi."),
	SUBJECT_FILLED("id", id, .example = "key result", .meaning = "The record's id."),
	SUBJECT_FILLED("title", title, .example = "Lift signup → activation rate to 50%",
		       .meaning = "Its title; of a KPI the name."),
	SUBJECT("okr_id", objective_id, .example = "objective",
		.meaning = "The OKR of a key result."),
	SUBJECT("okr_title", objective_title, .example = "Improve onboarding conversion",
		.meaning = "Its title."),
	SUBJECT("metric_type", metric_type, .words = metric_type_words, .example = "percentage",
		.meaning = "How the values of a key result are meant; null for a KPI."),
	SUBJECT("unit", unit, .example = "%", .meaning = "The unit of the values."),
	SUBJECT("start_value", start_value, .example = "32",
		.meaning = "Where a key result began; null for a KPI."),
	SUBJECT("target_value", target_value, .example = "50", .meaning = "Where it should get."),
	SUBJECT("progress_week_ago", progress_week_ago, .form = VIEW_FRACTION, .example = "0.3889",
		.meaning = "Progress of a key result at the end of the day seven days ago, by its "
			   "start and target of today; null when it was not there yet."),
	SUBJECT("recent", recent, .view = &recent_value_view,
		.meaning = "The last 12 values with their days, oldest first."),
};

static const struct view subject_view = {
	.name = "TodoSubject",
	.size = GIVEN_SIZE(struct owed_subject),
	ROWS(subject_rows),
};

#define LAST(name, member, ...) VIEW(name, struct owed_last, member, VIEW_READ, __VA_ARGS__)

static const struct view_field last_rows[] = {
	LAST("value", value, .example = "41", .meaning = "The value as it stands."),
	LAST("status", status, .words = history_status_words, .example = "on_track",
	     .meaning = "What the newest check-in said, blocked included; of a KPI its computed "
			"status."),
	LAST("at", at, .example = "2026-04-12T09:30:00Z",
	     .meaning = "The time of the newest check-in or update; null without one."),
};

static const struct view last_view = {
	.name = "TodoLast",
	.size = GIVEN_SIZE(struct owed_last),
	ROWS(last_rows),
};

#define ITEM(name, member, ...) VIEW(name, struct owed, member, VIEW_READ, __VA_ARGS__)
#define ITEM_FILLED(name, member, ...)                                                             \
	VIEW(name, struct owed, member, VIEW_READ | VIEW_FILLED, __VA_ARGS__)

static const struct view_field item_rows[] = {
	ITEM_FILLED("kind", kind, .words = owed_kind_words, .example = "check_in",
		    .meaning = "What is owed: a check-in of a key result, or a new value of a "
			       "KPI."),
	ITEM_FILLED("due_on", due_on, .example = "2026-04-19",
		    .meaning = "The day (UTC) on which it is due."),
	ITEM_FILLED("days_late", days_late, .example = "0",
		    .meaning = "Days since then; 0 up to that day."),
	ITEM("subject", subject, .view = &subject_view, .meaning = "What it is about."),
	ITEM("last", last, .view = &last_view, .meaning = "What was said last."),
	ITEM("expected_value", expected_value, .example = "46.4",
	     .meaning = "The value at which progress is the elapsed share of the period; null "
			"where there is none."),
	ITEM("suggested_status", suggested_status, .words = history_status_words,
	     .example = "on_track",
	     .meaning = "What the figures say: on_track up to 10 points behind what is expected, "
			"at_risk up to 25, else off_track; blocked stays blocked; null for a "
			"KPI."),
	ITEM_FILLED("url", url, .example = "/app/key-results/019da59c-a600-7000-95a5-5051546758ca",
		    .meaning = URL_MEANING),
};

static const struct view item_view = {
	.name = "TodoItem",
	.size = GIVEN_SIZE(struct owed),
	ROWS(item_rows),
};

/* ---- handlers --------------------------------------------------------------------------------- */

/* What the list was asked for: "until" is its one condition. */
static struct todo_question question_of(struct exchange *x, const struct query *query,
					struct id person_id)
{
	struct todo_question question = {
		.person_id = person_id,
		.until = { x->work.today.days + DAYS_AHEAD },
		.limit = query->limit,
		.has_after = query->has_after,
		.after = query->after.as.date,
		.after_id = query->after_id,
	};

	for (size_t i = 0; i < query->condition_count; i++)
		question.until = query->conditions[i].value.as.date;
	return question;
}

static void set_urls(struct exchange *x, struct list rows)
{
	struct owed *items = rows.items;

	for (size_t i = 0; i < rows.count; i++)
		items[i].url = console_url(
			x, items[i].kind == OWED_KPI_UPDATE ? PAGE_KPI : PAGE_KEY_RESULT,
			items[i].record.id);
}

static const struct error *answer_todo(struct exchange *x, const struct listing *listing,
				       struct id person_id)
{
	struct todo_question question = question_of(x, &listing->query, person_id);
	struct page page;
	const struct error *error = todo_list(&x->work, &question, &page);

	if (error)
		return error;
	set_urls(x, page.rows);
	answer_page(x, &page);
	return NULL;
}

static const struct error *list_mine(struct exchange *x)
{
	struct listing listing;
	const struct error *error = listing_read(x, &listing);

	if (!error && !x->work.session.is_person)
		error = error_new(x->work.arena, ERROR_INVALID,
				  "This route is for people: a key owes nothing. Ask "
				  "/users/{id}/todo instead.");
	return error ? error : answer_todo(x, &listing, x->work.session.person_id);
}

static const struct error *list_of_user(struct exchange *x)
{
	struct person *person = arena_take(x->work.arena, sizeof(*person));
	struct listing listing;
	const struct error *error = listing_read(x, &listing);

	if (!error)
		error = work_need(&x->work, &person_thing, x->ids[0], person);
	if (!error)
		error = todo_permits(&x->work, x->ids[0]);
	return error ? error : answer_todo(x, &listing, x->ids[0]);
}

/* ---- doors ------------------------------------------------------------------------------------ */

static const struct filter todo_filters[] = {
	FILTER("until", FILTER_UNTIL, struct owed, due_on,
	       .meaning = "What is due on this day or before; by default within seven days."),
};

#define OWED                                                                                       \
	200, ROUTE_LIST | ROUTE_ASCENDING, .resource = &owed_resource, .view = &item_view,         \
					   .filters = FILTERS(todo_filters),                       \
					   .sort = offsetof(struct owed, due_on)

static const struct route routes[] = {
	{ METHOD_GET, "/me/todo", SCOPE_OKRS_READ, list_mine, OWED, .name = "listMyTodo",
	  .title = "List what I owe",
	  .meaning = "Check-ins and values of KPIs that the person of this credential owes, the "
		     "first due first. A key result is due while its OKR is active and its period "
		     "runs: an interval after its newest check-in, on the workspace's "
		     "`check_in_weekday` if it has one, never after the period's end. It is owed "
		     "by its owner, or else by the OKR's. A KPI is due an interval after its "
		     "newest update. KPIs need the scope `kpis:read` as well. An API key gets a "
		     "400: it is nobody." },
	{ METHOD_GET, "/users/:id/todo", SCOPE_OKRS_READ, list_of_user, OWED,
	  .parent = &person_resource, .name = "listUserTodo", .title = "List what a person owes",
	  .meaning = "What `/me/todo` shows to that person, as far as you may see it: for that "
		     "person, for everybody above in the chain of managers, and for "
		     "administrators (the scope `workspace:admin`; people need the role as "
		     "well)." },
};

const struct route_group okrs_todo_routes = ROUTES("/api/v1");
