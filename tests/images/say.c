/* say.c IMAGE... - prints what the program finds on images, one line each.
 *
 * Linked twice: with the system's libblkid and with the one that the static
 * program has, which is no more than a part of it (probe/libs.sh).  They must
 * say the same; see compare.sh. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "disks.h"

static char region[sizeof(struct facts) + 65536] __attribute__((aligned(16)));

static const char *word(const char *text)
{
	return text ? text : "-";
}

/* As a whole disk with a first partition that nothing is known of yet. */
static int say(const char *path)
{
	struct device devices[] = { { .name = "sda" }, { .name = "sda1", .partition_of = "sda" } };
	struct facts *facts = facts_init(region, sizeof region);
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		perror(path);
		return 1;
	}
	facts->devices = devices;
	facts->devices_count = 2;
	disks_read_content(fd, &devices[0], facts);
	close(fd);
	const struct device *disk = &devices[0];
	const char *name = strrchr(path, '/');

	printf("%s: content %d, ambivalent %d, type %s, usage %s, label %s, uuid %s, table %s, first partition %s\n",
	       name ? name + 1 : path, (int)disk->content, disk->ambivalent, word(disk->fs_type), word(disk->fs_usage),
	       word(disk->fs_label), word(disk->fs_uuid), word(disk->table), word(devices[1].part_uuid));
	return 0;
}

int main(int argc, char **argv)
{
	int status = argc < 2;

	for (int i = 1; i < argc; i++)
		status |= say(argv[i]);
	return status;
}
