/*
 * JSON to records, through json-c. The bytes were checked before (base/json_check.h), so json-c
 * meets nothing that it is lax about. Every wrong field is noted, not only the first.
 */
#include "api/input/view_read.h"

#include <math.h>

#include "api/input/json_tree.h"
#include "api/input/view_arrays.h"
#include "api/input/view_place.h"
#include "base/copy.h"
#include "base/number.h"
#include "base/unicode.h"
#include "model/key_result.h"

#define NUMBER_MOST 1e15

void place_fault(const struct place *place, const char *format, ...)
{
	char message[1024];
	va_list values;
	struct text name =
		arena_print(place->work->arena, "%s%s", place->within, place->field->name);

	va_start(values, format);
	vsnprintf(message, sizeof(message), format, values);
	va_end(values);
	error_add(&place->work->faults, place->work->arena, place->field->offset, name, "%s",
		  message);
}

/* What a record may not become it may remain: an update is told only when the value is another than
 * the stored one, which is not known here. What no dialect leaves out is never stored so. */
static bool tolerate(const struct place *place, const char *message)
{
	bool is_never_absent = place->model && place->model->flags & FIELD_FILLED;

	if (place->is_new || is_never_absent) {
		place_fault(place, "%s", message);
		return false;
	}
	error_add(&place->work->unless_same, place->work->arena, place->field->offset,
		  text_from(place->field->name), "%s", message);
	return true;
}

/* ---- one reader a kind; each returns whether the value was taken ----------------------------- */

bool place_read_id(const struct place *place, struct json_object *value)
{
	struct id id;

	if (!json_object_is_type(value, json_type_string) || !id_parse(json_string(value), &id)) {
		place_fault(place, "must be an id (a UUID)");
		return false;
	}
	*(struct id *)place->at = id;
	return true;
}

/* Members that no table of a thing has are texts without a form of their own. */
static const struct field *model_of(const struct place *place)
{
	static const struct field any_text = { .kind = FIELD_TEXT };

	return place->model ? place->model : &any_text;
}

static bool read_text(const struct place *place, struct json_object *value)
{
	const struct field *model = model_of(place);
	bool is_needed = place->field->flags & VIEW_NEEDED;
	struct text text;

	if (!json_object_is_type(value, json_type_string)) {
		place_fault(place, "must be a string");
		return false;
	}
	text = field_tidy(place->work->arena, model, json_string(value));
	if (is_needed && text.size == 0 && !tolerate(place, "must not be empty"))
		return false;
	if (!field_has_room(model, text)) {
		place_fault(place, "%s", field_room(model));
		return false;
	}
	*(struct text *)place->at = arena_copy(place->work->arena, text);
	return true;
}

static bool is_number(struct json_object *value)
{
	return json_object_is_type(value, json_type_double) ||
	       json_object_is_type(value, json_type_int);
}

/* json-c clamps integers beyond 64 bits; far beyond our limit either way. */
static bool within_limits(const struct place *place, double number)
{
	double least = -NUMBER_MOST, most = NUMBER_MOST;

	if (place->model && (place->model->least != 0 || place->model->most != 0)) {
		least = place->model->least;
		most = place->model->most;
	}
	if (number >= least && number <= most)
		return true;
	place_fault(place, "must be between %g and %g", least, most);
	return false;
}

static bool read_yes_or_no(const struct place *place, struct json_object *value)
{
	double *to = place->at;

	if (json_object_is_type(value, json_type_boolean)) {
		*to = json_object_get_boolean(value) ? VALUE_YES : VALUE_NO;
		return true;
	}
	if (json_object_is_type(value, json_type_string)) {
		struct text word_ = json_string(value);

		if (text_equal_ascii_case(word_, TEXT("yes")) ||
		    text_equal_ascii_case(word_, TEXT("no"))) {
			*to = word_.size == 3 ? VALUE_YES : VALUE_NO;
			return true;
		}
	}
	place_fault(place, "must be a number, or yes, no, true or false for a boolean key result");
	return false;
}

static bool read_number(const struct place *place, struct json_object *value)
{
	double number;

	if (!is_number(value)) {
		if (place->field->form == VIEW_VALUE)
			return read_yes_or_no(place, value);
		place_fault(place, "must be a number");
		return false;
	}
	number = json_object_get_double(value);
	if (!within_limits(place, number))
		return false;
	*(double *)place->at = number == 0 ? 0 : number; /* no negative zero */
	return true;
}

static bool read_integer(const struct place *place, struct json_object *value)
{
	double number;

	if (place->field->form == VIEW_SCOPES)
		return place_read_scopes(place, value);
	number = is_number(value) ? json_object_get_double(value) : NAN;
	if (isnan(number) || number != floor(number)) {
		place_fault(place, "must be a whole number");
		return false;
	}
	if (!within_limits(place, number))
		return false;
	*(int64_t *)place->at = (int64_t)number;
	return true;
}

static bool read_flag(const struct place *place, struct json_object *value)
{
	if (!json_object_is_type(value, json_type_boolean)) {
		place_fault(place, "must be true or false");
		return false;
	}
	*(bool *)place->at = json_object_get_boolean(value);
	return true;
}

static bool read_word(const struct place *place, struct json_object *value)
{
	word word_;

	if (json_object_is_type(value, json_type_string) &&
	    word_parse(place->field->words, json_string(value), &word_)) {
		*(word *)place->at = word_;
		return true;
	}
	place_fault(place, "must be one of: %s",
		    word_list(place->work->arena, place->field->words).data);
	return false;
}

static bool read_date(const struct place *place, struct json_object *value)
{
	struct date date;

	if (!json_object_is_type(value, json_type_string) ||
	    !date_parse(json_string(value), &date)) {
		place_fault(place, "must be a date that exists, as YYYY-MM-DD");
		return false;
	}
	*(struct date *)place->at = date;
	return true;
}

static bool read_instant(const struct place *place, struct json_object *value)
{
	struct instant instant;

	if (!json_object_is_type(value, json_type_string) ||
	    !instant_parse(json_string(value), &instant)) {
		place_fault(place, "must be a timestamp as YYYY-MM-DDTHH:MM:SSZ");
		return false;
	}
	*(struct instant *)place->at = instant;
	return true;
}

static void read_object(struct work *work, const struct view *view, struct json_object *object,
			const char *within, bool is_new, void *record, struct given *given);

static bool read_list(const struct place *place, struct json_object *value)
{
	const struct view *view = place->field->view;
	size_t count;
	char *items;

	if (!json_object_is_type(value, json_type_array) ||
	    json_object_array_length(value) > LIST_MOST) {
		place_fault(place, "must be an array of at most %d objects", LIST_MOST);
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
	switch (place->field->kind) {
	case FIELD_ID:
		return place_read_id(place, value);
	case FIELD_TEXT:
		return read_text(place, value);
	case FIELD_NUMBER:
		return read_number(place, value);
	case FIELD_INTEGER:
		return read_integer(place, value);
	case FIELD_FLAG:
		return read_flag(place, value);
	case FIELD_WORD:
		return read_word(place, value);
	case FIELD_DATE:
		return read_date(place, value);
	case FIELD_INSTANT:
		return read_instant(place, value);
	case FIELD_JSON:
		return place_read_json(place, value);
	case FIELD_IDS:
		return place_read_ids(place, value);
	case FIELD_LIST:
		return read_list(place, value);
	case FIELD_PART:
		break;
	}
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
	if (is_needed && !tolerate(place, "must not be null"))
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
