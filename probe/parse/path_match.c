/* path_match.c - does a path end in a known pattern?
 *
 * By its end, because its beginning is anybody's choice: the engine's data
 * root, a /var that is a file system of its own, a btrfs subvolume. */
#include <string.h>
#include "parse.h"

#define HEX "0123456789abcdef"

/* The length of the run of bytes out of `set`; 0 when too short or too long. */
static size_t run_length(const char *text, const char *set, size_t min, size_t max)
{
	size_t len = strspn(text, set);

	return len < min || len > max ? 0 : len;
}

/* The common way to match with stars: go back to the last one only.  That is
 * enough, since a star never crosses a slash and slashes match only each other. */
static bool match_here(const char *text, const char *pattern)
{
	const char *star = NULL, *resume = NULL;

	for (;;) {
		size_t len = 1;

		if (*pattern == '\0' && (*text == '\0' || pattern[-1] == '/'))
			return true;
		if (*pattern == '#')
			len = run_length(text, HEX, 64, 64);
		else if (*pattern == '@')
			len = run_length(text, HEX "-", 32, SIZE_MAX);
		else if (*pattern == '*' && *text != '/' && *text != '\0') {
			star = pattern;
			resume = text + 1;
		} else if (*text != *pattern)
			len = 0;
		if (len > 0) {
			text += len;
			pattern++;
			continue;
		}
		/* One byte more for the star, which must not be a slash. */
		if (!star || *resume == '/' || *resume == '\0')
			return false;
		text = ++resume;
		pattern = star + 1;
	}
}

static bool matches(const char *path, const char *pattern, uint32_t initials)
{
	/* Most names differ in their first letter already. */
	char letter = pattern[*pattern != '\0'];
	bool is_letter = letter >= '.' && letter != '@';

	if (*pattern == '\0' || (is_letter && !(initials >> (letter & 31) & 1)))
		return false;
	for (const char *at = strchr(path, '/'); at; at = strchr(at + 1, '/'))
		if (!(is_letter && at[1] != letter) && match_here(at, pattern))
			return true;
	return false;
}

bool path_matches(const char *path, const char *pattern)
{
	return matches(path, pattern, UINT32_MAX);
}

bool path_matches_any(const char *path, const char *const *patterns, size_t count)
{
	uint32_t initials = 0;	/* of its names, by five bits of the letter */

	for (const char *at = strchr(path, '/'); at; at = strchr(at + 1, '/'))
		initials |= UINT32_C(1) << (at[1] & 31);
	for (size_t i = 0; i < count; i++)
		if (matches(path, patterns[i], initials))
			return true;
	return false;
}

bool path_below(const char *path, const char *directory)
{
	if (directory[0] == '/' && directory[1] == '\0')
		directory++;
	for (; *directory; path++, directory++)
		if (*path != *directory)
			return false;
	return *path == '\0' || *path == '/';
}
