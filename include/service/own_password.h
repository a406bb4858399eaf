/*
 * The change of one's own password.
 */
#ifndef OKR_SERVICE_OWN_PASSWORD_H
#define OKR_SERVICE_OWN_PASSWORD_H

#include "service/work.h"

struct password_form {
	struct text current_password, new_password;
};

/* Of the session's own person. Faults are noted at places of the form. */
const struct error *own_password_change(struct work *work, const struct password_form *form);

#endif
