/* output.c - standard output or standard error, by write(2) alone (see output.h). */
#include <errno.h>
#include <unistd.h>
#include "output.h"

/* The first error, kept until the end: C libraries disagree on how a cookie's
 * write function says that it failed. */
static int failed;
static int fd;

static ssize_t put(void *cookie, const char *data, size_t size)
{
	size_t done = 0;

	(void)cookie;
	while (done < size && !failed) {
		ssize_t n = write(fd, data + done, size - done);

		if (n >= 0)
			done += (size_t)n;
		else if (errno != EINTR)
			failed = errno;
	}
	return (ssize_t)size;
}

/* Closing says what write(2) may not yet have: a full quota, a dead server. */
static int end(void *cookie)
{
	(void)cookie;
	if (close(fd) < 0 && !failed)
		failed = errno;
	errno = failed;
	return failed ? -1 : 0;
}

FILE *output_open(int to)
{
	static char buffer[16 * 1024];
	FILE *out = fopencookie(NULL, "w", (cookie_io_functions_t){ .write = put, .close = end });

	fd = to;
	if (out)
		setvbuf(out, buffer, _IOFBF, sizeof buffer);
	return out;
}
