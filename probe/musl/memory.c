/* memory.c - malloc(3) and its kin for what little memory is asked for: libcap's
 * names, what libblkid reads of a disk, one stream.
 *
 * musl's own takes 8 kB.  Here a small piece comes out of a pool, any other is a
 * mapping of its own that ends where nothing may be read or written: should a
 * disk made for it lead libblkid astray, the process that asks dies of it, and
 * its parent notes what was not learnt (collect/run.c).
 *
 * Mappings that are given back are kept for the next of their size, as far as
 * KEPT and KEPT_BYTES go: libblkid asks for the same thirty pieces, one of 256 kB,
 * for each disk, and new pages cost several times what is read into them. */
#include <errno.h>
#include <stdalign.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PIECE = 64, PIECES = 64, KEPT = 48, KEPT_BYTES = 1 << 20 };

static alignas(max_align_t) char pool[PIECES][PIECE];
static uint64_t taken;			/* a bit for each piece of the pool */

/* Stands before the memory, in the first page of its mapping. */
struct head {
	alignas(max_align_t) size_t mapped;
};

static struct {
	char *start;			/* NULL: a free place */
	size_t mapped;
} kept[KEPT];
static size_t kept_bytes;

static char *take_kept(size_t mapped, size_t page)
{
	for (size_t i = 0; i < KEPT; i++) {
		char *start = kept[i].start;

		if (!start || kept[i].mapped != mapped)
			continue;
		kept[i].start = NULL;
		kept_bytes -= mapped;
		return memset(start, 0, mapped - page);
	}
	return NULL;
}

static bool keep(char *start, size_t mapped)
{
	for (size_t i = 0; i < KEPT && mapped <= KEPT_BYTES - kept_bytes; i++) {
		if (kept[i].start)
			continue;
		kept[i].start = start;
		kept[i].mapped = mapped;
		kept_bytes += mapped;
		return true;
	}
	return false;
}

static char *map_new(size_t mapped, size_t page)
{
	char *start = mmap(NULL, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (start == MAP_FAILED)
		return NULL;
	if (mprotect(start + mapped - page, page, PROT_NONE) < 0) {
		munmap(start, mapped);
		return NULL;
	}
	return start;
}

static void *map(size_t size)
{
	size_t page = (size_t)getpagesize();
	size_t ours = (sizeof(struct head) + size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	size_t mapped = ((ours + page - 1) & ~(page - 1)) + page;
	char *start = take_kept(mapped, page);

	if (!start)
		start = map_new(mapped, page);
	if (!start)
		return NULL;
	struct head *head = (void *)(start + mapped - page - ours);

	head->mapped = mapped;
	return head + 1;
}

static bool in_pool(const void *memory)
{
	return (uintptr_t)memory - (uintptr_t)pool < sizeof pool;
}

static void *mapping_of(void *memory)
{
	return (void *)((uintptr_t)((struct head *)memory - 1) & ~(uintptr_t)(getpagesize() - 1));
}

/* All zero, in any case: nobody here asks for so much that it matters. */
void *malloc(size_t size)
{
	if (size > PTRDIFF_MAX / 2) {
		errno = ENOMEM;
		return NULL;
	}
	if (size > PIECE || taken == UINT64_MAX)
		return map(size);
	int piece = __builtin_ctzll(~taken);

	taken |= 1ULL << piece;
	return memset(pool[piece], 0, PIECE);
}

void *calloc(size_t count, size_t size)
{
	return malloc(size > 0 && count > SIZE_MAX / size ? SIZE_MAX : count * size);
}

void free(void *memory)
{
	if (in_pool(memory)) {
		taken &= ~(1ULL << ((uintptr_t)memory - (uintptr_t)pool) / PIECE);
	} else if (memory) {
		size_t mapped = ((struct head *)memory - 1)->mapped;

		if (!keep(mapping_of(memory), mapped))
			munmap(mapping_of(memory), mapped);
	}
}

static size_t size_of(void *memory)
{
	if (in_pool(memory))
		return PIECE;
	return ((struct head *)memory - 1)->mapped - (size_t)getpagesize() - (size_t)((char *)memory - (char *)mapping_of(memory));
}

void *realloc(void *memory, size_t size)
{
	void *moved = malloc(size);

	if (moved && memory) {
		size_t had = size_of(memory);

		memcpy(moved, memory, had < size ? had : size);
		free(memory);
	}
	return moved;
}
