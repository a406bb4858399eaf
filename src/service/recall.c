/*
 * Values of the past beside records of today.
 */
#include "service/recall.h"

#include <math.h>

#include "model/owed.h"
#include "model/progress.h"
#include "store/tree.h"
#include "store/values.h"

enum { A_WEEK = 7 };

/* The end of the day seven days ago. */
static struct instant week_ago(const struct work *work)
{
	return instant_of((struct date){ work->today.days - A_WEEK + 1 });
}

static struct list slice_of(struct list values, const struct key_result *key_result)
{
	return tree_slice(values, sizeof(struct past_value), offsetof(struct past_value, of),
			  key_result->record.id);
}

static void set_recent(struct work *work, struct key_result *key_result, struct list own)
{
	const struct past_value *past = own.items;
	struct recent_value *recent = arena_array(work->arena, own.count + 1, sizeof(*recent));

	for (size_t i = 0; i < own.count; i++)
		recent[i] = (struct recent_value){ date_of(past[i].at), past[i].value };
	key_result->recent = (struct list){ recent, own.count };
}

/* By start and target of today. What had no entry yet had the value that it was made with. */
static void set_week_ago(struct key_result *key_result, struct list own, struct instant end)
{
	struct metric metric = key_result_metric(key_result);
	double value = own.count > 0 ? ((const struct past_value *)own.items)->value : NAN;

	key_result->progress_week_ago = NAN;
	if (isnan(value) && id_time(key_result->record.id).ms >= end.ms)
		return;
	metric.current = isnan(value) ? key_result->initial_value : value;
	key_result->progress_week_ago = progress_of(&metric);
}

static const struct error *recall_recent(struct work *work, struct key_result **items,
					 const struct id *ids, size_t count)
{
	struct query seen = { .thing = &check_in_thing };
	struct list values;
	const struct error *error;

	work_limit(work, &seen);
	error = values_newest(work->db, &seen, ids, count, RECENT_VALUES, &values);
	for (size_t i = 0; !error && i < count; i++)
		set_recent(work, items[i], slice_of(values, items[i]));
	return error;
}

static const struct error *recall_week_ago(struct work *work, struct key_result **items,
					   const struct id *ids, size_t count)
{
	struct list values;
	const struct error *error = values_before(work->db, work->session.organisation_id, ids,
						  count, week_ago(work), &values);

	for (size_t i = 0; !error && i < count; i++)
		set_week_ago(items[i], slice_of(values, items[i]), week_ago(work));
	return error;
}

const struct error *key_results_recall(struct work *work, struct key_result **items, size_t count,
				       const struct given *wanted)
{
	const struct error *error = NULL;

	for (size_t from = 0; !error && from < count; from += VALUES_AT_ONCE) {
		size_t some = count - from < VALUES_AT_ONCE ? count - from : VALUES_AT_ONCE;
		struct id ids[VALUES_AT_ONCE];

		for (size_t i = 0; i < some; i++)
			ids[i] = items[from + i]->record.id;
		if (GIVEN(wanted, struct key_result, recent))
			error = recall_recent(work, items + from, ids, some);
		if (!error && GIVEN(wanted, struct key_result, progress_week_ago))
			error = recall_week_ago(work, items + from, ids, some);
	}
	return error;
}
