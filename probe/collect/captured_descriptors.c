/* captured_descriptors.c - inherited descriptors as a captured tree keeps them.
 *
 * proc/self/fd/N are links with the text that procfs gave, proc/self/fdinfo/N
 * files; proc/self/fdinfo/cwd is what fdinfo said of an O_PATH descriptor of
 * the working directory (tests/capture.c).  What a descriptor leads to cannot
 * be asked any more: on a mount of ours it is inside, else it is not known. */
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include "captured.h"
#include "parse.h"

static bool is_kernel_object(const char *target)
{
	static const char *const starts[] = { "pipe:[", "socket:[", "anon_inode:", "/memfd:" };

	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
		if (strncmp(target, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

/* What engines hand to every container: the host's null device, a terminal. */
static bool is_harmless(const char *target)
{
	return strcmp(target, "/dev/null") == 0 || strncmp(target, "/dev/pts/", 9) == 0;
}

static void add(struct collect *collect, int number, const char *target, const char *fdinfo)
{
	struct facts *facts = collect->facts;
	struct descriptor *found = facts_descriptor_new(facts);
	const char *copy = arena_copy(&facts->arena, target, strlen(target));
	struct fdinfo info = { 0 };
	char path[64], data[1024];

	if (!found || !copy) {
		facts->descriptors_list.truncated = true;
		return;
	}
	*found = (struct descriptor){ .number = number, .target = copy };
	snprintf(path, sizeof path, "/proc/self/fdinfo/%s", fdinfo);
	ssize_t n = host_read(collect->host, path, data, sizeof data);

	if (n > 0 && parse_fdinfo(data, (size_t)n, &info))
		found->mount_id = info.mount_id;
	if (is_kernel_object(target) || is_harmless(target) || mount_is_ours(facts, found->mount_id) == YES)
		found->outside = NO;
	facts_descriptor_done(facts);
}

static bool each(void *data, const char *name, unsigned char type)
{
	struct collect *collect = data;
	struct text text = TEXT(name, strlen(name));
	char path[64], target[PATH_MAX];
	uint64_t number;

	(void)type;
	if (!text_u64(&text, INT_MAX, &number) || text_left(&text) > 0)
		return true;
	snprintf(path, sizeof path, "/proc/self/fd/%d", (int)number);
	if (host_readlink(collect->host, path, target, sizeof target) < 0)
		strcpy(target, "(unknown)");
	add(collect, (int)number, target, name);
	return true;
}

void captured_descriptors(struct collect *collect)
{
	struct list *list = &collect->facts->descriptors_list;
	char target[PATH_MAX];
	int found = host_list(collect->host, "/proc/self/fd", 1024, each, collect);

	if (found < 0) {
		list->error = -found;
		list->reason = "the captured tree keeps no descriptors";
		return;
	}
	if (host_readlink(collect->host, "/proc/self/cwd", target, sizeof target) < 0)
		strcpy(target, "(unknown)");
	add(collect, -1, target, "cwd");
	list->known = YES;
}
