/* survey.c - what the seccomp filter says to every system call, without one of
 * them being carried out.
 *
 * All filters of a process are run for a call, and the answer that ranks
 * highest counts: KILL, TRAP, ERRNO, USER_NOTIF, TRACE, LOG, ALLOW
 * (seccomp(2)).  So one more, of ours, answers TRACE to the calls that are
 * questions: nobody traces us, and what the container's filter lets pass fails
 * with ENOSYS; what it denies is answered by itself.  An ENOSYS could be
 * either's.  The plain question (calls.c) tells what it gets; what is still
 * open then is asked again below a second filter, which answers USER_NOTIF: we
 * reply ourselves, with an errno that nobody uses.
 *
 * Not told apart this way: a filter that itself answers TRACE.  That call
 * seems to pass; the plain question (calls.c) gets the ENOSYS then. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "collect.h"
#include "entry.h"
#include "parse.h"
#include "seccomp_profile.h"

/* How long a call may take to be answered: only a supervisor takes any time. */
#define STALL_MS 30
/* ... while it is not waiting for the processor. */
#define WAITS_MAX 20
/* Standstills altogether; the rest of the questions is then given up. */
#define STALLS_MAX 16

#define NOBODY_S_ERRNO 3999	/* MAX_ERRNO is 4095, the last in use 133 */

/* ---- the questions ----------------------------------------------------------- */

static const struct {
	uint32_t number, first;
	uint8_t entry, second, third;
} arguments[ARGUMENT_COUNT] = {
#define X(entry, number, name, first, second, third, text) { number, first, ENTRY_##entry, second, third },
	ARGUMENT_LIST(X)
#undef X
};

#define QUESTIONS (SURVEY_CALLS + ARGUMENT_COUNT + CALL_COUNT)

struct question {
	enum entry entry;
	struct ask ask;
	struct survey_answer *answer;
};

struct round {
	struct collect *collect;
	struct seccomp_survey *survey;
	bool wanted[SURVEY_CALLS];	/* brief: only these */
	int listener;			/* of the second filter, or -1 */
	unsigned item;			/* of the first child */
	unsigned children, stalls;
};

/* False when number `i` is not to be asked. */
static bool take_question(const struct round *round, unsigned i, struct question *ret)
{
	struct seccomp_survey *survey = round->survey;

	*ret = (struct question){ .entry = ENTRY_NATIVE };
	if (i < SURVEY_CALLS) {
		ret->ask.number = (long)i;
		ret->answer = &survey->call[i];
		if (ENTRY_UNASKABLE(i) || !round->wanted[i])
			return false;
	} else if ((i -= SURVEY_CALLS) < ARGUMENT_COUNT) {
		if (survey->brief)
			return false;
		ret->entry = arguments[i].entry;
		ret->ask = (struct ask){ (long)arguments[i].number, {
			ASK_NUMBER(arguments[i].first), ASK_NUMBER(arguments[i].second), ASK_NUMBER(arguments[i].third) } };
		ret->answer = &survey->argument[i];
		if (ret->entry != ENTRY_NATIVE && !ENTRY_HAS_X32)
			ret->answer->state = SURVEY_ABSENT;
		if (ret->entry == ENTRY_X32)
			ret->ask.number |= X32_BIT;
	} else {
		i -= ARGUMENT_COUNT;
		ret->ask = ask_of_call((enum call_id)i);
		ret->answer = &survey->row[i];
	}
	return ret->ask.number >= 0 && ret->answer->state != SURVEY_ABSENT &&
	       !(ret->entry != ENTRY_NATIVE && ret->answer->state == SURVEY_KILL);
}

/* The doors that a kernel may lack, or a filter guard as such, are found shut
 * at the first question. */
static void note_door(struct seccomp_survey *survey, enum entry entry, enum survey_state state)
{
	for (size_t i = 0; i < ARGUMENT_COUNT; i++)
		if (arguments[i].entry == entry)
			survey->argument[i].state = (uint8_t)state;
}

/* getpid(2), which no filter minds: where that is death, the architecture is
 * (libseccomp's answer to one that a profile does not name), and to die of
 * each question once more would tell nothing. */
static bool is_first_by_door(unsigned at)
{
	return at > SURVEY_CALLS && at < SURVEY_CALLS + ARGUMENT_COUNT &&
	       arguments[at - SURVEY_CALLS - 1].entry != arguments[at - SURVEY_CALLS].entry;
}

/* ---- the filters -------------------------------------------------------------- */

/* Marks what is a question.  In the sixth argument, together with the number:
 * the register keeps it, and by the mark alone the call that happens to follow
 * would be stopped too.  int 0x80 is used by nobody else, and takes the sixth
 * argument from the frame pointer: there two others carry the mark. */
#define MARK_HIGH 0x65736361u
#define MARK_LOW  0x7065aa55u

/* Both architectures are little-endian: the low half comes first. */
#define LOW_HALF(field)  ((unsigned)offsetof(struct seccomp_data, field))
#define HIGH_HALF(field) (LOW_HALF(field) + 4)
#define LOAD(at)         BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (at))
#define IF_NOT(k, skip)  BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (k), 0, (skip))
#define RETURN(action)   BPF_STMT(BPF_RET | BPF_K, (action))

static int install_filter(uint32_t action, unsigned flags)
{
	struct sock_filter instructions[] = {
		LOAD(LOW_HALF(arch)),
		IF_NOT(ENTRY_ARCH, 8),
		LOAD(LOW_HALF(nr)),
		BPF_STMT(BPF_ALU | BPF_XOR | BPF_K, MARK_LOW),
		BPF_STMT(BPF_MISC | BPF_TAX, 0),
		LOAD(LOW_HALF(args[5])),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_X, 0, 0, 9),
		LOAD(HIGH_HALF(args[5])),
		IF_NOT(MARK_HIGH, 7),
		RETURN(action),
		IF_NOT(AUDIT_ARCH_I386, 5),
		LOAD(LOW_HALF(args[1])),
		IF_NOT(MARK_HIGH, 3),
		LOAD(LOW_HALF(args[2])),
		IF_NOT(MARK_LOW, 1),
		RETURN(action),
		RETURN(SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { .len = sizeof instructions / sizeof *instructions, .filter = instructions };
	long result = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);

	if (result < 0 && flags == 0)
		result = prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
	return result < 0 ? -errno : (int)result;
}

/* Returns what the call returned, or a negative errno. */
static long make_call(const struct question *question)
{
	struct ask ask = question->ask;

	if (question->entry == ENTRY_I386)
		return enter_i386(ask.number, ask.arg[0], MARK_HIGH, MARK_LOW);
	ask.arg[5] = ASK_NUMBER((uint64_t)MARK_HIGH << 32 | ((uint32_t)ask.number ^ MARK_LOW));
	return enter(ask.number, ask.arg);
}

/* Who cannot write(2) has nobody to report to, so that no filter denies it;
 * what it would do here is nothing: there is no such descriptor. */
static const struct question control = { .ask = { SYS_write, { ASK_NUMBER(-1L) } } };

/* Nothing is asked unless it is sure that nothing is carried out. */
static bool is_in_force(void)
{
	return write(-1, NULL, 0) < 0 && errno == EBADF && make_call(&control) == -ENOSYS;
}

/* ---- who asks ------------------------------------------------------------------- */

static sigjmp_buf trapped;

/* Does not return, which would need rt_sigreturn(2). */
static void on_trap(int signal)
{
	(void)signal;
	siglongjmp(trapped, 1);
}

static struct survey_answer ask_filter(const struct question *question)
{
	if (sigsetjmp(trapped, 0))
		return (struct survey_answer){ .state = SURVEY_TRAP };
	long result = make_call(question);

	if (result == -NOBODY_S_ERRNO)
		return (struct survey_answer){ .state = SURVEY_RUNS };
	if (result == -ENOSYS)
		return (struct survey_answer){ .state = SURVEY_UNKNOWN, .error = ENOSYS };
	return (struct survey_answer){ .state = SURVEY_ERRNO, .error = result < 0 ? (uint16_t)-result : 0 };
}

static const void *const no_arguments[6];

/* getpid(2), which is all that this does. */
static bool has_x32(void)
{
	return enter(X32_BIT | SYS_getpid, no_arguments) != -ENOSYS;
}

/* By this door, which leaves no mark in a register. */
static _Noreturn void end(void)
{
	for (;;) {
		enter(SYS_exit_group, no_arguments);
		enter(SYS_exit, no_arguments);
	}
}

/* From where the survey stands to its end. */
static void ask_all(const struct round *round)
{
	struct seccomp_survey *survey = round->survey;
	const bool again = round->listener >= 0;
	struct sigaction action = { .sa_handler = on_trap, .sa_flags = SA_NODEFER };
	struct question question;

	sigaction(SIGSYS, &action, NULL);
	for (; survey->at < QUESTIONS; survey->at++) {
		if (!take_question(round, survey->at, &question))
			continue;
		if (!again && question.entry == ENTRY_X32 && !has_x32()) {
			note_door(survey, ENTRY_X32, SURVEY_ABSENT);
			continue;
		}
		bool was_enosys = question.answer->state == SURVEY_UNKNOWN && question.answer->error == ENOSYS;

		if (again && !was_enosys)
			continue;
		struct survey_answer answer = ask_filter(&question);

		/* Ours could only have been another: it is the filter's own. */
		if (again && answer.error == ENOSYS)
			answer.state = SURVEY_ERRNO;
		*question.answer = answer;
	}
}

/* The child.  Its memory is its parent's, who has no need for these pages
 * copied: so nothing here may set errno. */
static int ask_as_child(void *data)
{
	const struct round *round = data;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	ask_all(round);
	if (round->listener >= 0)
		make_call(&control);
	end();
}

/* Nobody but the asking process itself is needed where no answer is death; if
 * one is, the next process goes on behind it with children. */
static void ask_here(const struct round *round)
{
	struct sigaction before;

	sigaction(SIGSYS, NULL, &before);
	ask_all(round);
	sigaction(SIGSYS, &before, NULL);
}

/* ---- who lets ask ---------------------------------------------------------------- */

/* As <linux/seccomp.h> has it since 6.6: who waits for the reply runs next, here. */
#define SET_FLAGS    SECCOMP_IOW(4, uint64_t)
#define SYNC_WAKE_UP 1UL

/* By number: to one C library it is an int, to the other an unsigned long. */
#define LISTENER(fd, request, argument) syscall(SYS_ioctl, (fd), (unsigned long)(request), (argument))

/* Replies to every question of the child, until it asks CONTROL.  Waits
 * without a deadline: whom our own filter outranks nobody else holds up. */
static bool reply_to_all(int listener)
{
	/* larger than any kernel's idea of it so far */
	union { struct seccomp_notif notification; char room[256]; } asked;
	struct seccomp_notif_resp response = { .error = -NOBODY_S_ERRNO };

	LISTENER(listener, SET_FLAGS, SYNC_WAKE_UP);
	do {
		memset(&asked, 0, sizeof asked);
		if (LISTENER(listener, SECCOMP_IOCTL_NOTIF_RECV, &asked) < 0)
			return false;
		response.id = asked.notification.id;
		if (LISTENER(listener, SECCOMP_IOCTL_NOTIF_SEND, &response) < 0)
			return false;
	} while (asked.notification.data.nr != control.ask.number || asked.notification.data.args[0] != ~0ULL);
	return true;
}

/* Is it only that others have the processor?  Not where /proc is another's. */
static bool is_runnable(const struct round *round, pid_t child)
{
	char path[32], data[512];
	struct process_stat stat;

	snprintf(path, sizeof path, "/proc/%ld/stat", (long)child);
	ssize_t n = host_read(round->collect->host, path, data, sizeof data);

	return n > 0 && parse_process_stat(data, (size_t)n, &stat) && stat.state == 'R' && stat.parent == (uint64_t)getpid();
}

/* Until the child ends.  False: it had to be killed. */
static bool wait_child(const struct round *round, pid_t child, int *ret_status)
{
	unsigned at = round->survey->at;
	sigset_t signals;
	pid_t ended = 0;

	sigemptyset(&signals);
	sigaddset(&signals, SIGCHLD);
	if (round->listener < 0 || reply_to_all(round->listener)) {
		int waits = 0;

		do {
			long long moved = now_ms(CLOCK_MONOTONIC), now = moved;

			for (; ended == 0 && now - moved < STALL_MS; now = now_ms(CLOCK_MONOTONIC)) {
				collect_wait_signal(&signals, STALL_MS);
				ended = waitpid(child, ret_status, WNOHANG);
				if (round->survey->at != at)
					moved = now_ms(CLOCK_MONOTONIC);
				at = round->survey->at;
			}
		} while (ended == 0 && ++waits < WAITS_MAX && is_runnable(round, child));
	}
	if (ended == child)
		return true;
	kill(child, SIGKILL);
	waitpid(child, ret_status, 0);
	return false;
}

static void note_loss(const struct round *round, bool ended, int signal)
{
	struct question question;

	if (round->survey->at >= QUESTIONS || !take_question(round, round->survey->at, &question))
		return;
	if (!ended)
		question.answer->state = SURVEY_NO_ANSWER;
	else if (question.entry == ENTRY_I386 && signal == SIGSEGV)
		note_door(round->survey, ENTRY_I386, SURVEY_ABSENT);
	else if (is_first_by_door(round->survey->at))
		note_door(round->survey, question.entry, SURVEY_KILL);
	else
		question.answer->state = SURVEY_KILL;
}

/* Puts the questions from where the survey stands.  Returns NULL, or why that
 * was given up. */
static const char *run_round(struct round *round)
{
	/* The frame of a signal alone may take some kilobytes. */
	static char stack[64 * 1024] __attribute__((aligned(16)));

	for (; round->survey->at < QUESTIONS; round->survey->at++) {
		int status = 0;

		if (round->stalls == STALLS_MAX)
			return "too many calls are not answered";
		/* Shows that we are alive, too. */
		COLLECT_ITEM(round->collect, round->item + round->children++);
		/* A copy of our memory would cost more than all the questions. */
		pid_t child = clone(ask_as_child, stack + sizeof stack, CLONE_VM | SIGCHLD, round);

		if (child < 0)
			return "fork(2) was refused";
		bool ended = wait_child(round, child, &status);

		if (ended && WIFEXITED(status))
			return NULL;
		round->stalls += !ended;
		note_loss(round, ended, WIFSIGNALED(status) ? WTERMSIG(status) : 0);
	}
	return NULL;
}

/* Two processes that take turns are quicker on one processor than on two, all
 * the more so in a virtual machine.  This process does not live long. */
static void stay_on_one_processor(void)
{
	int here = sched_getcpu();
	cpu_set_t set;

	if (here < 0)
		return;
	CPU_ZERO(&set);
	CPU_SET((unsigned)here, &set);
	sched_setaffinity(0, sizeof set, &set);
}

/* Ours stops every question. */
static const char *begin(void)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return "no_new_privs cannot be set, so no filter can";
	if (install_filter(SECCOMP_RET_TRACE, 0) < 0)
		return "no seccomp filter can be installed";
	if (!is_in_force())
		return "the seccomp filter does not work here";
	return NULL;
}

/* Items: the installing, which another filter may answer with death; the
 * questions put from here; then the children, of whom each may take this
 * process along. */
enum { ITEM_BEGIN, ITEM_HERE, ITEM_CHILDREN };

static const char *ask_once(struct round *round)
{
	struct collect *collect = round->collect;
	struct seccomp_survey *survey = round->survey;
	const char *reason;

	COLLECT_ITEM(collect, ITEM_BEGIN);
	reason = begin();
	if (reason)
		return reason;
	if (collect->first == ITEM_HERE + 1) {
		round->stalls += collect->lost.state != KILLED;
		note_loss(round, collect->lost.state == KILLED, collect->lost.error);
		survey->at++;
	} else {
		survey->at = 0;
		COLLECT_ITEM(collect, ITEM_HERE);
		ask_here(round);
		return NULL;
	}
	stay_on_one_processor();
	return run_round(round);
}

/* The calls of call_list.h are asked with arguments of their own.  What is
 * wanted besides them to know whose profile it is; `all`: also what tells
 * something only by being denied. */
static void want_calls(struct round *round, bool all)
{
	memset(round->wanted, !round->survey->brief, sizeof round->wanted);
	if (!round->survey->brief)
		return;
	seccomp_profile_calls(round->wanted, all);
	for (size_t id = 0; id < CALL_COUNT; id++) {
		long number = ask_of_call((enum call_id)id).number;

		if (number >= 0)
			round->wanted[number] = false;
	}
}

void collect_survey(struct collect *collect)
{
	struct seccomp_survey *survey = &collect->facts->survey;
	struct round round = { .collect = collect, .survey = survey, .listener = -1, .item = ITEM_CHILDREN };
	uint64_t mode;

	if (fact_number(collect->facts, FACT_SECCOMP_MODE, &mode) && mode == 0) {
		survey->reason = "no seccomp filter is in force";
		return;
	}
	if (collect->first > 0 && collect->first != ITEM_HERE + 1) {
		survey->reason = collect->first == ITEM_BEGIN + 1 && collect->lost.state == KILLED
			? "installing a seccomp filter ends the process" : "the survey was lost on its way";
		return;
	}
	int dumpable = ask_begin();

	want_calls(&round, true);
	survey->reason = ask_once(&round);
	if (!survey->reason)
		survey->known = YES;
	ask_end(dumpable);
}

/* ---- the second time -------------------------------------------------------------- */

static bool is_open(const struct survey_answer *answer)
{
	return answer->state == SURVEY_UNKNOWN && answer->error == ENOSYS;
}

/* Docker hides it by ENOSYS, so in its containers it alone would be left open.
 * Without arguments it is refused for their size (kernel/fork.c:
 * copy_clone_args_from_user()). */
static void ask_clone3(struct survey_answer *answer)
{
	if (is_open(answer) && enter(SYS_clone3, no_arguments) == -EINVAL)
		*answer = (struct survey_answer){ .state = SURVEY_RUNS };
}

/* Is nothing left open that would tell something? */
static bool is_told_apart(const struct round *round)
{
	struct seccomp_survey *survey = round->survey;
	struct question question;

	for (unsigned i = 0; i < QUESTIONS; i++)
		if (take_question(round, i, &question) && is_open(question.answer) &&
		    !(survey->brief && question.answer == &survey->call[SYS_clone3]))
			return false;
	return true;
}

static const char *ask_again(struct round *round)
{
	/* A process made after a loss has not got it. */
	const char *reason = make_call(&control) == -ENOSYS ? NULL : begin();

	if (reason)
		return reason;
	stay_on_one_processor();
	round->listener = install_filter(SECCOMP_RET_USER_NOTIF, SECCOMP_FILTER_FLAG_NEW_LISTENER);
	if (round->listener < 0)
		return "ENOSYS is not told apart: no listener can be had";
	round->survey->at = 0;
	return run_round(round);
}

void survey_tell_apart(struct collect *collect, unsigned first_item)
{
	struct seccomp_survey *survey = &collect->facts->survey;
	struct round round = { .collect = collect, .survey = survey, .listener = -1, .item = first_item + 1 };

	if (survey->known == UNKNOWN)
		return;
	if (collect->first > first_item) {
		survey->reason = "the survey was lost on its way";
	} else {
		COLLECT_ITEM(collect, first_item);
		if (survey->brief)
			ask_clone3(&survey->call[SYS_clone3]);
		want_calls(&round, false);
		if (!is_told_apart(&round)) {
			want_calls(&round, true);
			survey->reason = ask_again(&round);
		}
	}
	for (size_t id = 0; survey->brief && id < CALL_COUNT; id++) {
		long number = ask_of_call((enum call_id)id).number;

		if (number >= 0)
			survey->call[number] = survey->row[id];
	}
}
