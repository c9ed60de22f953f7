/* test_musl.c - what the static program has in place of parts of its C library
 * says the same as the C library. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define vfprintf own_vfprintf
#define vsnprintf own_vsnprintf
#define snprintf own_snprintf
#define memmem own_memmem
#define strspn own_strspn
#define strcspn own_strcspn
#define strtok own_strtok
#define strncasecmp own_strncasecmp
#define asprintf own_asprintf
#define strcpy own_strcpy
#define strstr own_strstr
#define qsort own_qsort
int own_vfprintf(FILE *restrict file, const char *restrict format, va_list args);
int own_vsnprintf(char *restrict text, size_t size, const char *restrict format, va_list args);
int own_snprintf(char *restrict text, size_t size, const char *restrict format, ...);
void *own_memmem(const void *haystack, size_t size, const void *needle, size_t needle_size);
char *own_strtok(char *restrict text, const char *restrict set);
int own_strncasecmp(const char *one, const char *other, size_t size);
int own_asprintf(char **ret, const char *format, ...);
char *own_strcpy(char *restrict to, const char *restrict text);
size_t own_strspn(const char *text, const char *set);
size_t own_strcspn(const char *text, const char *set);
char *own_strstr(const char *haystack, const char *needle);
void own_qsort(void *base, size_t count, size_t size, int (*compare)(const void *, const void *));
#include "../../probe/musl/print.c"
#include "../../probe/musl/search.c"
#undef vfprintf
#undef vsnprintf
#undef snprintf
#undef memmem
#undef strspn
#undef strcspn
#undef strtok
#undef strncasecmp
#undef asprintf
#undef strcpy
#undef strstr
#undef qsort

#define malloc own_malloc
#define calloc own_calloc
#define realloc own_realloc
#define free own_free
void *own_malloc(size_t size);
void *own_calloc(size_t count, size_t size);
void *own_realloc(void *memory, size_t size);
void own_free(void *memory);
#include "../../probe/musl/memory.c"
#undef malloc
#undef calloc
#undef realloc
#undef free

#define _IO_FILE own_file
#define FILE struct own_file
#undef stderr
#define stderr own_stderr
#define fopencookie own_fopencookie
#define setvbuf own_setvbuf
#define fflush own_fflush
#define fclose own_fclose
#define fwrite own_fwrite
#define fputs own_fputs
#define fputc own_fputc
#define putc_unlocked own_putc_unlocked
#define fprintf own_fprintf
#define vfprintf own_stream_vfprintf
FILE;
extern FILE *const stderr;
FILE *own_fopencookie(void *cookie, const char *mode, cookie_io_functions_t functions);
int own_setvbuf(FILE *restrict file, char *restrict buffer, int kind, size_t size);
int own_fflush(FILE *file);
int own_fclose(FILE *file);
size_t own_fwrite(const void *restrict data, size_t size, size_t count, FILE *restrict file);
int own_fputs(const char *restrict text, FILE *restrict file);
int own_fputc(int c, FILE *file);
int own_putc_unlocked(int c, FILE *file);
int own_fprintf(FILE *restrict file, const char *restrict format, ...);
int own_stream_vfprintf(FILE *restrict file, const char *restrict format, va_list args);
#include "../../probe/musl/stream.c"

/* That of print.c is tried with libc's streams below. */
int own_stream_vfprintf(FILE *restrict file, const char *restrict format, va_list args)
{
	char text[64];
	int len = vsnprintf(text, sizeof text, format, args);

	return own_fwrite(text, 1, (size_t)len, file) == (size_t)len ? len : -1;
}
#undef _IO_FILE
#undef FILE
#undef stderr
#undef fopencookie
#undef setvbuf
#undef fflush
#undef fclose
#undef fwrite
#undef fputs
#undef fputc
#undef putc_unlocked
#undef fprintf
#undef vfprintf

#define openat own_openat
#define open own_open
#define fcntl own_fcntl
#define fstat own_fstat
#define fstatat own_fstatat
#define readlinkat own_readlinkat
#define readlink own_readlink
#define nanosleep own_nanosleep
#define isatty own_isatty
#define fchdir own_fchdir
#define fchmod own_fchmod
#define socket own_socket
#define mmap own_mmap
#define fork own_fork
#define sigaction(...) own_sigaction(__VA_ARGS__)
#define SA_RESTORER 0x04000000
#define __restore_rt own_restore_rt
#define __assert_fail own_assert_fail
int own_openat(int at, const char *path, int flags, ...);
int own_open(const char *path, int flags, ...);
int own_fcntl(int fd, int command, ...);
int own_fstat(int fd, struct stat *ret);
int own_fstatat(int at, const char *restrict path, struct stat *restrict ret, int flags);
ssize_t own_readlinkat(int at, const char *restrict path, char *restrict text, size_t size);
ssize_t own_readlink(const char *restrict path, char *restrict text, size_t size);
int own_nanosleep(const struct timespec *time, struct timespec *left);
int own_isatty(int fd);
int own_fchdir(int fd);
int own_fchmod(int fd, mode_t mode);
int own_socket(int domain, int type, int protocol);
void *own_mmap(void *at, size_t size, int protection, int flags, int fd, off_t offset);
pid_t own_fork(void);
int own_sigaction(int signal, const struct sigaction *restrict new, struct sigaction *restrict old);
void own_restore_rt(void);
void own_restore_rt(void) { }		/* no handler is run below */
#include "../../probe/musl/calls.c"
#undef openat
#undef open
#undef fcntl
#undef fstat
#undef fstatat
#undef readlinkat
#undef readlink
#undef nanosleep
#undef isatty
#undef fchdir
#undef fchmod
#undef socket
#undef mmap
#undef fork
#undef sigaction
#undef __restore_rt
#undef __assert_fail

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
	assert_int_equal(own_snprintf(text, 4, "%s-%d", "ab", 12), 5);
	assert_string_equal(text, "ab-");
	char *longer = NULL;

	assert_int_equal(own_asprintf(&longer, "%040d", 7), 40);
	assert_string_equal(longer, "0000000000000000000000000000000000000007");
	free(longer);
}

static void what_is_found_is_what_libc_finds(void **state)
{
	static const char *const texts[] = { "", "a", "ab", "aab", "abab", "aaaaab", "needle in a haystack", "hayneedl" };

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
			assert_ptr_equal(own_strstr(texts[i], texts[k]), strstr(texts[i], texts[k]));
			assert_int_equal(own_strspn(texts[i], texts[k]), strspn(texts[i], texts[k]));
			assert_int_equal(own_strcspn(texts[i], texts[k]), strcspn(texts[i], texts[k]));
			/* memory of that size and no more, for the sanitizers */
			size_t size = strlen(texts[i]);
			char *copy = malloc(size + (size == 0));

			memcpy(copy, texts[i], size);
			assert_ptr_equal(own_memmem(copy, size, texts[k], strlen(texts[k])),
					 memmem(copy, size, texts[k], strlen(texts[k])));
			free(copy);
		}
}

static void words_are_those_of_libc(void **state)
{
	static const char *const texts[] = { "", ",", "a", ",,a", "one,two;,three,", "no end" };

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		char own[32], wanted[32];

		assert_ptr_equal(own_strcpy(own, texts[i]), own);
		assert_string_equal(own, texts[i]);
		strcpy(wanted, texts[i]);
		char *word = own_strtok(own, ",;"), *other = strtok(wanted, ",;");

		for (; word && other; word = own_strtok(NULL, ",;"), other = strtok(NULL, ",;"))
			assert_string_equal(word, other);
		assert_true(!word && !other);
	}
}

static int sign_of(int number)
{
	return (number > 0) - (number < 0);
}

static void case_is_passed_over_as_libc_does(void **state)
{
	static const char *const texts[] = { "", "a", "A", "abc", "ABD", "aBc@", "aBc`", "[z", "{Z", "\xe9", "\xc9" };

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++)
			for (size_t size = 0; size < 6; size++)
				assert_int_equal(sign_of(own_strncasecmp(texts[i], texts[k], size)),
						 sign_of(strncasecmp(texts[i], texts[k], size)));
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

/* What a stream hands on, at most `most` bytes at a time; refused from `full` on. */
struct taker {
	char said[256];
	size_t len, most, full;
	unsigned calls;
	int closed;
};

static ssize_t take(void *cookie, const char *data, size_t size)
{
	struct taker *taker = cookie;

	taker->calls++;
	if (taker->len >= taker->full)
		return -1;
	if (size > taker->most)
		size = taker->most;
	memcpy(taker->said + taker->len, data, size);
	taker->len += size;
	return (ssize_t)size;
}

static int take_end(void *cookie)
{
	return ((struct taker *)cookie)->closed;
}

static struct own_file *stream_to(struct taker *taker, char *buffer, size_t size)
{
	struct own_file *file = own_fopencookie(taker, "w", (cookie_io_functions_t){ .write = take, .close = take_end });

	assert_non_null(file);
	assert_int_equal(own_setvbuf(file, buffer, _IOFBF, size), 0);
	return file;
}

static void what_is_written_arrives_whole_and_in_order(void **state)
{
	static const size_t sizes[] = { 0, 1, 3, 8, 100 };

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		struct taker taker = { .most = 5, .full = SIZE_MAX };
		char buffer[100];
		struct own_file *file = stream_to(&taker, buffer, sizes[i]);

		assert_int_equal(own_fputs("one two three", file), 0);
		assert_int_equal(own_fputs("", file), 0);
		assert_int_equal(own_fputc(',', file), ',');
		assert_int_equal(own_putc_unlocked(0xe9, file), 0xe9);
		assert_int_equal(own_fwrite("abcdef", 2, 3, file), 3);
		assert_int_equal(own_fprintf(file, "%d-%s", 7, "x"), 3);
		if (sizes[i] == 100)
			assert_int_equal(taker.calls, 0);
		assert_int_equal(own_fflush(file), 0);
		assert_string_equal(taker.said, "one two three,\xe9" "abcdef7-x");
		own_fputs("end", file);
		assert_int_equal(own_fclose(file), 0);
		assert_string_equal(taker.said, "one two three,\xe9" "abcdef7-xend");
	}
}

static void a_stream_says_that_it_failed(void **state)
{
	struct taker full = { .most = 4, .full = 4 }, bad_end = { .most = 99, .full = SIZE_MAX, .closed = -1 };
	char buffer[8];
	struct own_file *file = stream_to(&full, buffer, sizeof buffer);

	(void)state;
	assert_int_equal(own_fputs("12345678", file), 0);
	assert_int_equal(own_fputc('9', file), EOF);
	unsigned calls = full.calls;

	assert_int_equal(own_fputs("0", file), EOF);
	assert_int_equal(own_fprintf(file, "x"), -1);
	assert_int_equal(own_fclose(file), EOF);
	assert_int_equal(full.calls, calls);
	assert_string_equal(full.said, "1234");
	assert_int_equal(own_fclose(stream_to(&bad_end, buffer, sizeof buffer)), EOF);
}

static void standard_error_is_not_buffered(void **state)
{
	int ends[2], before = dup(STDERR_FILENO);
	char said[32] = "";

	(void)state;
	assert_int_equal(pipe(ends), 0);
	dup2(ends[1], STDERR_FILENO);
	own_fputs("at once", own_stderr);
	dup2(before, STDERR_FILENO);
	assert_true(read(ends[0], said, sizeof said - 1) > 0);
	assert_string_equal(said, "at once");
	close(before);
	close(ends[0]);
	close(ends[1]);
}

/* The kernel reads no memory that is not ours. */
static bool is_ours(const void *memory)
{
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	ssize_t n = write(ends[1], memory, 1);

	assert_true(n == 1 || errno == EFAULT);
	close(ends[0]);
	close(ends[1]);
	return n == 1;
}

static void small_pieces_are_apart_and_empty(void **state)
{
	enum { MANY = PIECES + 8 };
	unsigned char *piece[MANY];

	(void)state;
	for (int round = 0; round < 2; round++) {
		for (unsigned i = 0; i < MANY; i++) {
			piece[i] = own_malloc(PIECE);
			assert_non_null(piece[i]);
			assert_int_equal((uintptr_t)piece[i] % alignof(max_align_t), 0);
			assert_int_equal(in_pool(piece[i]), i < PIECES);
			for (unsigned k = 0; k < PIECE; k++)
				assert_int_equal(piece[i][k], 0);
			memset(piece[i], (int)i + 1, PIECE);
		}
		for (unsigned i = 0; i < MANY; i++) {
			assert_int_equal(piece[i][0], i + 1);
			assert_int_equal(piece[i][PIECE - 1], i + 1);
			own_free(piece[i]);
		}
	}
	own_free(NULL);
}

static void nothing_lies_behind_a_large_piece(void **state)
{
	static const size_t sizes[] = { PIECE + 16, 4064, 4080, 4096, 5008, 1 << 20 };

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		char *piece = own_calloc(sizes[i] / 16, 16);

		assert_non_null(piece);
		assert_int_equal((uintptr_t)piece % alignof(max_align_t), 0);
		memset(piece, 'x', sizes[i]);
		assert_true(is_ours(piece + sizes[i] - 1));
		assert_false(is_ours(piece + sizes[i]));
		own_free(piece);
	}
}

/* Empty again, and still with nothing behind; what is too much to keep is gone. */
static void a_large_piece_is_given_out_again(void **state)
{
	(void)state;
	char *first = own_malloc(3000), *other = own_malloc(3000), *huge = own_malloc(KEPT_BYTES);

	assert_true(first && other && first != other && huge);
	memset(first, 'x', 3000);
	own_free(first);
	char *again = own_malloc(3504);

	assert_ptr_equal(again + 3504, first + 3000 + 8);	/* to the end of the page, sixteen by sixteen */
	for (size_t i = 0; i < 3504; i++)
		assert_int_equal(again[i], 0);
	assert_false(is_ours(again + 3504));
	own_free(huge);
	assert_false(is_ours(huge));
	own_free(again);
	own_free(other);
}

static void no_more_is_kept_than_has_a_place(void **state)
{
	char *pieces[KEPT + 2];

	(void)state;
	for (size_t i = 0; i < KEPT + 2; i++)
		assert_non_null(pieces[i] = own_malloc(1000));
	for (size_t i = 0; i < KEPT + 2; i++)
		own_free(pieces[i]);
	assert_true(is_ours(pieces[0]));
	assert_false(is_ours(pieces[KEPT + 1]));
}

static void a_piece_that_grows_keeps_what_it_held(void **state)
{
	char *piece = own_realloc(NULL, 10);

	(void)state;
	memcpy(piece, "kept", 5);
	for (size_t size = 20; size < 20000; size *= 3) {
		piece = own_realloc(piece, size);
		assert_string_equal(piece, "kept");
		memset(piece + 5, 'y', size - 5);
	}
	piece = own_realloc(piece, 10);
	assert_string_equal(piece, "kept");
	own_free(piece);
}

static void what_cannot_be_had_is_refused(void **state)
{
	static const size_t sizes[] = { SIZE_MAX, SIZE_MAX - 4096, PTRDIFF_MAX, PTRDIFF_MAX / 2 };

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		errno = 0;
		assert_null(own_malloc(sizes[i]));
		assert_int_equal(errno, ENOMEM);
	}
	assert_null(own_calloc(SIZE_MAX / 2, 4));
}

static void calls_say_what_libc_says(void **state)
{
	char directory[] = "/tmp/test_musl.XXXXXX";
	struct stat own, wanted;

	(void)state;
	assert_non_null(mkdtemp(directory));
	umask(0);
	int at = own_open(directory, O_RDONLY | O_DIRECTORY), fd = own_openat(at, "file", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0640);

	assert_int_equal(own_fcntl(at, F_GETFD), 0);
	assert_int_equal(own_fcntl(fd, F_GETFD), FD_CLOEXEC);
	assert_int_equal(own_fcntl(fd, F_SETFD, 0), 0);
	assert_int_equal(fcntl(fd, F_GETFD), 0);
	assert_int_equal(fstat(fd, &wanted), 0);
	assert_int_equal(wanted.st_mode, S_IFREG | 0640);
	assert_int_equal(own_fchmod(fd, 0604), 0);
	memset(&own, 0, sizeof own);
	memset(&wanted, 0, sizeof wanted);
	assert_int_equal(own_fstat(fd, &own), 0);
	assert_int_equal(fstat(fd, &wanted), 0);
	assert_memory_equal(&own, &wanted, sizeof own);
	assert_int_equal(own.st_mode, S_IFREG | 0604);
	assert_int_equal(own_fstatat(at, "file", &own, AT_SYMLINK_NOFOLLOW), 0);
	assert_memory_equal(&own, &wanted, sizeof own);
	assert_int_equal(own_fstatat(at, "none", &own, 0), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(unlinkat(at, "file", 0), 0);
	assert_int_equal(rmdir(directory), 0);
	close(fd);
	fd = own_socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(fcntl(fd, F_GETFD), FD_CLOEXEC);
	close(fd);
	fd = open(".", O_RDONLY | O_DIRECTORY);
	char own_link[256], link[256];
	ssize_t len = readlink("/proc/self/exe", link, sizeof link);

	assert_int_equal(own_readlink("/proc/self/exe", own_link, sizeof own_link), len);
	assert_memory_equal(own_link, link, (size_t)len);
	assert_int_equal(own_nanosleep(&(struct timespec){ 0, 1000 }, NULL), 0);
	assert_int_equal(own_nanosleep(&(struct timespec){ 0, -1 }, NULL), -1);
	int terminal = posix_openpt(O_RDWR | O_NOCTTY);

	assert_int_equal(own_isatty(terminal), isatty(terminal));
	assert_int_equal(own_isatty(at), 0);
	close(terminal);
	assert_int_equal(own_fchdir(at), 0);
	assert_int_equal(own_fchdir(fd), 0);
	close(fd);
	close(at);
}

static void a_handler(int signal)
{
	(void)signal;
}

static void what_a_signal_does_is_what_libc_says(void **state)
{
	struct sigaction wanted = { .sa_handler = a_handler, .sa_flags = SA_NODEFER }, said, before;

	(void)state;
	sigaddset(&wanted.sa_mask, SIGHUP);
	sigaddset(&wanted.sa_mask, SIGRTMAX);
	assert_int_equal(own_sigaction(SIGUSR1, &wanted, &before), 0);
	assert_ptr_equal(before.sa_handler, SIG_DFL);
	assert_int_equal(sigaction(SIGUSR1, NULL, &said), 0);
	assert_ptr_equal(said.sa_handler, a_handler);
	assert_int_equal(said.sa_flags & SA_NODEFER, SA_NODEFER);
	assert_int_equal(sigismember(&said.sa_mask, SIGHUP), 1);
	assert_int_equal(sigismember(&said.sa_mask, SIGRTMAX), 1);
	assert_int_equal(sigismember(&said.sa_mask, SIGINT), 0);
	assert_int_equal(own_sigaction(SIGUSR1, &before, &said), 0);
	assert_ptr_equal(said.sa_handler, a_handler);
	assert_int_equal(sigismember(&said.sa_mask, SIGHUP), 1);
	assert_int_equal(own_sigaction(SIGUSR1, NULL, &said), 0);
	assert_ptr_equal(said.sa_handler, SIG_DFL);
	assert_int_equal(own_sigaction(SIGKILL, &wanted, NULL), -1);
	assert_int_equal(errno, EINVAL);
}

static void an_assertion_says_itself_and_aborts(void **state)
{
	int ends[2], status;
	char said[256] = "";

	(void)state;
	assert_int_equal(pipe(ends), 0);
	pid_t child = own_fork();

	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		own_assert_fail("one is two", "file.c", 7, "function");
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGABRT);
	assert_true(read(ends[0], said, sizeof said - 1) > 0);
	assert_string_equal(said, "Assertion failed: one is two (file.c: function: 7)\n");
	close(ends[0]);
	close(ends[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_printed_is_what_libc_prints),
		cmocka_unit_test(what_is_not_known_stays_as_it_is),
		cmocka_unit_test(what_is_found_is_what_libc_finds),
		cmocka_unit_test(words_are_those_of_libc),
		cmocka_unit_test(case_is_passed_over_as_libc_does),
		cmocka_unit_test(what_is_sorted_is_in_order),
		cmocka_unit_test(what_is_written_arrives_whole_and_in_order),
		cmocka_unit_test(a_stream_says_that_it_failed),
		cmocka_unit_test(standard_error_is_not_buffered),
		cmocka_unit_test(small_pieces_are_apart_and_empty),
		cmocka_unit_test(nothing_lies_behind_a_large_piece),
		cmocka_unit_test(a_piece_that_grows_keeps_what_it_held),
		cmocka_unit_test(a_large_piece_is_given_out_again),
		cmocka_unit_test(no_more_is_kept_than_has_a_place),
		cmocka_unit_test(what_cannot_be_had_is_refused),
		cmocka_unit_test(calls_say_what_libc_says),
		cmocka_unit_test(what_a_signal_does_is_what_libc_says),
		cmocka_unit_test(an_assertion_says_itself_and_aborts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
