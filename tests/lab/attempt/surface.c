/* surface.c - what the host shares or leaves in reach without being a way out
 * by itself: namespaces, the kernel's rarer interfaces, files left for others. */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/dm-ioctl.h>
#include <linux/loop.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>
#include "attempt.h"

/* ---- namespaces of the host ------------------------------------------------- */

static int host_pid(void)      { return same_namespace("pid"); }
static int host_cgroupns(void) { return same_namespace("cgroup"); }

/* The flags that the loopback has, set once more. */
static int network_admin(void)
{
	struct ifreq request = { .ifr_name = "lo" };
	int error = same_namespace("net");
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (!error && (fd < 0 || ioctl(fd, SIOCGIFFLAGS, &request) < 0 || ioctl(fd, SIOCSIFFLAGS, &request) < 0))
		error = errno;
	return error;
}

static int network_raw(void)
{
	int error = same_namespace("net");
	return !error && socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0) < 0 ? errno : error;
}

static int host_uts(void)
{
	struct utsname name;
	int error = same_namespace("uts");
	uname(&name);
	return !error && sethostname(name.nodename, strlen(name.nodename)) < 0 ? errno : error;
}

/* Audit's state: told to whom may change it. */
static int host_audit(void)
{
	struct nlmsghdr request = { .nlmsg_len = sizeof request, .nlmsg_type = AUDIT_GET, .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK };
	struct { struct nlmsghdr head; int error; char rest[512]; } reply = { .error = 0 };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	if (fd < 0 || send(fd, &request, sizeof request, 0) < 0)
		return errno;
	if (poll(&wait, 1, 3000) != 1)
		return ETIMEDOUT;
	if (recv(fd, &reply, sizeof reply, 0) < (ssize_t)sizeof reply.head)
		return errno;
	return reply.head.nlmsg_type == NLMSG_ERROR ? -reply.error : 0;
}

static int keyring(void)
{
	int error = same_namespace("user");
	return !error && syscall(SYS_keyctl, 0 /* GET_KEYRING_ID */, -4 /* the user's */, 1) < 0 ? errno : error;
}

/* ---- mounts and roots ---------------------------------------------------------- */

/* chroot(2) in a chroot, and up: with the working directory outside of it. */
static int chroot_break(void)
{
	if (reads_marker(AT_FDCWD, "/LAB-MARKER", "root")) {
		how("the host's root already");
		return ENOENT;
	}
	mkdir("/tmp/lab-root", 0700);
	int error = chroot("/tmp/lab-root") < 0 ? errno : 0;
	for (int i = 0; !error && i < 64; i++)
		if (chdir("..") < 0)
			error = errno;
	if (!error && chroot(".") < 0)
		error = errno;
	if (!error && !reads_marker(AT_FDCWD, "/LAB-MARKER", "root"))
		error = errno;
	return error;
}

struct mnt_info { uint32_t size, mounts; uint64_t id; };

/* From our mount namespace (in a chroot it is the host's) to the next, or the
 * one before it, until one is the host's. */
static int iterate(unsigned request)
{
	int fd = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC), error = ENOENT;
	for (int i = 0; fd >= 0 && i < 64; i++) {
		struct mnt_info info = { .size = sizeof info };
		int next = i == 0 ? ioctl(fd, request, &info) < 0 && errno == ENOTTY ? -1 : fd : ioctl(fd, request, &info);
		if (next < 0) {
			how("NS_MNT_GET_PREV or NEXT, step %d: %s", i, strerror(errno));
			return errno;
		}
		fd = next;
		if (setns(fd, CLONE_NEWNS) < 0) {
			error = errno;
			how("setns, step %d: %s", i, strerror(errno));
		} else if (reads_marker(AT_FDCWD, "/LAB-MARKER", "root")) {
			how("step %d", i);
			return 0;
		}
	}
	return error;
}

static int nsfs_iterate(void)
{
	int error = iterate(_IOR(0xb7, 12, struct mnt_info));
	return error == ENOENT ? iterate(_IOR(0xb7, 11, struct mnt_info)) : error;
}

static bool is_hosts_peer(unsigned long group)
{
	const char *value;
	for (size_t i = 0; (value = conf_value("shared", i, 0)); i++)
		if (strtoul(value, NULL, 10) == group)
			return true;
	return false;
}

/* A tmpfs over a directory made for it, in a mount that passes it on. */
static int propagation(void)
{
	FILE *mounts = fopen("/proc/self/mountinfo", "re");
	char line[8192];
	int error = ENOENT;
	while (mounts && error && fgets(line, sizeof line, mounts)) {
		char point[PATH_SIZE], name[PATH_SIZE + 16];
		const char *shared = strstr(line, " shared:"), *tail = strstr(line, " - ");
		if (!shared || !tail || shared > tail || sscanf(line, "%*d %*d %*s %*s %511s", point) != 1 ||
		    !is_hosts_peer(strtoul(shared + 8, NULL, 10)))
			continue;
		snprintf(name, sizeof name, "%s/lab-over", point);
		if (mkdir(name, 0700) < 0 && errno != EEXIST) {
			error = errno;
			continue;
		}
		error = mount("tmpfs", name, "tmpfs", 0, NULL) < 0 ? errno : 0;
		how("mount on %.200s: %s", name, strerror(error));
		if (!error)
			umount2(name, MNT_DETACH);
		rmdir(name);
	}
	if (mounts)
		fclose(mounts);
	return error;
}

/* Set-user-ID root, in a directory that the host has without nosuid. */
static int leaves_suid(const char *directory)
{
	char name[PATH_SIZE];
	struct stat st;
	struct statvfs fs;
	if (stat(directory, &st) < 0 || statvfs(directory, &fs) < 0)
		return errno;
	if (!S_ISDIR(st.st_mode) || fs.f_flag & ST_NOSUID)
		return EACCES;
	snprintf(name, sizeof name, "%.480s/lab-suid", directory);
	int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0700);
	if (fd < 0)
		return errno;
	int error = fchmod(fd, 04755) < 0 || fstat(fd, &st) < 0 ? errno : st.st_mode & S_ISUID && st.st_uid == 0 ? 0 : EPERM;
	close(fd);
	unlink(name);
	return error;
}

/* Docker's own directory is closed to the host's users: nobody starts what lies
 * in a volume there. */
static bool is_closed(const char *place)
{
	FILE *mounts = fopen("/proc/self/mountinfo", "re");
	char line[8192], root[PATH_SIZE], point[PATH_SIZE];
	bool closed = false;
	while (mounts && fgets(line, sizeof line, mounts))
		if (sscanf(line, "%*d %*d %*s %511s %511s", root, point) == 2 && !strcmp(point, place))
			closed = !strncmp(root, "/var/lib/docker/", 16);
	if (mounts)
		fclose(mounts);
	return closed;
}

static int suid(void)
{
	struct places *places = &(struct places){ 0 };
	const char *number;
	char copy[32];
	int error = same_namespace("user");
	if (error)
		return error;
	error = ENOENT;
	for (size_t i = 0; (number = conf_value("mount", i, 0)); i++) {
		snprintf(copy, sizeof copy, "%s", number);
		reach_all(places, copy);
	}
	for (size_t i = 0; i < places->count && error; i++) {
		error = is_closed(places->at[i]) ? ENOENT : leaves_suid(places->at[i]);
		how("%s: %s", places->at[i], strerror(error));
	}
	return error;
}

/* ---- kernel files and devices ----------------------------------------------------- */

/* Is there anything in what engines hide? */
static bool has_content(const char *path)
{
	char byte;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st;
	bool found = false;
	if (fd < 0 || fstat(fd, &st) < 0)
		return false;
	if (S_ISDIR(st.st_mode)) {
		DIR *dir = fdopendir(fd);
		const struct dirent *entry;
		while (dir && !found && (entry = readdir(dir)))
			found = entry->d_name[0] != '.';
	} else {
		found = S_ISREG(st.st_mode) && read(fd, &byte, 1) == 1;
	}
	return found;
}

static int unmasked(void)
{
	static const char *const paths[] = {
		"/proc/acpi", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/timer_stats", "/proc/sched_debug",
		"/proc/scsi", "/sys/firmware", "/sys/devices/virtual/powercap",
	};
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		if (has_content(paths[i])) {
			how("%s", paths[i]);
			return 0;
		}
	}
	return ENOENT;
}

/* Takes away a profile that is not there. */
static int removes_nothing(int fd)
{
	static const char none[] = "lab-no-such-profile";
	int file = openat(fd, "apparmor/.remove", O_WRONLY | O_CLOEXEC);
	if (file < 0)
		return errno;
	return write(file, none, sizeof none) < 0 && errno != ENOENT ? errno : 0;
}

static int securityfs(void)
{
	struct places *places = &(struct places){ 0 };
	int error = ENOENT;
	reach(places, "securityfs", "/");
	for (size_t i = 0; i < places->count && error; i++) {
		int fd = open(places->at[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		error = fd < 0 ? errno : removes_nothing(fd);
		how("%s: %s", places->at[i], strerror(error));
	}
	if (!error)
		return 0;
	int fd = file_system("securityfs", "securityfs", NULL);
	if (fd < 0)
		return error == ENOENT ? -fd : error;
	error = removes_nothing(fd);
	how("one of one's own: %s", strerror(error));
	return error;
}

/* A variable of the lab's own, gone again: one without a value is none. */
static int adds_variable(int fd)
{
	static const struct { uint32_t attributes; char value[4]; } variable = { 7 /* kept, for firmware and system */, "lab" };
	int file = openat(fd, "Lab-6c616221-0000-4000-8000-000000000001", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (file < 0)
		return errno;
	int error = write(file, &variable, sizeof variable) < 0 ? errno : 0;
	if (!error && write(file, &variable, sizeof variable.attributes) < 0)
		how("left behind: %s", strerror(errno));
	close(file);
	return error;
}

static int efivarfs(void)
{
	struct places *places = &(struct places){ 0 };
	int error = ENOENT;
	reach(places, "efivarfs", "/");
	for (size_t i = 0; i < places->count && error; i++) {
		int fd = open(places->at[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		error = fd < 0 ? errno : adds_variable(fd);
		how("%s: %s", places->at[i], strerror(error));
	}
	if (!error)
		return 0;
	int fd = file_system("efivarfs", "efivarfs", NULL);
	if (fd < 0)
		return error == ENOENT ? -fd : error;
	error = adds_variable(fd);
	how("one of one's own: %s", strerror(error));
	return error;
}

/* A group of the host's that is frozen no more than before. */
static int thaws(int fd)
{
	int file = openat(fd, "system.slice/lab.service/cgroup.freeze", O_WRONLY | O_CLOEXEC);
	return file < 0 || write(file, "0", 1) != 1 ? errno : 0;
}

static int cgroup2(void)
{
	FILE *mounts = fopen("/proc/self/mountinfo", "re");
	char line[8192], point[PATH_SIZE];
	int error = ENOENT;
	while (mounts && error && fgets(line, sizeof line, mounts)) {
		if (!strstr(line, " - cgroup2 ") || sscanf(line, "%*d %*d %*s %*s %511s", point) != 1)
			continue;
		int fd = open(point, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		int result = fd < 0 ? errno : thaws(fd);
		how("%s: %s", point, strerror(result));
		error = result;
	}
	if (mounts)
		fclose(mounts);
	if (!error)
		return 0;
	int fd = file_system("cgroup2", "none", NULL);
	return fd < 0 ? error : thaws(fd);
}

static int character(const char *number)
{
	struct places *places = &(struct places){ 0 };
	nodes(places, S_IFCHR, number);
	return open_any(places, O_RDWR);
}

static int mapper(void)
{
	static struct { struct dm_ioctl head; char rest[4096]; } list = {
		.head = { .version = { 4, 0, 0 }, .data_size = sizeof list, .data_start = sizeof list.head },
	};
	int fd = character("10:236");
	return fd < 0 ? -fd : ioctl(fd, DM_LIST_DEVICES, &list) < 0 ? errno : 0;
}

static int loop(void)
{
	int fd = character("10:237");
	return fd < 0 ? -fd : ioctl(fd, LOOP_CTL_GET_FREE) < 0 ? errno : 0;
}

/* The segment that sysenter loads, as it is. */
static int msr(void)
{
	uint64_t value;
	int fd = character("202:0");
	if (fd < 0)
		return -fd;
	return pread(fd, &value, sizeof value, 0x174) == sizeof value && pwrite(fd, &value, sizeof value, 0x174) == sizeof value ? 0 : errno;
}

/* A node that somebody outside could open: not where nodes are none. */
static int makes_node(void)
{
	struct places *places = &(struct places){ 0 };
	struct statvfs fs;
	char number[32];
	snprintf(number, sizeof number, "%s", conf_value("disk", 0, 1));
	nodes(places, S_IFBLK, number);
	for (size_t i = 0; i < places->count; i++)
		if (strstr(places->at[i], "/lab-node-") && !statvfs(places->at[i], &fs) && !(fs.f_flag & ST_NODEV))
			return 0;
	return EPERM;
}

/* ---- less than a way out ------------------------------------------------------------- */

static int no_seccomp(void)
{
	int mode = prctl(PR_GET_SECCOMP);
	how("mode %d", mode);
	return mode == 0 ? 0 : EPERM;
}

static int no_security_module(void)
{
	char label[256] = "";
	int fd = open("/proc/self/attr/current", O_RDONLY | O_CLOEXEC);
	ssize_t size = fd < 0 ? -1 : read(fd, label, sizeof label - 1);
	label[strcspn(label, "\n")] = '\0';
	how("%s", size < 0 ? strerror(errno) : label);
	return size < 0 || !strncmp(label, "unconfined", 10) || !strcmp(label, "kernel") ? 0 : EACCES;
}

static int user_namespace(void)
{
	return unshare(CLONE_NEWUSER) < 0 ? errno : 0;
}

static int io_uring(void)
{
	char parameters[120] = { 0 };
	return syscall(SYS_io_uring_setup, 1, parameters) < 0 ? errno : 0;
}

/* What the API server lets its owner do, where there is one to ask. */
static int asks_api(const char *token, const char *address, const char *port)
{
	struct sockaddr_in server = { .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(port)) };
	char text[2048];
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (inet_pton(AF_INET, address, &server.sin_addr) != 1 || connect(fd, (struct sockaddr *)&server, sizeof server) < 0)
		return errno;
	int size = snprintf(text, sizeof text, "POST /apis/authorization.k8s.io/v1/selfsubjectrulesreviews HTTP/1.0\r\n"
		"Authorization: Bearer %.1000s\r\nContent-Length: 0\r\n\r\n", token);
	if (write(fd, text, (size_t)size) != size)
		return errno;
	size_t length = 0;
	for (ssize_t got; length < sizeof text - 1 && (got = read(fd, text + length, sizeof text - 1 - length)) > 0; )
		length += (size_t)got;
	text[length] = '\0';
	const char *body = strstr(text, "\r\n\r\n");
	how("the API server: %s", body ? body + 4 : text);
	return strncmp(text + strcspn(text, " "), " 201", 4) ? EACCES : 0;
}

static int token(void)
{
	char text[1024];
	const char *address = getenv("KUBERNETES_SERVICE_HOST"), *port = getenv("KUBERNETES_SERVICE_PORT");
	int fd = open("/var/run/secrets/kubernetes.io/serviceaccount/token", O_RDONLY | O_CLOEXEC);
	ssize_t size = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
	if (size < 0)
		return errno;
	text[size] = '\0';
	text[strcspn(text, "\n")] = '\0';
	return address && port ? asks_api(text, address, port) : 0;
}

const struct attempt attempts_surface[] = {
	{ "host-pid", host_pid },
	{ "host-network-admin", network_admin },
	{ "host-network-raw", network_raw },
	{ "host-uts", host_uts },
	{ "host-audit", host_audit },
	{ "shared-keyring", keyring },
	{ "chroot-break", chroot_break },
	{ "nsfs-iterate", nsfs_iterate },
	{ "mount-propagation-shared", propagation },
	{ "suid-on-host-volume", suid },
	{ "proc-unmasked", unmasked },
	{ "securityfs-policy", securityfs },
	{ "efivarfs-rw", efivarfs },
	{ "cgroup2-rw", cgroup2 },
	{ "dm-control", mapper },
	{ "loop-devices", loop },
	{ "msr", msr },
	{ "mknod-hostuser", makes_node },
	{ "no-seccomp", no_seccomp },
	{ "no-security-module", no_security_module },
	{ "unprivileged-userns", user_namespace },
	{ "io-uring", io_uring },
	{ "host-cgroupns", host_cgroupns },
	{ "service-account-token", token },
	{ NULL, NULL }
};
