/*
 * The okrs dialect's KPIs and their measurements (seed 003, "KPIs"). Tables alone: status and ratio
 * are computed by the model, when a KPI is read.
 */
#include "api/okrs/measures.h"

#include "api/okrs/okrs.h"
#include "api/okrs/todo.h"
#include "api/verbs.h"
#include "model/kpi.h"
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
	KPI("recent", recent, VIEW_ON_REQUEST, .view = &recent_value_view,
	    .meaning = "The last 12 values with their days, oldest first; only when `fields` "
		       "names it."),
	KPI("due_on", due_on, VIEW_ON_REQUEST | VIEW_FILLED, .example = "2026-04-19",
	    .meaning = "The day (UTC) on which the next value is due; only when `fields` names "
		       "it."),
	KPI("last_updated", last_updated_at, VIEW_READ),
	KPI("last_updated_at", last_updated_at, VIEW_READ),
	KPI("created_by", record.created_by, VIEW_READ),
	KPI("created_at", record.created_at, VIEW_READ),
	KPI("updated_at", record.updated_at, VIEW_READ),
	KPI("reason", record.reason, VIEW_CHANGE),
	KPI("can", can, VIEW_READ | VIEW_IF_SET, .form = VIEW_WORDS, .words = can_words),
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
	{ METHOD_GET, "/kpis/:id/updates/:update_id", SCOPE_KPIS_READ, verb_get, 200, 0,
	  OF(kpi_update, kpi_update), UNDER_KPI, .name = "getKpiUpdate",
	  .title = "Get a measurement",
	  .meaning = "One measurement of a KPI, as the list shows it." },
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
};

const struct route_group okrs_measures_routes = ROUTES("/api/v1", .nouns = okr_nouns);
