/* test_cgroup.c - the lines of /proc/PID/cgroup. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "bytes.h"
#include "parse.h"

static void a_line_is_understood_or_passed_over(void **state)
{
	(void)state;
	static const struct {
		const char *why, *data;
		size_t size;
		bool ok;
		uint64_t hierarchy;
		const char *controllers, *path;
	} rows[] = {
		{ "v2", BYTES("0::/\n"), true, 0, "", "/" },
		{ "v1", BYTES("5:cpu,cpuacct:/docker/abc\n"), true, 5, "cpu,cpuacct", "/docker/abc" },
		{ "named hierarchy", BYTES("1:name=systemd:/x\n"), true, 1, "name=systemd", "/x" },
		{ "colons in the path", BYTES("0::/a:b:c\n"), true, 0, "", "/a:b:c" },
		{ "above our namespace's root", BYTES("0::/../x\n"), true, 0, "", "/../x" },
		{ "without newline", BYTES("0::/x"), true, 0, "", "/x" },
		{ "behind an ill-formed line", BYTES("x\n\n0::/x\n"), true, 0, "", "/x" },
		{ "empty", BYTES(""), false, 0, NULL, NULL },
		{ "cut before the path", BYTES("5:cpu:"), false, 0, NULL, NULL },
		{ "cut before the controllers", BYTES("5:"), false, 0, NULL, NULL },
		{ "relative path", BYTES("0::x\n"), false, 0, NULL, NULL },
		{ "no number", BYTES(":cpu:/x\n"), false, 0, NULL, NULL },
		{ "number of 65 bits", BYTES("18446744073709551616::/x\n"), false, 0, NULL, NULL },
		{ "number and more", BYTES("5x:cpu:/x\n"), false, 0, NULL, NULL },
		{ "NULs", BYTES("\0\0\0\n"), false, 0, NULL, NULL },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		char *data = bytes_copy(rows[i].data, rows[i].size);
		struct text text = TEXT(data, rows[i].size);
		struct cgroup_line line = { .hierarchy = 9999 };
		bool ok = parse_cgroup_line(&text, &line);

		ASSERT_ROW(i, rows[i].why, ok == rows[i].ok);
		ASSERT_ROW(i, rows[i].why, line.hierarchy == (ok ? rows[i].hierarchy : 9999));
		ASSERT_ROW(i, rows[i].why, !ok || text_is(&line.controllers, rows[i].controllers));
		ASSERT_ROW(i, rows[i].why, !ok || text_is(&line.path, rows[i].path));
		ASSERT_ROW(i, rows[i].why, text_left(&text) == (ok ? 0 : rows[i].size));
		free(data);
	}
}

static void controllers_are_found_whole(void **state)
{
	(void)state;
	struct cgroup_line line = { .controllers = TEXT("cpu,cpuacct,devices", 19) };

	assert_true(cgroup_has_controller(&line, "cpu"));
	assert_true(cgroup_has_controller(&line, "cpuacct"));
	assert_true(cgroup_has_controller(&line, "devices"));
	assert_false(cgroup_has_controller(&line, "device"));
	assert_false(cgroup_has_controller(&line, "acct"));
	line.controllers = TEXT("", 0);
	assert_false(cgroup_has_controller(&line, "cpu"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_understood_or_passed_over),
		cmocka_unit_test(controllers_are_found_whole),
	};

	return cmocka_run_group_tests_name("cgroup", tests, NULL, NULL);
}
