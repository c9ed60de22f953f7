/* syscalls.h - the names of the system calls of this architecture, and of
 * the arguments that the survey asks about. */
#ifndef PROBE_SYSCALLS_H
#define PROBE_SYSCALLS_H

/* "mount"; the number itself, written to `buf`, where our headers had no name for it. */
const char *syscall_name(unsigned number, char buf[static 16]);
/* "unshare(CLONE_NEWUSER)", by the row of ARGUMENT_LIST. */
const char *syscall_argument_name(unsigned row);
#endif
