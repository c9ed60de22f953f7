/* bytes.h - inputs for parser tests, laid out so that a sanitizer sees the
 * first byte read too many. */
#ifndef TEST_BYTES_H
#define TEST_BYTES_H
#include <stdlib.h>
#include <string.h>
#include "text.h"

#define ROWS(array) (sizeof(array) / sizeof((array)[0]))

/* A literal with all its bytes, NULs included, as "data, size" of a row. */
#define BYTES(literal) (literal), sizeof(literal) - 1

/* Says which row went wrong, then fails as any assertion does. */
#define ASSERT_ROW(row, why, condition)							\
	do {										\
		bool holds_ = (condition);						\
		if (!holds_)								\
			print_error("row %zu (%s): %s\n", (size_t)(row), (why), #condition);	\
		assert_true(holds_);							\
	} while (0)

/* A copy with nothing behind it; to be freed. */
static inline char *bytes_copy(const char *data, size_t size)
{
	char *copy = malloc(size > 0 ? size : 1);

	assert_non_null(copy);
	memcpy(copy, data, size);
	return copy;
}

/* `size` times the same byte; to be freed. */
static inline char *bytes_of(char byte, size_t size)
{
	char *data = malloc(size);

	assert_non_null(data);
	memset(data, byte, size);
	return data;
}
#endif
