/*
 * The endpoint of MCP in the API description: JSON-RPC in, JSON-RPC out, and the tools as their table
 * has them. Up to the envelope the errors are those of every route.
 */
#include "api/describe/tools.h"

#include "api/describe/fragments.h"
#include "api/describe/openapi.h"
#include "api/mcp/mcp.h"
#include "api/mcp/tools.h"
#include "api/okrs/tools.h"

bool openapi_is_mcp(const struct route_group *group)
{
	return group == &mcp_routes;
}

/* ---- request ---------------------------------------------------------------------------------- */

void openapi_mcp_body(struct json_writer *json)
{
	openapi_open(json, "requestBody");
	json_key(json, TEXT("required"));
	json_flag(json, true);
	openapi_open(json, "content");
	openapi_open(json, "application/json");
	openapi_open(json, "schema");
	openapi_reference(json, "schemas", "RpcRequest");
	json_close_object(json);
	fragment_write(json, "mcp", "examples");
	json_close_object(json);
	json_close_object(json);
	json_close_object(json);
}

/* ---- answers ---------------------------------------------------------------------------------- */

static void open_answer(struct json_writer *json, const char *status, const char *description)
{
	openapi_open(json, status);
	openapi_member(json, "description", description);
	fragment_write(json, "mcp", "headers");
}

static void write_answer(struct json_writer *json, const char *status, const char *description,
			 struct text schema)
{
	open_answer(json, status, description);
	openapi_open(json, "content");
	openapi_open(json, "application/json");
	json_key(json, TEXT("schema"));
	json_raw(json, schema);
	json_close_object(json);
	json_close_object(json);
	json_close_object(json);
}

#define RPC TEXT("{\"$ref\":\"#/components/schemas/RpcAnswer\"}")
#define RPC_OR_OURS                                                                                \
	TEXT("{\"anyOf\":[{\"$ref\":\"#/components/schemas/RpcAnswer\"},"                          \
	     "{\"$ref\":\"#/components/schemas/ErrorAnswer\"}]}")

void openapi_mcp_answers(struct json_writer *json)
{
	write_answer(json, "200", "The answer to the call.", RPC);
	open_answer(json, "202", "A notification was taken; nothing is answered.");
	json_close_object(json);
	write_answer(json, "400", "The message is not one that this endpoint understands.",
		     RPC_OR_OURS);
	write_answer(json, "404", "There is no such method (revision `2026-07-28`).", RPC);
}

/* ---- schemas and tools ------------------------------------------------------------------------ */

void openapi_mcp_schemas(struct json_writer *json)
{
	fragment_write(json, "schemas", "RpcRequest");
	fragment_write(json, "schemas", "RpcAnswer");
}

void openapi_mcp_tools(struct json_writer *json)
{
	json_key(json, TEXT("x-mcp-tools"));
	json_open_array(json);
	for (size_t i = 0; i < okrs_tools.count; i++) {
		const struct route *tool = &okrs_tools.routes[i];

		json_open_object(json);
		openapi_member(json, "name", tool->path + 1);
		openapi_member(json, "title", tool->title);
		openapi_member(json, "description", tool->meaning);
		openapi_member(json, "scope", scope_text(tool->scope));
		json_key(json, TEXT("inputSchema"));
		tool_write_input(json, tool);
		json_close_object(json);
	}
	json_close_array(json);
}
