/* What is no way out by itself: shown, and never part of the verdict. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "facts_literal.h"

static void no_filter_and_no_module_are_seen(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	assert_closed_by(facts, "no-seccomp", BARRIER_SECCOMP);
	assert_closed_by(facts, "no-security-module", BARRIER_LSM);
	without_seccomp(facts);
	without_apparmor(facts);
	assert_path(facts, "no-seccomp", PATH_OPEN);
	assert_path(facts, "no-security-module", PATH_OPEN);
	fact_set_unknown(facts, FACT_SECCOMP_MODE, EACCES, NULL);
	fact_set_unknown(facts, FACT_SELINUX_CONTEXT, EACCES, NULL);
	fact_set_unknown(facts, FACT_SELINUX_ENFORCING, EACCES, NULL);
	assert_path(facts, "no-seccomp", PATH_UNKNOWN);
	assert_path(facts, "no-security-module", PATH_UNKNOWN);
}

static void a_sandbox_that_shows_no_filter_is_one(void **state)
{
	(void)state;
	assert_closed_by(gvisor(), "no-seccomp", BARRIER_KERNEL);
	assert_closed_by(gvisor(), "no-security-module", BARRIER_KERNEL);
}

/* Neither open nor unknown nor latent does it count anywhere but by itself. */
static void information_is_no_part_of_the_conclusions(void **state)
{
	(void)state;
	struct facts *facts = docker_default();
	struct report before = *judged(facts);

	assert_int_equal(before.open_information, 1);	/* CAP_MKNOD: mknod-hostuser */
	without_apparmor(facts);
	const struct report *report = judged(facts);

	assert_path(facts, "no-security-module", PATH_OPEN);
	assert_int_equal(report->open_information, 2);
	assert_int_equal(report->verdict, VERDICT_CONTAINED);
	assert_int_equal(report->open_control + report->open_read + report->unknown, 0);
	assert_int_equal(report->open_influence, before.open_influence);
	assert_int_equal(report->closed, before.closed);
	assert_int_equal(report_exit_status(report, false, true), 0);
	fact_set_unknown(facts, FACT_SECCOMP_MODE, EACCES, NULL);
	report = judged(facts);
	assert_int_equal(report->unknown, 0);	/* no-seccomp is, and does not count */
	assert_int_equal(report->open_information, 2);
	assert_int_equal(report->verdict, VERDICT_CONTAINED);
	fact_set_number(facts, FACT_SECCOMP_MODE, 2);
	report = judged(facts);
	for (size_t i = 0; i < report->thinnest_count; i++)
		assert_int_not_equal(report->thinnest_finding[i]->path->outcome, OUTCOME_INFORMATION);
}

static void a_token_is_there_or_not_and_may_be_read_or_not(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	assert_closed_by(facts, "service-account-token", BARRIER_NOT_GIVEN);
	struct mount *mount = put_mount(facts, MOUNT_POD_VOLUME, "/var/run/secrets/kubernetes.io/serviceaccount", "tmpfs", 0);

	mount->read = answered(0);
	assert_path(facts, "service-account-token", PATH_OPEN);
	assert_int_equal(judged(facts)->verdict, VERDICT_CONTAINED);
	mount->hidden = true;
	assert_closed_by(facts, "service-account-token", BARRIER_NOT_GIVEN);
	mount->hidden = false;
	mount->read = (struct answer){ .state = TIMED_OUT };
	assert_path(facts, "service-account-token", PATH_UNKNOWN);
	facts->live = false;		/* nothing was asked, and root may be confined */
	without_apparmor(facts);
	mount->read = (struct answer){ 0 };
	assert_path(facts, "service-account-token", PATH_UNKNOWN);
	mount->is_directory = UNKNOWN;
	facts->live = true;
	mount->read = answered(0);
	assert_path(facts, "service-account-token", PATH_OPEN);
	as_user(facts, 1000);
	mount->read = answered(EACCES);
	assert_closed_by(facts, "service-account-token", BARRIER_PERMISSION);
	facts->mounts_count--;
	facts->mounts_list.truncated = true;
	assert_path(facts, "service-account-token", PATH_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_filter_and_no_module_are_seen),
		cmocka_unit_test(a_sandbox_that_shows_no_filter_is_one),
		cmocka_unit_test(information_is_no_part_of_the_conclusions),
		cmocka_unit_test(a_token_is_there_or_not_and_may_be_read_or_not),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
