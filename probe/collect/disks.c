/* disks.c - what sysfs and procfs say of block devices (see disks.h).
 *
 * Neither is namespaced for block devices: a default container sees all of
 * the host's disks here, with or without nodes for them. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include "disks.h"
#include "parse.h"

#define FILE_MAX 4096

/* /proc files that are looked at for every device. */
struct tables {
	char devices[FILE_MAX];
	char partitions[2 * FILE_MAX];
	size_t devices_size, partitions_size;
	bool devices_read;
};

static size_t read_table(const struct host *host, const char *path, char *buf, size_t size)
{
	ssize_t n = host_read(host, path, buf, size);

	return n > 0 ? (size_t)n : 0;
}

static void read_tables(const struct host *host, struct tables *ret)
{
	ret->devices_read = false;
	ret->partitions_size = read_table(host, "/proc/partitions", ret->partitions, sizeof ret->partitions);
}

/* ---- block devices without a node ---------------------------------------- */

/* Adds what none of the first `known` devices is. */
struct nodeless {
	struct facts *facts;
	size_t known, hint;
};

/* Nodes and numbers come in much the same order, that of their names: so the
 * device behind the last one is looked at first. */
static bool is_known(struct nodeless *list, uint32_t major, uint32_t minor)
{
	for (size_t i = 0; i < list->known; i++) {
		size_t at = (list->hint + i) % list->known;
		const struct device *device = &list->facts->devices[at];

		if (device->type == DEVICE_BLOCK && device->major == major && device->minor == minor) {
			list->hint = at + 1;
			return true;
		}
	}
	return false;
}

static void add_nodeless(struct nodeless *list, uint32_t major, uint32_t minor)
{
	struct device *device = is_known(list, major, minor) ? NULL : facts_device_new(list->facts);

	if (!device)
		return;
	device->type = DEVICE_BLOCK;
	device->major = major;
	device->minor = minor;
	facts_device_done(list->facts);
}

static bool add_number(void *data, const char *name, unsigned char d_type)
{
	uint32_t major, minor;

	(void)d_type;
	if (parse_devno(name, strlen(name), &major, &minor))
		add_nodeless(data, major, minor);
	return true;
}

#define BLOCK_DEVICES_MAX 4096

static void add_all_nodeless(const struct host *host, struct facts *facts, const struct tables *tables)
{
	struct text text = TEXT(tables->partitions, tables->partitions_size);
	struct partition_line line;
	struct nodeless list = { .facts = facts, .known = facts->devices_count };
	/* The entries of /sys/dev/block (since 2.6.27) are the numbers, each once. */
	int listed = host_list(host, "/sys/dev/block", BLOCK_DEVICES_MAX, add_number, &list);

	list.known = facts->devices_count;
	while (listed <= 0 && parse_partitions(&text, &line))
		add_nodeless(&list, line.major, line.minor);
	if (listed == BLOCK_DEVICES_MAX)
		facts->devices_list.truncated = true;
	/* In a user namespace neither mknod(2) nor a devtmpfs leads to a device
	 * without a node: there the nodes are all there is. */
	if (listed < 0 && tables->partitions_size == 0 && fact_bool(facts, FACT_USERNS_INITIAL) != NO) {
		facts->devices_list.truncated = true;
		facts->devices_list.reason = "neither /sys/dev/block nor /proc/partitions can be read: block devices without a node are missing";
	}
}

/* ---- one device ------------------------------------------------------------ */

/* Reads the attribute below `base`, trimmed; NULL when it is not there. */
static const char *attribute(const struct host *host, const char *base, const char *name, struct arena *arena)
{
	char path[FILE_MAX], data[FILE_MAX];

	if (snprintf(path, sizeof path, "%s/%s", base, name) >= (int)sizeof path)
		return NULL;
	ssize_t n = host_read_once(host, path, data, sizeof data);

	if (n < 0)
		return NULL;
	struct text text = text_trim(TEXT(data, (size_t)n));

	return arena_copy(arena, text.at, text_left(&text));
}

static bool number_attribute(const struct host *host, const char *base, const char *name, uint64_t *ret)
{
	char path[FILE_MAX], data[32];

	if (snprintf(path, sizeof path, "%s/%s", base, name) >= (int)sizeof path)
		return false;
	ssize_t n = host_read_once(host, path, data, sizeof data);
	struct text text = TEXT(data, n > 0 ? (size_t)n : 0);

	return text_u64(&text, UINT64_MAX, ret);
}

static enum known bool_attribute(const struct host *host, const char *base, const char *name)
{
	uint64_t number;

	return !number_attribute(host, base, name, &number) ? UNKNOWN : number ? YES : NO;
}

struct holders {
	char names[256];
	size_t len;
};

static bool add_holder(void *data, const char *name, unsigned char d_type)
{
	struct holders *holders = data;
	size_t room = sizeof holders->names - holders->len;
	int len = snprintf(holders->names + holders->len, room, "%s%s", holders->len > 0 ? " " : "", name);

	(void)d_type;
	if (len < 0 || (size_t)len >= room)
		return false;
	holders->len += (size_t)len;
	return true;
}

static void describe_holders(const struct host *host, struct device *device, const char *base, struct arena *arena)
{
	char path[FILE_MAX];
	struct holders holders = { .len = 0 };

	if (snprintf(path, sizeof path, "%s/holders", base) < (int)sizeof path &&
	    host_list(host, path, 16, add_holder, &holders) >= 0)
		device->holders = arena_copy(arena, holders.names, holders.len);
}

/* "PARTUUID=..." is in a partition's uevent since Linux 6.4; older kernels
 * tell it nowhere but in the partition table itself. */
static void describe_uevent(const struct host *host, struct device *device, const char *base, struct arena *arena)
{
	const char *uevent = attribute(host, base, "uevent", arena);
	struct text text, line;

	if (!uevent)
		return;
	text = TEXT(uevent, strlen(uevent));
	while (text_line(&text, &line))
		if (text_skip(&line, "PARTUUID="))
			device->part_uuid = arena_copy(arena, line.at, text_left(&line));
}

/* A device of no size has no line in /proc/partitions (block/genhd.c:
 * show_partition()), nor has a drive that is removable; these never are.  So the
 * perhaps hundred unused loop devices of a host need not be asked one by one. */
static bool is_listed(const struct tables *tables, const struct device *device)
{
	static const char *const fixed[] = { "loop", "zram", "nbd" };
	struct text text = TEXT(tables->partitions, tables->partitions_size);
	struct partition_line line;
	bool never_removable = false;

	for (size_t i = 0; device->driver && i < sizeof fixed / sizeof *fixed; i++)
		never_removable |= strcmp(device->driver, fixed[i]) == 0;
	if (!never_removable || tables->partitions_size == 0 || tables->partitions_size == sizeof tables->partitions)
		return true;
	while (parse_partitions(&text, &line))
		if (line.major == device->major && line.minor == device->minor)
			return true;
	return false;
}

/* What is in the device's directory, in which `host` begins: or the way down to
 * it, of ten names in sysfs, would be gone for each of them. */
#define HERE "."
static void describe_attributes(const struct host *host, struct device *device, const char *base, struct arena *arena)
{
	const char *name = strrchr(base, '/') + 1;
	const char *above = memrchr(base, '/', (size_t)(name - 1 - base));
	uint64_t number;

	if (number_attribute(host, HERE, "size", &number) && number <= UINT64_MAX / 512) {
		device->size = number * 512;	/* always in sectors of 512 bytes */
		device->size_known = true;
		if (number == 0)	/* an unused loop device, a drive without a medium */
			return;
	}
	device->ro = bool_attribute(host, HERE, "ro");
	/* Only partitions have the attribute "partition"; what is above a whole
	 * disk is "block", or the controller (NVMe). */
	if (above && strncmp(above, "/block/", 7) != 0 && number_attribute(host, HERE, "partition", &number)) {
		device->partition_of = arena_copy(arena, above + 1, (size_t)(name - 1 - (above + 1)));
		describe_uevent(host, device, HERE, arena);
	} else {
		/* What the kernel makes up is nobody's to take out: one file less
		 * to read for each of perhaps a thousand loop devices. */
		bool virtual = strncmp(base, "/sys/devices/virtual/", 21) == 0;

		device->removable = virtual ? NO : bool_attribute(host, HERE, "removable");
	}
	describe_holders(host, device, HERE, arena);
	if (device->driver && strcmp(device->driver, "loop") == 0)
		device->backing_file = attribute(host, HERE, "loop/backing_file", arena);
	if (device->driver && strcmp(device->driver, "device-mapper") == 0) {
		device->dm_name = attribute(host, HERE, "dm/name", arena);
		device->dm_uuid = attribute(host, HERE, "dm/uuid", arena);
	}
	if (device->driver && strncmp(device->driver, "md", 2) == 0)
		device->md_level = attribute(host, HERE, "md/level", arena);
}

/* `base` is the device's own directory, ".../block/sda" or ".../block/sda/sda1". */
static void describe_by_sysfs(const struct host *host, const struct tables *tables, struct device *device, const char *base,
			      struct arena *arena)
{
	const char *name = strrchr(base, '/') + 1;
	struct host below = { .live = host->live };

	device->name = arena_copy(arena, name, strlen(name));
	if (!is_listed(tables, device)) {
		device->size_known = true;
		return;
	}
	below.root = host_open(host, base, O_PATH | O_DIRECTORY);
	if (below.root < 0)
		return;
	describe_attributes(&below, device, base, arena);
	host_close_root(&below);
}

/* ---- character devices that take commands for a disk ------------------------ */

/* The first, which is the only one. */
static bool note_reached(void *data, const char *name, unsigned char d_type)
{
	char *reached = data;

	(void)d_type;
	snprintf(reached, 64, "%s", name);
	return false;
}

/* nvme0: .../nvme0/nvme0n1, one directory for each namespace (nvme0c0n1 where
 * several controllers share them).  Of more than one the second takes away what
 * was noted. */
static bool note_namespace(void *data, const char *name, unsigned char d_type)
{
	char *reached = data;
	bool other = *reached;

	if (strncmp(name, "nvme", 4) != 0)
		return true;
	note_reached(data, other ? "" : name, d_type);
	return !other;
}

/* sg and bsg: .../0:0:0:0/scsi_generic/sg0, beside .../0:0:0:0/block/sda of a
 * disk, and of nothing of a tape or a changer.  A namespace of NVMe has the
 * same name as block device and as character device but for the start; its
 * controller reaches one, if it has no other (nvme_dev_user_cmd() in
 * drivers/nvme/host/ioctl.c). */
static void describe_character(const struct host *host, struct device *device, const char *base, struct arena *arena)
{
	const char *name = strrchr(base, '/') + 1;
	char path[FILE_MAX], reached[64] = "";

	device->name = arena_copy(arena, name, strlen(name));
	if (strcmp(device->driver, "nvme-generic") == 0 && strncmp(name, "ng", 2) == 0)
		device->reaches = arena_printf(arena, "nvme%s", name + 2);
	bool controller = strcmp(device->driver, "nvme") == 0;

	if (!controller && strcmp(device->driver, "sg") != 0 && strcmp(device->driver, "bsg") != 0)
		return;
	if (snprintf(path, sizeof path, "%s%s", base, controller ? "" : "/device/block") >= (int)sizeof path)
		return;
	int result = controller ? host_list(host, path, 256, note_namespace, reached) : host_list(host, path, 1, note_reached, reached);

	if (result >= 0 || (result == -ENOENT && !controller))
		device->reaches = arena_copy(arena, reached, strlen(reached));
}

static bool is_command_driver(const char *driver)
{
	return driver && (strcmp(driver, "sg") == 0 || strcmp(driver, "bsg") == 0 || strncmp(driver, "nvme", 4) == 0);
}

static void describe_by_partitions(struct device *device, const struct tables *tables, struct arena *arena)
{
	struct text text = TEXT(tables->partitions, tables->partitions_size);
	struct partition_line line;

	while (parse_partitions(&text, &line)) {
		if (line.major != device->major || line.minor != device->minor)
			continue;
		device->name = arena_copy(arena, line.name.at, text_left(&line.name));
		device->size_known = line.blocks <= UINT64_MAX / 1024;
		device->size = device->size_known ? line.blocks * 1024 : 0;
		return;
	}
}

/* /sys/dev/block/8:1 -> ../../devices/pci0000:00/.../block/sda/sda1 */
static bool sysfs_directory(const struct host *host, const struct device *device, char *buf, size_t size)
{
	char path[64], link[FILE_MAX - 8];

	snprintf(path, sizeof path, "/sys/dev/%s/%u:%u", device->type == DEVICE_BLOCK ? "block" : "char", device->major, device->minor);
	if (host_readlink(host, path, link, sizeof link) < 0 || strncmp(link, "../../", 6) != 0)
		return false;
	return snprintf(buf, size, "/sys/%s", link + 6) < (int)size;
}

/* By numbers and names that are the same on every Linux.  For /proc/devices the
 * kernel asks about a thousand numbers, of which a default container has these:
 * that takes as long as thirty other files. */
static const char *well_known_driver(const struct device *device, const char *disk)
{
	static const struct { uint32_t first, last; const char *driver; } characters[] = {
		{ 1, 1, "mem" }, { 5, 5, "/dev/tty" }, { 136, 143, "pts" },
	};
	static const struct { const char *start, *driver; } disks[] = { { "loop", "loop" }, { "zram", "zram" }, { "vd", "virtblk" } };

	for (size_t i = 0; device->type == DEVICE_CHAR && i < sizeof characters / sizeof *characters; i++)
		if (device->major >= characters[i].first && device->major <= characters[i].last)
			return characters[i].driver;
	/* 259 is "blkext", whatever the name */
	for (size_t i = 0; disk && device->type == DEVICE_BLOCK && device->major != 259 && i < sizeof disks / sizeof *disks; i++)
		if (strncmp(disk, disks[i].start, strlen(disks[i].start)) == 0)
			return disks[i].driver;
	return NULL;
}

/* `disk`: the name in sysfs of a block device, if known. */
static const char *driver_of(const struct host *host, struct facts *facts, size_t number, const char *disk, struct tables *tables)
{
	const struct device *device = &facts->devices[number];
	struct arena *arena = &facts->arena;
	char name[64];

	/* Neighbours in the list mostly share theirs. */
	if (number > 0 && device[-1].type == device->type && device[-1].major == device->major)
		return device[-1].driver;
	const char *known = host->live && facts->survey.brief ? well_known_driver(device, disk) : NULL;

	if (known)
		return known;
	if (!tables->devices_read)
		tables->devices_size = read_table(host, "/proc/devices", tables->devices, sizeof tables->devices);
	tables->devices_read = true;
	if (!parse_proc_devices(tables->devices, tables->devices_size, device->type, device->major, name, sizeof name))
		return NULL;
	return arena_copy(arena, name, strlen(name));
}

/* ---- which may be opened ----------------------------------------------------- */

/* Drivers whose devices can be opened for reading without any effect.  Not
 * among them: floppies (the motor), CD drives (the tray), tapes (they
 * rewind), zram and RAM disks (no disk of the host). */
static const char *const disk_drivers[] = {
	"sd", "virtblk", "mmc", "device-mapper", "md", "mdp", "loop", "xvd", "nbd", "pmem", "zd", "zvol",
	"bcache", "rbd", "dasd",
	"blkext",	/* what has no major of its own or ran out of minors: NVMe, partitions of all kinds */
};
static const char *const blkext_names[] = {
	"nvme", "sd", "vd", "xvd", "mmcblk", "pmem", "loop", "dm-", "md", "nbd", "zd", "bcache", "rbd", "dasd",
};

#define ONE_OF(names, name, compare) one_of(names, sizeof names / sizeof names[0], name, compare)

static int compare_start(const char *name, const char *start)
{
	return strncmp(name, start, strlen(start));
}

static bool one_of(const char *const *names, size_t count, const char *name, int (*compare)(const char *, const char *))
{
	for (size_t i = 0; i < count; i++)
		if (compare(name, names[i]) == 0)
			return true;
	return false;
}

struct device *disks_find(struct facts *facts, const char *name, size_t len)
{
	for (size_t i = 0; i < facts->devices_count; i++) {
		struct device *device = &facts->devices[i];

		if (device->type == DEVICE_BLOCK && device->name && strncmp(device->name, name, len) == 0 && !device->name[len])
			return device;
	}
	return NULL;
}

static bool is_fixed_disk(struct facts *facts, const struct device *device)
{
	/* A node whose device the kernel does not know must never be opened:
	 * that makes it load a module, or create the device (block/bdev.c:
	 * blk_request_module(); md, loop). */
	if (device->type != DEVICE_BLOCK || !device->name || !device->driver)
		return false;
	if (!ONE_OF(disk_drivers, device->driver, strcmp))
		return false;
	if (strcmp(device->driver, "blkext") == 0 && !ONE_OF(blkext_names, device->name, compare_start))
		return false;
	const struct device *disk = device->partition_of
		? disks_find(facts, device->partition_of, strlen(device->partition_of)) : NULL;

	/* Opening a removable disk locks its door and looks for a new medium (drivers/scsi/sd.c). */
	return device->removable != YES && !(disk && disk->removable == YES) &&
	       device->size_known && device->size > 0;	/* 0: a loop device without a file, no medium */
}

/* Of what nothing lies on, and nobody has a node for, the short report does not
 * even show the name.  7 is LOOP_MAJOR on every Linux. */
static bool is_unused_loop(const struct facts *facts, struct device *device, const struct tables *tables)
{
	if (!facts->live || !facts->survey.brief || device->type != DEVICE_BLOCK || device->path || device->major != 7)
		return false;
	device->driver = "loop";
	device->size_known = !is_listed(tables, device);
	return device->size_known;
}

void disks_describe(const struct host *host, struct facts *facts)
{
	struct tables tables;
	char base[FILE_MAX];

	read_tables(host, &tables);
	add_all_nodeless(host, facts, &tables);
	for (size_t i = 0; i < facts->devices_count; i++) {
		struct device *device = &facts->devices[i];

		if (is_unused_loop(facts, device, &tables))
			continue;
		bool found = device->type == DEVICE_BLOCK && sysfs_directory(host, device, base, sizeof base);

		device->driver = driver_of(host, facts, i, found ? strrchr(base, '/') + 1 : NULL, &tables);
		if (device->type != DEVICE_BLOCK && !is_command_driver(device->driver))
			continue;
		if (device->type == DEVICE_CHAR)
			found = sysfs_directory(host, device, base, sizeof base);
		if (device->type == DEVICE_CHAR && found)
			describe_character(host, device, base, &facts->arena);
		else if (found)
			describe_by_sysfs(host, &tables, device, base, &facts->arena);
		else if (device->type == DEVICE_BLOCK)
			describe_by_partitions(device, &tables, &facts->arena);
	}
	for (size_t i = 0; i < facts->devices_count; i++)
		facts->devices[i].fixed_disk = is_fixed_disk(facts, &facts->devices[i]);
}
