/* source.c - facts from files, and from no file that somebody put in their place (see source.h). */
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>
#include "parse.h"
#include "source.h"

/* Long enough for /proc/filesystems, an id map of 340 lines, /proc/cmdline. */
#define VALUE_MAX 16384

/* What the kernel itself has at these places; the first match counts. */
static const struct place {
	const char *prefix;
	unsigned long magic;
} places[] = {
	{ "/proc/sys/fs/binfmt_misc/", BINFMTFS_MAGIC },
	{ "/proc/",                    PROC_SUPER_MAGIC },
	{ "/sys/kernel/security/",     SECURITYFS_MAGIC },
	{ "/sys/fs/selinux/",          SELINUX_MAGIC },
	{ "/sys/fs/cgroup/",           CGROUP_SUPER_MAGIC },
	{ "/sys/",                     SYSFS_MAGIC },
};

static const struct place *place_of(const char *path)
{
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
		if (strncmp(path, places[i].prefix, strlen(places[i].prefix)) == 0)
			return &places[i];
	return NULL;
}

/* gVisor answers statfs(2) for the top of /proc and /sys alone; by its device
 * number a file belongs to one of them. */
static int statfs_of_top(const char *path, struct statfs *ret)
{
	static const char *const tops[] = { "/proc", "/sys" };
	struct stat st, top;

	if (lstat(path, &st) < 0)
		return -errno;
	for (size_t i = 0; i < sizeof tops / sizeof tops[0]; i++)
		if (stat(tops[i], &top) == 0 && top.st_dev == st.st_dev && statfs(tops[i], ret) == 0)
			return 0;
	return -ENOSYS;
}

/* Of a descriptor, since statfs(2) of a path would trigger an automount and
 * O_PATH does not (fs/namei.c, follow_automount). */
int source_statfs(const char *path, struct statfs *ret)
{
	int fd = host_openat(AT_FDCWD, path, O_PATH | O_NOFOLLOW);

	if (fd < 0)
		return -errno;
	int result = fstatfs(fd, ret) < 0 ? -errno : 0;

	close(fd);
	return result == -ENOSYS ? statfs_of_top(path, ret) : result;
}

static int magic_of(const char *path, unsigned long *ret)
{
	struct statfs fs = { 0 };
	int result = source_statfs(path, &fs);

	if (result == 0)
		*ret = (unsigned long)fs.f_type;
	return result;
}

/* A host has an autofs on /proc/sys/fs/binfmt_misc (systemd): to look below it
 * would mount. */
static int check_binfmt(void)
{
	unsigned long magic = 0;
	int result = magic_of("/proc/sys/fs/binfmt_misc", &magic);

	if (result < 0)
		return result;
	/* without binfmt_misc mounted there is an empty directory */
	return magic == AUTOFS_SUPER_MAGIC ? REFUSED_AUTOMOUNT : magic == BINFMTFS_MAGIC ? 0 : -ENOENT;
}

static const struct source_top *open_top(struct source_top *top, const char *path, unsigned long magic)
{
	struct statfs fs;
	struct stat st;

	if (top->fd == 0) {
		top->fd = host_openat(AT_FDCWD, path, O_PATH | O_DIRECTORY | O_NOFOLLOW);
		if (top->fd >= 0 && (fstatfs(top->fd, &fs) < 0 || (unsigned long)fs.f_type != magic ||
				     fstat(top->fd, &st) < 0 || top->fd == 0)) {
			close(top->fd);
			top->fd = -1;
		}
		if (top->fd > 0)
			top->dev = st.st_dev;
	}
	return top->fd > 0 ? top : NULL;
}

static bool is_proc(const struct place *place)
{
	return strncmp(place->prefix, "/proc", 5) == 0;
}

/* The top of /proc or /sys, opened when it is asked for first, or NULL where
 * something else lies there. */
static const struct source_top *top_of(const struct collect *collect, bool proc)
{
	return !collect->tops ? NULL : proc ? open_top(&collect->tops->proc, "/proc", PROC_SUPER_MAGIC)
					    : open_top(&collect->tops->sys, "/sys", SYSFS_MAGIC);
}

/* The top of /proc/sys, a part of the same procfs. */
static const struct source_top *sysctl_top(const struct collect *collect)
{
	const struct source_top *proc = top_of(collect, true);
	const struct source_top *top = proc ? open_top(&collect->tops->sysctl, "/proc/sys", PROC_SUPER_MAGIC) : NULL;

	return top && top->dev == proc->dev ? top : NULL;
}

/* The top below which this path is looked for; `*ret_rest`: as seen from it. */
static const struct source_top *top_above(const struct collect *collect, const struct place *place, const char *path,
					  const char **ret_rest)
{
	static const char sysctls[] = "/proc/sys/";
	const struct source_top *top = place->magic == BINFMTFS_MAGIC || strncmp(path, sysctls, sizeof sysctls - 1) != 0
		? NULL : sysctl_top(collect);

	*ret_rest = path + (top ? sizeof sysctls - 1 : is_proc(place) ? strlen("/proc/") : strlen("/sys/"));
	return top ? top : place->magic == BINFMTFS_MAGIC ? NULL : top_of(collect, is_proc(place));
}

bool source_is_top(const struct collect *collect, int fd)
{
	const struct source_tops *tops = collect->tops;

	return tops && fd > 0 && (fd == tops->proc.fd || fd == tops->sys.fd || fd == tops->sysctl.fd);
}

void source_tops_close(struct source_tops *tops)
{
	const int fds[] = { tops->proc.fd, tops->sys.fd, tops->sysctl.fd };

	for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
		if (fds[i] > 0)
			close(fds[i]);
	*tops = (struct source_tops){ 0 };
}

/* /sys without sysfs: what is missing there says nothing about the kernel. */
static int check_top(const struct collect *collect, const struct place *place)
{
	unsigned long magic = 0;

	if (is_proc(place))
		return fact_bool(collect->facts, FACT_PROC_IS_PROCFS) == NO ? REFUSED_NOT_PROCFS : 0;
	if (top_of(collect, false))
		return 0;
	int result = magic_of("/sys", &magic);

	return result < 0 || magic != SYSFS_MAGIC ? REFUSED_NOT_SYSFS : 0;
}

/* In one step: what is found from the top without crossing a mount is the
 * kernel's own, and so is that there is no such file.  A negative errno other
 * than ENOENT decides nothing: a mount lies over it (EXDEV), or there is no
 * openat2(2) (before 5.6, or filtered). */
static int open_within(const struct collect *collect, const struct place *place, const char *path, int flags)
{
	const char *rest;
	const struct source_top *top = top_above(collect, place, path, &rest);
	struct open_how how = {
		.flags = (unsigned)flags | O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW | O_CLOEXEC,
		.resolve = RESOLVE_NO_XDEV | RESOLVE_NO_MAGICLINKS,
	};

	if (!top)
		return -ENOSYS;
	long fd = syscall(SYS_openat2, top->fd, rest, &how, sizeof how);

	if (fd < 0)
		return -errno;
	if (place->magic == PROC_SUPER_MAGIC || place->magic == SYSFS_MAGIC)
		return (int)fd;
	close((int)fd);		/* the place of a file system that is not mounted */
	return -EXDEV;
}

/* Looks what lies at the path, without opening it. */
static int find(const struct collect *collect, const struct place *place, const char *path, bool regular, struct stat *ret)
{
	int result = place && place->magic == BINFMTFS_MAGIC ? check_binfmt() : 0;

	if (result == 0)
		result = host_lstat(collect->host, path, ret);
	if (result != 0) {
		int top = place ? check_top(collect, place) : 0;

		return top < 0 ? top : result;
	}
	/* nothing but a regular file is opened: a device may act, a FIFO wait */
	return regular && !S_ISREG(ret->st_mode) ? REFUSED_COVERED : 0;
}

/* Is it the kernel's own, by the file system that it lies on?  A link has none
 * to be asked for. */
static int check_found(const struct collect *collect, const struct place *place, const struct stat *st, unsigned long magic)
{
	bool covered = !S_ISLNK(st->st_mode) && magic != place->magic;
	int top = covered || S_ISLNK(st->st_mode) ? check_top(collect, place) : 0;

	if (top < 0 || covered)
		return top < 0 ? top : REFUSED_COVERED;
	/* a procfs of another pid namespace, or links of a tmpfs */
	if (place->magic != PROC_SUPER_MAGIC)
		return 0;
	const struct source_top *proc = top_of(collect, true);
	struct stat found;

	if (proc)
		return proc->dev == st->st_dev ? 0 : REFUSED_COVERED;
	return host_stat(collect->host, "/proc", &found) == 0 && found.st_dev != st->st_dev ? REFUSED_COVERED : 0;
}

/* On a captured tree everything is taken as it is. */
static const struct place *live_place(const struct collect *collect, const char *path)
{
	return collect->host->live ? place_of(path) : NULL;
}

int source_check(const struct collect *collect, const char *path, bool regular)
{
	const struct place *place = live_place(collect, path);
	unsigned long magic = 0;
	struct stat st = { 0 };
	int result = find(collect, place, path, regular, &st);

	if (result != 0 || !place)
		return result;
	const struct source_top *top = S_ISLNK(st.st_mode) || (place->magic != PROC_SUPER_MAGIC && place->magic != SYSFS_MAGIC)
		? NULL : top_of(collect, is_proc(place));

	/* By its device number it lies on the file system of the top. */
	if (top && top->dev == st.st_dev)
		magic = place->magic;
	else if (!S_ISLNK(st.st_mode))
		result = magic_of(path, &magic);
	return result < 0 ? result : check_found(collect, place, &st, magic);
}

/* The kernel gives whole lines, of all of a file or as many as go into a page:
 * so the newline is the end of a short one.  (/proc/self/mountinfo, where one
 * line may be longer than that, is not read here.) */
static ssize_t read_content(int fd, char *buf, size_t size)
{
	ssize_t n = host_read_line_from(fd, buf, size), more = 0;

	if (n >= 1024 && (size_t)n < size)
		more = host_read_from(fd, buf + n, size - (size_t)n);
	return more < 0 ? more : n + more;
}

/* Through one descriptor: what was checked is what is read. */
static ssize_t read_checked(const struct collect *collect, const struct place *place, const char *path, char *buf, size_t size)
{
	int fd = host_open(collect->host, path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
	struct statfs fs;
	struct stat st;

	if (fd < 0) {
		int result = source_check(collect, path, true);

		return result < 0 ? result : fd;
	}
	ssize_t n = fstatfs(fd, &fs) < 0 ? -errno : 0;

	if (n == -ENOSYS)
		n = statfs_of_top(path, &fs);
	if (n == 0 && fstat(fd, &st) < 0)
		n = -errno;
	if (n == 0)
		n = check_found(collect, place, &st, (unsigned long)fs.f_type);
	if (n == 0)
		n = read_content(fd, buf, size);
	close(fd);
	return n;
}

ssize_t source_read(const struct collect *collect, const char *path, char *buf, size_t size)
{
	const struct place *place = live_place(collect, path);
	int fd = place ? open_within(collect, place, path, 0) : -ENOSYS;
	struct stat st;

	if (fd >= 0) {
		ssize_t n = read_content(fd, buf, size);

		close(fd);
		return n;
	}
	int result = fd == -ENOENT ? fd : find(collect, place, path, true, &st);

	if (result < 0)
		return result;
	return place ? read_checked(collect, place, path, buf, size) : host_read(collect->host, path, buf, size);
}

int source_open_directory(const struct collect *collect, const char *path)
{
	const struct place *place = live_place(collect, path);

	return place ? open_within(collect, place, path, O_DIRECTORY) : -ENOSYS;
}

ssize_t source_readlink(const struct collect *collect, const char *path, char *buf, size_t size)
{
	int result = source_check(collect, path, false);

	return result < 0 ? result : host_readlink(collect->host, path, buf, size);
}

const char *source_reason(ssize_t result)
{
	switch (result) {
	case REFUSED_NOT_PROCFS: return "/proc is not procfs";
	case REFUSED_NOT_SYSFS: return "/sys is not sysfs";
	case REFUSED_COVERED: return "another file lies over it";
	case REFUSED_AUTOMOUNT: return "looking there would mount it";
	default: return NULL;
	}
}

void source_unknown(struct facts *facts, enum fact_id id, ssize_t result, const char *missing)
{
	const char *reason = source_reason(result);

	if (reason)
		fact_set_unknown(facts, id, 0, reason);
	else
		/* a captured tree may only lack what nobody captured */
		fact_set_unknown(facts, id, (int)-result, result == -ENOENT && facts->live ? missing : NULL);
}

bool source_sysctls_seen(const struct collect *collect)
{
	const struct fact *release = &collect->facts->fact[FACT_KERNEL_RELEASE];

	return (release->known && !release->source) || source_check(collect, "/proc/sys/kernel/osrelease", false) == 0;
}

static bool parse_flag(const struct text *text, bool *ret)
{
	bool on = text_is(text, "Y") || text_is(text, "1");

	if (on || text_is(text, "N") || text_is(text, "0")) {
		*ret = on;
		return true;
	}
	return false;
}

static void set_value(struct facts *facts, const struct source_row *row, const char *data, size_t size)
{
	struct text text = text_trim(TEXT(data, size));
	uint64_t number;
	bool on;

	if (row->form == SOURCE_TEXT)
		fact_set_text(facts, row->id, text.at, text_left(&text));
	else if (row->form == SOURCE_NUMBER && text_u64(&text, UINT64_MAX, &number) && text_left(&text) == 0)
		fact_set_number(facts, row->id, number);
	else if (row->form == SOURCE_FLAG && parse_flag(&text, &on))
		fact_set_bool(facts, row->id, on);
	else
		fact_set_unknown(facts, row->id, 0, "the content makes no sense");
}

void source_facts(const struct collect *collect, const struct source_row *rows, size_t count)
{
	char buf[VALUE_MAX];

	for (size_t i = 0; i < count; i++) {
		ssize_t n = source_read(collect, rows[i].path, buf, sizeof buf);

		if (n < 0)
			source_unknown(collect->facts, rows[i].id, n, rows[i].missing);
		else
			set_value(collect->facts, &rows[i], buf, (size_t)n);
	}
}
