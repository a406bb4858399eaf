/*
 * How long a record is remembered: until its table is written into, or its transaction is over. The
 * connection is one that is never used; it only says that there is a transaction.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "model/objective.h"
#include "store/batch.h"
#include "store/db_internal.h"
#include "store/memo.h"

static MYSQL connection = { .server_status = SERVER_STATUS_IN_TRANS };
static struct db db = { .mysql = &connection };
static const struct id workspace = { { 1 } }, id = { { 2 } };

static bool is_known(void)
{
	struct objective out;

	return memo_find(&db, &objective_thing, workspace, id, &out);
}

static int remember(void **state)
{
	struct objective objective = { .record = { .id = id, .organisation_id = workspace } };

	(void)state;
	db_use(&db, arena_new(4096));
	memo_add(&db, &objective_thing, &objective);
	return is_known() ? 0 : 1;
}

static int forget(void **state)
{
	(void)state;
	db_drop_later(&db);
	buffer_free(&db.later);
	arena_free(db.arena);
	return 0;
}

static void a_write_of_its_table_outdates_a_memo(void **state)
{
	(void)state;
	db_run_later(&db, "UPDATE objective SET progress = 1", NULL, 0);
	assert_false(is_known());
}

static void new_rows_and_other_tables_leave_a_memo(void **state)
{
	(void)state;
	db_run_later(&db, "INSERT INTO objective (id) VALUES (NULL)", NULL, 0);
	db_run_later(&db, "UPDATE key_result SET objective_id = NULL", NULL, 0);
	assert_true(is_known());
}

static void an_epoch_outdates_every_memo(void **state)
{
	(void)state;
	db_begin_epoch(&db);
	assert_false(is_known());
}

/* What it points to is gone by then. */
static void another_arena_outdates_every_memo(void **state)
{
	struct arena *other = db.arena;

	(void)state;
	db_use(&db, other);
	assert_false(is_known());
}

static void outside_a_transaction_nothing_is_known(void **state)
{
	(void)state;
	connection.server_status = 0;
	assert_false(is_known());
	connection.server_status = SERVER_STATUS_IN_TRANS;
	assert_true(is_known());
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, remember, forget)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_write_of_its_table_outdates_a_memo),
		TEST(new_rows_and_other_tables_leave_a_memo),
		TEST(an_epoch_outdates_every_memo),
		TEST(another_arena_outdates_every_memo),
		TEST(outside_a_transaction_nothing_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
