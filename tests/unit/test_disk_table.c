/* The table of disks: read, write and mount, each with what decides it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "facts_literal.h"

static const struct disk *row_of(const struct report *report, const struct device *device)
{
	for (size_t i = 0; i < report->disks; i++)
		if (report->disk[i].device == device)
			return &report->disk[i];
	fail_msg("no row for it");
	return NULL;
}

static const struct disk *only_disk(struct facts *facts)
{
	return row_of(judged(facts), disk_of(facts));
}

static void assert_answer(struct facts *facts, enum disk_answer_id id, enum path_status status, enum barrier_kind kind)
{
	const struct disk *disk = only_disk(facts);
	const struct disk_answer *answer = &disk->answer[id];

	if (answer->status != status || answer->barrier.kind != kind || !answer->barrier.what || !answer->barrier.evidence)
		fail_msg("%s: %s by %s, %s: %s", disk_answer_name(id), path_status_name(answer->status),
			 barrier_kind_name(answer->barrier.kind), answer->barrier.what, answer->barrier.evidence);
}

static void a_disk_without_a_node_is_told_what_keeps_it_away(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	assert_answer(facts, DISK_READ, PATH_CLOSED, BARRIER_DEVICE_CGROUP);
	assert_answer(facts, DISK_WRITE, PATH_CLOSED, BARRIER_DEVICE_CGROUP);
	assert_answer(facts, DISK_MOUNT, PATH_CLOSED, BARRIER_CAPABILITY);
	assert_answer(facts, DISK_FSMOUNT, PATH_CLOSED, BARRIER_CAPABILITY);
	assert_answer(facts, DISK_ATTACH, PATH_CLOSED, BARRIER_NOT_GIVEN);
	take(facts, CAP_MKNOD);
	assert_answer(facts, DISK_READ, PATH_CLOSED, BARRIER_CAPABILITY);
}

static void an_empty_disk_that_is_given_can_be_read_and_not_mounted(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();
	struct device *disk = give_disk(facts);

	disk->fs_type = disk->fs_usage = NULL;
	disk->in_use = UNKNOWN;
	assert_answer(facts, DISK_READ, PATH_OPEN, BARRIER_DEVICE_CGROUP);
	assert_answer(facts, DISK_WRITE, PATH_OPEN, BARRIER_DEVICE_CGROUP);
	assert_answer(facts, DISK_MOUNT, PATH_CLOSED, BARRIER_NOT_GIVEN);
}

static void mounting_has_three_ways_and_the_most_open_counts(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	give_disk(facts);
	assert_answer(facts, DISK_MOUNT, PATH_CLOSED, BARRIER_LSM);
	assert_answer(facts, DISK_FSMOUNT, PATH_OPEN, BARRIER_DEVICE_CGROUP);
	assert_int_equal(only_disk(facts)->mount, DISK_FSMOUNT);
	without_apparmor(facts);
	assert_int_equal(only_disk(facts)->mount, DISK_MOUNT);

	disk_of(facts)->read = disk_of(facts)->write = answered(EPERM);
	assert_answer(facts, DISK_MOUNT, PATH_CLOSED, BARRIER_DEVICE_CGROUP);
	disk_of(facts)->live = YES;
	disk_of(facts)->live_type = "ext4";
	assert_answer(facts, DISK_ATTACH, PATH_CLOSED, BARRIER_KERNEL);
	fact_set_static(facts, FACT_KERNEL_RELEASE, "6.6.1");
	assert_answer(facts, DISK_ATTACH, PATH_OPEN, BARRIER_NOT_GIVEN);
	assert_int_equal(only_disk(facts)->mount, DISK_ATTACH);
	disk_of(facts)->live = UNKNOWN;
	assert_answer(facts, DISK_ATTACH, PATH_UNKNOWN, BARRIER_NOT_GIVEN);
}

static void reading_the_cgroup_allows_is_enough_for_a_read_only_mount(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	without_apparmor(facts);
	give_disk(facts)->write = answered(EPERM);
	assert_answer(facts, DISK_WRITE, PATH_CLOSED, BARRIER_DEVICE_CGROUP);
	assert_answer(facts, DISK_MOUNT, PATH_OPEN, BARRIER_DEVICE_CGROUP);
	assert_path(facts, "host-disk-mount", PATH_CLOSED);	/* no control without writing */
}

/* What was done needs no conclusion; what was refused by right is closed. */
static void a_proof_counts_for_more_than_a_conclusion(void **state)
{
	(void)state;
	static const struct { const char *why; struct answer answer; bool attached; enum disk_answer_id id; enum path_status status; enum barrier_kind kind; } rows[] = {
		{ "mounted",              { ANSWERED, 0, NULL },      false, DISK_FSMOUNT, PATH_OPEN,    BARRIER_KERNEL },
		{ "the kernel has it",    { ANSWERED, 0, NULL },      true,  DISK_ATTACH,  PATH_OPEN,    BARRIER_KERNEL },
		{ "device cgroup",        { ANSWERED, EPERM, NULL },  false, DISK_FSMOUNT, PATH_CLOSED,  BARRIER_DEVICE_CGROUP },
		{ "and for mount(2)",     { ANSWERED, EPERM, NULL },  false, DISK_MOUNT,   PATH_CLOSED,  BARRIER_DEVICE_CGROUP },
		{ "somebody",             { ANSWERED, EACCES, NULL }, false, DISK_FSMOUNT, PATH_CLOSED,  BARRIER_KERNEL },
		{ "claimed",              { ANSWERED, EBUSY, NULL },  false, DISK_FSMOUNT, PATH_CLOSED,  BARRIER_KERNEL },
		{ "perhaps our options",  { ANSWERED, EINVAL, NULL }, false, DISK_FSMOUNT, PATH_UNKNOWN, BARRIER_KERNEL },
		{ "not done",             { NOT_ASKED, 0, "why" },    false, DISK_FSMOUNT, PATH_OPEN,    BARRIER_DEVICE_CGROUP },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct verification proof = { .answer = rows[i].answer, .attached = rows[i].attached, .message = "words", .name = { "etc", "usr" } };
		struct facts *facts = docker_sys_admin();

		ROW(rows[i].why);
		without_apparmor(facts);
		give_disk(facts)->verification = &proof;
		assert_answer(facts, rows[i].id, rows[i].status, rows[i].kind);
	}
	ROW("");
}

static void a_proof_makes_no_disk_the_hosts(void **state)
{
	(void)state;
	struct verification proof = { .answer = answered(0), .name = { "etc" } };
	struct facts *facts = docker_sys_admin();
	struct device *disk = give_disk(facts);

	without_apparmor(facts);
	disk->verification = &proof;
	assert_path(facts, "host-disk-mount", PATH_OPEN);
	disk->in_use = NO;
	assert_path(facts, "host-disk-mount", PATH_CLOSED);
	disk->in_use = YES;
	disk->write = answered(EPERM);		/* read-only alone */
	assert_path(facts, "host-disk-mount", PATH_CLOSED);
	proof.attached = true;
	proof.message = "ext4: reusing existing filesystem not allowed";
	disk->live = YES;
	assert_path(facts, "live-filesystem-attach", PATH_OPEN);
}

static void what_may_be_mounted_is_to_be_proved_and_no_more(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	give_disk(facts);
	put_disk(facts, "vdb", 16)->live = UNKNOWN;
	fact_set_static(facts, FACT_KERNEL_RELEASE, "6.12.0");
	put_disk(facts, "vdc", 32)->size = 0;
	fact_set_bool(facts, FACT_CONTAINER, true);
	assert_int_equal(judge_to_verify(facts, judged(facts)), 2);
	for (size_t i = 0; i < facts->devices_count; i++)
		if (facts->devices[i].name && (facts->devices[i].verification != NULL) != (strcmp(facts->devices[i].name, "vdc") != 0))
			fail_msg("%s", facts->devices[i].name);
	fact_set_bool(facts, FACT_CONTAINER, false);
	assert_int_equal(judge_to_verify(facts, judged(facts)), 0);
}

static void nothing_can_be_done_with_what_has_no_size(void **state)
{
	(void)state;
	struct facts *facts = docker_privileged();

	disk_of(facts)->size = 0;
	for (enum disk_answer_id i = 0; i < DISK_ANSWERS; i++)
		assert_answer(facts, i, PATH_CLOSED, BARRIER_NOT_GIVEN);
}

static void character_devices_of_disks_have_rows_and_others_have_none(void **state)
{
	(void)state;
	static const struct { const char *why, *driver; uint32_t minor; bool row; enum path_status read, write; } rows[] = {
		{ "SCSI generic",       "sg",           0, true,  PATH_OPEN,   PATH_OPEN },
		{ "block SCSI generic", "bsg",          0, true,  PATH_OPEN,   PATH_OPEN },
		{ "NVMe controller",    "nvme",         0, true,  PATH_OPEN,   PATH_OPEN },
		{ "NVMe namespace",     "nvme-generic", 0, true,  PATH_OPEN,   PATH_OPEN },
		{ "flash",              "mtd",          0, true,  PATH_OPEN,   PATH_OPEN },
		{ "flash, read-only",   "mtd",          1, true,  PATH_OPEN,   PATH_CLOSED },
		{ "memory",             "mem",          1, false, PATH_OPEN,   PATH_OPEN },
		{ "tape",               "st",           0, false, PATH_OPEN,   PATH_OPEN },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = docker_default();
		struct device *device = put_device(facts, DEVICE_CHAR, "/dev/it", 240, rows[i].minor);

		device->driver = rows[i].driver;
		device->reaches = "nvme0n1";
		device->read = device->write = answered(0);
		fact_set_static(facts, FACT_KERNEL_RELEASE, "6.12.0");
		const struct report *report = judged(facts);

		ROW(rows[i].why);
		assert_int_equal(report->disks, 1 + rows[i].row);
		if (!rows[i].row)
			continue;
		const struct disk *disk = row_of(report, device);

		assert_string_equal(disk->kind, rows[i].driver);
		assert_int_equal(disk->answer[DISK_READ].status, rows[i].read);
		assert_int_equal(disk->answer[DISK_WRITE].status, rows[i].write);
		assert_int_equal(disk->answer[disk->mount].status, PATH_CLOSED);
	}
	ROW("");
}

static void the_kind_is_told_by_the_name(void **state)
{
	(void)state;
	static const struct { const char *name, *driver, *kind; } rows[] = {
		{ "sda1", "sd", "sd" }, { "nvme0n1p2", "blkext", "nvme" }, { "vda", "virtblk", "virtio" },
		{ "xvda", "xvd", "xen" }, { "mmcblk0p2", "mmc", "mmc" }, { "md127", "md", "md" }, { "loop0", "loop", "loop" },
		{ "zram0", "zram", "zram" }, { "ram0", "ramdisk", "ram" }, { "nbd0", "nbd", "nbd" }, { "rbd0", "rbd", "rbd" },
		{ "sr0", "sr", "cdrom" }, { "mtdblock2", "mtdblock", "mtd" }, { NULL, "sd", "sd" }, { "ublkb0", "ublkb", "ublkb" },
		{ NULL, NULL, "unknown" }, { "dm-0", "device-mapper", "dm" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = docker_default();

		disk_of(facts)->name = rows[i].name;
		disk_of(facts)->driver = rows[i].driver;
		assert_string_equal(only_disk(facts)->kind, rows[i].kind);
	}
}

static void the_kind_of_a_mapped_device_is_in_its_uuid(void **state)
{
	(void)state;
	static const struct { const char *uuid, *kind; } rows[] = {
		{ "LVM-6r4PCaJ1", "dm-lvm" }, { "CRYPT-LUKS2-8f2c-luks", "dm-crypt" }, { "CRYPT-VERITY-8f2c", "dm-verity" },
		{ "mpath-3600508b4", "dm-multipath" }, { "part1-mpath-3600508b4", "dm" }, { "", "dm" },
	};
	struct facts *facts = docker_default();

	disk_of(facts)->driver = "device-mapper";
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		disk_of(facts)->dm_uuid = rows[i].uuid;
		assert_string_equal(only_disk(facts)->kind, rows[i].kind);
	}
}

static void whose_it_is_is_told_by_evidence_alone(void **state)
{
	(void)state;
	struct facts *facts = docker_default();
	struct device *disk = disk_of(facts);

	disk->in_use = NO;
	assert_int_equal(only_disk(facts)->use, DISK_NO_EVIDENCE);
	disk->in_use = UNKNOWN;
	assert_int_equal(only_disk(facts)->use, DISK_NO_EVIDENCE);
	disk->in_use = YES;
	assert_int_equal(only_disk(facts)->use, DISK_HOST_USES);
	disk->engine_data = YES;
	assert_int_equal(only_disk(facts)->use, DISK_ENGINE_DATA);
	disk->host_root = YES;
	assert_int_equal(only_disk(facts)->use, DISK_HOST_ROOT);
}

/* Only what decides is kept, and once. */
static void a_thousand_disks_do_not_fill_the_arena(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	for (uint32_t i = 2; i < 1000; i++)
		put_disk(facts, "vdb", i)->driver = "virtblk";
	const struct report *report = judged(facts);

	assert_int_equal(report->disks, 999);
	assert_int_equal(report->disk[998].answer[DISK_READ].barrier.kind, BARRIER_DEVICE_CGROUP);
	assert_string_equal(report->disk[998].answer[DISK_READ].barrier.evidence, "EPERM (asked)");
	assert_string_equal(report->disk[998].answer[DISK_MOUNT].barrier.evidence, report->disk[1].answer[DISK_MOUNT].barrier.evidence);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_disk_without_a_node_is_told_what_keeps_it_away),
		cmocka_unit_test(an_empty_disk_that_is_given_can_be_read_and_not_mounted),
		cmocka_unit_test(mounting_has_three_ways_and_the_most_open_counts),
		cmocka_unit_test(reading_the_cgroup_allows_is_enough_for_a_read_only_mount),
		cmocka_unit_test(a_proof_counts_for_more_than_a_conclusion),
		cmocka_unit_test(a_proof_makes_no_disk_the_hosts),
		cmocka_unit_test(what_may_be_mounted_is_to_be_proved_and_no_more),
		cmocka_unit_test(nothing_can_be_done_with_what_has_no_size),
		cmocka_unit_test(character_devices_of_disks_have_rows_and_others_have_none),
		cmocka_unit_test(the_kind_is_told_by_the_name),
		cmocka_unit_test(the_kind_of_a_mapped_device_is_in_its_uuid),
		cmocka_unit_test(whose_it_is_is_told_by_evidence_alone),
		cmocka_unit_test(a_thousand_disks_do_not_fill_the_arena),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
