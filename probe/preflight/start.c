/* start.c - becoming the program.
 *
 * execve(2) keeps what a program inherits, and the looking has left all of
 * that as it was: it went on in children, whose descriptors, signals and
 * filters were their own; run.c puts back SIGCHLD, and every descriptor of ours
 * is closed by execve(2) itself.
 *
 * The search is that of execvp(3), written out because C libraries differ:
 * musl's does not hand scripts without "#!" to a shell. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "preflight.h"
#include "render.h"

extern char **environ;

/* confstr(_CS_PATH) of both C libraries, which execvp(3) takes as well. */
static const char default_path[] = "/bin:/usr/bin";

/* argv[-1] and argv[0] are overwritten: there is nothing to come back to when
 * the shell cannot be had either. */
static void execute(const char *file, char **argv)
{
	execve(file, argv, environ);
	if (errno != ENOEXEC)
		return;
	static char shell[] = "/bin/sh";
	char *name = argv[0];

	argv[-1] = shell;
	argv[0] = (char *)(uintptr_t)file;
	execve(shell, argv - 1, environ);
	argv[0] = name;
	errno = ENOEXEC;
}

/* Another directory may have it. */
static bool goes_on(int error)
{
	return error == EACCES || error == ENOENT || error == ENOTDIR || error == ENODEV || error == ESTALE || error == ETIMEDOUT;
}

/* Returns the error that says most: something that may not be executed is
 * more than nothing at all. */
static int search(char **argv)
{
	const char *path = getenv("PATH");
	char file[PATH_MAX];
	int found = ENOENT;

	for (const char *at = path ? path : default_path;; at++) {
		int len = (int)strcspn(at, ":");

		/* An empty entry is the working directory. */
		if (len < PATH_MAX && snprintf(file, sizeof file, "%.*s%s%s", len, at, len > 0 ? "/" : "", argv[0]) < PATH_MAX) {
			execute(file, argv);
			if (!goes_on(errno))
				return errno;
			if (errno == EACCES)
				found = EACCES;
		}
		at += len;
		if (*at == '\0')
			return found;
	}
}

int preflight_start(char **argv)
{
	const char *why;
	int error;

	if (strchr(argv[0], '/')) {
		execute(argv[0], argv);
		error = errno;
	} else {
		error = *argv[0] ? search(argv) : ENOENT;
	}
	why = strerror(error);
	if (error == ENOENT && strchr(argv[0], '/') && access(argv[0], F_OK) == 0)
		why = "the file is there, the interpreter that it names is not";
	fputs("escape-probe: execute '", stderr);
	render_escaped(stderr, argv[0]);
	fprintf(stderr, "': %s\n", why);
	return error == ENOENT ? 127 : 126;
}

int64_t preflight_today(void)
{
	/* Before this program was written no clock can have been right: 2026-01-01. */
	const int64_t earliest = 20454;
	struct timespec now;

	if (clock_gettime(CLOCK_REALTIME, &now) < 0 || now.tv_sec / 86400 < earliest)
		return NO_DAY;
	return now.tv_sec / 86400;
}
