/* fuzz_cmdline.c - the kernel command line and release. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text value;
	char release[64] = "";
	unsigned major, minor;

	parse_cmdline_value((const char *)data, size, "root", &value);
	if (size < sizeof release)
		memcpy(release, data, size);
	parse_release(release, &major, &minor);
	return 0;
}
