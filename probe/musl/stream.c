/* stream.c - what this program needs of stdio: a stream that is written to.
 *
 * musl's own takes 4 kB: it can be read from, sought in and locked, too, and what
 * is left in it goes out at exit(3).  This one has to be closed.  Standard error is
 * not buffered. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct _IO_FILE {
	cookie_io_functions_t functions;
	void *cookie;
	char *buffer;
	size_t size, used;
	bool failed;
};

static ssize_t write_error(void *cookie, const char *data, size_t size)
{
	(void)cookie;
	return write(STDERR_FILENO, data, size);
}

static FILE errors = { .functions = { .write = write_error } };
FILE *const stderr = &errors;

FILE *fopencookie(void *cookie, const char *mode, cookie_io_functions_t functions)
{
	FILE *file = malloc(sizeof *file);

	(void)mode;
	if (file)
		*file = (FILE){ .functions = functions, .cookie = cookie };
	return file;
}

int setvbuf(FILE *restrict file, char *restrict buffer, int kind, size_t size)
{
	(void)kind;
	file->buffer = buffer;
	file->size = size;
	return 0;
}

static void pass_on(FILE *file, const char *data, size_t size)
{
	while (size > 0 && !file->failed) {
		ssize_t n = file->functions.write(file->cookie, data, size);

		if (n <= 0) {
			file->failed = true;
			return;
		}
		data += n;
		size -= (size_t)n;
	}
}

int fflush(FILE *file)
{
	pass_on(file, file->buffer, file->used);
	file->used = 0;
	return file->failed ? EOF : 0;
}

int fclose(FILE *file)
{
	int result = fflush(file);

	if (file->functions.close && file->functions.close(file->cookie) < 0)
		result = EOF;
	free(file);
	return result;
}

size_t fwrite(const void *restrict data, size_t size, size_t count, FILE *restrict file)
{
	size_t all = size * count;

	if (all > file->size - file->used)
		fflush(file);
	if (all > file->size) {
		pass_on(file, data, all);
	} else if (all > 0) {
		memcpy(file->buffer + file->used, data, all);
		file->used += all;
	}
	return file->failed ? 0 : count;
}

int fputs(const char *restrict text, FILE *restrict file)
{
	size_t len = strlen(text);

	return fwrite(text, 1, len, file) == len ? 0 : EOF;
}

int fputc(int c, FILE *file)
{
	char byte = (char)c;

	return fwrite(&byte, 1, 1, file) == 1 ? (unsigned char)c : EOF;
}

int putc_unlocked(int c, FILE *file)
{
	return fputc(c, file);
}

int fprintf(FILE *restrict file, const char *restrict format, ...)
{
	va_list args;

	va_start(args, format);
	int len = vfprintf(file, format, args);

	va_end(args);
	return len;
}

/* Streams that are read from, which libcap could open and nobody does, have musl
 * close all streams at exit(3): there is nothing to close. */
void __stdio_exit(void);
void __stdio_exit_needed(void);
void __stdio_exit(void) { }
void __stdio_exit_needed(void) { }
