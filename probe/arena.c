/* arena.c - a bump allocator over one region (see arena.h). */
#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "arena.h"

void arena_init(struct arena *arena, void *base, size_t size)
{
	*arena = (struct arena){ .base = base, .size = size };
}

void *arena_alloc(struct arena *arena, size_t size)
{
	size_t start = (arena->used + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);

	if (start > arena->size || size > arena->size - start) {
		arena->exhausted = true;
		return NULL;
	}
	arena->used = start + size;
	return memset(arena->base + start, 0, size);
}

/* Texts need no alignment; packing them halves what a report takes. */
static char *alloc_text(struct arena *arena, size_t size)
{
	if (size > arena->size - arena->used) {
		arena->exhausted = true;
		return NULL;
	}
	char *text = arena->base + arena->used;

	arena->used += size;
	return text;
}

const char *arena_copy(struct arena *arena, const char *text, size_t len)
{
	if (len == SIZE_MAX)
		return NULL;
	char *copy = alloc_text(arena, len + 1);

	if (!copy)
		return NULL;
	if (len > 0)
		memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

const char *arena_join(struct arena *arena, const char *a, const char *b)
{
	size_t first = strlen(a), second = strlen(b);
	char *text = alloc_text(arena, first + second + 1);

	if (!text)
		return "";
	memcpy(text, a, first + 1);
	memcpy(text + first, b, second + 1);
	return text;
}

const char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	size_t room = arena->size - arena->used;
	char *text = arena->base + arena->used;

	if (arena->silent)
		return "";
	va_start(args, format);
	int len = vsnprintf(text, room, format, args);
	va_end(args);
	if (len < 0 || (size_t)len >= room) {
		arena->exhausted = true;
		return "";
	}
	arena->used += (size_t)len + 1;
	return text;
}

bool arena_grow(struct arena *arena, void **items, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return true;
	size_t more = *room == 0 ? 16 : *room * 2;
	void *moved = more > SIZE_MAX / size ? NULL : arena_alloc(arena, more * size);

	if (!moved)
		return false;
	if (count > 0)
		memcpy(moved, *items, count * size);
	*items = moved;
	*room = more;
	return true;
}
