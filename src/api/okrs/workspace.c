/*
 * The okrs dialect's settings of the workspace (product/README.md, decision 7). There is one record
 * and no list; who may change what is decided by service/workspaces.c.
 */
#include "api/okrs/workspace.h"

#include "api/exchange.h"
#include "api/input/body.h"
#include "api/output/etag.h"
#include "api/output/page.h"
#include "service/workspaces.h"

#define WORKSPACE(name, member, flags, ...) VIEW(name, struct workspace, member, flags, __VA_ARGS__)

enum { CHANGED = VIEW_SHOWN | VIEW_CHANGE };

static const struct view_field workspace_rows[] = {
	WORKSPACE("id", record.id, VIEW_READ, .example = "organisation",
		  .meaning = "The workspace's id."),
	WORKSPACE("name", name, VIEW_WRITE | VIEW_NEEDED),
	WORKSPACE("time_zone", time_zone, CHANGED),
	WORKSPACE("locale", locale, CHANGED, .words = locale_words),
	WORKSPACE("edit_policy", edit_policy, CHANGED, .words = edit_policy_words),
	WORKSPACE("check_in_weekday", check_in_weekday, CHANGED, .words = weekday_words),
	WORKSPACE("change_reason", change_reason, CHANGED, .words = change_reason_words),
	WORKSPACE("grace_days", grace_days, CHANGED),
	WORKSPACE("escalation", escalation, CHANGED),
	WORKSPACE("level_marks", level_marks, CHANGED, .form = VIEW_NUMBERS),
	WORKSPACE("limits", limits, CHANGED, .form = VIEW_OBJECT),
};

static const struct view settings_view = {
	.name = "Workspace",
	.thing = &workspace_thing,
	.size = GIVEN_SIZE(struct workspace),
	ROWS(workspace_rows),
};

static const struct error *show(struct exchange *x)
{
	struct workspace workspace;
	const struct error *error = workspace_get(&x->work, &workspace);

	if (!error)
		answer_record(x, &workspace);
	return error;
}

/* What is set here binds the records of every application, so a credential of one reads it only
 * (readings 134, 148). */
static const struct error *check_right(struct exchange *x)
{
	if (text_is_none(x->work.session.app_id))
		return NULL;
	return error_new(
		x->work.arena, ERROR_FORBIDDEN,
		"A credential of one application may not change the settings of the workspace.");
}

static const struct error *change(struct exchange *x)
{
	struct workspace changes = *(const struct workspace *)workspace_thing.form.blank;
	struct expectation expectation = etag_expectation(x);
	struct given given;
	const struct error *error = check_right(x);

	if (!error)
		error = body_read(x, false, &changes, &given);
	if (!error && given_is_empty(&given) && x->work.faults.count == 0)
		error = error_new(x->work.arena, ERROR_INVALID,
				  "The body names no field that can be changed.");
	if (!error)
		error = workspace_update(&x->work, &changes, &given, &expectation, &changes);
	if (!error)
		answer_record(x, &changes);
	return error;
}

static const struct route routes[] = {
	{ METHOD_GET, "/workspace", SCOPE_NONE, show, 200, 0, .view = &settings_view,
	  .name = "getWorkspace", .title = "Get the settings of the workspace",
	  .meaning = "What the workspace has chosen. Any scope will do." },
	{ METHOD_PUT, "/workspace", SCOPE_WORKSPACE_ADMIN, change, 200, ROUTE_BODY,
	  .view = &settings_view, .name = "updateWorkspace",
	  .title = "Update the settings of the workspace",
	  .meaning = "Changes the fields that you send, and answers all of them. `null` sets the "
		     "default. They hold at once. Not for a credential with an application id.",
	  .sample = "time_zone change_reason", .conflict = "Another workspace has this name." },
};

const struct route_group okrs_workspace_routes = ROUTES("/api/v1");
