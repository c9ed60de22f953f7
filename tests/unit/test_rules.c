/* test_rules.c - each barrier by itself: which state a fact gives it, of which
 * kind it is, and in which words it says so. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "bytes.h"
#include "facts_literal.h"

static char texts[1 << 16];
static struct arena arena;
static struct way way;

static struct actor judged_as(const struct facts *facts, bool root)
{
	struct actor actor;

	arena_init(&arena, texts, sizeof texts);
	way_init(&way, "");
	(root ? actor_root : actor_now)(facts, &arena, &actor);
	return actor;
}

/* The barriers of a capability, for this process. */
static void capable(const struct facts *facts, unsigned cap)
{
	struct actor actor = judged_as(facts, false);

	barrier_capable(&way, facts, &actor, cap);
}

/* The way has this one barrier; `words` are in its evidence. */
static bool is_only(enum barrier_kind kind, enum barrier_state state, const char *words)
{
	bool is = way.count == 1 && way.barrier[0].kind == kind && way.barrier[0].state == state
		&& strstr(way.barrier[0].evidence, words);

	for (size_t i = 0; !is && i < way.count; i++)
		print_error("%s %s: %s\n", barrier_state_name(way.barrier[i].state), barrier_kind_name(way.barrier[i].kind), way.barrier[i].evidence);
	return is;
}

static struct facts *unconfined(void)
{
	struct facts *facts = docker_default();

	without_apparmor(facts);
	return facts;
}

static void by_selinux(struct facts *facts)
{
	fact_set_bool(facts, FACT_SELINUX_ENFORCING, true);
	fact_set_static(facts, FACT_SELINUX_CONTEXT, "system_u:system_r:container_t:s0:c1,c2");
}

/* ---- capabilities ---------------------------------------------------------- */

static void a_capability_that_is_missing_is_missing_from_the_set_that_counts(void **state)
{
	(void)state;
	static const struct { const char *why; bool root, no_new_privs, bounding_known; unsigned cap; const char *words; } rows[] = {
		{ "root regains no more than CapBnd", false, false, true, CAP_SYS_ADMIN, "not in CapBnd" },
		{ "nor does root in our place", true, true, true, CAP_SYS_ADMIN, "not in CapBnd" },
		{ "regained by nobody: what is permitted", false, true, true, CAP_CHOWN, "not in CapPrm" },
		{ "CapBnd is not known and does not matter", false, true, false, CAP_CHOWN, "not in CapPrm" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();

		fact_set_number(facts, FACT_CAP_EFFECTIVE, 0);
		fact_set_number(facts, FACT_CAP_PERMITTED, 0);
		fact_set_bool(facts, FACT_NO_NEW_PRIVS, rows[i].no_new_privs);
		if (!rows[i].bounding_known)
			fact_set_unknown(facts, FACT_CAP_BOUNDING, EIO, NULL);
		struct actor actor = judged_as(facts, rows[i].root);

		barrier_capability(&way, facts, &actor, rows[i].cap);
		ASSERT_ROW(i, rows[i].why, is_only(BARRIER_CAPABILITY, BARRIER_STANDING, rows[i].words));
	}
}

static void a_capability_that_is_there_is_told_by_the_set_that_has_it(void **state)
{
	(void)state;
	struct facts *facts = docker_default();
	struct actor actor = judged_as(facts, false);

	barrier_capability(&way, facts, &actor, CAP_CHOWN);
	assert_true(is_only(BARRIER_CAPABILITY, BARRIER_ABSENT, "held: in CapEff 00000000a80425fb"));
	fact_set_number(facts, FACT_CAP_EFFECTIVE, 0);
	actor = judged_as(facts, false);
	barrier_capability(&way, facts, &actor, CAP_CHOWN);
	assert_true(is_only(BARRIER_CAPABILITY, BARRIER_ABSENT, "can be raised: in CapPrm 00000000a80425fb"));
	fact_set_number(facts, FACT_CAP_PERMITTED, 0);
	actor = judged_as(facts, false);
	barrier_capability(&way, facts, &actor, CAP_CHOWN);
	assert_true(is_only(BARRIER_CAPABILITY, BARRIER_ABSENT, "regains it by execve(2): in CapBnd 00000000a80425fb"));
}

static void what_leaves_a_capability_undecided_is_named(void **state)
{
	(void)state;
	static const struct { const char *why; enum fact_id lost; } rows[] = {
		{ "the permitted set", FACT_CAP_PERMITTED }, { "the bounding set", FACT_CAP_BOUNDING }, { "who it is", FACT_EUID },
		{ "no_new_privs", FACT_NO_NEW_PRIVS }, { "the secure bits", FACT_SECUREBITS },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();

		give(facts, CAP_SYS_BOOT);
		fact_set_number(facts, FACT_CAP_EFFECTIVE, 0);
		fact_set_number(facts, FACT_CAP_PERMITTED, 0);
		fact_set_unknown(facts, rows[i].lost, 0, "lost");
		if (rows[i].lost == FACT_CAP_PERMITTED)		/* else the bounding set is regained */
			fact_set_bool(facts, FACT_NO_NEW_PRIVS, true);
		struct actor actor = judged_as(facts, false);

		barrier_capability(&way, facts, &actor, CAP_SYS_BOOT);
		ASSERT_ROW(i, rows[i].why, is_only(BARRIER_CAPABILITY, BARRIER_IS_UNKNOWN, "not known: lost"));
		ASSERT_ROW(i, rows[i].why, strstr(way.barrier[0].evidence, fact_source(facts, rows[i].lost)));
	}
}

static void an_answer_of_the_kernel_proves_a_capability_of_this_process_only(void **state)
{
	(void)state;
	static const int proofs[] = { ENOENT, EINVAL };

	for (size_t i = 0; i < ROWS(proofs); i++) {
		struct facts *facts = docker_default();

		fact_set_unknown(facts, FACT_CAP_PERMITTED, EIO, NULL);
		fact_set_unknown(facts, FACT_CAP_BOUNDING, EIO, NULL);
		facts->question[ASK_CAP_SYS_ADMIN] = answered(proofs[i]);
		struct actor actor = judged_as(facts, false);

		barrier_capability(&way, facts, &actor, CAP_SYS_ADMIN);
		assert_true(is_only(BARRIER_CAPABILITY, BARRIER_ABSENT, "the kernel let a question pass"));
		actor = judged_as(facts, true);
		barrier_capability(&way, facts, &actor, CAP_SYS_ADMIN);
		assert_true(is_only(BARRIER_CAPABILITY, BARRIER_IS_UNKNOWN, "not known: EIO"));
		facts->question[ASK_CAP_SYS_ADMIN] = answered(EIO);
		actor = judged_as(facts, false);
		barrier_capability(&way, facts, &actor, CAP_SYS_ADMIN);
		assert_true(is_only(BARRIER_CAPABILITY, BARRIER_IS_UNKNOWN, "not known: EIO"));
	}
}

static void selinux_may_make_a_capability_inert(void **state)
{
	(void)state;
	struct facts *facts = unconfined();

	by_selinux(facts);
	capable(facts, CAP_CHOWN);
	assert_int_equal(way.count, 3);
	assert_true(way.barrier[2].kind == BARRIER_LSM && way.barrier[2].state == BARRIER_IS_UNKNOWN);
	assert_non_null(strstr(way.barrier[2].evidence, "container_t"));
	/* not where the kernel let it pass */
	give(facts, CAP_SYS_TIME);
	facts->question[ASK_CAP_SYS_TIME] = answered(0);
	capable(facts, CAP_SYS_TIME);
	assert_int_equal(way.count, 2);
}

static void a_refusal_of_what_is_held_is_a_security_modules(void **state)
{
	(void)state;
	struct facts *facts = unconfined();

	give(facts, CAP_SYS_MODULE);
	call_passes(facts, CALL_INIT_MODULE);
	facts->question[ASK_CAP_SYS_MODULE] = answered(EPERM);
	capable(facts, CAP_SYS_MODULE);
	assert_true(way.count == 3 && way.barrier[2].kind == BARRIER_LSM && way.barrier[2].state == BARRIER_STANDING);
	assert_non_null(strstr(way.barrier[2].evidence, "CAP_SYS_MODULE is in CapEff"));
	/* kernel.modules_disabled gives the same answer */
	fact_set_number(facts, FACT_MODULES_DISABLED, 1);
	capable(facts, CAP_SYS_MODULE);
	assert_int_equal(way.count, 2);
	fact_set_unknown(facts, FACT_MODULES_DISABLED, EIO, NULL);
	capable(facts, CAP_SYS_MODULE);
	assert_int_equal(way.count, 2);
	/* so does a filter */
	fact_set_number(facts, FACT_MODULES_DISABLED, 0);
	call_denied(facts, CALL_INIT_MODULE, EPERM);
	capable(facts, CAP_SYS_MODULE);
	assert_int_equal(way.count, 2);
}

static void who_is_root_of_the_host_has_to_be_known(void **state)
{
	(void)state;
	struct facts *facts = docker_default();
	struct actor actor = judged_as(facts, false);

	barrier_host_root(&way, facts, &actor);
	assert_true(is_only(BARRIER_PERMISSION, BARRIER_ABSENT, "this process is uid 0 of the host"));
	actor = judged_as(facts, true);
	barrier_host_root(&way, facts, &actor);
	assert_true(is_only(BARRIER_PERMISSION, BARRIER_ABSENT, "root of this container is uid 0 of the host"));
	as_user(facts, 1000);
	actor = judged_as(facts, false);
	barrier_host_root(&way, facts, &actor);
	assert_true(is_only(BARRIER_PERMISSION, BARRIER_STANDING, "the effective uid is 1000"));
	fact_set_unknown(facts, FACT_EUID, 0, "lost");
	actor = judged_as(facts, false);
	barrier_host_root(&way, facts, &actor);
	assert_true(is_only(BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, fact_source(facts, FACT_EUID)));
	fact_set_unknown(facts, FACT_USERNS_INITIAL, 0, "gone");
	fact_set_unknown(facts, FACT_PROC_OWNER, 0, "gone");
	actor = judged_as(facts, true);
	barrier_host_root(&way, facts, &actor);
	assert_true(is_only(BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, "not known: gone"));
	fact_set_number(facts, FACT_EUID, 0);
	actor = judged_as(facts, false);
	barrier_host_root(&way, facts, &actor);
	assert_true(is_only(BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, "not known: gone"));
	in_user_namespace(facts);
	actor = judged_as(facts, true);
	barrier_host_root(&way, facts, &actor);
	assert_true(is_only(BARRIER_USER_NAMESPACE, BARRIER_STANDING, "is another uid for the host"));
}

/* ---- system calls ---------------------------------------------------------- */

static void what_becomes_of_a_call_is_said_in_words(void **state)
{
	(void)state;
	static const struct {
		const char *why;
		int mode;	/* -1: not known */
		struct answer filter, plain;
		const char *release;
		enum barrier_kind kind;
		enum barrier_state state;
		const char *words;
	} rows[] = {
		{ "killed by the first question", 2, { KILLED, 31, NULL }, { 0 }, "6.1", BARRIER_SECCOMP, BARRIER_STANDING, "kills" },
		{ "killed by the second", 2, { 0 }, { KILLED, 31, NULL }, "6.1", BARRIER_SECCOMP, BARRIER_STANDING, "kills" },
		{ "EPERM", 2, { ANSWERED, EPERM, NULL }, { 0 }, "6.1", BARRIER_SECCOMP, BARRIER_STANDING, "answers EPERM" },
		{ "EACCES", 2, { ANSWERED, EACCES, NULL }, { 0 }, "6.1", BARRIER_SECCOMP, BARRIER_STANDING, "answers EACCES" },
		{ "EINVAL", 2, { ANSWERED, EINVAL, NULL }, { 0 }, "6.1", BARRIER_SECCOMP, BARRIER_STANDING, "answers EINVAL" },
		{ "another errno", 2, { ANSWERED, EIO, NULL }, { 0 }, "6.1", BARRIER_SECCOMP, BARRIER_STANDING, "with an error" },
		{ "the mode is not known: a filter is presumed", -1, { ANSWERED, EPERM, NULL }, { 0 }, "6.1", BARRIER_SECCOMP, BARRIER_STANDING, "answers EPERM" },
		{ "no filter: the kernel's own answer", 0, { ANSWERED, EPERM, NULL }, { ANSWERED, EINVAL, NULL }, "6.1", BARRIER_SECCOMP, BARRIER_ABSENT, "it reaches the kernel" },
		{ "ENOSYS, and no filter", 0, { ANSWERED, ENOSYS, NULL }, { ANSWERED, ENOSYS, NULL }, "6.1", BARRIER_KERNEL, BARRIER_STANDING, "does not have it" },
		{ "ENOSYS behind a filter that lets it pass", 2, { ANSWERED, 0, NULL }, { ANSWERED, ENOSYS, NULL }, "6.1", BARRIER_KERNEL, BARRIER_STANDING, "does not have it" },
		{ "ENOSYS that nobody explains", 2, { ANSWERED, ENOSYS, NULL }, { ANSWERED, ENOSYS, NULL }, "6.1", BARRIER_SECCOMP, BARRIER_STANDING, "hidden by the seccomp filter" },
		{ "ENOSYS, the filter not asked", 2, { 0 }, { ANSWERED, ENOSYS, NULL }, "6.1", BARRIER_SECCOMP, BARRIER_STANDING, "hidden by the seccomp filter" },
		{ "an answer behind the checks", 2, { 0 }, { ANSWERED, EINVAL, NULL }, "6.1", BARRIER_SECCOMP, BARRIER_ABSENT, "it reaches the kernel" },
		{ "EPERM of the kernel", 2, { ANSWERED, ENOSYS, NULL }, { ANSWERED, EPERM, NULL }, "6.1", BARRIER_SECCOMP, BARRIER_ABSENT, "lets it pass" },
		{ "EACCES of the kernel", 2, { ANSWERED, 0, NULL }, { ANSWERED, EACCES, NULL }, "6.1", BARRIER_SECCOMP, BARRIER_ABSENT, "lets it pass" },
		{ "EPERM, and no filter", 0, { 0 }, { ANSWERED, EPERM, NULL }, "5.1", BARRIER_SECCOMP, BARRIER_ABSENT, "no seccomp filter" },
		{ "no filter, a new kernel", 0, { 0 }, { 0 }, "5.2.0", BARRIER_SECCOMP, BARRIER_ABSENT, "no seccomp filter" },
		{ "no filter, a newer one", 0, { 0 }, { 0 }, "6.0", BARRIER_SECCOMP, BARRIER_ABSENT, "no seccomp filter" },
		{ "no filter, an old kernel", 0, { 0 }, { 0 }, "5.1.9", BARRIER_KERNEL, BARRIER_STANDING, "older than the call" },
		{ "no filter, a very old one", 0, { 0 }, { 0 }, "4.19", BARRIER_KERNEL, BARRIER_STANDING, "older than the call" },
		{ "no filter, a kernel of no age", 0, { 0 }, { 0 }, NULL, BARRIER_KERNEL, BARRIER_IS_UNKNOWN, "age of the kernel" },
		{ "no filter, an age that makes no sense", 0, { 0 }, { 0 }, "future", BARRIER_KERNEL, BARRIER_IS_UNKNOWN, "age of the kernel" },
		{ "let pass, and not carried out", 2, { ANSWERED, 0, NULL }, { 0 }, "6.1", BARRIER_SECCOMP, BARRIER_ABSENT, "lets it pass" },
		{ "not asked, with a reason", 2, { NOT_ASKED, 0, "a tree" }, { 0 }, "6.1", BARRIER_SECCOMP, BARRIER_IS_UNKNOWN, "a tree" },
		{ "no answer in time", 2, { TIMED_OUT, 0, NULL }, { 0 }, "6.1", BARRIER_SECCOMP, BARRIER_IS_UNKNOWN, "something else decides" },
		{ "not asked", 2, { 0 }, { 0 }, "6.1", BARRIER_SECCOMP, BARRIER_IS_UNKNOWN, "could not be asked" },
		{ "EPERM of whom is not told", 2, { 0 }, { ANSWERED, EPERM, NULL }, "6.1", BARRIER_SECCOMP, BARRIER_IS_UNKNOWN, "could not be asked" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		struct actor actor = judged_as(facts, false);

		(void)actor;
		if (rows[i].mode < 0)
			fact_set_unknown(facts, FACT_SECCOMP_MODE, EIO, NULL);
		else
			fact_set_number(facts, FACT_SECCOMP_MODE, (uint64_t)rows[i].mode);
		if (rows[i].release)
			fact_set_static(facts, FACT_KERNEL_RELEASE, rows[i].release);
		else
			fact_set_unknown(facts, FACT_KERNEL_RELEASE, EIO, NULL);
		facts->call[CALL_FSOPEN] = (struct call){ rows[i].filter, rows[i].plain };
		barrier_call(&way, facts, CALL_FSOPEN);
		ASSERT_ROW(i, rows[i].why, is_only(rows[i].kind, rows[i].state, rows[i].words));
		ASSERT_ROW(i, rows[i].why, !strcmp(way.barrier[0].what, "fsopen(2)"));
	}
}

static void of_several_calls_the_best_or_the_worst_counts(void **state)
{
	(void)state;
	static const enum call_id calls[] = { CALL_IOPL, CALL_MOUNT, CALL_IOPERM };
	struct facts *facts = docker_default();
	struct actor actor = judged_as(facts, false);

	call_denied(facts, CALL_IOPL, EPERM);
	call_passes(facts, CALL_MOUNT);
	facts->call[CALL_IOPERM] = (struct call){ 0 };
	barrier_any_call(&way, facts, calls, 3);
	assert_true(is_only(BARRIER_SECCOMP, BARRIER_ABSENT, "reaches"));
	assert_string_equal(way.barrier[0].what, "mount(2)");
	actor = judged_as(facts, false);
	barrier_all_calls(&way, facts, calls + 1, 2);
	assert_true(is_only(BARRIER_SECCOMP, BARRIER_IS_UNKNOWN, ""));
	assert_string_equal(way.barrier[0].what, "ioperm(2)");
	actor = judged_as(facts, false);
	(void)actor;
	barrier_all_calls(&way, facts, calls, 3);
	assert_string_equal(way.barrier[0].what, "iopl(2)");
}

/* ---- answers ---------------------------------------------------------------- */

static void of_a_captured_tree_only_root_that_overrides_all_is_concluded(void **state)
{
	(void)state;
	static const struct { const char *why; uint64_t caps; int euid; bool sets_known, userns, confined; enum barrier_state state; } rows[] = {
		{ "root", CAPS_DOCKER, 0, true, false, false, BARRIER_ABSENT },
		{ "a user", CAPS_DOCKER, 1000, true, false, false, BARRIER_IS_UNKNOWN },
		{ "root without the capability", CAPS_DOCKER & ~CAP(CAP_DAC_OVERRIDE), 0, true, false, false, BARRIER_IS_UNKNOWN },
		{ "nobody knows who", CAPS_DOCKER, -1, true, false, false, BARRIER_IS_UNKNOWN },
		{ "nobody knows with which sets", 0, 0, false, false, false, BARRIER_IS_UNKNOWN },
		{ "in a user namespace", CAPS_DOCKER, 0, true, true, false, BARRIER_IS_UNKNOWN },
		{ "confined", CAPS_DOCKER, 0, true, false, true, BARRIER_IS_UNKNOWN },
	};
	static const struct answer none = { 0 }, refused = { ANSWERED, EACCES, NULL };

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = rows[i].confined ? docker_default() : unconfined();

		facts->live = false;
		hold(facts, rows[i].caps);
		if (!rows[i].sets_known) {
			fact_set_unknown(facts, FACT_CAP_PERMITTED, EIO, NULL);
			fact_set_unknown(facts, FACT_CAP_BOUNDING, EIO, NULL);
		}
		if (rows[i].euid < 0)
			fact_set_unknown(facts, FACT_EUID, EIO, NULL);
		else
			fact_set_number(facts, FACT_EUID, (uint64_t)rows[i].euid);
		if (rows[i].userns)
			in_user_namespace(facts);
		if (!rows[i].confined)
			fact_set_bool(facts, FACT_APPARMOR_ENABLED, false);
		struct actor actor = judged_as(facts, false);

		barrier_answer(&way, facts, &actor, &none, BARRIER_DEVICE_CGROUP, "it");
		ASSERT_ROW(i, rows[i].why, is_only(rows[i].state == BARRIER_ABSENT ? BARRIER_PERMISSION : BARRIER_DEVICE_CGROUP, rows[i].state, ""));
		/* and what stops this process does not stop root, if that overrides all */
		actor = judged_as(facts, true);
		barrier_answer(&way, facts, &actor, &refused, BARRIER_DEVICE_CGROUP, "it");
		bool has_none = rows[i].sets_known && !(rows[i].caps & CAP(CAP_DAC_OVERRIDE));
		bool has_it = rows[i].sets_known && !rows[i].userns && !rows[i].confined;

		ASSERT_ROW(i, rows[i].why, is_only(BARRIER_PERMISSION, has_none ? BARRIER_STANDING : has_it ? BARRIER_ABSENT : BARRIER_IS_UNKNOWN, "EACCES"));
	}
	/* a running system is asked, and not concluded from */
	struct facts *facts = unconfined();
	struct actor actor = judged_as(facts, false);

	barrier_answer(&way, facts, &actor, &none, BARRIER_DEVICE_CGROUP, "it");
	assert_true(is_only(BARRIER_DEVICE_CGROUP, BARRIER_IS_UNKNOWN, "could not be asked"));
}

static void each_errno_has_its_barrier(void **state)
{
	(void)state;
	static const struct { int error; enum barrier_kind kind; enum barrier_state state; } rows[] = {
		{ ENOTDIR, BARRIER_NOT_GIVEN, BARRIER_STANDING }, { ENXIO, BARRIER_NOT_GIVEN, BARRIER_STANDING },
		{ ENODEV, BARRIER_NOT_GIVEN, BARRIER_STANDING }, { ENOMEDIUM, BARRIER_NOT_GIVEN, BARRIER_STANDING },
		{ EBUSY, BARRIER_KERNEL, BARRIER_STANDING }, { EIO, BARRIER_LSM, BARRIER_IS_UNKNOWN },
		{ EPERM, BARRIER_LSM, BARRIER_STANDING }, { EACCES, BARRIER_PERMISSION, BARRIER_STANDING },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		struct actor actor = judged_as(facts, false);
		const struct answer answer = answered(rows[i].error);

		barrier_answer(&way, facts, &actor, &answer, BARRIER_LSM, "it");
		ASSERT_ROW(i, ERROR_NAME(rows[i].error), is_only(rows[i].kind, rows[i].state, ERROR_NAME(rows[i].error)));
	}
}

/* ---- kernel files ------------------------------------------------------------ */

static void a_read_only_mount_shows_by_the_answer_or_by_mountinfo(void **state)
{
	(void)state;
	static const struct { const char *why; bool mount, read_only, list; struct answer write; enum barrier_state state; const char *words; } rows[] = {
		{ "opened", true, true, true, { ANSWERED, 0, NULL }, BARRIER_ABSENT, "could be opened for writing" },
		{ "EROFS", true, true, true, { ANSWERED, EROFS, NULL }, BARRIER_STANDING, "/proc/sys is mounted ro" },
		{ "EROFS, with no mount", false, false, true, { ANSWERED, EROFS, NULL }, BARRIER_STANDING, "its file system is mounted ro" },
		{ "EACCES says nothing of the mount", true, true, true, { ANSWERED, EACCES, NULL }, BARRIER_STANDING, "/proc/sys is mounted ro (" },
		{ "not asked", true, false, true, { 0 }, BARRIER_ABSENT, "/proc/sys is mounted rw (" },
		{ "read-only, of a list cut short", true, true, false, { 0 }, BARRIER_STANDING, "/proc/sys is mounted ro (" },
		{ "writable, of a list cut short", true, false, false, { 0 }, BARRIER_IS_UNKNOWN, "the mounts could not be read" },
		{ "no mount at all", false, false, true, { 0 }, BARRIER_IS_UNKNOWN, "the mounts could not be read" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		struct actor actor = judged_as(facts, false);

		facts->mounts_count = 0;
		if (rows[i].mount)
			put_mount(facts, MOUNT_PSEUDO, "/proc/sys", "proc", 0)->read_only = rows[i].read_only;
		facts->mounts_list.known = rows[i].list ? YES : UNKNOWN;
		barrier_read_only(&way, facts, &actor, "/proc/sys/kernel/x", &rows[i].write);
		ASSERT_ROW(i, rows[i].why, is_only(BARRIER_READ_ONLY, rows[i].state, rows[i].words));
	}
}

static void a_mask_shows_by_its_content_or_by_mountinfo(void **state)
{
	(void)state;
	static const struct { const char *why; enum mount_class class; enum kernel_file_state state; bool list; enum barrier_state stands; const char *words; } rows[] = {
		{ "a mask that is mounted", MOUNT_MASK, KERNEL_FILE_EXPOSED, true, BARRIER_STANDING, "a mask (/proc" },
		{ "looked at", MOUNT_PSEUDO, KERNEL_FILE_HIDDEN, true, BARRIER_STANDING, "looked at" },
		{ "looked at, with no mount", MOUNT_UNCLASSIFIED, KERNEL_FILE_HIDDEN, true, BARRIER_STANDING, "looked at" },
		{ "nothing there", MOUNT_PSEUDO, KERNEL_FILE_EXPOSED, true, BARRIER_ABSENT, "nothing lies over it" },
		{ "not looked at, and no mount over it", MOUNT_UNCLASSIFIED, KERNEL_FILE_UNKNOWN, true, BARRIER_ABSENT, "nothing lies over it" },
		{ "not looked at, nor the mounts", MOUNT_UNCLASSIFIED, KERNEL_FILE_UNKNOWN, false, BARRIER_IS_UNKNOWN, "nor the mounts" },
		{ "looked at, the mounts were not", MOUNT_UNCLASSIFIED, KERNEL_FILE_EXPOSED, false, BARRIER_ABSENT, "nothing lies over it" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		struct actor actor = judged_as(facts, false);
		const struct kernel_file file = { .kind = KERNEL_FILE_KCORE, .path = "/proc/kcore", .state = rows[i].state };

		facts->mounts_count = 0;
		if (rows[i].class)
			put_mount(facts, rows[i].class, "/proc/kcore", "tmpfs", 0);
		facts->mounts_list.truncated = !rows[i].list;
		barrier_masked(&way, facts, &actor, &file);
		ASSERT_ROW(i, rows[i].why, is_only(BARRIER_MASKED, rows[i].stands, rows[i].words));
	}
}

enum by { NOTHING, PROFILE, ANOTHER, BOTH };	/* what confines */

static void what_a_security_module_does_to_a_kernel_file(void **state)
{
	(void)state;
	static const struct {
		const char *why;
		bool live, own, denies, hidden;
		int euid;
		enum by by;
		struct answer answer;
		enum barrier_kind kind;
		enum barrier_state state;
		const char *words;
	} rows[] = {
		{ "opened", true, true, true, false, 0, PROFILE, { ANSWERED, 0, NULL }, BARRIER_LSM, BARRIER_ABSENT, "stopped that" },
		{ "opened was the mask", true, true, true, true, 0, PROFILE, { ANSWERED, 0, NULL }, BARRIER_LSM, BARRIER_STANDING, "docker-default denies" },
		{ "refused to the owner", true, true, true, false, 0, NOTHING, { ANSWERED, EACCES, NULL }, BARRIER_LSM, BARRIER_STANDING, "EACCES to its owner" },
		{ "refused to a user", true, true, true, false, 1000, PROFILE, { ANSWERED, EACCES, NULL }, BARRIER_LSM, BARRIER_STANDING, "docker-default denies" },
		{ "refused to nobody knows whom", true, true, true, false, -1, PROFILE, { ANSWERED, EACCES, NULL }, BARRIER_LSM, BARRIER_STANDING, "docker-default denies" },
		{ "not there", true, true, true, false, 0, PROFILE, { ANSWERED, ENOENT, NULL }, BARRIER_NOT_GIVEN, BARRIER_STANDING, "ENOENT" },
		{ "nor its directory", true, true, true, false, 0, PROFILE, { ANSWERED, ENOTDIR, NULL }, BARRIER_NOT_GIVEN, BARRIER_STANDING, "ENOTDIR" },
		{ "another errno", true, true, true, false, 0, PROFILE, { ANSWERED, EIO, NULL }, BARRIER_LSM, BARRIER_IS_UNKNOWN, "EIO" },
		{ "EROFS comes before", true, true, true, false, 0, PROFILE, { ANSWERED, EROFS, NULL }, BARRIER_LSM, BARRIER_STANDING, "docker-default denies" },
		{ "so does EPERM", true, true, true, false, 0, PROFILE, { ANSWERED, EPERM, NULL }, BARRIER_LSM, BARRIER_STANDING, "docker-default denies" },
		{ "silent", true, true, true, false, 0, PROFILE, { TIMED_OUT, 0, NULL }, BARRIER_LSM, BARRIER_IS_UNKNOWN, "no answer to opening it" },
		{ "not asked, with a reason", true, true, true, false, 0, PROFILE, { NOT_ASKED, 0, "not now" }, BARRIER_LSM, BARRIER_IS_UNKNOWN, "not now" },
		{ "silent on a captured tree", false, true, true, false, 0, PROFILE, { TIMED_OUT, 0, NULL }, BARRIER_LSM, BARRIER_IS_UNKNOWN, "no answer" },
		{ "a captured tree: the profile's rule", false, true, true, false, 0, PROFILE, { 0 }, BARRIER_LSM, BARRIER_STANDING, "docker-default denies /proc/x" },
		{ "the profile has no such rule", false, true, false, false, 0, PROFILE, { 0 }, BARRIER_LSM, BARRIER_ABSENT, "docker-default has no rule against" },
		{ "nor any about another instance", false, false, true, false, 0, PROFILE, { 0 }, BARRIER_LSM, BARRIER_ABSENT, "docker-default has no rule against" },
		{ "SELinux beside it", false, true, false, false, 0, BOTH, { 0 }, BARRIER_LSM, BARRIER_IS_UNKNOWN, "has no rule against" },
		{ "a profile of one's own", false, true, true, false, 0, ANOTHER, { 0 }, BARRIER_LSM, BARRIER_IS_UNKNOWN, "rules cannot be read" },
		{ "none", false, true, true, false, 0, NOTHING, { 0 }, BARRIER_LSM, BARRIER_ABSENT, "neither AppArmor nor SELinux" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		const struct kernel_file file = { .kind = KERNEL_FILE_MODPROBE, .path = "/proc/x", .own = rows[i].own,
			.state = rows[i].hidden ? KERNEL_FILE_HIDDEN : KERNEL_FILE_UNKNOWN };

		if (rows[i].by == NOTHING) {
			without_apparmor(facts);
			fact_set_bool(facts, FACT_APPARMOR_ENABLED, false);
		}
		if (rows[i].by == ANOTHER)
			fact_set_static(facts, FACT_APPARMOR_PROFILE, "mine");
		if (rows[i].by == BOTH)
			by_selinux(facts);
		facts->live = rows[i].live;
		if (rows[i].euid < 0)
			fact_set_unknown(facts, FACT_EUID, EIO, NULL);
		else if (rows[i].euid)
			as_user(facts, (unsigned)rows[i].euid);
		struct actor actor = judged_as(facts, rows[i].euid != 0);

		barrier_kernel_file_policy(&way, facts, &actor, &file, &rows[i].answer, rows[i].denies);
		ASSERT_ROW(i, rows[i].why, is_only(rows[i].kind, rows[i].state, rows[i].words));
	}
}

/* ---- owner and mode ------------------------------------------------------------ */

#define OVERRIDE CAP(CAP_DAC_OVERRIDE)
#define SEARCH   CAP(CAP_DAC_READ_SEARCH)

static void what_an_answer_given_to_this_process_means_for_root(void **state)
{
	(void)state;
	static const struct {
		const char *why;
		bool live, root, write, owner_known;
		uint32_t uid, gid, mode;
		uint64_t bounding, effective;
		int euid;
		enum { INITIAL, OTHER, LOST } userns;
		enum by by;
		struct answer answer;
		enum barrier_kind kind;
		enum barrier_state state;
		const char *words;
	} rows[] = {
		{ "granted", true, false, true, true, 0, 0, 0600, OVERRIDE, OVERRIDE, 0, INITIAL, NOTHING, { ANSWERED, 0, NULL }, BARRIER_PERMISSION, BARRIER_ABSENT, "granted" },
		{ "read-only", true, false, true, true, 0, 0, 0600, OVERRIDE, OVERRIDE, 0, INITIAL, NOTHING, { ANSWERED, EROFS, NULL }, BARRIER_PERMISSION, BARRIER_ABSENT, "refused as read-only" },
		{ "gone", true, false, true, true, 0, 0, 0600, OVERRIDE, OVERRIDE, 0, INITIAL, NOTHING, { ANSWERED, ENOENT, NULL }, BARRIER_NOT_GIVEN, BARRIER_STANDING, "ENOENT" },
		{ "its directory, too", true, false, true, true, 0, 0, 0600, OVERRIDE, OVERRIDE, 0, INITIAL, NOTHING, { ANSWERED, ENOTDIR, NULL }, BARRIER_NOT_GIVEN, BARRIER_STANDING, "ENOTDIR" },
		{ "another errno", true, false, true, true, 0, 0, 0600, OVERRIDE, OVERRIDE, 0, INITIAL, NOTHING, { ANSWERED, EIO, NULL }, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, "EIO" },
		{ "silent", true, false, true, true, 0, 0, 0600, OVERRIDE, OVERRIDE, 0, INITIAL, NOTHING, { TIMED_OUT, 0, NULL }, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, "deadline" },
		{ "not asked", true, false, true, true, 0, 0, 0600, OVERRIDE, OVERRIDE, 0, INITIAL, NOTHING, { 0 }, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, "could not be asked" },
		{ "not asked, with a reason", true, false, true, true, 0, 0, 0600, OVERRIDE, OVERRIDE, 0, INITIAL, NOTHING, { NOT_ASKED, 0, "not now" }, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, "not now" },
		{ "refused to root, who overrides: a policy", true, false, true, true, 0, 0, 0600, OVERRIDE, OVERRIDE, 0, INITIAL, ANOTHER, { ANSWERED, EACCES, NULL }, BARRIER_LSM, BARRIER_STANDING, "EACCES" },
		{ "without one: a server of NFS, say", true, false, true, true, 0, 0, 0600, OVERRIDE, OVERRIDE, 0, INITIAL, NOTHING, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_STANDING, "EACCES" },
		{ "in a user namespace it need not be one", true, false, true, true, 0, 0, 0600, OVERRIDE, OVERRIDE, 0, OTHER, NOTHING, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_STANDING, "EACCES" },
		{ "nor without the capability", true, false, true, true, 0, 0, 0600, SEARCH, SEARCH, 0, INITIAL, NOTHING, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_STANDING, "EACCES" },
		{ "refused to a user, root passes", true, true, true, true, 0, 0, 0600, OVERRIDE, 0, 1000, INITIAL, NOTHING, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_ABSENT, "root passes owner and mode" },
		{ "with one capability more than it had", true, true, true, true, 0, 0, 0600, OVERRIDE, 0, 0, INITIAL, NOTHING, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_ABSENT, "root passes owner and mode" },
		{ "to search is enough to read", true, true, false, true, 5, 5, 0600, SEARCH, 0, 0, INITIAL, NOTHING, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_ABSENT, "root passes owner and mode" },
		{ "and not to write", true, true, true, true, 5, 5, 0600, SEARCH, 0, 0, INITIAL, NOTHING, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_STANDING, "owner 5:5 is out of reach" },
		{ "the owner needs no capability to read", true, true, false, true, 0, 0, 0400, 0, 0, 1000, INITIAL, NOTHING, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_ABSENT, "root passes owner and mode" },
		{ "nor to write", true, true, true, true, 0, 0, 0200, 0, 0, 1000, INITIAL, NOTHING, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_ABSENT, "root passes owner and mode" },
		{ "but the mode's leave", true, true, true, true, 0, 0, 0400, 0, 0, 1000, INITIAL, NOTHING, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_STANDING, "owner 0:0 is out of reach" },
		{ "which only counts for the owner", true, true, true, true, 7, 7, 0600, 0, 0, 1000, INITIAL, NOTHING, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_STANDING, "owner 7:7 is out of reach" },
		{ "of nobody knows whom", true, true, true, false, 0, 0, 0600, 0, 0, 1000, INITIAL, NOTHING, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, "could not be asked" },
		{ "mapped into the user namespace", true, true, true, true, 5, 5, 0600, OVERRIDE, 0, 1000, OTHER, NOTHING, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_ABSENT, "root passes owner and mode" },
		{ "an owner that is not mapped", true, true, true, true, 65534, 5, 0600, OVERRIDE, 0, 1000, OTHER, NOTHING, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_STANDING, "out of reach" },
		{ "a group that is not mapped", true, true, true, true, 5, 65534, 0600, OVERRIDE, 0, 1000, OTHER, NOTHING, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_STANDING, "out of reach" },
		{ "an owner that is not known there", true, true, true, false, 0, 0, 0600, OVERRIDE, 0, 1000, OTHER, NOTHING, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, "could not be asked" },
		{ "a namespace that is not known", true, true, true, true, 5, 5, 0600, OVERRIDE, 0, 1000, LOST, NOTHING, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, "could not be asked" },
		{ "the engines' profile lets files be", true, true, true, true, 5, 5, 0600, OVERRIDE, 0, 1000, INITIAL, PROFILE, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_ABSENT, "root passes owner and mode" },
		{ "SELinux beside it need not", true, true, true, true, 5, 5, 0600, OVERRIDE, 0, 1000, INITIAL, BOTH, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, "what a security module says" },
		{ "nor need a profile of one's own", true, true, true, true, 5, 5, 0600, OVERRIDE, 0, 1000, INITIAL, ANOTHER, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, "what a security module says" },
		{ "a captured tree: root", false, false, true, true, 5, 5, 0600, OVERRIDE, OVERRIDE, 0, INITIAL, NOTHING, { 0 }, BARRIER_PERMISSION, BARRIER_ABSENT, "root passes owner and mode" },
		{ "a captured tree: refusal is not concluded", false, false, true, true, 5, 5, 0600, 0, 0, 0, INITIAL, NOTHING, { 0 }, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, "could not be asked" },
		{ "the asker's sets are not known", true, true, true, true, 5, 5, 0600, OVERRIDE, UINT64_MAX, 0, INITIAL, NOTHING, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_STANDING, "EACCES" },
		{ "nor who it was", true, true, true, true, 5, 5, 0600, OVERRIDE, 0, -1, INITIAL, NOTHING, { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_ABSENT, "root passes owner and mode" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();

		if (rows[i].by == NOTHING) {
			without_apparmor(facts);
			fact_set_bool(facts, FACT_APPARMOR_ENABLED, false);
		}
		if (rows[i].by == ANOTHER)
			fact_set_static(facts, FACT_APPARMOR_PROFILE, "mine");
		if (rows[i].by == BOTH)
			by_selinux(facts);
		facts->live = rows[i].live;
		hold(facts, rows[i].effective);
		fact_set_number(facts, FACT_CAP_BOUNDING, rows[i].bounding);
		if (rows[i].effective == UINT64_MAX) {
			fact_set_number(facts, FACT_CAP_PERMITTED, 0);
			fact_set_unknown(facts, FACT_CAP_EFFECTIVE, EIO, NULL);
		}
		if (rows[i].euid < 0)
			fact_set_unknown(facts, FACT_EUID, EIO, NULL);
		else
			fact_set_number(facts, FACT_EUID, (uint64_t)rows[i].euid);
		if (rows[i].userns == OTHER)
			in_user_namespace(facts);
		if (rows[i].userns == LOST)
			fact_set_unknown(facts, FACT_USERNS_INITIAL, EIO, NULL);
		const struct file_access access = { .path = "/x", .answer = &rows[i].answer, .write = rows[i].write,
			.owner_known = rows[i].owner_known, .uid = rows[i].uid, .gid = rows[i].gid, .mode = rows[i].mode };
		struct actor actor = judged_as(facts, rows[i].root);

		barrier_file_access(&way, facts, &actor, &access);
		ASSERT_ROW(i, rows[i].why, is_only(rows[i].kind, rows[i].state, rows[i].words));
		ASSERT_ROW(i, rows[i].why, !strcmp(way.barrier[0].what, rows[i].write ? "write permission" : "read permission"));
	}
}

static void sets_that_are_not_known_do_not_keep_root_away(void **state)
{
	(void)state;
	static const struct answer refused = { ANSWERED, EACCES, NULL };
	const struct file_access access = { .path = "/x", .answer = &refused, .owner_known = true, .uid = 5, .gid = 5, .mode = 0600 };
	struct facts *facts = unconfined();

	as_user(facts, 1000);
	fact_set_unknown(facts, FACT_CAP_BOUNDING, EIO, NULL);
	struct actor actor = judged_as(facts, true);

	barrier_file_access(&way, facts, &actor, &access);
	assert_true(is_only(BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, "could not be asked"));
	fact_set_number(facts, FACT_CAP_BOUNDING, 0);
	actor = judged_as(facts, true);
	barrier_file_access(&way, facts, &actor, &access);
	assert_true(is_only(BARRIER_PERMISSION, BARRIER_STANDING, "owner 5:5 is out of reach of root"));
}

/* ---- security modules ------------------------------------------------------------ */

static void who_is_confined_by_what(void **state)
{
	(void)state;
	static const struct { const char *why, *list, *profile, *context; int error; bool live; enum known enforcing, apparmor, selinux; } rows[] = {
		{ "listed, and its profile not known", "lockdown,apparmor", NULL, NULL, 0, true, UNKNOWN, UNKNOWN, NO },
		{ "not listed", "lockdown,capability", NULL, NULL, 0, true, UNKNOWN, NO, NO },
		{ "both listed", "selinux,apparmor", NULL, NULL, 0, true, UNKNOWN, UNKNOWN, UNKNOWN },
		{ "no list, nothing known", NULL, NULL, NULL, 0, true, UNKNOWN, UNKNOWN, UNKNOWN },
		{ "not built, by the errno", NULL, NULL, NULL, EINVAL, false, UNKNOWN, NO, NO },
		{ "no such file in a running system", NULL, NULL, NULL, ENOENT, true, UNKNOWN, NO, NO },
		{ "no such file in a captured tree", NULL, NULL, NULL, ENOENT, false, UNKNOWN, UNKNOWN, UNKNOWN },
		{ "unconfined, without a mode", NULL, "unconfined", NULL, 0, true, UNKNOWN, NO, NO },
		{ "a profile without a mode", NULL, "mine", NULL, 0, true, UNKNOWN, UNKNOWN, NO },
		{ "SELinux without a policy", NULL, NULL, "kernel", 0, true, YES, UNKNOWN, NO },
		{ "half a context", NULL, NULL, "user_u:role_r", 0, true, YES, UNKNOWN, NO },
		{ "a context without a level", NULL, NULL, "user_u:role_r:container_t", 0, true, YES, UNKNOWN, YES },
		{ "a free one without a level", NULL, NULL, "user_u:role_r:spc_t", 0, true, YES, UNKNOWN, NO },
		{ "a free one", NULL, NULL, "user_u:role_r:unconfined_t:s0", 0, true, YES, UNKNOWN, NO },
		{ "enforcing or not is not known", NULL, NULL, "user_u:role_r:container_t:s0", 0, true, UNKNOWN, UNKNOWN, UNKNOWN },
		{ "permissive", NULL, NULL, "user_u:role_r:container_t:s0", 0, true, NO, UNKNOWN, NO },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();

		fact_set_unknown(facts, FACT_APPARMOR_MODE, 0, NULL);
		fact_set_unknown(facts, FACT_APPARMOR_ENABLED, rows[i].error, NULL);
		fact_set_unknown(facts, FACT_APPARMOR_PROFILE, 0, NULL);
		fact_set_unknown(facts, FACT_SELINUX_CONTEXT, rows[i].error, NULL);
		fact_set_unknown(facts, FACT_SELINUX_ENFORCING, 0, NULL);
		if (rows[i].list)
			fact_set_static(facts, FACT_LSM_LIST, rows[i].list);
		if (rows[i].profile)
			fact_set_static(facts, FACT_APPARMOR_PROFILE, rows[i].profile);
		if (rows[i].context)
			fact_set_static(facts, FACT_SELINUX_CONTEXT, rows[i].context);
		if (rows[i].enforcing != UNKNOWN)
			fact_set_bool(facts, FACT_SELINUX_ENFORCING, rows[i].enforcing == YES);
		facts->live = rows[i].live;
		ASSERT_ROW(i, rows[i].why, apparmor_confines(facts) == rows[i].apparmor);
		ASSERT_ROW(i, rows[i].why, selinux_confines(facts) == rows[i].selinux);
		bool yes = rows[i].selinux == YES, no = rows[i].apparmor == NO && rows[i].selinux == NO;

		ASSERT_ROW(i, rows[i].why, lsm_confines(facts) == (yes ? YES : no ? NO : UNKNOWN));
		ASSERT_ROW(i, rows[i].why, !apparmor_is_engine_default(facts));
	}
}

static void eacces_of_mount_is_a_modules_unless_a_filter_may_give_it(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	fact_set_static(facts, FACT_APPARMOR_PROFILE, "mine");
	facts->question[ASK_LSM_MOUNT] = answered(EACCES);
	facts->call[CALL_MOUNT] = (struct call){ 0 };
	struct actor actor = judged_as(facts, false);

	barrier_lsm_mount(&way, facts, &actor);
	assert_true(is_only(BARRIER_LSM, BARRIER_IS_UNKNOWN, "cause not told apart"));
	call_denied(facts, CALL_MOUNT, EACCES);		/* the filter's, then */
	actor = judged_as(facts, false);
	barrier_lsm_mount(&way, facts, &actor);
	assert_true(is_only(BARRIER_LSM, BARRIER_IS_UNKNOWN, "rules cannot be read"));
	call_passes(facts, CALL_MOUNT);
	actor = judged_as(facts, false);
	barrier_lsm_mount(&way, facts, &actor);
	assert_true(is_only(BARRIER_LSM, BARRIER_STANDING, "mount(2) answers EACCES"));
}

static void lockdown_shows_by_its_state_or_by_what_it_does(void **state)
{
	(void)state;
	static const struct { const char *why, *state, *list, *release, *cmdline; int iopl; enum known integrity, confidentiality; const char *words; } rows[] = {
		{ "none", "[none] integrity confidentiality", NULL, "6.1", NULL, EPERM, NO, NO, "[none]" },
		{ "none, by a sandbox", "none", NULL, "6.1", NULL, EPERM, NO, NO, "none" },
		{ "integrity", "none [integrity] confidentiality", NULL, "6.1", NULL, EPERM, YES, NO, "[integrity]" },
		{ "integrity, alone", "integrity", NULL, "6.1", NULL, EPERM, YES, NO, "integrity" },
		{ "confidentiality", "none integrity [confidentiality]", NULL, "6.1", NULL, EPERM, YES, YES, "[confidentiality]" },
		{ "a word of the future", "strange", NULL, "6.1", NULL, EPERM, UNKNOWN, UNKNOWN, "" },
		{ "iopl(2) was carried out", NULL, NULL, "6.1", "lockdown=integrity", 0, NO, NO, "not in force" },
		{ "not among the modules", NULL, "capability,yama", "6.1", "lockdown=integrity", EPERM, NO, NO, "not in force" },
		{ "among them", NULL, "lockdown,yama", "6.1", "quiet", EPERM, UNKNOWN, UNKNOWN, "" },
		{ "among them, and no command line to be read", NULL, "lockdown,yama", "6.1", NULL, EPERM, UNKNOWN, UNKNOWN, "" },
		{ "before there was any", NULL, NULL, "5.3", "lockdown=integrity", EPERM, NO, NO, "not in force" },
		{ "asked for at boot", NULL, "yama,lockdown", "5.4", "quiet lockdown=integrity", EPERM, YES, UNKNOWN, "/proc/cmdline" },
		{ "asked for at boot, and no list of modules to be read", NULL, NULL, "5.4", "quiet lockdown=integrity", EPERM, YES, UNKNOWN, "/proc/cmdline" },
		{ "asked for at boot, and a word of the future", "strange", "lockdown", "6.1", "lockdown=integrity", EPERM, YES, UNKNOWN, "/proc/cmdline" },
		{ "asked for more", NULL, "lockdown", "6.1", "lockdown=confidentiality", EPERM, YES, YES, "/proc/cmdline" },
		{ "asked for what nobody knows", NULL, "lockdown", "6.1", "lockdown=please", EPERM, UNKNOWN, UNKNOWN, "" },
		{ "not asked for", NULL, NULL, "6.1", "quiet", EPERM, UNKNOWN, UNKNOWN, "" },
		{ "nothing to be read", NULL, NULL, "6.1", NULL, EPERM, UNKNOWN, UNKNOWN, "" },
	};
	static const enum barrier_state states[] = { [UNKNOWN] = BARRIER_IS_UNKNOWN, [NO] = BARRIER_ABSENT, [YES] = BARRIER_STANDING };

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();

		fact_set_unknown(facts, FACT_KERNEL_CMDLINE, EACCES, NULL);
		if (rows[i].state)
			fact_set_static(facts, FACT_LOCKDOWN, rows[i].state);
		if (rows[i].list)
			fact_set_static(facts, FACT_LSM_LIST, rows[i].list);
		if (rows[i].cmdline)
			fact_set_static(facts, FACT_KERNEL_CMDLINE, rows[i].cmdline);
		fact_set_static(facts, FACT_KERNEL_RELEASE, rows[i].release);
		facts->question[ASK_CAP_SYS_RAWIO] = answered(rows[i].iopl);
		struct actor actor = judged_as(facts, false);

		barrier_lockdown(&way, facts, &actor, false);
		ASSERT_ROW(i, rows[i].why, is_only(BARRIER_KERNEL, states[rows[i].integrity], rows[i].words));
		actor = judged_as(facts, false);
		barrier_lockdown(&way, facts, &actor, true);
		ASSERT_ROW(i, rows[i].why, is_only(BARRIER_KERNEL, states[rows[i].confidentiality], ""));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_capability_that_is_missing_is_missing_from_the_set_that_counts),
		cmocka_unit_test(a_capability_that_is_there_is_told_by_the_set_that_has_it),
		cmocka_unit_test(what_leaves_a_capability_undecided_is_named),
		cmocka_unit_test(an_answer_of_the_kernel_proves_a_capability_of_this_process_only),
		cmocka_unit_test(selinux_may_make_a_capability_inert),
		cmocka_unit_test(a_refusal_of_what_is_held_is_a_security_modules),
		cmocka_unit_test(who_is_root_of_the_host_has_to_be_known),
		cmocka_unit_test(what_becomes_of_a_call_is_said_in_words),
		cmocka_unit_test(of_several_calls_the_best_or_the_worst_counts),
		cmocka_unit_test(of_a_captured_tree_only_root_that_overrides_all_is_concluded),
		cmocka_unit_test(each_errno_has_its_barrier),
		cmocka_unit_test(a_read_only_mount_shows_by_the_answer_or_by_mountinfo),
		cmocka_unit_test(a_mask_shows_by_its_content_or_by_mountinfo),
		cmocka_unit_test(what_a_security_module_does_to_a_kernel_file),
		cmocka_unit_test(what_an_answer_given_to_this_process_means_for_root),
		cmocka_unit_test(sets_that_are_not_known_do_not_keep_root_away),
		cmocka_unit_test(who_is_confined_by_what),
		cmocka_unit_test(eacces_of_mount_is_a_modules_unless_a_filter_may_give_it),
		cmocka_unit_test(lockdown_shows_by_its_state_or_by_what_it_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
