/* options.c - the command line (see options.h).
 *
 * Options may stand before and after the command; "--" ends them.  Parsing,
 * help and messages are made from the two tables below.  getopt_long(3)
 * would reorder argv, abbreviate, and ask the environment. */
#include <stddef.h>
#include <string.h>
#include <sysexits.h>
#include "options.h"
#include "render.h"

static const struct {
	const char *name;
	const char *operand;	/* what may follow it, or NULL */
	enum command command;
	const char *help;
} commands[] = {
	{ "check",   NULL,   COMMAND_CHECK,   "look, judge and report; the default" },
	{ "exec",    "-- PROGRAM...", COMMAND_EXEC, "check, then become PROGRAM, or refuse to" },
	{ "explain", "PATH", COMMAND_EXPLAIN, "what an escape path is; all of them; or PATH 'needs'" },
	{ "help",    NULL,   COMMAND_HELP,    "this text" },
};

static bool set_format(struct options *options, const char *value)
{
	static const char *const name[FORMATS] = {
		[FORMAT_TEXT] = "text", [FORMAT_JSON] = "json", [FORMAT_SARIF] = "sarif",
		[FORMAT_JUNIT] = "junit", [FORMAT_PROMETHEUS] = "prometheus",
	};

	for (enum format i = FORMAT_TEXT; i <= FORMAT_PROMETHEUS; i++) {
		if (strcmp(value, name[i]) == 0) {
			options->format = i;
			return true;
		}
	}
	return false;
}

static bool set_root(struct options *options, const char *value)
{
	options->root = value;
	return *value != '\0';
}

/* Those of policy.c. */
#define POLICY(name) \
	static bool set_##name(struct options *options, const char *value) \
	{ \
		return policy_##name(&options->policy, value); \
	}
POLICY(fail_on)
POLICY(allow)
POLICY(allow_until)
POLICY(on_unknown)
POLICY(expect_caps)
POLICY(expect_devices)
POLICY(expect_user)
#undef POLICY

#define SWITCH(name, field) \
	static bool set_##name(struct options *options, const char *value) \
	{ \
		(void)value; \
		return options->field = true; \
	}
SWITCH(verbose, verbose)
SWITCH(quiet, quiet)
SWITCH(verify, verify)
SWITCH(warn_only, policy.warn_only)
SWITCH(drop, policy.drop)
SWITCH(no_new_privs, policy.no_new_privs)
SWITCH(read_only_root, policy.read_only_root)
SWITCH(seccomp, policy.seccomp)
#undef SWITCH

static bool set_help(struct options *options, const char *value)
{
	(void)value;
	options->command = COMMAND_HELP;
	return true;
}

static bool set_version(struct options *options, const char *value)
{
	(void)value;
	options->command = COMMAND_VERSION;
	return true;
}

static bool set_list(struct options *options, const char *value)
{
	options->command = strcmp(value, "mdoc") == 0 ? COMMAND_LIST_MDOC : COMMAND_LIST_MARKDOWN;
	return options->command == COMMAND_LIST_MDOC || strcmp(value, "markdown") == 0;
}

static const struct option {
	const char *name;	/* without the dashes */
	char letter;		/* or NUL */
	const char *value;	/* name of its argument, or NULL */
	bool (*set)(struct options *options, const char *value);
	const char *help;	/* NULL: for maintenance of the manual, not shown */
} options_table[] = {
	{ "format",     0,   "FORMAT", set_format,  "text (the default), json, sarif, junit or prometheus" },
	{ "verbose",    'v', NULL,     set_verbose, "closed paths, all disks and all facts too" },
	{ "quiet",      'q', NULL,     set_quiet,   "no report, only the exit status" },
	{ "root",       0,   "DIR",    set_root,    "judge a captured tree instead of the running system" },
	{ "fail-on",    0,   "LIST",   set_fail_on, "what counts: control, read, influence, latent" },
	{ "allow",      0,   "PATH[,...][=REASON]", set_allow, "exec: accept these risks" },
	{ "allow-until", 0,  "DATE",   set_allow_until, "exec: ... until this day, YYYY-MM-DD" },
	{ "on-unknown", 0,   "WHAT",   set_on_unknown, "exec: refuse (the default) or warn" },
	{ "warn-only",  0,   NULL,     set_warn_only, "exec: say what is wrong, and start" },
	{ "verify",     0,   NULL,     set_verify,  "prove the mounts of disks, without writing anything" },
	{ "expect-caps", 0,  "LIST",   set_expect_caps, "exec: these capabilities, or none, and no others" },
	{ "expect-devices", 0, "LIST", set_expect_devices, "exec: these nodes, or none, and no others" },
	{ "expect-user", 0,  "USER",   set_expect_user, "exec: nonroot, or this user id" },
	{ "expect-no-new-privs", 0, NULL, set_no_new_privs, "exec: no privileges can be gained" },
	{ "expect-read-only-root", 0, NULL, set_read_only_root, "exec: the root cannot be written to" },
	{ "expect-seccomp", 0, NULL,   set_seccomp, "exec: there is a seccomp filter" },
	{ "drop",       0,   NULL,     set_drop,    "exec: give up what --expect-caps does not name" },
	{ "version",    0,   NULL,     set_version, "print the version" },
	{ "help",       'h', NULL,     set_help,    "this text" },
	{ "list-paths", 0,   "FORMAT", set_list,    NULL },
};

#define COUNT(table) (sizeof (table) / sizeof *(table))

static int complain(const char *what, const char *object)
{
	fprintf(stderr, "escape-probe: %s '", what);
	render_escaped(stderr, object);
	fputs("'; try 'escape-probe help'\n", stderr);
	return EX_USAGE;
}

/* The row for "--name", "--name=value" or "-n"; `*ret_value` is what follows
 * the equals sign, or NULL. */
static const struct option *find_option(const char *word, const char **ret_value)
{
	*ret_value = NULL;
	for (size_t i = 0; i < COUNT(options_table); i++) {
		const struct option *option = &options_table[i];
		size_t len = strlen(option->name);

		if (option->letter && word[1] == option->letter && word[2] == '\0')
			return option;
		if (strncmp(word, "--", 2) != 0 || strncmp(word + 2, option->name, len) != 0)
			continue;
		if (word[2 + len] == '\0')
			return option;
		if (word[2 + len] == '=') {
			*ret_value = word + 2 + len + 1;
			return option;
		}
	}
	return NULL;
}

/* Takes the option in `*at`, and its argument if that is the next word. */
static int take_option(char ***at, struct options *ret)
{
	const char *word = *(*at)++, *value;
	const struct option *option = find_option(word, &value);

	if (!option)
		return complain("unknown option", word);
	if (value && !option->value)
		return complain("no argument is taken by", word);
	if (option->value && !value) {
		if (!**at)
			return complain("argument missing after", word);
		value = *(*at)++;
	}
	if (option->set(ret, value))
		return 0;
	fprintf(stderr, "escape-probe: option '--%s' does not take '", option->name);
	render_escaped(stderr, value);
	fputs("'; try 'escape-probe help'\n", stderr);
	return EX_USAGE;
}

/* Takes the command's name, or what may follow it. */
static int take_word(const char *word, size_t *command, struct options *ret)
{
	if (*command == COUNT(commands)) {
		for (size_t i = 0; i < COUNT(commands); i++)
			if (strcmp(word, commands[i].name) == 0)
				*command = i;
		return *command == COUNT(commands) ? complain("unknown command", word) : 0;
	}
	if (commands[*command].command == COMMAND_EXEC)
		return complain("'--' must stand before", word);
	if (!commands[*command].operand || ret->path)
		return complain("surplus argument", word);
	ret->path = word;
	return 0;
}

int options_parse(int argc, char **argv, struct options *ret)
{
	struct options options = { .command = COMMAND_CHECK };
	size_t command = COUNT(commands);	/* not named yet */
	bool no_more = false;
	int error = 0;

	for (char **at = argv + (argc > 0); *at && error == 0;) {
		bool option = !no_more && **at == '-' && (*at)[1] != '\0';

		if (option && strcmp(*at, "--") == 0) {
			no_more = true;
			at++;
			if (command < COUNT(commands) && commands[command].command == COMMAND_EXEC) {
				options.program = at;
				break;
			}
		} else if (option) {
			error = take_option(&at, &options);
		} else {
			error = take_word(*at++, &command, &options);
		}
	}
	if (error)
		return error;
	/* --help and --version win over any command. */
	if (options.command == COMMAND_CHECK && command < COUNT(commands))
		options.command = commands[command].command;
	if (options.command == COMMAND_EXEC && (!options.program || !*options.program))
		return complain("no program behind", "--");
	if (options.command == COMMAND_EXEC && options.root)
		return complain("no tree can be started; not together with exec:", "--root");
	if (options.verify && (options.root || options.command == COMMAND_EXEC || options.command == COMMAND_EXPLAIN))
		return complain("nothing is mounted, so there is no --verify, with", options.root ? "--root" : commands[command].name);
	if (options.policy.drop && !options.policy.has_caps)
		return complain("what is to be kept is not said, by --expect-caps, for", "--drop");
	*ret = options;
	return 0;
}

void options_help(FILE *out)
{
	fputs("usage: escape-probe [check] [OPTION...]\n"
	      "       escape-probe exec [OPTION...] -- PROGRAM [ARGUMENT...]\n"
	      "       escape-probe explain [PATH]\n\n"
	      "Tells whether code in this container could reach the host, and how.\n\ncommands:\n", out);
	for (size_t i = 0; i < COUNT(commands); i++) {
		int len = fprintf(out, "  %s %s", commands[i].name, commands[i].operand ? commands[i].operand : "");

		fprintf(out, "%*s%s\n", len < 24 ? 24 - len : 1, "", commands[i].help);
	}
	fputs("\noptions:\n", out);
	for (size_t i = 0; i < COUNT(options_table); i++) {
		const struct option *option = &options_table[i];

		if (!option->help)
			continue;
		int len = option->letter ? fprintf(out, "  -%c, ", option->letter) : fprintf(out, "      ");

		len += fprintf(out, "--%s %s", option->name, option->value ? option->value : "");
		fprintf(out, "%*s%s\n", len < 24 ? 24 - len : 1, "", option->help);
	}
	fputs("\nexit status: 0 contained, 1 escapable, 2 cannot tell, 3 not a container,\n"
	      "             64 usage, 66 no such tree, 70 internal error, 74 output not written\n"
	      "of exec:     PROGRAM's own, 77 refused, 126 not executable, 127 not found\n", out);
}
