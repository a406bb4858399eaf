/*
 * JSON-RPC around MCP: reads the envelope, tells the two eras of the protocol apart and checks what
 * each demands, writes the head and end of answers. What a method does is not known here.
 */
#include "api/mcp/envelope.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

#include "base/base64.h"
#include "base/json_check.h"
#include "base/json_read.h"

#define META_VERSION "io.modelcontextprotocol/protocolVersion"
#define META_CAPABILITIES "io.modelcontextprotocol/clientCapabilities"
#define META_SERVER "io.modelcontextprotocol/serverInfo"

static const struct revision {
	const char *name;
	bool is_modern;
	bool is_told; /* an older one works, but is not offered */
} revisions[] = {
	{ "2026-07-28", true, true },
	{ "2025-11-25", false, true },
	{ "2025-06-18", false, true },
	{ "2025-03-26", false, false },
};

enum { REVISIONS = sizeof(revisions) / sizeof(revisions[0]) };

static const struct revision *find_revision(struct text name)
{
	for (size_t i = 0; i < REVISIONS; i++)
		if (text_equal(name, text_from(revisions[i].name)))
			return &revisions[i];
	return NULL;
}

const char *call_agree(struct text asked)
{
	const struct revision *revision = find_revision(asked);

	if (revision && !revision->is_modern && revision->is_told)
		return revision->name;
	for (revision = revisions; revision->is_modern;)
		revision++;
	return revision->name;
}

/* ---- answers --------------------------------------------------------------------------------- */

void call_write_versions(struct exchange *x, const char *key)
{
	json_key(&x->json, text_from(key));
	json_open_array(&x->json);
	for (size_t i = 0; i < REVISIONS; i++)
		if (revisions[i].is_told)
			json_text(&x->json, text_from(revisions[i].name));
	json_close_array(&x->json);
}

void call_write_server(struct exchange *x, const char *key)
{
	json_key(&x->json, text_from(key));
	json_open_object(&x->json);
	json_member(&x->json, TEXT("name"), TEXT("okr-server"));
	json_member(&x->json, TEXT("title"), TEXT("OKRs: objectives, key results, KPIs"));
	json_member(&x->json, TEXT("version"), TEXT(PACKAGE_VERSION));
	json_close_object(&x->json);
}

static void open_answer(struct exchange *x, const struct call *call, const char *key)
{
	json_open_object(&x->json);
	json_member(&x->json, TEXT("jsonrpc"), TEXT("2.0"));
	json_key(&x->json, TEXT("id"));
	json_raw(&x->json, call->id);
	json_key(&x->json, text_from(key));
	json_open_object(&x->json);
}

static void close_answer(struct exchange *x)
{
	json_close_object(&x->json);
	json_close_object(&x->json);
}

void call_open_result(struct exchange *x, const struct call *call)
{
	open_answer(x, call, "result");
	if (!call->is_modern)
		return;
	json_member(&x->json, TEXT("resultType"), TEXT("complete"));
	json_key(&x->json, TEXT("_meta"));
	json_open_object(&x->json);
	call_write_server(x, META_SERVER);
	json_close_object(&x->json);
}

void call_close_result(struct exchange *x)
{
	close_answer(x);
}

static void open_error(struct exchange *x, const struct call *call, int status, enum rpc_code code,
		       struct text message)
{
	x->reply->status = status;
	open_answer(x, call, "error");
	json_key(&x->json, TEXT("code"));
	json_integer(&x->json, code);
	json_member(&x->json, TEXT("message"), message);
}

void call_refuse(struct exchange *x, const struct call *call, int status, enum rpc_code code,
		 const char *format, ...)
{
	va_list values;
	struct text message;

	va_start(values, format);
	message = arena_print_list(x->work.arena, format, values);
	va_end(values);
	open_error(x, call, status, code, message);
	close_answer(x);
}

/* What the caller made up is told to him again, but not at any length (rulings.md 70). */
struct text call_told(struct text said)
{
	return text_first(said, ERROR_NAME_MAX);
}

static void refuse_version(struct exchange *x, const struct call *call)
{
	struct text requested = call_told(call->requested);

	open_error(x, call, 400, RPC_UNSUPPORTED_VERSION,
		   arena_print(x->work.arena,
			       "This server does not speak revision %.*s of the protocol.",
			       TEXT_PRINT(requested)));
	json_key(&x->json, TEXT("data"));
	json_open_object(&x->json);
	call_write_versions(x, "supported");
	json_member(&x->json, TEXT("requested"), requested);
	json_close_object(&x->json);
	close_answer(x);
}

/* ---- the envelope ---------------------------------------------------------------------------- */

static struct text member_string(struct exchange *x, struct text object, const char *name)
{
	return json_read_string(x->work.arena, json_read_member(object, text_from(name)));
}

static bool is_id(struct text value)
{
	enum json_kind kind = json_read_kind(value);

	return kind == JSON_STRING || kind == JSON_NUMBER || kind == JSON_NULL;
}

/* Without jsonrpc and id it is the bare call of seed 003, which is answered with id null. */
static bool read_members(struct exchange *x, struct text body, struct call *call)
{
	struct text id = json_read_member(body, TEXT("id"));
	struct text version = json_read_member(body, TEXT("jsonrpc"));
	bool is_bare = json_read_kind(version) == JSON_ABSENT;

	call->method = member_string(x, body, "method");
	call->params = json_read_member(body, TEXT("params"));
	if (json_read_kind(id) != JSON_ABSENT && !is_id(id)) {
		call_refuse(x, call, 400, RPC_INVALID_REQUEST, "id must be a string or a number.");
		return false;
	}
	if (is_id(id))
		call->id = id;
	if (!is_bare && !text_equal(member_string(x, body, "jsonrpc"), TEXT("2.0"))) {
		call_refuse(x, call, 400, RPC_INVALID_REQUEST, "jsonrpc must be \"2.0\".");
		return false;
	}
	call->is_notification = !is_id(id) && !is_bare;
	return true;
}

/* A client's answer to a request of ours: we make none, so nothing is waiting for it. */
static bool is_response(const struct call *call, struct text body)
{
	return text_is_none(call->method) &&
	       (json_read_kind(json_read_member(body, TEXT("result"))) != JSON_ABSENT ||
		json_read_kind(json_read_member(body, TEXT("error"))) != JSON_ABSENT);
}

/* Notifications ask for nothing. Something that does ask, sent as one, would be lost in silence. */
static bool check_method(struct exchange *x, struct call *call, struct text body)
{
	enum json_kind params = json_read_kind(call->params);

	if (is_response(call, body)) {
		call->is_notification = true;
		return true;
	}
	if (text_is_none(call->method)) {
		call_refuse(x, call, 400, RPC_INVALID_REQUEST,
			    "method is missing, or no string: for example \"tools/list\".");
		return false;
	}
	if (params != JSON_ABSENT && params != JSON_NULL && params != JSON_OBJECT) {
		call_refuse(x, call, 400, RPC_INVALID_PARAMS, "params must be an object.");
		return false;
	}
	if (text_starts_with(call->method, TEXT("notifications/"))) {
		call->is_notification = true;
		return true;
	}
	if (!call->is_notification)
		return true;
	call_refuse(x, call, 400, RPC_INVALID_REQUEST,
		    "%.*s needs an id: without one it would be a notification, which is not "
		    "answered.",
		    TEXT_PRINT(call_told(call->method)));
	return false;
}

/* ---- the eras -------------------------------------------------------------------------------- */

static struct text meta_of(const struct call *call)
{
	return json_read_member(call->params, TEXT("_meta"));
}

/* Header fields come with what HTTP allows around them, and may be wrapped for odd characters. */
static struct text header_value(struct exchange *x, struct text header)
{
	struct text value = text_trim(header), decoded;
	struct text opening = TEXT("=?base64?"), closing = TEXT("?=");

	if (text_is_none(header) || value.size < opening.size + closing.size ||
	    !text_starts_with(value, opening) ||
	    memcmp(value.data + value.size - closing.size, closing.data, closing.size) != 0)
		return text_is_none(header) ? TEXT_NONE : value;
	value = (struct text){ value.data + opening.size,
			       value.size - opening.size - closing.size };
	return base64_decode(x->work.arena, value, &decoded) ? decoded : TEXT("");
}

static bool check_header(struct exchange *x, const struct call *call, const char *name,
			 struct text header, struct text expected)
{
	struct text value = header_value(x, header);

	if (!text_is_none(value) && text_equal(value, expected))
		return true;
	call_refuse(x, call, 400, RPC_HEADER_MISMATCH,
		    "The header %s must be there and say what the body says: %.*s", name,
		    TEXT_PRINT(call_told(expected)));
	return false;
}

static bool check_headers(struct exchange *x, const struct call *call)
{
	struct text name = member_string(x, call->params, "name");

	if (!check_header(x, call, "MCP-Protocol-Version", x->request->mcp_protocol_version,
			  call->requested) ||
	    !check_header(x, call, "Mcp-Method", x->request->mcp_method, call->method))
		return false;
	if (!text_equal(call->method, TEXT("tools/call")) || text_is_none(name))
		return true;
	return check_header(x, call, "Mcp-Name", x->request->mcp_name, name);
}

static bool check_modern(struct exchange *x, const struct call *call)
{
	const struct revision *revision = find_revision(call->requested);
	struct text capabilities = json_read_member(meta_of(call), TEXT(META_CAPABILITIES));

	if (text_is_none(call->requested) || json_read_kind(capabilities) != JSON_OBJECT) {
		call_refuse(x, call, 400, RPC_INVALID_PARAMS,
			    "params._meta must have \"" META_VERSION
			    "\" (a string) and "
			    "\"" META_CAPABILITIES "\" (an object).");
		return false;
	}
	if (!check_headers(x, call))
		return false;
	if (revision && revision->is_modern)
		return true;
	refuse_version(x, call);
	return false;
}

/* A request is of the stateless era when it says so in its _meta, or when its header names no
 * revision of the older one. */
static bool check_era(struct exchange *x, struct call *call)
{
	struct text header = header_value(x, x->request->mcp_protocol_version);
	const struct revision *revision = find_revision(header);

	call->requested = member_string(x, meta_of(call), META_VERSION);
	call->is_modern = !text_is_none(call->requested) ||
			  (!text_is_none(header) && (!revision || revision->is_modern));
	if (!call->is_modern)
		return true;
	if (!text_is_none(call->requested) || revision)
		return check_modern(x, call);
	call->requested = header;
	refuse_version(x, call);
	return false;
}

void call_read(struct exchange *x, struct call *out, bool *understood)
{
	struct text body = x->request->body;
	struct json_fault fault = { 0, "the body is empty" };

	*out = (struct call){ .id = TEXT("null") };
	*understood = false;
	if (body.size == 0 || !json_check(x->work.arena, body, &fault))
		call_refuse(x, out, 400, RPC_PARSE_ERROR,
			    "The body is not valid JSON at byte %zu: %s", fault.offset,
			    fault.message);
	else if (json_read_kind(body) != JSON_OBJECT)
		call_refuse(x, out, 400, RPC_INVALID_REQUEST,
			    "The body must be one JSON-RPC object; batches are not taken.");
	else
		*understood = read_members(x, body, out) && check_method(x, out, body) &&
			      (out->is_notification || check_era(x, out));
}
