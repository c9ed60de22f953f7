/* mountinfo.c - the lines of /proc/PID/mountinfo (see proc(5)) and the option
 * lists in them.
 *
 * Fields are parted by exactly one blank, since a source may be empty
 * (mount -t tmpfs "" /x).  The super block's options are all that is left of
 * the line: some file systems print blanks in them unescaped. */
#include <string.h>
#include "parse.h"

/* "shared:1 master:2 propagate_from:3 unbindable -": any number, in any
 * order; kinds to come are to be ignored (proc(5)). */
static bool optional_fields(struct text *line, struct mountinfo *mount)
{
	struct text field;

	while (text_until(line, ' ', &field)) {
		if (text_is(&field, "-"))
			return true;
		if (text_skip(&field, "shared:") && !text_u64(&field, UINT64_MAX, &mount->shared))
			return false;
		if (text_skip(&field, "master:") && !text_u64(&field, UINT64_MAX, &mount->master))
			return false;
	}
	return false;
}

static bool parse_line(struct text line, struct mountinfo *ret)
{
	struct mountinfo mount = { 0 };
	struct text device;

	/* The kernel prints no NUL; believing one would cut a path short. */
	if (memchr(line.at, '\0', text_left(&line)))
		return false;
	if (!text_u64(&line, UINT64_MAX, &mount.id) || !text_skip(&line, " ") ||
	    !text_u64(&line, UINT64_MAX, &mount.parent) || !text_skip(&line, " ") ||
	    !text_until(&line, ' ', &device) ||
	    !parse_devno(device.at, text_left(&device), &mount.major, &mount.minor) ||
	    !text_until(&line, ' ', &mount.root) || text_left(&mount.root) == 0 ||
	    !text_until(&line, ' ', &mount.point) || !text_starts(&mount.point, "/") ||
	    !text_until(&line, ' ', &mount.options) ||
	    !optional_fields(&line, &mount) ||
	    !text_until(&line, ' ', &mount.type) || text_left(&mount.type) == 0 ||
	    !text_until(&line, ' ', &mount.source))
		return false;
	mount.super = line;
	*ret = mount;
	return true;
}

bool parse_mountinfo(struct text *text, struct mountinfo *ret, size_t *bad)
{
	struct text line;

	while (text_until(text, '\n', &line)) {
		if (text_left(&line) > 0 && parse_line(line, ret))
			return true;
		++*bad;
	}
	/* Without its newline a line was cut short. */
	if (text_line(text, &line))
		++*bad;
	return false;
}

/* One byte, or the four that stand for one.  \000 stays as it is: resolved it
 * would end the string. */
static char unescape(struct text *text)
{
	struct text digits = { text->at + 1, text->at + 4 };
	uint64_t byte;

	/* no blank before the digits, which text_octal() would pass over */
	if (*text->at == '\\' && text_left(text) >= 4 && digits.at[0] >= '0' &&
	    text_octal(&digits, UINT8_MAX, &byte) && text_left(&digits) == 0 && byte != 0) {
		text->at += 4;
		return (char)byte;
	}
	return *text->at++;
}

size_t parse_unescape(const struct text *text, char *buf, size_t size)
{
	struct text left = *text;
	size_t len = 0;

	if (size == 0)
		return 0;
	while (left.at < left.end && len < size - 1)
		buf[len++] = unescape(&left);
	buf[len] = '\0';
	return len;
}

/* Takes the next option.  A value in quotation marks may hold commas:
 * context="system_u:object_r:container_file_t:s0:c1,c2" (SELinux). */
static bool next_option(const char **options, struct text *ret)
{
	const char *at = *options;

	if (*at == '\0')
		return false;
	const char *end = at + strcspn(at, ",");
	const char *quote = memchr(at, '"', (size_t)(end - at)) ? memmem(at, (size_t)(end - at), "=\"", 2) : NULL;
	const char *close = quote ? strchr(quote + 2, '"') : NULL;

	if (close)
		end = close + strcspn(close, ",");
	*ret = (struct text){ at, end };
	*options = *end == ',' ? end + 1 : end;
	return true;
}

bool parse_has_option(const char *options, const char *option)
{
	struct text each;

	while (options && next_option(&options, &each))
		if (text_is(&each, option))
			return true;
	return false;
}

bool parse_option_value(const char *options, const char *option, struct text *ret)
{
	struct text each;

	while (options && next_option(&options, &each))
		if (text_skip(&each, option) && text_skip(&each, "=")) {
			*ret = each;
			return true;
		}
	return false;
}
