/* disk_use.c - what the host uses a block device for (see disks.h).
 *
 * Evidence only: what is not seen in use stays unknown, since no list that a
 * container can read names every mount of the host. */
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include "disks.h"
#include "parse.h"

/* Notes one more way in which the use is known. */
#define EVIDENCE(facts, device, ...) \
	add_evidence(facts, device, arena_printf(&(facts)->arena, __VA_ARGS__))

static void add_evidence(struct facts *facts, struct device *device, const char *evidence)
{
	device->use_evidence = device->use_evidence
		? arena_printf(&facts->arena, "%s; %s", device->use_evidence, evidence) : evidence;
}

/* ---- mounted: directories that file systems keep in sysfs and procfs ---------- */

struct live_list {
	const struct host *host;
	struct facts *facts;
	const char *directory, *type;
};

static bool note_live(void *data, const char *name, unsigned char d_type)
{
	const struct live_list *list = data;

	(void)d_type;
	for (size_t i = 0; i < list->facts->devices_count; i++) {
		struct device *device = &list->facts->devices[i];

		if (!device->name || device->live == YES || strcmp(device->name, name) != 0)
			continue;
		device->live = YES;
		device->live_type = list->type;
		EVIDENCE(list->facts, device, "mounted: %s/%s", list->directory, name);
	}
	return true;
}

/* /sys/fs/btrfs/UUID/devices/NAME, one level deeper than the others. */
static bool note_btrfs(void *data, const char *uuid, unsigned char d_type)
{
	struct live_list list = *(struct live_list *)data;
	char path[128];

	(void)d_type;
	if (snprintf(path, sizeof path, "/sys/fs/btrfs/%s/devices", uuid) < (int)sizeof path) {
		list.directory = path;
		host_list(list.host, path, 64, note_live, &list);
	}
	return true;
}

static void find_live(const struct host *host, struct facts *facts)
{
	static const struct { const char *directory, *type; bool (*each)(void *, const char *, unsigned char); } lists[] = {
		{ "/sys/fs/ext4",  "ext4",  note_live },
		{ "/proc/fs/ext4", "ext4",  note_live },	/* /sys may be missing or masked */
		{ "/sys/fs/xfs",   "xfs",   note_live },
		{ "/sys/fs/f2fs",  "f2fs",  note_live },
		{ "/sys/fs/btrfs", "btrfs", note_btrfs },
	};

	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		struct live_list list = { host, facts, lists[i].directory, lists[i].type };

		host_list(host, list.directory, 1024, lists[i].each, &list);
	}
}

/* ---- mounted: our own mountinfo ------------------------------------------------- */

/* btrfs shows a number of its own, so there the source has to tell. */
static bool is_mounted_as(const struct device *device, const struct mount *mount)
{
	if (mount->major != 0)
		return device->major == mount->major && device->minor == mount->minor;
	if (!mount->source || strncmp(mount->source, "/dev/", 5) != 0)
		return false;
	const char *name = mount->source + 5;

	if (device->dm_name && strncmp(name, "mapper/", 7) == 0)
		return strcmp(name + 7, device->dm_name) == 0;
	return device->name && strcmp(name, device->name) == 0;
}

static bool is_of_engine(const struct mount *mount)
{
	return mount->class == MOUNT_PLUMBING || mount->class == MOUNT_VOLUME || mount->class == MOUNT_POD_VOLUME;
}

static void find_mounted(struct facts *facts, struct device *device)
{
	for (size_t i = 0; i < facts->mounts_count; i++) {
		const struct mount *mount = &facts->mounts[i];

		if (!is_mounted_as(device, mount))
			continue;
		if (device->live != YES) {
			device->live = YES;
			device->live_type = mount->type;
			EVIDENCE(facts, device, "mounted: the file system of our mount on %s", mount->point);
		}
		if (device->engine_data != YES && is_of_engine(mount)) {
			device->engine_data = YES;
			EVIDENCE(facts, device, "holds the engine's data: our mount on %s", mount->point);
		}
	}
}

/* ---- the host's root --------------------------------------------------------------- */

static bool same_text(const char *name, const struct text *text)
{
	return name && strlen(name) == text_left(text) && strncasecmp(name, text->at, text_left(text)) == 0;
}

/* A link that udev made, where /dev is the host's. */
static bool is_linked(const struct host *host, const char *directory, const struct text *id, const struct device *device)
{
	char path[256], link[256];

	if (!device->name ||
	    snprintf(path, sizeof path, "/dev/disk/%s/%.*s", directory, (int)text_left(id), id->at) >= (int)sizeof path ||
	    host_readlink(host, path, link, sizeof link) < 0)
		return false;
	const char *slash = strrchr(link, '/');

	return strcmp(slash ? slash + 1 : link, device->name) == 0;
}

/* Is it what root= says?  See the kernel's early_lookup_bdev(). */
static bool is_root(const struct host *host, const struct device *device, struct text root)
{
	uint32_t major, minor;

	if (text_skip(&root, "/dev/mapper/"))
		return same_text(device->dm_name, &root);
	if (text_skip(&root, "/dev/"))
		return same_text(device->name, &root);
	if (text_skip(&root, "UUID="))
		return same_text(device->fs_uuid, &root) || is_linked(host, "by-uuid", &root, device);
	if (text_skip(&root, "PARTUUID="))
		return same_text(device->part_uuid, &root) || is_linked(host, "by-partuuid", &root, device);
	if (text_skip(&root, "LABEL="))
		return same_text(device->fs_label, &root);
	return parse_devno(root.at, text_left(&root), &major, &minor) &&
	       device->major == major && device->minor == minor;
}

static void find_root(const struct host *host, struct facts *facts)
{
	const char *cmdline = fact_text(facts, FACT_KERNEL_CMDLINE);
	struct text root;

	if (!cmdline || !parse_cmdline_value(cmdline, strlen(cmdline), "root", &root) || text_left(&root) == 0)
		return;
	for (size_t i = 0; i < facts->devices_count; i++) {
		struct device *device = &facts->devices[i];

		if (device->type != DEVICE_BLOCK || !is_root(host, device, root))
			continue;
		device->host_root = YES;
		EVIDENCE(facts, device, "holds the host's root: the kernel was started with root=%.*s",
			 (int)text_left(&root), root.at);
	}
}

/* ---- what carries what ---------------------------------------------------------------- */

static bool has_holder(const struct device *device, const char *name)
{
	struct text text, word;

	if (!device->holders)
		return false;
	text = TEXT(device->holders, strlen(device->holders));
	while (text_word(&text, &word))
		if (text_is(&word, name))
			return true;
	return false;
}

static bool carries(const struct device *below, const struct device *above)
{
	if (!above->name || !below->name)
		return false;
	return (above->partition_of && strcmp(above->partition_of, below->name) == 0) || has_holder(below, above->name);
}

/* Whoever can write a disk can write its partitions and what is built upon
 * them.  Returns whether something was new. */
static bool hand_down(struct facts *facts, struct device *below)
{
	bool new = false;

	for (size_t i = 0; i < facts->devices_count; i++) {
		const struct device *above = &facts->devices[i];
		bool root = above->host_root == YES && below->host_root != YES;
		bool data = above->engine_data == YES && below->engine_data != YES;

		if ((!root && !data) || !carries(below, above))
			continue;
		if (root)
			below->host_root = YES;
		if (data)
			below->engine_data = YES;
		EVIDENCE(facts, below, "carries %s, which holds %s", above->name,
			 root ? "the host's root" : "the engine's data");
		new = true;
	}
	return new;
}

void disks_find_use(const struct host *host, struct facts *facts)
{
	find_live(host, facts);
	for (size_t i = 0; i < facts->devices_count; i++) {
		struct device *device = &facts->devices[i];

		if (device->type != DEVICE_BLOCK)
			continue;
		find_mounted(facts, device);
		/* Nothing can lie on what has no size: the one certain no. */
		if (device->size_known && device->size == 0 && device->live == UNKNOWN)
			device->live = device->host_root = device->engine_data = NO;
	}
	find_root(host, facts);
	/* Partition, LUKS, LVM, RAID: deeper stacks than this are not built. */
	bool new = true;

	for (int round = 0; new && round < 8; round++) {
		new = false;
		for (size_t i = 0; i < facts->devices_count; i++)
			if (facts->devices[i].type == DEVICE_BLOCK)
				new |= hand_down(facts, &facts->devices[i]);
	}
}
