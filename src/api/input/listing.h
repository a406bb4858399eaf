/*
 * How the parameters of a list are read: shared by cursor.c, filters.c and listing.c.
 */
#ifndef OKR_API_LISTING_H
#define OKR_API_LISTING_H

#include "api/exchange.h"

enum { PARAMETERS_MAX = 64 };

/* One parameter, decoded: of a query string, or a member of a search's body. */
struct parameter {
	struct text name;
	struct text *values; /* several mean any of them */
	size_t count;
	bool is_wrong; /* and a fault already */
};

struct parameters {
	struct parameter items[PARAMETERS_MAX];
	size_t count;
};

/* Adds one, unless it is there already, or one too many. */
void parameters_add(struct exchange *x, struct parameters *parameters, struct parameter parameter);

/* The route's filter with this name, or NULL. */
const struct filter *listing_filter(const struct exchange *x, struct text name);

/* Whether the route takes a parameter of this name that is no filter: limit, sort and the like. */
bool listing_is_common(const struct exchange *x, struct text name);

/* The query parameters of a list, as a question and what is left to look at after reading. */
struct listing {
	struct query query;
	struct keep keep;
	size_t computed_offset;
	word computed_word;
	bool is_computed;
	bool has_deleted; /* deleted records belong to it */
	struct id cycle_id;
	const struct error *error; /* what went wrong while filters were looked up */
	bool has_archived;         /* the caller said whether archived records belong to it */
	struct text cursor;        /* as it came */
};

/* From the query string; of a ROUTE_READ also from the members of the body, where a list of values
 * means any of them. */
const struct error *listing_read(struct exchange *x, struct listing *out);

/* The place behind the last row of a page, opaque to callers. */
struct text listing_cursor(struct exchange *x, const struct page *page);

/* A list's next page, as the Link header says it. */
void listing_link_next(struct exchange *x, const struct page *page);

/* For handlers of their own: the route's filters, all FILTER_TAKEN, from where listing_read takes
 * them, into the struct that their places are in; what is not given stays as it is. */
const struct error *parameters_read(struct exchange *x, void *out);

/* Fails unless the request has no query parameters. */
const struct error *query_must_be_empty(struct exchange *x);

#endif
