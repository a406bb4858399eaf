/*
 * Tables from files: every encoding, separator and quoting that a spreadsheet writes; what is damaged is
 * told, and whatever bytes there are, reading them stays within the limits and gives UTF-8.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/csv.h"
#include "base/csv_read.h"
#include "base/utf8.h"

static const struct csv_limits wide = { 1000, 10000 };

/* A table as one text: cells end with ¦, records with a line feed. */
static struct text shown(struct arena *arena, const struct csv_table *table)
{
	struct text all = TEXT("");

	for (size_t i = 0; i < table->count; i++) {
		for (size_t j = 0; j < table->records[i].count; j++)
			all = arena_print(arena, "%.*s%.*s¦", TEXT_PRINT(all),
					  TEXT_PRINT(table->records[i].cells[j]));
		all = arena_print(arena, "%.*s\n", TEXT_PRINT(all));
	}
	return all;
}

struct reading {
	const char *bytes;
	size_t size;
	const char *shown;
	enum csv_encoding encoding;
	char separator;
};

#define READING(bytes_, ...)                                                                       \
	{                                                                                          \
		bytes_, sizeof(bytes_) - 1, __VA_ARGS__                                            \
	}

static const struct reading readings[] = {
	READING("", "", CSV_UTF_8, ','),
	READING("\n\r\n\n", "", CSV_UTF_8, ','),
	READING("a", "a¦\n", CSV_UTF_8, ','),
	READING("a,b\n1,2\n", "a¦b¦\n1¦2¦\n", CSV_UTF_8, ','),
	READING("a,b\r\n1,\r\n", "a¦b¦\n1¦¦\n", CSV_UTF_8, ','),
	READING("a,b\r1,2", "a¦b¦\n1¦2¦\n", CSV_UTF_8, ','),
	READING("\n\na;b\n\n\n1;2\n\n", "a¦b¦\n1¦2¦\n", CSV_UTF_8, ';'),
	READING("a;b,c;d\n1;2,5;3", "a¦b,c¦d¦\n1¦2,5¦3¦\n", CSV_UTF_8, ';'),
	READING("a\tb\n1\t2", "a¦b¦\n1¦2¦\n", CSV_UTF_8, '\t'),
	READING("a|b\n1|2", "a¦b¦\n1¦2¦\n", CSV_UTF_8, '|'),
	READING("\"a;;;\",b\n1,2", "a;;;¦b¦\n1¦2¦\n", CSV_UTF_8, ','),
	READING("a,b\n\"x\ny\",\"\"\"z\"\"\"", "a¦b¦\nx\ny¦\"z\"¦\n", CSV_UTF_8, ','),
	READING("a,b\n\"\",\"\"\n", "a¦b¦\n¦¦\n", CSV_UTF_8, ','),
	READING("a\n\"\"\nx", "a¦\n¦\nx¦\n", CSV_UTF_8, ','),
	READING("a,b\n5\" pipe,\"x\"y\n", "a¦b¦\n5\" pipe¦xy¦\n", CSV_UTF_8, ','),
	READING("a,b\n1,2,3\n4\n", "a¦b¦\n1¦2¦3¦\n4¦\n", CSV_UTF_8, ','),
	READING("a,b,\n1,2,", "a¦b¦¦\n1¦2¦¦\n", CSV_UTF_8, ','),
	READING("\xEF\xBB\xBFZiel,\xC3\x9C\n", "Ziel¦Ü¦\n", CSV_UTF_8, ','),
	READING("\xEF\xBB\xBFZiel,\xDC\n", "Ziel¦\uFFFD¦\n", CSV_UTF_8, ','),
	READING("Ziel;\xDC\x80\x81\n", "Ziel¦Ü€\uFFFD¦\n", CSV_WINDOWS_1252, ';'),
	READING("a\0b,c", "a\uFFFDb¦c¦\n", CSV_WINDOWS_1252, ','),
	READING("\xFF\xFE"
		"a\0;\0\xDC\0\n\0"
		"1\0",
		"a¦Ü¦\n1¦\n", CSV_UTF_16, ';'),
	READING("\xFE\xFF"
		"\0a\0,\xD8\x3D\xDE\x80",
		"a¦🚀¦\n", CSV_UTF_16, ','),
	READING("\xFE\xFF"
		"\xD8\x3D\0a\0\0\0",
		"\uFFFDa\uFFFD\uFFFD¦\n", CSV_UTF_16, ','),
};

static void files_are_read_as_they_were_meant(void **state)
{
	struct arena *arena = arena_new(0);

	(void)state;
	for (size_t i = 0; i < sizeof(readings) / sizeof(readings[0]); i++) {
		struct text bytes = { readings[i].bytes, readings[i].size };
		struct csv_table table;

		assert_int_equal(csv_read(arena, bytes, &wide, &table), CSV_READ);
		assert_string_equal(arena_string(arena, shown(arena, &table)), readings[i].shown);
		assert_int_equal(table.encoding, readings[i].encoding);
		assert_int_equal(table.separator, readings[i].separator);
	}
	arena_free(arena);
}

static void the_file_itself_is_not_changed(void **state)
{
	static const char bytes[] = "a,\"b\"\"c\"\n";
	char copy[sizeof(bytes)];
	struct arena *arena = arena_new(0);
	struct csv_table table;

	(void)state;
	memcpy(copy, bytes, sizeof(copy));
	assert_int_equal(csv_read(arena, text_from(copy), &wide, &table), CSV_READ);
	assert_string_equal(copy, bytes);
	arena_free(arena);
}

static void a_quote_that_never_ends_is_told_with_its_record(void **state)
{
	struct arena *arena = arena_new(0);
	struct csv_table table;

	(void)state;
	assert_int_equal(csv_read(arena, TEXT("a,b\n1,2\n3,\"4\n5,6\n"), &wide, &table),
			 CSV_UNCLOSED);
	assert_int_equal(table.count, 2);
	assert_null(table.records);
	arena_free(arena);
}

static void limits_hold_at_their_edges(void **state)
{
	struct csv_limits exact = { 2, 4 }, records = { 1, 4 }, cells = { 2, 3 };
	struct arena *arena = arena_new(0);
	struct text bytes = TEXT("a,b\n1,2\n");
	struct csv_table table;

	(void)state;
	assert_int_equal(csv_read(arena, bytes, &exact, &table), CSV_READ);
	assert_int_equal(csv_read(arena, bytes, &records, &table), CSV_TOO_LARGE);
	assert_int_equal(csv_read(arena, bytes, &cells, &table), CSV_TOO_LARGE);
	arena_free(arena);
}

/* A megabyte of commas would be a million cells of 16 bytes each. */
static void commas_alone_take_no_memory(void **state)
{
	enum { SIZE = 1 << 20 };
	struct arena *arena = arena_new(0);
	char *bytes = arena_room(arena, SIZE);
	struct csv_table table;

	(void)state;
	memset(bytes, ',', SIZE);
	assert_int_equal(csv_read(arena, (struct text){ bytes, SIZE }, &wide, &table),
			 CSV_TOO_LARGE);
	assert_true(arena_used(arena) < 3 * SIZE);
	arena_free(arena);
}

static void defused_cells_come_back_armed(void **state)
{
	static const char *const texts[] = { "=1+1", "-5",   "@a", "'",    "'tis so", "",
					     "x",    "\t=x", "+",  "''=1", "=",       " =1" };

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct arena *arena = arena_new(0);
		struct buffer out = { 0 };
		struct csv_table table;

		buffer_add_text(&out, TEXT("x,"));
		csv_add_text(&out, text_from(texts[i]));
		assert_int_equal(csv_read(arena, buffer_text(&out), &wide, &table), CSV_READ);
		assert_string_equal(arena_string(arena, csv_armed(table.records[0].cells[1])),
				    texts[i]);
		buffer_free(&out);
		arena_free(arena);
	}
}

static uint64_t next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

static struct text drawn(struct arena *arena, uint64_t *seed, const char *marks, size_t marks_size)
{
	size_t size = next(seed) % 40;
	char *bytes = arena_room(arena, size + 1);

	for (size_t i = 0; i < size; i++)
		bytes[i] = marks[next(seed) % marks_size];
	return (struct text){ bytes, size };
}

static void whatever_the_bytes_cells_are_utf_8(void **state)
{
	static const char marks[] = "\"\",;\t|\r\n\0ab\xEF\xBB\xBF\xFF\xFE\xC3\x9C\xD8\xDC";
	static const struct csv_limits limits = { 8, 20 };
	struct arena *arena = arena_new(1 << 16);
	uint64_t seed = 20261129;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct csv_table table;

		arena_reset(arena);
		if (csv_read(arena, drawn(arena, &seed, marks, sizeof(marks) - 1), &limits,
			     &table) != CSV_READ) {
			assert_null(table.records);
			continue;
		}
		assert_true(table.count <= limits.records);
		for (size_t r = 0; r < table.count; r++) {
			assert_true(table.records[r].count >= 1);
			for (size_t c = 0; c < table.records[r].count; c++)
				assert_true(utf8_check(table.records[r].cells[c]));
		}
	}
	arena_free(arena);
}

/* What is written by csv_add is read again, cell by cell. */
static void what_was_written_is_read_again(void **state)
{
	enum { ROWS = 3, COLUMNS = 4 };
	static const char marks[] = "\",;\t|\r\n ab'=";
	struct arena *arena = arena_new(1 << 16);
	uint64_t seed = 7;

	(void)state;
	for (int i = 0; i < 2000; i++) {
		struct buffer out = { 0 };
		struct text cells[ROWS][COLUMNS];
		struct csv_table table;

		arena_reset(arena);
		buffer_add_text(&out, TEXT("a,b,c,d\r\n"));
		for (size_t r = 0; r < ROWS; r++)
			for (size_t c = 0; c < COLUMNS; c++) {
				cells[r][c] = drawn(arena, &seed, marks, sizeof(marks) - 1);
				csv_add(&out, cells[r][c]);
				buffer_add_text(&out, c + 1 < COLUMNS ? TEXT(",") : TEXT("\r\n"));
			}
		assert_int_equal(csv_read(arena, buffer_text(&out), &wide, &table), CSV_READ);
		assert_int_equal(table.count, ROWS + 1);
		for (size_t r = 0; r < ROWS; r++)
			for (size_t c = 0; c < COLUMNS; c++)
				assert_true(text_equal(table.records[r + 1].cells[c], cells[r][c]));
		buffer_free(&out);
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_read_as_they_were_meant),
		cmocka_unit_test(the_file_itself_is_not_changed),
		cmocka_unit_test(a_quote_that_never_ends_is_told_with_its_record),
		cmocka_unit_test(limits_hold_at_their_edges),
		cmocka_unit_test(commas_alone_take_no_memory),
		cmocka_unit_test(defused_cells_come_back_armed),
		cmocka_unit_test(whatever_the_bytes_cells_are_utf_8),
		cmocka_unit_test(what_was_written_is_read_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
