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
	{ "/user/*/bus",             SOCKET_USER_BUS },		/* below /run */
	{ "/user/*/systemd/private", SOCKET_USER_BUS },
	{ "/systemd/private",        SOCKET_SYSTEMD },
	{ "/lxd/unix.socket",        SOCKET_LXD },
	{ "/incus/unix.socket",      SOCKET_LXD },
	{ "/snapd.socket",           SOCKET_SNAPD },
	{ "/libvirt-sock",           SOCKET_LIBVIRT },
	{ "/virt*d-sock",            SOCKET_LIBVIRT },		/* virtqemud-sock, virtlxcd-sock */
	{ "/daemon-socket/socket",   SOCKET_NIX },
	{ "/containerd-shim/",       SOCKET_SHIM },
	{ "/.X11-unix/X*",           SOCKET_USER_SESSION },
	{ "/wayland-*",              SOCKET_USER_SESSION },
	{ "/pipewire-*",             SOCKET_USER_SESSION },
	{ "/pulse/native",           SOCKET_USER_SESSION },
	{ "/keyring/*",              SOCKET_USER_SESSION },
	{ "/S.*",                    SOCKET_USER_SESSION },	/* gpg-agent and its kin */
	{ "/ssh-*/agent.*",          SOCKET_USER_SESSION },
	{ "/ssh-auth.sock",          SOCKET_USER_SESSION },	/* Docker Desktop */
	{ "/openssh_agent",          SOCKET_USER_SESSION },
	{ "/tmp/dbus-*",             SOCKET_USER_SESSION },	/* abstract: whose it is cannot be seen */
	{ "/udev/control",           SOCKET_HOST_DAEMON },
	{ "/multipathd.socket",      SOCKET_HOST_DAEMON },
	{ "/storage/multipathd",     SOCKET_HOST_DAEMON },	/* abstract */
	{ "/lvmpolld.socket",        SOCKET_HOST_DAEMON },
	{ "/cockpit/",               SOCKET_HOST_DAEMON },
};

enum socket_kind parse_socket_name(const char *path)
{
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (path_matches(path, names[i].pattern))
			return names[i].kind;
	return SOCKET_OTHER;
}

/* Num RefCount Protocol Flags Type St Inode Path (net/unix/af_unix.c,
 * unix_seq_show()). */
bool parse_abstract_socket(struct text line, struct text *ret)
{
	static const uint64_t listens = 0x10000;	/* __SO_ACCEPTCON */
	struct text word;
	uint64_t flags;

	if (!text_word(&line, &word) || !text_word(&line, &word) || !text_word(&line, &word) ||
	    !text_hex(&line, UINT32_MAX, &flags) || !(flags & listens) ||
	    !text_word(&line, &word) || !text_word(&line, &word) || !text_word(&line, &word))
		return false;
	line = text_trim(line);
	if (!text_starts(&line, "@"))
		return false;
	*ret = line;
	return true;
}
