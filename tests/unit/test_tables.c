/*
 * The tables that drive everything are sound: what the program refuses to start with is found here
 * first. And the check sees what it is for: each of its rules has a table here that breaks it alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "api/api.h"
#include "api/describe/check_tables.h"
#include "api/exchange.h"
#include "api/goals/goals.h"
#include "api/objectives/objectives.h"
#include "api/okrs/okrs.h"
#include "api/route.h"
#include "model/key_result.h"
#include "model/objective.h"
#include "service/objectives.h"

static void the_tables_agree_with_each_other(void **state)
{
	struct arena *arena = arena_new(4096);
	const struct error *error = api_check_tables(arena);

	(void)state;
	if (error)
		fail_msg("%.*s %.*s", TEXT_PRINT(error->message), TEXT_PRINT(error->inside));
	arena_free(arena);
}

/* ---- broken tables --------------------------------------------------------------------------- */

/* A broken row is a sound one in which a member is said a second time. */
#pragma GCC diagnostic ignored "-Woverride-init"

static const struct error *do_nothing(struct exchange *x)
{
	(void)x;
	return NULL;
}

/* A view of one field, which is sound but for what the test breaks. */
#define ONE(name_, thing_, ...)                                                                    \
	static const struct view_field name_##_rows[] = { { .name = "title",                       \
							    .name_size = 5,                        \
							    .kind = FIELD_TEXT,                    \
							    .offset = offsetof(struct objective,   \
									       title),             \
							    .meaning = "It.",                      \
							    __VA_ARGS__ } };                       \
	static const struct view name_ = { .name = "One",                                          \
					   .thing = (thing_),                                      \
					   .size = sizeof(struct objective),                       \
					   ROWS(name_##_rows) }

ONE(sound_view, &objective_thing, .flags = VIEW_SHOWN | VIEW_NEW | VIEW_NEEDED);
ONE(wordless_view, &objective_thing, .kind = FIELD_WORD, .flags = VIEW_NEW);
ONE(viewless_view, &objective_thing, .kind = FIELD_LIST);
ONE(thingless_view, NULL, .flags = VIEW_CHANGE);
ONE(part_view, &objective_thing, .kind = FIELD_PART, .view = &sound_view, .flags = VIEW_NEW);
ONE(meaningless_view, NULL, .meaning = NULL);
ONE(untaken_view, &objective_thing, .flags = VIEW_SHOWN | VIEW_NEEDED);
ONE(outside_view, &objective_thing, .offset = sizeof(struct objective) - 1);
ONE(deep_view, &objective_thing, .kind = FIELD_LIST, .view = &wordless_view);

/* A table of one filter. */
#define TITLES(name_, ...)                                                                         \
	static const struct filter name_[] = { { .name = "title",                                  \
						 .kind = FILTER_EQUAL,                             \
						 .value_kind = FIELD_TEXT,                         \
						 .offset = offsetof(struct objective, title),      \
						 .meaning = "It.",                                 \
						 __VA_ARGS__ } }

TITLES(sound_filter, .words = NULL);
TITLES(taken_filter, .kind = FILTER_TAKEN);
TITLES(wordless_filter, .value_kind = FIELD_WORD);
TITLES(meaningless_filter, .meaning = NULL);
TITLES(columnless_filter, .offset = offsetof(struct objective, health));
TITLES(single_search, .kind = FILTER_SEARCH_BOTH, .or_offset = offsetof(struct objective, health));
TITLES(text_computed, .kind = FILTER_COMPUTED);
TITLES(shadowed_filter, .name = "limit");

static const struct sort unsortable[] = { { "health", offsetof(struct objective, health), false } };

/* Rows that are sound but for what the test breaks. */
#define ROUTE(...)                                                                                 \
	{                                                                                          \
		.method = METHOD_GET, .path = "/things/:id", .handle = do_nothing, .status = 200,  \
		.resource = &objective_resource, .view = &sound_view, .name = "getThing",          \
		.title = "Get", .meaning = "Gets.", __VA_ARGS__                                    \
	}
#define LIST(...) ROUTE(.path = "/things", .flags = ROUTE_LIST, __VA_ARGS__)
#define TAKER(...)                                                                                 \
	ROUTE(.method = METHOD_POST, .path = "/things", .flags = ROUTE_BODY, .sample = "title",    \
	      __VA_ARGS__)

static const struct broken_route {
	const char *otherwise; /* NULL: nothing is broken */
	struct route route;
} broken_routes[] = {
	{ NULL, ROUTE() },
	{ NULL, LIST(.filters = FILTERS(sound_filter)) },
	{ NULL, TAKER() },
	{ "a field has no words", ROUTE(.view = &wordless_view) },
	{ "a field has no words", ROUTE(.view = &deep_view) },
	{ "a field has no words", TAKER(.takes = &wordless_view) },
	{ "a list or part has no view", ROUTE(.view = &viewless_view) },
	{ "a field cannot be taken", ROUTE(.view = &thingless_view) },
	{ "a field cannot be taken", ROUTE(.view = &part_view) },
	{ "a field has no meaning", ROUTE(.view = &meaningless_view) },
	{ "a field is needed and not taken", ROUTE(.view = &untaken_view) },
	{ "a field stands outside its struct", ROUTE(.view = &outside_view) },
	{ "a filter has no words", LIST(.filters = FILTERS(wordless_filter)) },
	{ "a filter has no meaning", LIST(.filters = FILTERS(meaningless_filter)) },
	{ "a filter is of a list or is taken, not both", LIST(.filters = FILTERS(taken_filter)) },
	{ "a filter is of a list or is taken, not both", ROUTE(.filters = FILTERS(sound_filter)) },
	{ "a filter looks at no column", LIST(.filters = FILTERS(columnless_filter)) },
	{ "a search looks at no second column", LIST(.filters = FILTERS(single_search)) },
	{ "a computed filter compares words alone", LIST(.filters = FILTERS(text_computed)) },
	{ "a filter has the name of a parameter of all lists",
	  LIST(.filters = FILTERS(shadowed_filter)) },
	{ "the row is not complete", ROUTE(.handle = NULL) },
	{ "the row is not complete", ROUTE(.status = 0) },
	{ "a list needs a resource", LIST(.resource = NULL) },
	{ "only a list has CSV, fields or an order", ROUTE(.flags = ROUTE_CSV) },
	{ "only a list has CSV, fields or an order", ROUTE(.flags = ROUTE_FIELDS) },
	{ "what is deprecated needs a successor", ROUTE(.flags = ROUTE_DEPRECATED) },
	{ "what needs no tables is a way in with counted failures",
	  ROUTE(.flags = ROUTE_UNREADY | ROUTE_OPEN | ROUTE_SIGN_IN) },
	{ "a body needs a view of a thing", TAKER(.view = NULL) },
	{ "a list is sorted by columns", LIST(.sorts = FILTERS(unsortable)) },
	{ "a page is larger than the largest", LIST(.page = 2, .page_max = 1) },
	{ "the row has no name, title or meaning", ROUTE(.name = NULL) },
	{ "the row has no name, title or meaning", ROUTE(.title = NULL) },
	{ "the row has no name, title or meaning", ROUTE(.meaning = NULL) },
	{ "what PUT does is called update…", ROUTE(.method = METHOD_PUT) },
	{ "a body needs a sample", TAKER(.sample = NULL) },
	{ "the sample names no member of the body", TAKER(.sample = "title other") },
	{ "two routes match one path", ROUTE(.path = "/taken/:id") },
	{ "two routes match one path", ROUTE(.path = "/:kind/x") },
	{ "a tool stands in a group of tools, where no path leads", ROUTE(.path = "#do") },
	{ "a tool stands in a group of tools, where no path leads",
	  ROUTE(.method = METHOD_POST, .flags = ROUTE_TOOL) },
	{ NULL, TAKER(.status = 201, .location = "/made/") },
	{ "what is made has a location that a GET answers", TAKER(.status = 201) },
	{ "what is made has a location that a GET answers",
	  TAKER(.status = 201, .location = "/other/") },
};

/* Stands beside the broken one. */
static const struct route other_routes[] = { ROUTE(.path = "/taken/x"),
					     ROUTE(.path = "/made/:id") };
static const struct route_group other_group = { .prefix = "", .routes = other_routes, .count = 2 };

#define TOOL(...)                                                                                  \
	ROUTE(.method = METHOD_POST, .path = "#do", .scope = SCOPE_OKRS_READ,                      \
	      .flags = ROUTE_TOOL | ROUTE_READ, .filters = FILTERS(taken_filter), .hint = "",      \
	      __VA_ARGS__)

static const struct broken_route broken_tools[] = {
	{ NULL, TOOL() },
	{ "a tool's path is # and its name", TOOL(.path = "do") },
	{ "a tool's path is # and its name", TOOL(.path = "#") },
	{ "a tool's path is # and its name", TOOL(.path = "#do it") },
	{ "a tool's path is # and its name", TOOL(.path = "/do") },
	{ "a tool has no title, meaning or hint", TOOL(.title = NULL) },
	{ "a tool has no title, meaning or hint", TOOL(.meaning = NULL) },
	{ "a tool has no title, meaning or hint", TOOL(.hint = NULL) },
	{ "a tool is a POST with ROUTE_TOOL", TOOL(.flags = ROUTE_READ) },
	{ "a tool is a POST with ROUTE_TOOL", TOOL(.method = METHOD_GET) },
	{ "a tool needs a scope", TOOL(.scope = SCOPE_NONE) },
	{ "a tool needs a view of its answer", TOOL(.view = NULL) },
	{ "a tool that reads has filters, one that writes takes a view",
	  TOOL(.takes = &sound_view) },
	{ "a tool that reads has filters, one that writes takes a view",
	  TOOL(.flags = ROUTE_TOOL) },
	{ "two tools have one name", TOOL(.path = "#taken") },
	/* What holds of routes holds of tools. */
	{ "the row is not complete", TOOL(.handle = NULL) },
	{ "a field has no words", TOOL(.view = &wordless_view) },
	{ "a filter has no meaning", TOOL(.flags = ROUTE_TOOL | ROUTE_READ | ROUTE_LIST,
					  .filters = FILTERS(meaningless_filter)) },
};

static const struct route other_tool = TOOL(.path = "#taken");

enum { RULES_MAX = 64 };

/* A broken table is refused for what is broken in it, a sound one is not. */
static void expect_refusal(const struct routes *routes, const char *otherwise, bool seen[RULES_MAX])
{
	struct arena *arena = arena_new(4096);
	const struct error *error = tables_check(arena, routes);
	const char *message = error ? arena_string(arena, error->message) : "nothing";

	if (!otherwise != !error || (otherwise && !strstr(message, otherwise)))
		fail_msg("%s is found where it should be: %s", message, otherwise);
	for (size_t i = 0; otherwise && tables_rule(i); i++)
		if (strcmp(tables_rule(i), otherwise) == 0)
			seen[i] = true;
	arena_free(arena);
}

static void each_rule_refuses_a_broken_table(void **state)
{
	bool seen[RULES_MAX] = { false };

	(void)state;
	for (size_t i = 0; i < sizeof(broken_routes) / sizeof(broken_routes[0]); i++) {
		struct route_group group = { .prefix = "",
					     .routes = &broken_routes[i].route,
					     .count = 1 };
		const struct route_group *groups[] = { &group, &other_group };
		struct routes routes = { groups, 2 };

		expect_refusal(&routes, broken_routes[i].otherwise, seen);
	}
	for (size_t i = 0; i < sizeof(broken_tools) / sizeof(broken_tools[0]); i++) {
		struct route tools[] = { broken_tools[i].route, other_tool };
		struct route_group group = {
			.prefix = "", .routes = tools, .count = 2, .is_tools = true
		};
		const struct route_group *groups[] = { &group };
		struct routes routes = { groups, 1 };

		expect_refusal(&routes, broken_tools[i].otherwise, seen);
	}
	for (size_t i = 0; tables_rule(i); i++)
		if (!seen[i])
			fail_msg("no table breaks the rule: %s", tables_rule(i));
}

/* ---- dialects -------------------------------------------------------------------------------- */

/* Stored fields that nothing computes and a dialect does not have, on purpose: its contract lacks them. */
static const struct {
	const struct route_group *group;
	const struct thing *thing;
	const char *fields;
} left_out[] = {
	{ &okrs_routes, &objective_thing,
	  "organisation_id version created_by updated_by category period app_id "
	  "source linked_project_ids dependencies date_start date_end source_type "
	  "is_shared schema_version deleted_at deleted_by" },
	{ &okrs_routes, &key_result_thing,
	  "organisation_id version created_by updated_by objective_id app_id "
	  "source connector_id query tags initial_value initial_status "
	  "data_source source_type schema_version deleted_at deleted_by" },
	{ &goals_routes, &objective_thing,
	  "organisation_id version created_by updated_by cycle_id category period "
	  "app_id source tags linked_project_ids dependencies visibility "
	  "grade grade_proposed outcome closing_note closed_at closed_by "
	  "check_in_frequency source_type schema_version deleted_at deleted_by" },
	{ &goals_routes, &key_result_thing,
	  "grade grade_proposed outcome closing_note "
	  "organisation_id version created_by updated_by objective_id owner_id "
	  "app_id source connector_id query tags initial_value initial_status "
	  "data_source source_type schema_version deleted_at deleted_by" },
	{ &objectives_routes, &objective_thing,
	  "cycle_id department_id team_id date_start date_end type visibility "
	  "is_archived is_shared grade grade_proposed outcome closing_note closed_at closed_by" },
	{ &objectives_routes, &key_result_thing,
	  "description initial_value initial_status grade grade_proposed outcome closing_note" },
};

static bool is_left_out(const struct route_group *group, const struct thing *thing,
			const char *field)
{
	for (size_t i = 0; i < sizeof(left_out) / sizeof(left_out[0]); i++) {
		struct text rest = text_from(left_out[i].fields);

		while (left_out[i].group == group && left_out[i].thing == thing &&
		       !text_is_none(rest))
			if (text_equal(text_cut(&rest, ' '), text_from(field)))
				return true;
	}
	return false;
}

/* Whether the view, or one within it, has the member of the thing. */
static bool has_member(const struct view *view, const struct thing *thing, size_t offset)
{
	for (size_t i = 0; view && i < view->count; i++) {
		const struct view_field *field = &view->fields[i];

		if ((view->thing == thing && field->offset == offset) ||
		    (field->view != view && has_member(field->view, thing, offset)))
			return true;
	}
	return false;
}

static bool shows(const struct route_group *group, const struct thing *thing, size_t offset)
{
	for (size_t i = 0; i < group->count; i++)
		if (has_member(group->routes[i].view, thing, offset) ||
		    has_member(group->routes[i].takes, thing, offset))
			return true;
	return false;
}

/* A new field is in all three dialects, or in the list above. */
static void each_dialect_has_each_field_or_leaves_it_out_on_purpose(void **state)
{
	const struct route_group *const groups[] = { &okrs_routes, &goals_routes,
						     &objectives_routes };
	const struct thing *const things[] = { &objective_thing, &key_result_thing };

	(void)state;
	for (size_t g = 0; g < sizeof(groups) / sizeof(groups[0]); g++)
		for (size_t t = 0; t < sizeof(things) / sizeof(things[0]); t++)
			for (size_t i = 0; i < things[t]->form.count; i++) {
				const struct field *field = &things[t]->form.fields[i];

				if (!(field->flags & FIELD_COLUMN) ||
				    field->source != SOURCE_CALLER)
					continue;
				if (shows(groups[g], things[t], field->offset) ==
				    is_left_out(groups[g], things[t], field->name))
					fail_msg("%s of %s: is it in %s, or left out?", field->name,
						 things[t]->name, groups[g]->routes[0].path);
			}
}

/* ---- paths ----------------------------------------------------------------------------------- */

static struct route_match find(struct arena *arena, const char *method, const char *path)
{
	struct route_match match;

	route_find(arena, &api_routes, text_from(method), text_from(path), &match);
	return match;
}

static void paths_match_by_whole_segments(void **state)
{
	static const struct {
		const char *method, *path;
		const char *route; /* NULL: none */
		bool is_known;
	} cases[] = {
		{ "GET", "/api/v1/okrs", "/okrs", true },
		{ "HEAD", "/api/v1/okrs", "/okrs", true },
		{ "PATCH", "/api/v1/okrs/x", "/okrs/:id", true },
		{ "GET", "/api/v1/%6Fkrs", "/okrs", true },
		{ "GET", "/api/v1/okr/objectives", "/objectives", true },
		{ "POST", "/api/v1/goals/search", "/goals/search", true },
		{ "GET", "/healthz", "/healthz", true },
		{ "DELETE", "/api/v1/okrs", NULL, true },
		{ "GET", "/api/v1/okr", NULL, false },
		{ "GET", "/api/v1/okrs/", NULL, false },
		{ "GET", "/api/v1//okrs", NULL, false },
		{ "GET", "//api/v1/okrs", NULL, false },
		{ "GET", "/api/v1/okrsx", NULL, false },
		{ "GET", "api/v1/okrs", NULL, false },
		{ "GET", "/api/v1/okrs/a/b", NULL, false },
		{ "GET", "/", NULL, false },
		{ "GET", "", NULL, false },
		/* MCP's envelope alone leads to a tool. */
		{ "POST", "/get_okrs", NULL, false },
		{ "POST", "/#get_okrs", NULL, false },
		{ "POST", "#get_okrs", NULL, false },
		{ "POST", "/api/public/mcp/get_okrs", NULL, false },
		{ "POST", "/api/public/mcp/%23get_okrs", NULL, false },
	};
	struct arena *arena = arena_new(4096);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct route_match match = find(arena, cases[i].method, cases[i].path);

		if ((match.route != NULL) != (cases[i].route != NULL) ||
		    (match.route && strcmp(match.route->path, cases[i].route) != 0) ||
		    match.is_known != cases[i].is_known)
			fail_msg("%s %s", cases[i].method, cases[i].path);
	}
	arena_free(arena);
}

static void allow_names_every_method_of_a_path(void **state)
{
	struct arena *arena = arena_new(4096);
	struct text methods = route_methods(arena, &api_routes, TEXT("/api/v1/okrs/x"));

	(void)state;
	assert_true(text_equal(methods, TEXT("GET, HEAD, PUT, PATCH, DELETE, OPTIONS")));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_tables_agree_with_each_other),
		cmocka_unit_test(each_rule_refuses_a_broken_table),
		cmocka_unit_test(each_dialect_has_each_field_or_leaves_it_out_on_purpose),
		cmocka_unit_test(paths_match_by_whole_segments),
		cmocka_unit_test(allow_names_every_method_of_a_path),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
