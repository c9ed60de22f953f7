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

/* Two texts are put into the words of a row: at each '%' the first one, at each
 * '&' the second. */
struct row {
	enum breach_kind kind;
	const char *what, *docker, *compose, *kubernetes;
};

static const char *fill(const struct check *check, const char *words, const char *first, const char *second)
{
	const char *filled = "";

	while (words) {
		int len = (int)strcspn(words, "%&");
		char mark = words[len];

		filled = arena_printf(check->arena, "%s%.*s%s", filled, len, words, mark == '%' ? first : mark == '&' ? second : "");
		words = mark ? words + len + 1 : NULL;
	}
	return filled;
}

/* Returns what was added, NULL when there is no more room. */
static struct breach *add(const struct check *check, const struct row *row, const char *first, const char *second)
{
	struct contract *contract = check->contract;

	*(row->kind == NOT_KNOWN ? &contract->unknown : &contract->broken) = true;
	if (contract->count == BREACHES_MAX)
		return NULL;
	struct breach *breach = &contract->breach[contract->count++];

	*breach = (struct breach){
		.kind = row->kind,
		.what = fill(check, row->what, first, second),
		.docker = row->docker ? fill(check, row->docker, first, second) : NULL,
		.compose = row->docker ? fill(check, row->compose, first, second) : NULL,
		.kubernetes = row->docker ? fill(check, row->kubernetes, first, second) : NULL,
	};
	return breach;
}

/* Why a fact is missing is in the report. */
static void add_unknown(const struct check *check, const char *what)
{
	static const struct row row = { NOT_KNOWN, "%", NULL, NULL, NULL };

	add(check, &row, what, "");
}

/* ---- capabilities ------------------------------------------------------------------ */

static void add_caps(const struct check *check, const struct row *row, uint64_t caps)
{
	if (caps)
		add(check, row, capability_list(check->arena, caps, "", ", "), capability_list(check->arena, caps, "--cap-add ", " "));
}

static const struct row missing_caps = {
	TOO_LITTLE, "capability %", "&", "cap_add: [%]", "capabilities: {add: [%]}",
}, unheld_caps = {	/* in the bounding set, but nothing brings them to an ordinary user */
	TOO_LITTLE, "capability %, out of this user's reach",
	"--user 0", "user: \"0\"", "runAsUser: 0",
};

/* What is left over is best said by what is to be there. */
static void add_surplus_caps(const struct check *check, uint64_t surplus)
{
	static const struct row none = {
		TOO_MUCH, "", "--cap-drop ALL", "cap_drop: [ALL]", "capabilities: {drop: [ALL]}",
	}, some = {
		TOO_MUCH, "", "--cap-drop ALL &", "cap_drop: [ALL], cap_add: [%]", "capabilities: {drop: [ALL], add: [%]}",
	};
	uint64_t keep = check->policy->caps;

	if (!surplus)
		return;
	struct breach *breach = add(check, keep ? &some : &none, capability_list(check->arena, keep, "", ", "), capability_list(check->arena, keep, "--cap-add ", " "));

	if (breach)
		breach->what = arena_printf(check->arena, "capability %s", capability_list(check->arena, surplus, "", ", "));
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

	add_caps(check, &missing_caps, missing & ~bounding);
	add_caps(check, &unheld_caps, missing & bounding);
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

/* A node counts as given unless the device cgroup is known to refuse it; where
 * there is none, the device cgroup has to be known to let it pass. */
static bool is_given(const struct device *device)
{
	if (!device->path || device->through_made_node)
		return answer_is(&device->read, 0) || answer_is(&device->write, 0);
	return !(answer_is(&device->read, EPERM) && answer_is(&device->write, EPERM));
}

static void check_surplus_devices(const struct check *check)
{
	const struct facts *facts = check->facts;
	static const struct row row = {
		TOO_MUCH, "&", "leave out --device or -v %, and --device-cgroup-rule", "leave % out of devices, volumes or device_cgroup_rules",
		"leave out hostPath %, or the device plugin's resource",
	};
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
		add(check, &row, first, list);
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
#define BY_DEVICE "--device %", "devices: [%]", "a device plugin's resource in resources: {limits: ...}"
	static const struct row absent = { TOO_LITTLE, "%", BY_DEVICE }, not_let = { TOO_LITTLE, "%, which is there, and refused", BY_DEVICE },
		refused = { TOO_LITTLE, "%, which its owner and mode refuse", "--group-add &", "group_add: [\"&\"]", "supplementalGroups: [&]" };
#undef BY_DEVICE
	const struct device *device = find_device(check->facts, path);

	if (device && !device->nodev && (answer_is(&device->read, 0) || answer_is(&device->write, 0)))
		return;
	if (device ? device->read.state != ANSWERED : !list_complete(&check->facts->devices_list)) {
		add_unknown(check, path);
	} else if (device && (answer_is(&device->read, EACCES) || answer_is(&device->write, EACCES))) {
		add(check, &refused, path, arena_printf(check->arena, "%u", device->gid));
	} else {
		add(check, device ? &not_let : &absent, path, "");
	}
}

static void check_devices(const struct check *check)
{
	const struct policy *policy = check->policy;

	for (size_t i = 0; i < policy->devices; i++)
		check_device(check, arena_printf(check->arena, "%.*s", (int)policy->device[i].len, policy->device[i].path));
	check_surplus_devices(check);
	if (!list_complete(&check->facts->devices_list))
		add_unknown(check, "whether there are more devices");
}

/* ---- the user -------------------------------------------------------------------------- */

static void check_user(const struct check *check)
{
	static const struct row row[] = {
		{ TOO_MUCH, "root", "--user %", "user: \"%\"", "runAsNonRoot: true, runAsUser: %" },
		{ TOO_LITTLE, "uid &", "--user %", "user: \"%\"", "runAsUser: %" },
	};
	const struct policy *policy = check->policy;
	bool exactly = policy->user == USER_EXACTLY;
	enum known root = is_root(check->facts);
	uint64_t uid, euid;

	if (!fact_number(check->facts, FACT_UID, &uid) || !fact_number(check->facts, FACT_EUID, &euid))
		add_unknown(check, "the user");
	else if (exactly ? uid != policy->uid || euid != policy->uid : root == YES)
		add(check, &row[root == NO], arena_printf(check->arena, "%u", exactly ? (unsigned)policy->uid : 1000),
		    arena_printf(check->arena, "%u", (unsigned)euid));
}

/* ---- switches ---------------------------------------------------------------------------- */

static enum known seccomp_filters(const struct facts *facts)
{
	uint64_t mode;

	if (!fact_number(facts, FACT_SECCOMP_MODE, &mode))
		return UNKNOWN;
	return mode == 0 ? NO : YES;
}

static void check_switch(const struct check *check, bool expected, enum known is, const struct row *row)
{
	if (!expected || is == YES)
		return;
	if (is == NO)
		add(check, row, "", "");
	else
		add_unknown(check, row->what);
}

static void check_switches(const struct check *check)
{
	static const struct row no_new_privs = {
		TOO_LITTLE, "no_new_privs", "--security-opt no-new-privileges",
		"security_opt: [no-new-privileges:true]", "allowPrivilegeEscalation: false",
	}, read_only_root = {
		TOO_LITTLE, "a read-only root", "--read-only", "read_only: true", "readOnlyRootFilesystem: true",
	}, seccomp = {
		TOO_LITTLE, "a seccomp filter", "leave out seccomp=unconfined and --privileged",
		"leave out seccomp:unconfined and privileged", "seccompProfile: {type: RuntimeDefault}",
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
