/* test_cmdline.c - the kernel command line and release. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "bytes.h"
#include "parse.h"

static void a_parameter_has_its_value(void **state)
{
	(void)state;
	static const struct { const char *why, *data; size_t size; const char *value; } rows[] = {
		{ "among others", BYTES("BOOT_IMAGE=/vmlinuz root=UUID=12-34 ro quiet\n"), "UUID=12-34" },
		{ "first", BYTES("root=/dev/vda1 ro\n"), "/dev/vda1" },
		{ "last, no newline", BYTES("ro root=/dev/vda1"), "/dev/vda1" },
		{ "the last of two counts", BYTES("root=a root=b\n"), "b" },
		{ "behind a tab", BYTES("ro\troot=a\tquiet\n"), "a" },
		{ "on a line of its own", BYTES("ro\nroot=a\nquiet\n"), "a" },
		{ "a quotation mark alone", BYTES("root=\""), "" },
		{ "a quotation mark at the end only", BYTES("root=a\"\n"), "a\"" },
		{ "empty value", BYTES("root= ro\n"), "" },
		{ "quoted value", BYTES("root=\"a b\" ro\n"), "a b" },
		{ "all quoted", BYTES("\"root=a b\" ro\n"), "a b" },
		{ "a quotation mark that never closes", BYTES("root=\"a b"), "a b" },
		{ "within another's quotation marks", BYTES("x=\"a root=b\" ro\n"), NULL },
		{ "meant for init", BYTES("ro -- root=a\n"), NULL },
		{ "no value", BYTES("root ro\n"), NULL },
		{ "longer names", BYTES("rootfs=x xroot=y\n"), NULL },
		{ "empty", BYTES(""), NULL },
		{ "blanks", BYTES(" \n"), NULL },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		char *data = bytes_copy(rows[i].data, rows[i].size);
		struct text value = TEXT("untouched", 9);
		bool ok = parse_cmdline_value(data, rows[i].size, "root", &value);

		ASSERT_ROW(i, rows[i].why, ok == (rows[i].value != NULL));
		ASSERT_ROW(i, rows[i].why, text_is(&value, ok ? rows[i].value : "untouched"));
		free(data);
	}
}

static void a_release_begins_with_two_numbers(void **state)
{
	(void)state;
	static const struct { const char *release; bool ok; unsigned major, minor; } rows[] = {
		{ "6.1.0-18-amd64", true, 6, 1 },
		{ "6.12", true, 6, 12 },
		{ "4.19.0-gvisor", true, 4, 19 },
		{ "6.6-rc1", true, 6, 6 },
		{ "6", false, 0, 0 },
		{ "6.", false, 0, 0 },
		{ ".6", false, 0, 0 },
		{ "6. 1", false, 0, 0 },
		{ " 6.1", false, 0, 0 },
		{ "", false, 0, 0 },
		{ "v6.1", false, 0, 0 },
		{ "6..1", false, 0, 0 },
		{ "4294967296.1", false, 0, 0 },
		{ "6.4294967296", false, 0, 0 },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		unsigned major = 9999, minor = 9999;

		ASSERT_ROW(i, rows[i].release, parse_release(rows[i].release, &major, &minor) == rows[i].ok);
		ASSERT_ROW(i, rows[i].release, major == (rows[i].ok ? rows[i].major : 9999));
		ASSERT_ROW(i, rows[i].release, minor == (rows[i].ok ? rows[i].minor : 9999));
	}
}

static void a_release_is_compared_number_by_number(void **state)
{
	(void)state;
	static const struct { const char *release; unsigned major, minor; enum known at_least; } rows[] = {
		{ "6.6.0", 6, 6, YES },
		{ "6.12", 6, 6, YES },
		{ "6.5.13", 6, 6, NO },
		{ "7.0", 6, 6, YES },
		{ "5.15", 6, 6, NO },
		{ "no release", 6, 6, UNKNOWN },
		{ NULL, 6, 6, UNKNOWN },
	};

	for (size_t i = 0; i < ROWS(rows); i++)
		ASSERT_ROW(i, rows[i].release ? rows[i].release : "none", release_at_least(rows[i].release, rows[i].major, rows[i].minor) == rows[i].at_least);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_parameter_has_its_value),
		cmocka_unit_test(a_release_begins_with_two_numbers),
		cmocka_unit_test(a_release_is_compared_number_by_number),
	};

	return cmocka_run_group_tests_name("cmdline", tests, NULL, NULL);
}
