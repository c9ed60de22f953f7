/* Collectors that die, hang and spin: the others' facts survive, the place of
 * the loss is known, and the time is kept. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/stat.h>
#include <time.h>
#include <sys/wait.h>
#include <unistd.h>
#include "collect.h"
#include "refused_call.h"

static const struct host live = { .root = AT_FDCWD, .live = true };
static struct facts *facts;
static size_t region_size;

static int fresh(void **state)
{
	(void)state;
	int error;
	void *region = collect_region(&region_size, &error);

	facts = facts_init(region, region_size);
	if (!facts)
		return -1;
	facts->shared = true;
	return 0;
}

static int release(void **state)
{
	(void)state;
	collect_region_free(facts, region_size);
	return 0;
}

static void finds_uid(struct collect *collect)
{
	fact_set_number(collect->facts, FACT_UID, 7);
}

static void finds_gid(struct collect *collect)
{
	fact_set_number(collect->facts, FACT_GID, 8);
}

/* cmocka handles these to report a failed test; here the child shall die. */
static void die_of(int number)
{
	signal(number, SIG_DFL);
	raise(number);
}

static void dies_at_once(struct collect *collect)
{
	(void)collect;
	die_of(SIGSEGV);
}

static void hangs(struct collect *collect)
{
	(void)collect;
	for (;;)
		pause();
}

/* Six items, of which number 1 kills, number 3 hangs. */
static void items(struct collect *collect)
{
	struct facts *to = collect->facts;

	if (collect->first > 0)
		to->question[collect->first - 1] = collect->lost;
	for (unsigned i = collect->first; i < 6; i++) {
		COLLECT_ITEM(collect, i);
		if (i == 1)
			die_of(SIGSYS);
		if (i == 3)
			hangs(collect);
		to->question[i].state = ANSWERED;
	}
}

/* Before it comes to the item it should go on with, it dies again. */
static void dies_between_items(struct collect *collect)
{
	collect->facts->question[collect->first].state = ANSWERED;
	if (collect->first == 0)
		COLLECT_ITEM(collect, 0);
	if (collect->first < 4)
		die_of(SIGSYS);
}

static void makes_a_node_and_dies(struct collect *collect)
{
	close(open(collect->facts->made_node, O_CREAT | O_CLOEXEC | O_WRONLY, 0600));
	raise(SIGKILL);
}

static long long ms(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

static void spins(struct collect *collect)
{
	(void)collect;
	for (volatile unsigned i = 0;; i++)
		;
}

#define RUN(table, deadline) run_collectors(table, sizeof(table) / sizeof((table)[0]), &live, facts, deadline)

static void a_child_that_dies_where_it_began_is_not_begun_there_again(void **state)
{
	(void)state;
	static const struct collector table[] = { { "items", dies_between_items, false, true } };

	RUN(table, 1500);
	for (unsigned i = 0; i < 5; i++)
		assert_int_equal(facts->question[i].state, ANSWERED);
	assert_int_equal(facts->question[5].state, NOT_ASKED);
	assert_int_equal(facts->collector[0].state, COLLECTOR_DONE);
}

static void a_collector_that_dies_costs_only_its_own_facts(void **state)
{
	(void)state;
	static const struct collector table[] = {
		{ "uid", finds_uid, false, false }, { "dies", dies_at_once, false, false }, { "gid", finds_gid, false, false },
	};
	uint64_t value = 0;

	RUN(table, 1500);
	assert_true(fact_number(facts, FACT_UID, &value));
	assert_int_equal(value, 7);
	assert_true(fact_number(facts, FACT_GID, &value));
	assert_int_equal(value, 8);
	assert_int_equal(facts->collector[0].state, COLLECTOR_DONE);
	assert_int_equal(facts->collector[1].state, COLLECTOR_DIED);
	assert_int_equal(facts->collector[1].signal, SIGSEGV);
	assert_int_equal(facts->collector[2].state, COLLECTOR_DONE);
}

static void a_lost_item_costs_only_itself(void **state)
{
	(void)state;
	static const struct collector table[] = { { "items", items, false, false }, { "gid", finds_gid, false, false } };
	uint64_t value;

	RUN(table, 1500);
	assert_int_equal(facts->question[0].state, ANSWERED);
	assert_int_equal(facts->question[1].state, KILLED);
	assert_int_equal(facts->question[1].error, SIGSYS);
	assert_int_equal(facts->question[2].state, ANSWERED);
	assert_int_equal(facts->question[3].state, TIMED_OUT);
	assert_int_equal(facts->question[4].state, ANSWERED);
	assert_int_equal(facts->question[5].state, ANSWERED);
	assert_true(fact_number(facts, FACT_GID, &value));
	assert_non_null(facts->collector[0].reason);
}

static void a_standstill_is_ended_long_before_the_deadline(void **state)
{
	(void)state;
	static const struct collector table[] = { { "hangs", hangs, false, false }, { "uid", finds_uid, false, false } };
	uint64_t value;
	long long before = ms();

	RUN(table, 60000);
	assert_true(ms() - before < 20000);
	assert_int_equal(facts->collector[0].state, COLLECTOR_TIMED_OUT);
	assert_true(fact_number(facts, FACT_UID, &value));
}

static void what_only_spins_is_ended_at_the_deadline(void **state)
{
	(void)state;
	static const struct collector table[] = { { "spins", spins, false, false }, { "uid", finds_uid, false, false } };
	uint64_t value;

	RUN(table, 300);
	assert_int_equal(facts->collector[0].state, COLLECTOR_TIMED_OUT);
	assert_int_equal(facts->collector[1].state, COLLECTOR_SKIPPED);
	assert_string_equal(facts->collector[1].reason, "the time was up");
	assert_false(fact_number(facts, FACT_UID, &value));
}

static void a_node_left_by_a_dead_child_is_removed(void **state)
{
	(void)state;
	static const struct collector table[] = { { "node", makes_a_node_and_dies, false, false } };
	char path[64];
	struct stat found;

	snprintf(path, sizeof path, "/tmp/test-run-node-%d", (int)getpid());
	strcpy(facts->made_node, path);
	RUN(table, 1500);
	assert_int_equal(facts->collector[0].state, COLLECTOR_DIED);
	assert_int_equal(stat(path, &found), -1);
	assert_string_equal(facts->made_node, "");
}

static void without_shared_memory_only_what_is_safe_is_run(void **state)
{
	(void)state;
	static const struct collector table[] = { { "uid", finds_uid, false, false }, { "gid", finds_gid, false, true } };
	uint64_t value;

	facts->shared = false;
	RUN(table, 1500);
	assert_true(fact_number(facts, FACT_UID, &value));
	assert_false(fact_number(facts, FACT_GID, &value));
	assert_int_equal(facts->collector[1].state, COLLECTOR_SKIPPED);
	assert_non_null(facts->collector[1].reason);
}

static void where_fork_is_refused_only_what_is_safe_is_run(void **state)
{
	(void)state;
	static const struct collector table[] = { { "uid", finds_uid, false, false }, { "gid", finds_gid, false, true } };
	pid_t child = fork();

	/* RLIMIT_NPROC does not bind root: the child becomes someone else. */
	if (child == 0) {
		struct rlimit none = { 0, 0 };
		uint64_t value;

		if (setrlimit(RLIMIT_NPROC, &none) < 0 || (getuid() == 0 && setuid(65534) < 0))
			_exit(1);
		RUN(table, 1500);
		_exit(fact_number(facts, FACT_UID, &value) && !fact_number(facts, FACT_GID, &value) &&
		      facts->collector[1].state == COLLECTOR_SKIPPED ? 0 : 2);
	}
	int status = -1;

	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void counts(struct collect *collect)
{
	for (volatile uint64_t *n = &collect->facts->fact[FACT_GID].number;; ++*n)
		;
}

/* Two children at once would tear what they write to. */
static void where_waiting_is_refused_no_second_child_is_made(void **state)
{
	(void)state;
	static const struct collector table[] = { { "counts", counts, false, false }, { "uid", finds_uid, false, false } };
	pid_t child = fork();

	if (child == 0) {
		uint64_t value;

		if (!refuse_call(SYS_wait4, EACCES))
			_exit(1);
		RUN(table, 1500);
		uint64_t before = facts->fact[FACT_GID].number;

		usleep(20000);
		_exit(facts->fact[FACT_GID].number != before ? 2 : fact_number(facts, FACT_UID, &value) ? 3 :
		      facts->collector[1].state != COLLECTOR_SKIPPED ? 4 : 0);
	}
	int status = -1;

	waitpid(child, &status, 0);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void what_a_captured_tree_cannot_say_is_not_asked(void **state)
{
	(void)state;
	static const struct collector table[] = { { "uid", finds_uid, false, false }, { "gid", finds_gid, true, false } };
	const struct host captured = { .root = 3, .live = false };
	uint64_t value;

	run_collectors(table, 2, &captured, facts, 1500);
	assert_true(fact_number(facts, FACT_UID, &value));
	assert_false(fact_number(facts, FACT_GID, &value));
	assert_int_equal(facts->collector[1].state, COLLECTOR_SKIPPED);
}

static void signals_are_given_back_as_they_were(void **state)
{
	(void)state;
	static const struct collector table[] = { { "uid", finds_uid, false, false } };
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before, after;
	sigset_t mask;
	uint64_t value;

	/* on a busy machine a child that an earlier test had killed may be late */
	while (waitpid(-1, NULL, 0) > 0)
		;
	sigaction(SIGCHLD, &ignore, &before);
	RUN(table, 1500);
	sigaction(SIGCHLD, &before, &after);
	sigprocmask(SIG_BLOCK, NULL, &mask);
	assert_true(fact_number(facts, FACT_UID, &value));
	assert_ptr_equal(after.sa_handler, SIG_IGN);
	assert_int_equal(sigismember(&mask, SIGCHLD), 0);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

/* What was pending before stays so, and what our own child leaves does not. */
static void a_pending_signal_stays_pending_and_ours_does_not(void **state)
{
	(void)state;
	static const struct collector table[] = { { "uid", finds_uid, false, false } };
	sigset_t child, before, pending;

	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, &before);
	RUN(table, 1500);
	sigpending(&pending);
	assert_int_equal(sigismember(&pending, SIGCHLD), 0);
	raise(SIGCHLD);
	RUN(table, 1500);
	sigpending(&pending);
	assert_int_equal(sigismember(&pending, SIGCHLD), 1);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

static pid_t foreign;

/* Back when it stands still, its signal set: it has closed its end of the pipe. */
static pid_t waits_for_its_end(void)
{
	int ready[2];
	char none;

	if (pipe(ready))
		return -1;
	pid_t child = fork();

	if (child == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(ready[0]);
		close(ready[1]);
		pause();
		_exit(0);
	}
	close(ready[1]);
	if (read(ready[0], &none, 1) != 0)
		child = -1;
	close(ready[0]);
	return child;
}

/* A child that is not ours ends while SIGCHLD is taken from it. */
static void outlives_another(struct collect *collect)
{
	fact_set_number(collect->facts, FACT_UID, 7);
	kill(foreign, SIGKILL);
	usleep(50000);
}

static void who_ignores_his_children_finds_none_of_them_dead(void **state)
{
	(void)state;
	static const struct collector table[] = { { "uid", outlives_another, false, true } };
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;

	sigaction(SIGCHLD, &ignore, &before);
	foreign = waits_for_its_end();
	RUN(table, 1500);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	sigaction(SIGCHLD, &before, NULL);
}

/* As the survey does: a child of its own, which goes down with it. */
static void dies_with_a_child(struct collect *collect)
{
	(void)collect;
	waits_for_its_end();
	die_of(SIGKILL);
}

static void the_first_process_inherits_nobody(void **state)
{
	(void)state;
	static const struct collector table[] = { { "dies", dies_with_a_child, false, true } };

	foreign = waits_for_its_end();
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	RUN(table, 1500);
	prctl(PR_SET_CHILD_SUBREAPER, 0);
	assert_int_equal(facts->collector[0].state, COLLECTOR_DIED);
	assert_false(facts->child_left);
	/* Of all children only the one that was there before is left, alive. */
	assert_int_equal(waitpid(-1, NULL, WNOHANG), 0);
	kill(foreign, SIGKILL);
	assert_int_equal(waitpid(-1, NULL, 0), foreign);
	assert_int_equal(waitpid(-1, NULL, 0), -1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fresh, release)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_child_that_dies_where_it_began_is_not_begun_there_again),
		TEST(a_collector_that_dies_costs_only_its_own_facts),
		TEST(a_lost_item_costs_only_itself),
		TEST(a_standstill_is_ended_long_before_the_deadline),
		TEST(what_only_spins_is_ended_at_the_deadline),
		TEST(a_node_left_by_a_dead_child_is_removed),
		TEST(without_shared_memory_only_what_is_safe_is_run),
		TEST(where_fork_is_refused_only_what_is_safe_is_run),
		TEST(where_waiting_is_refused_no_second_child_is_made),
		TEST(what_a_captured_tree_cannot_say_is_not_asked),
		TEST(signals_are_given_back_as_they_were),
		TEST(a_pending_signal_stays_pending_and_ours_does_not),
		TEST(who_ignores_his_children_finds_none_of_them_dead),
		TEST(the_first_process_inherits_nobody),
	};

	return cmocka_run_group_tests_name("run", tests, NULL, NULL);
}
