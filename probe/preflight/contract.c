/* contract.c - the privilege contract (see contract.h).  Pure.
 *
 * A capability counts by whether it can come to be used, not by the set in
 * which its bit is: the bounding set gives root and file capabilities all that
 * is in it, and gives nothing to a user who can gain no privileges. */
#include <errno.h>
#include <string.h>
#include "contract.h"
#include "words.h"

struct check {
	const struct facts *facts;
	const struct policy *policy;
	struct arena *arena;
	struct contract *contract;
};

static void add(const struct check *check, struct breach breach)
{
	struct contract *contract = check->contract;

	*(breach.kind == NOT_KNOWN ? &contract->unknown : &contract->broken) = true;
	if (contract->count < BREACHES_MAX)
		contract->breach[contract->count++] = breach;
}

/* Why a fact is missing is in the report. */
static void add_unknown(const struct check *check, const char *what)
{
	add(check, (struct breach){ .kind = NOT_KNOWN, .what = what });
}

/* ---- capabilities ------------------------------------------------------------------ */

/* `each` before every name, `between` them; names without CAP_ when `bare`. */
static const char *cap_words(const struct check *check, uint64_t caps, const char *each, const char *between, bool bare)
{
	const char *words = "";

	for (unsigned cap = 0; cap < 64; cap++)
		if (caps >> cap & 1)
			words = arena_printf(check->arena, "%s%s%s%s", words, *words ? between : "", each,
					     capability_name(cap) + (bare ? 4 : 0));
	return words;
}

static void add_missing_caps(const struct check *check, uint64_t missing)
{
	struct arena *arena = check->arena;
	const char *list = cap_words(check, missing, "", ", ", true);

	add(check, (struct breach){
		.kind = TOO_LITTLE,
		.what = cap_words(check, missing, "", ", ", false),
		.docker = cap_words(check, missing, "--cap-add ", " ", true),
		.compose = arena_printf(arena, "cap_add: [%s]", list),
		.kubernetes = arena_printf(arena, "capabilities: {add: [%s]}", list),
	});
}

/* In the bounding set, but nothing brings them to an ordinary user. */
static void add_unheld_caps(const struct check *check, uint64_t unheld)
{
	add(check, (struct breach){
		.kind = TOO_LITTLE,
		.what = arena_printf(check->arena, "%s, which only root holds here, or who may gain privileges by a program with file capabilities",
				     cap_words(check, unheld, "", ", ", false)),
		.docker = "--user 0, or no no-new-privileges",
		.compose = "user: \"0\", or no no-new-privileges",
		.kubernetes = "runAsUser: 0, or allowPrivilegeEscalation: true",
	});
}

/* What is left over is best said by what is to be there. */
static void add_surplus_caps(const struct check *check, uint64_t surplus)
{
	struct arena *arena = check->arena;
	uint64_t keep = check->policy->caps;
	const char *list = cap_words(check, keep, "", ", ", true);

	add(check, (struct breach){
		.kind = TOO_MUCH,
		.what = cap_words(check, surplus, "", ", ", false),
		.docker = arena_printf(arena, "--cap-drop ALL%s", cap_words(check, keep, " --cap-add ", "", true)),
		.compose = arena_printf(arena, keep ? "cap_drop: [ALL], cap_add: [%s]" : "cap_drop: [ALL]", list),
		.kubernetes = arena_printf(arena, keep ? "capabilities: {drop: [ALL], add: [%s]}" : "capabilities: {drop: [ALL]}", list),
	});
}

/* Is this root, by its real or its effective id? */
static enum known is_root(const struct facts *facts)
{
	uint64_t uid, euid;

	if (!fact_number(facts, FACT_UID, &uid) || !fact_number(facts, FACT_EUID, &euid))
		return UNKNOWN;
	return uid == 0 || euid == 0 ? YES : NO;
}

static void check_caps(const struct check *check)
{
	const struct facts *facts = check->facts;
	uint64_t expected = check->policy->caps, permitted, effective, inheritable, bounding, ambient = 0;
	enum known no_new_privs = fact_bool(facts, FACT_NO_NEW_PRIVS), root = is_root(facts);

	if (!fact_number(facts, FACT_CAP_PERMITTED, &permitted) || !fact_number(facts, FACT_CAP_EFFECTIVE, &effective) ||
	    !fact_number(facts, FACT_CAP_INHERITABLE, &inheritable) || !fact_number(facts, FACT_CAP_BOUNDING, &bounding) ||
	    root == UNKNOWN || no_new_privs == UNKNOWN) {
		add_unknown(check, "the capabilities");
		return;
	}
	fact_number(facts, FACT_CAP_AMBIENT, &ambient);	/* always some of the permitted ones */
	uint64_t gained = root == YES || no_new_privs == NO ? bounding : 0;
	uint64_t missing = expected & ~(permitted | gained);
	uint64_t surplus = (permitted | effective | inheritable | ambient | gained) & ~expected;

	if (missing & ~bounding)
		add_missing_caps(check, missing & ~bounding);
	if (missing & bounding)
		add_unheld_caps(check, missing & bounding);
	if (surplus)
		add_surplus_caps(check, surplus);
}

/* ---- devices ------------------------------------------------------------------------- */

static bool is_expected(const struct policy *policy, const char *path)
{
	for (size_t i = 0; i < policy->devices; i++)
		if (strlen(path) == policy->device[i].len && memcmp(path, policy->device[i].path, policy->device[i].len) == 0)
			return true;
	return false;
}

static bool is_error(const struct answer *answer, int error)
{
	return answer->state == ANSWERED && answer->error == error;
}

/* A node counts as given unless the device cgroup is known to refuse it; where
 * there is none, the device cgroup has to be known to let it pass. */
static bool is_given(const struct device *device)
{
	if (!device->path || device->through_made_node)
		return is_error(&device->read, 0) || is_error(&device->write, 0);
	return !(is_error(&device->read, EPERM) && is_error(&device->write, EPERM));
}

static void check_surplus_devices(const struct check *check)
{
	const struct facts *facts = check->facts;
	const char *list = "", *first = NULL;
	size_t count = 0;

	for (size_t i = 0; i < facts->devices_count; i++) {
		const struct device *device = &facts->devices[i];
		const char *name = device->path ? device->path : device->name ? device->name : "a disk without a node";

		if (device->is_default || (device->path && is_expected(check->policy, device->path)) || !is_given(device))
			continue;
		if (!first)
			first = name;
		if (count++ < 4)
			list = arena_printf(check->arena, "%s%s%s", list, *list ? ", " : "", name);
	}
	if (count > 4)
		list = arena_printf(check->arena, "%s and %zu more", list, count - 4);
	if (count > 0)
		add(check, (struct breach){
			.kind = TOO_MUCH, .what = list,
			.docker = arena_printf(check->arena, "leave out --device %s, -v %s or --device-cgroup-rule", first, first),
			.compose = arena_printf(check->arena, "leave %s out of devices, volumes or device_cgroup_rules", first),
			.kubernetes = arena_printf(check->arena, "leave out hostPath %s, or the device plugin's resource", first),
		});
}

static const struct device *find_device(const struct facts *facts, const char *path)
{
	for (size_t i = 0; i < facts->devices_count; i++)
		if (facts->devices[i].path && strcmp(facts->devices[i].path, path) == 0)
			return &facts->devices[i];
	return NULL;
}

static void check_device(const struct check *check, const char *path)
{
	const struct device *device = find_device(check->facts, path);
	struct arena *arena = check->arena;

	if (device && !device->nodev && (is_error(&device->read, 0) || is_error(&device->write, 0)))
		return;
	if (device ? device->read.state != ANSWERED : check->facts->devices_list.known != YES || check->facts->devices_list.truncated) {
		add_unknown(check, path);
	} else if (device && (is_error(&device->read, EACCES) || is_error(&device->write, EACCES))) {
		add(check, (struct breach){
			.kind = TOO_LITTLE, .what = arena_printf(arena, "%s, which its owner and mode refuse", path),
			.docker = arena_printf(arena, "--group-add %u", device->gid),
			.compose = arena_printf(arena, "group_add: [\"%u\"]", device->gid),
			.kubernetes = arena_printf(arena, "supplementalGroups: [%u]", device->gid),
		});
	} else {
		add(check, (struct breach){
			.kind = TOO_LITTLE,
			.what = device ? arena_printf(arena, "%s, which is there, and refused", path) : path,
			.docker = arena_printf(arena, "--device %s", path),
			.compose = arena_printf(arena, "devices: [%s]", path),
			.kubernetes = "a device plugin's resource in resources: {limits: ...}",
		});
	}
}

static void check_devices(const struct check *check)
{
	const struct policy *policy = check->policy;
	const struct list *list = &check->facts->devices_list;

	for (size_t i = 0; i < policy->devices; i++)
		check_device(check, arena_printf(check->arena, "%.*s", (int)policy->device[i].len, policy->device[i].path));
	check_surplus_devices(check);
	if (list->known != YES || list->truncated)
		add_unknown(check, "whether there are more devices");
}

/* ---- the user -------------------------------------------------------------------------- */

static void check_user(const struct check *check)
{
	const struct policy *policy = check->policy;
	struct arena *arena = check->arena;
	bool exactly = policy->user == USER_EXACTLY;
	unsigned long long want = exactly ? policy->uid : 1000;
	uint64_t uid, euid;

	if (!fact_number(check->facts, FACT_UID, &uid) || !fact_number(check->facts, FACT_EUID, &euid)) {
		add_unknown(check, "the user");
		return;
	}
	if (exactly ? uid == want && euid == want : uid != 0 && euid != 0)
		return;
	add(check, (struct breach){
		.kind = uid == 0 || euid == 0 ? TOO_MUCH : TOO_LITTLE,
		.what = arena_printf(arena, euid == 0 ? "root" : "uid %llu", (unsigned long long)euid),
		.docker = arena_printf(arena, "--user %llu", want),
		.compose = arena_printf(arena, "user: \"%llu\"", want),
		.kubernetes = arena_printf(arena, want == 0 ? "runAsUser: 0" : "runAsNonRoot: true, runAsUser: %llu", want),
	});
}

/* ---- switches ---------------------------------------------------------------------------- */

static enum known seccomp_filters(const struct facts *facts)
{
	uint64_t mode;

	if (!fact_number(facts, FACT_SECCOMP_MODE, &mode))
		return UNKNOWN;
	return mode == 0 ? NO : YES;
}

static void check_switch(const struct check *check, bool expected, enum known is, const struct breach *breach)
{
	if (!expected || is == YES)
		return;
	if (is == NO)
		add(check, *breach);
	else
		add_unknown(check, breach->what);
}

static void check_switches(const struct check *check)
{
	static const struct breach no_new_privs = {
		TOO_LITTLE, "no_new_privs", "--security-opt no-new-privileges",
		"security_opt: [no-new-privileges:true]", "allowPrivilegeEscalation: false",
	}, read_only_root = {
		TOO_LITTLE, "a read-only root", "--read-only", "read_only: true", "readOnlyRootFilesystem: true",
	}, seccomp = {
		TOO_LITTLE, "a seccomp filter", "the default profile, without --security-opt seccomp=unconfined and --privileged",
		"likewise, without security_opt: [seccomp:unconfined]", "seccompProfile: {type: RuntimeDefault}",
	};
	const struct facts *facts = check->facts;
	const struct policy *policy = check->policy;

	check_switch(check, policy->no_new_privs, fact_bool(facts, FACT_NO_NEW_PRIVS), &no_new_privs);
	check_switch(check, policy->read_only_root, fact_bool(facts, FACT_ROOT_READ_ONLY), &read_only_root);
	check_switch(check, policy->seccomp, seccomp_filters(facts), &seccomp);
}

void contract_check(const struct facts *facts, const struct policy *policy, struct arena *arena, struct contract *ret)
{
	struct check check = { facts, policy, arena, ret };

	*ret = (struct contract){ .count = 0 };
	if (policy->has_caps)
		check_caps(&check);
	if (policy->has_devices)
		check_devices(&check);
	if (policy->user != USER_ANY)
		check_user(&check);
	check_switches(&check);
}
