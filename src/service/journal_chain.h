/*
 * The hash chain (reading 131). Private to the service room.
 */
#ifndef OKR_SERVICE_JOURNAL_CHAIN_H
#define OKR_SERVICE_JOURNAL_CHAIN_H

#include "base/id.h"
#include "store/journal.h"

/* The hash of a row behind the one with the hash `previous`. */
void journal_hash(struct text pepper, struct id organisation_id, struct text previous,
		  const struct journal_link *link, uint8_t out[JOURNAL_HASH_SIZE]);

void journal_digest(struct text content, uint8_t out[JOURNAL_HASH_SIZE]);

#endif
