/*
 * The API description as a whole (OpenAPI 3.1): its frame, its tags in the order of seed 003, the
 * paths of every route. Written anew for each who asks, from the tables alone, so it is never old.
 */
#include "api/describe/openapi.h"

#include "api/api.h"
#include "api/describe/components.h"
#include "api/describe/operation.h"
#include "api/describe/site.h"
#include "api/route.h"
#include "base/gzip.h"
#include "http/accept.h"

/* ---- tags ------------------------------------------------------------------------------------- */

static const struct tag {
	const char *group, *name, *meaning;
	const char *paths[3]; /* whose first segments are these */
} tags[] = {
	{ "OKRs",
	  "OKRs",
	  "Read the OKRs of your workspace and their key results, change them, and check in on key "
	  "results.",
	  { "/api/v1/okrs", "/api/v1/key-results", "/api/v1/checkins" } },
	{ "OKRs",
	  "Cycles",
	  "The periods that OKRs are planned for. Use the `id` of a cycle as `cycle_id` when you "
	  "create OKRs.",
	  { "/api/v1/cycles" } },
	{ "OKRs",
	  "KPIs",
	  "Metrics that are tracked all the time, with their measurements.",
	  { "/api/v1/kpis" } },
	{ "OKRs",
	  "Initiatives",
	  "The work that is meant to move OKRs and key results. Every answer stands in `data`.",
	  { "/api/v1/initiatives" } },
	{ "OKRs",
	  "Reviews",
	  "Review cycles, and the raw answers of shared reviews.",
	  { "/api/v1/review-cycles", "/api/v1/reviews" } },
	{ "OKRs",
	  "Reports",
	  "How a cycle stands and what to look at: what the MCP tools of the same names answer.",
	  { "/api/v1/reports" } },
	{ "OKRs",
	  "To do",
	  "What people owe: check-ins and values of KPIs, and when each is due.",
	  { "/api/v1/me/todo" } },
	{ "OKRs",
	  "Directory",
	  "People, departments and teams: where the ids come from that other endpoints ask for.",
	  { "/api/v1/users", "/api/v1/departments", "/api/v1/teams" } },
	{ "OKRs",
	  "API keys",
	  "What your credential may do, and keys for other programs.",
	  { "/api/v1/me", "/api/v1/api-keys" } },
	{ "OKRs",
	  "Sign-in",
	  "How people sign in, and the sessions that they have. A session is a cookie, and has the "
	  "scopes of the person's role.",
	  { "/api/v1/sign-in", "/api/v1/session", "/api/v1/sessions" } },
	{ "OKRs", "Workspace", "What the workspace has chosen.", { "/api/v1/workspace" } },
	{ "OKRs",
	  "Audit log",
	  "Everything that was changed in the workspace, and the proof that nobody changed the "
	  "log.",
	  { "/api/v1/audit" } },
	{ "Goals",
	  "Goals",
	  "The same objectives as nested, weighted goals: an OKR is a goal here, its owner a "
	  "company, a department, a team or an employee.",
	  { "/api/v1/goals" } },
	{ "Objectives",
	  "Objectives",
	  "The same objectives as documents with server stamps, prefixed ids, soft delete and a "
	  "version. Progress is a percentage.",
	  { "/api/v1/okr/objectives" } },
	{ "Objectives",
	  "Key results of objectives",
	  "The key results of the objectives, in the same form.",
	  { "/api/v1/okr/key-results" } },
	{ "AI assistants",
	  "MCP server",
	  "One endpoint for Claude, Cursor and every other assistant that speaks the Model Context "
	  "Protocol.",
	  { "/api/public/mcp" } },
	{ "Server",
	  "Server",
	  "For those who run the server, and the description that you are reading.",
	  { "/healthz", "/readyz", "/api/v1/openapi.json" } },
};

enum { TAGS = sizeof(tags) / sizeof(tags[0]), PATHS = 3, PATH_MAX = 128 };

static bool begins_with_segments(struct text path, const char *start)
{
	struct text first = text_from(start);

	return start && text_starts_with(path, first) &&
	       (path.size == first.size || path.data[first.size] == '/');
}

static struct text path_of(const struct route_group *group, const struct route *route,
			   char out[PATH_MAX])
{
	int size = snprintf(out, PATH_MAX, "%s%s", group->prefix, route->path);

	return (struct text){ out, (size_t)size };
}

static const struct tag *find_tag(const struct route_group *group, const struct route *route)
{
	char printed[PATH_MAX];
	struct text path = path_of(group, route, printed);

	for (const struct tag *tag = tags; tag < tags + TAGS; tag++)
		for (size_t i = 0; i < PATHS; i++)
			if (begins_with_segments(path, tag->paths[i]))
				return tag;
	return NULL;
}

const char *openapi_tag(const struct route_group *group, const struct route *route)
{
	return find_tag(group, route)->name;
}

static void write_tags(struct json_writer *json)
{
	json_key(json, TEXT("tags"));
	json_open_array(json);
	for (const struct tag *tag = tags; tag < tags + TAGS; tag++) {
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
	for (size_t i = 0; i < TAGS; i++) {
		if (i == 0 || strcmp(tags[i].group, tags[i - 1].group) != 0) {
			json_open_object(json);
			openapi_member(json, "name", tags[i].group);
			json_key(json, TEXT("tags"));
			json_open_array(json);
		}
		json_text(json, text_from(tags[i].name));
		if (i + 1 == TAGS || strcmp(tags[i].group, tags[i + 1].group) != 0) {
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
static const struct route *first_at(const struct route_group *group, const struct route *route)
{
	for (size_t g = 0; g < route_group_count; g++)
		for (size_t i = 0; i < route_groups[g]->count; i++)
			if (is_same_path(route_groups[g], &route_groups[g]->routes[i], group,
					 route))
				return &route_groups[g]->routes[i];
	return route;
}

/* A path stands where its first route stands. */
static bool is_first(const struct route_group *group, const struct route *route)
{
	return first_at(group, route) == route;
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

static void write_path(struct json_writer *json, const struct route_group *group,
		       const struct route *route)
{
	char printed[PATH_MAX];

	write_path_key(json, path_of(group, route, printed));
	json_open_object(json);
	for (size_t g = 0; g < route_group_count; g++)
		for (size_t i = 0; i < route_groups[g]->count; i++)
			if (is_same_path(route_groups[g], &route_groups[g]->routes[i], group,
					 route))
				write_method(json, route_groups[g], &route_groups[g]->routes[i]);
	json_close_object(json);
}

static void write_group(struct json_writer *json, const struct tag *tag,
			const struct route_group *group)
{
	for (size_t i = 0; i < group->count; i++)
		if (find_tag(group, &group->routes[i]) == tag && is_first(group, &group->routes[i]))
			write_path(json, group, &group->routes[i]);
}

static void write_paths(struct json_writer *json)
{
	openapi_open(json, "paths");
	for (const struct tag *tag = tags; tag < tags + TAGS; tag++)
		for (size_t g = 0; g < route_group_count; g++)
			write_group(json, tag, route_groups[g]);
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

void api_describe(struct buffer *out, struct text url)
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
	write_paths(json);
	openapi_components(json);
	json_close_object(json);
}

/* ---- the door --------------------------------------------------------------------------------- */

/* Ten times smaller for those who take it. */
static const struct error *describe(struct exchange *x)
{
	struct buffer plain = { 0 };
	struct text text;

	if (!accept_names(x->request->accept_encoding, TEXT("gzip"))) {
		api_describe(&x->reply->body, x->request->origin_url);
		return NULL;
	}
	api_describe(&plain, x->request->origin_url);
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
