/*
 * The Accept header (RFC 9110, section 12.5.1), as far as this product negotiates: whether the
 * caller asks for one media type by its name. Wildcards never ask for anything.
 */
#include "http/request.h"

/* Whether the value of a q parameter means "not at all": 0, 0.0, 0.00 or 0.000. */
static bool is_zero_weight(struct text value)
{
	if (value.size == 0 || value.data[0] != '0')
		return false;
	for (size_t i = 1; i < value.size; i++) {
		if (value.data[i] != (i == 1 ? '.' : '0'))
			return false;
	}
	return true;
}

/* What stands behind the first ";" of a media range. */
static bool is_refused(struct text parameters)
{
	while (!text_is_none(parameters)) {
		struct text value = text_trim(text_cut(&parameters, ';'));
		struct text name = text_trim(text_cut(&value, '='));

		if (!text_is_none(value) && text_equal_ascii_case(name, TEXT("q")))
			return is_zero_weight(text_trim(value));
	}
	return false;
}

bool accept_names(struct text accept, struct text media_type)
{
	while (!text_is_none(accept)) {
		struct text parameters = text_cut(&accept, ',');
		struct text type = text_trim(text_cut(&parameters, ';'));

		if (text_equal_ascii_case(type, media_type) && !is_refused(parameters))
			return true;
	}
	return false;
}
