/*
 * The cache that processes share: what is kept is found whole, the bound holds, the least recently
 * used go first, and neither writers at the same time nor processes that die leave anything wrong.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/cache.h"
#include "base/cache_table.h"

enum { SMALL = 1 << 20, WRITERS = 4, ROUNDS = 4000, KEYS = 64 };

static void make_key(unsigned number, uint8_t out[CACHE_KEY_SIZE])
{
	memset(out, 0, CACHE_KEY_SIZE);
	memcpy(out, &number, sizeof(number));
	out[CACHE_KEY_SIZE - 1] = (uint8_t)(number >> 3);
}

/* The bytes that stand under a number: any torn or mixed value shows. */
static char byte_of(unsigned number, size_t at)
{
	return (char)(number * 31 + at * 7 + at / 4096);
}

static size_t size_of(unsigned number)
{
	return 1 + (size_t)number * 997 % 60000;
}

static bool put(struct cache *cache, unsigned number, size_t size)
{
	uint8_t key[CACHE_KEY_SIZE];
	char *bytes = memory_take(size + 1);
	struct text parts[3];
	bool is_kept;

	for (size_t i = 0; i < size; i++)
		bytes[i] = byte_of(number, i);
	parts[0] = (struct text){ bytes, size / 3 };
	parts[1] = (struct text){ bytes + size / 3, size - size / 3 };
	parts[2] = (struct text){ bytes + size, 0 };
	make_key(number, key);
	is_kept = cache_put(cache, key, parts, 3);
	free(bytes);
	return is_kept;
}

/* Whether every byte is right; the value stays held. */
static bool is_whole(const struct cache_value *value, unsigned number, size_t size)
{
	size_t at = 0;

	for (size_t i = 0; i < value->count; i++)
		for (size_t j = 0; j < value->pieces[i].size; j++, at++)
			if (value->pieces[i].data[j] != byte_of(number, at))
				return false;
	return at == size && value->size == size;
}

static bool get(struct cache *cache, unsigned number, struct cache_value *out)
{
	uint8_t key[CACHE_KEY_SIZE];

	make_key(number, key);
	return cache_get(cache, key, out);
}

static bool has(struct cache *cache, unsigned number)
{
	struct cache_value value;
	bool found = get(cache, number, &value);

	cache_release(cache);
	return found;
}

/* Children end without tidying up: what they inherit stays in the sight of a leak checker here. */
static struct cache *volatile inherited;

static struct cache *new_cache(size_t bytes)
{
	struct cache *cache = cache_new(bytes);

	inherited = cache;
	assert_non_null(cache);
	assert_true(cache_join(cache));
	return cache;
}

static void too_little_is_none(void **state)
{
	struct cache_value value;

	(void)state;
	assert_null(cache_new(0));
	assert_null(cache_new(20000));
	assert_false(cache_join(NULL));
	assert_false(has(NULL, 1));
	assert_false(put(NULL, 1, 1));
	assert_false(get(NULL, 1, &value));
	cache_release(NULL);
	cache_free(NULL);
}

static void a_value_comes_back_whole(void **state)
{
	static const size_t sizes[] = { 0, 1, 4015, 4016, 4017, 8112, 8113, 100000, 200000 };
	struct cache *cache = new_cache(SMALL);
	struct cache_value value;

	(void)state;
	for (unsigned i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		assert_true(put(cache, i, sizes[i]));
		assert_true(get(cache, i, &value));
		assert_true(is_whole(&value, i, sizes[i]));
	}
	assert_false(has(cache, 99));
	cache_free(cache);
}

static void one_that_has_not_joined_finds_nothing(void **state)
{
	struct cache *cache = cache_new(SMALL);

	(void)state;
	assert_false(put(cache, 1, 10));
	assert_false(has(cache, 1));
	cache_free(cache);
}

static void the_first_under_a_key_stays(void **state)
{
	struct cache *cache = new_cache(SMALL);

	(void)state;
	assert_true(put(cache, 1, 10));
	assert_true(put(cache, 1, 10));
	assert_int_equal(cache_count(cache), 1);
	cache_free(cache);
}

static void a_value_of_more_than_its_share_is_not_kept(void **state)
{
	struct cache *cache = new_cache(SMALL);

	(void)state;
	assert_false(put(cache, 1, SMALL / 2));
	assert_true(put(cache, 2, SMALL / 8));
	assert_int_equal(cache_count(cache), 1);
	cache_free(cache);
}

static void the_least_recently_used_go_first(void **state)
{
	struct cache *cache = new_cache(SMALL);
	size_t max;

	(void)state;
	for (unsigned i = 0; i < 1000; i++) {
		assert_true(put(cache, i, 10000));
		assert_true(has(cache, 0));
	}
	max = cache_count(cache);
	assert_true(max > 60 && max < SMALL / 10000);
	assert_true(has(cache, 999));
	assert_true(has(cache, (unsigned)(1000 - max + 1)));
	assert_false(has(cache, (unsigned)(1000 - max - 1)));
	cache_free(cache);
}

/* Blocks that get lost would make room for less and less. */
static void the_room_stays_the_same(void **state)
{
	struct cache *cache = new_cache(SMALL);
	size_t first = 0;

	(void)state;
	for (unsigned round = 0; round < 200; round++) {
		for (unsigned i = 0; i < 100; i++)
			put(cache, 1000 * round + i, size_of(round * 100 + i));
		for (unsigned i = 0; i < 300; i++)
			assert_true(put(cache, 1000 * round + 500 + i, 4000));
		if (round == 0)
			first = cache_count(cache);
		assert_int_equal(cache_count(cache), first);
	}
	cache_free(cache);
}

static void what_is_held_is_not_written_over(void **state)
{
	struct cache *cache = new_cache(SMALL);
	struct cache_value value;

	(void)state;
	assert_true(put(cache, 7, 50000));
	assert_true(get(cache, 7, &value));
	for (unsigned i = 100; i < 1000; i++)
		assert_true(put(cache, i, 20000));
	assert_true(is_whole(&value, 7, 50000));
	cache_release(cache);
	for (unsigned i = 1000; i < 2000; i++)
		assert_true(put(cache, i, 20000));
	assert_false(has(cache, 7));
	cache_free(cache);
}

/* ---- several processes ----------------------------------------------------------------------- */

static int wait_for(pid_t pid)
{
	int status = -1;

	waitpid(pid, &status, 0);
	return status;
}

/* Writes and reads at random; ends with 1 as soon as a value is not what belongs to its key. */
static void stir(struct cache *cache, unsigned seed)
{
	cache_join(cache);
	srandom(seed);
	for (int i = 0; i < ROUNDS; i++) {
		unsigned number = (unsigned)random() % KEYS;
		struct cache_value value;

		if (!get(cache, number, &value))
			put(cache, number, size_of(number));
		else if (!is_whole(&value, number, size_of(number)))
			_exit(1);
	}
	_exit(0);
}

static void writers_at_the_same_time_mix_nothing(void **state)
{
	struct cache *cache = new_cache(SMALL);
	pid_t pids[WRITERS];

	(void)state;
	for (unsigned i = 0; i < WRITERS; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			stir(cache, i + 1);
	}
	for (unsigned i = 0; i < WRITERS; i++)
		assert_int_equal(wait_for(pids[i]), 0);
	cache_free(cache);
}

/* A part that cannot be read kills its writer in the midst of writing, with the lock in hand. */
static void fault_while_writing(struct cache *cache, void (*then)(int))
{
	void *unreadable = mmap(NULL, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	char bytes[9000] = { 0 };
	struct text parts[] = { { bytes, sizeof(bytes) }, { unreadable, 4096 } };
	uint8_t key[CACHE_KEY_SIZE];

	signal(SIGSEGV, then);
	cache_join(cache);
	make_key(5000, key);
	cache_put(cache, key, parts, 2);
	_exit(0);
}

static void a_writer_that_dies_leaves_it_empty(void **state)
{
	struct cache *cache = new_cache(SMALL);
	pid_t pid;

	(void)state;
	assert_true(put(cache, 1, 1000));
	pid = fork();
	if (pid == 0)
		fault_while_writing(cache, SIG_DFL);
	assert_true(WIFSIGNALED(wait_for(pid)));
	assert_false(has(cache, 1));
	assert_false(has(cache, 5000));
	assert_int_equal(cache_count(cache), 0);
	for (unsigned i = 0; i < 500; i++)
		assert_true(put(cache, i, size_of(i)));
	assert_true(has(cache, 499));
	cache_free(cache);
}

static void stop_here(int signal)
{
	(void)signal;
	raise(SIGSTOP);
	_exit(0);
}

static void a_writer_that_is_stopped_is_not_waited_for(void **state)
{
	struct cache *cache = new_cache(SMALL);
	pid_t pid;
	int status;

	(void)state;
	assert_true(put(cache, 1, 1000));
	pid = fork();
	if (pid == 0)
		fault_while_writing(cache, stop_here);
	assert_int_equal(waitpid(pid, &status, WUNTRACED), pid);
	assert_true(WIFSTOPPED(status));
	alarm(60);
	assert_false(has(cache, 1));
	assert_false(put(cache, 2, 1000));
	alarm(0);
	kill(pid, SIGKILL);
	assert_true(WIFSIGNALED(wait_for(pid)));
	assert_true(put(cache, 3, 1000));
	assert_true(has(cache, 3));
	cache_free(cache);
}

static void a_writer_that_dies_spoils_nothing_that_is_held(void **state)
{
	struct cache *cache = new_cache(SMALL);
	struct cache_value value;
	pid_t pid;

	(void)state;
	assert_true(put(cache, 1, 100000));
	assert_true(get(cache, 1, &value));
	pid = fork();
	if (pid == 0)
		fault_while_writing(cache, SIG_DFL);
	assert_true(WIFSIGNALED(wait_for(pid)));
	for (unsigned i = 10; i < 200; i++)
		assert_false(put(cache, i, 20000));
	assert_true(is_whole(&value, 1, 100000));
	cache_release(cache);
	assert_true(put(cache, 10, 20000));
	assert_false(has(cache, 1));
	cache_free(cache);
}

static void what_the_dead_held_is_given_back(void **state)
{
	struct cache *cache = new_cache(SMALL);
	pid_t pid;

	(void)state;
	assert_true(put(cache, 1, 100000));
	pid = fork();
	if (pid == 0) {
		struct cache_value value;

		cache_join(cache);
		_exit(get(cache, 1, &value) ? 0 : 1);
	}
	assert_int_equal(wait_for(pid), 0);
	for (unsigned i = 10; i < 200; i++)
		assert_true(put(cache, i, 20000));
	assert_false(has(cache, 1));
	cache_free(cache);
}

/*
 * Workers come and go: the places of those that left are used again. There are 1,024 of them; under
 * valgrind, where a fork takes as long as all other tests here, few are looked at for their memory.
 */
static void places_are_used_again(void **state)
{
	struct cache *cache = new_cache(SMALL);
	int workers = getenv("OKR_TEST_FEW_FORKS") ? 20 : 1100;

	(void)state;
	assert_true(put(cache, 1, 1000));
	for (int i = 0; i < workers; i++) {
		pid_t pid = fork();

		if (pid == 0)
			_exit(cache_join(cache) && has(cache, 1) ? 0 : 1);
		assert_int_equal(wait_for(pid), 0);
	}
	cache_free(cache);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(too_little_is_none),
		cmocka_unit_test(a_value_comes_back_whole),
		cmocka_unit_test(one_that_has_not_joined_finds_nothing),
		cmocka_unit_test(the_first_under_a_key_stays),
		cmocka_unit_test(a_value_of_more_than_its_share_is_not_kept),
		cmocka_unit_test(the_least_recently_used_go_first),
		cmocka_unit_test(the_room_stays_the_same),
		cmocka_unit_test(what_is_held_is_not_written_over),
		cmocka_unit_test(writers_at_the_same_time_mix_nothing),
		cmocka_unit_test(a_writer_that_dies_leaves_it_empty),
		cmocka_unit_test(a_writer_that_is_stopped_is_not_waited_for),
		cmocka_unit_test(a_writer_that_dies_spoils_nothing_that_is_held),
		cmocka_unit_test(what_the_dead_held_is_given_back),
		cmocka_unit_test(places_are_used_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
