/* test_fdinfo.c - /proc/PID/fdinfo/N. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "bytes.h"
#include "parse.h"

static void both_numbers_or_none(void **state)
{
	(void)state;
	static const struct { const char *why, *data; size_t size; bool ok; uint64_t flags, mount_id; } rows[] = {
		{ "a file", BYTES("pos:\t0\nflags:\t0100002\nmnt_id:\t29\nino:\t7\n"), true, 0100002, 29 },
		{ "the other way round", BYTES("mnt_id:\t29\nflags:\t02\n"), true, 02, 29 },
		{ "more than is asked for", BYTES("flags:\t02\nmnt_id:\t1\neventfd-count: 0\n"), true, 02, 1 },
		{ "no mnt_id (before Linux 3.15)", BYTES("pos:\t0\nflags:\t0100002\n"), false, 0, 0 },
		{ "no flags", BYTES("mnt_id:\t29\n"), false, 0, 0 },
		{ "flags not octal", BYTES("flags:\t08\nmnt_id:\t29\n"), false, 0, 0 },
		{ "no flags in the line", BYTES("flags:\tx\nmnt_id:\t29\n"), false, 0, 0 },
		{ "more behind the number", BYTES("flags:\t02\nmnt_id:\t29x\n"), false, 0, 0 },
		{ "no number", BYTES("flags:\t02\nmnt_id:\t\n"), false, 0, 0 },
		{ "cut short", BYTES("flags:\t02\nmnt_id:\t2"), false, 0, 0 },
		{ "65 bits", BYTES("flags:\t02\nmnt_id:\t18446744073709551616\n"), false, 0, 0 },
		{ "a NUL", BYTES("flags:\t02\0\nmnt_id:\t2\n"), false, 0, 0 },
		{ "empty", BYTES(""), false, 0, 0 },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		char *data = bytes_copy(rows[i].data, rows[i].size);
		struct fdinfo fdinfo = { 9999, 9999 };

		ASSERT_ROW(i, rows[i].why, parse_fdinfo(data, rows[i].size, &fdinfo) == rows[i].ok);
		ASSERT_ROW(i, rows[i].why, fdinfo.flags == (rows[i].ok ? rows[i].flags : 9999));
		ASSERT_ROW(i, rows[i].why, fdinfo.mount_id == (rows[i].ok ? rows[i].mount_id : 9999));
		free(data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_numbers_or_none),
	};

	return cmocka_run_group_tests_name("fdinfo", tests, NULL, NULL);
}
