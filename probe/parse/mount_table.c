/* mount_table.c - see mount_table.h.  Open addressing, at most half full. */
#include <string.h>
#include "facts.h"
#include "mount_table.h"
#include "text.h"

size_t mount_table_room(size_t count)
{
	size_t room = 64;

	while (room < 2 * count)
		room *= 2;
	return room;
}

bool mount_table_init(struct mount_table *table, const struct mount *mounts, size_t count, bool of_siblings,
		      struct arena *arena)
{
	size_t room = mount_table_room(count);

	*table = (struct mount_table){ .mounts = mounts, .room = room, .of_siblings = of_siblings,
				       .slot = arena_alloc(arena, room * sizeof *table->slot) };
	return table->slot != NULL;
}

/* FNV-1a, from which a path's directories fall off on the way. */
static uint64_t hash_byte(uint64_t hash, char byte)
{
	return (hash ^ (unsigned char)byte) * UINT64_C(0x100000001b3);
}

static uint64_t hash_begin(const struct mount_table *table, uint64_t parent)
{
	uint64_t seed = (uintptr_t)table->slot >> 12;

	return (seed ^ (table->of_siblings ? parent << 32 : 0)) * UINT64_C(0x9e3779b97f4a7c15);
}

static uint32_t *slot_of(const struct mount_table *table, uint64_t hash, uint64_t parent, const char *point, size_t len)
{
	const struct text wanted = TEXT(point, len);

	for (size_t i = hash ^ hash >> 32;; i++) {
		uint32_t *slot = &table->slot[i & (table->room - 1)];
		const struct mount *mount = *slot ? &table->mounts[*slot - 1] : NULL;

		if (!mount || ((!table->of_siblings || mount->parent == parent) &&
			       text_is(&wanted, mount->point)))
			return slot;
	}
}

uint32_t *mount_table_slot(const struct mount_table *table, const struct mount *mount)
{
	uint64_t hash = hash_begin(table, mount->parent);
	const char *end = mount->point;

	for (; *end; end++)
		hash = hash_byte(hash, *end);
	return slot_of(table, hash, mount->parent, mount->point, (size_t)(end - mount->point));
}

const struct mount *mount_table_above(const struct mount_table *table, uint64_t parent, const char *path, size_t len)
{
	uint64_t hash = hash_begin(table, parent);
	uint32_t found = *slot_of(table, hash_byte(hash, '/'), parent, "/", 1);

	for (size_t i = 0; i <= len; i++) {
		uint32_t slot = i > 0 && (i == len || path[i] == '/') ? *slot_of(table, hash, parent, path, i) : 0;

		if (slot)
			found = slot;
		if (i < len)
			hash = hash_byte(hash, path[i]);
	}
	return found ? &table->mounts[found - 1] : NULL;
}
