/*
 * Filters: from the words of a query string or a search to conditions on columns, by the route's
 * table.
 */
#ifndef OKR_API_INPUT_FILTERS_H
#define OKR_API_INPUT_FILTERS_H

#include "api/exchange.h"
#include "api/input/listing.h"

/* A wrong parameter. */
__attribute__((format(printf, 3, 4))) void parameter_fault(struct exchange *x, struct text name,
							   const char *format, ...);

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

/* What FILTER_ARCHIVED takes. */
extern const struct word_name archived_words[];

/* What a ROUTE_BRIEF takes as `detail`. */
enum detail { DETAIL_BRIEF, DETAIL_FULL };
extern const struct filter detail_filter;

/* One reader a kind: what a parameter's text means, or a fault of the parameter. */
bool filter_value_id(struct exchange *x, const struct filter *filter, struct text text,
		     struct value *out);
bool filter_value_text(struct exchange *x, const struct filter *filter, struct text text,
		       struct value *out);
bool filter_value_number(struct exchange *x, const struct filter *filter, struct text text,
			 struct value *out);
bool filter_value_integer(struct exchange *x, const struct filter *filter, struct text text,
			  struct value *out);
bool filter_value_flag(struct exchange *x, const struct filter *filter, struct text text,
		       struct value *out);
bool filter_value_word(struct exchange *x, const struct filter *filter, struct text text,
		       struct value *out);
bool filter_value_date(struct exchange *x, const struct filter *filter, struct text text,
		       struct value *out);
bool filter_value_instant(struct exchange *x, const struct filter *filter, struct text text,
			  struct value *out);

#endif
