/* inflate.h - unpacks what gzip(1) packed. */
#ifndef PROBE_INFLATE_H
#define PROBE_INFLATE_H
#include <stddef.h>

/* Unpacks the DEFLATE stream (RFC 1951) at the start of the `in_size` bytes
 * at `in` into the `out_size` bytes at `out`; what follows the stream is not
 * looked at.  Returns the number of bytes written, or 0 when the stream is
 * damaged, cut short, or does not fit.  No allocation, no global. */
size_t inflate(const unsigned char *in, size_t in_size, char *out, size_t out_size);
#endif
