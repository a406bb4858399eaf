/*
 * Paths of the console. What stands before /api in the path is the end of the address that links
 * begin with, which is part of what kept answers are found by.
 */
#include "api/okrs/links.h"

static const char *const pages[] = {
	[PAGE_OKR] = "okrs",      [PAGE_KEY_RESULT] = "key-results",
	[PAGE_KPI] = "kpis",      [PAGE_INITIATIVE] = "initiatives",
	[PAGE_PERSON] = "people",
};

/* "https://example.org/tools" ► "/tools". */
static struct text base_path(struct text origin)
{
	struct text rest = origin;

	for (int slashes = 0; rest.size > 0; rest.data++, rest.size--)
		if (rest.data[0] == '/' && ++slashes == 3)
			return rest;
	return TEXT("");
}

struct text console_url(struct exchange *x, enum linked_page page, struct id id)
{
	char printed[ID_PRINT_MAX];

	return arena_print(x->work.arena, "%.*s/app/%s/%.*s",
			   TEXT_PRINT(base_path(x->request->origin_url)), pages[page],
			   TEXT_PRINT(id_print(id, ID_PLAIN, printed)));
}
