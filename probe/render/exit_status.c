/* exit_status.c - what a verdict means to a script: one mapping for the
 * program's exit status and for the JSON document. */
#include "report.h"

unsigned verdict_exit_status(enum verdict verdict)
{
	static const unsigned status[] = {
		[VERDICT_CONTAINED] = 0,
		[VERDICT_ESCAPABLE] = 1,
		[VERDICT_CANNOT_TELL] = 2,
		[VERDICT_NOT_A_CONTAINER] = 3,
	};
	return status[verdict];
}

unsigned report_exit_status(const struct report *report, bool influence, bool latent)
{
	size_t latent_ones = report->latent - (influence ? 0 : report->latent_influence);
	bool counts = (influence && report->open_influence > 0) || (latent && latent_ones > 0);

	/* On the host itself every path is open: that is no escape. */
	if (counts && report->verdict != VERDICT_NOT_A_CONTAINER)
		return verdict_exit_status(VERDICT_ESCAPABLE);
	return verdict_exit_status(report->verdict);
}
