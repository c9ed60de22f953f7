/* findings.c - what a finding means to a machine that counts (see findings.h). */
#include <stdio.h>
#include <string.h>
#include "findings.h"
#include "paths.h"

enum finding_result finding_result(const struct finding *finding, const struct report *report,
				   const struct render_options *options)
{
	bool influence = finding->path->outcome == OUTCOME_HOST_INFLUENCE;
	bool counts = (!influence || options->fail_on_influence) && (finding->status != PATH_CLOSED || options->fail_on_latent);

	if (finding->status == PATH_CLOSED && !finding->latent)
		return RESULT_PASS;
	/* On the host itself everything is open, and no escape. */
	if (report->verdict == VERDICT_NOT_A_CONTAINER || finding->path->outcome == OUTCOME_INFORMATION)
		return RESULT_NOT_COUNTED;
	/* An undecided influence does not make a verdict undecided (judge.c). */
	if (finding->status == PATH_UNKNOWN)
		return influence ? RESULT_NOT_COUNTED : RESULT_UNDECIDED;
	return counts ? RESULT_FAIL : RESULT_NOT_COUNTED;
}

const char *finding_state(const struct finding *finding)
{
	return finding->latent ? "latent" : path_status_name(finding->status);
}

static size_t add(char *buf, size_t len, const char *before, const char *text)
{
	if (!text || !*text || len >= FINDING_LINE)
		return len;
	return len + (size_t)snprintf(buf + len, FINDING_LINE - len, "%s%s", before, text);
}

void finding_line(const struct finding *finding, char buf[static FINDING_LINE])
{
	static const enum barrier_state telling[] = {
		[PATH_CLOSED] = BARRIER_STANDING, [PATH_UNKNOWN] = BARRIER_IS_UNKNOWN, [PATH_OPEN] = BARRIER_ABSENT,
	};
	const struct way *way = &finding->way[0];
	size_t len = add(buf, 0, "", path_text(finding->path, PATH_TITLE));
	const char *before = ": ";

	len = add(buf, len, " - ", finding_state(finding));
	len = add(buf, len, before, way->title);
	for (size_t i = 0; i < way->count; i++) {
		if (way->barrier[i].state != telling[finding->status])
			continue;
		len = add(buf, len, "; ", way->barrier[i].what);
		len = add(buf, len, before, way->barrier[i].evidence);
	}
}
