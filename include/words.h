/* words.h - names that more than one layer says: capabilities and errors. */
#ifndef PROBE_WORDS_H
#define PROBE_WORDS_H
#include <stddef.h>

/* "CAP_SYS_ADMIN"; "cap_N" for a bit beyond libcap's table. */
const char *capability_name(unsigned cap);

/* "EACCES"; "errno N" for one beyond the table, written to `buf`. */
const char *error_name(int error, char *buf, size_t size);
#endif
