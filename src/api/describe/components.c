/*
 * What the paths of the API description refer to: the schemas of all views, and the parameters,
 * headers and errors that many operations have. What a schema says is schema.c's.
 */
#include "api/describe/components.h"

#include <assert.h>

#include "api/describe/fragments.h"
#include "api/describe/naming.h"
#include "api/describe/openapi.h"
#include "api/describe/operation.h"
#include "api/describe/site.h"
#include "api/describe/tools.h"
#include "api/output/errors.h"
#include "model/api_key.h"

/* ---- schemas of views ------------------------------------------------------------------------- */

enum { SCHEMAS_MAX = 200 };

struct schemas {
	struct {
		const struct view *view;
		enum schema_use use;
	} items[SCHEMAS_MAX];
	size_t count;
};

static bool has_schema(const struct schemas *schemas, const struct view *view, enum schema_use use)
{
	for (size_t i = 0; i < schemas->count; i++)
		if (schemas->items[i].view == view && schemas->items[i].use == use)
			return true;
	return false;
}

/* A view, and those of the records within. */
static void collect(struct schemas *schemas, const struct view *view, enum schema_use use)
{
	if (has_schema(schemas, view, use))
		return;
	assert(schemas->count < SCHEMAS_MAX);
	schemas->items[schemas->count].view = view;
	schemas->items[schemas->count++].use = use;
	for (size_t i = 0; i < view->count; i++)
		if (view->fields[i].view && schema_has(&view->fields[i], use))
			collect(schemas, view->fields[i].view, use);
}

static void collect_route(struct schemas *schemas, const struct route_group *group,
			  const struct route *route)
{
	const struct envelope *envelope = group->envelope;
	bool is_said = envelope && envelope->deleted && route->method == METHOD_DELETE;

	if (route->view && route->status != 204 && !is_said)
		collect(schemas, route->view, SCHEMA_SHOWN);
	if (route->choice)
		collect(schemas, route->choice, SCHEMA_SHOWN);
	if (route_takes_body(route) && !route->files && !(route->flags & ROUTE_READ))
		collect(schemas, route_body(route), route_use(route));
}

static void write_views(struct json_writer *json, const struct routes *routes)
{
	struct schemas schemas = { .count = 0 };
	char name[SCHEMA_NAME_MAX];

	for (size_t g = 0; g < routes->count; g++) {
		const struct route_group *group = routes->groups[g];

		for (size_t i = 0; !group->is_tools && i < group->count; i++)
			collect_route(&schemas, group, &group->routes[i]);
	}
	for (size_t i = 0; i < schemas.count; i++) {
		schema_name(schemas.items[i].view, schemas.items[i].use, name);
		json_key(json, text_from(name));
		schema_view(json, schemas.items[i].view, schemas.items[i].use, SCHEMA_NAMED);
	}
}

/* ---- schemas of lists ------------------------------------------------------------------------- */

static void write_page(struct json_writer *json, const struct view *view)
{
	json_open_object(json);
	openapi_member(json, "type", "object");
	openapi_open(json, "properties");
	json_key(json, TEXT("items"));
	json_open_object(json);
	openapi_member(json, "type", "array");
	openapi_open(json, "items");
	openapi_reference(json, "schemas", view->name);
	json_close_object(json);
	json_close_object(json);
	fragment_write(json, "Page", "next_cursor");
	fragment_write(json, "Page", "total");
	json_close_object(json);
	json_key(json, TEXT("required"));
	json_raw(json, TEXT("[\"items\",\"next_cursor\",\"total\"]"));
	json_close_object(json);
}

static void write_lists(struct json_writer *json, const struct routes *routes)
{
	const struct view *last = NULL;
	char name[SCHEMA_NAME_MAX];

	for (size_t g = 0; g < routes->count; g++) {
		const struct route_group *group = routes->groups[g];
		const struct envelope *envelope = group->envelope;

		for (size_t i = 0; !group->is_tools && i < group->count; i++) {
			const struct route *route = &group->routes[i];

			if (route->flags & ROUTE_READ && route->view) {
				openapi_list_name(route, "Search", name);
				json_key(json, text_from(name));
				openapi_search(json, group, route);
			}
			if (!(route->flags & ROUTE_LIST) || !envelope || !envelope->items ||
			    route->view == last)
				continue;
			last = route->view;
			openapi_list_name(route, "Page", name);
			json_key(json, text_from(name));
			write_page(json, route->view);
		}
	}
}

/* ---- errors ----------------------------------------------------------------------------------- */

static const struct fault {
	const char *name;
	enum error_code code;
	const char *meaning, *message;
} faults[] = {
	{ "BadRequest", ERROR_INVALID, "The request body or parameters are malformed.",
	  "title is required" },
	{ "Unauthorized", ERROR_UNAUTHORIZED, "Missing or invalid API key.",
	  "This request needs an API key: Authorization: Bearer okrt_…" },
	{ "Forbidden", ERROR_FORBIDDEN, "The key does not have the required scope.",
	  "This key does not have kpis:write permission" },
	{ "NotFound", ERROR_NOT_FOUND,
	  "The resource does not exist or is not accessible to this key.",
	  "This objective does not exist." },
	{ "Conflict", ERROR_CONFLICT, "The state of the record does not permit it.",
	  "This cycle is still in use. Move or delete what uses it first." },
	{ "PreconditionFailed", ERROR_STALE, "The record is not the one that `If-Match` names.",
	  "This objective was changed in the meantime: its version is 4 now. Read it again before "
	  "you change it." },
	{ "PayloadTooLarge", ERROR_TOO_LARGE, "The body is larger than the server takes.",
	  "The request body is larger than this server takes." },
	{ "UnsupportedMediaType", ERROR_UNSUPPORTED, "The body is not JSON.",
	  "The body must be JSON: send it as 'Content-Type: application/json'." },
	{ "Unprocessable", ERROR_UNPROCESSABLE, "The `Idempotency-Key` was used for another body.",
	  "This Idempotency-Key was used for another request body. Use a new one." },
	{ "RateLimited", ERROR_LIMITED, "You exceeded the requests of the current minute.", NULL },
	{ "ServerError", ERROR_INTERNAL, "Something went wrong on our side. Safe to retry.",
	  "Something went wrong on our side." },
	{ "Unavailable", ERROR_UNAVAILABLE, "The service cannot answer at the moment.",
	  "The service does not answer at the moment. Try again in a few seconds." },
};

enum { FAULTS = sizeof(faults) / sizeof(faults[0]) };

static void write_error_codes(struct json_writer *json)
{
	json_key(json, TEXT("enum"));
	json_open_array(json);
	for (const struct fault *fault = faults; fault < faults + FAULTS; fault++)
		if (fault->code != ERROR_LIMITED)
			json_text(json, text_from(error_word(fault->code)));
	json_close_array(json);
}

/* RFC 9457's members beside ours, for those who ask for application/problem+json. */
static void write_problem_schema(struct json_writer *json)
{
	openapi_open(json, "Problem");
	openapi_member(json, "description",
		       "The same error for a caller whose `Accept` names this media type (RFC "
		       "9457).");
	json_key(json, TEXT("type"));
	json_text(json, TEXT("object"));
	fragment_write(json, "Problem", "properties");
	fragment_write(json, "Problem", "required");
	json_close_object(json);
}

static void write_error_schemas(struct json_writer *json)
{
	openapi_open(json, "ErrorAnswer");
	openapi_member(json, "type", "object");
	openapi_open(json, "properties");
	openapi_open(json, "error");
	openapi_member(json, "type", "string");
	openapi_member(json, "description", "The code, for programs.");
	write_error_codes(json);
	json_close_object(json);
	fragment_write(json, "ErrorAnswer", "message");
	fragment_write(json, "ErrorAnswer", "details");
	fragment_write(json, "ErrorAnswer", "more");
	json_close_object(json);
	json_key(json, TEXT("required"));
	json_raw(json, TEXT("[\"error\",\"message\"]"));
	json_close_object(json);
	fragment_write(json, "schemas", "ErrorDetail");
	fragment_write(json, "schemas", "RateLimitError");
	write_problem_schema(json);
	fragment_write(json, "schemas", "Success");
}

/* The members that an error has, in either media type. */
static void write_fault(struct json_writer *json, const struct fault *fault)
{
	openapi_member(json, "error", error_word(fault->code));
	if (fault->message)
		openapi_member(json, "message", fault->message);
	else
		json_raw(json, TEXT("\"retry_after_seconds\":30"));
	if (fault->code != ERROR_INVALID)
		return;
	json_key(json, TEXT("details"));
	json_raw(json, TEXT("[{\"field\":\"title\",\"message\":\"title is required\"}]"));
}

static void open_media(struct json_writer *json, const char *media_type, const char *schema)
{
	openapi_open(json, media_type);
	openapi_open(json, "schema");
	openapi_reference(json, "schemas", schema);
	json_close_object(json);
	openapi_open(json, "example");
}

static void write_problem_media(struct json_writer *json, const struct fault *fault)
{
	int status = error_status(fault->code);

	open_media(json, "application/problem+json", "Problem");
	write_fault(json, fault);
	openapi_member(json, "type", "about:blank");
	openapi_member(json, "title", reply_reason(status));
	json_key(json, TEXT("status"));
	json_integer(json, status);
	openapi_member(json, "detail", fault->message ? fault->message : fault->meaning);
	openapi_member(json, "instance", "urn:request:5faa1083854be03fb069633225328ae9");
	json_close_object(json);
	json_close_object(json);
}

static void refer_header(struct json_writer *json, const char *header, const char *name)
{
	openapi_open(json, header);
	openapi_reference(json, "headers", name);
	json_close_object(json);
}

static void write_fault_headers(struct json_writer *json, const struct fault *fault)
{
	bool has_session = fault->code != ERROR_UNAUTHORIZED;

	openapi_open(json, "headers");
	refer_header(json, "X-Request-Id", "RequestId");
	if (fault->code == ERROR_UNAUTHORIZED)
		refer_header(json, "WWW-Authenticate", "Authenticate");
	if (fault->code == ERROR_FORBIDDEN)
		refer_header(json, "WWW-Authenticate", "MissingScope");
	if (fault->code == ERROR_UNSUPPORTED)
		refer_header(json, "Accept-Encoding", "TakenEncoding");
	if (fault->code == ERROR_LIMITED || fault->code == ERROR_UNAVAILABLE)
		refer_header(json, "Retry-After", "RetryAfter");
	if (has_session) {
		refer_header(json, "RateLimit", "RateLimit");
		refer_header(json, "RateLimit-Policy", "RateLimitPolicy");
	}
	json_close_object(json);
}

static void write_errors(struct json_writer *json)
{
	openapi_open(json, "responses");
	for (const struct fault *fault = faults; fault < faults + FAULTS; fault++) {
		openapi_open(json, fault->name);
		openapi_member(json, "description", fault->meaning);
		write_fault_headers(json, fault);
		openapi_open(json, "content");
		open_media(json, "application/json",
			   fault->code == ERROR_LIMITED ? "RateLimitError" : "ErrorAnswer");
		write_fault(json, fault);
		json_close_object(json);
		json_close_object(json);
		write_problem_media(json, fault);
		json_close_object(json);
		json_close_object(json);
	}
	json_close_object(json);
}

/* ---- credentials, and all of it -------------------------------------------------------------------- */

static void write_credentials(struct json_writer *json)
{
	openapi_open(json, "securitySchemes");
	openapi_open(json, "bearer");
	openapi_member(json, "type", "http");
	openapi_member(json, "scheme", "bearer");
	openapi_member(json, "description",
		       "An API key (`okrt_…`), or a JSON Web Token that acts as a person. "
		       "`x-scopes` of an operation names the scopes that it needs.");
	openapi_open(json, "x-scopes");
	for (const struct scope_name *name = scope_names; name->text; name++)
		openapi_member(json, name->text, name->meaning);
	json_close_object(json);
	json_close_object(json);
	openapi_open(json, "cookie");
	openapi_member(json, "type", "apiKey");
	openapi_member(json, "in", "cookie");
	openapi_member(json, "name", "__Host-okr");
	openapi_member(json, "description",
		       "The session of a person who signed in. It counts together with the header "
		       "`X-OKR-Console: 1` alone, and below `/api/v1`; there it serves every route "
		       "that a key serves. An `Authorization` header wins over it.");
	json_close_object(json);
	json_close_object(json);
}

void openapi_components(struct json_writer *json, const struct routes *routes)
{
	openapi_open(json, "components");
	write_credentials(json);
	fragments_write(json, "parameters");
	fragments_write(json, "headers");
	write_errors(json);
	openapi_open(json, "schemas");
	write_views(json, routes);
	write_lists(json, routes);
	openapi_mcp_schemas(json);
	write_error_schemas(json);
	json_close_object(json);
	json_close_object(json);
}
