/* security.c - which security modules there are, and how they hold us.
 *
 * securityfs is rarely visible in a container, so most is told by what each
 * module leaves elsewhere.  A missing file counts as a missing module only
 * where the directory that would hold it is the kernel's and is there. */
#include <errno.h>
#include <linux/capability.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "parse.h"
#include "source.h"

static const struct source_row rows[] = {
	{ FACT_LSM_LIST,          SOURCE_TEXT,   "/sys/kernel/security/lsm", "securityfs is not visible here" },
	{ FACT_LOCKDOWN,          SOURCE_TEXT,   "/sys/kernel/security/lockdown", "securityfs is not visible here" },
	{ FACT_APPARMOR_ENABLED,  SOURCE_FLAG,   "/sys/module/apparmor/parameters/enabled", "no such file: kernel without AppArmor" },
	{ FACT_SELINUX_ENFORCING, SOURCE_FLAG,   "/sys/fs/selinux/enforce", "selinuxfs is not visible here" },
	{ FACT_YAMA_PTRACE_SCOPE, SOURCE_NUMBER, "/proc/sys/kernel/yama/ptrace_scope", "no such file: kernel without Yama" },
};

static bool exists(const struct collect *collect, const char *path)
{
	return source_check(collect, path, false) == 0;
}

/* Does the kernel's list lack this module? */
static bool not_listed(const struct facts *facts, const char *name)
{
	const char *list = fact_text(facts, FACT_LSM_LIST);

	return list && !parse_has_option(list, name);
}

/* ---- AppArmor and SELinux ---------------------------------------------------- */

static void decide_apparmor_enabled(struct collect *collect)
{
	struct facts *facts = collect->facts;

	if (facts->fact[FACT_APPARMOR_ENABLED].known)
		return;
	/* a built-in module with parameters always has its directory here */
	bool absent = facts->fact[FACT_APPARMOR_ENABLED].error == ENOENT && exists(collect, "/sys/module") &&
		      !exists(collect, "/sys/module/apparmor");

	if (absent || not_listed(facts, "apparmor")) {
		fact_set_bool(facts, FACT_APPARMOR_ENABLED, false);
		fact_set_source(facts, FACT_APPARMOR_ENABLED, absent ? "/sys/module: no apparmor" : fact_source(facts, FACT_LSM_LIST));
	}
}

/* selinuxfs makes its mount point in sysfs when SELinux is on, and only then
 * (security/selinux/selinuxfs.c, init_sel_fs). */
static void decide_selinux_enforcing(struct collect *collect)
{
	struct facts *facts = collect->facts;

	if (facts->fact[FACT_SELINUX_ENFORCING].known)
		return;
	bool absent = facts->fact[FACT_SELINUX_ENFORCING].error == ENOENT && exists(collect, "/sys/fs") &&
		      source_check(collect, "/sys/fs/selinux", false) == -ENOENT;

	if (absent || not_listed(facts, "selinux")) {
		fact_set_bool(facts, FACT_SELINUX_ENFORCING, false);
		fact_set_source(facts, FACT_SELINUX_ENFORCING, absent ? "/sys/fs: no selinux" : fact_source(facts, FACT_LSM_LIST));
	}
}

static void set_apparmor(struct facts *facts, const char *data, size_t size, const char *source)
{
	struct text profile, mode;

	if (!parse_apparmor(data, size, &profile, &mode)) {
		fact_set_unknown(facts, FACT_APPARMOR_PROFILE, 0, "the content makes no sense");
		fact_set_unknown(facts, FACT_APPARMOR_MODE, 0, "the content makes no sense");
		return;
	}
	fact_set_text(facts, FACT_APPARMOR_PROFILE, profile.at, text_left(&profile));
	fact_set_text(facts, FACT_APPARMOR_MODE, mode.at, text_left(&mode));
	fact_set_source(facts, FACT_APPARMOR_PROFILE, source);
	fact_set_source(facts, FACT_APPARMOR_MODE, source);
	if (facts->fact[FACT_APPARMOR_ENABLED].known)
		return;
	fact_set_bool(facts, FACT_APPARMOR_ENABLED, true);
	fact_set_source(facts, FACT_APPARMOR_ENABLED, source);
}

static void no_apparmor(struct facts *facts, ssize_t result)
{
	if (fact_bool(facts, FACT_APPARMOR_ENABLED) == NO) {
		fact_set_unknown(facts, FACT_APPARMOR_PROFILE, 0, "AppArmor is not in use");
		fact_set_unknown(facts, FACT_APPARMOR_MODE, 0, "AppArmor is not in use");
	} else {
		source_unknown(facts, FACT_APPARMOR_PROFILE, result, NULL);
		source_unknown(facts, FACT_APPARMOR_MODE, result, NULL);
	}
}

/* user:role:type, perhaps with a level; AppArmor's names may hold colons, but
 * then end in a mode in parentheses. */
static bool looks_like_context(const struct text *text)
{
	struct text rest = *text, part;

	return text_until(&rest, ':', &part) && text_until(&rest, ':', &part) && !text_contains(text, " (");
}

/* attr/current belongs to the first module that claims it; the file of its
 * own came to AppArmor with 5.8. */
static void read_attributes(struct collect *collect)
{
	struct facts *facts = collect->facts;
	char own[1024], shared[1024];
	ssize_t own_size = source_read(collect, "/proc/self/attr/apparmor/current", own, sizeof own);
	ssize_t size = source_read(collect, "/proc/self/attr/current", shared, sizeof shared);
	struct text text = size > 0 ? text_trim(TEXT(shared, (size_t)size)) : TEXT(shared, 0);
	/* "kernel": SELinux that never got a policy, as with apparmor=0 on Debian */
	bool context = text_left(&text) > 0 && (looks_like_context(&text) || text_is(&text, "kernel") ||
						fact_bool(facts, FACT_SELINUX_ENFORCING) == YES);

	if (own_size > 0)
		set_apparmor(facts, own, (size_t)own_size, "/proc/self/attr/apparmor/current");
	else if (text_left(&text) > 0 && !context && fact_bool(facts, FACT_APPARMOR_ENABLED) != NO)
		set_apparmor(facts, shared, (size_t)size, "/proc/self/attr/current");
	else
		no_apparmor(facts, own_size < 0 && own_size != -ENOENT ? own_size : size);
	if (context)
		fact_set_text(facts, FACT_SELINUX_CONTEXT, text.at, text_left(&text));
	else if (size < 0)
		source_unknown(facts, FACT_SELINUX_CONTEXT, size, NULL);
	else
		fact_set_unknown(facts, FACT_SELINUX_CONTEXT, 0, "no SELinux context is shown");
}

/* ---- Yama and lockdown ---------------------------------------------------------- */

/* Without Yama ptrace(2) is as with its scope 0. */
static void decide_yama(struct collect *collect)
{
	struct facts *facts = collect->facts;

	if (facts->fact[FACT_YAMA_PTRACE_SCOPE].error == ENOENT && !facts->fact[FACT_YAMA_PTRACE_SCOPE].known &&
	    source_sysctls_seen(collect)) {
		fact_set_number(facts, FACT_YAMA_PTRACE_SCOPE, 0);
		fact_set_source(facts, FACT_YAMA_PTRACE_SCOPE, "/proc/sys/kernel: no yama");
	}
}

/* Lockdown of either degree takes "disk" off the list of ways to sleep
 * (kernel/power/hibernate.c, hibernation_available()).  Only where somebody
 * could hold a capability that lockdown curbs. */
static bool may_hibernate(struct collect *collect)
{
	static const uint64_t curbed = 1 << CAP_SYS_ADMIN | 1 << CAP_SYS_MODULE | 1 << CAP_SYS_RAWIO |
				       (uint64_t)1 << CAP_BPF | (uint64_t)1 << CAP_PERFMON;
	uint64_t bounding = curbed;
	char states[128];

	fact_number(collect->facts, FACT_CAP_BOUNDING, &bounding);
	ssize_t n = bounding & curbed ? source_read(collect, "/sys/power/state", states, sizeof states) : -1;
	struct text text = TEXT(states, n > 0 ? (size_t)n : 0), word;

	while (text_word(&text, &word))
		if (text_is(&word, "disk"))
			return true;
	return false;
}

static void decide_lockdown(struct collect *collect)
{
	struct facts *facts = collect->facts;

	if (!facts->fact[FACT_LOCKDOWN].known && may_hibernate(collect)) {
		fact_set_static(facts, FACT_LOCKDOWN, "none");
		fact_set_source(facts, FACT_LOCKDOWN, "/sys/power/state: disk");
	}
	if (!facts->fact[FACT_LOCKDOWN].known && not_listed(facts, "lockdown")) {
		fact_set_static(facts, FACT_LOCKDOWN, "none");
		fact_set_source(facts, FACT_LOCKDOWN, fact_source(facts, FACT_LSM_LIST));
	}
}

/* ---- what only calls say ----------------------------------------------------------- */

/* lsm_list_modules(2) came with 6.8; numbers and names of <linux/lsm.h>, which
 * is younger than the headers we build with. */
#define CALL_LSM_LIST_MODULES 461
static const char *const lsm_names[] = {
	"capability", "selinux", "smack", "tomoyo", "apparmor", "yama", "loadpin",
	"safesetid", "lockdown", "bpf", "landlock", "ima", "evm", "ipe",
};
#define LSM_FIRST 100

static void ask_lsm_list(struct facts *facts)
{
	uint64_t ids[32];
	uint32_t size = sizeof ids;
	long count = syscall(CALL_LSM_LIST_MODULES, ids, &size, 0);
	char list[256] = "";

	for (long i = 0; i < count; i++) {
		if (ids[i] < LSM_FIRST || ids[i] - LSM_FIRST >= sizeof lsm_names / sizeof lsm_names[0])
			continue;
		if (list[0])
			strcat(list, ",");
		strcat(list, lsm_names[ids[i] - LSM_FIRST]);
	}
	if (count <= 0)
		return;
	fact_set_text(facts, FACT_LSM_LIST, list, strlen(list));
	fact_set_source(facts, FACT_LSM_LIST, "lsm_list_modules(2)");
}

static void ask_landlock(struct collect *collect)
{
	enum { CREATE_RULESET = 444, ASK_VERSION = 1 };	/* 5.13 */
	struct facts *facts = collect->facts;

	if (!collect->host->live) {
		fact_set_unknown(facts, FACT_LANDLOCK_ABI, 0, CAPTURED_CANNOT_SAY);
		return;
	}
	long abi = syscall(CREATE_RULESET, NULL, 0, ASK_VERSION);

	if (abi < 0)
		fact_set_unknown(facts, FACT_LANDLOCK_ABI, errno, NULL);
	else
		fact_set_number(facts, FACT_LANDLOCK_ABI, (uint64_t)abi);
}

static void decide(struct collect *collect)
{
	decide_apparmor_enabled(collect);
	decide_selinux_enforcing(collect);
	decide_lockdown(collect);
}

void collect_security(struct collect *collect)
{
	source_facts(collect, rows, sizeof rows / sizeof rows[0]);
	decide(collect);
	read_attributes(collect);
	decide_yama(collect);
	/* Last, because a filter may kill for them: what was read stays. */
	if (collect->host->live && !collect->facts->fact[FACT_LSM_LIST].known) {
		ask_lsm_list(collect->facts);
		decide(collect);
		if (fact_bool(collect->facts, FACT_APPARMOR_ENABLED) == NO && !collect->facts->fact[FACT_APPARMOR_MODE].known)
			no_apparmor(collect->facts, 0);
	}
	ask_landlock(collect);
}
