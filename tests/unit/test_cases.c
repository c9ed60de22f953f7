/* Every directory below tests/cases/ is one test: a captured root, and what
 * the program itself says of it.  The table of tests is built from the
 * listing, so each capture passes, fails and is listed by its own name.
 *
 * The program is the one named by PROBE; new answers are written by
 * `make bless` and reviewed as a diff. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CASES "tests/cases"

static char said[1 << 18], wanted[1 << 18];

static void read_all(FILE *file, char *buf, size_t size)
{
	size_t n = fread(buf, 1, size - 1, file);

	assert_true(n < size - 1);
	buf[n] = '\0';
}

static void read_file(const char *name, const char *file, char *buf, size_t size)
{
	char path[512];

	snprintf(path, sizeof path, CASES "/%s/%s", name, file);
	FILE *stream = fopen(path, "r");

	if (!stream)
		print_error("%s is missing\n", path);
	assert_non_null(stream);
	read_all(stream, buf, size);
	fclose(stream);
}

static void show_first_difference(const char *got, const char *want)
{
	int line = 1;

	for (; *got && *got == *want; got++, want++)
		line += *got == '\n';
	if (*got != *want)
		print_error("line %d differs:\n  said:   %.*s\n  wanted: %.*s\n", line,
			    (int)strcspn(got, "\n"), got, (int)strcspn(want, "\n"), want);
}

static void one_case(void **state)
{
	const char *name = *state, *probe = getenv("PROBE");
	char command[1024], status[16];

	assert_non_null(probe);
	snprintf(command, sizeof command, "%s --root " CASES "/%s/root --verbose", probe, name);
	FILE *pipe = popen(command, "r");

	assert_non_null(pipe);
	read_all(pipe, said, sizeof said);
	int result = pclose(pipe);

	assert_true(WIFEXITED(result));
	read_file(name, "expected.txt", wanted, sizeof wanted);
	show_first_difference(said, wanted);
	assert_true(strcmp(said, wanted) == 0);
	read_file(name, "exit", status, sizeof status);
	assert_int_equal(WEXITSTATUS(result), atoi(status));
}

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int main(void)
{
	struct dirent **found;
	int n = scandir(CASES, &found, visible, alphasort);

	if (n <= 0) {
		fprintf(stderr, CASES ": no case at all is a failure, not a pass\n");
		return 1;
	}
	struct CMUnitTest *tests = calloc((size_t)n, sizeof *tests);

	if (!tests)
		return 1;
	for (int i = 0; i < n; i++)
		tests[i] = (struct CMUnitTest){
			.name = found[i]->d_name, .test_func = one_case, .initial_state = found[i]->d_name,
		};
	int failed = _cmocka_run_group_tests("cases", tests, (size_t)n, NULL, NULL);

	for (int i = 0; i < n; i++)
		free(found[i]);
	free(found);
	free(tests);
	return failed;
}
