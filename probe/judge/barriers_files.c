/* barriers_files.c - files, sockets and kernel files as barriers: what an
 * answer given to this process means for the one who is judged (see rules.h).
 *
 * The process that asked may be weaker than the actor: another uid, or the
 * same one before its next execve(2).  Then "permission denied" is about the
 * asker, and only what the kernel checks beside owner and mode counts. */
#include <errno.h>
#include <string.h>
#include "parse.h"
#include "rules.h"

/* What stat(2) shows for an owner that the user namespace does not map
 * (/proc/sys/fs/overflowuid; nobody changes it). */
#define OVERFLOW_ID 65534

/* ---- read-only and masked ------------------------------------------------ */

void barrier_mount_read_only(struct way *way, const struct actor *actor, const struct mount *mount)
{
	barrier_unless(way, BARRIER_READ_ONLY, mount->read_only ? NO : YES, "read-only mount",
		       arena_printf(actor->arena, "%s is mounted %s (/proc/self/mountinfo)", mount->point,
				    mount->read_only ? "ro" : "rw"));
}

/* open(2) looks at owner and mode before it looks at the mount, so only
 * success and EROFS speak of the mount; else mountinfo does. */
void barrier_read_only(struct way *way, const struct facts *facts, const struct actor *actor,
		       const char *path, const struct answer *write)
{
	const struct mount *mount = mount_covering(facts, path);

	if (write->state == ANSWERED && write->error == 0)
		barrier_add(way, BARRIER_READ_ONLY, BARRIER_ABSENT, "read-only mount",
			    "it could be opened for writing (asked, nothing written)");
	else if (write->state == ANSWERED && write->error == EROFS)
		barrier_add(way, BARRIER_READ_ONLY, BARRIER_STANDING, "read-only mount",
			    arena_printf(actor->arena, "%s: EROFS (asked); %s is mounted ro (/proc/self/mountinfo)", path,
					 mount ? mount->point : "its file system"));
	else if (mount && (mount->read_only || facts->mounts_list.known == YES))
		barrier_mount_read_only(way, actor, mount);
	else
		barrier_add(way, BARRIER_READ_ONLY, BARRIER_IS_UNKNOWN, "read-only mount",
			    "the mounts could not be read (/proc/self/mountinfo)");
}

enum known kernel_paths_covered(const struct facts *facts)
{
	for (size_t i = 0; i < facts->mounts_count; i++)
		if (facts->mounts[i].class == MOUNT_MASK || facts->mounts[i].class == MOUNT_READ_ONLY_PATH)
			return YES;
	return list_complete(&facts->mounts_list) ? NO : UNKNOWN;
}

/* A mask opens: it is /dev/null, or an empty directory.  So the answers to
 * opening it say nothing of the file itself. */
void barrier_masked(struct way *way, const struct facts *facts, const struct actor *actor, const struct kernel_file *file)
{
	const struct mount *mount = mount_covering(facts, file->path);

	if (file->state == KERNEL_FILE_HIDDEN || (mount && mount->class == MOUNT_MASK))
		barrier_add(way, BARRIER_MASKED, BARRIER_STANDING, "masked path",
			    arena_printf(actor->arena, "%s is covered by %s", file->path, mount && mount->class == MOUNT_MASK
					 ? "a mask (/proc/self/mountinfo)" : "/dev/null or an empty directory (looked at)"));
	else if (file->state == KERNEL_FILE_UNKNOWN && !list_complete(&facts->mounts_list))
		barrier_add(way, BARRIER_MASKED, BARRIER_IS_UNKNOWN, "masked path",
			    arena_printf(actor->arena, "%s could not be looked at, nor the mounts over it", file->path));
	else
		barrier_add(way, BARRIER_MASKED, BARRIER_ABSENT, "masked path", "nothing lies over it (/proc/self/mountinfo)");
}

/* ---- kernel files, which belong to uid 0 of the host ---------------------- */

void barrier_kernel_file_owner(struct way *way, const struct facts *facts, const struct actor *actor, bool override)
{
	if (override && actor->host_root != YES && (actor->caps | actor->caps_unknown) >> CAP_DAC_OVERRIDE & 1)
		barrier_capable(way, facts, actor, CAP_DAC_OVERRIDE);
	else
		barrier_host_root(way, facts, actor);
}

/* Did the process that asked have the owner's rights? */
static bool asked_as_owner(const struct facts *facts, const struct actor *actor)
{
	uint64_t euid;

	return actor->host_root == YES && fact_number(facts, FACT_EUID, &euid) && euid == 0;
}

/* The rules are about paths below our own /proc and /sys: they neither know
 * nor stop an instance bound elsewhere. */
static void barrier_engine_profile(struct way *way, const struct facts *facts, const struct actor *actor,
				   const struct kernel_file *file, bool profile_denies)
{
	bool denies = file->own && profile_denies;

	barrier_add(way, BARRIER_LSM, denies ? BARRIER_STANDING : selinux_confines(facts) == YES ? BARRIER_IS_UNKNOWN : BARRIER_ABSENT,
		    "security module on the file",
		    arena_printf(actor->arena, "AppArmor profile %s %s %s (%s)", fact_text(facts, FACT_APPARMOR_PROFILE),
				 denies ? "denies" : "has no rule against", file->path, fact_source(facts, FACT_APPARMOR_PROFILE)));
}

void barrier_kernel_file_policy(struct way *way, const struct facts *facts, const struct actor *actor,
				const struct kernel_file *file, const struct answer *answer, bool profile_denies)
{
	static const char what[] = "security module on the file";
	bool answered = answer->state == ANSWERED;
	int error = answered ? answer->error : 0;

	if (answered && error == 0 && file->state != KERNEL_FILE_HIDDEN)
		barrier_add(way, BARRIER_LSM, BARRIER_ABSENT, what, "no security module stopped that (asked)");
	else if (error == EACCES && asked_as_owner(facts, actor))
		barrier_add(way, BARRIER_LSM, BARRIER_STANDING, what,
			    arena_printf(actor->arena, "%s: EACCES to its owner, uid 0 of the host (asked)", file->path));
	else if (error == ENOENT || error == ENOTDIR)
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_STANDING, "the file",
			    arena_printf(actor->arena, "%s: %s (asked)", file->path, ERROR_NAME(error)));
	else if (answered ? error && error != EACCES && error != EROFS && error != EPERM
			  : facts->live || answer->state != NOT_ASKED)
		barrier_add(way, BARRIER_LSM, BARRIER_IS_UNKNOWN, what,
			    arena_printf(actor->arena, "%s: %s", file->path, answered ? ERROR_NAME(error) :
					 answer->reason ? answer->reason : "no answer to opening it"));
	else if (apparmor_is_engine_default(facts))
		barrier_engine_profile(way, facts, actor, file, profile_denies);
	else
		barrier_lsm(way, facts, actor, arena_printf(actor->arena, "opening %s", file->path));
}

/* ---- owner and mode ------------------------------------------------------ */

/* Has the actor more rights to files than the process that asked? */
static bool is_stronger_than_asker(const struct facts *facts, const struct actor *actor)
{
	uint64_t euid, effective;

	if (actor->root == YES && fact_number(facts, FACT_EUID, &euid) && euid != 0)
		return true;
	return fact_number(facts, FACT_CAP_EFFECTIVE, &effective)
		&& actor->caps & ~effective & (1u << CAP_DAC_OVERRIDE | 1u << CAP_DAC_READ_SEARCH);
}

/* Would the actor pass owner and mode, whatever they are?  A capability
 * counts for files whose owner and group the user namespace maps
 * (fs/inode.c: capable_wrt_inode_uidgid()). */
static enum known passes_owner(const struct facts *facts, const struct actor *actor, const struct file_access *access)
{
	uint64_t overrides = 1u << CAP_DAC_OVERRIDE | (access->write ? 0 : 1u << CAP_DAC_READ_SEARCH);
	enum known initial = fact_bool(facts, FACT_USERNS_INITIAL);

	if (!(actor->caps & overrides)) {
		if (actor->root == YES && access->owner_known && access->uid == 0 && access->mode & (access->write ? 0200 : 0400))
			return YES;
		return actor->caps_unknown & overrides || !access->owner_known ? UNKNOWN : NO;
	}
	if (initial == NO && access->owner_known)
		return access->uid != OVERFLOW_ID && access->gid != OVERFLOW_ID ? YES : NO;
	return initial == YES ? YES : UNKNOWN;
}

/* Past owner and mode, a policy; but a server (root of NFS), or FUSE of another
 * user's, has an owner and a mode of its own. */
static enum barrier_kind who_refused(const struct facts *facts)
{
	uint64_t effective;
	bool is_policy = fact_number(facts, FACT_CAP_EFFECTIVE, &effective) && effective >> CAP_DAC_OVERRIDE & 1
		&& fact_bool(facts, FACT_USERNS_INITIAL) == YES && policy_in_force(facts);

	return is_policy ? BARRIER_LSM : BARRIER_PERMISSION;
}

/* Does a policy stop root at a file that owner and mode do not?  The engines'
 * AppArmor profile says "file," and denies only below /proc and /sys. */
static enum known policy_confines(const struct facts *facts)
{
	if (apparmor_is_engine_default(facts) && selinux_confines(facts) != YES)
		return NO;
	return lsm_confines(facts);
}

/* For an actor that was not the one who asked. */
static void conclude(struct way *way, const struct facts *facts, const struct actor *actor,
		     const struct file_access *access, const char *what)
{
	enum known passes = passes_owner(facts, actor, access);

	if (passes == YES && policy_confines(facts) == NO)
		barrier_add(way, BARRIER_PERMISSION, BARRIER_ABSENT, what,
			    arena_printf(actor->arena, "%s: root passes owner and mode", access->path));
	else if (passes == NO && access->answer->state == ANSWERED)
		barrier_add(way, BARRIER_PERMISSION, BARRIER_STANDING, what,
			    arena_printf(actor->arena, "%s: %s (asked); owner %u:%u is out of reach of root, too", access->path,
					 ERROR_NAME(access->answer->error), access->uid, access->gid));
	else
		barrier_add(way, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, what,
			    arena_printf(actor->arena, passes == YES
					 ? "%s: root passes owner and mode; what a security module says is not known"
					 : "%s: whether owner and mode let it pass could not be asked", access->path));
}

void barrier_file_access(struct way *way, const struct facts *facts, const struct actor *actor,
			 const struct file_access *access)
{
	const struct answer *answer = access->answer;
	const char *what = access->write ? "write permission" : "read permission";

	if (answer->state == NOT_ASKED && !facts->live)
		conclude(way, facts, actor, access, what);
	else if (answer->state != ANSWERED)
		barrier_add(way, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, what,
			    arena_printf(actor->arena, "%s: %s", access->path, answer->reason ? answer->reason :
					 answer->state == TIMED_OUT ? "no answer before the deadline" : "could not be asked"));
	else if (answer->error == 0)
		barrier_add(way, BARRIER_PERMISSION, BARRIER_ABSENT, what,
			    arena_printf(actor->arena, "%s: granted (asked)", access->path));
	else if (answer->error == EROFS)
		barrier_add(way, BARRIER_PERMISSION, BARRIER_ABSENT, what,
			    arena_printf(actor->arena, "%s: refused as read-only, not by owner and mode (asked)", access->path));
	else if (answer->error == EACCES && is_stronger_than_asker(facts, actor))
		conclude(way, facts, actor, access, what);
	else if (answer->error == EACCES)
		barrier_add(way, who_refused(facts), BARRIER_STANDING, what,
			    arena_printf(actor->arena, "%s: EACCES (asked)", access->path));
	else if (answer->error == ENOENT || answer->error == ENOTDIR)
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_STANDING, what,
			    arena_printf(actor->arena, "%s: %s (asked)", access->path, ERROR_NAME(answer->error)));
	else
		barrier_add(way, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, what,
			    arena_printf(actor->arena, "%s: %s (asked)", access->path, ERROR_NAME(answer->error)));
}
