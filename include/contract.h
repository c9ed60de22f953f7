/* contract.h - the privileges that a program says it needs, against those that
 * its container has: too little and too much, and what to change. */
#ifndef PROBE_CONTRACT_H
#define PROBE_CONTRACT_H
#include "policy.h"

enum breach_kind { TOO_LITTLE, TOO_MUCH, NOT_KNOWN };

struct breach {
	enum breach_kind kind;
	const char *what;		/* "CAP_CHOWN, CAP_KILL"; may hold outside text */
	/* What to add or remove, in the words of each; NULL: nothing to be said. */
	const char *docker, *compose, *kubernetes;
};

#define BREACHES_MAX (POLICY_DEVICES + 8)
struct contract {
	struct breach breach[BREACHES_MAX];
	size_t count;
	bool broken, unknown;		/* by what is too little or too much; by what is not known */
};

/* Texts are static or lie in `arena`. */
void contract_check(const struct facts *facts, const struct policy *policy, struct arena *arena, struct contract *ret);
#endif
