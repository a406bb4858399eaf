/*
 * What a row hangs on, and which record it means (reading 171): by id, by what the source calls it, else by
 * what it is called and hangs on.
 */
#include "import_match.h"

#include "import_kinds.h"
#include "import_names.h"
#include "import_report.h"
#include "model/directory.h"
#include "model/initiative.h"
#include "model/key_result.h"
#include "model/kpi.h"
#include "model/objective.h"
#include "store/query.h"
#include "store/things.h"

static bool is_directory(word kind)
{
	return kind <= TEMPLATE_CYCLE;
}

/* ---- what a row hangs on --------------------------------------------------------------------------- */

/* The kinds of record that each kind hangs on; WORD_NONE ends them. */
static const word parents[TEMPLATE_KINDS][3] = {
	[TEMPLATE_DEPARTMENT] = { TEMPLATE_DEPARTMENT, WORD_NONE },
	[TEMPLATE_TEAM] = { WORD_NONE },
	[TEMPLATE_USER] = { WORD_NONE },
	[TEMPLATE_CYCLE] = { WORD_NONE },
	[TEMPLATE_OBJECTIVE] = { TEMPLATE_OBJECTIVE, WORD_NONE },
	[TEMPLATE_KEY_RESULT] = { TEMPLATE_OBJECTIVE, WORD_NONE },
	[TEMPLATE_CHECK_IN] = { TEMPLATE_KEY_RESULT, WORD_NONE },
	[TEMPLATE_KPI] = { WORD_NONE },
	[TEMPLATE_KPI_UPDATE] = { TEMPLATE_KPI, WORD_NONE },
	[TEMPLATE_INITIATIVE] = { TEMPLATE_KEY_RESULT, TEMPLATE_OBJECTIVE, WORD_NONE },
};

static void skip_deleted(struct import_run *run, struct import_row *row, const char *what)
{
	import_warn(run, row, "deleted_here", "%s was deleted here, so the row is left out.", what);
	row->is_out = true;
}

/* Whether a record that is named is there; one that was deleted is not made anew. */
static const struct error *look_at(struct import_run *run, struct import_row *row, word kind,
				   struct id id, bool *found)
{
	const struct thing *thing = import_thing_of(kind);
	void *record = arena_take(run->work->arena, thing->form.size);
	bool is_there;
	const struct error *error = work_find_any(run->work, thing, id, record, &is_there);

	*found = !error && is_there;
	if (!*found)
		return error;
	row->parent_id = id;
	row->parent_kind = kind;
	if (thing->deleted_at != THING_HAS_NONE &&
	    !instant_is_none(*(struct instant *)(void *)((char *)record + thing->deleted_at)))
		skip_deleted(run, row, "What it hangs on");
	return NULL;
}

static const struct error *find_parent(struct import_run *run, struct import_row *row, word kind,
				       struct text key, bool *found)
{
	struct import_row *parent = text_map_get(&run->map, import_space(SPACE_KEY, kind), key);
	struct external_ref *ref;
	struct id id;
	const struct error *error = NULL;

	*found = parent != NULL;
	row->parent = parent;
	row->parent_kind = kind;
	if (!*found && id_parse(key, &id))
		error = look_at(run, row, kind, id, found);
	if (error || *found)
		return error;
	ref = text_map_get(&run->map, import_space(SPACE_REF, kind), key);
	if (!ref)
		return NULL;
	error = look_at(run, row, kind, ref->record_id, found);
	if (error || *found)
		return error;
	skip_deleted(run, row, "What it hangs on");
	*found = true;
	return NULL;
}

static const struct error *resolve_parent(struct import_run *run, struct import_row *row)
{
	struct text key = text_trim(row->cells[COLUMN_PARENT_KEY]);
	const word *kinds = parents[row->kind];
	const struct error *error = NULL;
	bool found = false;

	if (key.size == 0 || kinds[0] == WORD_NONE || row->is_out)
		return NULL;
	for (size_t i = 0; !error && !found && kinds[i] != WORD_NONE; i++)
		error = find_parent(run, row, kinds[i], key, &found);
	for (size_t i = 0; !error && !found && kinds[i] != WORD_NONE; i++) {
		row->parent = text_map_get(&run->map, import_space(SPACE_TITLE, kinds[i]), key);
		row->parent_kind = kinds[i];
		/* A title of several rows names none of them. */
		found = row->parent && row->parent->number > 0;
	}
	if (!error && !found) {
		row->parent = NULL;
		import_error(run, row, COLUMN_PARENT_KEY, "unknown_parent",
			     "names nothing that it could hang on");
	}
	if (row->parent && (row->kind == TEMPLATE_CHECK_IN || row->kind == TEMPLATE_KPI_UPDATE))
		row->parent->has_entries = true;
	return error;
}

/* ---- the record that a key means --------------------------------------------------------------------- */

static struct text id_text(const struct id *id)
{
	return (struct text){ (const char *)id, sizeof(*id) };
}

/* Notes whose records are to be looked for: by what the key says, and by what the source calls it. */
static size_t collect(struct import_run *run, word kind, struct id *ids)
{
	size_t count = 0;

	for (size_t i = 0; i < run->table.count; i++) {
		struct import_row *row = &run->table.rows[i];
		const struct external_ref *ref;

		if (row->kind != kind || text_is_none(row->key))
			continue;
		if (id_parse(row->key, &ids[count]))
			count++;
		ref = text_map_get(&run->map, import_space(SPACE_REF, kind), row->key);
		if (ref)
			ids[count++] = ref->record_id;
	}
	return count;
}

static const struct error *load_records(struct import_run *run, word kind)
{
	const struct thing *thing = import_thing_of(kind);
	struct work *work = run->work;
	struct id *ids = arena_array(work->arena, 2 * run->table.count + 1, sizeof(*ids));
	struct list rows;
	const struct error *error = thing_get_many(work->db, thing, work->session.organisation_id,
						   ids, collect(run, kind, ids), &rows);

	for (size_t i = 0; !error && i < rows.count; i++) {
		struct record *record = (void *)((char *)rows.items + i * thing->form.size);
		const struct check_in *check_in = (const void *)record;

		if (work_sees(work, thing, record) &&
		    (kind != TEMPLATE_CHECK_IN || check_in->kind == ENTRY_CHECK_IN))
			text_map_put(&run->map, import_space(SPACE_RECORD, kind),
				     id_text(&record->id), record);
	}
	return error;
}

static bool is_deleted(const struct thing *thing, const void *record)
{
	const struct instant *at = (const void *)((const char *)record + thing->deleted_at);

	return thing->deleted_at != THING_HAS_NONE && !instant_is_none(*at);
}

static void take_record(struct import_run *run, struct import_row *row, void *record)
{
	if (!record || is_deleted(import_thing_of(row->kind), record)) {
		skip_deleted(run, row, "The record");
		return;
	}
	row->before = record;
	row->id = ((const struct record *)record)->id;
}

/* An id that is nobody's here is what the source calls it. */
static void resolve_key(struct import_run *run, struct import_row *row)
{
	unsigned records = import_space(SPACE_RECORD, row->kind);
	const struct external_ref *ref;
	struct id id;

	if (text_is_none(row->key) || row->is_out)
		return;
	if (id_parse(row->key, &id)) {
		void *record = text_map_get(&run->map, records, id_text(&id));

		if (record) {
			take_record(run, row, record);
			return;
		}
	}
	ref = text_map_get(&run->map, import_space(SPACE_REF, row->kind), row->key);
	if (ref)
		take_record(run, row, text_map_get(&run->map, records, id_text(&ref->record_id)));
}

const struct error *import_resolve(struct import_run *run)
{
	const struct error *error = NULL;

	for (word kind = 0; !error && kind < TEMPLATE_KINDS; kind++)
		error = load_records(run, kind);
	for (size_t i = 0; !error && i < run->table.count; i++) {
		struct import_row *row = &run->table.rows[i];

		if (row->kind == WORD_NONE || row->is_out)
			continue;
		resolve_key(run, row);
		error = resolve_parent(run, row);
	}
	return error;
}

/* ---- what a row without a key means ------------------------------------------------------------------- */

/* A key result implies its objective. */
static struct id hook_of(const struct initiative *initiative)
{
	return id_is_none(initiative->key_result_id) ? initiative->objective_id :
						       initiative->key_result_id;
}

static struct text natural_of(struct import_run *run, const struct import_row *row,
			      const void *record)
{
	const struct objective *objective = record;
	const struct key_result *key_result = record;
	const struct initiative *initiative = record;
	const struct kpi *kpi = record;
	struct arena *arena = run->work->arena;
	char parent[ID_PRINT_MAX], cycle[ID_PRINT_MAX];

	switch (row->kind) {
	case TEMPLATE_OBJECTIVE:
		return arena_print(arena, "%.*s%.*s%.*s",
				   TEXT_PRINT(id_print(objective->parent_id, ID_PLAIN, parent)),
				   TEXT_PRINT(id_print(objective->cycle_id, ID_PLAIN, cycle)),
				   TEXT_PRINT(objective->title));
	case TEMPLATE_KEY_RESULT:
		return arena_print(arena, "%.*s%.*s",
				   TEXT_PRINT(id_print(key_result->objective_id, ID_PLAIN, parent)),
				   TEXT_PRINT(key_result->title));
	case TEMPLATE_INITIATIVE:
		return arena_print(arena, "%.*s%.*s",
				   TEXT_PRINT(id_print(hook_of(initiative), ID_PLAIN, parent)),
				   TEXT_PRINT(initiative->title));
	default:
		return kpi->name;
	}
}

/* Those without a key are looked for among all that there are; asked once a kind. */
static const struct error *load_naturals(struct import_run *run, const struct import_row *row)
{
	const struct thing *thing = import_thing_of(row->kind);
	struct query query = { .thing = thing,
			       .sort_column = offsetof(struct record, id),
			       .limit = INT32_MAX };
	struct list rows;
	const struct error *error;

	if (run->has_naturals[row->kind])
		return NULL;
	run->has_naturals[row->kind] = true;
	work_limit(run->work, &query);
	if (thing->deleted_at != THING_HAS_NONE)
		query_add(&query, CONDITION_IS_NULL, thing->deleted_at,
			  (struct value){ .kind = FIELD_INSTANT });
	error = query_run(run->work->db, &query, &rows);
	for (size_t i = 0; !error && i < rows.count; i++) {
		const char *record = (const char *)rows.items + i * thing->form.size;

		import_target_add(run, SPACE_NATURAL, row->kind, natural_of(run, row, record),
				  ((const struct record *)(const void *)record)->id);
	}
	return error;
}

static const struct error *take_id(struct import_run *run, struct import_row *row, struct id id)
{
	const struct thing *thing = import_thing_of(row->kind);
	void *record = arena_take(run->work->arena, thing->form.size);
	bool found;
	const struct error *error = work_find(run->work, thing, id, record, &found);

	if (!error && found)
		take_record(run, row, record);
	return error;
}

/* People by their address; whoever has none in the file by the name, and places by theirs. */
static const struct error *match_directory(struct import_run *run, struct import_row *row,
					   const void *record)
{
	const struct person *person = record;
	const struct import_target *target;

	if (row->kind == TEMPLATE_USER && person->email.size > 0)
		target = text_map_get(&run->map, import_space(SPACE_ADDRESS, row->kind),
				      person->email);
	else
		target = import_name_find(run, row->kind,
					  import_name(run, row->cells[COLUMN_TITLE]));
	if (target && target->is_many) {
		import_error(run, row, COLUMN_TITLE, "ambiguous_person",
			     "is the name of several; give the e-mail address");
		return NULL;
	}
	if (target && target->is_of_file) {
		import_error(run, row, COLUMN_TITLE, "duplicate_key",
			     "stands in an earlier row, too");
		return NULL;
	}
	return target && !target->is_bad ? take_id(run, row, target->id) : NULL;
}

/* Check-ins and updates: what hangs on the same and was at the same time, by its place among equals. What
 * has no key is called so from then on. */
static struct text name_entry(struct import_run *run, struct import_row *row)
{
	char parent[ID_PRINT_MAX];
	struct id id = row->parent ? row->parent->id : row->parent_id;
	struct text name = arena_print(run->work->arena, "%.*s %.*s",
				       TEXT_PRINT(id_print(id, ID_PLAIN, parent)),
				       TEXT_PRINT(text_trim(row->cells[COLUMN_DATE])));
	unsigned numbers = import_space(SPACE_NUMBER, row->kind);
	size_t *number = text_map_get(&run->map, numbers, name);

	if (!number) {
		number = arena_take(run->work->arena, sizeof(*number));
		text_map_put(&run->map, numbers, name, number);
	}
	return arena_print(run->work->arena, "%.*s #%zu", TEXT_PRINT(name), ++*number);
}

static const struct error *match_entry(struct import_run *run, struct import_row *row)
{
	const struct thing *thing = import_thing_of(row->kind);
	void *record = arena_take(run->work->arena, thing->form.size);
	const struct external_ref *ref;
	const struct error *error;
	bool found;

	row->key = name_entry(run, row);
	ref = text_map_get(&run->map, import_space(SPACE_REF, row->kind), row->key);
	if (!ref)
		return NULL;
	error = work_find(run->work, thing, ref->record_id, record, &found);
	if (!error)
		take_record(run, row, found ? record : NULL);
	return error;
}

const struct error *import_match(struct import_run *run, struct import_row *row, const void *record)
{
	const struct import_target *target;
	const struct error *error;

	if (is_directory(row->kind))
		return match_directory(run, row, record);
	if (!text_is_none(row->key))
		return NULL;
	if (row->kind == TEMPLATE_CHECK_IN || row->kind == TEMPLATE_KPI_UPDATE)
		return match_entry(run, row);
	error = load_naturals(run, row);
	if (error)
		return error;
	target = text_map_get(&run->map, import_space(SPACE_NATURAL, row->kind),
			      natural_of(run, row, record));
	if (!target)
		return NULL;
	if (target->is_many || target->is_of_file) {
		import_error(run, row, COLUMN_TITLE, "duplicate_key",
			     target->is_of_file ?
				     "stands in an earlier row, too; give each a key" :
				     "is the title of several here; give the key of one");
		return NULL;
	}
	return take_id(run, row, target->id);
}

/* What later rows may name. A name that is left out is known, so that they are left out with it. */
static void register_name(struct import_run *run, const struct import_row *row, const void *record)
{
	struct text name = import_name(run, row->cells[COLUMN_TITLE]);
	const struct person *person = record;
	struct import_target *target = import_name_find(run, row->kind, name);

	if (row->is_out && target)
		return;
	import_name_add(run, row->kind, name, row->id);
	target = text_map_get(&run->map, import_space(SPACE_NAME, row->kind), name);
	if (row->kind == TEMPLATE_USER && person->email.size > 0) {
		target->is_bad = row->is_out;
		target = import_target_add(run, SPACE_ADDRESS, row->kind, person->email, row->id);
	}
	target->is_bad = row->is_out;
	target->is_of_file = true;
}

void import_register(struct import_run *run, struct import_row *row, const void *record)
{
	struct import_target *target;

	if (is_directory(row->kind)) {
		register_name(run, row, record);
		return;
	}
	if (row->is_out || row->kind == TEMPLATE_CHECK_IN || row->kind == TEMPLATE_KPI_UPDATE ||
	    !text_is_none(row->key))
		return;
	target = import_target_add(run, SPACE_NATURAL, row->kind, natural_of(run, row, record),
				   row->id);
	target->is_of_file = true;
}
