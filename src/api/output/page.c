/*
 * Successful answers: one record with its Location, a page of a list as JSON or CSV with the link to the
 * next, and the envelopes that dialects put around them. How a value is written is view_write.c's.
 */
#include "api/output/page.h"

#include "api/exchange.h"
#include "api/input/filters.h"
#include "api/input/listing.h"
#include "api/output/csv.h"
#include "api/output/view_write.h"
#include "http/accept.h"

static void open_data(struct exchange *x)
{
	if (!(x->route->flags & ROUTE_DATA))
		return;
	json_open_object(&x->json);
	json_key(&x->json, TEXT("data"));
}

static void close_data(struct exchange *x)
{
	if (x->route->flags & ROUTE_DATA)
		json_close_object(&x->json);
}

void answer_record(struct exchange *x, const void *record)
{
	const struct record *head = record;
	char id[ID_PRINT_MOST];

	x->version = head->version;
	if (x->route->location) {
		reply_header(x->reply, "Location", "%.*s%s%s%.*s",
			     TEXT_PRINT(x->request->origin_url), x->match.group->prefix,
			     x->route->location,
			     TEXT_PRINT(view_print_id(head->id, x->route->location_form, id)));
	}
	open_data(x);
	view_write(&x->json, x->route->view, record);
	close_data(x);
}

/* NDJSON: a record a line. */
static void answer_lines(struct exchange *x, struct list rows)
{
	x->media_type = TEXT("application/x-ndjson");
	for (size_t i = 0; i < rows.count; i++) {
		struct json_writer json = { .out = &x->reply->body };

		view_write(&json, x->route->view,
			   (const char *)rows.items + i * x->route->view->size);
		buffer_add_byte(&x->reply->body, '\n');
	}
}

bool prefers_ndjson(const struct exchange *x)
{
	return x->route->flags & ROUTE_NDJSON &&
	       accept_prefers(x->request->accept, TEXT("application/x-ndjson"),
			      TEXT("application/json"));
}

void answer_page(struct exchange *x, const struct page *page)
{
	if (page->has_next)
		listing_link_next(x, page);
	if (x->is_csv) {
		csv_answer(x, page->rows);
		return;
	}
	if (x->is_ndjson) {
		answer_lines(x, page->rows);
		return;
	}
	open_data(x);
	view_write_rows(&x->json, x->route->view, page->rows);
	close_data(x);
}

void answer_envelope(struct exchange *x, const struct page *page, int64_t total)
{
	/* A search by POST has no URL of its next page: its body has the cursor. */
	if (page->has_next && !(x->route->flags & ROUTE_READ))
		listing_link_next(x, page);
	json_open_object(&x->json);
	json_key(&x->json, TEXT("items"));
	view_write_rows(&x->json, x->route->view, page->rows);
	json_member(&x->json, TEXT("next_cursor"), listing_cursor(x, page));
	json_key(&x->json, TEXT("total"));
	json_integer(&x->json, total);
	json_close_object(&x->json);
}

void answer_report(struct exchange *x, const void *report)
{
	if (x->route->flags & ROUTE_BRIEF && x->detail == DETAIL_BRIEF)
		view_write_brief(&x->json, x->route->view, report);
	else
		view_write(&x->json, x->route->view, report);
}
