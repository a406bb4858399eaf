/*
 * Filters: from the words of a query string or a search to conditions on columns, by the route's
 * table.
 */
#ifndef OKR_API_INPUT_FILTERS_H
#define OKR_API_INPUT_FILTERS_H

#include "api/input/parameters.h"

/* The query parameters of a list, as a question and what is left to look at after reading. */
struct listing {
	struct query query;
	bool (*keeps)(const void *context, const void *row); /* see struct selection */
	size_t computed_offset;
	word computed_word;
	bool is_computed;
	bool has_deleted; /* deleted records belong to it */
	struct id cycle_id;
	const struct error *error; /* what went wrong while filters were looked up */
	bool has_archived;         /* the caller said whether archived records belong to it */
	struct text cursor;        /* as it came */
};

/* The route's filter with this name, or NULL. */
const struct filter *filter_find(const struct exchange *x, struct text name);

/* Whether several values of it mean any of them: a list in JSON, with commas in a query string. */
bool filter_takes_several(const struct route_group *group, const struct filter *filter);

/* Makes a condition of what the parameter asks for. */
void filter_take(struct exchange *x, const struct filter *filter, const struct parameter *parameter,
		 struct listing *listing);

/* The same for a field of the route's view, by equality, `NAME_from` or `NAME_to`; false when the
 * view shows no such scalar field that is stored. */
bool filter_take_field(struct exchange *x, const struct parameter *parameter,
		       struct listing *listing);

/* Whether a shown field filters at all, and by a range as well. */
bool filter_has_field(const struct thing *thing, const struct view_field *field);
bool filter_has_range(const struct view_field *field);

/* Puts its one value at the filter's place in a struct. */
void filter_put(struct exchange *x, const struct filter *filter, const struct parameter *parameter,
		void *out);

/* What a ROUTE_BRIEF takes as `detail`. */
enum detail { DETAIL_BRIEF, DETAIL_FULL };
extern const struct filter detail_filter;

#endif
