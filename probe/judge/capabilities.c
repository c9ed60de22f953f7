/* capabilities.c - what single capabilities do to the host by themselves,
 * CAP_SYS_ADMIN first: with the seccomp profile that engines load for it, it
 * is a way out under AppArmor's docker-default, too. */
#include <errno.h>
#include <string.h>
#include "parse.h"
#include "disk_ways.h"
#include "rules.h"

#define COUNT(array) (sizeof (array) / sizeof *(array))

/* A mount of a host file system that will do. */
static void barrier_anchor(struct way *way, const struct facts *facts, const struct actor *actor, const struct mount *anchor,
			   const char *what, const char *evidence)
{
	if (anchor)
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_ABSENT, what,
			    arena_printf(actor->arena, "%s, %s %u:%u%s", anchor->point, anchor->type, anchor->major, anchor->minor, evidence));
	else
		barrier_not_found(way, actor, &facts->mounts_list, what, "/proc/self/mountinfo");
}

/* ---- CAP_SYS_ADMIN ------------------------------------------------------------ */

static void judge_sysadmin_binfmt_misc(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;

	way_init(&way, "mount binfmt_misc and write to its register file");
	barrier_capable(&way, facts, actor, CAP_SYS_ADMIN);
	barrier_mounting(&way, facts, actor);
	barrier_file_system(&way, facts, actor, "binfmt_misc", true, "binfmt_misc in the kernel");
	/* register is 0200 and belongs to uid 0; writing asks for no capability
	 * (fs/binfmt_misc.c, bm_register_write) */
	barrier_kernel_file_owner(&way, facts, actor, true);
	finding_add(finding, &way);
}

static void judge_sysadmin_fanotify(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	const struct mount *anchor = NULL;
	struct way way;

	for (size_t i = 0; i < facts->mounts_count && !anchor; i++)
		if (mount_is_on_host_disk(&facts->mounts[i]))
			anchor = &facts->mounts[i];
	way_init(&way, anchor ? arena_printf(actor->arena, "watch the file system of %s (%s)", anchor->point, anchor->type)
		 : "watch a file system of the host");
	barrier_capable(&way, facts, actor, CAP_SYS_ADMIN);
	barrier_anchor(&way, facts, actor, anchor, "a mount of a host file system", " (/proc/self/mountinfo)");
	barrier_call(&way, facts, CALL_FANOTIFY_INIT);
	barrier_selinux(&way, facts, actor, "SELinux on the host's files");
	finding_add(finding, &way);
}

static void judge_sysadmin_core_pattern(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	finding_add_own_proc(finding, facts, actor, "sys/kernel/core_pattern", true, NULL);
}

static void judge_sysadmin_release_agent(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;

	way_init(&way, "mount a new cgroup v1 hierarchy and write to its release_agent");
	barrier_capable(&way, facts, actor, CAP_SYS_ADMIN);
	barrier_host_root(&way, facts, actor);
	/* the file is in the real root only, which a private namespace hides */
	barrier_initial(&way, facts, actor, FACT_CGROUPNS_INITIAL, "cgroup namespace of its own");
	barrier_mounting(&way, facts, actor);
	barrier_file_system(&way, facts, actor, "cgroup", false, "cgroup v1 in the kernel");
	finding_add(finding, &way);
}

static void judge_bpf_write_user(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;

	way_init(&way, "a tracing program with bpf_probe_write_user()");
	barrier_capable(&way, facts, actor, CAP_SYS_ADMIN);
	barrier_call(&way, facts, CALL_BPF);
	barrier_selinux(&way, facts, actor, "SELinux on bpf(2)");
	barrier_lockdown(&way, facts, actor, false);
	finding_add(finding, &way);
}

/* ---- setns(2) ------------------------------------------------------------------ */

static void add_setns(struct finding *finding, const struct facts *facts, const struct actor *actor, const struct process *process)
{
	struct way way;

	way_init(&way, arena_printf(actor->arena, "setns(2) to the namespaces of process %llu (%s)",
				    (unsigned long long)process->pid, process->comm ? process->comm : "?"));
	barrier_unless(&way, BARRIER_NOT_GIVEN, process->host, "namespaces of the host", process->host == YES ? "the process lives in the host's mount namespace"
		    : "whether the process lives in the host's mount namespace is not known");
	barrier_capable(&way, facts, actor, CAP_SYS_ADMIN);
	barrier_capability(&way, facts, actor, CAP_SYS_CHROOT);
	barrier_call(&way, facts, CALL_SETNS);
	/* /proc/PID/ns asks the same as /proc/PID/root does */
	if (answer_yes(&process->root) != YES && (actor->caps >> CAP_SYS_PTRACE & 1) && actor->as_root)
		barrier_lsm(&way, facts, actor, "access to the process");
	else
		barrier_answer(&way, facts, actor, &process->root, BARRIER_LSM, "access to the process");
	finding_add(finding, &way);
}

static bool is_bound_mount_namespace(const struct mount *mount)
{
	return !mount->hidden && !strcmp(mount->type, "nsfs") && !strncmp(mount->root, "mnt:", 4);
}

static void judge_setns_host(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;
	bool found = false;

	for (size_t i = 0; i < facts->processes_count; i++) {
		const struct process *process = &facts->processes[i];

		if (process->host == NO)
			continue;
		/* the first, and what may be more open than it */
		if (found && (answer_yes(&process->root) == NO || (finding->status == PATH_UNKNOWN && process->host != YES)))
			continue;
		found = true;
		add_setns(finding, facts, actor, process);
		if (finding->status == PATH_OPEN)
			return;
	}
	for (size_t i = 0; i < facts->mounts_count; i++) {
		if (!is_bound_mount_namespace(&facts->mounts[i]))
			continue;
		found = true;
		way_init(&way, arena_printf(actor->arena, "setns(2) to the namespace bound at %s", facts->mounts[i].point));
		barrier_capable(&way, facts, actor, CAP_SYS_ADMIN);
		barrier_capability(&way, facts, actor, CAP_SYS_CHROOT);
		barrier_call(&way, facts, CALL_SETNS);
		barrier_add(&way, BARRIER_NOT_GIVEN, BARRIER_IS_UNKNOWN, "namespaces of the host", "whose namespace it is is not known");
		finding_add(finding, &way);
	}
	if (found && list_complete(&facts->processes_list))
		return;
	way_init(&way, "setns(2) to a namespace of the host");
	/* A namespace of our own hides the host's processes, but not one that
	 * came in to us: that has to be looked for.  (A captured tree shows none.) */
	bool looked = list_complete(&facts->processes_list) || !facts->live;

	if (looked)
		barrier_initial(&way, facts, actor, FACT_PIDNS_INITIAL, "pid namespace of its own");
	barrier_capable(&way, facts, actor, CAP_SYS_ADMIN);
	barrier_call(&way, facts, CALL_SETNS);
	if (!looked || fact_bool(facts, FACT_PIDNS_INITIAL) != NO)
		barrier_not_found(&way, actor, &facts->processes_list, "a process of the host", "/proc");
	finding_add(finding, &way);
}

/* ---- mount namespaces ------------------------------------------------------------ */

/* NS_MNT_GET_PREV and its like (fs/nsfs.c): since 6.12, and for whoever has
 * CAP_SYS_ADMIN over the namespace's owner; e6b899f08066 asks for more. */
static void barrier_next_mntns(struct way *way, const struct facts *facts, const struct actor *actor)
{
	static const char what[] = "another mount namespace by ioctl(2)";
	const struct answer *asked = &facts->question[ASK_MNTNS];

	if (asked->state == ANSWERED && asked->error == 0)
		barrier_add(way, BARRIER_KERNEL, BARRIER_ABSENT, what, "the kernel hands one out (asked)");
	else if (asked->state == ANSWERED && (!actor->as_root || asked->error == ENOTTY))
		barrier_add(way, BARRIER_KERNEL, BARRIER_STANDING, what, asked->error == ENOTTY
			    ? "ENOTTY: this kernel has no such request (asked)"
			    : arena_printf(actor->arena, "%s (asked)", ERROR_NAME(asked->error)));
	else if (kernel_at_least(facts, 6, 12) == NO)
		barrier_add(way, BARRIER_KERNEL, BARRIER_STANDING, "kernel version",
			    arena_printf(actor->arena, "%s; the request came with 6.12", fact_text(facts, FACT_KERNEL_RELEASE)));
	else
		barrier_add(way, BARRIER_KERNEL, BARRIER_IS_UNKNOWN, what, asked->reason ? asked->reason : "could not be asked");
}

static void judge_nsfs_iterate(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;

	way_init(&way, "the host's mount namespace by ioctl(2), and setns(2)");
	barrier_capable(&way, facts, actor, CAP_SYS_ADMIN);
	barrier_capability(&way, facts, actor, CAP_SYS_CHROOT);
	barrier_call(&way, facts, CALL_SETNS);
	barrier_next_mntns(&way, facts, actor);
	barrier_selinux(&way, facts, actor, "SELinux on the host's files");
	finding_add(finding, &way);
}

/* Unlike what is only held open, this has to be attached: move_mount(2), for
 * which newer kernels ask AppArmor, too. */
static void barrier_attached_mount(struct way *way, const struct facts *facts, const struct actor *actor)
{
	struct way old, new;

	way_init(&old, NULL);
	barrier_mounting_old(&old, facts, actor);
	way_init(&new, NULL);
	barrier_mounting_new(&new, facts, actor);
	barrier_call(&new, facts, CALL_MOVE_MOUNT);
	barrier_lsm(&new, facts, actor, "security module on move_mount(2)");
	way_add_better(way, &old, &new);
}

static bool is_shared(const struct mount *mount)
{
	return mount->shared != 0 && !mount->hidden
		&& (mount->class == MOUNT_HOST_PATH || mount->class == MOUNT_VOLUME || mount->class == MOUNT_POD_VOLUME);
}

/* Whoever makes / shared inside a container makes everything below it shared
 * with itself: then the flag tells nothing of the host. */
static bool root_is_shared(const struct facts *facts)
{
	for (size_t i = 0; i < facts->mounts_count; i++)
		if (!facts->mounts[i].hidden && !strcmp(facts->mounts[i].point, "/"))
			return facts->mounts[i].shared != 0;
	return false;
}

static void judge_mount_propagation_shared(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const char what[] = "a bind that passes mounts on to the host";
	const struct mount *mount = NULL;
	struct way way;

	for (size_t i = 0; i < facts->mounts_count && !mount; i++)
		if (is_shared(&facts->mounts[i]))
			mount = &facts->mounts[i];
	way_init(&way, mount ? arena_printf(actor->arena, "mount over what lies below %s", mount->point) : "mount over directories of the host");
	if (mount)
		barrier_unless(&way, BARRIER_NOT_GIVEN, root_is_shared(facts) ? UNKNOWN : YES, what,
			       arena_printf(actor->arena, "%s has shared:%llu%s (/proc/self/mountinfo)", mount->point,
					    (unsigned long long)mount->shared, root_is_shared(facts) ? ", but so has /" : ""));
	else
		barrier_not_found(&way, actor, &facts->mounts_list, what, "/proc/self/mountinfo");
	barrier_capable(&way, facts, actor, CAP_SYS_ADMIN);
	barrier_attached_mount(&way, facts, actor);
	finding_add(finding, &way);
}

/* ---- CAP_SYS_MODULE -------------------------------------------------------------- */

static void barrier_modules_enabled(struct way *way, const struct facts *facts, const struct actor *actor)
{
	const struct answer *asked = &facts->question[ASK_CAP_SYS_MODULE];

	/* the length of the module is looked at after all of that */
	if (asked->state == ANSWERED && asked->error == ENOEXEC) {
		barrier_add(way, BARRIER_KERNEL, BARRIER_ABSENT, "modules in the kernel", "init_module(2) got as far as the module (asked)");
		return;
	}
	if (asked->state == ANSWERED && asked->error == ENOSYS && call_runs(facts, CALL_INIT_MODULE) != NO) {
		barrier_add(way, BARRIER_KERNEL, BARRIER_STANDING, "modules in the kernel", "ENOSYS: built without (asked)");
		return;
	}
	barrier_bool(way, facts, actor, FACT_KERNEL_MODULES, YES, BARRIER_KERNEL, "modules in the kernel");
	if (fact_bool(facts, FACT_KERNEL_MODULES) != NO)
		barrier_switch(way, facts, actor, FACT_MODULES_DISABLED, "kernel.modules_disabled");
}

/* Only signed modules: by sig_enforce, or by lockdown, whose state a container
 * can hardly see.  A kernel that says it does not enforce is believed. */
static void barrier_signatures(struct way *way, const struct facts *facts, const struct actor *actor)
{
	static const char what[] = "only signed modules";
	enum known enforced = fact_bool(facts, FACT_MODULE_SIG_ENFORCE);
	bool not_built = enforced == UNKNOWN && facts->live && facts->fact[FACT_MODULE_SIG_ENFORCE].error == ENOENT;

	if (not_built)
		barrier_add(way, BARRIER_KERNEL, BARRIER_ABSENT, what,
			    arena_printf(actor->arena, "the kernel knows no signatures (no %s)", fact_source(facts, FACT_MODULE_SIG_ENFORCE)));
	else if (enforced != YES && lockdown_active(facts, false) == YES)
		barrier_lockdown(way, facts, actor, false);
	else
		barrier_bool(way, facts, actor, FACT_MODULE_SIG_ENFORCE, NO, BARRIER_KERNEL, what);
}

static void judge_cap_sys_module(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const enum call_id calls[] = { CALL_INIT_MODULE, CALL_FINIT_MODULE };
	struct way way;

	way_init(&way, "load a kernel module");
	barrier_capable(&way, facts, actor, CAP_SYS_MODULE);
	barrier_any_call(&way, facts, calls, COUNT(calls));
	barrier_modules_enabled(&way, facts, actor);
	barrier_signatures(&way, facts, actor);
	barrier_selinux(&way, facts, actor, "SELinux on loading modules");
	finding_add(finding, &way);
}

/* ---- CAP_DAC_READ_SEARCH ------------------------------------------------------------ */

/* A handle names any file of the file system that the anchor lies on. */
static bool is_anchor(const struct mount *mount)
{
	static const char *const types[] = { "ext2", "ext3", "ext4", "xfs", "btrfs", "f2fs" };

	if (!mount_is_on_host_disk(mount))
		return false;
	/* Without the capability, or behind a filter, the answer says nothing
	 * about the file system. */
	if (mount->by_handle.state == ANSWERED && mount->by_handle.error != EPERM && mount->by_handle.error != ENOSYS)
		return mount->by_handle.error == 0;
	for (size_t i = 0; i < COUNT(types); i++)
		if (!strcmp(mount->type, types[i]))
			return true;
	return false;
}

static void judge_cap_dac_read_search(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	const struct mount *anchor = NULL;
	struct way way;

	for (size_t i = 0; i < facts->mounts_count && !anchor; i++)
		if (is_anchor(&facts->mounts[i]))
			anchor = &facts->mounts[i];
	way_init(&way, anchor ? arena_printf(actor->arena, "open files of the file system of %s (%s) by handle", anchor->point, anchor->type)
		 : "open files of the host by handle");
	barrier_capable(&way, facts, actor, CAP_DAC_READ_SEARCH);
	barrier_anchor(&way, facts, actor, anchor, "an anchor: a mount of a host file system",
		       anchor && answer_yes(&anchor->by_handle) == YES ? ", was opened by handle (asked)" : " (/proc/self/mountinfo)");
	barrier_call(&way, facts, CALL_OPEN_BY_HANDLE_AT);
	barrier_selinux(&way, facts, actor, "SELinux on the host's files");
	finding_add(finding, &way);
}

/* ---- hardware, kernel memory, kernel image --------------------------------------------- */

static void judge_cap_sys_rawio(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const enum call_id calls[] = { CALL_IOPL, CALL_IOPERM };
	const struct answer *asked = &facts->question[ASK_CAP_SYS_RAWIO];
	bool held = fact_has_cap(facts, FACT_CAP_EFFECTIVE, CAP_SYS_RAWIO) && fact_bool(facts, FACT_USERNS_INITIAL) == YES;
	struct way way;

	way_init(&way, "iopl(2) or ioperm(2)");
	barrier_capable(&way, facts, actor, CAP_SYS_RAWIO);
	barrier_any_call(&way, facts, calls, COUNT(calls));
	if (asked->state == ANSWERED && asked->error == EPERM && held && call_runs(facts, CALL_IOPL) == YES)
		barrier_add(&way, BARRIER_KERNEL, BARRIER_STANDING, "kernel lockdown or a security module",
			    "iopl(2) answers EPERM with CAP_SYS_RAWIO held (asked)");
	else
		barrier_lockdown(&way, facts, actor, false);
	finding_add(finding, &way);
}

static void judge_bpf_read_kernel(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way, bpf, admin;

	way_init_capable(&bpf, facts, actor, CAP_BPF);
	barrier_capable(&bpf, facts, actor, CAP_PERFMON);
	way_init_capable(&admin, facts, actor, CAP_SYS_ADMIN);
	way_init(&way, "a tracing program with bpf_probe_read_kernel()");
	way_add_better(&way, &admin, &bpf);
	barrier_call(&way, facts, CALL_BPF);
	barrier_selinux(&way, facts, actor, "SELinux on bpf(2)");
	barrier_lockdown(&way, facts, actor, true);
	finding_add(finding, &way);
}

/* Above 2 the kernels of Debian and Ubuntu want CAP_SYS_ADMIN, kernel.org's do
 * not: what the call answered to this process tells, by EACCES or past it. */
static void barrier_perfmon(struct way *way, const struct facts *facts, const struct actor *actor, const char *what, const char *evidence)
{
	const struct answer *asked = &facts->call[CALL_PERF_EVENT_OPEN].plain;
	const char *paranoid = fact_text(facts, FACT_PERF_PARANOID);

	barrier_capable(way, facts, actor, CAP_PERFMON);
	if (asked->state == ANSWERED && asked->error == EINVAL)
		return;
	if (asked->state == ANSWERED && asked->error == EACCES && fact_has_cap(facts, FACT_CAP_EFFECTIVE, CAP_PERFMON))
		barrier_add(way, BARRIER_KERNEL, BARRIER_STANDING, what, "EACCES, though CAP_PERFMON is held (asked)");
	else if (!paranoid || *paranoid > '2')
		barrier_add(way, BARRIER_KERNEL, BARRIER_IS_UNKNOWN, what, evidence);
}

/* An event of a whole processor, which asks for either capability or for a low
 * switch (perf_allow_cpu() in include/linux/perf_event.h).  Lockdown keeps back
 * what the kernel has in its registers, and no more (LOCKDOWN_PERF in
 * kernel/events/core.c). */
static void judge_perf_read_user(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const char what[] = "kernel.perf_event_paranoid";
	const char *paranoid = fact_text(facts, FACT_PERF_PARANOID);
	const char *evidence = paranoid ? arena_printf(actor->arena, "%s (%s)", paranoid, fact_source(facts, FACT_PERF_PARANOID))
			       : fact_gap(facts, actor, FACT_PERF_PARANOID);
	struct way way, perfmon, admin, capable, free;

	way_init(&perfmon, NULL);
	barrier_perfmon(&perfmon, facts, actor, what, evidence);
	way_init_capable(&admin, facts, actor, CAP_SYS_ADMIN);
	way_init(&capable, NULL);
	way_add_better(&capable, &perfmon, &admin);
	way_init(&free, NULL);
	barrier_unless(&free, BARRIER_KERNEL, !paranoid ? UNKNOWN : *paranoid == '-' || *paranoid == '0' ? YES : NO, what, evidence);
	way_init(&way, "PERF_SAMPLE_STACK_USER of a processor");
	way_add_better(&way, &capable, &free);
	barrier_call(&way, facts, CALL_PERF_EVENT_OPEN);
	barrier_selinux(&way, facts, actor, "SELinux on perf_event_open(2)");
	barrier_shared_kernel(&way, facts, actor);
	finding_add(finding, &way);
}

static void barrier_kexec_limit(struct way *way, const struct facts *facts, const struct actor *actor)
{
	const char *limit = fact_text(facts, FACT_KEXEC_LIMIT_REBOOT);

	if (facts->live && !facts->fact[FACT_KEXEC_DISABLED].known && facts->fact[FACT_KEXEC_DISABLED].error == ENOENT)
		barrier_add(way, BARRIER_KERNEL, BARRIER_STANDING, "kexec in the kernel", fact_gap(facts, actor, FACT_KEXEC_DISABLED));
	else
		barrier_switch(way, facts, actor, FACT_KEXEC_DISABLED, "kernel.kexec_load_disabled");
	if (limit && !strcmp(limit, "0"))
		barrier_add(way, BARRIER_KERNEL, BARRIER_STANDING, "kernel.kexec_load_limit_reboot",
			    arena_printf(actor->arena, "0 (%s)", fact_source(facts, FACT_KEXEC_LIMIT_REBOOT)));
}

/* The loaded kernel starts by reboot(2) in the initial pid namespace, or when
 * the running one crashes, which sysrq-trigger can do. */
/* SysRq "c" starts the crash kernel, for which memory has to be set aside at
 * boot (crashkernel= of the kernel command line). */
static bool may_hold_crash_kernel(const struct facts *facts)
{
	const char *cmdline = fact_text(facts, FACT_KERNEL_CMDLINE);

	return !cmdline || strstr(cmdline, "crashkernel=");
}

static void barrier_kexec_start(struct way *way, const struct facts *facts, const struct actor *actor)
{
	for (size_t i = 0; i < facts->kernel_files_count && may_hold_crash_kernel(facts); i++) {
		const struct kernel_file *file = &facts->kernel_files[i];

		if (file->kind == KERNEL_FILE_SYSRQ_TRIGGER && file->state == KERNEL_FILE_EXPOSED) {
			barrier_add(way, BARRIER_NAMESPACE, fact_text(facts, FACT_KERNEL_CMDLINE) ? BARRIER_ABSENT : BARRIER_IS_UNKNOWN,
				    "starting it", file->path);
			return;
		}
	}
	barrier_initial(way, facts, actor, FACT_PIDNS_INITIAL, "pid namespace of its own");
}

static void judge_kexec_load(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const enum call_id calls[] = { CALL_KEXEC_LOAD, CALL_KEXEC_FILE_LOAD };
	const struct answer *asked = &facts->question[ASK_KEXEC];
	struct way way;

	way_init(&way, "load another kernel and start it");
	barrier_capable(&way, facts, actor, CAP_SYS_BOOT);
	barrier_any_call(&way, facts, calls, COUNT(calls));
	if (asked->state == ANSWERED && asked->error == EINVAL) {
		barrier_add(&way, BARRIER_KERNEL, BARRIER_ABSENT, "kexec in the kernel", "kexec_load(2) is permitted (asked)");
	} else {
		barrier_kexec_limit(&way, facts, actor);
		barrier_lockdown(&way, facts, actor, false);
	}
	barrier_kexec_start(&way, facts, actor);
	finding_add(finding, &way);
}

/* ---- influence ---------------------------------------------------------------------------- */

static void judge_host_reboot(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;

	way_init(&way, "reboot(2)");
	barrier_capable(&way, facts, actor, CAP_SYS_BOOT);
	barrier_call(&way, facts, CALL_REBOOT);
	/* elsewhere it ends only that namespace (kernel/pid_namespace.c) */
	barrier_initial(&way, facts, actor, FACT_PIDNS_INITIAL, "pid namespace of its own");
	finding_add(finding, &way);
}

static void add_log(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device)
{
	struct way capable, free;

	(void)device;
	way_init_capable(&capable, facts, actor, CAP_SYSLOG);
	way_init(&free, NULL);
	/* CAP_SYS_ADMIN was enough for long (6.1 does, 6.12 does not): the
	 * kernel's own answer decides for this process. */
	if (!actor->as_root && facts->question[ASK_CAP_SYSLOG].state == ANSWERED && facts->question[ASK_CAP_SYSLOG].error == 0)
		barrier_add(&free, BARRIER_CAPABILITY, BARRIER_ABSENT, "permission to read it", "the kernel told its size (asked)");
	else
		barrier_switch(&free, facts, actor, FACT_DMESG_RESTRICT, "kernel.dmesg_restrict");
	way_add_better(way, &capable, &free);
}

static void judge_kernel_log(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;

	way_init(&way, "syslog(2)");
	add_log(&way, facts, actor, NULL);
	barrier_call(&way, facts, CALL_SYSLOG);
	barrier_shared_kernel(&way, facts, actor);
	finding_add(finding, &way);
	finding_add_kmsg(finding, facts, actor, add_log);
}

static void judge_host_clock(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;

	way_init(&way, "settimeofday(2)");
	barrier_capable(&way, facts, actor, CAP_SYS_TIME);
	barrier_call(&way, facts, CALL_SETTIMEOFDAY);
	finding_add(finding, &way);
}

/* clang-format off */
const struct path paths_capabilities[] = {
#include "capabilities.rows.inc"
	{ .id = NULL }
};
