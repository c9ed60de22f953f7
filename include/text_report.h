/* text_report.h - the two halves of the text report.  Private to render/. */
#ifndef PROBE_TEXT_REPORT_H
#define PROBE_TEXT_REPORT_H
#include "flow.h"
#include "paths.h"

/* The barriers of a way that are in one state and how that is known, those
 * with the same evidence together: "fsopen(2), fsmount(2): no seccomp filter
 * (/proc/self/status: Seccomp); ...".  The first `most` such groups.  False
 * when there are none. */
bool flow_barriers(struct flow *flow, const struct way *way, enum barrier_state state, size_t most);

/* "timed out", "died of signal 31", ... */
void flow_collector(struct flow *flow, const struct collector_result *result);

/* The table of disks: all of them, or the first that can be reached. */
void render_text_disks(struct flow *flow, const struct report *report, bool verbose);
bool render_any_disk(const struct report *report);

/* The options that made it so; with `verbose`, how each is known. */
#define TEXT_INDENT 15	/* where the text behind a label begins */
void render_text_options(struct flow *flow, const struct report *report, bool verbose);

/* --verbose: closed paths, all facts, all lists. */
void render_text_details(struct flow *flow, const struct facts *facts, const struct report *report);
#endif
