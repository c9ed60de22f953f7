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
	assert_int_equal(parse((const char *[]){ "copy", "/x", NULL }, &got, message, sizeof message), 0);
	assert_int_equal(got.command, COMMAND_COPY);
	assert_string_equal(got.path, "/x");
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
		{ "a copy to nowhere", { "copy" }, "'copy'" },
		{ "a policy for check", { "--allow", "kcore" }, "only exec takes the option 'allow'" },
		{ "a contract for explain", { "explain", "--expect-seccomp" }, "'expect-seccomp'" },
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

/* ---- a policy from elsewhere ---------------------------------------------------- */

/* Everything said on the way lands in `said`. */
static char said[512];

static int quietly(int (*take)(struct options *options, void *data), struct options *options, void *data)
{
	FILE *file = tmpfile();
	int saved = dup(STDERR_FILENO);

	assert_non_null(file);
	fflush(stderr);
	dup2(fileno(file), STDERR_FILENO);
	int status = take(options, data);

	fflush(stderr);
	dup2(saved, STDERR_FILENO);
	close(saved);
	rewind(file);
	said[fread(said, 1, sizeof said - 1, file)] = '\0';
	fclose(file);
	return status;
}

static int take_file(struct options *options, void *data)
{
	static char text[1024];

	snprintf(text, sizeof text, "%s", (const char *)data);
	return options_file("the file", text, strlen(text), options);
}

static int take_environment(struct options *options, void *data)
{
	return options_environment(data, options);
}

static int from_file(const char *text, struct options *options)
{
	return quietly(take_file, options, (void *)(uintptr_t)text);
}

static int from_environment(const char *variable, struct options *options)
{
	static char copy[256];
	static char before[] = "PATH=/bin", after[] = "HOME=/";
	char *environment[] = { before, copy, after, NULL };

	snprintf(copy, sizeof copy, "%s", variable);
	return quietly(take_environment, options, environment);
}

static void a_policy_is_the_same_row_wherever_it_is_written(void **state)
{
	static const char file[] = "# known risks\n\n  allow host-network=a reason, with comma  \n--on-unknown warn\r\n"
				   "expect-caps=NET_ADMIN\n\texpect-user\t7\ndrop\n--expect-no-new-privs\nfail-on latent";
	static const char *const variables[] = {
		"ESCAPE_PROBE_ALLOW=host-network=a reason, with comma", "ESCAPE_PROBE_ON_UNKNOWN=warn", "ESCAPE_PROBE_EXPECT_CAPS=NET_ADMIN",
		"ESCAPE_PROBE_EXPECT_USER=7", "ESCAPE_PROBE_DROP=1", "ESCAPE_PROBE_EXPECT_NO_NEW_PRIVS=yes", "ESCAPE_PROBE_FAIL_ON=latent",
	};
	struct options one = { .command = COMMAND_EXEC }, other = one;
	bool is_named = false;

	(void)state;
	assert_int_equal(from_file(file, &one), 0);
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
		assert_int_equal(from_environment(variables[i], &other), 0);
	assert_int_equal(one.given, other.given);
	assert_true(one.policy.warn_unknown && one.policy.drop && one.policy.no_new_privs && one.policy.has_caps);
	assert_int_equal(one.policy.caps, other.policy.caps);
	assert_int_equal(one.policy.uid, 7);
	assert_int_equal(other.policy.uid, 7);
	assert_int_equal(other.policy.fail_on, COUNTS_LATENT);
	for (size_t i = 0; i < ALLOW_COUNT; i++) {
		assert_int_equal(!one.policy.allow[i], !other.policy.allow[i]);
		is_named |= one.policy.allow[i] && strcmp(one.policy.allow[i], "a reason, with comma") == 0;
	}
	assert_true(is_named);
}

static void the_command_line_is_stronger_but_what_is_allowed_adds_up(void **state)
{
	struct options options;
	char message[256];
	size_t allowed = 0;

	(void)state;
	assert_int_equal(parse((const char *[]){ "exec", "--expect-user=nonroot", "--allow=kcore", "--", "sh", NULL }, &options, message, sizeof message), 0);
	assert_int_equal(from_file("expect-user 7\nallow host-network\nexpect-caps none\n", &options), 0);
	assert_int_equal(from_environment("ESCAPE_PROBE_EXPECT_USER=8", &options), 0);
	assert_int_equal(from_environment("ESCAPE_PROBE_EXPECT_CAPS=CHOWN", &options), 0);
	assert_int_equal(options.policy.user, USER_NONROOT);
	assert_int_equal(options.policy.caps, 0);
	for (size_t i = 0; i < ALLOW_COUNT; i++)
		allowed += options.policy.allow[i] != NULL;
	assert_int_equal(allowed, 2);
}

static void a_policy_misspelt_elsewhere_is_an_error(void **state)
{
	static const struct { const char *why, *file, *variable, *names; } row[] = {
		{ "unknown", "alow kcore", "ESCAPE_PROBE_ALOW=kcore", "kcore" },
		{ "small letters", NULL, "ESCAPE_PROBE_allow=kcore", "allow=kcore" },
		{ "no such path", "allow kcoer", "ESCAPE_PROBE_ALLOW=kcoer", "kcoer" },
		{ "nothing", "allow", "ESCAPE_PROBE_ALLOW=", "llow" },
		{ "no such thing as maybe", NULL, "ESCAPE_PROBE_DROP=maybe", "DROP=maybe" },
		{ "an empty switch", NULL, "ESCAPE_PROBE_DROP=", "DROP=" },
		{ "a switch with a value", "drop yes", NULL, "drop yes" },
		{ "good lines before it", "drop\nexpect-caps none\nexpect-capz none\n", NULL, "expect-capz none" },
		{ "not for here", "format json", "ESCAPE_PROBE_FORMAT=json", "json" },
		{ "a file in a file", "policy other", NULL, "policy other" },
		{ "the lock", "no-env", "ESCAPE_PROBE_NO_ENV=1", "no" },
		{ "a forged line", "allow a\x1b[2J", "ESCAPE_PROBE_ALLOW=a\x1b[2J", "a\\x1B[2J" },
		{ "misspelt though it would not count", "expect-user me", "ESCAPE_PROBE_EXPECT_USER=me", "me" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		for (int which = 0; which < 2; which++) {
			const char *text = which ? row[i].variable : row[i].file;
			struct options options;
			char message[64];

			parse((const char *[]){ "exec", "--expect-user", "1", "--", "sh", NULL }, &options, message, sizeof message);
			if (!text)
				continue;
			int status = which ? from_environment(text, &options) : from_file(text, &options);

			if (status != 64 || (!strcasestr(said, row[i].names)) || strchr(said, '\n') != said + strlen(said) - 1)
				fail_msg("row %zu (%s): %d, %s", i, row[i].why, status, said);
		}
	}
}

static void other_variables_are_left_alone(void **state)
{
	static const char *const variables[] = {
		"ESCAPE_PROBE=1", "ESCAPE_PROBES_ALLOW=x", "MY_ESCAPE_PROBE_ALLOW=x",
		/* of a Kubernetes service of this name */
		"ESCAPE_PROBE_SERVICE_HOST=10.0.0.1", "ESCAPE_PROBE_SERVICE_PORT_HTTP=80", "ESCAPE_PROBE_PORT=tcp://10.0.0.1:80",
		"ESCAPE_PROBE_PORT_80_TCP_ADDR=10.0.0.1",
		/* read before the others */
		"ESCAPE_PROBE_POLICY=/etc/policy",
		"ESCAPE_PROBE_DROP=0", "ESCAPE_PROBE_WARN_ONLY=false",
	};

	(void)state;
	for (size_t i = 0; i < sizeof variables / sizeof *variables; i++) {
		struct options options = { .command = COMMAND_EXEC };

		if (from_environment(variables[i], &options) != 0 || options.given)
			fail_msg("%s: %s", variables[i], said);
		assert_false(options.policy.drop || options.policy.warn_only);
	}
}

static int take_end(struct options *options, void *data)
{
	(void)data;
	return options_complete(options);
}

static void what_is_to_be_kept_must_be_said_somewhere(void **state)
{
	struct options options = { .policy.drop = true };

	(void)state;
	assert_int_equal(quietly(take_end, &options, NULL), 64);
	assert_has(said, "--drop");
	options.policy.has_caps = true;
	assert_int_equal(options_complete(&options), 0);
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
		cmocka_unit_test(a_policy_is_the_same_row_wherever_it_is_written),
		cmocka_unit_test(the_command_line_is_stronger_but_what_is_allowed_adds_up),
		cmocka_unit_test(a_policy_misspelt_elsewhere_is_an_error),
		cmocka_unit_test(other_variables_are_left_alone),
		cmocka_unit_test(what_is_to_be_kept_must_be_said_somewhere),
		cmocka_unit_test(no_argv_at_all_is_check),
		cmocka_unit_test(help_fits_a_narrow_terminal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
