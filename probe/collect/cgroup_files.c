/* cgroup_files.c - files of mounted cgroup hierarchies by which a container
 * gets rid of its limits, and the device list of our own cgroup (v1).
 *
 * Both the root of a mount (mountinfo) and our own path (/proc/self/cgroup)
 * are told as seen from the root of our cgroup namespace: "/" on both sides
 * is our own cgroup, "/.." is above it. */
#include <string.h>
#include "kernel_files.h"
#include "parse.h"
#include "source.h"

/* Steps up from the namespace's root: the number of leading ".." components;
 * `*rest` is what comes after them, "" at the end. */
static size_t steps_up(const char *path, const char **rest)
{
	size_t count = 0;

	while (strncmp(path, "/..", 3) == 0 && (path[3] == '/' || path[3] == '\0')) {
		path += 3;
		count++;
	}
	*rest = strcmp(path, "/") == 0 ? "" : path;
	return count;
}

/* Is `root` above `own`?  `*below`, if the way down is known, is `own` as seen
 * from `root`: "" when they are the same, else NULL. */
static bool is_above(const char *root, const char *own, const char **below)
{
	const char *root_rest, *own_rest;
	size_t root_up = steps_up(root, &root_rest), own_up = steps_up(own, &own_rest);

	*below = NULL;
	if (root_up == own_up && path_below(own_rest, root_rest)) {
		*below = own_rest + strlen(root_rest);
		return **below != '\0';
	}
	/* above the namespace's root, whose names we are not told */
	return root_up > own_up && *root_rest == '\0';
}

/* Is this controller ("cpu") or name ("name=systemd") among the mount's options? */
static bool is_option(const struct mount *mount, const struct text *controller)
{
	char option[64];
	size_t len = text_left(controller);

	if (len == 0 || len >= sizeof option)
		return false;
	memcpy(option, controller->at, len);
	option[len] = '\0';
	return parse_has_option(mount->super, option);
}

/* Does the line of /proc/self/cgroup speak of the hierarchy that is mounted?
 * One of its controllers is enough. */
static bool is_hierarchy(const struct mount *mount, const struct cgroup_line *line)
{
	struct text rest = line->controllers, controller;

	if (strcmp(mount->type, "cgroup2") == 0)
		return line->hierarchy == 0;
	if (!text_until(&rest, ',', &controller))
		controller = rest;
	return line->hierarchy != 0 && is_option(mount, &controller);
}

/* Our own path in the hierarchy of this mount. */
static const char *own_path(struct facts *facts, const struct mount *mount)
{
	const char *paths = fact_text(facts, FACT_CGROUP_PATHS);
	struct text text = TEXT(paths ? paths : "", paths ? strlen(paths) : 0);
	struct cgroup_line line;

	while (parse_cgroup_line(&text, &line))
		if (is_hierarchy(mount, &line))
			return arena_copy(&facts->arena, line.path.at, text_left(&line.path));
	return NULL;
}

static void read_devices_list(struct kernel_files *files, const char *directory)
{
	struct facts *facts = files->collect->facts;
	const char *path = arena_printf(&facts->arena, "%s/devices.list", directory);
	char buf[8192];

	if (facts->fact[FACT_CGROUP_DEVICES_LIST].known || !*path)
		return;
	ssize_t n = source_check(files->collect, path, true);

	if (n == 0)
		n = host_read(files->collect->host, path, buf, sizeof buf);
	if (n < 0) {
		source_unknown(facts, FACT_CGROUP_DEVICES_LIST, n, NULL);
		return;
	}
	struct text text = text_trim(TEXT(buf, (size_t)n));

	fact_set_text(facts, FACT_CGROUP_DEVICES_LIST, text.at, text_left(&text));
	fact_set_source(facts, FACT_CGROUP_DEVICES_LIST, path);
}

static void look_at(struct kernel_files *files, enum kernel_file_kind kind, enum kernel_file_question question,
		    const char *directory, const char *name)
{
	const char *path = arena_printf(&files->collect->facts->arena, "%s/%s", directory, name);

	if (*path)
		kernel_file_look(files, kind, question, path, NULL);
}

void cgroup_files_look(struct kernel_files *files, const struct mount *mount)
{
	struct facts *facts = files->collect->facts;
	bool v1 = strcmp(mount->type, "cgroup") == 0;
	bool devices = v1 && parse_has_option(mount->super, "devices");
	const char *own = own_path(facts, mount), *below = NULL;
	bool above = own && is_above(mount->root, own, &below);
	const char *own_directory = below ? arena_printf(&facts->arena, "%s%s", mount->point, below) : NULL;

	/* Only the real root of a hierarchy has the file (CFTYPE_ONLY_ON_ROOT),
	 * wherever we are below it, or in it. */
	if (v1)
		look_at(files, KERNEL_FILE_RELEASE_AGENT, QUESTION_OPEN_WRITE, mount->point, "release_agent");
	/* The root has none; ours is at a place not told when the mount shows
	 * more than our namespace does. */
	if (devices)
		look_at(files, KERNEL_FILE_DEVICES_ALLOW, QUESTION_OPEN_WRITE, own_directory ? own_directory : mount->point, "devices.allow");
	/* Leaving our cgroup for one above it leaves its device list behind. */
	if (above && (devices || !v1))
		look_at(files, KERNEL_FILE_CGROUP_PROCS, QUESTION_ACCESS_WRITE, mount->point, "cgroup.procs");
	if (devices && own_directory)
		read_devices_list(files, own_directory);
}
