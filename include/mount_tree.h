/* mount_tree.h - which mounts can still be reached by their path.
 *
 * Private to collect/. */
#ifndef PROBE_MOUNT_TREE_H
#define PROBE_MOUNT_TREE_H
#include "facts.h"

/* Sets `hidden` of every mount that another one covers: mounted upon it, on
 * top of the same point, or on a directory above it.  Working memory is taken
 * from `scratch`.  False, with nothing changed, when that is too small. */
bool mount_tree_hide(struct mount *mounts, size_t count, struct arena *scratch);
#endif
