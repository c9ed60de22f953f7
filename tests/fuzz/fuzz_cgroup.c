/* fuzz_cgroup.c - /proc/PID/cgroup. */
#include <stddef.h>
#include <stdint.h>
#include <assert.h>
#include "parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text text = TEXT((const char *)data, size);
	struct cgroup_line line;

	while (parse_cgroup_line(&text, &line)) {
		assert(text_starts(&line.path, "/"));
		cgroup_has_controller(&line, "devices");
	}
	return 0;
}
