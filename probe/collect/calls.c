/* calls.c - how each system call of call_list.h is met, without one of them
 * being carried out: with arguments that the kernel itself refuses.
 *
 * What it answers is written beside each row, from Linux 6.1 and 6.12, "no cap"
 * meaning without the capability in the user namespace that counts.  What the
 * seccomp filter says to the same arguments is asked by the survey. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sys/syscall.h>
#include "ask.h"
#include "collect.h"

/* Only x86 has them. */
#ifndef SYS_iopl
#define SYS_iopl (-1)
#endif
#ifndef SYS_ioperm
#define SYS_ioperm (-1)
#endif
/* New in Linux 5.12; the numbers are the same everywhere. */
#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif

#define NONE     (-1)			/* a descriptor that is none */
#define ALL_BITS (-1)			/* flags that no kernel knows all of */
#define BAD      1			/* an address where nothing is mapped */
#define NOBODY   INT_MAX		/* above PID_MAX_LIMIT: no process has it */
#define EMPTY    (INT_MIN + 1)		/* stands for "", and for a structure of zeros */
#define SLASH    (INT_MIN + 2)		/* stands for "/" */

/* The survey puts its mark into the sixth argument; only process_vm_*() have
 * one, flags, and refuse every value but 0. */
static const struct {
	int16_t number;
	bool spends_kexec;	/* being permitted is counted, see questions.c */
	int32_t argument[6];
} rows[CALL_COUNT] = {
	/* copies the path before anything else: EFAULT; never EPERM by itself */
	[CALL_MOUNT] = { SYS_mount, false, { 0, 0, 0, 0, 0 } },
	/* flags are checked first: EINVAL */
	[CALL_UMOUNT2] = { SYS_umount2, false, { SLASH, INT_MIN /* bit 31 */ } },
	/* no cap EPERM, else EFAULT: no file system has no name */
	[CALL_FSOPEN] = { SYS_fsopen, false, { 0, 0 } },
	/* no such descriptor: EINVAL, checked first */
	[CALL_FSCONFIG] = { SYS_fsconfig, false, { NONE } },
	/* no cap EPERM, else EBADF */
	[CALL_FSMOUNT] = { SYS_fsmount, false, { NONE } },
	/* no cap EPERM, else EBADF; 1 is OPEN_TREE_CLONE, 0x1000 AT_EMPTY_PATH */
	[CALL_OPEN_TREE] = { SYS_open_tree, false, { NONE, EMPTY, 1 | 0x1000 } },
	/* no cap EPERM, else EINVAL: unknown flags */
	[CALL_MOVE_MOUNT] = { SYS_move_mount, false, { NONE, EMPTY, NONE, EMPTY, ALL_BITS } },
	/* a structure of no size: EINVAL, checked first */
	[CALL_MOUNT_SETATTR] = { SYS_mount_setattr, false, { NONE, EMPTY } },
	/* no cap EPERM, else EFAULT */
	[CALL_PIVOT_ROOT] = { SYS_pivot_root, false, { 0, 0 } },
	/* the path is copied before the capability is looked at: EFAULT */
	[CALL_CHROOT] = { SYS_chroot, false, { BAD } },
	/* EBADF */
	[CALL_SETNS] = { SYS_setns, false, { NONE, 0 } },
	/* bit 0 is no flag: EINVAL before anything is made (Debian's
	 * kernel.unprivileged_userns_clone=0: EPERM); 0x10000000 is CLONE_NEWUSER */
	[CALL_UNSHARE] = { SYS_unshare, false, { 0x10000000 | 1 } },
	/* no cap EPERM, else EFAULT: there is no handle (since 6.17 that comes first) */
	[CALL_OPEN_BY_HANDLE_AT] = { SYS_open_by_handle_at, false, { AT_FDCWD, 0, 0 } },
	/* flags are checked first: EINVAL */
	[CALL_NAME_TO_HANDLE_AT] = { SYS_name_to_handle_at, false, { NONE, EMPTY, 0, 0, ALL_BITS } },
	/* no cap, or modules_disabled: EPERM; else ENOEXEC: an image of no
	 * bytes.  ENOSYS: a kernel without modules */
	[CALL_INIT_MODULE] = { SYS_init_module, false, { 0, 0, 0 } },
	/* no cap EPERM, else EBADF */
	[CALL_FINIT_MODULE] = { SYS_finit_module, false, { NONE, EMPTY, 0 } },
	/* no such command: EINVAL.  (0 and 5 are EPERM without CAP_BPF on 6.1) */
	[CALL_BPF] = { SYS_bpf, false, { 9999, 0, 0 } },
	/* no cap and perf_event_paranoid above 1 (above 2, with some distributions'
	 * kernels, CAP_PERFMON held): EACCES; else EINVAL: of no process and no processor */
	[CALL_PERF_EVENT_OPEN] = { SYS_perf_event_open, false, { EMPTY, NONE, NONE, NONE, 0 } },
	/* no cap EPERM, else EINVAL: unknown flags */
	[CALL_FANOTIFY_INIT] = { SYS_fanotify_init, false, { -1, 0 } },
	/* nobody to look at: ESRCH; 2 is PTRACE_PEEKDATA, which would only read */
	[CALL_PTRACE] = { SYS_ptrace, false, { 2, NOBODY, 0, 0 } },
	/* flags are reserved: EINVAL, checked first; besides, nobody and nothing to copy */
	[CALL_PROCESS_VM_READV] = { SYS_process_vm_readv, false, { NOBODY, 0, 0, 0, 0, 1 } },
	[CALL_PROCESS_VM_WRITEV] = { SYS_process_vm_writev, false, { NOBODY, 0, 0, 0, 0, 1 } },
	/* flags are reserved: EINVAL, checked first */
	[CALL_PIDFD_GETFD] = { SYS_pidfd_getfd, false, { NONE, 0, 1 } },
	/* no cap EPERM, else EINVAL: 17 segments, one more than KEXEC_SEGMENT_MAX.
	 * (With 0 segments it would unload what is loaded.) */
	[CALL_KEXEC_LOAD] = { SYS_kexec_load, true, { 0, 17, 0, 0 } },
	/* no cap EPERM, else EINVAL: unknown flags */
	[CALL_KEXEC_FILE_LOAD] = { SYS_kexec_file_load, true, { NONE, NONE, 0, 0, ALL_BITS } },
	/* no cap EPERM, else EINVAL: the magic numbers are missing */
	[CALL_REBOOT] = { SYS_reboot, false, { 0, 0, 0, 0 } },
	/* there is no level 4: EINVAL */
	[CALL_IOPL] = { SYS_iopl, false, { 4 } },
	/* a range that wraps round: EINVAL */
	[CALL_IOPERM] = { SYS_ioperm, false, { -1, 1, 1 } },
	/* SYSLOG_ACTION_SIZE_BUFFER, a number: >= 0, or EPERM (dmesg_restrict) */
	[CALL_SYSLOG] = { SYS_syslog, false, { 10, 0, 0 } },
	/* an unknown flag: EINVAL, checked before the capability */
	[CALL_SWAPON] = { SYS_swapon, false, { 0, 0x40000000 } },
	/* no cap EPERM, else EINVAL: no name is that long, nothing is copied */
	[CALL_SETHOSTNAME] = { SYS_sethostname, false, { 0, -1 } },
	/* the time is copied first: EFAULT */
	[CALL_SETTIMEOFDAY] = { SYS_settimeofday, false, { BAD, 0 } },
	/* no such type of file (0170000): EINVAL, or EFAULT by the missing name */
	[CALL_MKNODAT] = { SYS_mknodat, false, { NONE, 0, 0170000, 0 } },
	/* KEYCTL_GET_KEYRING_ID of the thread's keyring, not to be made: ENOKEY */
	[CALL_KEYCTL] = { SYS_keyctl, false, { 0, NONE, 0 } },
	/* no parameters: EFAULT; EPERM: kernel.io_uring_disabled */
	[CALL_IO_URING_SETUP] = { SYS_io_uring_setup, false, { 0, 0 } },
	/* unknown flags: EINVAL */
	[CALL_USERFAULTFD] = { SYS_userfaultfd, false, { INT_MAX } },
};

/* ---- asking ------------------------------------------------------------------------ */

struct ask ask_of_call(enum call_id id)
{
	static const char empty[64];	/* PERF_ATTR_SIZE_VER0 */
	struct ask ask = { .number = rows[id].number };

	for (size_t i = 0; i < 6; i++)
		ask.arg[i] = rows[id].argument[i] == EMPTY ? empty : rows[id].argument[i] == SLASH ? "/" :
			     ASK_NUMBER((intptr_t)rows[id].argument[i]);
	return ask;
}

/* With the same arguments a filter gives the same answer.  So if it was ENOSYS
 * to both of us, and now it is not, the filter had let it pass; and if it was
 * the filter's own errno, and now it is not, something is wrong. */
static void conclude(struct survey_answer *said, const struct answer *plain)
{
	if (plain->state != ANSWERED)
		return;
	if (said->state == SURVEY_UNKNOWN && said->error == ENOSYS && plain->error != ENOSYS)
		*said = (struct survey_answer){ .state = SURVEY_RUNS };
	else if (said->state == SURVEY_ERRNO && plain->error != said->error)
		*said = (struct survey_answer){ .state = SURVEY_UNKNOWN };
}

static void ask_plain(struct collect *collect, enum call_id id)
{
	struct call *call = &collect->facts->call[id];
	struct ask ask = ask_of_call(id);

	if (collect->first == id + 1u)
		call->plain = collect->lost;
	if (collect->first > id)
		return;
	COLLECT_ITEM(collect, id);
	if (call->filter.state == KILLED || call->filter.state == TIMED_OUT)
		call->plain = ask_not("the seccomp filter does not let it return");
	else if (rows[id].spends_kexec && !collect_kexec_is_free(collect->facts))
		call->plain = ask_not("asking would use up the kexec load limit");
	else
		call->plain = ask_call(&ask, call->filter.state == ANSWERED ? call->filter.error : 0);
	conclude(&collect->facts->survey.row[id], &call->plain);
}

/* What the survey says of a call, as the answer to a question. */
static struct answer filter_answer(const struct facts *facts, enum call_id id)
{
	const struct survey_answer *said = &facts->survey.row[id];

	switch (said->state) {
	case SURVEY_RUNS:
		return (struct answer){ .state = ANSWERED };
	case SURVEY_ERRNO:
		return (struct answer){ .state = ANSWERED, .error = said->error };
	case SURVEY_TRAP:
	case SURVEY_KILL:
		return (struct answer){ .state = KILLED, .error = SIGSYS };
	case SURVEY_NO_ANSWER:
		return (struct answer){ .state = TIMED_OUT };
	}
	if (said->state == SURVEY_UNKNOWN && said->error == ENOSYS)
		return (struct answer){ .state = ANSWERED, .error = ENOSYS };
	return ask_not(rows[id].number < 0 ? "this architecture has no such call" : facts->survey.reason);
}

/* Items: the calls; what of the survey is asked again. */
void collect_calls(struct collect *collect)
{
	struct call *calls = collect->facts->call;
	int dumpable = ask_begin();

	for (size_t id = 0; id < CALL_COUNT; id++) {
		calls[id].filter = filter_answer(collect->facts, (enum call_id)id);
		ask_plain(collect, (enum call_id)id);
	}
	survey_tell_apart(collect, CALL_COUNT);
	for (size_t id = 0; id < CALL_COUNT; id++)
		calls[id].filter = filter_answer(collect->facts, (enum call_id)id);
	ask_end(dumpable);
}
