/*
 * Memory: the arena, the growing buffer and errors, which live in an arena.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/error.h"

static struct arena *arena;

static int make_arena(void **state)
{
	(void)state;
	arena = arena_new(1024);
	return 0;
}

static int drop_arena(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void what_is_taken_is_zeroed_and_aligned_also_after_a_reset(void **state)
{
	(void)state;
	for (int round = 0; round < 3; round++) {
		for (size_t size = 0; size < 300; size += 7) {
			unsigned char *bytes = arena_take(arena, size);

			assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
			for (size_t i = 0; i < size; i++)
				assert_int_equal(bytes[i], 0);
			memset(bytes, 0xAA, size);
		}
		arena_reset(arena);
	}
}

static void items_do_not_overlap(void **state)
{
	unsigned char *items[200];

	(void)state;
	for (size_t i = 0; i < 200; i++) {
		items[i] = arena_take(arena, i * 10);
		memset(items[i], (int)i, i * 10);
	}
	for (size_t i = 0; i < 200; i++) {
		for (size_t at = 0; at < i * 10; at++)
			assert_int_equal(items[i][at], i);
	}
}

static void a_large_item_fits_and_a_reset_forgets_it(void **state)
{
	(void)state;
	memset(arena_take(arena, 5 << 20), 1, 5 << 20);
	assert_true(arena_used(arena) >= 5 << 20);
	arena_reset(arena);
	assert_int_equal(arena_used(arena), 0);
}

static void copies_end_with_a_nul_and_absent_stays_absent(void **state)
{
	const char source[] = { 'a', 'b', 'c' };
	struct text copy = arena_copy(arena, (struct text){ source, 3 });

	(void)state;
	assert_true(copy.data != source);
	assert_int_equal(copy.size, 3);
	assert_string_equal(copy.data, "abc");
	assert_true(text_is_none(arena_copy(arena, TEXT_NONE)));
	assert_false(text_is_none(arena_copy(arena, TEXT(""))));
	assert_string_equal(arena_string(arena, TEXT_NONE), "");
}

static void printing_takes_what_it_needs(void **state)
{
	struct text text = arena_print(arena, "%s-%0*d", "x", 3000, 7);

	(void)state;
	assert_int_equal(text.size, 3002);
	assert_int_equal(text.data[3001], '7');
	assert_int_equal(text.data[3002], '\0');
}

static void die_of_overflow(void)
{
	arena_array(arena, SIZE_MAX / 2, 3);
}

static void die_of_size(void)
{
	arena_take(arena, SIZE_MAX - 8);
}

static void die_of_memory(void)
{
	memory_take(SIZE_MAX / 4);
}

static void memory_that_cannot_be_had_ends_the_process_with_one_line(void **state)
{
	static void (*const deaths[])(void) = { die_of_overflow, die_of_size, die_of_memory };

	(void)state;
	for (size_t i = 0; i < sizeof(deaths) / sizeof(deaths[0]); i++) {
		char said[256] = "";
		int ends[2], status;
		pid_t child;

		assert_int_equal(pipe(ends), 0);
		child = fork();
		if (child == 0) {
			dup2(ends[1], STDERR_FILENO);
			/* Sanitizers would rather report than let an allocation fail. */
			signal(SIGABRT, SIG_DFL);
			deaths[i]();
			_exit(0);
		}
		close(ends[1]);
		assert_true(read(ends[0], said, sizeof(said) - 1) > 0);
		close(ends[0]);
		waitpid(child, &status, 0);
		assert_true(!WIFEXITED(status) || WEXITSTATUS(status) != 0);
	}
}

static void a_buffer_grows_and_keeps_what_was_written(void **state)
{
	struct buffer buffer = { 0 };

	(void)state;
	assert_true(text_equal(buffer_text(&buffer), TEXT("")));
	for (int i = 0; i < 10000; i++)
		buffer_print(&buffer, "%d,", i % 10);
	buffer_add_text(&buffer, TEXT_NONE);
	buffer_add_byte(&buffer, '.');
	assert_int_equal(buffer.size, 20001);
	assert_memory_equal(buffer.data + 19996, "8,9,.", 5);
	buffer_free(&buffer);
}

static void a_reset_buffer_keeps_no_more_than_it_may(void **state)
{
	struct buffer buffer = { 0 };

	(void)state;
	buffer_room(&buffer, 100000);
	buffer_reset(&buffer, 4096);
	assert_int_equal(buffer.size, 0);
	assert_true(buffer.capacity <= 4096);
	buffer_add_text(&buffer, TEXT("again"));
	assert_memory_equal(buffer.data, "again", 5);
	buffer_reset(&buffer, 0);
	assert_null(buffer.data);
	buffer_free(&buffer);
}

static void wrong_fields_are_told_in_the_order_of_finding(void **state)
{
	struct error_list list = { 0 };
	const struct error *error;

	(void)state;
	assert_null(error_from_list(arena, &list));
	error_add(&list, arena, 8, TEXT("title"), "must have %d characters", 3);
	error_add(&list, arena, ERROR_NO_MEMBER, TEXT_NONE, "unknown");
	error = error_from_list(arena, &list);
	assert_int_equal(error->code, ERROR_INVALID);
	assert_string_equal(error->message.data, "2 fields are not valid.");
	assert_int_equal(error->details->member, 8);
	assert_true(error->details->list == ERROR_NO_MEMBER);
	assert_string_equal(error->details->field.data, "title");
	assert_string_equal(error->details->message.data, "must have 3 characters");
	assert_true(text_is_none(error->details->next->field));
	assert_null(error->details->next->next);
}

static void the_inside_of_an_error_is_not_in_its_message(void **state)
{
	const struct error *error = error_internal(arena, "table %s is gone", "objective");

	(void)state;
	assert_int_equal(error->code, ERROR_INTERNAL);
	assert_string_equal(error->inside.data, "table objective is gone");
	assert_null(strstr(error->message.data, "objective"));
	error = error_new(arena, ERROR_CONFLICT, "%s is closed", "It");
	assert_string_equal(error->message.data, "It is closed");
	assert_true(text_is_none(error->inside));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_taken_is_zeroed_and_aligned_also_after_a_reset),
		cmocka_unit_test(items_do_not_overlap),
		cmocka_unit_test(a_large_item_fits_and_a_reset_forgets_it),
		cmocka_unit_test(copies_end_with_a_nul_and_absent_stays_absent),
		cmocka_unit_test(printing_takes_what_it_needs),
		cmocka_unit_test(memory_that_cannot_be_had_ends_the_process_with_one_line),
		cmocka_unit_test(a_buffer_grows_and_keeps_what_was_written),
		cmocka_unit_test(a_reset_buffer_keeps_no_more_than_it_may),
		cmocka_unit_test(wrong_fields_are_told_in_the_order_of_finding),
		cmocka_unit_test(the_inside_of_an_error_is_not_in_its_message),
	};

	return cmocka_run_group_tests(tests, make_arena, drop_arena);
}
