/*
 * Reads what the health of an objective is made from and lets the model tell its terms: the same
 * functions made the numbers that are explained. What the terms are called is the view's
 * (api/okrs/explain.c).
 */
#include "service/explain.h"

#include <math.h>

#include "service/linked.h"
#include "service/objectives.h"
#include "service/objectives_internal.h"
#include "service/phases.h"
#include "store/query.h"
#include "store/things.h"
#include "store/tree.h"

#define AT(member) offsetof(struct objective, member)

/* What the objective is made of, and which of it the session may see. */
struct made_of {
	struct list key_results; /* struct key_result */
	struct list children;    /* struct child_part */
	struct list seen;        /* of the children: struct objective, by id */
};

/* Their titles, and that they may be seen at all: one question, however many they are. */
static const struct error *load_seen_children(struct work *work, struct id id, struct list *out)
{
	struct query query = { .thing = &objective_thing,
			       .sort_column = AT(record.id),
			       .limit = INT32_MAX };

	work_limit(work, &query);
	query_add(&query, CONDITION_EQUAL, AT(parent_id), value_id(id));
	query_add(&query, CONDITION_IS_NULL, AT(deleted_at),
		  (struct value){ .kind = FIELD_INSTANT });
	return query_run(work->db, &query, out);
}

static const struct error *load(struct work *work, struct id id, struct made_of *out)
{
	struct tree_range range = { work->session.organisation_id, &id, 1, true, NULL };
	const struct error *error = tree_key_results(work->db, &range, &out->key_results);

	if (!error)
		error = tree_children(work->db, &range, &out->children);
	if (!error)
		error = load_seen_children(work, id, &out->seen);
	return error;
}

/* ---- parts ------------------------------------------------------------------------------------ */

static bool name_key_result(struct work *work, const struct key_result *key_result,
			    struct explained_part *part)
{
	part->type = SUBJECT_KEY_RESULT;
	part->id = key_result->record.id;
	part->title = key_result->title;
	return work_sees(work, &key_result_thing, key_result);
}

static bool name_child(const struct made_of *of, const struct child_part *child,
		       struct explained_part *part)
{
	const struct objective *seen = linked_find(&objective_thing, of->seen, child->id);

	if (!seen)
		return false;
	part->type = SUBJECT_OBJECTIVE;
	part->id = child->id;
	part->title = seen->title;
	return true;
}

static bool name_part(struct work *work, const struct made_of *of, size_t i,
		      struct explained_part *part)
{
	if (i < of->key_results.count)
		return name_key_result(work, (const struct key_result *)of->key_results.items + i,
				       part);
	return name_child(
		of, (const struct child_part *)of->children.items + (i - of->key_results.count),
		part);
}

/* What is not seen, as one: sums of weights, means by their shares. */
struct unnamed {
	size_t count;
	double weight, share;
	double progress, health; /* times share */
	double plain_progress, plain_health;
};

static void add_unnamed(struct unnamed *to, const struct health_term *term)
{
	to->count++;
	to->weight += term->weight;
	to->share += term->share;
	to->progress += term->share * term->progress;
	to->health += term->share * term->health;
	to->plain_progress += term->progress;
	to->plain_health += term->health;
}

/* Of parts that all weigh nothing it is the plain mean. */
static struct explained_part unnamed_part(const struct unnamed *of)
{
	double count = (double)of->count;

	return (struct explained_part){
		.type = WORD_NONE,
		.term = { .weight = of->weight,
			  .share = of->share,
			  .progress = of->share > 0 ? of->progress / of->share :
						      of->plain_progress / count,
			  .gap = NAN,
			  .days_since_check_in = INTEGER_NONE,
			  .penalty_gap = NAN,
			  .penalty_recency = NAN,
			  .penalty_velocity = NAN,
			  .health = of->share > 0 ? of->health / of->share :
						    of->plain_health / count },
	};
}

static struct list explain_parts(struct work *work, const struct health_input *input,
				 const struct made_of *of)
{
	struct explained_part *parts = arena_array(work->arena, input->count + 1, sizeof(*parts));
	struct health_term *terms = arena_array(work->arena, input->count + 1, sizeof(*terms));
	struct unnamed unnamed = { 0 };
	size_t count = 0;

	health_terms(input, terms);
	for (size_t i = 0; i < input->count; i++) {
		struct explained_part part = { .term = terms[i] };

		if (name_part(work, of, i, &part))
			parts[count++] = part;
		else
			add_unnamed(&unnamed, &terms[i]);
	}
	if (unnamed.count > 0)
		parts[count++] = unnamed_part(&unnamed);
	return (struct list){ parts, count };
}

const struct error *objective_explain(struct work *work, struct id id, struct explanation *out)
{
	struct objective objective;
	struct health_input input;
	struct made_of of;
	struct health health;
	const struct error *error = work_need(work, &objective_thing, id, &objective);

	if (!error)
		error = objective_set_day(work, &objective);
	if (!error)
		error = load(work, id, &of);
	if (error)
		return error;
	input = objective_health_input(work, &objective, of.key_results, of.children);
	health = health_of(&input);
	*out = (struct explanation){
		.progress = objective.progress,
		.health = health.score,
		.cap = health_cap(&input),
		.expected_progress = health.expected_progress,
		.parts = explain_parts(work, &input, &of),
	};
	return NULL;
}
