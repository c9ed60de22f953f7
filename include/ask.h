/* ask.h - questions to the kernel that carry nothing out, and how it met them.
 *
 * Every caller says beside its question why that question has no effect. */
#ifndef PROBE_ASK_H
#define PROBE_ASK_H
#include "facts.h"

/* An argument of a system call: a number, or a pointer as it stands. */
#define ASK_NUMBER(value) ((const void *)(uintptr_t)(value))

struct ask {
	long number;			/* SYS_*, or -1: this architecture has no such call */
	const void *arg[6];
};

/* What the C library's syscall() or any call that sets errno returned. */
struct answer ask_answer(long result);
/* NOT_ASKED, because of `reason` (static). */
struct answer ask_not(const char *reason);
/* Makes the call.  A refusal keeps something closed, so it has to be said
 * twice: once if EPERM was `heard` of the same call already (an errno, or 0). */
struct answer ask_call(const struct ask *ask, int heard);

/* May we read or write (`mode` R_OK, W_OK) what `path` leads to, with our
 * effective ids?  access(2): the kernel looks at permissions, the device
 * cgroup, security modules' inode hooks; no file is opened, no driver reached.
 * facts->access2 (collect_access()) says by which call it may be asked. */
struct answer ask_access(const struct facts *facts, const char *path, int mode);

/* The arguments with which the kernel itself refuses that call (collect/calls.c). */
struct ask ask_of_call(enum call_id id);

/* Does asking kexec_load(2) use up nothing?  (collect/questions.c) */
bool collect_kexec_is_free(const struct facts *facts);

/* A filter that kills would leave a core dump - a file, or a program that the
 * host's core_pattern starts - unless we are not dumpable.  Returns what to
 * hand back to ask_end(). */
int ask_begin(void);
void ask_end(int dumpable);
#endif
