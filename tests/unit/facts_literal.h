/* facts_literal.h - whole containers as facts, so that a test of the judge
 * reads as a sentence: docker_default(), give(CAP_SYS_ADMIN), assert_path(...). */
#ifndef FACTS_LITERAL_H
#define FACTS_LITERAL_H
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "judge.h"
#include "rules.h"

#define CAP(cap) ((uint64_t)1 << (cap))
#define CAPS_DOCKER 0x00000000a80425fbu
#define CAPS_PODMAN 0x00000000800405fbu
#define CAPS_ALL    0x000001ffffffffffu
#define USER_INITIAL 4026531837u

static struct answer answered(int error)
{
	return (struct answer){ ANSWERED, error, NULL };
}

/* ---- calls and questions -------------------------------------------------- */

static void call_denied(struct facts *facts, enum call_id id, int error)
{
	facts->call[id] = (struct call){ answered(error), answered(error) };
}

/* Reaches the kernel, which then wants something else. */
static void call_passes(struct facts *facts, enum call_id id)
{
	facts->call[id] = (struct call){ answered(ENOSYS), answered(EINVAL) };
}

static void all_calls_pass(struct facts *facts)
{
	for (int id = 0; id < CALL_COUNT; id++)
		call_passes(facts, (enum call_id)id);
}

/* ---- sets and identity ----------------------------------------------------- */

static inline void hold(struct facts *facts, uint64_t caps)
{
	fact_set_number(facts, FACT_CAP_EFFECTIVE, caps);
	fact_set_number(facts, FACT_CAP_PERMITTED, caps);
	fact_set_number(facts, FACT_CAP_BOUNDING, caps);
}

static inline void give(struct facts *facts, unsigned cap)
{
	uint64_t caps = 0;

	fact_number(facts, FACT_CAP_BOUNDING, &caps);
	hold(facts, caps | CAP(cap));
}

static inline void take(struct facts *facts, unsigned cap)
{
	uint64_t caps = 0;

	fact_number(facts, FACT_CAP_BOUNDING, &caps);
	hold(facts, caps & ~CAP(cap));
}

static inline void as_user(struct facts *facts, unsigned uid)
{
	fact_set_number(facts, FACT_UID, uid);
	fact_set_number(facts, FACT_EUID, uid);
	fact_set_number(facts, FACT_CAP_EFFECTIVE, 0);
	fact_set_number(facts, FACT_CAP_PERMITTED, 0);
}

static inline void in_user_namespace(struct facts *facts)
{
	fact_set_number(facts, FACT_USERNS_INODE, 4026532500);
	fact_set_bool(facts, FACT_USERNS_INITIAL, false);
	fact_set_number(facts, FACT_PROC_OWNER, 65534);
}

static inline void without_apparmor(struct facts *facts)
{
	fact_set_unknown(facts, FACT_APPARMOR_ENABLED, ENOENT, "no such file: kernel without AppArmor");
	fact_set_unknown(facts, FACT_APPARMOR_PROFILE, ENOENT, NULL);
	fact_set_unknown(facts, FACT_APPARMOR_MODE, ENOENT, NULL);
	fact_set_unknown(facts, FACT_SELINUX_CONTEXT, EINVAL, NULL);
	if (facts->question[ASK_LSM_MOUNT].error == EACCES)
		facts->question[ASK_LSM_MOUNT] = answered(EINVAL);
}

static inline void without_seccomp(struct facts *facts)
{
	fact_set_number(facts, FACT_SECCOMP_MODE, 0);
	all_calls_pass(facts);
}

/* ---- things ------------------------------------------------------------------ */

static struct mount *put_mount(struct facts *facts, enum mount_class class, const char *point, const char *type, uint32_t major)
{
	struct mount *mount = facts_mount_new(facts);

	mount->id = 100 + facts->mounts_count;
	mount->class = class;
	mount->point = point;
	mount->type = type;
	mount->major = major;
	mount->minor = 1;
	mount->root = mount->source = "/";
	mount->options = "rw";
	mount->super = "rw";
	mount->is_directory = YES;
	facts_mount_done(facts);
	return mount;
}

static struct device *put_device(struct facts *facts, enum device_type type, const char *path, uint32_t major, uint32_t minor)
{
	struct device *device = facts_device_new(facts);

	device->type = type;
	device->path = path;
	device->major = major;
	device->minor = minor;
	device->mode = 0600;
	facts_device_done(facts);
	return device;
}

/* A disk of the host as sysfs shows it, without a node; the device cgroup
 * refuses it through one that was made. */
static struct device *put_disk(struct facts *facts, const char *name, uint32_t minor)
{
	struct device *device = put_device(facts, DEVICE_BLOCK, NULL, 254, minor);

	device->name = name;
	device->driver = "virtblk";
	device->fixed_disk = true;
	device->size_known = true;
	device->size = 10u << 30;
	device->live = NO;
	device->host_root = NO;
	device->engine_data = NO;
	device->in_use = YES;
	device->use_evidence = "it carries vg-srv, which is used by the host";
	device->through_made_node = true;
	device->read = device->write = answered(EPERM);
	return device;
}

static inline struct device *disk_of(struct facts *facts)
{
	for (size_t i = 0; i < facts->devices_count; i++)
		if (facts->devices[i].type == DEVICE_BLOCK)
			return &facts->devices[i];
	return NULL;
}

/* --device /dev/vda: a node that opens, ext4 on it. */
static inline struct device *give_disk(struct facts *facts)
{
	struct device *disk = disk_of(facts);

	disk->path = "/dev/vda1";
	disk->through_made_node = false;
	disk->read = disk->write = disk->open = answered(0);
	disk->content = YES;
	disk->fs_type = "ext4";
	disk->fs_usage = "filesystem";
	return disk;
}

static inline struct kernel_file *put_kernel_file(struct facts *facts, enum kernel_file_kind kind, const char *path,
						  enum kernel_file_state state)
{
	struct kernel_file *file = facts_kernel_file_new(facts);

	file->kind = kind;
	file->path = path;
	file->own = true;
	file->state = state;
	facts_kernel_file_done(facts);
	return file;
}

static inline struct process *put_process(struct facts *facts, uint64_t pid, uint32_t uid, enum known host)
{
	struct process *process = facts_process_new(facts);

	process->pid = pid;
	process->uid = uid;
	process->comm = "systemd";
	process->host = host;
	process->mntns = host == YES ? 4026531832u : 0;
	process->same_uid = NO;
	process->root = answered(EACCES);
	process->memory = answered(EPERM);
	facts_process_done(facts);
	return process;
}

/* ---- whole containers ---------------------------------------------------------- */

/* docker run on Debian 12: root, the default capabilities, docker-default,
 * the default seccomp profile, cgroup v2, a disk that the device cgroup
 * refuses.  Valid until the next call. */
static struct facts *docker_default(void)
{
	static char region[1 << 20] __attribute__((aligned(16)));
	static const enum call_id denied[] = {
		CALL_MOUNT, CALL_UMOUNT2, CALL_FSOPEN, CALL_FSCONFIG, CALL_FSMOUNT, CALL_OPEN_TREE, CALL_MOVE_MOUNT,
		CALL_MOUNT_SETATTR, CALL_PIVOT_ROOT, CALL_SETNS, CALL_UNSHARE, CALL_OPEN_BY_HANDLE_AT, CALL_INIT_MODULE,
		CALL_FINIT_MODULE, CALL_BPF, CALL_PERF_EVENT_OPEN, CALL_FANOTIFY_INIT, CALL_PIDFD_GETFD, CALL_KEXEC_LOAD,
		CALL_KEXEC_FILE_LOAD, CALL_REBOOT, CALL_IOPL, CALL_IOPERM, CALL_SYSLOG, CALL_SWAPON, CALL_SETTIMEOFDAY,
		CALL_KEYCTL, CALL_IO_URING_SETUP, CALL_USERFAULTFD,
	};
	struct facts *facts = facts_init(region, sizeof region);

	facts->live = true;
	fact_set_number(facts, FACT_UID, 0);
	fact_set_number(facts, FACT_EUID, 0);
	fact_set_number(facts, FACT_GID, 0);
	fact_set_number(facts, FACT_EGID, 0);
	fact_set_static(facts, FACT_GROUPS, "0");
	hold(facts, CAPS_DOCKER);
	fact_set_number(facts, FACT_CAP_INHERITABLE, 0);
	fact_set_number(facts, FACT_CAP_AMBIENT, 0);
	fact_set_number(facts, FACT_CAP_LAST, 40);
	fact_set_number(facts, FACT_SECUREBITS, 0);
	fact_set_bool(facts, FACT_NO_NEW_PRIVS, false);
	fact_set_number(facts, FACT_USERNS_INODE, USER_INITIAL);
	fact_set_bool(facts, FACT_USERNS_INITIAL, true);
	fact_set_static(facts, FACT_UID_MAP, "0 0 4294967295");
	fact_set_number(facts, FACT_PROC_OWNER, 0);
	fact_set_bool(facts, FACT_PROC_IS_PROCFS, true);
	fact_set_number(facts, FACT_MNTNS_INODE, 4026532200);
	fact_set_bool(facts, FACT_MNTNS_INITIAL, false);
	fact_set_bool(facts, FACT_PIDNS_INITIAL, false);
	fact_set_bool(facts, FACT_NETNS_INITIAL, false);
	fact_set_bool(facts, FACT_IPCNS_INITIAL, false);
	fact_set_bool(facts, FACT_UTSNS_INITIAL, false);
	fact_set_bool(facts, FACT_CGROUPNS_INITIAL, false);
	fact_set_number(facts, FACT_SECCOMP_MODE, 2);
	fact_set_number(facts, FACT_SECCOMP_FILTERS, 1);
	fact_set_bool(facts, FACT_APPARMOR_ENABLED, true);
	fact_set_static(facts, FACT_APPARMOR_PROFILE, "docker-default");
	fact_set_static(facts, FACT_APPARMOR_MODE, "enforce");
	fact_set_bool(facts, FACT_SELINUX_ENFORCING, false);
	fact_set_unknown(facts, FACT_LOCKDOWN, ENOENT, "securityfs is not visible here");
	fact_set_unknown(facts, FACT_LSM_LIST, ENOENT, "securityfs is not visible here");
	fact_set_static(facts, FACT_CGROUP_VERSION, "v2");
	fact_set_static(facts, FACT_CGROUP_PATHS, "0::/");
	fact_set_bool(facts, FACT_CGROUP_DEVICES_V1, false);
	fact_set_static(facts, FACT_KERNEL_RELEASE, "6.1.0-18-amd64");
	fact_set_static(facts, FACT_KERNEL_CMDLINE, "root=/dev/vda1 ro quiet");
	fact_set_bool(facts, FACT_KERNEL_MODULES, true);
	fact_set_static(facts, FACT_CORE_PATTERN, "core");
	fact_set_number(facts, FACT_MODULES_DISABLED, 0);
	fact_set_bool(facts, FACT_MODULE_SIG_ENFORCE, false);
	fact_set_number(facts, FACT_KEXEC_DISABLED, 0);
	fact_set_number(facts, FACT_DMESG_RESTRICT, 1);
	fact_set_static(facts, FACT_PERF_PARANOID, "2");
	fact_set_static(facts, FACT_FILESYSTEMS, "nodev\tproc\nnodev\tcgroup\nnodev\tcgroup2\nnodev\tdevtmpfs\n"
			"nodev\tbinfmt_misc\n\text4\n\txfs\n");
	fact_set_bool(facts, FACT_CONTAINER, true);
	fact_set_bool(facts, FACT_CHROOT, false);
	fact_set_static(facts, FACT_ENGINE, "docker");

	all_calls_pass(facts);
	for (size_t i = 0; i < sizeof denied / sizeof *denied; i++)
		call_denied(facts, denied[i], EPERM);
	for (int i = 0; i < QUESTION_COUNT; i++)
		facts->question[i] = answered(EPERM);

	put_mount(facts, MOUNT_ROOT, "/", "overlay", 0);
	put_mount(facts, MOUNT_PSEUDO, "/proc", "proc", 0);
	put_mount(facts, MOUNT_PSEUDO, "/dev", "tmpfs", 0);
	put_mount(facts, MOUNT_PSEUDO, "/sys", "sysfs", 0)->read_only = true;
	put_mount(facts, MOUNT_PSEUDO, "/sys/fs/cgroup", "cgroup2", 0)->read_only = true;
	struct mount *hosts = put_mount(facts, MOUNT_PLUMBING, "/etc/hosts", "ext4", 254);

	hosts->is_directory = NO;
	hosts->read = hosts->write = hosts->handle = answered(0);
	hosts->by_handle = answered(EPERM);
	put_mount(facts, MOUNT_MASK, "/proc/kcore", "tmpfs", 0);
	put_mount(facts, MOUNT_READ_ONLY_PATH, "/proc/sys", "proc", 0)->read_only = true;
	put_mount(facts, MOUNT_READ_ONLY_PATH, "/proc/sysrq-trigger", "proc", 0)->read_only = true;
	put_device(facts, DEVICE_CHAR, "/dev/null", 1, 3)->is_default = true;
	put_disk(facts, "vda1", 1);
	put_kernel_file(facts, KERNEL_FILE_CORE_PATTERN, "/proc/sys/kernel/core_pattern", KERNEL_FILE_NOT_WRITABLE)->write = answered(EROFS);
	put_kernel_file(facts, KERNEL_FILE_MODPROBE, "/proc/sys/kernel/modprobe", KERNEL_FILE_NOT_WRITABLE)->write = answered(EROFS);
	put_kernel_file(facts, KERNEL_FILE_SYSRQ_TRIGGER, "/proc/sysrq-trigger", KERNEL_FILE_NOT_WRITABLE)->write = answered(EROFS);
	put_kernel_file(facts, KERNEL_FILE_KCORE, "/proc/kcore", KERNEL_FILE_HIDDEN);
	facts->mounts_list.known = facts->kernel_files_list.known = facts->devices_list.known = YES;
	facts->sockets_list.known = facts->descriptors_list.known = facts->processes_list.known = YES;
	return facts;
}

/* --cap-add SYS_ADMIN: docker's profile lets these calls pass then. */
static inline struct facts *docker_sys_admin(void)
{
	static const enum call_id passes[] = {
		CALL_MOUNT, CALL_UMOUNT2, CALL_FSOPEN, CALL_FSCONFIG, CALL_FSMOUNT, CALL_OPEN_TREE, CALL_MOVE_MOUNT,
		CALL_MOUNT_SETATTR, CALL_SETNS, CALL_UNSHARE, CALL_BPF, CALL_PERF_EVENT_OPEN, CALL_FANOTIFY_INIT, CALL_SYSLOG,
	};
	struct facts *facts = docker_default();

	give(facts, CAP_SYS_ADMIN);
	for (size_t i = 0; i < sizeof passes / sizeof *passes; i++)
		call_passes(facts, passes[i]);
	facts->question[ASK_LSM_MOUNT] = answered(EACCES);
	facts->question[ASK_CAP_SYS_ADMIN] = answered(ENOENT);
	facts->question[ASK_MNTNS] = answered(ENOTTY);
	return facts;
}

/* podman run as root: no CAP_MKNOD; a filter that hides with ENOSYS. */
static inline struct facts *podman_default(void)
{
	static const enum call_id hidden[] = {
		CALL_BPF, CALL_PERF_EVENT_OPEN, CALL_OPEN_BY_HANDLE_AT, CALL_INIT_MODULE, CALL_FINIT_MODULE, CALL_IOPL, CALL_IOPERM,
		CALL_SETTIMEOFDAY, CALL_IO_URING_SETUP,
	};
	struct facts *facts = docker_default();

	hold(facts, CAPS_PODMAN);
	all_calls_pass(facts);
	for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
		call_denied(facts, hidden[i], ENOSYS);
	call_denied(facts, CALL_KEXEC_LOAD, EPERM);
	call_denied(facts, CALL_KEXEC_FILE_LOAD, EPERM);
	fact_set_static(facts, FACT_APPARMOR_PROFILE, "containers-default-0.50.1");
	disk_of(facts)->through_made_node = false;
	disk_of(facts)->read = disk_of(facts)->write = (struct answer){ NOT_ASKED, 0, "no node, and CAP_MKNOD is not held" };
	return facts;
}

/* podman run --privileged by an ordinary user: everything, over nothing. */
static inline struct facts *rootless_privileged(void)
{
	struct facts *facts = podman_default();

	hold(facts, CAPS_ALL);
	in_user_namespace(facts);
	without_seccomp(facts);
	without_apparmor(facts);
	disk_of(facts)->read = disk_of(facts)->write = (struct answer){ NOT_ASKED, 0, "no node, and none can be made in a user namespace" };
	return facts;
}

/* gVisor with all capabilities: its own kernel, its own numbers. */
static inline struct facts *gvisor(void)
{
	struct facts *facts = docker_default();

	hold(facts, CAPS_ALL);
	without_seccomp(facts);
	without_apparmor(facts);
	fact_set_number(facts, FACT_USERNS_INODE, 1);
	fact_set_bool(facts, FACT_USERNS_INITIAL, false);
	fact_set_static(facts, FACT_SANDBOX, "gVisor");
	fact_set_unknown(facts, FACT_DMESG_RESTRICT, ENOENT, NULL);
	facts->kernel_files_count = 0;
	facts->devices_count = 1;
	for (int i = 0; i < QUESTION_COUNT; i++)
		facts->question[i] = answered(ENOSYS);
	return facts;
}

/* docker run --privileged, without AppArmor in the kernel. */
static inline struct facts *docker_privileged(void)
{
	struct facts *facts = docker_default();

	hold(facts, CAPS_ALL);
	without_apparmor(facts);
	without_seccomp(facts);
	give_disk(facts);
	facts->question[ASK_LSM_MOUNT] = answered(EINVAL);
	facts->question[ASK_CAP_SYS_ADMIN] = answered(ENOENT);
	facts->question[ASK_MNTNS] = answered(ENOTTY);
	facts->question[ASK_CAP_SYS_MODULE] = answered(ENOEXEC);
	facts->question[ASK_CAP_DAC_READ_SEARCH] = answered(EFAULT);
	facts->question[ASK_CAP_SYS_RAWIO] = facts->question[ASK_CAP_SYS_TIME] = facts->question[ASK_CAP_SYSLOG] = answered(0);
	for (size_t i = 0; i < facts->mounts_count; i++) {
		struct mount *mount = &facts->mounts[i];

		mount->read_only = false;
		mount->by_handle = answered(0);
		if (mount->class == MOUNT_MASK || mount->class == MOUNT_READ_ONLY_PATH)
			mount->class = MOUNT_PSEUDO;
	}
	return facts;
}

/* Names the row of a table test, for the message when it goes wrong. */
static const char *row_name = "";
#define ROW(why) (row_name = (why))

/* ---- judging ----------------------------------------------------------------- */

static inline const struct report *judged(const struct facts *facts)
{
	static struct report report;
	static char region[1 << 20];
	struct arena arena;

	arena_init(&arena, region, sizeof region);
	judge(facts, &arena, &report);
	return &report;
}

static inline const struct finding *finding_of(const struct report *report, const char *id)
{
	for (size_t i = 0; i < report->findings; i++)
		if (!strcmp(report->finding[i].path->id, id))
			return &report->finding[i];
	return NULL;
}

static inline void print_finding(const struct finding *finding)
{
	fprintf(stderr, "%s%s%s: %s (as root %s)\n", row_name, *row_name ? ": " : "", finding->path->id, path_status_name(finding->status), path_status_name(finding->as_root));
	for (size_t i = 0; i < finding->ways; i++) {
		fprintf(stderr, "  %s\n", finding->way[i].title);
		for (size_t k = 0; k < finding->way[i].count; k++) {
			const struct barrier *barrier = &finding->way[i].barrier[k];

			fprintf(stderr, "    %-8s %s: %s: %s\n", barrier_state_name(barrier->state), barrier_kind_name(barrier->kind),
				barrier->what, barrier->evidence);
		}
	}
}

/* The path has this status; else all that was said about it is shown. */
#define assert_path(facts, id, expected) do {						\
	const struct finding *finding_ = finding_of(judged(facts), id);			\
											\
	assert_non_null(finding_);							\
	if (finding_->status != (expected))						\
		print_finding(finding_);						\
	assert_string_equal(path_status_name(finding_->status), path_status_name(expected));	\
} while (0)

/* The best way is kept closed by (at least) a barrier of this kind. */
#define assert_closed_by(facts, id, expected) do {					\
	const struct finding *finding_ = finding_of(judged(facts), id);			\
	bool found_ = false;								\
											\
	assert_non_null(finding_);							\
	for (size_t i_ = 0; i_ < finding_->way[0].count; i_++)				\
		found_ |= finding_->way[0].barrier[i_].state == BARRIER_STANDING	\
			  && finding_->way[0].barrier[i_].kind == (expected);		\
	if (!found_)									\
		print_finding(finding_);						\
	assert_true(found_);								\
} while (0)

/* The verdict; else every path that is not closed is shown. */
#define assert_verdict(facts, expected) do {						\
	const struct report *report_ = judged(facts);					\
											\
	for (size_t i_ = 0; report_->verdict != (expected) && i_ < report_->findings; i_++)	\
		if (report_->finding[i_].status != PATH_CLOSED)				\
			print_finding(&report_->finding[i_]);				\
	assert_string_equal(verdict_name(report_->verdict), verdict_name(expected));	\
} while (0)
#endif
