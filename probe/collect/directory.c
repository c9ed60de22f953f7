/* directory.c - the names in an open directory, and those of one in order. */
#include <dirent.h>
#include <errno.h>
#include <linux/magic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <unistd.h>
#include "directory.h"
#include "host.h"

void directory_init(struct directory *directory, int fd)
{
	directory->fd = fd;
	directory->error = 0;
	directory->at = directory->size = 0;
}

static bool fill(struct directory *directory)
{
	long n = syscall(SYS_getdents64, directory->fd, directory->entries, sizeof directory->entries);

	directory->error = n < 0 ? -errno : 0;
	directory->at = 0;
	directory->size = n < 0 ? 0 : (size_t)n;
	return n > 0;
}

bool directory_next(struct directory *directory, struct directory_entry *ret)
{
	while (directory->at < directory->size || fill(directory)) {
		/* struct dirent of both C libraries is the kernel's linux_dirent64 */
		const struct dirent *entry = (const void *)(directory->entries + directory->at);

		directory->at += entry->d_reclen;
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		*ret = (struct directory_entry){ entry->d_name, entry->d_type };
		return true;
	}
	return false;
}

/* ---- in order --------------------------------------------------------------- */

/* Enough for 100,000 processes, or 60,000 names of the longest kind; of a
 * mapping only what is touched is taken. */
#define NAMES_MAX ((size_t)16 << 20)

/* Each name with its type before it grows from the start of the memory, a list
 * of where they are (sorted in the end) from its end. */
struct names {
	char *memory;
	size_t size, used, count;
};

static uint32_t *list_of(const struct names *names)
{
	return (uint32_t *)(void *)(names->memory + names->size) - names->count;
}

/* Moves to larger memory.  All that lies there are numbers. */
static bool names_grow(struct names *names)
{
	char *more = names->size == NAMES_MAX ? MAP_FAILED : mmap(NULL, NAMES_MAX, PROT_READ | PROT_WRITE,
								  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (more == MAP_FAILED)
		return false;
	madvise(more, NAMES_MAX, MADV_NOHUGEPAGE);
	const uint32_t *list = list_of(names);

	memcpy(more, names->memory, names->used);
	names->memory = more;
	names->size = NAMES_MAX;
	memcpy(list_of(names), list, names->count * sizeof *list);
	return true;
}

static bool names_add(struct names *names, const struct directory_entry *entry)
{
	size_t len = strlen(entry->name) + 1;

	if (names->size - names->used < 1 + len + (names->count + 1) * sizeof(uint32_t) && !names_grow(names))
		return false;
	char *at = names->memory + names->used;

	*at = (char)entry->type;
	memcpy(at + 1, entry->name, len);
	names->count++;
	*list_of(names) = (uint32_t)names->used;
	names->used += 1 + len;
	return true;
}

static const char *name_at(const struct names *names, size_t number)
{
	return names->memory + list_of(names)[number];
}

/* Heap sort: qsort(3) hands its comparison no base to count from. */
static void sift_down(const struct names *names, size_t root, size_t end)
{
	uint32_t *list = list_of(names);

	for (size_t child; (child = 2 * root + 1) < end; root = child) {
		if (child + 1 < end && strcmp(name_at(names, child) + 1, name_at(names, child + 1) + 1) < 0)
			child++;
		if (strcmp(name_at(names, root) + 1, name_at(names, child) + 1) >= 0)
			return;
		uint32_t moved = list[root];

		list[root] = list[child];
		list[child] = moved;
	}
}

static void sort(const struct names *names)
{
	uint32_t *list = list_of(names);

	for (size_t i = names->count / 2; i-- > 0;)
		sift_down(names, i, names->count);
	for (size_t end = names->count; end-- > 1;) {
		uint32_t last = list[end];

		list[end] = list[0];
		list[0] = last;
		sift_down(names, 0, end);
	}
}

static int read_names(int fd, size_t max, struct names *names)
{
	struct directory directory;
	struct directory_entry entry;

	directory_init(&directory, fd);
	while (names->count < max && directory_next(&directory, &entry))
		if (!names_add(names, &entry))
			return -ENOMEM;
	return directory.error;
}

typedef bool (*each_name)(void *data, const char *name, unsigned char d_type);

static int list_names(int fd, size_t max, each_name each, void *data)
{
	char few[4096] __attribute__((aligned(8)));
	struct names names = { .memory = few, .size = sizeof few };
	int result = read_names(fd, max, &names);

	close(fd);
	if (result == 0) {
		sort(&names);
		while ((size_t)result < names.count) {
			const char *name = name_at(&names, (size_t)result++);

			if (!each(data, name + 1, (unsigned char)*name))
				break;
		}
	}
	if (names.memory != few)
		munmap(names.memory, names.size);
	return result;
}

int host_list(const struct host *host, const char *path, size_t max, each_name each, void *data)
{
	int fd = host_open_directory(host, path, 0);

	return fd < 0 ? fd : list_names(fd, max, each, data);
}

/* The kernel puts its own fifty files, for each of which an inode is made,
 * before this position (fs/proc/base.c: FIRST_PROCESS_ENTRY). */
#define FIRST_PROCESS 256

int host_list_processes(const struct host *host, const char *path, size_t max, each_name each, void *data)
{
	int fd = host_open_directory(host, path, 0);
	struct statfs fs;

	if (fd < 0)
		return fd;
	if (host->live && fstatfs(fd, &fs) == 0 && fs.f_type == PROC_SUPER_MAGIC)
		lseek(fd, FIRST_PROCESS, SEEK_SET);
	return list_names(fd, max, each, data);
}
