/* test_process_stat.c - the beginning of /proc/PID/stat. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "bytes.h"
#include "parse.h"

static void a_line_is_understood_or_refused(void **state)
{
	(void)state;
	static const struct {
		const char *why, *data;
		size_t size;
		bool ok;
		const char *comm;
		char state;
		uint64_t parent, flags;
	} rows[] = {
		{ "a process", BYTES("7 (sh) S 1 7 7 34816 7 4194304 9 0"), true, "sh", 'S', 1, 4194304 },
		{ "a kernel thread", BYTES("2 (kthreadd) S 0 0 0 0 -1 2129984 0"), true, "kthreadd", 'S', 0, 2129984 },
		{ "a comm that looks like a line", BYTES("7 (a) R 2 (b) Z 1 7 7 0 -1 64 0"), true, "a) R 2 (b", 'Z', 1, 64 },
		{ "a comm with a newline", BYTES("7 (a\nb) S 1 7 7 0 -1 64 0"), true, "a\nb", 'S', 1, 64 },
		{ "no comm", BYTES("7 () S 1 7 7 0 -1 64 0"), true, "", 'S', 1, 64 },
		{ "cut before the flags", BYTES("7 (sh) S 1 7 7 34816 7 "), false, NULL, 0, 0, 0 },
		{ "cut behind the state", BYTES("7 (sh) S"), false, NULL, 0, 0, 0 },
		{ "cut behind the comm", BYTES("7 (sh)"), false, NULL, 0, 0, 0 },
		{ "cut behind the session", BYTES("7 (sh) S 1 7 7"), false, NULL, 0, 0, 0 },
		{ "cut in the comm", BYTES("7 (sh"), false, NULL, 0, 0, 0 },
		{ "parentheses the wrong way round", BYTES("7 )sh( S 1 7 7 0 -1 64 0"), false, NULL, 0, 0, 0 },
		{ "a state of two letters", BYTES("7 (sh) SS 1 7 7 0 -1 64 0"), false, NULL, 0, 0, 0 },
		{ "flags are no number", BYTES("7 (sh) S 1 7 7 0 -1 x 0"), false, NULL, 0, 0, 0 },
		{ "parent is too large", BYTES("7 (sh) S 99999999999 7 7 0 -1 64 0"), false, NULL, 0, 0, 0 },
		{ "empty", BYTES(""), false, NULL, 0, 0, 0 },
		{ "NULs", BYTES("\0\0(\0) \0"), false, NULL, 0, 0, 0 },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		char *data = bytes_copy(rows[i].data, rows[i].size);
		struct process_stat stat = { .parent = 99 };
		bool ok = parse_process_stat(data, rows[i].size, &stat);

		ASSERT_ROW(i, rows[i].why, ok == rows[i].ok);
		ASSERT_ROW(i, rows[i].why, ok || stat.parent == 99);
		ASSERT_ROW(i, rows[i].why, !ok || text_is(&stat.comm, rows[i].comm));
		ASSERT_ROW(i, rows[i].why, !ok || (stat.state == rows[i].state && stat.parent == rows[i].parent && stat.flags == rows[i].flags));
		free(data);
	}
	assert_true(2129984 & PROCESS_STAT_KTHREAD);
	assert_false(4194304 & PROCESS_STAT_KTHREAD);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_is_understood_or_refused),
	};

	return cmocka_run_group_tests_name("process_stat", tests, NULL, NULL);
}
