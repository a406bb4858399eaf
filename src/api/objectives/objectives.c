/*
 * The objectives dialect (seed 000, domain `okr`): objectives and key results as documents with
 * server stamps, type-prefixed ids, soft delete and optimistic locking. Progress is a percentage.
 */
#include "api/objectives/objectives.h"

#include "api/exchange.h"
#include "api/input/body.h"
#include "api/input/listing.h"
#include "api/input/sent_back.h"
#include "api/input/view_read.h"
#include "api/output/etag.h"
#include "api/output/page.h"
#include "api/verbs.h"
#include "service/key_results.h"
#include "service/objectives.h"
#include "service/told_history.h"

/* The stamps that both resources have, under the same names in their structs. */
#define STAMPS(type, id_form)                                                                      \
	VIEW("id", type, record.id, VIEW_READ, .form = (id_form)),                                 \
		VIEW("tenant_id", type, record.organisation_id, VIEW_READ),                        \
		VIEW("app_id", type, app_id, VIEW_READ),                                           \
		VIEW("created_at", type, record.created_at, VIEW_READ),                            \
		VIEW("updated_at", type, record.updated_at, VIEW_READ),                            \
		VIEW("created_by", type, record.created_by, VIEW_READ),                            \
		VIEW("updated_by", type, record.updated_by, VIEW_READ),                            \
		VIEW("source", type, source, VIEW_WRITE),                                          \
		VIEW("source_type", type, source_type, VIEW_WRITE, .words = source_type_words),    \
		VIEW("is_deleted", type, is_deleted, VIEW_READ),                                   \
		VIEW("deleted_at", type, deleted_at, VIEW_READ),                                   \
		VIEW("deleted_by", type, deleted_by, VIEW_READ),                                   \
		VIEW("schema_version", type, schema_version, VIEW_READ)

/* ---- objectives ----------------------------------------------------------------------------- */

#define OBJECTIVE(name, member, flags, ...) VIEW(name, struct objective, member, flags, __VA_ARGS__)

static const struct view_field objective_rows[] = {
	STAMPS(struct objective, VIEW_ULID_OBJ),
	OBJECTIVE("period", shown_period, VIEW_READ),
	OBJECTIVE("period", period, VIEW_NEW | VIEW_CHANGE | VIEW_ANEW),
	OBJECTIVE("title", title, VIEW_WRITE),
	OBJECTIVE("description", description, VIEW_WRITE),
	OBJECTIVE("category", category, VIEW_WRITE),
	OBJECTIVE("owner_id", owner_id, VIEW_WRITE, .form = VIEW_UUID_USR),
	OBJECTIVE("group_id", group_id, VIEW_WRITE, .form = VIEW_UUID_GRP),
	OBJECTIVE("parent_objective_id", shown_parent_id, VIEW_READ, .form = VIEW_ULID_OBJ),
	OBJECTIVE("parent_objective_id", parent_id, VIEW_NEW | VIEW_CHANGE),
	OBJECTIVE("key_result_ids", key_result_ids, VIEW_WRITE, .form = VIEW_UUID_KRS),
	OBJECTIVE("status", lifecycle, VIEW_WRITE, .words = lifecycle_words),
	OBJECTIVE("progress_pct", progress, VIEW_READ, .form = VIEW_PERCENT),
	OBJECTIVE("weight", weight, VIEW_WRITE),
	OBJECTIVE("linked_project_ids", linked_project_ids, VIEW_WRITE),
	OBJECTIVE("dependencies", dependencies, VIEW_WRITE),
	OBJECTIVE("check_in_frequency", check_in_frequency, VIEW_WRITE, .words = frequency_words),
	OBJECTIVE("last_check_in_at", last_check_in_at, VIEW_READ),
	OBJECTIVE("tags", tags, VIEW_WRITE, .form = VIEW_TEXTS),
	OBJECTIVE("version", record.version, VIEW_SHOWN | VIEW_CHANGE),
};

static const struct view objective_view = {
	.name = "OkrObjective",
	.thing = &objective_thing,
	.size = GIVEN_SIZE(struct objective),
	.has_version = true,
	ROWS(objective_rows),
};

static const struct filter objective_filters[] = {
	FILTER("period", FILTER_PERIOD, struct objective, period,
	       .meaning = "Objectives of this period or cycle."),
	FILTER("group_id", FILTER_GROUP, struct objective, group_id,
	       .meaning = "Objectives of this team or department."),
	FILTER("parent_objective_id", FILTER_EQUAL, struct objective, parent_id,
	       .meaning = "Objectives that contribute to this one."),
	FILTER("tags", FILTER_TAG, struct objective, tags, .meaning = "Objectives with this tag."),
	FILTER("search", FILTER_SEARCH_BOTH, struct objective, title,
	       .or_offset = offsetof(struct objective, description),
	       .meaning = "Objectives whose title or description contains this text."),
	FILTER("include_deleted", FILTER_DELETED, struct objective, is_deleted,
	       .meaning = "true: deleted objectives as well."),
	FILTER("archived", FILTER_ARCHIVED, struct objective, is_archived,
	       .meaning = "false (the default), true, or any."),
	FILTER("updated_since", FILTER_SINCE, struct objective, record.updated_at,
	       .meaning = "Changed at this time or later."),
};

static const struct sort objective_sorts[] = {
	{ "created_at", offsetof(struct objective, record.id), false },
	{ "updated_at", offsetof(struct objective, record.updated_at), false },
	{ "title", offsetof(struct objective, title), false },
	{ "progress", offsetof(struct objective, progress), false },
	{ "date_end", offsetof(struct objective, period_end), true },
};

/* ---- key results ------------------------------------------------------------------------------ */

#define ENTRY(name, member, ...) VIEW(name, struct history_entry, member, VIEW_READ, __VA_ARGS__)

static const struct view_field entry_rows[] = {
	ENTRY("at", at, .example = "2026-04-19T12:00:00Z", .meaning = "When the value holds."),
	ENTRY("value", value, .example = "41", .meaning = "The value."),
	ENTRY("previous_value", previous_value, .example = "32", .meaning = "The value before."),
	ENTRY("source", source, .words = entry_kind_words,
	      .meaning = "A check-in, or a direct edit."),
	ENTRY("status", status, .words = history_status_words, .example = "on_track",
	      .meaning = "The status that was given with it."),
	ENTRY("comment", comment, .example = "New flow shipped",
	      .meaning = "What was said about it."),
	ENTRY("by", by, .example = "user", .meaning = "The person who recorded it."),
};

static const struct view entry_view = {
	.name = "HistoryEntry",
	.size = GIVEN_SIZE(struct history_entry),
	ROWS(entry_rows),
};

#define KEY_RESULT(name, member, flags, ...)                                                       \
	VIEW(name, struct key_result, member, flags, __VA_ARGS__)

static const struct view_field key_result_rows[] = {
	STAMPS(struct key_result, VIEW_ULID_KRS),
	KEY_RESULT("objective_id", shown_objective_id, VIEW_READ, .form = VIEW_ULID_OBJ),
	KEY_RESULT("objective_id", objective_id, VIEW_NEW | VIEW_CHANGE),
	KEY_RESULT("title", title, VIEW_WRITE),
	KEY_RESULT("metric_type", metric_type, VIEW_WRITE, .words = metric_type_words),
	KEY_RESULT("baseline", start_value, VIEW_WRITE),
	KEY_RESULT("target", target_value, VIEW_WRITE),
	KEY_RESULT("current", current_value, VIEW_WRITE, .form = VIEW_VALUE),
	KEY_RESULT("unit", unit, VIEW_WRITE),
	KEY_RESULT("direction", direction, VIEW_WRITE, .words = direction_words),
	KEY_RESULT("owner_id", owner_id, VIEW_WRITE, .form = VIEW_UUID_USR),
	KEY_RESULT("data_source", data_source, VIEW_WRITE, .words = data_source_words),
	KEY_RESULT("connector_id", connector_id, VIEW_WRITE),
	KEY_RESULT("query", query, VIEW_WRITE),
	KEY_RESULT("progress_pct", progress, VIEW_READ, .form = VIEW_PERCENT),
	KEY_RESULT("status", status, VIEW_WRITE, .words = status_words),
	KEY_RESULT("last_update_at", last_update_at, VIEW_READ),
	KEY_RESULT("history", history, VIEW_READ, .view = &entry_view),
	KEY_RESULT("tags", tags, VIEW_WRITE, .form = VIEW_TEXTS),
	KEY_RESULT("weight", weight, VIEW_WRITE),
	KEY_RESULT("version", record.version, VIEW_SHOWN | VIEW_CHANGE),
};

static const struct view key_result_view = {
	.name = "OkrKeyResult",
	.thing = &key_result_thing,
	.size = GIVEN_SIZE(struct key_result),
	.has_version = true,
	ROWS(key_result_rows),
};

static const struct filter key_result_filters[] = {
	FILTER("objective_id", FILTER_EQUAL, struct key_result, objective_id,
	       .meaning = "Key results of this objective."),
	FILTER("tags", FILTER_TAG, struct key_result, tags,
	       .meaning = "Key results with this tag."),
	FILTER("search", FILTER_SEARCH_BOTH, struct key_result, title,
	       .or_offset = offsetof(struct key_result, description),
	       .meaning = "Key results whose title or description contains this text."),
	FILTER("include_deleted", FILTER_DELETED, struct key_result, is_deleted,
	       .meaning = "true: deleted key results as well."),
	FILTER("updated_since", FILTER_SINCE, struct key_result, record.updated_at,
	       .meaning = "Changed at this time or later."),
};

static const struct sort key_result_sorts[] = {
	{ "created_at", offsetof(struct key_result, record.id), false },
	{ "updated_at", offsetof(struct key_result, record.updated_at), false },
	{ "title", offsetof(struct key_result, title), false },
	{ "progress", offsetof(struct key_result, progress), false },
};

/* ---- answers ------------------------------------------------------------------------------------- */

/* What only this dialect shows is loaded here. */
static const struct error *complete(struct exchange *x, struct list rows)
{
	if (x->route->resource != &key_result_resource || rows.count == 0)
		return NULL;
	return key_result_load_history(&x->work, rows);
}

static const struct error *show(struct exchange *x, void *record)
{
	const struct error *error = complete(x, (struct list){ record, 1 });

	if (!error)
		answer_record(x, record);
	return error;
}

static const struct error *read_page(struct exchange *x, struct query *query, struct page *page,
				     int64_t *total)
{
	const struct resource *resource = x->route->resource;
	const struct error *error = resource_count(&x->work, resource, query, total);

	if (!error)
		error = resource_list(&x->work, resource, query, NULL, page);
	return error ? error : complete(x, page->rows);
}

/* ---- doors -------------------------------------------------------------------------------------------- */

#define LISTED(name)                                                                               \
	ROUTE_LIST | ROUTE_FIELDS, OF(name, name), .filters = FILTERS(name##_filters),             \
						   .sorts = FILTERS(name##_sorts),                 \
						   .read_page = read_page

/* A record, deleted or not. */
#define ONE(name) OF(name, name), .show = show, .may_read_deleted = true

/* Every field filters, and a title may have a comma. */
static const struct envelope page_envelope = {
	.items = "items", .next = "next_cursor", .total = "total", .page = 50, .page_max = 500
};

static const struct route routes[] = {
	{ METHOD_GET, "/objectives", SCOPE_OKRS_READ, verb_list, 200, LISTED(objective),
	  .name = "listObjectives", .title = "List objectives",
	  .meaning = "The objectives that you may see. Every scalar field filters by equality, "
		     "numbers and dates also by range (`weight_from`, `created_at_to`)." },
	{ METHOD_GET, "/objectives/:id", SCOPE_OKRS_READ, verb_get, 200, 0, ONE(objective),
	  .name = "getObjective", .title = "Get an objective",
	  .meaning = "One objective, deleted or not." },
	{ METHOD_POST, "/objectives", SCOPE_WRITE_OKRS, verb_create, 201, ROUTE_BODY,
	  ONE(objective), .location = "/objectives/", .location_form = VIEW_ULID_OBJ,
	  .name = "createObjective", .title = "Create an objective",
	  .meaning = "Makes an objective. No field is required. A `period` that is the name of a "
		     "cycle puts it into that cycle. Stamps that you send are ignored.",
	  .sample = "period title description status tags" },
	{ METHOD_PUT, "/objectives/:id", SCOPE_WRITE_OKRS, verb_update, 200, ROUTE_BODY,
	  ONE(objective), .name = "updateObjective", .title = "Update an objective",
	  .meaning = "Changes the fields that you send. With `version` it is refused if somebody "
		     "was faster. `key_result_ids` links exactly the key results that it lists.",
	  .sample = "title status weight",
	  .conflict = "The objective is deleted, or its version is not the one that you sent." },
	{ METHOD_DELETE, "/objectives/:id", SCOPE_WRITE_OKRS, verb_delete, 200, 0, ONE(objective),
	  .name = "deleteObjective", .title = "Delete an objective",
	  .meaning = "Marks an objective and its key results as deleted, and answers the stamped "
		     "record. It can still be read by its id." },

	{ METHOD_GET, "/key-results", SCOPE_OKRS_READ, verb_list, 200, LISTED(key_result),
	  .name = "listObjectiveKeyResults", .title = "List key results of objectives",
	  .meaning = "The key results that you may see, with their history. Every scalar field "
		     "filters by equality, numbers and dates also by range (`target_from`, "
		     "`updated_at_to`)." },
	{ METHOD_GET, "/key-results/:id", SCOPE_OKRS_READ, verb_get, 200, 0, ONE(key_result),
	  .name = "getObjectiveKeyResult", .title = "Get a key result of an objective",
	  .meaning = "One key result with its history, deleted or not." },
	{ METHOD_POST, "/key-results", SCOPE_WRITE_OKRS, verb_create, 201, ROUTE_BODY,
	  ONE(key_result), .location = "/key-results/", .location_form = VIEW_ULID_KRS,
	  .name = "createObjectiveKeyResult", .title = "Create a key result of an objective",
	  .meaning = "Makes a key result, with or without an objective. No field is required: "
		     "baseline, target and current are 0, 100 and the baseline unless you send "
		     "them.",
	  .sample = "objective_id title metric_type baseline target current unit" },
	{ METHOD_PUT, "/key-results/:id", SCOPE_WRITE_OKRS, verb_update, 200, ROUTE_BODY,
	  ONE(key_result), .name = "updateObjectiveKeyResult",
	  .title = "Update a key result of an objective",
	  .meaning = "Changes the fields that you send. A new `current` is kept in the history. "
		     "With `version` it is refused if somebody was faster.",
	  .sample = "current status",
	  .conflict = "The key result is deleted, or its version is not the one that you sent." },
	{ METHOD_DELETE, "/key-results/:id", SCOPE_WRITE_OKRS, verb_delete, 200, 0, ONE(key_result),
	  .name = "deleteObjectiveKeyResult", .title = "Delete a key result of an objective",
	  .meaning = "Marks a key result as deleted, and answers the stamped record. It can still "
		     "be read by its id." },
};

const struct route_group objectives_routes = ROUTES("/api/v1/okr", .envelope = &page_envelope);
