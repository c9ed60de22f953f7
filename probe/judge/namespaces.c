/* namespaces.c - what it means to share namespaces of the host, or to be kept
 * in by nothing but chroot(2). */
#include <errno.h>
#include "rules.h"

#define PID_NAMESPACE "pid namespace of its own"
#define NETWORK_NAMESPACE "network namespace of its own"
#define A_PROCESS "a process of the host"
#define PROFILE_DENIES "AppArmor's default profile for containers lets ptrace(2) and signals reach the container only"

static const char *process_label(const struct process *process, const struct actor *actor, const char *verb)
{
	return arena_printf(actor->arena, "%s process %llu (%s, uid %u)%s%s", verb, (unsigned long long)process->pid,
			    process->comm ? process->comm : "?", process->uid, process->proc ? " in " : "",
			    process->proc ? process->proc : "");
}

static void barrier_lives_on_host(struct way *way, const struct process *process)
{
	barrier_unless(way, BARRIER_NAMESPACE, process->host, A_PROCESS,
		    process->host == YES ? "it lives in the host's mount namespace (/proc/PID/ns/mnt)"
		    : "whether it lives on the host or in another container is not known");
}

/* ---- at another process ------------------------------------------------------ */

typedef bool eligible_fn(const struct actor *actor, const struct process *process);
typedef void add_fn(struct way *way, const struct facts *facts, const struct actor *actor, const struct process *process);

struct approach {
	const char *verb;	/* "trace" process 1 ... */
	const char *whom;	/* when there is none: "a process of the host" */
	unsigned cap;			/* that is needed in any case, or 0 */
	eligible_fn *eligible;
	add_fn *add;
	bool through_proc;	/* another procfs that shows the process will do */
};

/* No process of the host was seen: in a pid namespace of our own none can be,
 * whatever the list says; and the engines' profile keeps us from those that a
 * list cut short leaves out. */
static void add_none(struct finding *finding, const struct facts *facts, const struct actor *actor, const struct approach *approach)
{
	struct way way;

	way_init(&way, arena_printf(actor->arena, "%s %s", approach->verb, approach->whom));
	barrier_initial(&way, facts, actor, FACT_PIDNS_INITIAL, PID_NAMESPACE);
	if (approach->cap)
		barrier_capable(&way, facts, actor, approach->cap);
	if (fact_bool(facts, FACT_PIDNS_INITIAL) != NO)
		barrier_not_found(&way, actor, &facts->processes_list, approach->whom, "/proc");
	if (apparmor_is_engine_default(facts))
		barrier_add(&way, BARRIER_LSM, BARRIER_STANDING, "security module on processes outside", PROFILE_DENIES);
	finding_add(finding, &way);
}

static bool has_another_proc(const struct facts *facts)
{
	for (size_t i = 0; i < facts->mounts_count; i++)
		if (facts->mounts[i].class == MOUNT_HOST_PROC && !facts->mounts[i].hidden)
			return true;
	return !list_complete(&facts->mounts_list);
}

static void add_unseen(struct finding *finding, const struct facts *facts, const struct actor *actor, const struct approach *approach)
{
	struct way way;

	way_init(&way, arena_printf(actor->arena, "%s %s in another proc", approach->verb, approach->whom));
	if (approach->cap)
		barrier_capable(&way, facts, actor, approach->cap);
	barrier_not_found(&way, actor, &facts->processes_list, approach->whom, "a proc that is not our own");
	if (apparmor_is_engine_default(facts))
		barrier_add(&way, BARRIER_LSM, BARRIER_STANDING, "security module on processes outside", PROFILE_DENIES);
	finding_add(finding, &way);
}

/* One way for each process that may do, until one is open.  Hundreds may be
 * visible: the texts of those that are not kept are given back. */
static void each_process(struct finding *finding, const struct facts *facts, const struct actor *actor, const struct approach *approach)
{
	struct way way;

	for (size_t i = 0; i < facts->processes_count && finding->status != PATH_OPEN; i++) {
		const struct process *process = &facts->processes[i];
		struct arena before = *actor->arena;

		if (process->host == NO || !approach->eligible(actor, process) || (process->proc && !approach->through_proc))
			continue;
		way_init(&way, process_label(process, actor, approach->verb));
		barrier_lives_on_host(&way, process);
		if (approach->cap)
			barrier_capable(&way, facts, actor, approach->cap);
		approach->add(&way, facts, actor, process);
		if (process->proc)
			barrier_add(&way, BARRIER_NAMESPACE, BARRIER_ABSENT, PID_NAMESPACE, "a proc of another one is mounted (/proc/self/mountinfo)");
		else
			barrier_initial(&way, facts, actor, FACT_PIDNS_INITIAL, PID_NAMESPACE);
		if (!finding_add(finding, &way))
			*actor->arena = before;
	}
	if (finding->ways == 0 || (finding->status == PATH_CLOSED && !list_complete(&facts->processes_list)))
		add_none(finding, facts, actor, approach);
	if (approach->through_proc && finding->status == PATH_CLOSED && !list_complete(&facts->processes_list) && has_another_proc(facts))
		add_unseen(finding, facts, actor, approach);
}

/* ---- ptrace ------------------------------------------------------------------------- */

/* Did the kernel let us at it?  /proc/PID/root asks for ptrace's read access
 * (Yama has no say), process_vm_readv(2) for its attach access. */
static bool is_reachable(const struct process *process)
{
	return answer_yes(&process->root) == YES || (process->memory.state == ANSWERED && process->memory.error == EFAULT);
}

static void add_ptrace_answer(struct way *way, const struct facts *facts, const struct actor *actor, const struct process *process)
{
	static const char what[] = "security module on ptrace(2)";
	bool refused = process->root.state == ANSWERED && process->root.error != 0;
	uint64_t effective;
	bool held = fact_number(facts, FACT_CAP_EFFECTIVE, &effective) && effective >> CAP_SYS_PTRACE & 1;

	if (is_reachable(process))
		barrier_add(way, BARRIER_LSM, BARRIER_ABSENT, what, "the kernel lets us at it (/proc/PID/root, asked)");
	else if (apparmor_is_engine_default(facts))
		barrier_add(way, BARRIER_LSM, BARRIER_STANDING, what, PROFILE_DENIES);
	else if (refused && held && !actor->as_root)
		barrier_add(way, BARRIER_LSM, BARRIER_STANDING, what,
			    arena_printf(actor->arena, "%s with CAP_SYS_PTRACE held (/proc/PID/root, asked)", ERROR_NAME(process->root.error)));
	else
		/* asked without the capability, or not at all */
		barrier_lsm(way, facts, actor, what);
}

static bool any_process(const struct actor *actor, const struct process *process)
{
	(void)actor, (void)process;
	return true;
}

/* Without the capability: a process of our user that holds no more than we do
 * (kernel/ptrace.c, __ptrace_may_access), unless Yama's scope forbids. */
static void add_attach_answer(struct way *way, const struct facts *facts, const struct actor *actor, const struct process *process)
{
	const struct answer *root = &process->root, *memory = &process->memory;

	if (process->same_uid == UNKNOWN)
		barrier_add(way, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, "the same user", "whose process it is, is not known");
	/* what may not be read may not be traced */
	if (root->state == ANSWERED && root->error) {
		barrier_add(way, BARRIER_PERMISSION, BARRIER_STANDING, "access to the process",
			    "it may not even be read (/proc/PID/root, asked)");
	} else if (memory->state == ANSWERED && memory->error == EFAULT) {
		barrier_add(way, BARRIER_PERMISSION, BARRIER_ABSENT, "access to the process",
			    "the kernel lets us attach (process_vm_readv(2), asked)");
	} else {
		barrier_switch(way, facts, actor, FACT_YAMA_PTRACE_SCOPE, "Yama's ptrace_scope");
		barrier_lsm(way, facts, actor, "security module on ptrace(2)");
	}
}

static bool same_user(const struct actor *actor, const struct process *process)
{
	(void)actor;
	return process->same_uid != NO;
}

static void judge_host_process_ptrace(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const struct approach capable = {
		"trace", A_PROCESS, CAP_SYS_PTRACE, any_process, add_ptrace_answer, false,
	}, same = {
		"trace", "a process of the host of the same user", 0, same_user, add_attach_answer, false,
	};
	each_process(finding, facts, actor, &capable);
	if (finding->status != PATH_OPEN && !actor->as_root)
		each_process(finding, facts, actor, &same);
}

/* ---- the same user ------------------------------------------------------------------- */

static void add_root_answer(struct way *way, const struct facts *facts, const struct actor *actor, const struct process *process)
{
	/* Other uids, or more capabilities than we have: EACCES.  Root in our
	 * place meets the same; what CAP_SYS_PTRACE adds is another path. */
	struct actor asker = *actor;

	asker.as_root = false;
	barrier_answer(way, facts, &asker, &process->root, BARRIER_LSM, "access to /proc/PID/root");
}

static void judge_host_process_root(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const struct approach approach = {
		"enter the root directory of", A_PROCESS, 0, any_process, add_root_answer, true,
	};
	each_process(finding, facts, actor, &approach);
}

/* ---- become the user ------------------------------------------------------------------- */

static bool is_other_user(const struct actor *actor, const struct process *process)
{
	(void)actor;
	return process->uid != 0;
}

/* setresuid(2) away from 0 drops all capabilities, and then the target has
 * none more than we have; the groups must be the same, too
 * (kernel/ptrace.c, __ptrace_may_access). */
static void add_setuid(struct way *way, const struct facts *facts, const struct actor *actor, const struct process *process)
{
	static const char what[] = "security module on ptrace(2)";

	(void)process;
	barrier_capable(way, facts, actor, CAP_SETGID);
	if (apparmor_is_engine_default(facts))
		barrier_add(way, BARRIER_LSM, BARRIER_STANDING, what, PROFILE_DENIES);
	else
		barrier_lsm(way, facts, actor, what);
}

static void judge_host_process_setuid(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const struct approach approach = {
		"become the user of", "a process of the host that is not root's", CAP_SETUID, is_other_user, add_setuid, true,
	};
	each_process(finding, facts, actor, &approach);
}

/* ---- kill -------------------------------------------------------------------------------- */

static void add_kill(struct way *way, const struct facts *facts, const struct actor *actor, const struct process *process)
{
	static const char what[] = "security module on signals";

	/* uid 0 signals the processes of uid 0 without a capability */
	if (process->same_uid == YES && !actor->as_root)
		barrier_add(way, BARRIER_PERMISSION, BARRIER_ABSENT, "the same user", "it has our uid (/proc/PID/status)");
	else if (process->uid == 0 && actor->host_root == YES)
		barrier_host_root(way, facts, actor);
	else
		barrier_capable(way, facts, actor, CAP_KILL);
	if (apparmor_is_engine_default(facts))
		barrier_add(way, BARRIER_LSM, BARRIER_STANDING, what, PROFILE_DENIES);
	else
		barrier_lsm(way, facts, actor, what);
}

static void judge_host_process_kill(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const struct approach approach = {
		"signal", A_PROCESS, 0, any_process, add_kill, false,
	};
	each_process(finding, facts, actor, &approach);
}

/* ---- network, IPC and what else is shared ------------------------------------------------------------------------ */

#define NO_CAPABILITY 64

static void begin_shared(struct way *way, const struct facts *facts, const struct actor *actor, const char *title,
			 enum fact_id id, const char *what, unsigned cap)
{
	way_init(way, title);
	barrier_initial(way, facts, actor, id, what);
	if (cap != NO_CAPABILITY)
		barrier_capable(way, facts, actor, cap);
	barrier_shared_kernel(way, facts, actor);
}

static void judge_shared(const struct facts *facts, const struct actor *actor, struct finding *finding, const char *title,
			 enum fact_id id, const char *what, unsigned cap)
{
	struct way way;

	begin_shared(&way, facts, actor, title, id, what, cap);
	finding_add(finding, &way);
}

static void judge_host_network(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	judge_shared(facts, actor, finding, "the host's interfaces and loopback services", FACT_NETNS_INITIAL,
		     NETWORK_NAMESPACE, NO_CAPABILITY);
}

static void judge_host_ipc(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	judge_shared(facts, actor, finding, "the host's shared memory and message queues", FACT_IPCNS_INITIAL,
		     "IPC namespace of its own", NO_CAPABILITY);
}

static void judge_host_network_admin(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	judge_shared(facts, actor, finding, "the host's interfaces, routes and packet filters", FACT_NETNS_INITIAL,
		     NETWORK_NAMESPACE, CAP_NET_ADMIN);
}

static void judge_host_network_raw(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	judge_shared(facts, actor, finding, "packet sockets on the host's interfaces", FACT_NETNS_INITIAL,
		     NETWORK_NAMESPACE, CAP_NET_RAW);
}

static void judge_host_pid(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	judge_shared(facts, actor, finding, "the host's processes in /proc", FACT_PIDNS_INITIAL, PID_NAMESPACE, NO_CAPABILITY);
}

/* Settings are taken from the initial pid namespace only (kernel/audit.c,
 * audit_netlink_ok()). */
static void judge_host_audit(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	judge_shared(facts, actor, finding, "audit's settings, by netlink(7)", FACT_PIDNS_INITIAL, PID_NAMESPACE, CAP_AUDIT_CONTROL);
}

static void judge_host_uts(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;

	begin_shared(&way, facts, actor, "sethostname(2)", FACT_UTSNS_INITIAL, "UTS namespace of its own", CAP_SYS_ADMIN);
	barrier_call(&way, facts, CALL_SETHOSTNAME);
	finding_add(finding, &way);
}

/* Whether there are such keys cannot be asked: looking a user's key ring up
 * makes it (security/keys/process_keys.c, look_up_user_keyrings()). */
static void judge_shared_keyring(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;

	way_init(&way, "keyctl(2) on the key ring of the user");
	barrier_userns(&way, facts, actor);
	barrier_call(&way, facts, CALL_KEYCTL);
	barrier_shared_kernel(&way, facts, actor);
	barrier_selinux(&way, facts, actor, "SELinux on keys");
	finding_add(finding, &way);
}

/* ---- chroot ---------------------------------------------------------------------------------- */

static void judge_chroot_break(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;

	way_init(&way, "chroot(2) once more");
	barrier_bool(&way, facts, actor, FACT_CHROOT, YES, BARRIER_NOT_GIVEN, "a root that chroot(2) made");
	barrier_capability(&way, facts, actor, CAP_SYS_CHROOT);
	barrier_call(&way, facts, CALL_CHROOT);
	barrier_shared_kernel(&way, facts, actor);
	finding_add(finding, &way);
}

/* clang-format off */
const struct path paths_namespaces[] = {
#include "namespaces.rows.inc"
	{ .id = NULL }
};
