/* namespaces.c - which namespaces we are in, and whether they are the initial
 * ones (namespaces(7)).
 *
 * The links below /proc/self/ns name them by inode.  The initial ones have
 * fixed numbers just below the first dynamic one (include/linux/proc_ns.h):
 * user, ipc, uts, pid since 3.8, cgroup since 4.6, time since 5.6, net and
 * mnt since 6.17.  A number is never reused for another, so an equal one is
 * proof on any kernel; an unequal one is, since that kernel. */
#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "parse.h"
#include "source.h"

/* Linux numbers namespaces from here on (PROC_DYNAMIC_FIRST is 0xF0000000,
 * the fixed ones lie below).  gVisor's numbers are small. */
#define LINUX_FIRST 0xEFFFFFF0u

static const struct namespace {
	enum fact_id inode, initial;
	const char *path, *missing;
	uint64_t number;	/* of the initial one */
	bool since_6_17;	/* fixed from that kernel on, not on all that have it */
} namespaces[] = {
	{ FACT_USERNS_INODE, FACT_USERNS_INITIAL, "/proc/self/ns/user",
	  "no such file: kernel without user namespaces", 4026531837, false },
	{ FACT_PIDNS_INODE, FACT_PIDNS_INITIAL, "/proc/self/ns/pid",
	  "no such file: kernel without pid namespaces", 4026531836, false },
	{ FACT_MNTNS_INODE, FACT_MNTNS_INITIAL, "/proc/self/ns/mnt",
	  NULL, 4026531832, true },
	{ FACT_NETNS_INODE, FACT_NETNS_INITIAL, "/proc/self/ns/net",
	  "no such file: kernel without network namespaces", 4026531833, true },
	{ FACT_IPCNS_INODE, FACT_IPCNS_INITIAL, "/proc/self/ns/ipc",
	  "no such file: kernel without ipc namespaces", 4026531839, false },
	{ FACT_UTSNS_INODE, FACT_UTSNS_INITIAL, "/proc/self/ns/uts",
	  "no such file: kernel without uts namespaces", 4026531838, false },
	{ FACT_CGROUPNS_INODE, FACT_CGROUPNS_INITIAL, "/proc/self/ns/cgroup",
	  "no such file: kernel before 4.6, or without cgroup namespaces", 4026531835, false },
	{ FACT_TIMENS_INODE, FACT_TIMENS_INITIAL, "/proc/self/ns/time",
	  "no such file: kernel before 5.6, or without time namespaces", 4026531834, false },
};

#define NAMESPACES (sizeof namespaces / sizeof namespaces[0])

/* `directory`: what source_open_directory() opened above it, or negative. */
static ssize_t read_inode(const struct collect *collect, int directory, const char *path, uint64_t *ret)
{
	char link[64];
	struct text type;
	ssize_t n = directory < 0 ? -1 : readlinkat(directory, strrchr(path, '/') + 1, link, sizeof link);

	if (n <= 0 || (size_t)n == sizeof link)
		n = source_readlink(collect, path, link, sizeof link);

	if (n < 0)
		return n;
	return parse_ns_link(link, (size_t)n, &type, ret) ? 0 : -EINVAL;
}

static bool kernel_at_least(const struct collect *collect, unsigned major, unsigned minor)
{
	const char *known = fact_text(collect->facts, FACT_KERNEL_RELEASE);
	char release[128];

	if (known)
		return release_at_least(known, major, minor) == YES;
	ssize_t n = source_read(collect, "/proc/sys/kernel/osrelease", release, sizeof release - 1);

	if (n < 0)
		return false;
	release[n] = '\0';
	return release_at_least(release, major, minor) == YES;
}

/* `fixed`: all the numbers are, on this kernel. */
static void judge_by_number(struct collect *collect, const struct namespace *ns, uint64_t inode, bool fixed)
{
	struct facts *facts = collect->facts;

	fact_set_source(facts, ns->initial, ns->path);
	if (inode == ns->number)
		fact_set_bool(facts, ns->initial, true);
	else if (!ns->since_6_17)
		fact_set_bool(facts, ns->initial, false);
	else if (inode < LINUX_FIRST)
		fact_set_unknown(facts, ns->initial, 0, "the number is not one of Linux");
	else if (fixed)
		fact_set_bool(facts, ns->initial, false);
	else
		fact_set_unknown(facts, ns->initial, 0, "not a fixed number before Linux 6.17");
}

static void read_links(struct collect *collect)
{
	bool fixed = kernel_at_least(collect, 6, 17);
	int directory = source_open_directory(collect, "/proc/self/ns");

	for (const struct namespace *ns = namespaces; ns < namespaces + NAMESPACES; ns++) {
		uint64_t inode;

		if (ns->inode == FACT_TIMENS_INODE && collect->facts->survey.brief)
			continue;	/* nothing is judged by it */
		ssize_t result = read_inode(collect, directory, ns->path, &inode);

		if (result < 0) {
			source_unknown(collect->facts, ns->inode, result, ns->missing);
			source_unknown(collect->facts, ns->initial, result, ns->missing);
			continue;
		}
		fact_set_number(collect->facts, ns->inode, inode);
		judge_by_number(collect, ns, inode, fixed);
	}
	if (directory >= 0)
		close(directory);
}

static void say(struct facts *facts, enum fact_id id, bool value, const char *source)
{
	fact_set_bool(facts, id, value);
	fact_set_source(facts, id, source);
}

/* ---- where the number does not decide -------------------------------------- */

/* The kernel's own threads live in the initial namespaces, and kthreadd is
 * process 2 of the initial pid namespace and of no other. */
static bool second_is_kthreadd(const struct collect *collect)
{
	char buf[4096];
	struct status status;
	ssize_t n = source_read(collect, "/proc/2/status", buf, sizeof buf);

	return n >= 0 && parse_status(buf, (size_t)n, &status) && status.name.known && status.ppid.known &&
	       text_is(&status.name.value, "kthreadd") && status.ppid.value == 0;
}

static void decide_pid(struct collect *collect)
{
	if (!collect->facts->fact[FACT_PIDNS_INITIAL].known && second_is_kthreadd(collect))
		say(collect->facts, FACT_PIDNS_INITIAL, true, "/proc/2/status: kthreadd");
}

/* Other processes' links need ptrace access. */
static void decide_mnt(struct collect *collect)
{
	struct facts *facts = collect->facts;
	uint64_t own, other;

	if (facts->fact[FACT_MNTNS_INITIAL].known || !fact_number(facts, FACT_MNTNS_INODE, &own) ||
	    fact_bool(facts, FACT_PIDNS_INITIAL) != YES)
		return;
	if (second_is_kthreadd(collect) && read_inode(collect, -1, "/proc/2/ns/mnt", &other) == 0)
		say(facts, FACT_MNTNS_INITIAL, own == other, "/proc/2/ns/mnt: kthreadd's");
	else if (read_inode(collect, -1, "/proc/1/ns/mnt", &other) == 0)
		say(facts, FACT_MNTNS_INITIAL, own == other, "/proc/1/ns/mnt: the host's init's");
}

/* net_core_table is registered for the initial network namespace alone
 * (net/core/sysctl_net_core.c); somaxconn is in every one that belongs to the
 * initial user namespace, ip_forward (net/ipv4/devinet.c) in the others, too.
 * gVisor has not Linux's numbers. */
static void decide_net(struct collect *collect)
{
	struct facts *facts = collect->facts;
	uint64_t inode;

	if (facts->fact[FACT_NETNS_INITIAL].known)
		return;
	if (fact_number(facts, FACT_NETNS_INODE, &inode) && inode < LINUX_FIRST)
		return;
	int result = source_check(collect, "/proc/sys/net/core/netdev_budget", false);

	if (result == 0)
		say(facts, FACT_NETNS_INITIAL, true, "/proc/sys/net/core/netdev_budget");
	else if (result == -ENOENT && (source_check(collect, "/proc/sys/net/core/somaxconn", false) == 0
				       || source_check(collect, "/proc/sys/net/ipv4/ip_forward", false) == 0))
		say(facts, FACT_NETNS_INITIAL, false, "/proc/sys/net/core/netdev_budget: not there");
}

static void decide_user(struct collect *collect)
{
	struct facts *facts = collect->facts;
	const char *text = fact_text(facts, FACT_UID_MAP);
	struct idmap map;
	uint64_t owner, mnt;

	if (facts->fact[FACT_USERNS_INITIAL].known)
		return;
	if (text && parse_idmap(text, strlen(text), &map) && !idmap_is_full(&map)) {
		say(facts, FACT_USERNS_INITIAL, false, "/proc/self/uid_map: not all ids are mapped");
	} else if (fact_number(facts, FACT_PROC_OWNER, &owner) && owner == 65534) {
		/* overflowuid: uid 0 of the host has no name here */
		say(facts, FACT_USERNS_INITIAL, false, "stat(/proc): its owner is not mapped");
	} else if (facts->live && facts->fact[FACT_USERNS_INODE].error == ENOENT &&
		   facts->fact[FACT_UID_MAP].error == ENOENT &&
		   fact_number(facts, FACT_MNTNS_INODE, &mnt) && mnt >= LINUX_FIRST) {
		/* both files depend on CONFIG_USER_NS alone (fs/proc/namespaces.c,
		 * fs/proc/base.c), and the other links are there */
		say(facts, FACT_USERNS_INITIAL, true, "/proc/self/ns: kernel without user namespaces");
	}
}

/* ---- beside them ------------------------------------------------------------- */

static void set_proc_owner(struct collect *collect)
{
	struct facts *facts = collect->facts;
	struct stat st;
	int result;

	if (!collect->host->live)
		fact_set_unknown(facts, FACT_PROC_OWNER, 0, CAPTURED_CANNOT_SAY);
	else if (fact_bool(facts, FACT_PROC_IS_PROCFS) != YES)
		source_unknown(facts, FACT_PROC_OWNER, REFUSED_NOT_PROCFS, NULL);
	else if ((result = host_stat(collect->host, "/proc", &st)) < 0)
		source_unknown(facts, FACT_PROC_OWNER, result, NULL);
	else
		fact_set_number(facts, FACT_PROC_OWNER, st.st_uid);
}

/* A ceiling for machines with very many processes: as good as any number. */
#define PROCESSES_MAX 100000

static bool count_process(void *data, const char *name, unsigned char type)
{
	(void)type;
	if (isdigit((unsigned char)name[0]))
		++*(uint64_t *)data;
	return true;
}

static void set_visible_processes(struct collect *collect)
{
	struct facts *facts = collect->facts;
	uint64_t count = 0;

	if (facts->survey.brief)
		return;		/* likewise */
	if (!collect->host->live) {
		fact_set_unknown(facts, FACT_VISIBLE_PROCESSES, 0, CAPTURED_CANNOT_SAY);
		return;
	}
	int result = fact_bool(facts, FACT_PROC_IS_PROCFS) == NO ? REFUSED_NOT_PROCFS :
		     host_list_processes(collect->host, "/proc", PROCESSES_MAX, count_process, &count);

	if (result < 0)
		source_unknown(facts, FACT_VISIBLE_PROCESSES, result, NULL);
	else
		fact_set_number(facts, FACT_VISIBLE_PROCESSES, count);
}

void collect_namespaces(struct collect *collect)
{
	static const struct source_row rows[] = {
		{ FACT_UID_MAP, SOURCE_TEXT, "/proc/self/uid_map", NULL },
		/* by what follows nothing is judged, and the short report does not show it */
		{ FACT_GID_MAP, SOURCE_TEXT, "/proc/self/gid_map", NULL },
		{ FACT_SETGROUPS, SOURCE_TEXT, "/proc/self/setgroups", "no such file: kernel before 3.19, or without user namespaces" },
		{ FACT_MAX_USERNS, SOURCE_NUMBER, "/proc/sys/user/max_user_namespaces", "no such file: kernel before 4.9, or without user namespaces" },
		{ FACT_USERNS_CLONE, SOURCE_NUMBER, "/proc/sys/kernel/unprivileged_userns_clone", "no such file: not a kernel with this distribution's patch" },
	};

	read_links(collect);
	source_facts(collect, rows, collect->facts->survey.brief ? 1 : sizeof rows / sizeof rows[0]);
	set_proc_owner(collect);
	decide_pid(collect);
	decide_mnt(collect);
	decide_net(collect);
	decide_user(collect);
	set_visible_processes(collect);
}
