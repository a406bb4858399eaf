/*
 * Keeping first answers, in the transaction of the write that they tell of. What counts as the same
 * request is api/output/idempotency.c's.
 */
#include "service/idempotency.h"

#include "service/service_internal.h"
#include "service/writing.h"
#include "store/answers.h"

enum { KEPT_MS = 86400000 };

static struct instant oldest(const struct work *work)
{
	return (struct instant){ work->now.ms - KEPT_MS };
}

const struct error *idempotency_find(struct work *work, struct text request,
				     struct kept_answer *out, bool *found)
{
	struct stored_answer row = { .key = { work->session.organisation_id,
					      work->session.credential_id, request } };
	const struct error *error = answer_find(work->db, &row, oldest(work), found);

	if (error || !*found)
		return error;
	*out = (struct kept_answer){
		.fingerprint = row.fingerprint,
		.status = row.status,
		.head = row.head,
		.body = row.body,
		.is_expired = row.created_at.ms < oldest(work).ms,
	};
	return NULL;
}

void idempotency_keep(struct work *work, struct text request, const struct kept_answer *answer)
{
	struct stored_answer row = {
		.key = { work->session.organisation_id, work->session.credential_id, request },
		.fingerprint = answer->fingerprint,
		.created_at = work->stamp,
		.status = answer->status,
		.head = answer->head,
		.body = answer->body,
	};

	work->is_unchanged = false; /* the answer itself is kept */
	answer_expire(work->db, row.key.organisation_id, oldest(work));
	if (answer->is_expired)
		answer_forget(work->db, &row.key, oldest(work));
	answer_insert(work->db, &row);
}

const struct error *idempotency_commit(struct work *work)
{
	const struct error *error = work_commit(work);
	struct error *again;

	if (!error || error->is_retryable ||
	    !(db_is_duplicate(error) || error->code == ERROR_UNAVAILABLE))
		return error;
	again = arena_take(work->arena, sizeof(*again));
	*again = *error;
	again->is_retryable = true;
	again->message = db_is_duplicate(error) ? TEXT("A request with this Idempotency-Key is "
						       "being answered.") :
						  TEXT("The database went away while this was "
						       "being saved. Please try again "
						       "with the same Idempotency-Key: it will not "
						       "be saved twice.");
	return again;
}
