/* fuzz_idmap.c - /proc/PID/uid_map. */
#include <stddef.h>
#include <stdint.h>
#include <assert.h>
#include "parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct idmap map;

	if (parse_idmap((const char *)data, size, &map) && idmap_is_full(&map))
		assert(map.count == 1);
	return 0;
}
