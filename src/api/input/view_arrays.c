/*
 * The values of a body that are arrays, and free JSON: ids, texts. Lists of records are
 * view_read.c's.
 */
#include "api/input/view_arrays.h"

#include "api/input/view_place.h"
#include "api/input/view_scalars.h"
#include "base/unicode.h"

bool place_read_ids(const struct place *place, struct json_object *value)
{
	size_t count;
	struct id *ids;

	if (!json_object_is_type(value, json_type_array) ||
	    json_object_array_length(value) > LIST_MAX) {
		place_fault(place, "must be an array of at most %d ids", LIST_MAX);
		return false;
	}
	count = json_object_array_length(value);
	ids = arena_array(place->work->arena, count + 1, sizeof(*ids));
	for (size_t i = 0; i < count; i++) {
		struct place one = *place;

		one.at = &ids[i];
		if (!place_read_id(&one, json_object_array_get_idx(value, i)))
			return false;
	}
	*(struct ids *)place->at = (struct ids){ ids, count };
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

/* Each by itself: what the array is printed as may have escapes, whose letters are no text. */
static void compose_texts(struct arena *arena, struct json_object *array)
{
	for (size_t i = 0; i < json_object_array_length(array); i++) {
		struct json_object *item = json_object_array_get_idx(array, i);
		struct text text = json_string(item), composed = text_compose(arena, text);

		if (!text_equal(text, composed))
			json_object_set_string_len(item, composed.data, (int)composed.size);
	}
}

bool place_read_json(const struct place *place, struct json_object *value)
{
	bool has_names = place->field->form == VIEW_NAMES;
	bool has_texts = has_names || place->field->form == VIEW_TEXTS;
	struct text text;

	if (place->field->form == VIEW_ANY)
		return true;
	if (has_texts && !is_texts(value)) {
		place_fault(place, "must be an array of strings");
		return false;
	}
	if (has_names)
		print_as_uuids(value);
	if (has_texts)
		compose_texts(place->work->arena, value);
	text = text_from(json_object_to_json_string_ext(
		value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
	if (text.size > FIELD_TEXT_BYTES) {
		place_fault(place, "must have at most %d bytes", FIELD_TEXT_BYTES);
		return false;
	}
	((struct json_value *)place->at)->text = arena_copy(place->work->arena, text);
	return true;
}
