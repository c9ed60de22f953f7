/* ext4.c - is an ext4 whole as far as the kernel looks when it mounts it
 * read-only and without its journal?  See ext4.h.
 *
 * Offsets are those of the kernel's Documentation/filesystems/ext4. */
#include <stddef.h>
#include "ext4.h"

static uint32_t le16(const uint8_t *at)
{
	return at[0] | (uint32_t)at[1] << 8;
}

static uint32_t le32(const uint8_t *at)
{
	return le16(at) | le16(at + 2) << 16;
}

/* The CRC of Castagnoli as the kernel has it: nothing inverted at the end. */
static uint32_t crc32c(uint32_t crc, const uint8_t *data, size_t size)
{
	while (size-- > 0) {
		crc ^= *data++;
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0x82f63b78) : 0);
	}
	return crc;
}

/* As if the `size` bytes were zero. */
static uint32_t crc32c_zeroes(uint32_t crc, size_t size)
{
	static const uint8_t zeroes[4];

	return crc32c(crc, zeroes, size);
}

/* ---- superblock ------------------------------------------------------------ */

#define INCOMPAT_64BIT 0x80u
#define INCOMPAT_CSUM_SEED 0x2000u
/* Those that change nothing for us: file type in names, journal to be
 * replayed, extents, 64 bits, flexible groups, seed of its own, encryption. */
#define INCOMPAT_KNOWN (0x2u | 0x4u | 0x40u | INCOMPAT_64BIT | 0x200u | INCOMPAT_CSUM_SEED | 0x10000u)

#define RO_COMPAT_CHECKSUMS 0x400u
#define RO_COMPAT_ORPHANS 0x10000u
/* Sparse superblocks, large and huge files, group checksums, many links,
 * larger inodes, quota, clusters, project ids, verity. */
#define RO_COMPAT_KNOWN (0x1u | 0x2u | 0x8u | 0x10u | 0x20u | 0x40u | 0x100u | 0x200u | RO_COMPAT_CHECKSUMS | 0x2000u | 0x8000u)

#define COMPAT_JOURNAL 0x4u
#define COMPAT_ORPHAN_FILE 0x1000u
#define STATE_ERRORS 0x2u

static bool is_power_of_two(uint32_t number, uint32_t least, uint32_t most)
{
	return number >= least && number <= most && (number & (number - 1)) == 0;
}

/* What is there would be worked on by a mount, or is not known to us. */
static const char *why_not_features(const uint8_t *super)
{
	uint32_t compat = le32(super + 0x5c), incompat = le32(super + 0x60), ro_compat = le32(super + 0x64);

	if (!(ro_compat & RO_COMPAT_CHECKSUMS) || super[0x175] != 1)
		return "it has no checksums, so what a mount would find broken, and note on it, cannot be told";
	if (le32(super + 0xe8) != 0 || ro_compat & RO_COMPAT_ORPHANS)
		return "it has orphaned inodes, which a mount would clean up";
	if (incompat & ~INCOMPAT_KNOWN || ro_compat & ~RO_COMPAT_KNOWN || compat & COMPAT_ORPHAN_FILE)
		return "it has features that are not checked for what a mount of them writes";
	if (le16(super + 0x3a) & STATE_ERRORS)
		return "it is marked as having errors";
	if (compat & COMPAT_JOURNAL && le32(super + 0xe0) == 0)
		return "its journal lies on another device";
	if (super[0x200] != 0)
		return "it brings mount options of its own";
	return NULL;
}

const char *ext4_why_not_super(const uint8_t *super, struct ext4 *ret)
{
	uint32_t first = le32(super + 0x14), shift = le32(super + 0x18);

	if (le16(super + 0x38) != 0xef53 || crc32c(~UINT32_C(0), super, 0x3fc) != le32(super + 0x3fc))
		return "its superblock is damaged";
	const char *why = why_not_features(super);

	if (why)
		return why;
	bool wide = le32(super + 0x60) & INCOMPAT_64BIT, seeded = le32(super + 0x60) & INCOMPAT_CSUM_SEED;
	struct ext4 ext4 = {
		.block_size = shift <= 6 ? UINT32_C(1024) << shift : 0,
		.inode_size = le16(super + 0x58),
		.descriptor_size = wide ? le16(super + 0xfe) : 32,
		.blocks = le32(super + 0x4) | (wide ? (uint64_t)le32(super + 0x150) << 32 : 0),
		.journal = le32(super + 0x5c) & COMPAT_JOURNAL ? le32(super + 0xe0) : 0,
		.inodes = le32(super + 0x28),
		.seed = seeded ? le32(super + 0x270) : crc32c(~UINT32_C(0), super + 0x68, 16),
	};

	if (!is_power_of_two(ext4.block_size, 1024, EXT4_BLOCK_MAX) || !is_power_of_two(ext4.inode_size, 128, EXT4_INODE_MAX) ||
	    !is_power_of_two(ext4.descriptor_size, wide ? 64 : 32, 1024) || first > 1 || ext4.inode_size > ext4.block_size)
		return "its superblock makes no sense";
	ext4.descriptor = (uint64_t)(first + 1) * ext4.block_size;
	*ret = ext4;
	return NULL;
}

/* ---- inodes ------------------------------------------------------------------ */

const char *ext4_why_not_descriptor(struct ext4 *ext4, const uint8_t *descriptor)
{
	uint64_t block = le32(descriptor + 0x8) | (ext4->descriptor_size >= 64 ? (uint64_t)le32(descriptor + 0x28) << 32 : 0);

	if (block == 0 || block >= ext4->blocks || block > UINT64_MAX / 2 / ext4->block_size)
		return "its group descriptor makes no sense";
	ext4->table = block * ext4->block_size;
	return NULL;
}

uint64_t ext4_inode_at(const struct ext4 *ext4, uint32_t number)
{
	return number == 0 || number > ext4->inodes ? 0 : ext4->table + (uint64_t)(number - 1) * ext4->inode_size;
}

static uint32_t inode_seed(const struct ext4 *ext4, uint32_t number, const uint8_t *inode)
{
	const uint8_t bytes[4] = { (uint8_t)number, (uint8_t)(number >> 8), (uint8_t)(number >> 16), (uint8_t)(number >> 24) };

	return crc32c(crc32c(ext4->seed, bytes, 4), inode + 0x64, 4);
}

const char *ext4_why_not_inode(const struct ext4 *ext4, uint32_t number, const uint8_t *inode)
{
	static const char damaged[] = "an inode that a mount reads is damaged";
	uint32_t size = ext4->inode_size, wanted = le16(inode + 0x7c), mask = 0xffff;
	/* the second half lies in what the inode has beyond 128 bytes */
	bool whole = size > 128 && le16(inode + 0x80) >= 4;
	uint32_t crc = crc32c(inode_seed(ext4, number, inode), inode, 0x7c);

	crc = crc32c_zeroes(crc, 2);
	crc = crc32c(crc, inode + 0x7e, 2);
	if (whole) {
		crc = crc32c(crc, inode + 0x80, 2);
		crc = crc32c_zeroes(crc, 2);
		crc = crc32c(crc, inode + 0x84, size - 0x84);
		wanted |= le16(inode + 0x82) << 16;
		mask = ~UINT32_C(0);
	} else if (size > 128) {
		crc = crc32c(crc, inode + 0x80, size - 0x80);
	}
	return (crc & mask) != wanted || le16(inode + 0x1a) == 0 ? damaged : NULL;
}

/* ---- the root directory --------------------------------------------------------- */

#define FLAG_INDEX 0x1000u
#define FLAG_EXTENTS 0x80000u
#define FLAG_INLINE 0x10000000u

const char *ext4_why_not_root(const struct ext4 *ext4, const uint8_t *inode, uint64_t *ret_at)
{
	uint32_t flags = le32(inode + 0x20);
	const uint8_t *extents = inode + 0x28, *extent = extents + 12;

	if ((le16(inode) & 0xf000) != 0x4000)
		return "its root is no directory";
	if (flags & (FLAG_INDEX | FLAG_INLINE) || !(flags & FLAG_EXTENTS) || le32(inode + 0x4) != ext4->block_size
	    || le32(inode + 0x6c) != 0)
		return "its root directory is larger than what is checked";
	if (le32(inode + 0x68) != 0 || le16(inode + 0x76) != 0)
		return "its root directory has attributes in a block of their own";
	/* one extent, and no tree: magic, count, depth; first block, length */
	if (le16(extents) != 0xf30a || le16(extents + 2) != 1 || le16(extents + 6) != 0 || le32(extent) != 0 || le16(extent + 4) != 1)
		return "its root directory does not lie in one block";
	uint64_t block = le32(extent + 8) | (uint64_t)le16(extent + 6) << 32;

	if (block == 0 || block >= ext4->blocks)
		return "its root directory lies nowhere";
	*ret_at = block * ext4->block_size;
	return NULL;
}

const char *ext4_why_not_names(const struct ext4 *ext4, const uint8_t *inode, const uint8_t *block)
{
	size_t size = ext4->block_size - 12;
	const uint8_t *tail = block + size;	/* an entry without a name, whose type is 0xde */
	bool is_tail = le32(tail) == 0 && le16(tail + 4) == 12 && tail[6] == 0 && tail[7] == 0xde;

	if (!is_tail || crc32c(inode_seed(ext4, EXT4_ROOT, inode), block, size) != le32(tail + 8))
		return "the block of its root directory is damaged";
	return NULL;
}
