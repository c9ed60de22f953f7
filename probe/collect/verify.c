/* verify.c - proves a mount instead of concluding it (--verify).
 *
 * Of a file system that is mounted already the kernel is asked for its
 * superblock alone (FSCONFIG_CMD_CREATE_EXCL, Linux 6.6), which it refuses
 * with words that say so: fs/super.c, sget_fc(), before anything is opened.
 * Any other is mounted read-only and without its journal, attached nowhere;
 * three names are read from its root, and it ends with its descriptor - in a
 * child, so also when that is killed.
 *
 * Never is anything written: what a driver may write even then is refused
 * (struct safe_type), and so is all that could not be looked at before.  What
 * remains is a line in the kernel's log. */
#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include "ask.h"
#include "collect.h"
#include "directory.h"
#include "disks.h"
#include "ext4.h"
#include "parse.h"

#ifndef FSCONFIG_CMD_CREATE_EXCL
#define FSCONFIG_CMD_CREATE_EXCL 8	/* since Linux 6.6; before, EOPNOTSUPP */
#endif
#define CREATE 6	/* enumerators, which headers may or may not have as macros */
#define SET_FLAG 0
#define SET_STRING 1

/* ---- is it certain that nothing is written? ------------------------------------ */

static bool read_at(int fd, uint8_t *buf, size_t size, uint64_t at)
{
	return at > 0 && at < INT64_MAX && pread(fd, buf, size, (off_t)at) == (ssize_t)size;
}

#define CANNOT_READ "it cannot be read"

static const char *ext4_inode_why_not(int fd, const struct ext4 *ext4, uint32_t number, uint8_t *inode)
{
	return read_at(fd, inode, ext4->inode_size, ext4_inode_at(ext4, number))
		? ext4_why_not_inode(ext4, number, inode) : CANNOT_READ;
}

/* See ext4.h.  The journal's inode is read to count its blocks. */
static const char *ext4_why_not(int fd)
{
	static uint8_t super[EXT4_SUPER_SIZE], inode[EXT4_INODE_MAX], block[EXT4_BLOCK_MAX];
	struct ext4 ext4;
	uint64_t at;
	const char *why = read_at(fd, super, sizeof super, EXT4_SUPER_AT) ? ext4_why_not_super(super, &ext4) : CANNOT_READ;

	if (!why)
		why = read_at(fd, block, 64, ext4.descriptor) ? ext4_why_not_descriptor(&ext4, block) : CANNOT_READ;
	if (!why && ext4.journal)
		why = ext4_inode_why_not(fd, &ext4, ext4.journal, inode);
	if (!why)
		why = ext4_inode_why_not(fd, &ext4, EXT4_ROOT, inode);
	if (!why)
		why = ext4_why_not_root(&ext4, inode, &at);
	if (!why)
		why = read_at(fd, block, ext4.block_size, at) ? ext4_why_not_names(&ext4, inode, block) : CANNOT_READ;
	return why;
}

/* Read-only, btrfs starts no transaction, and repairs nothing.  Its fields:
 * flags, magic, number of devices, features, kind of checksums. */
static const char *btrfs_why_not(int fd)
{
	/* All up to simple quotas but seeds, zones, trees of a new format. */
	static const uint64_t known = 0x103ff, seeding = UINT64_C(1) << 32;
	static uint8_t super[4096];
	uint64_t flags, devices, features;

	if (!read_at(fd, super, sizeof super, 65536))
		return CANNOT_READ;
	memcpy(&flags, super + 0x38, sizeof flags);
	memcpy(&devices, super + 0x88, sizeof devices);
	memcpy(&features, super + 0xbc, sizeof features);
	if (le64toh(devices) != 1)
		return "it lies on more than one device";
	/* Other checksums than the usual may make the kernel load a module. */
	if (le64toh(features) & ~known || le64toh(flags) & seeding || super[0xc4] != 0 || super[0xc5] != 0)
		return "it has features that are not checked for what a mount of them writes";
	return NULL;
}

/* What is mounted with which options beside "ro".  ext2, ext3, vfat, exfat,
 * ntfs3, f2fs and the others are not here: nobody has shown what they write,
 * or which modules they load. */
static const struct safe_type {
	const char *type, *options;
	const char *(*why_not)(int fd);
} safe_types[] = {
	/* errors=continue: the superblock may say that the kernel shall panic.
	 * noblock_validity, no_prefetch_block_bitmaps: so that nothing is read
	 * that was not checked (the latter since Linux 5.13). */
	{ "ext4", "noload,errors=continue,noblock_validity,no_prefetch_block_bitmaps", ext4_why_not },
	/* norecovery: neither the log nor the list of unlinked inodes is looked
	 * at, and no unmount is logged.  nouuid: a copy of what is mounted. */
	{ "xfs", "norecovery,nouuid", NULL },
	{ "btrfs", "rescue=nologreplay", btrfs_why_not },
	/* drivers that cannot write */
	{ "squashfs", "", NULL },
	{ "erofs", "", NULL },
};

static const struct safe_type *safe_type(const char *name)
{
	for (size_t i = 0; name && i < sizeof safe_types / sizeof safe_types[0]; i++)
		if (strcmp(safe_types[i].type, name) == 0)
			return &safe_types[i];
	return NULL;
}

/* ---- asking for a superblock ----------------------------------------------------- */

static int configure(int fs, unsigned command, const char *key, const char *value)
{
	return (int)syscall(SYS_fsconfig, fs, command, key, value, 0);
}

/* One "key" or "key=value" after the other. */
static bool set_options(int fs, const char *options)
{
	char buf[128], *value;

	snprintf(buf, sizeof buf, "%s", options);
	for (char *key = strtok(buf, ","); key; key = strtok(NULL, ",")) {
		if ((value = strchr(key, '=')))
			*value++ = '\0';
		if (configure(fs, value ? SET_STRING : SET_FLAG, key, value) < 0)
			return false;
	}
	return true;
}

/* What was said last, without its first letter and blank: the kind of message. */
static const char *read_message(int fs, struct arena *arena)
{
	const char *message = NULL;
	char buf[256];
	ssize_t n;

	while ((n = read(fs, buf, sizeof buf)) > 2) {
		struct text text = text_trim(TEXT(buf + 2, (size_t)n - 2));

		message = arena_copy(arena, text.at, text_left(&text));
	}
	return message;
}

static void read_names(struct verification *ret, int fs, struct arena *arena)
{
	int mounted = (int)syscall(SYS_fsmount, fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV |
				   MOUNT_ATTR_NOEXEC | MOUNT_ATTR_NOATIME);
	int fd = mounted < 0 ? -1 : openat(mounted, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct directory directory;
	struct directory_entry entry;

	if (mounted < 0)
		ret->answer = ask_not("fsmount(2) is refused");
	directory_init(&directory, fd);
	for (size_t i = 0; fd >= 0 && i < VERIFY_NAMES && directory_next(&directory, &entry); i++)
		ret->name[i] = arena_copy(arena, entry.name, strlen(entry.name));
	if (fd >= 0)
		close(fd);
	if (mounted >= 0)
		close(mounted);
}

/* `shared`: it may also be had where it is shared with who has it mounted, as
 * kernels before 6.6 do, and file systems of the older interface. */
static void ask_for(struct verification *ret, const char *type, const char *options, const char *source, bool shared,
		    struct arena *arena)
{
	int fs = (int)syscall(SYS_fsopen, type, FSOPEN_CLOEXEC);

	ret->type = type;
	ret->options = arena_printf(arena, *options ? "ro,%s" : "ro", options);
	if (fs < 0 || configure(fs, SET_STRING, "source", source) < 0 || !set_options(fs, ret->options)) {
		ret->answer = ask_not(fs < 0 ? "fsopen(2) is refused" : "the kernel does not take the options that keep it unwritten");
	} else {
		ret->answer = ask_answer(configure(fs, FSCONFIG_CMD_CREATE_EXCL, NULL, NULL));
		if (shared && ret->answer.error == EOPNOTSUPP)
			ret->answer = ask_answer(configure(fs, CREATE, NULL, NULL));
		ret->message = read_message(fs, arena);
		if (ret->answer.error == EOPNOTSUPP)
			ret->answer = ask_not("the kernel is too old to say whether it has a superblock");
		else if (ret->answer.error == 0)
			read_names(ret, fs, arena);
		ret->attached = ret->answer.error == EBUSY && ret->message && strstr(ret->message, "reusing existing");
		if (ret->attached)
			ret->answer.error = 0;
	}
	if (fs >= 0)
		close(fs);
}

/* ---- a device ---------------------------------------------------------------------- */

struct proof {
	struct collect *collect;
	struct facts *facts;
	struct device *device;
	struct verification *result;
	const char *source;	/* a node of it */
	bool given;		/* which is one of the container's own */
	unsigned item;
};

static void refuse(struct proof *proof, const char *reason)
{
	proof->result->answer = ask_not(reason);
}

/* The device cgroup refuses it, so nothing can be mounted anew: whatever the
 * kernel gives must be mounted.  As what, it has to be asked. */
static void ask_every_type(struct proof *proof)
{
	const char *list = fact_text(proof->facts, FACT_FILESYSTEMS);
	struct text text = TEXT(list, list ? strlen(list) : 0), line;
	const char *undecided = list ? NULL : "which file systems the kernel has is not known";

	while (text_line(&text, &line)) {
		struct text name = text_trim(line);
		struct arena *arena = &proof->facts->arena;

		if (text_starts(&name, "nodev") || text_left(&name) == 0)
			continue;
		const char *type = arena_copy(arena, name.at, text_left(&name));

		*proof->result = (struct verification){ .type = NULL };
		ask_for(proof->result, type ? type : "", "", proof->source, false, arena);
		if (proof->result->attached)
			return;
		if (proof->result->answer.state != ANSWERED)
			undecided = proof->result->answer.reason;
	}
	*proof->result = (struct verification){ .answer = undecided ? ask_not(undecided) : proof->device->read };
	if (!undecided)
		proof->device->live = NO;
}

/* What lies on it, where nobody has looked yet. */
static int open_disk(struct proof *proof)
{
	struct device *device = proof->device;
	struct stat st;
	int fd = open(proof->source, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_NOCTTY | O_CLOEXEC);

	device->open = ask_answer(fd);
	if (fd >= 0 && (fstat(fd, &st) < 0 || !S_ISBLK(st.st_mode) || st.st_rdev != makedev(device->major, device->minor))) {
		close(fd);
		return -1;
	}
	if (fd >= 0 && device->content == UNKNOWN)
		disks_read_content(fd, device, proof->facts);
	return fd;
}

static const char *why_not(const struct proof *proof, const struct safe_type *type, int fd)
{
	bool live = proof->device->live == YES;

	if (!live && fd < 0)
		return "it cannot be opened for reading, so what a mount would write cannot be told";
	if (!live && proof->device->ambivalent)
		return "it has more than one signature";
	if (!type)
		return "it holds no file system of which it is certain that a mount writes nothing";
	/* Asked for a type that is not there, the kernel would run modprobe. */
	if (fact_has_word(proof->facts, FACT_FILESYSTEMS, type->type) != YES)
		return "its driver is not in the kernel, which would load a module";
	/* It keeps the path of the node, and shows it to the host. */
	if (strcmp(type->type, "btrfs") == 0 && !(proof->given && proof->device->name && strncmp(proof->source, "/dev/", 5) == 0 &&
						  strcmp(proof->source + 5, proof->device->name) == 0))
		return "btrfs would take the path of another node for the disk's";
	return !live && type->why_not ? type->why_not(fd) : NULL;
}

static void prove_content(struct proof *proof)
{
	struct device *device = proof->device;
	int fd = device->fixed_disk && device->live != YES ? open_disk(proof) : -1;
	const struct safe_type *type = safe_type(device->live == YES ? device->live_type : device->fs_type);
	const char *reason = release_at_least(fact_text(proof->facts, FACT_KERNEL_RELEASE), 5, 13) == YES ? why_not(proof, type, fd)
		: "the kernel is older than 5.13: what a mount writes was not looked at";

	if (fd >= 0)
		close(fd);
	if (reason)
		refuse(proof, reason);
	else
		ask_for(proof->result, type->type, type->options, proof->source, device->live != YES, &proof->facts->arena);
}

static void prove(struct proof *proof)
{
	struct device *device = proof->device;
	struct stat st;

	if (stat(proof->source, &st) < 0 || !S_ISBLK(st.st_mode) || st.st_rdev != makedev(device->major, device->minor)) {
		refuse(proof, "its node is another one now");
		return;
	}
	if (device->read.state != ANSWERED) {
		device->read = ask_access(proof->facts, proof->source, R_OK);
		device->write = ask_access(proof->facts, proof->source, W_OK);
	}
	if (answer_is(&device->read, EPERM))
		ask_every_type(proof);
	else
		prove_content(proof);
}

/* The kernel's own nodes.  Mounting its one devtmpfs once more makes nothing
 * new; it is entered, since a path is what fsconfig(2) takes. */
static bool enter_devtmpfs(void)
{
	int fs = (int)syscall(SYS_fsopen, "devtmpfs", FSOPEN_CLOEXEC);
	int mounted = fs < 0 || configure(fs, CREATE, NULL, NULL) < 0 ? -1
		: (int)syscall(SYS_fsmount, fs, FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC);
	bool entered = mounted >= 0 && fchdir(mounted) == 0;

	if (fs >= 0)
		close(fs);
	if (mounted >= 0)
		close(mounted);
	return entered;
}

/* With the container's node, one that is made, or the kernel's. */
static void prove_by_any_node(struct proof *proof)
{
	struct device *device = proof->device;
	struct facts *facts = proof->facts;

	COLLECT_ITEM(proof->collect, proof->item);
	proof->given = device->path && !device->nodev;
	if (proof->given) {
		proof->source = device->path;
		prove(proof);
	} else if (!made_node_why_not(facts) && made_node(facts, device).error == 0) {
		proof->source = facts->made_node;
		prove(proof);
		made_node_remove(facts);
	} else if (device->name && fact_has_word(facts, FACT_FILESYSTEMS, "devtmpfs") == YES && enter_devtmpfs()) {
		proof->source = device->name;
		prove(proof);
	} else {
		refuse(proof, "there is no node, and none can be had");
	}
}

/* What the kernel says of a superblock is evidence like any other. */
static void note_use(struct device *device, struct facts *facts)
{
	const struct verification *result = device->verification;

	if (result->answer.state != ANSWERED || result->answer.error != 0)
		return;
	if (result->attached && device->live != YES) {
		device->live = device->in_use = YES;
		device->live_type = result->type;
		device->use_evidence = arena_printf(&facts->arena, "%s%smounted: the kernel has a superblock of it (--verify)",
						    device->use_evidence ? device->use_evidence : "", device->use_evidence ? "; " : "");
	} else if (!result->attached) {
		device->live = NO;	/* nobody else had claimed it */
		if (device->in_use == UNKNOWN && device->holders && !*device->holders)
			device->in_use = NO;
	}
}

/* Items: the devices to prove. */
static void collect_proofs(struct collect *collect)
{
	struct facts *facts = collect->facts;
	unsigned item = 0;

	for (size_t i = 0; i < facts->devices_count; i++) {
		struct device *device = &facts->devices[i];

		if (!device->verification)
			continue;
		struct proof proof = { .collect = collect, .facts = facts, .device = device, .result = device->verification, .item = item };

		item++;
		if (collect->first == item)
			device->verification->answer = collect->lost;
		if (collect->first >= item)
			continue;
		prove_by_any_node(&proof);
		note_use(device, facts);
	}
}

void collect_verify(const struct host *host, struct facts *facts, unsigned deadline_ms)
{
	static const struct collector collector = { "verify", collect_proofs, true, true };

	for (size_t i = 0; i < facts->devices_count; i++)
		if (facts->devices[i].verification)
			facts->devices[i].verification->answer = ask_not("there was no time left for it");
	run_collectors(&collector, 1, host, facts, deadline_ms);
}
