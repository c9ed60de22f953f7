/* fuzz_mountinfo.c - /proc/PID/mountinfo, its escapes and its option lists. */
#include <stddef.h>
#include <stdint.h>
#include <assert.h>
#include "parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text text = TEXT((const char *)data, size), value;
	struct mountinfo mount;
	char buf[256];
	size_t bad = 0;

	while (parse_mountinfo(&text, &mount, &bad)) {
		assert(parse_unescape(&mount.point, buf, sizeof buf) < sizeof buf && buf[0] == '/');
		parse_unescape(&mount.super, buf, sizeof buf);
		parse_has_option(buf, "ro");
		parse_option_value(buf, "upperdir", &value);
	}
	assert(bad <= size);
	return 0;
}
