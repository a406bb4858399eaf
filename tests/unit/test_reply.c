/*
 * What a reply's head looks like to the web server. Bodies are only counted here; nothing is sent.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "http/reply.h"

static void assert_head(struct reply *reply, const char *expected)
{
	struct buffer head = { 0 };

	reply_print_head(reply, &head);
	assert_int_equal(head.size, strlen(expected));
	assert_memory_equal(head.data, expected, head.size);
	buffer_free(&head);
	reply_free(reply);
}

static void test_head_has_status_lines_and_length(void **state)
{
	struct reply reply = { .status = 201 };

	(void)state;
	reply_header(&reply, "Location", "/api/v1/okrs/%d", 7);
	reply_header(&reply, "Vary", "Accept");
	buffer_add_text(&reply.body, TEXT("{}"));
	assert_head(&reply,
		    "Status: 201 Created\r\nLocation: /api/v1/okrs/7\r\nVary: Accept\r\n"
		    "Content-Length: 2\r\n\r\n");
}

static void test_head_request_tells_the_length_too(void **state)
{
	struct reply reply = { .status = 200, .has_no_body = true };

	(void)state;
	buffer_add_text(&reply.body, TEXT("0123456789"));
	assert_head(&reply, "Status: 200 OK\r\nContent-Length: 10\r\n\r\n");
}

static void test_empty_body_has_length_zero(void **state)
{
	struct reply reply = { .status = 202 };

	(void)state;
	assert_head(&reply, "Status: 202 Accepted\r\nContent-Length: 0\r\n\r\n");
}

static void test_204_and_304_have_no_length(void **state)
{
	struct reply no_content = { .status = 204 };
	struct reply not_modified = { .status = 304 };

	(void)state;
	assert_head(&no_content, "Status: 204 No Content\r\n\r\n");
	assert_head(&not_modified, "Status: 304 Not Modified\r\n\r\n");
}

static void test_no_value_makes_a_second_line(void **state)
{
	struct reply reply = { .status = 200 };

	(void)state;
	reply_header(&reply, "X-A", "%s", "1\r\nSet-Cookie: x=1\n\t\x01\x7f end");
	assert_head(&reply,
		    "Status: 200 OK\r\nX-A: 1Set-Cookie: x=1 end\r\n"
		    "Content-Length: 0\r\n\r\n");
}

static void test_long_values_are_whole(void **state)
{
	struct reply reply = { .status = 200 };
	static char value[10001];

	(void)state;
	memset(value, 'v', sizeof(value) - 1);
	reply_header(&reply, "X-Long", "%s", value);
	assert_int_equal(reply.head.size, strlen("X-Long: \r\n") + sizeof(value) - 1);
	assert_memory_equal(reply.head.data + reply.head.size - 3, "v\r\n", 3);
	reply_free(&reply);
}

static void test_reset_forgets_everything(void **state)
{
	struct reply reply = { .status = 500, .has_no_body = true };

	(void)state;
	reply_header(&reply, "X-A", "1");
	buffer_add_text(&reply.body, TEXT("old"));
	reply_reset(&reply);
	assert_false(reply.has_no_body);
	reply.status = 200;
	assert_head(&reply, "Status: 200 OK\r\nContent-Length: 0\r\n\r\n");
}

static void test_reasons_are_the_standard_ones(void **state)
{
	static const struct {
		int status;
		const char *reason;
	} cases[] = {
		{ 200, "OK" },
		{ 404, "Not Found" },
		{ 405, "Method Not Allowed" },
		{ 412, "Precondition Failed" },
		{ 413, "Content Too Large" },
		{ 422, "Unprocessable Content" },
		{ 429, "Too Many Requests" },
		{ 503, "Service Unavailable" },
		{ 299, "Unknown" },
		{ 0, "Unknown" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_string_equal(reply_reason(cases[i].status), cases[i].reason);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_head_has_status_lines_and_length),
		cmocka_unit_test(test_head_request_tells_the_length_too),
		cmocka_unit_test(test_empty_body_has_length_zero),
		cmocka_unit_test(test_204_and_304_have_no_length),
		cmocka_unit_test(test_no_value_makes_a_second_line),
		cmocka_unit_test(test_long_values_are_whole),
		cmocka_unit_test(test_reset_forgets_everything),
		cmocka_unit_test(test_reasons_are_the_standard_ones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
