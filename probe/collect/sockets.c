/* sockets.c - sockets of container engines and of the host's daemons, and
 * whether they would speak with us.
 *
 * Found by the names they usually have, by the mounts that are sockets
 * themselves whatever their name, and by a bounded look at directories of
 * the host where sockets live.  What is said to them: nothing, but for
 * GET /_ping to what is or may be a Docker or podman engine. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
#include "ask.h"
#include "collect.h"
#include "network_sockets.h"
#include "parse.h"
#include "walk.h"

#define SOCKETS_MAX 256
#define ENTRIES_MAX 2000
#define DEPTH_MAX 3
#define PING_MS 150
#define USERS_MAX 32

/* Where the host has them.  Kinds: parse_socket_name(). */
static const char *const usual_paths[] = {
	"/run/docker.sock",
	"/run/podman/podman.sock",
	"/run/containerd/containerd.sock",
	"/run/docker/containerd/containerd.sock",
	"/run/k3s/containerd/containerd.sock",
	"/run/k0s/containerd.sock",
	"/run/crio/crio.sock",
	"/run/cri-dockerd.sock",
	"/run/dockershim.sock",
	"/run/buildkit/buildkitd.sock",
	"/run/nri/nri.sock",
	"/run/dbus/system_bus_socket",
	"/run/systemd/private",
	"/run/snapd.socket",
	"/run/libvirt/libvirt-sock",
	"/run/libvirt/virtqemud-sock",
	"/var/lib/kubelet/device-plugins/kubelet.sock",
	"/var/lib/lxd/unix.socket",
	"/var/lib/incus/unix.socket",
	"/var/snap/lxd/common/lxd/unix.socket",
	"/nix/var/nix/daemon-socket/socket",
};

/* Below /run/user/UID. */
static const char *const user_paths[] = {
	"docker.sock",
	"podman/podman.sock",
	"containerd/containerd.sock",
	"buildkit/buildkitd.sock",
	"bus",
};

#define COUNT(array) (sizeof array / sizeof array[0])

struct search {
	struct collect *collect;
	struct facts *facts;
	/* Which are listed: the same socket is reached by many paths. */
	struct { dev_t dev; ino_t ino; } seen[SOCKETS_MAX];
	size_t seen_count;
	const struct mount *mount;	/* of the host, below which we are; or NULL */
	char base[PATH_MAX];	/* where the host's /run/user is now being looked for */
};

/* ---- finding ------------------------------------------------------------------- */

static bool is_seen(const struct search *search, const struct stat *st)
{
	for (size_t i = 0; i < search->seen_count; i++)
		if (search->seen[i].dev == st->st_dev && search->seen[i].ino == st->st_ino)
			return true;
	return false;
}

static void see(struct search *search, const struct stat *st)
{
	if (search->seen_count == SOCKETS_MAX)
		return;
	search->seen[search->seen_count].dev = st->st_dev;
	search->seen[search->seen_count++].ino = st->st_ino;
}

/* A captured tree cannot keep a socket; a file that says "s" stands for it. */
static bool is_socket(const struct search *search, const char *path, const struct stat *st)
{
	char data[2];

	if (S_ISSOCK(st->st_mode))
		return true;
	return !search->facts->live && S_ISREG(st->st_mode) && st->st_size <= 2 &&
	       host_read(search->collect->host, path, data, sizeof data) > 0 && data[0] == 's' &&
	       (st->st_size == 1 || data[1] == '\n');
}

/* Lists `path` if it is a socket not yet listed.  Its kind goes by `name`. */
static void look_at(struct search *search, const char *path, const char *name)
{
	struct facts *facts = search->facts;
	struct stat st;

	if (host_lstat(search->collect->host, path, &st) < 0 || !is_socket(search, path, &st) || is_seen(search, &st))
		return;
	if (facts->sockets_count >= SOCKETS_MAX) {
		facts->sockets_list.truncated = true;
		return;
	}
	struct host_socket *found = facts_socket_new(facts);
	const char *copy = arena_copy(&facts->arena, path, strlen(path));

	if (!found || !copy) {
		facts->sockets_list.truncated = true;
		return;
	}
	found->path = copy;
	found->kind = parse_socket_name(name);
	if (found->kind == SOCKET_OTHER)
		found->kind = parse_socket_name(path);
	found->uid = st.st_uid;
	found->gid = st.st_gid;
	found->mode = st.st_mode & 07777;
	see(search, &st);
	facts_socket_done(facts);
}

static bool each_user(void *data, const char *name, unsigned char d_type)
{
	struct search *search = data;
	char path[PATH_MAX];

	(void)d_type;
	for (size_t i = 0; i < COUNT(user_paths); i++)
		if (snprintf(path, sizeof path, "%s/%s/%s", search->base, name, user_paths[i]) < (int)sizeof path)
			look_at(search, path, path);
	return true;
}

/* What of the host's `path` lies below a mount of the host's `top`: the rest
 * of the path, or NULL. */
static const char *below(const char *path, const char *top)
{
	if (!path_below(path, top))
		return NULL;
	return strcmp(top, "/") == 0 ? path : path + strlen(top);
}

static void look_for(struct search *search, const char *point, const char *rest)
{
	char path[PATH_MAX];

	if (rest && snprintf(path, sizeof path, "%s%s", strcmp(point, "/") == 0 ? "" : point, rest) < (int)sizeof path)
		look_at(search, path, path);
}

static void look_for_users(struct search *search, const char *point, const char *rest)
{
	if (rest && snprintf(search->base, sizeof search->base, "%s%s", strcmp(point, "/") == 0 ? "" : point, rest) <
	    (int)sizeof search->base)
		host_list(search->collect->host, search->base, USERS_MAX, each_user, search);
}

/* Asked twice, since so much follows from it. */
static bool is_missing(const struct search *search, const char *point, const char *rest)
{
	char path[PATH_MAX];
	struct stat st;

	return rest && snprintf(path, sizeof path, "%s%s", strcmp(point, "/") == 0 ? "" : point, rest) < (int)sizeof path &&
	       host_lstat(search->collect->host, path, &st) == -ENOENT && host_lstat(search->collect->host, path, &st) == -ENOENT;
}

/* All the usual paths, where the host's directory `top` is found at `point`. */
static void look_for_usual(struct search *search, const char *point, const char *top)
{
	const bool no_run = is_missing(search, point, below("/run", top)), no_old = is_missing(search, point, below("/var/run", top));
	char old[128];

	for (size_t i = 0; i < COUNT(usual_paths); i++) {
		bool in_run = strncmp(usual_paths[i], "/run/", 5) == 0;

		if (!in_run || !no_run)
			look_for(search, point, below(usual_paths[i], top));
		if (!in_run || no_old)
			continue;
		/* /var/run is the same directory, mostly; it is what people bind. */
		snprintf(old, sizeof old, "/var%s", usual_paths[i]);
		look_for(search, point, below(old, top));
	}
	look_for_users(search, point, below("/run/user", top));
}

static bool each_entry(void *data, int at, const char *name, unsigned char d_type, const char *path)
{
	struct search *search = data;
	const struct mount *mount = search->mount;
	char on_host[512];

	(void)at;
	(void)name;
	if (d_type != DT_SOCK && !(d_type == DT_REG && !search->facts->live))
		return true;
	/* -v /tmp/ssh-1:/x: it is the host that gave the names */
	snprintf(on_host, sizeof on_host, "%s%s", mount ? mount->host_path : "", path + (mount ? strlen(mount->point) : 0));
	look_at(search, path, on_host);
	return search->facts->sockets_count < SOCKETS_MAX;
}

static bool scan(struct search *search, size_t *entries, const char *start)
{
	struct walk w = {
		.host = search->collect->host, .arena = &search->facts->arena,
		.entries = *entries, .depth = DEPTH_MAX,
		.each = each_entry, .data = search,
	};

	bool found = walk(&w, start) == 0;

	*entries = w.entries;
	return found;
}

/* A container's own /tmp may hold any number of files, and must not use up
 * what the host's directories need. */
struct budget { size_t host, own; };

static bool may_hold_sockets(const struct mount *mount)
{
	static const char *const tops[] = { "/run", "/var/run", "/tmp", "/var/lib" };

	if (!mount->host_path)	/* a path inside a tmpfs says nothing of where that is mounted */
		return strcmp(mount->type, "tmpfs") == 0;
	for (size_t i = 0; i < COUNT(tops); i++)
		if (path_below(mount->host_path, tops[i]))
			return true;
	return false;
}

/* The container's own, or so it seems: a bind of the host's /run looks just the
 * same in mountinfo.  Our own /run is searched last, mount or not. */
static bool may_be_run(const struct mount *mount)
{
	static const char *const others[] = { "/dev", "/proc", "/sys" };

	if (mount->class != MOUNT_PSEUDO || strcmp(mount->type, "tmpfs") != 0 ||
	    strcmp(mount->point, "/run") == 0 || strcmp(mount->point, "/var/run") == 0)
		return false;
	for (size_t i = 0; i < COUNT(others); i++)
		if (path_below(mount->point, others[i]))
			return false;
	return true;
}

/* A mount of the host: a socket itself, or a directory that holds some. */
static void search_mount(struct search *search, struct mount *mount, struct budget *entries)
{
	if (mount->twin && search->facts->mounts[mount->twin - 1].sockets_listed)
		return;
	if (!mount->hidden && may_be_run(mount)) {
		look_for_usual(search, mount->point, "/run");
		scan(search, &entries->own, mount->point);
	}
	if (mount->hidden || (mount->class != MOUNT_HOST_PATH && mount->class != MOUNT_PLUMBING))
		return;
	look_at(search, mount->point, mount->root);
	if (mount->class != MOUNT_HOST_PATH)
		return;
	if (mount->host_path)
		look_for_usual(search, mount->point, mount->host_path);
	else if (strcmp(mount->type, "tmpfs") == 0)
		look_for_usual(search, mount->point, "/run");
	search->mount = mount->host_path ? mount : NULL;
	if (may_hold_sockets(mount))
		mount->sockets_listed = scan(search, &entries->host, mount->point);
	search->mount = NULL;
}

/* ---- asking ---------------------------------------------------------------------- */

/* connect(2) by path; one that is too long for sun_path by a descriptor of it. */
static int connect_to(int fd, const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int at = -1;

	if (strlen(path) < sizeof address.sun_path) {
		strcpy(address.sun_path, path);
	} else {
		at = host_openat(AT_FDCWD, path, O_PATH | O_NOFOLLOW);
		if (at < 0)
			return at;
		snprintf(address.sun_path, sizeof address.sun_path, "/proc/self/fd/%d", at);
	}
	int result = connect(fd, (const struct sockaddr *)&address, sizeof address);
	int error = errno;

	if (at >= 0)
		close(at);
	errno = error;
	return result;
}

/* Reads until the end of the head, of the answer, of the room or of our patience. */
static size_t read_answer(int fd, char *buf, size_t size)
{
	size_t used = 0;
	long long deadline = now_ms(CLOCK_MONOTONIC) + PING_MS;

	while (used < size) {
		struct pollfd waiting = { .fd = fd, .events = POLLIN };
		long long left = deadline - now_ms(CLOCK_MONOTONIC);

		if (left <= 0 || poll(&waiting, 1, (int)left) <= 0)
			break;
		ssize_t n = recv(fd, buf + used, size - used, MSG_DONTWAIT);

		if (n <= 0)
			break;
		used += (size_t)n;
		if (memmem(buf, used, "\r\n\r\n", 4))
			break;
	}
	return used;
}

static const char *keep(struct facts *facts, const struct text *text)
{
	return text_left(text) > 0 ? arena_copy(&facts->arena, text->at, text_left(text)) : NULL;
}

/* GET /_ping changes nothing: it is what the engines' own clients ask first
 * to learn the API version, and needs no authorisation. */
static void ping(struct facts *facts, struct host_socket *asked, int fd)
{
	static const char request[] = "GET /_ping HTTP/1.0\r\nHost: d\r\n\r\n";
	char answer[4096];
	struct ping ping;

	if (send(fd, request, sizeof request - 1, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)(sizeof request - 1))
		return;
	size_t size = read_answer(fd, answer, sizeof answer);

	if (!parse_ping(answer, size, &ping))
		return;
	asked->http_status = ping.status;
	asked->server = keep(facts, &ping.server);
	asked->api = keep(facts, text_left(&ping.libpod_version) > 0 ? &ping.libpod_version : &ping.api_version);
	if (asked->kind != SOCKET_DOCKER_TCP && text_left(&ping.libpod_version) > 0)
		asked->kind = SOCKET_PODMAN;
	else if (asked->kind != SOCKET_DOCKER_TCP && text_starts(&ping.server, "Docker"))
		asked->kind = SOCKET_DOCKER;
	asked->proxied = ping.proxied;
	asked->replied = true;
}

static bool is_mount(const struct facts *facts, const char *path)
{
	for (size_t i = 0; i < facts->mounts_count; i++)
		if (!facts->mounts[i].hidden && strcmp(facts->mounts[i].point, path) == 0)
			return true;
	return false;
}

/* Who listens: a process that our pid namespace has no number for lives
 * outside of it (unix(7), SO_PEERCRED). */
static enum known is_peer_inside(int fd)
{
	struct ucred peer;
	socklen_t size = sizeof peer;

	if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0 || peer.uid == (uid_t)-1)
		return UNKNOWN;		/* TCP names nobody */
	return peer.pid != 0 ? YES : NO;
}

/* udev's takes packets, not a stream (EPROTOTYPE).  A refusal has to be said twice. */
static struct answer connect_by_path(const char *path, int *ret)
{
	static const int types[] = { SOCK_STREAM, SOCK_STREAM, SOCK_SEQPACKET, SOCK_SEQPACKET };
	struct answer answer = ask_not("no socket could be made");

	for (size_t i = 0; i < COUNT(types); i++) {
		int fd = *ret = socket(AF_UNIX, types[i] | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

		if (fd < 0)
			break;
		answer = ask_answer(connect_to(fd, path));
		if (answer.error == 0)
			break;
		close(fd);
		*ret = -1;
		if (i % 2 && answer.error != EPROTOTYPE)
			break;
	}
	return answer;
}

/* Connecting and hanging up at once asks nothing of the daemon; where systemd
 * listens in its place (socket activation) it is started, as by any client. */
static void ask_connect(struct facts *facts, struct host_socket *asked)
{
	static const unsigned engines = 1u << SOCKET_DOCKER | 1u << SOCKET_PODMAN | 1u << SOCKET_OTHER | 1u << SOCKET_DOCKER_TCP;
	int fd = -1;

	asked->connect = (asked->path[0] == '/' ? connect_by_path : network_socket_connect)(asked->path, &fd);
	if (fd < 0)
		return;
	asked->peer_inside = is_peer_inside(fd);
	if (engines >> asked->kind & 1)
		ping(facts, asked, fd);
	close(fd);
}

/* A filter that kills for connect(2) will again. */
static const struct host_socket *killer(const struct facts *facts)
{
	for (size_t i = 0; i < facts->sockets_count; i++)
		if (facts->sockets[i].connect.state == KILLED)
			return &facts->sockets[i];
	return NULL;
}

static void ask(struct facts *facts, struct host_socket *asked)
{
	const struct host_socket *fatal = killer(facts);

	if (asked->path[0] == '/')	/* others have no owner and no mode */
		asked->write = ask_access(facts, asked->path, W_OK);
	if (asked->kind == SOCKET_OTHER && !is_mount(facts, asked->path))
		asked->connect = ask_not("not a daemon that is known, and not bound in by itself");
	else if (fatal)
		asked->connect = fatal->connect;
	else
		ask_connect(facts, asked);
}

/* ---- all ---------------------------------------------------------------------------- */

/* After a child was lost: what it had listed. */
static void see_listed(struct search *search)
{
	struct stat st;

	for (size_t i = 0; i < search->facts->sockets_count; i++)
		if (host_lstat(search->collect->host, search->facts->sockets[i].path, &st) == 0)
			see(search, &st);
}

static int by_path(const void *a, const void *b)
{
	return strcmp(((const struct host_socket *)a)->path, ((const struct host_socket *)b)->path);
}

/* Items: the usual paths, each mount, our own /run, and then each socket. */
void collect_sockets(struct collect *collect)
{
	struct facts *facts = collect->facts;
	struct search search = { .collect = collect, .facts = facts };
	struct budget entries = { ENTRIES_MAX, ENTRIES_MAX };
	unsigned item = 0, first = collect->first;

	facts->sockets_list.known = YES;
	see_listed(&search);
	if (first <= item) {
		COLLECT_ITEM(collect, item);
		look_for_usual(&search, "/", "/");
	}
	item++;
	for (size_t i = 0; i < facts->mounts_count; i++, item++) {
		if (first > item)
			continue;
		COLLECT_ITEM(collect, item);
		search_mount(&search, &facts->mounts[i], &entries);
	}
	if (first <= item) {
		COLLECT_ITEM(collect, item);
		scan(&search, &entries.host, "/run");
		scan(&search, &entries.host, "/var/run");
		network_sockets_list(collect);
		if (facts->sockets_count > 1)
			qsort(facts->sockets, facts->sockets_count, sizeof *facts->sockets, by_path);
	}
	item++;
	if (first > 0 && first <= item)
		facts->sockets_list.truncated = true;
	for (size_t i = 0; i < facts->sockets_count; i++, item++) {
		struct host_socket *asked = &facts->sockets[i];

		/* or lost later, while it was being spoken with */
		if (first == item + 1 && asked->connect.state == NOT_ASKED)
			asked->connect = collect->lost;
		if (first > item)
			continue;
		COLLECT_ITEM(collect, item);
		if (facts->live)
			ask(facts, asked);
		else
			asked->write = asked->connect = ask_not("a captured tree cannot be asked");
	}
}
