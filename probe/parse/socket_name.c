/* socket_name.c - whose socket it is, by its file name alone.
 *
 * For those that nothing may be sent to, or that do not answer.  A name is
 * only a hint: a socket may be bound in under any name. */
#include "parse.h"

static const struct {
	const char *pattern;
	enum socket_kind kind;
} names[] = {
	{ "/docker.sock",            SOCKET_DOCKER },
	{ "/docker.*.sock",          SOCKET_DOCKER },		/* docker.raw.sock (Docker Desktop) */
	{ "/podman.sock",            SOCKET_PODMAN },
	{ "/containerd.sock",        SOCKET_CONTAINERD },
	{ "/containerd.sock.ttrpc",  SOCKET_CONTAINERD },
	{ "/crio.sock",              SOCKET_CRIO },
	{ "/cri-dockerd.sock",       SOCKET_CRI_DOCKERD },
	{ "/dockershim.sock",        SOCKET_CRI_DOCKERD },
	{ "/buildkitd.sock",         SOCKET_BUILDKIT },
	{ "/nri.sock",               SOCKET_NRI },
	{ "/kubelet.sock",           SOCKET_KUBELET_PLUGIN },
	{ "/system_bus_socket",      SOCKET_DBUS },
	{ "/systemd/private",        SOCKET_SYSTEMD },
	{ "/lxd/unix.socket",        SOCKET_LXD },
	{ "/incus/unix.socket",      SOCKET_LXD },
	{ "/snapd.socket",           SOCKET_SNAPD },
	{ "/libvirt-sock",           SOCKET_LIBVIRT },
	{ "/virt*d-sock",            SOCKET_LIBVIRT },		/* virtqemud-sock, virtlxcd-sock */
};

enum socket_kind parse_socket_name(const char *path)
{
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (path_matches(path, names[i].pattern))
			return names[i].kind;
	return SOCKET_OTHER;
}
