/* policy.h - what a user accepts, and what he demands, before a program is
 * started: from options, from ESCAPE_PROBE_* and from a policy file, which are
 * all rows of the one table in options.c.
 *
 * A zeroed policy is the default one. */
#ifndef PROBE_POLICY_H
#define PROBE_POLICY_H
#include <stdbool.h>
#include <stdint.h>
#include "report.h"

/* --fail-on, as bits. */
enum { COUNTS_CONTROL = 1, COUNTS_READ = 2, COUNTS_INFLUENCE = 4, COUNTS_LATENT = 8 };

/* What may be accepted besides the paths of the table. */
enum { ALLOW_PRIVILEGED = PATHS_MAX, ALLOW_NOT_A_CONTAINER, ALLOW_COUNT };

enum expected_user { USER_ANY, USER_NONROOT, USER_EXACTLY };

#define POLICY_DEVICES 16

struct policy {
	unsigned fail_on;			/* 0: not said, so by the command's own default */
	bool warn_unknown, warn_only, drop;
	const char *allow[ALLOW_COUNT];		/* by path_at()'s number: the reason, "" without one; NULL: not allowed */
	const char *until;			/* the last day of all these, as written; NULL: without end */
	int64_t until_day;			/* in days since 1970 */

	/* the contract */
	bool has_caps, has_devices, no_new_privs, read_only_root, seccomp;
	uint64_t caps;				/* these and no others */
	struct { const char *path; size_t len; } device[POLICY_DEVICES];	/* likewise */
	size_t devices;
	enum expected_user user;
	uint64_t uid;				/* USER_EXACTLY */
};

/* One each for an option's value; false when it makes no sense.  The policy
 * borrows the text. */
bool policy_fail_on(struct policy *policy, const char *value);
bool policy_allow(struct policy *policy, const char *value);		/* PATH[,PATH...][=REASON] */
bool policy_allow_until(struct policy *policy, const char *value);	/* YYYY-MM-DD; of several the earliest */
bool policy_on_unknown(struct policy *policy, const char *value);
bool policy_expect_caps(struct policy *policy, const char *value);	/* NET_ADMIN,... or none */
bool policy_expect_devices(struct policy *policy, const char *value);	/* /dev/...,... or none */
bool policy_expect_user(struct policy *policy, const char *value);	/* nonroot or a number */
#endif
