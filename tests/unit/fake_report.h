/* fake_report.h - facts and reports as a judge could have made them, small
 * enough to read, for the tests of render/. */
#ifndef TEST_FAKE_REPORT_H
#define TEST_FAKE_REPORT_H
#include "paths.h"

static const char *const fake_mount_texts[PATH_TEXTS] = {
	[PATH_TITLE] = "Mount a disk of the host",
	[PATH_GIVES] = "every file of the host, to change",
	[PATH_WHY] = "A disk is a disk.",
	[PATH_OPENED_BY] = "--device /dev/sda --cap-add SYS_ADMIN",
	[PATH_INSTEAD] = "a volume",
	[PATH_REFERENCE] = "mount(2), T1611",
	[PATH_DEFAULT] = "CAP_SYS_ADMIN is not held",
	[PATH_ASKED] = "faccessat(2)",
	[PATH_CONTROLS] = "CIS Docker 5.18",
	[PATH_OPENED_BY_KUBERNETES] = "a hostPath volume", [PATH_INSTEAD_KUBERNETES] = "an emptyDir",
};
static const struct path fake_mount = { .id = "fake-disk-mount", .outcome = OUTCOME_HOST_CONTROL, .texts = fake_mount_texts };
static const char *const fake_read_texts[PATH_TEXTS] = {
	[PATH_TITLE] = "Read a disk of the host",
	[PATH_GIVES] = "every file of the host",
	[PATH_WHY] = "A disk is a disk.",
	[PATH_OPENED_BY] = "--device /dev/sda:r",
	[PATH_INSTEAD] = "a volume",
	[PATH_REFERENCE] = "T1611",
	[PATH_DEFAULT] = "", [PATH_ASKED] = "", [PATH_CONTROLS] = "",
	[PATH_OPENED_BY_KUBERNETES] = "", [PATH_INSTEAD_KUBERNETES] = "",
};
static const struct path fake_read = { .id = "fake-disk-read", .outcome = OUTCOME_HOST_READ, .texts = fake_read_texts };
static const char *const fake_influence_texts[PATH_TEXTS] = {
	[PATH_TITLE] = "Set the clock",
	[PATH_GIVES] = "the time of day",
	[PATH_WHY] = "There is one clock.",
	[PATH_OPENED_BY] = "--cap-add SYS_TIME",
	[PATH_INSTEAD] = "a time namespace",
	[PATH_REFERENCE] = "time_namespaces(7)",
	[PATH_DEFAULT] = "", [PATH_ASKED] = "", [PATH_CONTROLS] = "",
	[PATH_OPENED_BY_KUBERNETES] = "", [PATH_INSTEAD_KUBERNETES] = "",
};
static const struct path fake_influence = { .id = "fake-clock", .outcome = OUTCOME_HOST_INFLUENCE, .texts = fake_influence_texts };
static const char *const fake_information_texts[PATH_TEXTS] = {
	[PATH_TITLE] = "No filter",
	[PATH_GIVES] = "more of the kernel within reach",
	[PATH_WHY] = "What is not stopped can be called.",
	[PATH_OPENED_BY] = "--security-opt seccomp=unconfined",
	[PATH_INSTEAD] = "the default",
	[PATH_REFERENCE] = "seccomp(2)",
};
static const struct path fake_information = { .id = "fake-surface", .outcome = OUTCOME_INFORMATION, .texts = fake_information_texts };

static inline struct finding *fake_finding(struct report *report, const struct path *path, enum path_status status)
{
	struct finding *finding = &report->finding[report->findings++];

	*finding = (struct finding){ .path = path, .status = status, .as_root = status, .way = &report->way[report->ways] };
	report->ways += WAYS_MAX;
	report->open_control += status == PATH_OPEN && path->outcome == OUTCOME_HOST_CONTROL;
	report->open_read += status == PATH_OPEN && path->outcome == OUTCOME_HOST_READ;
	report->open_influence += status == PATH_OPEN && path->outcome == OUTCOME_HOST_INFLUENCE;
	report->open_information += status == PATH_OPEN && path->outcome == OUTCOME_INFORMATION;
	report->unknown += status == PATH_UNKNOWN && path->outcome != OUTCOME_INFORMATION;
	report->closed += status == PATH_CLOSED && path->outcome != OUTCOME_INFORMATION;
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
