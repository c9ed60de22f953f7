/* The collectors that read files, on small captured trees: what is there
 * becomes a fact, what is not stays unknown with a reason. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "collect.h"
#include "mount_tree.h"

#define REGION (8u << 20)

static char tree[64];
static void *region;
static struct host host;
static struct facts *facts;
static unsigned item;

static void make_parents(const char *name)
{
	char path[256];

	for (const char *slash = strchr(name, '/'); slash; slash = strchr(slash + 1, '/')) {
		snprintf(path, sizeof path, "%s/%.*s", tree, (int)(slash - name), name);
		mkdir(path, 0755);
	}
}

static void put_bytes(const char *name, const char *data, size_t size)
{
	char path[256];

	make_parents(name);
	snprintf(path, sizeof path, "%s/%s", tree, name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(data, 1, size, file), size);
	fclose(file);
}

static void put(const char *name, const char *text)
{
	put_bytes(name, text, strlen(text));
}

static void put_link(const char *name, const char *target)
{
	char path[256];

	make_parents(name);
	snprintf(path, sizeof path, "%s/%s", tree, name);
	unlink(path);
	assert_int_equal(symlink(target, path), 0);
}

static int setup(void **state)
{
	(void)state;
	strcpy(tree, "/tmp/test-collect-XXXXXX");
	region = malloc(REGION);
	if (!region || !mkdtemp(tree) || host_open_root(&host, tree) < 0)
		return -1;
	facts = facts_init(region, REGION);
	return 0;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static int teardown(void **state)
{
	(void)state;
	host_close_root(&host);
	free(region);
	return nftw(tree, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void run(void (*collector)(struct collect *))
{
	struct collect collect = { .host = &host, .facts = facts, .item = &item };

	collector(&collect);
}

/* All of them, in their order. */
static void run_all(void)
{
	static void (*const collectors[])(struct collect *) = {
		collect_identity, collect_namespaces, collect_security, collect_kernel, collect_cgroups,
		collect_mounts, collect_host_tmpfs, collect_environment, collect_kernel_files, collect_mount_access,
	};

	for (size_t i = 0; i < sizeof collectors / sizeof collectors[0]; i++)
		run(collectors[i]);
}

static void assert_number(enum fact_id id, uint64_t expected)
{
	uint64_t number;

	if (!fact_number(facts, id, &number))
		fail_msg("%s is not known: %d %s", fact_rows[id].name, facts->fact[id].error,
			 facts->fact[id].reason ? facts->fact[id].reason : "");
	assert_int_equal(number, expected);
}

static void assert_text(enum fact_id id, const char *expected)
{
	if (!facts->fact[id].known)
		fail_msg("%s is not known", fact_rows[id].name);
	assert_string_equal(fact_text(facts, id), expected);
}

static void assert_unknown(enum fact_id id, int error, const char *reason)
{
	assert_false(facts->fact[id].known);
	assert_int_equal(facts->fact[id].error, error);
	if (!reason) {
		assert_null(facts->fact[id].reason);
	} else {
		assert_non_null(facts->fact[id].reason);
		assert_string_equal(facts->fact[id].reason, reason);
	}
}

/* ---- identity ------------------------------------------------------------------ */

static const char docker_status[] =
	"Name:\tsh\nTgid:\t1\nPid:\t1\nPPid:\t0\nUid:\t1000\t0\t0\t0\nGid:\t1000\t5\t5\t5\nGroups:\t5 10 27 \nNSpid:\t1\n"
	"CapInh:\t0000000000000000\nCapPrm:\t00000000a80425fb\nCapEff:\t00000000a80425fa\nCapBnd:\t00000000a80425fb\n"
	"CapAmb:\t0000000000000001\nNoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t3\n";

static void status_tells_who_we_are(void **state)
{
	(void)state;
	put("proc/self/status", docker_status);
	put("proc/sys/kernel/cap_last_cap", "40\n");
	run(collect_identity);
	assert_number(FACT_UID, 1000);
	assert_number(FACT_EUID, 0);
	assert_number(FACT_GID, 1000);
	assert_number(FACT_EGID, 5);
	assert_text(FACT_GROUPS, "5 10 27");
	assert_number(FACT_CAP_EFFECTIVE, 0xa80425fa);
	assert_number(FACT_CAP_PERMITTED, 0xa80425fb);
	assert_number(FACT_CAP_AMBIENT, 1);
	assert_number(FACT_NO_NEW_PRIVS, 1);
	assert_number(FACT_SECCOMP_MODE, 2);
	assert_number(FACT_SECCOMP_FILTERS, 3);
	assert_number(FACT_CAP_LAST, 40);
}

static void what_an_old_kernel_does_not_print_is_unknown(void **state)
{
	(void)state;
	put("proc/self/status", "Uid:\t0\t0\t0\t0\nCapEff:\t0000003fffffffff\n");
	run(collect_identity);
	assert_number(FACT_CAP_EFFECTIVE, UINT64_C(0x3fffffffff));
	assert_unknown(FACT_NO_NEW_PRIVS, 0, "no such line: kernel before 4.10");
	assert_unknown(FACT_CAP_BOUNDING, 0, "no such line");
}

/* Ours would be at hand by prctl(2) and capget(2). */
static void a_captured_tree_never_tells_of_the_process_that_reads_it(void **state)
{
	(void)state;
	run_all();
	for (enum fact_id id = 0; id < FACT_COUNT; id++)
		if (id != FACT_ENVIRONMENT_EVIDENCE && facts->fact[id].known)
			fail_msg("%s is known, of an empty tree", fact_rows[id].name);
	assert_unknown(FACT_UID, ENOENT, NULL);
	assert_unknown(FACT_SECUREBITS, 0, "a captured tree cannot say");
	assert_unknown(FACT_PROC_OWNER, 0, "a captured tree cannot say");
	assert_unknown(FACT_PROC_IS_PROCFS, 0, "a captured tree cannot say");
	assert_unknown(FACT_LANDLOCK_ABI, 0, "a captured tree cannot say");
	assert_int_equal(facts->mounts_list.known, UNKNOWN);
	assert_int_equal(facts->mounts_list.error, ENOENT);
	assert_true(facts->kernel_files_list.truncated);
	for (size_t i = 0; i < facts->kernel_files_count; i++)
		assert_int_equal(facts->kernel_files[i].state, KERNEL_FILE_UNKNOWN);
}

static void nonsense_in_status_is_no_fact(void **state)
{
	(void)state;
	put_bytes("proc/self/status", "\0\0garbage\xff\n\n:::\n", 16);
	run(collect_identity);
	assert_unknown(FACT_UID, 0, "the content makes no sense");
	assert_unknown(FACT_CAP_EFFECTIVE, 0, "the content makes no sense");
}

static void a_directory_in_the_place_of_a_file_is_refused(void **state)
{
	(void)state;
	put("proc/self/status/x", "");
	run(collect_identity);
	assert_unknown(FACT_UID, 0, "another file lies over it");
}

/* ---- namespaces ------------------------------------------------------------------ */

static void the_initial_numbers_are_known(void **state)
{
	(void)state;
	put_link("proc/self/ns/user", "user:[4026531837]");
	put_link("proc/self/ns/pid", "pid:[4026531836]");
	put_link("proc/self/ns/mnt", "mnt:[4026531832]");
	put_link("proc/self/ns/net", "net:[4026531833]");
	put_link("proc/self/ns/ipc", "ipc:[4026531839]");
	put_link("proc/self/ns/uts", "uts:[4026531838]");
	put_link("proc/self/ns/cgroup", "cgroup:[4026531835]");
	put_link("proc/self/ns/time", "time:[4026531834]");
	run(collect_namespaces);
	assert_number(FACT_USERNS_INODE, 4026531837);
	static const enum fact_id initial[] = {
		FACT_USERNS_INITIAL, FACT_PIDNS_INITIAL, FACT_MNTNS_INITIAL, FACT_NETNS_INITIAL,
		FACT_IPCNS_INITIAL, FACT_UTSNS_INITIAL, FACT_CGROUPNS_INITIAL, FACT_TIMENS_INITIAL,
	};
	for (size_t i = 0; i < sizeof initial / sizeof initial[0]; i++)
		assert_number(initial[i], 1);
}

static void other_numbers_are_not_initial(void **state)
{
	(void)state;
	put_link("proc/self/ns/user", "user:[4026532201]");
	put_link("proc/self/ns/pid", "pid:[4026532202]");
	run(collect_namespaces);
	assert_number(FACT_USERNS_INITIAL, 0);
	assert_number(FACT_PIDNS_INITIAL, 0);
	assert_unknown(FACT_UTSNS_INITIAL, ENOENT, NULL);
}

static void a_mount_namespace_is_told_by_its_number_since_6_17_only(void **state)
{
	(void)state;
	put_link("proc/self/ns/mnt", "mnt:[4026532200]");
	put("proc/sys/kernel/osrelease", "6.16.9\n");
	run(collect_namespaces);
	assert_unknown(FACT_MNTNS_INITIAL, 0, "not a fixed number before Linux 6.17");
	put("proc/sys/kernel/osrelease", "6.17.0-rc1\n");
	run(collect_namespaces);
	assert_number(FACT_MNTNS_INITIAL, 0);
}

static void a_mount_namespace_is_compared_with_that_of_kthreadd(void **state)
{
	static const struct {
		const char *why, *status, *link, *pid;
		int expected;	/* -1: unknown */
	} rows[] = {
		{ "the same", "Name:\tkthreadd\nPPid:\t0\n", "mnt:[4026531841]", "pid:[4026531836]", 1 },
		{ "another", "Name:\tkthreadd\nPPid:\t0\n", "mnt:[4026531999]", "pid:[4026531836]", 0 },
		{ "process 2 of a container", "Name:\tkthreadd\nPPid:\t1\n", "mnt:[4026531999]", "pid:[4026531836]", -1 },
		{ "a pid namespace of our own", "Name:\tsh\nPPid:\t0\n", "mnt:[4026531841]", "pid:[4026532100]", -1 },
	};

	(void)state;
	put("proc/sys/kernel/osrelease", "6.1.0-18-amd64\n");
	put_link("proc/self/ns/mnt", "mnt:[4026531841]");
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		put("proc/2/status", rows[i].status);
		put_link("proc/2/ns/mnt", rows[i].link);
		put_link("proc/self/ns/pid", rows[i].pid);
		run(collect_namespaces);
		enum known expected = rows[i].expected < 0 ? UNKNOWN : rows[i].expected ? YES : NO;

		if (fact_bool(facts, FACT_MNTNS_INITIAL) != expected)
			fail_msg("%s", rows[i].why);
	}
}

static void the_network_namespace_shows_in_its_sysctls(void **state)
{
	(void)state;
	put_link("proc/self/ns/net", "net:[4026532300]");
	put("proc/sys/net/core/somaxconn", "4096\n");
	run(collect_namespaces);
	assert_number(FACT_NETNS_INITIAL, 0);
	put("proc/sys/net/core/netdev_budget", "300\n");
	run(collect_namespaces);
	assert_number(FACT_NETNS_INITIAL, 1);
}

static void below_a_user_namespace_fewer_sysctls_show(void **state)
{
	(void)state;
	put_link("proc/self/ns/net", "net:[4026532300]");
	put("proc/sys/net/ipv4/ip_forward", "0\n");
	run(collect_namespaces);
	assert_number(FACT_NETNS_INITIAL, 0);
}

static void without_sysctls_the_network_namespace_is_unknown(void **state)
{
	(void)state;
	put_link("proc/self/ns/net", "net:[4026532300]");
	run(collect_namespaces);
	assert_int_equal(fact_bool(facts, FACT_NETNS_INITIAL), UNKNOWN);
}

static void a_partial_map_proves_a_user_namespace(void **state)
{
	(void)state;
	put("proc/self/uid_map", "         0     100000      65536\n");
	run(collect_namespaces);
	assert_number(FACT_USERNS_INITIAL, 0);
	/* a full one proves nothing: root can write it for any namespace */
	put("proc/self/uid_map", "         0          0 4294967295\n");
	run(collect_namespaces);
	assert_int_equal(fact_bool(facts, FACT_USERNS_INITIAL), UNKNOWN);
}

static void small_numbers_are_gvisors(void **state)
{
	(void)state;
	put_link("proc/self/ns/user", "user:[3]");
	put_link("proc/self/ns/pid", "pid:[2]");
	put_link("proc/self/ns/net", "net:[1]");
	put("proc/sys/net/core/somaxconn", "4096\n");
	put("proc/version", "Linux version 4.4.0 #1 SMP Sun Jan 10 15:06:54 PST 2016\n");
	run_all();
	assert_number(FACT_USERNS_INITIAL, 0);
	assert_number(FACT_PIDNS_INITIAL, 0);
	assert_int_equal(fact_bool(facts, FACT_NETNS_INITIAL), UNKNOWN);
	assert_text(FACT_SANDBOX, "gvisor");
	assert_number(FACT_CONTAINER, 1);
}

/* What shows them is the guest kernel's command line, or what is shared with
 * the guest; ordinary machines have words like these on it, too. */
static void small_machines_are_known_by_what_started_them(void **state)
{
	static const struct { const char *why, *cmdline, *mount, *sandbox, *machine; } rows[] = {
		{ "Kata, image", "tsc=reliable root=/dev/pmem0p1 panic=1 systemd.unit=kata-containers.target agent.log_vport=1025", NULL, "kata", NULL },
		{ "Kata, initrd, debugging", "panic=1 nr_cpus=4 agent.log=debug", NULL, "kata", NULL },
		{ "a host called so", "root=/dev/mapper/kata--vg-root ro", NULL, NULL, NULL },
		{ "Firecracker", "reboot=k panic=1 pci=off root=/dev/vda rw virtio_mmio.device=4K@0xd0000000:5", NULL, NULL, "firecracker" },
		{ "a newer one, with ACPI", "console=ttyS0 reboot=k panic=1 pci=off root=/dev/vda", NULL, NULL, "firecracker" },
		{ "firecracker-containerd", "ro console=ttyS0 systemd.unit=firecracker.target init=/sbin/overlay-init", NULL, NULL, "firecracker" },
		{ "no PCI alone", "root=/dev/sda1 pci=off", NULL, NULL, NULL },
		{ "Kata, initrd", "panic=1 nr_cpus=4 selinux=0 scsi_mod.scan=none",
		  "30 20 0:25 / / rw - virtiofs kataShared rw\n", "kata", NULL },
		{ "Kata on Firecracker", "reboot=k panic=1 pci=off systemd.unit=kata-containers.target", NULL, "kata", "firecracker" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		put("proc/cmdline", rows[i].cmdline);
		put("proc/self/mountinfo", rows[i].mount ? rows[i].mount : "30 1 8:1 / / rw - ext4 /dev/root rw\n");
		run_all();
		const char *sandbox = fact_text(facts, FACT_SANDBOX), *machine = fact_text(facts, FACT_VIRTUAL_MACHINE);

		if (!sandbox != !rows[i].sandbox || (sandbox && strcmp(sandbox, rows[i].sandbox) != 0))
			fail_msg("%s: sandbox %s", rows[i].why, sandbox ? sandbox : "none");
		if (!machine != !rows[i].machine || (machine && strcmp(machine, rows[i].machine) != 0))
			fail_msg("%s: machine %s", rows[i].why, machine ? machine : "none");
	}
}

/* ---- security -------------------------------------------------------------------- */

static void a_docker_profile_is_read(void **state)
{
	(void)state;
	put("sys/module/apparmor/parameters/enabled", "Y\n");
	put("proc/self/attr/apparmor/current", "docker-default (enforce)\n");
	put("proc/self/attr/current", "docker-default (enforce)\n");
	run(collect_security);
	assert_number(FACT_APPARMOR_ENABLED, 1);
	assert_text(FACT_APPARMOR_PROFILE, "docker-default");
	assert_text(FACT_APPARMOR_MODE, "enforce");
	assert_false(facts->fact[FACT_SELINUX_CONTEXT].known);
}

static void a_context_is_not_taken_for_a_profile(void **state)
{
	(void)state;
	put_bytes("proc/self/attr/current", "system_u:system_r:container_t:s0:c1,c2", 39);
	put("sys/fs/selinux/enforce", "1");
	run(collect_security);
	assert_text(FACT_SELINUX_CONTEXT, "system_u:system_r:container_t:s0:c1,c2");
	assert_number(FACT_SELINUX_ENFORCING, 1);
	assert_false(facts->fact[FACT_APPARMOR_PROFILE].known);
}

static void a_missing_module_counts_only_where_modules_are_shown(void **state)
{
	(void)state;
	run(collect_security);
	assert_int_equal(fact_bool(facts, FACT_APPARMOR_ENABLED), UNKNOWN);
	assert_int_equal(fact_bool(facts, FACT_SELINUX_ENFORCING), UNKNOWN);
	put("sys/module/ipv6/x", "");
	put("sys/fs/ext4/x", "");
	run(collect_security);
	assert_number(FACT_APPARMOR_ENABLED, 0);
	assert_number(FACT_SELINUX_ENFORCING, 0);
}

static void the_kernels_list_of_modules_decides(void **state)
{
	(void)state;
	put("sys/kernel/security/lsm", "capability,yama,bpf");
	run(collect_security);
	assert_text(FACT_LSM_LIST, "capability,yama,bpf");
	assert_number(FACT_APPARMOR_ENABLED, 0);
	assert_number(FACT_SELINUX_ENFORCING, 0);
	assert_text(FACT_LOCKDOWN, "none");
}

static void yama_is_read_or_known_to_be_missing(void **state)
{
	(void)state;
	run(collect_security);
	assert_int_equal(facts->fact[FACT_YAMA_PTRACE_SCOPE].known, false);
	put("proc/sys/kernel/osrelease", "6.1.0\n");
	run(collect_security);
	assert_number(FACT_YAMA_PTRACE_SCOPE, 0);
	put("proc/sys/kernel/yama/ptrace_scope", "1\n");
	run(collect_security);
	assert_number(FACT_YAMA_PTRACE_SCOPE, 1);
}

static const struct kernel_file *file_of(enum kernel_file_kind kind, const char *path);

/* ---- kernel and cgroups ------------------------------------------------------------ */

static void sysctls_become_facts(void **state)
{
	(void)state;
	put("proc/sys/kernel/osrelease", "6.1.0-18-amd64\n");
	put("proc/sys/kernel/core_pattern", "|/usr/lib/systemd/systemd-coredump %P\n");
	put("proc/sys/kernel/perf_event_paranoid", "-1\n");
	put("proc/sys/kernel/unprivileged_bpf_disabled", "2\n");
	put("proc/sys/kernel/dmesg_restrict", "many\n");
	put("proc/modules", "");
	put("sys/module/module/parameters/sig_enforce", "N\n");
	run(collect_kernel);
	assert_text(FACT_KERNEL_RELEASE, "6.1.0-18-amd64");
	assert_text(FACT_CORE_PATTERN, "|/usr/lib/systemd/systemd-coredump %P");
	assert_text(FACT_PERF_PARANOID, "-1");
	assert_number(FACT_BPF_DISABLED, 2);
	assert_number(FACT_KERNEL_MODULES, 1);
	assert_number(FACT_MODULE_SIG_ENFORCE, 0);
	assert_unknown(FACT_DMESG_RESTRICT, 0, "the content makes no sense");
	assert_unknown(FACT_UEVENT_HELPER, ENOENT, NULL);
}

static void a_kernel_without_modules_lacks_both_files(void **state)
{
	(void)state;
	put("proc/sys/kernel/osrelease", "6.1.0\n");
	run(collect_kernel);
	assert_number(FACT_KERNEL_MODULES, 0);
}

static void cgroup_versions_are_told_apart(void **state)
{
	static const struct { const char *why, *lines, *version; int devices; } rows[] = {
		{ "version 2 alone", "0::/\n", "v2", 0 },
		{ "version 1 alone", "5:devices:/docker/ab\n4:cpu,cpuacct:/docker/ab\n1:name=systemd:/docker/ab\n", "v1", 1 },
		{ "both", "5:devices:/a\n0::/a\n", "hybrid", 1 },
		{ "systemd's hybrid without devices", "1:name=systemd:/a\n0::/a\n", "hybrid", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		put("proc/self/cgroup", rows[i].lines);
		run(collect_cgroups);
		print_message("row: %s\n", rows[i].why);
		assert_text(FACT_CGROUP_VERSION, rows[i].version);
		assert_number(FACT_CGROUP_DEVICES_V1, (uint64_t)rows[i].devices);
	}
}

static void a_hierarchy_is_known_by_its_controllers_or_its_name(void **state)
{
	(void)state;
	put("proc/self/mountinfo",
	    "1 0 0:9 / / rw - overlay overlay rw\n"
	    "2 1 0:33 / /one rw - cgroup cgroup rw,xattr,name=systemd\n"
	    "3 1 0:34 / /two rw - cgroup2 cgroup2 rw\n"
	    "4 1 0:35 / /three rw - cgroup cgroup rw,cpu,devices\n");
	put("proc/self/cgroup", "3:cpu,devices:/a\n2:name=systemd:/\n0::/b\n");
	run_all();
	assert_non_null(file_of(KERNEL_FILE_CGROUP_PROCS, "/three/cgroup.procs"));
	assert_non_null(file_of(KERNEL_FILE_CGROUP_PROCS, "/two/cgroup.procs"));
	assert_null(file_of(KERNEL_FILE_CGROUP_PROCS, "/one/cgroup.procs"));
	assert_non_null(file_of(KERNEL_FILE_DEVICES_ALLOW, "/three/a/devices.allow"));
}

/* ---- mounts ------------------------------------------------------------------------- */

static const char docker_mounts[] =
	"600 500 0:50 / / rw,relatime master:1 - overlay overlay rw,lowerdir=/var/lib/docker/overlay2/l/A,"
	"upperdir=/var/lib/docker/overlay2/abc/diff,workdir=/var/lib/docker/overlay2/abc/work\n"
	"601 600 0:51 / /proc rw,nosuid - proc proc rw\n"
	"602 600 0:52 / /dev rw,nosuid - tmpfs tmpfs rw,size=65536k\n"
	"605 600 0:53 / /sys ro,nosuid - sysfs sysfs ro\n"
	"606 605 0:30 / /sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw\n"
	"609 600 254:1 /var/lib/docker/containers/0123456789012345678901234567890123456789012345678901234567890123/hosts "
	"/etc/hosts rw,relatime - ext4 /dev/vda1 rw\n"
	"610 600 254:1 /srv/a\\040b /data rw,nodev - ext4 /dev/vda1 rw\n"
	"620 601 0:51 /sys /proc/sys ro,nosuid - proc proc rw\n"
	"622 601 0:52 /null /proc/kcore rw,nosuid - tmpfs tmpfs rw\n"
	"623 605 0:60 / /sys/firmware ro - tmpfs tmpfs ro\n";

static const struct mount *mount_at(const char *point)
{
	const struct mount *found = NULL;

	for (size_t i = 0; i < facts->mounts_count; i++)
		if (strcmp(facts->mounts[i].point, point) == 0)
			found = &facts->mounts[i];
	assert_non_null(found);
	return found;
}

static const struct kernel_file *file_of(enum kernel_file_kind kind, const char *path)
{
	for (size_t i = 0; i < facts->kernel_files_count; i++)
		if (facts->kernel_files[i].kind == kind && strcmp(facts->kernel_files[i].path, path) == 0)
			return &facts->kernel_files[i];
	return NULL;
}

static enum kernel_file_state state_of(enum kernel_file_kind kind, const char *path)
{
	const struct kernel_file *file = file_of(kind, path);

	if (!file)
		fail_msg("%s is not listed", path);
	return file->state;
}

static void mountinfo_is_read_in_full(void **state)
{
	(void)state;
	put("proc/self/mountinfo", docker_mounts);
	run(collect_mounts);
	assert_int_equal(facts->mounts_list.known, YES);
	assert_false(facts->mounts_list.truncated);
	assert_int_equal(facts->mounts_count, 10);
	assert_string_equal(mount_at("/data")->root, "/srv/a b");
	assert_int_equal(mount_at("/data")->class, MOUNT_HOST_PATH);
	assert_true(mount_at("/data")->nodev);
	assert_false(mount_at("/data")->read_only);
	assert_int_equal(mount_at("/etc/hosts")->class, MOUNT_PLUMBING);
	assert_int_equal(mount_at("/proc/sys")->class, MOUNT_READ_ONLY_PATH);
	assert_int_equal(mount_at("/proc/kcore")->class, MOUNT_MASK);
	assert_text(FACT_ROOT_UPPERDIR, "/var/lib/docker/overlay2/abc/diff");
	assert_number(FACT_ROOT_READ_ONLY, 0);
}

/* Texts and flags are those of the line that has them, if that is one like the
 * line before or not. */
static void lines_in_a_row_are_each_read_for_themselves(void **state)
{
	(void)state;
	put("proc/self/mountinfo",
	    "10 1 0:30 / / rw,nodev - overlay overlay rw,lowerdir=/l\n"
	    "11 10 8:1 /srv /a ro,nosuid - ext4 /dev/sda1 rw\n"
	    "12 10 8:1 /srv /b ro,nosuid - ext4 /dev/sda1 rw\n"
	    "13 10 8:1 /srv /c\\040d rw,noexec - ext4 /dev/sda1 rw\n"
	    "14 10 8:1 /srv2 /e rw,noexec - ext4 /dev/sda1 ro\n"
	    "15 10 8:1 /sr\\134v /f rw,noexec - ext4 /dev/sda ro\n"
	    "16 10 8:1 /sr\\134v /g rw - ext4 /dev/sda ro\n");
	run(collect_mounts);
	static const struct { const char *point, *root, *type, *source, *options, *super; bool ro, nodev, nosuid, noexec; } rows[] = {
		{ "/", "/", "overlay", "overlay", "rw,nodev", "rw,lowerdir=/l", false, true, false, false },
		{ "/a", "/srv", "ext4", "/dev/sda1", "ro,nosuid", "rw", true, false, true, false },
		{ "/b", "/srv", "ext4", "/dev/sda1", "ro,nosuid", "rw", true, false, true, false },
		{ "/c d", "/srv", "ext4", "/dev/sda1", "rw,noexec", "rw", false, false, false, true },
		{ "/e", "/srv2", "ext4", "/dev/sda1", "rw,noexec", "ro", true, false, false, true },
		{ "/f", "/sr\\v", "ext4", "/dev/sda", "rw,noexec", "ro", true, false, false, true },
		{ "/g", "/sr\\v", "ext4", "/dev/sda", "rw", "ro", true, false, false, false },
	};
	assert_int_equal(facts->mounts_count, sizeof rows / sizeof *rows);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct mount *mount = &facts->mounts[i];

		assert_string_equal(mount->point, rows[i].point);
		assert_string_equal(mount->root, rows[i].root);
		assert_string_equal(mount->type, rows[i].type);
		assert_string_equal(mount->source, rows[i].source);
		assert_string_equal(mount->options, rows[i].options);
		assert_string_equal(mount->super, rows[i].super);
		assert_true(mount->read_only == rows[i].ro && mount->nodev == rows[i].nodev &&
			    mount->nosuid == rows[i].nosuid && mount->noexec == rows[i].noexec);
	}
	assert_ptr_equal(facts->mounts[1].root, facts->mounts[3].root);	/* kept once */
}

/* The first line of each is the twin that may be found. */
static void what_is_mounted_twice_is_known_to_be(void **state)
{
	static const char first[] = "10 1 0:30 / / rw - overlay overlay rw\n11 10 8:1 /srv /a rw,nodev - ext4 /dev/sda1 rw\n";
	static const char same[] = "12 10 8:1 /srv /b rw,nodev - ext4 /dev/sda1 rw\n";
	static const struct { const char *why, *line; bool twin; const char *profile; bool unknown; } rows[] = {
		{ "the same, elsewhere", same, true, NULL, false },
		{ "AppArmor stops nothing", same, true, "unconfined", false },
		{ "AppArmor may go by the path", same, false, "mine", false },
		{ "whether AppArmor does is not known", same, false, NULL, true },
		{ "another directory", "12 10 8:1 /opt /b rw,nodev - ext4 /dev/sda1 rw\n", false, NULL, false },
		{ "another file system", "12 10 8:2 /srv /b rw,nodev - ext4 /dev/sda2 rw\n", false, NULL, false },
		{ "other options", "12 10 8:1 /srv /b ro,nodev - ext4 /dev/sda1 rw\n", false, NULL, false },
		{ "it lies over the first", "12 10 8:1 /srv /a rw,nodev - ext4 /dev/sda1 rw\n", false, NULL, false },
	};
	char text[512];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		snprintf(text, sizeof text, "%s%s", first, rows[i].line);
		put("proc/self/mountinfo", text);
		facts = facts_init(region, REGION);
		if (rows[i].profile)
			fact_set_static(facts, FACT_APPARMOR_PROFILE, rows[i].profile);
		else if (!rows[i].unknown)
			fact_set_bool(facts, FACT_APPARMOR_ENABLED, false);
		run(collect_mounts);
		assert_int_equal(facts->mounts_count, 3);
		bool twin = facts->mounts[2].class == facts->mounts[1].class && facts->mounts[2].twin == 2;

		if (twin != rows[i].twin)
			print_error("%s\n", rows[i].why);
		assert_true(twin == rows[i].twin);
		assert_true(facts->mounts[2].twin == 0 || rows[i].twin);
		assert_int_equal(facts->mounts[1].twin, 0);
	}
}

static void a_line_that_makes_no_sense_leaves_the_list_incomplete(void **state)
{
	(void)state;
	put("proc/self/mountinfo", "1 0 0:1 / / rw - tmpfs tmpfs rw\nwhat is this\n");
	run(collect_mounts);
	assert_int_equal(facts->mounts_count, 1);
	assert_true(facts->mounts_list.truncated);
}

static void access_is_not_asked_of_a_captured_tree(void **state)
{
	(void)state;
	put("proc/self/mountinfo", docker_mounts);
	run(collect_mounts);
	run(collect_mount_access);
	for (size_t i = 0; i < facts->mounts_count; i++) {
		assert_int_equal(facts->mounts[i].read.state, NOT_ASKED);
		assert_int_equal(facts->mounts[i].is_directory, UNKNOWN);
	}
}

static void covered_mounts_are_hidden(void **state)
{
	struct mount mounts[] = {
		{ .id = 10, .parent = 1, .point = "/" },
		{ .id = 11, .parent = 10, .point = "/proc" },
		{ .id = 12, .parent = 11, .point = "/proc" },		/* upon 11 */
		{ .id = 13, .parent = 12, .point = "/proc/sys" },
		{ .id = 14, .parent = 11, .point = "/proc/kcore" },	/* below what 12 covers */
		{ .id = 15, .parent = 10, .point = "/a/b" },
		{ .id = 16, .parent = 15, .point = "/a/b/c" },
		{ .id = 17, .parent = 10, .point = "/a" },		/* over the directory above 15 */
		{ .id = 18, .parent = 10, .point = "/ab" },
		{ .id = 19, .parent = 10, .point = "/a.b" },
		{ .id = 20, .parent = 20, .point = "/self" },		/* nonsense must end */
		{ .id = 30, .parent = 10, .point = "/twice" },
		{ .id = 31, .parent = 10, .point = "/twice" },
		{ .id = 21, .parent = 22, .point = "/x" },
		{ .id = 22, .parent = 21, .point = "/x" },
	};
	static const bool hidden[] = { false, true, false, false, true, true, true, false, false, false, false, true, false };
	struct arena scratch;
	char memory[8192];

	(void)state;
	arena_init(&scratch, memory, sizeof memory);
	assert_true(mount_tree_hide(mounts, sizeof mounts / sizeof mounts[0], &scratch));
	for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
		if (mounts[i].hidden != hidden[i])
			fail_msg("%s (%d)", mounts[i].point, (int)mounts[i].id);
}

static void the_first_root_is_its_own_parent(void **state)
{
	struct mount mounts[] = {
		{ .id = 1, .parent = 1, .point = "/" },
		{ .id = 2, .parent = 1, .point = "/proc" },
		{ .id = 3, .parent = 1, .point = "/" },
	};
	struct arena scratch;
	char memory[1024];

	(void)state;
	arena_init(&scratch, memory, sizeof memory);
	assert_true(mount_tree_hide(mounts, 2, &scratch));
	assert_false(mounts[0].hidden);
	assert_false(mounts[1].hidden);
	/* an initramfs, with the real root moved over it */
	arena_init(&scratch, memory, sizeof memory);
	assert_true(mount_tree_hide(mounts, 3, &scratch));
	assert_true(mounts[0].hidden);
	assert_true(mounts[1].hidden);
	assert_false(mounts[2].hidden);
}

static void without_room_nothing_is_hidden(void **state)
{
	struct mount mounts[] = { { .id = 1, .point = "/" }, { .id = 2, .parent = 1, .point = "/" } };
	struct arena scratch;
	char memory[16];

	(void)state;
	arena_init(&scratch, memory, sizeof memory);
	assert_false(mount_tree_hide(mounts, 2, &scratch));
	assert_false(mounts[0].hidden);
}

static void ten_thousand_mounts_are_read(void **state)
{
	size_t room = 2u << 20, used = 0;
	char *text = malloc(room);

	(void)state;
	assert_non_null(text);
	used += (size_t)sprintf(text, "1 0 0:9 / / rw - tmpfs tmpfs rw\n");
	for (int i = 2; i <= 10000; i++)
		used += (size_t)sprintf(text + used, "%d 1 0:%d / /var/lib/docker/overlay2/%d/merged/proc rw - proc proc rw\n", i, i, i);
	put_bytes("proc/self/mountinfo", text, used);
	free(text);
	run(collect_mounts);
	assert_int_equal(facts->mounts_list.known, YES);
	assert_int_equal(facts->mounts_count, 10000);
}

/* ---- environment ---------------------------------------------------------------------- */

static void docker_is_recognised(void **state)
{
	(void)state;
	put("proc/self/mountinfo", docker_mounts);
	put_link("proc/self/ns/mnt", "mnt:[4026532200]");
	put("proc/sys/kernel/osrelease", "6.1.0\n");
	put(".dockerenv", "");
	run_all();
	assert_number(FACT_CONTAINER, 1);
	assert_text(FACT_ENGINE, "docker");
	assert_number(FACT_MNTNS_INITIAL, 0);
	assert_number(FACT_CHROOT, 0);
	assert_non_null(strstr(fact_text(facts, FACT_ENVIRONMENT_EVIDENCE), "/.dockerenv"));
}

static void podman_says_what_it_is(void **state)
{
	(void)state;
	put("run/.containerenv", "engine=\"podman-4.3.1\"\nname=\"x\"\nrootless=1\n");
	run_all();
	assert_text(FACT_ENGINE, "podman");
	assert_number(FACT_ROOTLESS, 1);
	assert_number(FACT_CONTAINER, 1);
}

static void kubernetes_shows_in_the_environment(void **state)
{
	static const char environ[] = "PATH=/bin\0SECRET=hunter2\0KUBERNETES_SERVICE_HOST=10.0.0.1\0container=lxc";

	(void)state;
	put_bytes("proc/self/environ", environ, sizeof environ);
	run_all();
	assert_text(FACT_ORCHESTRATOR, "kubernetes");
	assert_text(FACT_ENGINE, "lxc");
	assert_null(strstr(fact_text(facts, FACT_ENVIRONMENT_EVIDENCE), "hunter2"));
	assert_null(strstr(fact_text(facts, FACT_ENVIRONMENT_EVIDENCE), "10.0.0.1"));
}

static void put_host_namespaces(void)
{
	put_link("proc/self/ns/user", "user:[4026531837]");
	put_link("proc/self/ns/pid", "pid:[4026531836]");
	put_link("proc/self/ns/mnt", "mnt:[4026531832]");
}

static void a_left_over_dockerenv_makes_no_container_of_a_host(void **state)
{
	(void)state;
	put(".dockerenv", "");
	put_host_namespaces();
	put("proc/self/mountinfo", "27 1 254:0 / / rw - ext4 /dev/vda rw\n22 27 0:21 / /proc rw - proc proc rw\n");
	run_all();
	assert_number(FACT_CONTAINER, 0);
	assert_false(facts->fact[FACT_ENGINE].known);
	assert_number(FACT_CHROOT, 0);
}

static void an_ordinary_user_s_host_shows_in_the_number_that_its_root_hangs_on(void **state)
{
	static const struct { const char *why, *user, *mounts; bool known; } rows[] = {
		{ "the kernel's own root", "user:[4026531837]", "27 1 254:0 / / rw - ext4 /dev/vda rw\n", true },
		{ "a copy of the namespace", "user:[4026531837]", "527 301 254:0 / / rw - ext4 /dev/vda rw\n", false },
		{ "gVisor", "user:[5]", "8 1 0:8 / / rw - 9p none rw\n", false },
		{ "no root to see", "user:[4026531837]", "28 1 254:0 / /srv rw - ext4 /dev/vda rw\n", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(teardown(NULL), 0);
		assert_int_equal(setup(NULL), 0);
		put_link("proc/self/ns/user", rows[i].user);
		put_link("proc/self/ns/pid", "pid:[4026531836]");
		put_link("proc/self/ns/mnt", "mnt:[4026531841]");
		put("proc/self/mountinfo", rows[i].mounts);
		run_all();
		if (fact_bool(facts, FACT_MNTNS_INITIAL) != (rows[i].known ? YES : UNKNOWN))
			print_error("%s\n", rows[i].why);
		assert_int_equal(fact_bool(facts, FACT_MNTNS_INITIAL), rows[i].known ? YES : UNKNOWN);
		assert_int_equal(fact_bool(facts, FACT_CONTAINER) == NO, rows[i].known);
	}
}

static void a_chroot_on_a_host_is_neither(void **state)
{
	(void)state;
	put_host_namespaces();
	put("proc/self/mountinfo", "22 27 0:21 / /proc rw - proc proc rw\n");
	run_all();
	assert_number(FACT_CHROOT, 1);
	assert_int_equal(fact_bool(facts, FACT_CONTAINER), UNKNOWN);
}

static void virtual_machines_show_in_dmi_or_in_the_processor(void **state)
{
	(void)state;
	put("proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu vme hypervisor lahf_lm\n");
	run_all();
	assert_text(FACT_VIRTUAL_MACHINE, "a hypervisor");
	put("sys/class/dmi/id/sys_vendor", "QEMU\n");
	run_all();
	assert_text(FACT_VIRTUAL_MACHINE, "qemu");
}

static void what_lies_between_us_and_the_machine_is_named(void **state)
{
	static const struct { const char *file, *content, *sandbox, *machine, *evidence; } rows[] = {
		{ "proc/version", "Linux version 5.15.90.1-microsoft-standard-WSL2 (x)\n", NULL, "wsl", "Microsoft" },
		{ "proc/version", "Linux version 6.6.12-linuxkit (root@buildkitsandbox)\n", NULL, "docker-desktop", "LinuxKit" },
		{ "proc/cmdline", "reboot=k panic=1 pci=off virtio_mmio.device=4K@0xd0000000:5\n", NULL, "firecracker", "Firecracker" },
		{ "proc/cmdline", "systemd.unit=kata-containers.target agent.log=debug\n", "kata", NULL, "Kata" },
		{ "proc/self/mountinfo", "1 0 0:20 /x /etc/hosts rw - virtiofs kataShared rw\n", "kata", NULL, "kataShared" },
		{ "proc/self/mountinfo", "1 0 0:40 /proc/sys /proc/sys rw - fuse.sysboxfs sysboxfs rw\n", NULL, NULL, "Sysbox" },
		{ "proc/version", "Linux version 4.19.0-gvisor #1\n", "gvisor", NULL, "gVisor" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (i > 0)
			setup(NULL);
		put(rows[i].file, rows[i].content);
		run_all();
		const char *sandbox = fact_text(facts, FACT_SANDBOX), *machine = fact_text(facts, FACT_VIRTUAL_MACHINE);

		if (!strstr(fact_text(facts, FACT_ENVIRONMENT_EVIDENCE), rows[i].evidence))
			print_error("row %zu: %s\n", i, fact_text(facts, FACT_ENVIRONMENT_EVIDENCE));
		assert_non_null(strstr(fact_text(facts, FACT_ENVIRONMENT_EVIDENCE), rows[i].evidence));
		assert_string_equal(sandbox ? sandbox : "", rows[i].sandbox ? rows[i].sandbox : "");
		assert_string_equal(machine ? machine : "", rows[i].machine ? rows[i].machine : "");
		if (i + 1 < sizeof rows / sizeof rows[0])
			teardown(NULL);
	}
}

/* ---- kernel files --------------------------------------------------------------------- */

/* ---- tmpfs ---------------------------------------------------------------------------- */

static struct mount *add_tmpfs(const char *point, const char *root, enum mount_class class)
{
	struct mount *mount = facts_mount_new(facts);

	assert_non_null(mount);
	*mount = (struct mount){ .type = "tmpfs", .point = point, .root = root, .class = class };
	facts_mount_done(facts);
	return mount;
}

static void the_host_s_run_is_known_by_what_it_holds(void **state)
{
	static const struct {
		const char *why, *file, *point, *root;
		enum mount_class class, becomes;
	} rows[] = {
		{ "systemd", "x/systemd/private", "/x", "/", MOUNT_PSEUDO, MOUNT_HOST_PATH },
		{ "udev", "x/udev/data/b8:0", "/x", "/", MOUNT_PSEUDO, MOUNT_HOST_PATH },
		{ "an engine", "x/docker.sock", "/x", "/", MOUNT_PSEUDO, MOUNT_HOST_PATH },
		{ "below /run, as toolboxes do", "run/host/run/dbus/system_bus_socket", "/run/host/run", "/", MOUNT_PSEUDO, MOUNT_HOST_PATH },
		{ "something else", "x/cache/docker.sock", "/x", "/", MOUNT_PSEUDO, MOUNT_PSEUDO },
		{ "nothing", "y", "/x", "/", MOUNT_PSEUDO, MOUNT_PSEUDO },
		{ "where every container has one", "run/docker.sock", "/run", "/", MOUNT_PSEUDO, MOUNT_PSEUDO },
		{ "a rootless engine's own", "run/user/0/docker.sock", "/run/user/0", "/", MOUNT_PSEUDO, MOUNT_PSEUDO },
		{ "not as a whole", "x/docker.sock", "/x", "/part", MOUNT_PSEUDO, MOUNT_PSEUDO },
		{ "known for something else", "x/docker.sock", "/x", "/", MOUNT_MASK, MOUNT_MASK },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		void *none = NULL;

		print_message("%s\n", rows[i].why);
		assert_int_equal(teardown(&none), 0);
		assert_int_equal(setup(&none), 0);
		put(rows[i].file, "");
		struct mount *mount = add_tmpfs(rows[i].point, rows[i].root, rows[i].class);

		run(collect_host_tmpfs);
		assert_int_equal(mount->class, rows[i].becomes);
		assert_true(mount->class != MOUNT_HOST_PATH || strcmp(mount->host_path, "/run") == 0);
		assert_false(facts->mounts_list.truncated);
	}
}

static void a_hidden_tmpfs_is_not_looked_into(void **state)
{
	(void)state;
	put("x/docker.sock", "");
	add_tmpfs("/x", "/", MOUNT_PSEUDO)->hidden = true;
	run(collect_host_tmpfs);
	assert_int_equal(facts->mounts[0].class, MOUNT_PSEUDO);
}

static void a_tmpfs_that_cost_a_child_leaves_the_list_incomplete(void **state)
{
	struct collect collect = { .host = &host, .facts = facts, .item = &item, .first = 1, .lost = { .state = TIMED_OUT } };

	(void)state;
	put("x/docker.sock", "");
	put("y/docker.sock", "");
	add_tmpfs("/x", "/", MOUNT_PSEUDO);
	add_tmpfs("/y", "/", MOUNT_PSEUDO);
	collect_host_tmpfs(&collect);
	assert_true(facts->mounts_list.truncated);
	assert_int_equal(facts->mounts[0].class, MOUNT_PSEUDO);
	assert_int_equal(facts->mounts[1].class, MOUNT_HOST_PATH);
}

static void captured_masks_and_read_only_paths_are_told_by_mounts(void **state)
{
	(void)state;
	put("proc/self/mountinfo", docker_mounts);
	run_all();
	assert_false(facts->kernel_files_list.truncated);
	assert_int_equal(state_of(KERNEL_FILE_MASKED, "/proc/kcore"), KERNEL_FILE_HIDDEN);
	assert_int_equal(state_of(KERNEL_FILE_MASKED, "/sys/firmware"), KERNEL_FILE_HIDDEN);
	assert_int_equal(state_of(KERNEL_FILE_MASKED, "/proc/keys"), KERNEL_FILE_UNKNOWN);
	assert_int_equal(state_of(KERNEL_FILE_READ_ONLY, "/proc/sys"), KERNEL_FILE_NOT_WRITABLE);
	assert_int_equal(state_of(KERNEL_FILE_READ_ONLY, "/proc/bus"), KERNEL_FILE_UNKNOWN);
	assert_int_equal(state_of(KERNEL_FILE_CORE_PATTERN, "/proc/sys/kernel/core_pattern"), KERNEL_FILE_NOT_WRITABLE);
	assert_int_equal(state_of(KERNEL_FILE_UEVENT_HELPER, "/sys/kernel/uevent_helper"), KERNEL_FILE_NOT_WRITABLE);
	assert_true(file_of(KERNEL_FILE_CORE_PATTERN, "/proc/sys/kernel/core_pattern")->own);
}

static void where_the_firmware_is_masked_its_device_tells_of_variables(void **state)
{
	static const struct {
		const char *why, *bounding, *release, *device, *x86;
		bool known, efi;
	} rows[] = {
		{ "there it is", "000001ffffffffff", "6.1.0", "sys/devices/platform/efivars.0/uevent", "sys/kernel/boot_params/data", true, true },
		{ "on any machine", "000001ffffffffff", "6.1.0", "sys/devices/platform/efivars.0/uevent", "sys/kernel/mm", true, true },
		{ "an old kernel that has it", "0000000000200000", "4.19.0", "sys/devices/platform/efivars.0/uevent", "sys/kernel/mm", true, true },
		{ "there it is not", "000001ffffffffff", "5.8.0", "sys/devices/platform/alarm", "sys/kernel/boot_params/data", true, false },
		{ "old kernels may lack it", "000001ffffffffff", "5.7.0", "sys/devices/platform/alarm", "sys/kernel/boot_params/data", false, false },
		{ "other machines may lack it", "000001ffffffffff", "6.1.0", "sys/devices/platform/alarm", "sys/kernel/mm", false, false },
		{ "nobody to mount it", "000001ffffdfffff", "6.1.0", "sys/devices/platform/efivars.0/uevent", "sys/kernel/boot_params/data", false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char status[64];

		assert_int_equal(teardown(NULL), 0);
		assert_int_equal(setup(NULL), 0);
		snprintf(status, sizeof status, "Uid:\t0\t0\t0\t0\nCapBnd:\t%s\n", rows[i].bounding);
		put("proc/self/status", status);
		put("proc/sys/kernel/osrelease", rows[i].release);
		put("proc/self/mountinfo", docker_mounts);
		put(rows[i].device, "");
		put(rows[i].x86, "");
		run_all();
		if (facts->fact[FACT_EFI].known != rows[i].known)
			print_error("%s\n", rows[i].why);
		assert_int_equal(facts->fact[FACT_EFI].known, rows[i].known);
		assert_int_equal(fact_bool(facts, FACT_EFI), rows[i].known ? rows[i].efi ? YES : NO : UNKNOWN);
	}
}

static void every_procfs_is_looked_at_wherever_it_is_bound(void **state)
{
	(void)state;
	put("proc/self/mountinfo",
	    "1 0 0:9 / / rw - overlay overlay rw\n"
	    "2 1 0:21 / /host/proc rw - proc proc rw\n"
	    "3 1 0:21 /sys /only/sys ro - proc proc rw\n"
	    "4 1 0:21 /sys/kernel/core_pattern /one rw - proc proc rw\n"
	    "5 2 0:33 / /host/proc/sys/fs/binfmt_misc rw - binfmt_misc binfmt_misc rw\n"
	    "6 1 0:40 / /trace rw - tracefs tracefs rw\n");
	run_all();
	assert_int_equal(state_of(KERNEL_FILE_CORE_PATTERN, "/host/proc/sys/kernel/core_pattern"), KERNEL_FILE_UNKNOWN);
	assert_int_equal(state_of(KERNEL_FILE_CORE_PATTERN, "/only/sys/kernel/core_pattern"), KERNEL_FILE_NOT_WRITABLE);
	assert_int_equal(state_of(KERNEL_FILE_CORE_PATTERN, "/one"), KERNEL_FILE_UNKNOWN);
	for (size_t i = 0; i < facts->kernel_files_count; i++)
		if (facts->kernel_files[i].kind == KERNEL_FILE_KCORE)
			assert_string_equal(facts->kernel_files[i].path, "/host/proc/kcore");
	assert_non_null(file_of(KERNEL_FILE_KCORE, "/host/proc/kcore"));
	assert_non_null(file_of(KERNEL_FILE_BINFMT_REGISTER, "/host/proc/sys/fs/binfmt_misc/register"));
	assert_non_null(file_of(KERNEL_FILE_TRACEFS, "/trace"));
	assert_false(file_of(KERNEL_FILE_CORE_PATTERN, "/one")->own);
}

static void only_cgroups_above_our_own_are_ways_out(void **state)
{
	static const struct { const char *why, *root, *own; bool above; const char *devices; } rows[] = {
		{ "our own cgroup, host's namespace", "/docker/ab", "/docker/ab", false, "/c/devices.allow" },
		{ "our own cgroup, own namespace", "/", "/", false, "/c/devices.allow" },
		{ "the whole hierarchy, host's namespace", "/", "/docker/ab", true, "/c/docker/ab/devices.allow" },
		{ "the parent, host's namespace", "/docker", "/docker/ab", true, "/c/ab/devices.allow" },
		{ "the whole hierarchy, own namespace", "/../..", "/", true, "/c/devices.allow" },
		{ "another branch", "/docker/a", "/docker/ab", false, "/c/devices.allow" },
		{ "another branch, own namespace", "/../cd", "/", false, "/c/devices.allow" },
		{ "moved out of our namespace", "/..", "/../ab", true, "/c/ab/devices.allow" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char text[256];

		facts = facts_init(region, REGION);
		snprintf(text, sizeof text, "1 0 0:9 / / rw - overlay overlay rw\n2 1 0:33 %s /c rw - cgroup cgroup rw,devices\n", rows[i].root);
		put("proc/self/mountinfo", text);
		snprintf(text, sizeof text, "9:name=systemd:/x\n5:devices:%s\n0::/y\n", rows[i].own);
		put("proc/self/cgroup", text);
		run_all();
		if ((file_of(KERNEL_FILE_CGROUP_PROCS, "/c/cgroup.procs") != NULL) != rows[i].above)
			fail_msg("%s", rows[i].why);
		if (!file_of(KERNEL_FILE_DEVICES_ALLOW, rows[i].devices))
			fail_msg("%s: no %s", rows[i].why, rows[i].devices);
		assert_non_null(file_of(KERNEL_FILE_RELEASE_AGENT, "/c/release_agent"));
	}
}

static void the_device_list_is_that_of_our_own_cgroup(void **state)
{
	(void)state;
	put("proc/self/mountinfo", "1 0 0:9 / / rw - overlay overlay rw\n2 1 0:33 / /c rw - cgroup cgroup rw,devices\n");
	put("proc/self/cgroup", "5:devices:/docker/ab\n");
	put("c/devices.list", "a *:* rwm\n");
	put("c/docker/ab/devices.list", "c 1:3 rwm\nb 8:0 r\n");
	run_all();
	assert_text(FACT_CGROUP_DEVICES_LIST, "c 1:3 rwm\nb 8:0 r");
}

static void what_a_child_was_lost_with_is_listed_as_unknown(void **state)
{
	struct collect collect = {
		.host = &host, .facts = facts, .item = &item, .first = 3,
		.lost = { .state = TIMED_OUT },
	};

	(void)state;
	put("proc/self/mountinfo", docker_mounts);
	run(collect_mounts);
	collect_kernel_files(&collect);
	assert_string_equal(facts->kernel_files[0].path, "/proc/interrupts");
	assert_int_equal(facts->kernel_files[0].state, KERNEL_FILE_UNKNOWN);
	assert_int_equal(facts->kernel_files[0].read.state, TIMED_OUT);
	assert_int_equal(facts->kernel_files[1].state, KERNEL_FILE_HIDDEN);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(status_tells_who_we_are),
		TEST(what_an_old_kernel_does_not_print_is_unknown),
		TEST(a_captured_tree_never_tells_of_the_process_that_reads_it),
		TEST(nonsense_in_status_is_no_fact),
		TEST(a_directory_in_the_place_of_a_file_is_refused),
		TEST(the_initial_numbers_are_known),
		TEST(other_numbers_are_not_initial),
		TEST(a_mount_namespace_is_told_by_its_number_since_6_17_only),
		TEST(a_mount_namespace_is_compared_with_that_of_kthreadd),
		TEST(the_network_namespace_shows_in_its_sysctls),
		TEST(below_a_user_namespace_fewer_sysctls_show),
		TEST(without_sysctls_the_network_namespace_is_unknown),
		TEST(a_partial_map_proves_a_user_namespace),
		TEST(small_numbers_are_gvisors),
		TEST(small_machines_are_known_by_what_started_them),
		TEST(a_docker_profile_is_read),
		TEST(a_context_is_not_taken_for_a_profile),
		TEST(a_missing_module_counts_only_where_modules_are_shown),
		TEST(the_kernels_list_of_modules_decides),
		TEST(yama_is_read_or_known_to_be_missing),
		TEST(sysctls_become_facts),
		TEST(a_kernel_without_modules_lacks_both_files),
		TEST(cgroup_versions_are_told_apart),
		TEST(a_hierarchy_is_known_by_its_controllers_or_its_name),
		TEST(mountinfo_is_read_in_full),
		TEST(lines_in_a_row_are_each_read_for_themselves),
		TEST(what_is_mounted_twice_is_known_to_be),
		TEST(a_line_that_makes_no_sense_leaves_the_list_incomplete),
		TEST(access_is_not_asked_of_a_captured_tree),
		TEST(covered_mounts_are_hidden),
		TEST(the_first_root_is_its_own_parent),
		TEST(without_room_nothing_is_hidden),
		TEST(ten_thousand_mounts_are_read),
		TEST(docker_is_recognised),
		TEST(podman_says_what_it_is),
		TEST(kubernetes_shows_in_the_environment),
		TEST(what_lies_between_us_and_the_machine_is_named),
		TEST(a_left_over_dockerenv_makes_no_container_of_a_host),
		TEST(an_ordinary_user_s_host_shows_in_the_number_that_its_root_hangs_on),
		TEST(a_chroot_on_a_host_is_neither),
		TEST(virtual_machines_show_in_dmi_or_in_the_processor),
		TEST(the_host_s_run_is_known_by_what_it_holds),
		TEST(a_hidden_tmpfs_is_not_looked_into),
		TEST(a_tmpfs_that_cost_a_child_leaves_the_list_incomplete),
		TEST(captured_masks_and_read_only_paths_are_told_by_mounts),
		TEST(where_the_firmware_is_masked_its_device_tells_of_variables),
		TEST(every_procfs_is_looked_at_wherever_it_is_bound),
		TEST(only_cgroups_above_our_own_are_ways_out),
		TEST(the_device_list_is_that_of_our_own_cgroup),
		TEST(what_a_child_was_lost_with_is_listed_as_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
