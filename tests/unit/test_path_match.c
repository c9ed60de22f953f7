/* test_path_match.c - patterns at the end of paths. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "bytes.h"
#include "parse.h"

#define ID "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define UID "a0b1c2d3-0001-4002-8003-0123456789ab"

static void a_pattern_is_found_at_the_end_of_a_path(void **state)
{
	(void)state;
	static const struct { const char *why, *path, *pattern; bool matches; } rows[] = {
		{ "the whole", "/a/b", "/a/b", true },
		{ "the end", "/x/a/b", "/a/b", true },
		{ "a second try", "/a/x/a/b", "/a/b", true },
		{ "a try within a try", "/a/a/b", "/a/b", true },
		{ "not the middle", "/a/b/c", "/a/b", false },
		{ "not part of a name", "/xa/b", "/a/b", false },
		{ "not the beginning of a name", "/a/bc", "/a/b", false },
		{ "everything below", "/x/a/b", "/x/", true },
		{ "but not the directory itself", "/x", "/x/", false },
		{ "a star for a name", "/v/name/_data", "/v/*/_data", true },
		{ "a star is no slash", "/v/a/b/_data", "/v/*/_data", false },
		{ "a star is not nothing", "/v//_data", "/v/*/_data", false },
		{ "a star for an end of a name", "/overlay-containers/x", "/*-containers/x", true },
		{ "a star that must try again", "/a-containers-containers/x", "/*-containers/x", true },
		{ "a star at the very end", "/p/x", "/p/*", true },
		{ "and nothing for it", "/p/", "/p/*", false },
		{ "a star in the path is any byte", "/a*b/x", "/a*b/x", true },
		{ "and stands for no other", "/*/x", "/a/x", false },
		{ "a star does not end a path that goes on", "/p/x/y", "/p/*", false },
		{ "two stars", "/virt-a-b-sock", "/v*-b*k", true },
		{ "a UUID first", "/11111111-2222-4333-8444-555555555555/x", "/@/x", true },
		{ "64 digits", "/" ID "/hosts", "/#/hosts", true },
		{ "63 digits", "/123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef/hosts", "/#/hosts", false },
		{ "65 digits", "/0" ID "/hosts", "/#/hosts", false },
		{ "a pod's uid", "/pods/" UID "/etc-hosts", "/pods/@/etc-hosts", true },
		{ "a static pod's", "/pods/0123456789abcdef0123456789abcdef/etc-hosts", "/pods/@/etc-hosts", true },
		{ "another word", "/pods/mine/etc-hosts", "/pods/@/etc-hosts", false },
		{ "relative path", "a/b", "/b", true },
		{ "empty path", "", "/b", false },
		{ "empty pattern", "/a", "", false },
		{ "a namespace", "net:[4026531840]", "/*", false },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		char *path = bytes_copy(rows[i].path, strlen(rows[i].path) + 1);

		const char *const any[] = { "/no/such/end", rows[i].pattern };

		ASSERT_ROW(i, rows[i].why, path_matches(path, rows[i].pattern) == rows[i].matches);
		ASSERT_ROW(i, rows[i].why, path_matches_any(path, any, 2) == rows[i].matches);
		ASSERT_ROW(i, rows[i].why, !path_matches_any(path, any, 1));
		free(path);
	}
}

static void below_means_by_whole_names(void **state)
{
	(void)state;
	assert_true(path_below("/proc", "/proc"));
	assert_true(path_below("/proc/sys", "/proc"));
	assert_false(path_below("/process", "/proc"));
	assert_false(path_below("/pro", "/proc"));
	assert_false(path_below("", "/proc"));
	assert_true(path_below("/etc", "/"));
	assert_true(path_below("/", "/"));
}

static void a_very_long_path_takes_no_time(void **state)
{
	(void)state;
	size_t size = (size_t)1 << 20;
	char *path = bytes_of('a', size);

	for (size_t i = 0; i < size; i += 2)
		path[i] = '/';
	path[size - 1] = '\0';
	assert_false(path_matches(path, "/*/*/*/x"));
	free(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_pattern_is_found_at_the_end_of_a_path),
		cmocka_unit_test(below_means_by_whole_names),
		cmocka_unit_test(a_very_long_path_takes_no_time),
	};

	return cmocka_run_group_tests_name("path_match", tests, NULL, NULL);
}
