/*
 * The okrs dialect's KPIs and initiatives (seed 003, "KPIs" and "Initiatives").
 */
#include "api/okrs/measures.h"

#include "api/okrs/okrs.h"
#include "api/verbs.h"
#include "model/initiative.h"
#include "model/kpi.h"
#include "service/initiatives.h"
#include "service/kpis.h"

/* ---- KPIs ------------------------------------------------------------------------------------ */

#define KPI(name, member, flags, ...) VIEW(name, struct kpi, member, flags, __VA_ARGS__)

/* The seed's list has short names and its POST long ones: every answer has both. */
static const struct view_field kpi_rows[] = {
	KPI("id", record.id, VIEW_READ),
	KPI("organisation_id", record.organisation_id, VIEW_READ),
	KPI("name", name, VIEW_WRITE | VIEW_NEEDED),
	KPI("description", description, VIEW_WRITE),
	KPI("owner_id", owner_id, VIEW_WRITE),
	KPI("team_id", team_id, VIEW_WRITE),
	KPI("category", category, VIEW_WRITE, .words = kpi_category_words),
	KPI("group_name", group_name, VIEW_WRITE),
	KPI("current", current_value, VIEW_READ),
	KPI("current_value", current_value, VIEW_WRITE),
	KPI("target", target_value, VIEW_READ),
	KPI("target_value", target_value, VIEW_WRITE),
	KPI("unit", unit, VIEW_WRITE),
	KPI("status", status, VIEW_READ, .words = status_words),
	KPI("overdue", is_overdue, VIEW_READ),
	KPI("ratio", ratio, VIEW_READ, .form = VIEW_FRACTION),
	KPI("update_frequency", update_frequency, VIEW_WRITE, .words = kpi_frequency_words),
	KPI("direction", direction, VIEW_WRITE, .words = kpi_direction_words),
	KPI("last_updated", last_updated_at, VIEW_READ),
	KPI("last_updated_at", last_updated_at, VIEW_READ),
	KPI("created_by", record.created_by, VIEW_READ),
	KPI("created_at", record.created_at, VIEW_READ),
	KPI("updated_at", record.updated_at, VIEW_READ),
};

const struct view okr_kpi_view = {
	.name = "Kpi",
	.thing = &kpi_thing,
	.size = GIVEN_SIZE(struct kpi),
	ROWS(kpi_rows),
};

static const struct filter kpi_filters[] = {
	FILTER("status", FILTER_COMPUTED, struct kpi, status, .words = status_words,
	       .meaning = "KPIs with this computed status."),
	FILTER("category", FILTER_EQUAL, struct kpi, category, .words = kpi_category_words,
	       .meaning = "KPIs of this category."),
	FILTER("owner_id", FILTER_EQUAL, struct kpi, owner_id, .meaning = "KPIs of this owner."),
	FILTER("team_id", FILTER_EQUAL, struct kpi, team_id, .meaning = "KPIs of this team."),
	FILTER("group_name", FILTER_EQUAL, struct kpi, group_name,
	       .meaning = "KPIs with this grouping label."),
	FILTER("updated_since", FILTER_SINCE, struct kpi, record.updated_at,
	       .meaning = "Changed at this time or later."),
};

#define UPDATE(name, member, flags, ...) VIEW(name, struct kpi_update, member, flags, __VA_ARGS__)

static const struct view_field kpi_update_rows[] = {
	UPDATE("id", record.id, VIEW_READ),
	UPDATE("kpi_id", kpi_id, VIEW_READ),
	UPDATE("previous_value", previous_value, VIEW_READ),
	UPDATE("value", new_value, VIEW_NEW | VIEW_CHANGE | VIEW_NEEDED),
	UPDATE("new_value", new_value, VIEW_READ),
	UPDATE("comment", comment, VIEW_WRITE),
	UPDATE("created_by", record.created_by, VIEW_READ),
	UPDATE("created_at", record.created_at, VIEW_READ),
};

static const struct view kpi_update_view = {
	.name = "KpiUpdate",
	.thing = &kpi_update_thing,
	.size = GIVEN_SIZE(struct kpi_update),
	ROWS(kpi_update_rows),
};

/* ---- initiatives ----------------------------------------------------------------------------- */

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
	INITIATIVE("okr_id", shown_objective_id, VIEW_READ),
	INITIATIVE("okr_id", objective_id, VIEW_NEW | VIEW_CHANGE),
	INITIATIVE("created_at", record.created_at, VIEW_READ),
	INITIATIVE("updated_at", record.updated_at, VIEW_READ),
};

static const struct view initiative_view = {
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

#define UNDER_KPI .parent = &kpi_resource, .parent_member = offsetof(struct kpi_update, kpi_id)

static const struct route routes[] = {
	{ METHOD_GET, "/kpis", SCOPE_KPIS_READ, verb_list, 200, ROUTE_LIST | ROUTE_CSV,
	  OF(kpi, okr_kpi), .filters = FILTERS(kpi_filters), .name = "listKpis",
	  .title = "List KPIs",
	  .meaning = "Up to 500 KPIs, the newest first, with current value, target, unit and "
		     "computed status." },
	{ METHOD_GET, "/kpis/:id", SCOPE_KPIS_READ, verb_get, 200, 0, OF(kpi, okr_kpi),
	  .name = "getKpi", .title = "Get a KPI", .meaning = "One KPI, as the list shows it." },
	{ METHOD_POST, "/kpis", SCOPE_KPIS_WRITE, verb_create, 201, ROUTE_BODY, OF(kpi, okr_kpi),
	  .location = "/kpis/", .name = "createKpi", .title = "Create a KPI",
	  .meaning = "Makes a KPI. Only `name` is required; `category` is `custom`, "
		     "`update_frequency` `monthly` and `direction` `higher` unless you say "
		     "otherwise.",
	  .sample = "name description category group_name current_value target_value unit "
		    "update_frequency direction" },
	{ METHOD_PUT, "/kpis/:id", SCOPE_KPIS_WRITE, verb_update, 200, ROUTE_BODY, OF(kpi, okr_kpi),
	  .name = "updateKpi", .title = "Update a KPI",
	  .meaning = "Changes the fields that you send. A new `current_value` is recorded as a "
		     "measurement.",
	  .sample = "target_value group_name" },
	{ METHOD_DELETE, "/kpis/:id", SCOPE_KPIS_WRITE, verb_delete, 204, 0, OF(kpi, okr_kpi),
	  .name = "deleteKpi", .title = "Delete a KPI",
	  .meaning = "Deletes a KPI and its measurements." },
	{ METHOD_POST, "/kpis/:id/updates", SCOPE_KPIS_WRITE, verb_create, 200, ROUTE_BODY,
	  OF(kpi_update, kpi_update), UNDER_KPI, .name = "createKpiUpdate",
	  .title = "Record a measurement",
	  .meaning = "Records a new value of a KPI. The value before it is kept beside it, for "
		     "trends.",
	  .sample = "value comment" },
	{ METHOD_GET, "/kpis/:id/updates", SCOPE_KPIS_READ, verb_list, 200, ROUTE_LIST | ROUTE_CSV,
	  OF(kpi_update, kpi_update), UNDER_KPI, .name = "listKpiUpdates",
	  .title = "List the measurements of a KPI",
	  .meaning = "The measurements of a KPI, newest first." },
	{ METHOD_PUT, "/kpis/:id/updates/:update_id", SCOPE_KPIS_WRITE, verb_update, 200,
	  ROUTE_BODY, OF(kpi_update, kpi_update), UNDER_KPI, .name = "updateKpiUpdate",
	  .title = "Correct a measurement",
	  .meaning = "Changes the fields that you send. The measurement after it gets the "
		     "corrected value as its previous one.",
	  .sample = "value comment" },
	{ METHOD_DELETE, "/kpis/:id/updates/:update_id", SCOPE_KPIS_WRITE, verb_delete, 204, 0,
	  OF(kpi_update, kpi_update), UNDER_KPI, .name = "deleteKpiUpdate",
	  .title = "Take a measurement back",
	  .meaning = "Removes a measurement. The KPI falls back to the one before it." },

	{ METHOD_GET, "/initiatives", SCOPE_OKRS_READ, verb_list, 200,
	  ROUTE_LIST | ROUTE_CSV | ROUTE_DATA, OF(initiative, initiative),
	  .filters = FILTERS(initiative_filters), .name = "listInitiatives",
	  .title = "List initiatives",
	  .meaning = "The newest initiatives of the workspace. `okr_id` also finds those that are "
		     "linked to a key result of that OKR." },
	{ METHOD_GET, "/initiatives/:id", SCOPE_OKRS_READ, verb_get, 200, ROUTE_DATA,
	  OF(initiative, initiative), .name = "getInitiative", .title = "Get an initiative",
	  .meaning = "One initiative." },
	{ METHOD_POST, "/initiatives", SCOPE_WRITE_OKRS, verb_create, 201, ROUTE_BODY | ROUTE_DATA,
	  OF(initiative, initiative), .location = "/initiatives/", .name = "createInitiative",
	  .title = "Create an initiative",
	  .meaning = "Makes an initiative. Only `title` is required; `status` is `todo` unless you "
		     "say otherwise. A `kr_id` implies the `okr_id`.",
	  .sample = "title description status start_date end_date owner_id kr_id" },
	{ METHOD_PUT, "/initiatives/:id", SCOPE_WRITE_OKRS, verb_update, 200,
	  ROUTE_BODY | ROUTE_DATA, OF(initiative, initiative), .name = "updateInitiative",
	  .title = "Update an initiative",
	  .meaning = "Changes the fields that you send. `kr_id` replaces the link to a key result, "
		     "`null` clears it.",
	  .sample = "status end_date" },
	{ METHOD_DELETE, "/initiatives/:id", SCOPE_WRITE_OKRS, verb_delete, 200, ROUTE_SUCCESS,
	  OF(initiative, initiative), .name = "deleteInitiative", .title = "Delete an initiative",
	  .meaning = "Deletes an initiative and its links." },
};

const struct route_group okrs_measures_routes = { "/api/v1", routes,
						  sizeof(routes) / sizeof(routes[0]) };
