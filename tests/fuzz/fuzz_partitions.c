/* fuzz_partitions.c - /proc/partitions. */
#include <stddef.h>
#include <stdint.h>
#include <assert.h>
#include "parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text text = TEXT((const char *)data, size);
	struct partition_line line;

	while (parse_partitions(&text, &line))
		assert(text_left(&line.name) > 0);
	return 0;
}
