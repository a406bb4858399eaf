/*
 * The Model Context Protocol (https://modelcontextprotocol.io/specification) over Streamable HTTP,
 * by POST alone, without sessions: revision 2026-07-28, which is stateless, and 2025-11-25 and
 * 2025-06-18, which begin with `initialize`. A tool is a route without a path: the same gate, views
 * and services as REST. Private to the api room.
 */
#ifndef OKR_API_MCP_H
#define OKR_API_MCP_H

#include "api/exchange.h"

/* Codes of JSON-RPC 2.0 and of the protocol. */
enum rpc_code {
	RPC_PARSE_ERROR = -32700,
	RPC_INVALID_REQUEST = -32600,
	RPC_METHOD_NOT_FOUND = -32601,
	RPC_INVALID_PARAMS = -32602,
	RPC_INTERNAL_ERROR = -32603,
	RPC_HEADER_MISMATCH = -32020,
	RPC_UNSUPPORTED_VERSION = -32022,
};

/* What a client called. Texts are JSON as it came unless said otherwise. */
struct call {
	struct text id;        /* "null" when the caller sent none */
	struct text method;    /* resolved: tools/call */
	struct text params;    /* an object, or absent */
	bool is_notification;  /* nobody waits for an answer */
	bool is_modern;        /* revision 2026-07-28: stateless */
	struct text requested; /* resolved: the revision that the caller speaks; may be absent */
};

struct tool {
	struct route route;      /* its path is "#NAME" */
	const char *title;       /* for people */
	const char *description; /* for a model: what it tells, when to use it */
	const char *hint;        /* said when what it names does not exist */
};

extern const struct tool okrs_tools[];
extern const size_t okrs_tool_count;

/* ---- mcp_envelope.c: from bytes to a call ---------------------------------------------------- */

/* Reads the body. *understood is false when the call was answered with an error already. */
void call_read(struct exchange *x, struct call *out, bool *understood);

/* Answers with a JSON-RPC error. */
__attribute__((format(printf, 5, 6))) void call_refuse(struct exchange *x, const struct call *call,
						       int status, enum rpc_code code,
						       const char *format, ...);

/* Of a word of the caller's as much as an answer repeats: ERROR_NAME_MOST characters. */
struct text call_told(struct text said);

/* The head of a successful answer, up to the members of its result, and its end. */
void call_open_result(struct exchange *x, const struct call *call);
void call_close_result(struct exchange *x);

/* "serverInfo" and the like: a key with who answers. */
void call_write_server(struct exchange *x, const char *key);

/* "supportedVersions" and the like: a key with every revision spoken, the newest first. */
void call_write_versions(struct exchange *x, const char *key);

/* The revision to go on with after `initialize`: the asked one, or the newest of its kind. */
const char *call_agree(struct text asked);

/* ---- mcp_tools.c ----------------------------------------------------------------------------- */

/* "tools": those that the credential's scopes allow, always in one order. */
void tools_write(struct exchange *x);

/* The schema of what a tool takes. */
void tool_write_input(struct json_writer *json, const struct tool *tool);

/* Runs the tool that `params` names and answers with what it says. */
const struct error *tool_call(struct exchange *x, const struct call *call);

/* Says an error in a result that a model can mend, or as one of JSON-RPC. */
void tool_say_error(struct exchange *x, const struct error *error);

#endif
