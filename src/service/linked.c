/*
 * Reading what rows refer to: a few statements a page, never one a row. What a session may not see
 * is left out here.
 */
#include "service/linked.h"

#include <stdlib.h>

#include "store/query.h"
#include "store/things.h"
#include "store/tree.h"

static int compare_records(const void *a, const void *b)
{
	return id_compare(((const struct record *)a)->id, ((const struct record *)b)->id);
}

static int compare_ids(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct id));
}

/* Rows mostly come in the order of their ids. */
static bool is_ascending(const struct id *ids, size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (compare_ids(&ids[i - 1], &ids[i]) > 0)
			return false;
	return true;
}

struct ids linked_ids(struct work *work, struct list rows, size_t size, size_t place)
{
	struct id *ids = arena_array(work->arena, rows.count + 1, sizeof(*ids));
	size_t count = 0, distinct = 0;

	for (size_t i = 0; i < rows.count; i++) {
		struct id id;

		memcpy(&id, (const char *)rows.items + i * size + place, sizeof(id));
		if (!id_is_none(id))
			ids[count++] = id;
	}
	if (!is_ascending(ids, count))
		qsort(ids, count, sizeof(*ids), compare_ids);
	for (size_t i = 0; i < count; i++)
		if (i == 0 || !id_equal(ids[i], ids[i - 1]))
			ids[distinct++] = ids[i];
	return (struct ids){ ids, distinct };
}

const struct error *linked_load(struct work *work, const struct thing *thing, struct ids ids,
				struct list *out)
{
	const struct error *error = thing_get_many(work->db, thing, work->session.organisation_id,
						   ids.items, ids.count, out);

	if (!error && out->count > 1)
		qsort(out->items, out->count, thing->form.size, compare_records);
	return error;
}

const struct error *linked_seen(struct work *work, const struct thing *thing, struct ids ids,
				struct ids *out)
{
	struct id *seen = arena_array(work->arena, ids.count + 1, sizeof(*seen));
	struct value values[ANY_OF_MAX];
	size_t count = 0;

	for (size_t from = 0; from < ids.count; from += ANY_OF_MAX) {
		struct query query = { .thing = thing };
		size_t end = from + ANY_OF_MAX < ids.count ? from + ANY_OF_MAX : ids.count;
		const struct error *error;
		struct ids some;

		for (size_t i = from; i < end; i++)
			values[i - from] = value_id(ids.items[i]);
		work_limit(work, &query);
		query_add(&query, CONDITION_IS_NULL, thing->deleted_at,
			  (struct value){ .kind = FIELD_INSTANT });
		query_add_any_of(&query, offsetof(struct record, id), values, end - from);
		error = query_distinct(work->db, &query, offsetof(struct record, id), &some);
		if (error)
			return error;
		for (size_t i = 0; i < some.count; i++)
			seen[count++] = some.items[i];
	}
	*out = (struct ids){ seen, count };
	return NULL;
}

bool linked_has(struct ids ids, struct id id)
{
	struct list list = { (void *)(uintptr_t)ids.items, ids.count };

	return tree_slice(list, sizeof(struct id), 0, id).count > 0;
}

const void *linked_find(const struct thing *thing, struct list linked, struct id id)
{
	struct list slice = tree_slice(linked, thing->form.size, offsetof(struct record, id), id);

	return slice.count > 0 ? slice.items : NULL;
}
