/*
 * The okrs dialect's histories (product/measures.md G2, reading 196): what charts are drawn from.
 * The values come from service/past.c.
 */
#include "api/okrs/past.h"

#include "api/exchange.h"
#include "api/input/filters.h"
#include "api/input/listing.h"
#include "api/okrs/okrs.h"
#include "api/output/view_write.h"
#include "service/key_results.h"
#include "service/kpis.h"
#include "service/objectives.h"
#include "service/past.h"

static const struct word_name interval_words[] = {
	{ "day", PAST_DAYS },
	{ "week", PAST_WEEKS },
	{ NULL, 0 },
};

#define POINT(name, member, flags, ...)                                                            \
	VIEW(name, struct past_point, member, VIEW_READ | (flags), __VA_ARGS__)
#define DAY                                                                                        \
	POINT("day", day, VIEW_FILLED, .example = "2026-04-12",                                    \
	      .meaning = "The day (UTC) at whose end it was so.")
#define EXPECTED                                                                                   \
	POINT("expected_progress", expected_progress, VIEW_FILLED, .form = VIEW_FRACTION,          \
	      .example = "0.13", .meaning = "The elapsed share of the period then.")
#define VALUE                                                                                      \
	POINT("value", value, VIEW_FILLED, .example = "41",                                        \
	      .meaning = "The last value of that day or week.")

static const struct view_field okr_rows[] = {
	DAY,
	POINT("progress", progress, VIEW_FILLED, .form = VIEW_FRACTION, .example = "0.2",
	      .meaning =
		      "Progress by the values of that day, with the targets, weights and links of "
		      "today."),
	POINT("health_score", health_score, 0, .example = "null",
	      .meaning = "Of today; null for days that are over."),
	POINT("status", status, 0, .words = status_words, .example = "null",
	      .meaning = "Of today; null for days that are over."),
	POINT("confidence", confidence, 0, .words = status_words, .example = "null",
	      .meaning = "Of today, what the check-ins say; null for days that are over."),
	EXPECTED,
};

static const struct view_field key_result_rows[] = {
	DAY,
	VALUE,
	POINT("progress", progress, VIEW_FILLED, .form = VIEW_FRACTION, .example = "0.5",
	      .meaning = "Progress of that value, by start and target of today."),
	EXPECTED,
};

static const struct view_field kpi_rows[] = { DAY, VALUE };

#define PAST_VIEW(rows_, name_)                                                                    \
	{                                                                                          \
		.name = (name_), .size = GIVEN_SIZE(struct past_point), ROWS(rows_)                \
	}

static const struct view okr_past_view = PAST_VIEW(okr_rows, "OkrPoint");
static const struct view key_result_past_view = PAST_VIEW(key_result_rows, "KeyResultPoint");
static const struct view kpi_past_view = PAST_VIEW(kpi_rows, "KpiPoint");

static const struct filter past_filters[] = {
	FILTER("interval", FILTER_TAKEN, struct past_question, interval, .words = interval_words,
	       .meaning = "A point a day (the default) or a week."),
	FILTER("from", FILTER_TAKEN, struct past_question, from, .meaning = "The first day."),
	FILTER("to", FILTER_TAKEN, struct past_question, to, .meaning = "The last day."),
};

static const struct error *answer(struct exchange *x,
				  const struct error *(*read)(struct work *work, struct id id,
							      const struct past_question *question,
							      struct list *out))
{
	struct past_question *question = arena_take(x->work.arena, sizeof(*question));
	struct list *points = arena_take(x->work.arena, sizeof(*points));
	const struct error *error;

	*question = (struct past_question){ PAST_DAYS, DATE_NONE, DATE_NONE };
	error = parameters_read(x, question);
	if (error)
		return error;
	if (!date_is_none(question->from) && !date_is_none(question->to) &&
	    question->from.days > question->to.days)
		parameter_fault(x, TEXT("from"), "must not be after to");
	error = work_faults(&x->work);
	if (!error)
		error = read(&x->work, x->ids[0], question, points);
	if (!error)
		view_write_rows(&x->json, x->route->view, *points);
	return error;
}

static const struct error *okr_past(struct exchange *x)
{
	return answer(x, past_of_objective);
}

static const struct error *key_result_past(struct exchange *x)
{
	return answer(x, past_of_key_result);
}

static const struct error *kpi_past(struct exchange *x)
{
	return answer(x, past_of_kpi);
}

#define PAST_OF(resource_) 200, ROUTE_ROWS, .parent = &(resource_), .filters = FILTERS(past_filters)

static const struct route routes[] = {
	{ METHOD_GET, "/okrs/:id/history", SCOPE_OKRS_READ, okr_past, PAST_OF(objective_resource),
	  .view = &okr_past_view, .name = "getOkrHistory", .title = "Get the history of an OKR",
	  .meaning = "Progress at the end of each day, or of each week (Sunday) and the last day, "
		     "from the start of its period to today: computed from the values that were "
		     "recorded, with the targets, weights and links of today. What was reported as "
		     "health, status and confidence on past days is not known: they are null but "
		     "for today. At most 1,000 points." },
	{ METHOD_GET, "/key-results/:id/history", SCOPE_OKRS_READ, key_result_past,
	  PAST_OF(key_result_resource), .view = &key_result_past_view,
	  .name = "getKeyResultHistory", .title = "Get the history of a key result",
	  .meaning = "The last value of each day, or week, on which one was recorded, with what "
		     "progress it is and what was expected then; the newest 5,000 entries count." },
	{ METHOD_GET, "/kpis/:id/history", SCOPE_KPIS_READ, kpi_past, PAST_OF(kpi_resource),
	  .view = &kpi_past_view, .name = "getKpiHistory", .title = "Get the history of a KPI",
	  .meaning = "The last value of each day, or week, on which one was recorded; the newest "
		     "5,000 measurements count." },
};

const struct route_group okrs_past_routes = ROUTES("/api/v1", .nouns = okr_nouns);
