/*
 * The table of all settings, and what is made from it: the defaults, the sample file and the
 * list for --help. Reading the file and the environment stands in settings_load.c. Adding a
 * setting takes a member in the header and a row here.
 */
#include "settings_internal.h"

#include <string.h>

enum { SECONDS_MAX = 3600, TEXT_MAX = 4096, SOCKET_PATH_MAX = 107 };

static const char *const level_words[] = { "error", "warning", "info", NULL };

static const char *const counter_words[] = { "host", "database", NULL };

static const char *check_listen(struct text value)
{
	const struct text scheme = TEXT("unix:");
	unsigned long long port;
	struct text rest = value;

	if (text_starts_with(value, scheme)) {
		if (value.size > scheme.size && value.size - scheme.size <= SOCKET_PATH_MAX)
			return NULL;
		return "unix: and a path of at most 107 bytes";
	}
	/* What follows the last colon is the port: an IPv6 address has colons of its own. */
	while (memchr(rest.data, ':', rest.size))
		text_cut(&rest, ':');
	if (rest.size < value.size && text_to_count(rest, 65535, &port) && port > 0)
		return NULL;
	return "unix:PATH or HOST:PORT";
}

static const char *check_base_url(struct text value)
{
	bool has_scheme = text_starts_with(value, TEXT("https://")) ||
			  text_starts_with(value, TEXT("http://"));

	if (has_scheme && value.data[value.size - 1] != '/')
		return NULL;
	return "https:// or http:// and a host, without a slash at the end";
}

static const char *check_base_path(struct text value)
{
	if (value.data[0] == '/' && value.data[value.size - 1] != '/')
		return NULL;
	return "a path that begins with a slash and does not end with one";
}

static const char *check_sign_in(struct text value)
{
	static const char *const ways[] = { "password", "link", "jwt", "remote" };

	while (!text_is_none(value)) {
		struct text way = text_trim(text_cut(&value, ','));
		bool is_known = false;

		for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
			is_known = is_known || text_equal(way, text_from(ways[i]));
		if (!is_known)
			return "some of password, link, jwt, remote, with commas between";
	}
	return NULL;
}

#define SETTING(member)                                                                            \
	.name = #member, .kind = FIELD_KIND(struct settings, member),                              \
	.offset = offsetof(struct settings, member)

static const struct setting table[] = {
	{ SETTING(listen), .max = TEXT_MAX, .check = check_listen,
	  .meaning = "Where the server listens: unix:PATH or HOST:PORT. Absent: the socket "
		     "that the process manager hands over." },
	{ SETTING(health_listen), .max = TEXT_MAX, .check = check_listen,
	  .meaning = "Where a process of its own answers /healthz, which never waits for the "
		     "database: unix:PATH or HOST:PORT. Absent: at the path of listen with .health "
		     "behind it; for a port nowhere, the workers answer then." },
	{ SETTING(workers), .standard = "4", .min = 1, .max = 256,
	  .meaning = "Number of worker processes; each holds one database connection." },
	{ SETTING(requests_per_worker), .standard = "10000", .min = 0, .max = 1000000000,
	  .meaning = "Requests after which a worker makes room for a fresh one; 0: never." },
	{ SETTING(cache_bytes), .standard = "50331648", .min = 0, .max = INT64_C(1) << 40,
	  .meaning = "Memory in which all workers together keep answers until their workspace "
		     "changes; 0: nothing is kept." },
	{ SETTING(state_dir), .standard = "/var/lib/okr", .min = 1, .max = TEXT_MAX,
	  .meaning = "Directory for what the workers of this host share; it must exist." },
	{ SETTING(log_file), .max = TEXT_MAX,
	  .meaning = "File that log lines are appended to. Absent: standard error." },
	{ SETTING(log_level), .standard = "info", .words = level_words, .max = TEXT_MAX,
	  .meaning = "What is logged: error, warning (also errors) or info (everything)." },
	{ SETTING(slow_ms), .standard = "1000", .min = 0, .max = 3600000,
	  .meaning =
		  "A request that took so many milliseconds is logged as a warning; 0: none is." },
	{ SETTING(metrics_token), .min = 16, .max = 256, .is_secret = true,
	  .meaning =
		  "16 to 256 bytes, as a bearer token, that show the figures of /metrics. Absent: "
		  "they are shown to callers on this host, by their address." },
	{ SETTING(base_url), .max = TEXT_MAX, .check = check_base_url,
	  .meaning = "Scheme and host of absolute links, as https://okr.example.org. Absent: taken "
		     "from the request." },
	{ SETTING(base_path), .max = TEXT_MAX, .check = check_base_path,
	  .meaning = "What stands before /api in the path, as /tools/okr. Absent: nothing." },
	{ SETTING(console), .standard = "on",
	  .meaning = "off: the console is not served, /app/ is not found." },
	{ SETTING(body_bytes_max), .old_name = "body_bytes_most", .standard = "1048576",
	  .min = 1024, .max = 64 << 20,
	  .meaning = "Largest request body in bytes; a larger one is answered with 413." },
	{ SETTING(import_bytes_max), .standard = "16777216", .min = 1024, .max = 256 << 20,
	  .meaning = "Largest file that can be imported by a request, in bytes." },
	{ SETTING(rate_limit), .standard = "60", .min = 0, .max = 1000000000,
	  .meaning = "Requests a minute for a key that has no limit of its own; 0: unlimited." },
	{ SETTING(rate_counters), .standard = "host", .words = counter_words, .max = TEXT_MAX,
	  .meaning = "Where requests are counted: host, in a file that the workers of this host "
		     "share; or database, for several hosts that serve one installation: one more "
		     "question for each request that is limited." },
	{ SETTING(cors_origins), .max = TEXT_MAX,
	  .meaning = "Comma-separated origins whose pages may call the API. Absent: none." },
	{ SETTING(pepper), .min = 16, .max = 64, .is_secret = true,
	  .meaning = "16 to 64 bytes that key the hash of API keys. Changing it makes every "
		     "key invalid." },
	{ SETTING(retention_days), .standard = "90", .min = 1, .max = 36500,
	  .meaning = "Days for which a deleted record can be restored." },
	{ SETTING(journal_days), .standard = "0", .min = 0, .max = 36500,
	  .meaning = "Days after which okrctl purge erases what a row of the audit log tells; that "
		     "there was a change stays provable. 0: never." },
	{ SETTING(sign_in), .standard = "password,link,jwt,remote", .min = 1, .max = TEXT_MAX,
	  .check = check_sign_in,
	  .meaning = "Comma-separated ways in which people may sign in: password, link, jwt, "
		     "remote." },
	{ SETTING(remote_login), .standard = "off",
	  .meaning = "on: whom the web server names in the parameter OKR_REMOTE_USER is signed in. "
		     "Only for a web server that sets it for every request." },
	{ SETTING(allow_plain_http), .standard = "off",
	  .meaning = "on: people may sign in without TLS from other hosts, where everybody on the "
		     "way can read passwords. For labs alone." },
	{ SETTING(password_memory), .standard = "19", .min = 19, .max = 1024,
	  .meaning = "MiB of memory that the hash of a password takes (Argon2id): more makes "
		     "guessing dearer, and each sign-in slower." },
	{ SETTING(session_rate_limit), .standard = "600", .min = 0, .max = 1000000000,
	  .meaning = "Requests a minute for a session of a person; 0: unlimited." },
	{ SETTING(session_idle_days), .standard = "7", .min = 1, .max = 365,
	  .meaning = "Days without a request after which a session ends." },
	{ SETTING(session_max_days), .standard = "30", .min = 1, .max = 3650,
	  .meaning = "Days after which a session ends in any case." },
	{ SETTING(site_name), .max = 255,
	  .meaning = "What the sign-in page calls this installation. Absent: nothing; it shows no "
		     "workspace's name." },
	{ SETTING(setup_code), .min = 12, .max = TEXT_MAX, .is_secret = true,
	  .meaning =
		  "At least 12 bytes that /app/setup asks for, to check the host, make or update "
		  "the tables, and make the first administrator without a shell. It makes none "
		  "as soon as one can sign in; remove it then." },
	{ SETTING(jwt_secret), .min = 32, .max = TEXT_MAX, .is_secret = true,
	  .meaning = "At least 32 bytes that sign tokens (JWT, HS256) of this installation; "
		     "okrctl token create makes them. Absent: no such tokens." },
	{ SETTING(jwt_keys), .max = TEXT_MAX,
	  .meaning = "File of the keys (JWKS) whose tokens are accepted: HS256, EdDSA, RS256, "
		     "ES256. A key's member tenants lists the workspaces that it may speak for. "
		     "The file is read again every few seconds." },
	{ SETTING(jwt_issuer), .max = TEXT_MAX,
	  .meaning = "What the claim iss of a token must be. Absent: it may be anything." },
	{ SETTING(jwt_audience), .max = TEXT_MAX,
	  .meaning = "What the claim aud of a token must name. Absent: it may be anything." },
	{ SETTING(database_hosts), .standard = "127.0.0.1", .min = 1, .max = TEXT_MAX,
	  .meaning = "Comma-separated HOST or HOST:PORT, at most 16; the first that can be written "
		     "to is used. Nodes of a cluster (Galera): all hosts write to the same one." },
	{ SETTING(database_socket), .max = SOCKET_PATH_MAX,
	  .meaning = "Unix socket of the database; when given, database_hosts is not used." },
	{ SETTING(database_name), .standard = "okr", .min = 1, .max = 64,
	  .meaning = "Name of the database." },
	{ SETTING(database_user), .standard = "okr", .min = 1, .max = 128,
	  .meaning = "User of the database." },
	{ SETTING(database_password), .max = TEXT_MAX, .is_secret = true,
	  .meaning = "Password of that user." },
	{ SETTING(database_tls), .standard = "off",
	  .meaning = "on: connect to the database by TLS only, and verify its certificate." },
	{ SETTING(database_tls_ca), .max = TEXT_MAX,
	  .meaning = "File of the certificate authorities to trust. Absent: the system's." },
	{ SETTING(database_connect_seconds), .standard = "1", .min = 1, .max = SECONDS_MAX,
	  .meaning = "Seconds after which connecting to the database is given up." },
	{ SETTING(database_read_seconds), .standard = "2", .min = 1, .max = SECONDS_MAX,
	  .meaning = "Seconds after which waiting for the database's answer is given up." },
};

#define COUNT (sizeof(table) / sizeof(table[0]))

_Static_assert(COUNT <= SETTINGS_MAX, "the reader keeps a line number for each setting");

const struct setting *settings_table(size_t *count)
{
	*count = COUNT;
	return table;
}

/* Comment lines of at most 80 columns. */
static void print_comment(FILE *out, const char *text)
{
	size_t column = 1;

	fputc('#', out);
	while (*text) {
		size_t size = strcspn(text, " ");

		if (column + 1 + size > 80) {
			fputs("\n#", out);
			column = 1;
		}
		fprintf(out, " %.*s", (int)size, text);
		column += 1 + size;
		text += size + strspn(text + size, " ");
	}
	fputc('\n', out);
}

void settings_print_sample(FILE *out)
{
	print_comment(out,
		      "Settings of okr.fcgi and okrctl, one `name = value` a line. A line "
		      "that begins with # or ; is a comment; a value may stand in double "
		      "quotes. What is commented out below is the default. Each setting may "
		      "be given in the environment instead, as OKR_WORKERS for workers.");
	for (size_t i = 0; i < COUNT; i++) {
		const struct setting *setting = &table[i];

		fputc('\n', out);
		print_comment(out, setting->meaning);
		if (setting->standard)
			fprintf(out, "#%s = %s\n", setting->name, setting->standard);
		else
			fprintf(out, "#%s =\n", setting->name);
		if (setting->is_secret)
			fprintf(out, "# or %s_file = a file that only the server's user may read\n",
				setting->name);
	}
}

void settings_print_help(FILE *out)
{
	for (size_t i = 0; i < COUNT; i++) {
		const struct setting *setting = &table[i];

		fprintf(out, "  %s", setting->name);
		if (setting->is_secret)
			fprintf(out, ", %s_file", setting->name);
		if (setting->standard)
			fprintf(out, " (%s)", setting->standard);
		if (setting->old_name)
			fprintf(out, ", formerly %s", setting->old_name);
		fprintf(out, "\n      %s\n", setting->meaning);
	}
}
