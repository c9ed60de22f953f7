/* What sharing the host's namespaces opens. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "facts_literal.h"

static struct facts *host_pid(void)
{
	struct facts *facts = docker_default();

	fact_set_bool(facts, FACT_PIDNS_INITIAL, true);
	return facts;
}

static void ptrace_opens_the_hosts_processes(void **state)
{
	(void)state;
	struct facts *facts = host_pid();
	struct process *init = put_process(facts, 1, 0, YES);

	assert_closed_by(facts, "host-process-ptrace", BARRIER_CAPABILITY);
	give(facts, CAP_SYS_PTRACE);
	assert_closed_by(facts, "host-process-ptrace", BARRIER_LSM);
	without_apparmor(facts);
	init->root = answered(0);
	assert_path(facts, "host-process-ptrace", PATH_OPEN);
	in_user_namespace(facts);
	assert_closed_by(facts, "host-process-ptrace", BARRIER_USER_NAMESPACE);
}

static void attach_access_alone_tells_as_well(void **state)
{
	(void)state;
	struct facts *facts = host_pid();

	give(facts, CAP_SYS_PTRACE);
	put_process(facts, 1, 0, YES)->memory = answered(EFAULT);
	assert_path(facts, "host-process-ptrace", PATH_OPEN);
}

static void a_process_of_the_same_user_needs_no_capability_to_be_traced(void **state)
{
	(void)state;
	struct facts *facts = host_pid();
	struct process *process = put_process(facts, 500, 1000, YES);

	without_apparmor(facts);
	as_user(facts, 1000);
	process->same_uid = YES;
	assert_path(facts, "host-process-ptrace", PATH_CLOSED);	/* it may hold more than we do */
	process->root = answered(0);
	process->memory = answered(EFAULT);
	assert_path(facts, "host-process-ptrace", PATH_OPEN);
	process->memory = answered(EPERM);	/* Yama, or a filter */
	fact_set_number(facts, FACT_YAMA_PTRACE_SCOPE, 1);
	assert_path(facts, "host-process-ptrace", PATH_CLOSED);
	fact_set_unknown(facts, FACT_YAMA_PTRACE_SCOPE, EACCES, NULL);
	assert_path(facts, "host-process-ptrace", PATH_UNKNOWN);
	fact_set_number(facts, FACT_YAMA_PTRACE_SCOPE, 0);
	assert_path(facts, "host-process-ptrace", PATH_OPEN);
	process->same_uid = NO;
	assert_closed_by(facts, "host-process-ptrace", BARRIER_CAPABILITY);
}

static void a_refusal_with_the_capability_held_is_a_security_modules(void **state)
{
	(void)state;
	struct facts *facts = host_pid();

	give(facts, CAP_SYS_PTRACE);
	without_apparmor(facts);
	put_process(facts, 1, 0, YES);
	assert_closed_by(facts, "host-process-ptrace", BARRIER_LSM);
	/* of this user; what it would say to root is another question */
	fact_set_number(facts, FACT_EUID, 1000);
	assert_closed_by(facts, "host-process-ptrace", BARRIER_LSM);
	assert_int_equal(finding_of(judged(facts), "host-process-ptrace")->as_root, PATH_OPEN);
}

static void a_private_pid_namespace_closes_them_all(void **state)
{
	(void)state;
	static const char *const paths[] = { "host-process-ptrace", "host-process-root", "host-process-setuid", "host-process-kill" };
	struct facts *facts = docker_privileged();

	facts->processes_list.known = UNKNOWN;
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		assert_closed_by(facts, paths[i], BARRIER_NAMESPACE);
	put_process(facts, 7, 0, NO)->root = answered(0);	/* a neighbour in the pod */
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		assert_path(facts, paths[i], PATH_CLOSED);
}

static void another_container_is_not_the_host(void **state)
{
	(void)state;
	struct facts *facts = host_pid();

	without_apparmor(facts);
	give(facts, CAP_SYS_PTRACE);
	put_process(facts, 77, 101, NO)->root = answered(0);
	assert_path(facts, "host-process-ptrace", PATH_CLOSED);
	assert_path(facts, "host-process-root", PATH_CLOSED);
	assert_path(facts, "host-process-setuid", PATH_CLOSED);
}

static void the_same_user_needs_no_capability(void **state)
{
	(void)state;
	struct facts *facts = host_pid();

	hold(facts, 0);
	as_user(facts, 1000);
	put_process(facts, 1, 0, YES);
	assert_path(facts, "host-process-root", PATH_CLOSED);
	struct process *own = put_process(facts, 900, 1000, YES);

	own->same_uid = YES;
	own->root = answered(0);
	assert_path(facts, "host-process-root", PATH_OPEN);
	own->host = UNKNOWN;
	assert_path(facts, "host-process-root", PATH_UNKNOWN);
	own->host = YES;
	own->root = answered(EACCES);
	assert_path(facts, "host-process-root", PATH_CLOSED);
	in_user_namespace(facts);
	own->root = answered(0);	/* rootless: the same user of the host */
	assert_path(facts, "host-process-root", PATH_OPEN);
}

static void setuid_becomes_any_user_of_the_host(void **state)
{
	(void)state;
	struct facts *facts = host_pid();

	put_process(facts, 1, 0, YES);
	without_apparmor(facts);
	assert_closed_by(facts, "host-process-setuid", BARRIER_NOT_GIVEN);	/* root only */
	struct process *other = put_process(facts, 500, 101, YES);

	assert_path(facts, "host-process-setuid", PATH_OPEN);
	other->host = UNKNOWN;
	assert_path(facts, "host-process-setuid", PATH_UNKNOWN);
	other->host = YES;
	take(facts, CAP_SETGID);	/* the groups have to be the same, too */
	assert_closed_by(facts, "host-process-setuid", BARRIER_CAPABILITY);
	give(facts, CAP_SETGID);
	assert_path(facts, "host-process-setuid", PATH_OPEN);
	take(facts, CAP_SETUID);
	assert_closed_by(facts, "host-process-setuid", BARRIER_CAPABILITY);
	facts = host_pid();
	put_process(facts, 500, 101, YES);
	assert_closed_by(facts, "host-process-setuid", BARRIER_LSM);
}

static void root_may_signal_roots_processes(void **state)
{
	(void)state;
	struct facts *facts = host_pid();

	put_process(facts, 1, 0, YES);
	assert_closed_by(facts, "host-process-kill", BARRIER_LSM);
	without_apparmor(facts);
	hold(facts, 0);
	assert_path(facts, "host-process-kill", PATH_OPEN);
	as_user(facts, 1000);
	assert_closed_by(facts, "host-process-kill", BARRIER_CAPABILITY);
}

static void hundreds_of_processes_leave_room_for_the_rest(void **state)
{
	(void)state;
	struct facts *facts = host_pid();

	for (unsigned i = 0; i < 2000; i++)
		put_process(facts, i + 2, 0, YES);
	static struct report report;
	static char region[64 << 10];
	struct arena arena;

	arena_init(&arena, region, sizeof region);
	judge(facts, &arena, &report);
	assert_false(arena.exhausted);
	assert_int_equal(finding_of(&report, "host-process-ptrace")->ways, WAYS_MAX);
}

static void network_and_ipc_are_influence(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	assert_closed_by(facts, "host-network", BARRIER_NAMESPACE);
	assert_closed_by(facts, "host-ipc", BARRIER_NAMESPACE);
	fact_set_bool(facts, FACT_NETNS_INITIAL, true);
	fact_set_bool(facts, FACT_IPCNS_INITIAL, true);
	assert_path(facts, "host-network", PATH_OPEN);
	assert_path(facts, "host-ipc", PATH_OPEN);
	assert_verdict(facts, VERDICT_CONTAINED);
	fact_set_unknown(facts, FACT_NETNS_INITIAL, EACCES, NULL);
	assert_path(facts, "host-network", PATH_UNKNOWN);
	assert_verdict(facts, VERDICT_CONTAINED);
}

static void a_list_cut_short_is_no_doubt_under_the_engines_profile(void **state)
{
	(void)state;
	struct facts *facts = host_pid();

	put_process(facts, 1, 0, YES);
	facts->processes_list.truncated = true;
	assert_path(facts, "host-process-root", PATH_CLOSED);
	assert_closed_by(facts, "host-process-setuid", BARRIER_LSM);
	without_apparmor(facts);
	assert_path(facts, "host-process-root", PATH_UNKNOWN);
	assert_path(facts, "host-process-setuid", PATH_UNKNOWN);
}

static void only_processes_of_root_are_nobody_to_become(void **state)
{
	(void)state;
	struct facts *facts = host_pid();

	without_apparmor(facts);
	put_process(facts, 1, 0, YES);
	assert_closed_by(facts, "host-process-setuid", BARRIER_NOT_GIVEN);
	put_process(facts, 500, 101, NO);	/* another container's */
	assert_closed_by(facts, "host-process-setuid", BARRIER_NOT_GIVEN);
	put_process(facts, 501, 101, UNKNOWN);
	assert_path(facts, "host-process-setuid", PATH_UNKNOWN);
	put_process(facts, 502, 101, YES);
	assert_path(facts, "host-process-setuid", PATH_OPEN);
}

static struct process *put_elsewhere(struct facts *facts, uint64_t pid, uint32_t uid, enum known host)
{
	struct process *process = put_process(facts, pid, uid, host);

	process->proc = "/hostproc";
	process->memory = (struct answer){ 0 };
	return process;
}

/* -v /proc:/hostproc:ro: a pid namespace of our own does not help then. */
static void a_proc_of_the_host_shows_its_processes(void **state)
{
	(void)state;
	static const char *const by_number[] = { "host-process-ptrace", "host-process-kill", "host-pid" };
	struct facts *facts = docker_default();

	without_apparmor(facts);
	put_mount(facts, MOUNT_HOST_PROC, "/hostproc", "proc", 0)->read_only = true;
	struct process *process = put_elsewhere(facts, 500, 101, YES);

	assert_path(facts, "host-process-setuid", PATH_OPEN);
	assert_path(facts, "host-process-root", PATH_CLOSED);
	process->root = answered(0);
	assert_path(facts, "host-process-root", PATH_OPEN);
	for (size_t i = 0; i < sizeof by_number / sizeof *by_number; i++)
		assert_closed_by(facts, by_number[i], BARRIER_NAMESPACE);
	process->host = UNKNOWN;
	assert_path(facts, "host-process-root", PATH_UNKNOWN);
	process->host = NO;
	assert_path(facts, "host-process-root", PATH_CLOSED);
	process->host = YES;
	process->root = answered(EACCES);
	hold(facts, 0);
	assert_path(facts, "host-process-root", PATH_CLOSED);
	assert_path(facts, "host-process-setuid", PATH_CLOSED);
}

static void a_proc_that_could_not_be_listed_leaves_a_doubt(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	facts->processes_list.truncated = true;
	assert_path(facts, "host-process-root", PATH_CLOSED);	/* no other proc is there */
	put_mount(facts, MOUNT_HOST_PROC, "/hostproc", "proc", 0);
	assert_closed_by(facts, "host-process-root", BARRIER_LSM);
	without_apparmor(facts);
	assert_path(facts, "host-process-root", PATH_UNKNOWN);
	assert_path(facts, "host-process-setuid", PATH_UNKNOWN);
	assert_path(facts, "host-process-ptrace", PATH_CLOSED);
	take(facts, CAP_SETUID);
	assert_closed_by(facts, "host-process-setuid", BARRIER_CAPABILITY);
	facts = docker_default();
	without_apparmor(facts);
	facts->processes_list.truncated = facts->mounts_list.truncated = true;
	assert_path(facts, "host-process-root", PATH_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ptrace_opens_the_hosts_processes),
		cmocka_unit_test(attach_access_alone_tells_as_well),
		cmocka_unit_test(a_process_of_the_same_user_needs_no_capability_to_be_traced),
		cmocka_unit_test(a_refusal_with_the_capability_held_is_a_security_modules),
		cmocka_unit_test(a_private_pid_namespace_closes_them_all),
		cmocka_unit_test(another_container_is_not_the_host),
		cmocka_unit_test(the_same_user_needs_no_capability),
		cmocka_unit_test(setuid_becomes_any_user_of_the_host),
		cmocka_unit_test(root_may_signal_roots_processes),
		cmocka_unit_test(hundreds_of_processes_leave_room_for_the_rest),
		cmocka_unit_test(network_and_ipc_are_influence),
		cmocka_unit_test(a_list_cut_short_is_no_doubt_under_the_engines_profile),
		cmocka_unit_test(only_processes_of_root_are_nobody_to_become),
		cmocka_unit_test(a_proc_of_the_host_shows_its_processes),
		cmocka_unit_test(a_proc_that_could_not_be_listed_leaves_a_doubt),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
