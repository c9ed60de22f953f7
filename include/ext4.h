/* ext4.h - what the kernel looks at when it mounts an ext4 read-only and
 * without its journal, checked before it does.
 *
 * Even then its driver writes to the disk: it cleans up orphans, and it notes
 * in the superblock each error that it meets (fs/ext4/super.c,
 * ext4_orphan_cleanup() and ext4_handle_error(); measured with Linux 6.18).
 * So each structure on the way to the root directory's names has to carry
 * its right checksum, and nothing may be there that we do not know.
 *
 * Input is any bytes at all.  Each `why` function returns NULL when all is
 * well, else in a static text why it is not certain that nothing is written. */
#ifndef PROBE_EXT4_H
#define PROBE_EXT4_H
#include <stdbool.h>
#include <stdint.h>

#define EXT4_SUPER_AT 1024u
#define EXT4_SUPER_SIZE 1024u
#define EXT4_BLOCK_MAX 65536u
#define EXT4_INODE_MAX 4096u
#define EXT4_ROOT 2u

struct ext4 {
	uint32_t block_size, inode_size, descriptor_size;
	uint64_t blocks;
	uint64_t descriptor;	/* where the first group's is, in bytes */
	uint64_t table;		/* where the first group's inodes are, in bytes; by ext4_descriptor() */
	uint32_t journal;	/* number of its inode; 0: none */
	uint32_t inodes;	/* in a group */
	uint32_t seed;		/* of all checksums */
};

/* All EXT4_SUPER_SIZE bytes of the superblock. */
const char *ext4_why_not_super(const uint8_t *super, struct ext4 *ret);

/* The 64 bytes at ret->descriptor. */
const char *ext4_why_not_descriptor(struct ext4 *ext4, const uint8_t *descriptor);

/* Where the inode lies, one of the first group's; 0: it does not. */
uint64_t ext4_inode_at(const struct ext4 *ext4, uint32_t number);

/* The ext4->inode_size bytes of the inode. */
const char *ext4_why_not_inode(const struct ext4 *ext4, uint32_t number, const uint8_t *inode);

/* The root's inode: it must have one block, at *ret_at in bytes. */
const char *ext4_why_not_root(const struct ext4 *ext4, const uint8_t *inode, uint64_t *ret_at);

/* That block, of ext4->block_size bytes. */
const char *ext4_why_not_names(const struct ext4 *ext4, const uint8_t *inode, const uint8_t *block);
#endif
