/* captured.h - what a captured tree keeps in a form of its own.
 *
 * Private to collect/. */
#ifndef PROBE_CAPTURED_H
#define PROBE_CAPTURED_H
#include "collect.h"

/* Fills the list of descriptors from proc/self/fd, fdinfo and cwd of the tree. */
void captured_descriptors(struct collect *collect);

/* Is the mount with this id in our mountinfo?  UNKNOWN when that, or the id
 * (0), is not known. */
enum known mount_is_ours(const struct facts *facts, uint64_t id);
#endif
