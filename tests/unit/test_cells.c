/*
 * Numbers and days of every country that can be told apart, those that cannot, and how the certain cells
 * of a column decide for the others.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/cells.h"

/* ---- numbers --------------------------------------------------------------------------------- */

struct number_row {
	const char *cell;
	enum cell_outcome outcome;
	double number;
	enum decimal decimal;
	char separator; /* NUL: a comma */
};

#define NUMBER(cell_, outcome_, ...)                                                               \
	{                                                                                          \
		.cell = cell_, .outcome = outcome_, .number = __VA_ARGS__                          \
	}

static const struct number_row number_rows[] = {
	/* certain */
	NUMBER("70", CELL_READ, 70),
	NUMBER(" 70 ", CELL_READ, 70),
	NUMBER("0", CELL_READ, 0),
	NUMBER("007", CELL_READ, 7),
	NUMBER("-5", CELL_READ, -5),
	NUMBER("\u22125", CELL_READ, -5),
	NUMBER("+5", CELL_READ, 5),
	NUMBER("0.5", CELL_READ, 0.5),
	NUMBER("12,5", CELL_READ, 12.5),
	NUMBER("0,125", CELL_READ, 0.125),
	NUMBER("1,234.5", CELL_READ, 1234.5),
	NUMBER("1.234,5", CELL_READ, 1234.5),
	NUMBER("1,234,567", CELL_READ, 1234567),
	NUMBER("1.234.567", CELL_READ, 1234567),
	NUMBER("1 234", CELL_READ, 1234),
	NUMBER("1\u00A0234\u00A0567,8", CELL_READ, 1234567.8),
	NUMBER("1\u202F234", CELL_READ, 1234),
	NUMBER("1'234.5", CELL_READ, 1234.5),
	NUMBER("1\u2019234", CELL_READ, 1234),
	NUMBER("1234,567", CELL_READ, 1234.567),
	NUMBER("€ 12", CELL_READ, 12),
	NUMBER("12 €", CELL_READ, 12),
	NUMBER("-$12.50", CELL_READ, -12.5),
	NUMBER("$-12.50", CELL_READ, -12.5),
	NUMBER("EUR 1.234,50", CELL_READ, 1234.5),
	NUMBER("12 CHF", CELL_READ, 12),
	NUMBER("45 %", CELL_READ, 45),
	NUMBER("45,5%", CELL_READ, 45.5),
	NUMBER("1.2E+05", CELL_READ, 120000),
	NUMBER("5e-2", CELL_READ, 0.05),
	/* of two ways */
	NUMBER("1,234", CELL_AMBIGUOUS, 0),
	NUMBER("-1,234", CELL_AMBIGUOUS, 0),
	NUMBER("€ 1,234", CELL_AMBIGUOUS, 0),
	NUMBER("1,234", CELL_READ, 1234, DECIMAL_POINT),
	NUMBER("1,234", CELL_READ, 1.234, DECIMAL_COMMA),
	NUMBER("1.234", CELL_READ, 1.234),
	NUMBER("1.234", CELL_AMBIGUOUS, 0, DECIMAL_UNKNOWN, ';'),
	NUMBER("1,234", CELL_AMBIGUOUS, 0, DECIMAL_UNKNOWN, ';'),
	NUMBER("1.234", CELL_READ, 1.234, DECIMAL_POINT, ';'),
	NUMBER("1.234", CELL_READ, 1234, DECIMAL_COMMA, ';'),
	NUMBER("1.2345", CELL_READ, 1.2345, DECIMAL_UNKNOWN, ';'),
	/* the other way than the column's */
	NUMBER("12,5", CELL_WRONG, 0, DECIMAL_POINT),
	NUMBER("1.5", CELL_WRONG, 0, DECIMAL_COMMA),
	/* none */
	NUMBER("", CELL_WRONG, 0),
	NUMBER("abc", CELL_WRONG, 0),
	NUMBER("%", CELL_WRONG, 0),
	NUMBER("€", CELL_WRONG, 0),
	NUMBER("EUR", CELL_WRONG, 0),
	NUMBER("-", CELL_WRONG, 0),
	NUMBER("--5", CELL_WRONG, 0),
	NUMBER("5-", CELL_WRONG, 0),
	NUMBER("1,23,456", CELL_WRONG, 0),
	NUMBER("1,2345,678", CELL_WRONG, 0),
	NUMBER("1 23", CELL_WRONG, 0),
	NUMBER("1,234 567", CELL_WRONG, 0),
	NUMBER(".5", CELL_WRONG, 0),
	NUMBER("5.", CELL_WRONG, 0),
	NUMBER("1e", CELL_WRONG, 0),
	NUMBER("1e999", CELL_WRONG, 0),
	NUMBER("0x10", CELL_WRONG, 0),
	NUMBER("NaN", CELL_WRONG, 0),
	NUMBER("1/2", CELL_WRONG, 0),
	NUMBER("12 of 20", CELL_WRONG, 0),
	NUMBER("11111111111111111111111111111111111111111111111111111111111111111", CELL_WRONG, 0),
};

static void numbers_of_many_countries(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(number_rows) / sizeof(number_rows[0]); i++) {
		const struct number_row *row = &number_rows[i];
		char separator = row->separator ? row->separator : ',';
		double number = 0;

		if (cell_number(text_from(row->cell), row->decimal, separator, &number) !=
			    row->outcome ||
		    number != row->number)
			fail_msg("'%s' (row %zu): %g", row->cell, i, number);
	}
}

/* ---- days ------------------------------------------------------------------------------------ */

struct date_row {
	const char *cell;
	enum cell_outcome outcome;
	const char *date;
	enum date_order order;
};

#define DAY(cell_, outcome_, ...)                                                                  \
	{                                                                                          \
		.cell = cell_, .outcome = outcome_, .date = __VA_ARGS__                            \
	}

static const struct date_row date_rows[] = {
	DAY("2026-12-31", CELL_READ, "2026-12-31"),
	DAY(" 2026-12-31 ", CELL_READ, "2026-12-31"),
	DAY("2026-12-31T23:59:59Z", CELL_READ, "2026-12-31"),
	DAY("2026-12-31 00:00:00", CELL_READ, "2026-12-31"),
	DAY("2026/12/31", CELL_READ, "2026-12-31"),
	DAY("31.12.2026", CELL_READ, "2026-12-31"),
	DAY("1.2.2026", CELL_READ, "2026-02-01"),
	DAY("1.2.2026", CELL_READ, "2026-02-01", DATE_ORDER_MDY),
	DAY("31. 12. 2026", CELL_READ, "2026-12-31"),
	DAY("31 Dec 2026", CELL_READ, "2026-12-31"),
	DAY("31-Dec-2026", CELL_READ, "2026-12-31"),
	DAY("31 december 2026", CELL_READ, "2026-12-31"),
	DAY("Dec 31, 2026", CELL_READ, "2026-12-31"),
	DAY("Sept 1, 2026", CELL_READ, "2026-09-01"),
	DAY("29 Feb 2028", CELL_READ, "2028-02-29"),
	DAY("31/12/2026", CELL_READ, "2026-12-31"),
	DAY("12/31/2026", CELL_READ, "2026-12-31"),
	DAY("03/03/2026", CELL_READ, "2026-03-03"),
	DAY("03/04/2026", CELL_AMBIGUOUS, ""),
	DAY("3-4-2026", CELL_AMBIGUOUS, ""),
	DAY("03/04/2026", CELL_READ, "2026-04-03", DATE_ORDER_DMY),
	DAY("03/04/2026", CELL_READ, "2026-03-04", DATE_ORDER_MDY),
	DAY("31/12/2026", CELL_WRONG, "", DATE_ORDER_MDY),
	DAY("12/31/2026", CELL_WRONG, "", DATE_ORDER_DMY),
	DAY("", CELL_WRONG, ""),
	DAY("46387", CELL_WRONG, ""),
	DAY("31.12.26", CELL_WRONG, ""),
	DAY("26-12-31", CELL_WRONG, ""),
	DAY("31/12-2026", CELL_WRONG, ""),
	DAY("29 Feb 2026", CELL_WRONG, ""),
	DAY("31.11.2026", CELL_WRONG, ""),
	DAY("0.1.2026", CELL_WRONG, ""),
	DAY("2026-13-01", CELL_WRONG, ""),
	DAY("0999-01-01", CELL_WRONG, ""),
	DAY("Q1 2026", CELL_WRONG, ""),
	DAY("31 Dez 2026", CELL_WRONG, ""),
	DAY("tomorrow", CELL_WRONG, ""),
	DAY("2026-12-31 or later", CELL_WRONG, ""),
	DAY("10:30", CELL_WRONG, ""),
};

static void days_of_many_countries(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(date_rows) / sizeof(date_rows[0]); i++) {
		const struct date_row *row = &date_rows[i];
		char printed[DATE_SIZE + 1] = "";
		struct date date = DATE_NONE;

		if (cell_date(text_from(row->cell), row->order, &date) != row->outcome)
			fail_msg("'%s' (row %zu)", row->cell, i);
		if (!date_is_none(date))
			date_print(date, printed);
		assert_string_equal(printed, row->date);
	}
}

/* ---- columns --------------------------------------------------------------------------------- */

static unsigned way_of(void (*vote)(struct cell_votes *, struct text), const char *const *cells)
{
	struct cell_votes votes = { .first = 0 };

	for (size_t i = 0; cells[i]; i++)
		vote(&votes, text_from(cells[i]));
	return cell_way(&votes);
}

static void certain_cells_decide_their_column(void **state)
{
	static const char *const none[] = { "1,234", "12", "abc", "", "1 234", NULL };
	static const char *const comma[] = { "1,234", "12,5", NULL };
	static const char *const point[] = { "1,234", "12.5", "1.234.567", "1,234.5", NULL };
	static const char *const even[] = { "12,5", "12.5", NULL };
	static const char *const slashes[] = { "03/04/2026", "31.12.2026", "2026-01-01", NULL };
	static const char *const dmy[] = { "03/04/2026", "13/04/2026", NULL };
	static const char *const mdy[] = { "13/04/2026", "04/13/2026", "04/14/2026", NULL };

	(void)state;
	assert_int_equal(way_of(cell_vote_number, none), DECIMAL_UNKNOWN);
	assert_int_equal(way_of(cell_vote_number, comma), DECIMAL_COMMA);
	assert_int_equal(way_of(cell_vote_number, point), DECIMAL_POINT);
	assert_int_equal(way_of(cell_vote_number, even), DECIMAL_COMMA);
	assert_int_equal(way_of(cell_vote_date, slashes), DATE_ORDER_UNKNOWN);
	assert_int_equal(way_of(cell_vote_date, dmy), DATE_ORDER_DMY);
	assert_int_equal(way_of(cell_vote_date, mdy), DATE_ORDER_MDY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_of_many_countries),
		cmocka_unit_test(days_of_many_countries),
		cmocka_unit_test(certain_cells_decide_their_column),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
