/* mount_place.c - on which mount a path lies, and where the host has what came
 * along with a bind.
 *
 * A bind brings the mounts below it.  The top of such a file system ("/" in
 * mountinfo) says nothing of where the host has it; the bind it lies below
 * does: /host/srv/disk below a bind of the host's / on /host is /srv/disk. */
#include <string.h>
#include "parse.h"

const struct mount *mount_covering(const struct facts *facts, const char *path)
{
	const struct mount *best = NULL;

	if (facts->mounts_by_point.slot)
		return mount_table_above(&facts->mounts_by_point, 0, path, strlen(path));
	for (size_t i = 0; i < facts->mounts_count; i++) {
		const struct mount *mount = &facts->mounts[i];

		if (!mount->hidden && (mount->point[1] == '\0' || path_below(path, mount->point))
		    && (!best || strlen(mount->point) >= strlen(best->point)))
			best = mount;
	}
	return best;
}

bool mounts_index(struct facts *facts)
{
	struct mount_table table;

	if (!mount_table_init(&table, facts->mounts, facts->mounts_count, false, &facts->arena))
		return false;
	for (size_t i = 0; i < facts->mounts_count; i++)
		if (!facts->mounts[i].hidden)	/* of two at one point the last */
			*mount_table_slot(&table, &facts->mounts[i]) = (uint32_t)i + 1;
	facts->mounts_by_point = table;
	return true;
}

static const struct mount *parent_of(const struct mount *mounts, size_t count, const struct mount *mount)
{
	for (size_t i = 0; i < count; i++)
		if (mounts[i].id == mount->parent && &mounts[i] != mount)
			return &mounts[i];
	return NULL;
}

/* The top of a disk's or a tmpfs' file system; the kernel's own are known by
 * their type. */
static bool is_placeless(const struct mount *mount)
{
	bool top = strcmp(mount->root, "/") == 0 && (!mount->host_path || strcmp(mount->host_path, "/") == 0);

	return top && (mount->class == MOUNT_HOST_PATH ||
		       (mount->class == MOUNT_PSEUDO && strcmp(mount->type, "tmpfs") == 0));
}

void mounts_place(struct mount *mounts, size_t count, struct arena *arena)
{
	/* Parents are listed before what is mounted on them, so that theirs is
	 * settled first. */
	for (size_t i = 0; i < count; i++) {
		struct mount *mount = &mounts[i];
		const struct mount *parent = is_placeless(mount) ? parent_of(mounts, count, mount) : NULL;

		if (!parent || parent->class != MOUNT_HOST_PATH || !parent->host_path ||
		    !path_below(mount->point, parent->point))
			continue;
		const char *top = strcmp(parent->host_path, "/") == 0 ? "" : parent->host_path;
		const char *rest = mount->point + strlen(parent->point);
		const char *place = arena_join(arena, top, rest);

		if (*rest != '/' || *place == '\0')
			continue;
		mount->class = MOUNT_HOST_PATH;
		mount->host_path = place;
	}
}
