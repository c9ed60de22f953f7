/* descriptors.c - what was left open across exec, and where we were started. */
#include <errno.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include "attempt.h"

enum { DESCRIPTORS = 64 };

static const char up[] = "../../../../../../../../../../../../LAB-MARKER";

static int each(int (*step)(int fd, const struct stat *st, int flags))
{
	int error = EBADF;
	for (int fd = 3; fd < DESCRIPTORS && error; fd++) {
		struct stat st;
		int flags = fcntl(fd, F_GETFL);
		/* Ours are closed on exec; what came along is not. */
		if (flags < 0 || (fcntl(fd, F_GETFD) & FD_CLOEXEC) || fstat(fd, &st) < 0)
			continue;
		int result = step(fd, &st, flags);
		if (result != EBADF)
			error = result;
	}
	return error;
}

static int directory_step(int fd, const struct stat *st, int flags)
{
	(void)flags;
	if (!S_ISDIR(st->st_mode))
		return EBADF;
	return reads_marker(fd, up, "root") ? 0 : errno;
}

static bool of_the_host(const struct stat *st)
{
	const char *number = conf_value("disk", 0, 1);
	unsigned major, minor;
	return S_ISREG(st->st_mode) && number && sscanf(number, "%u:%u", &major, &minor) == 2 && st->st_dev == makedev(major, minor);
}

static int file_step(int fd, const struct stat *st, int flags)
{
	char byte, again[32];
	if (!of_the_host(st))
		return EBADF;
	if ((flags & O_ACCMODE) == O_RDONLY) {
		/* Opened anew through proc, by the file's own permissions. */
		snprintf(again, sizeof again, "/proc/self/fd/%d", fd);
		int writable = open(again, O_WRONLY | O_CLOEXEC);
		if (writable < 0)
			return errno;
		close(writable);
		return 0;
	}
	if ((flags & O_ACCMODE) == O_WRONLY)
		return 0;
	return pread(fd, &byte, 1, 0) == 1 && pwrite(fd, &byte, 1, 0) == 1 ? 0 : errno;
}

static int file_read_step(int fd, const struct stat *st, int flags)
{
	char byte;
	(void)flags;
	if (!of_the_host(st))
		return EBADF;
	return pread(fd, &byte, 1, 0) >= 0 ? 0 : errno;
}

static int device_step(int fd, const struct stat *st, int flags)
{
	char byte;
	(void)flags;
	if (!S_ISBLK(st->st_mode))
		return EBADF;
	return pread(fd, &byte, 1, 0) == 1 ? 0 : errno;
}

static int namespace_step(int fd, const struct stat *st, int flags)
{
	(void)st;
	(void)flags;
	int type = ioctl(fd, NS_GET_NSTYPE);
	if (type < 0)
		return EBADF;
	return setns(fd, type) < 0 ? errno : 0;
}

static int directory(void) { return each(directory_step); }
static int file(void)      { return each(file_step); }
static int file_read(void) { return each(file_read_step); }
static int device(void)    { return each(device_step); }
static int name_space(void) { return each(namespace_step); }

static int working_directory(void)
{
	return reads_marker(start_directory, up, "root") ? 0 : errno;
}

const struct attempt attempts_descriptors[] = {
	{ "leaked-directory", directory },
	{ "leaked-file", file },
	{ "leaked-file-read", file_read },
	{ "leaked-device", device },
	{ "leaked-namespace", name_space },
	{ "working-directory-outside", working_directory },
	{ NULL, NULL }
};
