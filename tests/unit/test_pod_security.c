/* Kubernetes' Pod Security Standards, by what a container shows. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "facts_literal.h"

static const struct pod_control *control(const struct facts *facts, const char *name, bool restricted)
{
	const struct report *report = judged(facts);

	for (size_t i = 0; i < POD_CONTROLS; i++)
		if (!strcmp(report->pod_control[i].name, name) && report->pod_control[i].restricted == restricted)
			return &report->pod_control[i];
	fail_msg("no such control: %s", name);
	return NULL;
}

#define assert_control(facts, name, restricted, expected) do {				\
	const struct pod_control *control_ = control(facts, name, restricted);		\
											\
	if (strcmp(pod_result_name(control_->passes), expected))			\
		fail_msg("%s: %s (%s), expected %s", name, pod_result_name(control_->passes), control_->evidence, expected); \
} while (0)

static struct facts *restricted_pod(void)
{
	struct facts *facts = docker_default();

	as_user(facts, 1000);
	fact_set_number(facts, FACT_CAP_BOUNDING, CAP(CAP_NET_BIND_SERVICE));
	fact_set_bool(facts, FACT_NO_NEW_PRIVS, true);
	fact_set_static(facts, FACT_ENGINE, "containerd");
	put_mount(facts, MOUNT_POD_VOLUME, "/cache", "ext4", 254)->root =
		"/var/lib/kubelet/pods/0123/volumes/kubernetes.io~empty-dir/cache";
	put_mount(facts, MOUNT_POD_VOLUME, "/run/secrets/kubernetes.io/serviceaccount", "tmpfs", 0);
	return facts;
}

static void a_pod_that_gives_everything_up_is_restricted(void **state)
{
	const struct report *report = judged(restricted_pod());

	(void)state;
	for (size_t i = 0; i < POD_CONTROLS; i++)
		if (report->pod_control[i].passes == NO)
			fail_msg("%s: %s", report->pod_control[i].name, report->pod_control[i].evidence);
	assert_int_equal(report->pod_level, POD_RESTRICTED);
	/* what no container can see: host ports, probes, sysctls */
	assert_true(report->pod_unseen >= 3);
}

static void dockers_default_is_baseline(void **state)
{
	const struct facts *facts = docker_default();

	(void)state;
	assert_int_equal(judged(facts)->pod_level, POD_BASELINE);
	assert_control(facts, "Capabilities", false, "pass");
	assert_control(facts, "Capabilities", true, "fail");
	assert_control(facts, "Privilege Escalation", true, "fail");
	assert_control(facts, "Running as Non-root", true, "fail");
}

static void each_thing_given_fails_its_control(void **state)
{
	static const struct { const char *why, *control; enum fact_id id; bool restricted; } row[] = {
		{ "hostPID", "Host Namespaces", FACT_PIDNS_INITIAL, false },
		{ "hostIPC", "Host Namespaces", FACT_IPCNS_INITIAL, false },
		{ "hostNetwork", "Host Namespaces", FACT_NETNS_INITIAL, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct facts *facts = restricted_pod();

		fact_set_bool(facts, row[i].id, true);
		assert_control(facts, row[i].control, row[i].restricted, "fail");
		assert_int_equal(judged(facts)->pod_level, POD_PRIVILEGED);
		fact_set_unknown(facts, row[i].id, EACCES, NULL);
		assert_control(facts, row[i].control, row[i].restricted, "unseen");
	}
}

static void a_capability_beyond_the_list_fails_baseline(void **state)
{
	struct facts *facts = restricted_pod();

	(void)state;
	fact_set_number(facts, FACT_CAP_BOUNDING, CAP(CAP_NET_BIND_SERVICE) | CAP(CAP_SYS_TIME));
	assert_control(facts, "Capabilities", false, "fail");
	assert_string_equal(control(facts, "Capabilities", false)->evidence, "CapBnd has CAP_SYS_TIME");
	fact_set_unknown(facts, FACT_CAP_BOUNDING, EACCES, NULL);
	assert_control(facts, "Capabilities", false, "unseen");
	assert_control(facts, "Capabilities", true, "unseen");
}

static void net_raw_is_a_default_only_of_some_engines(void **state)
{
	struct facts *facts = docker_default();

	(void)state;
	assert_control(facts, "Capabilities", false, "pass");
	fact_set_static(facts, FACT_ENGINE, "cri-o");
	assert_control(facts, "Capabilities", false, "unseen");
	fact_set_unknown(facts, FACT_ENGINE, 0, NULL);
	assert_control(facts, "Capabilities", false, "unseen");
}

static void a_path_of_the_host_fails_both_levels(void **state)
{
	struct facts *facts = restricted_pod();

	(void)state;
	put_mount(facts, MOUNT_HOST_PATH, "/host", "ext4", 254);
	assert_control(facts, "HostPath Volumes", false, "fail");
	assert_control(facts, "Volume Types", true, "fail");
}

static void a_volume_of_no_known_kind_is_not_passed(void **state)
{
	struct facts *facts = restricted_pod();

	(void)state;
	put_mount(facts, MOUNT_POD_VOLUME, "/data", "nfs4", 0)->root = "/var/lib/kubelet/pods/0123/volumes/kubernetes.io~nfs/data";
	assert_control(facts, "HostPath Volumes", false, "pass");
	assert_control(facts, "Volume Types", true, "unseen");
	facts->mounts_list.truncated = true;
	assert_control(facts, "HostPath Volumes", false, "unseen");
}

static void no_filter_may_be_not_set_or_unconfined(void **state)
{
	struct facts *facts = restricted_pod();

	(void)state;
	without_seccomp(facts);
	assert_control(facts, "Seccomp", false, "unseen");
	assert_control(facts, "Seccomp", true, "fail");
	fact_set_unknown(facts, FACT_SECCOMP_MODE, EACCES, NULL);
	assert_control(facts, "Seccomp", true, "unseen");
}

static void a_user_namespace_relaxes_baseline(void **state)
{
	struct facts *facts = docker_default();

	(void)state;
	for (size_t i = 0; i < facts->mounts_count; i++)
		if (facts->mounts[i].class == MOUNT_MASK || facts->mounts[i].class == MOUNT_READ_ONLY_PATH)
			facts->mounts[i].class = MOUNT_PSEUDO;
	assert_control(facts, "/proc Mount Type", false, "fail");
	in_user_namespace(facts);
	assert_control(facts, "/proc Mount Type", false, "pass");
	assert_control(facts, "/proc Mount Type", true, "fail");
	assert_control(facts, "Running as Non-root", true, "pass");
}

static void profiles_and_labels_are_told_apart(void **state)
{
	static const struct { const char *why, *context, *result; } row[] = {
		{ "a container's", "system_u:system_r:container_t:s0:c1,c2", "pass" },
		{ "without a level", "system_u:system_r:container_init_t", "pass" },
		{ "one that begins alike", "system_u:system_r:container_t_x:s0", "fail" },
		{ "privileged", "system_u:system_r:spc_t:s0", "fail" },
		{ "another user", "staff_u:system_r:container_t:s0", "fail" },
	};
	struct facts *facts = docker_default();

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		fact_set_static(facts, FACT_SELINUX_CONTEXT, row[i].context);
		assert_control(facts, "SELinux", false, row[i].result);
	}
	assert_control(facts, "AppArmor", false, "pass");
	fact_set_static(facts, FACT_APPARMOR_PROFILE, "unconfined");
	assert_control(facts, "AppArmor", false, "fail");
	without_apparmor(facts);
	assert_control(facts, "AppArmor", false, "pass");
	assert_string_equal(control(facts, "AppArmor", false)->evidence, "no AppArmor in this kernel");
}

static void nothing_known_is_nothing_passed(void **state)
{
	static char region[1 << 16] __attribute__((aligned(16)));
	const struct report *report = judged(facts_init(region, sizeof region));

	(void)state;
	for (size_t i = 0; i < POD_CONTROLS; i++) {
		if (report->pod_control[i].passes != UNKNOWN)
			fail_msg("%s: %s", report->pod_control[i].name, report->pod_control[i].evidence);
		assert_non_null(report->pod_control[i].evidence);
	}
	assert_int_equal(report->pod_unseen, POD_CONTROLS);
}

static void everything_given_is_the_privileged_level(void **state)
{
	struct facts *facts = docker_default();

	(void)state;
	assert_control(facts, "Privileged Containers", false, "pass");
	hold(facts, CAPS_ALL);
	without_apparmor(facts);
	without_seccomp(facts);
	give_disk(facts);
	for (size_t i = 0; i < facts->mounts_count; i++) {
		facts->mounts[i].read_only = false;
		if (facts->mounts[i].class == MOUNT_MASK || facts->mounts[i].class == MOUNT_READ_ONLY_PATH)
			facts->mounts[i].class = MOUNT_PSEUDO;
	}
	assert_control(facts, "Privileged Containers", false, "fail");
	assert_int_equal(judged(facts)->pod_level, POD_PRIVILEGED);
	fact_set_unknown(facts, FACT_SECCOMP_MODE, EACCES, NULL);
	assert_control(facts, "Privileged Containers", false, "unseen");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pod_that_gives_everything_up_is_restricted),
		cmocka_unit_test(dockers_default_is_baseline),
		cmocka_unit_test(each_thing_given_fails_its_control),
		cmocka_unit_test(a_capability_beyond_the_list_fails_baseline),
		cmocka_unit_test(net_raw_is_a_default_only_of_some_engines),
		cmocka_unit_test(a_path_of_the_host_fails_both_levels),
		cmocka_unit_test(a_volume_of_no_known_kind_is_not_passed),
		cmocka_unit_test(no_filter_may_be_not_set_or_unconfined),
		cmocka_unit_test(a_user_namespace_relaxes_baseline),
		cmocka_unit_test(profiles_and_labels_are_told_apart),
		cmocka_unit_test(nothing_known_is_nothing_passed),
		cmocka_unit_test(everything_given_is_the_privileged_level),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
