/*
 * All state of one request on its way, and the tables that say where it goes. Private to the api
 * room.
 */
#ifndef OKR_API_EXCHANGE_H
#define OKR_API_EXCHANGE_H

#include "api/view.h"
#include "base/json_write.h"
#include "base/secret.h"
#include "http/reply.h"
#include "http/request.h"
#include "service/resource.h"
#include "service/session.h"
#include "service/work.h"

struct call;
struct exchange;

/* ---- filters: what a list's query parameters mean -------------------------------------------- */

enum filter_kind {
	FILTER_EQUAL,       /* the member has this value; FIELD_WORD by the filter's words */
	FILTER_SINCE,       /* the member is this or later */
	FILTER_UNTIL,       /* the member is this or earlier */
	FILTER_TOP,         /* true: only records without a parent */
	FILTER_TAG,         /* the member, an array of texts, holds this one */
	FILTER_GROUP,       /* the team or the department that owns the objective */
	FILTER_SEARCH_BOTH, /* the text occurs in the member or the other one */
	FILTER_PERIOD,      /* a cycle's name, else the member's text */
	FILTER_DELETED,     /* true: deleted records as well */
	FILTER_SEARCH,      /* the text occurs in the member */
	FILTER_ARCHIVED,    /* false (the default), true or any */
	FILTER_COMPUTED,    /* a word that is computed after reading */
	FILTER_TAKEN,       /* no list's: the handler finds it in a struct of its own */
};

struct filter {
	const char *name;
	enum filter_kind kind;
	enum field_kind value_kind;
	size_t offset;
	size_t or_offset; /* the other member, where two are looked at */
	const struct word_name *words;
	const char *meaning;
	bool is_needed;     /* FILTER_TAKEN: must be given */
	double least, most; /* of a whole number; both 0: from 0 on */
};

#define FILTER(name_, kind_, type, member, ...)                                                    \
	{                                                                                          \
		.name = name_, .kind = kind_, .value_kind = FIELD_KIND(type, member),              \
		.offset = offsetof(type, member), __VA_ARGS__                                      \
	}

/* What FILTER_ARCHIVED takes. */
extern const struct word_name archived_words[];

/* What a ROUTE_BRIEF takes as `detail`. */
enum detail { DETAIL_BRIEF, DETAIL_FULL };
extern const struct filter detail_filter;

struct filters {
	const struct filter *items;
	size_t count;
};

/* For the rows of views and routes: a table with its size; a resource with its view. */
#define ROWS(table) .fields = table, .count = sizeof(table) / sizeof((table)[0])
#define OF(resource_, view_) .resource = &resource_##_resource, .view = &view_##_view

/* A key that a caller may sort by. */
struct sort {
	const char *name;
	size_t offset;
	bool has_nulls;
};

struct sorts {
	const struct sort *items;
	size_t count;
};

#define FILTERS(table)                                                                             \
	{                                                                                          \
		table, sizeof(table) / sizeof((table)[0])                                          \
	}

/* ---- routes ---------------------------------------------------------------------------------- */

enum route_flag {
	ROUTE_OPEN = 1,       /* no credential */
	ROUTE_LIST = 2,       /* takes limit and cursor */
	ROUTE_VOLATILE = 4,   /* changes without a write to the workspace: its ETag is made of its
			       bytes */
	ROUTE_DEPRECATED = 8, /* `successor` replaces it */
	ROUTE_BODY = 16,      /* takes a JSON object; without it a body may be left out */
	ROUTE_ASCENDING = 32, /* a list from the least sort key on */
	ROUTE_DATA = 64,      /* the answer stands in {"data": …} */
	ROUTE_SUCCESS = 128,  /* a deletion answers {"success": true} */
	ROUTE_CSV = 256,      /* a list that may be asked for as CSV */
	ROUTE_ENVELOPE =
		512,         /* a list in {"items", "next_cursor", "total"}, 50 a page by default */
	ROUTE_READ = 1024,   /* a POST that writes nothing */
	ROUTE_FIELDS = 2048, /* a list that filters by every scalar field of its view */
	ROUTE_TOOL = 4096,   /* an MCP tool: what its arguments name must exist */
	ROUTE_BRIEF = 8192,  /* takes `detail`: its answer is brief unless that is full */
};

/* A door: a verb that is done to a resource, seen through a view. */
struct route {
	const char *method; /* GET (HEAD as well), POST, PUT (PATCH as well), DELETE */
	const char *path;   /* under the dialect's prefix; ":id" stands for one segment, an id */
	unsigned scope;
	const struct error *(*handle)(struct exchange *x);
	int status; /* of the answer */
	unsigned flags;
	const struct resource *resource;
	const struct view *view; /* of the answer, and of the body unless `takes` is set */
	const struct view *takes;
	struct filters filters;
	struct sorts sorts;            /* what a caller may sort by; without any: */
	size_t sort;                   /* member that a list is ordered by; 0: by creation */
	const struct resource *parent; /* of a sub-route: what the first id in the path names … */
	size_t parent_member;          /* … and where the record keeps it */
	const struct view *nested; /* CSV: a row for each record of this list within the record, … */
	size_t nested_list;        /* … which stands here */
	const char *location;      /* path of the item that was made, ending in "/" */
	enum view_form location_form; /* of the id behind it */
	const char *successor;        /* path template of the route that replaces this one */
	size_t page, page_most; /* records a page by default and at most, where the key's limit is
				   not meant */
	/* For the API description. */
	const char *name;     /* of the operation in generated clients */
	const char *title;    /* a phrase for lists of operations */
	const char *meaning;  /* what it does; Markdown, where only `code` is used */
	const char *sample;   /* the members that an example of the body has */
	const char *missing;  /* why it may be a 404, where it is not only that nothing is there */
	const char *conflict; /* when the record's state makes it a 409; NULL: never */
};

struct route_group {
	const char *prefix;
	const struct route *routes;
	size_t count;
};

/* Doors with one prefix. A dialect is one group, or several files of one. */
extern const struct route_group okrs_routes;          /* OKRs, key results, check-ins */
extern const struct route_group okrs_measures_routes; /* KPIs, initiatives */
extern const struct route_group okrs_reviews_routes;
extern const struct route_group okrs_reports_routes;
extern const struct route_group okrs_directory_routes; /* cycles, people, keys */
extern const struct route_group okrs_me_routes;
extern const struct route_group goals_routes;
extern const struct route_group objectives_routes;
extern const struct route_group mcp_routes;
extern const struct route_group operations_routes;
extern const struct route_group openapi_routes;
extern const struct route_group site_routes; /* /docs/ */
extern const struct route_group *const route_groups[];
extern const size_t route_group_count;

enum { PATH_IDS_MOST = 3 };

struct route_match {
	const struct route_group *group;
	const struct route *route;      /* NULL: see is_known */
	bool is_known;                  /* the path exists, for other methods */
	struct text ids[PATH_IDS_MOST]; /* segments that stand for ids, decoded */
	size_t id_count;
};

/* Whole segments, rows in any order. */
void route_find(struct arena *arena, struct text method, struct text path, struct route_match *out);

/* The methods of a path for Allow: "GET, HEAD, OPTIONS". */
struct text route_methods(struct arena *arena, struct text path);

/* ---- the exchange ---------------------------------------------------------------------------- */

/* An Idempotency-Key on its way. */
struct once {
	bool is_given;
	bool is_replayed; /* the answer is the one that was given before */
	bool is_reused;   /* for another body: an error, unless there is a worse one */
	bool is_expired;  /* the answer that was given before is too old to count */
	uint8_t request[DIGEST_SIZE];
	uint8_t fingerprint[DIGEST_SIZE];
};

struct exchange {
	struct work work;
	const struct request *request;  /* what the route is to answer */
	const struct request *received; /* as it came: a tool's call stands within it */
	struct reply *reply;
	struct json_writer json; /* writes the reply's body */
	struct route_match match;
	const struct route *route;
	struct id ids[PATH_IDS_MOST];
	bool has_session;
	bool is_counted; /* against the rate limit: once, however often the request is run */
	struct rate rate;
	int64_t version;          /* of the record in the answer, 0 for lists: a part of the ETag */
	bool is_unchanged;        /* the caller has this answer: 304 */
	bool is_compressed;       /* the answer's form is gzip */
	const struct field *sort; /* of the list that is being answered; NULL: by creation */
	bool is_descending;       /* its order */
	bool is_csv;              /* the caller asked for CSV */
	word detail;              /* of a ROUTE_BRIEF: enum detail, as the caller asked */
	struct text media_type;   /* of the body; absent: JSON */
	struct once once;
	const struct call *call; /* MCP: what is being answered, once it is understood */
	/* Says an error in the caller's language; NULL: error_write. */
	void (*say_error)(struct exchange *x, const struct error *error);
	struct text kept_body; /* what a repeated request is answered, where the answer itself holds
				  a secret */
};

/* The query parameters of a list, as a question and what is left to look at after reading. */
struct listing {
	struct query query;
	struct keep keep;
	size_t computed_offset;
	word computed_word;
	bool is_computed;
	bool has_deleted; /* deleted records belong to it */
	struct id cycle_id;
	const struct error *error; /* what went wrong while filters were looked up */
	bool has_archived;         /* the caller said whether archived records belong to it */
	struct text cursor;        /* as it came */
};

/* From the query string; of a ROUTE_READ also from the members of the body, where a list of values
 * means any of them. */
const struct error *listing_read(struct exchange *x, struct listing *out);

/* The rows that it asks for. */
const struct error *listing_page(struct exchange *x, struct listing *listing, struct page *out);

/* The place behind the last row of a page, opaque to callers. */
struct text listing_cursor(struct exchange *x, const struct page *page);

/* A list's next page, as the Link header says it. */
void listing_link_next(struct exchange *x, const struct page *page);

/* For handlers of their own: the route's filters, all FILTER_TAKEN, from where listing_read takes
 * them, into the struct that their places are in; what is not given stays as it is. */
const struct error *parameters_read(struct exchange *x, void *out);

/* Fails unless the request has no query parameters. */
const struct error *query_must_be_empty(struct exchange *x);

/* Reads the body by the route's view; faults are noted in x->work. */
const struct error *body_read(struct exchange *x, bool is_new, void *record, struct given *given);

/* Of an update: what is sent as it is shown is taken for not sent. */
const struct error *forget_sent_back(struct exchange *x, const void *changes, struct given *given);

/* What is asked of every request: no body, or all of it and no more than is taken. */
const struct error *body_must_be_whole(struct exchange *x);

/* The media type and syntax of the body; nothing of its fields. The second leaves the syntax to the
 * caller, and takes an empty one. */
const struct error *body_check(struct exchange *x);
const struct error *body_check_type(struct exchange *x);

/* The id of the record that the path names: its last. */
struct id path_id(const struct exchange *x);

/* ---- verbs of every resource ----------------------------------------------------------------- */

const struct error *verb_list(struct exchange *x);
const struct error *verb_get(struct exchange *x);
const struct error *verb_create(struct exchange *x);
const struct error *verb_update(struct exchange *x);
const struct error *verb_delete(struct exchange *x);
const struct error *verb_restore(struct exchange *x);

/* What a handler does last: the record through the route's view, with Location when it is new. */
void answer_record(struct exchange *x, const void *record);

/* What is no record of a resource: a report, or what a tool tells. */
void answer_report(struct exchange *x, const void *report);

/* The same in an envelope, with how many records there are in all. */
void answer_envelope(struct exchange *x, const struct page *page, int64_t total);

/* A page through the route's view, as JSON or CSV, with the link to the next. */
void answer_page(struct exchange *x, const struct page *page);

/* ---- CSV ------------------------------------------------------------------------------------- */

/* Whether the route has CSV and the Accept header would rather have it than JSON. */
bool prefers_csv(const struct exchange *x);

void csv_write(struct buffer *out, const struct route *route, struct list rows);

/* ---- answers that are kept for all workers ---------------------------------------------------- */

/* Before the handler: true when the answer was kept; the reply then has it. */
bool kept_answer_find(struct exchange *x);

/* After the handler: keeps what it answered, if that is of a kind that is kept. */
void kept_answer_add(struct exchange *x);

/* ---- requests that are sent again ------------------------------------------------------------ */

/* Before the handler: the answer that was given before, if there is one (x->once.is_replayed). */
const struct error *once_look_up(struct exchange *x);

/* After the handler, in its transaction: keeps the answer. */
const struct error *once_keep(struct exchange *x);

/* Commits what the handler wrote. */
const struct error *once_commit(struct exchange *x);

/* What follows the gate, for whatever x->route is by now: the handler, once for each
 * Idempotency-Key, and the end of its transaction. */
const struct error *exchange_run(struct exchange *x);

/* ---- conditional requests -------------------------------------------------------------------- */

struct text etag_make(struct exchange *x);
bool etag_is_known(struct exchange *x);     /* If-None-Match names what would be answered */
bool etag_is_any(const struct exchange *x); /* If-None-Match is satisfied by any answer */
struct expectation etag_expectation(struct exchange *x); /* If-Match */

/* ---- origins --------------------------------------------------------------------------------- */

/* Whether the Origin header names one that the settings allow. */
bool origin_is_allowed(const struct exchange *x);

/* ---- errors ---------------------------------------------------------------------------------- */

int error_status(enum error_code code);
const char *error_word(enum error_code code); /* "bad_request" */

/* All that is wrong as one text: "title is required; weight must be a number." */
struct text error_sentence(struct exchange *x, const struct error *error);
void error_write(struct exchange *x, const struct error *error);

#endif
