/*
 * What readers of the journal see of a row beside its columns: who it was, by today's names, and what
 * the content tells. Content that is damaged or erased tells nothing, and stops nobody.
 */
#include "service/audit.h"

#include "base/json_read.h"
#include "model/api_key.h"
#include "model/directory.h"
#include "service/journal_internal.h"
#include "service/linked.h"

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
