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

extern const struct route_group mcp_routes;

#endif
