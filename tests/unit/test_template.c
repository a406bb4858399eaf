/*
 * The columns of the product's own table: those that the specification lists, in its order, each found by
 * every spelling; words where there are some; nothing needed that is not used.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/template.h"
#include "model/words.h"

/* As product/import-export.md C1 has them. */
static const char *const columns[] = {
	"type",       "key",        "parent_key",  "title",        "description",   "owner_email",
	"level",      "team",       "department",  "cycle",        "cycle_start",   "cycle_end",
	"start_date", "end_date",   "weight",      "lifecycle",    "metric_type",   "measure",
	"unit",       "direction",  "start_value", "target_value", "current_value", "date",
	"status",     "confidence", "comment",     "tags",         "visibility",
};

static void the_columns_are_those_of_the_specification(void **state)
{
	(void)state;
	assert_int_equal(sizeof(columns) / sizeof(columns[0]), TEMPLATE_COLUMNS);
	for (unsigned i = 0; i < TEMPLATE_COLUMNS; i++) {
		assert_string_equal(template_rows[i].name, columns[i]);
		assert_non_null(template_rows[i].meaning);
		assert_int_not_equal(template_rows[i].used, 0);
		assert_int_equal(template_rows[i].needed & ~template_rows[i].used, 0);
	}
}

static void every_kind_has_a_word(void **state)
{
	size_t count = 0;

	(void)state;
	for (const struct word_name *name = template_kind_words; name->text; name++)
		assert_int_equal(name->value, count++);
	assert_int_equal(count, TEMPLATE_KINDS);
}

static void a_cell_has_words_where_its_column_says_so(void **state)
{
	(void)state;
	for (unsigned i = 0; i < TEMPLATE_COLUMNS; i++)
		for (unsigned kind = 0; kind < TEMPLATE_KINDS; kind++) {
			bool has_words = template_rows[i].form == TEMPLATE_WORD &&
					 template_uses(i, kind);

			if (has_words != (template_words(i, kind) != NULL))
				fail_msg("%s of kind %u", template_rows[i].name, kind);
		}
}

static void the_same_word_means_what_its_kind_says(void **state)
{
	const struct word_name *words = template_words(COLUMN_DIRECTION, TEMPLATE_KPI);
	word value;

	(void)state;
	assert_true(word_parse(words, TEXT("decrease"), &value));
	assert_int_equal(value, KPI_LOWER);
	assert_string_equal(word_text(words, KPI_HIGHER), "higher");
	words = template_words(COLUMN_STATUS, TEMPLATE_CHECK_IN);
	assert_true(word_parse(words, TEXT("blocked"), &value));
	words = template_words(COLUMN_STATUS, TEMPLATE_KEY_RESULT);
	assert_false(word_parse(words, TEXT("blocked"), &value));
	assert_null(template_words(COLUMN_STATUS, TEMPLATE_OBJECTIVE));
}

static void names_of_columns_are_taken_in_every_spelling(void **state)
{
	static const char *const same[] = { "owner_email", "Owner Email", "OWNER-EMAIL",
					    "owneremail", " Owner_ email " };
	static const char *const other[] = { "", " ", "_", "owner", "owner_email2", "öwner_email" };

	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		assert_int_equal(template_column_named(text_from(same[i])), COLUMN_OWNER_EMAIL);
	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
		assert_int_equal(template_column_named(text_from(other[i])), TEMPLATE_COLUMNS);
	assert_int_equal(template_column_named(TEXT_NONE), TEMPLATE_COLUMNS);
	for (unsigned i = 0; i < TEMPLATE_COLUMNS; i++)
		assert_int_equal(template_column_named(text_from(template_rows[i].name)), i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_columns_are_those_of_the_specification),
		cmocka_unit_test(every_kind_has_a_word),
		cmocka_unit_test(a_cell_has_words_where_its_column_says_so),
		cmocka_unit_test(the_same_word_means_what_its_kind_says),
		cmocka_unit_test(names_of_columns_are_taken_in_every_spelling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
