/*
 * Builds the head of a reply and keeps its body. What the header lines say is decided by the api
 * room, how the bytes leave by a transport.
 */
#include "http/reply.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

enum { VALUE_MAX = 128, HEAD_KEEP_BYTES = 4096, BODY_KEEP_BYTES = 4 << 20 };

void reply_reset(struct reply *reply)
{
	reply->status = 0;
	reply->has_no_body = false;
	reply->has_secret = false;
	buffer_reset(&reply->head, HEAD_KEEP_BYTES);
	buffer_reset(&reply->body, BODY_KEEP_BYTES);
	reply_clear_body(reply);
}

void reply_clear_body(struct reply *reply)
{
	reply->body.size = 0;
	reply->pieces = NULL;
	reply->piece_count = reply->pieces_size = 0;
	reply->produce = NULL;
}

void reply_wipe(struct reply *reply)
{
	buffer_wipe(&reply->head);
	buffer_wipe(&reply->body);
	reply_reset(reply);
}

void reply_free(struct reply *reply)
{
	buffer_free(&reply->head);
	buffer_free(&reply->body);
}

/* Moves the bytes that may stand in a header value to the front; returns how many they are. */
static size_t drop_controls(char *value, size_t size)
{
	size_t kept = 0;

	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)value[i];

		if (c >= 0x20 && c != 0x7f)
			value[kept++] = (char)c;
	}
	return kept;
}

void reply_header(struct reply *reply, const char *name, const char *format, ...)
{
	va_list values;
	char *value;
	int size;

	buffer_add_text(&reply->head, text_from(name));
	buffer_add_text(&reply->head, TEXT(": "));
	value = buffer_room(&reply->head, VALUE_MAX);
	va_start(values, format);
	size = vsnprintf(value, VALUE_MAX, format, values);
	va_end(values);
	assert(size >= 0);
	if (size >= VALUE_MAX) { /* a long one is printed a second time */
		value = buffer_room(&reply->head, (size_t)size + 1);
		va_start(values, format);
		vsnprintf(value, (size_t)size + 1, format, values);
		va_end(values);
	}
	reply->head.size += drop_controls(value, (size_t)size);
	buffer_add_text(&reply->head, TEXT("\r\n"));
}

static const struct {
	int status;
	const char *reason;
} reasons[] = {
	{ 200, "OK" },
	{ 201, "Created" },
	{ 202, "Accepted" },
	{ 204, "No Content" },
	{ 206, "Partial Content" },
	{ 301, "Moved Permanently" },
	{ 302, "Found" },
	{ 303, "See Other" },
	{ 304, "Not Modified" },
	{ 307, "Temporary Redirect" },
	{ 308, "Permanent Redirect" },
	{ 400, "Bad Request" },
	{ 401, "Unauthorized" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 406, "Not Acceptable" },
	{ 408, "Request Timeout" },
	{ 409, "Conflict" },
	{ 410, "Gone" },
	{ 411, "Length Required" },
	{ 412, "Precondition Failed" },
	{ 413, "Content Too Large" },
	{ 414, "URI Too Long" },
	{ 415, "Unsupported Media Type" },
	{ 422, "Unprocessable Content" },
	{ 424, "Failed Dependency" },
	{ 429, "Too Many Requests" },
	{ 431, "Request Header Fields Too Large" },
	{ 500, "Internal Server Error" },
	{ 501, "Not Implemented" },
	{ 502, "Bad Gateway" },
	{ 503, "Service Unavailable" },
	{ 504, "Gateway Timeout" },
	{ 505, "HTTP Version Not Supported" },
};

const char *reply_reason(int status)
{
	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++) {
		if (reasons[i].status == status)
			return reasons[i].reason;
	}
	return "Unknown";
}

void reply_print_head(const struct reply *reply, struct buffer *out)
{
	assert(reply->status >= 200 && reply->status <= 599);

	buffer_print(out, "Status: %d %s\r\n", reply->status, reply_reason(reply->status));
	buffer_add_text(out, buffer_text(&reply->head));
	if (reply->status != 204 && reply->status != 304 && !reply->produce)
		buffer_print(out, "Content-Length: %zu\r\n", reply_size(reply));
	buffer_add_text(out, TEXT("\r\n"));
}
