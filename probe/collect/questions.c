/* questions.c - further harmless questions: the kernel says by its errno what
 * no file tells (facts.h: enum question_id).
 *
 * Capabilities first of all: a bit in CapEff counts only where the user
 * namespace does, and capable() knows. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "ask.h"
#include "captured.h"
#include "parse.h"

/* What ask_begin() has returned. */
static int was_dumpable;

/* What call_list.h's row has been answered (collect_calls()) is heard. */
static int heard(const struct facts *facts, enum call_id call)
{
	return facts->call[call].plain.state == ANSWERED ? facts->call[call].plain.error : 0;
}

#define ASK(call, ...) ask_call(&(struct ask){ __VA_ARGS__ }, heard(facts, (call)))

/* The same question as that row's: put there, where it was. */
static struct answer ask_row(const struct facts *facts, enum call_id id)
{
	const struct call *call = &facts->call[id];
	struct ask ask = ask_of_call(id);

	if (call->plain.state != NOT_ASKED)
		return call->plain;
	if (call->filter.state == KILLED || call->filter.state == TIMED_OUT)
		return call->filter;
	return ask_call(&ask, 0);
}

/* Mounts nothing: without flags this is a new mount, and without a type that
 * is refused, EINVAL (fs/namespace.c: do_new_mount()).  security_sb_mount()
 * and may_mount() come before. */
static struct answer ask_lsm_mount(const struct facts *facts)
{
	return ASK(CALL_MOUNT, SYS_mount, { NULL, "/", NULL, NULL, NULL });
}

/* Makes nothing: no kernel knows all the flags, EINVAL after capable()
 * (fs/notify/fanotify/fanotify_user.c).  Where a filter or the kernel's
 * configuration stands before it, the id of the next BPF program after the
 * last possible one: ENOENT after capable() (kernel/bpf/syscall.c). */
static struct answer ask_sys_admin(const struct facts *facts)
{
	uint32_t attributes[32] = { INT_MAX - 1 };	/* union bpf_attr: start_id */
	struct answer fanotify = ask_row(facts, CALL_FANOTIFY_INIT);

	if (fanotify.error != EPERM && fanotify.error != ENOSYS)
		return fanotify;
	struct answer bpf = ASK(CALL_BPF, SYS_bpf, { ASK_NUMBER(11 /* BPF_PROG_GET_NEXT_ID */), attributes, ASK_NUMBER(sizeof attributes) });

	return bpf.error != ENOSYS ? bpf : fanotify;
}

/* Loads nothing: an image of no bytes is ENOEXEC, before signature and
 * security modules (kernel/module/main.c: copy_module_from_user()). */
static struct answer ask_sys_module(const struct facts *facts)
{
	return ask_row(facts, CALL_INIT_MODULE);
}

/* Opens nothing: a handle of a type that no file system makes leads nowhere,
 * ESTALE after capable() (fs/fhandle.c).  Without any handle it would be
 * EFAULT, but since 6.17 that comes before capable() and tells nothing; so it
 * is left to say "capable" once the first has.  O_DIRECTORY must not be set:
 * since 6.11 it asks less. */
static struct answer ask_dac_read_search(const struct facts *facts)
{
	const struct { unsigned bytes; int type; unsigned char handle[8]; } nowhere = { 8, 0xff, { 0 } };
	struct answer answer = ASK(CALL_OPEN_BY_HANDLE_AT, SYS_open_by_handle_at, { ASK_NUMBER(AT_FDCWD), &nowhere, ASK_NUMBER(O_RDONLY) });

	if (answer.error != ESTALE && answer.error != EOPNOTSUPP)
		return answer;
	return ask_row(facts, CALL_OPEN_BY_HANDLE_AT);
}

/* Allows only ourselves in and out instructions, which nobody here executes,
 * and takes that back (iopl(2)). */
static struct answer ask_sys_rawio(const struct facts *facts)
{
#ifdef SYS_iopl
	struct answer answer = ASK(CALL_IOPL, SYS_iopl, { ASK_NUMBER(3) });

	if (answer.error == 0)
		syscall(SYS_iopl, 0L);
	return answer;
#else
	(void)facts;
	return ask_not("this architecture has no iopl(2)");
#endif
}

/* SYSLOG_ACTION_SIZE_BUFFER: how large it is, nothing is read or cleared (syslog(2)). */
static struct answer ask_syslog(const struct facts *facts)
{
	return ask_row(facts, CALL_SYSLOG);
}

/* Sets neither: both are NULL (kernel/time/time.c: do_sys_settimeofday64()
 * looks at the capability before it sees that). */
static struct answer ask_sys_time(const struct facts *facts)
{
	return ASK(CALL_SETTIMEOFDAY, SYS_settimeofday, { NULL, NULL });
}

/* Without the magic numbers nothing is done, EINVAL (reboot(2)). */
static struct answer ask_sys_boot(const struct facts *facts)
{
	return ask_row(facts, CALL_REBOOT);
}

/* Absent, in a procfs that is one, or without limit. */
static bool is_unlimited(const struct facts *facts, enum fact_id id)
{
	const char *limit = fact_text(facts, id);

	if (limit)
		return strcmp(limit, "-1") == 0;
	return facts->fact[id].error == ENOENT && fact_bool(facts, FACT_PROC_IS_PROCFS) == YES;
}

bool collect_kexec_is_free(const struct facts *facts)
{
	return is_unlimited(facts, FACT_KEXEC_LIMIT_REBOOT) && is_unlimited(facts, FACT_KEXEC_LIMIT_PANIC);
}

/* Loads nothing: 17 segments are one too many, EINVAL after capable().  But
 * being permitted uses up one of kexec_load_limit_*, where there is one (since
 * 6.3; kernel/kexec_core.c: kexec_load_permitted()). */
static struct answer ask_kexec(const struct facts *facts)
{
	if (!collect_kexec_is_free(facts))
		return ask_not("asking would use up the kexec load limit");
	return ask_row(facts, CALL_KEXEC_LOAD);
}

/* Unmounts nothing: what is held open is in use, EBUSY, and is not even marked
 * as expired; but what another user namespace has put over /proc is locked,
 * EINVAL (fs/namespace.c, can_umount() and do_umount()).  Only where the host's
 * root is root of another one: elsewhere it decides nothing. */
static struct answer ask_locked(const struct facts *facts, const char *cover)
{
	int fd = open(cover, O_PATH | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return ask_not("what lies over /proc could not be held");
	struct answer answer = ASK(CALL_UMOUNT2, SYS_umount2, { cover, ASK_NUMBER(MNT_EXPIRE) });

	close(fd);
	return answer;
}

static struct answer ask_proc_locked(const struct facts *facts)
{
	uint64_t owner = 1;

	fact_number(facts, FACT_PROC_OWNER, &owner);
	if (fact_bool(facts, FACT_USERNS_INITIAL) != NO || owner != geteuid())
		return ask_not("only root of the host in another user namespace need ask");
	for (size_t i = 0; i < facts->mounts_count; i++)
		if (!facts->mounts[i].hidden && path_below(facts->mounts[i].point, "/proc") && facts->mounts[i].point[5])
			return ask_locked(facts, facts->mounts[i].point);
	return ask_not("nothing lies over /proc");
}

/* Whom owner and mode of the kernel's own files do not stop. */
static bool overrides_mode(const struct facts *facts, const char *path)
{
	const struct mount *mount = mount_covering(facts, path);
	uint64_t effective = 0;

	fact_number(facts, FACT_CAP_EFFECTIVE, &effective);
	return effective >> CAP_DAC_OVERRIDE & 1 && fact_bool(facts, FACT_USERNS_INITIAL) == YES
		&& mount && (strcmp(mount->type, "proc") == 0 || strcmp(mount->type, "sysfs") == 0);
}

/* AppArmor judges at open(2), which access(2) does not reach: what owner and
 * mode, mount and device cgroup have let pass is refused by a security module.
 * SELinux refuses access(2) itself.  Nothing is written. */
static struct answer ask_open_for_writing(const struct facts *facts, const char *path)
{
	struct answer answer = ask_access(facts, path, W_OK);

	if (answer.state == ANSWERED && answer.error == EACCES && overrides_mode(facts, path))
		return answer;
	if (answer.state != ANSWERED || answer.error != 0)
		return ask_not("something else than a security module refuses it already");
	int fd = host_openat(AT_FDCWD, path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK);

	answer = ask_answer(fd);
	if (fd >= 0)
		close(fd);
	/* A filter does not see which file it is: it would refuse one that
	 * there is not, too. */
	if (answer.error == EACCES && host_openat(AT_FDCWD, "/proc/self/none", O_WRONLY | O_NOFOLLOW | O_NONBLOCK) < 0 && errno == EACCES)
		return ask_not("denied, cause not told apart: a file that there is not is denied as well");
	return answer;
}

static struct answer ask_proc_write(const struct facts *facts)
{
	return ask_open_for_writing(facts, "/proc/version");
}

static struct answer ask_sys_write(const struct facts *facts)
{
	return ask_open_for_writing(facts, "/sys/kernel/rcu_expedited");
}

/* Not bound, not connected; this family needs no module. */
static struct answer ask_socket(const struct facts *facts)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct answer answer = ask_answer(fd);

	(void)facts;
	if (fd >= 0)
		close(fd);
	/* There is no type 14, EINVAL before the modules (net/socket.c:
	 * __sock_create()): only a filter refuses that. */
	if (answer.error == EACCES) {
		int none = socket(AF_INET, 14, 0);

		if (none < 0 && errno != EINVAL)
			return ask_not("denied, cause not told apart: a socket of no type is denied as well");
		if (none >= 0)
			close(none);
	}
	return answer;
}

/* PTRACE_MODE_READ of our parent, which is this program as well and has our
 * ids, capabilities and user namespace; Yama minds PTRACE_MODE_ATTACH alone.
 * Besides a module only its not being dumpable is left to refuse that
 * (kernel/ptrace.c: __ptrace_may_access()), and it is as we were. */
static struct answer ask_ptrace(const struct facts *facts)
{
	char path[32], target[8];

	(void)facts;
	if (was_dumpable != 1)
		return ask_not("this program may not be looked at by its like anyway");
	snprintf(path, sizeof path, "/proc/%ld/exe", (long)getppid());
	return ask_answer(readlink(path, target, sizeof target));
}

/* Opens the namespace before or after ours in the kernel's list (fs/nsfs.c,
 * since 6.12), to close it at once: nothing is entered.  Without the
 * capability the answer is known, so two calls are spared. */
static struct answer ask_mntns(const struct facts *facts)
{
	static const unsigned long requests[] = { 0x8010b70c /* NS_MNT_GET_PREV */, 0x8010b70b /* NS_MNT_GET_NEXT */ };
	struct answer answer = { .state = NOT_ASKED };
	uint64_t caps = 0;

	if (!fact_number(facts, FACT_CAP_EFFECTIVE, &caps) || !(caps >> 21 & 1))
		return ask_not("asked only with CAP_SYS_ADMIN in the effective set");
	int own = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);

	if (own < 0)
		return ask_not("/proc/self/ns/mnt could not be opened");
	for (size_t i = 0; i < 2 && (answer.state == NOT_ASKED || answer.error == ENOENT); i++) {
		int other = (int)syscall(SYS_ioctl, (long)own, requests[i], NULL);

		answer = ask_answer(other);
		if (other >= 0)
			close(other);
	}
	close(own);
	return answer;
}

/* One that the engine made for us lies on a devpts of ours. */
static bool is_terminal_of_host(const struct facts *facts, const struct descriptor *at)
{
	return at->kind == DESCRIPTOR_CHAR && (at->major == 4 || (at->major >= 136 && at->major <= 143)) && !at->path_only
		&& mount_is_ours(facts, at->mount_id) == NO;
}

/* Types nothing: the character is looked for at NULL, EFAULT, after the
 * controlling terminal, dev.tty.legacy_tiocsti (since 6.2) and capable() were
 * asked (drivers/tty/tty_io.c: tiocsti()). */
static struct answer ask_terminal_input(const struct facts *facts)
{
	for (size_t i = 0; i < facts->descriptors_count; i++)
		if (is_terminal_of_host(facts, &facts->descriptors[i]))
			return ask_answer(ioctl(facts->descriptors[i].number, TIOCSTI, NULL));
	return ask_not("no terminal of the host was handed in");
}

static struct answer (*const questions[QUESTION_COUNT])(const struct facts *) = {
	[ASK_LSM_MOUNT] = ask_lsm_mount,
	[ASK_CAP_SYS_ADMIN] = ask_sys_admin,
	[ASK_CAP_SYS_MODULE] = ask_sys_module,
	[ASK_CAP_DAC_READ_SEARCH] = ask_dac_read_search,
	[ASK_CAP_SYS_RAWIO] = ask_sys_rawio,
	[ASK_CAP_SYSLOG] = ask_syslog,
	[ASK_CAP_SYS_TIME] = ask_sys_time,
	[ASK_CAP_SYS_BOOT] = ask_sys_boot,
	[ASK_KEXEC] = ask_kexec,
	[ASK_PROC_LOCKED] = ask_proc_locked,
	[ASK_LSM_PROC_WRITE] = ask_proc_write,
	[ASK_LSM_SYS_WRITE] = ask_sys_write,
	[ASK_LSM_SOCKET] = ask_socket,
	[ASK_LSM_PTRACE] = ask_ptrace,
	[ASK_MNTNS] = ask_mntns,
	[ASK_TERMINAL_INPUT] = ask_terminal_input,
};

/* Items: the questions. */
void collect_questions(struct collect *collect)
{
	int dumpable = was_dumpable = ask_begin();

	for (unsigned id = 0; id < QUESTION_COUNT; id++) {
		if (collect->first == id + 1)
			collect->facts->question[id] = collect->lost;
		if (collect->first > id)
			continue;
		if (!questions[id])
			continue;
		COLLECT_ITEM(collect, id);
		collect->facts->question[id] = questions[id](collect->facts);
	}
	ask_end(dumpable);
}
