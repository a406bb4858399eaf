/*
 * What readers of the journal see of a row beside its columns: who it was, by today's names, and what
 * the content tells. Content that is damaged or erased tells nothing, and stops nobody.
 */
#include "service/audit.h"

#include "base/json_read.h"
#include "base/json_write.h"
#include "model/api_key.h"
#include "model/directory.h"
#include "model/key_result.h"
#include "model/kpi.h"
#include "model/objective.h"
#include "service/journal_content.h"
#include "service/linked.h"
#include "store/journal.h"

#define AT(member) offsetof(struct journal_row, member)

static struct text print_hash(struct arena *arena, struct text hash)
{
	static const char digits[] = "0123456789abcdef";
	char *text = arena_take(arena, 2 * hash.size + 1);

	for (size_t i = 0; i < hash.size; i++) {
		text[2 * i] = digits[(unsigned char)hash.data[i] >> 4];
		text[2 * i + 1] = digits[(unsigned char)hash.data[i] & 15];
	}
	return (struct text){ text, 2 * hash.size };
}

static void read_content(struct work *work, struct journal_row *row)
{
	struct journal_told told;

	if (!journal_unpack(work->arena, row->content, &told))
		return;
	row->subject.title = json_read_string(work->arena, told.title);
	row->changes.text = told.changes;
	if (json_read_kind(told.context) == JSON_OBJECT)
		row->context.text = told.context;
}

static void set_actor(struct journal_row *row, struct list people, struct list keys)
{
	const struct person *person = linked_find(&person_thing, people, row->actor.id);
	const struct api_key *key = linked_find(&api_key_thing, keys, row->actor.id);

	if (row->actor.type == ACTOR_SYSTEM)
		row->actor.name = row->via == VIA_OKRCTL ? TEXT("okrctl") : TEXT("system");
	else if (row->actor.type == ACTOR_PERSON && person)
		row->actor.name = person->name;
	else if (row->actor.type == ACTOR_KEY && key) {
		row->actor.name = key->name;
		row->actor.prefix = key->prefix;
	}
}

static const struct error *fill(struct work *work, struct list rows, const struct reading *reading)
{
	struct journal_row *items = rows.items;
	struct ids actors = linked_ids(work, rows, sizeof(*items), AT(actor.id));
	struct list people = { NULL, 0 }, keys = { NULL, 0 };
	const struct error *error = linked_load(work, &person_thing, actors, &people);

	(void)reading;
	if (!error)
		error = linked_load(work, &api_key_thing, actors, &keys);
	for (size_t i = 0; !error && i < rows.count; i++) {
		read_content(work, &items[i]);
		set_actor(&items[i], people, keys);
		items[i].hash_text = print_hash(work->arena, items[i].hash);
	}
	return error;
}

const struct resource journal_resource = {
	.thing = &journal_thing,
	.fill = fill,
};

const struct error *audit_find(struct work *work, int64_t sequence, struct journal_row *out,
			       bool *found)
{
	struct query query = { .thing = &journal_thing, .sort_column = AT(sequence), .limit = 1 };
	struct page page;
	const struct error *error;

	query_add(&query, CONDITION_EQUAL, AT(sequence), value_integer(sequence));
	error = resource_list(work, &journal_resource, &query, NULL, &page);
	if (error)
		return error;
	*found = page.rows.count > 0;
	if (*found)
		memcpy(out, page.rows.items, sizeof(*out));
	return NULL;
}

void audit_limit(struct work *work, struct query *query)
{
	if (text_is_none(work->session.app_id))
		return;
	query_add(query, CONDITION_OF_APP, AT(app_id), value_text(work->session.app_id));
	query->is_filtered = true;
}

/* ---- for those who see less than all of it ----------------------------------------------------- */

/* What changes may name and not everybody sees. */
static const struct thing *const guarded[] = { &objective_thing, &key_result_thing, &kpi_thing };

enum { GUARDED = sizeof(guarded) / sizeof(guarded[0]) };

struct softening {
	struct work *work;
	/* NULL: all of them */
	bool (*is_shown)(const void *context, struct text name);
	const void *context;
	struct ids seen[GUARDED]; /* of what is named, what the session may see */
};

/* A change as the row has it: raw is {"from": …, "to": …}. */
static struct id id_in(struct arena *arena, struct text raw, const char *side)
{
	struct text text = json_read_string(arena, json_read_member(raw, text_from(side)));
	struct id id = ID_NONE;

	if (!text_is_none(text))
		id_parse(text, &id);
	return id;
}

/* Which of the guarded things a member names; GUARDED for none. */
static size_t guarded_by(const struct telling *telling, const struct told_field *told)
{
	const struct thing *refers = field_at(&telling->thing->form, told->offset)->refers;
	size_t i = 0;

	while (i < GUARDED && guarded[i] != refers)
		i++;
	return i;
}

static const struct telling *telling_about(word subject)
{
	for (size_t i = 0; i < telling_count; i++)
		if (tellings[i].subject == subject)
			return &tellings[i];
	return NULL;
}

static void add_named(struct work *work, const struct journal_row *row, size_t which,
		      struct buffer *ids)
{
	const struct telling *telling = telling_about(row->subject.type);

	for (size_t i = 0; telling && i < telling->count; i++) {
		struct text raw =
			json_read_member(row->changes.text, text_from(telling->fields[i].name));
		struct id both[] = { id_in(work->arena, raw, "from"),
				     id_in(work->arena, raw, "to") };

		if (guarded_by(telling, &telling->fields[i]) == which)
			buffer_add(ids, both, sizeof(both));
	}
}

/* Every record of a guarded thing that the changes name, on either side, and every objective that a
 * row belonged to. */
static struct ids named_in(struct work *work, struct list rows, size_t which)
{
	const struct journal_row *items = rows.items;
	struct buffer ids = { 0 };
	struct list found;

	for (size_t i = 0; i < rows.count; i++) {
		if (guarded[which] == &objective_thing)
			buffer_add(&ids, &items[i].objective_id, sizeof(struct id));
		add_named(work, &items[i], which, &ids);
	}
	found.items = (void *)(uintptr_t)arena_copy(work->arena, buffer_text(&ids)).data;
	found.count = ids.size / sizeof(struct id);
	buffer_free(&ids);
	return linked_ids(work, found, sizeof(struct id), 0);
}

static void write_side(struct json_writer *json, const struct softening *how, size_t which,
		       struct text raw, const char *side)
{
	bool is_seen = linked_has(how->seen[which], id_in(how->work->arena, raw, side));

	json_key(json, text_from(side));
	json_raw(json, is_seen ? json_read_member(raw, text_from(side)) : TEXT_NONE);
}

static void write_change(struct json_writer *json, const struct softening *how,
			 const struct telling *telling, const struct told_field *told,
			 struct text raw)
{
	size_t which = guarded_by(telling, told);

	json_key(json, text_from(told->name));
	if (which == GUARDED) {
		json_raw(json, raw);
		return;
	}
	json_open_object(json);
	write_side(json, how, which, raw, "from");
	write_side(json, how, which, raw, "to");
	json_close_object(json);
}

static struct text soften(const struct softening *how, const struct journal_row *row)
{
	const struct telling *telling = telling_about(row->subject.type);
	struct buffer text = { 0 };
	struct json_writer json = { .out = &text };
	struct text copied;

	if (!telling || text_is_none(row->changes.text))
		return row->changes.text;
	json_open_object(&json);
	for (size_t i = 0; i < telling->count; i++) {
		struct text name = text_from(telling->fields[i].name);
		struct text raw = json_read_member(row->changes.text, name);

		if (!text_is_none(raw) && (!how->is_shown || how->is_shown(how->context, name)))
			write_change(&json, how, telling, &telling->fields[i], raw);
	}
	json_close_object(&json);
	copied = arena_copy(how->work->arena, buffer_text(&text));
	buffer_free(&text);
	return copied;
}

/* The context without the progress, which is the objective's; without an objective there is none. */
static struct text soften_context(const struct softening *how, const struct journal_row *row)
{
	struct text value = json_read_member(row->context.text, TEXT("value"));
	struct text status = json_read_member(row->context.text, TEXT("status"));
	struct buffer text = { 0 };
	struct json_writer json = { .out = &text };
	struct text copied;

	if (text_is_none(row->context.text) || linked_has(how->seen[0], row->objective_id) ||
	    text_is_none(value))
		return row->context.text;
	json_open_object(&json);
	json_key(&json, TEXT("progress"));
	json_null(&json);
	json_key(&json, TEXT("value"));
	json_raw(&json, value);
	json_key(&json, TEXT("status"));
	json_raw(&json, status);
	json_close_object(&json);
	copied = arena_copy(how->work->arena, buffer_text(&text));
	buffer_free(&text);
	return copied;
}

static void soften_all(const struct softening *how, struct list rows)
{
	struct journal_row *items = rows.items;

	for (size_t i = 0; i < rows.count; i++) {
		items[i].changes.text = soften(how, &items[i]);
		items[i].context.text = soften_context(how, &items[i]);
	}
}

const struct error *audit_soften(struct work *work, struct list rows,
				 bool (*is_shown)(const void *context, struct text name),
				 const void *context)
{
	struct softening how = { .work = work, .is_shown = is_shown, .context = context };
	struct journal_row *items = rows.items;

	for (size_t i = 0; i < GUARDED; i++) {
		const struct error *error =
			linked_seen(work, guarded[i], named_in(work, rows, i), &how.seen[i]);

		if (error)
			return error;
	}
	soften_all(&how, rows);
	for (size_t i = 0; i < rows.count; i++)
		if (items[i].actor.type == ACTOR_KEY)
			items[i].actor = (struct journal_by){ .type = ACTOR_KEY };
	return NULL;
}

/* Those of the session's application, deleted ones included: in the log one sees what was. */
static const struct error *keep_own(struct work *work, const struct thing *thing, struct ids named,
				    struct ids *out)
{
	struct id *own = arena_array(work->arena, named.count + 1, sizeof(*own));
	struct list rows;
	const struct error *error = linked_load(work, thing, named, &rows);

	*out = (struct ids){ own, 0 };
	for (size_t i = 0; !error && i < rows.count; i++) {
		const char *record = (const char *)rows.items + i * thing->form.size;

		if (work_sees(work, thing, record))
			own[out->count++] = ((const struct record *)(const void *)record)->id;
	}
	return error;
}

const struct error *audit_narrow(struct work *work, struct list rows)
{
	struct softening how = { .work = work };

	if (text_is_none(work->session.app_id))
		return NULL;
	for (size_t i = 0; i < GUARDED; i++) {
		const struct error *error =
			keep_own(work, guarded[i], named_in(work, rows, i), &how.seen[i]);

		if (error)
			return error;
	}
	soften_all(&how, rows);
	return NULL;
}

/* ---- the head ---------------------------------------------------------------------------------- */

const struct error *audit_read_head(struct work *work, struct audit_head *out)
{
	struct journal_head head;
	struct instant at;
	const struct error *error =
		journal_read_head(work->db, work->session.organisation_id, &head, &at);

	if (!error)
		*out = (struct audit_head){ head.sequence, print_hash(work->arena, head.hash), at };
	return error;
}
