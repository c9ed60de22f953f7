/* devices.c - device numbers: names for them, rights to them, and how they
 * are written. */
#include <string.h>
#include "parse.h"

static bool is_digit(const struct text *text)
{
	return text->at < text->end && *text->at >= '0' && *text->at <= '9';
}

/* Digits from the very first byte on. */
static bool number(struct text *text, uint32_t *ret)
{
	uint64_t n;

	if (!is_digit(text) || !text_u64(text, UINT32_MAX, &n))
		return false;
	*ret = (uint32_t)n;
	return true;
}

bool parse_devno(const char *data, size_t size, uint32_t *ret_major, uint32_t *ret_minor)
{
	struct text text = TEXT(data, size);
	uint32_t major, minor;

	if (!number(&text, &major) || !text_skip(&text, ":") || !number(&text, &minor))
		return false;
	text_skip(&text, "\n");
	if (text_left(&text) > 0)
		return false;
	*ret_major = major;
	*ret_minor = minor;
	return true;
}

bool parse_captured_node(const char *data, size_t size, enum device_type *ret_type,
			 uint32_t *ret_major, uint32_t *ret_minor)
{
	struct text text = TEXT(data, size);
	enum device_type type = DEVICE_BLOCK;

	if (!text_skip(&text, "b ")) {
		if (!text_skip(&text, "c "))
			return false;
		type = DEVICE_CHAR;
	}
	if (!parse_devno(text.at, text_left(&text), ret_major, ret_minor))
		return false;
	*ret_type = type;
	return true;
}

/* "  8 sd" below "Block devices:".  A major may have more than one line
 * (4 is /dev/vc/0, tty and ttyS); the first stands for them all. */
bool parse_proc_devices(const char *data, size_t size, enum device_type type, uint32_t major,
			char *buf, size_t buf_size)
{
	struct text text = TEXT(data, size), line, name;
	const char *heading = type == DEVICE_BLOCK ? "Block devices:" : "Character devices:";
	bool inside = false;
	uint64_t n;

	while (text_line(&text, &line)) {
		if (!text_u64(&line, UINT32_MAX, &n)) {
			inside = text_left(&line) > 0 ? text_is(&line, heading) : inside;
			continue;
		}
		if (!inside || n != major || !text_word(&line, &name))
			continue;
		size_t len = text_left(&name);

		if (len >= buf_size)
			return false;
		memcpy(buf, name.at, len);
		buf[len] = '\0';
		return true;
	}
	return false;
}

/* "*" or that very number.  `*ill` when it is neither. */
static bool number_covers(struct text *text, uint32_t wanted, bool *ill)
{
	uint32_t n = 0;

	if (text_skip(text, "*"))
		return true;
	if (!number(text, &n))
		*ill = true;
	return n == wanted;
}

static bool access_covers(const struct text *held, const char *access, bool *ill)
{
	for (const char *p = held->at; p < held->end; p++)
		if (*p != 'r' && *p != 'w' && *p != 'm')
			*ill = true;
	for (; *access; access++)
		if (!memchr(held->at, *access, text_left(held)))
			return false;
	return true;
}

/* "b 8:0 rwm", "c 136:* rwm", "a *:* rwm".  `*ill` is only ever set. */
static bool line_covers(struct text line, enum device_type type, uint32_t major, uint32_t minor,
			const char *access, bool *ill)
{
	bool any = text_skip(&line, "a "), block = text_skip(&line, "b "), character = text_skip(&line, "c ");
	bool bad = !any && !block && !character;
	bool covers = any || (type == DEVICE_BLOCK ? block : character);
	struct text held;

	covers &= number_covers(&line, major, &bad);
	bad |= !text_skip(&line, ":");
	covers &= number_covers(&line, minor, &bad);
	bad |= !text_skip(&line, " ") || !text_word(&line, &held);
	if (!bad)
		covers &= access_covers(&held, access, &bad);
	bad |= text_left(&line) > 0;
	*ill |= bad;
	return covers && !bad;
}

/* One line must grant the whole access: the kernel does not add lines up
 * (security/device_cgroup.c: match_exception). */
enum known parse_devices_list(const char *data, size_t size, enum device_type type,
			      uint32_t major, uint32_t minor, const char *access)
{
	struct text text = TEXT(data, size), line;
	bool ill = false;

	while (text_line(&text, &line))
		if (line_covers(line, type, major, minor, access, &ill))
			return YES;
	return ill ? UNKNOWN : NO;
}
