/* devices.c - the device nodes that we have, the disks that the host has, and
 * whether the kernel would let us at them.
 *
 * No node is opened but those of fixed disks, for reading: opening arms a
 * watchdog, rewinds a tape, resets a serial line. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include "ask.h"
#include "collect.h"
#include "disks.h"
#include "parse.h"
#include "walk.h"

#define NODES_MAX 4096
#define ENTRIES_MAX 32768	/* /dev/shm may hold any number of files */
#define DEPTH_MAX 6
#define MADE_MAX 512	/* nodes made to ask through: some 10 us each */

#define ROOT_ENTRIES_MAX 8192
#define BOUND_ENTRIES_MAX 512
#define ROOT_DEPTH_MAX 2

/* ---- nodes -------------------------------------------------------------------- */

/* What every container is given: the OCI runtime spec's "Default Devices",
 * and the terminals. */
static bool is_default(const struct device *device)
{
	static const struct { uint32_t major, first, last; } numbers[] = {
		{ 1, 3, 3 }, { 1, 5, 5 }, { 1, 7, 9 },		/* null zero full random urandom */
		{ 5, 0, 2 },					/* tty console ptmx */
		{ 136, 0, UINT32_MAX },				/* pts */
	};

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		if (device->type == DEVICE_CHAR && device->major == numbers[i].major &&
		    device->minor >= numbers[i].first && device->minor <= numbers[i].last)
			return true;
	return false;
}

/* A captured tree keeps a node as a file that says "b 8:0". */
static bool read_captured(int at, const char *name, struct device *device)
{
	char data[64];
	int fd = host_openat(at, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0)
		return false;
	ssize_t n = read(fd, data, sizeof data);

	close(fd);
	return n > 0 && parse_captured_node(data, (size_t)n, &device->type, &device->major, &device->minor);
}

static bool read_node(const struct facts *facts, int at, const char *name, const struct stat *st, struct device *device)
{
	if (S_ISREG(st->st_mode))
		return !facts->live && read_captured(at, name, device);
	device->type = S_ISBLK(st->st_mode) ? DEVICE_BLOCK : DEVICE_CHAR;
	device->major = major(st->st_rdev);
	device->minor = minor(st->st_rdev);
	return S_ISBLK(st->st_mode) || S_ISCHR(st->st_mode);
}

/* Adds the entry if it is a node.  False when there is no more room. */
static bool add_node(struct facts *facts, int at, const char *name, const char *path)
{
	struct stat st;
	struct device node = { .path = NULL };

	if (fstatat(at, name, &st, AT_SYMLINK_NOFOLLOW) < 0 || !read_node(facts, at, name, &st, &node))
		return true;
	if (facts->devices_count >= NODES_MAX)
		return false;
	struct device *device = facts_device_new(facts);
	const struct mount *mount = mount_covering(facts, path);

	node.path = arena_copy(&facts->arena, path, strlen(path));
	if (!device || !node.path)
		return false;
	node.uid = st.st_uid;
	node.gid = st.st_gid;
	node.mode = st.st_mode & 07777;
	node.is_default = is_default(&node);
	node.nodev = mount && mount->nodev;
	*device = node;
	facts_device_done(facts);
	return true;
}

static bool each_entry(void *data, int at, const char *name, unsigned char d_type, const char *path)
{
	struct facts *facts = data;
	bool may_be = d_type == DT_BLK || d_type == DT_CHR || (d_type == DT_REG && !facts->live);

	return !may_be || add_node(facts, at, name, path);
}

static int walk_devices(const struct collect *collect, const char *start)
{
	struct facts *facts = collect->facts;
	struct walk w = {
		.host = collect->host, .arena = &facts->arena,
		.entries = ENTRIES_MAX, .depth = DEPTH_MAX, .crossings = 1,
		.each = each_entry, .data = facts,
	};
	int result = walk(&w, start);

	if (w.cut)
		facts->devices_list.truncated = true;
	return result;
}

/* Not into what is mounted, which may hang, and not where nobody puts a node. */
static bool is_own_directory(void *data, const char *path)
{
	static const char *const skipped[] = { "/dev", "/proc", "/sys", "/usr", "/lib", "/lib64", "/bin", "/sbin" };
	const struct mount *mount = mount_covering(data, path);

	for (size_t i = 0; i < sizeof skipped / sizeof skipped[0]; i++)
		if (strcmp(path, skipped[i]) == 0)
			return false;
	return !mount || strcmp(path, mount->point) != 0;
}

/* `--device /dev/sda:/srv/disk` makes a node on the container's own root.  That
 * is looked for as deep as somebody would put it by hand: a whole root is too
 * much to read, so the list does not call itself cut short for it. */
static void list_root(struct collect *collect)
{
	struct facts *facts = collect->facts;
	struct walk w = {
		.host = collect->host, .arena = &facts->arena,
		.entries = ROOT_ENTRIES_MAX, .depth = ROOT_DEPTH_MAX,
		.each = each_entry, .descend = is_own_directory, .data = facts,
	};

	if (fact_bool(facts, FACT_CONTAINER) == YES && fact_bool(facts, FACT_MNTNS_INITIAL) != YES)
		walk(&w, "/");
}

static void list_dev(struct collect *collect)
{
	struct list *list = &collect->facts->devices_list;
	int result = walk_devices(collect, "/dev");

	/* A container may well have no /dev; a capture without one is incomplete. */
	if (result == 0 || (result == -ENOENT && collect->facts->live))
		list->known = YES;
	else
		list->error = -result;
}

/* ---- nodes that are mounts, and /dev of the host bound elsewhere ------------------- */

static bool has_nodes(const struct mount *mount)
{
	return strcmp(mount->type, "devtmpfs") == 0 || (mount->host_path && path_below(mount->host_path, "/dev") &&
							 strcmp(mount->host_path, "/") != 0);
}

/* By directory and name, so that no link leads out of a captured tree. */
static void add_bound(struct collect *collect, const char *path)
{
	char directory[PATH_MAX];
	const char *name = strrchr(path, '/') + 1;
	int len = (int)(name - path);

	if (snprintf(directory, sizeof directory, "%.*s", len, path) >= (int)sizeof directory)
		return;
	int at = host_open(collect->host, directory, O_PATH | O_DIRECTORY);

	if (at < 0 || !add_node(collect->facts, at, name, path))
		collect->facts->devices_list.truncated = true;
	if (at >= 0)
		close(at);
}

/* Not where nobody could answer (a dead server), or looking would mount (autofs). */
static bool is_local(const struct mount *mount)
{
	return mount->major != 0 || strcmp(mount->type, "tmpfs") == 0 || strcmp(mount->type, "btrfs") == 0;
}

/* A directory of the host's may hold nodes, too: its top is looked at.  What lies deeper is not looked for, nor told: whoever
 * binds a tree with nodes must also have allowed them in the device cgroup to
 * make them of any use, and a tree of the host's is too large to be read. */
static bool list_bound(struct collect *collect, const char *point)
{
	struct facts *facts = collect->facts;
	struct walk w = {
		.host = collect->host, .arena = &facts->arena, .entries = BOUND_ENTRIES_MAX,
		.each = each_entry, .data = facts,
	};

	return walk(&w, point) == 0;
}

/* Rootless engines bind a node over a plain file, which is what readdir(3)
 * shows; and a node may be bound anywhere at all. */
static void list_mount(struct collect *collect, struct mount *mount)
{
	bool in_dev = path_below(mount->point, "/dev");
	bool given = mount->class == MOUNT_HOST_PATH || mount->class == MOUNT_DEVICE;
	struct stat st;

	if (mount->hidden || strcmp(mount->point, "/") == 0 || strcmp(mount->point, "/dev") == 0 ||
	    (!in_dev && !given && !has_nodes(mount)) || (mount->twin && collect->facts->mounts[mount->twin - 1].nodes_listed))
		return;
	if (host_lstat(collect->host, mount->point, &st) < 0)
		return;
	if (!S_ISDIR(st.st_mode)) {
		/* On a captured tree a regular file stands for a node. */
		if (!collect->host->live || S_ISBLK(st.st_mode) || S_ISCHR(st.st_mode))
			add_bound(collect, mount->point);
	} else if (!in_dev && has_nodes(mount)) {
		walk_devices(collect, mount->point);
	} else if (!in_dev && !mount->nodev && is_local(mount)) {
		mount->nodes_listed = list_bound(collect, mount->point);
	}
}

/* ---- in order, each once --------------------------------------------------------------- */

static int by_path(const void *a, const void *b)
{
	const struct device *left = a, *right = b;

	if (left->path && right->path)
		return strcmp(left->path, right->path);
	if (left->path || right->path)
		return left->path ? -1 : 1;
	if (left->major != right->major)
		return left->major < right->major ? -1 : 1;
	return left->minor < right->minor ? -1 : left->minor > right->minor;
}

static void put_in_order(struct facts *facts)
{
	size_t kept = 0;

	if (facts->devices_count > 1)
		qsort(facts->devices, facts->devices_count, sizeof *facts->devices, by_path);
	for (size_t i = 0; i < facts->devices_count; i++)
		if (kept == 0 || by_path(&facts->devices[kept - 1], &facts->devices[i]) != 0)
			facts->devices[kept++] = facts->devices[i];
	facts->devices_count = kept;
}

/* ---- questions ------------------------------------------------------------------------------ */

/* Opens for reading a fixed disk that may be read, and looks what lies on it.
 * Neither has an effect: reading through the page cache, no exclusive open,
 * O_NONBLOCK so that no medium is waited for. */
static void read_disk(struct collect *collect, struct device *device, const char *path, unsigned item)
{
	struct stat st;

	COLLECT_ITEM(collect, item);
	int fd = -1;

	/* A refusal has to be said twice. */
	for (int tries = 0; fd < 0 && tries < 2; tries++)
		fd = host_openat(AT_FDCWD, path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY);
	device->open = ask_answer(fd);
	if (fd < 0)
		return;
	COLLECT_ITEM(collect, item + 1);
	/* Someone may have put another node there since. */
	if (fstat(fd, &st) == 0 && S_ISBLK(st.st_mode) && st.st_rdev == makedev(device->major, device->minor))
		disks_read_content(fd, device, collect->facts);
	close(fd);
}

/* access(2) runs the inode's permission check, which is where the device
 * cgroup sits (fs/namei.c: inode_permission()); the driver is not reached. */
static void ask_node(struct collect *collect, struct device *device, const char *path, unsigned item)
{
	device->read = ask_access(collect->facts, path, R_OK);
	device->write = ask_access(collect->facts, path, W_OK);
	if (device->fixed_disk && !device->nodev && answer_is(&device->read, 0))
		read_disk(collect, device, path, item + 1);
}

/* mknod(2), ask, unlink(2): see made_node.c. */
static void ask_made_node(struct collect *collect, struct device *device, unsigned item)
{
	struct facts *facts = collect->facts;
	struct answer made = made_node(facts, device);

	if (made.error == 0) {
		const struct mount *mount = mount_covering(facts, "/dev");

		device->through_made_node = true;
		device->nodev = mount && mount->nodev;
		ask_node(collect, device, facts->made_node, item);
		made_node_remove(facts);
	} else {
		/* By the device cgroup ("m"), a filter or a security module; none
		 * of which says whether it may be read. */
		device->read = ask_not("no node, and making one failed");
		if (made.error == EPERM || made.error == EACCES)
			device->read.error = made.error;
		device->write = device->read;
	}
}

static const struct device *killer(const struct facts *facts)
{
	for (size_t i = 0; i < facts->devices_count; i++)
		if (!facts->devices[i].path && facts->devices[i].read.state == KILLED)
			return &facts->devices[i];
	return NULL;
}

static void ask_nodeless(struct collect *collect, struct device *device, const char *why_not, unsigned *made, unsigned item)
{
	if (!why_not && device->size_known && device->size == 0)
		why_not = "no node, and nothing lies on it";
	if (!why_not && *made == MADE_MAX) {
		collect->facts->devices_list.truncated = true;
		why_not = "no node, and enough others were asked about";
	}
	if (why_not) {
		device->read = device->write = ask_not(why_not);
		return;
	}
	/* A filter that kills for mknod(2) will again. */
	const struct device *fatal = killer(collect->facts);

	if (fatal) {
		device->read = device->write = fatal->read;
		return;
	}
	++*made;
	ask_made_node(collect, device, item);
}

/* null, tty and their kin: all but the console, which may be the host's. */
static bool is_for_everybody(const struct device *device)
{
	return device->is_default && !(device->major == 5 && device->minor == 1);
}

/* Items of one device: access, open, content. */
#define ITEMS 3

static void note_lost(const struct collect *collect, struct device *device, unsigned step)
{
	switch (step) {
	case 0:
		device->read = device->write = collect->lost;
		break;
	case 1:
		device->open = collect->lost;
		break;
	default:	/* content stays unknown */
		break;
	}
}

static bool is_nodeless_partition(const struct device *device)
{
	return !device->path && device->partition_of;
}

/* In two rounds, so that the bound on made nodes leaves out partitions first:
 * what is denied for the disk is mostly denied for them. */
static void ask_all(struct collect *collect, unsigned item)
{
	struct facts *facts = collect->facts;
	const char *why_not = made_node_why_not(facts);
	unsigned made = 0;

	for (size_t i = 0; i < 2 * facts->devices_count; i++) {
		struct device *device = &facts->devices[i % facts->devices_count];
		unsigned at = item;

		if (is_nodeless_partition(device) != (i >= facts->devices_count))
			continue;
		item += ITEMS;
		if (collect->first > at) {
			made += device->through_made_node;
			if (collect->first <= item)
				note_lost(collect, device, collect->first - 1 - at);
			continue;
		}
		COLLECT_ITEM(collect, at);
		if (!facts->live)
			device->read = device->write = ask_not("a captured tree cannot be asked");
		else if (is_for_everybody(device) && facts->survey.brief)
			device->read = device->write = ask_not("nothing is judged by it");
		else if (device->path)
			ask_node(collect, device, device->path, at);
		else
			ask_nodeless(collect, device, why_not, &made, at);
	}
}

/* What was inherited open for reading needs no node and asks no device cgroup.
 * libblkid moves the descriptor's position, which may be shared with others:
 * it is put back. */
static void read_inherited(struct facts *facts, const struct descriptor *at, struct device *device)
{
	int flags = fcntl(at->number, F_GETFL);
	off_t position = lseek(at->number, 0, SEEK_CUR);

	if (flags < 0 || (flags & O_ACCMODE) == O_WRONLY || position < 0)
		return;
	disks_read_content(at->number, device, facts);
	lseek(at->number, position, SEEK_SET);
}

static void read_all_inherited(struct collect *collect)
{
	struct facts *facts = collect->facts;

	for (size_t i = 0; facts->live && i < facts->descriptors_count; i++) {
		const struct descriptor *at = &facts->descriptors[i];

		if (at->kind != DESCRIPTOR_BLOCK || at->path_only || at->number < 0)
			continue;
		for (size_t k = 0; k < facts->devices_count; k++) {
			struct device *device = &facts->devices[k];

			if (device->major == at->major && device->minor == at->minor && device->fixed_disk && device->content == UNKNOWN)
				read_inherited(facts, at, device);
		}
	}
}

/* Items: /dev, each mount, what sysfs says, the questions, what lies on inherited
 * disks, what the host uses. */
void collect_devices(struct collect *collect)
{
	struct facts *facts = collect->facts;
	unsigned describing = 1 + (unsigned)facts->mounts_count;

	if (collect->first > 0 && collect->first <= describing + 1) {
		facts->devices_list.truncated = true;
		facts->devices_list.known = YES;
	}
	if (collect->first == 0) {
		COLLECT_ITEM(collect, 0);
		list_dev(collect);
		list_root(collect);
	}
	for (unsigned i = 0; i < facts->mounts_count; i++) {
		if (collect->first > 1 + i)
			continue;
		COLLECT_ITEM(collect, 1 + i);
		list_mount(collect, &facts->mounts[i]);
	}
	if (collect->first <= describing) {
		COLLECT_ITEM(collect, describing);
		put_in_order(facts);
		disks_describe(collect->host, facts);
		put_in_order(facts);
	}
	ask_all(collect, describing + 1);
	unsigned last = describing + 1 + ITEMS * (unsigned)facts->devices_count;

	if (collect->first <= last) {
		COLLECT_ITEM(collect, last);
		read_all_inherited(collect);
	}
	if (collect->first <= last + 1) {
		COLLECT_ITEM(collect, last + 1);
		disks_find_use(collect->host, facts);
	}
}
