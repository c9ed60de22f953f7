/* cgroup.c - the lines of /proc/PID/cgroup (see cgroups(7)).
 *
 * "hierarchy:controllers:path"; only the path may hold more colons. */
#include "parse.h"

static bool parse_line(struct text line, struct cgroup_line *ret)
{
	struct cgroup_line cgroup;
	struct text number;

	if (!text_until(&line, ':', &number) || !text_u64(&number, UINT64_MAX, &cgroup.hierarchy) ||
	    text_left(&number) > 0 || !text_until(&line, ':', &cgroup.controllers) || !text_starts(&line, "/"))
		return false;
	cgroup.path = line;
	*ret = cgroup;
	return true;
}

bool parse_cgroup_line(struct text *text, struct cgroup_line *ret)
{
	struct text left = *text, line;

	while (text_line(&left, &line))
		if (parse_line(line, ret)) {
			*text = left;
			return true;
		}
	return false;
}

bool cgroup_has_controller(const struct cgroup_line *line, const char *name)
{
	struct text left = line->controllers, each;

	while (text_until(&left, ',', &each))
		if (text_is(&each, name))
			return true;
	return text_is(&left, name);
}
