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

bool zlib_pack(struct text bytes, struct buffer *out)
{
	uLongf size = compressBound((uLong)bytes.size);

	if (compress2((Bytef *)buffer_room(out, size), &size, (const Bytef *)bytes.data,
		      (uLong)bytes.size, LEVEL) != Z_OK)
		return false;
	out->size += size;
	return true;
}

enum { UNPACK_STEP = 16384 };

bool zlib_unpack(struct arena *arena, struct text packed, size_t max, struct text *out)
{
	z_stream stream = { .next_in = (Bytef *)(uintptr_t)packed.data,
			    .avail_in = (uInt)packed.size };
	struct buffer bytes = { 0 };
	int state = inflateInit(&stream);

	while (state == Z_OK && bytes.size <= max) {
		stream.next_out = (Bytef *)buffer_room(&bytes, UNPACK_STEP);
		stream.avail_out = UNPACK_STEP;
		state = inflate(&stream, Z_NO_FLUSH);
		bytes.size += UNPACK_STEP - stream.avail_out;
	}
	inflateEnd(&stream);
	if (state == Z_STREAM_END && bytes.size <= max)
		*out = arena_copy(arena, buffer_text(&bytes));
	buffer_free(&bytes);
	return state == Z_STREAM_END && bytes.size <= max;
}
