/* test_memory.c - a captured container looked at and judged in too little
 * memory: of any size.  It never looks safer for that.  (Allocation by
 * allocation, in real containers: ../live/starve.sh.) */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include "collect.h"
#include "judge.h"

#define SIZES 100
#define MOST (8u << 20)

static struct report report;
static size_t used;
static bool exhausted, complete;

/* In memory of that size, to the byte: a sanitizer sees one more. */
static void look_and_judge(const char *name, size_t size)
{
	char root[256];
	struct host host;
	void *region = malloc(size);
	struct facts *facts = facts_init(region, size);

	assert_non_null(facts);
	snprintf(root, sizeof root, "tests/cases/%s/root", name);
	assert_int_equal(host_open_root(&host, root), 0);
	collect_all(&host, facts, 10000);
	host_close_root(&host);
	exhausted = facts->arena.exhausted;
	complete = list_complete(&facts->mounts_list) || list_complete(&facts->kernel_files_list) || list_complete(&facts->devices_list)
		|| list_complete(&facts->sockets_list) || list_complete(&facts->descriptors_list);
	judge(facts, &facts->arena, &report);
	used = facts->arena.used;
	free(region);
}

static void less_memory_never_looks_safer(void **state)
{
	static const char *const cases[] = { "docker-host-root", "docker-devices", "docker-privileged", "docker-sys-admin",
					     "podman-rootless-all-capabilities", "nspawn-default" };
	unsigned cut = 0;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		look_and_judge(cases[i], sizeof(struct facts) + MOST);
		assert_int_not_equal(report.verdict, VERDICT_CONTAINED);
		assert_false(exhausted);
		for (size_t n = 0, whole = used; n <= SIZES; n++) {
			look_and_judge(cases[i], sizeof(struct facts) + whole * n / SIZES);
			if (report.verdict == VERDICT_CONTAINED)
				print_error("%s: contained, in %zu bytes\n", cases[i], whole * n / SIZES);
			assert_int_not_equal(report.verdict, VERDICT_CONTAINED);
			/* what could not be put down was not looked at */
			assert_false(exhausted && complete);
			cut += exhausted;
		}
	}
	assert_true(cut > SIZES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(less_memory_never_looks_safer),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
