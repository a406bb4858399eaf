/*
 * From a path to a route. Whole segments are compared, decoded, so "%6Fkrs" is okrs and "okrs/"
 * is nothing. "*" at the end of a row's path takes what is left.
 */
#include "api/route.h"

#include "http/percent.h"

enum { SEGMENTS_MAX = 12 };

struct segments {
	struct text items[SEGMENTS_MAX];
	size_t count;
};

/* False when the path cannot be any route's: not absolute, too deep, or broken escapes. */
static bool split(struct arena *arena, struct text path, struct segments *out)
{
	out->count = 0;
	if (path.size == 0 || path.data[0] != '/')
		return false;
	path = (struct text){ path.data + 1, path.size - 1 };
	while (!text_is_none(path)) {
		struct text raw = text_cut(&path, '/'), decoded;

		if (out->count == SEGMENTS_MAX || !percent_decode(arena, raw, &decoded))
			return false;
		out->items[out->count++] = decoded;
	}
	return true;
}

/* Walks pattern and segments together; `ids` takes what stands for ids. */
static bool matches_pattern(const char *pattern, const struct segments *path, size_t *at,
			    struct route_match *match)
{
	struct text rest;

	if (pattern[0] != '/')
		return pattern[0] == '\0';
	rest = text_from(pattern + 1);
	while (!text_is_none(rest)) {
		struct text part = text_cut(&rest, '/');

		if (*at == path->count)
			return false;
		if (text_equal(part, TEXT("*"))) {
			*at = path->count;
			return true;
		}
		if (part.size > 0 && part.data[0] == ':') {
			if (match->id_count == PATH_IDS_MAX || path->items[*at].size == 0)
				return false;
			match->ids[match->id_count++] = path->items[*at];
		} else if (!text_equal(part, path->items[*at])) {
			return false;
		}
		(*at)++;
	}
	return true;
}

static bool matches(const struct route_group *group, const struct route *route,
		    const struct segments *path, struct route_match *match)
{
	size_t at = 0;

	match->id_count = 0;
	return matches_pattern(group->prefix, path, &at, match) &&
	       matches_pattern(route->path, path, &at, match) && at == path->count;
}

/* Each method with the one that goes where it does. */
static const struct {
	const char *name, *twin;
} methods[] = {
	[METHOD_GET] = { "GET", "HEAD" },
	[METHOD_POST] = { "POST", NULL },
	[METHOD_PUT] = { "PUT", "PATCH" },
	[METHOD_DELETE] = { "DELETE", NULL },
};

const char *method_name(enum method method)
{
	return methods[method].name;
}

static bool serves(const struct route *route, struct text method)
{
	const char *twin = methods[route->method].twin;

	return text_equal(text_from(methods[route->method].name), method) ||
	       (twin && text_equal(text_from(twin), method));
}

void route_find(struct arena *arena, const struct routes *routes, struct text method,
		struct text path, struct route_match *out)
{
	struct segments segments;
	bool is_known = false;

	*out = (struct route_match){ 0 };
	if (!split(arena, path, &segments))
		return;
	for (size_t g = 0; g < routes->count; g++) {
		const struct route_group *group = routes->groups[g];

		for (size_t i = 0; i < group->count; i++) {
			struct route_match match = { .group = group, .is_known = true };

			if (!matches(group, &group->routes[i], &segments, &match))
				continue;
			is_known = true;
			if (!serves(&group->routes[i], method))
				continue;
			match.route = &group->routes[i];
			*out = match;
			return;
		}
	}
	out->is_known = is_known;
}

struct text route_methods(struct arena *arena, const struct routes *routes, struct text path)
{
	struct text list = TEXT_NONE;

	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		const char *name = methods[i].name, *twin = methods[i].twin;
		struct route_match match;

		route_find(arena, routes, text_from(name), path, &match);
		if (match.route)
			list = arena_print(arena, "%.*s%s, %s%s", TEXT_PRINT(list), name,
					   twin ? twin : "", twin ? ", " : "");
	}
	return arena_print(arena, "%.*sOPTIONS", TEXT_PRINT(list));
}
