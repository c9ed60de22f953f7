/* judge.h - from facts to a report.  Pure: no kernel, no global, cannot fail. */
#ifndef PROBE_JUDGE_H
#define PROBE_JUDGE_H
#include "report.h"

/* Judges every path, for this process and for root in its place, and draws
 * the conclusions.  `arena` takes the evidence texts; when it runs full they
 * become empty, the states stay right. */
void judge(const struct facts *facts, struct arena *arena, struct report *ret);

/* Gives a verification, for --verify, to every disk whose mounting was found
 * open or unknown; returns how many there are.  None outside a container. */
size_t judge_to_verify(struct facts *facts, const struct report *report);
#endif
