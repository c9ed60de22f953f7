/* test_run_options.c - from a container to the options that made it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include "facts_build.h"
#include "report.h"

static struct facts *a_docker_container(void)
{
	struct facts *facts = a_container();

	fact_set_bool(facts, FACT_CONTAINER, true);
	fact_set_static(facts, FACT_ENGINE, "docker");
	fact_set_number(facts, FACT_CAP_LAST, 40);
	fact_set_number(facts, FACT_SECCOMP_MODE, 2);
	fact_set_static(facts, FACT_CGROUP_VERSION, "v2");
	add_mount(facts, (struct mount){ .class = MOUNT_MASK, .point = "/proc/kcore", .type = "tmpfs" });
	return facts;
}

/* All of them in `dialect`, one behind the other. */
static const char *inferred_with(struct facts *facts, enum dialect dialect, enum privileged privileged)
{
	static struct report report;
	static char all[4096];
	size_t len = 0;
	char words[512];

	report = (struct report){ .privileged = privileged };
	judge_run_options(facts, &facts->arena, &report);
	all[0] = '\0';
	for (size_t i = 0; i < report.run_options; i++) {
		assert_true(report.run_option[i].evidence && *report.run_option[i].evidence);
		len += (size_t)snprintf(all + len, sizeof all - len, "%s%s", i ? " | " : "",
					run_option_write(&report.run_option[i], dialect, words, sizeof words));
	}
	return all;
}

static const char *inferred(struct facts *facts)
{
	return inferred_with(facts, DIALECT_DOCKER, PRIVILEGED_NO);
}

static void default_container_asked_for_nothing(void **state)
{
	(void)state;
	assert_string_equal(inferred(a_docker_container()), "");
}

static void what_is_not_known_is_not_inferred(void **state)
{
	(void)state;
	static char region[1 << 16] __attribute__((aligned(16)));

	assert_string_equal(inferred(facts_init(region, sizeof region)), "");
	struct facts *facts = a_docker_container();

	fact_set_unknown(facts, FACT_CAP_BOUNDING, 5, NULL);
	fact_set_unknown(facts, FACT_SECCOMP_MODE, 5, NULL);
	facts->mounts_count = 0;
	facts->mounts_list.truncated = true;
	assert_string_equal(inferred(facts), "");
}

static void capabilities_are_compared_with_the_engines_own_default(void **state)
{
	(void)state;
	static const struct { const char *why, *engine; uint64_t bounding; const char *options; } rows[] = {
		{ "docker's own", "docker", DEFAULT_CAPS, "" },
		{ "one more", "docker", DEFAULT_CAPS | 1u << CAP_SYS_ADMIN, "--cap-add SYS_ADMIN" },
		{ "two more", "docker", DEFAULT_CAPS | 1u << CAP_SYS_ADMIN | 1u << CAP_NET_ADMIN, "--cap-add NET_ADMIN --cap-add SYS_ADMIN" },
		{ "one less", "docker", DEFAULT_CAPS & ~(1u << CAP_NET_RAW), "--cap-drop NET_RAW" },
		{ "none", "docker", 0, "--cap-drop ALL" },
		{ "one alone", "docker", 1u << CAP_NET_ADMIN, "--cap-drop ALL | --cap-add NET_ADMIN" },
		{ "all", "docker", ALL_CAPS, "--cap-add ALL" },
		{ "all that docker 20.10 knows", "docker", 0x3fffffffff, "--cap-add ALL" },
		{ "podman's own", "podman", 0x800405fb, "" },
		{ "docker's, by podman", "podman", DEFAULT_CAPS, "--cap-add NET_RAW --cap-add MKNOD --cap-add AUDIT_WRITE" },
		{ "CRI-O's own", "cri-o", 0x5fb, "" },
		{ "by its other name", "crio", 0x5fb, "" },
		{ "Buildah's own", "buildah", 0x800405fb, "" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = a_docker_container();

		fact_set_static(facts, FACT_ENGINE, rows[i].engine);
		give_caps(facts, rows[i].bounding);
		if (strcmp(inferred(facts), rows[i].options) != 0)
			fail_msg("%s: %s", rows[i].why, inferred(facts));
	}
}

static void each_effect_names_its_option(void **state)
{
	(void)state;
	struct facts *facts = a_docker_container();

	fact_set_number(facts, FACT_SECCOMP_MODE, 0);
	fact_set_bool(facts, FACT_APPARMOR_ENABLED, true);
	fact_set_static(facts, FACT_APPARMOR_PROFILE, "unconfined");
	fact_set_static(facts, FACT_SELINUX_CONTEXT, "system_u:system_r:spc_t:s0");
	facts->mounts_count = 0;
	assert_string_equal(inferred(facts), "--security-opt seccomp=unconfined | --security-opt apparmor=unconfined | "
			    "--security-opt label=disable | --security-opt systempaths=unconfined");
	facts = a_docker_container();
	fact_set_bool(facts, FACT_PIDNS_INITIAL, true);
	fact_set_bool(facts, FACT_NETNS_INITIAL, true);
	fact_set_bool(facts, FACT_IPCNS_INITIAL, true);
	fact_set_bool(facts, FACT_UTSNS_INITIAL, true);
	fact_set_bool(facts, FACT_CGROUPNS_INITIAL, true);
	assert_string_equal(inferred(facts), "--pid host | --network host | --ipc host | --uts host | --cgroupns host");
	facts = a_docker_container();
	become_user(facts);
	fact_set_bool(facts, FACT_ROOT_READ_ONLY, true);
	fact_set_bool(facts, FACT_NO_NEW_PRIVS, true);
	enter_user_namespace(facts);
	assert_string_equal(inferred(facts), "--user 1000 | userns-remap (dockerd) | --read-only | --security-opt no-new-privileges");
}

static void what_is_the_default_is_not_an_option(void **state)
{
	(void)state;
	struct facts *facts = a_docker_container();

	fact_set_static(facts, FACT_CGROUP_VERSION, "v1");
	fact_set_bool(facts, FACT_CGROUPNS_INITIAL, true);
	assert_string_equal(inferred(facts), "");
	fact_set_static(facts, FACT_ORCHESTRATOR, "kubernetes");
	fact_set_bool(facts, FACT_NETNS_INITIAL, true);
	fact_set_bool(facts, FACT_UTSNS_INITIAL, true);
	assert_string_equal(inferred_with(facts, DIALECT_KUBERNETES, PRIVILEGED_NO), "hostNetwork: true");
	facts = a_docker_container();
	fact_set_bool(facts, FACT_ROOTLESS, true);
	enter_user_namespace(facts);
	assert_string_equal(inferred(facts), "");
}

static void devices_and_their_rules_are_told_apart(void **state)
{
	(void)state;
	static const struct { const char *why; struct device device; const char *options; } rows[] = {
		{ "a default node", { .path = "/dev/null", .type = DEVICE_CHAR, .is_default = true }, "" },
		{ "a node that opens", { .path = "/dev/sda", .type = DEVICE_BLOCK, .major = 8 }, "--device /dev/sda" },
		{ "no node", { .path = NULL, .type = DEVICE_BLOCK, .major = 8 }, "" },
		{ "tun, which the engines' own rules let pass", { .path = "/dev/net/tun", .type = DEVICE_CHAR, .major = 10, .minor = 200 }, "--device /dev/net/tun" },
		{ "a character device made to ask", { .path = "/dev/x", .type = DEVICE_CHAR, .major = 10, .minor = 229, .through_made_node = true }, "--device-cgroup-rule 'c 10:229 rm'" },
		{ "a node made to ask", { .path = "/dev/x", .type = DEVICE_BLOCK, .major = 8, .through_made_node = true }, "--device-cgroup-rule 'b 8:0 rm'" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = a_docker_container();
		struct device *device = facts_device_new(facts);

		*device = rows[i].device;
		device->read = answered(0);
		device->write = answered(1);
		facts_device_done(facts);
		if (strcmp(inferred(facts), rows[i].options) != 0)
			fail_msg("%s: %s", rows[i].why, inferred(facts));
		device->read = answered(1);
		assert_string_equal(inferred(facts), "");
	}
}

static void nodes_below_a_bind_were_not_given_one_by_one(void **state)
{
	(void)state;
	static const struct { const char *why; struct device device; const char *options; } rows[] = {
		{ "one that the engines' own rules let pass", { .path = "/host/dev/net/tun", .type = DEVICE_CHAR, .major = 10, .minor = 200 }, "-v /:/host" },
		{ "one that takes a rule", { .path = "/host/dev/sda", .type = DEVICE_BLOCK, .major = 8 }, "--device-cgroup-rule 'b 8:0 rm' | -v /:/host" },
		{ "a character device that takes one", { .path = "/host/dev/sg0", .type = DEVICE_CHAR, .major = 21 }, "--device-cgroup-rule 'c 21:0 rm' | -v /:/host" },
		{ "another one of that number", { .path = "/host/dev/fuse", .type = DEVICE_CHAR, .major = 10, .minor = 229 }, "--device-cgroup-rule 'c 10:229 rm' | -v /:/host" },
		{ "one that is not below it", { .path = "/hostile", .type = DEVICE_BLOCK, .major = 8 }, "--device /hostile | -v /:/host" },
		{ "one that is the bind itself", { .path = "/host", .type = DEVICE_BLOCK, .major = 8 }, "--device /host | -v /:/host" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = a_docker_container();
		struct device *device = facts_device_new(facts);

		*device = rows[i].device;
		device->read = answered(0);
		device->write = answered(1);
		facts_device_done(facts);
		add_mount(facts, (struct mount){ .class = MOUNT_HOST_PATH, .point = "/host", .host_path = "/", .type = "ext4" });
		if (strcmp(inferred(facts), rows[i].options) != 0)
			fail_msg("%s: %s", rows[i].why, inferred(facts));
	}
}

static void devices_beyond_the_list_are_counted(void **state)
{
	static struct report report;
	struct facts *facts = a_docker_container();

	(void)state;
	for (unsigned i = 0; i < RUN_OPTIONS_MAX + 2; i++) {
		struct device *device = facts_device_new(facts);

		assert_non_null(device);
		*device = (struct device){ .path = "/dev/sdx", .type = DEVICE_BLOCK, .major = 8, .minor = i, .read = answered(0) };
		facts_device_done(facts);
	}
	memset(&report, 0, sizeof report);
	judge_run_options(facts, &facts->arena, &report);
	assert_int_equal(report.run_options, RUN_OPTIONS_MAX);
	assert_in_range(report.run_options_dropped, 2, 4);
}

static void a_recursive_bind_is_one_option(void **state)
{
	(void)state;
	struct facts *facts = a_docker_container();

	add_mount(facts, (struct mount){ .class = MOUNT_HOST_PATH, .point = "/host", .host_path = "/", .type = "ext4" });
	add_mount(facts, (struct mount){ .class = MOUNT_HOST_PATH, .point = "/host/boot", .host_path = "/boot", .type = "vfat" });
	add_mount(facts, (struct mount){ .class = MOUNT_HOST_PROC, .point = "/host/proc", .type = "proc" });
	add_mount(facts, (struct mount){ .class = MOUNT_HOST_PATH, .point = "/hostile", .host_path = "/srv", .read_only = true, .type = "ext4" });
	add_mount(facts, (struct mount){ .class = MOUNT_HOST_SYS, .point = "/x", .type = "sysfs" });
	add_mount(facts, (struct mount){ .class = MOUNT_HOST_PATH, .point = "/hidden", .host_path = "/a", .hidden = true });
	add_mount(facts, (struct mount){ .class = MOUNT_VOLUME, .point = "/data", .host_path = "/var/lib/docker/volumes/x/_data" });
	assert_string_equal(inferred(facts), "-v /:/host | -v /srv:/hostile:ro | -v /sys:/x");
}

static void privileged_is_one_option_and_keeps_the_others_to_itself(void **state)
{
	(void)state;
	struct facts *facts = a_docker_container();

	give_caps(facts, ALL_CAPS);
	fact_set_number(facts, FACT_SECCOMP_MODE, 0);
	fact_set_bool(facts, FACT_PIDNS_INITIAL, true);
	assert_string_equal(inferred_with(facts, DIALECT_DOCKER, PRIVILEGED_YES), "--privileged | --pid host");
	assert_string_equal(inferred_with(facts, DIALECT_COMPOSE, PRIVILEGED_YES), "privileged: true | pid: host");
	assert_string_equal(inferred_with(facts, DIALECT_KUBERNETES, PRIVILEGED_YES), "securityContext.privileged: true | hostPID: true");
	assert_string_equal(inferred_with(facts, DIALECT_DOCKER, PRIVILEGED_PARTLY),
			    "--cap-add ALL | --security-opt seccomp=unconfined | --pid host");
}

static void every_dialect_has_its_own_words(void **state)
{
	(void)state;
	static const struct { struct run_option option; const char *written[DIALECTS]; } rows[] = {
		{ { RUN_CAP_ADD, true, "NET_ADMIN,NET_RAW", "x" },
		  { "--cap-add NET_ADMIN --cap-add NET_RAW", "--cap-add NET_ADMIN --cap-add NET_RAW", "cap_add: [NET_ADMIN,NET_RAW]",
		    "securityContext.capabilities.add: [NET_ADMIN,NET_RAW]" } },
		{ { RUN_SYSTEM_PATHS, true, "unconfined", "x" },
		  { "--security-opt systempaths=unconfined", "--security-opt unmask=ALL", "security_opt: [systempaths=unconfined]",
		    "securityContext.procMount: Unmasked" } },
		{ { RUN_VOLUME, true, "/100%:/x", "x" }, { "-v /100%:/x", "-v /100%:/x", "volumes: [/100%:/x]", "hostPath volume /100%:/x" } },
	};
	char words[128];

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		for (enum dialect dialect = 0; dialect < DIALECTS; dialect++)
			assert_string_equal(run_option_write(&rows[i].option, dialect, words, sizeof words), rows[i].written[dialect]);
	for (enum run_option_kind kind = 0; kind < RUN_OPTION_KINDS; kind++)
		for (enum dialect dialect = 0; dialect < DIALECTS; dialect++)
			assert_true(strlen(run_option_write(&(struct run_option){ kind, true, "V", "x" }, dialect, words, sizeof words)) >= 4);
	/* cut short, never past the end */
	assert_string_equal(run_option_write(&rows[0].option, DIALECT_DOCKER, words, 10), "--cap-add");
}

static void other_sandboxes_speak_other_words(void **state)
{
	(void)state;
	struct facts *facts = a_docker_container();

	give_caps(facts, ALL_CAPS);
	static const char *const others[] = { "bubblewrap", "systemd-nspawn", "lxc", "incus", "lxd", "flatpak" };

	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		fact_set_static(facts, FACT_ENGINE, others[i]);
		assert_string_equal(inferred(facts), "");
	}
	fact_set_static(facts, FACT_ENGINE, "docker");
	assert_string_equal(inferred(facts), "--cap-add ALL");
	fact_set_static(facts, FACT_ORCHESTRATOR, "nomad");	/* whose users write Docker's, too */
	assert_string_equal(inferred(facts), "--cap-add ALL");
	fact_set_bool(facts, FACT_CONTAINER, false);
	assert_string_equal(inferred(facts), "");
}

static void a_rule_names_the_access_that_was_granted(void **state)
{
	(void)state;
	struct facts *facts = a_docker_container();
	struct device *device = facts_device_new(facts);

	*device = (struct device){ .path = "/dev/x", .type = DEVICE_BLOCK, .major = 8, .through_made_node = true };
	device->read = device->write = answered(0);
	facts_device_done(facts);
	assert_string_equal(inferred(facts), "--device-cgroup-rule 'b 8:0 rwm'");
}

static void one_read_only_path_is_enough_of_a_mask(void **state)
{
	(void)state;
	struct facts *facts = a_docker_container();

	facts->mounts[0].class = MOUNT_READ_ONLY_PATH;
	assert_string_equal(inferred(facts), "");
	facts->mounts[0].class = MOUNT_PSEUDO;
	assert_string_equal(inferred(facts), "--security-opt systempaths=unconfined");
	/* a sandbox has a /proc of its own: there is nothing to mask */
	fact_set_number(facts, FACT_USERNS_INODE, 3);
	fact_set_number(facts, FACT_MNTNS_INODE, 4);
	assert_string_equal(inferred(facts), "");
}

static void what_is_unconfined_for_want_of_a_module_was_not_asked_for(void **state)
{
	(void)state;
	struct facts *facts = a_docker_container();

	fact_set_static(facts, FACT_APPARMOR_PROFILE, "unconfined");
	fact_set_bool(facts, FACT_APPARMOR_ENABLED, false);
	assert_string_equal(inferred(facts), "");
	fact_set_bool(facts, FACT_APPARMOR_ENABLED, true);
	assert_string_equal(inferred(facts), "--security-opt apparmor=unconfined");
	fact_set_static(facts, FACT_APPARMOR_PROFILE, "docker-default");
	fact_set_bool(facts, FACT_CGROUPNS_INITIAL, true);	/* of no known version: perhaps the default */
	fact_set_unknown(facts, FACT_CGROUP_VERSION, 5, NULL);
	assert_string_equal(inferred(facts), "");
}

static void what_lies_below_a_bind_of_any_kind_came_along(void **state)
{
	(void)state;
	static const enum mount_class above[] = { MOUNT_HOST_PATH, MOUNT_HOST_PROC, MOUNT_HOST_SYS };

	for (size_t i = 0; i < sizeof above / sizeof *above; i++) {
		struct facts *facts = a_docker_container();

		add_mount(facts, (struct mount){ .class = above[i], .point = "/x", .host_path = "/y", .type = "ext4" });
		add_mount(facts, (struct mount){ .class = MOUNT_HOST_PATH, .point = "/x/a", .host_path = "/b", .type = "ext4" });
		add_mount(facts, (struct mount){ .class = MOUNT_HOST_PATH, .point = "/x", .host_path = "/c", .type = "ext4" });
		const char *text = inferred(facts);

		assert_null(strstr(text, ":/x/a"));
		assert_non_null(strstr(text, "-v /c:/x"));	/* over it, not below it */
	}
}

static void more_options_than_there_is_room_for_are_counted(void **state)
{
	(void)state;
	static struct report report;
	struct facts *facts = a_docker_container();

	for (size_t i = 0; i < RUN_OPTIONS_MAX + 3; i++)
		add_mount(facts, (struct mount){ .class = MOUNT_HOST_PATH, .point = "/x", .host_path = "/y", .type = "ext4" });
	report = (struct report){ .privileged = PRIVILEGED_NO };
	judge_run_options(facts, &facts->arena, &report);
	assert_int_equal(report.run_options, RUN_OPTIONS_MAX);
	assert_int_equal(report.run_options_dropped, 3);
	assert_true(report.run_option[0].widens);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(default_container_asked_for_nothing),
		cmocka_unit_test(what_is_not_known_is_not_inferred),
		cmocka_unit_test(capabilities_are_compared_with_the_engines_own_default),
		cmocka_unit_test(each_effect_names_its_option),
		cmocka_unit_test(what_is_the_default_is_not_an_option),
		cmocka_unit_test(devices_and_their_rules_are_told_apart),
		cmocka_unit_test(nodes_below_a_bind_were_not_given_one_by_one),
		cmocka_unit_test(devices_beyond_the_list_are_counted),
		cmocka_unit_test(a_recursive_bind_is_one_option),
		cmocka_unit_test(privileged_is_one_option_and_keeps_the_others_to_itself),
		cmocka_unit_test(every_dialect_has_its_own_words),
		cmocka_unit_test(other_sandboxes_speak_other_words),
		cmocka_unit_test(a_rule_names_the_access_that_was_granted),
		cmocka_unit_test(one_read_only_path_is_enough_of_a_mask),
		cmocka_unit_test(what_is_unconfined_for_want_of_a_module_was_not_asked_for),
		cmocka_unit_test(what_lies_below_a_bind_of_any_kind_came_along),
		cmocka_unit_test(more_options_than_there_is_room_for_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
