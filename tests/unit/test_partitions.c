/* test_partitions.c - the lines of /proc/partitions. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "bytes.h"
#include "parse.h"

static void the_heading_is_passed_over(void **state)
{
	(void)state;
	static const char file[] = "major minor  #blocks  name\n\n   8        0  488386584 sda\n 259        1       1024 nvme0n1p1\n";
	struct text text = TEXT(file, sizeof file - 1);
	struct partition_line line;

	assert_true(parse_partitions(&text, &line));
	assert_true(line.major == 8 && line.minor == 0 && line.blocks == 488386584 && text_is(&line.name, "sda"));
	assert_true(parse_partitions(&text, &line));
	assert_true(line.major == 259 && line.minor == 1 && text_is(&line.name, "nvme0n1p1"));
	assert_false(parse_partitions(&text, &line));
	assert_int_equal(line.major, 259);
}

static void an_ill_formed_line_is_no_partition(void **state)
{
	(void)state;
	static const struct { const char *why, *data; size_t size; } rows[] = {
		{ "empty", BYTES("") },
		{ "an empty line", BYTES("\n") },
		{ "no name", BYTES("8 0 1\n") },
		{ "major that is no number", BYTES("x 0 1 sda\n") },
		{ "minor that is no number", BYTES("8 x 1 sda\n") },
		{ "cut short", BYTES("8 0") },
		{ "two names", BYTES("8 0 1 sda sdb\n") },
		{ "33 bits", BYTES("4294967296 0 1 sda\n") },
		{ "65 bits", BYTES("8 0 18446744073709551616 sda\n") },
		{ "negative", BYTES("8 0 -1 sda\n") },
		{ "NULs", BYTES("\0\0\0") },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		char *data = bytes_copy(rows[i].data, rows[i].size);
		struct text text = TEXT(data, rows[i].size);
		struct partition_line line = { .major = 9999 };

		ASSERT_ROW(i, rows[i].why, !parse_partitions(&text, &line) && line.major == 9999);
		free(data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_heading_is_passed_over),
		cmocka_unit_test(an_ill_formed_line_is_no_partition),
	};

	return cmocka_run_group_tests_name("partitions", tests, NULL, NULL);
}
