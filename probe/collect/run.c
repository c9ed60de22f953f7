/* run.c - runs the collectors where they may die or hang without harm.
 *
 * A container can make any look at it dangerous: a dead NFS server holds
 * stat(2) for ever, a seccomp filter kills on a call that it does not like, a
 * socket never answers.  So one child does the looking and writes what it
 * sees into memory shared with us.  When it dies or stands still we note
 * where it was and let a new child go on behind that place. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "collect.h"
#include "source.h"

/* How long a child may neither move on nor use the processor. */
#define STALL_MS 200
/* How long a killed child may take to be gone; a busy machine needs some of it. */
#define REAP_MS 100
/* A filter that kills on everything must not make us fork for ever. */
#define CHILDREN_MAX 128

/* Where the child is.  In shared memory. */
struct place {
	volatile unsigned collector;
	volatile unsigned item;		/* see COLLECT_ITEM: number + 1, 0 before the first */
};

long long now_ms(clockid_t clock)
{
	struct timespec time;

	if (clock_gettime(clock, &time) < 0)
		return 0;
	return time.tv_sec * 1000LL + time.tv_nsec / 1000000;
}

/* What is run, on what. */
struct run {
	const struct collector *table;
	size_t count;
	const struct host *host;
	struct facts *facts;
	struct place *place;
	struct collector_result *result;	/* of the first of the table */
};

/* Where to go on. */
struct from {
	size_t number;		/* collector */
	unsigned first;		/* its first item */
	struct answer lost;	/* how the item before that was lost */
};

static bool applies(const struct run *run, size_t number)
{
	return run->facts->live || !run->table[number].live_only;
}

/* `alone`: in our own process, so nothing that might hang or die. */
static void run_from(const struct run *run, struct from from, bool alone)
{
	struct source_tops tops = { 0 };

	for (; from.number < run->count; from = (struct from){ .number = from.number + 1 }) {
		const struct collector *collector = &run->table[from.number];

		if (!applies(run, from.number) || (alone && collector->may_be_lost))
			continue;
		struct collect collect = {
			.host = run->host, .facts = run->facts, .item = &run->place->item,
			.first = from.first, .lost = from.lost, .tops = &tops,
		};

		run->place->item = from.first;
		run->place->collector = (unsigned)from.number;
		collector->collect(&collect);
		run->result[from.number].state = COLLECTOR_DONE;
	}
	source_tops_close(&tops);
}

/* SIGCHLD is waited for, so it must be neither ignored (the kernel would reap
 * the child for us) nor handled.  Put back afterwards: `exec` hands both on,
 * and with them what was pending. */
struct signals {
	sigset_t mask;
	struct sigaction action;
	bool pending;
};

static void signals_take(struct signals *saved, sigset_t *child)
{
	struct sigaction plain = { .sa_handler = SIG_DFL };
	sigset_t pending;

	sigemptyset(child);
	sigaddset(child, SIGCHLD);
	sigprocmask(SIG_BLOCK, child, &saved->mask);
	/* It can only be pending where it was blocked. */
	saved->pending = sigismember(&saved->mask, SIGCHLD) == 1 && sigpending(&pending) == 0 &&
			 sigismember(&pending, SIGCHLD) == 1;
	sigaction(SIGCHLD, &plain, &saved->action);
}

static void signals_give_back(const struct signals *saved)
{
	/* This forgets what our own children have left pending (sigaction(2)). */
	sigaction(SIGCHLD, &saved->action, NULL);
	/* Who ignores it waits for nobody: what others' children came to us and
	 * ended meanwhile would stay. */
	if (saved->action.sa_handler == SIG_IGN)
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
	if (saved->pending)
		kill(getpid(), SIGCHLD);
	sigprocmask(SIG_SETMASK, &saved->mask, NULL);
}

void collect_wait_signal(const sigset_t *signals, long long ms)
{
	struct timespec timeout = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L };

	if (sigtimedwait(signals, NULL, &timeout) < 0 && errno != EAGAIN && errno != EINTR) {
		timeout = (struct timespec){ .tv_nsec = 1000000 };
		nanosleep(&timeout, NULL);
	}
}

/* In nanoseconds: on a busy machine a child may get less than a millisecond
 * of the processor in all the time after which it counts as standing still. */
static long long cpu_ns(clockid_t clock)
{
	struct timespec time;

	return clock_gettime(clock, &time) < 0 ? 0 : time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* How a child came to its end. */
enum end { ENDED, STOOD_STILL, NOT_WAITED };

/* Without wait4(2) nobody knows whether the child still writes, and two that
 * write at once would tear the lists: it is killed, and no other is made. */
static enum end give_up_waiting(pid_t child, const sigset_t *signals)
{
	kill(child, SIGKILL);
	collect_wait_signal(signals, 10);
	return NOT_WAITED;
}

/* Waits until the child ends (its status is in *ret_status), stands still, or
 * the deadline passes; the latter two do not outlive this. */
static enum end wait_child(pid_t child, const struct place *place, const sigset_t *signals,
		       long long deadline, int *ret_status)
{
	clockid_t cpu = CLOCK_MONOTONIC;
	bool has_cpu = clock_getcpuclockid(child, &cpu) == 0;
	unsigned collector = place->collector, item = place->item;
	long long used = 0, moved = now_ms(CLOCK_MONOTONIC);

	for (;;) {
		pid_t ended = waitpid(child, ret_status, WNOHANG);

		if (ended == child)
			return ENDED;
		if (ended < 0 && errno != EINTR)
			return give_up_waiting(child, signals);
		long long now = now_ms(CLOCK_MONOTONIC);
		long long cpu_now = has_cpu ? cpu_ns(cpu) : 0;

		if (place->collector != collector || place->item != item || cpu_now > used) {
			collector = place->collector;
			item = place->item;
			used = cpu_now;
			moved = now;
		}
		if (now >= deadline || now - moved >= STALL_MS)
			break;
		collect_wait_signal(signals, moved + STALL_MS < deadline ? moved + STALL_MS - now : deadline - now);
	}
	kill(child, SIGKILL);
	/* A child in uninterruptible sleep outlives even that; it is not
	 * waited for, and init or the end of the container reaps it. */
	for (long long from = now_ms(CLOCK_MONOTONIC); now_ms(CLOCK_MONOTONIC) - from < REAP_MS;) {
		if (waitpid(child, ret_status, WNOHANG) != 0)
			break;
		collect_wait_signal(signals, 1);
	}
	return STOOD_STILL;
}

/* The first process of a container, and a subreaper, inherits the children of
 * a child that was killed.  They are killed with it (PR_SET_PDEATHSIG); their
 * numbers follow its own.  Whoever else's child we may have is not touched. */
#define ORPHANS_MAX 1024
static void reap_orphans(pid_t dead, const sigset_t *signals)
{
	long long deadline = now_ms(CLOCK_MONOTONIC) + REAP_MS;

	for (pid_t orphan = dead + 1; orphan <= dead + ORPHANS_MAX; orphan++)
		while (waitpid(orphan, NULL, WNOHANG) == 0 && now_ms(CLOCK_MONOTONIC) < deadline)
			collect_wait_signal(signals, 1);
}

/* A child that dies between mknod(2) and unlink(2) leaves its node to us. */
static void remove_made_node(struct facts *facts)
{
	if (facts->made_node[0] == '\0')
		return;
	unlink(facts->made_node);
	facts->made_node[0] = '\0';
}

/* Notes how the collector was lost.  Returns where to go on: behind the item,
 * and never where the child itself began, or the next would go the same way. */
static struct from note_loss(const struct run *run, struct from from, bool died, int status)
{
	const struct place *place = run->place;
	bool stood_still = place->collector == from.number && place->item == from.first;
	struct collector_result *result = &run->result[place->collector];
	int signal = died && WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	result->state = died ? COLLECTOR_DIED : COLLECTOR_TIMED_OUT;
	result->signal = signal;
	result->reason = place->item > 0 ? "an item was lost" : "its facts were lost";
	return (struct from){
		.number = place->item > 0 ? place->collector : place->collector + 1U,
		.first = place->item > 0 && stood_still ? place->item + 1 : place->item,
		.lost = {
			.state = died ? KILLED : TIMED_OUT, .error = signal,
			.reason = died ? "asking ended the process that asked" : "no answer in time",
		},
	};
}

static void skip_rest(const struct run *run, size_t number, const char *reason)
{
	for (; number < run->count; number++) {
		struct collector_result *result = &run->result[number];

		if (!applies(run, number) || result->state == COLLECTOR_DONE)
			continue;
		if (result->state == COLLECTOR_NOT_RUN)
			result->state = COLLECTOR_SKIPPED;
		result->reason = reason;
	}
}

static void run_in_children(const struct run *run, long long deadline, const sigset_t *child_signal)
{
	struct from from = { 0 };

	for (int children = 0; from.number < run->count; children++) {
		if (children == CHILDREN_MAX || now_ms(CLOCK_MONOTONIC) >= deadline) {
			skip_rest(run, from.number, "the time was up");
			return;
		}
		run->place->collector = (unsigned)from.number;
		run->place->item = from.first;
		pid_t child = fork();

		if (child == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			run_from(run, from, false);
			_exit(0);
		}
		if (child < 0) {
			/* RLIMIT_NPROC, pids.max, or a filter. */
			run_from(run, from, true);
			skip_rest(run, from.number, "fork(2) was refused");
			return;
		}
		int status = 0;
		enum end end = wait_child(child, run->place, child_signal, deadline, &status);

		remove_made_node(run->facts);
		if (end == ENDED && WIFEXITED(status) && WEXITSTATUS(status) == 0)
			return;
		if (end == NOT_WAITED || (end == STOOD_STILL && waitpid(child, &status, WNOHANG) == 0))
			run->facts->child_left = true;
		if (end != NOT_WAITED)
			reap_orphans(child, child_signal);
		if (end == NOT_WAITED) {
			skip_rest(run, run->place->collector, "waiting for a child was refused");
			return;
		}
		from = note_loss(run, from, end == ENDED, status);
	}
}

void run_collectors(const struct collector *table, size_t count, const struct host *host,
		    struct facts *facts, unsigned deadline_ms)
{
	struct place alone = { 0 };
	struct run run = {
		.table = table, .count = count, .host = host, .facts = facts,
		.place = facts->shared ? arena_alloc(&facts->arena, sizeof *run.place) : NULL,
		.result = facts->collector + facts->collectors,
	};

	facts->live = host->live;
	facts->collectors += count;
	for (size_t i = 0; i < count; i++) {
		run.result[i].name = table[i].name;
		if (!applies(&run, i)) {
			run.result[i].state = COLLECTOR_SKIPPED;
			run.result[i].reason = "a captured tree cannot say";
		}
	}
	if (run.place) {
		struct signals saved;
		sigset_t child_signal;

		signals_take(&saved, &child_signal);
		run_in_children(&run, now_ms(CLOCK_MONOTONIC) + deadline_ms, &child_signal);
		signals_give_back(&saved);
	} else {
		run.place = &alone;
		run_from(&run, (struct from){ 0 }, true);
		skip_rest(&run, 0, "no memory to share with a child");
	}
}

void *collect_region(size_t *ret_size, int *ret_error)
{
	/* Only what is touched is taken; the size is what a host with 10,000
	 * mounts and as many sockets could need. */
	for (size_t size = 64UL << 20; size >= 256UL << 10; size /= 4) {
		void *region = mmap(NULL, size, PROT_READ | PROT_WRITE,
				    MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

		if (region != MAP_FAILED) {
			*ret_size = size;
			return region;
		}
		*ret_error = -errno;
	}
	return NULL;
}

void collect_region_free(void *region, size_t size)
{
	if (region)
		munmap(region, size);
}
