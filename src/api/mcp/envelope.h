/*
 * JSON-RPC around MCP: reads the envelope, tells the two eras of the protocol apart and checks what
 * each demands, writes the head and end of answers. What a method does is not known here.
 */
#ifndef OKR_API_MCP_ENVELOPE_H
#define OKR_API_MCP_ENVELOPE_H

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

/* Reads the body. *understood is false when the call was answered with an error already. */
void call_read(struct exchange *x, struct call *out, bool *understood);

/* Answers with a JSON-RPC error. */
__attribute__((format(printf, 5, 6))) void call_refuse(struct exchange *x, const struct call *call,
						       int status, enum rpc_code code,
						       const char *format, ...);

/* The head of a successful answer, up to the members of its result, and its end. */
void call_open_result(struct exchange *x, const struct call *call);
void call_close_result(struct exchange *x);

/* "serverInfo" and the like: a key with who answers. */
void call_write_server(struct exchange *x, const char *key);

/* "supportedVersions" and the like: a key with every revision spoken, the newest first. */
void call_write_versions(struct exchange *x, const char *key);

/* The revision to go on with after `initialize`: the asked one, or the newest of its kind. */
const char *call_agree(struct text asked);

/* Of a word of the caller's as much as an answer repeats: ERROR_NAME_MAX characters. */
struct text call_told(struct text said);

#endif
