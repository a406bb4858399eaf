/*
 * Errors in the caller's language: {"error": CODE, "message": TEXT}, as seed 003 has it. No other
 * file writes one but those of MCP and of the console's pages.
 */
#include "api/output/errors.h"

#include "api/exchange.h"
#include "api/input/view_read.h"
#include "http/accept.h"

static const struct {
	int status;
	const char *word;
} codes[] = {
	[ERROR_INVALID] = { 400, "bad_request" },
	[ERROR_UNAUTHORIZED] = { 401, "unauthorized" },
	[ERROR_FORBIDDEN] = { 403, "forbidden" },
	[ERROR_NOT_FOUND] = { 404, "not_found" },
	[ERROR_NOT_ALLOWED] = { 405, "method_not_allowed" },
	[ERROR_CONFLICT] = { 409, "conflict" },
	[ERROR_STALE] = { 412, "precondition_failed" },
	[ERROR_TOO_LARGE] = { 413, "payload_too_large" },
	[ERROR_UNSUPPORTED] = { 415, "unsupported_media_type" },
	[ERROR_UNPROCESSABLE] = { 422, "unprocessable" },
	[ERROR_DEPENDENCY] = { 424, "failed_dependency" },
	[ERROR_LIMITED] = { 429, "rate_limit_exceeded" },
	[ERROR_UNAVAILABLE] = { 503, "service_unavailable" },
	[ERROR_INTERNAL] = { 500, "server_error" },
};

int error_status(enum error_code code)
{
	return codes[code].status;
}

const char *error_word(enum error_code code)
{
	return codes[code].word;
}

static const struct view *view_of(const struct exchange *x)
{
	if (!x->route)
		return NULL;
	return x->route->takes ? x->route->takes : x->route->view;
}

static void write_details(struct exchange *x, const struct error *error)
{
	const struct view *view = view_of(x);

	json_key(&x->json, TEXT("details"));
	json_open_array(&x->json);
	for (const struct error_detail *detail = error->details; detail; detail = detail->next) {
		struct text name = view_name(x->work.arena, view, detail);

		json_open_object(&x->json);
		json_member(&x->json, TEXT("field"), name);
		json_member(&x->json, TEXT("message"),
			    arena_print(x->work.arena, "%.*s%s%.*s", TEXT_PRINT(name),
					name.size ? " " : "", TEXT_PRINT(detail->message)));
		json_close_object(&x->json);
	}
	json_close_array(&x->json);
	if (error->more == 0)
		return;
	json_key(&x->json, TEXT("more"));
	json_integer(&x->json, error->more);
}

/* One sentence that says it all where there is one fault, and the first of several. */
static struct text message_of(struct exchange *x, const struct error *error)
{
	struct text name;

	if (!error->details)
		return error->message;
	name = view_name(x->work.arena, view_of(x), error->details);
	if (!error->details->next)
		return arena_print(x->work.arena, "%.*s %.*s", TEXT_PRINT(name),
				   TEXT_PRINT(error->details->message));
	return arena_print(x->work.arena, "%.*s See details: %.*s %.*s; …",
			   TEXT_PRINT(error->message), TEXT_PRINT(name),
			   TEXT_PRINT(error->details->message));
}

struct text error_sentence(struct exchange *x, const struct error *error)
{
	struct text all = TEXT_NONE;

	if (!error->details)
		return error->message;
	for (const struct error_detail *detail = error->details; detail; detail = detail->next) {
		struct text name = view_name(x->work.arena, view_of(x), detail);

		all = arena_print(x->work.arena, "%.*s%s%.*s %.*s", TEXT_PRINT(all),
				  all.size ? "; " : "", TEXT_PRINT(name),
				  TEXT_PRINT(detail->message));
	}
	if (error->more > 0)
		all = arena_print(x->work.arena, "%.*s; and %u more", TEXT_PRINT(all), error->more);
	return arena_print(x->work.arena, "%.*s.", TEXT_PRINT(all));
}

/* RFC 9457, for those who ask for it: its members beside ours. */
static void write_problem(struct exchange *x, const struct error *error)
{
	int status = codes[error->code].status;

	x->media_type = TEXT("application/problem+json");
	json_member(&x->json, TEXT("type"), TEXT("about:blank"));
	json_member(&x->json, TEXT("title"), text_from(reply_reason(status)));
	json_key(&x->json, TEXT("status"));
	json_integer(&x->json, status);
	json_member(&x->json, TEXT("detail"), message_of(x, error));
	json_member(&x->json, TEXT("instance"),
		    arena_print(x->work.arena, "urn:request:%.*s", TEXT_PRINT(x->request->id)));
}

/* RFC 6750, section 3.1: whoever showed no credential is not told that one was wrong. */
static void add_challenge(struct exchange *x, const struct error *error)
{
	if (error->code == ERROR_UNAUTHORIZED)
		reply_header(x->reply, "WWW-Authenticate", "Bearer realm=\"okr\"%s",
			     text_is_none(request_bearer(x->request)) ? "" :
									", "
									"error=\"invalid_token\"");
	else if (error->scope)
		reply_header(x->reply, "WWW-Authenticate",
			     "Bearer realm=\"okr\", error=\"insufficient_scope\", scope=\"%s\"",
			     error->scope);
}

void error_write(struct exchange *x, const struct error *error)
{
	x->reply->status = error_status(error->code);
	json_open_object(&x->json);
	json_member(&x->json, TEXT("error"), text_from(codes[error->code].word));
	if (error->code == ERROR_LIMITED) {
		json_key(&x->json, TEXT("retry_after_seconds"));
		json_integer(&x->json, error->retry_seconds);
	} else {
		json_member(&x->json, TEXT("message"), message_of(x, error));
	}
	if (error->details)
		write_details(x, error);
	if (accept_names(x->request->accept, TEXT("application/problem+json")))
		write_problem(x, error);
	json_close_object(&x->json);
	if (error->retry_seconds > 0)
		reply_header(x->reply, "Retry-After", "%u", error->retry_seconds);
	add_challenge(x, error);
	if (error->code == ERROR_UNSUPPORTED && request_is_coded(x->request))
		reply_header(x->reply, "Accept-Encoding", "identity");
}
