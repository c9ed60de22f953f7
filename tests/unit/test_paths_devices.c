/* The other devices of the host: whose node is given, or may be made, and what the device cgroup says. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include "facts_build.h"

#define CAP(name) (UINT64_C(1) << CAP_##name)
#define T paths_devices
#define COUNT(array) (sizeof array / sizeof *array)

static const struct row {
	const char *id, *path;
	uint32_t major, minor;
	const char *driver;
	bool read;	/* is enough */
} rows[] = {
	{ "console-injection", "/dev/tty0", 4, 0, "tty", false },
	{ "console-injection", "/dev/tty63", 4, 63, "tty", false },
	{ "console-injection", "/dev/console", 5, 1, NULL, false },
	{ "console-injection", "/dev/vcs1", 7, 1, "vcs", false },
	{ "console-injection", "/dev/input/event3", 13, 67, "input", false },
	{ "console-injection", "/dev/uinput", 10, 223, "misc", false },
	{ "console-injection", "/dev/uhid", 10, 239, "misc", false },
	{ "kernel-log-write", "/dev/kmsg", 1, 11, "mem", false },
	{ "hardware-device", "/dev/ttyS0", 4, 64, "ttyS", false },
	{ "hardware-device", "/dev/watchdog", 10, 130, "misc", false },
	{ "hardware-device", "/dev/watchdog0", 249, 0, "watchdog", false },
	{ "hardware-device", "/dev/nvram", 10, 144, "misc", false },
	{ "hardware-device", "/dev/tpm0", 10, 224, "misc", false },
	{ "hardware-device", "/dev/tpmrm0", 253, 65536, "tpm", false },
	{ "hardware-device", "/dev/i2c-1", 89, 1, "i2c", false },
	{ "hardware-device", "/dev/spidev0.0", 153, 0, "spi", false },
	{ "hardware-device", "/dev/ttyACM0", 166, 0, "ttyACM", false },
	{ "hardware-device", "/dev/ttyUSB0", 188, 0, "ttyUSB", false },
	{ "hardware-device", "/dev/bus/usb/001/002", 189, 1, "usb_device", false },
	{ "hardware-device", "/dev/gpiochip0", 254, 0, "gpiochip", false },
	{ "hardware-device", "/dev/hidraw0", 245, 0, "hidraw", false },
	{ "hardware-device", "/dev/ipmi0", 240, 0, "ipmidev", false },
	{ "hardware-device", "/dev/mei0", 247, 0, "mei", false },
	{ "hardware-device", "/dev/ptp0", 250, 0, "ptp", false },
	{ "media-device", "/dev/dsp", 14, 3, NULL, true },
	{ "media-device", "/dev/video0", 81, 0, "video4linux", true },
	{ "media-device", "/dev/snd/pcmC0D0c", 116, 2, "alsa", true },
	{ "gpu-device", "/dev/nvidia0", 195, 0, "nvidia-frontend", false },
	{ "gpu-device", "/dev/dri/renderD128", 226, 128, "drm", false },
	{ "gpu-device", "/dev/kfd", 240, 0, "kfd", false },
	{ "gpu-device", "/dev/accel/accel0", 261, 0, "accel", false },
	{ "gpu-device", "/dev/nvidia-uvm", 240, 0, "nvidia-uvm", false },
	{ "gpu-device", "/dev/nvidia-caps/nvidia-cap1", 240, 1, "nvidia-caps", false },
	{ "surface-device", "/dev/vfio/vfio", 10, 196, "misc", false },
	{ "surface-device", "/dev/vfio/42", 243, 0, "vfio", false },
	{ "surface-device", "/dev/net/tun", 10, 200, "misc", false },
	{ "surface-device", "/dev/cuse", 10, 203, "misc", false },
	{ "surface-device", "/dev/fuse", 10, 229, "misc", false },
	{ "surface-device", "/dev/kvm", 10, 232, "misc", false },
	{ "surface-device", "/dev/btrfs-control", 10, 234, "misc", false },
	{ "surface-device", "/dev/autofs", 10, 235, "misc", false },
	{ "surface-device", "/dev/vhost-net", 10, 238, "misc", false },
	{ "surface-device", "/dev/vhost-vsock", 10, 241, "misc", false },
	{ "surface-device", "/dev/userfaultfd", 10, 257, "misc", false },
	{ "surface-device", "/dev/iommu", 10, 258, "misc", false },
	{ "vfio-no-iommu", "/dev/vfio/noiommu-0", 243, 0, "vfio", false },
};

#define EACH_ROW(row) (const struct row *row = rows; row < rows + COUNT(rows); row++)

/* Nobody confined, all that the paths ask besides the node at hand. */
static struct facts *a_container_with_all(void)
{
	struct facts *facts = a_container();

	give_caps(facts, ALL_CAPS);
	fact_set_bool(facts, FACT_NETNS_INITIAL, false);
	facts->question[ASK_TERMINAL_INPUT] = (struct answer){ .reason = "no terminal of the host was handed in" };
	/* what VFIO asks for besides the node, and no path looks for by itself */
	fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, "c *:* m\nc 1:3 rwm\nc 10:196 rwm\n");
	add_mount(facts, (struct mount){ .root = "/", .point = "/", .type = "overlay", .class = MOUNT_ROOT });
	return facts;
}

static struct device *add_device(struct facts *facts, const struct row *row)
{
	struct device *device = facts_device_new(facts);

	*device = (struct device){
		.path = row->path, .type = DEVICE_CHAR, .major = row->major, .minor = row->minor, .driver = row->driver,
		.mode = 0600, .read = answered(0), .write = answered(row->read ? EPERM : 0),
	};
	facts_device_done(facts);
	return device;
}

static void table_is_whole(void **state)
{
	(void)state;
	for (const struct path *path = T; path->id; path++) {
		struct facts *facts = a_container_with_all();

		for (unsigned which = 0; which <= PATH_CONTROLS; which++)
			assert_true(strlen(path_text(path, which)) >= 5);
		assert_now(facts, T, path->id, PATH_CLOSED);
		facts->devices_list.truncated = true;
		assert_now(facts, T, path->id, PATH_UNKNOWN);
		facts->devices_list = (struct list){ .error = EACCES };
		assert_now(facts, T, path->id, PATH_UNKNOWN);
	}
}

static void a_node_that_may_be_opened_opens_its_path_and_no_other(void **state)
{
	(void)state;
	for EACH_ROW(row) {
		for (const struct path *path = T; path->id; path++) {
			struct facts *facts = a_container_with_all();

			add_device(facts, row);
			if (judged(facts, path, false).status != (strcmp(path->id, row->id) ? PATH_CLOSED : PATH_OPEN))
				print_error("%s: %s\n", row->path, path->id);
			assert_now(facts, T, path->id, strcmp(path->id, row->id) ? PATH_CLOSED : PATH_OPEN);
		}
	}
}

static void nodes_that_every_container_has_open_nothing(void **state)
{
	static const struct row harmless[] = {
		{ NULL, "/dev/null", 1, 3, "mem", false }, { NULL, "/dev/random", 1, 8, "mem", false },
		{ NULL, "/dev/tty", 5, 0, NULL, false }, { NULL, "/dev/ptmx", 5, 2, NULL, false },
		{ NULL, "/dev/pts/0", 136, 0, "pts", false }, { NULL, "/dev/console", 136, 0, "pts", false },
		{ NULL, "/dev/hwrng", 10, 183, "misc", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(harmless); i++) {
		struct facts *facts = a_container_with_all();

		add_device(facts, &harmless[i]);
		for (const struct path *path = T; path->id; path++)
			assert_now(facts, T, path->id, PATH_CLOSED);
	}
}

static void a_disk_of_the_same_number_is_none_of_them(void **state)
{
	(void)state;
	for EACH_ROW(row) {
		struct facts *facts = a_container_with_all();

		add_device(facts, row)->type = DEVICE_BLOCK;
		assert_now(facts, T, row->id, PATH_CLOSED);
	}
}

static void each_barrier_closes_by_itself(void **state)
{
	(void)state;
	for EACH_ROW(row) {
		struct facts *facts = a_container_with_all();
		struct device *device = add_device(facts, row);

		device->read = device->write = answered(EPERM);
		assert_now(facts, T, row->id, PATH_CLOSED);
		assert_true(stands(facts, T, row->id, BARRIER_DEVICE_CGROUP));
		assert_int_equal(distance(facts, T, row->id), 1);
		device->read = device->write = answered(EACCES);
		assert_now(facts, T, row->id, PATH_CLOSED);
		assert_true(stands(facts, T, row->id, BARRIER_PERMISSION));
		device->read = device->write = (struct answer){ .state = TIMED_OUT };
		fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, "c *:* m\nc 1:3 rwm\n");
		assert_now(facts, T, row->id, PATH_CLOSED);	/* devices.list does not allow it */
		fact_set_unknown(facts, FACT_CGROUP_DEVICES_LIST, ENOENT, NULL);
		assert_now(facts, T, row->id, PATH_UNKNOWN);
		device->read = device->write = answered(0);
		device->nodev = true;
		assert_now(facts, T, row->id, PATH_CLOSED);
		assert_true(stands(facts, T, row->id, BARRIER_NODEV));
		device->nodev = false;
		fact_set_number(facts, FACT_USERNS_INODE, 4);	/* gVisor's own devices */
		assert_now(facts, T, row->id, PATH_CLOSED);
		assert_true(stands(facts, T, row->id, BARRIER_KERNEL));
		fact_set_unknown(facts, FACT_USERNS_INODE, EACCES, NULL);
		assert_now(facts, T, row->id, PATH_UNKNOWN);
	}
}

static void what_a_user_may_not_open_root_may(void **state)
{
	(void)state;
	for EACH_ROW(row) {
		struct facts *facts = a_container_with_all();
		struct device *device = add_device(facts, row);

		become_user(facts);
		device->read = device->write = answered(EACCES);
		fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, "a *:* rwm\n");
		assert_now(facts, T, row->id, PATH_CLOSED);
		assert_as_root(facts, T, row->id, PATH_OPEN);
		fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, "c *:* m\n");
		assert_as_root(facts, T, row->id, PATH_CLOSED);
	}
}

/* A terminal of the group of which root is a member: 0620. */
static void a_console_that_may_only_be_written_to_is_no_way_in(void **state)
{
	(void)state;
	struct facts *facts = a_container_with_all();
	struct device *device = add_device(facts, &(struct row){ NULL, "/dev/tty1", 4, 1, "tty", false });

	device->read = answered(EACCES);
	assert_now(facts, T, "console-injection", PATH_CLOSED);
	assert_true(stands(facts, T, "console-injection", BARRIER_PERMISSION));
}

static void a_device_without_iommu_asks_for_rawio(void **state)
{
	(void)state;
	struct facts *facts = a_container_with_all();

	struct device *device = add_device(facts, &rows[COUNT(rows) - 1]);

	device->driver = NULL;		/* a node of a number that nobody has */
	assert_now(facts, T, "vfio-no-iommu", PATH_UNKNOWN);
	device->driver = "input";
	assert_now(facts, T, "vfio-no-iommu", PATH_CLOSED);
	device->driver = "vfio";
	give_caps(facts, ALL_CAPS & ~CAP(SYS_RAWIO));
	assert_now(facts, T, "vfio-no-iommu", PATH_CLOSED);
	assert_true(stands(facts, T, "vfio-no-iommu", BARRIER_CAPABILITY));
	give_caps(facts, ALL_CAPS);
	enter_user_namespace(facts);
	assert_now(facts, T, "vfio-no-iommu", PATH_CLOSED);
	assert_true(stands(facts, T, "vfio-no-iommu", BARRIER_USER_NAMESPACE));
}

static void a_device_without_iommu_asks_for_a_container_to_be_in(void **state)
{
	static const struct row nodes[] = {
		{ NULL, "/dev/vfio/vfio", 10, 196, "misc", false }, { NULL, "/dev/iommu", 10, 258, "misc", false },
		/* neither */
		{ NULL, "/dev/fuse", 10, 229, "misc", false }, { NULL, "/dev/vfio/42", 243, 196, "vfio", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(nodes); i++) {
		struct facts *facts = a_container_with_all();

		add_device(facts, &rows[COUNT(rows) - 1]);
		fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, "c *:* m\n");
		assert_now(facts, T, "vfio-no-iommu", PATH_CLOSED);	/* nor may it be made */
		assert_true(stands(facts, T, "vfio-no-iommu", BARRIER_DEVICE_CGROUP));
		assert_int_equal(distance(facts, T, "vfio-no-iommu"), 1);
		struct device *device = add_device(facts, &nodes[i]);

		assert_now(facts, T, "vfio-no-iommu", i < 2 ? PATH_OPEN : PATH_CLOSED);
		device->write = answered(EPERM);
		assert_now(facts, T, "vfio-no-iommu", PATH_CLOSED);
		fact_set_unknown(facts, FACT_CGROUP_DEVICES_LIST, ENOENT, NULL);
		device->write = (struct answer){ .state = TIMED_OUT };
		assert_now(facts, T, "vfio-no-iommu", PATH_UNKNOWN);
	}
}

/* A console and tun every host has. */
static bool is_everywhere(const struct path *path)
{
	return !strcmp(path->id, "console-injection") || !strcmp(path->id, "surface-device");
}

static void a_node_that_may_be_made_leaves_it_open_whether_there_is_such_a_device(void **state)
{
	(void)state;
	for (const struct path *path = T; path->id; path++) {
		struct facts *facts = a_container_with_all();
		bool numbered = strcmp(path->id, "vfio-no-iommu") != 0;

		fact_set_static(facts, FACT_CGROUP_DEVICES_LIST, "a *:* rwm\n");
		assert_now(facts, T, path->id, is_everywhere(path) ? PATH_OPEN : numbered ? PATH_UNKNOWN : PATH_CLOSED);
		give_caps(facts, ALL_CAPS & ~CAP(MKNOD) & ~CAP(SYS_ADMIN));
		assert_now(facts, T, path->id, PATH_CLOSED);
		/* a devtmpfs of its own has them all */
		fact_set_static(facts, FACT_FILESYSTEMS, "nodev\tdevtmpfs\n");
		give_caps(facts, ALL_CAPS & ~CAP(MKNOD));
		assert_now(facts, T, path->id, is_everywhere(path) ? PATH_OPEN : numbered ? PATH_UNKNOWN : PATH_CLOSED);
		give_caps(facts, ALL_CAPS);
		enter_user_namespace(facts);
		assert_now(facts, T, path->id, PATH_CLOSED);
	}
}

static void what_the_device_cgroup_says_of_disks_goes_for_nodes_made_here(void **state)
{
	(void)state;
	for (const struct path *path = T; path->id; path++) {
		struct facts *facts = a_container_with_all();
		bool numbered = strcmp(path->id, "vfio-no-iommu") != 0;

		fact_set_unknown(facts, FACT_CGROUP_DEVICES_LIST, ENOENT, NULL);
		fact_set_static(facts, FACT_ENGINE, "docker");
		/* no disk to ask about; some devices engines' rules let through */
		assert_now(facts, T, path->id, is_everywhere(path) ? PATH_OPEN : PATH_CLOSED);
		struct device *disk = facts_device_new(facts);

		*disk = (struct device){ .type = DEVICE_BLOCK, .major = 8, .through_made_node = true, .read = answered(0), .write = answered(0) };
		facts_device_done(facts);
		assert_now(facts, T, path->id, numbered ? PATH_UNKNOWN : PATH_CLOSED);
		disk->read = disk->write = answered(EPERM);
		assert_now(facts, T, path->id, is_everywhere(path) ? PATH_OPEN : PATH_CLOSED);
		/* a runtime without an engine has a list of its own */
		fact_set_unknown(facts, FACT_ENGINE, 0, NULL);
		assert_now(facts, T, path->id, is_everywhere(path) ? PATH_UNKNOWN : PATH_CLOSED);
	}
}

static bool refuses(const struct facts *facts, enum barrier_kind kind, const char *evidence)
{
	struct finding finding = judged(facts, path_in(T, "console-injection"), false);

	for (size_t i = 0; i < finding.ways; i++)
		for (size_t k = 0; k < finding.way[i].count; k++)
			if (finding.way[i].barrier[k].kind == kind && !strcmp(finding.way[i].barrier[k].evidence, evidence))
				return true;
	return false;
}

static void a_terminal_of_the_host_is_typed_into_where_the_kernel_would(void **state)
{
	static const struct { const char *why; struct answer answer; uint64_t caps; enum path_status expected; } asked[] = {
		{ "it controls our session", { ANSWERED, EFAULT, NULL }, 0, PATH_OPEN },
		{ "it controls another", { ANSWERED, EPERM, NULL }, 0, PATH_CLOSED },
		{ "legacy_tiocsti is off", { ANSWERED, EIO, NULL }, 0, PATH_CLOSED },
		{ "refused to CAP_SYS_ADMIN", { ANSWERED, EPERM, NULL }, ALL_CAPS, PATH_CLOSED },
		{ "a security module", { ANSWERED, EACCES, NULL }, 0, PATH_UNKNOWN },
		{ "a filter kills", { KILLED, 31, NULL }, 0, PATH_UNKNOWN },
		{ "none was handed in", { NOT_ASKED, 0, "no terminal of the host was handed in" }, 0, PATH_CLOSED },
		{ "nobody asked", { NOT_ASKED, 0, NULL }, 0, PATH_UNKNOWN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(asked); i++) {
		struct facts *facts = a_container_with_all();

		give_caps(facts, asked[i].caps);
		facts->question[ASK_TERMINAL_INPUT] = asked[i].answer;
		if (judged(facts, path_in(T, "console-injection"), false).status != asked[i].expected)
			print_error("row %zu: %s\n", i, asked[i].why);
		assert_now(facts, T, "console-injection", asked[i].expected);
	}
	struct facts *facts = a_container_with_all();

	/* what was not listed may be one */
	facts->descriptors_list.truncated = true;
	assert_now(facts, T, "console-injection", PATH_UNKNOWN);
	facts->descriptors_list.truncated = false;
	facts->mounts_list.truncated = true;
	assert_now(facts, T, "console-injection", PATH_UNKNOWN);
	facts->mounts_list.truncated = false;
	facts->live = false;
	assert_now(facts, T, "console-injection", PATH_UNKNOWN);
	/* refused past the capability: by a filter on ioctl(2), or by a policy */
	facts = a_container_with_all();
	facts->question[ASK_TERMINAL_INPUT] = answered(EPERM);
	assert_true(refuses(facts, BARRIER_SECCOMP, "EPERM, though CAP_SYS_ADMIN is held (asked)"));
	fact_set_static(facts, FACT_APPARMOR_MODE, "enforce");
	assert_true(refuses(facts, BARRIER_KERNEL, "EPERM, though CAP_SYS_ADMIN is held (asked); cause not told apart"));
	/* or for want of it where it would count */
	facts = a_container_with_all();
	enter_user_namespace(facts);
	facts->question[ASK_TERMINAL_INPUT] = answered(EPERM);
	assert_false(refuses(facts, BARRIER_SECCOMP, "EPERM, though CAP_SYS_ADMIN is held (asked)"));
	/* root with CAP_SYS_ADMIN need not be asked whose it is; a filter may still mind */
	facts = a_container_with_all();
	become_user(facts);
	facts->question[ASK_TERMINAL_INPUT] = answered(EPERM);
	assert_now(facts, T, "console-injection", PATH_CLOSED);
	assert_as_root(facts, T, "console-injection", PATH_UNKNOWN);
}

static void the_kernel_log_is_read_by_its_device_too(void **state)
{
	static const struct row kmsg = { "kernel-log", "/dev/kmsg", 1, 11, "mem", true };

	(void)state;
	struct facts *facts = a_container_with_all();

	give_caps(facts, DEFAULT_CAPS);
	fact_set_number(facts, FACT_SECCOMP_MODE, 2);
	facts->call[CALL_SYSLOG] = (struct call){ answered(EPERM), answered(EPERM) };
	fact_set_number(facts, FACT_DMESG_RESTRICT, 0);
	assert_now(facts, paths_capabilities, "kernel-log", PATH_CLOSED);
	struct device *device = add_device(facts, &kmsg);

	assert_now(facts, paths_capabilities, "kernel-log", PATH_OPEN);
	fact_set_number(facts, FACT_DMESG_RESTRICT, 1);
	assert_now(facts, paths_capabilities, "kernel-log", PATH_CLOSED);
	give_caps(facts, DEFAULT_CAPS | CAP(SYSLOG));
	assert_now(facts, paths_capabilities, "kernel-log", PATH_OPEN);
	device->read = answered(EPERM);
	assert_now(facts, paths_capabilities, "kernel-log", PATH_CLOSED);
	facts->devices_count = 0;
	assert_now(facts, paths_capabilities, "kernel-log", PATH_CLOSED);
	facts->devices_list.truncated = true;
	assert_now(facts, paths_capabilities, "kernel-log", PATH_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_is_whole),
		cmocka_unit_test(a_node_that_may_be_opened_opens_its_path_and_no_other),
		cmocka_unit_test(nodes_that_every_container_has_open_nothing),
		cmocka_unit_test(a_disk_of_the_same_number_is_none_of_them),
		cmocka_unit_test(each_barrier_closes_by_itself),
		cmocka_unit_test(what_a_user_may_not_open_root_may),
		cmocka_unit_test(a_console_that_may_only_be_written_to_is_no_way_in),
		cmocka_unit_test(a_device_without_iommu_asks_for_rawio),
		cmocka_unit_test(a_device_without_iommu_asks_for_a_container_to_be_in),
		cmocka_unit_test(a_node_that_may_be_made_leaves_it_open_whether_there_is_such_a_device),
		cmocka_unit_test(what_the_device_cgroup_says_of_disks_goes_for_nodes_made_here),
		cmocka_unit_test(a_terminal_of_the_host_is_typed_into_where_the_kernel_would),
		cmocka_unit_test(the_kernel_log_is_read_by_its_device_too),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
