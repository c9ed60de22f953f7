/* namespaces.c - the host's processes: those named lab-sleeper that the host
 * started, as root and as an ordinary user. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <unistd.h>
#include "attempt.h"

/* Calls step for each process that a proc shows; the first success ends it. */
static int each_process(const char *proc, bool sleepers, int (*step)(const char *proc, pid_t pid))
{
	DIR *dir = opendir(proc);
	const struct dirent *entry;
	int error = ESRCH;
	while (dir && error && (entry = readdir(dir))) {
		char path[PATH_SIZE], name[32] = "";
		if (!isdigit((unsigned char)*entry->d_name))
			continue;
		snprintf(path, sizeof path, "%.200s/%.20s/comm", proc, entry->d_name);
		int fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0 || read(fd, name, sizeof name - 1) < 0)
			*name = '\0';
		if (fd >= 0)
			close(fd);
		if (sleepers && strncmp(name, "lab-sleeper", 11))
			continue;
		int result = step(proc, (pid_t)atoi(entry->d_name));
		if (result != ENOMSG)
			error = result;
	}
	if (dir)
		closedir(dir);
	return error;
}

static int trace(const char *proc, pid_t pid)
{
	(void)proc;
	int error = ptrace(PTRACE_SEIZE, pid, NULL, NULL) < 0 ? errno : 0;
	how("ptrace seize %d: %s", pid, strerror(error));
	return error;
}

static int signals(const char *proc, pid_t pid)
{
	(void)proc;
	int error = kill(pid, SIGCONT) < 0 ? errno : 0;
	how("SIGCONT to %d: %s", pid, strerror(error));
	return error;
}

static int enters_root(const char *proc, pid_t pid)
{
	char path[PATH_SIZE];
	snprintf(path, sizeof path, "%.200s/%d/root/LAB-MARKER", proc, pid);
	if (reads_marker(AT_FDCWD, path, "root")) {
		how("%s", path);
		return 0;
	}
	if (errno == ENOENT)	/* one of ours, whose root is ours */
		return ENOMSG;
	how("%s: %s", path, strerror(errno));
	return errno;
}

static int process_ptrace(void) { return each_process("/proc", true, trace); }
static int process_kill(void)   { return each_process("/proc", true, signals); }

/* By any proc: for the host's, bound, the pid namespace does not matter. */
static int process_root(void)
{
	struct places *places = &(struct places){ 0 };
	int error = ESRCH;
	reach(places, "proc", "/");
	for (size_t i = 0; i < places->count && error; i++) {
		int result = each_process(places->at[i], false, enters_root);
		if (result != ESRCH)
			error = result;
	}
	return error;
}

static int process_setuid(void)
{
	struct places *places = &(struct places){ 0 };
	int error = ESRCH;
	if (getuid() == 1000) {
		how("the user of the host's process already");
		return EINVAL;
	}
	setgroups(0, NULL);
	if (setgid(1000) < 0 || setuid(1000) < 0) {
		how("setuid: %s", strerror(errno));
		return errno;
	}
	reach(places, "proc", "/");
	for (size_t i = 0; i < places->count && error; i++) {
		int result = each_process(places->at[i], true, enters_root);
		if (result != ESRCH)
			error = result;
	}
	return error;
}

int same_namespace(const char *name)
{
	char path[64], have[64] = "";
	const char *want = conf_value(name, 0, 0);
	snprintf(path, sizeof path, "/proc/self/ns/%s", name);
	if (!want || readlink(path, have, sizeof have - 1) < 0)
		return NOT_COMPARED;
	how("%s", have);
	return strcmp(want, have) ? EXDEV : 0;
}

static int network(void) { return same_namespace("net"); }
static int ipc(void)     { return same_namespace("ipc"); }

const struct attempt attempts_namespaces[] = {
	{ "host-process-ptrace", process_ptrace },
	{ "host-process-root", process_root },
	{ "host-process-setuid", process_setuid },
	{ "host-process-kill", process_kill },
	{ "host-network", network },
	{ "host-ipc", ipc },
	{ NULL, NULL }
};
