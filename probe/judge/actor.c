/* actor.c - for whom a path is judged: what this process holds or can regain,
 * and what root in the same container would hold.
 *
 * CapEff alone misleads: uid 0 regains the whole bounding set at its next
 * execve(2) unless no_new_privs or SECBIT_NOROOT forbid it (capabilities(7),
 * "Capabilities and execution of programs by root"). */
#include <linux/securebits.h>
#include "rules.h"

#define ALL_CAPABILITIES UINT64_MAX

/* The kernel numbers its own namespaces from 0xEFFFFFF7 upwards since 3.8
 * (include/linux/proc_ns.h).  A smaller number was made up by something
 * between us and it: gVisor does so.  Then no uid in here is the host's. */
#define SMALLEST_KERNEL_INODE 0xEFFFFFF0u

enum known kernel_is_shared(const struct facts *facts)
{
	uint64_t inode;

	if (!fact_number(facts, FACT_USERNS_INODE, &inode))
		return UNKNOWN;
	return inode < SMALLEST_KERNEL_INODE ? NO : YES;
}

/* Is `euid` uid 0 of the initial user namespace?  /proc belongs to that uid,
 * so its owner, as seen from here, tells where a mapping leads. */
static enum known is_host_root(const struct facts *facts, uint64_t euid)
{
	uint64_t owner;

	if (kernel_is_shared(facts) == NO)
		return NO;
	if (fact_bool(facts, FACT_USERNS_INITIAL) == YES)
		return euid == 0 ? YES : NO;
	if (fact_bool(facts, FACT_PROC_IS_PROCFS) == NO || !fact_number(facts, FACT_PROC_OWNER, &owner))
		return UNKNOWN;
	return euid == owner && owner != 65534 ? YES : NO;
}

/* What the next execve(2) of uid 0 adds to the permitted set. */
static enum known root_regains(const struct facts *facts, enum known root)
{
	uint64_t securebits;
	enum known no_new_privs = fact_bool(facts, FACT_NO_NEW_PRIVS);

	if (root == NO || no_new_privs == YES)
		return NO;
	if (!fact_number(facts, FACT_SECUREBITS, &securebits))
		return UNKNOWN;
	if (securebits & SECBIT_NOROOT)
		return NO;
	return root == YES && no_new_privs == NO ? YES : UNKNOWN;
}

void actor_now(const struct facts *facts, struct arena *arena, struct actor *ret)
{
	uint64_t euid, effective = 0, permitted = 0, bounding = ALL_CAPABILITIES;
	bool bounding_known = fact_number(facts, FACT_CAP_BOUNDING, &bounding);

	*ret = (struct actor){ .arena = arena };
	if (fact_number(facts, FACT_EUID, &euid)) {
		ret->root = euid == 0 ? YES : NO;
		ret->host_root = is_host_root(facts, euid);
	}
	fact_number(facts, FACT_CAP_EFFECTIVE, &effective);
	if (!fact_number(facts, FACT_CAP_PERMITTED, &permitted))
		ret->caps_unknown = ALL_CAPABILITIES;	/* the effective set is only a part of it */
	ret->caps = effective | permitted;

	enum known regains = root_regains(facts, ret->root);

	if (regains == YES && bounding_known)
		ret->caps |= bounding;
	else if (regains != NO)
		ret->caps_unknown |= bounding;
	ret->caps_unknown &= ~ret->caps;
	ret->caps_known = !ret->caps_unknown;
}

void actor_root(const struct facts *facts, struct arena *arena, struct actor *ret)
{
	uint64_t bounding;

	actor_now(facts, arena, ret);
	ret->as_root = true;
	ret->root = YES;
	if (ret->host_root != YES)
		ret->host_root = is_host_root(facts, 0);
	if (fact_number(facts, FACT_CAP_BOUNDING, &bounding)) {
		ret->caps |= bounding;
		ret->caps_unknown = 0;
	} else {
		ret->caps_unknown = ~ret->caps;
	}
	ret->caps_known = !ret->caps_unknown;
}
