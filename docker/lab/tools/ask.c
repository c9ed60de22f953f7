/* ask.c - ask SOCKET [METHOD] PATH [BODY]: one HTTP request to an engine's
 * socket, the answer to standard output.  For the exercises: it is all that
 * somebody in a container needs to command an engine. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	char buf[65536];
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (argc < 4 || strlen(argv[1]) >= sizeof at.sun_path) {
		fputs("usage: ask SOCKET METHOD PATH [BODY]\n", stderr);
		return 64;
	}
	strcpy(at.sun_path, argv[1]);
	if (connect(fd, (struct sockaddr *)&at, sizeof at) < 0) {
		perror(argv[1]);
		return 1;
	}
	const char *body = argc > 4 ? argv[4] : "";

	dprintf(fd, "%s %s HTTP/1.0\r\nHost: engine\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
		argv[2], argv[3], strlen(body), body);
	for (ssize_t n; (n = read(fd, buf, sizeof buf)) > 0;)
		if (write(STDOUT_FILENO, buf, (size_t)n) != n)
			return 1;
	putchar('\n');
	return 0;
}
