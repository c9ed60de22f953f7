/* main.c - runs the program and then every attempt, each in a child of its own
 * that dies at its deadline.
 *
 *   attempt [--nested] DIRECTORY
 *
 * --nested: in a user, mount and pid namespace of its own, with our uid as root.
 * DIRECTORY holds escape-probe, conf and a module.  Prints the program's JSON,
 * a line "== exit STATUS", and for each path "ID open|closed|not-compared ERRNO
 * how".  Refuses to run anywhere but in the lab: the kernel's command line must
 * carry its token. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "attempt.h"

#define TOKEN "escape-probe.lab=disposable"

enum { DEADLINE_MS = 6000 };	/* an emulated processor is slow */

int start_directory = -1;
static char words[WORDS_MAX];

void how(const char *format, ...)
{
	va_list list;
	va_start(list, format);
	vsnprintf(words, sizeof words, format, list);
	va_end(list);
	for (char *p = words; (p = strchr(p, '\n')); )
		*p = ' ';
}

static bool in_the_lab(void)
{
	char text[4096];
	int fd = open("/proc/cmdline", O_RDONLY | O_CLOEXEC);
	ssize_t size = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
	if (size < 0)
		return false;
	close(fd);
	text[size] = '\0';
	return strstr(text, TOKEN);
}

static long clock_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void run_program(const char *directory)
{
	char path[PATH_SIZE];
	snprintf(path, sizeof path, "%s/escape-probe", directory);
	pid_t pid = fork();
	if (!pid) {
		execl(path, "escape-probe", "--format", "json", (char *)NULL);
		_exit(127);
	}
	int status = 0;
	if (pid < 0 || waitpid(pid, &status, 0) < 0 || !WIFEXITED(status))
		status = 126 << 8;
	printf("\n== exit %d\n", WEXITSTATUS(status));
}

struct answer {
	int result;
	char words[WORDS_MAX];
};

static void try(const struct attempt *attempt)
{
	struct answer answer = { .result = ETIMEDOUT, .words = "no answer" };
	int pipefd[2];
	fflush(stdout);
	if (pipe2(pipefd, O_CLOEXEC)) {
		printf("%s not-compared %d pipe\n", attempt->id, errno);
		return;
	}
	pid_t pid = fork();
	if (!pid) {
		setpgid(0, 0);
		words[0] = '\0';
		answer.result = attempt->run();
		memcpy(answer.words, words, sizeof words);
		_exit(write(pipefd[1], &answer, sizeof answer) < 0);
	}
	close(pipefd[1]);
	struct pollfd wait = { .fd = pipefd[0], .events = POLLIN };
	if (poll(&wait, 1, DEADLINE_MS) > 0)
		(void)!read(pipefd[0], &answer, sizeof answer);
	close(pipefd[0]);
	if (pid > 0) {
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	nodes_clear();
	printf("%s %s %d %s\n", attempt->id,
		answer.result == 0 ? "open" : answer.result == NOT_COMPARED ? "not-compared" : "closed",
		answer.result < 0 ? 0 : answer.result, answer.words);
}

static bool puts_line(const char *path, const char *line)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool done = fd >= 0 && write(fd, line, strlen(line)) == (ssize_t)strlen(line);
	if (fd >= 0)
		close(fd);
	return done;
}

/* Returns in the child, the first process of the new pid namespace. */
static bool nest(void)
{
	char map[64];
	uid_t uid = getuid();
	gid_t gid = getgid();
	if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC) < 0)
		return false;
	snprintf(map, sizeof map, "0 %u 1\n", uid);
	if (!puts_line("/proc/self/setgroups", "deny") || !puts_line("/proc/self/uid_map", map))
		return false;
	snprintf(map, sizeof map, "0 %u 1\n", gid);
	if (!puts_line("/proc/self/gid_map", map))
		return false;
	pid_t pid = fork();
	if (pid > 0) {
		int status;
		waitpid(pid, &status, 0);
		exit(WEXITSTATUS(status));
	}
	return pid == 0;
}

int main(int argc, char **argv)
{
	/* The last one takes away what confines us. */
	static const struct attempt *const families[] = {
		attempts_descriptors, attempts_sockets, attempts_binds, attempts_kernel_files,
		attempts_namespaces, attempts_capabilities, attempts_surface, attempts_devices, attempts_storage,
	};
	bool nested = argc == 3 && !strcmp(argv[1], "--nested");
	argc -= nested, argv += nested;
	if (argc != 2 || !in_the_lab()) {
		fprintf(stderr, "attempt: runs in the disposable machine of tests/lab alone\n");
		return 64;
	}
	if (nested && !nest()) {
		perror("attempt: nest");
		return 1;
	}
	long started = clock_ms();
	run_program(argv[1]);
	long program = clock_ms() - started;
	start_directory = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (chdir(argv[1]) < 0 || !conf_read("conf")) {
		perror("attempt: conf");
		return 1;
	}
	signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0; i < sizeof families / sizeof *families; i++)
		for (const struct attempt *attempt = families[i]; attempt->id; attempt++)
			try(attempt);
	printf("== end, %ld ms for the program, %ld for the attempts\n", program, clock_ms() - started - program);
	return 0;
}
