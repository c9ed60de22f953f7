/* Control sockets: the permission to connect, somebody who listens, and what the daemon asks. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include "facts_build.h"

#define T paths_sockets

static const struct row {
	const char *id;
	enum socket_kind kind;
	bool host_root;		/* the daemon asks for uid 0 of the host */
} rows[] = {
	{ "docker-socket", SOCKET_DOCKER, false },
	{ "podman-socket", SOCKET_PODMAN, false },
	{ "containerd-socket", SOCKET_CONTAINERD, false },
	{ "crio-socket", SOCKET_CRIO, false },
	{ "crio-socket", SOCKET_CRI_DOCKERD, false },
	{ "nri-socket", SOCKET_NRI, false },
	{ "lxd-socket", SOCKET_LXD, false },
	{ "systemd-socket", SOCKET_SYSTEMD, true },
	{ "systemd-socket", SOCKET_DBUS, true },
	{ "libvirt-socket", SOCKET_LIBVIRT, false },
	{ "snapd-socket", SOCKET_SNAPD, true },
	{ "buildkit-socket", SOCKET_BUILDKIT, false },
	{ "kubelet-plugin-socket", SOCKET_KUBELET_PLUGIN, false },
	{ "nix-daemon-socket", SOCKET_NIX, true },
	{ "user-bus-socket", SOCKET_USER_BUS, false },
	{ "docker-tcp", SOCKET_DOCKER_TCP, false },
	{ "containerd-shim-socket", SOCKET_SHIM, true },
	{ "host-daemon-socket", SOCKET_HOST_DAEMON, true },
	{ "user-session-socket", SOCKET_USER_SESSION, false },
	{ "cluster-service", SOCKET_CLUSTER, false },
};

#define EACH_ROW(row) (const struct row *row = rows; row < rows + sizeof rows / sizeof *rows; row++)

static struct host_socket *add_daemon(struct facts *facts, enum socket_kind kind)
{
	return add_socket(facts, (struct host_socket){
		.path = "/run/it.sock", .kind = kind, .mode = 0660, .write = answered(0), .connect = answered(0),
		.replied = true, .http_status = 200, .server = "Docker/20.10", .api = "1.41",
	});
}

static void table_is_whole(void **state)
{
	(void)state;
	assert_table_is_whole(T);
}

static void a_socket_that_answers_is_a_way_out_without_any_capability(void **state)
{
	(void)state;
	for EACH_ROW(row) {
		struct facts *facts = a_container();

		give_caps(facts, 0);
		add_daemon(facts, row->kind);
		assert_now(facts, T, row->id, PATH_OPEN);
	}
}

static void a_user_namespace_does_not_close_a_socket_that_lets_us_in(void **state)
{
	(void)state;
	for EACH_ROW(row) {
		struct facts *facts = a_container();

		enter_user_namespace(facts);
		add_daemon(facts, row->kind);
		assert_now(facts, T, row->id, row->host_root ? PATH_CLOSED : PATH_OPEN);
	}
}

static void another_daemon_does_not_count(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	fact_set_bool(facts, FACT_NETNS_INITIAL, true);
	add_daemon(facts, SOCKET_OTHER);
	for EACH_ROW(row)
		assert_now(facts, T, row->id, PATH_CLOSED);
}

static void what_a_user_may_not_connect_to_root_may(void **state)
{
	(void)state;
	for EACH_ROW(row) {
		struct facts *facts = a_container();
		struct host_socket *at = add_daemon(facts, row->kind);

		become_user(facts);
		at->write = at->connect = answered(EACCES);
		at->replied = false;
		assert_now(facts, T, row->id, PATH_CLOSED);
		assert_true(stands(facts, T, row->id, BARRIER_PERMISSION));
		assert_as_root(facts, T, row->id, PATH_OPEN);
		confine_by_docker_default(facts);
		assert_as_root(facts, T, row->id, PATH_OPEN);	/* it has no rule about sockets */
		fact_set_static(facts, FACT_APPARMOR_PROFILE, "mine");
		assert_as_root(facts, T, row->id, PATH_UNKNOWN);
	}
}

static void an_unmapped_owner_is_out_of_reach_of_root(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct host_socket *at = add_daemon(facts, SOCKET_DOCKER);

	enter_user_namespace(facts);
	become_user(facts);
	at->uid = at->gid = 65534;
	at->write = at->connect = answered(EACCES);
	assert_as_root(facts, T, "docker-socket", PATH_CLOSED);
	at->gid = 0;
	assert_as_root(facts, T, "docker-socket", PATH_CLOSED);
	at->uid = 0;		/* made by this container's own root */
	assert_as_root(facts, T, "docker-socket", PATH_OPEN);
}

static void root_refused_with_dac_override_means_a_security_module_where_one_confines_us(void **state)
{
	(void)state;
	for (int confined = 0; confined < 2; confined++) {
		struct facts *facts = a_container();
		struct host_socket *at = add_daemon(facts, SOCKET_CONTAINERD);

		if (confined)
			fact_set_static(facts, FACT_APPARMOR_MODE, "enforce");
		at->connect = answered(EACCES);
		assert_now(facts, T, "containerd-socket", PATH_CLOSED);
		assert_true(stands(facts, T, "containerd-socket", confined ? BARRIER_LSM : BARRIER_KERNEL));
		at->write = answered(EACCES);	/* or NFS, or FUSE of somebody else's */
		assert_now(facts, T, "containerd-socket", PATH_CLOSED);
		assert_true(stands(facts, T, "containerd-socket", confined ? BARRIER_LSM : BARRIER_PERMISSION));
		assert_as_root(facts, T, "containerd-socket", PATH_CLOSED);
	}
}

static void nobody_listening_closes(void **state)
{
	(void)state;
	for EACH_ROW(row) {
		struct facts *facts = a_container();
		struct host_socket *at = add_daemon(facts, row->kind);

		at->connect = answered(ECONNREFUSED);
		at->replied = false;
		assert_now(facts, T, row->id, PATH_CLOSED);
		assert_true(stands(facts, T, row->id, BARRIER_NOT_GIVEN));
	}
}

static void a_socket_that_hangs_leaves_it_undecided(void **state)
{
	(void)state;
	for EACH_ROW(row) {
		struct facts *facts = a_container();
		struct host_socket *at = add_daemon(facts, row->kind);

		at->connect = (struct answer){ .state = TIMED_OUT };
		assert_now(facts, T, row->id, PATH_UNKNOWN);
		at->connect = answered(EAGAIN);
		assert_now(facts, T, row->id, PATH_UNKNOWN);
	}
}

static void an_engine_may_answer_or_refuse_or_keep_silent(void **state)
{
	static const struct { const char *why; bool replied; unsigned status; enum path_status expected; } replies[] = {
		{ "answers", true, 200, PATH_OPEN },
		{ "something in between answers", true, 1200, PATH_UNKNOWN },
		{ "a proxy forbids", true, 403, PATH_CLOSED },
		{ "a proxy asks who it is", true, 401, PATH_CLOSED },
		{ "something else", true, 500, PATH_UNKNOWN },
		{ "not HTTP", true, 0, PATH_UNKNOWN },
		{ "silent", false, 0, PATH_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof replies / sizeof *replies; i++) {
		struct facts *facts = a_container();
		struct host_socket *at = add_daemon(facts, SOCKET_DOCKER);

		at->replied = replies[i].replied;
		at->proxied = replies[i].status > 1000;
		at->http_status = replies[i].status % 1000;
		if (judged(facts, path_in(T, "docker-socket"), false).status != replies[i].expected)
			print_error("row %zu (%s)\n", i, replies[i].why);
		assert_now(facts, T, "docker-socket", replies[i].expected);
	}
}

static void another_web_server_is_no_engine(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct host_socket *at = add_daemon(facts, SOCKET_DOCKER);

	at->server = NULL;
	assert_now(facts, T, "docker-socket", PATH_OPEN);
	at->api = NULL;
	assert_now(facts, T, "docker-socket", PATH_UNKNOWN);
}

static void one_good_socket_among_dead_ones_is_enough(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	for (int i = 0; i < 6; i++)
		add_daemon(facts, SOCKET_DOCKER)->connect = answered(ECONNREFUSED);
	add_daemon(facts, SOCKET_DOCKER);
	assert_now(facts, T, "docker-socket", PATH_OPEN);
}

static void a_captured_tree_cannot_say_whether_anybody_listens(void **state)
{
	(void)state;
	for EACH_ROW(row) {
		struct facts *facts = a_container();

		facts->live = false;
		add_socket(facts, (struct host_socket){ .path = "/run/it.sock", .kind = row->kind });
		assert_now(facts, T, row->id, PATH_UNKNOWN);
	}
}

static void a_daemon_of_the_containers_own_is_no_way_out(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct host_socket *at = add_daemon(facts, SOCKET_SYSTEMD);

	add_mount(facts, (struct mount){ .root = "/", .point = "/", .type = "overlay", .class = MOUNT_ROOT });
	assert_now(facts, T, "systemd-socket", PATH_CLOSED);
	assert_true(stands(facts, T, "systemd-socket", BARRIER_NOT_GIVEN));
	facts->mounts[0].class = MOUNT_HOST_PATH;		/* another container's */
	assert_now(facts, T, "systemd-socket", PATH_OPEN);
	facts->mounts[0].class = MOUNT_ROOT;
	add_mount(facts, (struct mount){ .root = "/", .point = "/run", .type = "tmpfs", .class = MOUNT_PSEUDO });
	assert_now(facts, T, "systemd-socket", PATH_OPEN);	/* may be the host's /run */
	fact_set_bool(facts, FACT_PIDNS_INITIAL, false);
	at->peer_inside = YES;
	assert_now(facts, T, "systemd-socket", PATH_CLOSED);
	fact_set_bool(facts, FACT_PIDNS_INITIAL, true);		/* all processes are seen */
	assert_now(facts, T, "systemd-socket", PATH_OPEN);
}

static void root_without_override_is_still_the_owner(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct host_socket *at = add_daemon(facts, SOCKET_CONTAINERD);

	become_user(facts);
	fact_set_number(facts, FACT_CAP_BOUNDING, 0);
	at->write = at->connect = answered(EACCES);
	assert_as_root(facts, T, "containerd-socket", PATH_OPEN);
	at->uid = 1001;
	assert_as_root(facts, T, "containerd-socket", PATH_CLOSED);
}

static void libvirt_open_to_all_asks_for_root(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct host_socket *at = add_daemon(facts, SOCKET_LIBVIRT);

	become_user(facts);
	assert_now(facts, T, "libvirt-socket", PATH_OPEN);	/* 0660: of its group */
	at->mode = 0777;
	assert_now(facts, T, "libvirt-socket", PATH_CLOSED);
}

static void a_user_level_engine_is_named_as_such(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct host_socket *at = add_daemon(facts, SOCKET_PODMAN);

	at->uid = 1000;
	assert_now(facts, T, "podman-socket", PATH_OPEN);
	assert_non_null(strstr(judged(facts, path_in(T, "podman-socket"), false).way[0].title, "user 1000"));
	at->uid = 0;
	assert_null(strstr(judged(facts, path_in(T, "podman-socket"), false).way[0].title, "user"));
}

static struct host_socket *add_by_network(struct facts *facts, enum socket_kind kind, const char *path)
{
	struct host_socket *at = add_daemon(facts, kind);

	at->path = path;
	at->write = (struct answer){ 0 };
	return at;
}

static void what_listens_in_the_network_namespace_is_the_hosts_where_that_is(void **state)
{
	static const struct { const char *id, *path; enum socket_kind kind; } by_network[] = {
		{ "docker-tcp", "127.0.0.1:2375", SOCKET_DOCKER_TCP },
		{ "containerd-shim-socket", "@/containerd-shim/moby/1.sock@", SOCKET_SHIM },
		{ "cluster-service", "127.0.0.1:10255", SOCKET_CLUSTER },
		{ "user-session-socket", "@/tmp/.X11-unix/X0", SOCKET_USER_SESSION },
		{ "host-daemon-socket", "@/org/kernel/linux/storage/multipathd", SOCKET_HOST_DAEMON },
	};

	(void)state;
	for (size_t i = 0; i < sizeof by_network / sizeof *by_network; i++) {
		struct facts *facts = a_container();
		struct host_socket *at = add_by_network(facts, by_network[i].kind, by_network[i].path);

		/* the container's overlay covers no name without a file */
		add_mount(facts, (struct mount){ .root = "/", .point = "/", .type = "overlay", .class = MOUNT_ROOT });
		fact_set_bool(facts, FACT_NETNS_INITIAL, true);
		assert_now(facts, T, by_network[i].id, PATH_OPEN);
		fact_set_unknown(facts, FACT_NETNS_INITIAL, ENOENT, NULL);
		assert_now(facts, T, by_network[i].id, PATH_UNKNOWN);
		fact_set_bool(facts, FACT_NETNS_INITIAL, false);
		assert_now(facts, T, by_network[i].id, PATH_CLOSED);
		assert_true(stands(facts, T, by_network[i].id, BARRIER_NAMESPACE));
		assert_int_equal(distance(facts, T, by_network[i].id), 1);
		fact_set_bool(facts, FACT_NETNS_INITIAL, true);
		at->replied = false;
		at->connect = answered(i % 2 ? ECONNREFUSED : ENETUNREACH);
		assert_now(facts, T, by_network[i].id, PATH_CLOSED);
		at->connect = answered(ETIMEDOUT);
		assert_now(facts, T, by_network[i].id, PATH_UNKNOWN);
		at->connect = answered(0);
		fact_set_bool(facts, FACT_PIDNS_INITIAL, false);
		at->peer_inside = YES;
		assert_now(facts, T, by_network[i].id, PATH_CLOSED);
	}
}

static void a_network_of_its_own_closes_what_was_not_looked_for(void **state)
{
	static const char *const ids[] = { "docker-tcp", "cluster-service", "containerd-shim-socket" };

	(void)state;
	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
		struct facts *facts = a_container();

		facts->sockets_list.truncated = true;
		assert_now(facts, T, ids[i], PATH_UNKNOWN);
		fact_set_bool(facts, FACT_NETNS_INITIAL, false);
		assert_now(facts, T, ids[i], PATH_CLOSED);
		fact_set_bool(facts, FACT_NETNS_INITIAL, true);
		assert_now(facts, T, ids[i], PATH_UNKNOWN);
		facts->sockets_list.truncated = false;
		assert_now(facts, T, ids[i], PATH_CLOSED);
		facts->live = false;
		assert_now(facts, T, ids[i], PATH_UNKNOWN);
		fact_set_unknown(facts, FACT_NETNS_INITIAL, ENOENT, NULL);
		assert_now(facts, T, ids[i], PATH_UNKNOWN);
		facts->live = true;		/* it was looked for in any case */
		assert_now(facts, T, ids[i], PATH_CLOSED);
	}
}

static void an_engine_that_docker_host_names_is_in_doubt_in_any_network(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct host_socket *at = add_by_network(facts, SOCKET_DOCKER_TCP, "DOCKER_HOST");

	fact_set_bool(facts, FACT_NETNS_INITIAL, false);
	at->connect = (struct answer){ .reason = "not asked" };
	at->replied = false;
	assert_now(facts, T, "docker-tcp", PATH_UNKNOWN);
}

static void a_users_bus_obeys_that_user_and_root(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct host_socket *at = add_daemon(facts, SOCKET_USER_BUS);

	at->uid = 1000;
	at->mode = 0666;
	assert_now(facts, T, "user-bus-socket", PATH_OPEN);	/* CAP_SETUID */
	give_caps(facts, 0);
	assert_now(facts, T, "user-bus-socket", PATH_CLOSED);
	assert_true(stands(facts, T, "user-bus-socket", BARRIER_CAPABILITY));
	become_user(facts);
	assert_now(facts, T, "user-bus-socket", PATH_OPEN);
	fact_set_number(facts, FACT_EUID, 1001);
	assert_now(facts, T, "user-bus-socket", PATH_CLOSED);
	assert_true(stands(facts, T, "user-bus-socket", BARRIER_PERMISSION));
	fact_set_unknown(facts, FACT_EUID, EACCES, NULL);
	assert_now(facts, T, "user-bus-socket", PATH_UNKNOWN);
	/* whose id is not mapped here is nobody whom we could be */
	facts = a_container();
	enter_user_namespace(facts);
	at = add_daemon(facts, SOCKET_USER_BUS);
	at->uid = 65534;
	assert_now(facts, T, "user-bus-socket", PATH_CLOSED);
	assert_as_root(facts, T, "user-bus-socket", PATH_CLOSED);
	fact_set_number(facts, FACT_EUID, 65534);
	assert_now(facts, T, "user-bus-socket", PATH_CLOSED);
}

static void who_is_let_in_is_said_by_whoever_refuses(void **state)
{
	static const struct { const char *why; struct answer write, connect; enum path_status expected; enum barrier_kind kind; } rows_[] = {
		{ "owner and mode alone", { ANSWERED, EACCES, NULL }, { ANSWERED, EACCES, NULL }, PATH_CLOSED, BARRIER_PERMISSION },
		{ "a filter, or a policy that answers EPERM", { ANSWERED, 0, NULL }, { ANSWERED, EPERM, NULL }, PATH_CLOSED, BARRIER_KERNEL },
		{ "a policy, past owner and mode", { ANSWERED, 0, NULL }, { ANSWERED, EACCES, NULL }, PATH_CLOSED, BARRIER_LSM },
		{ "no word of owner and mode", { .state = TIMED_OUT }, { ANSWERED, EACCES, NULL }, PATH_CLOSED, BARRIER_KERNEL },
		{ "a read-only mount, which is no obstacle", { ANSWERED, EROFS, NULL }, { ANSWERED, 0, NULL }, PATH_OPEN, BARRIER_LSM },
		{ "gone meanwhile", { ANSWERED, 0, NULL }, { ANSWERED, ENOENT, NULL }, PATH_CLOSED, BARRIER_NOT_GIVEN },
		{ "could not be asked", { ANSWERED, 0, NULL }, { NOT_ASKED, 0, "no socket could be made" }, PATH_UNKNOWN, BARRIER_LSM },
		{ "could not be asked, nobody says why", { ANSWERED, 0, NULL }, { .state = NOT_ASKED }, PATH_UNKNOWN, BARRIER_LSM },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows_ / sizeof *rows_; i++) {
		struct facts *facts = a_container();
		struct host_socket *at = add_daemon(facts, SOCKET_CONTAINERD);

		fact_set_number(facts, FACT_CAP_EFFECTIVE, 0);
		fact_set_number(facts, FACT_CAP_PERMITTED, 0);
		fact_set_number(facts, FACT_CAP_BOUNDING, 0);
		fact_set_static(facts, FACT_APPARMOR_MODE, "enforce");
		at->write = rows_[i].write;
		at->connect = rows_[i].connect;
		at->replied = false;
		if (judged(facts, path_in(T, "containerd-socket"), false).status != rows_[i].expected)
			print_error("row %zu: %s\n", i, rows_[i].why);
		assert_now(facts, T, "containerd-socket", rows_[i].expected);
		if (rows_[i].expected == PATH_CLOSED)
			assert_true(stands(facts, T, "containerd-socket", rows_[i].kind));
	}
}

static void what_root_would_meet_is_not_known_from_a_refusal_that_may_be_of_owner_and_mode(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct host_socket *at = add_daemon(facts, SOCKET_CONTAINERD);

	become_user(facts);
	at->uid = at->gid = 0;
	at->write = (struct answer){ .state = TIMED_OUT };
	at->connect = answered(EACCES);
	assert_now(facts, T, "containerd-socket", PATH_CLOSED);
	assert_as_root(facts, T, "containerd-socket", PATH_UNKNOWN);
}

static void whose_a_daemon_is_shows_by_its_place_and_its_process(void **state)
{
	static const struct { const char *why; struct mount mount; enum known inside, pidns; enum path_status expected; } rows_[] = {
		{ "in the container's overlay", { .type = "overlay", .class = MOUNT_ROOT }, UNKNOWN, NO, PATH_CLOSED },
		{ "there, but of another's process", { .type = "overlay", .class = MOUNT_ROOT }, NO, NO, PATH_OPEN },
		{ "on a root that is no overlay", { .type = "ext4", .class = MOUNT_ROOT }, UNKNOWN, NO, PATH_OPEN },
		{ "on a root of no type", { .type = NULL, .class = MOUNT_ROOT }, UNKNOWN, NO, PATH_OPEN },
		{ "on an overlay of somebody else", { .type = "overlay", .class = MOUNT_HOST_PATH }, UNKNOWN, NO, PATH_OPEN },
		{ "bound in, and yet of our processes", { .type = "ext4", .class = MOUNT_HOST_PATH }, YES, NO, PATH_CLOSED },
		{ "every process is seen", { .type = "ext4", .class = MOUNT_HOST_PATH }, YES, YES, PATH_OPEN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows_ / sizeof *rows_; i++) {
		struct facts *facts = a_container();
		struct mount mount = rows_[i].mount;

		mount.root = mount.point = "/";
		add_daemon(facts, SOCKET_CONTAINERD)->peer_inside = rows_[i].inside;
		add_mount(facts, mount);
		fact_set_bool(facts, FACT_PIDNS_INITIAL, rows_[i].pidns == YES);
		if (judged(facts, path_in(T, "containerd-socket"), false).status != rows_[i].expected)
			print_error("row %zu: %s\n", i, rows_[i].why);
		assert_now(facts, T, "containerd-socket", rows_[i].expected);
	}
}

static void whose_engine_it_is_stands_in_the_title(void **state)
{
	static const struct { const char *path; uint32_t uid; bool user; } rows_[] = {
		{ "/run/user/0/docker.sock", 0, true }, { "/var/run/user/1000/docker.sock", 1000, true }, { "/run/docker.sock", 65534, false },
		{ "/run/docker.sock", 0, false }, { "/x", 1000, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows_ / sizeof *rows_; i++) {
		struct facts *facts = a_container();
		struct host_socket *at = add_daemon(facts, SOCKET_DOCKER);

		at->path = rows_[i].path;
		at->uid = rows_[i].uid;
		assert_int_equal(strstr(judged(facts, path_in(T, "docker-socket"), false).way[0].title, "host's user") != NULL, rows_[i].user);
	}
}

static void a_list_cut_short_leaves_room_for_another(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	add_daemon(facts, SOCKET_NRI)->connect = answered(ECONNREFUSED);
	assert_now(facts, T, "nri-socket", PATH_CLOSED);
	facts->sockets_list.truncated = true;
	assert_now(facts, T, "nri-socket", PATH_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_is_whole),
		cmocka_unit_test(a_socket_that_answers_is_a_way_out_without_any_capability),
		cmocka_unit_test(a_user_namespace_does_not_close_a_socket_that_lets_us_in),
		cmocka_unit_test(another_daemon_does_not_count),
		cmocka_unit_test(what_a_user_may_not_connect_to_root_may),
		cmocka_unit_test(an_unmapped_owner_is_out_of_reach_of_root),
		cmocka_unit_test(root_refused_with_dac_override_means_a_security_module_where_one_confines_us),
		cmocka_unit_test(nobody_listening_closes),
		cmocka_unit_test(a_socket_that_hangs_leaves_it_undecided),
		cmocka_unit_test(an_engine_may_answer_or_refuse_or_keep_silent),
		cmocka_unit_test(another_web_server_is_no_engine),
		cmocka_unit_test(one_good_socket_among_dead_ones_is_enough),
		cmocka_unit_test(a_captured_tree_cannot_say_whether_anybody_listens),
		cmocka_unit_test(a_daemon_of_the_containers_own_is_no_way_out),
		cmocka_unit_test(root_without_override_is_still_the_owner),
		cmocka_unit_test(libvirt_open_to_all_asks_for_root),
		cmocka_unit_test(a_user_level_engine_is_named_as_such),
		cmocka_unit_test(what_listens_in_the_network_namespace_is_the_hosts_where_that_is),
		cmocka_unit_test(a_network_of_its_own_closes_what_was_not_looked_for),
		cmocka_unit_test(an_engine_that_docker_host_names_is_in_doubt_in_any_network),
		cmocka_unit_test(a_users_bus_obeys_that_user_and_root),
		cmocka_unit_test(who_is_let_in_is_said_by_whoever_refuses),
		cmocka_unit_test(what_root_would_meet_is_not_known_from_a_refusal_that_may_be_of_owner_and_mode),
		cmocka_unit_test(whose_a_daemon_is_shows_by_its_place_and_its_process),
		cmocka_unit_test(whose_engine_it_is_stands_in_the_title),
		cmocka_unit_test(a_list_cut_short_leaves_room_for_another),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
