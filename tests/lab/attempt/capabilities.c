/* capabilities.c - what a capability opens by itself. */
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/perf_event.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/fanotify.h>
#include <sys/io.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include "attempt.h"

static int own_instance(const char *type, const char *source, const char *option, const char *file, bool same)
{
	int fd = file_system(type, source, option);
	if (fd < 0)
		return -fd;
	char text[512];
	int file_fd = openat(fd, file, O_WRONLY | O_CLOEXEC), error = file_fd < 0 ? errno : 0;
	if (same && !error) {
		int copy = openat(fd, file, O_RDONLY | O_CLOEXEC);
		ssize_t size = copy < 0 ? -1 : read(copy, text, sizeof text);
		if (size > 0 && write(file_fd, text, (size_t)size) != size)
			error = errno;
	}
	how("%s of an instance of one's own: %s", file, strerror(error));
	return error;
}

/* Since 6.7 a user namespace has one of its own: the host's holds lab-marker. */
static int binfmt_misc(void)
{
	int error = own_instance("binfmt_misc", "binfmt_misc", NULL, "register", false);
	int fd = error ? -1 : file_system("binfmt_misc", "binfmt_misc", NULL);
	if (fd >= 0 && faccessat(fd, "lab-marker", F_OK, 0) < 0) {
		how("an instance that is not the host's");
		error = ENOMSG;
	}
	return error;
}

static int release_agent(void)
{
	/* A hierarchy of its own, without a controller: v2 alone is no obstacle. */
	return own_instance("cgroup", "none", "none,name=lab", "release_agent", true);
}

static int core_pattern(void)
{
	static const char file[] = "/proc/sys/kernel/core_pattern";
	int error = own_instance("proc", "proc", NULL, "sys/kernel/core_pattern", true);
	if (!error)
		return 0;
	/* What the engine left read-only, taken away or made writable: in a mount namespace of one's own. */
	if (unshare(CLONE_NEWNS) < 0)
		return error;
	mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL);
	if (umount2("/proc/sys", MNT_DETACH) < 0 && mount(NULL, "/proc/sys", NULL, MS_REMOUNT | MS_BIND, NULL) < 0)
		return error;
	int fd = open(file, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	char text[512];
	int copy = open(file, O_RDONLY | O_CLOEXEC);
	ssize_t size = read(copy, text, sizeof text);
	error = size > 0 && write(fd, text, (size_t)size) == size ? 0 : errno;
	how("/proc/sys uncovered: %s", strerror(error));
	return error;
}

/* Takes over the next file that the host opens: it opens one all the time. */
static int fanotify(void)
{
	struct places *places = &(struct places){ 0 };
	const char *number = conf_value("disk", 0, 1);
	char text[64];
	int error = ENOENT;
	int group = fanotify_init(FAN_CLASS_NOTIF | FAN_CLOEXEC, O_RDWR);
	if (group < 0) {
		how("fanotify_init: %s", strerror(errno));
		return errno;
	}
	reach(places, number, "/");
	/* Any file of that file system names all of it: the engine's own binds will do. */
	FILE *mounts = fopen("/proc/self/mountinfo", "re");
	char line[8192];
	bool marked = false;
	while (mounts && !marked && fgets(line, sizeof line, mounts)) {
		char have[32], point[PATH_SIZE];
		if (sscanf(line, "%*d %*d %31s %*s %511s", have, point) != 2 || strcmp(have, number))
			continue;
		marked = !fanotify_mark(group, FAN_MARK_ADD | FAN_MARK_FILESYSTEM, FAN_OPEN, AT_FDCWD, point);
		error = errno;
		how("fanotify_mark %s: %s", point, marked ? "done" : strerror(error));
	}
	struct pollfd wait = { .fd = group, .events = POLLIN };
	while (marked && poll(&wait, 1, 4000) == 1) {
		struct fanotify_event_metadata events[32];
		ssize_t size = read(group, events, sizeof events);
		if (size < 0)
			return errno;
		for (struct fanotify_event_metadata *event = events; FAN_EVENT_OK(event, size); event = FAN_EVENT_NEXT(event, size)) {
			ssize_t got = pread(event->fd, text, sizeof text, 0);
			if (got > 0 && is_marker(text, (size_t)got, "root") && (fcntl(event->fd, F_GETFL) & O_ACCMODE) == O_RDWR) {
				how("a file that the host opened, for reading and writing");
				return 0;
			}
			close(event->fd);
		}
	}
	return marked ? ETIMEDOUT : error;
}

static int program_runs(unsigned helper)
{
	/* Loaded and attached, and never gets as far as the helper. */
	const struct bpf_insn read_kernel[] = {
		{ .code = 0x85, .imm = BPF_FUNC_get_current_pid_tgid },
		{ .code = 0x55, .dst_reg = 0, .off = 6, .imm = -1 },
		{ .code = 0x7a, .dst_reg = 10, .off = -8, .imm = 0 },
		{ .code = 0xbf, .dst_reg = 1, .src_reg = 10 },
		{ .code = 0x07, .dst_reg = 1, .imm = -8 },
		{ .code = 0xb7, .dst_reg = 2, .imm = 8 },
		{ .code = 0xb7, .dst_reg = 3, .imm = 0 },
		{ .code = 0x85, .imm = BPF_FUNC_probe_read_kernel },
		{ .code = 0xb7, .dst_reg = 0, .imm = 0 },
		{ .code = 0x95 },
	};
	const struct bpf_insn write_user[] = {
		{ .code = 0x85, .imm = BPF_FUNC_get_current_pid_tgid },
		{ .code = 0x55, .dst_reg = 0, .off = 6, .imm = -1 },
		{ .code = 0x7a, .dst_reg = 10, .off = -8, .imm = 0 },
		{ .code = 0xbf, .dst_reg = 2, .src_reg = 10 },
		{ .code = 0x07, .dst_reg = 2, .imm = -8 },
		{ .code = 0xb7, .dst_reg = 1, .imm = 0 },
		{ .code = 0xb7, .dst_reg = 3, .imm = 8 },
		{ .code = 0x85, .imm = BPF_FUNC_probe_write_user },
		{ .code = 0xb7, .dst_reg = 0, .imm = 0 },
		{ .code = 0x95 },
	};
	static char log[4096];
	bool writes = helper == BPF_FUNC_probe_write_user;
	union bpf_attr attr = {
		.prog_type = BPF_PROG_TYPE_RAW_TRACEPOINT,
		.insns = (uintptr_t)(writes ? write_user : read_kernel),
		.insn_cnt = 10,
		.license = (uintptr_t)"GPL",
		.log_buf = (uintptr_t)log, .log_size = sizeof log, .log_level = 1,
	};
	int program = (int)syscall(SYS_bpf, BPF_PROG_LOAD, &attr, sizeof attr);
	if (program < 0) {
		int error = errno;
		size_t length = strlen(log);
		how("BPF_PROG_LOAD: %s %.*s", strerror(error), 120, length > 120 ? log + length - 120 : log);
		return error;
	}
	union bpf_attr link = { .raw_tracepoint = { .name = (uintptr_t)"sched_process_exit", .prog_fd = (unsigned)program } };
	int fd = (int)syscall(SYS_bpf, BPF_RAW_TRACEPOINT_OPEN, &link, sizeof link);
	how("loaded, attached: %s", strerror(fd < 0 ? errno : 0));
	return fd < 0 ? errno : 0;
}

static int bpf_write_user(void)  { return program_runs(BPF_FUNC_probe_write_user); }
static int bpf_read_kernel(void) { return program_runs(BPF_FUNC_probe_read_kernel); }

/* The host has a process whose arguments end so: they lie on its stack, and
 * nowhere on ours. */
static int perf_read_user(void)
{
	static const char secret[] = "escape-probe lab marker: stack";
	enum { RING = 128 };	/* with the page before it what a user may lock */
	/* Whenever a process leaves the processor: what it has on its stack. */
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE, .size = sizeof attr, .config = PERF_COUNT_SW_CONTEXT_SWITCHES,
		.sample_period = 1, .sample_type = PERF_SAMPLE_STACK_USER, .sample_stack_user = 32768, .wakeup_events = 1,
	};
	size_t page = (size_t)sysconf(_SC_PAGESIZE), size = RING * page;
	struct pollfd wait = { .events = POLLIN };
	wait.fd = (int)syscall(SYS_perf_event_open, &attr, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
	if (wait.fd < 0) {
		how("perf_event_open: %s", strerror(errno));
		return errno;
	}
	char *ring = mmap(NULL, page + size, PROT_READ | PROT_WRITE, MAP_SHARED, wait.fd, 0);
	if (ring == MAP_FAILED) {
		how("mmap: %s", strerror(errno));
		return errno;
	}
	struct perf_event_mmap_page *control = (void *)ring;
	time_t started = time(NULL);
	uint64_t tail = 0;
	while (time(NULL) < started + 4 && poll(&wait, 1, 1000) == 1) {
		uint64_t head = __atomic_load_n(&control->data_head, __ATOMIC_ACQUIRE);
		size_t from = tail % size, length = (size_t)(head - tail), first = length < size - from ? length : size - from;
		if (memmem(ring + page + from, first, secret, sizeof secret - 1) ||
		    memmem(ring + page, length - first, secret, sizeof secret - 1)) {
			how("the stack of a process of the host, among %llu bytes", (unsigned long long)head);
			return 0;
		}
		__atomic_store_n(&control->data_tail, tail = head, __ATOMIC_RELEASE);
	}
	how("samples, %llu bytes, but none of that process", (unsigned long long)tail);
	return ETIMEDOUT;
}

static int setns_host(void)
{
	struct places *places = &(struct places){ 0 };
	reach(places, "proc", "/1/ns/mnt");
	int error = ENOENT;
	for (size_t i = 0; i < places->count; i++) {
		int fd = open(places->at[i], O_RDONLY | O_CLOEXEC);
		if (fd < 0 || setns(fd, CLONE_NEWNS) < 0) {
			error = errno;
			how("%s %s: %s", fd < 0 ? "open" : "setns", places->at[i], strerror(error));
			continue;
		}
		if (reads_marker(AT_FDCWD, "/LAB-MARKER", "root"))
			return 0;
		error = errno;
	}
	return error;
}

/* Without the distribution's signature, which a module of one's own has not
 * either: scripts/sign-file.c appends it, its length and a line. */
static size_t unsigned_size(const char *image, size_t size)
{
	static const char line[] = "~Module signature appended~\n";
	size_t tail = sizeof line - 1;
	if (size < tail + 12 || memcmp(image + size - tail, line, tail))
		return size;
	const unsigned char *length = (const unsigned char *)image + size - tail - 4;
	size_t signature = (size_t)length[0] << 24 | (size_t)length[1] << 16 | (size_t)length[2] << 8 | length[3];
	return signature <= size - tail - 12 ? size - tail - 12 - signature : size;
}

static int load_module(void)
{
	int fd = open("dummy.ko", O_RDONLY | O_CLOEXEC);
	struct stat st;
	if (fd < 0 || fstat(fd, &st) < 0)
		return NOT_COMPARED;
	char *image = malloc((size_t)st.st_size);
	if (!image || read(fd, image, (size_t)st.st_size) != st.st_size)
		return NOT_COMPARED;
	if (syscall(SYS_init_module, image, unsigned_size(image, (size_t)st.st_size), "numdummies=0") < 0)
		return errno;
	if (syscall(SYS_delete_module, "dummy", O_NONBLOCK) < 0)
		how("loaded, but not removed: %s", strerror(errno));
	return 0;
}

static int by_handle(void)
{
	/* ext4's handle of its root: inode 2, any generation. */
	struct {
		struct file_handle head;
		uint32_t inode, generation;
	} handle = { .head = { .handle_bytes = 8, .handle_type = 1 }, .inode = 2 };
	const char *number = conf_value("disk", 0, 1);
	FILE *mounts = fopen("/proc/self/mountinfo", "re");
	char line[8192];
	int error = ENOENT;
	while (mounts && fgets(line, sizeof line, mounts)) {
		char have[32], point[PATH_SIZE];
		if (sscanf(line, "%*d %*d %31s %*s %511s", have, point) != 2 || strcmp(have, number))
			continue;
		int file = open(point, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
		if (file < 0)
			continue;
		int fd = open_by_handle_at(file, &handle.head, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		error = errno;
		close(file);
		how("by %s: %s", point, fd < 0 ? strerror(error) : "inode 2");
		if (fd >= 0 && reads_marker(fd, "LAB-MARKER", "root"))
			return 0;
	}
	return error;
}

static int io_ports(void)
{
	return iopl(3) < 0 ? errno : 0;
}

static int reboot_host(void)
{
	/* What Ctrl-Alt-Del does stays as it is; only the initial pid namespace may say it. */
	return reboot((int)RB_ENABLE_CAD) < 0 ? errno : 0;
}

/* Memory for a crash kernel is set aside at boot or not at all. */
static bool crash_memory(void)
{
	char text[32];
	int fd = open("/sys/kernel/kexec_crash_size", O_RDONLY | O_CLOEXEC);
	ssize_t size = fd < 0 ? 0 : read(fd, text, sizeof text - 1);
	if (fd >= 0)
		close(fd);
	if (size <= 0)
		return false;
	text[size] = '\0';
	return atoll(text) > 0;
}

static int kexec(void)
{
	/* No segment: takes away the image that nobody loaded, by the same checks. */
	if (syscall(SYS_kexec_load, 0UL, 0UL, NULL, 0UL) < 0)
		return errno;
	/* It starts by reboot(2) in the initial pid namespace, or by a crash where there is memory for it. */
	int error = reboot_host();
	int trigger = open("/proc/sysrq-trigger", O_WRONLY | O_CLOEXEC);
	how("loads; reboot: %s; memory for a crash kernel: %s", strerror(error), crash_memory() ? "yes" : "none");
	return error && (trigger < 0 || !crash_memory()) ? error : 0;
}

static int kernel_log(void)
{
	static char text[65536];
	struct places *places = &(struct places){ 0 };
	int error = ENODATA;
	if (klogctl(3, text, sizeof text) > 0)
		return 0;
	error = errno;
	reach(places, "proc", "/kmsg");
	nodes(places, S_IFCHR, "1:11");
	int fd = open_any(places, O_RDONLY);
	return fd >= 0 && read(fd, text, sizeof text) > 0 ? 0 : error;
}

static int clock_set(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return clock_settime(CLOCK_REALTIME, &now) < 0 ? errno : 0;
}

const struct attempt attempts_capabilities[] = {
	{ "sysadmin-binfmt-misc", binfmt_misc },
	{ "sysadmin-fanotify", fanotify },
	{ "sysadmin-core-pattern", core_pattern },
	{ "sysadmin-release-agent", release_agent },
	{ "bpf-write-user", bpf_write_user },
	{ "setns-host", setns_host },
	{ "cap-sys-module", load_module },
	{ "cap-dac-read-search", by_handle },
	{ "cap-sys-rawio", io_ports },
	{ "bpf-read-kernel", bpf_read_kernel },
	{ "perf-read-user", perf_read_user },
	{ "kexec-load", kexec },
	{ "host-reboot", reboot_host },
	{ "kernel-log", kernel_log },
	{ "host-clock", clock_set },
	{ NULL, NULL }
};
