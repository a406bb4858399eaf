/*
 * The headers of an answer: those that every answer has, those of its route, the validator, and what
 * a browser asks before it sends (CORS). How they are printed is http/reply.c's.
 */
#include "api/output/headers.h"

#include "api/input/gate.h"
#include "api/output/etag.h"

/* RFC 9745: when the route was said to be deprecated, 2026-04-19T00:00:00Z. */
#define DEPRECATED_AT "@1776556800"

bool origin_is_allowed(const struct exchange *x)
{
	struct text rest = service_settings(x->work.service)->cors_origins;

	while (!text_is_none(rest))
		if (text_equal(text_trim(text_cut(&rest, ',')), x->request->origin))
			return true;
	return false;
}

static void add_cors(struct exchange *x)
{
	if (text_is_none(x->request->origin) || !origin_is_allowed(x))
		return;
	reply_header(x->reply, "Access-Control-Allow-Origin", "%.*s",
		     TEXT_PRINT(x->request->origin));
	reply_header(x->reply, "Access-Control-Expose-Headers",
		     "Content-Disposition, Deprecation, ETag, Idempotent-Replayed, Link, "
		     "Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id");
}

/* What signs in, and what tells of sessions. */
static bool is_kept_nowhere(const struct exchange *x)
{
	return x->route && x->route->flags & (ROUTE_SIGN_IN | ROUTE_SESSION);
}

void headers_common(struct exchange *x)
{
	const struct settings *settings = service_settings(x->work.service);

	reply_header(x->reply, "X-Request-Id", "%.*s", TEXT_PRINT(x->request->id));
	reply_header(x->reply, "Cache-Control", "%s",
		     x->cache_control   ? x->cache_control :
		     is_kept_nowhere(x) ? "no-store" :
					  "private, no-cache");
	reply_header(x->reply, "Vary", "Authorization, Accept, Accept-Encoding%s%s",
		     gate_varies_by_cookie(x) ? ", Cookie" : "",
		     settings->cors_origins.size ? ", Origin" : "");
	reply_header(x->reply, "X-Content-Type-Options", "nosniff");
	add_cors(x);
	if (x->is_compressed && x->reply->status == 200)
		reply_header(x->reply, "Content-Encoding", "gzip");
	if (reply_size(x->reply) > 0 && text_is_none(x->media_type))
		reply_header(x->reply, "Content-Type", "application/json; charset=utf-8");
	else if (reply_size(x->reply) > 0 || x->reply->produce)
		reply_header(x->reply, "Content-Type", "%.*s", TEXT_PRINT(x->media_type));
}

void headers_rate(struct exchange *x)
{
	const char *name = id_is_none(x->work.session.session_id) ? "key" : "session";

	if (!x->has_session || x->rate.limit == 0 || x->rate.reset_seconds == 0)
		return;
	reply_header(x->reply, "RateLimit-Policy", "\"%s\";q=%lld;w=60", name,
		     (long long)x->rate.limit);
	reply_header(x->reply, "RateLimit", "\"%s\";r=%lld;t=%u", name,
		     (long long)x->rate.remaining, x->rate.reset_seconds);
}

void headers_deprecation(struct exchange *x)
{
	struct text rest, path = TEXT_NONE;
	size_t id = 0;

	if (!x->route || !(x->route->flags & ROUTE_DEPRECATED))
		return;
	rest = text_from(x->route->successor + 1);
	while (!text_is_none(rest)) {
		struct text part = text_cut(&rest, '/');

		if (part.data[0] == ':')
			part = x->match.ids[id++];
		path = arena_print(x->work.arena, "%.*s/%.*s", TEXT_PRINT(path), TEXT_PRINT(part));
	}
	reply_header(x->reply, "Deprecation", DEPRECATED_AT);
	reply_header(x->reply, "Link", "<%.*s%s%.*s>; rel=\"successor-version\"",
		     TEXT_PRINT(x->request->origin_url), x->match.group->prefix, TEXT_PRINT(path));
}

void headers_etag(struct exchange *x)
{
	bool is_update = x->version > 0 && x->route->method == METHOD_PUT;
	bool has_none = x->route->flags & ROUTE_OPEN && !(x->route->flags & ROUTE_VOLATILE);

	if (has_none || x->route->flags & ROUTE_STREAM || !(exchange_is_read(x) || is_update))
		return;
	if (exchange_is_read(x) && x->route->flags & ROUTE_VOLATILE)
		x->is_unchanged = etag_is_known(x);
	if (exchange_is_read(x) && etag_is_any(x))
		x->is_unchanged = true;
	reply_header(x->reply, "ETag", "%.*s", TEXT_PRINT(etag_make(x)));
	if (x->is_unchanged) {
		x->reply->status = 304;
		reply_clear_body(x->reply);
	}
}

void headers_allow(struct exchange *x)
{
	struct text methods = route_methods(x->work.arena, x->routes, x->request->path);

	x->reply->status = 204;
	reply_header(x->reply, "Allow", "%.*s", TEXT_PRINT(methods));
	if (text_is_none(x->request->origin) || !origin_is_allowed(x))
		return;
	reply_header(x->reply, "Access-Control-Allow-Methods", "%.*s", TEXT_PRINT(methods));
	reply_header(x->reply, "Access-Control-Allow-Headers",
		     "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, "
		     "X-Reason, X-Request-Id");
	reply_header(x->reply, "Access-Control-Max-Age", "86400");
}
