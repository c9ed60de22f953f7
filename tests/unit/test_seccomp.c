/* Which known profile a surveyed filter is. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include "facts_build.h"
#include "seccomp_profile.h"
#include "syscalls.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* What Docker denies without any added capability, and what Podman does. */
static const int docker[] = {
#ifdef SYS_uselib
	SYS_uselib, SYS_ustat, SYS_sysfs, SYS__sysctl, SYS_iopl, SYS_ioperm,
#endif
	SYS_pivot_root, SYS_swapon, SYS_swapoff, SYS_kexec_load, SYS_kexec_file_load, SYS_add_key, SYS_request_key,
	SYS_keyctl, SYS_migrate_pages, SYS_move_pages, SYS_userfaultfd, SYS_nfsservctl, SYS_open_by_handle_at,
	SYS_mount, SYS_umount2, SYS_fsopen, SYS_fsconfig, SYS_fsmount, SYS_fspick, SYS_open_tree, SYS_move_mount,
	SYS_mount_setattr, SYS_setns, SYS_unshare, SYS_clone3, SYS_fanotify_init, SYS_quotactl, SYS_lookup_dcookie,
	SYS_sethostname, SYS_setdomainname, SYS_bpf, SYS_perf_event_open, SYS_syslog, SYS_reboot, SYS_init_module,
	SYS_finit_module, SYS_delete_module, SYS_mbind, SYS_set_mempolicy, SYS_get_mempolicy, SYS_acct, SYS_kcmp,
	SYS_pidfd_getfd, SYS_process_madvise, SYS_settimeofday, SYS_clock_settime, SYS_vhangup,
};

static void deny_all(struct facts *facts, const int *calls, size_t count)
{
	for (size_t i = 0; i < count; i++)
		facts->survey.call[calls[i]] = (struct survey_answer){ SURVEY_ERRNO, EPERM };
}

static struct facts *with_filter(const int *denied, size_t count)
{
	struct facts *facts = a_container();

	facts->live = true;
	fact_set_number(facts, FACT_SECCOMP_MODE, 2);
	facts->survey.known = YES;
	for (size_t i = 0; i < SURVEY_CALLS; i++)
		facts->survey.call[i].state = SURVEY_RUNS;
	deny_all(facts, denied, count);
#ifdef SYS_create_module
	static const int old[] = { SYS_create_module, SYS_get_kernel_syms, SYS_query_module, SYS_getpmsg, SYS_putpmsg,
				   SYS_afs_syscall, SYS_tuxcall, SYS_security, SYS_vserver };

	for (size_t i = 0; i < COUNT(old) && count > 0; i++)
		facts->survey.call[old[i]] = (struct survey_answer){ SURVEY_ERRNO, EPERM };
#endif
	return facts;
}

static void allow(struct facts *facts, int call)
{
	facts->survey.call[call] = (struct survey_answer){ SURVEY_RUNS, 0 };
}

static void dockers_default_is_known(void **state)
{
	struct facts *facts = with_filter(docker, COUNT(docker));
	struct seccomp_verdict verdict;

	(void)state;
	judge_seccomp(facts, &verdict);
	assert_int_equal(verdict.profile, PROFILE_DOCKER);
	assert_int_equal(verdict.built_for, 1ULL << CAP_SYS_CHROOT);
	assert_int_equal(verdict.added, 0);
	assert_int_equal(verdict.taken_away, 0);
}

static void what_is_different_is_named(void **state)
{
	struct facts *facts = with_filter(docker, COUNT(docker));
	struct seccomp_verdict verdict;

	(void)state;
	allow(facts, SYS_keyctl);
	facts->survey.call[SYS_umask].state = SURVEY_KILL;
	judge_seccomp(facts, &verdict);
	assert_int_equal(verdict.profile, PROFILE_DOCKER);
	assert_int_equal(verdict.added, 1);
	assert_int_equal(verdict.difference[SYS_keyctl], DIFFERENCE_ADDED);
	assert_int_equal(verdict.taken_away, 1);
	assert_int_equal(verdict.difference[SYS_umask], DIFFERENCE_TAKEN_AWAY);
}

static void the_capabilities_it_was_built_for_are_seen_by_their_calls(void **state)
{
	static const struct { const char *why; int calls[3]; unsigned cap; } rows[] = {
		{ "one call", { SYS_reboot, SYS_reboot, SYS_reboot }, CAP_SYS_BOOT },
		{ "several calls", { SYS_init_module, SYS_finit_module, SYS_delete_module }, CAP_SYS_MODULE },
		{ "a call that CAP_SYS_ADMIN allows too", { SYS_bpf, SYS_bpf, SYS_bpf }, CAP_BPF },
		{ "the kernel log", { SYS_syslog, SYS_syslog, SYS_syslog }, CAP_SYSLOG },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct facts *facts = with_filter(docker, COUNT(docker));
		struct seccomp_verdict verdict;

		for (size_t j = 0; j < 3; j++)
			allow(facts, rows[i].calls[j]);
		judge_seccomp(facts, &verdict);
		if (verdict.built_for != (1ULL << CAP_SYS_CHROOT | 1ULL << rows[i].cap) || verdict.added > 0)
			print_error("%s\n", rows[i].why);
		assert_int_equal(verdict.built_for, 1ULL << CAP_SYS_CHROOT | 1ULL << rows[i].cap);
		assert_int_equal(verdict.added, 0);
	}
}

/* Podman's, with CAP_SYS_ADMIN; its older releases allow perf_event_open(2) for that. */
static const int podman[] = {
#ifdef SYS_uselib
	SYS_uselib, SYS_ustat, SYS_sysfs, SYS__sysctl, SYS_iopl, SYS_ioperm,
#endif
	SYS_swapon, SYS_swapoff, SYS_kexec_load, SYS_kexec_file_load, SYS_add_key, SYS_request_key, SYS_migrate_pages,
	SYS_move_pages, SYS_vmsplice, SYS_userfaultfd, SYS_nfsservctl, SYS_open_by_handle_at, SYS_perf_event_open,
	SYS_init_module, SYS_finit_module, SYS_delete_module, SYS_acct, SYS_kcmp, SYS_process_madvise,
	SYS_settimeofday, SYS_clock_settime, SYS_vhangup,
};

static void what_a_capability_allows_in_some_releases_is_no_difference(void **state)
{
	(void)state;
	for (int allowed = 0; allowed < 2; allowed++) {
		struct facts *facts = with_filter(podman, COUNT(podman));
		struct seccomp_verdict verdict;

		if (allowed)
			allow(facts, SYS_perf_event_open);
		judge_seccomp(facts, &verdict);
		assert_int_equal(verdict.profile, PROFILE_PODMAN);
		assert_int_equal(verdict.built_for, 1ULL << CAP_SYS_CHROOT | 1ULL << CAP_SYS_ADMIN);
		assert_int_equal(verdict.added + verdict.taken_away, 0);
	}
}

static const int of_sys_admin[] = {
	SYS_bpf, SYS_fanotify_init, SYS_lookup_dcookie, SYS_quotactl, SYS_setdomainname, SYS_sethostname,
};

static void a_call_that_two_capabilities_allow_shows_the_second_without_the_first(void **state)
{
	struct facts *facts = with_filter(podman, COUNT(podman));
	struct seccomp_verdict verdict;

	(void)state;
	deny_all(facts, of_sys_admin, COUNT(of_sys_admin));
	allow(facts, SYS_perf_event_open);
	judge_seccomp(facts, &verdict);
	assert_int_equal(verdict.profile, PROFILE_PODMAN);
	assert_true(verdict.built_for >> CAP_PERFMON & 1);
	assert_false(verdict.built_for >> CAP_SYS_ADMIN & 1);
	assert_int_equal(verdict.difference[SYS_perf_event_open], 0);
}

/* Newer releases of CRI-O take unshare(2) out of it. */
static void crios_default_is_podmans_without_unshare(void **state)
{
	(void)state;
	for (int denied = 0; denied < 2; denied++) {
		struct facts *facts = with_filter(podman, COUNT(podman));
		struct seccomp_verdict verdict;

		deny_all(facts, of_sys_admin, COUNT(of_sys_admin));
		if (denied)
			deny_all(facts, (const int[]){ SYS_unshare }, 1);
		judge_seccomp(facts, &verdict);
		assert_int_equal(verdict.profile, denied ? PROFILE_CRIO : PROFILE_PODMAN);
		assert_int_equal(verdict.built_for, 1ULL << CAP_SYS_CHROOT);
		assert_int_equal(verdict.added + verdict.taken_away, 0);
	}
}

/* What the one of Debian 12 was seen to deny, with the capabilities that it keeps. */
static const int nspawn[] = {
#ifdef SYS_uselib
	SYS_uselib, SYS_ustat, SYS_sysfs, SYS__sysctl, SYS_iopl, SYS_ioperm, SYS_modify_ldt,
#endif
	SYS_syslog, SYS_mlock, SYS_munlock, SYS_mlockall, SYS_munlockall, SYS_mlock2, SYS_adjtimex, SYS_clock_adjtime, SYS_acct,
	SYS_settimeofday, SYS_clock_settime, SYS_swapon, SYS_swapoff, SYS_init_module, SYS_delete_module, SYS_finit_module,
	SYS_quotactl, SYS_lookup_dcookie, SYS_kexec_load, SYS_kexec_file_load, SYS_add_key, SYS_request_key, SYS_keyctl,
	SYS_perf_event_open, SYS_fanotify_init, SYS_fanotify_mark, SYS_open_by_handle_at, SYS_bpf, SYS_pkey_mprotect,
	SYS_pkey_alloc, SYS_pkey_free, SYS_pidfd_getfd, SYS_quotactl_fd, SYS_landlock_create_ruleset, SYS_landlock_add_rule,
	SYS_landlock_restrict_self, SYS_process_mrelease, SYS_nfsservctl,
};

static void systemd_nspawns_is_known(void **state)
{
	static const struct { const char *why; int allowed[5], denied; uint64_t caps; } rows[] = {
		{ "as it comes", { SYS_read, SYS_read, SYS_read, SYS_read, SYS_read }, -1,
		  1ULL << CAP_SYS_PTRACE | 1ULL << CAP_SYS_BOOT | 1ULL << CAP_SYS_TTY_CONFIG },
		{ "--capability=CAP_IPC_LOCK", { SYS_mlock, SYS_munlock, SYS_mlockall, SYS_munlockall, SYS_mlock2 }, -1,
		  1ULL << CAP_SYS_PTRACE | 1ULL << CAP_SYS_BOOT | 1ULL << CAP_SYS_TTY_CONFIG | 1ULL << CAP_IPC_LOCK },
		{ "--drop-capability=CAP_SYS_PTRACE", { SYS_read, SYS_read, SYS_read, SYS_read, SYS_read }, SYS_ptrace,
		  1ULL << CAP_SYS_BOOT | 1ULL << CAP_SYS_TTY_CONFIG },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct facts *facts = with_filter(nspawn, COUNT(nspawn));
		struct seccomp_verdict verdict;

		for (size_t j = 0; j < COUNT(rows[i].allowed); j++)
			allow(facts, rows[i].allowed[j]);
		if (rows[i].denied >= 0)
			deny_all(facts, &rows[i].denied, 1);
		judge_seccomp(facts, &verdict);
		if (verdict.profile != PROFILE_NSPAWN || verdict.built_for != rows[i].caps || verdict.added + verdict.taken_away > 0)
			print_error("%s: %s, %zu added, %zu taken away\n", rows[i].why, seccomp_profile_name(verdict.profile),
				    verdict.added, verdict.taken_away);
		assert_int_equal(verdict.profile, PROFILE_NSPAWN);
		assert_int_equal(verdict.built_for, rows[i].caps);
		assert_int_equal(verdict.added + verdict.taken_away, 0);
	}
}

/* As after a survey for the short report. */
static void ask_in_brief(struct facts *facts)
{
	bool asked[SURVEY_CALLS] = { false };

	seccomp_profile_calls(asked, true);
	facts->survey.brief = true;
	for (size_t i = 0; i < SURVEY_CALLS; i++)
		if (!asked[i])
			facts->survey.call[i] = (struct survey_answer){ SURVEY_UNKNOWN, 0 };
}

static void a_few_calls_tell_whose_it_is(void **state)
{
	static const struct { const char *why; const int *denied; size_t count; enum seccomp_profile profile; } rows[] = {
		{ "Docker's", docker, COUNT(docker), PROFILE_DOCKER },
		{ "Podman's", podman, COUNT(podman), PROFILE_PODMAN },
		{ "systemd-nspawn's", nspawn, COUNT(nspawn), PROFILE_NSPAWN },
		{ "one that denies nothing", NULL, 0, PROFILE_CUSTOM },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct facts *facts = with_filter(rows[i].denied, rows[i].count);
		struct seccomp_verdict verdict;

		ask_in_brief(facts);
		judge_seccomp(facts, &verdict);
		if (verdict.profile != rows[i].profile)
			print_error("%s\n", rows[i].why);
		assert_int_equal(verdict.profile, rows[i].profile);
		assert_int_equal(verdict.added + verdict.taken_away, 0);
	}
}

static void a_few_differences_among_few_calls_are_enough_for_a_filter_of_its_own(void **state)
{
	static const int denied[] = { SYS_umask, SYS_setsid, SYS_vmsplice, SYS_memfd_create, SYS_sched_setscheduler };
	struct seccomp_verdict verdict;

	(void)state;
	for (size_t count = 4; count <= COUNT(denied); count++) {
		struct facts *facts = with_filter(docker, COUNT(docker));

		deny_all(facts, denied, count);
		judge_seccomp(facts, &verdict);
		assert_int_equal(verdict.profile, PROFILE_DOCKER);
		ask_in_brief(facts);
		judge_seccomp(facts, &verdict);
		assert_int_equal(verdict.profile, count == 4 ? PROFILE_DOCKER : PROFILE_CUSTOM);
	}
}

static void what_every_release_has_its_own_mind_about_is_not_asked_in_brief(void **state)
{
	bool asked[SURVEY_CALLS] = { false };

	(void)state;
	seccomp_profile_calls(asked, true);
	assert_true(asked[SYS_add_key]);
	assert_true(asked[SYS_umask]);
	assert_true(asked[SYS_mount]);
	assert_false(asked[SYS_ptrace]);
	memset(asked, 0, sizeof asked);
	seccomp_profile_calls(asked, false);
	assert_true(asked[SYS_add_key]);
	assert_false(asked[SYS_umask]);
	assert_false(asked[SYS_nfsservctl]);
	assert_false(asked[SYS_mlock]);
	assert_false(asked[SYS_read]);
}

static void calls_without_a_name_or_an_answer_are_not_compared(void **state)
{
	struct facts *facts = with_filter(docker, COUNT(docker));
	struct seccomp_verdict verdict;

	(void)state;
	facts->survey.call[479] = (struct survey_answer){ SURVEY_ERRNO, EPERM };
	facts->survey.call[SYS_umask].state = SURVEY_UNKNOWN;
	facts->survey.call[SYS_chroot].state = SURVEY_UNKNOWN;
	facts->survey.call[SYS_keyctl].state = SURVEY_UNKNOWN;
	judge_seccomp(facts, &verdict);
	assert_int_equal(verdict.profile, PROFILE_DOCKER);
	assert_int_equal(verdict.added + verdict.taken_away, 0);
}

static void a_filter_of_nobodys_is_custom(void **state)
{
	struct seccomp_verdict verdict;
	struct facts *facts = with_filter(docker, COUNT(docker));

	(void)state;
	for (int call = SYS_umask - 20; call < SYS_umask + 20; call++)
		facts->survey.call[call].state = SURVEY_TRAP;
	judge_seccomp(facts, &verdict);
	assert_int_equal(verdict.profile, PROFILE_CUSTOM);
	assert_int_equal(verdict.added + verdict.taken_away, 0);
	judge_seccomp(with_filter(docker, 0), &verdict);
	assert_int_equal(verdict.profile, PROFILE_CUSTOM);
}

static void without_a_survey_only_the_mode_speaks(void **state)
{
	struct facts *facts = a_container();
	struct seccomp_verdict verdict;

	(void)state;
	fact_set_unknown(facts, FACT_SECCOMP_MODE, ENOENT, NULL);
	judge_seccomp(facts, &verdict);
	assert_int_equal(verdict.profile, PROFILE_NOT_KNOWN);
	assert_null(seccomp_profile_name(verdict.profile));
	fact_set_number(facts, FACT_SECCOMP_MODE, 2);
	judge_seccomp(facts, &verdict);
	assert_int_equal(verdict.profile, PROFILE_NOT_KNOWN);
	fact_set_number(facts, FACT_SECCOMP_MODE, 0);
	judge_seccomp(facts, &verdict);
	assert_int_equal(verdict.profile, PROFILE_UNCONFINED);
}

/* gVisor numbers its namespaces from a few on. */
static void a_sandbox_without_a_filter_is_not_unconfined(void **state)
{
	struct facts *facts = a_container();
	struct seccomp_verdict verdict;

	(void)state;
	fact_set_number(facts, FACT_SECCOMP_MODE, 0);
	fact_set_number(facts, FACT_USERNS_INODE, 3);
	fact_set_number(facts, FACT_MNTNS_INODE, 4);
	judge_seccomp(facts, &verdict);
	assert_int_equal(verdict.profile, PROFILE_SANDBOX);
}

static void calls_have_the_kernels_names(void **state)
{
	char buf[16];

	(void)state;
	assert_string_equal(syscall_name(SYS_read, buf), "read");
	assert_string_equal(syscall_name(SYS_mount_setattr, buf), "mount_setattr");
	assert_string_equal(syscall_name(479, buf), "479");
	assert_string_equal(syscall_name(UINT32_MAX, buf), "4294967295");
	assert_string_equal(syscall_argument_name(0), "clone(CLONE_NEWUSER)");
	assert_string_equal(syscall_argument_name(ARGUMENT_COUNT - 1), "i386 socketcall(SYS_SOCKET)");
	assert_string_equal(syscall_argument_name(ARGUMENT_COUNT), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dockers_default_is_known),
		cmocka_unit_test(what_is_different_is_named),
		cmocka_unit_test(the_capabilities_it_was_built_for_are_seen_by_their_calls),
		cmocka_unit_test(what_a_capability_allows_in_some_releases_is_no_difference),
		cmocka_unit_test(a_call_that_two_capabilities_allow_shows_the_second_without_the_first),
		cmocka_unit_test(crios_default_is_podmans_without_unshare),
		cmocka_unit_test(systemd_nspawns_is_known),
		cmocka_unit_test(a_few_calls_tell_whose_it_is),
		cmocka_unit_test(a_few_differences_among_few_calls_are_enough_for_a_filter_of_its_own),
		cmocka_unit_test(what_every_release_has_its_own_mind_about_is_not_asked_in_brief),
		cmocka_unit_test(calls_without_a_name_or_an_answer_are_not_compared),
		cmocka_unit_test(a_filter_of_nobodys_is_custom),
		cmocka_unit_test(without_a_survey_only_the_mode_speaks),
		cmocka_unit_test(a_sandbox_without_a_filter_is_not_unconfined),
		cmocka_unit_test(calls_have_the_kernels_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
