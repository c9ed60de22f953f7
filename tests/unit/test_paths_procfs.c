/* Kernel files: what opens them and what keeps them closed. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include "facts_build.h"

#define CAP(name) (UINT64_C(1) << CAP_##name)
#define T paths_procfs

/* The files of which one is written, and how they are named. */
static const struct written {
	const char *id;
	enum kernel_file_kind kind;
	const char *own, *elsewhere;
} written[] = {
	{ "core-pattern", KERNEL_FILE_CORE_PATTERN, "/proc/sys/kernel/core_pattern", "/host/proc/sys/kernel/core_pattern" },
	{ "modprobe-path", KERNEL_FILE_MODPROBE, "/proc/sys/kernel/modprobe", "/host/proc/sys/kernel/modprobe" },
	{ "uevent-helper", KERNEL_FILE_UEVENT_HELPER, "/sys/kernel/uevent_helper", "/host/sys/kernel/uevent_helper" },
	{ "binfmt-misc-register", KERNEL_FILE_BINFMT_REGISTER, "/proc/sys/fs/binfmt_misc/register", "/host/proc/sys/fs/binfmt_misc/register" },
	{ "sysrq-trigger", KERNEL_FILE_SYSRQ_TRIGGER, "/proc/sysrq-trigger", "/host/proc/sysrq-trigger" },
	{ "proc-sys-write", KERNEL_FILE_CORE_PATTERN, "/proc/sys/kernel/core_pattern", "/host/proc/sys/kernel/core_pattern" },
};

#define EACH_WRITTEN(row) (const struct written *row = written; row < written + sizeof written / sizeof *written; row++)

static struct kernel_file own_file(const struct written *row, enum kernel_file_state state, int error)
{
	return (struct kernel_file){ .kind = row->kind, .path = row->own, .own = true, .state = state, .write = answered(error) };
}

static struct kernel_file host_file(const struct written *row, enum kernel_file_state state, int error)
{
	return (struct kernel_file){ .kind = row->kind, .path = row->elsewhere, .state = state, .write = answered(error) };
}

static struct facts *a_container_with_modules(void)
{
	struct facts *facts = a_container();

	fact_set_bool(facts, FACT_KERNEL_MODULES, true);
	return facts;
}

static void table_is_whole(void **state)
{
	(void)state;
	assert_table_is_whole(T);
}

static void a_default_container_is_kept_out_by_the_read_only_mount(void **state)
{
	(void)state;
	for EACH_WRITTEN(row) {
		struct facts *facts = a_container_with_modules();

		add_file(facts, own_file(row, KERNEL_FILE_NOT_WRITABLE, EROFS));
		assert_now(facts, T, row->id, PATH_CLOSED);
		assert_true(stands(facts, T, row->id, BARRIER_READ_ONLY));
		assert_int_equal(distance(facts, T, row->id), 1);
		assert_as_root(facts, T, row->id, PATH_CLOSED);
	}
}

static void a_file_that_opened_for_writing_is_a_way_out(void **state)
{
	(void)state;
	for EACH_WRITTEN(row) {
		struct facts *facts = a_container_with_modules();

		give_caps(facts, 0);
		add_file(facts, own_file(row, KERNEL_FILE_EXPOSED, 0));
		assert_now(facts, T, row->id, PATH_OPEN);
	}
}

static void an_instance_elsewhere_opens_though_our_own_is_closed(void **state)
{
	(void)state;
	for EACH_WRITTEN(row) {
		struct facts *facts = a_container_with_modules();

		confine_by_docker_default(facts);
		add_file(facts, own_file(row, KERNEL_FILE_NOT_WRITABLE, EROFS));
		add_file(facts, host_file(row, KERNEL_FILE_EXPOSED, 0));
		assert_now(facts, T, row->id, PATH_OPEN);
	}
}

static void in_a_user_namespace_root_is_nobody(void **state)
{
	(void)state;
	for EACH_WRITTEN(row) {
		struct facts *facts = a_container_with_modules();

		enter_user_namespace(facts);
		give_caps(facts, ALL_CAPS);
		add_file(facts, host_file(row, KERNEL_FILE_DENIED, EACCES));
		assert_now(facts, T, row->id, PATH_CLOSED);
		assert_true(stands(facts, T, row->id, BARRIER_USER_NAMESPACE));
		assert_int_equal(distance(facts, T, row->id), 1);
		assert_as_root(facts, T, row->id, PATH_CLOSED);

		facts->kernel_files_count = 0;
		add_file(facts, own_file(row, KERNEL_FILE_NOT_WRITABLE, EROFS));
		assert_int_equal(distance(facts, T, row->id), 2);
	}
}

static void what_a_user_may_not_write_root_may(void **state)
{
	(void)state;
	for EACH_WRITTEN(row) {
		struct facts *facts = a_container_with_modules();

		become_user(facts);
		add_mount(facts, (struct mount){ .root = "/", .point = "/", .type = "overlay", .class = MOUNT_ROOT });
		add_file(facts, host_file(row, KERNEL_FILE_DENIED, EACCES));
		assert_now(facts, T, row->id, PATH_CLOSED);
		assert_as_root(facts, T, row->id, PATH_OPEN);
		confine_by_docker_default(facts);
		assert_as_root(facts, T, row->id, PATH_OPEN);	/* the profile does not know this place */
		fact_set_static(facts, FACT_APPARMOR_PROFILE, "mine");
		assert_as_root(facts, T, row->id, PATH_UNKNOWN);
	}
}

static void the_profile_keeps_root_off_our_own_files(void **state)
{
	(void)state;
	for EACH_WRITTEN(row) {
		struct facts *facts = a_container_with_modules();

		become_user(facts);
		confine_by_docker_default(facts);
		add_mount(facts, (struct mount){ .root = "/", .point = "/", .type = "overlay", .class = MOUNT_ROOT });
		add_file(facts, own_file(row, KERNEL_FILE_DENIED, EACCES));
		assert_as_root(facts, T, row->id, PATH_CLOSED);
	}
}

/* open(2) says EACCES to a user before it looks at the mount. */
static void mountinfo_speaks_where_the_answer_does_not(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	become_user(facts);
	add_mount(facts, (struct mount){ .root = "/", .point = "/", .type = "overlay", .class = MOUNT_ROOT });
	add_mount(facts, (struct mount){ .root = "/sys", .point = "/proc/sys", .type = "proc", .read_only = true, .class = MOUNT_READ_ONLY_PATH });
	add_file(facts, own_file(&written[0], KERNEL_FILE_DENIED, EACCES));
	assert_as_root(facts, T, "core-pattern", PATH_CLOSED);
	facts->mounts[1].read_only = false;
	assert_as_root(facts, T, "core-pattern", PATH_OPEN);
	facts->mounts_count = 0;
	facts->mounts_list.known = UNKNOWN;
	assert_as_root(facts, T, "core-pattern", PATH_UNKNOWN);
}

static void a_security_module_that_refuses_its_owner_stands(void **state)
{
	(void)state;
	for EACH_WRITTEN(row) {
		struct facts *facts = a_container_with_modules();

		confine_by_docker_default(facts);
		add_file(facts, own_file(row, KERNEL_FILE_DENIED, EACCES));
		assert_now(facts, T, row->id, PATH_CLOSED);
		assert_true(stands(facts, T, row->id, BARRIER_LSM));
	}
}

static void a_kernel_without_the_file_closes(void **state)
{
	(void)state;
	for EACH_WRITTEN(row) {
		struct facts *facts = a_container_with_modules();

		add_file(facts, own_file(row, KERNEL_FILE_GONE, ENOENT));
		assert_now(facts, T, row->id, PATH_CLOSED);
		bool per_mount = row->kind == KERNEL_FILE_BINFMT_REGISTER;

		assert_true(strcmp(row->id, "proc-sys-write") == 0
			    || stands(facts, T, row->id, per_mount ? BARRIER_NOT_GIVEN : BARRIER_KERNEL));
		assert_as_root(facts, T, row->id, PATH_CLOSED);
	}
}

static void our_own_instance_tells_what_the_kernel_lacks(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	become_user(facts);
	add_mount(facts, (struct mount){ .root = "/", .point = "/", .type = "overlay", .class = MOUNT_ROOT });
	add_file(facts, (struct kernel_file){ .kind = KERNEL_FILE_SYSRQ_TRIGGER, .path = "/x/sysrq-trigger",
					      .state = KERNEL_FILE_DENIED, .write = answered(EACCES) });
	assert_as_root(facts, T, "sysrq-trigger", PATH_OPEN);
	add_file(facts, (struct kernel_file){ .kind = KERNEL_FILE_SYSRQ_TRIGGER, .path = "/proc/sysrq-trigger", .own = true,
					      .state = KERNEL_FILE_GONE, .write = answered(ENOENT) });
	assert_as_root(facts, T, "sysrq-trigger", PATH_CLOSED);
}

static void a_mask_that_opens_is_no_way_out(void **state)
{
	(void)state;
	for EACH_WRITTEN(row) {
		struct facts *facts = a_container_with_modules();

		add_file(facts, own_file(row, KERNEL_FILE_HIDDEN, 0));
		assert_now(facts, T, row->id, PATH_CLOSED);
		assert_true(stands(facts, T, row->id, BARRIER_MASKED));
	}
}

static void no_answer_leaves_it_undecided(void **state)
{
	(void)state;
	for EACH_WRITTEN(row) {
		struct facts *facts = a_container_with_modules();
		struct kernel_file *file = add_file(facts, host_file(row, KERNEL_FILE_UNKNOWN, 0));

		add_mount(facts, (struct mount){ .root = "/", .point = "/", .type = "overlay", .class = MOUNT_ROOT });
		file->write.state = TIMED_OUT;
		assert_now(facts, T, row->id, PATH_UNKNOWN);
		file->write = answered(EIO);
		assert_now(facts, T, row->id, PATH_UNKNOWN);
		file->write = (struct answer){ .reason = "lost" };
		assert_now(facts, T, row->id, PATH_UNKNOWN);
	}
}

static void on_a_captured_tree_root_and_no_security_module_suffice(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	facts->live = false;
	add_mount(facts, (struct mount){ .root = "/", .point = "/proc", .type = "proc", .class = MOUNT_PSEUDO });
	fact_set_static(facts, FACT_CORE_PATTERN, "core");
	add_file(facts, (struct kernel_file){ .kind = KERNEL_FILE_CORE_PATTERN, .path = "/proc/sys/kernel/core_pattern", .own = true });
	assert_now(facts, T, "core-pattern", PATH_OPEN);
	facts->mounts[0].read_only = true;
	assert_now(facts, T, "core-pattern", PATH_CLOSED);
	facts->mounts[0].read_only = false;
	fact_set_unknown(facts, FACT_APPARMOR_ENABLED, 0, NULL);
	assert_now(facts, T, "core-pattern", PATH_UNKNOWN);
}

static void on_a_captured_tree_the_file_has_to_be_seen(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	facts->live = false;
	add_mount(facts, (struct mount){ .root = "/", .point = "/sys", .type = "sysfs", .class = MOUNT_PSEUDO });
	add_file(facts, (struct kernel_file){ .kind = KERNEL_FILE_UEVENT_HELPER, .path = "/sys/kernel/uevent_helper", .own = true });
	assert_now(facts, T, "uevent-helper", PATH_UNKNOWN);
	fact_set_unknown(facts, FACT_UEVENT_HELPER, ENOENT, NULL);
	assert_now(facts, T, "uevent-helper", PATH_CLOSED);
	fact_set_static(facts, FACT_UEVENT_HELPER, "");
	assert_now(facts, T, "uevent-helper", PATH_OPEN);
}

static void on_a_captured_tree_the_release_agent_is_in_the_real_root(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct mount *mount = add_mount(facts, (struct mount){ .root = "/", .point = "/sys/fs/cgroup/rdma", .type = "cgroup", .class = MOUNT_PSEUDO });

	facts->live = false;
	give_caps(facts, ALL_CAPS);
	add_file(facts, (struct kernel_file){ .kind = KERNEL_FILE_RELEASE_AGENT, .path = "/sys/fs/cgroup/rdma/release_agent", .own = true });
	assert_now(facts, T, "release-agent", PATH_UNKNOWN);
	fact_set_bool(facts, FACT_CGROUPNS_INITIAL, false);
	assert_now(facts, T, "release-agent", PATH_CLOSED);
	fact_set_bool(facts, FACT_CGROUPNS_INITIAL, true);
	assert_now(facts, T, "release-agent", PATH_OPEN);
	mount->root = "/docker/1234";
	assert_now(facts, T, "release-agent", PATH_CLOSED);
}

static void a_list_cut_short_leaves_what_is_closed_undecided(void **state)
{
	(void)state;
	for EACH_WRITTEN(row) {
		struct facts *facts = a_container_with_modules();

		add_file(facts, own_file(row, KERNEL_FILE_NOT_WRITABLE, EROFS));
		facts->kernel_files_list.truncated = true;
		assert_now(facts, T, row->id, PATH_UNKNOWN);
	}
}

static void a_mount_that_is_covered_says_nothing(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	become_user(facts);
	add_mount(facts, (struct mount){ .root = "/", .point = "/", .type = "overlay", .class = MOUNT_ROOT });
	add_mount(facts, (struct mount){ .root = "/sys", .point = "/proc/sys", .type = "proc", .read_only = true, .hidden = true });
	add_file(facts, own_file(&written[0], KERNEL_FILE_DENIED, EACCES));
	assert_as_root(facts, T, "core-pattern", PATH_OPEN);
}

static void modprobe_needs_modules(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct kernel_file *file = add_file(facts, host_file(&written[1], KERNEL_FILE_DENIED, EACCES));

	become_user(facts);
	add_mount(facts, (struct mount){ .root = "/", .point = "/", .type = "overlay", .class = MOUNT_ROOT });
	assert_as_root(facts, T, "modprobe-path", PATH_UNKNOWN);
	fact_set_bool(facts, FACT_KERNEL_MODULES, false);
	assert_as_root(facts, T, "modprobe-path", PATH_CLOSED);
	fact_set_bool(facts, FACT_KERNEL_MODULES, true);
	assert_as_root(facts, T, "modprobe-path", PATH_OPEN);
	(void)file;
}

static void dac_override_replaces_uid_0_but_for_sysctls(void **state)
{
	(void)state;
	for EACH_WRITTEN(row) {
		struct facts *facts = a_container_with_modules();
		bool sysctl = row->kind == KERNEL_FILE_CORE_PATTERN || row->kind == KERNEL_FILE_MODPROBE;

		become_user(facts);
		fact_set_number(facts, FACT_CAP_EFFECTIVE, CAP(DAC_OVERRIDE));
		fact_set_number(facts, FACT_CAP_PERMITTED, CAP(DAC_OVERRIDE));
		add_file(facts, host_file(row, sysctl ? KERNEL_FILE_DENIED : KERNEL_FILE_EXPOSED, sysctl ? EACCES : 0));
		assert_now(facts, T, row->id, sysctl ? PATH_CLOSED : PATH_OPEN);
	}
}

static void release_agent_needs_sys_admin_beside_the_file(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	add_file(facts, (struct kernel_file){ .kind = KERNEL_FILE_RELEASE_AGENT, .path = "/sys/fs/cgroup/rdma/release_agent", .own = true,
					      .state = KERNEL_FILE_EXPOSED, .write = answered(0) });
	assert_now(facts, T, "release-agent", PATH_CLOSED);
	assert_true(stands(facts, T, "release-agent", BARRIER_CAPABILITY));
	fact_set_static(facts, FACT_KERNEL_RELEASE, "5.10.0-9-amd64");	/* with the fix of CVE-2022-0492, or not */
	assert_now(facts, T, "release-agent", PATH_UNKNOWN);
	give_caps(facts, DEFAULT_CAPS | CAP(SYS_ADMIN));
	assert_now(facts, T, "release-agent", PATH_OPEN);
	enter_user_namespace(facts);
	assert_now(facts, T, "release-agent", PATH_CLOSED);
}

static struct kernel_file *add_kcore(struct facts *facts, enum kernel_file_state state, int error)
{
	return add_file(facts, (struct kernel_file){ .kind = KERNEL_FILE_KCORE, .path = "/proc/kcore", .own = true,
						     .state = state, .read = answered(error) });
}

static void kcore_needs_rawio_and_no_mask(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct kernel_file *file = add_kcore(facts, KERNEL_FILE_EXPOSED, 0);

	give_caps(facts, DEFAULT_CAPS | CAP(SYS_RAWIO));
	assert_now(facts, T, "kcore", PATH_OPEN);
	file->state = KERNEL_FILE_HIDDEN;
	assert_now(facts, T, "kcore", PATH_CLOSED);
	assert_true(stands(facts, T, "kcore", BARRIER_MASKED));
	file->state = KERNEL_FILE_DENIED;
	file->read = answered(EPERM);
	assert_now(facts, T, "kcore", PATH_CLOSED);	/* with the capability: lockdown */
	assert_true(stands(facts, T, "kcore", BARRIER_KERNEL));
	give_caps(facts, DEFAULT_CAPS);
	assert_now(facts, T, "kcore", PATH_CLOSED);
	assert_true(stands(facts, T, "kcore", BARRIER_CAPABILITY));
}

static void kcore_for_root_hangs_on_lockdown(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	give_caps(facts, DEFAULT_CAPS | CAP(SYS_RAWIO));
	become_user(facts);
	add_kcore(facts, KERNEL_FILE_DENIED, EACCES);
	assert_now(facts, T, "kcore", PATH_CLOSED);
	assert_as_root(facts, T, "kcore", PATH_UNKNOWN);
	fact_set_static(facts, FACT_LOCKDOWN, "none [integrity] confidentiality");
	assert_as_root(facts, T, "kcore", PATH_OPEN);
	fact_set_static(facts, FACT_LOCKDOWN, "none integrity [confidentiality]");
	assert_as_root(facts, T, "kcore", PATH_CLOSED);
}

static void tracefs_is_for_root_of_the_host(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct kernel_file *file = add_file(facts, (struct kernel_file){
		.kind = KERNEL_FILE_TRACEFS, .path = "/host/sys/kernel/tracing", .state = KERNEL_FILE_EXPOSED, .read = answered(0) });

	give_caps(facts, 0);
	assert_now(facts, T, "tracefs", PATH_OPEN);
	become_user(facts);
	file->read = answered(EACCES);
	file->state = KERNEL_FILE_DENIED;
	assert_now(facts, T, "tracefs", PATH_CLOSED);
	assert_as_root(facts, T, "tracefs", PATH_OPEN);
	enter_user_namespace(facts);
	assert_as_root(facts, T, "tracefs", PATH_CLOSED);
}

static void proc_sys_is_judged_by_its_entry_where_no_sysctl_was_asked(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct kernel_file *file = add_file(facts, (struct kernel_file){
		.kind = KERNEL_FILE_READ_ONLY, .path = "/proc/sys", .own = true, .state = KERNEL_FILE_EXPOSED, .write = answered(0) });

	add_file(facts, (struct kernel_file){ .kind = KERNEL_FILE_READ_ONLY, .path = "/proc/irq", .own = true,
					      .state = KERNEL_FILE_EXPOSED, .write = answered(0) });
	assert_now(facts, T, "proc-sys-write", PATH_OPEN);
	add_file(facts, own_file(&written[0], KERNEL_FILE_DENIED, EACCES));
	assert_now(facts, T, "proc-sys-write", PATH_CLOSED);	/* a sysctl was: that is better */
	facts->kernel_files_count = 2;
	file->state = KERNEL_FILE_NOT_WRITABLE;
	file->write = answered(EROFS);
	assert_now(facts, T, "proc-sys-write", PATH_CLOSED);
	assert_true(stands(facts, T, "proc-sys-write", BARRIER_READ_ONLY));
}

static void sysfs_is_writable_where_its_mount_is(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct mount *own = add_mount(facts, (struct mount){ .root = "/", .point = "/sys", .type = "sysfs", .read_only = true, .class = MOUNT_PSEUDO });

	assert_now(facts, T, "sysfs-write", PATH_CLOSED);
	own->read_only = false;
	assert_now(facts, T, "sysfs-write", PATH_OPEN);
	confine_by_docker_default(facts);
	assert_now(facts, T, "sysfs-write", PATH_CLOSED);
	add_mount(facts, (struct mount){ .root = "/", .point = "/host/sys", .type = "sysfs", .class = MOUNT_HOST_SYS });
	assert_now(facts, T, "sysfs-write", PATH_OPEN);
	enter_user_namespace(facts);
	assert_now(facts, T, "sysfs-write", PATH_CLOSED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_is_whole),
		cmocka_unit_test(a_default_container_is_kept_out_by_the_read_only_mount),
		cmocka_unit_test(a_file_that_opened_for_writing_is_a_way_out),
		cmocka_unit_test(an_instance_elsewhere_opens_though_our_own_is_closed),
		cmocka_unit_test(in_a_user_namespace_root_is_nobody),
		cmocka_unit_test(what_a_user_may_not_write_root_may),
		cmocka_unit_test(the_profile_keeps_root_off_our_own_files),
		cmocka_unit_test(mountinfo_speaks_where_the_answer_does_not),
		cmocka_unit_test(a_security_module_that_refuses_its_owner_stands),
		cmocka_unit_test(a_kernel_without_the_file_closes),
		cmocka_unit_test(our_own_instance_tells_what_the_kernel_lacks),
		cmocka_unit_test(a_mask_that_opens_is_no_way_out),
		cmocka_unit_test(no_answer_leaves_it_undecided),
		cmocka_unit_test(on_a_captured_tree_root_and_no_security_module_suffice),
		cmocka_unit_test(on_a_captured_tree_the_file_has_to_be_seen),
		cmocka_unit_test(on_a_captured_tree_the_release_agent_is_in_the_real_root),
		cmocka_unit_test(a_list_cut_short_leaves_what_is_closed_undecided),
		cmocka_unit_test(a_mount_that_is_covered_says_nothing),
		cmocka_unit_test(modprobe_needs_modules),
		cmocka_unit_test(dac_override_replaces_uid_0_but_for_sysctls),
		cmocka_unit_test(release_agent_needs_sys_admin_beside_the_file),
		cmocka_unit_test(kcore_needs_rawio_and_no_mask),
		cmocka_unit_test(kcore_for_root_hangs_on_lockdown),
		cmocka_unit_test(tracefs_is_for_root_of_the_host),
		cmocka_unit_test(proc_sys_is_judged_by_its_entry_where_no_sysctl_was_asked),
		cmocka_unit_test(sysfs_is_writable_where_its_mount_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
