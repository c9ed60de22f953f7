/* partitions.c - the lines of /proc/partitions: major, minor, blocks of 1 KiB,
 * kernel name. */
#include "parse.h"

static bool parse_line(struct text line, struct partition_line *ret)
{
	uint64_t major, minor, blocks;
	struct text name, more;

	if (!text_u64(&line, UINT32_MAX, &major) || !text_u64(&line, UINT32_MAX, &minor) ||
	    !text_u64(&line, UINT64_MAX, &blocks) || !text_word(&line, &name) || text_word(&line, &more))
		return false;
	*ret = (struct partition_line){ (uint32_t)major, (uint32_t)minor, blocks, name };
	return true;
}

bool parse_partitions(struct text *text, struct partition_line *ret)
{
	struct text left = *text, line;

	while (text_line(&left, &line))
		if (parse_line(line, ret)) {
			*text = left;
			return true;
		}
	return false;
}
