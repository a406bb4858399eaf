/*
 * The pages below /docs/: files of docs/site that are part of the program, so that they are there on
 * every host that runs it, and belong to its version. They refer to each other by relative addresses
 * and contact no foreign host, which a policy in their head holds them to.
 */
#include "api/describe/site.h"

#include "api/exchange.h"
#include "api/output/embed.h"
#include "http/accept.h"

/* ---- the files -------------------------------------------------------------------------------- */

#define EMBED_BOTH(symbol, name)                                                                   \
	EMBED(symbol, OKR_SITE "/" name);                                                          \
	EMBED(symbol##_gz, OKR_SITE_GZ "/" name ".gz")

EMBED_BOTH(index_html, "index.html");
EMBED_BOTH(style_css, "style.css");
EMBED_BOTH(shared_js, "shared.js");
EMBED_BOTH(page_js, "page.js");
EMBED_BOTH(try_html, "try.html");
EMBED_BOTH(try_js, "try.js");
EMBED_BOTH(postman, "postman_collection.json");

#define HTML "text/html; charset=utf-8"
#define SCRIPT "text/javascript; charset=utf-8"

/* Nothing but this host, and nothing that stands in the page itself. */
#define POLICY                                                                                     \
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "          \
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

#define FILE_ROW(path_, symbol, type_)                                                             \
	{                                                                                          \
		(path_), type_, symbol##_start, symbol##_end, symbol##_gz_start, symbol##_gz_end   \
	}

static const struct file {
	const char *path, *type;
	const char *start, *end, *gz_start, *gz_end;
} files[] = {
	FILE_ROW("/", index_html, HTML),
	FILE_ROW("/style.css", style_css, "text/css; charset=utf-8"),
	FILE_ROW("/shared.js", shared_js, SCRIPT),
	FILE_ROW("/page.js", page_js, SCRIPT),
	FILE_ROW("/try.html", try_html, HTML),
	FILE_ROW("/try.js", try_js, SCRIPT),
	FILE_ROW("/postman_collection.json", postman, "application/json; charset=utf-8"),
};

static const struct file *file_of(const struct route *route)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (strcmp(files[i].path, route->path) == 0)
			return &files[i];
	return NULL;
}

/* ---- handlers --------------------------------------------------------------------------------- */

static const struct error *show(struct exchange *x)
{
	const struct file *file = file_of(x->route);

	reply_header(x->reply, "Content-Security-Policy", POLICY);
	reply_header(x->reply, "Referrer-Policy", "no-referrer");
	x->media_type = text_from(file->type);
	if (accept_names(x->request->accept_encoding, TEXT("gzip"))) {
		x->is_compressed = true;
		buffer_add(&x->reply->body, file->gz_start,
			   (size_t)(file->gz_end - file->gz_start));
	} else {
		buffer_add(&x->reply->body, file->start, (size_t)(file->end - file->start));
	}
	return NULL;
}

/* Relative addresses in the page need the slash. */
static const struct error *add_slash(struct exchange *x)
{
	reply_header(x->reply, "Location", "%.*s/docs/", TEXT_PRINT(x->request->origin_url));
	return NULL;
}

#define PAGE(path, title_)                                                                         \
	{                                                                                          \
		METHOD_GET, (path), SCOPE_NONE, show, 200, ROUTE_OPEN | ROUTE_VOLATILE,            \
			.name = "getPage", .title = (title_),                                      \
			.meaning = "A file of the reference."                                      \
	}

static const struct route routes[] = {
	{ METHOD_GET, "", SCOPE_NONE, add_slash, 308, ROUTE_OPEN, .name = "findReference",
	  .title = "The way to the reference", .meaning = "Leads to the page." },
	PAGE("/", "The reference page"),
	PAGE("/style.css", "Its styles"),
	PAGE("/shared.js", "What both pages have in common"),
	PAGE("/page.js", "Its script"),
	PAGE("/try.html", "A page to try every operation"),
	PAGE("/try.js", "Its script"),
	PAGE("/postman_collection.json", "The Postman collection"),
};

const struct route_group site_routes = ROUTES("/docs");
