/*
 * The values of a body that are no arrays or objects: one reader a kind. Each notes what is wrong in the
 * words of the kind and tells whether the value was taken. Arrays are view_arrays.c's, records
 * view_read.c's.
 */
#include "api/input/view_scalars.h"

#include <math.h>

#include "model/api_key.h"
#include "model/key_result.h"

#define NUMBER_MAX 1e15

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
bool place_tolerate(const struct place *place, const char *message)
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

bool place_read_text(const struct place *place, struct json_object *value)
{
	const struct field *model = model_of(place);
	bool is_needed = place->field->flags & VIEW_NEEDED;
	struct text text;

	if (!json_object_is_type(value, json_type_string)) {
		place_fault(place, "must be a string");
		return false;
	}
	text = field_tidy(place->work->arena, model, json_string(value));
	if (is_needed && text.size == 0 && !place_tolerate(place, "must not be empty"))
		return false;
	if (!field_has_room(model, text)) {
		place_fault(place, "%s", field_room(place->work->arena, model));
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
	double min = -NUMBER_MAX, max = NUMBER_MAX;

	if (place->model && (place->model->min != 0 || place->model->max != 0)) {
		min = place->model->min;
		max = place->model->max;
	}
	if (number >= min && number <= max)
		return true;
	place_fault(place, "must be between %g and %g", min, max);
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

bool place_read_number(const struct place *place, struct json_object *value)
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

static bool read_scopes(const struct place *place, struct json_object *value)
{
	int64_t scopes = 0;

	if (!json_object_is_type(value, json_type_array) || json_object_array_length(value) == 0) {
		place_fault(place, "must be an array of scopes, e.g. [\"okrs:read\"]");
		return false;
	}
	for (size_t i = 0; i < json_object_array_length(value); i++) {
		struct json_object *item = json_object_array_get_idx(value, i);
		unsigned scope = json_object_is_type(item, json_type_string) ?
					 scope_parse(json_string(item)) :
					 SCOPE_NONE;

		if (scope == SCOPE_NONE) {
			place_fault(place, "has something that is no scope at [%zu]", i);
			return false;
		}
		scopes |= scope;
	}
	*(int64_t *)place->at = scopes;
	return true;
}

bool place_read_integer(const struct place *place, struct json_object *value)
{
	double number;

	if (place->field->form == VIEW_SCOPES)
		return read_scopes(place, value);
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

bool place_read_flag(const struct place *place, struct json_object *value)
{
	if (!json_object_is_type(value, json_type_boolean)) {
		place_fault(place, "must be true or false");
		return false;
	}
	*(bool *)place->at = json_object_get_boolean(value);
	return true;
}

bool place_read_word(const struct place *place, struct json_object *value)
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

bool place_read_date(const struct place *place, struct json_object *value)
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

bool place_read_instant(const struct place *place, struct json_object *value)
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
