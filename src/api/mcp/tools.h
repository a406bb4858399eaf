/*
 * Tools as MCP has them: how they are described, run and answered. Which there are is a dialect's
 * table (okrs/tools.c).
 */
#ifndef OKR_API_MCP_TOOLS_H
#define OKR_API_MCP_TOOLS_H

#include "api/mcp/envelope.h"

/* "tools": those that the credential's scopes allow, always in one order. */
void tools_write(struct exchange *x);

/* The schema of what a tool takes. */
void tool_write_input(struct json_writer *json, const struct route *tool);

/* Runs the tool that `params` names and answers with what it says. */
const struct error *tool_call(struct exchange *x, const struct call *call);

/* Says an error in a result that a model can mend, or as one of JSON-RPC. */
void tool_say_error(struct exchange *x, const struct error *error);

#endif
