/* test_policy.c - the values of policy options: what is taken, and what is not. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>
#include "paths.h"
#include "policy.h"
#include "rules.h"

#define BIT(cap) (UINT64_C(1) << (cap))

static size_t number_of(const char *id)
{
	const struct path *path;

	for (size_t i = 0; (path = path_at(i)); i++)
		if (strcmp(path->id, id) == 0)
			return i;
	fail_msg("no path %s", id);
	return 0;
}

static void values_that_make_no_sense_are_refused(void **state)
{
	static const struct { const char *why; bool (*take)(struct policy *, const char *); const char *value; } row[] = {
		{ "nothing to fail on", policy_fail_on, "" },
		{ "no such outcome", policy_fail_on, "controls" },
		{ "one good, one bad", policy_fail_on, "control,Read" },
		{ "a comma too many", policy_fail_on, "control," },
		{ "a comma too early", policy_fail_on, ",control" },
		{ "blanks", policy_fail_on, "control, read" },
		{ "nothing allowed", policy_allow, "" },
		{ "a reason for nothing", policy_allow, "=because" },
		{ "a path misspelt", policy_allow, "docker-sokcet" },
		{ "the beginning of a path", policy_allow, "docker" },
		{ "more than a path", policy_allow, "docker-socket2" },
		{ "one good, one bad", policy_allow, "docker-socket,host-netwrok" },
		{ "everything", policy_allow, "all" },
		{ "no date", policy_allow_until, "" },
		{ "a word", policy_allow_until, "tomorrow" },
		{ "a short year", policy_allow_until, "26-01-01" },
		{ "a long year", policy_allow_until, "02026-01-01" },
		{ "a short month", policy_allow_until, "2026-1-01" },
		{ "a short day", policy_allow_until, "2026-01-1" },
		{ "blanks for digits", policy_allow_until, "2026- 1- 1" },
		{ "month 0", policy_allow_until, "2026-00-10" },
		{ "month 13", policy_allow_until, "2026-13-01" },
		{ "day 0", policy_allow_until, "2026-01-00" },
		{ "day 32", policy_allow_until, "2026-01-32" },
		{ "31 April", policy_allow_until, "2026-04-31" },
		{ "no leap year", policy_allow_until, "2027-02-29" },
		{ "a century without", policy_allow_until, "2100-02-29" },
		{ "time of day", policy_allow_until, "2026-01-01T00:00" },
		{ "before time began", policy_allow_until, "1969-12-31" },
		{ "a wish", policy_on_unknown, "ignore" },
		{ "no wish", policy_on_unknown, "" },
		{ "no capability", policy_expect_caps, "" },
		{ "a capability misspelt", policy_expect_caps, "NET_ADMN" },
		{ "all of them", policy_expect_caps, "ALL" },
		{ "none and one", policy_expect_caps, "none,CHOWN" },
		{ "mixed prefix", policy_expect_caps, "CaP_CHOWN" },
		{ "the prefix alone", policy_expect_caps, "CAP_" },
		{ "a bit without a name", policy_expect_caps, "cap_63" },
		{ "no device", policy_expect_devices, "" },
		{ "a device that is no path", policy_expect_devices, "tun" },
		{ "an empty one among them", policy_expect_devices, "/dev/a,,/dev/b" },
		{ "more than there is room for", policy_expect_devices,
		  "/1,/2,/3,/4,/5,/6,/7,/8,/9,/10,/11,/12,/13,/14,/15,/16,/17" },
		{ "no user", policy_expect_user, "" },
		{ "a name", policy_expect_user, "nobody" },
		{ "with a group", policy_expect_user, "1000:1000" },
		{ "negative", policy_expect_user, "-1" },
		{ "blank", policy_expect_user, " 1" },
		{ "the id that nobody has", policy_expect_user, "4294967295" },
		{ "beyond 32 bits", policy_expect_user, "4294967296" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct policy policy = { .fail_on = 0 };

		if (row[i].take(&policy, row[i].value))
			fail_msg("row %zu (%s): '%s' was taken", i, row[i].why, row[i].value);
	}
}

static void outcomes_add_up(void **state)
{
	struct policy policy = { .fail_on = 0 };

	(void)state;
	assert_true(policy_fail_on(&policy, "influence"));
	assert_int_equal(policy.fail_on, COUNTS_INFLUENCE);
	assert_true(policy_fail_on(&policy, "control,read,latent"));
	assert_int_equal(policy.fail_on, COUNTS_CONTROL | COUNTS_READ | COUNTS_INFLUENCE | COUNTS_LATENT);
}

static void paths_are_allowed_with_and_without_a_reason(void **state)
{
	struct policy policy = { .fail_on = 0 };

	(void)state;
	assert_true(policy_allow(&policy, "host-network"));
	assert_string_equal(policy.allow[number_of("host-network")], "");
	assert_true(policy_allow(&policy, "kcore,docker-socket=builds images, see OPS-12 = ok"));
	assert_string_equal(policy.allow[number_of("kcore")], "builds images, see OPS-12 = ok");
	assert_string_equal(policy.allow[number_of("docker-socket")], "builds images, see OPS-12 = ok");
	assert_string_equal(policy.allow[number_of("host-network")], "");
	assert_null(policy.allow[number_of("podman-socket")]);
	assert_null(policy.allow[ALLOW_PRIVILEGED]);
	assert_true(policy_allow(&policy, "privileged,not-a-container="));
	assert_string_equal(policy.allow[ALLOW_PRIVILEGED], "");
	assert_string_equal(policy.allow[ALLOW_NOT_A_CONTAINER], "");
}

static void every_path_of_the_table_can_be_allowed(void **state)
{
	const struct path *path;
	size_t count = 0;

	(void)state;
	for (; (path = path_at(count)); count++) {
		struct policy policy = { .fail_on = 0 };

		assert_true(policy_allow(&policy, path->id));
		for (size_t i = 0; i < ALLOW_COUNT; i++)
			assert_int_equal(policy.allow[i] != NULL, i == count);
	}
	assert_in_range(count, 40, PATHS_MAX);
}

static void days_are_counted_from_1970(void **state)
{
	static const struct { const char *date; int64_t day; } row[] = {
		{ "1970-01-01", 0 }, { "1970-12-31", 364 }, { "1972-02-29", 789 }, { "1972-03-01", 790 },
		{ "2000-02-29", 11016 }, { "2000-03-01", 11017 }, { "2026-01-01", 20454 }, { "2026-11-21", 20778 },
		{ "2028-12-31", 21549 }, { "2100-03-01", 47541 }, { "9999-12-31", 2932896 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct policy policy = { .fail_on = 0 };

		assert_true(policy_allow_until(&policy, row[i].date));
		assert_int_equal(policy.until_day, row[i].day);
		assert_string_equal(policy.until, row[i].date);
	}
}

static void of_several_days_the_earliest_counts(void **state)
{
	struct policy policy = { .fail_on = 0 };

	(void)state;
	assert_true(policy_allow_until(&policy, "2026-06-01"));
	assert_true(policy_allow_until(&policy, "2027-01-01"));
	assert_string_equal(policy.until, "2026-06-01");
	assert_true(policy_allow_until(&policy, "2026-05-31"));
	assert_string_equal(policy.until, "2026-05-31");
}

static void capabilities_go_by_their_names(void **state)
{
	static const struct { const char *why, *value; uint64_t caps; } row[] = {
		{ "none", "none", 0 },
		{ "one", "NET_ADMIN", BIT(CAP_NET_ADMIN) },
		{ "as the kernel says it", "CAP_NET_ADMIN", BIT(CAP_NET_ADMIN) },
		{ "as libcap says it", "cap_net_admin", BIT(CAP_NET_ADMIN) },
		{ "in small letters", "chown", BIT(CAP_CHOWN) },
		{ "several", "CHOWN,SYS_ADMIN,chown", BIT(CAP_CHOWN) | BIT(CAP_SYS_ADMIN) },
		{ "the last", "CHECKPOINT_RESTORE", BIT(CAP_CHECKPOINT_RESTORE) },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct policy policy = { .caps = BIT(CAP_KILL) };

		if (!policy_expect_caps(&policy, row[i].value) || !policy.has_caps || policy.caps != row[i].caps)
			fail_msg("row %zu (%s): %llx", i, row[i].why, (unsigned long long)policy.caps);
	}
}

static void devices_and_users_are_taken(void **state)
{
	struct policy policy = { .fail_on = 0 };

	(void)state;
	assert_true(policy_expect_devices(&policy, "/dev/net/tun,/dev/fuse"));
	assert_int_equal(policy.devices, 2);
	assert_int_equal(policy.device[0].len, strlen("/dev/net/tun"));
	assert_memory_equal(policy.device[0].path, "/dev/net/tun", policy.device[0].len);
	assert_string_equal(policy.device[1].path, "/dev/fuse");
	assert_true(policy_expect_devices(&policy, "none"));
	assert_int_equal(policy.devices, 0);
	assert_true(policy.has_devices);

	assert_true(policy_expect_user(&policy, "0"));
	assert_int_equal(policy.user, USER_EXACTLY);
	assert_int_equal(policy.uid, 0);
	assert_true(policy_expect_user(&policy, "4294967294"));
	assert_int_equal(policy.uid, 4294967294u);
	assert_true(policy_expect_user(&policy, "nonroot"));
	assert_int_equal(policy.user, USER_NONROOT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_that_make_no_sense_are_refused),
		cmocka_unit_test(outcomes_add_up),
		cmocka_unit_test(paths_are_allowed_with_and_without_a_reason),
		cmocka_unit_test(every_path_of_the_table_can_be_allowed),
		cmocka_unit_test(days_are_counted_from_1970),
		cmocka_unit_test(of_several_days_the_earliest_counts),
		cmocka_unit_test(capabilities_go_by_their_names),
		cmocka_unit_test(devices_and_users_are_taken),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
