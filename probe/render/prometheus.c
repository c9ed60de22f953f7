/* prometheus.c - the report in Prometheus' text format, for an agent on the
 * node that reads files (node_exporter's textfile collector).
 *
 * Label values are names of ours, which need no escaping.  The number of
 * series is bounded by the path table. */
#include "findings.h"
#include "paths.h"

static void put_help(FILE *out, const char *name, const char *help)
{
	fprintf(out, "# HELP escape_probe_%s %s\n# TYPE escape_probe_%s gauge\n", name, help, name);
}

void render_prometheus(FILE *out, const struct facts *facts, const struct report *report, const struct render_options *options)
{
	size_t tally[OUTCOME_INFORMATION + 1][PATH_OPEN + 1] = { { 0 } };

	(void)facts;
	put_help(out, "info", "The program that looked.");
	fprintf(out, "escape_probe_info{version=\"%s\"} 1\n", options->version);
	put_help(out, "verdict", "1 for the verdict on this container, 0 for the others.");
	for (enum verdict verdict = VERDICT_CONTAINED; verdict <= VERDICT_NOT_A_CONTAINER; verdict++)
		fprintf(out, "escape_probe_verdict{verdict=\"%s\"} %d\n", verdict_name(verdict), verdict == report->verdict);
	put_help(out, "exit_status", "0 contained, 1 escapable, 2 cannot tell, 3 not a container; with --fail-on.");
	fprintf(out, "escape_probe_exit_status %u\n", report_exit_status(report, options->fail_on_influence, options->fail_on_latent));
	put_help(out, "wall_barriers", "Barriers on the nearest closed path, 0 where none can be counted.");
	fprintf(out, "escape_probe_wall_barriers %u\n", report->thinnest);
	put_help(out, "path", "1 for each escape path that is not closed.");
	for (size_t i = 0; i < report->findings; i++) {
		const struct finding *finding = &report->finding[i];

		tally[finding->path->outcome][finding->status]++;
		if (finding->status != PATH_CLOSED || finding->latent)
			fprintf(out, "escape_probe_path{path=\"%s\",outcome=\"%s\",state=\"%s\"} 1\n", finding->path->id,
				outcome_name(finding->path->outcome), finding_state(finding));
	}
	put_help(out, "paths", "Escape paths by outcome and status.");
	for (enum outcome outcome = OUTCOME_HOST_CONTROL; outcome <= OUTCOME_INFORMATION; outcome++)
		for (enum path_status status = PATH_CLOSED; status <= PATH_OPEN; status++)
			fprintf(out, "escape_probe_paths{outcome=\"%s\",status=\"%s\"} %zu\n", outcome_name(outcome),
				path_status_name(status), tally[outcome][status]);
}
