/*
 * Walking along the chain: every row is hashed again from its columns and the hash before it. The
 * first that does not fit is told, and why (reading 132).
 */
#include "service/audit_verify.h"

#include "service/journal_chain.h"
#include "service/service_internal.h"

enum { ROWS_AT_ONCE = 500 };

const struct word_name audit_reason_words[] = {
	{ "content", AUDIT_CONTENT },
	{ "link", AUDIT_LINK },
	{ "gap", AUDIT_GAP },
	{ NULL, WORD_NONE },
};

struct walk {
	struct journal_head head;
	struct text previous; /* the hash before the row that is next */
	int64_t next;         /* its sequence */
};

static void find(struct audit_verdict *verdict, int64_t sequence, enum audit_reason reason)
{
	verdict->is_valid = false;
	verdict->sequence = sequence;
	verdict->reason = (word)reason;
}

/* Erased content is none, and says when; otherwise it must be what was digested. */
static bool content_fits(const struct journal_link *link)
{
	uint8_t digest[JOURNAL_HASH_SIZE];

	if (text_is_none(link->content))
		return link->is_erased == 1;
	journal_digest(link->content, digest);
	return text_equal(link->content_digest,
			  (struct text){ (const char *)digest, sizeof(digest) });
}

static bool links_up(struct work *work, const struct walk *walk, const struct journal_link *link)
{
	uint8_t hash[JOURNAL_HASH_SIZE];

	journal_hash(work->service->settings->pepper, work->session.organisation_id, walk->previous,
		     link, hash);
	return text_equal(link->hash, (struct text){ (const char *)hash, sizeof(hash) });
}

static void look_at(struct work *work, struct walk *walk, const struct journal_link *link,
		    struct audit_verdict *verdict)
{
	bool is_head = link->sequence == walk->head.sequence;
	/* A place that no row has. */
	bool is_outside = link->sequence < walk->next || link->sequence > walk->head.sequence;

	if (link->sequence > walk->next && walk->next <= walk->head.sequence)
		find(verdict, walk->next, AUDIT_GAP);
	else if (!is_outside && !content_fits(link))
		find(verdict, link->sequence, AUDIT_CONTENT);
	else if (is_outside || !links_up(work, walk, link) ||
		 (is_head && !text_equal(link->hash, walk->head.hash)))
		find(verdict, link->sequence, AUDIT_LINK);
	walk->previous = link->hash;
	walk->next = link->sequence + 1;
	verdict->checked++;
}

/* The hash that the first row builds on: zeros, or that of the row before. */
static const struct error *find_previous(struct work *work, struct walk *walk,
					 struct audit_verdict *verdict)
{
	static const char zeros[JOURNAL_HASH_SIZE];
	const struct journal_link *items;
	const struct error *error;
	struct list rows;

	walk->previous = (struct text){ zeros, sizeof(zeros) };
	if (walk->next == 1 || walk->next > walk->head.sequence + 1)
		return NULL;
	error = journal_read_links(work->db, work->session.organisation_id, walk->next - 1, 1,
				   &rows);
	items = rows.items;
	if (error)
		return error;
	if (rows.count == 0 || items[0].sequence != walk->next - 1)
		find(verdict, walk->next - 1, AUDIT_GAP);
	else
		walk->previous = items[0].hash;
	return NULL;
}

/* What is missing at the end, and whether more is to be looked at. */
static void end(const struct walk *walk, int64_t to, bool is_stopped, struct audit_verdict *verdict)
{
	if (!verdict->is_valid || walk->next > walk->head.sequence)
		return;
	if (is_stopped || walk->next > to)
		verdict->next_from = walk->next;
	else
		find(verdict, walk->next, AUDIT_GAP);
}

/* Piece by piece, each with memory of its own: a journal has no bound. */
const struct error *audit_verify_all(struct work *work, struct audit_verdict *out)
{
	struct audit_verdict all = { true, 0, INTEGER_NONE, WORD_NONE, 1 };
	struct arena *outer = work->arena;
	const struct error *error = NULL;

	while (!error && all.is_valid && all.next_from != INTEGER_NONE) {
		struct audit_verdict piece = all;

		work->arena = arena_new(1 << 20);
		work_use_arena(work);
		error = audit_verify(work, all.next_from, INT64_MAX, AUDIT_ROWS_MAX, &piece);
		piece.checked += all.checked;
		all = piece;
		if (!error) /* which lives in there */
			arena_free(work->arena);
		work->arena = outer;
		work_use_arena(work);
	}
	if (!error)
		*out = all;
	return error;
}

const struct error *audit_verify(struct work *work, int64_t from, int64_t to, int64_t max,
				 struct audit_verdict *out)
{
	struct audit_verdict verdict = { true, 0, INTEGER_NONE, WORD_NONE, INTEGER_NONE };
	struct walk walk = { .next = from };
	struct list rows = { NULL, ROWS_AT_ONCE };
	struct instant at;
	bool is_stopped = false;
	/* Whatever stands before the first place is found as well. */
	int64_t read_from = from == 1 ? INT64_MIN + 1 : from;
	const struct error *error =
		journal_read_head(work->db, work->session.organisation_id, &walk.head, &at);

	if (!error)
		error = find_previous(work, &walk, &verdict);
	while (!error && verdict.is_valid && !is_stopped && rows.count == ROWS_AT_ONCE) {
		error = journal_read_links(work->db, work->session.organisation_id, read_from,
					   ROWS_AT_ONCE, &rows);
		for (size_t i = 0; !error && i < rows.count && verdict.is_valid; i++) {
			const struct journal_link *link = (struct journal_link *)rows.items + i;

			if (link->sequence > to) {
				rows.count = 0; /* looked at to its end */
				break;
			}
			is_stopped = max > 0 && verdict.checked == max;
			if (is_stopped)
				break;
			look_at(work, &walk, link, &verdict);
		}
		read_from = walk.next;
	}
	if (error)
		return error;
	end(&walk, to, is_stopped, &verdict);
	*out = verdict;
	return NULL;
}
