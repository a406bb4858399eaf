/*
 * Risks of key results and, added up from the leaves of the tree, of objectives. Insights and
 * reports use them; nothing here decides what is shown.
 */
#include "model/risk.h"

#include <math.h>
#include <stdlib.h>

#include "base/number.h"
#include "model/period.h"
#include "pace.h"

#define BIT(number) (INT64_C(1) << (number))

/* What each reason calls for. */
static const int64_t interventions_for[] = {
	[REASON_BEHIND_PACE] = BIT(ADD_INITIATIVE),
	[REASON_STALLED] = BIT(NUDGE_OWNER),
	[REASON_DECLINING] = BIT(ADD_INITIATIVE),
	[REASON_REGRESSING] = BIT(ADD_INITIATIVE) | BIT(SCHEDULE_1_1),
	[REASON_MANUAL_AT_RISK] = BIT(SCHEDULE_1_1),
	[REASON_MANUAL_OFF_TRACK] = BIT(ADJUST_TARGET) | BIT(SCHEDULE_1_1),
	[REASON_BLOCKED] = BIT(SCHEDULE_1_1),
};

static int64_t interventions_of(int64_t reasons, word severity)
{
	int64_t set = severity == SEVERITY_CRITICAL ? BIT(ADJUST_TARGET) : 0;

	for (size_t i = 0; i < sizeof(interventions_for) / sizeof(interventions_for[0]); i++)
		if (reasons & BIT(i))
			set |= interventions_for[i];
	return set;
}

static word worse(word a, word b)
{
	return a > b ? a : b;
}

static word severity_of_miss(double miss)
{
	miss = as_compared(miss);
	if (miss > CRITICAL_MISS_ABOVE)
		return SEVERITY_CRITICAL;
	if (miss >= HIGH_MISS_MIN)
		return SEVERITY_HIGH;
	return miss > 0 ? SEVERITY_MEDIUM : SEVERITY_NONE;
}

static int64_t confidence_of(int64_t check_ins)
{
	int64_t counted = check_ins < SURE_AFTER_CHECK_INS ? check_ins : SURE_AFTER_CHECK_INS;

	return (int64_t)number_round(100.0 * (double)counted / SURE_AFTER_CHECK_INS, 0);
}

/* ---- key results ----------------------------------------------------------------------------- */

/* The least severity that what was said of it allows. */
static word said_severity(const struct key_result *key_result)
{
	if (key_result->status == STATUS_OFF_TRACK ||
	    key_result->last_check_in_status == STATUS_BLOCKED)
		return SEVERITY_HIGH;
	return key_result->status == STATUS_AT_RISK ? SEVERITY_MEDIUM : SEVERITY_NONE;
}

/* A blocked key result is stored as at_risk, but nobody said that. */
static int64_t said_reasons(const struct key_result *key_result)
{
	if (key_result->status == STATUS_OFF_TRACK)
		return BIT(REASON_MANUAL_OFF_TRACK);
	if (key_result->last_check_in_status == STATUS_BLOCKED)
		return BIT(REASON_BLOCKED);
	return key_result->status == STATUS_AT_RISK ? BIT(REASON_MANUAL_AT_RISK) : 0;
}

static int64_t measured_reasons(const struct key_result *key_result, const struct pace *pace,
				word miss)
{
	int64_t set = 0;

	if (pace->gap > 0 || miss != SEVERITY_NONE)
		set |= BIT(REASON_BEHIND_PACE);
	if (pace->is_stalled)
		set |= BIT(REASON_STALLED);
	if (key_result->trend == TREND_DECLINING)
		set |= BIT(REASON_DECLINING);
	if (key_result->trend == TREND_REGRESSING)
		set |= BIT(REASON_REGRESSING);
	return set;
}

/* Before the second interval is over, silence says nothing about the target. */
static word predicted_severity(const struct risk *risk, const struct pace *pace)
{
	if (risk->check_in_count == 0 && !pace->is_silent)
		return SEVERITY_NONE;
	return severity_of_miss(risk->miss);
}

static struct risk describe(const struct objective *objective, const struct key_result *key_result,
			    struct date today)
{
	bool is_own = !id_is_none(key_result->owner_id);

	return (struct risk){
		.subject = SUBJECT_KEY_RESULT,
		.id = key_result->record.id,
		.objective_id = objective->record.id,
		.key_result_id = key_result->record.id,
		.team_id = objective->team_id,
		.owner_id = is_own ? key_result->owner_id : objective->owner_id,
		.owner_name = is_own ? key_result->owner_name : objective->owner_name,
		.title = key_result->title,
		.objective_title = objective->title,
		.progress = key_result->progress,
		.velocity = key_result->check_in_count > 0 ? key_result->velocity : 0,
		.days_left = period_days_left(period_of(objective), today),
		.check_in_count = key_result->check_in_count,
		.confidence = confidence_of(key_result->check_in_count),
	};
}

struct risk risk_of_key_result(const struct objective *objective,
			       const struct key_result *key_result, struct date today)
{
	struct pace pace = pace_of(objective, key_result, today);
	struct risk risk = describe(objective, key_result, today);
	word predicted;

	risk.expected_progress = pace.expected;
	risk.projected = 1;
	/* What was said of it lowers its objective even when it is done: that needs a reason. */
	risk.reasons = said_reasons(key_result);
	if (pace.is_done)
		return risk;
	risk.projected = fmin(fmax(risk.progress + risk.velocity * (double)risk.days_left, 0), 1);
	risk.miss = 1 - risk.projected;
	predicted = predicted_severity(&risk, &pace);
	risk.severity = worse(predicted, said_severity(key_result));
	risk.reasons |= measured_reasons(key_result, &pace, predicted);
	risk.interventions = interventions_of(risk.reasons, risk.severity);
	if (key_result->last_check_in_status == STATUS_BLOCKED)
		risk.blocker_note = key_result->blocker_note;
	return risk;
}

/* ---- objectives ------------------------------------------------------------------------------ */

/* Parts added up. */
struct sum {
	double weight, projected;
	word severity;
	int64_t reasons;
};

/* An objective while its parts are added up, in two ways: parts of weight 0 are left out, unless
 * there are no others. */
struct node {
	const struct objective *objective;
	struct node *parent; /* NULL: not among the objectives looked at */
	int depth;
	struct sum weighted, equal;
	int64_t check_in_count;
};

static void sum_add(struct sum *sum, double weight, const struct risk *part)
{
	if (weight == 0)
		return;
	sum->weight += weight;
	sum->projected += weight * part->projected;
	sum->severity = worse(sum->severity, part->severity);
	sum->reasons |= part->reasons;
}

static void node_add(struct node *node, double weight, const struct risk *part)
{
	sum_add(&node->weighted, weight, part);
	sum_add(&node->equal, 1, part);
}

static int compare_nodes(const void *key, const void *node)
{
	return id_compare(*(const struct id *)key,
			  ((const struct node *)node)->objective->record.id);
}

/* A tree has no circle; if it had one, the climb would still end. */
static int depth_of(const struct node *node)
{
	int depth = 0;

	while (node->parent && depth < OBJECTIVE_DEPTH_MAX) {
		node = node->parent;
		depth++;
	}
	return depth;
}

static struct node *plant(struct arena *arena, struct list objectives)
{
	const struct objective *items = objectives.items;
	struct node *nodes = arena_array(arena, objectives.count + 1, sizeof(*nodes));

	for (size_t i = 0; i < objectives.count; i++)
		nodes[i].objective = &items[i];
	for (size_t i = 0; i < objectives.count; i++)
		nodes[i].parent = bsearch(&items[i].parent_id, nodes, objectives.count,
					  sizeof(*nodes), compare_nodes);
	for (size_t i = 0; i < objectives.count; i++)
		nodes[i].depth = depth_of(&nodes[i]);
	return nodes;
}

/* An objective is a risk only when its own status says so; then it is as bad as its worst part. */
static word severity_of_node(const struct node *node, const struct sum *sum)
{
	switch (node->objective->health.status) {
	case STATUS_OFF_TRACK:
		return worse(sum->severity, SEVERITY_HIGH);
	case STATUS_AT_RISK:
		return worse(sum->severity, SEVERITY_MEDIUM);
	default:
		return SEVERITY_NONE;
	}
}

static struct risk risk_of_node(const struct node *node, struct date today)
{
	const struct sum *sum = node->weighted.weight > 0 ? &node->weighted : &node->equal;
	const struct objective *objective = node->objective;
	struct risk risk = {
		.subject = SUBJECT_OBJECTIVE,
		.id = objective->record.id,
		.objective_id = objective->record.id,
		.team_id = objective->team_id,
		.owner_id = objective->owner_id,
		.owner_name = objective->owner_name,
		.title = objective->title,
		.objective_title = objective->title,
		.severity = severity_of_node(node, sum),
		.progress = objective->progress,
		.expected_progress = objective->health.expected_progress,
		.projected = sum->weight > 0 ? sum->projected / sum->weight : objective->progress,
		.velocity = NAN,
		.days_left = period_days_left(period_of(objective), today),
		.check_in_count = node->check_in_count,
		.confidence = confidence_of(node->check_in_count),
		.reasons = sum->reasons,
	};

	risk.miss = 1 - risk.projected;
	if (as_compared(objective->health.gap) > 0)
		risk.reasons |= BIT(REASON_BEHIND_PACE);
	if (objective->health.stalled)
		risk.reasons |= BIT(REASON_STALLED);
	risk.interventions = interventions_of(risk.reasons, risk.severity);
	return risk;
}

static void keep(struct list *risks, const struct risk *risk)
{
	if (risk->severity != SEVERITY_NONE)
		((struct risk *)risks->items)[risks->count++] = *risk;
}

static void add_key_results(struct node *node, struct date today, struct list *risks)
{
	const struct key_result *items = node->objective->key_results.items;

	for (size_t i = 0; i < node->objective->key_results.count; i++) {
		struct risk risk = risk_of_key_result(node->objective, &items[i], today);

		node_add(node, items[i].weight, &risk);
		node->check_in_count += items[i].check_in_count;
		keep(risks, &risk);
	}
}

/* The deepest first, so that every objective is complete before it counts in its parent. */
static void add_objectives(struct node *nodes, size_t count, struct date today, struct list *risks)
{
	for (int depth = OBJECTIVE_DEPTH_MAX; depth >= 0; depth--) {
		for (size_t i = 0; i < count; i++) {
			struct risk risk;

			if (nodes[i].depth != depth)
				continue;
			risk = risk_of_node(&nodes[i], today);
			keep(risks, &risk);
			if (nodes[i].parent)
				node_add(nodes[i].parent, nodes[i].objective->weight, &risk);
		}
	}
}

static int compare_risks(const void *a_, const void *b_)
{
	const struct risk *a = a_, *b = b_;
	double miss_a = as_compared(a->miss), miss_b = as_compared(b->miss);

	if (a->severity != b->severity)
		return a->severity > b->severity ? -1 : 1;
	if (miss_a > miss_b || miss_a < miss_b)
		return miss_a > miss_b ? -1 : 1;
	return id_compare(a->id, b->id);
}

void risks_of(struct arena *arena, struct list objectives, struct date today, struct list *out)
{
	struct node *nodes = plant(arena, objectives);
	size_t max = objectives.count + 1;
	struct list risks = { NULL, 0 };

	for (size_t i = 0; i < objectives.count; i++)
		max += nodes[i].objective->key_results.count;
	risks.items = arena_array(arena, max, sizeof(struct risk));
	for (size_t i = 0; i < objectives.count; i++)
		add_key_results(&nodes[i], today, &risks);
	add_objectives(nodes, objectives.count, today, &risks);
	if (risks.count > 1)
		qsort(risks.items, risks.count, sizeof(struct risk), compare_risks);
	*out = risks;
}
