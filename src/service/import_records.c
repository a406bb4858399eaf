/*
 * Making records, and keeping what an import made and what the source calls it.
 */
#include "import_records.h"

#include "import_earlier.h"
#include "import_kinds.h"
#include "store/imports.h"

const struct error *import_note(struct import_run *run, word kind, struct id id, const void *before,
				const struct given *given)
{
	struct import_change change = { (int64_t)run->change_count++, kind, id, !before,
					TEXT_NONE };

	if (before)
		change.earlier = import_earlier_write(run->work->arena, import_thing_of(kind),
						      before, given);
	run->counts[kind][before ? ACTION_UPDATE : ACTION_CREATE]++;
	import_change_add(run->work->db, &run->import->record, &change);
	return NULL;
}

void import_ref_add(struct import_run *run, word kind, struct text key, struct id id)
{
	struct external_ref *ref;

	if (text_is_none(key) || text_map_get(&run->map, import_space(SPACE_REF, kind), key))
		return;
	ref = arena_take(run->work->arena, sizeof(*ref));
	*ref = (struct external_ref){ run->import->source, kind, key, id };
	text_map_put(&run->map, import_space(SPACE_REF, kind), key, ref);
	external_ref_add(run->work->db, &run->import->record, ref);
}

const struct error *import_add(struct import_run *run, word kind, void *record, struct text key)
{
	const struct resource *resource = import_resource(kind);
	struct record *head = record;
	struct given all;
	const struct error *error;

	memset(&all, 0xff, sizeof(all));
	error = resource_make(run->work, resource, record, &all);
	if (error)
		return error;
	import_ref_add(run, kind, key, head->id);
	return import_note(run, kind, head->id, NULL, NULL);
}
