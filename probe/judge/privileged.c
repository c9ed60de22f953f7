/* privileged.c - the parts of --privileged, each seen by its effect.
 *
 * No mask and no flag says "privileged": engines differ in what they give,
 * and a nested engine cannot give more than it has.  So each part is looked
 * for by itself, and what the kernel knows is compared with what is held. */
#include <string.h>
#include "privileged.h"
#include "rules.h"

typedef struct privileged_part part_fn(const struct facts *facts, struct arena *arena);

static struct privileged_part all_capabilities(const struct facts *facts, struct arena *arena)
{
	struct privileged_part part = { .name = "all capabilities", .applies = true, .evidence = "the capability sets could not be read" };
	uint64_t bounding, last;

	if (!fact_number(facts, FACT_CAP_BOUNDING, &bounding) || !fact_number(facts, FACT_CAP_LAST, &last) || last > 63)
		return part;
	/* What Linux 5.8 and 5.9 split off from CAP_SYS_ADMIN, which still stands
	 * for it: an engine older than the kernel does not know to give it.
	 * (CAP_SYS_ADMIN itself missing is no such case: it is not among them.) */
	static const uint64_t split_off = (uint64_t)1 << CAP_PERFMON | (uint64_t)1 << CAP_BPF | (uint64_t)1 << CAP_CHECKPOINT_RESTORE;
	uint64_t full = last == 63 ? UINT64_MAX : ((uint64_t)1 << (last + 1)) - 1, missing = full & ~bounding;

	part.present = missing & ~split_off ? NO : YES;
	part.evidence = arena_printf(arena, "CapBnd %016llx, this kernel knows %016llx",
				     (unsigned long long)bounding, (unsigned long long)full);
	/* name them when only a few are kept back */
	if (missing && __builtin_popcountll(missing) <= 4)
		for (unsigned cap = 0; cap <= last; cap++)
			if (missing >> cap & 1)
				part.evidence = arena_printf(arena, "%s, without %s", part.evidence,
							     capability_name(cap));
	return part;
}

static struct privileged_part no_seccomp(const struct facts *facts, struct arena *arena)
{
	struct privileged_part part = { .name = "no seccomp filter", .applies = true, .evidence = "the seccomp mode could not be read" };
	uint64_t mode;

	if (kernel_is_shared(facts) == NO) {
		part.applies = false;
		part.evidence = "a sandbox answers for the kernel";
	} else if (fact_number(facts, FACT_SECCOMP_MODE, &mode)) {
		part.present = mode == 0 ? YES : NO;
		part.evidence = arena_printf(arena, "Seccomp: %llu (%s)", (unsigned long long)mode,
					     fact_source(facts, FACT_SECCOMP_MODE));
	}
	return part;
}

static struct privileged_part no_security_module(const struct facts *facts, struct arena *arena)
{
	struct privileged_part part = { .name = "no security module confines it",
					.evidence = "no AppArmor or SELinux in this kernel, as far as can be seen" };
	const char *profile = fact_text(facts, FACT_APPARMOR_PROFILE), *context = fact_text(facts, FACT_SELINUX_CONTEXT);
	enum known confines = lsm_confines(facts);

	part.applies = fact_bool(facts, FACT_APPARMOR_ENABLED) == YES || profile
		       || fact_bool(facts, FACT_SELINUX_ENFORCING) == YES;
	if (!part.applies)
		return part;
	part.present = confines == UNKNOWN ? UNKNOWN : confines == YES ? NO : YES;
	part.evidence = profile ? arena_printf(arena, "AppArmor: %s (%s)", profile, fact_source(facts, FACT_APPARMOR_PROFILE)) :
			context ? arena_printf(arena, "SELinux: %s (%s)", context, fact_source(facts, FACT_SELINUX_CONTEXT)) :
			"its profile could not be read";
	return part;
}

/* What an engine's own device rules let pass wherever a node lies: the OCI
 * defaults and, with many engines, /dev/net/tun. */
static bool is_default_rule(const struct device *device)
{
	return device->is_default || (device->type == DEVICE_CHAR && device->major == 10 && device->minor == 200);
}

static struct privileged_part host_devices(const struct facts *facts, struct arena *arena)
{
	struct privileged_part part = { .name = "host devices", .applies = true, .evidence = "devices could not be looked at" };
	const struct device *first = NULL;
	size_t open = 0, given = 0, unasked = 0;

	for (size_t i = 0; i < facts->devices_count; i++) {
		const struct device *device = &facts->devices[i];

		if (!device->path || is_default_rule(device) || device->through_made_node)
			continue;
		given++;
		unasked += device->read.state != ANSWERED;
		if (answer_yes(&device->read) == YES && open++ == 0)
			first = device;
	}
	if (open > 0) {
		part.present = YES;
		part.evidence = open == 1 ? first->path : arena_printf(arena, "%zu nodes beyond the default set open, first %s",
								       open, first->path);
	} else if (list_complete(&facts->devices_list) && unasked == 0) {
		part.present = NO;
		part.evidence = given ? arena_printf(arena, "%zu nodes beyond the default set, none of which opens", given)
				      : "no node beyond the default set";
	}
	return part;
}

static struct privileged_part paths_uncovered(const struct facts *facts, struct arena *arena)
{
	struct privileged_part part = { .name = "masked and read-only paths uncovered", .applies = true,
					.evidence = "the mounts could not be read" };
	size_t masked = 0, read_only = 0;

	for (size_t i = 0; i < facts->mounts_count; i++) {
		masked += facts->mounts[i].class == MOUNT_MASK;
		read_only += facts->mounts[i].class == MOUNT_READ_ONLY_PATH;
	}
	if (masked + read_only > 0) {
		part.present = NO;
		part.evidence = arena_printf(arena, "%zu masked, %zu read-only (/proc/self/mountinfo)", masked, read_only);
	} else if (list_complete(&facts->mounts_list)) {
		part.present = YES;
		part.evidence = "none is mounted over (/proc/self/mountinfo)";
	}
	return part;
}

static struct privileged_part sys_writable(const struct facts *facts, struct arena *arena)
{
	struct privileged_part part = { .name = "/sys writable", .applies = true, .evidence = "the mounts could not be read" };

	(void)arena;
	for (size_t i = 0; i < facts->mounts_count; i++) {
		const struct mount *mount = &facts->mounts[i];

		if (mount->hidden || strcmp(mount->point, "/sys") != 0 || strcmp(mount->type, "sysfs") != 0)
			continue;
		part.present = mount->read_only ? NO : YES;
		part.evidence = mount->read_only ? "mounted read-only (/proc/self/mountinfo)"
						 : "mounted read-write (/proc/self/mountinfo)";
		return part;
	}
	if (list_complete(&facts->mounts_list)) {
		part.present = NO;
		part.evidence = "no sysfs there (/proc/self/mountinfo)";
	}
	return part;
}

void judge_privileged(const struct facts *facts, struct arena *arena, struct report *report)
{
	static part_fn *const parts[PRIVILEGED_PARTS] = {
		all_capabilities, no_seccomp, no_security_module, host_devices, paths_uncovered, sys_writable,
	};
	static const char *const userns[] = {
		[UNKNOWN] = "in a user namespace that could not be told",
		[NO] = "in a user namespace of its own",
		[YES] = "in the initial user namespace",
	};
	size_t tally[3] = { 0 }, applying = 0;

	for (size_t i = 0; i < PRIVILEGED_PARTS; i++) {
		struct privileged_part *part = &report->privileged_part[i];

		*part = parts[i](facts, arena);
		applying += part->applies;
		if (part->applies)
			tally[part->present]++;
	}
	report->privileged = tally[YES] == applying ? PRIVILEGED_YES : tally[YES] > 0 ? PRIVILEGED_PARTLY :
			     tally[UNKNOWN] > 0 ? PRIVILEGED_CANNOT_TELL : PRIVILEGED_NO;
	report->privileged_userns = userns[fact_bool(facts, FACT_USERNS_INITIAL)];
}
