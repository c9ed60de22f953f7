/* output.h - standard output or standard error, by write(2) alone. */
#ifndef PROBE_OUTPUT_H
#define PROBE_OUTPUT_H
#include <stdio.h>

/* A stream to that descriptor, the only one there is; it is buffered in full and asks nothing of
 * the kernel but write(2): C libraries differ in what else they call
 * (writev(2), ioctl(2) to see a terminal), and a container's seccomp filter may
 * refuse or kill for any of it.  NULL when there is no memory.  Errors are
 * found at fclose(3). */
FILE *output_open(int fd);
#endif
