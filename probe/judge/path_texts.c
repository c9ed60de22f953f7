/* path_texts.c - what the path table says of each path.
 *
 * The texts are most of what this program would weigh, and a run shows a few
 * of them: they are kept compressed (probe/paths.sh), and unpacked at once
 * when the first is asked for. */
#include <string.h>
#include "inflate.h"
#include "paths.h"

#include "path_texts.size.inc"

static const unsigned char packed[] = {
#include "path_texts.inc"
};

static char unpacked[PATH_TEXTS_SIZE];
static const char *texts[PATHS * PATH_TEXTS];

/* In the packed texts a line is a text, and PATH_TEXTS lines are a path. */
static void unpack(void)
{
	size_t len = inflate(packed, sizeof packed, unpacked, sizeof unpacked);
	char *at = unpacked, *end;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		texts[i] = "";
		end = memchr(at, '\n', (size_t)(unpacked + len - at));
		if (!end)
			continue;
		texts[i] = at;
		*end = '\0';
		at = end + 1;
	}
}

const char *path_text(const struct path *path, enum path_text which)
{
	if (path->texts)
		return path->texts[which];
	if (!texts[0])
		unpack();
	return texts[path->number * PATH_TEXTS + which];
}
