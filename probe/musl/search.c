/* search.c - strstr(3), memmem(3), strspn(3), strcspn(3), strtok(3), strcpy(3),
 * strncasecmp(3) and qsort(3), in few bytes.
 *
 * musl's own are fast for long needles and large tables and take 5 kB; here
 * needles are words, and no table has more than some thousand rows. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

void *memmem(const void *haystack, size_t size, const void *needle, size_t needle_size)
{
	const char *at = haystack, *first = needle;

	if (needle_size == 0)
		return (char *)(size_t)at;
	for (; size >= needle_size; at++, size--) {
		const char *found = memchr(at, *first, size - needle_size + 1);

		if (!found)
			return NULL;
		size -= (size_t)(found - at);
		at = found;
		if (memcmp(at, needle, needle_size) == 0)
			return (char *)(size_t)at;
	}
	return NULL;
}

char *strstr(const char *haystack, const char *needle)
{
	return memmem(haystack, strlen(haystack), needle, strlen(needle));
}

size_t strspn(const char *text, const char *set)
{
	const char *at = text;

	while (*at && strchr(set, *at))
		at++;
	return (size_t)(at - text);
}

size_t strcspn(const char *text, const char *set)
{
	const char *at = text;

	while (*at && !strchr(set, *at))
		at++;
	return (size_t)(at - text);
}

char *strtok(char *restrict text, const char *restrict set)
{
	static char *rest;

	if (text)
		rest = text;
	char *word = rest + strspn(rest, set);

	if (*word == '\0')
		return NULL;
	rest = word + strcspn(word, set);
	if (*rest)
		*rest++ = '\0';
	return word;
}

char *strcpy(char *restrict to, const char *restrict text)
{
	return memcpy(to, text, strlen(text) + 1);
}

static int lower(char c)
{
	return c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : (unsigned char)c;
}

int strncasecmp(const char *one, const char *other, size_t size)
{
	for (; size > 0; one++, other++, size--)
		if (lower(*one) != lower(*other) || *one == '\0')
			return lower(*one) - lower(*other);
	return 0;
}

static void swap(char *a, char *b, size_t size)
{
	char kept[64];

	for (size_t part; size > 0; size -= part, a += part, b += part) {
		part = size < sizeof kept ? size : sizeof kept;
		memcpy(kept, a, part);
		memcpy(a, b, part);
		memcpy(b, kept, part);
	}
}

static void sift_down(char *base, size_t root, size_t end, size_t size, int (*compare)(const void *, const void *))
{
	for (size_t child; (child = 2 * root + 1) < end; root = child) {
		if (child + 1 < end && compare(base + child * size, base + (child + 1) * size) < 0)
			child++;
		if (compare(base + root * size, base + child * size) >= 0)
			return;
		swap(base + root * size, base + child * size, size);
	}
}

/* Heap sort: it needs no memory, and has no worst case. */
void qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *))
{
	for (size_t i = count / 2; i-- > 0;)
		sift_down(base, i, count, size, compare);
	for (size_t end = count; end-- > 1;) {
		swap(base, (char *)base + end * size, size);
		sift_down(base, 0, end, size, compare);
	}
}
