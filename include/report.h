/* report.h - what the judge found: for every escape path its barriers, its
 * status and its evidence, and the conclusion from all of them.
 *
 * Filled by judge(), read by render/.  All texts are static or lie in the
 * facts' arena; text that came from outside is *not* escaped here. */
#ifndef PROBE_REPORT_H
#define PROBE_REPORT_H
#include <stdbool.h>
#include <stddef.h>
#include "facts.h"
#include "run_options.h"
#include "seccomp_profile.h"

enum verdict { VERDICT_CONTAINED, VERDICT_ESCAPABLE, VERDICT_CANNOT_TELL, VERDICT_NOT_A_CONTAINER };

/* The first two are escapes.  Influence has an effect on the host, or needs
 * somebody there to take part.  Information gives nothing by itself: attack
 * surface, or what makes another path easier. */
enum outcome { OUTCOME_HOST_CONTROL, OUTCOME_HOST_READ, OUTCOME_HOST_INFLUENCE, OUTCOME_INFORMATION };

enum path_status { PATH_CLOSED, PATH_UNKNOWN, PATH_OPEN };

enum barrier_kind {
	BARRIER_CAPABILITY,	/* a capability that is not held */
	BARRIER_USER_NAMESPACE,	/* capabilities, or uid 0, do not count in the initial user namespace */
	BARRIER_NAMESPACE,	/* pid, mount, network, cgroup ... namespace of our own */
	BARRIER_SECCOMP,
	BARRIER_LSM,		/* AppArmor, SELinux, Landlock, Yama */
	BARRIER_DEVICE_CGROUP,
	BARRIER_PERMISSION,	/* owner and mode bits */
	BARRIER_READ_ONLY,	/* a read-only mount */
	BARRIER_MASKED,		/* a masked path */
	BARRIER_NODEV,
	BARRIER_KERNEL,		/* the kernel lacks or refuses it: no modules, lockdown, sysctl, version */
	BARRIER_NOT_GIVEN,	/* the thing itself is not in this container: no socket, no bind, no node */
	BARRIER_KIND_COUNT
};

/* Order matters: a way's state is the maximum. */
enum barrier_state { BARRIER_ABSENT, BARRIER_IS_UNKNOWN, BARRIER_STANDING };

struct barrier {
	enum barrier_kind kind;
	enum barrier_state state;
	const char *what;	/* "CAP_SYS_ADMIN", "mount(2)", "read-only mount" */
	const char *evidence;	/* "not in CapEff 00000000a80425fb (/proc/self/status)" */
};

/* One way to walk a path: all its barriers must be absent. */
#define BARRIERS_MAX 14
struct way {
	const char *title;	/* "mount(2) of /dev/sda1 (ext4)"; what is used, with the object's name */
	struct barrier barrier[BARRIERS_MAX];
	size_t count;
};

/* One path; open when any of its ways is.  Only the WAYS_MAX most open ways
 * are kept, the best first; ways_dropped counts the rest. */
#define WAYS_MAX 4
struct finding {
	const struct path *path;	/* paths.h */
	enum path_status status;	/* for this process, now */
	enum path_status as_root;	/* for root of this same container, if someone or something became it */
	bool latent;			/* status closed and as_root open; never of what only informs */
	unsigned distance;		/* standing barriers of the best way */
	struct way *way;		/* room for WAYS_MAX until it is judged; the first is there, if empty */
	size_t ways, ways_dropped;
};

/* What can be done with a disk, to this process.  Mounting has three ways:
 * mount(2), fsopen(2) and its kin, and to re-use the superblock of what is
 * mounted already, for which the device cgroup is not asked since 6.6. */
enum disk_answer_id { DISK_READ, DISK_WRITE, DISK_MOUNT, DISK_FSMOUNT, DISK_ATTACH, DISK_ANSWERS };

/* Whose it is, by evidence (device->use_evidence). */
enum disk_use { DISK_NO_EVIDENCE, DISK_HOST_USES, DISK_ENGINE_DATA, DISK_HOST_ROOT };

struct disk_answer {
	enum path_status status;	/* PATH_OPEN: it can be done */
	struct barrier barrier;		/* what decides it; open: the one that tells most of those that are absent */
};

/* One row of the table of disks: a block device, or a character device that
 * reaches one.  Whether that is a way out is what the paths say. */
struct disk {
	const struct device *device;
	bool holds_data;		/* no RAM disk, no empty or removable drive */
	enum disk_use use;
	const char *kind;		/* "sd", "nvme", "loop", "dm-lvm" ... */
	struct disk_answer answer[DISK_ANSWERS];
	enum disk_answer_id mount;	/* the most open way to mount it */
};

enum privileged { PRIVILEGED_NO, PRIVILEGED_PARTLY, PRIVILEGED_YES, PRIVILEGED_CANNOT_TELL };

/* The parts of --privileged, each seen by its effect. */
#define PRIVILEGED_PARTS 6
struct privileged_part {
	const char *name;	/* "all capabilities", "no seccomp filter" ... */
	enum known present;
	bool applies;		/* false: cannot be told apart here (e.g. a kernel without any such module) */
	const char *evidence;
};

/* Kubernetes' Pod Security Standards, control by control. */
#define POD_CONTROLS 18
struct pod_control {
	const char *name;	/* as the standards call it */
	bool restricted;	/* of the level "restricted", else of "baseline" */
	enum known passes;	/* UNKNOWN: cannot be seen from inside */
	const char *evidence;
};
enum pod_level { POD_PRIVILEGED, POD_BASELINE, POD_RESTRICTED };

#define PATHS_MAX 128
struct report {
	enum verdict verdict;
	const char *verdict_reason;	/* one clause: "2 escape paths are open" */
	struct finding finding[PATHS_MAX];
	size_t findings;
	size_t open_control, open_read, open_influence, unknown, closed, latent;	/* without the paths that only inform */
	size_t latent_influence;	/* of the latent ones */
	size_t open_information;
	enum privileged privileged;
	struct privileged_part privileged_part[PRIVILEGED_PARTS];
	const char *privileged_userns;	/* "in the initial user namespace" ... */
	struct pod_control pod_control[POD_CONTROLS];
	enum pod_level pod_level;	/* the highest of which no control fails */
	size_t pod_unseen;		/* controls that cannot be seen */
	struct seccomp_verdict seccomp;
	/* How thin the wall is: closed control and read paths whose thing is
	 * there (neither BARRIER_NOT_GIVEN nor BARRIER_KERNEL stands) at the
	 * smallest distance; 0 when none. */
	unsigned thinnest;
	const struct finding *thinnest_finding[PATHS_MAX];
	size_t thinnest_count;
	struct disk *disk;		/* in the order of facts->devices */
	size_t disks;
	/* What most likely asked for all this, and in whose words. */
	struct run_option run_option[RUN_OPTIONS_MAX];
	size_t run_options, run_options_dropped;
	enum dialect dialect;
	const char *reaches;		/* what an escape leads to: "the host's initial namespaces", "the virtual machine ..." */
	/* The ways of all findings, one behind the other: most have one, and a
	 * page that is not needed is not touched.  With room to try one more. */
	size_t ways;
	struct way way[(PATHS_MAX + 1) * WAYS_MAX];	/* the last member: not cleared */
};

/* Names for JSON and text; never NULL. */
const char *verdict_name(enum verdict verdict);		/* "contained" ... */
const char *disk_answer_name(enum disk_answer_id id);	/* "read", "fsmount" ... */
const char *disk_use_name(enum disk_use use);	/* "host-root" ... */
const char *outcome_name(enum outcome outcome);		/* "host-control" ... */
const char *path_status_name(enum path_status status);	/* "open" ... */
const char *barrier_kind_name(enum barrier_kind kind);	/* "capability" ... */
const char *barrier_state_name(enum barrier_state state);	/* "standing", "absent", "unknown" */
const char *privileged_name(enum privileged privileged);	/* "no", "partly", "yes", "cannot tell" */
const char *pod_level_name(enum pod_level level);	/* "baseline" ... */
const char *pod_result_name(enum known passes);		/* "pass", "fail", "unseen" */

/* The exit status of `check`: 0 contained, 1 escapable, 2 cannot tell, 3 not
 * a container.  Scripts depend on it. */
unsigned verdict_exit_status(enum verdict verdict);
/* The same with --fail-on: an open influence path, or a latent one of
 * the kinds that count, counts as escapable when asked for. */
unsigned report_exit_status(const struct report *report, bool influence, bool latent);
#endif
