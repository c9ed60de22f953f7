/* identity.c - who we are: user and group IDs, capabilities, seccomp mode.
 *
 * /proc/self/status says it all in one read; without a procfs to be believed
 * the calls that need none answer for themselves.  PR_GET_SECCOMP is not
 * among them: in strict mode it kills. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>
#include "parse.h"
#include "source.h"

static void set_proc_is_procfs(struct collect *collect)
{
	struct facts *facts = collect->facts;
	struct statfs fs;

	if (!collect->host->live)
		fact_set_unknown(facts, FACT_PROC_IS_PROCFS, 0, CAPTURED_CANNOT_SAY);
	else if (statfs("/proc", &fs) < 0)
		fact_set_unknown(facts, FACT_PROC_IS_PROCFS, errno, NULL);
	else
		fact_set_bool(facts, FACT_PROC_IS_PROCFS, fs.f_type == PROC_SUPER_MAGIC);
}

/* ---- /proc/self/status ---------------------------------------------------- */

static void set_ids(struct facts *facts, const struct status *status)
{
	if (status->uid.known) {
		fact_set_number(facts, FACT_UID, status->uid.value[0]);
		fact_set_number(facts, FACT_EUID, status->uid.value[1]);
	}
	if (status->gid.known) {
		fact_set_number(facts, FACT_GID, status->gid.value[0]);
		fact_set_number(facts, FACT_EGID, status->gid.value[1]);
	}
	if (status->groups.known) {
		struct text groups = text_trim(status->groups.value);

		fact_set_text(facts, FACT_GROUPS, groups.at, text_left(&groups));
	}
}

static void set_from_status(struct facts *facts, const struct status *status)
{
	const struct { enum fact_id id; bool known; uint64_t value; const char *missing; } row[] = {
#define FIELD(id, field, missing) { FACT_##id, status->field.known, status->field.value, missing }
		FIELD(CAP_INHERITABLE, cap_inh, NULL),
		FIELD(CAP_PERMITTED, cap_prm, NULL),
		FIELD(CAP_EFFECTIVE, cap_eff, NULL),
		FIELD(CAP_BOUNDING, cap_bnd, NULL),
		FIELD(CAP_AMBIENT, cap_amb, "no such line: kernel before 4.3"),
		FIELD(NO_NEW_PRIVS, no_new_privs, "no such line: kernel before 4.10"),
		FIELD(SECCOMP_MODE, seccomp, "no such line: kernel without seccomp"),
		FIELD(SECCOMP_FILTERS, seccomp_filters, "no such line: kernel before 5.9, or without seccomp filters"),
#undef FIELD
	};

	set_ids(facts, status);
	for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
		if (row[i].known)
			fact_set_number(facts, row[i].id, row[i].value);
		else
			fact_set_unknown(facts, row[i].id, 0, row[i].missing ? row[i].missing : "no such line");
	}
}

static const enum fact_id status_facts[] = {
	FACT_UID, FACT_EUID, FACT_GID, FACT_EGID, FACT_GROUPS, FACT_CAP_INHERITABLE, FACT_CAP_PERMITTED,
	FACT_CAP_EFFECTIVE, FACT_CAP_BOUNDING, FACT_CAP_AMBIENT, FACT_NO_NEW_PRIVS, FACT_SECCOMP_MODE,
	FACT_SECCOMP_FILTERS,
};

struct sets { uint64_t inheritable, permitted, effective; };

static bool ask_sets(struct sets *ret)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];

	if (syscall(SYS_capget, &header, data) < 0)
		return false;
	*ret = (struct sets){
		.inheritable = (uint64_t)data[1].inheritable << 32 | data[0].inheritable,
		.permitted = (uint64_t)data[1].permitted << 32 | data[0].permitted,
		.effective = (uint64_t)data[1].effective << 32 | data[0].effective,
	};
	return true;
}

/* Another process's status bound over ours is on the right file system, but
 * names another process, unless that has our number in a pid namespace of its
 * own; then its capabilities may betray it.  NSpid: since 4.1, and capget(2)
 * had bits that no capability has before 3.16. */
static bool is_our_own(const struct status *status)
{
	struct sets sets;

	if (!status->nspid_last.known)
		return true;
	if (status->nspid_last.value != (uint64_t)getpid())
		return false;
	return !ask_sets(&sets) || ((!status->cap_inh.known || status->cap_inh.value == sets.inheritable) &&
				    (!status->cap_prm.known || status->cap_prm.value == sets.permitted) &&
				    (!status->cap_eff.known || status->cap_eff.value == sets.effective));
}

static void read_status(struct collect *collect)
{
	static const char path[] = "/proc/self/status";
	char buf[8192];
	struct status status;
	ssize_t n = source_read(collect, path, buf, sizeof buf);
	bool makes_sense = n >= 0 && parse_status(buf, (size_t)n, &status);

	if (makes_sense && collect->host->live && !is_our_own(&status)) {
		n = REFUSED_COVERED;
		makes_sense = false;
	}
	if (makes_sense) {
		set_from_status(collect->facts, &status);
		return;
	}
	for (size_t i = 0; i < sizeof status_facts / sizeof status_facts[0]; i++) {
		if (n < 0)
			source_unknown(collect->facts, status_facts[i], n, NULL);
		else
			fact_set_unknown(collect->facts, status_facts[i], 0, "the content makes no sense");
	}
}

/* ---- without procfs --------------------------------------------------------- */

static void say(struct facts *facts, enum fact_id id, uint64_t value, const char *source)
{
	fact_set_number(facts, id, value);
	fact_set_source(facts, id, source);
}

static void ask_ids(struct facts *facts)
{
	uid_t uid, euid, suid;
	gid_t gid, egid, sgid;

	if (getresuid(&uid, &euid, &suid) == 0) {
		say(facts, FACT_UID, uid, "getresuid(2)");
		say(facts, FACT_EUID, euid, "getresuid(2)");
	}
	if (getresgid(&gid, &egid, &sgid) == 0) {
		say(facts, FACT_GID, gid, "getresgid(2)");
		say(facts, FACT_EGID, egid, "getresgid(2)");
	}
}

static void ask_groups(struct facts *facts)
{
	gid_t group[64];
	char text[sizeof group / sizeof group[0] * 11 + 1];
	int count = getgroups((int)(sizeof group / sizeof group[0]), group);
	size_t used = 0;

	if (count < 0)
		return;
	for (int i = 0; i < count; i++)
		used += (size_t)snprintf(text + used, sizeof text - used, i > 0 ? " %u" : "%u", group[i]);
	fact_set_text(facts, FACT_GROUPS, text, used);
	fact_set_source(facts, FACT_GROUPS, "getgroups(2)");
}

static void ask_capability_sets(struct facts *facts)
{
	struct sets sets;

	if (!ask_sets(&sets))
		return;
	say(facts, FACT_CAP_INHERITABLE, sets.inheritable, "capget(2)");
	say(facts, FACT_CAP_PERMITTED, sets.permitted, "capget(2)");
	say(facts, FACT_CAP_EFFECTIVE, sets.effective, "capget(2)");
}

/* Sets that are read bit by bit; the first capability that the kernel does
 * not know answers EINVAL. */
static int ask_set(int option, unsigned long operation, uint64_t *ret)
{
	int count = 0;

	*ret = 0;
	for (unsigned long cap = 0; cap < 64; cap++, count++) {
		int answer = operation == 0 ? prctl(option, cap, 0, 0, 0) : prctl(option, operation, cap, 0, 0);

		if (answer < 0)
			return errno == EINVAL ? count : 0;
		if (answer > 0)
			*ret |= UINT64_C(1) << cap;
	}
	return count;
}

static void ask_capability_bits(struct facts *facts)
{
	uint64_t set;
	int count = ask_set(PR_CAPBSET_READ, 0, &set);

	if (count > 0) {
		say(facts, FACT_CAP_BOUNDING, set, "prctl(PR_CAPBSET_READ)");
		if (!facts->fact[FACT_CAP_LAST].known)
			say(facts, FACT_CAP_LAST, (uint64_t)count - 1, "prctl(PR_CAPBSET_READ)");
	}
	if (ask_set(PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, &set) > 0)
		say(facts, FACT_CAP_AMBIENT, set, "prctl(PR_CAP_AMBIENT_IS_SET)");
}

static void ask_no_new_privs(struct facts *facts)
{
	int answer = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);

	if (answer >= 0)
		say(facts, FACT_NO_NEW_PRIVS, (uint64_t)answer, "prctl(PR_GET_NO_NEW_PRIVS)");
}

static void ask_securebits(struct collect *collect)
{
	int answer = collect->host->live ? prctl(PR_GET_SECUREBITS, 0, 0, 0, 0) : 0;

	if (!collect->host->live)
		fact_set_unknown(collect->facts, FACT_SECUREBITS, 0, CAPTURED_CANNOT_SAY);
	else if (answer < 0)
		fact_set_unknown(collect->facts, FACT_SECUREBITS, errno, NULL);
	else
		fact_set_number(collect->facts, FACT_SECUREBITS, (uint64_t)answer);
}

void collect_identity(struct collect *collect)
{
	static const struct source_row rows[] = {
		{ FACT_CAP_LAST, SOURCE_NUMBER, "/proc/sys/kernel/cap_last_cap", NULL },
	};
	struct facts *facts = collect->facts;

	set_proc_is_procfs(collect);
	read_status(collect);
	source_facts(collect, rows, sizeof rows / sizeof rows[0]);
	if (collect->host->live) {
		if (!facts->fact[FACT_EUID].known) {
			ask_ids(facts);
			ask_groups(facts);
		}
		if (!facts->fact[FACT_CAP_EFFECTIVE].known)
			ask_capability_sets(facts);
		if (!facts->fact[FACT_CAP_BOUNDING].known || !facts->fact[FACT_CAP_LAST].known)
			ask_capability_bits(facts);
		if (!facts->fact[FACT_NO_NEW_PRIVS].known)
			ask_no_new_privs(facts);
	}
	ask_securebits(collect);
}
