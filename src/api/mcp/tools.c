/*
 * Tools as MCP has them: how they are described, run and answered. Which there are is a dialect's
 * table (okrs/tools.c).
 */
#include "api/mcp/tools.h"

#include "api/describe/schema.h"
#include "api/input/filters.h"
#include "api/mcp/envelope.h"
#include "api/okrs/tools.h"
#include "api/output/errors.h"
#include "api/run.h"
#include "base/json_read.h"

static struct text name_of(const struct route *tool)
{
	return text_from(tool->path + 1);
}

static bool is_reading(const struct route *tool)
{
	return tool->flags & ROUTE_READ;
}

static const struct route *find_tool(struct text name)
{
	for (size_t i = 0; i < okrs_tools.count; i++)
		if (text_equal(name, name_of(&okrs_tools.routes[i])))
			return &okrs_tools.routes[i];
	return NULL;
}

/* ---- descriptions ---------------------------------------------------------------------------- */

static void write_page_limit(struct json_writer *json, const struct route *route)
{
	json_key(json, TEXT("limit"));
	json_open_object(json);
	json_member(json, TEXT("description"),
		    TEXT("How many at most. When there are more, the answer has a next_cursor."));
	json_member(json, TEXT("type"), TEXT("integer"));
	json_key(json, TEXT("minimum"));
	json_integer(json, 1);
	json_key(json, TEXT("maximum"));
	json_integer(json, (long long)route->page_max);
	json_key(json, TEXT("default"));
	json_integer(json, (long long)route->page);
	json_close_object(json);
}

static void write_cursor(struct json_writer *json)
{
	json_key(json, TEXT("cursor"));
	json_open_object(json);
	json_member(json, TEXT("description"),
		    TEXT("next_cursor of the answer before, to go on from there."));
	json_member(json, TEXT("type"), TEXT("string"));
	json_close_object(json);
}

static void write_needed(struct json_writer *json, const struct filters *filters)
{
	json_key(json, TEXT("required"));
	json_open_array(json);
	for (size_t i = 0; i < filters->count; i++)
		if (filters->items[i].is_needed)
			json_text(json, text_from(filters->items[i].name));
	json_close_array(json);
}

/* What a reading tool takes: its filters, and in lists the place to go on from. */
static void write_filters(struct json_writer *json, const struct route *route)
{
	const struct filters *filters = &route->filters;

	json_open_object(json);
	json_member(json, TEXT("type"), TEXT("object"));
	json_key(json, TEXT("properties"));
	json_open_object(json);
	for (size_t i = 0; i < filters->count; i++) {
		json_key(json, text_from(filters->items[i].name));
		schema_filter(json, &filters->items[i], SCHEMA_TOOL);
	}
	if (route->flags & ROUTE_BRIEF) {
		json_key(json, text_from(detail_filter.name));
		schema_filter(json, &detail_filter, SCHEMA_TOOL);
	}
	if (route->flags & ROUTE_LIST) {
		write_page_limit(json, route);
		write_cursor(json);
	}
	json_close_object(json);
	write_needed(json, filters);
	json_key(json, TEXT("additionalProperties"));
	json_flag(json, false);
	json_close_object(json);
}

/* The defaults of the protocol are the alarming ones. */
static void write_annotations(struct json_writer *json, const struct route *tool)
{
	json_key(json, TEXT("annotations"));
	json_open_object(json);
	json_member(json, TEXT("title"), text_from(tool->title));
	json_key(json, TEXT("readOnlyHint"));
	json_flag(json, is_reading(tool));
	if (!is_reading(tool)) {
		json_key(json, TEXT("destructiveHint"));
		json_flag(json, false);
		json_key(json, TEXT("idempotentHint"));
		json_flag(json, false);
	}
	json_key(json, TEXT("openWorldHint"));
	json_flag(json, false);
	json_close_object(json);
}

void tool_write_input(struct json_writer *json, const struct route *tool)
{
	if (tool->takes)
		schema_view(json, tool->takes, SCHEMA_NEW, SCHEMA_TOOL);
	else
		write_filters(json, tool);
}

static void write_tool(struct json_writer *json, const struct route *tool)
{
	json_open_object(json);
	json_member(json, TEXT("name"), name_of(tool));
	json_member(json, TEXT("title"), text_from(tool->title));
	json_member(json, TEXT("description"), text_from(tool->meaning));
	json_key(json, TEXT("inputSchema"));
	tool_write_input(json, tool);
	json_key(json, TEXT("outputSchema"));
	schema_view(json, tool->view, SCHEMA_SHOWN, SCHEMA_ANSWER);
	write_annotations(json, tool);
	json_close_object(json);
}

void tools_write(struct exchange *x)
{
	json_key(&x->json, TEXT("tools"));
	json_open_array(&x->json);
	for (size_t i = 0; i < okrs_tools.count; i++) {
		const struct route *tool = &okrs_tools.routes[i];

		if ((x->work.session.scopes & tool->scope) == tool->scope)
			write_tool(&x->json, tool);
	}
	json_close_array(&x->json);
}

/* ---- calls ----------------------------------------------------------------------------------- */

static void write_content(struct exchange *x, struct text said)
{
	json_key(&x->json, TEXT("content"));
	json_open_array(&x->json);
	json_open_object(&x->json);
	json_member(&x->json, TEXT("type"), TEXT("text"));
	json_member(&x->json, TEXT("text"), said);
	json_close_object(&x->json);
	json_close_array(&x->json);
}

static void write_is_error(struct exchange *x, bool is_error)
{
	json_key(&x->json, TEXT("isError"));
	json_flag(&x->json, is_error);
}

/* What the tool wrote as the body of an answer becomes the result of the call. */
static void wrap_answer(struct exchange *x, const struct call *call)
{
	struct text said = arena_copy(x->work.arena, buffer_text(&x->reply->body));

	x->reply->body.size = 0;
	x->json = (struct json_writer){ .out = &x->reply->body };
	call_open_result(x, call);
	write_content(x, said);
	json_key(&x->json, TEXT("structuredContent"));
	json_raw(&x->json, said);
	write_is_error(x, false);
	call_close_result(x);
}

/* The tool's own request: its arguments are the body. */
static const struct request *request_within(struct exchange *x, struct text arguments)
{
	struct request *request = arena_take(x->work.arena, sizeof(*request));

	*request = *x->received;
	request->body = arguments;
	request->query = TEXT_NONE;
	request->path = text_from(x->route->path);
	return request;
}

const struct error *tool_call(struct exchange *x, const struct call *call)
{
	struct text name =
		json_read_string(x->work.arena, json_read_member(call->params, TEXT("name")));
	struct text arguments = json_read_member(call->params, TEXT("arguments"));
	const struct route *tool = find_tool(name);
	enum json_kind kind = json_read_kind(arguments);
	const struct error *error;

	if (!tool || (kind != JSON_OBJECT && kind != JSON_ABSENT && kind != JSON_NULL)) {
		call_refuse(x, call, 200, RPC_INVALID_PARAMS, "%s",
			    tool ? "params.arguments must be an object." :
				   "params.name names no tool; tools/list tells them all.");
		return NULL;
	}
	x->route = tool;
	x->request = request_within(x, kind == JSON_OBJECT ? arguments : TEXT("{}"));
	error = session_permits(&x->work, x->route->scope);
	if (!error)
		error = exchange_run(x);
	if (!error)
		wrap_answer(x, call);
	return error;
}

/* ---- errors ---------------------------------------------------------------------------------- */

/* What a model can do something about. */
static bool is_mendable(enum error_code code)
{
	return code == ERROR_INVALID || code == ERROR_FORBIDDEN || code == ERROR_NOT_FOUND ||
	       code == ERROR_CONFLICT || code == ERROR_UNPROCESSABLE;
}

static void say_in_result(struct exchange *x, const struct error *error)
{
	const char *hint = "";

	if (error->code == ERROR_NOT_FOUND || error->code == ERROR_INVALID)
		hint = x->route->hint;
	x->reply->status = x->route->status;
	call_open_result(x, x->call);
	write_content(x, arena_print(x->work.arena, "%.*s%s%s",
				     TEXT_PRINT(error_sentence(x, error)), *hint ? " " : "", hint));
	write_is_error(x, true);
	call_close_result(x);
}

void tool_say_error(struct exchange *x, const struct error *error)
{
	if (x->route->flags & ROUTE_TOOL && is_mendable(error->code)) {
		say_in_result(x, error);
		return;
	}
	if (error->retry_seconds > 0)
		reply_header(x->reply, "Retry-After", "%u", error->retry_seconds);
	call_refuse(x, x->call, error_status(error->code), RPC_INTERNAL_ERROR, "%.*s",
		    TEXT_PRINT(error->message));
}
