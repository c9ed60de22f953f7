/* test_findings.c - what counts, and that SARIF, JUnit and Prometheus say the
 * same; tests/formats holds whole documents against parsers that are not ours. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "fake_report.h"
#include "findings.h"
#include "rendered.h"

static char buf[1 << 16];
static struct report report;
static const struct facts *const no_facts;

static struct report *begin(enum verdict verdict)
{
	report = (struct report){ .verdict = verdict, .verdict_reason = "because" };
	return &report;
}

static void a_finding_counts_as_the_exit_status_does(void **state)
{
	static const struct {
		const char *why;
		const struct path *path;
		enum path_status status;
		bool latent;
		enum verdict verdict;
		bool fail_influence, fail_latent;
		enum finding_result result;
	} row[] = {
		{ "closed", &fake_mount, PATH_CLOSED, false, VERDICT_CONTAINED, true, true, RESULT_PASS },
		{ "open control", &fake_mount, PATH_OPEN, false, VERDICT_ESCAPABLE, false, false, RESULT_FAIL },
		{ "open read", &fake_read, PATH_OPEN, false, VERDICT_ESCAPABLE, false, false, RESULT_FAIL },
		{ "unknown is no pass", &fake_read, PATH_UNKNOWN, false, VERDICT_CANNOT_TELL, false, false, RESULT_UNDECIDED },
		{ "influence is shown", &fake_influence, PATH_OPEN, false, VERDICT_CONTAINED, false, false, RESULT_NOT_COUNTED },
		{ "and counts when asked for", &fake_influence, PATH_OPEN, false, VERDICT_CONTAINED, true, false, RESULT_FAIL },
		{ "unknown influence decides nothing", &fake_influence, PATH_UNKNOWN, false, VERDICT_CONTAINED, true, false, RESULT_NOT_COUNTED },
		{ "information is shown", &fake_information, PATH_OPEN, false, VERDICT_CONTAINED, true, true, RESULT_NOT_COUNTED },
		{ "information not known, too", &fake_information, PATH_UNKNOWN, false, VERDICT_CANNOT_TELL, true, true, RESULT_NOT_COUNTED },
		{ "latent is shown", &fake_mount, PATH_CLOSED, true, VERDICT_CONTAINED, true, false, RESULT_NOT_COUNTED },
		{ "and counts when asked for", &fake_mount, PATH_CLOSED, true, VERDICT_CONTAINED, false, true, RESULT_FAIL },
		{ "latent influence counts when both are", &fake_influence, PATH_CLOSED, true, VERDICT_CONTAINED, true, true, RESULT_FAIL },
		{ "and with latent alone does not", &fake_influence, PATH_CLOSED, true, VERDICT_CONTAINED, false, true, RESULT_NOT_COUNTED },
		{ "nothing is an escape from the host", &fake_mount, PATH_OPEN, false, VERDICT_NOT_A_CONTAINER, true, true, RESULT_NOT_COUNTED },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct render_options options = { .fail_on_influence = row[i].fail_influence, .fail_on_latent = row[i].fail_latent };
		struct finding *finding = fake_finding(begin(row[i].verdict), row[i].path, row[i].status);

		finding->latent = row[i].latent;
		if (finding_result(finding, &report, &options) != row[i].result)
			fail_msg("row %zu (%s): got %d", i, row[i].why, (int)finding_result(finding, &report, &options));
	}
}

static void a_line_tells_what_opens_and_what_is_not_known(void **state)
{
	char line[FINDING_LINE];
	struct finding *finding = fake_finding(begin(VERDICT_CANNOT_TELL), &fake_mount, PATH_UNKNOWN);
	struct way *way = fake_way(finding, "mount(2) of /dev/sda");

	(void)state;
	fake_barrier(way, BARRIER_CAPABILITY, BARRIER_ABSENT, "CAP_SYS_ADMIN", "held");
	fake_barrier(way, BARRIER_SECCOMP, BARRIER_IS_UNKNOWN, "mount(2)", "nobody asked");
	finding_line(finding, line);
	assert_string_equal(line, "Mount a disk of the host - unknown: mount(2) of /dev/sda; mount(2): nobody asked");
	finding->status = PATH_OPEN;
	finding_line(finding, line);
	assert_string_equal(line, "Mount a disk of the host - open: mount(2) of /dev/sda; CAP_SYS_ADMIN: held");
}

static void a_line_that_does_not_fit_is_cut_short(void **state)
{
	static char title[3 * FINDING_LINE];
	char line[FINDING_LINE];
	struct finding *finding = fake_finding(begin(VERDICT_ESCAPABLE), &fake_mount, PATH_OPEN);

	(void)state;
	memset(title, 'x', sizeof title - 1);
	fake_barrier(fake_way(finding, title), BARRIER_SECCOMP, BARRIER_ABSENT, title, title);
	finding_line(finding, line);
	assert_int_equal(strlen(line), FINDING_LINE - 1);
}

static void outside_text_forges_no_element(void **state)
{
	struct render_options options = { .version = "1" };
	struct finding *finding = fake_finding(begin(VERDICT_ESCAPABLE), &fake_mount, PATH_OPEN);

	(void)state;
	fake_way(finding, "a\"/><x>&\n\x1b[0m\xef\xbf\xbe");
	RENDERED(buf, sizeof buf, render_junit(out, no_facts, &report, &options));
	assert_has(buf, "open: a&#34;/&#62;&#60;x&#62;&#38;\\x0A\\x1B[0m\\xEF\\xBF\\xBE\"/>");
	assert_has(buf, "tests=\"2\" failures=\"2\" errors=\"0\" skipped=\"0\"");
}

static void the_first_case_is_the_verdict(void **state)
{
	struct render_options options = { .version = "1" };

	(void)state;
	fake_finding(begin(VERDICT_CONTAINED), &fake_mount, PATH_CLOSED);
	RENDERED(buf, sizeof buf, render_junit(out, no_facts, &report, &options));
	assert_has(buf, "<testcase classname=\"escape-probe.verdict\" name=\"contained\"/>");
	assert_has(buf, "failures=\"0\" errors=\"0\" skipped=\"0\"");
	begin(VERDICT_NOT_A_CONTAINER);
	RENDERED(buf, sizeof buf, render_junit(out, no_facts, &report, &options));
	assert_has(buf, "name=\"not-a-container\">\n\t\t\t<error message=\"because\"/>");
}

static void sarif_points_at_the_technique(void **state)
{
	static const struct { const char *why, *reference, *uri; } row[] = {
		{ "technique", "mount(2), T1611", "\"https://attack.mitre.org/techniques/T1611/\"" },
		{ "sub-technique", "ATT&CK T1552.001, T1611", "\"https://attack.mitre.org/techniques/T1552/001\"" },
		{ "none", "TIOCSTI, Tab", NULL },
	};
	struct render_options options = { .version = "1" };

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		const char *const texts[PATH_TEXTS] = { [PATH_TITLE] = "A title", [PATH_WHY] = "b", [PATH_INSTEAD] = "d", [PATH_REFERENCE] = row[i].reference, [PATH_CONTROLS] = "CIS 5.4, T1611" };
		struct path path = fake_mount;

		path.texts = texts;
		fake_finding(begin(VERDICT_CONTAINED), &path, PATH_CLOSED);
		RENDERED(buf, sizeof buf, render_sarif(out, no_facts, &report, &options));
		if (row[i].uri)
			assert_has(buf, row[i].uri);
		else
			assert_has_not(buf, "helpUri");
	}
}

static void a_tag_is_there_once(void **state)
{
	const char *const texts[PATH_TEXTS] = {
		[PATH_TITLE] = "A title", [PATH_WHY] = "b", [PATH_INSTEAD] = "d",
		[PATH_REFERENCE] = "T1611, mount(2)", [PATH_CONTROLS] = "CIS 5.4, T1611",
	};
	struct path path = fake_mount;
	struct render_options options = { .version = "1" };

	(void)state;
	path.texts = texts;
	fake_finding(begin(VERDICT_CONTAINED), &path, PATH_CLOSED);
	RENDERED(buf, sizeof buf, render_sarif(out, no_facts, &report, &options));
	assert_has(buf, "\"CIS 5.4\",\n\t\t\t\t\t\t\t\t\t\"T1611\",\n\t\t\t\t\t\t\t\t\t\"mount(2)\"\n");
}

static void a_latent_path_is_a_series_of_its_own(void **state)
{
	struct render_options options = { .version = "1" };

	(void)state;
	fake_finding(begin(VERDICT_CONTAINED), &fake_mount, PATH_CLOSED)->latent = true;
	fake_finding(&report, &fake_read, PATH_CLOSED);
	RENDERED(buf, sizeof buf, render_prometheus(out, no_facts, &report, &options));
	assert_has(buf, "escape_probe_path{path=\"fake-disk-mount\",outcome=\"host-control\",state=\"latent\"} 1\n");
	assert_has_not(buf, "fake-disk-read");
	assert_has(buf, "escape_probe_paths{outcome=\"host-read\",status=\"closed\"} 1\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_finding_counts_as_the_exit_status_does),
		cmocka_unit_test(a_line_tells_what_opens_and_what_is_not_known),
		cmocka_unit_test(a_line_that_does_not_fit_is_cut_short),
		cmocka_unit_test(outside_text_forges_no_element),
		cmocka_unit_test(the_first_case_is_the_verdict),
		cmocka_unit_test(sarif_points_at_the_technique),
		cmocka_unit_test(a_tag_is_there_once),
		cmocka_unit_test(a_latent_path_is_a_series_of_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
