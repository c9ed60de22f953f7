/* What single capabilities open, and what keeps each closed. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "facts_literal.h"

/* ---- CAP_SYS_ADMIN ---------------------------------------------------------- */

static void sys_admin_is_a_way_out_under_dockers_own_profiles(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	assert_path(facts, "sysadmin-binfmt-misc", PATH_OPEN);
	assert_path(facts, "sysadmin-fanotify", PATH_OPEN);
	assert_path(facts, "cgroup2-device-detach", PATH_OPEN);
	assert_closed_by(facts, "sysadmin-core-pattern", BARRIER_LSM);
	assert_closed_by(facts, "sysadmin-release-agent", BARRIER_NAMESPACE);
	without_apparmor(facts);
	assert_path(facts, "sysadmin-core-pattern", PATH_OPEN);
	fact_set_bool(facts, FACT_CGROUPNS_INITIAL, true);
	assert_path(facts, "sysadmin-release-agent", PATH_OPEN);
}

static const char *const sysadmin_paths[] = {
	"sysadmin-binfmt-misc", "sysadmin-fanotify", "sysadmin-core-pattern", "sysadmin-release-agent", "bpf-write-user",
	"cgroup2-device-detach", "live-filesystem-attach", "bpf-read-kernel", "perf-read-user",
};
#define EACH_SYSADMIN_PATH(i) for (size_t i = 0; i < sizeof sysadmin_paths / sizeof *sysadmin_paths; i++)

static struct facts *unconfined_sys_admin(void)
{
	struct facts *facts = docker_sys_admin();

	without_apparmor(facts);
	without_seccomp(facts);
	fact_set_bool(facts, FACT_CGROUPNS_INITIAL, true);
	fact_set_static(facts, FACT_KERNEL_RELEASE, "6.12.0");
	fact_set_static(facts, FACT_LSM_LIST, "capability,landlock,yama");
	return facts;
}

static void each_path_of_sys_admin_can_open(void **state)
{
	(void)state;
	EACH_SYSADMIN_PATH(i)
		assert_path(unconfined_sys_admin(), sysadmin_paths[i], PATH_OPEN);
}

static void a_user_namespace_closes_them_all(void **state)
{
	(void)state;
	EACH_SYSADMIN_PATH(i) {
		struct facts *facts = unconfined_sys_admin();

		in_user_namespace(facts);
		assert_closed_by(facts, sysadmin_paths[i], BARRIER_USER_NAMESPACE);
	}
}

static void a_held_bit_that_the_kernel_denies_opens_nothing(void **state)
{
	(void)state;
	EACH_SYSADMIN_PATH(i) {
		struct facts *facts = unconfined_sys_admin();

		facts->question[ASK_CAP_SYS_ADMIN] = answered(EPERM);
		if (!strstr(sysadmin_paths[i], "-read-"))	/* of these another capability is left */
			assert_closed_by(facts, sysadmin_paths[i], BARRIER_LSM);
	}
}

static void the_hosts_root_in_a_user_namespace_mounts_a_proc_of_its_own(void **state)
{
	(void)state;
	struct facts *facts = unconfined_sys_admin();

	in_user_namespace(facts);
	fact_set_number(facts, FACT_PROC_OWNER, 0);	/* "0 0 1": as bubblewrap maps root */
	facts->question[ASK_CAP_SYS_ADMIN] = answered(EPERM);
	facts->question[ASK_PROC_LOCKED] = answered(EINVAL);
	assert_closed_by(facts, "sysadmin-core-pattern", BARRIER_MASKED);
	facts->question[ASK_PROC_LOCKED] = answered(EBUSY);
	assert_path(facts, "sysadmin-core-pattern", PATH_OPEN);
	assert_path(facts, "sysrq-trigger", PATH_OPEN);
	assert_closed_by(facts, "sysadmin-binfmt-misc", BARRIER_USER_NAMESPACE);
	facts->question[ASK_PROC_LOCKED] = (struct answer){ 0 };
	assert_path(facts, "sysadmin-core-pattern", PATH_UNKNOWN);
	for (size_t i = 0; i < facts->mounts_count; i++)
		facts->mounts[i].hidden |= facts->mounts[i].class == MOUNT_MASK || facts->mounts[i].class == MOUNT_READ_ONLY_PATH;
	assert_path(facts, "sysadmin-core-pattern", PATH_OPEN);
	take(facts, CAP_SYS_ADMIN);
	assert_closed_by(facts, "sysadmin-core-pattern", BARRIER_CAPABILITY);
}

static void seccomp_closes_what_it_names(void **state)
{
	(void)state;
	static const struct { const char *path; enum call_id calls[2]; } rows[] = {
		{ "sysadmin-binfmt-misc", { CALL_MOUNT, CALL_FSOPEN } },
		{ "sysadmin-fanotify", { CALL_FANOTIFY_INIT, CALL_FANOTIFY_INIT } },
		{ "sysadmin-core-pattern", { CALL_MOUNT, CALL_FSCONFIG } },
		{ "sysadmin-release-agent", { CALL_MOUNT, CALL_FSMOUNT } },
		{ "bpf-write-user", { CALL_BPF, CALL_BPF } },
		{ "bpf-read-kernel", { CALL_BPF, CALL_BPF } },
		{ "perf-read-user", { CALL_PERF_EVENT_OPEN, CALL_PERF_EVENT_OPEN } },
		{ "live-filesystem-attach", { CALL_MOUNT, CALL_FSOPEN } },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = unconfined_sys_admin();

		fact_set_number(facts, FACT_SECCOMP_MODE, 2);
		call_denied(facts, rows[i].calls[0], EPERM);
		if (rows[i].calls[0] != rows[i].calls[1])
			assert_path(facts, rows[i].path, PATH_OPEN);	/* the other way is left */
		facts->call[rows[i].calls[1]].filter = (struct answer){ KILLED, 31, NULL };
		assert_closed_by(facts, rows[i].path, BARRIER_SECCOMP);
	}
}

static void binfmt_misc_has_to_be_there(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	fact_set_static(facts, FACT_FILESYSTEMS, "nodev\tproc\n\text4\n");
	assert_path(facts, "sysadmin-binfmt-misc", PATH_UNKNOWN);	/* mounting it loads the module */
	fact_set_number(facts, FACT_MODULES_DISABLED, 1);
	assert_closed_by(facts, "sysadmin-binfmt-misc", BARRIER_KERNEL);
	fact_set_number(facts, FACT_MODULES_DISABLED, 0);
	fact_set_bool(facts, FACT_KERNEL_MODULES, false);
	assert_closed_by(facts, "sysadmin-binfmt-misc", BARRIER_KERNEL);
	assert_closed_by(facts, "sysadmin-release-agent", BARRIER_KERNEL);	/* never a module */
	fact_set_unknown(facts, FACT_FILESYSTEMS, EACCES, NULL);
	assert_path(facts, "sysadmin-binfmt-misc", PATH_UNKNOWN);
}

static void fanotify_needs_a_mount_of_the_host(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	facts->mounts[5].type = "tmpfs";
	assert_closed_by(facts, "sysadmin-fanotify", BARRIER_NOT_GIVEN);
	facts->mounts_list.truncated = true;
	assert_path(facts, "sysadmin-fanotify", PATH_UNKNOWN);
	put_mount(facts, MOUNT_VOLUME, "/data", "xfs", 8);
	assert_path(facts, "sysadmin-fanotify", PATH_OPEN);
}

static void lockdown_is_only_believed_when_it_shows(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	assert_path(facts, "bpf-write-user", PATH_UNKNOWN);
	fact_set_static(facts, FACT_LOCKDOWN, "none [integrity] confidentiality");
	assert_closed_by(facts, "bpf-write-user", BARRIER_KERNEL);
	assert_path(facts, "bpf-read-kernel", PATH_OPEN);
	fact_set_static(facts, FACT_LOCKDOWN, "none integrity [confidentiality]");
	assert_closed_by(facts, "bpf-read-kernel", BARRIER_KERNEL);
	fact_set_static(facts, FACT_LOCKDOWN, "[none] integrity confidentiality");
	assert_path(facts, "bpf-write-user", PATH_OPEN);
	fact_set_unknown(facts, FACT_LOCKDOWN, ENOENT, NULL);
	facts->question[ASK_CAP_SYS_RAWIO] = answered(0);
	assert_path(facts, "bpf-write-user", PATH_OPEN);
}

static void setns_needs_a_process_of_the_host(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	assert_closed_by(facts, "setns-host", BARRIER_NAMESPACE);
	fact_set_bool(facts, FACT_PIDNS_INITIAL, true);
	assert_closed_by(facts, "setns-host", BARRIER_NOT_GIVEN);
	struct process *init = put_process(facts, 1, 0, YES);

	assert_closed_by(facts, "setns-host", BARRIER_PERMISSION);
	init->root = answered(0);
	assert_path(facts, "setns-host", PATH_OPEN);
	init->host = UNKNOWN;
	assert_path(facts, "setns-host", PATH_UNKNOWN);
	take(facts, CAP_SYS_ADMIN);
	assert_closed_by(facts, "setns-host", BARRIER_CAPABILITY);
}

static void what_a_user_is_refused_root_with_the_capability_may_be_let_do(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	give(facts, CAP_SYS_PTRACE);
	fact_set_bool(facts, FACT_PIDNS_INITIAL, true);
	without_apparmor(facts);
	put_process(facts, 1, 0, YES);
	as_user(facts, 1000);
	assert_path(facts, "setns-host", PATH_CLOSED);
	assert_int_equal(finding_of(judged(facts), "setns-host")->as_root, PATH_OPEN);
}

/* ---- the others ---------------------------------------------------------------- */

static struct facts *docker_with(unsigned cap, enum call_id call)
{
	struct facts *facts = docker_default();

	give(facts, cap);
	call_passes(facts, call);
	return facts;
}

static void sys_module_loads_modules(void **state)
{
	(void)state;
	struct facts *facts = docker_with(CAP_SYS_MODULE, CALL_FINIT_MODULE);

	assert_path(facts, "cap-sys-module", PATH_OPEN);
	fact_set_bool(facts, FACT_MODULE_SIG_ENFORCE, true);
	assert_closed_by(facts, "cap-sys-module", BARRIER_KERNEL);
	fact_set_unknown(facts, FACT_MODULE_SIG_ENFORCE, EACCES, NULL);
	assert_path(facts, "cap-sys-module", PATH_UNKNOWN);
	fact_set_unknown(facts, FACT_MODULE_SIG_ENFORCE, ENOENT, NULL);
	assert_path(facts, "cap-sys-module", PATH_OPEN);
	fact_set_number(facts, FACT_MODULES_DISABLED, 1);
	assert_closed_by(facts, "cap-sys-module", BARRIER_KERNEL);
	fact_set_number(facts, FACT_MODULES_DISABLED, 0);
	fact_set_bool(facts, FACT_KERNEL_MODULES, false);
	assert_closed_by(facts, "cap-sys-module", BARRIER_KERNEL);
	facts->question[ASK_CAP_SYS_MODULE] = answered(ENOEXEC);	/* the kernel knows better */
	assert_path(facts, "cap-sys-module", PATH_OPEN);
	call_denied(facts, CALL_FINIT_MODULE, EPERM);
	assert_closed_by(facts, "cap-sys-module", BARRIER_SECCOMP);
	facts = docker_with(CAP_SYS_MODULE, CALL_INIT_MODULE);
	fact_set_static(facts, FACT_KERNEL_CMDLINE, "quiet lockdown=integrity");
	fact_set_static(facts, FACT_LOCKDOWN, "none [integrity] confidentiality");
	assert_closed_by(facts, "cap-sys-module", BARRIER_KERNEL);
	facts = docker_with(CAP_SYS_MODULE, CALL_INIT_MODULE);
	in_user_namespace(facts);
	assert_closed_by(facts, "cap-sys-module", BARRIER_USER_NAMESPACE);
}

static void dac_read_search_needs_an_anchor(void **state)
{
	(void)state;
	struct facts *facts = docker_with(CAP_DAC_READ_SEARCH, CALL_OPEN_BY_HANDLE_AT);

	facts->question[ASK_CAP_DAC_READ_SEARCH] = answered(EFAULT);
	facts->mounts[5].by_handle = answered(0);
	assert_path(facts, "cap-dac-read-search", PATH_OPEN);
	facts->mounts[5].by_handle = answered(EOPNOTSUPP);
	assert_closed_by(facts, "cap-dac-read-search", BARRIER_NOT_GIVEN);
	facts->mounts[5].by_handle = (struct answer){ NOT_ASKED, 0, "a captured tree" };
	assert_path(facts, "cap-dac-read-search", PATH_OPEN);
	facts->mounts[5].type = "tmpfs";
	facts->mounts[5].by_handle = answered(0);
	assert_closed_by(facts, "cap-dac-read-search", BARRIER_NOT_GIVEN);
	facts->mounts[5].type = "ext4";
	call_denied(facts, CALL_OPEN_BY_HANDLE_AT, EPERM);
	assert_closed_by(facts, "cap-dac-read-search", BARRIER_SECCOMP);
	assert_closed_by(docker_default(), "cap-dac-read-search", BARRIER_CAPABILITY);
}

static void sys_rawio_reaches_ports_unless_locked_down(void **state)
{
	(void)state;
	struct facts *facts = docker_with(CAP_SYS_RAWIO, CALL_IOPL);

	facts->question[ASK_CAP_SYS_RAWIO] = answered(0);
	assert_path(facts, "cap-sys-rawio", PATH_OPEN);
	facts->question[ASK_CAP_SYS_RAWIO] = answered(EPERM);
	assert_closed_by(facts, "cap-sys-rawio", BARRIER_KERNEL);
	facts->question[ASK_CAP_SYS_RAWIO] = (struct answer){ 0 };
	assert_path(facts, "cap-sys-rawio", PATH_UNKNOWN);
	facts->call[CALL_IOPL].plain = facts->call[CALL_IOPERM].plain = answered(ENOSYS);	/* not x86 */
	facts->call[CALL_IOPERM].filter = answered(ENOSYS);
	assert_path(facts, "cap-sys-rawio", PATH_CLOSED);
}

static void bpf_and_perfmon_together_read_the_kernel(void **state)
{
	(void)state;
	struct facts *facts = docker_with(CAP_BPF, CALL_BPF);

	fact_set_static(facts, FACT_LOCKDOWN, "none");
	assert_closed_by(facts, "bpf-read-kernel", BARRIER_CAPABILITY);
	give(facts, CAP_PERFMON);
	assert_path(facts, "bpf-read-kernel", PATH_OPEN);
	assert_closed_by(facts, "bpf-write-user", BARRIER_CAPABILITY);
}

static void a_processors_event_needs_a_capability_or_a_low_switch(void **state)
{
	(void)state;
	static const struct { const char *paranoid; enum path_status status; } rows[] = {
		{ "-1", PATH_OPEN }, { "0", PATH_OPEN }, { "1", PATH_CLOSED }, { "2", PATH_CLOSED }, { "3", PATH_CLOSED }, { "4", PATH_CLOSED },
	};
	struct facts *facts = docker_with(CAP_PERFMON, CALL_PERF_EVENT_OPEN);

	assert_path(facts, "perf-read-user", PATH_OPEN);
	fact_set_static(facts, FACT_LOCKDOWN, "none integrity [confidentiality]");
	assert_path(facts, "perf-read-user", PATH_OPEN);	/* it keeps back the kernel's registers alone */
	fact_set_static(facts, FACT_PERF_PARANOID, "3");
	facts->call[CALL_PERF_EVENT_OPEN].plain = (struct answer){ 0 };
	assert_path(facts, "perf-read-user", PATH_UNKNOWN);	/* Debian's and Ubuntu's kernels want more then */
	facts->call[CALL_PERF_EVENT_OPEN].plain = answered(EINVAL);
	assert_path(facts, "perf-read-user", PATH_OPEN);
	facts->call[CALL_PERF_EVENT_OPEN].plain = answered(EACCES);
	assert_path(facts, "perf-read-user", PATH_CLOSED);
	give(facts, CAP_SYS_ADMIN);
	facts->question[ASK_CAP_SYS_ADMIN] = answered(ENOENT);
	assert_path(facts, "perf-read-user", PATH_OPEN);
	take(facts, CAP_SYS_ADMIN);
	take(facts, CAP_PERFMON);
	assert_closed_by(facts, "perf-read-user", BARRIER_CAPABILITY);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		fact_set_static(facts, FACT_PERF_PARANOID, rows[i].paranoid);
		assert_path(facts, "perf-read-user", rows[i].status);
	}
	fact_set_unknown(facts, FACT_PERF_PARANOID, EACCES, NULL);
	assert_path(facts, "perf-read-user", PATH_UNKNOWN);
	fact_set_static(facts, FACT_PERF_PARANOID, "0");
	in_user_namespace(facts);
	assert_path(facts, "perf-read-user", PATH_OPEN);	/* then nobody is asked who he is */
	fact_set_static(facts, FACT_SELINUX_CONTEXT, "system_u:system_r:container_t:s0:c1,c2");
	fact_set_bool(facts, FACT_SELINUX_ENFORCING, true);
	assert_path(facts, "perf-read-user", PATH_UNKNOWN);
	call_denied(facts, CALL_PERF_EVENT_OPEN, EPERM);
	assert_closed_by(facts, "perf-read-user", BARRIER_SECCOMP);
}

static void kexec_needs_somebody_to_start_it(void **state)
{
	(void)state;
	struct facts *facts = docker_with(CAP_SYS_BOOT, CALL_KEXEC_LOAD);

	facts->question[ASK_KEXEC] = answered(EINVAL);
	assert_closed_by(facts, "kexec-load", BARRIER_NAMESPACE);
	fact_set_bool(facts, FACT_PIDNS_INITIAL, true);
	assert_path(facts, "kexec-load", PATH_OPEN);
	facts->question[ASK_KEXEC] = answered(EPERM);
	fact_set_static(facts, FACT_LOCKDOWN, "none");
	fact_set_number(facts, FACT_KEXEC_DISABLED, 1);
	assert_closed_by(facts, "kexec-load", BARRIER_KERNEL);
	fact_set_number(facts, FACT_KEXEC_DISABLED, 0);
	assert_path(facts, "kexec-load", PATH_OPEN);
	fact_set_static(facts, FACT_KEXEC_LIMIT_REBOOT, "0");
	assert_closed_by(facts, "kexec-load", BARRIER_KERNEL);
}

static void sysrq_starts_a_crash_kernel_only_where_memory_is_set_aside(void **state)
{
	(void)state;
	struct facts *facts = docker_with(CAP_SYS_BOOT, CALL_KEXEC_LOAD);
	struct kernel_file *file = facts_kernel_file_new(facts);

	*file = (struct kernel_file){
		.kind = KERNEL_FILE_SYSRQ_TRIGGER, .path = "/proc/sysrq-trigger", .own = true, .state = KERNEL_FILE_EXPOSED,
	};
	facts_kernel_file_done(facts);
	facts->question[ASK_KEXEC] = answered(EINVAL);
	fact_set_static(facts, FACT_KERNEL_CMDLINE, "root=/dev/vda quiet");
	assert_closed_by(facts, "kexec-load", BARRIER_NAMESPACE);
	fact_set_static(facts, FACT_KERNEL_CMDLINE, "root=/dev/vda crashkernel=128M");
	assert_path(facts, "kexec-load", PATH_OPEN);
	fact_set_unknown(facts, FACT_KERNEL_CMDLINE, EACCES, NULL);
	assert_path(facts, "kexec-load", PATH_UNKNOWN);
}

static void the_kernels_own_answer_opens_its_log(void **state)
{
	(void)state;
	struct facts *facts = docker_with(CAP_SYS_ADMIN, CALL_SYSLOG);

	fact_set_number(facts, FACT_DMESG_RESTRICT, 1);
	facts->question[ASK_CAP_SYSLOG] = answered(EPERM);
	assert_path(facts, "kernel-log", PATH_CLOSED);
	facts->question[ASK_CAP_SYSLOG] = answered(0);	/* 6.1 takes CAP_SYS_ADMIN for it */
	assert_path(facts, "kernel-log", PATH_OPEN);
}

static void reboot_log_and_clock_are_influence(void **state)
{
	(void)state;
	struct facts *facts = docker_with(CAP_SYS_BOOT, CALL_REBOOT);

	assert_closed_by(facts, "host-reboot", BARRIER_NAMESPACE);
	fact_set_bool(facts, FACT_PIDNS_INITIAL, true);
	assert_path(facts, "host-reboot", PATH_OPEN);
	facts = docker_with(CAP_SYSLOG, CALL_SYSLOG);
	assert_path(facts, "kernel-log", PATH_OPEN);
	assert_verdict(facts, VERDICT_CONTAINED);
	take(facts, CAP_SYSLOG);
	assert_path(facts, "kernel-log", PATH_CLOSED);
	fact_set_number(facts, FACT_DMESG_RESTRICT, 0);
	assert_path(facts, "kernel-log", PATH_OPEN);
	facts = gvisor();
	fact_set_number(facts, FACT_DMESG_RESTRICT, 0);
	assert_closed_by(facts, "kernel-log", BARRIER_KERNEL);	/* it is the sandbox's own */
	facts = docker_with(CAP_SYS_TIME, CALL_SETTIMEOFDAY);
	facts->question[ASK_CAP_SYS_TIME] = answered(0);
	assert_path(facts, "host-clock", PATH_OPEN);
	facts->question[ASK_CAP_SYS_TIME] = answered(EPERM);
	assert_closed_by(facts, "host-clock", BARRIER_LSM);
}

/* CAP_SYS_ADMIN mounts a proc of its own, over which no engine put masks. */
static void a_proc_of_ones_own_has_neither_masks_nor_read_only_paths(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	assert_path(facts, "sysrq-trigger", PATH_OPEN);		/* fsmount(2): the profile has no rule there */
	assert_closed_by(facts, "modprobe-path", BARRIER_LSM);	/* by accident: its path begins with /sys */
	assert_path(facts, "kcore", PATH_CLOSED);
	assert_path(facts, "tracefs", PATH_CLOSED);		/* no tracefs in this kernel */
	give(facts, CAP_SYS_RAWIO);
	assert_path(facts, "kcore", PATH_UNKNOWN);		/* lockdown */
	facts->question[ASK_CAP_SYS_RAWIO] = answered(0);
	assert_path(facts, "kcore", PATH_OPEN);
	fact_set_static(facts, FACT_FILESYSTEMS, "nodev\ttracefs\n");
	assert_path(facts, "tracefs", PATH_OPEN);
	without_apparmor(facts);
	assert_path(facts, "modprobe-path", PATH_OPEN);
	fact_set_bool(facts, FACT_KERNEL_MODULES, false);
	assert_path(facts, "modprobe-path", PATH_CLOSED);
	in_user_namespace(facts);
	assert_path(facts, "sysrq-trigger", PATH_CLOSED);
	assert_path(facts, "kcore", PATH_CLOSED);
	assert_path(facts, "tracefs", PATH_CLOSED);
}

static void a_kernel_without_the_file_has_it_in_no_proc(void **state)
{
	(void)state;
	static const struct { enum kernel_file_kind kind; const char *id; } rows[] = {
		{ KERNEL_FILE_SYSRQ_TRIGGER, "sysrq-trigger" }, { KERNEL_FILE_MODPROBE, "modprobe-path" }, { KERNEL_FILE_KCORE, "kcore" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = docker_privileged();

		for (size_t k = 0; k < facts->kernel_files_count; k++)
			if (facts->kernel_files[k].kind == rows[i].kind) {
				facts->kernel_files[k].state = KERNEL_FILE_GONE;
				facts->kernel_files[k].read = facts->kernel_files[k].write = answered(ENOENT);
			}
		ROW(rows[i].id);
		assert_closed_by(facts, rows[i].id, BARRIER_KERNEL);
	}
	ROW("");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sys_admin_is_a_way_out_under_dockers_own_profiles),
		cmocka_unit_test(each_path_of_sys_admin_can_open),
		cmocka_unit_test(a_user_namespace_closes_them_all),
		cmocka_unit_test(a_held_bit_that_the_kernel_denies_opens_nothing),
		cmocka_unit_test(the_hosts_root_in_a_user_namespace_mounts_a_proc_of_its_own),
		cmocka_unit_test(seccomp_closes_what_it_names),
		cmocka_unit_test(binfmt_misc_has_to_be_there),
		cmocka_unit_test(fanotify_needs_a_mount_of_the_host),
		cmocka_unit_test(lockdown_is_only_believed_when_it_shows),
		cmocka_unit_test(setns_needs_a_process_of_the_host),
		cmocka_unit_test(what_a_user_is_refused_root_with_the_capability_may_be_let_do),
		cmocka_unit_test(sys_module_loads_modules),
		cmocka_unit_test(dac_read_search_needs_an_anchor),
		cmocka_unit_test(sys_rawio_reaches_ports_unless_locked_down),
		cmocka_unit_test(bpf_and_perfmon_together_read_the_kernel),
		cmocka_unit_test(a_processors_event_needs_a_capability_or_a_low_switch),
		cmocka_unit_test(kexec_needs_somebody_to_start_it),
		cmocka_unit_test(sysrq_starts_a_crash_kernel_only_where_memory_is_set_aside),
		cmocka_unit_test(the_kernels_own_answer_opens_its_log),
		cmocka_unit_test(reboot_log_and_clock_are_influence),
		cmocka_unit_test(a_proc_of_ones_own_has_neither_masks_nor_read_only_paths),
		cmocka_unit_test(a_kernel_without_the_file_has_it_in_no_proc),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
