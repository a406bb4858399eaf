/*
 * Field tables: kinds from C types, absence, comparing, copying, words, given sets.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "base/field.h"

struct part {
	int anything;
};

struct record {
	struct id id;
	struct text text;
	double number;
	int64_t integer;
	bool flag;
	word word;
	struct date date;
	struct instant instant;
	struct json_value json;
	struct ids ids;
	struct list list;
	struct part part;
};

/* One row a kind, in the order of the kinds. */
static const struct field fields[] = {
	FIELD(struct record, id, FIELD_COLUMN, .meaning = "Its id."),
	FIELD(struct record, text, FIELD_COLUMN | FIELD_TITLE, .meaning = "Its text."),
	FIELD(struct record, number, 0, .min = -1, .max = 1),
	FIELD(struct record, integer, 0),
	FIELD(struct record, flag, 0),
	FIELD(struct record, word, 0),
	FIELD(struct record, date, 0),
	FIELD(struct record, instant, 0),
	FIELD(struct record, json, 0),
	FIELD(struct record, ids, 0),
	FIELD(struct record, list, 0),
	FIELD_AS("another_name", struct record, part, 0),
};

enum { COUNT = sizeof(fields) / sizeof(fields[0]) };

static const struct form form = FORM(struct record, fields);

static const struct record blank = {
	.number = NAN,
	.integer = INTEGER_NONE,
	.word = WORD_NONE,
	.date = { INT32_MIN },
	.instant = { INT64_MIN },
};

static const struct id some_id = { { 1 } };

static const struct record filled = {
	.id = { { 1, 2 } },
	.text = { "", 0 },
	.number = 0,
	.integer = 0,
	.flag = true,
	.word = 0,
	.date = { 0 },
	.instant = { 0 },
	.json = { { "null", 4 } },
	.ids = { &some_id, 0 },
	.list = { (void *)&some_id, 1 },
};

static const void *member(const struct record *record, size_t i)
{
	return (const char *)record + fields[i].offset;
}

static void the_kind_comes_from_the_type_of_the_member(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT; i++)
		assert_int_equal(fields[i].kind, i);
	assert_string_equal(fields[1].name, "text");
	assert_string_equal(fields[COUNT - 1].name, "another_name");
	assert_int_equal(fields[2].offset, offsetof(struct record, number));
}

static void sizes_are_those_of_the_types(void **state)
{
	static const size_t sizes[] = { 16,
					sizeof(struct text),
					8,
					8,
					sizeof(bool),
					1,
					4,
					8,
					sizeof(struct text),
					sizeof(struct ids),
					sizeof(struct list),
					0 };

	(void)state;
	for (size_t i = 0; i < COUNT; i++)
		assert_int_equal(field_size(fields[i].kind), sizes[i]);
}

static void each_kind_but_flags_and_parts_has_an_absent_value(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT; i++) {
		bool never = fields[i].kind == FIELD_FLAG || fields[i].kind == FIELD_PART;

		assert_int_equal(field_is_none(fields[i].kind, member(&blank, i)), !never);
		assert_false(field_is_none(fields[i].kind, member(&filled, i)));
	}
}

static void equal_values_are_equal_and_absent_ones_too(void **state)
{
	const struct record same_blank = blank, same_filled = filled;

	(void)state;
	for (size_t i = 0; i + 1 < COUNT; i++) {
		assert_true(field_equal(fields[i].kind, member(&blank, i), member(&same_blank, i)));
		assert_true(
			field_equal(fields[i].kind, member(&filled, i), member(&same_filled, i)));
		if (fields[i].kind != FIELD_IDS)
			assert_false(
				field_equal(fields[i].kind, member(&blank, i), member(&filled, i)));
	}
}

static void texts_and_ids_are_compared_by_what_they_hold(void **state)
{
	const char a[] = "same", b[] = "same";
	const struct id one[] = { { { 1 } }, { { 2 } } }, two[] = { { { 1 } }, { { 3 } } };

	(void)state;
	assert_true(field_equal(FIELD_TEXT, &(struct text){ a, 4 }, &(struct text){ b, 4 }));
	assert_false(field_equal(FIELD_TEXT, &(struct text){ a, 4 }, &(struct text){ b, 3 }));
	assert_false(field_equal(FIELD_TEXT, &TEXT(""), &TEXT_NONE));
	assert_true(field_equal(FIELD_IDS, &(struct ids){ one, 1 }, &(struct ids){ two, 1 }));
	assert_false(field_equal(FIELD_IDS, &(struct ids){ one, 2 }, &(struct ids){ two, 2 }));
	assert_true(field_equal(FIELD_NUMBER, &(double){ 0.0 }, &(double){ -0.0 }));
	assert_false(field_equal(FIELD_NUMBER, &(double){ NAN }, &(double){ 0 }));
}

static void copying_moves_one_member_alone(void **state)
{
	struct record record = blank;

	(void)state;
	field_copy(&fields[FIELD_INSTANT], &record, &filled);
	assert_int_equal(record.instant.ms, 0);
	assert_true(date_is_none(record.date));
	assert_true(text_is_none(record.json.text));
}

static void fields_are_found_by_name_and_place(void **state)
{
	(void)state;
	assert_ptr_equal(field_named(&form, TEXT("another_name")), &fields[COUNT - 1]);
	assert_null(field_named(&form, TEXT("part")));
	assert_null(field_named(&form, TEXT("tex")));
	assert_ptr_equal(field_at(&form, offsetof(struct record, date)), &fields[FIELD_DATE]);
	assert_null(field_at(&form, sizeof(struct record)));
}

static void the_first_word_is_written_and_aliases_are_read(void **state)
{
	static const struct word_name words[] = {
		{ "on_track", 1 }, { "at_risk", 2 }, { "green", 1 }, { NULL, 0 }
	};
	word value = 9;

	(void)state;
	assert_string_equal(word_text(words, 1), "on_track");
	assert_null(word_text(words, 3));
	assert_null(word_text(words, WORD_NONE));
	assert_true(word_parse(words, TEXT("green"), &value));
	assert_int_equal(value, 1);
	assert_false(word_parse(words, TEXT("Green"), &value));
	assert_false(word_parse(words, TEXT(""), &value));
	assert_int_equal(value, 1);
}

static void a_list_of_words_names_each_once(void **state)
{
	static const struct word_name words[] = {
		{ "active", 1 }, { "done", 2 }, { "active", 0 }, { "closed", 2 }, { NULL, 0 },
	};
	struct arena *arena = arena_new(4096);
	struct text list = word_list(arena, words);

	(void)state;
	assert_true(text_equal(list, TEXT("active, done, closed")));
	assert_int_equal(list.data[list.size], '\0');
	arena_free(arena);
}

static void given_members_are_remembered_by_place(void **state)
{
	struct given given = { { 0 } };

	(void)state;
	assert_true(given_is_empty(&given));
	given_add(&given, offsetof(struct record, number));
	given_add(&given, GIVEN_MAX - 1);
	assert_false(given_is_empty(&given));
	assert_true(GIVEN(&given, struct record, number));
	assert_false(GIVEN(&given, struct record, text));
	assert_true(given_at(&given, GIVEN_MAX - 1));
	given_drop(&given, GIVEN_MAX - 1);
	assert_false(given_at(&given, GIVEN_MAX - 1));
	assert_true(GIVEN(&given, struct record, number));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_kind_comes_from_the_type_of_the_member),
		cmocka_unit_test(sizes_are_those_of_the_types),
		cmocka_unit_test(each_kind_but_flags_and_parts_has_an_absent_value),
		cmocka_unit_test(equal_values_are_equal_and_absent_ones_too),
		cmocka_unit_test(texts_and_ids_are_compared_by_what_they_hold),
		cmocka_unit_test(copying_moves_one_member_alone),
		cmocka_unit_test(fields_are_found_by_name_and_place),
		cmocka_unit_test(the_first_word_is_written_and_aliases_are_read),
		cmocka_unit_test(a_list_of_words_names_each_once),
		cmocka_unit_test(given_members_are_remembered_by_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
