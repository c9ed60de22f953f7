/* surface.c - what is no way out by itself: more of the kernel within reach, or
 * one kind of barrier fewer.  Never part of the verdict. */
#include "rules.h"

static void judge_no_seccomp(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const char what[] = "seccomp filter";
	uint64_t mode = 0;
	bool known = fact_number(facts, FACT_SECCOMP_MODE, &mode);
	struct way way;

	way_init(&way, "any system call");
	barrier_unless(&way, BARRIER_SECCOMP, !known ? UNKNOWN : mode ? NO : YES, what, !known
		       ? fact_gap(facts, actor, FACT_SECCOMP_MODE)
		       : arena_printf(actor->arena, mode ? "there is one (%s)" : "there is none (%s)", fact_source(facts, FACT_SECCOMP_MODE)));
	barrier_shared_kernel(&way, facts, actor);
	finding_add(finding, &way);
}

static void judge_no_security_module(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const char what[] = "security module";
	struct way way;

	way_init(&way, "what only owner, mode and mounts protect");
	if (lsm_confines(facts) == YES)
		barrier_add(&way, BARRIER_LSM, BARRIER_STANDING, what, "one confines this process (/proc/self/attr/current)");
	else
		barrier_lsm(&way, facts, actor, what);
	barrier_shared_kernel(&way, facts, actor);
	finding_add(finding, &way);
}

/* clang-format off */
const struct path paths_surface[] = {
#include "surface.rows.inc"
	{ .id = NULL }
};
