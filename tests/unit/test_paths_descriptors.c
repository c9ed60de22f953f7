/* What was left open: directories, files, devices, namespaces, the working directory. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include "facts_build.h"

#define CAP(name) (UINT64_C(1) << CAP_##name)
#define T paths_descriptors

static void table_is_whole(void **state)
{
	(void)state;
	assert_table_is_whole(T);
}

static void what_lies_outside_is_a_way_out(void **state)
{
	static const struct { const char *id; struct descriptor at; } rows[] = {
		{ "leaked-directory", { .number = 7, .kind = DESCRIPTOR_DIRECTORY, .target = "/" } },
		{ "leaked-directory", { .number = 0, .kind = DESCRIPTOR_DIRECTORY, .target = "/", .path_only = true } },
		{ "leaked-file", { .number = 3, .kind = DESCRIPTOR_REGULAR, .target = "/etc/crontab", .writable = true } },
		{ "leaked-file-read", { .number = 3, .kind = DESCRIPTOR_REGULAR, .target = "/etc/shadow" } },
		{ "working-directory-outside", { .number = -1, .kind = DESCRIPTOR_DIRECTORY, .target = "/" } },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = a_container();
		struct descriptor *at = add_descriptor(facts, rows[i].at);

		become_user(facts);
		at->outside = YES;
		assert_now(facts, T, rows[i].id, PATH_OPEN);
		assert_as_root(facts, T, rows[i].id, PATH_OPEN);
		at->outside = UNKNOWN;
		assert_now(facts, T, rows[i].id, PATH_UNKNOWN);
		at->outside = NO;
		assert_now(facts, T, rows[i].id, PATH_CLOSED);
	}
}

static void the_working_directory_is_no_leaked_directory(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	add_descriptor(facts, (struct descriptor){ .number = -1, .kind = DESCRIPTOR_DIRECTORY, .outside = YES });
	assert_now(facts, T, "leaked-directory", PATH_CLOSED);
	facts->descriptors[0].number = 4;
	assert_now(facts, T, "working-directory-outside", PATH_CLOSED);
}

static void a_standard_stream_sent_to_a_file_is_no_leak(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	add_descriptor(facts, (struct descriptor){ .number = 1, .kind = DESCRIPTOR_REGULAR, .outside = YES, .writable = true });
	add_descriptor(facts, (struct descriptor){ .number = 2, .kind = DESCRIPTOR_REGULAR, .outside = UNKNOWN, .writable = true });
	assert_now(facts, T, "leaked-file", PATH_CLOSED);
}

static void pipes_and_sockets_are_normal(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	add_descriptor(facts, (struct descriptor){ .number = 5, .kind = DESCRIPTOR_OTHER, .outside = YES });
	add_descriptor(facts, (struct descriptor){ .number = 6, .kind = DESCRIPTOR_CHAR, .outside = YES });
	for (const struct path *path = T; path->id; path++)
		assert_now(facts, T, path->id, PATH_CLOSED);
}

static void a_file_held_as_a_path_has_to_be_opened_again(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	add_descriptor(facts, (struct descriptor){ .number = 5, .kind = DESCRIPTOR_REGULAR, .outside = YES, .path_only = true });
	assert_now(facts, T, "leaked-file", PATH_UNKNOWN);
	assert_now(facts, T, "leaked-file-read", PATH_UNKNOWN);
	facts->descriptors[0].write = (struct answer){ ANSWERED, EACCES, NULL };
	facts->descriptors[0].read = (struct answer){ ANSWERED, 0, NULL };
	become_user(facts);
	assert_now(facts, T, "leaked-file", PATH_CLOSED);
	assert_now(facts, T, "leaked-file-read", PATH_OPEN);
}

static void what_is_open_for_reading_may_be_opened_anew_for_writing(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct descriptor *at = add_descriptor(facts, (struct descriptor){
		.number = 3, .kind = DESCRIPTOR_REGULAR, .target = "/usr/sbin/runc", .outside = YES });

	assert_now(facts, T, "leaked-file", PATH_UNKNOWN);
	at->write = (struct answer){ ANSWERED, 0, NULL };
	assert_now(facts, T, "leaked-file", PATH_OPEN);
	at->write = (struct answer){ ANSWERED, EROFS, NULL };
	assert_now(facts, T, "leaked-file", PATH_CLOSED);
	assert_as_root(facts, T, "leaked-file", PATH_CLOSED);
	assert_now(facts, T, "leaked-file-read", PATH_OPEN);
}

static void an_open_disk_of_the_host_is_a_way_out_wherever_its_node_lies(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct device *disk = facts_device_new(facts);

	*disk = (struct device){ .type = DEVICE_BLOCK, .major = 8, .name = "sda", .in_use = YES, .content = YES };
	facts_device_done(facts);
	struct descriptor *at = add_descriptor(facts, (struct descriptor){
		.number = 3, .kind = DESCRIPTOR_BLOCK, .outside = NO, .major = 8, .target = "/dev/sda" });

	become_user(facts);
	assert_now(facts, T, "leaked-device", PATH_OPEN);
	at->path_only = true;
	assert_now(facts, T, "leaked-device", PATH_UNKNOWN);
}

static void an_open_disk_of_nobody_is_no_way_out(void **state)
{
	(void)state;
	static const struct { const char *why; uint32_t minor; enum known in_use, content; const char *type; enum path_status status; } rows[] = {
		{ "nothing lies on it",              0,  UNKNOWN, YES,     NULL,   PATH_CLOSED },
		{ "would be seen in use, and is not", 0,  NO,      YES,     "ext4", PATH_CLOSED },
		{ "may be mounted without a trace",  0,  UNKNOWN, YES,     "vfat", PATH_UNKNOWN },
		{ "could not be read",               0,  UNKNOWN, UNKNOWN, NULL,   PATH_UNKNOWN },
		{ "another disk is the host's",      16, YES,     YES,     "ext4", PATH_UNKNOWN },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct facts *facts = a_container();
		struct device *disk = facts_device_new(facts);

		*disk = (struct device){ .type = DEVICE_BLOCK, .major = 8, .minor = rows[i].minor, .name = "sda",
					 .in_use = rows[i].in_use, .content = rows[i].content, .fs_type = rows[i].type };
		facts_device_done(facts);
		add_descriptor(facts, (struct descriptor){ .number = 3, .kind = DESCRIPTOR_BLOCK, .major = 8, .writable = true,
							   .target = "/dev/sda" });
		print_message("%s\n", rows[i].why);
		assert_now(facts, T, "leaked-device", rows[i].status);
	}
}

static void a_namespace_of_the_host_needs_sys_admin(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	add_descriptor(facts, (struct descriptor){
		.number = 3, .kind = DESCRIPTOR_NAMESPACE, .target = "mnt:[4026531841]", .outside = YES });

	assert_now(facts, T, "leaked-namespace", PATH_CLOSED);
	assert_int_equal(distance(facts, T, "leaked-namespace"), 1);
	give_caps(facts, DEFAULT_CAPS | CAP(SYS_ADMIN));
	assert_now(facts, T, "leaked-namespace", PATH_OPEN);
	give_caps(facts, (DEFAULT_CAPS | CAP(SYS_ADMIN)) & ~CAP(SYS_CHROOT));
	assert_now(facts, T, "leaked-namespace", PATH_CLOSED);
	give_caps(facts, DEFAULT_CAPS | CAP(SYS_ADMIN));
	become_user(facts);
	assert_now(facts, T, "leaked-namespace", PATH_CLOSED);
	assert_as_root(facts, T, "leaked-namespace", PATH_OPEN);
}

static void what_is_entered_from_above_alone_is_none_of_it(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct descriptor *at = add_descriptor(facts, (struct descriptor){
		.number = 3, .kind = DESCRIPTOR_NAMESPACE, .target = "pid:[4026531836]", .outside = YES });

	give_caps(facts, ALL_CAPS);
	fact_set_number(facts, FACT_PIDNS_INODE, 4026532777);
	assert_now(facts, T, "leaked-namespace", PATH_CLOSED);
	at->target = "user:[4026531837]";
	fact_set_number(facts, FACT_USERNS_INODE, 4026532777);
	assert_now(facts, T, "leaked-namespace", PATH_CLOSED);
}

static void our_own_namespace_or_a_network_is_none_of_it(void **state)
{
	(void)state;
	struct facts *facts = a_container();
	struct descriptor *at = add_descriptor(facts, (struct descriptor){
		.number = 3, .kind = DESCRIPTOR_NAMESPACE, .target = "mnt:[4026532200]", .outside = YES });

	give_caps(facts, ALL_CAPS);
	assert_now(facts, T, "leaked-namespace", PATH_CLOSED);
	at->target = "net:[4026531840]";
	assert_now(facts, T, "leaked-namespace", PATH_CLOSED);
	at->target = "mnt:[garbage";
	assert_now(facts, T, "leaked-namespace", PATH_UNKNOWN);
	at->target = NULL;
	assert_now(facts, T, "leaked-namespace", PATH_CLOSED);
	at->target = "mnt:[4026531841]";
	fact_set_unknown(facts, FACT_MNTNS_INODE, ENOENT, NULL);
	assert_now(facts, T, "leaked-namespace", PATH_UNKNOWN);
}

static void selinux_may_still_refuse_what_lies_below_a_directory(void **state)
{
	(void)state;
	struct facts *facts = a_container();

	add_descriptor(facts, (struct descriptor){ .number = 7, .kind = DESCRIPTOR_DIRECTORY, .outside = YES });
	fact_set_bool(facts, FACT_SELINUX_ENFORCING, true);
	fact_set_static(facts, FACT_SELINUX_CONTEXT, "system_u:system_r:container_t:s0:c1,c2");
	assert_now(facts, T, "leaked-directory", PATH_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_is_whole),
		cmocka_unit_test(what_lies_outside_is_a_way_out),
		cmocka_unit_test(the_working_directory_is_no_leaked_directory),
		cmocka_unit_test(a_standard_stream_sent_to_a_file_is_no_leak),
		cmocka_unit_test(pipes_and_sockets_are_normal),
		cmocka_unit_test(a_file_held_as_a_path_has_to_be_opened_again),
		cmocka_unit_test(what_is_open_for_reading_may_be_opened_anew_for_writing),
		cmocka_unit_test(an_open_disk_of_the_host_is_a_way_out_wherever_its_node_lies),
		cmocka_unit_test(an_open_disk_of_nobody_is_no_way_out),
		cmocka_unit_test(a_namespace_of_the_host_needs_sys_admin),
		cmocka_unit_test(what_is_entered_from_above_alone_is_none_of_it),
		cmocka_unit_test(our_own_namespace_or_a_network_is_none_of_it),
		cmocka_unit_test(selinux_may_still_refuse_what_lies_below_a_directory),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
