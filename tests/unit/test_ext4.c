/* Is an ext4 whole, as far as the kernel would look?  From a real image
 * (tests/images/ext4), and the same with each of its bytes changed. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "ext4.h"

#define IMAGE (4u << 20)
static uint8_t image[IMAGE];

static int set_up(void **state)
{
	FILE *pipe = popen("xz -dc tests/images/ext4.xz", "r");

	(void)state;
	if (!pipe || fread(image, 1, IMAGE, pipe) == 0)
		return -1;
	return pclose(pipe) != 0;
}

static uint8_t *at(uint64_t offset, size_t size)
{
	assert_true(offset > 0 && offset <= IMAGE - size);
	return image + offset;
}

/* All the way, as collect/verify.c goes it; where is left in *ret. */
struct way { struct ext4 ext4; uint64_t root, journal, names; };

static const char *why_not(struct way *ret)
{
	const char *why = ext4_why_not_super(at(EXT4_SUPER_AT, EXT4_SUPER_SIZE), &ret->ext4);

	if (!why)
		why = ext4_why_not_descriptor(&ret->ext4, at(ret->ext4.descriptor, 64));
	if (why)
		return why;
	ret->root = ext4_inode_at(&ret->ext4, EXT4_ROOT);
	ret->journal = ext4_inode_at(&ret->ext4, ret->ext4.journal);
	if (!(why = ext4_why_not_inode(&ret->ext4, ret->ext4.journal, at(ret->journal, ret->ext4.inode_size))) &&
	    !(why = ext4_why_not_inode(&ret->ext4, EXT4_ROOT, at(ret->root, ret->ext4.inode_size))) &&
	    !(why = ext4_why_not_root(&ret->ext4, at(ret->root, ret->ext4.inode_size), &ret->names)))
		why = ext4_why_not_names(&ret->ext4, image + ret->root, at(ret->names, ret->ext4.block_size));
	return why;
}

static void a_whole_one_is_told_to_be_whole(void **state)
{
	struct way way;
	const char *why = why_not(&way);

	(void)state;
	if (why)
		fail_msg("%s", why);
	assert_int_equal(way.ext4.journal, 8);
	assert_memory_equal(image + way.names + 8, ".", 2);
}

static void no_changed_byte_goes_unnoticed(void **state)
{
	struct way whole, changed;

	(void)state;
	assert_null(why_not(&whole));
	const struct { const char *what; uint64_t from; size_t size; } parts[] = {
		{ "superblock", EXT4_SUPER_AT, EXT4_SUPER_SIZE },
		{ "root", whole.root, whole.ext4.inode_size },
		{ "journal", whole.journal, whole.ext4.inode_size },
		{ "names", whole.names, whole.ext4.block_size },
	};

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		for (size_t k = 0; k < parts[i].size; k++) {
			image[parts[i].from + k] ^= 0x10;
			if (!why_not(&changed))
				fail_msg("byte %zu of the %s", k, parts[i].what);
			image[parts[i].from + k] ^= 0x10;
		}
	}
}

/* With its checksum made right, by the same rule: bit by bit. */
static void seal(uint8_t *super)
{
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < 0x3fc * 8; i++) {
		uint32_t bit = (super[i / 8] >> i % 8 & 1) ^ (crc & 1);

		crc = crc >> 1 ^ (bit ? UINT32_C(0x82f63b78) : 0);
	}
	for (int i = 0; i < 4; i++)
		super[0x3fc + i] = (uint8_t)(crc >> 8 * i);
}

static void what_a_mount_would_work_on_is_refused(void **state)
{
	static const struct { const char *names; size_t at; uint8_t set, clear; } rows[] = {
		{ "checksums",      0x65,  0, 0x04 },	/* metadata_csum */
		{ "orphan",         0xe8,  0x0c, 0 },	/* first of the list */
		{ "orphan",         0x66,  0x01, 0 },	/* orphan file in use */
		{ "features",       0x5d,  0x10, 0 },	/* orphan file */
		{ "features",       0x61,  0x01, 0 },	/* multiple mount protection */
		{ "features",       0x60,  0x10, 0 },	/* meta block groups */
		{ "features",       0x63,  0x80, 0 },	/* nobody knows */
		{ "errors",         0x3a,  0x02, 0 },
		{ "another device", 0xe0,  0, 0xff },	/* no inode of the journal */
		{ "options",        0x200, 'd', 0 },
		{ "no sense",       0x18,  0xff, 0 },	/* block size */
		{ "no sense",       0x58,  0x01, 0 },	/* inode size */
	};
	uint8_t super[EXT4_SUPER_SIZE];
	struct ext4 ext4;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		memcpy(super, image + EXT4_SUPER_AT, sizeof super);
		super[rows[i].at] = (uint8_t)((super[rows[i].at] | rows[i].set) & ~rows[i].clear);
		seal(super);
		const char *why = ext4_why_not_super(super, &ext4);

		if (!why || !strstr(why, rows[i].names))
			fail_msg("row %zu: %s", i, why ? why : "nothing");
	}
	memcpy(super, image + EXT4_SUPER_AT, sizeof super);
	super[0x60] |= 0x04;	/* a journal to be replayed is left alone */
	seal(super);
	assert_null(ext4_why_not_super(super, &ext4));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_one_is_told_to_be_whole),
		cmocka_unit_test(no_changed_byte_goes_unnoticed),
		cmocka_unit_test(what_a_mount_would_work_on_is_refused),
	};
	return cmocka_run_group_tests(tests, set_up, NULL);
}
