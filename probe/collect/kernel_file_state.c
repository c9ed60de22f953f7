/* kernel_file_state.c - one file of the kernel: hidden, read-only or exposed.
 *
 * Opening for writing has no effect with any of the files asked so: what they
 * do, they do on write(2).  sysctls: proc_sys_open(), fs/proc/proc_sysctl.c;
 * register: fs/binfmt_misc.c, no open method; sysrq-trigger: only proc_write,
 * drivers/tty/sysrq.c; uevent_helper: kernel/ksysfs.c, a kernfs attribute;
 * release_agent, devices.allow: cgroup_file_open(), kernel/cgroup/cgroup.c,
 * which makes room for a context.  O_TRUNC is never set (kprobe_events would
 * lose its events).  kcore: open_kcore(), fs/proc/kcore.c, checks and may
 * bring its list of memory up to date. */
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>
#include "ask.h"
#include "kernel_files.h"
#include "parse.h"
#include "source.h"

/* ---- by the list of mounts ----------------------------------------------------- */

/* All that a captured tree can say. */
static enum kernel_file_state state_by_mount(const struct mount *mount, const struct kernel_file *file)
{
	if (mount && mount->class == MOUNT_MASK && path_below(file->path, mount->point))
		return KERNEL_FILE_HIDDEN;
	if (mount && mount->read_only && file->kind != KERNEL_FILE_MASKED &&
	    file->kind != KERNEL_FILE_KCORE && file->kind != KERNEL_FILE_TRACEFS)
		return KERNEL_FILE_NOT_WRITABLE;
	return KERNEL_FILE_UNKNOWN;
}

/* ---- live ------------------------------------------------------------------------ */

static enum kernel_file_state state_of_error(int error)
{
	switch (error) {
	case 0: return KERNEL_FILE_EXPOSED;
	case ENOENT: case ENOTDIR: return KERNEL_FILE_GONE;
	case EACCES: case EPERM: return KERNEL_FILE_DENIED;
	case EROFS: return KERNEL_FILE_NOT_WRITABLE;
	default: return KERNEL_FILE_UNKNOWN;
	}
}

static bool count_one(void *data, const char *name, unsigned char type)
{
	(void)name;
	(void)type;
	*(bool *)data = true;
	return false;
}

/* Does the directory hold anything?  A negative errno when it cannot be read. */
static int holds_entries(const struct collect *collect, const char *path, bool *ret)
{
	*ret = false;
	int result = host_list(collect->host, path, 1, count_one, ret);

	return result < 0 ? result : 0;
}

struct look {
	struct collect *collect;
	struct kernel_file *file;
	const char *path;	/* what is asked: file->path, or one below it */
	struct stat st;
	long magic;
	bool read_only;
};

/* Where a directory may be one that mounts when it is looked below. */
static bool is_automounted(const struct mount *mount)
{
	return strcmp(mount->type, "autofs") == 0 || strcmp(mount->type, "debugfs") == 0;
}

static int look_init(struct look *look, const struct mount *mount)
{
	struct statfs fs;
	int result = host_lstat(look->collect->host, look->file->path, &look->st);

	/* By its path, which is a third of the calls, where that can neither
	 * follow a link nor mount anything. */
	if (result == 0 && !(mount && !S_ISLNK(look->st.st_mode) && !is_automounted(mount) && statfs(look->file->path, &fs) == 0))
		result = source_statfs(look->file->path, &fs);
	if (result == 0) {
		look->magic = (long)fs.f_type;
		look->read_only = fs.f_flags & ST_RDONLY;
	}
	return result;
}

/* The file systems that hold what we look for; on another one it is something
 * that was put in its place. */
static bool is_kernels(const struct look *look)
{
	static const long magics[] = {
		PROC_SUPER_MAGIC, SYSFS_MAGIC, BINFMTFS_MAGIC, CGROUP_SUPER_MAGIC,
		CGROUP2_SUPER_MAGIC, TRACEFS_MAGIC, DEBUGFS_MAGIC,
	};

	for (size_t i = 0; i < sizeof magics / sizeof magics[0]; i++)
		if (look->magic == magics[i])
			return true;
	return false;
}

/* By content: /dev/null over a file; over a directory an empty read-only
 * tmpfs, or an empty directory of the engine's. */
static bool is_mask(const struct look *look)
{
	bool holds;

	if (S_ISCHR(look->st.st_mode))
		return major(look->st.st_rdev) == 1 && minor(look->st.st_rdev) == 3;
	if (!S_ISDIR(look->st.st_mode) || is_kernels(look))
		return false;
	return holds_entries(look->collect, look->file->path, &holds) == 0 && !holds;
}

static void ask_mask(struct look *look)
{
	struct kernel_file *file = look->file;

	file->read = ask_access(look->collect->facts, file->path, R_OK);
	file->state = file->read.state == ANSWERED ? state_of_error(file->read.error) : KERNEL_FILE_UNKNOWN;
}

static void ask_read_only(struct look *look)
{
	struct kernel_file *file = look->file;

	file->write = ask_access(look->collect->facts, look->path, W_OK);
	if (look->path != file->path && file->write.error == ENOENT)
		file->write = ask_access(look->collect->facts, file->path, W_OK);
	if (look->read_only)
		file->state = KERNEL_FILE_NOT_WRITABLE;
	else if (file->write.state == ANSWERED)
		file->state = state_of_error(file->write.error);
}

static struct answer ask_open(const char *path, int flags)
{
	int fd = host_openat(AT_FDCWD, path, flags | O_NOFOLLOW | O_NOCTTY | O_NONBLOCK);
	struct answer answer = ask_answer(fd);

	if (fd >= 0)
		close(fd);
	return answer;
}

static void ask_write(struct look *look, bool by_opening)
{
	struct kernel_file *file = look->file;

	file->read = ask_access(look->collect->facts, file->path, R_OK);
	file->write = by_opening ? ask_open(file->path, O_WRONLY) : ask_access(look->collect->facts, file->path, W_OK);
	/* Permission is asked before the mount is: a file of root's on a
	 * read-only mount answers EACCES to others. */
	if (look->read_only && (file->write.state != ANSWERED || file->write.error != 0))
		file->state = KERNEL_FILE_NOT_WRITABLE;
	else if (file->write.state == ANSWERED)
		file->state = state_of_error(file->write.error);
}

static void ask_read(struct look *look)
{
	look->file->read = ask_open(look->file->path, O_RDONLY);
	look->file->state = state_of_error(look->file->read.error);
}

/* debugfs and tracefs are mode 0700: who may list them may use them. */
static void ask_list(struct look *look)
{
	struct kernel_file *file = look->file;
	bool holds;
	int result = holds_entries(look->collect, file->path, &holds);

	file->read = (struct answer){ .state = ANSWERED, .error = -result };
	file->write = ask_access(look->collect->facts, file->path, W_OK);
	file->state = result < 0 ? state_of_error(-result) : holds ? KERNEL_FILE_EXPOSED : KERNEL_FILE_GONE;
}

static void ask(struct look *look, enum kernel_file_question question)
{
	bool directory = S_ISDIR(look->st.st_mode);

	/* A file of another file system over it, or a kind of file that the
	 * kernel has at none of these places: it is out of sight. */
	if (is_mask(look) || !is_kernels(look) || (!directory && !S_ISREG(look->st.st_mode))) {
		look->file->state = KERNEL_FILE_HIDDEN;
		return;
	}
	switch (question) {
	case QUESTION_MASK:         ask_mask(look); break;
	case QUESTION_READ_ONLY:    ask_read_only(look); break;
	case QUESTION_OPEN_WRITE:   ask_write(look, !directory); break;
	case QUESTION_ACCESS_WRITE: ask_write(look, false); break;
	case QUESTION_OPEN_READ:    ask_read(look); break;
	case QUESTION_LIST:         ask_list(look); break;
	}
}

static void look_once(struct kernel_files *files, struct kernel_file *file, enum kernel_file_question question,
		      const struct mount *mount, const char *path)
{
	struct look look = { .collect = files->collect, .file = file, .path = path };
	int result = look_init(&look, mount);

	if (result < 0) {
		file->state = state_of_error(-result);
		file->read = file->write = (struct answer){ .state = ANSWERED, .error = -result };
	} else {
		ask(&look, question);
	}
}

/* Has another look found it missing: as a path that engines mask, or as a fact? */
static bool was_missing(const struct facts *facts, const struct kernel_file *file)
{
	static const struct { enum kernel_file_kind kind; enum fact_id content; } contents[] = {
		{ KERNEL_FILE_MODPROBE, FACT_MODPROBE }, { KERNEL_FILE_UEVENT_HELPER, FACT_UEVENT_HELPER },
	};

	for (size_t i = 0; i < sizeof contents / sizeof *contents; i++)
		if (file->kind == contents[i].kind && facts->fact[contents[i].content].error == ENOENT &&
		    strcmp(file->path, fact_rows[contents[i].content].source) == 0)
			return true;
	for (size_t i = 0; i < facts->kernel_files_count; i++)
		if (facts->kernel_files[i].state == KERNEL_FILE_GONE && strcmp(facts->kernel_files[i].path, file->path) == 0)
			return true;
	return false;
}

/* One look alone does not say that what gives the host away is not there, or
 * refused; but where it belongs into the top of a hierarchy, and the mount shows
 * a part below, that says so, too. */
static void look_live(struct kernel_files *files, struct kernel_file *file, enum kernel_file_question question,
		      const struct mount *mount, const char *path)
{
	bool is_part = file->kind == KERNEL_FILE_RELEASE_AGENT && mount && strcmp(mount->root, "/") != 0 && strncmp(mount->root, "/..", 3) != 0;

	look_once(files, file, question, mount, path);
	if (file->kind > KERNEL_FILE_READ_ONLY && ((file->state == KERNEL_FILE_GONE && !is_part && !was_missing(files->collect->facts, file)) ||
						   file->state == KERNEL_FILE_DENIED))
		look_once(files, file, question, mount, path);
}

/* A path below autofs would be mounted by looking at it. */
static bool look(struct kernel_files *files, struct kernel_file *file, enum kernel_file_question question, const char *asked)
{
	const struct mount *mount = mount_covering(files->collect->facts, file->path);
	const char *path = file->path;

	if (asked)
		path = arena_printf(&files->collect->facts->arena, "%s/%s", file->path, asked);
	if (!files->collect->host->live)
		file->state = state_by_mount(mount, file);
	else if ((mount && strcmp(mount->type, "autofs") == 0) ||
		 (!mount && question == QUESTION_OPEN_WRITE && path_below(file->path, "/proc/sys/fs/binfmt_misc") &&
		  source_check(files->collect, file->path, false) == REFUSED_AUTOMOUNT))
		file->read = file->write = ask_not("looking there would mount it");
	else if (*path)
		look_live(files, file, question, mount, path);
	return *path != '\0';
}

void kernel_file_look(struct kernel_files *files, enum kernel_file_kind kind, enum kernel_file_question question,
		      const char *path, const char *asked)
{
	struct facts *facts = files->collect->facts;
	unsigned item = files->next++;

	/* what the child before us died of is at first - 1, and unknown */
	if (item + 1 < files->collect->first)
		return;
	const char *copy = arena_copy(&facts->arena, path, strlen(path));
	struct kernel_file *file = copy ? facts_kernel_file_new(facts) : NULL;

	if (!file) {
		facts->kernel_files_list.truncated = true;
		return;
	}
	file->kind = kind;
	file->path = copy;
	file->own = path_below(path, "/proc") || path_below(path, "/sys");
	if (item >= files->collect->first) {
		COLLECT_ITEM(files->collect, item);
		if (!look(files, file, question, asked))
			facts->kernel_files_list.truncated = true;
	} else {
		file->read = file->write = files->collect->lost;
	}
	facts_kernel_file_done(facts);
}
