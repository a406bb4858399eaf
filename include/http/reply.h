/*
 * One HTTP reply: status, header lines, body. Written by the api room, sent by a transport.
 */
#ifndef OKR_HTTP_REPLY_H
#define OKR_HTTP_REPLY_H

#include "base/buffer.h"
#include "base/text.h"

/* What became of a body that is made while it is sent. */
enum produced {
	PRODUCED_MORE, /* and there is more */
	PRODUCED_LAST, /* that was the last */
	PRODUCED_HALF, /* it failed: whoever asked must see that the body is cut */
};

struct reply {
	int status;         /* 200, 404, … */
	struct buffer head; /* whole header lines, each with CRLF; no Status, no Content-Length */
	struct buffer body;
	bool has_secret;  /* a credential stands in it: it is wiped once it was sent */
	bool has_no_body; /* HEAD: the length is told, the bytes are not sent */

	/* A body that stands elsewhere, instead of `body`: in pieces, which stay until the reply was
	 * sent. */
	const struct text *pieces;
	size_t piece_count, pieces_size;

	/* A body that is made while it is sent, instead of both: puts what comes next into `out`, which is
	 * empty. How long it becomes nobody knows before. */
	enum produced (*produce)(void *producer, struct buffer *out);
	void *producer;
};

/* The length of the body, wherever it stands. */
static inline size_t reply_size(const struct reply *reply)
{
	return reply->piece_count > 0 ? reply->pieces_size : reply->body.size;
}

/* Takes the body away. */
void reply_clear_body(struct reply *reply);

/* Empties it for the next request, keeping some memory. */
void reply_reset(struct reply *reply);

/* The same, after overwriting what it held. */
void reply_wipe(struct reply *reply);
void reply_free(struct reply *reply);

/* Adds a header line. Control bytes in the value are dropped: no value can make a second line. */
__attribute__((format(printf, 3, 4))) void reply_header(struct reply *reply, const char *name,
							const char *format, ...);

/* The standard reason phrase (RFC 9110), "Unknown" for a status without one. */
const char *reply_reason(int status);

/* The head as CGI wants it: `Status: 200 OK`, the header lines, `Content-Length` (also for HEAD; not
 * for 204 and 304, nor where nobody knows it), the empty line. */
void reply_print_head(const struct reply *reply, struct buffer *out);

#endif
