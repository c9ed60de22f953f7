/* facts_changes.h - what may be taken from a container's facts, and what may be
 * forbidden to it: one thing at a time, for the properties that must hold
 * whatever the container (test_judge_properties.c, ../fuzz/fuzz_judge.c). */
#ifndef FACTS_CHANGES_H
#define FACTS_CHANGES_H
#include "facts_literal.h"

/* A table of functions that make whole containers, or of changes. */
#define EACH(makers, i) for (size_t i = 0; i < sizeof (makers) / sizeof *(makers); i++)

static struct facts *docker_v1_bound(void)
{
	struct facts *facts = docker_sys_admin();
	struct mount *host = put_mount(facts, MOUNT_HOST_PATH, "/host", "ext4", 254);

	without_apparmor(facts);
	host->host_path = "/";
	host->read = host->write = host->handle = host->by_handle = answered(0);
	fact_set_bool(facts, FACT_CGROUP_DEVICES_V1, true);
	fact_set_bool(facts, FACT_PIDNS_INITIAL, true);
	fact_set_static(facts, FACT_KERNEL_RELEASE, "6.12.0");
	put_process(facts, 1, 0, YES);
	put_process(facts, 500, 101, YES);
	return facts;
}

/* ---- taking one thing away ---------------------------------------------------- */

static void forget_fact(struct facts *facts, size_t i)
{
	fact_set_unknown(facts, (enum fact_id)i, EIO, NULL);
}

static void forget_filter(struct facts *facts, size_t i)
{
	facts->call[i].filter = (struct answer){ 0 };
}

static void forget_call(struct facts *facts, size_t i)
{
	facts->call[i] = (struct call){ 0 };
}

/* Whose answer a file of the kernel foretells (sysctls, labels, the release):
 * facts at random make the two contradict each other. */
static inline bool has_a_file(size_t id)
{
	return id == ASK_LSM_MOUNT || id == ASK_MNTNS || id == ASK_CAP_SYSLOG || id == ASK_CAP_SYS_MODULE || id == ASK_KEXEC || id == ASK_CAP_SYS_RAWIO;
}

static void forget_question(struct facts *facts, size_t i)
{
	facts->question[i] = (struct answer){ 0 };
}

static void time_out_question(struct facts *facts, size_t i)
{
	facts->question[i] = (struct answer){ TIMED_OUT, 0, NULL };
}

#define LISTS 7
#define PROCESSES 5
static struct list *list_number(struct facts *facts, size_t i)
{
	struct list *const lists[LISTS] = {
		&facts->mounts_list, &facts->kernel_files_list, &facts->devices_list,
		&facts->sockets_list, &facts->descriptors_list, &facts->processes_list, &facts->places_list,
	};
	return lists[i];
}

static void cut_list(struct facts *facts, size_t i)
{
	list_number(facts, i)->truncated = true;
}

static void forget_list(struct facts *facts, size_t i)
{
	size_t *const counts[LISTS] = {
		&facts->mounts_count, &facts->kernel_files_count, &facts->devices_count,
		&facts->sockets_count, &facts->descriptors_count, &facts->processes_count, &facts->places_count,
	};
	list_number(facts, i)->known = UNKNOWN;
	*counts[i] = 0;
}

static void forget_device(struct facts *facts, size_t i)
{
	if (i < facts->devices_count)
		facts->devices[i].read = facts->devices[i].write = facts->devices[i].open = (struct answer){ 0 };
}

static void forget_mount(struct facts *facts, size_t i)
{
	if (i < facts->mounts_count)
		facts->mounts[i].read = facts->mounts[i].write = facts->mounts[i].handle = facts->mounts[i].by_handle = (struct answer){ 0 };
}

static void forget_process(struct facts *facts, size_t i)
{
	if (i < facts->processes_count) {
		facts->processes[i].root = facts->processes[i].memory = (struct answer){ 0 };
		facts->processes[i].host = facts->processes[i].same_uid = UNKNOWN;
	}
}

/* What lies on it, and whether the host uses it. */
static void forget_content(struct facts *facts, size_t i)
{
	if (i >= facts->devices_count)
		return;
	struct device *device = &facts->devices[i];

	device->content = device->host_root = device->engine_data = device->in_use = UNKNOWN;
	/* what others are built upon is not mounted itself */
	if (!device->holders || !*device->holders)
		device->live = UNKNOWN;
	device->fs_type = device->fs_usage = device->fs_label = device->fs_uuid = device->table = device->use_evidence = NULL;
}

static void forget_place(struct facts *facts, size_t i)
{
	if (i < facts->places_count)
		facts->places[i].read = facts->places[i].write = (struct answer){ 0 };
}

static void forget_kernel_file(struct facts *facts, size_t i)
{
	if (i < facts->kernel_files_count) {
		facts->kernel_files[i].state = KERNEL_FILE_UNKNOWN;
		facts->kernel_files[i].read = facts->kernel_files[i].write = (struct answer){ 0 };
	}
}

static void forget_socket(struct facts *facts, size_t i)
{
	if (i < facts->sockets_count)
		facts->sockets[i].write = facts->sockets[i].connect = (struct answer){ 0 };
}

static void forget_descriptor(struct facts *facts, size_t i)
{
	if (i < facts->descriptors_count) {
		facts->descriptors[i].read = facts->descriptors[i].write = (struct answer){ 0 };
		facts->descriptors[i].outside = UNKNOWN;
	}
}

static const struct change {
	const char *name;
	void (*apply)(struct facts *facts, size_t i);
	size_t count;
} losses[] = {
	{ "fact", forget_fact, FACT_COUNT },
	{ "filter answer", forget_filter, CALL_COUNT },
	{ "call", forget_call, CALL_COUNT },
	{ "question", forget_question, QUESTION_COUNT },
	{ "question timed out", time_out_question, QUESTION_COUNT },
	{ "list cut", cut_list, LISTS },
	{ "list", forget_list, LISTS },
	{ "device", forget_device, 4 },
	{ "mount", forget_mount, 12 },
	{ "process", forget_process, 4 },
	{ "content of a device", forget_content, 4 },
	{ "place", forget_place, 4 },
	{ "kernel file", forget_kernel_file, 8 },
	{ "socket", forget_socket, 4 },
	{ "descriptor", forget_descriptor, 4 },
};

/* ---- adding one restriction ------------------------------------------------------ */

static void drop_capability(struct facts *facts, size_t i)
{
	static const enum fact_id sets[] = { FACT_CAP_EFFECTIVE, FACT_CAP_PERMITTED, FACT_CAP_BOUNDING };
	uint64_t caps;

	EACH(sets, k)
		if (fact_number(facts, sets[k], &caps))
			fact_set_number(facts, sets[k], caps & ~CAP(i));
}

static void drop_effective(struct facts *facts, size_t i)
{
	uint64_t caps;

	if (fact_number(facts, FACT_CAP_EFFECTIVE, &caps))
		fact_set_number(facts, FACT_CAP_EFFECTIVE, caps & ~CAP(i));
	if (fact_number(facts, FACT_CAP_PERMITTED, &caps))
		fact_set_number(facts, FACT_CAP_PERMITTED, caps & ~CAP(i));
}

static void filter_call(struct facts *facts, size_t i)
{
	fact_set_number(facts, FACT_SECCOMP_MODE, 2);
	call_denied(facts, (enum call_id)i, EPERM);
}

static void kill_for_call(struct facts *facts, size_t i)
{
	fact_set_number(facts, FACT_SECCOMP_MODE, 2);
	facts->call[i].filter = (struct answer){ KILLED, 31, NULL };
}

static void refuse_question(struct facts *facts, size_t i)
{
	if (facts->question[i].state != ANSWERED || facts->question[i].error != EACCES)
		facts->question[i] = answered(i == ASK_LSM_MOUNT ? EACCES : EPERM);
}

static void make_read_only(struct facts *facts, size_t i)
{
	if (i < facts->mounts_count) {
		facts->mounts[i].read_only = true;
		facts->mounts[i].write = answered(EROFS);
	}
}

static void make_nodev(struct facts *facts, size_t i)
{
	if (i < facts->mounts_count)
		facts->mounts[i].nodev = true;
}

static void refuse_device(struct facts *facts, size_t i)
{
	if (i < facts->devices_count)
		facts->devices[i].read = facts->devices[i].write = answered(EPERM);
}

static void restrict_otherwise(struct facts *facts, size_t i)
{
	switch (i) {
	case 0: if (fact_bool(facts, FACT_USERNS_INITIAL) == YES) in_user_namespace(facts); break;
	case 1: fact_set_bool(facts, FACT_NO_NEW_PRIVS, true); break;
	case 2: fact_set_number(facts, FACT_SECUREBITS, 1); break;
	case 3: fact_set_static(facts, FACT_LOCKDOWN, "none integrity [confidentiality]"); break;
	case 4: fact_set_bool(facts, FACT_MODULE_SIG_ENFORCE, true); break;
	case 5: fact_set_number(facts, FACT_MODULES_DISABLED, 1); break;
	case 6: fact_set_bool(facts, FACT_PIDNS_INITIAL, false); break;
	case 7: fact_set_bool(facts, FACT_CGROUPNS_INITIAL, false); break;
	case 8: fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, "c 1:3 rwm\n"); break;
	case 9: fact_set_number(facts, FACT_DMESG_RESTRICT, 1); break;
	case 10: fact_set_number(facts, FACT_KEXEC_DISABLED, 1); break;
	default:
		fact_set_bool(facts, FACT_APPARMOR_ENABLED, true);
		fact_set_static(facts, FACT_APPARMOR_PROFILE, "docker-default");
		fact_set_static(facts, FACT_APPARMOR_MODE, "enforce");
		facts->question[ASK_LSM_MOUNT] = answered(EACCES);
	}
}

static const struct change restrictions[] = {
	{ "capability", drop_capability, 41 },
	{ "effective capability", drop_effective, 41 },
	{ "filtered call", filter_call, CALL_COUNT },
	{ "deadly call", kill_for_call, CALL_COUNT },
	{ "refused question", refuse_question, QUESTION_COUNT },
	{ "read-only mount", make_read_only, 12 },
	{ "nodev mount", make_nodev, 12 },
	{ "refused device", refuse_device, 4 },
	{ "restriction", restrict_otherwise, 12 },
};
#endif
