/*
 * Successful answers: one record with its Location, a page of a list as JSON or CSV with the link to the
 * next, and the envelopes that dialects put around them. How a value is written is view_write.c's.
 */
#ifndef OKR_API_OUTPUT_PAGE_H
#define OKR_API_OUTPUT_PAGE_H

#include "api/exchange.h"

/* What a handler does last: the record through the route's view, with Location when it is new. */
void answer_record(struct exchange *x, const void *record);

/* The Location alone, where the answer is not the record itself. */
void answer_location(struct exchange *x, struct id id);

/* The same in an envelope, with how many records there are in all. */
void answer_envelope(struct exchange *x, const struct page *page, int64_t total);

/* A page through the route's view, as JSON, CSV or NDJSON, with the link to the next. */
void answer_page(struct exchange *x, const struct page *page);

/* What is no record of a resource: a report, or what a tool tells. */
void answer_report(struct exchange *x, const void *report);

/* What is said of a deletion that was done, if anything is. */
void answer_deletion(struct exchange *x);

#endif
