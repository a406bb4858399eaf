/*
 * The chain of the journal: every column counts, null is not empty, and nothing moves from one column
 * to the next unseen.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "base/secret.h"
#include "service/journal_chain.h"
#include "service/journal_content.h"

static const char zeros[JOURNAL_HASH_SIZE];
static const struct id workspace = { { 1, 2, 3 } };

static struct journal_link sample(void)
{
	return (struct journal_link){
		.sequence = 7,
		.at = TEXT("2026-11-28 20:00:00.123"),
		.type = KEY_RESULT_TARGET_CHANGED,
		.subject_type = ABOUT_KEY_RESULT,
		.subject_id = TEXT("0123456789abcdef"),
		.objective_id = TEXT("fedcba9876543210"),
		.app_id = TEXT("app"),
		.actor_type = ACTOR_KEY,
		.actor_id = TEXT("0123456789ABCDEF"),
		.via = VIA_API,
		.request_id = TEXT("r-1"),
		.reason = TEXT("why not"),
		.content_digest = TEXT("0123456789abcdef0123456789abcdef"),
	};
}

static uint64_t hash_under(const struct journal_link *link, struct text pepper,
			   struct text previous, struct id organisation_id)
{
	uint8_t hash[JOURNAL_HASH_SIZE];

	journal_hash(pepper, organisation_id, previous, link, hash);
	return digest64((struct text){ (const char *)hash, sizeof(hash) });
}

static uint64_t hash_of(const struct journal_link *link)
{
	return hash_under(link, TEXT("sixteen bytes...."), (struct text){ zeros, sizeof(zeros) },
			  workspace);
}

static void every_hashed_column_counts(void **state)
{
	struct journal_link link = sample();
	uint64_t before = hash_of(&link);

	(void)state;
	for (size_t i = 0; i < journal_hashed_count; i++) {
		void *at = (char *)&link + journal_hashed[i].offset;
		struct text *text = at;
		int64_t *integer = at;

		link = sample();
		if (journal_hashed[i].kind == FIELD_INTEGER)
			++*integer;
		else
			*text = TEXT("another");
		if (hash_of(&link) == before)
			fail_msg("%s", journal_hashed[i].name);
	}
}

static void null_is_not_empty(void **state)
{
	struct journal_link link = sample(), other = sample();

	(void)state;
	link.reason = TEXT("");
	other.reason = TEXT_NONE;
	assert_true(hash_of(&link) != hash_of(&other));
	link = other = sample();
	link.cycle_id = (struct text){ zeros, 16 };
	assert_true(hash_of(&link) != hash_of(&other));
}

static void bytes_do_not_move_between_columns(void **state)
{
	struct journal_link link = sample(), other = sample();

	(void)state;
	link.request_id = TEXT("ab");
	link.reason = TEXT("c");
	other.request_id = TEXT("a");
	other.reason = TEXT("bc");
	assert_true(hash_of(&link) != hash_of(&other));
}

static void what_stands_around_the_row_counts(void **state)
{
	const struct text pepper = TEXT("sixteen bytes...."), none = { zeros, sizeof(zeros) };
	struct journal_link link = sample();
	uint64_t hash = hash_of(&link);

	(void)state;
	assert_true(hash == hash_under(&link, pepper, none, workspace));
	assert_true(hash != hash_under(&link, TEXT_NONE, none, workspace));
	assert_true(hash != hash_under(&link, TEXT("another pepper..."), none, workspace));
	assert_true(hash !=
		    hash_under(&link, pepper, TEXT("0123456789abcdef0123456789abcdef"), workspace));
	assert_true(hash != hash_under(&link, pepper, none, (struct id){ { 1, 2, 4 } }));
}

static void content_is_packed_when_it_is_long(void **state)
{
	struct arena *arena = arena_new(1 << 16);
	struct journal_told told;
	struct buffer long_ = { 0 };
	struct text content;

	(void)state;
	content = journal_content(arena, TEXT("T"), TEXT("{\"a\":{\"from\":null,\"to\":1}}"),
				  TEXT_NONE);
	assert_true(text_equal(content, TEXT("{\"title\":\"T\",\"changes\":{\"a\":{\"from\":null,"
					     "\"to\":1}},\"context\":null}")));
	for (int i = 0; i < 2000; i++)
		buffer_print(&long_, "%s%d", i ? "," : "{\"a\":[", i);
	buffer_print(&long_, "]}");
	content = journal_content(arena, TEXT("T"), buffer_text(&long_), TEXT_NONE);
	assert_true(content.size < long_.size / 2);
	assert_true(journal_unpack(arena, content, &told));
	assert_true(text_equal(told.changes, buffer_text(&long_)));
	assert_false(journal_unpack(arena, (struct text){ content.data, content.size - 9 }, &told));
	assert_false(journal_unpack(arena, TEXT("{\"title\":1"), &told));
	assert_false(journal_unpack(arena, TEXT_NONE, &told));
	buffer_free(&long_);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_hashed_column_counts),
		cmocka_unit_test(null_is_not_empty),
		cmocka_unit_test(bytes_do_not_move_between_columns),
		cmocka_unit_test(what_stands_around_the_row_counts),
		cmocka_unit_test(content_is_packed_when_it_is_long),
	};

	return secret_start() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
}
