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

enum { KEY_MAX = 255 };

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

static void make_digests(struct exchange *x)
{
	const struct request *request = x->request;

	digest256(arena_print(x->work.arena, "%.*s %.*s?%.*s\n%.*s", TEXT_PRINT(request->method),
			      TEXT_PRINT(request->path), TEXT_PRINT(request->query),
			      TEXT_PRINT(request->idempotency_key)),
		  x->idempotency.request);
	digest256(request->body, x->idempotency.fingerprint);
}

static void replay(struct exchange *x, const struct kept_answer *kept)
{
	x->idempotency.is_replayed = true;
	x->reply->status = (int)kept->status;
	buffer_add_text(&x->reply->head, kept->head);
	buffer_add_text(&x->reply->body, kept->body);
	reply_header(x->reply, "Idempotent-Replayed", "true");
}

const struct error *idempotency_look_up(struct exchange *x)
{
	struct kept_answer kept;
	bool found;
	const struct error *error = NULL;

	if (text_is_none(x->request->idempotency_key) || x->route->method != METHOD_POST ||
	    x->route->flags & (ROUTE_READ | ROUTE_SIGN_IN))
		return NULL;
	if (!is_visible(x->request->idempotency_key))
		return error_new(x->work.arena, ERROR_INVALID,
				 "Idempotency-Key must be 1 to %d visible ASCII characters.",
				 KEY_MAX);
	if (x->route->flags & ROUTE_BODY)
		error = body_check(x);
	if (error)
		return error;
	x->idempotency = (struct idempotency){ .is_given = true };
	make_digests(x);
	error = idempotency_find(&x->work, bytes_of(x->idempotency.request), &kept, &found);
	if (error || !found)
		return error;
	x->idempotency.is_expired = kept.is_expired;
	if (kept.is_expired)
		return NULL;
	if (text_equal(kept.fingerprint, bytes_of(x->idempotency.fingerprint)))
		replay(x, &kept);
	else
		x->idempotency.is_reused = true;
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
	return error_new(x->work.arena, ERROR_UNPROCESSABLE,
			 "This Idempotency-Key was used for another request body. Use a new "
			 "key for a new request.");
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
	idempotency_keep(&x->work, bytes_of(x->idempotency.request), &kept);
	return NULL;
}

const struct error *idempotency_finish(struct exchange *x)
{
	return x->idempotency.is_given ? idempotency_commit(&x->work) : work_commit(&x->work);
}
