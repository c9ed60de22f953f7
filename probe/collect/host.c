/* host.c - files below a root (see host.h).
 *
 * On the running system paths are opened as they are.  On a captured tree
 * they are resolved inside it: the tree may hold any symbolic link, such as
 * etc/mtab -> /proc/self/mounts, and must not lead us to our own /proc. */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "arena.h"
#include "host.h"

/* open(2) of musl sets FD_CLOEXEC in a second call, for Linux before 2.6.23. */
int host_openat(int at, const char *path, int flags)
{
	return (int)syscall(SYS_openat, at, path, flags | O_LARGEFILE | O_CLOEXEC);
}

int host_open_root(struct host *host, const char *directory)
{
	*host = (struct host){ .root = AT_FDCWD, .live = true };
	if (!directory)
		return 0;
	int root = host_openat(AT_FDCWD, directory, O_PATH | O_DIRECTORY);

	if (root < 0)
		return -errno;
	*host = (struct host){ .root = root };
	return 0;
}

void host_close_root(struct host *host)
{
	if (host->root >= 0)
		close(host->root);
	host->root = -1;
}

/* Without openat2(2) (before 5.6, or filtered): one component at a time, no
 * link followed, no way up.  Stricter than RESOLVE_IN_ROOT, never laxer. */
static int open_by_components(int root, const char *path, int flags)
{
	int at = root;
	char name[256];

	for (;;) {
		path += strspn(path, "/");
		size_t len = strcspn(path, "/");
		bool last = path[len + strspn(path + len, "/")] == '\0';
		int fd = -1, error = 0;

		if (len >= sizeof name) {
			error = ENAMETOOLONG;
		} else if (len == 2 && path[0] == '.' && path[1] == '.') {
			error = EXDEV;
		} else {
			memcpy(name, len > 0 ? path : ".", len > 0 ? len : 1);
			name[len > 0 ? len : 1] = '\0';
			fd = host_openat(at, name, last ? flags | O_NOFOLLOW : O_PATH | O_DIRECTORY | O_NOFOLLOW);
			error = errno;
		}
		if (at != root)
			close(at);
		if (fd < 0)
			return -error;
		if (last)
			return fd;
		at = fd;
		path += len;
	}
}

int host_open(const struct host *host, const char *path, int flags)
{
	if (host->live) {
		int fd = host_openat(host->root, path, flags);

		return fd < 0 ? -errno : fd;
	}
	struct open_how how = {
		.flags = (uint64_t)(unsigned)(flags | O_CLOEXEC),
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
	};
	long fd = syscall(SYS_openat2, host->root, path, &how, sizeof how);

	if (fd < 0 && (errno == ENOSYS || errno == EPERM))
		return open_by_components(host->root, path, flags);
	return fd < 0 ? -errno : (int)fd;
}

/* O_NONBLOCK, so that a FIFO put in the place of a file cannot hold us. */
static int open_to_read(const struct host *host, const char *path)
{
	return host_open(host, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
}

#define NO_CHARACTER 0x100

static ssize_t read_until(int fd, char *buf, size_t size, int end)
{
	size_t used = 0;

	while (used < size && !(used > 0 && buf[used - 1] == end)) {
		ssize_t n = read(fd, buf + used, size - used);

		if (n == 0)
			break;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		used += (size_t)n;
	}
	return (ssize_t)used;
}

ssize_t host_read_from(int fd, char *buf, size_t size)
{
	return read_until(fd, buf, size, NO_CHARACTER);
}

ssize_t host_read_line_from(int fd, char *buf, size_t size)
{
	return read_until(fd, buf, size, '\n');
}

ssize_t host_read(const struct host *host, const char *path, char *buf, size_t size)
{
	int fd = open_to_read(host, path);

	if (fd < 0)
		return fd;
	ssize_t n = host_read_from(fd, buf, size);

	close(fd);
	return n;
}

ssize_t host_read_once(const struct host *host, const char *path, char *buf, size_t size)
{
	int fd = open_to_read(host, path);

	if (fd < 0)
		return fd;
	ssize_t n = read(fd, buf, size);
	int error = errno;

	close(fd);
	return n < 0 ? -error : n;
}

ssize_t host_read_all(const struct host *host, const char *path, struct arena *arena, size_t max, const char **ret)
{
	int fd = open_to_read(host, path);

	if (fd < 0)
		return fd;

	/* The data grows at the arena's end, where nothing else is put until
	 * we return, so that a longer file costs no copy. */
	size_t used = 0;
	ssize_t n = 0;
	char *data = arena->base + arena->used;

	for (;;) {
		size_t room = arena->size - arena->used - used;
		size_t want = max - used < 16384 ? max - used : 16384;

		if (want == 0)
			break;
		if (room < want) {
			arena->exhausted = true;
			n = -ENOMEM;
			break;
		}
		n = host_read_from(fd, data + used, want);
		if (n <= 0)
			break;
		used += (size_t)n;
		if ((size_t)n < want)	/* it ended there */
			break;
	}
	close(fd);
	if (n < 0)
		return n;
	arena->used += used;
	*ret = data;
	return (ssize_t)used;
}

ssize_t host_readlink(const struct host *host, const char *path, char *buf, size_t size)
{
	ssize_t n;

	if (host->live) {
		n = readlink(path, buf, size);
	} else {
		int fd = host_open(host, path, O_PATH | O_NOFOLLOW);

		if (fd < 0)
			return fd;
		n = readlinkat(fd, "", buf, size);
		int error = errno;

		close(fd);
		errno = error;
	}
	if (n < 0)
		return -errno;
	if ((size_t)n >= size)
		return -ENAMETOOLONG;
	buf[n] = '\0';
	return n;
}

static int stat_with(const struct host *host, const char *path, int flags, struct stat *ret)
{
	if (host->live)
		return fstatat(AT_FDCWD, path, ret, flags) < 0 ? -errno : 0;
	int fd = host_open(host, path, O_PATH | (flags & AT_SYMLINK_NOFOLLOW ? O_NOFOLLOW : 0));

	if (fd < 0)
		return fd;
	int result = fstat(fd, ret) < 0 ? -errno : 0;

	close(fd);
	return result;
}

int host_lstat(const struct host *host, const char *path, struct stat *ret)
{
	return stat_with(host, path, AT_SYMLINK_NOFOLLOW, ret);
}

int host_stat(const struct host *host, const char *path, struct stat *ret)
{
	return stat_with(host, path, 0, ret);
}

int host_open_directory(const struct host *host, const char *path, int flags)
{
	return host_open(host, path, O_RDONLY | O_DIRECTORY | O_NONBLOCK | flags);
}
