/*
 * A write of a workspace, from the wait for the workspace's row to its commit. Who may wait is decided
 * here, by seats; the transaction itself is store/transaction.c's, the journal's rows are journal.c's.
 */
#include "service/writing.h"

#include "base/metrics.h"
#include "service/journal_internal.h"
#include "service/service_internal.h"
#include "store/transaction.h"

/* The seats that a request holds while it waits: of those who wait for one workspace's row, and of
 * all who wait for any. */
struct seated {
	struct seats *seats; /* NULL: it needs none */
	struct seat own, any;
	bool may_wait; /* it has the second one too */
};

/*
 * Half of the workers may wait for one workspace; the next is refused. Of all of them a quarter waits for
 * none, but one at least: whoever comes to such a one takes a row that is free, or goes.
 */
static const struct error *sit_down(struct work *work, struct seated *out)
{
	unsigned workers = (unsigned)work->service->settings->workers;
	unsigned half = workers > 1 ? workers / 2 : 1;
	unsigned max = workers > 1 ? workers - (workers + 3) / 4 : 1;
	const struct error *error = service_seats(work->service, work->arena, &out->seats);

	out->may_wait = true;
	if (error || !out->seats)
		return error;
	error = seats_take(out->seats, work->arena, work->session.organisation_id, half, &out->own);
	if (error)
		return error;
	out->may_wait = !seats_take(out->seats, work->arena, ID_NONE, max, &out->any);
	return NULL;
}

static void stand_up(const struct seated *seated, const struct error *error)
{
	enum seat_outcome outcome = error && error->code == ERROR_UNAVAILABLE ? SEAT_VAIN :
										SEAT_GOT;

	if (!seated->seats)
		return;
	seats_leave(seated->seats, &seated->own, outcome);
	if (seated->may_wait)
		seats_leave(seated->seats, &seated->any, outcome);
}

/* Waits for the workspace's row, but only if a seat is free: others must find free workers. */
static const struct error *begin_seated(struct work *work, bool is_quiet, struct transaction *out)
{
	struct seated seated;
	const struct error *error = sit_down(work, &seated);

	if (error)
		return error;
	error = transaction_begin(work->db, work->session.organisation_id, work->now,
				  work->session.revision, seated.may_wait, is_quiet, out);
	stand_up(&seated, error);
	return error;
}

/* The next request of those that share the write. */
static const struct error *go_on(struct work *work)
{
	work->is_unchanged = false;
	work->is_unphased = false; /* an earlier part may have taken a cycle further */
	journal_moved(work, &(struct journal_moved){ .objective_id = ID_NONE });
	return work_look_again(work);
}

static const struct error *begin(struct work *work, bool is_quiet)
{
	struct transaction transaction;
	const struct error *error;

	if (work->joins)
		return NULL;
	if (work->is_joined)
		return go_on(work);
	error = begin_seated(work, is_quiet, &transaction);
	if (error)
		return error;
	work->is_writing = true;
	work->stamp = work->began_at = transaction.stamp;
	work->revision = transaction.revision;
	work->is_quiet = is_quiet;
	work->sequence = 0;
	work->is_unchanged = false;
	work->needs_reason = transaction.needs_reason;
	work->is_owners = transaction.is_owners;
	work->is_unphased = transaction.is_unphased;
	journal_begin(work, &transaction.head);
	return NULL;
}

const struct error *work_begin(struct work *work)
{
	return begin(work, false);
}

const struct error *work_begin_quietly(struct work *work)
{
	return begin(work, true);
}

bool work_has_changes(const struct work *work)
{
	return !work->is_unchanged || !journal_is_empty(work);
}

const struct error *work_commit(struct work *work)
{
	struct transaction transaction = { .organisation_id = work->session.organisation_id,
					   .revision = work->revision,
					   .known_revision = work->session.revision,
					   .stamp = work->stamp };
	int64_t before = work->journal->head.sequence;
	const struct error *error;

	if (!work_has_changes(work)) {
		work_end(work);
		return NULL;
	}
	journal_flush(work);
	if (work->stamp.ms != work->began_at.ms)
		transaction_restamp(work->db, &transaction);
	error = transaction_commit(work->db, &transaction);
	if (!error) {
		metrics_add(METRIC_JOURNAL_ROWS, (uint64_t)(work->journal->head.sequence - before));
		work->is_writing = false;
		if (!work->is_quiet)
			work->session.revision = work->revision;
	}
	return error;
}
