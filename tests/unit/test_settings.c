/*
 * The settings: defaults, file, environment, secrets in files, and what each complaint says.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/settings.h"
#include "base/settings_load.h"

static struct arena *arena;
static char directory[] = "/tmp/okr-settings-XXXXXX";
static char config_path[sizeof(directory) + 16];
static char secret_path[sizeof(directory) + 16];

static void forget_own_settings(void)
{
	char names[64][64];
	size_t count = 0;

	for (char **variable = environ; *variable && count < 64; variable++)
		if (strncmp(*variable, "OKR_", 4) == 0)
			snprintf(names[count++], sizeof(names[0]), "%.*s",
				 (int)strcspn(*variable, "="), *variable);
	while (count > 0)
		unsetenv(names[--count]);
}

static int start(void **state)
{
	(void)state;
	/* What the developer's own shell has set must not be mixed in; cmocka's own settings stay. */
	forget_own_settings();
	arena = arena_new(4096);
	if (!mkdtemp(directory))
		return -1;
	snprintf(config_path, sizeof(config_path), "%s/okr.conf", directory);
	snprintf(secret_path, sizeof(secret_path), "%s/secret", directory);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	arena_free(arena);
	unlink(config_path);
	unlink(secret_path);
	return rmdir(directory);
}

static void write_file(const char *path, struct text text, mode_t mode)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(text.data, 1, text.size, file), text.size);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, mode), 0);
}

static struct settings load(const char *config)
{
	struct settings settings = { 0 };
	const struct error *error;

	write_file(config_path, text_from(config), 0600);
	error = settings_load(arena, config_path, &settings);
	if (error)
		fail_msg("%.*s", TEXT_PRINT(error->message));
	return settings;
}

/* `complaint` is what stands behind the path of the configuration file. */
static void check_refused(struct text config, mode_t mode, const char *complaint)
{
	struct settings settings = { .workers = 77 };
	const struct error *error;

	write_file(config_path, config, mode);
	error = settings_load(arena, config_path, &settings);
	assert_non_null(error);
	assert_true(text_starts_with(error->message, text_from(config_path)));
	if (strcmp(error->message.data + strlen(config_path), complaint) != 0)
		fail_msg("said %s", error->message.data + strlen(config_path));
	assert_int_equal(settings.workers, 77);
}

static void check_defaults(const struct settings *settings)
{
	assert_int_equal(settings->workers, 4);
	assert_int_equal(settings->requests_per_worker, 10000);
	assert_string_equal(settings->state_dir.data, "/var/lib/okr");
	assert_string_equal(settings->log_level.data, "info");
	assert_int_equal(settings->body_bytes_max, 1048576);
	assert_int_equal(settings->rate_limit, 60);
	assert_int_equal(settings->retention_days, 90);
	assert_string_equal(settings->database_hosts.data, "127.0.0.1");
	assert_string_equal(settings->database_name.data, "okr");
	assert_string_equal(settings->database_user.data, "okr");
	assert_int_equal(settings->database_connect_seconds, 1);
	assert_int_equal(settings->database_read_seconds, 2);
	assert_false(settings->database_tls);
	assert_true(text_is_none(settings->listen));
	assert_true(text_is_none(settings->health_listen));
	assert_true(text_is_none(settings->log_file));
	assert_true(text_is_none(settings->base_url));
	assert_true(text_is_none(settings->base_path));
	assert_true(text_is_none(settings->cors_origins));
	assert_true(text_is_none(settings->pepper));
	assert_true(text_is_none(settings->jwt_secret));
	assert_true(text_is_none(settings->jwt_keys));
	assert_true(text_is_none(settings->jwt_issuer));
	assert_true(text_is_none(settings->jwt_audience));
	assert_true(text_is_none(settings->database_socket));
	assert_true(text_is_none(settings->database_password));
	assert_true(text_is_none(settings->database_tls_ca));
}

static void an_empty_file_leaves_the_defaults(void **state)
{
	struct settings settings = load("");

	(void)state;
	check_defaults(&settings);
	assert_string_equal(settings.path.data, config_path);
}

static void lines_are_read_with_comments_blanks_and_quotes(void **state)
{
	struct settings settings =
		load("# a comment\n"
		     "; another\r\n"
		     "\n"
		     "  workers=8\t\r\n"
		     "\tlisten  =  unix:/run/okr/okr.sock  \n"
		     "database_name = \"my okrs \"\n"
		     "database_password = \"a#b;c=d\"e\"\n"
		     "database_tls = yes\n"
		     "base_path =\n"
		     "base_url = https://okr.example.org\n"
		     "rate_limit = 0");

	(void)state;
	assert_int_equal(settings.workers, 8);
	assert_string_equal(settings.listen.data, "unix:/run/okr/okr.sock");
	assert_string_equal(settings.database_name.data, "my okrs ");
	assert_string_equal(settings.database_password.data, "a#b;c=d\"e");
	assert_true(settings.database_tls);
	assert_true(text_is_none(settings.base_path));
	assert_string_equal(settings.base_url.data, "https://okr.example.org");
	assert_int_equal(settings.rate_limit, 0);
}

static void each_complaint_names_the_line_and_what_is_accepted(void **state)
{
	static const struct {
		struct text config;
		const char *complaint;
	} cases[] = {
		{ { "\n\ndatabse_name = x\n", 19 },
		  ":3: unknown name \"databse_name\" (did you mean \"database_name\"?)" },
		{ { "colour = blue", 13 }, ":1: unknown name \"colour\"" },
		{ { "workers_file = x", 16 }, ":1: unknown name \"workers_file\"" },
		{ { " = x", 4 }, ":1: unknown name \"\"" },
		{ { "workers", 7 }, ":1: expected name = value" },
		{ { "workers = 0", 11 },
		  ":1: workers must be a whole number from 1 to 256, not \"0\"" },
		{ { "workers = 4 # four", 18 },
		  ":1: workers must be a whole number from 1 to 256, not \"4 # four\"" },
		{ { "workers =", 9 },
		  ":1: workers must be a whole number from 1 to 256, not \"\"" },
		{ { "rate_limit = -1", 15 },
		  ":1: rate_limit must be a whole number from 0 to 1000000000, not \"-1\"" },
		{ { "database_tls = maybe", 20 },
		  ":1: database_tls must be on or off, not \"maybe\"" },
		{ { "log_level = loud", 16 },
		  ":1: log_level must be one of error, warning, info, not \"loud\"" },
		{ { "state_dir = ", 12 }, ":1: state_dir must have 1 to 4096 bytes" },
		{ { "pepper = short", 14 }, ":1: pepper must have 16 to 64 bytes" },
		{ { "state_dir = \"/x", 15 }, ":1: the double quote is not closed" },
		{ { "state_dir = \"", 13 }, ":1: the double quote is not closed" },
		{ { "state_dir = a\xFF", 14 }, ":1: state_dir must be UTF-8 text without NUL" },
		{ { "state_dir = a\0b", 15 }, ":1: state_dir must be UTF-8 text without NUL" },
		{ { "workers = 2\nworkers = 3", 23 }, ":2: workers was given in line 1 already" },
		{ { "listen = 8080", 13 },
		  ":1: listen must be unix:PATH or HOST:PORT, not \"8080\"" },
		{ { "listen = x:70000", 16 },
		  ":1: listen must be unix:PATH or HOST:PORT, not \"x:70000\"" },
		{ { "listen = unix:", 14 },
		  ":1: listen must be unix: and a path of at most 107 bytes, not \"unix:\"" },
		{ { "base_path = tools/", 18 },
		  ":1: base_path must be a path that begins with a slash and does not end with "
		  "one, not \"tools/\"" },
		{ { "base_url = example.org", 22 },
		  ":1: base_url must be https:// or http:// and a host, without a slash at the "
		  "end, not \"example.org\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check_refused(cases[i].config, 0600, cases[i].complaint);
}

static void a_secret_comes_from_the_first_line_of_its_file(void **state)
{
	struct settings settings;
	char config[256];

	(void)state;
	write_file(secret_path, TEXT("0123456789abcdef\r\nsecond line\n"), 0600);
	snprintf(config, sizeof(config), "pepper_file = %s\ndatabase_password_file = \"%s\"\n",
		 secret_path, secret_path);
	settings = load(config);
	assert_string_equal(settings.pepper.data, "0123456789abcdef");
	assert_string_equal(settings.database_password.data, "0123456789abcdef");
}

static void a_secret_that_others_may_read_is_refused(void **state)
{
	static const mode_t modes[] = { 0640, 0604, 0620, 0644 };
	char config[128], complaint[256];

	(void)state;
	snprintf(config, sizeof(config), "pepper_file = %s", secret_path);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		write_file(secret_path, TEXT("0123456789abcdef"), modes[i]);
		snprintf(complaint, sizeof(complaint),
			 ":1: %s is open to others than its owner (mode %04o); chmod 600 it",
			 secret_path, (unsigned)modes[i]);
		check_refused(text_from(config), 0600, complaint);
	}
	check_refused(TEXT("workers = 2\ndatabase_password = x"), 0644,
		      ":2: database_password is a secret, and this file may be read by everybody "
		      "(mode 0644); chmod 600 it, or give database_password_file");
}

static void a_configuration_without_secrets_may_be_read_by_all(void **state)
{
	struct settings settings;

	(void)state;
	write_file(config_path, TEXT("workers = 2\ndatabase_password =\n"), 0644);
	assert_null(settings_load(arena, config_path, &settings));
	assert_int_equal(settings.workers, 2);
	write_file(config_path, TEXT("database_password = x\n"), 0640);
	assert_null(settings_load(arena, config_path, &settings));
}

static void secret_files_that_are_missing_or_empty_are_named(void **state)
{
	char config[128], complaint[256];

	(void)state;
	check_refused(TEXT("pepper_file = /nonexistent/pepper"), 0600,
		      ":1: cannot read /nonexistent/pepper: No such file or directory");
	write_file(secret_path, TEXT("\nsecond"), 0600);
	snprintf(config, sizeof(config), "pepper_file = %s", secret_path);
	snprintf(complaint, sizeof(complaint), ":1: the first line of %s is empty", secret_path);
	check_refused(text_from(config), 0600, complaint);
}

static void the_environment_wins_over_the_file(void **state)
{
	struct settings settings;

	(void)state;
	setenv("OKR_WORKERS", "9", 1);
	setenv("OKR_BASE_URL", "", 1);
	setenv("OKR_DATABASE_PASSWORD", "from the environment", 1);
	setenv("OKR_COLOUR", "blue", 1);
	settings = load("workers = 2\nbase_url = https://x.example\nrate_limit = 5");
	assert_int_equal(settings.workers, 9);
	assert_true(text_is_none(settings.base_url));
	assert_string_equal(settings.database_password.data, "from the environment");
	assert_int_equal(settings.rate_limit, 5);
	unsetenv("OKR_WORKERS");
	unsetenv("OKR_BASE_URL");
	unsetenv("OKR_DATABASE_PASSWORD");
	unsetenv("OKR_COLOUR");
}

static void a_renamed_setting_is_found_by_its_old_name(void **state)
{
	(void)state;
	assert_int_equal(load("body_bytes_most = 2048").body_bytes_max, 2048);
	check_refused(TEXT("body_bytes_most = 2048\nbody_bytes_max = 4096"), 0600,
		      ":2: body_bytes_max was given in line 1 already");
	check_refused(TEXT("body_bytes_most = 1"), 0600,
		      ":1: body_bytes_max must be a whole number from 1024 to 67108864, not \"1\"");
	setenv("OKR_BODY_BYTES_MOST", "8192", 1);
	assert_int_equal(load("body_bytes_max = 2048").body_bytes_max, 8192);
	setenv("OKR_BODY_BYTES_MAX", "16384", 1);
	assert_int_equal(load("").body_bytes_max, 16384);
	unsetenv("OKR_BODY_BYTES_MOST");
	unsetenv("OKR_BODY_BYTES_MAX");
}

static void a_bad_variable_is_named(void **state)
{
	struct settings settings;
	const struct error *error;

	(void)state;
	write_file(config_path, TEXT(""), 0600);
	setenv("OKR_WORKERS", "many", 1);
	error = settings_load(arena, config_path, &settings);
	unsetenv("OKR_WORKERS");
	assert_non_null(error);
	assert_string_equal(error->message.data,
			    "OKR_WORKERS: workers must be a whole number from "
			    "1 to 256, not \"many\"");
}

static void a_variable_may_name_the_file_of_a_secret(void **state)
{
	struct settings settings;

	(void)state;
	write_file(secret_path, TEXT("fedcba9876543210\n"), 0400);
	setenv("OKR_PEPPER_FILE", secret_path, 1);
	settings = load("");
	unsetenv("OKR_PEPPER_FILE");
	assert_string_equal(settings.pepper.data, "fedcba9876543210");
}

static void a_named_file_must_exist(void **state)
{
	struct settings settings;
	const struct error *error = settings_load(arena, "/nonexistent/okr.conf", &settings);

	(void)state;
	assert_non_null(error);
	assert_string_equal(error->message.data,
			    "cannot read /nonexistent/okr.conf: No such file "
			    "or directory");
	setenv("OKR_CONFIG", "/nonexistent/other.conf", 1);
	error = settings_load(arena, NULL, &settings);
	assert_non_null(error);
	assert_non_null(strstr(error->message.data, "/nonexistent/other.conf"));
	write_file(config_path, TEXT("workers = 3"), 0600);
	setenv("OKR_CONFIG", config_path, 1);
	assert_null(settings_load(arena, NULL, &settings));
	assert_int_equal(settings.workers, 3);
	unsetenv("OKR_CONFIG");
}

static void a_directory_is_no_configuration(void **state)
{
	struct settings settings;
	const struct error *error = settings_load(arena, directory, &settings);

	(void)state;
	assert_non_null(error);
	assert_non_null(strstr(error->message.data, "Is a directory"));
}

/* The sample as printed, or with its settings no longer commented out. */
static void print_sample_to_config(bool is_uncommented)
{
	char *sample = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&sample, &size);
	FILE *config = fopen(config_path, "w");

	assert_non_null(out);
	assert_non_null(config);
	settings_print_sample(out);
	fclose(out);
	for (char *at = sample; *at; at++) {
		bool is_setting = at[0] == '#' && at[1] != ' ';

		if (!is_uncommented || !is_setting)
			fputc(*at, config);
	}
	fclose(config);
	chmod(config_path, 0600);
	free(sample);
}

static void the_sample_says_the_defaults(void **state)
{
	(void)state;
	for (int is_uncommented = 0; is_uncommented < 2; is_uncommented++) {
		struct settings settings;
		const struct error *error;

		print_sample_to_config(is_uncommented);
		error = settings_load(arena, config_path, &settings);
		if (error)
			fail_msg("%s", error->message.data);
		check_defaults(&settings);
	}
}

static void the_help_names_every_setting_of_the_sample(void **state)
{
	char *help = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&help, &size);

	(void)state;
	assert_non_null(out);
	settings_print_help(out);
	fclose(out);
	assert_non_null(strstr(help, "  workers (4)\n      Number of worker processes"));
	assert_non_null(strstr(help, "  pepper, pepper_file\n"));
	assert_non_null(strstr(help, "  body_bytes_max (1048576), formerly body_bytes_most\n"));
	assert_non_null(strstr(help, "database_read_seconds"));
	free(help);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_file_leaves_the_defaults),
		cmocka_unit_test(lines_are_read_with_comments_blanks_and_quotes),
		cmocka_unit_test(each_complaint_names_the_line_and_what_is_accepted),
		cmocka_unit_test(a_secret_comes_from_the_first_line_of_its_file),
		cmocka_unit_test(a_secret_that_others_may_read_is_refused),
		cmocka_unit_test(a_configuration_without_secrets_may_be_read_by_all),
		cmocka_unit_test(secret_files_that_are_missing_or_empty_are_named),
		cmocka_unit_test(the_environment_wins_over_the_file),
		cmocka_unit_test(a_renamed_setting_is_found_by_its_old_name),
		cmocka_unit_test(a_bad_variable_is_named),
		cmocka_unit_test(a_variable_may_name_the_file_of_a_secret),
		cmocka_unit_test(a_named_file_must_exist),
		cmocka_unit_test(a_directory_is_no_configuration),
		cmocka_unit_test(the_sample_says_the_defaults),
		cmocka_unit_test(the_help_names_every_setting_of_the_sample),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
