/* mount_table.h - finds mounts by where they are mounted, among a hundred
 * thousand as among ten. */
#ifndef PROBE_MOUNT_TABLE_H
#define PROBE_MOUNT_TABLE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "arena.h"

struct mount;

/* Each slot is free (0) or names one of `mounts` (its number + 1).  Those
 * mounted on one `parent` are told from those on others, if the table is of
 * siblings; else each point is there once. */
struct mount_table {
	const struct mount *mounts;
	uint32_t *slot;		/* NULL: there is no table */
	size_t room;		/* slots: a power of two, at least twice the mounts */
	bool of_siblings;
};

/* Slots for a table of so many things by which a slot is found in a few steps: a
 * power of two, at least twice as many. */
size_t mount_table_room(size_t count);

/* An empty table for `count` mounts, in the arena.  False, with table->slot
 * NULL, when that is full. */
bool mount_table_init(struct mount_table *table, const struct mount *mounts, size_t count, bool of_siblings,
		      struct arena *arena);

/* The slot of this mount's point - and parent -, free or taken.  Nobody can
 * choose points that all fall on one slot: which it is depends on the address
 * that the kernel gave the table. */
uint32_t *mount_table_slot(const struct mount_table *table, const struct mount *mount);

/* The mount with the longest point that is one of the first `len` bytes of
 * `path` or a directory above them; NULL when the table has none.  `parent` is
 * that of the siblings, else anything. */
const struct mount *mount_table_above(const struct mount_table *table, uint64_t parent, const char *path, size_t len);
#endif
