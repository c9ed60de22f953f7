/* text.h - a bounded cursor over bytes the kernel gave us.
 *
 * Nothing here allocates and nothing reads past `end`; a buffer from /proc
 * (or from a fuzzer) need not end in NUL.  Every function leaves the cursor
 * and its outputs alone when it returns false. */
#ifndef PROBE_TEXT_H
#define PROBE_TEXT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
	const char *at;
	const char *end;
};

#define TEXT(data, size) ((struct text){ (data), (data) + (size) })

/* Bytes left. */
size_t text_left(const struct text *text);

/* Takes the next line, without its newline; false at the end. */
bool text_line(struct text *text, struct text *ret);

/* Takes the next word: bytes that are neither blank, tab nor newline; false
 * when only blanks are left. */
bool text_word(struct text *text, struct text *ret);

/* Takes what stands before the next `c`, and `c` itself; false when no `c` is left. */
bool text_until(struct text *text, char c, struct text *ret);

/* Takes `literal` if the text begins with it. */
bool text_skip(struct text *text, const char *literal);

/* Takes an unsigned number of at most `max`, blanks and tabs before it
 * skipped.  Stops at the first byte that is no digit. */
bool text_u64(struct text *text, uint64_t max, uint64_t *ret);	/* decimal */
bool text_hex(struct text *text, uint64_t max, uint64_t *ret);	/* no 0x */
bool text_octal(struct text *text, uint64_t max, uint64_t *ret);

/* Whole-text comparisons. */
bool text_is(const struct text *text, const char *literal);
bool text_starts(const struct text *text, const char *literal);
bool text_contains(const struct text *text, const char *literal);

/* Without blanks, tabs, newlines and NULs at either end. */
struct text text_trim(struct text text);
#endif
