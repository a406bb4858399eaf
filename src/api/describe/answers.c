/*
 * What an operation answers, in the API description: the good answer with its headers and media
 * types, and the errors that the route can have, which follow from what it asks for and does.
 * Parameters and bodies are operation.c's.
 */
#include "api/describe/answers.h"

#include "api/describe/example.h"
#include "api/describe/naming.h"
#include "api/describe/openapi.h"
#include "api/describe/tools.h"
#include "api/output/csv.h"

/* ---- headers ---------------------------------------------------------------------------------- */

static void refer(struct json_writer *json, const char *header, const char *name)
{
	openapi_open(json, header);
	openapi_reference(json, "headers", name);
	json_close_object(json);
}

static void write_link(struct json_writer *json, const struct route *route)
{
	if (route->flags & ROUTE_DEPRECATED)
		refer(json, "Link", "SuccessorLink");
	else if (route->flags & ROUTE_LIST && !(route->flags & ROUTE_READ))
		refer(json, "Link", "NextLink");
}

static bool has_etag(const struct route *route)
{
	if (route->flags & ROUTE_STREAM)
		return false;
	if (route->method == METHOD_GET)
		return !(route->flags & ROUTE_OPEN) || route->flags & ROUTE_VOLATILE;
	return route->method == METHOD_PUT && !(route->flags & ROUTE_SESSION);
}

static bool may_set_cookie(const struct route *route)
{
	bool ends = route->flags & ROUTE_SESSION && route->method == METHOD_DELETE;

	return ends || (route->flags & ROUTE_SIGN_IN && route->status == 201);
}

static void write_rate(struct json_writer *json, const struct route *route)
{
	if (route->flags & ROUTE_OPEN)
		return;
	refer(json, "RateLimit", "RateLimit");
	refer(json, "RateLimit-Policy", "RateLimitPolicy");
}

/* What is answered is kept as a file. */
static bool is_file(const struct route *route)
{
	return route->media_type && strcmp(route->media_type, "text/plain") != 0;
}

static void write_headers(struct json_writer *json, const struct route *route)
{
	openapi_open(json, "headers");
	refer(json, "X-Request-Id", "RequestId");
	write_rate(json, route);
	if (may_set_cookie(route))
		refer(json, "Set-Cookie", "SessionCookie");
	if (has_etag(route))
		refer(json, "ETag", "ETag");
	write_link(json, route);
	if (route->location)
		refer(json, "Location", "Location");
	if (is_file(route))
		refer(json, "Content-Disposition", "ContentDisposition");
	if (route->flags & ROUTE_DEPRECATED)
		refer(json, "Deprecation", "Deprecation");
	if (route->method == METHOD_POST && !(route->flags & (ROUTE_READ | ROUTE_SIGN_IN)))
		refer(json, "Idempotent-Replayed", "IdempotentReplayed");
	json_close_object(json);
}

/* ---- the good answer -------------------------------------------------------------------------- */

static void write_named(struct json_writer *json, const char *name)
{
	json_open_object(json);
	openapi_reference(json, "schemas", name);
	json_close_object(json);
}

static void write_records(struct json_writer *json, const struct route *route)
{
	if (!(route->flags & (ROUTE_LIST | ROUTE_ROWS))) {
		write_named(json, route->view->name);
		return;
	}
	json_open_object(json);
	openapi_member(json, "type", "array");
	json_key(json, TEXT("items"));
	write_named(json, route->view->name);
	json_close_object(json);
}

static void write_schema(struct json_writer *json, const struct route_group *group,
			 const struct route *route)
{
	const struct envelope *envelope = group->envelope;
	char name[SCHEMA_NAME_MAX];

	if (envelope && envelope->deleted && route->method == METHOD_DELETE) {
		write_named(json, "Success");
	} else if (envelope && envelope->items && route->flags & ROUTE_LIST) {
		openapi_list_name(route, "Page", name);
		write_named(json, name);
	} else if (envelope && envelope->record) {
		json_open_object(json);
		json_key(json, TEXT("type"));
		json_text(json, TEXT("object"));
		openapi_open(json, "properties");
		json_key(json, text_from(envelope->record));
		write_records(json, route);
		json_close_object(json);
		json_key(json, TEXT("required"));
		json_open_array(json);
		json_text(json, text_from(envelope->record));
		json_close_array(json);
		json_close_object(json);
	} else {
		write_records(json, route);
	}
}

static void write_json_answer(struct json_writer *json, const struct route_group *group,
			      const struct route *route)
{
	openapi_open(json, route->media_type ? route->media_type : "application/json");
	json_key(json, TEXT("schema"));
	if (route->view)
		write_schema(json, group, route);
	else if (route->media_type)
		json_raw(json, TEXT("{\"type\":\"string\"}"));
	else
		json_raw(json, TEXT("{\"type\":\"object\"}"));
	if (route->view) {
		json_key(json, TEXT("example"));
		example_answer(json, group, route);
	}
	json_close_object(json);
}

/* Not as a media type beside JSON: generators would give every list the type "records or a string".
 * The columns are the header row of what would be sent. */
static void write_csv(struct json_writer *json, const struct route *route)
{
	struct buffer head = { 0 };
	struct text rest;

	csv_write(&head, route, (struct list){ NULL, 0 });
	openapi_open(json, "x-csv");
	openapi_member(json, "description",
		       "What `format=csv` or `Accept: text/csv` gives instead: a header row with "
		       "these columns, then the records, as a file named after the list and the "
		       "UTC day (`Content-Disposition`).");
	json_key(json, TEXT("columns"));
	json_open_array(json);
	rest = text_trim(buffer_text(&head));
	while (!text_is_none(rest))
		json_text(json, text_cut(&rest, ','));
	json_close_array(json);
	json_close_object(json);
	buffer_free(&head);
}

static const char *describe_good(const struct route *route)
{
	if (route->flags & (ROUTE_LIST | ROUTE_ROWS))
		return "The records.";
	if (route->status == 204)
		return "Done. The body is empty.";
	if (route->status == 201)
		return route->flags & ROUTE_SIGN_IN ?
			       "You are signed in; the answer sets the cookie." :
			       "What was made.";
	if (route->method == METHOD_PUT)
		return "The whole record as it is now.";
	return "The answer.";
}

static void open_answer(struct json_writer *json, int status, const char *description)
{
	char text[8];

	snprintf(text, sizeof(text), "%d", status);
	openapi_open(json, text);
	openapi_member(json, "description", description);
}

static void write_choice(struct json_writer *json, const struct route *route)
{
	open_answer(json, 200, "Several fit: choose one. Nothing was done, and no cookie is set.");
	openapi_open(json, "headers");
	refer(json, "X-Request-Id", "RequestId");
	json_close_object(json);
	openapi_open(json, "content");
	openapi_open(json, "application/json");
	json_key(json, TEXT("schema"));
	write_named(json, route->choice->name);
	json_close_object(json);
	json_close_object(json);
	json_close_object(json);
}

static void write_good(struct json_writer *json, const struct route_group *group,
		       const struct route *route)
{
	open_answer(json, route->status, describe_good(route));
	write_headers(json, route);
	if (route->status != 204) {
		openapi_open(json, "content");
		write_json_answer(json, group, route);
		json_close_object(json);
	}
	if (route->flags & ROUTE_CSV)
		write_csv(json, route);
	json_close_object(json);
	if (route->choice)
		write_choice(json, route);
	if (route->method != METHOD_GET || !has_etag(route))
		return;
	open_answer(json, 304, "What `If-None-Match` names is still the answer.");
	openapi_open(json, "headers");
	refer(json, "X-Request-Id", "RequestId");
	write_rate(json, route);
	refer(json, "ETag", "ETag");
	json_close_object(json);
	json_close_object(json);
}

/* ---- errors ----------------------------------------------------------------------------------- */

enum { SENTENCE_MAX = 512 };

/* A reference to the error that every route has, with what it means for this one. */
static void write_error(struct json_writer *json, int status, const char *name,
			const char *description)
{
	char text[8];

	snprintf(text, sizeof(text), "%d", status);
	openapi_open(json, text);
	openapi_reference(json, "responses", name);
	openapi_member(json, "description", description);
	json_close_object(json);
}

/* "title, type or cycle_id": what a new record cannot be without. */
static void list_needed(const struct view *view, char *out, size_t size)
{
	size_t count = 0, place = 0, used = 0;

	for (size_t i = 0; i < view->count; i++)
		count += (view->fields[i].flags & VIEW_NEEDED) != 0;
	out[0] = '\0';
	for (size_t i = 0; i < view->count; i++) {
		if (!(view->fields[i].flags & VIEW_NEEDED))
			continue;
		used += (size_t)snprintf(out + used, size - used, "%s`%s`",
					 place == 0         ? "" :
					 place + 1 == count ? " or " :
							      ", ",
					 view->fields[i].name);
		place++;
	}
}

static void write_invalid(struct json_writer *json, const struct route *route)
{
	char needed[256] = "", sentence[SENTENCE_MAX];

	if (route_takes_body(route) && route_use(route) == SCHEMA_NEW &&
	    !(route->flags & ROUTE_READ))
		list_needed(route_body(route), needed, sizeof(needed));
	snprintf(sentence, sizeof(sentence), "%s is missing, or a value is invalid.", needed);
	if (needed[0] != '\0')
		write_error(json, 400, "BadRequest", sentence);
	else if (route->method == METHOD_PUT)
		write_error(json, 400, "BadRequest",
			    "No field that can be changed was sent, or a value is invalid.");
	else if (route_takes_body(route))
		write_error(json, 400, "BadRequest", "A value is invalid.");
	else if (route->flags & ROUTE_LIST || route->filters.count > 0)
		write_error(json, 400, "BadRequest",
			    "A query parameter is unknown, given twice, or its value is invalid.");
	else
		write_error(json, 400, "BadRequest",
			    "The request has query parameters; this route takes none.");
}

/* Of what signs in, and of what is for people who did. */
static void write_code_refusals(struct json_writer *json)
{
	write_error(json, 401, "Unauthorized", "The code is wrong.");
	write_error(json, 403, "Forbidden",
		    "The request came over plain HTTP from another host; it lacks `X-OKR-Console`; "
		    "or a page of another site asks.");
	write_error(json, 429, "RateLimited",
		    "Too many wrong codes. The right one has to wait as well.");
}

static void write_sign_in_refusals(struct json_writer *json, const struct route *route)
{
	if (route->flags & ROUTE_SESSION) {
		write_error(json, 401, "Unauthorized", "Nobody is signed in.");
		write_error(json, 403, "Forbidden",
			    "Keys and tokens have no session; or a page of another site asks.");
		return;
	}
	if (route->flags & ROUTE_UNREADY) {
		write_code_refusals(json);
		return;
	}
	if (route->method != METHOD_GET && route->view)
		write_error(json, 401, "Unauthorized",
			    "It did not sign you in. The answer is the same whatever is wrong.");
	write_error(json, 403, "Forbidden",
		    "The request came over plain HTTP from another host; it lacks `X-OKR-Console`, "
		    "or has a credential; or a page of another site asks.");
	if (route->flags & ROUTE_GUESSED)
		write_error(json, 429, "RateLimited",
			    "Too many failures. The right password has to wait as well.");
}

static void write_refusals(struct json_writer *json, const struct route *route)
{
	char sentence[SENTENCE_MAX];

	if (route->refusal && route->scope == SCOPE_NONE)
		write_error(json, 403, "Forbidden", route->refusal);
	if (route->flags & (ROUTE_SIGN_IN | ROUTE_SESSION)) {
		write_sign_in_refusals(json, route);
		return;
	}
	if (route->flags & ROUTE_OPEN)
		return;
	write_error(json, 401, "Unauthorized", "Invalid or missing API key.");
	snprintf(sentence, sizeof(sentence), "Key is missing the `%s` scope%s%s.",
		 route->scope == SCOPE_NONE ? "" : scope_text(route->scope),
		 route->refusal ? ", or " : "", route->refusal ? route->refusal : "");
	if (route->scope != SCOPE_NONE)
		write_error(json, 403, "Forbidden", sentence);
	else if (!route->view)
		write_error(json, 403, "Forbidden", "Web pages of this origin are not allowed.");
}

/* What the path can fail to find is the record that its last id names. */
static void write_missing(struct json_writer *json, const struct route_group *group,
			  const struct route *route)
{
	const char *id = strrchr(route->path, ':');
	char sentence[SENTENCE_MAX];
	struct text rest, name;

	if (!id) {
		if (route->missing)
			write_error(json, 404, "NotFound", route->missing);
		return;
	}
	rest = text_from(id + 1);
	name = text_cut(&rest, '/');
	snprintf(sentence, sizeof(sentence), "The %s does not exist in this workspace.",
		 route_noun_at(group, route, name, true));
	write_error(json, 404, "NotFound", route->missing ? route->missing : sentence);
}

/* What a closed cycle refuses, beside what the route itself does. */
static void write_conflict(struct json_writer *json, const struct route *route)
{
	bool is_write = route->method != METHOD_GET && !(route->flags & ROUTE_READ);
	bool is_phased = is_write && route->resource && resource_is_phased(route->resource);
	char sentence[SENTENCE_MAX];

	if (!is_phased && !route->conflict)
		return;
	snprintf(sentence, sizeof(sentence), "%s%s%s", route->conflict ? route->conflict : "",
		 route->conflict && is_phased ? " Or: " : "",
		 is_phased ? "the cycle is closed." : "");
	if (!route->conflict)
		sentence[0] = 'T';
	write_error(json, 409, "Conflict", sentence);
}

static void write_conflicts(struct json_writer *json, const struct route *route)
{
	bool is_repeatable = route->method == METHOD_POST &&
			     !(route->flags & (ROUTE_READ | ROUTE_SIGN_IN));
	bool is_conditional = (route->method == METHOD_PUT || route->method == METHOD_DELETE) &&
			      !(route->flags & ROUTE_SESSION);

	write_conflict(json, route);
	if (is_conditional)
		write_error(json, 412, "PreconditionFailed",
			    "The record has changed since the version that `If-Match` names.");
	if (route_takes_body(route)) {
		write_error(json, 413, "PayloadTooLarge",
			    route->files ? "The file is larger than the server takes (16 MiB by "
					   "default), or has more than 5,000 rows." :
					   "The body is larger than the server takes (1 MiB by "
					   "default).");
		write_error(json, 415, "UnsupportedMediaType",
			    route->files ? "The file is neither a table nor JSON." :
					   "The body is not JSON.");
	}
	if (is_repeatable)
		write_error(json, 422, "Unprocessable",
			    "The `Idempotency-Key` was used for another body.");
}

void openapi_answers(struct json_writer *json, const struct route_group *group,
		     const struct route *route)
{
	openapi_open(json, "responses");
	if (openapi_is_mcp(group)) {
		openapi_mcp_answers(json);
	} else {
		write_good(json, group, route);
		write_invalid(json, route);
	}
	write_refusals(json, route);
	write_missing(json, group, route);
	write_conflicts(json, route);
	if (!(route->flags & ROUTE_OPEN)) {
		write_error(json, 429, "RateLimited", "The requests of this minute are used up.");
		write_error(json, 500, "ServerError",
			    "Something went wrong on our side. Safe to retry.");
	}
	write_error(json, 503, "Unavailable",
		    "The service cannot answer at the moment. Try again after `Retry-After`.");
	json_close_object(json);
}
