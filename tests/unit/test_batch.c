/*
 * Statements as text: every kind of value, that nothing in a value can end it, and where many are cut
 * into packets.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "store/batch_internal.h"

static void check(const char *sql, const struct value *values, size_t count, const char *expected)
{
	struct buffer batch = { 0 };

	batch_add(&batch, sql, values, count);
	buffer_add_byte(&batch, '\0');
	assert_string_equal(batch.data, expected);
	buffer_free(&batch);
}

static void values_stand_where_the_marks_were(void **state)
{
	struct value values[] = { value_integer(-7), value_word(3), value_flag(true) };

	(void)state;
	check("UPDATE a SET b = ?, c = ? WHERE d = ?", values, 3,
	      "UPDATE a SET b = -7, c = 3 WHERE d = 1;");
	check("DELETE FROM a", NULL, 0, "DELETE FROM a;");
}

static void bytes_are_hexadecimal(void **state)
{
	struct id id = { { 0x01, 0x90, 0xff } };
	struct value values[] = { value_id(id), value_text(TEXT("o'; DROP\\ \xc3\xa9?")),
				  value_text(TEXT("")) };

	(void)state;
	check("(?,?,?)", values, 3,
	      "(x'0190ff00000000000000000000000000',x'6f273b2044524f505c20c3a93f',x'');");
}

/* A literal without an exponent would be a DECIMAL. */
static void numbers_come_back_as_they_were(void **state)
{
	static const double numbers[] = { 0.1, -1.0 / 3, 1e300, 5e-324, 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct value value = value_number(numbers[i]);
		struct buffer batch = { 0 };

		batch_add(&batch, "?", &value, 1);
		buffer_add_byte(&batch, '\0');
		assert_non_null(strchr(batch.data, 'e'));
		assert_true(strtod(batch.data, NULL) == numbers[i]);
		buffer_free(&batch);
	}
}

static void times_have_milliseconds(void **state)
{
	struct value values[] = { value_date(date_from_parts(2026, 2, 28)),
				  value_instant((struct instant){ 1772323199007 }) };

	(void)state;
	check("?|?", values, 2, "'2026-02-28'|'2026-02-28 23:59:59.007';");
}

static void absent_values_are_null(void **state)
{
	struct value values[] = {
		value_id(ID_NONE),     value_text(TEXT_NONE),       value_number(__builtin_nan("")),
		value_date(DATE_NONE), value_instant(INSTANT_NONE), value_word(WORD_NONE),
	};

	(void)state;
	check("?????"
	      "?",
	      values, 6, "NULLNULLNULLNULLNULLNULL;");
}

static void cut(struct text *rest, unsigned count, size_t size)
{
	unsigned counted;

	assert_int_equal(batch_cut(rest, &counted).size, size);
	assert_int_equal(counted, count);
}

static void packets_hold_whole_statements(void **state)
{
	struct buffer batch = { 0 };
	struct text rest;

	(void)state;
	for (int i = 0; i < PACKET_MAX - 5; i++)
		buffer_add_byte(&batch, 'x');
	buffer_add_text(&batch, TEXT(";SET a;COMMIT"));
	rest = buffer_text(&batch);
	cut(&rest, 1, PACKET_MAX - 4);
	cut(&rest, 2, 12);
	assert_int_equal(rest.size, 0);

	rest = (struct text){ batch.data + 1, batch.size - 1 };
	rest.size -= 6;
	cut(&rest, 1, PACKET_MAX - 5);
	rest = (struct text){ batch.data + 2, batch.size - 2 - 6 };
	cut(&rest, 2, PACKET_MAX);
	assert_int_equal(rest.size, 0);
	buffer_free(&batch);
}

static void longer_statements_are_packets_of_their_own(void **state)
{
	struct buffer batch = { 0 };
	struct text rest;

	(void)state;
	for (int i = 0; i < PACKET_MAX + 5; i++)
		buffer_add_byte(&batch, 'x');
	buffer_add_text(&batch, TEXT(";COMMIT"));
	rest = buffer_text(&batch);
	cut(&rest, 1, PACKET_MAX + 6);
	cut(&rest, 1, 6);
	assert_int_equal(rest.size, 0);
	buffer_free(&batch);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_stand_where_the_marks_were),
		cmocka_unit_test(bytes_are_hexadecimal),
		cmocka_unit_test(numbers_come_back_as_they_were),
		cmocka_unit_test(times_have_milliseconds),
		cmocka_unit_test(absent_values_are_null),
		cmocka_unit_test(packets_hold_whole_statements),
		cmocka_unit_test(longer_statements_are_packets_of_their_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
