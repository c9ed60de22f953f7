/* descriptors.c - ways out through what was left open: descriptors inherited
 * from the runtime, and a working directory outside of our root.
 *
 * Owner, mode, device cgroup and security modules were asked when the
 * descriptor was opened, by somebody else; they are not asked again. */
#include <string.h>
#include "disk_ways.h"
#include "parse.h"

#define WHERE "/proc/self/fd, /proc/self/fdinfo"

typedef void barriers_function(struct way *way, const struct facts *facts, const struct actor *actor,
			       const struct descriptor *at);

static const char *title(const struct actor *actor, const struct descriptor *at)
{
	const char *target = at->target ? at->target : "?";

	if (at->number < 0)
		return arena_printf(actor->arena, "the working directory, %s", target);
	return arena_printf(actor->arena, "descriptor %d, %s", at->number, target);
}

static void judge_descriptors(const struct facts *facts, const struct actor *actor, struct finding *finding,
			      bool (*is)(const struct descriptor *at), const char *what, barriers_function *barriers)
{
	struct way way;
	bool found = false;

	for (size_t i = 0; i < facts->descriptors_count; i++) {
		const struct descriptor *at = &facts->descriptors[i];

		if (!is(at))
			continue;
		found = true;
		way_init(&way, title(actor, at));
		barriers(&way, facts, actor, at);
		finding_add(finding, &way);
	}
	if (!found || !list_complete(&facts->descriptors_list))
		finding_not_given(finding, actor, &facts->descriptors_list, what, WHERE);
}

/* Mounts of our own namespace are in mountinfo; a file of any other mount was
 * opened outside. */
static void barrier_outside(struct way *way, const struct facts *facts, const struct actor *actor,
			    const struct descriptor *at)
{
	static const char what[] = "a file of the host";
	unsigned long long id = at->mount_id;

	(void)facts;
	if (at->outside == YES)
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_ABSENT, what,
			    arena_printf(actor->arena, "it lies on mount %llu, which is not in /proc/self/mountinfo (fdinfo: mnt_id)", id));
	else if (at->outside == NO)
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_STANDING, what,
			    arena_printf(actor->arena, "it lies on mount %llu, which is our own (/proc/self/mountinfo)", id));
	else
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_IS_UNKNOWN, what, "on which mount it lies is not known (fdinfo: mnt_id)");
}

/* ---- directories and files ------------------------------------------------- */

static bool is_directory(const struct descriptor *at)
{
	return at->number >= 0 && at->kind == DESCRIPTOR_DIRECTORY;
}

/* SELinux, unlike AppArmor, looks at the labels of what is found below. */
static void barriers_directory(struct way *way, const struct facts *facts, const struct actor *actor,
			       const struct descriptor *at)
{
	barrier_outside(way, facts, actor, at);
	if (selinux_confines(facts) == YES)
		barrier_lsm(way, facts, actor, "opening files below it");
}

static void judge_leaked_directory(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	judge_descriptors(facts, actor, finding, is_directory, "an open directory of the host", barriers_directory);
}

static bool is_working_directory(const struct descriptor *at)
{
	return at->number < 0;
}

static void judge_working_directory_outside(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	judge_descriptors(facts, actor, finding, is_working_directory, "a working directory of the host", barriers_directory);
}

static bool is_file(const struct descriptor *at)
{
	return at->number >= 0 && at->kind == DESCRIPTOR_REGULAR;
}

/* Of what is open for less than is wanted, its link in /proc/self/fd can be
 * opened anew, with owner, mode and mount asked again. */
static void barrier_open_for(struct way *way, const struct facts *facts, const struct actor *actor,
			     const struct descriptor *at, bool open, const struct answer *anew, const char *what)
{
	if (open)
		barrier_add(way, BARRIER_PERMISSION, BARRIER_ABSENT, what, "it is open for that (fdinfo: flags)");
	else
		barrier_answer(way, facts, actor, anew, BARRIER_PERMISSION,
			       arena_printf(actor->arena, "%s, opened anew through /proc/self/fd/%d", what, at->number));
}

/* "runc run ... >log": whoever starts a container chooses these. */
static bool barrier_stream(struct way *way, const struct facts *facts, const struct actor *actor,
			   const struct descriptor *at)
{
	barrier_outside(way, facts, actor, at);
	if (at->outside != NO && at->number <= 2)
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_STANDING, "left open by mistake",
			    "a standard stream, redirected to a file by whoever started the container");
	return at->outside != NO && at->number > 2;
}

static void barriers_write(struct way *way, const struct facts *facts, const struct actor *actor,
			   const struct descriptor *at)
{
	if (barrier_stream(way, facts, actor, at))
		barrier_open_for(way, facts, actor, at, at->writable, &at->write, "writing to it");
}

static void barriers_read(struct way *way, const struct facts *facts, const struct actor *actor,
			  const struct descriptor *at)
{
	if (barrier_stream(way, facts, actor, at))
		barrier_open_for(way, facts, actor, at, !at->path_only && !at->writable, &at->read, "reading it");
}

static void judge_leaked_file(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	judge_descriptors(facts, actor, finding, is_file, "an open file of the host", barriers_write);
}

static void judge_leaked_file_read(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	judge_descriptors(facts, actor, finding, is_file, "an open file of the host", barriers_read);
}

/* ---- devices ----------------------------------------------------------------- */

static bool is_block_device(const struct descriptor *at)
{
	return at->number >= 0 && at->kind == DESCRIPTOR_BLOCK;
}

/* Is there anything of the host on it?  A disk that was handed over may be the
 * container's own. */
static void barrier_device_content(struct way *way, const struct facts *facts, const struct actor *actor,
				   const struct descriptor *at)
{
	const struct device unknown = { .type = DEVICE_BLOCK, .major = at->major, .minor = at->minor };
	const struct device *device = &unknown;

	for (size_t i = 0; i < facts->devices_count; i++)
		if (facts->devices[i].type == DEVICE_BLOCK && facts->devices[i].major == at->major
		    && facts->devices[i].minor == at->minor)
			device = &facts->devices[i];
	barrier_content(way, actor, device, at->writable);
}

/* Where the node lies does not matter. */
static void barriers_device(struct way *way, const struct facts *facts, const struct actor *actor,
			    const struct descriptor *at)
{
	barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_ABSENT, "an open block device",
		    arena_printf(actor->arena, "block device %u:%u (fstat)", at->major, at->minor));
	if (at->path_only)
		barrier_add(way, BARRIER_DEVICE_CGROUP, BARRIER_IS_UNKNOWN, "permission to open it",
			    "opened as a path only (O_PATH): it has to be opened again, and the device cgroup is asked then");
	else
		barrier_add(way, BARRIER_DEVICE_CGROUP, BARRIER_ABSENT, "permission to open it", at->writable
			    ? "it is open for writing; the device cgroup is not asked again (fdinfo: flags)"
			    : "it is open for reading; the device cgroup is not asked again (fdinfo: flags)");
	barrier_device_content(way, facts, actor, at);
}

static void judge_leaked_device(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	judge_descriptors(facts, actor, finding, is_block_device, "an open block device", barriers_device);
}

/* ---- namespaces ---------------------------------------------------------------- */

/* Of mounts: through them the host can be taken over.  Network, IPC and the like
 * only let its settings be changed; a pid namespace is entered from above alone
 * (pidns_install() in kernel/pid_namespace.c), and a user namespace by whoever
 * has the capabilities in it already. */
static bool is_namespace(const struct descriptor *at)
{
	return at->number >= 0 && at->kind == DESCRIPTOR_NAMESPACE && at->target && !strncmp(at->target, "mnt:", 4);
}

static void barriers_namespace(struct way *way, const struct facts *facts, const struct actor *actor,
			       const struct descriptor *at)
{
	static const char what[] = "a namespace of the host";
	uint64_t inode, ours;
	struct text type;

	if (!fact_number(facts, FACT_MNTNS_INODE, &ours) || !parse_ns_link(at->target, strlen(at->target), &type, &inode))
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_IS_UNKNOWN, what, fact_gap(facts, actor, FACT_MNTNS_INODE));
	else
		barrier_unless(way, BARRIER_NOT_GIVEN, ours == inode ? NO : YES, what,
			       arena_printf(actor->arena, "%s is %s (%s)", at->target, ours == inode ? "our own" : "not our own",
					    fact_source(facts, FACT_MNTNS_INODE)));
	barrier_capable(way, facts, actor, CAP_SYS_ADMIN);
	barrier_capability(way, facts, actor, CAP_SYS_CHROOT);	/* fs/namespace.c, mntns_install() */
	barrier_call(way, facts, CALL_SETNS);
}

static void judge_leaked_namespace(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	judge_descriptors(facts, actor, finding, is_namespace, "an open namespace of the host", barriers_namespace);
}

const struct path paths_descriptors[] = {
#include "descriptors.rows.inc"
	{ .id = NULL }
};
