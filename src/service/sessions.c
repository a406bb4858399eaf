/*
 * The sessions of people, as they are kept. That one is read by its cookie is session_cookie.c's, how
 * one begins sign_in.c's.
 */
#include "service/sessions.h"

#include "service/journal_content.h"
#include "service/journal_internal.h"
#include "service/writing.h"
#include "store/sign_in.h"
#include "store/things.h"

static const struct error *fill(struct work *work, struct list rows, const struct reading *reading)
{
	struct kept_session *items = rows.items;

	(void)reading;
	for (size_t i = 0; i < rows.count; i++)
		items[i].is_current = id_equal(items[i].record.id, work->session.session_id);
	return NULL;
}

const struct resource session_resource = {
	.thing = &session_thing,
	.fill = fill,
};

struct person session_person(const struct work *work)
{
	return (struct person){
		.record = { .organisation_id = work->session.organisation_id,
			    .id = work->session.person_id },
		.name = work->session.name,
		.email = work->session.email,
		.role = work->session.role,
		.is_active = true,
	};
}

/* ---- ends ------------------------------------------------------------------------------------ */

static const char *const reasons[] = {
	[ENDED_SIGNED_OUT] = "signed_out",   [ENDED_REVOKED] = "revoked",
	[ENDED_PASSWORD] = "password",       [ENDED_ROLE] = "role",
	[ENDED_DEACTIVATED] = "deactivated", [ENDED_DISPLACED] = "displaced",
};

static void tell(struct work *work, const struct person *person, struct id id, enum session_end why)
{
	struct text context = journal_session_end(work->arena, id, reasons[why]);

	journal_add_person(work, SIGN_IN_SESSION_ENDED, person, TEXT("{}"), context);
}

const struct error *sessions_end(struct work *work, const struct person *person, struct id but,
				 enum session_end why)
{
	struct id organisation_id = work->session.organisation_id;
	struct list rows;
	const struct error *error =
		sessions_of(work->db, organisation_id, person->record.id, &rows);
	const struct id *ids = rows.items;

	if (error || rows.count == 0)
		return error;
	for (size_t i = 0; i < rows.count; i++)
		if (!id_equal(ids[i], but))
			tell(work, person, ids[i], why);
	return sessions_remove(work->db, organisation_id, person->record.id, but);
}

const struct error *sessions_make_room(struct work *work, const struct person *person)
{
	struct id organisation_id = work->session.organisation_id;
	struct list rows;
	const struct error *error =
		sessions_of(work->db, organisation_id, person->record.id, &rows);
	const struct id *ids = rows.items;

	for (size_t i = 0; !error && i + SESSIONS_MAX <= rows.count; i++) {
		tell(work, person, ids[i], ENDED_DISPLACED);
		error = thing_remove(work->db, &session_thing, organisation_id, ids[i]);
	}
	return error;
}

static const struct error *end_one(struct work *work, struct id id, enum session_end why)
{
	struct person person = session_person(work);
	struct kept_session session;
	bool found;
	const struct error *error = work_begin_quietly(work);

	if (!error)
		error = thing_get(work->db, &session_thing, work->session.organisation_id, id,
				  &session, &found);
	if (error)
		return error;
	if (!found || !id_equal(session.person_id, person.record.id))
		return error_new(work->arena, ERROR_NOT_FOUND, "This session does not exist.");
	tell(work, &person, id, why);
	return thing_remove(work->db, &session_thing, work->session.organisation_id, id);
}

/* Whoever ended it meanwhile did what was asked. */
const struct error *session_sign_out(struct work *work)
{
	const struct error *error = end_one(work, work->session.session_id, ENDED_SIGNED_OUT);

	return error && error->code == ERROR_NOT_FOUND ? NULL : error;
}

const struct error *session_revoke(struct work *work, struct id id)
{
	bool is_own = id_equal(id, work->session.session_id);

	return end_one(work, id, is_own ? ENDED_SIGNED_OUT : ENDED_REVOKED);
}

const struct error *sessions_revoke_others(struct work *work)
{
	struct person person = session_person(work);
	const struct error *error = work_begin_quietly(work);

	return error ? error : sessions_end(work, &person, work->session.session_id, ENDED_REVOKED);
}
