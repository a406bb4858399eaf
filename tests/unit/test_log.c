/*
 * The log: one line of valid JSON an event, whatever the values hold.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json_check.h"
#include "base/log.h"
#include "base/time.h"

static char path[] = "/tmp/okr-log-XXXXXX";

static int start(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd < 0 || close(fd) || log_open(path) ? -1 : 0;
}

static int stop(void **state)
{
	(void)state;
	return log_open(NULL) || unlink(path) ? -1 : 0;
}

/* Empties the file before each test: the log appends. */
static int empty(void **state)
{
	(void)state;
	return truncate(path, 0);
}

/* The whole log, after each of its lines was found to be JSON. */
static struct text read_log(struct arena *arena, size_t *lines)
{
	char *bytes = arena_take(arena, 1 << 20);
	FILE *file = fopen(path, "r");
	struct text log, rest;

	assert_non_null(file);
	log = (struct text){ bytes, fread(bytes, 1, 1 << 20, file) };
	fclose(file);
	rest = log;
	*lines = 0;
	while (rest.size > 0) {
		struct text line = text_cut(&rest, '\n');
		struct json_fault fault;

		assert_false(text_is_none(rest));
		assert_true(json_check(arena, line, &fault));
		++*lines;
	}
	return log;
}

static void a_line_has_time_level_process_and_message(void **state)
{
	struct arena *arena = arena_new(0);
	struct instant at, now = instant_now();
	char expected[128];
	struct text log;
	size_t lines;

	(void)state;
	log_print(LOG_WARNING, "%s is %d", "x", 7);
	log = read_log(arena, &lines);
	assert_int_equal(lines, 1);
	assert_true(text_starts_with(log, TEXT("{\"time\":\"")));
	assert_true(instant_parse((struct text){ log.data + 9, 24 }, &at));
	assert_true(at.ms >= now.ms && at.ms < now.ms + 60000);
	snprintf(expected, sizeof(expected),
		 "\",\"level\":\"warning\",\"pid\":%d,\"message\":\"x is 7\"}\n", (int)getpid());
	assert_string_equal(log.data + 33, expected);
	arena_free(arena);
}

static void hostile_values_stay_in_one_valid_line(void **state)
{
	struct arena *arena = arena_new(0);
	struct json_writer *json;
	struct text log;
	size_t lines;

	(void)state;
	json = log_begin(LOG_INFO, "request");
	json_member(json, TEXT("path"),
		    TEXT("/\r\n{\"level\":\"error\"}\x1B[2J\xE2\x80\xA8\xFF\xC0\xAF"));
	json_key(json, TEXT("ms"));
	json_number(json, 0.25);
	log_end();
	log_print(LOG_INFO, "a\nb\n%s", "c\xE2\x82");
	log = read_log(arena, &lines);
	assert_int_equal(lines, 2);
	assert_non_null(strstr(log.data, "\"event\":\"request\",\"path\":\"/\\r\\n{\\\"level"));
	assert_non_null(strstr(log.data, "\\u001b[2J\\u2028\\ufffd\\ufffd\\ufffd\",\"ms\":0.25"));
	arena_free(arena);
}

static void long_values_are_cut_at_2_kib(void **state)
{
	struct arena *arena = arena_new(0);
	char *value = arena_take(arena, 1 << 20);
	struct json_writer *json;
	struct text log;
	size_t lines;

	(void)state;
	memset(value, 'v', (1 << 20) - 1);
	log_print(LOG_INFO, "%s", value);
	json = log_begin(LOG_INFO, "long");
	json_member(json, TEXT("value"), text_from(value));
	log_end();
	log = read_log(arena, &lines);
	assert_int_equal(lines, 2);
	assert_in_range(log.size, 2 * 2048, 2 * 2048 + 300);
	arena_free(arena);
}

static void what_is_less_urgent_than_the_level_is_left_out(void **state)
{
	struct arena *arena = arena_new(0);
	struct text log;
	size_t lines;

	(void)state;
	log_set_level(LOG_WARNING);
	log_print(LOG_INFO, "left out");
	log_begin(LOG_INFO, "left out too");
	log_end();
	log_print(LOG_ERROR, "kept");
	log_set_level(LOG_INFO);
	log = read_log(arena, &lines);
	assert_int_equal(lines, 1);
	assert_non_null(strstr(log.data, "kept"));
	arena_free(arena);
}

static void lines_of_several_processes_do_not_mix(void **state)
{
	struct arena *arena = arena_new(0);
	pid_t children[4];
	size_t lines;

	(void)state;
	for (int i = 0; i < 4; i++) {
		children[i] = fork();
		if (children[i] == 0) {
			for (int line = 0; line < 250; line++)
				log_print(LOG_INFO, "line %d of process %d", line, i);
			_exit(0);
		}
	}
	for (int i = 0; i < 4; i++)
		waitpid(children[i], &(int){ 0 }, 0);
	read_log(arena, &lines);
	assert_int_equal(lines, 1000);
	arena_free(arena);
}

static void a_file_that_cannot_be_opened_leaves_the_log_as_it_was(void **state)
{
	struct arena *arena = arena_new(0);
	size_t lines;

	(void)state;
	assert_int_equal(log_open("/nonexistent/log"), ENOENT);
	log_print(LOG_INFO, "still here");
	read_log(arena, &lines);
	assert_int_equal(lines, 1);
	arena_free(arena);
}

static void a_full_disk_does_not_stop_anything(void **state)
{
	(void)state;
	assert_int_equal(log_open("/dev/full"), 0);
	log_print(LOG_INFO, "lost");
	assert_int_equal(log_open(path), 0);
}

static void a_credential_in_a_value_is_cut(void **state)
{
	struct arena *arena = arena_new(0);
	struct json_writer *json;
	struct text log;
	size_t lines;

	(void)state;
	json = log_begin(LOG_INFO, "request");
	json_member(json, TEXT("id"), TEXT("okrt_0123456789abcdefghijABCDEFGHIJ123456"));
	log_end();
	log_print(LOG_INFO, "no %s", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl");
	log = read_log(arena, &lines);
	assert_int_equal(lines, 2);
	assert_non_null(strstr(log.data, "\"id\":\"okrt_0123...\"}"));
	assert_non_null(strstr(log.data, "\"message\":\"no eyJhbGciO...\"}"));
	arena_free(arena);
}

/* Only what the log does at its next line in another second is asked for, not how soon. */
static void a_file_that_was_moved_away_is_begun_anew(void **state)
{
	char moved[sizeof(path) + 2];
	struct arena *arena = arena_new(0);
	size_t lines;

	(void)state;
	snprintf(moved, sizeof(moved), "%s.1", path);
	log_print(LOG_INFO, "before");
	assert_int_equal(rename(path, moved), 0);
	while (access(path, F_OK) != 0) {
		log_print(LOG_INFO, "between");
		usleep(20000);
	}
	log_print(LOG_INFO, "after");
	read_log(arena, &lines);
	assert_int_equal(lines, 2); /* the one that began the file, and the last */
	assert_int_equal(unlink(moved), 0);
	arena_free(arena);
}

static void a_log_that_cannot_be_begun_anew_goes_on_where_it_is(void **state)
{
	char directory[] = "/tmp/okr-log-XXXXXX", file[sizeof(directory) + 4];
	struct stat status;
	int fd;

	(void)state;
	assert_non_null(mkdtemp(directory));
	snprintf(file, sizeof(file), "%s/log", directory);
	assert_int_equal(log_open(file), 0);
	fd = open(file, O_RDONLY);
	assert_int_equal(unlink(file), 0);
	assert_int_equal(rmdir(directory), 0);
	for (int i = 0; i < 60; i++) {
		log_print(LOG_INFO, "on");
		usleep(20000);
	}
	assert_int_equal(fstat(fd, &status), 0);
	assert_true(status.st_size > 60 * 50);
	close(fd);
	assert_int_equal(log_open(path), 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_line_has_time_level_process_and_message, empty),
		cmocka_unit_test_setup(hostile_values_stay_in_one_valid_line, empty),
		cmocka_unit_test_setup(long_values_are_cut_at_2_kib, empty),
		cmocka_unit_test_setup(what_is_less_urgent_than_the_level_is_left_out, empty),
		cmocka_unit_test_setup(lines_of_several_processes_do_not_mix, empty),
		cmocka_unit_test_setup(a_file_that_cannot_be_opened_leaves_the_log_as_it_was,
				       empty),
		cmocka_unit_test_setup(a_full_disk_does_not_stop_anything, empty),
		cmocka_unit_test_setup(a_credential_in_a_value_is_cut, empty),
		cmocka_unit_test_setup(a_file_that_was_moved_away_is_begun_anew, empty),
		cmocka_unit_test_setup(a_log_that_cannot_be_begun_anew_goes_on_where_it_is, empty),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
