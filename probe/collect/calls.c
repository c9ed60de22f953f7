/* calls.c - how each system call of call_list.h is met, without one of them
 * being carried out.
 *
 * First with arguments that the kernel itself refuses: what it answers is
 * written beside each row, from Linux 6.1 and 6.12, "no cap" meaning without the
 * capability in the user namespace that counts.  Then with the same arguments
 * under one more seccomp filter, of ours, that stops each with ENOSYS: a
 * filter of the container that denies it ranks higher, and is heard (seccomp(2)). */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "ask.h"
#include "collect.h"

#if defined __x86_64__
#define OUR_ARCH AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define OUR_ARCH AUDIT_ARCH_AARCH64
#else
#error "which AUDIT_ARCH_* is it?"
#endif

/* Only x86 has them. */
#ifndef SYS_iopl
#define SYS_iopl (-1L)
#endif
#ifndef SYS_ioperm
#define SYS_ioperm (-1L)
#endif
/* New in Linux 5.12; the numbers are the same everywhere. */
#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif

#define NONE     ASK_NUMBER(-1)		/* a descriptor that is none */
#define ALL_BITS ASK_NUMBER(~0UL)	/* flags that no kernel knows all of */
#define BAD      ASK_NUMBER(1)		/* an address where nothing is mapped */
#define NOBODY   ASK_NUMBER(INT_MAX)	/* above PID_MAX_LIMIT: no process has it */

/* The sixth argument is left to the filter question.  Rows give at most five;
 * process_vm_*() alone have a sixth, flags, and refuse every value but 0. */
static const struct {
	struct ask ask;
	bool spends_kexec;	/* being permitted is counted, see questions.c */
} rows[CALL_COUNT] = {
	/* copies the path before anything else: EFAULT; never EPERM by itself */
	[CALL_MOUNT] = { { SYS_mount, { NULL, NULL, NULL, NULL, NULL } }, false },
	/* flags are checked first: EINVAL */
	[CALL_UMOUNT2] = { { SYS_umount2, { "/", ASK_NUMBER(0x80000000u) } }, false },
	/* no cap EPERM, else EFAULT: no file system has no name */
	[CALL_FSOPEN] = { { SYS_fsopen, { NULL, NULL } }, false },
	/* no such descriptor: EINVAL, checked first */
	[CALL_FSCONFIG] = { { SYS_fsconfig, { NONE } }, false },
	/* no cap EPERM, else EBADF */
	[CALL_FSMOUNT] = { { SYS_fsmount, { NONE } }, false },
	/* no cap EPERM, else EBADF; 1 is OPEN_TREE_CLONE, 0x1000 AT_EMPTY_PATH */
	[CALL_OPEN_TREE] = { { SYS_open_tree, { NONE, "", ASK_NUMBER(1 | 0x1000) } }, false },
	/* no cap EPERM, else EINVAL: unknown flags */
	[CALL_MOVE_MOUNT] = { { SYS_move_mount, { NONE, "", NONE, "", ALL_BITS } }, false },
	/* a structure of no size: EINVAL, checked first */
	[CALL_MOUNT_SETATTR] = { { SYS_mount_setattr, { NONE, "" } }, false },
	/* no cap EPERM, else EFAULT */
	[CALL_PIVOT_ROOT] = { { SYS_pivot_root, { NULL, NULL } }, false },
	/* the path is copied before the capability is looked at: EFAULT */
	[CALL_CHROOT] = { { SYS_chroot, { BAD } }, false },
	/* EBADF */
	[CALL_SETNS] = { { SYS_setns, { NONE, NULL } }, false },
	/* bit 0 is no flag: EINVAL before anything is made (Debian's
	 * kernel.unprivileged_userns_clone=0: EPERM); 0x10000000 is CLONE_NEWUSER */
	[CALL_UNSHARE] = { { SYS_unshare, { ASK_NUMBER(0x10000000 | 1) } }, false },
	/* no cap EPERM, else EFAULT: there is no handle (since 6.17 that comes first) */
	[CALL_OPEN_BY_HANDLE_AT] = { { SYS_open_by_handle_at, { ASK_NUMBER(AT_FDCWD), NULL, NULL } }, false },
	/* flags are checked first: EINVAL */
	[CALL_NAME_TO_HANDLE_AT] = { { SYS_name_to_handle_at, { NONE, "", NULL, NULL, ALL_BITS } }, false },
	/* no cap, or modules_disabled: EPERM; else ENOEXEC: an image of no
	 * bytes.  ENOSYS: a kernel without modules */
	[CALL_INIT_MODULE] = { { SYS_init_module, { NULL, NULL, NULL } }, false },
	/* no cap EPERM, else EBADF */
	[CALL_FINIT_MODULE] = { { SYS_finit_module, { NONE, "", NULL } }, false },
	/* no such command: EINVAL.  (0 and 5 are EPERM without CAP_BPF on 6.1) */
	[CALL_BPF] = { { SYS_bpf, { ASK_NUMBER(9999), NULL, NULL } }, false },
	/* no attributes: EFAULT; Debian's perf_event_paranoid=3: EPERM or EACCES */
	[CALL_PERF_EVENT_OPEN] = { { SYS_perf_event_open, { NULL, NULL, NONE, NONE, NULL } }, false },
	/* no cap EPERM, else EINVAL: unknown flags */
	[CALL_FANOTIFY_INIT] = { { SYS_fanotify_init, { ASK_NUMBER(UINT_MAX), NULL } }, false },
	/* nobody to look at: ESRCH; 2 is PTRACE_PEEKDATA, which would only read */
	[CALL_PTRACE] = { { SYS_ptrace, { ASK_NUMBER(2), NOBODY, NULL, NULL } }, false },
	/* flags are reserved: EINVAL, checked first; besides, nobody and nothing to copy */
	[CALL_PROCESS_VM_READV] = { { SYS_process_vm_readv, { NOBODY, NULL, NULL, NULL, NULL, ASK_NUMBER(1) } }, false },
	[CALL_PROCESS_VM_WRITEV] = { { SYS_process_vm_writev, { NOBODY, NULL, NULL, NULL, NULL, ASK_NUMBER(1) } }, false },
	/* flags are reserved: EINVAL, checked first */
	[CALL_PIDFD_GETFD] = { { SYS_pidfd_getfd, { NONE, NULL, ASK_NUMBER(1) } }, false },
	/* no cap EPERM, else EINVAL: 17 segments, one more than KEXEC_SEGMENT_MAX.
	 * (With 0 segments it would unload what is loaded.) */
	[CALL_KEXEC_LOAD] = { { SYS_kexec_load, { NULL, ASK_NUMBER(17), NULL, NULL } }, true },
	/* no cap EPERM, else EINVAL: unknown flags */
	[CALL_KEXEC_FILE_LOAD] = { { SYS_kexec_file_load, { NONE, NONE, NULL, NULL, ALL_BITS } }, true },
	/* no cap EPERM, else EINVAL: the magic numbers are missing */
	[CALL_REBOOT] = { { SYS_reboot, { NULL, NULL, NULL, NULL } }, false },
	/* there is no level 4: EINVAL */
	[CALL_IOPL] = { { SYS_iopl, { ASK_NUMBER(4) } }, false },
	/* a range that wraps round: EINVAL */
	[CALL_IOPERM] = { { SYS_ioperm, { ASK_NUMBER(~0UL), ASK_NUMBER(1), ASK_NUMBER(1) } }, false },
	/* SYSLOG_ACTION_SIZE_BUFFER, a number: >= 0, or EPERM (dmesg_restrict) */
	[CALL_SYSLOG] = { { SYS_syslog, { ASK_NUMBER(10), NULL, NULL } }, false },
	/* an unknown flag: EINVAL, checked before the capability */
	[CALL_SWAPON] = { { SYS_swapon, { NULL, ASK_NUMBER(0x40000000) } }, false },
	/* the time is copied first: EFAULT */
	[CALL_SETTIMEOFDAY] = { { SYS_settimeofday, { BAD, NULL } }, false },
	/* no such type of file (0170000): EINVAL, or EFAULT by the missing name */
	[CALL_MKNODAT] = { { SYS_mknodat, { NONE, NULL, ASK_NUMBER(0170000), NULL } }, false },
	/* KEYCTL_GET_KEYRING_ID of the thread's keyring, not to be made: ENOKEY */
	[CALL_KEYCTL] = { { SYS_keyctl, { NULL, NONE, NULL } }, false },
	/* no parameters: EFAULT; EPERM: kernel.io_uring_disabled */
	[CALL_IO_URING_SETUP] = { { SYS_io_uring_setup, { NULL, NULL } }, false },
	/* unknown flags: EINVAL */
	[CALL_USERFAULTFD] = { { SYS_userfaultfd, { ASK_NUMBER(INT_MAX) } }, false },
};

/* ---- the filter ------------------------------------------------------------------ */

/* In the sixth argument it marks the calls that are questions: numbers alone
 * would stop what the C library calls, the mark alone would stop whatever
 * follows, since the register keeps it. */
#define MARK_HIGH 0x65736361u
#define MARK_LOW  0x7065aa55u
#define MARK      ASK_NUMBER((uint64_t)MARK_HIGH << 32 | MARK_LOW)

/* Does nothing and is denied by no filter: shows that ours is in force. */
#define CONTROL SYS_getppid

/* Both architectures are little-endian: the low half comes first. */
#define LOW_HALF(field)  ((unsigned)offsetof(struct seccomp_data, field))
#define HIGH_HALF(field) (LOW_HALF(field) + 4)

#define HEAD 7
#define TAIL 2
#define PROGRAM_MAX (HEAD + 1 + CALL_COUNT + TAIL)

static struct sock_filter jump_equal(uint32_t value, size_t to, size_t from, bool when)
{
	uint8_t distance = (uint8_t)(to - from - 1);

	return (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value,
					    (uint8_t)(when ? distance : 0), (uint8_t)(when ? 0 : distance));
}

/* Stops the marked ones of our calls, allows everything else. */
static unsigned short make_program(struct sock_filter *program)
{
	size_t count = 0, allow = HEAD + 1 + CALL_COUNT, stop = allow + 1;

	_Static_assert(PROGRAM_MAX < UINT8_MAX, "jumps are counted in a byte");
	program[count++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, LOW_HALF(arch));
	program[count] = jump_equal(OUR_ARCH, allow, count, false), count++;
	program[count++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, LOW_HALF(args[5]));
	program[count] = jump_equal(MARK_LOW, allow, count, false), count++;
	program[count++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, HIGH_HALF(args[5]));
	program[count] = jump_equal(MARK_HIGH, allow, count, false), count++;
	program[count++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, LOW_HALF(nr));
	program[count] = jump_equal(CONTROL, stop, count, true), count++;
	for (size_t i = 0; i < CALL_COUNT; i++) {
		program[count] = jump_equal((uint32_t)rows[i].ask.number, stop, count, true);
		count++;
	}
	program[count++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	program[count++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRACE);
	return (unsigned short)count;
}

static struct answer ask_marked(struct ask ask)
{
	ask.arg[5] = MARK;
	return ask_call(&ask);
}

/* Returns NULL when the filter is in force, else why not. */
static const char *install_filter(void)
{
	struct sock_filter instructions[PROGRAM_MAX];
	struct sock_fprog program = { .len = make_program(instructions), .filter = instructions };
	struct ask control = { .number = CONTROL };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return "no_new_privs cannot be set, so no filter can";
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0 &&
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) < 0)
		return "no seccomp filter can be installed";
	/* Not asked at all unless it is sure that nothing is carried out. */
	if (ask_marked(control).error != ENOSYS)
		return "the seccomp filter does not work here";
	return NULL;
}

/* ---- asking ------------------------------------------------------------------------ */

static void ask_plain(struct collect *collect, enum call_id id)
{
	struct call *call = &collect->facts->call[id];

	if (collect->first == id + 1u)
		call->plain = collect->lost;
	if (collect->first > id)
		return;
	COLLECT_ITEM(collect, id);
	if (rows[id].spends_kexec && !collect_kexec_is_free(collect->facts))
		call->plain = ask_not("asking would use up the kexec load limit");
	else
		call->plain = ask_call(&rows[id].ask);
}

static void ask_filter(struct collect *collect, enum call_id id, const char *why_not)
{
	struct call *call = &collect->facts->call[id];
	unsigned item = CALL_COUNT + 1u + id;

	if (collect->first == item + 1)
		call->filter = collect->lost;
	if (collect->first > item)
		return;
	COLLECT_ITEM(collect, item);
	call->filter = why_not ? ask_not(why_not) : ask_marked(rows[id].ask);
}

/* Items: the plain questions; installing the filter, which another filter may
 * answer with death; the filter questions. */
void collect_calls(struct collect *collect)
{
	const unsigned installing = CALL_COUNT;
	const char *why_not = NULL;
	int dumpable = ask_begin();

	for (size_t id = 0; id < CALL_COUNT; id++)
		ask_plain(collect, (enum call_id)id);
	if (collect->first == installing + 1) {
		why_not = "installing a seccomp filter ends the process";
	} else {
		if (collect->first <= installing)
			COLLECT_ITEM(collect, installing);
		why_not = install_filter();
	}
	for (size_t id = 0; id < CALL_COUNT; id++)
		ask_filter(collect, (enum call_id)id, why_not);
	ask_end(dumpable);
}
