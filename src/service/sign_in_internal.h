/*
 * What signing in shares with the change of one's own password.
 */
#ifndef OKR_SERVICE_SIGN_IN_INTERNAL_H
#define OKR_SERVICE_SIGN_IN_INTERNAL_H

#include "base/guesses.h"
#include "service/work.h"
#include "store/sign_in.h"

/* Memory that a password's hash takes. */
unsigned sign_in_memory_kib(const struct work *work);

/* As it is stored: trimmed, in form C, regardless of case. What is no address is nobody's. */
struct text sign_in_fold_address(struct work *work, struct text address);

/* Counts a guess at this account, before the password is computed. */
const struct error *sign_in_take_guess(struct work *work, struct text account, struct guess *out);

/* Whether this person may take the password; a fault at `member` if not. */
bool sign_in_check_password(struct work *work, const struct membership *membership,
			    struct text password, size_t member);

#endif
