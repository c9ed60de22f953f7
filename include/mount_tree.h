/* mount_tree.h - which mounts can still be reached by their path.
 *
 * Private to collect/. */
#ifndef PROBE_MOUNT_TREE_H
#define PROBE_MOUNT_TREE_H
#include "facts.h"

/* Sets `hidden` of every mount that another one covers: mounted upon it, on
 * top of the same point, or on a directory above it.  n log n in time;
 * working memory is taken from `scratch`.  False, with nothing changed, when
 * that is too small. */
bool mount_tree_hide(struct mount *mounts, size_t count, struct arena *scratch);

/* The visible mounts in the order of their points, to find them by path. */
struct mount_index {
	const struct mount **mount;
	size_t count;
};

/* False, and an empty index, when the arena is full. */
bool mount_index_init(struct mount_index *index, const struct facts *facts, struct arena *arena);

/* The mount that the path lies on: that of the longest visible point above
 * it; NULL when the index has none. */
const struct mount *mount_of_path(const struct mount_index *index, const char *path);
#endif
