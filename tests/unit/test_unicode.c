/*
 * The normal form of text, what is the same regardless of case, and what is not seen.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/unicode.h"

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new(0);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void assert_text(struct text text, const char *expected)
{
	assert_string_equal(arena_string(arena, text), expected);
}

static bool is_same_name(const char *a, const char *b)
{
	return text_equal(text_fold(arena, text_from(a)), text_fold(arena, text_from(b)));
}

/* What is on the left becomes what is on the right (UAX #15). */
static void text_is_composed(void **state)
{
	static const struct {
		const char *given, *expected;
	} rows[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "e\u0301tude", "\u00e9tude" },
		{ "\u00e9tude", "\u00e9tude" },
		{ "\u212b", "\u00c5" },              /* the angstrom sign */
		{ "\u1112\u1161\u11ab", "\ud55c" },  /* Hangul */
		{ "a\u0323\u0307", "\u1ea1\u0307" }, /* marks in order */
		{ "a\u0307\u0323", "\u1ea1\u0307" }, /* and out of it */
		{ "a\u0315\u0300\u05ae\u0300b", "\u00e0\u05ae\u0300\u0315b" },
		{ "\u0958", "\u0915\u093c" }, /* excluded from composition */
		{ "\U0001d160", "\U0001d158\U0001d165\U0001d16e" },
		{ "\u0344", "\u0308\u0301" },
		{ "\u0301", "\u0301" }, /* a mark without a letter */
		{ "\U0001f680", "\U0001f680" },
		{ "\ufb01", "\ufb01" }, /* compatibility is not touched */
		{ "=\u0338", "\u2260" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_text(text_compose(arena, text_from(rows[i].given)), rows[i].expected);
	assert_true(text_is_none(text_compose(arena, TEXT_NONE)));
}

static void what_is_composed_is_not_copied(void **state)
{
	struct text text = TEXT("Caf\u00e9 \u00fcber alles");

	(void)state;
	assert_ptr_equal(text_compose(arena, text).data, text.data);
}

/* 60,000 marks of falling class: a sort that is quadratic would take minutes. */
static void piled_up_marks_cost_linear_time(void **state)
{
	enum { HALF = 30000 };
	struct text low = TEXT("\u0323"), high = TEXT("\u0301");
	char *bytes = arena_take(arena, 1 + 4 * HALF);
	struct text given = { bytes, 1 + 4 * HALF }, composed;

	(void)state;
	bytes[0] = 'a';
	for (size_t i = 0; i < HALF; i++) {
		memcpy(bytes + 1 + 2 * i, high.data, high.size);
		memcpy(bytes + 1 + 2 * HALF + 2 * i, low.data, low.size);
	}
	composed = text_compose(arena, given);
	assert_true(text_starts_with(composed, TEXT("\u1ea1\u0323\u0323")));
	assert_int_equal(text_characters(composed), 2 * HALF);
	assert_memory_equal(composed.data + composed.size - 2, high.data, high.size);
}

static void names_are_the_same_regardless_of_case_and_of_nothing_else(void **state)
{
	(void)state;
	assert_true(is_same_name("Q1 2027", "q1 2027"));
	assert_true(is_same_name("\u00c9T\u00c9", "\u00e9t\u00e9"));
	assert_true(is_same_name("\u00c9t\u00e9", "E\u0301te\u0301"));
	assert_true(is_same_name("\u039f\u0394\u039f\u03a3",
				 "\u03bf\u03b4\u03bf\u03c2")); /* ΟΔΟΣ οδος */
	assert_true(is_same_name("STRA\u1e9eE", "stra\u00dfe"));
	assert_true(is_same_name("\U00010400", "\U00010428")); /* Deseret */
	assert_true(is_same_name("\u10d0", "\u1c90"));         /* Georgian */

	assert_false(is_same_name("Stra\u00dfe", "Strasse"));
	assert_false(is_same_name("\u00c9t\u00e9", "Ete"));
	assert_false(is_same_name("Acme \U0001f680", "Acme \U0001f3af"));
	assert_false(is_same_name("Acme", "Acme "));
	assert_false(is_same_name("Acme", "Acme\u00a0"));
	assert_false(is_same_name("\ufb01", "fi"));
	assert_false(is_same_name("K\u0131r", "Kir")); /* a dotless i is another letter */
	assert_false(is_same_name("\u00f8", "o"));
	assert_false(is_same_name("\uff21", "A"));
	assert_true(text_is_none(text_fold(arena, TEXT_NONE)));
}

static void a_folded_name_has_no_more_characters(void **state)
{
	char bytes[255 * 2];

	(void)state;
	for (size_t i = 0; i < 255; i++) /* U+023A, whose small letter has three bytes */
		memcpy(bytes + 2 * i, "\u023a", 2);
	assert_int_equal(text_characters(text_fold(arena, (struct text){ bytes, sizeof(bytes) })),
			 255);
}

static void what_is_not_seen_is_skipped(void **state)
{
	static const char *const unseen[] = {
		"",         " ",      "\t",     "\r\n",      "\u00a0",     "\u200b",
		"\u2028",   "\u2029", "\u3000", "\ufeff",    "\u00ad",     "\u202e",
		"\xc2\x85", "\x7f",   "\u1680", "\u2066",    "\U000e0001", " \u200b\u00a0\t",
		"\u034f",   "\u115f", "\u1160", "\u180b",    "\u2800",     "\u3164",
		"\ufe0f",   "\uffa0", "\u17b4", "\U000e0100"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(unseen) / sizeof(unseen[0]); i++) {
		struct text text = arena_print(arena, "%s=1 ", unseen[i]);

		assert_text(text_skip_unseen(text), "=1 ");
		assert_int_equal(text_skip_unseen(text_from(unseen[i])).size, 0);
	}
	assert_text(text_skip_unseen(TEXT("\u0301=")), "\u0301=");
	assert_true(text_is_none(text_skip_unseen(TEXT_NONE)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_composed),
		cmocka_unit_test(what_is_composed_is_not_copied),
		cmocka_unit_test(piled_up_marks_cost_linear_time),
		cmocka_unit_test(names_are_the_same_regardless_of_case_and_of_nothing_else),
		cmocka_unit_test(a_folded_name_has_no_more_characters),
		cmocka_unit_test(what_is_not_seen_is_skipped),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
