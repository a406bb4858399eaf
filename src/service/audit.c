/*
 * What readers of the journal see of a row beside its columns: who it was, by today's names, and what
 * the content tells. Content that is damaged or erased tells nothing, and stops nobody.
 */
#include "service/audit.h"

#include "base/json_read.h"
#include "base/json_write.h"
#include "model/api_key.h"
#include "model/directory.h"
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

static const struct error *fill(struct work *work, struct list rows, bool is_dense)
{
	struct journal_row *items = rows.items;
	struct ids actors = linked_ids(work, rows, sizeof(*items), AT(actor.id));
	struct list people = { NULL, 0 }, keys = { NULL, 0 };
	const struct error *error = linked_load(work, &person_thing, actors, &people);

	(void)is_dense;
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

/* ---- for those who see the record alone ------------------------------------------------------- */

struct softening {
	struct work *work;
	bool (*is_shown)(const void *context, struct text name);
	const void *context;
	struct ids seen; /* objectives */
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

static bool names_objective(const struct telling *telling, const struct told_field *told)
{
	return field_at(&telling->thing->form, told->offset)->refers == &objective_thing;
}

static const struct telling *telling_about(word subject)
{
	for (size_t i = 0; i < telling_count; i++)
		if (tellings[i].subject == subject)
			return &tellings[i];
	return NULL;
}

/* Every objective that these rows belonged to, or that their changes name, on either side. */
static struct ids named_objectives(struct work *work, struct list rows)
{
	const struct journal_row *items = rows.items;
	struct buffer ids = { 0 };
	struct list found;

	for (size_t i = 0; i < rows.count; i++) {
		const struct telling *telling = telling_about(items[i].subject.type);

		buffer_add(&ids, &items[i].objective_id, sizeof(struct id));
		for (size_t j = 0; telling && j < telling->count; j++) {
			struct text raw = json_read_member(items[i].changes.text,
							   text_from(telling->fields[j].name));
			struct id both[] = { id_in(work->arena, raw, "from"),
					     id_in(work->arena, raw, "to") };

			if (names_objective(telling, &telling->fields[j]))
				buffer_add(&ids, both, sizeof(both));
		}
	}
	found.items = (void *)(uintptr_t)arena_copy(work->arena, buffer_text(&ids)).data;
	found.count = ids.size / sizeof(struct id);
	buffer_free(&ids);
	return linked_ids(work, found, sizeof(struct id), 0);
}

static void write_seen(struct json_writer *json, const struct softening *how, struct text raw,
		       const char *side)
{
	bool is_seen = linked_has(how->seen, id_in(how->work->arena, raw, side));

	json_key(json, text_from(side));
	json_raw(json, is_seen ? json_read_member(raw, text_from(side)) : TEXT_NONE);
}

static void write_change(struct json_writer *json, const struct softening *how,
			 const struct telling *telling, const struct told_field *told,
			 struct text raw)
{
	json_key(json, text_from(told->name));
	if (!names_objective(telling, told)) {
		json_raw(json, raw);
		return;
	}
	json_open_object(json);
	write_seen(json, how, raw, "from");
	write_seen(json, how, raw, "to");
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

		if (!text_is_none(raw) && how->is_shown(how->context, name))
			write_change(&json, how, telling, &telling->fields[i], raw);
	}
	json_close_object(&json);
	copied = arena_copy(how->work->arena, buffer_text(&text));
	buffer_free(&text);
	return copied;
}

/* The context without the progress, which is the objective's. */
static struct text soften_context(const struct softening *how, const struct journal_row *row)
{
	struct text value = json_read_member(row->context.text, TEXT("value"));
	struct text status = json_read_member(row->context.text, TEXT("status"));
	struct buffer text = { 0 };
	struct json_writer json = { .out = &text };
	struct text copied;

	if (text_is_none(row->context.text) || linked_has(how->seen, row->objective_id))
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

const struct error *audit_soften(struct work *work, struct list rows,
				 bool (*is_shown)(const void *context, struct text name),
				 const void *context)
{
	struct softening how = { work, is_shown, context, { NULL, 0 } };
	struct journal_row *items = rows.items;
	const struct error *error =
		linked_seen(work, &objective_thing, named_objectives(work, rows), &how.seen);

	for (size_t i = 0; !error && i < rows.count; i++) {
		items[i].changes.text = soften(&how, &items[i]);
		items[i].context.text = soften_context(&how, &items[i]);
		if (items[i].actor.type == ACTOR_KEY)
			items[i].actor = (struct journal_by){ .type = ACTOR_KEY };
	}
	return error;
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
