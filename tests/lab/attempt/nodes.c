/* nodes.c - device nodes: those that are there under any name, and those that
 * we can make. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>
#include "attempt.h"

static const char *const makers[] = { "/dev", "/tmp", "", "/run", "/var/tmp" };

static void add(struct places *places, const char *path, mode_t type, dev_t number)
{
	struct stat st;
	if (places->count < PLACES_MAX && !stat(path, &st) && (st.st_mode & S_IFMT) == type && st.st_rdev == number)
		snprintf(places->at[places->count++], PATH_SIZE, "%s", path);
}

static void scan(struct places *places, const char *path, mode_t type, dev_t number)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;
	while (dir && (entry = readdir(dir))) {
		char name[PATH_SIZE];
		snprintf(name, sizeof name, "%s/%.200s", path, entry->d_name);
		add(places, name, type, number);
	}
	if (dir)
		closedir(dir);
}

void nodes(struct places *places, mode_t type, const char *number)
{
	unsigned major, minor;
	if (sscanf(number, "%u:%u", &major, &minor) != 2)
		return;
	dev_t device = makedev(major, minor);
	scan(places, "/dev", type, device);
	struct places *trees = &(struct places){ 0 };
	reach(trees, "devtmpfs", "/");
	for (size_t i = 0; i < trees->count; i++)
		scan(places, trees->at[i], type, device);
	/* A node may also be the mount point itself. */
	FILE *mounts = fopen("/proc/self/mountinfo", "re");
	char line[8192], point[PATH_SIZE];
	while (mounts && fgets(line, sizeof line, mounts))
		if (sscanf(line, "%*d %*d %*s %*s %511s", point) == 1)
			add(places, point, type, device);
	if (mounts)
		fclose(mounts);
	/* A devtmpfs of our own has them all. */
	int fd = places->count ? -1 : file_system("devtmpfs", "none", NULL);
	if (fd >= 0) {
		snprintf(point, sizeof point, "/proc/self/fd/%d", fd);
		scan(places, point, type, device);
	}
	for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
		char name[PATH_SIZE];
		snprintf(name, sizeof name, "%s/lab-node-%s", makers[i], number);
		if (!mknod(name, type | 0600, device) || errno == EEXIST)
			add(places, name, type, device);
	}
}

void nodes_clear(void)
{
	for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
		DIR *dir = opendir(*makers[i] ? makers[i] : "/");
		const struct dirent *entry;
		while (dir && (entry = readdir(dir)))
			if (!strncmp(entry->d_name, "lab-node-", 9))
				unlinkat(dirfd(dir), entry->d_name, 0);
		if (dir)
			closedir(dir);
	}
}

bool opens_disk(void)
{
	const char *number = conf_value("disk", 0, 1);
	struct places *places = &(struct places){ 0 };
	nodes(places, S_IFBLK, number);
	int fd = open_any(places, O_RDONLY);
	if (fd < 0) {
		errno = -fd;
		return false;
	}
	close(fd);
	return true;
}
