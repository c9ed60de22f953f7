/* test_idmap.c - uid_map and gid_map. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "bytes.h"
#include "parse.h"

static void a_map_is_understood_or_refused(void **state)
{
	(void)state;
	static const struct {
		const char *why, *data;
		size_t size;
		bool ok;
		size_t count;
		bool full;
	} rows[] = {
		{ "the host's", BYTES("         0          0 4294967295\n"), true, 1, true },
		{ "rootless", BYTES("0 1000 1\n1 100000 65536\n"), true, 2, false },
		{ "empty", BYTES(""), true, 0, false },
		{ "without the last newline", BYTES("0 0 4294967295"), true, 1, true },
		{ "shifted by one", BYTES("0 1 4294967295\n"), true, 1, false },
		{ "shifted by one inside", BYTES("1 0 4294967295\n"), true, 1, false },
		{ "one short of full", BYTES("0 0 4294967294\n"), true, 1, false },
		{ "full in two lines", BYTES("0 0 1\n1 1 4294967294\n"), true, 2, false },
		{ "cut short", BYTES("0 0"), false, 0, false },
		{ "cut short in the second line", BYTES("0 0 1\n1 1"), false, 0, false },
		{ "33 bits", BYTES("0 0 4294967296\n"), false, 0, false },
		{ "beyond the last ID inside", BYTES("2 0 4294967295\n"), false, 0, false },
		{ "beyond the last ID outside", BYTES("0 2 4294967295\n"), false, 0, false },
		{ "no IDs", BYTES("0 0 0\n"), false, 0, false },
		{ "no numbers", BYTES("a b c\n"), false, 0, false },
		{ "negative", BYTES("0 -1 1\n"), false, 0, false },
		{ "four numbers", BYTES("0 0 1 1\n"), false, 0, false },
		{ "an empty line", BYTES("\n"), false, 0, false },
		{ "a NUL", BYTES("0 0 \0001\n"), false, 0, false },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct idmap map = { .count = 9999 };
		char *data = bytes_copy(rows[i].data, rows[i].size);

		ASSERT_ROW(i, rows[i].why, parse_idmap(data, rows[i].size, &map) == rows[i].ok);
		ASSERT_ROW(i, rows[i].why, map.count == (rows[i].ok ? rows[i].count : 9999));
		ASSERT_ROW(i, rows[i].why, !rows[i].ok || idmap_is_full(&map) == rows[i].full);
		free(data);
	}
}

static void ranges_are_kept_in_order(void **state)
{
	(void)state;
	struct idmap map;

	assert_true(parse_idmap(BYTES("0 1000 1\n1 100000 65536\n"), &map));
	assert_true(map.range[0].inside == 0 && map.range[0].outside == 1000 && map.range[0].count == 1);
	assert_true(map.range[1].inside == 1 && map.range[1].outside == 100000 && map.range[1].count == 65536);
}

static void ranges_beyond_the_table_are_counted(void **state)
{
	(void)state;
	char data[341 * 6];	/* 340 is the kernel's own limit */
	struct idmap map;

	for (size_t i = 0; i < sizeof data; i += 6)
		memcpy(data + i, "7 8 9\n", 6);
	assert_true(parse_idmap(data, sizeof data, &map));
	assert_int_equal(map.count, 341);
	assert_int_equal(map.range[31].count, 9);
	assert_false(idmap_is_full(&map));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_map_is_understood_or_refused),
		cmocka_unit_test(ranges_are_kept_in_order),
		cmocka_unit_test(ranges_beyond_the_table_are_counted),
	};

	return cmocka_run_group_tests_name("idmap", tests, NULL, NULL);
}
