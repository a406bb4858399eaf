/*
 * Two questions for each kind of record: the newest that contain the text, and the newest that begin
 * with it, which looks at those that were found alone unless there are more. A question scans the
 * workspace's own rows (rulings.md 21) until it has enough. What stands beside them is read once.
 */
#include "service/search.h"

#include <stdlib.h>

#include "model/directory.h"
#include "model/initiative.h"
#include "model/key_result.h"
#include "model/kpi.h"
#include "model/objective.h"
#include "service/linked.h"
#include "service/session.h"
#include "store/query.h"
#include "store/things.h"

enum { NO_MEMBER = 0 };

/* A kind of record: what its title is, what it hangs on, and which of it are not found. */
static const struct kind {
	const struct thing *thing;
	size_t title;
	size_t context;  /* an id, or of a KPI a text; NO_MEMBER: nothing */
	size_t archived; /* a flag that must be false */
	size_t active;   /* a flag that must be true */
	unsigned scope;
	bool hangs; /* on what its context is: with that it is archived */
} kinds[] = {
	[FOUND_OKR] = { &objective_thing, offsetof(struct objective, title),
			offsetof(struct objective, cycle_id),
			offsetof(struct objective, is_archived), NO_MEMBER, SCOPE_OKRS_READ },
	[FOUND_KEY_RESULT] = { &key_result_thing, offsetof(struct key_result, title),
			       offsetof(struct key_result, objective_id), NO_MEMBER, NO_MEMBER,
			       SCOPE_OKRS_READ, .hangs = true },
	[FOUND_KPI] = { &kpi_thing, offsetof(struct kpi, name), offsetof(struct kpi, group_name),
			NO_MEMBER, NO_MEMBER, SCOPE_KPIS_READ },
	[FOUND_INITIATIVE] = { &initiative_thing, offsetof(struct initiative, title),
			       offsetof(struct initiative, objective_id), NO_MEMBER, NO_MEMBER,
			       SCOPE_OKRS_READ, .hangs = true },
	[FOUND_USER] = { &person_thing, offsetof(struct person, name), NO_MEMBER, NO_MEMBER,
			 offsetof(struct person, is_active), SCOPE_OKRS_READ },
};

enum { KINDS = sizeof(kinds) / sizeof(kinds[0]) };

/* What is being collected: at most twice the limit of each kind. */
struct finding {
	struct work *work;
	struct text text;
	size_t limit;
	struct found *items;
	size_t count;
};

/* The one of this kind with this id, or a new one; from the first of the kind on. */
static struct found *place_of(struct finding *finding, size_t first, word kind, struct id id)
{
	struct found *found = &finding->items[first];

	for (; found < finding->items + finding->count; found++)
		if (id_equal(found->id, id))
			return found;
	*found = (struct found){ .kind = kind, .id = id };
	finding->count++;
	return found;
}

static void take_row(struct finding *finding, size_t first, word which, const void *row,
		     bool begins)
{
	const struct kind *kind = &kinds[which];
	const struct record *head = row;
	struct found *found = place_of(finding, first, which, head->id);
	const void *context = (const char *)row + kind->context;

	found->begins = begins;
	found->title = *(const struct text *)(const void *)((const char *)row + kind->title);
	if (which == FOUND_KPI)
		found->context = *(const struct text *)context;
	else if (kind->context != NO_MEMBER)
		found->context_id = *(const struct id *)context;
}

/* Only the columns that are told of it. */
static const struct form *form_of(const struct kind *kind)
{
	struct given columns = { { 0 } };

	given_add(&columns, offsetof(struct record, organisation_id));
	given_add(&columns, offsetof(struct record, id));
	given_add(&columns, kind->title);
	if (kind->context != NO_MEMBER)
		given_add(&columns, kind->context);
	return form_narrowed(&kind->thing->form, &columns, false);
}

static void limit_to_found(struct work *work, const struct kind *kind, struct query *query)
{
	work_limit(work, query);
	if (kind->thing->deleted_at != THING_HAS_NONE)
		query_add(query, CONDITION_IS_NULL, kind->thing->deleted_at,
			  (struct value){ .kind = FIELD_INSTANT });
	if (kind->archived != NO_MEMBER)
		query_add(query, CONDITION_EQUAL, kind->archived, value_flag(false));
	if (kind->hangs)
		query_add(query, CONDITION_IN_USE, kind->context, value_flag(false));
	if (kind->active != NO_MEMBER)
		query_add(query, CONDITION_EQUAL, kind->active, value_flag(true));
}

/* Those that begin with the text are among those that contain it, if that are all there are. */
static void limit_to_known(const struct finding *finding, size_t first, struct value *ids,
			   struct query *query)
{
	size_t count = finding->count - first;

	if (count >= finding->limit)
		return;
	for (size_t i = 0; i < count; i++)
		ids[i] = value_id(finding->items[first + i].id);
	query->is_impossible = count == 0;
	query->is_filtered = true;
	if (count > 0)
		query_add_any_of(query, offsetof(struct record, id), ids, count);
}

static const struct error *find(struct finding *finding, size_t first, word which, bool begins)
{
	const struct kind *kind = &kinds[which];
	struct query query = { .thing = kind->thing,
			       .form = form_of(kind),
			       .sort_column = offsetof(struct record, id),
			       .is_descending = true,
			       .limit = finding->limit };
	struct value ids[FOUND_MAX];
	struct list rows;
	const struct error *error;

	limit_to_found(finding->work, kind, &query);
	query_add(&query, begins ? CONDITION_BEGINS : CONDITION_CONTAINS, kind->title,
		  value_text(finding->text));
	if (begins)
		limit_to_known(finding, first, ids, &query);
	if (query.is_impossible)
		return NULL;
	error = query_run(finding->work->db, &query, &rows);
	if (error)
		return error;
	for (size_t i = 0; i < rows.count; i++)
		take_row(finding, first, which,
			 (const char *)rows.items + i * kind->thing->form.size, begins);
	return NULL;
}

static const struct error *find_kind(struct finding *finding, word which)
{
	size_t first = finding->count;
	const struct error *error = find(finding, first, which, false);

	return error ? error : find(finding, first, which, true);
}

/* By whether it begins with the text, then by age, then by kind. */
static int compare(const void *a_, const void *b_)
{
	const struct found *a = a_, *b = b_;
	int by_age;

	if (a->begins != b->begins)
		return a->begins ? -1 : 1;
	by_age = id_compare(b->id, a->id);
	return by_age != 0 ? by_age : a->kind - b->kind;
}

/* ---- what stands beside ----------------------------------------------------------------------- */

static const struct error *set_contexts(struct work *work, struct list rows)
{
	struct found *items = rows.items;
	struct ids ids = linked_ids(work, rows, sizeof(*items), offsetof(struct found, context_id)),
		   seen;
	struct list objectives, cycles;
	const struct error *error = linked_load(work, &objective_thing, ids, &objectives);

	if (!error)
		error = linked_seen(work, &objective_thing, ids, &seen);
	if (!error)
		error = linked_load(work, &cycle_thing, ids, &cycles);
	for (size_t i = 0; !error && i < rows.count; i++) {
		const struct objective *objective =
			linked_find(&objective_thing, objectives, items[i].context_id);
		const struct cycle *cycle = linked_find(&cycle_thing, cycles, items[i].context_id);

		if (items[i].kind == FOUND_OKR && cycle)
			items[i].context = cycle->name;
		else if (objective && linked_has(seen, items[i].context_id))
			items[i].context = objective->title;
	}
	return error;
}

static const struct error *check_scopes(struct work *work)
{
	if (work->session.scopes & SCOPE_KPIS_READ)
		return NULL;
	return session_permits(work, SCOPE_OKRS_READ);
}

const struct error *search(struct work *work, struct text text, size_t limit, struct list *out)
{
	struct finding finding = { .work = work, .text = text, .limit = limit };
	const struct error *error = check_scopes(work);
	struct list rows;

	finding.items = arena_array(work->arena, 2 * limit * KINDS + 1, sizeof(*finding.items));
	for (word which = 0; !error && which < KINDS; which++) {
		if (!(work->session.scopes & kinds[which].scope))
			continue;
		error = find_kind(&finding, which);
	}
	if (error)
		return error;
	qsort(finding.items, finding.count, sizeof(*finding.items), compare);
	rows = (struct list){ finding.items, finding.count < limit ? finding.count : limit };
	error = set_contexts(work, rows);
	if (!error)
		*out = rows;
	return error;
}
