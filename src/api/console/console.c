/*
 * The console: every address below /app/ without a file extension answers the same page, so that a
 * pasted link works; the files that it loads stand below an address that names all their bytes, and
 * are kept for ever. build-aux/embed-console.sh lists them. What the console may do is not decided
 * here: it asks the API like everybody else.
 */
#include "api/console/console.h"

#include "api/output/embed.h"
#include "api/output/errors.h"
#include "base/gzip.h"
#include "http/accept.h"

/* ---- the files -------------------------------------------------------------------------------- */

/* CONSOLE_HASH, and a CONSOLE_FILE(symbol, path, type) for each file, CONSOLE_MADE(…) for what the build
 * makes of them. */
#define CONSOLE_FILE(symbol, path, type)                                                           \
	EMBED(symbol, OKR_CONSOLE "/" path);                                                       \
	EMBED(symbol##_gz, OKR_CONSOLE_MADE "/" path ".gz");
#define CONSOLE_MADE(symbol, path, type)                                                           \
	EMBED(symbol, OKR_CONSOLE_MADE "/" path);                                                  \
	EMBED(symbol##_gz, OKR_CONSOLE_MADE "/" path ".gz");
#include OKR_CONSOLE_FILES
#undef CONSOLE_FILE
#undef CONSOLE_MADE

EMBED(console_shell, OKR_CONSOLE_MADE "/shell.html");

static const struct file {
	const char *path, *type;
	const char *start, *end, *gz_start, *gz_end;
} files[] = {
#define CONSOLE_FILE(symbol, path, type)                                                           \
	{ path, type, symbol##_start, symbol##_end, symbol##_gz_start, symbol##_gz_end },
#define CONSOLE_MADE CONSOLE_FILE
#include OKR_CONSOLE_FILES
#undef CONSOLE_FILE
#undef CONSOLE_MADE
};

static const struct file *file_of(struct text path)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (text_equal(path, text_from(files[i].path)))
			return &files[i];
	return NULL;
}

/* ---- what all of them have -------------------------------------------------------------------- */

#define HTML "text/html; charset=utf-8"

/* Nothing but this host, and nothing that stands in the page itself. The one policy of Trusted Types
 * is for DOMParser, which reads the parts of a spreadsheet. */
#define POLICY                                                                                     \
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "          \
	"font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "               \
	"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types okr-xml"

static void add_policies(struct exchange *x)
{
	reply_header(x->reply, "Content-Security-Policy", POLICY);
	reply_header(x->reply, "Referrer-Policy", "same-origin");
	reply_header(x->reply, "Cross-Origin-Opener-Policy", "same-origin");
	/* "()" alone, which switches nothing off, is no value of this header: browsers complain. */
	reply_header(x->reply, "Permissions-Policy",
		     "camera=(), geolocation=(), microphone=(), payment=(), usb=()");
}

static bool takes_gzip(const struct exchange *x)
{
	return accept_names(x->request->accept_encoding, TEXT("gzip"));
}

static void show_file(struct exchange *x, const struct file *file)
{
	add_policies(x);
	x->media_type = text_from(file->type);
	x->is_compressed = takes_gzip(x);
	if (x->is_compressed)
		buffer_add(&x->reply->body, file->gz_start,
			   (size_t)(file->gz_end - file->gz_start));
	else
		buffer_add(&x->reply->body, file->start, (size_t)(file->end - file->start));
}

/* ---- the page --------------------------------------------------------------------------------- */

/* The path that the console stands below: what follows the host, usually nothing. */
static struct text base_of(const struct request *request)
{
	struct text rest = request->origin_url;

	text_cut(&rest, ':');
	for (size_t i = 2; i < rest.size; i++)
		if (rest.data[i] == '/')
			return (struct text){ rest.data + i, rest.size - i };
	return TEXT("");
}

/* As the value of an attribute. */
static void add_escaped(struct buffer *out, struct text text)
{
	for (size_t i = 0; i < text.size; i++)
		if (strchr("\"&<>'", text.data[i]))
			buffer_print(out, "&#%d;", text.data[i]);
		else
			buffer_add(out, &text.data[i], 1);
}

/* The page with its place put in. */
static void make_shell(const struct exchange *x, struct buffer *out)
{
	static const struct text mark = TEXT("@BASE@");
	const char *at = console_shell_start, *next;
	struct text base = base_of(x->request);

	while ((next = memmem(at, (size_t)(console_shell_end - at), mark.data, mark.size))) {
		buffer_add(out, at, (size_t)(next - at));
		add_escaped(out, base);
		at = next + mark.size;
	}
	buffer_add(out, at, (size_t)(console_shell_end - at));
}

static void show_shell(struct exchange *x)
{
	struct buffer plain = { 0 };
	struct text text;

	add_policies(x);
	x->media_type = TEXT(HTML);
	make_shell(x, &plain);
	text = buffer_text(&plain);
	x->is_compressed = takes_gzip(x) && gzip_pieces(&text, 1, &x->reply->body);
	if (!x->is_compressed)
		buffer_add_text(&x->reply->body, text);
	buffer_free(&plain);
}

/* ---- handlers --------------------------------------------------------------------------------- */

static const struct error *nothing_here(struct exchange *x)
{
	return error_new(x->work.arena, ERROR_NOT_FOUND, "There is nothing at this path.");
}

static bool is_off(const struct exchange *x)
{
	return !service_settings(x->work.service)->console;
}

/* What follows `start`, or absent. */
static struct text behind(struct text path, struct text start)
{
	if (!text_starts_with(path, start))
		return TEXT_NONE;
	return (struct text){ path.data + start.size, path.size - start.size };
}

static bool has_extension(struct text path)
{
	struct text last = path;

	while (!text_is_none(path))
		last = text_cut(&path, '/');
	return memchr(last.data, '.', last.size);
}

static const struct error *show(struct exchange *x)
{
	struct text path = behind(x->request->path, TEXT("/app/a/" CONSOLE_HASH "/"));
	const struct file *file = text_is_none(path) ? NULL : file_of(path);

	if (is_off(x))
		return nothing_here(x);
	if (!has_extension(x->request->path)) {
		show_shell(x);
		return NULL;
	}
	if (!file)
		return nothing_here(x);
	x->cache_control = "public, max-age=31536000, immutable";
	show_file(x, file);
	return NULL;
}

/* Browsers ask for it by themselves, beside pages that name no icon. */
static const struct error *show_icon(struct exchange *x)
{
	x->cache_control = "public, max-age=86400";
	show_file(x, file_of(TEXT("favicon.ico")));
	return NULL;
}

static const struct error *add_slash(struct exchange *x)
{
	if (is_off(x))
		return nothing_here(x);
	reply_header(x->reply, "Location", "%.*s/app/", TEXT_PRINT(x->request->origin_url));
	return NULL;
}

/* ---- errors ----------------------------------------------------------------------------------- */

bool console_owns(struct text path)
{
	return text_starts_with(path, TEXT("/app/"));
}

/* error_write has said it for programs: its status and headers are right, its body is not. */
void console_say_error(struct exchange *x, const struct error *error)
{
	struct buffer *body = &x->reply->body;

	error_write(x, error);
	reply_clear_body(x->reply);
	add_policies(x);
	x->media_type = TEXT(HTML);
	buffer_print(body,
		     "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">"
		     "<meta name=\"viewport\" content=\"width=device-width\">"
		     "<title>%d</title>\n<h1>",
		     x->reply->status);
	add_escaped(body,
		    error->code == ERROR_LIMITED ? TEXT("Too many requests.") : error->message);
	buffer_print(body, "</h1>\n<p><a href=\"");
	add_escaped(body, base_of(x->request));
	buffer_print(body, "/app/\">To the start page</a></p>\n</html>\n");
}

/* ---- routes ----------------------------------------------------------------------------------- */

static const struct route routes[] = {
	{ METHOD_GET, "/app", SCOPE_NONE, add_slash, 308, ROUTE_OPEN, .name = "findConsole",
	  .title = "The way to the console", .meaning = "Leads to its start page." },
	{ METHOD_GET, "/app/*", SCOPE_NONE, show, 200, ROUTE_OPEN | ROUTE_VOLATILE | ROUTE_PAGE,
	  .name = "getConsole", .title = "The console", .meaning = "Its page, or a file of it." },
	{ METHOD_GET, "/favicon.ico", SCOPE_NONE, show_icon, 200, ROUTE_OPEN | ROUTE_VOLATILE,
	  .name = "getIcon", .title = "The icon", .meaning = "For browsers that look for it." },
};

const struct route_group console_routes = ROUTES("");
