/* test_mountinfo.c - the lines of /proc/PID/mountinfo. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "bytes.h"
#include "parse.h"

static void a_line_is_understood(void **state)
{
	(void)state;
	const char line[] = "36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 shared:22 propagate_from:2 - ext3 /dev/root rw,errors=continue\n";
	struct text text = TEXT(line, sizeof line - 1);
	struct mountinfo mount;
	size_t bad = 0;

	assert_true(parse_mountinfo(&text, &mount, &bad));
	assert_int_equal(mount.id, 36);
	assert_int_equal(mount.parent, 35);
	assert_int_equal(mount.major, 98);
	assert_int_equal(mount.minor, 0);
	assert_true(text_is(&mount.root, "/mnt1"));
	assert_true(text_is(&mount.point, "/mnt2"));
	assert_true(text_is(&mount.options, "rw,noatime"));
	assert_true(text_is(&mount.type, "ext3"));
	assert_true(text_is(&mount.source, "/dev/root"));
	assert_true(text_is(&mount.super, "rw,errors=continue"));
	assert_int_equal(mount.shared, 22);
	assert_int_equal(mount.master, 1);
	assert_false(parse_mountinfo(&text, &mount, &bad));
	assert_int_equal(bad, 0);
}

static void odd_lines_that_kernels_do_print(void **state)
{
	(void)state;
	static const struct { const char *why, *data, *root, *point, *source, *super; } rows[] = {
		{ "no optional field", "1 0 0:1 / / rw - tmpfs none rw\n", "/", "/", "none", "rw" },
		{ "unbindable", "1 0 0:1 / / rw unbindable - tmpfs none rw\n", "/", "/", "none", "rw" },
		{ "a field of the future", "1 0 0:1 / / rw newfield:x,y - tmpfs none rw\n", "/", "/", "none", "rw" },
		{ "empty source", "1 0 0:1 / /x rw - tmpfs  rw\n", "/", "/x", "", "rw" },
		{ "blanks in the options", "1 0 0:1 / /x rw - 9p drvfs rw,path=C:\\Program Files\\x\n",
		  "/", "/x", "drvfs", "rw,path=C:\\Program Files\\x" },
		{ "a source named -", "1 0 0:1 / /x rw - tmpfs - rw\n", "/", "/x", "-", "rw" },
		{ "a namespace", "1 0 0:4 net:[4026531840] /run/netns/x rw - nsfs nsfs rw\n",
		  "net:[4026531840]", "/run/netns/x", "nsfs", "rw" },
		{ "no options of the super block", "1 0 0:1 / / rw - tmpfs none \n", "/", "/", "none", "" },
		{ "escaped blank", "1 0 8:1 /a\\040b /c\\040d rw - ext4 /dev/sda1 rw\n", "/a\\040b", "/c\\040d", "/dev/sda1", "rw" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		size_t size = strlen(rows[i].data), bad = 0;
		char *data = bytes_copy(rows[i].data, size);
		struct text text = TEXT(data, size);
		struct mountinfo mount;

		ASSERT_ROW(i, rows[i].why, parse_mountinfo(&text, &mount, &bad) && bad == 0);
		ASSERT_ROW(i, rows[i].why, text_is(&mount.root, rows[i].root) && text_is(&mount.point, rows[i].point));
		ASSERT_ROW(i, rows[i].why, text_is(&mount.source, rows[i].source) && text_is(&mount.super, rows[i].super));
		free(data);
	}
}

static void an_ill_formed_line_is_counted_and_passed_over(void **state)
{
	(void)state;
	static const struct { const char *why, *data; size_t size; } rows[] = {
		{ "empty line", BYTES("\n") },
		{ "a blank", BYTES(" \n") },
		{ "a word", BYTES("x\n") },
		{ "cut behind the id", BYTES("1\n") },
		{ "cut behind the device", BYTES("1 0 0:1 \n") },
		{ "cut behind the point", BYTES("1 0 0:1 / /\n") },
		{ "no separator", BYTES("1 0 0:1 / / rw shared:1\n") },
		{ "nothing behind the separator", BYTES("1 0 0:1 / / rw - \n") },
		{ "no source", BYTES("1 0 0:1 / / rw - tmpfs\n") },
		{ "no minor", BYTES("1 0 0 / / rw - tmpfs none rw\n") },
		{ "minor of 33 bits", BYTES("1 0 0:4294967296 / / rw - tmpfs none rw\n") },
		{ "id of 65 bits", BYTES("18446744073709551616 0 0:1 / / rw - tmpfs none rw\n") },
		{ "negative id", BYTES("-1 0 0:1 / / rw - tmpfs none rw\n") },
		{ "peer group that is no number", BYTES("1 0 0:1 / / rw shared:x - tmpfs none rw\n") },
		{ "master that is no number", BYTES("1 0 0:1 / / rw master:x - tmpfs none rw\n") },
		{ "parent that is no number", BYTES("1 x 0:1 / / rw - tmpfs none rw\n") },
		{ "no blank behind the parent", BYTES("1 0,0:1 / / rw - tmpfs none rw\n") },
		{ "cut within the device", BYTES("1 0 0:1\n") },
		{ "cut within the options", BYTES("1 0 0:1 / / rw\n") },
		{ "cut within the source", BYTES("1 0 0:1 / / rw - tmpfs none\n") },
		{ "relative point", BYTES("1 0 0:1 / x rw - tmpfs none rw\n") },
		{ "empty root", BYTES("1 0 0:1  / rw - tmpfs none rw\n") },
		{ "empty type", BYTES("1 0 0:1 / / rw -  none rw\n") },
		{ "a NUL in the point", BYTES("1 0 0:1 / /x\0y rw - tmpfs none rw\n") },
		{ "newline missing: cut short", BYTES("1 0 0:1 / / rw - tmpfs none rw") },
	};
	static const char good[] = "7 0 0:1 / /good rw - tmpfs none rw\n";

	for (size_t i = 0; i < ROWS(rows); i++) {
		size_t size = sizeof good - 1 + rows[i].size, bad = 0;
		char *data = malloc(size);

		assert_non_null(data);
		memcpy(data, good, sizeof good - 1);
		memcpy(data + sizeof good - 1, rows[i].data, rows[i].size);
		struct text text = TEXT(data, size);
		struct mountinfo mount;

		ASSERT_ROW(i, rows[i].why, parse_mountinfo(&text, &mount, &bad) && bad == 0);
		ASSERT_ROW(i, rows[i].why, !parse_mountinfo(&text, &mount, &bad) && bad == 1);
		ASSERT_ROW(i, rows[i].why, mount.id == 7 && text_is(&mount.point, "/good"));
		free(data);
	}
}

static void a_good_line_behind_an_ill_formed_one_is_found(void **state)
{
	(void)state;
	const char lines[] = "garbage\n\n7 0 0:1 / /x rw - tmpfs none rw\n";
	struct text text = TEXT(lines, sizeof lines - 1);
	struct mountinfo mount;
	size_t bad = 0;

	assert_true(parse_mountinfo(&text, &mount, &bad));
	assert_int_equal(mount.id, 7);
	assert_int_equal(bad, 2);
}

static void a_line_of_ten_megabytes_is_no_burden(void **state)
{
	(void)state;
	size_t size = (size_t)10 << 20, bad = 0;
	char *data = bytes_of(' ', size);
	struct text text = TEXT(data, size);
	struct mountinfo mount;

	data[size - 1] = '\n';
	assert_false(parse_mountinfo(&text, &mount, &bad));
	assert_int_equal(bad, 1);
	free(data);
}

static void octal_escapes_are_resolved_when_whole(void **state)
{
	(void)state;
	static const struct { const char *why, *in, *out; } rows[] = {
		{ "none", "/a", "/a" },
		{ "blank, tab, newline, backslash", "\\040\\011\\012\\134", " \t\n\\" },
		{ "the resolved text is not read again", "\\134040", "\\040" },
		{ "a hash, since Linux 4.16", "\\043", "#" },
		{ "highest byte", "\\377", "\377" },
		{ "more than a byte", "\\400", "\\400" },
		{ "cut short", "\\04", "\\04" },
		{ "a lone backslash", "\\", "\\" },
		{ "no octal digit", "\\048", "\\048" },
		{ "a blank before the digits", "\\ 40", "\\ 40" },
		{ "a tab before the digits", "\\\t40", "\\\t40" },
		{ "a sign before the digits", "\\/40", "\\/40" },
		{ "a letter", "\\x40", "\\x40" },
		{ "a blank among the digits", "\\0 0", "\\0 0" },
		{ "NUL would end the text", "a\\000b", "a\\000b" },
		{ "empty", "", "" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		size_t size = strlen(rows[i].in);
		char *data = bytes_copy(rows[i].in, size), buf[32];
		struct text text = TEXT(data, size);

		ASSERT_ROW(i, rows[i].why, parse_unescape(&text, buf, sizeof buf) == strlen(rows[i].out));
		ASSERT_ROW(i, rows[i].why, strcmp(buf, rows[i].out) == 0);
		free(data);
	}
}

static void unescaping_stops_where_the_buffer_ends(void **state)
{
	(void)state;
	struct text text = TEXT("a\\040bc", 7);
	char buf[4] = "zzz";

	assert_int_equal(parse_unescape(&text, buf, 0), 0);
	assert_string_equal(buf, "zzz");
	assert_int_equal(parse_unescape(&text, buf, 1), 0);
	assert_string_equal(buf, "");
	assert_int_equal(parse_unescape(&text, buf, 3), 2);
	assert_string_equal(buf, "a ");
}

static void an_option_is_found_whole(void **state)
{
	(void)state;
	static const struct { const char *why, *options, *option; bool has; } rows[] = {
		{ "alone", "ro", "ro", true },
		{ "first", "ro,nodev", "ro", true },
		{ "last", "nodev,ro", "ro", true },
		{ "part of another", "errors=remount-ro,rows", "ro", false },
		{ "a value does not count", "ro=1", "ro", false },
		{ "empty list", "", "ro", false },
		{ "empty options", ",,ro,", "ro", true },
		{ "within quotation marks", "context=\"a,ro,b\",rw", "ro", false },
		{ "behind quotation marks", "context=\"a,b\",ro", "ro", true },
		{ "a mark that never closes", "x=\"a,ro", "ro", true },
		{ "no list", NULL, "ro", false },
	};

	for (size_t i = 0; i < ROWS(rows); i++)
		ASSERT_ROW(i, rows[i].why, parse_has_option(rows[i].options, rows[i].option) == rows[i].has);
}

static void an_option_has_its_value(void **state)
{
	(void)state;
	static const struct { const char *why, *options, *option, *value; } rows[] = {
		{ "of several", "rw,lowerdir=/l,upperdir=/u/diff,workdir=/w", "upperdir", "/u/diff" },
		{ "empty", "rw,upperdir=", "upperdir", "" },
		{ "no value", "rw,upperdir", "upperdir", NULL },
		{ "longer name", "xupperdir=/x,upperdirs=/y", "upperdir", NULL },
		{ "first of two", "a=1,a=2", "a", "1" },
		{ "quoted, with commas", "rw,context=\"s0:c1,c2\",x", "context", "\"s0:c1,c2\"" },
		{ "holding an equals sign", "a=b=c", "a", "b=c" },
		{ "no list", NULL, "a", NULL },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct text value = TEXT("untouched", 9);
		bool found = parse_option_value(rows[i].options, rows[i].option, &value);

		ASSERT_ROW(i, rows[i].why, found == (rows[i].value != NULL));
		ASSERT_ROW(i, rows[i].why, text_is(&value, found ? rows[i].value : "untouched"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_understood),
		cmocka_unit_test(odd_lines_that_kernels_do_print),
		cmocka_unit_test(an_ill_formed_line_is_counted_and_passed_over),
		cmocka_unit_test(a_good_line_behind_an_ill_formed_one_is_found),
		cmocka_unit_test(a_line_of_ten_megabytes_is_no_burden),
		cmocka_unit_test(octal_escapes_are_resolved_when_whole),
		cmocka_unit_test(unescaping_stops_where_the_buffer_ends),
		cmocka_unit_test(an_option_is_found_whole),
		cmocka_unit_test(an_option_has_its_value),
	};

	return cmocka_run_group_tests_name("mountinfo", tests, NULL, NULL);
}
