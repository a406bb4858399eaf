/*
 * The columns of the product's own table, and which kinds of rows have them. Reading rows by them is
 * left to the service.
 */
#include "model/template.h"

#include "model/words.h"

#define KIND(kind) (1U << TEMPLATE_##kind)

enum {
	ALL = (1U << TEMPLATE_KINDS) - 1,
	ENTRIES = KIND(CHECK_IN) | KIND(KPI_UPDATE),
	TITLED = ALL & ~ENTRIES,
	METRICS = KIND(KEY_RESULT) | KIND(KPI),
	GOALS = KIND(OBJECTIVE) | KIND(KEY_RESULT),
};

const struct word_name template_kind_words[] = {
	{ "department", TEMPLATE_DEPARTMENT },
	{ "team", TEMPLATE_TEAM },
	{ "user", TEMPLATE_USER },
	{ "cycle", TEMPLATE_CYCLE },
	{ "objective", TEMPLATE_OBJECTIVE },
	{ "key_result", TEMPLATE_KEY_RESULT },
	{ "check_in", TEMPLATE_CHECK_IN },
	{ "kpi", TEMPLATE_KPI },
	{ "kpi_update", TEMPLATE_KPI_UPDATE },
	{ "initiative", TEMPLATE_INITIATIVE },
	{ NULL, 0 },
};

/* clang-format off */

const struct template_row template_rows[TEMPLATE_COLUMNS] = {
	[COLUMN_TYPE] = { "type", TEMPLATE_WORD, ALL, ALL, "What kind of record the row is." },
	[COLUMN_KEY] = { "key", TEMPLATE_TEXT, ALL, 0,
		"The record's id, here or where it comes from." },
	[COLUMN_PARENT_KEY] = { "parent_key", TEMPLATE_TEXT,
		ENTRIES | GOALS | KIND(INITIATIVE) | KIND(DEPARTMENT), ENTRIES,
		"The key of what it belongs to, or that record's title." },
	[COLUMN_TITLE] = { "title", TEMPLATE_TEXT, TITLED, TITLED,
		"What it is called; of users, teams, departments and cycles the name." },
	[COLUMN_DESCRIPTION] = { "description", TEMPLATE_TEXT,
		GOALS | KIND(KPI) | KIND(INITIATIVE), 0, "More about it." },
	[COLUMN_OWNER_EMAIL] = { "owner_email", TEMPLATE_TEXT,
		GOALS | ENTRIES | KIND(KPI) | KIND(INITIATIVE) | KIND(USER), 0,
		"Whose it is, by address or whole name; of a check-in its author; of a user the "
		"address." },
	[COLUMN_LEVEL] = { "level", TEMPLATE_WORD, KIND(OBJECTIVE), 0,
		"Whose objective it is." },
	[COLUMN_TEAM] = { "team", TEMPLATE_TEXT, KIND(OBJECTIVE) | KIND(KPI) | KIND(USER), 0,
		"The team's name." },
	[COLUMN_DEPARTMENT] = { "department", TEMPLATE_TEXT,
		KIND(OBJECTIVE) | KIND(USER) | KIND(TEAM), 0, "The department's name." },
	[COLUMN_CYCLE] = { "cycle", TEMPLATE_TEXT, KIND(OBJECTIVE), 0, "The cycle's name." },
	[COLUMN_CYCLE_START] = { "cycle_start", TEMPLATE_DATE, KIND(OBJECTIVE), 0,
		"First day of a cycle that is to be made." },
	[COLUMN_CYCLE_END] = { "cycle_end", TEMPLATE_DATE, KIND(OBJECTIVE), 0,
		"Last day of a cycle that is to be made." },
	[COLUMN_START_DATE] = { "start_date", TEMPLATE_DATE,
		KIND(OBJECTIVE) | KIND(INITIATIVE) | KIND(CYCLE), KIND(CYCLE), "Its first day." },
	[COLUMN_END_DATE] = { "end_date", TEMPLATE_DATE,
		KIND(OBJECTIVE) | KIND(INITIATIVE) | KIND(CYCLE), KIND(CYCLE), "Its last day." },
	[COLUMN_WEIGHT] = { "weight", TEMPLATE_NUMBER, GOALS, 0,
		"How much it counts in what it belongs to." },
	[COLUMN_LIFECYCLE] = { "lifecycle", TEMPLATE_WORD, KIND(OBJECTIVE), 0,
		"Where its life stands." },
	[COLUMN_METRIC_TYPE] = { "metric_type", TEMPLATE_WORD, KIND(KEY_RESULT), 0,
		"What its values are." },
	[COLUMN_MEASURE] = { "measure", TEMPLATE_TEXT, KIND(KEY_RESULT), 0,
		"How it is measured." },
	[COLUMN_UNIT] = { "unit", TEMPLATE_TEXT, METRICS, 0, "The unit of its values." },
	[COLUMN_DIRECTION] = { "direction", TEMPLATE_WORD, METRICS, 0,
		"Whether more or less is better." },
	[COLUMN_START_VALUE] = { "start_value", TEMPLATE_NUMBER, KIND(KEY_RESULT), 0,
		"The value at the start." },
	[COLUMN_TARGET_VALUE] = { "target_value", TEMPLATE_NUMBER, METRICS, 0,
		"The value that is aimed at." },
	[COLUMN_CURRENT_VALUE] = { "current_value", TEMPLATE_NUMBER, METRICS | ENTRIES, ENTRIES,
		"The value now; of a check-in or an update the value that it tells." },
	[COLUMN_DATE] = { "date", TEMPLATE_TIME, ENTRIES, 0, "When it was told." },
	[COLUMN_STATUS] = { "status", TEMPLATE_WORD,
		KIND(KEY_RESULT) | KIND(CHECK_IN) | KIND(INITIATIVE), 0,
		"How it stands; an objective's follows from its parts." },
	[COLUMN_CONFIDENCE] = { "confidence", TEMPLATE_TEXT, KIND(KEY_RESULT) | KIND(CHECK_IN), 0,
		"How sure its owner is." },
	[COLUMN_COMMENT] = { "comment", TEMPLATE_TEXT, ENTRIES, 0, "What its author wrote." },
	[COLUMN_TAGS] = { "tags", TEMPLATE_TAGS, GOALS, 0, "Words to find it by." },
	[COLUMN_VISIBILITY] = { "visibility", TEMPLATE_WORD, KIND(OBJECTIVE), 0,
		"Who may see it." },
};

/* clang-format on */

/* A KPI's direction is written as a key result's, too. */
static const struct word_name kpi_directions[] = {
	{ "higher", KPI_HIGHER },
	{ "lower", KPI_LOWER },
	{ "increase", KPI_HIGHER },
	{ "decrease", KPI_LOWER },
	{ NULL, 0 },
};

static const struct {
	enum template_column column;
	unsigned kinds;
	const struct word_name *words;
} lists[] = {
	{ COLUMN_TYPE, ALL, template_kind_words },
	{ COLUMN_LEVEL, KIND(OBJECTIVE), objective_type_words },
	{ COLUMN_LIFECYCLE, KIND(OBJECTIVE), lifecycle_words },
	{ COLUMN_METRIC_TYPE, KIND(KEY_RESULT), metric_type_words },
	{ COLUMN_DIRECTION, KIND(KEY_RESULT), direction_words },
	{ COLUMN_DIRECTION, KIND(KPI), kpi_directions },
	{ COLUMN_STATUS, KIND(KEY_RESULT), status_words },
	{ COLUMN_STATUS, KIND(CHECK_IN), check_in_status_words },
	{ COLUMN_STATUS, KIND(INITIATIVE), initiative_status_words },
	{ COLUMN_VISIBILITY, KIND(OBJECTIVE), visibility_words },
};

const struct word_name *template_words(enum template_column column, enum template_kind kind)
{
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (lists[i].column == column && lists[i].kinds >> kind & 1)
			return lists[i].words;
	return NULL;
}

/* The next character that counts, in lower case; NUL at the end. */
static char next_of(struct text name, size_t *at)
{
	while (*at < name.size) {
		char c = name.data[(*at)++];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c != '\0' && c != ' ' && c != '_' && c != '-')
			return c;
	}
	return '\0';
}

bool template_same_name(struct text a, struct text b)
{
	size_t at_a = 0, at_b = 0;
	char c = next_of(a, &at_a);

	if (c == '\0')
		return false;
	while (c == next_of(b, &at_b)) {
		if (c == '\0')
			return true;
		c = next_of(a, &at_a);
	}
	return false;
}

enum template_column template_column_named(struct text name)
{
	unsigned column = 0;

	while (column < TEMPLATE_COLUMNS &&
	       !template_same_name(name, text_from(template_rows[column].name)))
		column++;
	return (enum template_column)column;
}
