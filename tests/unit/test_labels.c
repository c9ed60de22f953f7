/* test_labels.c - security labels and namespace links. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "bytes.h"
#include "parse.h"

static void a_label_is_a_profile_and_a_mode(void **state)
{
	(void)state;
	static const struct { const char *why, *data; size_t size; const char *profile, *mode; } rows[] = {
		{ "docker", BYTES("docker-default (enforce)\n"), "docker-default", "enforce" },
		{ "no newline", BYTES("docker-default (complain)"), "docker-default", "complain" },
		{ "a NUL behind", BYTES("docker-default (enforce)\n\0"), "docker-default", "enforce" },
		{ "blanks and parentheses", BYTES("my (own) profile (kill)\n"), "my (own) profile", "kill" },
		{ "stacked", BYTES("a//&:ns:b (enforce)\n"), "a//&:ns:b", "enforce" },
		{ "a profile that confines nothing", BYTES("lxc (unconfined)\n"), "lxc", "unconfined" },
		{ "none", BYTES("unconfined\n"), "unconfined", "unconfined" },
		{ "empty", BYTES(""), NULL, NULL },
		{ "a newline", BYTES("\n"), NULL, NULL },
		{ "SELinux", BYTES("system_u:system_r:container_t:s0:c1,c2\0"), NULL, NULL },
		{ "cut short", BYTES("docker-default (enfo"), NULL, NULL },
		{ "no profile", BYTES(" (enforce)\n"), NULL, NULL },
		{ "no mode", BYTES("docker-default ()\n"), NULL, NULL },
		{ "no blank", BYTES("docker-default(enforce)\n"), NULL, NULL },
		{ "a parenthesis only", BYTES(")"), NULL, NULL },
		{ "a NUL within", BYTES("a\0b (enforce)\n"), NULL, NULL },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		char *data = bytes_copy(rows[i].data, rows[i].size);
		struct text profile = TEXT("untouched", 9), mode = profile;
		bool ok = parse_apparmor(data, rows[i].size, &profile, &mode);

		ASSERT_ROW(i, rows[i].why, ok == (rows[i].profile != NULL));
		ASSERT_ROW(i, rows[i].why, text_is(&profile, ok ? rows[i].profile : "untouched"));
		ASSERT_ROW(i, rows[i].why, text_is(&mode, ok ? rows[i].mode : "untouched"));
		free(data);
	}
}

static void a_link_is_a_type_and_an_inode(void **state)
{
	(void)state;
	static const struct { const char *why, *data; size_t size; const char *type; uint64_t inode; } rows[] = {
		{ "user", BYTES("user:[4026531837]"), "user", 4026531837 },
		{ "gVisor's small number", BYTES("mnt:[2]"), "mnt", 2 },
		{ "with an underscore", BYTES("pid_for_children:[4026531836]"), "pid_for_children", 4026531836 },
		{ "a byte behind z", BYTES("us~r:[1]"), NULL, 0 },
		{ "a capital", BYTES("User:[1]"), NULL, 0 },
		{ "no bracket", BYTES("user:1]"), NULL, 0 },
		{ "a tab", BYTES("user:[\t1]"), NULL, 0 },
		{ "64 bits", BYTES("pid:[18446744073709551615]"), "pid", UINT64_MAX },
		{ "65 bits", BYTES("pid:[18446744073709551616]"), NULL, 0 },
		{ "empty", BYTES(""), NULL, 0 },
		{ "cut short", BYTES("user:[40265"), NULL, 0 },
		{ "no type", BYTES(":[1]"), NULL, 0 },
		{ "no number", BYTES("user:[]"), NULL, 0 },
		{ "a blank", BYTES("user:[ 1]"), NULL, 0 },
		{ "more behind", BYTES("user:[1]x"), NULL, 0 },
		{ "a path", BYTES("/proc/1:[1]"), NULL, 0 },
		{ "a NUL", BYTES("us\0r:[1]"), NULL, 0 },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		char *data = bytes_copy(rows[i].data, rows[i].size);
		struct text type = TEXT("untouched", 9);
		uint64_t inode = 9999;
		bool ok = parse_ns_link(data, rows[i].size, &type, &inode);

		ASSERT_ROW(i, rows[i].why, ok == (rows[i].type != NULL));
		ASSERT_ROW(i, rows[i].why, text_is(&type, ok ? rows[i].type : "untouched"));
		ASSERT_ROW(i, rows[i].why, inode == (ok ? rows[i].inode : 9999));
		free(data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_label_is_a_profile_and_a_mode),
		cmocka_unit_test(a_link_is_a_type_and_an_inode),
	};

	return cmocka_run_group_tests_name("labels", tests, NULL, NULL);
}
