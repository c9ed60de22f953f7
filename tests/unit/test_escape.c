/* test_escape.c - nothing from outside moves the cursor or forges a line. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "escape.h"
#include "flow.h"
#include "render.h"
#include "rendered.h"

static void outside_text_is_shown_harmlessly(void **state)
{
	static const struct { const char *why, *text, *shown; } row[] = {
		{ "plain text passes", "/var/lib/x y", "/var/lib/x y" },
		{ "nothing", "", "" },
		{ "UTF-8 passes", "gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x90\xb3", "gr\xc3\xbc\xc3\x9f \xe2\x82\xac \xf0\x9f\x90\xb3" },
		{ "escape sequence", "\x1b[2J", "\\x1B[2J" },
		{ "new line", "a\nCONTAINED", "a\\x0ACONTAINED" },
		{ "carriage return, tab, bell, DEL", "\r\t\a\x7f", "\\x0D\\x09\\x07\\x7F" },
		{ "C1 CSI as UTF-8", "\xc2\x9b" "2J", "\\xC2\\x9B2J" },
		{ "C1 CSI as a bare byte", "\x9b" "2J", "\\x9B2J" },
		{ "backslash is doubled", "\\x1B", "\\\\x1B" },
		{ "right-to-left override", "\xe2\x80\xae" "x", "\\xE2\\x80\\xAEx" },
		{ "bidi isolate", "\xe2\x81\xa6", "\\xE2\\x81\\xA6" },
		{ "direction mark", "\xe2\x80\x8f", "\\xE2\\x80\\x8F" },
		{ "line separator", "\xe2\x80\xa8", "\\xE2\\x80\\xA8" },
		{ "overlong slash", "\xc0\xaf", "\\xC0\\xAF" },
		{ "overlong in three bytes", "\xe0\x80\xaf", "\\xE0\\x80\\xAF" },
		{ "surrogate", "\xed\xa0\x80", "\\xED\\xA0\\x80" },
		{ "beyond Unicode", "\xf4\x90\x80\x80", "\\xF4\\x90\\x80\\x80" },
		{ "cut short at the end", "a\xe2\x82", "a\\xE2\\x82" },
		{ "cut short in the middle", "\xe2\x82z", "\\xE2\\x82z" },
		{ "continuation alone", "\x80", "\\x80" },
		{ "no such lead byte", "\xff\xfe", "\\xFF\\xFE" },
		{ "tag character", "\xf3\xa0\x81\x81", "\\xF3\\xA0\\x81\\x81" },
	};
	char buf[256];

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		RENDERED(buf, sizeof buf, render_escaped(out, row[i].text));
		if (strcmp(buf, row[i].shown) != 0)
			fail_msg("row %zu (%s): got %s", i, row[i].why, buf);
	}
}

static void decoding_takes_the_limits_of_each_length(void **state)
{
	static const struct { const char *why, *text; size_t len; uint32_t code; } row[] = {
		{ "last of one byte", "\x7f", 1, 0x7f },
		{ "first of two", "\xc2\x80", 2, 0x80 },
		{ "last of two", "\xdf\xbf", 2, 0x7ff },
		{ "first of three", "\xe0\xa0\x80", 3, 0x800 },
		{ "before the surrogates", "\xed\x9f\xbf", 3, 0xd7ff },
		{ "after the surrogates", "\xee\x80\x80", 3, 0xe000 },
		{ "first of four", "\xf0\x90\x80\x80", 4, 0x10000 },
		{ "last of all", "\xf4\x8f\xbf\xbf", 4, 0x10ffff },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		uint32_t code = 0;
		size_t len = utf8_decode(row[i].text, &code);

		if (len != row[i].len || code != row[i].code)
			fail_msg("row %zu (%s): %zu bytes, U+%04x", i, row[i].why, len, (unsigned)code);
	}
}

static void a_paragraph_goes_on_below_its_indent(void **state)
{
	char buf[1024], *line = buf;
	struct flow flow = { 0 };

	(void)state;
	RENDERED(buf, sizeof buf, {
		flow.out = out;
		flow_begin(&flow, 2, "evidence:", 15);
		for (int i = 0; i < 40; i++)
			flow_text(&flow, "eight888 ");
		flow_end(&flow);
	});
	assert_int_equal(strncmp(buf, "  evidence:    eight888 ", 24), 0);
	for (int i = 0; *line; i++) {
		char *end = strchr(line, '\n');

		assert_non_null(end);
		assert_in_range(end - line, 1, FLOW_WIDTH);
		assert_int_equal(end[-1], '8');
		if (i > 0)
			assert_int_equal(strncmp(line, "               eight888", 23), 0);
		line = end + 1;
	}
}

static void a_word_longer_than_the_line_is_kept_whole(void **state)
{
	char buf[2048], word[500];
	struct flow flow = { 0 };

	(void)state;
	memset(word, 'x', sizeof word - 1);
	word[sizeof word - 1] = '\0';
	RENDERED(buf, sizeof buf, {
		flow.out = out;
		flow_paragraph(&flow, 0, "a:", 4, word);
	});
	assert_has(buf, word);
}

static void pieces_of_one_word_are_not_torn(void **state)
{
	char buf[512];
	struct flow flow = { 0 };

	(void)state;
	RENDERED(buf, sizeof buf, {
		flow.out = out;
		flow_begin(&flow, 0, "", 2);
		flow_format(&flow, "%090d ", 0);
		flow_text(&flow, "left");
		flow_text(&flow, "right");
		flow_end(&flow);
	});
	assert_has(buf, "\n  leftright\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(outside_text_is_shown_harmlessly),
		cmocka_unit_test(decoding_takes_the_limits_of_each_length),
		cmocka_unit_test(a_paragraph_goes_on_below_its_indent),
		cmocka_unit_test(a_word_longer_than_the_line_is_kept_whole),
		cmocka_unit_test(pieces_of_one_word_are_not_torn),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
