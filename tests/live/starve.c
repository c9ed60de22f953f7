/* starve.c - what the program says when one of its allocations fails.
 *
 *   starve SECONDS EXIT... -- ARGUMENT...
 *
 * Linked in front of the program (Makefile): its main, the arena's functions
 * and malloc(3) with its kin, of libblkid and libcap as well, are wrapped.  Runs
 * the program once as it is: its exit status must be the first EXIT.  Then once
 * for every allocation, with that one refused, and once with that one and all
 * that follow, children's included.  Each such run must end with an EXIT, or
 * with an error that it names on stderr; none may be killed, nor take ten
 * seconds.
 *
 * SECONDS that are not 0: a sample, spread over all allocations. */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "arena.h"
#include "host.h"
#include "outcome.h"

#define DEADLINE 10

/* Shared with the program and its children. */
static struct starving {
	long at;	/* which allocation fails, from 0; -1: none */
	bool onwards;	/* and all that follow */
	long count;	/* so far */
	char which[80];	/* what failed first */
} *starving;

/* Not ourselves, who print. */
static bool is_program;

static bool fails(const char *function, const char *detail, size_t len)
{
	if (!is_program)
		return false;
	long n = __atomic_fetch_add(&starving->count, 1, __ATOMIC_SEQ_CST);

	if (n == starving->at)
		snprintf(starving->which, sizeof starving->which, "%s %.*s", function, (int)(len < 60 ? len : 60), detail);
	return starving->at >= 0 && (n == starving->at || (starving->onwards && n > starving->at));
}

/* ---- what is wrapped (ld(1), --wrap) ------------------------------------------- */

int __real_main(int argc, char **argv);
int __wrap_main(int argc, char **argv);
void *__real_malloc(size_t size);
void *__wrap_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__real_realloc(void *memory, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__real_arena_alloc(struct arena *arena, size_t size);
void *__wrap_arena_alloc(struct arena *arena, size_t size);
const char *__real_arena_copy(struct arena *arena, const char *text, size_t len);
const char *__wrap_arena_copy(struct arena *arena, const char *text, size_t len);
const char *__real_arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *__wrap_arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *__real_arena_join(struct arena *arena, const char *a, const char *b);
const char *__wrap_arena_join(struct arena *arena, const char *a, const char *b);
bool __real_arena_grow(struct arena *arena, void **items, size_t count, size_t *room, size_t size);
bool __wrap_arena_grow(struct arena *arena, void **items, size_t count, size_t *room, size_t size);
ssize_t __real_host_read_all(const struct host *host, const char *path, struct arena *arena, size_t max, const char **ret);
ssize_t __wrap_host_read_all(const struct host *host, const char *path, struct arena *arena, size_t max, const char **ret);

static void *refused(void)
{
	errno = ENOMEM;
	return NULL;
}

void *__wrap_malloc(size_t size)
{
	return fails("malloc", "", 0) ? refused() : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
	return fails("calloc", "", 0) ? refused() : __real_calloc(count, size);
}

void *__wrap_realloc(void *memory, size_t size)
{
	return fails("realloc", "", 0) ? refused() : __real_realloc(memory, size);
}

static bool is_full(struct arena *arena, const char *function, const char *detail, size_t len)
{
	bool full = fails(function, detail, len);

	arena->exhausted |= full;
	return full;
}

void *__wrap_arena_alloc(struct arena *arena, size_t size)
{
	return is_full(arena, "arena_alloc", "", 0) ? NULL : __real_arena_alloc(arena, size);
}

const char *__wrap_arena_copy(struct arena *arena, const char *text, size_t len)
{
	if (len == SIZE_MAX)
		return NULL;
	return is_full(arena, "arena_copy", text, len) ? NULL : __real_arena_copy(arena, text, len);
}

const char *__wrap_arena_join(struct arena *arena, const char *a, const char *b)
{
	return is_full(arena, "arena_join", b, strlen(b)) ? "" : __real_arena_join(arena, a, b);
}

const char *__wrap_arena_printf(struct arena *arena, const char *format, ...)
{
	static char text[1 << 16];
	va_list args;

	if (arena->silent)
		return "";
	va_start(args, format);
	int len = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (len < 0 || (size_t)len >= sizeof text)
		abort();
	return is_full(arena, "arena_printf", text, (size_t)len) ? "" : __real_arena_printf(arena, "%s", text);
}

bool __wrap_arena_grow(struct arena *arena, void **items, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return true;
	return !is_full(arena, "arena_grow", "", 0) && __real_arena_grow(arena, items, count, room, size);
}

ssize_t __wrap_host_read_all(const struct host *host, const char *path, struct arena *arena, size_t max, const char **ret)
{
	return is_full(arena, "host_read_all", path, strlen(path)) ? -ENOMEM : __real_host_read_all(host, path, arena, max, ret);
}

/* ---- one run ------------------------------------------------------------------------ */

struct run {
	int status;		/* as wait(2) gives it */
	bool hung;
	char said[256];		/* on stderr */
};

static void program(int argc, char **argv, int out, int err)
{
	signal(SIGALRM, SIG_DFL);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	/* it would find them, and wonder */
	close(out);
	close(err);
	is_program = true;
	exit(__real_main(argc, argv));
}

static void run_once(struct run *run, int argc, char **argv)
{
	int out = memfd_create("out", 0), err = memfd_create("err", 0);

	starving->count = 0;
	fflush(stdout);
	*run = (struct run){ .status = -1 };
	late = 0;
	alarm(DEADLINE);
	pid_t pid = fork();

	if (pid < 0 || out < 0 || err < 0) {
		perror("starve");
		exit(71);
	}
	if (pid == 0)
		program(argc, argv, out, err);
	while (waitpid(pid, &run->status, 0) < 0 && errno == EINTR)
		if (late) {
			run->hung = true;
			kill(pid, SIGKILL);
		}
	alarm(0);
	ssize_t size = pread(err, run->said, sizeof run->said - 1, 0);

	run->said[size > 0 ? size : 0] = '\0';
	close(out);
	close(err);
}

static const char *complaint(const struct run *run, const int *exits, size_t count)
{
	static char words[64];

	if (run->hung)
		return "hangs";
	if (!WIFEXITED(run->status)) {
		snprintf(words, sizeof words, "killed by signal %d", WTERMSIG(run->status));
		return words;
	}
	int status = WEXITSTATUS(run->status);

	if (is_among(status, exits, count))
		return NULL;
	snprintf(words, sizeof words, "exit status %d", status);
	return status >= 64 && status <= 78 && *run->said ? NULL : words;
}

int __wrap_main(int argc, char **argv)
{
	struct sigaction alarm_action = { .sa_handler = on_alarm };
	int exits[8], at = 2;
	size_t count = 0, other[256] = { 0 };
	long most = argc > 1 ? atol(argv[1]) : 0, step = 1, runs = 0, bad = 0;

	for (; at < argc && strcmp(argv[at], "--") && count < sizeof exits / sizeof *exits; at++)
		exits[count++] = atoi(argv[at]);
	if (count == 0 || at >= argc || strcmp(argv[at], "--")) {
		fprintf(stderr, "usage: starve SECONDS EXIT... -- ARGUMENT...\n");
		return 64;
	}
	argc -= at;
	argv += at;
	starving = mmap(NULL, sizeof *starving, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (starving == MAP_FAILED) {
		perror("starve");
		return 71;
	}
	sigaction(SIGALRM, &alarm_action, NULL);
	struct run run;
	double begun = seconds();

	starving->at = -1;
	run_once(&run, argc, argv);
	if (!WIFEXITED(run.status) || WEXITSTATUS(run.status) != exits[0]) {
		printf("without a fault: status %x, not exit status %d: %s\n", (unsigned)run.status, exits[0], run.said);
		return 1;
	}
	/* Two for each allocation, in turn: so an odd step. */
	long all = starving->count, took_ms = (long)((seconds() - begun) * 1000) + 1;

	if (most > 0 && most * 1000 / took_ms < all * 2)
		step = (all * 2 / (most * 1000 / took_ms + 1)) | 1;
	for (long n = 0; n < all * 2; n += step) {
		if (most > 0 && seconds() - begun > (double)most * 2)
			break;
		starving->at = n / 2;
		starving->onwards = n % 2;
		strcpy(starving->which, "none");
		run_once(&run, argc, argv);
		const char *wrong = complaint(&run, exits, count);

		runs++;
		other[WIFEXITED(run.status) ? WEXITSTATUS(run.status) : 255]++;
		if (wrong) {
			bad++;
			printf("allocation %ld%s (%s): %s %s\n", starving->at, starving->onwards ? " and all that follow" : "",
			       starving->which, wrong, run.said);
		}
	}
	printf("%ld allocations, %ld faults, %ld wrong; exit status", all, runs, bad);
	for (size_t i = 0; i < sizeof other / sizeof *other; i++)
		if (other[i])
			printf(" %zu: %zu", i, other[i]);
	printf("\n");
	return bad || runs == 0 ? 1 : 0;
}
