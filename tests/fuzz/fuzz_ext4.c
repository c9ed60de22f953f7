/* fuzz_ext4.c - an ext4's superblock, group descriptor, inode and directory. */
#include <stddef.h>
#include <stdint.h>
#include <assert.h>
#include <string.h>
#include "ext4.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Not reachable but with a right checksum: so each is fed by itself, too. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t buf[EXT4_BLOCK_MAX];
	struct ext4 ext4 = { .block_size = 1024, .inode_size = 128, .descriptor_size = 64, .blocks = 4096, .inodes = 16 };
	uint64_t at = 1;

	memset(buf, 0, sizeof buf);
	memcpy(buf, data, size < sizeof buf ? size : sizeof buf);
	if (!ext4_why_not_super(buf, &ext4))
		assert(ext4.block_size <= EXT4_BLOCK_MAX && ext4.inode_size <= EXT4_INODE_MAX && ext4.block_size > 12);
	if (!ext4_why_not_descriptor(&ext4, buf))
		assert(ext4.table > 0 && ext4.table / ext4.block_size < ext4.blocks);
	ext4_why_not_inode(&ext4, EXT4_ROOT, buf);
	if (!ext4_why_not_root(&ext4, buf, &at))
		assert(at > 0 && at / ext4.block_size < ext4.blocks);
	ext4_why_not_names(&ext4, buf, buf);
	return 0;
}
