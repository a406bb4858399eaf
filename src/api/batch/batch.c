/*
 * A batch is done by sending each of its requests the way that it would go alone (dispatch.c), with a
 * state of its own: route, credential, scope, body, policy. What is shared is the transaction of an
 * atomic batch, and the key that makes the whole safe to repeat. What may be asked is envelope.c's.
 */
#include "api/batch/batch.h"

#include "api/batch/envelope.h"
#include "api/batch/reference.h"
#include "api/dispatch.h"
#include "api/output/errors.h"
#include "api/output/view_write.h"
#include "api/run.h"
#include "base/json_read.h"
#include "base/log.h"
#include "service/service.h"
#include "service/writing.h"

enum {
	BATCH_MS = 30000,             /* for all of it: the 3 s are for what is one request */
	ANSWERS_BYTES_MAX = 16 << 20, /* behind so many nothing more is tried */
};

/* ---- what is answered ------------------------------------------------------------------------ */

struct part_headers {
	struct text etag, location;
};

struct part_answer {
	struct text id;
	int64_t status; /* 0: not yet */
	struct part_headers headers;
	struct json_value body;
	struct text kept_body;        /* for whoever repeats the request; absent: the body */
	const struct exchange *state; /* of a good answer in a shared transaction */
};

struct answer_of_batch {
	struct list responses; /* struct part_answer */
};

static const struct view_field header_rows[] = {
	VIEW("etag", struct part_headers, etag, VIEW_SHOWN | VIEW_IF_SET,
	     .example = "\"2-5f2d6c1e7a9b3c4d-20260419-0123456789abcdef\"",
	     .meaning = "The header `ETag`, where there would be one."),
	VIEW("location", struct part_headers, location, VIEW_SHOWN | VIEW_IF_SET, .example = "null",
	     .meaning = "The header `Location`, likewise."),
};

static const struct view headers_view = {
	.name = "BatchHeaders",
	.size = GIVEN_SIZE(struct part_headers),
	ROWS(header_rows),
};

static const struct view_field answer_rows[] = {
	VIEW("id", struct part_answer, id, VIEW_SHOWN | VIEW_FILLED, .example = "a",
	     .meaning = "Of the request that is answered."),
	VIEW("status", struct part_answer, status, VIEW_SHOWN | VIEW_FILLED, .example = "200",
	     .meaning = "As alone; 424 where it was not tried, or not kept, because of another."),
	VIEW("headers", struct part_answer, headers, VIEW_SHOWN | VIEW_FILLED,
	     .view = &headers_view, .meaning = "Those of the answer that a client goes on by."),
	VIEW("body", struct part_answer, body, VIEW_SHOWN, .form = VIEW_ANY, .example = "null",
	     .meaning = "As alone; null where there is none."),
};

static const struct view answer_view = {
	.name = "BatchResponse",
	.size = GIVEN_SIZE(struct part_answer),
	ROWS(answer_rows),
};

static const struct view_field batch_rows[] = {
	VIEW("responses", struct answer_of_batch, responses, VIEW_SHOWN | VIEW_FILLED,
	     .view = &answer_view, .meaning = "One for each request, in their order."),
};

static const struct view batch_view = {
	.name = "BatchAnswer",
	.size = GIVEN_SIZE(struct answer_of_batch),
	ROWS(batch_rows),
};

/* ---- the batch on its way -------------------------------------------------------------------- */

struct job {
	struct exchange *x; /* of the whole */
	struct envelope_of_batch asked;
	struct part_answer *answers;
	size_t count, place; /* which is being done */
	struct references references;
	struct reply reply; /* of one after the other */
	size_t answered;    /* bytes */
	bool is_unchanged;  /* nothing so far changed anything */
};

static bool is_good(const struct part_answer *answer)
{
	return answer->status >= 200 && answer->status < 300;
}

static const struct error *depends(struct job *job)
{
	return error_new(job->x->work.arena, ERROR_DEPENDENCY, "%s",
			 job->asked.atomic ?
				 "Another request of this batch failed, so nothing of it is kept." :
				 "A request that this one refers to failed.");
}

static struct part_answer *answer_named(struct job *job, struct text id)
{
	for (size_t i = 0; i < job->place; i++)
		if (text_equal(job->answers[i].id, id))
			return &job->answers[i];
	return NULL;
}

static bool is_answered(void *context, struct text id)
{
	return answer_named(context, id);
}

static const struct error *find_value(void *context, struct text id, struct text field,
				      struct text *out)
{
	struct job *job = context;
	const struct part_answer *answer = answer_named(job, id);
	struct text rest = field, value;

	if (!answer || !is_good(answer))
		return depends(job);
	value = answer->body.text;
	while (!text_is_none(rest) && !text_is_none(value))
		value = json_read_member(value, text_cut(&rest, '.'));
	*out = value;
	if (!text_is_none(value))
		return NULL;
	return error_new(job->x->work.arena, ERROR_INVALID,
			 "The answer to an earlier request has no field of the name that this one "
			 "refers to.");
}

/* ---- one request ----------------------------------------------------------------------------- */

/* What the web server says of its own login makes sessions, each in a transaction of its own; within a
 * shared one it is known who asks. */
static struct request *request_of(struct job *job)
{
	struct request *request = arena_take(job->x->work.arena, sizeof(*request));

	*request = *job->x->received;
	if (job->asked.atomic)
		request->remote_user = TEXT_NONE;
	request->content_type = request->content_encoding = TEXT_NONE;
	request->accept = request->accept_encoding = TEXT_NONE;
	request->if_none_match = request->idempotency_key = TEXT_NONE;
	return request;
}

static struct exchange *state_of(struct job *job, const struct request *request)
{
	struct exchange *x = job->x;
	struct exchange *part = arena_take(x->work.arena, sizeof(*part));

	part->work = x->work;
	part->work.faults = part->work.unless_same = (struct error_list){ 0 };
	part->work.failed = (struct list){ NULL, 0 };
	part->request = part->received = request;
	part->whole = x->received;
	part->place = job->place;
	part->routes = x->routes;
	part->reply = &job->reply;
	part->json = (struct json_writer){ .out = &job->reply.body };
	part->is_counted = true;
	part->rate = x->rate;
	part->made_cookie = x->made_cookie;
	part->idempotency.is_marked = x->idempotency.is_marked;
	return part;
}

static const struct error *aim(struct job *job, struct request *request)
{
	const struct asked *asked = (const struct asked *)job->asked.requests.items + job->place;
	struct text path;
	const struct error *error;

	request->if_match = asked->if_match;
	error = reference_fill_path(&job->references, asked->path, &path);
	if (error)
		return error;
	batch_aim(job->x, asked, path, request);
	error = reference_fill_body(&job->references, asked->body.text, &request->body);
	if (text_is_none(request->body))
		request->body = TEXT("");
	return error;
}

/* A reference may lead where the path as it was sent does not. */
static const struct error *find_route(struct exchange *part)
{
	const struct error *error = dispatch_find(part);

	return error ? error : batch_admits(part, part->route);
}

static const struct error *run(struct job *job, struct exchange *part)
{
	unsigned attempts;
	const struct error *error = find_route(part);

	if (!error && job->answered > ANSWERS_BYTES_MAX)
		error = error_new(part->work.arena, ERROR_TOO_LARGE,
				  "The answers before this one are as much as one batch may have.");
	if (error)
		return error;
	return job->asked.atomic ? dispatch_once(part) : dispatch_run(part, &attempts);
}

/* ---- its answer ------------------------------------------------------------------------------ */

static struct text find_header(struct arena *arena, const struct reply *reply, struct text name)
{
	struct text rest = buffer_text(&reply->head);

	while (!text_is_none(rest)) {
		struct text line = text_cut(&rest, '\n');

		if (text_starts_with(line, name))
			return arena_copy(arena, text_trim((struct text){ line.data + name.size,
									  line.size - name.size }));
	}
	return TEXT_NONE;
}

static void take_answer(struct job *job, struct exchange *part)
{
	struct part_answer *answer = &job->answers[job->place];
	struct reply *reply = &job->reply;
	struct arena *arena = job->x->work.arena;

	answer->status = reply->status ? reply->status : part->route->status;
	answer->headers.etag = find_header(arena, reply, TEXT("ETag: "));
	answer->headers.location = find_header(arena, reply, TEXT("Location: "));
	answer->kept_body = part->kept_body;
	answer->state = part;
	if (answer->status != 204 && reply->body.size > 0)
		answer->body.text = arena_copy(arena, buffer_text(&reply->body));
	job->answered += reply->body.size;
	job->x->reply->has_secret |= reply->has_secret;
	if (reply->has_secret)
		reply_wipe(reply);
}

static void take_error(struct job *job, struct exchange *part, const struct error *error)
{
	dispatch_drop(part);
	job->reply.head.size = 0;
	error_write(part, error);
	take_answer(job, part);
	if (error_status(error->code) >= 500)
		log_print(LOG_ERROR, "request %zu of the batch %.*s: %.*s", job->place,
			  TEXT_PRINT(job->x->request->id),
			  TEXT_PRINT(error_reason(part->work.arena, error)));
}

/* What the next one goes on from. */
static void go_on(struct job *job, const struct exchange *part)
{
	struct exchange *x = job->x;

	x->made_cookie = part->made_cookie;
	if (job->asked.atomic) {
		x->work.sequence = part->work.sequence;
		job->is_unchanged &= part->work.is_unchanged;
	} else {
		x->idempotency.is_marked |= part->idempotency.is_given;
	}
}

static const struct error *do_one(struct job *job)
{
	struct request *request = request_of(job);
	struct exchange *part = state_of(job, request);
	const struct error *error;

	reply_reset(&job->reply);
	error = aim(job, request);
	if (!error)
		error = run(job, part);
	if (!error) {
		go_on(job, part);
		take_answer(job, part);
	} else {
		take_error(job, part, error);
	}
	return error;
}

/* ---- all of them ----------------------------------------------------------------------------- */

/* Each for itself, whatever becomes of the others. */
static const struct error *do_each(struct job *job)
{
	if (job->x->idempotency.is_reused)
		return NULL; /* which is told as an error behind the handler */
	for (job->place = 0; job->place < job->count; job->place++)
		do_one(job);
	return NULL;
}

static void drop_all(struct job *job, size_t failed)
{
	struct exchange *x = job->x;

	work_end(&x->work);
	for (job->place = 0; job->place < job->count; job->place++) {
		struct text id = job->answers[job->place].id;
		struct exchange *part;

		if (job->place == failed)
			continue;
		job->answers[job->place] = (struct part_answer){ .id = id };
		part = state_of(job, request_of(job));
		reply_reset(&job->reply);
		take_error(job, part, depends(job));
	}
}

/* The ETag of a record hangs on the revision that the workspace has behind the whole. */
static void add_etags(struct job *job)
{
	struct arena *arena = job->x->work.arena;

	for (size_t i = 0; i < job->count; i++) {
		struct exchange part = *job->answers[i].state;

		reply_reset(&job->reply);
		part.work.is_unchanged = job->is_unchanged;
		part.idempotency.is_given = job->x->idempotency.is_given;
		exchange_add_etag(&part);
		job->answers[i].headers.etag = find_header(arena, &job->reply, TEXT("ETag: "));
	}
}

/* Where it is our fault or may pass, the whole fails, and is run again as a whole. */
static bool is_of_whole(const struct error *error)
{
	return error->is_retryable || error_status(error->code) >= 500;
}

static const struct error *do_together(struct job *job)
{
	struct work *work = &job->x->work;
	const struct error *error = work_begin(work);

	if (error)
		return error;
	work->is_joined = true;
	for (job->place = 0; !error && job->place < job->count; job->place++)
		error = do_one(job);
	work->is_joined = false;
	work->is_unchanged = job->is_unchanged;
	if (error && is_of_whole(error))
		return error;
	if (error)
		drop_all(job, job->place - 1);
	else
		add_etags(job);
	return NULL;
}

static const struct error *check_limit(const struct job *job)
{
	const struct session *session = &job->x->work.session;

	if (session->rate_limit == 0 || (int64_t)job->count <= session->rate_limit)
		return NULL;
	return error_new(job->x->work.arena, ERROR_INVALID,
			 "This batch has %zu requests, and this credential may send %lld in a "
			 "minute: split it.",
			 job->count, (long long)session->rate_limit);
}

/* ---- the answer ------------------------------------------------------------------------------ */

static void write_answer(struct job *job)
{
	struct answer_of_batch answer = { { job->answers, job->count } };

	view_write(&job->x->json, &batch_view, &answer);
}

/* What is shown once is not kept for a repeated request. */
static void write_kept(struct job *job)
{
	struct exchange *x = job->x;
	struct part_answer *shown = job->answers;
	bool has_kept = false;

	job->answers = arena_array(x->work.arena, job->count, sizeof(*shown));
	for (size_t i = 0; i < job->count; i++) {
		job->answers[i] = shown[i];
		if (text_is_none(shown[i].kept_body))
			continue;
		job->answers[i].body.text = shown[i].kept_body;
		has_kept = true;
	}
	if (has_kept) {
		write_answer(job);
		x->kept_body = arena_copy(x->work.arena, buffer_text(&x->reply->body));
		x->reply->body.size = 0;
		x->json = (struct json_writer){ .out = &x->reply->body };
	}
	job->answers = shown;
}

static const struct error *do_job(struct job *job)
{
	const struct error *error = check_limit(job);

	if (!error)
		error = job->asked.atomic ? do_together(job) : do_each(job);
	if (error)
		return error;
	write_kept(job);
	write_answer(job);
	return NULL;
}

static void name_answers(struct job *job)
{
	const struct asked *asked = job->asked.requests.items;

	job->count = job->asked.requests.count;
	job->answers = arena_array(job->x->work.arena, job->count, sizeof(*job->answers));
	for (size_t i = 0; i < job->count; i++)
		job->answers[i].id = asked[i].id;
}

static const struct error *batch(struct exchange *x)
{
	struct job *job = arena_take(x->work.arena, sizeof(*job));
	const struct error *error = batch_read(x, &job->asked);

	if (error)
		return error;
	service_limit(x->work.service, BATCH_MS);
	job->x = x;
	job->is_unchanged = true;
	job->references = (struct references){
		x->work.arena,
		job,
		find_value,
		is_answered,
		(size_t)service_settings(x->work.service)->body_bytes_max,
	};
	name_answers(job);
	error = do_job(job);
	reply_wipe(&job->reply);
	reply_free(&job->reply);
	return error;
}

static const struct route routes[] = {
	{ METHOD_POST, "/batch", SCOPE_NONE, batch, 200, ROUTE_BODY | ROUTE_ALONE,
	  .view = &batch_view, .takes = &batch_envelope_view, .weigh = batch_weigh,
	  .name = "runBatch", .title = "Do many writes as one request",
	  .meaning =
		  "Up to 100 writes, one after the other. Each is checked and allowed as it would "
		  "be alone, needs its own scopes, and counts as one request against the limit; "
		  "if they do not fit into this minute nothing is done (429). `atomic` (the "
		  "default): all or nothing. After the first failure nothing is kept: that one "
		  "has its status, all others 424 `failed_dependency`. Not atomic: each stands "
		  "for itself, and what refers to a failed one is a 424. The status of the whole "
		  "is 200 either way. Paths lack `/api/v1`; reads, sign-in, imports, exports and "
		  "batches within batches are refused. A value of an earlier answer is "
		  "`{\"$from\": \"a\", \"field\": \"id\"}` in a body and `{a.id}` in a path. With "
		  "an `Idempotency-Key` the whole may be sent again: what was done is answered "
		  "and not done twice.",
	  .sample = "atomic requests" },
};

const struct route_group batch_routes = ROUTES("/api/v1");
