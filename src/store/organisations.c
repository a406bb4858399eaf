/*
 * Statements about organisations, credentials and membership. The two that look a credential or an
 * organisation up cannot name the organisation first: finding it is what they are for.
 */
#include "store/organisations.h"

#include "base/unicode.h"
#include "store/statement.h"
#include "store/transaction.h"
#include "store/tree.h"

/* ---- credentials ----------------------------------------------------------------------------- */

static const char credential_sql[] =
	"SELECT k.organisation_id, k.id, k.created_by, k.name, k.hash, k.prefix, k.scopes, "
	"k.app_id, k.expires_at, k.revoked_at, k.last_used_at, k.rate_limit, k.page_limit, "
	"o.name, o.revision FROM api_key k "
	"JOIN organisation o ON o.id = k.organisation_id WHERE k.hash = ?";

static const char touch_sql[] =
	"UPDATE api_key SET last_used_at = ? "
	"WHERE organisation_id = ? AND id = ? AND (last_used_at IS NULL OR last_used_at < ?)";

#define CREDENTIAL(member) FIELD(struct credential, member, FIELD_COLUMN)

static const struct field credential_fields[] = {
	CREDENTIAL(key.record.organisation_id),
	CREDENTIAL(key.record.id),
	CREDENTIAL(key.record.created_by),
	CREDENTIAL(key.name),
	CREDENTIAL(key.hash),
	CREDENTIAL(key.prefix),
	CREDENTIAL(key.scopes),
	CREDENTIAL(key.app_id),
	CREDENTIAL(key.expires_at),
	CREDENTIAL(key.revoked_at),
	CREDENTIAL(key.last_used_at),
	CREDENTIAL(key.rate_limit),
	CREDENTIAL(key.page_limit),
	CREDENTIAL(organisation_name),
	CREDENTIAL(revision),
};
static const struct form credential_form =
	FORM_OF(struct credential, credential_fields, &api_key_thing);

const struct error *credential_find(struct db *db, struct text hash, struct credential *out,
				    bool *found)
{
	struct value value = value_text(hash);

	return db_row(db, credential_sql, &value, 1, &credential_form, out, found);
}

const struct error *credential_touch(struct db *db, const struct api_key *key,
				     struct instant minute)
{
	struct value values[] = { value_instant(minute), value_id(key->record.organisation_id),
				  value_id(key->record.id), value_instant(minute) };
	const struct error *error = db_end(db);

	if (!error)
		error = db_run(db, touch_sql, values, 4, NULL);
	return error ? error : db_end(db);
}

/* ---- people as credentials ------------------------------------------------------------------- */

#define MEMBERSHIP_SQL                                                                             \
	"SELECT p.organisation_id, p.id, p.name, p.email, p.role, p.department_id, "               \
	"p.external_id, p.active, o.name, o.revision FROM person p JOIN organisation o ON "        \
	"o.id = p.organisation_id WHERE p.organisation_id = ? AND "

static const char membership_by_id_sql[] = MEMBERSHIP_SQL "p.id = ?";
static const char membership_by_external_id_sql[] = MEMBERSHIP_SQL "p.external_id = ?";

#define MEMBERSHIP(member) FIELD(struct membership, member, FIELD_COLUMN)

static const struct field membership_fields[] = {
	MEMBERSHIP(person.record.organisation_id),
	MEMBERSHIP(person.record.id),
	MEMBERSHIP(person.name),
	MEMBERSHIP(person.email),
	MEMBERSHIP(person.role),
	MEMBERSHIP(person.department_id),
	MEMBERSHIP(person.external_id),
	MEMBERSHIP(person.is_active),
	MEMBERSHIP(organisation_name),
	MEMBERSHIP(revision),
};
static const struct form membership_form =
	FORM_OF(struct membership, membership_fields, &person_thing);

const struct error *membership_find(struct db *db, struct id organisation_id, struct text subject,
				    struct membership *out, bool *found)
{
	struct value values[2] = { value_id(organisation_id) };
	const struct error *error = NULL;
	struct id id;

	*found = false;
	if (id_parse(subject, &id)) {
		values[1] = value_id(id);
		error = db_row(db, membership_by_id_sql, values, 2, &membership_form, out, found);
	}
	if (error || *found)
		return error;
	values[1] = value_text(subject);
	return db_row(db, membership_by_external_id_sql, values, 2, &membership_form, out, found);
}

/* ---- organisations --------------------------------------------------------------------------- */

static const char insert_sql[] =
	"INSERT INTO organisation (id, name, name_key, revision, stamped_at) "
	"VALUES (?, ?, ?, ?, ?)";
static const char get_sql[] =
	"SELECT id, name, revision, stamped_at "
	"FROM organisation WHERE id = ?";
static const char named_sql[] =
	"SELECT id, name, revision, stamped_at "
	"FROM organisation WHERE name_key = ?";
static const char all_sql[] =
	"SELECT id, name, revision, stamped_at "
	"FROM organisation ORDER BY name";

static const struct thing organisation_table = { .table = "organisation" };

static const struct field organisation_fields[] = {
	FIELD(struct organisation, id, FIELD_COLUMN),
	FIELD(struct organisation, name, FIELD_COLUMN | FIELD_TITLE | FIELD_UNIQUE),
	FIELD(struct organisation, revision, FIELD_COLUMN),
	FIELD(struct organisation, stamped_at, FIELD_COLUMN, .min = 0, .max = STAMP_MAX),
};
const struct form organisation_form =
	FORM_OF(struct organisation, organisation_fields, &organisation_table);

const struct error *organisation_insert(struct db *db, const struct organisation *organisation)
{
	struct value values[] = { value_id(organisation->id), value_text(organisation->name),
				  value_text(text_fold(db_arena(db), organisation->name)),
				  value_integer(organisation->revision),
				  value_integer(organisation->stamped_at) };

	return db_run(db, insert_sql, values, 5, NULL);
}

const struct error *organisation_stamp(struct db *db, struct id id, struct instant stamp)
{
	struct value values[] = { value_integer(stamp.ms), value_id(id) };

	return db_run(db, "UPDATE organisation SET stamped_at = ? WHERE id = ?", values, 2, NULL);
}

const struct error *organisation_get(struct db *db, struct id id, struct organisation *out,
				     bool *found)
{
	struct value value = value_id(id);

	return db_row(db, get_sql, &value, 1, &organisation_form, out, found);
}

const struct error *organisation_named(struct db *db, struct text name, struct organisation *out,
				       bool *found)
{
	struct value value = value_text(text_fold(db_arena(db), name));
	const struct error *error =
		db_row(db, named_sql, &value, 1, &organisation_form, out, found);

	if (!error && *found)
		*found = text_equal(out->name, name);
	return error;
}

const struct error *organisation_all(struct db *db, struct list *out)
{
	return db_rows(db, all_sql, NULL, 0, &organisation_form, out);
}

/* ---- settings --------------------------------------------------------------------------------- */

#define SETTING(member) FIELD(struct workspace, member, FIELD_COLUMN)

/* As they are read, behind the id, and written. */
static const struct field setting_fields[] = {
	FIELD_AS("id", struct workspace, record.id, FIELD_COLUMN),
	FIELD_AS("version", struct workspace, record.version, FIELD_COLUMN),
	SETTING(name),
	SETTING(time_zone),
	SETTING(locale),
	SETTING(edit_policy),
	SETTING(check_in_weekday),
	SETTING(change_reason),
	SETTING(grace_days),
	SETTING(escalation),
	SETTING(level_marks),
	SETTING(limits),
};
const struct form organisation_settings_form =
	FORM_OF(struct workspace, setting_fields, &workspace_thing);

enum { SETTINGS = sizeof(setting_fields) / sizeof(setting_fields[0]) };

static const char settings_sql[] =
	"SELECT id, version, name, time_zone, locale, edit_policy, check_in_weekday, "
	"change_reason, grace_days, escalation, level_marks, limits "
	"FROM organisation WHERE id = ?";

static const char set_sql[] =
	"UPDATE organisation "
	"SET id = ?, version = ?, name = ?, time_zone = ?, locale = ?, edit_policy = ?, "
	"check_in_weekday = ?, change_reason = ?, grace_days = ?, escalation = ?, "
	"level_marks = ?, limits = ?, name_key = ? WHERE id = ?";

const struct error *workspace_read(struct db *db, struct id id, struct workspace *out, bool *found)
{
	struct workspace workspace = *(const struct workspace *)workspace_thing.form.blank;
	struct value value = value_id(id);
	const struct error *error =
		db_row(db, settings_sql, &value, 1, &organisation_settings_form, &workspace, found);

	workspace.record.organisation_id = id;
	if (!error && *found)
		*out = workspace;
	return error;
}

const struct error *workspace_write(struct db *db, const struct workspace *workspace)
{
	struct value values[SETTINGS + 2];

	for (size_t i = 0; i < SETTINGS; i++)
		values[i] = value_of(&setting_fields[i], workspace);
	values[SETTINGS] = value_text(text_fold(db_arena(db), workspace->name));
	values[SETTINGS + 1] = value_id(workspace->record.id);
	return db_run_beside(db, set_sql, values, SETTINGS + 2, NULL);
}

/* Every table that has an organisation; the order does not matter while references are not looked
 * at, and all rows that could be referred to go with it. */
static const char *const tables[] = {
	"import_piece", "import_change", "external_ref", "import",       "journal",
	"idempotency",  "review_answer", "review",       "review_cycle", "initiative",
	"kpi_update",   "kpi",           "check_in",     "key_result",   "objective_person",
	"objective",    "cycle",         "api_key",      "session",      "person_token",
	"person_login", "team_member",   "team",         "person",       "department",
};

const struct error *organisation_remove(struct db *db, struct id id)
{
	struct value value = value_id(id);
	const struct error *error = db_run(db, "SET foreign_key_checks = 0", NULL, 0, NULL);

	for (size_t i = 0; !error && i < sizeof(tables) / sizeof(tables[0]); i++) {
		struct text sql = arena_print(
			db_arena(db), "DELETE FROM %s WHERE organisation_id = ?", tables[i]);

		error = db_run(db, sql.data, &value, 1, NULL);
	}
	if (!error)
		error = db_run(db, "DELETE FROM organisation WHERE id = ?", &value, 1, NULL);
	if (!error)
		error = db_run(db, "SET foreign_key_checks = 1", NULL, 0, NULL);
	return error;
}

/* ---- people ---------------------------------------------------------------------------------- */

static const char teams_of_all_sql[] =
	"SELECT person_id, team_id "
	"FROM team_member FORCE INDEX (team_member_person) "
	"WHERE organisation_id = ? "
	"ORDER BY person_id, team_id";
static const char teams_of_one_sql[] =
	"SELECT person_id, team_id "
	"FROM team_member WHERE organisation_id = ? AND person_id = ? "
	"ORDER BY person_id, team_id";
static const char leave_teams_sql[] =
	"DELETE FROM team_member WHERE organisation_id = ? AND person_id = ?";
static const char join_team_sql[] =
	"INSERT INTO team_member (organisation_id, team_id, person_id) VALUES (?, ?, ?)";
static const char first_admin_sql[] =
	"SELECT id, id FROM person "
	"WHERE organisation_id = ? AND role = 2 AND active = 1 ORDER BY id LIMIT 1";

struct member_row {
	struct id person_id, team_id;
};

static const struct field member_fields[] = {
	FIELD(struct member_row, person_id, FIELD_COLUMN),
	FIELD(struct member_row, team_id, FIELD_COLUMN),
};
static const struct form member_form = FORM(struct member_row, member_fields);

/* One person's rows, or those of everybody: a directory page is a large part of its workspace. */
const struct error *person_load_teams(struct db *db, struct id organisation_id, struct list people)
{
	struct person *items = people.items;
	struct value values[2] = { value_id(organisation_id) };
	bool is_one = people.count == 1;
	const struct error *error;
	struct list members;

	if (people.count == 0)
		return NULL;
	if (is_one)
		values[1] = value_id(items[0].record.id);
	error = db_rows(db, is_one ? teams_of_one_sql : teams_of_all_sql, values, is_one ? 2 : 1,
			&member_form, &members);
	if (error)
		return error;
	for (size_t i = 0; i < people.count; i++) {
		struct list own = tree_slice(members, sizeof(struct member_row),
					     offsetof(struct member_row, person_id),
					     items[i].record.id);
		struct id *ids = arena_array(db_arena(db), own.count + 1, sizeof(*ids));

		for (size_t j = 0; j < own.count; j++)
			ids[j] = ((const struct member_row *)own.items)[j].team_id;
		items[i].team_ids = (struct ids){ ids, own.count };
	}
	return NULL;
}

const struct error *person_store_teams(struct db *db, const struct person *person)
{
	struct value values[] = { value_id(person->record.organisation_id),
				  value_id(person->record.id) };
	const struct error *error = db_run(db, leave_teams_sql, values, 2, NULL);

	for (size_t i = 0; !error && i < person->team_ids.count; i++) {
		struct value member[] = { values[0], value_id(person->team_ids.items[i]),
					  values[1] };

		error = db_run(db, join_team_sql, member, 3, NULL);
		/* Named twice is named. */
		if (error && db_is_duplicate(error))
			error = NULL;
	}
	return error;
}

const struct error *person_first_admin(struct db *db, struct id organisation_id, struct id *out,
				       bool *found)
{
	struct value value = value_id(organisation_id);
	struct member_row row;
	const struct error *error =
		db_row(db, first_admin_sql, &value, 1, &member_form, &row, found);

	if (!error && *found)
		*out = row.person_id;
	return error;
}

/* ---- managers -------------------------------------------------------------------------------- */

/* One link more than a chain may have, so that neither a circle nor a long chain runs away. */
_Static_assert(MANAGER_LINKS_MAX == 20, "the statements count to it");

static const char managers_sql[] =
	"WITH RECURSIVE above (id, manager_id, links) AS (SELECT id, manager_id, 0 FROM person "
	"WHERE organisation_id = ? AND id = ? UNION ALL SELECT p.id, p.manager_id, a.links + 1 "
	"FROM above a JOIN person p ON p.organisation_id = ? AND p.id = a.manager_id "
	"WHERE a.links <= 20) SELECT id FROM above ORDER BY links";

static const char reports_sql[] =
	"WITH RECURSIVE below (id, links) AS (SELECT id, 0 FROM person "
	"WHERE organisation_id = ? AND id = ? UNION ALL SELECT p.id, b.links + 1 "
	"FROM below b JOIN person p ON p.organisation_id = ? AND p.manager_id = b.id "
	"WHERE b.links <= 20) SELECT CAST(MAX(links) AS SIGNED) FROM below";

struct manager_row {
	struct id id;
};

static const struct field manager_fields[] = { FIELD(struct manager_row, id, FIELD_COLUMN) };
static const struct form manager_form = FORM(struct manager_row, manager_fields);

struct reports_row {
	int64_t links;
};

static const struct field reports_fields[] = { FIELD(struct reports_row, links, FIELD_COLUMN) };
static const struct form reports_form = FORM(struct reports_row, reports_fields);

const struct error *person_managers(struct db *db, struct id organisation_id, struct id id,
				    struct list *out)
{
	struct value values[] = { value_id(organisation_id), value_id(id),
				  value_id(organisation_id) };

	return db_rows(db, managers_sql, values, 3, &manager_form, out);
}

const struct error *person_reports(struct db *db, struct id organisation_id, struct id id,
				   int64_t *out)
{
	struct value values[] = { value_id(organisation_id), value_id(id),
				  value_id(organisation_id) };
	struct reports_row row = { 0 };
	bool found;
	const struct error *error = db_row(db, reports_sql, values, 3, &reports_form, &row, &found);

	if (!error)
		*out = row.links == INTEGER_NONE ? 0 : row.links;
	return error;
}
