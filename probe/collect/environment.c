/* environment.c - whose container this is, if it is one.
 *
 * Signs only: they name the engine for the reader and decide no escape path.
 * Files that an image can carry (/.dockerenv) may lie or be left over on a
 * host, so what the namespaces say outweighs them. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "evidence.h"
#include "parse.h"

#define ROWS(array) (sizeof(array) / sizeof((array)[0]))

void evidence_add(struct evidence *evidence, const char *format, ...)
{
	size_t room = sizeof evidence->text - evidence->len;
	const char *between = evidence->len > 0 ? "; " : "";
	char item[256];
	va_list args;

	va_start(args, format);
	vsnprintf(item, sizeof item, format, args);
	va_end(args);
	int len = snprintf(evidence->text + evidence->len, room, "%s%s", between, item);

	if (len > 0 && (size_t)len < room)
		evidence->len += (size_t)len;
	else
		evidence->text[evidence->len] = '\0';
}

static void set_engine(struct evidence *evidence, const char *engine, bool vague)
{
	if (!engine)
		return;
	evidence->container = true;
	if (!evidence->engine || (evidence->engine_is_vague && !vague)) {
		evidence->engine = engine;
		evidence->engine_is_vague = vague;
	}
}

/* ---- files ------------------------------------------------------------------ */

/* The name that an engine gives itself, as we call it. */
static const char *engine_called(const struct text *name)
{
	static const struct { const char *start, *engine; } names[] = {
		{ "docker", "docker" }, { "podman", "podman" }, { "libpod", "podman" }, { "buildah", "buildah" },
		{ "containerd", "containerd" }, { "cri-o", "cri-o" }, { "crio", "cri-o" },
		{ "lxc", "lxc" }, { "systemd-nspawn", "systemd-nspawn" }, { "flatpak", "bubblewrap" },
	};

	for (size_t i = 0; i < ROWS(names); i++)
		if (text_starts(name, names[i].start))
			return names[i].engine;
	return NULL;
}

/* The value in key="value". */
static bool quoted_value(struct text text, const char *key, struct text *ret)
{
	struct text line, value;

	while (text_line(&text, &line)) {
		if (!text_skip(&line, key))
			continue;
		if (!text_skip(&line, "\""))
			value = line;
		else if (!text_until(&line, '"', &value))
			continue;
		*ret = text_trim(value);
		return true;
	}
	return false;
}

/* podman writes engine= and rootless=; CRI-O leaves the file empty. */
static void look_at_containerenv(struct evidence *evidence)
{
	static const char path[] = "/run/.containerenv";
	char buf[2048];
	ssize_t n = source_read(evidence->collect, path, buf, sizeof buf);
	struct text value;

	if (n < 0)
		return;
	evidence->container = true;
	if (quoted_value(TEXT(buf, (size_t)n), "engine=", &value)) {
		set_engine(evidence, engine_called(&value), false);
		evidence_add(evidence, "%s: engine=%.*s", path, (int)(text_left(&value) < 40 ? text_left(&value) : 40), value.at);
	} else {
		set_engine(evidence, "podman", true);
		evidence_add(evidence, "%s", path);
	}
	if (quoted_value(TEXT(buf, (size_t)n), "rootless=", &value))
		evidence->rootless = text_is(&value, "1") ? YES : NO;
}

/* One line naming the manager (systemd's container interface). */
static void look_at_manager(struct evidence *evidence, const char *path)
{
	char buf[128];
	ssize_t n = source_read(evidence->collect, path, buf, sizeof buf);

	if (n <= 0)
		return;
	struct text name = text_trim(TEXT(buf, (size_t)n));

	evidence->container = true;
	set_engine(evidence, engine_called(&name), false);
	evidence_add(evidence, "%s: %.*s", path, (int)(text_left(&name) < 40 ? text_left(&name) : 40), name.at);
}

static void look_at_files(struct evidence *evidence)
{
	/* vague: it stays in an image or a tree made from a container */
	static const struct { const char *path, *engine; bool vague; } files[] = {
		{ "/.dockerenv", "docker", true },
		{ "/.flatpak-info", "bubblewrap", false },
		{ "/dev/.lxc", "lxc", false },
		{ "/dev/lxd/sock", "lxc", false },
		{ "/dev/.lxd-mounts", "lxc", false },
	};

	look_at_containerenv(evidence);
	look_at_manager(evidence, "/run/systemd/container");
	look_at_manager(evidence, "/run/host/container-manager");
	for (size_t i = 0; i < ROWS(files); i++) {
		if (source_check(evidence->collect, files[i].path, false) != 0)
			continue;
		set_engine(evidence, files[i].engine, files[i].vague);
		evidence_add(evidence, "%s", files[i].path);
	}
}

/* bubblewrap leaves no file, but stays as process 1 of its pid namespace. */
static void look_at_init(struct evidence *evidence)
{
	char buf[32];
	ssize_t n = source_read(evidence->collect, "/proc/1/comm", buf, sizeof buf);
	struct text name = text_trim(TEXT(buf, n > 0 ? (size_t)n : 0));

	if (!text_is(&name, "bwrap"))
		return;
	set_engine(evidence, "bubblewrap", false);
	evidence_add(evidence, "process 1 is bwrap");
}

/* ---- environments of processes ------------------------------------------------ */

/* Variables that name the surroundings; no other is looked at. */
static void look_at_variable(struct evidence *evidence, const char *path, struct text variable)
{
	static const struct { const char *name, *orchestrator; } known[] = {
		{ "KUBERNETES_SERVICE_HOST=", "kubernetes" },
		{ "ECS_CONTAINER_METADATA_URI", "ecs" },
		{ "NOMAD_ALLOC_ID=", "nomad" },
	};

	if (text_skip(&variable, "container=")) {
		evidence->container |= text_left(&variable) > 0;
		set_engine(evidence, engine_called(&variable), false);
		evidence_add(evidence, "%s: container=%.*s", path,
			     (int)(text_left(&variable) < 40 ? text_left(&variable) : 40), variable.at);
		return;
	}
	for (size_t i = 0; i < ROWS(known); i++) {
		if (!text_starts(&variable, known[i].name))
			continue;
		if (!evidence->orchestrator)
			evidence->orchestrator = known[i].orchestrator;
		evidence_add(evidence, "%s: %.*s", path, (int)strcspn(known[i].name, "="), known[i].name);
	}
}

static void look_at_environment(struct evidence *evidence, const char *path)
{
	char buf[32768];
	ssize_t n = source_read(evidence->collect, path, buf, sizeof buf);
	struct text variable, text = TEXT(buf, n > 0 ? (size_t)n : 0);

	while (text_until(&text, '\0', &variable))
		look_at_variable(evidence, path, variable);
}

/* ---- mounts and cgroups ---------------------------------------------------------- */

/* Pieces of paths on the host that name who made them. */
static const struct trace {
	const char *piece, *engine, *orchestrator;
	bool vague;
} traces[] = {
	{ "/libpod-", "podman", NULL, false },
	{ "/libpod_parent", "podman", NULL, false },
	{ "/crio-", "cri-o", NULL, false },
	{ "io.containerd.", "containerd", NULL, true },	/* Docker keeps images there too */
	{ "/cri-containerd-", "containerd", NULL, false },
	{ "/docker/", "docker", NULL, false },
	{ "/docker-", "docker", NULL, false },
	{ "/lxc.payload", "lxc", NULL, false },
	{ "/lxc/", "lxc", NULL, false },
	{ "/containers/storage/", "podman", NULL, true },
	{ "-containers/", "podman", NULL, true },
	{ "/containers/", "docker", NULL, true },
	{ "/kubepods", NULL, "kubernetes", false },
	{ "/kubelet/pods/", NULL, "kubernetes", false },
	{ "/kubernetes.io~", NULL, "kubernetes", false },
	{ "kubernetes.io/serviceaccount", NULL, "kubernetes", false },
};

/* Returns whether anything was recognised. */
static bool look_at_path(struct evidence *evidence, const char *path)
{
	bool any = false;

	for (size_t i = 0; i < ROWS(traces); i++) {
		const struct trace *trace = &traces[i];

		if (!strstr(path, trace->piece))
			continue;
		any = true;
		set_engine(evidence, trace->engine, trace->vague);
		if (trace->orchestrator)
			evidence->container = true;
		if (!evidence->orchestrator)
			evidence->orchestrator = trace->orchestrator;
	}
	return any;
}

/* An engine's own files bound over ours, which nobody does on a host. */
static void look_at_mounts(struct evidence *evidence)
{
	const struct facts *facts = evidence->collect->facts;
	const char *upper = fact_text(facts, FACT_ROOT_UPPERDIR);
	const char *point = NULL;
	size_t plumbing = 0;

	if (upper && look_at_path(evidence, upper))
		evidence_add(evidence, "/ is an overlay with upperdir=%.160s", upper);
	for (size_t i = 0; i < facts->mounts_count; i++) {
		const struct mount *mount = &facts->mounts[i];

		if (mount->class == MOUNT_ROOT && strcmp(mount->point, "/") == 0 &&
		    strcmp(mount->root, "/newroot") == 0 && strcmp(mount->type, "tmpfs") == 0) {
			set_engine(evidence, "bubblewrap", false);
			evidence_add(evidence, "/ is /newroot of a tmpfs");
		}
		if (strcmp(mount->type, "fuse.sysboxfs") == 0 && !evidence->sysbox) {
			evidence->sysbox = evidence->container = true;
			evidence_add(evidence, "%s is served by Sysbox", mount->point);
		}
		if (mount->class == MOUNT_POD_VOLUME)
			look_at_path(evidence, path_matches(mount->point, "/secrets/kubernetes.io/serviceaccount") ?
				     mount->point : mount->root);
		if (mount->class != MOUNT_PLUMBING)
			continue;
		evidence->container = true;
		look_at_path(evidence, mount->root);
		if (plumbing++ == 0)
			point = mount->point;
	}
	if (plumbing > 0)
		evidence_add(evidence, "%zu engine mount%s (%.80s%s)", plumbing, plumbing == 1 ? "" : "s", point, plumbing == 1 ? "" : " ...");
}

/* In the host's cgroup namespace, or when we were moved after it was made. */
static void look_at_cgroups(struct evidence *evidence)
{
	const char *paths = fact_text(evidence->collect->facts, FACT_CGROUP_PATHS);

	if (paths && look_at_path(evidence, paths)) {
		struct text text = TEXT(paths, strlen(paths));
		struct cgroup_line line;

		if (parse_cgroup_line(&text, &line))
			evidence_add(evidence, "cgroup %.*s", (int)(text_left(&line.path) < 120 ? text_left(&line.path) : 120), line.path.at);
	}
}

/* ---- what follows -------------------------------------------------------------------- */

/* The namespaces of a host; a chroot on it is neither host nor container. */
static bool is_host(const struct facts *facts)
{
	return fact_bool(facts, FACT_MNTNS_INITIAL) == YES && fact_bool(facts, FACT_PIDNS_INITIAL) == YES &&
	       fact_bool(facts, FACT_USERNS_INITIAL) == YES && fact_bool(facts, FACT_CHROOT) == NO;
}

static void set_container(struct evidence *evidence)
{
	static const enum fact_id initial[] = { FACT_MNTNS_INITIAL, FACT_PIDNS_INITIAL, FACT_USERNS_INITIAL };
	struct facts *facts = evidence->collect->facts;
	bool own = false;

	for (size_t i = 0; i < ROWS(initial); i++) {
		if (fact_bool(facts, initial[i]) == NO) {
			own = true;
			evidence_add(evidence, "%.*s namespace of its own", (int)strcspn(fact_rows[initial[i]].name + 11, "."),
				     fact_rows[initial[i]].name + 11);
		}
	}
	if (is_host(facts)) {
		fact_set_bool(facts, FACT_CONTAINER, false);
		evidence_add(evidence, "mount, pid and user namespaces are the initial ones");
	} else if (own || (evidence->container && fact_bool(facts, FACT_MNTNS_INITIAL) != YES)) {
		fact_set_bool(facts, FACT_CONTAINER, true);
	} else {
		fact_set_unknown(facts, FACT_CONTAINER, 0, fact_bool(facts, FACT_CHROOT) == YES ?
				 "a chroot, in namespaces that may be the host's" : "no sign of a container, and no proof of a host");
	}
}

static const struct mount *root_mount(const struct facts *facts)
{
	for (size_t i = 0; i < facts->mounts_count; i++)
		if (!facts->mounts[i].hidden && strcmp(facts->mounts[i].point, "/") == 0)
			return &facts->mounts[i];
	return NULL;
}

/* Mounts of the mount namespace, when its number does not tell.  Mount 1 is the
 * kernel's own root file system: in a copy of the namespace it has another
 * number (fs/namespace.c, copy_mnt_ns()).  gVisor counts from 1, too, but has not
 * Linux's numbers. */
static void decide_mnt(struct evidence *evidence)
{
	struct facts *facts = evidence->collect->facts;
	const struct mount *root = root_mount(facts);

	if (facts->fact[FACT_MNTNS_INITIAL].known)
		return;
	for (size_t i = 0; i < facts->mounts_count; i++) {
		if (facts->mounts[i].class != MOUNT_PLUMBING || !path_below(facts->mounts[i].point, "/etc"))
			continue;
		fact_set_bool(facts, FACT_MNTNS_INITIAL, false);
		fact_set_source(facts, FACT_MNTNS_INITIAL, "/proc/self/mountinfo: an engine's files are mounted");
		return;
	}
	if (root && root->parent == 1 && fact_bool(facts, FACT_USERNS_INITIAL) == YES) {
		fact_set_bool(facts, FACT_MNTNS_INITIAL, true);
		fact_set_source(facts, FACT_MNTNS_INITIAL, "/proc/self/mountinfo: / hangs on mount 1");
	}
}

/* Is / a directory that chroot(2) made our root?  It is when no mount lies on
 * it.  It is not when its mount hangs on number 1, the kernel's own root file
 * system, or process 1 of the initial pid namespace has the same root; nor in
 * a mount namespace of our own, where pivot_root(2) is the rule. */
static void set_chroot(struct evidence *evidence)
{
	const struct collect *collect = evidence->collect;
	struct facts *facts = collect->facts;
	const struct mount *root = root_mount(facts);
	struct stat ours, init;

	if (facts->mounts_list.known != YES)
		fact_set_unknown(facts, FACT_CHROOT, 0, "the list of mounts could not be read");
	else if (!root && facts->mounts_count > 0 && !facts->mounts_list.truncated)
		fact_set_bool(facts, FACT_CHROOT, true);
	else if (root && (root->parent == 1 || fact_bool(facts, FACT_MNTNS_INITIAL) == NO || fact_bool(facts, FACT_PIDNS_INITIAL) == NO))
		fact_set_bool(facts, FACT_CHROOT, false);
	else if (collect->host->live && fact_bool(facts, FACT_PIDNS_INITIAL) == YES &&
		 host_stat(collect->host, "/", &ours) == 0 && host_stat(collect->host, "/proc/1/root/", &init) == 0)
		fact_set_bool(facts, FACT_CHROOT, ours.st_dev != init.st_dev || ours.st_ino != init.st_ino);
	else
		fact_set_unknown(facts, FACT_CHROOT, 0, "nothing tells");
}

/* An ordinary user can map one id, his own, and the ranges that /etc/subuid
 * gives him: then 0 is mapped alone.  One long range from 0 on may be either
 * (a rootful engine's user namespaces look the same). */
static void set_rootless(struct evidence *evidence)
{
	struct facts *facts = evidence->collect->facts;
	const char *text = fact_text(facts, FACT_UID_MAP);
	struct idmap map;

	if (evidence->rootless != UNKNOWN)
		fact_set_bool(facts, FACT_ROOTLESS, evidence->rootless == YES);
	else if (fact_bool(facts, FACT_USERNS_INITIAL) == YES)
		fact_set_bool(facts, FACT_ROOTLESS, false);
	else if (fact_bool(facts, FACT_USERNS_INITIAL) == NO && text && parse_idmap(text, strlen(text), &map) &&
		 map.count > 0 && map.range[0].inside == 0 && map.range[0].count == 1 && map.range[0].outside != 0)
		fact_set_bool(facts, FACT_ROOTLESS, true);
	else
		fact_set_unknown(facts, FACT_ROOTLESS, 0, "nothing tells");
}

static void set_name(struct facts *facts, enum fact_id id, const char *name, const char *none)
{
	if (name)
		fact_set_static(facts, id, name);
	else
		fact_set_unknown(facts, id, 0, none);
}

void collect_environment(struct collect *collect)
{
	struct evidence evidence = { .collect = collect };
	struct facts *facts = collect->facts;

	look_at_files(&evidence);
	look_at_init(&evidence);
	look_at_environment(&evidence, "/proc/self/environ");
	look_at_environment(&evidence, "/proc/1/environ");
	look_at_mounts(&evidence);
	look_at_cgroups(&evidence);
	evidence_sandbox(&evidence);
	evidence_machine(&evidence);
	decide_mnt(&evidence);
	set_chroot(&evidence);
	set_rootless(&evidence);
	set_container(&evidence);
	set_name(facts, FACT_ENGINE, fact_bool(facts, FACT_CONTAINER) == NO ? NULL : evidence.engine,
		 fact_bool(facts, FACT_CONTAINER) == NO ? "this is no container" : "no engine's sign was seen");
	set_name(facts, FACT_ORCHESTRATOR, evidence.orchestrator, "no orchestrator's sign was seen");
	set_name(facts, FACT_SANDBOX, evidence.sandbox, "no sandbox's sign was seen");
	set_name(facts, FACT_VIRTUAL_MACHINE, evidence.machine, "no hypervisor's sign was seen");
	fact_set_text(facts, FACT_ENVIRONMENT_EVIDENCE, evidence.text, evidence.len);
}
