/* barriers.c - capabilities, user namespace, uid 0, system calls and answers
 * as barriers (see rules.h); security modules have lsm.c. */
#include <errno.h>
#include <string.h>
#include "parse.h"
#include "rules.h"

typedef unsigned long long ull;

/* ---- words --------------------------------------------------------------- */

const char *fact_gap(const struct facts *facts, const struct actor *actor, enum fact_id id)
{
	const struct fact *fact = &facts->fact[id];

	return arena_printf(actor->arena, "not known: %s (%s)",
			    fact->reason ? fact->reason : fact->error ? ERROR_NAME(fact->error) : "not read",
			    fact_source(facts, id));
}

void barrier_switch(struct way *way, const struct facts *facts, const struct actor *actor, enum fact_id id, const char *what)
{
	uint64_t value;

	if (!fact_number(facts, id, &value))
		barrier_add(way, BARRIER_KERNEL, BARRIER_IS_UNKNOWN, what, fact_gap(facts, actor, id));
	else
		barrier_unless(way, BARRIER_KERNEL, value ? NO : YES, what,
			       arena_printf(actor->arena, "%llu (%s)", (ull)value, fact_source(facts, id)));
}

void barrier_bool(struct way *way, const struct facts *facts, const struct actor *actor, enum fact_id id, enum known needed,
		  enum barrier_kind kind, const char *what)
{
	enum known is = fact_bool(facts, id);

	barrier_unless(way, kind, is == UNKNOWN ? UNKNOWN : is == needed ? YES : NO, what, is == UNKNOWN ? fact_gap(facts, actor, id) :
		       arena_printf(actor->arena, "%s: %s (%s)", fact_rows[id].name, is == YES ? "yes" : "no", fact_source(facts, id)));
}

static const char *set_text(const struct facts *facts, const struct actor *actor, const char *words, enum fact_id set)
{
	static const struct { enum fact_id id; const char *name; } names[] = {
		{ FACT_CAP_EFFECTIVE, "CapEff" }, { FACT_CAP_PERMITTED, "CapPrm" }, { FACT_CAP_BOUNDING, "CapBnd" },
	};
	const char *name = "";
	uint64_t mask = 0;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (names[i].id == set)
			name = names[i].name;
	fact_number(facts, set, &mask);	/* known, or it would not have decided */
	return arena_printf(actor->arena, "%s %s %016llx (%s)", words, name, (ull)mask, fact_source(facts, set));
}

/* ---- capabilities -------------------------------------------------------- */

bool fact_has_cap(const struct facts *facts, enum fact_id set, unsigned cap)
{
	uint64_t mask;

	return fact_number(facts, set, &mask) && mask >> cap & 1;
}

/* Questions that only capable(), over the initial user namespace, lets pass:
 * `proof` is the errno behind the check.  Refusal is EPERM, which a seccomp
 * filter on `call` also gives.  iopl(2) is not here: lockdown refuses it too. */
static const struct capable_question {
	unsigned cap;
	enum question_id question;
	enum call_id call, other_call;
	int proof, other_proof;
} capable_questions[] = {
	{ CAP_SYS_ADMIN,       ASK_CAP_SYS_ADMIN,       CALL_BPF, CALL_FANOTIFY_INIT, ENOENT, EINVAL },
	{ CAP_SYS_MODULE,      ASK_CAP_SYS_MODULE,      CALL_INIT_MODULE, CALL_INIT_MODULE, ENOEXEC, ENOEXEC },
	{ CAP_DAC_READ_SEARCH, ASK_CAP_DAC_READ_SEARCH, CALL_OPEN_BY_HANDLE_AT, CALL_OPEN_BY_HANDLE_AT, EFAULT, EFAULT },
	{ CAP_SYS_TIME,        ASK_CAP_SYS_TIME,        CALL_SETTIMEOFDAY, CALL_SETTIMEOFDAY, 0, 0 },
};

static const struct capable_question *capable_question(unsigned cap)
{
	for (size_t i = 0; i < sizeof capable_questions / sizeof *capable_questions; i++)
		if (capable_questions[i].cap == cap)
			return &capable_questions[i];
	return NULL;
}

/* Did the kernel itself say that the capability counts in the initial user
 * namespace?  YES and NO only for this process; UNKNOWN when not asked. */
static enum known kernel_says_capable(const struct facts *facts, unsigned cap)
{
	const struct capable_question *row = capable_question(cap);
	uint64_t disabled = 1;

	if (!row || facts->question[row->question].state != ANSWERED)
		return UNKNOWN;
	int error = facts->question[row->question].error;

	if (error == row->proof || error == row->other_proof)
		return YES;
	if (error != EPERM || call_runs(facts, row->call) != YES || call_runs(facts, row->other_call) != YES)
		return UNKNOWN;
	/* kernel.modules_disabled gives the same answer */
	if (cap == CAP_SYS_MODULE && (!fact_number(facts, FACT_MODULES_DISABLED, &disabled) || disabled))
		return UNKNOWN;
	return NO;
}

/* Sandboxes that answer for the kernel have their own idea of "initial". */
static bool is_proven(const struct facts *facts, unsigned cap)
{
	return fact_bool(facts, FACT_USERNS_INITIAL) == UNKNOWN && kernel_says_capable(facts, cap) == YES;
}

void barrier_capability(struct way *way, const struct facts *facts, const struct actor *actor, unsigned cap)
{
	const char *name = capability_name(cap);

	if (actor->caps >> cap & 1) {
		const char *evidence =
			fact_has_cap(facts, FACT_CAP_EFFECTIVE, cap) ? set_text(facts, actor, "held: in", FACT_CAP_EFFECTIVE) :
			fact_has_cap(facts, FACT_CAP_PERMITTED, cap) ? set_text(facts, actor, "can be raised: in", FACT_CAP_PERMITTED) :
			set_text(facts, actor, "uid 0 regains it by execve(2): in", FACT_CAP_BOUNDING);
		barrier_add(way, BARRIER_CAPABILITY, BARRIER_ABSENT, name, evidence);
	} else if (!(actor->caps_unknown >> cap & 1)) {
		bool from_bounding = actor->as_root || actor->root == YES;

		if (from_bounding && !fact_has_cap(facts, FACT_CAP_BOUNDING, cap) && facts->fact[FACT_CAP_BOUNDING].known)
			barrier_add(way, BARRIER_CAPABILITY, BARRIER_STANDING, name,
				    set_text(facts, actor, "not in", FACT_CAP_BOUNDING));
		else
			barrier_add(way, BARRIER_CAPABILITY, BARRIER_STANDING, name,
				    set_text(facts, actor, "not in", FACT_CAP_PERMITTED));
	} else if (!actor->as_root && kernel_says_capable(facts, cap) == YES) {
		barrier_add(way, BARRIER_CAPABILITY, BARRIER_ABSENT, name, "the kernel let a question pass that needs it");
	} else {
		enum fact_id gap = !facts->fact[FACT_CAP_PERMITTED].known ? FACT_CAP_PERMITTED :
				   !facts->fact[FACT_CAP_BOUNDING].known ? FACT_CAP_BOUNDING :
				   !facts->fact[FACT_EUID].known ? FACT_EUID :
				   !facts->fact[FACT_NO_NEW_PRIVS].known ? FACT_NO_NEW_PRIVS : FACT_SECUREBITS;
		barrier_add(way, BARRIER_CAPABILITY, BARRIER_IS_UNKNOWN, name, fact_gap(facts, actor, gap));
	}
}

static void add_userns(struct way *way, const struct facts *facts, const struct actor *actor, bool proven)
{
	static const char what[] = "user namespace of its own";
	uint64_t inode = 0, owner;
	enum known initial = fact_bool(facts, FACT_USERNS_INITIAL);

	fact_number(facts, FACT_USERNS_INODE, &inode);
	if (initial == YES)
		barrier_add(way, BARRIER_USER_NAMESPACE, BARRIER_ABSENT, what,
			    arena_printf(actor->arena, "this is the initial one, user:[%llu] (%s)", (ull)inode,
					 fact_source(facts, FACT_USERNS_INITIAL)));
	else if (initial == NO)
		barrier_add(way, BARRIER_USER_NAMESPACE, BARRIER_STANDING, what,
			    arena_printf(actor->arena, "user:[%llu] is not the initial one: capabilities count only inside it (%s)",
					 (ull)inode, fact_source(facts, FACT_USERNS_INITIAL)));
	else if (proven)
		barrier_add(way, BARRIER_USER_NAMESPACE, BARRIER_ABSENT, what,
			    "the kernel let a question pass that counts only in the initial one");
	else if (fact_bool(facts, FACT_PROC_IS_PROCFS) != NO && fact_number(facts, FACT_PROC_OWNER, &owner) && owner != 0)
		/* the initial one maps every uid to itself */
		barrier_add(way, BARRIER_USER_NAMESPACE, BARRIER_STANDING, what,
			    arena_printf(actor->arena, "uid 0 of the host is not uid 0 here: /proc belongs to %llu (%s)", (ull)owner,
					 fact_source(facts, FACT_PROC_OWNER)));
	else
		barrier_add(way, BARRIER_USER_NAMESPACE, BARRIER_IS_UNKNOWN, what, fact_gap(facts, actor, FACT_USERNS_INITIAL));
}

void barrier_userns(struct way *way, const struct facts *facts, const struct actor *actor)
{
	bool proven = false;

	for (size_t i = 0; i < sizeof capable_questions / sizeof *capable_questions; i++)
		proven |= is_proven(facts, capable_questions[i].cap);
	add_userns(way, facts, actor, proven);
}

void barrier_capable(struct way *way, const struct facts *facts, const struct actor *actor, unsigned cap)
{
	static const char what[] = "security module on the capability";
	enum known says = kernel_says_capable(facts, cap);

	barrier_capability(way, facts, actor, cap);
	barrier_userns(way, facts, actor);
	if (says == YES)
		return;
	/* The question was put by this process with what was effective then. */
	if (says == NO && fact_bool(facts, FACT_USERNS_INITIAL) == YES && fact_has_cap(facts, FACT_CAP_EFFECTIVE, cap))
		barrier_add(way, BARRIER_LSM, BARRIER_STANDING, what,
			    arena_printf(actor->arena, "%s is in CapEff, yet the kernel refuses what needs it (asked)",
					 capability_name(cap)));
	else if (selinux_confines(facts) == YES)
		barrier_add(way, BARRIER_LSM, BARRIER_IS_UNKNOWN, what,
			    arena_printf(actor->arena, "SELinux %s may make it inert (%s)", fact_text(facts, FACT_SELINUX_CONTEXT),
					 fact_source(facts, FACT_SELINUX_CONTEXT)));
}

void way_init_capable(struct way *way, const struct facts *facts, const struct actor *actor, unsigned cap)
{
	way_init(way, NULL);
	barrier_capable(way, facts, actor, cap);
}

void barrier_shared_kernel(struct way *way, const struct facts *facts, const struct actor *actor)
{
	static const char what[] = "kernel of the host";

	/* That the kernel is shared is what a container is: not worth a word. */
	if (kernel_is_shared(facts) == UNKNOWN)
		barrier_add(way, BARRIER_KERNEL, BARRIER_IS_UNKNOWN, what, fact_gap(facts, actor, FACT_USERNS_INODE));
	else if (kernel_is_shared(facts) == NO)
		barrier_add(way, BARRIER_KERNEL, BARRIER_STANDING, what,
			    "namespaces are not numbered as Linux does: a sandbox answers for the kernel (/proc/self/ns/user)");
}

void barrier_host_root(struct way *way, const struct facts *facts, const struct actor *actor)
{
	uint64_t number = 0;

	if (actor->host_root == YES) {
		barrier_add(way, BARRIER_PERMISSION, BARRIER_ABSENT, "uid 0 of the host", actor->as_root
			    ? "root of this container is uid 0 of the host"
			    : "this process is uid 0 of the host (/proc/self/status: Uid; owner of /proc)");
	} else if (actor->host_root == UNKNOWN) {
		barrier_add(way, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, "uid 0 of the host",
			    fact_gap(facts, actor, facts->fact[FACT_EUID].known || actor->as_root ? FACT_USERNS_INITIAL : FACT_EUID));
	} else if (actor->root == NO) {
		fact_number(facts, FACT_EUID, &number);
		barrier_add(way, BARRIER_PERMISSION, BARRIER_STANDING, "uid 0 of the host",
			    arena_printf(actor->arena, "the effective uid is %llu (%s)", (ull)number, fact_source(facts, FACT_EUID)));
	} else {
		fact_number(facts, FACT_USERNS_INODE, &number);
		barrier_add(way, BARRIER_USER_NAMESPACE, BARRIER_STANDING, "uid 0 of the host",
			    arena_printf(actor->arena, "uid 0 in user:[%llu] is another uid for the host (%s)", (ull)number,
					 fact_source(facts, FACT_USERNS_INODE)));
	}
}

void barrier_initial(struct way *way, const struct facts *facts, const struct actor *actor, enum fact_id id, const char *what)
{
	enum known initial = fact_bool(facts, id);

	barrier_unless(way, BARRIER_NAMESPACE, initial, what, initial == UNKNOWN ? fact_gap(facts, actor, id) :
		       arena_printf(actor->arena, initial == YES ? "this is the initial one (%s)" : "this is not the initial one (%s)",
				    fact_source(facts, id)));
}

/* ---- system calls -------------------------------------------------------- */

/* Calls younger than the oldest kernel in use: what to conclude where the
 * kernel could not be asked (a captured tree). */
static const struct { enum call_id call; unsigned major, minor; } call_since[] = {
	{ CALL_FSOPEN, 5, 2 }, { CALL_FSCONFIG, 5, 2 }, { CALL_FSMOUNT, 5, 2 }, { CALL_OPEN_TREE, 5, 2 },
	{ CALL_MOVE_MOUNT, 5, 2 }, { CALL_MOUNT_SETATTR, 5, 12 }, { CALL_PIDFD_GETFD, 5, 6 }, { CALL_IO_URING_SETUP, 5, 1 },
};

enum known kernel_at_least(const struct facts *facts, unsigned major, unsigned minor)
{
	return release_at_least(fact_text(facts, FACT_KERNEL_RELEASE), major, minor);
}

static enum known kernel_has_call(const struct facts *facts, enum call_id call)
{
	for (size_t i = 0; i < sizeof call_since / sizeof *call_since; i++)
		if (call_since[i].call == call)
			return kernel_at_least(facts, call_since[i].major, call_since[i].minor);
	return YES;
}

/* What a call's two answers add up to, and in which words. */
struct reach {
	enum barrier_state state;
	enum barrier_kind kind;
	const char *evidence;
};

static struct reach call_reach(const struct facts *facts, enum call_id call)
{
	const struct answer *filter = &facts->call[call].filter, *plain = &facts->call[call].plain;
	uint64_t mode = 2;
	bool mode_known = fact_number(facts, FACT_SECCOMP_MODE, &mode);
	bool no_filter = mode_known && mode == 0;

	if (filter->state == KILLED || plain->state == KILLED)
		return (struct reach){ BARRIER_STANDING, BARRIER_SECCOMP, "the seccomp filter kills whoever calls it (asked)" };
	if (!no_filter && filter->state == ANSWERED && filter->error != ENOSYS && filter->error != 0)
		return (struct reach){ BARRIER_STANDING, BARRIER_SECCOMP,
			filter->error == EPERM ? "the seccomp filter answers EPERM (asked)" :
			filter->error == EACCES ? "the seccomp filter answers EACCES (asked)" :
			filter->error == EINVAL ? "the seccomp filter answers EINVAL (asked)" :
			"the seccomp filter answers with an error (asked)" };
	/* ENOSYS is what podman's default profile answers; where it was not told
	 * apart from passing, the plain question does. */
	bool passes = filter->state == ANSWERED && filter->error == 0;

	if (plain->state == ANSWERED && plain->error == ENOSYS)
		return no_filter || passes
			? (struct reach){ BARRIER_STANDING, BARRIER_KERNEL, "ENOSYS: this kernel does not have it (asked)" }
			: (struct reach){ BARRIER_STANDING, BARRIER_SECCOMP,
				"ENOSYS: hidden by the seccomp filter, or missing in this kernel (asked)" };
	if (plain->state == ANSWERED && plain->error != EPERM && plain->error != EACCES)
		return (struct reach){ BARRIER_ABSENT, BARRIER_SECCOMP, "it reaches the kernel (asked with arguments that do nothing)" };
	if (plain->state == ANSWERED && filter->state == ANSWERED)
		return (struct reach){ BARRIER_ABSENT, BARRIER_SECCOMP, "the seccomp filter lets it pass (asked)" };
	if (no_filter) {
		enum known has = plain->state == ANSWERED ? YES : kernel_has_call(facts, call);

		return has == YES ? (struct reach){ BARRIER_ABSENT, BARRIER_SECCOMP, "no seccomp filter (/proc/self/status: Seccomp: 0)" } :
		       has == NO ? (struct reach){ BARRIER_STANDING, BARRIER_KERNEL, "this kernel is older than the call (/proc/sys/kernel/osrelease)" } :
		       (struct reach){ BARRIER_IS_UNKNOWN, BARRIER_KERNEL, "the age of the kernel is not known" };
	}
	/* The question without arguments was not put (it could do harm). */
	if (passes)
		return (struct reach){ BARRIER_ABSENT, BARRIER_SECCOMP, "the seccomp filter lets it pass (asked)" };
	return (struct reach){ BARRIER_IS_UNKNOWN, BARRIER_SECCOMP,
		filter->reason ? filter->reason : filter->state == TIMED_OUT ? "no answer: something else decides about this call"
		: "what the seccomp filter does with it could not be asked" };
}

static const char *call_what(enum call_id call)
{
	static const char *const names[CALL_COUNT] = {
#define X(id, name) [CALL_##id] = #name "(2)",
		CALL_LIST(X)
#undef X
	};
	return names[call];
}

void barrier_call(struct way *way, const struct facts *facts, enum call_id call)
{
	struct reach reach = call_reach(facts, call);

	barrier_add(way, reach.kind, reach.state, call_what(call), reach.evidence);
}

void barrier_any_call(struct way *way, const struct facts *facts, const enum call_id *calls, size_t count)
{
	size_t best = 0;

	for (size_t i = 1; i < count; i++)
		if (call_reach(facts, calls[i]).state < call_reach(facts, calls[best]).state)
			best = i;
	barrier_call(way, facts, calls[best]);
}

void barrier_all_calls(struct way *way, const struct facts *facts, const enum call_id *calls, size_t count)
{
	size_t worst = 0;

	for (size_t i = 1; i < count; i++)
		if (call_reach(facts, calls[i]).state > call_reach(facts, calls[worst]).state)
			worst = i;
	barrier_call(way, facts, calls[worst]);
}

enum known call_runs(const struct facts *facts, enum call_id call)
{
	static const enum known known[] = { [BARRIER_ABSENT] = YES, [BARRIER_IS_UNKNOWN] = UNKNOWN, [BARRIER_STANDING] = NO };

	return known[call_reach(facts, call).state];
}

/* ---- answers ------------------------------------------------------------- */

enum known answer_yes(const struct answer *answer)
{
	return answer->state != ANSWERED ? UNKNOWN : answer->error ? NO : YES;
}

/* Would uid 0 with CAP_DAC_OVERRIDE pass the permission bits here?  Only in
 * the initial user namespace (a file of an unmapped owner is out of reach,
 * capable_wrt_inode_uidgid() in fs/inode.c) and with no policy in between. */
static enum known overrides_permissions(const struct facts *facts, const struct actor *actor)
{
	if (actor->root == NO || !((actor->caps | actor->caps_unknown) >> CAP_DAC_OVERRIDE & 1))
		return NO;
	if (actor->root == YES && actor->caps >> CAP_DAC_OVERRIDE & 1
	    && fact_bool(facts, FACT_USERNS_INITIAL) == YES && lsm_confines(facts) == NO)
		return YES;
	return UNKNOWN;
}

void barrier_answer(struct way *way, const struct facts *facts, const struct actor *actor,
		    const struct answer *answer, enum barrier_kind eperm, const char *what)
{
	static const struct { int error; enum barrier_kind kind; } kinds[] = {
		{ EACCES, BARRIER_PERMISSION }, { EROFS, BARRIER_READ_ONLY }, { ENOENT, BARRIER_NOT_GIVEN },
		{ ENOTDIR, BARRIER_NOT_GIVEN }, { ENXIO, BARRIER_NOT_GIVEN }, { ENODEV, BARRIER_NOT_GIVEN },
		{ ENOMEDIUM, BARRIER_NOT_GIVEN }, { EBUSY, BARRIER_KERNEL }, { EPERM, BARRIER_KIND_COUNT },
	};

	if (answer->state == NOT_ASKED && !facts->live && overrides_permissions(facts, actor) == YES) {
		barrier_add(way, BARRIER_PERMISSION, BARRIER_ABSENT, what,
			    "uid 0 with CAP_DAC_OVERRIDE in the initial user namespace passes owner and mode");
		return;
	}
	if (answer->state != ANSWERED) {
		barrier_add(way, eperm, BARRIER_IS_UNKNOWN, what, answer->reason ? answer->reason :
			    answer->state == TIMED_OUT ? "no answer before the deadline" : "could not be asked");
		return;
	}
	if (answer->error == 0) {
		barrier_add(way, eperm, BARRIER_ABSENT, what, "allowed (asked)");
		return;
	}
	const char *evidence = arena_printf(actor->arena, "%s (asked)", ERROR_NAME(answer->error));
	enum barrier_state state = BARRIER_STANDING;

	/* The bits that stop this process do not stop root in its place. */
	if (answer->error == EACCES && actor->as_root) {
		enum known passes = overrides_permissions(facts, actor);

		state = passes == YES ? BARRIER_ABSENT : passes == UNKNOWN ? BARRIER_IS_UNKNOWN : BARRIER_STANDING;
	}
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		if (kinds[i].error == answer->error) {
			barrier_add(way, kinds[i].kind == BARRIER_KIND_COUNT ? eperm : kinds[i].kind, state, what, evidence);
			return;
		}
	}
	barrier_add(way, eperm, BARRIER_IS_UNKNOWN, what, evidence);
}

void barrier_denied(struct way *way, const struct actor *actor, enum barrier_kind by, const char *what, int error, const char *words)
{
	bool told = by != BARRIER_KIND_COUNT;

	barrier_add(way, told ? by : BARRIER_KERNEL, BARRIER_STANDING, what,
		    arena_printf(actor->arena, "%s%s%s", ERROR_NAME(error), words, told ? "" : "; cause not told apart"));
}
