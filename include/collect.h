/* collect.h - from a running system or a captured tree to facts.
 *
 * The only layer that touches the kernel; it decides nothing.  Collectors run
 * one after the other in a child process that may die or hang without harm:
 * facts lie in memory shared with the parent, which goes on with the next
 * item in a new child (collect/run.c).  Where fork is refused the collectors
 * that cannot hang run in the process itself and the others stay unknown. */
#ifndef PROBE_COLLECT_H
#define PROBE_COLLECT_H
#include <signal.h>
#include <time.h>
#include "facts.h"
#include "host.h"

/* The tops of /proc, /sys and /proc/sys, which engines mount over itself to
 * make it read-only; looked at once in each process (source.c). */
struct source_top {
	int fd;				/* 0: not looked at yet; -1: not what it should be */
	dev_t dev;
};

struct source_tops {
	struct source_top proc, sys, sysctl;
};

/* Handed to each collector. */
struct collect {
	const struct host *host;
	struct facts *facts;
	unsigned first;			/* first item to look at: >0 after a child was lost at first-1 */
	struct answer lost;		/* first > 0: how it was lost, KILLED or TIMED_OUT */
	struct source_tops *tops;	/* zeroed at first; NULL: every file is checked by itself */
	volatile unsigned *item;	/* in shared memory: set before each item that might hang or kill */
};

/* Says which item is looked at now. Items are counted from 0; a collector
 * that does not itemise is given up as a whole when it dies. */
#define COLLECT_ITEM(collect, number) (*(collect)->item = (unsigned)(number) + 1)

/* One file each.  A collector must fill facts only through facts.h, may
 * leave children state changed (it is disposable), and must work with any
 * file missing or unreadable. */
void collect_identity(struct collect *collect);		/* /proc/self/status, securebits */
void collect_namespaces(struct collect *collect);
void collect_security(struct collect *collect);		/* LSMs, Yama, lockdown, Landlock */
void collect_kernel(struct collect *collect);		/* release, sysctls, filesystems */
void collect_cgroups(struct collect *collect);
void collect_mounts(struct collect *collect);		/* mountinfo, classes; no file below a mount touched */
void collect_host_tmpfs(struct collect *collect);	/* itemised by mount; corrects classes: needs mounts */
void collect_environment(struct collect *collect);	/* engine, sandbox, container or not; needs mounts */
void collect_descriptors(struct collect *collect);	/* needs mounts */
void collect_access(struct collect *collect);		/* by which call access is asked; needed by those below */
void collect_mount_access(struct collect *collect);	/* itemised by mount: may hang on a dead server */
void collect_kernel_files(struct collect *collect);	/* itemised */
void collect_devices(struct collect *collect);		/* itemised */
void collect_sockets(struct collect *collect);		/* itemised */
void collect_processes(struct collect *collect);	/* itemised */
void collect_survey(struct collect *collect);		/* itemised; calls needs it */
void collect_calls(struct collect *collect);		/* itemised: each question may kill */
void collect_questions(struct collect *collect);	/* itemised; spared what calls has asked */
void collect_parting(struct collect *collect);		/* itemised; the process is good for nothing afterwards */

/* What collect_survey() left open between ENOSYS and passing is asked again, as
 * items from `first_item` on. */
void survey_tell_apart(struct collect *collect, unsigned first_item);

/* A row of the table in collect/all.c. */
struct collector {
	const char *name;
	void (*collect)(struct collect *collect);
	bool live_only;		/* means nothing on a captured tree */
	bool may_be_lost;	/* needs a child: not run where fork is refused */
};

/* Runs `count` (at most COLLECTORS_MAX) collectors in their order within
 * `deadline_ms` milliseconds.  Child's death or standstill costs one item, or
 * one collector that does not itemise.  Sets facts->live and adds to facts->collector. */
void run_collectors(const struct collector *table, size_t count, const struct host *host,
		    struct facts *facts, unsigned deadline_ms);

/* All of ours. */
void collect_all(const struct host *host, struct facts *facts, unsigned deadline_ms);

/* --verify: proves the mounting of every device that has a verification, and
 * takes `deadline_ms` at most.  Not a part of the above. */
void collect_verify(const struct host *host, struct facts *facts, unsigned deadline_ms);

/* Milliseconds on that clock; 0 where it cannot be read. */
long long now_ms(clockid_t clock);

/* Sleeps until a child ends (SIGCHLD, which must be blocked, is in `signals`)
 * or `ms` milliseconds are over; 1 ms where a filter refuses the waiting itself. */
void collect_wait_signal(const sigset_t *signals, long long ms);

/* Memory shared with children made later, for facts_init(); tries smaller
 * sizes before it gives up.  Returns NULL and a negative errno in *ret_error. */
void *collect_region(size_t *ret_size, int *ret_error);
void collect_region_free(void *region, size_t size);
#endif
