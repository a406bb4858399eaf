/*
 * JSON to records, through json-c. The bytes were checked before (base/json_check.h), so json-c
 * meets nothing that it is lax about. Every wrong field is noted, not only the first.
 */
#include "api/input/view_read.h"

#include <math.h>

#include "api/input/json_tree.h"
#include "api/input/view_arrays.h"
#include "api/input/view_place.h"
#include "api/input/view_scalars.h"
#include "api/view/kinds.h"
#include "base/copy.h"
#include "base/number.h"
#include "base/unicode.h"
#include "model/key_result.h"

static void read_object(struct work *work, const struct view *view, struct json_object *object,
			const char *within, bool is_new, void *record, struct given *given);

static bool read_list(const struct place *place, struct json_object *value)
{
	const struct view *view = place->field->view;
	size_t count;
	char *items;

	if (!json_object_is_type(value, json_type_array) ||
	    json_object_array_length(value) > LIST_MAX) {
		place_fault(place, "must be an array of at most %d objects", LIST_MAX);
		return false;
	}
	count = json_object_array_length(value);
	if (count == 0 && place->field->flags & VIEW_NEEDED) {
		place_fault(place, "must not be empty");
		return false;
	}
	items = arena_array(place->work->arena, count + 1, view->size);
	for (size_t i = 0; i < count; i++) {
		struct json_object *item = json_object_array_get_idx(value, i);
		struct given given = { { 0 } };
		void *record = items + i * view->size;
		struct text within = arena_print(place->work->arena, "%s%s[%zu].", place->within,
						 place->field->name, i);

		view_begin(view, record);
		if (json_object_is_type(item, json_type_object))
			read_object(place->work, view, item, within.data, true, record, &given);
		else
			place_fault(place, "must hold objects: [%zu] is none", i);
	}
	*(struct list *)place->at = (struct list){ items, count };
	return true;
}

static bool read_value(const struct place *place, struct json_object *value)
{
	if (kinds[place->field->kind].read)
		return kinds[place->field->kind].read(place, value);
	if (place->field->kind == FIELD_LIST)
		return read_list(place, value);
	place_fault(place, "cannot be set");
	return false;
}

const void *view_blank(const struct view *view)
{
	return view->blank ? view->blank : view->thing->form.blank;
}

/* A dialect's struct may go on behind the thing's: a goal's key result has its check-ins there. */
void *view_begin(const struct view *view, void *record)
{
	size_t size = view->blank ? view->size : view->thing->form.size;

	memset(record, 0, view->size);
	return copy_bytes(record, view->size, view_blank(view), size);
}

/* Null clears an optional field and sets one with a default to it: both stand in the blank. */
static bool read_null(const struct place *place, size_t offset)
{
	const void *blank = (const char *)view_blank(place->view) + offset;
	bool is_needed = place->field->flags & VIEW_NEEDED;

	if (is_needed && !field_is_none(place->field->kind, blank)) {
		place_fault(place, "must not be null");
		return false;
	}
	if (is_needed && !place_tolerate(place, "must not be null"))
		return false;
	field_put(place->field->kind, place->at, blank);
	return true;
}

/* A name may have two rows, one that is shown and one that is taken: the latter, where there is one. */
static const struct view_field *find_field(const struct view *view, const char *name, unsigned flag)
{
	const struct view_field *found = NULL;

	for (size_t i = 0; i < view->count; i++) {
		const struct view_field *field = &view->fields[i];

		if (strcmp(field->name, name) == 0 && (!found || field->flags & flag))
			found = field;
	}
	return found;
}

static void read_member(struct work *work, const struct view *view, const char *name,
			struct json_object *value, const char *within, bool is_new, void *record,
			struct given *given)
{
	unsigned flag = is_new ? VIEW_NEW : VIEW_CHANGE;
	const struct view_field *field = find_field(view, name, flag);
	struct place place = { .work = work, .view = view, .field = field, .within = within };
	bool taken;

	if (!field) {
		struct text full = arena_print(work->arena, "%s%s", within, name);

		error_add(&work->faults, work->arena, ERROR_NO_MEMBER, full,
			  "is not a field of this resource");
		return;
	}
	if (!(field->flags & flag))
		return;
	place.is_new = is_new;
	place.model = field_at(&view->thing->form, field->offset);
	place.at = (char *)record + field->offset;
	taken = value ? read_value(&place, value) : read_null(&place, field->offset);
	if (taken)
		given_add(given, field->offset);
}

static void check_needed(struct work *work, const struct view *view, struct json_object *object,
			 const char *within)
{
	for (size_t i = 0; i < view->count; i++) {
		const struct view_field *field = &view->fields[i];
		struct place place = {
			.work = work, .view = view, .field = field, .within = within
		};

		if (field->flags & VIEW_NEEDED &&
		    !json_object_object_get_ex(object, field->name, NULL))
			place_fault(&place, "is required");
	}
}

static void read_object(struct work *work, const struct view *view, struct json_object *object,
			const char *within, bool is_new, void *record, struct given *given)
{
	json_object_object_foreach(object, name, value)
		read_member(work, view, name, value, within, is_new, record, given);
	if (is_new)
		check_needed(work, view, object, within);
}

static void fault_of_body(struct work *work, const char *message)
{
	error_add(&work->faults, work->arena, ERROR_NO_MEMBER, TEXT("(body)"), "%s", message);
}

void view_read(struct work *work, const struct view *view, struct text body, bool is_new,
	       void *record, struct given *given)
{
	struct json_tree tree;

	json_tree_read(body, &tree);
	if (json_object_is_type(tree.root, json_type_object))
		read_object(work, view, tree.root, "", is_new, record, given);
	else
		fault_of_body(work, "must be a JSON object");
	json_tree_forget(&tree);
}

struct text view_name(struct arena *arena, const struct view *view,
		      const struct error_detail *detail)
{
	const struct view_field *list = NULL, *field = NULL;

	if (!text_is_none(detail->field))
		return detail->field;
	if (!view)
		return TEXT_NONE;
	for (size_t i = 0; i < view->count; i++) {
		if (view->fields[i].offset == detail->list)
			list = &view->fields[i];
		if (view->fields[i].offset == detail->member &&
		    (!field || view->fields[i].flags & VIEW_NEW))
			field = &view->fields[i];
	}
	if (detail->list == ERROR_NO_MEMBER)
		return field ? text_from(field->name) : TEXT_NONE;
	if (!list || !list->view)
		return TEXT_NONE;
	for (size_t i = 0; i < list->view->count; i++)
		if (list->view->fields[i].offset == detail->member)
			return arena_print(arena, "%s[%zu].%s", list->name, detail->index,
					   list->view->fields[i].name);
	return arena_print(arena, "%s[%zu]", list->name, detail->index);
}
