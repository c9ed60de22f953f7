/* Path by path: open from literal facts, closed by each barrier alone, unknown
 * when a fact that it needs is. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "facts_literal.h"

typedef void change(struct facts *facts);

/* ---- what opens ------------------------------------------------------------------ */

/* A kernel with everything, and --privileged in all of the host's namespaces. */
static struct facts *everything(void)
{
	static const enum fact_id initial[] = {
		FACT_PIDNS_INITIAL, FACT_NETNS_INITIAL, FACT_IPCNS_INITIAL, FACT_UTSNS_INITIAL, FACT_CGROUPNS_INITIAL,
	};
	struct facts *facts = docker_privileged();

	for (size_t i = 0; i < sizeof initial / sizeof *initial; i++)
		fact_set_bool(facts, initial[i], true);
	fact_set_bool(facts, FACT_CHROOT, true);
	fact_set_bool(facts, FACT_EFI, true);
	fact_set_bool(facts, FACT_APPARMOR_ENABLED, true);
	fact_set_static(facts, FACT_APPARMOR_PROFILE, "unconfined");
	fact_set_static(facts, FACT_APPARMOR_MODE, "unconfined");
	fact_set_static(facts, FACT_LOCKDOWN, "[none] integrity confidentiality");
	fact_set_static(facts, FACT_KERNEL_RELEASE, "6.12.0");
	fact_set_static(facts, FACT_FILESYSTEMS, "nodev\tproc\nnodev\tcgroup2\nnodev\tsecurityfs\nnodev\tefivarfs\n\text4\n");
	facts->question[ASK_MNTNS] = facts->question[ASK_USERNS] = answered(0);
	put_device(facts, DEVICE_CHAR, "/dev/mapper/control", 10, 236);
	put_device(facts, DEVICE_CHAR, "/dev/loop-control", 10, 237);
	put_device(facts, DEVICE_CHAR, "/dev/cpu/0/msr", 202, 0);
	for (size_t i = 0; i < facts->devices_count; i++)
		facts->devices[i].read = facts->devices[i].write = answered(0);
	struct mount *host = put_mount(facts, MOUNT_HOST_PATH, "/data", "ext4", 254);

	host->read = host->write = answered(0);
	host->shared = 7;
	put_kernel_file(facts, KERNEL_FILE_MASKED, "/proc/timer_list", KERNEL_FILE_EXPOSED);
	put_kernel_file(facts, KERNEL_FILE_CGROUP_PROCS, "/sys/fs/cgroup/cgroup.procs", KERNEL_FILE_EXPOSED)->write = answered(0);
	return facts;
}

/* ---- what closes ------------------------------------------------------------------ */

#define TAKE(cap) static void without_##cap(struct facts *facts) { take(facts, CAP_##cap); }
TAKE(SYS_ADMIN)
TAKE(SYS_CHROOT)
TAKE(SYS_RAWIO)
TAKE(MAC_ADMIN)
TAKE(MKNOD)
TAKE(NET_ADMIN)
TAKE(NET_RAW)
TAKE(AUDIT_CONTROL)

#define DENY(call) static void filters_##call(struct facts *facts) { fact_set_number(facts, FACT_SECCOMP_MODE, 2); call_denied(facts, CALL_##call, EPERM); }
DENY(SETNS)
DENY(SETHOSTNAME)
DENY(KEYCTL)
DENY(CHROOT)
DENY(UNSHARE)
DENY(IO_URING_SETUP)

#define SET(name, id, value) static void name(struct facts *facts) { fact_set_bool(facts, FACT_##id, value); }
SET(own_pid, PIDNS_INITIAL, false)
SET(own_net, NETNS_INITIAL, false)
SET(own_uts, UTSNS_INITIAL, false)
SET(own_cgroup, CGROUPNS_INITIAL, false)
SET(no_chroot, CHROOT, false)
SET(no_efi, EFI, false)
SET(no_apparmor, APPARMOR_ENABLED, false)

static void all_mounting_filtered(struct facts *facts)
{
	filters_SETNS(facts);
	call_denied(facts, CALL_MOUNT, EPERM);
	call_denied(facts, CALL_FSOPEN, EPERM);
}

static void fixed_kernel(struct facts *facts)
{
	facts->question[ASK_MNTNS] = answered(EPERM);
}

static void older_kernel(struct facts *facts)
{
	facts->question[ASK_MNTNS] = answered(ENOTTY);
}

/* The device cgroup refuses every node, and those that are made. */
static void devices_refused(struct facts *facts)
{
	for (size_t i = 0; i < facts->devices_count; i++)
		facts->devices[i].read = facts->devices[i].write = answered(EPERM);
}

static void locked_down(struct facts *facts)
{
	fact_set_static(facts, FACT_LOCKDOWN, "none [integrity] confidentiality");
}

static void writes_off(struct facts *facts)
{
	fact_set_static(facts, FACT_KERNEL_CMDLINE, "ro msr.allow_writes=off");
}

static void file_systems_gone(struct facts *facts)
{
	fact_set_static(facts, FACT_FILESYSTEMS, "nodev\tproc\n");
	fact_set_bool(facts, FACT_KERNEL_MODULES, false);
}

static void groups_read_only(struct facts *facts)
{
	for (size_t i = 0; i < facts->kernel_files_count; i++)
		if (facts->kernel_files[i].kind == KERNEL_FILE_CGROUP_PROCS)
			facts->kernel_files[i].write = answered(EROFS);
	own_cgroup(facts);
}

static void masked(struct facts *facts)
{
	for (size_t i = 0; i < facts->kernel_files_count; i++)
		facts->kernel_files[i].state = KERNEL_FILE_HIDDEN;
}

static void tables_gone(struct facts *facts)
{
	for (size_t i = 0; i < facts->kernel_files_count; i++)
		facts->kernel_files[i].state = KERNEL_FILE_GONE;
}

static void tables_denied(struct facts *facts)
{
	for (size_t i = 0; i < facts->kernel_files_count; i++)
		facts->kernel_files[i].state = KERNEL_FILE_DENIED;
}

static struct mount *bind_of(struct facts *facts)
{
	return &facts->mounts[facts->mounts_count - 1];
}

static void bind_private(struct facts *facts)
{
	bind_of(facts)->shared = 0;
}

static void bind_gone(struct facts *facts)
{
	bind_of(facts)->hidden = true;
}

static void bind_read_only(struct facts *facts)
{
	bind_of(facts)->read_only = true;
}

static void bind_not_writable(struct facts *facts)
{
	bind_of(facts)->write = answered(EACCES);
}

static void as_a_user(struct facts *facts)
{
	as_user(facts, 1000);
}

static void userns_refused(struct facts *facts)
{
	facts->question[ASK_USERNS] = answered(ENOSPC);
}

static void io_uring_disabled(struct facts *facts)
{
	facts->call[CALL_IO_URING_SETUP] = (struct call){ answered(0), answered(EPERM) };
}

static void mounts_nodev(struct facts *facts)
{
	for (size_t i = 0; i < facts->mounts_count; i++)
		facts->mounts[i].nodev = true;
}

static void no_disks(struct facts *facts)
{
	for (size_t i = 0; i < facts->devices_count; i++)
		facts->devices[i].type = DEVICE_CHAR;
}

/* ---- what makes it unknown ------------------------------------------------------ */

#define FORGET(id) static void forget_##id(struct facts *facts) { fact_set_unknown(facts, FACT_##id, EACCES, NULL); }
FORGET(PIDNS_INITIAL)
FORGET(NETNS_INITIAL)
FORGET(UTSNS_INITIAL)
FORGET(CGROUPNS_INITIAL)
FORGET(CHROOT)
FORGET(EFI)
FORGET(APPARMOR_ENABLED)
FORGET(KERNEL_CMDLINE)
FORGET(FILESYSTEMS)
FORGET(LOCKDOWN)

static void forget_caps(struct facts *facts)
{
	fact_set_unknown(facts, FACT_CAP_PERMITTED, EACCES, NULL);
	fact_set_unknown(facts, FACT_CAP_EFFECTIVE, EACCES, NULL);
	fact_set_unknown(facts, FACT_CAP_BOUNDING, EACCES, NULL);
	for (int i = 0; i < QUESTION_COUNT; i++)
		if (i != ASK_MNTNS && i != ASK_USERNS)
			facts->question[i] = (struct answer){ 0 };
}

static void forget_userns(struct facts *facts)
{
	fact_set_unknown(facts, FACT_USERNS_INITIAL, EACCES, NULL);
	for (int i = 0; i < QUESTION_COUNT; i++)
		facts->question[i] = (struct answer){ 0 };
}

static void forget_question(struct facts *facts)
{
	facts->question[ASK_MNTNS] = facts->question[ASK_USERNS] = (struct answer){ 0 };
}

static void forget_calls(struct facts *facts)
{
	fact_set_unknown(facts, FACT_SECCOMP_MODE, EACCES, NULL);
	memset(facts->call, 0, sizeof facts->call);
}

static void forget_lsm(struct facts *facts)
{
	fact_set_unknown(facts, FACT_SELINUX_CONTEXT, EACCES, NULL);
	fact_set_unknown(facts, FACT_SELINUX_ENFORCING, EACCES, NULL);
	fact_set_unknown(facts, FACT_APPARMOR_MODE, EACCES, NULL);
	fact_set_unknown(facts, FACT_APPARMOR_PROFILE, EACCES, NULL);
	facts->question[ASK_LSM_MOUNT] = (struct answer){ 0 };
}

static void forget_lockdown(struct facts *facts)
{
	forget_LOCKDOWN(facts);
	facts->question[ASK_CAP_SYS_RAWIO] = (struct answer){ 0 };
}

static void forget_devices(struct facts *facts)
{
	facts->devices_count = 1;
	facts->devices_list = (struct list){ .reason = "nobody looked" };
}

static void forget_files(struct facts *facts)
{
	facts->kernel_files_count = 0;
	facts->kernel_files_list = (struct list){ .error = EACCES };
	own_cgroup(facts);
}

static void forget_mounts(struct facts *facts)
{
	facts->mounts_count = 0;
	facts->mounts_list = (struct list){ .error = EACCES };
}

static void bind_not_asked(struct facts *facts)
{
	bind_of(facts)->write = (struct answer){ 0 };
}

static void bind_nosuid(struct facts *facts)
{
	bind_of(facts)->nosuid = true;
}

static void root_shared(struct facts *facts)
{
	facts->mounts[0].shared = 1;
}

static void files_not_looked_at(struct facts *facts)
{
	for (size_t i = 0; i < facts->kernel_files_count; i++)
		facts->kernel_files[i].state = KERNEL_FILE_UNKNOWN;
}

static void kernel_not_known(struct facts *facts)
{
	fact_set_unknown(facts, FACT_USERNS_INODE, EACCES, NULL);
}

/* ---- the table --------------------------------------------------------------------- */

#define USERNS { in_user_namespace, BARRIER_USER_NAMESPACE }
#define CAP_OF(cap) { without_##cap, BARRIER_CAPABILITY }

static const struct row {
	const char *id;
	struct { change *change; enum barrier_kind kind; } closed[8];
	change *unknown[8];
} rows[] = {
	{ "dm-control", { CAP_OF(SYS_ADMIN), USERNS, { devices_refused, BARRIER_DEVICE_CGROUP } },
	  { forget_caps, forget_userns, forget_devices } },
	{ "msr", { CAP_OF(SYS_RAWIO), USERNS, { devices_refused, BARRIER_DEVICE_CGROUP }, { locked_down, BARRIER_KERNEL },
		   { writes_off, BARRIER_KERNEL } },
	  { forget_caps, forget_userns, forget_devices, forget_lockdown, forget_KERNEL_CMDLINE } },
	{ "loop-devices", { { devices_refused, BARRIER_DEVICE_CGROUP } }, { forget_devices } },
	{ "mknod-hostuser", { CAP_OF(MKNOD), USERNS, { mounts_nodev, BARRIER_NODEV }, { no_disks, BARRIER_NOT_GIVEN } },
	  { forget_caps, forget_userns, forget_mounts, forget_devices } },
	{ "cgroup2-rw", { { groups_read_only, BARRIER_READ_ONLY } }, { forget_files } },
	{ "proc-unmasked", { { masked, BARRIER_MASKED }, { tables_gone, BARRIER_KERNEL }, { tables_denied, BARRIER_PERMISSION } },
	  { forget_files, files_not_looked_at, kernel_not_known } },
	{ "securityfs-policy", { CAP_OF(SYS_ADMIN), CAP_OF(MAC_ADMIN), USERNS, { all_mounting_filtered, BARRIER_SECCOMP },
				 { no_apparmor, BARRIER_KERNEL }, { file_systems_gone, BARRIER_KERNEL } },
	  { forget_caps, forget_userns, forget_calls, forget_lsm, forget_APPARMOR_ENABLED, forget_FILESYSTEMS } },
	{ "efivarfs-rw", { CAP_OF(SYS_ADMIN), USERNS, { all_mounting_filtered, BARRIER_SECCOMP }, { no_efi, BARRIER_KERNEL },
			   { file_systems_gone, BARRIER_KERNEL } },
	  { forget_caps, forget_userns, forget_calls, forget_lsm, forget_EFI, forget_FILESYSTEMS } },
	{ "nsfs-iterate", { CAP_OF(SYS_ADMIN), CAP_OF(SYS_CHROOT), USERNS, { filters_SETNS, BARRIER_SECCOMP },
			    { fixed_kernel, BARRIER_KERNEL }, { older_kernel, BARRIER_KERNEL } },
	  { forget_caps, forget_userns, forget_calls, forget_question, forget_lsm } },
	{ "mount-propagation-shared", { CAP_OF(SYS_ADMIN), USERNS, { all_mounting_filtered, BARRIER_SECCOMP },
					{ bind_private, BARRIER_NOT_GIVEN }, { bind_gone, BARRIER_NOT_GIVEN } },
	  { forget_caps, forget_userns, forget_calls, forget_lsm, root_shared, forget_mounts } },
	{ "host-pid", { { own_pid, BARRIER_NAMESPACE } }, { forget_PIDNS_INITIAL, kernel_not_known } },
	{ "host-network-admin", { CAP_OF(NET_ADMIN), USERNS, { own_net, BARRIER_NAMESPACE } },
	  { forget_caps, forget_userns, forget_NETNS_INITIAL } },
	{ "host-network-raw", { CAP_OF(NET_RAW), USERNS, { own_net, BARRIER_NAMESPACE } },
	  { forget_caps, forget_userns, forget_NETNS_INITIAL } },
	{ "host-uts", { CAP_OF(SYS_ADMIN), USERNS, { own_uts, BARRIER_NAMESPACE }, { filters_SETHOSTNAME, BARRIER_SECCOMP } },
	  { forget_caps, forget_userns, forget_UTSNS_INITIAL, forget_calls } },
	{ "host-audit", { CAP_OF(AUDIT_CONTROL), USERNS, { own_pid, BARRIER_NAMESPACE } },
	  { forget_caps, forget_userns, forget_PIDNS_INITIAL } },
	{ "shared-keyring", { USERNS, { filters_KEYCTL, BARRIER_SECCOMP } }, { forget_userns, forget_calls, forget_lsm } },
	{ "chroot-break", { CAP_OF(SYS_CHROOT), { no_chroot, BARRIER_NOT_GIVEN }, { filters_CHROOT, BARRIER_SECCOMP } },
	  { forget_caps, forget_CHROOT, forget_calls } },
	{ "unprivileged-userns", { { filters_UNSHARE, BARRIER_SECCOMP }, { userns_refused, BARRIER_KERNEL } },
	  { forget_question, forget_calls, kernel_not_known } },
	{ "io-uring", { { filters_IO_URING_SETUP, BARRIER_SECCOMP }, { io_uring_disabled, BARRIER_KERNEL } },
	  { forget_calls, kernel_not_known } },
	{ "host-cgroupns", { { own_cgroup, BARRIER_NAMESPACE } }, { forget_CGROUPNS_INITIAL, kernel_not_known } },
	{ "suid-on-host-volume", { { as_a_user, BARRIER_PERMISSION }, { in_user_namespace, BARRIER_USER_NAMESPACE },
				   { bind_read_only, BARRIER_READ_ONLY }, { bind_not_writable, BARRIER_PERMISSION },
				   { bind_gone, BARRIER_NOT_GIVEN } },
	  { bind_not_asked, bind_nosuid, forget_mounts } },
};

#define EACH_ROW(row) for (const struct row *row = rows; row < rows + sizeof rows / sizeof *rows; row++)

static void each_opens(void **state)
{
	(void)state;
	EACH_ROW(row)
		assert_path(everything(), row->id, PATH_OPEN);
}

static bool has_standing(const struct finding *finding, enum barrier_kind kind)
{
	for (size_t i = 0; i < finding->way[0].count; i++)
		if (finding->way[0].barrier[i].kind == kind && finding->way[0].barrier[i].state == BARRIER_STANDING)
			return true;
	return false;
}

static void each_is_closed_by_each_barrier_alone(void **state)
{
	(void)state;
	EACH_ROW(row) {
		for (size_t i = 0; i < 8 && row->closed[i].change; i++) {
			struct facts *facts = everything();

			row->closed[i].change(facts);
			const struct finding *finding = finding_of(judged(facts), row->id);

			if (finding->status != PATH_CLOSED || !has_standing(finding, row->closed[i].kind)) {
				print_error("%s, change %zu\n", row->id, i);
				print_finding(finding);
			}
			assert_int_equal(finding->status, PATH_CLOSED);
			assert_true(has_standing(finding, row->closed[i].kind));
		}
	}
}

static void each_is_unknown_for_want_of_each_fact(void **state)
{
	(void)state;
	EACH_ROW(row) {
		for (size_t i = 0; i < 8 && row->unknown[i]; i++) {
			struct facts *facts = everything();

			row->unknown[i](facts);
			const struct finding *finding = finding_of(judged(facts), row->id);

			if (finding->status != PATH_UNKNOWN) {
				print_error("%s, loss %zu\n", row->id, i);
				print_finding(finding);
			}
			assert_int_equal(finding->status, PATH_UNKNOWN);
		}
	}
}

/* ---- what the table does not say ------------------------------------------------------- */

static void a_fixed_kernel_says_nothing_of_another_that_asks(void **state)
{
	(void)state;
	struct facts *facts = everything();

	as_user(facts, 1000);
	facts->question[ASK_MNTNS] = answered(ENOENT);
	assert_int_equal(finding_of(judged(facts), "nsfs-iterate")->as_root, PATH_UNKNOWN);
	older_kernel(facts);
	assert_int_equal(finding_of(judged(facts), "nsfs-iterate")->as_root, PATH_CLOSED);
	forget_question(facts);
	fact_set_static(facts, FACT_KERNEL_RELEASE, "6.1.0");
	assert_int_equal(finding_of(judged(facts), "nsfs-iterate")->as_root, PATH_CLOSED);
}

static void a_policy_file_below_sys_is_denied_by_the_engines_profile(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	give(facts, CAP_MAC_ADMIN);
	struct mount *mount = put_mount(facts, MOUNT_HOST_PATH, "/sys/kernel/security", "securityfs", 0);

	assert_closed_by(facts, "securityfs-policy", BARRIER_LSM);
	mount->point = "/host/sys/kernel/security";	/* no rule is about that path */
	assert_path(facts, "securityfs-policy", PATH_OPEN);
	mount->read_only = true;
	assert_closed_by(facts, "securityfs-policy", BARRIER_READ_ONLY);
}

static void variables_of_the_firmware_that_were_bound_in(void **state)
{
	(void)state;
	struct facts *facts = docker_default();
	struct mount *mount = put_mount(facts, MOUNT_HOST_PATH, "/efi", "efivarfs", 0);

	assert_path(facts, "efivarfs-rw", PATH_OPEN);
	hold(facts, 0);
	assert_path(facts, "efivarfs-rw", PATH_OPEN);	/* they belong to uid 0 */
	as_user(facts, 1000);
	assert_closed_by(facts, "efivarfs-rw", BARRIER_PERMISSION);
	mount->read_only = true;
	assert_closed_by(facts, "efivarfs-rw", BARRIER_READ_ONLY);
}

/* Where no group of others is shown, one's own mount of the hierarchy does it. */
static void a_mount_of_ones_own_shows_all_groups(void **state)
{
	(void)state;
	static const struct { change *change; enum barrier_kind kind; } closed[] = {
		CAP_OF(SYS_ADMIN), USERNS, { own_cgroup, BARRIER_NAMESPACE }, { all_mounting_filtered, BARRIER_SECCOMP },
		{ file_systems_gone, BARRIER_KERNEL }, { as_a_user, BARRIER_CAPABILITY },
	};
	static change *const unknown[] = { forget_caps, forget_userns, forget_calls, forget_lsm, forget_FILESYSTEMS, forget_CGROUPNS_INITIAL };
	struct facts *facts = everything();

	facts->kernel_files_count = 0;
	assert_path(facts, "cgroup2-rw", PATH_OPEN);
	for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
		facts = everything();
		facts->kernel_files_count = 0;
		closed[i].change(facts);
		assert_path(facts, "cgroup2-rw", PATH_CLOSED);
		assert_closed_by(facts, "cgroup2-rw", closed[i].kind);
	}
	for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
		facts = everything();
		facts->kernel_files_count = 0;
		unknown[i](facts);
		assert_path(facts, "cgroup2-rw", PATH_UNKNOWN);
	}
}

static void a_table_that_was_refused_may_be_readable_to_root(void **state)
{
	(void)state;
	struct facts *facts = everything();

	tables_denied(facts);
	as_user(facts, 1000);
	assert_int_equal(finding_of(judged(facts), "proc-unmasked")->status, PATH_CLOSED);
	assert_int_equal(finding_of(judged(facts), "proc-unmasked")->as_root, PATH_UNKNOWN);
}

static void what_every_engine_shows_is_not_unmasked(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	put_kernel_file(facts, KERNEL_FILE_MASKED, "/proc/interrupts", KERNEL_FILE_EXPOSED);
	put_kernel_file(facts, KERNEL_FILE_MASKED, "/proc/asound", KERNEL_FILE_EXPOSED);
	put_kernel_file(facts, KERNEL_FILE_MASKED, "/proc/keys", KERNEL_FILE_HIDDEN);
	assert_closed_by(facts, "proc-unmasked", BARRIER_MASKED);
	put_kernel_file(facts, KERNEL_FILE_MASKED, "/sys/firmware", KERNEL_FILE_EXPOSED);
	assert_path(facts, "proc-unmasked", PATH_OPEN);
}

static void a_sandbox_shares_nothing(void **state)
{
	(void)state;
	static const char *const ids[] = { "host-pid", "host-network-raw", "host-cgroupns", "shared-keyring", "io-uring",
					   "unprivileged-userns", "proc-unmasked", "chroot-break" };

	for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
		assert_path(gvisor(), ids[i], PATH_CLOSED);
}

static void forget_nodes(struct facts *facts)
{
	facts->devices_list.truncated = true;
	for (size_t i = 0; i < facts->devices_count; i++)
		facts->devices[i].path = NULL;
}

/* A list that is cut short may have left out what a path asks for, though
 * nothing of the kind can be made or mounted. */
static void what_was_not_seen_may_be_there(void **state)
{
	(void)state;
	struct facts *facts = everything();

	all_mounting_filtered(facts);
	assert_path(facts, "cgroup2-device-detach", PATH_OPEN);
	forget_mounts(facts);
	assert_path(facts, "cgroup2-device-detach", PATH_UNKNOWN);

	facts = everything();
	take(facts, CAP_MKNOD);
	all_mounting_filtered(facts);
	assert_path(facts, "cgroup2-device-detach", PATH_OPEN);
	forget_nodes(facts);
	assert_path(facts, "cgroup2-device-detach", PATH_UNKNOWN);

	facts = everything();
	fact_set_bool(facts, FACT_CGROUP_DEVICES_V1, true);
	all_mounting_filtered(facts);
	assert_path(facts, "cgroup1-devices-allow", PATH_CLOSED);
	facts->kernel_files_list.truncated = true;
	assert_path(facts, "cgroup1-devices-allow", PATH_UNKNOWN);
}

static void podman_shares_the_keys_of_root(void **state)
{
	(void)state;
	assert_path(podman_default(), "shared-keyring", PATH_OPEN);
	assert_path(docker_default(), "shared-keyring", PATH_CLOSED);
	assert_path(rootless_privileged(), "shared-keyring", PATH_CLOSED);
	assert_verdict(podman_default(), VERDICT_CONTAINED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_opens),
		cmocka_unit_test(each_is_closed_by_each_barrier_alone),
		cmocka_unit_test(each_is_unknown_for_want_of_each_fact),
		cmocka_unit_test(a_fixed_kernel_says_nothing_of_another_that_asks),
		cmocka_unit_test(a_policy_file_below_sys_is_denied_by_the_engines_profile),
		cmocka_unit_test(variables_of_the_firmware_that_were_bound_in),
		cmocka_unit_test(a_mount_of_ones_own_shows_all_groups),
		cmocka_unit_test(a_table_that_was_refused_may_be_readable_to_root),
		cmocka_unit_test(what_every_engine_shows_is_not_unmasked),
		cmocka_unit_test(a_sandbox_shares_nothing),
		cmocka_unit_test(what_was_not_seen_may_be_there),
		cmocka_unit_test(podman_shares_the_keys_of_root),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
