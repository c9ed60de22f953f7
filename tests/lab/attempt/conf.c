/* conf.c - what the host tells of itself: lines of `key value...`. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "attempt.h"

static char text[16384];

bool conf_read(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t size = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
	if (fd >= 0)
		close(fd);
	return size > 0;
}

const char *conf_value(const char *key, size_t line, size_t value)
{
	static char word[4][PATH_SIZE];
	for (const char *p = text; *p; p += strcspn(p, "\n"), p += *p == '\n') {
		char name[64];
		int fields = sscanf(p, "%63s %511s %511s %511s %511s", name, word[0], word[1], word[2], word[3]);
		if (fields < 2 || strcmp(name, key) || line--)
			continue;
		return value + 1 < (size_t)fields ? word[value] : NULL;
	}
	return NULL;
}
