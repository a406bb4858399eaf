/*
 * The okrs dialect's search (product/console.md A3, reading 153): what the console's search field
 * asks. What is found, and in which order, is service/search.c's.
 */
#include "api/okrs/search.h"

#include "api/exchange.h"
#include "api/input/filters.h"
#include "api/input/listing.h"
#include "api/okrs/links.h"
#include "api/output/view_write.h"
#include "base/utf8.h"
#include "service/search.h"

enum { FOUND_USUALLY = 20, TEXT_MAX = 255 };

static const struct word_name kind_words[] = {
	{ "okr", FOUND_OKR },   { "key_result", FOUND_KEY_RESULT },
	{ "kpi", FOUND_KPI },   { "initiative", FOUND_INITIATIVE },
	{ "user", FOUND_USER }, { NULL, 0 },
};

static const enum linked_page pages[] = {
	[FOUND_OKR] = PAGE_OKR,     [FOUND_KEY_RESULT] = PAGE_KEY_RESULT,
	[FOUND_KPI] = PAGE_KPI,     [FOUND_INITIATIVE] = PAGE_INITIATIVE,
	[FOUND_USER] = PAGE_PERSON,
};

#define FOUND(name, member, flags, ...)                                                            \
	VIEW(name, struct found, member, VIEW_READ | (flags), __VA_ARGS__)

static const struct view_field found_rows[] = {
	FOUND("type", kind, VIEW_FILLED, .words = kind_words, .example = "okr",
	      .meaning = "What kind of record it is."),
	FOUND("id", id, VIEW_FILLED, .example = "objective", .meaning = "Its id."),
	FOUND("title", title, VIEW_FILLED, .example = "Improve onboarding conversion",
	      .meaning = "Its title or name."),
	FOUND("context", context, 0, .example = "Q2 2026",
	      .meaning = "The cycle of an OKR, the OKR of a key result or an initiative, the group "
			 "of a KPI; null without one."),
	FOUND("url", url, VIEW_FILLED, .example = "/app/okrs/019da59c-a600-7000-be57-34282707066e",
	      .meaning = URL_MEANING),
};

static const struct view found_view = {
	.name = "SearchHit",
	.size = GIVEN_SIZE(struct found),
	ROWS(found_rows),
};

struct search_question {
	struct text text;
	int64_t limit;
};

static const struct filter search_filters[] = {
	FILTER("q", FILTER_TAKEN, struct search_question, text, .is_needed = true,
	       .meaning = "What titles and names have to contain, 1 to 255 characters; case and "
			  "accents do not matter.",
	       .example = "conversion"),
	FILTER("limit", FILTER_TAKEN, struct search_question, limit, .min = 1, .max = FOUND_MAX,
	       .meaning = "How many at most; 20 by default."),
};

static const struct error *read_question(struct exchange *x, struct search_question *out)
{
	const struct error *error = parameters_read(x, out);

	if (error)
		return error;
	if (out->text.size == 0 || text_first(out->text, TEXT_MAX).size < out->text.size)
		parameter_fault(x, TEXT("q"), "must have 1 to %d characters", TEXT_MAX);
	return work_faults(&x->work);
}

static const struct error *answer_search(struct exchange *x)
{
	struct search_question question = { .limit = FOUND_USUALLY };
	struct list rows;
	struct found *items;
	const struct error *error = read_question(x, &question);

	if (!error)
		error = search(&x->work, question.text, (size_t)question.limit, &rows);
	if (error)
		return error;
	items = rows.items;
	for (size_t i = 0; i < rows.count; i++)
		items[i].url = console_url(x, pages[items[i].kind], items[i].id);
	view_write_rows(&x->json, x->route->view, rows);
	return NULL;
}

static const struct route routes[] = {
	{ METHOD_GET, "/search", SCOPE_NONE, answer_search, 200, ROUTE_ROWS, .view = &found_view,
	  .filters = FILTERS(search_filters), .name = "searchAll", .title = "Search everything",
	  .meaning =
		  "OKRs, key results, KPIs, initiatives and people whose title or name contains a "
		  "text: those that begin with it first, then the newest. What is archived, "
		  "hangs on something archived, is deleted or deactivated is not found. `okrs:read` finds all but KPIs, "
		  "`kpis:read` finds KPIs; a credential with neither gets a 403.",
	  .refusal = "Key is missing the scopes `okrs:read` and `kpis:read`." },
};

const struct route_group okrs_search_routes = ROUTES("/api/v1");
