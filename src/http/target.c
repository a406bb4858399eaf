/*
 * Where a request points: its path below base_path, its query, and the address under which the
 * caller reached us. Web servers agree on REQUEST_URI alone, so everything else is a fallback.
 * Neither decodes the path nor knows which routes there are.
 */
#include "target.h"

#include "percent.h"

struct target {
	struct text path;   /* raw, starts with "/" (or is "*") */
	struct text query;  /* absent when there was none */
	struct text prefix; /* of the path: what stands before it in an absolute link */
};

static bool text_starts_with_ascii_case(struct text t, struct text prefix)
{
	return t.size >= prefix.size &&
	       text_equal_ascii_case((struct text){ t.data, prefix.size }, prefix);
}

static struct text text_from_offset(struct text t, size_t offset)
{
	return (struct text){ t.data + offset, t.size - offset };
}

/* A request line may carry the absolute form (RFC 9112, section 3.2.2). */
static struct text skip_origin(struct text uri)
{
	static const char *const schemes[] = { "http://", "https://" };

	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++) {
		struct text scheme = text_from(schemes[i]);
		size_t at = scheme.size;

		if (!text_starts_with_ascii_case(uri, scheme))
			continue;
		while (at < uri.size && uri.data[at] != '/' && uri.data[at] != '?')
			at++;
		return text_from_offset(uri, at);
	}
	return uri;
}

static struct target target_from_uri(struct text uri)
{
	struct text query = skip_origin(uri);
	struct text path = text_cut(&query, '?');

	return (struct target){ path.size > 0 ? path : TEXT("/"), query, TEXT_NONE };
}

/* SCRIPT_NAME and PATH_INFO were decoded by the web server: the path is made raw again. */
static struct target target_from_script(struct arena *arena, const struct request_source *source)
{
	struct text script = source_variable(source, "SCRIPT_NAME");
	struct text info = source_variable(source, "PATH_INFO");
	struct text query = source_variable(source, "QUERY_STRING");
	struct text path = arena_print(arena, "%.*s%.*s", TEXT_PRINT(script), TEXT_PRINT(info));

	if (path.size == 0)
		path = TEXT("/");
	if (query.size == 0)
		query = TEXT_NONE;
	return (struct target){ percent_encode_path(arena, path), query, TEXT_NONE };
}

/* Whether the whole segments of `base` stand at the front of the path. */
static bool path_is_below(struct text path, struct text base)
{
	return text_starts_with(path, base) &&
	       (path.size == base.size || path.data[base.size] == '/');
}

/* In a sub-folder of a shared host nobody set base_path: the API's own first segments tell. */
static size_t api_offset(struct text path)
{
	static const char *const roots[] = { "/api/v1/", "/api/public/mcp" };

	for (size_t at = 0; at < path.size; at++) {
		for (size_t i = 0; i < sizeof(roots) / sizeof(*roots); i++) {
			if (text_starts_with(text_from_offset(path, at), text_from(roots[i])))
				return at;
		}
	}
	return 0;
}

static void strip_base(struct target *target, struct text base)
{
	size_t offset = base.size;

	if (base.size == 0 || !path_is_below(target->path, base))
		offset = api_offset(target->path);
	target->prefix = offset > 0 ? (struct text){ target->path.data, offset } : base;
	target->path = text_from_offset(target->path, offset);
	if (target->path.size == 0)
		target->path = TEXT("/");
}

/* A host as it may stand in a link: a name, an address, an address in brackets, with a port. */
static bool host_is_sane(struct text host)
{
	for (size_t i = 0; i < host.size; i++) {
		char c = host.data[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		      (c != '\0' && strchr("-._:[]", c))))
			return false;
	}
	return host.size > 0;
}

static bool host_has_port(struct text host)
{
	size_t at = host.size;

	while (at > 0 && host.data[at - 1] >= '0' && host.data[at - 1] <= '9')
		at--;
	return at > 0 && at < host.size && host.data[at - 1] == ':' &&
	       (host.data[0] != '[' || (at > 1 && host.data[at - 2] == ']'));
}

static struct text host_of(const struct request_source *source)
{
	static const char *const names[] = { "HTTP_HOST", "SERVER_NAME" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct text host = source_variable(source, names[i]);

		if (host_is_sane(host))
			return host;
	}
	return TEXT("localhost");
}

static bool is_https(const struct request_source *source)
{
	struct text https = source_variable(source, "HTTPS");
	struct text scheme = source_variable(source, "REQUEST_SCHEME");

	return text_equal_ascii_case(https, TEXT("on")) || text_equal(https, TEXT("1")) ||
	       text_equal_ascii_case(scheme, TEXT("https"));
}

/* Scheme, host and port as the caller wrote them, as far as the web server tells. */
static struct text base_url_of(struct arena *arena, const struct request_source *source)
{
	bool https = is_https(source);
	const char *scheme = https ? "https" : "http";
	struct text host = host_of(source);
	unsigned long long port;

	/* Debian's fastcgi_params for nginx set HTTP_HOST to a host that lost its port. */
	if (!host_has_port(host) &&
	    text_to_count(source_variable(source, "SERVER_PORT"), 65535, &port) &&
	    port != (https ? 443 : 80))
		return arena_print(arena, "%s://%.*s:%llu", scheme, TEXT_PRINT(host), port);
	return arena_print(arena, "%s://%.*s", scheme, TEXT_PRINT(host));
}

void target_read(struct arena *arena, const struct settings *settings,
		 const struct request_source *source, struct request *out)
{
	struct text uri = source_variable(source, "REQUEST_URI");
	struct text base_url = settings->base_url;
	struct target target = uri.size > 0 ? target_from_uri(uri) :
					      target_from_script(arena, source);

	strip_base(&target, settings->base_path);
	if (base_url.size == 0)
		base_url = base_url_of(arena, source);
	out->path = arena_copy(arena, target.path);
	out->query = arena_copy(arena, target.query);
	out->origin_url =
		arena_print(arena, "%.*s%.*s", TEXT_PRINT(base_url), TEXT_PRINT(target.prefix));
}
