/* fuzz_mount_place.c - where the host has what came along with a bind; the
 * input is a mountinfo, whose first mount points are asked for as paths, too. */
#include <stddef.h>
#include <stdint.h>
#include <assert.h>
#include <string.h>
#include "parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MOUNTS 32

static const char *copied(struct arena *arena, const struct text *text)
{
	char buf[512];
	size_t len = parse_unescape(text, buf, sizeof buf);

	return arena_copy(arena, buf, len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char region[1 << 18];	/* enough: MOUNTS times five texts, and what is made of them */
	const struct mount_context context = { .own_proc = 50, .own_sys = 51, .root_minor = 40, .root_root = "/" };
	struct text text = TEXT((const char *)data, size);
	struct mount mounts[MOUNTS];
	struct mountinfo line;
	struct arena arena;
	size_t bad = 0, count = 0;

	arena_init(&arena, region, sizeof region);
	while (count < MOUNTS && parse_mountinfo(&text, &line, &bad)) {
		struct mount *mount = &mounts[count++];

		*mount = (struct mount){ .id = line.id, .parent = line.parent, .major = line.major, .minor = line.minor,
			.root = copied(&arena, &line.root), .point = copied(&arena, &line.point),
			.type = copied(&arena, &line.type), .options = copied(&arena, &line.options),
			.source = "", .super = copied(&arena, &line.super) };
		mount_read_options(mount);
		mount_classify(mount, &context, &arena);
	}
	mounts_place(mounts, count, &arena);
	for (size_t i = 0; i < count; i++)
		assert(!mounts[i].host_path || mounts[i].class == MOUNT_HOST_PATH);

	static struct facts facts;

	facts.mounts = mounts;
	facts.mounts_count = count;
	for (size_t i = 0; i < count; i++) {
		const struct mount *over = mount_covering(&facts, mounts[i].point);

		assert(!over || !over->hidden);
		facts.arena = arena;
		assert(mounts_index(&facts));
		assert(mount_covering(&facts, mounts[i].point) == over);
		facts.mounts_by_point = (struct mount_table){ .slot = NULL };
	}
	facts.mounts_count = 0;
	return 0;
}
