/*
 * Validators. An ETag is `"VERSION-REVISION-DAY-WHAT"`: the record's version (0 for lists), the
 * workspace's random revision, the UTC day that computed values hang on, and a digest of the
 * target and of what the session may see; that of an answer that changes without a write is
 * `"VERSION-DIGEST"`, of its bytes. If-None-Match compares all of it, If-Match the version
 * alone, whatever a proxy or compression put around or behind it (rulings.md 23).
 */
#include "api/output/etag.h"

#include "api/exchange.h"
#include "api/output/media.h"
#include "base/secret.h"
#include "http/accept.h"

enum { VERSIONS_MAX = 16 };

/* Behind the tag of a compressed answer: it is another representation. */
static const char compressed_mark[] = "-gzip";

/* Everything behind the version. */
static struct text make_rest(struct exchange *x)
{
	const struct session *session = &x->work.session;
	char day[DATE_SIZE];
	struct text person = { (const char *)&session->person_id, sizeof(session->person_id) };
	struct text what = arena_print(
		x->work.arena, "%.*s?%.*s\n%.*s\n%016llx\n%u %zu\n%d", TEXT_PRINT(x->request->path),
		TEXT_PRINT(x->request->query), TEXT_PRINT(session->app_id),
		(unsigned long long)(session->is_person ? digest64(person) : 0), session->scopes,
		session->page_limit,
		prefers_csv(x)    ? 1 :
		prefers_ndjson(x) ? 2 :
				    0);

	date_print(x->work.today, day);
	return arena_print(x->work.arena, "%016llx-%.4s%.2s%.2s-%016llx",
			   (unsigned long long)session->revision, day, day + 5, day + 8,
			   (unsigned long long)digest64(what));
}

struct text etag_make(struct exchange *x)
{
	if (x->route->flags & ROUTE_VOLATILE)
		return arena_print(x->work.arena, "\"%lld-%016llx\"", (long long)x->version,
				   (unsigned long long)digest64(buffer_text(&x->reply->body)));
	return arena_print(x->work.arena, "\"%lld-%.*s%s\"", (long long)x->version,
			   TEXT_PRINT(make_rest(x)), x->is_compressed ? compressed_mark : "");
}

/* The next tag of a list, without W/ and quotes; false at the end. */
static bool next_tag(struct text *rest, struct text *tag)
{
	while (!text_is_none(*rest)) {
		*tag = text_trim(text_cut(rest, ','));
		if (text_starts_with(*tag, TEXT("W/")))
			*tag = (struct text){ tag->data + 2, tag->size - 2 };
		if (tag->size >= 2 && tag->data[0] == '"' && tag->data[tag->size - 1] == '"')
			*tag = (struct text){ tag->data + 1, tag->size - 2 };
		if (tag->size > 0)
			return true;
	}
	return false;
}

/* A compressing proxy may have put its mark behind the tag. */
static bool is_same(struct text tag, struct text own)
{
	return text_equal(tag, own) ||
	       (text_starts_with(tag, own) && strchr("-;:", tag.data[own.size]));
}

static bool is_known_by_bytes(struct exchange *x)
{
	struct text rest = x->request->if_none_match, tag, own = etag_make(x);

	while (next_tag(&rest, &tag))
		if (is_same(tag, (struct text){ own.data + 1, own.size - 2 }))
			return true;
	return false;
}

/* A caller that has the compressed form is told of that one, unless a proxy made the mark. */
static bool has_own_mark(const struct exchange *x, struct text tag, struct text own)
{
	struct text mark = { tag.data + own.size, tag.size - own.size };

	return text_equal(mark, text_from(compressed_mark)) &&
	       accept_names(x->request->accept_encoding, TEXT("gzip"));
}

/* What stands behind the version tells that nothing was written since the caller read it, so the
 * version that it names is the current one: the 304 repeats it. */
bool etag_is_known(struct exchange *x)
{
	struct text rest = x->request->if_none_match, tag, own;
	unsigned long long version;

	if (text_is_none(rest))
		return false;
	if (x->route->flags & ROUTE_VOLATILE)
		return is_known_by_bytes(x);
	own = make_rest(x);
	while (next_tag(&rest, &tag)) {
		if (!text_to_count(text_cut(&tag, '-'), INT64_MAX, &version) || text_is_none(tag) ||
		    !is_same(tag, own))
			continue;
		x->version = (int64_t)version;
		x->is_compressed = has_own_mark(x, tag, own);
		return true;
	}
	return false;
}

/* RFC 9110, section 13.1.2: `*` is every representation there is, so it takes one to be found. */
bool etag_is_any(const struct exchange *x)
{
	struct text header = x->request->if_none_match;

	return !text_is_none(header) && text_equal(text_trim(header), TEXT("*"));
}

struct expectation etag_expectation(struct exchange *x)
{
	struct text rest = x->request->if_match, tag;
	int64_t *versions = arena_array(x->work.arena, VERSIONS_MAX, sizeof(*versions));
	struct expectation expectation = { .versions = versions };

	if (text_is_none(rest))
		return expectation;
	expectation.is_given = true;
	while (expectation.count < VERSIONS_MAX && next_tag(&rest, &tag)) {
		unsigned long long version;

		if (text_equal(tag, TEXT("*")))
			return (struct expectation){ 0 };
		if (text_to_count(text_cut(&tag, '-'), INT64_MAX, &version))
			versions[expectation.count++] = (int64_t)version;
	}
	return expectation;
}
