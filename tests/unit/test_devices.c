/* test_devices.c - device numbers, their names, and the device cgroup's list. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "bytes.h"
#include "parse.h"

static void numbers_are_taken_whole(void **state)
{
	(void)state;
	static const struct { const char *why, *data; size_t size; bool ok; uint32_t major, minor; } rows[] = {
		{ "plain", BYTES("8:17"), true, 8, 17 },
		{ "with newline", BYTES("8:17\n"), true, 8, 17 },
		{ "largest", BYTES("4294967295:4294967295"), true, UINT32_MAX, UINT32_MAX },
		{ "33 bits", BYTES("4294967296:0"), false, 0, 0 },
		{ "33 bits", BYTES("0:4294967296"), false, 0, 0 },
		{ "empty", BYTES(""), false, 0, 0 },
		{ "cut short", BYTES("8:"), false, 0, 0 },
		{ "cut short", BYTES("8"), false, 0, 0 },
		{ "no major", BYTES(":17"), false, 0, 0 },
		{ "blank before", BYTES(" 8:17"), false, 0, 0 },
		{ "blank within", BYTES("8: 17"), false, 0, 0 },
		{ "more behind", BYTES("8:17x"), false, 0, 0 },
		{ "two newlines", BYTES("8:17\n\n"), false, 0, 0 },
		{ "a NUL", BYTES("8:17\0"), false, 0, 0 },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		uint32_t major = 9999, minor = 9999;
		char *data = bytes_copy(rows[i].data, rows[i].size);

		ASSERT_ROW(i, rows[i].why, parse_devno(data, rows[i].size, &major, &minor) == rows[i].ok);
		ASSERT_ROW(i, rows[i].why, major == (rows[i].ok ? rows[i].major : 9999));
		ASSERT_ROW(i, rows[i].why, minor == (rows[i].ok ? rows[i].minor : 9999));
		free(data);
	}
}

static void a_stand_in_says_what_node_it_stands_for(void **state)
{
	(void)state;
	enum device_type type = 0;
	uint32_t major = 9999, minor = 9999;

	assert_false(parse_captured_node(BYTES(""), &type, &major, &minor));
	assert_false(parse_captured_node(BYTES("b"), &type, &major, &minor));
	assert_false(parse_captured_node(BYTES("p 1:2"), &type, &major, &minor));
	assert_false(parse_captured_node(BYTES("b8:1"), &type, &major, &minor));
	assert_false(parse_captured_node(BYTES("b 8:x"), &type, &major, &minor));
	assert_true(type == 0 && major == 9999 && minor == 9999);
	assert_true(parse_captured_node(BYTES("b 8:1\n"), &type, &major, &minor));
	assert_true(type == DEVICE_BLOCK && major == 8 && minor == 1);
	assert_true(parse_captured_node(BYTES("c 1:3"), &type, &major, &minor));
	assert_true(type == DEVICE_CHAR && major == 1 && minor == 3);
}

static void a_major_number_has_a_name_for_its_type(void **state)
{
	(void)state;
	static const char file[] =
		"Character devices:\n  1 mem\n  4 /dev/vc/0\n  4 tty\n 21 sg\n254 bsg\n\n"
		"Block devices:\n  8 sd\n 65 sd\n254 virtblk\n259 blkext";
	static const struct { const char *why; enum device_type type; uint32_t major; const char *name; } rows[] = {
		{ "character", DEVICE_CHAR, 1, "mem" },
		{ "first of several", DEVICE_CHAR, 4, "/dev/vc/0" },
		{ "same number, character", DEVICE_CHAR, 254, "bsg" },
		{ "same number, block", DEVICE_BLOCK, 254, "virtblk" },
		{ "last line, no newline", DEVICE_BLOCK, 259, "blkext" },
		{ "block only", DEVICE_CHAR, 8, NULL },
		{ "character only", DEVICE_BLOCK, 1, NULL },
		{ "not there", DEVICE_BLOCK, 7, NULL },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		char name[16] = "untouched";
		bool found = parse_proc_devices(BYTES(file), rows[i].type, rows[i].major, name, sizeof name);

		ASSERT_ROW(i, rows[i].why, found == (rows[i].name != NULL));
		ASSERT_ROW(i, rows[i].why, strcmp(name, found ? rows[i].name : "untouched") == 0);
	}
}

static void a_name_that_does_not_fit_is_none(void **state)
{
	(void)state;
	char name[4] = "x";

	assert_false(parse_proc_devices(BYTES("Block devices:\n8 four\n"), DEVICE_BLOCK, 8, name, sizeof name));
	assert_string_equal(name, "x");
	assert_true(parse_proc_devices(BYTES("Block devices:\n8 ace\n"), DEVICE_BLOCK, 8, name, sizeof name));
	assert_string_equal(name, "ace");
	assert_false(parse_proc_devices(BYTES("8 sd\n"), DEVICE_BLOCK, 8, name, sizeof name));
	assert_false(parse_proc_devices(BYTES("Block devices:\n8\n"), DEVICE_BLOCK, 8, name, sizeof name));
	assert_false(parse_proc_devices(BYTES(""), DEVICE_BLOCK, 8, name, sizeof name));
}

static void a_list_grants_or_denies(void **state)
{
	(void)state;
	static const struct {
		const char *why, *data;
		size_t size;
		enum device_type type;
		const char *access;
		enum known granted;	/* to 8:1 */
	} rows[] = {
		{ "everything", BYTES("a *:* rwm\n"), DEVICE_BLOCK, "rw", YES },
		{ "that device", BYTES("b 8:1 rwm\n"), DEVICE_BLOCK, "rw", YES },
		{ "without newline", BYTES("b 8:1 rwm"), DEVICE_BLOCK, "rw", YES },
		{ "every minor", BYTES("b 8:* r\n"), DEVICE_BLOCK, "r", YES },
		{ "every major", BYTES("b *:1 r\n"), DEVICE_BLOCK, "r", YES },
		{ "behind others", BYTES("c *:* m\nb *:* m\nc 1:3 rwm\nb 8:1 rw\n"), DEVICE_BLOCK, "rw", YES },
		{ "docker's default", BYTES("c 1:5 rwm\nb *:* m\nc *:* m\nc 136:* rwm\n"), DEVICE_BLOCK, "r", NO },
		{ "making nodes only", BYTES("b *:* m\n"), DEVICE_BLOCK, "r", NO },
		{ "reading only", BYTES("b 8:1 r\n"), DEVICE_BLOCK, "rw", NO },
		{ "two lines do not add up", BYTES("b 8:1 r\nb 8:1 w\n"), DEVICE_BLOCK, "rw", NO },
		{ "the other type", BYTES("c 8:1 rwm\n"), DEVICE_BLOCK, "r", NO },
		{ "the other type", BYTES("b 8:1 rwm\n"), DEVICE_CHAR, "r", NO },
		{ "a longer number", BYTES("b 8:17 rwm\n"), DEVICE_BLOCK, "r", NO },
		{ "nothing is granted", BYTES(""), DEVICE_BLOCK, "r", NO },
		{ "no list", BYTES("hello\n"), DEVICE_BLOCK, "r", UNKNOWN },
		{ "cut short", BYTES("b 8:1"), DEVICE_BLOCK, "r", UNKNOWN },
		{ "cut short", BYTES("b 8"), DEVICE_BLOCK, "r", UNKNOWN },
		{ "no right", BYTES("b 8:1 \n"), DEVICE_BLOCK, "r", UNKNOWN },
		{ "unknown right", BYTES("b 8:1 rwx\n"), DEVICE_BLOCK, "r", UNKNOWN },
		{ "33 bits", BYTES("b 4294967296:1 r\n"), DEVICE_BLOCK, "r", UNKNOWN },
		{ "more behind", BYTES("b 8:1 r w\n"), DEVICE_BLOCK, "r", UNKNOWN },
		{ "a NUL", BYTES("b 8:1 \0r\n"), DEVICE_BLOCK, "r", UNKNOWN },
		{ "an empty line", BYTES("\n"), DEVICE_BLOCK, "r", UNKNOWN },
		{ "granted all the same", BYTES("hello\nb 8:1 r\n"), DEVICE_BLOCK, "r", YES },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		char *data = bytes_copy(rows[i].data, rows[i].size);

		ASSERT_ROW(i, rows[i].why, parse_devices_list(data, rows[i].size, rows[i].type, 8, 1, rows[i].access) ==
			   rows[i].granted);
		free(data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers_are_taken_whole),
		cmocka_unit_test(a_stand_in_says_what_node_it_stands_for),
		cmocka_unit_test(a_major_number_has_a_name_for_its_type),
		cmocka_unit_test(a_name_that_does_not_fit_is_none),
		cmocka_unit_test(a_list_grants_or_denies),
	};

	return cmocka_run_group_tests_name("devices", tests, NULL, NULL);
}
