/* test_options.c - the command line, right and wrong. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <unistd.h>
#include "options.h"
#include "rendered.h"

#define WORDS 6

/* Parses; what goes to stderr lands in `buf`. */
static int parse(const char *const *words, struct options *ret, char *buf, size_t size)
{
	static char copy[WORDS + 1][128];	/* the options point into it */
	char *argv[WORDS + 2] = { copy[0] };
	FILE *file = tmpfile();
	int argc = 1, saved = dup(STDERR_FILENO);

	assert_non_null(file);
	strcpy(copy[0], "escape-probe");
	for (; argc <= WORDS && words[argc - 1]; argc++) {
		snprintf(copy[argc], sizeof copy[argc], "%s", words[argc - 1]);
		argv[argc] = copy[argc];
	}
	fflush(stderr);
	dup2(fileno(file), STDERR_FILENO);
	int status = options_parse(argc, argv, ret);

	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	rewind(file);
	buf[fread(buf, 1, size - 1, file)] = '\0';
	fclose(file);
	return status;
}

static void good_lines_are_understood(void **state)
{
	static const struct {
		const char *why, *words[WORDS + 1];
		enum command command;
		enum format format;
		bool verbose, quiet, influence, latent;
	} row[] = {
		{ .why = "nothing at all" },
		{ .why = "the default, named", .words = { "check" } },
		{ .why = "format apart", .words = { "--format", "json" }, .format = FORMAT_JSON },
		{ .why = "format joined", .words = { "--format=json" }, .format = FORMAT_JSON },
		{ .why = "format for code scans", .words = { "--format", "sarif" }, .format = FORMAT_SARIF },
		{ .why = "format for CI", .words = { "--format", "junit" }, .format = FORMAT_JUNIT },
		{ .why = "format for a node agent", .words = { "--format", "prometheus" }, .format = FORMAT_PROMETHEUS },
		{ .why = "the last one counts", .words = { "--format=json", "--format=text" } },
		{ .why = "letters", .words = { "-v", "-q" }, .verbose = true, .quiet = true },
		{ .why = "options behind the command", .words = { "check", "--verbose" }, .verbose = true },
		{ .why = "fail on more", .words = { "--fail-on", "influence,latent" }, .influence = true, .latent = true },
		{ .why = "fail on influence alone", .words = { "--fail-on=influence" }, .influence = true },
		{ .why = "fail on latent alone", .words = { "--fail-on=latent" }, .latent = true },
		{ .why = "fail on what counts anyway", .words = { "--fail-on=control,read" } },
		{ .why = "explain", .words = { "explain" }, .command = COMMAND_EXPLAIN },
		{ .why = "help, as a word", .words = { "help" }, .command = COMMAND_HELP },
		{ .why = "help, as a letter", .words = { "explain", "-h" }, .command = COMMAND_HELP },
		{ .why = "version", .words = { "--version" }, .command = COMMAND_VERSION },
		{ .why = "rows for the README", .words = { "--list-paths", "markdown" }, .command = COMMAND_LIST_MARKDOWN },
		{ .why = "rows for the manual", .words = { "--list-paths=mdoc" }, .command = COMMAND_LIST_MDOC },
		{ .why = "end of options", .words = { "-v", "--", "check" }, .verbose = true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct options got;
		char message[256];

		if (parse(row[i].words, &got, message, sizeof message) != 0 || *message)
			fail_msg("row %zu (%s): %s", i, row[i].why, message);
		if (got.command != row[i].command || got.format != row[i].format ||
		    got.verbose != row[i].verbose || got.quiet != row[i].quiet ||
		    !!(got.policy.fail_on & COUNTS_INFLUENCE) != row[i].influence ||
		    !!(got.policy.fail_on & COUNTS_LATENT) != row[i].latent)
			fail_msg("row %zu (%s)", i, row[i].why);
	}
}

static void arguments_are_handed_on(void **state)
{
	struct options got;
	char message[256];

	(void)state;
	assert_int_equal(parse((const char *[]){ "--root", "tree", NULL }, &got, message, sizeof message), 0);
	assert_string_equal(got.root, "tree");
	assert_false(got.verify);
	assert_int_equal(parse((const char *[]){ "check", "--verify", NULL }, &got, message, sizeof message), 0);
	assert_true(got.verify);
	assert_int_equal(parse((const char *[]){ "explain", "kcore", NULL }, &got, message, sizeof message), 0);
	assert_string_equal(got.path, "kcore");
	assert_int_equal(parse((const char *[]){ "explain", "--", "-x", NULL }, &got, message, sizeof message), 0);
	assert_string_equal(got.path, "-x");
	assert_int_equal(parse((const char *[]){ "--root=", NULL }, &got, message, sizeof message), 64);
}

static void what_stands_behind_the_dashes_is_the_program(void **state)
{
	struct options got;
	char message[256];

	(void)state;
	assert_int_equal(parse((const char *[]){ "exec", "-v", "--", "sh", "--root", NULL }, &got, message, sizeof message), 0);
	assert_int_equal(got.command, COMMAND_EXEC);
	assert_true(got.verbose);
	assert_string_equal(got.program[0], "sh");
	assert_string_equal(got.program[1], "--root");
	assert_null(got.program[2]);
	assert_null(got.root);
	assert_int_equal(parse((const char *[]){ "exec", "--", "--", NULL }, &got, message, sizeof message), 0);
	assert_string_equal(got.program[0], "--");
	assert_int_equal(parse((const char *[]){ "exec", "-h", NULL }, &got, message, sizeof message), 0);
	assert_int_equal(got.command, COMMAND_HELP);
}

static void a_mistake_is_named_in_one_line(void **state)
{
	static const struct { const char *why, *words[WORDS + 1], *names; } row[] = {
		{ "unknown option", { "--frob" }, "'--frob'" },
		{ "unknown letter", { "-x" }, "'-x'" },
		{ "letters are not bundled", { "-vq" }, "'-vq'" },
		{ "no abbreviations", { "--verb" }, "'--verb'" },
		{ "argument missing", { "--root" }, "'--root'" },
		{ "argument not taken", { "--quiet=yes" }, "'--quiet=yes'" },
		{ "no such format", { "--format", "xml" }, "'--format' does not take 'xml'" },
		{ "empty format", { "--format=" }, "'--format' does not take ''" },
		{ "nothing to fail on", { "--fail-on", "" }, "'--fail-on'" },
		{ "one good, one bad", { "--fail-on", "latent,everything" }, "'latent,everything'" },
		{ "a comma too many", { "--fail-on=latent," }, "'latent,'" },
		{ "a program without dashes before it", { "exec", "sh" }, "'--' must stand before 'sh'" },
		{ "no program", { "exec" }, "no program" },
		{ "no program behind the dashes", { "exec", "--" }, "no program" },
		{ "a tree cannot be started", { "exec", "--root", "/x", "--", "sh" }, "'--root'" },
		{ "no such path", { "exec", "--allow", "docker-sokcet", "--", "sh" }, "'docker-sokcet'" },
		{ "no such day", { "exec", "--allow-until=2026-02-29", "--", "sh" }, "'2026-02-29'" },
		{ "no such wish", { "exec", "--on-unknown=ignore", "--", "sh" }, "'ignore'" },
		{ "unknown command", { "frob" }, "'frob'" },
		{ "empty command", { "" }, "''" },
		{ "lone dash", { "-" }, "'-'" },
		{ "nothing to mount in a tree", { "--verify", "--root", "tree" }, "'--root'" },
		{ "nothing to mount on a page", { "explain", "--verify" }, "'explain'" },
		{ "surplus after check", { "check", "more" }, "'more'" },
		{ "surplus after explain", { "explain", "kcore", "more" }, "'more'" },
		{ "an option after the end of options", { "--", "--quiet" }, "'--quiet'" },
		{ "a forged line", { "a\nb" }, "'a\\x0Ab'" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct options got = { .root = "untouched" };
		char message[512];
		int status = parse(row[i].words, &got, message, sizeof message);

		if (status != 64 || !strstr(message, row[i].names) || strchr(message, '\n') != message + strlen(message) - 1)
			fail_msg("row %zu (%s): %d, %s", i, row[i].why, status, message);
		assert_string_equal(got.root, "untouched");
	}
}

static void no_argv_at_all_is_check(void **state)
{
	struct options got = { .command = COMMAND_HELP };
	char *argv[] = { NULL };

	(void)state;
	assert_int_equal(options_parse(0, argv, &got), 0);
	assert_int_equal(got.command, COMMAND_CHECK);
}

static void help_fits_a_narrow_terminal(void **state)
{
	char buf[4096];

	(void)state;
	RENDERED(buf, sizeof buf, options_help(out));
	assert_has(buf, "--fail-on LIST");
	assert_has(buf, "-q, --quiet");
	assert_has_not(buf, "list-paths");
	for (char *line = strtok(buf, "\n"); line; line = strtok(NULL, "\n"))
		assert_in_range(strlen(line), 1, 80);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_lines_are_understood),
		cmocka_unit_test(arguments_are_handed_on),
		cmocka_unit_test(what_stands_behind_the_dashes_is_the_program),
		cmocka_unit_test(a_mistake_is_named_in_one_line),
		cmocka_unit_test(no_argv_at_all_is_check),
		cmocka_unit_test(help_fits_a_narrow_terminal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
