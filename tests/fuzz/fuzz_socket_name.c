/* fuzz_socket_name.c - whose socket it is, by name. */
#include <stddef.h>
#include <stdint.h>
#include <assert.h>
#include <string.h>
#include "parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char path[512] = "";

	if (size < sizeof path)
		memcpy(path, data, size);
	assert(parse_socket_name(path) < SOCKET_KIND_COUNT);

	struct text name;

	if (parse_abstract_socket(TEXT((const char *)data, size), &name))
		assert(name.at[0] == '@' && name.end <= (const char *)data + size);
	return 0;
}
