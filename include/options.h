/* options.h - the command line; the only place that spells flags. */
#ifndef PROBE_OPTIONS_H
#define PROBE_OPTIONS_H
#include <stdbool.h>
#include <stdio.h>
#include "policy.h"

enum command { COMMAND_CHECK, COMMAND_EXEC, COMMAND_EXPLAIN, COMMAND_COPY, COMMAND_HELP, COMMAND_VERSION, COMMAND_LIST_MARKDOWN, COMMAND_LIST_MDOC };
enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_SARIF, FORMAT_JUNIT, FORMAT_PROMETHEUS };
#define FORMATS (FORMAT_PROMETHEUS + 1)

struct options {
	enum command command;
	enum format format;
	bool verbose, quiet;
	const char *root;		/* --root DIR, or NULL */
	const char *path;		/* explain PATH or copy FILE, or NULL */
	struct policy policy;
	char **program;			/* exec: what stands behind "--"; else NULL */
	const char *policy_file;	/* exec: --policy FILE, or NULL */
	bool no_environment, dry_run;
	uint64_t given;			/* which options were given; options.c's own */
	bool verify;			/* --verify; with check alone, and never with root */
};

/* Returns 0, or writes one line about the mistake to stderr and returns 64
 * (EX_USAGE). */
int options_parse(int argc, char **argv, struct options *ret);

/* Adds the policy of a file and of the environment, in this order: what was
 * said before is stronger.  `text` has room for one more byte than `size`, is
 * written to, and borrowed.  Return 0 or 64, as above. */
int options_file(const char *name, char *text, size_t size, struct options *options);
int options_environment(char *const *environment, struct options *options);

/* When all sources are read: 64 where something that is needed was not said. */
int options_complete(const struct options *options);

/* The help text, made from the same table. */
void options_help(FILE *out);
#endif
