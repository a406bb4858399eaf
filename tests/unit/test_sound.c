/*
 * What can stand in a column and what cannot, kind by kind, and what is read in its place
 * (rulings.md 66). Which rows a server does with it is tests/store/damage.test.mjs's.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "model/directory.h"
#include "model/key_result.h"
#include "model/objective.h"
#include "store/kinds.h"
#include "store/sound_internal.h"

#define LENGTH(table) (sizeof(table) / sizeof((table)[0]))

static struct bounds bounds_named(const struct thing *thing, const char *name)
{
	return bounds_of(&thing->form, field_named(&thing->form, text_from(name)));
}

static void numbers_are_brought_to_the_nearest_limit(void **state)
{
	static const struct {
		const char *column;
		double stored, read;
	} cases[] = {
		{ "weight", 0, 0 },
		{ "weight", -0.001, 0 },
		{ "weight", 1e15, 1e15 },
		{ "weight", 1.1e15, 1e15 },
		{ "progress", 1, 1 },
		{ "progress", 1.0000001, 1 },
		{ "progress", -1e300, 0 },
		{ "start_value", -1e15, -1e15 },
		{ "start_value", -2e15, -1e15 },
		{ "velocity", -1e300, -1e300 },
		{ "progress", INFINITY, 1 },
		{ "start_value", -INFINITY, -1e15 },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct bounds bounds = bounds_named(&key_result_thing, cases[i].column);
		double number = cases[i].stored;
		bool is_sound = sound_value(&bounds, NULL, &number);

		assert_true(number == cases[i].read);
		assert_int_equal(is_sound, cases[i].stored == cases[i].read);
	}
}

static void counts_are_never_negative_and_leave_room_for_one_more(void **state)
{
	struct bounds bounds = bounds_named(&key_result_thing, "check_in_count");
	int64_t counts[] = { 0, 5, -1, INT64_MAX };
	const int64_t read[] = { 0, 5, 0, INT64_C(1) << 53 };

	(void)state;
	for (size_t i = 0; i < LENGTH(counts); i++) {
		assert_int_equal(sound_value(&bounds, NULL, &counts[i]), i < 2);
		assert_int_equal(counts[i], read[i]);
	}
}

static void a_set_keeps_the_bits_that_have_a_meaning(void **state)
{
	const struct field field = {
		.name = "set", .kind = FIELD_INTEGER, .flags = FIELD_SET, .max = 7
	};
	const struct form form = { .fields = &field, .count = 1 };
	struct bounds bounds = bounds_of(&form, &field);
	int64_t set = 5;

	(void)state;
	assert_true(sound_value(&bounds, NULL, &set));
	set = 5 | INT64_C(1) << 40;
	assert_false(sound_value(&bounds, NULL, &set));
	assert_int_equal(set, 5);
}

/* What a new record would have; where that is none and there has to be one, the first. */
static void another_number_is_read_as_the_usual_word(void **state)
{
	static const struct {
		const struct thing *thing;
		const char *column;
		word usual;
	} cases[] = {
		{ &objective_thing, "type", TYPE_ORGANISATION },
		{ &objective_thing, "lifecycle", LIFECYCLE_ACTIVE },
		{ &objective_thing, "confidence_level", WORD_NONE },
		{ &key_result_thing, "trend", TREND_STEADY },
		{ &key_result_thing, "status", STATUS_NOT_STARTED },
		{ &key_result_thing, "last_check_in_status", WORD_NONE },
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct bounds bounds = bounds_named(cases[i].thing, cases[i].column);
		word values[] = { STATUS_ON_TRACK, 5, 77, 255 };

		for (size_t j = 0; j < LENGTH(values); j++) {
			assert_int_equal(sound_value(&bounds, NULL, &values[j]), j == 0);
			assert_int_equal(values[j], j == 0 ? STATUS_ON_TRACK : cases[i].usual);
		}
	}
}

/* A form of some columns is held to what the thing says of them. */
static void a_column_is_found_by_its_own_name(void **state)
{
	struct part {
		struct key_result key_result;
	};
	const struct field field = FIELD(struct part, key_result.trend, FIELD_COLUMN);
	const struct form form = { .size = sizeof(struct part),
				   .fields = &field,
				   .count = 1,
				   .thing = &key_result_thing };
	struct bounds bounds = bounds_of(&form, &field);
	word trend = 77;

	(void)state;
	assert_false(sound_value(&bounds, NULL, &trend));
	assert_int_equal(trend, TREND_STEADY);
}

/* Its place in the struct is no place in the thing's. */
static void a_column_that_is_not_of_the_thing_has_no_usual_value(void **state)
{
	struct beside {
		struct key_result key_result;
		word level;
		struct json_value free;
	};
	static const struct word_name words[] = { { "low", 3 }, { NULL, WORD_NONE } };
	const struct field fields[] = {
		FIELD(struct beside, level, FIELD_COLUMN, .words = words),
		FIELD(struct beside, free, FIELD_COLUMN | FIELD_FILLED),
	};
	const struct form form = { .size = sizeof(struct beside),
				   .fields = fields,
				   .count = 2,
				   .thing = &key_result_thing };
	struct bounds of_level = bounds_of(&form, &fields[0]),
		      of_free = bounds_of(&form, &fields[1]);
	struct json_value json = { TEXT("nonsense") };
	struct arena *arena = arena_new(4096);
	word level = 77;

	(void)state;
	assert_false(sound_value(&of_level, NULL, &level));
	assert_int_equal(level, WORD_NONE);
	assert_false(sound_value(&of_free, arena, &json));
	assert_true(text_is_none(json.text));
	arena_free(arena);
}

static void texts_are_utf_8_without_nul(void **state)
{
	static const struct {
		struct text stored, read;
	} cases[] = {
		{ { "", 0 }, { "", 0 } },
		{ { "plain and longer than a word", 28 }, { "plain and longer than a word", 28 } },
		{ { "été, fini", 11 }, { "été, fini", 11 } },
		{ { "eight678\0", 9 }, { "eight678\xEF\xBF\xBD", 11 } },
		{ { "\0abcdefgh", 9 },
		  { "\xEF\xBF\xBD"
		    "abcdefgh",
		    11 } },
		{ { "a\xED\xA0\x80z", 5 }, { "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBDz", 11 } },
		{ { "cut off here \xC3", 14 }, { "cut off here \xEF\xBF\xBD", 16 } },
	};
	struct bounds bounds = bounds_named(&objective_thing, "title");
	struct arena *arena = arena_new(4096);

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct text text = cases[i].stored;
		bool is_sound = sound_value(&bounds, arena, &text);

		assert_true(text_equal(text, cases[i].read));
		assert_int_equal(is_sound, text_equal(cases[i].stored, cases[i].read));
	}
	bounds.is_bytes = true;
	struct text bytes = cases[3].stored;

	assert_true(sound_value(&bounds, arena, &bytes));
	arena_free(arena);
}

static void json_is_whole_and_of_its_shape(void **state)
{
	static const struct {
		const char *column, *stored;
		bool is_sound;
	} cases[] = {
		{ "tags", "[]", true },
		{ "tags", "[\"a\"]", true },
		{ "tags", "[\"a\",\"b, c\"]", true },
		{ "tags", "[ \"a\" ]", true },
		{ "tags", "[\"\xC3\xA9\"]", true },
		{ "tags", "[\"a\\\"b\\u00e9\"]", true },
		{ "tags", "[\"a\",]", false },
		{ "tags", "[,\"a\"]", false },
		{ "tags", "[\"a\" \"b\"]", false },
		{ "tags", "[\"a\"\"b\"]", false },
		{ "tags", "[\"a]", false },
		{ "tags", "[\"a\",1]", false },
		{ "tags", "[\"\xED\xA0\x80\"]", false },
		{ "tags", "[\"a\nb\"]", false },
		{ "tags", "{}", false },
		{ "tags", "\"a\"", false },
		{ "tags", "", false },
		{ "tags", "[", false },
		{ "tags", "]", false },
		{ "dependencies", "{\"a\":[1,null]}", true },
		{ "dependencies", "7", true },
		{ "dependencies", "{\"a\":", false },
		{ "dependencies", "nonsense", false },
	};
	struct arena *arena = arena_new(4096);

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct bounds bounds = bounds_named(&objective_thing, cases[i].column);
		struct json_value json = { text_from(cases[i].stored) };

		assert_int_equal(sound_value(&bounds, arena, &json), cases[i].is_sound);
		assert_int_equal(text_is_none(json.text), !cases[i].is_sound);
	}
	arena_free(arena);
}

static struct date day(int year, int month, int day_)
{
	return date_from_parts(year, month, day_);
}

static void days_that_do_not_exist_are_read_as_their_neighbours(void **state)
{
	const struct {
		unsigned year, month, day;
		struct date read; /* where there may be none */
	} cases[] = {
		{ 2026, 4, 30, day(2026, 4, 30) },
		{ 2024, 2, 29, day(2024, 2, 29) },
		{ 2026, 2, 31, day(2026, 2, 28) },
		{ 2026, 2, 0, day(2026, 2, 1) },
		{ 2026, 0, 10, day(2026, 1, 1) },
		{ 999, 12, 31, day(1000, 1, 1) },
		{ 0, 0, 0, DATE_NONE },
		{ 0, 1, 1, day(1000, 1, 1) },
		{ 10000, 1, 1, day(9999, 1, 1) },
	};
	struct bounds may_lack = bounds_named(&objective_thing, "date_start");
	struct bounds has = bounds_named(&cycle_thing, "start_date");

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		MYSQL_TIME time = { .year = cases[i].year,
				    .month = cases[i].month,
				    .day = cases[i].day };
		struct date date = DATE_NONE;

		assert_int_equal(sound_date(&may_lack, &time, &date), i < 2);
		assert_int_equal(date.days, cases[i].read.days);
		assert_int_equal(sound_date(&has, &time, &date), i < 2);
		assert_false(date_is_none(date));
	}
}

/* A key that was revoked at no possible time is revoked. */
static void instants_are_never_read_as_absent(void **state)
{
	MYSQL_TIME zero = { 0 }, june = { .year = 2026, .month = 6, .day = 31, .hour = 12 };
	MYSQL_TIME sound = { .year = 1970,
			     .month = 1,
			     .day = 2,
			     .hour = 1,
			     .minute = 1,
			     .second = 1,
			     .second_part = 7000 };
	struct instant instant;

	(void)state;
	assert_true(sound_instant(&sound, &instant));
	assert_int_equal(instant.ms, 86400000 + 3661007);
	assert_false(sound_instant(&zero, &instant));
	assert_int_equal(instant.ms, instant_of(day(1000, 1, 1)).ms);
	assert_false(sound_instant(&june, &instant));
	assert_int_equal(instant.ms, instant_of(day(2026, 6, 30)).ms);
}

static const struct pair *pair_of(const struct thing *thing, enum pair_kind kind)
{
	for (size_t i = 0; i < thing->pair_count; i++)
		if (thing->pairs[i].kind == kind)
			return &thing->pairs[i];
	fail();
	return NULL;
}

static void periods_have_both_ends_in_order(void **state)
{
	const struct pair *period = pair_of(&objective_thing, PAIR_PERIOD);
	const struct pair *dates = pair_of(&objective_thing, PAIR_DATES);
	struct objective objective = { .period_start = { 10 },
				       .period_end = { 10 },
				       .date_start = { 10 },
				       .date_end = DATE_NONE };

	(void)state;
	assert_true(sound_pair(period, &objective_thing, &objective));
	assert_true(sound_pair(dates, &objective_thing, &objective));
	objective.period_end = DATE_NONE;
	assert_false(sound_pair(period, &objective_thing, &objective));
	assert_true(date_is_none(objective.period_start));
	objective.date_end = (struct date){ 9 };
	assert_false(sound_pair(dates, &objective_thing, &objective));
	assert_int_equal(objective.date_end.days, 10);
}

static void deletions_follow_creations_and_check_ins_have_values(void **state)
{
	struct objective objective = { .record = { .id = id_make((struct instant){ 1000 }, 0) },
				       .deleted_at = { 1000 } };
	struct check_in check_in = { .kind = ENTRY_CHECK_IN, .value = NAN, .status = 1 };
	const struct pair *pair = pair_of(&check_in_thing, PAIR_CHECK_IN);

	(void)state;
	assert_true(
		sound_pair(pair_of(&objective_thing, PAIR_SINCE), &objective_thing, &objective));
	objective.deleted_at.ms = 999;
	assert_false(
		sound_pair(pair_of(&objective_thing, PAIR_SINCE), &objective_thing, &objective));
	assert_false(sound_pair(pair, &check_in_thing, &check_in));
	check_in.kind = ENTRY_EDIT;
	assert_true(sound_pair(pair, &check_in_thing, &check_in));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_brought_to_the_nearest_limit),
		cmocka_unit_test(counts_are_never_negative_and_leave_room_for_one_more),
		cmocka_unit_test(a_set_keeps_the_bits_that_have_a_meaning),
		cmocka_unit_test(another_number_is_read_as_the_usual_word),
		cmocka_unit_test(a_column_is_found_by_its_own_name),
		cmocka_unit_test(a_column_that_is_not_of_the_thing_has_no_usual_value),
		cmocka_unit_test(texts_are_utf_8_without_nul),
		cmocka_unit_test(json_is_whole_and_of_its_shape),
		cmocka_unit_test(days_that_do_not_exist_are_read_as_their_neighbours),
		cmocka_unit_test(instants_are_never_read_as_absent),
		cmocka_unit_test(periods_have_both_ends_in_order),
		cmocka_unit_test(deletions_follow_creations_and_check_ins_have_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
