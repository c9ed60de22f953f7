/* run_options.h - which options of an engine made this container what it is.
 *
 * A conclusion for people: nothing is judged by it.  What cannot be told from
 * inside (a default and its option given in so many words) is not named. */
#ifndef PROBE_RUN_OPTIONS_H
#define PROBE_RUN_OPTIONS_H
#include "facts.h"

enum run_option_kind {
	RUN_PRIVILEGED,		/* --privileged: concluded from all its parts together */
	RUN_CAP_DROP,
	RUN_CAP_ADD,
	RUN_SECCOMP,		/* unconfined */
	RUN_APPARMOR,		/* unconfined */
	RUN_LABEL,		/* SELinux: label=disable */
	RUN_SYSTEM_PATHS,	/* unconfined: nothing masked, nothing read-only */
	RUN_PID,		/* these five: the host's */
	RUN_NETWORK,
	RUN_IPC,
	RUN_UTS,
	RUN_CGROUP,
	RUN_DEVICE,
	RUN_DEVICE_RULE,
	RUN_VOLUME,		/* a path of the host */
	RUN_USER,
	RUN_USER_NAMESPACE,
	RUN_READ_ONLY,
	RUN_NO_NEW_PRIVILEGES,
	RUN_OPTION_KINDS
};

/* Whose words a user of this container writes. */
enum dialect { DIALECT_DOCKER, DIALECT_PODMAN, DIALECT_COMPOSE, DIALECT_KUBERNETES, DIALECTS };

struct run_option {
	enum run_option_kind kind;
	bool widens;		/* it gives more than a default container has; else it takes away */
	const char *value;	/* "SYS_ADMIN", "/srv:/data:ro" ...; "" where the option has none */
	const char *evidence;
};

#define RUN_OPTIONS_MAX 32
struct report;

/* Fills the report's run_option and dialect. */
void judge_run_options(const struct facts *facts, struct arena *arena, struct report *report);

/* "cap-add" ...: the option in Docker's words, without dashes. */
const char *run_option_name(enum run_option_kind kind);
const char *dialect_name(enum dialect dialect);

/* How `option` is written in `dialect`, into `buf`; returns buf. */
const char *run_option_write(const struct run_option *option, enum dialect dialect, char *buf, size_t size);
#endif
