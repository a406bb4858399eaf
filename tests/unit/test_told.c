/*
 * The journal tells of every stored field, but of those that are left out on purpose: a new field is
 * in one of the two lists, or this fails.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/journal.h"
#include "model/things.h"

/* Stamps, secrets, and what is computed from other rows. `thing`: NULL for all of them. */
static const struct {
	const char *thing, *field;
} untold[] = {
	{ NULL, "organisation_id" },
	{ NULL, "id" },
	{ NULL, "version" },
	{ NULL, "updated_at" },
	{ NULL, "created_by" },
	{ NULL, "updated_by" },
	{ NULL, "deleted_at" },
	{ NULL, "deleted_by" },
	{ NULL, "schema_version" },
	{ "objective", "period_start" },
	{ "objective", "period_end" },
	{ "objective", "progress" },
	{ "objective", "confidence_level" },
	{ "objective", "last_check_in_at" },
	{ "key result", "home_id" },
	{ "key result", "initial_value" },
	{ "key result", "initial_status" },
	{ "key result", "progress" },
	{ "key result", "velocity" },
	{ "key result", "trend" },
	{ "key result", "last_check_in_status" },
	{ "key result", "check_in_count" },
	{ "key result", "last_check_in_at" },
	{ "key result", "last_update_at" },
	{ "check-in", "kind" },
	{ "cycle", "closed_on" },
	{ "KPI", "initial_value" },
	{ "KPI", "last_updated_at" },
	{ "KPI update", "previous_value" },
	{ "initiative", "is_withheld" },
	{ "API key", "hash" },
	{ "API key", "last_used_at" },
};

enum { UNTOLD = sizeof(untold) / sizeof(untold[0]) };

static bool is_untold(const struct thing *thing, const char *field)
{
	for (size_t i = 0; i < UNTOLD; i++)
		if ((!untold[i].thing || strcmp(untold[i].thing, thing->name) == 0) &&
		    strcmp(untold[i].field, field) == 0)
			return true;
	return false;
}

static size_t times_told(const struct telling *telling, size_t offset)
{
	size_t count = 0;

	for (size_t i = 0; i < telling->count; i++)
		count += telling->fields[i].offset == offset;
	return count;
}

static void every_stored_field_is_told_or_left_out_on_purpose(void **state)
{
	(void)state;
	for (size_t i = 0; i < telling_count; i++) {
		const struct telling *telling = &tellings[i];
		const struct form *form = &telling->thing->form;

		for (size_t j = 0; j < form->count; j++) {
			const struct field *field = &form->fields[j];
			size_t expected = is_untold(telling->thing, field->name) ? 0 : 1;

			if (field->flags & FIELD_COLUMN &&
			    times_told(telling, field->offset) != expected)
				fail_msg("%s: %s", telling->thing->name, field->name);
		}
	}
}

static void what_is_told_has_a_name_and_a_field(void **state)
{
	(void)state;
	for (size_t i = 0; i < telling_count; i++) {
		const struct telling *telling = &tellings[i];

		for (size_t j = 0; j < telling->count; j++) {
			const struct field *field =
				field_at(&telling->thing->form, telling->fields[j].offset);

			if (!field || field->kind == FIELD_PART)
				fail_msg("%s: %s", telling->thing->name, telling->fields[j].name);
			for (size_t k = 0; k < j; k++)
				assert_string_not_equal(telling->fields[j].name,
							telling->fields[k].name);
		}
		assert_ptr_equal(telling_of(telling->thing), telling);
	}
}

/* The numbers are in the database: their order is never another. */
static void words_are_in_the_order_of_their_numbers(void **state)
{
	static const struct word_name *const lists[] = { journal_type_words, journal_subject_words,
							 journal_actor_words, journal_via_words };

	(void)state;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (word j = 0; lists[i][j].text; j++)
			assert_non_null(word_text(lists[i], j));
	assert_string_equal(word_text(journal_type_words, OKR_CREATED), "okr.created");
	assert_int_equal(KEY_RESULT_TARGET_CHANGED, 8);
	assert_int_equal(WORKSPACE_UPDATED, 47);
}

/* What is no column of the record is filled by somebody else, and its row says by whom. */
static void each_field_says_who_fills_it(void **state)
{
	(void)state;
	for (const struct thing *const *thing = all_things; *thing; thing++)
		for (size_t i = 0; i < (*thing)->form.count; i++) {
			const struct field *field = &(*thing)->form.fields[i];
			bool is_stored = field->source <= SOURCE_LINK;

			if (is_stored != !!(field->flags & FIELD_COLUMN))
				fail_msg("%s of %s: .source does not say who fills it", field->name,
					 (*thing)->name);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_field_says_who_fills_it),
		cmocka_unit_test(every_stored_field_is_told_or_left_out_on_purpose),
		cmocka_unit_test(what_is_told_has_a_name_and_a_field),
		cmocka_unit_test(words_are_in_the_order_of_their_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
