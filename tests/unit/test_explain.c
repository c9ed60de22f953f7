/* test_explain.c - the path table as pages and lists. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "fake_report.h"
#include "render.h"
#include "rendered.h"

static char buf[65536];
static const struct render_options plain = { .version = "0" };

static size_t lines(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += *text == '\n';
	return count;
}

static size_t paths(void)
{
	size_t count = 0;

	while (path_at(count))
		count++;
	return count;
}

static void a_page_tells_all_there_is_in_the_row(void **state)
{
	(void)state;
	RENDERED(buf, sizeof buf, render_explain(out, &fake_mount, &plain));
	assert_string_equal(buf,
		"fake-disk-mount: Mount a disk of the host\n"
		"\n"
		"  outcome:    host-control\n"
		"  gives:      every file of the host, to change\n"
		"  how:        A disk is a disk.\n"
		"  opened by:  --device /dev/sda --cap-add SYS_ADMIN\n"
		"  instead:    a volume\n"
		"  in a pod:   a hostPath volume\n"
		"  instead:    an emptyDir\n"
		"  by default: CAP_SYS_ADMIN is not held\n"
		"  found out:  faccessat(2)\n"
		"  controls:   CIS Docker 5.18\n"
		"  see also:   mount(2), T1611\n");
	RENDERED(buf, sizeof buf, render_explain(out, &fake_read, &plain));
	assert_null(strstr(buf, "by default:"));
	assert_null(strstr(buf, "found out:"));
	assert_null(strstr(buf, "controls:"));
	assert_null(strstr(buf, "in a pod:"));
}

static void needs_are_told_in_every_dialect(void **state)
{
	static const char *const labels[] = { "  docker:     ", "  compose:    ", "  kubernetes: ", "  note:       " };
	size_t needs = 0;

	(void)state;
	while (need_text(needs, NEED_TITLE))
		needs++;
	assert_in_range(needs, 11, 100);
	RENDERED(buf, sizeof buf, render_needs(out, &plain));
	assert_has(buf, "a VPN\n  docker:     --cap-drop ALL --cap-add NET_ADMIN --device /dev/net/tun\n");
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		size_t count = 0;

		for (const char *at = buf; (at = strstr(at, labels[i])); at++)
			count++;
		assert_int_equal(count, needs);
	}
}

/* What docker's options are called means nothing to who writes a pod. */
static void a_pod_is_told_nothing_of_dockers_options(void **state)
{
	static const enum path_text advice[] = { PATH_OPENED_BY, PATH_INSTEAD };
	static const char *const options[] = {
		"-v ", "--cap-", "--privileged", "--device", "--security-opt", "--pid ", "--network", "--ipc", "--uts", "--userns",
		"--cgroupns", "--tmpfs", "--sysctl", "--user ", "--workdir", "--preserve-fds", "--gpus", "--hostname", "--shm-size", "-p ",
		":ro;", ":ro,", ":ro.",
	};
	size_t own = 0;

	(void)state;
	for (size_t i = 0; i < paths(); i++) {
		const struct path *path = path_at(i);

		for (size_t j = 0; j < sizeof advice / sizeof *advice; j++) {
			const char *words = path_advice(path, advice[j], DIALECT_KUBERNETES);

			assert_string_equal(path_advice(path, advice[j], DIALECT_PODMAN), path_text(path, advice[j]));
			own += words != path_text(path, advice[j]);
			for (size_t k = 0; k < sizeof options / sizeof *options; k++)
				if (strstr(words, options[k]))
					fail_msg("%s: \"%s\" in: %s", path->id, options[k], words);
		}
	}
	assert_in_range(own, 150, 2 * paths());
}

static void every_page_fits_its_width(void **state)
{
	const struct path *path;

	(void)state;
	for (size_t i = 0; (path = path_at(i)) != NULL; i++) {
		RENDERED(buf, sizeof buf, render_explain(out, path, &plain));
		for (char *line = strtok(buf, "\n"); line; line = strtok(NULL, "\n"))
			if (strlen(line) > 100)
				fail_msg("%s: %s", path->id, line);
	}
}

static void the_list_has_one_line_for_each_path(void **state)
{
	(void)state;
	RENDERED(buf, sizeof buf, render_explain(out, NULL, &plain));
	assert_true(paths() > 0);
	assert_int_equal(lines(buf), paths());
	for (size_t i = 0; i < paths(); i++) {
		assert_has(buf, path_at(i)->id);
		assert_has(buf, path_text(path_at(i), PATH_TITLE));
	}
}

static void the_readme_rows_are_a_table(void **state)
{
	(void)state;
	RENDERED(buf, sizeof buf, render_path_markdown(out));
	assert_int_equal(lines(buf), paths() + 2);
	for (char *line = strtok(buf, "\n"); line; line = strtok(NULL, "\n"))
		assert_true(line[0] == '|' && line[strlen(line) - 1] == '|');
}

static void the_manual_rows_hold_no_stray_request(void **state)
{
	(void)state;
	RENDERED(buf, sizeof buf, render_path_mdoc(out));
	assert_int_equal(lines(buf), 2 * paths() + 2);
	for (char *line = strtok(buf, "\n"); line; line = strtok(NULL, "\n"))
		assert_true(line[0] != '\'' && (line[0] != '.' || !strncmp(line, ".Bl ", 4) ||
						 !strncmp(line, ".It Cm ", 7) || !strcmp(line, ".El")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_tells_all_there_is_in_the_row),
		cmocka_unit_test(needs_are_told_in_every_dialect),
		cmocka_unit_test(a_pod_is_told_nothing_of_dockers_options),
		cmocka_unit_test(every_page_fits_its_width),
		cmocka_unit_test(the_list_has_one_line_for_each_path),
		cmocka_unit_test(the_readme_rows_are_a_table),
		cmocka_unit_test(the_manual_rows_hold_no_stray_request),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
