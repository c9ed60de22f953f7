/* preflight.h - `exec`: may the program start, what is said when it may not,
 * and the start itself. */
#ifndef PROBE_PREFLIGHT_H
#define PROBE_PREFLIGHT_H
#include "contract.h"

/* ---- pure: from a report and a policy to a decision ------------------------- */

/* How a policy takes a path.  Order: from what matters least. */
enum stance {
	STANCE_NONE,		/* closed, or of a kind that does not count */
	STANCE_ALLOWED,		/* would count, and is accepted */
	STANCE_UNKNOWN,		/* whether it would count is not known */
	STANCE_LATENT,
	STANCE_OPEN,
	STANCE_COUNT
};

/* The clock could not be read, or says what cannot be. */
#define NO_DAY INT64_MIN

struct decision {
	bool start;
	bool plain;			/* nothing needs to be said */
	bool on_host;			/* not a container, and that is not accepted */
	bool privileged;		/* likewise */
	bool cannot_tell;		/* something is unknown, and that counts */
	bool expired;			/* something counts that was allowed until a day that is over */
	bool no_clock;			/* ... or may be: nobody knows what day it is */
	const struct contract *contract;
	enum stance stance[PATHS_MAX];	/* by the report's number of the finding */
	size_t count[STANCE_COUNT];
};

/* `today` in days since 1970.  `fail_on` is what counts when the policy does
 * not say. */
void preflight_decide(const struct report *report, const struct contract *contract, const struct policy *policy,
		      unsigned fail_on, int64_t today, struct decision *ret);

/* ---- pure: one line for a log ------------------------------------------------ */

/* The kubelet keeps 4096 bytes of a termination message. */
struct line {
	char text[4096];
	size_t len;
};

/* Why `program` is not started, or is, although; ends in a newline. */
void preflight_line(const struct report *report, const struct policy *policy, const struct decision *decision,
		    const char *program, struct line *ret);

/* ---- the start ------------------------------------------------------------------ */

/* Gives up all capabilities but these, in every set, and the gaining of any
 * by execve(2) (no_new_privs).  Returns 0 or a negative errno. */
int preflight_drop(uint64_t keep);

/* Tells Kubernetes: writes to the file that a kubelet reads when a container
 * has ended, if that is there.  Nothing is made. */
void preflight_tell_kubelet(const struct line *line);

/* Days since 1970, or NO_DAY. */
int64_t preflight_today(void);

/* Puts this program into `file`, executable for everybody.  Returns 0 or a
 * negative errno. */
int preflight_copy(const char *file);

/* Becomes the program, found as execvp(3) does.  Where the kernel takes it for
 * no program at all, a shell's script: then argv[-1] is used.  Returns only on
 * failure: the exit status, 126 or 127, said on stderr. */
int preflight_start(char **argv);
#endif
