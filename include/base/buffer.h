/*
 * A growing run of bytes that a worker keeps from request to request: replies are written into it.
 */
#ifndef OKR_BASE_BUFFER_H
#define OKR_BASE_BUFFER_H

#include <stddef.h>

#include "base/text.h"

struct buffer {
	char *data;
	size_t size;     /* bytes written */
	size_t capacity; /* bytes owned */
};

/* The part of buffer_room that is seldom needed. */
char *buffer_grow(struct buffer *buffer, size_t more);

/* Room for `more` further bytes; returns where they go. The caller adds what it wrote to `size`. */
static inline char *buffer_room(struct buffer *buffer, size_t more)
{
	if (buffer->capacity - buffer->size >= more && buffer->data)
		return buffer->data + buffer->size;
	return buffer_grow(buffer, more);
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t size);
void buffer_add_text(struct buffer *buffer, struct text text);

__attribute__((format(printf, 2, 3))) void buffer_print(struct buffer *buffer, const char *format,
							...);

static inline void buffer_add_byte(struct buffer *buffer, char byte)
{
	*buffer_room(buffer, 1) = byte;
	buffer->size++;
}

static inline struct text buffer_text(const struct buffer *buffer)
{
	return (struct text){ buffer->data ? buffer->data : "", buffer->size };
}

/* Empties it; memory beyond `keep_bytes` goes back to the system. */
void buffer_reset(struct buffer *buffer, size_t keep_bytes);

/* Overwrites what was written and empties it: for what held a credential. */
void buffer_wipe(struct buffer *buffer);
void buffer_free(struct buffer *buffer);

#endif
