/*
 * Idempotency-Key: a POST that is sent again is answered what it was answered first, and does
 * nothing. The answer is kept in the transaction of what it did, so neither a crash nor a second
 * worker comes between (api.md section 1, rulings.md 25). Two of one key that run at the same time
 * take turns at the workspace's row: the later one meets the kept answer of the earlier.
 */
#include "api/output/idempotency.h"

#include "api/exchange.h"
#include "api/input/body.h"
#include "service/idempotency.h"
#include "service/writing.h"

enum {
	KEY_MAX = 255,
	MARK_STATUS = 207, /* no answer's: of a row that holds the key of a batch */
};

static bool is_visible(struct text key)
{
	for (size_t i = 0; i < key.size; i++)
		if (key.data[i] < '!' || key.data[i] > '~')
			return false;
	return key.size >= 1 && key.size <= KEY_MAX;
}

static struct text bytes_of(const uint8_t digest[DIGEST_SIZE])
{
	return (struct text){ (const char *)digest, DIGEST_SIZE };
}

/* What the key came with: of a part the whole batch. */
static const struct request *sent(const struct exchange *x)
{
	return x->whole ? x->whole : x->request;
}

static struct text describe(struct exchange *x)
{
	const struct request *request = sent(x);

	return arena_print(x->work.arena, "%.*s %.*s?%.*s\n%.*s", TEXT_PRINT(request->method),
			   TEXT_PRINT(request->path), TEXT_PRINT(request->query),
			   TEXT_PRINT(request->idempotency_key));
}

/* A key has no line break: no other request is told of as a part is. */
static void make_digests(struct exchange *x)
{
	struct text told = describe(x);

	if (x->whole)
		told = arena_print(x->work.arena, "%.*s\n%zu", TEXT_PRINT(told), x->place);
	digest256(told, x->idempotency.request);
	digest256(sent(x)->body, x->idempotency.fingerprint);
}

/* A batch whose parts are kept one by one keeps its body's fingerprint with the first of them, so that
 * its key is used for no other. */
static void make_mark(struct exchange *x, uint8_t out[DIGEST_SIZE])
{
	digest256(describe(x), out);
}

static bool has_right_body(const struct exchange *x, const struct kept_answer *kept)
{
	return text_equal(kept->fingerprint, bytes_of(x->idempotency.fingerprint));
}

static const struct error reused = {
	.code = ERROR_UNPROCESSABLE,
	.message = { "This Idempotency-Key was used for another request body. Use a new key for a "
		     "new request.",
		     88 },
};

static void replay(struct exchange *x, const struct kept_answer *kept)
{
	x->idempotency.is_replayed = true;
	x->reply->status = (int)kept->status;
	buffer_add_text(&x->reply->head, kept->head);
	buffer_add_text(&x->reply->body, kept->body);
	reply_header(x->reply, "Idempotent-Replayed", "true");
}

/* Of a batch all parts, whatever their method, unless they are kept as one. */
static bool is_remembered(const struct exchange *x)
{
	if (text_is_none(sent(x)->idempotency_key))
		return false;
	if (x->whole)
		return !x->work.is_joined;
	return x->route->method == METHOD_POST && !(x->route->flags & (ROUTE_READ | ROUTE_SIGN_IN));
}

static const struct error *look_for_mark(struct exchange *x)
{
	struct kept_answer mark;
	uint8_t request[DIGEST_SIZE];
	bool found;
	const struct error *error;

	if (!x->whole || x->idempotency.is_marked)
		return NULL;
	make_mark(x, request);
	error = idempotency_find(&x->work, bytes_of(request), &mark, &found);
	if (error || !found)
		return error;
	x->idempotency.is_mark_expired = mark.is_expired;
	if (mark.is_expired)
		return NULL;
	x->idempotency.is_marked = true;
	return has_right_body(x, &mark) ? NULL : &reused;
}

const struct error *idempotency_look_up(struct exchange *x)
{
	struct kept_answer kept;
	bool found, is_marked = x->idempotency.is_marked;
	const struct error *error = NULL;

	if (!is_remembered(x))
		return NULL;
	if (!is_visible(sent(x)->idempotency_key))
		return error_new(x->work.arena, ERROR_INVALID,
				 "Idempotency-Key must be 1 to %d visible ASCII characters.",
				 KEY_MAX);
	if (x->route->flags & ROUTE_BODY)
		error = body_check(x);
	if (error)
		return error;
	x->idempotency = (struct idempotency){ .is_given = true, .is_marked = is_marked };
	make_digests(x);
	error = look_for_mark(x);
	if (error)
		return error;
	error = idempotency_find(&x->work, bytes_of(x->idempotency.request), &kept, &found);
	if (error || !found)
		return error;
	x->idempotency.is_expired = kept.is_expired;
	if (kept.is_expired)
		return NULL;
	if (!has_right_body(x, &kept))
		x->idempotency.is_reused = true;
	else if (kept.status != MARK_STATUS)
		replay(x, &kept);
	return NULL;
}

/* Existence and state are looked at after the key (api.md section 1, rulings.md 24). */
static bool comes_later(const struct error *error)
{
	return error->code == ERROR_NOT_FOUND || error->code == ERROR_CONFLICT ||
	       error->code == ERROR_STALE;
}

const struct error *idempotency_judge(struct exchange *x, const struct error *error)
{
	if (!x->idempotency.is_reused || (error && !comes_later(error)))
		return error;
	return &reused;
}

/* Everything of a mark is the batch's, which this is a part of. */
static void keep_mark(struct exchange *x)
{
	struct kept_answer mark = {
		.fingerprint = bytes_of(x->idempotency.fingerprint),
		.status = MARK_STATUS,
		.head = TEXT(""),
		.body = TEXT(""),
		.is_expired = x->idempotency.is_mark_expired,
	};
	uint8_t *request = arena_take(x->work.arena, DIGEST_SIZE);

	if (!x->whole || x->idempotency.is_marked)
		return;
	make_mark(x, request);
	idempotency_keep(&x->work, bytes_of(request), &mark);
}

const struct error *idempotency_record(struct exchange *x)
{
	struct kept_answer kept = {
		.fingerprint = bytes_of(x->idempotency.fingerprint),
		.status = x->route->status,
		.head = buffer_text(&x->reply->head),
		.body = text_is_none(x->kept_body) ? buffer_text(&x->reply->body) : x->kept_body,
		.is_expired = x->idempotency.is_expired,
	};

	if (!x->idempotency.is_given)
		return NULL;
	keep_mark(x);
	idempotency_keep(&x->work, bytes_of(x->idempotency.request), &kept);
	return NULL;
}

const struct error *idempotency_finish(struct exchange *x)
{
	return x->idempotency.is_given ? idempotency_commit(&x->work) : work_commit(&x->work);
}
