/* mount_class.c - what a mount is to this container.
 *
 * Told from what mountinfo says of one mount alone.  Its "root" is the path
 * inside the file system that was mounted: for a bind, the path on the host,
 * as far as that lies on the same file system.  First come the things that an
 * engine puts into every container, known by the end of that path; then it
 * is the file system's type that speaks; what is left was given by the user. */
#include <string.h>
#include "parse.h"

#define ROWS(array) (sizeof(array) / sizeof((array)[0]))

/* A mount under inspection: its root without the kernel's mark of a file that
 * was unlinked since (fs/d_path.c). */
struct look {
	const struct mount *mount;
	const struct mount_context *context;
	const char *root;
	bool deep;		/* root is no top of a file system, nor a name at its top */
};

static bool same(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

/* Was `root` of a file system that belongs at `place` mounted just there? */
static bool at_own_place(const struct look *look, const char *place)
{
	const char *point = look->mount->point;

	if (!path_below(point, place))
		return false;
	return same(look->root, "/") ? same(point, place) : same(point + strlen(place), look->root);
}

static bool is_type(const struct look *look, const char *type)
{
	return same(look->mount->type, type);
}

static bool in_memory(const struct look *look)
{
	return is_type(look, "tmpfs") || is_type(look, "devtmpfs");
}

static bool in_kernel_tree(const struct look *look)
{
	return path_below(look->mount->point, "/proc") || path_below(look->mount->point, "/sys");
}

/* The nodes that every container has (OCI runtime specification). */
static bool is_default_node(const char *path)
{
	static const char *const names[] = { "/null", "/zero", "/full", "/random", "/urandom", "/tty" };

	for (size_t i = 0; i < ROWS(names); i++)
		if (same(path, names[i]))
			return true;
	return false;
}

/* Where device nodes cannot be made (a user namespace), those of the host are
 * bound in one by one.  Its /dev may be a plain directory in a chroot. */
static bool is_device(const struct look *look)
{
	const char *point = look->mount->point;

	if (!path_below(point, "/dev") || same(point, "/dev"))
		return false;
	if (in_memory(look))
		return at_own_place(look, "/dev");
	return is_default_node(point + strlen("/dev")) && path_matches(look->root, point);
}

/* Over a file: /dev/null.  Over a directory: an empty read-only tmpfs, or a
 * directory that crun keeps for all its containers. */
static bool is_mask(const struct look *look)
{
	if (in_memory(look) && same(look->root, "/null"))
		return true;
	if (!in_kernel_tree(look))
		return false;
	if (path_matches(look->root, "/dev/null") || path_matches(look->root, "/.empty-directory"))
		return true;
	/* Engines mount cgroup v1 hierarchies in a tmpfs, read-only in the end. */
	return is_type(look, "tmpfs") && same(look->root, "/") && look->mount->read_only &&
		!path_below(look->mount->point, "/sys/fs/cgroup");
}

static bool is_plumbing(const struct look *look)
{
	static const char *const patterns[] = {
		/* docker: <data root>/containers/<id>/ */
		"/containers/#/hosts", "/containers/#/hostname", "/containers/#/resolv.conf",
		"/containers/#/mounts/",
		/* nerdctl: one level more, for containerd's namespace */
		"/containers/*/#/hostname", "/containers/*/#/resolv.conf", "/etchosts/*/#/hosts",
		/* podman, CRI-O: the directory is named after the storage driver */
		"/*-containers/*/userdata/",
		/* containerd's CRI service */
		"/io.containerd.*/sandboxes/*/",
		/* kubelet: /etc/hosts; the termination log, one file per run of a container */
		"/pods/@/etc-hosts", "/pods/@/containers/*/*",
		/* buildkit */
		"/executor/hosts", "/executor/hosts.*", "/executor/resolv.conf", "/executor/resolv-*.conf",
		/* systemd-nspawn */
		"/systemd/nspawn/propagate/*",
	};
	static const char *const init[] = { "/docker-init", "/catatonit" };
	static const char *const points[] = {
		"/dev/.lxd-mounts", "/dev/lxd", "/dev/.incus-mounts", "/dev/incus",
	};

	if (look->deep && path_matches_any(look->root, patterns, ROWS(patterns)))
		return true;
	if (look->mount->read_only && path_matches_any(look->root, init, ROWS(init)))
		return true;
	for (size_t i = 0; i < ROWS(points); i++)
		if (same(look->mount->point, points[i]))
			return is_type(look, "tmpfs");
	return false;
}

static bool is_volume(const struct look *look)
{
	static const char *const patterns[] = {
		"/volumes/*/_data", "/volumes/*/_data/",	/* docker, podman */
		"/volumes/*/*/_data",				/* nerdctl */
	};

	return look->deep && path_matches_any(look->root, patterns, ROWS(patterns));
}

static bool is_pod_volume(const struct look *look)
{
	static const char *const patterns[] = { "/pods/@/volumes/", "/pods/@/volume-subpaths/" };

	/* Secrets lie in a tmpfs of their own; of those only this one is known by its place. */
	return (look->deep && path_matches_any(look->root, patterns, ROWS(patterns))) ||
		(is_type(look, "tmpfs") && path_matches(look->mount->point, "/secrets/kubernetes.io/serviceaccount"));
}

/* In this order: an engine's device nodes come before the mask that looks the
 * same, and only then what a user may have given. */
static const struct {
	bool (*is)(const struct look *look);
	enum mount_class class;
} known_things[] = {
	{ is_device,     MOUNT_DEVICE },
	{ is_mask,       MOUNT_MASK },
	{ is_plumbing,   MOUNT_PLUMBING },
	{ is_volume,     MOUNT_VOLUME },
	{ is_pod_volume, MOUNT_POD_VOLUME },
};

/* The file system of this anonymous device number? */
static bool is_own(const struct look *look, uint32_t minor)
{
	return look->mount->major == 0 && look->mount->minor == minor;
}

/* What a procfs or sysfs of our own is, at the place where it belongs. */
static enum mount_class own_tree(const struct look *look)
{
	return look->mount->read_only && !same(look->root, "/") ? MOUNT_READ_ONLY_PATH : MOUNT_PSEUDO;
}

/* Every PID namespace has a procfs of its own, and since Linux 5.8 every mount
 * of it: ours by another name gives nothing, any other shows other processes. */
static enum mount_class class_proc(const struct look *look)
{
	uint32_t own = look->context->own_proc;

	if (at_own_place(look, "/proc") && (own == UINT32_MAX || is_own(look, own)))
		return own_tree(look);
	return own != UINT32_MAX && is_own(look, own) ? MOUNT_PSEUDO : MOUNT_HOST_PROC;
}

/* All sysfs of one network namespace are the same super block, so its number
 * says nothing and only the place tells. */
static enum mount_class class_sys(const struct look *look)
{
	uint32_t own = look->context->own_sys;

	if (at_own_place(look, "/sys") && (own == UINT32_MAX || is_own(look, own)))
		return own_tree(look);
	return MOUNT_HOST_SYS;
}

/* Kernel file systems under their standard directory; NULL: everywhere, since
 * they show nothing but our own namespace. */
static const struct kernel_type {
	const char *type, *place;
	enum mount_class elsewhere;
} kernel_types[] = {
	{ "cgroup",      "/sys",  MOUNT_HOST_SYS },
	{ "cgroup2",     "/sys",  MOUNT_HOST_SYS },
	{ "securityfs",  "/sys",  MOUNT_HOST_SYS },
	{ "selinuxfs",   "/sys",  MOUNT_HOST_SYS },
	{ "smackfs",     "/sys",  MOUNT_HOST_SYS },
	{ "debugfs",     "/sys",  MOUNT_HOST_SYS },
	{ "tracefs",     "/sys",  MOUNT_HOST_SYS },
	{ "bpf",         "/sys",  MOUNT_HOST_SYS },
	{ "pstore",      "/sys",  MOUNT_HOST_SYS },
	{ "configfs",    "/sys",  MOUNT_HOST_SYS },
	{ "efivarfs",    "/sys",  MOUNT_HOST_SYS },
	{ "resctrl",     "/sys",  MOUNT_HOST_SYS },
	{ "fusectl",     "/sys",  MOUNT_HOST_SYS },
	{ "binfmt_misc", "/proc", MOUNT_HOST_PROC },
	{ "devpts",      "/dev",  MOUNT_HOST_PATH },
	{ "hugetlbfs",   NULL,    MOUNT_PSEUDO },
	{ "mqueue",      NULL,    MOUNT_PSEUDO },
	{ "nsfs",        NULL,    MOUNT_PSEUDO },
};

static const struct kernel_type *kernel_type(const struct look *look)
{
	for (size_t i = 0; i < ROWS(kernel_types); i++)
		if (is_type(look, kernel_types[i].type))
			return &kernel_types[i];
	return NULL;
}

/* Carries on a network, a virtual machine's boundary or a daemon: the path
 * inside it is no path of the host. */
static bool is_remote(const struct look *look)
{
	static const char *const types[] = {
		"9p", "virtiofs", "nfs", "nfs4", "cifs", "smb3", "ceph", "lustre", "beegfs", "gpfs", "afs",
		"glusterfs", "autofs", "fuse", "fuseblk", "grpcfuse", "fakeowner", "drvfs", "gofer", "rpc_pipefs",
	};

	for (size_t i = 0; i < ROWS(types); i++)
		if (is_type(look, types[i]))
			return true;
	return strncmp(look->mount->type, "fuse.", 5) == 0;
}

static bool is_overlay(const struct look *look)
{
	return is_type(look, "overlay") || is_type(look, "aufs") || is_type(look, "fuse.fuse-overlayfs");
}

/* Part of the tree that is mounted on /?  An overlay was made for this
 * container; any other file system may hold the host's files beside ours. */
static bool is_own_tree(const struct look *look)
{
	const struct mount_context *context = look->context;

	return is_overlay(look) && context->root_root && path_below(look->root, context->root_root) &&
		look->mount->major == context->root_major && look->mount->minor == context->root_minor;
}

/* A tmpfs made for the container is mounted by its root; so is the host's /run
 * when bound in, and only its being the host's peer can tell them apart. */
static bool is_fresh(const struct look *look)
{
	return same(look->root, "/") && look->mount->master == 0;
}

/* systemd gives what it mounts for the host this many inodes (src/basic/
 * mountpoint-util.h, tmp.mount); engines never say how many. */
static const char *systemd_place(const struct look *look)
{
	static const struct { const char *inodes, *place; } rows[] = {
		{ "1048576", "/tmp" }, { "409600", "/tmp" }, { "819200", "/run" },
	};
	struct text inodes;

	if (look->context->systemd_container || !parse_option_value(look->mount->super, "nr_inodes", &inodes))
		return NULL;
	for (size_t i = 0; i < ROWS(rows); i++)
		if (text_is(&inodes, rows[i].inodes))
			return rows[i].place;
	return NULL;
}

/* A virtual machine's container has its engine files by 9p or virtiofs, each
 * with a root of its own; known by their places only. */
static bool is_remote_plumbing(const struct look *look)
{
	static const char *const points[] = {
		"/etc/hosts", "/etc/hostname", "/etc/resolv.conf", "/dev/termination-log", "/dev/shm",
	};

	for (size_t i = 0; i < ROWS(points); i++)
		if (same(look->mount->point, points[i]))
			return true;
	return false;
}

static enum mount_class class_remote(const struct look *look)
{
	/* LXC's and Sysbox' own views of /proc and /sys files. */
	bool views = is_type(look, "fuse.lxcfs") || is_type(look, "fuse.sysboxfs");

	return (views && in_kernel_tree(look)) || is_remote_plumbing(look) ? MOUNT_PLUMBING : MOUNT_HOST_PATH;
}

static enum mount_class class_by_type(const struct look *look)
{
	const struct kernel_type *kernel = kernel_type(look);

	if (is_type(look, "proc"))
		return class_proc(look);
	if (is_type(look, "sysfs"))
		return class_sys(look);
	if (kernel)
		return !kernel->place || path_below(look->mount->point, kernel->place) ? MOUNT_PSEUDO : kernel->elsewhere;
	if (is_type(look, "devtmpfs"))
		return MOUNT_HOST_PATH;
	if (same(look->mount->point, "/"))
		return MOUNT_ROOT;
	if (look->context->systemd_container && is_type(look, "tmpfs") && look->mount->minor == look->context->systemd_run
	    && !same(look->mount->root, "/"))
		return MOUNT_PLUMBING;
	if (is_type(look, "tmpfs") || is_type(look, "ramfs"))
		return is_fresh(look) && !systemd_place(look) ? MOUNT_PSEUDO : MOUNT_HOST_PATH;
	if (is_own_tree(look))
		return MOUNT_ROOT;
	return is_remote(look) && !is_overlay(look) ? class_remote(look) : MOUNT_HOST_PATH;
}

/* "/@home" is mounted on /home by custom; these are mounted on /. */
static bool is_root_subvolume(const char *name)
{
	static const char *const names[] = { "/", "/@", "/root", "/rootfs", "/@rootfs", "/@/.snapshots" };

	for (size_t i = 0; i + 1 < ROWS(names); i++)
		if (same(name, names[i]))
			return true;
	return path_below(name, names[ROWS(names) - 1]);
}

/* The subvolume is a prefix of btrfs' root field and named in the options. */
static const char *btrfs_path(const struct look *look, struct arena *arena)
{
	struct text subvol;
	const char *name = NULL;

	if (parse_option_value(look->mount->super, "subvol", &subvol))
		name = arena_copy(arena, subvol.at, text_left(&subvol));
	if (!name || !path_below(look->root, name))
		name = path_below(look->root, "/@") ? "/@" : "/";
	const char *rest = same(name, "/") ? look->root : look->root + strlen(name);

	if (is_root_subvolume(name))
		return *rest ? rest : "/";
	if (name[1] == '@')		/* "/@home", "/@/var" */
		name += name[2] == '/' ? 2 : 1;
	return arena_printf(arena, "/%s%s", name + 1, rest);
}

/* What is found at the top of a file system of its own for /var. */
static bool is_below_var(const char *root)
{
	static const char *const names[] = {
		"/lib/docker", "/lib/containerd", "/lib/containers", "/lib/kubelet", "/lib/rancher", "/lib/etcd",
		"/lib/lxc", "/lib/lxd", "/lib/incus", "/lib/cni", "/lib/buildkit", "/spool/cron", "/log",
	};

	for (size_t i = 0; i < ROWS(names); i++)
		if (path_below(root, names[i]))
			return true;
	return false;
}

/* Could its top be the root of a Linux host? */
static bool may_hold_root(const struct look *look)
{
	static const char *const types[] = { "vfat", "msdos", "exfat", "ntfs", "ntfs3", "iso9660", "udf", "squashfs" };

	for (size_t i = 0; i < ROWS(types); i++)
		if (is_type(look, types[i]))
			return false;
	return true;
}

static const char *below(struct arena *arena, const char *place, const char *root)
{
	return same(root, "/") ? place : arena_join(arena, place, root);
}

/* Where a whole tmpfs was mounted nobody says; most likely where it usually is. */
static const char *tmpfs_place(const char *point)
{
	static const char *const places[] = { "/run", "/tmp", "/dev/shm" };

	for (size_t i = 0; i < ROWS(places); i++) {
		if (path_below(point, places[i]))
			return point;
		if (path_matches(point, places[i]))
			return places[i];
	}
	return NULL;
}

static const char *host_path(const struct look *look, struct arena *arena)
{
	bool is_top = same(look->root, "/");

	if (is_type(look, "devtmpfs"))
		return below(arena, "/dev", look->root);
	if (is_type(look, "devpts"))
		return below(arena, "/dev/pts", look->root);
	if (is_type(look, "fuse.lxcfs"))
		return below(arena, "/var/lib/lxcfs", look->root);
	if (is_type(look, "tmpfs") || is_type(look, "ramfs")) {
		const char *place = systemd_place(look);

		if (place)
			return below(arena, place, look->root);
		return is_top ? tmpfs_place(look->mount->point) : below(arena, "/run", look->root);
	}
	/* Another container's tree, come along with the engine's data. */
	if (is_overlay(look))
		return is_top && (path_matches(look->mount->point, "/merged") || path_matches(look->mount->point, "/rootfs"))
			? NULL : look->root;
	if (is_remote(look) || (is_top && !may_hold_root(look)))
		return NULL;
	if (is_type(look, "btrfs"))
		return btrfs_path(look, arena);
	return is_below_var(look->root) ? below(arena, "/var", look->root) : look->root;
}

static const char *without_deleted(const char *root, struct arena *arena)
{
	static const char mark[] = "//deleted";
	size_t len = strlen(root);

	if (len < sizeof mark || !same(root + len - (sizeof mark - 1), mark))
		return root;
	const char *copy = arena_copy(arena, root, len - (sizeof mark - 1));

	return copy ? copy : root;
}

bool mount_is_from_host(const struct mount *mount)
{
	return mount->class == MOUNT_HOST_PATH || mount->class == MOUNT_HOST_PROC || mount->class == MOUNT_HOST_SYS;
}

void mount_read_options(struct mount *mount)
{
	mount->read_only = parse_has_option(mount->options, "ro") || parse_has_option(mount->super, "ro");
	mount->nodev = parse_has_option(mount->options, "nodev");
	mount->nosuid = parse_has_option(mount->options, "nosuid");
	mount->noexec = parse_has_option(mount->options, "noexec");
}

void mount_classify(struct mount *mount, const struct mount_context *context, struct arena *arena)
{
	/* A text that found no room in the arena: nothing can be said. */
	if (!mount->root || !mount->point || !mount->type)
		return;
	struct look look = { .mount = mount, .context = context, .root = without_deleted(mount->root, arena) };
	const char *name = strrchr(look.root, '/');

	look.deep = name && name != look.root;

	mount->host_path = NULL;
	mount->class = MOUNT_UNCLASSIFIED;
	for (size_t i = 0; i < ROWS(known_things) && mount->class == MOUNT_UNCLASSIFIED; i++)
		if (known_things[i].is(&look))
			mount->class = known_things[i].class;
	if (mount->class == MOUNT_UNCLASSIFIED)
		mount->class = class_by_type(&look);
	const char *path = mount->class == MOUNT_HOST_PATH ? host_path(&look, arena) : NULL;

	if (path && *path)	/* "": no room for it */
		mount->host_path = path;
}
