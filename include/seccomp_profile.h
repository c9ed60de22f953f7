/* seccomp_profile.h - which of the known profiles the seccomp filter is, and
 * what is different in it. */
#ifndef PROBE_SECCOMP_PROFILE_H
#define PROBE_SECCOMP_PROFILE_H
#include "facts.h"

enum seccomp_profile {
	PROFILE_NOT_KNOWN,	/* there is a filter, or may be, that was not surveyed */
	PROFILE_UNCONFINED,
	PROFILE_SANDBOX,	/* a sandbox answers the calls: no filter is to be seen */
	PROFILE_DOCKER,		/* containerd's, too; the known ones begin here */
	PROFILE_PODMAN,
	PROFILE_CRIO,
	PROFILE_NSPAWN,
	PROFILE_CUSTOM,		/* none of these */
	PROFILE_COUNT
};

enum seccomp_difference { DIFFERENCE_NONE, DIFFERENCE_ADDED, DIFFERENCE_TAKEN_AWAY };

struct seccomp_verdict {
	enum seccomp_profile profile;
	uint64_t built_for;		/* the capabilities whose calls it allows; a known one */
	size_t added, taken_away;	/* counts of what follows */
	uint8_t difference[SURVEY_CALLS];	/* enum seccomp_difference */
};

/* Of every call that was asked about (facts->survey); an answer that is not
 * known is no difference. */
void judge_seccomp(const struct facts *facts, struct seccomp_verdict *ret);

/* Sets those by which the profiles are told apart, for the short report;
 * `allowed`: with some that all of them allow. */
void seccomp_profile_calls(bool ret[static SURVEY_CALLS], bool allowed);

const char *seccomp_profile_name(enum seccomp_profile profile);	/* "docker-default"; NULL: not known */
#endif
