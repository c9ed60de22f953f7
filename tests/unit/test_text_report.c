/* test_text_report.c - the text report: its order, its lines, its silence. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <sys/syscall.h>
#include "fake_report.h"
#include "render.h"
#include "rendered.h"

static char buf[65536];
static char region[sizeof(struct facts) + 16384] __attribute__((aligned(16)));
static struct report report;
static const struct render_options plain = { .version = "0" }, verbose = { .version = "0", .verbose = true };

/* A live container with root in it, of which little else is known. */
static struct facts *begin(void)
{
	struct facts *facts = facts_init(region, sizeof region);

	memset(&report, 0, sizeof report);
	facts->live = true;
	fact_set_bool(facts, FACT_CONTAINER, true);
	fact_set_static(facts, FACT_ENGINE, "docker");
	fact_set_number(facts, FACT_EUID, 0);
	fact_set_bool(facts, FACT_USERNS_INITIAL, true);
	fact_set_static(facts, FACT_KERNEL_RELEASE, "6.1.0-18-amd64");
	return facts;
}

static const char *text(const struct facts *facts, const struct render_options *options)
{
	RENDERED(buf, sizeof buf, render_text(out, facts, &report, options));
	return buf;
}

static struct way *open_way(struct finding *finding, const char *title)
{
	struct way *way = fake_way(finding, title);

	fake_barrier(way, BARRIER_CAPABILITY, BARRIER_ABSENT, "CAP_SYS_ADMIN", "in CapEff");
	fake_barrier(way, BARRIER_SECCOMP, BARRIER_ABSENT, "mount(2)", "no seccomp filter");
	fake_barrier(way, BARRIER_SECCOMP, BARRIER_ABSENT, "fsopen(2)", "no seccomp filter");
	return way;
}

static struct finding *nearest(const struct path *path)
{
	struct finding *finding = fake_finding(&report, path, PATH_CLOSED);

	report.thinnest_finding[report.thinnest_count++] = finding;
	return finding;
}

static void the_whole_report_of_a_contained_process(void **state)
{
	struct facts *facts = begin();

	(void)state;
	report.verdict = VERDICT_CONTAINED;
	report.verdict_reason = "no known path to the host is open";
	report.thinnest = 1;
	fake_barrier(fake_way(nearest(&fake_mount), "a node"), BARRIER_DEVICE_CGROUP, BARRIER_STANDING, "device cgroup", "EPERM");
	fake_barrier(fake_way(nearest(&fake_read), "a node"), BARRIER_DEVICE_CGROUP, BARRIER_STANDING, "device cgroup", "EPERM");
	assert_string_equal(text(facts, &plain),
		"CONTAINED: no known path to the host is open\n"
		"Looked at:     docker; uid 0 (root); initial user namespace; Linux 6.1.0-18-amd64\n"
		"Privileged:    no\n"
		"\n"
		"How thin is the wall: one barrier from escape:\n"
		"  device cgroup, on fake-disk-mount, fake-disk-read\n");
}

static void the_wall_says_what_kind_of_barrier_stands(void **state)
{
	struct facts *facts = begin();
	struct way *way = fake_way(nearest(&fake_mount), NULL);

	(void)state;
	fake_barrier(way, BARRIER_CAPABILITY, BARRIER_STANDING, "CAP_SYS_ADMIN", NULL);
	fake_barrier(way, BARRIER_READ_ONLY, BARRIER_ABSENT, "read-only mount", NULL);
	fake_barrier(way, BARRIER_USER_NAMESPACE, BARRIER_STANDING, "user namespace", NULL);
	report.thinnest = 2;
	assert_has(text(facts, &plain), "How thin is the wall: two barriers from escape:\n"
		   "  missing capability: CAP_SYS_ADMIN and user namespace, on fake-disk-mount\n");
}

static void control_comes_before_read_before_influence(void **state)
{
	struct facts *facts = begin();

	(void)state;
	report.verdict = VERDICT_ESCAPABLE;
	report.verdict_reason = "2 open paths to the host";
	open_way(fake_finding(&report, &fake_influence, PATH_OPEN), NULL);
	open_way(fake_finding(&report, &fake_read, PATH_OPEN), NULL);
	open_way(fake_finding(&report, &fake_mount, PATH_OPEN), NULL);
	const char *all = text(facts, &plain);
	const char *control = strstr(all, "\nfake-disk-mount: "), *read = strstr(all, "\nfake-disk-read: ");
	const char *influence = strstr(all, "\nINFLUENCE: effects on the host short of control, also open:\n"
				       "  fake-clock: Set the clock\n");

	assert_int_equal(strncmp(all, "ESCAPABLE: 2 open paths to the host\n", 36), 0);
	assert_true(control && read && influence && control < read && read < influence);
	assert_has(all, "\nOpen:          fake-disk-mount, fake-disk-read\n");
}

static void information_is_a_line_while_nothing_is_open(void **state)
{
	struct facts *facts = begin();

	(void)state;
	fake_way(fake_finding(&report, &fake_information, PATH_UNKNOWN), NULL);
	assert_has_not(text(facts, &plain), "fake-surface");
	open_way(fake_finding(&report, &fake_information, PATH_OPEN), NULL);
	open_way(fake_finding(&report, &fake_information, PATH_OPEN), NULL);
	assert_has(text(facts, &plain), "\nAlso noted:    fake-surface, fake-surface (no way out by itself)\n");
	assert_has_not(text(facts, &plain), "UNKNOWN");
	assert_has(text(facts, &verbose), "UNKNOWN, so not ruled out, for want of knowing:\n  fake-surface - nothing is known\n");
	assert_has(text(facts, &verbose), "\nfake-surface: No filter [information]\n");
	report.verdict = VERDICT_ESCAPABLE;
	assert_has_not(text(facts, &plain), "fake-surface");
}

static void an_open_path_says_what_why_and_what_instead(void **state)
{
	struct facts *facts = begin();
	struct finding *finding = fake_finding(&report, &fake_mount, PATH_OPEN);

	(void)state;
	report.verdict = VERDICT_ESCAPABLE;
	report.reaches = "the host's initial namespaces";
	fake_barrier(open_way(finding, "mount(2) of /dev/sda1 (ext4)"),
		     BARRIER_USER_NAMESPACE, BARRIER_ABSENT, "user namespace of its own", "in the initial one");
	open_way(finding, "mount(2) of /dev/sda2 (xfs)");
	fake_barrier(open_way(finding, "mount(2) of /dev/sr0"), BARRIER_DEVICE_CGROUP, BARRIER_STANDING, "x", "y");
	assert_has(text(facts, &plain),
		"\nLeads to:      the host's initial namespaces\n"
		"\nfake-disk-mount: Mount a disk of the host [host-control]\n"
		"  gives:       every file of the host, to change\n"
		"  evidence:    mount(2) of /dev/sda1 (ext4); CAP_SYS_ADMIN: in CapEff; mount(2), fsopen(2): no\n"
		"               seccomp filter; and 1 more\n"
		"  opened by:   --device /dev/sda --cap-add SYS_ADMIN\n"
		"  instead:     a volume\n");
	/* what tells less is left to --verbose */
	assert_has(text(facts, &(struct render_options){ .verbose = true }),
		"  evidence:    mount(2) of /dev/sda1 (ext4); CAP_SYS_ADMIN: in CapEff; mount(2), fsopen(2): no\n"
		"               seccomp filter; in the initial one; and 1 more\n");
}

static void in_a_pod_the_advice_is_in_its_words_where_it_has_any(void **state)
{
	struct facts *facts = begin();

	(void)state;
	report.verdict = VERDICT_ESCAPABLE;
	report.dialect = DIALECT_KUBERNETES;
	open_way(fake_finding(&report, &fake_mount, PATH_OPEN), NULL);
	open_way(fake_finding(&report, &fake_read, PATH_OPEN), NULL);
	assert_has(text(facts, &plain), "  opened by:   a hostPath volume\n  instead:     an emptyDir\n");
	assert_has(text(facts, &plain), "  opened by:   --device /dev/sda:r\n  instead:     a volume\n");
}

static void on_the_host_itself_no_path_is_a_way_out(void **state)
{
	struct facts *facts = begin();

	(void)state;
	report.verdict = VERDICT_NOT_A_CONTAINER;
	open_way(fake_finding(&report, &fake_mount, PATH_OPEN), NULL);
	assert_has_not(text(facts, &plain), "fake-disk-mount");
	assert_has(text(facts, &(struct render_options){ .verbose = true }), "\nfake-disk-mount: ");
}

/* Ten disks that can be read, one that cannot be reached, one RAM disk. */
static void disks_that_can_be_reached_are_shown_in_short(void **state)
{
	static struct device device[12];
	static struct disk disk[12];
	struct facts *facts = begin();

	(void)state;
	for (size_t i = 0; i < 12; i++) {
		device[i] = (struct device){ .type = DEVICE_BLOCK, .major = 8, .minor = (uint32_t)i, .path = "/dev/sdx",
					     .size = (uint64_t)3 << 30, .size_known = true, .fs_type = "ext4", .fs_label = "a\nforged" };
		disk[i] = (struct disk){ .device = &device[i], .kind = "sd", .holds_data = i != 10, .mount = DISK_FSMOUNT };
		disk[i].answer[DISK_READ].status = i != 11 ? PATH_OPEN : PATH_CLOSED;
		disk[i].answer[DISK_FSMOUNT].barrier = (struct barrier){ BARRIER_CAPABILITY, BARRIER_STANDING, "CAP_SYS_ADMIN", "not in CapBnd" };
	}
	report.disk = disk;
	report.disks = 12;
	const char *said = text(facts, &plain);

	assert_non_null(strstr(said, "Disks that can be read, written or mounted:\n"
				     "  /dev/sdx: b 8:0, sd, 3 GiB, ext4, label a\\x0Aforged, "));
	assert_non_null(strstr(said, "\n    read: yes; write: no; mount: no (CAP_SYS_ADMIN)\n"));
	assert_non_null(strstr(said, "8:7, "));
	assert_null(strstr(said, "8:8, "));
	assert_non_null(strstr(said, "  and 2 more\n"));
	said = text(facts, &verbose);
	assert_non_null(strstr(said, "\nDisks (not known: not looked at)\n  /dev/sdx: b 8:0"));
	assert_non_null(strstr(said, "8:11, "));
	assert_non_null(strstr(said, "mount: no (CAP_SYS_ADMIN: not in CapBnd)"));
	report.disks = 1;
	report.disk = &disk[10];
	assert_null(strstr(text(facts, &plain), "Disks"));
}

static void what_verify_did_is_told(void **state)
{
	static const struct { struct verification proof; const char *said; } rows[] = {
		{ { .type = "ext4", .options = "ro,noload", .name = { "etc", "a\nforged" }, .answer = { ANSWERED, 0, NULL } },
		  "    mount proved: done, detached, as ext4, with ro,noload, in its root: etc, a\\x0Aforged\n" },
		{ { .type = "xfs", .message = "xfs: reusing", .attached = true, .answer = { ANSWERED, 0, NULL } },
		  "    mount proved: the kernel has it mounted, as xfs, and says: xfs: reusing\n" },
		{ { .answer = { ANSWERED, EBUSY, NULL } }, "    mount refused: EBUSY\n" },
		{ { .answer = { NOT_ASKED, 0, "it has orphaned inodes" } }, "    mount not proved: it has orphaned inodes\n" },
	};
	static struct device device;
	static struct disk disk;
	struct facts *facts = begin();

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct verification proof = rows[i].proof;

		device = (struct device){ .type = DEVICE_BLOCK, .path = "/dev/sdx", .verification = &proof };
		disk = (struct disk){ .device = &device, .kind = "sd", .holds_data = true };
		report.disk = &disk;
		report.disks = 1;
		assert_has(text(facts, &plain), rows[i].said);
	}
}

static void verify_says_beforehand_what_it_will_do(void **state)
{
	static struct verification proof;
	static struct device device[2] = {
		{ .type = DEVICE_BLOCK, .major = 8, .minor = 1, .path = "/dev/a\nb", .fs_type = "ext4", .verification = &proof },
		{ .type = DEVICE_BLOCK, .major = 8, .minor = 2, .path = "/dev/sda2" },
	};
	static struct disk disk[2] = { { .device = &device[0] }, { .device = &device[1] } };
	char said[2048];
	FILE *file = tmpfile();

	(void)state;
	begin();
	report.disk = disk;
	report.disks = 2;
	assert_non_null(file);
	render_verify_notice(file, &report);
	rewind(file);
	said[fread(said, 1, sizeof said - 1, file)] = '\0';
	fclose(file);
	assert_has(said, "escape-probe: --verify ");
	assert_has(said, "\n  /dev/a\\x0Ab (b 8:1), ext4\n");
	assert_has_not(said, "sda2");
}

static void ways_that_were_dropped_are_not_counted_as_open(void **state)
{
	struct facts *facts = begin();
	struct finding *finding = fake_finding(&report, &fake_mount, PATH_OPEN);

	(void)state;
	for (int i = 0; i < WAYS_MAX; i++)
		open_way(finding, "w");
	finding->ways_dropped = 9;
	assert_has(text(facts, &plain), "; and at least");
}

static void unknown_paths_are_grouped_by_what_is_missing(void **state)
{
	struct facts *facts = begin();
	const struct path *path[] = { &fake_mount, &fake_read, &fake_influence };
	const char *evidence[] = { "/proc/self/status: EACCES", "/proc/self/status: EACCES", "timed out" };

	(void)state;
	report.verdict = VERDICT_CANNOT_TELL;
	for (size_t i = 0; i < 3; i++)
		fake_barrier(fake_way(fake_finding(&report, path[i], PATH_UNKNOWN), NULL),
			     BARRIER_CAPABILITY, BARRIER_IS_UNKNOWN, "CAP_SYS_ADMIN", evidence[i]);
	text(facts, &plain);
	assert_int_equal(strncmp(buf, "CANNOT TELL: ", 13), 0);
	assert_has(buf, "  fake-disk-mount, fake-disk-read - CAP_SYS_ADMIN: /proc/self/status: EACCES\n"
			"  fake-clock - CAP_SYS_ADMIN: timed out\n");
	assert_has_not(buf, "How thin");
}

static void a_path_of_which_nothing_is_known_is_listed(void **state)
{
	struct facts *facts = begin();

	(void)state;
	fake_finding(&report, &fake_mount, PATH_UNKNOWN);
	assert_has(text(facts, &plain), "  fake-disk-mount - nothing is known\n");
}

static void a_latent_path_is_loud(void **state)
{
	struct facts *facts = begin();

	(void)state;
	assert_has_not(text(facts, &plain), "LATENT");
	fake_finding(&report, &fake_mount, PATH_CLOSED)->latent = true;
	report.latent = 1;
	text(facts, &plain);
	assert_has(buf, "\nLATENT: ");
	assert_has(buf, "\n  fake-disk-mount: Mount a disk of the host\n");
}

static void privileged_names_its_parts(void **state)
{
	struct facts *facts = begin();

	(void)state;
	report.privileged = PRIVILEGED_PARTLY;
	report.privileged_userns = "in the initial user namespace";
	report.privileged_part[0] = (struct privileged_part){ "all capabilities", YES, true, NULL };
	report.privileged_part[1] = (struct privileged_part){ "no seccomp filter", NO, true, NULL };
	report.privileged_part[2] = (struct privileged_part){ "unmasked", YES, true, NULL };
	report.privileged_part[3] = (struct privileged_part){ "no LSM", YES, false, NULL };
	assert_has(text(facts, &plain),
		   "\nPrivileged:    partly (all capabilities, unmasked), in the initial user namespace\n");
	report.privileged = PRIVILEGED_YES;
	assert_has(text(facts, &plain), "\nPrivileged:    yes, in the initial user namespace\n");
}

static void the_seccomp_profile_is_named(void **state)
{
	struct facts *facts = begin();

	(void)state;
	assert_null(strstr(text(facts, &plain), "Seccomp:"));
	report.seccomp.profile = PROFILE_UNCONFINED;
	assert_has(text(facts, &plain), "\nSeccomp:       no filter\n");
	report.seccomp.profile = PROFILE_DOCKER;
	report.seccomp.built_for = 1ULL << 18 | 1ULL << 21 | 1ULL << 19;
	assert_has(text(facts, &plain),
		   "\nSeccomp:       the default of Docker and containerd (Kubernetes: RuntimeDefault), with the calls\n"
		   "               of CAP_SYS_PTRACE, CAP_SYS_ADMIN\n");
	report.seccomp.built_for = 1ULL << 19 | 1ULL << 22 | 1ULL << 26 | 1ULL << 34;
	report.seccomp.profile = PROFILE_NSPAWN;
	assert_has(text(facts, &plain), "\nSeccomp:       that of systemd-nspawn, with the calls of CAP_SYSLOG\n");
}

static void what_differs_from_the_seccomp_profile_is_named(void **state)
{
	struct facts *facts = begin();

	(void)state;
	report.seccomp.profile = PROFILE_PODMAN;
	report.seccomp.difference[SYS_read] = report.seccomp.difference[SYS_write] = DIFFERENCE_ADDED;
	assert_has(text(facts, &plain), "\nSeccomp:       the default of Podman, or CRI-O; also allowed: read, write\n");
	report.seccomp.difference[SYS_read] = DIFFERENCE_TAKEN_AWAY;
	assert_has(text(facts, &plain), "CRI-O; also allowed: write; also denied: read\n");
}

static void what_a_filter_of_its_own_allows_is_named(void **state)
{
	struct facts *facts = begin();

	(void)state;
	report.seccomp.profile = PROFILE_CUSTOM;
	assert_has(text(facts, &plain), "\nSeccomp:       a filter of its own\n");
	facts->survey.row[CALL_MOUNT].state = facts->survey.row[CALL_BPF].state = SURVEY_RUNS;
	assert_has(text(facts, &plain), "\nSeccomp:       a filter of its own; of use in an escape, and allowed: mount, bpf\n");
	for (unsigned i = 0; i < CALL_COUNT; i++)
		facts->survey.row[i].state = SURVEY_RUNS;
	assert_has(text(facts, &plain), "own; nothing is denied that is of use in an escape\n");
	facts->survey.row[CALL_MOUNT].state = SURVEY_ERRNO;
	facts->survey.row[CALL_BPF].state = SURVEY_KILL;
	facts->survey.row[CALL_IOPL].state = SURVEY_UNKNOWN;
	assert_has(text(facts, &plain), "own; of what is of use in an escape it denies: mount, bpf\n");
}

static void verbose_names_every_call_by_its_answer(void **state)
{
	struct facts *facts = begin();

	(void)state;
	facts->survey.known = YES;
	facts->survey.call[0].state = facts->survey.row[CALL_BPF].state = SURVEY_RUNS;
	facts->survey.call[1] = (struct survey_answer){ SURVEY_ERRNO, 1 };
	report.seccomp.added = 1;
	report.seccomp.difference[0] = DIFFERENCE_ADDED;
	const char *said = text(facts, &verbose);

	assert_has(said, "\nSeccomp: of use in an escape, and allowed\n  bpf\n");
	assert_has(said, "\n  added       read\n");
	assert_has(said, "\n  errno       EPERM: write\n");
	facts->survey.brief = true;
	assert_null(strstr(text(facts, &verbose), "and allowed\n"));
}

static void lost_collectors_are_named(void **state)
{
	struct facts *facts = begin();

	(void)state;
	facts->collector[0] = (struct collector_result){ .name = "identity", .state = COLLECTOR_DONE };
	facts->collector[1] = (struct collector_result){ .name = "calls", .state = COLLECTOR_DIED, .signal = 31 };
	facts->collector[2] = (struct collector_result){ .name = "sockets", .state = COLLECTOR_TIMED_OUT };
	facts->collectors = 3;
	facts->mounts_list.truncated = true;
	assert_has(text(facts, &plain),
		   "\nNot complete:  calls died of signal 31; sockets timed out; the list of mounts is cut short\n");
	assert_has_not(buf, "identity");
}

static void a_captured_tree_is_one_line(void **state)
{
	struct facts *facts = begin();

	(void)state;
	facts->live = false;
	facts->collector[0] = (struct collector_result){ .name = "calls", .state = COLLECTOR_SKIPPED, .reason = "captured tree" };
	facts->collectors = 1;
	text(facts, &plain);
	assert_has(buf, "\nCaptured tree: ");
	assert_has_not(buf, "Not complete");
}

static void colour_only_when_wanted(void **state)
{
	struct facts *facts = begin();
	const struct render_options colour = { .version = "0", .colour = true };

	(void)state;
	assert_null(strchr(text(facts, &plain), '\033'));
	assert_int_equal(strncmp(text(facts, &colour), "\033[1;32mCONTAINED\033[0m: ", 22), 0);
}

static void nothing_known_is_said_so(void **state)
{
	struct facts *facts = facts_init(region, sizeof region);

	(void)state;
	memset(&report, 0, sizeof report);
	report.verdict = VERDICT_CANNOT_TELL;
	facts->live = true;
	assert_has(text(facts, &verbose),
		   "perhaps a container; uid unknown; user namespace unknown; kernel unknown\n");
	assert_has(buf, "Devices (not known: not looked at)\n");
	assert_has(buf, "  identity.uid                        unknown  [/proc/self/status: Uid, real]\n");
}

static void verbose_tells_the_rest(void **state)
{
	struct facts *facts = begin();

	(void)state;
	fake_barrier(fake_way(fake_finding(&report, &fake_mount, PATH_CLOSED), "/dev/sda"),
		     BARRIER_DEVICE_CGROUP, BARRIER_STANDING, "device cgroup", "EPERM");
	fake_barrier(fake_way(fake_finding(&report, &fake_read, PATH_CLOSED), "a disk"),
		     BARRIER_NOT_GIVEN, BARRIER_STANDING, "a disk", "none found");
	fact_set_number(facts, FACT_CAP_EFFECTIVE, 1ULL << 21 | 1ULL << 63);
	fact_set_unknown(facts, FACT_LOCKDOWN, EACCES, NULL);
	struct device *device = facts_device_new(facts);

	device->path = "/dev/sda";
	device->type = DEVICE_BLOCK;
	device->major = 8;
	device->read = (struct answer){ ANSWERED, EPERM, NULL };
	device->write = (struct answer){ .state = TIMED_OUT };
	facts_device_done(facts);
	text(facts, &verbose);
	assert_has(buf, "  fake-disk-mount: Mount a disk of the host\n    /dev/sda - device cgroup: EPERM\n");
	assert_has(buf, "  fake-disk-read: Read a disk of the host\n    a disk: none found\n");
	assert_has(buf, "8000000000200000 CAP_SYS_ADMIN cap_63");
	assert_has(buf, "unknown: EACCES");
	assert_has(buf, "b 8:0, 0000 0:0, read EPERM, write timed out\n");
}

/* A hostile container chose every text there is. */
static void outside_text_forges_no_line(void **state)
{
	static const char evil[] = "x\nCONTAINED: all is well\r\033[2J\xe2\x80\xae";
	struct facts *facts = begin();

	(void)state;
	report.verdict_reason = evil;
	for (unsigned i = 0; i < FACT_COUNT; i++)
		if (fact_rows[i].type == FACT_TYPE_TEXT)
			fact_set_static(facts, (enum fact_id)i, evil);
	fake_barrier(fake_way(fake_finding(&report, &fake_mount, PATH_OPEN), evil), BARRIER_LSM, BARRIER_ABSENT, evil, evil);
	fake_barrier(fake_way(fake_finding(&report, &fake_mount, PATH_CLOSED), evil), BARRIER_LSM, BARRIER_STANDING, evil, evil);
	fake_barrier(fake_way(fake_finding(&report, &fake_mount, PATH_UNKNOWN), evil), BARRIER_LSM, BARRIER_IS_UNKNOWN, evil, evil);
	*facts_mount_new(facts) = (struct mount){
		.point = evil, .type = evil, .source = evil, .root = evil, .options = evil, .super = evil, .host_path = evil };
	facts_mount_done(facts);
	*facts_socket_new(facts) = (struct host_socket){ .path = evil, .server = evil, .api = evil };
	facts_socket_done(facts);
	*facts_process_new(facts) = (struct process){ .comm = evil };
	facts_process_done(facts);
	*facts_device_new(facts) = (struct device){ .path = evil, .fs_label = evil, .dm_name = evil, .backing_file = evil };
	facts_device_done(facts);
	text(facts, &verbose);
	assert_null(strpbrk(buf, "\r\033\xe2"));
	assert_has_not(buf, "\nCONTAINED: all");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_whole_report_of_a_contained_process),
		cmocka_unit_test(the_wall_says_what_kind_of_barrier_stands),
		cmocka_unit_test(control_comes_before_read_before_influence),
		cmocka_unit_test(information_is_a_line_while_nothing_is_open),
		cmocka_unit_test(an_open_path_says_what_why_and_what_instead),
		cmocka_unit_test(in_a_pod_the_advice_is_in_its_words_where_it_has_any),
		cmocka_unit_test(on_the_host_itself_no_path_is_a_way_out),
		cmocka_unit_test(disks_that_can_be_reached_are_shown_in_short),
		cmocka_unit_test(what_verify_did_is_told),
		cmocka_unit_test(verify_says_beforehand_what_it_will_do),
		cmocka_unit_test(ways_that_were_dropped_are_not_counted_as_open),
		cmocka_unit_test(unknown_paths_are_grouped_by_what_is_missing),
		cmocka_unit_test(a_path_of_which_nothing_is_known_is_listed),
		cmocka_unit_test(a_latent_path_is_loud),
		cmocka_unit_test(privileged_names_its_parts),
		cmocka_unit_test(the_seccomp_profile_is_named),
		cmocka_unit_test(what_differs_from_the_seccomp_profile_is_named),
		cmocka_unit_test(what_a_filter_of_its_own_allows_is_named),
		cmocka_unit_test(verbose_names_every_call_by_its_answer),
		cmocka_unit_test(lost_collectors_are_named),
		cmocka_unit_test(a_captured_tree_is_one_line),
		cmocka_unit_test(colour_only_when_wanted),
		cmocka_unit_test(nothing_known_is_said_so),
		cmocka_unit_test(verbose_tells_the_rest),
		cmocka_unit_test(outside_text_forges_no_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
