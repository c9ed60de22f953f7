/* What came along with a bind lies on the host where the bind says. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
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
		{ "no path of files at all", "tcp://a/b", 1 },
	};
	struct facts facts = { .mounts = mounts, .mounts_count = sizeof mounts / sizeof *mounts };

	arena_init(&facts.arena, region, sizeof region);
	for (int indexed = 0; indexed < 2; indexed++) {
		for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
			const struct mount *mount = mount_covering(&facts, rows[i].path);

			if (!mount || mount->id != rows[i].id)
				print_error("row %zu (%s), %s\n", i, rows[i].why, indexed ? "by the index" : "one by one");
			assert_non_null(mount);
			assert_int_equal(mount->id, rows[i].id);
		}
		assert_true(mounts_index(&facts));
	}
	facts = (struct facts){ .mounts = mounts };
	assert_null(mount_covering(&facts, "/"));
	arena_init(&facts.arena, region, sizeof region);
	assert_true(mounts_index(&facts));
	assert_null(mount_covering(&facts, "/"));
}

static void without_room_for_an_index_mounts_are_found_one_by_one(void **state)
{
	(void)state;
	struct mount mount = { .id = 1, .point = "/" };
	struct facts facts = { .mounts = &mount, .mounts_count = 1 };

	arena_init(&facts.arena, region, 16);
	assert_false(mounts_index(&facts));
	assert_ptr_equal(mount_covering(&facts, "/a"), &mount);
}

/* Enough of them for slots to be shared. */
static void the_index_finds_what_is_found_one_by_one(void **state)
{
	(void)state;
	enum { MANY = 700 };
	static struct mount mounts[MANY];
	static char points[MANY][24], room[1 << 14];
	struct facts facts = { .mounts = mounts, .mounts_count = MANY };
	const struct mount *one_by_one[MANY];

	for (unsigned i = 0; i < MANY; i++) {
		snprintf(points[i], sizeof points[i], "/%u/%u/%u", i % 3, i % 7, i % 50);
		if (i % 5 == 0)		/* some above others */
			*strrchr(points[i], '/') = '\0';
		mounts[i] = (struct mount){ .id = i, .point = points[i], .hidden = i % 11 == 0 };
	}
	for (unsigned i = 0; i < MANY; i++)
		one_by_one[i] = mount_covering(&facts, points[i]);
	arena_init(&facts.arena, room, sizeof room);
	assert_true(mounts_index(&facts));
	for (unsigned i = 0; i < MANY; i++)
		assert_ptr_equal(mount_covering(&facts, points[i]), one_by_one[i]);
	assert_null(mount_covering(&facts, "/9"));
}

static void siblings_are_told_from_those_on_another_mount(void **state)
{
	(void)state;
	enum { MANY = 300 };
	static struct mount mounts[MANY];
	static char points[MANY][24], room[1 << 13];
	struct mount_table table;
	struct arena arena;

	/* the same points on three mounts */
	for (unsigned i = 0; i < MANY; i++) {
		snprintf(points[i], sizeof points[i], "/a/%u", i / 3);
		mounts[i] = (struct mount){ .id = i, .parent = 1000 + i % 3, .point = points[i] };
	}
	arena_init(&arena, room, sizeof room);
	assert_true(mount_table_init(&table, mounts, MANY, true, &arena));
	for (unsigned i = 0; i < MANY; i++) {
		uint32_t *slot = mount_table_slot(&table, &mounts[i]);

		assert_int_equal(*slot, 0);
		*slot = i + 1;
	}
	for (unsigned i = 0; i < MANY; i++) {
		const struct mount child = { .parent = mounts[i].parent, .point = points[i] };
		size_t len = strlen(points[i]);

		assert_int_equal(*mount_table_slot(&table, &child), i + 1);
		assert_ptr_equal(mount_table_above(&table, mounts[i].parent, points[i], len), &mounts[i]);
		assert_null(mount_table_above(&table, 7, points[i], len));
		assert_null(mount_table_above(&table, mounts[i].parent, points[i], 2));
	}
	arena_init(&arena, room, 64);
	assert_false(mount_table_init(&table, mounts, MANY, true, &arena));
	assert_null(table.slot);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_are_placed),
		cmocka_unit_test(a_mount_on_itself_ends),
		cmocka_unit_test(no_room_for_a_place_leaves_the_mount_as_it_was),
		cmocka_unit_test(a_path_lies_on_the_longest_mount_that_is_to_be_seen),
		cmocka_unit_test(without_room_for_an_index_mounts_are_found_one_by_one),
		cmocka_unit_test(the_index_finds_what_is_found_one_by_one),
		cmocka_unit_test(siblings_are_told_from_those_on_another_mount),
	};

	return cmocka_run_group_tests_name("mount_place", tests, NULL, NULL);
}
