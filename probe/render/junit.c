/* junit.c - the report as JUnit XML, the form in which test runners tell a CI.
 *
 * The first case is the verdict: it passes exactly where the program ends with
 * status 0.  Then a case for each path; what could not be decided is an error,
 * never skipped: skipped is what the exit status does not count. */
#include <string.h>
#include "escape.h"
#include "findings.h"
#include "paths.h"

/* Escaped as everywhere, so that no control character is left, which XML does
 * not have at all; and for XML. */
static void put_xml(FILE *out, const char *text)
{
	char buf[ESCAPED_MAX];
	unsigned columns;

	while (*text) {
		size_t len = escape_next(&text, buf, &columns);

		for (size_t i = 0; i < len; i++) {
			if (strchr("<>&\"", buf[i]))
				fprintf(out, "&#%d;", buf[i]);
			else
				fputc(buf[i], out);
		}
	}
}

static void put_case(FILE *out, const char *class, const char *name, enum finding_result result, const char *message)
{
	static const char *const element[] = { [RESULT_NOT_COUNTED] = "skipped", [RESULT_UNDECIDED] = "error", [RESULT_FAIL] = "failure" };

	fprintf(out, "\t\t<testcase classname=\"escape-probe.%s\" name=\"%s\"", class, name);
	if (result == RESULT_PASS) {
		fputs("/>\n", out);
		return;
	}
	fprintf(out, ">\n\t\t\t<%s message=\"", element[result]);
	put_xml(out, message);
	fputs("\"/>\n\t\t</testcase>\n", out);
}

void render_junit(FILE *out, const struct facts *facts, const struct report *report, const struct render_options *options)
{
	static const enum finding_result by_status[] = { RESULT_PASS, RESULT_FAIL, RESULT_UNDECIDED, RESULT_UNDECIDED };
	enum finding_result verdict = by_status[report_exit_status(report, options->fail_on_influence, options->fail_on_latent)];
	size_t tally[RESULT_FAIL + 1] = { [RESULT_PASS] = 0 };
	char line[FINDING_LINE];

	(void)facts;
	tally[verdict]++;
	for (size_t i = 0; i < report->findings; i++)
		tally[finding_result(&report->finding[i], report, options)]++;
	fprintf(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
		"\t<testsuite name=\"escape-probe\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\" time=\"0\">\n",
		report->findings + 1, tally[RESULT_FAIL], tally[RESULT_UNDECIDED], tally[RESULT_NOT_COUNTED]);
	put_case(out, "verdict", verdict_name(report->verdict), verdict, report->verdict_reason ? report->verdict_reason : "");
	for (size_t i = 0; i < report->findings; i++) {
		const struct finding *finding = &report->finding[i];

		finding_line(finding, line);
		put_case(out, outcome_name(finding->path->outcome), finding->path->id, finding_result(finding, report, options), line);
	}
	fputs("\t</testsuite>\n</testsuites>\n", out);
}
