/*
 * Reading what rows refer to.
 */
#include "service/linked.h"

#include <stdlib.h>

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

const void *linked_find(const struct thing *thing, struct list linked, struct id id)
{
	struct list slice = tree_slice(linked, thing->form.size, offsetof(struct record, id), id);

	return slice.count > 0 ? slice.items : NULL;
}
