/*
 * What all credentials of people have in common. Private to the service room.
 */
#ifndef OKR_SERVICE_SESSION_PERSON_H
#define OKR_SERVICE_SESSION_PERSON_H

#include "service/work.h"
#include "store/organisations.h"

/* Makes work->session that of a person who acts for himself, with the scopes of the role and the limits
 * of a cookie; whoever has another kind of credential changes what differs. The person's teams are
 * taken from the membership. */
void session_fill_person(struct work *work, const struct membership *membership);

/* The person in one word, apart for each `kind` of credential. */
struct id session_digest(struct work *work, const struct person *person, struct text kind);

/* An error of a refused credential; `why` is for the log alone. */
const struct error *session_refuse(struct work *work, const char *why);

#endif
