/* privileged.h - is this what --privileged makes?  Private to judge/. */
#ifndef PROBE_PRIVILEGED_H
#define PROBE_PRIVILEGED_H
#include "report.h"

/* Fills the report's privileged, privileged_part and privileged_userns. */
void judge_privileged(const struct facts *facts, struct arena *arena, struct report *report);
#endif
