/* The ways to the host's disks: what opens each, what closes it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "facts_literal.h"

#define READ  "host-disk-raw-read"
#define WRITE "host-disk-raw-write"
#define MOUNT "host-disk-mount"
#define LIVE  "live-filesystem-attach"

static struct answer not_asked(void)
{
	return (struct answer){ NOT_ASKED, 0, "a captured tree cannot be asked" };
}

static void a_disk_given_by_device_is_open(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	give_disk(facts);
	assert_path(facts, READ, PATH_OPEN);
	assert_path(facts, WRITE, PATH_OPEN);
	assert_path(facts, MOUNT, PATH_CLOSED);
	assert_closed_by(facts, MOUNT, BARRIER_CAPABILITY);
	assert_verdict(facts, VERDICT_ESCAPABLE);
}

static void no_capability_is_needed_for_a_given_disk(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	give_disk(facts);
	hold(facts, 0);
	assert_path(facts, READ, PATH_OPEN);
	in_user_namespace(facts);
	assert_path(facts, READ, PATH_OPEN);	/* asked: the node lets us */
}

static void a_device_rule_lets_a_made_node_through(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	disk_of(facts)->read = disk_of(facts)->open = answered(0);
	disk_of(facts)->content = YES;
	disk_of(facts)->table = "gpt";
	assert_path(facts, READ, PATH_OPEN);
	assert_path(facts, WRITE, PATH_CLOSED);
	assert_closed_by(facts, WRITE, BARRIER_DEVICE_CGROUP);
	facts->mounts[0].nodev = facts->mounts[2].nodev = true;
	assert_closed_by(facts, READ, BARRIER_NODEV);
}

static void the_device_cgroup_must_be_known_when_a_node_can_be_made(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	disk_of(facts)->through_made_node = false;
	disk_of(facts)->read = disk_of(facts)->write = not_asked();
	assert_path(facts, READ, PATH_UNKNOWN);
	assert_verdict(facts, VERDICT_CANNOT_TELL);
	take(facts, CAP_MKNOD);
	assert_path(facts, READ, PATH_CLOSED);
	assert_closed_by(facts, READ, BARRIER_CAPABILITY);
}

static void the_list_of_cgroup_v1_answers_where_nobody_could_ask(void **state)
{
	(void)state;
	static const struct { const char *why, *list; enum path_status read, write; } rows[] = {
		{ "engine default",  "c 1:3 rwm\nb *:* m\n", PATH_CLOSED, PATH_CLOSED },
		{ "everything",      "a *:* rwm\n", PATH_OPEN, PATH_OPEN },
		{ "read only",       "b 254:* rm\n", PATH_OPEN, PATH_CLOSED },
		{ "another disk",    "b 8:* rwm\n", PATH_CLOSED, PATH_CLOSED },
		{ "garbage",         "what is this", PATH_UNKNOWN, PATH_UNKNOWN },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = docker_default();

		disk_of(facts)->through_made_node = false;
		disk_of(facts)->read = disk_of(facts)->write = not_asked();
		fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, rows[i].list);
		ROW(rows[i].why);
		assert_path(facts, READ, rows[i].read);
		assert_path(facts, WRITE, rows[i].write);
	}
}

static void a_captured_tree_concludes_permission_but_not_the_cgroup(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	give_disk(facts)->read = not_asked();
	facts->live = false;
	without_apparmor(facts);
	fact_set_bool(facts, FACT_APPARMOR_ENABLED, false);
	fact_set_static(facts, FACT_SELINUX_CONTEXT, "kernel");
	assert_path(facts, READ, PATH_UNKNOWN);
	fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, "a *:* rwm\n");
	assert_path(facts, READ, PATH_OPEN);
	take(facts, CAP_DAC_OVERRIDE);
	assert_path(facts, READ, PATH_UNKNOWN);
}

static void all_of_dev_bound_opens_nothing(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	disk_of(facts)->path = "/dev/vda1";
	disk_of(facts)->through_made_node = false;
	put_device(facts, DEVICE_CHAR, "/dev/sg0", 21, 0)->read = answered(EPERM);
	facts->devices[facts->devices_count - 1].write = answered(EPERM);
	assert_verdict(facts, VERDICT_CONTAINED);
	assert_closed_by(facts, "scsi-generic", BARRIER_DEVICE_CGROUP);
}

static void what_closes_a_given_disk(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	give_disk(facts)->nodev = true;
	assert_closed_by(facts, READ, BARRIER_NODEV);
	facts = docker_default();
	give_disk(facts)->open = answered(EACCES);
	assert_closed_by(facts, READ, BARRIER_LSM);
	assert_closed_by(facts, WRITE, BARRIER_LSM);
	facts = docker_default();
	give_disk(facts)->open = answered(ENXIO);
	assert_closed_by(facts, READ, BARRIER_NOT_GIVEN);
	facts = docker_default();
	give_disk(facts)->write = answered(EPERM);
	assert_path(facts, READ, PATH_OPEN);
	assert_closed_by(facts, WRITE, BARRIER_DEVICE_CGROUP);
	facts = docker_default();
	give_disk(facts)->ro = YES;
	assert_path(facts, READ, PATH_OPEN);
	assert_closed_by(facts, WRITE, BARRIER_READ_ONLY);
	facts = docker_default();
	give_disk(facts)->live = YES;
	fact_set_static(facts, FACT_KERNEL_CMDLINE, "ro bdev_allow_write_mounted=0");
	assert_path(facts, READ, PATH_OPEN);
	assert_closed_by(facts, WRITE, BARRIER_KERNEL);
}

static void what_lies_on_the_disk_counts(void **state)
{
	(void)state;
	static const struct {
		const char *why, *type, *usage, *table;
		bool ambivalent;
		enum known in_use;
		enum path_status read, write;
	} rows[] = {
		{ "ext4",                  "ext4", "filesystem", NULL, false, YES, PATH_OPEN, PATH_OPEN },
		{ "ext4 of nobody",        "ext4", "filesystem", NULL, false, NO, PATH_CLOSED, PATH_CLOSED },
		{ "vfat, perhaps mounted", "vfat", "filesystem", NULL, false, UNKNOWN, PATH_UNKNOWN, PATH_UNKNOWN },
		{ "empty",                 NULL, NULL, NULL, false, UNKNOWN, PATH_CLOSED, PATH_CLOSED },
		{ "written over, in use",  NULL, NULL, NULL, false, YES, PATH_OPEN, PATH_OPEN },
		{ "partitions",            NULL, NULL, "gpt", false, YES, PATH_OPEN, PATH_OPEN },
		{ "partitions of nobody",  NULL, NULL, "gpt", false, NO, PATH_CLOSED, PATH_CLOSED },
		{ "encrypted",             "crypto_LUKS", "crypto", NULL, false, YES, PATH_CLOSED, PATH_OPEN },
		{ "LVM",                   "LVM2_member", "raid", NULL, false, YES, PATH_OPEN, PATH_OPEN },
		{ "LVM, perhaps in use",   "LVM2_member", "raid", NULL, false, UNKNOWN, PATH_UNKNOWN, PATH_UNKNOWN },
		{ "two at once",           NULL, NULL, NULL, true, YES, PATH_OPEN, PATH_OPEN },
		{ "two at once, of whom?", NULL, NULL, NULL, true, UNKNOWN, PATH_UNKNOWN, PATH_UNKNOWN },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = docker_default();
		struct device *disk = give_disk(facts);

		disk->fs_type = rows[i].type;
		disk->fs_usage = rows[i].usage;
		disk->table = rows[i].table;
		disk->ambivalent = rows[i].ambivalent;
		disk->in_use = rows[i].in_use;
		ROW(rows[i].why);
		assert_path(facts, READ, rows[i].read);
		assert_path(facts, WRITE, rows[i].write);
	}
}

/* Mounting it gives what lies on it, which is not the host's. */
static void a_data_disk_can_be_mounted_and_is_no_way_out(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	give_disk(facts)->in_use = NO;
	assert_path(facts, MOUNT, PATH_CLOSED);
	assert_closed_by(facts, MOUNT, BARRIER_NOT_GIVEN);
	assert_int_equal(judged(facts)->disk[0].answer[DISK_FSMOUNT].status, PATH_OPEN);
}

static void parts_of_something_are_not_mounted(void **state)
{
	(void)state;
	static const struct { const char *why, *type, *usage, *holders; enum path_status status; } rows[] = {
		{ "by itself",            "ext4", "filesystem", "", PATH_OPEN },
		{ "half of a mirror",     "ext4", "filesystem", "md0", PATH_CLOSED },
		{ "a path of multipath",  "xfs", "filesystem", "dm-3", PATH_CLOSED },
		{ "a RAID member",        "linux_raid_member", "raid", "", PATH_CLOSED },
		{ "an LVM member",        "LVM2_member", "raid", NULL, PATH_CLOSED },
		{ "a LUKS container",     "crypto_LUKS", "crypto", "", PATH_CLOSED },
		{ "a ZFS member",         "zfs_member", "filesystem", "", PATH_CLOSED },
		{ "a bcache backing",     "bcache", "other", "", PATH_CLOSED },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = docker_sys_admin();
		struct device *disk = give_disk(facts);

		without_apparmor(facts);
		fact_set_static(facts, FACT_FILESYSTEMS, "ext4 xfs");
		disk->fs_type = rows[i].type;
		disk->fs_usage = rows[i].usage;
		disk->holders = rows[i].holders;
		ROW(rows[i].why);
		assert_path(facts, MOUNT, rows[i].status);
	}
	ROW("");
}

static void what_is_no_disk_opens_nothing(void **state)
{
	(void)state;
	static const struct { const char *why, *driver; uint64_t size; } rows[] = {
		{ "RAM disk", "ramdisk", 1 << 20 },
		{ "compressed memory", "zram", 1 << 20 },
		{ "CD", "sr", 1 << 20 },
		{ "loop device without a file", "loop", 0 },
		{ "disk without a medium", "sd", 0 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = docker_default();

		give_disk(facts)->driver = rows[i].driver;
		disk_of(facts)->size = rows[i].size;
		disk_of(facts)->in_use = UNKNOWN;
		ROW(rows[i].why);
		assert_path(facts, READ, PATH_CLOSED);
		assert_path(facts, WRITE, PATH_CLOSED);
	}
}

static void a_list_cut_short_leaves_the_disks_undecided(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	facts->devices_list.truncated = true;
	assert_path(facts, READ, PATH_UNKNOWN);
	give_disk(facts);
	assert_path(facts, READ, PATH_OPEN);
}

static void the_group_of_the_node_matters_to_us_but_not_to_root(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	as_user(facts, 1000);
	give_disk(facts)->read = answered(EACCES);
	fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, "b 254:1 rwm\n");
	assert_path(facts, READ, PATH_CLOSED);
	assert_closed_by(facts, READ, BARRIER_PERMISSION);
	assert_false(finding_of(judged(facts), READ)->latent);	/* AppArmor may have a say */
	without_apparmor(facts);
	assert_true(finding_of(judged(facts), READ)->latent);
	fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, "c 1:3 rwm\n");
	assert_false(finding_of(judged(facts), READ)->latent);
}

static void a_disk_and_sys_admin_mount(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	give_disk(facts);
	assert_path(facts, MOUNT, PATH_OPEN);		/* fsopen(2): AppArmor has no hook */
	call_denied(facts, CALL_FSMOUNT, EPERM);
	assert_closed_by(facts, MOUNT, BARRIER_LSM);	/* only mount(2) is left */
	without_apparmor(facts);
	assert_path(facts, MOUNT, PATH_OPEN);
	disk_of(facts)->fs_type = "crypto_LUKS";
	assert_closed_by(facts, MOUNT, BARRIER_KERNEL);
	disk_of(facts)->fs_type = "minix";
	assert_path(facts, MOUNT, PATH_UNKNOWN);	/* a module may come */
	fact_set_bool(facts, FACT_KERNEL_MODULES, false);
	assert_closed_by(facts, MOUNT, BARRIER_KERNEL);
	disk_of(facts)->fs_type = "swap";
	disk_of(facts)->fs_usage = "other";
	assert_closed_by(facts, MOUNT, BARRIER_NOT_GIVEN);
}

static void mounting_asks_the_cgroup_and_not_the_mode(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	give_disk(facts)->write = answered(EACCES);
	fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, "a *:* rwm\n");
	assert_path(facts, MOUNT, PATH_OPEN);
	assert_path(facts, WRITE, PATH_CLOSED);
	in_user_namespace(facts);
	assert_closed_by(facts, MOUNT, BARRIER_USER_NAMESPACE);
}

static void a_live_file_system_attaches_since_6_6(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	assert_closed_by(facts, LIVE, BARRIER_KERNEL);
	fact_set_static(facts, FACT_KERNEL_RELEASE, "6.6.0");
	assert_path(facts, LIVE, PATH_OPEN);
	take(facts, CAP_MKNOD);		/* devtmpfs does as well */
	assert_path(facts, LIVE, PATH_OPEN);
	fact_set_static(facts, FACT_FILESYSTEMS, "nodev\tproc\n\text4\n");
	assert_path(facts, LIVE, PATH_CLOSED);
	facts = docker_sys_admin();
	fact_set_static(facts, FACT_KERNEL_RELEASE, "6.12.1");
	facts->mounts[5].type = "tmpfs";	/* /etc/hosts, as podman keeps it */
	assert_closed_by(facts, LIVE, BARRIER_NOT_GIVEN);
	disk_of(facts)->live = YES;
	disk_of(facts)->live_type = "xfs";
	assert_path(facts, LIVE, PATH_OPEN);
	disk_of(facts)->live_type = "btrfs";
	assert_path(facts, LIVE, PATH_UNKNOWN);
	take(facts, CAP_SYS_ADMIN);
	assert_closed_by(facts, LIVE, BARRIER_CAPABILITY);
}

static void the_device_list_of_v1_can_be_widened(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	assert_closed_by(facts, "cgroup1-devices-allow", BARRIER_NOT_GIVEN);
	fact_set_bool(facts, FACT_CGROUP_DEVICES_V1, true);
	assert_path(facts, "cgroup1-devices-allow", PATH_OPEN);
	assert_path(facts, "cgroup2-device-detach", PATH_CLOSED);
	call_denied(facts, CALL_FSOPEN, EPERM);
	assert_closed_by(facts, "cgroup1-devices-allow", BARRIER_LSM);
	put_kernel_file(facts, KERNEL_FILE_DEVICES_ALLOW, "/sys/fs/cgroup/devices/devices.allow", KERNEL_FILE_EXPOSED)->write = answered(0);
	assert_path(facts, "cgroup1-devices-allow", PATH_OPEN);
	take(facts, CAP_SYS_ADMIN);
	assert_closed_by(facts, "cgroup1-devices-allow", BARRIER_CAPABILITY);
}

static void the_program_of_v2_can_be_detached(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	assert_path(facts, "cgroup2-device-detach", PATH_OPEN);
	call_denied(facts, CALL_BPF, EPERM);
	assert_closed_by(facts, "cgroup2-device-detach", BARRIER_SECCOMP);
	facts = docker_sys_admin();
	facts->devices_count = 1;
	assert_closed_by(facts, "cgroup2-device-detach", BARRIER_NOT_GIVEN);
	facts = docker_sys_admin();
	in_user_namespace(facts);
	assert_closed_by(facts, "cgroup2-device-detach", BARRIER_USER_NAMESPACE);
}

static void a_group_above_our_own_leaves_the_list_behind(void **state)
{
	(void)state;
	struct facts *facts = docker_default();
	struct kernel_file *procs = put_kernel_file(facts, KERNEL_FILE_CGROUP_PROCS, "/host/cgroup/cgroup.procs", KERNEL_FILE_EXPOSED);

	procs->write = answered(0);
	assert_path(facts, "cgroup-migrate", PATH_OPEN);
	procs->write = answered(EROFS);
	assert_closed_by(facts, "cgroup-migrate", BARRIER_READ_ONLY);
	procs->write = answered(0);
	take(facts, CAP_MKNOD);
	assert_closed_by(facts, "cgroup-migrate", BARRIER_CAPABILITY);
	give(facts, CAP_MKNOD);
	fact_set_bool(facts, FACT_CGROUP_DEVICES_V1, true);	/* this one is not the devices hierarchy */
	assert_path(facts, "cgroup-migrate", PATH_CLOSED);
	procs->path = "/host/cgroup/devices/cgroup.procs";
	assert_path(facts, "cgroup-migrate", PATH_OPEN);
}

static void the_root_group_is_reached_by_mounting_the_hierarchy(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	assert_closed_by(facts, "cgroup-migrate", BARRIER_NAMESPACE);
	fact_set_bool(facts, FACT_CGROUPNS_INITIAL, true);
	assert_path(facts, "cgroup-migrate", PATH_OPEN);
	take(facts, CAP_SYS_ADMIN);
	assert_closed_by(facts, "cgroup-migrate", BARRIER_CAPABILITY);
	give(facts, CAP_SYS_ADMIN);
	in_user_namespace(facts);
	assert_closed_by(facts, "cgroup-migrate", BARRIER_USER_NAMESPACE);
}

static void character_devices_reach_disks_and_memory(void **state)
{
	(void)state;
	struct facts *facts = docker_default();
	struct device *device = put_device(facts, DEVICE_CHAR, "/dev/sg0", 21, 0);

	device->read = device->write = answered(0);
	assert_path(facts, "scsi-generic", PATH_OPEN);
	device->write = answered(EPERM);
	assert_closed_by(facts, "scsi-generic", BARRIER_DEVICE_CGROUP);

	device->write = answered(0);
	device->major = 240;
	device->driver = "nvme";
	fact_set_static(facts, FACT_KERNEL_RELEASE, "6.1.0");
	assert_closed_by(facts, "nvme-character-device", BARRIER_CAPABILITY);
	device->driver = "nvme-generic";
	fact_set_static(facts, FACT_KERNEL_RELEASE, "6.12.0");
	assert_path(facts, "nvme-character-device", PATH_OPEN);
	device->driver = "nvme";
	device->reaches = "nvme0n1";
	assert_path(facts, "nvme-character-device", PATH_OPEN);
	device->reaches = "";		/* of several namespaces it is told which one by nobody */
	assert_closed_by(facts, "nvme-character-device", BARRIER_KERNEL);
	give(facts, CAP_SYS_ADMIN);	/* that may take the others away */
	assert_path(facts, "nvme-character-device", PATH_UNKNOWN);
	device->reaches = "nvme0n1";
	fact_set_static(facts, FACT_KERNEL_RELEASE, "6.1.0");
	assert_path(facts, "nvme-character-device", PATH_OPEN);

	facts = docker_default();
	device = put_device(facts, DEVICE_CHAR, "/dev/port", 1, 4);
	device->read = device->write = answered(0);
	assert_closed_by(facts, "dev-mem", BARRIER_CAPABILITY);
	give(facts, CAP_SYS_RAWIO);
	assert_path(facts, "dev-mem", PATH_UNKNOWN);
	facts->question[ASK_CAP_SYS_RAWIO] = answered(0);
	assert_path(facts, "dev-mem", PATH_OPEN);
	device->minor = 1;
	assert_path(facts, "dev-mem", PATH_UNKNOWN);	/* CONFIG_STRICT_DEVMEM */
	fact_set_static(facts, FACT_LOCKDOWN, "none [integrity] confidentiality");
	assert_closed_by(facts, "dev-mem", BARRIER_KERNEL);
}

static void a_node_of_a_disk_that_does_not_exist_is_none(void **state)
{
	(void)state;
	struct facts *facts = docker_default();
	struct device *ghost = put_device(facts, DEVICE_BLOCK, "/dev/ghost", 8, 240);

	ghost->driver = "sd";
	ghost->read = ghost->write = answered(0);
	assert_closed_by(facts, READ, BARRIER_DEVICE_CGROUP);	/* the other one's */
	disk_of(facts)->in_use = NO;
	disk_of(facts)->size = 0;
	assert_closed_by(facts, READ, BARRIER_NOT_GIVEN);
	assert_closed_by(facts, WRITE, BARRIER_NOT_GIVEN);
	disk_of(facts)->name = NULL;		/* where none has a name nothing tells */
	assert_path(facts, READ, PATH_UNKNOWN);
}

/* CAP_SYS_ADMIN has a devtmpfs where CAP_MKNOD is missing. */
static void a_devtmpfs_has_nodes_as_well(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	disk_of(facts)->through_made_node = false;
	disk_of(facts)->read = disk_of(facts)->write = not_asked();
	take(facts, CAP_MKNOD);
	assert_path(facts, READ, PATH_UNKNOWN);
	fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, "b 254:* rwm\n");
	assert_path(facts, READ, PATH_OPEN);
	assert_path(facts, WRITE, PATH_OPEN);
	fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, "c 1:3 rwm\n");
	assert_path(facts, READ, PATH_CLOSED);
	fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, "b 254:* rwm\n");
	take(facts, CAP_SYS_ADMIN);
	assert_closed_by(facts, READ, BARRIER_CAPABILITY);
}

static void a_tape_behind_sg_is_no_disk(void **state)
{
	(void)state;
	struct facts *facts = docker_default();
	struct device *device = put_device(facts, DEVICE_CHAR, "/dev/sg0", 21, 0);

	device->read = device->write = answered(0);
	device->reaches = "";
	assert_closed_by(facts, "scsi-generic", BARRIER_NOT_GIVEN);
	device->reaches = "vda1";
	assert_path(facts, "scsi-generic", PATH_OPEN);
	disk_of(facts)->in_use = NO;
	assert_closed_by(facts, "scsi-generic", BARRIER_NOT_GIVEN);
	disk_of(facts)->in_use = UNKNOWN;
	assert_path(facts, "scsi-generic", PATH_UNKNOWN);
}

static void the_best_ways_are_kept_and_the_rest_counted(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	for (uint32_t i = 2; i < 40; i++)
		put_disk(facts, "vdb", i);
	facts->devices[20].read = answered(0);
	const struct finding *finding = finding_of(judged(facts), READ);

	assert_int_equal(finding->status, PATH_OPEN);
	assert_int_equal(finding->ways, WAYS_MAX);
	assert_int_equal(finding->ways + finding->ways_dropped, 39);
	assert_int_equal(way_status(&finding->way[0]), PATH_OPEN);
	assert_int_equal(finding->distance, 0);
}

/* --device-cgroup-rule 'c *:* rwm' and the like: no node is given. */
static void a_character_device_can_be_made_as_well(void **state)
{
	(void)state;
	static const struct {
		const char *why, *disk, *driver, *list;
		bool asked;			/* through a made node: refused */
		enum path_status scsi, nvme;
	} rows[] = {
		{ "no such disk",           "vda1",    "virtblk", "a *:* rwm\n", false, PATH_CLOSED,  PATH_CLOSED },
		{ "v1, all",                "sda",     "sd",      "a *:* rwm\n", false, PATH_UNKNOWN, PATH_CLOSED },
		{ "v1, all characters",     "nvme0n1", "blkext",  "c *:* rwm\n", false, PATH_CLOSED,  PATH_OPEN },
		{ "v1, engine default",     "sda",     "sd",      "c *:* m\n",   true,  PATH_CLOSED,  PATH_CLOSED },
		{ "v1, just this class",    "sda",     "sd",      "c 21:* rw\n", true,  PATH_UNKNOWN, PATH_CLOSED },
		{ "v2, disks are refused",  "sda",     "sd",      NULL,          true,  PATH_CLOSED,  PATH_CLOSED },
		{ "v2, disks are refused",  "nvme0n1", "blkext",  NULL,          true,  PATH_CLOSED,  PATH_CLOSED },
		{ "v2, nobody could ask",   "sda",     "sd",      NULL,          false, PATH_UNKNOWN, PATH_CLOSED },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = docker_default();
		struct device *disk = disk_of(facts);

		disk->name = rows[i].disk;
		disk->driver = rows[i].driver;
		if (rows[i].list)
			fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, rows[i].list);
		if (!rows[i].asked) {
			disk->through_made_node = false;
			disk->read = disk->write = not_asked();
		}
		fact_set_static(facts, FACT_KERNEL_RELEASE, "6.12.0");
		ROW(rows[i].why);
		assert_path(facts, "scsi-generic", rows[i].scsi);
		assert_path(facts, "nvme-character-device", rows[i].nvme);
		take(facts, CAP_MKNOD);
		assert_path(facts, "scsi-generic", PATH_CLOSED);
		assert_path(facts, "nvme-character-device", PATH_CLOSED);
	}
	ROW("");
}

static void memory_that_could_be_made_needs_rawio_and_the_kernel(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, "c *:* rwm\n");
	assert_closed_by(facts, "dev-mem", BARRIER_CAPABILITY);
	give(facts, CAP_SYS_RAWIO);
	assert_path(facts, "dev-mem", PATH_UNKNOWN);
	fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, "c *:* m\n");
	assert_closed_by(facts, "dev-mem", BARRIER_DEVICE_CGROUP);
}

static void a_disk_that_opens_leaves_character_devices_undecided(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	disk_of(facts)->driver = "sd";
	assert_closed_by(facts, "scsi-generic", BARRIER_DEVICE_CGROUP);
	disk_of(facts)->read = answered(0);
	assert_path(facts, "scsi-generic", PATH_UNKNOWN);
}

static void a_file_system_may_come_as_a_module(void **state)
{
	(void)state;
	struct facts *facts = docker_privileged();

	disk_of(facts)->fs_type = "btrfs";
	assert_path(facts, MOUNT, PATH_UNKNOWN);
	fact_set_number(facts, FACT_MODULES_DISABLED, 1);
	assert_closed_by(facts, MOUNT, BARRIER_KERNEL);
}

/* What lxcfs does it does as root, without any capability of ours. */
static void lxcfs_bound_in_may_write_to_the_device_list(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	fact_set_bool(facts, FACT_CGROUP_DEVICES_V1, true);
	struct mount *mount = put_mount(facts, MOUNT_HOST_PATH, "/lxcfs", "fuse.lxcfs", 0);

	assert_path(facts, "cgroup1-devices-allow", PATH_UNKNOWN);
	mount->root = "/cgroup/devices";
	assert_path(facts, "cgroup1-devices-allow", PATH_UNKNOWN);
	mount->root = "/proc/meminfo";
	assert_path(facts, "cgroup1-devices-allow", PATH_CLOSED);
	mount->root = "/";
	mount->read_only = true;
	assert_closed_by(facts, "cgroup1-devices-allow", BARRIER_READ_ONLY);
	mount->read_only = false;
	mount->hidden = true;
	assert_path(facts, "cgroup1-devices-allow", PATH_CLOSED);
	mount->hidden = false;
	as_user(facts, 1000);
	assert_path(facts, "cgroup1-devices-allow", PATH_CLOSED);
	fact_set_number(facts, FACT_EUID, 0);
	take(facts, CAP_MKNOD);
	assert_path(facts, "cgroup1-devices-allow", PATH_CLOSED);
	give(facts, CAP_MKNOD);
	fact_set_bool(facts, FACT_CGROUP_DEVICES_V1, false);
	assert_path(facts, "cgroup1-devices-allow", PATH_CLOSED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lxcfs_bound_in_may_write_to_the_device_list),
		cmocka_unit_test(a_disk_given_by_device_is_open),
		cmocka_unit_test(no_capability_is_needed_for_a_given_disk),
		cmocka_unit_test(a_device_rule_lets_a_made_node_through),
		cmocka_unit_test(the_device_cgroup_must_be_known_when_a_node_can_be_made),
		cmocka_unit_test(the_list_of_cgroup_v1_answers_where_nobody_could_ask),
		cmocka_unit_test(a_captured_tree_concludes_permission_but_not_the_cgroup),
		cmocka_unit_test(all_of_dev_bound_opens_nothing),
		cmocka_unit_test(what_closes_a_given_disk),
		cmocka_unit_test(what_lies_on_the_disk_counts),
		cmocka_unit_test(a_data_disk_can_be_mounted_and_is_no_way_out),
		cmocka_unit_test(parts_of_something_are_not_mounted),
		cmocka_unit_test(a_node_of_a_disk_that_does_not_exist_is_none),
		cmocka_unit_test(a_devtmpfs_has_nodes_as_well),
		cmocka_unit_test(a_tape_behind_sg_is_no_disk),
		cmocka_unit_test(what_is_no_disk_opens_nothing),
		cmocka_unit_test(a_list_cut_short_leaves_the_disks_undecided),
		cmocka_unit_test(the_group_of_the_node_matters_to_us_but_not_to_root),
		cmocka_unit_test(a_disk_and_sys_admin_mount),
		cmocka_unit_test(mounting_asks_the_cgroup_and_not_the_mode),
		cmocka_unit_test(a_live_file_system_attaches_since_6_6),
		cmocka_unit_test(the_device_list_of_v1_can_be_widened),
		cmocka_unit_test(the_program_of_v2_can_be_detached),
		cmocka_unit_test(a_group_above_our_own_leaves_the_list_behind),
		cmocka_unit_test(the_root_group_is_reached_by_mounting_the_hierarchy),
		cmocka_unit_test(character_devices_reach_disks_and_memory),
		cmocka_unit_test(the_best_ways_are_kept_and_the_rest_counted),
		cmocka_unit_test(a_character_device_can_be_made_as_well),
		cmocka_unit_test(memory_that_could_be_made_needs_rawio_and_the_kernel),
		cmocka_unit_test(a_disk_that_opens_leaves_character_devices_undecided),
		cmocka_unit_test(a_file_system_may_come_as_a_module),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
