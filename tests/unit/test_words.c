/* test_words.c - names of capabilities and of errors. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <linux/capability.h>
#include "words.h"

static void capabilities_have_their_manual_names(void **state)
{
	(void)state;
	assert_string_equal(capability_name(CAP_CHOWN), "CAP_CHOWN");
	assert_string_equal(capability_name(CAP_SYS_ADMIN), "CAP_SYS_ADMIN");
	assert_string_equal(capability_name(CAP_CHECKPOINT_RESTORE), "CAP_CHECKPOINT_RESTORE");
}

static void bits_beyond_the_table_are_numbered(void **state)
{
	(void)state;
	assert_string_equal(capability_name(62), "cap_62");
	assert_string_equal(capability_name(63), "cap_63");
}

static void a_name_stays_the_same_when_asked_again(void **state)
{
	const char *first = capability_name(CAP_KILL);

	(void)state;
	capability_name(CAP_MKNOD);
	assert_ptr_equal(capability_name(CAP_KILL), first);
	assert_string_equal(first, "CAP_KILL");
	assert_string_equal(capability_name(64), "no capability");
}

static void errors_have_their_symbol_or_number(void **state)
{
	char buf[32];

	(void)state;
	assert_string_equal(error_name(EPERM, buf, sizeof buf), "EPERM");
	assert_string_equal(error_name(ENOSYS, buf, sizeof buf), "ENOSYS");
	assert_string_equal(error_name(3999, buf, sizeof buf), "errno 3999");
	assert_string_equal(error_name(-1, buf, sizeof buf), "errno -1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(capabilities_have_their_manual_names),
		cmocka_unit_test(bits_beyond_the_table_are_numbered),
		cmocka_unit_test(a_name_stays_the_same_when_asked_again),
		cmocka_unit_test(errors_have_their_symbol_or_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
