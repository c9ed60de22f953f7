/* kernel_files.h - one file of the kernel after the other.
 *
 * Private to collect/. */
#ifndef PROBE_KERNEL_FILES_H
#define PROBE_KERNEL_FILES_H
#include "collect.h"

/* How a file of a kind is asked about. */
enum kernel_file_question {
	QUESTION_MASK,		/* is it hidden? */
	QUESTION_READ_ONLY,	/* could it be written, were it not for the mount? */
	QUESTION_OPEN_WRITE,	/* open(O_WRONLY), nothing written */
	QUESTION_ACCESS_WRITE,	/* access(W_OK) */
	QUESTION_OPEN_READ,	/* open(O_RDONLY), nothing read */
	QUESTION_LIST		/* does the directory hold anything? */
};

struct kernel_files {
	struct collect *collect;
	unsigned next;		/* number of the next item */
};

/* The next item: looks at the file and lists it.  Skipped when an earlier
 * child looked; listed as unknown when that child died of it.  `asked` is the
 * file below the directory `path` that is asked in its place, or NULL. */
void kernel_file_look(struct kernel_files *files, enum kernel_file_kind kind, enum kernel_file_question question,
		      const char *path, const char *asked);

/* Files of cgroup hierarchies, and FACT_CGROUP_DEVICES_LIST (cgroup_files.c). */
void cgroup_files_look(struct kernel_files *files, const struct mount *mount);
#endif
