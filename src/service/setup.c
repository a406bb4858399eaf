/*
 * The first administrator. What is asked first stands outside any write; within it the question of whether
 * there is one already is put again, with all others who ask it kept waiting.
 */
#include "service/setup.h"

#include "base/clock.h"
#include "base/guesses.h"
#include "base/password.h"
#include "base/secret.h"
#include "service/administration.h"
#include "service/service_internal.h"
#include "service/workspaces.h"
#include "store/migrate.h"
#include "store/organisations.h"
#include "store/sign_in.h"
#include "store/transaction.h"

#define AT(member) offsetof(struct setup_form, member)

static const struct error closed = {
	.code = ERROR_NOT_FOUND,
	.message = { "There is nothing to set up here.", 32 },
};

static bool believes_names(const struct settings *settings)
{
	return sign_in_is_open(settings, BY_REMOTE);
}

const struct error *setup_is_open(struct work *work, bool *out)
{
	const struct settings *settings = work->service->settings;
	bool is_done = true;
	const struct error *error = NULL;

	if (!text_is_none(settings->setup_code))
		error = admin_can_sign_in(work->db, believes_names(settings), &is_done);
	if (!error)
		*out = !is_done;
	return error;
}

const struct error *setup_needs_opening(struct work *work)
{
	bool is_open;
	const struct error *error = setup_is_open(work, &is_open);

	return !error && !is_open ? &closed : error;
}

/* ---- the code -------------------------------------------------------------------------------- */

/* By digests, so that the time tells nothing of how much of it was right. */
static bool is_same(struct text a, struct text b)
{
	uint8_t digest_a[DIGEST_SIZE], digest_b[DIGEST_SIZE];

	digest256(a, digest_a);
	digest256(b, digest_b);
	return secret_hash_equal(digest_a, digest_b);
}

const struct error *setup_is_configured(struct work *work)
{
	return text_is_none(work->service->settings->setup_code) ? &closed : NULL;
}

const struct error *setup_admit(struct work *work, struct text code)
{
	struct counters *counters = work->service->counters;
	struct guess guess;
	const struct error *error = setup_is_configured(work);

	if (!error)
		error = guesses_take(counters, work->arena, GUESS_SETUP_CODE, work->visitor.address,
				     TEXT_NONE, steady_ms(), &guess);
	if (error)
		return error;
	if (!is_same(code, work->service->settings->setup_code))
		return sign_in_refuse(work, "the setup code is wrong");
	return guesses_clear(counters, work->arena, &guess);
}

/* ---- the tables -------------------------------------------------------------------------------- */

/* As okrctl migrate does it: by a connection of its own, which may take longer than a request may, and
 * whose end gives back what was locked. */
const struct error *setup_make_tables(struct work *work)
{
	struct service *service;
	struct work own;
	const struct error *error =
		administration_open(work->arena, work->service->settings, &service);

	if (error)
		return error;
	work_start(&own, service, work->arena, work->now);
	error = administration_migrate(&own, NULL);
	service_close(service);
	return error;
}

/* ---- where, and who -------------------------------------------------------------------------- */

/* *home: the workspace to join; without an id, one of this name is to be made. */
static const struct error *choose_home(struct work *work, struct text name,
				       struct organisation *home)
{
	struct list rows;
	const struct error *error = administration_list(work, &rows);

	*home = (struct organisation){ .name = text_is_none(name) ? TEXT("Workspace") : name };
	if (error || !text_is_none(name) || rows.count == 0)
		return error;
	if (rows.count > 1)
		return error_new(work->arena, ERROR_CONFLICT,
				 "There are several workspaces: name a new one with "
				 "workspace_name.");
	*home = *(const struct organisation *)rows.items;
	return NULL;
}

static const struct error *check_person(struct work *work, const struct setup_form *form,
					const struct organisation *home, struct person *out)
{
	struct person person = *(const struct person *)person_thing.form.blank;
	struct password_owner owner = { form->email, form->name, home->name };
	const char *refusal = password_refusal(form->password, &owner);

	person.name = form->name;
	if (!email_normalise(work->arena, form->email, &person.email))
		work_fault(work, AT(email), "is not an e-mail address");
	if (refusal)
		work_fault(work, AT(password), "%s", refusal);
	*out = person;
	return work_faults(work);
}

/* ---- the write ------------------------------------------------------------------------------- */

/* Leaves the write open, in the workspace that was there or in a new one. */
static const struct error *enter_home(struct work *work, struct organisation *home)
{
	word via = work->via;
	const struct error *error;

	if (id_is_none(home->id)) {
		error = db_begin(work->db);
		if (!error)
			error = installation_lock(work->db);
		if (!error)
			error = administration_create(work, home->name, home);
	} else {
		administration_enter(work, home);
		error = work_begin(work);
		if (!error)
			error = installation_lock(work->db);
	}
	work->via = via;
	work->session.name = TEXT("setup");
	return error;
}

static const struct error *check_again(struct work *work)
{
	bool is_done;
	const struct error *error =
		admin_can_sign_in(work->db, believes_names(work->service->settings), &is_done);

	return !error && is_done ? &closed : error;
}

static const struct error *make_admin(struct work *work, struct person *person, struct text hash,
				      struct signed_in *out)
{
	const struct error *error = check_again(work);

	if (!error)
		error = workspace_let_owners_edit(work);
	if (!error)
		error = administration_add_admin(work, person);
	if (!error)
		error = sign_in_set_password(work, person, hash);
	if (!error)
		error = sign_in_open(work, person->record.id, BY_PASSWORD, INTEGER_NONE,
				     &out->cookie);
	return error;
}

const struct error *setup_first_admin(struct work *work, const struct setup_form *form,
				      struct signed_in *out)
{
	struct signed_in signed_in = { .cookie = TEXT_NONE };
	struct organisation home;
	struct person person;
	struct text hash = TEXT_NONE;
	const struct error *error = setup_needs_opening(work);

	if (!error)
		error = setup_admit(work, form->code);
	if (!error)
		error = choose_home(work, form->workspace_name, &home);
	if (!error)
		error = check_person(work, form, &home, &person);
	if (!error)
		error = password_hash(work->arena, form->password,
				      (unsigned)work->service->settings->password_memory * 1024,
				      &hash);
	if (!error)
		error = enter_home(work, &home);
	if (!error)
		error = make_admin(work, &person, hash, &signed_in);
	if (!error)
		*out = signed_in;
	return error;
}
