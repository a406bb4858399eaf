/*
 * Where a request points: its path below base_path, its query, and the address under which the
 * caller reached us. Web servers agree on REQUEST_URI alone, so everything else is a fallback.
 * Neither decodes the path nor knows which routes there are.
 */
#include "target.h"

#include "http/percent.h"
#include "percent_internal.h"

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

	return (struct target){ .path = path.size > 0 ? path : TEXT("/"), .query = query };
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
	return (struct target){ .path = percent_encode_path(arena, path), .query = query };
}

/* Whether the whole segments of `base` stand at the front of the path. */
static bool path_is_below(struct text path, struct text base)
{
	return text_starts_with(path, base) &&
	       (path.size == base.size || path.data[base.size] == '/');
}

/* Whether a raw path begins with a first segment that the product has: each route begins with one. */
static bool path_has_root(struct text path)
{
	static const char *const roots[] = { "/api",     "/app",    "/docs",
					     "/healthz", "/readyz", "/metrics" };

	for (size_t i = 0; i < sizeof(roots) / sizeof(*roots); i++) {
		if (path_is_below(path, text_from(roots[i])))
			return true;
	}
	return false;
}

/* How many bytes the first `count` segments of the path have. */
static size_t segments_size(struct text path, size_t count)
{
	size_t at = 0;

	for (; at < path.size; at++) {
		if (path.data[at] == '/' && count-- == 0)
			break;
	}
	return at;
}

static size_t count_slashes(struct text path)
{
	size_t count = 0;

	for (size_t i = 0; i < path.size; i++)
		count += path.data[i] == '/';
	return count;
}

/* Takes `base`, which the web server decoded, off the front of the raw path, if a root follows. */
static bool strip_decoded(struct arena *arena, struct target *target, struct text base)
{
	size_t size = segments_size(target->path, count_slashes(base));
	struct text front = { target->path.data, size }, decoded;

	if (!percent_decode(arena, front, &decoded) || !text_equal(decoded, base) ||
	    !path_has_root(text_from_offset(target->path, size)))
		return false;
	target->prefix = front;
	target->path = text_from_offset(target->path, size);
	return true;
}

/*
 * On a shared host nobody set base_path: the program's own path tells what stands before ours. Either
 * ours stands behind it (/folder/okr.cgi/api), or the program answers for its folder (/folder/api,
 * by a rewrite rule or an alias). A web server that hands over by FastCGI gives the whole path as
 * the script's name, which tells nothing.
 */
static void strip_script(struct arena *arena, const struct request_source *source,
			 struct target *target)
{
	struct text script = source_variable(source, "SCRIPT_NAME"), whole;
	struct text folder = { script.data, script.size };

	if (script.size == 0 || !percent_decode(arena, target->path, &whole) ||
	    text_equal(whole, script))
		return;
	while (folder.size > 0 && folder.data[--folder.size] != '/')
		continue;
	if (!strip_decoded(arena, target, script))
		strip_decoded(arena, target, folder);
}

/* The path begins with base_path and then a root (rulings.md 65); a proxy may have cut the former off. */
static void strip_base(struct arena *arena, const struct request_source *source, struct text base,
		       struct target *target)
{
	if (base.size > 0 && path_is_below(target->path, base)) {
		target->path = text_from_offset(target->path, base.size);
		target->prefix = base;
	} else if (base.size > 0 || path_has_root(target->path)) {
		target->prefix = base;
	} else {
		strip_script(arena, source, target);
	}
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

static bool is_https(const struct request_source *source)
{
	struct text https = source_variable(source, "HTTPS");
	struct text scheme = source_variable(source, "REQUEST_SCHEME");

	return text_equal_ascii_case(https, TEXT("on")) || text_equal(https, TEXT("1")) ||
	       text_equal_ascii_case(scheme, TEXT("https"));
}

/* The address that the web server has for itself, for a caller who named none (HTTP/1.0). */
static struct text server_address(struct arena *arena, const struct request_source *source,
				  unsigned standard_port)
{
	struct text name = source_variable(source, "SERVER_NAME");
	unsigned long long port;

	if (!host_is_sane(name))
		return TEXT("localhost");
	if (!text_to_count(source_variable(source, "SERVER_PORT"), 65535, &port) ||
	    port == standard_port)
		return name;
	return arena_print(arena, "%.*s:%llu", TEXT_PRINT(name), port);
}

/* Scheme and host as the caller wrote them: behind a port that was forwarded ours would be wrong. */
static struct text base_url_of(struct arena *arena, const struct request_source *source)
{
	bool https = is_https(source);
	struct text host = source_variable(source, "HTTP_HOST");

	if (!host_is_sane(host))
		host = server_address(arena, source, https ? 443 : 80);
	return arena_print(arena, "%s://%.*s", https ? "https" : "http", TEXT_PRINT(host));
}

struct target target_read(struct arena *arena, const struct settings *settings,
			  const struct request_source *source)
{
	struct text uri = source_variable(source, "REQUEST_URI");
	struct text base_url = settings->base_url;
	struct target target = uri.size > 0 ? target_from_uri(uri) :
					      target_from_script(arena, source);

	strip_base(arena, source, settings->base_path, &target);
	if (base_url.size == 0)
		base_url = base_url_of(arena, source);
	target.is_tls = is_https(source);
	target.path = arena_copy(arena, target.path);
	target.query = arena_copy(arena, target.query);
	target.origin_url =
		arena_print(arena, "%.*s%.*s", TEXT_PRINT(base_url), TEXT_PRINT(target.prefix));
	return target;
}
