/* syscalls.c - names of system calls, from the kernel's headers (syscalls.sh). */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "survey.h"
#include "syscalls.h"

static const char names[] =
#include "syscall_names.inc"
;

#define DOOR_NATIVE ""
#define DOOR_X32    "x32 "
#define DOOR_I386   "i386 "
#define X(entry, number, name, first, second, third, text) DOOR_##entry name "(" text ")\0"
static const char argument_names[] = ARGUMENT_LIST(X);
#undef X

/* Number `count` of the strings that end before `end`; "" behind the last. */
static const char *nth(const char *text, const char *end, unsigned count)
{
	for (; count > 0 && text < end; count--)
		text += strlen(text) + 1;
	return text < end ? text : "";
}

/* Where each begins, once one was asked for: a profile asks for them all. */
static uint16_t starts[SURVEY_CALLS];
_Static_assert(sizeof names <= UINT16_MAX, "an offset is enough");

static void find_starts(void)
{
	size_t at = 0;

	for (unsigned i = 1; i < SURVEY_CALLS; i++) {
		at += at < sizeof names - 1 ? strlen(names + at) + 1 : 0;
		starts[i] = (uint16_t)at;
	}
}

const char *syscall_name(unsigned number, char buf[static 16])
{
	if (starts[1] == 0)
		find_starts();
	const char *name = number < SURVEY_CALLS ? names + starts[number] : "";

	if (*name)
		return name;
	snprintf(buf, 16, "%u", number);
	return buf;
}

const char *syscall_argument_name(unsigned row)
{
	return nth(argument_names, argument_names + sizeof argument_names - 1, row);
}
