/* escape.c - outside text for a terminal (see escape.h). */
#include <stdio.h>
#include "escape.h"
#include "render.h"

size_t utf8_decode(const char *at, uint32_t *ret)
{
	/* How a sequence of each length begins, and the smallest code point
	 * that may be written with it: anything less is overlong. */
	static const struct { unsigned char mask, lead; uint32_t least; } form[] = {
		{ 0x80, 0x00, 0 }, { 0xe0, 0xc0, 0x80 }, { 0xf0, 0xe0, 0x800 }, { 0xf8, 0xf0, 0x10000 },
	};
	unsigned char first = (unsigned char)*at;

	for (size_t n = 0; n < sizeof form / sizeof *form; n++) {
		if ((first & form[n].mask) != form[n].lead)
			continue;
		uint32_t code = first & (unsigned char)~form[n].mask;

		for (size_t i = 1; i <= n; i++) {
			unsigned char next = (unsigned char)at[i];

			if ((next & 0xc0) != 0x80)
				return 0;
			code = code << 6 | (next & 0x3f);
		}
		if (code < form[n].least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff))
			return 0;
		*ret = code;
		return n + 1;
	}
	return 0;
}

bool unprintable(uint32_t code)
{
	static const struct { uint32_t first, last; } range[] = {
		{ 0x0000,  0x001f  },	/* C0, with ESC */
		{ 0x007f,  0x009f  },	/* DEL, C1: 0x9b is CSI to some terminals */
		{ 0x00ad,  0x00ad  },	/* soft hyphen */
		{ 0x061c,  0x061c  },	/* Arabic letter mark */
		{ 0x200b,  0x200f  },	/* zero width, direction marks */
		{ 0x2028,  0x202e  },	/* line and paragraph separator, bidi embedding */
		{ 0x2060,  0x206f  },	/* invisible operators, bidi isolates */
		{ 0xfeff,  0xfeff  },	/* zero width no-break space */
		{ 0xfff9,  0xfffb  },	/* interlinear annotation */
		{ 0xfffe,  0xffff  },	/* no characters; not in XML either */
		{ 0xe0000, 0xe0fff },	/* tags, variation selectors */
	};

	for (size_t i = 0; i < sizeof range / sizeof *range; i++)
		if (code >= range[i].first && code <= range[i].last)
			return true;
	return false;
}

size_t escape_next(const char **at, char buf[static ESCAPED_MAX], unsigned *ret_columns)
{
	static const char digit[] = "0123456789ABCDEF";
	uint32_t code;
	size_t len = 0;

	/* Nearly all of it. */
	if (**at >= ' ' && **at <= '~' && **at != '\\') {
		buf[0] = *(*at)++;
		*ret_columns = 1;
		return 1;
	}
	size_t bytes = utf8_decode(*at, &code);
	bool plain = bytes > 0 && !unprintable(code);

	if (bytes == 0)
		bytes = 1;
	for (size_t i = 0; i < bytes; i++) {
		unsigned char byte = (unsigned char)*(*at)++;

		if (plain) {
			/* A backslash doubled: \x1B is then never the text itself. */
			if (byte == '\\')
				buf[len++] = '\\';
			buf[len++] = (char)byte;
		} else {
			buf[len++] = '\\';
			buf[len++] = 'x';
			buf[len++] = digit[byte >> 4];
			buf[len++] = digit[byte & 15];
		}
	}
	*ret_columns = plain && code >= 0x80 ? 1 : (unsigned)len;
	return len;
}

void render_escaped(FILE *out, const char *text)
{
	char buf[ESCAPED_MAX];
	unsigned columns;

	while (*text) {
		size_t len = escape_next(&text, buf, &columns);

		fwrite(buf, 1, len, out);
	}
}
