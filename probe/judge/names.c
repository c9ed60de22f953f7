/* names.c - the words of report.h for JSON and text. */
#include "report.h"

const char *verdict_name(enum verdict verdict)
{
	static const char *const names[] = {
		[VERDICT_CONTAINED] = "contained",
		[VERDICT_ESCAPABLE] = "escapable",
		[VERDICT_CANNOT_TELL] = "cannot-tell",
		[VERDICT_NOT_A_CONTAINER] = "not-a-container",
	};
	return names[verdict];
}

const char *outcome_name(enum outcome outcome)
{
	static const char *const names[] = {
		[OUTCOME_HOST_CONTROL] = "host-control",
		[OUTCOME_HOST_READ] = "host-read",
		[OUTCOME_HOST_INFLUENCE] = "host-influence",
		[OUTCOME_INFORMATION] = "information",
	};
	return names[outcome];
}

const char *disk_answer_name(enum disk_answer_id id)
{
	static const char *const names[DISK_ANSWERS] = {
		[DISK_READ] = "read",
		[DISK_WRITE] = "write",
		[DISK_MOUNT] = "mount",
		[DISK_FSMOUNT] = "fsmount",
		[DISK_ATTACH] = "attach",
	};
	return names[id];
}

const char *disk_use_name(enum disk_use use)
{
	static const char *const names[] = {
		[DISK_NO_EVIDENCE] = "no-evidence",
		[DISK_HOST_USES] = "host-uses",
		[DISK_ENGINE_DATA] = "engine-data",
		[DISK_HOST_ROOT] = "host-root",
	};
	return names[use];
}

const char *path_status_name(enum path_status status)
{
	static const char *const names[] = {
		[PATH_CLOSED] = "closed",
		[PATH_UNKNOWN] = "unknown",
		[PATH_OPEN] = "open",
	};
	return names[status];
}

const char *barrier_kind_name(enum barrier_kind kind)
{
	static const char *const names[BARRIER_KIND_COUNT] = {
		[BARRIER_CAPABILITY] = "capability",
		[BARRIER_USER_NAMESPACE] = "user-namespace",
		[BARRIER_NAMESPACE] = "namespace",
		[BARRIER_SECCOMP] = "seccomp",
		[BARRIER_LSM] = "lsm",
		[BARRIER_DEVICE_CGROUP] = "device-cgroup",
		[BARRIER_PERMISSION] = "permission",
		[BARRIER_READ_ONLY] = "read-only",
		[BARRIER_MASKED] = "masked",
		[BARRIER_NODEV] = "nodev",
		[BARRIER_KERNEL] = "kernel",
		[BARRIER_NOT_GIVEN] = "not-given",
	};
	return names[kind];
}

const char *barrier_state_name(enum barrier_state state)
{
	static const char *const names[] = {
		[BARRIER_ABSENT] = "absent",
		[BARRIER_IS_UNKNOWN] = "unknown",
		[BARRIER_STANDING] = "standing",
	};
	return names[state];
}

const char *privileged_name(enum privileged privileged)
{
	static const char *const names[] = {
		[PRIVILEGED_NO] = "no",
		[PRIVILEGED_PARTLY] = "partly",
		[PRIVILEGED_YES] = "yes",
		[PRIVILEGED_CANNOT_TELL] = "cannot tell",
	};
	return names[privileged];
}

const char *pod_level_name(enum pod_level level)
{
	static const char *const names[] = {
		[POD_PRIVILEGED] = "privileged",
		[POD_BASELINE] = "baseline",
		[POD_RESTRICTED] = "restricted",
	};
	return names[level];
}

const char *pod_result_name(enum known passes)
{
	static const char *const names[] = { [UNKNOWN] = "unseen", [NO] = "fail", [YES] = "pass" };

	return names[passes];
}
