/* mounting.c - whether a file system can be mounted from here, and which of
 * those that are mounted lie on a disk of the host. */
#include <string.h>
#include "rules.h"

void barrier_mounting(struct way *way, const struct facts *facts, const struct actor *actor)
{
	/* A mount that fsmount(2) made need not be attached anywhere: its files
	 * are reached through the descriptor.  AppArmor has no hook on the way
	 * (security/apparmor/lsm.c, Linux 6.1 and 6.12); SELinux has. */
	static const enum call_id detached[] = { CALL_FSOPEN, CALL_FSCONFIG, CALL_FSMOUNT };
	struct way old, new;

	way_init(&old, NULL);
	barrier_call(&old, facts, CALL_MOUNT);
	barrier_lsm_mount(&old, facts, actor);
	way_init(&new, NULL);
	barrier_all_calls(&new, facts, detached, sizeof detached / sizeof *detached);
	barrier_selinux(&new, facts, actor, "SELinux on fsmount(2)");
	way_add_better(way, &old, &new);
}

bool mount_is_on_host_disk(const struct mount *mount)
{
	static const char *const types[] = { "ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs", "jfs", "reiserfs", "bcachefs", "zfs" };

	switch (mount->class) {
	case MOUNT_ROOT:	/* a directory of the host, where no overlay is used */
	case MOUNT_PLUMBING:
	case MOUNT_VOLUME:
	case MOUNT_POD_VOLUME:
	case MOUNT_HOST_PATH:
		break;
	default:
		return false;
	}
	if (mount->hidden || !mount->type)
		return false;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (!strcmp(mount->type, types[i]))
			return true;
	return false;
}
