/*
 * The rules of reviews. Who reads which is decided by what was shared and by the session; answers
 * are rows of their own.
 */
#include "service/reviews.h"

#include "model/directory.h"
#include "service/journal.h"
#include "service/linked.h"
#include "store/reviews.h"
#include "store/things.h"

#define AT(member) offsetof(struct review, member)

/* ---- review cycles --------------------------------------------------------------------------- */

static const struct error *fill_cycles(struct work *work, struct list rows,
				       const struct reading *reading)
{
	struct review_cycle *items = rows.items;
	struct list counts;
	const struct error *error =
		review_count_people(work->db, work->session.organisation_id, &counts);

	(void)reading;
	if (error)
		return error;
	for (size_t i = 0; i < rows.count; i++) {
		const struct review_count *count = counts.items;

		for (size_t j = 0; j < counts.count; j++)
			if (id_equal(count[j].review_cycle_id, items[i].record.id))
				items[i].reviewee_count = count[j].people;
	}
	return NULL;
}

const struct resource review_cycle_resource = {
	.thing = &review_cycle_thing,
	.fill = fill_cycles,
};

/* ---- reviews --------------------------------------------------------------------------------- */

static const struct error *load(struct work *work, void *record, const struct given *given)
{
	(void)given;
	return review_load_answers(work->db, record);
}

static const struct error *ripple(struct work *work, const void *before, void *after)
{
	(void)before;
	return after ? review_store_answers(work->db, after) : NULL;
}

static const struct error *clear(struct work *work, const void *record)
{
	struct review empty = *(const struct review *)record;

	empty.answers = (struct list){ NULL, 0 };
	return review_store_answers(work->db, &empty);
}

/* A list shows whose reviews there are; what is in one is read with it alone. */
static const struct error *fill(struct work *work, struct list rows, const struct reading *reading)
{
	struct review *items = rows.items;
	size_t size = sizeof(*items);
	struct list people = { NULL, 0 }, cycles = { NULL, 0 };
	const struct error *error = NULL;

	(void)reading;
	if (rows.count == 1)
		error = review_load_answers(work->db, &items[0]);
	if (!error)
		error = linked_load(work, &person_thing,
				    linked_ids(work, rows, size, AT(employee_id)), &people);
	if (!error)
		error = linked_load(work, &review_cycle_thing,
				    linked_ids(work, rows, size, AT(review_cycle_id)), &cycles);
	for (size_t i = 0; !error && i < rows.count; i++) {
		const struct person *person =
			linked_find(&person_thing, people, items[i].employee_id);
		const struct review_cycle *cycle =
			linked_find(&review_cycle_thing, cycles, items[i].review_cycle_id);

		items[i].employee_name = person ? person->name : TEXT_NONE;
		items[i].review_cycle_name = cycle ? cycle->name : TEXT_NONE;
	}
	return error;
}

/* Drafts are in no list, and people read what is said of themselves (reading 106). */
static void restrict_list(struct query *query)
{
	query_add(query, CONDITION_EQUAL, AT(status), value_word(REVIEW_SHARED));
	if (!query->viewer)
		return;
	query_add(query, CONDITION_EQUAL, AT(employee_id), value_id(query->viewer->person_id));
	query->is_filtered = true;
}

const struct resource review_resource = {
	.thing = &review_thing,
	.load = load,
	.ripple = ripple,
	.fill = fill,
	.clear = clear,
	.restrict_list = restrict_list,
};

const struct error *review_read_shared(struct work *work, struct id id, struct review *out)
{
	const struct error *error = resource_get(work, &review_resource, id, NULL, out);
	const struct viewer *viewer = work_viewer(work);
	bool is_others = !error && viewer && !id_equal(out->employee_id, viewer->person_id);

	if (!error && (out->status != REVIEW_SHARED || is_others))
		error = error_new(work->arena, ERROR_NOT_FOUND, "This review does not exist.");
	return error;
}

const struct error *review_share(struct work *work, struct id id, struct review *out)
{
	struct review review, before;
	const struct error *error = work_begin(work);

	if (!error)
		error = resource_get(work, &review_resource, id, NULL, &review);
	if (error)
		return error;
	before = review;
	work->is_unchanged = review.status == REVIEW_SHARED;
	if (review.status != REVIEW_SHARED) {
		review.status = REVIEW_SHARED;
		review.shared_at = work->stamp;
		review.record.version++;
		review.record.updated_at = work->stamp;
		review.record.updated_by = work->session.person_id;
		error = thing_update(work->db, &review_thing, &review);
		if (!error)
			error = journal_note(work, &review_thing, &before, &review);
	}
	if (!error)
		*out = review;
	return error;
}
