/* binds.c - ways out through directories and files of the host that were
 * mounted into the container.
 *
 * An ordinary directory of the host opens nothing.  What the host runs, or
 * takes orders or secrets from, is listed below; the rest is looked at mount
 * by mount, since a read-only bind does not make the mounts below it so. */
#include <stdint.h>
#include <string.h>
#include "parse.h"
#include "rules.h"

/* What a path of the host is good for. */
enum {
	ROOT = 1 << 0,		/* the root of everything, or a directory above much of what follows */
	CONFIG = 1 << 1,	/* the host runs it or obeys it */
	SECRET = 1 << 2,	/* it holds secrets of the host */
	ENGINE = 1 << 3,	/* an engine's or the kubelet's own data */
	LOG = 1 << 4,
	TEMPORARY = 1 << 5,
	PLUGIN = 1 << 6,	/* where the kubelet looks for plugins */
	BELOW = 1 << 15,	/* everything below it, too */
};

/* The first row that fits decides. */
static const struct {
	const char *path;
	unsigned grade;		/* 0: harmless */
} places[] = {
	{ "/",                               ROOT | CONFIG | SECRET | LOG | TEMPORARY | PLUGIN },
	{ "/var",                            ROOT | CONFIG | LOG | TEMPORARY | PLUGIN },
	{ "/var/lib",                        ROOT | PLUGIN },
	{ "/run",                            CONFIG },

	/* Written by the engine, or read by every program without harm. */
	{ "/etc/hosts",                      0 },
	{ "/etc/hostname",                   0 },
	{ "/etc/resolv.conf",                0 },
	{ "/etc/localtime",                  0 },
	{ "/etc/timezone",                   0 },
	{ "/etc/machine-id",                 0 },
	{ "/etc/os-release",                 0 },
	{ "/usr/lib/os-release",             0 },
	{ "/usr/share/zoneinfo",             BELOW },

	{ "/etc",                            CONFIG | SECRET },
	/* names, not secrets: the hashes are in shadow(5) */
	{ "/etc/passwd",                     CONFIG },
	{ "/etc/passwd-",                    CONFIG },
	{ "/etc/shadow",                     CONFIG | SECRET },
	{ "/etc/shadow-",                    CONFIG | SECRET },
	{ "/etc/gshadow",                    CONFIG | SECRET },
	{ "/etc/gshadow-",                   CONFIG | SECRET },
	{ "/etc/sudoers",                    CONFIG | SECRET },
	{ "/etc/sudoers.d",                  CONFIG | SECRET | BELOW },
	{ "/etc/krb5.keytab",                CONFIG | SECRET },
	{ "/etc/ssh",                        CONFIG | SECRET | BELOW },
	{ "/etc/ssl",                        CONFIG | SECRET },
	{ "/etc/ssl/private",                CONFIG | SECRET | BELOW },
	{ "/etc/pki/tls/private",            CONFIG | SECRET | BELOW },
	{ "/etc/letsencrypt",                CONFIG | SECRET | BELOW },
	{ "/etc/wireguard",                  CONFIG | SECRET | BELOW },
	{ "/etc/NetworkManager",             CONFIG | SECRET | BELOW },
	{ "/etc/docker",                     CONFIG | SECRET | BELOW },
	{ "/etc/kubernetes",                 CONFIG | SECRET | BELOW },
	{ "/etc/rancher",                    CONFIG | SECRET | BELOW },
	{ "/etc",                            CONFIG | BELOW },		/* cron, systemd, CNI, CDI, OCI hooks, ld.so.preload ... */

	{ "/root",                           CONFIG | SECRET },
	{ "/home",                           CONFIG | SECRET },		/* below them: see homes */
	{ "/boot",                           CONFIG | BELOW },
	{ "/usr",                            CONFIG | BELOW },
	{ "/bin",                            CONFIG | BELOW },
	{ "/sbin",                           CONFIG | BELOW },
	{ "/lib",                            CONFIG },			/* below it may also be a /var of its own */
	{ "/lib64",                          CONFIG | BELOW },
	{ "/lib/modules",                    CONFIG | BELOW },
	{ "/lib/systemd",                    CONFIG | BELOW },
	{ "/lib/udev",                       CONFIG | BELOW },
	{ "/lib/firmware",                   CONFIG | BELOW },
	{ "/opt",                            CONFIG },
	{ "/opt/cni",                        CONFIG | BELOW },
	{ "/var/spool",                      CONFIG | SECRET },
	{ "/var/spool/cron",                 CONFIG | BELOW },
	{ "/var/spool/at",                   CONFIG | BELOW },
	{ "/run/systemd",                    CONFIG },
	{ "/run/systemd/system",             CONFIG | BELOW },
	{ "/run/systemd/transient",          CONFIG | BELOW },
	{ "/run/systemd/generator",          CONFIG | BELOW },
	{ "/run/udev",                       CONFIG },
	{ "/run/udev/rules.d",               CONFIG | BELOW },
	{ "/run/cdi",                        CONFIG | BELOW },
	{ "/run/tmpfiles.d",                 CONFIG | BELOW },
	{ "/run/modprobe.d",                 CONFIG | BELOW },
	{ "/run/binfmt.d",                   CONFIG | BELOW },

	/* Where plugins meet the kubelet: sockets (sockets.c), no data. */
	{ "/var/lib/kubelet/device-plugins", PLUGIN },
	{ "/var/lib/kubelet/plugins",        BELOW },
	{ "/var/lib/kubelet/plugins_registry", PLUGIN },
	{ "/var/lib/kubelet/pod-resources",  BELOW },
	{ "/var/lib/kubelet",                ENGINE | SECRET | PLUGIN },
	{ "/var/lib/kubelet/pki",            ENGINE | SECRET | BELOW },
	{ "/var/lib/kubelet",                ENGINE | BELOW },
	{ "/var/lib/docker",                 ENGINE | BELOW },
	{ "/var/lib/containerd",             ENGINE | BELOW },
	{ "/var/lib/containers",             ENGINE | BELOW },
	{ "/var/lib/rancher",                ENGINE | BELOW },
	{ "/var/lib/etcd",                   ENGINE | BELOW },
	{ "/var/lib/buildkit",               ENGINE | BELOW },
	{ "/var/lib/lxc",                    ENGINE | BELOW },
	{ "/var/lib/lxd",                    ENGINE | BELOW },
	{ "/var/lib/incus",                  ENGINE | BELOW },
	{ "/var/lib/machines",               ENGINE | BELOW },
	{ "/var/snap/docker",                ENGINE | BELOW },
	{ "/var/snap/lxd",                   ENGINE | BELOW },
	{ "/var/snap/microk8s",              ENGINE | BELOW },
	{ "/run/docker",                     ENGINE | BELOW },
	{ "/run/containerd",                 ENGINE | BELOW },
	{ "/run/containers",                 ENGINE | BELOW },
	{ "/run/crio",                       ENGINE | BELOW },
	{ "/run/runc",                       ENGINE | BELOW },
	{ "/run/crun",                       ENGINE | BELOW },
	{ "/run/libpod",                     ENGINE | BELOW },
	{ "/run/k3s",                        ENGINE | BELOW },

	{ "/var/log",                        LOG },
	{ "/var/log/journal",                LOG | BELOW },
	{ "/var/log/audit",                  LOG | BELOW },
	{ "/var/log/pods",                   LOG | BELOW },
	{ "/var/log/containers",             LOG | BELOW },
	{ "/var/log/syslog",                 LOG },
	{ "/var/log/auth.log",               LOG },
	{ "/var/log/messages",               LOG },
	{ "/var/log/secure",                 LOG },
	{ "/var/log/wtmp",                   LOG },
	{ "/tmp",                            TEMPORARY },
	{ "/var/tmp",                        TEMPORARY },
};

/* An engine's data wherever they lie, known by what is in them; and when /var
 * is a file system of its own, whose paths begin with what follows it. */
static const char *const engine_patterns[] = {
	"/docker/overlay2", "/docker/overlay2/", "/docker/containers", "/docker/containers/", "/docker/volumes", "/docker/image",
	"/containers/storage", "/containers/storage/", "/io.containerd.*", "/io.containerd.*/",
	"/.local/share/docker", "/.local/share/containers",
};
static const char *const engine_tops[] = {
	"/lib/docker", "/lib/containerd", "/lib/containers", "/lib/kubelet", "/lib/rancher",
};

/* What of a home directory holds keys or is run at login. */
static const char *const homes[] = {
	".ssh", ".gnupg", ".aws", ".azure", ".kube", ".docker", ".config/gcloud", ".config/systemd", ".config/autostart", ".local/bin",
	".bashrc", ".bash_profile", ".bash_login", ".profile", ".zshrc", ".zprofile", ".netrc", ".git-credentials",
};

static unsigned grade_in_home(const char *path)
{
	const char *rest = NULL;

	if (path_below(path, "/root"))
		rest = path + strlen("/root");
	else if (path_below(path, "/home"))
		rest = strchr(path + strlen("/home/"), '/');
	if (!rest)
		return path_below(path, "/home") ? CONFIG | SECRET : 0;	/* /home/user */
	for (size_t i = 0; i < sizeof homes / sizeof *homes; i++)
		if (path_below(rest + 1, homes[i]))
			return CONFIG | SECRET;
	return 0;
}

static unsigned grade_of_path(const char *path)
{
	if (path_below(path, "/var/run"))
		path += strlen("/var");
	if (path_matches_any(path, engine_patterns, sizeof engine_patterns / sizeof *engine_patterns))
		return ENGINE;
	for (size_t i = 0; i < sizeof engine_tops / sizeof *engine_tops; i++)
		if (path_below(path, engine_tops[i]))
			return ENGINE;
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (path[0] == '/' && path[1] == places[i].path[1] && (!strcmp(path, places[i].path) || (places[i].grade & BELOW && path_below(path, places[i].path))))
			return places[i].grade;
	return grade_in_home(path);
}

/* ---- which mounts ---------------------------------------------------------- */

static bool is_type(const struct mount *mount, const char *type)
{
	return mount->type && !strcmp(mount->type, type);
}

static bool same_file_system(const struct mount *a, const struct mount *b)
{
	return a->major == b->major && a->minor == b->minor;
}

/* The top of a tmpfs does not say where the host has it; the name under which
 * it is mounted here often does. */
static const char *path_on_host(const struct mount *mount)
{
	if (mount->content == CONTENT_ETC)
		return "/etc";
	if (mount->host_path)
		return mount->host_path;
	if (mount->content == CONTENT_ROOT)
		return "/";
	if (is_type(mount, "tmpfs") && mount->point)
		return path_matches(mount->point, "/run") ? "/run" : path_matches(mount->point, "/tmp") ? "/tmp" : NULL;
	return NULL;
}

/* Sockets are judged by connecting to them (sockets.c). */
static bool is_socket(const struct facts *facts, const struct mount *mount)
{
	for (size_t i = 0; i < facts->sockets_count; i++)
		if (facts->sockets[i].path && !strcmp(facts->sockets[i].path, mount->point))
			return true;
	return mount->is_directory != YES
		&& (path_matches(mount->point, "/*.sock") || path_matches(mount->root, "/*.sock"));
}

/* What the engine or the kubelet bound in. */
static bool is_own_file(const struct mount *mount)
{
	return mount->class == MOUNT_PLUMBING || mount->class == MOUNT_VOLUME || mount->class == MOUNT_POD_VOLUME;
}

/* Where those are, the first of them, so that each of 10,000 mounts need not
 * look at 10,000 others. */
struct own_files {
	size_t at[64], count;
	size_t next;		/* those behind have not been looked at */
	const char *path;	/* the last one graded: much is mounted in many places */
	unsigned grade;
};

static void find_own_files(const struct facts *facts, struct own_files *ret)
{
	*ret = (struct own_files){ .count = 0 };
	for (ret->next = 0; ret->next < facts->mounts_count && ret->count < sizeof ret->at / sizeof *ret->at; ret->next++)
		if (is_own_file(&facts->mounts[ret->next]))
			ret->at[ret->count++] = ret->next;
}

/* An engine's data root may be anywhere.  Our own files lie in it: the upper
 * directory of our root, and what the engine or the kubelet bound in. */
static bool holds_own_data(const struct facts *facts, const struct own_files *own, const struct mount *mount, const char *path)
{
	const char *upper = fact_text(facts, FACT_ROOT_UPPERDIR);

	if (upper && path_below(upper, path))
		return true;
	for (size_t i = 0, at; (at = i < own->count ? own->at[i] : own->next + i - own->count) < facts->mounts_count; i++) {
		const struct mount *other = &facts->mounts[at];

		if (is_own_file(other) && same_file_system(other, mount)
		    && (!strcmp(mount->root, "/") || (path_below(other->root, mount->root) && strcmp(other->root, mount->root) != 0)))
			return true;
	}
	return false;
}

/* Our own root, seen where the engine put it together. */
static bool is_own_tree(const struct facts *facts, const struct mount *mount)
{
	for (size_t i = 0; i < facts->mounts_count; i++)
		if (facts->mounts[i].class == MOUNT_ROOT && same_file_system(&facts->mounts[i], mount))
			return true;
	return false;
}

static unsigned grade_again(struct own_files *own, const char *path)
{
	if (!own->path || strcmp(own->path, path) != 0) {
		own->path = path;
		own->grade = grade_of_path(path);
	}
	return own->grade;
}

static unsigned grade_of_mount(const struct facts *facts, struct own_files *own, const struct mount *mount)
{
	const char *path = path_on_host(mount);

	if (mount->class != MOUNT_HOST_PATH || mount->hidden || !mount->point || !mount->root || is_socket(facts, mount))
		return 0;
	if (path) {
		unsigned grade = grade_again(own, path);

		return mount->is_directory != NO && holds_own_data(facts, own, mount, path) ? grade | ENGINE : grade;
	}
	/* The tree of another container comes along with the engine's data. */
	return is_type(mount, "overlay") && !is_own_tree(facts, mount) ? ENGINE : 0;
}

/* Of each mount, and behind them of each place. */
struct bind_grades {
	uint16_t of[1];
};

static unsigned grade_of(const struct facts *facts, struct own_files *own, size_t number)
{
	return grade_of_mount(facts, own, number < facts->mounts_count ? &facts->mounts[number] : &facts->places[number - facts->mounts_count]);
}

const struct bind_grades *grade_binds(const struct facts *facts, struct arena *arena)
{
	size_t count = facts->mounts_count + facts->places_count;
	struct bind_grades *grades = arena_alloc(arena, sizeof *grades + count * sizeof grades->of[0]);
	struct own_files own;

	find_own_files(facts, &own);
	for (size_t i = 0; grades && i < count; i++)
		grades->of[i] = (uint16_t)grade_of(facts, &own, i);
	return grades;
}

/* Is the top of this file system the host's root directory?  Not if it is
 * the top of some other disk: the file system of the root is the one in which
 * paths like /var/lib/docker/... begin at the top. */
static enum known is_host_root(const struct facts *facts, const struct mount *mount)
{
	bool another = false;

	for (size_t i = 0; i < facts->devices_count; i++) {
		const struct device *device = &facts->devices[i];

		if (device->type == DEVICE_BLOCK && device->major == mount->major && device->minor == mount->minor
		    && device->host_root != UNKNOWN)
			return device->host_root;
	}
	for (size_t i = 0; i < facts->mounts_count; i++) {
		const struct mount *other = &facts->mounts[i];

		if (!other->root || !other->point || other == mount || is_type(other, "tmpfs") || is_type(other, "overlay"))
			continue;
		/* what was mounted below it on the host came along */
		if (path_below(other->point, mount->point) && (is_type(other, "proc") || is_type(other, "sysfs") || is_type(other, "devtmpfs")))
			return YES;
		if (path_below(other->root, "/var/lib") || path_below(other->root, "/etc")) {
			if (same_file_system(other, mount))
				return YES;
			another = true;
		}
	}
	if (another)
		return NO;
	return mount->content == CONTENT_ROOT ? YES : mount->content == CONTENT_OTHER ? NO : UNKNOWN;
}

static void barrier_given(struct way *way, const struct facts *facts, const struct actor *actor, const struct mount *mount)
{
	static const char what[] = "a bind of it";
	const char *path = path_on_host(mount);
	bool is_top = path && !strcmp(path, "/");
	enum known root = is_top ? is_host_root(facts, mount) : YES;

	barrier_unless(way, BARRIER_NOT_GIVEN, root, what,
		       arena_printf(actor->arena, "%s of %s %u:%u is mounted on %s%s (/proc/self/mountinfo)", mount->root,
				    mount->type ? mount->type : "file system", mount->major, mount->minor, mount->point,
				    root == YES && is_top ? ", the host's root by its device or by what is in it" : root == YES ? ""
				    : root == NO ? "; it is the top of another file system than the host's root"
				    : "; whether that is the host's root is not known"));
}

struct bind_thing {
	const struct mount *mount;	/* or a place */
	unsigned grade;
	bool write;
};

static void make_bind_way(struct way *way, const struct facts *facts, const struct actor *actor, const void *thing)
{
	const struct bind_thing *bind = thing;
	const struct mount *mount = bind->mount;
	const struct file_access access = {
		.path = mount->point, .answer = bind->write ? &mount->write : &mount->read, .write = bind->write,
		.owner_known = facts->live && mount->is_directory != UNKNOWN,
		.uid = mount->uid, .gid = mount->gid, .mode = mount->mode,
	};
	const char *path = path_on_host(mount);

	way_init(way, arena_printf(actor->arena, "%s %s, the host's %s", bind->write ? "write to" : "read", mount->point,
				   path ? path : "engine data (another container's tree)"));
	barrier_given(way, facts, actor, mount);
	if (bind->write)
		barrier_mount_read_only(way, actor, mount);
	barrier_file_access(way, facts, actor, &access);
	/* That / can be read does not say so of what is private below it. */
	if (!bind->write && !(bind->grade & ROOT) && path && grade_of_path(path) & ROOT)
		barrier_kernel_file_owner(way, facts, actor, true);
}

/* One way for each mount that is good for `grade`, and for each place below
 * one that is. */
static void judge_binds(const struct facts *facts, const struct actor *actor, struct finding *finding,
			unsigned grade, bool write, const char *what)
{
	const struct bind_grades *grades = actor->bind_grades;
	struct own_files own;
	bool found = false;

	if (!grades)
		find_own_files(facts, &own);
	for (size_t i = 0; i < facts->mounts_count + facts->places_count; i++) {
		bool is_place = i >= facts->mounts_count;

		if (!((grades ? grades->of[i] : grade_of(facts, &own, i)) & grade))
			continue;
		found |= !is_place;
		finding_add_made(finding, facts, actor, make_bind_way, &(const struct bind_thing){
				 is_place ? &facts->places[i - facts->mounts_count] : &facts->mounts[i], grade, write });
	}
	if (!found || !list_complete(&facts->mounts_list) || facts->places_list.truncated)
		finding_not_given(finding, actor, facts->places_list.truncated ? &facts->places_list : &facts->mounts_list, what,
				  "/proc/self/mountinfo");
}

#define BINDS(function, grade, write, what)								\
	static void function(const struct facts *facts, const struct actor *actor, struct finding *finding)	\
	{												\
		judge_binds(facts, actor, finding, grade, write, what);					\
	}

BINDS(judge_host_root_write, ROOT,      true,  "a bind of the host's root")
BINDS(judge_host_root_read, ROOT,      false, "a bind of the host's root")
BINDS(judge_host_config_write, CONFIG,    true,  "a bind of what the host runs or obeys")
BINDS(judge_host_config_read, SECRET,    false, "a bind of the host's secrets")
BINDS(judge_engine_data_write, ENGINE,    true,  "a bind of an engine's data")
BINDS(judge_engine_data_read, ENGINE,    false, "a bind of an engine's data")
BINDS(judge_host_log_write, LOG,       true,  "a bind of the host's logs")
BINDS(judge_host_tmp_write, TEMPORARY, true,  "a bind of the host's /tmp")
BINDS(judge_kubelet_plugin_directory, PLUGIN, true, "a bind of the kubelet's plugin directories")

const struct path paths_binds[] = {
#include "binds.rows.inc"
	{ .id = NULL }
};
