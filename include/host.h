/* host.h - the way to files: "/" in life, a captured tree in tests and with --root.
 *
 * Every path is given from the root ("/proc/self/status").  On a captured
 * tree a path can never leave it: openat2(RESOLVE_IN_ROOT), or component by
 * component without following links where openat2(2) is not to be had.
 * All functions return a negative errno on failure and touch no global. */
#ifndef PROBE_HOST_H
#define PROBE_HOST_H
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

struct host {
	int root;		/* O_PATH directory; live: AT_FDCWD, or where names that are not absolute begin */
	bool live;		/* paths mean the running system */
};

/* `directory` NULL: the running system. */
int host_open_root(struct host *host, const char *directory);
void host_close_root(struct host *host);

/* openat(2) of the running system with O_CLOEXEC and O_LARGEFILE added; as the
 * call itself it returns -1 and leaves errno. */
int host_openat(int at, const char *path, int flags);

/* open(2) with O_CLOEXEC added.  Returns the descriptor. */
int host_open(const struct host *host, const char *path, int flags);

/* Reads the file from its start, at most `size` bytes.  Returns how many;
 * adds no NUL. -EFBIG never: a longer file is cut. */
ssize_t host_read(const struct host *host, const char *path, char *buf, size_t size);

/* The same with a single read(2): for attributes of sysfs, which come whole. */
ssize_t host_read_once(const struct host *host, const char *path, char *buf, size_t size);

/* host_read() of what is open already; the other one ends where what has been
 * read so far ends with a newline. */
ssize_t host_read_from(int fd, char *buf, size_t size);
ssize_t host_read_line_from(int fd, char *buf, size_t size);

/* Like host_read for a file of any length (at most `max` bytes): reads into
 * memory from the arena.  `*ret` is the data. */
struct arena;
ssize_t host_read_all(const struct host *host, const char *path, struct arena *arena, size_t max, const char **ret);

/* readlink(2); returns the length, adds a NUL, -ENAMETOOLONG when it does not fit. */
ssize_t host_readlink(const struct host *host, const char *path, char *buf, size_t size);

/* lstat(2) / stat(2). */
int host_lstat(const struct host *host, const char *path, struct stat *ret);
int host_stat(const struct host *host, const char *path, struct stat *ret);

/* Opens a directory to read it with directory.h; `flags` may say O_NOFOLLOW. */
int host_open_directory(const struct host *host, const char *path, int flags);

/* Calls `each` for every entry but . and .., in the order of names; stops
 * when it returns false or after `max` entries.  Returns the number of
 * calls made. */
int host_list(const struct host *host, const char *path, size_t max,
	      bool (*each)(void *data, const char *name, unsigned char d_type), void *data);
/* The same for a procfs, of which only the processes are asked for: what else
 * is there may be left out. */
int host_list_processes(const struct host *host, const char *path, size_t max,
			bool (*each)(void *data, const char *name, unsigned char d_type), void *data);
#endif
