/*
 * Looks over the tables that drive everything: a broken one stops the program before it serves. Each
 * rule is a row: what must hold of a field, a filter, a route or a tool, and what is said otherwise.
 * tests/unit/test_tables.c has a broken table for every rule.
 */
#include "api/describe/check_tables.h"

/* Where the look stands. */
struct look {
	struct arena *arena;
	const struct routes *routes;
	const struct route_group *group;
	const struct route *route;
	const struct view *view;
	const struct view_field *field;
	const struct filter *filter;
};

struct rule {
	bool (*holds)(const struct look *look);
	const char *otherwise;
};

static bool has_flag(const struct look *look, unsigned flag)
{
	return look->route->flags & flag;
}

static bool is_column(const struct thing *thing, size_t offset)
{
	const struct field *field = field_at(&thing->form, offset);

	return field && field->flags & FIELD_COLUMN;
}

/* ---- fields of views ------------------------------------------------------------------------- */

static bool field_has_words(const struct look *look)
{
	bool needs = look->field->kind == FIELD_WORD || look->field->form == VIEW_WORDS;

	return !needs || look->field->words;
}

static bool field_has_view(const struct look *look)
{
	bool needs = look->field->kind == FIELD_LIST || look->field->kind == FIELD_PART;

	return !needs || look->field->view;
}

static bool field_can_be_taken(const struct look *look)
{
	bool is_taken = look->field->flags & (VIEW_NEW | VIEW_CHANGE);

	return !is_taken || (look->view->thing && look->field->kind != FIELD_PART);
}

static bool field_has_meaning(const struct look *look)
{
	const struct thing *thing = look->view->thing;

	return look->field->meaning || (thing && field_at(&thing->form, look->field->offset));
}

static bool field_needed_is_taken(const struct look *look)
{
	return !(look->field->flags & VIEW_NEEDED) || look->field->flags & VIEW_NEW;
}

static bool field_is_within(const struct look *look)
{
	return look->field->offset + field_size(look->field->kind) <= look->view->size;
}

static const struct rule field_rules[] = {
	{ field_has_words, "a field has no words" },
	{ field_has_view, "a list or part has no view" },
	{ field_can_be_taken, "a field cannot be taken" },
	{ field_has_meaning, "a field has no meaning" },
	{ field_needed_is_taken, "a field is needed and not taken" },
	{ field_is_within, "a field stands outside its struct" },
};

/* ---- filters --------------------------------------------------------------------------------- */

static bool filter_has_words(const struct look *look)
{
	return look->filter->value_kind != FIELD_WORD || look->filter->words;
}

static bool filter_has_meaning(const struct look *look)
{
	return look->filter->meaning;
}

static bool filter_has_its_place(const struct look *look)
{
	return (look->filter->kind == FILTER_TAKEN) == !has_flag(look, ROUTE_LIST);
}

/* What is compared by the database must be there; those of the last kinds look elsewhere. */
static bool filter_has_column(const struct look *look)
{
	enum filter_kind kind = look->filter->kind;

	if (!has_flag(look, ROUTE_LIST) || !look->route->resource || kind == FILTER_COMPUTED ||
	    kind == FILTER_DELETED || kind == FILTER_GROUP)
		return true;
	return is_column(look->route->resource->thing, look->filter->offset);
}

static bool filter_has_both_columns(const struct look *look)
{
	return look->filter->kind != FILTER_SEARCH_BOTH || !look->route->resource ||
	       is_column(look->route->resource->thing, look->filter->or_offset);
}

static bool filter_computes_a_word(const struct look *look)
{
	return look->filter->kind != FILTER_COMPUTED || look->filter->value_kind == FIELD_WORD;
}

/* Lists take these before they look for a filter. */
static bool filter_has_own_name(const struct look *look)
{
	static const char *const common[] = { "limit", "cursor", "format", "sort", "fields" };

	for (size_t i = 0; has_flag(look, ROUTE_LIST) && i < sizeof(common) / sizeof(*common); i++)
		if (strcmp(look->filter->name, common[i]) == 0)
			return false;
	return true;
}

static const struct rule filter_rules[] = {
	{ filter_has_words, "a filter has no words" },
	{ filter_has_meaning, "a filter has no meaning" },
	{ filter_has_its_place, "a filter is of a list or is taken, not both" },
	{ filter_has_column, "a filter looks at no column" },
	{ filter_has_both_columns, "a search looks at no second column" },
	{ filter_computes_a_word, "a computed filter compares words alone" },
	{ filter_has_own_name, "a filter has the name of a parameter of all lists" },
};

/* ---- routes and tools ------------------------------------------------------------------------ */

static const struct view *body_view(const struct route *route)
{
	return route->takes ? route->takes : route->view;
}

/* Whether a body of the route has this member. */
static bool takes_member(const struct route *route, struct text name)
{
	const struct view *view = body_view(route);

	for (size_t i = 0; i < route->filters.count; i++)
		if (text_equal(name, text_from(route->filters.items[i].name)))
			return true;
	for (size_t i = 0; view && i < view->count; i++)
		if (view->fields[i].flags & (VIEW_NEW | VIEW_CHANGE) &&
		    text_equal(name, text_from(view->fields[i].name)))
			return true;
	return false;
}

static bool route_is_complete(const struct look *look)
{
	return look->route->handle && look->route->status >= 200;
}

static bool route_lists_a_resource(const struct look *look)
{
	return !has_flag(look, ROUTE_LIST) || look->route->resource;
}

static bool route_lists_what_it_flags(const struct look *look)
{
	return has_flag(look, ROUTE_LIST) ||
	       !has_flag(look, ROUTE_CSV | ROUTE_FIELDS | ROUTE_ASCENDING);
}

static bool route_has_successor(const struct look *look)
{
	return !has_flag(look, ROUTE_DEPRECATED) || look->route->successor;
}

static bool route_reads_a_body(const struct look *look)
{
	const struct view *view = body_view(look->route);

	return !has_flag(look, ROUTE_BODY) || (view && view->thing);
}

static bool route_sorts_by_columns(const struct look *look)
{
	const struct sorts *sorts = &look->route->sorts;

	for (size_t i = 0; look->route->resource && i < sorts->count; i++)
		if (!is_column(look->route->resource->thing, sorts->items[i].offset))
			return false;
	return true;
}

static bool route_has_a_page(const struct look *look)
{
	return look->route->page <= look->route->page_max;
}

/* Before there are tables nothing but a secret that is guessed at tells who asks. */
static bool route_unready_is_guarded(const struct look *look)
{
	const unsigned guards = ROUTE_OPEN | ROUTE_SIGN_IN | ROUTE_GUESSED;

	return !has_flag(look, ROUTE_UNREADY) || (look->route->flags & guards) == guards;
}

static const struct rule any_route_rules[] = {
	{ route_is_complete, "the row is not complete" },
	{ route_lists_a_resource, "a list needs a resource" },
	{ route_lists_what_it_flags, "only a list has CSV, fields or an order" },
	{ route_has_successor, "what is deprecated needs a successor" },
	{ route_reads_a_body, "a body needs a view of a thing" },
	{ route_sorts_by_columns, "a list is sorted by columns" },
	{ route_has_a_page, "a page is larger than the largest" },
	{ route_unready_is_guarded, "what needs no tables is a way in with counted failures" },
};

/* ---- what the API description says of a route ------------------------------------------------ */

static bool route_has_words(const struct look *look)
{
	return look->route->name && look->route->title && look->route->meaning;
}

static bool route_updates_by_put(const struct look *look)
{
	return look->route->method != METHOD_PUT ||
	       text_starts_with(text_from(look->route->name), TEXT("update"));
}

static bool route_has_sample(const struct look *look)
{
	return !has_flag(look, ROUTE_BODY) || look->route->sample;
}

static bool route_samples_members(const struct look *look)
{
	struct text rest = text_from(look->route->sample);

	while (!text_is_none(rest))
		if (!takes_member(look->route, text_cut(&rest, ' ')))
			return false;
	return true;
}

/* Only MCP's envelope leads to a tool; whatever else there is has a path. */
static bool route_has_a_path(const struct look *look)
{
	const char *path = look->route->path;

	return (path[0] == '\0' || path[0] == '/') && !has_flag(look, ROUTE_TOOL);
}

static bool segments_meet(struct text a, struct text b)
{
	return text_equal(a, b) || (a.size > 0 && a.data[0] == ':') ||
	       (b.size > 0 && b.data[0] == ':');
}

/* Whether some path is matched by both. */
static bool paths_meet(struct text a, struct text b)
{
	while (!text_is_none(a) && !text_is_none(b))
		if (!segments_meet(text_cut(&a, '/'), text_cut(&b, '/')))
			return false;
	return text_is_none(a) && text_is_none(b);
}

static struct text path_of(const struct look *look, const struct route_group *group,
			   const struct route *route)
{
	return arena_print(look->arena, "%s%s", group->prefix, route->path);
}

/* No other route may answer what this one answers. */
static bool route_is_alone(const struct look *look)
{
	struct text path = path_of(look, look->group, look->route);

	for (size_t g = 0; g < look->routes->count; g++) {
		const struct route_group *group = look->routes->groups[g];

		for (size_t i = 0; i < group->count; i++) {
			const struct route *other = &group->routes[i];

			if (other != look->route && other->method == look->route->method &&
			    paths_meet(path, path_of(look, group, other)))
				return false;
		}
	}
	return true;
}

/* Whether a GET of the tables answers under this path. */
static bool has_item(const struct look *look, struct text path)
{
	for (size_t g = 0; g < look->routes->count; g++) {
		const struct route_group *group = look->routes->groups[g];

		for (size_t i = 0; i < group->count; i++)
			if (group->routes[i].method == METHOD_GET &&
			    text_equal(path_of(look, group, &group->routes[i]), path))
				return true;
	}
	return false;
}

/* Many records at once have no place of their own; nor has what is no record, as an invitation. */
static bool route_tells_where(const struct look *look)
{
	const char *location = look->route->location;
	const struct view *view = look->route->view;

	if (look->route->status == 201 && look->route->resource && !location &&
	    (!view || view->thing))
		return false;
	return !location ||
	       has_item(look, arena_print(look->arena, "%s%s:id", look->group->prefix, location));
}

static const struct rule route_rules[] = {
	{ route_has_words, "the row has no name, title or meaning" },
	{ route_updates_by_put, "what PUT does is called update…" },
	{ route_has_sample, "a body needs a sample" },
	{ route_samples_members, "the sample names no member of the body" },
	{ route_has_a_path, "a tool stands in a group of tools, where no path leads" },
	{ route_is_alone, "two routes match one path" },
	{ route_tells_where, "what is made has a location that a GET answers" },
};

/* ---- tools ----------------------------------------------------------------------------------- */

static bool tool_has_name(const struct look *look)
{
	const char *name = look->route->path;

	return name && name[0] == '#' && name[1] &&
	       strspn(name + 1, "abcdefghijklmnopqrstuvwxyz_") == strlen(name + 1);
}

static bool tool_has_words(const struct look *look)
{
	return look->route->title && look->route->meaning && look->route->hint;
}

static bool tool_is_a_tool(const struct look *look)
{
	return has_flag(look, ROUTE_TOOL) && look->route->method == METHOD_POST;
}

static bool tool_has_scope(const struct look *look)
{
	return look->route->scope != SCOPE_NONE;
}

static bool tool_has_answer(const struct look *look)
{
	return look->route->view;
}

/* Arguments of what reads are filters; of what writes, members of a record. */
static bool tool_has_arguments(const struct look *look)
{
	return has_flag(look, ROUTE_READ) ? !look->route->takes :
					    look->route->takes && look->route->filters.count == 0;
}

static bool tool_is_alone(const struct look *look)
{
	for (size_t i = 0; i < look->group->count; i++) {
		const struct route *other = &look->group->routes[i];

		if (other != look->route && strcmp(other->path, look->route->path) == 0)
			return false;
	}
	return true;
}

static const struct rule tool_rules[] = {
	{ tool_has_name, "a tool's path is # and its name" },
	{ tool_has_words, "a tool has no title, meaning or hint" },
	{ tool_is_a_tool, "a tool is a POST with ROUTE_TOOL" },
	{ tool_has_scope, "a tool needs a scope" },
	{ tool_has_answer, "a tool needs a view of its answer" },
	{ tool_has_arguments, "a tool that reads has filters, one that writes takes a view" },
	{ tool_is_alone, "two tools have one name" },
};

/* ---- the look -------------------------------------------------------------------------------- */

#define RULES(table)                                                                               \
	{                                                                                          \
		table, sizeof(table) / sizeof((table)[0])                                          \
	}

static const struct rules {
	const struct rule *items;
	size_t count;
} field_rules_ = RULES(field_rules), filter_rules_ = RULES(filter_rules),
  any_route_rules_ = RULES(any_route_rules), route_rules_ = RULES(route_rules),
  tool_rules_ = RULES(tool_rules);

const char *tables_rule(size_t index)
{
	const struct rules *all[] = { &field_rules_, &filter_rules_, &any_route_rules_,
				      &route_rules_, &tool_rules_ };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (index < all[i]->count)
			return all[i]->items[index].otherwise;
		index -= all[i]->count;
	}
	return NULL;
}

/* Path and what stands in it: "/api/v1 /okrs Okr title". */
static const struct error *apply(const struct look *look, const struct rules *rules)
{
	for (size_t i = 0; i < rules->count; i++) {
		if (rules->items[i].holds(look))
			continue;
		return error_new(look->arena, ERROR_INTERNAL, "%s%s %s %s%s: %s",
				 look->group->prefix, look->route->path,
				 look->view ? look->view->name : "",
				 look->field ? look->field->name : "",
				 look->filter ? look->filter->name : "", rules->items[i].otherwise);
	}
	return NULL;
}

static const struct error *check_view(struct look look, const struct view *view)
{
	const struct error *error = NULL;

	look.view = view;
	for (size_t i = 0; !error && view && i < view->count; i++) {
		look.field = &view->fields[i];
		error = apply(&look, &field_rules_);
		if (!error && look.field->view != view)
			error = check_view(look, look.field->view);
	}
	return error;
}

static const struct error *check_filters(struct look look)
{
	const struct filters *filters = &look.route->filters;
	const struct error *error = NULL;

	for (size_t i = 0; !error && i < filters->count; i++) {
		look.filter = &filters->items[i];
		error = apply(&look, &filter_rules_);
	}
	return error;
}

/* What holds of a route and of a tool, besides what holds of one of them. */
static const struct error *check_route(const struct look *look, const struct rules *own)
{
	const struct error *error = apply(look, &any_route_rules_);

	if (!error)
		error = apply(look, own);
	if (!error)
		error = check_view(*look, look->route->view);
	if (!error)
		error = check_view(*look, look->route->takes);
	return error ? error : check_filters(*look);
}

const struct error *tables_check(struct arena *arena, const struct routes *routes)
{
	struct look look = { .arena = arena, .routes = routes };
	const struct error *error = NULL;

	for (size_t g = 0; g < routes->count; g++) {
		look.group = routes->groups[g];
		for (size_t i = 0; !error && i < look.group->count; i++) {
			look.route = &look.group->routes[i];
			error = check_route(&look,
					    look.group->is_tools ? &tool_rules_ : &route_rules_);
		}
	}
	return error;
}
