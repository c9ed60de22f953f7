/* What lies on a disk, told from real images of every format (tests/images,
 * made by make.sh there), and from broken ones. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "disks.h"

#define UUID "11111111-2222-4333-8444-555555555555"
#define ANY "*"		/* the tool takes what it likes */

static char region[sizeof(struct facts) + 65536] __attribute__((aligned(16)));

/* Open for reading, and gone from its directory already. */
static int unpack(const char *name)
{
	char path[] = "/tmp/test-image.XXXXXX", command[256];
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	/* xz makes holes of zeroes where it writes to a file. */
	snprintf(command, sizeof command, "xz -dc tests/images/%s.xz > %s", name, path);
	assert_int_equal(system(command), 0);
	int image = open(path, O_RDONLY | O_CLOEXEC);

	assert_true(image >= 0);
	unlink(path);
	close(fd);
	return image;
}

static void assert_same(const char *image, const char *what, const char *is, const char *wanted)
{
	if (wanted && strcmp(wanted, ANY) == 0 ? !is : strcmp(is ? is : "", wanted ? wanted : "") != 0)
		fail_msg("%s: %s is %s, not %s", image, what, is ? is : "not there", wanted ? wanted : "not there");
}

static struct device look_at(const char *name, const char *filesystems)
{
	struct facts *facts = facts_init(region, sizeof region);
	struct device device = { .name = "sda" };
	int fd = unpack(name);

	if (filesystems)
		fact_set_static(facts, FACT_FILESYSTEMS, filesystems);
	disks_read_content(fd, &device, facts);
	close(fd);
	return device;
}

static void every_format_is_known(void **state)
{
	static const struct { const char *image, *type, *usage, *label, *uuid, *table; } rows[] = {
		{ "ext2",     "ext2",              "filesystem", "label-ext2",  UUID, NULL },
		{ "ext3",     "ext3",              "filesystem", "label-ext3",  UUID, NULL },
		{ "ext4",     "ext4",              "filesystem", "label-ext4",  UUID, NULL },
		{ "xfs",      "xfs",               "filesystem", "label-xfs",   UUID, NULL },
		{ "btrfs",    "btrfs",             "filesystem", "label-btrfs", UUID, NULL },
		{ "f2fs",     "f2fs",              "filesystem", "label-f2fs",  UUID, NULL },
		{ "vfat",     "vfat",              "filesystem", "LABELVFAT",   "1111-2222", NULL },
		{ "exfat",    "exfat",             "filesystem", "labelexfat",  ANY, "dos" },
		{ "ntfs",     "ntfs",              "filesystem", "label-ntfs",  "1122334455667788", NULL },
		{ "squashfs", "squashfs",          "filesystem", NULL,          NULL, NULL },
		{ "erofs",    "erofs",             "filesystem", NULL,          UUID, NULL },
		{ "iso9660",  "iso9660",           "filesystem", "LABEL-ISO",   ANY, NULL },
		{ "swap",     "swap",              "other",      "label-swap",  UUID, NULL },
		{ "luks1",    "crypto_LUKS",       "crypto",     NULL,          UUID, NULL },
		{ "luks2",    "crypto_LUKS",       "crypto",     "label-luks2", UUID, NULL },
		{ "lvm2",     "LVM2_member",       "raid",       NULL,          "abcdef-ghij-klmn-opqr-stuv-wxyz-012345", NULL },
		{ "md",       "linux_raid_member", "raid",       "host:label-md", UUID, NULL },
		{ "bcache",   "bcache",            "other",      NULL,          ANY, NULL },
		{ "zfs",      "zfs_member",        "filesystem", NULL,          NULL, NULL },
		{ "gpt",      NULL,                NULL,         NULL,          NULL, "gpt" },
		{ "dos",      NULL,                NULL,         NULL,          NULL, "dos" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct device device = look_at(rows[i].image, "ext4 zfs");

		if (device.content != YES || device.ambivalent)
			fail_msg("%s: not told", rows[i].image);
		assert_same(rows[i].image, "the type", device.fs_type, rows[i].type);
		assert_same(rows[i].image, "the usage", device.fs_usage, rows[i].usage);
		assert_same(rows[i].image, "the label", device.fs_label, rows[i].label);
		assert_same(rows[i].image, "the UUID", device.fs_uuid, rows[i].uuid);
		assert_same(rows[i].image, "the table", device.table, rows[i].table);
	}
}

/* What libblkid makes of them may change; that it is no more than this may not. */
static void broken_images_are_not_believed(void **state)
{
	static const struct { const char *image; enum known content; bool ambivalent; const char *type, *table; } rows[] = {
		{ "empty",            YES,     false, NULL,    NULL },
		{ "blank",            YES,     false, NULL,    NULL },
		{ "cut-ext4",         YES,     false, NULL,    NULL },
		{ "cut-btrfs",        YES,     false, NULL,    NULL },
		{ "cut-luks2",        YES,     false, NULL,    NULL },
		{ "cut-gpt",          YES,     false, NULL,    NULL },
		{ "damaged-ext4",     YES,     false, NULL,    NULL },
		{ "damaged-gpt",      YES,     false, NULL,    "gpt" },	/* by the copy at its end */
		{ "damaged-xfs",      YES,     false, "xfs",   NULL },
		{ "damaged-btrfs",    YES,     false, "btrfs", NULL },
		{ "two-xfs-btrfs",    YES,     true,  NULL,    NULL },
		{ "mbr-left-on-ext4", YES,     false, "ext4",  "PMBR" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct device device = look_at(rows[i].image, NULL);

		if (device.content != rows[i].content || device.ambivalent != rows[i].ambivalent)
			fail_msg("%s: content %d, ambivalent %d", rows[i].image, (int)device.content, device.ambivalent);
		assert_same(rows[i].image, "the type", device.fs_type, rows[i].type);
		assert_same(rows[i].image, "the table", device.table, rows[i].table);
	}
}

/* It costs ten times what all the others do. */
static void zfs_is_looked_for_where_the_kernel_has_it(void **state)
{
	(void)state;
	assert_null(look_at("zfs", "nodev proc\text4\n").fs_type);
	assert_string_equal(look_at("zfs", NULL).fs_type, "zfs_member");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_format_is_known),
		cmocka_unit_test(broken_images_are_not_believed),
		cmocka_unit_test(zfs_is_looked_for_where_the_kernel_has_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
