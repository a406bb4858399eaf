/*
 * An export, a stretch at a time: each stretch is read with memory of its own, so that only the ids of
 * those whose parents come first are held for longer. All of it is read from one snapshot.
 */
#include "service/export.h"

#include <stdlib.h>

#include "model/journal.h"
#include "service/export_record.h"
#include "service/journal_internal.h"
#include "service/service_internal.h"
#include "service/workspaces.h"
#include "service/writing.h"
#include "store/migrate.h"
#include "store/things.h"

enum {
	ROWS_AT_ONCE = 500,
	ORDERED_AT_ONCE = 256, /* of those that are read by their ids */
	LINE_KINDS = 32,
	STRETCH_BYTES = 1 << 20,
};

enum stage { STAGE_HEADER, STAGE_RECORDS, STAGE_JOURNAL, STAGE_END, STAGE_OVER };

/* A record of a kind whose parents come first. */
struct place_in_tree {
	struct id id, parent;
	unsigned depth;
};

struct export
{
	struct work *work;
	struct export_options options;
	enum stage stage;
	const struct export_kind *kind;
	struct id after;            /* the last id that was read; none: none was */
	void *link;                 /* the last row of links, or NULL */
	struct place_in_tree *tree; /* of the kind that is written; NULL: it is not read yet */
	size_t tree_size, tree_at;
	int64_t sequence; /* of the journal's head */
	int64_t next;     /* row of the journal */
	int64_t counts[LINE_KINDS], settings_count, journal_count;
	struct digest_state *digest;
};

/* ---- a stretch ------------------------------------------------------------------------------- */

static void count_lines(struct export *export, size_t lines)
{
	export->counts[export->kind - export_kinds] += (int64_t)lines;
}

static void add_rows(struct export *export, struct buffer *out, const struct form *form,
		     struct list rows)
{
	for (size_t i = 0; i < rows.count; i++) {
		struct json_writer json;

		export_open_line(&json, out, export->kind->name);
		export_columns(&json, form, export->kind->secret,
			       (const char *)rows.items + i * form->size);
		export_close_line(&json);
	}
	count_lines(export, rows.count);
}

static void end_kind(struct export *export)
{
	free(export->tree);
	export->tree = NULL;
	export->tree_size = export->tree_at = 0;
	export->after = ID_NONE;
	export->link = NULL;
	export->kind++;
	if (!export->kind->name)
		export->stage = STAGE_JOURNAL;
}

static const struct error *read_by_id(struct export *export, const struct form *form,
				      struct list *out)
{
	const struct thing *thing = export->kind->thing;
	const struct error *error = records_read(export->work->db, thing, export->kind->key,
						 form ? form : &thing->form,
						 export->work->session.organisation_id,
						 export->after, ROWS_AT_ONCE, out);
	const struct record *last;

	if (error || out->count == 0)
		return error;
	last = (const void *)((const char *)out->items + (out->count - 1) * thing->form.size);
	export->after = last->id;
	return NULL;
}

static const struct error *add_flat(struct export *export, struct buffer *out)
{
	struct list rows;
	const struct error *error = read_by_id(export, NULL, &rows);

	if (error)
		return error;
	add_rows(export, out, &export->kind->thing->form, rows);
	if (rows.count < ROWS_AT_ONCE)
		end_kind(export);
	return NULL;
}

/* The place of the last row outlives the stretch's memory; there are as many as stretches. */
static void keep_link(struct export *export, struct arena *outer, const void *row)
{
	const struct link_table *links = export->kind->links;

	export->link = arena_take(outer, links->form.size);
	form_copy(&links->form, export->link, row);
	for (size_t i = 0; i < links->key; i++) {
		const struct field *field = &links->form.fields[i];
		void *at = (char *)export->link + field->offset;

		if (field->kind == FIELD_TEXT)
			*(struct text *)at = arena_copy(outer, *(const struct text *)at);
	}
}

static const struct error *add_links(struct export *export, struct arena *outer, struct buffer *out)
{
	const struct link_table *links = export->kind->links;
	struct list rows;
	const struct error *error = links_read(export->work->db, links,
					       export->work->session.organisation_id, export->link,
					       ROWS_AT_ONCE, &rows);

	if (error)
		return error;
	add_rows(export, out, &links->form, rows);
	if (rows.count < ROWS_AT_ONCE) {
		end_kind(export);
		return NULL;
	}
	keep_link(export, outer, (const char *)rows.items + (rows.count - 1) * links->form.size);
	return NULL;
}

/* ---- parents first --------------------------------------------------------------------------- */

static int compare_ids(const void *a, const void *b)
{
	return id_compare(((const struct place_in_tree *)a)->id,
			  ((const struct place_in_tree *)b)->id);
}

static int compare_depths(const void *a, const void *b)
{
	const struct place_in_tree *x = a, *y = b;

	if (x->depth != y->depth)
		return x->depth < y->depth ? -1 : 1;
	return compare_ids(a, b);
}

/* Of a circle, which no sound tree has, somebody is first all the same. */
static unsigned depth_of(const struct export *export, struct place_in_tree place)
{
	const struct place_in_tree *above = &place;
	unsigned depth = 0;

	while (above && !id_is_none(above->parent) && depth < export->tree_size) {
		struct place_in_tree sought = { .id = above->parent };

		above = bsearch(&sought, export->tree, export->tree_size, sizeof(sought),
				compare_ids);
		depth++;
	}
	return depth;
}

static void keep_places(struct export *export, struct list rows)
{
	const struct export_kind *kind = export->kind;

	export->tree = memory_resize(export->tree,
				     (export->tree_size + rows.count + 1) * sizeof(*export->tree));
	for (size_t i = 0; i < rows.count; i++) {
		const char *row = (const char *)rows.items + i * kind->thing->form.size;
		struct place_in_tree *place = &export->tree[export->tree_size++];

		*place = (struct place_in_tree){
			.id = ((const struct record *)(const void *)row)->id
		};
		memcpy(&place->parent, row + kind->parent, sizeof(place->parent));
	}
}

static void sort_tree(struct export *export)
{
	for (size_t i = 0; i < export->tree_size; i++)
		export->tree[i].depth = depth_of(export, export->tree[i]);
	if (export->tree_size > 1)
		qsort(export->tree, export->tree_size, sizeof(*export->tree), compare_depths);
}

/* Who is whose parent, of all of the kind; nothing else of them is read yet. */
static const struct error *read_tree(struct export *export, bool *is_whole)
{
	struct given members = { { 0 } };
	struct list rows;
	const struct error *error;

	given_add(&members, offsetof(struct record, id));
	given_add(&members, export->kind->parent);
	error = read_by_id(export, form_narrowed(&export->kind->thing->form, &members, false),
			   &rows);
	if (error)
		return error;
	keep_places(export, rows);
	*is_whole = rows.count < ROWS_AT_ONCE;
	if (*is_whole)
		sort_tree(export);
	return NULL;
}

static size_t place_of(const struct id *ids, size_t count, struct id id)
{
	size_t place = 0;

	while (place < count && !id_equal(ids[place], id))
		place++;
	return place;
}

/* In the order of the ids. */
static struct list put_in_order(struct arena *arena, const struct thing *thing,
				const struct id *ids, size_t count, struct list rows)
{
	char *items = arena_array(arena, count + 1, thing->form.size);

	for (size_t i = 0; i < rows.count; i++) {
		const char *row = (const char *)rows.items + i * thing->form.size;
		size_t place = place_of(ids, count, ((const struct record *)(const void *)row)->id);

		form_copy(&thing->form, items + place * thing->form.size, row);
	}
	return (struct list){ items, rows.count };
}

static const struct error *add_in_order(struct export *export, struct buffer *out)
{
	struct work *work = export->work;
	const struct thing *thing = export->kind->thing;
	struct id ids[ORDERED_AT_ONCE];
	size_t count = 0;
	struct list rows;
	const struct error *error;

	while (count < ORDERED_AT_ONCE && export->tree_at < export->tree_size)
		ids[count++] = export->tree[export->tree_at++].id;
	error = count == 0 ? NULL :
			     thing_get_many(work->db, thing, work->session.organisation_id, ids,
					    count, &rows);
	if (error)
		return error;
	if (count > 0)
		add_rows(export, out, &thing->form,
			 put_in_order(work->arena, thing, ids, count, rows));
	if (export->tree_at == export->tree_size)
		end_kind(export);
	return NULL;
}

static const struct error *add_tree(struct export *export, struct buffer *out)
{
	bool is_whole = export->tree && id_is_none(export->after);
	const struct error *error = NULL;

	if (is_whole)
		return add_in_order(export, out);
	error = read_tree(export, &is_whole);
	if (!error && is_whole)
		export->after = ID_NONE;
	return error;
}

static const struct error *add_records(struct export *export, struct arena *outer,
				       struct buffer *out)
{
	if (export->kind->links)
		return add_links(export, outer, out);
	return export->kind->parent == THING_HAS_NONE ? add_flat(export, out) :
							add_tree(export, out);
}

/* ---- the journal ----------------------------------------------------------------------------- */

static const struct error *add_journal(struct export *export, struct buffer *out)
{
	struct work *work = export->work;
	const struct journal_link *items;
	struct list rows = { NULL, 0 };
	const struct error *error = NULL;

	if (export->options.has_journal)
		error = journal_read_links(work->db, work->session.organisation_id, export->next,
					   ROWS_AT_ONCE, &rows);
	if (error)
		return error;
	items = rows.items;
	for (size_t i = 0; i < rows.count; i++)
		export_journal(out, work->arena, &items[i]);
	export->journal_count += (int64_t)rows.count;
	if (rows.count < ROWS_AT_ONCE)
		export->stage = STAGE_END;
	else
		export->next = items[rows.count - 1].sequence + 1;
	return NULL;
}

/* ---- the first line and the last ------------------------------------------------------------- */

static void add_header(struct export *export, struct buffer *out, const struct workspace *settings)
{
	struct json_writer json = { .out = out };
	char id[ID_UUID_SIZE];

	id_print_uuid(export->work->session.organisation_id, id);
	json_open_object(&json);
	json_member(&json, TEXT("format"), TEXT("okr-workspace"));
	json_key(&json, TEXT("version"));
	json_integer(&json, 1);
	json_key(&json, TEXT("workspace"));
	json_open_object(&json);
	json_member(&json, TEXT("id"), (struct text){ id, sizeof(id) });
	json_member(&json, TEXT("name"), settings->name);
	json_close_object(&json);
	json_key(&json, TEXT("at"));
	export_instant(&json, export->work->now);
	json_key(&json, TEXT("sequence"));
	json_integer(&json, export->sequence);
	json_key(&json, TEXT("journal"));
	json_flag(&json, export->options.has_journal);
	json_key(&json, TEXT("schema"));
	json_integer(&json, migrate_known());
	export_close_line(&json);
}

static const struct error *begin_lines(struct export *export, struct buffer *out)
{
	struct work *work = export->work;
	struct workspace settings;
	struct journal_head head;
	struct json_writer json;
	struct instant at;
	const struct error *error = workspace_get(work, &settings);

	if (!error)
		error = journal_read_head(work->db, work->session.organisation_id, &head, &at);
	if (error)
		return error;
	export->sequence = head.sequence;
	add_header(export, out, &settings);
	export_open_line(&json, out, "workspace");
	export_columns(&json, &workspace_thing.form, THING_HAS_NONE, &settings);
	export_close_line(&json);
	export->settings_count = 1;
	export->stage = STAGE_RECORDS;
	return NULL;
}

static void count(struct json_writer *json, const char *kind, int64_t count)
{
	json_key(json, text_from(kind));
	json_integer(json, count);
}

static void add_end(struct export *export, struct buffer *out)
{
	uint8_t digest[DIGEST_SIZE];
	char printed[2 * DIGEST_SIZE + 1];
	struct json_writer json;

	digest256_end(export->digest, digest);
	for (size_t i = 0; i < DIGEST_SIZE; i++)
		snprintf(printed + 2 * i, 3, "%02x", digest[i]);
	export_open_line(&json, out, "end");
	json_key(&json, TEXT("counts"));
	json_open_object(&json);
	count(&json, "workspace", export->settings_count);
	for (const struct export_kind *kind = export_kinds; kind->name; kind++)
		count(&json, kind->name, export->counts[kind - export_kinds]);
	count(&json, "journal", export->journal_count);
	json_close_object(&json);
	json_member(&json, TEXT("blake2b"), text_from(printed));
	export_close_line(&json);
	export->stage = STAGE_OVER;
}

/* ---- all of it ------------------------------------------------------------------------------- */

static const struct error *add_stretch(struct export *export, struct arena *outer,
				       struct buffer *out)
{
	switch (export->stage) {
	case STAGE_HEADER:
		return begin_lines(export, out);
	case STAGE_RECORDS:
		return add_records(export, outer, out);
	case STAGE_JOURNAL:
		return add_journal(export, out);
	default:
		add_end(export, out);
		return NULL;
	}
}

const struct error *export_next(struct export *export, struct buffer *out, bool *has_more)
{
	struct work *work = export->work;
	struct arena *outer = work->arena;
	size_t before = out->size;
	const struct error *error;

	work->arena = arena_new(STRETCH_BYTES);
	work_use_arena(work);
	error = add_stretch(export, outer, out);
	if (error)
		error = error_copy(outer, error);
	arena_wipe(work->arena);
	arena_free(work->arena);
	work->arena = outer;
	work_use_arena(work);
	if (export->stage != STAGE_OVER)
		digest256_add(export->digest,
			      (struct text){ out->data + before, out->size - before });
	*has_more = export->stage != STAGE_OVER;
	return error;
}

/* What the export is of, for the journal (reading 185). */
static void put_on_record(struct work *work, const struct export_options *options)
{
	journal_add_event(work, WORKSPACE_EXPORTED,
			  options->has_journal ? TEXT("{\"format\":\"ndjson\",\"cycle_id\":null,"
						      "\"journal\":true}") :
						 TEXT("{\"format\":\"ndjson\",\"cycle_id\":null,"
						      "\"journal\":false}"));
}

const struct error *export_begin(struct work *work, const struct export_options *options,
				 struct export **out)
{
	const struct error *error = work_begin_quietly(work);

	if (!error)
		put_on_record(work, options);
	if (!error)
		error = work_commit(work);
	if (!error)
		error = work_snapshot(work);
	if (error)
		return error;
	*out = arena_take(work->arena, sizeof(**out));
	**out = (struct export){ .work = work,
				 .options = *options,
				 .kind = export_kinds,
				 .next = INT64_MIN + 1,
				 .digest = digest256_begin(work->arena) };
	return NULL;
}

void export_end(struct export *export)
{
	free(export->tree);
	export->tree = NULL;
}
