/* test_inflate.c - what gzip(1) packed, whole and damaged. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "bytes.h"
#include "inflate.h"
#include "paths.h"

/* Made by zlib: stored, with the fixed code, and with codes of its own. */
static const unsigned char kept[] = {
	1, 13, 0, 242, 255, 107, 101, 112, 116, 32, 97, 115, 32, 105, 116, 32, 105, 115,
};
static const unsigned char fixed_code[] = {
	75, 76, 74, 78, 196, 64, 0,
};
static const unsigned char own_code[] = {
	117, 209, 61, 138, 2, 81, 0, 4, 225, 171, 188, 3, 108, 224, 111, 119, 63, 60, 141, 194,
	160, 193, 160, 176, 59, 176, 215, 55, 50, 177, 169, 184, 42, 251, 230, 28, 183, 215, 182, 173,
	203, 223, 120, 61, 199, 246, 88, 198, 255, 117, 93, 127, 198, 156, 227, 254, 187, 44, 207, 79,
	189, 140, 25, 56, 83, 167, 225, 116, 157, 130, 83, 117, 158, 225, 60, 215, 121, 130, 243, 84,
	231, 17, 206, 99, 157, 7, 56, 15, 117, 238, 225, 220, 215, 185, 131, 115, 247, 125, 6, 140,
	82, 70, 1, 163, 148, 81, 192, 40, 101, 20, 48, 74, 25, 5, 140, 82, 70, 1, 163, 148,
	81, 192, 40, 101, 20, 48, 74, 25, 5, 140, 82, 70, 1, 163, 148, 145, 193, 200, 101, 100,
	48, 114, 25, 25, 140, 92, 70, 6, 35, 151, 145, 193, 200, 101, 100, 48, 114, 25, 25, 140,
	92, 70, 6, 35, 151, 145, 193, 200, 101, 100, 48, 114, 25, 9, 140, 84, 70, 2, 35, 149,
	145, 192, 72, 101, 36, 48, 82, 25, 9, 140, 84, 70, 2, 35, 149, 145, 192, 72, 101, 36,
	48, 82, 25, 9, 140, 84, 70, 111,
};

enum { BOTTLES_SIZE = 1638 };

static size_t bottles(char *out, size_t size)
{
	size_t len = 0;

	for (int i = 99; i > 60; i--)
		len += (size_t)snprintf(out + len, size - len, "%d bottles on the wall, %d green bottles; ", i, i);
	return len;
}

static void all_three_kinds_are_unpacked(void **state)
{
	(void)state;
	char out[BOTTLES_SIZE], expected[BOTTLES_SIZE + 1];

	assert_int_equal(inflate(kept, sizeof kept, out, sizeof out), 13);
	assert_memory_equal(out, "kept as it is", 13);
	assert_int_equal(inflate(fixed_code, sizeof fixed_code, out, sizeof out), 21);
	assert_memory_equal(out, "abcabcabcabcabcabcabc", 21);
	/* the longest repetition there is, of one byte */
	static const unsigned char longest[] = { 75, 28, 5, 0 };

	assert_int_equal(inflate(longest, sizeof longest, out, sizeof out), 259);
	assert_memory_equal(out + 256, "aaa", 3);
	assert_int_equal(bottles(expected, sizeof expected), BOTTLES_SIZE);
	assert_int_equal(inflate(own_code, sizeof own_code, out, sizeof out), BOTTLES_SIZE);
	assert_memory_equal(out, expected, BOTTLES_SIZE);
}

static void what_is_cut_short_is_refused(void **state)
{
	(void)state;
	char out[BOTTLES_SIZE];

	for (size_t size = 0; size < sizeof own_code; size++)
		ASSERT_ROW(size, "own code", inflate(own_code, size, out, sizeof out) == 0);
	for (size_t size = 0; size < sizeof kept; size++)
		ASSERT_ROW(size, "stored", inflate(kept, size, out, sizeof out) == 0);
}

static void what_does_not_fit_is_refused(void **state)
{
	(void)state;
	char out[BOTTLES_SIZE];

	assert_int_equal(inflate(own_code, sizeof own_code, out, sizeof out - 1), 0);
	assert_int_equal(inflate(kept, sizeof kept, out, 12), 0);
	assert_int_equal(inflate(kept, sizeof kept, out, 0), 0);
}

static void what_is_damaged_is_refused(void **state)
{
	(void)state;
	static const struct { const char *why; const unsigned char data[8]; } rows[] = {
		{ "a fourth kind of block", { 7 } },
		{ "a stored size without its inverse", { 1, 5, 0, 0, 0 } },
		{ "the fixed code: a repetition of nothing", { 3, 2 } },
		{ "a length of 286, which there is not", { 75, 28, 3, 0, 0 } },
		{ "nor is there one of 287", { 75, 28, 7, 0, 0 } },
		{ "a distance of 30, which there is not", { 75, 4, 62, 0 } },
		{ "nor is there one of 31", { 75, 4, 126, 0 } },
		{ "a first length that repeats the one before", { 5, 0, 18, 0 } },
		{ "codes of its own, all empty", { 5, 0, 0, 0, 0, 0, 0, 0 } },
		{ "more codes than there are", { 5, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff } },
	};
	char out[64];

	for (size_t i = 0; i < ROWS(rows); i++)
		ASSERT_ROW(i, rows[i].why, inflate(rows[i].data, sizeof rows[i].data, out, sizeof out) == 0);
}

static void any_flipped_bit_is_survived(void **state)
{
	(void)state;
	char out[BOTTLES_SIZE];
	unsigned char data[sizeof own_code];

	for (size_t bit = 0; bit < 8 * sizeof own_code; bit++) {
		memcpy(data, own_code, sizeof data);
		data[bit / 8] ^= (unsigned char)(1 << bit % 8);
		ASSERT_ROW(bit, "flipped", inflate(data, sizeof data, out, sizeof out) <= sizeof out);
	}
}

static void a_path_has_its_own_texts(void **state)
{
	(void)state;
	assert_string_equal(path_text(path_find("host-disk-mount"), PATH_TITLE), "Mount a disk of the host");
	assert_string_equal(path_text(path_find("host-clock"), PATH_TITLE), "Set the host's clock");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_three_kinds_are_unpacked),
		cmocka_unit_test(what_is_cut_short_is_refused),
		cmocka_unit_test(what_does_not_fit_is_refused),
		cmocka_unit_test(what_is_damaged_is_refused),
		cmocka_unit_test(any_flipped_bit_is_survived),
		cmocka_unit_test(a_path_has_its_own_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
