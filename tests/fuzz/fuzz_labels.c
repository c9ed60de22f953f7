/* fuzz_labels.c - security labels and namespace links. */
#include <stddef.h>
#include <stdint.h>
#include "parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text part, mode;
	uint64_t inode;

	parse_apparmor((const char *)data, size, &part, &mode);
	parse_ns_link((const char *)data, size, &part, &inode);
	return 0;
}
