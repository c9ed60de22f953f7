/* path_texts.c - what the path table says of each path, and what to give for
 * the common needs.
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
static const char *texts[PATHS * PATH_TEXTS + NEEDS * NEED_TEXTS];

/* In the packed texts a line is a text, PATH_TEXTS lines are a path, and
 * behind the paths NEED_TEXTS lines a need. */
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

static const char *text_at(size_t number)
{
	if (!texts[0])
		unpack();
	return texts[number];
}

const char *path_text(const struct path *path, enum path_text which)
{
	if (path->texts)
		return path->texts[which];
	return text_at(path->number * PATH_TEXTS + which);
}

const char *need_text(size_t number, enum need_text which)
{
	return number < NEEDS ? text_at(PATHS * PATH_TEXTS + number * NEED_TEXTS + which) : NULL;
}
