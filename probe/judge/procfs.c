/* procfs.c - ways out through kernel files: below /proc and /sys, of our own
 * or bound in from the host, and in cgroup v1 hierarchies.
 *
 * Most of them ask for uid 0 of the host and for no capability at all.  What
 * protects them in a container is that engines mount /proc/sys and /sys
 * read-only, mask the rest, and that their AppArmor profile names the paths.
 * None of this covers a second instance at another place. */
#include <errno.h>
#include <string.h>
#include "parse.h"
#include "rules.h"

typedef void barriers_function(struct way *way, const struct facts *facts, const struct actor *actor,
			       const struct kernel_file *file);

/* A kernel file that is written to. */
struct written_file {
	bool override;		/* CAP_DAC_OVERRIDE will do for uid 0 */
	bool profile_denies;	/* by the engines' AppArmor profile, below our own /proc and /sys */
	enum fact_id content;	/* what is read from it or beside it; FACT_COUNT: nothing */
	barriers_function *more;
};

/* Of which there is one in each instance of its file system, not one in the
 * kernel. */
static bool is_per_mount(const struct kernel_file *file)
{
	return file->kind == KERNEL_FILE_BINFMT_REGISTER || file->kind == KERNEL_FILE_RELEASE_AGENT
		|| file->kind == KERNEL_FILE_TRACEFS;
}

static void barrier_gone(struct way *way, const struct actor *actor, const struct kernel_file *file)
{
	bool per_mount = is_per_mount(file);

	barrier_add(way, per_mount ? BARRIER_NOT_GIVEN : BARRIER_KERNEL, BARRIER_STANDING, "the file", arena_printf(actor->arena,
		    per_mount ? "%s is not there, or empty (looked for)" : "this kernel has no %s, or an empty one (looked for)", file->path));
}

/* Where nothing can be asked (a captured tree), does the file exist at all? */
static void barrier_exists(struct way *way, const struct facts *facts, const struct actor *actor, enum fact_id content)
{
	const struct fact *fact = &facts->fact[content];

	if (fact->known)
		barrier_add(way, BARRIER_KERNEL, BARRIER_ABSENT, "the file",
			    arena_printf(actor->arena, "it is there (%s)", fact_source(facts, content)));
	else
		barrier_add(way, BARRIER_KERNEL, fact->error == ENOENT ? BARRIER_STANDING : BARRIER_IS_UNKNOWN, "the file",
			    fact_gap(facts, actor, content));
}

/* Our own instance tells what the kernel has. */
static bool kernel_lacks(const struct facts *facts, enum kernel_file_kind kind)
{
	for (size_t i = 0; i < facts->kernel_files_count; i++) {
		const struct kernel_file *file = &facts->kernel_files[i];

		if (file->kind == kind && file->own && file->state == KERNEL_FILE_GONE)
			return true;
	}
	return false;
}

/* Where the way to another instance was refused, EACCES may come from a
 * directory on that way. */
static bool is_missing(const struct facts *facts, const struct kernel_file *file)
{
	return file->state == KERNEL_FILE_GONE
		|| (file->state == KERNEL_FILE_DENIED && !is_per_mount(file) && kernel_lacks(facts, file->kind));
}

static bool nobody_asked(const struct facts *facts, const struct answer *answer)
{
	return !facts->live && answer->state == NOT_ASKED;
}

static void barriers_written(struct way *way, const struct facts *facts, const struct actor *actor,
			     const struct kernel_file *file, const struct written_file *row)
{
	barrier_read_only(way, facts, actor, file->path, &file->write);
	barrier_kernel_file_owner(way, facts, actor, row->override);
	barrier_masked(way, facts, actor, file);
	barrier_kernel_file_policy(way, facts, actor, file, &file->write, row->profile_denies);
	if (row->content != FACT_COUNT && nobody_asked(facts, &file->write))
		barrier_exists(way, facts, actor, row->content);
	if (row->more)
		row->more(way, facts, actor, file);
}

/* One way for each instance of the file; `row` or `barriers` says how. */
static void each_file(const struct facts *facts, const struct actor *actor, struct finding *finding, enum kernel_file_kind kind,
		      const char *name, const struct written_file *row, barriers_function *barriers)
{
	struct way way;
	bool found = false;

	for (size_t i = 0; i < facts->kernel_files_count; i++) {
		const struct kernel_file *file = &facts->kernel_files[i];

		if (file->kind != kind)
			continue;
		found = true;
		way_init(&way, arena_printf(actor->arena, row ? "write to %s" : "read %s", file->path));
		if (is_missing(facts, file))
			barrier_gone(&way, actor, file);
		else if (row)
			barriers_written(&way, facts, actor, file, row);
		else
			barriers(&way, facts, actor, file);
		finding_add(finding, &way);
	}
	if (!found || !list_complete(&facts->kernel_files_list))
		finding_not_given(finding, actor, &facts->kernel_files_list, name, "/proc, /sys and their other instances");
}

/* One judge per file that is written to. */
#define WRITTEN(function, kind, name, ...)									\
	static void function(const struct facts *facts, const struct actor *actor, struct finding *finding)	\
	{													\
		static const struct written_file row = { __VA_ARGS__ };						\
		each_file(facts, actor, finding, kind, name, &row, NULL);					\
	}

/* ---- usermode helpers ------------------------------------------------------ */

WRITTEN(judge_core_pattern, KERNEL_FILE_CORE_PATTERN, "sys/kernel/core_pattern", .content = FACT_CORE_PATTERN, .profile_denies = true)

static void barrier_modules(struct way *way, const struct facts *facts, const struct actor *actor,
			    const struct kernel_file *file)
{
	/* The sysctl exists only in a kernel with loadable modules. */
	enum known modules = file && file->write.state == ANSWERED && file->write.error == 0 ? YES
		: fact_bool(facts, FACT_KERNEL_MODULES);

	barrier_unless(way, BARRIER_KERNEL, modules, "kernel without modules", modules == YES ? "this kernel calls modprobe (it has the sysctl)" :
		    modules == NO ? arena_printf(actor->arena, "this kernel has no loadable modules (%s)",
						 fact_source(facts, FACT_KERNEL_MODULES))
		    : fact_gap(facts, actor, FACT_KERNEL_MODULES));
}

static void barrier_loadable_modules(struct way *way, const struct facts *facts, const struct actor *actor)
{
	barrier_modules(way, facts, actor, NULL);
}

WRITTEN(judge_given_modprobe, KERNEL_FILE_MODPROBE, "sys/kernel/modprobe", .content = FACT_MODPROBE, .profile_denies = true,
	.more = barrier_modules)

static void judge_modprobe_path(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	judge_given_modprobe(facts, actor, finding);
	if (!kernel_lacks(facts, KERNEL_FILE_MODPROBE))
		finding_add_own_proc(finding, facts, actor, "sys/kernel/modprobe", true, barrier_loadable_modules);
}

WRITTEN(judge_uevent_helper, KERNEL_FILE_UEVENT_HELPER, "/sys/kernel/uevent_helper", .content = FACT_UEVENT_HELPER,
	.override = true, .profile_denies = true)
WRITTEN(judge_binfmt_misc_register, KERNEL_FILE_BINFMT_REGISTER, "sys/fs/binfmt_misc/register", .content = FACT_COUNT,
	.override = true, .profile_denies = true)

/* Only the real root of a hierarchy has the file (CFTYPE_ONLY_ON_ROOT). */
static void barrier_hierarchy_root(struct way *way, const struct facts *facts, const struct actor *actor,
				   const struct kernel_file *file)
{
	const struct mount *mount = mount_covering(facts, file->path);
	enum known initial = fact_bool(facts, FACT_CGROUPNS_INITIAL);
	bool is_top = mount && !strcmp(mount->root, "/");
	enum barrier_state state = !mount || initial == UNKNOWN ? BARRIER_IS_UNKNOWN :
				   initial == YES ? is_top ? BARRIER_ABSENT : BARRIER_STANDING :
				   is_top ? BARRIER_STANDING : BARRIER_IS_UNKNOWN;

	barrier_add(way, BARRIER_NAMESPACE, state, "cgroup namespace of its own", arena_printf(actor->arena,
		    "%s of the hierarchy is what is mounted, and the cgroup namespace is %s (/proc/self/mountinfo, /proc/self/ns/cgroup)",
		    mount ? mount->root : "an unknown part",
		    initial == YES ? "the initial one" : initial == NO ? "not the initial one" : "not known"));
}

/* Opening passes by owner and mode; the write itself asks for CAP_SYS_ADMIN
 * over the initial user namespace since the fix of CVE-2022-0492 (Linux 5.17
 * and stable kernels; kernel/cgroup/cgroup-v1.c, cgroup_release_agent_write). */
static void barrier_release_agent(struct way *way, const struct facts *facts, const struct actor *actor,
				  const struct kernel_file *file)
{
	if ((actor->caps | actor->caps_unknown) >> CAP_SYS_ADMIN & 1 || kernel_at_least(facts, 5, 17) == YES)
		barrier_capable(way, facts, actor, CAP_SYS_ADMIN);
	else
		barrier_add(way, BARRIER_CAPABILITY, BARRIER_IS_UNKNOWN, "CAP_SYS_ADMIN",
			    "not held; whether this kernel asks for it (the fix of CVE-2022-0492) is not known");
	if (nobody_asked(facts, &file->write))
		barrier_hierarchy_root(way, facts, actor, file);
}

WRITTEN(judge_release_agent, KERNEL_FILE_RELEASE_AGENT, "release_agent (cgroup v1)", .content = FACT_COUNT,
	.override = true, .more = barrier_release_agent)

/* ---- reading ---------------------------------------------------------------- */

/* Owner root, nobody else: the capabilities that override owner and mode do
 * as well as uid 0. */
static void barrier_reader(struct way *way, const struct facts *facts, const struct actor *actor)
{
	if (actor->host_root != YES && actor->caps >> CAP_DAC_READ_SEARCH & 1)
		barrier_capable(way, facts, actor, CAP_DAC_READ_SEARCH);
	else
		barrier_kernel_file_owner(way, facts, actor, true);
}

static bool was_opened(const struct kernel_file *file)
{
	return file->read.state == ANSWERED && file->read.error == 0 && file->state != KERNEL_FILE_HIDDEN;
}

/* fs/proc/kcore.c, open_kcore(): lockdown, then CAP_SYS_RAWIO, both EPERM.  To
 * have opened it proves both; to have been refused with the capability in the
 * effective set proves lockdown, where no policy makes it inert. */
static void barrier_kcore_lockdown(struct way *way, const struct facts *facts, const struct actor *actor,
				   const struct kernel_file *file)
{
	static const char what[] = "kernel lockdown";
	uint64_t effective = 0;

	fact_number(facts, FACT_CAP_EFFECTIVE, &effective);
	if (was_opened(file))
		barrier_add(way, BARRIER_KERNEL, BARRIER_ABSENT, what, "not in force: the file could be opened (asked)");
	else if (file->read.state == ANSWERED && file->read.error == EPERM && effective >> CAP_SYS_RAWIO & 1
		 && fact_bool(facts, FACT_USERNS_INITIAL) == YES)
		barrier_denied(way, actor, lsm_confines(facts) == NO ? BARRIER_KERNEL : BARRIER_KIND_COUNT, what, EPERM,
			       ", although CAP_SYS_RAWIO is held (asked)");
	else
		barrier_lockdown(way, facts, actor, true);
}

static void barriers_kcore(struct way *way, const struct facts *facts, const struct actor *actor,
			   const struct kernel_file *file)
{
	barrier_capable(way, facts, actor, CAP_SYS_RAWIO);
	barrier_masked(way, facts, actor, file);
	barrier_reader(way, facts, actor);
	barrier_kcore_lockdown(way, facts, actor, file);
	barrier_kernel_file_policy(way, facts, actor, file, &file->read, true);
}

/* Reading needs no rule of its own in the engines' profile.  A tracefs that
 * lockdown closed is empty (fs/tracefs/inode.c, tracefs_create_file()). */
static void barriers_tracefs(struct way *way, const struct facts *facts, const struct actor *actor,
			     const struct kernel_file *file)
{
	barrier_masked(way, facts, actor, file);
	barrier_reader(way, facts, actor);
	barrier_kernel_file_policy(way, facts, actor, file, &file->read, false);
	if (lockdown_active(facts, true) == YES)
		barrier_lockdown(way, facts, actor, true);
}

/* The engines mask their own proc only. */
static void barriers_fresh_kcore(struct way *way, const struct facts *facts, const struct actor *actor)
{
	barrier_capable(way, facts, actor, CAP_SYS_RAWIO);
	for (size_t i = 0; i < facts->kernel_files_count; i++) {
		const struct kernel_file *file = &facts->kernel_files[i];

		if (file->kind == KERNEL_FILE_KCORE && file->state != KERNEL_FILE_HIDDEN) {
			barrier_kcore_lockdown(way, facts, actor, file);
			return;
		}
	}
	barrier_lockdown(way, facts, actor, true);
}

static void judge_kcore(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	each_file(facts, actor, finding, KERNEL_FILE_KCORE, "kcore", NULL, barriers_kcore);
	if (!kernel_lacks(facts, KERNEL_FILE_KCORE))
		finding_add_own_proc(finding, facts, actor, "kcore", false, barriers_fresh_kcore);
}

static void tracefs_by_mount(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;

	way_init(&way, "a tracefs of our own, by mount(2) or fsmount(2)");
	barrier_capable(&way, facts, actor, CAP_SYS_ADMIN);
	barrier_host_root(&way, facts, actor);
	barrier_mounting(&way, facts, actor);
	barrier_file_system(&way, facts, actor, "tracefs", false, "tracefs in the kernel");
	barrier_lockdown(&way, facts, actor, true);
	finding_add(finding, &way);
}

static void judge_tracefs(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	each_file(facts, actor, finding, KERNEL_FILE_TRACEFS, "tracefs or debugfs", NULL, barriers_tracefs);
	tracefs_by_mount(facts, actor, finding);
}

/* ---- host-wide effects ------------------------------------------------------ */

WRITTEN(judge_given_sysrq, KERNEL_FILE_SYSRQ_TRIGGER, "sysrq-trigger", .content = FACT_SYSRQ, .override = true, .profile_denies = true)

static void judge_sysrq_trigger(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	judge_given_sysrq(facts, actor, finding);
	if (!kernel_lacks(facts, KERNEL_FILE_SYSRQ_TRIGGER))
		finding_add_own_proc(finding, facts, actor, "sysrq-trigger", false, NULL);
}

/* The directory of sysctls in which a file lies: "/x/sys" of
 * "/x/sys/kernel/core_pattern"; 0 when it is none. */
static size_t sysctl_directory(const struct kernel_file *file)
{
	static const char pattern_file[] = "/kernel/core_pattern";
	size_t len = strlen(file->path), tail = sizeof pattern_file - 1;

	if (file->kind == KERNEL_FILE_CORE_PATTERN && len > tail && !strcmp(file->path + len - tail, pattern_file))
		return len - tail;
	return file->kind == KERNEL_FILE_READ_ONLY && path_matches(file->path, "/proc/sys") ? len : 0;
}

/* Is there a sysctl of this directory that was asked about? */
static bool has_sample(const struct facts *facts, const struct kernel_file *directory)
{
	for (size_t i = 0; i < facts->kernel_files_count; i++) {
		const struct kernel_file *file = &facts->kernel_files[i];

		if (file->kind == KERNEL_FILE_CORE_PATTERN && file->state != KERNEL_FILE_GONE
		    && path_below(file->path, directory->path))
			return true;
	}
	return false;
}

/* The directory cannot be asked about writing (mode 0555), its files can:
 * core_pattern stands for all the sysctls that are not namespaced. */
static void judge_proc_sys_write(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const struct written_file row = { .profile_denies = true, .content = FACT_CORE_PATTERN };
	static const struct answer done = { .state = ANSWERED };
	struct way way;
	bool found = false;

	for (size_t i = 0; i < facts->kernel_files_count; i++) {
		const struct kernel_file *file = &facts->kernel_files[i];
		size_t len = sysctl_directory(file);
		bool sample = file->kind == KERNEL_FILE_CORE_PATTERN;

		if (len == 0 || is_missing(facts, file) || (!sample && has_sample(facts, file)))
			continue;
		found = true;
		way_init(&way, arena_printf(actor->arena, "write to sysctls below %.*s", (int)len, file->path));
		if (sample) {
			barriers_written(&way, facts, actor, file, &row);
		} else {
			barrier_host_root(&way, facts, actor);
			barrier_read_only(&way, facts, actor, file->path, file->state == KERNEL_FILE_EXPOSED ? &done : &file->write);
			barrier_kernel_file_policy(&way, facts, actor, file, &file->write, true);
		}
		finding_add(finding, &way);
	}
	if (!found || !list_complete(&facts->kernel_files_list))
		finding_not_given(finding, actor, &facts->kernel_files_list, "/proc/sys", "/proc and its other instances");
	finding_add_own_proc(finding, facts, actor, "sys", true, NULL);
}

/* The engines' profile denies writing below /sys, cgroups apart; it has no
 * rule about a sysfs at another place. */
static void barrier_sysfs_policy(struct way *way, const struct facts *facts, const struct actor *actor, const struct mount *mount)
{
	const struct kernel_file stand_in = { .path = mount->point, .own = path_below(mount->point, "/sys") };
	const struct answer refused = { .state = ANSWERED, .error = EROFS };

	barrier_kernel_file_policy(way, facts, actor, &stand_in, &refused, true);
}

static void judge_sysfs_write(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;
	bool found = false;

	for (size_t i = 0; i < facts->mounts_count; i++) {
		const struct mount *mount = &facts->mounts[i];

		if (mount->hidden || strcmp(mount->type, "sysfs") != 0)
			continue;
		found = true;
		way_init(&way, arena_printf(actor->arena, "write to files below %s (sysfs)", mount->point));
		barrier_mount_read_only(&way, actor, mount);
		barrier_kernel_file_owner(&way, facts, actor, true);
		barrier_sysfs_policy(&way, facts, actor, mount);
		finding_add(finding, &way);
	}
	if (!found || !list_complete(&facts->mounts_list))
		finding_not_given(finding, actor, &facts->mounts_list, "a sysfs mount", "/proc/self/mountinfo");
}

/* ---- what is hidden, and what stands in other file systems of the kernel ------- */

/* What gives nothing away that a host would keep to itself, or is judged as a
 * path of its own; which of them engines hide is not the same everywhere. */
static bool is_worth_hiding(const struct kernel_file *file)
{
	return file->kind == KERNEL_FILE_MASKED && !path_matches(file->path, "/proc/kcore")
		&& !path_matches(file->path, "/proc/interrupts") && !path_matches(file->path, "/proc/asound");
}

static void judge_proc_unmasked(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;
	bool found = false;

	for (size_t i = 0; i < facts->kernel_files_count; i++) {
		const struct kernel_file *file = &facts->kernel_files[i];

		if (!is_worth_hiding(file))
			continue;
		found = true;
		way_init(&way, file->path);
		if (file->state == KERNEL_FILE_GONE)
			barrier_gone(&way, actor, file);
		else if (file->state == KERNEL_FILE_DENIED)
			barrier_add(&way, BARRIER_PERMISSION, actor->as_root ? BARRIER_IS_UNKNOWN : BARRIER_STANDING, "read permission", "refused (asked)");
		else if (file->state == KERNEL_FILE_UNKNOWN)
			barrier_add(&way, BARRIER_MASKED, BARRIER_IS_UNKNOWN, "masked path", "it could not be looked at");
		else
			barrier_masked(&way, facts, actor, file);
		barrier_shared_kernel(&way, facts, actor);
		finding_add(finding, &way);
	}
	if (!found || !list_complete(&facts->kernel_files_list))
		finding_not_given(finding, actor, &facts->kernel_files_list, "files that engines mask", "/proc and /sys");
}

/* A file system of the kernel: its mounts here, and one of our own. */
struct kernel_fs {
	const char *type;
	barriers_more *in, *mounted;	/* to write in it; and what else a mount of our own asks for */
};

static void each_mount_of(struct finding *finding, const struct facts *facts, const struct actor *actor, const struct kernel_fs *fs)
{
	struct way way;

	for (size_t i = 0; i < facts->mounts_count; i++) {
		const struct mount *mount = &facts->mounts[i];

		if (mount->hidden || strcmp(mount->type, fs->type) != 0)
			continue;
		way_init(&way, arena_printf(actor->arena, "the %s at %s", fs->type, mount->point));
		barrier_mount_read_only(&way, actor, mount);
		fs->in(&way, facts, actor);
		barrier_sysfs_policy(&way, facts, actor, mount);
		finding_add(finding, &way);
	}
	if (!list_complete(&facts->mounts_list))
		finding_not_given(finding, actor, &facts->mounts_list, fs->type, "/proc/self/mountinfo");
	way_init(&way, arena_printf(actor->arena, "%s of our own", fs->type));
	barrier_capable(&way, facts, actor, CAP_SYS_ADMIN);
	fs->in(&way, facts, actor);
	barrier_mounting(&way, facts, actor);
	fs->mounted(&way, facts, actor);
	finding_add(finding, &way);
}

static void barrier_apparmor(struct way *way, const struct facts *facts, const struct actor *actor)
{
	static const char what[] = "AppArmor in the kernel";

	barrier_capable(way, facts, actor, CAP_MAC_ADMIN);
	if (facts->live && facts->fact[FACT_APPARMOR_ENABLED].error == ENOENT)
		barrier_add(way, BARRIER_KERNEL, BARRIER_STANDING, what, fact_gap(facts, actor, FACT_APPARMOR_ENABLED));
	else
		barrier_bool(way, facts, actor, FACT_APPARMOR_ENABLED, YES, BARRIER_KERNEL, what);
}

static void barrier_securityfs(struct way *way, const struct facts *facts, const struct actor *actor)
{
	barrier_file_system(way, facts, actor, "securityfs", false, "securityfs in the kernel");
}

/* The files ask for CAP_MAC_ADMIN, not for an owner (security/apparmor/apparmorfs.c
 * has them as 0666; policy.c, aa_policy_admin_capable()). */
static void judge_securityfs_policy(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const struct kernel_fs fs = { .type = "securityfs", .in = barrier_apparmor, .mounted = barrier_securityfs };

	each_mount_of(finding, facts, actor, &fs);
}

static void barrier_efi_owner(struct way *way, const struct facts *facts, const struct actor *actor)
{
	barrier_kernel_file_owner(way, facts, actor, true);
}

static void barrier_efi(struct way *way, const struct facts *facts, const struct actor *actor)
{
	barrier_file_system(way, facts, actor, "efivarfs", true, "efivarfs in the kernel");
	barrier_bool(way, facts, actor, FACT_EFI, YES, BARRIER_KERNEL, "a machine started by EFI");
}

static void judge_efivarfs_rw(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const struct kernel_fs fs = { .type = "efivarfs", .in = barrier_efi_owner, .mounted = barrier_efi };

	each_mount_of(finding, facts, actor, &fs);
}

const struct path paths_procfs[] = {
#include "procfs.rows.inc"
	{ .id = NULL }
};
