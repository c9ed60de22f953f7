/* print.c - vfprintf(3) and vsnprintf(3) for what this program prints: %s %c
 * %d %i %u %x %X %o %%, with - and 0, a width, the length modifiers, and a
 * precision of %s.
 *
 * musl's own takes 10 kB, two thirds of them for floating point, which nothing
 * here has.  Being defined here they are not taken from libc.a; every other
 * function of that family calls one of the two.  What is not known is printed
 * as it stands. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where the text goes: a stream, or memory of which the end is cut off. */
struct sink {
	FILE *file;
	char *at;
	size_t room, count;
	bool failed;
};

static void put(struct sink *sink, const char *text, size_t len)
{
	sink->count += len;
	if (sink->file) {
		sink->failed |= fwrite(text, 1, len, sink->file) < len;
		return;
	}
	size_t fits = len < sink->room ? len : sink->room;

	if (fits > 0) {		/* or there may be no memory at all */
		memcpy(sink->at, text, fits);
		sink->at += fits;
		sink->room -= fits;
	}
}

static void pad(struct sink *sink, char with, long width, size_t len)
{
	for (; width > (long)len; width--)
		put(sink, &with, 1);
}

struct directive {
	bool left, zero;
	long width, precision;		/* precision -1: none */
	unsigned longs;			/* 1: long, size_t and their kin; 2: long long */
	unsigned shorts;		/* 1: short, 2: char */
};

static long number_or_star(const char **format, va_list *args)
{
	long number = 0;

	if (**format == '*') {
		++*format;
		return va_arg(*args, int);
	}
	while (**format >= '0' && **format <= '9')
		number = number * 10 + *(*format)++ - '0';
	return number;
}

static struct directive parse(const char **format, va_list *args)
{
	struct directive directive = { .precision = -1 };

	for (; **format == '-' || **format == '0'; ++*format)
		*(**format == '-' ? &directive.left : &directive.zero) = true;
	directive.width = number_or_star(format, args);
	if (directive.width < 0) {
		directive.left = true;
		directive.width = -directive.width;
	}
	if (**format == '.') {
		++*format;
		directive.precision = number_or_star(format, args);
	}
	for (; strchr("lzjth", **format) && **format; ++*format)
		*(**format == 'h' ? &directive.shorts : &directive.longs) += 1;
	return directive;
}

static uint64_t argument(const struct directive *directive, bool is_signed, va_list *args)
{
	uint64_t value = directive->longs > 1 ? (uint64_t)va_arg(*args, unsigned long long)
		: directive->longs == 1 ? (uint64_t)va_arg(*args, unsigned long)
		: is_signed ? (uint64_t)(int64_t)va_arg(*args, int) : (uint64_t)va_arg(*args, unsigned int);

	if (directive->shorts == 0)
		return value;
	if (directive->shorts == 1)
		return is_signed ? (uint64_t)(int64_t)(int16_t)value : (uint16_t)value;
	return is_signed ? (uint64_t)(int64_t)(int8_t)value : (uint8_t)value;
}

static void put_field(struct sink *sink, const struct directive *directive, const char *text, size_t len)
{
	if (!directive->left)
		pad(sink, ' ', directive->width, len);
	put(sink, text, len);
	if (directive->left)
		pad(sink, ' ', directive->width, len);
}

static void put_number(struct sink *sink, const struct directive *directive, char conversion, va_list *args)
{
	bool is_signed = conversion == 'd' || conversion == 'i';
	uint64_t value = argument(directive, is_signed, args);
	unsigned base = conversion == 'x' || conversion == 'X' ? 16 : conversion == 'o' ? 8 : 10;
	const char *digits = conversion == 'X' ? "0123456789ABCDEF" : "0123456789abcdef";
	bool negative = is_signed && (int64_t)value < 0;
	char text[32], *at = text + sizeof text;

	if (negative)
		value = -value;
	do {
		*--at = digits[value % base];
		value /= base;
	} while (value > 0);
	if (directive->zero && !directive->left) {
		size_t len = (size_t)(text + sizeof text - at) + negative;

		put(sink, "-", negative);
		pad(sink, '0', directive->width, len);
		put(sink, at, len - negative);
		return;
	}
	if (negative)
		*--at = '-';
	put_field(sink, directive, at, (size_t)(text + sizeof text - at));
}

static void put_all(struct sink *sink, const char *format, va_list *args)
{
	while (*format) {
		size_t plain = 0;

		while (format[plain] && format[plain] != '%')
			plain++;
		put(sink, format, plain);
		format += plain;
		if (*format == '\0')
			return;
		const char *start = format++, *text;

		/* Nearly all of them. */
		if (*format == 's') {
			text = va_arg(*args, const char *);
			text = text ? text : "(null)";
			put(sink, text, strlen(text));
			format++;
			continue;
		}
		struct directive directive = parse(&format, args);
		char c;

		switch (*format) {
		case 's':
			text = va_arg(*args, const char *);
			text = text ? text : "(null)";
			put_field(sink, &directive, text, directive.precision >= 0 ? strnlen(text, (size_t)directive.precision)
										     : strlen(text));
			break;
		case 'c':
			c = (char)va_arg(*args, int);
			put_field(sink, &directive, &c, 1);
			break;
		case 'd': case 'i': case 'u': case 'x': case 'X': case 'o':
			put_number(sink, &directive, *format, args);
			break;
		case '%':
			put(sink, "%", 1);
			break;
		default:
			put(sink, start, (size_t)(format - start));
			continue;
		}
		format++;
	}
}

int vfprintf(FILE *restrict file, const char *restrict format, va_list args)
{
	struct sink sink = { .file = file };
	va_list copy;

	va_copy(copy, args);
	put_all(&sink, format, &copy);
	va_end(copy);
	return sink.failed ? -1 : (int)sink.count;
}

int vsnprintf(char *restrict text, size_t size, const char *restrict format, va_list args)
{
	struct sink sink = { .at = text, .room = size > 0 ? size - 1 : 0 };
	va_list copy;

	va_copy(copy, args);
	put_all(&sink, format, &copy);
	va_end(copy);
	if (size > 0)
		*sink.at = '\0';
	return (int)sink.count;
}

/* musl's are 500 bytes, of which most save what only floating point uses. */
int snprintf(char *restrict text, size_t size, const char *restrict format, ...)
{
	va_list args;

	va_start(args, format);
	int len = vsnprintf(text, size, format, args);

	va_end(args);
	return len;
}

int asprintf(char **ret, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	int len = vsnprintf(NULL, 0, format, args);

	va_end(args);
	*ret = malloc((size_t)len + 1);
	if (!*ret)
		return -1;
	va_start(args, format);
	vsnprintf(*ret, (size_t)len + 1, format, args);
	va_end(args);
	return len;
}
