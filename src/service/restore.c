/*
 * A restore reads its file twice: first all of it is proved to be there and to be what it says, then it is
 * written. References are not looked at while rows come in whatever order they have; they are all looked
 * at before the commit.
 */
#include "service/restore.h"

#include "base/json_check.h"
#include "base/json_read.h"
#include "base/json_write.h"
#include "model/api_key.h"
#include "model/journal.h"
#include "service/administration.h"
#include "service/journal_chain.h"
#include "service/journal_internal.h"
#include "service/restore_record.h"
#include "service/service_internal.h"
#include "service/writing.h"
#include "store/migrate.h"
#include "store/organisations.h"
#include "store/references.h"
#include "store/things.h"
#include "store/transaction.h"

enum {
	LEVELS = 3,          /* of a line around a value */
	LINES_AT_ONCE = 200, /* with one memory */
	LINES_TOLD = 2000,
	KINDS = 32,
};

struct restore {
	struct work *work;
	const struct restore_source *source;
	struct arena *outer;
	int64_t lines;

	/* the first pass */
	struct digest_state *digest;
	int64_t counts[KINDS], settings_count, journal_count;

	/* what the header says of the origin */
	struct text origin_id, origin_hash;
	int64_t origin_sequence;

	/* the second pass */
	struct organisation organisation;
	struct workspace settings;
	struct instant newest;
	struct journal_head head;
	bool has_erased;
};

static const struct error *refuse(struct restore *restore, const char *why)
{
	return error_new(restore->outer, ERROR_INVALID,
			 "This is no export that can be restored: %s.", why);
}

/* ---- lines ----------------------------------------------------------------------------------- */

static const struct error *next_line(struct restore *restore, struct text *line)
{
	struct json_fault fault;
	const struct error *error = restore->source->next(restore->source->context, line);

	if (error || text_is_none(*line))
		return error;
	restore->lines++;
	if (!json_check_within(restore->work->arena, *line, LEVELS, &fault) ||
	    json_read_kind(*line) != JSON_OBJECT)
		return refuse(restore, "a line of it is not a JSON object");
	return NULL;
}

static struct text kind_of(struct restore *restore, struct text line)
{
	return json_read_string(restore->work->arena, json_read_member(line, TEXT("t")));
}

static const struct export_kind *find_kind(struct text name)
{
	for (const struct export_kind *kind = export_kinds; kind->name; kind++)
		if (text_equal(name, text_from(kind->name)))
			return kind;
	return NULL;
}

/* With memory of its own for so many lines. */
static const struct error *each_line(struct restore *restore,
				     const struct error *(*act)(struct restore *restore,
								struct text line, bool *is_last))
{
	struct work *work = restore->work;
	const struct error *error = NULL;
	bool is_last = false;

	while (!error && !is_last) {
		work->arena = arena_new(1 << 20);
		work_use_arena(work);
		for (int i = 0; !error && !is_last && i < LINES_AT_ONCE; i++) {
			struct text line;

			error = next_line(restore, &line);
			if (!error && text_is_none(line))
				error = refuse(restore, "its last line is missing");
			if (!error)
				error = act(restore, line, &is_last);
		}
		if (error)
			error = error_copy(restore->outer, error);
		arena_free(work->arena);
		work->arena = restore->outer;
		work_use_arena(work);
	}
	return error;
}

/* ---- the first pass -------------------------------------------------------------------------- */

static bool is_number(struct text line, const char *name, int64_t least, int64_t most)
{
	double number;

	return json_read_number(json_read_member(line, text_from(name)), &number) &&
	       number >= (double)least && number <= (double)most;
}

static const struct error *check_header(struct restore *restore, struct text line)
{
	struct arena *arena = restore->work->arena;
	struct text format = json_read_string(arena, json_read_member(line, TEXT("format")));
	struct text workspace = json_read_member(line, TEXT("workspace"));
	double sequence = 0;

	if (!text_equal(format, TEXT("okr-workspace")))
		return refuse(restore, "its first line does not say that it is one");
	if (!is_number(line, "version", 1, 1) || !is_number(line, "schema", 0, migrate_known()))
		return refuse(restore, "a later version made it");
	restore->origin_id = arena_copy(
		restore->outer, json_read_string(arena, json_read_member(workspace, TEXT("id"))));
	json_read_number(json_read_member(line, TEXT("sequence")), &sequence);
	restore->origin_sequence = (int64_t)sequence;
	return NULL;
}

static bool counts_fit(struct text counts, const char *kind, int64_t count)
{
	double number;

	return json_read_number(json_read_member(counts, text_from(kind)), &number) &&
	       number == (double)count;
}

static const struct error *check_end(struct restore *restore, struct text line)
{
	struct text counts = json_read_member(line, TEXT("counts"));
	struct text said =
		json_read_string(restore->work->arena, json_read_member(line, TEXT("blake2b")));
	uint8_t digest[DIGEST_SIZE];
	char printed[2 * DIGEST_SIZE + 1];
	bool fit = counts_fit(counts, "workspace", restore->settings_count) &&
		   counts_fit(counts, "journal", restore->journal_count);
	struct text more;
	const struct error *error;

	digest256_end(restore->digest, digest);
	for (size_t i = 0; i < DIGEST_SIZE; i++)
		snprintf(printed + 2 * i, 3, "%02x", digest[i]);
	if (!text_equal(said, text_from(printed)))
		return refuse(restore, "its bytes are not those that its last line tells of");
	for (const struct export_kind *kind = export_kinds; kind->name; kind++)
		fit &= counts_fit(counts, kind->name, restore->counts[kind - export_kinds]);
	if (!fit || restore->settings_count != 1)
		return refuse(restore, "its lines are not as many as its last line says");
	error = restore->source->next(restore->source->context, &more);
	if (!error && !text_is_none(more))
		return refuse(restore, "something follows behind its last line");
	/* cppcheck-suppress returnDanglingLifetime; an error stands in the arena */
	return error;
}

static const struct error *prove(struct restore *restore, struct text line, bool *is_last)
{
	struct text name = kind_of(restore, line);
	const struct export_kind *kind = find_kind(name);

	if (restore->lines == 1) {
		digest256_add(restore->digest, line);
		return check_header(restore, line);
	}
	if (text_equal(name, TEXT("end"))) {
		*is_last = true;
		return check_end(restore, line);
	}
	digest256_add(restore->digest, line);
	if (text_equal(name, TEXT("workspace")))
		restore->settings_count++;
	else if (text_equal(name, TEXT("journal")))
		restore->journal_count++;
	else if (kind)
		restore->counts[kind - export_kinds]++;
	else
		return refuse(restore, "it has a kind of line that this version does not know");
	return NULL;
}

/* ---- records --------------------------------------------------------------------------------- */

/* A key that nobody has: its name is for the journal. */
static void make_shell(struct restore *restore, struct api_key *key)
{
	char *bytes = arena_take(restore->work->arena, SECRET_HASH_SIZE);

	for (size_t i = 0; i < SECRET_HASH_SIZE; i += sizeof(uint64_t)) {
		uint64_t random = random64();

		memcpy(bytes + i, &random, sizeof(random));
	}
	key->hash = (struct text){ bytes, SECRET_HASH_SIZE };
	if (instant_is_none(key->revoked_at))
		key->revoked_at = restore->work->now;
}

static const struct error *write_record(struct restore *restore, const struct thing *thing,
					struct text line)
{
	struct arena *arena = restore->work->arena;
	void *row = arena_take(arena, thing->form.size);
	struct record *record = row;
	const struct error *error;

	form_copy(&thing->form, row, thing->form.blank);
	error = restore_columns(arena, &thing->form, line, row);
	if (error)
		return error;
	record->organisation_id = restore->organisation.id;
	if (record->updated_at.ms > restore->newest.ms)
		restore->newest = record->updated_at;
	if (thing == &api_key_thing)
		make_shell(restore, row);
	return thing_insert(restore->work->db, thing, row);
}

static const struct error *write_link(struct restore *restore, const struct link_table *links,
				      struct text line)
{
	struct arena *arena = restore->work->arena;
	void *row = arena_take(arena, links->form.size);
	const struct error *error = restore_columns(arena, &links->form, line, row);

	return error ? error :
		       links_insert(restore->work->db, links, restore->organisation.id, row);
}

/* ---- the journal ----------------------------------------------------------------------------- */

static struct text keep_bytes(struct arena *arena, const uint8_t *bytes)
{
	return arena_copy(arena, (struct text){ (const char *)bytes, JOURNAL_HASH_SIZE });
}

static const struct error *write_journal(struct restore *restore, struct text line)
{
	struct work *work = restore->work;
	struct journal_link link;
	uint8_t digest[JOURNAL_HASH_SIZE] = { 0 }, hash[JOURNAL_HASH_SIZE];
	const struct error *error = restore_journal(work->arena, line, &link);

	if (error)
		return error;
	if (link.sequence != restore->head.sequence + 1)
		return refuse(restore, "a row of its journal is missing");
	restore->has_erased |= link.is_erased == 1;
	if (link.is_erased != 1)
		journal_digest(link.content, digest);
	link.content_digest = keep_bytes(work->arena, digest);
	journal_hash(work->service->settings->pepper, restore->organisation.id, restore->head.hash,
		     &link, hash);
	link.hash = keep_bytes(work->arena, hash);
	journal_append(work->db, restore->organisation.id, &link);
	restore->head.sequence = link.sequence;
	restore->head.hash = keep_bytes(restore->outer, hash);
	restore->origin_hash =
		arena_copy(restore->outer,
			   json_read_string(work->arena, json_read_member(line, TEXT("hash"))));
	return NULL;
}

/* ---- the second pass ------------------------------------------------------------------------- */

static const struct error *read_settings(struct restore *restore, struct text line)
{
	struct workspace *settings = &restore->settings;
	const struct error *error =
		restore_columns(restore->outer, &workspace_thing.form, line, settings);

	settings->record.id = settings->record.organisation_id = restore->organisation.id;
	settings->name = restore->organisation.name;
	return error;
}

static const struct error *write_line(struct restore *restore, struct text line, bool *is_last)
{
	struct text name = kind_of(restore, line);
	const struct export_kind *kind = find_kind(name);

	if (restore->source->told && restore->lines % LINES_TOLD == 0)
		restore->source->told(restore->source->context, restore->lines);
	if (restore->lines == 1)
		return NULL;
	*is_last = text_equal(name, TEXT("end"));
	if (*is_last)
		return NULL;
	if (text_equal(name, TEXT("workspace")))
		return read_settings(restore, line);
	if (text_equal(name, TEXT("journal")))
		return write_journal(restore, line);
	return kind->thing ? write_record(restore, kind->thing, line) :
			     write_link(restore, kind->links, line);
}

static const struct error *make_workspace(struct restore *restore, struct text name)
{
	static const char zeros[JOURNAL_HASH_SIZE];
	struct work *work = restore->work;
	const struct field *field =
		field_at(&organisation_form, offsetof(struct organisation, name));
	struct organisation *organisation = &restore->organisation;
	const struct error *error;

	*organisation = (struct organisation){
		.id = id_make(work->now, 0),
		.name = field_tidy(restore->outer, field, name),
		.revision = (int64_t)random64(),
		.stamped_at = work->now.ms,
	};
	if (organisation->name.size == 0 || !field_has_room(field, organisation->name))
		return error_new(restore->outer, ERROR_INVALID,
				 "The name of a workspace has 1 to 255 characters.");
	error = db_begin(work->db);
	if (!error)
		error = organisation_insert(work->db, organisation);
	if (db_is_duplicate(error))
		return error_new(restore->outer, ERROR_CONFLICT,
				 "There is a workspace '%.*s' already.", TEXT_PRINT(name));
	restore->head = (struct journal_head){ 0, { zeros, sizeof(zeros) } };
	return error;
}

/* Where the chain of the origin ended: reading 187. */
static struct text describe_origin(struct restore *restore)
{
	struct buffer text = { 0 };
	struct json_writer json = { .out = &text };
	struct text copied;

	json_open_object(&json);
	json_member(&json, TEXT("workspace_id"), restore->origin_id);
	json_key(&json, TEXT("sequence"));
	json_integer(&json, restore->origin_sequence);
	json_member(&json, TEXT("hash"), restore->origin_hash);
	json_close_object(&json);
	copied = arena_copy(restore->outer, buffer_text(&text));
	buffer_free(&text);
	return copied;
}

static const struct error *check_references(struct restore *restore)
{
	struct list broken;
	const struct broken_reference *first;
	const struct error *error =
		references_broken(restore->work->db, restore->organisation.id, &broken);

	if (error || broken.count == 0)
		return error;
	first = broken.items;
	return error_new(restore->outer, ERROR_INVALID,
			 "This is no export that can be restored: a row of %s refers by %s to "
			 "something that is not in it.",
			 first->table, first->column);
}

/* No later write may have an earlier time than what is there. */
static const struct error *close_journal(struct restore *restore)
{
	struct work *work = restore->work;
	struct instant stamp = restore->newest.ms > work->now.ms ? restore->newest : work->now;
	const struct error *error = NULL;

	administration_enter(work, &restore->organisation);
	work->is_writing = true;
	work->is_unchanged = false;
	work->stamp = stamp;
	work->revision = restore->organisation.revision;
	journal_begin(work, &restore->head);
	journal_add_event(work, WORKSPACE_RESTORED, describe_origin(restore));
	if (restore->has_erased)
		error = journal_mark_erased(work->db, restore->organisation.id, work->now);
	if (!error)
		error = organisation_stamp(work->db, restore->organisation.id, stamp);
	return error;
}

static const struct error *write_all(struct restore *restore, struct text name)
{
	const struct error *error = make_workspace(restore, name);

	restore->settings = *(const struct workspace *)workspace_thing.form.blank;
	restore->lines = 0;
	if (!error)
		error = restore->source->rewind(restore->source->context);
	if (!error)
		error = references_overlook(restore->work->db, true);
	if (!error)
		error = each_line(restore, write_line);
	if (!error)
		error = workspace_write(restore->work->db, &restore->settings);
	if (!error)
		error = check_references(restore);
	if (!error)
		error = close_journal(restore);
	if (!error)
		error = work_commit(restore->work);
	return error;
}

/* What the tables refuse is the file's fault. */
static const struct error *explain(struct restore *restore, const struct error *error)
{
	if (!error || error->code == ERROR_INVALID || error->code == ERROR_CONFLICT ||
	    error->code == ERROR_UNAVAILABLE)
		return db_is_duplicate(error) ? refuse(restore, "a record stands in it twice") :
						error;
	return error_new(restore->outer, ERROR_INVALID,
			 "This is no export that can be restored: the tables cannot hold line %lld "
			 "(%.*s).",
			 (long long)restore->lines,
			 TEXT_PRINT(error_reason(restore->outer, error)));
}

const struct error *restore_workspace(struct work *work, const struct restore_source *source,
				      struct text name, struct organisation *out)
{
	struct restore restore = { .work = work,
				   .source = source,
				   .outer = work->arena,
				   .digest = digest256_begin(work->arena),
				   .newest = { INT64_MIN } };
	const struct error *error = each_line(&restore, prove);

	if (!error)
		error = write_all(&restore, name);
	if (error) {
		work_end(work);
		return explain(&restore, error);
	}
	error = references_overlook(work->db, false);
	if (!error)
		*out = restore.organisation;
	return error;
}
