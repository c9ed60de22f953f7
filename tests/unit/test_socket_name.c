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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_name_tells_the_kind),
	};

	return cmocka_run_group_tests_name("socket_name", tests, NULL, NULL);
}
