/*
 * A growing run of bytes. It doubles as it grows, so writing a reply byte by byte stays linear;
 * memory that cannot be had ends the process, as in the arena.
 */
#include "base/buffer.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/copy.h"

/* PRINTED_MAX: what fits is printed once, what does not a second time. */
enum { CAPACITY_MIN = 256, PRINTED_MAX = 128, SECRETS_MAX = 65536 };

/* What stood in the old place may be a secret, which nobody could wipe there any more. Long answers have
 * none, and are not copied by hand. */
static void move(struct buffer *buffer, size_t capacity)
{
	char *data;

	if (!buffer->data || buffer->capacity > SECRETS_MAX) {
		buffer->data = memory_resize(buffer->data, capacity);
		return;
	}
	data = memory_take(capacity);
	copy_bytes(data, capacity, buffer->data, buffer->size);
	buffer_wipe(&(struct buffer){ .data = buffer->data, .capacity = buffer->capacity });
	free(buffer->data);
	buffer->data = data;
}

char *buffer_grow(struct buffer *buffer, size_t more)
{
	size_t capacity = buffer->capacity ? buffer->capacity : CAPACITY_MIN;

	assert(more <= SIZE_MAX / 4 && buffer->size <= SIZE_MAX / 4);
	while (capacity < buffer->size + more)
		capacity *= 2;
	move(buffer, capacity);
	buffer->capacity = capacity;
	return buffer->data + buffer->size;
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t size)
{
	char *room = buffer_room(buffer, size);

	copy_bytes(room, buffer->capacity - buffer->size, bytes, size);
	buffer->size += size;
}

void buffer_add_text(struct buffer *buffer, struct text text)
{
	buffer_add(buffer, text.data, text.size);
}

void buffer_print(struct buffer *buffer, const char *format, ...)
{
	va_list values;
	int size;

	va_start(values, format);
	size = vsnprintf(buffer_room(buffer, PRINTED_MAX), PRINTED_MAX, format, values);
	va_end(values);
	assert(size >= 0);
	if (size >= PRINTED_MAX) {
		va_start(values, format);
		vsnprintf(buffer_room(buffer, (size_t)size + 1), (size_t)size + 1, format, values);
		va_end(values);
	}
	buffer->size += (size_t)size;
}

void buffer_reset(struct buffer *buffer, size_t keep_bytes)
{
	buffer->size = 0;
	if (buffer->capacity <= keep_bytes)
		return;
	if (keep_bytes == 0) {
		buffer_free(buffer);
		return;
	}
	buffer->data = memory_resize(buffer->data, keep_bytes);
	buffer->capacity = keep_bytes;
}

void buffer_wipe(struct buffer *buffer)
{
	if (buffer->data)
		explicit_bzero(buffer->data, buffer->capacity);
	buffer->size = 0;
}

void buffer_free(struct buffer *buffer)
{
	free(buffer->data);
	*buffer = (struct buffer){ 0 };
}
