/* walk.c - a directory tree, breadth first (see walk.h). */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "directory.h"
#include "walk.h"

#define DIRECTORIES_MAX 512

struct branch {
	const char *path;
	unsigned depth, crossings;	/* how far down, how many boundaries above it */
	dev_t parent;			/* st_dev of the directory that holds it */
};

struct queue {
	struct branch branch[DIRECTORIES_MAX];
	size_t count;
};

static bool enqueue(struct queue *queue, struct arena *arena, const char *path, const struct branch *above, dev_t dev)
{
	const char *copy = queue->count < DIRECTORIES_MAX ? arena_copy(arena, path, strlen(path)) : NULL;

	if (!copy)
		return false;
	queue->branch[queue->count++] = (struct branch){ copy, above->depth + 1, above->crossings, dev };
	return true;
}

/* One directory: its subdirectories are put into the queue, everything else
 * is shown to `each`.  False ends the walk. */
static bool look(struct walk *walk, struct queue *queue, const struct branch *branch, int fd, dev_t dev)
{
	char path[PATH_MAX];
	struct directory directory;
	struct directory_entry entry;

	directory_init(&directory, fd);
	while (directory_next(&directory, &entry)) {
		if (walk->entries == 0)
			return false;
		walk->entries--;
		int len = snprintf(path, sizeof path, "%s/%s", strcmp(branch->path, "/") == 0 ? "" : branch->path, entry.name);
		unsigned char type = entry.type;
		struct stat st;

		if (len < 0 || (size_t)len >= sizeof path) {
			walk->cut = true;
			continue;
		}
		if (type == DT_UNKNOWN && fstatat(fd, entry.name, &st, AT_SYMLINK_NOFOLLOW) == 0)
			type = (unsigned char)IFTODT(st.st_mode);
		if (type != DT_DIR) {
			if (!walk->each(walk->data, fd, entry.name, type, path))
				return false;
		} else if (walk->descend && !walk->descend(walk->data, path)) {
			continue;
		} else if (branch->depth >= walk->depth || !enqueue(queue, walk->arena, path, branch, dev)) {
			walk->cut = true;
		}
	}
	if (directory.error != 0)
		walk->cut = true;
	return true;
}

/* Returns 0 to go on, 1 to end the walk, or why the directory cannot be read. */
static int enter(struct walk *walk, struct queue *queue, struct branch branch)
{
	int fd = host_open_directory(walk->host, branch.path, O_NOFOLLOW);

	if (fd < 0)
		return fd;
	struct stat st;
	bool go_on = true;

	if (fstat(fd, &st) < 0)
		st.st_dev = branch.parent;	/* of an open directory it cannot fail */

	if (branch.depth > 0 && st.st_dev != branch.parent)
		branch.crossings++;
	if (branch.crossings > walk->crossings)
		walk->cut = true;
	else
		go_on = look(walk, queue, &branch, fd, st.st_dev);
	close(fd);
	return go_on ? 0 : 1;
}

int walk(struct walk *walk, const char *start)
{
	struct queue queue;

	queue.count = 1;
	queue.branch[0] = (struct branch){ .path = start };
	for (size_t i = 0; i < queue.count; i++) {
		int result = enter(walk, &queue, queue.branch[i]);

		if (result < 0 && i == 0)
			return result;
		/* What went away meanwhile is no loss. */
		if (result != 0 && result != -ENOENT && result != -ENOTDIR)
			walk->cut = true;
		if (result > 0)
			break;
	}
	return 0;
}
