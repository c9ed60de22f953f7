/* filesystem.c - mounts of our own, in a mount namespace of our own where we may
 * make one: gone with the child that made them. */
#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "attempt.h"

int detached(const char *type, const char *source, const char *const *options)
{
	int context = (int)syscall(SYS_fsopen, type, 1 /* FSOPEN_CLOEXEC */);
	if (context < 0)
		return -errno;
	int fd = -1;
	if (source && syscall(SYS_fsconfig, context, 1 /* SET_STRING */, "source", source, 0) < 0)
		goto out;
	for (; options && *options; options++) {
		char name[64];
		snprintf(name, sizeof name, "%s", *options);
		char *value = strchr(name, '=');
		if (value)
			*value++ = '\0';
		if (syscall(SYS_fsconfig, context, value ? 1 : 0, name, value, 0) < 0)
			goto out;
	}
	if (syscall(SYS_fsconfig, context, 6 /* CMD_CREATE */, NULL, NULL, 0) < 0)
		goto out;
	fd = (int)syscall(SYS_fsmount, context, 1 /* FSMOUNT_CLOEXEC */, 0);
out:;
	int error = errno;
	close(context);
	return fd < 0 ? -error : fd;
}

int mounted(const char *type, const char *source, const char *options)
{
	static const char *const points[] = { "/tmp/lab-mount", "/dev/lab-mount", "/lab-mount", "/run/lab-mount" };
	int error = EPERM;
	if (!unshare(CLONE_NEWNS))
		mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
	for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
		if (mkdir(points[i], 0700) < 0 && errno != EEXIST)
			continue;
		if (!mount(source, points[i], type, 0, options)) {
			int fd = open(points[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
			error = errno;
			umount2(points[i], MNT_DETACH);
			rmdir(points[i]);
			return fd < 0 ? -error : fd;
		}
		error = errno;
		rmdir(points[i]);
	}
	return -error;
}

int file_system(const char *type, const char *source, const char *option)
{
	/* fsconfig takes one by one what mount takes as a list: here two at most. */
	char list[64] = "";
	snprintf(list, sizeof list, "%s", option ? option : "");
	char *second = strchr(list, ',');
	if (second)
		*second++ = '\0';
	const char *options[] = { *list ? list : NULL, second, NULL };
	int fd = detached(type, source, options);
	if (fd >= 0) {
		how("fsmount of %s %s", type, source ? source : "");
		return fd;
	}
	int error = fd;
	fd = mounted(type, source, option);
	how("mount of %s %s: fsmount %s, mount %s", type, source ? source : "", strerror(-error), strerror(fd < 0 ? -fd : 0));
	return fd;
}
