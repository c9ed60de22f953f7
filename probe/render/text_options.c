/* text_options.c - the options that most likely made this container so, in
 * the words of whoever runs it (run_options.h). */
#include "flow.h"
#include "report.h"
#include "text_report.h"

/* In a file of theirs the options stand on lines of their own. */
static const char *between(enum dialect dialect)
{
	return dialect == DIALECT_COMPOSE || dialect == DIALECT_KUBERNETES ? "; " : " ";
}

static void put_all(struct flow *flow, const struct report *report, enum dialect dialect, const char *label)
{
	char words[512];

	flow_begin(flow, 0, label, TEXT_INDENT);
	for (size_t i = 0; i < report->run_options; i++) {
		flow_text(flow, i ? between(dialect) : "");
		flow_text(flow, run_option_write(&report->run_option[i], dialect, words, sizeof words));
	}
	if (report->run_options_dropped)
		flow_format(flow, "%sand %zu more", between(dialect), report->run_options_dropped);
	flow_end(flow);
}

void render_text_options(struct flow *flow, const struct report *report, bool verbose)
{
	bool widens = false;

	for (size_t i = 0; i < report->run_options; i++)
		widens |= report->run_option[i].widens;
	if (!widens && !(verbose && report->run_options))
		return;
	put_all(flow, report, report->dialect, "Run with:");
	if (verbose && report->dialect == DIALECT_DOCKER)
		put_all(flow, report, DIALECT_COMPOSE, "In Compose:");
	if (widens && report->verdict == VERDICT_ESCAPABLE)
		flow_paragraph(flow, 0, "Needed for?", TEXT_INDENT, "'escape-probe explain needs' has the least option for each common need");
	for (size_t i = 0; verbose && i < report->run_options; i++) {
		const struct run_option *option = &report->run_option[i];
		char words[512];

		flow_begin(flow, 2, "", 6);
		flow_text(flow, run_option_write(option, report->dialect, words, sizeof words));
		flow_text(flow, ": ");
		flow_text(flow, option->evidence);
		flow_end(flow);
	}
}
