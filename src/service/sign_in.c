/*
 * How a person signs in. Each way finds out who it is, and then opens a session within a write that holds
 * the workspace's row: what was found out before is looked at again there, so whoever was deactivated,
 * or changed the password, in the meantime, let nobody in.
 */
#include "service/sign_in.h"

#include "base/copy.h"
#include "base/jwt.h"
#include "base/log.h"
#include "base/password.h"
#include "base/secret.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "service/journal_content.h"
#include "service/journal_internal.h"
#include "service/service_internal.h"
#include "service/session_cookie.h"
#include "service/session_person.h"
#include "service/session_token.h"
#include "service/sessions.h"
#include "service/sign_in_internal.h"
#include "store/sign_in.h"
#include "store/things.h"

enum { KIB_PER_MIB = 1024, USER_AGENT_ASCII_MIN = ' ', USER_AGENT_ASCII_MAX = '~' };

#define FORM_AT(member) offsetof(struct sign_in_form, member)

bool sign_in_is_open(const struct settings *settings, word method)
{
	struct text rest = settings->sign_in,
		    name = text_from(word_text(sign_in_method_words, method));

	if (method == BY_REMOTE && !settings->remote_login)
		return false;
	while (!text_is_none(rest))
		if (text_equal(text_trim(text_cut(&rest, ',')), name))
			return true;
	return false;
}

const struct error *sign_in_refuse(struct work *work, const char *inside)
{
	struct error *error = arena_take(work->arena, sizeof(*error));

	error->code = ERROR_UNAUTHORIZED;
	error->message = TEXT("This did not sign you in: it is wrong, or no longer valid.");
	error->inside = arena_print(work->arena, "sign-in: %s", inside);
	return error;
}

unsigned sign_in_memory_kib(const struct work *work)
{
	return (unsigned)work->service->settings->password_memory * KIB_PER_MIB;
}

/* ---- sessions -------------------------------------------------------------------------------- */

static struct text clean_user_agent(struct work *work)
{
	struct text text = work->visitor.user_agent;
	char *bytes;

	if (text_is_none(text))
		return text;
	if (text.size > USER_AGENT_MAX)
		text.size = USER_AGENT_MAX;
	bytes = arena_take(work->arena, text.size + 1);
	for (size_t i = 0; i < text.size; i++)
		bytes[i] = text.data[i] >= USER_AGENT_ASCII_MIN &&
					   text.data[i] <= USER_AGENT_ASCII_MAX ?
				   text.data[i] :
				   '?';
	return (struct text){ bytes, text.size };
}

static struct kept_session make_session(struct work *work, struct id person_id, word method,
					int64_t scopes)
{
	int64_t days = work->service->settings->session_max_days;

	return (struct kept_session){
		.record = { .organisation_id = work->session.organisation_id,
			    .id = work_new_id(work) },
		.person_id = person_id,
		.scopes = scopes,
		.method = method,
		.seen_at = { work->now.ms - work->now.ms % MS_PER_MINUTE },
		.expires_at = { work->stamp.ms + days * MS_PER_DAY },
		.user_agent = clean_user_agent(work),
		.address = work->visitor.address,
	};
}

/* The row keeps the hash; whoever signed in gets the value. */
static const struct error *keep_session(struct work *work, struct kept_session *session,
					struct text *cookie)
{
	char *secret = arena_take(work->arena, SECRET_TOKEN_SIZE);
	uint8_t hash[SECRET_HASH_SIZE];
	const struct error *error;

	token_make(TOKEN_COOKIE, secret);
	*cookie = (struct text){ secret, SECRET_TOKEN_SIZE };
	secret_hash(*cookie, work->service->settings->pepper, hash);
	session->hash = (struct text){ (const char *)hash, sizeof(hash) };
	error = thing_insert(work->db, &session_thing, session);
	session->hash = TEXT_NONE;
	return error;
}

const struct error *sign_in_open(struct work *work, struct id person_id, word method,
				 int64_t scopes, struct text *cookie)
{
	struct kept_session session = make_session(work, person_id, method, scopes);
	struct membership membership = { .organisation_name = work->session.organisation_name,
					 .revision = work->session.revision };
	struct person *person = &membership.person;
	bool found;
	const struct error *error = thing_get(
		work->db, &person_thing, session.record.organisation_id, person_id, person, &found);

	if (!error && (!found || !person->is_active))
		error = sign_in_refuse(work, "the user is deactivated");
	if (!error)
		error = sessions_make_room(work, person);
	if (!error)
		error = keep_session(work, &session, cookie);
	if (!error)
		error = person_load_teams(work->db, session.record.organisation_id,
					  (struct list){ person, 1 });
	if (error)
		return error;
	session_fill_cookie(work, &membership, &session);
	journal_add_person(work, SIGN_IN_SUCCEEDED, person, TEXT("{}"),
			   journal_sign_in(work->arena, method, work->visitor.address));
	return NULL;
}

/* A write of the workspace of whom was found. */
static const struct error *begin_as(struct work *work, const struct membership *membership)
{
	session_fill_person(work, membership);
	work->via = VIA_CONSOLE;
	return work_begin_quietly(work);
}

/* ---- passwords ------------------------------------------------------------------------------- */

const struct error *sign_in_set_password(struct work *work, const struct person *person,
					 struct text hash)
{
	struct person_login login;
	const struct error *error =
		login_read(work->db, work->session.organisation_id, person->record.id, &login);
	struct instant before = login.password_set_at;

	if (error)
		return error;
	login.password_hash = hash;
	login.password_set_at = work->stamp;
	login.failed_since = INSTANT_NONE;
	journal_add_person(work, USER_UPDATED, person,
			   journal_password(work->arena, before, work->stamp), TEXT_NONE);
	return login_store(work->db, &login);
}

struct text sign_in_fold_address(struct work *work, struct text address)
{
	struct text normal = text_trim(text_compose(work->arena, address));

	email_normalise(work->arena, normal, &normal);
	return text_fold(work->arena, normal);
}

const struct error *sign_in_take_guess(struct work *work, struct text account, struct guess *out)
{
	return guesses_take(work->service->counters, work->arena, GUESS_PASSWORD,
			    work->visitor.address, account, moment_now().steady_ms, out);
}

/* Moves those whose password it is to the front. Where nobody has one, the work of one hash is done all
 * the same: that there is no such account costs what a wrong password costs. */
static const struct error *match(struct work *work, struct list *accounts, struct text password)
{
	struct account *items = accounts->items;
	size_t count = 0;
	bool has_hash = false, fits;
	const struct error *error = NULL;

	for (size_t i = 0; !error && i < accounts->count; i++) {
		if (text_is_none(items[i].password_hash))
			continue;
		has_hash = true;
		error = password_matches(work->arena, items[i].password_hash, password,
					 sign_in_memory_kib(work), &fits);
		if (!error && fits)
			items[count++] = items[i];
	}
	if (!error && !has_hash)
		error = password_matches(work->arena, TEXT_NONE, password, sign_in_memory_kib(work),
					 &fits);
	accounts->count = count;
	return error;
}

static struct list choices_of(struct work *work, struct list accounts)
{
	const struct account *items = accounts.items;
	struct workspace_choice *choices =
		arena_array(work->arena, accounts.count, sizeof(*choices));

	for (size_t i = 0; i < accounts.count; i++)
		choices[i] = (struct workspace_choice){
			items[i].membership.person.record.organisation_id,
			items[i].membership.organisation_name
		};
	return (struct list){ choices, accounts.count };
}

/* Today's cost, where the hash was made with less. */
static const struct error *renew_hash(struct work *work, struct text password, struct text *hash)
{
	if (!password_needs_rehash(*hash, sign_in_memory_kib(work)))
		return NULL;
	return password_hash(work->arena, password, sign_in_memory_kib(work), hash);
}

/* Within the write: the password is still the one that fitted. */
static const struct error *check_login(struct work *work, const struct account *account,
				       struct text hash)
{
	struct id id = account->membership.person.record.id;
	struct person_login login;
	const struct error *error = login_read(work->db, work->session.organisation_id, id, &login);

	if (error)
		return error;
	if (!text_equal(login.password_hash, account->password_hash))
		return sign_in_refuse(work, "the password was changed in the meantime");
	if (instant_is_none(login.failed_since) && text_equal(login.password_hash, hash))
		return NULL;
	login.failed_since = INSTANT_NONE;
	login.password_hash = hash;
	return login_store(work->db, &login);
}

static const struct error *open_account(struct work *work, const struct account *account,
					struct text password, struct signed_in *out)
{
	struct id id = account->membership.person.record.id;
	struct text hash = account->password_hash;
	const struct error *error = renew_hash(work, password, &hash);

	if (!error)
		error = begin_as(work, &account->membership);
	if (!error)
		error = check_login(work, account, hash);
	return error ? error : sign_in_open(work, id, BY_PASSWORD, INTEGER_NONE, &out->cookie);
}

/* What failed is written down once the answer is out. */
static const struct error *fail(struct work *work, struct list accounts)
{
	work->failed = accounts;
	return sign_in_refuse(work, accounts.count > 0 ? "the password is wrong" :
							 "no active user has this address");
}

static const struct error *by_password(struct work *work, const struct sign_in_form *form,
				       struct signed_in *out)
{
	struct text account = sign_in_fold_address(work, form->email);
	struct list tried, fitting;
	struct guess guess;
	const struct error *error = sign_in_take_guess(work, account, &guess);

	if (!error)
		error = accounts_find(work->db, account, TEXT_NONE, form->workspace_id, &tried);
	if (error)
		return error;
	fitting.count = tried.count;
	fitting.items = arena_array(work->arena, tried.count + 1, sizeof(struct account));
	copy_bytes(fitting.items, (tried.count + 1) * sizeof(struct account), tried.items,
		   tried.count * sizeof(struct account));
	error = match(work, &fitting, form->password);
	if (error)
		return error;
	if (fitting.count == 0)
		return fail(work, tried);
	error = guesses_clear(work->service->counters, work->arena, &guess);
	if (error)
		return error;
	if (fitting.count == 1)
		return open_account(work, fitting.items, form->password, out);
	out->choices = choices_of(work, fitting);
	return NULL;
}

static void note_failure(struct work *work, const struct account *account)
{
	const struct membership *membership = &account->membership;
	const struct person *person = &membership->person;
	const struct error *error;

	work->session = (struct session){
		.organisation_id = person->record.organisation_id,
		.organisation_name = membership->organisation_name,
		.revision = membership->revision,
	};
	work->via = VIA_CONSOLE;
	error = work_begin_quietly(work);
	if (!error) {
		journal_add_person(work, SIGN_IN_FAILED, person, TEXT("{}"),
				   journal_sign_in(work->arena, BY_PASSWORD,
						   work->visitor.address));
		error = login_note_failure(work->db, person->record.organisation_id,
					   person->record.id, work->stamp);
	}
	if (!error)
		error = work_commit(work);
	if (!error)
		return;
	log_print(LOG_WARNING, "a failed sign-in was not written down: %.*s",
		  TEXT_PRINT(error_reason(work->arena, error)));
	work_end(work);
}

void sign_in_note_failures(struct work *work)
{
	const struct account *items = work->failed.items;

	for (size_t i = 0; i < work->failed.count; i++)
		note_failure(work, &items[i]);
	work->failed = (struct list){ NULL, 0 };
}

/* ---- tokens ---------------------------------------------------------------------------------- */

static const struct error *by_token(struct work *work, const struct sign_in_form *form,
				    struct signed_in *out)
{
	const struct session *session = &work->session;
	const struct error *error;

	if (!jwt_is_formed(form->jwt))
		return sign_in_refuse(work, "this is no token");
	error = session_open_token(work, form->jwt);
	if (error && error->code == ERROR_UNAUTHORIZED)
		return sign_in_refuse(work,
				      arena_string(work->arena, error_reason(work->arena, error)));
	if (error)
		return error;
	if (!session->is_person)
		return sign_in_refuse(work, "the token is an application's");
	if (!id_is_none(form->workspace_id) &&
	    !id_equal(form->workspace_id, session->organisation_id))
		return sign_in_refuse(work, "the token is for another workspace");
	error = work_begin_quietly(work);
	return error ? error :
		       sign_in_open(work, session->person_id, BY_JWT, session->scopes,
				    &out->cookie);
}

/* ---- the web server's own login -------------------------------------------------------------- */

static const struct error *find_remote(struct work *work, struct text user, struct id workspace_id,
				       struct list *out)
{
	const struct error *error = NULL;

	*out = (struct list){ NULL, 0 };
	if (!sign_in_is_open(work->service->settings, BY_REMOTE))
		return sign_in_refuse(work, "the web server's own login is not believed");
	if (user.size > 0 && utf8_check(user))
		error = accounts_find(work->db, sign_in_fold_address(work, user), user,
				      workspace_id, out);
	if (error || out->count > 0)
		return error;
	return sign_in_refuse(work, "nobody is called as the web server says");
}

static const struct error *open_remote(struct work *work, const struct account *account,
				       struct text *cookie)
{
	const struct error *error = begin_as(work, &account->membership);

	return error ? error :
		       sign_in_open(work, account->membership.person.record.id, BY_REMOTE,
				    INTEGER_NONE, cookie);
}

static const struct error *by_remote(struct work *work, struct text user, struct id workspace_id,
				     struct signed_in *out)
{
	struct list accounts;
	const struct error *error = find_remote(work, user, workspace_id, &accounts);

	if (error)
		return error;
	if (accounts.count == 1)
		return open_remote(work, accounts.items, &out->cookie);
	if (!id_is_none(workspace_id))
		return sign_in_refuse(work, "two users are called as the web server says");
	out->choices = choices_of(work, accounts);
	return NULL;
}

static const struct error signed_out = {
	.code = ERROR_UNAUTHORIZED,
	.message = { "You are not signed in, or your session has ended.", 49 },
};

const struct error *session_open_console(struct work *work, struct text cookie,
					 struct text remote_user, struct text *made)
{
	struct list accounts;
	bool found;
	const struct error *error = session_open_cookie(work, cookie, remote_user, &found);

	*made = TEXT_NONE;
	if (error || found)
		return error;
	if (text_is_none(remote_user))
		return &signed_out;
	error = find_remote(work, remote_user, ID_NONE, &accounts);
	if (error)
		return error;
	if (accounts.count > 1)
		return sign_in_refuse(work, "several users are called as the web server says");
	error = open_remote(work, accounts.items, made);
	return error ? error : work_commit(work);
}

/* ---- which way ------------------------------------------------------------------------------- */

static bool check_form(struct work *work, const struct sign_in_form *form, bool has_remote)
{
	bool has_email = !text_is_none(form->email), has_password = !text_is_none(form->password);

	if (!text_is_none(form->jwt)) {
		if (has_email || has_password)
			work_fault(work, FORM_AT(jwt), "must stand without email and password");
		return work->faults.count == 0;
	}
	if (!has_email && !has_password && has_remote)
		return work->faults.count == 0;
	if (!has_email)
		work_fault(work, FORM_AT(email), "is required");
	if (!has_password)
		work_fault(work, FORM_AT(password), "is required");
	return work->faults.count == 0;
}

const struct error *sign_in(struct work *work, const struct sign_in_form *form,
			    struct text remote_user, struct signed_in *out)
{
	const struct settings *settings = work->service->settings;
	word method = !text_is_none(form->jwt)   ? BY_JWT :
		      !text_is_none(form->email) ? BY_PASSWORD :
						   BY_REMOTE;

	*out = (struct signed_in){ 0 };
	if (!check_form(work, form, !text_is_none(remote_user)))
		return work_faults(work);
	if (!sign_in_is_open(settings, method))
		return sign_in_refuse(work, "this way is switched off");
	if (method == BY_JWT)
		return by_token(work, form, out);
	if (method == BY_PASSWORD)
		return by_password(work, form, out);
	return by_remote(work, remote_user, form->workspace_id, out);
}

/* ---- one-time links -------------------------------------------------------------------------- */

static const struct error *find_link(struct work *work, struct text token, struct token_owner *out)
{
	uint8_t hash[SECRET_HASH_SIZE];
	bool found = false;
	const struct error *error = NULL;

	*out = (struct token_owner){
		.token = *(const struct person_token *)person_token_thing.form.blank
	};
	if (!sign_in_is_open(work->service->settings, BY_LINK))
		return sign_in_refuse(work, "links are switched off");
	if (token_is_formed(TOKEN_LINK, token)) {
		secret_hash(token, work->service->settings->pepper, hash);
		error = token_find(work->db, (struct text){ (const char *)hash, sizeof(hash) }, out,
				   &found);
	}
	if (error)
		return error;
	if (!found)
		return sign_in_refuse(work, "there is no such link");
	if (!instant_is_none(out->token.used_at) || out->token.expires_at.ms <= work->now.ms)
		return sign_in_refuse(work, "the link was used, or expired");
	if (!out->membership.person.is_active)
		return sign_in_refuse(work, "the user is deactivated");
	return out->token.purpose > LINK_SIGN_IN ? sign_in_refuse(work, "the link lets nobody in") :
						   NULL;
}

bool sign_in_check_password(struct work *work, const struct membership *membership,
			    struct text password, size_t member)
{
	const struct password_owner owner = { membership->person.email, membership->person.name,
					      membership->organisation_name };
	const char *refusal = password_refusal(password, &owner);

	if (refusal)
		work_fault(work, member, "%s", refusal);
	return !refusal;
}

static const struct error *check_link_password(struct work *work, const struct token_owner *owner,
					       struct text password)
{
	size_t member = offsetof(struct link_form, password);
	bool is_given = !text_is_none(password);

	if (owner->token.purpose == LINK_SIGN_IN && is_given)
		work_fault(work, member, "cannot be set with a link that only signs in");
	else if (owner->token.purpose == LINK_RESET && !is_given)
		work_fault(work, member, "is required");
	else if (is_given)
		sign_in_check_password(work, &owner->membership, password, member);
	return work_faults(work);
}

/* Within the write: of several who use it at once, one finds it unused. */
static const struct error *use_link(struct work *work, const struct token_owner *owner,
				    struct text hash)
{
	const struct person *person = &owner->membership.person;
	bool done;
	const struct error *error = token_use(work->db, &owner->token, work->stamp, &done);

	if (!error && !done)
		error = sign_in_refuse(work, "the link was used in the meantime");
	if (error || owner->token.purpose == LINK_SIGN_IN)
		return error;
	error = tokens_remove(work->db, work->session.organisation_id, person->record.id,
			      owner->token.record.id);
	if (!error)
		error = sessions_end(work, person, ID_NONE, ENDED_PASSWORD);
	return error || text_is_none(hash) ? error : sign_in_set_password(work, person, hash);
}

const struct error *sign_in_by_link(struct work *work, const struct link_form *form,
				    struct signed_in *out)
{
	struct token_owner owner;
	struct text hash = TEXT_NONE;
	const struct error *error = find_link(work, form->token, &owner);

	*out = (struct signed_in){ 0 };
	if (!error)
		error = check_link_password(work, &owner, form->password);
	if (!error && !text_is_none(form->password))
		error = password_hash(work->arena, form->password, sign_in_memory_kib(work), &hash);
	if (!error)
		error = begin_as(work, &owner.membership);
	if (!error)
		error = use_link(work, &owner, hash);
	return error ? error :
		       sign_in_open(work, owner.membership.person.record.id, BY_LINK, INTEGER_NONE,
				    &out->cookie);
}
