/* decide.c - may the program start?  Pure: report and policy in, decision out.
 *
 * Judged by the single paths rather than by the verdict, which does not know
 * what was accepted. */
#include <string.h>
#include "paths.h"
#include "preflight.h"

/* What this policy would say to a path, were nothing accepted. */
static enum stance plain_stance(const struct finding *finding, unsigned fail_on)
{
	static const unsigned bit[] = {
		[OUTCOME_HOST_CONTROL] = COUNTS_CONTROL, [OUTCOME_HOST_READ] = COUNTS_READ,
		[OUTCOME_HOST_INFLUENCE] = COUNTS_INFLUENCE, [OUTCOME_INFORMATION] = 0,
	};
	bool counts = (fail_on & bit[finding->path->outcome]) != 0;

	if (counts && finding->status == PATH_OPEN)
		return STANCE_OPEN;
	/* an influence that would not count open does not count latent: what a
	 * default container's root may do must not keep its users from starting */
	if ((fail_on & COUNTS_LATENT) && finding->latent && (counts || finding->path->outcome < OUTCOME_HOST_INFLUENCE))
		return STANCE_LATENT;
	if (counts && (finding->status == PATH_UNKNOWN || ((fail_on & COUNTS_LATENT) && finding->as_root == PATH_UNKNOWN)))
		return STANCE_UNKNOWN;
	return STANCE_NONE;
}

static bool is_over(const struct policy *policy, int64_t today)
{
	return policy->until && (today == NO_DAY || today > policy->until_day);
}

void preflight_decide(const struct report *report, const struct contract *contract, const struct policy *policy,
		      unsigned fail_on, int64_t today, struct decision *ret)
{
	bool over = is_over(policy, today);
	bool on_host = report->verdict == VERDICT_NOT_A_CONTAINER;
	bool privileged = !on_host && report->privileged == PRIVILEGED_YES;
	const char *const *allow = policy->allow;

	memset(ret, 0, sizeof *ret);
	ret->contract = contract;
	if (policy->fail_on)
		fail_on = policy->fail_on;
	/* On the host every path is open, and none of them leads out of anything. */
	for (size_t i = 0; i < report->findings && !on_host; i++) {
		enum stance stance = plain_stance(&report->finding[i], fail_on);

		if (stance != STANCE_NONE && allow[i]) {
			ret->expired |= over;
			stance = over ? stance : STANCE_ALLOWED;
		}
		ret->stance[i] = stance;
		ret->count[stance]++;
	}
	ret->on_host = on_host && (!allow[ALLOW_NOT_A_CONTAINER] || over);
	ret->privileged = privileged && (!allow[ALLOW_PRIVILEGED] || over);
	ret->expired |= over && ((on_host && allow[ALLOW_NOT_A_CONTAINER]) || (privileged && allow[ALLOW_PRIVILEGED]));
	ret->no_clock = ret->expired && today == NO_DAY;
	bool unknown = ret->count[STANCE_UNKNOWN] > 0 || contract->unknown;

	ret->cannot_tell = unknown && !policy->warn_unknown;
	bool counts = ret->on_host || ret->privileged || ret->cannot_tell || contract->broken ||
		      ret->count[STANCE_OPEN] > 0 || ret->count[STANCE_LATENT] > 0;
	bool accepted = ret->count[STANCE_ALLOWED] > 0 || (on_host && !ret->on_host) || (privileged && !ret->privileged);

	ret->plain = !counts && !accepted && !unknown;
	ret->start = !counts || policy->warn_only;
}
