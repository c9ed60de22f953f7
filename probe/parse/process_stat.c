/* process_stat.c - the beginning of /proc/PID/stat (proc(5)).
 *
 * "PID (comm) state ppid pgrp session tty_nr tpgid flags ...", where comm may
 * hold anything, parentheses and newlines among it. */
#include <string.h>
#include "parse.h"

bool parse_process_stat(const char *data, size_t size, struct process_stat *ret)
{
	const char *open = size > 0 ? memchr(data, '(', size) : NULL;
	const char *close = open ? memrchr(open, ')', (size_t)(data + size - open)) : NULL;
	struct process_stat stat;
	struct text word;

	if (!close)
		return false;
	stat.comm = (struct text){ open + 1, close };
	struct text text = { close + 1, data + size };

	if (!text_word(&text, &word) || text_left(&word) != 1)
		return false;
	stat.state = *word.at;
	if (!text_u64(&text, UINT32_MAX, &stat.parent))
		return false;
	/* tpgid may be -1 */
	for (int skipped = 0; skipped < 4; skipped++)
		if (!text_word(&text, &word))
			return false;
	if (!text_u64(&text, UINT32_MAX, &stat.flags))
		return false;
	*ret = stat;
	return true;
}
