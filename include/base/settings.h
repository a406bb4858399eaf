/*
 * One configuration: okr.conf, then OKR_* environment variables on top of it. The table in
 * settings.c declares each name once, with its default, limits and sentence; it drives the file,
 * the environment, the sample file and the help.
 */
#ifndef OKR_BASE_SETTINGS_H
#define OKR_BASE_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"
#include "base/text.h"

struct settings {
	/* where it was read from; absent when no file was found */
	struct text path;
	struct text origin; /* the same as half a sentence, which says where none was found */

	/* process */
	struct text listen;        /* unix:PATH or HOST:PORT */
	struct text health_listen; /* likewise, for /healthz alone; absent: beside a unix socket */
	int64_t workers;
	int64_t requests_per_worker; /* then a worker makes room for a fresh one; 0: never */
	int64_t cache_bytes;         /* of kept answers, for all workers; 0: none */
	struct text state_dir;       /* shared counters live here */
	struct text log_file;        /* absent: standard error */
	struct text log_level;       /* error, warning, info */
	int64_t slow_ms;             /* a request that took so long is a warning; 0: none is */
	struct text metrics_token; /* secret: shows the figures, and nobody without it sees them */

	/* requests */
	struct text base_url;  /* for absolute links; absent: from the request */
	struct text base_path; /* what stands before /api in the path; usually empty */
	bool console;          /* the console is served at /app/ */
	int64_t body_bytes_max;
	int64_t import_bytes_max;  /* of a file that is imported */
	int64_t rate_limit;        /* requests a minute and key; 0: unlimited */
	struct text rate_counters; /* host or database: where they are counted */
	struct text cors_origins;  /* comma-separated; absent: none */
	struct text pepper;        /* secret: keys the hash of API keys */
	int64_t retention_days;
	int64_t journal_days; /* for which the journal says what changed; 0: for ever */

	/* how people sign in (product/console.md A1) */
	struct text sign_in;        /* comma-separated: the ways that are open */
	bool remote_login;          /* the web server's own login is believed */
	bool allow_plain_http;      /* sign-in without TLS */
	int64_t password_memory;    /* MiB that the hash of a password takes */
	int64_t session_rate_limit; /* requests a minute and session; 0: unlimited */
	int64_t session_idle_days, session_max_days;
	struct text site_name;  /* absent: none */
	struct text setup_code; /* secret: makes the first administrator; absent: nobody can */

	/* tokens of people and foreign identity providers (base/jwt.h) */
	struct text jwt_secret; /* secret: the key of HS256 */
	struct text jwt_keys;   /* path of a JWKS */
	struct text jwt_issuer, jwt_audience;

	/* database */
	struct text database_hosts; /* comma-separated host or host:port */
	struct text database_socket;
	struct text database_name;
	struct text database_user;
	struct text database_password;
	bool database_tls;
	struct text database_tls_ca;
	int64_t database_connect_seconds;
	int64_t database_read_seconds;
};

/* The commented sample, and the list for --help. */
void settings_print_sample(FILE *out);
void settings_print_help(FILE *out);

#endif
