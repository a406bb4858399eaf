/*
 * What a statement says of its tables: which it looks at, and whose rows it outdates.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "model/things.h"
#include "store/tables.h"

static void check(const char *sql, enum table written, bool is_insert)
{
	struct tables tables = tables_of(sql);

	assert_int_equal(tables.written, written);
	assert_int_equal(tables.is_insert, is_insert);
	if (written < TABLES)
		assert_true(tables.named >> written & 1);
}

static void what_is_written_follows_the_verb(void **state)
{
	(void)state;
	check("UPDATE objective SET key_result_id = ?", TABLE_OBJECTIVE, false);
	check("DELETE FROM journal WHERE id = ?", TABLE_JOURNAL, false);
	check("INSERT INTO check_in (id) VALUES (?)", TABLE_CHECK_IN, true);
	check("INSERT INTO kpi(id) VALUES (?)", TABLE_KPI, true);
}

static void a_longer_name_is_another_table(void **state)
{
	(void)state;
	check("UPDATE review_cycle SET name = ?", TABLE_REVIEW_CYCLE, false);
	check("UPDATE kpi_update SET value = ?", TABLE_KPI_UPDATE, false);
	check("DELETE FROM objective_person WHERE id = ?", TABLES, false);
	check("INSERT INTO review_answer (id) VALUES (?)", TABLES, true);
}

static void reading_writes_nothing(void **state)
{
	(void)state;
	check("SELECT id FROM team WHERE id = ? FOR UPDATE", TABLES, false);
	check("SET foreign_key_checks = 0", TABLES, false);
}

/* Each is asked for before a statement is sent: one that is missed reads what is out of date. */
static void every_table_that_is_read_is_named(void **state)
{
	struct tables tables = tables_of("SELECT a.id FROM objective a JOIN cycle c ON TRUE, team");

	(void)state;
	assert_int_equal(tables.named,
			 1U << TABLE_OBJECTIVE | 1U << TABLE_CYCLE | 1U << TABLE_TEAM);
}

/* Records of any thing are remembered, so each write of its table must be known. */
static void every_thing_has_its_table(void **state)
{
	(void)state;
	for (size_t i = 0; all_things[i]; i++)
		if (all_things[i]->table)
			assert_int_not_equal(table_named(all_things[i]->table), TABLES);
}

/* Verifying compares what was read with what is computed. */
static void what_follows_from_others_is_stored(void **state)
{
	(void)state;
	for (size_t i = 0; all_things[i]; i++) {
		const struct form *form = &all_things[i]->form;

		for (size_t j = 0; j < form->count; j++)
			if (form->fields[j].source >= SOURCE_ROLL_UP &&
			    form->fields[j].source <= SOURCE_LINK)
				assert_true(form->fields[j].flags & FIELD_COLUMN);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_follows_the_verb),
		cmocka_unit_test(a_longer_name_is_another_table),
		cmocka_unit_test(reading_writes_nothing),
		cmocka_unit_test(every_table_that_is_read_is_named),
		cmocka_unit_test(every_thing_has_its_table),
		cmocka_unit_test(what_follows_from_others_is_stored),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
