/*
 * The okrs dialect's explanation of an OKR's numbers (product/console.md A3): the console says "why this
 * health" from it. Shares are printed whole and terms with six decimals, so that they add up.
 */
#include "api/okrs/explain.h"

#include "api/exchange.h"
#include "api/okrs/okrs.h"
#include "api/output/view_write.h"
#include "base/number.h"
#include "service/explain.h"
#include "service/objectives.h"

#define PART(name, member, ...) VIEW(name, struct explained_part, member, VIEW_READ, __VA_ARGS__)
#define PART_FILLED(name, member, ...)                                                             \
	VIEW(name, struct explained_part, member, VIEW_READ | VIEW_FILLED, __VA_ARGS__)

static const struct view_field part_rows[] = {
	PART("type", type, .words = subject_words, .example = "key_result",
	     .meaning =
		     "key_result or okr. The parts that you may not see are one without type, id "
		     "and title."),
	PART("id", id, .example = "key result", .meaning = "The id of the key result or OKR."),
	PART("title", title, .example = "Lift signup → activation rate to 50%",
	     .meaning = "Its title."),
	PART_FILLED("weight", term.weight, .example = "1",
		    .meaning = "Its weight, 1 where none was given."),
	PART_FILLED("share", term.share, .example = "0.5",
		    .meaning = "Its weight in all weights, 0–1; equal shares when all weigh "
			       "nothing."),
	PART_FILLED("progress", term.progress, .example = "0.5",
		    .meaning = "Its progress, not rounded to four decimals."),
	PART("gap", term.gap, .example = "0.3",
	     .meaning = "How far it is behind what is expected, a fraction."),
	PART("days_since_check_in", term.days_since_check_in, .example = "16",
	     .meaning = "Days since its newest check-in."),
	PART("penalty_gap", term.penalty_gap, .example = "37.5",
	     .meaning = "Points taken off 100 for the gap."),
	PART("penalty_recency", term.penalty_recency, .example = "30",
	     .meaning = "Points taken off for check-ins that are late."),
	PART("penalty_velocity", term.penalty_velocity, .example = "0",
	     .meaning = "Points taken off for a trend that is flat or worse."),
	PART_FILLED("health", term.health, .example = "32.5",
		    .meaning = "100 less the penalties, at least 0."),
};

static const struct view part_view = {
	.name = "ExplainedPart",
	.size = GIVEN_SIZE(struct explained_part),
	ROWS(part_rows),
};

#define WHOLE(name, member, flags, ...) VIEW(name, struct explanation, member, flags, __VA_ARGS__)

static const struct view_field explanation_rows[] = {
	WHOLE("progress", progress, VIEW_READ | VIEW_FILLED, .form = VIEW_FRACTION,
	      .example = "0.5",
	      .meaning = "The sum of share times progress; 0 without parts, 1 "
			 "when such an OKR is completed."),
	WHOLE("health", health, VIEW_READ | VIEW_FILLED, .example = "33",
	      .meaning = "The sum of share times health, rounded, and lowered to what `cap` "
			 "allows."),
	WHOLE("cap", cap, VIEW_READ, .words = status_words, .example = "null",
	      .meaning =
		      "What somebody said of a key result, when that lowered the health: at_risk "
		      "to 74, off_track to 49."),
	WHOLE("expected_progress", expected_progress, VIEW_READ | VIEW_FILLED,
	      .form = VIEW_FRACTION, .example = "0.8",
	      .meaning = "The elapsed share of the period."),
	WHOLE("parts", parts, VIEW_READ, .view = &part_view,
	      .meaning = "Key results, then the OKRs below that count."),
};

static const struct view explanation_view = {
	.name = "Explanation",
	.size = GIVEN_SIZE(struct explanation),
	ROWS(explanation_rows),
};

enum { TERM_DECIMALS = 6 };

static void round_terms(struct list parts)
{
	struct explained_part *items = parts.items;

	for (size_t i = 0; i < parts.count; i++) {
		struct health_term *term = &items[i].term;
		double *const terms[] = { &term->progress,         &term->gap,
					  &term->penalty_gap,      &term->penalty_recency,
					  &term->penalty_velocity, &term->health };

		for (size_t j = 0; j < sizeof(terms) / sizeof(terms[0]); j++)
			*terms[j] = number_round(*terms[j], TERM_DECIMALS);
	}
}

static const struct error *explain(struct exchange *x)
{
	struct explanation explanation;
	const struct error *error = objective_explain(&x->work, x->ids[0], &explanation);

	if (error)
		return error;
	round_terms(explanation.parts);
	view_write(&x->json, x->route->view, &explanation);
	return NULL;
}

static const struct route routes[] = {
	{ METHOD_GET, "/okrs/:id/explain", SCOPE_OKRS_READ, explain, 200, 0,
	  .view = &explanation_view, .parent = &objective_resource, .name = "explainOkr",
	  .title = "Explain the numbers of an OKR",
	  .meaning = "Why an OKR has its progress and its health: the terms that were summed, each "
		     "part with its share and the points that it loses. The parts that you may "
		     "not see are one without a name, so the sums are the same for everybody." },
};

const struct route_group okrs_explain_routes = ROUTES("/api/v1", .nouns = okr_nouns);
