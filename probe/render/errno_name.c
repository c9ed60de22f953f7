/* errno_name.c - errno(3) by its symbol: stable across C libraries, unlike
 * strerror(3), and what a reader looks up. */
#include <errno.h>
#include <stdio.h>
#include "render.h"

const char *render_errno_name(int error, char *buf, size_t size)
{
#define ROW(symbol) { symbol, #symbol }
	static const struct { int error; const char *name; } row[] = {
		ROW(EPERM), ROW(ENOENT), ROW(ESRCH), ROW(EINTR), ROW(EIO), ROW(ENXIO), ROW(E2BIG), ROW(ENOEXEC),
		ROW(EBADF), ROW(ECHILD), ROW(EAGAIN), ROW(ENOMEM), ROW(EACCES), ROW(EFAULT), ROW(ENOTBLK),
		ROW(EBUSY), ROW(EEXIST), ROW(EXDEV), ROW(ENODEV), ROW(ENOTDIR), ROW(EISDIR), ROW(EINVAL),
		ROW(ENFILE), ROW(EMFILE), ROW(ENOTTY), ROW(ETXTBSY), ROW(EFBIG), ROW(ENOSPC), ROW(ESPIPE),
		ROW(EROFS), ROW(EMLINK), ROW(EPIPE), ROW(ERANGE), ROW(EDEADLK), ROW(ENAMETOOLONG), ROW(ENOSYS),
		ROW(ENOTEMPTY), ROW(ELOOP), ROW(ENODATA), ROW(ETIME), ROW(EPROTO), ROW(EBADMSG), ROW(EOVERFLOW),
		ROW(EUSERS), ROW(ENOTSOCK), ROW(EMSGSIZE), ROW(EPROTOTYPE), ROW(EPROTONOSUPPORT), ROW(EOPNOTSUPP),
		ROW(EAFNOSUPPORT), ROW(ENETUNREACH), ROW(ECONNABORTED), ROW(ECONNRESET), ROW(ENOBUFS),
		ROW(ENOTCONN), ROW(ETIMEDOUT), ROW(ECONNREFUSED), ROW(EHOSTUNREACH), ROW(EALREADY),
		ROW(EINPROGRESS), ROW(ESTALE), ROW(EREMOTEIO), ROW(EDQUOT), ROW(ENOMEDIUM), ROW(EMEDIUMTYPE),
		ROW(ECANCELED), ROW(ENOKEY), ROW(EKEYEXPIRED), ROW(EKEYREVOKED), ROW(EKEYREJECTED),
	};
#undef ROW

	for (size_t i = 0; i < sizeof row / sizeof *row; i++)
		if (row[i].error == error)
			return row[i].name;
	snprintf(buf, size, "errno %d", error);
	return buf;
}
