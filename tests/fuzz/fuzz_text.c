/* fuzz_text.c - every step of the cursor, as the input says. */
#include <stddef.h>
#include <stdint.h>
#include <assert.h>
#include "parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text text = TEXT((const char *)data, size), part, left;
	uint64_t value = 0;

	while (text_left(&text) > 0) {
		left = text;
		switch (*text.at++ & 7) {
		case 0: text_line(&text, &part); break;
		case 1: text_word(&text, &part); break;
		case 2: text_until(&text, ':', &part); break;
		case 3: text_skip(&text, "ab"); break;
		case 4: assert(!text_u64(&text, 1000, &value) || value <= 1000); break;
		case 5: assert(!text_hex(&text, UINT64_MAX, &value) || text.at > left.at); break;
		case 6: text_octal(&text, UINT64_MAX, &value); break;
		default: text_contains(&text, "abc"); text = text_trim(text); break;
		}
		assert(text.at > left.at && text.at <= text.end && text.end <= left.end);
	}
	return 0;
}
