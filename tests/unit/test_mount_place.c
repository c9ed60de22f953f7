/* What came along with a bind lies on the host where the bind says. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "parse.h"

static char region[4096];

static const char *place(const struct mount *mount)
{
	return mount->class == MOUNT_HOST_PATH ? mount->host_path ? mount->host_path : "(none)" : "(not the host's)";
}

static void rows_are_placed(void **state)
{
	(void)state;
	static const struct {
		const char *why;
		struct mount above, below;
		const char *want;
	} rows[] = {
		{ "a disk below a bind of /",
		  { .id = 5, .class = MOUNT_HOST_PATH, .type = "ext4", .root = "/", .point = "/host", .host_path = "/" },
		  { .id = 6, .parent = 5, .class = MOUNT_HOST_PATH, .type = "xfs", .root = "/", .point = "/host/srv/disk", .host_path = "/" },
		  "/srv/disk" },
		{ "the host's /run below a bind of /",
		  { .id = 5, .class = MOUNT_HOST_PATH, .type = "ext4", .root = "/", .point = "/host", .host_path = "/" },
		  { .id = 6, .parent = 5, .class = MOUNT_PSEUDO, .type = "tmpfs", .root = "/", .point = "/host/run" },
		  "/run" },
		{ "a disk below a bind of /var",
		  { .id = 5, .class = MOUNT_HOST_PATH, .type = "ext4", .root = "/var", .point = "/v", .host_path = "/var" },
		  { .id = 6, .parent = 5, .class = MOUNT_HOST_PATH, .type = "xfs", .root = "/", .point = "/v/lib/docker", .host_path = "/" },
		  "/var/lib/docker" },
		{ "a disk bound by itself",
		  { .id = 5, .class = MOUNT_ROOT, .type = "overlay", .root = "/", .point = "/" },
		  { .id = 6, .parent = 5, .class = MOUNT_HOST_PATH, .type = "xfs", .root = "/", .point = "/data", .host_path = "/" },
		  "/" },
		{ "a tmpfs of the container's own",
		  { .id = 5, .class = MOUNT_ROOT, .type = "overlay", .root = "/", .point = "/" },
		  { .id = 6, .parent = 5, .class = MOUNT_PSEUDO, .type = "tmpfs", .root = "/", .point = "/tmp" },
		  "(not the host's)" },
		{ "the host's proc stays what it is",
		  { .id = 5, .class = MOUNT_HOST_PATH, .type = "ext4", .root = "/", .point = "/host", .host_path = "/" },
		  { .id = 6, .parent = 5, .class = MOUNT_PSEUDO, .type = "proc", .root = "/", .point = "/host/proc" },
		  "(not the host's)" },
		{ "another mount of the same name beside it",
		  { .id = 5, .class = MOUNT_HOST_PATH, .type = "ext4", .root = "/", .point = "/host", .host_path = "/" },
		  { .id = 6, .parent = 5, .class = MOUNT_HOST_PATH, .type = "xfs", .root = "/", .point = "/hostile", .host_path = "/" },
		  "/" },
		{ "a tmpfs that is known to be the host's /tmp",
		  { .id = 5, .class = MOUNT_HOST_PATH, .type = "ext4", .root = "/", .point = "/host", .host_path = "/" },
		  { .id = 6, .parent = 5, .class = MOUNT_HOST_PATH, .type = "tmpfs", .root = "/", .point = "/host/x", .host_path = "/tmp" },
		  "/tmp" },
		{ "one that lies over the bind itself",
		  { .id = 5, .class = MOUNT_HOST_PATH, .type = "ext4", .root = "/srv", .point = "/host", .host_path = "/srv" },
		  { .id = 6, .parent = 5, .class = MOUNT_HOST_PATH, .type = "xfs", .root = "/", .point = "/host", .host_path = "/" },
		  "/" },
		{ "a directory of it has a path of its own",
		  { .id = 5, .class = MOUNT_HOST_PATH, .type = "ext4", .root = "/", .point = "/host", .host_path = "/" },
		  { .id = 6, .parent = 5, .class = MOUNT_HOST_PATH, .type = "ext4", .root = "/etc", .point = "/host/x", .host_path = "/etc" },
		  "/etc" },
		{ "a parent of which nothing is known",
		  { .id = 5, .class = MOUNT_HOST_PATH, .type = "9p", .root = "/", .point = "/host" },
		  { .id = 6, .parent = 5, .class = MOUNT_HOST_PATH, .type = "9p", .root = "/", .point = "/host/x" },
		  "(none)" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct mount mounts[] = { rows[i].above, rows[i].below };
		struct arena arena;

		arena_init(&arena, region, sizeof region);
		mounts_place(mounts, 2, &arena);
		if (strcmp(place(&mounts[1]), rows[i].want) != 0)
			print_error("row %zu (%s)\n", i, rows[i].why);
		assert_string_equal(place(&mounts[1]), rows[i].want);
	}
}

static void a_mount_on_itself_ends(void **state)
{
	(void)state;
	struct mount mounts[] = {
		{ .id = 1, .parent = 1, .class = MOUNT_HOST_PATH, .type = "9p", .root = "/", .point = "/x", .host_path = "/" },
	};
	struct arena arena;

	arena_init(&arena, region, sizeof region);
	mounts_place(mounts, 1, &arena);
	mounts_place(NULL, 0, &arena);
	assert_string_equal(mounts[0].host_path, "/");
}

static void no_room_for_a_place_leaves_the_mount_as_it_was(void **state)
{
	(void)state;
	struct mount mounts[] = {
		{ .id = 5, .class = MOUNT_HOST_PATH, .type = "ext4", .root = "/", .point = "/host", .host_path = "/" },
		{ .id = 6, .parent = 5, .class = MOUNT_PSEUDO, .type = "tmpfs", .root = "/", .point = "/host/run" },
	};
	struct arena arena;

	arena_init(&arena, region, 1);
	mounts_place(mounts, 2, &arena);
	assert_int_equal(mounts[1].class, MOUNT_PSEUDO);
	assert_null(mounts[1].host_path);
}

static void a_path_lies_on_the_longest_mount_that_is_to_be_seen(void **state)
{
	(void)state;
	struct mount mounts[] = {
		{ .id = 1, .point = "/" },
		{ .id = 2, .point = "/a/b" },
		{ .id = 3, .point = "/a" },
		{ .id = 4, .point = "/c", .hidden = true },
		{ .id = 5, .point = NULL },
		{ .id = 6, .point = "/d" },
		{ .id = 7, .point = "/d" },
	};
	static const struct { const char *why, *path; uint64_t id; } rows[] = {
		{ "what is below a longer one listed first", "/a/b/c", 2 },
		{ "the point itself", "/a/b", 2 },
		{ "beside it", "/a/bc", 3 },
		{ "below a hidden one", "/c/x", 1 },
		{ "of two at the same point the last", "/d/x", 7 },
		{ "the top", "/", 1 },
	};
	struct facts facts = { .mounts = mounts, .mounts_count = sizeof mounts / sizeof *mounts };

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const struct mount *mount = mount_covering(&facts, rows[i].path);

		if (!mount || mount->id != rows[i].id)
			print_error("row %zu (%s)\n", i, rows[i].why);
		assert_non_null(mount);
		assert_int_equal(mount->id, rows[i].id);
	}
	facts.mounts_count = 0;
	assert_null(mount_covering(&facts, "/"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_placed),
		cmocka_unit_test(a_mount_on_itself_ends),
		cmocka_unit_test(no_room_for_a_place_leaves_the_mount_as_it_was),
		cmocka_unit_test(a_path_lies_on_the_longest_mount_that_is_to_be_seen),
	};

	return cmocka_run_group_tests_name("mount_place", tests, NULL, NULL);
}
