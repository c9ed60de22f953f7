/* kernel_files.c - files of proc, sysfs, tracefs and cgroup v1 that command the
 * kernel: the value that is there written back, or opened for writing alone. */
#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/vfs.h>
#include <unistd.h>
#include "attempt.h"

enum { PROC = 0x9fa0, SYSFS = 0x62656572, BINFMT = 0x42494e4d, CGROUP = 0x27e0eb, TRACEFS = 0x74726163 };

static bool lies_on(int fd, long magic)
{
	struct statfs fs;
	return !fstatfs(fd, &fs) && (long)fs.f_type == magic;
}

/* Writes back what the file holds, read through any other way in. */
static int write_same(int dirfd, const char *path, long magic)
{
	char text[512];
	int fd = openat(dirfd, path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	int error = lies_on(fd, magic) ? 0 : ENOMSG;
	int copy = openat(dirfd, path, O_RDONLY | O_CLOEXEC);
	ssize_t size = copy < 0 ? -1 : read(copy, text, sizeof text);
	if (!error && (size <= 0 || write(fd, text, (size_t)size) != size))
		error = size ? errno : ENODATA;
	if (copy >= 0)
		close(copy);
	close(fd);
	return error;
}

/* Opened for writing, nothing written. */
static int opens_writable(int dirfd, const char *path, long magic)
{
	int fd = openat(dirfd, path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	int error = lies_on(fd, magic) ? 0 : ENOMSG;
	close(fd);
	return error;
}

/* At every place where such a file system shows the file. */
static int each(const char *type, const char *path, long magic, int (*step)(int, const char *, long))
{
	struct places *places = &(struct places){ 0 };
	int error = ENOENT;
	reach(places, type, path);
	for (size_t i = 0; i < places->count; i++) {
		int result = step(AT_FDCWD, places->at[i], magic);
		how("%s: %s", places->at[i], strerror(result));
		if (!result)
			return 0;
		if (error == ENOENT || result != ENOENT)
			error = result;
	}
	return error;
}

/* ... and in a proc of our own, where we may have one, or below what the engine
 * laid over /proc/sys. */
static int each_or_own(const char *path, int (*step)(int, const char *, long))
{
	int error = each("proc", path, PROC, step);
	if (!error)
		return 0;
	int fd = file_system("proc", "proc", NULL);
	if (fd >= 0) {
		int result = step(fd, path + 1, PROC);
		how("%s of a proc of one's own: %s", path + 1, strerror(result));
		close(fd);
		if (!result)
			return 0;
		error = result;
	}
	if (unshare(CLONE_NEWNS) < 0)
		return error;
	mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
	if (umount2("/proc/sys", MNT_DETACH) < 0 && mount(NULL, "/proc/sys", NULL, MS_REMOUNT | MS_BIND, NULL) < 0)
		return error;
	umount2("/proc/sysrq-trigger", MNT_DETACH);
	umount2("/proc/kcore", MNT_DETACH);
	return each("proc", path, PROC, step) ? error : 0;
}

static int core_pattern(void)  { return each("proc", "/sys/kernel/core_pattern", PROC, write_same); }
static int modprobe(void)      { return each_or_own("/sys/kernel/modprobe", write_same); }
static int uevent_helper(void) { return each("sysfs", "/kernel/uevent_helper", SYSFS, write_same); }
static int binfmt_misc(void)   { return each("binfmt_misc", "/register", BINFMT, opens_writable); }
static int release_agent(void) { return each("cgroup", "/release_agent", CGROUP, write_same); }
static int proc_sys(void)      { return each_or_own("/sys/vm/swappiness", write_same); }
static int sysfs(void)         { return each("sysfs", "/module/printk/parameters/time", SYSFS, write_same); }

static int elf_header(int dirfd, const char *path, long magic)
{
	char text[SELFMAG];
	int fd = openat(dirfd, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	int error = 0;
	if (!lies_on(fd, magic) || read(fd, text, sizeof text) != sizeof text || memcmp(text, ELFMAG, SELFMAG))
		error = ENOMSG;
	close(fd);
	return error;
}

static int kcore(void) { return each_or_own("/kcore", elf_header); }

static int help_key(int dirfd, const char *path, long magic)
{
	int error = opens_writable(dirfd, path, magic);
	if (error)
		return error;
	int fd = openat(dirfd, path, O_WRONLY | O_CLOEXEC);
	error = write(fd, "h", 1) == 1 ? 0 : errno;	/* prints the list of keys */
	close(fd);
	return error;
}

static int sysrq(void) { return each_or_own("/sysrq-trigger", help_key); }

static int lists_events(int dirfd, const char *path, long magic)
{
	char text[64];
	int fd = openat(dirfd, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	int error = lies_on(fd, magic) && read(fd, text, sizeof text) > 0 ? 0 : ENOMSG;
	close(fd);
	return error;
}

static int tracefs(void)
{
	int error = each("tracefs", "/available_events", TRACEFS, lists_events);
	if (!error)
		return 0;
	int fd = file_system("tracefs", "tracefs", NULL);
	if (fd < 0)
		return error == ENOENT ? -fd : error;
	error = lists_events(fd, "available_events", TRACEFS);
	close(fd);
	return error;
}

const struct attempt attempts_kernel_files[] = {
	{ "core-pattern", core_pattern },
	{ "modprobe-path", modprobe },
	{ "uevent-helper", uevent_helper },
	{ "binfmt-misc-register", binfmt_misc },
	{ "release-agent", release_agent },
	{ "kcore", kcore },
	{ "tracefs", tracefs },
	{ "sysrq-trigger", sysrq },
	{ "proc-sys-write", proc_sys },
	{ "sysfs-write", sysfs },
	{ NULL, NULL }
};
