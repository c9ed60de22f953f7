/* cgroup_home.c - does a process live on the host or in a container, by the
 * cgroups that it is in?
 *
 * /proc/PID/cgroup is open to everyone, where /proc/PID/ns and /proc/PID/root
 * want ptrace access.  Engines and systemd alike name a cgroup after what
 * runs in it.  Only a sign, so it decides nothing that a namespace decides. */
#include <string.h>
#include "parse.h"

/* More than PATH_MAX has no cgroup; one byte for a slash at the end. */
#define PATH_SIZE 4097

enum home { HOME_NOT_TOLD, HOME_HOST, HOME_UNCLEAR, HOME_CONTAINER };	/* the higher one counts */

/* From any slash of the path on; the first match counts.  Every pattern ends
 * in a slash, and so is the path made to: the cgroup itself, or one below. */
static const struct {
	const char *pattern;
	enum home home;
} scopes[] = {
	/* what supervises a container runs on the host, in the container's own slice */
	{ "/libpod-conmon-#.scope/",    HOME_HOST },
	{ "/crio-conmon-#.scope/",      HOME_HOST },
	{ "/libpod_parent/conmon/",     HOME_HOST },
	{ "/crio-conmon-#/",            HOME_HOST },
	{ "/lxc.monitor/",              HOME_HOST },
	{ "/lxc.monitor.*/",            HOME_HOST },
	{ "/machine.slice/*/supervisor/", HOME_HOST },
	/* docker-ID.scope, libpod-ID.scope, cri-containerd-ID.scope, crio-ID.scope, nerdctl-ID.scope ... */
	{ "/*-#.scope/",                HOME_CONTAINER },
	/* without systemd: docker/ID, libpod_parent/libpod-ID, kubepods/.../podUID/ID, default/ID ... */
	{ "/*-#/",                      HOME_CONTAINER },
	{ "/#/",                        HOME_CONTAINER },
	{ "/kubepods/",                 HOME_CONTAINER },
	{ "/kubepods.slice/",           HOME_CONTAINER },
	{ "/buildkit/*/",               HOME_CONTAINER },
	{ "/lxc.payload/",              HOME_CONTAINER },
	{ "/lxc.payload.*/",            HOME_CONTAINER },
	{ "/lxc/*/",                    HOME_CONTAINER },
	{ "/systemd-nspawn*/payload/",  HOME_CONTAINER },
	{ "/machine.slice/*/payload/",  HOME_CONTAINER },
	{ "/machine.slice/machine-lxc*/", HOME_CONTAINER },
	/* virtual machines, and machines of which no more is told */
	{ "/machine.slice/",            HOME_UNCLEAR },
	/* the sandbox, or who made it */
	{ "/app-flatpak-*.scope/",      HOME_UNCLEAR },
};

/* Where systemd keeps the host's own; the beginning of the path counts. */
static const char *const hosts_own[] = { "/init.scope/", "/system.slice/", "/user.slice/" };

static bool is_hosts_own(const char *path)
{
	for (size_t i = 0; i < sizeof hosts_own / sizeof hosts_own[0]; i++)
		if (strncmp(path, hosts_own[i], strlen(hosts_own[i])) == 0)
			return true;
	return false;
}

/* "/../x.service": beside our own cgroup, a service of the same slice. */
static bool is_service(const char *path)
{
	const char *end = strchr(path + 1, '/');
	static const char suffix[] = ".service";

	return end && (size_t)(end - path) > sizeof suffix && strncmp(end - (sizeof suffix - 1), suffix, sizeof suffix - 1) == 0;
}

/* `path` is as seen from the root of the asker's cgroup namespace: it begins
 * with "/.." for each step that leads out of there (cgroup_namespaces(7)).
 * Without a step it lies below that root, which is nobody's unless it is the
 * root of the whole tree. */
static enum home home_of(const char *path, bool whole_tree)
{
	size_t steps = 0;

	while (strncmp(path, "/../", 4) == 0) {
		path += 3;
		steps++;
	}
	for (size_t i = 0; i < sizeof scopes / sizeof scopes[0]; i++)
		if (path_matches(path, scopes[i].pattern))
			return scopes[i].home;
	if (steps == 0 && !whole_tree)
		return HOME_NOT_TOLD;
	if (is_hosts_own(path) || (steps > 0 && is_service(path)))
		return HOME_HOST;
	/* The root itself; seen from a namespace only what it is not is known. */
	return steps == 0 && strcmp(path, "/") == 0 ? HOME_HOST : HOME_NOT_TOLD;
}

enum known parse_cgroup_home(const char *data, size_t size, bool whole_tree)
{
	struct text text = TEXT(data, size);
	struct cgroup_line line;
	enum home home = HOME_NOT_TOLD;
	char path[PATH_SIZE];

	while (parse_cgroup_line(&text, &line)) {
		size_t len = text_left(&line.path);

		if (len + 2 > sizeof path || memchr(line.path.at, '\0', len))
			continue;
		memcpy(path, line.path.at, len);
		if (path[len - 1] != '/')
			path[len++] = '/';
		path[len] = '\0';
		enum home here = home_of(path, whole_tree);

		if (here > home)
			home = here;
	}
	return home == HOME_CONTAINER ? NO : home == HOME_HOST ? YES : UNKNOWN;
}
