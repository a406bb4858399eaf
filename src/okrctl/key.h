/*
 * Commands about API keys, and how scopes and expiries are read.
 */
#ifndef OKR_OKRCTL_KEY_H
#define OKR_OKRCTL_KEY_H

#include "command.h"

extern const struct column key_columns[];

/* Readers of options: the names of scopes; a timestamp, or a day, which means its end. */
void read_scopes(struct run *run, const struct option_row *row, struct text value, void *out);
void read_expiry(struct run *run, const struct option_row *row, struct text value, void *out);

/* The scopes that a list names, or every one for `all`. */
const struct error *scopes_read(const struct run *run, struct text names, unsigned *out);

const struct error *run_key_create(struct run *run);
const struct error *run_key_revoke(struct run *run);

#endif
