/* rounds.c RUNS PROGRAM... - runs programs in turn and prints, for each, a line:
 *
 *   name  median and 10th and 90th percentile of the wall time in microseconds,
 *   peak memory in KiB, processes made by one run
 *
 * In turn, so that a busy machine is busy for all of them.  Words of a program
 * are separated by commas.  It is linked as the program is, and small: what it
 * holds when it forks counts as memory of its child. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PROGRAMS_MAX = 16, RUNS_MAX = 2000, WORDS_MAX = 16 };

static struct program {
	const char *name;
	char *words[WORDS_MAX + 1];
	int us[RUNS_MAX];
	long kib;
	int processes;
} programs[PROGRAMS_MAX];

static int by_size(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void split(struct program *program, char *text)
{
	size_t count = 0;

	program->name = text;
	for (char *word = strtok(strdup(text), ","); word && count < WORDS_MAX; word = strtok(NULL, ","))
		program->words[count++] = word;
}

/* In a process namespace of one's own numbers are given one after the other. */
static int next_pid(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	waitpid(child, NULL, 0);
	return child;
}

static int run(struct program *program, int null)
{
	struct timespec start, end;
	struct rusage usage;

	clock_gettime(CLOCK_MONOTONIC, &start);
	pid_t child = fork();

	if (child == 0) {
		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
		execv(program->words[0], program->words);
		_exit(126);
	}
	int status = 0;

	if (child < 0 || wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) || WEXITSTATUS(status) == 126)
		return -1;
	clock_gettime(CLOCK_MONOTONIC, &end);
	if (usage.ru_maxrss > program->kib)
		program->kib = usage.ru_maxrss;
	return (int)((end.tv_sec - start.tv_sec) * 1000000 + (end.tv_nsec - start.tv_nsec) / 1000);
}

int main(int argc, char **argv)
{
	int runs = argc > 1 ? atoi(argv[1]) : 0, count = argc - 2, null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (runs < 1 || runs > RUNS_MAX || count < 1 || count > PROGRAMS_MAX || null < 0) {
		fprintf(stderr, "usage: rounds RUNS PROGRAM...\n");
		return 64;
	}
	for (int i = 0; i < count; i++)
		split(&programs[i], argv[2 + i]);
	for (int round = 0; round < runs; round++)
		for (int i = 0; i < count; i++) {
			struct program *program = &programs[i];
			int before = round == 0 ? next_pid() : 0;

			if ((program->us[round] = run(program, null)) < 0) {
				fprintf(stderr, "rounds: cannot run %s\n", program->name);
				return 1;
			}
			if (round == 0)
				program->processes = next_pid() - before - 1;
		}
	for (int i = 0; i < count; i++) {
		int *us = programs[i].us;

		qsort(us, (size_t)runs, sizeof us[0], by_size);
		printf("%s %d %d %d %ld %d\n", programs[i].name, us[runs / 2], us[runs / 10], us[runs * 9 / 10],
		       programs[i].kib, programs[i].processes);
	}
	return 0;
}
