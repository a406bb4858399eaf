/*
 * Finding records by their titles, of all kinds at once (reading 153).
 */
#ifndef OKR_SERVICE_SEARCH_H
#define OKR_SERVICE_SEARCH_H

#include "service/work.h"

enum found_kind { FOUND_OKR, FOUND_KEY_RESULT, FOUND_KPI, FOUND_INITIATIVE, FOUND_USER };

enum { FOUND_MAX = 50 };

struct found {
	word kind; /* enum found_kind */
	struct id id;
	struct text title;
	struct text context; /* the cycle of an objective, the objective of what hangs on one, the
				group of a KPI; absent without, and when it may not be seen */
	struct text url;     /* filled by the api */
	struct id context_id;
	bool begins; /* its title begins with what was looked for */
};

/* At most `limit` rows of struct found: those that begin with the text first, then the newest. KPIs need
 * the scope kpis:read, all else okrs:read; neither is a refusal. */
const struct error *search(struct work *work, struct text text, size_t limit, struct list *out);

#endif
