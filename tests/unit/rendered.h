/* rendered.h - what a renderer wrote, as a string, for the tests of render/. */
#ifndef TEST_RENDERED_H
#define TEST_RENDERED_H
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Runs `statement` with `out` open; the text is in `buf` until the next. */
#define RENDERED(buf, size, statement) do {				\
	FILE *out = fmemopen(buf, size, "w");				\
									\
	assert_non_null(out);						\
	memset(buf, 0, size);						\
	statement;							\
	assert_int_equal(fflush(out), 0);				\
	assert_int_equal(fclose(out), 0);				\
} while (0)

#define assert_has(text, part) do {					\
	if (!strstr(text, part))					\
		fail_msg("not in the output: %s\n---\n%s", part, text);	\
} while (0)

#define assert_has_not(text, part) do {					\
	if (strstr(text, part))						\
		fail_msg("in the output: %s\n---\n%s", part, text);	\
} while (0)
#endif
