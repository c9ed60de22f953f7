/* directory.h - the names in an open directory.
 *
 * By getdents64(2) into a buffer of the caller's, because opendir(3) takes and
 * returns memory of its own each time: a third of the cost of a small
 * directory.  Used where nothing is said of the order; host_list() sorts. */
#ifndef PROBE_DIRECTORY_H
#define PROBE_DIRECTORY_H
#include <stdbool.h>
#include <stddef.h>

struct directory {
	int fd;			/* the caller's */
	int error;		/* why there are no more: a negative errno, 0 at the end */
	size_t at, size;
	char entries[4096] __attribute__((aligned(8)));
};

struct directory_entry {
	const char *name;	/* until the next call */
	unsigned char type;	/* DT_... */
};

/* The descriptor must be open for reading and at its start. */
void directory_init(struct directory *directory, int fd);

/* The next entry but . and .., or false. */
bool directory_next(struct directory *directory, struct directory_entry *ret);
#endif
