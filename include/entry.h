/* entry.h - the doors into the kernel, by architecture: a system call without
 * the C library, which knows neither all doors nor what is in the registers
 * that a call does not use. */
#ifndef PROBE_ENTRY_H
#define PROBE_ENTRY_H
#include <linux/audit.h>
#include <stdbool.h>
#include "ask.h"

#if defined __x86_64__
#define ENTRY_ARCH    AUDIT_ARCH_X86_64
#define ENTRY_HAS_X32 true
#define X32_BIT       0x40000000L
/* uretprobe and uprobe pass every filter, and fault (since 6.11) */
#define ENTRY_UNASKABLE(number) ((number) == 335 || (number) == 336)

/* Returns what the kernel does: a result, or a negative errno. */
static inline long enter(long number, const void *const arg[6])
{
	register const void *fourth __asm__ ("r10") = arg[3], *fifth __asm__ ("r8") = arg[4], *sixth __asm__ ("r9") = arg[5];

	__asm__ volatile ("syscall" : "+a"(number)
			  : "D"(arg[0]), "S"(arg[1]), "d"(arg[2]), "r"(fourth), "r"(fifth), "r"(sixth)
			  : "memory", "rcx", "r11");
	return number;
}

/* Three arguments by int 0x80: the fourth and fifth are zero, the sixth is
 * the frame pointer, whatever it may be. */
static inline long enter_i386(long number, const void *first, uint32_t second, uint32_t third)
{
	/* the kernel clears r8 to r11 */
	__asm__ volatile ("int $0x80" : "+a"(number)
			  : "b"(first), "c"(second), "d"(third), "S"(0), "D"(0)
			  : "memory", "r8", "r9", "r10", "r11");
	return (int)number;
}

#elif defined __aarch64__
#define ENTRY_ARCH    AUDIT_ARCH_AARCH64
#define ENTRY_HAS_X32 false
#define X32_BIT       0L
#define ENTRY_UNASKABLE(number) false

static inline long enter(long number, const void *const arg[6])
{
	register long result __asm__ ("x0") = (long)arg[0], which __asm__ ("x8") = number;
	register const void *second __asm__ ("x1") = arg[1], *third __asm__ ("x2") = arg[2], *fourth __asm__ ("x3") = arg[3],
		*fifth __asm__ ("x4") = arg[4], *sixth __asm__ ("x5") = arg[5];

	__asm__ volatile ("svc 0" : "+r"(result)
			  : "r"(which), "r"(second), "r"(third), "r"(fourth), "r"(fifth), "r"(sixth) : "memory");
	return result;
}

/* Never called: the questions by this door are x86's. */
static inline long enter_i386(long number, const void *first, uint32_t second, uint32_t third)
{
	(void)number, (void)first, (void)second, (void)third;
	return -1;
}
#else
#error "how is the kernel entered, and which AUDIT_ARCH_* is it?"
#endif
#endif
