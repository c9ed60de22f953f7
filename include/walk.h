/* walk.h - every entry of a directory tree, within bounds.
 *
 * Follows no symbolic link.  One descriptor is open at a time, whatever the
 * depth: a container may allow us very few. */
#ifndef PROBE_WALK_H
#define PROBE_WALK_H
#include "host.h"
#include "arena.h"

struct walk {
	const struct host *host;
	struct arena *arena;		/* for the paths of directories */
	size_t entries;			/* how many may still be looked at */
	unsigned depth;			/* directories below the start: 0 looks at the start alone */
	unsigned crossings;		/* how many file system boundaries may lie between start and entry */
	bool cut;			/* result: a bound was reached, or a directory could not be read */
	/* Called for every entry that is no directory; `at` is the directory,
	 * open, `path` is `name` from the root; d_type may be DT_UNKNOWN, and
	 * is that of the file below where something is mounted over the entry.
	 * Ends the walk by returning false (that is a cut as well). */
	bool (*each)(void *data, int at, const char *name, unsigned char d_type, const char *path);
	/* Whether to go into that directory; NULL: into all. */
	bool (*descend)(void *data, const char *path);
	void *data;
};

/* Returns 0, or the negative errno that kept us from the start itself. */
int walk(struct walk *walk, const char *start);
#endif
