/* survey.h - how the seccomp filter meets every system call of this
 * architecture, and some with the arguments that filters look at. */
#ifndef PROBE_SURVEY_H
#define PROBE_SURVEY_H
#include <stdint.h>

/* Numbers 0..SURVEY_CALLS-1 are asked; those that our headers do not name yet
 * are said as numbers.  (Linux 6.18 has 470.) */
#define SURVEY_CALLS 480

enum survey_state {
	SURVEY_UNKNOWN,		/* not asked; with error ENOSYS: asked, yet our filter's answer and its own look the same */
	SURVEY_RUNS,		/* it would be carried out */
	SURVEY_ERRNO,		/* the filter answers with an errno; 0: it pretends success */
	SURVEY_TRAP,		/* ... with SIGSYS, which can be handled */
	SURVEY_KILL,		/* ... with death */
	SURVEY_NO_ANSWER,	/* handed to a supervisor that does not answer */
	SURVEY_ABSENT,		/* an entry point that this kernel does not have */
	SURVEY_STATE_COUNT
};

struct survey_answer {
	uint8_t state;		/* enum survey_state */
	uint16_t error;
};

/* By which door the kernel is entered. */
enum entry { ENTRY_NATIVE, ENTRY_X32, ENTRY_I386, ENTRY_COUNT };

/* X(door, number, name of the call, first argument, second, third, their text) */
#define NAMESPACE_FLAGS(X, call) \
	X(NATIVE, SYS_##call, #call, 0x10000000, 0, 0, "CLONE_NEWUSER") \
	X(NATIVE, SYS_##call, #call, 0x00020000, 0, 0, "CLONE_NEWNS") \
	X(NATIVE, SYS_##call, #call, 0x20000000, 0, 0, "CLONE_NEWPID") \
	X(NATIVE, SYS_##call, #call, 0x40000000, 0, 0, "CLONE_NEWNET") \
	X(NATIVE, SYS_##call, #call, 0x08000000, 0, 0, "CLONE_NEWIPC") \
	X(NATIVE, SYS_##call, #call, 0x04000000, 0, 0, "CLONE_NEWUTS") \
	X(NATIVE, SYS_##call, #call, 0x02000000, 0, 0, "CLONE_NEWCGROUP")

#define ARGUMENT_LIST(X) \
	NAMESPACE_FLAGS(X, clone) \
	NAMESPACE_FLAGS(X, unshare) \
	X(NATIVE, SYS_unshare, "unshare", 0x80, 0, 0, "CLONE_NEWTIME") \
	X(NATIVE, SYS_socket, "socket", 40, 1, 0, "AF_VSOCK") \
	X(NATIVE, SYS_socket, "socket", 38, 5, 0, "AF_ALG") \
	X(NATIVE, SYS_socket, "socket", 17, 3, 0, "AF_PACKET") \
	X(NATIVE, SYS_socket, "socket", 16, 3, 0, "AF_NETLINK") \
	X(NATIVE, SYS_socket, "socket", 16, 3, 9, "AF_NETLINK, NETLINK_AUDIT") \
	X(NATIVE, SYS_personality, "personality", 0x8, 0, 0, "PER_LINUX32") \
	X(NATIVE, SYS_personality, "personality", 0x20000, 0, 0, "UNAME26") \
	X(NATIVE, SYS_personality, "personality", 0x20008, 0, 0, "UNAME26|PER_LINUX32") \
	X(NATIVE, SYS_personality, "personality", 0xffffffff, 0, 0, "0xffffffff") \
	X(NATIVE, SYS_personality, "personality", 0x40000, 0, 0, "ADDR_NO_RANDOMIZE") \
	X(NATIVE, SYS_personality, "personality", 0x400000, 0, 0, "READ_IMPLIES_EXEC") \
	X(X32, 39, "getpid", 0, 0, 0, "") \
	X(X32, 165, "mount", 0, 0, 0, "") \
	X(X32, 272, "unshare", 0x10000000, 0, 0, "CLONE_NEWUSER") \
	X(X32, 250, "keyctl", 0, 0, 0, "") \
	X(I386, 20, "getpid", 0, 0, 0, "") \
	X(I386, 21, "mount", 0, 0, 0, "") \
	X(I386, 310, "unshare", 0x10000000, 0, 0, "CLONE_NEWUSER") \
	X(I386, 288, "keyctl", 0, 0, 0, "") \
	X(I386, 102, "socketcall", 1, 0, 0, "SYS_SOCKET")

enum {
#define X(...) +1
	ARGUMENT_COUNT = 0 ARGUMENT_LIST(X)
#undef X
};

/* "runs", "errno" ...; for the document. */
const char *survey_state_name(enum survey_state state);
#endif
