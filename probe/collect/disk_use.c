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

#define LIVE_MAX 1024

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

/* Where the file systems that keep a directory for each that is mounted keep
 * it.  An entry of its own (features, stats) is always there. */
static const struct live_type {
	const char *directory, *type;
	bool (*each)(void *, const char *, unsigned char);
} live_types[] = {
	{ "/sys/fs/ext4",  "ext4",  note_live },
	{ "/sys/fs/xfs",   "xfs",   note_live },
	{ "/sys/fs/f2fs",  "f2fs",  note_live },
	{ "/sys/fs/btrfs", "btrfs", note_btrfs },
	{ "/proc/fs/ext4", "ext4",  note_live },	/* /sys may be missing or masked */
};

/* Sets bit N when the directory of live_types[N] would show what is mounted. */
static unsigned find_live(const struct host *host, struct facts *facts)
{
	unsigned shown = 0;

	for (size_t i = 0; i < sizeof live_types / sizeof live_types[0]; i++) {
		struct live_list list = { host, facts, live_types[i].directory, live_types[i].type };

		int entries = host_list(host, list.directory, LIVE_MAX, live_types[i].each, &list);

		/* None is a mask, as many as that may be more. */
		if (entries > 0 && entries < LIVE_MAX)
			shown |= 1u << i;
	}
	return shown;
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

/* ---- swap ------------------------------------------------------------------------- */

/* The lines of /proc/swaps, which is the whole machine's: "/dev/sda2  partition ..." */
static bool find_swap(const struct host *host, struct facts *facts)
{
	char data[4096];
	ssize_t n = host_read(host, "/proc/swaps", data, sizeof data);
	struct text text = TEXT(data, n > 0 ? (size_t)n : 0), line, path;

	while (text_line(&text, &line)) {
		if (!text_skip(&line, "/dev/") || !text_word(&line, &path))
			continue;
		struct device *device = disks_find(facts, path.at, text_left(&path));

		if (device) {
			device->in_use = YES;
			EVIDENCE(facts, device, "swap of the host (/proc/swaps)");
		}
	}
	return n > 0 && (size_t)n < sizeof data;
}

/* ---- what carries what ---------------------------------------------------------------- */

typedef bool each_pair(struct facts *facts, struct device *below, const struct device *above);

/* Calls `each` for every device and what is a partition of it, stacked upon it
 * or behind it (NULL: not in the list).  Returns whether any of the calls did something. */
static bool for_each_pair(struct facts *facts, each_pair *each)
{
	bool new = false;

	for (size_t i = 0; i < facts->devices_count; i++) {
		struct device *device = &facts->devices[i], *below = NULL;
		struct text text = TEXT("", 0), word;

		if (device->reaches)
			new |= each(facts, device, disks_find(facts, device->reaches, strlen(device->reaches)));
		if (device->partition_of)
			below = disks_find(facts, device->partition_of, strlen(device->partition_of));
		if (below)
			new |= each(facts, below, device);
		if (device->holders)
			text = TEXT(device->holders, strlen(device->holders));
		while (text_word(&text, &word))
			new |= each(facts, device, disks_find(facts, word.at, text_left(&word)));
	}
	return new;
}

/* Whoever can write a disk can write its partitions and what is built upon
 * them. */
static bool hand_down(struct facts *facts, struct device *below, const struct device *above)
{
	static const char *const words[] = { "is used by the host", "holds the host's root", "holds the engine's data" };
	bool root = above && above->host_root == YES && below->host_root != YES;
	bool data = above && above->engine_data == YES && below->engine_data != YES;
	bool use = above && above->in_use == YES && below->in_use != YES;

	if (root)
		below->host_root = YES;
	if (data)
		below->engine_data = YES;
	if (use)
		below->in_use = YES;
	if (root || data || use)
		EVIDENCE(facts, below, "%s %s, which %s", below->type == DEVICE_CHAR ? "reaches" : "carries", above->name, words[root ? 1 : data ? 2 : 0]);
	return root || data || use;
}

/* What carries anything that may be in use may be in use. */
static bool take_back(struct facts *facts, struct device *below, const struct device *above)
{
	(void)facts;
	if (below->in_use != NO || (above && above->in_use == NO))
		return false;
	below->in_use = UNKNOWN;
	return true;
}

/* Partition, LUKS, LVM, RAID: deeper stacks than this are not built. */
static void settle(struct facts *facts, each_pair *each)
{
	for (int round = 0; for_each_pair(facts, each) && round < 8; round++)
		;
}

/* ---- what would be seen in use, and is not ----------------------------------------------- */

/* ext3 is mounted by the driver of ext4; ext2 may have one of its own. */
static bool is_shown_when_mounted(const struct device *device, unsigned shown)
{
	const char *type = device->fs_type && strcmp(device->fs_type, "ext3") == 0 ? "ext4" : device->fs_type;

	for (size_t i = 0; type && i < sizeof live_types / sizeof live_types[0]; i++)
		if ((shown >> i & 1) && strcmp(live_types[i].type, type) == 0)
			return true;
	return false;
}

/* By itself; what is stacked upon it is looked at afterwards. */
static void find_unused(struct device *device, unsigned shown, bool swap_shown)
{
	const char *usage = device->fs_usage ? device->fs_usage : "";

	if (device->content != YES || device->ambivalent || device->in_use == YES || !device->holders)
		return;
	if (!device->fs_type && !device->table)
		device->live = NO;
	if (is_shown_when_mounted(device, shown) && device->live != YES)
		device->live = NO;
	bool container = strcmp(usage, "raid") == 0 || strcmp(usage, "crypto") == 0;
	bool swap = device->fs_type && strcmp(device->fs_type, "swap") == 0;

	if (container || swap)
		device->live = NO;
	else if (device->live == NO)
		device->in_use = NO;
	if (container || (swap && swap_shown) || (!device->fs_type && device->table))
		device->in_use = NO;
}

void disks_find_use(const struct host *host, struct facts *facts)
{
	unsigned shown = find_live(host, facts);
	bool swap_shown = find_swap(host, facts);

	for (size_t i = 0; i < facts->devices_count; i++) {
		struct device *device = &facts->devices[i];

		if (device->type != DEVICE_BLOCK)
			continue;
		find_mounted(facts, device);
		/* Nothing can lie on what has no size: the one certain no. */
		if (device->size_known && device->size == 0 && device->live == UNKNOWN)
			device->live = device->host_root = device->engine_data = device->in_use = NO;
	}
	find_root(host, facts);
	for (size_t i = 0; i < facts->devices_count; i++) {
		struct device *device = &facts->devices[i];

		if (device->live == YES || device->host_root == YES || device->engine_data == YES)
			device->in_use = YES;
	}
	settle(facts, hand_down);
	for (size_t i = 0; i < facts->devices_count; i++)
		if (facts->devices[i].type == DEVICE_BLOCK)
			find_unused(&facts->devices[i], shown, swap_shown);
	settle(facts, take_back);
}
