/* test_judge_barriers_all.c - every barrier of every path, for containers
 * written down as facts, against the file barriers.txt.
 *
 * The other tests say why a rule is as it is; this one sees that none is lost.
 * After a change that is meant, BLESS=1 in the environment writes the file
 * anew, and the difference is to be read. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include "facts_literal.h"
#include "paths.h"

#define GOLDEN "tests/unit/barriers.txt"

static struct facts *docker_user(void)
{
	struct facts *facts = docker_default();

	as_user(facts, 1000);
	return facts;
}

static struct facts *sys_admin_without_apparmor(void)
{
	struct facts *facts = docker_sys_admin();

	without_apparmor(facts);
	return facts;
}

static struct facts *docker_privileged_in_user_namespace(void)
{
	struct facts *facts = docker_privileged();

	in_user_namespace(facts);
	return facts;
}

static struct facts *nothing_known(void)
{
	static char region[1 << 16] __attribute__((aligned(16)));

	return facts_init(region, sizeof region);
}

static const struct { const char *name; struct facts *(*make)(void); } containers[] = {
	{ "docker default", docker_default }, { "docker, a user", docker_user }, { "docker, SYS_ADMIN", docker_sys_admin },
	{ "docker, SYS_ADMIN, no AppArmor", sys_admin_without_apparmor }, { "docker, privileged", docker_privileged },
	{ "docker, privileged, user namespace", docker_privileged_in_user_namespace }, { "podman default", podman_default },
	{ "podman, rootless, privileged", rootless_privileged }, { "gVisor", gvisor }, { "nothing known", nothing_known },
};

static void put_finding(FILE *out, const struct finding *finding)
{
	fprintf(out, "%s: %s, as root %s%s, distance %u\n", finding->path->id, path_status_name(finding->status),
		path_status_name(finding->as_root), finding->latent ? ", latent" : "", finding->distance);
	for (size_t way = 0; way < finding->ways; way++) {
		fprintf(out, "  %s\n", finding->way[way].title ? finding->way[way].title : "-");
		for (size_t i = 0; i < finding->way[way].count; i++) {
			const struct barrier *barrier = &finding->way[way].barrier[i];

			fprintf(out, "    %s %s: %s\n", barrier_state_name(barrier->state), barrier_kind_name(barrier->kind), barrier->what);
		}
	}
}

static void put_conclusions(FILE *out, const struct report *report)
{
	fprintf(out, "%s: %s; privileged: %s\n", verdict_name(report->verdict), report->verdict_reason, privileged_name(report->privileged));
	for (size_t i = 0; i < PRIVILEGED_PARTS; i++)
		fprintf(out, "  %s: %d: %s\n", report->privileged_part[i].name, (int)report->privileged_part[i].present,
			report->privileged_part[i].evidence);
	for (size_t i = 0; i < POD_CONTROLS; i++)
		if (report->pod_control[i].name)
			fprintf(out, "  %s: %s: %s\n", report->pod_control[i].name, pod_result_name(report->pod_control[i].passes),
				report->pod_control[i].evidence);
	for (size_t i = 0; i < report->thinnest_count; i++)
		fprintf(out, "  wall: %s\n", report->thinnest_finding[i]->path->id);
}

static void put_all(FILE *out)
{
	for (size_t i = 0; i < sizeof containers / sizeof *containers; i++) {
		const struct report *report = judged(containers[i].make());

		fprintf(out, "==== %s\n", containers[i].name);
		put_conclusions(out, report);
		for (size_t path = 0; path < report->findings; path++)
			put_finding(out, &report->finding[path]);
	}
}

static void no_barrier_is_lost(void **state)
{
	static char line[2][1024];
	bool bless = getenv("BLESS") != NULL;
	FILE *made = bless ? fopen(GOLDEN, "w") : tmpfile();

	(void)state;
	assert_non_null(made);
	put_all(made);
	if (bless) {
		assert_int_equal(fclose(made), 0);
		return;
	}
	FILE *wanted = fopen(GOLDEN, "r");

	assert_non_null(wanted);
	rewind(made);
	for (unsigned number = 1;; number++) {
		bool more = fgets(line[0], sizeof line[0], made), wants = fgets(line[1], sizeof line[1], wanted);

		if (more != wants || (more && strcmp(line[0], line[1]) != 0))
			fail_msg("line %u differs:\n  said:   %s  wanted: %s", number, more ? line[0] : "(the end)\n", wants ? line[1] : "(the end)\n");
		if (!more)
			break;
	}
	fclose(made);
	fclose(wanted);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(no_barrier_is_lost) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
