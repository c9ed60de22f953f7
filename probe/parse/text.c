/* text.c - a bounded cursor over bytes (see text.h).
 *
 * Every parser is made from these few steps, so the bounds are checked here
 * and nowhere else. */
#include <string.h>
#include "text.h"

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

size_t text_left(const struct text *text)
{
	return (size_t)(text->end - text->at);
}

bool text_until(struct text *text, char c, struct text *ret)
{
	/* memchr(3) must not be handed a null pointer, not even for 0 bytes. */
	const char *found = text->at < text->end ? memchr(text->at, c, text_left(text)) : NULL;

	if (!found)
		return false;
	*ret = (struct text){ text->at, found };
	text->at = found + 1;
	return true;
}

bool text_line(struct text *text, struct text *ret)
{
	if (text_until(text, '\n', ret))
		return true;
	if (text->at == text->end)
		return false;
	*ret = *text;
	text->at = text->end;
	return true;
}

bool text_word(struct text *text, struct text *ret)
{
	const char *start = text->at;

	while (start < text->end && (is_blank(*start) || *start == '\n'))
		start++;
	const char *end = start;

	while (end < text->end && !is_blank(*end) && *end != '\n')
		end++;
	if (end == start)
		return false;
	*ret = (struct text){ start, end };
	text->at = end;
	return true;
}

bool text_skip(struct text *text, const char *literal)
{
	if (!text_starts(text, literal))
		return false;
	text->at += strlen(literal);
	return true;
}

/* The value of a digit, or a number above any base. */
static unsigned digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	if (c >= 'a' && c <= 'f')
		return (unsigned)(c - 'a') + 10;
	if (c >= 'A' && c <= 'F')
		return (unsigned)(c - 'A') + 10;
	return UINT32_MAX;
}

static bool number(struct text *text, unsigned base, uint64_t max, uint64_t *ret)
{
	const char *p = text->at;
	uint64_t n = 0;

	while (p < text->end && is_blank(*p))
		p++;
	const char *first = p;

	for (; p < text->end && digit_value(*p) < base; p++) {
		unsigned digit = digit_value(*p);

		if (digit > max || n > (max - digit) / base)
			return false;
		n = n * base + digit;
	}
	if (p == first)
		return false;
	text->at = p;
	*ret = n;
	return true;
}

bool text_u64(struct text *text, uint64_t max, uint64_t *ret)
{
	return number(text, 10, max, ret);
}

bool text_hex(struct text *text, uint64_t max, uint64_t *ret)
{
	return number(text, 16, max, ret);
}

bool text_octal(struct text *text, uint64_t max, uint64_t *ret)
{
	return number(text, 8, max, ret);
}

bool text_starts(const struct text *text, const char *literal)
{
	size_t len = strlen(literal);

	return len == 0 || (len <= text_left(text) && memcmp(text->at, literal, len) == 0);
}

bool text_is(const struct text *text, const char *literal)
{
	return strlen(literal) == text_left(text) && text_starts(text, literal);
}

bool text_contains(const struct text *text, const char *literal)
{
	return *literal == '\0' || (text->at < text->end &&
		memmem(text->at, text_left(text), literal, strlen(literal)) != NULL);
}

static bool is_edge(char c)
{
	return is_blank(c) || c == '\n' || c == '\0';
}

struct text text_trim(struct text text)
{
	while (text.at < text.end && is_edge(*text.at))
		text.at++;
	while (text.at < text.end && is_edge(text.end[-1]))
		text.end--;
	return text;
}
