/* mount_places.c - what of a bind of much is open to somebody who is not root.
 *
 * A bind of the host's / that uid 1000 may not write to still has a home
 * directory of uid 1000 in it.  The directories that count are asked about one
 * by one: access(2), as in mount_access.c; nothing is opened but /home. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "ask.h"
#include "mount_places.h"
#include "parse.h"

#define HOMES_MAX 64

static const char *const directories[] = {
	"/etc", "/root", "/usr/local/bin", "/var/lib/docker", "/var/lib/containerd", "/var/lib/containers/storage",
	"/var/lib/kubelet", "/var/log", "/var/tmp", "/tmp",
};

struct bind {
	struct facts *facts;
	const struct mount *mount;
	const char *top;	/* its path on the host, "" for / */
};

static bool lets_in(const struct answer *answer)
{
	return answer_is(answer, 0) || answer_is(answer, EROFS);
}

/* `own`: counts only when it may be written, too. */
static void look_at(const struct bind *bind, const char *directory, bool own)
{
	struct facts *facts = bind->facts;
	struct arena before = facts->arena;
	struct mount place = *bind->mount;
	struct stat st;

	place.root = place.host_path = arena_printf(&facts->arena, "%s", directory);
	place.point = arena_printf(&facts->arena, "%s%s", place.point[1] ? place.point : "", directory + strlen(bind->top));
	/* that there is none has to be said twice */
	if (*place.point && *place.root && (lstat(place.point, &st) == 0 || lstat(place.point, &st) == 0) && S_ISDIR(st.st_mode)) {
		place.uid = st.st_uid;
		place.gid = st.st_gid;
		place.mode = st.st_mode & 07777;
		place.read = ask_access(facts, place.point, X_OK);
		place.write = ask_access(facts, place.point, W_OK);
		place.read_only |= place.write.error == EROFS;
		struct mount *kept = lets_in(&place.write) || (lets_in(&place.read) && !own) ? facts_place_new(facts) : NULL;

		if (kept) {
			*kept = place;
			facts_place_done(facts);
			return;
		}
	}
	facts->arena = before;
}

/* What engines without root keep in a home directory. */
static void look_into_home(const struct bind *bind, const char *home)
{
	static const char *const engines[] = { "/.local/share/containers/storage", "/.local/share/docker" };
	char path[400];

	for (size_t i = 0; i < sizeof engines / sizeof engines[0]; i++) {
		snprintf(path, sizeof path, "%s%s", home, engines[i]);
		look_at(bind, path, true);
	}
}

static bool each_home(void *data, const char *name, unsigned char d_type)
{
	char path[300];

	(void)d_type;
	snprintf(path, sizeof path, "/home/%s", name);
	look_at(data, path, true);
	look_into_home(data, path);
	return true;
}

void mount_places_look(struct collect *collect, const struct mount *mount)
{
	bool is_top = mount->host_path && strcmp(mount->host_path, "/") == 0;

	if (mount->is_directory != YES || mount->class != MOUNT_HOST_PATH ||
	    !(mount->content == CONTENT_ROOT || (mount->host_path && !is_top)))
		return;
	struct bind bind = { collect->facts, mount, mount->content == CONTENT_ROOT ? "" : mount->host_path };

	for (size_t i = 0; i < sizeof directories / sizeof directories[0]; i++)
		if (!*bind.top || (path_below(directories[i], bind.top) && strcmp(directories[i], bind.top) != 0))
			look_at(&bind, directories[i], false);
	if (strcmp(bind.top, "/root") == 0 || path_matches(bind.top, "/home/*"))
		look_into_home(&bind, bind.top);
	if (!*bind.top || strcmp(bind.top, "/home") == 0)
		host_list(collect->host, arena_printf(&collect->facts->arena, "%s%s", mount->point, *bind.top ? "" : "/home"), HOMES_MAX,
			  each_home, &bind);
}
