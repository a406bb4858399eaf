/*
 * The sessions of people, as they are kept: one's own as a list, and their ends (readings 117 and 144).
 */
#ifndef OKR_SERVICE_SESSIONS_H
#define OKR_SERVICE_SESSIONS_H

#include "model/directory.h"
#include "model/sign_in.h"
#include "service/resource.h"

/* For lists of one's own: who asks for one adds whose they are. */
extern const struct resource session_resource;

/* Why a session ended; the journal tells it. None of them is that it expired. */
enum session_end {
	ENDED_SIGNED_OUT,
	ENDED_REVOKED,     /* by its person, from another session */
	ENDED_PASSWORD,    /* the password was set, or a link was used that lets set it */
	ENDED_ROLE,        /* the person has another role now */
	ENDED_DEACTIVATED, /* the person left, or was erased */
	ENDED_DISPLACED,   /* the person signed in too often since */
};

/* A person has no more than these: so ending all of them is never more than one write can do, whoever signs
 * in over and over. */
enum { SESSIONS_MAX = 100 };

/* Within a write: ends the oldest sessions of the person, so that there is room for another. */
const struct error *sessions_make_room(struct work *work, const struct person *person);

/* Within a write: ends the person's sessions, all but this one (ID_NONE: all). */
const struct error *sessions_end(struct work *work, const struct person *person, struct id but,
				 enum session_end why);

/* Writes of their own, by a cookie's session: ends itself; another one of the same person
 * (ERROR_NOT_FOUND when it is none); all others. */
const struct error *session_sign_out(struct work *work);
const struct error *session_revoke(struct work *work, struct id id);
const struct error *sessions_revoke_others(struct work *work);

/* The person of the session that asks, as far as the journal names it. */
struct person session_person(const struct work *work);

#endif
