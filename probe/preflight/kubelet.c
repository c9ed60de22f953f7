/* kubelet.c - the reason of a refusal, where `kubectl describe pod` shows it.
 *
 * A kubelet binds an empty regular file of its own, writable by everybody, over
 * terminationMessagePath (by default the one below) of every container, and
 * reads at most 4096 bytes of it when the container has ended
 * (pkg/kubelet/kuberuntime: makeMounts(), getTerminationMessage()).
 *
 * The one place where a file is written: only here, only by `exec`, and only
 * when the program is not started. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include "preflight.h"

void preflight_tell_kubelet(const struct line *line)
{
	struct stat st;
	/* Never made, no link followed, no fifo waited for. */
	int fd = open("/dev/termination-log", O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd < 0)
		return;
	/* What cannot be written is on stderr all the same. */
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && ftruncate(fd, 0) == 0 && write(fd, line->text, line->len) < 0)
		(void)0;
	close(fd);
}
