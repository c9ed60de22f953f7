/* fuzz_cgroup_home.c - whose cgroup it is; seen from the whole tree, or not. */
#include <stddef.h>
#include <stdint.h>
#include <assert.h>
#include "parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;

	/* A name tells a container from wherever it is seen. */
	assert((parse_cgroup_home(text, size, true) == NO) == (parse_cgroup_home(text, size, false) == NO));
	return 0;
}
