/* seccomp_profile.h - which of the known profiles the seccomp filter is, and
 * what is different in it. */
#ifndef PROBE_SECCOMP_PROFILE_H
#define PROBE_SECCOMP_PROFILE_H
#include "facts.h"

enum seccomp_profile {
	PROFILE_NOT_KNOWN,	/* there is a filter, or may be, that was not surveyed */
	PROFILE_UNCONFINED,
	PROFILE_SANDBOX,	/* a sandbox answers the calls: no filter is to be seen */
	PROFILE_DOCKER,
	PROFILE_PODMAN,
	PROFILE_CUSTOM,		/* none of these */
	PROFILE_COUNT
};

enum seccomp_difference { DIFFERENCE_NONE, DIFFERENCE_ADDED, DIFFERENCE_TAKEN_AWAY };

struct seccomp_verdict {
	enum seccomp_profile profile;
	uint64_t built_for;		/* the capabilities whose calls it allows; DOCKER, PODMAN */
	size_t added, taken_away;	/* counts of what follows */
	uint8_t difference[SURVEY_CALLS];	/* enum seccomp_difference */
};

void judge_seccomp(const struct facts *facts, struct seccomp_verdict *ret);

const char *seccomp_profile_name(enum seccomp_profile profile);	/* "docker-default"; NULL: not known */
#endif
