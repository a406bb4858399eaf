/*
 * The okrs dialect's reviews (seed 003, "Reviews"), and how they are written (ours). The rules are
 * service/reviews.c's.
 */
#include "service/reviews.h"
#include "api/exchange.h"
#include "api/okrs/okrs.h"
#include "api/output/page.h"
#include "api/verbs.h"

#define REVIEW_CYCLE(name, member, flags, ...)                                                     \
	VIEW(name, struct review_cycle, member, flags, __VA_ARGS__)

static const struct view_field review_cycle_rows[] = {
	REVIEW_CYCLE("id", record.id, VIEW_READ),
	REVIEW_CYCLE("name", name, VIEW_WRITE | VIEW_NEEDED),
	REVIEW_CYCLE("status", status, VIEW_WRITE, .words = review_cycle_status_words),
	REVIEW_CYCLE("due_date", due_date, VIEW_WRITE),
	REVIEW_CYCLE("reviewee_count", reviewee_count, VIEW_READ),
	REVIEW_CYCLE("created_at", record.created_at, VIEW_READ),
	REVIEW_CYCLE("updated_at", record.updated_at, VIEW_READ),
};

static const struct view review_cycle_view = {
	.name = "ReviewCycle",
	.thing = &review_cycle_thing,
	.size = GIVEN_SIZE(struct review_cycle),
	ROWS(review_cycle_rows),
};

#define ANSWER(name, member, flags) VIEW(name, struct review_answer, member, flags)

static const struct view_field answer_rows[] = {
	ANSWER("question", question, VIEW_WRITE | VIEW_NEEDED),
	ANSWER("answer", answer, VIEW_WRITE),
};

static const struct view answer_view = {
	.name = "ReviewAnswer",
	.thing = &review_answer_thing,
	.size = GIVEN_SIZE(struct review_answer),
	ROWS(answer_rows),
};

#define REVIEW(name, member, flags, ...) VIEW(name, struct review, member, flags, __VA_ARGS__)

static const struct view_field review_rows[] = {
	REVIEW("id", record.id, VIEW_READ),
	REVIEW("cycle_id", review_cycle_id, VIEW_WRITE | VIEW_NEEDED),
	REVIEW("cycle", review_cycle_name, VIEW_READ),
	REVIEW("employee_id", employee_id, VIEW_WRITE | VIEW_NEEDED),
	REVIEW("employee", employee_name, VIEW_READ),
	REVIEW("type", type, VIEW_WRITE | VIEW_NEEDED, .words = review_type_words),
	REVIEW("status", status, VIEW_READ, .words = review_status_words),
	REVIEW("answers", answers, VIEW_WRITE, .view = &answer_view),
	REVIEW("shared_at", shared_at, VIEW_READ),
	REVIEW("created_at", record.created_at, VIEW_READ),
	REVIEW("updated_at", record.updated_at, VIEW_READ),
};

static const struct view review_view = {
	.name = "Review",
	.thing = &review_thing,
	.size = GIVEN_SIZE(struct review),
	ROWS(review_rows),
};

static const struct view_field summary_rows[] = {
	REVIEW("review_id", record.id, VIEW_READ),
	REVIEW("employee", employee_name, VIEW_READ),
	REVIEW("cycle", review_cycle_name, VIEW_READ),
	REVIEW("type", type, VIEW_READ, .words = review_type_words),
	REVIEW("status", status, VIEW_READ, .words = review_status_words),
	REVIEW("answers", answers, VIEW_READ, .view = &answer_view),
	REVIEW("shared_at", shared_at, VIEW_READ),
};

static const struct view summary_view = {
	.name = "ReviewSummary",
	.thing = &review_thing,
	.size = GIVEN_SIZE(struct review),
	ROWS(summary_rows),
};

static const struct view_field listed_rows[] = {
	REVIEW("id", record.id, VIEW_READ),
	REVIEW("cycle_id", review_cycle_id, VIEW_READ),
	REVIEW("cycle", review_cycle_name, VIEW_READ),
	REVIEW("employee_id", employee_id, VIEW_READ),
	REVIEW("employee", employee_name, VIEW_READ),
	REVIEW("type", type, VIEW_READ, .words = review_type_words),
	REVIEW("status", status, VIEW_READ, .words = review_status_words),
	REVIEW("shared_at", shared_at, VIEW_READ),
};

static const struct view listed_view = {
	.name = "ListedReview",
	.thing = &review_thing,
	.size = GIVEN_SIZE(struct review),
	ROWS(listed_rows),
};

static const struct filter review_filters[] = {
	FILTER("cycle_id", FILTER_EQUAL, struct review, review_cycle_id,
	       .meaning = "Reviews of this review cycle."),
	FILTER("employee_id", FILTER_EQUAL, struct review, employee_id,
	       .meaning = "Reviews of this person."),
	FILTER("type", FILTER_EQUAL, struct review, type, .words = review_type_words,
	       .meaning = "Reviews of this type."),
};

static const struct error *read_summary(struct exchange *x)
{
	struct review review;
	const struct error *error = review_read_shared(&x->work, path_id(x), &review);

	if (!error)
		answer_record(x, &review);
	return error;
}

static const struct error *share(struct exchange *x)
{
	struct review review;
	const struct error *error = review_share(&x->work, path_id(x), &review);

	if (!error)
		answer_record(x, &review);
	return error;
}

static const struct route routes[] = {
	{ METHOD_GET, "/review-cycles", SCOPE_REVIEWS_READ, verb_list, 200, ROUTE_LIST,
	  OF(review_cycle, review_cycle), .name = "listReviewCycles", .title = "List review cycles",
	  .meaning = "All review cycles of the workspace, each with the number of people that are "
		     "reviewed in it." },
	{ METHOD_GET, "/review-cycles/:id", SCOPE_REVIEWS_READ, verb_get, 200, 0,
	  OF(review_cycle, review_cycle), .name = "getReviewCycle", .title = "Get a review cycle",
	  .meaning = "One review cycle." },
	{ METHOD_POST, "/review-cycles", SCOPE_WORKSPACE_ADMIN, verb_create, 201, ROUTE_BODY,
	  OF(review_cycle, review_cycle), .location = "/review-cycles/",
	  .name = "createReviewCycle", .title = "Create a review cycle",
	  .meaning = "Makes a review cycle. It is a draft unless you say otherwise.",
	  .sample = "name status due_date" },
	{ METHOD_PUT, "/review-cycles/:id", SCOPE_WORKSPACE_ADMIN, verb_update, 200, ROUTE_BODY,
	  OF(review_cycle, review_cycle), .name = "updateReviewCycle",
	  .title = "Update a review cycle", .meaning = "Changes the fields that you send.",
	  .sample = "status due_date" },
	{ METHOD_DELETE, "/review-cycles/:id", SCOPE_WORKSPACE_ADMIN, verb_delete, 204, 0,
	  OF(review_cycle, review_cycle), .name = "deleteReviewCycle",
	  .title = "Delete a review cycle",
	  .meaning = "Deletes a review cycle that has no reviews.",
	  .conflict = "The review cycle has reviews." },

	{ METHOD_GET, "/reviews", SCOPE_REVIEWS_READ, verb_list, 200, ROUTE_LIST,
	  OF(review, listed), .filters = FILTERS(review_filters), .name = "listReviews",
	  .title = "List shared reviews",
	  .meaning = "The shared reviews, without their answers. Drafts do not appear." },
	{ METHOD_GET, "/reviews/:id/summary", SCOPE_REVIEWS_READ, read_summary, 200, 0,
	  OF(review, summary), .name = "getReviewSummary",
	  .missing = "The review does not exist, or has not been shared yet.",
	  .title = "Get the answers of a review",
	  .meaning = "The raw questions and answers of a shared review, so that you can summarise "
		     "them your own way. A draft is a 404." },
	{ METHOD_GET, "/reviews/:id", SCOPE_WORKSPACE_ADMIN, verb_get, 200, 0, OF(review, review),
	  .name = "getReview", .title = "Get a review",
	  .meaning = "One review, draft or shared, for those who write reviews." },
	{ METHOD_POST, "/reviews", SCOPE_WORKSPACE_ADMIN, verb_create, 201, ROUTE_BODY,
	  OF(review, review), .location = "/reviews/", .name = "createReview",
	  .title = "Write a review",
	  .meaning = "Makes a review. It is a draft, which those who write reviews can read alone, "
		     "until it is shared.",
	  .sample = "cycle_id employee_id type answers" },
	{ METHOD_PUT, "/reviews/:id", SCOPE_WORKSPACE_ADMIN, verb_update, 200, ROUTE_BODY,
	  OF(review, review), .name = "updateReview", .title = "Update a review",
	  .meaning = "Changes the fields that you send; `answers` replaces all answers.",
	  .sample = "answers" },
	{ METHOD_DELETE, "/reviews/:id", SCOPE_WORKSPACE_ADMIN, verb_delete, 204, 0,
	  OF(review, review), .name = "deleteReview", .title = "Delete a review",
	  .meaning = "Deletes a review and its answers, draft or shared, for good." },
	{ METHOD_POST, "/reviews/:id/share", SCOPE_WORKSPACE_ADMIN, share, 200, 0,
	  OF(review, review), .name = "shareReview", .title = "Share a review",
	  .meaning = "Makes a review readable, from now on." },
};

const struct route_group okrs_reviews_routes = ROUTES("/api/v1");
