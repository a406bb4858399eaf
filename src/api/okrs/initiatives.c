/*
 * The okrs dialect's initiatives (seed 003, "Initiatives"), whose every answer stands in an
 * envelope. Tables alone: the verbs do the work, the rules are service/initiatives.c's.
 */
#include "api/okrs/initiatives.h"

#include "api/verbs.h"
#include "model/initiative.h"
#include "service/initiatives.h"

#define INITIATIVE(name, member, flags, ...)                                                       \
	VIEW(name, struct initiative, member, flags, __VA_ARGS__)

static const struct view_field initiative_rows[] = {
	INITIATIVE("id", record.id, VIEW_READ),
	INITIATIVE("title", title, VIEW_WRITE | VIEW_NEEDED),
	INITIATIVE("description", description, VIEW_WRITE),
	INITIATIVE("status", status, VIEW_WRITE, .words = initiative_status_words),
	INITIATIVE("priority", priority, VIEW_WRITE, .words = priority_words),
	INITIATIVE("start_date", start_date, VIEW_WRITE),
	INITIATIVE("end_date", end_date, VIEW_WRITE),
	INITIATIVE("owner_id", owner_id, VIEW_WRITE),
	INITIATIVE("kr_id", shown_key_result_id, VIEW_READ),
	INITIATIVE("kr_id", key_result_id, VIEW_NEW | VIEW_CHANGE),
	INITIATIVE("okr_id", shown_objective_id, VIEW_READ, .meaning = "The OKR that it is about."),
	INITIATIVE("okr_id", objective_id, VIEW_NEW | VIEW_CHANGE,
		   .meaning = "The OKR that it is about."),
	INITIATIVE("created_at", record.created_at, VIEW_READ),
	INITIATIVE("updated_at", record.updated_at, VIEW_READ),
	INITIATIVE("can", can, VIEW_READ | VIEW_IF_SET, .form = VIEW_WORDS, .words = can_words),
};

const struct view okr_initiative_view = {
	.name = "Initiative",
	.thing = &initiative_thing,
	.size = GIVEN_SIZE(struct initiative),
	ROWS(initiative_rows),
};

static const struct filter initiative_filters[] = {
	FILTER("status", FILTER_EQUAL, struct initiative, status, .words = initiative_status_words,
	       .meaning = "Initiatives with this status."),
	FILTER("priority", FILTER_EQUAL, struct initiative, priority, .words = priority_words,
	       .meaning = "Initiatives with this priority."),
	FILTER("okr_id", FILTER_EQUAL, struct initiative, objective_id,
	       .meaning = "Initiatives linked to this OKR or to one of its key results."),
	FILTER("kr_id", FILTER_EQUAL, struct initiative, key_result_id,
	       .meaning = "Initiatives linked to this key result."),
	FILTER("owner_id", FILTER_EQUAL, struct initiative, owner_id,
	       .meaning = "Initiatives of this owner."),
	FILTER("updated_since", FILTER_SINCE, struct initiative, record.updated_at,
	       .meaning = "Changed at this time or later."),
};

/* ---- doors ----------------------------------------------------------------------------------- */

static const struct envelope data_envelope = { .record = "data", .deleted = "success" };

static const struct route routes[] = {
	{ METHOD_GET, "/initiatives", SCOPE_OKRS_READ, verb_list, 200, ROUTE_LIST | ROUTE_CSV,
	  OF(initiative, okr_initiative), .filters = FILTERS(initiative_filters),
	  .name = "listInitiatives", .title = "List initiatives",
	  .meaning = "The newest initiatives of the workspace. `okr_id` also finds those that are "
		     "linked to a key result of that OKR." },
	{ METHOD_GET, "/initiatives/:id", SCOPE_OKRS_READ, verb_get, 200, 0,
	  OF(initiative, okr_initiative), .name = "getInitiative", .title = "Get an initiative",
	  .meaning = "One initiative." },
	{ METHOD_POST, "/initiatives", SCOPE_WRITE_OKRS, verb_create, 201, ROUTE_BODY,
	  OF(initiative, okr_initiative), .location = "/initiatives/", .name = "createInitiative",
	  .title = "Create an initiative",
	  .meaning = "Makes an initiative. Only `title` is required; `status` is `todo` unless you "
		     "say otherwise. A `kr_id` implies the `okr_id`.",
	  .sample = "title description status start_date end_date owner_id kr_id" },
	{ METHOD_PUT, "/initiatives/:id", SCOPE_WRITE_OKRS, verb_update, 200, ROUTE_BODY,
	  OF(initiative, okr_initiative), .name = "updateInitiative",
	  .title = "Update an initiative",
	  .meaning = "Changes the fields that you send. `kr_id` replaces the link to a key result, "
		     "`null` clears it.",
	  .sample = "status end_date" },
	{ METHOD_DELETE, "/initiatives/:id", SCOPE_WRITE_OKRS, verb_delete, 200, 0,
	  OF(initiative, okr_initiative), .name = "deleteInitiative",
	  .title = "Delete an initiative", .meaning = "Deletes an initiative and its links." },
};

const struct route_group okrs_initiatives_routes = ROUTES("/api/v1", .envelope = &data_envelope);
