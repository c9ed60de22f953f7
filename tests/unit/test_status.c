/* test_status.c - /proc/PID/status. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "bytes.h"
#include "parse.h"

static const char docker_default[] =
	"Name:\tescape-probe\nUmask:\t0022\nState:\tR (running)\nTgid:\t1\nNgid:\t0\nPid:\t1\nPPid:\t0\nTracerPid:\t0\n"
	"Uid:\t0\t1\t2\t3\nGid:\t4\t5\t6\t7\nFDSize:\t64\nGroups:\t0 10 4294967295 \nNStgid:\t1\nNSpid:\t4711\t12\t1\n"
	"CapInh:\t0000000000000000\nCapPrm:\t00000000a80425fb\nCapEff:\t00000000a80425fb\nCapBnd:\t000001ffffffffff\n"
	"CapAmb:\t0000000000000001\nNoNewPrivs:\t0\nSeccomp:\t2\nSeccomp_filters:\t1\n"
	"Speculation_Store_Bypass:\tvulnerable\n";

static void a_whole_file_is_understood(void **state)
{
	(void)state;
	struct status status;

	assert_true(parse_status(BYTES(docker_default), &status));
	assert_true(status.name.known && text_is(&status.name.value, "escape-probe"));
	assert_true(status.uid.known && status.uid.value[0] == 0 && status.uid.value[3] == 3);
	assert_true(status.gid.known && status.gid.value[1] == 5);
	assert_true(status.groups.known && text_is(&status.groups.value, "0 10 4294967295"));
	assert_true(status.tgid.known && status.tgid.value == 1);
	assert_true(status.ppid.known && status.ppid.value == 0);
	assert_true(status.nspid_last.known && status.nspid_last.value == 1);
	assert_true(status.cap_inh.known && status.cap_inh.value == 0);
	assert_true(status.cap_prm.known && status.cap_prm.value == 0xa80425fb);
	assert_true(status.cap_eff.known && status.cap_eff.value == 0xa80425fb);
	assert_true(status.cap_bnd.known && status.cap_bnd.value == 0x1ffffffffff);
	assert_true(status.cap_amb.known && status.cap_amb.value == 1);
	assert_true(status.no_new_privs.known && status.no_new_privs.value == 0);
	assert_true(status.seccomp.known && status.seccomp.value == 2);
	assert_true(status.seccomp_filters.known && status.seccomp_filters.value == 1);
}

static void what_makes_no_sense_stays_unknown(void **state)
{
	(void)state;
	/* Each beside a good line, which must still be seen. */
	static const struct { const char *why, *data; size_t size; } rows[] = {
		{ "no such line", BYTES("Seccomp:\t2\n") },
		{ "no digits", BYTES("CapEff:\t\nSeccomp:\t2\n") },
		{ "too few digits: cut short", BYTES("CapEff:\t00000000a804\nSeccomp:\t2\n") },
		{ "too many digits", BYTES("CapEff:\t00000000a80425fb0\nSeccomp:\t2\n") },
		{ "not hexadecimal", BYTES("CapEff:\t00000000a80425fg\nSeccomp:\t2\n") },
		{ "more behind it", BYTES("CapEff:\t00000000a80425fb 1\nSeccomp:\t2\n") },
		{ "a NUL in it", BYTES("CapEff:\t00000000a804\00025f\nSeccomp:\t2\n") },
		{ "newline missing: cut short", BYTES("Seccomp:\t2\nCapEff:\t00000000a80425fb") },
		{ "another name", BYTES("XCapEff:\t00000000a80425fb\nCapEffX:\t00000000a80425fb\nSeccomp:\t2\n") },
		{ "three of four uids", BYTES("Uid:\t0\t0\t0\nSeccomp:\t2\n") },
		{ "five uids", BYTES("Uid:\t0\t0\t0\t0\t0\nSeccomp:\t2\n") },
		{ "uid of 33 bits", BYTES("Uid:\t0\t0\t0\t4294967296\nSeccomp:\t2\n") },
		{ "number of 65 bits", BYTES("NoNewPrivs:\t18446744073709551616\nSeccomp:\t2\n") },
		{ "more behind a number", BYTES("NoNewPrivs:\t1 x\nSeccomp:\t2\n") },
		{ "sixteen letters", BYTES("CapEff:\txxxxxxxxxxxxxxxx\nSeccomp:\t2\n") },
		{ "negative", BYTES("NoNewPrivs:\t-1\nSeccomp:\t2\n") },
		{ "no PID at all", BYTES("NSpid:\t\nSeccomp:\t2\n") },
		{ "a word for a PID", BYTES("NSpid:\t1\tx\nSeccomp:\t2\n") },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		char *data = bytes_copy(rows[i].data, rows[i].size);
		struct status status;

		ASSERT_ROW(i, rows[i].why, parse_status(data, rows[i].size, &status));
		ASSERT_ROW(i, rows[i].why, status.seccomp.known && status.seccomp.value == 2);
		ASSERT_ROW(i, rows[i].why, !status.cap_eff.known && !status.uid.known);
		ASSERT_ROW(i, rows[i].why, !status.no_new_privs.known && !status.nspid_last.known);
		free(data);
	}
}

static void a_file_without_one_known_line_is_refused(void **state)
{
	(void)state;
	static const struct { const char *why, *data; size_t size; } rows[] = {
		{ "empty", BYTES("") },
		{ "a newline", BYTES("\n") },
		{ "another file", BYTES("cpu  1 2 3\n") },
		{ "NULs", BYTES("\0\0\0\0") },
		{ "no colon", BYTES("Seccomp 2\n") },
		{ "cut short", BYTES("Seccomp:\t2") },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		struct status status = { .seccomp = { true, 9999 } };
		char *data = bytes_copy(rows[i].data, rows[i].size);

		ASSERT_ROW(i, rows[i].why, !parse_status(data, rows[i].size, &status));
		ASSERT_ROW(i, rows[i].why, status.seccomp.known && status.seccomp.value == 9999);
		free(data);
	}
}

static void a_process_name_forges_nothing(void **state)
{
	(void)state;
	struct status status;

	/* As a kernel would print it that does not escape the newline. */
	assert_true(parse_status(BYTES("Name:\tx\nCapEff:\t0000000000000000\nCapEff:\t000001ffffffffff\n"), &status));
	assert_int_equal(status.cap_eff.value, 0x1ffffffffff);
}

static void a_process_name_keeps_its_blanks(void **state)
{
	(void)state;
	struct status status;

	assert_true(parse_status(BYTES("Name:\t a:b \n"), &status));
	assert_true(text_is(&status.name.value, " a:b "));
	assert_true(parse_status(BYTES("Name:\t\n"), &status));
	assert_true(text_is(&status.name.value, ""));
}

static void no_groups_are_known_to_be_none(void **state)
{
	(void)state;
	struct status status;

	assert_true(parse_status(BYTES("Groups:\t \n"), &status));
	assert_true(status.groups.known && text_is(&status.groups.value, ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_file_is_understood),
		cmocka_unit_test(what_makes_no_sense_stays_unknown),
		cmocka_unit_test(a_file_without_one_known_line_is_refused),
		cmocka_unit_test(a_process_name_forges_nothing),
		cmocka_unit_test(a_process_name_keeps_its_blanks),
		cmocka_unit_test(no_groups_are_known_to_be_none),
	};

	return cmocka_run_group_tests_name("status", tests, NULL, NULL);
}
