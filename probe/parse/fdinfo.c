/* fdinfo.c - /proc/PID/fdinfo/N (see proc(5)). */
#include "parse.h"

/* A line without its newline was cut short, and so was its number. */
bool parse_fdinfo(const char *data, size_t size, struct fdinfo *ret)
{
	struct text text = TEXT(data, size), line;
	struct fdinfo fdinfo = { 0 };
	bool flags = false, mount_id = false;

	while (text_until(&text, '\n', &line)) {
		if (text_skip(&line, "flags:"))
			flags = text_octal(&line, UINT64_MAX, &fdinfo.flags) && text_left(&line) == 0;
		else if (text_skip(&line, "mnt_id:"))
			mount_id = text_u64(&line, UINT64_MAX, &fdinfo.mount_id) && text_left(&line) == 0;
	}
	if (!flags || !mount_id)
		return false;
	*ret = fdinfo;
	return true;
}
