/*
 * Reading a batch. Bodies stay where they stand, byte by byte as they were sent; each is read by its own
 * route, as it would be alone.
 */
#include "api/batch/envelope.h"

#include "api/batch/reference.h"
#include "api/input/body.h"
#include "base/json_read.h"

/* All dialects' paths begin with it; those of a batch lack it. */
#define PREFIX "/api/v1"

enum { ID_CHARACTERS_MAX = 64 };

static const struct word_name method_words[] = {
	{ "POST", 0 }, { "PUT", 1 }, { "PATCH", 2 }, { "DELETE", 3 }, { NULL, 0 },
};

struct text batch_method(word method)
{
	return text_from(word_text(method_words, method));
}

/* ---- the table ------------------------------------------------------------------------------- */

static const struct field asked_fields[] = {
	FIELD(struct asked, id, FIELD_EXACT, .max = ID_CHARACTERS_MAX, .example = "a",
	      .meaning = "What others of the batch, and the answer, call this request; 1 to 64 "
			 "characters. Without it: its place, from `0`."),
	FIELD(struct asked, method, 0, .words = method_words, .example = "PUT",
	      .meaning = "A writing method."),
	FIELD(struct asked, path, FIELD_EXACT,
	      .example = "/key-results/019da59c-a600-7000-95a5-5051546758ca",
	      .meaning = "As alone, without `/api/v1`; with a query where there is one. "
			 "`{a.id}` stands for a value of an earlier answer."),
	FIELD(struct asked, body, FIELD_EXACT,
	      .example = "{\"description\":\"Of all who answered in the quarter.\"}",
	      .meaning = "As alone. `{\"$from\": \"a\", \"field\": \"id\"}` anywhere in it "
			 "stands for a value of an earlier answer; names may have dots."),
	FIELD(struct asked, if_match, FIELD_EXACT, .example = "null",
	      .meaning = "What the header `If-Match` would say."),
};

static const struct asked blank_asked = { .record = RECORD_BLANK, .method = WORD_NONE };

static const struct thing asked_thing = {
	.name = "request",
	.form = { sizeof(struct asked), asked_fields,
		  sizeof(asked_fields) / sizeof(asked_fields[0]), &blank_asked },
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

static const struct view_field asked_rows[] = {
	VIEW("id", struct asked, id, VIEW_NEW),
	VIEW("method", struct asked, method, VIEW_NEW | VIEW_NEEDED, .words = method_words),
	VIEW("path", struct asked, path, VIEW_NEW | VIEW_NEEDED),
	VIEW("body", struct asked, body, VIEW_NEW, .form = VIEW_ANY),
	VIEW("if_match", struct asked, if_match, VIEW_NEW),
};

static const struct view asked_view = {
	.name = "BatchRequest",
	.thing = &asked_thing,
	.size = GIVEN_SIZE(struct asked),
	ROWS(asked_rows),
};

static const struct field envelope_fields[] = {
	FIELD(struct envelope_of_batch, atomic, 0, .example = "true",
	      .meaning = "All or nothing, in one transaction; true unless it is said."),
	FIELD(struct envelope_of_batch, requests, 0,
	      .meaning = "1 to 100 requests, in the order in which they are done."),
};

static const struct envelope_of_batch blank_envelope = { .record = RECORD_BLANK, .atomic = true };

static const struct thing envelope_thing = {
	.name = "batch",
	.form = { sizeof(struct envelope_of_batch), envelope_fields,
		  sizeof(envelope_fields) / sizeof(envelope_fields[0]), &blank_envelope },
	.app_id = THING_HAS_NONE,
	.deleted_at = THING_HAS_NONE,
};

static const struct view_field envelope_rows[] = {
	VIEW("atomic", struct envelope_of_batch, atomic, VIEW_NEW),
	VIEW("requests", struct envelope_of_batch, requests, VIEW_NEW | VIEW_NEEDED,
	     .view = &asked_view),
};

const struct view batch_envelope_view = {
	.name = "BatchOfRequests",
	.thing = &envelope_thing,
	.size = GIVEN_SIZE(struct envelope_of_batch),
	ROWS(envelope_rows),
};

/* ---- where a request leads ------------------------------------------------------------------- */

void batch_aim(struct exchange *x, const struct asked *asked, struct text path,
	       struct request *request)
{
	struct text query = path, alone = text_cut(&query, '?');

	request->method = batch_method(asked->method);
	request->path = arena_print(x->work.arena, PREFIX "%.*s", TEXT_PRINT(alone));
	request->query = query;
}

const struct error *batch_admits(struct exchange *x, const struct route *route)
{
	const unsigned refused = ROUTE_ALONE | ROUTE_OPEN | ROUTE_SIGN_IN | ROUTE_SESSION |
				 ROUTE_READ;

	if (!route || !(route->flags & refused))
		return NULL;
	return error_new(x->work.arena, ERROR_INVALID,
			 "leads to what a batch does not do: it writes records, and neither reads, "
			 "signs in or out, imports nor exports, nor holds batches");
}

/* ---- faults ---------------------------------------------------------------------------------- */

/* What is looked over: the requests up to one of them. */
struct look {
	struct exchange *x;
	const struct asked *requests;
	size_t place;
};

static void fault(const struct look *look, const char *member, const char *message)
{
	struct arena *arena = look->x->work.arena;

	error_add(&look->x->work.faults, arena, ERROR_NO_MEMBER,
		  arena_print(arena, "requests[%zu].%s", look->place, member), "%s", message);
}

static bool is_earlier(void *context, struct text id)
{
	const struct look *look = context;

	for (size_t i = 0; i < look->place; i++)
		if (text_equal(look->requests[i].id, id))
			return true;
	return false;
}

/* Any value will do to see where a path leads. */
static const struct error *find_any(void *context, struct text id, struct text field,
				    struct text *out)
{
	const struct look *look = context;

	(void)field;
	*out = TEXT("\"-\"");
	if (is_earlier(context, id))
		return NULL;
	return error_new(look->x->work.arena, ERROR_INVALID,
			 "refers to a request that does not come before it");
}

static const struct error *check_path(const struct look *look, struct references *references)
{
	const struct asked *asked = &look->requests[look->place];
	struct exchange *x = look->x;
	struct request request;
	struct route_match match;
	struct text path;
	const struct error *error = reference_fill_path(references, asked->path, &path);

	if (error)
		return error;
	if (path.size == 0 || path.data[0] != '/')
		return error_new(x->work.arena, ERROR_INVALID, "must begin with /");
	batch_aim(x, asked, path, &request);
	route_find(x->work.arena, x->routes, request.method, request.path, &match);
	return batch_admits(x, match.route);
}

static void check_id(const struct look *look)
{
	struct text id = look->requests[look->place].id;

	if (id.size == 0)
		fault(look, "id", "must have 1 to 64 characters");
	else if (is_earlier((void *)look, id))
		fault(look, "id", "is that of an earlier request");
}

static void check_request(struct look *look)
{
	const struct asked *asked = &look->requests[look->place];
	struct references references = { look->x->work.arena, look, find_any, is_earlier,
					 SIZE_MAX };
	const struct error *error;
	struct text ignored;

	check_id(look);
	error = check_path(look, &references);
	if (error)
		fault(look, "path", error->message.data);
	error = reference_fill_body(&references, asked->body.text, &ignored);
	if (error)
		fault(look, "body", error->message.data);
}

/* ---- reading --------------------------------------------------------------------------------- */

/* Where they stand, which the view's reader does not tell. Null is no body. */
static void take_bodies(struct exchange *x, struct envelope_of_batch *batch)
{
	struct text rest = json_read_member(x->request->body, TEXT("requests")), item;
	struct asked *asked = batch->requests.items;

	for (size_t i = 0; i < batch->requests.count && json_read_item(&rest, &item); i++) {
		struct text body = json_read_member(item, TEXT("body"));

		if (json_read_kind(body) != JSON_NULL)
			asked[i].body.text = body;
		if (text_is_none(asked[i].id))
			asked[i].id = arena_print(x->work.arena, "%zu", i);
	}
}

const struct error *batch_read(struct exchange *x, struct envelope_of_batch *out)
{
	struct given given;
	struct look look = { .x = x };
	const struct error *error;

	*out = blank_envelope;
	error = body_read(x, true, out, &given);
	if (!error && out->requests.count > BATCH_MAX)
		error_add(&x->work.faults, x->work.arena, ERROR_NO_MEMBER, TEXT("requests"),
			  "must be an array of at most %d objects", BATCH_MAX);
	if (!error)
		error = work_faults(&x->work);
	if (error)
		return error;
	take_bodies(x, out);
	look.requests = out->requests.items;
	for (look.place = 0; look.place < out->requests.count; look.place++)
		check_request(&look);
	return work_faults(&x->work);
}

unsigned batch_weigh(struct exchange *x)
{
	int64_t limit = x->work.session.rate_limit;
	struct text rest, item;
	unsigned count = 0;

	if (x->request->is_too_large || x->request->is_cut || body_check(x))
		return 1;
	rest = json_read_member(x->request->body, TEXT("requests"));
	while (count <= BATCH_MAX && json_read_item(&rest, &item))
		count++;
	/* What can never fit is refused for that, and counts as one. */
	return count == 0 || count > BATCH_MAX || (limit > 0 && count > limit) ? 1 : count;
}
