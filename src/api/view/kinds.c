/*
 * The table of kinds. What each function does is said where it stands; a new kind is one row here.
 */
#include "api/view/kinds.h"

#include "api/input/filter_values.h"
#include "api/input/view_arrays.h"
#include "api/input/view_scalars.h"
#include "api/output/value_write.h"

/* Whatever can be shown by itself has a writer, a schema and an example. */
/* NOLINTBEGIN(bugprone-macro-parentheses) */
#define KIND(read_, filter_, name)                                                                 \
	{                                                                                          \
		.read = read_, .filter = filter_, .write = value_write_##name,                     \
		.schema = schema_write_##name, .example = example_write_##name                     \
	}

/* NOLINTEND(bugprone-macro-parentheses) */

/* clang-format off */
const struct kind kinds[] = {
	[FIELD_ID]      = KIND(place_read_id,      filter_value_id,      id),
	[FIELD_TEXT]    = KIND(place_read_text,    filter_value_text,    text),
	[FIELD_NUMBER]  = KIND(place_read_number,  filter_value_number,  number),
	[FIELD_INTEGER] = KIND(place_read_integer, filter_value_integer, integer),
	[FIELD_FLAG]    = KIND(place_read_flag,    filter_value_flag,    flag),
	[FIELD_WORD]    = KIND(place_read_word,    filter_value_word,    word),
	[FIELD_DATE]    = KIND(place_read_date,    filter_value_date,    date),
	[FIELD_INSTANT] = KIND(place_read_instant, filter_value_instant, instant),
	[FIELD_JSON]    = KIND(place_read_json,    filter_value_text,    json),
	[FIELD_IDS]     = KIND(place_read_ids,     NULL,                 ids),
	[FIELD_LIST]    = { .read = NULL },
	[FIELD_PART]    = { .read = NULL },
};
/* clang-format on */
