/*
 * The Cookie header of a request: pairs with semicolons between. What a value means is for others.
 */
#include "http/cookie.h"

struct text cookie_find(struct text header, struct text name)
{
	struct text rest = header, found = TEXT_NONE;

	while (!text_is_none(rest)) {
		struct text value = text_cut(&rest, ';'), own = text_cut(&value, '=');

		if (text_is_none(value) || !text_equal(text_trim(own), name))
			continue;
		if (!text_is_none(found))
			return TEXT_NONE;
		found = text_trim(value);
	}
	return found;
}
