/*
 * The history of key results as it is told: each entry that the session may see, with the value
 * before it, whoever recorded that. The rules of entries are check_ins.c's.
 */
#include "service/told_history.h"

#include "service/objectives.h"
#include "store/history.h"
#include "store/tree.h"

static struct list tell(struct work *work, const struct key_result *key_result, struct list entries)
{
	const struct told_entry *rows = entries.items;
	struct history_entry *told = arena_array(work->arena, entries.count + 1, sizeof(*told));
	double previous = key_result->initial_value;
	size_t count = 0;

	for (size_t i = 0; i < entries.count; i++) {
		double value = rows[i].value == rows[i].value ? rows[i].value : previous;

		if (rows[i].is_seen)
			told[count++] = (struct history_entry){
				.at = rows[i].at,
				.previous_value = previous,
				.value = value,
				.source = rows[i].kind,
				.status = rows[i].status,
				.comment = rows[i].comment,
				.by = rows[i].person_id,
			};
		previous = value;
	}
	return (struct list){ told, count };
}

const struct error *key_result_load_history(struct work *work, struct list rows)
{
	struct query seen = { .thing = &check_in_thing };
	struct key_result *items = rows.items;
	struct id ids[HISTORIES_AT_ONCE];

	work_limit(work, &seen);
	for (size_t from = 0; from < rows.count; from += HISTORIES_AT_ONCE) {
		size_t count = 0;
		struct list entries;
		const struct error *error;

		while (count < HISTORIES_AT_ONCE && from + count < rows.count) {
			ids[count] = items[from + count].record.id;
			count++;
		}
		error = history_of_all(work->db, &seen, ids, count, &entries);
		if (error)
			return error;
		for (size_t i = from; i < from + count; i++)
			items[i].history =
				tell(work, &items[i],
				     tree_slice(entries, sizeof(struct told_entry),
						offsetof(struct told_entry, key_result_id),
						items[i].record.id));
	}
	return NULL;
}
