/* devices.c - what can be done with the other devices of the host: its screens
 * and keyboards, its log, its hardware, and drivers that are attack surface.
 *
 * Disks have storage.c.  No such node is ever opened to find out: that alone
 * arms a watchdog or resets a serial line. */
#include <errno.h>
#include <string.h>
#include "disk_ways.h"
#include "parse.h"

enum group { NO_GROUP, CONSOLE, LOG, HARDWARE, MEDIA, GPU, SURFACE, VFIO_NO_IOMMU };

#define ALL 0, 0xffff

/* Documentation/admin-guide/devices.txt, include/linux/miscdevice.h */
static const struct { unsigned short group, major, first, last; } numbers[] = {
	{ CONSOLE,  4, 0, 63 },			/* virtual consoles */
	{ CONSOLE,  5, 1, 1 },			/* /dev/console of the host: a container's is a pseudoterminal */
	{ CONSOLE,  7, ALL },			/* vcs */
	{ CONSOLE,  13, ALL },			/* input */
	{ CONSOLE,  10, 223, 223 },		/* uinput */
	{ CONSOLE,  10, 239, 239 },		/* uhid */
	{ LOG,      1, 11, 11 },		/* kmsg */
	{ HARDWARE, 4, 64, 255 },		/* ttyS */
	{ HARDWARE, 10, 130, 130 },		/* watchdog */
	{ HARDWARE, 10, 144, 144 },		/* nvram */
	{ HARDWARE, 10, 224, 224 },		/* tpm0 */
	{ HARDWARE, 89, ALL },			/* i2c */
	{ HARDWARE, 153, ALL },			/* spidev */
	{ HARDWARE, 166, ALL },			/* ttyACM */
	{ HARDWARE, 188, ALL },			/* ttyUSB */
	{ HARDWARE, 189, ALL },			/* usb */
	{ MEDIA,    14, ALL },			/* OSS */
	{ MEDIA,    81, ALL },			/* video4linux */
	{ MEDIA,    116, ALL },			/* ALSA */
	{ GPU,      195, ALL },			/* nvidia */
	{ GPU,      226, ALL },			/* dri */
	{ SURFACE,  10, 196, 196 },		/* vfio */
	{ SURFACE,  10, 200, 200 },		/* net/tun */
	{ SURFACE,  10, 203, 203 },		/* cuse */
	{ SURFACE,  10, 229, 229 },		/* fuse */
	{ SURFACE,  10, 232, 232 },		/* kvm */
	{ SURFACE,  10, 234, 235 },		/* btrfs-control, autofs */
	{ SURFACE,  10, 238, 238 },		/* vhost-net */
	{ SURFACE,  10, 241, 241 },		/* vhost-vsock */
};

/* Majors that the kernel gives out as they come, by /proc/devices. */
static const struct { enum group group; const char *driver; } drivers[] = {
	{ HARDWARE, "gpiochip" }, { HARDWARE, "hidraw" }, { HARDWARE, "ipmidev" }, { HARDWARE, "mei" }, { HARDWARE, "ptp" },
	{ HARDWARE, "tpm" }, { HARDWARE, "watchdog" },
	{ GPU, "accel" }, { GPU, "kfd" }, { GPU, "nvidia-caps" }, { GPU, "nvidia-uvm" },
	{ SURFACE, "vfio" },
};

static enum group group_of(const struct device *device)
{
	if (device->type != DEVICE_CHAR || !device_has_node(device))
		return NO_GROUP;
	if (path_matches(device->path, "/noiommu-*"))
		return VFIO_NO_IOMMU;
	if (path_matches(device->path, "/userfaultfd") || path_matches(device->path, "/iommu"))
		return SURFACE;
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		if (device->major == numbers[i].major && device->minor >= numbers[i].first && device->minor <= numbers[i].last)
			return numbers[i].group;
	for (size_t i = 0; i < sizeof drivers / sizeof *drivers; i++)
		if (device_has_driver(device, drivers[i].driver))
			return drivers[i].group;
	return NO_GROUP;
}

struct nodes {
	enum group group;
	bool read;			/* is enough */
	const char *words;		/* "a console or input device" */
	uint32_t major, minor;		/* of one that could be made; 0: none of a number of its own */
};

/* Could a node that is made here be opened?  Only where something shows it: the
 * list of cgroup v1, or a disk that could be.  That the program of cgroup v2
 * refuses all disks, or that there was none to ask about, counts as an
 * engine's default rules. */
static bool may_be_made(const struct facts *facts, const struct nodes *nodes)
{
	enum known allows = device_list_allows(facts, DEVICE_CHAR, nodes->major, nodes->minor, "rw");

	for (size_t i = 0; i < facts->devices_count && allows == UNKNOWN; i++)
		if (facts->devices[i].through_made_node && answer_yes(&facts->devices[i].read) == YES)
			return true;
	return allows == YES || (allows == UNKNOWN && engines_let_through(nodes->major, nodes->minor));
}

/* A way for each node that is given, or else for one that is made. */
static void each_node(struct finding *finding, const struct facts *facts, const struct actor *actor, const struct nodes *nodes,
		      disk_way *more)
{
	struct way way;
	bool found = false;

	for (size_t i = 0; i < facts->devices_count; i++) {
		const struct device *device = &facts->devices[i];
		struct arena before = *actor->arena;

		if (group_of(device) != nodes->group)
			continue;
		found = true;
		way_init(&way, device->path);
		barrier_node(&way, facts, actor, device, false);
		/* a screen that may be written to alone takes no input and shows none */
		barrier_device_access(&way, facts, actor, device,
				      !nodes->read && !(nodes->group == CONSOLE && device->read.error == EACCES), false);
		barrier_shared_kernel(&way, facts, actor);
		if (more)
			more(&way, facts, actor, device);
		if (!finding_add(finding, &way))
			*actor->arena = before;
	}
	if (!found && nodes->major && list_complete(&facts->devices_list) && may_be_made(facts, nodes)) {
		way_init(&way, arena_printf(actor->arena, "a node made for %s", nodes->words));
		barrier_any_node(&way, facts, actor, false);
		barrier_character_cgroup(&way, facts, nodes->major, nodes->minor);
		/* a console there always is; opening tun loads its driver, and then
		 * nothing is reached without the capability */
		if (nodes->group == SURFACE)
			barrier_capability(&way, facts, actor, CAP_NET_ADMIN);
		else if (nodes->group != CONSOLE)
			barrier_add(&way, BARRIER_KERNEL, BARRIER_IS_UNKNOWN, nodes->words, "whether the host has one is not known");
		barrier_shared_kernel(&way, facts, actor);
		finding_add(finding, &way);
	} else if (!found || !list_complete(&facts->devices_list)) {
		finding_not_given(finding, actor, &facts->devices_list, nodes->words, "nodes below /dev");
	}
}

/* A device is handed out only once its group is in a container: a descriptor of
 * /dev/vfio/vfio or, since 6.2, of /dev/iommu (drivers/vfio/group.c,
 * vfio_group_ioctl_set_container()). */
static void barrier_vfio_container(struct way *way, const struct facts *facts, const struct actor *actor)
{
	for (size_t i = 0; i < facts->devices_count; i++) {
		const struct device *device = &facts->devices[i];

		if (group_of(device) == SURFACE && ((device->major == 10 && device->minor == 196) || path_matches(device->path, "/iommu"))) {
			barrier_device_access(way, facts, actor, device, true, false);
			return;
		}
	}
	barrier_made_node(way, facts, actor);
	barrier_character_cgroup(way, facts, 10, 196);
}

/* The commands of a device without an IOMMU before it write to any memory
 * (drivers/vfio/group.c, vfio_group_ioctl_get_device_fd()). */
static void add_no_iommu(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device)
{
	barrier_unless(way, BARRIER_NOT_GIVEN, device_has_driver(device, "vfio") ? YES : device->driver ? NO : UNKNOWN, "VFIO behind the node",
		       device->driver ? device->driver : "no driver of its number is known (/proc/devices)");
	barrier_capable(way, facts, actor, CAP_SYS_RAWIO);
	barrier_vfio_container(way, facts, actor);
}

static void judge_vfio_no_iommu(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const struct nodes nodes = { VFIO_NO_IOMMU, false, "a device without IOMMU (/dev/vfio/noiommu-N)", 0, 0 };

	each_node(finding, facts, actor, &nodes, add_no_iommu);
}

/* The terminal from which the container was started, when it was handed in and
 * not one made for it.  Where it controls this session, or for CAP_SYS_ADMIN,
 * TIOCSTI types into it (drivers/tty/tty_io.c, tiocsti()). */
static void add_terminal(struct finding *finding, const struct facts *facts, const struct actor *actor)
{
	static const char terminal[] = "a terminal of the host", what[] = "TIOCSTI";
	const struct answer *answer = &facts->question[ASK_TERMINAL_INPUT];
	bool complete = facts->live && list_complete(&facts->descriptors_list) && list_complete(&facts->mounts_list);
	uint64_t effective = 0;
	struct way way;

	way_init(&way, "type into the terminal from which this container was started");
	if (answer->state != ANSWERED) {
		barrier_unless(&way, BARRIER_NOT_GIVEN, complete && answer->state == NOT_ASKED && answer->reason ? NO : UNKNOWN, terminal,
			       answer->reason ? answer->reason : "could not be asked");
	} else if (answer->error == EFAULT) {
		barrier_add(&way, BARRIER_PERMISSION, BARRIER_ABSENT, what, "it is our controlling terminal, and the kernel would type (asked)");
	} else if (answer->error == EPERM || answer->error == EIO) {
		bool held = fact_number(facts, FACT_CAP_EFFECTIVE, &effective) && effective >> CAP_SYS_ADMIN & 1
			&& fact_bool(facts, FACT_USERNS_INITIAL) == YES;

		barrier_capable(&way, facts, actor, CAP_SYS_ADMIN);
		if (held)
			barrier_denied(&way, actor, lsm_confines(facts) == NO ? BARRIER_SECCOMP : BARRIER_KIND_COUNT, what, answer->error,
				       ", though CAP_SYS_ADMIN is held (asked)");
		else
			barrier_add(&way, BARRIER_SECCOMP, BARRIER_IS_UNKNOWN, what, "asked without CAP_SYS_ADMIN");
	} else {
		barrier_add(&way, BARRIER_LSM, BARRIER_IS_UNKNOWN, what, arena_printf(actor->arena, "%s (asked)", ERROR_NAME(answer->error)));
	}
	barrier_shared_kernel(&way, facts, actor);
	finding_add(finding, &way);
}

static void judge_console_injection(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const struct nodes nodes = { CONSOLE, false, "the console (5:1)", 5, 1 };

	each_node(finding, facts, actor, &nodes, NULL);
	add_terminal(finding, facts, actor);
}

static void judge_kernel_log_write(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const struct nodes nodes = { LOG, false, "/dev/kmsg", 1, 11 };

	each_node(finding, facts, actor, &nodes, NULL);
}

/* kernel/printk/printk.c, devkmsg_open(): reading asks what syslog(2) asks. */
void finding_add_kmsg(struct finding *finding, const struct facts *facts, const struct actor *actor, disk_way *permission)
{
	static const struct nodes nodes = { LOG, true, "/dev/kmsg", 0, 0 };
	bool may_be = !list_complete(&facts->devices_list);

	for (size_t i = 0; i < facts->devices_count; i++)
		may_be |= group_of(&facts->devices[i]) == LOG;
	if (may_be)
		each_node(finding, facts, actor, &nodes, permission);
}

static void judge_hardware_device(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const struct nodes nodes = { HARDWARE, false, "a device that drives hardware", 10, 130 };

	each_node(finding, facts, actor, &nodes, NULL);
}

static void judge_media_device(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const struct nodes nodes = { MEDIA, true, "a sound or video device", 116, 0 };

	each_node(finding, facts, actor, &nodes, NULL);
}

static void judge_gpu_device(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const struct nodes nodes = { GPU, false, "a graphics device", 226, 128 };

	each_node(finding, facts, actor, &nodes, NULL);
}

/* An open tun reaches nothing before TUNSETIFF (drivers/net/tun.c). */
static void add_tun(struct way *way, const struct facts *facts, const struct actor *actor, const struct device *device)
{
	if (device->major == 10 && device->minor == 200)
		barrier_capability(way, facts, actor, CAP_NET_ADMIN);
}

static void judge_surface_device(const struct facts *facts, const struct actor *actor, struct finding *finding)
{
	static const struct nodes nodes = { SURFACE, false, "tun (10:200)", 10, 200 };

	each_node(finding, facts, actor, &nodes, add_tun);
}

/* clang-format off */
const struct path paths_devices[] = {
#include "devices.rows.inc"
	{ .id = NULL }
};
