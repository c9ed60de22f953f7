/* paths.h - the table of every known way out.
 *
 * A path is data: what it is, what it gives, what opens it, what to use
 * instead, where to read on, and one function that lists its barriers from
 * the facts.  Text, JSON, explain, the man page's list and the README's are
 * all made from these rows. */
#ifndef PROBE_PATHS_H
#define PROBE_PATHS_H
#include "report.h"

struct actor;	/* rules.h: for whom is judged: this process, or root in its place */

struct path {
	const char *id;		/* kebab-case, stable: never renumbered, never reused */
	const char *title;	/* one line: "Mount a disk of the host" */
	enum outcome outcome;
	const char *gives;	/* what an attacker has then, one sentence */
	const char *why;	/* how it works and since when, two or three sentences */
	const char *opened_by;	/* run options that open it: "--device /dev/sda --cap-add SYS_ADMIN, --privileged" */
	const char *instead;	/* what to use for the same need */
	const char *reference;	/* man pages, ATT&CK T-numbers, separated by ", " */
	void (*judge)(const struct facts *facts, const struct actor *actor, struct finding *finding);
};

/* One family per file in judge/; each ends in a row with id NULL. */
extern const struct path paths_storage[], paths_procfs[], paths_capabilities[],
	paths_sockets[], paths_binds[], paths_namespaces[], paths_descriptors[];

/* All of them, in the order of the report; NULL past the last. */
const struct path *path_at(size_t number);
const struct path *path_find(const char *id);
#endif
