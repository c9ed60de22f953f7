/* arena.h - memory that only grows, inside one region handed in at the start.
 *
 * Facts are collected in a child process (see run.h), so everything that it
 * finds has to lie in memory shared with the parent: a region mapped once,
 * carved up here, never given back piece by piece.  Nothing moves, so a
 * pointer handed out stays good for as long as the region does. */
#ifndef PROBE_ARENA_H
#define PROBE_ARENA_H
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct arena {
	char *base;
	size_t size;		/* bytes in the region */
	size_t used;		/* bytes handed out, padding included */
	bool exhausted;		/* something did not fit: what was asked for is missing */
	bool silent;		/* arena_printf() makes no text: whoever asks wants none */
};

/* Takes over `size` bytes at `base`; both stay the caller's to release. */
void arena_init(struct arena *arena, void *base, size_t size);

/* Returns `size` zeroed bytes aligned for any type, or NULL (and sets
 * `exhausted`) when the region is full. */
void *arena_alloc(struct arena *arena, size_t size);

/* Returns a NUL-terminated copy of `len` bytes, or NULL when the region is full. */
const char *arena_copy(struct arena *arena, const char *text, size_t len);

/* Returns the one text with the other behind it; never NULL: "" when the region
 * is full. */
const char *arena_join(struct arena *arena, const char *a, const char *b);

/* Returns the formatted text, never NULL: "" when the region is full, so a
 * report can be cut short but not crash. */
const char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* A list in an arena grows by doubling and copying; what it leaves behind is
 * lost to the region, at most as much as the list itself.
 *
 * Returns `*items` with room for at least `count` + 1 elements of `size`
 * bytes, moved if need be; false, with nothing changed, when the region is
 * full.  `*room` is the number of elements that fit now. */
bool arena_grow(struct arena *arena, void **items, size_t count, size_t *room, size_t size);
#endif
