/*
 * The API description as a whole (OpenAPI 3.1): its frame, its tags in the order of seed 003, the
 * paths of every route. Written anew for each who asks, from the tables alone, so it is never old.
 */
#include "api/describe/document.h"

#include "api/describe/components.h"
#include "api/describe/operation.h"
#include "api/describe/tags.h"
#include "base/gzip.h"
#include "http/accept.h"

enum { PATH_MAX = 128 };

static struct text path_of(const struct route_group *group, const struct route *route,
			   char out[PATH_MAX])
{
	int size = snprintf(out, PATH_MAX, "%s%s", group->prefix, route->path);

	return (struct text){ out, (size_t)size };
}

/* ---- tags ------------------------------------------------------------------------------------- */

static void write_tags(struct json_writer *json)
{
	json_key(json, TEXT("tags"));
	json_open_array(json);
	for (const struct tag *tag = tags; tag < tags + tag_count; tag++) {
		json_open_object(json);
		openapi_member(json, "name", tag->name);
		openapi_member(json, "description", tag->meaning);
		json_close_object(json);
	}
	json_close_array(json);
}

static void write_tag_groups(struct json_writer *json)
{
	json_key(json, TEXT("x-tagGroups"));
	json_open_array(json);
	for (size_t i = 0; i < tag_count; i++) {
		if (i == 0 || strcmp(tags[i].group, tags[i - 1].group) != 0) {
			json_open_object(json);
			openapi_member(json, "name", tags[i].group);
			json_key(json, TEXT("tags"));
			json_open_array(json);
		}
		json_text(json, text_from(tags[i].name));
		if (i + 1 == tag_count || strcmp(tags[i].group, tags[i + 1].group) != 0) {
			json_close_array(json);
			json_close_object(json);
		}
	}
	json_close_array(json);
}

/* ---- paths ------------------------------------------------------------------------------------ */

/* "/okrs/:id" as "/okrs/{id}". */
static void write_path_key(struct json_writer *json, struct text path)
{
	char key[PATH_MAX * 2];
	size_t size = 0;
	bool is_open = false;

	for (size_t i = 0; i <= path.size; i++) {
		bool ends = i == path.size || path.data[i] == '/';

		if (is_open && ends) {
			key[size++] = '}';
			is_open = false;
		}
		if (i == path.size)
			break;
		is_open = is_open || path.data[i] == ':';
		key[size++] = path.data[i] == ':' ? '{' : path.data[i];
	}
	json_key(json, (struct text){ key, size });
}

static bool is_same_path(const struct route_group *a_group, const struct route *a,
			 const struct route_group *b_group, const struct route *b)
{
	return strcmp(a->path, b->path) == 0 && strcmp(a_group->prefix, b_group->prefix) == 0;
}

/* The path's first route, in whatever group. */
static const struct route *first_at(const struct routes *routes, const struct route_group *group,
				    const struct route *route)
{
	for (size_t g = 0; g < routes->count; g++)
		for (size_t i = 0; i < routes->groups[g]->count; i++)
			if (is_same_path(routes->groups[g], &routes->groups[g]->routes[i], group,
					 route))
				return &routes->groups[g]->routes[i];
	return route;
}

/* A path stands where its first route stands. */
static bool is_first(const struct routes *routes, const struct route_group *group,
		     const struct route *route)
{
	return first_at(routes, group, route) == route;
}

static void write_method(struct json_writer *json, const struct route_group *group,
			 const struct route *route)
{
	static const char *const keys[] = {
		[METHOD_GET] = "get",
		[METHOD_POST] = "post",
		[METHOD_PUT] = "put",
		[METHOD_DELETE] = "delete",
	};

	json_key(json, text_from(keys[route->method]));
	openapi_operation(json, group, route, false);
	if (route->method != METHOD_PUT)
		return;
	json_key(json, TEXT("patch"));
	openapi_operation(json, group, route, true);
}

static void write_path(struct json_writer *json, const struct routes *routes,
		       const struct route_group *group, const struct route *route)
{
	char printed[PATH_MAX];

	write_path_key(json, path_of(group, route, printed));
	json_open_object(json);
	for (size_t g = 0; g < routes->count; g++)
		for (size_t i = 0; i < routes->groups[g]->count; i++)
			if (is_same_path(routes->groups[g], &routes->groups[g]->routes[i], group,
					 route))
				write_method(json, routes->groups[g],
					     &routes->groups[g]->routes[i]);
	json_close_object(json);
}

static void write_group(struct json_writer *json, const struct routes *routes,
			const struct tag *tag, const struct route_group *group)
{
	for (size_t i = 0; i < group->count; i++)
		if (tag_of(group, &group->routes[i]) == tag &&
		    is_first(routes, group, &group->routes[i]))
			write_path(json, routes, group, &group->routes[i]);
}

static void write_paths(struct json_writer *json, const struct routes *routes)
{
	openapi_open(json, "paths");
	for (const struct tag *tag = tags; tag < tags + tag_count; tag++)
		for (size_t g = 0; g < routes->count; g++)
			write_group(json, routes, tag, routes->groups[g]);
	json_close_object(json);
}

/* ---- the frame -------------------------------------------------------------------------------- */

static const char introduction[] =
	"Read and write access to the objectives and key results of a workspace: OKRs, cycles, "
	"KPIs, initiatives, reviews, in three dialects over one store.\n\n"
	"* Every request carries a credential: `Authorization: Bearer KEY`, an API key that begins "
	"with `okrt_`, or a token (JWT) of a person.\n"
	"* Requests and answers are JSON in UTF-8. Timestamps are ISO 8601 in UTC.\n"
	"* Each key may send 60 requests a minute, unless it was made with another limit.\n"
	"* `HEAD` works wherever `GET` does, `PATCH` is the same as `PUT`: a partial update.\n"
	"* Errors have one shape: `{\"error\": CODE, \"message\": TEXT}`, with `details` for each "
	"wrong field.\n\n"
	"The reference with guides is at `/docs/`.";

static void write_info(struct json_writer *json)
{
	openapi_open(json, "info");
	openapi_member(json, "title", "OKR API");
	openapi_member(json, "version", "1.0.0");
	openapi_member(json, "summary", "Objectives and key results over HTTP.");
	openapi_member(json, "description", introduction);
	openapi_open(json, "contact");
	openapi_member(json, "name", "The administrators of this server");
	json_close_object(json);
	json_close_object(json);
}

static void write_server(struct json_writer *json, struct text url)
{
	json_key(json, TEXT("servers"));
	json_open_array(json);
	json_open_object(json);
	json_member(json, TEXT("url"), url);
	openapi_member(json, "description", "This server.");
	json_close_object(json);
	json_close_array(json);
}

void document_write(struct buffer *out, const struct routes *routes, struct text url)
{
	struct json_writer writer = { .out = out }, *json = &writer;

	json_open_object(json);
	openapi_member(json, "openapi", "3.1.0");
	write_info(json);
	write_server(json, url);
	write_tags(json);
	write_tag_groups(json);
	json_key(json, TEXT("security"));
	json_raw(json, TEXT("[{\"bearer\":[]}]"));
	write_paths(json, routes);
	openapi_components(json, routes);
	json_close_object(json);
}

/* ---- the door --------------------------------------------------------------------------------- */

/* Ten times smaller for those who take it. */
static const struct error *describe(struct exchange *x)
{
	struct buffer plain = { 0 };
	struct text text;

	if (!accept_names(x->request->accept_encoding, TEXT("gzip"))) {
		document_write(&x->reply->body, x->routes, x->request->origin_url);
		return NULL;
	}
	document_write(&plain, x->routes, x->request->origin_url);
	text = buffer_text(&plain);
	x->is_compressed = gzip_pieces(&text, 1, &x->reply->body);
	if (!x->is_compressed)
		buffer_add_text(&x->reply->body, text);
	buffer_free(&plain);
	return NULL;
}

static const struct route routes[] = {
	{ METHOD_GET, "/openapi.json", SCOPE_NONE, describe, 200, ROUTE_OPEN | ROUTE_VOLATILE,
	  .name = "getDescription", .title = "This description",
	  .meaning = "The OpenAPI 3.1 document of everything that the server answers, made from "
		     "the tables that it answers from." },
};

const struct route_group openapi_routes = ROUTES("/api/v1");
