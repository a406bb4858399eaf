/*
 * Writes the sums of base/metrics.h. Labels are bounded: a request is known by the template of its
 * route, never by its path, and by a status of a fixed list. Only series that have counted something
 * are written, so that an answer stays small.
 */
#include "api/operations/metrics.h"

#include <inttypes.h>

#include "base/metrics.h"
#include "base/secret.h"
#include "service/readiness.h"
#include "service/service.h"

/* ---- routes by number ------------------------------------------------------------------------ */

size_t metrics_route_number(const struct routes *routes, const struct route_match *match)
{
	size_t before = 1;

	for (size_t i = 0; match->route && i < routes->count; i++) {
		const struct route_group *group = routes->groups[i];

		if (group == match->group)
			return before + (size_t)(match->route - group->routes);
		before += group->count;
	}
	return 0;
}

size_t metrics_route_count(const struct routes *routes)
{
	size_t count = 1;

	for (size_t i = 0; i < routes->count; i++)
		count += routes->groups[i]->count;
	return count;
}

uint64_t metrics_layout(const struct routes *routes)
{
	struct buffer all = { 0 };
	uint64_t digest;

	buffer_print(&all, "%zu %d %d", sizeof(struct metrics_route), METRICS, METRICS_BUCKETS);
	for (size_t i = 0; i < routes->count; i++) {
		const struct route_group *group = routes->groups[i];

		for (size_t j = 0; j < group->count; j++)
			buffer_print(&all, "\n%s %s%s", method_name(group->routes[j].method),
				     group->prefix, group->routes[j].path);
	}
	digest = digest64(buffer_text(&all));
	buffer_free(&all);
	return digest;
}

/* ---- the text form --------------------------------------------------------------------------- */

static void begin_family(struct buffer *out, const char *name, const char *type, const char *help)
{
	buffer_print(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* Seconds, without the noise of binary fractions. */
static void add_seconds(struct buffer *out, uint64_t microseconds)
{
	buffer_print(out, "%" PRIu64 ".%06u\n", microseconds / 1000000,
		     (unsigned)(microseconds % 1000000));
}

/* What one series of a route is, by its labels. */
struct labels {
	const char *method, *prefix, *path;
};

static void add_labels(struct buffer *out, const char *name, const struct labels *labels)
{
	buffer_print(out, "%s{method=\"%s\",route=\"%s%s\"", name, labels->method, labels->prefix,
		     labels->path);
}

static void add_statuses(struct buffer *out, const char *name, const struct labels *labels,
			 const struct metrics_route *sums)
{
	for (size_t i = 0; i < METRICS_STATUSES; i++) {
		if (sums->statuses[i] == 0)
			continue;
		add_labels(out, name, labels);
		if (metrics_statuses[i] > 0)
			buffer_print(out, ",status=\"%d\"} ", metrics_statuses[i]);
		else
			buffer_print(out, ",status=\"other\"} ");
		buffer_print(out, "%" PRIu64 "\n", sums->statuses[i]);
	}
}

static void add_histogram(struct buffer *out, const char *name, const struct labels *labels,
			  const struct metrics_route *sums)
{
	uint64_t count = 0;

	for (size_t i = 0; i < METRICS_BUCKETS; i++) {
		count += sums->buckets[i];
		buffer_print(out, "%s_bucket{method=\"%s\",route=\"%s%s\",le=\"", name,
			     labels->method, labels->prefix, labels->path);
		if (i + 1 < METRICS_BUCKETS)
			buffer_print(out, "%g\"} %" PRIu64 "\n", (double)metrics_buckets[i] / 1e6,
				     count);
		else
			buffer_print(out, "+Inf\"} %" PRIu64 "\n", count);
	}
	buffer_print(out, "%s_sum{method=\"%s\",route=\"%s%s\"} ", name, labels->method,
		     labels->prefix, labels->path);
	add_seconds(out, sums->microseconds);
	buffer_print(out, "%s_count{method=\"%s\",route=\"%s%s\"} %" PRIu64 "\n", name,
		     labels->method, labels->prefix, labels->path, count);
}

static void add_database_seconds(struct buffer *out, const char *name, const struct labels *labels,
				 const struct metrics_route *sums)
{
	add_labels(out, name, labels);
	buffer_print(out, "} ");
	add_seconds(out, sums->database_microseconds);
}

static void add_questions(struct buffer *out, const char *name, const struct labels *labels,
			  const struct metrics_route *sums)
{
	add_labels(out, name, labels);
	buffer_print(out, "} %" PRIu64 "\n", sums->questions);
}

/* What is told of each route. */
static const struct {
	const char *name, *type, *help;
	void (*add)(struct buffer *out, const char *name, const struct labels *labels,
		    const struct metrics_route *sums);
} route_families[] = {
	{ "okr_http_requests_total", "counter", "Requests that were answered.", add_statuses },
	{ "okr_http_request_duration_seconds", "histogram",
	  "Time from the arrival of a request to the end of its answer.", add_histogram },
	{ "okr_http_request_database_seconds_total", "counter",
	  "Time that requests waited for the database.", add_database_seconds },
	{ "okr_http_request_database_questions_total", "counter",
	  "Questions that requests asked the database.", add_questions },
};

static bool has_counted(const struct metrics_route *sums)
{
	for (size_t i = 0; i < METRICS_STATUSES; i++) {
		if (sums->statuses[i] > 0)
			return true;
	}
	return false;
}

static void add_group(struct buffer *out, size_t family, const struct route_group *group,
		      const struct metrics_route *sums)
{
	for (size_t i = 0; i < group->count; i++) {
		const struct labels labels = { method_name(group->routes[i].method), group->prefix,
					       group->routes[i].path };

		if (has_counted(&sums[i]))
			route_families[family].add(out, route_families[family].name, &labels,
						   &sums[i]);
	}
}

static void add_route_family(struct buffer *out, size_t family, const struct routes *routes,
			     const struct metrics_sum *sum)
{
	static const struct labels none = { "other", "none", "" };
	size_t at = 1;

	begin_family(out, route_families[family].name, route_families[family].type,
		     route_families[family].help);
	if (sum->route_count == 0)
		return;
	if (has_counted(&sum->routes[0]))
		route_families[family].add(out, route_families[family].name, &none,
					   &sum->routes[0]);
	for (size_t i = 0; i < routes->count; i++) {
		add_group(out, family, routes->groups[i], &sum->routes[at]);
		at += routes->groups[i]->count;
	}
}

/* Counts of the whole host. */
static const struct {
	enum metrics_count metric;
	bool is_microseconds;
	const char *name, *labels, *help;
} counts[] = {
	{ METRIC_QUESTIONS, false, "okr_database_questions_total", "",
	  "Questions to the database." },
	{ METRIC_DATABASE_MICROSECONDS, true, "okr_database_seconds_total", "",
	  "Time of waiting for the database." },
	{ METRIC_CONNECTIONS, false, "okr_database_connections_total", "",
	  "Connections that were made to the database: one a worker, more when one was lost." },
	{ METRIC_CACHE_HITS, false, "okr_cache_lookups_total", "{result=\"hit\"}",
	  "Answers that were looked for in the cache." },
	{ METRIC_CACHE_MISSES, false, "okr_cache_lookups_total", "{result=\"miss\"}", NULL },
	{ METRIC_LIMITED, false, "okr_rate_limited_total", "",
	  "Requests that were refused because their key's limit was reached." },
	{ METRIC_JOURNAL_ROWS, false, "okr_journal_rows_total", "",
	  "Changes that the journal tells." },
	{ METRIC_BYTES, false, "okr_http_response_bytes_total", "",
	  "Bytes of the bodies of answers." },
	{ METRIC_WORKERS_STARTED, false, "okr_workers_started_total", "",
	  "Workers that were started." },
	{ METRIC_WORKERS_DIED, false, "okr_workers_died_total", "",
	  "Workers that crashed, were killed or gave up." },
};

static void add_counts(struct buffer *out, const struct metrics_sum *sum)
{
	for (size_t i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		if (counts[i].help)
			begin_family(out, counts[i].name, "counter", counts[i].help);
		buffer_print(out, "%s%s ", counts[i].name, counts[i].labels);
		if (counts[i].is_microseconds)
			add_seconds(out, sum->counts[counts[i].metric]);
		else
			buffer_print(out, "%" PRIu64 "\n", sum->counts[counts[i].metric]);
	}
}

static void add_gauges(struct buffer *out, const struct metrics_sum *sum)
{
	begin_family(out, "okr_workers", "gauge", "Workers that live, by what they do.");
	buffer_print(out, "okr_workers{state=\"busy\"} %" PRIu64 "\n", sum->busy);
	buffer_print(out, "okr_workers{state=\"idle\"} %" PRIu64 "\n", sum->idle);
	begin_family(out, "okr_schema_version", "gauge",
		     "Newest migration of the database, as a worker saw it last.");
	buffer_print(out, "okr_schema_version %" PRId64 "\n", sum->schema);
	begin_family(out, "okr_schema_version_expected", "gauge",
		     "Newest migration that this program knows.");
	buffer_print(out, "okr_schema_version_expected %" PRId64 "\n", service_schema_known());
	begin_family(out, "okr_build_info", "gauge", "The program's version.");
	buffer_print(out, "okr_build_info{version=\"%s\"} 1\n", PACKAGE_VERSION);
}

/* ---- who may see them ------------------------------------------------------------------------ */

/* In constant time. */
static bool has_token(struct exchange *x)
{
	struct text token = service_settings(x->work.service)->metrics_token;
	struct text given = request_bearer(x->request);
	uint8_t expected[DIGEST_SIZE], shown[DIGEST_SIZE];

	if (text_is_none(given))
		return false;
	digest256(token, expected);
	digest256(given, shown);
	return secret_hash_equal(expected, shown);
}

/* Whether everybody on the way here is on this host, as far as proxies tell. */
static bool came_from_here(const struct request *request)
{
	struct text rest = request->forwarded;

	if (!request_is_local(request))
		return false;
	while (!text_is_none(rest))
		if (!address_is_local(text_cut(&rest, ',')))
			return false;
	return true;
}

/* With a token it alone decides: a proxy on this host may ask for anybody, and need not say so. */
static bool may_see(struct exchange *x)
{
	if (!text_is_none(service_settings(x->work.service)->metrics_token))
		return has_token(x);
	return came_from_here(x->request);
}

const struct error *metrics_show(struct exchange *x)
{
	struct metrics_sum sum;

	if (!may_see(x))
		return error_new(x->work.arena, ERROR_FORBIDDEN,
				 "Figures are shown on this host, and to whoever has the "
				 "metrics_token of its settings.");
	metrics_sum(&sum);
	for (size_t i = 0; i < sizeof(route_families) / sizeof(*route_families); i++)
		add_route_family(&x->reply->body, i, x->routes, &sum);
	add_counts(&x->reply->body, &sum);
	add_gauges(&x->reply->body, &sum);
	metrics_sum_free(&sum);
	x->media_type = TEXT("text/plain; version=0.0.4; charset=utf-8");
	return NULL;
}
