/*
 * The parameters of a request, decoded and not yet understood: each a name with its values, from a query
 * string or the members of a body.
 */
#ifndef OKR_API_INPUT_PARAMETERS_H
#define OKR_API_INPUT_PARAMETERS_H

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

/* A wrong parameter. */
__attribute__((format(printf, 3, 4))) void parameter_fault(struct exchange *x, struct text name,
							   const char *format, ...);

/* Adds one, unless it is there already, or one too many. */
void parameters_add(struct exchange *x, struct parameters *parameters, struct parameter parameter);

/* Adds those of the query string. */
void parameters_read_query(struct exchange *x, struct parameters *parameters);

bool parameters_have(const struct parameters *parameters, struct text name);

#endif
