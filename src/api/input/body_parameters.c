/*
 * The parameters of a read by POST: members of a search's body, arguments of a tool that reads. Each
 * has the JSON type that the description gives it (rulings.md 60), so that `"5"` is no limit and
 * `"true"` no flag; what the values mean is the same as in a query string, whose words they become.
 */
#include "api/input/body_parameters.h"

#include <math.h>

#include "api/input/filters.h"
#include "api/input/json_tree.h"

/* ---- types ----------------------------------------------------------------------------------- */

static bool is_string(struct json_object *value)
{
	return json_object_is_type(value, json_type_string);
}

static bool is_number(struct json_object *value)
{
	return json_object_is_type(value, json_type_int) ||
	       json_object_is_type(value, json_type_double);
}

static bool is_flag(struct json_object *value)
{
	return json_object_is_type(value, json_type_boolean);
}

static bool is_flag_or_any(struct json_object *value)
{
	return is_flag(value) || (is_string(value) && text_equal(json_string(value), TEXT("any")));
}

static const struct type {
	bool (*fits)(struct json_object *value);
	const char *fault, *fault_of_several;
} text_type = { is_string, "must be a string", "must be a string or an array of strings" },
  number_type = { is_number, "must be a number", "must be a number or an array of numbers" },
  flag_type = { is_flag, "must be true or false", "must be a boolean or an array of booleans" },
  archived_type = { is_flag_or_any, "must be true, false or \"any\"", "" };

static const struct type *type_of_filter(const struct filter *filter)
{
	if (filter->kind == FILTER_ARCHIVED)
		return &archived_type;
	if (filter->kind == FILTER_TOP || filter->kind == FILTER_DELETED ||
	    filter->value_kind == FIELD_FLAG)
		return &flag_type;
	if (filter->value_kind == FIELD_NUMBER || filter->value_kind == FIELD_INTEGER)
		return &number_type;
	return &text_type;
}

/* ---- values ---------------------------------------------------------------------------------- */

/* As a query string would have it. A whole number is one in any notation. */
static struct text word_of(struct exchange *x, struct json_object *value)
{
	double number = is_number(value) ? json_object_get_double(value) : NAN;

	if (fabs(number) < 1e15 && number == floor(number))
		return arena_print(x->work.arena, "%.0f", number);
	return arena_copy(x->work.arena, text_from(json_object_get_string(value)));
}

static bool take_value(struct exchange *x, const struct type *type, struct json_object *value,
		       struct parameter *to)
{
	if (!type->fits(value))
		return false;
	to->values[to->count++] = word_of(x, value);
	return true;
}

/* One value, or where several may be given an array of them. */
static bool take_values(struct exchange *x, const struct type *type, bool takes_several,
			struct json_object *value, struct parameter *to)
{
	size_t count = 1;

	if (!takes_several || !json_object_is_type(value, json_type_array)) {
		to->values = arena_array(x->work.arena, count, sizeof(*to->values));
		return take_value(x, type, value, to);
	}
	count = json_object_array_length(value);
	to->values = arena_array(x->work.arena, count + 1, sizeof(*to->values));
	for (size_t i = 0; i < count; i++)
		if (!take_value(x, type, json_object_array_get_idx(value, i), to))
			return false;
	return true;
}

/* NULL when the route takes none of this name. */
static const struct type *type_of(const struct exchange *x, struct text name, common_test is_common)
{
	const struct filter *filter = filter_find(x, name);

	if (filter)
		return type_of_filter(filter);
	if (!is_common(x, name))
		return NULL;
	return text_equal(name, TEXT("limit")) ? &number_type : &text_type;
}

static const char *fault_of(const struct type *type, bool takes_several, struct json_object *value)
{
	if (takes_several)
		return type->fault_of_several;
	return json_object_is_type(value, json_type_array) ? "takes one value" : type->fault;
}

/* Null is as if it were not there. What is unknown is added without a value: whoever takes the
 * parameters tells of it. */
static void read_member(struct exchange *x, const char *name, struct json_object *value,
			struct parameters *parameters, common_test is_common)
{
	struct parameter parameter = { .name = arena_copy(x->work.arena, text_from(name)) };
	const struct filter *filter = filter_find(x, parameter.name);
	const struct type *type = type_of(x, parameter.name, is_common);
	bool takes_several = filter && filter_takes_several(x->match.group, filter);

	if (type && !value)
		return;
	parameter.is_wrong = type && !take_values(x, type, takes_several, value, &parameter);
	if (parameter.is_wrong)
		parameter_fault(x, parameter.name, "%s", fault_of(type, takes_several, value));
	parameters_add(x, parameters, parameter);
}

void body_parameters_read(struct exchange *x, struct parameters *parameters, common_test is_common)
{
	struct json_tree tree;

	json_tree_read(x->request->body, &tree);
	if (json_object_is_type(tree.root, json_type_object)) {
		json_object_object_foreach(tree.root, name, value)
			read_member(x, name, value, parameters, is_common);
	} else {
		parameter_fault(x, TEXT("(body)"), "must be a JSON object");
	}
	json_tree_forget(&tree);
}
