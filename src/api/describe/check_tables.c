/*
 * Looks over the tables that drive everything: a broken one stops the program before it serves.
 */
#include "api/api.h"
#include "api/exchange.h"

static const struct error *broken(struct arena *arena, const char *where, const char *what)
{
	return error_new(arena, ERROR_INTERNAL, "%s: %s", where, what);
}

static const char *fault_of(const struct view *view, const struct view_field *field)
{
	bool is_taken = field->flags & (VIEW_NEW | VIEW_CHANGE);

	if ((field->kind == FIELD_WORD || field->form == VIEW_WORDS) && !field->words)
		return "has no words";
	if ((field->kind == FIELD_LIST || field->kind == FIELD_PART) && !field->view)
		return "has no view";
	if (is_taken && (!view->thing || field->kind == FIELD_PART))
		return "cannot be taken";
	if (view->name && !field->meaning &&
	    (!view->thing || !field_at(&view->thing->form, field->offset)))
		return "has no meaning";
	return NULL;
}

static const struct error *check_view(struct arena *arena, const struct view *view)
{
	const struct error *error = NULL;

	for (size_t i = 0; !error && i < view->count; i++) {
		const struct view_field *field = &view->fields[i];
		const char *fault = fault_of(view, field);

		if (fault)
			return broken(arena, view->name ? view->name : "a brief view",
				      arena_print(arena, "%s %s", field->name, fault).data);
		if (field->view && field->view != view)
			error = check_view(arena, field->view);
		if (!error && field->brief)
			error = check_view(arena, field->brief);
	}
	return error;
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

/* No route of the group but itself may answer what this one answers. */
static const struct error *check_only(struct arena *arena, const struct route_group *group,
				      const struct route *route, struct text path)
{
	for (size_t i = 0; i < group->count; i++) {
		const struct route *other = &group->routes[i];

		if (other != route && strcmp(other->method, route->method) == 0 &&
		    paths_meet(path, arena_print(arena, "%s%s", group->prefix, other->path)))
			return broken(arena, path.data, "two routes match one path");
	}
	return NULL;
}

/* Whether a body of the route has this member. */
static bool takes_member(const struct route *route, struct text name)
{
	const struct view *view = route->takes ? route->takes : route->view;

	for (size_t i = 0; i < route->filters.count; i++)
		if (text_equal(name, text_from(route->filters.items[i].name)))
			return true;
	for (size_t i = 0; i < view->count; i++)
		if (view->fields[i].flags & (VIEW_NEW | VIEW_CHANGE) &&
		    text_equal(name, text_from(view->fields[i].name)))
			return true;
	return false;
}

/* What the API description says of a route. */
static const struct error *check_words(struct arena *arena, const struct route *route,
				       struct text path)
{
	struct text rest = text_from(route->sample);

	if (!route->name || !route->title || !route->meaning)
		return broken(arena, path.data, "the row has no name, title or meaning");
	if (strcmp(route->method, "PUT") == 0 &&
	    !text_starts_with(text_from(route->name), TEXT("update")))
		return broken(arena, path.data, "what PUT does is called update…");
	if (route->flags & ROUTE_BODY && !route->sample)
		return broken(arena, path.data, "a body needs a sample");
	while (!text_is_none(rest))
		if (!takes_member(route, text_cut(&rest, ' ')))
			return broken(arena, path.data, "the sample names no member of the body");
	return NULL;
}

static const struct error *check_route(struct arena *arena, const struct route_group *group,
				       const struct route *route)
{
	struct text path = arena_print(arena, "%s%s", group->prefix, route->path);
	const struct error *error = check_words(arena, route, path);

	if (path.data[0] == '/' && !path_has_root(path))
		return broken(arena, path.data, "http/target.c does not know its first segment");
	if (!route->handle || route->status < 200)
		return broken(arena, path.data, "the row is not complete");
	if (route->flags & ROUTE_LIST && !route->resource)
		return broken(arena, path.data, "a list needs a resource");
	if (route->flags & ROUTE_DEPRECATED && !route->successor)
		return broken(arena, path.data, "what is deprecated needs a successor");
	if (route->view)
		error = check_view(arena, route->view);
	if (!error && route->takes)
		error = check_view(arena, route->takes);
	for (size_t g = 0; !error && g < route_group_count; g++)
		error = check_only(arena, route_groups[g], route, path);
	return error;
}

const struct error *api_check_tables(struct arena *arena)
{
	const struct error *error = NULL;

	for (size_t g = 0; !error && g < route_group_count; g++)
		for (size_t i = 0; !error && i < route_groups[g]->count; i++)
			error = check_route(arena, route_groups[g], &route_groups[g]->routes[i]);
	return error;
}
