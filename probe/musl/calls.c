/* calls.c - what musl does more for than make a system call.
 *
 * Its functions make up for kernels before 2.6.27 by second calls, look after
 * threads, and turn one struct stat into another: 3 kB, and a system call here and
 * there.  This program has no threads, and asks more of a kernel than that.
 * Linux has these calls for x86-64 and arm64 alike, and fills in a struct stat as
 * musl declares it. */
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static mode_t mode_of(int flags, va_list args)
{
	return flags & O_CREAT ? va_arg(args, mode_t) : 0;
}

int openat(int at, const char *path, int flags, ...)
{
	va_list args;

	va_start(args, flags);
	mode_t mode = mode_of(flags, args);

	va_end(args);
	return (int)syscall(SYS_openat, at, path, flags | O_LARGEFILE, mode);
}

int open(const char *path, int flags, ...)
{
	va_list args;

	va_start(args, flags);
	mode_t mode = mode_of(flags, args);

	va_end(args);
	return openat(AT_FDCWD, path, flags, mode);
}

int fcntl(int fd, int command, ...)
{
	va_list args;

	va_start(args, command);
	long value = va_arg(args, long);

	va_end(args);
	return (int)syscall(SYS_fcntl, fd, command, value);
}

/* On an open descriptor fstat(2) does, which a narrow filter rather allows. */
int fstat(int fd, struct stat *ret)
{
	return (int)syscall(SYS_fstat, fd, ret);
}

int fstatat(int at, const char *restrict path, struct stat *restrict ret, int flags)
{
	return (int)syscall(SYS_newfstatat, at, path, ret, flags);
}

ssize_t readlinkat(int at, const char *restrict path, char *restrict text, size_t size)
{
	return syscall(SYS_readlinkat, at, path, text, size);
}

ssize_t readlink(const char *restrict path, char *restrict text, size_t size)
{
	return readlinkat(AT_FDCWD, path, text, size);
}

int nanosleep(const struct timespec *time, struct timespec *left)
{
	return (int)syscall(SYS_nanosleep, time, left);
}

int isatty(int fd)
{
	struct winsize size;

	return ioctl(fd, TIOCGWINSZ, &size) == 0;
}

int fchdir(int fd)
{
	return (int)syscall(SYS_fchdir, fd);
}

int fchmod(int fd, mode_t mode)
{
	return (int)syscall(SYS_fchmod, fd, mode);
}

int socket(int domain, int type, int protocol)
{
	return (int)syscall(SYS_socket, domain, type, protocol);
}

void *mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset)
{
	return (void *)syscall(SYS_mmap, at, size, protection, flags, fd, offset);
}

/* No handlers and no locks to see to, and nothing here asks musl for its own number. */
pid_t fork(void)
{
#ifdef SYS_fork
	return (pid_t)syscall(SYS_fork);
#else
	return (pid_t)syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
#endif
}

/* As the kernel has it. */
struct action {
	void (*handler)(int);
	unsigned long flags;
	void (*restorer)(void);
	unsigned long mask;
};

extern void __restore_rt(void);	/* musl's: ends a handler */

int sigaction(int signal, const struct sigaction *restrict new, struct sigaction *restrict old)
{
	struct action wanted, had;

	if (new) {
		wanted = (struct action){ new->sa_handler, (unsigned)new->sa_flags | SA_RESTORER, __restore_rt, 0 };
		memcpy(&wanted.mask, &new->sa_mask, sizeof wanted.mask);
	}
	long result = syscall(SYS_rt_sigaction, signal, new ? &wanted : NULL, old ? &had : NULL, sizeof wanted.mask);

	if (result == 0 && old) {
		*old = (struct sigaction){ .sa_handler = had.handler, .sa_flags = (int)had.flags };
		memcpy(&old->sa_mask, &had.mask, sizeof had.mask);
	}
	return (int)result;
}

_Noreturn void __assert_fail(const char *claim, const char *file, int line, const char *function);

/* What assert(3) calls; as musl says it, without a stream. */
_Noreturn void __assert_fail(const char *claim, const char *file, int line, const char *function)
{
	char text[256];
	int len = snprintf(text, sizeof text, "Assertion failed: %s (%s: %s: %d)\n", claim, file, function, line);
	size_t size = (size_t)len < sizeof text ? (size_t)len : sizeof text - 1;

	write(STDERR_FILENO, text, size);
	kill(getpid(), SIGABRT);
	__builtin_trap();
}
