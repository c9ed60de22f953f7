/* storage.c - the host's disks.  What is written is what was just read, in the
 * block of the marker file: never a file system's own data. */
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/nvme_ioctl.h>
#include <scsi/sg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "attempt.h"

enum { SECTOR = 512 };

/* One of the host's disks, as conf has it: disk NAME NUMBER OFFSET TYPE. */
struct disk {
	char name[32], number[32], type[16];	/* "-": a part of a volume group */
	off_t marker;
};

static bool disk_at(size_t index, struct disk *disk)
{
	const char *name = conf_value("disk", index, 0);
	if (!name)
		return false;
	snprintf(disk->name, sizeof disk->name, "%s", name);
	snprintf(disk->number, sizeof disk->number, "%s", conf_value("disk", index, 1));
	disk->marker = atoll(conf_value("disk", index, 2));
	snprintf(disk->type, sizeof disk->type, "%s", conf_value("disk", index, 3));
	return true;
}

static int raw(const struct disk *disk, const char *node, bool write_back)
{
	char sector[SECTOR];
	int fd = open(node, (write_back ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return errno;
	int error = 0;
	if (pread(fd, sector, SECTOR, disk->marker) != SECTOR)
		error = errno;
	else if (!is_marker(sector, SECTOR, disk->name))
		error = ENOMSG;
	else if (write_back && (pwrite(fd, sector, SECTOR, disk->marker) != SECTOR || fsync(fd) < 0))
		error = errno;
	close(fd);
	return error;
}

static int raw_write_disk(const struct disk *disk, const char *node) { return raw(disk, node, true); }
static int raw_read_disk(const struct disk *disk, const char *node)  { return raw(disk, node, false); }

static int mount_disk(const struct disk *disk, const char *node)
{
	int fd = file_system(disk->type, node, NULL);
	if (fd < 0)
		return -fd;
	int error = reads_marker(fd, "LAB-MARKER", disk->name) ? 0 : errno;
	close(fd);
	return error;
}

/* A kernel since 6.6 asks no permission for what is mounted already: that is
 * live-filesystem-attach. */
static int mount_open_disk(const struct disk *disk, const char *node)
{
	int fd = open(node, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return errno;
	close(fd);
	return mount_disk(disk, node);
}

static int each_disk(int (*step)(const struct disk *, const char *))
{
	struct disk disk;
	int error = ENOENT;
	for (size_t i = 0; disk_at(i, &disk); i++) {
		struct places *places = &(struct places){ 0 };
		nodes(places, S_IFBLK, disk.number);
		for (size_t n = 0; n < places->count; n++) {
			int result = step(&disk, places->at[n]);
			how("%s, disk %s: %s", places->at[n], disk.name, strerror(result));
			if (!result)
				return 0;
			error = result;
		}
	}
	return error;
}

static int raw_write(void)  { return each_disk(raw_write_disk); }
static int raw_read(void)   { return each_disk(raw_read_disk); }
static int mount_host(void) { return each_disk(mount_open_disk); }

static int live_attach(void)
{
	/* CMD_CREATE_EXCL came with the change that opened this way, in 6.6. */
	int context = (int)syscall(SYS_fsopen, "tmpfs", 1);
	if (context < 0)
		return errno;
	if (syscall(SYS_fsconfig, context, 8 /* CMD_CREATE_EXCL */, NULL, NULL, 0) < 0)
		return errno;
	return each_disk(mount_disk);
}

/* Our cgroup in the hierarchy that names the controller; "" for v2's. */
static bool own_cgroup(const char *controller, char *path, size_t size)
{
	FILE *file = fopen("/proc/self/cgroup", "re");
	char line[1024];
	bool found = false;
	while (file && !found && fgets(line, sizeof line, file)) {
		char *list = strchr(line, ':'), *name = list ? strchr(list + 1, ':') : NULL;
		if (!name)
			continue;
		*name++ = '\0';
		name[strcspn(name, "\n")] = '\0';
		found = *controller ? strstr(list + 1, controller) != NULL : !list[1];
		snprintf(path, size, "%s", name);
	}
	if (file)
		fclose(file);
	return found;
}

static int devices_allow(void)
{
	char own[PATH_SIZE], rule[64];
	struct places *places = &(struct places){ 0 };
	struct disk disk;
	int error = ENOENT;
	if (!own_cgroup("devices", own, sizeof own - 16) || !disk_at(0, &disk)) {
		how("no cgroup v1 with devices");
		return ENOENT;
	}
	strcat(own, "/devices.allow");
	reach(places, "cgroup", own);
	int fd = open_any(places, O_WRONLY), root = -1, length = snprintf(rule, sizeof rule, "b %s r", disk.number);
	bool open_before = opens_disk();
	if (fd < 0) {
		root = file_system("cgroup", "none", "devices");
		fd = root < 0 ? root : openat(root, own + 1, O_WRONLY | O_CLOEXEC);
	}
	if (fd < 0)
		return -fd;
	error = write(fd, rule, (size_t)length) == length && opens_disk() ? 0 : errno;
	how("devices.allow: %s", strerror(error));
	if (!open_before) {	/* as it was */
		char *name = strstr(own, "devices.allow");
		strcpy(name, "devices.deny");
		*places = (struct places){ 0 };
		reach(places, "cgroup", own);
		int deny = root < 0 ? open_any(places, O_WRONLY) : openat(root, own + 1, O_WRONLY | O_CLOEXEC);
		(void)!write(deny, rule, (size_t)length);
	}
	return error;
}

static int migrate_to(const char *procs_directory, int fd)
{
	char before[PATH_SIZE], after[PATH_SIZE];
	const char *controller = own_cgroup("devices", before, sizeof before) ? "devices" : "";
	if (!own_cgroup(controller, before, sizeof before))
		return ENOENT;
	int procs = openat(fd, "cgroup.procs", O_WRONLY | O_CLOEXEC);
	if (procs < 0) {
		how("%s/cgroup.procs: %s", procs_directory, strerror(errno));
		return errno;
	}
	int error = write(procs, "0", 1) == 1 ? 0 : errno;
	close(procs);
	if (!error && own_cgroup(controller, after, sizeof after) && !strcmp(before, after))
		error = ENOMSG;	/* where we were */
	if (!error && !opens_disk())
		error = errno;
	how("%s, from %.60s to %.60s: %s", procs_directory, before, error == ENOMSG ? "itself" : after, strerror(error));
	return error;
}

static int migrate(void)
{
	struct places *places = &(struct places){ 0 };
	char line[8192], own[PATH_SIZE];
	bool v1 = own_cgroup("devices", own, sizeof own);
	int error = ENOENT;
	/* Any mount of the hierarchy, whatever its root: "/../.." is the host's. */
	FILE *mounts = fopen("/proc/self/mountinfo", "re");
	while (mounts && fgets(line, sizeof line, mounts)) {
		char *tail = strstr(line, v1 ? " - cgroup " : " - cgroup2 ");
		if (tail && (!v1 || strstr(tail, "devices")) && places->count < PLACES_MAX &&
		    sscanf(line, "%*d %*d %*s %*s %511s", places->at[places->count]) == 1)
			places->count++;
	}
	for (size_t i = 0; i < places->count; i++) {
		int fd = open(places->at[i], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		int result = fd < 0 ? errno : migrate_to(places->at[i], fd);
		if (!result)
			return 0;
		error = result;
	}
	int fd = v1 ? file_system("cgroup", "none", "devices") : file_system("cgroup2", "none", NULL);
	return fd < 0 ? error : migrate_to("a hierarchy of one's own", fd);
}

static int character(const char *number, int (*step)(const struct disk *, int fd), size_t disk_index)
{
	struct places *places = &(struct places){ 0 };
	struct disk disk;
	char node[32];
	if (!number)
		return NOT_COMPARED;
	snprintf(node, sizeof node, "%s", number);	/* the next look into conf takes it away */
	if (!disk_at(disk_index, &disk))
		return NOT_COMPARED;
	nodes(places, S_IFCHR, node);
	int fd = open_any(places, O_RDWR);
	if (fd < 0)
		return -fd;
	int error = step(&disk, fd);
	close(fd);
	return error;
}

static int read_10(const struct disk *disk, int fd)
{
	char sector[SECTOR];
	uint32_t block = (uint32_t)(disk->marker / SECTOR);
	unsigned char command[10] = { 0x28, 0, (unsigned char)(block >> 24), (unsigned char)(block >> 16), (unsigned char)(block >> 8),
				      (unsigned char)block, 0, 0, 1, 0 };
	struct sg_io_hdr io = {
		.interface_id = 'S', .dxfer_direction = SG_DXFER_FROM_DEV, .cmd_len = sizeof command, .cmdp = command,
		.dxferp = sector, .dxfer_len = SECTOR, .timeout = 3000,
	};
	if (ioctl(fd, SG_IO, &io) < 0)
		return errno;
	how("READ(10): %s", is_marker(sector, SECTOR, disk->name) ? "the marker" : "something else");
	return is_marker(sector, SECTOR, disk->name) ? 0 : ENOMSG;
}

static int nvme_read(const struct disk *disk, int fd)
{
	char sector[SECTOR];
	struct nvme_passthru_cmd command = {
		.opcode = 2, .nsid = 1, .addr = (uintptr_t)sector, .data_len = SECTOR,
		.cdw10 = (uint32_t)(disk->marker / SECTOR), .timeout_ms = 3000,
	};
	if (ioctl(fd, NVME_IOCTL_IO_CMD, &command) < 0) {
		how("opened; NVME_IOCTL_IO_CMD: %s", strerror(errno));
		return errno;
	}
	return is_marker(sector, SECTOR, disk->name) ? 0 : ENOMSG;
}

static int scsi_generic(void) { return character(conf_value("sg", 0, 0), read_10, 1); }
static int nvme(void)
{
	int error = character(conf_value("nvme", 0, 0), nvme_read, 2);
	return error > 0 && conf_value("ng", 0, 0) ? character(conf_value("ng", 0, 0), nvme_read, 2) : error;
}

static int memory(void)
{
	struct places *places = &(struct places){ 0 };
	char byte;
	nodes(places, S_IFCHR, "1:1");
	int fd = open_any(places, O_RDWR);
	if (fd < 0) {
		*places = (struct places){ 0 };
		nodes(places, S_IFCHR, "1:4");
		fd = open_any(places, O_RDWR);
		/* 0x80 takes what the firmware says while it starts. */
		return fd < 0 ? -fd : pread(fd, &byte, 1, 0x80) == 1 ? 0 : errno;
	}
	return pread(fd, &byte, 1, 0xf0000) == 1 ? 0 : errno;
}

/* Takes our own device program away; the container is thrown away after us. */
static int detach(void)
{
	char own[PATH_SIZE];
	if (own_cgroup("devices", own, sizeof own)) {
		how("cgroup v1 has the devices");
		return ENOENT;
	}
	struct places *places = &(struct places){ 0 };
	if (!own_cgroup("", own, sizeof own))
		return ENOENT;
	reach(places, "cgroup2", own);
	int directory = open_any(places, O_RDONLY | O_DIRECTORY);
	if (directory < 0) {
		int root = file_system("cgroup2", "none", NULL);
		directory = root < 0 ? root : openat(root, own[1] ? own + 1 : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	}
	if (directory < 0)
		return -directory;
	/* Asking which are ours takes CAP_NET_ADMIN, and detaching does not: so any that is, is. */
	union bpf_attr next = { .start_id = 0 };
	unsigned detached_count = 0;
	int error = ENOENT;
	while (!syscall(SYS_bpf, BPF_PROG_GET_NEXT_ID, &next, sizeof next)) {
		union bpf_attr get = { .prog_id = next.next_id };
		int program = (int)syscall(SYS_bpf, BPF_PROG_GET_FD_BY_ID, &get, sizeof get);
		union bpf_attr detach = { .target_fd = (unsigned)directory, .attach_bpf_fd = (unsigned)program,
					  .attach_type = BPF_CGROUP_DEVICE };
		if (program >= 0 && !syscall(SYS_bpf, BPF_PROG_DETACH, &detach, sizeof detach))
			detached_count++;
		else
			error = errno;
		if (program >= 0)
			close(program);
		next = (union bpf_attr){ .start_id = next.next_id };
	}
	if (errno == ENOENT && opens_disk())	/* or there was none to detach */
		detached_count++;
	else if (!detached_count)
		errno = error;
	if (!detached_count) {
		error = errno;
		how("no program detached of %.100s: %s", own, strerror(error));
		return error;
	}
	error = opens_disk() ? 0 : errno;
	how("%u programs of %.100s detached, then open: %s", detached_count, own, strerror(error));
	return error;
}

const struct attempt attempts_storage[] = {
	{ "host-disk-raw-write", raw_write },
	{ "host-disk-raw-read", raw_read },
	{ "host-disk-mount", mount_host },
	{ "live-filesystem-attach", live_attach },
	{ "scsi-generic", scsi_generic },
	{ "nvme-character-device", nvme },
	{ "dev-mem", memory },
	{ "cgroup-migrate", migrate },
	{ "cgroup1-devices-allow", devices_allow },
	{ "cgroup2-device-detach", detach },
	{ NULL, NULL }
};
