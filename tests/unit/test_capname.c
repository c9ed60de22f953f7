/* test_capname.c - names of capabilities and of errors. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <linux/capability.h>
#include "render.h"
#include "rendered.h"

static void capabilities_have_their_manual_names(void **state)
{
	char buf[32];

	(void)state;
	assert_string_equal(render_cap_name(CAP_CHOWN, buf, sizeof buf), "CAP_CHOWN");
	assert_string_equal(render_cap_name(CAP_SYS_ADMIN, buf, sizeof buf), "CAP_SYS_ADMIN");
	assert_string_equal(render_cap_name(CAP_CHECKPOINT_RESTORE, buf, sizeof buf), "CAP_CHECKPOINT_RESTORE");
}

static void bits_beyond_the_table_are_numbered(void **state)
{
	char buf[32];

	(void)state;
	assert_string_equal(render_cap_name(62, buf, sizeof buf), "cap_62");
	assert_string_equal(render_cap_name(63, buf, sizeof buf), "cap_63");
}

static void a_name_is_cut_to_its_buffer(void **state)
{
	char buf[8];

	(void)state;
	assert_string_equal(render_cap_name(CAP_SYS_ADMIN, buf, sizeof buf), "CAP_SYS");
}

static void errors_have_their_symbol_or_number(void **state)
{
	char buf[32];

	(void)state;
	assert_string_equal(render_errno_name(EPERM, buf, sizeof buf), "EPERM");
	assert_string_equal(render_errno_name(ENOSYS, buf, sizeof buf), "ENOSYS");
	assert_string_equal(render_errno_name(3999, buf, sizeof buf), "errno 3999");
	assert_string_equal(render_errno_name(-1, buf, sizeof buf), "errno -1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(capabilities_have_their_manual_names),
		cmocka_unit_test(bits_beyond_the_table_are_numbered),
		cmocka_unit_test(a_name_is_cut_to_its_buffer),
		cmocka_unit_test(errors_have_their_symbol_or_number),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
