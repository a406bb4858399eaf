/*
 * libfcgi copies a reply through a buffer of 8 KiB and writes each of them by itself. Here records
 * are as large as they may be and are written from where their bytes stand, many in one call. The
 * end of the request goes with the last of them.
 */
#include "records.h"

#include <errno.h>
#include <stdint.h>
#include <sys/uio.h>

enum {
	VERSION_1 = 1,
	END_REQUEST = 3,
	STDOUT = 6,
	HEAD = 8,
	CONTENT_MAX = 65528, /* a multiple of 8: records need no padding */
	VECTORS = 256,
	HEADS = VECTORS / 2,
};

/* What goes out with the next call. */
struct outbox {
	int connection, request_id;
	struct iovec vectors[VECTORS];
	int vector_count;
	uint8_t heads[HEADS][HEAD];
	int head_count;
	bool has_failed;
};

/* Writes all of it, however often the socket takes only a part. */
static void flush(struct outbox *outbox)
{
	struct iovec *vector = outbox->vectors;
	int count = outbox->vector_count;

	while (count > 0 && !outbox->has_failed) {
		ssize_t sent = writev(outbox->connection, vector, count);

		if (sent < 0 && errno == EINTR)
			continue;
		outbox->has_failed = sent <= 0;
		for (; count > 0 && sent >= (ssize_t)vector->iov_len; vector++, count--)
			sent -= (ssize_t)vector->iov_len;
		if (count > 0 && sent > 0) {
			vector->iov_base = (char *)vector->iov_base + sent;
			vector->iov_len -= (size_t)sent;
		}
	}
	outbox->vector_count = outbox->head_count = 0;
}

static void add(struct outbox *outbox, const void *bytes, size_t size)
{
	if (size == 0)
		return;
	if (outbox->vector_count == VECTORS)
		flush(outbox);
	outbox->vectors[outbox->vector_count++] =
		(struct iovec){ .iov_base = (void *)(uintptr_t)bytes, .iov_len = size };
}

static void add_head(struct outbox *outbox, uint8_t type, size_t size)
{
	uint8_t *head;

	if (outbox->head_count == HEADS || outbox->vector_count == VECTORS)
		flush(outbox);
	head = outbox->heads[outbox->head_count++];
	head[0] = VERSION_1;
	head[1] = type;
	head[2] = (uint8_t)(outbox->request_id >> 8);
	head[3] = (uint8_t)outbox->request_id;
	head[4] = (uint8_t)(size >> 8);
	head[5] = (uint8_t)size;
	head[6] = head[7] = 0;
	add(outbox, head, HEAD);
}

static void add_output(struct outbox *outbox, const struct text *pieces, size_t count)
{
	size_t left = 0, room = 0;

	for (size_t i = 0; i < count; i++)
		left += pieces[i].size;
	for (size_t i = 0; i < count; i++) {
		struct text rest = pieces[i];

		while (rest.size > 0) {
			size_t size;

			if (room == 0) {
				room = left < CONTENT_MAX ? left : CONTENT_MAX;
				add_head(outbox, STDOUT, room);
			}
			size = rest.size < room ? rest.size : room;
			add(outbox, rest.data, size);
			rest = (struct text){ rest.data + size, rest.size - size };
			room -= size;
			left -= size;
		}
	}
}

bool records_send(int connection, int request_id, const struct text *pieces, size_t count,
		  bool is_last)
{
	static const uint8_t complete[8]; /* application status 0, FCGI_REQUEST_COMPLETE */
	struct outbox outbox;

	outbox.connection = connection;
	outbox.request_id = request_id;
	outbox.vector_count = outbox.head_count = 0;
	outbox.has_failed = false;
	add_output(&outbox, pieces, count);
	if (is_last) {
		add_head(&outbox, STDOUT, 0);
		add_head(&outbox, END_REQUEST, sizeof(complete));
		add(&outbox, complete, sizeof(complete));
	}
	flush(&outbox);
	return !outbox.has_failed;
}
