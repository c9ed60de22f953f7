/* mount_access.c - what this process may do with what is mounted.
 *
 * Nothing is read or written.  access(2) asks for permission only; a handle
 * is made and opened again with O_PATH, which reaches no file.  Still any of
 * it may wait for a dead server for ever: one item per mount. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "ask.h"
#include "mount_places.h"
#include "source.h"

static bool is_asked(const struct mount *mount)
{
	switch (mount->class) {
	case MOUNT_ROOT: case MOUNT_PLUMBING: case MOUNT_VOLUME: case MOUNT_POD_VOLUME:
	case MOUNT_HOST_PATH: case MOUNT_HOST_PROC: case MOUNT_HOST_SYS:
		return !mount->hidden;
	default:
		return false;
	}
}

/* A handle as the kernel writes it: a header and as many bytes as it says. */
union handle {
	struct file_handle head;
	char room[sizeof(struct file_handle) + MAX_HANDLE_SZ];
};

static void ask_open_by_handle(struct mount *mount, union handle *handle)
{
	/* A descriptor of the mount, which must not be O_PATH (EBADF).  Only
	 * directories and regular files: opening others may act or wait. */
	int fd = host_openat(AT_FDCWD, mount->point, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);

	if (fd < 0) {
		mount->by_handle = ask_not("the mount point could not be opened");
		return;
	}
	/* stays if a filter kills for it */
	mount->by_handle = (struct answer){ .state = KILLED, .error = SIGSYS };
	int again = open_by_handle_at(fd, &handle->head, O_PATH | O_CLOEXEC);

	mount->by_handle = ask_answer(again);
	if (again >= 0)
		close(again);
	close(fd);
}

static void ask_handle(struct mount *mount, mode_t mode)
{
	union handle handle = { .head.handle_bytes = MAX_HANDLE_SZ };
	int id;

	mount->handle = (struct answer){ .state = KILLED, .error = SIGSYS };
	mount->handle = ask_answer(name_to_handle_at(AT_FDCWD, mount->point, &handle.head, &id, 0));
	if (mount->handle.error != 0)
		mount->by_handle = ask_not("there is no handle");
	else if (S_ISDIR(mode) || S_ISREG(mode))
		ask_open_by_handle(mount, &handle);
	else
		mount->by_handle = ask_not("a socket, FIFO or device is not opened");
}

/* Are all of these below the mount?  UNKNOWN when that could not be seen. */
static enum known holds(const struct mount *mount, const char *const names[], size_t count)
{
	char path[PATH_MAX];
	struct stat st;

	for (size_t i = 0; i < count; i++) {
		if (snprintf(path, sizeof path, "%s/%s", mount->point, names[i]) >= (int)sizeof path)
			return UNKNOWN;
		if (lstat(path, &st) < 0)
			return errno == ENOENT || errno == ENOTDIR ? NO : UNKNOWN;
	}
	return YES;
}

/* The top of a file system, and all that comes over a network or from a
 * virtual machine's host, has no path that says what it is.  Names say it:
 * nothing is opened, nothing below them is looked at. */
static enum mount_content content_of(const struct mount *mount)
{
	static const char *const root[] = { "etc/passwd", "proc", "sys" };
	static const char *const etc[] = { "passwd", "shadow" };
	bool says = mount->host_path && strcmp(mount->host_path, "/") != 0;

	if (says || mount->class != MOUNT_HOST_PATH || mount->is_directory != YES)
		return CONTENT_UNKNOWN;
	enum known is_root = holds(mount, root, sizeof root / sizeof root[0]);
	enum known is_etc = holds(mount, etc, sizeof etc / sizeof etc[0]);

	return is_root == YES ? CONTENT_ROOT : is_etc == YES ? CONTENT_ETC :
	       is_root == NO && is_etc == NO ? CONTENT_OTHER : CONTENT_UNKNOWN;
}

/* The question that the child before us was lost with is the first that has
 * no answer, or the one marked for it; those behind it were not come to. */
static void note_lost(struct facts *facts, struct mount *mount, const struct answer *lost)
{
	struct answer *const asked[] = { &mount->read, &mount->write, &mount->handle, &mount->by_handle };
	bool found = false;

	for (size_t i = 0; i < sizeof asked / sizeof asked[0]; i++) {
		if (asked[i]->state == ANSWERED || asked[i]->reason)
			continue;
		*asked[i] = *lost;
		found = true;
	}
	if (!found)	/* with what lies below it */
		facts->places_list.truncated = true;
}

/* A mount whose handle could not be asked for without dying: it will not be
 * different with the next. */
static const struct mount *killer(const struct facts *facts)
{
	for (size_t i = 0; i < facts->mounts_count; i++)
		if (facts->mounts[i].handle.state == KILLED || facts->mounts[i].by_handle.state == KILLED)
			return &facts->mounts[i];
	return NULL;
}

static void look_at(const struct facts *facts, struct mount *mount, const struct mount *killer)
{
	struct stat st;

	/* a refusal has to be said twice */
	if (lstat(mount->point, &st) < 0 && lstat(mount->point, &st) < 0) {
		/* access(2) walks the same path, to the same end */
		mount->read = mount->write = ask_answer(-1);
		mount->handle = mount->by_handle = ask_not("the mount point cannot be reached");
		return;
	}
	mount->uid = st.st_uid;
	mount->gid = st.st_gid;
	mount->mode = st.st_mode & 07777;
	mount->is_directory = S_ISDIR(st.st_mode) ? YES : NO;
	/* who may enter reads what has a known name, though he may not list it */
	mount->read = ask_access(facts, mount->point, S_ISDIR(st.st_mode) ? X_OK : R_OK);
	mount->write = ask_access(facts, mount->point, W_OK);
	mount->content = content_of(mount);
	if (killer) {
		mount->handle = killer->handle;
		mount->by_handle = killer->by_handle;
	} else {
		ask_handle(mount, st.st_mode);
	}
}

/* The way there apart, which was open to the other, permission is that of what
 * is mounted, and of how.  But a refusal may be of the other's path alone
 * (AppArmor), or of its own mapping of ids: so it is no answer of ours. */
static bool is_let_in(const struct mount *mount)
{
	return answer_is(&mount->read, 0) && (answer_is(&mount->write, 0) || answer_is(&mount->write, EROFS)) &&
	       !(answer_is(&mount->handle, 0) && mount->by_handle.state == NOT_ASKED);
}

/* True: there is no more to ask. */
static bool answer_like_twin(const struct facts *facts, struct mount *mount)
{
	const struct mount *twin = mount->twin ? &facts->mounts[mount->twin - 1] : NULL;

	if (!twin || !is_let_in(twin))
		return false;
	mount->is_directory = twin->is_directory;
	mount->uid = twin->uid;
	mount->gid = twin->gid;
	mount->mode = twin->mode;
	mount->content = twin->content;
	mount->read = twin->read;
	mount->write = twin->write;
	mount->handle = twin->handle;
	mount->by_handle = twin->by_handle;
	return true;
}

void collect_mount_access(struct collect *collect)
{
	struct facts *facts = collect->facts;

	if (!collect->host->live)
		return;
	int dumpable = ask_begin();

	if (collect->first > 0 && collect->first <= facts->mounts_count)
		note_lost(facts, &facts->mounts[collect->first - 1], &collect->lost);
	const struct mount *fatal = killer(facts);

	for (size_t i = collect->first; i < facts->mounts_count; i++) {
		struct mount *mount = &facts->mounts[i];

		if (!is_asked(mount) || answer_like_twin(facts, mount))
			continue;
		COLLECT_ITEM(collect, i);
		if (strcmp(mount->type, "autofs") == 0)
			mount->read = mount->write = mount->handle = mount->by_handle = ask_not("looking there would mount it");
		else
			look_at(facts, mount, fatal);
		mount_places_look(collect, mount);
	}
	ask_end(dumpable);
}
