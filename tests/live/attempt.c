/* attempt.c MAJOR:MINOR TYPE [NODE] - what escape-probe only asks about, done:
 * is that block device read, opened for writing, mounted?
 *
 * For loop devices of image files alone (tests/live/disks.sh makes them).
 * Nothing is written; what is mounted is mounted in a mount namespace of its
 * own, read-only unless somebody has it mounted already.  Prints "read yes", "write no EPERM" and so on. */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#define LOOP_MAJOR 7
#define MADE "/dev/attempt"
#define TREE "/dev/attempt-tree"

#define FSCONFIG_SET_STRING_ 1
#define FSCONFIG_SET_FLAG_ 0
#define FSCONFIG_CREATE_ 6

static dev_t number;
static const char *type, *given;

static int refusal;	/* the first errno of an attempt */

static int failed(void)
{
	if (!refusal)
		refusal = errno;
	return 0;
}

static int try_read(const char *node)
{
	char byte;
	int fd = open(node, O_RDONLY | O_NONBLOCK);
	int done = fd >= 0 && read(fd, &byte, 1) == 1;

	if (!done)
		failed();
	if (fd >= 0)
		close(fd);
	return done;
}

static int try_write(const char *node)
{
	int fd = open(node, O_WRONLY | O_NONBLOCK), read_only = 1;

	if (fd < 0)
		return failed();
	/* Opening a read-only device for writing is allowed, writing is not
	 * (block/fops.c, blkdev_write_iter). */
	if (ioctl(fd, BLKROGET, &read_only) == 0)
		errno = EROFS;
	if (read_only)
		failed();
	close(fd);
	return !read_only;
}

static int try_mount(const char *node)
{
	mkdir("/dev/attempt-point", 0700);
	int done = mount(node, "/dev/attempt-point", type, MS_RDONLY, NULL) == 0;

	/* Mounted writable elsewhere: its superblock is to be had only as it is. */
	if (!done && errno == EBUSY)
		done = mount(node, "/dev/attempt-point", type, 0, NULL) == 0;
	if (!done)
		failed();
	else
		umount2("/dev/attempt-point", MNT_DETACH);
	rmdir("/dev/attempt-point");
	return done;
}

static int try_fsmount_as(const char *node, int read_only)
{
	int fs = (int)syscall(SYS_fsopen, type, 0);
	int made = fs < 0 || syscall(SYS_fsconfig, fs, FSCONFIG_SET_STRING_, "source", node, 0) < 0 ||
		   (read_only && syscall(SYS_fsconfig, fs, FSCONFIG_SET_FLAG_, "ro", NULL, 0) < 0) ||
		   syscall(SYS_fsconfig, fs, FSCONFIG_CREATE_, NULL, NULL, 0) < 0 ? -1 : (int)syscall(SYS_fsmount, fs, 0, 0);

	if (made < 0)
		failed();
	int busy = made < 0 && errno == EBUSY;

	if (fs >= 0)
		close(fs);
	if (made >= 0)
		close(made);
	return made >= 0 || (busy && read_only && try_fsmount_as(node, 0));
}

static int try_fsmount(const char *node)
{
	return try_fsmount_as(node, 1);
}

/* By the node that was given, one that is made, and one of a devtmpfs. */
static int by_any_node(int (*attempt)(const char *node))
{
	char name[64];
	int done = 0;

	if (given)
		return attempt(given);
	if (mknod(MADE, S_IFBLK | 0600, number) == 0)
		done = attempt(MADE);
	else
		failed();
	unlink(MADE);
	if (done)
		return done;
	mkdir(TREE, 0700);
	snprintf(name, sizeof name, TREE "/loop%u", minor(number));
	if (mount("devtmpfs", TREE, "devtmpfs", 0, NULL) == 0) {
		done = attempt(name);
		umount2(TREE, MNT_DETACH);
	}
	rmdir(TREE);
	return done;
}

/* In a child, with a mount namespace of its own where that is to be had. */
static void report(const char *what, int (*attempt)(const char *node))
{
	fflush(stdout);
	pid_t child = fork();

	if (child == 0) {
		if (unshare(CLONE_NEWNS) == 0)
			mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
		if (by_any_node(attempt))
			printf("%s yes\n", what);
		else
			printf("%s no %s\n", what, strerror(refusal));
		exit(0);
	}
	waitpid(child, NULL, 0);
}

int main(int argc, char **argv)
{
	unsigned major_, minor_;

	if (argc < 3 || sscanf(argv[1], "%u:%u", &major_, &minor_) != 2 || major_ != LOOP_MAJOR) {
		fputs("usage: attempt 7:MINOR TYPE [NODE]\n", stderr);
		return 64;
	}
	number = makedev(major_, minor_);
	type = argv[2];
	given = argc > 3 ? argv[3] : NULL;
	report("read", try_read);
	report("write", try_write);
	report("mount", try_mount);
	report("fsmount", try_fsmount);
	return 0;
}
