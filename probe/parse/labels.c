/* labels.c - what the kernel prints of a security module's label and of a
 * namespace link. */
#include <string.h>
#include "parse.h"

static bool is_lower(char c)
{
	return (c >= 'a' && c <= 'z') || c == '_';
}

static bool is_name(const struct text *text)
{
	for (const char *p = text->at; p < text->end; p++)
		if (!is_lower(*p))
			return false;
	return text_left(text) > 0;
}

/* The mode stands in the last parentheses: profile names may hold any byte.
 * SELinux writes its contexts to the same file, and they have none. */
bool parse_apparmor(const char *data, size_t size, struct text *ret_profile, struct text *ret_mode)
{
	struct text text = text_trim(TEXT(data, size));

	if (text_is(&text, "unconfined")) {
		*ret_profile = *ret_mode = text;
		return true;
	}
	if (text_left(&text) == 0 || text.end[-1] != ')' || memchr(text.at, '\0', text_left(&text)))
		return false;
	const char *open = memrchr(text.at, '(', text_left(&text));

	if (!open || open - text.at < 2 || open[-1] != ' ')
		return false;
	struct text mode = { open + 1, text.end - 1 };

	if (!is_name(&mode))
		return false;
	*ret_profile = (struct text){ text.at, open - 1 };
	*ret_mode = mode;
	return true;
}

bool parse_ns_link(const char *link, size_t len, struct text *ret_type, uint64_t *ret_inode)
{
	struct text text = TEXT(link, len), type;
	uint64_t inode;

	if (!text_until(&text, ':', &type) || !is_name(&type) || !text_skip(&text, "[") ||
	    text_starts(&text, " ") || text_starts(&text, "\t") ||
	    !text_u64(&text, UINT64_MAX, &inode) || !text_is(&text, "]"))
		return false;
	*ret_type = type;
	*ret_inode = inode;
	return true;
}
