/* test_contract.c - what a program says it needs against what it has, in both
 * directions. */
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "contract.h"
#include "facts_build.h"
#include "rendered.h"

#define BIT(cap) (UINT64_C(1) << (cap))
#define USER_CAPS (BIT(CAP_CHOWN) | BIT(CAP_SETUID))

static struct contract contract;

/* What a row says of a container: root with no capability, no_new_privs off,
 * unless it says otherwise. */
struct has {
	uint64_t permitted, inheritable, bounding;	/* effective as permitted */
	unsigned uid;
	bool no_new_privs, read_only_root, no_seccomp;
};

static struct facts *container(const struct has *has)
{
	struct facts *facts = a_container();

	fact_set_number(facts, FACT_UID, has->uid);
	fact_set_number(facts, FACT_EUID, has->uid);
	fact_set_number(facts, FACT_CAP_PERMITTED, has->permitted);
	fact_set_number(facts, FACT_CAP_EFFECTIVE, has->permitted);
	fact_set_number(facts, FACT_CAP_INHERITABLE, has->inheritable);
	fact_set_number(facts, FACT_CAP_AMBIENT, 0);
	fact_set_number(facts, FACT_CAP_BOUNDING, has->bounding);
	fact_set_bool(facts, FACT_NO_NEW_PRIVS, has->no_new_privs);
	fact_set_bool(facts, FACT_ROOT_READ_ONLY, has->read_only_root);
	fact_set_number(facts, FACT_SECCOMP_MODE, has->no_seccomp ? 0 : 2);
	return facts;
}

static void check(struct facts *facts, const struct policy *policy)
{
	contract_check(facts, policy, &facts->arena, &contract);
}

/* "+capability CHOWN" too little, "-capability KILL" too much, "?the user" not known, one
 * after the other. */
static const char *found(void)
{
	static const char sign[] = { [TOO_LITTLE] = '+', [TOO_MUCH] = '-', [NOT_KNOWN] = '?' };
	static char text[1024];
	size_t len = 0;

	text[0] = '\0';
	for (size_t i = 0; i < contract.count; i++)
		len += (size_t)snprintf(text + len, sizeof text - len, "%s%c%s", i ? " " : "",
					sign[contract.breach[i].kind], contract.breach[i].what);
	return text;
}

static void capabilities_user_and_switches_are_compared_in_both_directions(void **state)
{
#define BOTH(caps) .permitted = (caps), .bounding = (caps)
	static const uint64_t chown_ = BIT(CAP_CHOWN), kill_ = BIT(CAP_KILL), net = BIT(CAP_NET_ADMIN), raw = BIT(CAP_NET_RAW);
	static const char *const unheld = "out of this user's reach";
	const struct {
		const char *why;
		struct has has;
		struct policy policy;
		const char *found;
	} row[] = {
		{ "nothing is demanded", { BOTH(chown_) }, { .has_caps = false }, "" },

		/* root */
		{ "none of none", { 0 }, { .has_caps = true }, "" },
		{ "one of one", { BOTH(net) }, { .has_caps = true, .caps = net }, "" },
		{ "one of none", { BOTH(net) }, { .has_caps = true }, "-capability NET_ADMIN" },
		{ "none of one", { 0 }, { .has_caps = true, .caps = net }, "+capability NET_ADMIN" },
		{ "another one", { BOTH(net) }, { .has_caps = true, .caps = raw }, "+capability NET_RAW -capability NET_ADMIN" },
		{ "one of two", { BOTH(net) }, { .has_caps = true, .caps = net | raw }, "+capability NET_RAW" },
		{ "two of one", { BOTH(net | raw) }, { .has_caps = true, .caps = net }, "-capability NET_RAW" },
		{ "two of two", { BOTH(net | raw) }, { .has_caps = true, .caps = net | raw }, "" },
		{ "none of two", { 0 }, { .has_caps = true, .caps = net | raw }, "+capability NET_ADMIN, NET_RAW" },
		{ "two of none", { BOTH(chown_ | kill_) }, { .has_caps = true }, "-capability CHOWN, KILL" },
		{ "root regains the bounding set", { .bounding = net }, { .has_caps = true, .caps = net }, "" },
		{ "and that is too much", { .bounding = net }, { .has_caps = true }, "-capability NET_ADMIN" },
		{ "root with no_new_privs regains it too", { .bounding = net, .no_new_privs = true },
		  { .has_caps = true }, "-capability NET_ADMIN" },
		{ "inheritable is too much", { .inheritable = net }, { .has_caps = true }, "-capability NET_ADMIN" },
		{ "inheritable alone is not held", { .inheritable = net }, { .has_caps = true, .caps = net }, "+capability NET_ADMIN" },

		/* users */
		{ "a user with none", { .uid = 1000 }, { .has_caps = true }, "" },
		{ "a user with an empty hand and a full bounding set", { .uid = 1000, .bounding = USER_CAPS },
		  { .has_caps = true }, "-capability CHOWN, SETUID" },
		{ "to whom it gives nothing with no_new_privs", { .uid = 1000, .bounding = USER_CAPS, .no_new_privs = true },
		  { .has_caps = true }, "" },
		{ "a user who holds one, ambient", { .uid = 1000, BOTH(net), .inheritable = net, .no_new_privs = true },
		  { .has_caps = true, .caps = net }, "" },
		{ "a user who holds one too many", { .uid = 1000, BOTH(net), .no_new_privs = true },
		  { .has_caps = true }, "-capability NET_ADMIN" },
		{ "a user who may get it by file capabilities", { .uid = 1000, .bounding = net },
		  { .has_caps = true, .caps = net }, "" },
		{ "a user who may not", { .uid = 1000, .bounding = net, .no_new_privs = true },
		  { .has_caps = true, .caps = net }, "+capability NET_ADMIN, @" },
		{ "a user whom nobody gave it", { .uid = 1000, .no_new_privs = true },
		  { .has_caps = true, .caps = net }, "+capability NET_ADMIN" },
		{ "one missing, one out of reach", { .uid = 1000, .bounding = net, .no_new_privs = true },
		  { .has_caps = true, .caps = net | raw }, "+capability NET_RAW +capability NET_ADMIN, @" },

		{ "root is not nonroot", { 0 }, { .user = USER_NONROOT }, "-root" },
		{ "a user is", { .uid = 1 }, { .user = USER_NONROOT }, "" },
		{ "this user", { .uid = 1000 }, { .user = USER_EXACTLY, .uid = 1000 }, "" },
		{ "another user", { .uid = 1000 }, { .user = USER_EXACTLY, .uid = 1001 }, "+uid 1000" },
		{ "root for a user", { .uid = 0 }, { .user = USER_EXACTLY, .uid = 1001 }, "-root" },
		{ "a user for root", { .uid = 1000 }, { .user = USER_EXACTLY, .uid = 0 }, "+uid 1000" },
		{ "root for root", { .uid = 0 }, { .user = USER_EXACTLY, .uid = 0 }, "" },

		/* switches */
		{ "no_new_privs is on", { .no_new_privs = true }, { .no_new_privs = true }, "" },
		{ "no_new_privs is off", { 0 }, { .no_new_privs = true }, "+no_new_privs" },
		{ "no_new_privs is on, and not asked for", { .no_new_privs = true }, { .no_new_privs = false }, "" },
		{ "the root is read-only", { .read_only_root = true }, { .read_only_root = true }, "" },
		{ "the root is not", { 0 }, { .read_only_root = true }, "+a read-only root" },
		{ "a read-only root, not asked for", { .read_only_root = true }, { .read_only_root = false }, "" },
		{ "a filter", { 0 }, { .seccomp = true }, "" },
		{ "no filter", { .no_seccomp = true }, { .seccomp = true }, "+a seccomp filter" },
		{ "no filter, not asked for", { .no_seccomp = true }, { .seccomp = false }, "" },

		/* together */
		{ "all of it kept", { .uid = 1000, .no_new_privs = true, .read_only_root = true },
		  { .has_caps = true, .user = USER_NONROOT, .no_new_privs = true, .read_only_root = true, .seccomp = true }, "" },
		{ "all of it broken", { BOTH(chown_), .no_seccomp = true },
		  { .has_caps = true, .caps = net, .user = USER_NONROOT, .no_new_privs = true, .read_only_root = true, .seccomp = true },
		  "+capability NET_ADMIN -capability CHOWN -root +no_new_privs +a read-only root +a seccomp filter" },
	};
#undef BOTH

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		char want[512];
		const char *at = strchr(row[i].found, '@');

		snprintf(want, sizeof want, "%.*s%s", (int)strcspn(row[i].found, "@"), row[i].found, at ? unheld : "");
		check(container(&row[i].has), &row[i].policy);
		if (strcmp(found(), want) != 0 || contract.broken != (*want != '\0') || contract.unknown)
			fail_msg("row %zu (%s): %s", i, row[i].why, found());
	}
}

/* ---- devices ---------------------------------------------------------------------------- */

static struct device *node(struct facts *facts, const char *path, int read, int write)
{
	struct device *device = facts_device_new(facts);

	device->path = path;
	device->type = DEVICE_CHAR;
	device->gid = 44;
	device->read = answered(read);
	device->write = answered(write);
	facts_device_done(facts);
	return device;
}

static void devices_are_compared_in_both_directions(void **state)
{
	enum { ABSENT = -1 };
	static const struct {
		const char *why;
		int tun, fuse;		/* the errno with which access is refused, or 0 */
		const char *expected;
		const char *found;
	} row[] = {
		{ "none of none", ABSENT, ABSENT, "none", "" },
		{ "one of one", 0, ABSENT, "/dev/net/tun", "" },
		{ "one of none", 0, ABSENT, "none", "-/dev/net/tun" },
		{ "none of one", ABSENT, ABSENT, "/dev/net/tun", "+/dev/net/tun" },
		{ "another one", 0, ABSENT, "/dev/fuse", "+/dev/fuse -/dev/net/tun" },
		{ "two of two", 0, 0, "/dev/net/tun,/dev/fuse", "" },
		{ "two of one", 0, 0, "/dev/fuse", "-/dev/net/tun" },
		{ "two of none", 0, 0, "none", "-/dev/net/tun, /dev/fuse" },
		{ "the beginning of a name is another name", 0, ABSENT, "/dev/net/tun2", "+/dev/net/tun2 -/dev/net/tun" },
		{ "there, but the device cgroup refuses", EPERM, ABSENT, "/dev/net/tun", "+/dev/net/tun, which is there, and refused" },
		{ "which is no device given", EPERM, ABSENT, "none", "" },
		{ "there, but not for this user", EACCES, ABSENT, "/dev/net/tun", "+/dev/net/tun, which its owner and mode refuse" },
		{ "given, though not to this user", EACCES, ABSENT, "none", "-/dev/net/tun" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct policy policy = { .fail_on = 0 };
		struct facts *facts = a_container();

		assert_true(policy_expect_devices(&policy, row[i].expected));
		node(facts, "/dev/null", 0, 0)->is_default = true;
		if (row[i].tun != ABSENT)
			node(facts, "/dev/net/tun", row[i].tun, row[i].tun);
		if (row[i].fuse != ABSENT)
			node(facts, "/dev/fuse", row[i].fuse, row[i].fuse);
		check(facts, &policy);
		if (strcmp(found(), row[i].found) != 0 || contract.broken != (*row[i].found != '\0'))
			fail_msg("row %zu (%s): %s", i, row[i].why, found());
	}
}

static void a_device_rule_without_a_node_is_too_much(void **state)
{
	struct policy policy = { .has_devices = true };
	struct facts *facts = a_container();
	struct device *disk = node(facts, NULL, 0, 0), *other = node(facts, NULL, EPERM, EPERM);

	(void)state;
	disk->name = "sda";
	other->name = "sdb";
	disk->through_made_node = other->through_made_node = true;
	check(facts, &policy);
	assert_string_equal(found(), "-sda");
}

static void many_devices_are_counted(void **state)
{
	struct policy policy = { .has_devices = true };
	struct facts *facts = a_container();

	(void)state;
	for (int i = 0; i < 6; i++)
		node(facts, "/dev/x", 0, 0);
	check(facts, &policy);
	assert_string_equal(found(), "-/dev/x, /dev/x, /dev/x, /dev/x and 2 more");
}

/* ---- what is not known -------------------------------------------------------------------- */

static void what_is_not_known_is_no_kept_contract(void **state)
{
	static const struct { const char *why; enum fact_id id; struct policy policy; const char *found; } row[] = {
		{ "permitted", FACT_CAP_PERMITTED, { .has_caps = true }, "?the capabilities" },
		{ "effective", FACT_CAP_EFFECTIVE, { .has_caps = true }, "?the capabilities" },
		{ "inheritable", FACT_CAP_INHERITABLE, { .has_caps = true }, "?the capabilities" },
		{ "bounding", FACT_CAP_BOUNDING, { .has_caps = true }, "?the capabilities" },
		{ "whose they are", FACT_UID, { .has_caps = true }, "?the capabilities" },
		{ "whether more can be gained", FACT_NO_NEW_PRIVS, { .has_caps = true }, "?the capabilities" },
		{ "the real id", FACT_UID, { .user = USER_NONROOT }, "?the user" },
		{ "the effective id", FACT_EUID, { .user = USER_EXACTLY, .uid = 0 }, "?the user" },
		{ "no_new_privs", FACT_NO_NEW_PRIVS, { .no_new_privs = true }, "?no_new_privs" },
		{ "the root", FACT_ROOT_READ_ONLY, { .read_only_root = true }, "?a read-only root" },
		{ "the filter", FACT_SECCOMP_MODE, { .seccomp = true }, "?a seccomp filter" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct facts *facts = container(&(struct has){ .no_new_privs = true, .read_only_root = true });

		fact_set_unknown(facts, row[i].id, EIO, NULL);
		check(facts, &row[i].policy);
		if (strcmp(found(), row[i].found) != 0 || contract.broken || !contract.unknown)
			fail_msg("row %zu (%s): %s", i, row[i].why, found());
	}
}

static void devices_not_seen_are_not_known(void **state)
{
	struct policy policy = { .fail_on = 0 };
	struct facts *facts = a_container();

	(void)state;
	assert_true(policy_expect_devices(&policy, "/dev/fuse"));
	facts->devices_list.truncated = true;
	check(facts, &policy);
	assert_string_equal(found(), "?/dev/fuse ?whether there are more devices");
	assert_false(contract.broken);
	node(facts, "/dev/fuse", 0, 0)->read.state = TIMED_OUT;
	facts->devices[0].write.state = TIMED_OUT;
	check(facts, &policy);
	assert_string_equal(found(), "?/dev/fuse ?whether there are more devices");
}

/* ---- the words --------------------------------------------------------------------------------- */

static void the_remedy_is_said_in_three_languages(void **state)
{
	static const struct { const char *why; struct has has; struct policy policy; const char *docker, *compose, *kubernetes; } row[] = {
		{ "too little", { .uid = 0 }, { .has_caps = true, .caps = BIT(CAP_NET_ADMIN) | BIT(CAP_NET_RAW) },
		  "--cap-add NET_ADMIN --cap-add NET_RAW", "cap_add: [NET_ADMIN, NET_RAW]", "capabilities: {add: [NET_ADMIN, NET_RAW]}" },
		{ "too much, some are kept", { .bounding = DEFAULT_CAPS }, { .has_caps = true, .caps = BIT(CAP_CHOWN) },
		  "--cap-drop ALL --cap-add CHOWN", "cap_drop: [ALL], cap_add: [CHOWN]", "capabilities: {drop: [ALL], add: [CHOWN]}" },
		{ "too much, two are kept", { .bounding = DEFAULT_CAPS }, { .has_caps = true, .caps = BIT(CAP_CHOWN) | BIT(CAP_KILL) },
		  "--cap-drop ALL --cap-add CHOWN --cap-add KILL", "cap_drop: [ALL], cap_add: [CHOWN, KILL]",
		  "capabilities: {drop: [ALL], add: [CHOWN, KILL]}" },
		{ "too much, none is kept", { .bounding = DEFAULT_CAPS }, { .has_caps = true },
		  "--cap-drop ALL", "cap_drop: [ALL]", "capabilities: {drop: [ALL]}" },
		{ "root", { .uid = 0 }, { .user = USER_NONROOT }, "--user 1000", "user: \"1000\"", "runAsNonRoot: true, runAsUser: 1000" },
		{ "not root", { .uid = 5 }, { .user = USER_EXACTLY }, "--user 0", "user: \"0\"", "runAsUser: 0" },
		{ "no_new_privs", { .uid = 0 }, { .no_new_privs = true }, "--security-opt no-new-privileges",
		  "security_opt: [no-new-privileges:true]", "allowPrivilegeEscalation: false" },
		{ "the root", { .uid = 0 }, { .read_only_root = true }, "--read-only", "read_only: true", "readOnlyRootFilesystem: true" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		check(container(&row[i].has), &row[i].policy);
		assert_int_equal(contract.count, 1);
		assert_string_equal(contract.breach[0].docker, row[i].docker);
		assert_string_equal(contract.breach[0].compose, row[i].compose);
		assert_string_equal(contract.breach[0].kubernetes, row[i].kubernetes);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(capabilities_user_and_switches_are_compared_in_both_directions),
		cmocka_unit_test(devices_are_compared_in_both_directions),
		cmocka_unit_test(a_device_rule_without_a_node_is_too_much),
		cmocka_unit_test(many_devices_are_counted),
		cmocka_unit_test(what_is_not_known_is_no_kept_contract),
		cmocka_unit_test(devices_not_seen_are_not_known),
		cmocka_unit_test(the_remedy_is_said_in_three_languages),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
