/*
 * Where requests go: a route is a row that says which verb is done to which resource, seen through which
 * view, and what its list can be asked. From a path to its route: whole segments are compared, decoded,
 * so "%6Fkrs" is okrs and "okrs/" is nothing. Private to the api room.
 */
#ifndef OKR_API_ROUTE_H
#define OKR_API_ROUTE_H

#include "api/view/view.h"
#include "service/resource.h"

struct exchange;

/* ---- filters: what a list's query parameters mean -------------------------------------------- */

enum filter_kind {
	FILTER_EQUAL,       /* the member has this value; FIELD_WORD by the filter's words */
	FILTER_SINCE,       /* the member is this or later */
	FILTER_UNTIL,       /* the member is this or earlier */
	FILTER_TOP,         /* true: only records without a parent */
	FILTER_TAG,         /* the member, an array of texts, holds this one */
	FILTER_GROUP,       /* the team or the department that owns the objective */
	FILTER_SEARCH_BOTH, /* the text occurs in the member or the other one */
	FILTER_PERIOD,      /* a cycle's name, else the member's text */
	FILTER_DELETED,     /* true: deleted records as well */
	FILTER_SEARCH,      /* the text occurs in the member */
	FILTER_ARCHIVED,    /* false (the default), true or any */
	FILTER_COMPUTED,    /* a word that is computed after reading */
	FILTER_FROM,        /* a day or a second: the member is in it or later */
	FILTER_TO,          /* likewise: in it or earlier */
	FILTER_TAKEN,       /* no list's: the handler finds it in a struct of its own */
};

struct filter {
	const char *name;
	enum filter_kind kind;
	enum field_kind value_kind;
	size_t offset;
	size_t or_offset; /* the other member, where two are looked at */
	const struct word_name *words;
	const char *meaning;
	bool is_needed;      /* FILTER_TAKEN: must be given */
	double min, max;     /* of a whole number; both 0: from 0 on */
	const char *example; /* of one that must be given */
};

#define FILTER(name_, kind_, type, member, ...)                                                    \
	{                                                                                          \
		.name = name_, .kind = kind_, .value_kind = FIELD_KIND(type, member),              \
		.offset = offsetof(type, member), __VA_ARGS__                                      \
	}

struct filters {
	const struct filter *items;
	size_t count;
};

/* For the rows of views and routes: a table with its size; a resource with its view. */
#define ROWS(table) .fields = table, .count = sizeof(table) / sizeof((table)[0])
#define OF(resource_, view_) .resource = &resource_##_resource, .view = &view_##_view

/* A key that a caller may sort by. */
struct sort {
	const char *name;
	size_t offset;
	bool has_nulls;
};

struct sorts {
	const struct sort *items;
	size_t count;
};

#define FILTERS(table)                                                                             \
	{                                                                                          \
		table, sizeof(table) / sizeof((table)[0])                                          \
	}

/* ---- routes ---------------------------------------------------------------------------------- */

enum route_flag {
	ROUTE_OPEN = 1,       /* no credential */
	ROUTE_LIST = 2,       /* takes limit and cursor */
	ROUTE_VOLATILE = 4,   /* changes without a write to the workspace: its ETag is made of its
			       bytes */
	ROUTE_DEPRECATED = 8, /* `successor` replaces it */
	ROUTE_BODY = 16,      /* takes a JSON object; without it a body may be left out */
	ROUTE_ASCENDING = 32, /* a list from the least sort key on */
	ROUTE_CSV = 256,      /* a list that may be asked for as CSV */
	ROUTE_READ = 1024,    /* a POST that writes nothing */
	ROUTE_FIELDS = 2048,  /* a list that filters by every scalar field of its view */
	ROUTE_TOOL = 4096,    /* an MCP tool: what its arguments name must exist */
	ROUTE_BRIEF = 8192,   /* takes `detail`: its answer is brief unless that is full */
	ROUTE_NDJSON = 16384, /* a list that may be asked for as NDJSON: a line a record */
	ROUTE_ROWS = 1 << 20, /* answers an array, which has no further pages */
	ROUTE_PAGE = 32768,   /* a browser's page: the query is the page's own, errors are pages */
	ROUTE_SIGN_IN =
		65536, /* a way in, beside ROUTE_OPEN: by TLS and from the console alone; its
				  answers are kept nowhere, safe retries neither */
	ROUTE_SESSION = 131072,  /* of a cookie's session alone; its answers are kept nowhere */
	ROUTE_GUESSED = 262144,  /* a way in where failures are counted */
	ROUTE_UNREADY = 1 << 21, /* a way in that is open before there are tables; Authorization may
				    come along: whether it does is a question of its answer */
	ROUTE_STREAM = 1 << 23,  /* made while it is sent: without length and ETag */
	ROUTE_ALONE = 1 << 22,   /* writes, and may not stand in a batch */
};

/* What a route answers to. HEAD goes where GET does, PATCH where PUT does. */
enum method {
	METHOD_GET,
	METHOD_POST,
	METHOD_PUT,
	METHOD_DELETE,
};

/* A file that a body can be. The last row of a table has no media type. */
struct file_kind {
	const char *media_type, *sample;
};

/* A door: a verb that is done to a resource, seen through a view. */
struct route {
	enum method method;
	/* Under the dialect's prefix; ":id" stands for one segment, an id, "*" at the end for one or
	 * more of any kind. What does not begin with "/" is reached by no path: a tool's "#NAME". */
	const char *path;
	unsigned scope;
	const struct error *(*handle)(struct exchange *x);
	int status; /* of the answer */
	unsigned flags;
	const struct resource *resource;
	const struct view *view; /* of the answer, and of the body unless `takes` is set */
	const struct view *takes;
	struct filters filters;
	struct sorts sorts;            /* what a caller may sort by; without any: */
	size_t sort;                   /* member that a list is ordered by; 0: by creation */
	const struct resource *parent; /* of a sub-route: what the first id in the path names … */
	size_t parent_member;          /* … and where the record keeps it */
	const struct view *nested; /* CSV: a row for each record of this list within the record, … */
	size_t nested_list;        /* … which stands here */
	/* What a dialect does where the verb alone would not do. Before a record is written: what is
	 * demanded here alone; `stored` is NULL for a new one. */
	void (*prepare)(struct exchange *x, const void *stored, const void *sent,
			struct given *given);
	/* For how many requests it counts against the limit; NULL: for one. */
	unsigned (*weigh)(struct exchange *x);
	/* Answers the record that was read or written; NULL: answer_record. */
	const struct error *(*show)(struct exchange *x, void *record);
	/* Reads a page of an envelope, and how many records there are in all. */
	const struct error *(*read_page)(struct exchange *x, struct query *query, struct page *page,
					 int64_t *total);
	/* Limits a list of a tool, besides its filters; `within` becomes what its rows belong to. */
	const struct error *(*limit)(struct exchange *x, struct query *query, struct list *within);
	const struct view *choice; /* answered instead, with 200, where the caller has to choose */
	bool may_read_deleted; /* by id; a deletion answers the record, a change of it is a 409 */
	const char *location;  /* path of the item that was made, ending in "/" */
	enum view_form location_form; /* of the id behind it */
	const char *successor;        /* path template of the route that replaces this one */
	size_t page, page_max; /* records a page by default and at most, where the key's limit is
				   not meant */
	/* For the API description. */
	const char *name;              /* of the operation in generated clients */
	const char *title;             /* a phrase for lists of operations */
	const char *meaning;           /* what it does; Markdown, where only `code` is used */
	const char *sample;            /* the members that an example of the body has */
	const struct file_kind *files; /* what the body is when it is a file as it stands */
	const char *missing; /* why it may be a 404, where it is not only that nothing is there */
	const char *media_type; /* of the answer, where it is neither JSON nor a page */
	const char *refusal;    /* why it may be a 403, where no scope says so; NULL: never */
	const char *conflict;   /* when the record's state makes it a 409; NULL: never */
	const char *hint;       /* of a tool: said when what it names does not exist */
};

/* What a dialect puts around its answers; the texts are members' names, NULL where it has none. */
struct envelope {
	const char *record;               /* around a record, or a list without the next three */
	const char *items, *next, *total; /* of a page */
	const char *deleted;   /* true in the answer to a deletion, which is empty otherwise */
	size_t page, page_max; /* records a page by default and at most; 0: the key's limit */
	bool splits_values;    /* a comma stands between several values of a query parameter */
};

/* What a dialect calls a thing, or what a place in its paths stands for, in the API description. */
struct noun {
	const struct thing *thing; /* or: */
	const char *place;         /* ":NAME" in a path, without the colon */
	const char *noun;          /* NULL: behind the last row */
};

struct route_group {
	const char *prefix;
	const struct route *routes;
	size_t count;
	const struct envelope *envelope; /* NULL: bare records and arrays */
	const struct noun *nouns;        /* where they are not the things' own names; may be NULL */
	bool is_tools; /* called by their names (path: "#NAME") within MCP's envelope alone */
};

/* The group of a file's table `routes`. */
#define ROUTES(prefix_, ...)                                                                       \
	{                                                                                          \
		.prefix = prefix_, .routes = routes, .count = sizeof(routes) / sizeof(routes[0]),  \
		__VA_ARGS__                                                                        \
	}

enum { PATH_IDS_MAX = 3 };

struct route_match {
	const struct route_group *group;
	const struct route *route;     /* NULL: see is_known */
	bool is_known;                 /* the path exists, for other methods */
	struct text ids[PATH_IDS_MAX]; /* segments that stand for ids, decoded */
	size_t id_count;
};

/* All that is answered; each dialect is a group, or several files of one. */
struct routes {
	const struct route_group *const *groups;
	size_t count;
};

/* "GET". */
const char *method_name(enum method method);

/* Whole segments, rows in any order. */
void route_find(struct arena *arena, const struct routes *routes, struct text method,
		struct text path, struct route_match *out);

/* The methods of a path for Allow: "GET, HEAD, OPTIONS". */
struct text route_methods(struct arena *arena, const struct routes *routes, struct text path);

#endif
