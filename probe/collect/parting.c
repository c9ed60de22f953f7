/* parting.c - questions that change the process which asks them for good.  So
 * they come last: all that was changed ends with that process, a moment later. */
#include <errno.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "ask.h"
#include "collect.h"

/* Makes a user namespace, which ends with us, and moves us into it.  Refused by
 * a filter or a sysctl already with a flag too many (the row of call_list.h),
 * which never gets as far as making anything?  Then there is no more to ask. */
static struct answer ask_userns(const struct facts *facts)
{
	const struct call *poisoned = &facts->call[CALL_UNSHARE];

	if (poisoned->filter.state == KILLED || poisoned->filter.state == TIMED_OUT)
		return poisoned->filter;
	if (poisoned->plain.state == ANSWERED && poisoned->plain.error == EPERM)
		return poisoned->plain;
	return ask_answer(unshare(CLONE_NEWUSER));
}

/* As <linux/landlock.h> has it; 16 layers are as many as there can be. */
#define LANDLOCK_CREATE_RULESET 444
#define LANDLOCK_RESTRICT_SELF  446
#define LANDLOCK_LAYERS_MAX     16

/* Restricts us, to programs that we do not start, until it cannot be done once
 * more.  Returns how often it could, or -1. */
static int add_layers(void)
{
	static const uint64_t execute = 1;	/* struct landlock_ruleset_attr: handled_access_fs, as of 5.13 */
	int ruleset = (int)syscall(LANDLOCK_CREATE_RULESET, &execute, sizeof execute, 0), layers = 0;

	if (ruleset < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return -1;
	while (layers <= LANDLOCK_LAYERS_MAX && syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0) == 0)
		layers++;
	return layers <= LANDLOCK_LAYERS_MAX && errno == E2BIG ? layers : -1;
}

/* No file says how many layers hold us, but there are 16 at most. */
static void count_landlock_layers(struct facts *facts)
{
	uint64_t abi;

	if (!fact_number(facts, FACT_LANDLOCK_ABI, &abi)) {
		fact_set_unknown(facts, FACT_LANDLOCK_LAYERS, facts->fact[FACT_LANDLOCK_ABI].error, NULL);
		return;
	}
	int layers = add_layers();

	if (layers >= 0)
		fact_set_number(facts, FACT_LANDLOCK_LAYERS, LANDLOCK_LAYERS_MAX - (unsigned)layers);
	else
		fact_set_unknown(facts, FACT_LANDLOCK_LAYERS, 0, "could not be asked");
}

/* Items: the user namespace; Landlock. */
void collect_parting(struct collect *collect)
{
	struct facts *facts = collect->facts;

	fact_set_unknown(facts, FACT_LANDLOCK_LAYERS, 0, "could not be asked");
	if (collect->first == 1)
		facts->question[ASK_USERNS] = collect->lost;
	ask_begin();
	if (collect->first == 0) {
		COLLECT_ITEM(collect, 0);
		facts->question[ASK_USERNS] = ask_userns(facts);
	}
	if (collect->first <= 1) {
		COLLECT_ITEM(collect, 1);
		count_landlock_layers(facts);
	}
}
