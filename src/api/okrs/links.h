/*
 * Where the console shows a record (reading 153).
 */
#ifndef OKR_API_OKRS_LINKS_H
#define OKR_API_OKRS_LINKS_H

#include "api/exchange.h"

enum linked_page { PAGE_OKR, PAGE_KEY_RESULT, PAGE_KPI, PAGE_INITIATIVE, PAGE_PERSON };

/* "/app/okrs/ID", with what stands before /api in the path as well. */
struct text console_url(struct exchange *x, enum linked_page page, struct id id);

/* Its field in views, and what is said of it there. */
#define URL_MEANING "The path of the console's page about it."

#endif
