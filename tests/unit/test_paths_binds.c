/* Binds of the host: which directories open something, and which do not. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include "facts_build.h"

#define T paths_binds

static struct mount *add_bind(struct facts *facts, const char *host_path)
{
	return add_mount(facts, (struct mount){
		.major = 8, .minor = 1, .root = host_path, .point = "/x", .type = "ext4", .class = MOUNT_HOST_PATH,
		.host_path = host_path, .is_directory = YES, .mode = 0755, .read = answered(0), .write = answered(0),
	});
}

/* What every engine mounts, which tells on which file system /var/lib lies. */
static void add_etc_hosts(struct facts *facts, uint32_t major, uint32_t minor)
{
	add_mount(facts, (struct mount){
		.major = major, .minor = minor, .root = "/var/lib/docker/containers/1234/hosts", .point = "/etc/hosts",
		.type = "ext4", .class = MOUNT_PLUMBING, .read = answered(0), .write = answered(0) });
}

static void make_read_only(struct mount *mount)
{
	mount->read_only = true;
	mount->write = answered(EROFS);
}

static void table_is_whole(void **state)
{
	(void)state;
	assert_table_is_whole(T);
}

static void each_place_opens_what_it_is_good_for(void **state)
{
	/* letters: R root write, r root read, C config write, c config read,
	 * E engine write, e engine read, L logs, T temporary files, P the kubelet's plugins */
	static const struct { const char *path, *opens; } rows[] = {
		{ "/srv/data", "" }, { "/data", "" }, { "/mnt", "" }, { "/opt/app/data", "" }, { "/home/me/project", "" },
		{ "/home/me/.cache", "" }, { "/root/project", "" }, { "/var/lib/postgresql", "" }, { "/var/log/nginx", "" },
		{ "/tmp/build", "" }, { "/var/www", "" }, { "/etcetera", "" }, { "/rooted", "" }, { "/dev", "" }, { "/lib/postgresql", "" },
		{ "/etc/hosts", "" }, { "/etc/resolv.conf", "" }, { "/etc/hostname", "" }, { "/etc/localtime", "" }, { "/etc/timezone", "" },
		{ "/var/lib/kubelet/device-plugins", "P" }, { "/var/lib/kubelet/plugins_registry", "P" }, { "/var/lib/kubelet/plugins/x", "" }, { "/run/systemd/journal", "" }, { "/usr/share/zoneinfo/UTC", "" },
		{ "/etc", "Cc" }, { "/etc/shadow", "Cc" }, { "/etc/passwd", "C" }, { "/etc/cron.d", "C" }, { "/etc/nginx/nginx.conf", "C" },
		{ "/etc/ssl/certs", "C" }, { "/etc/pki", "C" }, { "/etc/kubernetes/manifests", "Cc" }, { "/etc/ssh/sshd_config", "Cc" },
		{ "/root", "Cc" }, { "/root/.ssh", "Cc" }, { "/root/.ssh/authorized_keys", "Cc" }, { "/home", "Cc" }, { "/home/me", "Cc" },
		{ "/home/me/.ssh", "Cc" }, { "/home/me/.bashrc", "Cc" },
		{ "/boot", "C" }, { "/usr/bin", "C" }, { "/usr/share", "C" }, { "/lib/modules", "C" }, { "/usr/lib/modules", "C" }, { "/opt", "C" },
		{ "/opt/cni/bin", "C" }, { "/var/spool/cron", "C" }, { "/run/systemd/system", "C" }, { "/run/udev", "C" },
		{ "/var/run/cdi", "C" }, { "/run/tmpfiles.d", "C" }, { "/run/modprobe.d", "C" }, { "/run/binfmt.d/x.conf", "C" },
		{ "/var/lib/docker", "Ee" }, { "/var/lib/docker/overlay2/abc/merged", "Ee" }, { "/lib/docker", "Ee" }, { "/data/docker/containers", "Ee" },
		{ "/lib/kubelet/pods", "Ee" }, { "/var/lib/containerd", "Ee" }, { "/var/lib/containers/storage", "Ee" }, { "/run/containerd", "Ee" },
		{ "/var/lib/kubelet", "EecP" }, { "/var/lib/kubelet/pki", "Eec" }, { "/var/lib/kubelet/pods", "Ee" },
		{ "/home/me/.local/share/containers/storage", "Ee" }, { "/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots", "Ee" },
		{ "/var/log", "L" }, { "/var/log/pods", "L" }, { "/tmp", "T" }, { "/var/tmp", "T" },
		{ "/var/lib", "RrP" }, { "/run", "C" }, { "/var", "RrCLTP" },
	};
	static const struct { char letter; const char *id; } ids[] = {
		{ 'R', "host-root-write" }, { 'r', "host-root-read" }, { 'C', "host-config-write" }, { 'c', "host-config-read" },
		{ 'E', "engine-data-write" }, { 'e', "engine-data-read" }, { 'L', "host-log-write" }, { 'T', "host-tmp-write" },
		{ 'P', "kubelet-plugin-directory" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = a_container();

		add_bind(facts, rows[i].path);
		for (size_t k = 0; k < sizeof ids / sizeof *ids; k++) {
			bool opens = strchr(rows[i].opens, ids[k].letter) != NULL;
			struct finding finding = judged(facts, path_in(T, ids[k].id), false);

			if (finding.status != (opens ? PATH_OPEN : PATH_CLOSED)) {
				print_error("%s: %s should be %s\n", rows[i].path, ids[k].id, opens ? "open" : "closed");
				print_finding(&finding);
				fail();
			}
		}
		/* read-only closes all that is written, by nothing else */
		make_read_only(&facts->mounts[0]);
		for (size_t k = 0; k < sizeof ids / sizeof *ids; k++) {
			bool writes = strchr("RCELTP", ids[k].letter) != NULL;

			if (strchr(rows[i].opens, ids[k].letter)) {
				assert_now(facts, T, ids[k].id, writes ? PATH_CLOSED : PATH_OPEN);
				assert_int_equal(distance(facts, T, ids[k].id), writes ? 1 : 0);
			}
		}
	}
}

static void of_many_binds_the_first_are_told(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	for (int i = 0; i < WAYS_MAX + 1; i++)
		add_bind(facts, "/etc/cron.d");
	make_read_only(add_bind(facts, "/etc/systemd"));
	struct finding finding = judged(facts, path_in(T, "host-config-write"), false);

	assert_int_equal(finding.status, PATH_OPEN);
	assert_int_equal(finding.ways, WAYS_MAX);
	assert_int_equal(finding.ways_dropped, 2);
	assert_non_null(strstr(finding.way[WAYS_MAX - 1].title, "/etc/cron.d"));
}

/* Of many that are closed, too, and an open one at the end goes to the front
 * with its texts. */
static void of_many_binds_the_open_one_is_told_first(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	for (int i = 0; i < 2 * WAYS_MAX; i++)
		make_read_only(add_bind(facts, "/etc/cron.d"));
	add_bind(facts, "/etc/systemd");
	for (int i = 0; i < WAYS_MAX; i++)
		make_read_only(add_bind(facts, "/etc/cron.d"));
	struct finding finding = judged(facts, path_in(T, "host-config-write"), false);

	assert_int_equal(finding.status, PATH_OPEN);
	assert_int_equal(finding.ways, WAYS_MAX);
	assert_int_equal(finding.ways_dropped, 2 * WAYS_MAX + 1);
	assert_non_null(strstr(finding.way[0].title, "/etc/systemd"));
	for (size_t i = 0; i < finding.way[0].count; i++)
		assert_string_not_equal(finding.way[0].barrier[i].evidence, "");
	assert_non_null(strstr(finding.way[1].title, "/etc/cron.d"));
}

static void the_root_of_the_host_holds_everything(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	add_bind(facts, "/");
	add_etc_hosts(facts, 8, 1);
	for (const struct path *path = T; path->id; path++)
		assert_now(facts, T, path->id, PATH_OPEN);
}

static void the_top_of_another_disk_is_not_the_root_of_the_host(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	add_bind(facts, "/");
	assert_now(facts, T, "host-root-write", PATH_UNKNOWN);
	facts->mounts[0].content = CONTENT_OTHER;
	assert_now(facts, T, "host-root-write", PATH_CLOSED);
	facts->mounts[0].content = CONTENT_ROOT;
	assert_now(facts, T, "host-root-write", PATH_OPEN);
	add_etc_hosts(facts, 8, 2);
	assert_now(facts, T, "host-root-write", PATH_CLOSED);
	assert_now(facts, T, "host-root-read", PATH_CLOSED);
	assert_now(facts, T, "host-config-write", PATH_CLOSED);
}

static void what_has_no_path_is_known_by_its_content(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct mount *mount = add_bind(facts, "/");

	/* by 9p or virtiofs, as in gVisor and Kata */
	mount->host_path = NULL;
	mount->type = "9p";
	for (const struct path *path = T; path->id; path++)
		assert_now(facts, T, path->id, PATH_CLOSED);
	mount->content = CONTENT_ETC;
	assert_now(facts, T, "host-config-write", PATH_OPEN);
	assert_now(facts, T, "host-config-read", PATH_OPEN);
	assert_now(facts, T, "host-root-write", PATH_CLOSED);
	mount->content = CONTENT_ROOT;
	assert_now(facts, T, "host-root-write", PATH_OPEN);
}

static void what_came_along_shows_the_root_of_the_host(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	add_bind(facts, "/");
	add_mount(facts, (struct mount){ .root = "/", .point = "/x/proc", .type = "proc", .class = MOUNT_HOST_PROC });
	assert_now(facts, T, "host-root-write", PATH_OPEN);
}

static void a_disk_known_to_hold_the_root_says_so(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct device *device = facts_device_new(facts);

	*device = (struct device){ .type = DEVICE_BLOCK, .major = 8, .minor = 1, .host_root = YES };
	facts_device_done(facts);
	add_bind(facts, "/");
	assert_now(facts, T, "host-root-write", PATH_OPEN);
	device->host_root = NO;
	assert_now(facts, T, "host-root-write", PATH_CLOSED);
}

static void the_containers_own_root_is_no_bind(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct mount *mount = add_bind(facts, "/");

	mount->point = "/";
	mount->class = MOUNT_ROOT;
	add_etc_hosts(facts, 8, 1);
	for (const struct path *path = T; path->id; path++)
		assert_now(facts, T, path->id, PATH_CLOSED);
}

static void volumes_and_covered_mounts_are_not_counted(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct mount *mount = add_bind(facts, "/var/lib/docker/volumes/data/_data");

	mount->class = MOUNT_VOLUME;
	assert_now(facts, T, "engine-data-write", PATH_CLOSED);
	mount->class = MOUNT_HOST_PATH;
	mount->hidden = true;
	mount->host_path = "/etc";
	assert_now(facts, T, "host-config-write", PATH_CLOSED);
}

static void another_containers_tree_is_engine_data(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct mount *mount = add_bind(facts, "/");

	mount->type = "overlay";
	mount->host_path = NULL;
	mount->point = "/x/overlay2/abc/merged";
	assert_now(facts, T, "engine-data-write", PATH_OPEN);
	assert_now(facts, T, "host-root-write", PATH_CLOSED);
	/* our own comes along as well */
	add_mount(facts, (struct mount){ .major = 8, .minor = 1, .root = "/", .point = "/", .type = "overlay", .class = MOUNT_ROOT });
	assert_now(facts, T, "engine-data-write", PATH_CLOSED);
}

static void an_engines_data_are_known_by_our_own_among_them(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	add_bind(facts, "/big/engine");
	assert_now(facts, T, "engine-data-write", PATH_CLOSED);
	fact_set_static(facts, FACT_ROOT_UPPERDIR, "/big/engine/overlay2/1234/diff");
	assert_now(facts, T, "engine-data-write", PATH_OPEN);
	fact_set_static(facts, FACT_ROOT_UPPERDIR, "/big/engine2/overlay2/1234/diff");
	assert_now(facts, T, "engine-data-write", PATH_CLOSED);
	add_etc_hosts(facts, 8, 1);
	facts->mounts[1].root = "/big/engine/containers/1234/hosts";
	assert_now(facts, T, "engine-data-write", PATH_OPEN);
	facts->mounts[1].minor = 2;
	assert_now(facts, T, "engine-data-write", PATH_CLOSED);
}

static void a_bound_run_is_known_by_its_name_here(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct mount *mount = add_bind(facts, "/");

	mount->type = "tmpfs";
	mount->host_path = NULL;
	mount->point = "/host/run";
	assert_now(facts, T, "host-config-write", PATH_OPEN);
	mount->point = "/cache";
	assert_now(facts, T, "host-config-write", PATH_CLOSED);
}

static void a_socket_is_left_to_the_sockets(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct mount *mount = add_bind(facts, "/run/containerd/containerd.sock");

	mount->is_directory = NO;
	assert_now(facts, T, "engine-data-write", PATH_CLOSED);
	mount->root = mount->host_path = "/run/containerd/s";
	assert_now(facts, T, "engine-data-write", PATH_OPEN);
	add_socket(facts, (struct host_socket){ .path = "/x", .kind = SOCKET_CONTAINERD });
	assert_now(facts, T, "engine-data-write", PATH_CLOSED);
}

static void a_user_is_stopped_by_owner_and_mode_and_root_is_not(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	become_user(facts);
	add_bind(facts, "/");
	add_etc_hosts(facts, 8, 1);
	facts->mounts[0].write = answered(EACCES);
	assert_now(facts, T, "host-root-write", PATH_CLOSED);
	assert_true(stands(facts, T, "host-root-write", BARRIER_PERMISSION));
	assert_now(facts, T, "host-root-read", PATH_OPEN);	/* what is readable for all */
	assert_now(facts, T, "host-config-read", PATH_CLOSED);	/* what is not */
	assert_as_root(facts, T, "host-root-write", PATH_OPEN);
	assert_as_root(facts, T, "host-config-read", PATH_OPEN);
	confine_by_docker_default(facts);
	assert_as_root(facts, T, "host-root-write", PATH_OPEN);	/* it has no rule about files elsewhere */
	fact_set_static(facts, FACT_APPARMOR_PROFILE, "mine");
	assert_as_root(facts, T, "host-root-write", PATH_UNKNOWN);
	make_read_only(&facts->mounts[0]);
	facts->mounts[0].write = answered(EACCES);
	assert_as_root(facts, T, "host-root-write", PATH_CLOSED);
}

static void in_a_user_namespace_the_world_readable_is_read(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	enter_user_namespace(facts);
	add_bind(facts, "/");
	add_etc_hosts(facts, 8, 1);
	facts->mounts[0].uid = facts->mounts[0].gid = 65534;
	facts->mounts[0].write = answered(EACCES);
	assert_now(facts, T, "host-root-read", PATH_OPEN);
	assert_now(facts, T, "host-root-write", PATH_CLOSED);
	assert_true(stands(facts, T, "host-root-write", BARRIER_PERMISSION));
	assert_as_root(facts, T, "host-root-write", PATH_CLOSED);
	assert_now(facts, T, "host-config-read", PATH_CLOSED);
}

static void no_answer_leaves_it_undecided(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct mount *mount = add_bind(facts, "/etc");

	mount->read = mount->write = (struct answer){ .state = TIMED_OUT };
	assert_now(facts, T, "host-config-write", PATH_UNKNOWN);
	assert_now(facts, T, "host-config-read", PATH_UNKNOWN);
	mount->read = mount->write = answered(EIO);
	assert_now(facts, T, "host-config-write", PATH_UNKNOWN);
	mount->read = mount->write = answered(EPERM);	/* a filter, or an immutable file */
	assert_now(facts, T, "host-config-read", PATH_UNKNOWN);
}

static void on_a_captured_tree_root_is_concluded(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct mount *mount = add_bind(facts, "/etc");

	facts->live = false;
	mount->is_directory = UNKNOWN;
	mount->read = mount->write = (struct answer){ .state = NOT_ASKED };
	assert_now(facts, T, "host-config-write", PATH_OPEN);
	mount->read_only = true;
	assert_now(facts, T, "host-config-write", PATH_CLOSED);
	assert_now(facts, T, "host-config-read", PATH_OPEN);
	become_user(facts);
	assert_now(facts, T, "host-config-read", PATH_UNKNOWN);
	enter_user_namespace(facts);
	assert_as_root(facts, T, "host-config-read", PATH_UNKNOWN);
}

static struct mount *add_place(struct facts *facts, const char *host_path)
{
	struct mount *place = facts_place_new(facts);

	*place = facts->mounts[0];
	place->point = place->root = place->host_path = host_path;
	place->read = place->write = answered(0);
	facts_place_done(facts);
	return place;
}

static void what_lies_below_a_bind_may_be_open_where_its_top_is_not(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	add_bind(facts, "/")->write = answered(EACCES);
	add_etc_hosts(facts, 8, 1);
	become_user(facts);
	assert_now(facts, T, "host-config-write", PATH_CLOSED);
	assert_now(facts, T, "host-config-read", PATH_CLOSED);
	struct mount *home = add_place(facts, "/home/me");

	assert_now(facts, T, "host-config-write", PATH_OPEN);
	assert_now(facts, T, "host-config-read", PATH_OPEN);
	assert_now(facts, T, "host-root-write", PATH_CLOSED);
	assert_now(facts, T, "engine-data-read", PATH_CLOSED);
	make_read_only(home);
	assert_now(facts, T, "host-config-write", PATH_CLOSED);
	assert_now(facts, T, "host-config-read", PATH_OPEN);
	add_place(facts, "/var/lib/docker")->write = answered(EACCES);
	assert_now(facts, T, "engine-data-read", PATH_OPEN);
	facts->places_list.truncated = true;	/* lost on the way */
	assert_now(facts, T, "host-config-write", PATH_UNKNOWN);
}

static void what_mountinfo_leaves_out_is_not_counted(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct mount *mount = add_bind(facts, "/etc");

	mount->root = NULL;
	assert_now(facts, T, "host-config-write", PATH_CLOSED);
	mount->root = "/etc";
	mount->point = NULL;
	assert_now(facts, T, "host-config-write", PATH_CLOSED);
	mount->host_path = NULL;
	mount->type = "tmpfs";
	assert_now(facts, T, "host-config-write", PATH_CLOSED);
	mount->point = "/host/tmp";
	assert_now(facts, T, "host-tmp-write", PATH_OPEN);
	mount->type = NULL;
	assert_now(facts, T, "host-tmp-write", PATH_CLOSED);
	mount->host_path = "/etc";
	assert_now(facts, T, "host-config-write", PATH_OPEN);
}

static void a_socket_is_known_by_its_name_on_either_side(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct mount *mount = add_bind(facts, "/etc/x.sock");

	mount->is_directory = NO;
	assert_now(facts, T, "host-config-write", PATH_CLOSED);
	mount->is_directory = YES;	/* a directory of that name is none */
	assert_now(facts, T, "host-config-write", PATH_OPEN);
	mount->is_directory = NO;
	mount->root = mount->host_path = "/etc/x";
	assert_now(facts, T, "host-config-write", PATH_OPEN);
	mount->point = "/x.sock";
	assert_now(facts, T, "host-config-write", PATH_CLOSED);
	mount->point = "/x";
	add_socket(facts, (struct host_socket){ .path = NULL });
	add_socket(facts, (struct host_socket){ .path = "/another" });
	assert_now(facts, T, "host-config-write", PATH_OPEN);
}

static void an_engine_is_known_by_any_of_its_mounts_below(void **state)
{
	static const struct { const char *why; enum mount_class class; const char *root; enum path_status expected; } rows[] = {
		{ "a file of ours", MOUNT_PLUMBING, "/big/containers/1/hosts", PATH_OPEN },
		{ "a volume of ours", MOUNT_VOLUME, "/big/volumes/a/_data", PATH_OPEN },
		{ "a pod's volume", MOUNT_POD_VOLUME, "/big/pods/1/volumes/x", PATH_OPEN },
		{ "another bind", MOUNT_HOST_PATH, "/big/containers/1/hosts", PATH_CLOSED },
		{ "the very same", MOUNT_VOLUME, "/big", PATH_CLOSED },
		{ "somewhere else", MOUNT_VOLUME, "/small/volumes/a/_data", PATH_CLOSED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = a_container();

		add_bind(facts, "/big");
		add_etc_hosts(facts, 8, 1);
		facts->mounts[1].class = rows[i].class;
		facts->mounts[1].root = rows[i].root;
		if (judged(facts, path_in(T, "engine-data-write"), false).status != rows[i].expected)
			print_error("row %zu: %s\n", i, rows[i].why);
		assert_now(facts, T, "engine-data-write", rows[i].expected);
		facts->mounts[1].major = 9;
		assert_now(facts, T, "engine-data-write", PATH_CLOSED);
	}
	/* the top of the engine's own disk */
	struct facts *facts = a_container();

	add_bind(facts, "/");
	facts->mounts[0].content = CONTENT_OTHER;
	facts->mounts[0].host_path = "/mnt";
	add_etc_hosts(facts, 8, 1);
	facts->mounts[1].root = "/volumes/1/_data";
	assert_now(facts, T, "engine-data-write", PATH_OPEN);
	facts->mounts[0].is_directory = NO;
	assert_now(facts, T, "engine-data-write", PATH_CLOSED);
}

static void the_root_of_the_host_is_known_by_one_sign_of_many(void **state)
{
	static const struct { const char *why; struct mount other; enum path_status expected; } rows[] = {
		{ "sysfs came along", { .root = "/", .point = "/x/sys", .type = "sysfs" }, PATH_OPEN },
		{ "devtmpfs came along", { .root = "/", .point = "/x/dev", .type = "devtmpfs" }, PATH_OPEN },
		{ "a disk came along", { .root = "/", .point = "/x/boot", .type = "ext4" }, PATH_UNKNOWN },
		{ "our own proc", { .root = "/", .point = "/proc", .type = "proc" }, PATH_UNKNOWN },
		{ "a tmpfs", { .root = "/etc", .point = "/x/etc", .type = "tmpfs", .major = 8, .minor = 1 }, PATH_UNKNOWN },
		{ "an overlay", { .root = "/etc", .point = "/x/etc", .type = "overlay", .major = 8, .minor = 1 }, PATH_UNKNOWN },
		{ "its /etc is on that file system", { .root = "/etc/resolv.conf", .point = "/y", .type = "ext4", .major = 8, .minor = 1 }, PATH_OPEN },
		{ "/var/lib is on another", { .root = "/var/lib/docker/x", .point = "/y", .type = "ext4", .major = 8, .minor = 2 }, PATH_CLOSED },
		{ "nothing is known of it", { .root = NULL, .point = "/y", .type = "ext4" }, PATH_UNKNOWN },
		{ "it is nowhere", { .root = "/etc", .point = NULL, .type = "ext4" }, PATH_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = a_container();

		add_bind(facts, "/");
		add_mount(facts, rows[i].other);
		if (judged(facts, path_in(T, "host-root-write"), false).status != rows[i].expected)
			print_error("row %zu: %s\n", i, rows[i].why);
		assert_now(facts, T, "host-root-write", rows[i].expected);
	}
}

static void another_device_says_nothing_of_the_root(void **state)
{
	static const struct device others[] = {
		{ .type = DEVICE_CHAR, .major = 8, .minor = 1, .host_root = YES }, { .type = DEVICE_BLOCK, .major = 8, .minor = 2, .host_root = YES },
		{ .type = DEVICE_BLOCK, .major = 9, .minor = 1, .host_root = YES }, { .type = DEVICE_BLOCK, .major = 8, .minor = 1 },
	};
	(void)state;
	struct facts *facts = a_container();

	add_bind(facts, "/");
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		*facts_device_new(facts) = others[i];
		facts_device_done(facts);
		assert_now(facts, T, "host-root-write", PATH_UNKNOWN);
	}
}

static void another_overlay_is_not_our_root_though_it_is_mounted_on_one(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct mount *mount = add_bind(facts, "/");

	mount->type = "overlay";
	mount->host_path = NULL;
	add_mount(facts, (struct mount){ .major = 0, .minor = 77, .root = "/", .point = "/", .type = "overlay", .class = MOUNT_ROOT });
	assert_now(facts, T, "engine-data-write", PATH_OPEN);
	assert_now(facts, T, "engine-data-read", PATH_OPEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_is_whole),
		cmocka_unit_test(each_place_opens_what_it_is_good_for),
		cmocka_unit_test(of_many_binds_the_first_are_told),
		cmocka_unit_test(of_many_binds_the_open_one_is_told_first),
		cmocka_unit_test(the_root_of_the_host_holds_everything),
		cmocka_unit_test(the_top_of_another_disk_is_not_the_root_of_the_host),
		cmocka_unit_test(what_has_no_path_is_known_by_its_content),
		cmocka_unit_test(what_came_along_shows_the_root_of_the_host),
		cmocka_unit_test(a_disk_known_to_hold_the_root_says_so),
		cmocka_unit_test(the_containers_own_root_is_no_bind),
		cmocka_unit_test(volumes_and_covered_mounts_are_not_counted),
		cmocka_unit_test(another_containers_tree_is_engine_data),
		cmocka_unit_test(an_engines_data_are_known_by_our_own_among_them),
		cmocka_unit_test(a_bound_run_is_known_by_its_name_here),
		cmocka_unit_test(a_socket_is_left_to_the_sockets),
		cmocka_unit_test(a_user_is_stopped_by_owner_and_mode_and_root_is_not),
		cmocka_unit_test(in_a_user_namespace_the_world_readable_is_read),
		cmocka_unit_test(what_lies_below_a_bind_may_be_open_where_its_top_is_not),
		cmocka_unit_test(no_answer_leaves_it_undecided),
		cmocka_unit_test(on_a_captured_tree_root_is_concluded),
		cmocka_unit_test(what_mountinfo_leaves_out_is_not_counted),
		cmocka_unit_test(a_socket_is_known_by_its_name_on_either_side),
		cmocka_unit_test(an_engine_is_known_by_any_of_its_mounts_below),
		cmocka_unit_test(the_root_of_the_host_is_known_by_one_sign_of_many),
		cmocka_unit_test(another_device_says_nothing_of_the_root),
		cmocka_unit_test(another_overlay_is_not_our_root_though_it_is_mounted_on_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
