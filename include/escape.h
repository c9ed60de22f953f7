/* escape.h - text from outside, one character at a time.
 *
 * Private to render/.  A container chooses its mount points, labels and
 * process names; none of them may move the cursor, turn the reading
 * direction, or pass for a line of ours. */
#ifndef PROBE_ESCAPE_H
#define PROBE_ESCAPE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The code point at `at` and its length in bytes; 0 when these bytes are no
 * UTF-8 (overlong, a surrogate, beyond U+10FFFF, cut short).  Never reads
 * past the NUL. */
size_t utf8_decode(const char *at, uint32_t *ret);

/* Not to be shown as it is: controls, and what is invisible or reorders text. */
bool unprintable(uint32_t code);

/* Takes one character from `*at`, which is not at its NUL, and writes how it
 * is shown, without a NUL.  Returns the bytes written; `*ret_columns` is
 * what they take on a terminal. */
#define ESCAPED_MAX 16
size_t escape_next(const char **at, char buf[static ESCAPED_MAX], unsigned *ret_columns);
#endif
