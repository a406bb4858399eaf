/*
 * The rows of a write: collected while it runs, numbered and chained at its end, when all of them are
 * known, and sent in the packet of the commit. The workspace's row is locked from the write's
 * beginning, so nobody else numbers or chains meanwhile.
 */
#include "service/journal.h"

#include <assert.h>

#include "base/copy.h"
#include "base/json_write.h"
#include "base/number.h"
#include "model/objective.h"
#include "service/journal_chain.h"
#include "service/journal_content.h"
#include "service/journal_internal.h"
#include "service/service_internal.h"
#include "store/things.h"

/* ---- entries ----------------------------------------------------------------------------------- */

void journal_begin(struct work *work, const struct journal_head *head)
{
	work->journal = arena_take(work->arena, sizeof(*work->journal));
	work->journal->head = *head;
}

static struct journal_entry *add_entry(struct work *work, word subject)
{
	struct journal *journal = work->journal;
	struct journal_entry *entry = arena_take(work->arena, sizeof(*entry));

	*entry = (struct journal_entry){ .type = WORD_NONE,
					 .subject = subject,
					 .reason = work->reason };
	if (journal->last)
		journal->last->next = entry;
	else
		journal->first = entry;
	journal->last = entry;
	return entry;
}

struct journal_entry *journal_open(struct work *work, const struct thing *thing)
{
	const struct telling *telling = telling_of(thing);
	struct journal_entry *entry;

	assert(work->is_writing && telling);
	entry = add_entry(work, telling->subject);
	entry->telling = telling;
	entry->outer = work->journal->open;
	work->journal->open = entry;
	return entry;
}

void journal_set_type(struct journal_entry *entry, word type)
{
	entry->type = type;
}

void journal_set_context(struct journal_entry *entry, struct text context)
{
	entry->context = context;
}

static struct instant deleted_at_of(const struct thing *thing, const void *record)
{
	if (thing->deleted_at == THING_HAS_NONE)
		return INSTANT_NONE;
	return *(const struct instant *)(const void *)((const char *)record + thing->deleted_at);
}

/* What happened, by the record before and after. Of a deletion and a restoring everything is told, as
 * of a removal and a creation: the other side is dropped. */
static word find_type(const struct telling *telling, const void **before, const void **after)
{
	bool was_deleted, is_deleted;

	if (!*before)
		return telling->created;
	if (!*after)
		return telling->deleted;
	was_deleted = !instant_is_none(deleted_at_of(telling->thing, *before));
	is_deleted = !instant_is_none(deleted_at_of(telling->thing, *after));
	if (is_deleted && !was_deleted) {
		*after = NULL;
		return telling->deleted;
	}
	if (was_deleted && !is_deleted) {
		*before = NULL;
		return telling->restored;
	}
	return telling->special ? telling->special(*before, *after) : telling->updated;
}

/* The cycle of the row's objective: for the objective itself it is in its record, and what was rolled
 * up a moment ago is known. */
static const struct error *find_cycle(struct work *work, struct journal_entry *entry,
				      const void *record)
{
	const struct journal_moved *moved = &work->journal->moved;
	struct objective objective;
	const struct error *error;
	bool found;

	if (id_is_none(entry->objective_id))
		return NULL;
	if (entry->subject == ABOUT_OKR) {
		entry->cycle_id = ((const struct objective *)record)->cycle_id;
		return NULL;
	}
	if (id_equal(moved->objective_id, entry->objective_id)) {
		entry->cycle_id = moved->cycle_id;
		return NULL;
	}
	error = thing_get(work->db, &objective_thing, work->session.organisation_id,
			  entry->objective_id, &objective, &found);
	if (!error && found)
		entry->cycle_id = objective.cycle_id;
	return error;
}

static struct text text_at(const void *record, size_t place)
{
	if (place == THING_HAS_NONE)
		return TEXT_NONE;
	return *(const struct text *)(const void *)((const char *)record + place);
}

const struct error *journal_close(struct work *work, struct journal_entry *entry,
				  const void *before, const void *after)
{
	const struct telling *telling = entry->telling;
	const struct record *record = after ? after : before;
	word type = find_type(telling, &before, &after);
	struct text changes = journal_changes(work->arena, telling, before, after);
	const struct error *error;

	assert(work->journal->open == entry);
	work->journal->open = entry->outer;
	/* What has a type by itself happened, whatever it changed (reading 143). */
	entry->is_void = text_is_none(changes) && entry->type == WORD_NONE;
	if (entry->is_void)
		return NULL;
	if (entry->type == WORD_NONE)
		entry->type = type;
	if (text_is_none(changes))
		changes = TEXT("{}");
	assert(entry->type != WORD_NONE);
	entry->subject_id = record->id;
	entry->app_id = text_at(record, telling->thing->app_id);
	if (telling->objective_id != THING_HAS_NONE)
		copy_bytes(&entry->objective_id, sizeof(entry->objective_id),
			   (const char *)record + telling->objective_id,
			   sizeof(entry->objective_id));
	error = find_cycle(work, entry, record);
	entry->content = journal_content(work->arena, text_at(record, telling->title), changes,
					 entry->context);
	return error;
}

const struct error *journal_note(struct work *work, const struct thing *thing, const void *before,
				 const void *after)
{
	return journal_close(work, journal_open(work, thing), before, after);
}

static void add_workspace(struct work *work, word type, struct text changes, struct text context)
{
	struct journal_entry *entry = add_entry(work, ABOUT_WORKSPACE);

	entry->type = type;
	entry->subject_id = work->session.organisation_id;
	entry->content =
		journal_content(work->arena, work->session.organisation_name, changes, context);
}

void journal_add_workspace(struct work *work, word type, struct text changes)
{
	add_workspace(work, type, changes, TEXT_NONE);
}

void journal_add_event(struct work *work, word type, struct text context)
{
	add_workspace(work, type, TEXT("{}"), context);
}

void journal_add_person(struct work *work, word type, const struct person *person,
			struct text changes, struct text context)
{
	struct journal_entry *entry = add_entry(work, ABOUT_USER);

	entry->type = type;
	entry->subject_id = person->record.id;
	entry->content = journal_content(work->arena, person->name, changes, context);
}

/* ---- context ----------------------------------------------------------------------------------- */

void journal_moved(struct work *work, const struct journal_moved *moved)
{
	if (work->journal)
		work->journal->moved = *moved;
}

const struct journal_moved *journal_find_moved(const struct work *work, struct id objective_id)
{
	const struct journal_moved *moved = work->is_writing ? &work->journal->moved : NULL;

	return moved && id_equal(moved->objective_id, objective_id) ? moved : NULL;
}

static void write_progress(struct json_writer *json, const struct journal_moved *moved)
{
	json_open_object(json);
	json_key(json, TEXT("from"));
	json_number(json, number_round(moved->from, 4));
	json_key(json, TEXT("to"));
	json_number(json, number_round(moved->to, 4));
	json_close_object(json);
}

void journal_tell_key_result(struct work *work, const struct key_result *key_result)
{
	const struct journal_moved *moved = &work->journal->moved;
	struct journal_entry *entry = work->journal->open;
	struct buffer text = { 0 };
	struct json_writer json = { .out = &text };

	json_open_object(&json);
	json_key(&json, TEXT("progress"));
	if (!id_is_none(key_result->objective_id) &&
	    id_equal(moved->objective_id, key_result->objective_id))
		write_progress(&json, moved);
	else
		json_null(&json);
	json_key(&json, TEXT("value"));
	json_number(&json, key_result->current_value);
	json_member(&json, TEXT("status"), text_from(word_text(status_words, key_result->status)));
	json_close_object(&json);
	entry->context = arena_copy(work->arena, buffer_text(&text));
	entry->objective_id = key_result->objective_id;
	buffer_free(&text);
}

/* ---- the rows ---------------------------------------------------------------------------------- */

bool journal_is_empty(const struct work *work)
{
	for (const struct journal_entry *e = work->journal->first; e; e = e->next)
		if (!e->is_void)
			return false;
	return true;
}

/* As a column of milliseconds prints. */
static struct text print_stamp(struct arena *arena, struct instant at)
{
	char printed[INSTANT_SIZE];

	instant_print(at, printed);
	return arena_print(arena, "%.10s %.8s.%03d", printed, printed + 11,
			   (int)((at.ms % 1000 + 1000) % 1000));
}

static struct text bytes_of(struct arena *arena, const void *bytes, size_t size)
{
	return arena_copy(arena, (struct text){ bytes, size });
}

static struct text id_bytes(struct arena *arena, struct id id)
{
	return id_is_none(id) ? TEXT_NONE : bytes_of(arena, &id, sizeof(id));
}

/* A key is itself, not the person it writes for; who has no credential is okrctl (reading 140). */
static void set_actor(struct work *work, struct journal_link *link)
{
	const struct session *session = &work->session;

	link->actor_type = ACTOR_SYSTEM;
	if (session->is_key) {
		link->actor_type = ACTOR_KEY;
		link->actor_id = id_bytes(work->arena, session->credential_id);
	} else if (!id_is_none(session->credential_id)) {
		link->actor_type = ACTOR_PERSON;
		link->actor_id = id_bytes(work->arena, session->person_id);
	}
}

static void append(struct work *work, const struct journal_entry *entry, struct journal_head *head)
{
	struct arena *arena = work->arena;
	uint8_t digest[JOURNAL_HASH_SIZE], hash[JOURNAL_HASH_SIZE];
	struct journal_link link = {
		.sequence = head->sequence + 1,
		.at = print_stamp(arena, work->stamp),
		.type = entry->type,
		.subject_type = entry->subject,
		.subject_id = bytes_of(arena, &entry->subject_id, sizeof(entry->subject_id)),
		.objective_id = id_bytes(arena, entry->objective_id),
		.cycle_id = id_bytes(arena, entry->cycle_id),
		.app_id = entry->app_id,
		.via = work->via,
		.request_id = work->request_id,
		.reason = entry->reason,
		.content = entry->content,
	};

	set_actor(work, &link);
	journal_digest(link.content, digest);
	link.content_digest = bytes_of(arena, digest, sizeof(digest));
	journal_hash(work->service->settings->pepper, work->session.organisation_id, head->hash,
		     &link, hash);
	link.hash = bytes_of(arena, hash, sizeof(hash));
	journal_append(work->db, work->session.organisation_id, &link);
	*head = (struct journal_head){ link.sequence, link.hash };
}

/* A workspace from before there was a journal: nothing older is invented (reading 142). */
static void start_if_missing(struct work *work, struct journal_head *head)
{
	struct journal_entry entry = {
		.type = WORKSPACE_JOURNAL_STARTED,
		.subject = ABOUT_WORKSPACE,
		.subject_id = work->session.organisation_id,
		.reason = work->reason,
		.content = journal_content(work->arena, work->session.organisation_name, TEXT("{}"),
					   TEXT_NONE),
	};
	const struct journal_entry *first = work->journal->first;

	if (head->sequence == 0 &&
	    !(first->type == WORKSPACE_CREATED || first->type == WORKSPACE_JOURNAL_STARTED))
		append(work, &entry, head);
}

void journal_flush(struct work *work)
{
	struct journal_head head = work->journal->head;

	if (journal_is_empty(work))
		return;
	assert(!work->journal->open);
	start_if_missing(work, &head);
	for (const struct journal_entry *e = work->journal->first; e; e = e->next)
		if (!e->is_void)
			append(work, e, &head);
	journal_store_head(work->db, work->session.organisation_id, &head);
	work->journal->first = work->journal->last = NULL;
	work->journal->head = head;
}
