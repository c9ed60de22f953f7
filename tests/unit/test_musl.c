/* test_musl.c - what the static program has in place of parts of its C library
 * says the same as the C library. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define vfprintf own_vfprintf
#define vsnprintf own_vsnprintf
#define memmem own_memmem
#define strstr own_strstr
#define qsort own_qsort
int own_vfprintf(FILE *restrict file, const char *restrict format, va_list args);
int own_vsnprintf(char *restrict text, size_t size, const char *restrict format, va_list args);
void *own_memmem(const void *haystack, size_t size, const void *needle, size_t needle_size);
char *own_strstr(const char *haystack, const char *needle);
void own_qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));
#include "../../probe/musl/print.c"
#include "../../probe/musl/search.c"
#undef vfprintf
#undef vsnprintf
#undef memmem
#undef strstr
#undef qsort

/* Into memory of that size, and to a stream: both must be what libc makes of it. */
static void check(size_t size, const char *format, ...)
{
	char wanted[256], text[256], *stream = NULL;
	size_t streamed = 0;
	va_list args;

	memset(wanted, 'x', sizeof wanted);
	memset(text, 'x', sizeof text);
	va_start(args, format);
	int length = vsnprintf(wanted, size, format, args);

	va_end(args);
	va_start(args, format);
	int own = own_vsnprintf(text, size, format, args);

	va_end(args);
	if (own != length || memcmp(wanted, text, sizeof text) != 0)
		fail_msg("\"%s\": %d \"%.200s\", not %d \"%.200s\"", format, own, text, length, wanted);
	FILE *file = open_memstream(&stream, &streamed);

	va_start(args, format);
	assert_int_equal(own_vfprintf(file, format, args), length);
	va_end(args);
	fclose(file);
	assert_int_equal(streamed, length);
	assert_memory_equal(stream, wanted, (size_t)length < size ? (size_t)length : size > 0 ? size - 1 : 0);
	free(stream);
}

static void what_is_printed_is_what_libc_prints(void **state)
{
	static const size_t sizes[] = { 0, 1, 2, 7, 200 };

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		size_t size = sizes[i];

		check(size, "plain");
		check(size, "100%% of it");
		check(size, "%s and %s", "one", "");
		check(size, "[%5s] [%-5s] [%2s]", "abc", "abc", "abc");
		check(size, "[%.2s] [%.*s] [%5.1s] [%-5.1s]", "abc", 1, "xyz", "abc", "abc");
		check(size, "[%*s] [%-*s] [%*s]", 4, "a", 4, "b", -4, "c");
		check(size, "%d %d %d %i", 0, INT_MAX, INT_MIN, -7);
		check(size, "%u %x %X %o", UINT_MAX, 0xbeefU, 0xBEEFU, 0644U);
		check(size, "%ld %lu %lx", LONG_MIN, ULONG_MAX, ULONG_MAX);
		check(size, "%lld %llu %016llx", LLONG_MIN, ULLONG_MAX, 0x1234ULL);
		check(size, "%zu %zd %jd %td", SIZE_MAX, (ssize_t)-1, INTMAX_MIN, (ptrdiff_t)-2);
		check(size, "%hu %hd %hhu %hhd", 65535, -1, 255, -1);
		check(size, "%hhx %hx", 0x1ff & 0xff, 0xffff);
		check(size, "[%4d] [%-4d] [%04d] [%04d] [%-04d]", 7, 7, 7, -7, 7);
		check(size, "%02X%02x-%c%c", 10, 11, 'a', '-');
		check(size, "[%3c] [%-3c]", 'x', 'y');
	}
}

static void what_is_not_known_stays_as_it_is(void **state)
{
	char text[32];

	(void)state;
	snprintf(text, sizeof text, "-");
	struct sink sink = { .at = text, .room = sizeof text - 1 };
	va_list *none = NULL;

	put_all(&sink, "a %y b", none);
	*sink.at = '\0';
	assert_string_equal(text, "a %y b");
}

static void what_is_found_is_what_libc_finds(void **state)
{
	static const char *const texts[] = { "", "a", "ab", "aab", "abab", "aaaaab", "needle in a haystack", "hayneedl" };

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
			assert_ptr_equal(own_strstr(texts[i], texts[k]), strstr(texts[i], texts[k]));
			/* memory of that size and no more, for the sanitizers */
			size_t size = strlen(texts[i]);
			char *copy = malloc(size + (size == 0));

			memcpy(copy, texts[i], size);
			assert_ptr_equal(own_memmem(copy, size, texts[k], strlen(texts[k])),
					 memmem(copy, size, texts[k], strlen(texts[k])));
			free(copy);
		}
}

static int by_number(const void *a, const void *b)
{
	int one = *(const int *)a, other = *(const int *)b;

	return (one > other) - (one < other);
}

static void what_is_sorted_is_in_order(void **state)
{
	enum { MOST = 300 };

	(void)state;
	for (size_t count = 0; count < MOST; count++) {
		int own[MOST], wanted[MOST];
		unsigned random = (unsigned)count;

		for (size_t i = 0; i < count; i++)
			own[i] = wanted[i] = (int)((random = random * 1103515245u + 12345u) >> 16 & 63);
		own_qsort(own, count, sizeof own[0], by_number);
		qsort(wanted, count, sizeof wanted[0], by_number);
		assert_memory_equal(own, wanted, count * sizeof own[0]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_printed_is_what_libc_prints),
		cmocka_unit_test(what_is_not_known_stays_as_it_is),
		cmocka_unit_test(what_is_found_is_what_libc_finds),
		cmocka_unit_test(what_is_sorted_is_in_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
