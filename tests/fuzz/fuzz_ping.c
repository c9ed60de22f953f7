/* fuzz_ping.c - the answer to GET /_ping. */
#include <stddef.h>
#include <stdint.h>
#include <assert.h>
#include "parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ping ping;

	if (parse_ping((const char *)data, size, &ping))
		assert(ping.status >= 100 && ping.status <= 599);
	return 0;
}
