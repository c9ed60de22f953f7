/* fuzz_inflate.c - a DEFLATE stream. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include "inflate.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char out[4096];

	assert(inflate(data, size, out, sizeof out) <= sizeof out);
	return 0;
}
