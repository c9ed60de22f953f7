/* test_text_cursor.c - the cursor that every parser is made from. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "bytes.h"

#define MEGABYTES_10 ((size_t)10 << 20)

typedef bool number_fn(struct text *text, uint64_t max, uint64_t *ret);

static void a_number_is_taken_or_nothing_is(void **state)
{
	(void)state;
	static const struct {
		const char *why, *data;
		size_t size;
		number_fn *take;
		uint64_t max;
		bool ok;
		uint64_t value;
		size_t left;
	} rows[] = {
		{ "decimal", BYTES("42"), text_u64, 100, true, 42, 0 },
		{ "stops at the first other byte", BYTES("42x"), text_u64, 100, true, 42, 1 },
		{ "blanks and tabs before it", BYTES(" \t7"), text_u64, 9, true, 7, 0 },
		{ "a newline is no blank", BYTES("\n7"), text_u64, 9, false, 0, 2 },
		{ "just the maximum", BYTES("255"), text_u64, 255, true, 255, 0 },
		{ "one above the maximum", BYTES("256"), text_u64, 255, false, 0, 3 },
		{ "a digit above the maximum", BYTES("9"), text_u64, 5, false, 0, 1 },
		{ "nothing but zero allowed", BYTES("0"), text_u64, 0, true, 0, 0 },
		{ "largest of 64 bits", BYTES("18446744073709551615"), text_u64, UINT64_MAX, true, UINT64_MAX, 0 },
		{ "one more", BYTES("18446744073709551616"), text_u64, UINT64_MAX, false, 0, 20 },
		{ "many zeros are still zero", BYTES("000000000000000000000000001"), text_u64, 1, true, 1, 0 },
		{ "empty", BYTES(""), text_u64, 9, false, 0, 0 },
		{ "blanks only", BYTES("  "), text_u64, 9, false, 0, 2 },
		{ "no sign", BYTES("-1"), text_u64, 9, false, 0, 2 },
		{ "NUL is no digit", BYTES("\0" "1"), text_u64, 9, false, 0, 2 },
		{ "NUL ends a number", BYTES("1\0" "2"), text_u64, 9, true, 1, 2 },
		{ "hexadecimal, both cases", BYTES("aF"), text_hex, 255, true, 175, 0 },
		{ "no 0x", BYTES("0x1"), text_hex, 255, true, 0, 2 },
		{ "all bits", BYTES("ffffffffffffffff"), text_hex, UINT64_MAX, true, UINT64_MAX, 0 },
		{ "17 digits", BYTES("1ffffffffffffffff"), text_hex, UINT64_MAX, false, 0, 17 },
		{ "octal", BYTES("0100002"), text_octal, UINT64_MAX, true, 0100002, 0 },
		{ "8 is no octal digit", BYTES("18"), text_octal, 99, true, 1, 1 },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		char *data = bytes_copy(rows[i].data, rows[i].size);
		struct text text = TEXT(data, rows[i].size);
		uint64_t value = 9999;

		ASSERT_ROW(i, rows[i].why, rows[i].take(&text, rows[i].max, &value) == rows[i].ok);
		ASSERT_ROW(i, rows[i].why, value == (rows[i].ok ? rows[i].value : 9999));
		ASSERT_ROW(i, rows[i].why, text_left(&text) == rows[i].left);
		free(data);
	}
}

static void lines_come_without_their_newlines(void **state)
{
	(void)state;
	char *data = bytes_copy("one\n\nth\0ree", 11);
	struct text text = TEXT(data, 11), line = { data, data };

	assert_true(text_line(&text, &line) && text_is(&line, "one"));
	assert_true(text_line(&text, &line) && text_left(&line) == 0);
	assert_true(text_line(&text, &line) && text_left(&line) == 6);
	assert_false(text_line(&text, &line));
	assert_int_equal(text_left(&line), 6);	/* untouched */
	free(data);
}

static void words_are_what_stands_between_blanks(void **state)
{
	(void)state;
	struct text text = TEXT(" \tone\n two ", 11), word = { NULL, NULL };

	assert_true(text_word(&text, &word) && text_is(&word, "one"));
	assert_true(text_word(&text, &word) && text_is(&word, "two"));
	assert_false(text_word(&text, &word));
	assert_true(text_is(&word, "two"));
	assert_int_equal(text_left(&text), 1);
}

static void until_takes_the_mark_too_and_nothing_without_one(void **state)
{
	(void)state;
	struct text text = TEXT("a:b", 3), part;

	assert_true(text_until(&text, ':', &part) && text_is(&part, "a"));
	assert_false(text_until(&text, ':', &part));
	assert_true(text_is(&text, "b") && text_is(&part, "a"));
}

static void skip_takes_a_literal_that_is_there(void **state)
{
	(void)state;
	struct text text = TEXT("ab", 2);

	assert_false(text_skip(&text, "abc"));
	assert_false(text_skip(&text, "b"));
	assert_true(text_skip(&text, "") && text_left(&text) == 2);
	assert_true(text_skip(&text, "a") && text_is(&text, "b"));
}

static void comparisons_look_at_the_whole_text(void **state)
{
	(void)state;
	struct text text = TEXT("abcd", 3), empty = TEXT("x", 0), nul = TEXT("a\0b", 3);

	assert_true(text_is(&text, "abc"));
	assert_false(text_is(&text, "ab"));
	assert_false(text_is(&text, "abcd"));
	assert_true(text_starts(&text, "ab") && text_starts(&text, ""));
	assert_false(text_starts(&text, "abcd"));
	assert_true(text_contains(&text, "bc") && text_contains(&text, ""));
	assert_false(text_contains(&text, "cd"));
	assert_true(text_is(&empty, ""));
	assert_false(text_contains(&empty, "x"));
	assert_false(text_is(&nul, "a"));
}

static void trimming_leaves_the_middle_alone(void **state)
{
	(void)state;
	struct text text = text_trim(TEXT(" \t\na b\n\0", 8));

	assert_true(text_is(&text, "a b"));
	text = text_trim(TEXT(" \0\n", 3));
	assert_int_equal(text_left(&text), 0);
}

static void ten_megabytes_are_one_line_and_one_word(void **state)
{
	(void)state;
	char *data = bytes_of('7', MEGABYTES_10);
	struct text text = TEXT(data, MEGABYTES_10), part;
	uint64_t value;

	assert_false(text_u64(&text, UINT64_MAX, &value));
	assert_true(text_line(&text, &part) && text_left(&part) == MEGABYTES_10);
	assert_true(text_word(&part, &text) && text_left(&text) == MEGABYTES_10);
	free(data);
}

static void an_empty_text_may_lack_a_buffer(void **state)
{
	(void)state;
	struct text text = { NULL, NULL }, part;
	uint64_t value;

	assert_false(text_line(&text, &part) || text_word(&text, &part) || text_until(&text, 'x', &part));
	assert_false(text_skip(&text, "x") || text_u64(&text, 1, &value) || text_contains(&text, "x"));
	assert_true(text_is(&text, ""));
	text = text_trim(text);
	assert_int_equal(text_left(&text), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_is_taken_or_nothing_is),
		cmocka_unit_test(lines_come_without_their_newlines),
		cmocka_unit_test(words_are_what_stands_between_blanks),
		cmocka_unit_test(until_takes_the_mark_too_and_nothing_without_one),
		cmocka_unit_test(skip_takes_a_literal_that_is_there),
		cmocka_unit_test(comparisons_look_at_the_whole_text),
		cmocka_unit_test(trimming_leaves_the_middle_alone),
		cmocka_unit_test(ten_megabytes_are_one_line_and_one_word),
		cmocka_unit_test(an_empty_text_may_lack_a_buffer),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
