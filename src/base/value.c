/*
 * Values taken out of structs, by the kind of their field. What is done with them (bound, compared,
 * shown) is the business of others.
 */
#include "base/value.h"

#include <assert.h>

struct value value_of(const struct field *field, const void *record)
{
	const void *at = (const char *)record + field->offset;
	struct value value = { .kind = field->kind };

	if (field->flags & FIELD_ZERO && field_is_none(field->kind, at))
		return value_zero_id();
	switch (field->kind) {
	case FIELD_JSON:
		value.kind = FIELD_TEXT;
		value.as.text = ((const struct json_value *)at)->text;
		break;
	case FIELD_IDS:
	case FIELD_LIST:
	case FIELD_PART:
		assert(!"not a column");
		break;
	default:
		field_put(field->kind, &value.as, at);
		break;
	}
	return value;
}
