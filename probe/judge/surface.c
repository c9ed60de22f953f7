/* surface.c - what is no way out by itself: more of the kernel within reach, one
 * kind of barrier fewer, or what a user of the host has to help with.  Never
 * part of the verdict. */
#include <errno.h>
#include "parse.h"
#include "rules.h"

static void judge_no_seccomp(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const char what[] = "seccomp filter";
	uint64_t mode = 0;
	bool known = fact_number(facts, FACT_SECCOMP_MODE, &mode);
	struct way way;

	way_init(&way, "any system call");
	barrier_unless(&way, BARRIER_SECCOMP, !known ? UNKNOWN : mode ? NO : YES, what, !known
		       ? fact_gap(facts, actor, FACT_SECCOMP_MODE)
		       : arena_printf(actor->arena, mode ? "there is one (%s)" : "there is none (%s)", fact_source(facts, FACT_SECCOMP_MODE)));
	barrier_shared_kernel(&way, facts, actor);
	finding_add(finding, &way);
}

static void judge_no_security_module(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const char what[] = "security module";
	struct way way;

	way_init(&way, "what only owner, mode and mounts protect");
	if (lsm_confines(facts) == YES)
		barrier_add(&way, BARRIER_LSM, BARRIER_STANDING, what, "one confines this process (/proc/self/attr/current)");
	else
		barrier_lsm(&way, facts, actor, what);
	barrier_shared_kernel(&way, facts, actor);
	finding_add(finding, &way);
}

static void judge_unprivileged_userns(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	const struct answer *asked = &facts->question[ASK_USERNS];
	struct way way;

	way_init(&way, "unshare(2) with CLONE_NEWUSER");
	barrier_call(&way, facts, CALL_UNSHARE);
	/* else the filter's answer is the question's, too */
	if (call_runs(facts, CALL_UNSHARE) != NO)
		barrier_unless(&way, BARRIER_KERNEL, answer_yes(asked), "permission to make one", asked->state != ANSWERED
			       ? asked->reason ? asked->reason : "could not be asked" : asked->error
			       ? arena_printf(actor->arena, "%s (asked)", ERROR_NAME(asked->error)) : "a child made one (asked)");
	barrier_shared_kernel(&way, facts, actor);
	finding_add(finding, &way);
}

static void judge_io_uring(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	const struct answer *plain = &facts->call[CALL_IO_URING_SETUP].plain;
	struct way way;

	way_init(&way, "io_uring_setup(2)");
	barrier_call(&way, facts, CALL_IO_URING_SETUP);
	/* what the filter lets pass is refused by the sysctl alone */
	if (plain->state == ANSWERED && plain->error == EPERM && call_runs(facts, CALL_IO_URING_SETUP) == YES)
		barrier_add(&way, BARRIER_KERNEL, BARRIER_STANDING, "kernel.io_uring_disabled", "EPERM (asked)");
	barrier_shared_kernel(&way, facts, actor);
	finding_add(finding, &way);
}

static void judge_host_cgroupns(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;

	way_init(&way, "the groups of the host in /proc/self/cgroup");
	barrier_initial(&way, facts, actor, FACT_CGROUPNS_INITIAL, "cgroup namespace of its own");
	barrier_shared_kernel(&way, facts, actor);
	finding_add(finding, &way);
}

/* ---- with somebody's help on the host ------------------------------------------ */

/* Our own root may be a directory of the host, with no overlay over it. */
static bool is_root_on_host(const struct mount *mount)
{
	return mount->class == MOUNT_ROOT && mount_is_on_host_disk(mount);
}

static void make_suid_way(struct way *way, const struct facts *facts, const struct actor *actor, const void *thing)
{
	const struct mount *mount = thing;
	const struct file_access access = {
		.path = mount->point, .answer = &mount->write, .write = true,
		.owner_known = mount->is_directory != UNKNOWN, .uid = mount->uid, .gid = mount->gid, .mode = mount->mode,
	};

	way_init(way, arena_printf(actor->arena, "a program left in %s", mount->point));
	barrier_host_root(way, facts, actor);
	barrier_mount_read_only(way, actor, mount);
	barrier_file_access(way, facts, actor, &access);
	/* Binds take the flag over from the host's mount, but some engines set
	 * it themselves. */
	barrier_unless(way, BARRIER_PERMISSION, mount->nosuid ? UNKNOWN : YES, "nosuid on the host's own mount", mount->nosuid
		       ? "this one has it; whether the host's has it, too, cannot be seen (/proc/self/mountinfo)"
		       : "this one does not have it (/proc/self/mountinfo)");
	if (is_root_on_host(mount))
		barrier_add(way, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, "a directory that the host's users reach",
			    "engines keep theirs to themselves; whose this is cannot be seen");
}

static void judge_suid_on_host_volume(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	bool found = false;

	for (size_t i = 0; i < facts->mounts_count; i++) {
		const struct mount *mount = &facts->mounts[i];

		if ((mount->class != MOUNT_HOST_PATH && !is_root_on_host(mount)) || mount->hidden || mount->is_directory == NO)
			continue;
		found = true;
		finding_add_made(finding, facts, actor, make_suid_way, mount);
	}
	if (!found || !list_complete(&facts->mounts_list))
		finding_not_given(finding, actor, &facts->mounts_list, "a writable directory of the host", "/proc/self/mountinfo");
}

/* ---- the cluster ------------------------------------------------------------ */

/* What it allows only the API server could say, which is not asked. */
static void judge_service_account_token(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const char what[] = "a service account's token";
	struct way way;
	bool found = false;

	for (size_t i = 0; i < facts->mounts_count; i++) {
		const struct mount *mount = &facts->mounts[i];
		const struct file_access access = {
			.path = mount->point, .answer = &mount->read, .owner_known = facts->live && mount->is_directory != UNKNOWN,
			.uid = mount->uid, .gid = mount->gid, .mode = mount->mode,
		};

		if (mount->hidden || !path_matches(mount->point, "/secrets/kubernetes.io/serviceaccount"))
			continue;
		found = true;
		way_init(&way, arena_printf(actor->arena, "the token in %s", mount->point));
		barrier_add(&way, BARRIER_NOT_GIVEN, BARRIER_ABSENT, what, "its directory is mounted (/proc/self/mountinfo)");
		barrier_file_access(&way, facts, actor, &access);
		finding_add(finding, &way);
	}
	if (!found || !list_complete(&facts->mounts_list))
		finding_not_given(finding, actor, &facts->mounts_list, what, "/proc/self/mountinfo");
}

/* clang-format off */
const struct path paths_surface[] = {
#include "surface.rows.inc"
	{ .id = NULL }
};
