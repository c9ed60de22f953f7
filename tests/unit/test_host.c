/* Files below a root: a captured tree cannot be left, by whatever link, and a
 * file of a surprising kind cannot hold us. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include "arena.h"
#include "host.h"
#include "refused_call.h"

static char tree[64];
static struct host host;

static void put(const char *name, const char *text)
{
	char path[128];

	snprintf(path, sizeof path, "%s/%s", tree, name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void link_to(const char *name, const char *target)
{
	char path[128];

	snprintf(path, sizeof path, "%s/%s", tree, name);
	assert_int_equal(symlink(target, path), 0);
}

static int make_tree(void **state)
{
	(void)state;
	char path[128];

	strcpy(tree, "/tmp/test-host-XXXXXX");
	if (!mkdtemp(tree))
		return -1;
	snprintf(path, sizeof path, "%s/d", tree);
	if (mkdir(path, 0755) < 0)
		return -1;
	put("one", "1\n");
	put("d/two", "22\n");
	put("d/a", "");
	link_to("absolute", "/one");
	link_to("outside", "/../../../../../../../etc/passwd");
	link_to("ns", "user:[4026531837]");
	snprintf(path, sizeof path, "%s/fifo", tree);
	if (mkfifo(path, 0644) < 0)
		return -1;
	return host_open_root(&host, tree);
}

static int remove_tree(void **state)
{
	(void)state;
	char command[128];

	host_close_root(&host);
	snprintf(command, sizeof command, "rm -rf %s", tree);
	return system(command);
}

static void a_file_is_read_to_its_end_or_the_buffers(void **state)
{
	(void)state;
	char buf[8];

	assert_int_equal(host_read(&host, "/d/two", buf, sizeof buf), 3);
	assert_memory_equal(buf, "22\n", 3);
	assert_int_equal(host_read(&host, "/d/two", buf, 2), 2);
	assert_int_equal(host_read(&host, "/gone", buf, sizeof buf), -ENOENT);
	assert_int_equal(host_read(&host, "/one/x", buf, sizeof buf), -ENOTDIR);
}

static void an_absolute_link_stays_inside(void **state)
{
	(void)state;
	char buf[8];

	assert_int_equal(host_read(&host, "/absolute", buf, sizeof buf), 2);
	assert_memory_equal(buf, "1\n", 2);
}

static void a_link_upwards_does_not_leave_the_tree(void **state)
{
	(void)state;
	char buf[8];

	assert_int_equal(host_read(&host, "/outside", buf, sizeof buf), -ENOENT);
	assert_int_equal(host_read(&host, "/../../../etc/passwd", buf, sizeof buf), -ENOENT);
}

static void a_dangling_link_can_be_read_as_such(void **state)
{
	(void)state;
	char buf[32];

	assert_int_equal(host_readlink(&host, "/ns", buf, sizeof buf), 17);
	assert_string_equal(buf, "user:[4026531837]");
	assert_int_equal(host_readlink(&host, "/ns", buf, 17), -ENAMETOOLONG);
	assert_int_equal(host_readlink(&host, "/one", buf, sizeof buf), -ENOENT);
}

static void a_fifo_does_not_hold_us(void **state)
{
	(void)state;
	char buf[8];

	assert_int_equal(host_read(&host, "/fifo", buf, sizeof buf), 0);
}

static void a_long_file_is_read_whole_and_cut_at_its_limit(void **state)
{
	(void)state;
	static _Alignas(16) char region[200000];
	struct arena arena;
	char *text = malloc(100001);
	const char *data = NULL;

	assert_non_null(text);
	memset(text, 'm', 100000);
	text[100000] = '\0';
	put("long", text);
	free(text);
	arena_init(&arena, region, sizeof region);
	assert_int_equal(host_read_all(&host, "/long", &arena, 150000, &data), 100000);
	assert_int_equal(data[99999], 'm');
	assert_int_equal(arena.used, 100000);
	assert_int_equal(host_read_all(&host, "/long", &arena, 50000, &data), 50000);
	assert_int_equal(host_read_all(&host, "/long", &arena, 150000, &data), -ENOMEM);
}

static bool collect_name(void *data, const char *name, unsigned char type)
{
	(void)type;
	strcat(strcat(data, name), " ");
	return true;
}

static bool stop_at_once(void *data, const char *name, unsigned char type)
{
	(void)data, (void)name, (void)type;
	return false;
}

static void a_directory_is_listed_in_order(void **state)
{
	(void)state;
	char names[64] = "";

	assert_int_equal(host_list(&host, "/d", 10, collect_name, names), 2);
	assert_string_equal(names, "a two ");
	assert_int_equal(host_list(&host, "/d", 1, collect_name, names), 1);
	assert_int_equal(host_list(&host, "/d", 10, stop_at_once, NULL), 1);
	assert_int_equal(host_list(&host, "/one", 10, stop_at_once, NULL), -ENOTDIR);
}

/* The same answers where openat2(2) is filtered, in a child of its own. */
static void without_openat2_the_tree_cannot_be_left_either(void **state)
{
	(void)state;
	pid_t child = fork();

	if (child == 0) {
		char buf[32];

		if (!refuse_call(SYS_openat2, EPERM))
			_exit(1);
		if (host_read(&host, "/d/two", buf, sizeof buf) != 3)
			_exit(2);
		if (host_read(&host, "//d///two", buf, sizeof buf) != 3)
			_exit(3);
		if (host_read(&host, "/outside", buf, sizeof buf) != -ELOOP)
			_exit(4);
		if (host_read(&host, "/../../etc/passwd", buf, sizeof buf) != -EXDEV)
			_exit(5);
		if (host_readlink(&host, "/ns", buf, sizeof buf) != 17)
			_exit(6);
		_exit(0);
	}
	int status = -1;

	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_read_to_its_end_or_the_buffers),
		cmocka_unit_test(an_absolute_link_stays_inside),
		cmocka_unit_test(a_link_upwards_does_not_leave_the_tree),
		cmocka_unit_test(a_dangling_link_can_be_read_as_such),
		cmocka_unit_test(a_fifo_does_not_hold_us),
		cmocka_unit_test(a_long_file_is_read_whole_and_cut_at_its_limit),
		cmocka_unit_test(a_directory_is_listed_in_order),
		cmocka_unit_test(without_openat2_the_tree_cannot_be_left_either),
	};

	return cmocka_run_group_tests_name("host", tests, make_tree, remove_tree);
}
