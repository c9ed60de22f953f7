/* drop.c - giving up what the contract does not name, for good: before the
 * looking, so that what is judged is what the program will have. */
#include <errno.h>
#include <sys/capability.h>
#include <sys/prctl.h>
#include "preflight.h"

static const cap_flag_t sets[] = { CAP_EFFECTIVE, CAP_PERMITTED, CAP_INHERITABLE };

/* Ambient capabilities go with the permitted and inheritable ones (capabilities(7)). */
static int drop(cap_t caps, uint64_t keep)
{
	/* Ends at the first one that this kernel does not know. */
	for (cap_value_t cap = 0; cap < 64 && cap_get_bound(cap) >= 0; cap++) {
		if (keep >> cap & 1)
			continue;
		/* Refused to who has no CAP_SETPCAP: an ordinary user, to whom
		 * the bounding set gives nothing any more with no_new_privs.
		 * The check that follows does not take our word for it. */
		if (cap_drop_bound(cap) < 0 && errno != EPERM)
			return -errno;
		for (size_t i = 0; i < sizeof sets / sizeof *sets; i++)
			if (cap_set_flag(caps, sets[i], 1, &cap, CAP_CLEAR) < 0)
				return -errno;
	}
	return cap_set_proc(caps) < 0 ? -errno : 0;
}

int preflight_drop(uint64_t keep)
{
	cap_t caps = cap_get_proc();

	if (!caps)
		return -errno;
	int error = drop(caps, keep);

	cap_free(caps);
	if (error == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		error = -errno;
	return error;
}
