/* detached.c - detached TYPE FILE: makes a file system of TYPE with fsopen(2)
 * and fsmount(2), attaches it nowhere, and prints FILE of it.  For the
 * exercises: what a security module that watches mount(2) does not see. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

static int complain(const char *what)
{
	perror(what);
	return 1;
}

int main(int argc, char **argv)
{
	char buf[4096];

	if (argc != 3) {
		fputs("usage: detached TYPE FILE\n", stderr);
		return 64;
	}
	int context = (int)syscall(SYS_fsopen, argv[1], 0);

	if (context < 0)
		return complain("fsopen");
	if (syscall(SYS_fsconfig, context, 6 /* FSCONFIG_CMD_CREATE */, NULL, NULL, 0) < 0)
		return complain("fsconfig");
	int tree = (int)syscall(SYS_fsmount, context, 0, 0);

	if (tree < 0)
		return complain("fsmount");
	int file = openat(tree, argv[2], O_RDONLY);

	if (file < 0)
		return complain(argv[2]);
	for (ssize_t n; (n = read(file, buf, sizeof buf)) > 0;)
		if (write(STDOUT_FILENO, buf, (size_t)n) != n)
			return 1;
	return 0;
}
