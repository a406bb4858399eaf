/*
 * What becomes of the variables and the body that a web server hands over. The source is a table
 * in memory that hands out its body in small pieces, as a socket would.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/secret.h"
#include "http/cookie.h"
#include "http/percent.h"
#include "http/request.h"

enum { VARIABLES_MAX = 8, PIECE = 7, BODY_MAX = 64 };

struct variable {
	const char *name, *value;
};

struct fake {
	struct variable variables[VARIABLES_MAX];
	const char *body;
	size_t given;
};

static struct arena *arena;
static struct settings settings;

static const char *fake_variable(void *context, const char *name)
{
	const struct fake *fake = context;

	for (size_t i = 0; i < VARIABLES_MAX && fake->variables[i].name; i++) {
		if (strcmp(fake->variables[i].name, name) == 0)
			return fake->variables[i].value;
	}
	return NULL;
}

static size_t fake_read(void *context, char *to, size_t size)
{
	struct fake *fake = context;
	size_t left = fake->body ? strlen(fake->body) - fake->given : 0;

	if (size > left)
		size = left;
	if (size > PIECE)
		size = PIECE;
	if (size > 0)
		memcpy(to, fake->body + fake->given, size);
	fake->given += size;
	return size;
}

static struct request read_fake(struct fake *fake)
{
	const struct request_source source = { fake, fake_variable, fake_read };
	struct request request;

	assert_true(request_read(arena, &settings, &source, &request));
	return request;
}

static void assert_text(struct text text, const char *expected)
{
	if (!expected) {
		assert_true(text_is_none(text));
		return;
	}
	assert_false(text_is_none(text));
	if (!text_equal(text, text_from(expected)))
		fail_msg("\"%.*s\" is not \"%s\"", TEXT_PRINT(text), expected);
}

static int set_up(void **state)
{
	(void)state;
	arena = arena_new(4096);
	settings = (struct settings){ .body_bytes_max = BODY_MAX };
	return secret_start() ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* ---- the path and the query ---------------------------------------------------------------- */

static void test_path_comes_from_request_uri(void **state)
{
	static const struct {
		const char *base_path, *uri, *path, *query;
	} cases[] = {
		{ "", "/api/v1/okrs", "/api/v1/okrs", NULL },
		{ "", "/api/v1/okrs?", "/api/v1/okrs", "" },
		{ "", "/api/v1/okrs?a=1&b=?2", "/api/v1/okrs", "a=1&b=?2" },
		{ "", "/api/v1/a%2Fb%3F", "/api/v1/a%2Fb%3F", NULL },
		{ "", "/", "/", NULL },
		{ "", "*", "*", NULL },
		{ "", "http://host:80/healthz?x", "/healthz", "x" },
		{ "", "HTTPS://host", "/", NULL },
		{ "", "https://host?x", "/", "x" },
		{ "", "//double//slash", "//double//slash", NULL },
		{ "", "/api/v1/x/api/v1/y", "/api/v1/x/api/v1/y", NULL },
		{ "", "/folder/healthz", "/folder/healthz", NULL },
		{ "/folder", "/folder/healthz", "/healthz", NULL },
		{ "/folder", "/folder", "/", NULL },
		{ "/folder", "/folders/healthz", "/folders/healthz", NULL },
		{ "/folder", "/healthz", "/healthz", NULL },
		{ "/folder", "/other/api/v1/okrs", "/other/api/v1/okrs", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct fake fake = { .variables = { { "REQUEST_METHOD", "GET" },
						    { "REQUEST_URI", cases[i].uri },
						    { "SCRIPT_NAME", "/wrong" },
						    { "QUERY_STRING", "wrong" } } };
		struct request request;

		settings.base_path = text_from(cases[i].base_path);
		request = read_fake(&fake);
		assert_text(request.path, cases[i].path);
		assert_text(request.query, cases[i].query);
	}
}

/* rulings.md 65: our path begins behind the script or its folder, and nowhere further inside. */
static void test_a_root_further_inside_a_path_is_not_ours(void **state)
{
	static const struct {
		const char *script, *uri, *path, *prefix;
	} cases[] = {
		/* as nginx and mod_proxy_fcgi tell it: the whole path */
		{ "/api/v1/me", "/api/v1/me", "/api/v1/me", "" },
		{ "/docs/api/v1/me", "/docs/api/v1/me", "/docs/api/v1/me", "" },
		{ "/x/api/v1/me", "/x/api/v1/me", "/x/api/v1/me", "" },
		{ "/x/healthz", "/x/healthz", "/x/healthz", "" },
		{ "/x/healthz", "/x/%68ealthz", "/x/%68ealthz", "" },
		{ "/docs/healthz", "/docs/%68ealthz", "/docs/%68ealthz", "" },
		/* behind the program */
		{ "/cgi/okr.cgi", "/cgi/okr.cgi/api/v1/me", "/api/v1/me", "/cgi/okr.cgi" },
		{ "/cgi/okr.cgi", "/cgi/okr.cgi/healthz", "/healthz", "/cgi/okr.cgi" },
		{ "/cgi/okr.cgi", "/cgi/okr.cgi/docs/api/v1/me", "/docs/api/v1/me",
		  "/cgi/okr.cgi" },
		{ "/cgi/okr.cgi", "/cgi/okr.cgi/x/api/v1/me", "/cgi/okr.cgi/x/api/v1/me", "" },
		{ "/c d/\xc3\xa9.cgi", "/c%20d/%c3%a9.cgi/api", "/api", "/c%20d/%c3%a9.cgi" },
		/* by an alias, or by a rewrite rule of the folder */
		{ "/tools/api", "/tools/api/v1/me", "/api/v1/me", "/tools" },
		{ "/api", "/api/v1/me", "/api/v1/me", "" },
		{ "/tools/okr.cgi", "/tools/api/v1/me", "/api/v1/me", "/tools" },
		{ "/tools/okr.cgi", "/tools/docs/", "/docs/", "/tools" },
		{ "/tools/okr.cgi", "/tools/x/api/v1/me", "/tools/x/api/v1/me", "" },
		{ "/tools/okr.cgi", "/toolsapi/v1/me", "/toolsapi/v1/me", "" },
		{ "/okr.cgi", "/api/v1/me", "/api/v1/me", "" },
		{ "/okr.cgi", "/x/api/v1/me", "/x/api/v1/me", "" },
		{ "okr.cgi", "/x/api/v1/me", "/x/api/v1/me", "" },
		{ "/tools/okr.cgi", "/tools/apiary", "/tools/apiary", "" },
		{ "/tools/okr.cgi", "/%/api/v1/me", "/%/api/v1/me", "" },
	};

	(void)state;
	settings.base_path = TEXT("");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct fake fake = { .variables = { { "REQUEST_METHOD", "GET" },
						    { "REQUEST_URI", cases[i].uri },
						    { "SCRIPT_NAME", cases[i].script },
						    { "HTTP_HOST", "h" } } };
		struct request request = read_fake(&fake);

		assert_text(request.path, cases[i].path);
		assert_text(request.origin_url,
			    arena_print(arena, "http://h%s", cases[i].prefix).data);
	}
}

static void test_script_variables_serve_without_request_uri(void **state)
{
	struct fake fake = { .variables = { { "REQUEST_METHOD", "GET" },
					    { "SCRIPT_NAME", "/cgi/okr.cgi" },
					    { "PATH_INFO", "/api/v1/okrs/a b%/\xc3\xa9" },
					    { "QUERY_STRING", "x=1" } } };
	struct request request = read_fake(&fake);

	(void)state;
	assert_text(request.path, "/api/v1/okrs/a%20b%25/%C3%A9");
	assert_text(request.query, "x=1");
}

static void test_empty_query_string_is_no_query(void **state)
{
	struct fake fake = { .variables = { { "REQUEST_METHOD", "GET" }, { "QUERY_STRING", "" } } };
	struct request request = read_fake(&fake);

	(void)state;
	assert_text(request.path, "/");
	assert_text(request.query, NULL);
}

static void test_origin_is_how_the_caller_reached_us(void **state)
{
	static const struct {
		const char *base_url, *base_path;
		struct variable variables[4];
		const char *origin;
	} cases[] = {
		{ "", "", { { "HTTP_HOST", "h" } }, "http://h" },
		{ "", "", { { "HTTP_HOST", "h:8080" }, { "SERVER_PORT", "80" } }, "http://h:8080" },
		{ "", "", { { "HTTP_HOST", "h" }, { "SERVER_PORT", "80" } }, "http://h" },
		{ "", "", { { "HTTP_HOST", "h" }, { "SERVER_PORT", "8080" } }, "http://h" },
		{ "", "", { { "SERVER_NAME", "h" }, { "SERVER_PORT", "8080" } }, "http://h:8080" },
		{ "", "", { { "SERVER_NAME", "h" }, { "SERVER_PORT", "http" } }, "http://h" },
		{ "",
		  "",
		  { { "HTTP_HOST", "h" }, { "SERVER_PORT", "443" }, { "HTTPS", "on" } },
		  "https://h" },
		{ "",
		  "",
		  { { "SERVER_NAME", "h" },
		    { "SERVER_PORT", "8443" },
		    { "REQUEST_SCHEME", "https" } },
		  "https://h:8443" },
		{ "", "", { { "HTTP_HOST", "h" }, { "HTTPS", "off" } }, "http://h" },
		{ "", "", { { "HTTP_HOST", "[::1]" }, { "SERVER_PORT", "8080" } }, "http://[::1]" },
		{ "",
		  "",
		  { { "HTTP_HOST", "[::1]:8080" }, { "SERVER_PORT", "80" } },
		  "http://[::1]:8080" },
		{ "",
		  "",
		  { { "HTTP_HOST", "a>; rel=\"x" }, { "SERVER_NAME", "real" } },
		  "http://real" },
		{ "", "", { { "SERVER_NAME", "" } }, "http://localhost" },
		{ "", "/okr", { { "HTTP_HOST", "h" } }, "http://h/okr" },
		{ "https://okr.example.com",
		  "/okr",
		  { { "HTTP_HOST", "h" } },
		  "https://okr.example.com/okr" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct fake fake = { .variables = { { "REQUEST_METHOD", "GET" },
						    { "REQUEST_URI", "/healthz" } } };

		memcpy(fake.variables + 2, cases[i].variables, sizeof(cases[i].variables));
		settings.base_url = text_from(cases[i].base_url);
		settings.base_path = text_from(cases[i].base_path);
		assert_text(read_fake(&fake).origin_url, cases[i].origin);
	}
}

/* ---- the headers --------------------------------------------------------------------------- */

static void test_without_a_method_there_is_no_request(void **state)
{
	struct fake fake = { .variables = { { "FCGI_ROLE", "RESPONDER" } } };
	const struct request_source source = { &fake, fake_variable, fake_read };
	struct request request = { .method = TEXT("kept") };

	(void)state;
	assert_false(request_read(arena, &settings, &source, &request));
	assert_text(request.method, "kept");
}

static void test_headers_reach_their_members(void **state)
{
	struct fake fake = { .variables = { { "REQUEST_METHOD", "PATCH" },
					    { "HTTP_ACCEPT", "text/csv" },
					    { "HTTP_IF_MATCH", "\"a\"" },
					    { "HTTP_ORIGIN", "https://o" },
					    { "REMOTE_ADDR", "127.0.0.1" },
					    { "HTTP_MCP_NAME", "get_okrs" },
					    { "HTTP_X_REQUEST_ID", "abc-1_2.3" } } };
	struct request request = read_fake(&fake);

	(void)state;
	assert_text(request.method, "PATCH");
	assert_text(request.accept, "text/csv");
	assert_text(request.if_match, "\"a\"");
	assert_text(request.origin, "https://o");
	assert_text(request.remote_address, "127.0.0.1");
	assert_text(request.mcp_name, "get_okrs");
	assert_text(request.id, "abc-1_2.3");
	assert_text(request.if_none_match, NULL);
	assert_text(request.authorization, NULL);
}

static void test_empty_variables_of_the_server_are_absent(void **state)
{
	struct fake fake = { .variables = { { "REQUEST_METHOD", "POST" },
					    { "CONTENT_TYPE", "" },
					    { "HTTP_IDEMPOTENCY_KEY", "" } } };
	struct request request = read_fake(&fake);

	(void)state;
	assert_text(request.content_type, NULL);
	assert_text(request.idempotency_key, "");
}

static void test_authorization_has_a_second_place(void **state)
{
	static const struct {
		const char *first, *second, *expected;
	} cases[] = {
		{ "Bearer a", "Bearer b", "Bearer a" },
		{ "", "Bearer b", "Bearer b" },
		{ NULL, "Bearer b", "Bearer b" },
		{ NULL, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct fake fake = { .variables = {
					     { "REQUEST_METHOD", "GET" },
					     { "HTTP_AUTHORIZATION", cases[i].first },
					     { "REDIRECT_HTTP_AUTHORIZATION", cases[i].second },
				     } };

		assert_text(read_fake(&fake).authorization, cases[i].expected);
	}
}

static void test_only_sane_request_ids_are_kept(void **state)
{
	static const struct {
		const char *id;
		bool is_sane;
	} cases[] = {
		{ "a", true },         { "A-z_0.9", true },
		{ "", false },         { "a b", false },
		{ "a\nb", false },     { "\xc3\xa9", false },
		{ "<script>", false }, { "a/b", false },
		{ NULL, false },       { "okrt_0123456789", false },
		{ "okrt_0123", true }, { "eyJhbGciOiJIUzI1NiJ9.e30", false },
	};
	char letters[65];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(request_id_is_sane(text_from(cases[i].id)), cases[i].is_sane);
	memset(letters, 'a', sizeof(letters));
	assert_true(request_id_is_sane((struct text){ letters, 64 }));
	assert_false(request_id_is_sane((struct text){ letters, 65 }));
}

static void test_another_id_is_made_fresh(void **state)
{
	struct fake fake = { .variables = { { "REQUEST_METHOD", "GET" },
					    { "HTTP_X_REQUEST_ID", "in sane" } } };
	struct request one = read_fake(&fake), two = read_fake(&fake);

	(void)state;
	assert_true(request_id_is_sane(one.id));
	assert_false(text_equal(one.id, two.id));
}

static void test_the_web_server_may_tell_when_it_began(void **state)
{
	static const struct {
		const char *time;
		int64_t ms;
	} cases[] = {
		{ "1764000000.123", INT64_C(1764000000123) },
		{ "0.001", 1 },
		{ "1764000000", -1 },
		{ "1764000000.12", -1 },
		{ "1764000000.1234", -1 },
		{ "1764000000.-12", -1 },
		{ "-1.123", -1 },
		{ ".123", -1 },
		{ "99999999999999.123", -1 },
		{ "", -1 },
		{ NULL, -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct fake fake = { .variables = { { "REQUEST_METHOD", "GET" },
						    { "REQUEST_TIME", cases[i].time } } };
		struct instant at = read_fake(&fake).handed_at;

		assert_int_equal(instant_is_none(at) ? -1 : at.ms, cases[i].ms);
	}
}

/* ---- the body ------------------------------------------------------------------------------ */

/* clang-format off */
static const char body_at_limit[] =
	"0123456789012345678901234567890123456789012345678901234567890123";
static const char body_over_limit[] =
	"01234567890123456789012345678901234567890123456789012345678901234";
/* clang-format on */

static void test_bodies(void **state)
{
	static const struct {
		const char *length, *encoding, *sent, *body;
		bool is_too_large, is_cut;
		size_t taken;
	} cases[] = {
		{ "10", NULL, "0123456789", "0123456789", false, false, 10 },
		{ "4", NULL, "0123456789", "0123", false, false, 4 },
		{ "0", NULL, "0123", "", false, false, 0 },
		{ "", NULL, "0123", "", false, false, 0 },
		{ NULL, NULL, "0123", "", false, false, 0 },
		{ "11", NULL, "0123456789", "0123456789", false, true, 10 },
		{ "-1", NULL, "0123", "", false, true, 0 },
		{ "4x", NULL, "0123", "", false, true, 0 },
		{ "64", NULL, body_at_limit, body_at_limit, false, false, 64 },
		{ "65", NULL, body_over_limit, "", true, false, 65 },
		{ "99999999999", NULL, "01234567", "", true, false, 8 },
		{ "99999999999999999999999", NULL, "0123", "", true, false, 0 },
		{ "-99999999999999999999999", NULL, "0123", "", false, true, 0 },
		{ " 4", NULL, "0123", "", false, true, 0 },
		{ "+4", NULL, "0123", "", false, true, 0 },
		{ "4, 4", NULL, "0123", "", false, true, 0 },
		{ NULL, "chunked", "0123456789", "0123456789", false, false, 10 },
		{ "", "chunked", body_at_limit, body_at_limit, false, false, 64 },
		{ NULL, "chunked", body_over_limit, "", true, false, 65 },
		{ NULL, "chunked", "", "", false, false, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct fake fake = { .variables = { { "REQUEST_METHOD", "POST" },
						    { "HTTP_TRANSFER_ENCODING", cases[i].encoding },
						    { "CONTENT_LENGTH", cases[i].length } },
				     .body = cases[i].sent };
		struct request request = read_fake(&fake);

		assert_text(request.body, cases[i].body);
		assert_int_equal(request.is_too_large, cases[i].is_too_large);
		assert_int_equal(request.is_cut, cases[i].is_cut);
		assert_int_equal(fake.given, cases[i].taken);
	}
}

/* ---- escapes and Accept -------------------------------------------------------------------- */

static void test_escapes_are_decoded_or_refused(void **state)
{
	static const struct {
		const char *raw, *path, *query; /* NULL: refused */
	} cases[] = {
		{ "", "", "" },
		{ "plain", "plain", "plain" },
		{ "a%20b", "a b", "a b" },
		{ "a+b", "a+b", "a b" },
		{ "a%2Bb%2bc", "a+b+c", "a+b+c" },
		{ "%25%32%35", "%25", "%25" },
		{ "%C3%A9", "\xc3\xa9", "\xc3\xa9" },
		{ "\xc3\xa9", "\xc3\xa9", "\xc3\xa9" },
		{ "%", NULL, NULL },
		{ "%4", NULL, NULL },
		{ "a%4", NULL, NULL },
		{ "%4g", NULL, NULL },
		{ "%g4", NULL, NULL },
		{ "%+1", NULL, NULL },
		{ "%00", NULL, NULL },
		{ "%C3", NULL, NULL },
		{ "%C0%AF", NULL, NULL },
		{ "%ED%A0%80", NULL, NULL },
		{ "\xff", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct text out = TEXT_NONE;

		assert_int_equal(percent_decode(arena, text_from(cases[i].raw), &out),
				 cases[i].path != NULL);
		assert_text(out, cases[i].path);
		out = TEXT_NONE;
		assert_int_equal(query_decode(arena, text_from(cases[i].raw), &out),
				 cases[i].query != NULL);
		assert_text(out, cases[i].query);
	}
}

static void a_value_becomes_one_segment_of_a_path(void **state)
{
	static const struct {
		const char *raw, *encoded;
	} cases[] = {
		{ "", "" },
		{ "aZ09-._~", "aZ09-._~" },
		{ "a/b?c#d", "a%2Fb%3Fc%23d" },
		{ "a b+c&d=e", "a%20b%2Bc%26d%3De" },
		{ "%2F{}", "%252F%7B%7D" },
		{ "\xc3\xa9", "%C3%A9" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct text out = percent_encode(arena, text_from(cases[i].raw)), back;

		assert_text(out, cases[i].encoded);
		assert_true(percent_decode(arena, out, &back));
		assert_text(back, cases[i].raw);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static void a_cookie_is_found_by_its_whole_name_and_once(void **state)
{
	static const struct {
		const char *header, *value;
	} rows[] = {
		{ "a=1", "1" },       { "b=2; a=1; c=3", "1" }, { "a=", "" },
		{ "a=1=2", "1=2" },   { " a = 1 ;b", "1" },     { "a=1;", "1" },
		{ "A=1", NULL },      { "aa=1; ba=1", NULL },   { "a", NULL },
		{ "a=1; a=1", NULL }, { "a=1; a=2", NULL },     { "a=1; a", "1" },
		{ "", NULL },         { ";;;", NULL },          { "b=a=1", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_text(cookie_find(text_from(rows[i].header), TEXT("a")), rows[i].value);
	assert_text(cookie_find(TEXT_NONE, TEXT("a")), NULL);
}

static void who_is_local_is_told_by_the_address_alone(void **state)
{
	static const char *const local[] = { "",    "127.0.0.1", "127.255.0.9",
					     "::1", "unix:",     "::ffff:127.0.0.1" };
	static const char *const remote[] = { "128.0.0.1", "::2",       "12.7.0.1",
					      "::1:1",     "localhost", "0.0.0.0" };
	struct request request = { 0 };

	(void)state;
	assert_true(request_is_local(&request));
	for (size_t i = 0; i < sizeof(local) / sizeof(local[0]); i++) {
		request.remote_address = text_from(local[i]);
		assert_true(request_is_local(&request));
	}
	for (size_t i = 0; i < sizeof(remote) / sizeof(remote[0]); i++) {
		request.remote_address = text_from(remote[i]);
		assert_false(request_is_local(&request));
	}
	/* Between two commas of a header may stand nothing, which is no unix socket. */
	assert_false(address_is_local(TEXT("")));
	assert_false(address_is_local(TEXT(" ")));
	assert_true(address_is_local(TEXT(" ::1 ")));
}

static void the_remote_user_is_a_parameter_and_no_header(void **state)
{
	struct fake header = { .variables = { { "REQUEST_METHOD", "GET" },
					      { "HTTP_OKR_REMOTE_USER", "ada" },
					      { "REMOTE_USER", "ada" } } };
	struct fake parameter = { .variables = { { "REQUEST_METHOD", "GET" },
						 { "OKR_REMOTE_USER", "ada" },
						 { "HTTPS", "on" } } };

	(void)state;
	assert_text(read_fake(&header).remote_user, NULL);
	assert_false(read_fake(&header).is_tls);
	assert_text(read_fake(&parameter).remote_user, "ada");
	assert_true(read_fake(&parameter).is_tls);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_path_comes_from_request_uri),
		TEST(test_script_variables_serve_without_request_uri),
		TEST(test_empty_query_string_is_no_query),
		TEST(test_origin_is_how_the_caller_reached_us),
		TEST(test_a_root_further_inside_a_path_is_not_ours),
		TEST(test_without_a_method_there_is_no_request),
		TEST(test_headers_reach_their_members),
		TEST(test_empty_variables_of_the_server_are_absent),
		TEST(test_authorization_has_a_second_place),
		TEST(test_only_sane_request_ids_are_kept),
		TEST(test_another_id_is_made_fresh),
		TEST(test_the_web_server_may_tell_when_it_began),
		TEST(test_bodies),
		TEST(test_escapes_are_decoded_or_refused),
		TEST(a_cookie_is_found_by_its_whole_name_and_once),
		TEST(who_is_local_is_told_by_the_address_alone),
		TEST(a_value_becomes_one_segment_of_a_path),
		TEST(the_remote_user_is_a_parameter_and_no_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
