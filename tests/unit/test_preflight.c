/* test_preflight.c - from a report and a policy to a decision, and to the line
 * that a log gets. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "fake_report.h"
#include "preflight.h"
#include "rendered.h"

#define TODAY 20778	/* 2026-11-21 */
#define BY_DEFAULT (COUNTS_CONTROL | COUNTS_READ | COUNTS_LATENT)

/* Number 0 gives control, 1 reads, 2 has influence. */
enum { CONTROL, READ, INFLUENCE };

static struct report report;
static struct contract contract;

static void given(enum verdict verdict, enum path_status control, enum path_status read, enum path_status influence)
{
	contract = (struct contract){ .count = 0 };
	report = (struct report){ .verdict = verdict, .privileged = PRIVILEGED_NO };
	fake_finding(&report, &fake_mount, control);
	fake_finding(&report, &fake_read, read);
	fake_finding(&report, &fake_influence, influence);
}

static void nothing_open(void)
{
	given(VERDICT_CONTAINED, PATH_CLOSED, PATH_CLOSED, PATH_CLOSED);
}

static void latent(unsigned number)
{
	report.finding[number].as_root = PATH_OPEN;
	report.finding[number].latent = true;
	report.latent++;
}

static struct decision decide(const struct policy *policy)
{
	static struct decision decision;

	preflight_decide(&report, &contract, policy, BY_DEFAULT, TODAY, &decision);
	return decision;
}

static const char *line(const struct policy *policy)
{
	static struct line made;
	struct decision decision = decide(policy);

	preflight_line(&report, policy, &decision, "nginx", &made);
	assert_int_equal(made.len, strlen(made.text));
	assert_ptr_equal(strchr(made.text, '\n'), made.text + made.len - 1);
	return made.text;
}

/* ---- the decision ------------------------------------------------------------------ */

static void what_counts_is_refused_and_the_rest_starts(void **state)
{
#define C PATH_CLOSED
#define U PATH_UNKNOWN
#define O PATH_OPEN
	static const struct {
		const char *why;
		enum path_status control, read, influence;
		int latent;		/* number + 1 */
		enum privileged privileged;
		struct policy policy;
		bool start, plain;
	} row[] = {
		{ .why = "nothing open", C, C, C, .start = true, .plain = true },
		{ .why = "control", O, C, C },
		{ .why = "read", C, O, C },
		{ .why = "influence does not count", C, C, O, .start = true, .plain = true },
		{ .why = "influence in doubt neither", C, C, U, .start = true, .plain = true },
		{ .why = "control in doubt", U, C, C },
		{ .why = "read in doubt", C, U, C },
		{ .why = "latent control", C, C, C, .latent = 1 },
		{ .why = "latent influence does not", C, C, C, .latent = 3, .start = true, .plain = true },
		{ .why = "unless influence counts", C, C, C, .latent = 3,
		  .policy = { .fail_on = COUNTS_LATENT | COUNTS_INFLUENCE } },
		{ .why = "privileged, though nothing is open", C, C, C, .privileged = PRIVILEGED_YES },
		{ .why = "partly privileged", C, C, C, .privileged = PRIVILEGED_PARTLY, .start = true, .plain = true },

		{ .why = "influence, asked for", C, C, O, .policy = { .fail_on = COUNTS_INFLUENCE } },
		{ .why = "influence in doubt, asked for", C, C, U, .policy = { .fail_on = COUNTS_INFLUENCE } },
		{ .why = "control, but only read counts", O, C, C, .policy = { .fail_on = COUNTS_READ }, .start = true, .plain = true },
		{ .why = "latent, but only open ones count", C, C, C, .latent = 1,
		  .policy = { .fail_on = COUNTS_CONTROL }, .start = true, .plain = true },
		{ .why = "in doubt, but only latent ones count", U, C, C,
		  .policy = { .fail_on = COUNTS_LATENT }, .start = true, .plain = true },
		{ .why = "privileged counts with any list", C, C, C, .privileged = PRIVILEGED_YES,
		  .policy = { .fail_on = COUNTS_READ } },

		{ .why = "in doubt, warned of", U, C, C, .policy = { .warn_unknown = true }, .start = true },
		{ .why = "open is no doubt", O, C, C, .policy = { .warn_unknown = true } },
		{ .why = "everything warned of", O, O, O, .latent = 1, .privileged = PRIVILEGED_YES,
		  .policy = { .warn_only = true }, .start = true },

		{ .why = "control, accepted", O, C, C, .policy = { .allow[CONTROL] = "" }, .start = true },
		{ .why = "another one accepted", O, C, C, .policy = { .allow[READ] = "" } },
		{ .why = "one of two accepted", O, O, C, .policy = { .allow[CONTROL] = "" } },
		{ .why = "accepted and not there", C, C, C, .policy = { .allow[CONTROL] = "" }, .start = true, .plain = true },
		{ .why = "in doubt, accepted", U, C, C, .policy = { .allow[CONTROL] = "" }, .start = true },
		{ .why = "latent, accepted", C, C, C, .latent = 1, .policy = { .allow[CONTROL] = "" }, .start = true },
		{ .why = "privileged, accepted", C, C, C, .privileged = PRIVILEGED_YES,
		  .policy = { .allow[ALLOW_PRIVILEGED] = "" }, .start = true },
		{ .why = "privileged accepted, its paths not", O, C, C, .privileged = PRIVILEGED_YES,
		  .policy = { .allow[ALLOW_PRIVILEGED] = "" } },

		{ .why = "accepted until tomorrow", O, C, C,
		  .policy = { .allow[CONTROL] = "", .until = "2026-11-22", .until_day = TODAY + 1 }, .start = true },
		{ .why = "accepted until the end of today", O, C, C,
		  .policy = { .allow[CONTROL] = "", .until = "2026-11-21", .until_day = TODAY }, .start = true },
		{ .why = "accepted until yesterday", O, C, C,
		  .policy = { .allow[CONTROL] = "", .until = "2026-11-20", .until_day = TODAY - 1 } },
		{ .why = "until yesterday, but there is nothing", C, C, C,
		  .policy = { .allow[CONTROL] = "", .until = "2026-11-20", .until_day = TODAY - 1 }, .start = true, .plain = true },
		{ .why = "privileged until yesterday", C, C, C, .privileged = PRIVILEGED_YES,
		  .policy = { .allow[ALLOW_PRIVILEGED] = "", .until = "2026-11-20", .until_day = TODAY - 1 } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		given(VERDICT_CONTAINED, row[i].control, row[i].read, row[i].influence);
		report.privileged = row[i].privileged;
		if (row[i].latent)
			latent((unsigned)row[i].latent - 1);
		struct decision got = decide(&row[i].policy);

		if (got.start != row[i].start || got.plain != row[i].plain)
			fail_msg("row %zu (%s): start %d, plain %d", i, row[i].why, got.start, got.plain);
	}
#undef C
#undef U
#undef O
}

static void root_in_doubt_is_in_doubt_where_latent_counts(void **state)
{
	struct policy open_only = { .fail_on = COUNTS_CONTROL };

	(void)state;
	nothing_open();
	report.finding[CONTROL].as_root = PATH_UNKNOWN;
	assert_false(decide(&(struct policy){ .fail_on = 0 }).start);
	assert_true(decide(&open_only).start);
	nothing_open();
	report.finding[INFLUENCE].as_root = PATH_UNKNOWN;
	assert_true(decide(&(struct policy){ .fail_on = 0 }).start);
}

static void without_a_clock_nothing_is_accepted_for_a_time(void **state)
{
	struct policy policy = { .allow[CONTROL] = "", .until = "9999-12-31", .until_day = 2932896 };
	struct decision got;

	(void)state;
	given(VERDICT_ESCAPABLE, PATH_OPEN, PATH_CLOSED, PATH_CLOSED);
	preflight_decide(&report, &contract, &policy, BY_DEFAULT, NO_DAY, &got);
	assert_false(got.start);
	assert_true(got.expired);
	assert_true(got.no_clock);
	policy.until = NULL;
	preflight_decide(&report, &contract, &policy, BY_DEFAULT, NO_DAY, &got);
	assert_true(got.start);
}

static void on_the_host_the_paths_do_not_matter(void **state)
{
	struct policy policy = { .fail_on = 0 };

	(void)state;
	given(VERDICT_NOT_A_CONTAINER, PATH_OPEN, PATH_OPEN, PATH_OPEN);
	report.privileged = PRIVILEGED_YES;
	assert_false(decide(&policy).start);
	assert_has(line(&policy), "refused to start 'nginx': not-a-container: to change: run it in a container");
	policy.allow[ALLOW_NOT_A_CONTAINER] = "a laptop";
	assert_true(decide(&policy).start);
	assert_string_equal(line(&policy), "escape-probe: starting 'nginx': not-a-container: accepted: not-a-container (a laptop)\n");
	policy.until = "2026-11-20";
	policy.until_day = TODAY - 1;
	assert_false(decide(&policy).start);
	assert_has(line(&policy), "allowed until 2026-11-20, which is over");
}

/* ---- the line -------------------------------------------------------------------------- */

static void the_line_says_what_is_open_and_what_to_change(void **state)
{
	struct policy policy = { .fail_on = 0 };

	(void)state;
	given(VERDICT_ESCAPABLE, PATH_OPEN, PATH_CLOSED, PATH_CLOSED);
	latent(READ);
	assert_string_equal(line(&policy),
		"escape-probe: refused to start 'nginx': escapable: open: fake-disk-mount; "
		"latent, so open to root in this container: fake-disk-read; "
		"to change: leave out what opens it: fake-disk-mount: --device /dev/sda --cap-add SYS_ADMIN; "
		"fake-disk-read: --device /dev/sda:r\n");
	report.dialect = DIALECT_KUBERNETES;
	assert_has(line(&policy), "to change: leave out what opens it: fake-disk-mount: a hostPath volume; fake-disk-read: --device");
	report.privileged = PRIVILEGED_YES;
	assert_has(line(&policy), "; privileged; to change: leave out --privileged (Kubernetes: privileged: false)\n");
}

static void the_line_says_what_was_accepted_and_why(void **state)
{
	struct policy policy = { .allow[CONTROL] = "lab 3", .allow[READ] = "" };

	(void)state;
	given(VERDICT_ESCAPABLE, PATH_OPEN, PATH_OPEN, PATH_CLOSED);
	assert_string_equal(line(&policy),
		"escape-probe: starting 'nginx': escapable: accepted: fake-disk-mount (lab 3), fake-disk-read\n");
}

static void the_line_says_what_is_in_doubt(void **state)
{
	struct policy policy = { .fail_on = 0 };
	struct way *way;

	(void)state;
	given(VERDICT_CANNOT_TELL, PATH_UNKNOWN, PATH_CLOSED, PATH_CLOSED);
	way = fake_way(&report.finding[CONTROL], "a way");
	fake_barrier(way, BARRIER_CAPABILITY, BARRIER_ABSENT, "CAP_SYS_ADMIN", "held");
	fake_barrier(way, BARRIER_DEVICE_CGROUP, BARRIER_IS_UNKNOWN, "read access", "timed out");
	assert_string_equal(line(&policy),
		"escape-probe: refused to start 'nginx': cannot-tell: not known: fake-disk-mount (read access: timed out)\n");
	policy.warn_unknown = true;
	assert_has(line(&policy), "starting 'nginx': cannot-tell: not known: fake-disk-mount");
}

static void a_broken_contract_is_refused_with_what_to_change(void **state)
{
	struct policy policy = { .fail_on = 0 };

	(void)state;
	nothing_open();
	contract = (struct contract){
		.breach = {
			{ TOO_LITTLE, "CAP_NET_RAW", "--cap-add NET_RAW", "cap_add: [NET_RAW]", "capabilities: {add: [NET_RAW]}" },
			{ TOO_MUCH, "root", "--user 1", "user: \"1\"", "runAsUser: 1" },
		},
		.count = 2, .broken = true,
	};
	assert_false(decide(&policy).start);
	assert_string_equal(line(&policy), "escape-probe: refused to start 'nginx': contained: "
		"contract, too little: CAP_NET_RAW (to add: docker: --cap-add NET_RAW | Compose: cap_add: [NET_RAW] | "
		"Kubernetes: capabilities: {add: [NET_RAW]}); "
		"contract, too much: root (to remove: docker: --user 1 | Compose: user: \"1\" | Kubernetes: runAsUser: 1)\n");
	policy.warn_unknown = true;
	assert_false(decide(&policy).start);
	policy.warn_only = true;
	assert_true(decide(&policy).start);
}

static void a_contract_in_doubt_is_refused_or_warned_of(void **state)
{
	struct policy policy = { .fail_on = 0 };

	(void)state;
	nothing_open();
	contract = (struct contract){ .breach = { { .kind = NOT_KNOWN, .what = "the user" } }, .count = 1, .unknown = true };
	assert_false(decide(&policy).start);
	assert_has(line(&policy), ": contract, not known: the user\n");
	policy.warn_unknown = true;
	assert_true(decide(&policy).start);
	assert_false(decide(&policy).plain);
}

static void outside_text_cannot_break_the_line(void **state)
{
	struct policy policy = { .fail_on = 0 };
	static char long_text[8192];
	static struct line made;
	struct decision decision;

	(void)state;
	given(VERDICT_ESCAPABLE, PATH_OPEN, PATH_CLOSED, PATH_CLOSED);
	decision = decide(&policy);
	preflight_line(&report, &policy, &decision, "a\nforged\033[2J", &made);
	assert_has(made.text, "refused to start 'a\\x0Aforged\\x1B[2J'");
	memset(long_text, 'x', sizeof long_text - 1);
	preflight_line(&report, &policy, &decision, long_text, &made);
	assert_int_equal(made.len, strlen(made.text));
	assert_in_range(made.len, sizeof made.text - 16, sizeof made.text - 1);
	assert_int_equal(made.text[made.len - 1], '\n');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_counts_is_refused_and_the_rest_starts),
		cmocka_unit_test(root_in_doubt_is_in_doubt_where_latent_counts),
		cmocka_unit_test(without_a_clock_nothing_is_accepted_for_a_time),
		cmocka_unit_test(on_the_host_the_paths_do_not_matter),
		cmocka_unit_test(the_line_says_what_is_open_and_what_to_change),
		cmocka_unit_test(the_line_says_what_was_accepted_and_why),
		cmocka_unit_test(the_line_says_what_is_in_doubt),
		cmocka_unit_test(a_broken_contract_is_refused_with_what_to_change),
		cmocka_unit_test(a_contract_in_doubt_is_refused_or_warned_of),
		cmocka_unit_test(outside_text_cannot_break_the_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
