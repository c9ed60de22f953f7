/* host_tmpfs.c - which tmpfs is the host's /run or /tmp.
 *
 * mountinfo cannot tell a bind of the host's /run (-v /run:/x) from a tmpfs of
 * the container's own (--tmpfs /x): engines make their mounts private, so
 * that the one, like the other, is a whole tmpfs without a master.  What lies
 * in it does: systemd, udev and engines put their things nowhere else.  A
 * tmpfs at a place where every container has one is left as it is; what may
 * be the host's in there shows in its sockets. */
#include <stdio.h>
#include <string.h>
#include "collect.h"
#include "parse.h"

static const struct { const char *name, *place; } signs[] = {
	{ "systemd/system", "/run" }, { "systemd/private", "/run" }, { "udev/data", "/run" }, { "docker.sock", "/run" },
	{ "containerd/containerd.sock", "/run" }, { "dbus/system_bus_socket", "/run" }, { "podman/podman.sock", "/run" },
	{ "crio/crio.sock", "/run" },
	/* made at every start by systemd-tmpfiles (tmpfiles.d/x11.conf) */
	{ ".X11-unix", "/tmp" },
};

static bool is_standard(const char *point)
{
	static const char *const places[] = { "/run", "/var/run", "/tmp", "/" };
	static const char *const trees[] = { "/dev", "/proc", "/sys", "/run/user", "/var/run/user" };

	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
		if (strcmp(point, places[i]) == 0)
			return true;
	for (size_t i = 0; i < sizeof trees / sizeof trees[0]; i++)
		if (path_below(point, trees[i]))
			return true;
	return false;
}

static const char *place_of(const struct host *host, const char *point)
{
	char path[4096];
	struct stat st;

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (snprintf(path, sizeof path, "%s/%s", point, signs[i].name) < (int)sizeof path && host_lstat(host, path, &st) == 0)
			return signs[i].place;
	return NULL;
}

void collect_host_tmpfs(struct collect *collect)
{
	struct facts *facts = collect->facts;

	/* The way to the mount led over a server that does not answer: what it
	 * is remains open. */
	if (collect->first > 0)
		facts->mounts_list.truncated = true;
	for (size_t i = collect->first; i < facts->mounts_count; i++) {
		struct mount *mount = &facts->mounts[i];

		if (mount->hidden || mount->class != MOUNT_PSEUDO || strcmp(mount->type, "tmpfs") != 0 ||
		    strcmp(mount->root, "/") != 0 || is_standard(mount->point))
			continue;
		COLLECT_ITEM(collect, i);
		const char *place = place_of(collect->host, mount->point);

		if (!place)
			continue;
		mount->class = MOUNT_HOST_PATH;
		mount->host_path = place;
	}
}
