/* disk_table.c - every disk with its answers: can its blocks be read and
 * written, can it be mounted, and what decides that.
 *
 * The answers are about access alone, to this process; whose disk it is,
 * and so whether an answer is a way out, the paths in storage.c say. */
#include <string.h>
#include "disk_ways.h"
#include "judge.h"

/* ---- which devices, and what they are ----------------------------------- */

/* Of character devices: those through which the blocks of a disk can be had. */
static bool is_character_disk(const struct device *device)
{
	static const char *const drivers[] = { "sg", "bsg", "nvme", "nvme-generic", "mtd" };

	for (size_t i = 0; i < sizeof drivers / sizeof *drivers; i++)
		if (device_has_driver(device, drivers[i]))
			return true;
	return false;
}

/* By the kernel's names for disks, which say more than the majors: those of
 * SCSI disks spread over 16 majors, NVMe has none of its own. */
static const char *mapper_kind(const struct device *device)
{
	static const struct { const char *start, *kind; } kinds[] = {
		{ "LVM-", "dm-lvm" }, { "CRYPT-VERITY-", "dm-verity" }, { "CRYPT-", "dm-crypt" }, { "mpath-", "dm-multipath" },
	};

	for (size_t i = 0; device->dm_uuid && i < sizeof kinds / sizeof *kinds; i++)
		if (!strncmp(device->dm_uuid, kinds[i].start, strlen(kinds[i].start)))
			return kinds[i].kind;
	return "dm";
}

static const char *disk_kind(const struct device *device, const struct actor *actor)
{
	static const struct { const char *start, *kind; } kinds[] = {
		{ "nvme", "nvme" }, { "sd", "sd" }, { "vd", "virtio" }, { "xvd", "xen" }, { "mmcblk", "mmc" },
		{ "md", "md" }, { "loop", "loop" }, { "zram", "zram" }, { "ram", "ram" },
		{ "nbd", "nbd" }, { "rbd", "rbd" }, { "sr", "cdrom" }, { "fd", "floppy" }, { "mtdblock", "mtd" },
		{ "pmem", "pmem" }, { "zd", "zvol" }, { "bcache", "bcache" }, { "dasd", "dasd" }, { "drbd", "drbd" },
	};

	if (device->type == DEVICE_CHAR)
		return device->driver;
	if (device_has_driver(device, "device-mapper"))
		return mapper_kind(device);
	if (device->md_level)
		return arena_printf(actor->arena, "md-%s", device->md_level);
	for (size_t i = 0; device->name && i < sizeof kinds / sizeof *kinds; i++)
		if (!strncmp(device->name, kinds[i].start, strlen(kinds[i].start))
		    && (strcmp(kinds[i].kind, "md") != 0 || device->name[2] != 'a'))
			return kinds[i].kind;
	return device->driver ? device->driver : "unknown";
}

/* ---- answers -------------------------------------------------------------- */

/* Of all that was said only what decides is kept, and what the last disk was
 * told already is not said anew: a thousand disks would fill the arena. */
static const char *keep(struct arena *arena, const struct arena *before, const char *text, const char *last)
{
	char copy[256];
	bool fresh = text >= before->base + before->used && text < before->base + before->size;
	size_t len = fresh ? strnlen(text, sizeof copy) : 0;

	if (fresh)
		memcpy(copy, text, len);
	bool again = last && !strcmp(text, last);

	*arena = *before;
	return again ? last : fresh ? arena_copy(arena, copy, len) : text;
}

static void answer(struct disk_answer *ret, const struct facts *facts, const struct actor *actor,
		   const struct device *device, disk_way *add, const struct disk_answer *last)
{
	struct arena before = *actor->arena;
	struct way way;

	way_init(&way, NULL);
	add(&way, facts, actor, device);
	ret->status = way_status(&way);
	ret->barrier = way_decided_by(&way);
	/* That there is a node says less than that the kernel lets us at it. */
	for (size_t i = 0; i < way.count && ret->status == PATH_OPEN; i++)
		if (way.barrier[i].kind == BARRIER_DEVICE_CGROUP)
			ret->barrier = way.barrier[i];
	ret->barrier.evidence = keep(actor->arena, &before, ret->barrier.evidence, last ? last->barrier.evidence : NULL);
}

static void all_closed(struct disk *disk, size_t from, const char *what, const char *evidence)
{
	for (size_t i = from; i < DISK_ANSWERS; i++)
		disk->answer[i] = (struct disk_answer){ PATH_CLOSED, { BARRIER_NOT_GIVEN, BARRIER_STANDING, what, evidence } };
}

static void answer_all(struct disk *disk, const struct facts *facts, const struct actor *actor, const struct disk *last)
{
	static disk_way *const add[DISK_ANSWERS] = {
		[DISK_READ] = way_read_blocks, [DISK_WRITE] = way_write_blocks,
		[DISK_MOUNT] = way_mount_old, [DISK_FSMOUNT] = way_mount_new, [DISK_ATTACH] = way_attach,
	};
	const struct device *device = disk->device;

	disk->mount = DISK_MOUNT;
	if (device->size_known && device->size == 0) {
		all_closed(disk, 0, "something on it", "no medium, or no file behind it (sysfs: size 0)");
		return;
	}
	for (size_t i = 0; i < (device->type == DEVICE_BLOCK ? DISK_ANSWERS : DISK_MOUNT); i++)
		answer(&disk->answer[i], facts, actor, device, add[i], last ? &last->answer[i] : NULL);
	if (device->type == DEVICE_CHAR)
		all_closed(disk, DISK_MOUNT, "a block device", "a character device cannot be mounted");
	for (enum disk_answer_id i = DISK_FSMOUNT; i < DISK_ANSWERS; i++)
		if (disk->answer[i].status > disk->answer[disk->mount].status)
			disk->mount = i;
}

static bool is_in_table(const struct device *device)
{
	return device->type == DEVICE_BLOCK || is_character_disk(device);
}

void judge_disks(const struct facts *facts, const struct actor *actor, struct report *report)
{
	size_t count = 0;

	for (size_t i = 0; i < facts->devices_count; i++)
		count += is_in_table(&facts->devices[i]);
	report->disk = arena_alloc(actor->arena, count * sizeof *report->disk);
	for (size_t i = 0; report->disk && i < facts->devices_count; i++) {
		struct disk *disk = &report->disk[report->disks];

		if (!is_in_table(&facts->devices[i]))
			continue;
		disk->device = &facts->devices[i];
		disk->holds_data = device_is_disk(disk->device);
		disk->use = disk->device->host_root == YES ? DISK_HOST_ROOT : disk->device->engine_data == YES ? DISK_ENGINE_DATA :
			    disk->device->in_use == YES ? DISK_HOST_USES : DISK_NO_EVIDENCE;
		disk->kind = disk_kind(disk->device, actor);
		answer_all(disk, facts, actor, report->disks > 0 ? disk - 1 : NULL);
		report->disks++;
	}
}

size_t judge_to_verify(struct facts *facts, const struct report *report)
{
	size_t count = 0;

	for (size_t i = 0; fact_bool(facts, FACT_CONTAINER) != NO && i < report->disks; i++) {
		const struct disk *disk = &report->disk[i];

		if (disk->device->type != DEVICE_BLOCK || disk->answer[disk->mount].status == PATH_CLOSED)
			continue;
		struct device *device = &facts->devices[disk->device - facts->devices];

		device->verification = arena_alloc(&facts->arena, sizeof *device->verification);
		count += device->verification != NULL;
	}
	return count;
}
