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

static bool is_wrapped(const struct exchange *x)
{
	return x->match.group->envelope && x->match.group->envelope->record;
}

static void open_envelope(struct exchange *x)
{
	if (!is_wrapped(x))
		return;
	json_open_object(&x->json);
	json_key(&x->json, text_from(x->match.group->envelope->record));
}

static void close_envelope(struct exchange *x)
{
	if (is_wrapped(x))
		json_close_object(&x->json);
}

void answer_location(struct exchange *x, struct id id)
{
	char printed[ID_PRINT_MAX];

	if (x->route->location)
		reply_header(
			x->reply, "Location", "%.*s%s%s%.*s", TEXT_PRINT(x->request->origin_url),
			x->match.group->prefix, x->route->location,
			TEXT_PRINT(id_print(id, (enum id_form)x->route->location_form, printed)));
}

void answer_record(struct exchange *x, const void *record)
{
	const struct record *head = record;

	x->version = head->version;
	answer_location(x, head->id);
	open_envelope(x);
	view_write(&x->json, x->route->view, record);
	close_envelope(x);
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
	open_envelope(x);
	view_write_rows(&x->json, x->route->view, page->rows);
	close_envelope(x);
}

void answer_deletion(struct exchange *x)
{
	const struct envelope *envelope = x->match.group->envelope;

	if (!envelope || !envelope->deleted)
		return;
	json_open_object(&x->json);
	json_key(&x->json, text_from(envelope->deleted));
	json_flag(&x->json, true);
	json_close_object(&x->json);
}

void answer_envelope(struct exchange *x, const struct page *page, int64_t total)
{
	const struct envelope *envelope = x->match.group->envelope;

	/* A search by POST has no URL of its next page: its body has the cursor. */
	if (page->has_next && !(x->route->flags & ROUTE_READ))
		listing_link_next(x, page);
	json_open_object(&x->json);
	json_key(&x->json, text_from(envelope->items));
	view_write_rows(&x->json, x->route->view, page->rows);
	json_member(&x->json, text_from(envelope->next), listing_cursor(x, page));
	json_key(&x->json, text_from(envelope->total));
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
