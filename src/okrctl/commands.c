/*
 * The commands, one row each. What they do stands in the files named after their first word; making
 * and listing records is record.c's.
 */
#include "commands.h"

#include "audit.h"
#include "export.h"
#include "key.h"
#include "model/api_key.h"
#include "model/directory.h"
#include "record.h"
#include "sample.h"
#include "schema.h"
#include "service/api_keys.h"
#include "service/directory.h"
#include "setup.h"
#include "sign_in_link.h"
#include "token.h"
#include "workspace.h"

#define OPTION(name_, value_, is_needed_, meaning_, ...)                                           \
	{                                                                                          \
		.name = name_, .value = value_, .is_needed = is_needed_, .meaning = meaning_,      \
		__VA_ARGS__                                                                        \
	}
#define NEEDED(name_, value_, ...) OPTION(name_, value_, true, __VA_ARGS__, )
#define OPTIONAL(name_, value_, ...) OPTION(name_, value_, false, __VA_ARGS__, )
#define FLAG(name_, meaning_) OPTION(name_, NULL, false, meaning_, )
#define WORKSPACE NEEDED("workspace", "W", "the workspace: its name or id")

static const struct option_row workspace_create_options[] = {
	NEEDED("name", "NAME", "its name"),
	OPTIONAL("admin-email", "E", "makes the first admin too, and prints a link for them",
		 SETS(struct person, email)),
	OPTIONAL("admin-name", "N", "the admin's name; else the e-mail address",
		 SETS(struct person, name)),
};

static const struct option_row which_workspace[] = {
	NEEDED("name", "W", "the workspace: its name or id"),
};

static const struct option_row export_options[] = {
	FLAG("no-journal", "leaves the audit log out"),
};

static const struct option_row restore_options[] = {
	NEEDED("name", "NAME", "of the new workspace"),
	FLAG("verify", "recomputes every number behind it, and tells what differs"),
};

static const struct option_row workspace_only[] = {
	WORKSPACE,
};

static const struct option_row status_only[] = {
	FLAG("status", "only tell what is applied"),
};

static const struct option_row setup_options[] = {
	OPTIONAL("workspace", "W", "name of the first workspace"),
	OPTIONAL("admin-email", "E", "e-mail address of its administrator"),
	OPTIONAL("admin-name", "N", "name of that person; else Administrator"),
	OPTIONAL("base-url", "URL", "scheme and host at which the API is reached"),
	OPTIONAL("state-dir", "PATH", "folder for what the workers share; else /var/lib/okr"),
	OPTIONAL("database-socket", "PATH",
		 "socket of the database; else the one found on this host"),
	OPTIONAL("database-hosts", "HOST:PORT", "a database elsewhere"),
	OPTIONAL("database-name", "NAME", "name of the database; else okr"),
	OPTIONAL("database-user", "USER", "its account for okr-server; else okr"),
	OPTIONAL("database-admin", "USER", "who may make databases and accounts; else root"),
	OPTIONAL("database-admin-password-file", "FILE", "file of that one's password"),
	FLAG("yes", "ask nothing"),
};

static const struct option_row verify_options[] = {
	OPTIONAL("workspace", "W", "only this workspace"),
	FLAG("repair", "store what was computed"),
};

static const struct option_row delete_options[] = {
	NEEDED("name", "W", "the workspace: its name or id"),
	FLAG("yes", "really: everything in it is gone for good"),
};

static const struct option_row erase_options[] = {
	NEEDED("workspace", "W", "the workspace"),
	FLAG("yes", "really: it cannot be undone"),
};

static const struct option_row user_options[] = {
	WORKSPACE,
	NEEDED("email", "E", "e-mail address, unique in the workspace", SETS(struct person, email)),
	NEEDED("name", "N", "full name", SETS(struct person, name)),
	OPTIONAL("role", "ROLE", "admin, manager or member (the default)",
		 SETS(struct person, role)),
	OPTIONAL("department", "ID", "the department", SETS(struct person, department_id)),
	OPTIONAL("team", "ID", "a team", SETS(struct person, team_ids)),
	OPTIONAL("manager", "ID", "the user whom the person reports to",
		 SETS(struct person, manager_id)),
	OPTIONAL("external-id", "ID", "the name that an identity provider gives",
		 SETS(struct person, external_id)),
};

static const struct option_row department_options[] = {
	WORKSPACE,
	NEEDED("name", "NAME", "its name", SETS(struct department, name)),
	OPTIONAL("parent", "ID", "the department above it", SETS(struct department, parent_id)),
};

static const struct option_row team_options[] = {
	WORKSPACE,
	NEEDED("name", "NAME", "its name", SETS(struct team, name)),
	OPTIONAL("department", "ID", "its department", SETS(struct team, department_id)),
};

static const struct option_row cycle_options[] = {
	WORKSPACE,
	NEEDED("name", "NAME", "its name, unique in the workspace", SETS(struct cycle, name)),
	NEEDED("start", "DATE", "first day, YYYY-MM-DD", SETS(struct cycle, start_date)),
	NEEDED("end", "DATE", "last day, included", SETS(struct cycle, end_date)),
};

static const struct option_row key_options[] = {
	WORKSPACE,
	NEEDED("name", "NAME", "what the key is for", SETS(struct api_key, name)),
	NEEDED("scopes", "a,b", "what it may do; `all` is every scope",
	       SETS(struct api_key, scopes), .read = read_scopes),
	OPTIONAL("user", "U", "in whose name it writes; else the first admin's"),
	OPTIONAL("app", "ID", "the application it acts for", SETS(struct api_key, app_id)),
	OPTIONAL("rate-limit", "N", "requests a minute; 0 is unlimited; else the setting's",
		 SETS(struct api_key, rate_limit)),
	OPTIONAL("page-limit", "N", "records a page; else 500", SETS(struct api_key, page_limit)),
	OPTIONAL("expires", "DATE", "last day, or a timestamp", SETS(struct api_key, expires_at),
		 .read = read_expiry),
};

static const struct option_row key_revoke_options[] = {
	OPTIONAL("workspace", "W", "the workspace, to look in no other"),
};

static const struct option_row token_options[] = {
	NEEDED("user", "U", "whom it names"),
	OPTIONAL("workspace", "W", "the workspace; else the one that has this user"),
	OPTIONAL("scopes", "a,b", "what it may do; `all` is every scope; else nothing"),
	OPTIONAL("ttl", "SECONDS", "how long it is valid; else 3600"),
	OPTIONAL("app", "ID", "the application it acts for; else it acts as the person"),
};

static const struct option_row sign_in_link_options[] = {
	NEEDED("user", "U", "whom it lets in: id or e-mail address"),
	OPTIONAL("workspace", "W", "the workspace; else the one that has this user"),
};

static const struct option_row audit_verify_options[] = {
	OPTIONAL("workspace", "W", "only this workspace"),
	OPTIONAL("anchor", "FILE", "what audit head printed before: it must still be so"),
};

static const struct option_row audit_head_options[] = {
	OPTIONAL("workspace", "W", "only this workspace"),
};

static const struct option_row audit_export_options[] = {
	OPTIONAL("workspace", "W", "only this workspace"),
	OPTIONAL("from", "D", "first day (UTC), or a timestamp"),
	OPTIONAL("to", "D", "last day, or a timestamp, included"),
	OPTIONAL("format", "F", "ndjson (the default) or csv"),
};

#define OPTIONS(table) .options = (table), .option_count = sizeof(table) / sizeof((table)[0])

/* Makes, or lists, records of this resource. */
#define OF(resource_, columns_) .resource = &(resource_), .columns = columns_

const struct command commands[] = {
	{ "setup", OPTIONS(setup_options), .run = run_setup, .needs_no_service = true,
	  .meaning = "make what an installation needs, from okr.conf to a key" },
	{ "migrate", OPTIONS(status_only), .run = run_migrate,
	  .meaning = "make or update the tables" },
	{ "doctor", .run = run_doctor,
	  .meaning = "check configuration, database and permissions; say what to mend" },
	{ "verify", OPTIONS(verify_options), .run = run_verify,
	  .meaning = "recompute every number and tell what differs" },
	{ "purge", .run = run_purge,
	  .meaning = "remove for good what was deleted before the retention time" },
	{ "workspace create", OPTIONS(workspace_create_options), .run = run_workspace_create,
	  .meaning = "make a workspace", .resource = &person_resource },
	{ "workspace list", .run = run_workspace_list, .meaning = "list the workspaces" },
	{ "workspace show", OPTIONS(which_workspace), .run = run_workspace_show,
	  .meaning = "show one" },
	{ "workspace delete", OPTIONS(delete_options), .run = run_workspace_delete,
	  .meaning = "delete a workspace and everything in it" },
	{ "workspace export", .argument = "W", OPTIONS(export_options), .run = run_workspace_export,
	  .meaning = "print everything in it, for a backup or to leave" },
	{ "workspace restore", .argument = "FILE", OPTIONS(restore_options),
	  .run = run_workspace_restore, .meaning = "make a new workspace of an export" },
	{ "user create", OPTIONS(user_options), .run = run_create, .meaning = "add a person",
	  OF(person_resource, person_columns) },
	{ "user list", OPTIONS(workspace_only), .run = run_list, .meaning = "list the people",
	  OF(person_resource, person_columns) },
	{ "user deactivate", .argument = "USER", OPTIONS(workspace_only),
	  .run = run_user_deactivate,
	  .meaning = "deactivate a person who left; history keeps the name" },
	{ "user erase", .argument = "USER", OPTIONS(erase_options), .run = run_user_erase,
	  .meaning = "forget who a person was: name, addresses, and what the audit log says of "
		     "them" },
	{ "department create", OPTIONS(department_options), .run = run_create,
	  .meaning = "make a department", OF(department_resource, named_columns) },
	{ "team create", OPTIONS(team_options), .run = run_create, .meaning = "make a team",
	  OF(team_resource, named_columns) },
	{ "cycle create", OPTIONS(cycle_options), .run = run_create, .meaning = "make a cycle",
	  OF(cycle_resource, named_columns) },
	{ "key create", OPTIONS(key_options), .run = run_key_create,
	  .meaning = "make an API key and print it, this once", .resource = &api_key_resource },
	{ "key list", OPTIONS(workspace_only), .run = run_list, .meaning = "list the API keys",
	  OF(api_key_resource, key_columns) },
	{ "key revoke", .argument = "ID", OPTIONS(key_revoke_options), .run = run_key_revoke,
	  .meaning = "revoke a key, at once" },
	{ "token create", OPTIONS(token_options), .run = run_token_create,
	  .meaning = "make a JSON Web Token for a person and print it" },
	{ "sign-in-link", OPTIONS(sign_in_link_options), .run = run_sign_in_link,
	  .meaning = "make a link that lets a person in, once and within 15 minutes" },
	{ "sample load", OPTIONS(workspace_only), .run = run_sample_load,
	  .meaning = "fill an empty workspace with a believable company" },
	{ "audit verify", OPTIONS(audit_verify_options), .run = run_audit_verify,
	  .meaning = "prove that nobody changed the journal" },
	{ "audit head", OPTIONS(audit_head_options), .run = run_audit_head,
	  .meaning = "print where the journal ends, to be kept elsewhere" },
	{ "audit export", OPTIONS(audit_export_options), .run = run_audit_export,
	  .meaning = "print the rows of the journal, the oldest first" },
	{ "settings", .run = run_settings, .needs_no_service = true,
	  .meaning = "print a commented okr.conf" },
	{ .words = NULL },
};
