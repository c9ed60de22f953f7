/* fuzz_process_stat.c - /proc/PID/stat. */
#include <stddef.h>
#include <stdint.h>
#include <assert.h>
#include "parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct process_stat stat;

	if (parse_process_stat(text, size, &stat))
		assert(stat.comm.at > text && stat.comm.at <= stat.comm.end && stat.comm.end < text + size &&
		       stat.parent <= UINT32_MAX && stat.flags <= UINT32_MAX);
	return 0;
}
