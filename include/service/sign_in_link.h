/*
 * One-time links: an invitation, a way to set another password, a way in (console.md A1, reading 110).
 * The token stands in the fragment of the link's URL, so that no log keeps it, and is exchanged by
 * POST /session/token (service/sign_in.h).
 */
#ifndef OKR_SERVICE_SIGN_IN_LINK_H
#define OKR_SERVICE_SIGN_IN_LINK_H

#include "model/directory.h"
#include "model/sign_in.h"
#include "service/work.h"

/* The token is a secret that stands nowhere else. */
struct made_link {
	struct text token;
	struct instant expires_at;
	word purpose; /* enum link_purpose */
};

/*
 * Within a write of the person's workspace: makes a link that lets this person in. It lives for 7 days
 * (setup, invite), an hour (reset) or 15 minutes (sign_in); those that were made before live on. The
 * journal tells that it was made (user.invited).
 */
const struct error *sign_in_link_make(struct work *work, const struct person *person, word purpose,
				      struct made_link *out);

/* A write of its own: an invitation, or a link to set another password for somebody who has one.
 * ERROR_NOT_FOUND; ERROR_CONFLICT for a deactivated person. */
const struct error *sign_in_invite(struct work *work, struct id person_id, struct made_link *out);

/* `base` is scheme, host and base_path, as `https://okr.example.org`. */
struct text sign_in_link_url(struct arena *arena, struct text base, const struct made_link *link);

#endif
