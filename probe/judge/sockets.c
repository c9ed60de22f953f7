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
};

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

static void barrier_connect(struct way *way, const struct actor *actor, const struct host_socket *at)
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
	else if (answer->error == ECONNREFUSED || answer->error == ENOENT)
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_STANDING, what,
			    arena_printf(actor->arena, "%s: %s, nobody listens (asked)", at->path, ERROR_NAME(answer->error)));
	else if (answer->error == EACCES || answer->error == EPERM)
		barrier_add(way, BARRIER_LSM, BARRIER_STANDING, what,
			    arena_printf(actor->arena, "%s: %s, past owner and mode (asked)", at->path, ERROR_NAME(answer->error)));
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
	else if (status == 200)
		barrier_add(way, BARRIER_PERMISSION, BARRIER_ABSENT, what,
			    arena_printf(actor->arena, "GET /_ping is answered with 200, server %s, API %s (asked)",
					 at->server ? at->server : "unnamed", at->api ? at->api : "unnamed"));
	else
		barrier_add(way, BARRIER_PERMISSION, status == 401 || status == 403 ? BARRIER_STANDING : BARRIER_IS_UNKNOWN, what,
			    arena_printf(actor->arena, "GET /_ping is answered with %u (asked)", status));
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
		barrier_connect(&way, actor, at);
		barrier_own(&way, facts, actor, at);
		barrier_file_access(&way, facts, actor, &access);
		/* Where others may not connect, being let in is the authorisation. */
		if (daemon->host_root && (at->kind != SOCKET_LIBVIRT || at->mode & 0002))
			barrier_host_root(&way, facts, actor);
		finding_add(finding, &way);
	}
	if (!found || !list_complete(&facts->sockets_list))
		finding_not_given(finding, actor, &facts->sockets_list, daemon->name, "mounts, /run, /var/run and /tmp");
}

/* One judge per path. */
#define DAEMON(function, ...)										\
	static void function(const struct facts *facts, const struct actor *actor, struct finding *finding)	\
	{												\
		static const struct daemon daemon = { __VA_ARGS__ };					\
		judge_daemon(facts, actor, finding, &daemon);						\
	}

DAEMON(judge_docker,     .kinds = KIND(DOCKER), .name = "Docker engine", .replies = true)
DAEMON(judge_podman,     .kinds = KIND(PODMAN), .name = "Podman service", .replies = true)
DAEMON(judge_containerd, .kinds = KIND(CONTAINERD), .name = "containerd")
DAEMON(judge_crio,       .kinds = KIND(CRIO) | KIND(CRI_DOCKERD), .name = "CRI service")
DAEMON(judge_nri,        .kinds = KIND(NRI), .name = "NRI")
DAEMON(judge_lxd,        .kinds = KIND(LXD), .name = "LXD or Incus")
/* 0666: the daemons look at the peer's uid; anybody else's wishes go to polkit. */
DAEMON(judge_systemd,    .kinds = KIND(DBUS) | KIND(SYSTEMD), .name = "systemd", .host_root = true)
DAEMON(judge_snapd,      .kinds = KIND(SNAPD), .name = "snapd", .host_root = true)
DAEMON(judge_libvirt,    .kinds = KIND(LIBVIRT), .name = "libvirt", .host_root = true)
DAEMON(judge_buildkit,   .kinds = KIND(BUILDKIT), .name = "BuildKit")
DAEMON(judge_kubelet,    .kinds = KIND(KUBELET_PLUGIN), .name = "kubelet plugin registration")

const struct path paths_sockets[] = {
	{
		.id = "docker-socket",
		.title = "Command the Docker engine",
		.outcome = OUTCOME_HOST_CONTROL,
		.gives = "A new container with any options: the host's disk, root, every other container.",
		.why = "Whoever can talk to the engine can start a privileged container with the host's / in it. Talking needs write "
		       "permission to the socket; mounting it read-only changes nothing. GET /_ping shows that somebody answers.",
		.opened_by = "-v /var/run/docker.sock:/var/run/docker.sock, with or without :ro; a bind of /run or /",
		.instead = "A filtering proxy that allows the few requests needed, a rootless engine of its own (docker:dind-rootless), "
			   "or for building images a rootless builder (buildkit, buildah, kaniko).",
		.reference = "CIS Docker Benchmark 5.31, ATT&CK T1611, ATT&CK T1610",
		.judge = judge_docker,
	}, {
		.id = "podman-socket",
		.title = "Command the Podman service",
		.outcome = OUTCOME_HOST_CONTROL,
		.gives = "A new container with any options, as root or as the user whom the service belongs to.",
		.why = "The service does what the engine's command line does. It needs write permission to the socket only. A socket below "
		       "/run/user belongs to a user: an escape with that user's rights.",
		.opened_by = "-v /run/podman/podman.sock:..., -v /run/user/1000/podman/podman.sock:...",
		.instead = "A rootless service under a user kept for that, or a filtering proxy.",
		.reference = "podman-system-service(1), ATT&CK T1611, ATT&CK T1610",
		.judge = judge_podman,
	}, {
		.id = "containerd-socket",
		.title = "Command containerd",
		.outcome = OUTCOME_HOST_CONTROL,
		.gives = "A new container with any options, and every container of the host.",
		.why = "containerd authorises nobody: write permission to its socket is all. It starts containers with whatever "
		       "OCI specification it is given.",
		.opened_by = "-v /run/containerd/containerd.sock:..., hostPath /run/containerd",
		.instead = "The Kubernetes API with a service account of few rights; metrics from containerd's metrics address.",
		.reference = "ATT&CK T1611, ATT&CK T1610",
		.judge = judge_containerd,
	}, {
		.id = "crio-socket",
		.title = "Command a CRI service (CRI-O, cri-dockerd)",
		.outcome = OUTCOME_HOST_CONTROL,
		.gives = "A new privileged container on this node, and a shell in every other.",
		.why = "The Container Runtime Interface is what the kubelet drives containers with; it authorises nobody beyond the "
		       "permission to connect.",
		.opened_by = "-v /run/crio/crio.sock:..., hostPath /run/crio or /run/cri-dockerd.sock",
		.instead = "The kubelet's or the Kubernetes API with a service account of few rights.",
		.reference = "ATT&CK T1611, ATT&CK T1610",
		.judge = judge_crio,
	}, {
		.id = "nri-socket",
		.title = "Join the container runtime as an NRI plugin",
		.outcome = OUTCOME_HOST_CONTROL,
		.gives = "Mounts, devices and hooks added to any container that starts from then on.",
		.why = "Plugins of the Node Resource Interface may change the specification of every container, hooks that run as root on "
		       "the host included. Connecting to the socket is enough to register.",
		.opened_by = "-v /var/run/nri/nri.sock:..., hostPath /var/run/nri",
		.instead = "Run plugins on the host, or only in images trusted like the host.",
		.reference = "ATT&CK T1611",
		.judge = judge_nri,
	}, {
		.id = "lxd-socket",
		.title = "Command LXD or Incus",
		.outcome = OUTCOME_HOST_CONTROL,
		.gives = "A privileged instance with the host's disk in it.",
		.why = "Membership in the socket's group, or root, is full control over the daemon, which runs as root.",
		.opened_by = "-v /var/snap/lxd/common/lxd/unix.socket:..., -v /var/lib/incus/unix.socket:...",
		.instead = "The HTTPS API with a restricted client certificate.",
		.reference = "ATT&CK T1611",
		.judge = judge_lxd,
	}, {
		.id = "systemd-socket",
		.title = "Have systemd start a unit on the host",
		.outcome = OUTCOME_HOST_CONTROL,
		.gives = "Any command run as root on the host, as a transient unit.",
		.why = "systemd takes orders from uid 0 over the system bus and over its private socket; it sees the uid in the host's terms, so "
		       "root of a user namespace is refused.",
		.opened_by = "-v /run/dbus/system_bus_socket:..., -v /run/systemd:..., a bind of /run",
		.instead = "A filtering proxy for the bus (xdg-dbus-proxy), or a user namespace.",
		.reference = "org.freedesktop.systemd1(5), systemd-run(1), ATT&CK T1611, ATT&CK T1543.002",
		.judge = judge_systemd,
	}, {
		.id = "libvirt-socket",
		.title = "Command libvirt",
		.outcome = OUTCOME_HOST_CONTROL,
		.gives = "A virtual machine with the host's disks, and programs run as root through it.",
		.why = "A domain may name any file or device of the host as its disk, and the daemon runs as root.",
		.opened_by = "-v /run/libvirt/libvirt-sock:..., a bind of /run",
		.instead = "libvirt-sock-ro for monitoring, or a remote connection with access control (polkit, TLS).",
		.reference = "libvirtd(8), ATT&CK T1611",
		.judge = judge_libvirt,
	}, {
		.id = "snapd-socket",
		.title = "Command snapd",
		.outcome = OUTCOME_HOST_CONTROL,
		.gives = "Packages installed on the host, whose hooks run as root there.",
		.why = "snapd obeys uid 0 on its socket, and an installed snap in developer mode is not confined.",
		.opened_by = "-v /run/snapd.socket:..., a bind of /run",
		.instead = "Manage packages from the host.",
		.reference = "ATT&CK T1611",
		.judge = judge_snapd,
	}, {
		.id = "buildkit-socket",
		.title = "Give orders to BuildKit",
		.outcome = OUTCOME_HOST_INFLUENCE,
		.gives = "Builds run on the host, with its caches; more where the daemon permits security.insecure.",
		.why = "Build steps are containers with the daemon's defaults. Only a daemon started with the entitlement "
		       "security.insecure runs them privileged, which cannot be seen from here.",
		.opened_by = "-v /run/buildkit/buildkitd.sock:...",
		.instead = "A rootless buildkitd of its own, reached over TCP with client certificates.",
		.reference = "ATT&CK T1612",
		.judge = judge_buildkit,
	}, {
		.id = "kubelet-plugin-socket",
		.title = "Register a device plugin with the kubelet",
		.outcome = OUTCOME_HOST_INFLUENCE,
		.gives = "Devices and mounts handed to other pods of the node that ask for the plugin's resource.",
		.why = "The kubelet takes any plugin that connects to its socket and passes what it advertises to pods. "
		       "Device plugins need this; others do not.",
		.opened_by = "hostPath /var/lib/kubelet/device-plugins",
		.instead = "Give the directory to the device plugin's DaemonSet only, in a namespace with the privileged Pod Security level.",
		.reference = "ATT&CK T1611",
		.judge = judge_kubelet,
	},
	{ .id = NULL },
};
