/* The collectors that ask the kernel: what can be tested whoever we are. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "ask.h"
#include "collect.h"
#include "disks.h"
#include "network_sockets.h"

#define REGION (1 << 22)
#define COUNT(array) (sizeof array / sizeof array[0])

/* ---- a temporary directory, facts, and a collector's surroundings ------------- */

struct bench {
	char directory[64];
	struct host host;
	struct facts *facts;
	volatile unsigned *item;
	struct collect collect;
};

static int set_up(void **state)
{
	struct bench *bench = calloc(1, sizeof *bench);
	void *region = mmap(NULL, REGION, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	assert_non_null(bench);
	assert_ptr_not_equal(region, MAP_FAILED);
	strcpy(bench->directory, "/tmp/collect-live.XXXXXX");
	assert_non_null(mkdtemp(bench->directory));
	bench->host = (struct host){ .root = AT_FDCWD, .live = true };
	bench->facts = facts_init(region, REGION);
	bench->facts->live = true;
	bench->item = arena_alloc(&bench->facts->arena, sizeof *bench->item);
	bench->collect = (struct collect){ .host = &bench->host, .facts = bench->facts, .item = bench->item };
	/* what else listens on this machine is no business of a test */
	fact_set_bool(bench->facts, FACT_NETNS_INITIAL, false);
	*state = bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;
	char command[128];

	if (!bench->host.live)
		host_close_root(&bench->host);
	snprintf(command, sizeof command, "rm -rf %s", bench->directory);
	if (system(command) != 0)
		return 1;
	munmap(bench->facts, REGION);
	free(bench);
	return 0;
}

/* Lives as long as the facts do. */
static const char *path_in(struct bench *bench, const char *name)
{
	return arena_printf(&bench->facts->arena, "%s/%s", bench->directory, name);
}

/* Writes a file of the tree, making its directories. */
static void put(struct bench *bench, const char *path, const char *content)
{
	char full[PATH_MAX];

	snprintf(full, sizeof full, "%s/%s", bench->directory, path);
	for (char *slash = full + strlen(bench->directory) + 1; (slash = strchr(slash, '/')); *slash++ = '/') {
		*slash = '\0';
		mkdir(full, 0755);
	}
	int fd = open(full, O_WRONLY | O_CREAT | O_CLOEXEC, 0640);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, content, strlen(content)), strlen(content));
	close(fd);
}

static void put_link(struct bench *bench, const char *path, const char *target)
{
	char full[PATH_MAX];

	put(bench, path, "");
	snprintf(full, sizeof full, "%s/%s", bench->directory, path);
	assert_int_equal(unlink(full), 0);
	assert_int_equal(symlink(target, full), 0);
}

static void use_tree(struct bench *bench)
{
	assert_int_equal(host_open_root(&bench->host, bench->directory), 0);
	bench->facts->live = false;
}

static struct mount *add_mount(struct bench *bench, struct mount mount)
{
	struct mount *added = facts_mount_new(bench->facts);

	assert_non_null(added);
	*added = mount;
	facts_mount_done(bench->facts);
	bench->facts->mounts_list.known = YES;
	return added;
}

/* ---- descriptors ------------------------------------------------------------------ */

static const struct descriptor *find_descriptor(const struct facts *facts, int number)
{
	for (size_t i = 0; i < facts->descriptors_count; i++)
		if (facts->descriptors[i].number == number)
			return &facts->descriptors[i];
	return NULL;
}

static void every_kind_of_descriptor_is_told(void **state)
{
	struct bench *bench = *state;
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	put(bench, "file", "x");
	const struct {
		const char *why;
		int fd;
		enum descriptor_kind kind;
		bool writable, path_only;
		enum known outside;
	} rows[] = {
		{ "a pipe leads nowhere", ends[1], DESCRIPTOR_OTHER, true, false, NO },
		{ "a directory on a mount that is not ours", open(bench->directory, O_RDONLY), DESCRIPTOR_DIRECTORY, false, false, YES },
		{ "a file on a mount that is not ours", open(path_in(bench, "file"), O_RDWR), DESCRIPTOR_REGULAR, true, false, YES },
		{ "O_PATH gives a place, no writing", open(path_in(bench, "file"), O_PATH), DESCRIPTOR_REGULAR, false, true, YES },
		{ "the host's /dev/null is given to everyone", open("/dev/null", O_RDWR), DESCRIPTOR_CHAR, true, false, NO },
		{ "a memfd is memory", memfd_create("x", 0), DESCRIPTOR_OTHER, true, false, NO },
		{ "our own namespace", open("/proc/self/ns/mnt", O_RDONLY), DESCRIPTOR_NAMESPACE, false, false, NO },
	};
	/* No mount has this id: whatever is open lies outside. */
	add_mount(bench, (struct mount){ .id = UINT64_MAX, .point = "/" });
	collect_descriptors(&bench->collect);
	assert_int_equal(bench->facts->descriptors_list.known, YES);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct descriptor *found = find_descriptor(bench->facts, rows[i].fd);

		if (!found || found->kind != rows[i].kind || found->writable != rows[i].writable ||
		    found->path_only != rows[i].path_only || found->outside != rows[i].outside)
			print_error("row %zu: %s\n", i, rows[i].why);
		assert_non_null(found);
		assert_int_equal(found->kind, rows[i].kind);
		assert_int_equal(found->writable, rows[i].writable);
		assert_int_equal(found->path_only, rows[i].path_only);
		assert_int_equal(found->outside, rows[i].outside);
		close(rows[i].fd);
	}
	close(ends[0]);
}

static void descriptor_on_a_mount_of_ours_is_inside(void **state)
{
	struct bench *bench = *state;
	int fd = open(bench->directory, O_RDONLY);

	add_mount(bench, (struct mount){ .id = UINT64_MAX, .point = "/" });
	collect_descriptors(&bench->collect);
	const struct descriptor *found = find_descriptor(bench->facts, fd);

	assert_non_null(found);
	assert_true(found->mount_id > 0);
	bench->facts->mounts[0].id = found->mount_id;
	bench->facts->descriptors_count = 0;
	collect_descriptors(&bench->collect);
	assert_int_equal(find_descriptor(bench->facts, fd)->outside, NO);
	close(fd);
}

static void without_mounts_outside_is_unknown(void **state)
{
	struct bench *bench = *state;
	int fd = open(bench->directory, O_RDONLY);

	collect_descriptors(&bench->collect);
	assert_int_equal(find_descriptor(bench->facts, fd)->outside, UNKNOWN);
	/* But getcwd(2) gives a path from our root. */
	assert_int_equal(find_descriptor(bench->facts, -1)->outside, NO);
	close(fd);
}

static void working_directory_outside_our_root_is_outside(void **state)
{
	struct bench *bench = *state;
	int status;

	assert_int_equal(mkdir(path_in(bench, "root"), 0755), 0);
	pid_t child = fork();

	if (child == 0) {
		/* proc/self/fd is needed in there: the one that we have open. */
		struct host host = { .root = open("/", O_PATH | O_CLOEXEC), .live = false };

		if (chroot(path_in(bench, "root")) < 0)
			_exit(99);
		bench->collect.host = &host;
		collect_descriptors(&bench->collect);
		_exit(0);
	}
	assert_true(waitpid(child, &status, 0) == child);
	if (WEXITSTATUS(status) == 99)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_int_equal(find_descriptor(bench->facts, -1)->outside, YES);
}

static void what_the_collector_opens_is_not_listed(void **state)
{
	struct bench *bench = *state;

	collect_descriptors(&bench->collect);
	for (size_t i = 0; i < bench->facts->descriptors_count; i++)
		assert_true(bench->facts->descriptors[i].number < 0 || fcntl(bench->facts->descriptors[i].number, F_GETFD) >= 0);
	assert_non_null(find_descriptor(bench->facts, -1));
}

static void captured_tree_has_no_descriptors_to_list(void **state)
{
	struct bench *bench = *state;

	use_tree(bench);
	collect_descriptors(&bench->collect);
	assert_int_equal(bench->facts->descriptors_list.known, UNKNOWN);
	assert_non_null(bench->facts->descriptors_list.reason);
}

/* ---- sockets -------------------------------------------------------------------------- */

struct server {
	int listening;
	const char *answer;	/* NULL: accepts and keeps silent */
	char request[256];
	pthread_t thread;
};

static void *serve(void *data)
{
	struct server *server = data;
	int fd = accept(server->listening, NULL, NULL);

	if (fd < 0)
		return NULL;
	ssize_t n = recv(fd, server->request, sizeof server->request - 1, 0);

	if (n > 0 && server->answer)
		send(fd, server->answer, strlen(server->answer), MSG_NOSIGNAL);
	/* Until the other side hangs up. */
	while (recv(fd, server->request + (n > 0 ? n : 0), 1, 0) > 0)
		;
	close(fd);
	return NULL;
}

/* By a short way, since sun_path is one. */
static int listen_at(const char *directory, const char *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), at = open(directory, O_PATH | O_CLOEXEC);

	snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d/%s", at, name);
	assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(fd, 4), 0);
	close(at);
	return fd;
}

static void start(struct server *server)
{
	assert_int_equal(pthread_create(&server->thread, NULL, serve, server), 0);
}

static void stop(struct server *server)
{
	pthread_join(server->thread, NULL);
	close(server->listening);
}

static const struct host_socket *find_socket(const struct facts *facts, const char *path)
{
	for (size_t i = 0; i < facts->sockets_count; i++)
		if (strcmp(facts->sockets[i].path, path) == 0)
			return &facts->sockets[i];
	return NULL;
}

static void bind_in(struct bench *bench, const char *point, const char *root)
{
	add_mount(bench, (struct mount){ .class = MOUNT_HOST_PATH, .point = point, .root = root, .type = "tmpfs" });
}

static void silent_socket_does_not_hold_us(void **state)
{
	struct bench *bench = *state;
	struct server server = { .listening = listen_at(bench->directory, "s") };
	const char *path = path_in(bench, "s");
	struct timespec before, after;

	bind_in(bench, path, "/docker.sock");
	start(&server);
	clock_gettime(CLOCK_MONOTONIC, &before);
	collect_sockets(&bench->collect);
	clock_gettime(CLOCK_MONOTONIC, &after);
	stop(&server);
	const struct host_socket *found = find_socket(bench->facts, path);

	assert_non_null(found);
	assert_int_equal(found->kind, SOCKET_DOCKER);	/* by the name that it has on the host */
	assert_int_equal(found->connect.state, ANSWERED);
	assert_int_equal(found->connect.error, 0);
	assert_false(found->replied);
	assert_true((after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000 < 1500);
}

static void engine_is_known_by_its_answer(void **state)
{
	static const struct {
		const char *why, *answer;
		bool replied;
		enum socket_kind kind;
		const char *server, *api;
	} rows[] = {
		{ "dockerd", "HTTP/1.0 200 OK\r\nApi-Version: 1.41\r\nServer: Docker/20.10.24 (linux)\r\n\r\nOK",
		  true, SOCKET_DOCKER, "Docker/20.10.24 (linux)", "1.41" },
		{ "podman, which has both versions", "HTTP/1.0 200 OK\r\nApi-Version: 1.40\r\nLibpod-Api-Version: 4.3.1\r\nServer: Libpod/4.3.1 (linux)\r\n\r\nOK",
		  true, SOCKET_PODMAN, "Libpod/4.3.1 (linux)", "4.3.1" },
		{ "some other web server", "HTTP/1.0 404 Not Found\r\nServer: nginx\r\n\r\n", true, SOCKET_OTHER, "nginx", NULL },
		{ "no HTTP at all", "\x05\xff\xff", false, SOCKET_OTHER, NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		void *inner = NULL;

		assert_int_equal(set_up(&inner), 0);
		struct bench *bench = inner;
		struct server server = { .listening = listen_at(bench->directory, "renamed"), .answer = rows[i].answer };
		const char *path = path_in(bench, "renamed");

		bind_in(bench, path, "/anything");
		start(&server);
		collect_sockets(&bench->collect);
		stop(&server);
		const struct host_socket *found = find_socket(bench->facts, path);

		if (!found || found->kind != rows[i].kind || found->replied != rows[i].replied)
			print_error("row %zu: %s\n", i, rows[i].why);
		assert_non_null(found);
		assert_int_equal(found->replied, rows[i].replied);
		assert_int_equal(found->kind, rows[i].kind);
		assert_string_equal(found->server ? found->server : "none", rows[i].server ? rows[i].server : "none");
		assert_string_equal(found->api ? found->api : "none", rows[i].api ? rows[i].api : "none");
		/* Nothing but this is ever said. */
		assert_string_equal(server.request, "GET /_ping HTTP/1.0\r\nHost: d\r\n\r\n");
		tear_down(&inner);
	}
}

static void other_daemons_are_told_nothing(void **state)
{
	struct bench *bench = *state;
	struct server server = { .listening = listen_at(bench->directory, "s") };
	const char *path = path_in(bench, "s");

	bind_in(bench, path, "/containerd/containerd.sock");
	start(&server);
	collect_sockets(&bench->collect);
	stop(&server);
	assert_int_equal(find_socket(bench->facts, path)->kind, SOCKET_CONTAINERD);
	assert_int_equal(find_socket(bench->facts, path)->connect.error, 0);
	assert_int_equal(server.request[0], '\0');
}

static void socket_that_takes_packets_is_connected_to(void **state)
{
	struct bench *bench = *state;
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

	assert_int_equal(mkdir(path_in(bench, "udev"), 0755), 0);
	strcpy(address.sun_path, path_in(bench, "udev/control"));
	assert_int_equal(bind(fd, (const struct sockaddr *)&address, sizeof address), 0);
	assert_int_equal(listen(fd, 4), 0);
	bind_in(bench, address.sun_path, "/udev/control");
	collect_sockets(&bench->collect);
	close(fd);
	assert_int_equal(find_socket(bench->facts, address.sun_path)->kind, SOCKET_HOST_DAEMON);
	assert_int_equal(find_socket(bench->facts, address.sun_path)->connect.error, 0);
}

/* One that a daemon has made, with or without the NUL at the end of its name. */
static void abstract_socket_is_found_in_the_hosts_network_alone(void **state)
{
	static const struct { const char *start; size_t nuls; enum socket_kind kind; } rows[] = {
		{ "/tmp/.X11-unix/X", 0, SOCKET_USER_SESSION },
		{ "/containerd-shim/", 1, SOCKET_SHIM },
	};
	struct bench *bench = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct sockaddr_un address = { .sun_family = AF_UNIX };
		int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
		int len = snprintf(address.sun_path + 1, sizeof address.sun_path - 1, "%s%s", rows[i].start, bench->directory + 5);
		const char *path = arena_printf(&bench->facts->arena, "@%s%s", address.sun_path + 1, rows[i].nuls ? "@" : "");

		assert_int_equal(bind(fd, (const struct sockaddr *)&address,
				      (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + (size_t)len + rows[i].nuls)), 0);
		assert_int_equal(listen(fd, 4), 0);
		fact_set_bool(bench->facts, FACT_NETNS_INITIAL, false);
		collect_sockets(&bench->collect);
		assert_null(find_socket(bench->facts, path));
		fact_set_bool(bench->facts, FACT_NETNS_INITIAL, true);
		collect_sockets(&bench->collect);
		close(fd);
		const struct host_socket *found = find_socket(bench->facts, path);

		assert_non_null(found);
		assert_int_equal(found->kind, rows[i].kind);
		assert_int_equal(found->connect.state, ANSWERED);
		assert_int_equal(found->connect.error, 0);
		assert_int_equal(found->peer_inside, YES);
	}
}

static void loopback_port_answers_or_refuses(void **state)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof address;
	int listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), fd;
	char path[32];

	(void)state;
	assert_int_equal(bind(listening, (const struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(listening, 4), 0);
	assert_int_equal(getsockname(listening, (struct sockaddr *)&address, &size), 0);
	snprintf(path, sizeof path, "127.0.0.1:%u", ntohs(address.sin_port));
	assert_int_equal(network_socket_connect(path, &fd).error, 0);
	assert_true(fd >= 0);
	close(fd);
	close(listening);
	assert_int_equal(network_socket_connect(path, &fd).error, ECONNREFUSED);
	assert_int_equal(fd, -1);
}

static void engine_that_docker_host_names_is_listed_and_not_asked(void **state)
{
	struct bench *bench = *state;

	setenv("DOCKER_HOST", "unix:///run/docker.sock", 1);
	collect_sockets(&bench->collect);
	assert_null(find_socket(bench->facts, "DOCKER_HOST"));
	setenv("DOCKER_HOST", "tcp://192.0.2.1:2375", 1);
	collect_sockets(&bench->collect);
	unsetenv("DOCKER_HOST");
	const struct host_socket *found = find_socket(bench->facts, "DOCKER_HOST");

	assert_non_null(found);
	assert_int_equal(found->kind, SOCKET_DOCKER_TCP);
	assert_int_equal(found->connect.state, NOT_ASKED);
}

static void dead_socket_refuses(void **state)
{
	struct bench *bench = *state;
	const char *path = path_in(bench, "s");

	close(listen_at(bench->directory, "s"));
	bind_in(bench, path, "/docker.sock");
	collect_sockets(&bench->collect);
	assert_int_equal(find_socket(bench->facts, path)->connect.error, ECONNREFUSED);
}

static void path_longer_than_an_address_is_reached(void **state)
{
	struct bench *bench = *state;
	char name[101];

	memset(name, 'd', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	const char *directory = path_in(bench, name);

	assert_int_equal(mkdir(directory, 0755), 0);
	int fd = listen_at(directory, "docker.sock");
	const char *path = arena_printf(&bench->facts->arena, "%s/docker.sock", directory);

	assert_true(strlen(path) > sizeof ((struct sockaddr_un *)NULL)->sun_path);
	bind_in(bench, path, "/docker.sock");
	collect_sockets(&bench->collect);
	close(fd);
	assert_int_equal(find_socket(bench->facts, path)->connect.error, 0);
}

static void one_socket_by_two_ways_is_listed_once(void **state)
{
	struct bench *bench = *state;
	int fd = listen_at(bench->directory, "s");
	const char *path = path_in(bench, "s"), *again = arena_printf(&bench->facts->arena, "%s/../%s", bench->directory, path + 5);

	bind_in(bench, path, "/docker.sock");
	bind_in(bench, again, "/docker.sock");
	collect_sockets(&bench->collect);
	close(fd);
	assert_non_null(find_socket(bench->facts, path));
	assert_null(find_socket(bench->facts, again));
}

static void sockets_below_a_directory_of_the_host_are_found(void **state)
{
	struct bench *bench = *state;
	int strange = listen_at(bench->directory, "strange.sock"), known;

	assert_int_equal(mkdir(path_in(bench, "podman"), 0755), 0);
	known = listen_at(path_in(bench, "podman"), "podman.sock");
	struct mount *mount = add_mount(bench, (struct mount){
		.class = MOUNT_HOST_PATH, .point = bench->directory, .root = "/", .type = "tmpfs" });

	mount->host_path = "/run";
	collect_sockets(&bench->collect);
	close(strange);
	close(known);
	assert_int_equal(find_socket(bench->facts, path_in(bench, "podman/podman.sock"))->kind, SOCKET_PODMAN);
	assert_int_equal(find_socket(bench->facts, path_in(bench, "strange.sock"))->kind, SOCKET_OTHER);
	/* It is unknown and may be anybody's: not even connected to. */
	assert_int_equal(find_socket(bench->facts, path_in(bench, "strange.sock"))->connect.state, NOT_ASKED);
}

static void names_of_sockets_are_the_hosts(void **state)
{
	struct bench *bench = *state;
	int agent = listen_at(bench->directory, "agent.100");
	struct mount *mount = add_mount(bench, (struct mount){
		.class = MOUNT_HOST_PATH, .point = bench->directory, .root = "/ssh-1", .type = "tmpfs" });

	mount->host_path = "/tmp/ssh-1";	/* whatever it is called here */
	collect_sockets(&bench->collect);
	close(agent);
	assert_int_equal(find_socket(bench->facts, path_in(bench, "agent.100"))->kind, SOCKET_USER_SESSION);
}

static void socket_that_cost_a_child_keeps_that_answer(void **state)
{
	struct bench *bench = *state;
	int fd = listen_at(bench->directory, "s");
	const char *path = path_in(bench, "s");

	bind_in(bench, path, "/containerd.sock");
	collect_sockets(&bench->collect);
	unsigned item = 0;

	for (size_t i = 0; i < bench->facts->sockets_count; i++)
		if (strcmp(bench->facts->sockets[i].path, path) == 0)
			item = 3 + (unsigned)i;		/* behind the usual paths, one mount, our /run */
	for (size_t i = 0; i < bench->facts->sockets_count; i++)
		bench->facts->sockets[i].connect = (struct answer){ .state = NOT_ASKED };
	bench->collect.first = item + 1;
	bench->collect.lost = (struct answer){ .state = TIMED_OUT };
	collect_sockets(&bench->collect);
	close(fd);
	assert_int_equal(find_socket(bench->facts, path)->connect.state, TIMED_OUT);
}

static void answer_given_before_the_child_was_lost_stays(void **state)
{
	struct bench *bench = *state;
	int fd = listen_at(bench->directory, "s");
	const char *path = path_in(bench, "s");

	bind_in(bench, path, "/containerd.sock");
	collect_sockets(&bench->collect);
	/* behind the usual paths, one mount and our /run; this machine's own
	 * sockets may stand before it */
	unsigned item = 3 + (unsigned)(find_socket(bench->facts, path) - bench->facts->sockets);

	bench->collect.first = item + 1;
	bench->collect.lost = (struct answer){ .state = KILLED, .error = SIGSYS };
	collect_sockets(&bench->collect);
	close(fd);
	assert_int_equal(find_socket(bench->facts, path)->connect.state, ANSWERED);
}

static void who_listens_in_our_pid_namespace_is_inside(void **state)
{
	struct bench *bench = *state;
	int fd = listen_at(bench->directory, "s");
	const char *path = path_in(bench, "s"), *dead = path_in(bench, "dead");

	bind_in(bench, path, "/containerd.sock");
	close(listen_at(bench->directory, "dead"));
	bind_in(bench, dead, "/crio.sock");
	collect_sockets(&bench->collect);
	close(fd);
	assert_int_equal(find_socket(bench->facts, path)->peer_inside, YES);
	assert_int_equal(find_socket(bench->facts, dead)->peer_inside, UNKNOWN);
}

/* The listener is a process that a pid namespace of our own does not hold. */
static void who_listens_elsewhere_is_outside(void **state)
{
	struct bench *bench = *state;
	int fd = listen_at(bench->directory, "s"), status;
	const char *path = path_in(bench, "s");

	bind_in(bench, path, "/containerd.sock");
	pid_t child = fork();

	if (child == 0) {
		if (unshare(CLONE_NEWPID) < 0)
			_exit(99);
		pid_t inner = fork();

		if (inner == 0) {
			collect_sockets(&bench->collect);
			_exit(0);
		}
		waitpid(inner, &status, 0);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	close(fd);
	if (WEXITSTATUS(status) == 99)
		skip();
	assert_int_equal(find_socket(bench->facts, path)->peer_inside, NO);
}

/* -v /run:/x shows in mountinfo as --tmpfs /x does. */
static void tmpfs_that_may_be_the_host_s_run_is_searched(void **state)
{
	static const struct {
		const char *why;
		const char *type;
		enum mount_class class;
		bool hidden, found;
	} rows[] = {
		{ "a tmpfs of the container's own, or so it seems", "tmpfs", MOUNT_PSEUDO, false, true },
		{ "out of sight", "tmpfs", MOUNT_PSEUDO, true, false },
		{ "no tmpfs", "mqueue", MOUNT_PSEUDO, false, false },
		{ "a mask is empty", "tmpfs", MOUNT_MASK, false, false },
	};
	struct bench *bench = *state;
	int private, strange;

	assert_int_equal(mkdir(path_in(bench, "systemd"), 0755), 0);
	private = listen_at(path_in(bench, "systemd"), "private");
	strange = listen_at(bench->directory, "strange");
	for (size_t i = 0; i < COUNT(rows); i++) {
		print_message("%s\n", rows[i].why);
		bench->facts->mounts_count = bench->facts->sockets_count = 0;
		add_mount(bench, (struct mount){ .class = rows[i].class, .point = bench->directory, .root = "/",
						 .type = rows[i].type, .hidden = rows[i].hidden });
		collect_sockets(&bench->collect);
		const struct host_socket *found = find_socket(bench->facts, path_in(bench, "systemd/private"));

		assert_int_equal(found != NULL, rows[i].found);
		assert_int_equal(find_socket(bench->facts, path_in(bench, "strange")) != NULL, rows[i].found);
		assert_true(!found || found->kind == SOCKET_SYSTEMD);
	}
	close(private);
	close(strange);
}

static void filter_that_kills_for_connect_is_met_once(void **state)
{
	struct bench *bench = *state;
	int one = listen_at(bench->directory, "1"), two = listen_at(bench->directory, "2");
	const char *first = path_in(bench, "1"), *second = path_in(bench, "2");

	bind_in(bench, first, "/containerd.sock");
	bind_in(bench, second, "/crio.sock");
	collect_sockets(&bench->collect);
	for (size_t i = 0; i < bench->facts->sockets_count; i++)
		bench->facts->sockets[i].connect = (struct answer){ .state = NOT_ASKED };
	for (size_t i = 0; i < bench->facts->sockets_count; i++)
		if (strcmp(bench->facts->sockets[i].path, first) == 0)
			bench->collect.first = 5 + (unsigned)i;	/* behind the usual paths, two mounts, our /run */
	bench->collect.lost = (struct answer){ .state = KILLED, .error = SIGSYS };
	collect_sockets(&bench->collect);
	close(one);
	close(two);
	assert_int_equal(find_socket(bench->facts, first)->connect.state, KILLED);
	assert_int_equal(find_socket(bench->facts, second)->connect.state, KILLED);
	assert_int_equal(find_socket(bench->facts, second)->write.state, ANSWERED);
}

/* ---- devices of a captured tree --------------------------------------------------------- */

static const struct device *find_device(const struct facts *facts, const char *name)
{
	for (size_t i = 0; i < facts->devices_count; i++) {
		const struct device *device = &facts->devices[i];

		if ((device->path && strcmp(device->path, name) == 0) || (device->name && strcmp(device->name, name) == 0))
			return device;
	}
	return NULL;
}

static void put_disk(struct bench *bench, const char *number, const char *directory, const char *size)
{
	char path[256], link[256];

	snprintf(path, sizeof path, "sys/dev/block/%s", number);
	snprintf(link, sizeof link, "../../devices/%s", directory);
	put_link(bench, path, link);
	snprintf(path, sizeof path, "sys/devices/%s/size", directory);
	put(bench, path, size);
	snprintf(path, sizeof path, "sys/devices/%s/ro", directory);
	put(bench, path, "0\n");
}

static void put_host(struct bench *bench)
{
	put(bench, "proc/devices", "Character devices:\n  1 mem\n 10 misc\n\nBlock devices:\n  7 loop\n  8 sd\n 11 sr\n254 device-mapper\n259 blkext\n");
	put_disk(bench, "8:0", "pci/block/sda", "1000\n");
	put(bench, "sys/devices/pci/block/sda/removable", "0\n");
	put_disk(bench, "8:1", "pci/block/sda/sda1", "500\n");
	put(bench, "sys/devices/pci/block/sda/sda1/partition", "1\n");
	put(bench, "sys/devices/pci/block/sda/sda1/uevent", "MAJOR=8\nPARTN=1\nPARTUUID=0fc63daf-01\n");
	put(bench, "sys/devices/pci/block/sda/sda1/holders/dm-0", "");
	put_disk(bench, "254:0", "virtual/block/dm-0", "400\n");
	put(bench, "sys/devices/virtual/block/dm-0/dm/name", "vg-root\n");
	put(bench, "sys/devices/virtual/block/dm-0/dm/uuid", "LVM-6r4PCaJ1\n");
	put_disk(bench, "7:0", "virtual/block/loop0", "0\n");
	put_disk(bench, "7:1", "virtual/block/loop1", "8\n");
	put(bench, "sys/devices/virtual/block/loop1/loop/backing_file", "/srv/image\n");
	put_disk(bench, "11:0", "pci/block/sr0", "2097151\n");
	put_disk(bench, "8:16", "usb/block/sdb", "1000\n");
	put(bench, "sys/devices/usb/block/sdb/removable", "1\n");
	put_disk(bench, "259:0", "pci/nvme/nvme0/nvme0n1", "1000\n");
	put(bench, "sys/fs/ext4/dm-0/options", "");
	put(bench, "sys/fs/btrfs/4f3c/devices/nvme0n1", "");
	put(bench, "dev/null", "c 1:3");
	put(bench, "dev/kvm", "c 10:232\n");
	put(bench, "dev/sda", "b 8:0\n");
	put(bench, "dev/zones/deep/sda1", "b 8:1\n");
	put(bench, "dev/.hidden/sr0", "b 11:0");
	put(bench, "dev/ghost", "b 8:240");
	put(bench, "dev/shm/notes", "b as in bread");
	put_link(bench, "dev/disk", "sda");
}

static void devices_of_a_captured_tree(void **state)
{
	static const struct {
		const char *why, *name;
		bool has_node, is_default, fixed;
		const char *driver, *partition_of;
		enum known live, root;
	} rows[] = {
		{ "every container has it", "/dev/null", true, true, false, "mem", NULL, UNKNOWN, UNKNOWN },
		{ "not in the default set", "/dev/kvm", true, false, false, "misc", NULL, UNKNOWN, UNKNOWN },
		{ "a disk carries the root by partition and volume", "/dev/sda", true, false, true, "sd", NULL, UNKNOWN, YES },
		{ "nodes lie deep", "/dev/zones/deep/sda1", true, false, true, "sd", "sda", UNKNOWN, YES },
		{ "directories may be hidden; a CD drive is never opened", "/dev/.hidden/sr0", true, false, false, "sr", NULL, UNKNOWN, UNKNOWN },
		{ "what the kernel does not know is never opened", "/dev/ghost", true, false, false, "sd", NULL, UNKNOWN, UNKNOWN },
		{ "the kernel's command line names it", "dm-0", false, false, true, "device-mapper", NULL, YES, YES },
		{ "an unused loop device holds nothing for certain", "loop0", false, false, false, "loop", NULL, NO, NO },
		{ "a used one is a disk", "loop1", false, false, true, "loop", NULL, UNKNOWN, UNKNOWN },
		{ "a stick's door would be locked", "sdb", false, false, false, "sd", NULL, UNKNOWN, UNKNOWN },
		{ "NVMe has no major of its own; btrfs", "nvme0n1", false, false, true, "blkext", NULL, YES, UNKNOWN },
	};
	struct bench *bench = *state;
	const char *cmdline = "ro root=/dev/mapper/vg-root quiet";

	put_host(bench);
	use_tree(bench);
	fact_set_text(bench->facts, FACT_KERNEL_CMDLINE, cmdline, strlen(cmdline));
	collect_devices(&bench->collect);
	assert_int_equal(bench->facts->devices_list.known, YES);
	assert_false(bench->facts->devices_list.truncated);
	assert_int_equal(bench->facts->devices_count, COUNT(rows));
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct device *device = find_device(bench->facts, rows[i].name);

		print_message("%s\n", rows[i].why);
		assert_non_null(device);
		assert_int_equal(device->path != NULL, rows[i].has_node);
		assert_int_equal(device->is_default, rows[i].is_default);
		assert_int_equal(device->fixed_disk, rows[i].fixed);
		assert_string_equal(device->driver, rows[i].driver);
		assert_string_equal(device->partition_of ? device->partition_of : "", rows[i].partition_of ? rows[i].partition_of : "");
		assert_int_equal(device->live, rows[i].live);
		assert_int_equal(device->host_root, rows[i].root);
		assert_true(device->host_root != YES || device->use_evidence);
		assert_int_equal(device->read.state, NOT_ASKED);
		assert_non_null(device->read.reason);
		assert_int_equal(device->open.state, NOT_ASKED);
	}
	const struct device *partition = find_device(bench->facts, "sda1");

	assert_int_equal(partition->size, 500 * 512);
	assert_string_equal(partition->part_uuid, "0fc63daf-01");
	assert_string_equal(partition->holders, "dm-0");
	assert_string_equal(find_device(bench->facts, "dm-0")->live_type, "ext4");
	assert_string_equal(find_device(bench->facts, "dm-0")->dm_uuid, "LVM-6r4PCaJ1");
	assert_string_equal(find_device(bench->facts, "loop1")->backing_file, "/srv/image");
}

static void bus_nodes_name_the_disk_behind_them(void **state)
{
	static const struct { const char *why, *path, *reaches; } rows[] = {
		{ "sg of a disk", "/dev/sg0", "sda" }, { "sg of a tape", "/dev/sg1", "" }, { "bsg", "/dev/bsg/0:0:0:0", "sda" },
		{ "a namespace", "/dev/ng0n1", "nvme0n1" }, { "a controller of one", "/dev/nvme0", "nvme0n1" },
		{ "a controller of two", "/dev/nvme1", "" }, { "a controller of none", "/dev/nvme2", "" },
		{ "not in sysfs", "/dev/sg9", NULL }, { "a controller not in sysfs", "/dev/nvme3", NULL },
	};
	struct bench *bench = *state;

	put(bench, "proc/devices", "Character devices:\n 21 sg\n240 nvme-generic\n241 nvme\n248 bsg\n\nBlock devices:\n  8 sd\n");
	put(bench, "dev/sg0", "c 21:0");
	put(bench, "dev/sg1", "c 21:1");
	put(bench, "dev/sg9", "c 21:9");
	put(bench, "dev/bsg/0:0:0:0", "c 248:0");
	put(bench, "dev/ng0n1", "c 240:0");
	put(bench, "dev/nvme0", "c 241:0");
	put(bench, "dev/nvme1", "c 241:1");
	put(bench, "dev/nvme2", "c 241:2");
	put(bench, "dev/nvme3", "c 241:3");
	put_link(bench, "sys/dev/char/21:0", "../../devices/pci/0:0:0:0/scsi_generic/sg0");
	put_link(bench, "sys/dev/char/21:1", "../../devices/pci/0:0:1:0/scsi_generic/sg1");
	put_link(bench, "sys/dev/char/248:0", "../../devices/pci/0:0:0:0/bsg/0:0:0:0");
	put_link(bench, "sys/dev/char/240:0", "../../devices/pci/nvme/nvme0/ng0n1");
	put_link(bench, "sys/dev/char/241:0", "../../devices/pci/nvme/nvme0");
	put_link(bench, "sys/dev/char/241:1", "../../devices/pci/nvme/nvme1");
	put_link(bench, "sys/dev/char/241:2", "../../devices/pci/nvme/nvme2");
	put_link(bench, "sys/dev/char/241:3", "../../devices/pci/nvme/nvme3");
	put(bench, "sys/devices/pci/nvme/nvme0/model", "a disk\n");
	put(bench, "sys/devices/pci/nvme/nvme0/nvme0n1/dev", "259:0\n");
	put(bench, "sys/devices/pci/nvme/nvme0/ng0n1/dev", "240:0\n");
	put(bench, "sys/devices/pci/nvme/nvme1/nvme1c1n1/dev", "259:1\n");
	put(bench, "sys/devices/pci/nvme/nvme1/nvme1c1n2/dev", "259:2\n");
	put(bench, "sys/devices/pci/nvme/nvme2/model", "an empty enclosure\n");
	put(bench, "sys/devices/pci/0:0:0:0/scsi_generic/sg0/dev", "21:0\n");
	put(bench, "sys/devices/pci/0:0:1:0/scsi_generic/sg1/dev", "21:1\n");
	put(bench, "sys/devices/pci/0:0:0:0/bsg/0:0:0:0/dev", "248:0\n");
	put_link(bench, "sys/devices/pci/0:0:0:0/scsi_generic/sg0/device", "../../../0:0:0:0");
	put_link(bench, "sys/devices/pci/0:0:1:0/scsi_generic/sg1/device", "../../../0:0:1:0");
	put_link(bench, "sys/devices/pci/0:0:0:0/bsg/0:0:0:0/device", "../../../0:0:0:0");
	put_disk(bench, "8:0", "pci/0:0:0:0/block/sda", "1000\n");
	use_tree(bench);
	collect_devices(&bench->collect);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct device *device = find_device(bench->facts, rows[i].path);

		print_message("%s\n", rows[i].why);
		assert_non_null(device);
		assert_int_equal(device->reaches != NULL, rows[i].reaches != NULL);
		if (device->reaches)
			assert_string_equal(device->reaches, rows[i].reaches);
	}
}

/* What a live kernel has found on them is put in by hand. */
static void what_the_host_would_be_seen_to_use_is_not_in_use(void **state)
{
	static const struct { const char *why, *name, *type, *usage, *table; enum known live, in_use; } rows[] = {
		{ "mounted",                      "sda", "ext4", "filesystem", NULL, YES, YES },
		{ "ext3 is mounted by ext4",      "sdb", "ext3", "filesystem", NULL, NO, NO },
		{ "xfs has no directory",         "sdc", "xfs", "filesystem", NULL, UNKNOWN, UNKNOWN },
		{ "vfat never has",               "sdd", "vfat", "filesystem", NULL, UNKNOWN, UNKNOWN },
		{ "nothing",                      "sde", NULL, NULL, NULL, NO, NO },
		{ "swap",                         "sdf", "swap", "other", NULL, UNKNOWN, YES },
		{ "swap that is not on",          "sdg", "swap", "other", NULL, NO, NO },
		{ "LVM of which nothing is used", "sdh", "LVM2_member", "raid", NULL, NO, NO },
		{ "LVM below what is in use",     "sdi", "LVM2_member", "raid", NULL, UNKNOWN, YES },
		{ "LUKS below what is unknown",   "sdj", "crypto_LUKS", "crypto", NULL, NO, UNKNOWN },
		{ "partitions of nobody",         "sdk", NULL, NULL, "gpt", UNKNOWN, NO },
		{ "one of the partitions is",     "sdl", NULL, NULL, "gpt", UNKNOWN, YES },
		{ "one of them is unknown",       "sdm", NULL, NULL, "gpt", UNKNOWN, UNKNOWN },
		{ "volume in use",                "dm-0", "ext4", "filesystem", NULL, YES, YES },
		{ "volume not known",             "dm-1", "vfat", "filesystem", NULL, UNKNOWN, UNKNOWN },
		{ "mounted partition",            "sdl1", "ext4", "filesystem", NULL, YES, YES },
		{ "partition of nobody",          "sdk1", "ext4", "filesystem", NULL, NO, NO },
		{ "partition not known",          "sdm1", "vfat", "filesystem", NULL, UNKNOWN, UNKNOWN },
	};
	struct bench *bench = *state;

	put(bench, "sys/fs/ext4/features/verity", "supported\n");
	put(bench, "sys/fs/ext4/sda/options", "");
	put(bench, "sys/fs/ext4/dm-0/options", "");
	put(bench, "sys/fs/ext4/sdl1/options", "");
	put(bench, "proc/swaps", "Filename\t\tType\n/dev/sdf                partition\t1024\t0\t-2\n/swapfile file 1 0 -3\n");
	use_tree(bench);
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct device *device = facts_device_new(bench->facts);
		size_t len = strlen(rows[i].name);

		*device = (struct device){ .type = DEVICE_BLOCK, .major = 8, .minor = (uint32_t)i, .name = rows[i].name, .holders = "",
					   .content = YES, .fs_type = rows[i].type, .fs_usage = rows[i].usage, .table = rows[i].table };
		if (rows[i].name[0] == 's' && len == 4)
			device->partition_of = rows[i].name[2] == 'l' ? "sdl" : rows[i].name[2] == 'k' ? "sdk" : "sdm";
		if (rows[i].name[2] == 'i')
			device->holders = "dm-0";
		if (rows[i].name[2] == 'j')
			device->holders = "dm-1";
		facts_device_done(bench->facts);
	}
	disks_find_use(bench->collect.host, bench->facts);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct device *device = &bench->facts->devices[i];

		print_message("%s\n", rows[i].why);
		assert_int_equal(device->live, rows[i].live);
		assert_int_equal(device->in_use, rows[i].in_use);
		assert_int_equal(device->in_use == YES, device->use_evidence != NULL);
	}
}

static void root_is_found_by_uuid_or_number(void **state)
{
	static const char *const roots[] = { "root=PARTUUID=0FC63DAF-01", "root=8:1", "root=/dev/sda1" };

	(void)state;
	for (size_t i = 0; i < COUNT(roots); i++) {
		void *inner = NULL;

		assert_int_equal(set_up(&inner), 0);
		struct bench *bench = inner;

		put_host(bench);
		use_tree(bench);
		fact_set_static(bench->facts, FACT_KERNEL_CMDLINE, roots[i]);
		collect_devices(&bench->collect);
		assert_int_equal(find_device(bench->facts, "sda1")->host_root, YES);
		assert_int_equal(find_device(bench->facts, "sda")->host_root, YES);
		assert_int_equal(find_device(bench->facts, "dm-0")->host_root, UNKNOWN);
		tear_down(&inner);
	}
}

/* Items: the whole disks, then partitions without a node. */
static void lost_question_is_that_of_one_device(void **state)
{
	static const struct { const char *why, *name; unsigned order; } rows[] = {
		{ "a disk", "sda", 0 }, { "the next disk, over the first one's partition", "sdb", 1 },
		{ "the partition", "sda1", 2 },
	};
	struct bench *bench = *state;

	put_disk(bench, "8:0", "pci/block/sda", "1000\n");
	put_disk(bench, "8:1", "pci/block/sda/sda1", "500\n");
	put(bench, "sys/devices/pci/block/sda/sda1/partition", "1\n");
	put_disk(bench, "8:16", "usb/block/sdb", "1000\n");
	use_tree(bench);
	for (size_t i = 0; i < COUNT(rows); i++) {
		print_message("%s\n", rows[i].why);
		bench->collect.first = 0;
		collect_devices(&bench->collect);
		bench->collect.first = 2 + 3 * rows[i].order + 1;
		bench->collect.lost = (struct answer){ .state = TIMED_OUT };
		collect_devices(&bench->collect);
		for (size_t j = 0; j < bench->facts->devices_count; j++) {
			const struct device *device = &bench->facts->devices[j];

			assert_int_equal(device->read.state == TIMED_OUT, strcmp(device->name, rows[i].name) == 0);
		}
	}
}

static void plumbing_tells_the_engine_s_disk(void **state)
{
	struct bench *bench = *state;

	put_host(bench);
	use_tree(bench);
	add_mount(bench, (struct mount){ .class = MOUNT_PLUMBING, .point = "/etc/hosts", .root = "/var/lib/docker/containers/x/hosts",
					 .type = "xfs", .source = "/dev/sda1", .major = 8, .minor = 1 });
	collect_devices(&bench->collect);
	const struct device *device = find_device(bench->facts, "sda1");

	assert_int_equal(device->live, YES);
	assert_string_equal(device->live_type, "xfs");
	assert_int_equal(device->engine_data, YES);
	assert_int_equal(find_device(bench->facts, "sda")->engine_data, YES);
	assert_int_equal(find_device(bench->facts, "nvme0n1")->engine_data, UNKNOWN);
}

static void nodes_bound_elsewhere_are_found(void **state)
{
	struct bench *bench = *state;

	put_host(bench);
	put(bench, "data/disk", "b 8:16\n");
	put(bench, "hostdev/sdb", "b 8:16\n");
	use_tree(bench);
	add_mount(bench, (struct mount){ .class = MOUNT_DEVICE, .point = "/data/disk", .root = "/sdb", .type = "devtmpfs", .nodev = true });
	add_mount(bench, (struct mount){ .class = MOUNT_HOST_PATH, .point = "/hostdev", .root = "/", .type = "devtmpfs" });
	collect_devices(&bench->collect);
	assert_true(find_device(bench->facts, "/data/disk")->nodev);
	assert_false(find_device(bench->facts, "/hostdev/sdb")->nodev);
}

/* -v /srv/nodes:/bound */
static void nodes_at_the_top_of_a_bound_directory_are_found(void **state)
{
	static const struct { const char *why; struct mount mount; bool found; } rows[] = {
		{ "of a disk", { .class = MOUNT_HOST_PATH, .root = "/srv", .type = "ext4", .major = 8, .minor = 1 }, true },
		{ "btrfs has no number of its own", { .class = MOUNT_HOST_PATH, .root = "/srv", .type = "btrfs" }, true },
		{ "no use with nodev", { .class = MOUNT_HOST_PATH, .root = "/srv", .type = "ext4", .major = 8, .nodev = true }, false },
		{ "may hang", { .class = MOUNT_HOST_PATH, .root = "/", .type = "nfs4" }, false },
		{ "looking would mount", { .class = MOUNT_HOST_PATH, .root = "/", .type = "autofs" }, false },
		{ "not the host's", { .class = MOUNT_PSEUDO, .root = "/", .type = "tmpfs" }, false },
	};
	struct bench *bench = *state;

	put(bench, "dev/null", "c 1:3");
	put(bench, "bound/disk", "b 8:16\n");
	put(bench, "bound/deep/disk", "b 8:17\n");
	use_tree(bench);
	for (size_t i = 0; i < COUNT(rows); i++) {
		print_message("%s\n", rows[i].why);
		bench->facts->mounts_count = bench->facts->devices_count = 0;
		struct mount mount = rows[i].mount;

		mount.point = "/bound";
		add_mount(bench, mount);
		collect_devices(&bench->collect);
		assert_int_equal(find_device(bench->facts, "/bound/disk") != NULL, rows[i].found);
		assert_null(find_device(bench->facts, "/bound/deep/disk"));
	}
}

/* --device /dev/sda:/srv/disks/one */
static void nodes_on_the_own_root_are_found(void **state)
{
	static const struct { const char *why, *path; bool found; } rows[] = {
		{ "at the top", "disk", true }, { "in /tmp", "tmp/x", true }, { "put by hand", "srv/disks/one", true },
		{ "nobody looks there", "usr/one", false }, { "too deep", "srv/a/b/c", false }, { "mounted, so it may hang", "data/one", false },
	};
	struct bench *bench = *state;

	put(bench, "dev/null", "c 1:3");
	for (size_t i = 0; i < COUNT(rows); i++)
		put(bench, rows[i].path, "b 8:16\n");
	use_tree(bench);
	add_mount(bench, (struct mount){ .class = MOUNT_HOST_PATH, .point = "/data", .root = "/srv/x", .type = "ext4" });
	collect_devices(&bench->collect);
	assert_int_equal(bench->facts->devices_count, 1);	/* on a host every node is its own */
	fact_set_bool(bench->facts, FACT_CONTAINER, true);
	collect_devices(&bench->collect);
	assert_false(bench->facts->devices_list.truncated && bench->facts->devices_list.reason == NULL);
	for (size_t i = 0; i < COUNT(rows); i++) {
		char path[64];

		snprintf(path, sizeof path, "/%s", rows[i].path);
		print_message("%s\n", rows[i].why);
		assert_int_equal(find_device(bench->facts, path) != NULL, rows[i].found);
	}
}

static void tree_without_dev_and_sys_is_not_a_tree_without_devices(void **state)
{
	struct bench *bench = *state;

	use_tree(bench);
	collect_devices(&bench->collect);
	assert_int_equal(bench->facts->devices_list.known, UNKNOWN);
	assert_int_equal(bench->facts->devices_list.error, ENOENT);
	assert_true(bench->facts->devices_list.truncated);
}

static void in_a_user_namespace_the_nodes_are_all_there_is(void **state)
{
	struct bench *bench = *state;

	put(bench, "dev/null", "c 1:3");
	use_tree(bench);
	fact_set_bool(bench->facts, FACT_USERNS_INITIAL, false);
	collect_devices(&bench->collect);
	assert_int_equal(bench->facts->devices_list.known, YES);
	assert_false(bench->facts->devices_list.truncated);
}

static void links_are_not_followed(void **state)
{
	struct bench *bench = *state;

	put(bench, "elsewhere/sdz", "b 8:99");
	put_link(bench, "dev/x", "../elsewhere");
	put_link(bench, "inside/x", path_in(bench, "elsewhere"));
	put_link(bench, "hostdev", "elsewhere");
	use_tree(bench);
	add_mount(bench, (struct mount){ .class = MOUNT_DEVICE, .point = "/inside/x/sdz", .root = "/", .type = "ext4" });
	add_mount(bench, (struct mount){ .class = MOUNT_HOST_PATH, .point = "/hostdev", .root = "/", .type = "devtmpfs" });
	collect_devices(&bench->collect);
	assert_int_equal(bench->facts->devices_count, 0);
}

static void running_system_has_dev_null_and_it_may_be_read(void **state)
{
	struct bench *bench = *state;

	if (access("/dev/null", R_OK) != 0 || access("/proc/self", F_OK) != 0)
		skip();
	collect_devices(&bench->collect);
	const struct device *null = find_device(bench->facts, "/dev/null");

	assert_non_null(null);
	assert_true(null->is_default);
	assert_int_equal(null->read.state, ANSWERED);
	assert_int_equal(null->read.error, 0);
	assert_int_equal(null->open.state, NOT_ASKED);
	assert_int_equal(bench->facts->made_node[0], '\0');
}

/* ---- content of disks --------------------------------------------------------------------- */

struct bytes { size_t at, size; const char *data; };

static const struct bytes ext2[] = {
	{ 1024 + 4, 4, "\0\1\0\0" },		/* blocks */
	{ 1024 + 56, 2, "\x53\xef" },
	{ 1024 + 76, 4, "\1\0\0\0" },		/* revision */
	{ 1024 + 104, 16, "\x11\x22\x33\x44\x55\x66\x77\x88\x99\xaa\xbb\xcc\xdd\xee\xff\x01" },
	{ 1024 + 120, 4, "root" },
	{ 0, 0, NULL }
};
static const struct bytes luks[] = {
	{ 0, 8, "LUKS\xba\xbe\0\1" },
	{ 168, 36, "01234567-89ab-cdef-0123-456789abcdef" },
	{ 0, 0, NULL }
};
static const struct bytes swap[] = {
	{ 1024, 4, "\1\0\0\0" },		/* version */
	{ 4086, 10, "SWAPSPACE2" },
	{ 0, 0, NULL }
};
static const struct bytes dos[] = {
	{ 440, 4, "\x78\x56\x34\x12" },
	{ 446, 16, "\0\0\0\0\x83\0\0\0\x08\0\0\0\x20\0\0\0" },
	{ 510, 2, "\x55\xaa" },
	{ 0, 0, NULL }
};

static int make_image(struct bench *bench, const struct bytes *first, const struct bytes *second)
{
	int fd = open(path_in(bench, "image"), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	/* On what is as small as a floppy libblkid stops at its first find. */
	assert_int_equal(ftruncate(fd, 1 << 22), 0);
	for (; first && first->data; first++)
		assert_int_equal(pwrite(fd, first->data, first->size, (off_t)first->at), first->size);
	for (; second && second->data; second++)
		assert_int_equal(pwrite(fd, second->data, second->size, (off_t)second->at), second->size);
	return fd;
}

static void content_is_told_and_two_contents_are_not_believed(void **state)
{
	static const struct {
		const char *why;
		const struct bytes *first, *second;
		bool ambivalent;
		const char *type, *usage, *label, *uuid, *table;
	} rows[] = {
		{ "zeroes", NULL, NULL, false, NULL, NULL, NULL, NULL, NULL },
		{ "ext2", ext2, NULL, false, "ext2", "filesystem", "root", "11223344-5566-7788-99aa-bbccddeeff01", NULL },
		{ "LUKS", luks, NULL, false, "crypto_LUKS", "crypto", NULL, "01234567-89ab-cdef-0123-456789abcdef", NULL },
		{ "ext2 left over below LUKS", ext2, luks, false, "crypto_LUKS", "crypto", NULL, "01234567-89ab-cdef-0123-456789abcdef", NULL },
		{ "ext2 and swap", ext2, swap, true, NULL, NULL, NULL, NULL, NULL },
		{ "a partition table", dos, NULL, false, NULL, NULL, NULL, NULL, "dos" },
	};
	struct bench *bench = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct device device = { .name = "sda" };
		int fd = make_image(bench, rows[i].first, rows[i].second);

		print_message("%s\n", rows[i].why);
		disks_read_content(fd, &device, bench->facts);
		close(fd);
		assert_int_equal(device.content, YES);
		assert_int_equal(device.ambivalent, rows[i].ambivalent);
#define SAME(field, expected) assert_string_equal(device.field ? device.field : "", (expected) ? (expected) : "")
		SAME(fs_type, rows[i].type);
		SAME(fs_usage, rows[i].usage);
		SAME(fs_label, rows[i].label);
		SAME(fs_uuid, rows[i].uuid);
		SAME(table, rows[i].table);
#undef SAME
	}
}

static void partitions_learn_their_uuid_from_the_whole_disk(void **state)
{
	static const struct { const char *name, *of, *uuid; } rows[] = {
		{ "sda1", "sda", "12345678-01" },
		{ "sda2", "sda", "" },
		{ "sdb1", "sdb", "" },
	};
	struct bench *bench = *state;
	int fd = make_image(bench, dos, NULL);

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct device *device = facts_device_new(bench->facts);

		device->name = rows[i].name;
		device->partition_of = rows[i].of;
		facts_device_done(bench->facts);
	}
	struct device disk = { .name = "sda" };

	disks_read_content(fd, &disk, bench->facts);
	close(fd);
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *uuid = find_device(bench->facts, rows[i].name)->part_uuid;

		assert_string_equal(uuid ? uuid : "", rows[i].uuid);
	}
}

static void what_is_no_disk_has_unknown_content(void **state)
{
	struct bench *bench = *state;
	struct device device = { .name = "sda" };

	disks_read_content(-1, &device, bench->facts);
	assert_int_equal(device.content, UNKNOWN);
}

/* ---- calls under a filter of the test's ------------------------------------------------------ */

static void deny(long number, uint32_t action)
{
	struct sock_filter instructions[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, action),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { .len = COUNT(instructions), .filter = instructions };

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0)
		_exit(99);
}

/* What run.c does: children until one comes to the end.  Returns how many. */
static int survey(struct bench *bench, long number, uint32_t action, void (*collector)(struct collect *))
{
	for (int children = 1; children < 100; children++) {
		int status;
		pid_t child = fork();

		if (child == 0) {
			deny(number, action);
			collector(&bench->collect);
			_exit(0);
		}
		assert_true(waitpid(child, &status, 0) == child);
		if (WIFEXITED(status)) {
			if (WEXITSTATUS(status) == 99)
				skip();
			assert_int_equal(WEXITSTATUS(status), 0);
			return children;
		}
		assert_false(WCOREDUMP(status));
		bench->collect.first = *bench->item;
		bench->collect.lost = (struct answer){ .state = KILLED, .error = WTERMSIG(status) };
	}
	return 100;
}

static void collect_survey_and_calls(struct collect *collect)
{
	if (collect->facts->survey.known == UNKNOWN && !collect->facts->survey.reason)
		collect_survey(collect);
	else
		collect_calls(collect);
}

/* In processes of their own, as after a loss. */
static void survey_and_calls(struct bench *bench, long number, uint32_t action)
{
	survey(bench, number, action, collect_survey_and_calls);
	bench->collect.first = 0;
	survey(bench, number, action, collect_survey_and_calls);
}

static void denied_with_eperm_is_heard_in_both_questions(void **state)
{
	struct bench *bench = *state;

	survey_and_calls(bench, SYS_mount, SECCOMP_RET_ERRNO | EPERM);
	assert_int_equal(bench->facts->call[CALL_MOUNT].plain.error, EPERM);
	assert_int_equal(bench->facts->call[CALL_MOUNT].filter.error, EPERM);
	assert_int_equal(bench->facts->call[CALL_SETNS].plain.state, ANSWERED);
	/* what kernel.perf_event_paranoid lets us do is said behind a look at the attributes */
	assert_int_equal(bench->facts->call[CALL_PERF_EVENT_OPEN].plain.state, ANSWERED);
	assert_int_not_equal(bench->facts->call[CALL_PERF_EVENT_OPEN].plain.error, EFAULT);
}

/* Whatever surrounds the test may deny some calls of its own accord. */
static void what_passes_is_said_to_run_and_is_not_carried_out(void **state)
{
	struct bench *bench = *state;
	struct seccomp_survey *said = &bench->facts->survey;

	survey_and_calls(bench, SYS_mount, SECCOMP_RET_ERRNO | 77);
	assert_int_equal(said->known, YES);
	assert_int_equal(said->call[SYS_mount].state, SURVEY_ERRNO);
	assert_int_equal(said->call[SYS_mount].error, 77);
	assert_int_equal(bench->facts->call[CALL_MOUNT].filter.error, 77);
	assert_int_equal(said->call[SYS_read].state, SURVEY_RUNS);
	assert_int_equal(said->call[SYS_exit_group].state, SURVEY_RUNS);
	for (size_t id = 0; id < CALL_COUNT; id++) {
		const struct call *call = &bench->facts->call[id];

		assert_true(call->plain.state == NOT_ASKED || call->plain.error != 0 || id == CALL_SYSLOG);
	}
}

static void denied_with_enosys_is_told_from_passing(void **state)
{
	struct bench *bench = *state;

	survey_and_calls(bench, SYS_mount, SECCOMP_RET_ERRNO | ENOSYS);
	if (bench->facts->survey.reason)
		skip();		/* somebody else listens already */
	assert_int_equal(bench->facts->survey.call[SYS_mount].state, SURVEY_ERRNO);
	assert_int_equal(bench->facts->call[CALL_MOUNT].plain.error, ENOSYS);
	assert_int_equal(bench->facts->call[CALL_MOUNT].filter.error, ENOSYS);
	assert_int_equal(bench->facts->survey.call[SYS_chroot].state, SURVEY_RUNS);
}

static void filter_that_kills_costs_one_call_only(void **state)
{
	struct bench *bench = *state;

	survey_and_calls(bench, SYS_setns, SECCOMP_RET_KILL_PROCESS);
	const struct call *call = bench->facts->call;

	assert_int_equal(bench->facts->survey.call[SYS_setns].state, SURVEY_KILL);
	assert_int_equal(bench->facts->survey.call[SYS_setns + 1].state, SURVEY_RUNS);
	assert_int_equal(call[CALL_SETNS].filter.state, KILLED);
	assert_int_equal(call[CALL_SETNS].filter.error, SIGSYS);
	assert_int_equal(call[CALL_SETNS].plain.state, NOT_ASKED);
	assert_int_equal(call[CALL_CHROOT].plain.state, ANSWERED);
	assert_int_equal(call[CALL_UNSHARE].plain.state, ANSWERED);
	assert_int_equal(call[CALL_UNSHARE].filter.state, ANSWERED);
}

static void filter_that_traps_is_told_from_one_that_kills(void **state)
{
	struct bench *bench = *state;

	survey_and_calls(bench, SYS_setns, SECCOMP_RET_TRAP);
	assert_int_equal(bench->facts->survey.call[SYS_setns].state, SURVEY_TRAP);
	assert_int_equal(bench->facts->survey.call[SYS_setns + 1].state, SURVEY_RUNS);
	assert_int_equal(bench->facts->call[CALL_SETNS].filter.state, KILLED);
}

static void filter_that_pretends_success_is_found_out(void **state)
{
	struct bench *bench = *state;

	survey_and_calls(bench, SYS_setns, SECCOMP_RET_ERRNO | 0);
	assert_int_equal(bench->facts->survey.call[SYS_setns].state, SURVEY_ERRNO);
	assert_int_equal(bench->facts->survey.call[SYS_setns].error, 0);
}

/* The short survey is made by the process itself; who is lost is followed by
 * one that makes children. */
static void short_survey_tells_the_same(void **state)
{
	static const struct {
		const char *why;
		uint32_t action;
		int processes;
		struct answer filter, plain;
	} rows[] = {
		{ "an errno", SECCOMP_RET_ERRNO | 77, 1, { ANSWERED, 77, NULL }, { ANSWERED, 77, NULL } },
		{ "ENOSYS, told apart by asking again", SECCOMP_RET_ERRNO | ENOSYS, 1, { ANSWERED, ENOSYS, NULL }, { ANSWERED, ENOSYS, NULL } },
		{ "success", SECCOMP_RET_ERRNO | 0, 1, { ANSWERED, 0, NULL }, { ANSWERED, 0, NULL } },
		{ "a signal", SECCOMP_RET_TRAP, 1, { KILLED, SIGSYS, NULL }, { NOT_ASKED, 0, NULL } },
		{ "death", SECCOMP_RET_KILL_PROCESS, 2, { KILLED, SIGSYS, NULL }, { NOT_ASKED, 0, NULL } },
	};
	struct bench *bench = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct facts *facts = bench->facts;
		const struct call *call = &facts->call[CALL_SETNS];

		memset(&facts->survey, 0, sizeof facts->survey);
		memset(facts->call, 0, sizeof facts->call);
		facts->survey.brief = true;
		bench->collect.first = 0;
		int processes = survey(bench, SYS_setns, rows[i].action, collect_survey);

		bench->collect.first = 0;
		survey(bench, SYS_setns, rows[i].action, collect_calls);
		if (processes != rows[i].processes || call->filter.state != rows[i].filter.state || call->filter.error != rows[i].filter.error
		    || call->plain.state != rows[i].plain.state || call->plain.error != rows[i].plain.error)
			print_error("row %zu: %s\n", i, rows[i].why);
		assert_int_equal(processes, rows[i].processes);
		assert_int_equal(call->filter.state, rows[i].filter.state);
		assert_int_equal(call->filter.error, rows[i].filter.error);
		assert_int_equal(call->plain.state, rows[i].plain.state);
		assert_int_equal(call->plain.error, rows[i].plain.error);
		/* The others pass, and are known to without a second filter. */
		assert_int_equal(facts->survey.row[CALL_CHROOT].state, SURVEY_RUNS);
		assert_int_equal(facts->call[CALL_CHROOT].filter.error, 0);
		assert_int_equal(facts->call[CALL_CHROOT].plain.error, EFAULT);
		assert_int_equal(facts->survey.call[SYS_chroot].state, SURVEY_RUNS);
		assert_int_equal(facts->survey.call[SYS_read].state, SURVEY_UNKNOWN);
	}
}

/* What nothing is judged by; the drivers of null, tty and pts are known by heart. */
static void short_look_leaves_out_what_only_the_long_report_tells(void **state)
{
	static const enum fact_id told[] = { FACT_GID_MAP, FACT_SETGROUPS, FACT_VISIBLE_PROCESSES, FACT_BPF_DISABLED };
	static const enum fact_id judged[] = { FACT_UID_MAP, FACT_PIDNS_INITIAL, FACT_PERF_PARANOID, FACT_FILESYSTEMS };
	struct bench *bench = *state;
	struct facts *facts = bench->facts;

	struct device known[64] = { 0 };

	for (int brief = 1; brief >= 0; brief--) {
		facts->survey.brief = brief;
		collect_namespaces(&bench->collect);
		collect_kernel(&bench->collect);
		for (size_t i = 0; i < COUNT(told); i++)
			assert_int_equal(facts->fact[told[i]].known, !brief);
		for (size_t i = 0; i < COUNT(judged); i++)
			assert_true(facts->fact[judged[i]].known);
		facts->devices_count = 0;
		*facts_device_new(facts) = (struct device){ .type = DEVICE_CHAR, .major = 1, .minor = 3, .path = "/dev/null" };
		facts_device_done(facts);
		disks_describe(&bench->host, facts);
		assert_string_equal(facts->devices[0].driver, "mem");
		for (size_t i = 0; i < facts->devices_count && i < COUNT(known); i++) {
			const struct device *device = &facts->devices[i];

			if (brief)
				known[i] = *device;
			else if (device->major == known[i].major && device->minor == known[i].minor && device->driver)
				assert_string_equal(device->driver, known[i].driver);
		}
	}
}

/* With the same arguments a filter cannot say now this and now that. */
static void answers_that_contradict_each_other_are_not_believed(void **state)
{
	struct bench *bench = *state;

	bench->facts->survey.row[CALL_CHROOT] = (struct survey_answer){ SURVEY_ERRNO, EPERM };
	collect_calls(&bench->collect);
	assert_int_equal(bench->facts->call[CALL_CHROOT].filter.state, NOT_ASKED);
	assert_int_equal(bench->facts->call[CALL_CHROOT].plain.error, EFAULT);
}

static void where_no_filter_can_be_installed_nothing_is_asked(void **state)
{
	struct bench *bench = *state;

	/* PR_GET_DUMPABLE and all: the plain questions are lost one by one only
	 * where they are killed; here prctl(2) and seccomp(2) say no. */
	survey_and_calls(bench, SYS_prctl, SECCOMP_RET_ERRNO | EPERM);
	assert_int_equal(bench->facts->survey.known, UNKNOWN);
	assert_int_equal(bench->facts->call[CALL_MOUNT].plain.state, ANSWERED);
	assert_int_equal(bench->facts->call[CALL_MOUNT].filter.state, NOT_ASKED);
	assert_non_null(bench->facts->call[CALL_MOUNT].filter.reason);
}

static void installing_that_kills_is_tried_once(void **state)
{
	struct bench *bench = *state;

	survey_and_calls(bench, SYS_seccomp, SECCOMP_RET_KILL_PROCESS);
	assert_int_equal(bench->facts->survey.known, UNKNOWN);
	assert_int_equal(bench->facts->call[CALL_MOUNT].plain.state, ANSWERED);
	assert_int_equal(bench->facts->call[CALL_MOUNT].filter.state, NOT_ASKED);
}

static void without_a_filter_there_is_nothing_to_survey(void **state)
{
	struct bench *bench = *state;

	fact_set_number(bench->facts, FACT_SECCOMP_MODE, 0);
	collect_survey(&bench->collect);
	assert_int_equal(bench->facts->survey.known, UNKNOWN);
	assert_string_equal(bench->facts->survey.reason, "no seccomp filter is in force");
}

/* ---- questions --------------------------------------------------------------------------------- */

static void question_that_kills_costs_itself_only(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(survey(bench, SYS_settimeofday, SECCOMP_RET_KILL_PROCESS, collect_questions), 2);
	assert_int_equal(bench->facts->question[ASK_CAP_SYS_TIME].state, KILLED);
	assert_int_equal(bench->facts->question[ASK_CAP_SYS_BOOT].state, ANSWERED);
}

/* As SELinux does, which no test has at hand: a filter stands for it. */
static void access_refused_to_whom_owner_and_mode_do_not_stop_is_refused_by_a_policy(void **state)
{
	static const struct { const char *why; bool held, initial; const char *type; bool told; } rows[] = {
		{ "root of the host", true, true, "proc", true }, { "without the capability", false, true, "proc", false },
		{ "in a user namespace", true, false, "proc", false }, { "of somebody's FUSE", true, true, "fuse", false },
	};
	struct bench *bench = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct facts *facts = bench->facts;

		facts->access2 = (struct answer){ .state = ANSWERED };
		fact_set_number(facts, FACT_CAP_EFFECTIVE, rows[i].held ? 1u << CAP_DAC_OVERRIDE : 0);
		fact_set_bool(facts, FACT_USERNS_INITIAL, rows[i].initial);
		facts->mounts_count = 0;
		*facts_mount_new(facts) = (struct mount){ .id = 1, .point = "/proc", .root = "/", .type = rows[i].type };
		facts_mount_done(facts);
		facts->question[ASK_LSM_PROC_WRITE] = (struct answer){ 0 };
		assert_int_equal(survey(bench, SYS_faccessat2, SECCOMP_RET_ERRNO | EACCES, collect_questions), 1);
		if (facts->question[ASK_LSM_PROC_WRITE].error != (rows[i].told ? EACCES : 0))
			print_error("row %zu: %s\n", i, rows[i].why);
		assert_int_equal(facts->question[ASK_LSM_PROC_WRITE].state, rows[i].told ? ANSWERED : NOT_ASKED);
		assert_int_equal(facts->question[ASK_LSM_PROC_WRITE].error, rows[i].told ? EACCES : 0);
	}
}

static void kexec_is_not_asked_when_that_might_cost(void **state)
{
	static const struct {
		const char *why, *reboot, *panic;
		int error;	/* of both, where they are NULL */
		bool procfs, asked;
	} rows[] = {
		{ "nobody looked", NULL, NULL, 0, true, false },
		{ "older kernels have no limit", NULL, NULL, ENOENT, true, true },
		{ "no file, but no procfs either", NULL, NULL, ENOENT, false, false },
		{ "not readable", NULL, NULL, EACCES, true, false },
		{ "no limit is set", "-1", "-1", 0, true, true },
		{ "one is", "-1", "3", 0, true, false },
	};
	struct bench *bench = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct facts *facts = bench->facts;

		fact_set_bool(facts, FACT_PROC_IS_PROCFS, rows[i].procfs);
		fact_set_unknown(facts, FACT_KEXEC_LIMIT_REBOOT, rows[i].error, NULL);
		fact_set_unknown(facts, FACT_KEXEC_LIMIT_PANIC, rows[i].error, NULL);
		if (rows[i].reboot)
			fact_set_static(facts, FACT_KEXEC_LIMIT_REBOOT, rows[i].reboot);
		if (rows[i].panic)
			fact_set_static(facts, FACT_KEXEC_LIMIT_PANIC, rows[i].panic);
		if (collect_kexec_is_free(facts) != rows[i].asked)
			print_error("row %zu: %s\n", i, rows[i].why);
		assert_int_equal(collect_kexec_is_free(facts), rows[i].asked);
	}
}

static void questions_change_nothing_of_ours(void **state)
{
	struct bench *bench = *state;
	char before[64] = "", after[64] = "";
	struct timespec then, now;
	int dumpable = prctl(PR_GET_DUMPABLE, 0, 0, 0, 0);

	assert_true(readlink("/proc/self/ns/user", before, sizeof before - 1) > 0);
	clock_gettime(CLOCK_REALTIME, &then);
	collect_questions(&bench->collect);
	clock_gettime(CLOCK_REALTIME, &now);
	assert_true(readlink("/proc/self/ns/user", after, sizeof after - 1) > 0);
	assert_string_equal(before, after);
	assert_true(now.tv_sec - then.tv_sec < 5);
	assert_int_equal(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), dumpable);
	/* That would change something. */
	assert_int_equal(bench->facts->question[ASK_USERNS].state, NOT_ASKED);
	/* No fact says that kexec_load(2) may be asked. */
	assert_int_equal(bench->facts->question[ASK_KEXEC].state, NOT_ASKED);
	assert_non_null(bench->facts->question[ASK_KEXEC].reason);
}

static void question_that_a_call_has_answered_is_not_put_again(void **state)
{
	struct bench *bench = *state;

	bench->facts->call[CALL_REBOOT].plain = (struct answer){ .state = ANSWERED, .error = ENOTNAM };
	bench->facts->call[CALL_SYSLOG].filter = (struct answer){ .state = KILLED, .error = SIGSYS };
	collect_questions(&bench->collect);
	assert_int_equal(bench->facts->question[ASK_CAP_SYS_BOOT].error, ENOTNAM);
	assert_int_equal(bench->facts->question[ASK_CAP_SYSLOG].state, KILLED);
	assert_int_equal(bench->facts->question[ASK_CAP_SYS_TIME].state, ANSWERED);
}

/* In a process of its own, as it is meant to be. */
static void what_changes_its_process_is_asked_at_the_parting(void **state)
{
	struct bench *bench = *state;
	uint64_t layers = 99;

	fact_set_number(bench->facts, FACT_LANDLOCK_ABI, 1);
	survey(bench, SYS_getppid, SECCOMP_RET_ALLOW, collect_parting);
	assert_int_equal(bench->facts->question[ASK_USERNS].state, ANSWERED);
	if (fact_number(bench->facts, FACT_LANDLOCK_LAYERS, &layers))
		assert_in_range(layers, 0, 15);
}

static void parting_that_kills_costs_one_question(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(survey(bench, SYS_unshare, SECCOMP_RET_KILL_PROCESS, collect_parting), 2);
	assert_int_equal(bench->facts->question[ASK_USERNS].state, KILLED);
	bench->collect.first = 0;
	bench->facts->call[CALL_UNSHARE].filter = (struct answer){ .state = KILLED, .error = SIGSYS };
	assert_int_equal(survey(bench, SYS_unshare, SECCOMP_RET_KILL_PROCESS, collect_parting), 1);
	assert_int_equal(bench->facts->question[ASK_USERNS].state, KILLED);
}

static void filter_with_eacces_is_not_taken_for_a_security_module(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(survey(bench, SYS_socket, SECCOMP_RET_ERRNO | EACCES, collect_questions), 1);
	assert_int_equal(bench->facts->question[ASK_LSM_SOCKET].state, NOT_ASKED);
	assert_non_null(bench->facts->question[ASK_LSM_SOCKET].reason);
	assert_int_equal(bench->facts->question[ASK_LSM_PTRACE].state, ANSWERED);
}

static void filter_with_eacces_for_files_is_not_taken_for_a_security_module(void **state)
{
	struct bench *bench = *state;

	bench->facts->access2 = (struct answer){ .state = ANSWERED };
	assert_int_equal(survey(bench, SYS_openat, SECCOMP_RET_ERRNO | EACCES, collect_questions), 1);
	assert_int_equal(bench->facts->question[ASK_LSM_PROC_WRITE].state, NOT_ASKED);
}

/* ---- access, processes ---------------------------------------------------------------------------- */

static void access_is_answered_by_errno(void **state)
{
	struct bench *bench = *state;

	put(bench, "file", "x");
	assert_int_equal(ask_access(bench->facts, path_in(bench, "file"), R_OK).state, ANSWERED);
	assert_int_equal(ask_access(bench->facts, path_in(bench, "file"), R_OK).error, 0);
	assert_int_equal(ask_access(bench->facts, path_in(bench, "none"), R_OK).error, ENOENT);
	assert_int_equal(ask_access(bench->facts, path_in(bench, "file/x"), R_OK).error, ENOTDIR);
}

/* In a pid namespace of its own, in which it is the first, as we are in ours:
 * what its status calls its own number is ours. */
static void nobody_of_no_capabilities(void)
{
	static const struct __user_cap_data_struct none[2];
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };

	if (unshare(CLONE_NEWPID) < 0)
		_exit(99);
	if (fork() == 0) {
		syscall(SYS_capset, &header, none);
		for (;;)
			pause();
	}
}

static bool status_holds(const char *path, const char *line)
{
	char buf[4096] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, buf, sizeof buf - 1);

	close(fd);
	return n > 0 && strstr(buf, line);
}

/* Plays the scene as number 1 of a pid namespace, with a /proc that shows no
 * more than what it starts; what it collects is shared with us.  Its exit
 * status is 0, or 99 where no such namespace can be made. */
static void play_alone(struct bench *bench, void (*scene)(struct bench *bench))
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		if (unshare(CLONE_NEWNS | CLONE_NEWPID) < 0)
			_exit(99);
		pid_t first = fork();

		if (first == 0) {
			if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 || mount("proc", "/proc", "proc", 0, NULL) < 0)
				_exit(99);
			scene(bench);
			_exit(0);
		}
		waitpid(first, &status, 0);
		_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 98);
	}
	assert_true(waitpid(child, &status, 0) == child);
	if (WEXITSTATUS(status) == 99)
		skip();
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void lie_about_ourselves(struct bench *bench)
{
	nobody_of_no_capabilities();
	for (int tries = 0; !status_holds("/proc/2/status", "CapEff:\t0000000000000000"); tries++) {
		usleep(1000);
		if (tries == 5000)
			_exit(98);
	}
	if (!status_holds("/proc/2/status", "NSpid:\t2\t1\n") || mount("/proc/2/status", "/proc/1/status", NULL, MS_BIND, NULL) < 0)
		_exit(97);
	collect_identity(&bench->collect);
}

static void status_of_another_with_our_number_is_not_believed(void **state)
{
	struct bench *bench = *state;
	uint64_t effective = 0, bounding = 0;

	play_alone(bench, lie_about_ourselves);
	assert_true(fact_number(bench->facts, FACT_CAP_EFFECTIVE, &effective));
	assert_true(fact_number(bench->facts, FACT_CAP_BOUNDING, &bounding));
	assert_string_equal(fact_source(bench->facts, FACT_CAP_EFFECTIVE), "capget(2)");
	assert_true(effective >> CAP_SYS_ADMIN & 1);
	assert_int_equal(effective, bounding);
}

static void filter_older_than_faccessat2_is_not_taken_for_a_refusal(void **state)
{
	struct bench *bench = *state;
	int status;
	pid_t child = fork();

	if (child == 0) {
		deny(SYS_faccessat2, SECCOMP_RET_ERRNO | EPERM);
		struct answer answer = ask_access(bench->facts, bench->directory, R_OK);

		_exit(answer.state == ANSWERED ? answer.error : 100);
	}
	assert_true(waitpid(child, &status, 0) == child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static void filter_that_kills_for_faccessat2_costs_that_call_only(void **state)
{
	static const struct collector table[] = {
		{ "access", collect_access, true, true },
		{ "mount-access", collect_mount_access, true, true },
	};
	struct bench *bench = *state;
	int status;

	add_mount(bench, (struct mount){ .class = MOUNT_VOLUME, .point = bench->directory, .root = "/", .type = "tmpfs" });
	bench->facts->shared = true;
	pid_t child = fork();

	if (child == 0) {
		deny(SYS_faccessat2, SECCOMP_RET_KILL_PROCESS);
		run_collectors(table, COUNT(table), &bench->host, bench->facts, 1500);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(bench->facts->access2.state, KILLED);
	assert_int_equal(bench->facts->mounts[0].read.state, ANSWERED);
	assert_int_equal(bench->facts->mounts[0].read.error, 0);
	assert_int_equal(bench->facts->mounts[0].write.error, 0);
}

static void what_is_mounted_twice_is_asked_about_once(void **state)
{
	struct bench *bench = *state;
	struct mount mount = { .class = MOUNT_VOLUME, .point = bench->directory, .root = "/", .type = "tmpfs" };

	add_mount(bench, mount);
	mount.point = "/no/such/place";
	mount.twin = 1;
	add_mount(bench, mount);
	collect_mount_access(&bench->collect);
	assert_int_equal(bench->facts->mounts[1].read.state, ANSWERED);
	assert_int_equal(bench->facts->mounts[1].read.error, 0);
	assert_int_equal(bench->facts->mounts[1].is_directory, YES);
	/* What the first was refused may have been the way there. */
	mount.point = "/no/such/place";
	mount.twin = 0;
	add_mount(bench, mount);
	mount.point = bench->directory;
	mount.twin = 3;
	add_mount(bench, mount);
	collect_mount_access(&bench->collect);
	assert_int_equal(bench->facts->mounts[2].read.error, ENOENT);
	assert_int_equal(bench->facts->mounts[3].read.error, 0);
}

static void refusal_of_a_twin_is_no_answer(void **state)
{
	struct bench *bench = *state;
	static const struct { const char *why; int read, write, handle; enum answer_state by_handle; bool same; } rows[] = {
		{ "let in", 0, 0, 0, ANSWERED, true },
		{ "read-only", 0, EROFS, 0, ANSWERED, true },
		{ "no handles there", 0, 0, EOPNOTSUPP, NOT_ASKED, true },
		{ "not read", EACCES, 0, 0, ANSWERED, false },
		{ "not written", 0, EACCES, 0, ANSWERED, false },
		{ "not opened", 0, 0, 0, NOT_ASKED, false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct mount mount = { .class = MOUNT_PSEUDO, .point = "/no/such/place", .root = "/", .type = "tmpfs", .is_directory = YES,
			.read = { ANSWERED, rows[i].read, NULL }, .write = { ANSWERED, rows[i].write, NULL },
			.handle = { ANSWERED, rows[i].handle, NULL }, .by_handle = { rows[i].by_handle, 0, NULL } };

		add_mount(bench, mount);
		mount = (struct mount){ .class = MOUNT_VOLUME, .point = "/no/such/place", .root = "/", .type = "tmpfs", .twin = bench->facts->mounts_count };
		add_mount(bench, mount);
		collect_mount_access(&bench->collect);
		print_message("%s\n", rows[i].why);
		assert_int_equal(bench->facts->mounts[2 * i + 1].is_directory == YES, rows[i].same);
	}
}

static void place_that_does_not_answer_costs_itself_only(void **state)
{
	struct bench *bench = *state;

	for (int i = 0; i < 2; i++)
		add_mount(bench, (struct mount){ .class = MOUNT_VOLUME, .point = bench->directory, .root = "/", .type = "tmpfs" });
	bench->collect.first = 1;
	bench->collect.lost = (struct answer){ .state = TIMED_OUT };
	collect_mount_access(&bench->collect);
	assert_int_equal(bench->facts->mounts[0].read.state, TIMED_OUT);
	assert_int_equal(bench->facts->mounts[0].write.state, TIMED_OUT);
	assert_int_equal(bench->facts->mounts[0].by_handle.state, TIMED_OUT);
	assert_int_equal(bench->facts->mounts[1].read.state, ANSWERED);
	assert_int_equal(bench->facts->mounts[1].write.state, ANSWERED);
}

/* /var/lib/docker is 0710, /var/lib/containerd 0711: what is in them may be
 * read by whoever knows its name. */
static void directory_that_may_be_entered_may_be_read_from(void **state)
{
	static const struct { mode_t mode; int error; } rows[] = { { 0711, 0 }, { 0755, 0 }, { 0744, EACCES }, { 0700, EACCES } };
	struct bench *bench = *state;
	int status;

	if (geteuid() != 0)
		skip();
	add_mount(bench, (struct mount){ .class = MOUNT_HOST_PATH, .point = bench->directory, .root = "/", .type = "ext4" });
	for (size_t i = 0; i < COUNT(rows); i++) {
		pid_t child = chmod(bench->directory, rows[i].mode) == 0 ? fork() : -1;

		if (child == 0) {
			if (setresuid(65534, 65534, 65534) < 0)
				_exit(100);
			collect_mount_access(&bench->collect);
			_exit(bench->facts->mounts[0].read.state == ANSWERED ? bench->facts->mounts[0].read.error : 101);
		}
		assert_true(waitpid(child, &status, 0) == child);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), rows[i].error);
	}
}

/* A child in a mount namespace of its own; 0 where none can be made. */
static pid_t start_elsewhere(void)
{
	int ready[2];
	char byte = 'n';

	assert_int_equal(pipe(ready), 0);
	pid_t child = fork();

	if (child == 0) {
		byte = unshare(CLONE_NEWNS) == 0 ? 'y' : 'n';
		if (write(ready[1], &byte, 1) == 1)
			pause();
		_exit(0);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	close(ready[0]);
	close(ready[1]);
	if (byte == 'y')
		return child;
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	return 0;
}

static const struct process *find_process(const struct facts *facts, pid_t pid)
{
	for (size_t i = 0; i < facts->processes_count; i++)
		if (facts->processes[i].pid == (uint64_t)pid)
			return &facts->processes[i];
	return NULL;
}

/* The one process beside us, number 2: of those of a whole machine, in as many
 * mount namespaces, only some are kept. */
static void look_at_one_elsewhere(struct bench *bench)
{
	if (start_elsewhere() != 2)
		_exit(99);
	collect_processes(&bench->collect);
}

static void look_again_after_a_loss(struct bench *bench)
{
	look_at_one_elsewhere(bench);
	bench->collect.first = 2 * 2 + 2;
	bench->collect.lost = (struct answer){ .state = KILLED, .error = SIGSYS };
	collect_processes(&bench->collect);
}

static void process_whose_memory_cost_a_child_stays_listed(void **state)
{
	struct bench *bench = *state;

	play_alone(bench, look_again_after_a_loss);
	const struct process *listed = find_process(bench->facts, 2);

	assert_non_null(listed);
	assert_int_equal(bench->facts->processes_count, 1);
	assert_int_equal(listed->memory.state, KILLED);
	assert_false(bench->facts->processes_list.truncated);
}

static void process_in_another_mount_namespace_is_found(void **state)
{
	struct bench *bench = *state;

	play_alone(bench, look_at_one_elsewhere);
	const struct process *found = find_process(bench->facts, 2);

	assert_non_null(found);
	assert_int_equal(bench->facts->processes_count, 1);	/* and nobody else, we least of all */
	assert_true(found->mntns != 0);
	assert_int_equal(found->same_uid, YES);
	assert_int_equal(found->root.error, 0);
	assert_int_equal(found->memory.error, EFAULT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_kind_of_descriptor_is_told),
		TEST(descriptor_on_a_mount_of_ours_is_inside),
		TEST(without_mounts_outside_is_unknown),
		TEST(working_directory_outside_our_root_is_outside),
		TEST(what_the_collector_opens_is_not_listed),
		TEST(captured_tree_has_no_descriptors_to_list),
		TEST(silent_socket_does_not_hold_us),
		TEST(engine_is_known_by_its_answer),
		TEST(other_daemons_are_told_nothing),
		TEST(socket_that_takes_packets_is_connected_to),
		TEST(abstract_socket_is_found_in_the_hosts_network_alone),
		TEST(loopback_port_answers_or_refuses),
		TEST(engine_that_docker_host_names_is_listed_and_not_asked),
		TEST(dead_socket_refuses),
		TEST(path_longer_than_an_address_is_reached),
		TEST(one_socket_by_two_ways_is_listed_once),
		TEST(sockets_below_a_directory_of_the_host_are_found),
		TEST(names_of_sockets_are_the_hosts),
		TEST(socket_that_cost_a_child_keeps_that_answer),
		TEST(answer_given_before_the_child_was_lost_stays),
		TEST(who_listens_in_our_pid_namespace_is_inside),
		TEST(who_listens_elsewhere_is_outside),
		TEST(tmpfs_that_may_be_the_host_s_run_is_searched),
		TEST(filter_that_kills_for_connect_is_met_once),
		TEST(devices_of_a_captured_tree),
		TEST(bus_nodes_name_the_disk_behind_them),
		TEST(what_the_host_would_be_seen_to_use_is_not_in_use),
		TEST(root_is_found_by_uuid_or_number),
		TEST(lost_question_is_that_of_one_device),
		TEST(plumbing_tells_the_engine_s_disk),
		TEST(nodes_bound_elsewhere_are_found),
		TEST(nodes_at_the_top_of_a_bound_directory_are_found),
		TEST(nodes_on_the_own_root_are_found),
		TEST(tree_without_dev_and_sys_is_not_a_tree_without_devices),
		TEST(in_a_user_namespace_the_nodes_are_all_there_is),
		TEST(links_are_not_followed),
		TEST(running_system_has_dev_null_and_it_may_be_read),
		TEST(content_is_told_and_two_contents_are_not_believed),
		TEST(partitions_learn_their_uuid_from_the_whole_disk),
		TEST(what_is_no_disk_has_unknown_content),
		TEST(denied_with_eperm_is_heard_in_both_questions),
		TEST(what_passes_is_said_to_run_and_is_not_carried_out),
		TEST(filter_that_traps_is_told_from_one_that_kills),
		TEST(filter_that_pretends_success_is_found_out),
		TEST(without_a_filter_there_is_nothing_to_survey),
		TEST(denied_with_enosys_is_told_from_passing),
		TEST(filter_that_kills_costs_one_call_only),
		TEST(short_survey_tells_the_same),
		TEST(short_look_leaves_out_what_only_the_long_report_tells),
		TEST(answers_that_contradict_each_other_are_not_believed),
		TEST(where_no_filter_can_be_installed_nothing_is_asked),
		TEST(installing_that_kills_is_tried_once),
		TEST(question_that_kills_costs_itself_only),
		TEST(access_refused_to_whom_owner_and_mode_do_not_stop_is_refused_by_a_policy),
		TEST(kexec_is_not_asked_when_that_might_cost),
		TEST(questions_change_nothing_of_ours),
		TEST(question_that_a_call_has_answered_is_not_put_again),
		TEST(what_changes_its_process_is_asked_at_the_parting),
		TEST(parting_that_kills_costs_one_question),
		TEST(filter_with_eacces_is_not_taken_for_a_security_module),
		TEST(filter_with_eacces_for_files_is_not_taken_for_a_security_module),
		TEST(access_is_answered_by_errno),
		TEST(status_of_another_with_our_number_is_not_believed),
		TEST(filter_older_than_faccessat2_is_not_taken_for_a_refusal),
		TEST(filter_that_kills_for_faccessat2_costs_that_call_only),
		TEST(what_is_mounted_twice_is_asked_about_once),
		TEST(refusal_of_a_twin_is_no_answer),
		TEST(place_that_does_not_answer_costs_itself_only),
		TEST(directory_that_may_be_entered_may_be_read_from),
		TEST(process_in_another_mount_namespace_is_found),
		TEST(process_whose_memory_cost_a_child_stays_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
