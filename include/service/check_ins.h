/*
 * Check-ins: recording, correcting and reading the history of a key result. Each write recomputes
 * the key result and every objective above it in its own transaction.
 */
#ifndef OKR_SERVICE_CHECK_INS_H
#define OKR_SERVICE_CHECK_INS_H

#include "model/key_result.h"
#include "service/resource.h"

/* What a check-in without a status means (rulings.md 14). */
enum check_in_default {
	CHECK_IN_ON_TRACK,    /* the okrs dialect: on_track */
	CHECK_IN_KEEPS_STATUS, /* the others: the stored status, on_track if not started */
};

/*
 * Records a check-in for check_in->key_result_id. Looked at: value (VALUE_YES and VALUE_NO too),
 * status, comment, blocker_note, checked_in_at (INSTANT_NONE: now), person_id (none: the session's
 * person), assign_to, visible_to. *check_in becomes the stored record, filled; *key_result (may be
 * NULL) the key result after it.
 */
const struct error *check_in_create(struct work *work, struct check_in *check_in,
				    enum check_in_default otherwise, struct key_result *key_result);

/* A page of the history's check-ins, newest first, filled. `after` may be INSTANT_NONE. */
const struct error *check_in_list(struct work *work, struct id key_result_id, struct instant after,
				  struct id after_id, size_t limit, struct page *out);

#endif
