/*
 * The commands, one row each. What they do stands in the files named after their first word.
 */
#include "command.h"

static const struct option_row named[] = {
	{ "name", "NAME", true, "its name" },
};

static const struct option_row workspace_only[] = {
	{ "workspace", "W", true, "the workspace" },
};

static const struct option_row status_only[] = {
	{ "status", NULL, false, "only tell what is applied" },
};

static const struct option_row verify_options[] = {
	{ "workspace", "W", false, "only this workspace" },
	{ "repair", NULL, false, "store what was computed" },
};

static const struct option_row delete_options[] = {
	{ "name", "W", true, "the workspace" },
	{ "yes", NULL, false, "really: everything in it is gone for good" },
};

static const struct option_row user_options[] = {
	{ "workspace", "W", true, "the workspace" },
	{ "email", "E", true, "e-mail address, unique in the workspace" },
	{ "name", "N", true, "full name" },
	{ "role", "ROLE", false, "admin, manager or member (the default)" },
	{ "department", "ID", false, "the department" },
	{ "team", "ID", false, "a team" },
	{ "external-id", "ID", false, "the name that an identity provider gives" },
};

static const struct option_row department_options[] = {
	{ "workspace", "W", true, "the workspace" },
	{ "name", "NAME", true, "its name" },
	{ "parent", "ID", false, "the department above it" },
};

static const struct option_row team_options[] = {
	{ "workspace", "W", true, "the workspace" },
	{ "name", "NAME", true, "its name" },
	{ "department", "ID", false, "its department" },
};

static const struct option_row cycle_options[] = {
	{ "workspace", "W", true, "the workspace" },
	{ "name", "NAME", true, "its name, unique in the workspace" },
	{ "start", "DATE", true, "first day, YYYY-MM-DD" },
	{ "end", "DATE", true, "last day, included" },
};

static const struct option_row key_options[] = {
	{ "workspace", "W", true, "the workspace" },
	{ "name", "NAME", true, "what the key is for" },
	{ "scopes", "a,b", true, "what it may do; `all` is every scope" },
	{ "user", "U", false, "in whose name it writes; else the first admin's" },
	{ "app", "ID", false, "the application it acts for" },
	{ "rate-limit", "N", false, "requests a minute; 0 is unlimited; else the setting's" },
	{ "page-limit", "N", false, "records a page; else 500" },
	{ "expires", "DATE", false, "last day, or a timestamp" },
};

static const struct option_row key_revoke_options[] = {
	{ "workspace", "W", false, "the workspace, to look in no other" },
};

static const struct option_row token_options[] = {
	{ "user", "U", true, "whom it names" },
	{ "workspace", "W", false, "the workspace; else the one that has this user" },
	{ "scopes", "a,b", false, "what it may do; `all` is every scope; else nothing" },
	{ "ttl", "SECONDS", false, "how long it is valid; else 3600" },
	{ "app", "ID", false, "the application it acts for; else it acts as the person" },
};

const struct command commands[] = {
	{ "migrate", NULL, OPTIONS(status_only), run_migrate, false, "make or update the tables" },
	{ "doctor", NULL, NULL, 0, run_doctor, false,
	  "check configuration, database and permissions; say what to mend" },
	{ "verify", NULL, OPTIONS(verify_options), run_verify, false,
	  "recompute every number and tell what differs" },
	{ "purge", NULL, NULL, 0, run_purge, false,
	  "remove for good what was deleted before the retention time" },
	{ "workspace create", NULL, OPTIONS(named), run_workspace_create, false,
	  "make a workspace" },
	{ "workspace list", NULL, NULL, 0, run_workspace_list, false, "list the workspaces" },
	{ "workspace show", NULL, OPTIONS(named), run_workspace_show, false, "show one" },
	{ "workspace delete", NULL, OPTIONS(delete_options), run_workspace_delete, false,
	  "delete a workspace and everything in it" },
	{ "user create", NULL, OPTIONS(user_options), run_user_create, false, "add a person" },
	{ "user list", NULL, OPTIONS(workspace_only), run_user_list, false, "list the people" },
	{ "user deactivate", "USER", OPTIONS(workspace_only), run_user_deactivate, false,
	  "deactivate a person who left; history keeps the name" },
	{ "department create", NULL, OPTIONS(department_options), run_department_create, false,
	  "make a department" },
	{ "team create", NULL, OPTIONS(team_options), run_team_create, false, "make a team" },
	{ "cycle create", NULL, OPTIONS(cycle_options), run_cycle_create, false, "make a cycle" },
	{ "key create", NULL, OPTIONS(key_options), run_key_create, false,
	  "make an API key and print it, this once" },
	{ "key list", NULL, OPTIONS(workspace_only), run_key_list, false, "list the API keys" },
	{ "key revoke", "ID", OPTIONS(key_revoke_options), run_key_revoke, false,
	  "revoke a key, at once" },
	{ "token create", NULL, OPTIONS(token_options), run_token_create, false,
	  "make a JSON Web Token for a person and print it" },
	{ "sample load", NULL, OPTIONS(workspace_only), run_sample_load, false,
	  "fill an empty workspace with a believable company" },
	{ "settings", NULL, NULL, 0, run_settings, true, "print a commented okr.conf" },
	{ NULL, NULL, NULL, 0, NULL, false, NULL },
};
