/*
 * In which form a list is answered, as the Accept header has it: JSON unless the caller would rather
 * have another one that the route knows. Writing it is csv.c's and page.c's.
 */
#include "api/output/media.h"

#include "http/accept.h"

bool prefers_csv(const struct exchange *x)
{
	return x->route->flags & ROUTE_CSV &&
	       accept_prefers(x->request->accept, TEXT("text/csv"), TEXT("application/json"));
}

bool prefers_ndjson(const struct exchange *x)
{
	return x->route->flags & ROUTE_NDJSON &&
	       accept_prefers(x->request->accept, TEXT("application/x-ndjson"),
			      TEXT("application/json"));
}
