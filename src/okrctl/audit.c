/*
 * The journal from the command line: whether it is whole, where it ends, what it says. The export
 * prints while it reads, for a journal has no bound.
 */
#include "audit.h"

#include <stdio.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/json_check.h"
#include "base/json_read.h"
#include "base/json_write.h"
#include "model/directory.h"
#include "options.h"
#include "service/administration.h"
#include "service/audit.h"
#include "service/audit_verify.h"

enum { ROWS_AT_ONCE = 500 };

/* Does this in the workspace that was named, or in each. */
static const struct error *in_each(struct run *run, const struct error *(*act)(struct run *run))
{
	struct organisation one;
	struct list rows = { &one, 1 };
	const struct error *error;

	run->output.is_list = !option_is_given(run, "workspace");
	if (run->output.is_list)
		error = administration_list(&run->work, &rows);
	else
		error = administration_find(&run->work, option(run, "workspace"), &one);
	for (size_t i = 0; !error && i < rows.count; i++) {
		administration_enter(&run->work, (const struct organisation *)rows.items + i);
		error = act(run);
	}
	return error;
}

/* ---- head -------------------------------------------------------------------------------------- */

struct shown_head {
	struct id workspace_id;
	struct text workspace;
	struct audit_head head;
};

static const struct column head_columns[] = {
	COLUMN("workspace_id", struct shown_head, workspace_id),
	COLUMN("workspace", struct shown_head, workspace),
	COLUMN("sequence", struct shown_head, head.sequence),
	COLUMN("hash", struct shown_head, head.hash),
	COLUMN("at", struct shown_head, head.at),
	COLUMNS_END,
};

static const struct error *show_head(struct run *run)
{
	struct shown_head shown = { .workspace_id = run->work.session.organisation_id,
				    .workspace = run->work.session.organisation_name };
	const struct error *error = audit_read_head(&run->work, &shown.head);

	if (!error)
		output_show(&run->output, head_columns, &shown);
	return error;
}

const struct error *run_audit_head(struct run *run)
{
	return in_each(run, show_head);
}

/* ---- verify ------------------------------------------------------------------------------------ */

static const struct error *read_anchors(struct run *run, struct text *out)
{
	struct json_fault fault;
	mode_t mode;
	int failed;

	if (!option_is_given(run, "anchor"))
		return NULL;
	failed = file_read(run->arena, option(run, "anchor").data, &mode, out);
	if (failed)
		return wrong_use(run, "%s: %s", option(run, "anchor").data, strerror(failed));
	if (!json_check(run->arena, *out, &fault))
		return wrong_use(run, "%s is not what okrctl --json audit head prints",
				 option(run, "anchor").data);
	return NULL;
}

static bool is_of_workspace(struct run *run, struct text anchor)
{
	struct id id;

	return id_parse(json_read_string(run->arena, json_read_member(anchor, TEXT("workspace_"
										   "id"))),
			&id) &&
	       id_equal(id, run->work.session.organisation_id);
}

/* What was the head then must be a row of today, with the same hash. */
static const struct error *check_anchor(struct run *run, struct text anchor,
					struct audit_verdict *verdict)
{
	struct text hash = json_read_string(run->arena, json_read_member(anchor, TEXT("hash")));
	struct journal_row row = { 0 };
	const struct error *error;
	double sequence = 0;
	bool found;

	json_read_number(json_read_member(anchor, TEXT("sequence")), &sequence);
	if (sequence < 1)
		return NULL;
	error = audit_find(&run->work, (int64_t)sequence, &row, &found);
	if (error || (found && text_equal(row.hash_text, hash)))
		return error;
	verdict->is_valid = false;
	verdict->sequence = (int64_t)sequence;
	verdict->reason = found ? AUDIT_LINK : AUDIT_GAP;
	return NULL;
}

static const struct error *check_anchors(struct run *run, struct audit_verdict *verdict)
{
	struct text all = TEXT_NONE, anchor;
	const struct error *error = read_anchors(run, &all);

	if (error || text_is_none(all))
		return error;
	if (json_read_kind(all) == JSON_OBJECT)
		return is_of_workspace(run, all) ? check_anchor(run, all, verdict) : NULL;
	while (!error && verdict->is_valid && json_read_item(&all, &anchor))
		if (is_of_workspace(run, anchor))
			error = check_anchor(run, anchor, verdict);
	return error;
}

struct shown_verdict {
	struct id workspace_id;
	struct text workspace;
	struct audit_verdict verdict;
};

static const struct column verdict_columns[] = {
	COLUMN("workspace_id", struct shown_verdict, workspace_id),
	COLUMN("workspace", struct shown_verdict, workspace),
	COLUMN("valid", struct shown_verdict, verdict.is_valid),
	COLUMN("checked", struct shown_verdict, verdict.checked),
	COLUMN("sequence", struct shown_verdict, verdict.sequence),
	COLUMN("reason", struct shown_verdict, verdict.reason, .words = audit_reason_words),
	COLUMNS_END,
};

static const struct error *verify(struct run *run)
{
	struct shown_verdict shown = { .workspace_id = run->work.session.organisation_id,
				       .workspace = run->work.session.organisation_name };
	const struct error *error = audit_verify_all(&run->work, &shown.verdict);

	if (!error && shown.verdict.is_valid)
		error = check_anchors(run, &shown.verdict);
	if (error)
		return error;
	output_show(&run->output, verdict_columns, &shown);
	if (!shown.verdict.is_valid)
		run->status = 1;
	return NULL;
}

const struct error *run_audit_verify(struct run *run)
{
	return in_each(run, verify);
}

/* ---- export ------------------------------------------------------------------------------------ */

/* The row's members as GET /audit prints them: name, then JSON. */
struct cell {
	const char *name; /* of its column; what stands before a blank is a part of its own in JSON */
	struct text text;
	bool is_text; /* else JSON already */
};

enum { CELLS = 16 };

static struct text print_id(struct arena *arena, struct id id)
{
	char printed[ID_UUID_SIZE];

	if (id_is_none(id))
		return TEXT_NONE;
	id_print_uuid(id, printed);
	return arena_copy(arena, (struct text){ printed, sizeof(printed) });
}

static void take_cells(struct arena *arena, const struct journal_row *row, struct cell out[CELLS])
{
	char at[INSTANT_SIZE];
	struct text type = text_from(word_text(journal_type_words, row->type));
	struct text subject = text_from(word_text(journal_subject_words, row->subject.type));
	struct text actor = text_from(word_text(journal_actor_words, row->actor.type));
	struct text via = text_from(word_text(journal_via_words, row->via));

	instant_print(row->at, at);

	struct cell cells[CELLS] = {
		{ "sequence", arena_print(arena, "%lld", (long long)row->sequence), false },
		{ "at", arena_copy(arena, (struct text){ at, sizeof(at) }), true },
		{ "type", type, true },
		{ "subject type", subject, true },
		{ "subject id", print_id(arena, row->subject.id), true },
		{ "subject title", row->subject.title, true },
		{ "actor type", actor, true },
		{ "actor id", print_id(arena, row->actor.id), true },
		{ "actor name", row->actor.name, true },
		{ "actor prefix", row->actor.prefix, true },
		{ "via", via, true },
		{ "request_id", row->request_id, true },
		{ "reason", row->reason, true },
		{ "changes", row->changes.text, false },
		{ "context", row->context.text, false },
		{ "hash", row->hash_text, true },
	};

	memcpy(out, cells, sizeof(cells));
}

static void write_cell(struct json_writer *json, const char *name, const struct cell *cell)
{
	json_key(json, text_from(name));
	if (cell->is_text)
		json_text(json, cell->text);
	else
		json_raw(json, cell->text);
}

static void add_json(struct buffer *out, const struct cell cells[CELLS],
		     const struct journal_row *row)
{
	struct json_writer json = { .out = out };
	struct text open = TEXT("");

	json_open_object(&json);
	for (size_t i = 0; i < CELLS; i++) {
		struct text name = text_from(cells[i].name), part = text_cut(&name, ' ');

		if (open.size > 0 && !text_equal(open, part))
			json_close_object(&json);
		if (!text_is_none(name) && !text_equal(open, part)) {
			json_key(&json, part);
			json_open_object(&json);
		}
		open = text_is_none(name) ? TEXT("") : part;
		write_cell(&json, text_is_none(name) ? cells[i].name : name.data, &cells[i]);
	}
	if (!instant_is_none(row->erased_at)) {
		char at[INSTANT_SIZE];

		instant_print(row->erased_at, at);
		json_member(&json, TEXT("erased_at"), (struct text){ at, sizeof(at) });
	}
	json_close_object(&json);
	buffer_add_byte(out, '\n');
}

static void add_csv(struct buffer *out, const struct cell cells[CELLS])
{
	for (size_t i = 0; i < CELLS; i++) {
		if (i > 0)
			buffer_add_byte(out, ',');
		if (cells[i].is_text)
			csv_add_text(out, cells[i].text);
		else
			csv_add(out, cells[i].text);
	}
	buffer_add_text(out, TEXT("\r\n"));
}

static void print_rows(struct run *run, struct list rows, bool is_csv)
{
	const struct journal_row *items = rows.items;
	struct cell cells[CELLS];
	struct buffer out = { 0 };

	for (size_t i = 0; i < rows.count; i++) {
		take_cells(run->work.arena, &items[i], cells);
		if (is_csv)
			add_csv(&out, cells);
		else
			add_json(&out, cells, &items[i]);
	}
	if (out.size > 0)
		fwrite(out.data, 1, out.size, stdout);
	buffer_free(&out);
}

/* A day is whole; a time stamp is a whole second. */
static const struct error *read_time(struct run *run, const char *name, int64_t day_ms,
				     int64_t second_ms, struct instant *out)
{
	struct text text = option(run, name);
	struct date day;

	if (!option_is_given(run, name))
		return NULL;
	if (date_parse(text, &day))
		out->ms = instant_of(day).ms + day_ms;
	else if (instant_parse(text, out))
		out->ms += second_ms - out->ms % 1000;
	else
		return wrong_use(run, "--%s takes a date as YYYY-MM-DD or a timestamp", name);
	return NULL;
}

static const struct error *read_range(struct run *run, struct query *query)
{
	struct instant from = INSTANT_NONE, to = INSTANT_NONE;
	const struct error *error = read_time(run, "from", 0, 0, &from);

	if (!error)
		error = read_time(run, "to", MS_PER_DAY - 1, 999, &to);
	if (!instant_is_none(from))
		query_add(query, CONDITION_FROM, offsetof(struct journal_row, at),
			  value_instant(from));
	if (!instant_is_none(to))
		query_add(query, CONDITION_TO, offsetof(struct journal_row, at), value_instant(to));
	return error;
}

/* Page by page, each with memory of its own. */
static const struct error *export_page(struct run *run, struct query *query, int64_t *after,
				       bool *has_next)
{
	struct work *work = &run->work;
	struct arena *outer = work->arena;
	struct query asked = *query;
	struct page page = { 0 };
	const struct error *error;

	work->arena = arena_new(1 << 20);
	work_use_arena(work);
	asked.has_after = *after > 0;
	asked.after = value_integer(*after);
	error = resource_list(work, &journal_resource, &asked, NULL, &page);
	if (!error) {
		print_rows(run, page.rows, text_equal(option(run, "format"), TEXT("csv")));
		*after = page.next.as.integer;
		*has_next = page.has_next;
		arena_free(work->arena);
	}
	work->arena = outer;
	work_use_arena(work);
	return error;
}

static const struct error *export_rows(struct run *run)
{
	struct query query = {
		.thing = &journal_thing,
		.sort_column = offsetof(struct journal_row, sequence),
		.limit = ROWS_AT_ONCE,
	};
	const struct error *error = read_range(run, &query);
	bool has_next = true;
	int64_t after = 0;

	while (!error && has_next)
		error = export_page(run, &query, &after, &has_next);
	return error;
}

/* The names of the columns, in which the parts of a name are joined by a stroke. */
static void print_heading(struct run *run)
{
	static const struct journal_row none = { .at = { 0 } };
	struct cell cells[CELLS];

	take_cells(run->arena, &none, cells);
	for (size_t i = 0; i < CELLS; i++) {
		for (const char *c = cells[i].name; *c; c++)
			putchar(*c == ' ' ? '_' : *c);
		fputs(i + 1 < CELLS ? "," : "\r\n", stdout);
	}
}

const struct error *run_audit_export(struct run *run)
{
	struct text format = option(run, "format");
	const struct error *error;

	if (!text_is_none(format) && !text_equal(format, TEXT("ndjson")) &&
	    !text_equal(format, TEXT("csv")))
		return wrong_use(run, "--format is ndjson or csv");
	if (text_equal(format, TEXT("csv")))
		print_heading(run);
	error = in_each(run, export_rows);
	run->output.is_done = !error;
	return error;
}
