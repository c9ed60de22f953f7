/* ask.c - questions to the kernel that carry nothing out (see ask.h). */
#include <errno.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "ask.h"
#include "collect.h"

struct answer ask_answer(long result)
{
	return (struct answer){ .state = ANSWERED, .error = result < 0 ? errno : 0 };
}

struct answer ask_not(const char *reason)
{
	return (struct answer){ .state = NOT_ASKED, .reason = reason };
}

struct answer ask_call(const struct ask *ask, int heard)
{
	if (ask->number < 0)
		return ask_not("this architecture has no such call");
	const void *const *arg = ask->arg;
	struct answer answer = { 0 };

	for (int times = heard == EPERM; times < 2; times++) {
		answer = ask_answer(syscall(ask->number, arg[0], arg[1], arg[2], arg[3], arg[4], arg[5]));
		if (answer.error != EPERM)
			break;
	}
	return answer;
}

/* faccessat2(2) as such: the C libraries emulate AT_EACCESS where it is
 * missing, by mode bits (glibc) or in a child (musl), and then the device
 * cgroup is not asked at all. */
static long access2(const char *path, int mode)
{
	return syscall(SYS_faccessat2, AT_FDCWD, path, mode, AT_EACCESS);
}

/* EPERM may be the device cgroup speaking, or a seccomp filter older than the
 * call (Linux 5.8), which may as well kill.  Nothing but a filter refuses F_OK
 * on "/", so that is asked first, once. */
void collect_access(struct collect *collect)
{
	struct answer *answer = &collect->facts->access2;

	if (collect->first > 0) {
		*answer = collect->lost;
		return;
	}
	int dumpable = ask_begin();

	COLLECT_ITEM(collect, 0);
	*answer = ask_answer(access2("/", F_OK));
	ask_end(dumpable);
}

struct answer ask_access(const struct facts *facts, const char *path, int mode)
{
	if (facts->access2.state == ANSWERED && facts->access2.error == 0) {
		struct answer answer = ask_answer(access2(path, mode));

		/* A refusal has to be said twice; that the mount is read-only,
		 * mountinfo says as well. */
		return answer.error == 0 || answer.error == EROFS ? answer : ask_answer(access2(path, mode));
	}
	/* The older call judges the real ids: good where they are the same. */
	if (getuid() != geteuid() || getgid() != getegid())
		return ask_not("faccessat2(2) is not to be had, and real and effective ids differ");
	return ask_answer(syscall(SYS_faccessat, AT_FDCWD, path, mode));
}

int ask_begin(void)
{
	int dumpable = prctl(PR_GET_DUMPABLE, 0, 0, 0, 0);

	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	return dumpable;
}

void ask_end(int dumpable)
{
	/* 2 cannot be set from here (prctl(2)); it was not dumpable for others then. */
	if (dumpable == 1)
		prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
}
