/*
 * Copies whose length is not that of a type. A length that comes from a caller, a row or a table may
 * be wrong, so every such copy says how much room there is, and a copy that does not fit stops the
 * process before it writes. `make lint` refuses a memcpy by any other length than sizeof.
 */
#ifndef OKR_BASE_COPY_H
#define OKR_BASE_COPY_H

#include <assert.h>
#include <stddef.h>
#include <string.h>

/* Copies `size` bytes to where there is room for `room`; they must not overlap. Whoever takes a size
 * from outside checks it first and says an error: the assertion is for our own mistakes. `from` may
 * be NULL when there is nothing to copy. Returns `to`. */
static inline void *copy_bytes(void *to, size_t room, const void *from, size_t size)
{
	assert(size <= room);
	return size == 0 ? to : memcpy(to, from, size);
}

#endif
