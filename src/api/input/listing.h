/*
 * How the parameters of a list are read: shared by cursor.c, filters.c and listing.c.
 */
#ifndef OKR_API_LISTING_H
#define OKR_API_LISTING_H

#include "api/exchange.h"

enum { PARAMETERS_MOST = 64 };

/* One parameter, decoded: of a query string, or a member of a search's body. */
struct parameter {
	struct text name;
	struct text *values; /* several mean any of them */
	size_t count;
};

struct parameters {
	struct parameter items[PARAMETERS_MOST];
	size_t count;
};

/* A wrong parameter. */
__attribute__((format(printf, 3, 4))) void parameter_fault(struct exchange *x, struct text name,
							   const char *format, ...);

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

/* Sets where the list begins; false when it is no cursor of this list in this order. */
bool cursor_read(struct exchange *x, struct text cursor, struct query *query);
struct text cursor_make(struct exchange *x, struct value value, struct id id);

#endif
