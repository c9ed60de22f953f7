/* processes.c - visible processes that live in another mount namespace, and
 * whether we could reach the host through them.
 *
 * No process is stopped, signalled or traced: the kernel is asked whether it
 * would let us. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "ask.h"
#include "collect.h"
#include "parse.h"

#define ELSEWHERE 0x80000000u	/* items beyond the pids of our own */
#define VISIBLE_MAX 4096
#define KEPT_MAX 64
#define PATH_ROOM 512
#define HOST_MNTNS 4026531832u	/* the initial mount namespace, since Linux 6.17 */

struct survey {
	struct collect *collect;
	const char *proc;	/* NULL: our own */
	bool pids_are_hosts;	/* the pid namespace is the initial one: 1 is its init, 2 kthreadd */
	bool cgroups_are_hosts;	/* the cgroup namespace is */
	uint64_t own, host;	/* mount namespaces; 0 unknown */
	bool foreign;		/* one was seen that is not ours */
	struct answer fatal;	/* KILLED: what asking for memory led to */
	size_t count;
	uint32_t pid[VISIBLE_MAX];
};

static const char *path_of(const struct survey *survey, char buf[static PATH_ROOM], uint64_t pid, const char *file)
{
	snprintf(buf, PATH_ROOM, "%s/%llu%s", survey->proc ? survey->proc : "/proc", (unsigned long long)pid, file);
	return buf;
}

static uint64_t mount_namespace(const struct survey *survey, uint64_t pid)
{
	char path[PATH_ROOM], link[64];
	struct text type;
	uint64_t inode;

	ssize_t n = host_readlink(survey->collect->host, path_of(survey, path, pid, "/ns/mnt"), link, sizeof link);

	return n > 0 && parse_ns_link(link, (size_t)n, &type, &inode) ? inode : 0;
}

/* False when it is gone, or cannot be read. */
static bool read_stat(const struct survey *survey, uint64_t pid, char *buf, size_t size, struct process_stat *ret)
{
	char path[PATH_ROOM];
	ssize_t n = host_read(survey->collect->host, path_of(survey, path, pid, "/stat"), buf, size);

	return n > 0 && parse_process_stat(buf, (size_t)n, ret);
}

/* Opens nothing but the place: O_PATH.  The kernel follows the link only for
 * whom it would let read the process (fs/proc/base.c: PTRACE_MODE_READ). */
static struct answer ask_root(const struct survey *survey, uint64_t pid)
{
	char path[PATH_ROOM];
	int fd = host_openat(AT_FDCWD, path_of(survey, path, pid, "/root"), O_PATH | O_DIRECTORY);
	struct answer answer = ask_answer(fd);

	if (fd >= 0)
		close(fd);
	return answer;
}

/* Reads nothing: the last page below 2^64 is never mapped, so where access is
 * given (mm_access(), PTRACE_MODE_ATTACH) the copying fails with EFAULT. */
static struct answer ask_memory(uint64_t pid)
{
	char byte;
	struct { void *at; size_t size; } here = { &byte, 1 }, there = { (void *)(uintptr_t)-4096, 1 };

	return ask_answer(syscall(SYS_process_vm_readv, (long)pid, &here, 1L, &there, 1L, 0L));
}

/* Other users' namespaces are not told, their cgroups are.  A service may have
 * a mount namespace of its own and yet live on the host (systemd's
 * PrivateMounts=), so they are asked whenever the namespace is not the host's. */
static enum known is_on_host(const struct survey *survey, uint64_t pid, uint64_t mntns)
{
	char path[PATH_ROOM], cgroups[4096];

	if (mntns == HOST_MNTNS || (mntns != 0 && mntns == survey->host) || (survey->pids_are_hosts && pid == 1))
		return YES;
	ssize_t n = host_read(survey->collect->host, path_of(survey, path, pid, "/cgroup"), cgroups, sizeof cgroups);
	enum known home = n > 0 ? parse_cgroup_home(cgroups, (size_t)n, survey->cgroups_are_hosts) : UNKNOWN;

	return home == YES && !survey->pids_are_hosts ? UNKNOWN : home;
}

/* What matters most stays when there are too many: on the host, reachable, of
 * a user that one could become.  What goes is no more than what stays, so the
 * list is not less for it. */
static int weight(const struct process *process)
{
	static const int host[] = { [NO] = 0, [UNKNOWN] = 4, [YES] = 8 };

	return host[process->host] + (process->root.state == ANSWERED && process->root.error == 0 ? 2 : 0) + (process->uid != 0);
}

/* Returns where it is kept, or NULL. */
static struct process *keep(struct facts *facts, const struct process *process)
{
	if (facts->processes_count < KEPT_MAX) {
		struct process *added = facts_process_new(facts);

		if (added) {
			*added = *process;
			facts_process_done(facts);
		}
		return added;
	}
	facts->processes_list.truncated |= process->root.state != ANSWERED;
	for (size_t i = KEPT_MAX; i-- > 0;) {
		if (weight(&facts->processes[i]) < weight(process)) {
			facts->processes[i] = *process;
			return &facts->processes[i];
		}
	}
	return NULL;
}

static void look_at(struct survey *survey, uint64_t pid)
{
	struct facts *facts = survey->collect->facts;
	const struct host *host = survey->collect->host;
	struct process process = { .proc = survey->proc, .pid = pid };
	struct process_stat stat;
	char path[PATH_ROOM], data[512];
	struct stat st;

	process.mntns = mount_namespace(survey, pid);
	if (process.mntns != 0 && process.mntns == survey->own)
		return;
	if (host_lstat(host, path_of(survey, path, pid, ""), &st) < 0)
		return;
	if (read_stat(survey, pid, data, sizeof data, &stat)) {
		/* Kernel threads have no memory and no files of their own, and a
		 * zombie has none any more. */
		if (stat.state == 'Z' || (stat.flags & PROCESS_STAT_KTHREAD))
			return;
		process.comm = arena_copy(&facts->arena, stat.comm.at, text_left(&stat.comm));
	}
	if (process.mntns != 0)
		survey->foreign = true;
	process.uid = st.st_uid;
	process.same_uid = st.st_uid == geteuid() ? YES : NO;
	process.host = is_on_host(survey, pid, process.mntns);
	process.root = ask_root(survey, pid);
	struct process *kept = keep(facts, &process);

	/* the number means another process to a system call of ours */
	if (!kept || survey->proc)
		return;
	COLLECT_ITEM(survey->collect, 2 * pid + 1);
	kept->memory = survey->fatal.state == KILLED ? survey->fatal : ask_memory(pid);
}

/* What the child before us was lost with.  A filter that kills for
 * process_vm_readv(2) will again; a process may hold its memory locked. */
static void note_lost(struct survey *survey, const struct collect *collect)
{
	struct facts *facts = collect->facts;

	for (size_t i = 0; i < facts->processes_count; i++) {
		struct process *process = &facts->processes[i];

		if (!process->proc && 2 * process->pid + 2 == collect->first)
			process->memory = collect->lost;
		if (process->memory.state == KILLED)
			survey->fatal = process->memory;
	}
	/* while it was being looked at, before it was listed */
	if (collect->first % 2 == 1)
		facts->processes_list.truncated = true;
}

static int by_number(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return left < right ? -1 : left > right;
}

static bool each_pid(void *data, const char *name, unsigned char d_type)
{
	struct survey *survey = data;
	struct text text = TEXT(name, strlen(name));
	uint64_t pid;

	(void)d_type;
	if (text_u64(&text, INT32_MAX / 2, &pid) && text_left(&text) == 0 && survey->count < VISIBLE_MAX)
		survey->pid[survey->count++] = (uint32_t)pid;
	return true;
}

/* Without a foreign namespace in sight those that cannot be looked into are
 * other users' processes of this same container. */
static void drop_neighbours(struct survey *survey)
{
	struct facts *facts = survey->collect->facts;

	if (fact_bool(facts, FACT_PIDNS_INITIAL) == NO && !survey->foreign)
		facts->processes_count = 0;
}

/* A procfs that was bound in shows the processes of its own pid namespace; it
 * is the host's when number 2 is kthreadd, a kernel thread.  Looking into them
 * asks for the same as in our own.  One item each. */
static void look_elsewhere(struct survey *survey)
{
	struct collect *collect = survey->collect;
	struct facts *facts = collect->facts;

	for (size_t k = 0; k < facts->mounts_count; k++) {
		const struct mount *mount = &facts->mounts[k];
		unsigned item = ELSEWHERE + (unsigned)k;
		struct process_stat stat;
		char data[512];

		if (mount->class != MOUNT_HOST_PROC || mount->hidden || strcmp(mount->type, "proc") != 0 || strcmp(mount->root, "/") != 0)
			continue;
		if (collect->first > item || strlen(mount->point) > PATH_ROOM / 2) {
			facts->processes_list.truncated = true;
			continue;
		}
		COLLECT_ITEM(collect, item);
		survey->proc = mount->point;
		survey->count = 0;
		survey->pids_are_hosts = read_stat(survey, 2, data, sizeof data, &stat) && (stat.flags & PROCESS_STAT_KTHREAD);
		survey->host = survey->pids_are_hosts ? mount_namespace(survey, 2) : 0;
		if (host_list_processes(collect->host, survey->proc, 2 * VISIBLE_MAX, each_pid, survey) < 0 || survey->count == VISIBLE_MAX)
			facts->processes_list.truncated = true;
		for (size_t i = 0; i < survey->count; i++)
			look_at(survey, survey->pid[i]);
	}
}

/* Items: two for each process, looking and asking for its memory (it may hold
 * that locked for long, in execve(2)).  Numbered by pid, since others may have
 * come and gone when a new child reads /proc again. */
void collect_processes(struct collect *collect)
{
	struct facts *facts = collect->facts;
	struct list *list = &facts->processes_list;
	struct survey survey = { .collect = collect, .pids_are_hosts = fact_bool(facts, FACT_PIDNS_INITIAL) == YES,
				 .cgroups_are_hosts = fact_bool(facts, FACT_CGROUPNS_INITIAL) == YES };

	if (!facts->live) {
		list->reason = "a captured tree keeps no processes";
		return;
	}
	int result = host_list_processes(collect->host, "/proc", 2 * VISIBLE_MAX, each_pid, &survey);

	/* Without /proc there may be any number of them. */
	if (result < 0 || survey.count == 0) {
		list->error = result < 0 ? -result : 0;
		list->reason = result < 0 ? NULL : "/proc names no process";
		return;
	}
	qsort(survey.pid, survey.count, sizeof survey.pid[0], by_number);
	list->known = YES;
	if (survey.count == VISIBLE_MAX)
		list->truncated = true;
	note_lost(&survey, collect);
	if (!fact_number(facts, FACT_MNTNS_INODE, &survey.own))
		survey.own = mount_namespace(&survey, (uint64_t)getpid());
	survey.host = survey.pids_are_hosts ? mount_namespace(&survey, 2) : 0;
	for (size_t i = 0; i < facts->processes_count; i++)
		survey.foreign |= facts->processes[i].mntns != 0;
	for (size_t i = 0; i < survey.count; i++) {
		if (2 * survey.pid[i] < collect->first)
			continue;
		COLLECT_ITEM(collect, 2 * survey.pid[i]);
		look_at(&survey, survey.pid[i]);
	}
	drop_neighbours(&survey);
	look_elsewhere(&survey);
}
