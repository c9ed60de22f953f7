/* paths.h - the table of every known way out.
 *
 * A path is data: what it is, what it gives, what opens it, what to use
 * instead, where to read on, and one function that lists its barriers from
 * the facts.  The words stand in probe/judge/FAMILY.paths, the function of the
 * path some-path is judge_some_path() in probe/judge/FAMILY.c.  Text, JSON,
 * explain, the man page's list and the README's are all made from these. */
#ifndef PROBE_PATHS_H
#define PROBE_PATHS_H
#include "report.h"

struct actor;	/* rules.h: for whom is judged: this process, or root in its place */

/* What is said of a path; the texts lie in probe/judge/FAMILY.paths. */
enum path_text {
	PATH_REFERENCE,	/* man pages, ATT&CK T-numbers, separated by ", " */
	PATH_CONTROLS,	/* what forbids it: CIS Docker Benchmark, Pod Security Standards */
	PATH_DEFAULT,	/* what closes it in a default container */
	PATH_ASKED,	/* how this program finds out */
	PATH_TITLE,	/* one line: "Mount a disk of the host" */
	PATH_GIVES,	/* what an attacker has then, one sentence */
	PATH_WHY,	/* how it works and since when, two or three sentences */
	PATH_OPENED_BY,	/* run options that open it: "--device /dev/sda --cap-add SYS_ADMIN, --privileged" */
	PATH_OPENED_BY_KUBERNETES,	/* the same in a pod's words, where it has others */
	PATH_INSTEAD,	/* what to use for the same need */
	PATH_INSTEAD_KUBERNETES,
	PATH_TEXTS
};

struct path {
	const char *id;		/* kebab-case, stable: never renumbered, never reused */
	enum outcome outcome;
	unsigned number;	/* of its texts */
	const char *const *texts;	/* instead of these: texts of its own, or NULL */
	void (*judge)(const struct facts *facts, const struct actor *actor, struct finding *finding);
};

/* The text lasts as long as the program; never NULL, but empty where the
 * family's file leaves it out. */
const char *path_text(const struct path *path, enum path_text which);

/* PATH_OPENED_BY or PATH_INSTEAD, in a pod's words where it is one and has any. */
const char *path_advice(const struct path *path, enum path_text which, enum dialect dialect);

/* What people give too much for, and the least that serves it, in each
 * dialect (probe/judge/common.needs). */
enum need_text { NEED_TITLE, NEED_DOCKER, NEED_COMPOSE, NEED_KUBERNETES, NEED_NOTE, NEED_TEXTS };

/* NULL past the last need. */
const char *need_text(size_t number, enum need_text which);

/* One family per file in judge/; each ends in a row with id NULL. */
extern const struct path paths_storage[], paths_procfs[], paths_capabilities[],
	paths_sockets[], paths_binds[], paths_namespaces[], paths_descriptors[], paths_devices[], paths_surface[];

/* All of them, in the order of the report; NULL past the last. */
const struct path *path_at(size_t number);
const struct path *path_find(const char *id);
#endif
