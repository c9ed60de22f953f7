/* blkid.c - what lies on a block device, by libblkid's low-level probing.
 *
 * Reads through the descriptor that it is given and nothing else: libblkid's
 * own way to a partition's entry (BLKID_PARTS_ENTRY_DETAILS) would open the
 * whole disk by its name in /dev, where a container may have put anything. */
#include <blkid/blkid.h>
#include <stdlib.h>
#include <string.h>
#include "disks.h"
#include "text.h"

static const char *value(blkid_probe probe, const char *name, struct arena *arena)
{
	const char *data;

	if (blkid_probe_lookup_value(probe, name, &data, NULL) != 0)
		return NULL;
	return arena_copy(arena, data, strlen(data));
}

/* Leaves out what costs most and says least: BIOS RAIDs are looked for at the
 * end of the disk, and ZFS in hundreds of places (0.4 of 0.45 ms measured with
 * libblkid 2.38), which matters only where the kernel has it. */
static void leave_out(blkid_probe probe, bool zfs)
{
	char types[][32] = {
		"zfs_member",	/* first: kept where there is ZFS */
		"adaptec_raid_member", "ddf_raid_member", "highpoint_raid_member", "hpt37x_raid_member",
		"hpt45x_raid_member", "isw_raid_member", "jmicron_raid_member", "lsi_mega_raid_member",
		"nvidia_raid_member", "promise_fasttrack_raid_member", "silicon_medley_raid_member",
		"via_raid_member",
	};
	char *names[sizeof types / sizeof types[0] + 1] = { NULL };

	for (size_t i = zfs ? 1 : 0, n = 0; i < sizeof types / sizeof types[0]; i++)
		names[n++] = types[i];
	blkid_probe_filter_superblocks_type(probe, BLKID_FLTR_NOTIN, names);
}

/* "nvme0n1p2" of "nvme0n1" is 2, "sda1" of "sda" is 1; 0 when it is no partition of it. */
static uint64_t partition_number(const struct device *device, const char *disk)
{
	uint64_t number;

	if (!device->name || !device->partition_of || strcmp(device->partition_of, disk) != 0)
		return 0;
	struct text text = TEXT(device->name, strlen(device->name));

	if (!text_skip(&text, disk))
		return 0;
	text_skip(&text, "p");
	return text_u64(&text, 1024, &number) ? number : 0;
}

static void read_partitions(blkid_probe probe, const char *disk, struct facts *facts)
{
	blkid_partlist list = blkid_probe_get_partitions(probe);

	for (size_t i = 0; list && disk && i < facts->devices_count; i++) {
		struct device *device = &facts->devices[i];
		uint64_t number = device->part_uuid ? 0 : partition_number(device, disk);
		blkid_partition partition = number > 0 ? blkid_partlist_get_partition_by_partno(list, (int)number) : NULL;
		const char *uuid = partition ? blkid_partition_get_uuid(partition) : NULL;

		if (uuid)
			device->part_uuid = arena_copy(&facts->arena, uuid, strlen(uuid));
	}
}

static void read_values(blkid_probe probe, struct device *device, struct arena *arena)
{
	device->fs_type = value(probe, "TYPE", arena);
	device->fs_usage = value(probe, "USAGE", arena);
	device->fs_label = value(probe, "LABEL", arena);
	device->fs_uuid = value(probe, "UUID", arena);
	device->table = value(probe, "PTTYPE", arena);
}

void disks_read_content(int fd, struct device *device, struct facts *facts)
{
	const char *filesystems = fact_text(facts, FACT_FILESYSTEMS);
	blkid_probe probe = blkid_new_probe();

	if (!probe)
		return;
	if (blkid_probe_set_device(probe, fd, 0, 0) == 0) {
		blkid_probe_enable_superblocks(probe, 1);
		blkid_probe_set_superblocks_flags(probe, BLKID_SUBLKS_TYPE | BLKID_SUBLKS_USAGE |
						  BLKID_SUBLKS_LABEL | BLKID_SUBLKS_UUID);
		leave_out(probe, !filesystems || strstr(filesystems, "zfs"));
		blkid_probe_enable_partitions(probe, 1);
		int result = blkid_do_safeprobe(probe);

		/* 0 found, 1 nothing there, -2 several that exclude each other, -1 error. */
		if (result == 0)
			read_values(probe, device, &facts->arena);
		if (result == 0 && device->table)
			read_partitions(probe, device->name, facts);
		device->ambivalent = result == -2;
		device->content = result == -1 ? UNKNOWN : YES;
	}
	blkid_free_probe(probe);
}
