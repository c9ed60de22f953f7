/* test_disk_ways.c - what stands before a disk, condition by condition. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "../../probe/judge/disk_ways.h"
#include "bytes.h"
#include "facts_literal.h"

static char texts[1 << 16];
static struct arena arena;
static struct way way;

static struct actor fresh(const struct facts *facts)
{
	struct actor actor;

	arena_init(&arena, texts, sizeof texts);
	way_init(&way, "");
	actor_now(facts, &arena, &actor);
	return actor;
}

/* The barrier called `what`, or NULL. */
static const struct barrier *called(const char *what)
{
	for (size_t i = 0; i < way.count; i++)
		if (!strcmp(way.barrier[i].what, what))
			return &way.barrier[i];
	return NULL;
}

static bool is(const char *what, enum barrier_kind kind, enum barrier_state state, const char *words)
{
	const struct barrier *barrier = called(what);

	if (barrier && (barrier->kind != kind || barrier->state != state || !strstr(barrier->evidence, words)))
		print_error("%s %s %s: %s\n", what, barrier_kind_name(barrier->kind), barrier_state_name(barrier->state), barrier->evidence);
	return barrier && barrier->kind == kind && barrier->state == state && strstr(barrier->evidence, words);
}

static void a_disk_is_called_by_its_node_or_its_numbers(void **state)
{
	(void)state;
	static const struct { const char *label; struct device device; } rows[] = {
		{ "/dev/sda1 (ext4)", { .path = "/dev/sda1", .type = DEVICE_BLOCK, .fs_type = "ext4" } },
		{ "/dev/sda1", { .path = "/dev/sda1", .type = DEVICE_BLOCK } },
		{ "sda1, b 8:1", { .path = "/x", .through_made_node = true, .name = "sda1", .type = DEVICE_BLOCK, .major = 8, .minor = 1 } },
		{ "device without a name, c 21:0", { .type = DEVICE_CHAR, .major = 21 } },
		{ "/dev/a (xfs)", { .path = "/dev/a", .live = YES, .live_type = "xfs", .fs_type = "ext4" } },
		{ "/dev/a (ext4)", { .path = "/dev/a", .live = YES, .fs_type = "ext4" } },
		{ "/dev/a (ext4)", { .path = "/dev/a", .live = NO, .live_type = "xfs", .fs_type = "ext4" } },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct actor actor = fresh(docker_default());

		assert_string_equal(device_label(&rows[i].device, &actor), rows[i].label);
	}
}

static void some_devices_hold_nothing_of_the_host(void **state)
{
	(void)state;
	static const struct { const char *why; bool disk; struct device device; } rows[] = {
		{ "a disk", true, { .type = DEVICE_BLOCK, .driver = "sd" } },
		{ "of which nothing is known", true, { .type = DEVICE_BLOCK } },
		{ "of one byte", true, { .type = DEVICE_BLOCK, .driver = "sd", .size_known = true, .size = 1 } },
		{ "of no size", false, { .type = DEVICE_BLOCK, .driver = "sd", .size_known = true } },
		{ "flash memory, raw", true, { .type = DEVICE_CHAR, .driver = "mtd" } },
		{ "another character device", false, { .type = DEVICE_CHAR, .driver = "sg" } },
		{ "a RAM disk", false, { .type = DEVICE_BLOCK, .driver = "ramdisk" } },
		{ "compressed memory", false, { .type = DEVICE_BLOCK, .driver = "zram", .in_use = NO } },
		{ "that the host swaps to", true, { .type = DEVICE_BLOCK, .driver = "zram", .in_use = YES } },
		{ "a CD-ROM", false, { .type = DEVICE_BLOCK, .driver = "sr" } },
		{ "a floppy", false, { .type = DEVICE_BLOCK, .driver = "fd" } },
		{ "a loop device with nothing behind it", false, { .type = DEVICE_BLOCK, .driver = "loop" } },
		{ "that has a name, and nothing else is known", true, { .type = DEVICE_BLOCK, .driver = "loop", .name = "loop0" } },
		{ "whose size is nothing", false, { .type = DEVICE_BLOCK, .driver = "loop", .size_known = true } },
		{ "whose size is not known", false, { .type = DEVICE_BLOCK, .driver = "loop", .size = 5 } },
		{ "whose size is something", true, { .type = DEVICE_BLOCK, .driver = "loop", .size_known = true, .size = 1 } },
		{ "with a file", true, { .type = DEVICE_BLOCK, .driver = "loop", .backing_file = "/x" } },
		{ "part of one", true, { .type = DEVICE_BLOCK, .driver = "loop", .partition_of = "loop0" } },
	};

	for (size_t i = 0; i < ROWS(rows); i++)
		ASSERT_ROW(i, rows[i].why, device_is_disk(&rows[i].device) == rows[i].disk);
}

static void a_node_needs_a_mount_that_takes_it(void **state)
{
	(void)state;
	static const struct { const char *why; enum mount_class class; const char *type; bool nodev, read_only, hidden, takes; } rows[] = {
		{ "our own root", MOUNT_ROOT, "overlay", false, false, false, true },
		{ "a volume", MOUNT_VOLUME, "ext4", false, false, false, true },
		{ "a path of the host", MOUNT_HOST_PATH, "ext4", false, false, false, true },
		{ "a tmpfs", MOUNT_PSEUDO, "tmpfs", false, false, false, true },
		{ "a procfs", MOUNT_PSEUDO, "proc", false, false, false, false },
		{ "the engine's own", MOUNT_PLUMBING, "tmpfs", false, false, false, false },
		{ "nodev", MOUNT_ROOT, "overlay", true, false, false, false },
		{ "read-only", MOUNT_ROOT, "overlay", false, true, false, false },
		{ "covered", MOUNT_ROOT, "overlay", false, false, true, false },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		struct actor actor = fresh(facts);
		struct mount *mount;

		facts->mounts_count = 0;
		mount = put_mount(facts, rows[i].class, "/x", rows[i].type, 0);
		mount->nodev = rows[i].nodev;
		mount->read_only = rows[i].read_only;
		mount->hidden = rows[i].hidden;
		barrier_made_node(&way, facts, &actor);
		ASSERT_ROW(i, rows[i].why, rows[i].takes ? !called("a mount for a node")
			   : is("a mount for a node", BARRIER_NODEV, BARRIER_STANDING, "every writable mount has nodev"));
		facts->mounts_list.truncated = true;
		actor = fresh(facts);
		barrier_made_node(&way, facts, &actor);
		ASSERT_ROW(i, rows[i].why, rows[i].takes ? !called("a mount for a node")
			   : is("a mount for a node", BARRIER_NODEV, BARRIER_IS_UNKNOWN, "could not be read"));
	}
}

static void a_node_that_does_not_open_says_why(void **state)
{
	(void)state;
	static const struct { struct answer open; const char *what; enum barrier_kind kind; enum barrier_state state; const char *words; } rows[] = {
		{ { ANSWERED, EPERM, NULL }, "open(2) of the device", BARRIER_KERNEL, BARRIER_STANDING,
		  "EPERM, though access is granted (asked); cause not told apart" },
		{ { ANSWERED, EACCES, NULL }, "open(2) of the device", BARRIER_LSM, BARRIER_STANDING, "EACCES, though" },
		{ { ANSWERED, ENXIO, NULL }, "the device behind the node", BARRIER_NOT_GIVEN, BARRIER_STANDING, "there is none" },
		{ { ANSWERED, ENODEV, NULL }, "the device behind the node", BARRIER_NOT_GIVEN, BARRIER_STANDING, "there is none" },
		{ { ANSWERED, ENOMEDIUM, NULL }, "the device behind the node", BARRIER_NOT_GIVEN, BARRIER_STANDING, "there is none" },
		{ { ANSWERED, EIO, NULL }, "open(2) of the device", BARRIER_KERNEL, BARRIER_IS_UNKNOWN, "another reason" },
		{ { ANSWERED, 0, NULL }, NULL, 0, 0, NULL },
		{ { TIMED_OUT, EPERM, NULL }, NULL, 0, 0, NULL },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		struct device *disk = give_disk(facts);
		struct actor actor = fresh(facts);

		disk->open = rows[i].open;
		way_read_blocks(&way, facts, &actor, disk);
		if (rows[i].what)
			ASSERT_ROW(i, rows[i].what, is(rows[i].what, rows[i].kind, rows[i].state, rows[i].words));
		else
			ASSERT_ROW(i, "opens", !called("open(2) of the device") && !called("the device behind the node"));
	}
}

static void a_number_that_the_kernel_lists_no_disk_for_has_none(void **state)
{
	(void)state;
	static const struct { const char *why; enum device_type type, other; const char *name, *other_name; bool truncated, missing; } rows[] = {
		{ "not among those listed", DEVICE_BLOCK, DEVICE_BLOCK, NULL, "sda", false, true },
		{ "of a list cut short", DEVICE_BLOCK, DEVICE_BLOCK, NULL, "sda", true, false },
		{ "listed itself", DEVICE_BLOCK, DEVICE_BLOCK, "sdb", "sda", false, false },
		{ "a character device", DEVICE_CHAR, DEVICE_BLOCK, NULL, "sda", false, false },
		{ "no disk is listed", DEVICE_BLOCK, DEVICE_CHAR, NULL, "sg0", false, false },
		{ "none has a name", DEVICE_BLOCK, DEVICE_BLOCK, NULL, NULL, false, false },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		struct actor actor = fresh(facts);
		struct device *device;

		facts->devices_count = 0;
		put_device(facts, rows[i].other, "/dev/a", 8, 0)->name = rows[i].other_name;
		device = put_device(facts, rows[i].type, "/dev/b", 9, 0);
		device->name = rows[i].name;
		device->read = answered(0);
		facts->devices_list.truncated = rows[i].truncated;
		way_read_blocks(&way, facts, &actor, device);
		ASSERT_ROW(i, rows[i].why, rows[i].missing == (called("the device behind the node") != NULL));
	}
}

static void whose_data_lies_on_it_is_told_by_use_and_content(void **state)
{
	(void)state;
	static const char data[] = "data of the host on it";
	static const struct { const char *why; bool write; struct device device; const char *what; enum barrier_kind kind; enum barrier_state state; const char *words; } rows[] = {
		{ "encrypted, read", false, { .fs_type = "crypto_LUKS", .in_use = YES }, "readable data", BARRIER_KERNEL, BARRIER_STANDING, "it is encrypted" },
		{ "encrypted, written", true, { .fs_type = "crypto_LUKS", .in_use = YES }, data, BARRIER_NOT_GIVEN, BARRIER_ABSENT, "the host uses it" },
		{ "perhaps encrypted", false, { .fs_type = "crypto_LUKS", .ambivalent = true }, data, BARRIER_NOT_GIVEN, BARRIER_IS_UNKNOWN, "more than one signature" },
		{ "used, as can be seen", false, { .in_use = YES, .use_evidence = "seen" }, data, BARRIER_NOT_GIVEN, BARRIER_ABSENT, "seen" },
		{ "not used", false, { .in_use = NO, .fs_type = "ext4" }, data, BARRIER_NOT_GIVEN, BARRIER_STANDING, "ext4 on it" },
		{ "empty", false, { .content = YES }, data, BARRIER_NOT_GIVEN, BARRIER_STANDING, "no file system and no partition table" },
		{ "parted", false, { .content = YES, .table = "gpt" }, data, BARRIER_NOT_GIVEN, BARRIER_IS_UNKNOWN, "partition table gpt" },
		{ "with a file system", false, { .content = YES, .fs_type = "ext4" }, data, BARRIER_NOT_GIVEN, BARRIER_IS_UNKNOWN, "ext4 on it" },
		{ "with more than one", false, { .content = YES, .ambivalent = true }, data, BARRIER_NOT_GIVEN, BARRIER_IS_UNKNOWN, "more than one signature" },
		{ "not looked at", false, { .content = UNKNOWN }, data, BARRIER_NOT_GIVEN, BARRIER_IS_UNKNOWN, "could not be looked at" },
		{ "nor to be read", false, { .content = NO }, data, BARRIER_NOT_GIVEN, BARRIER_IS_UNKNOWN, "could not be looked at" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct actor actor = fresh(docker_default());

		barrier_content(&way, &actor, &rows[i].device, rows[i].write);
		ASSERT_ROW(i, rows[i].why, way.count == 1 && is(rows[i].what, rows[i].kind, rows[i].state, rows[i].words));
	}
}

static void writing_asks_for_more_than_reading(void **state)
{
	(void)state;
	static const char param[] = "quiet bdev_allow_write_mounted=0";
	static const struct { const char *why; struct device device; const char *cmdline, *what; enum barrier_kind kind; } rows[] = {
		{ "an odd minor of mtd", { .type = DEVICE_CHAR, .driver = "mtd", .minor = 1 }, "", "read-only device", BARRIER_READ_ONLY },
		{ "an even one", { .type = DEVICE_CHAR, .driver = "mtd", .minor = 2 }, "", NULL, 0 },
		{ "an odd minor of something else", { .type = DEVICE_CHAR, .driver = "sg", .minor = 1 }, "", NULL, 0 },
		{ "mtd's block device", { .type = DEVICE_BLOCK, .driver = "mtd", .minor = 1 }, "", NULL, 0 },
		{ "a read-only disk", { .type = DEVICE_BLOCK, .driver = "sd", .ro = YES }, "", "read-only device", BARRIER_READ_ONLY },
		{ "a writable one", { .type = DEVICE_BLOCK, .driver = "sd", .ro = NO }, "", NULL, 0 },
		{ "mounted, and kept from writers", { .type = DEVICE_BLOCK, .live = YES }, param, "writes to mounted devices", BARRIER_KERNEL },
		{ "not mounted", { .type = DEVICE_BLOCK, .live = NO }, param, NULL, 0 },
		{ "mounted, the parameter is not given", { .type = DEVICE_BLOCK, .live = YES }, "quiet", NULL, 0 },
		{ "mounted, parameters not known", { .type = DEVICE_BLOCK, .live = YES }, NULL, NULL, 0 },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		struct actor actor = fresh(facts);
		struct device device = rows[i].device;

		device.path = device.name = "/dev/x";
		device.read = device.write = answered(0);
		if (rows[i].cmdline)
			fact_set_static(facts, FACT_KERNEL_CMDLINE, rows[i].cmdline);
		else
			fact_set_unknown(facts, FACT_KERNEL_CMDLINE, EIO, NULL);
		way_write_blocks(&way, facts, &actor, &device);
		ASSERT_ROW(i, rows[i].why, way_status(&way) == (rows[i].what ? PATH_CLOSED : PATH_OPEN));
		ASSERT_ROW(i, rows[i].why, way_distance(&way) == (rows[i].what ? 1 : 0));
		ASSERT_ROW(i, rows[i].why, !rows[i].what || is(rows[i].what, rows[i].kind, BARRIER_STANDING, ""));
		actor = fresh(facts);
		way_read_blocks(&way, facts, &actor, &device);
		ASSERT_ROW(i, rows[i].why, way_status(&way) == PATH_OPEN);
	}
}

static void commands_of_nvme_ask_for_a_capability_and_others_do_not(void **state)
{
	(void)state;
	static const struct { const char *why, *driver, *release; enum device_type type; enum path_status status; const char *reaches; } rows[] = {
		{ "the controller", "nvme", "6.12", DEVICE_CHAR, PATH_OPEN, "nvme0n1" }, { "of two", "nvme", "6.12", DEVICE_CHAR, PATH_CLOSED, "" },
		{ "of so many", "nvme", "6.12", DEVICE_CHAR, PATH_UNKNOWN, NULL }, { "an old one", "nvme", "6.1", DEVICE_CHAR, PATH_CLOSED, "nvme0n1" },
		{ "a namespace", "nvme-generic", "6.2", DEVICE_CHAR, PATH_OPEN, NULL }, { "of an older kernel", "nvme-generic", "6.1", DEVICE_CHAR, PATH_CLOSED, NULL },
		{ "of no age", "nvme-generic", "x", DEVICE_CHAR, PATH_UNKNOWN, NULL }, { "a disk", "nvme", "6.1", DEVICE_BLOCK, PATH_OPEN, NULL },
		{ "SCSI", "sg", "6.1", DEVICE_CHAR, PATH_OPEN, NULL }, { "of no driver", NULL, "6.1", DEVICE_CHAR, PATH_OPEN, NULL },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		struct actor actor = fresh(facts);
		struct device device = { .path = "/dev/x", .name = "x", .type = rows[i].type, .driver = rows[i].driver, .read = { ANSWERED, 0, NULL },
					 .reaches = rows[i].reaches };

		fact_set_static(facts, FACT_KERNEL_RELEASE, rows[i].release);
		way_read_blocks(&way, facts, &actor, &device);
		ASSERT_ROW(i, rows[i].why, way_status(&way) == rows[i].status);
	}
}

static void what_can_be_mounted_is_a_file_system_of_its_own(void **state)
{
	(void)state;
	static const struct { const char *why; struct device device; enum barrier_kind kind; enum barrier_state state; const char *words; } rows[] = {
		{ "a file system", { .content = YES, .fs_type = "ext4", .fs_usage = "filesystem" }, BARRIER_KERNEL, BARRIER_ABSENT, "ext4 is in" },
		{ "of no usage that is known", { .content = YES, .fs_type = "ext4" }, BARRIER_KERNEL, BARRIER_ABSENT, "ext4 is in" },
		{ "swap", { .content = YES, .fs_type = "swap", .fs_usage = "other" }, BARRIER_NOT_GIVEN, BARRIER_STANDING, "swap, which cannot be mounted" },
		{ "a member of a pool", { .content = YES, .fs_type = "zfs_member", .fs_usage = "filesystem" }, BARRIER_NOT_GIVEN, BARRIER_STANDING, "zfs_member, which cannot" },
		{ "a name with a bar", { .content = YES, .fs_type = "my_fs", .fs_usage = "filesystem" }, BARRIER_KERNEL, BARRIER_IS_UNKNOWN, "my_fs is not in" },
		{ "NTFS", { .content = YES, .fs_type = "ntfs", .fs_usage = "filesystem" }, BARRIER_KERNEL, BARRIER_IS_UNKNOWN, "ntfs3 is not in" },
		{ "mounted, whatever it looks like", { .live = YES, .live_type = "xfs", .content = YES, .fs_type = "x_member", .fs_usage = "raid" }, BARRIER_KERNEL, BARRIER_ABSENT, "xfs is in" },
		{ "mounted, as what is not known", { .live = YES, .content = YES, .fs_type = "ext4" }, BARRIER_KERNEL, BARRIER_ABSENT, "ext4 is in" },
		{ "a part of something", { .content = YES, .fs_type = "ext4", .holders = "md0" }, BARRIER_KERNEL, BARRIER_STANDING, "it is a part of md0" },
		{ "mounted, and a part of something", { .live = YES, .content = YES, .fs_type = "ext4", .holders = "md0" }, BARRIER_KERNEL, BARRIER_ABSENT, "ext4 is in" },
		{ "a part of nothing", { .content = YES, .fs_type = "ext4", .holders = "" }, BARRIER_KERNEL, BARRIER_ABSENT, "ext4 is in" },
		{ "encrypted", { .content = YES, .fs_type = "crypto_LUKS", .fs_usage = "crypto" }, BARRIER_KERNEL, BARRIER_STANDING, "it is encrypted" },
		{ "two signatures", { .content = YES, .ambivalent = true, .fs_type = "ext4" }, BARRIER_NOT_GIVEN, BARRIER_IS_UNKNOWN, "more than one signature" },
		{ "nothing", { .content = YES }, BARRIER_NOT_GIVEN, BARRIER_STANDING, "no file system directly on it" },
		{ "not looked at", { .content = UNKNOWN }, BARRIER_NOT_GIVEN, BARRIER_IS_UNKNOWN, "could not be looked at" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_privileged();
		struct actor actor = fresh(facts);
		struct device device = rows[i].device;

		device.path = "/dev/x";
		device.type = DEVICE_BLOCK;
		device.read = answered(0);
		way_mount_old(&way, facts, &actor, &device);
		ASSERT_ROW(i, rows[i].why, is("a file system to mount", rows[i].kind, rows[i].state, rows[i].words));
	}
}

static void a_proof_shows_what_lies_in_the_root(void **state)
{
	(void)state;
	static const struct { struct verification proof; const char *words; } rows[] = {
		{ { .answer = { ANSWERED, 0, NULL } }, "done, detached and read-only; in its root: nothing (--verify)" },
		{ { .answer = { ANSWERED, 0, NULL }, .name = { "a" } }, "done, detached and read-only; in its root: a (--verify)" },
		{ { .answer = { ANSWERED, 0, NULL }, .name = { "a", "b" } }, "done, detached and read-only; in its root: a, b (--verify)" },
		{ { .answer = { ANSWERED, 0, NULL }, .name = { "a", "b", "c" } }, "done, detached and read-only; in its root: a, b, c (--verify)" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		struct actor actor = fresh(facts);
		struct verification proof = rows[i].proof;
		struct device *disk = give_disk(facts);

		disk->verification = &proof;
		way_mount_new(&way, facts, &actor, disk);
		assert_true(way.count == 1 && way.barrier[0].state == BARRIER_ABSENT);
		assert_string_equal(way.barrier[0].evidence, rows[i].words);
	}
}

/* mknod(2) refused is not the same as access refused: a devtmpfs may be
 * mounted instead, with the node in it. */
static void who_refuses_to_make_a_node_is_told_where_one_is_left(void **state)
{
	(void)state;
	static const struct { const char *why; int error; struct answer filter; bool confined; enum barrier_kind kind; const char *words; } rows[] = {
		{ "no filter, no policy", EPERM, { ANSWERED, 0, NULL }, false, BARRIER_DEVICE_CGROUP, "EPERM (asked)" },
		{ "the filter", EPERM, { ANSWERED, EPERM, NULL }, false, BARRIER_SECCOMP, "EPERM (asked)" },
		{ "the filter, whatever it says", EACCES, { ANSWERED, EACCES, NULL }, true, BARRIER_SECCOMP, "EACCES (asked)" },
		{ "a filter that was not asked", EPERM, { 0 }, false, BARRIER_KERNEL, "EPERM (asked); cause not told apart" },
		{ "a policy in force", EACCES, { ANSWERED, 0, NULL }, true, BARRIER_LSM, "EACCES (asked)" },
		{ "a policy, or the group", EPERM, { ANSWERED, 0, NULL }, true, BARRIER_KERNEL, "cause not told apart" },
		{ "nobody to put it down to", EACCES, { ANSWERED, 0, NULL }, false, BARRIER_KERNEL, "cause not told apart" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		struct device *disk = disk_of(facts);
		struct actor actor = fresh(facts);

		if (!rows[i].confined)
			without_apparmor(facts);
		fact_set_number(facts, FACT_SECCOMP_MODE, 2);
		facts->call[CALL_MKNODAT] = (struct call){ .filter = rows[i].filter };
		disk->through_made_node = false;
		disk->read = disk->write = (struct answer){ NOT_ASKED, rows[i].error, "no node, and making one failed" };
		barrier_made_node(&way, facts, &actor);
		ASSERT_ROW(i, rows[i].why, is("mknod(2)", rows[i].kind, BARRIER_STANDING, rows[i].words));
		actor = fresh(facts);
		way_read_blocks(&way, facts, &actor, disk);
		ASSERT_ROW(i, rows[i].why, is("device cgroup", BARRIER_DEVICE_CGROUP, BARRIER_IS_UNKNOWN, "making one failed"));
		/* where another was made, mknod(2) is to be had */
		put_device(facts, DEVICE_BLOCK, NULL, 8, 0)->through_made_node = true;
		actor = fresh(facts);
		barrier_made_node(&way, facts, &actor);
		ASSERT_ROW(i, rows[i].why, !called("mknod(2)"));
	}
}

static void a_refusal_is_told_by_its_errno(void **state)
{
	(void)state;
	static const struct { int error; const char *message; bool confined; enum barrier_kind kind; enum barrier_state state; const char *words; } rows[] = {
		{ EPERM, NULL, false, BARRIER_DEVICE_CGROUP, BARRIER_STANDING, "EPERM (--verify)" },
		{ EPERM, NULL, true, BARRIER_KERNEL, BARRIER_STANDING, "EPERM (--verify); cause not told apart" },
		{ EACCES, "no", true, BARRIER_LSM, BARRIER_STANDING, "EACCES: no (--verify)" },
		{ EACCES, "no", false, BARRIER_KERNEL, BARRIER_STANDING, "EACCES: no (--verify); cause not told apart" },
		{ EBUSY, "", false, BARRIER_KERNEL, BARRIER_STANDING, "EBUSY: " },
		{ EINVAL, "bad", false, BARRIER_KERNEL, BARRIER_IS_UNKNOWN, "EINVAL: bad (--verify)" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_privileged();
		struct actor actor = fresh(facts);
		struct verification proof = { .answer = { ANSWERED, rows[i].error, NULL }, .message = rows[i].message };

		if (rows[i].confined)
			fact_set_static(facts, FACT_APPARMOR_MODE, "enforce");
		struct device *disk = give_disk(facts);

		disk->verification = &proof;
		way_mount_new(&way, facts, &actor, disk);
		ASSERT_ROW(i, rows[i].words, is("the mount itself", rows[i].kind, rows[i].state, rows[i].words));
	}
}

static void what_is_mounted_now_can_be_attached(void **state)
{
	(void)state;
	static const struct { enum known live; const char *evidence; enum barrier_state state; const char *words; } rows[] = {
		{ YES, "seen", BARRIER_ABSENT, "seen" }, { NO, NULL, BARRIER_STANDING, "nothing has it mounted" },
		{ UNKNOWN, NULL, BARRIER_IS_UNKNOWN, "whether it is mounted now" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_privileged();
		struct actor actor = fresh(facts);
		struct device *disk = disk_of(facts);

		disk->live = rows[i].live;
		disk->use_evidence = rows[i].evidence;
		way_attach(&way, facts, &actor, disk);
		ASSERT_ROW(i, rows[i].words, is("mounted file system of the host", BARRIER_NOT_GIVEN, rows[i].state, rows[i].words));
	}
}

/* ---- storage -------------------------------------------------------------------- */

static bool says(struct facts *facts, const char *id, const char *words)
{
	const struct finding *finding = finding_of(judged(facts), id);

	for (size_t i = 0; i < finding->ways; i++) {
		if (strstr(finding->way[i].title, words))
			return true;
		for (size_t k = 0; k < finding->way[i].count; k++)
			if (strstr(finding->way[i].barrier[k].evidence, words))
				return true;
	}
	return false;
}

static void a_live_file_system_is_found_by_sysfs_or_by_what_is_bound_in(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	assert_true(says(facts, "live-filesystem-attach", "attach b 254:1 (ext4)"));
	facts->mounts[5].major = 0;	/* btrfs */
	assert_true(says(facts, "live-filesystem-attach", "attach a mounted file system of the host"));
	disk_of(facts)->live = YES;
	assert_true(says(facts, "live-filesystem-attach", "host: it carries vg-srv") || says(facts, "live-filesystem-attach", "it carries vg-srv"));
	disk_of(facts)->use_evidence = NULL;
	assert_true(says(facts, "live-filesystem-attach", "the host has it mounted"));
}

static void a_group_above_our_own_is_as_its_file_says(void **state)
{
	(void)state;
	static const struct { const char *why; enum kernel_file_state state; struct answer write; enum path_status status; const char *words; } rows[] = {
		{ "exposed", KERNEL_FILE_EXPOSED, { 0 }, PATH_OPEN, "may be written (asked)" },
		{ "not known", KERNEL_FILE_UNKNOWN, { 0 }, PATH_UNKNOWN, "could not be asked" },
		{ "gone", KERNEL_FILE_GONE, { 0 }, PATH_CLOSED, "not there" },
		{ "denied", KERNEL_FILE_DENIED, { 0 }, PATH_CLOSED, "permission denied (asked)" },
		{ "hidden", KERNEL_FILE_HIDDEN, { 0 }, PATH_CLOSED, "masked" },
		{ "not writable", KERNEL_FILE_NOT_WRITABLE, { 0 }, PATH_CLOSED, "not writable (asked)" },
		{ "asked, and granted", KERNEL_FILE_UNKNOWN, { ANSWERED, 0, NULL }, PATH_OPEN, "allowed (asked)" },
		{ "asked, and refused", KERNEL_FILE_EXPOSED, { ANSWERED, EROFS, NULL }, PATH_CLOSED, "EROFS (asked)" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();

		put_kernel_file(facts, KERNEL_FILE_CGROUP_PROCS, "/sys/fs/cgroup/cgroup.procs", rows[i].state)->write = rows[i].write;
		ROW(rows[i].why);
		assert_path(facts, "cgroup2-rw", rows[i].status);
		assert_true(says(facts, "cgroup2-rw", rows[i].words));
		facts->kernel_files_list.truncated = true;
		assert_path(facts, "cgroup2-rw", rows[i].status == PATH_OPEN ? PATH_OPEN : PATH_UNKNOWN);
		assert_true(says(facts, "cgroup-migrate", "not everything could be looked at"));
	}
	ROW("");
}

static void a_program_decides_about_devices_with_cgroup_v2_only(void **state)
{
	(void)state;
	static const struct { const char *why; enum known v1; const char *version, *words; } rows[] = {
		{ "v2", NO, "v2", "governed by cgroup v2" }, { "v2, the list not known", UNKNOWN, "v2", "governed by cgroup v2" },
		{ "a mixture, without the list", NO, "hybrid", "governed by cgroup v2" }, { "a mixture", UNKNOWN, "hybrid", "not known" },
		{ "a mixture with the list", YES, "hybrid", "governed by cgroup v1" }, { "v1", UNKNOWN, "v1", "governed by cgroup v1" },
		{ "v1, without the list", NO, "v1", "governed by cgroup v1" }, { "nothing known", UNKNOWN, NULL, "not known" },
		{ "the list alone", YES, NULL, "governed by cgroup v1" }, { "no list alone", NO, NULL, "not known" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();

		if (rows[i].version)
			fact_set_static(facts, FACT_CGROUP_VERSION, rows[i].version);
		else
			fact_set_unknown(facts, FACT_CGROUP_VERSION, EIO, NULL);
		if (rows[i].v1 == UNKNOWN)
			fact_set_unknown(facts, FACT_CGROUP_DEVICES_V1, EIO, NULL);
		else
			fact_set_bool(facts, FACT_CGROUP_DEVICES_V1, rows[i].v1 == YES);
		ASSERT_ROW(i, rows[i].why, says(facts, "cgroup2-device-detach", rows[i].words));
	}
}

static void a_directory_of_cgroup_v2_that_is_covered_has_to_be_mounted(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	assert_true(says(facts, "cgroup2-device-detach", "/sys/fs/cgroup"));
	facts->mounts[4].hidden = true;
	assert_false(says(facts, "cgroup2-device-detach", "/sys/fs/cgroup"));
}

static void engines_let_two_devices_of_the_host_through(void **state)
{
	(void)state;
	assert_true(engines_let_through(5, 1));
	assert_true(engines_let_through(10, 200));
	assert_false(engines_let_through(5, 2));
	assert_false(engines_let_through(10, 199));
	assert_false(engines_let_through(4, 1));
	assert_false(engines_let_through(11, 200));
}

static void what_was_answered_about_disks_goes_for_character_devices(void **state)
{
	(void)state;
	static const struct { const char *why; struct answer read, write; bool made; enum barrier_state console, other; } rows[] = {
		{ "refused", { ANSWERED, EPERM, NULL }, { ANSWERED, EPERM, NULL }, true, BARRIER_ABSENT, BARRIER_STANDING },
		{ "one of them allowed", { ANSWERED, EPERM, NULL }, { ANSWERED, 0, NULL }, true, BARRIER_IS_UNKNOWN, BARRIER_IS_UNKNOWN },
		{ "the other allowed", { ANSWERED, 0, NULL }, { ANSWERED, EPERM, NULL }, true, BARRIER_IS_UNKNOWN, BARRIER_IS_UNKNOWN },
		{ "half asked: not refused", { ANSWERED, EPERM, NULL }, { 0 }, true, BARRIER_IS_UNKNOWN, BARRIER_IS_UNKNOWN },
		{ "the other half", { 0 }, { ANSWERED, EPERM, NULL }, true, BARRIER_IS_UNKNOWN, BARRIER_IS_UNKNOWN },
		{ "no node could be made", { NOT_ASKED, EPERM, NULL }, { NOT_ASKED, EPERM, NULL }, false, BARRIER_ABSENT, BARRIER_IS_UNKNOWN },
		{ "through a node that was given", { ANSWERED, EPERM, NULL }, { ANSWERED, EPERM, NULL }, false, BARRIER_ABSENT, BARRIER_IS_UNKNOWN },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		struct device *disk = disk_of(facts);

		disk->read = rows[i].read;
		disk->write = rows[i].write;
		disk->through_made_node = rows[i].made;
		fresh(facts);
		barrier_character_cgroup(&way, facts, 5, 1);
		ASSERT_ROW(i, rows[i].why, is("device cgroup", BARRIER_DEVICE_CGROUP, rows[i].console, ""));
		fresh(facts);
		barrier_character_cgroup(&way, facts, 1, 1);
		ASSERT_ROW(i, rows[i].why, is("device cgroup", BARRIER_DEVICE_CGROUP, rows[i].other, ""));
	}
}

static void what_a_bus_reaches_is_a_disk_of_that_name(void **state)
{
	(void)state;
	static const struct { const char *why; enum device_type type; const char *name; enum path_status status; } rows[] = {
		{ "that disk, not used", DEVICE_BLOCK, "sda", PATH_CLOSED }, { "another", DEVICE_BLOCK, "sdb", PATH_OPEN },
		{ "no disk", DEVICE_CHAR, "sda", PATH_OPEN }, { "of no name", DEVICE_BLOCK, NULL, PATH_OPEN },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		struct device *device;

		facts->devices_count = 0;
		device = put_device(facts, rows[i].type, NULL, 8, 0);
		device->name = rows[i].name;
		device->in_use = NO;
		device = put_device(facts, DEVICE_CHAR, "/dev/sg0", 21, 0);
		device->read = device->write = answered(0);
		device->reaches = "sda";
		ROW(rows[i].why);
		assert_path(facts, "scsi-generic", rows[i].status);
	}
	ROW("");
}

static void memory_has_three_devices(void **state)
{
	(void)state;
	static const struct { const char *why; enum device_type type; uint32_t major, minor; bool node, found; } rows[] = {
		{ "/dev/mem", DEVICE_CHAR, 1, 1, true, true }, { "/dev/kmem", DEVICE_CHAR, 1, 2, true, true },
		{ "/dev/port", DEVICE_CHAR, 1, 4, true, true }, { "/dev/null", DEVICE_CHAR, 1, 3, true, false },
		{ "a RAM disk", DEVICE_BLOCK, 1, 1, true, false }, { "another major", DEVICE_CHAR, 2, 1, true, false },
		{ "no node", DEVICE_CHAR, 1, 1, false, false },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();

		facts->devices_count = 0;
		put_device(facts, rows[i].type, rows[i].node ? "/dev/it" : NULL, rows[i].major, rows[i].minor)->read = answered(0);
		ASSERT_ROW(i, rows[i].why, says(facts, "dev-mem", "/dev/it") == rows[i].found);
		ASSERT_ROW(i, rows[i].why, says(facts, "dev-mem", "a node made for") == !rows[i].found);
	}
}

static void writes_to_registers_may_be_off(void **state)
{
	(void)state;
	static const struct { const char *cmdline; bool off; } rows[] = {
		{ "msr.allow_writes=off", true }, { "msr.allow_writes=on", false }, { "quiet", false },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();

		fact_set_static(facts, FACT_KERNEL_CMDLINE, rows[i].cmdline);
		assert_true(says(facts, "msr", "off (/proc/cmdline)") == rows[i].off);
	}
}

/* ---- the table -------------------------------------------------------------------- */

static void character_devices_are_never_mounted_to_prove_it(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();
	struct device *device = put_device(facts, DEVICE_CHAR, "/dev/sg0", 21, 0);

	device->driver = "sg";
	device->read = answered(0);
	put_device(facts, DEVICE_CHAR, "/dev/hpet", 10, 228)->driver = "misc";
	put_device(facts, DEVICE_CHAR, "/dev/x", 99, 0);
	give_disk(facts);
	assert_int_equal(judged(facts)->disks, 2);
	assert_int_equal(judge_to_verify(facts, judged(facts)), 1);
	assert_null(device->verification);
}

static void a_name_like_that_of_an_array_is_not_one(void **state)
{
	(void)state;
	static const struct { const char *name, *kind; } rows[] = {
		{ "md0", "md" }, { "md_d0", "md" }, { "mda", "strange" }, { "mdab1", "strange" }, { "zz", "strange" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();

		disk_of(facts)->name = rows[i].name;
		disk_of(facts)->driver = "strange";
		assert_string_equal(judged(facts)->disk[0].kind, rows[i].kind);
	}
}

static void an_array_is_called_by_its_level(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	disk_of(facts)->name = "md127";
	disk_of(facts)->md_level = "raid5";
	assert_string_equal(judged(facts)->disk[0].kind, "md-raid5");
}

static void a_policy_refuses_a_node_of_our_own_making(void **state)
{
	(void)state;
	static const struct { const char *why; bool layers_known; uint64_t layers; bool confined; enum barrier_state state; } rows[] = {
		{ "nothing is known to confine us", false, 0, false, BARRIER_IS_UNKNOWN },
		{ "Landlock does not", true, 0, false, BARRIER_IS_UNKNOWN },
		{ "Landlock does", true, 1, false, BARRIER_STANDING },
		{ "AppArmor does", true, 0, true, BARRIER_STANDING },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		struct actor actor = fresh(facts);

		if (!rows[i].confined)
			without_apparmor(facts);
		if (rows[i].layers_known)
			fact_set_number(facts, FACT_LANDLOCK_LAYERS, rows[i].layers);
		disk_of(facts)->read = answered(EACCES);
		way_read_blocks(&way, facts, &actor, disk_of(facts));
		ASSERT_ROW(i, rows[i].why, is("read access", BARRIER_LSM, rows[i].state, "EACCES, through a node made here"));
	}
}

static void what_the_answer_leaves_open_the_list_still_says(void **state)
{
	(void)state;
	static const struct { const char *why, *list; int error; bool added; enum barrier_state state; } rows[] = {
		{ "a strange answer, and a list without it", "c 1:3 rwm\n", EFAULT, true, BARRIER_STANDING },
		{ "a strange answer, and a list with it", "a *:* rwm\n", EFAULT, true, BARRIER_ABSENT },
		{ "a policy's refusal of a node made here", "c 1:3 rwm\n", EACCES, true, BARRIER_STANDING },
		{ "granted: the kernel knows better", "c 1:3 rwm\n", 0, false, BARRIER_ABSENT },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		struct actor actor = fresh(facts);

		fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, rows[i].list);
		disk_of(facts)->read = answered(rows[i].error);
		way_read_blocks(&way, facts, &actor, disk_of(facts));
		ASSERT_ROW(i, rows[i].why, rows[i].added ? is("device cgroup", BARRIER_DEVICE_CGROUP, rows[i].state, "devices.list")
							 : !called("device cgroup"));
	}
}

static void a_text_that_is_not_the_reports_own_is_left_where_it_is(void **state)
{
	(void)state;
	char seen[] = "nothing has it, as was seen";	/* behind all static memory */
	struct facts *facts = docker_sys_admin();

	disk_of(facts)->use_evidence = seen;
	assert_ptr_equal(judged(facts)->disk[0].answer[DISK_ATTACH].barrier.evidence, seen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_disk_is_called_by_its_node_or_its_numbers),
		cmocka_unit_test(some_devices_hold_nothing_of_the_host),
		cmocka_unit_test(a_node_needs_a_mount_that_takes_it),
		cmocka_unit_test(a_node_that_does_not_open_says_why),
		cmocka_unit_test(a_number_that_the_kernel_lists_no_disk_for_has_none),
		cmocka_unit_test(whose_data_lies_on_it_is_told_by_use_and_content),
		cmocka_unit_test(writing_asks_for_more_than_reading),
		cmocka_unit_test(commands_of_nvme_ask_for_a_capability_and_others_do_not),
		cmocka_unit_test(what_can_be_mounted_is_a_file_system_of_its_own),
		cmocka_unit_test(a_proof_shows_what_lies_in_the_root),
		cmocka_unit_test(who_refuses_to_make_a_node_is_told_where_one_is_left),
		cmocka_unit_test(a_refusal_is_told_by_its_errno),
		cmocka_unit_test(what_is_mounted_now_can_be_attached),
		cmocka_unit_test(a_live_file_system_is_found_by_sysfs_or_by_what_is_bound_in),
		cmocka_unit_test(a_group_above_our_own_is_as_its_file_says),
		cmocka_unit_test(a_program_decides_about_devices_with_cgroup_v2_only),
		cmocka_unit_test(a_directory_of_cgroup_v2_that_is_covered_has_to_be_mounted),
		cmocka_unit_test(engines_let_two_devices_of_the_host_through),
		cmocka_unit_test(what_was_answered_about_disks_goes_for_character_devices),
		cmocka_unit_test(what_a_bus_reaches_is_a_disk_of_that_name),
		cmocka_unit_test(memory_has_three_devices),
		cmocka_unit_test(writes_to_registers_may_be_off),
		cmocka_unit_test(character_devices_are_never_mounted_to_prove_it),
		cmocka_unit_test(a_name_like_that_of_an_array_is_not_one),
		cmocka_unit_test(an_array_is_called_by_its_level),
		cmocka_unit_test(a_policy_refuses_a_node_of_our_own_making),
		cmocka_unit_test(what_the_answer_leaves_open_the_list_still_says),
		cmocka_unit_test(a_text_that_is_not_the_reports_own_is_left_where_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
