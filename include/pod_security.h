/* pod_security.h - the level of the Pod Security Standards that is kept to.
 * Private to judge/. */
#ifndef PROBE_POD_SECURITY_H
#define PROBE_POD_SECURITY_H
#include "report.h"

/* Fills the report's pod_control, pod_level and pod_unseen; after judge_privileged(). */
void judge_pod_security(const struct facts *facts, struct arena *arena, struct report *report);
#endif
