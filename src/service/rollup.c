/*
 * Carrying a change up: from a history to its key result, from parts to their objective, and on to
 * the root. The arithmetic is the model's, the statements are store/parts.c's and store/tree.c's;
 * verify.c computes the same by the same functions.
 */
#include "service/rollup.h"

#include "base/text_map.h"
#include "model/directory.h"
#include "model/momentum.h"
#include "model/progress.h"
#include "service/journal.h"
#include "store/history.h"
#include "store/parts.h"
#include "store/query.h"
#include "store/things.h"
#include "store/tree.h"

/* Enough for nearly every key result to be settled with one question. */
enum { ENTRIES_AT_ONCE = 16 };

const struct error *objective_set_period(struct work *work, struct objective *objective)
{
	struct cycle cycle = { .start_date = DATE_NONE, .end_date = DATE_NONE };
	struct period period;
	const struct error *error = NULL;
	bool found;

	if (!id_is_none(objective->cycle_id))
		error = thing_get(work->db, &cycle_thing, work->session.organisation_id,
				  objective->cycle_id, &cycle, &found);
	if (error)
		return error;
	period = objective_period(objective, cycle.start_date, cycle.end_date);
	objective->period_start = period.start;
	objective->period_end = period.end;
	return NULL;
}

/* ---- a key result from its history ----------------------------------------------------------- */

/* What is still looked for while the history is read from its end. */
struct reading {
	bool has_value, has_status;
	struct point points[MOMENTUM_POINTS]; /* newest first */
	size_t point_count;
	int64_t check_in_count; /* of those read */
	bool is_whole;          /* it was read to its beginning */
};

static bool is_settled(const struct reading *reading)
{
	return reading->has_value && reading->has_status && reading->point_count == MOMENTUM_POINTS;
}

static void read_entry(struct reading *reading, struct key_result *key_result,
		       const struct entry *entry)
{
	bool is_check_in = entry->kind == ENTRY_CHECK_IN;

	if (!reading->has_value && entry->value == entry->value) {
		reading->has_value = true;
		key_result->current_value = entry->value;
		key_result->last_update_at = entry->checked_in_at;
	}
	if (!reading->has_status && entry->status != WORD_NONE) {
		reading->has_status = true;
		key_result->status = entry->status == STATUS_BLOCKED ? STATUS_AT_RISK :
								       entry->status;
	}
	if (!is_check_in)
		return;
	if (reading->check_in_count++ == 0) {
		key_result->last_check_in_at = entry->checked_in_at;
		key_result->last_check_in_status = entry->status;
	}
	/* A damaged check-in may lack its value. */
	if (reading->point_count < MOMENTUM_POINTS && entry->value == entry->value)
		reading->points[reading->point_count++] =
			(struct point){ entry->checked_in_at, entry->value };
}

static const struct error *read_history(struct work *work, struct key_result *key_result,
					struct reading *reading)
{
	struct history_place place = HISTORY_TOP;
	struct list entries = { NULL, ENTRIES_AT_ONCE };

	while (entries.count == ENTRIES_AT_ONCE && !is_settled(reading)) {
		const struct error *error =
			history_entries(work->db, key_result->record.organisation_id,
					key_result->record.id, place, ENTRIES_AT_ONCE, &entries);
		const struct entry *rows = entries.items;

		if (error)
			return error;
		for (size_t i = 0; i < entries.count; i++) {
			read_entry(reading, key_result, &rows[i]);
			place = (struct history_place){ rows[i].checked_in_at, rows[i].id };
		}
	}
	reading->is_whole = entries.count < ENTRIES_AT_ONCE;
	return NULL;
}

/* What is counted along the way is known better than by the count that is stored. */
static const struct error *set_count(struct work *work, struct key_result *key_result,
				     const struct reading *reading)
{
	if (reading->is_whole) {
		key_result->check_in_count = reading->check_in_count;
		return NULL;
	}
	if (key_result->check_in_count >= reading->check_in_count)
		return NULL;
	return history_count(work->db, key_result->record.organisation_id, key_result->record.id,
			     &key_result->check_in_count);
}

/* The period matters only while the point before the first check-in is looked at. */
static const struct error *find_period(struct work *work, const struct key_result *key_result,
				       const struct reading *reading, struct period *out)
{
	struct objective objective;
	const struct error *error;
	bool found;

	*out = PERIOD_NONE;
	if (id_is_none(key_result->objective_id) || reading->point_count == MOMENTUM_POINTS)
		return NULL;
	error = thing_get(work->db, &objective_thing, key_result->record.organisation_id,
			  key_result->objective_id, &objective, &found);
	if (!error && found)
		*out = (struct period){ objective.period_start, objective.period_end };
	return error;
}

static const struct error *set_momentum(struct work *work, struct key_result *key_result,
					const struct reading *reading)
{
	struct metric metric = key_result_metric(key_result);
	struct point oldest_first[MOMENTUM_POINTS];
	struct momentum momentum;
	struct period period;
	const struct error *error = find_period(work, key_result, reading, &period);

	if (error)
		return error;
	for (size_t i = 0; i < reading->point_count; i++)
		oldest_first[i] = reading->points[reading->point_count - 1 - i];
	momentum = momentum_of(&metric, key_result->metric_type == METRIC_BOOLEAN, oldest_first,
			       reading->point_count, period, id_time(key_result->record.id));
	key_result->trend = momentum.trend;
	key_result->velocity = momentum.velocity;
	return NULL;
}

const struct error *rollup_key_result(struct work *work, struct key_result *key_result)
{
	struct reading reading = { 0 };
	const struct error *error;

	key_result->current_value = key_result->initial_value;
	key_result->status = key_result->initial_status;
	key_result->last_update_at = INSTANT_NONE;
	key_result->last_check_in_at = INSTANT_NONE;
	key_result->last_check_in_status = WORD_NONE;
	error = read_history(work, key_result, &reading);
	if (!error)
		error = set_count(work, key_result, &reading);
	if (error)
		return error;
	key_result_derive(key_result);
	return set_momentum(work, key_result, &reading);
}

/* Deleted ones too: what they hang on goes on changing, and they may be restored. */
static const struct error *all_key_results(struct work *work, const struct objective *objective,
					   struct list *out)
{
	struct query query = {
		.thing = &key_result_thing,
		.organisation_id = objective->record.organisation_id,
		.sort_column = offsetof(struct record, id),
		.limit = INT32_MAX,
	};

	query_add(&query, CONDITION_EQUAL, offsetof(struct key_result, objective_id),
		  value_id(objective->record.id));
	return query_run(work->db, &query, out);
}

const struct error *rollup_momentum(struct work *work, const struct objective *objective)
{
	struct list rows;
	const struct error *error = all_key_results(work, objective, &rows);

	for (size_t i = 0; !error && i < rows.count; i++) {
		struct key_result *key_result = (struct key_result *)rows.items + i;
		struct key_result before = *key_result;

		error = rollup_key_result(work, key_result);
		if (!error &&
		    (before.trend != key_result->trend || before.velocity != key_result->velocity))
			error = thing_update(work->db, &key_result_thing, key_result);
	}
	return error;
}

/* ---- an objective from its parts ------------------------------------------------------------- */

const struct error *objective_parts(struct work *work, struct id objective_id, struct part **out,
				    size_t *count)
{
	struct tree_range range = { work->session.organisation_id, &objective_id, 1, true, NULL };
	struct list key_results, children;
	struct part *parts;
	const struct error *error = tree_key_results(work->db, &range, &key_results);

	if (!error)
		error = tree_children(work->db, &range, &children);
	if (error)
		return error;
	parts = arena_array(work->arena, key_results.count + children.count + 1, sizeof(*parts));
	for (size_t i = 0; i < key_results.count; i++)
		parts[i] = key_result_part((const struct key_result *)key_results.items + i);
	for (size_t i = 0; i < children.count; i++)
		parts[key_results.count + i] =
			child_part_as_part((const struct child_part *)children.items + i);
	*out = parts;
	*count = key_results.count + children.count;
	return NULL;
}

/* Stores what the parts add up to, when it is something new. */
static bool rollup_one(struct work *work, const struct objective_parts *read,
		       struct objective *after)
{
	const struct objective *before = &read->objective;

	*after = *before;
	after->progress = progress_roll_up(read->parts, read->count, objective_is_done(before));
	after->confidence_level = confidence_roll_up(read->parts, read->count);
	after->last_check_in_at = last_check_in_roll_up(read->parts, read->count);
	if (after->progress == before->progress &&
	    after->confidence_level == before->confidence_level &&
	    after->last_check_in_at.ms == before->last_check_in_at.ms)
		return false;
	after->record.updated_at = work->stamp;
	tree_store(work->db, after);
	return true;
}

static void tell(struct work *work, const struct objective *before, const struct objective *after)
{
	journal_moved(work, &(struct journal_moved){ before->record.id, before->cycle_id,
						     before->progress, after->progress,
						     before->period_end });
}

/* What is to be computed at the end of a write, each once. */
struct postponed_one {
	struct id id;
	struct check_in newest; /* of a key result, among the entries of this write */
	struct postponed_one *next;
};

enum postponed_kind { POSTPONED_KEY_RESULTS, POSTPONED_OBJECTIVES, POSTPONED_KINDS };

struct postponed {
	struct text_map known;
	struct postponed_one *first[POSTPONED_KINDS], *last[POSTPONED_KINDS];
	size_t counts[POSTPONED_KINDS];
};

static struct postponed_one *remember(struct work *work, enum postponed_kind kind, struct id id)
{
	struct postponed *postponed = work->postponed;
	struct text key = { (const char *)&id, sizeof(id) };
	struct postponed_one *one = text_map_get(&postponed->known, kind, key);

	if (one)
		return one;
	one = arena_take(work->arena, sizeof(*one));
	one->id = id;
	key.data = (const char *)&one->id;
	text_map_put(&postponed->known, kind, key, one);
	if (postponed->last[kind])
		postponed->last[kind]->next = one;
	else
		postponed->first[kind] = one;
	postponed->last[kind] = one;
	postponed->counts[kind]++;
	return one;
}

void rollup_postpone(struct work *work)
{
	work->postponed = arena_take(work->arena, sizeof(*work->postponed));
	work->postponed->known.arena = work->arena;
}

void rollup_postpone_entry(struct work *work, const struct check_in *entry,
			   struct key_result *key_result)
{
	struct postponed_one *one = remember(work, POSTPONED_KEY_RESULTS, key_result->record.id);
	bool is_first = id_is_none(one->newest.record.id);

	if (is_first || entry->checked_in_at.ms >= one->newest.checked_in_at.ms)
		one->newest = *entry;
	if (one->newest.checked_in_at.ms < key_result->last_update_at.ms)
		return;
	key_result->current_value = one->newest.value;
	key_result->status = one->newest.status == STATUS_BLOCKED ? STATUS_AT_RISK :
								    one->newest.status;
}

static const struct error *renew_key_result(struct work *work, const struct postponed_one *one,
					    struct key_result *out)
{
	bool found;
	const struct error *error = thing_get(work->db, &key_result_thing,
					      work->session.organisation_id, one->id, out, &found);

	if (error || !found)
		return error;
	out->check_in_count = 0; /* counted anew, for it is not known by how many there are more */
	error = rollup_key_result(work, out);
	out->record.version++;
	out->record.updated_at = work->stamp;
	out->record.updated_by = work->session.person_id;
	remember(work, POSTPONED_OBJECTIVES, out->objective_id);
	return error;
}

/* All are read before the first is stored: a question about one would send what waits for another. */
static const struct error *postponed_key_results(struct work *work)
{
	const struct postponed_one *one = work->postponed->first[POSTPONED_KEY_RESULTS];
	size_t count = work->postponed->counts[POSTPONED_KEY_RESULTS];
	struct key_result *all = arena_array(work->arena, count + 1, sizeof(*all));
	const struct error *error = NULL;

	for (size_t i = 0; !error && i < count; i++, one = one->next)
		error = renew_key_result(work, one, &all[i]);
	for (size_t i = 0; !error && i < count; i++)
		if (!id_is_none(all[i].record.id))
			thing_update_later(work->db, &key_result_thing, &all[i]);
	return error;
}

const struct error *rollup_postponed(struct work *work)
{
	const struct error *error = postponed_key_results(work);
	const struct postponed_one *one = work->postponed->first[POSTPONED_OBJECTIVES];

	work->postponed = NULL;
	for (; !error && one; one = one->next)
		error = rollup_from(work, one->id);
	return error;
}

/*
 * Bounded by the depth of the tree, which is checked when an objective gets its parent. All that is
 * stored on the way up is sent at its end: each level is told what its child will be.
 */
const struct error *rollup_from(struct work *work, struct id objective_id)
{
	struct objective levels[2]; /* the one being rolled up, and its child */
	const struct objective *child = NULL;
	struct id id = objective_id;

	if (work->postponed && !id_is_none(id)) {
		remember(work, POSTPONED_OBJECTIVES, id);
		return NULL;
	}
	for (int level = 0; !id_is_none(id) && level <= OBJECTIVE_DEPTH_MAX; level++) {
		struct objective *after = &levels[level % 2];
		struct objective_parts read;
		bool found, is_new;
		const struct error *error = parts_read(work->db, work->session.organisation_id, id,
						       child, &read, &found);

		if (error)
			return error;
		if (!found || !instant_is_none(read.objective.deleted_at))
			return NULL;
		if (read.is_asleep)
			return NULL;
		is_new = rollup_one(work, &read, after);
		if (level == 0)
			tell(work, &read.objective, after);
		if (!is_new)
			return NULL;
		child = after;
		id = read.objective.parent_id;
	}
	return NULL;
}
