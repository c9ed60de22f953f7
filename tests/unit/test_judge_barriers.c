/* The vocabulary: who is judged, and what each barrier makes of a fact. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "bytes.h"
#include "facts_literal.h"

static char texts[1 << 16];

static struct arena fresh_arena(void)
{
	struct arena arena;

	arena_init(&arena, texts, sizeof texts);
	return arena;
}

/* ---- the actor ------------------------------------------------------------- */

static void root_regains_the_bounding_set_by_exec(void **state)
{
	(void)state;
	static const struct { const char *why; uint64_t euid, securebits; bool no_new_privs; bool regained; } rows[] = {
		{ "uid 0",             0, 0, false, true },
		{ "another uid",       1000, 0, false, false },
		{ "no_new_privs",      0, 0, true, false },
		{ "SECBIT_NOROOT",     0, 1, false, false },
		{ "other securebits",  0, 4, false, true },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = docker_default();
		struct arena arena = fresh_arena();
		struct actor actor;

		fact_set_number(facts, FACT_EUID, rows[i].euid);
		fact_set_number(facts, FACT_CAP_EFFECTIVE, 0);
		fact_set_number(facts, FACT_CAP_PERMITTED, 0);
		fact_set_number(facts, FACT_SECUREBITS, rows[i].securebits);
		fact_set_bool(facts, FACT_NO_NEW_PRIVS, rows[i].no_new_privs);
		actor_now(facts, &arena, &actor);
		ASSERT_ROW(i, rows[i].why, actor.caps == (rows[i].regained ? CAPS_DOCKER : 0));
		ASSERT_ROW(i, rows[i].why, actor.caps_known);
	}
}

static void what_is_not_known_of_the_sets_stays_open_to_question(void **state)
{
	(void)state;
	struct facts *facts = docker_default();
	struct arena arena = fresh_arena();
	struct actor actor;

	fact_set_unknown(facts, FACT_CAP_PERMITTED, EIO, NULL);
	actor_now(facts, &arena, &actor);
	assert_int_equal(actor.caps, CAPS_DOCKER);
	assert_false(actor.caps_known);
	assert_true(actor.caps_unknown & CAP(CAP_SYS_ADMIN));

	/* the effective set is no more than a part of the permitted one */
	facts = docker_default();
	fact_set_unknown(facts, FACT_CAP_EFFECTIVE, EIO, NULL);
	actor_now(facts, &arena, &actor);
	assert_true(actor.caps_known);

	/* whether exec regains it is not known: only what the bounding set adds */
	facts = docker_default();
	fact_set_unknown(facts, FACT_SECUREBITS, EIO, NULL);
	fact_set_number(facts, FACT_CAP_PERMITTED, 0);
	fact_set_number(facts, FACT_CAP_EFFECTIVE, 0);
	actor_now(facts, &arena, &actor);
	assert_int_equal(actor.caps_unknown, CAPS_DOCKER);
}

static void uid_0_of_the_host_is_told_by_the_owner_of_proc(void **state)
{
	(void)state;
	static const struct { const char *why; uint64_t euid, inode; enum known initial; uint64_t owner; enum known host_root; } rows[] = {
		{ "root, initial namespace",     0, USER_INITIAL, YES, 0, YES },
		{ "another uid",                 1000, USER_INITIAL, YES, 0, NO },
		{ "mapped away",                 0, 4026532500, NO, 65534, NO },
		{ "host root mapped to itself",  0, 4026532500, NO, 0, YES },
		{ "host root mapped to another", 5, 4026532500, NO, 5, YES },
		{ "nobody is no proof",          65534, 4026532500, NO, 65534, NO },
		{ "a sandbox's numbers",         0, 1, NO, 0, NO },
		{ "namespace unknown",           0, USER_INITIAL, UNKNOWN, 0, YES },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = docker_default();
		struct arena arena = fresh_arena();
		struct actor actor;

		fact_set_number(facts, FACT_EUID, rows[i].euid);
		fact_set_number(facts, FACT_USERNS_INODE, rows[i].inode);
		if (rows[i].initial == UNKNOWN)
			fact_set_unknown(facts, FACT_USERNS_INITIAL, EACCES, NULL);
		else
			fact_set_bool(facts, FACT_USERNS_INITIAL, rows[i].initial == YES);
		fact_set_number(facts, FACT_PROC_OWNER, rows[i].owner);
		actor_now(facts, &arena, &actor);
		ASSERT_ROW(i, rows[i].why, actor.host_root == rows[i].host_root);
	}
}

/* ---- single barriers --------------------------------------------------------- */

static enum barrier_state worst(const struct way *way)
{
	static const enum barrier_state states[] = {
		[PATH_OPEN] = BARRIER_ABSENT, [PATH_UNKNOWN] = BARRIER_IS_UNKNOWN, [PATH_CLOSED] = BARRIER_STANDING,
	};
	return states[way_status(way)];
}

static void a_call_is_met_as_its_two_answers_say(void **state)
{
	(void)state;
	static const struct { const char *why; uint64_t mode; struct answer filter, plain; enum known runs; } rows[] = {
		{ "denied",                       2, { ANSWERED, EPERM, NULL }, { ANSWERED, EPERM, NULL }, NO },
		{ "passes, arguments refused",    2, { ANSWERED, ENOSYS, NULL }, { ANSWERED, EFAULT, NULL }, YES },
		{ "passes, capability missing",   2, { ANSWERED, ENOSYS, NULL }, { ANSWERED, EPERM, NULL }, YES },
		{ "hidden, or not there",         2, { ANSWERED, ENOSYS, NULL }, { ANSWERED, ENOSYS, NULL }, NO },
		{ "not in this kernel",           0, { ANSWERED, ENOSYS, NULL }, { ANSWERED, ENOSYS, NULL }, NO },
		{ "killed",                       2, { KILLED, 31, NULL }, { NOT_ASKED, 0, NULL }, NO },
		{ "a supervisor that is silent",  2, { TIMED_OUT, 0, NULL }, { TIMED_OUT, 0, NULL }, UNKNOWN },
		{ "no filter could be installed", 2, { NOT_ASKED, 0, "why" }, { ANSWERED, EPERM, NULL }, UNKNOWN },
		{ "but the kernel was reached",   2, { NOT_ASKED, 0, "why" }, { ANSWERED, EINVAL, NULL }, YES },
		{ "no filter at all",             0, { NOT_ASKED, 0, NULL }, { NOT_ASKED, 0, NULL }, YES },
		{ "a filter, nothing asked",      2, { NOT_ASKED, 0, NULL }, { NOT_ASKED, 0, NULL }, UNKNOWN },
		{ "ENOSYS of either",             2, { ANSWERED, ENOSYS, NULL }, { NOT_ASKED, 0, NULL }, UNKNOWN },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = docker_default();

		fact_set_number(facts, FACT_SECCOMP_MODE, rows[i].mode);
		facts->call[CALL_FSOPEN] = (struct call){ rows[i].filter, rows[i].plain };
		ASSERT_ROW(i, rows[i].why, call_runs(facts, CALL_FSOPEN) == rows[i].runs);
	}
	struct facts *facts = docker_default();

	fact_set_number(facts, FACT_SECCOMP_MODE, 0);
	facts->call[CALL_FSOPEN] = facts->call[CALL_MOUNT] = (struct call){ 0 };
	fact_set_static(facts, FACT_KERNEL_RELEASE, "4.19.0");
	assert_int_equal(call_runs(facts, CALL_FSOPEN), NO);
	assert_int_equal(call_runs(facts, CALL_MOUNT), YES);
}

static void a_security_module_on_mount_shows_by_eacces(void **state)
{
	(void)state;
	static const struct { const char *why; struct answer answer; bool mount_runs, apparmor; enum barrier_state expected; } rows[] = {
		{ "refused by policy",            { ANSWERED, EACCES, NULL }, true, true, BARRIER_STANDING },
		{ "a policy nobody names",        { ANSWERED, EACCES, NULL }, true, false, BARRIER_STANDING },
		{ "both let it pass",             { ANSWERED, EINVAL, NULL }, true, true, BARRIER_ABSENT },
		{ "only the capability missing",  { ANSWERED, EPERM, NULL }, true, true, BARRIER_ABSENT },
		{ "seccomp spoke, profile known", { ANSWERED, EPERM, NULL }, false, true, BARRIER_STANDING },
		{ "seccomp spoke, no module",     { ANSWERED, EPERM, NULL }, false, false, BARRIER_ABSENT },
		{ "seccomp's EACCES, profile known", { ANSWERED, EACCES, NULL }, false, true, BARRIER_STANDING },
		{ "seccomp's EACCES, no module",  { ANSWERED, EACCES, NULL }, false, false, BARRIER_ABSENT },
		{ "not asked, no module",         { NOT_ASKED, 0, NULL }, true, false, BARRIER_ABSENT },
		{ "not asked, profile known",     { NOT_ASKED, 0, NULL }, true, true, BARRIER_IS_UNKNOWN },
		{ "answer lost, profile known",   { TIMED_OUT, 0, NULL }, true, true, BARRIER_IS_UNKNOWN },
		{ "lost, and seccomp refuses it", { KILLED, 9, NULL }, false, true, BARRIER_STANDING },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = docker_default();
		struct arena arena = fresh_arena();
		struct actor actor;
		struct way way;

		if (rows[i].mount_runs)
			call_passes(facts, CALL_MOUNT);
		if (!rows[i].apparmor)
			without_apparmor(facts);
		facts->question[ASK_LSM_MOUNT] = rows[i].answer;
		actor_now(facts, &arena, &actor);
		way_init(&way, "");
		barrier_lsm_mount(&way, facts, &actor);
		ASSERT_ROW(i, rows[i].why, worst(&way) == rows[i].expected);
	}
}

static void landlock_stops_mount_whatever_is_asked(void **state)
{
	(void)state;
	for (unsigned layers = 0; layers < 3; layers++) {
		struct facts *facts = docker_default();
		struct arena arena = fresh_arena();
		struct actor actor;
		struct way way;

		without_apparmor(facts);
		fact_set_number(facts, FACT_LANDLOCK_LAYERS, layers);
		actor_now(facts, &arena, &actor);
		way_init(&way, "");
		barrier_lsm_mount(&way, facts, &actor);
		ASSERT_ROW(layers, "layers", worst(&way) == (layers ? BARRIER_STANDING : BARRIER_ABSENT));
	}
}

static void what_a_module_alone_can_refuse_shows_it(void **state)
{
	static const struct { const char *why; enum question_id question; int error; enum known confined; } rows[] = {
		{ "a write to procfs", ASK_LSM_PROC_WRITE, EACCES, YES },
		{ "a write to sysfs", ASK_LSM_SYS_WRITE, EACCES, YES },
		{ "a socket", ASK_LSM_SOCKET, EACCES, YES },
		{ "a look at our like", ASK_LSM_PTRACE, EACCES, YES },
		{ "a socket, by seccomp", ASK_LSM_SOCKET, EPERM, NO },
		{ "nothing", ASK_LSM_SOCKET, 0, NO },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = docker_default();

		without_apparmor(facts);
		facts->question[rows[i].question] = (struct answer){ ANSWERED, rows[i].error, NULL };
		ASSERT_ROW(i, rows[i].why, lsm_confines(facts) == rows[i].confined);
	}
}

static void who_is_confined(void **state)
{
	(void)state;
	static const struct { const char *why, *profile, *mode, *context; enum known enforcing, apparmor, selinux; } rows[] = {
		{ "docker-default",     "docker-default", "enforce", NULL, NO, YES, NO },
		{ "unconfined",         "unconfined", "unconfined", NULL, NO, NO, NO },
		{ "complain",           "docker-default", "complain", NULL, NO, NO, NO },
		{ "container_t",        NULL, NULL, "system_u:system_r:container_t:s0:c1,c2", YES, NO, YES },
		{ "permissive",         NULL, NULL, "system_u:system_r:container_t:s0:c1,c2", NO, NO, NO },
		{ "enforcing unknown",  NULL, NULL, "system_u:system_r:container_t:s0", UNKNOWN, NO, UNKNOWN },
		{ "privileged",         NULL, NULL, "system_u:system_r:spc_t:s0", YES, NO, NO },
		{ "no policy loaded",   NULL, NULL, "kernel", UNKNOWN, NO, NO },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = docker_default();

		without_apparmor(facts);
		if (rows[i].profile)
			fact_set_static(facts, FACT_APPARMOR_PROFILE, rows[i].profile);
		if (rows[i].mode)
			fact_set_static(facts, FACT_APPARMOR_MODE, rows[i].mode);
		if (rows[i].context)
			fact_set_static(facts, FACT_SELINUX_CONTEXT, rows[i].context);
		if (rows[i].enforcing == UNKNOWN)
			fact_set_unknown(facts, FACT_SELINUX_ENFORCING, ENOENT, NULL);
		else
			fact_set_bool(facts, FACT_SELINUX_ENFORCING, rows[i].enforcing == YES);
		ASSERT_ROW(i, rows[i].why, apparmor_confines(facts) == rows[i].apparmor);
		ASSERT_ROW(i, rows[i].why, selinux_confines(facts) == rows[i].selinux);
	}
	struct facts *facts = docker_default();

	fact_set_unknown(facts, FACT_APPARMOR_ENABLED, EACCES, NULL);
	fact_set_unknown(facts, FACT_APPARMOR_PROFILE, EACCES, NULL);
	fact_set_unknown(facts, FACT_APPARMOR_MODE, EACCES, NULL);
	assert_int_equal(lsm_confines(facts), UNKNOWN);
	fact_set_static(facts, FACT_LSM_LIST, "lockdown,capability,yama");
	assert_int_equal(lsm_confines(facts), NO);
}

static void a_user_namespace_is_told_by_its_number_a_question_or_the_owner_of_proc(void **state)
{
	(void)state;
	static const struct { const char *why; enum known initial, procfs; int owner; int bpf; enum barrier_state state; } rows[] = {
		{ "the initial one",                   YES, YES, 0, EPERM, BARRIER_ABSENT },
		{ "another",                           NO, YES, 0, EPERM, BARRIER_STANDING },
		{ "nothing tells",                     UNKNOWN, YES, -1, EPERM, BARRIER_IS_UNKNOWN },
		{ "root of the host is uid 0 here",    UNKNOWN, YES, 0, EPERM, BARRIER_IS_UNKNOWN },
		{ "root of the host is somebody else", UNKNOWN, YES, 65534, EPERM, BARRIER_STANDING },
		{ "said by a /proc that is none",      UNKNOWN, NO, 65534, EPERM, BARRIER_IS_UNKNOWN },
		{ "a question got through",            UNKNOWN, YES, -1, ENOENT, BARRIER_ABSENT },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = docker_default();
		struct arena arena = fresh_arena();
		struct actor actor;
		struct way way;

		fact_set_unknown(facts, FACT_USERNS_INODE, EACCES, NULL);
		fact_set_unknown(facts, FACT_PROC_OWNER, EACCES, NULL);
		if (rows[i].initial == UNKNOWN)
			fact_set_unknown(facts, FACT_USERNS_INITIAL, EACCES, NULL);
		else
			fact_set_bool(facts, FACT_USERNS_INITIAL, rows[i].initial == YES);
		if (rows[i].owner >= 0)
			fact_set_number(facts, FACT_PROC_OWNER, (uint64_t)rows[i].owner);
		fact_set_bool(facts, FACT_PROC_IS_PROCFS, rows[i].procfs == YES);
		facts->question[ASK_CAP_SYS_ADMIN] = (struct answer){ ANSWERED, rows[i].bpf, NULL };
		actor_now(facts, &arena, &actor);
		way_init(&way, "");
		barrier_userns(&way, facts, &actor);
		ASSERT_ROW(i, rows[i].why, worst(&way) == rows[i].state);
	}
}

static void an_errno_names_its_barrier(void **state)
{
	(void)state;
	static const struct { const char *why; struct answer answer; enum barrier_kind kind; enum barrier_state state; } rows[] = {
		{ "allowed",         { ANSWERED, 0, NULL }, BARRIER_DEVICE_CGROUP, BARRIER_ABSENT },
		{ "cgroup",          { ANSWERED, EPERM, NULL }, BARRIER_DEVICE_CGROUP, BARRIER_STANDING },
		{ "mode",            { ANSWERED, EACCES, NULL }, BARRIER_PERMISSION, BARRIER_STANDING },
		{ "read-only mount", { ANSWERED, EROFS, NULL }, BARRIER_READ_ONLY, BARRIER_STANDING },
		{ "not there",       { ANSWERED, ENOENT, NULL }, BARRIER_NOT_GIVEN, BARRIER_STANDING },
		{ "odd",             { ANSWERED, EIO, NULL }, BARRIER_DEVICE_CGROUP, BARRIER_IS_UNKNOWN },
		{ "not asked",       { NOT_ASKED, 0, NULL }, BARRIER_DEVICE_CGROUP, BARRIER_IS_UNKNOWN },
		{ "silent",          { TIMED_OUT, 0, NULL }, BARRIER_DEVICE_CGROUP, BARRIER_IS_UNKNOWN },
		{ "deadly",          { KILLED, 9, NULL }, BARRIER_DEVICE_CGROUP, BARRIER_IS_UNKNOWN },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = docker_default();
		struct arena arena = fresh_arena();
		struct actor actor;
		struct way way;

		actor_now(facts, &arena, &actor);
		way_init(&way, "");
		barrier_answer(&way, facts, &actor, &rows[i].answer, BARRIER_DEVICE_CGROUP, "it");
		ASSERT_ROW(i, rows[i].why, way.count == 1);
		ASSERT_ROW(i, rows[i].why, way.barrier[0].kind == rows[i].kind);
		ASSERT_ROW(i, rows[i].why, way.barrier[0].state == rows[i].state);
	}
}

/* ---- ways ---------------------------------------------------------------------- */

static void the_same_barrier_counts_once_and_the_worse_state_stays(void **state)
{
	(void)state;
	struct way way;

	way_init(&way, "");
	barrier_add(&way, BARRIER_USER_NAMESPACE, BARRIER_STANDING, "user namespace", "a");
	barrier_add(&way, BARRIER_USER_NAMESPACE, BARRIER_ABSENT, "user namespace", "b");
	barrier_add(&way, BARRIER_CAPABILITY, BARRIER_ABSENT, "CAP_MKNOD", "c");
	barrier_add(&way, BARRIER_CAPABILITY, BARRIER_IS_UNKNOWN, "CAP_MKNOD", "d");
	assert_int_equal(way.count, 2);
	assert_int_equal(way_distance(&way), 1);
	assert_int_equal(way.barrier[1].state, BARRIER_IS_UNKNOWN);
}

static void a_full_way_still_knows_that_it_is_closed(void **state)
{
	(void)state;
	static const char *const names[] = { "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p" };
	struct way way;

	way_init(&way, "");
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		barrier_add(&way, BARRIER_KERNEL, BARRIER_ABSENT, names[i], "");
	assert_int_equal(way.count, BARRIERS_MAX);
	barrier_add(&way, BARRIER_KERNEL, BARRIER_STANDING, "last", "");
	assert_int_equal(way_status(&way), PATH_CLOSED);
	barrier_add(&way, BARRIER_KERNEL, BARRIER_ABSENT, "later", "");
	assert_int_equal(way_status(&way), PATH_CLOSED);
}

static void what_tells_most_comes_first(void **state)
{
	(void)state;
	static const struct { enum barrier_kind kind; const char *what; } added[] = {
		{ BARRIER_KERNEL, "version" }, { BARRIER_CAPABILITY, "cap" }, { BARRIER_USER_NAMESPACE, "userns" },
		{ BARRIER_SECCOMP, "call" }, { BARRIER_NOT_GIVEN, "thing" }, { BARRIER_LSM, "lsm" }, { BARRIER_READ_ONLY, "mount" },
	};
	static const char *const expected[] = { "cap", "thing", "mount", "call", "lsm", "userns", "version" };
	struct finding finding = { .way = (struct way[WAYS_MAX]){ { .count = 0 } } };
	struct way way;

	way_init(&way, "a way");
	for (size_t i = 0; i < sizeof added / sizeof *added; i++)
		barrier_add(&way, added[i].kind, BARRIER_ABSENT, added[i].what, "");
	finding_add(&finding, &way);
	for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
		assert_string_equal(finding.way[0].barrier[i].what, expected[i]);
}

static void a_way_that_is_here_is_better_than_one_that_is_not(void **state)
{
	(void)state;
	static const enum barrier_kind missing[] = { BARRIER_NOT_GIVEN, BARRIER_KERNEL };

	for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
		struct finding finding = { .way = (struct way[WAYS_MAX]){ { .count = 0 } } };
		struct way gone, here;

		way_init(&gone, "gone");
		barrier_add(&gone, missing[i], BARRIER_STANDING, "it", "");
		finding_add(&finding, &gone);
		way_init(&here, "here");
		barrier_add(&here, BARRIER_CAPABILITY, BARRIER_STANDING, "cap", "");
		barrier_add(&here, BARRIER_READ_ONLY, BARRIER_STANDING, "mount", "");
		finding_add(&finding, &here);
		assert_string_equal(finding.way[0].title, "here");
		assert_int_equal(finding.distance, 2);
		assert_true(way_is_missing(&gone));
		assert_false(way_is_missing(&here));
	}
}

static void make_closed_way(struct way *way, const struct facts *facts, const struct actor *actor, const void *thing)
{
	(void)facts;
	way_init(way, arena_printf(actor->arena, "way %d", *(const int *)thing));
	barrier_add(way, BARRIER_SECCOMP, BARRIER_STANDING, "filter", arena_printf(actor->arena, "of %d", *(const int *)thing));
}

static void ways_that_are_not_kept_leave_no_texts(void **state)
{
	(void)state;
	static char region[4096];
	struct finding finding = { .way = (struct way[WAYS_MAX]){ { .count = 0 } } };
	struct arena arena;
	struct actor actor = { .arena = &arena };
	size_t used = 0;

	arena_init(&arena, region, sizeof region);
	for (int i = 0; i < 1000; i++) {
		finding_add_made(&finding, NULL, &actor, make_closed_way, &i);
		if (i == WAYS_MAX - 1)
			used = arena.used;
	}
	assert_int_equal(arena.used, used);
	assert_false(arena.exhausted);
	assert_int_equal(finding.ways_dropped, 1000 - WAYS_MAX);
	assert_string_equal(finding.way[WAYS_MAX - 1].title, "way 3");
	assert_string_equal(finding.way[WAYS_MAX - 1].barrier[0].evidence, "of 3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ways_that_are_not_kept_leave_no_texts),
		cmocka_unit_test(root_regains_the_bounding_set_by_exec),
		cmocka_unit_test(what_is_not_known_of_the_sets_stays_open_to_question),
		cmocka_unit_test(uid_0_of_the_host_is_told_by_the_owner_of_proc),
		cmocka_unit_test(a_call_is_met_as_its_two_answers_say),
		cmocka_unit_test(a_security_module_on_mount_shows_by_eacces),
		cmocka_unit_test(landlock_stops_mount_whatever_is_asked),
		cmocka_unit_test(what_a_module_alone_can_refuse_shows_it),
		cmocka_unit_test(who_is_confined),
		cmocka_unit_test(a_user_namespace_is_told_by_its_number_a_question_or_the_owner_of_proc),
		cmocka_unit_test(an_errno_names_its_barrier),
		cmocka_unit_test(the_same_barrier_counts_once_and_the_worse_state_stays),
		cmocka_unit_test(a_full_way_still_knows_that_it_is_closed),
		cmocka_unit_test(what_tells_most_comes_first),
		cmocka_unit_test(a_way_that_is_here_is_better_than_one_that_is_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
