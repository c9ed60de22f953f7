/* fuzz_mount_class.c - what a mount is; the input is a mountinfo. */
#include <stddef.h>
#include <stdint.h>
#include <assert.h>
#include "parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char region[1 << 16];
	const struct mount_context context = { .own_proc = 50, .own_sys = 51, .root_minor = 40, .root_root = "/" };
	struct text text = TEXT((const char *)data, size);
	struct mountinfo line;
	size_t bad = 0;

	while (parse_mountinfo(&text, &line, &bad)) {
		char root[1024], point[1024], type[64], options[256], super[1024];
		struct mount mount = { .major = line.major, .minor = line.minor, .master = line.master, .root = root,
			.point = point, .type = type, .options = options, .super = super };
		struct arena arena;

		parse_unescape(&line.root, root, sizeof root);
		parse_unescape(&line.point, point, sizeof point);
		parse_unescape(&line.type, type, sizeof type);
		parse_unescape(&line.options, options, sizeof options);
		parse_unescape(&line.super, super, sizeof super);
		arena_init(&arena, region, sizeof region);
		mount_read_options(&mount);
		mount_classify(&mount, &context, &arena);
		assert(mount.class != MOUNT_UNCLASSIFIED);
		assert(mount.class == MOUNT_HOST_PATH || !mount.host_path);
	}
	return 0;
}
