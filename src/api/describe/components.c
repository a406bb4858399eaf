/*
 * What the paths of the API description refer to: the schemas of all views, and the parameters,
 * headers and errors that many operations have.
 */
#include "api/describe/components.h"

#include <assert.h>

#include "api/describe/openapi.h"
#include "api/describe/operation.h"
#include "api/describe/site.h"
#include "api/describe/tools.h"
#include "api/output/errors.h"
#include "api/route.h"
#include "model/api_key.h"

/* ---- schemas of views ------------------------------------------------------------------------- */

enum { SCHEMAS_MOST = 200 };

struct schemas {
	struct {
		const struct view *view;
		enum schema_use use;
	} items[SCHEMAS_MOST];
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
	assert(schemas->count < SCHEMAS_MOST);
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
	if (route_takes_body(route) && !(route->flags & ROUTE_READ))
		collect(schemas, route_body(route), route_use(route));
}

static void write_views(struct json_writer *json)
{
	struct schemas schemas = { .count = 0 };
	char name[SCHEMA_NAME_MOST];

	for (size_t g = 0; g < route_group_count; g++)
		for (size_t i = 0; i < route_groups[g]->count; i++)
			collect_route(&schemas, route_groups[g], &route_groups[g]->routes[i]);
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
	json_key(json, TEXT("next_cursor"));
	json_raw(json, TEXT("{\"type\":[\"string\",\"null\"],\"description\":\"The `cursor` of the "
			    "next "
			    "page; null on the last one.\"}"));
	json_key(json, TEXT("total"));
	json_raw(json, TEXT("{\"type\":\"integer\",\"minimum\":0,\"description\":\"How many "
			    "records "
			    "there are on all pages.\"}"));
	json_close_object(json);
	json_key(json, TEXT("required"));
	json_raw(json, TEXT("[\"items\",\"next_cursor\",\"total\"]"));
	json_close_object(json);
}

static void write_lists(struct json_writer *json)
{
	const struct view *last = NULL;
	char name[SCHEMA_NAME_MOST];

	for (size_t g = 0; g < route_group_count; g++) {
		const struct envelope *envelope = route_groups[g]->envelope;

		for (size_t i = 0; i < route_groups[g]->count; i++) {
			const struct route *route = &route_groups[g]->routes[i];

			if (route->flags & ROUTE_READ && route->view) {
				openapi_list_name(route, "Search", name);
				json_key(json, text_from(name));
				openapi_search(json, route_groups[g], route);
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
	json_key(json, TEXT("properties"));
	json_raw(json, TEXT("{\"error\":{\"type\":\"string\",\"description\":\"The code.\"},"
			    "\"message\":{\"type\":\"string\"},"
			    "\"retry_after_seconds\":{\"type\":\"integer\",\"minimum\":1},"
			    "\"details\":{\"type\":\"array\",\"items\":"
			    "{\"$ref\":\"#/components/schemas/ErrorDetail\"}},"
			    "\"more\":{\"type\":\"integer\",\"minimum\":1},"
			    "\"type\":{\"type\":\"string\",\"const\":\"about:blank\"},"
			    "\"title\":{\"type\":\"string\",\"description\":\"What the status "
			    "means.\"},"
			    "\"status\":{\"type\":\"integer\"},\"detail\":{\"type\":\"string\"},"
			    "\"instance\":{\"type\":\"string\",\"description\":"
			    "\"`urn:request:` and the `X-Request-Id`.\"}}"));
	json_key(json, TEXT("required"));
	json_raw(json, TEXT("[\"error\",\"type\",\"title\",\"status\",\"detail\",\"instance\"]"));
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
	json_key(json, TEXT("message"));
	json_raw(json, TEXT("{\"type\":\"string\",\"description\":\"What was wrong and what is "
			    "accepted, "
			    "for people.\"}"));
	json_key(json, TEXT("details"));
	json_raw(json, TEXT("{\"type\":\"array\",\"description\":\"Every wrong field or "
			    "parameter, up to 100.\","
			    "\"items\":{\"$ref\":\"#/components/schemas/ErrorDetail\"}}"));
	json_key(json, TEXT("more"));
	json_raw(json, TEXT("{\"type\":\"integer\",\"minimum\":1,\"description\":\"How many wrong "
			    "fields there are beyond those of `details`.\"}"));
	json_close_object(json);
	json_key(json, TEXT("required"));
	json_raw(json, TEXT("[\"error\",\"message\"]"));
	json_close_object(json);
	json_key(json, TEXT("ErrorDetail"));
	json_raw(json, TEXT("{\"type\":\"object\",\"properties\":{\"field\":{\"type\":\"string\","
			    "\"description\":\"Its name, `list[3].name` within a list.\"},"
			    "\"message\":{\"type\":\"string\"}},\"required\":[\"field\","
			    "\"message\"]}"));
	json_key(json, TEXT("RateLimitError"));
	json_raw(json, TEXT("{\"type\":\"object\",\"properties\":{\"error\":{\"type\":\"string\","
			    "\"const\":\"rate_limit_exceeded\"},\"retry_after_seconds\":{\"type\":"
			    "\"integer\",\"minimum\":1,\"maximum\":60}},"
			    "\"required\":[\"error\",\"retry_after_seconds\"]}"));
	write_problem_schema(json);
	json_key(json, TEXT("Success"));
	json_raw(json, TEXT("{\"type\":\"object\",\"properties\":{\"success\":{\"type\":"
			    "\"boolean\","
			    "\"const\":true}},\"required\":[\"success\"]}"));
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

/* ---- parameters, headers, credentials ---------------------------------------------------------- */

struct named_json {
	const char *name, *json;
};

static const struct named_json parameters[] = {
	{ "limit", "{\"name\":\"limit\",\"in\":\"query\",\"description\":\"How many records a page "
		   "has at "
		   "most: up to 500, or what the key's own page limit says.\","
		   "\"schema\":{\"type\":\"integer\",\"minimum\":1}}" },
	{ "cursor", "{\"name\":\"cursor\",\"in\":\"query\",\"description\":\"Where the page "
		    "begins, as "
		    "the page before it said.\",\"schema\":{\"type\":\"string\"}}" },
	{ "format", "{\"name\":\"format\",\"in\":\"query\",\"description\":\"`csv` is the same as "
		    "`Accept: "
		    "text/csv`.\",\"schema\":{\"type\":\"string\",\"enum\":[\"csv\",\"json\"]}}" },
	{ "formatLines", "{\"name\":\"format\",\"in\":\"query\",\"description\":\"`csv` and "
			 "`ndjson` are the same as `Accept: text/csv` and "
			 "`application/x-ndjson`.\",\"schema\":{\"type\":\"string\",\"enum\":"
			 "[\"csv\",\"json\",\"ndjson\"]}}" },
	{ "Reason", "{\"name\":\"X-Reason\",\"in\":\"header\",\"description\":\"Why you do it, up "
		    "to "
		    "1,000 characters: kept in the audit "
		    "log.\",\"schema\":{\"type\":\"string\"}}" },
	{ "bom", "{\"name\":\"bom\",\"in\":\"query\",\"description\":\"`true` puts a byte order "
		 "mark "
		 "before CSV, which a spreadsheet needs that opens the file by a double click.\","
		 "\"schema\":{\"type\":\"boolean\",\"default\":false}}" },
	{ "IfNoneMatch", "{\"name\":\"If-None-Match\",\"in\":\"header\",\"description\":\"The "
			 "`ETag` of an "
			 "answer that you have: 304 while it is still the answer.\","
			 "\"schema\":{\"type\":\"string\"}}" },
	{ "IfMatch", "{\"name\":\"If-Match\",\"in\":\"header\",\"description\":\"The `ETag` of the "
		     "record "
		     "as you read it: 412 if somebody was faster.\","
		     "\"schema\":{\"type\":\"string\"}}" },
	{ "IdempotencyKey", "{\"name\":\"Idempotency-Key\",\"in\":\"header\",\"description\":"
			    "\"Makes it safe to send the "
			    "request again: for 24 hours the same key and body give the first "
			    "answer, and nothing is "
			    "written "
			    "twice.\",\"schema\":{\"type\":\"string\",\"minLength\":1,"
			    "\"maxLength\":255}}" },
};

static const struct named_json headers[] = {
	{ "RequestId", "{\"description\":\"The id of the request in the server's log: your own, if "
		       "you "
		       "sent a sane one.\",\"required\":true,\"schema\":{\"type\":\"string\","
		       "\"pattern\":\"^[A-Za-z0-9._-]{1,64}$\"}}" },
	{ "RateLimit", "{\"description\":\"What is left of this minute, unless the key is "
		       "unlimited: `r` "
		       "requests, `t` seconds.\",\"schema\":{\"type\":\"string\"},"
		       "\"example\":\"\\\"key\\\";r=59;t=30\"}" },
	{ "RateLimitPolicy", "{\"description\":\"The limit: `q` requests in `w` seconds.\","
			     "\"schema\":{\"type\":\"string\"},\"example\":\"\\\"key\\\";q=60;w="
			     "60\"}" },
	{ "ETag", "{\"description\":\"A validator for `If-None-Match` and, of a record, "
		  "`If-Match`.\","
		  "\"required\":true,\"schema\":{\"type\":\"string\"}}" },
	{ "NextLink", "{\"description\":\"While more records follow, the URL of the next page: "
		      "`<URL>; rel=\\\"next\\\"`.\",\"schema\":{\"type\":\"string\"}}" },
	{ "SuccessorLink", "{\"description\":\"The route that replaces this one: "
			   "`<URL>; rel=\\\"successor-version\\\"`.\",\"required\":true,"
			   "\"schema\":{\"type\":\"string\"}}" },
	{ "Location", "{\"description\":\"The URL of what was made.\",\"required\":true,"
		      "\"schema\":{\"type\":\"string\",\"format\":\"uri\"}}" },
	{ "Deprecation", "{\"description\":\"Since when the route is deprecated (RFC 9745).\","
			 "\"required\":true,\"schema\":{\"type\":\"string\",\"pattern\":\"^@[0-9]+$"
			 "\"}}" },
	{ "IdempotentReplayed", "{\"description\":\"`true` when this is the first answer again.\","
				"\"schema\":{\"type\":\"string\",\"const\":\"true\"}}" },
	{ "RetryAfter", "{\"description\":\"Seconds until the next request will be accepted.\","
			"\"required\":true,\"schema\":{\"type\":\"integer\",\"minimum\":1}}" },
	{ "Authenticate", "{\"description\":\"The way to authenticate; `error` stands in it when a "
			  "credential was refused.\",\"required\":true,"
			  "\"schema\":{\"type\":\"string\"},\"example\":\"Bearer "
			  "realm=\\\"okr\\\", error=\\\"invalid_token\\\"\"}" },
	{ "MissingScope", "{\"description\":\"The scope that is missing, where it is that.\","
			  "\"schema\":{\"type\":\"string\"},\"example\":\"Bearer "
			  "realm=\\\"okr\\\", "
			  "error=\\\"insufficient_scope\\\", scope=\\\"write:okrs\\\"\"}" },
	{ "TakenEncoding", "{\"description\":\"`identity` when the body was coded: no coding is "
			   "taken.\",\"schema\":{\"type\":\"string\"},\"example\":\"identity\"}" },
};

static void write_all(struct json_writer *json, const char *kind, const struct named_json *items,
		      size_t count)
{
	openapi_open(json, kind);
	for (size_t i = 0; i < count; i++) {
		json_key(json, text_from(items[i].name));
		json_raw(json, text_from(items[i].json));
	}
	json_close_object(json);
}

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
	json_close_object(json);
}

void openapi_components(struct json_writer *json)
{
	openapi_open(json, "components");
	write_credentials(json);
	write_all(json, "parameters", parameters, sizeof(parameters) / sizeof(parameters[0]));
	write_all(json, "headers", headers, sizeof(headers) / sizeof(headers[0]));
	write_errors(json);
	openapi_open(json, "schemas");
	write_views(json);
	write_lists(json);
	openapi_mcp_schemas(json);
	write_error_schemas(json);
	json_close_object(json);
	json_close_object(json);
}
