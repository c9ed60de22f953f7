/* descriptors.c - what was left open for us: inherited descriptors and the
 * working directory, and whether they lead out of our mount namespace.
 *
 * Only looks: fstat(2), fstatfs(2) and procfs, nothing is read through them. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include "ask.h"
#include "captured.h"
#include "directory.h"
#include "parse.h"
#include "source.h"

#define DESCRIPTORS_MAX 1024

#ifndef PID_FS_MAGIC		/* linux/magic.h since 6.8 */
#define PID_FS_MAGIC 0x50494446
#endif

/* Inside the kernel only: on these nothing of the host is stored. */
static bool is_internal(const struct statfs *fs)
{
	switch (fs->f_type) {
	case PIPEFS_MAGIC:
	case SOCKFS_MAGIC:
	case ANON_INODE_FS_MAGIC:
	case PID_FS_MAGIC:
	case 0x5345434d:	/* secretmem */
	case 0x444d4142:	/* dma-buf */
		return true;
	default:
		return false;
	}
}

/* memfd_create(2) and SysV segments are files of a tmpfs that is mounted nowhere. */
static bool is_memory(const struct statfs *fs, const char *target)
{
	return (fs->f_type == TMPFS_MAGIC || fs->f_type == HUGETLBFS_MAGIC) &&
	       (strncmp(target, "/memfd:", 7) == 0 || strncmp(target, "/SYSV", 5) == 0 ||
		strncmp(target, "/dev/zero", 9) == 0);
}

static enum descriptor_kind kind_of(const struct stat *st, const struct statfs *fs, const char *target)
{
	if (fs->f_type == NSFS_MAGIC)
		return DESCRIPTOR_NAMESPACE;
	if (is_internal(fs) || is_memory(fs, target))
		return DESCRIPTOR_OTHER;
	switch (st->st_mode & S_IFMT) {
	case S_IFREG: return DESCRIPTOR_REGULAR;
	case S_IFDIR: return DESCRIPTOR_DIRECTORY;
	case S_IFBLK: return DESCRIPTOR_BLOCK;
	case S_IFCHR: return DESCRIPTOR_CHAR;
	default:      return DESCRIPTOR_OTHER;
	}
}

/* Engines hand the host's /dev/null and a terminal to every container. */
static bool is_harmless_char(const struct descriptor *descriptor)
{
	switch (descriptor->major) {
	case 1:
		return descriptor->minor == 3 || descriptor->minor == 5 || (descriptor->minor >= 7 && descriptor->minor <= 9);
	case 5:
		return descriptor->minor <= 2;
	default:
		return descriptor->major >= 136 && descriptor->major <= 143;
	}
}

enum known mount_is_ours(const struct facts *facts, uint64_t id)
{
	if (facts->mounts_list.known != YES || id == 0)
		return UNKNOWN;
	for (size_t i = 0; i < facts->mounts_count; i++)
		if (facts->mounts[i].id == id)
			return YES;
	return facts->mounts_list.truncated ? UNKNOWN : NO;
}

static enum known is_other_namespace(const struct host *host, const char *target)
{
	char path[64], own[64];
	struct text type;
	uint64_t inode;

	if (!parse_ns_link(target, strlen(target), &type, &inode) ||
	    snprintf(path, sizeof path, "/proc/self/ns/%.*s", (int)text_left(&type), type.at) >= (int)sizeof path ||
	    host_readlink(host, path, own, sizeof own) < 0)
		return UNKNOWN;
	return strcmp(own, target) == 0 ? NO : YES;
}

static enum known is_outside(const struct collect *collect, const struct descriptor *descriptor)
{
	if (descriptor->kind == DESCRIPTOR_OTHER)
		return NO;
	if (descriptor->kind == DESCRIPTOR_NAMESPACE)
		return is_other_namespace(collect->host, descriptor->target);
	if (descriptor->kind == DESCRIPTOR_CHAR && is_harmless_char(descriptor))
		return NO;
	switch (mount_is_ours(collect->facts, descriptor->mount_id)) {
	case YES: return NO;
	case NO:  return YES;
	default:  return UNKNOWN;
	}
}

/* Leads nowhere, whatever mount it lies on and however it was opened. */
static bool is_no_way_out(const struct descriptor *descriptor)
{
	return descriptor->kind == DESCRIPTOR_OTHER || (descriptor->kind == DESCRIPTOR_CHAR && descriptor->major == 1 && is_harmless_char(descriptor));
}

static void read_fdinfo(const struct host *host, int fd, struct descriptor *descriptor)
{
	char path[40], data[1024];
	struct fdinfo info = { 0 };
	int flags = fcntl(fd, F_GETFL);

	snprintf(path, sizeof path, "/proc/self/fdinfo/%d", fd);
	ssize_t n = host_read(host, path, data, sizeof data);

	if (n > 0 && parse_fdinfo(data, (size_t)n, &info))
		descriptor->mount_id = info.mount_id;
	if (flags < 0)
		return;
	descriptor->path_only = (flags & O_PATH) != 0;
	descriptor->writable = !descriptor->path_only && (flags & O_ACCMODE) != O_RDONLY;
}

/* access(2) opens nothing.  What a descriptor is open for is no limit: its
 * link in /proc leads to the file itself, by the mount it was opened on. */
static void ask_anew(const struct facts *facts, int fd, struct descriptor *descriptor)
{
	char path[40];

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	descriptor->read = ask_access(facts, path, R_OK);
	descriptor->write = ask_access(facts, path, W_OK);
}

/* `fd` is what is looked at, `number` what it is called. */
static void add(struct collect *collect, int fd, int number, const char *target)
{
	struct facts *facts = collect->facts;
	struct descriptor found = { .number = number };
	struct stat st;
	struct statfs fs = { .f_type = 0 };

	if (fstat(fd, &st) < 0) {
		facts->descriptors_list.truncated = true;
		return;
	}
	/* gVisor does not answer for pipes; then the type of the file has to do. */
	if (fstatfs(fd, &fs) < 0)
		fs.f_type = 0;
	struct descriptor *descriptor = facts_descriptor_new(facts);

	found.target = arena_copy(&facts->arena, target, strlen(target));
	if (!descriptor || !found.target) {
		facts->descriptors_list.truncated = true;
		return;
	}
	found.kind = kind_of(&st, &fs, target);
	if (found.kind == DESCRIPTOR_BLOCK || found.kind == DESCRIPTOR_CHAR) {
		found.major = major(st.st_rdev);
		found.minor = minor(st.st_rdev);
	}
	if (!facts->survey.brief || !is_no_way_out(&found))
		read_fdinfo(collect->host, fd, &found);
	found.outside = is_outside(collect, &found);
	if (found.kind == DESCRIPTOR_REGULAR && found.outside != NO)
		ask_anew(facts, fd, &found);
	*descriptor = found;
	facts_descriptor_done(facts);
}

/* getcwd(2) says "(unreachable)..." of what lies neither below our root nor,
 * it may be, in our namespace (CVE-2024-21626); any other text is a path from
 * our root, whatever the mounts say: that of a chroot's root is not listed. */
static enum known is_cwd_outside(const char *target, enum known by_mount)
{
	if (strncmp(target, "(unreachable)", 13) == 0)
		return YES;
	return target[0] == '/' ? NO : by_mount;
}

static void add_working_directory(struct collect *collect)
{
	struct facts *facts = collect->facts;
	size_t before = facts->descriptors_count;
	char target[PATH_MAX];
	int fd = host_openat(AT_FDCWD, ".", O_PATH | O_DIRECTORY);

	if (fd < 0) {
		facts->descriptors_list.truncated = true;
		return;
	}
	/* The call itself: the C library turns "(unreachable)..." into an error. */
	if (syscall(SYS_getcwd, target, sizeof target) < 0)
		strcpy(target, errno == ENOENT ? "(deleted)" : "(unknown)");
	add(collect, fd, -1, target);
	close(fd);
	if (facts->descriptors_count > before) {
		struct descriptor *added = &facts->descriptors[before];

		added->outside = is_cwd_outside(target, added->outside);
	}
}

struct numbers {
	int number[DESCRIPTORS_MAX];
	size_t count;
	bool cut;
};

/* The numbers first, so that what we open to look at them is not among them. */
static int list_numbers(const struct collect *collect, struct numbers *ret)
{
	int fd = host_open_directory(collect->host, "/proc/self/fd", 0);
	struct directory directory;
	struct directory_entry entry;

	if (fd < 0)
		return fd;
	directory_init(&directory, fd);
	while (directory_next(&directory, &entry)) {
		struct text text = TEXT(entry.name, strlen(entry.name));
		uint64_t number;

		if (!text_u64(&text, INT_MAX, &number) || (int)number == fd || source_is_top(collect, (int)number))
			continue;
		if (ret->count == DESCRIPTORS_MAX) {
			ret->cut = true;
			break;
		}
		ret->number[ret->count++] = (int)number;
	}
	close(fd);
	return directory.error;
}

void collect_descriptors(struct collect *collect)
{
	struct list *list = &collect->facts->descriptors_list;
	struct numbers numbers = { .count = 0 };
	char path[40], target[PATH_MAX];

	if (!collect->facts->live) {
		captured_descriptors(collect);
		return;
	}
	list->error = -list_numbers(collect, &numbers);
	if (list->error != 0)
		return;
	list->truncated = numbers.cut;
	for (size_t i = 0; i < numbers.count; i++) {
		snprintf(path, sizeof path, "/proc/self/fd/%d", numbers.number[i]);
		if (host_readlink(collect->host, path, target, sizeof target) < 0)
			strcpy(target, "(unknown)");
		add(collect, numbers.number[i], numbers.number[i], target);
	}
	add_working_directory(collect);
	list->known = YES;
}
