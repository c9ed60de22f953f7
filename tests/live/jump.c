/* jump.c - what a program says while the clock on the wall jumps.
 *
 *   jump [-s] EXIT... -- PROGRAM ARGUMENT...
 *
 * Runs PROGRAM once as it is, then with a wall clock that is an hour later each
 * time it is read, one that is an hour earlier each time, and one that does both
 * in turn.  This machine's clock stays as it is: the program is traced
 * (ptrace(2)), finds no vDSO, and so has to ask the kernel for the time, whose
 * answer is changed.  Each run must end in time, with the exit status and the
 * words of the first (-s: the status alone), and that status must be an EXIT.
 *
 * Static, so that it runs in a container.  x86-64 alone. */
#include <elf.h>
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

#define HOUR 3600
#define DEADLINE 6

enum mode { AS_IT_IS, FORWARD, BACK, TO_AND_FRO, MODES };
static const char *const mode_names[MODES] = { "as it is", "forward", "back", "to and fro" };

struct run {
	enum mode mode;
	long wall, other;	/* how often a clock was read */
	int status;		/* as wait(2) gives it */
	bool hung;
	char said[1 << 16];
};

static long word_at(pid_t pid, unsigned long address)
{
	return ptrace(PTRACE_PEEKDATA, pid, (void *)address, NULL);
}

/* The auxiliary vector lies behind the arguments and the environment. */
static void hide_vdso(pid_t pid)
{
	struct user_regs_struct regs;

	if (ptrace(PTRACE_GETREGS, pid, NULL, &regs) < 0)
		exit(71);
	unsigned long at = (unsigned long)regs.rsp + sizeof(long) * (2 + (unsigned long)word_at(pid, (unsigned long)regs.rsp));

	while (word_at(pid, at))
		at += sizeof(long);
	for (at += sizeof(long); word_at(pid, at) != AT_NULL; at += 2 * sizeof(long))
		if (word_at(pid, at) == AT_SYSINFO_EHDR)
			ptrace(PTRACE_POKEDATA, pid, (void *)at, (void *)AT_IGNORE);
}

static long jump(struct run *run)
{
	long n = ++run->wall * HOUR;

	switch (run->mode) {
	case FORWARD: return n;
	case BACK: return -n;
	case TO_AND_FRO: return run->wall % 2 ? n : -n;
	default: return 0;
	}
}

/* At the end of a call. */
static void change_time(struct run *run, pid_t pid)
{
	struct user_regs_struct regs;

	if (ptrace(PTRACE_GETREGS, pid, NULL, &regs) < 0 || (long)regs.rax < 0)
		return;
	unsigned long at = 0;

	switch (regs.orig_rax) {
	case SYS_clock_gettime:
		if (regs.rdi != CLOCK_REALTIME && regs.rdi != CLOCK_REALTIME_COARSE && regs.rdi != CLOCK_TAI && regs.rdi != CLOCK_REALTIME_ALARM) {
			run->other++;
			return;
		}
		at = (unsigned long)regs.rsi;
		break;
	case SYS_gettimeofday:
	case SYS_time:
		at = (unsigned long)regs.rdi;
		break;
	default:
		return;
	}
	long by = jump(run);

	if (at)
		ptrace(PTRACE_POKEDATA, pid, (void *)at, (void *)(word_at(pid, at) + by));
	if (regs.orig_rax == SYS_time) {
		regs.rax += (unsigned long)by;
		ptrace(PTRACE_SETREGS, pid, NULL, &regs);
	}
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
			continue;
		}
		if (pid < 0)
			return;
		struct process *process = process_of(pid);

		if (WIFEXITED(status) || WIFSIGNALED(status)) {
			process->pid = 0;
			if (pid == first)
				run->status = status;
			continue;
		}
		int signal = WSTOPSIG(status), event = status >> 16;

		if (signal == (SIGTRAP | 0x80)) {
			process->inside = !process->inside;
			if (!process->inside)
				change_time(run, pid);
			signal = 0;
		} else if (event || signal == SIGTRAP || signal == SIGSTOP) {
			signal = 0;	/* a new one */
		}
		ptrace(PTRACE_SYSCALL, pid, NULL, (long)signal);
	}
}

static void run_once(struct run *run, enum mode mode, char **argv)
{
	const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL;
	int out = memfd_create("out", MFD_CLOEXEC), status;
	pid_t pid = fork();

	if (pid < 0 || out < 0) {
		perror("jump");
		exit(71);
	}
	if (pid == 0) {
		dup2(out, STDOUT_FILENO);
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		execv(argv[0], argv);
		_exit(127);
	}
	memset(processes, 0, sizeof processes);
	*run = (struct run){ .mode = mode, .status = -1 };
	late = 0;
	alarm(DEADLINE);
	/* It stands behind its execve(2). */
	if (waitpid(pid, &status, 0) == pid && WIFSTOPPED(status)) {
		hide_vdso(pid);
		ptrace(PTRACE_SETOPTIONS, pid, NULL, options);
		process_of(pid);
		ptrace(PTRACE_SYSCALL, pid, NULL, NULL);
		follow(run, pid);
	}
	alarm(0);
	ssize_t size = pread(out, run->said, sizeof run->said - 1, 0);

	run->said[size > 0 ? size : 0] = '\0';
	close(out);
}

static void show_first_difference(const char *now, const char *plain)
{
	const char *line = now, *other = plain;

	for (; *now && *now == *plain; now++, plain++)
		if (*now == '\n') {
			line = now + 1;
			other = plain + 1;
		}
	if (*now != *plain)
		printf("  now:    %.*s\n  before: %.*s\n", (int)strcspn(line, "\n"), line, (int)strcspn(other, "\n"), other);
}

static const char different[] = "says something else than with a clock that goes right";

static const char *complaint(const struct run *run, const struct run *plain, const int *exits, size_t count, bool words)
{
	if (run->hung)
		return "hangs";
	if (!WIFEXITED(run->status))
		return "is killed";
	if (!is_among(WEXITSTATUS(run->status), exits, count))
		return "another exit status";
	/* or nothing was changed, whatever the clock did */
	if (run->other == 0)
		return "asked the kernel for no time at all";
	if (run->status != plain->status || (words && strcmp(run->said, plain->said) != 0))
		return different;
	return NULL;
}

int main(int argc, char **argv)
{
	struct sigaction alarm_action = { .sa_handler = on_alarm };
	static struct run plain, run;
	int exits[8], bad = 0;
	size_t count = 0;

	argv += argc > 0;
	bool words = !*argv || strcmp(*argv, "-s") != 0;

	argv += !words;
	while (*argv && strcmp(*argv, "--") && count < sizeof exits / sizeof *exits)
		exits[count++] = atoi(*argv++);
	if (count == 0 || !*argv || !*++argv) {
		fprintf(stderr, "usage: jump [-s] EXIT... -- PROGRAM ARGUMENT...\n");
		return 64;
	}
	sigaction(SIGALRM, &alarm_action, NULL);
	for (enum mode mode = AS_IT_IS; mode < MODES; mode++) {
		const char *wrong = NULL;

		/* What others do to the machine in between (its disks, mostly) makes a
		 * difference, too, but not each time. */
		for (int tries = 0; tries < 3 && (tries == 0 || wrong == different); tries++) {
			run_once(&plain, AS_IT_IS, argv);
			if (mode != AS_IT_IS)
				run_once(&run, mode, argv);
			else
				run = plain;
			wrong = complaint(&run, &plain, exits, count, words);
		}
		if (wrong) {
			bad++;
			printf("%s: %s (status %x)\n", mode_names[mode], wrong, (unsigned)run.status);
			show_first_difference(run.said, plain.said);
		}
	}
	printf("exit status %d, the wall clock read %ld times, others %ld times\n", WEXITSTATUS(plain.status), plain.wall, plain.other);
	return bad ? 1 : 0;
}
