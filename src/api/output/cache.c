/*
 * Rendered answers, kept for all workers. Everything that an answer depends on is part of its key:
 * the workspace's revision, the UTC day, what was asked for, and what the session may see. So
 * nothing kept is ever wrong, and nothing has to be told that it is out of date: a write gives the
 * workspace another revision, and what was kept under the old one is no longer asked for.
 *
 * What is asked for a second time by a client that accepts gzip is kept in that form as well. A
 * compressed answer is another representation, so its ETag ends in `-gzip` (rulings.md 23).
 */
#include "api/output/cache.h"

#include <assert.h>

#include "api/exchange.h"
#include "api/output/media.h"
#include "base/cache.h"
#include "base/copy.h"
#include "base/gzip.h"
#include "base/metrics.h"
#include "http/accept.h"
#include "service/service.h"

enum { COMPRESSED_MIN = 1024 }; /* smaller ones fit into one packet anyway */

_Static_assert((int)CACHE_KEY_SIZE == (int)DIGEST_SIZE, "keys are digests");

/* What stands before the body of a kept answer. */
struct kept_head {
	int64_t version;
	uint32_t media_type_size, head_size;
};

static bool is_kept(const struct exchange *x)
{
	if (x->route->flags & (ROUTE_OPEN | ROUTE_VOLATILE))
		return false;
	return x->route->method == METHOD_GET || x->route->flags & ROUTE_READ;
}

static bool accepts_gzip(const struct exchange *x)
{
	return !(x->route->flags & ROUTE_TOOL) &&
	       accept_names(x->request->accept_encoding, TEXT("gzip"));
}

/* ---- keys ------------------------------------------------------------------------------------ */

static void add_part(struct buffer *to, const void *bytes, size_t size)
{
	buffer_add(to, &size, sizeof(size));
	buffer_add(to, bytes, size);
}

static void add_text(struct buffer *to, struct text text)
{
	add_part(to, text.data, text.size);
}

static void add_number(struct buffer *to, int64_t number)
{
	add_part(to, &number, sizeof(number));
}

static void add_workspace(struct buffer *to, const struct exchange *x)
{
	const struct session *session = &x->work.session;

	add_part(to, &session->organisation_id, sizeof(session->organisation_id));
	add_number(to, session->revision);
}

static void add_day(struct buffer *to, const struct exchange *x)
{
	add_number(to, x->work.today.days);
}

static void add_scopes(struct buffer *to, const struct exchange *x)
{
	add_number(to, x->work.session.scopes);
}

static void add_page_limit(struct buffer *to, const struct exchange *x)
{
	add_number(to, (int64_t)x->work.session.page_limit);
}

/* None for keys, which see the workspace; role and teams are the person's, and change by a write. */
static void add_person(struct buffer *to, const struct exchange *x)
{
	const struct session *session = &x->work.session;
	struct id id = session->is_person ? session->person_id : ID_NONE;

	add_part(to, &id, sizeof(id));
}

static void add_app(struct buffer *to, const struct exchange *x)
{
	add_text(to, x->work.session.app_id);
}

static void add_target(struct buffer *to, const struct exchange *x)
{
	add_text(to, text_from(method_name(x->route->method)));
	add_text(to, x->request->path);
}

static void add_query(struct buffer *to, const struct exchange *x)
{
	add_text(to, x->request->query);
}

static void add_origin(struct buffer *to, const struct exchange *x)
{
	add_text(to, x->request->origin_url);
}

static void add_form(struct buffer *to, const struct exchange *x)
{
	add_number(to, prefers_csv(x));
	add_number(to, prefers_ndjson(x));
}

/* A body that is refused for its type must not find the answer of one that was taken. */
static void add_type(struct buffer *to, const struct exchange *x)
{
	add_text(to, x->request->content_type);
	add_text(to, x->request->content_encoding);
}

static void add_body(struct buffer *to, const struct exchange *x)
{
	add_text(to, x->request->body);
}

/* Whatever answers depend on; tests/api/cache_key.test.mjs has two callers for each that differ in it
 * alone. */
static const struct key_part {
	const char *what;
	void (*add)(struct buffer *to, const struct exchange *x);
} key_parts[] = {
	{ "the workspace as it stands", add_workspace },
	{ "the UTC day", add_day },
	{ "the scopes", add_scopes },
	{ "the page limit", add_page_limit },
	{ "the person", add_person },
	{ "the application", add_app },
	{ "the route and what it names", add_target },
	{ "the query", add_query },
	{ "where links begin", add_origin },
	{ "CSV or NDJSON, by Accept", add_form },
	{ "the type and coding of the body", add_type },
	{ "the body", add_body },
};

/* Lengths stand before what they measure, so no two sets of parts make one run of bytes. */
static void make_key(const struct exchange *x, bool is_compressed, uint8_t out[CACHE_KEY_SIZE])
{
	struct buffer parts = { 0 };

	for (size_t i = 0; i < sizeof(key_parts) / sizeof(key_parts[0]); i++)
		key_parts[i].add(&parts, x);
	add_number(&parts, is_compressed);
	digest256(buffer_text(&parts), out);
	buffer_free(&parts);
}

/* ---- what was kept --------------------------------------------------------------------------- */

/* Cuts so many bytes off the front of a value and copies them. */
static void take(struct text **pieces, size_t *count, void *to, size_t size)
{
	char *out = to;

	while (size > 0) {
		struct text *first = *pieces;
		size_t part;

		assert(first && *count > 0);
		part = size < first->size ? size : first->size;
		copy_bytes(out, size, first->data, part);
		*first = (struct text){ first->data + part, first->size - part };
		out += part;
		size -= part;
		if (first->size == 0) {
			++*pieces;
			--*count;
		}
	}
}

static struct text take_text(struct exchange *x, struct text **pieces, size_t *count, size_t size)
{
	char *bytes = arena_take(x->work.arena, size + 1);

	take(pieces, count, bytes, size);
	return (struct text){ bytes, size };
}

/* The reply becomes what was kept; its body stays where it is. */
static void restore(struct exchange *x, const struct cache_value *value)
{
	struct text *pieces = value->pieces, media_type;
	size_t count = value->count;
	struct kept_head kept;

	take(&pieces, &count, &kept, sizeof(kept));
	x->version = kept.version;
	media_type = take_text(x, &pieces, &count, kept.media_type_size);
	if (media_type.size > 0)
		x->media_type = media_type;
	buffer_add_text(&x->reply->head, take_text(x, &pieces, &count, kept.head_size));
	x->reply->pieces = pieces;
	x->reply->piece_count = count;
	x->reply->pieces_size = value->size - sizeof(kept) - kept.media_type_size - kept.head_size;
}

static void keep(struct exchange *x, const uint8_t key[CACHE_KEY_SIZE], struct text head,
		 struct text body)
{
	struct kept_head kept = { x->version, (uint32_t)x->media_type.size, (uint32_t)head.size };
	struct text parts[] = { { (const char *)&kept, sizeof(kept) }, x->media_type, head, body };

	cache_put(service_cache(x->work.service), key, parts, sizeof(parts) / sizeof(parts[0]));
}

/* The answer of a tool goes into another answer: it has to stand in one piece. */
static void gather(struct reply *reply)
{
	for (size_t i = 0; i < reply->piece_count; i++)
		buffer_add_text(&reply->body, reply->pieces[i]);
	reply->pieces = NULL;
	reply->piece_count = reply->pieces_size = 0;
}

/* The body's other form, in place of the one in pieces; kept for the next. */
static void compress(struct exchange *x, const uint8_t key[CACHE_KEY_SIZE])
{
	struct reply *reply = x->reply;

	if (!gzip_pieces(reply->pieces, reply->piece_count, &reply->body))
		return;
	reply->pieces = NULL;
	reply->piece_count = reply->pieces_size = 0;
	x->is_compressed = true;
	keep(x, key, buffer_text(&reply->head), buffer_text(&reply->body));
}

/* ---- the two ends ---------------------------------------------------------------------------- */

bool cached_answer_find(struct exchange *x)
{
	struct cache *cache = service_cache(x->work.service);
	uint8_t key[CACHE_KEY_SIZE], compressed_key[CACHE_KEY_SIZE];
	bool wants_gzip = accepts_gzip(x);
	struct cache_value value = { 0 };

	if (!cache || !is_kept(x))
		return false;
	if (wants_gzip) {
		make_key(x, true, compressed_key);
		x->is_compressed = cache_get(cache, compressed_key, &value);
	}
	if (!x->is_compressed) {
		make_key(x, false, key);
		if (!cache_get(cache, key, &value)) {
			metrics_add(METRIC_CACHE_MISSES, 1);
			return false;
		}
	}
	metrics_add(METRIC_CACHE_HITS, 1);
	restore(x, &value);
	if (x->route->flags & ROUTE_TOOL)
		gather(x->reply);
	if (wants_gzip && !x->is_compressed && x->reply->pieces_size >= COMPRESSED_MIN)
		compress(x, compressed_key);
	return true;
}

void cached_answer_add(struct exchange *x)
{
	uint8_t key[CACHE_KEY_SIZE];

	/* A status of the handler's choice is not kept. */
	if (!service_cache(x->work.service) || !is_kept(x) || x->reply->status != 0)
		return;
	make_key(x, false, key);
	keep(x, key, buffer_text(&x->reply->head), buffer_text(&x->reply->body));
}
