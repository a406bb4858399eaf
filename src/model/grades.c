/*
 * The score of a cycle and the spread of its grades.
 */
#include "model/grades.h"

#include <math.h>
#include <stdlib.h>

#include "base/number.h"
#include "progress_internal.h"

enum { LEVELS = TYPE_INDIVIDUAL + 1 };

word grade_band_of(double grade)
{
	double compared = as_compared(grade);

	if (compared < GRADE_MIDDLE_MIN)
		return GRADE_LOW;
	return compared < GRADE_HIGH_MIN ? GRADE_MIDDLE : GRADE_HIGH;
}

double grade_proposed_for(double progress)
{
	return number_round(progress, 1);
}

static void count_grade(struct band_counts *counts, double grade)
{
	int64_t *const by_band[] = {
		[GRADE_LOW] = &counts->low, [GRADE_MIDDLE] = &counts->middle, [GRADE_HIGH] = &counts->high
	};

	if (isnan(grade))
		counts->none++;
	else
		(*by_band[grade_band_of(grade)])++;
}

static void count_outcome(struct outcome_counts *counts, word outcome)
{
	int64_t *const by_outcome[] = { [OUTCOME_ACHIEVED] = &counts->achieved,
					[OUTCOME_PARTIAL] = &counts->partial,
					[OUTCOME_MISSED] = &counts->missed,
					[OUTCOME_DROPPED] = &counts->dropped };

	if (outcome != WORD_NONE)
		(*by_outcome[outcome])++;
}

static int compare_ids(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct id));
}

static bool is_below(const struct grade_rows *rows, struct id parent_id)
{
	return !id_is_none(parent_id) && rows->nodes.count > 0 &&
	       bsearch(&parent_id, rows->nodes.items, rows->nodes.count, sizeof(struct id),
		       compare_ids);
}

static bool is_scored(const struct grade_rows *rows, const struct objective *objective)
{
	return !isnan(objective->grade) && objective->lifecycle != LIFECYCLE_CANCELLED &&
	       !is_below(rows, objective->parent_id);
}

static double score_of(const struct grade_rows *rows)
{
	const struct objective *items = rows->objectives.items;
	double sum = 0, weights = 0, plain = 0, count = 0;

	for (size_t i = 0; i < rows->objectives.count; i++) {
		if (!is_scored(rows, &items[i]))
			continue;
		sum += items[i].weight * items[i].grade;
		weights += items[i].weight;
		plain += items[i].grade;
		count++;
	}
	if (count == 0)
		return NAN;
	return weights > 0 ? sum / weights : plain / count;
}

/* Both are in the order of the objectives' ids. */
static void count_key_results(const struct grade_rows *rows, struct grade_level *levels)
{
	const struct objective *objectives = rows->objectives.items;
	const struct graded_key_result *items = rows->key_results.items;
	size_t at = 0;

	for (size_t i = 0; i < rows->key_results.count; i++) {
		while (at < rows->objectives.count &&
		       id_compare(objectives[at].record.id, items[i].home_id) < 0)
			at++;
		if (at < rows->objectives.count &&
		    id_equal(objectives[at].record.id, items[i].home_id))
			count_grade(&levels[objectives[at].type].key_results, items[i].grade);
	}
}

struct grades grades_of(struct arena *arena, const struct grade_rows *rows)
{
	struct grade_level *levels = arena_array(arena, LEVELS, sizeof(*levels));
	const struct objective *items = rows->objectives.items;
	struct grades grades = { .score = score_of(rows),
				 .band = WORD_NONE,
				 .total = (int64_t)rows->objectives.count,
				 .distribution = { levels, LEVELS } };

	for (size_t i = 0; i < LEVELS; i++)
		levels[i] = (struct grade_level){ .level = (word)i };
	for (size_t i = 0; i < rows->objectives.count; i++) {
		grades.graded += !isnan(items[i].grade);
		count_outcome(&grades.outcomes, items[i].outcome);
		count_grade(&levels[items[i].type].objectives, items[i].grade);
	}
	count_key_results(rows, levels);
	if (!isnan(grades.score))
		grades.band = grade_band_of(grades.score);
	return grades;
}
