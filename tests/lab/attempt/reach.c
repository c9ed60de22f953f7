/* reach.c - where a file of the host can be seen in our tree: by the device and
 * the root of every mount in our mount table.  Whether it really is the file,
 * and not one mounted over it, only its content tells. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "attempt.h"

#define MARKER "escape-probe lab marker: "

/* What is left of path below root; NULL: not below it. */
static const char *below(const char *path, const char *root)
{
	size_t size = strcmp(root, "/") ? strlen(root) : 0;
	if (strncmp(path, root, size) || (path[size] && path[size] != '/'))
		return NULL;
	return path + size;
}

void reach(struct places *places, const char *which, const char *path)
{
	FILE *mounts = fopen("/proc/self/mountinfo", "re");
	char line[8192];
	while (mounts && places->count < PLACES_MAX && fgets(line, sizeof line, mounts)) {
		char number[32], root[PATH_SIZE], point[PATH_SIZE], type[64] = "";
		const char *tail = strstr(line, " - ");
		if (!tail || sscanf(line, "%*d %*d %31s %511s %511s", number, root, point) != 3 ||
		    sscanf(tail, " - %63s", type) != 1 || (strcmp(which, number) && strcmp(which, type)))
			continue;
		const char *rest = path ? below(path, root) : "/";
		if (!rest || strlen(point) + strlen(rest) >= PATH_SIZE)
			continue;
		char *place = places->at[places->count++];
		strcpy(place, strcmp(point, "/") ? point : "");
		strcat(place, strcmp(rest, "/") ? rest : "");
		if (!*place)
			strcpy(place, "/");
	}
	if (mounts)
		fclose(mounts);
}

void reach_all(struct places *places, const char *which)
{
	reach(places, which, NULL);
}

void reach_host(struct places *places, const char *path)
{
	/* conf: mount NUMBER POINT, the longest first. */
	const char *number;
	for (size_t i = 0; (number = conf_value("mount", i, 0)); i++) {
		const char *point = conf_value("mount", i, 1);
		const char *rest = below(path, point);
		if (!rest)
			continue;
		reach(places, number, *rest ? rest : "/");
		return;
	}
}

int open_any(const struct places *places, int flags)
{
	int error = ENOENT;
	for (size_t i = 0; i < places->count; i++) {
		int fd = open(places->at[i], flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
		if (fd >= 0) {
			how("%s", places->at[i]);
			return fd;
		}
		error = errno;
		how("open %s: %s", places->at[i], strerror(errno));
	}
	return -error;
}

bool is_marker(const char *text, size_t size, const char *disk)
{
	char want[64];
	int length = snprintf(want, sizeof want, MARKER "%s\n", disk);
	return size >= (size_t)length && !memcmp(text, want, (size_t)length);
}

bool reads_marker(int dirfd, const char *path, const char *disk)
{
	char text[64];
	int fd = openat(dirfd, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ssize_t size = read(fd, text, sizeof text);
	int error = errno;
	close(fd);
	errno = error;
	if (size >= 0 && is_marker(text, (size_t)size, disk))
		return true;
	errno = size < 0 ? error : ENOMSG;
	return false;
}
