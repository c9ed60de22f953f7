/* captured.h - what a captured tree keeps in a form of its own.
 *
 * Private to collect/. */
#ifndef PROBE_CAPTURED_H
#define PROBE_CAPTURED_H
#include "collect.h"

/* Fills the list of descriptors from proc/self/fd, fdinfo and cwd of the tree. */
void captured_descriptors(struct collect *collect);
#endif
