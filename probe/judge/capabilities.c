/* capabilities.c - what single capabilities do to the host by themselves,
 * CAP_SYS_ADMIN first: with the seccomp profile that engines load for it, it
 * is a way out under AppArmor's docker-default, too. */
#include <errno.h>
#include <string.h>
#include "parse.h"
#include "rules.h"

#define COUNT(array) (sizeof (array) / sizeof *(array))

/* A fact that must have the value `needed`; its opposite stands. */
static void barrier_bool(struct way *way, const struct facts *facts, const struct actor *actor, enum fact_id id, enum known needed,
			 enum barrier_kind kind, const char *what)
{
	enum known is = fact_bool(facts, id);

	barrier_unless(way, kind, is == UNKNOWN ? UNKNOWN : is == needed ? YES : NO, what, is == UNKNOWN ? fact_gap(facts, actor, id) :
		       arena_printf(actor->arena, "%s: %s (%s)", fact_rows[id].name, is == YES ? "yes" : "no", fact_source(facts, id)));
}

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

static void sysadmin_binfmt_misc(const struct facts *facts, const struct actor *actor, struct finding *finding)
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

static void sysadmin_fanotify(const struct facts *facts, const struct actor *actor, struct finding *finding)
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

static void sysadmin_core_pattern(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	finding_add_own_proc(finding, facts, actor, "sys/kernel/core_pattern", true, NULL);
}

static void sysadmin_release_agent(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;

	way_init(&way, "mount a new cgroup v1 hierarchy and write to its release_agent");
	barrier_capable(&way, facts, actor, CAP_SYS_ADMIN);
	barrier_host_root(&way, facts, actor);
	/* the file is in the real root only, which a private namespace hides */
	barrier_bool(&way, facts, actor, FACT_CGROUPNS_INITIAL, YES, BARRIER_NAMESPACE, "cgroup namespace of its own");
	barrier_mounting(&way, facts, actor);
	barrier_file_system(&way, facts, actor, "cgroup", false, "cgroup v1 in the kernel");
	finding_add(finding, &way);
}

static void bpf_write_user(const struct facts *facts, const struct actor *actor, struct finding *finding)
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
	return !mount->hidden && mount->type && mount->root && !strcmp(mount->type, "nsfs") && !strncmp(mount->root, "mnt:", 4);
}

static void setns_host(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;
	bool found = false;

	for (size_t i = 0; i < facts->processes_count; i++) {
		const struct process *process = &facts->processes[i];

		if (process->host == NO)
			continue;
		/* one that is known to be the host's, else the first */
		if (found && (process->host != YES || answer_yes(&process->root) != YES))
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
	barrier_bool(&way, facts, actor, FACT_PIDNS_INITIAL, YES, BARRIER_NAMESPACE, "pid namespace of its own");
	barrier_capable(&way, facts, actor, CAP_SYS_ADMIN);
	barrier_call(&way, facts, CALL_SETNS);
	if (fact_bool(facts, FACT_PIDNS_INITIAL) != NO)
		barrier_not_found(&way, actor, &facts->processes_list, "a process of the host", "/proc");
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

static void cap_sys_module(const struct facts *facts, const struct actor *actor, struct finding *finding)
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

static void cap_dac_read_search(const struct facts *facts, const struct actor *actor, struct finding *finding)
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

static void cap_sys_rawio(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const enum call_id calls[] = { CALL_IOPL, CALL_IOPERM };
	const struct answer *asked = &facts->question[ASK_CAP_SYS_RAWIO];
	uint64_t effective;
	bool held = fact_number(facts, FACT_CAP_EFFECTIVE, &effective) && effective >> CAP_SYS_RAWIO & 1;
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

static void bpf_read_kernel(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way, bpf, admin;

	way_init(&bpf, NULL);
	barrier_capable(&bpf, facts, actor, CAP_BPF);
	barrier_capable(&bpf, facts, actor, CAP_PERFMON);
	way_init(&admin, NULL);
	barrier_capable(&admin, facts, actor, CAP_SYS_ADMIN);
	way_init(&way, "a tracing program with bpf_probe_read_kernel()");
	way_add_better(&way, &admin, &bpf);
	barrier_call(&way, facts, CALL_BPF);
	barrier_selinux(&way, facts, actor, "SELinux on bpf(2)");
	barrier_lockdown(&way, facts, actor, true);
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
	barrier_bool(way, facts, actor, FACT_PIDNS_INITIAL, YES, BARRIER_NAMESPACE, "pid namespace of its own");
}

static void kexec_load(const struct facts *facts, const struct actor *actor, struct finding *finding)
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

static void host_reboot(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;

	way_init(&way, "reboot(2)");
	barrier_capable(&way, facts, actor, CAP_SYS_BOOT);
	barrier_call(&way, facts, CALL_REBOOT);
	/* elsewhere it ends only that namespace (kernel/pid_namespace.c) */
	barrier_bool(&way, facts, actor, FACT_PIDNS_INITIAL, YES, BARRIER_NAMESPACE, "pid namespace of its own");
	finding_add(finding, &way);
}

static void kernel_log(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way, capable, free;

	way_init(&way, "syslog(2)");
	way_init(&capable, NULL);
	barrier_capable(&capable, facts, actor, CAP_SYSLOG);
	way_init(&free, NULL);
	/* CAP_SYS_ADMIN was enough for long (6.1 does, 6.12 does not): the
	 * kernel's own answer decides for this process. */
	if (!actor->as_root && facts->question[ASK_CAP_SYSLOG].state == ANSWERED && facts->question[ASK_CAP_SYSLOG].error == 0)
		barrier_add(&free, BARRIER_CAPABILITY, BARRIER_ABSENT, "permission to read it", "the kernel told its size (asked)");
	else
		barrier_switch(&free, facts, actor, FACT_DMESG_RESTRICT, "kernel.dmesg_restrict");
	way_add_better(&way, &capable, &free);
	barrier_call(&way, facts, CALL_SYSLOG);
	barrier_shared_kernel(&way, facts);
	finding_add(finding, &way);
}

static void host_clock(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;

	way_init(&way, "settimeofday(2)");
	barrier_capable(&way, facts, actor, CAP_SYS_TIME);
	barrier_call(&way, facts, CALL_SETTIMEOFDAY);
	finding_add(finding, &way);
}

/* clang-format off */
const struct path paths_capabilities[] = {
	{ .id = "sysadmin-binfmt-misc", .title = "Register an interpreter for the host's programs", .outcome = OUTCOME_HOST_CONTROL,
	  .gives = "A program of the container runs as whoever on the host starts a matching file, root included.",
	  .why = "binfmt_misc is one table for the whole machine (own instances only in other user namespaces, since Linux 6.7). "
		 "CAP_SYS_ADMIN can mount it, also detached with fsmount(2), where AppArmor's docker-default does not look; "
		 "the F flag opens the interpreter in the container at once.",
	  .opened_by = "--cap-add SYS_ADMIN, --privileged",
	  .instead = "Drop SYS_ADMIN. For other architectures register qemu on the host once. For FUSE use a user namespace.",
	  .reference = "capabilities(7), fsopen(2), mount(2), T1611, CIS Docker 5.3", .judge = sysadmin_binfmt_misc },
	{ .id = "sysadmin-fanotify", .title = "Take over files that the host opens", .outcome = OUTCOME_HOST_CONTROL,
	  .gives = "Descriptors, readable and writable, of files that the host opens on the same file system.",
	  .why = "fanotify(7) can watch a whole file system through any mount of it, and /etc/hosts is one that engines bind in. "
		 "The descriptors it hands out pass no permission check (FAN_MARK_FILESYSTEM, Linux 4.20).",
	  .opened_by = "--cap-add SYS_ADMIN, --privileged",
	  .instead = "Drop SYS_ADMIN; inotify(7) needs no capability. Watch files on the host where that is the purpose.",
	  .reference = "fanotify(7), fanotify_init(2), capabilities(7), T1611, CIS Docker 5.3", .judge = sysadmin_fanotify },
	{ .id = "sysadmin-core-pattern", .title = "Set the host's core dump handler through a proc of one's own", .outcome = OUTCOME_HOST_CONTROL,
	  .gives = "A program of choice runs as root on the host as soon as any process crashes.",
	  .why = "kernel.core_pattern is not namespaced and writable for uid 0 of the host. The engine's read-only /proc/sys does not "
		 "help when CAP_SYS_ADMIN can mount proc afresh or unmount what lies over it.",
	  .opened_by = "--cap-add SYS_ADMIN --security-opt apparmor=unconfined (or a kernel without AppArmor), --privileged",
	  .instead = "Drop SYS_ADMIN; run as another uid than 0, in a user namespace; keep docker-default.",
	  .reference = "core(5), proc(5), mount(2), T1611, CIS Docker 5.1, CIS Docker 5.3", .judge = sysadmin_core_pattern },
	{ .id = "sysadmin-release-agent", .title = "Set a cgroup release agent", .outcome = OUTCOME_HOST_CONTROL,
	  .gives = "A program of choice runs as root on the host when a cgroup becomes empty.",
	  .why = "In the initial cgroup namespace CAP_SYS_ADMIN may make a new cgroup v1 hierarchy, on a host with cgroup v2, too, "
		 "and set its release_agent.",
	  .opened_by = "--cap-add SYS_ADMIN --cgroupns host (the default on cgroup v1), --privileged",
	  .instead = "--cgroupns private, cgroup v2 on the host, and no SYS_ADMIN.",
	  .reference = "cgroups(7), cgroup_namespaces(7), T1611, CIS Docker 5.3", .judge = sysadmin_release_agent },
	{ .id = "bpf-write-user", .title = "Write to the memory of the host's processes with BPF", .outcome = OUTCOME_HOST_CONTROL,
	  .gives = "Memory of any process of the host can be changed while it makes a system call.",
	  .why = "A tracing program sees every process of the machine, and bpf_probe_write_user() writes to the one that it runs in. "
		 "CAP_SYS_ADMIN is needed for it, CAP_BPF with CAP_PERFMON is not enough. Lockdown refuses it.",
	  .opened_by = "--cap-add SYS_ADMIN, --privileged",
	  .instead = "--cap-add BPF --cap-add PERFMON for tracing (this still reads kernel memory), on a host of its own.",
	  .reference = "bpf(2), bpf-helpers(7), kernel_lockdown(7), T1611, CIS Docker 5.3", .judge = bpf_write_user },
	{ .id = "setns-host", .title = "Enter the host's namespaces", .outcome = OUTCOME_HOST_CONTROL,
	  .gives = "A shell in the namespaces of the host, as nsenter(1) gives it.",
	  .why = "Where a process of the host is visible, /proc/PID/ns names its namespaces; CAP_SYS_ADMIN and CAP_SYS_CHROOT enter them.",
	  .opened_by = "--pid host --privileged, --pid host --cap-add SYS_ADMIN --cap-add SYS_PTRACE, a bind of a mount namespace",
	  .instead = "--pid container:NAME, or Kubernetes shareProcessNamespace, to see another container's processes.",
	  .reference = "setns(2), nsenter(1), namespaces(7), T1611, CIS Docker 5.15", .judge = setns_host },
	{ .id = "cap-sys-module", .title = "Load a kernel module", .outcome = OUTCOME_HOST_CONTROL,
	  .gives = "Code of choice runs in the kernel.",
	  .why = "There is one kernel, and CAP_SYS_MODULE loads modules into it unless they are disabled or must be signed.",
	  .opened_by = "--cap-add SYS_MODULE, --privileged",
	  .instead = "Load the module on the host: modprobe NAME, or a line in /etc/modules-load.d/.",
	  .reference = "init_module(2), capabilities(7), T1547.006, T1611, CIS Docker 5.3", .judge = cap_sys_module },
	{ .id = "cap-dac-read-search", .title = "Open the host's files by handle", .outcome = OUTCOME_HOST_READ,
	  .gives = "Every file of a host file system can be read, and written by root where the mount is writable.",
	  .why = "A file handle names a file by its inode, whatever directory a container is shown. CAP_DAC_READ_SEARCH opens handles; "
		 "any mount of the host's file system is anchor enough, such as /etc/hosts.",
	  .opened_by = "--cap-add DAC_READ_SEARCH, --privileged",
	  .instead = "Give the process the group or an ACL that may read the files; run backups on the host.",
	  .reference = "open_by_handle_at(2), capabilities(7), T1611, CIS Docker 5.3", .judge = cap_dac_read_search },
	{ .id = "cap-sys-rawio", .title = "Drive the machine's I/O ports", .outcome = OUTCOME_HOST_CONTROL,
	  .gives = "Hardware of the host by port, disks and the PCI configuration among it.",
	  .why = "iopl(2) and ioperm(2) let a process with CAP_SYS_RAWIO use I/O ports (x86), unless the kernel is locked down.",
	  .opened_by = "--cap-add SYS_RAWIO, --privileged",
	  .instead = "Give the driver's own device: --device /dev/gpiochip0, /dev/i2c-1, /dev/ttyS0.",
	  .reference = "iopl(2), ioperm(2), capabilities(7), T1611, CIS Docker 5.3", .judge = cap_sys_rawio },
	{ .id = "bpf-read-kernel", .title = "Read kernel memory with BPF", .outcome = OUTCOME_HOST_READ,
	  .gives = "Memory of the kernel and of every process of the host: keys, passwords, what is typed.",
	  .why = "A tracing program may read any address (bpf_probe_read_kernel). CAP_BPF with CAP_PERFMON (Linux 5.8), or CAP_SYS_ADMIN, "
		 "loads one, unless lockdown is at confidentiality.",
	  .opened_by = "--cap-add BPF --cap-add PERFMON, --cap-add SYS_ADMIN, --privileged",
	  .instead = "Run the tracing agent on the host; in the container keep CAP_PERFMON away.",
	  .reference = "bpf(2), capabilities(7), kernel_lockdown(7), T1611, CIS Docker 5.3", .judge = bpf_read_kernel },
	{ .id = "kexec-load", .title = "Start another kernel", .outcome = OUTCOME_HOST_CONTROL,
	  .gives = "The machine runs a kernel of choice.",
	  .why = "kexec_load(2) needs CAP_SYS_BOOT and no seccomp filter (no engine's profile lets it pass); the new kernel starts by "
		 "reboot(2) in the host's pid namespace or by a crash.",
	  .opened_by = "--cap-add SYS_BOOT --security-opt seccomp=unconfined --pid host, --privileged --pid host",
	  .instead = "Reboot and kexec from the host; set kernel.kexec_load_disabled=1.",
	  .reference = "kexec_load(2), capabilities(7), kernel_lockdown(7), T1611, CIS Docker 5.3", .judge = kexec_load },
	{ .id = "host-reboot", .title = "Reboot the host", .outcome = OUTCOME_HOST_INFLUENCE,
	  .gives = "The machine can be restarted or switched off.",
	  .why = "reboot(2) with CAP_SYS_BOOT concerns the machine when called in the initial pid namespace.",
	  .opened_by = "--pid host --cap-add SYS_BOOT, --pid host --privileged",
	  .instead = "Ask the host's own service to do it, with a request that it checks.",
	  .reference = "reboot(2), pid_namespaces(7), T1529, CIS Docker 5.15", .judge = host_reboot },
	{ .id = "kernel-log", .title = "Read the kernel log", .outcome = OUTCOME_HOST_INFLUENCE,
	  .gives = "Messages of the host's kernel: addresses, devices, names of processes that crashed.",
	  .why = "The kernel log is not namespaced. kernel.dmesg_restrict asks for CAP_SYSLOG; engines' seccomp profiles mostly stop "
		 "syslog(2) without it.",
	  .opened_by = "--cap-add SYSLOG, --security-opt seccomp=unconfined where kernel.dmesg_restrict is 0",
	  .instead = "sysctl kernel.dmesg_restrict=1 on the host; ship the log from there.",
	  .reference = "syslog(2), capabilities(7), T1082", .judge = kernel_log },
	{ .id = "host-clock", .title = "Set the host's clock", .outcome = OUTCOME_HOST_INFLUENCE,
	  .gives = "The time of the machine: certificates, logs and timers follow it.",
	  .why = "The real-time clock is not namespaced (time namespaces hold only the monotonic and boot clocks); CAP_SYS_TIME sets it.",
	  .opened_by = "--cap-add SYS_TIME, --privileged",
	  .instead = "Run the time service on the host.",
	  .reference = "settimeofday(2), time_namespaces(7), CIS Docker 5.3", .judge = host_clock },
	{ .id = NULL }
};
