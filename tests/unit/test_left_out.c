/* Every path that probe/judge/left-out names is in the table. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include "paths.h"

static void every_path_named_there_is_one(void **state)
{
	FILE *file = fopen("probe/judge/left-out", "re");
	static char line[1024];
	size_t named = 0, argued = 0;

	(void)state;
	assert_non_null(file);
	while (fgets(line, sizeof line, file)) {
		char *arrow = strstr(line, " -> "), *why = strchr(line, ':'), *save = NULL;

		if (*line == '#' || *line == '\n')
			continue;
		assert_non_null(why);
		if (!arrow || arrow > why) {
			assert_true(strlen(why) > 10);	/* not judged, and not said why? */
			argued++;
			continue;
		}
		*why = '\0';
		for (char *id = strtok_r(arrow + 4, " ", &save); id; id = strtok_r(NULL, " ", &save), named++) {
			if (!path_find(id))
				print_error("%s: no such path\n", id);
			assert_non_null(path_find(id));
		}
	}
	fclose(file);
	assert_in_range(named, 40, 1000);
	assert_in_range(argued, 5, 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_path_named_there_is_one),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
