/* run_options.c - from what is here to the options that most likely asked for
 * it (see run_options.h).
 *
 * A container does not know its own command line.  Each option is concluded
 * from its effect, against what the engine gives by default; --privileged
 * from all of its effects together, never from one. */
#include <string.h>
#include "parse.h"
#include "report.h"
#include "rules.h"
#include "run_options.h"

struct inference {
	const struct facts *facts;
	struct arena *arena;
	struct report *report;
};

static void infer(struct inference *inference, enum run_option_kind kind, bool widens, const char *value, const char *evidence)
{
	struct report *report = inference->report;

	if (report->run_options < RUN_OPTIONS_MAX)
		report->run_option[report->run_options++] = (struct run_option){
			.kind = kind, .widens = widens, .value = value, .evidence = evidence };
	else
		report->run_options_dropped++;
}

static bool text_is_one_of(const char *text, const char *a, const char *b)
{
	return text && (!strcmp(text, a) || !strcmp(text, b));
}

/* ---- capabilities --------------------------------------------------------------- */

/* What the engines give: Docker and containerd (also by default what runs
 * below them), Podman (containers-common), CRI-O; each one's own default. */
static uint64_t default_capabilities(const struct facts *facts)
{
	const char *engine = fact_text(facts, FACT_ENGINE);

	return text_is_one_of(engine, "podman", "buildah") ? 0x800405fb : text_is_one_of(engine, "cri-o", "crio") ? 0x5fb : 0xa80425fb;
}

static void infer_capabilities(struct inference *inference)
{
	uint64_t bounding, last, given = default_capabilities(inference->facts);

	if (!fact_number(inference->facts, FACT_CAP_BOUNDING, &bounding) || !fact_number(inference->facts, FACT_CAP_LAST, &last) || last > 62)
		return;
	const char *evidence = arena_printf(inference->arena, "CapBnd %016llx, by default %016llx",
					    (unsigned long long)bounding, (unsigned long long)given);
	uint64_t added = bounding & ~given, dropped = given & ~bounding, full = ((uint64_t)1 << (last + 1)) - 1;
	/* no engine has an option for what has no name yet */
	static const uint64_t named = ((uint64_t)2 << CAP_LAST_CAP) - 1;
	/* more than half of them gone: ALL, and some added back */
	bool all = dropped && 2 * __builtin_popcountll(dropped) >= __builtin_popcountll(given);

	if (dropped)
		infer(inference, RUN_CAP_DROP, false, all ? "ALL" : capability_list(inference->arena, dropped, "", ","), evidence);
	if (all)
		added = bounding;
	/* an engine older than the kernel does not know its last ones */
	if (added)
		infer(inference, RUN_CAP_ADD, (bounding & ~given) != 0,
		      (full & ~bounding) >> CAP_PERFMON << CAP_PERFMON == (full & ~bounding) ? "ALL" : capability_list(inference->arena, added & named, "", ","), evidence);
}

/* ---- filters and modules --------------------------------------------------------- */

static void infer_confinement(struct inference *inference)
{
	const struct facts *facts = inference->facts;
	const char *profile = fact_text(facts, FACT_APPARMOR_PROFILE), *context = fact_text(facts, FACT_SELINUX_CONTEXT);
	uint64_t mode;

	if (kernel_is_shared(facts) != NO && fact_number(facts, FACT_SECCOMP_MODE, &mode) && mode == 0)
		infer(inference, RUN_SECCOMP, true, "unconfined", "Seccomp: 0 (/proc/self/status)");
	if (profile && !strcmp(profile, "unconfined") && fact_bool(facts, FACT_APPARMOR_ENABLED) == YES)
		infer(inference, RUN_APPARMOR, true, "unconfined", arena_printf(inference->arena, "%s (%s)", profile,
											 fact_source(facts, FACT_APPARMOR_PROFILE)));
	if (context && strstr(context, ":spc_t:"))
		infer(inference, RUN_LABEL, true, "disable", arena_printf(inference->arena, "%s (%s)", context,
									    fact_source(facts, FACT_SELINUX_CONTEXT)));
}

static void infer_system_paths(struct inference *inference)
{
	const struct facts *facts = inference->facts;

	if (kernel_paths_covered(facts) == NO && kernel_is_shared(facts) != NO)
		infer(inference, RUN_SYSTEM_PATHS, true, "unconfined",
		      "nothing in /proc and /sys is masked or read-only (/proc/self/mountinfo)");
}

/* ---- namespaces ------------------------------------------------------------------- */

static void infer_namespaces(struct inference *inference)
{
	static const struct { enum run_option_kind kind; enum fact_id initial; } rows[] = {
		{ RUN_PID, FACT_PIDNS_INITIAL }, { RUN_NETWORK, FACT_NETNS_INITIAL }, { RUN_IPC, FACT_IPCNS_INITIAL },
		{ RUN_UTS, FACT_UTSNS_INITIAL }, { RUN_CGROUP, FACT_CGROUPNS_INITIAL },
	};
	const struct facts *facts = inference->facts;
	const char *version = fact_text(facts, FACT_CGROUP_VERSION);

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (fact_bool(facts, rows[i].initial) != YES)
			continue;
		/* with cgroup v1 the engines share it by default */
		if (rows[i].kind == RUN_CGROUP && (!version || strcmp(version, "v2") != 0))
			continue;
		/* a pod with the host's network has the host's host name as well */
		if (rows[i].kind == RUN_UTS && inference->report->dialect == DIALECT_KUBERNETES)
			continue;
		infer(inference, rows[i].kind, true, "host", arena_printf(inference->arena, "the host's own (%s)", fact_source(facts, rows[i].initial)));
	}
}

/* ---- devices and host paths --------------------------------------------------------- */

/* A recursive bind brings what lies below it: one option, not many. */
static bool came_along(const struct facts *facts, const char *path, size_t mounts)
{
	for (size_t i = 0; i < mounts; i++)
		if (mount_is_from_host(&facts->mounts[i]) && path_below(path, facts->mounts[i].point) && strcmp(path, facts->mounts[i].point) != 0)
			return true;
	return false;
}

static void infer_devices(struct inference *inference)
{
	const struct facts *facts = inference->facts;

	for (size_t i = 0; i < facts->devices_count; i++) {
		const struct device *device = &facts->devices[i];

		if (device->is_default || !device->path || answer_yes(&device->read) != YES)
			continue;
		/* Those that are only counted are not looked for among the mounts. */
		bool bound = inference->report->run_options < RUN_OPTIONS_MAX && came_along(facts, device->path, facts->mounts_count);

		/* The engines' own rules let /dev/net/tun pass. */
		if (bound && device->type == DEVICE_CHAR && device->major == 10 && device->minor == 200)
			continue;
		if (bound || device->through_made_node)
			infer(inference, RUN_DEVICE_RULE, true,
			      arena_printf(inference->arena, "%c %u:%u %s", device->type == DEVICE_BLOCK ? 'b' : 'c', device->major, device->minor,
					   answer_yes(&device->write) == YES ? "rwm" : "rm"), "a node made or bound for it may be opened");
		else
			infer(inference, RUN_DEVICE, true, device->path, "a node beyond the default ones, and it may be opened");
	}
}

static void infer_volumes(struct inference *inference)
{
	const struct facts *facts = inference->facts;

	for (size_t i = 0; i < facts->mounts_count; i++) {
		const struct mount *mount = &facts->mounts[i];
		const char *path = mount->class == MOUNT_HOST_PATH ? mount->host_path : mount->class == MOUNT_HOST_PROC ? "/proc" :
				   mount->class == MOUNT_HOST_SYS ? "/sys" : NULL;

		if (!path || mount->hidden)
			continue;
		/* Those that are only counted are not asked where they come from,
		 * or 10,000 of them would each be held against all others. */
		if (inference->report->run_options < RUN_OPTIONS_MAX && came_along(facts, mount->point, i))
			continue;
		infer(inference, RUN_VOLUME, true, arena_printf(inference->arena, "%s:%s%s", path, mount->point, mount->read_only ? ":ro" : ""),
		      arena_printf(inference->arena, "%s at %s (/proc/self/mountinfo)", mount->type, mount->point));
	}
}

/* ---- what takes away ------------------------------------------------------------------- */

static void infer_restrictions(struct inference *inference)
{
	const struct facts *facts = inference->facts;
	uint64_t uid;

	if (fact_number(facts, FACT_UID, &uid) && uid != 0)
		infer(inference, RUN_USER, false, arena_printf(inference->arena, "%llu", (unsigned long long)uid), "Uid (/proc/self/status)");
	if (fact_bool(facts, FACT_USERNS_INITIAL) == NO && kernel_is_shared(facts) != NO && fact_bool(facts, FACT_ROOTLESS) != YES)
		infer(inference, RUN_USER_NAMESPACE, false, "", "a user namespace of its own (/proc/self/uid_map)");
	if (fact_bool(facts, FACT_ROOT_READ_ONLY) == YES)
		infer(inference, RUN_READ_ONLY, false, "", "/ is mounted read-only (/proc/self/mountinfo)");
	if (fact_bool(facts, FACT_NO_NEW_PRIVS) == YES)
		infer(inference, RUN_NO_NEW_PRIVILEGES, false, "", "NoNewPrivs: 1 (/proc/self/status)");
}

static enum dialect spoken_here(const struct facts *facts)
{
	const char *orchestrator = fact_text(facts, FACT_ORCHESTRATOR), *engine = fact_text(facts, FACT_ENGINE);

	return orchestrator && !strcmp(orchestrator, "kubernetes") ? DIALECT_KUBERNETES :
	       text_is_one_of(engine, "podman", "buildah") ? DIALECT_PODMAN : DIALECT_DOCKER;
}

/* Who takes no such options: their users write other words. */
static bool has_other_words(const char *engine)
{
	return text_is_one_of(engine, "bubblewrap", "systemd-nspawn") || text_is_one_of(engine, "lxc", "incus") || text_is_one_of(engine, "lxd", "flatpak");
}

void judge_run_options(const struct facts *facts, struct arena *arena, struct report *report)
{
	struct inference inference = { .facts = facts, .arena = arena, .report = report };

	report->dialect = spoken_here(facts);
	if (fact_bool(facts, FACT_CONTAINER) != YES || has_other_words(fact_text(facts, FACT_ENGINE)))
		return;
	if (report->privileged == PRIVILEGED_YES) {
		infer(&inference, RUN_PRIVILEGED, true, "", "all of its effects are here together");
	} else {
		infer_capabilities(&inference);
		infer_confinement(&inference);
		infer_system_paths(&inference);
		infer_devices(&inference);
	}
	infer_namespaces(&inference);
	infer_volumes(&inference);
	infer_restrictions(&inference);
}
