/* fuzz_path_match.c - pattern, newline, path. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text text = TEXT((const char *)data, size), pattern;
	char path[512], wanted[64];

	if (text_until(&text, '\n', &pattern) && text_left(&pattern) < sizeof wanted && text_left(&text) < sizeof path) {
		memcpy(wanted, pattern.at, text_left(&pattern));
		wanted[text_left(&pattern)] = '\0';
		memcpy(path, text.at, text_left(&text));
		path[text_left(&text)] = '\0';
		const char *const any[] = { wanted };

		assert(path_matches(path, wanted) == path_matches_any(path, any, 1));
		path_below(path, wanted);
	}
	return 0;
}
