/*
 * The administrator's work on whole workspaces and their keys, as okrctl asks for it. It checks
 * names and states; printing and options are okrctl's.
 */
#include "service/administration.h"

#include "base/secret.h"
#include "base/unicode.h"
#include "model/workspace.h"
#include "service/directory.h"
#include "service/journal_content.h"
#include "service/journal_internal.h"
#include "service/service_internal.h"
#include "service/sessions.h"
#include "service/writing.h"
#include "store/answers.h"
#include "store/columns.h"
#include "store/damage.h"
#include "store/migrate.h"
#include "store/organisations.h"
#include "store/purge.h"
#include "store/query.h"
#include "store/request_counts.h"
#include "store/sign_in.h"
#include "store/things.h"
#include "store/transaction.h"

enum { PATIENCE_SECONDS = 600 };

const struct error *administration_open(struct arena *arena, const struct settings *settings,
					struct service **out)
{
	struct service *service = memory_take(sizeof(*service));

	(void)arena;
	service->settings = settings;
	service->db = db_new(settings);
	db_set_patience(service->db, PATIENCE_SECONDS);
	/* Of damage `okrctl verify` tells, and the server's log. */
	db_on_damage(service->db, damage_overlook, NULL);
	*out = service;
	return NULL;
}

static void (*told_number)(int number, const char *name);

static void tell(const struct migration *migration)
{
	told_number(migration->number, migration->name);
}

static const struct error *start_journal(struct work *work, const struct organisation *organisation)
{
	const struct error *error;

	administration_enter(work, organisation);
	error = work_begin(work);
	if (!error && work->journal->head.sequence == 0)
		journal_add_workspace(work, WORKSPACE_JOURNAL_STARTED, TEXT("{}"));
	return error ? error : work_commit(work);
}

/* Workspaces that are older than the journal get its first row now (reading 142). */
static const struct error *start_journals(struct work *work)
{
	struct list rows;
	const struct error *error = organisation_all(work->db, &rows);
	const struct organisation *items = rows.items;

	for (size_t i = 0; !error && i < rows.count; i++) {
		struct journal_head head;
		struct instant at;

		error = journal_read_head(work->db, items[i].id, &head, &at);
		if (!error && head.sequence == 0)
			error = start_journal(work, &items[i]);
	}
	return error;
}

const struct error *administration_migrate(struct work *work,
					   void (*told)(int number, const char *name))
{
	const struct error *error;

	told_number = told;
	error = migrate_run(work->db, told ? tell : NULL);
	return error ? error : start_journals(work);
}

const struct error *administration_schema(struct work *work, int64_t *newest, int64_t *known)
{
	*known = migrate_known();
	return migrate_newest(work->db, newest);
}

const struct error *administration_columns(struct work *work, struct text *wrong)
{
	return columns_examine(work->db, wrong);
}

const struct error *administration_find(struct work *work, struct text name,
					struct organisation *out)
{
	struct id id;
	bool found = false;
	const struct error *error = NULL;

	if (id_parse(name, &id))
		error = organisation_get(work->db, id, out, &found);
	if (!error && !found)
		error = organisation_named(work->db, text_compose(work->arena, name), out, &found);
	if (error || found)
		return error;
	return error_new(work->arena, ERROR_NOT_FOUND, "There is no workspace '%.*s'.",
			 TEXT_PRINT(name));
}

/* The write that makes a workspace is its first: nobody else can hold its row. */
static void begin_new(struct work *work, const struct organisation *organisation)
{
	static const char zeros[JOURNAL_HASH_SIZE];
	struct journal_head head = { 0, { zeros, sizeof(zeros) } };

	work->is_writing = true;
	work->is_unchanged = false;
	work->stamp = work->now;
	work->revision = organisation->revision;
	journal_begin(work, &head);
}

static const struct error *note_making(struct work *work, const struct organisation *organisation)
{
	struct workspace workspace = *(const struct workspace *)workspace_thing.form.blank;

	workspace.record.id = workspace.record.organisation_id = organisation->id;
	workspace.name = organisation->name;
	return journal_note(work, &workspace_thing, NULL, &workspace);
}

const struct error *administration_create(struct work *work, struct text name,
					  struct organisation *out)
{
	const struct field *field =
		field_at(&organisation_form, offsetof(struct organisation, name));
	struct organisation organisation = {
		.id = id_make(work->now, 0),
		.name = field_tidy(work->arena, field, name),
		.revision = (int64_t)random64(),
		.stamped_at = work->now.ms,
	};
	const struct error *error;

	if (organisation.name.size == 0 || !field_has_room(field, organisation.name))
		return error_new(work->arena, ERROR_INVALID,
				 "The name of a workspace has 1 to 255 characters.");
	error = organisation_insert(work->db, &organisation);
	if (db_is_duplicate(error))
		return error_new(work->arena, ERROR_CONFLICT,
				 "There is a workspace '%.*s' already.", TEXT_PRINT(name));
	if (error)
		return error;
	administration_enter(work, &organisation);
	begin_new(work, &organisation);
	error = note_making(work, &organisation);
	if (!error)
		*out = organisation;
	return error;
}

const struct error *administration_add_admin(struct work *work, struct person *person)
{
	struct given given = { { 0 } };
	const struct error *error;

	person->role = ROLE_ADMIN;
	if (text_is_none(person->name))
		person->name = person->email;
	given_add(&given, offsetof(struct person, email));
	given_add(&given, offsetof(struct person, name));
	given_add(&given, offsetof(struct person, role));
	error = resource_check_new(work, &person_resource, person, &given, NULL);
	if (!error)
		error = work_faults(work);
	return error ? error : resource_add(work, &person_resource, person);
}

const struct error *administration_list(struct work *work, struct list *out)
{
	return organisation_all(work->db, out);
}

const struct error *administration_remove(struct work *work, struct id id)
{
	const struct error *error = db_end(work->db);

	if (!error)
		error = organisation_remove(work->db, id);
	return error ? error : db_end(work->db);
}

void administration_enter(struct work *work, const struct organisation *organisation)
{
	work->via = VIA_OKRCTL;
	work->session = (struct session){
		.organisation_id = organisation->id,
		.organisation_name = organisation->name,
		.revision = organisation->revision,
		.name = TEXT("okrctl"),
		.scopes = SCOPE_ALL,
		.page_limit = 500,
		.expires_at = INSTANT_NONE,
		.last_used_at = INSTANT_NONE,
	};
}

const struct error *administration_find_person(struct work *work, struct text name,
					       struct person *out)
{
	struct query query = {
		.thing = &person_thing,
		.organisation_id = work->session.organisation_id,
		.sort_column = offsetof(struct record, id),
		.limit = 1,
	};
	const struct error *error;
	struct list rows;
	struct text email;
	struct id id;

	if (id_parse(name, &id))
		return work_need(work, &person_thing, id, out);
	if (!email_normalise(work->arena, text_compose(work->arena, name), &email))
		return error_new(work->arena, ERROR_NOT_FOUND,
				 "'%.*s' is neither an id nor an e-mail address.",
				 TEXT_PRINT(name));
	query_add(&query, CONDITION_EQUAL, offsetof(struct person, email), value_text(email));
	error = query_run(work->db, &query, &rows);
	if (error)
		return error;
	if (rows.count == 0)
		return error_new(work->arena, ERROR_NOT_FOUND, "There is no user '%.*s'.",
				 TEXT_PRINT(name));
	memcpy(out, rows.items, sizeof(*out));
	return NULL;
}

const struct error *administration_first_admin(struct work *work, struct id *out, bool *found)
{
	return person_first_admin(work->db, work->session.organisation_id, out, found);
}

static const struct error *erase_old(struct work *work, int64_t *erased)
{
	int64_t days = work->service->settings->journal_days;
	struct instant before = { work->now.ms - days * MS_PER_DAY };

	if (days == 0)
		return NULL;
	return journal_erase_before(work->db, work->session.organisation_id, before, work->stamp,
				    erased);
}

const struct error *administration_purge(struct work *work, struct purged *out)
{
	int64_t days = work->service->settings->retention_days;
	int64_t idle_days = work->service->settings->session_idle_days;
	struct instant before = { work->now.ms - days * MS_PER_DAY };
	struct purged purged = { 0 };
	const struct error *error = work_begin(work);

	if (!error)
		error = purge_deleted(work->db, work->session.organisation_id, before,
				      &purged.removed);
	if (!error)
		error = request_counts_purge(work->db);
	if (!error)
		error = sign_in_purge(work->db, work->session.organisation_id, work->now,
				      (struct instant){ work->now.ms - idle_days * MS_PER_DAY },
				      &purged.removed);
	if (!error)
		error = erase_old(work, &purged.erased);
	if (!error)
		error = work_commit(work);
	if (!error)
		*out = purged;
	return error;
}

/* ---- erasing a person ------------------------------------------------------------------------ */

static void make_nobody(struct work *work, struct person *person)
{
	char id[ID_UUID_SIZE];

	id_print_uuid(person->record.id, id);
	person->name = TEXT("Erased person");
	person->email = arena_print(work->arena, "erased-%.*s@invalid", ID_UUID_SIZE, id);
	person->external_id = TEXT_NONE;
	person->is_active = false;
	person->record.version++;
	person->record.updated_at = work->stamp;
}

/* Kept answers say names beside ids. A request that is sent again is then a new one. */
static void forget_answers(struct work *work, struct id person_id)
{
	char printed[ID_UUID_SIZE];
	struct text text = { printed, sizeof(printed) };

	id_print_uuid(person_id, printed);
	answer_forget_all_with(work->db, work->session.organisation_id, text);
}

/* Without the erased name, and told before what is told of the person is erased. */
static const struct error *forget_sign_in(struct work *work, const struct person *person)
{
	struct id organisation_id = person->record.organisation_id, id = person->record.id;
	const struct error *error = sessions_end(work, person, ID_NONE, ENDED_DEACTIVATED);

	if (!error)
		error = tokens_remove_all(work->db, organisation_id, id);
	return error ? error : login_remove(work->db, organisation_id, id);
}

const struct error *administration_erase_person(struct work *work, struct person *person)
{
	struct person before, after;
	const struct error *error = work_begin(work);

	if (!error)
		error = work_need(work, &person_thing, person->record.id, &before);
	if (!error)
		error = person_load_teams(work->db, before.record.organisation_id,
					  (struct list){ &before, 1 });
	if (error)
		return error;
	after = before;
	make_nobody(work, &after);
	*person = after;
	work->is_unchanged = !journal_differs(work, &person_thing, &before, &after);
	if (work->is_unchanged)
		return NULL;
	forget_answers(work, after.record.id);
	/* What is to be forgotten is not told once more. */
	before.name = before.email = before.external_id = TEXT_NONE;
	error = thing_update(work->db, &person_thing, &after);
	if (!error)
		error = forget_sign_in(work, &after);
	if (!error)
		error = journal_erase_about(work->db, after.record.organisation_id, ABOUT_USER,
					    after.record.id, work->stamp);
	return error ? error : journal_note(work, &person_thing, &before, &after);
}
