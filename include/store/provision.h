/*
 * The database and the account of an installation, made with the rights of the database's
 * administrator.
 */
#ifndef OKR_STORE_PROVISION_H
#define OKR_STORE_PROVISION_H

#include "base/error.h"
#include "base/settings.h"

/*
 * Connects as `admin` says (its database_user and database_password; host, socket and TLS as well) and
 * makes the database and the account that `settings` names, and lets the account do everything in it.
 * An account that exists gets the password of `settings`. The account is made for the host from which
 * this process is seen: *account tells it, as 'okr'@'localhost'.
 */
const struct error *provision_database(struct arena *arena, const struct settings *admin,
				       const struct settings *settings, struct text *account);

/* Whether the account of `settings` can use its database; NULL, or why not. */
const struct error *provision_try(struct arena *arena, const struct settings *settings);

#endif
