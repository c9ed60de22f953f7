/* test_mount_class.c - engine plumbing, volumes, masks, and what is left: the host's. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "bytes.h"
#include "parse.h"

#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define UID "a0b1c2d3-0001-4002-8003-0123456789ab"
#define POD "/var/lib/kubelet/pods/" UID
#define OWN_PROC 50
#define OWN_SYS 51
#define DISK 8

/* On an overlay, as most containers are. */
static const struct mount_context in_overlay = {
	.own_proc = OWN_PROC, .own_sys = OWN_SYS, .root_major = 0, .root_minor = 40, .root_root = "/",
};

struct row {
	const char *why;
	struct mount mount;
	enum mount_class class;
	const char *host_path;
};

static void check(const struct row *rows, size_t count, const struct mount_context *context)
{
	static char region[1 << 16];

	for (size_t i = 0; i < count; i++) {
		struct mount mount = rows[i].mount;
		struct arena arena;

		arena_init(&arena, region, sizeof region);
		mount.options = mount.options ? mount.options : "rw";
		mount.super = mount.super ? mount.super : "rw";
		if (!mount.read_only)
			mount_read_options(&mount);
		mount_classify(&mount, context, &arena);
		if (mount.class != rows[i].class)
			print_error("row %zu (%s): %s\n", i, rows[i].why, mount_class_name(mount.class));
		assert_int_equal(mount.class, rows[i].class);
		if ((mount.host_path == NULL) != (rows[i].host_path == NULL))
			print_error("row %zu (%s): %s\n", i, rows[i].why, mount.host_path ? mount.host_path : "no path");
		if (rows[i].host_path)
			assert_string_equal(mount.host_path, rows[i].host_path);
		else
			assert_null(mount.host_path);
	}
}

#define CHECK(rows, context) check((rows), ROWS(rows), (context))

/* A bind from a disk. */
#define DISK_BIND(from, to) { .major = DISK, .minor = 1, .type = "ext4", .root = (from), .point = (to) }
#define TMPFS(from, to) { .minor = 60, .type = "tmpfs", .root = (from), .point = (to) }

static void files_of_an_engine_are_plumbing(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "docker", DISK_BIND("/var/lib/docker/containers/" ID "/hosts", "/etc/hosts"), MOUNT_PLUMBING, NULL },
		{ "docker", DISK_BIND("/var/lib/docker/containers/" ID "/hostname", "/etc/hostname"), MOUNT_PLUMBING, NULL },
		{ "docker", DISK_BIND("/var/lib/docker/containers/" ID "/resolv.conf", "/etc/resolv.conf"), MOUNT_PLUMBING, NULL },
		{ "docker, data root elsewhere", DISK_BIND("/srv/engine/containers/" ID "/hosts", "/etc/hosts"), MOUNT_PLUMBING, NULL },
		{ "docker, data root its own file system", DISK_BIND("/containers/" ID "/hosts", "/etc/hosts"), MOUNT_PLUMBING, NULL },
		{ "docker, shm of another container", DISK_BIND("/docker/containers/" ID "/mounts/shm", "/dev/shm"), MOUNT_PLUMBING, NULL },
		{ "docker, resolv.conf replaced since", DISK_BIND("/var/lib/docker/containers/" ID "/resolv.conf//deleted", "/etc/resolv.conf"), MOUNT_PLUMBING, NULL },
		{ "nerdctl", DISK_BIND("/var/lib/nerdctl/1935db59/etchosts/default/" ID "/hosts", "/etc/hosts"), MOUNT_PLUMBING, NULL },
		{ "nerdctl", DISK_BIND("/var/lib/nerdctl/1935db59/containers/default/" ID "/resolv.conf", "/etc/resolv.conf"), MOUNT_PLUMBING, NULL },
		{ "podman, in the host's /run", TMPFS("/containers/storage/overlay-containers/" ID "/userdata/hosts", "/etc/hosts"), MOUNT_PLUMBING, NULL },
		{ "podman", TMPFS("/containers/storage/overlay-containers/" ID "/userdata/.containerenv", "/run/.containerenv"), MOUNT_PLUMBING, NULL },
		{ "podman", TMPFS("/containers/storage/vfs-containers/" ID "/userdata/run/secrets", "/run/secrets"), MOUNT_PLUMBING, NULL },
		{ "podman, rootless, on disk", DISK_BIND("/home/u/.local/share/containers/storage/overlay-containers/" ID "/userdata/shm", "/dev/shm"), MOUNT_PLUMBING, NULL },
		{ "containerd", DISK_BIND("/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/" ID "/hostname", "/etc/hostname"), MOUNT_PLUMBING, NULL },
		{ "containerd, shm", TMPFS("/containerd/io.containerd.grpc.v1.cri/sandboxes/" ID "/shm", "/dev/shm"), MOUNT_PLUMBING, NULL },
		{ "kubelet", DISK_BIND(POD "/etc-hosts", "/etc/hosts"), MOUNT_PLUMBING, NULL },
		{ "kubelet, /var its own file system", DISK_BIND("/lib/kubelet/pods/" UID "/etc-hosts", "/etc/hosts"), MOUNT_PLUMBING, NULL },
		{ "kubelet, btrfs", { .minor = 33, .type = "btrfs", .root = "/@" POD "/etc-hosts", .point = "/etc/hosts", .super = "rw,subvol=/@" }, MOUNT_PLUMBING, NULL },
		{ "termination log", DISK_BIND(POD "/containers/app/1f2e3d4c", "/dev/termination-log"), MOUNT_PLUMBING, NULL },
		{ "buildkit", DISK_BIND("/var/lib/docker/buildkit/executor/resolv.conf", "/etc/resolv.conf"), MOUNT_PLUMBING, NULL },
		{ "docker --init", { .major = DISK, .type = "ext4", .root = "/usr/bin/docker-init", .point = "/sbin/docker-init", .options = "ro" }, MOUNT_PLUMBING, NULL },
		{ "a writable docker-init is the host's", DISK_BIND("/usr/bin/docker-init", "/sbin/docker-init"), MOUNT_HOST_PATH, "/usr/bin/docker-init" },
		{ "LXC's view of a file", { .minor = 70, .type = "fuse.lxcfs", .root = "/proc/meminfo", .point = "/proc/meminfo" }, MOUNT_PLUMBING, NULL },
		{ "LXC's view of sysfs", { .minor = 70, .type = "fuse.lxcfs", .root = "/sys/devices/system/cpu/online", .point = "/sys/devices/system/cpu/online" }, MOUNT_PLUMBING, NULL },
		{ "all of lxcfs", { .minor = 70, .type = "fuse.lxcfs", .root = "/", .point = "/var/lib/lxcfs" }, MOUNT_HOST_PATH, "/var/lib/lxcfs" },
		{ "Sysbox", { .minor = 71, .type = "fuse.sysboxfs", .root = "/proc/sys", .point = "/proc/sys" }, MOUNT_PLUMBING, NULL },
		{ "LXD", TMPFS("/c1", "/dev/.lxd-mounts"), MOUNT_PLUMBING, NULL },
		{ "systemd-nspawn", TMPFS("/systemd/nspawn/propagate/m", "/run/host/incoming"), MOUNT_PLUMBING, NULL },
		{ "a file of gVisor or Kata", { .minor = 20, .type = "9p", .root = "/", .point = "/etc/resolv.conf" }, MOUNT_PLUMBING, NULL },
		{ "a container's directory itself", DISK_BIND("/var/lib/docker/containers/" ID, "/x"), MOUNT_HOST_PATH, "/var/lib/docker/containers/" ID },
		{ "its configuration", DISK_BIND("/var/lib/docker/containers/" ID "/config.v2.json", "/x"), MOUNT_HOST_PATH, "/var/lib/docker/containers/" ID "/config.v2.json" },
		{ "no id", DISK_BIND("/srv/containers/web/hosts", "/etc/hosts"), MOUNT_HOST_PATH, "/srv/containers/web/hosts" },
		{ "the host's own hosts", DISK_BIND("/etc/hosts", "/etc/hosts"), MOUNT_HOST_PATH, "/etc/hosts" },
	};

	CHECK(rows, &in_overlay);
}

static void volumes_are_told_from_host_paths(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "docker", DISK_BIND("/var/lib/docker/volumes/data/_data", "/data"), MOUNT_VOLUME, NULL },
		{ "docker, a directory in it", DISK_BIND("/var/lib/docker/volumes/data/_data/sub/dir", "/data"), MOUNT_VOLUME, NULL },
		{ "docker, /var its own file system", DISK_BIND("/lib/docker/volumes/" ID "/_data", "/data"), MOUNT_VOLUME, NULL },
		{ "podman", DISK_BIND("/home/u/.local/share/containers/storage/volumes/data/_data", "/data"), MOUNT_VOLUME, NULL },
		{ "nerdctl", DISK_BIND("/var/lib/nerdctl/1935db59/volumes/default/data/_data", "/data"), MOUNT_VOLUME, NULL },
		{ "all volumes", DISK_BIND("/var/lib/docker/volumes", "/data"), MOUNT_HOST_PATH, "/var/lib/docker/volumes" },
		{ "emptyDir", DISK_BIND(POD "/volumes/kubernetes.io~empty-dir/cache", "/cache"), MOUNT_POD_VOLUME, NULL },
		{ "configMap", DISK_BIND(POD "/volumes/kubernetes.io~configmap/c", "/c"), MOUNT_POD_VOLUME, NULL },
		{ "persistent", DISK_BIND(POD "/volumes/kubernetes.io~csi/pvc-1/mount", "/c"), MOUNT_POD_VOLUME, NULL },
		{ "subPath", DISK_BIND("/lib/kubelet/pods/" UID "/volume-subpaths/c/app/0", "/c"), MOUNT_POD_VOLUME, NULL },
		{ "service account", TMPFS("/", "/run/secrets/kubernetes.io/serviceaccount"), MOUNT_POD_VOLUME, NULL },
		{ "all of kubelet", DISK_BIND("/var/lib/kubelet", "/k"), MOUNT_HOST_PATH, "/var/lib/kubelet" },
		{ "all of a pod", DISK_BIND(POD, "/k"), MOUNT_HOST_PATH, POD },
	};

	CHECK(rows, &in_overlay);
}

static void masks_and_read_only_paths_are_the_containers_own(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "file, by the container's null", TMPFS("/null", "/proc/kcore"), MOUNT_MASK, NULL },
		{ "file, by the host's null", { .minor = 6, .type = "devtmpfs", .root = "/null", .point = "/proc/keys" }, MOUNT_MASK, NULL },
		{ "file, engine in a chroot", DISK_BIND("/srv/chroot/dev/null", "/proc/keys"), MOUNT_MASK, NULL },
		{ "file, asked for by the user", { .minor = 6, .type = "devtmpfs", .root = "/null", .point = "/etc/secret" }, MOUNT_MASK, NULL },
		{ "directory", { .minor = 61, .type = "tmpfs", .root = "/", .point = "/sys/firmware", .options = "ro,relatime" }, MOUNT_MASK, NULL },
		{ "directory, ro in the super block", { .minor = 61, .type = "tmpfs", .root = "/", .point = "/proc/scsi", .super = "ro" }, MOUNT_MASK, NULL },
		{ "directory, by crun's empty one", { .minor = 25, .type = "tmpfs", .root = "/crun/.empty-directory", .point = "/proc/acpi", .options = "ro" }, MOUNT_MASK, NULL },
		{ "a writable tmpfs hides too, but is none", TMPFS("/", "/proc/scsi"), MOUNT_PSEUDO, NULL },
		{ "cgroup v1 lies in a tmpfs", { .minor = 62, .type = "tmpfs", .root = "/", .point = "/sys/fs/cgroup", .options = "ro" }, MOUNT_PSEUDO, NULL },
		{ "not below /proc", { .minor = 61, .type = "tmpfs", .root = "/", .point = "/process", .options = "ro" }, MOUNT_PSEUDO, NULL },
		{ "a socket over a kernel file", { .minor = 25, .type = "tmpfs", .root = "/docker.sock", .point = "/sys/x", .options = "ro" }, MOUNT_HOST_PATH, "/run/docker.sock" },
		{ "read-only path", { .minor = OWN_PROC, .type = "proc", .root = "/sys", .point = "/proc/sys", .options = "ro,nosuid" }, MOUNT_READ_ONLY_PATH, NULL },
		{ "read-only path, told by a flag", { .minor = OWN_PROC, .type = "proc", .root = "/sys", .point = "/proc/sys", .read_only = true }, MOUNT_READ_ONLY_PATH, NULL },
		{ "made writable again", { .minor = OWN_PROC, .type = "proc", .root = "/sys", .point = "/proc/sys" }, MOUNT_PSEUDO, NULL },
		{ "read-only path of sysfs", { .minor = OWN_SYS, .type = "sysfs", .root = "/devices", .point = "/sys/devices", .options = "ro" }, MOUNT_READ_ONLY_PATH, NULL },
		{ "of the host's procfs", { .minor = 21, .type = "proc", .root = "/sys", .point = "/proc/sys", .options = "ro" }, MOUNT_HOST_PROC, NULL },
		{ "not over itself", { .minor = OWN_PROC, .type = "proc", .root = "/sys", .point = "/x", .options = "ro" }, MOUNT_PSEUDO, NULL },
	};

	CHECK(rows, &in_overlay);
}

static void kernel_file_systems_have_their_places(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "our procfs", { .minor = OWN_PROC, .type = "proc", .root = "/", .point = "/proc" }, MOUNT_PSEUDO, NULL },
		{ "ours elsewhere", { .minor = OWN_PROC, .type = "proc", .root = "/", .point = "/p" }, MOUNT_PSEUDO, NULL },
		{ "the host's procfs", { .minor = 21, .type = "proc", .root = "/", .point = "/hostproc" }, MOUNT_HOST_PROC, NULL },
		{ "part of it", { .minor = 21, .type = "proc", .root = "/sys/kernel", .point = "/k" }, MOUNT_HOST_PROC, NULL },
		{ "hidden below ours", { .minor = 21, .type = "proc", .root = "/", .point = "/proc" }, MOUNT_HOST_PROC, NULL },
		{ "same minor of another major", { .major = DISK, .minor = OWN_PROC, .type = "proc", .root = "/", .point = "/p" }, MOUNT_HOST_PROC, NULL },
		{ "our sysfs", { .minor = OWN_SYS, .type = "sysfs", .root = "/", .point = "/sys", .options = "ro" }, MOUNT_PSEUDO, NULL },
		{ "another sysfs over ours", { .minor = 22, .type = "sysfs", .root = "/", .point = "/sys" }, MOUNT_HOST_SYS, NULL },
		{ "sysfs elsewhere, same super block", { .minor = OWN_SYS, .type = "sysfs", .root = "/", .point = "/hostsys" }, MOUNT_HOST_SYS, NULL },
		{ "sysfs elsewhere, the host's", { .minor = 22, .type = "sysfs", .root = "/", .point = "/hostsys" }, MOUNT_HOST_SYS, NULL },
		{ "part of it", { .minor = 22, .type = "sysfs", .root = "/kernel", .point = "/k" }, MOUNT_HOST_SYS, NULL },
		{ "cgroup v2", { .minor = 30, .type = "cgroup2", .root = "/", .point = "/sys/fs/cgroup" }, MOUNT_PSEUDO, NULL },
		{ "cgroup v1", { .minor = 30, .type = "cgroup", .root = "/docker/" ID, .point = "/sys/fs/cgroup/devices" }, MOUNT_PSEUDO, NULL },
		{ "the host's cgroups", { .minor = 30, .type = "cgroup2", .root = "/", .point = "/host/sys/fs/cgroup" }, MOUNT_HOST_SYS, NULL },
		{ "debugfs", { .minor = 7, .type = "debugfs", .root = "/", .point = "/sys/kernel/debug" }, MOUNT_PSEUDO, NULL },
		{ "the host's tracefs", { .minor = 12, .type = "tracefs", .root = "/", .point = "/hostsys/kernel/tracing" }, MOUNT_HOST_SYS, NULL },
		{ "binfmt_misc", { .minor = 34, .type = "binfmt_misc", .root = "/", .point = "/proc/sys/fs/binfmt_misc" }, MOUNT_PSEUDO, NULL },
		{ "the host's binfmt_misc", { .minor = 34, .type = "binfmt_misc", .root = "/", .point = "/hostproc/sys/fs/binfmt_misc" }, MOUNT_HOST_PROC, NULL },
		{ "mqueue", { .minor = 64, .type = "mqueue", .root = "/", .point = "/dev/mqueue" }, MOUNT_PSEUDO, NULL },
		{ "devpts", { .minor = 63, .type = "devpts", .root = "/", .point = "/dev/pts" }, MOUNT_PSEUDO, NULL },
		{ "console", { .minor = 63, .type = "devpts", .root = "/0", .point = "/dev/console" }, MOUNT_PSEUDO, NULL },
		{ "the host's terminals", { .minor = 24, .type = "devpts", .root = "/", .point = "/hostdev/pts" }, MOUNT_HOST_PATH, "/dev/pts" },
		{ "a namespace", { .minor = 4, .type = "nsfs", .root = "net:[4026531840]", .point = "/run/netns/x" }, MOUNT_PSEUDO, NULL },
	};

	CHECK(rows, &in_overlay);
}

static void without_our_own_numbers_only_the_place_speaks(void **state)
{
	(void)state;
	static const struct mount_context unknown = { .own_proc = UINT32_MAX, .own_sys = UINT32_MAX };
	static const struct row rows[] = {
		{ "procfs", { .minor = 5, .type = "proc", .root = "/", .point = "/proc" }, MOUNT_PSEUDO, NULL },
		{ "read-only path", { .minor = 5, .type = "proc", .root = "/sys", .point = "/proc/sys", .options = "ro" }, MOUNT_READ_ONLY_PATH, NULL },
		{ "procfs elsewhere", { .minor = 5, .type = "proc", .root = "/", .point = "/p" }, MOUNT_HOST_PROC, NULL },
		{ "even of that number", { .minor = UINT32_MAX, .type = "proc", .root = "/", .point = "/p" }, MOUNT_HOST_PROC, NULL },
		{ "sysfs", { .minor = 5, .type = "sysfs", .root = "/", .point = "/sys" }, MOUNT_PSEUDO, NULL },
		{ "sysfs elsewhere", { .minor = 5, .type = "sysfs", .root = "/", .point = "/s" }, MOUNT_HOST_SYS, NULL },
	};

	CHECK(rows, &unknown);
}

static void device_nodes_are_bound_in_one_by_one(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "null at its place", { .minor = 6, .type = "devtmpfs", .root = "/null", .point = "/dev/null" }, MOUNT_DEVICE, NULL },
		{ "nested: a tmpfs", TMPFS("/urandom", "/dev/urandom"), MOUNT_DEVICE, NULL },
		{ "another node", { .minor = 6, .type = "devtmpfs", .root = "/fuse", .point = "/dev/fuse" }, MOUNT_DEVICE, NULL },
		{ "in a directory", { .minor = 6, .type = "devtmpfs", .root = "/net/tun", .point = "/dev/net/tun" }, MOUNT_DEVICE, NULL },
		{ "a chroot's /dev", DISK_BIND("/srv/chroot/dev/zero", "/dev/zero"), MOUNT_DEVICE, NULL },
		{ "a disk under another name", { .minor = 6, .type = "devtmpfs", .root = "/sda", .point = "/disk" }, MOUNT_HOST_PATH, "/dev/sda" },
		{ "all of /dev", { .minor = 6, .type = "devtmpfs", .root = "/", .point = "/dev" }, MOUNT_HOST_PATH, "/dev" },
		{ "all of /dev elsewhere", { .minor = 6, .type = "devtmpfs", .root = "/", .point = "/hostdev" }, MOUNT_HOST_PATH, "/dev" },
		{ "a file of the host", DISK_BIND("/etc/shadow", "/dev/null"), MOUNT_HOST_PATH, "/etc/shadow" },
	};

	CHECK(rows, &in_overlay);
}

static void a_tmpfs_is_fresh_unless_something_speaks_against_it(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "/dev", TMPFS("/", "/dev"), MOUNT_PSEUDO, NULL },
		{ "/dev/shm", TMPFS("/", "/dev/shm"), MOUNT_PSEUDO, NULL },
		{ "--tmpfs /x", TMPFS("/", "/x"), MOUNT_PSEUDO, NULL },
		{ "--tmpfs /tmp", TMPFS("/", "/tmp"), MOUNT_PSEUDO, NULL },
		{ "as systemd mounts it on the host's /tmp", { .minor = 60, .type = "tmpfs", .root = "/", .point = "/x",
			.super = "rw,size=776192k,nr_inodes=1048576" }, MOUNT_HOST_PATH, "/tmp" },
		{ "... in place", { .minor = 60, .type = "tmpfs", .root = "/", .point = "/tmp",
			.super = "rw,size=776192k,nr_inodes=1048576" }, MOUNT_HOST_PATH, "/tmp" },
		{ "... a directory of it", { .minor = 60, .type = "tmpfs", .root = "/build", .point = "/x",
			.super = "rw,size=776192k,nr_inodes=1048576" }, MOUNT_HOST_PATH, "/tmp/build" },
		{ "... on the host's /run", { .minor = 60, .type = "tmpfs", .root = "/", .point = "/x",
			.super = "rw,size=310476k,nr_inodes=819200,mode=755" }, MOUNT_HOST_PATH, "/run" },
		{ "a tmpfs of as many inodes as somebody wanted", { .type = "tmpfs", .root = "/", .point = "/cache",
			.super = "rw,nr_inodes=5000" }, MOUNT_PSEUDO, NULL },
		{ "a socket from /run", TMPFS("/docker.sock", "/var/run/docker.sock"), MOUNT_HOST_PATH, "/run/docker.sock" },
		{ "a directory from /run", TMPFS("/containerd", "/run/containerd"), MOUNT_HOST_PATH, "/run/containerd" },
		{ "the host's peer", { .minor = 25, .type = "tmpfs", .root = "/", .point = "/host/run", .master = 7 }, MOUNT_HOST_PATH, "/run" },
		{ "the host's peer in place", { .minor = 25, .type = "tmpfs", .root = "/", .point = "/run/lock", .master = 7 }, MOUNT_HOST_PATH, "/run/lock" },
		{ "the host's peer, of what we cannot say", { .minor = 25, .type = "tmpfs", .root = "/", .point = "/x", .master = 7 }, MOUNT_HOST_PATH, NULL },
		{ "ramfs", { .minor = 60, .type = "ramfs", .root = "/", .point = "/x" }, MOUNT_PSEUDO, NULL },
		{ "a directory of a ramfs", { .minor = 60, .type = "ramfs", .root = "/credentials", .point = "/x" }, MOUNT_HOST_PATH, "/run/credentials" },
		{ "bubblewrap's root", TMPFS("/newroot", "/"), MOUNT_ROOT, NULL },
	};

	CHECK(rows, &in_overlay);
}

static void what_nspawn_mounts_is_the_containers_own(void **state)
{
	(void)state;
	static const struct mount_context in_nspawn = {
		.own_proc = OWN_PROC, .own_sys = OWN_SYS, .root_minor = 40, .root_root = "/",
		.systemd_container = true, .systemd_run = 60,
	};
	static const struct row rows[] = {
		{ "/run", { .minor = 60, .type = "tmpfs", .root = "/", .point = "/run", .shared = 8,
			.super = "rw,size=310476k,nr_inodes=819200,mode=755" }, MOUNT_PSEUDO, NULL },
		{ "/tmp", { .minor = 61, .type = "tmpfs", .root = "/", .point = "/tmp", .shared = 9,
			.super = "rw,size=776192k,nr_inodes=409600" }, MOUNT_PSEUDO, NULL },
		{ "a part of its /run", { .minor = 60, .type = "tmpfs", .root = "/host", .point = "/run/host", .shared = 8 },
		  MOUNT_PLUMBING, NULL },
		{ "its stand-in for a file", { .minor = 60, .type = "tmpfs", .root = "/.#proc-kmsg0//deleted", .point = "/proc/kmsg", .shared = 8 },
		  MOUNT_PLUMBING, NULL },
		{ "a part of another tmpfs", { .minor = 25, .type = "tmpfs", .root = "/user", .point = "/srv", .shared = 8 },
		  MOUNT_HOST_PATH, "/run/user" },
		{ "of another kind", { .minor = 60, .type = "ramfs", .root = "/user", .point = "/srv" }, MOUNT_HOST_PATH, "/run/user" },
	};

	CHECK(rows, &in_nspawn);
}

static void the_root_is_the_containers_own_tree(void **state)
{
	(void)state;
	static const struct mount_context nested = {
		.own_proc = OWN_PROC, .own_sys = OWN_SYS, .root_minor = 40, .root_root = "/srv/rootfs",
	};
	static const struct mount_context no_root = { .own_proc = OWN_PROC, .own_sys = OWN_SYS, .root_minor = 40 };
	static const struct row own[] = {
		{ "overlay", { .minor = 40, .type = "overlay", .root = "/", .point = "/" }, MOUNT_ROOT, NULL },
		{ "plain directory", DISK_BIND("/srv/rootfs", "/"), MOUNT_ROOT, NULL },
		{ "gVisor", { .minor = 9, .type = "9p", .root = "/", .point = "/" }, MOUNT_ROOT, NULL },
		{ "part of it elsewhere", { .minor = 40, .type = "overlay", .root = "/etc", .point = "/x" }, MOUNT_ROOT, NULL },
		{ "another overlay", { .minor = 41, .type = "overlay", .root = "/", .point = "/docker/overlay2/x/merged" }, MOUNT_HOST_PATH, NULL },
		{ "an overlay that is the host's root", { .minor = 41, .type = "overlay", .root = "/etc", .point = "/x" }, MOUNT_HOST_PATH, "/etc" },
		{ "the top of it", { .minor = 41, .type = "overlay", .root = "/", .point = "/host" }, MOUNT_HOST_PATH, "/" },
		{ "the same minor of another major", { .major = DISK, .minor = 40, .type = "overlay", .root = "/etc", .point = "/x" }, MOUNT_HOST_PATH, "/etc" },
		{ "another container's root file system", { .minor = 41, .type = "overlay", .root = "/", .point = "/run/x/rootfs" }, MOUNT_HOST_PATH, NULL },
		{ "aufs", { .minor = 40, .type = "aufs", .root = "/etc", .point = "/x" }, MOUNT_ROOT, NULL },
		{ "an overlay by FUSE", { .minor = 40, .type = "fuse.fuse-overlayfs", .root = "/etc", .point = "/x" }, MOUNT_ROOT, NULL },
		{ "another by FUSE", { .minor = 41, .type = "fuse.fuse-overlayfs", .root = "/etc", .point = "/etc/hosts" }, MOUNT_HOST_PATH, "/etc" },
		{ "procfs is no root", { .minor = 21, .type = "proc", .root = "/", .point = "/" }, MOUNT_HOST_PROC, NULL },
	};
	static const struct row beside[] = {
		{ "beside our own directory", { .minor = 40, .type = "overlay", .root = "/etc", .point = "/x" }, MOUNT_HOST_PATH, "/etc" },
		{ "below our own directory", { .minor = 40, .type = "overlay", .root = "/srv/rootfs/x", .point = "/x" }, MOUNT_ROOT, NULL },
	};
	static const struct row unsaid[] = {
		{ "root unknown", { .minor = 40, .type = "overlay", .root = "/etc", .point = "/x" }, MOUNT_HOST_PATH, "/etc" },
	};

	CHECK(own, &in_overlay);
	CHECK(beside, &nested);
	CHECK(unsaid, &no_root);
}

static void the_rest_is_the_hosts(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "a directory", DISK_BIND("/srv/data", "/data"), MOUNT_HOST_PATH, "/srv/data" },
		{ "the host's root", DISK_BIND("/", "/host"), MOUNT_HOST_PATH, "/" },
		{ "a blank in the name", DISK_BIND("/srv/a b", "/data"), MOUNT_HOST_PATH, "/srv/a b" },
		{ "unlinked since", DISK_BIND("/etc/shadow//deleted", "/s"), MOUNT_HOST_PATH, "/etc/shadow" },
		{ "nothing but the mark", DISK_BIND("//deleted", "/s"), MOUNT_HOST_PATH, "//deleted" },
		{ "xfs for /var", { .major = 253, .minor = 2, .type = "xfs", .root = "/lib/docker", .point = "/d" }, MOUNT_HOST_PATH, "/var/lib/docker" },
		{ "not quite", { .major = 253, .minor = 2, .type = "xfs", .root = "/lib/dockers", .point = "/d" }, MOUNT_HOST_PATH, "/lib/dockers" },
		{ "an EFI partition is no root", { .major = DISK, .minor = 2, .type = "vfat", .root = "/", .point = "/efi" }, MOUNT_HOST_PATH, NULL },
		{ "btrfs, root subvolume", { .minor = 33, .type = "btrfs", .root = "/@/etc", .point = "/e", .super = "rw,subvolid=256,subvol=/@" }, MOUNT_HOST_PATH, "/etc" },
		{ "btrfs, root itself", { .minor = 33, .type = "btrfs", .root = "/@", .point = "/e", .super = "rw,subvol=/@" }, MOUNT_HOST_PATH, "/" },
		{ "btrfs, Fedora", { .minor = 33, .type = "btrfs", .root = "/root/etc", .point = "/e", .super = "rw,subvol=/root" }, MOUNT_HOST_PATH, "/etc" },
		{ "btrfs, no subvolumes", { .minor = 33, .type = "btrfs", .root = "/root/x", .point = "/e", .super = "rw,subvol=/" }, MOUNT_HOST_PATH, "/root/x" },
		{ "btrfs, /home", { .minor = 33, .type = "btrfs", .root = "/@home/u", .point = "/h", .super = "rw,subvol=/@home" }, MOUNT_HOST_PATH, "/home/u" },
		{ "btrfs, openSUSE's /var", { .minor = 33, .type = "btrfs", .root = "/@/var/log", .point = "/h", .super = "rw,subvol=/@/var" }, MOUNT_HOST_PATH, "/var/log" },
		{ "btrfs, openSUSE's snapshot", { .minor = 33, .type = "btrfs", .root = "/@/.snapshots/1/snapshot/etc", .point = "/h", .super = "rw,subvol=/@/.snapshots/1/snapshot" }, MOUNT_HOST_PATH, "/etc" },
		{ "btrfs, a subvolume by another name", { .minor = 33, .type = "btrfs", .root = "/data/x", .point = "/h", .super = "rw,subvol=/data" }, MOUNT_HOST_PATH, "/data/x" },
		{ "btrfs, not of the subvolume named", { .minor = 33, .type = "btrfs", .root = "/srv/x", .point = "/h", .super = "rw,subvol=/@home" }, MOUNT_HOST_PATH, "/srv/x" },
		{ "btrfs, subvolume unsaid", { .minor = 33, .type = "btrfs", .root = "/@/etc", .point = "/h" }, MOUNT_HOST_PATH, "/etc" },
		{ "NFS", { .minor = 45, .type = "nfs4", .root = "/", .point = "/n" }, MOUNT_HOST_PATH, NULL },
		{ "virtiofs", { .minor = 45, .type = "virtiofs", .root = "/x", .point = "/n" }, MOUNT_HOST_PATH, NULL },
		{ "FUSE", { .minor = 45, .type = "fuse.sshfs", .root = "/", .point = "/n" }, MOUNT_HOST_PATH, NULL },
		{ "a type of the future", { .minor = 45, .type = "newfs", .root = "/etc", .point = "/n" }, MOUNT_HOST_PATH, "/etc" },
		{ "empty type", { .minor = 45, .type = "", .root = "/etc", .point = "/n" }, MOUNT_HOST_PATH, "/etc" },
	};

	CHECK(rows, &in_overlay);
}

static void a_mount_whose_texts_found_no_room_is_left_alone(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "no root", { .type = "ext4", .point = "/x" }, MOUNT_UNCLASSIFIED, NULL },
		{ "no point", { .type = "ext4", .root = "/x" }, MOUNT_UNCLASSIFIED, NULL },
		{ "no type", { .root = "/", .point = "/x" }, MOUNT_UNCLASSIFIED, NULL },
	};

	CHECK(rows, &in_overlay);
}

static void a_full_arena_costs_the_path_not_the_class(void **state)
{
	(void)state;
	char region[1];
	struct arena arena;
	struct mount mount = TMPFS("/docker.sock", "/run/docker.sock");

	arena_init(&arena, region, sizeof region);
	mount_classify(&mount, &in_overlay, &arena);	/* without options, too */
	assert_int_equal(mount.class, MOUNT_HOST_PATH);
	assert_null(mount.host_path);
	assert_true(arena.exhausted);

	/* nor is there room for a name without the kernel's mark */
	struct mount unlinked = DISK_BIND("/etc/shadow//deleted", "/s");

	arena_init(&arena, region, sizeof region);
	mount_classify(&unlinked, &in_overlay, &arena);
	assert_int_equal(unlinked.class, MOUNT_HOST_PATH);
	assert_string_equal(unlinked.host_path, "/etc/shadow//deleted");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_of_an_engine_are_plumbing),
		cmocka_unit_test(volumes_are_told_from_host_paths),
		cmocka_unit_test(masks_and_read_only_paths_are_the_containers_own),
		cmocka_unit_test(kernel_file_systems_have_their_places),
		cmocka_unit_test(without_our_own_numbers_only_the_place_speaks),
		cmocka_unit_test(device_nodes_are_bound_in_one_by_one),
		cmocka_unit_test(a_tmpfs_is_fresh_unless_something_speaks_against_it),
		cmocka_unit_test(what_nspawn_mounts_is_the_containers_own),
		cmocka_unit_test(the_root_is_the_containers_own_tree),
		cmocka_unit_test(the_rest_is_the_hosts),
		cmocka_unit_test(a_mount_whose_texts_found_no_room_is_left_alone),
		cmocka_unit_test(a_full_arena_costs_the_path_not_the_class),
	};

	return cmocka_run_group_tests_name("mount_class", tests, NULL, NULL);
}
