/*
 * Values taken out of structs, by the kind of their field. What is done with them (bound, compared,
 * shown) is the business of others.
 */
#include "base/value.h"

struct value value_of(const struct field *field, const void *record)
{
	const void *at = (const char *)record + field->offset;
	struct value value = { .kind = field_carried_as(field->kind) };

	if (field->flags & FIELD_ZERO && field_is_none(field->kind, at))
		return value_zero_id();
	field_put(field->kind, &value.as, at);
	return value;
}
