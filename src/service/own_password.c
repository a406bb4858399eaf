/*
 * Somebody who is signed in changes the own password. A guess at the present one counts like a failed
 * sign-in; who resets a forgotten one comes by a link (sign_in.c).
 */
#include "service/own_password.h"

#include "base/password.h"
#include "service/service_internal.h"
#include "service/session_person.h"
#include "service/sessions.h"
#include "service/sign_in.h"
#include "service/sign_in_internal.h"
#include "store/sign_in.h"

#define CHANGE_AT(member) offsetof(struct password_form, member)

/* Counted like a failed sign-in: a cookie that was stolen must not become a password. */
static const struct error *check_current(struct work *work, struct text hash, struct text password)
{
	struct guess guess;
	bool fits;
	const struct error *error;

	if (text_is_none(hash))
		return NULL;
	if (text_is_none(password)) {
		work_fault(work, CHANGE_AT(current_password), "is required");
		return work_faults(work);
	}
	error = sign_in_take_guess(work, sign_in_fold_address(work, work->session.email), &guess);
	if (!error)
		error = password_matches(work->arena, hash, password, sign_in_memory_kib(work),
					 &fits);
	if (error)
		return error;
	if (fits)
		return guesses_clear(work->service->counters, work->arena, &guess);
	work_fault(work, CHANGE_AT(current_password), "is not your password");
	return work_faults(work);
}

static const struct error *replace_password(struct work *work, struct text before, struct text hash)
{
	struct person person = session_person(work);
	struct id organisation_id = work->session.organisation_id;
	struct person_login login;
	const struct error *error = work_begin_quietly(work);

	if (!error)
		error = login_read(work->db, organisation_id, person.record.id, &login);
	if (error)
		return error;
	if (!field_equal(FIELD_TEXT, &login.password_hash, &before)) {
		work_fault(work, CHANGE_AT(current_password), "is not your password any more");
		return work_faults(work);
	}
	error = sign_in_set_password(work, &person, hash);
	if (!error)
		error = tokens_remove(work->db, organisation_id, person.record.id, ID_NONE);
	return error ? error :
		       sessions_end(work, &person, work->session.session_id, ENDED_PASSWORD);
}

const struct error *own_password_change(struct work *work, const struct password_form *form)
{
	struct membership own = { .person = session_person(work),
				  .organisation_name = work->session.organisation_name };
	struct person_login login;
	struct text hash;
	const struct error *error;

	if (!sign_in_check_password(work, &own, form->new_password, CHANGE_AT(new_password)))
		return work_faults(work);
	error = login_read(work->db, work->session.organisation_id, own.person.record.id, &login);
	if (!error)
		error = check_current(work, login.password_hash, form->current_password);
	if (!error)
		error = password_hash(work->arena, form->new_password, sign_in_memory_kib(work),
				      &hash);
	return error ? error : replace_password(work, login.password_hash, hash);
}
