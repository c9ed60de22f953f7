/* test_judge_conditions.c - the lesser conditions of the paths, each alone: a
 * fact that is missing, a second thing of the kind, the odd errno. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "bytes.h"
#include "facts_literal.h"
#include "privileged.h"

/* Some way of the path, of those that are kept, has a barrier in this state
 * with these words in its evidence, or the words in its title. */
static bool says(struct facts *facts, const char *id, enum barrier_state state, const char *words)
{
	const struct finding *finding = finding_of(judged(facts), id);

	assert_non_null(finding);
	for (size_t i = 0; i < finding->ways; i++) {
		if (strstr(finding->way[i].title, words))
			return true;
		for (size_t k = 0; k < finding->way[i].count; k++)
			if (finding->way[i].barrier[k].state == state && (strstr(finding->way[i].barrier[k].evidence, words)))
				return true;
	}
	return false;
}

/* ---- capabilities ---------------------------------------------------------- */

static void a_mount_namespace_that_is_bound_may_be_the_hosts(void **state)
{
	(void)state;
	static const struct { const char *why, *type, *root; bool hidden, found; } rows[] = {
		{ "a mount namespace", "nsfs", "mnt:[4026531832]", false, true },
		{ "another kind", "nsfs", "net:[4026531840]", false, false },
		{ "no namespace", "tmpfs", "mnt:[4026531832]", false, false },
		{ "covered", "nsfs", "mnt:[4026531832]", true, false },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_sys_admin();
		struct mount *mount = put_mount(facts, MOUNT_PSEUDO, "/run/bound", rows[i].type, 0);

		mount->root = rows[i].root;
		mount->hidden = rows[i].hidden;
		assert_path(facts, "setns-host", rows[i].found ? PATH_UNKNOWN : PATH_CLOSED);
		if (rows[i].found)
			assert_true(says(facts, "setns-host", BARRIER_IS_UNKNOWN, "bound at /run/bound"));
	}
}

static void a_process_without_a_name_is_one_all_the_same(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	fact_set_bool(facts, FACT_PIDNS_INITIAL, true);
	put_process(facts, 1, 0, YES)->comm = NULL;
	assert_true(says(facts, "setns-host", BARRIER_ABSENT, "process 1 (?)"));
	assert_true(says(facts, "host-process-root", BARRIER_ABSENT, "process 1 (?, uid 0)"));
	facts->processes[0].comm = "init";
	assert_true(says(facts, "setns-host", BARRIER_ABSENT, "process 1 (init)"));
	assert_true(says(facts, "setns-host", BARRIER_ABSENT, "the process lives in the host's mount namespace"));
	assert_true(says(facts, "host-process-root", BARRIER_ABSENT, "it lives in the host's mount namespace"));
}

static void the_next_mount_namespace_was_asked_for_or_is_dated(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	facts->question[ASK_MNTNS] = (struct answer){ NOT_ASKED, 0, NULL };
	fact_set_static(facts, FACT_KERNEL_RELEASE, "6.12.0");
	assert_true(says(facts, "nsfs-iterate", BARRIER_IS_UNKNOWN, "could not be asked"));
	facts->question[ASK_MNTNS].reason = "a tree";
	assert_true(says(facts, "nsfs-iterate", BARRIER_IS_UNKNOWN, "a tree"));
	fact_set_static(facts, FACT_KERNEL_RELEASE, "6.11.9");
	assert_true(says(facts, "nsfs-iterate", BARRIER_STANDING, "6.11.9; the request came with 6.12"));
	facts->question[ASK_MNTNS] = answered(EPERM);
	assert_true(says(facts, "nsfs-iterate", BARRIER_STANDING, "EPERM (asked)"));
	facts->question[ASK_MNTNS] = answered(0);
	assert_true(says(facts, "nsfs-iterate", BARRIER_ABSENT, "hands one out"));
}

static void a_shared_bind_of_any_kind_passes_mounts_on(void **state)
{
	(void)state;
	static const struct { const char *why; enum mount_class class; bool hidden; uint64_t shared; enum path_status status; } rows[] = {
		{ "a path of the host", MOUNT_HOST_PATH, false, 7, PATH_OPEN }, { "a volume", MOUNT_VOLUME, false, 7, PATH_OPEN },
		{ "a pod's volume", MOUNT_POD_VOLUME, false, 7, PATH_OPEN }, { "the engine's own", MOUNT_PLUMBING, false, 7, PATH_CLOSED },
		{ "covered", MOUNT_VOLUME, true, 7, PATH_CLOSED }, { "private", MOUNT_VOLUME, false, 0, PATH_CLOSED },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_sys_admin();
		struct mount *mount;

		without_apparmor(facts);
		fact_set_bool(facts, FACT_APPARMOR_ENABLED, false);
		mount = put_mount(facts, rows[i].class, "/data", "ext4", 254);
		mount->shared = rows[i].shared;
		mount->hidden = rows[i].hidden;
		ROW(rows[i].why);
		assert_path(facts, "mount-propagation-shared", rows[i].status);
		if (rows[i].status != PATH_OPEN)
			continue;
		facts->mounts[0].shared = 8;	/* / is, too: by whom? */
		assert_path(facts, "mount-propagation-shared", PATH_UNKNOWN);
		facts->mounts[0].hidden = true;
		assert_path(facts, "mount-propagation-shared", PATH_OPEN);
		facts->mounts[0].point = "/other";
		facts->mounts[0].hidden = false;
		assert_path(facts, "mount-propagation-shared", PATH_OPEN);
	}
	ROW("");
}

static void an_answer_behind_a_filter_says_nothing_of_the_file_system(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	give(facts, CAP_DAC_READ_SEARCH);
	facts->question[ASK_CAP_DAC_READ_SEARCH] = answered(EFAULT);
	call_passes(facts, CALL_OPEN_BY_HANDLE_AT);
	facts->mounts[5].by_handle = answered(ENOSYS);
	assert_path(facts, "cap-dac-read-search", PATH_OPEN);
	facts->mounts[5].type = "jfs";		/* on a disk, and not known for handles */
	assert_path(facts, "cap-dac-read-search", PATH_CLOSED);
	assert_closed_by(facts, "cap-dac-read-search", BARRIER_NOT_GIVEN);
	facts->mounts[5].by_handle = answered(0);
	assert_path(facts, "cap-dac-read-search", PATH_OPEN);
}

static void kexec_may_be_missing_disabled_or_used_up(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	fact_set_unknown(facts, FACT_KEXEC_DISABLED, ENOENT, NULL);
	assert_true(says(facts, "kexec-load", BARRIER_STANDING, "not known: ENOENT"));
	facts->live = false;
	assert_true(says(facts, "kexec-load", BARRIER_IS_UNKNOWN, "not known: ENOENT"));
	facts->live = true;
	fact_set_unknown(facts, FACT_KEXEC_DISABLED, EACCES, NULL);
	assert_true(says(facts, "kexec-load", BARRIER_IS_UNKNOWN, "not known: EACCES"));
	fact_set_number(facts, FACT_KEXEC_DISABLED, 1);
	assert_true(says(facts, "kexec-load", BARRIER_STANDING, "1 (/proc/sys/kernel/kexec_load_disabled)"));
	fact_set_number(facts, FACT_KEXEC_DISABLED, 0);
	fact_set_static(facts, FACT_KEXEC_LIMIT_REBOOT, "0");
	assert_true(says(facts, "kexec-load", BARRIER_STANDING, "0 (/proc/sys/kernel/kexec_load_limit_reboot)"));
	unsigned used_up = finding_of(judged(facts), "kexec-load")->distance;

	fact_set_static(facts, FACT_KEXEC_LIMIT_REBOOT, "-1");
	assert_int_equal(finding_of(judged(facts), "kexec-load")->distance + 1, used_up);
}

static void a_proc_of_ones_own_may_need_a_new_pid_namespace(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	fact_set_bool(facts, FACT_USERNS_INITIAL, false);
	fact_set_bool(facts, FACT_PIDNS_INITIAL, true);
	call_denied(facts, CALL_UNSHARE, EPERM);
	assert_true(says(facts, "sysadmin-core-pattern", BARRIER_STANDING, "answers EPERM"));
	fact_set_bool(facts, FACT_PIDNS_INITIAL, false);
	const struct finding *finding = finding_of(judged(facts), "sysadmin-core-pattern");

	for (size_t i = 0; i < finding->ways; i++)
		for (size_t k = 0; k < finding->way[i].count; k++)
			assert_string_not_equal(finding->way[i].barrier[k].what, "unshare(2)");
}

static void selinux_beside_the_engines_profile_is_not_known(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	assert_true(says(facts, "kcore", BARRIER_ABSENT, "has no rule against it"));
	fact_set_bool(facts, FACT_SELINUX_ENFORCING, true);
	fact_set_static(facts, FACT_SELINUX_CONTEXT, "system_u:system_r:container_t:s0");
	assert_false(says(facts, "sysadmin-core-pattern", BARRIER_STANDING, "docker-default denies it"));
	assert_true(says(facts, "sysadmin-core-pattern", BARRIER_IS_UNKNOWN, "docker-default may refuse it"));
}

static void a_mount_that_is_covered_is_no_anchor(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	assert_true(mount_is_on_host_disk(&facts->mounts[5]));
	facts->mounts[5].hidden = true;
	assert_false(mount_is_on_host_disk(&facts->mounts[5]));
	assert_closed_by(facts, "sysadmin-fanotify", BARRIER_NOT_GIVEN);
}

/* ---- namespaces --------------------------------------------------------------- */

static void who_may_be_traced_is_asked_in_two_ways(void **state)
{
	(void)state;
	static const struct { const char *why; struct answer root, memory; enum barrier_state state; const char *words; } rows[] = {
		{ "may not be read", { ANSWERED, EACCES, NULL }, { ANSWERED, EFAULT, NULL }, BARRIER_STANDING, "may not even be read" },
		{ "may be attached to", { ANSWERED, 0, NULL }, { ANSWERED, EFAULT, NULL }, BARRIER_ABSENT, "lets us attach" },
		{ "read, and not attached to", { ANSWERED, 0, NULL }, { ANSWERED, EPERM, NULL }, BARRIER_STANDING, "1 (/proc/sys/kernel/yama/ptrace_scope)" },
		{ "read, and no more asked", { ANSWERED, 0, NULL }, { 0 }, BARRIER_STANDING, "1 (/proc/sys/kernel/yama/ptrace_scope)" },
		{ "not asked at all", { 0 }, { 0 }, BARRIER_STANDING, "1 (/proc/sys/kernel/yama/ptrace_scope)" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		struct process *process;

		without_apparmor(facts);
		fact_set_bool(facts, FACT_PIDNS_INITIAL, true);
		fact_set_number(facts, FACT_YAMA_PTRACE_SCOPE, 1);
		process = put_process(facts, 7, 0, YES);
		process->same_uid = YES;
		process->root = rows[i].root;
		process->memory = rows[i].memory;
		ASSERT_ROW(i, rows[i].why, says(facts, "host-process-ptrace", rows[i].state, rows[i].words));
	}
}

/* ---- the proc and sys file systems ---------------------------------------------- */

static void where_a_release_agent_lies_is_told_by_the_namespace_and_the_mount(void **state)
{
	(void)state;
	static const struct { const char *why, *root; enum known initial; enum barrier_state state; const char *words; } rows[] = {
		{ "the real root", "/", YES, BARRIER_ABSENT, "/ of the hierarchy is what is mounted, and the cgroup namespace is the initial one" },
		{ "not the root", "/docker/1", YES, BARRIER_STANDING, "/docker/1 of the hierarchy" },
		{ "the root of a namespace", "/", NO, BARRIER_STANDING, "not the initial one" },
		{ "part of what a namespace hides", "/..", NO, BARRIER_IS_UNKNOWN, "not the initial one" },
		{ "a namespace that is not known", "/", UNKNOWN, BARRIER_IS_UNKNOWN, "is not known" },
		{ "no mount that it lies on", NULL, YES, BARRIER_IS_UNKNOWN, "an unknown part" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();

		hold(facts, CAPS_ALL);
		without_apparmor(facts);
		facts->live = false;
		facts->mounts_count = 0;
		if (rows[i].root)
			put_mount(facts, MOUNT_PSEUDO, "/sys/fs/cgroup/rdma", "cgroup", 0)->root = rows[i].root;
		if (rows[i].initial == UNKNOWN)
			fact_set_unknown(facts, FACT_CGROUPNS_INITIAL, EACCES, NULL);
		else
			fact_set_bool(facts, FACT_CGROUPNS_INITIAL, rows[i].initial == YES);
		put_kernel_file(facts, KERNEL_FILE_RELEASE_AGENT, "/sys/fs/cgroup/rdma/release_agent", KERNEL_FILE_UNKNOWN);
		ASSERT_ROW(i, rows[i].why, says(facts, "release-agent", rows[i].state, rows[i].words));
	}
}

static void kcore_that_is_refused_with_the_capability_is_locked_down(void **state)
{
	(void)state;
	static const struct { const char *why; bool held, userns; int error; bool locked; } rows[] = {
		{ "held, and refused", true, false, EPERM, true },
		{ "not held", false, false, EPERM, false },
		{ "held in a user namespace", true, true, EPERM, false },
		{ "refused for another reason", true, false, EACCES, false },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();

		without_apparmor(facts);
		if (rows[i].held)
			give(facts, CAP_SYS_RAWIO);
		if (rows[i].userns)
			in_user_namespace(facts);
		for (size_t k = 0; k < facts->kernel_files_count; k++)
			if (facts->kernel_files[k].kind == KERNEL_FILE_KCORE) {
				facts->kernel_files[k].state = KERNEL_FILE_DENIED;
				facts->kernel_files[k].read = answered(rows[i].error);
			}
		ASSERT_ROW(i, rows[i].why, rows[i].locked == says(facts, "kcore", BARRIER_STANDING, "although CAP_SYS_RAWIO is held (asked)"));
		/* a policy may make the capability inert */
		assert_false(says(facts, "kcore", BARRIER_STANDING, "cause not told apart"));
		fact_set_static(facts, FACT_APPARMOR_MODE, "enforce");
		ASSERT_ROW(i, rows[i].why, rows[i].locked == says(facts, "kcore", BARRIER_STANDING, "held (asked); cause not told apart"));
	}
}

static void iopl_that_is_refused_where_the_capability_counts_is_locked_down(void **state)
{
	(void)state;
	for (int userns = 0; userns < 2; userns++) {
		struct facts *facts = docker_default();

		give(facts, CAP_SYS_RAWIO);
		if (userns)
			in_user_namespace(facts);
		facts->question[ASK_CAP_SYS_RAWIO] = answered(EPERM);
		facts->call[CALL_IOPL] = (struct call){ answered(0), answered(EINVAL) };
		assert_int_equal(says(facts, "cap-sys-rawio", BARRIER_STANDING, "iopl(2) answers EPERM"), !userns);
	}
}

static void lockdown_closes_a_tracefs(void **state)
{
	(void)state;
	struct facts *facts = docker_default();
	struct kernel_file *file;

	without_apparmor(facts);
	file = put_kernel_file(facts, KERNEL_FILE_TRACEFS, "/sys/kernel/tracing", KERNEL_FILE_EXPOSED);
	file->read = answered(0);
	fact_set_static(facts, FACT_LOCKDOWN, "none [integrity] confidentiality");
	assert_path(facts, "tracefs", PATH_OPEN);
	fact_set_static(facts, FACT_LOCKDOWN, "none integrity [confidentiality]");
	assert_path(facts, "tracefs", PATH_CLOSED);
	assert_closed_by(facts, "tracefs", BARRIER_KERNEL);
}

static void a_sysctl_stands_for_the_directory_that_it_lies_in(void **state)
{
	(void)state;
	static const struct { const char *why, *path; enum kernel_file_state state; bool stands; } rows[] = {
		{ "below it", "/proc/sys/kernel/core_pattern", KERNEL_FILE_NOT_WRITABLE, true },
		{ "gone", "/proc/sys/kernel/core_pattern", KERNEL_FILE_GONE, false },
		{ "of another instance", "/p/sys/kernel/core_pattern", KERNEL_FILE_NOT_WRITABLE, false },
		{ "bound elsewhere by itself", "/pattern", KERNEL_FILE_NOT_WRITABLE, false },
		{ "with a long name", "/srv/data/container/pattern", KERNEL_FILE_NOT_WRITABLE, false },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();

		facts->kernel_files_count = 0;
		put_kernel_file(facts, KERNEL_FILE_CORE_PATTERN, rows[i].path, rows[i].state)->write = answered(EROFS);
		put_kernel_file(facts, KERNEL_FILE_READ_ONLY, "/proc/sys", KERNEL_FILE_EXPOSED);
		const struct finding *finding = finding_of(judged(facts), "proc-sys-write");
		bool entry = false;

		/* the directory's entry is judged where no sysctl stands for it */
		for (size_t k = 0; k < finding->ways; k++)
			for (size_t n = 0; n < finding->way[k].count; n++)
				entry |= !strcmp(finding->way[k].title, "write to sysctls below /proc/sys")
					&& strstr(finding->way[k].barrier[n].evidence, "could be opened for writing") != NULL;
		ASSERT_ROW(i, rows[i].why, entry == !rows[i].stands);
	}
}

/* ---- what is shown, and what it reaches ------------------------------------------- */

static void what_would_be_reached_is_said(void **state)
{
	(void)state;
	static const struct { const char *sandbox, *machine, *words; } rows[] = {
		{ NULL, NULL, "the initial namespaces of this kernel" },
		{ "gvisor", "kvm", "what of the machine was handed in (files, sockets); the kernel is the sandbox's own (gvisor), and the machine's is not reached" },
		{ "kata", "kvm", "the virtual machine around this container (kata), not yet the machine that runs it" },
		{ NULL, "kvm", "the initial namespaces of this kernel, inside a virtual machine (kvm)" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();

		if (rows[i].sandbox)
			fact_set_static(facts, FACT_SANDBOX, rows[i].sandbox);
		if (rows[i].machine)
			fact_set_static(facts, FACT_VIRTUAL_MACHINE, rows[i].machine);
		assert_string_equal(judged(facts)->reaches, rows[i].words);
	}
}

static void a_user_namespace_was_not_asked_for(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	call_passes(facts, CALL_UNSHARE);
	facts->question[ASK_USERNS] = (struct answer){ NOT_ASKED, 0, NULL };
	assert_true(says(facts, "unprivileged-userns", BARRIER_IS_UNKNOWN, "could not be asked"));
	facts->question[ASK_USERNS].reason = "a tree";
	assert_true(says(facts, "unprivileged-userns", BARRIER_IS_UNKNOWN, "a tree"));
	facts->question[ASK_USERNS] = answered(0);
	assert_true(says(facts, "unprivileged-userns", BARRIER_ABSENT, "a child made one"));
}

static void only_a_directory_of_the_host_that_is_to_be_seen_takes_a_program(void **state)
{
	(void)state;
	static const struct { const char *why; enum mount_class class; bool hidden; enum known directory; enum path_status status; } rows[] = {
		{ "a directory", MOUNT_HOST_PATH, false, YES, PATH_OPEN }, { "a file", MOUNT_HOST_PATH, false, NO, PATH_CLOSED },
		{ "covered", MOUNT_HOST_PATH, true, YES, PATH_CLOSED }, { "a volume", MOUNT_VOLUME, false, YES, PATH_CLOSED },
		{ "not looked at", MOUNT_HOST_PATH, false, UNKNOWN, PATH_OPEN },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		struct mount *mount = put_mount(facts, rows[i].class, "/data", "ext4", 254);

		mount->hidden = rows[i].hidden;
		mount->is_directory = rows[i].directory;
		mount->write = answered(0);
		ROW(rows[i].why);
		assert_path(facts, "suid-on-host-volume", rows[i].status);
	}
	ROW("");
}

static void an_owner_that_was_not_looked_at_decides_nothing(void **state)
{
	(void)state;
	struct facts *facts = docker_default();
	struct mount *mount;

	as_user(facts, 1000);
	fact_set_number(facts, FACT_CAP_BOUNDING, 0);
	mount = put_mount(facts, MOUNT_HOST_PATH, "/data", "ext4", 254);
	mount->root = mount->host_path = "/etc";
	mount->uid = mount->gid = 5;
	mount->mode = 0600;
	mount->read = mount->write = answered(EACCES);
	assert_int_equal(finding_of(judged(facts), "host-config-write")->as_root, PATH_CLOSED);
	mount->is_directory = UNKNOWN;
	assert_int_equal(finding_of(judged(facts), "host-config-write")->as_root, PATH_UNKNOWN);
}

static void our_own_root_may_be_a_directory_of_the_host(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	assert_path(facts, "suid-on-host-volume", PATH_CLOSED);
	facts->mounts[0].type = "ext4";
	facts->mounts[0].write = answered(0);
	assert_path(facts, "suid-on-host-volume", PATH_UNKNOWN);
	assert_true(says(facts, "suid-on-host-volume", BARRIER_IS_UNKNOWN, "engines keep theirs to themselves"));
}

static void a_user_is_somebody_else_outside_its_namespace(void **state)
{
	(void)state;
	struct facts *facts = docker_default();
	static char many[33 * 8 + 1];

	in_user_namespace(facts);
	fact_set_static(facts, FACT_UID_MAP, "0 1000 1\n1 100000 65536");
	assert_non_null(strstr(judged(facts)->reaches, "with the rights of uid 1000,"));
	as_user(facts, 65536);
	assert_non_null(strstr(judged(facts)->reaches, "with the rights of uid 165535,"));
	as_user(facts, 65537);
	assert_non_null(strstr(judged(facts)->reaches, "with the rights of nobody"));
	for (int i = 0; i < 33; i++)	/* more lines than are kept */
		sprintf(many + 8 * i, "%d %d 1\n", 10 + i, 20 + i);
	as_user(facts, 10);
	fact_set_static(facts, FACT_UID_MAP, many);
	assert_non_null(strstr(judged(facts)->reaches, "with the rights that this user has"));
	many[8 * 32] = '\0';
	assert_non_null(strstr(judged(facts)->reaches, "with the rights of uid 20,"));
	fact_set_unknown(facts, FACT_EUID, EIO, NULL);
	assert_non_null(strstr(judged(facts)->reaches, "with the rights that this user has"));
	fact_set_unknown(facts, FACT_UID_MAP, EIO, NULL);
	assert_non_null(strstr(judged(facts)->reaches, "with the rights that this user has"));
}

static void another_proc_that_is_covered_shows_no_process(void **state)
{
	(void)state;
	struct facts *facts = docker_default();
	struct mount *proc;

	without_apparmor(facts);
	give(facts, CAP_SYS_PTRACE);
	facts->processes_list.truncated = true;
	proc = put_mount(facts, MOUNT_HOST_PROC, "/p", "proc", 0);
	proc->hidden = true;
	assert_false(says(facts, "host-process-root", BARRIER_IS_UNKNOWN, "in another proc"));
	proc->hidden = false;
	assert_true(says(facts, "host-process-root", BARRIER_IS_UNKNOWN, "in another proc"));
}

static void own_files_are_found_among_many(void **state)
{
	(void)state;
	struct facts *facts = docker_default();
	struct mount *mount = put_mount(facts, MOUNT_HOST_PATH, "/e", "ext4", 254);

	mount->root = mount->host_path = "/engine";
	mount->read = mount->write = answered(0);
	for (size_t i = 0; i < 63; i++)
		put_mount(facts, MOUNT_PLUMBING, "/x", "ext4", 254)->root = "/elsewhere/x";
	assert_path(facts, "engine-data-write", PATH_CLOSED);
	put_mount(facts, MOUNT_PSEUDO, "/y", "ext4", 254)->root = "/engine/y";
	assert_path(facts, "engine-data-write", PATH_CLOSED);
	put_mount(facts, MOUNT_VOLUME, "/y", "ext4", 254)->root = "/engine/y";	/* the 65th */
	assert_path(facts, "engine-data-write", PATH_OPEN);
	facts->mounts[facts->mounts_count - 1].root = "/engine";	/* itself, not below it */
	assert_path(facts, "engine-data-write", PATH_CLOSED);
}

static void what_is_no_path_is_none_of_the_hosts(void **state)
{
	(void)state;
	struct facts *facts = docker_default();
	struct mount *mount = put_mount(facts, MOUNT_HOST_PATH, "/x", "ext4", 254);

	mount->read = mount->write = answered(0);
	mount->root = mount->host_path = "etc";
	assert_path(facts, "host-config-write", PATH_CLOSED);
	mount->root = mount->host_path = "/etc";
	assert_path(facts, "host-config-write", PATH_OPEN);
}

static void groups_of_a_hierarchy_that_nobody_uses_are_none(void **state)
{
	(void)state;
	static const struct { const char *why, *version, *paths; bool used; } rows[] = {
		{ "v2", "v2", "0::/", true }, { "not known", NULL, NULL, true },
		{ "a mixture in which nobody is", "hybrid", "1:cpu:/x\n0::/\n", false },
		{ "the same, at the end", "hybrid", "1:cpu:/x\n0::/", false },
		{ "a mixture in which somebody is", "hybrid", "0::/user.slice\n", true },
		{ "v1 without it", "v1", "1:cpu:/x\n", false }, { "v1, paths not known", "v1", NULL, false },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();

		fact_set_unknown(facts, FACT_CGROUP_VERSION, EIO, NULL);
		fact_set_unknown(facts, FACT_CGROUP_PATHS, EIO, NULL);
		if (rows[i].version)
			fact_set_static(facts, FACT_CGROUP_VERSION, rows[i].version);
		if (rows[i].paths)
			fact_set_static(facts, FACT_CGROUP_PATHS, rows[i].paths);
		put_kernel_file(facts, KERNEL_FILE_CGROUP_PROCS, "/sys/fs/cgroup/cgroup.procs", KERNEL_FILE_EXPOSED);
		ASSERT_ROW(i, rows[i].why, says(facts, "cgroup2-rw", BARRIER_STANDING, "keeps its groups in cgroup v1") == !rows[i].used);
	}
}

/* ---- descriptors ---------------------------------------------------------------- */

static struct descriptor *put_descriptor(struct facts *facts, int number, enum descriptor_kind kind, const char *target)
{
	struct descriptor *at = facts_descriptor_new(facts);

	*at = (struct descriptor){ .number = number, .kind = kind, .target = target, .outside = YES };
	facts_descriptor_done(facts);
	return at;
}

static void a_working_directory_is_no_descriptor(void **state)
{
	(void)state;
	static const struct { enum descriptor_kind kind; const char *target, *id; } rows[] = {
		{ DESCRIPTOR_REGULAR, "/x", "leaked-file-read" }, { DESCRIPTOR_BLOCK, "/dev/sda", "leaked-device" },
		{ DESCRIPTOR_NAMESPACE, "mnt:[4026531832]", "leaked-namespace" }, { DESCRIPTOR_DIRECTORY, "/x", "leaked-directory" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_privileged();

		put_descriptor(facts, -1, rows[i].kind, rows[i].target);
		assert_closed_by(facts, rows[i].id, BARRIER_NOT_GIVEN);
		facts->descriptors[0].number = 5;
		assert_true(finding_of(judged(facts), rows[i].id)->status != PATH_CLOSED);
		facts->descriptors_list.truncated = true;	/* there may be others */
		facts->descriptors[0].outside = NO;
		facts->descriptors[0].kind = DESCRIPTOR_OTHER;
		assert_path(facts, rows[i].id, PATH_UNKNOWN);
		facts->descriptors[0].kind = rows[i].kind;
		assert_true(finding_of(judged(facts), rows[i].id)->status != PATH_CLOSED);
	}
}

static void what_is_open_for_writing_only_has_to_be_opened_again_to_be_read(void **state)
{
	(void)state;
	struct facts *facts = docker_default();
	struct descriptor *at = put_descriptor(facts, 5, DESCRIPTOR_REGULAR, "/x");

	assert_path(facts, "leaked-file-read", PATH_OPEN);
	assert_true(says(facts, "leaked-file-read", BARRIER_ABSENT, "it is open for that"));
	at->writable = true;
	at->read = answered(EACCES);
	assert_path(facts, "leaked-file-read", PATH_CLOSED);
	assert_path(facts, "leaked-file", PATH_OPEN);
	assert_true(says(facts, "leaked-file", BARRIER_ABSENT, "it is open for that"));
	at->writable = false;
	at->path_only = true;
	assert_path(facts, "leaked-file-read", PATH_CLOSED);
}

static void the_disk_behind_a_descriptor_is_known_by_its_numbers(void **state)
{
	(void)state;
	static const struct { const char *why; enum device_type type; uint32_t major, minor; enum path_status status; } rows[] = {
		{ "that disk", DEVICE_BLOCK, 8, 1, PATH_OPEN }, { "another minor", DEVICE_BLOCK, 8, 2, PATH_UNKNOWN },
		{ "another major", DEVICE_BLOCK, 9, 1, PATH_UNKNOWN }, { "a character device", DEVICE_CHAR, 8, 1, PATH_UNKNOWN },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		struct descriptor *at = put_descriptor(facts, 5, DESCRIPTOR_BLOCK, "/dev/sda1");

		at->major = 8;
		at->minor = 1;
		put_device(facts, rows[i].type, NULL, rows[i].major, rows[i].minor)->in_use = YES;
		ROW(rows[i].why);
		assert_path(facts, "leaked-device", rows[i].status);
	}
	ROW("");
}

/* ---- pods, and --privileged ------------------------------------------------------ */

static enum known control(struct facts *facts, const char *name, bool restricted)
{
	const struct report *report = judged(facts);

	for (size_t i = 0; i < POD_CONTROLS; i++)
		if (!strcmp(report->pod_control[i].name, name) && report->pod_control[i].restricted == restricted)
			return report->pod_control[i].passes;
	fail_msg("no such control: %s", name);
	return UNKNOWN;
}

static void each_kind_of_mount_is_a_volume_or_is_not_one(void **state)
{
	(void)state;
	static const struct { const char *why; enum mount_class class; const char *type, *root; enum known paths, types; } rows[] = {
		{ "a path of the host", MOUNT_HOST_PATH, "ext4", "/x", NO, NO }, { "its procfs", MOUNT_HOST_PROC, "proc", "/", NO, NO },
		{ "its sysfs", MOUNT_HOST_SYS, "sysfs", "/", NO, NO }, { "an engine's volume", MOUNT_VOLUME, "ext4", "/x", YES, UNKNOWN },
		{ "nobody knows", MOUNT_UNCLASSIFIED, "ext4", "/x", YES, UNKNOWN }, { "a device", MOUNT_DEVICE, "devtmpfs", "/fuse", YES, UNKNOWN },
		{ "a mask", MOUNT_MASK, "tmpfs", "/", YES, YES }, { "a secret in memory", MOUNT_POD_VOLUME, "tmpfs", "/", YES, YES },
		{ "a disk of no kind", MOUNT_POD_VOLUME, "ext4", "/x", YES, UNKNOWN },
		{ "of a kind in memory", MOUNT_POD_VOLUME, "tmpfs", "/pods/1/volumes/kubernetes.io~other/x", YES, UNKNOWN },
		{ "a projected one", MOUNT_POD_VOLUME, "tmpfs", "/pods/1/volumes/kubernetes.io~projected/x", YES, YES },
		{ "a secret", MOUNT_POD_VOLUME, "ext4", "/pods/1/volumes/kubernetes.io~secret/x", YES, YES },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();

		put_mount(facts, rows[i].class, "/x", rows[i].type, 0)->root = rows[i].root;
		ASSERT_ROW(i, rows[i].why, control(facts, "HostPath Volumes", false) == rows[i].paths);
		ASSERT_ROW(i, rows[i].why, control(facts, "Volume Types", true) == rows[i].types);
	}
}

static void a_read_only_path_alone_is_a_masked_proc(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	facts->mounts_count = 1;
	assert_int_equal(control(facts, "/proc Mount Type", true), NO);
	put_mount(facts, MOUNT_READ_ONLY_PATH, "/proc/sys", "proc", 0);
	assert_int_equal(control(facts, "/proc Mount Type", true), YES);
	facts->mounts_count = 1;
	put_mount(facts, MOUNT_MASK, "/proc/kcore", "tmpfs", 0);
	assert_int_equal(control(facts, "/proc Mount Type", true), YES);
}

static void containerd_gives_net_raw_by_default_too(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	fact_set_static(facts, FACT_ENGINE, "containerd");
	assert_int_equal(control(facts, "Capabilities", false), YES);
	fact_set_static(facts, FACT_ENGINE, "podman");
	assert_int_equal(control(facts, "Capabilities", false), UNKNOWN);
}

static const struct privileged_part *part(struct facts *facts, const char *name)
{
	const struct report *report = judged(facts);

	for (size_t i = 0; i < PRIVILEGED_PARTS; i++)
		if (!strcmp(report->privileged_part[i].name, name))
			return &report->privileged_part[i];
	fail_msg("no such part: %s", name);
	return NULL;
}

static void selinux_counts_as_a_security_module(void **state)
{
	(void)state;
	static const char name[] = "no security module confines it";
	struct facts *facts = docker_default();

	without_apparmor(facts);
	fact_set_bool(facts, FACT_APPARMOR_ENABLED, false);
	assert_false(part(facts, name)->applies);
	fact_set_bool(facts, FACT_SELINUX_ENFORCING, true);
	assert_true(part(facts, name)->applies);
	assert_string_equal(part(facts, name)->evidence, "its profile could not be read");
	fact_set_static(facts, FACT_SELINUX_CONTEXT, "u:r:spc_t:s0");
	assert_int_equal(part(facts, name)->present, YES);
	assert_non_null(strstr(part(facts, name)->evidence, "SELinux: u:r:spc_t:s0"));
	fact_set_static(facts, FACT_SELINUX_CONTEXT, "u:r:container_t:s0");
	assert_int_equal(part(facts, name)->present, NO);
}

static void the_last_sysfs_that_is_to_be_seen_tells_whether_it_may_be_written(void **state)
{
	(void)state;
	static const struct { const char *why, *point, *type; bool read_only, hidden; enum known present; } rows[] = {
		{ "writable", "/sys", "sysfs", false, false, YES }, { "read-only", "/sys", "sysfs", true, false, NO },
		{ "covered", "/sys", "sysfs", false, true, NO }, { "elsewhere", "/s", "sysfs", false, false, NO },
		{ "something else there", "/sys", "tmpfs", false, false, NO },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		struct mount *mount;

		facts->mounts_count = 0;
		mount = put_mount(facts, MOUNT_PSEUDO, rows[i].point, rows[i].type, 0);
		mount->read_only = rows[i].read_only;
		mount->hidden = rows[i].hidden;
		ASSERT_ROW(i, rows[i].why, part(facts, "/sys writable")->present == rows[i].present);
		facts->mounts_list.truncated = true;
		bool seen = !rows[i].hidden && !strcmp(rows[i].point, "/sys") && !strcmp(rows[i].type, "sysfs");

		ASSERT_ROW(i, rows[i].why, part(facts, "/sys writable")->present == (seen ? rows[i].present : UNKNOWN));
	}
}

static void only_nodes_beyond_the_default_ones_are_host_devices(void **state)
{
	(void)state;
	static const struct { const char *why, *path; uint32_t major, minor; bool is_default, made; enum known present; } rows[] = {
		{ "a node", "/dev/fuse", 10, 229, false, false, YES }, { "a default one", "/dev/null", 1, 3, true, false, NO },
		{ "tun", "/dev/net/tun", 10, 200, false, false, NO }, { "no node", NULL, 10, 229, false, false, NO },
		{ "one that was made to ask", "/dev/x", 10, 229, false, true, NO },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct facts *facts = docker_default();
		struct device *device;

		facts->devices_count = 0;
		device = put_device(facts, DEVICE_CHAR, rows[i].path, rows[i].major, rows[i].minor);
		device->is_default = rows[i].is_default;
		device->through_made_node = rows[i].made;
		device->read = answered(0);
		ASSERT_ROW(i, rows[i].why, part(facts, "host devices")->present == rows[i].present);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mount_namespace_that_is_bound_may_be_the_hosts),
		cmocka_unit_test(a_process_without_a_name_is_one_all_the_same),
		cmocka_unit_test(the_next_mount_namespace_was_asked_for_or_is_dated),
		cmocka_unit_test(a_shared_bind_of_any_kind_passes_mounts_on),
		cmocka_unit_test(an_answer_behind_a_filter_says_nothing_of_the_file_system),
		cmocka_unit_test(kexec_may_be_missing_disabled_or_used_up),
		cmocka_unit_test(a_proc_of_ones_own_may_need_a_new_pid_namespace),
		cmocka_unit_test(selinux_beside_the_engines_profile_is_not_known),
		cmocka_unit_test(a_mount_that_is_covered_is_no_anchor),
		cmocka_unit_test(who_may_be_traced_is_asked_in_two_ways),
		cmocka_unit_test(where_a_release_agent_lies_is_told_by_the_namespace_and_the_mount),
		cmocka_unit_test(kcore_that_is_refused_with_the_capability_is_locked_down),
		cmocka_unit_test(iopl_that_is_refused_where_the_capability_counts_is_locked_down),
		cmocka_unit_test(lockdown_closes_a_tracefs),
		cmocka_unit_test(a_sysctl_stands_for_the_directory_that_it_lies_in),
		cmocka_unit_test(what_would_be_reached_is_said),
		cmocka_unit_test(a_user_namespace_was_not_asked_for),
		cmocka_unit_test(only_a_directory_of_the_host_that_is_to_be_seen_takes_a_program),
		cmocka_unit_test(an_owner_that_was_not_looked_at_decides_nothing),
		cmocka_unit_test(our_own_root_may_be_a_directory_of_the_host),
		cmocka_unit_test(a_user_is_somebody_else_outside_its_namespace),
		cmocka_unit_test(another_proc_that_is_covered_shows_no_process),
		cmocka_unit_test(own_files_are_found_among_many),
		cmocka_unit_test(what_is_no_path_is_none_of_the_hosts),
		cmocka_unit_test(groups_of_a_hierarchy_that_nobody_uses_are_none),
		cmocka_unit_test(a_working_directory_is_no_descriptor),
		cmocka_unit_test(what_is_open_for_writing_only_has_to_be_opened_again_to_be_read),
		cmocka_unit_test(the_disk_behind_a_descriptor_is_known_by_its_numbers),
		cmocka_unit_test(each_kind_of_mount_is_a_volume_or_is_not_one),
		cmocka_unit_test(a_read_only_path_alone_is_a_masked_proc),
		cmocka_unit_test(containerd_gives_net_raw_by_default_too),
		cmocka_unit_test(selinux_counts_as_a_security_module),
		cmocka_unit_test(the_last_sysfs_that_is_to_be_seen_tells_whether_it_may_be_written),
		cmocka_unit_test(only_nodes_beyond_the_default_ones_are_host_devices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
