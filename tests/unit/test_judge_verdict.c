/* The verdict on whole containers, and the conclusions beside it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "facts_literal.h"

static void assert_contained_for_sure(const struct facts *facts)
{
	assert_verdict(facts, VERDICT_CONTAINED);
	const struct report *report = judged(facts);

	for (size_t i = 0; i < report->findings; i++)
		if (report->finding[i].status != PATH_CLOSED && report->finding[i].path->outcome < OUTCOME_HOST_INFLUENCE)
			print_finding(&report->finding[i]);
	assert_int_equal(report->open_control, 0);
	assert_int_equal(report->open_read, 0);
	for (size_t i = 0; i < report->findings; i++)
		assert_true(report->finding[i].status != PATH_UNKNOWN || report->finding[i].path->outcome == OUTCOME_INFORMATION);
	assert_int_equal(report->unknown, 0);
}

static void nothing_known_is_cannot_tell(void **state)
{
	(void)state;
	static char region[1 << 16] __attribute__((aligned(16)));
	const struct facts *facts = facts_init(region, sizeof region);

	assert_verdict(facts, VERDICT_CANNOT_TELL);
	assert_int_equal(judged(facts)->closed, 0);
	assert_int_equal(judged(facts)->privileged, PRIVILEGED_CANNOT_TELL);
}

static void default_docker_is_contained(void **state)
{
	(void)state;
	assert_contained_for_sure(docker_default());
}

static void default_docker_without_apparmor_is_contained(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	without_apparmor(facts);
	assert_contained_for_sure(facts);
}

static void default_docker_without_any_disk_is_contained(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	facts->devices_count = 1;
	assert_contained_for_sure(facts);
}

static void default_docker_on_cgroup_v1_is_contained(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	fact_set_static(facts, FACT_CGROUP_VERSION, "v1");
	fact_set_bool(facts, FACT_CGROUP_DEVICES_V1, true);
	fact_set_bool(facts, FACT_CGROUPNS_INITIAL, true);
	fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, "c 1:3 rwm\nb *:* m\nc *:* m\n");
	disk_of(facts)->read = disk_of(facts)->write = (struct answer){ NOT_ASKED, 0, "no writable tmpfs" };
	assert_contained_for_sure(facts);
}

static void docker_with_a_user_is_contained(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	as_user(facts, 1000);
	disk_of(facts)->through_made_node = false;
	disk_of(facts)->read = disk_of(facts)->write = (struct answer){ NOT_ASKED, 0, "no node, and CAP_MKNOD is not held" };
	assert_contained_for_sure(facts);
}

static void cap_drop_all_is_contained(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	hold(facts, 0);
	disk_of(facts)->through_made_node = false;
	disk_of(facts)->read = disk_of(facts)->write = (struct answer){ NOT_ASKED, 0, "no node, and CAP_MKNOD is not held" };
	assert_contained_for_sure(facts);
}

static void default_podman_is_contained(void **state)
{
	(void)state;
	assert_contained_for_sure(podman_default());
}

static void rootless_with_all_capabilities_is_contained(void **state)
{
	(void)state;
	assert_contained_for_sure(rootless_privileged());
}

static void gvisor_with_all_capabilities_is_contained(void **state)
{
	(void)state;
	assert_contained_for_sure(gvisor());
}

static void host_network_alone_is_contained(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	fact_set_bool(facts, FACT_NETNS_INITIAL, true);
	assert_contained_for_sure(facts);
	assert_path(facts, "host-network", PATH_OPEN);
}

static void host_pid_under_apparmor_is_contained(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	fact_set_bool(facts, FACT_PIDNS_INITIAL, true);
	put_process(facts, 1, 0, UNKNOWN);
	put_process(facts, 500, 101, UNKNOWN);
	assert_contained_for_sure(facts);
}

static void docker_with_sys_admin_is_escapable(void **state)
{
	(void)state;
	assert_verdict(docker_sys_admin(), VERDICT_ESCAPABLE);
	assert_verdict(docker_privileged(), VERDICT_ESCAPABLE);
}

static void outside_a_container_is_said_first(void **state)
{
	(void)state;
	struct facts *facts = docker_privileged();

	fact_set_bool(facts, FACT_CONTAINER, false);
	assert_verdict(facts, VERDICT_NOT_A_CONTAINER);
}

static void privileged_with_a_user_is_latent(void **state)
{
	(void)state;
	struct facts *facts = docker_privileged();

	as_user(facts, 1000);
	disk_of(facts)->read = disk_of(facts)->write = answered(EACCES);
	disk_of(facts)->open = (struct answer){ 0 };
	fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, "a *:* rwm\n");
	for (int i = 0; i < QUESTION_COUNT; i++)
		facts->question[i] = answered(EPERM);
	for (size_t i = 0; i < facts->mounts_count; i++)
		facts->mounts[i].by_handle = answered(EPERM);
	assert_verdict(facts, VERDICT_CONTAINED);
	assert_true(finding_of(judged(facts), "host-disk-raw-write")->latent);
	assert_true(finding_of(judged(facts), "sysadmin-binfmt-misc")->latent);
	assert_true(finding_of(judged(facts), "cap-sys-module")->latent);

	fact_set_bool(facts, FACT_NO_NEW_PRIVS, true);
	assert_int_equal(judged(facts)->latent, 0);
}

static void the_wall_is_as_thin_as_its_thinnest_place(void **state)
{
	(void)state;
	const struct report *report = judged(docker_default());
	bool disk = false;

	/* CAP_MKNOD is there: only the device cgroup keeps the disk away */
	assert_int_equal(report->thinnest, 1);
	for (size_t i = 0; i < report->thinnest_count; i++)
		disk |= !strcmp(report->thinnest_finding[i]->path->id, "host-disk-raw-read");
	assert_true(disk);
	struct facts *facts = docker_default();

	take(facts, CAP_MKNOD);
	disk_of(facts)->through_made_node = false;
	disk_of(facts)->read = disk_of(facts)->write = (struct answer){ 0 };
	fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, "c *:* m\n");
	const struct finding *finding = finding_of(judged(facts), "host-disk-raw-read");

	assert_int_equal(finding->distance, 2);
}

static void privileged_is_seen_part_by_part(void **state)
{
	(void)state;
	struct facts *facts = docker_privileged();
	const struct report *report = judged(facts);

	assert_string_equal(privileged_name(report->privileged), "yes");
	assert_false(report->privileged_part[2].applies);	/* no module in this kernel */
	assert_string_equal(report->privileged_userns, "in the initial user namespace");
	assert_string_equal(privileged_name(judged(docker_default())->privileged), "no");
	facts = docker_default();
	hold(facts, CAPS_ALL & ~CAP(CAP_SYS_RESOURCE));
	without_seccomp(facts);
	report = judged(facts);
	assert_string_equal(privileged_name(report->privileged), "partly");
	assert_int_equal(report->privileged_part[0].present, NO);
	assert_non_null(strstr(report->privileged_part[0].evidence, "without CAP_SYS_RESOURCE"));
	assert_int_equal(report->privileged_part[1].present, YES);
	assert_int_equal(report->privileged_part[2].present, NO);
	assert_false(judged(gvisor())->privileged_part[1].applies);
	/* a bounding set of a newer kernel than the oldest meaning of "full" */
	facts = docker_privileged();
	fact_set_number(facts, FACT_CAP_LAST, 41);
	assert_int_equal(judged(facts)->privileged_part[0].present, NO);
	fact_set_number(facts, FACT_CAP_LAST, 63);
	assert_int_equal(judged(facts)->privileged_part[0].present, NO);
	fact_set_number(facts, FACT_CAP_LAST, 64);
	assert_int_equal(judged(facts)->privileged_part[0].present, UNKNOWN);
}

static void a_full_arena_changes_no_status(void **state)
{
	(void)state;
	static struct report report;
	static struct facts *(*const containers[])(void) = { docker_default, docker_sys_admin, docker_privileged, rootless_privileged };
	static char tiny[16];

	for (size_t i = 0; i < sizeof containers / sizeof *containers; i++) {
		struct facts *facts = containers[i]();
		const struct report *full = judged(facts);
		struct arena arena;

		arena_init(&arena, tiny, sizeof tiny);
		judge(facts, &arena, &report);
		assert_int_equal(report.verdict, full->verdict);
		for (size_t k = 0; k < report.findings; k++) {
			assert_int_equal(report.finding[k].status, full->finding[k].status);
			assert_int_equal(report.finding[k].as_root, full->finding[k].as_root);
		}
	}
}

static void every_row_is_complete_and_its_id_its_own(void **state)
{
	(void)state;
	const struct path *path;
	size_t count = 0;

	for (; (path = path_at(count)); count++) {
		assert_ptr_equal(path_find(path->id), path);
		assert_non_null(path->judge);
		for (unsigned which = 0; which <= PATH_CONTROLS; which++) {
			if (!*path_text(path, which))
				print_error("%s: text %u is missing\n", path->id, which);
			assert_true(*path_text(path, which));
		}
	}
	assert_in_range(count, 30, PATHS_MAX);
	assert_null(path_find("no-such-path"));
	assert_int_equal(judged(docker_default())->findings, count);
}

/* What a page says of the default container is what the judge finds there. */
static bool names_barrier(const char *text, const struct barrier *barrier)
{
	static const char *const words[BARRIER_KIND_COUNT][2] = {
		[BARRIER_SECCOMP] = { "seccomp", "filter" }, [BARRIER_LSM] = { "AppArmor", "profile" },
		[BARRIER_DEVICE_CGROUP] = { "device cgroup", "device rule" }, [BARRIER_NAMESPACE] = { "namespace", "namespace" },
		[BARRIER_READ_ONLY] = { "read-only", "read-only" }, [BARRIER_MASKED] = { "mask", "mask" },
		[BARRIER_NOT_GIVEN] = { "no", "No" },
	};

	if (barrier->state != BARRIER_STANDING)
		return false;
	if (barrier->kind == BARRIER_CAPABILITY)
		return strstr(text, barrier->what);
	return words[barrier->kind][0] && (strstr(text, words[barrier->kind][0]) || strstr(text, words[barrier->kind][1]));
}

static void pages_tell_what_closes_a_path_by_default(void **state)
{
	(void)state;
	const struct report *report = judged(docker_default());
	size_t wrong = 0;

	for (size_t i = 0; i < report->findings; i++) {
		const struct finding *finding = &report->finding[i];
		const char *text = path_text(finding->path, PATH_DEFAULT);
		bool named = finding->status == PATH_OPEN;

		for (size_t way = 0; way < finding->ways; way++)
			for (size_t b = 0; b < finding->way[way].count; b++)
				named |= names_barrier(text, &finding->way[way].barrier[b]);
		if (!named) {
			print_finding(finding);
			print_error("%s\n", text);
			wrong++;
		}
	}
	assert_int_equal(wrong, 0);
}

static void what_was_split_off_from_sys_admin_need_not_be_given(void **state)
{
	(void)state;
	static const struct { const char *why; uint64_t missing; enum known all; } rows[] = {
		{ "docker 20.10 on 6.1", CAP(CAP_PERFMON) | CAP(CAP_BPF) | CAP(CAP_CHECKPOINT_RESTORE), YES },
		{ "one of them",         CAP(CAP_BPF), YES },
		{ "an older one, too",   CAP(CAP_BPF) | CAP(CAP_SYSLOG), NO },
		{ "without SYS_ADMIN",   CAP(CAP_BPF) | CAP(CAP_SYS_ADMIN), NO },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = docker_privileged();

		hold(facts, CAPS_ALL & ~rows[i].missing);
		const struct privileged_part *part = &judged(facts)->privileged_part[0];

		if (part->present != rows[i].all)
			print_error("%s: %s\n", rows[i].why, part->evidence);
		assert_int_equal(part->present, rows[i].all);
		assert_non_null(strstr(part->evidence, "without CAP_BPF"));
	}
}

static void devices_that_default_rules_allow_are_no_host_devices(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	put_device(facts, DEVICE_CHAR, "/host/dev/net/tun", 10, 200)->read = answered(0);
	put_device(facts, DEVICE_CHAR, "/host/dev/kmsg", 1, 11)->read = answered(EPERM);
	assert_int_equal(judged(facts)->privileged_part[3].present, NO);
	put_device(facts, DEVICE_CHAR, "/dev/fuse", 10, 229)->read = answered(0);
	assert_int_equal(judged(facts)->privileged_part[3].present, YES);
}

static bool is_thinnest(const struct report *report, const char *id)
{
	for (size_t i = 0; i < report->thinnest_count; i++)
		if (!strcmp(report->thinnest_finding[i]->path->id, id))
			return true;
	return false;
}

static void what_is_not_here_is_no_wall(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	without_apparmor(facts);
	put_kernel_file(facts, KERNEL_FILE_UEVENT_HELPER, "/sys/kernel/uevent_helper", KERNEL_FILE_GONE)->write = answered(ENOENT);
	put_kernel_file(facts, KERNEL_FILE_RELEASE_AGENT, "/sys/fs/cgroup/cpu/release_agent", KERNEL_FILE_GONE)->write = answered(ENOENT);
	assert_true(is_thinnest(judged(facts), "host-disk-raw-read"));
	assert_true(is_thinnest(judged(facts), "core-pattern"));
	assert_true(is_thinnest(judged(facts), "host-process-setuid"));
	assert_false(is_thinnest(judged(facts), "uevent-helper"));
	assert_false(is_thinnest(judged(facts), "release-agent"));
	assert_false(is_thinnest(judged(facts), "docker-socket"));
	assert_true(finding_of(judged(facts), "uevent-helper")->distance == 1);
}

static void it_says_to_what_an_escape_would_lead(void **state)
{
	static const struct { const char *why, *sandbox, *machine, *map, *reaches; unsigned euid; bool userns; } rows[] = {
		{ "a host, as far as one can see", NULL, NULL, NULL, "the initial namespaces of this kernel", 0, false },
		{ "a cloud's machine", NULL, "kvm", NULL, "the initial namespaces of this kernel, inside a virtual machine (kvm)", 0, false },
		{ "Firecracker", NULL, "firecracker", NULL, "the initial namespaces of this kernel, inside a virtual machine (firecracker)", 0, false },
		{ "Kata", "kata", "qemu", NULL, "the virtual machine around this container (kata), not yet the machine that runs it", 0, false },
		{ "gVisor", "gvisor", "kvm", "0 0 1", "what of the machine was handed in (files, sockets); the kernel is the sandbox's own (gvisor), "
		  "and the machine's is not reached", 0, true },
		{ "userns-remap", NULL, NULL, "0 100000 65536", "the initial namespaces of this kernel, with the rights of uid 101000, "
		  "whom this user is outside its user namespace", 1000, true },
		{ "the second range", NULL, NULL, "0 1000 1\n1 100000 65536", "the initial namespaces of this kernel, with the rights of uid 100004, "
		  "whom this user is outside its user namespace", 5, true },
		{ "not mapped", NULL, NULL, "0 1000 1", "the initial namespaces of this kernel, with the rights of nobody: this user is not "
		  "mapped outside its user namespace", 7, true },
		{ "the map is not known", NULL, "kvm", NULL, "the initial namespaces of this kernel, inside a virtual machine (kvm), with the rights "
		  "that this user has outside its user namespace", 0, true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = docker_default();

		ROW(rows[i].why);
		fact_set_number(facts, FACT_EUID, rows[i].euid);
		fact_set_unknown(facts, FACT_UID_MAP, EACCES, NULL);
		if (rows[i].userns)
			in_user_namespace(facts);
		if (rows[i].map)
			fact_set_static(facts, FACT_UID_MAP, rows[i].map);
		if (rows[i].sandbox)
			fact_set_static(facts, FACT_SANDBOX, rows[i].sandbox);
		if (rows[i].machine)
			fact_set_static(facts, FACT_VIRTUAL_MACHINE, rows[i].machine);
		assert_string_equal(judged(facts)->reaches, rows[i].reaches);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_known_is_cannot_tell),
		cmocka_unit_test(default_docker_is_contained),
		cmocka_unit_test(default_docker_without_apparmor_is_contained),
		cmocka_unit_test(default_docker_without_any_disk_is_contained),
		cmocka_unit_test(default_docker_on_cgroup_v1_is_contained),
		cmocka_unit_test(docker_with_a_user_is_contained),
		cmocka_unit_test(cap_drop_all_is_contained),
		cmocka_unit_test(default_podman_is_contained),
		cmocka_unit_test(rootless_with_all_capabilities_is_contained),
		cmocka_unit_test(gvisor_with_all_capabilities_is_contained),
		cmocka_unit_test(host_network_alone_is_contained),
		cmocka_unit_test(host_pid_under_apparmor_is_contained),
		cmocka_unit_test(docker_with_sys_admin_is_escapable),
		cmocka_unit_test(outside_a_container_is_said_first),
		cmocka_unit_test(privileged_with_a_user_is_latent),
		cmocka_unit_test(the_wall_is_as_thin_as_its_thinnest_place),
		cmocka_unit_test(privileged_is_seen_part_by_part),
		cmocka_unit_test(a_full_arena_changes_no_status),
		cmocka_unit_test(every_row_is_complete_and_its_id_its_own),
		cmocka_unit_test(pages_tell_what_closes_a_path_by_default),
		cmocka_unit_test(what_was_split_off_from_sys_admin_need_not_be_given),
		cmocka_unit_test(devices_that_default_rules_allow_are_no_host_devices),
		cmocka_unit_test(what_is_not_here_is_no_wall),
		cmocka_unit_test(it_says_to_what_an_escape_would_lead),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
