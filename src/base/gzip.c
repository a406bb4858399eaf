/*
 * zlib, handed one piece after the other. The level is where JSON of many like records has become
 * small and more effort gains little.
 */
#include "base/gzip.h"

#include <assert.h>
#include <limits.h>
#include <stdint.h>

#include <zlib.h>

enum { LEVEL = 3, WINDOW_BITS = 15, AS_GZIP = 16, MEMORY_LEVEL = 8 };

static size_t size_of(const struct text *pieces, size_t count)
{
	size_t size = 0;

	for (size_t i = 0; i < count; i++)
		size += pieces[i].size;
	return size;
}

bool gzip_pieces(const struct text *pieces, size_t count, struct buffer *out)
{
	z_stream stream = { 0 };
	size_t room = size_of(pieces, count);
	int state = Z_OK;

	assert(room < UINT_MAX / 2);
	if (deflateInit2(&stream, LEVEL, Z_DEFLATED, WINDOW_BITS + AS_GZIP, MEMORY_LEVEL,
			 Z_DEFAULT_STRATEGY) != Z_OK)
		return false;
	/* The bound holds for everything in one go, and is enough for pieces as well. */
	room = deflateBound(&stream, (uLong)room);
	stream.next_out = (Bytef *)buffer_room(out, room);
	stream.avail_out = (uInt)room;
	for (size_t i = 0; i < count; i++) {
		if (pieces[i].size == 0)
			continue; /* zlib takes nothing for a mistake */
		stream.next_in = (Bytef *)(uintptr_t)pieces[i].data;
		stream.avail_in = (uInt)pieces[i].size;
		state = deflate(&stream, Z_NO_FLUSH);
		assert(state == Z_OK && stream.avail_in == 0);
	}
	state = deflate(&stream, Z_FINISH);
	assert(state == Z_STREAM_END);
	out->size += stream.total_out;
	deflateEnd(&stream);
	return true;
}
