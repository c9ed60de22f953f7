/* test_socket_name.c - whose socket it is, by name. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "bytes.h"
#include "parse.h"

static void a_name_tells_the_kind(void **state)
{
	(void)state;
	static const struct { const char *path; enum socket_kind kind; } rows[] = {
		{ "/run/docker.sock", SOCKET_DOCKER },
		{ "/run/user/1000/docker.sock", SOCKET_DOCKER },
		{ "/x/docker.raw.sock", SOCKET_DOCKER },
		{ "/run/podman/podman.sock", SOCKET_PODMAN },
		{ "/run/k3s/containerd/containerd.sock", SOCKET_CONTAINERD },
		{ "/run/containerd/containerd.sock.ttrpc", SOCKET_CONTAINERD },
		{ "/var/run/crio/crio.sock", SOCKET_CRIO },
		{ "/run/cri-dockerd.sock", SOCKET_CRI_DOCKERD },
		{ "/run/buildkit/buildkitd.sock", SOCKET_BUILDKIT },
		{ "/var/run/nri/nri.sock", SOCKET_NRI },
		{ "/var/lib/kubelet/device-plugins/kubelet.sock", SOCKET_KUBELET_PLUGIN },
		{ "/run/dbus/system_bus_socket", SOCKET_DBUS },
		{ "/run/systemd/private", SOCKET_SYSTEMD },
		{ "/var/snap/lxd/common/lxd/unix.socket", SOCKET_LXD },
		{ "/var/lib/incus/unix.socket", SOCKET_LXD },
		{ "/run/snapd.socket", SOCKET_SNAPD },
		{ "/run/libvirt/libvirt-sock", SOCKET_LIBVIRT },
		{ "/run/libvirt/virtqemud-sock", SOCKET_LIBVIRT },
		{ "/nix/var/nix/daemon-socket/socket", SOCKET_NIX },
		{ "/containerd-shim/moby/1/shim.sock@", SOCKET_SHIM },
		{ "/run/user/1000/bus", SOCKET_USER_BUS },
		{ "/user/1000/systemd/private", SOCKET_USER_BUS },
		{ "/run/bus", SOCKET_OTHER },
		{ "/tmp/.X11-unix/X0", SOCKET_USER_SESSION },
		{ "/run/user/1000/wayland-0", SOCKET_USER_SESSION },
		{ "/run/user/1000/pulse/native", SOCKET_USER_SESSION },
		{ "/run/user/1000/pipewire-0", SOCKET_USER_SESSION },
		{ "/run/user/1000/keyring/ssh", SOCKET_USER_SESSION },
		{ "/home/me/.gnupg/S.gpg-agent.ssh", SOCKET_USER_SESSION },
		{ "/tmp/ssh-XXXXa1/agent.4711", SOCKET_USER_SESSION },
		{ "/run/host-services/ssh-auth.sock", SOCKET_USER_SESSION },
		{ "/run/user/1000/openssh_agent", SOCKET_USER_SESSION },
		{ "/tmp/dbus-abc", SOCKET_USER_SESSION },
		{ "/run/udev/control", SOCKET_HOST_DAEMON },
		{ "/run/multipathd.socket", SOCKET_HOST_DAEMON },
		{ "/org/kernel/linux/storage/multipathd", SOCKET_HOST_DAEMON },
		{ "/run/lvm/lvmpolld.socket", SOCKET_HOST_DAEMON },
		{ "/run/cockpit/session", SOCKET_HOST_DAEMON },
		{ "/run/libvirt/libvirt-sock-ro", SOCKET_OTHER },
		{ "/run/snapd-snap.socket", SOCKET_OTHER },
		{ "/run/x/private", SOCKET_OTHER },
		{ "/run/unix.socket", SOCKET_OTHER },
		{ "/run/mydocker.sock", SOCKET_OTHER },
		{ "/run/docker.sock/x", SOCKET_OTHER },
		{ "docker.sock", SOCKET_OTHER },
		{ "/", SOCKET_OTHER },
		{ "", SOCKET_OTHER },
	};

	for (size_t i = 0; i < ROWS(rows); i++)
		ASSERT_ROW(i, rows[i].path, parse_socket_name(rows[i].path) == rows[i].kind);
}

static void abstract_sockets_that_are_listened_at_are_named(void **state)
{
	(void)state;
	static const struct { const char *why, *data; size_t size; const char *name; } rows[] = {
		{ "a shim", BYTES("ffff8880: 00000002 00000000 00010000 0001 01 12345 @/containerd-shim/moby/1.sock@"), "@/containerd-shim/moby/1.sock@" },
		{ "a blank in its name", BYTES("0: 2 0 00010000 0001 01 1 @/a b"), "@/a b" },
		{ "a connection, not a listener", BYTES("0: 3 0 00000000 0001 03 1 @/tmp/.X11-unix/X0"), NULL },
		{ "a file", BYTES("0: 2 0 00010000 0001 01 1 /run/docker.sock"), NULL },
		{ "no name", BYTES("0: 2 0 00010000 0001 01 1"), NULL },
		{ "heading", BYTES("Num       RefCount Protocol Flags    Type St Inode Path"), NULL },
		{ "cut short", BYTES("0: 2 0 00010000 0001"), NULL },
		{ "no state", BYTES("0: 2 0 00010000 0001 "), NULL },
		{ "no inode", BYTES("0: 2 0 00010000 0001 01 "), NULL },
		{ "no flags", BYTES("0: 2 0 "), NULL },
		{ "no number for flags", BYTES("0: 2 0 x 0001 01 1 @/x"), NULL },
		{ "no protocol", BYTES("0: 2 "), NULL },
		{ "no type", BYTES("0: 2 0 00010000 "), NULL },
		{ "cut shorter", BYTES("0: 2"), NULL },
		{ "nearly nothing", BYTES("0:"), NULL },
		{ "empty", BYTES(""), NULL },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		char *data = bytes_copy(rows[i].data, rows[i].size);
		struct text name = TEXT("", 0);
		bool ok = parse_abstract_socket(TEXT(data, rows[i].size), &name);

		ASSERT_ROW(i, rows[i].why, ok == (rows[i].name != NULL));
		ASSERT_ROW(i, rows[i].why, text_is(&name, rows[i].name ? rows[i].name : ""));
		free(data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(abstract_sockets_that_are_listened_at_are_named),
		cmocka_unit_test(a_name_tells_the_kind),
	};

	return cmocka_run_group_tests_name("socket_name", tests, NULL, NULL);
}
