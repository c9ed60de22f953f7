/* sockets.c - ways out through the control sockets of the host's daemons.
 *
 * connect(2) needs write permission to the socket and nothing else: a
 * read-only bind is no obstacle (fs/namei.c, sb_permission() leaves sockets
 * out), and neither are capabilities, seccomp or masks. */
#include <errno.h>
#include <string.h>
#include "parse.h"
#include "rules.h"

#define KIND(kind) (1u << SOCKET_##kind)

/* What the daemons behind a path's sockets ask of the one who connects. */
struct daemon {
	unsigned kinds;
	const char *name;
	bool replies;		/* to GET /_ping, so that an authorising proxy shows */
	bool host_root;		/* by the peer's uid (SO_PEERCRED), besides the permission to connect */
	bool same_user;		/* likewise: whom the socket belongs to */
	bool by_network;	/* lives in the host's network namespace, at no file */
};

/* "@name" or "127.0.0.1:port" */
static bool is_file(const struct host_socket *at)
{
	return at->path[0] == '/';
}

static void barrier_network(struct way *way, const struct facts *facts, const struct actor *actor, enum barrier_kind kind)
{
	enum known initial = fact_bool(facts, FACT_NETNS_INITIAL);

	barrier_unless(way, kind, initial, "network namespace of its own", initial == UNKNOWN
		       ? fact_gap(facts, actor, FACT_NETNS_INITIAL) : fact_source(facts, FACT_NETNS_INITIAL));
}

/* Another user's engine gives what that user may do on the host. */
static const char *title(const struct actor *actor, const struct host_socket *at, const struct daemon *daemon)
{
	if (path_below(at->path, "/run/user") || path_below(at->path, "/var/run/user") || (at->uid != 0 && at->uid != 65534))
		return arena_printf(actor->arena, "%s at %s (of the host's user %u: control as that user)", daemon->name, at->path,
				    (unsigned)at->uid);
	return arena_printf(actor->arena, "%s at %s", daemon->name, at->path);
}

/* Is it a daemon of this very container?  Then it lies where nothing but the
 * container writes, or is a process that we could see. */
static void barrier_own(struct way *way, const struct facts *facts, const struct actor *actor, const struct host_socket *at)
{
	static const char what[] = "a daemon of the host";
	const struct mount *mount = mount_covering(facts, at->path);

	if (at->peer_inside == YES && fact_bool(facts, FACT_PIDNS_INITIAL) == NO)
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_STANDING, what,
			    arena_printf(actor->arena, "%s: who listens is a process of this pid namespace (SO_PEERCRED)", at->path));
	else if (!is_file(at) && at->connect.state != NOT_ASKED)
		barrier_network(way, facts, actor, BARRIER_NAMESPACE);
	else if (!is_file(at))
		return;		/* what DOCKER_HOST names lies anywhere */
	else if (at->peer_inside != NO && mount && mount->class == MOUNT_ROOT && mount->type && !strcmp(mount->type, "overlay"))
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_STANDING, what,
			    arena_printf(actor->arena, "%s was made inside: it lies in the container's own overlay (/proc/self/mountinfo)",
					 at->path));
	else
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_ABSENT, what,
			    arena_printf(actor->arena, "%s lies on what is mounted at %s (/proc/self/mountinfo)", at->path,
					 mount ? mount->point : "a place not known"));
}

/* Refused for want of write permission: then connect(2) told nothing more. */
static bool refused_by_permission(const struct host_socket *at)
{
	return at->connect.state == ANSWERED && at->connect.error == EACCES
		&& at->write.state == ANSWERED && at->write.error == EACCES;
}

static void barrier_connect(struct way *way, const struct facts *facts, const struct actor *actor, const struct host_socket *at)
{
	static const char what[] = "connect(2)";
	const struct answer *answer = &at->connect;
	const char *evidence = arena_printf(actor->arena, "%s: %s", at->path,
		answer->state == ANSWERED ? ERROR_NAME(answer->error) : answer->reason ? answer->reason :
		answer->state == TIMED_OUT ? "no answer before the deadline" : "could not be asked");

	if (refused_by_permission(at))
		return;
	if (answer->state != ANSWERED)
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_IS_UNKNOWN, what, evidence);
	else if (answer->error == 0)
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_ABSENT, what, arena_printf(actor->arena, "%s: connected (asked)", at->path));
	else if (answer->error == ECONNREFUSED || answer->error == ENOENT || answer->error == ENETUNREACH)
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_STANDING, what,
			    arena_printf(actor->arena, "%s: %s, nobody listens (asked)", at->path, ERROR_NAME(answer->error)));
	else if (answer->error == EACCES && answer_yes(&at->write) != YES && actor->as_root)
		barrier_add(way, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, what,
			    arena_printf(actor->arena, "%s: whether owner and mode or a security module is not told apart", evidence));
	else if (answer->error == EACCES || answer->error == EPERM)
		/* Modules say EACCES; EPERM may be a filter's, or one of BPF's. */
		barrier_denied(way, actor, answer->error == EACCES && answer_yes(&at->write) == YES && policy_in_force(facts)
			       ? BARRIER_LSM : BARRIER_KIND_COUNT, what, answer->error,
			       arena_printf(actor->arena, " from %s (asked)", at->path));
	else
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_IS_UNKNOWN, what, evidence);
}

static void barrier_reply(struct way *way, const struct actor *actor, const struct host_socket *at)
{
	static const char what[] = "authorisation by the daemon";
	unsigned status = (unsigned)at->http_status;

	if (refused_by_permission(at) || (at->connect.state == ANSWERED && at->connect.error != 0))
		return;
	if (!at->replied)
		barrier_add(way, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, what,
			    arena_printf(actor->arena, "%s: no reply to GET /_ping", at->path));
	else if (status == 200 && at->proxied)
		barrier_add(way, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, what,
			    arena_printf(actor->arena, "%s: a proxy answers GET /_ping with 200 (its header shows it); what else it lets pass is not asked",
					 at->path));
	else if (status == 200 && !at->api)
		barrier_add(way, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, what,
			    arena_printf(actor->arena, "%s: GET /_ping is answered with 200, by what names no API version", at->path));
	else if (status == 200)
		barrier_add(way, BARRIER_PERMISSION, BARRIER_ABSENT, what,
			    arena_printf(actor->arena, "GET /_ping is answered with 200, server %s, API %s (asked)",
					 at->server ? at->server : "unnamed", at->api));
	else
		barrier_add(way, BARRIER_PERMISSION, status == 401 || status == 403 ? BARRIER_STANDING : BARRIER_IS_UNKNOWN, what,
			    arena_printf(actor->arena, "GET /_ping is answered with %u (asked)", status));
}

/* A user's own bus and service manager obey that user, and root. */
static void barrier_same_user(struct way *way, const struct facts *facts, const struct actor *actor, const struct host_socket *at)
{
	uint64_t euid = 0;
	bool known = actor->as_root || fact_number(facts, FACT_EUID, &euid);

	if (known && euid == at->uid && at->uid != 65534)
		barrier_add(way, BARRIER_PERMISSION, BARRIER_ABSENT, "the same user",
			    arena_printf(actor->arena, "%s belongs to uid %u, which we are", at->path, at->uid));
	else if (!known)
		barrier_add(way, BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, "the same user", fact_gap(facts, actor, FACT_EUID));
	else if (at->uid == 65534 || actor->root == NO)
		barrier_host_root(way, facts, actor);
	else
		barrier_capability(way, facts, actor, CAP_SETUID);
}

/* None was found.  What listens in the host's network namespace is not looked
 * for in one of our own, nor on a captured tree: that one is there is not known. */
static void add_none(struct finding *finding, const struct facts *facts, const struct actor *actor, const struct daemon *daemon)
{
	enum known network = fact_bool(facts, FACT_NETNS_INITIAL);
	struct way way;

	way_init(&way, daemon->name);
	if (!daemon->by_network)
		barrier_not_found(&way, actor, &facts->sockets_list, daemon->name, "mounts, /run, /var/run and /tmp");
	else if (network == NO || (network == UNKNOWN && !facts->live))
		barrier_network(&way, facts, actor, BARRIER_NOT_GIVEN);
	else if (!facts->live)
		barrier_add(&way, BARRIER_NOT_GIVEN, BARRIER_IS_UNKNOWN, daemon->name, "a captured tree cannot be asked");
	else
		barrier_not_found(&way, actor, &facts->sockets_list, daemon->name, "127.0.0.1, /proc/net/unix");
	finding_add(finding, &way);
}

static void judge_daemon(const struct facts *facts, const struct actor *actor, struct finding *finding,
			 const struct daemon *daemon)
{
	struct way way;
	bool found = false;

	for (size_t i = 0; i < facts->sockets_count; i++) {
		const struct host_socket *at = &facts->sockets[i];
		const struct file_access access = {
			.path = at->path, .answer = &at->write, .write = true,
			.owner_known = facts->live, .uid = at->uid, .gid = at->gid, .mode = at->mode,
		};

		if (!(daemon->kinds >> at->kind & 1))
			continue;
		found = true;
		way_init(&way, title(actor, at, daemon));
		if (daemon->replies)
			barrier_reply(&way, actor, at);
		barrier_connect(&way, facts, actor, at);
		barrier_own(&way, facts, actor, at);
		if (is_file(at))
			barrier_file_access(&way, facts, actor, &access);
		/* Where others may not connect, being let in is the authorisation. */
		if (daemon->host_root && (at->kind != SOCKET_LIBVIRT || at->mode & 0002))
			barrier_host_root(&way, facts, actor);
		if (daemon->same_user)
			barrier_same_user(&way, facts, actor, at);
		finding_add(finding, &way);
	}
	if (!found || !list_complete(&facts->sockets_list))
		add_none(finding, facts, actor, daemon);
}

/* One judge per path. */
#define DAEMON(function, ...)										\
	static void function(const struct facts *facts, const struct actor *actor, struct finding *finding)	\
	{												\
		static const struct daemon daemon = { __VA_ARGS__ };					\
		judge_daemon(facts, actor, finding, &daemon);						\
	}

DAEMON(judge_docker_socket, .kinds = KIND(DOCKER), .name = "Docker engine", .replies = true)
DAEMON(judge_podman_socket, .kinds = KIND(PODMAN), .name = "Podman service", .replies = true)
DAEMON(judge_containerd_socket, .kinds = KIND(CONTAINERD), .name = "containerd")
DAEMON(judge_crio_socket, .kinds = KIND(CRIO) | KIND(CRI_DOCKERD), .name = "CRI service")
DAEMON(judge_nri_socket, .kinds = KIND(NRI), .name = "NRI")
DAEMON(judge_lxd_socket, .kinds = KIND(LXD), .name = "LXD or Incus")
/* 0666: the daemons look at the peer's uid; anybody else's wishes go to polkit. */
DAEMON(judge_systemd_socket, .kinds = KIND(DBUS) | KIND(SYSTEMD), .name = "systemd", .host_root = true)
DAEMON(judge_snapd_socket, .kinds = KIND(SNAPD), .name = "snapd", .host_root = true)
DAEMON(judge_libvirt_socket, .kinds = KIND(LIBVIRT), .name = "libvirt", .host_root = true)
DAEMON(judge_nix_daemon_socket, .kinds = KIND(NIX), .name = "Nix daemon", .host_root = true)
DAEMON(judge_user_bus_socket, .kinds = KIND(USER_BUS), .name = "a user's systemd", .same_user = true)
DAEMON(judge_docker_tcp, .kinds = KIND(DOCKER_TCP), .name = "Docker engine by TCP", .replies = true, .by_network = true)
DAEMON(judge_cluster_service, .kinds = KIND(CLUSTER), .name = "kubelet or etcd", .by_network = true)
/* The shim looks at the peer's uid (CVE-2020-15257). */
DAEMON(judge_containerd_shim_socket, .kinds = KIND(SHIM), .name = "containerd's shim", .host_root = true, .by_network = true)
DAEMON(judge_user_session_socket, .kinds = KIND(USER_SESSION), .name = "a user's session")
DAEMON(judge_host_daemon_socket, .kinds = KIND(HOST_DAEMON), .name = "a daemon run by root", .host_root = true)
DAEMON(judge_buildkit_socket, .kinds = KIND(BUILDKIT), .name = "BuildKit")
DAEMON(judge_kubelet_plugin_socket, .kinds = KIND(KUBELET_PLUGIN), .name = "kubelet plugin registration")

const struct path paths_sockets[] = {
#include "sockets.rows.inc"
	{ .id = NULL }
};
