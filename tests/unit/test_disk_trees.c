/* Disks of whole machines, from what sysfs shows of them (tests/trees): what
 * each is, and whose.  And a thousand of them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "collect.h"
#include "disks.h"
#include "judge.h"

#define REGION (16u << 20)
#define SPACE " \t"

/* ---- a tree from its description ---------------------------------------------- */

static char directory[64];

static void make_parents(char *full)
{
	for (char *slash = full + strlen(directory) + 1; (slash = strchr(slash, '/')); *slash++ = '/') {
		*slash = '\0';
		mkdir(full, 0755);
	}
}

__attribute__((format(printf, 2, 3)))
static void put(const char *content, const char *format, ...)
{
	char name[PATH_MAX - 128], full[PATH_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(name, sizeof name, format, args);
	va_end(args);
	snprintf(full, sizeof full, "%s/%s", directory, name);
	make_parents(full);
	FILE *file = fopen(full, "w");

	assert_non_null(file);
	for (; *content; content++) {
		if (content[0] == '\\' && content[1] == 'n')
			fputc('\n', file), content++;
		else
			fputc(*content, file);
	}
	assert_int_equal(fclose(file), 0);
}

static void put_link(const char *name, const char *target)
{
	char full[PATH_MAX];

	snprintf(full, sizeof full, "%s/%s", directory, name);
	make_parents(full);
	assert_int_equal(symlink(target, full), 0);
}

static void put_disk(const char *number, const char *place, const char *sectors, const char *partition)
{
	char name[64], target[PATH_MAX];

	snprintf(name, sizeof name, "sys/dev/block/%s", number);
	snprintf(target, sizeof target, "../../devices/%s", place);
	put_link(name, target);
	put(sectors, "sys/devices/%s/size", place);
	put("0", "sys/devices/%s/ro", place);
	if (partition)
		put(partition, "sys/devices/%s/partition", place);
	else
		put("0", "sys/devices/%s/removable", place);
	snprintf(target, sizeof target, "%s/sys/devices/%s/holders", directory, place);
	mkdir(target, 0755);
}

static void put_line(char *line)
{
	char *kind = strtok(line, SPACE), *first = strtok(NULL, SPACE);
	char *rest = strtok(NULL, "");

	assert_non_null(rest);
	if (strcmp(kind, "file") == 0)
		put(rest, "%s", first);
	else if (strcmp(kind, "node") == 0)
		put(rest, "%s", first);
	else if (strcmp(kind, "link") == 0)
		put_link(first, rest);
	else if (strcmp(kind, "hold") == 0)
		put("", "sys/devices/%s/holders/%s", first, rest);
	else if (strcmp(kind, "disk") == 0 || strcmp(kind, "part") == 0) {
		char *place = strtok(rest, SPACE), *sectors = strtok(NULL, SPACE);

		put_disk(first, place, sectors, strtok(NULL, SPACE));
	} else {
		fail_msg("what is %s?", kind);
	}
}

/* ---- what is said of it ---------------------------------------------------------- */

static struct report report;

static struct facts *judge_tree(void)
{
	void *region = mmap(NULL, REGION, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct host host;

	assert_ptr_not_equal(region, MAP_FAILED);
	assert_int_equal(host_open_root(&host, directory), 0);
	struct facts *facts = facts_init(region, REGION);

	facts->shared = true;
	collect_all(&host, facts, 10000);
	host_close_root(&host);
	judge(facts, &facts->arena, &report);
	return facts;
}

static void assert_said(const char *tree, char *line)
{
	const char *name = strtok(line, SPACE), *kind = strtok(NULL, SPACE), *use = strtok(NULL, SPACE), *evidence = strtok(NULL, "");

	for (size_t i = 0; i < report.disks; i++) {
		const struct disk *disk = &report.disk[i];
		const char *is = disk->device->use_evidence;

		if (!disk->device->name || strcmp(disk->device->name, name) != 0)
			continue;
		if (strcmp(disk->kind, kind) != 0 || strcmp(disk_use_name(disk->use), use) != 0)
			fail_msg("%s: %s is %s, %s", tree, name, disk->kind, disk_use_name(disk->use));
		if (strcmp(evidence, "-") == 0 ? is != NULL : !is || !strstr(is, evidence))
			fail_msg("%s: %s: %s", tree, name, is ? is : "no evidence");
		return;
	}
	fail_msg("%s: no %s", tree, name);
}

static int set_up(void **state)
{
	(void)state;
	strcpy(directory, "/tmp/disk-trees.XXXXXX");
	return !mkdtemp(directory);
}

static int tear_down(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof command, "rm -rf %s", directory);
	return system(command);
}

static size_t check_tree(const char *name)
{
	char path[PATH_MAX], line[4096];
	static char wanted[64][sizeof line];
	size_t count = 0;

	snprintf(path, sizeof path, "tests/trees/%s", name);
	FILE *file = fopen(path, "r");

	assert_non_null(file);
	assert_int_equal(set_up(NULL), 0);
	while (fgets(line, sizeof line, file)) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '?' && count < 64)
			snprintf(wanted[count++], sizeof wanted[0], "%s", line + 1);
		else if (line[0] != '#')
			put_line(line);
	}
	fclose(file);
	struct facts *facts = judge_tree();

	for (size_t i = 0; i < count; i++)
		assert_said(name, wanted[i]);
	munmap(facts, REGION);
	assert_int_equal(tear_down(NULL), 0);
	return count;
}

static void every_machine_is_understood(void **state)
{
	struct dirent **entries;
	int count = scandir("tests/trees", &entries, NULL, alphasort);
	size_t looked_at = 0;

	(void)state;
	for (int i = 0; i < count; i++) {
		if (entries[i]->d_name[0] != '.' && strcmp(entries[i]->d_name, "README") != 0)
			looked_at += check_tree(entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	assert_true(looked_at >= 40);
}

/* What /proc/partitions does not list is not asked for its size, if its kind is
 * one that is listed as soon as it has any. */
static void loop_device_that_is_not_listed_is_empty(void **state)
{
	static const struct { const char *why, *partitions; uint64_t sizes[4]; } rows[] = {
		{ "all are listed", "major minor  #blocks  name\n\n7 0 8 loop0\n7 1 8 loop1\n8 0 8 sda\n8 16 8 sdb\n", { 8192, 8192, 8192, 8192 } },
		{ "some are", "major minor  #blocks  name\n\n7 0 8 loop0\n8 0 8 sda\n", { 8192, 0, 8192, 8192 } },
		{ "there is no list", "", { 8192, 8192, 8192, 8192 } },
	};
	static const char *const names[] = { "loop0", "loop1", "sda", "sdb" };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(set_up(NULL), 0);
		put("Block devices:\n  7 loop\n  8 sd\n", "proc/devices");
		put(rows[i].partitions, "proc/partitions");
		put_disk("7:0", "virtual/block/loop0", "16", NULL);
		put_disk("7:1", "virtual/block/loop1", "16", NULL);
		put_disk("8:0", "pci0/block/sda", "16", NULL);
		put_disk("8:16", "pci0/block/sdb", "16", NULL);
		struct facts *facts = judge_tree();

		for (size_t k = 0; k < 4; k++) {
			const struct device *device = disks_find(facts, names[k], strlen(names[k]));

			assert_non_null(device);
			if (!device->size_known || device->size != rows[i].sizes[k])
				print_error("%s: %s has %llu\n", rows[i].why, names[k], (unsigned long long)device->size);
			assert_true(device->size_known && device->size == rows[i].sizes[k]);
		}
		munmap(facts, REGION);
		assert_int_equal(tear_down(NULL), 0);
	}
}

/* ---- a thousand ------------------------------------------------------------------- */

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void put_loops(unsigned from, unsigned to)
{
	for (unsigned i = from; i < to; i++) {
		char number[32], place[64], node[64];

		snprintf(number, sizeof number, "7:%u", i);
		snprintf(place, sizeof place, "virtual/block/loop%u", i);
		snprintf(node, sizeof node, "b %s", number);
		put_disk(number, place, i % 2 ? "0" : "8192", NULL);
		put(node, "dev/loop%u", i);
	}
}

/* Collecting is done by children. */
static double seconds_of_children(void)
{
	struct rusage usage;

	getrusage(RUSAGE_CHILDREN, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

struct cost { double collecting, judging; };

static struct cost cost_of_the_tree(void)
{
	struct cost best = { 1e9, 1e9 };

	for (int i = 0; i < 3; i++) {
		double begun = seconds_of_children();
		struct facts *facts = judge_tree();
		double collecting = seconds_of_children() - begun;
		static char region[4 << 20];
		struct arena arena;
		double before = seconds();

		arena_init(&arena, region, sizeof region);
		judge(facts, &arena, &report);
		double cost = seconds() - before;

		best.judging = cost < best.judging ? cost : best.judging;
		best.collecting = collecting < best.collecting ? collecting : best.collecting;
		assert_false(arena.exhausted);
		munmap(facts, REGION);
	}
	return best;
}

/* Linear: ten times the disks may cost twenty times as much and no more. */
static void a_thousand_loop_devices_cost_little(void **state)
{
	(void)state;
	put("Block devices:\\n  7 loop\\n", "proc/devices");
	put_loops(0, 100);
	struct cost hundred = cost_of_the_tree();

	put_loops(100, 1000);
	struct cost thousand = cost_of_the_tree();

	assert_int_equal(report.disks, 1000);
	print_message("100: collected in %.1f ms, judged in %.1f ms; 1000: %.1f ms and %.1f ms\n", hundred.collecting * 1e3,
		      hundred.judging * 1e3, thousand.collecting * 1e3, thousand.judging * 1e3);
	assert_true(thousand.judging < 20 * hundred.judging + 0.005);
	assert_true(thousand.collecting < 20 * hundred.collecting + 0.005);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_machine_is_understood),
		cmocka_unit_test(loop_device_that_is_not_listed_is_empty),
		cmocka_unit_test_setup_teardown(a_thousand_loop_devices_cost_little, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
