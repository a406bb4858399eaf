/*
 * What the API description calls a route's records, bodies and lists, and which body a route takes.
 * A dialect's own nouns stand in its group; the sentences that use them are operation.c's and
 * answers.c's.
 */
#include "api/describe/naming.h"

#include "model/directory.h"

const struct view *route_body(const struct route *route)
{
	return route->takes ? route->takes : route->view;
}

bool route_takes_body(const struct route *route)
{
	return route->flags & (ROUTE_BODY | ROUTE_READ) || route->takes || route->files;
}

enum schema_use route_use(const struct route *route)
{
	return route->method == METHOD_PUT ? SCHEMA_CHANGE : SCHEMA_NEW;
}

/* NULL when the dialect has no word of its own for it. */
static const char *own_noun(const struct route_group *group, const struct thing *thing,
			    struct text place)
{
	for (const struct noun *noun = group->nouns; noun && noun->noun; noun++)
		if ((thing && noun->thing == thing) ||
		    (noun->place && text_equal(place, text_from(noun->place))))
			return noun->noun;
	return NULL;
}

const char *route_noun(const struct route_group *group, const struct thing *thing)
{
	const char *own = own_noun(group, thing, TEXT_NONE);

	if (own)
		return own;
	return thing == &person_thing ? "person" : thing->name;
}

const char *route_noun_at(const struct route_group *group, const struct route *route,
			  struct text name, bool is_last)
{
	bool is_parents = route->parent && (!is_last || route->method == METHOD_POST ||
					    route->flags & ROUTE_LIST || !route->resource);
	const char *own = own_noun(group, NULL, name);

	if (own)
		return own;
	return route_noun(group, is_parents ? route->parent->thing : route->resource->thing);
}

void openapi_list_name(const struct route *route, const char *ending, char out[SCHEMA_NAME_MAX])
{
	snprintf(out, SCHEMA_NAME_MAX, "%s%s", route->view->name, ending);
}
