/*
 * All state of one request on its way. Where it goes is said by tables, in route.h. Private to the api
 * room.
 */
#ifndef OKR_API_EXCHANGE_H
#define OKR_API_EXCHANGE_H

#include "api/route.h"
#include "base/json_write.h"
#include "base/secret.h"
#include "http/reply.h"
#include "http/request.h"
#include "service/resource.h"
#include "service/session.h"
#include "service/work.h"

struct call;
struct export;

/* An Idempotency-Key on its way. */
struct idempotency {
	bool is_given;
	bool is_replayed; /* the answer is the one that was given before */
	bool is_reused;   /* for another body: an error, unless there is a worse one */
	bool is_expired;  /* the answer that was given before is too old to count */
	/* Of a part of a batch: the row that holds the batch's key for its body is there; or it is
	 * there and too old to count. */
	bool is_marked, is_mark_expired;
	uint8_t request[DIGEST_SIZE];
	uint8_t fingerprint[DIGEST_SIZE];
};

struct exchange {
	struct work work;
	const struct request *request;  /* what the route is to answer */
	const struct request *received; /* as it came: a tool's call stands within it */
	const struct request *whole;    /* the batch that this is a part of; NULL: it is none */
	size_t place;                   /* of the part in the batch, from 0 */
	const struct request *checked;  /* whose body is known to be JSON; NULL: none yet */
	struct reply *reply;
	struct json_writer json; /* writes the reply's body */
	struct route_match match;
	const struct routes *routes; /* all there are */
	const struct route *route;
	struct id ids[PATH_IDS_MAX];
	bool has_session;
	bool is_counted; /* against the rate limit: once, however often the request is run */
	struct rate rate;
	int64_t version;          /* of the record in the answer, 0 for lists: a part of the ETag */
	bool is_unchanged;        /* the caller has this answer: 304 */
	bool is_compressed;       /* the answer's form is gzip */
	const struct field *sort; /* of the list that is being answered; NULL: by creation */
	bool is_descending;       /* its order */
	bool is_csv;              /* the caller asked for CSV */
	bool is_ndjson;           /* … or for NDJSON */
	bool has_bom;             /* with a byte order mark */
	word detail;              /* of a ROUTE_BRIEF: enum detail, as the caller asked */
	struct text fields;       /* the members that the caller chose; absent: all */
	struct text media_type;   /* of the body; absent: JSON */
	const char *cache_control; /* of a good answer; NULL: "private, no-cache" */
	struct idempotency idempotency;
	struct export *export;   /* what is answered while it is read */
	const struct call *call; /* MCP: what is being answered, once it is understood */
	/* Says an error in the caller's language; NULL: error_write. */
	void (*say_error)(struct exchange *x, const struct error *error);
	struct text new_cookie;  /* of the session that the route makes: set when that was kept */
	struct text made_cookie; /* of the one that the gate made, which is kept already */
	bool drops_cookie;       /* the route ends the session */
	struct text kept_body; /* what a repeated request is answered, where the answer itself holds
				  a secret */
};

/* The id of the record that the path names: its last. */
static inline struct id path_id(const struct exchange *x)
{
	return x->ids[x->match.id_count - 1];
}

static inline bool exchange_is_read(const struct exchange *x)
{
	return x->route->method == METHOD_GET;
}

#endif
