/*
 * Under which headings the API description lists its paths: a row a tag. A new first segment of a path
 * belongs to one of them.
 */
#include "api/describe/tags.h"

#include <stdio.h>

enum { TEMPLATE_MAX = 128 };

const struct tag tags[] = {
	{ "OKRs",
	  "OKRs",
	  "Read the OKRs of your workspace and their key results, change them, and check in on key "
	  "results.",
	  { "/api/v1/okrs", "/api/v1/key-results", "/api/v1/checkins" } },
	{ "OKRs",
	  "Cycles",
	  "The periods that OKRs are planned for. Use the `id` of a cycle as `cycle_id` when you "
	  "create OKRs.",
	  { "/api/v1/cycles" } },
	{ "OKRs",
	  "KPIs",
	  "Metrics that are tracked all the time, with their measurements.",
	  { "/api/v1/kpis" } },
	{ "OKRs",
	  "Initiatives",
	  "The work that is meant to move OKRs and key results. Every answer stands in `data`.",
	  { "/api/v1/initiatives" } },
	{ "OKRs",
	  "Reviews",
	  "Review cycles, and the raw answers of shared reviews.",
	  { "/api/v1/review-cycles", "/api/v1/reviews" } },
	{ "OKRs",
	  "Reports",
	  "How a cycle stands and what to look at: what the MCP tools of the same names answer.",
	  { "/api/v1/reports" } },
	{ "OKRs", "Search", "Finding records of all kinds by their titles.", { "/api/v1/search" } },
	{ "OKRs",
	  "To do",
	  "What people owe: check-ins and values of KPIs, and when each is due.",
	  { "/api/v1/me/todo" } },
	{ "OKRs",
	  "Directory",
	  "People, departments and teams: where the ids come from that other endpoints ask for.",
	  { "/api/v1/users", "/api/v1/departments", "/api/v1/teams" } },
	{ "OKRs",
	  "API keys",
	  "What your credential may do, and keys for other programs.",
	  { "/api/v1/me", "/api/v1/api-keys" } },
	{ "OKRs",
	  "Sign-in",
	  "How people sign in, and the sessions that they have. A session is a cookie, and has the "
	  "scopes of the person's role.",
	  { "/api/v1/sign-in", "/api/v1/session", "/api/v1/sessions", "/api/v1/setup" } },
	{ "OKRs",
	  "Batch",
	  "Many writes as one request, together or each for itself.",
	  { "/api/v1/batch" } },
	{ "OKRs",
	  "Import",
	  "Records that come in with a file: checked first, then applied as a whole.",
	  { "/api/v1/imports" } },
	{ "OKRs",
	  "Workspace",
	  "What the workspace has chosen.",
	  { "/api/v1/workspace", "/api/v1/export" } },
	{ "OKRs",
	  "Audit log",
	  "Everything that was changed in the workspace, and the proof that nobody changed the "
	  "log.",
	  { "/api/v1/audit" } },
	{ "Goals",
	  "Goals",
	  "The same objectives as nested, weighted goals: an OKR is a goal here, its owner a "
	  "company, a department, a team or an employee.",
	  { "/api/v1/goals" } },
	{ "Objectives",
	  "Objectives",
	  "The same objectives as documents with server stamps, prefixed ids, soft delete and a "
	  "version. Progress is a percentage.",
	  { "/api/v1/okr/objectives" } },
	{ "Objectives",
	  "Key results of objectives",
	  "The key results of the objectives, in the same form.",
	  { "/api/v1/okr/key-results" } },
	{ "AI assistants",
	  "MCP server",
	  "One endpoint for Claude, Cursor and every other assistant that speaks the Model Context "
	  "Protocol.",
	  { "/api/public/mcp" } },
	{ "Server",
	  "Server",
	  "For those who run the server, and the description that you are reading.",
	  { "/healthz", "/readyz", "/metrics", "/api/v1/openapi.json" } },
};

const size_t tag_count = sizeof(tags) / sizeof(tags[0]);

static bool begins_with_segments(struct text path, const char *start)
{
	struct text first = text_from(start);

	return start && text_starts_with(path, first) &&
	       (path.size == first.size || path.data[first.size] == '/');
}

const struct tag *tag_of(const struct route_group *group, const struct route *route)
{
	char printed[TEMPLATE_MAX];
	int size = snprintf(printed, sizeof(printed), "%s%s", group->prefix, route->path);
	struct text path = { printed, (size_t)size };

	for (const struct tag *tag = tags; tag < tags + tag_count; tag++)
		for (size_t i = 0; i < TAG_PATHS; i++)
			if (begins_with_segments(path, tag->paths[i]))
				return tag;
	return NULL;
}
