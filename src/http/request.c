/*
 * Turns what a web server hands over into a struct request: the head from CGI variables by one
 * table, the body within its limit. Where the request points is target.c's; what it means is the
 * api room's.
 */
#include "http/request.h"

#include <limits.h>

#include "base/redact.h"
#include "base/secret.h"
#include "target.h"

enum { DRAIN_MAX = 16 << 20, DRAIN_PIECE = 16 << 10, ID_MAX = 64 };

static const unsigned long long SECONDS_MAX = 100000000000; /* the year 5138 */

/* Where whole files come in: nginx has a location of its own for it, with more time and room. */
static const char files_path[] = "/api/v1/imports";

/* The variables that become members unchanged; the later row of a member is its fallback. */
static const struct {
	const char *name;
	size_t offset;
} variables[] = {
	{ "REQUEST_METHOD", offsetof(struct request, method) },
	{ "HTTP_AUTHORIZATION", offsetof(struct request, authorization) },
	{ "REDIRECT_HTTP_AUTHORIZATION", offsetof(struct request, authorization) },
	{ "CONTENT_TYPE", offsetof(struct request, content_type) },
	{ "HTTP_CONTENT_ENCODING", offsetof(struct request, content_encoding) },
	{ "HTTP_ACCEPT", offsetof(struct request, accept) },
	{ "HTTP_ACCEPT_ENCODING", offsetof(struct request, accept_encoding) },
	{ "HTTP_IF_MATCH", offsetof(struct request, if_match) },
	{ "HTTP_IF_NONE_MATCH", offsetof(struct request, if_none_match) },
	{ "HTTP_IDEMPOTENCY_KEY", offsetof(struct request, idempotency_key) },
	{ "HTTP_X_REASON", offsetof(struct request, reason) },
	{ "HTTP_ORIGIN", offsetof(struct request, origin) },
	{ "HTTP_ACCESS_CONTROL_REQUEST_METHOD", offsetof(struct request, request_method) },
	{ "HTTP_TRACEPARENT", offsetof(struct request, traceparent) },
	{ "REMOTE_ADDR", offsetof(struct request, remote_address) },
	{ "HTTP_COOKIE", offsetof(struct request, cookie) },
	{ "HTTP_X_OKR_CONSOLE", offsetof(struct request, console) },
	{ "HTTP_SEC_FETCH_SITE", offsetof(struct request, fetch_site) },
	{ "HTTP_USER_AGENT", offsetof(struct request, user_agent) },
	{ "HTTP_X_FORWARDED_FOR", offsetof(struct request, forwarded) },
	{ "HTTP_FORWARDED", offsetof(struct request, forwarded) },
	{ "HTTP_MCP_PROTOCOL_VERSION", offsetof(struct request, mcp_protocol_version) },
	{ "HTTP_MCP_METHOD", offsetof(struct request, mcp_method) },
	{ "HTTP_MCP_NAME", offsetof(struct request, mcp_name) },
	{ "HTTP_X_REQUEST_ID", offsetof(struct request, id) },
};

/*
 * nginx sends its own variables empty where it has no value, and rewrite rules do so with
 * HTTP_AUTHORIZATION; of other headers an empty one was sent by the caller and must not vanish.
 */
static bool is_absent(struct text value, const char *name)
{
	const struct text header = TEXT("HTTP_"), rewritten = TEXT("HTTP_AUTHORIZATION");

	if (value.size > 0)
		return false;
	return text_is_none(value) || !text_starts_with(text_from(name), header) ||
	       text_equal(text_from(name), rewritten);
}

static void read_variables(struct arena *arena, const struct request_source *source,
			   struct request *out)
{
	for (size_t i = 0; i < sizeof(variables) / sizeof(*variables); i++) {
		void *place = (char *)out + variables[i].offset;
		struct text *member = place;
		struct text value = source_variable(source, variables[i].name);

		if (text_is_none(*member) && !is_absent(value, variables[i].name))
			*member = arena_copy(arena, value);
	}
}

/* The web server's own login. Empty it is not as if it were not there: who is logged in as nobody is
 * refused (reading 103). */
static void read_remote_user(struct arena *arena, const struct request_source *source,
			     struct request *out)
{
	out->remote_user = arena_copy(arena, source_variable(source, "OKR_REMOTE_USER"));
}

bool address_is_local(struct text address)
{
	static const char *const beginnings[] = { "unix:", "127.", "::ffff:127." };

	address = text_trim(address);
	if (text_equal(address, TEXT("::1")))
		return true;
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++)
		if (text_starts_with(address, text_from(beginnings[i])))
			return true;
	return false;
}

bool request_is_local(const struct request *request)
{
	return text_trim(request->remote_address).size == 0 ||
	       address_is_local(request->remote_address);
}

/* Reads until `size` bytes are there or no more come. */
static size_t read_fully(const struct request_source *source, char *to, size_t size)
{
	size_t got = 0, more;

	while (got < size && (more = source->read(source->context, to + got, size - got)) > 0)
		got += more;
	return got;
}

static void drain(const struct request_source *source, unsigned long long size)
{
	char piece[DRAIN_PIECE];

	if (size > DRAIN_MAX)
		size = DRAIN_MAX;
	while (size > 0) {
		size_t wanted = size < sizeof(piece) ? (size_t)size : sizeof(piece);
		size_t got = read_fully(source, piece, wanted);

		if (got < wanted)
			return;
		size -= got;
	}
}

/* A body whose length was told. */
static void read_promised(struct arena *arena, const struct request_source *source, size_t promised,
			  struct request *out)
{
	char *bytes = arena_take(arena, promised + 1);

	out->body = (struct text){ bytes, read_fully(source, bytes, promised) };
	out->is_cut = out->body.size < promised;
}

/* A body that came in chunks: Apache hands it on without a length. */
static void read_to_end(struct arena *arena, const struct request_source *source, size_t max,
			struct request *out)
{
	char *bytes = arena_take(arena, max + 1);
	size_t got = read_fully(source, bytes, max + 1);

	out->is_too_large = got > max;
	if (out->is_too_large)
		drain(source, DRAIN_MAX);
	else
		out->body = (struct text){ bytes, got };
}

static bool is_digits(struct text t)
{
	while (t.size > 0 && t.data[t.size - 1] >= '0' && t.data[t.size - 1] <= '9')
		t.size--;
	return t.size == 0;
}

static void read_body(struct arena *arena, const struct request_source *source, size_t max,
		      struct request *out)
{
	struct text length = source_variable(source, "CONTENT_LENGTH");
	unsigned long long promised;

	out->body = TEXT("");
	if (length.size == 0) {
		/* Standard input of a plain CGI program need not end: only chunks say it will. */
		if (source_variable(source, "HTTP_TRANSFER_ENCODING").size > 0)
			read_to_end(arena, source, max, out);
	} else if (!text_to_count(length, ULLONG_MAX, &promised)) {
		out->is_too_large = is_digits(length);
		out->is_cut = !out->is_too_large;
	} else if (promised > max) {
		drain(source, promised);
		out->is_too_large = true;
	} else {
		read_promised(arena, source, (size_t)promised, out);
	}
}

struct text request_bearer(const struct request *request)
{
	struct text rest = text_trim(request->authorization), scheme;

	if (text_is_none(request->authorization))
		return TEXT_NONE;
	scheme = text_cut(&rest, ' ');
	if (text_is_none(rest) || !text_equal_ascii_case(scheme, TEXT("Bearer")))
		return TEXT_NONE;
	return text_trim(rest);
}

bool request_is_coded(const struct request *request)
{
	struct text coding = text_trim(request->content_encoding);

	return request->body.size > 0 && coding.size > 0 &&
	       !text_equal_ascii_case(coding, TEXT("identity"));
}

/* REQUEST_TIME as nginx writes $msec: seconds since 1970, a dot, three digits. */
static struct instant read_time(struct text rest)
{
	struct text seconds = text_cut(&rest, '.');
	unsigned long long s, ms;

	if (rest.size != 3 || !text_to_count(rest, 999, &ms) ||
	    !text_to_count(seconds, SECONDS_MAX, &s))
		return INSTANT_NONE;
	return (struct instant){ (int64_t)(s * 1000 + ms) };
}

/* Lower case, as the form asks, and not all zeros. */
static bool is_trace_part(struct text part)
{
	bool has_digit = false;

	for (size_t i = 0; i < part.size; i++) {
		char c = part.data[i];

		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			return false;
		has_digit |= c != '0';
	}
	return has_digit;
}

bool request_trace(const struct request *request, struct text *trace, struct text *span)
{
	enum { VERSION_SIZE = 2, TRACE_SIZE = 32, SPAN_SIZE = 16, FLAGS_SIZE = 2 };
	struct text rest = request->traceparent;
	struct text version = text_cut(&rest, '-'), first = text_cut(&rest, '-');
	struct text second = text_cut(&rest, '-'), flags = text_cut(&rest, '-');

	/* Later versions may add what we need not know. */
	if (version.size != VERSION_SIZE || text_equal(version, TEXT("ff")) ||
	    flags.size != FLAGS_SIZE || (text_equal(version, TEXT("00")) && !text_is_none(rest)))
		return false;
	if (first.size != TRACE_SIZE || second.size != SPAN_SIZE || !is_trace_part(first) ||
	    !is_trace_part(second))
		return false;
	*trace = first;
	*span = second;
	return true;
}

bool request_id_is_sane(struct text id)
{
	for (size_t i = 0; i < id.size; i++) {
		char c = id.data[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      c == '.' || c == '_' || c == '-'))
			return false;
	}
	return id.size >= 1 && id.size <= ID_MAX && !redact_finds(id);
}

static struct text fresh_id(struct arena *arena)
{
	return arena_print(arena, "%016llx%016llx", (unsigned long long)random64(),
			   (unsigned long long)random64());
}

/* A path with escapes has the common limit. */
static size_t body_max(const struct settings *settings, const struct request *request)
{
	return (size_t)(text_equal(request->path, text_from(files_path)) ?
				settings->import_bytes_max :
				settings->body_bytes_max);
}

bool request_read(struct arena *arena, const struct settings *settings,
		  const struct request_source *source, struct request *out)
{
	struct request request = { 0 };
	struct target target;

	read_variables(arena, source, &request);
	read_remote_user(arena, source, &request);
	if (request.method.size == 0)
		return false;
	if (!request_id_is_sane(request.id))
		request.id = fresh_id(arena);
	request.handed_at = read_time(source_variable(source, "REQUEST_TIME"));
	target = target_read(arena, settings, source);
	request.path = target.path;
	request.query = target.query;
	request.origin_url = target.origin_url;
	request.is_tls = target.is_tls;
	read_body(arena, source, body_max(settings, &request), &request);
	*out = request;
	return true;
}
