/*
 * What a list is asked for: filters, limit, order, place, from a query string or the body of a
 * search (body_parameters.c); and how its next page is said. Reading the rows is the service's,
 * writing them page.c's.
 */
#include "api/input/listing.h"

#include "api/input/body.h"
#include "api/input/body_parameters.h"
#include "api/input/cursor.h"
#include "api/input/filters.h"
#include "api/output/fields.h"
#include "api/output/media.h"
#include "http/percent.h"

static void unknown_parameter(struct exchange *x, struct text name)
{
	const char *what = "route";

	if (x->route->flags & ROUTE_TOOL)
		what = "tool";
	else if (x->route->flags & ROUTE_LIST)
		what = "list";
	parameter_fault(x, name, "is not a parameter of this %s", what);
}

/* ---- what they mean ---------------------------------------------------------------------------------- */

static void take_limit(struct exchange *x, struct text text, struct listing *listing)
{
	const struct envelope *envelope = x->match.group->envelope;
	size_t max = x->work.session.page_limit;
	unsigned long long limit;

	if (x->route->page_max > 0)
		max = x->route->page_max;
	else if (envelope && max < envelope->page_max)
		max = envelope->page_max;
	if (text_to_count(text, max, &limit) && limit > 0)
		listing->query.limit = (size_t)limit;
	else
		parameter_fault(x, TEXT("limit"), "must be a whole number from 1 to %zu", max);
}

static void take_cursor(struct exchange *x, struct text text, struct listing *listing)
{
	(void)x;
	listing->cursor = text;
}

static void take_format(struct exchange *x, struct text text, struct listing *listing)
{
	bool has_lines = x->route->flags & ROUTE_NDJSON;

	(void)listing;
	x->is_csv = text_equal(text, TEXT("csv"));
	x->is_ndjson = has_lines && text_equal(text, TEXT("ndjson"));
	if (!x->is_csv && !x->is_ndjson && !text_equal(text, TEXT("json")))
		parameter_fault(x, TEXT("format"), "must be one of: csv, json%s",
				has_lines ? ", ndjson" : "");
}

static void take_bom(struct exchange *x, struct text text, struct listing *listing)
{
	(void)listing;
	x->has_bom = text_equal(text, TEXT("true"));
	if (!x->has_bom && !text_equal(text, TEXT("false")))
		parameter_fault(x, TEXT("bom"), "must be one of: false, true");
}

static void take_sort(struct exchange *x, struct text text, struct listing *listing)
{
	const struct sorts *sorts = &x->route->sorts;
	struct query *query = &listing->query;
	struct text list = TEXT_NONE;
	bool is_descending = text_starts_with(text, TEXT("-"));

	if (is_descending)
		text = (struct text){ text.data + 1, text.size - 1 };
	for (size_t i = 0; i < sorts->count; i++) {
		if (text_equal(text, text_from(sorts->items[i].name))) {
			query->sort_column = sorts->items[i].offset;
			query->sort_has_nulls = sorts->items[i].has_nulls;
			query->is_descending = is_descending;
			return;
		}
		list = arena_print(x->work.arena, "%.*s%s%s", TEXT_PRINT(list), i ? ", " : "",
				   sorts->items[i].name);
	}
	parameter_fault(x, TEXT("sort"), "must be one of: %.*s; with - before it for descending",
			TEXT_PRINT(list));
}

/* How much the answer tells of each record. */
static bool takes_detail(const struct route *route)
{
	return route->flags & ROUTE_BRIEF;
}

static void take_detail(struct exchange *x, struct text text, struct listing *listing)
{
	struct parameter parameter = { text_from(detail_filter.name), &text, 1, false };

	(void)listing;
	filter_put(x, &detail_filter, &parameter, x);
}

static void take_fields(struct exchange *x, struct text text, struct listing *listing)
{
	(void)listing;
	x->fields = text;
}

static bool is_list(const struct route *route)
{
	return route->flags & ROUTE_LIST;
}

static bool has_csv(const struct route *route)
{
	return route->flags & ROUTE_CSV;
}

static bool has_sorts(const struct route *route)
{
	return route->sorts.count > 0;
}

/* Parameters that are no filters, and the routes that take them. */
static const struct common {
	const char *name;
	bool (*is_of)(const struct route *route);
	void (*take)(struct exchange *x, struct text text, struct listing *listing);
} commons[] = {
	{ "limit", is_list, take_limit },
	{ "cursor", is_list, take_cursor },
	{ "format", has_csv, take_format },
	{ "bom", has_csv, take_bom },
	{ "sort", has_sorts, take_sort },
	{ "detail", takes_detail, take_detail },
	{ "fields", fields_are_taken, take_fields },
};

static const struct common *find_common(const struct exchange *x, struct text name)
{
	for (size_t i = 0; i < sizeof(commons) / sizeof(commons[0]); i++)
		if (text_equal(name, text_from(commons[i].name)) && commons[i].is_of(x->route))
			return &commons[i];
	return NULL;
}

static bool is_common(const struct exchange *x, struct text name)
{
	return find_common(x, name) != NULL;
}

/* True when it was one. `listing` may be NULL where the route is no list. */
static bool take_common(struct exchange *x, const struct parameter *parameter,
			struct listing *listing)
{
	const struct common *common = find_common(x, parameter->name);

	if (!common)
		return false;
	if (parameter->count == 1)
		common->take(x, parameter->values[0], listing);
	else
		parameter_fault(x, parameter->name, "takes one value");
	return true;
}

static void take_parameter(struct exchange *x, const struct parameter *parameter,
			   struct listing *listing)
{
	const struct filter *filter = filter_find(x, parameter->name);

	if (parameter->is_wrong)
		return;
	if (take_common(x, parameter, listing))
		return;
	if (filter) {
		filter_take(x, filter, parameter, listing);
		return;
	}
	if (x->route->flags & ROUTE_FIELDS && filter_take_field(x, parameter, listing))
		return;
	unknown_parameter(x, parameter->name);
}

/* What holds for a list when nobody asked for something else. */
static void add_defaults(struct exchange *x, struct listing *listing)
{
	const struct thing *thing = x->route->resource->thing;
	const struct filters *filters = &x->route->filters;

	if (thing->deleted_at != THING_HAS_NONE && !listing->has_deleted)
		query_add(&listing->query, CONDITION_IS_NULL, thing->deleted_at,
			  (struct value){ .kind = FIELD_INSTANT });
	for (size_t i = 0; i < filters->count; i++)
		if (filters->items[i].kind == FILTER_ARCHIVED && !listing->has_archived)
			query_add(&listing->query, CONDITION_EQUAL, filters->items[i].offset,
				  value_flag(false));
}

static bool keep_computed(const void *context, const void *row)
{
	const struct listing *listing = context;

	return *((const word *)row + listing->computed_offset) == listing->computed_word;
}

/* Of the values of a condition those that name a record which the session may see. */
static const struct error *look_up_values(struct exchange *x, const struct thing *target,
					  bool with_deleted, struct condition *condition)
{
	bool is_list = condition->kind == CONDITION_ANY_OF;
	const struct value *values = is_list ? condition->values : &condition->value;
	size_t count = is_list ? condition->value_count : 1;
	struct value *kept = arena_array(x->work.arena, count, sizeof(*kept));
	void *record = arena_take(x->work.arena, target->form.size);

	condition->value_count = 0;
	for (size_t i = 0; i < count; i++) {
		struct id id = values[i].as.id;
		const struct error *error;
		bool found;

		if (with_deleted)
			error = work_find_any(&x->work, target, id, record, &found);
		else
			error = work_find(&x->work, target, id, record, &found);
		if (error)
			return error;
		if (found)
			kept[condition->value_count++] = values[i];
	}
	condition->values = kept;
	return NULL;
}

/* A link to a hidden record reads as null, so nothing is found by it; nor by a link to a deleted one,
 * unless the list is to have those. */
static const struct error *look_up_targets(struct exchange *x, const struct listing *listing,
					   struct query *query)
{
	for (size_t i = 0; i < query->condition_count; i++) {
		struct condition *condition = &query->conditions[i];
		const struct thing *target =
			field_at(&query->thing->form, condition->column)->refers;
		const struct error *error;

		if ((condition->kind != CONDITION_EQUAL && condition->kind != CONDITION_ANY_OF) ||
		    !target || target->deleted_at == THING_HAS_NONE)
			continue;
		error = look_up_values(x, target, listing->has_deleted, condition);
		if (error)
			return error;
		query->is_impossible = query->is_impossible || condition->value_count == 0;
	}
	return NULL;
}

static const struct error *finish(struct exchange *x, const struct parameters *parameters,
				  struct listing *listing)
{
	struct query *query = &listing->query;

	for (size_t i = 0; i < parameters->count; i++)
		take_parameter(x, &parameters->items[i], listing);
	fields_apply(x);
	add_defaults(x, listing);
	x->sort = NULL;
	if (query->sort_column != offsetof(struct record, id))
		x->sort = field_at(&query->thing->form, query->sort_column);
	x->is_descending = query->is_descending;
	if (!text_is_none(listing->cursor) && !cursor_read(x, listing->cursor, query))
		parameter_fault(x, TEXT("cursor"), "is not a cursor of this list");
	if (listing->error)
		return listing->error;
	if (x->work.faults.count > 0)
		return work_faults(&x->work);
	return look_up_targets(x, listing, query);
}

/* Records a page where nobody asks for another number. */
static size_t page_of(const struct exchange *x)
{
	const struct envelope *envelope = x->match.group->envelope;

	if (x->route->page > 0)
		return x->route->page;
	return envelope && envelope->page > 0 ? envelope->page : x->work.session.page_limit;
}

static void begin(struct exchange *x, struct listing *listing)
{
	*listing = (struct listing){
		.query = {
			.thing = x->route->resource->thing,
			.sort_column = x->route->sort ? x->route->sort :
							offsetof(struct record, id),
			.is_descending = !(x->route->flags & ROUTE_ASCENDING),
			.limit = page_of(x),
		},
		.keeps = keep_computed,
	};
	x->is_csv = prefers_csv(x);
	x->is_ndjson = !x->is_csv && prefers_ndjson(x);
	x->has_bom = false;
}

/* From the query string, and for reads by POST from the members of the body as well. */
static const struct error *read_parameters(struct exchange *x, struct parameters *out)
{
	const struct error *error = NULL;

	out->count = 0;
	parameters_read_query(x, out);
	if (!(x->route->flags & ROUTE_READ) || x->request->body.size == 0)
		return NULL;
	error = body_check(x);
	if (!error)
		body_parameters_read(x, out, is_common);
	return error;
}

const struct error *listing_read(struct exchange *x, struct listing *out)
{
	struct parameters parameters;
	const struct error *error = read_parameters(x, &parameters);

	if (error)
		return error;
	begin(x, out);
	return finish(x, &parameters, out);
}

static void check_needed(struct exchange *x, const struct parameters *parameters)
{
	const struct filters *filters = &x->route->filters;

	for (size_t i = 0; i < filters->count; i++)
		if (filters->items[i].is_needed &&
		    !parameters_have(parameters, text_from(filters->items[i].name)))
			parameter_fault(x, text_from(filters->items[i].name), "is required");
}

const struct error *parameters_read(struct exchange *x, void *out)
{
	struct parameters parameters;
	const struct error *error = read_parameters(x, &parameters);

	if (error)
		return error;
	for (size_t i = 0; i < parameters.count; i++) {
		const struct parameter *parameter = &parameters.items[i];
		const struct filter *filter = filter_find(x, parameter->name);

		if (parameter->is_wrong)
			continue;
		if (filter)
			filter_put(x, filter, parameter, out);
		else if (!take_common(x, parameter, NULL))
			parameter_fault(x, parameter->name, "is not a parameter of this route");
	}
	check_needed(x, &parameters);
	fields_apply(x);
	return work_faults(&x->work);
}

const struct error *query_must_be_empty(struct exchange *x)
{
	struct text rest = x->request->query;

	while (!text_is_none(rest)) {
		struct text value = text_cut(&rest, '&'), name = text_cut(&value, '=');

		if (name.size > 0 && query_decode(x->work.arena, name, &name))
			unknown_parameter(x, name);
		else if (name.size > 0)
			parameter_fault(x, TEXT("(query)"), "has a broken escape, or is not UTF-8");
	}
	return work_faults(&x->work);
}

/* ---- the next page ------------------------------------------------------------------------------------- */

struct text listing_cursor(struct exchange *x, const struct page *page)
{
	return page->has_next ? cursor_make(x, page->next, page->next_id) : TEXT_NONE;
}

/* The same URL with another cursor. */
void listing_link_next(struct exchange *x, const struct page *page)
{
	struct text rest = x->request->query, kept = TEXT_NONE;
	struct arena *arena = x->work.arena;

	while (!text_is_none(rest)) {
		struct text pair = text_cut(&rest, '&');

		if (pair.size > 0 && !text_starts_with(pair, TEXT("cursor=")))
			kept = arena_print(arena, "%.*s%.*s&", TEXT_PRINT(kept), TEXT_PRINT(pair));
	}
	reply_header(x->reply, "Link", "<%.*s%.*s?%.*scursor=%.*s>; rel=\"next\"",
		     TEXT_PRINT(x->request->origin_url), TEXT_PRINT(x->request->path),
		     TEXT_PRINT(kept), TEXT_PRINT(listing_cursor(x, page)));
}
