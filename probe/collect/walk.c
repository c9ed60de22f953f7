/* walk.c - a directory tree, breadth first (see walk.h). */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "walk.h"

#define DIRECTORIES_MAX 512

struct directory {
	const char *path;
	unsigned depth, crossings;	/* how far down, how many boundaries above it */
	dev_t parent;			/* st_dev of the directory that holds it */
};

struct queue {
	struct directory directory[DIRECTORIES_MAX];
	size_t count;
};

static bool enqueue(struct queue *queue, struct arena *arena, const char *path, const struct directory *above, dev_t dev)
{
	const char *copy = queue->count < DIRECTORIES_MAX ? arena_copy(arena, path, strlen(path)) : NULL;

	if (!copy)
		return false;
	queue->directory[queue->count++] = (struct directory){ copy, above->depth + 1, above->crossings, dev };
	return true;
}

/* One directory: its subdirectories are put into the queue, everything else
 * is shown to `each`.  False ends the walk. */
static bool look(struct walk *walk, struct queue *queue, const struct directory *directory, DIR *dir, dev_t dev)
{
	char path[PATH_MAX];
	struct dirent *entry;

	while (errno = 0, (entry = readdir(dir))) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (walk->entries == 0)
			return false;
		walk->entries--;
		int len = snprintf(path, sizeof path, "%s/%s", strcmp(directory->path, "/") == 0 ? "" : directory->path, entry->d_name);
		unsigned char type = entry->d_type;
		struct stat st;

		if (len < 0 || (size_t)len >= sizeof path) {
			walk->cut = true;
			continue;
		}
		if (type == DT_UNKNOWN && fstatat(dirfd(dir), entry->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
			type = (unsigned char)IFTODT(st.st_mode);
		if (type != DT_DIR) {
			if (!walk->each(walk->data, dirfd(dir), entry->d_name, type, path))
				return false;
		} else if (walk->descend && !walk->descend(walk->data, path)) {
			continue;
		} else if (directory->depth >= walk->depth || !enqueue(queue, walk->arena, path, directory, dev)) {
			walk->cut = true;
		}
	}
	if (errno != 0)
		walk->cut = true;
	return true;
}

/* Returns 0 to go on, 1 to end the walk, or why the directory cannot be read. */
static int enter(struct walk *walk, struct queue *queue, struct directory directory)
{
	int error;
	DIR *dir = host_open_directory(walk->host, directory.path, O_NOFOLLOW, &error);

	if (!dir)
		return error;
	struct stat st;
	bool go_on = true;

	if (fstat(dirfd(dir), &st) < 0)
		st.st_dev = directory.parent;	/* of an open directory it cannot fail */

	if (directory.depth > 0 && st.st_dev != directory.parent)
		directory.crossings++;
	if (directory.crossings > walk->crossings)
		walk->cut = true;
	else
		go_on = look(walk, queue, &directory, dir, st.st_dev);
	closedir(dir);
	return go_on ? 0 : 1;
}

int walk(struct walk *walk, const char *start)
{
	struct queue queue;

	queue.count = 1;
	queue.directory[0] = (struct directory){ .path = start };
	for (size_t i = 0; i < queue.count; i++) {
		int result = enter(walk, &queue, queue.directory[i]);

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
