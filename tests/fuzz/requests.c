/*
 * Fuzz targets of requests: what a web server hands over, and what the api room makes of each part of it.
 * No database is asked: what needs one is unavailable. Cursors are sealed as the server seals them, since
 * nobody else's are looked at.
 */
#include "api/api.h"
#include "api/exchange.h"
#include "api/input/body.h"
#include "api/input/cursor.h"
#include "api/input/listing.h"
#include "api/input/view_read.h"
#include "api/mcp/envelope.h"
#include "api/output/etag.h"
#include "api/output/view_write.h"
#include "base/base64.h"
#include "base/json_check.h"
#include "base/utf8.h"
#include "service/service_internal.h"
#include "targets.h"

static const struct instant now = { 1700000000000 };

static struct service *service(void)
{
	static struct settings settings = { .body_bytes_max = 1 << 20,
					    .console = true,
					    .sign_in = TEXT("password"),
					    .cors_origins = TEXT("*") };
	static const atomic_uint crew = 1;
	static struct service *made;

	if (!made) {
		made = service_open_aside(&settings, &crew);
		made->checked_generation = 1; /* there is a key for cursors: one of zeros */
	}
	return made;
}

/* ---- a request as it comes ------------------------------------------------------------------- */

enum { VARIABLES_MAX = 64 };

/* "NAME=VALUE" each; the body stands behind an empty one. */
struct handed {
	const char *variables[VARIABLES_MAX];
	size_t count;
	struct text body;
};

static const char *variable(void *context, const char *name)
{
	const struct handed *handed = context;
	size_t size = strlen(name);

	for (size_t i = 0; i < handed->count; i++)
		if (strncmp(handed->variables[i], name, size) == 0 &&
		    handed->variables[i][size] == '=')
			return handed->variables[i] + size + 1;
	return NULL;
}

static size_t read_body(void *context, char *to, size_t size)
{
	struct handed *handed = context;
	size_t taken = size < handed->body.size ? size : handed->body.size;

	if (taken == 0)
		return 0;
	memcpy(to, handed->body.data, taken);
	handed->body = (struct text){ handed->body.data + taken, handed->body.size - taken };
	return taken;
}

static bool take_request(struct input *input, struct request *out)
{
	struct handed *handed = arena_take(input->arena, sizeof(*handed));
	struct request_source source = { handed, variable, read_body };
	struct text line;

	while (handed->count < VARIABLES_MAX && (line = input_word(input)).size > 0)
		handed->variables[handed->count++] = arena_string(input->arena, line);
	handed->body = input_rest(input);
	return request_read(input->arena, service_settings(service()), &source, out);
}

void try_request(struct input *input)
{
	struct text trace, span;
	struct request request;

	if (!take_request(input, &request))
		return;
	MUST(!text_is_none(request.method) && request_id_is_sane(request.id));
	MUST(request.body.size <= (size_t)service_settings(service())->body_bytes_max);
	MUST(text_is_none(request.path) || !memchr(request.path.data, '?', request.path.size));
	if (request_trace(&request, &trace, &span))
		MUST(trace.size == 32 && span.size == 16);
	request_bearer(&request);
	request_is_local(&request);
	request_is_coded(&request);
}

/* Each line ends as it must, and none has a byte that could end it early. */
static void must_be_header_lines(struct text head)
{
	MUST(head.size == 0 || (head.size > 2 && head.data[head.size - 1] == '\n'));
	for (size_t i = 0; i < head.size; i++) {
		bool is_end = head.data[i] == '\r' && i + 1 < head.size && head.data[i + 1] == '\n';

		MUST((unsigned char)head.data[i] >= ' ' || is_end || head.data[i] == '\n');
		MUST(head.data[i] != '\n' || (i > 0 && head.data[i - 1] == '\r'));
	}
}

static bool is_json(const struct reply *reply)
{
	return memmem(reply->head.data, reply->head.size, "Content-Type: application/json", 30);
}

/* The whole way of a request up to the database. */
void try_answer(struct input *input)
{
	struct reply reply = { 0 };
	struct request request;
	struct api_trace trace;
	struct json_fault fault;

	if (!take_request(input, &request))
		return;
	service_limit(service(), 1000);
	api_answer(service(), input->arena, &request, now, &reply, &trace);
	MUST(reply.status >= 200 && reply.status <= 599 && reply.status != 500);
	must_be_header_lines(buffer_text(&reply.head));
	if (is_json(&reply) && reply.piece_count == 0 && reply.body.size > 0)
		MUST(json_check(input->arena, buffer_text(&reply.body), &fault));
	api_afterwards(service());
	reply_free(&reply);
}

/* ---- a part of a request, at a route --------------------------------------------------------- */

static size_t count_routes(void)
{
	size_t count = 0;

	for (size_t i = 0; i < api_routes.count; i++)
		count += api_routes.groups[i]->count;
	return count;
}

static void take_route(struct input *input, struct exchange *x)
{
	size_t number = input_choice(input, count_routes()), group = 0;

	while (number >= api_routes.groups[group]->count)
		number -= api_routes.groups[group++]->count;
	x->match.group = api_routes.groups[group];
	x->match.route = x->route = &x->match.group->routes[number];
	x->match.is_known = true;
}

/* At any route, by somebody who may do everything. */
static struct exchange *take_exchange(struct input *input, struct request *request,
				      struct reply *reply)
{
	struct exchange *x = arena_take(input->arena, sizeof(*x));

	*request = (struct request){ .method = TEXT("GET"), .path = TEXT("/api/v1/okrs") };
	x->request = x->received = request;
	x->reply = reply;
	x->routes = &api_routes;
	x->json = (struct json_writer){ .out = &reply->body };
	work_start(&x->work, service(), input->arena, now);
	x->work.session.page_limit = SESSION_PAGE_LIMIT;
	x->work.session.scopes = ~0U;
	take_route(input, x);
	return x;
}

/* A handler of its own puts what it is asked for into a struct of its own. */
enum { OWN_STRUCT_MAX = 1 << 16 };

void try_query(struct input *input)
{
	struct reply reply = { 0 };
	struct request request;
	struct exchange *x = take_exchange(input, &request, &reply);
	const struct error *error;
	struct listing listing;

	request.query = input_word(input);
	request.body = input_rest(input);
	if (x->route->flags & (ROUTE_LIST | ROUTE_READ) && x->route->resource) {
		error = listing_read(x, &listing);
		MUST(error || listing.query.condition_count <= CONDITIONS_MAX);
	} else {
		error = parameters_read(x, arena_take(input->arena, OWN_STRUCT_MAX));
	}
	MUST(!error || error->code != ERROR_INTERNAL);
	reply_free(&reply);
}

void try_body(struct input *input)
{
	struct reply reply = { 0 };
	struct request request;
	struct exchange *x = take_exchange(input, &request, &reply);
	const struct view *view = x->route->takes ? x->route->takes : x->route->view;
	bool is_new = input_byte(input) & 1;
	struct json_fault fault;
	struct given given;
	void *record;

	request.content_type = TEXT("application/json");
	request.body = input_rest(input);
	if (view) {
		record = arena_take(input->arena, view->size);
		if (view->thing) /* else it is a struct of the handler's own, which begins empty */
			view_begin(view, record);
		if (!body_read(x, is_new, record, &given) && x->work.faults.count == 0) {
			view_write(&x->json, view, record);
			MUST(json_check(input->arena, buffer_text(&reply.body), &fault));
		}
	}
	reply_free(&reply);
}

void try_conditions(struct input *input)
{
	struct reply reply = { 0 };
	struct request request;
	struct exchange *x = take_exchange(input, &request, &reply);
	struct expectation expectation;

	request.if_match = input_word(input);
	request.accept_encoding = input_word(input);
	request.if_none_match = input_rest(input);
	expectation = etag_expectation(x);
	for (size_t i = 0; i < expectation.count; i++)
		MUST(expectation.versions[i] >= 0);
	if (etag_is_known(x))
		MUST(x->version >= 0);
	etag_is_any(x);
	request.if_none_match = etag_make(x);
	x->version = 0;
	MUST(etag_is_known(x));
	reply_free(&reply);
}

void try_mcp(struct input *input)
{
	struct reply reply = { 0 };
	struct request request;
	struct exchange *x = take_exchange(input, &request, &reply);
	struct json_fault fault;
	struct call call;
	bool understood;

	request.mcp_protocol_version = input_word(input);
	request.mcp_method = input_word(input);
	request.mcp_name = input_word(input);
	request.body = input_rest(input);
	call_read(x, &call, &understood);
	if (understood)
		MUST(!text_is_none(call.method) || call.is_notification);
	else if (reply.body.size > 0)
		MUST(json_check(input->arena, buffer_text(&reply.body), &fault));
	reply_free(&reply);
}

/* ---- cursors --------------------------------------------------------------------------------- */

/* The fields of a thing are what a list may be sorted by. */
static void take_sort(struct input *input, struct exchange *x)
{
	const struct thing *thing = x->route->resource ? x->route->resource->thing : NULL;

	x->is_descending = input_byte(input) & 1;
	if (thing && input_byte(input) & 1)
		x->sort = &thing->form.fields[input_choice(input, thing->form.count)];
}

static struct value take_value(struct input *input, enum field_kind kind)
{
	struct value value = { .kind = kind };
	struct text bytes = input_rest(input);

	if (kind == FIELD_TEXT)
		value.as.text = bytes.size > 1200 ? text_from("") : bytes;
	else
		memcpy(&value.as, bytes.data,
		       bytes.size < field_size(kind) ? bytes.size : field_size(kind));
	return value;
}

/* A cursor that the server made comes back as it was made, at this list alone; one with a byte more, less
 * or other is none. */
static void must_be_sealed(struct exchange *x, struct text cursor, size_t place,
			   unsigned char change)
{
	struct text bytes, forged;
	char *copy;
	struct query query = { 0 };

	MUST(base64url_decode(x->work.arena, cursor, &bytes));
	copy = arena_string(x->work.arena, bytes);
	copy[place % bytes.size] = (char)(copy[place % bytes.size] ^ (change ? change : 1));
	forged = base64url_encode(x->work.arena, (struct text){ copy, bytes.size });
	MUST(!cursor_read(x, forged, &query));
	forged = base64url_encode(x->work.arena, (struct text){ bytes.data, bytes.size - 1 });
	MUST(!cursor_read(x, forged, &query));
	x->is_descending = !x->is_descending;
	MUST(!cursor_read(x, cursor, &query));
}

void try_cursor(struct input *input)
{
	struct reply reply = { 0 };
	struct request request;
	struct exchange *x = take_exchange(input, &request, &reply);
	struct id id = { { 1 } };
	struct value value = { .kind = FIELD_ID };
	size_t place = input_choice(input, 65536);
	unsigned char change = (unsigned char)input_byte(input);
	struct query query = { 0 };
	struct text cursor;

	take_sort(input, x);
	if (!x->sort)
		MUST(!cursor_read(x, input_rest(input), &query));
	else
		value = take_value(input, x->sort->kind);
	cursor = cursor_make(x, value, id);
	MUST(cursor_read(x, cursor, &query));
	MUST(query.has_after && id_equal(query.after_id, id));
	if (x->sort && x->sort->kind == FIELD_TEXT)
		MUST(text_equal(query.after.as.text, value.as.text));
	else if (x->sort)
		MUST(memcmp(&query.after.as, &value.as, field_size(value.kind)) == 0);
	must_be_sealed(x, cursor, place, change);
	reply_free(&reply);
}
