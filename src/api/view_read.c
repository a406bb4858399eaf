/*
 * JSON to records, through json-c. The bytes were checked before (base/json_check.h), so json-c
 * meets nothing that it is lax about. Every wrong field is noted, not only the first.
 */
#include <json.h>
#include <math.h>

#include "api/view.h"
#include "base/number.h"
#include "model/api_key.h"
#include "model/key_result.h"

enum { TITLE_CHARACTERS = 255, TEXT_BYTES = 65535, LIST_MOST = 500 };

#define NUMBER_MOST 1e15

/* Where a value is being read: enough to note a fault and to put the value in its place. */
struct place {
	struct work *work;
	const struct view *view;
	const struct view_field *field;
	const struct field *model; /* limits; NULL when the thing's table does not have the member */
	const char *within;        /* "key_results[3]." or "" */
	bool is_new;
	void *at;
};

__attribute__((format(printf, 2, 3))) static void fault(const struct place *place,
							const char *format, ...)
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
 * the stored one, which is not known here. */
static bool tolerate(const struct place *place, const char *message)
{
	if (place->is_new) {
		fault(place, "%s", message);
		return false;
	}
	error_add(&place->work->unless_same, place->work->arena, place->field->offset,
		  text_from(place->field->name), "%s", message);
	return true;
}

static struct text json_string(struct json_object *value)
{
	return (struct text){ json_object_get_string(value),
			      (size_t)json_object_get_string_len(value) };
}

/* ---- one reader a kind; each returns whether the value was taken ----------------------------- */

static bool read_id(const struct place *place, struct json_object *value)
{
	struct id id;

	if (!json_object_is_type(value, json_type_string) || !id_parse(json_string(value), &id)) {
		fault(place, "must be an id (a UUID)");
		return false;
	}
	*(struct id *)place->at = id;
	return true;
}

static bool read_ids(const struct place *place, struct json_object *value)
{
	size_t count;
	struct id *ids;

	if (!json_object_is_type(value, json_type_array) ||
	    json_object_array_length(value) > LIST_MOST) {
		fault(place, "must be an array of at most %d ids", LIST_MOST);
		return false;
	}
	count = json_object_array_length(value);
	ids = arena_array(place->work->arena, count + 1, sizeof(*ids));
	for (size_t i = 0; i < count; i++) {
		struct place one = *place;

		one.at = &ids[i];
		if (!read_id(&one, json_object_array_get_idx(value, i)))
			return false;
	}
	*(struct ids *)place->at = (struct ids){ ids, count };
	return true;
}

static bool read_text(const struct place *place, struct json_object *value)
{
	bool is_title = place->model && place->model->flags & FIELD_TITLE;
	bool is_needed = place->field->flags & VIEW_NEEDED;
	struct text text;

	if (!json_object_is_type(value, json_type_string)) {
		fault(place, "must be a string");
		return false;
	}
	text = json_string(value);
	if (is_title)
		text = text_trim(text);
	if (is_needed && text.size == 0 && !tolerate(place, "must not be empty"))
		return false;
	if (is_title && text_characters(text) > TITLE_CHARACTERS) {
		fault(place, "must have at most %d characters", TITLE_CHARACTERS);
		return false;
	}
	if (text.size > TEXT_BYTES) {
		fault(place, "must have at most %d bytes", TEXT_BYTES);
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
	fault(place, "must be between %g and %g", least, most);
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
	fault(place, "must be a number, or yes, no, true or false for a boolean key result");
	return false;
}

static bool read_number(const struct place *place, struct json_object *value)
{
	double number;

	if (!is_number(value)) {
		if (place->field->form == VIEW_VALUE)
			return read_yes_or_no(place, value);
		fault(place, "must be a number");
		return false;
	}
	number = json_object_get_double(value);
	if (!within_limits(place, number))
		return false;
	*(double *)place->at = number == 0 ? 0 : number; /* no negative zero */
	return true;
}

static bool read_scopes(const struct place *place, struct json_object *value)
{
	int64_t scopes = 0;

	if (!json_object_is_type(value, json_type_array) || json_object_array_length(value) == 0) {
		fault(place, "must be an array of scopes, e.g. [\"okrs:read\"]");
		return false;
	}
	for (size_t i = 0; i < json_object_array_length(value); i++) {
		struct json_object *item = json_object_array_get_idx(value, i);
		unsigned scope = json_object_is_type(item, json_type_string) ?
					 scope_parse(json_string(item)) :
					 SCOPE_NONE;

		if (scope == SCOPE_NONE) {
			fault(place, "has something that is no scope at [%zu]", i);
			return false;
		}
		scopes |= scope;
	}
	*(int64_t *)place->at = scopes;
	return true;
}

static bool read_integer(const struct place *place, struct json_object *value)
{
	double number;

	if (place->field->form == VIEW_SCOPES)
		return read_scopes(place, value);
	number = is_number(value) ? json_object_get_double(value) : NAN;
	if (isnan(number) || number != floor(number)) {
		fault(place, "must be a whole number");
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
		fault(place, "must be true or false");
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
	fault(place, "must be one of: %s", word_list(place->work->arena, place->field->words).data);
	return false;
}

static bool read_date(const struct place *place, struct json_object *value)
{
	struct date date;

	if (!json_object_is_type(value, json_type_string) ||
	    !date_parse(json_string(value), &date)) {
		fault(place, "must be a date that exists, as YYYY-MM-DD");
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
		fault(place, "must be a timestamp as YYYY-MM-DDTHH:MM:SSZ");
		return false;
	}
	*(struct instant *)place->at = instant;
	return true;
}

static bool is_texts(struct json_object *value)
{
	if (!json_object_is_type(value, json_type_array))
		return false;
	for (size_t i = 0; i < json_object_array_length(value); i++)
		if (!json_object_is_type(json_object_array_get_idx(value, i), json_type_string))
			return false;
	return true;
}

/* So that whoever looks for an id in it has one form to look for. */
static void print_as_uuids(struct json_object *array)
{
	for (size_t i = 0; i < json_object_array_length(array); i++) {
		struct json_object *item = json_object_array_get_idx(array, i);
		char printed[ID_UUID_SIZE];
		struct id id;

		if (!id_parse(json_string(item), &id))
			continue;
		id_print_uuid(id, printed);
		json_object_set_string_len(item, printed, sizeof(printed));
	}
}

static bool read_json(const struct place *place, struct json_object *value)
{
	bool has_names = place->field->form == VIEW_NAMES;
	struct text text;

	if ((has_names || place->field->form == VIEW_TEXTS) && !is_texts(value)) {
		fault(place, "must be an array of strings");
		return false;
	}
	if (has_names)
		print_as_uuids(value);
	text = text_from(json_object_to_json_string_ext(
		value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
	if (text.size > TEXT_BYTES) {
		fault(place, "must have at most %d bytes", TEXT_BYTES);
		return false;
	}
	((struct json_value *)place->at)->text = arena_copy(place->work->arena, text);
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
		fault(place, "must be an array of at most %d objects", LIST_MOST);
		return false;
	}
	count = json_object_array_length(value);
	if (count == 0 && place->field->flags & VIEW_NEEDED) {
		fault(place, "must not be empty");
		return false;
	}
	items = arena_array(place->work->arena, count + 1, view->size);
	for (size_t i = 0; i < count; i++) {
		struct json_object *item = json_object_array_get_idx(value, i);
		struct given given = { { 0 } };
		void *record = items + i * view->size;
		struct text within = arena_print(place->work->arena, "%s%s[%zu].", place->within,
						 place->field->name, i);

		memcpy(record, view_blank(view), view->size);
		if (json_object_is_type(item, json_type_object))
			read_object(place->work, view, item, within.data, true, record, &given);
		else
			fault(place, "must hold objects: [%zu] is none", i);
	}
	*(struct list *)place->at = (struct list){ items, count };
	return true;
}

static bool read_value(const struct place *place, struct json_object *value)
{
	switch (place->field->kind) {
	case FIELD_ID:
		return read_id(place, value);
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
		return read_json(place, value);
	case FIELD_IDS:
		return read_ids(place, value);
	case FIELD_LIST:
		return read_list(place, value);
	case FIELD_PART:
		break;
	}
	fault(place, "cannot be set");
	return false;
}

const void *view_blank(const struct view *view)
{
	return view->blank ? view->blank : view->thing->form.blank;
}

/* Null clears an optional field and sets one with a default to it: both stand in the blank. */
static bool read_null(const struct place *place, size_t offset)
{
	const void *blank = (const char *)view_blank(place->view) + offset;
	bool is_needed = place->field->flags & VIEW_NEEDED;

	if (is_needed && !field_is_none(place->field->kind, blank)) {
		fault(place, "must not be null");
		return false;
	}
	if (is_needed && !tolerate(place, "must not be null"))
		return false;
	memcpy(place->at, blank, field_size(place->field->kind));
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
		struct text full = arena_print(work->arena, "%s%.200s", within, name);

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
			fault(&place, "is required");
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
	struct json_tokener *tokener = json_tokener_new_ex(64);
	struct json_object *object = json_tokener_parse_ex(tokener, body.data, (int)body.size);

	if (json_object_is_type(object, json_type_object))
		read_object(work, view, object, "", is_new, record, given);
	else
		fault_of_body(work, "must be a JSON object");
	json_object_put(object);
	json_tokener_free(tokener);
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
