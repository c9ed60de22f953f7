/* capture.c - writes what escape-probe reads of a container to stdout, as a
 * tar archive: the captured root of a case.
 *
 * Runs in place of the program, so that it sees exactly what the program
 * would, in a container with nothing else in it.  What can be no file of an
 * archive has a stand-in: a device node is a file that says "b 8:0", a socket
 * one that says "s", a namespace a symbolic link that leads nowhere.  What
 * cannot be read is left out.  Changes nothing. */
#include <dirent.h>
#include <fcntl.h>
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

/* Patterns, in the order of the archive.  Directories are not descended into. */
static const char *const wanted[] = {
	"/.dockerenv", "/run/.containerenv", "/.flatpak-info", "/run/systemd/container", "/run/host/container-manager",
	"/proc/version", "/proc/cmdline", "/proc/devices", "/proc/partitions", "/proc/filesystems", "/proc/modules",
	"/proc/1/comm", "/proc/2/status",
	"/proc/self/status", "/proc/self/mountinfo", "/proc/self/cgroup",
	"/proc/self/uid_map", "/proc/self/gid_map", "/proc/self/setgroups",
	"/proc/self/attr/current", "/proc/self/attr/apparmor/current",
	"/proc/self/ns/*", "/proc/self/fd/*", "/proc/self/fdinfo/*", "/proc/self/cwd", "/proc/1/ns/mnt", "/proc/2/ns/mnt",
	"/proc/fs/ext4/*/options",
	"/proc/sys/kernel/cap_last_cap", "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/dmesg_restrict",
	"/proc/sys/kernel/kexec_*", "/proc/sys/kernel/modprobe", "/proc/sys/kernel/modules_disabled",
	"/proc/sys/kernel/osrelease", "/proc/sys/kernel/perf_event_paranoid", "/proc/sys/kernel/sysrq",
	"/proc/sys/kernel/unprivileged_bpf_disabled", "/proc/sys/kernel/unprivileged_userns_clone",
	"/proc/sys/kernel/yama/ptrace_scope", "/proc/sys/net/core/netdev_budget", "/proc/sys/net/core/somaxconn",
	"/proc/sys/user/max_user_namespaces", "/proc/sys/fs/binfmt_misc/status",
	"/sys/kernel/security/lsm", "/sys/kernel/security/lockdown", "/sys/kernel/uevent_helper",
	"/sys/module/apparmor/parameters/enabled", "/sys/module/module/parameters/sig_enforce",
	"/sys/fs/selinux/enforce", "/sys/fs/*/*/", "/sys/fs/btrfs/*/devices/*", "/sys/fs/cgroup/devices/devices.list",
	"/sys/class/dmi/id/sys_vendor", "/sys/class/dmi/id/product_name", "/sys/class/dmi/id/b*_vendor", "/sys/hypervisor/type",
	"/sys/dev/block/*",
	"/dev/*", "/dev/*/*",
	"/run/*.sock*", "/run/*/*.sock", "/run/*/*/*.sock", "/var/run/*.sock", "/tmp/*.sock",
};

/* What engines mask: that it is there matters, not what is in it. */
static const char *const masked[] = {
	"/proc/acpi", "/proc/asound", "/proc/interrupts", "/proc/kcore", "/proc/keys", "/proc/latency_stats",
	"/proc/sched_debug", "/proc/scsi", "/proc/sysrq-trigger", "/proc/timer_list", "/proc/timer_stats",
	"/sys/devices/virtual/powercap", "/sys/firmware",
};

static char archive[1 << 20];	/* one member at a time */

/* Small octal fields, ending in NUL (tar(5), "ustar"). */
static void put_octal(char *field, int digits, unsigned long value)
{
	char text[24];

	snprintf(text, sizeof text, "%0*lo", digits, value);
	memcpy(field, text, (size_t)digits);
}

/* TYPE: '0' a file, '2' a symbolic link, '5' a directory. */
static void put_member(const char *path, char type, const char *link, const char *data, size_t size)
{
	char header[512] = "";
	const char *name = path + 1, *slash = name;

	/* A name beyond 100 bytes is cut in two at a slash. */
	while (strlen(slash) > 100) {
		slash = strchr(slash + 1, '/');
		if (!slash)
			return;
	}
	if (slash - name > 155 || strlen(link) > 100)
		return;
	if (slash == name) {
		memcpy(header, name, strlen(name));
	} else {
		memcpy(header, slash + 1, strlen(slash + 1));
		memcpy(header + 345, name, (size_t)(slash - name));
	}
	put_octal(header + 100, 7, type == '5' ? 0755 : 0644);
	put_octal(header + 108, 7, 0);
	put_octal(header + 116, 7, 0);
	put_octal(header + 124, 11, size);
	put_octal(header + 136, 11, 0);
	memset(header + 148, ' ', 8);
	header[156] = type;
	memcpy(header + 157, link, strlen(link));
	memcpy(header + 257, "ustar\0" "00", 8);

	unsigned sum = 0;

	for (size_t i = 0; i < sizeof header; i++)
		sum += (unsigned char)header[i];
	put_octal(header + 148, 6, sum);
	header[154] = '\0';
	fwrite(header, 1, sizeof header, stdout);
	fwrite(data, 1, size, stdout);
	memset(header, 0, sizeof header);
	fwrite(header, 1, (512 - size % 512) % 512, stdout);
}

static void put_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	size_t size = 0;
	ssize_t n;

	if (fd < 0)
		return;
	while ((n = read(fd, archive + size, sizeof archive - size)) > 0)
		size += (size_t)n;
	close(fd);
	if (n == 0)
		put_member(path, '0', "", archive, size);
}

/* The link into /sys/devices, and what sysfs says of the device there. */
static void put_block_device(const char *path, const char *link)
{
	static const char *const files[] = {
		"dev", "size", "ro", "removable", "partition", "uevent", "dm/name", "loop/backing_file",
	};
	char file[1024];

	put_member(path, '2', link, "", 0);
	if (strncmp(link, "../../", 6) != 0)
		return;
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		snprintf(file, sizeof file, "/sys/%s/%s", link + 6, files[i]);
		put_file(file);
	}
}

static void put(const char *path, bool with_content)
{
	char text[512];
	struct stat st;

	/* /dev/fd leads to our own descriptors. */
	if (strncmp(path, "/dev/fd/", 8) == 0 || lstat(path, &st) < 0)
		return;
	if (S_ISLNK(st.st_mode)) {
		ssize_t n = readlink(path, text, sizeof text - 1);

		text[n > 0 ? n : 0] = '\0';
		if (strncmp(path, "/sys/dev/block/", 15) == 0)
			put_block_device(path, text);
		else if (n > 0)
			put_member(path, '2', text, "", 0);
	} else if (S_ISDIR(st.st_mode)) {
		put_member(path, '5', "", "", 0);
	} else if (S_ISBLK(st.st_mode) || S_ISCHR(st.st_mode)) {
		int n = snprintf(text, sizeof text, "%c %u:%u\n", S_ISBLK(st.st_mode) ? 'b' : 'c',
				 major(st.st_rdev), minor(st.st_rdev));

		put_member(path, '0', "", text, (size_t)n);
	} else if (S_ISSOCK(st.st_mode)) {
		put_member(path, '0', "", "s\n", 2);
	} else if (S_ISREG(st.st_mode) && with_content) {
		put_file(path);
	} else if (S_ISREG(st.st_mode)) {
		put_member(path, '0', "", "", 0);
	}
}

/* There is no fdinfo of the working directory, so one is made: of a descriptor
 * that is open on it only meanwhile. */
static void put_working_directory(void)
{
	int fd = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	char path[64], text[1024];

	if (fd < 0)
		return;
	snprintf(path, sizeof path, "/proc/self/fdinfo/%d", fd);
	int info = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = info < 0 ? -1 : read(info, text, sizeof text);

	if (n > 0)
		put_member("/proc/self/fdinfo/cwd", '0', "", text, (size_t)n);
	if (info >= 0)
		close(info);
	close(fd);
}

int main(void)
{
	static const char end[1024];

	for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
		glob_t found;

		if (glob(wanted[i], GLOB_NOSORT, NULL, &found) == 0) {
			for (size_t k = 0; k < found.gl_pathc; k++)
				put(found.gl_pathv[k], true);
			globfree(&found);
		}
	}
	for (size_t i = 0; i < sizeof masked / sizeof masked[0]; i++)
		put(masked[i], false);
	put_working_directory();
	fwrite(end, 1, sizeof end, stdout);
	return fclose(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
