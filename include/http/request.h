/*
 * One HTTP request, as the web server handed it over (CGI/1.1 variables, RFC 3875) and as the
 * rest of the program reads it. Knows nothing of FastCGI records, of OKRs or of JSON.
 */
#ifndef OKR_HTTP_REQUEST_H
#define OKR_HTTP_REQUEST_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/settings.h"
#include "base/text.h"
#include "base/time.h"
#include "http/source.h"

struct request {
	struct text method;     /* as sent: GET, POST, … */
	struct text path;       /* raw, percent-encoded, without query and without base_path */
	struct text query;      /* raw, without "?"; absent when there was none */
	struct text origin_url; /* scheme://host[:port] + base_path, for absolute links */
	struct text authorization;
	struct text content_type;
	struct text content_encoding;
	struct text accept;
	struct text accept_encoding;
	struct text if_match;
	struct text if_none_match;
	struct text idempotency_key;
	struct text reason;         /* X-Reason: why a change is made */
	struct text origin;         /* CORS */
	struct text request_method; /* Access-Control-Request-Method */
	struct text traceparent;
	struct text remote_address;
	struct text remote_user; /* whom the web server logged in: its own parameter, never a
				    header; may be empty */
	struct text cookie;
	struct text console;    /* X-OKR-Console */
	struct text fetch_site; /* Sec-Fetch-Site */
	struct text user_agent;
	bool is_tls;           /* as the web server says it */
	struct text forwarded; /* X-Forwarded-For or Forwarded: the peer asks for somebody else */
	struct instant handed_at; /* when the web server began to hand it over, by its clock */
	struct text mcp_protocol_version, mcp_method, mcp_name;
	struct text id;    /* the caller's X-Request-Id if sane, else a fresh one */
	struct text body;  /* empty when there was none */
	bool is_too_large; /* the body was over the limit and is not here */
	bool is_cut;       /* fewer bytes came than were promised */
};

/*
 * Fills *out; texts are copies in `arena`. The path comes from REQUEST_URI alone (the one variable
 * that every web server passes unchanged), or from SCRIPT_NAME + PATH_INFO without one; an
 * absolute-form URI loses scheme and host. Authorization is taken from HTTP_AUTHORIZATION, else
 * REDIRECT_HTTP_AUTHORIZATION. A body over the limit is read to its end (at most 16 MiB) and
 * dropped, so that the web server is not left writing. False when there is no REQUEST_METHOD: a
 * request cut off before its head was whole, which deserves no answer.
 */
bool request_read(struct arena *arena, const struct settings *settings,
		  const struct request_source *source, struct request *out);

/* The token of `Authorization: Bearer TOKEN`; absent when the header is missing or another. */
struct text request_bearer(const struct request *request);

/* Whether the address is this host's: a loopback address or a unix socket's. No address is nobody's. */
bool address_is_local(struct text address);

/* Whether the request came from this host; without an address it came through a unix socket. */
bool request_is_local(const struct request *request);

/* Whether the body is coded, as gzip and the like are: nothing here decodes one. */
bool request_is_coded(const struct request *request);

/* The caller's X-Request-Id is kept when it is 1–64 of [A-Za-z0-9._-] and holds no credential: it is
 * logged, and shown. */
bool request_id_is_sane(struct text id);

/* The trace and the span that the caller asks within (W3C Trace Context, traceparent): 32 and 16
 * hexadecimal digits. False when there is none, or none of that form. */
bool request_trace(const struct request *request, struct text *trace, struct text *span);

#endif
