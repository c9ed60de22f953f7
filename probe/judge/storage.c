/* storage.c - ways to the disks of the host, and out of the device cgroup.
 *
 * Reading or writing a block device needs no capability at all, only a node
 * and the consent of the device cgroup; mounting it needs CAP_SYS_ADMIN; and
 * since 6.6 attaching a file system that is mounted already asks nobody else. */
#include <errno.h>
#include <string.h>
#include "disk_ways.h"
#include "parse.h"

/* ---- raw disks --------------------------------------------------------------- */

#define DISK_WORDS "a block device of the host"
#define DISK_SOURCE "/sys/dev/block, /proc/partitions, nodes below /dev"

struct disk_thing {
	const char *verb;
	disk_way *add;
	const struct device *device;
};

static void make_disk_way(struct way *way, const struct facts *facts, const struct actor *actor, const void *thing)
{
	const struct disk_thing *disk = thing;

	way_init(way, arena_printf(actor->arena, "%s %s", disk->verb, device_label(disk->device, actor)));
	disk->add(way, facts, actor, disk->device);
}

static void each_disk(struct finding *finding, const struct facts *facts, const struct actor *actor,
		      const char *verb, disk_way *add)
{
	bool found = false;

	for (size_t i = 0; i < facts->devices_count; i++) {
		const struct disk_thing disk = { verb, add, &facts->devices[i] };

		if (!device_is_disk(disk.device))
			continue;
		found = true;
		finding_add_made(finding, facts, actor, make_disk_way, &disk);
	}
	if (!found || !list_complete(&facts->devices_list))
		finding_not_given(finding, actor, &facts->devices_list, DISK_WORDS, DISK_SOURCE);
}

static void add_raw_read(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device)
{
	way_read_blocks(way, facts, actor, device);
	barrier_content(way, actor, device, false);
}

static void judge_host_disk_raw_read(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	each_disk(finding, facts, actor, "read", add_raw_read);
}

static void add_raw_write(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device)
{
	way_write_blocks(way, facts, actor, device);
	barrier_content(way, actor, device, true);
}

static void judge_host_disk_raw_write(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	each_disk(finding, facts, actor, "write", add_raw_write);
}

/* ---- mounting ------------------------------------------------------------------ */

static void judge_host_disk_mount(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	each_disk(finding, facts, actor, "mount", way_mount);
}

/* ---- a disk must be there, and a node for it ------------------------------------ */

static void barrier_some_disk(struct way *way, const struct facts *facts, const struct actor *actor)
{
	for (size_t i = 0; i < facts->devices_count; i++) {
		if (device_is_disk(&facts->devices[i])) {
			barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_ABSENT, DISK_WORDS, facts->devices[i].name
				    ? facts->devices[i].name : "there is one");
			return;
		}
	}
	barrier_not_found(way, actor, &facts->devices_list, DISK_WORDS, DISK_SOURCE);
}

/* A node of a disk: given, made, or found in a devtmpfs of our own, for which
 * CAP_SYS_ADMIN is enough (`may_mount`). */
static void barrier_some_node(struct way *way, const struct facts *facts, const struct actor *actor, bool may_mount)
{
	for (size_t i = 0; i < facts->devices_count; i++) {
		const struct device *device = &facts->devices[i];

		if (device_is_disk(device) && device_has_node(device) && !device->nodev) {
			barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_ABSENT, "device node", device->path);
			return;
		}
	}
	struct way found, made;

	way_init(&found, NULL);
	barrier_not_found(&found, actor, &facts->devices_list, "device node", DISK_SOURCE);
	way_init(&made, NULL);
	if (may_mount)
		barrier_any_node(&made, facts, actor, true);
	else
		barrier_made_node(&made, facts, actor);
	way_add_better(way, &made, &found);
}

/* ---- live file systems ------------------------------------------------------------ */

/* What is mounted from a disk now: by the host, or into this container; and
 * what shows that. */
static const char *live_file_system(const struct facts *facts, const struct actor *actor, const char **ret_type,
				    const char **ret_evidence)
{
	for (size_t i = 0; i < facts->devices_count; i++) {
		const struct device *device = &facts->devices[i];

		if (device_is_disk(device) && device->live == YES) {
			*ret_type = device->live_type;
			*ret_evidence = device->use_evidence ? device->use_evidence : "the host has it mounted";
			return device_label(device, actor);
		}
	}
	for (size_t i = 0; i < facts->mounts_count; i++) {
		const struct mount *mount = &facts->mounts[i];

		/* major 0: not on a block device of its own (btrfs, zfs) */
		if (mount_is_on_host_disk(mount) && mount->major != 0) {
			*ret_type = mount->type;
			*ret_evidence = arena_printf(actor->arena, "%s is a part of it (/proc/self/mountinfo)", mount->point);
			return arena_printf(actor->arena, "b %u:%u (%s)", mount->major, mount->minor, mount->type);
		}
	}
	return NULL;
}

static void each_attached(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;

	for (size_t i = 0; i < facts->devices_count; i++) {
		const struct device *device = &facts->devices[i];

		if (!device->verification || !device->verification->attached)
			continue;
		way_init(&way, arena_printf(actor->arena, "attach %s", device_label(device, actor)));
		way_attach(&way, facts, actor, device);
		finding_add(finding, &way);
	}
}

static void judge_live_filesystem_attach(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const char what[] = "mounted file system of the host";
	bool complete = list_complete(&facts->devices_list) && list_complete(&facts->mounts_list);
	const char *type = NULL, *evidence = NULL, *live = live_file_system(facts, actor, &type, &evidence);
	struct way way;

	for (size_t i = 0; i < facts->devices_count; i++)
		complete &= !device_is_disk(&facts->devices[i]) || facts->devices[i].type == DEVICE_CHAR || facts->devices[i].live != UNKNOWN;
	way_init(&way, live ? arena_printf(actor->arena, "attach %s", live) : "attach a mounted file system of the host");
	barrier_unless(&way, BARRIER_NOT_GIVEN, live ? YES : complete ? NO : UNKNOWN, what, live ? evidence :
		       complete ? "none found (sysfs, /proc/fs, /proc/self/mountinfo)" : "could not be looked for everywhere");
	barrier_capable(&way, facts, actor, CAP_SYS_ADMIN);
	barrier_mounting(&way, facts, actor);
	barrier_some_node(&way, facts, actor, true);
	barrier_attaching(&way, facts, actor, type);
	finding_add(finding, &way);
	each_attached(facts, actor, finding);	/* what --verify has shown */
}

/* ---- out of the device cgroup -------------------------------------------------------- */

static void add_file_state(struct way *way, const struct facts *facts, const struct actor *actor, const struct kernel_file *file)
{
	static const struct { enum barrier_kind kind; enum barrier_state state; const char *evidence; } states[] = {
		[KERNEL_FILE_UNKNOWN] = { BARRIER_PERMISSION, BARRIER_IS_UNKNOWN, "could not be asked" },
		[KERNEL_FILE_GONE] = { BARRIER_NOT_GIVEN, BARRIER_STANDING, "not there" },
		[KERNEL_FILE_DENIED] = { BARRIER_PERMISSION, BARRIER_STANDING, "permission denied (asked)" },
		[KERNEL_FILE_HIDDEN] = { BARRIER_MASKED, BARRIER_STANDING, "masked" },
		[KERNEL_FILE_NOT_WRITABLE] = { BARRIER_READ_ONLY, BARRIER_STANDING, "not writable (asked)" },
		[KERNEL_FILE_EXPOSED] = { BARRIER_PERMISSION, BARRIER_ABSENT, "may be written (asked)" },
	};

	if (file->write.state == ANSWERED)
		barrier_answer(way, facts, actor, &file->write, BARRIER_PERMISSION, file->path);
	else
		barrier_add(way, states[file->state].kind, states[file->state].state, file->path, states[file->state].evidence);
}

static void barrier_cgroup1_devices(struct way *way, const struct facts *facts, const struct actor *actor)
{
	enum known v1 = fact_bool(facts, FACT_CGROUP_DEVICES_V1);

	barrier_unless(way, BARRIER_NOT_GIVEN, v1, "device list of cgroup v1", v1 == UNKNOWN ? fact_gap(facts, actor, FACT_CGROUP_DEVICES_V1) :
		    v1 == YES ? "the devices controller has a hierarchy (/proc/self/cgroup)"
		    : "no devices controller of cgroup v1 here (/proc/self/cgroup)");
}

static void add_devices_allow(struct finding *finding, const struct facts *facts, const struct actor *actor,
			      const struct kernel_file *file)
{
	struct way way;

	way_init(&way, file ? arena_printf(actor->arena, "write to %s", file->path) : "mount the devices hierarchy and write to devices.allow");
	barrier_capable(&way, facts, actor, CAP_SYS_ADMIN);
	barrier_cgroup1_devices(&way, facts, actor);
	barrier_host_root(&way, facts, actor);
	if (file) {
		add_file_state(&way, facts, actor, file);
	} else {
		struct way found, mounted;

		way_init(&found, NULL);
		barrier_not_found(&found, actor, &facts->kernel_files_list, "devices.allow", "cgroup mounts");
		way_init(&mounted, NULL);
		barrier_mounting(&mounted, facts, actor);
		barrier_file_system(&mounted, facts, actor, "cgroup", false, "cgroup v1 in the kernel");
		way_add_better(&way, &mounted, &found);
	}
	barrier_some_disk(&way, facts, actor);
	barrier_some_node(&way, facts, actor, true);
	finding_add(finding, &way);
}

/* lxcfs serves files of cgroup v1 that it writes to itself, as root: it asks for
 * the owner, not for a capability.  A view bound over one file of /proc is none
 * of this. */
static void add_lxcfs(struct finding *finding, const struct facts *facts, const struct actor *actor, const struct mount *mount)
{
	struct way way;

	if (mount->hidden || strcmp(mount->type, "fuse.lxcfs") != 0 || (mount->root[1] && !path_below(mount->root, "/cgroup")))
		return;
	way_init(&way, arena_printf(actor->arena, "have lxcfs write to a devices.allow below %s", mount->point));
	barrier_mount_read_only(&way, actor, mount);
	barrier_cgroup1_devices(&way, facts, actor);
	barrier_host_root(&way, facts, actor);
	barrier_some_disk(&way, facts, actor);
	barrier_some_node(&way, facts, actor, false);
	barrier_add(&way, BARRIER_KERNEL, BARRIER_IS_UNKNOWN, "cgroups in this lxcfs", "whether it shows them is not looked at");
	finding_add(finding, &way);
}

static void judge_cgroup1_devices_allow(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	for (size_t i = 0; i < facts->kernel_files_count; i++)
		if (facts->kernel_files[i].kind == KERNEL_FILE_DEVICES_ALLOW)
			add_devices_allow(finding, facts, actor, &facts->kernel_files[i]);
	for (size_t i = 0; i < facts->mounts_count; i++)
		add_lxcfs(finding, facts, actor, &facts->mounts[i]);
	add_devices_allow(finding, facts, actor, NULL);
}

/* Can a program on cgroup v2 be what decides about devices here? */
static void barrier_cgroup2_program(struct way *way, const struct facts *facts, const struct actor *actor)
{
	static const char what[] = "device program of cgroup v2";
	const char *version = fact_text(facts, FACT_CGROUP_VERSION);
	enum known v1 = fact_bool(facts, FACT_CGROUP_DEVICES_V1);

	if (v1 == YES || (version && !strcmp(version, "v1")))
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_STANDING, what, "devices are governed by cgroup v1 (/proc/self/cgroup)");
	else if (version && (v1 == NO || !strcmp(version, "v2")))
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_ABSENT, what, "devices are governed by cgroup v2 (/proc/self/cgroup)");
	else
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_IS_UNKNOWN, what, fact_gap(facts, actor, FACT_CGROUP_VERSION));
}

/* A directory of cgroup v2, mounted (read-only will do) or to be mounted. */
static void barrier_cgroup2_directory(struct way *way, const struct facts *facts, const struct actor *actor)
{
	for (size_t i = 0; i < facts->mounts_count; i++) {
		const struct mount *mount = &facts->mounts[i];

		if (!mount->hidden && !strcmp(mount->type, "cgroup2")) {
			barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_ABSENT, "cgroup v2 directory", mount->point);
			return;
		}
	}
	struct way found, mounted;

	way_init(&found, NULL);
	barrier_not_found(&found, actor, &facts->mounts_list, "cgroup v2 directory", "/proc/self/mountinfo");
	way_init(&mounted, NULL);
	barrier_mounting(&mounted, facts, actor);
	way_add_better(way, &mounted, &found);
}

static void judge_cgroup2_device_detach(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;

	way_init(&way, "bpf(2) BPF_PROG_DETACH of the device program");
	/* The detach itself asks for no capability; getting at the program by
	 * its id does (kernel/bpf/syscall.c, BPF_PROG_GET_FD_BY_ID). */
	barrier_capable(&way, facts, actor, CAP_SYS_ADMIN);
	barrier_cgroup2_program(&way, facts, actor);
	barrier_call(&way, facts, CALL_BPF);
	barrier_selinux(&way, facts, actor, "SELinux on bpf(2)");
	barrier_cgroup2_directory(&way, facts, actor);
	barrier_some_disk(&way, facts, actor);
	barrier_some_node(&way, facts, actor, true);
	finding_add(finding, &way);
}

/* Does leaving this hierarchy's group change what devices may be opened? */
static bool governs_devices(const struct facts *facts, const struct kernel_file *file)
{
	return fact_bool(facts, FACT_CGROUP_DEVICES_V1) != YES || strstr(file->path, "devices");
}

/* The root group of a hierarchy mounted here; a cgroup namespace of our own
 * would show its own root only (kernel/cgroup/cgroup.c, cgroup_do_get_tree). */
static void migrate_by_mount(struct finding *finding, const struct facts *facts, const struct actor *actor)
{
	struct way way;

	way_init(&way, "mount the cgroup hierarchy and move to its root group");
	barrier_capable(&way, facts, actor, CAP_SYS_ADMIN);
	barrier_initial(&way, facts, actor, FACT_CGROUPNS_INITIAL, "cgroup namespace of its own");
	barrier_mounting(&way, facts, actor);
	barrier_kernel_file_owner(&way, facts, actor, true);
	barrier_some_disk(&way, facts, actor);
	barrier_some_node(&way, facts, actor, true);
	finding_add(finding, &way);
}

static void judge_cgroup_migrate(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	bool found = false;
	struct way way;

	for (size_t i = 0; i < facts->kernel_files_count; i++) {
		const struct kernel_file *file = &facts->kernel_files[i];

		if (file->kind != KERNEL_FILE_CGROUP_PROCS || !governs_devices(facts, file))
			continue;
		found = true;
		way_init(&way, arena_printf(actor->arena, "move to the group of %s", file->path));
		add_file_state(&way, facts, actor, file);
		barrier_some_disk(&way, facts, actor);
		barrier_some_node(&way, facts, actor, false);
		finding_add(finding, &way);
	}
	if (!found || !list_complete(&facts->kernel_files_list))
		finding_not_given(finding, actor, &facts->kernel_files_list, "a cgroup above our own", "cgroup mounts");
	migrate_by_mount(finding, facts, actor);
}

/* ---- other groups -------------------------------------------------------------------- */

/* A hierarchy that nobody has put groups into: ours is its root, and it is not
 * the one in use. */
static void barrier_unified_in_use(struct way *way, const struct facts *facts)
{
	const char *version = fact_text(facts, FACT_CGROUP_VERSION), *paths = fact_text(facts, FACT_CGROUP_PATHS);
	const char *own = paths ? strstr(paths, "0::/") : NULL;

	if (version && strcmp(version, "v2") != 0 && (!own || own[4] == '\0' || own[4] == '\n'))
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_STANDING, "groups in cgroup v2", "the host keeps its groups in cgroup v1 (/proc/self/cgroup)");
}

static void judge_cgroup2_rw(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;

	for (size_t i = 0; i < facts->kernel_files_count; i++) {
		const struct kernel_file *file = &facts->kernel_files[i];
		const struct mount *mount = mount_covering(facts, file->path);

		if (file->kind != KERNEL_FILE_CGROUP_PROCS || (mount && strcmp(mount->type, "cgroup2") != 0))
			continue;
		way_init(&way, arena_printf(actor->arena, "the groups of %s", file->path));
		add_file_state(&way, facts, actor, file);
		barrier_shared_kernel(&way, facts, actor);
		finding_add(finding, &way);
	}
	if (!list_complete(&facts->kernel_files_list))
		finding_not_given(finding, actor, &facts->kernel_files_list, "a cgroup above our own", "cgroup mounts");
	way_init(&way, "a cgroup2 of our own, by mount(2) or fsmount(2)");
	barrier_capable(&way, facts, actor, CAP_SYS_ADMIN);
	barrier_host_root(&way, facts, actor);
	barrier_initial(&way, facts, actor, FACT_CGROUPNS_INITIAL, "cgroup namespace of its own");
	barrier_mounting(&way, facts, actor);
	barrier_file_system(&way, facts, actor, "cgroup2", false, "cgroup v2 in the kernel");
	barrier_unified_in_use(&way, facts);
	finding_add(finding, &way);
}

/* ---- character devices that reach a disk or memory -------------------------------------- */

struct character {
	bool (*is_one)(const struct device *device);
	const char *words;
	/* Where none is given but could be made: its number - any that no rule
	 * of a list names when it is not a fixed one - and what tells that the
	 * machine has such a device. */
	uint32_t major, minor;
	void (*exists)(struct way *way, const struct facts *facts, const struct actor *actor, const char *words);
	void (*more)(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device);
};

#define NO_MAJOR 0xffe	/* beyond what register_chrdev() gives out */

/* Two of the host's devices are on the lists that engines give every container:
 * the console that the kernel speaks on, and tun (Docker's, crun's
 * default_devices).  runc's own AllowedDevices are without the console. */
bool engines_let_through(uint32_t major, uint32_t minor)
{
	return (major == 5 && minor == 1) || (major == 10 && minor == 200);
}

/* Through a node that is made here: by the list of cgroup v1, or by what the
 * program of cgroup v2 answered about the disks.
 *
 * Known limit: a program that refuses every disk and yet allows just this class
 * of character devices is taken for an engine's default rules.  Asking about
 * character devices would mean to make nodes of drivers that nobody knows. */
void barrier_character_cgroup(struct way *way, const struct facts *facts, uint32_t major, uint32_t minor)
{
	enum known allows = device_list_allows(facts, DEVICE_CHAR, major, minor, "rw");
	size_t asked = 0, refused = 0;

	for (size_t i = 0; i < facts->devices_count; i++) {
		const struct device *device = &facts->devices[i];

		/* One that did not answer was not refused. */
		asked += device->through_made_node;
		refused += device->through_made_node && device->read.error == EPERM && device->write.error == EPERM;
	}
	bool listed = engines_let_through(major, minor);

	if (allows == UNKNOWN && refused == asked && (asked > 0 || listed))
		barrier_unless(way, BARRIER_DEVICE_CGROUP, !listed ? NO : fact_text(facts, FACT_ENGINE) ? YES : UNKNOWN, "device cgroup", listed
			       ? "engines let this device through, and it refuses every disk as theirs do (asked)"
			       : "it refuses every disk through a node made here: rules like an engine's (asked)");
	else
		barrier_device_cgroup(way, allows, "what it allows of character devices could not be asked");
}

/* What a bus says of the device behind a node that takes its commands. */
static void barrier_reached(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device)
{
	if (!device->reaches)
		return;
	if (!*device->reaches && !device_has_driver(device, "nvme"))
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_STANDING, "a disk behind it", "there is none (sysfs)");
	for (size_t i = 0; i < facts->devices_count; i++)
		if (facts->devices[i].type == DEVICE_BLOCK && facts->devices[i].name
		    && !strcmp(facts->devices[i].name, device->reaches))
			barrier_content(way, actor, &facts->devices[i], true);
}

static void each_character(struct finding *finding, const struct facts *facts, const struct actor *actor, const struct character *kind)
{
	const struct device none = { .type = DEVICE_CHAR };	/* not static: it would take 300 bytes */
	struct way way;
	bool found = false;

	for (size_t i = 0; i < facts->devices_count; i++) {
		const struct device *device = &facts->devices[i];

		if (device->type != DEVICE_CHAR || !kind->is_one(device) || !device_has_node(device))
			continue;
		found = true;
		way_init(&way, device->path);
		barrier_node(&way, facts, actor, device, false);
		barrier_device_access(&way, facts, actor, device, true, false);
		if (kind->more)
			kind->more(&way, facts, actor, device);
		barrier_reached(&way, facts, actor, device);
		finding_add(finding, &way);
	}
	if (!found) {
		way_init(&way, arena_printf(actor->arena, "a node made for %s", kind->words));
		kind->exists(&way, facts, actor, kind->words);
		barrier_any_node(&way, facts, actor, false);
		barrier_character_cgroup(&way, facts, kind->major, kind->minor);
		if (kind->more)
			kind->more(&way, facts, actor, &none);
		finding_add(finding, &way);
	}
	if (!list_complete(&facts->devices_list))
		finding_not_given(finding, actor, &facts->devices_list, kind->words, "nodes below /dev");
}

static const struct device *find_disk(const struct facts *facts, bool (*is_one)(const struct device *device))
{
	for (size_t i = 0; i < facts->devices_count; i++)
		if (facts->devices[i].type == DEVICE_BLOCK && is_one(&facts->devices[i]))
			return &facts->devices[i];
	return NULL;
}

static bool is_scsi_disk(const struct device *device)
{
	return device_has_driver(device, "sd");
}

static bool is_scsi_generic(const struct device *device)
{
	return device->major == 21 || device_has_driver(device, "sg") || device_has_driver(device, "bsg");
}

static void barrier_scsi_generic_exists(struct way *way, const struct facts *facts, const struct actor *actor, const char *words)
{
	if (find_disk(facts, is_scsi_disk))
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_IS_UNKNOWN, words,
			    "there are SCSI disks; whether the sg driver is loaded is not known");
	else
		barrier_not_found(way, actor, &facts->devices_list, words, "no node, no SCSI disk");
}

/* READ and WRITE need no capability when the descriptor allows writing
 * (drivers/scsi/scsi_ioctl.c, scsi_cmd_allowed). */
static void judge_scsi_generic(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const struct character kind = {
		is_scsi_generic, "a SCSI generic device (/dev/sgN)", 21, 0, barrier_scsi_generic_exists, NULL,
	};
	each_character(finding, facts, actor, &kind);
}

static bool is_nvme_disk(const struct device *device)
{
	return device->name && !strncmp(device->name, "nvme", strlen("nvme"));
}

static bool is_nvme_character(const struct device *device)
{
	return device_has_driver(device, "nvme") || device_has_driver(device, "nvme-generic");
}

static void barrier_nvme_exists(struct way *way, const struct facts *facts, const struct actor *actor, const char *words)
{
	const struct device *disk = find_disk(facts, is_nvme_disk);

	if (disk)
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_ABSENT, words, disk->name);
	else
		barrier_not_found(way, actor, &facts->devices_list, words, "no node, no NVMe disk");
}

static void judge_nvme_character_device(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const struct character kind = {
		is_nvme_character, "a character device of an NVMe disk", NO_MAJOR, 0, barrier_nvme_exists, barrier_nvme_commands,
	};
	each_character(finding, facts, actor, &kind);
}

static bool is_memory(const struct device *device)
{
	return device->major == 1 && (device->minor == 1 || device->minor == 2 || device->minor == 4);
}

static void barrier_memory_exists(struct way *way, const struct facts *facts, const struct actor *actor, const char *words)
{
	(void)facts, (void)actor;
	barrier_add(way, BARRIER_KERNEL, BARRIER_IS_UNKNOWN, words, "whether the kernel has one (CONFIG_DEVMEM, CONFIG_DEVPORT) is not known");
}

static void add_memory(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device)
{
	barrier_capable(way, facts, actor, CAP_SYS_RAWIO);
	barrier_lockdown(way, facts, actor, false);
	/* /dev/port has no such option */
	if (device->path && device->minor != 4)
		barrier_add(way, BARRIER_KERNEL, BARRIER_IS_UNKNOWN, "CONFIG_STRICT_DEVMEM",
			    "whether main memory is left out (most distributions) cannot be told without reading it");
}

static void judge_dev_mem(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const struct character kind = {
		is_memory, "a memory device (/dev/mem, /dev/port)", 1, 4, barrier_memory_exists, add_memory,
	};
	each_character(finding, facts, actor, &kind);
}

/* ---- device mapper, loop devices, registers --------------------------------------------- */

static bool is_mapper_control(const struct device *device)
{
	return device->major == 10 && device->minor == 236;
}

static bool is_mapped(const struct device *device)
{
	return device_has_driver(device, "device-mapper");
}

static void barrier_mapper_exists(struct way *way, const struct facts *facts, const struct actor *actor, const char *words)
{
	const struct device *mapped = find_disk(facts, is_mapped);

	(void)actor;
	barrier_unless(way, BARRIER_NOT_GIVEN, mapped ? YES : UNKNOWN, words,
		       mapped ? mapped->name : "whether the kernel has the device mapper is not known");
}

/* drivers/md/dm-ioctl.c, ctl_ioctl() */
static void add_admin(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device)
{
	(void)device;
	barrier_capable(way, facts, actor, CAP_SYS_ADMIN);
}

static void judge_dm_control(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const struct character kind = {
		is_mapper_control, "/dev/mapper/control", 10, 236, barrier_mapper_exists, add_admin,
	};
	each_character(finding, facts, actor, &kind);
}

static bool is_loop_control(const struct device *device)
{
	return device->major == 10 && device->minor == 237;
}

static void barrier_driver_unknown(struct way *way, const struct facts *facts, const struct actor *actor, const char *words)
{
	(void)facts, (void)actor;
	barrier_add(way, BARRIER_KERNEL, BARRIER_IS_UNKNOWN, words, "whether the driver is in the kernel is not known");
}

static void judge_loop_devices(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const struct character kind = {
		is_loop_control, "/dev/loop-control", 10, 237, barrier_driver_unknown, NULL,
	};
	each_character(finding, facts, actor, &kind);
}

static bool is_msr(const struct device *device)
{
	return device->major == 202;
}

/* arch/x86/kernel/msr.c: msr_open() asks for the capability, filter_write()
 * for lockdown and allow_writes. */
static void add_msr(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device)
{
	static const char what[] = "msr.allow_writes";
	const char *cmdline = fact_text(facts, FACT_KERNEL_CMDLINE);
	struct text value;

	(void)device;
	barrier_capable(way, facts, actor, CAP_SYS_RAWIO);
	barrier_lockdown(way, facts, actor, false);
	if (!cmdline)
		barrier_add(way, BARRIER_KERNEL, BARRIER_IS_UNKNOWN, what, fact_gap(facts, actor, FACT_KERNEL_CMDLINE));
	else if (parse_cmdline_value(cmdline, strlen(cmdline), what, &value) && text_is(&value, "off"))
		barrier_add(way, BARRIER_KERNEL, BARRIER_STANDING, what, "off (/proc/cmdline)");
}

static void judge_msr(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const struct character kind = { is_msr, "/dev/cpu/N/msr", 202, 0, barrier_driver_unknown, add_msr };

	each_character(finding, facts, actor, &kind);
}

/* The node is opened by somebody else, so no device cgroup of ours counts. */
static void judge_mknod_hostuser(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	struct way way;

	way_init(&way, "a node for a disk of the host");
	barrier_made_node(&way, facts, actor);
	barrier_some_disk(&way, facts, actor);
	finding_add(finding, &way);
}

/* clang-format off */
const struct path paths_storage[] = {
#include "storage.rows.inc"
	{ .id = NULL }
};
