/* disk_ways.c - what stands before a disk (see disk_ways.h): before its node,
 * its blocks, and the file system on it. */
#include <errno.h>
#include <string.h>
#include "disk_ways.h"
#include "parse.h"

const char *device_label(const struct device *device, const struct actor *actor)
{
	const char *fs = device->live == YES && device->live_type ? device->live_type : device->fs_type;
	const char *place = device->path && !device->through_made_node ? device->path
		: arena_printf(actor->arena, "%s, %c %u:%u", device->name ? device->name : "device without a name",
			       device->type == DEVICE_BLOCK ? 'b' : 'c', device->major, device->minor);

	return fs ? arena_printf(actor->arena, "%s (%s)", place, fs) : place;
}

bool device_has_driver(const struct device *device, const char *name)
{
	return device->driver && !strcmp(device->driver, name);
}

/* Can it hold data of the host?  RAM disks, empty loop devices and removable
 * media of nobody do not; compressed memory does where it is the host's swap. */
bool device_is_disk(const struct device *device)
{
	if (device->type == DEVICE_CHAR)
		return device_has_driver(device, "mtd");	/* read and written like a disk */
	if ( device_has_driver(device, "ramdisk") || (device_has_driver(device, "zram") && device->in_use != YES)
	    || device_has_driver(device, "sr") || device_has_driver(device, "fd"))
		return false;
	/* of one that the kernel names and nothing else is known, nothing is known */
	if (device_has_driver(device, "loop") && !device->backing_file && !device->partition_of
	    && !(device->size_known ? device->size > 0 : device->name != NULL))
		return false;
	return !(device->size_known && device->size == 0);
}

bool device_has_node(const struct device *device)
{
	return device->path && !device->through_made_node;
}

/* ---- what stands before a device ------------------------------------------- */

/* Where mknod(2) may put a node: our own root or tmpfs, or storage given to us. */
static bool takes_nodes(const struct mount *mount)
{
	if (mount->nodev || mount->read_only || mount->hidden)
		return false;
	return mount->class == MOUNT_ROOT || mount->class == MOUNT_VOLUME || mount->class == MOUNT_HOST_PATH
		|| (mount->class == MOUNT_PSEUDO && !strcmp(mount->type, "tmpfs"));
}

static void barrier_place_for_node(struct way *way, const struct facts *facts)
{
	for (size_t i = 0; i < facts->mounts_count; i++)
		if (takes_nodes(&facts->mounts[i]))
			return;
	bool complete = list_complete(&facts->mounts_list);

	barrier_unless(way, BARRIER_NODEV, complete ? NO : UNKNOWN, "a mount for a node",
		       complete ? "every writable mount has nodev (/proc/self/mountinfo)" : "the mounts could not be read");
}

/* Was mknod(2) refused for one device, and done for none?  With the capability
 * held, in the initial user namespace: it is not asked without.  A filter is
 * found by asking it; then the device cgroup is left, where there is no policy. */
static void barrier_mknod(struct way *way, const struct facts *facts, const struct actor *actor)
{
	int error = 0;

	for (size_t i = 0; i < facts->devices_count; i++) {
		const struct device *device = &facts->devices[i];

		if (device->through_made_node)
			return;
		if (device->read.state == NOT_ASKED && device->read.error != 0)
			error = device->read.error;
	}
	if (error == 0)
		return;
	enum known passes = call_runs(facts, CALL_MKNODAT);

	barrier_denied(way, actor, passes == NO ? BARRIER_SECCOMP : error == EACCES && policy_in_force(facts) ? BARRIER_LSM :
		       error == EPERM && passes == YES && lsm_confines(facts) == NO ? BARRIER_DEVICE_CGROUP : BARRIER_KIND_COUNT,
		       "mknod(2)", error, " (asked)");
}

void barrier_made_node(struct way *way, const struct facts *facts, const struct actor *actor)
{
	barrier_capable(way, facts, actor, CAP_MKNOD);
	barrier_place_for_node(way, facts);
	barrier_mknod(way, facts, actor);
}

/* A node that is made, or one in a devtmpfs of our own, for which CAP_SYS_ADMIN
 * is enough (`is_admin`: which is asked for in any case). */
void barrier_any_node(struct way *way, const struct facts *facts, const struct actor *actor, bool is_admin)
{
	struct way made, mounted;

	way_init(&made, NULL);
	barrier_made_node(&made, facts, actor);
	way_init(&mounted, NULL);
	if (!is_admin)
		barrier_capable(&mounted, facts, actor, CAP_SYS_ADMIN);
	barrier_mounting(&mounted, facts, actor);
	barrier_file_system(&mounted, facts, actor, "devtmpfs", false, "devtmpfs in the kernel");
	way_add_better(way, &made, &mounted);
}

void barrier_node(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device,
		  bool is_admin)
{
	if (device_has_node(device)) {
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_ABSENT, "device node", device->path);
		if (device->nodev)
			barrier_add(way, BARRIER_NODEV, BARRIER_STANDING, "nodev",
				    "the node lies on a mount with nodev (/proc/self/mountinfo)");
		return;
	}
	barrier_any_node(way, facts, actor, is_admin);
}

/* cgroup v1 has a list that can be read. */
enum known device_list_allows(const struct facts *facts, enum device_type type, uint32_t major, uint32_t minor, const char *access)
{
	const char *list = fact_text(facts, FACT_CGROUP_DEVICES_LIST);

	return list ? parse_devices_list(list, strlen(list), type, major, minor, access) : UNKNOWN;
}

void barrier_device_cgroup(struct way *way, enum known allows, const char *unknown)
{
	barrier_unless(way, BARRIER_DEVICE_CGROUP, allows, "device cgroup", allows == UNKNOWN ? unknown :
		       allows == YES ? "devices.list allows it (cgroup v1)" : "devices.list does not allow it (cgroup v1)");
}

/* The kernel looks at owner and mode first and at the device cgroup then
 * (fs/namei.c, inode_permission): EACCES leaves the cgroup unasked.
 * `by_number`: the node is not opened, only looked up, as mount(2) does: its
 * owner and mode do not count. */
void barrier_device_access(struct way *way, const struct facts *facts, const struct actor *actor,
				  const struct device *device, bool write, bool by_number)
{
	const struct answer *answer = write ? &device->write : &device->read;
	bool refused_by_mode = answer_is(answer, EACCES);
	bool answered = answer->state == ANSWERED && !refused_by_mode;

	if (answered)
		barrier_answer(way, facts, actor, answer, BARRIER_DEVICE_CGROUP, write ? "write access" : "read access");
	else if (device_has_node(device) && !by_number)
		barrier_answer(way, facts, actor, answer, BARRIER_PERMISSION, "owner and mode of the node");
	/* The bits of a node of our own making do not stop us: a policy does. */
	else if (refused_by_mode && !by_number)
		barrier_add(way, BARRIER_LSM, policy_in_force(facts) ? BARRIER_STANDING : BARRIER_IS_UNKNOWN,
			    write ? "write access" : "read access", "EACCES, through a node made here (asked)");
	/* What the answer does not say the list still does. */
	if (answered ? answer->error != 0 && answer->error != EPERM
		     : !refused_by_mode || actor->as_root || by_number || !device_has_node(device))
		barrier_device_cgroup(way, device_list_allows(facts, device->type, device->major, device->minor, write ? "rw" : "r"),
				      device->read.state == NOT_ASKED && device->read.reason ? device->read.reason
				      : "what it allows could not be asked");
}

/* A node of a number that the kernel lists no block device for, though it
 * lists others.  Such nodes are never opened: that would load a driver. */
static bool is_missing(const struct facts *facts, const struct device *device)
{
	for (size_t i = 0; device->type == DEVICE_BLOCK && !device->name && i < facts->devices_count; i++)
		if (facts->devices[i].name && facts->devices[i].type == DEVICE_BLOCK)
			return list_complete(&facts->devices_list);
	return false;
}

/* Access was granted and yet open(2) failed: a hook that access(2) does not
 * come by, or no medium. */
static void barrier_device_opens(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device)
{
	static const char what[] = "the device behind the node";
	int error = device->open.error;

	if (is_missing(facts, device))
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_STANDING, what, "the kernel has none of that number (sysfs)");
	if (device->open.state != ANSWERED || error == 0)
		return;
	/* AppArmor looks at a file when it is opened; drivers may refuse, too. */
	if (error == EPERM || error == EACCES)
		barrier_denied(way, actor, error == EACCES && policy_in_force(facts) ? BARRIER_LSM : BARRIER_KIND_COUNT,
			       "open(2) of the device", error, ", though access is granted (asked)");
	else if (error == ENXIO || error == ENODEV || error == ENOMEDIUM)
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_STANDING, what, "there is none (asked)");
	else
		barrier_add(way, BARRIER_KERNEL, BARRIER_IS_UNKNOWN, "open(2) of the device", "failed for another reason (asked)");
}

static bool is_encrypted(const struct device *device)
{
	return device->fs_type && !strncmp(device->fs_type, "crypto_", strlen("crypto_"));
}

/* What lies on it, in words. */
static const char *content_words(const struct device *device, const struct actor *actor)
{
	return device->ambivalent ? "more than one signature"
		: device->fs_type ? device->fs_type
		: device->table ? arena_printf(actor->arena, "partition table %s", device->table)
		: device->content == YES ? "no file system and no partition table"
		: "what could not be looked at";
}

/* Is it the host's, as far as there is evidence?  A disk that was given to a
 * container may well be its own. */
void barrier_content(struct way *way, const struct actor *actor, const struct device *device, bool write)
{
	static const char what[] = "data of the host on it";

	if (is_encrypted(device) && !write && !device->ambivalent)
		barrier_add(way, BARRIER_KERNEL, BARRIER_STANDING, "readable data", "it is encrypted (superblock)");
	else if (device->in_use == YES)
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_ABSENT, what,
			    device->use_evidence ? device->use_evidence : "the host uses it");
	else
		barrier_unless(way, BARRIER_NOT_GIVEN, device->in_use == NO || (device->content == YES && !device->ambivalent
			       && !device->fs_type && !device->table) ? NO : UNKNOWN, what,
			       arena_printf(actor->arena, "%s on it, and no evidence that the host uses it", content_words(device, actor)));
}

/* Commands that read and write pass without a capability in newer kernels
 * (drivers/nvme/host/ioctl.c, nvme_cmd_allowed(): not in 6.1, in 6.12): on the
 * namespace's own character device, and on the controller's where it has one
 * namespace, as nearly all have (nvme_dev_user_cmd()).  What CAP_SYS_ADMIN may
 * command a controller besides can leave it with one. */
void barrier_nvme_commands(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device)
{
	struct way capable, allowed;
	enum known generic = kernel_at_least(facts, 6, 2);

	way_init_capable(&capable, facts, actor, CAP_SYS_ADMIN);
	way_init(&allowed, NULL);
	barrier_unless(&allowed, BARRIER_KERNEL, generic, "NVMe commands without a capability", "since Linux 6.2");
	way_add_better(way, &capable, generic == NO ? &capable : &allowed);
	if (device_has_driver(device, "nvme"))
		barrier_unless(way, BARRIER_KERNEL, device->reaches && *device->reaches ? YES :
			       !device->reaches || actor->caps >> CAP_SYS_ADMIN & 1 ? UNKNOWN : NO, "one namespace",
			       !device->reaches ? "not known" : *device->reaches ? device->reaches : "several, or none (sysfs)");
}

/* ---- raw blocks ---------------------------------------------------------------- */

/* SCSI's READ and WRITE, and mtd, need nothing but the open node. */
static void barrier_commands(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device)
{
	if (device->type == DEVICE_CHAR && device->driver && !strncmp(device->driver, "nvme", strlen("nvme")))
		barrier_nvme_commands(way, facts, actor, device);
}

void way_read_blocks(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device)
{
	barrier_node(way, facts, actor, device, false);
	barrier_device_access(way, facts, actor, device, false, false);
	barrier_commands(way, facts, actor, device);
	barrier_device_opens(way, facts, actor, device);
}

void way_write_blocks(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device)
{
	const char *cmdline = fact_text(facts, FACT_KERNEL_CMDLINE);

	barrier_node(way, facts, actor, device, false);
	barrier_device_access(way, facts, actor, device, true, false);
	barrier_commands(way, facts, actor, device);
	barrier_device_opens(way, facts, actor, device);
	if (device->type == DEVICE_CHAR && device_has_driver(device, "mtd") && device->minor & 1)
		barrier_add(way, BARRIER_READ_ONLY, BARRIER_STANDING, "read-only device", "odd minors of mtd are the read-only ones");
	if (device->ro == YES)
		barrier_add(way, BARRIER_READ_ONLY, BARRIER_STANDING, "read-only device", "the device itself is read-only (sysfs: ro)");
	/* since 6.8; the default is to allow it */
	if (device->live == YES && cmdline && strstr(cmdline, "bdev_allow_write_mounted=0"))
		barrier_add(way, BARRIER_KERNEL, BARRIER_STANDING, "writes to mounted devices",
			    "bdev_allow_write_mounted=0 (/proc/cmdline)");
}

/* ---- mounting ------------------------------------------------------------------ */

static void barrier_mountable(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device)
{
	static const char what[] = "a file system to mount";
	const char *type = device->live == YES && device->live_type ? device->live_type : device->fs_type;
	const char *end = type ? strrchr(type, '_') : NULL;
	bool member = end && !strcmp(end, "_member");	/* libblkid counts that of ZFS as a file system */
	bool is_fs = type && (device->live == YES || (!member && (!device->fs_usage || !strcmp(device->fs_usage, "filesystem"))));

	if (is_fs && !strcmp(type, "ntfs"))
		type = "ntfs3";		/* since 5.15 */
	if (device->live != YES && device->holders && *device->holders) {
		/* Whoever builds upon a device claims it (block/bdev.c, bd_prepare_to_claim). */
		barrier_add(way, BARRIER_KERNEL, BARRIER_STANDING, what,
			    arena_printf(actor->arena, "it is a part of %s (sysfs: holders)", device->holders));
	} else if (is_encrypted(device)) {
		barrier_add(way, BARRIER_KERNEL, BARRIER_STANDING, what, "it is encrypted (superblock)");
	} else if (device->ambivalent) {
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_IS_UNKNOWN, what, "more than one signature (superblock)");
	} else if (is_fs) {
		barrier_file_system(way, facts, actor, type, true, what);
	} else if (device->content == YES) {
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_STANDING, what, type
			    ? arena_printf(actor->arena, "%s, which cannot be mounted (superblock)", type)
			    : "no file system directly on it (looked at)");
	} else {
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_IS_UNKNOWN, what, "what lies on it could not be looked at");
	}
}

/* It was done, so nothing stands before it. */
static bool is_proved(const struct device *device, bool attached)
{
	const struct verification *proof = device->verification;

	return proof && proof->answer.state == ANSWERED && proof->answer.error == 0 && proof->attached == attached;
}

static void barrier_proved(struct way *way, const struct actor *actor, const struct device *device)
{
	const struct verification *proof = device->verification;
	const char *words = proof->attached ? arena_printf(actor->arena, "the kernel: %s", proof->message)
		: arena_printf(actor->arena, "done, detached and read-only; in its root: %s%s%s%s%s", proof->name[0] ? proof->name[0] : "nothing",
			       proof->name[1] ? ", " : "", proof->name[1] ? proof->name[1] : "",
			       proof->name[2] ? ", " : "", proof->name[2] ? proof->name[2] : "");

	barrier_add(way, BARRIER_KERNEL, BARRIER_ABSENT, "the mount itself", arena_printf(actor->arena, "%s (--verify)", words));
}

/* It was tried, and the kernel refused: who may not, and what is claimed by
 * something else; any other refusal may be of how it was tried. */
static void barrier_refused(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device)
{
	static const char what[] = "the mount itself";
	const struct verification *proof = device->verification;

	if (!proof || proof->answer.state != ANSWERED || proof->answer.error == 0)
		return;
	int error = proof->answer.error;
	const char *words = arena_printf(actor->arena, "%s%s (--verify)", proof->message ? ": " : "", proof->message ? proof->message : "");

	/* It is tried only where the capability and the calls are to be had. */
	if (error == EPERM || error == EACCES)
		barrier_denied(way, actor, error == EPERM && lsm_confines(facts) == NO ? BARRIER_DEVICE_CGROUP :
			       error == EACCES && policy_in_force(facts) ? BARRIER_LSM : BARRIER_KIND_COUNT, what, error, words);
	else
		barrier_add(way, BARRIER_KERNEL, error == EBUSY ? BARRIER_STANDING : BARRIER_IS_UNKNOWN, what,
			    arena_printf(actor->arena, "%s%s", ERROR_NAME(error), words));
}

/* Mounting looks the node up and does not open it: whoever may not read the
 * node may mount it.  Read-only needs no more than reading of the device
 * cgroup (block/bdev.c, since BLK_OPEN_READ alone is asked for then). */
static void barrier_before_mounting(struct way *way, const struct facts *facts, const struct actor *actor,
				    const struct device *device, bool write)
{
	barrier_node(way, facts, actor, device, true);
	barrier_capable(way, facts, actor, CAP_SYS_ADMIN);
	barrier_device_access(way, facts, actor, device, write, true);
	barrier_device_opens(way, facts, actor, device);
	barrier_mountable(way, facts, actor, device);
}

void way_mount(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device)
{
	if (is_proved(device, false)) {
		barrier_proved(way, actor, device);
		barrier_device_access(way, facts, actor, device, true, true);
		barrier_content(way, actor, device, true);
		return;
	}
	barrier_before_mounting(way, facts, actor, device, true);
	barrier_content(way, actor, device, true);
	barrier_mounting(way, facts, actor);
	barrier_refused(way, facts, actor, device);
}

void way_mount_old(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device)
{
	barrier_before_mounting(way, facts, actor, device, false);
	barrier_mounting_old(way, facts, actor);
	barrier_refused(way, facts, actor, device);
}

void way_mount_new(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device)
{
	if (is_proved(device, false)) {
		barrier_proved(way, actor, device);
		return;
	}
	barrier_before_mounting(way, facts, actor, device, false);
	barrier_mounting_new(way, facts, actor);
	barrier_refused(way, facts, actor, device);
}

/* get_tree_bdev() finds the superblock before it would open the device: no
 * device cgroup is asked (fs/super.c, since aca740cecbe5 in 6.6).  btrfs has a
 * path of its own. */
void barrier_attaching(struct way *way, const struct facts *facts, const struct actor *actor, const char *type)
{
	enum known new_enough = kernel_at_least(facts, 6, 6);

	barrier_unless(way, BARRIER_KERNEL, new_enough, "Linux 6.6 or newer", new_enough == UNKNOWN
		       ? fact_gap(facts, actor, FACT_KERNEL_RELEASE) : fact_text(facts, FACT_KERNEL_RELEASE));
	if (type && !strcmp(type, "btrfs"))
		barrier_add(way, BARRIER_KERNEL, BARRIER_IS_UNKNOWN, "a file system that is found by its device",
			    "btrfs looks for its devices in another way");
}

void way_attach(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device)
{
	if (is_proved(device, true)) {
		barrier_proved(way, actor, device);
		return;
	}
	barrier_unless(way, BARRIER_NOT_GIVEN, device->live, "mounted file system of the host", device->use_evidence
		       ? device->use_evidence : device->live == NO ? "nothing has it mounted" : "whether it is mounted now is not known");
	barrier_capable(way, facts, actor, CAP_SYS_ADMIN);
	barrier_mounting(way, facts, actor);
	if (device_has_node(device) && !device->nodev)
		barrier_add(way, BARRIER_NOT_GIVEN, BARRIER_ABSENT, "device node", device->path);
	else
		barrier_any_node(way, facts, actor, true);
	barrier_attaching(way, facts, actor, device->live_type);
}
