/* fuzz_fdinfo.c - /proc/PID/fdinfo/N. */
#include <stddef.h>
#include <stdint.h>
#include "parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fdinfo fdinfo;

	parse_fdinfo((const char *)data, size, &fdinfo);
	return 0;
}
