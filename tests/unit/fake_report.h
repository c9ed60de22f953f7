/* fake_report.h - facts and reports as a judge could have made them, small
 * enough to read, for the tests of render/. */
#ifndef TEST_FAKE_REPORT_H
#define TEST_FAKE_REPORT_H
#include "paths.h"

static const struct path fake_mount = {
	.id = "fake-disk-mount", .title = "Mount a disk of the host", .outcome = OUTCOME_HOST_CONTROL,
	.gives = "every file of the host, to change", .why = "A disk is a disk.",
	.opened_by = "--device /dev/sda --cap-add SYS_ADMIN", .instead = "a volume",
	.reference = "mount(2), T1611",
};
static const struct path fake_read = {
	.id = "fake-disk-read", .title = "Read a disk of the host", .outcome = OUTCOME_HOST_READ,
	.gives = "every file of the host", .why = "A disk is a disk.",
	.opened_by = "--device /dev/sda:r", .instead = "a volume", .reference = "T1611",
};
static const struct path fake_influence = {
	.id = "fake-clock", .title = "Set the clock", .outcome = OUTCOME_HOST_INFLUENCE,
	.gives = "the time of day", .why = "There is one clock.",
	.opened_by = "--cap-add SYS_TIME", .instead = "a time namespace", .reference = "time_namespaces(7)",
};

static inline struct finding *fake_finding(struct report *report, const struct path *path, enum path_status status)
{
	struct finding *finding = &report->finding[report->findings++];

	*finding = (struct finding){ .path = path, .status = status, .as_root = status };
	report->open_control += status == PATH_OPEN && path->outcome == OUTCOME_HOST_CONTROL;
	report->open_read += status == PATH_OPEN && path->outcome == OUTCOME_HOST_READ;
	report->open_influence += status == PATH_OPEN && path->outcome == OUTCOME_HOST_INFLUENCE;
	report->unknown += status == PATH_UNKNOWN;
	report->closed += status == PATH_CLOSED;
	return finding;
}

static inline struct way *fake_way(struct finding *finding, const char *title)
{
	struct way *way = &finding->way[finding->ways++];

	*way = (struct way){ .title = title };
	return way;
}

static inline void fake_barrier(struct way *way, enum barrier_kind kind, enum barrier_state state,
				const char *what, const char *evidence)
{
	way->barrier[way->count++] = (struct barrier){ kind, state, what, evidence };
}
#endif
