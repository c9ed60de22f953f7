/* inherit.c - a program to be started: prints all that a program inherits, one
 * thing a line, without what no two runs have in common.
 *
 *   inherit               print
 *   inherit status N      exit with N
 *   inherit signal N      raise it
 *   inherit term          say "ready", exit with 7 on SIGTERM or SIGINT
 *
 * Static, so that it runs in an image of two files. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/ioctl.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

extern char **environ;

static void ids(void)
{
	uid_t uid[3];
	gid_t gid[3], group[64];
	int count;

	getresuid(&uid[0], &uid[1], &uid[2]);
	getresgid(&gid[0], &gid[1], &gid[2]);
	printf("pid %d parent %d group %d session %d\n", getpid(), getppid(), getpgrp(), getsid(0));
	printf("uid %u %u %u gid %u %u %u groups", uid[0], uid[1], uid[2], gid[0], gid[1], gid[2]);
	count = getgroups(64, group);
	for (int i = 0; i < count; i++)
		printf(" %u", group[i]);
	puts("");
}

/* Lines of a file of /proc that begin with one of these words; all without any. */
static void lines(const char *path, const char *const *words)
{
	char line[4096];
	FILE *file = fopen(path, "re");

	if (!file) {
		printf("%s: %s\n", path, strerror(errno));
		return;
	}
	while (fgets(line, sizeof line, file)) {
		bool wanted = !words;

		for (size_t i = 0; words && words[i] && !wanted; i++)
			wanted = strncmp(line, words[i], strlen(words[i])) == 0;
		if (wanted)
			printf("%s %s", path, line);
	}
	fclose(file);
}

static void limits(void)
{
	for (int i = 0; i < RLIM_NLIMITS; i++) {
		struct rlimit limit;

		getrlimit(i, &limit);
		printf("limit %d: %lld %lld\n", i, (long long)limit.rlim_cur, (long long)limit.rlim_max);
	}
}

static void process(void)
{
	static const int get[] = { PR_GET_DUMPABLE, PR_GET_KEEPCAPS, PR_GET_SECUREBITS, PR_GET_NO_NEW_PRIVS, PR_GET_TIMERSLACK, PR_GET_THP_DISABLE };
	int value = 0;
	mode_t mask = umask(0);
	struct sched_param param = { 0 };
	cpu_set_t set;
	char cwd[PATH_MAX];

	for (size_t i = 0; i < sizeof get / sizeof *get; i++)
		printf("prctl %d: %d\n", get[i], prctl(get[i], 0, 0, 0, 0));
	prctl(PR_GET_PDEATHSIG, &value);
	printf("death signal %d\n", value);
	prctl(PR_GET_CHILD_SUBREAPER, &value);
	printf("subreaper %d\n", value);
	printf("umask %o cwd %s\n", mask, getcwd(cwd, sizeof cwd));
	printf("personality %x nice %d policy %d", (unsigned)personality(0xffffffff), getpriority(PRIO_PROCESS, 0), sched_getscheduler(0));
	sched_getparam(0, &param);
	sched_getaffinity(0, sizeof set, &set);
	printf(" priority %d processors %d io %ld\n", param.sched_priority, CPU_COUNT(&set), syscall(SYS_ioprio_get, 1, 0));
	for (int which = ITIMER_REAL; which <= ITIMER_PROF; which++) {
		struct itimerval timer;

		getitimer(which, &timer);
		printf("timer %d: %ld\n", which, timer.it_value.tv_sec + timer.it_value.tv_usec);
	}
	printf("children %d\n", waitpid(-1, NULL, WNOHANG) < 0 ? errno : 0);
	printf("executed as %s, secure %lu\n", (const char *)getauxval(AT_EXECFN), getauxval(AT_SECURE));
}

static void signals(void)
{
	for (int i = 1; i < _NSIG; i++) {
		struct sigaction action;

		if (sigaction(i, NULL, &action) == 0 && action.sa_handler != SIG_DFL)
			printf("signal %d: %s, flags %x\n", i, action.sa_handler == SIG_IGN ? "ignored" : "handled", (unsigned)action.sa_flags);
	}
}

/* Pipes, sockets and files of the engine have other numbers in every run. */
static void descriptors(void)
{
	for (int fd = 0; fd < 1024; fd++) {
		char path[64], target[PATH_MAX];
		struct termios termios;
		struct winsize size = { 0 };
		int flags = fcntl(fd, F_GETFL);

		if (flags < 0)
			continue;
		snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
		ssize_t len = readlink(path, target, sizeof target - 1);

		target[len > 0 ? len : 0] = '\0';
		target[strcspn(target, "0123456789")] = '\0';
		printf("descriptor %d: %s flags %x %x offset %lld", fd, target, (unsigned)fcntl(fd, F_GETFD), (unsigned)flags,
		       fd == STDOUT_FILENO || fd == STDERR_FILENO ? 0LL : (long long)lseek(fd, 0, SEEK_CUR));
		if (tcgetattr(fd, &termios) == 0) {
			ioctl(fd, TIOCGWINSZ, &size);
			printf(" terminal %s of %d by %d, %x %x %x %x, group %d session %d", ttyname(fd) ? ttyname(fd) : "?", size.ws_col,
			       size.ws_row, termios.c_iflag, termios.c_oflag, termios.c_cflag, termios.c_lflag, tcgetpgrp(fd), tcgetsid(fd));
		}
		puts("");
	}
}

static void all(char **argv)
{
	static const char *const status[] = {
		"Name", "Umask", "Tgid", "Pid", "PPid", "TracerPid", "Uid", "Gid", "FDSize", "Groups", "NSpid", "Threads",
		"SigPnd", "ShdPnd", "SigBlk", "SigIgn", "SigCgt", "Cap", "NoNewPrivs", "Seccomp", "Speculation", "Cpus_allowed", "Mems_allowed", NULL,
	};
	static const char *const files[] = {
		"/proc/self/comm", "/proc/self/oom_score_adj", "/proc/self/coredump_filter", "/proc/self/loginuid",
		"/proc/self/attr/current", "/proc/self/timerslack_ns", "/proc/self/setgroups", "/proc/self/uid_map",
		"/proc/self/timers",
	};

	for (int i = 0; argv[i]; i++)
		printf("argument %s\n", argv[i]);
	for (char **at = environ; *at; at++)
		printf("environment %s\n", *at);
	ids();
	process();
	signals();
	limits();
	descriptors();
	lines("/proc/self/status", status);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		lines(files[i], NULL);
}

static volatile sig_atomic_t told;

static void on_signal(int number)
{
	told = number;
}

int main(int argc, char **argv)
{
	int number = argc > 2 ? atoi(argv[2]) : 0;

	if (argc > 1 && strcmp(argv[1], "status") == 0)
		return number;
	if (argc > 1 && strcmp(argv[1], "signal") == 0) {
		raise(number);
		return 99;	/* the first process of a container is spared */
	}
	if (argc > 1 && strcmp(argv[1], "term") == 0) {
		sigset_t both, before;

		sigemptyset(&both);
		sigaddset(&both, SIGTERM);
		sigaddset(&both, SIGINT);
		sigprocmask(SIG_BLOCK, &both, &before);
		signal(SIGTERM, on_signal);
		signal(SIGINT, on_signal);
		puts("ready");
		fflush(stdout);
		while (!told)
			sigsuspend(&before);
		return 7;
	}
	all(argv);
	return 0;
}
