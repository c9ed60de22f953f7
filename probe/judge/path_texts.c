/* path_texts.c - what the path table says of each path, and what to give for
 * the common needs.
 *
 * The texts are most of what this program would weigh, and a run shows a few
 * of them: they are kept compressed (probe/paths.sh), and unpacked at once
 * when the first is asked for. */
#include <string.h>
#include "inflate.h"
#include "paths.h"
#include "report.h"

#include "path_texts.size.inc"

_Static_assert(PATHS <= PATHS_MAX, "a report holds every path");

static const unsigned char packed[] = {
#include "path_texts.inc"
};

static char unpacked[PATH_TEXTS_SIZE + 1];
static const char *texts[PATHS * PATH_TEXTS + NEEDS * NEED_TEXTS];

/* In the packed texts a line is a text: PATHS titles, then PATHS of the next
 * kind, and behind them NEED_TEXTS lines for each need. */
static void unpack(void)
{
	char *at = unpacked;

	inflate(packed, sizeof packed, unpacked, PATH_TEXTS_SIZE);
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		texts[i] = at;
		at = strchrnul(at, '\n');
		*at++ = '\0';
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
	return text_at(which * PATHS + path->number);
}

const char *path_advice(const struct path *path, enum path_text which, enum dialect dialect)
{
	const char *text = path_text(path, which + (dialect == DIALECT_KUBERNETES));

	return *text ? text : path_text(path, which);
}

const char *need_text(size_t number, enum need_text which)
{
	return number < NEEDS ? text_at(PATHS * PATH_TEXTS + number * NEED_TEXTS + which) : NULL;
}
