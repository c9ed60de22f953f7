/* test_cgroup_home.c - host or container, by the cgroups of a process. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "bytes.h"
#include "parse.h"

#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define POD "6f1a4d3c-9f55-4d3c-8f0e-0a1b2c3d4e5f"

static enum known home(const char *data, size_t size, bool whole_tree)
{
	char *copy = bytes_copy(data, size);
	enum known answer = parse_cgroup_home(copy, size, whole_tree);

	free(copy);
	return answer;
}

static void seen_from_the_top_of_the_tree(void **state)
{
	(void)state;
	static const struct { const char *why, *data; size_t size; enum known home; } rows[] = {
		{ "docker, cgroupfs", BYTES("0::/docker/" ID "\n"), NO },
		{ "docker, systemd", BYTES("0::/system.slice/docker-" ID ".scope\n"), NO },
		{ "docker itself", BYTES("0::/system.slice/docker.service\n"), YES },
		{ "below a container's cgroup", BYTES("0::/system.slice/docker-" ID ".scope/init.scope\n"), NO },
		{ "podman", BYTES("0::/machine.slice/libpod-" ID ".scope/container\n"), NO },
		{ "podman, rootless", BYTES("0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-" ID ".scope\n"), NO },
		{ "podman's conmon runs on the host", BYTES("0::/machine.slice/libpod-conmon-" ID ".scope\n"), YES },
		{ "podman, cgroupfs", BYTES("0::/libpod_parent/libpod-" ID "\n"), NO },
		{ "conmon, cgroupfs", BYTES("0::/libpod_parent/conmon\n"), YES },
		{ "containerd's CRI", BYTES("0::/kubepods.slice/kubepods-burstable.slice/cri-containerd-" ID ".scope\n"), NO },
		{ "CRI-O", BYTES("0::/kubepods.slice/crio-" ID ".scope\n"), NO },
		{ "CRI-O's conmon in the pod's slice", BYTES("0::/kubepods.slice/crio-conmon-" ID ".scope\n"), YES },
		{ "kubelet, cgroupfs", BYTES("0::/kubepods/besteffort/pod" POD "/" ID "\n"), NO },
		{ "the pod itself", BYTES("0::/kubepods/besteffort/pod" POD "\n"), NO },
		{ "buildkit", BYTES("0::/docker/buildkit/abc\n"), NO },
		{ "LXC's payload", BYTES("0::/lxc.payload.web/init.scope\n"), NO },
		{ "LXC's monitor", BYTES("0::/lxc.monitor.web\n"), YES },
		{ "LXC before 4", BYTES("0::/lxc/web\n"), NO },
		{ "nspawn's payload", BYTES("0::/machine.slice/machine-web.scope/payload/system.slice/x.service\n"), NO },
		{ "nspawn itself", BYTES("0::/machine.slice/systemd-nspawn@web.service/supervisor\n"), YES },
		{ "a virtual machine", BYTES("0::/machine.slice/machine-qemu\\x2d1.scope/libvirt/emulator\n"), UNKNOWN },
		{ "a flatpak, or who made it", BYTES("0::/user.slice/user-1000.slice/app-flatpak-org.x-12.scope\n"), UNKNOWN },
		{ "host's init", BYTES("0::/init.scope\n"), YES },
		{ "a session", BYTES("0::/user.slice/user-1000.slice/session-2.scope\n"), YES },
		{ "no systemd", BYTES("0::/\n"), YES },
		{ "somebody's own", BYTES("0::/batch/job7\n"), UNKNOWN },
		{ "almost the host's", BYTES("0::/init.scopes\n"), UNKNOWN },
		{ "not from the top", BYTES("0::/batch/system.slice/x.service\n"), UNKNOWN },
		{ "an id of 63", BYTES("0::/docker/" "123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef" "\n"), UNKNOWN },
		{ "v1: one hierarchy is enough for a container", BYTES("3:cpu:/\n1:name=systemd:/docker/" ID "\n"), NO },
		{ "v1: in any order", BYTES("1:name=systemd:/docker/" ID "\n3:cpu:/\n"), NO },
		{ "v1: the root of the others says no more", BYTES("3:cpu:/\n1:name=systemd:/machine.slice/x\n"), UNKNOWN },
		{ "v1 on the host", BYTES("3:cpu:/\n1:name=systemd:/user.slice/x\n"), YES },
		{ "empty", BYTES(""), UNKNOWN },
		{ "nonsense", BYTES("::::\n\0\0"), UNKNOWN },
		{ "a path that ends in NUL", BYTES("0::/\0docker\n"), UNKNOWN },
	};

	for (size_t i = 0; i < ROWS(rows); i++)
		ASSERT_ROW(i, rows[i].why, home(rows[i].data, rows[i].size, true) == rows[i].home);
}

static void seen_from_a_cgroup_namespace(void **state)
{
	(void)state;
	static const struct { const char *why, *data; size_t size; enum known home; } rows[] = {
		{ "our own cgroup", BYTES("0::/\n"), UNKNOWN },
		{ "below our own, whatever its name", BYTES("0::/init.scope\n"), UNKNOWN },
		{ "a container in ours", BYTES("0::/docker/" ID "\n"), NO },
		{ "beside ours, cgroupfs", BYTES("0::/../" ID "\n"), NO },
		{ "beside ours, systemd", BYTES("0::/../docker-" ID ".scope\n"), NO },
		{ "a service beside ours", BYTES("0::/../ssh.service\n"), YES },
		{ "below a service beside ours", BYTES("0::/../ssh.service/x\n"), YES },
		{ "a slice beside ours", BYTES("0::/../something.slice\n"), UNKNOWN },
		{ "a name that only begins so", BYTES("0::/../x.service.d\n"), UNKNOWN },
		{ "a name is needed", BYTES("0::/../.service\n"), UNKNOWN },
		{ "the host's init", BYTES("0::/../../init.scope\n"), YES },
		{ "a session", BYTES("0::/../../user.slice/user-0.slice/session-1.scope\n"), YES },
		{ "somewhere above", BYTES("0::/../..\n"), UNKNOWN },
		{ "somewhere else", BYTES("0::/../../x\n"), UNKNOWN },
		{ "two dots and more are a name", BYTES("0::/..x/init.scope\n"), UNKNOWN },
	};

	for (size_t i = 0; i < ROWS(rows); i++)
		ASSERT_ROW(i, rows[i].why, home(rows[i].data, rows[i].size, false) == rows[i].home);
}

static void a_path_of_any_length_is_survived(void **state)
{
	(void)state;
	for (size_t size = 4090; size < 4110; size++) {
		char *data = bytes_of('a', size);

		memcpy(data, "0::/init.scope/", 15);
		assert_true(parse_cgroup_home(data, size, true) == (size - 3 <= 4095 ? YES : UNKNOWN));
		free(data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(seen_from_the_top_of_the_tree),
		cmocka_unit_test(seen_from_a_cgroup_namespace),
		cmocka_unit_test(a_path_of_any_length_is_survived),
	};

	return cmocka_run_group_tests_name("cgroup_home", tests, NULL, NULL);
}
