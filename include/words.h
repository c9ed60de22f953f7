/* words.h - names that more than one layer says: capabilities and errors. */
#ifndef PROBE_WORDS_H
#define PROBE_WORDS_H
#include <stddef.h>
#include <stdint.h>
#include "arena.h"

/* "CAP_SYS_ADMIN"; "cap_N" for a bit beyond libcap's table. */
const char *capability_name(unsigned cap);

/* The names of all in `caps` without CAP_, each with `before` before it, and
 * `between` them: "NET_ADMIN,NET_RAW".  In the arena; "" for none. */
const char *capability_list(struct arena *arena, uint64_t caps, const char *before, const char *between);

/* "EACCES"; "errno N" for one beyond the table, written to `buf`. */
const char *error_name(int error, char *buf, size_t size);
#endif
