/* findings.h - what a finding means to a machine that counts.
 *
 * Private to render/.  SARIF, JUnit and Prometheus agree with the exit status
 * because all of them ask here. */
#ifndef PROBE_FINDINGS_H
#define PROBE_FINDINGS_H
#include "render.h"

enum finding_result {
	RESULT_PASS,
	RESULT_NOT_COUNTED,	/* not closed, but the exit status does not say so: influence or latent without --fail-on, information */
	RESULT_UNDECIDED,
	RESULT_FAIL
};

enum finding_result finding_result(const struct finding *finding, const struct report *report,
				   const struct render_options *options);

/* "open", "unknown", "latent", "closed". */
const char *finding_state(const struct finding *finding);

/* One line: what the path is, how it can be walked, and how that is known.
 * Not escaped; cut short where it does not fit. */
#define FINDING_LINE 1024
void finding_line(const struct finding *finding, char buf[static FINDING_LINE]);
#endif
