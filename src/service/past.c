/*
 * Replays values: of a key result its own, of an objective those of all key results below it, which
 * are added up for each day by the functions that add up today. Nothing of it is stored.
 */
#include "service/past.h"

#include <math.h>

#include "model/kpi.h"
#include "model/period.h"
#include "model/progress.h"
#include "service/key_results.h"
#include "service/kpis.h"
#include "service/objectives.h"
#include "store/subtree.h"
#include "store/tree.h"
#include "store/values.h"

enum { A_WEEK = 7, SUNDAY = 6, ENTRIES_MAX = 5000 };

/* Day 0 was a Thursday. */
static int32_t week_of(struct date day)
{
	int32_t days = day.days + 3;

	return days >= 0 ? days / A_WEEK : -((A_WEEK - 1 - days) / A_WEEK);
}

static bool is_sunday(struct date day)
{
	return week_of(day) != week_of((struct date){ day.days + 1 });
}

static bool is_within(const struct past_question *question, struct date day)
{
	return (date_is_none(question->from) || day.days >= question->from.days) &&
	       (date_is_none(question->to) || day.days <= question->to.days);
}

/* ---- an objective ----------------------------------------------------------------------------- */

/* A key result on its way through its values. */
struct replay_key_result {
	const struct subtree_key_result *row;
	const struct past_value *values;
	size_t count, next;
	double value;
};

struct replay {
	struct work *work;
	struct subtree subtree;
	struct replay_key_result *key_results; /* side by side with the rows */
};

static void begin_replay(struct replay *replay)
{
	struct list rows = replay->subtree.key_results;
	const struct subtree_key_result *items = rows.items;

	replay->key_results =
		arena_array(replay->work->arena, rows.count + 1, sizeof(*replay->key_results));
	for (size_t i = 0; i < rows.count; i++) {
		struct list own = tree_slice(replay->subtree.values, sizeof(struct past_value),
					     offsetof(struct past_value, of), items[i].id);

		replay->key_results[i] = (struct replay_key_result){ &items[i], own.items,
								     own.count, 0,
								     items[i].initial_value };
	}
}

/* Takes what was recorded up to the end of the day. */
static void advance(struct replay *replay, struct date day)
{
	for (size_t i = 0; i < replay->subtree.key_results.count; i++) {
		struct replay_key_result *one = &replay->key_results[i];

		while (one->next < one->count &&
		       date_of(one->values[one->next].at).days <= day.days)
			one->value = one->values[one->next++].value;
	}
}

static struct part part_of(const struct replay *replay, const struct subtree_key_result *row)
{
	size_t i = (size_t)(row -
			    (const struct subtree_key_result *)replay->subtree.key_results.items);
	struct metric metric = { row->start_value, row->target_value, replay->key_results[i].value,
				 row->direction };

	return (struct part){ .weight = row->weight, .progress = progress_of(&metric) };
}

/* As deep as a chain may be. */
static double add_up(const struct replay *replay, struct id id, word lifecycle, int depth)
{
	struct list rows = tree_slice(replay->subtree.key_results,
				      sizeof(struct subtree_key_result),
				      offsetof(struct subtree_key_result, home_id), id);
	struct list children = tree_slice(replay->subtree.nodes, sizeof(struct subtree_node),
					  offsetof(struct subtree_node, parent_id), id);
	struct part *parts =
		arena_array(replay->work->arena, rows.count + children.count + 1, sizeof(*parts));
	const struct subtree_node *nodes = children.items;

	if (depth > OBJECTIVE_DEPTH_MAX)
		return 0;
	for (size_t i = 0; i < rows.count; i++)
		parts[i] = part_of(replay, (const struct subtree_key_result *)rows.items + i);
	for (size_t i = 0; i < children.count; i++)
		parts[rows.count + i] = (struct part){
			.weight = nodes[i].weight,
			.progress = add_up(replay, nodes[i].id, nodes[i].lifecycle, depth + 1),
			.is_child = true,
		};
	return progress_roll_up(parts, rows.count + children.count,
				lifecycle == LIFECYCLE_COMPLETED);
}

static struct period period_of_objective(const struct objective *objective)
{
	return (struct period){ objective->period_start, objective->period_end };
}

/* Not before its period or its creation, whichever is earlier, and not after today. */
static const struct error *set_bounds(struct work *work, const struct objective *objective,
				      struct past_question *question)
{
	struct date created = date_of(objective->record.created_at);
	int32_t step = question->interval == PAST_WEEKS ? A_WEEK : 1;

	if (date_is_none(question->to) || question->to.days > work->today.days)
		question->to = work->today;
	if (date_is_none(question->from))
		question->from = !date_is_none(objective->period_start) &&
						 objective->period_start.days < created.days ?
					 objective->period_start :
					 created;
	if ((int64_t)question->to.days - question->from.days < (int64_t)step * PAST_POINTS_MAX)
		return NULL;
	return error_new(work->arena, ERROR_INVALID,
			 "These are more than %d points: ask for fewer days, or for weeks.",
			 PAST_POINTS_MAX);
}

static struct past_point point_of(struct replay *replay, const struct objective *objective,
				  struct date day)
{
	bool is_today = day.days == replay->work->today.days;

	advance(replay, day);
	return (struct past_point){
		.day = day,
		.value = NAN,
		.progress = add_up(
			replay, objective->record.id,
			objective_is_done(objective) ? LIFECYCLE_COMPLETED : LIFECYCLE_ACTIVE, 1),
		.expected_progress = period_elapsed(period_of_objective(objective), day),
		.health_score = is_today ? objective->health.score : INTEGER_NONE,
		.status = is_today ? objective->health.status : WORD_NONE,
		.confidence = is_today ? objective->confidence_level : WORD_NONE,
	};
}

const struct error *past_of_objective(struct work *work, struct id id,
				      const struct past_question *question, struct list *out)
{
	struct past_question asked = *question;
	struct replay replay = { .work = work };
	struct objective objective;
	struct past_point *points;
	size_t count = 0;
	const struct error *error = resource_get(work, &objective_resource, id, NULL, &objective);

	if (!error)
		error = set_bounds(work, &objective, &asked);
	if (!error)
		error = subtree_read(work->db, work->session.organisation_id, id, &replay.subtree);
	if (error)
		return error;
	begin_replay(&replay);
	points = arena_array(work->arena, PAST_POINTS_MAX + 2, sizeof(*points));
	for (struct date day = asked.from; day.days <= asked.to.days; day.days++)
		if (asked.interval == PAST_DAYS || is_sunday(day) || day.days == asked.to.days)
			points[count++] = point_of(&replay, &objective, day);
	*out = (struct list){ points, count };
	return NULL;
}

/* ---- many objectives on one day ---------------------------------------------------------------- */

/* Each key result has the last value of the day, in place of all of them. */
static const struct error *replay_day(struct replay *replay, struct date day)
{
	struct list rows = replay->subtree.key_results;
	struct instant end = instant_of((struct date){ day.days + 1 });

	for (size_t from = 0; from < rows.count; from += VALUES_AT_ONCE) {
		size_t left = rows.count - from;
		size_t count = left < VALUES_AT_ONCE ? left : VALUES_AT_ONCE;
		struct id ids[VALUES_AT_ONCE];
		struct list values;
		const struct error *error;

		for (size_t i = 0; i < count; i++)
			ids[i] = replay->key_results[from + i].row->id;
		error = values_before(replay->work->db, replay->work->session.organisation_id, ids,
				      count, end, &values);
		if (error)
			return error;
		for (size_t i = 0; i < count; i++) {
			struct list own = tree_slice(values, sizeof(struct past_value),
						     offsetof(struct past_value, of), ids[i]);
			const struct past_value *last = own.items;

			if (own.count > 0 && !isnan(last->value))
				replay->key_results[from + i].value = last->value;
		}
	}
	return NULL;
}

const struct error *past_progress_of(struct work *work, const struct id *ids, size_t count,
				     struct date day, double *out)
{
	struct replay replay = { .work = work };
	struct list nodes;
	const struct error *error = subtree_read_parts(work->db, work->session.organisation_id, ids,
						       count, &replay.subtree);

	if (error)
		return error;
	begin_replay(&replay);
	error = replay_day(&replay, day);
	nodes = replay.subtree.nodes;
	for (size_t i = 0; !error && i < count; i++) {
		const struct subtree_node *items = nodes.items;
		word lifecycle = LIFECYCLE_ACTIVE;

		for (size_t j = 0; j < nodes.count; j++)
			if (id_equal(items[j].id, ids[i]))
				lifecycle = items[j].lifecycle;
		out[i] = add_up(&replay, ids[i], lifecycle, 1);
	}
	return error;
}

/* ---- key results and KPIs --------------------------------------------------------------------- */

static bool is_same_step(const struct past_question *question, struct date a, struct date b)
{
	return question->interval == PAST_WEEKS ? week_of(a) == week_of(b) : a.days == b.days;
}

/* Of each day or week the last value. */
static void thin_out(struct work *work, const struct past_question *question, struct list values,
		     struct list *out)
{
	const struct past_value *items = values.items;
	struct past_point *points = arena_array(work->arena, values.count + 1, sizeof(*points));
	size_t count = 0;

	for (size_t i = 0; i < values.count; i++) {
		struct date day = date_of(items[i].at);

		if (!is_within(question, day))
			continue;
		if (count > 0 && is_same_step(question, points[count - 1].day, day))
			count--;
		points[count++] = (struct past_point){ .day = day,
						       .value = items[i].value,
						       .progress = NAN,
						       .expected_progress = NAN,
						       .health_score = INTEGER_NONE,
						       .status = WORD_NONE,
						       .confidence = WORD_NONE };
	}
	*out = (struct list){ points, count };
}

static const struct error *find_period(struct work *work, const struct key_result *key_result,
				       struct period *out)
{
	struct objective objective;
	bool found = false;
	const struct error *error = NULL;

	*out = PERIOD_NONE;
	if (!id_is_none(key_result->objective_id))
		error = work_find(work, &objective_thing, key_result->objective_id, &objective,
				  &found);
	if (!error && found)
		*out = period_of_objective(&objective);
	return error;
}

const struct error *past_of_key_result(struct work *work, struct id id,
				       const struct past_question *question, struct list *out)
{
	struct query seen = { .thing = &check_in_thing };
	struct key_result key_result;
	struct past_point *points;
	struct period period;
	struct list values;
	const struct error *error = work_need(work, &key_result_thing, id, &key_result);

	if (!error)
		error = find_period(work, &key_result, &period);
	work_limit(work, &seen);
	if (!error)
		error = values_newest(work->db, &seen, &id, 1, ENTRIES_MAX, &values);
	if (error)
		return error;
	thin_out(work, question, values, out);
	points = out->items;
	for (size_t i = 0; i < out->count; i++) {
		struct metric metric = key_result_metric(&key_result);

		metric.current = points[i].value;
		points[i].progress = progress_of(&metric);
		points[i].expected_progress = period_elapsed(period, points[i].day);
	}
	return NULL;
}

const struct error *past_of_kpi(struct work *work, struct id id,
				const struct past_question *question, struct list *out)
{
	struct query seen = { .thing = &kpi_update_thing };
	struct kpi kpi;
	struct list values = { NULL, 0 };
	const struct error *error = work_need(work, &kpi_thing, id, &kpi);

	work_limit(work, &seen);
	if (!error)
		error = values_newest_of_kpis(work->db, &seen, &id, 1, ENTRIES_MAX, &values);
	if (!error)
		thin_out(work, question, values, out);
	return error;
}
