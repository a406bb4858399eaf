/*
 * The endpoint of MCP in the API description: JSON-RPC in, JSON-RPC out, and the tools as their table
 * has them. Up to the envelope the errors are those of every route.
 */
#ifndef OKR_API_DESCRIBE_TOOLS_H
#define OKR_API_DESCRIBE_TOOLS_H

#include "api/describe/openapi.h"

/* The endpoint of MCP, which speaks JSON-RPC: instead of what the tables say of a route's body and
 * answers, and beside them. */
bool openapi_is_mcp(const struct route_group *group);
void openapi_mcp_body(struct json_writer *json);
void openapi_mcp_answers(struct json_writer *json);
void openapi_mcp_schemas(struct json_writer *json);
void openapi_mcp_tools(struct json_writer *json);

#endif
