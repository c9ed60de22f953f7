/* words.c - the names of capabilities(7), from libcap, and of errno(3): its
 * symbols are stable across C libraries, unlike strerror(3), and what a
 * reader looks up. */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <sys/capability.h>
#include "words.h"

/* libcap's answer is memory of its own each time; a judge asks for the same few
 * names a hundred times.  What has been asked is kept; an empty row has not been. */
static char kept[64][32];

static void keep(char *row, size_t size, unsigned cap)
{
	/* libcap answers the bare number for a bit that is newer than itself. */
	char *name = cap_to_name((cap_value_t)cap);

	if (name && isalpha((unsigned char)*name)) {
		snprintf(row, size, "%s", name);
		for (char *c = row; *c; c++)
			*c = (char)toupper((unsigned char)*c);
	} else {
		snprintf(row, size, "cap_%u", cap);
	}
	cap_free(name);
}

const char *capability_name(unsigned cap)
{
	if (cap >= sizeof kept / sizeof *kept)
		return "no capability";
	if (kept[cap][0] == '\0')
		keep(kept[cap], sizeof kept[cap], cap);
	return kept[cap];
}

const char *capability_list(struct arena *arena, uint64_t caps, const char *before, const char *between)
{
	const char *list = "";

	for (unsigned cap = 0; cap < 64; cap++)
		if (caps >> cap & 1)
			list = arena_printf(arena, "%s%s%s%s", list, *list ? between : "", before,
					    capability_name(cap) + sizeof "CAP_" - 1);
	return list;
}

const char *error_name(int error, char *buf, size_t size)
{
#define ROW(symbol) { #symbol, symbol }
	/* No pointers: they would weigh as much as the names. */
	static const struct { char name[16]; unsigned char error; } row[] = {
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
