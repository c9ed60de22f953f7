/* mounting.c - whether a file system can be mounted from here, what lies in a
 * proc of one's own, and which mounts lie on a disk of the host. */
#include <errno.h>
#include <string.h>
#include "parse.h"
#include "rules.h"

void barrier_file_system(struct way *way, const struct facts *facts, const struct actor *actor, const char *type,
			 bool module, const char *what)
{
	enum known known = fact_has_word(facts, FACT_FILESYSTEMS, type);
	const char *words = known == YES ? "in /proc/filesystems" : "not in /proc/filesystems";
	uint64_t disabled = 0;

	if (known == NO && module && fact_bool(facts, FACT_KERNEL_MODULES) != NO) {
		fact_number(facts, FACT_MODULES_DISABLED, &disabled);
		known = disabled ? NO : UNKNOWN;
		words = disabled ? "not in /proc/filesystems, and modules are disabled"
				 : "not in /proc/filesystems; whether the host has a module of it is not known";
	}
	barrier_unless(way, BARRIER_KERNEL, known, what, facts->fact[FACT_FILESYSTEMS].known
		       ? arena_printf(actor->arena, "%s is %s", type, words) : fact_gap(facts, actor, FACT_FILESYSTEMS));
}

static void barrier_detached_mount(struct way *way, const struct facts *facts)
{
	static const enum call_id calls[] = { CALL_FSOPEN, CALL_FSCONFIG, CALL_FSMOUNT };

	barrier_all_calls(way, facts, calls, sizeof calls / sizeof *calls);
}

void barrier_mounting_old(struct way *way, const struct facts *facts, const struct actor *actor)
{
	barrier_call(way, facts, CALL_MOUNT);
	barrier_lsm_mount(way, facts, actor);
}

/* A mount that fsmount(2) made need not be attached anywhere: its files are
 * reached through the descriptor.  AppArmor has no hook on the way
 * (security/apparmor/lsm.c, Linux 6.1 and 6.12); SELinux has. */
void barrier_mounting_new(struct way *way, const struct facts *facts, const struct actor *actor)
{
	barrier_detached_mount(way, facts);
	barrier_selinux(way, facts, actor, "SELinux on fsmount(2)");
}

void barrier_mounting(struct way *way, const struct facts *facts, const struct actor *actor)
{
	struct way old, new;

	way_init(&old, NULL);
	barrier_mounting_old(&old, facts, actor);
	way_init(&new, NULL);
	barrier_mounting_new(&new, facts, actor);
	way_add_better(way, &old, &new);
}

static bool covers_own_proc(const struct mount *mount)
{
	return !mount->hidden && path_below(mount->point, "/proc") && mount->point[5];
}

/* Mounting a proc asks for CAP_SYS_ADMIN over the user namespace that owns the
 * pid namespace, and writing to it for no more than the host's uid 0.  So root
 * of another user namespace that is root of the host may do both, if a proc
 * without anything locked over it is there already (fs/namespace.c,
 * mount_too_revealing()). */
static void barrier_own_proc(struct way *way, const struct facts *facts, const struct actor *actor)
{
	static const char what[] = "locked mounts over /proc";
	const struct answer *locked = &facts->question[ASK_PROC_LOCKED];
	bool covered = !list_complete(&facts->mounts_list);

	if (fact_bool(facts, FACT_USERNS_INITIAL) != NO || actor->host_root != YES) {
		barrier_capable(way, facts, actor, CAP_SYS_ADMIN);
		barrier_host_root(way, facts, actor);
		return;
	}
	barrier_capability(way, facts, actor, CAP_SYS_ADMIN);
	barrier_host_root(way, facts, actor);
	if (fact_bool(facts, FACT_PIDNS_INITIAL) != NO)
		barrier_call(way, facts, CALL_UNSHARE);
	for (size_t i = 0; i < facts->mounts_count; i++)
		covered |= covers_own_proc(&facts->mounts[i]);
	if (!covered || (locked->state == ANSWERED && locked->error == EBUSY))
		barrier_add(way, BARRIER_MASKED, BARRIER_ABSENT, what, covered ? "they can be taken away (asked)" : "none");
	else
		barrier_add(way, BARRIER_MASKED, locked->state == ANSWERED && locked->error == EINVAL ? BARRIER_STANDING : BARRIER_IS_UNKNOWN,
			    what, "another user namespace put them there (umount2(2))");
}

/* The engine's read-only paths and masks lie over its own proc only. */
static void add_own_proc(struct finding *finding, const struct facts *facts, const struct actor *actor, const char *file,
			 bool detached, enum known denied, barriers_more *more)
{
	static const char what[] = "security module on the file";
	struct way way;

	way_init(&way, arena_printf(actor->arena, detached ? "%s of a proc of our own, by fsmount(2)"
				    : "%s of a proc of our own, by mount(2)", file));
	barrier_own_proc(&way, facts, actor);
	if (detached) {
		barrier_detached_mount(&way, facts);
	} else {
		barrier_mounting_old(&way, facts, actor);
	}
	if (denied != UNKNOWN)
		barrier_unless(&way, BARRIER_LSM, denied == YES ? NO : YES, what,
			       arena_printf(actor->arena, denied == YES ? "AppArmor profile %s denies it (%s)"
					    : "AppArmor profile %s has no rule against it (%s)",
					    fact_text(facts, FACT_APPARMOR_PROFILE), fact_source(facts, FACT_APPARMOR_PROFILE)));
	else
		barrier_lsm(&way, facts, actor, what);
	if (more)
		more(&way, facts, actor);
	finding_add(finding, &way);
}

/* A file of a detached mount has its path from that mount's root: AppArmor
 * takes sys/kernel/core_pattern for /sys/kernel/core_pattern, and the rule of
 * docker-default against writing below /sys denies it by accident. */
void finding_add_own_proc(struct finding *finding, const struct facts *facts, const struct actor *actor,
			  const char *file, bool profile_denies, barriers_more *more)
{
	bool known = apparmor_is_engine_default(facts) && selinux_confines(facts) != YES;

	add_own_proc(finding, facts, actor, file, false, UNKNOWN, more);
	add_own_proc(finding, facts, actor, file, true, known ? profile_denies ? YES : NO : UNKNOWN, more);
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
	if (mount->hidden)
		return false;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (!strcmp(mount->type, types[i]))
			return true;
	return false;
}
