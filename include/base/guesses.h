/*
 * Who guesses too often waits (readings 107 and 109; console.md A1): the failures of an address at an
 * account, and of an address at all accounts, counted in sliding windows that all workers of a host
 * share, CGI processes included. They stand in the counters' file (base/counter.h), behind its first
 * table, and hold as those do: a killed process neither leaves a window locked nor half written, and a
 * restart forgets none; the machine's does. Knows nothing of passwords.
 *
 * Nobody can lock an account: a stranger's failures count for the stranger's own address.
 */
#ifndef OKR_BASE_GUESSES_H
#define OKR_BASE_GUESSES_H

#include "base/counter.h"

enum {
	GUESSES_OF_PAIR = 10,              /* of an address at an account, */
	GUESSES_PAIR_SECONDS = 15 * 60,    /* in any 15 minutes */
	GUESSES_OF_ADDRESS = 100,          /* of an address at whatever it be, */
	GUESSES_ADDRESS_SECONDS = 60 * 60, /* in any hour */
};

/* What is guessed: each has its own pairs, all of them count for the address. */
enum guess_subject {
	GUESS_PASSWORD, /* of the account: its e-mail as folded (trimmed, form C, small letters) */
	GUESS_SETUP_CODE, /* of the installation; the account is not looked at */
};

/* One attempt that was let through and counts as failed until it is known to have succeeded. */
struct guess {
	struct id pair, address;
	int64_t at;
};

/*
 * Counts one more attempt as failed, before anything is computed, so that of twenty at once ten are let
 * through. ERROR_LIMITED when a window is full: then nothing is counted, and after retry_seconds (1 to
 * GUESSES_PAIR_SECONDS, or GUESSES_ADDRESS_SECONDS) there is room for one. ERROR_UNAVAILABLE when
 * windows cannot be kept.
 *
 * `address`: the peer's, as the web server says it; of IPv6 the first 64 bits count. Absent (a unix
 * socket) it is an address like others. `steady_ms`: now, by base/clock.h.
 */
const struct error *guesses_take(struct counters *counters, struct arena *arena,
				 enum guess_subject subject, struct text address,
				 struct text account, int64_t steady_ms, struct guess *out);

/* It succeeded: no failure of the pair counts any more, and this one not for the address; what else
 * the address failed at goes on counting. */
const struct error *guesses_clear(struct counters *counters, struct arena *arena,
				  const struct guess *guess);

#endif
