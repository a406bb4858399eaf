/*
 * The rules of API keys. A key that was made by another key inherits that one's limits: an
 * administrator's key cannot make one that outlives it or may do more requests (rulings.md 30).
 * A person who does not see the whole workspace makes none.
 */
#include "service/api_keys.h"

#include "base/buffer.h"
#include "base/json_write.h"
#include "base/secret.h"
#include "service/journal.h"
#include "service/resource.h"
#include "service/service_internal.h"
#include "store/organisations.h"
#include "store/things.h"

#define AT(member) offsetof(struct api_key, member)

static struct text scope_list(struct work *work, int64_t scopes)
{
	struct text list = TEXT("[");

	for (unsigned bit = 1; bit <= SCOPE_WORKSPACE_ADMIN; bit <<= 1)
		if (scopes & bit)
			list = arena_print(work->arena, "%.*s%s\"%s\"", TEXT_PRINT(list),
					   list.size > 1 ? "," : "", scope_text(bit));
	return arena_print(work->arena, "%.*s]", TEXT_PRINT(list));
}

/* The secret is made here and leaves with the answer; what is kept is its hash. */
static void make_secret(struct work *work, struct api_key *key)
{
	char *secret = arena_take(work->arena, SECRET_KEY_SIZE);
	uint8_t *hash = arena_take(work->arena, SECRET_HASH_SIZE);

	secret_make(secret);
	key->key = (struct text){ secret, SECRET_KEY_SIZE };
	secret_hash(key->key, work->service->settings->pepper, hash);
	key->hash = (struct text){ (const char *)hash, SECRET_HASH_SIZE };
	key->prefix = (struct text){ secret, SECRET_PREFIX_SIZE };
}

/* 0 is unlimited, and more than any number. */
static bool is_more(int64_t limit, int64_t than)
{
	if (than == 0)
		return false;
	return limit == 0 || limit > than;
}

static int64_t rate_of(const struct work *work, const struct api_key *key)
{
	return key->rate_limit == INTEGER_NONE ? work->service->settings->rate_limit :
						 key->rate_limit;
}

static int64_t page_of(const struct api_key *key)
{
	return key->page_limit == INTEGER_NONE ? SESSION_PAGE_LIMIT : key->page_limit;
}

/* A key or a token makes none that outlives it. A cookie ends because somebody looked away, which says
 * nothing of how long an admin's key shall live. */
static struct instant end_of(const struct session *maker)
{
	return id_is_none(maker->session_id) ? maker->expires_at : INSTANT_NONE;
}

/* A limit or an end that nobody names is its maker's, if that is less (rulings.md 57). One
 * that takes another's place has the same rights or is refused. */
static void inherit_limits(struct work *work, struct api_key *key)
{
	const struct session *maker = &work->session;

	if (id_is_none(maker->credential_id))
		return;
	if (key->rate_limit == INTEGER_NONE && is_more(rate_of(work, key), maker->rate_limit))
		key->rate_limit = maker->rate_limit;
	if (key->page_limit == INTEGER_NONE && page_of(key) > (int64_t)maker->page_limit)
		key->page_limit = (int64_t)maker->page_limit;
	if (instant_is_none(key->expires_at))
		key->expires_at = end_of(maker);
}

static void check_maker(struct work *work, struct api_key *key)
{
	const struct session *maker = &work->session;

	if (!text_is_none(maker->app_id)) {
		if (!text_is_none(key->app_id) && !text_equal(key->app_id, maker->app_id))
			work_fault(work, AT(app_id), "must be that of the key that makes it");
		key->app_id = maker->app_id;
	}
	if (id_is_none(maker->credential_id))
		return;
	if (is_more(rate_of(work, key), maker->rate_limit))
		work_fault(work, AT(rate_limit),
			   "must not be above that of the key that makes it (%lld)",
			   (long long)maker->rate_limit);
	if (page_of(key) > (int64_t)maker->page_limit)
		work_fault(work, AT(page_limit),
			   "must not be above that of the key that makes it (%lld)",
			   (long long)maker->page_limit);
	if (instant_is_none(end_of(maker)))
		return;
	if (instant_is_none(key->expires_at) || key->expires_at.ms > end_of(maker).ms)
		work_fault(work, AT(expires_at),
			   "must not be later than that of the key that "
			   "makes it");
}

static const struct error *check(struct work *work, const struct draft *draft)
{
	struct api_key *key = draft->after;

	if (draft->before)
		return NULL;
	if (GIVEN(draft->given, struct api_key, expires_at) && !instant_is_none(key->expires_at) &&
	    key->expires_at.ms <= work->now.ms)
		work_fault(work, AT(expires_at), "must be in the future");
	check_maker(work, key);
	return NULL;
}

static const struct error *fill(struct work *work, struct list rows, const struct reading *reading)
{
	struct api_key *items = rows.items;

	(void)reading;
	for (size_t i = 0; i < rows.count; i++)
		items[i].scope_list.text = scope_list(work, items[i].scopes);
	return NULL;
}

static const struct error *revoke(struct work *work, void *record)
{
	struct api_key *key = record;

	if (instant_is_none(key->revoked_at))
		key->revoked_at = work->stamp;
	return NULL;
}

const struct resource api_key_resource = {
	.thing = &api_key_thing,
	.check = check,
	.fill = fill,
	.names_app = true,
	.retire = revoke,
};

/* The secret is in no column: it is handed over beside what was stored. */
const struct error *api_key_create(struct work *work, struct api_key *key,
				   const struct given *given)
{
	struct text secret;
	const struct error *error;

	make_secret(work, key);
	secret = key->key;
	inherit_limits(work, key);
	error = resource_create(work, &api_key_resource, key, given);
	if (!error)
		key->key = secret;
	return error;
}

/* The old key's end: at once, or after the overlap, never later than it would have been. */
static const struct error *retire_old(struct work *work, struct api_key *key, int64_t seconds)
{
	struct instant end = { work->stamp.ms + seconds * 1000 };

	if (seconds == 0)
		key->revoked_at = work->stamp;
	else if (instant_is_none(key->expires_at) || key->expires_at.ms > end.ms)
		key->expires_at = end;
	key->record.version++;
	key->record.updated_at = work->stamp;
	key->record.updated_by = work->session.person_id;
	return thing_update(work->db, &api_key_thing, key);
}

/* Which key took the old one's place (reading 141). */
static struct text successor(struct arena *arena, const struct api_key *key)
{
	char id[ID_UUID_SIZE];

	id_print_uuid(key->record.id, id);
	return arena_print(arena, "{\"key\":{\"id\":\"%.*s\",\"prefix\":\"%.*s\"}}", ID_UUID_SIZE,
			   id, TEXT_PRINT(key->prefix));
}

/* Both keys change, and one row tells of it: on the old one. */
static const struct error *replace(struct work *work, struct api_key *old, struct api_key *new,
				   int64_t overlap_seconds)
{
	struct journal_entry *entry = journal_open(work, &api_key_thing);
	struct api_key before = *old;
	const struct error *error = resource_add_quietly(work, &api_key_resource, new);

	if (!error)
		error = retire_old(work, old, overlap_seconds);
	journal_set_type(entry, API_KEY_ROTATED);
	journal_set_context(entry, successor(work->arena, new));
	return error ? error : journal_close(work, entry, &before, old);
}

const struct error *api_key_rotate(struct work *work, struct id id, int64_t overlap_seconds,
				   struct api_key *out)
{
	struct api_key old, new;
	struct text secret;
	struct given given = { { 0 } };
	const struct error *error = work_begin(work);

	if (!error)
		error = work_need(work, &api_key_thing, id, &old);
	if (!error && !instant_is_none(old.revoked_at))
		error = error_new(work->arena, ERROR_CONFLICT, "This API key is revoked.");
	if (error)
		return error;
	new = old;
	new.revoked_at = new.last_used_at = INSTANT_NONE;
	make_secret(work, &new);
	secret = new.key;
	error = resource_check_new(work, &api_key_resource, &new, &given, NULL);
	if (!error && work->faults.count > 0)
		error = error_new(work->arena, ERROR_FORBIDDEN,
				  "This API key may do more than the one that would rotate it: its "
				  "limits are larger, or it lives longer");
	if (!error)
		error = replace(work, &old, &new, overlap_seconds);
	if (!error)
		error = resource_get(work, &api_key_resource, new.record.id, NULL, out);
	if (!error)
		out->key = secret;
	return error;
}
