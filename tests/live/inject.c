/* inject.c - what a program says when one of its system calls fails.
 *
 *   inject [-e EVERY] [-s SECONDS] EXIT... -- PROGRAM ARGUMENT...
 *
 * Runs PROGRAM once as it is: its exit status must be the first EXIT.  Then
 * once for every system call that it or a child of it makes and for every
 * errno of a list, with that one call refused with that errno (the kernel
 * never sees it), and for every read and write with one byte asked for.  Each
 * such run must end with an EXIT, or with an error that it names on stderr;
 * none may be killed by a fault of its own, nor take ten seconds.
 *
 * -e takes every EVERYth of these runs only, -s stops after so many seconds
 * with the runs spread over all calls.  Static, so that it runs in a container;
 * the program is traced (ptrace(2)) up to the call in question, then let go.
 * x86-64 alone. */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "traced.h"

#define SHORT (-1)	/* no errno: one byte is asked for */
#define DEADLINE 10

static const int faults[] = { EPERM, EACCES, ENOENT, EIO, ENOMEM, EINTR, EMFILE, SHORT };
#define FAULTS (sizeof faults / sizeof *faults)

/* Calls that can fail in no way that a program could notice; and the one without
 * which musl's __init_tls() does not let it begin. */
static bool never_fails(long number)
{
	static const long calls[] = { SYS_exit, SYS_exit_group, SYS_rt_sigreturn, SYS_restart_syscall,
				      SYS_arch_prctl };

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (calls[i] == number)
			return true;
	return false;
}

static bool can_be_short(long number)
{
	return number == SYS_read || number == SYS_write || number == SYS_pread64 || number == SYS_recvfrom;
}

struct run {
	long at;		/* which call is to fail, from 0; -1: none */
	int fault;
	long calls;		/* seen so far */
	long number;		/* of the call that failed; -1: there was no such call */
	int status;		/* as wait(2) gives it */
	int crashed;		/* signal of a fault of the program's own, in any process; 0 */
	bool hung;
	char said[256];		/* on stderr */
	char path[64];		/* that the call names, of those that have one beside a directory */
};

static void note_path(struct run *run, pid_t pid, const struct user_regs_struct *regs)
{
	static const long calls[] = { SYS_openat, SYS_newfstatat, SYS_readlinkat, SYS_faccessat, SYS_faccessat2, SYS_openat2 };

	for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
		if (calls[i] == (long)regs->orig_rax)
			for (size_t at = 0; at < sizeof run->path - sizeof(long); at += sizeof(long)) {
				errno = 0;
				long word = ptrace(PTRACE_PEEKDATA, pid, (void *)(regs->rsi + at), NULL);

				if (errno)
					break;
				memcpy(run->path + at, &word, sizeof word);
				if (memchr(run->path + at, '\0', sizeof word))
					break;
			}
}

static void at_call(struct run *run, struct process *process)
{
	struct user_regs_struct regs;

	if (ptrace(PTRACE_GETREGS, process->pid, NULL, &regs) < 0)
		return;
	process->inside = !process->inside;
	if (!process->inside) {
		if (process->failing) {
			regs.rax = (unsigned long long)-run->fault;
			ptrace(PTRACE_SETREGS, process->pid, NULL, &regs);
		}
		process->failing = false;
		return;
	}
	long number = (long)regs.orig_rax;

	if (never_fails(number) || run->calls++ != run->at)
		return;
	run->number = number;
	note_path(run, process->pid, &regs);
	if (run->fault == SHORT) {
		if (!can_be_short(number))
			return;
		regs.rdx = regs.rdx > 1;	/* of nothing there is no less */
	} else {
		regs.orig_rax = (unsigned long long)-1;
		process->failing = true;
	}
	ptrace(PTRACE_SETREGS, process->pid, NULL, &regs);
}

static bool is_fault(int signal)
{
	return signal == SIGSEGV || signal == SIGBUS || signal == SIGABRT || signal == SIGILL || signal == SIGFPE;
}

/* Is there nothing more to be done to this run's calls? */
static bool is_over(const struct run *run)
{
	for (size_t i = 0; i < PROCESSES; i++)
		if (processes[i].pid && processes[i].failing)
			return false;
	return run->at >= 0 && run->calls > run->at;
}

static void follow(struct run *run, pid_t first)
{
	int status;

	for (;;) {
		pid_t pid = waitpid(-1, &status, __WALL);

		if (pid < 0 && errno == EINTR && late) {
			run->hung = true;
			kill_all(first);
			late = 0;
			alarm(2);
			continue;
		}
		if (pid < 0)
			return;
		if (WIFEXITED(status) || WIFSIGNALED(status)) {
			if (WIFSIGNALED(status) && is_fault(WTERMSIG(status)))
				run->crashed = WTERMSIG(status);
			process_of(pid)->pid = 0;
			if (pid == first)
				run->status = status;
			continue;
		}
		int signal = WSTOPSIG(status), event = status >> 16;

		if (signal == (SIGTRAP | 0x80)) {
			at_call(run, process_of(pid));
			signal = 0;
		} else if (event || signal == SIGTRAP || signal == SIGSTOP) {
			process_of(pid);	/* a new one, or the execve(2) */
			signal = 0;
		} else if (is_fault(signal)) {
			run->crashed = signal;
		}
		/* Still traced, for its crash; but no longer stopped at every call. */
		ptrace(is_over(run) ? PTRACE_CONT : PTRACE_SYSCALL, pid, NULL, (long)signal);
	}
}

static void program(char **argv, int out, int err)
{
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	execv(argv[0], argv);
	_exit(127);
}

static void run_once(struct run *run, char **argv)
{
	const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL;
	int out = memfd_create("out", MFD_CLOEXEC), err = memfd_create("err", MFD_CLOEXEC), status;
	pid_t pid = fork();

	if (pid < 0 || out < 0 || err < 0) {
		perror("inject");
		exit(71);
	}
	if (pid == 0)
		program(argv, out, err);
	memset(processes, 0, sizeof processes);
	run->number = -1;
	run->status = -1;
	late = 0;
	alarm(DEADLINE);
	/* It stands behind its execve(2). */
	if (waitpid(pid, &status, 0) == pid && WIFSTOPPED(status)) {
		ptrace(PTRACE_SETOPTIONS, pid, NULL, options);
		process_of(pid);
		ptrace(PTRACE_SYSCALL, pid, NULL, NULL);
		follow(run, pid);
	}
	alarm(0);
	ssize_t size = pread(err, run->said, sizeof run->said - 1, 0);

	run->said[size > 0 ? size : 0] = '\0';
	close(out);
	close(err);
}

static const char *fault_name(int fault)
{
	return fault == SHORT ? "one byte" : strerrorname_np(fault);
}

static const char *complaint(const struct run *run, const int *exits, size_t count)
{
	static char words[64];

	if (run->hung)
		return "hangs";
	if (run->crashed || !WIFEXITED(run->status)) {
		snprintf(words, sizeof words, "killed by signal %d", run->crashed ? run->crashed : WTERMSIG(run->status));
		return words;
	}
	int status = WEXITSTATUS(run->status);

	if (is_among(status, exits, count))
		return NULL;
	snprintf(words, sizeof words, "exit status %d", status);
	/* An error of sysexits(3), with its words; unless it is saying them that failed. */
	return status >= 64 && status <= 78 && (*run->said || run->number == SYS_write) ? NULL : words;
}

int main(int argc, char **argv)
{
	struct sigaction alarm_action = { .sa_handler = on_alarm };
	long every = 1, most = 0, runs = 0, bad = 0;
	int exits[8], opt;
	size_t count = 0, other[256] = { 0 };

	while ((opt = getopt(argc, argv, "+e:s:")) != -1) {
		if (opt == '?')
			return 64;
		*(opt == 'e' ? &every : &most) = atol(optarg);
	}
	argv += optind;
	/* getopt(3) has eaten a "--" that comes first; there is an EXIT before ours. */
	while (*argv && strcmp(*argv, "--") && count < sizeof exits / sizeof *exits)
		exits[count++] = atoi(*argv++);
	if (count == 0 || every < 1 || !*argv || !*++argv) {
		fprintf(stderr, "usage: inject [-e EVERY] [-s SECONDS] EXIT... -- PROGRAM ARGUMENT...\n");
		return 64;
	}
	sigaction(SIGALRM, &alarm_action, NULL);
	struct run plain = { .at = -1 };
	double begun = seconds();

	run_once(&plain, argv);
	if (!WIFEXITED(plain.status) || WEXITSTATUS(plain.status) != exits[0]) {
		printf("without a fault: status %x, not exit status %d: %s\n", (unsigned)plain.status, exits[0], plain.said);
		return 1;
	}
	/* How many there are differs a little from run to run. */
	long all = plain.calls * (long)FAULTS, took_ms = (long)((seconds() - begun) * 1000) + 1;

	if (most > 0 && most * 1000 / took_ms < all)
		every = all / (most * 1000 / took_ms + 1) + 1;
	/* Not a multiple of the number of faults, or some would never be tried. */
	every += every > 1 && every % 2 == 0;
	for (long n = 0; n < all; n += every) {
		struct run run = { .at = n / (long)FAULTS, .fault = faults[(size_t)n % FAULTS] };

		if (most > 0 && seconds() - begun > (double)most * 2)
			break;
		run_once(&run, argv);
		if (run.number < 0 || (run.fault == SHORT && !can_be_short(run.number)))
			continue;
		const char *wrong = complaint(&run, exits, count);

		runs++;
		other[WIFEXITED(run.status) ? WEXITSTATUS(run.status) : 255]++;
		if (wrong) {
			bad++;
			printf("call %ld (number %ld) %s with %s: %s %s\n", run.at, run.number, run.path, fault_name(run.fault), wrong, run.said);
		}
	}
	printf("%ld calls, %ld faults, %ld wrong; exit status", plain.calls, runs, bad);
	for (size_t i = 0; i < sizeof other / sizeof *other; i++)
		if (other[i])
			printf(" %zu: %zu", i, other[i]);
	printf("\n");
	return bad || runs == 0 ? 1 : 0;
}
