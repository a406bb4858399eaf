/*
 * The parameters of a request: the query string taken apart and decoded. What they mean is filters.c's and
 * listing.c's; those of a body are body_parameters.c's.
 */
#include "api/input/parameters.h"

#include <stdarg.h>
#include <stdio.h>

#include "http/percent.h"

void parameter_fault(struct exchange *x, struct text name, const char *format, ...)
{
	char message[512];
	va_list values;

	va_start(values, format);
	vsnprintf(message, sizeof(message), format, values);
	va_end(values);
	error_add(&x->work.faults, x->work.arena, ERROR_NO_MEMBER, name, "%s", message);
}

bool parameters_have(const struct parameters *parameters, struct text name)
{
	for (size_t i = 0; i < parameters->count; i++)
		if (text_equal(parameters->items[i].name, name))
			return true;
	return false;
}

void parameters_add(struct exchange *x, struct parameters *parameters, struct parameter parameter)
{
	if (parameters_have(parameters, parameter.name))
		parameter_fault(x, parameter.name, "must not be given twice");
	else if (parameters->count == PARAMETERS_MAX)
		parameter_fault(x, parameter.name,
				"is one parameter more than the %d that are taken", PARAMETERS_MAX);
	else
		parameters->items[parameters->count++] = parameter;
}

/* Several values stand with commas between them where the dialect has it so; a title may have one. */
static struct parameter split_values(struct exchange *x, struct text name, struct text value)
{
	struct parameter parameter = { .name = name };
	const struct envelope *envelope = x->match.group->envelope;

	parameter.values = arena_array(x->work.arena, value.size + 1, sizeof(*parameter.values));
	if (!envelope || !envelope->splits_values || text_equal(name, TEXT("text")) ||
	    text_equal(name, TEXT("fields"))) {
		parameter.values[parameter.count++] = value;
		return parameter;
	}
	while (!text_is_none(value))
		parameter.values[parameter.count++] = text_cut(&value, ',');
	return parameter;
}

void parameters_read_query(struct exchange *x, struct parameters *parameters)
{
	struct text rest = x->request->query;

	while (!text_is_none(rest)) {
		struct text value = text_cut(&rest, '&'), name = text_cut(&value, '=');

		if (name.size == 0 && text_is_none(value))
			continue;
		if (text_is_none(value))
			value = TEXT("");
		if (!query_decode(x->work.arena, name, &name) ||
		    !query_decode(x->work.arena, value, &value))
			parameter_fault(x, TEXT("(query)"), "has a broken escape, or is not UTF-8");
		else
			parameters_add(x, parameters, split_values(x, name, value));
	}
}
