/*
 * What other products call the columns of their tables. A name stands in no row unless the product
 * writes it so; what is not listed is told of and left out.
 */
#include "model/import_preset.h"

struct preset_column {
	word format;
	word column; /* enum template_column */
	const char *name;
};

static const struct preset_column columns[] = {
	{ IMPORT_ENGAGEDLY, COLUMN_TITLE, "Goal" },
	{ IMPORT_ENGAGEDLY, COLUMN_DESCRIPTION, "Notes" },
	{ IMPORT_ENGAGEDLY, COLUMN_KEY, "Goal Identifier" },
	{ IMPORT_ENGAGEDLY, COLUMN_START_DATE, "Start Date" },
	{ IMPORT_ENGAGEDLY, COLUMN_END_DATE, "End Date" },
	{ IMPORT_ENGAGEDLY, COLUMN_OWNER_EMAIL, "Owner Email ID" },
};

enum template_column import_preset_column(word format, struct text name)
{
	for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++)
		if (columns[i].format == format &&
		    template_same_name(name, text_from(columns[i].name)))
			return (enum template_column)columns[i].column;
	return TEMPLATE_COLUMNS;
}
