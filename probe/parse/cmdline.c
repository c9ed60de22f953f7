/* cmdline.c - the kernel command line and the kernel's release (see
 * bootparam(7), uname(2)). */
#include <limits.h>
#include <string.h>
#include "parse.h"

/* The next argument; blanks between quotation marks belong to it. */
static bool next_argument(struct text *text, struct text *ret)
{
	bool quoted = false;

	*text = text_trim(*text);
	const char *p = text->at;

	for (; p < text->end && (quoted || (*p != ' ' && *p != '\t' && *p != '\n')); p++)
		if (*p == '"')
			quoted = !quoted;
	*ret = (struct text){ text->at, p };
	text->at = p;
	return text_left(ret) > 0;
}

static struct text unquote(struct text text)
{
	if (text_skip(&text, "\"") && text.at < text.end && text.end[-1] == '"')
		text.end--;
	return text;
}

/* Of a parameter that is given twice the last counts, and what follows "--"
 * is for init(1), not for the kernel (kernel/params.c: parse_args). */
bool parse_cmdline_value(const char *data, size_t size, const char *key, struct text *ret)
{
	struct text text = TEXT(data, size), argument;
	bool found = false;

	while (next_argument(&text, &argument) && !text_is(&argument, "--")) {
		argument = unquote(argument);	/* "key=a value" */
		if (text_skip(&argument, key) && text_skip(&argument, "=")) {
			*ret = unquote(argument);
			found = true;
		}
	}
	return found;
}

bool parse_release(const char *release, unsigned *ret_major, unsigned *ret_minor)
{
	/* Digits and points only, so that no blank is skipped before a number. */
	struct text text = TEXT(release, strspn(release, "0123456789.")), head;
	uint64_t major, minor;

	if (!text_until(&text, '.', &head) || !text_u64(&head, UINT_MAX, &major) ||
	    !text_u64(&text, UINT_MAX, &minor))
		return false;
	*ret_major = (unsigned)major;
	*ret_minor = (unsigned)minor;
	return true;
}

enum known release_at_least(const char *release, unsigned major, unsigned minor)
{
	unsigned is_major, is_minor;

	if (!release || !parse_release(release, &is_major, &is_minor))
		return UNKNOWN;
	return is_major > major || (is_major == major && is_minor >= minor) ? YES : NO;
}
