/* test_source.c - files of the kernel are told from what somebody put in their
 * place, on the running system; and directories of any size are listed. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "host.h"
#include "source.h"

static char region[sizeof(struct facts) + 65536] __attribute__((aligned(16)));

struct view {
	struct host host;
	struct source_tops tops;
	struct collect collect;
};

/* `kept`: with the tops of /proc and /sys, as in a run; else each file by itself. */
static void view_init(struct view *view, bool kept)
{
	*view = (struct view){ .host = { .root = AT_FDCWD, .live = true } };
	struct facts *facts = facts_init(region, sizeof region);

	facts->live = true;
	view->collect = (struct collect){ .host = &view->host, .facts = facts, .tops = kept ? &view->tops : NULL };
}

static ssize_t read_as(const char *path, bool kept, char *buf, size_t size)
{
	struct view view;

	view_init(&view, kept);
	ssize_t n = source_read(&view.collect, path, buf, size);

	source_tops_close(&view.tops);
	return n;
}

static void what_nobody_covers_is_read(void **state)
{
	static const char *const paths[] = {
		"/proc/self/status", "/proc/sys/kernel/osrelease", "/proc/self/uid_map", "/proc/no/such/file",
		"/proc/sys/kernel", "/proc/self/exe", "/sys/kernel/no_such_file", "/sys/kernel", "/sys/kernel/uevent_seqnum",
	};

	(void)state;
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		char quickly[8192] = "", slowly[8192] = "";
		ssize_t quick = read_as(paths[i], true, quickly, sizeof quickly), slow = read_as(paths[i], false, slowly, sizeof slowly);

		/* a directory cannot be read, whoever finds out */
		if (quick == -EISDIR)
			quick = REFUSED_COVERED;
		if (quick != slow && strcmp(paths[i], "/proc/self/status") != 0)
			fail_msg("%s: %zd with the tops, %zd without", paths[i], quick, slow);
		if (slow > 0 && strncmp(quickly, slowly, 16) != 0)
			fail_msg("%s: is read differently", paths[i]);
	}
}

/* In a child with mounts of its own: what source_read() says of the file below. */
static int read_covered(bool kept, const char *type, const char *over, const char *path)
{
	char buf[64];
	int result[2], said = 1;

	assert_int_equal(pipe(result), 0);
	pid_t child = fork();

	if (child == 0) {
		if (unshare(CLONE_NEWNS) == 0 && mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
		    (type ? mount("none", over, type, 0, NULL) : mount("/etc/passwd", over, NULL, MS_BIND, NULL)) == 0)
			said = (int)read_as(path, kept, buf, sizeof buf);
		_exit(write(result[1], &said, sizeof said) != sizeof said);
	}
	assert_int_equal(read(result[0], &said, sizeof said), sizeof said);
	waitpid(child, NULL, 0);
	close(result[0]);
	close(result[1]);
	return said;
}

static void what_lies_over_a_file_is_not_believed(void **state)
{
	static const struct { const char *why, *type, *over, *path; int result; } rows[] = {
		{ "a file", NULL, "/proc/sys/kernel/osrelease", "/proc/sys/kernel/osrelease", REFUSED_COVERED },
		{ "an empty directory", "tmpfs", "/proc/sys", "/proc/sys/kernel/osrelease", -ENOENT },
		{ "another procfs", "proc", "/proc/sys", "/proc/sys/self/status", 0 },
		{ "no procfs at all", "tmpfs", "/proc", "/proc/sys/kernel/osrelease", -ENOENT },
		{ "no sysfs at all", "tmpfs", "/sys", "/sys/kernel/uevent_seqnum", REFUSED_NOT_SYSFS },
	};

	(void)state;
	if (geteuid() != 0)
		skip();
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		for (int kept = 0; kept <= 1; kept++) {
			int result = read_covered(kept, rows[i].type, rows[i].over, rows[i].path);

			if (result == 1)
				skip();		/* no mount may be made here */
			if (rows[i].result ? result != rows[i].result : result > 0)
				fail_msg("%s: %d%s", rows[i].why, result, kept ? ", with the tops" : "");
		}
}

/* ---- directories ------------------------------------------------------------------ */

struct seen {
	char last[64];
	size_t count;
	bool ordered;
};

static bool each(void *data, const char *name, unsigned char type)
{
	struct seen *seen = data;

	seen->ordered &= strcmp(seen->last, name) < 0 && (type == DT_REG || type == DT_UNKNOWN);
	snprintf(seen->last, sizeof seen->last, "%s", name);
	seen->count++;
	return true;
}

static void directories_of_any_size_are_listed_in_order(void **state)
{
	static const unsigned sizes[] = { 0, 1, 2, 40, 63, 64, 400, 3000 };
	struct host host = { .root = AT_FDCWD, .live = true };
	char directory[] = "/tmp/test-list.XXXXXX", path[128], command[64];

	(void)state;
	assert_non_null(mkdtemp(directory));
	for (unsigned made = 0, i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		struct seen seen = { .ordered = true };

		for (; made < sizes[i]; made++) {
			/* multiplied, so that they are not made in order */
			snprintf(path, sizeof path, "%s/%.*s%u", directory, (int)(made % 24), "abcdefghijklmnopqrstuvwx", made * 7919 % 10007);
			close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
		}
		assert_int_equal(host_list(&host, directory, 100000, each, &seen), sizes[i]);
		assert_int_equal(seen.count, sizes[i]);
		assert_true(seen.ordered);
	}
	struct seen seen = { .ordered = true };

	assert_int_equal(host_list(&host, directory, 10, each, &seen), 10);
	assert_int_equal(host_list(&host, "/no/such/directory", 10, each, &seen), -ENOENT);
	assert_int_equal(host_list(&host, "/etc/passwd", 10, each, &seen), -ENOTDIR);
	snprintf(command, sizeof command, "rm -rf %s", directory);
	assert_int_equal(system(command), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_nobody_covers_is_read),
		cmocka_unit_test(what_lies_over_a_file_is_not_believed),
		cmocka_unit_test(directories_of_any_size_are_listed_in_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
