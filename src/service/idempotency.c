/*
 * Keeping first answers.
 */
#include "service/idempotency.h"

#include "service/service_internal.h"
#include "store/answers.h"

enum { KEPT_MS = 86400000 };

const struct error *idempotency_find(struct work *work, struct text request,
				     struct kept_answer *out, bool *found)
{
	struct stored_answer row = { .key = { work->session.organisation_id,
					      work->session.credential_id, request } };
	struct instant since = { work->now.ms - KEPT_MS };
	const struct error *error = answer_find(work->db, since, &row, found);

	if (!error && *found)
		*out = (struct kept_answer){ row.fingerprint, row.status, row.head, row.body };
	return error;
}

/* An answer that has expired makes room for the new one: seldom, so it is looked for last. */
static const struct error *insert(struct work *work, const struct stored_answer *row,
				  struct instant before)
{
	const struct error *error = answer_insert(work->db, row), *failed;
	bool was_there = false;

	if (!db_is_duplicate(error))
		return error;
	failed = answer_forget(work->db, &row->key, before, &was_there);
	if (failed)
		return failed;
	return was_there ? answer_insert(work->db, row) : error;
}

const struct error *idempotency_keep(struct work *work, struct text request,
				     const struct kept_answer *answer)
{
	struct stored_answer row = {
		.key = { work->session.organisation_id, work->session.credential_id, request },
		.fingerprint = answer->fingerprint,
		.created_at = work->stamp,
		.status = answer->status,
		.head = answer->head,
		.body = answer->body,
	};
	struct instant before = { work->now.ms - KEPT_MS };
	const struct error *error = answer_expire(work->db, row.key.organisation_id, before);
	struct error *again;

	if (!error)
		error = insert(work, &row, before);
	if (!db_is_duplicate(error))
		return error;
	again = arena_take(work->arena, sizeof(*again));
	*again = *error;
	again->message = TEXT("A request with this Idempotency-Key is being answered.");
	again->is_retryable = true;
	return again;
}
