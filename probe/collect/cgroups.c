/* cgroups.c - the cgroups we are in (cgroups(7)).  The device list of cgroup
 * v1 lies in a mounted hierarchy: see cgroup_files.c. */
#include <string.h>
#include "parse.h"
#include "source.h"

/* A line per hierarchy; a path may be as long as PATH_MAX. */
#define CGROUP_MAX 32768

struct seen {
	bool v1, v2, devices, named;
};

static struct seen read_lines(const char *data, size_t size)
{
	struct text text = TEXT(data, size);
	struct cgroup_line line;
	struct seen seen = { 0 };

	while (parse_cgroup_line(&text, &line)) {
		if (line.hierarchy == 0 && text_left(&line.controllers) == 0)
			seen.v2 = true;
		else if (text_starts(&line.controllers, "name="))
			seen.named = true;
		else
			seen.v1 = true;
		if (cgroup_has_controller(&line, "devices"))
			seen.devices = true;
	}
	return seen;
}

void collect_cgroups(struct collect *collect)
{
	char buf[CGROUP_MAX];
	static const enum fact_id all[] = { FACT_CGROUP_PATHS, FACT_CGROUP_VERSION, FACT_CGROUP_DEVICES_V1, FACT_CGROUP_DEVICES_LIST };
	struct facts *facts = collect->facts;
	ssize_t n = source_read(collect, "/proc/self/cgroup", buf, sizeof buf);

	for (size_t i = 0; n < 0 && i < sizeof all / sizeof all[0]; i++)
		source_unknown(facts, all[i], n, "no such file: kernel without cgroups");
	if (n < 0)
		return;
	struct text text = text_trim(TEXT(buf, (size_t)n));
	struct seen seen = read_lines(buf, (size_t)n);

	fact_set_text(facts, FACT_CGROUP_PATHS, text.at, text_left(&text));
	if (!seen.v1 && !seen.v2 && !seen.named)
		fact_set_unknown(facts, FACT_CGROUP_VERSION, 0, "no hierarchy is named");
	else
		fact_set_static(facts, FACT_CGROUP_VERSION, !seen.v2 ? "v1" : seen.v1 || seen.named ? "hybrid" : "v2");
	/* v2 has no devices controller: there a BPF program decides. */
	fact_set_bool(facts, FACT_CGROUP_DEVICES_V1, seen.devices);
	fact_set_unknown(facts, FACT_CGROUP_DEVICES_LIST, 0,
			 seen.devices ? "the devices hierarchy is not mounted here" : "no devices hierarchy of cgroup v1");
}
