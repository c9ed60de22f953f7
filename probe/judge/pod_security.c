/* pod_security.c - Kubernetes' Pod Security Standards, control by control, by
 * what the running container shows.
 *
 * The standards speak of fields of a manifest; from inside only their effects
 * are seen.  Where two manifests with the same effect differ in what they
 * keep to, the control is not seen, and never passed. */
#include <string.h>
#include "parse.h"
#include "pod_security.h"
#include "rules.h"

typedef enum known control_fn(const struct facts *facts, struct arena *arena, const char **evidence);

static const char *gap(const struct facts *facts, struct arena *arena, enum fact_id id)
{
	const struct actor actor = { .arena = arena };

	return fact_gap(facts, &actor, id);
}

static enum known namespaces(const struct facts *facts, struct arena *arena, const char **evidence)
{
	static const struct { enum fact_id id; const char *shared; } row[] = {
		{ FACT_PIDNS_INITIAL, "the host's PID namespace" }, { FACT_IPCNS_INITIAL, "the host's IPC namespace" },
		{ FACT_NETNS_INITIAL, "the host's network namespace" },
	};
	enum known result = YES;

	*evidence = "PID, IPC and network namespaces of its own";
	for (size_t i = 0; i < 3; i++) {
		enum known initial = fact_bool(facts, row[i].id);

		if (initial == YES) {
			*evidence = row[i].shared;
			return NO;
		}
		if (initial == UNKNOWN) {
			*evidence = gap(facts, arena, row[i].id);
			result = UNKNOWN;
		}
	}
	return result;
}

/* Capabilities in the bounding set that are not in `allowed`; UNKNOWN with
 * `*ret_more` zero when it could not be read. */
static enum known bounded_by(const struct facts *facts, struct arena *arena, uint64_t allowed, uint64_t *ret_more, const char **evidence)
{
	uint64_t bounding = 0;

	*ret_more = 0;
	*evidence = gap(facts, arena, FACT_CAP_BOUNDING);
	if (!fact_number(facts, FACT_CAP_BOUNDING, &bounding))
		return UNKNOWN;
	*ret_more = bounding & ~allowed;
	*evidence = !*ret_more ? "CapBnd has no more than is allowed" :
		    arena_printf(arena, "CapBnd has %s%s", capability_name((unsigned)__builtin_ctzll(*ret_more)),
				 *ret_more & (*ret_more - 1) ? " and more" : "");
	return *ret_more ? NO : YES;
}

#define CAP(name) ((uint64_t)1 << CAP_##name)

/* Adding NET_RAW is forbidden, having it by default is not; Docker and
 * containerd give it to all, so that adding it there changes nothing. */
static enum known capabilities(const struct facts *facts, struct arena *arena, const char **evidence)
{
	static const uint64_t allowed = CAP(AUDIT_WRITE) | CAP(CHOWN) | CAP(DAC_OVERRIDE) | CAP(FOWNER) | CAP(FSETID) | CAP(KILL)
		| CAP(MKNOD) | CAP(NET_BIND_SERVICE) | CAP(SETFCAP) | CAP(SETGID) | CAP(SETPCAP) | CAP(SETUID) | CAP(SYS_CHROOT);
	const char *engine = fact_text(facts, FACT_ENGINE);
	uint64_t more;
	enum known result = bounded_by(facts, arena, allowed, &more, evidence);

	if (more != CAP(NET_RAW))
		return result;
	if (engine && (!strcmp(engine, "docker") || !strcmp(engine, "containerd"))) {
		*evidence = "no more than this engine's default set, CAP_NET_RAW among it";
		return YES;
	}
	*evidence = "CAP_NET_RAW: given by default, or added";
	return UNKNOWN;
}

static enum known capabilities_dropped(const struct facts *facts, struct arena *arena, const char **evidence)
{
	uint64_t more;

	return bounded_by(facts, arena, CAP(NET_BIND_SERVICE), &more, evidence);
}

static enum known host_paths(const struct facts *facts, struct arena *arena, const char **evidence)
{
	for (size_t i = 0; i < facts->mounts_count; i++) {
		if (!mount_is_from_host(&facts->mounts[i]))
			continue;
		*evidence = arena_printf(arena, "%s (a local volume would look the same)", facts->mounts[i].point);
		return NO;
	}
	*evidence = "no path of the host among the mounts";
	return list_complete(&facts->mounts_list) ? YES : UNKNOWN;
}

/* Whether a network or block volume came by a claim or was named in the pod
 * does not show; what the kubelet makes itself does, by the plug-in's name. */
static bool is_allowed_volume(const struct mount *mount)
{
	static const char plugin[] = "kubernetes.io~";
	static const char *const allowed[] = { "configmap/", "csi/", "downward-api/", "empty-dir/", "local-volume/", "projected/", "secret/" };
	const char *name = strstr(mount->root, plugin);

	if (mount->class != MOUNT_POD_VOLUME)
		return mount->class != MOUNT_VOLUME && mount->class != MOUNT_UNCLASSIFIED && mount->class != MOUNT_DEVICE;
	for (size_t i = 0; name && i < sizeof allowed / sizeof *allowed; i++)
		if (!strncmp(name + sizeof plugin - 1, allowed[i], strlen(allowed[i])))
			return true;
	return !name && !strcmp(mount->type, "tmpfs");
}

static enum known volume_types(const struct facts *facts, struct arena *arena, const char **evidence)
{
	enum known result = host_paths(facts, arena, evidence);

	for (size_t i = 0; i < facts->mounts_count && result == YES; i++) {
		if (is_allowed_volume(&facts->mounts[i]))
			continue;
		*evidence = arena_printf(arena, "%s: of which kind is not seen", facts->mounts[i].point);
		result = UNKNOWN;
	}
	return result;
}

static enum known apparmor(const struct facts *facts, struct arena *arena, const char **evidence)
{
	const char *profile = fact_text(facts, FACT_APPARMOR_PROFILE);

	if (profile) {
		*evidence = profile;
		return strcmp(profile, "unconfined") ? YES : NO;
	}
	*evidence = gap(facts, arena, FACT_APPARMOR_PROFILE);
	if (apparmor_confines(facts) != NO)
		return UNKNOWN;
	*evidence = "no AppArmor in this kernel";
	return YES;
}

static enum known selinux(const struct facts *facts, struct arena *arena, const char **evidence)
{
	static const char usual[] = "system_u:system_r:";
	static const char *const allowed[] = { "container_t", "container_init_t", "container_kvm_t", "container_engine_t" };
	const char *context = fact_text(facts, FACT_SELINUX_CONTEXT);

	/* Without a colon: no policy is loaded, or it is AppArmor's text. */
	if (!context || !strchr(context, ':')) {
		*evidence = gap(facts, arena, FACT_SELINUX_CONTEXT);
		if (selinux_confines(facts) != NO)
			return UNKNOWN;
		*evidence = "no SELinux policy in this kernel";
		return YES;
	}
	*evidence = context;
	if (strncmp(context, usual, sizeof usual - 1) != 0)
		return NO;
	context += sizeof usual - 1;
	for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
		if (!strncmp(context, allowed[i], strlen(allowed[i])) && strchr(":", context[strlen(allowed[i])]))
			return YES;
	return NO;
}

static enum known proc_masked(const struct facts *facts, struct arena *arena, const char **evidence)
{
	enum known covered = kernel_paths_covered(facts);

	(void)arena;
	*evidence = covered == YES ? "paths below /proc are masked or read-only" : "nothing below /proc is masked or read-only";
	/* A sandbox makes a /proc in which nothing needs a mask. */
	return covered == NO && kernel_is_shared(facts) != YES ? UNKNOWN : covered;
}

static enum known proc_mount(const struct facts *facts, struct arena *arena, const char **evidence)
{
	enum known result = proc_masked(facts, arena, evidence);

	if (result == YES || fact_bool(facts, FACT_USERNS_INITIAL) != NO)
		return result;
	*evidence = "a user namespace of its own allows any";
	return YES;
}

static enum known seccomp_set(const struct facts *facts, struct arena *arena, const char **evidence)
{
	uint64_t mode;

	*evidence = gap(facts, arena, FACT_SECCOMP_MODE);
	if (!fact_number(facts, FACT_SECCOMP_MODE, &mode))
		return UNKNOWN;
	*evidence = mode ? "a filter is in force" : kernel_is_shared(facts) == NO ? "a sandbox answers for the kernel" : "no filter";
	return mode ? YES : kernel_is_shared(facts) == NO ? UNKNOWN : NO;
}

/* Not set is allowed, and looks like "Unconfined". */
static enum known seccomp_not_unconfined(const struct facts *facts, struct arena *arena, const char **evidence)
{
	enum known result = seccomp_set(facts, arena, evidence);

	if (result == NO)
		*evidence = "no filter: not set, or set to Unconfined";
	return result == NO ? UNKNOWN : result;
}

static enum known no_escalation(const struct facts *facts, struct arena *arena, const char **evidence)
{
	enum known set = fact_bool(facts, FACT_NO_NEW_PRIVS);

	*evidence = set == YES ? "no_new_privs is set" : set == NO ? "no_new_privs is not set" : gap(facts, arena, FACT_NO_NEW_PRIVS);
	return set;
}

static enum known not_root(const struct facts *facts, struct arena *arena, const char **evidence)
{
	uint64_t uid;

	*evidence = gap(facts, arena, FACT_UID);
	if (!fact_number(facts, FACT_UID, &uid))
		return UNKNOWN;
	if (uid == 0 && fact_bool(facts, FACT_USERNS_INITIAL) == NO) {
		*evidence = "uid 0 of a user namespace of its own";
		return YES;
	}
	*evidence = arena_printf(arena, "uid %llu", (unsigned long long)uid);
	return uid ? YES : NO;
}

/* The field gives all of it at once: one part that is not there tells. */
static enum known not_privileged(const struct report *report, const char **evidence)
{
	*evidence = "not all parts of it could be seen";
	for (size_t i = 0; i < PRIVILEGED_PARTS; i++) {
		const struct privileged_part *part = &report->privileged_part[i];

		if (!part->applies || part->present != NO)
			continue;
		*evidence = "not all that --privileged gives";
		return YES;
	}
	if (report->privileged != PRIVILEGED_YES)
		return UNKNOWN;
	*evidence = "all that --privileged gives";
	return NO;
}

static const struct {
	const char *name;
	bool restricted;
	control_fn *control;	/* NULL: cannot be seen from inside */
	const char *evidence;	/* then: why */
} controls[POD_CONTROLS] = {
	{ "Privileged Containers", false, NULL, NULL },
	{ "Host Namespaces", false, namespaces, NULL },
	{ "Capabilities", false, capabilities, NULL },
	{ "HostPath Volumes", false, host_paths, NULL },
	{ "Host Ports", false, NULL, "the node's network is set up outside" },
	{ "Host Probes and Lifecycle Hooks", false, NULL, "the kubelet makes them" },
	{ "AppArmor", false, apparmor, NULL },
	{ "SELinux", false, selinux, NULL },
	{ "/proc Mount Type", false, proc_mount, NULL },
	{ "Seccomp", false, seccomp_not_unconfined, NULL },
	{ "Sysctls", false, NULL, "who set a value does not show" },
	{ "Volume Types", true, volume_types, NULL },
	{ "/proc Mount Type", true, proc_masked, NULL },
	{ "Privilege Escalation", true, no_escalation, NULL },
	{ "Running as Non-root", true, not_root, NULL },
	{ "Running as Non-root user", true, not_root, NULL },
	{ "Seccomp", true, seccomp_set, NULL },
	{ "Capabilities", true, capabilities_dropped, NULL },
};

void judge_pod_security(const struct facts *facts, struct arena *arena, struct report *report)
{
	bool failed[2] = { false, false };

	for (size_t i = 0; i < POD_CONTROLS; i++) {
		struct pod_control *control = &report->pod_control[i];

		*control = (struct pod_control){ .name = controls[i].name, .restricted = controls[i].restricted, .evidence = controls[i].evidence };
		if (i == 0)
			control->passes = not_privileged(report, &control->evidence);
		else if (controls[i].control)
			control->passes = controls[i].control(facts, arena, &control->evidence);
		failed[control->restricted] |= control->passes == NO;
		report->pod_unseen += control->passes == UNKNOWN;
	}
	report->pod_level = failed[false] ? POD_PRIVILEGED : failed[true] ? POD_BASELINE : POD_RESTRICTED;
}
