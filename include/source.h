/* source.h - reading facts from files that may have been tampered with.
 *
 * Private to collect/.  Whoever may mount can lay a file of his own over
 * /proc/1/status or a tmpfs over /proc.  On the running system a path below
 * /proc or /sys therefore counts only when it lies on the file system that
 * the kernel puts there; anything else is refused, so that the fact stays
 * unknown instead of wrong.  A captured tree is taken as it is. */
#ifndef PROBE_SOURCE_H
#define PROBE_SOURCE_H
#include <sys/types.h>
#include "collect.h"

/* Refusals, returned beside negative errnos (which end at -4095). */
enum {
	REFUSED_NOT_PROCFS = -5000,	/* what is mounted on /proc is no procfs */
	REFUSED_NOT_SYSFS,		/* the same for /sys */
	REFUSED_COVERED,		/* another file lies over it */
	REFUSED_AUTOMOUNT		/* looking would make the kernel mount something */
};

/* Is what lies at this path the kernel's own?  0, a negative errno or a
 * refusal.  Paths outside /proc and /sys are only looked for.  The file must
 * be a regular one when `regular` is set; no link at its end is followed. */
int source_check(const struct collect *collect, const char *path, bool regular);

/* Descriptors that are kept open for the above. */
bool source_is_top(const struct collect *collect, int fd);
void source_tops_close(struct source_tops *tops);

/* host_read() and host_readlink() of what passed the check. */
ssize_t source_read(const struct collect *collect, const char *path, char *buf, size_t size);
ssize_t source_readlink(const struct collect *collect, const char *path, char *buf, size_t size);

/* Opens the directory, if it is the kernel's own and no mount lies on the way
 * to it; a negative errno otherwise, which says nothing (and on a captured tree). */
int source_open_directory(const struct collect *collect, const char *path);

/* Leaves the fact unknown for the reason that `result` (negative, from one of
 * the above) stands for.  `missing`, if not NULL, says what it means when
 * there is no such file though its file system is there. */
void source_unknown(struct facts *facts, enum fact_id id, ssize_t result, const char *missing);

/* statfs(2) of the running system, without following a link at the end or
 * triggering an automount. */
struct statfs;
int source_statfs(const char *path, struct statfs *ret);

/* The words for a refusal, else NULL. */
const char *source_reason(ssize_t result);

/* One file with one value. */
enum source_form { SOURCE_TEXT, SOURCE_NUMBER, SOURCE_FLAG };	/* FLAG: Y, N, 1 or 0 */

struct source_row {
	enum fact_id id;
	enum source_form form;
	const char *path;
	const char *missing;
};

/* Is /proc/sys/kernel/osrelease there, which every kernel has?  Then the other
 * sysctls would be as well. */
bool source_sysctls_seen(const struct collect *collect);

/* Sets the facts of all rows; texts without blanks at either end. */
void source_facts(const struct collect *collect, const struct source_row *rows, size_t count);

/* The reason given for everything that is not a file. */
#define CAPTURED_CANNOT_SAY "a captured tree cannot say"
#endif
