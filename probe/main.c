/* main.c - the story: options, look, judge, say, exit status. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>
#include "collect.h"
#include "judge.h"
#include "options.h"
#include "output.h"
#include "paths.h"
#include "preflight.h"
#include "render.h"

/* A whole run never takes longer than 2 s; the rest is for judging and
 * writing. */
#define COLLECT_DEADLINE_MS 1700

/* Nobody to escape from a system on which not even this much can be mapped,
 * but an answer is owed all the same. */
static char spare[96 * 1024] __attribute__((aligned(16)));

static struct report report;

static int complain(int status, const char *what, const char *object, int error)
{
	fprintf(stderr, "escape-probe: %s '%s': %s\n", what, object, strerror(error));
	return status;
}

/* Found once, at the end: a report that could not be written is no report. */
static int close_output(FILE *out, int status)
{
	if (fclose(out) != 0)
		return complain(EX_IOERR, "write", "standard output", errno);
	return status;
}

static struct facts *take_memory(void)
{
	size_t size = 0;
	int error = 0;
	void *region = collect_region(&size, &error);
	struct facts *facts = facts_init(region, size);

	if (facts)
		facts->shared = true;
	else
		facts = facts_init(spare, sizeof spare);
	return facts;
}

/* Asks with ioctl(2), which a seccomp filter may answer with death, only what
 * can be a terminal at all. */
static bool is_terminal(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0 && S_ISCHR(st.st_mode) && isatty(fd);
}

static bool wants_colour(void)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");

	return !(no_color && *no_color) && !(term && strcmp(term, "dumb") == 0) && is_terminal(STDOUT_FILENO);
}

static int exit_status(const struct options *options)
{
	unsigned fail_on = options->policy.fail_on;

	return (int)report_exit_status(&report, fail_on & COUNTS_INFLUENCE, fail_on & COUNTS_LATENT);
}

/* Looks and judges.  Returns 0, or an exit status. */
static int look(const struct options *options, struct facts **ret)
{
	struct host host;
	int error = host_open_root(&host, options->root);

	if (error < 0)
		return complain(EX_NOINPUT, "open", options->root, -error);
	struct facts *facts = take_memory();

	if (!facts)
		return complain(EX_SOFTWARE, "take", "memory", ENOMEM);
	facts->survey.brief = !options->verbose && options->format != FORMAT_JSON;
	facts->closed_untold = !options->verbose && options->format == FORMAT_TEXT;
	collect_all(&host, facts, COLLECT_DEADLINE_MS);
	judge(facts, &facts->arena, &report);
	if (options->verify && judge_to_verify(facts, &report) > 0) {
		render_verify_notice(stderr, &report);
		collect_verify(&host, facts, COLLECT_DEADLINE_MS);
		judge(facts, &facts->arena, &report);
	}
	host_close_root(&host);
	*ret = facts;
	return 0;
}

static void render(FILE *out, const struct options *options, const struct facts *facts)
{
	static render_fn *const formats[FORMATS] = {
		[FORMAT_TEXT] = render_text, [FORMAT_JSON] = render_json, [FORMAT_SARIF] = render_sarif,
		[FORMAT_JUNIT] = render_junit, [FORMAT_PROMETHEUS] = render_prometheus,
	};
	struct render_options as = {
		.colour = options->format == FORMAT_TEXT && options->command == COMMAND_CHECK && wants_colour(),
		.verbose = options->verbose, .version = VERSION,
		.fail_on_influence = options->policy.fail_on & COUNTS_INFLUENCE,
		.fail_on_latent = options->policy.fail_on & COUNTS_LATENT,
	};

	formats[options->format](out, facts, &report, &as);
}

static int check(FILE *out, const struct options *options)
{
	struct facts *facts;
	int error = look(options, &facts);

	if (error)
		return error;
	if (options->quiet)
		return exit_status(options);
	render(out, options, facts);
	return close_output(out, exit_status(options));
}

/* The file and the environment have their say after the command line.  Returns
 * 0, or an exit status. */
static int complete_policy(struct options *options)
{
	static char text[16 * 1024];
	const struct host live = { .root = AT_FDCWD, .live = true };
	int error = 0;

	if (!options->policy_file && !options->no_environment)
		options->policy_file = getenv("ESCAPE_PROBE_POLICY");
	if (options->policy_file) {
		ssize_t size = host_read(&live, options->policy_file, text, sizeof text);

		if (size < 0 || (size_t)size == sizeof text)
			return complain(EX_NOINPUT, "read", options->policy_file, size < 0 ? (int)-size : EFBIG);
		error = options_file(options->policy_file, text, (size_t)size, options);
	}
	if (error == 0 && !options->no_environment)
		error = options_environment(environ, options);
	return error ? error : options_complete(options);
}

/* The preflight.  Standard output is the program's alone. */
static int start(FILE *err, const struct options *options)
{
	static struct decision decision;
	static struct contract contract;
	static struct line line;
	const struct policy *policy = &options->policy;
	struct facts *facts;
	int error = policy->drop ? preflight_drop(policy->caps) : 0;

	if (error < 0)
		return complain(EX_SOFTWARE, "give up", "capabilities", -error);
	error = look(options, &facts);
	if (error)
		return error;
	/* The program would be told of its end, and have it for a zombie. */
	if (facts->child_left) {
		fputs("escape-probe: a child hangs in the kernel, and would be left to the program\n", stderr);
		return EX_SOFTWARE;
	}
	contract_check(facts, policy, &facts->arena, &contract);
	preflight_decide(&report, &contract, policy, COUNTS_CONTROL | COUNTS_READ | COUNTS_LATENT,
			 policy->until ? preflight_today() : NO_DAY, &decision);
	if (!decision.plain || options->dry_run)
		preflight_line(&report, policy, &decision, options->program ? *options->program : "PROGRAM", &line);
	if (!options->quiet) {
		if (options->verbose)
			render(err, options, facts);
		fputs(line.text, err);
		fflush(err);
	}
	if (options->dry_run)
		return decision.start ? EXIT_SUCCESS : EX_NOPERM;
	if (decision.start)
		return preflight_start(options->program);
	preflight_tell_kubelet(&line);
	return EX_NOPERM;
}

static int explain(FILE *out, const char *id)
{
	struct render_options render = { .colour = wants_colour(), .version = VERSION };
	const struct path *path = id ? path_find(id) : NULL;

	if (id && !strcmp(id, "needs")) {
		render_needs(out, &render);
		return close_output(out, EXIT_SUCCESS);
	}
	if (id && !path) {
		fprintf(stderr, "escape-probe: no such escape path: '%s'; 'escape-probe explain' lists them\n", id);
		return EX_USAGE;
	}
	render_explain(out, path, &render);
	return close_output(out, EXIT_SUCCESS);
}

int main(int argc, char **argv)
{
	struct options options;
	int error = options_parse(argc, argv, &options);

	if (error == 0 && options.command == COMMAND_EXEC)
		error = complete_policy(&options);
	if (error)
		return error;
	FILE *out = output_open(options.command == COMMAND_EXEC ? STDERR_FILENO : STDOUT_FILENO);

	if (!out)
		return complain(EX_SOFTWARE, "take", "memory", ENOMEM);
	switch (options.command) {
	case COMMAND_CHECK:
		return check(out, &options);
	case COMMAND_EXEC:
		return start(out, &options);
	case COMMAND_EXPLAIN:
		return explain(out, options.path);
	case COMMAND_COPY:
		error = preflight_copy(options.path);
		return error ? complain(EX_CANTCREAT, "write", options.path, -error) : EXIT_SUCCESS;
	case COMMAND_HELP:
		options_help(out);
		return close_output(out, EXIT_SUCCESS);
	case COMMAND_VERSION:
		fprintf(out, "escape-probe %s\n", VERSION);
		return close_output(out, EXIT_SUCCESS);
	case COMMAND_LIST_MARKDOWN:
		render_path_markdown(out);
		return close_output(out, EXIT_SUCCESS);
	case COMMAND_LIST_MDOC:
		render_path_mdoc(out);
		return close_output(out, EXIT_SUCCESS);
	}
	return EX_SOFTWARE;
}
