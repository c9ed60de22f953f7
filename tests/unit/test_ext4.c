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

/* The checksum by the same rule, but bit by bit. */
static uint32_t crc_of(uint32_t crc, const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < size * 8; i++) {
		uint32_t bit = (bytes[i / 8] >> i % 8 & 1) ^ (crc & 1);

		crc = crc >> 1 ^ (bit ? UINT32_C(0x82f63b78) : 0);
	}
	return crc;
}

static void put(uint8_t *to, uint32_t value, int bytes)
{
	for (int i = 0; i < bytes; i++)
		to[i] = (uint8_t)(value >> 8 * i);
}

static void seal(uint8_t *super)
{
	put(super + 0x3fc, crc_of(UINT32_MAX, super, 0x3fc), 4);
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
		{ "no sense",       0x59,  0, 0xff },	/* none */
		{ "no sense",       0x59,  0x20, 0x01 },	/* 8192 bytes */
		{ "no sense",       0x59,  0x08, 0x01 },	/* 2048 bytes, and more than a block */
		{ "no sense",       0x14,  0x02, 0 },	/* first block */
		{ "no sense",       0xfe,  0x20, 0 },	/* descriptor size: no power of two */
		{ "no sense",       0xfe,  0x20, 0x40 },	/* and too small for one with 64 bits */
		{ "no sense",       0xff,  0x08, 0 },
		{ "no sense",       0xff,  0x08, 0xff },
		{ "checksums",      0x175, 0x02, 0x01 },	/* of another kind */
		{ "features",       0x66,  0x02, 0 },	/* nobody knows, for writing */
	};
	uint8_t super[EXT4_SUPER_SIZE];
	struct ext4 ext4;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		memcpy(super, image + EXT4_SUPER_AT, sizeof super);
		super[rows[i].at] = (uint8_t)((super[rows[i].at] & ~rows[i].clear) | rows[i].set);
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

static void the_superblock_says_what_is_where(void **state)
{
	uint8_t super[EXT4_SUPER_SIZE];
	struct ext4 ext4;

	(void)state;
	memcpy(super, image + EXT4_SUPER_AT, sizeof super);
	put(super + 0x4, 5, 4);
	put(super + 0x150, 3, 4);
	put(super + 0x28, 77, 4);
	seal(super);
	assert_null(ext4_why_not_super(super, &ext4));
	assert_true(ext4.block_size == 1024 && ext4.inode_size == 256 && ext4.descriptor_size == 64 && ext4.inodes == 77);
	assert_true(ext4.blocks == (UINT64_C(3) << 32 | 5) && ext4.journal == 8 && ext4.descriptor == 2048);
	assert_int_equal(ext4.seed, crc_of(UINT32_MAX, super + 0x68, 16));

	super[0x60] = (uint8_t)(super[0x60] & ~0x80);	/* 32 bits: those above are not looked at */
	super[0xfe] = 1;
	super[0x61] |= 0x20;				/* a seed of its own */
	put(super + 0x270, 0x12345678, 4);
	super[0x5c] = (uint8_t)(super[0x5c] & ~0x04);	/* no journal */
	put(super + 0xe0, 0, 4);
	put(super + 0x14, 0, 4);			/* larger blocks: the first is 0 */
	put(super + 0x18, 6, 4);
	seal(super);
	assert_null(ext4_why_not_super(super, &ext4));
	assert_true(ext4.descriptor_size == 32 && ext4.blocks == 5 && ext4.journal == 0 && ext4.seed == 0x12345678);
	assert_true(ext4.block_size == 65536 && ext4.descriptor == 65536);
	put(super + 0x18, 7, 4);
	seal(super);
	assert_non_null(ext4_why_not_super(super, &ext4));
}

static void the_table_of_inodes_lies_within_the_file_system(void **state)
{
	static const struct { const char *why; uint64_t blocks; uint32_t descriptor_size, low, high; uint64_t table; } rows[] = {
		{ "the last block",        100, 64, 99, 0, 99 * 1024 },
		{ "the first",             100, 64, 1, 0, 1024 },
		{ "none",                  100, 64, 0, 0, 0 },
		{ "behind the last",       100, 64, 100, 0, 0 },
		{ "far behind the last",   100, 64, 99, 1, 0 },
		{ "no room for high bits", 100, 32, 99, 1, 99 * 1024 },
		{ "high bits",             UINT64_MAX, 64, 0, 1, UINT64_C(1) << 42 },
		{ "more than can be told", UINT64_MAX, 64, 0, UINT32_MAX, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct ext4 ext4 = { .block_size = 1024, .blocks = rows[i].blocks, .descriptor_size = rows[i].descriptor_size };
		uint8_t descriptor[64] = { 0 };

		put(descriptor + 0x8, rows[i].low, 4);
		put(descriptor + 0x28, rows[i].high, 4);
		bool refused = ext4_why_not_descriptor(&ext4, descriptor);

		if (refused != !rows[i].table || ext4.table != rows[i].table)
			fail_msg("%s", rows[i].why);
	}
}

static void an_inode_that_there_is_not_lies_nowhere(void **state)
{
	const struct ext4 ext4 = { .table = 4096, .inodes = 16, .inode_size = 256 };

	(void)state;
	assert_int_equal(ext4_inode_at(&ext4, 0), 0);
	assert_int_equal(ext4_inode_at(&ext4, 1), 4096);
	assert_int_equal(ext4_inode_at(&ext4, 16), 4096 + 15 * 256);
	assert_int_equal(ext4_inode_at(&ext4, 17), 0);
}

static void an_inode_has_half_a_checksum_or_a_whole_one(void **state)
{
	static const struct { const char *why; uint32_t size, extra, links, spoil; bool whole, damaged; } rows[] = {
		{ "small: half",                  128, 0, 1, 0, false, false },
		{ "large, with no room for more", 256, 3, 1, 0, false, false },
		{ "large: whole",                 256, 4, 1, 0, true, false },
		{ "half of it is not enough",     256, 4, 1, 0, false, true },
		{ "removed",                      256, 32, 0, 0, true, true },
		{ "small, changed",               128, 0, 1, 0x40, false, true },
		{ "large, changed at the end",    256, 3, 1, 0xff, false, true },
		{ "whole, changed at the end",    256, 32, 1, 0xff, true, true },
		{ "whole, changed before it",     256, 32, 1, 0x7e, true, true },
	};
	const uint8_t number[4] = { 11, 0, 0, 0 };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct ext4 ext4 = { .inode_size = rows[i].size, .seed = 0xabcdef01 };
		uint8_t inode[256];

		for (size_t k = 0; k < sizeof inode; k++)
			inode[k] = (uint8_t)(k * 7);
		put(inode + 0x1a, rows[i].links, 2);
		put(inode + 0x7c, 0, 2);
		if (rows[i].size > 128)
			put(inode + 0x80, rows[i].extra, 2);
		if (rows[i].whole)
			put(inode + 0x82, 0, 2);
		uint32_t crc = crc_of(crc_of(crc_of(ext4.seed, number, 4), inode + 0x64, 4), inode, rows[i].size);

		put(inode + 0x7c, crc, 2);
		if (rows[i].whole)
			put(inode + 0x82, crc >> 16, 2);
		inode[rows[i].spoil] ^= rows[i].spoil ? 1 : 0;
		if (rows[i].damaged != (ext4_why_not_inode(&ext4, 11, inode) != NULL))
			fail_msg("%s", rows[i].why);
	}
}

static void only_a_root_directory_of_one_block_is_looked_at(void **state)
{
	static const struct { size_t at; uint8_t value; const char *names; } rows[] = {
		{ 0x01, 0x81, "no directory" },
		{ 0x01, 0x61, "no directory" },		/* a block device */
		{ 0x21, 0x10, "larger" },		/* an index */
		{ 0x23, 0x10, "larger" },		/* in the inode itself */
		{ 0x22, 0x00, "larger" },		/* no extents */
		{ 0x05, 0x08, "larger" },
		{ 0x6c, 0x01, "larger" },
		{ 0x68, 0x01, "attributes" },
		{ 0x76, 0x01, "attributes" },
		{ 0x28, 0x0b, "one block" },		/* no extents after all */
		{ 0x2a, 0x02, "one block" },		/* two of them */
		{ 0x2e, 0x01, "one block" },		/* a tree */
		{ 0x34, 0x01, "one block" },		/* that do not begin with the first */
		{ 0x38, 0x02, "one block" },
		{ 0x3c, 0x00, "nowhere" },
		{ 0x3c, 100, "nowhere" },
		{ 0x3a, 0x01, "nowhere" },
	};
	const struct ext4 ext4 = { .block_size = 1024, .blocks = 100 };
	uint8_t inode[256] = { [0x00] = 0xed, [0x01] = 0x41, [0x05] = 0x04, [0x22] = 0x08, [0x28] = 0x0a, [0x29] = 0xf3,
			       [0x2a] = 1, [0x38] = 1, [0x3c] = 99 };
	uint64_t where = 7;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		uint8_t was = inode[rows[i].at];

		inode[rows[i].at] = rows[i].value;
		const char *why = ext4_why_not_root(&ext4, inode, &where);

		if (!why || !strstr(why, rows[i].names) || where != 7)
			fail_msg("row %zu: %s", i, why ? why : "nothing");
		inode[rows[i].at] = was;
	}
	assert_null(ext4_why_not_root(&ext4, inode, &where));
	assert_int_equal(where, 99 * 1024);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_one_is_told_to_be_whole),
		cmocka_unit_test(no_changed_byte_goes_unnoticed),
		cmocka_unit_test(what_a_mount_would_work_on_is_refused),
		cmocka_unit_test(the_superblock_says_what_is_where),
		cmocka_unit_test(the_table_of_inodes_lies_within_the_file_system),
		cmocka_unit_test(an_inode_that_there_is_not_lies_nowhere),
		cmocka_unit_test(an_inode_has_half_a_checksum_or_a_whole_one),
		cmocka_unit_test(only_a_root_directory_of_one_block_is_looked_at),
	};
	return cmocka_run_group_tests(tests, set_up, NULL);
}
