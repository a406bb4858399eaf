/*
 * Record ids: version 7 bits, order, printed forms and what is read back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/id.h"

/* The sample of RFC 9562, appendix A.6. */
static const struct id sample = { { 0x01, 0x7F, 0x22, 0xE2, 0x79, 0xB0, 0x7C, 0xC3, 0x98, 0xC4,
				    0xDC, 0x0C, 0x0C, 0x07, 0x39, 0x8F } };

static const char uuid_form[] = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
static const char ulid_form[] = "01FWHE4YDGFK1SHH6W1G60EECF";

static void an_id_carries_its_version_time_and_sequence(void **state)
{
	const struct instant at = { INT64_C(1645557742000) };
	struct id id = id_make(at, 0xABC);

	(void)state;
	assert_int_equal(id_time(id).ms, at.ms);
	assert_int_equal(id.bytes[6], 0x7A);
	assert_int_equal(id.bytes[7], 0xBC);
	assert_int_equal(id.bytes[8] & 0xC0, 0x80);
	assert_int_equal(id_time(sample).ms, at.ms);
	assert_int_equal(id_time(id_make(INSTANT_LAST, 0)).ms, INSTANT_LAST.ms);
}

/* Rows that somebody imported may have ids of random bits. */
static void no_id_names_a_time_that_cannot_be_printed(void **state)
{
	struct id id;
	char printed[INSTANT_SIZE];

	(void)state;
	memset(&id, 0xFF, sizeof(id));
	assert_int_equal(id_time(id).ms, INSTANT_LAST.ms);
	instant_print(id_time(id), printed);
	assert_memory_equal(printed, "9999-12-31T23:59:59Z", INSTANT_SIZE);
}

static void later_ids_are_greater(void **state)
{
	struct id last = ID_NONE;

	(void)state;
	for (int ms = 0; ms < 300; ms++) {
		for (unsigned sequence = 0; sequence < 4096; sequence += 1365) {
			struct id id = id_make((struct instant){ ms }, sequence);

			assert_true(id_compare(last, id) < 0);
			last = id;
		}
	}
}

static void two_ids_of_one_moment_differ(void **state)
{
	const struct instant at = { 1000 };

	(void)state;
	assert_false(id_equal(id_make(at, 1), id_make(at, 1)));
}

static void a_seed_makes_equal_ids_of_equal_input(void **state)
{
	const struct instant at = { INT64_C(1645557742000) };
	struct id id = id_make_seeded(at, 3, 42);

	(void)state;
	assert_true(id_equal(id, id_make_seeded(at, 3, 42)));
	assert_int_equal(id_time(id).ms, at.ms);
	assert_memory_not_equal(id.bytes + 9, id_make_seeded(at, 3, 43).bytes + 9, 7);
	assert_memory_not_equal(id.bytes + 9, id_make_seeded(at, 4, 42).bytes + 9, 7);
}

static void the_forms_print_the_same_bits(void **state)
{
	char uuid[ID_UUID_SIZE], ulid[ID_ULID_SIZE];
	struct id all;

	(void)state;
	id_print_uuid(sample, uuid);
	assert_memory_equal(uuid, uuid_form, ID_UUID_SIZE);
	id_print_ulid(sample, ulid);
	assert_memory_equal(ulid, ulid_form, ID_ULID_SIZE);
	memset(&all, 0xFF, sizeof(all));
	id_print_ulid(all, ulid);
	assert_memory_equal(ulid, "7ZZZZZZZZZZZZZZZZZZZZZZZZZ", ID_ULID_SIZE);
}

static void every_printed_form_is_read_back(void **state)
{
	static const char *const forms[] = {
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
		"017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
		"usr-017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
		"grp-017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
		"krs-017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
		"obj_01FWHE4YDGFK1SHH6W1G60EECF",
		"krs_01FWHE4YDGFK1SHH6W1G60EECF",
		"obj_01fwhe4ydgfk1shh6w1g60eecf",
		"obj_OiFWHE4YDGFKlSHH6WLG6oEECF",
		"krs_oIfwhe4ydgfkLshh6wIg6Oeecf",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct id id = ID_NONE;

		assert_true(id_parse(text_from(forms[i]), &id));
		assert_true(id_equal(id, sample));
	}
}

static void random_ids_survive_each_form(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 1000; i++) {
		struct id id = id_make((struct instant){ i * 77777777 }, i), back = ID_NONE;
		char uuid[ID_UUID_SIZE], ulid[4 + ID_ULID_SIZE] = "obj_";

		id_print_uuid(id, uuid);
		assert_true(id_parse((struct text){ uuid, sizeof(uuid) }, &back));
		assert_true(id_equal(back, id));
		id_print_ulid(id, ulid + 4);
		assert_true(id_parse((struct text){ ulid, sizeof(ulid) }, &back));
		assert_true(id_equal(back, id));
	}
}

static void anything_else_is_refused(void **state)
{
	static const char *const refused[] = {
		"",
		"1",
		"00000000-0000-0000-0000-000000000000",
		"obj_00000000000000000000000000",
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398",
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398f0",
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
		"017f22e279b0-7cc3-98c4-dc0c0c07398f-",
		"017f22e2_79b0-7cc3-98c4-dc0c0c07398f",
		"{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
		" 017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
		"017f22e279b07cc398c4dc0c0c07398f",
		"USR-017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
		"usr_017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
		"obj-017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
		"usr-",
		"obj_",
		"01FWHE4YDGFK1SHH6W1G60EECF",
		"obj_81FWHE4YDGFK1SHH6W1G60EECF",
		"obj_01FWHE4YDGFK1SHH6W1G60EECU",
		"obj_g1FWHE4YDGFK1SHH6W1G60EECF",
		"obj_01fwhe4ydgfk1shh6w1g60eecu",
		"OBJ_01FWHE4YDGFK1SHH6W1G60EECF",
		"obj_01FWHE4YDGFK1SHH6W1G60EEC",
		"obj_01FWHE4YDGFK1SHH6W1G60EECFF",
		"grp_01FWHE4YDGFK1SHH6W1G60EECF",
	};
	const char with_nul[] = "obj_01FWHE4YDGFK1SHH6W1G60EEC\0";

	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		struct id id = sample;

		assert_false(id_parse(text_from(refused[i]), &id));
		assert_true(id_equal(id, sample));
	}
	assert_false(id_parse((struct text){ with_nul, 30 }, &(struct id){ { 0 } }));
	assert_false(id_parse(TEXT_NONE, &(struct id){ { 0 } }));
}

/* What is printed in a form begins as it says, and is read back. */
static void every_form_is_read_back(void **state)
{
	static const struct {
		const char *beginning;
		size_t size;
	} forms[ID_FORMS] = {
		[ID_PLAIN] = { "0", 36 },       [ID_ULID_OBJ] = { "obj_", 30 },
		[ID_ULID_KRS] = { "krs_", 30 }, [ID_UUID_USR] = { "usr-", 40 },
		[ID_UUID_GRP] = { "grp-", 40 }, [ID_UUID_KRS] = { "krs-", 40 },
	};
	struct id id = id_make((struct instant){ 1700000000000 }, 7);

	(void)state;
	for (size_t i = 0; i < ID_FORMS; i++) {
		char printed[ID_PRINT_MAX], pattern[ID_PATTERN_MAX];
		struct text text = id_print(id, (enum id_form)i, printed);
		struct id back = ID_NONE;

		assert_int_equal(text.size, forms[i].size);
		assert_true(text_starts_with(text, text_from(forms[i].beginning)));
		assert_true(id_parse(text, &back));
		assert_true(id_equal(back, id));
		id_pattern((enum id_form)i, pattern);
		assert_true(i == ID_PLAIN || strncmp(pattern + 1, forms[i].beginning, 4) == 0);
		assert_int_equal(pattern[strlen(pattern) - 1], '$');
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_form_is_read_back),
		cmocka_unit_test(an_id_carries_its_version_time_and_sequence),
		cmocka_unit_test(no_id_names_a_time_that_cannot_be_printed),
		cmocka_unit_test(later_ids_are_greater),
		cmocka_unit_test(two_ids_of_one_moment_differ),
		cmocka_unit_test(a_seed_makes_equal_ids_of_equal_input),
		cmocka_unit_test(the_forms_print_the_same_bits),
		cmocka_unit_test(every_printed_form_is_read_back),
		cmocka_unit_test(random_ids_survive_each_form),
		cmocka_unit_test(anything_else_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
