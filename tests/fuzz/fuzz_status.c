/* fuzz_status.c - /proc/PID/status. */
#include <stddef.h>
#include <stdint.h>
#include <assert.h>
#include "parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct status status;

	if (parse_status((const char *)data, size, &status))
		assert(!status.uid.known || status.uid.value[3] <= UINT32_MAX);
	return 0;
}
