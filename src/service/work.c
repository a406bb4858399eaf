/*
 * A piece of work: where it reads from, which records its session may see, and the faults that are
 * noted while it is checked. A write is begun and ended in writing.c; what is done to a record is
 * resource.c's.
 */
#include "service/work.h"

#include <stdarg.h>
#include <stdio.h>

#include "service/service_internal.h"
#include "store/query.h"
#include "store/things.h"
#include "store/transaction.h"

void work_start(struct work *work, struct service *service, struct arena *arena, struct instant now)
{
	*work = (struct work){
		.service = service,
		.db = service->db,
		.arena = arena,
		.now = now,
		.today = date_of(now),
	};
	db_use(service->db, arena);
}

void work_use_arena(struct work *work)
{
	db_use(work->db, work->arena);
}

const struct error *work_look_again(struct work *work)
{
	return transaction_look(work->db, work->session.organisation_id, &work->needs_reason,
				&work->is_owners);
}

const struct error *work_snapshot(struct work *work)
{
	const struct error *error;

	if (work->is_joined)
		return work_look_again(work);
	error = db_begin(work->db);
	return error ? error :
		       revision_read(work->db, work->session.organisation_id,
				     &work->session.revision, &work->is_owners);
}

void work_end(struct work *work)
{
	work->is_writing = work->joins = false;
	work->postponed = NULL;
	db_forget(work->db);
}

struct id work_new_id(struct work *work)
{
	struct id id = id_make(work->stamp, work->sequence++);

	/* Behind it, so that no record is older than its id. */
	if (work->sequence > ID_SEQUENCE_MAX) {
		work->stamp.ms++;
		work->sequence = 0;
	}
	return id;
}

const struct error *work_insert(struct work *work, const struct thing *thing, const void *record)
{
	if (!work->postponed)
		return thing_insert(work->db, thing, record);
	thing_insert_later(work->db, thing, record);
	return NULL;
}

static const struct element alone = { ERROR_NO_MEMBER, 0 };

/* One fault a field: what its own words got wrong is not said a second time by the rules. */
static bool has_fault(const struct work *work, const struct element *in, size_t member)
{
	for (const struct error_detail *d = work->faults.first; d; d = d->next)
		if (d->member == member && d->list == in->list && d->index == in->index &&
		    (d->field.size == 0 || !memchr(d->field.data, '[', d->field.size)))
			return true;
	return false;
}

__attribute__((format(printf, 4, 0))) static void add_fault(struct work *work,
							    const struct element *in, size_t member,
							    const char *format, va_list values)
{
	struct error_detail *detail;
	char message[512];

	if (has_fault(work, in, member))
		return;
	vsnprintf(message, sizeof(message), format, values);
	detail = error_add(&work->faults, work->arena, member, TEXT_NONE, "%s", message);
	if (!detail)
		return;
	detail->list = in->list;
	detail->index = in->index;
}

void work_fault(struct work *work, size_t member, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	add_fault(work, &alone, member, format, values);
	va_end(values);
}

void work_fault_in(struct work *work, const struct element *in, size_t member, const char *format,
		   ...)
{
	va_list values;

	va_start(values, format);
	add_fault(work, in ? in : &alone, member, format, values);
	va_end(values);
}

const struct error *work_faults(struct work *work)
{
	return error_from_list(work->arena, &work->faults);
}

bool work_sees(const struct work *work, const struct thing *thing, const void *record)
{
	const struct text *app_id = (const void *)((const char *)record + thing->app_id);

	if (text_is_none(work->session.app_id) || thing->app_id == THING_HAS_NONE)
		return true;
	return text_equal(*app_id, work->session.app_id);
}

const struct viewer *work_viewer(struct work *work)
{
	if (!work->session.is_person || work->session.is_admin)
		return NULL;
	work->viewer = (struct viewer){ work->session.person_id, work->session.department_id };
	return &work->viewer;
}

void work_limit(struct work *work, struct query *query)
{
	const struct thing *thing = query->thing;

	query->organisation_id = work->session.organisation_id;
	query->viewer = work_viewer(work);
	if (query->viewer && thing->hiding != HIDING_NOTHING)
		query->is_filtered = true;
	if (text_is_none(work->session.app_id) || thing->app_id == THING_HAS_NONE)
		return;
	query_add(query, CONDITION_EQUAL, thing->app_id, value_text(work->session.app_id));
	query->is_filtered = true;
}

/* Whether the session may see this record: by application, and for people by asking the store. */
const struct error *work_may_see(struct work *work, const struct thing *thing, const void *record,
				 bool *out)
{
	struct query query = { .thing = thing };
	const struct record *head = record;
	int64_t count;
	const struct error *error;

	*out = work_sees(work, thing, record);
	if (!*out || !work_viewer(work) || thing->hiding == HIDING_NOTHING)
		return NULL;
	work_limit(work, &query);
	query_add(&query, CONDITION_EQUAL, offsetof(struct record, id), value_id(head->id));
	error = query_count(work->db, &query, &count);
	if (!error)
		*out = count > 0;
	return error;
}

const struct error *work_find_any(struct work *work, const struct thing *thing, struct id id,
				  void *out, bool *found)
{
	const struct error *error =
		thing_get(work->db, thing, work->session.organisation_id, id, out, found);

	return error || !*found ? error : work_may_see(work, thing, out, found);
}

const struct error *work_find(struct work *work, const struct thing *thing, struct id id, void *out,
			      bool *found)
{
	const struct error *error =
		thing_get(work->db, thing, work->session.organisation_id, id, out, found);
	const struct instant *deleted_at = (const void *)((const char *)out + thing->deleted_at);

	if (error || !*found)
		return error;
	if (thing->deleted_at != THING_HAS_NONE && !instant_is_none(*deleted_at))
		*found = false;
	return *found ? work_may_see(work, thing, out, found) : NULL;
}

const struct error *work_need(struct work *work, const struct thing *thing, struct id id, void *out)
{
	bool found;
	const struct error *error = work_find(work, thing, id, out, &found);

	if (error || found)
		return error;
	return error_new(work->arena, ERROR_NOT_FOUND, "This %s does not exist.", thing->name);
}
