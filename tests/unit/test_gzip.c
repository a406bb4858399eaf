/*
 * The compressed form: what comes out of it is what went in, whatever pieces it came in.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/gzip.h"

static void assert_comes_back(struct text *pieces, size_t count)
{
	struct buffer packed = { 0 }, whole = { 0 };
	z_stream stream = { 0 };
	char *out;

	for (size_t i = 0; i < count; i++)
		buffer_add_text(&whole, pieces[i]);
	buffer_add(&packed, "before", 6);
	assert_true(gzip_pieces(pieces, count, &packed));
	assert_memory_equal(packed.data, "before\x1f\x8b", 8);
	out = memory_take(whole.size + 1);
	assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
	stream.next_in = (Bytef *)packed.data + 6;
	stream.avail_in = (uInt)(packed.size - 6);
	stream.next_out = (Bytef *)out;
	stream.avail_out = (uInt)whole.size + 1;
	assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
	assert_int_equal(stream.total_out, whole.size);
	if (whole.size > 0)
		assert_memory_equal(out, whole.data, whole.size);
	inflateEnd(&stream);
	free(out);
	buffer_free(&packed);
	buffer_free(&whole);
}

static void pieces_come_back_as_one(void **state)
{
	struct text pieces[] = { TEXT("[{\"id\":1},"), TEXT(""), TEXT("{\"id\":2}]") };

	(void)state;
	assert_comes_back(pieces, 3);
	assert_comes_back(pieces, 1);
	assert_comes_back(pieces, 0);
}

/* Bytes without a pattern grow a little: the bound must hold for them as well. */
static void what_cannot_be_compressed_fits(void **state)
{
	enum { SIZE = 300000, PIECE = 4096 };
	struct text pieces[SIZE / PIECE + 1];
	char *bytes = memory_take(SIZE);
	size_t count = 0;

	(void)state;
	srandom(1);
	for (size_t i = 0; i < SIZE; i++)
		bytes[i] = (char)(random() >> 7);
	for (size_t at = 0; at < SIZE; at += PIECE)
		pieces[count++] =
			(struct text){ bytes + at, at + PIECE < SIZE ? PIECE : SIZE - at };
	assert_comes_back(pieces, count);
	free(bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces_come_back_as_one),
		cmocka_unit_test(what_cannot_be_compressed_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
