/* options.c - the command line, and the policy in a file and in the environment
 * (see options.h).
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
	{ "copy",    "FILE", COMMAND_COPY,    "put this program into FILE, for another container" },
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

SWITCH(no_environment, no_environment)
SWITCH(dry_run, dry_run)
#undef SWITCH

static bool set_policy(struct options *options, const char *value)
{
	options->policy_file = value;
	return *value != '\0';
}

/* Who takes it, and from where. */
enum reach {
	COMMAND_LINE,	/* and nowhere else */
	POLICY = 1,	/* also ESCAPE_PROBE_NAME and a line of a policy file */
	EXEC = 2,	/* only by exec */
	ADDS = 4,	/* what several places say is put together */
};

static const struct option {
	const char *name;	/* without the dashes */
	char letter;		/* or NUL */
	const char *value;	/* name of its argument, or NULL */
	bool (*set)(struct options *options, const char *value);
	const char *help;	/* NULL: for maintenance of the manual, not shown */
	unsigned char reach;
} options_table[] = {
	{ "format",     0,   "FORMAT", set_format,  "text (the default), json, sarif, junit or prometheus", 0 },
	{ "verbose",    'v', NULL,     set_verbose, "closed paths, all disks and all facts too", POLICY },
	{ "quiet",      'q', NULL,     set_quiet,   "no report, only the exit status", 0 },
	{ "root",       0,   "DIR",    set_root,    "judge a captured tree instead of the running system", 0 },
	{ "fail-on",    0,   "LIST",   set_fail_on, "what counts: control, read, influence, latent", POLICY },
	{ "verify",     0,   NULL,     set_verify,  "prove the mounts of disks, without writing anything", 0 },
	{ "version",    0,   NULL,     set_version, "print the version", 0 },
	{ "help",       'h', NULL,     set_help,    "this text", 0 },
	{ "list-paths", 0,   "FORMAT", set_list,    NULL, 0 },
	/* of exec */
	{ "allow",      0,   "PATH,...[=REASON]", set_allow, "accept these risks", POLICY | EXEC | ADDS },
	{ "allow-until", 0,  "DATE",   set_allow_until, "... to the end of this day, YYYY-MM-DD (UTC)", POLICY | EXEC | ADDS },
	{ "on-unknown", 0,   "WHAT",   set_on_unknown, "refuse (the default) or warn", POLICY | EXEC },
	{ "warn-only",  0,   NULL,     set_warn_only, "say what is wrong, and start", POLICY | EXEC },
	{ "expect-caps", 0,  "LIST",   set_expect_caps, "these capabilities, or none, and no others", POLICY | EXEC },
	{ "expect-devices", 0, "LIST", set_expect_devices, "these device nodes, or none, and no others", POLICY | EXEC },
	{ "expect-user", 0,  "USER",   set_expect_user, "nonroot, or this user id", POLICY | EXEC },
	{ "expect-no-new-privs", 0, NULL, set_no_new_privs, "no privileges can be gained", POLICY | EXEC },
	{ "expect-read-only-root", 0, NULL, set_read_only_root, "the root cannot be written to", POLICY | EXEC },
	{ "expect-seccomp", 0, NULL,   set_seccomp, "there is a seccomp filter", POLICY | EXEC },
	{ "drop",       0,   NULL,     set_drop,    "give up what --expect-caps does not name", POLICY | EXEC },
	{ "policy",     0,   "FILE",   set_policy,  "read more of these from FILE, one on a line", EXEC },
	{ "no-env",     0,   NULL,     set_no_environment, "take no policy from the environment", EXEC },
	{ "dry-run",    0,   NULL,     set_dry_run, "say what would be done; 0 start, 77 refuse", EXEC },
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

static uint64_t bit(const struct option *option)
{
	return UINT64_C(1) << (option - options_table);
}
_Static_assert(COUNT(options_table) <= 64, "a bit for each option");

/* False when that is no value for it.  Between sources the stronger one, which
 * comes first, keeps what it has said; the weaker one must be spelt right all
 * the same. */
static bool apply(const struct option *option, const char *value, uint64_t stronger, struct options *options)
{
	struct options scratch = *options;
	bool keeps = (stronger & bit(option)) && !(option->reach & ADDS);

	if (!option->set(keeps ? &scratch : options, value))
		return false;
	options->given |= bit(option);
	return true;
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
	if (apply(option, value, 0, ret))
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

/* What only exec takes is not silently ignored by the others. */
static int complain_of_exec_options(const struct options *options)
{
	for (size_t i = 0; i < COUNT(options_table); i++)
		if ((options_table[i].reach & EXEC) && (options->given & bit(&options_table[i])))
			return complain("only exec takes the option", options_table[i].name);
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
	if (options.command == COMMAND_EXEC && !options.dry_run && (!options.program || !*options.program))
		return complain("no program behind", "--");
	if (options.command == COMMAND_EXEC && options.root)
		return complain("no tree can be started; not together with exec:", "--root");
	if (options.verify && (options.root || options.command == COMMAND_EXEC || options.command == COMMAND_EXPLAIN))
		return complain("nothing is mounted, so there is no --verify, with", options.root ? "--root" : commands[command].name);
	if (options.command == COMMAND_COPY && !options.path)
		return complain("no file is named for", "copy");
	if ((options.command == COMMAND_CHECK || options.command == COMMAND_EXPLAIN) && complain_of_exec_options(&options))
		return EX_USAGE;
	*ret = options;
	return 0;
}

/* ---- a policy from elsewhere -------------------------------------------------- */

/* `value` is what follows the name, NULL for nothing. */
static int take_policy(const char *place, const char *word, const struct option *option, const char *value,
		       uint64_t stronger, struct options *options)
{
	if (option && (option->reach & POLICY) && !option->value == !value && apply(option, value, stronger, options))
		return 0;
	fprintf(stderr, "escape-probe: %s in ", option && (option->reach & POLICY) ? "not understood" : "not a policy option");
	render_escaped(stderr, place);
	fputs(": '", stderr);
	render_escaped(stderr, word);
	fputs("'; try 'escape-probe help'\n", stderr);
	return EX_USAGE;
}

/* A line: "allow host-network=OPS-12", "--drop", "expect-user=nonroot". */
static int take_line(const char *place, char *line, uint64_t stronger, struct options *options)
{
	const char *value = NULL, *whole = line;
	size_t len, end = strlen(line);

	while (end > 0 && strchr(" \t\r", line[end - 1]))
		line[--end] = '\0';
	line += strspn(line, " \t");
	if (*line == '\0' || *line == '#')
		return 0;
	if (strncmp(line, "--", 2) == 0)
		line += 2;
	len = strcspn(line, "= \t");
	if (line[len] != '\0') {
		value = line + len + 1;
		value += line[len] == '=' ? 0 : strspn(value, " \t");
	}
	for (size_t i = 0; i < COUNT(options_table); i++)
		if (strlen(options_table[i].name) == len && memcmp(options_table[i].name, line, len) == 0)
			return take_policy(place, whole, &options_table[i], value, stronger, options);
	return take_policy(place, whole, NULL, value, stronger, options);
}

int options_file(const char *name, char *text, size_t size, struct options *options)
{
	uint64_t stronger = options->given;
	int error = memchr(text, '\0', size) ? complain("a NUL byte is in", name) : 0;

	text[size] = '\0';
	while (error == 0 && *text) {
		char *line = text;

		text += strcspn(text, "\n");
		if (*text)
			*text++ = '\0';
		error = take_line(name, line, stronger, options);
	}
	return error;
}

/* Is `word` "EXPECT_CAPS=..." for "expect-caps"?  Returns what follows the
 * equals sign, or NULL. */
static const char *environment_value(const char *word, const char *name)
{
	for (; *name; name++, word++)
		if (*word != (*name == '-' ? '_' : *name - 'a' + 'A'))
			return NULL;
	return *word == '=' ? word + 1 : NULL;
}

/* Kubernetes tells a pod of a service called escape-probe in this way. */
static bool is_service_link(const char *word)
{
	return strncmp(word, "SERVICE_", 8) == 0 || strncmp(word, "PORT=", 5) == 0 || strncmp(word, "PORT_", 5) == 0;
}

/* A switch has a value here: on or off. */
static bool is_word_of(const char *value, const char *const *words)
{
	while (*words && strcmp(value, *words) != 0)
		words++;
	return *words;
}

static int take_variable(const char *word, uint64_t stronger, struct options *options)
{
	static const char *const on[] = { "1", "yes", "true", "on", NULL }, *const off[] = { "0", "no", "false", "off", NULL };

	for (size_t i = 0; i < COUNT(options_table); i++) {
		const struct option *option = &options_table[i];
		const char *value = environment_value(word, option->name);

		if (!value || option->set == set_policy)
			continue;
		if (!option->value && is_word_of(value, off))
			return 0;
		if (!option->value && is_word_of(value, on))
			value = NULL;
		return take_policy("the environment", word, option, value, stronger, options);
	}
	return environment_value(word, "policy") ? 0 : take_policy("the environment", word, NULL, NULL, stronger, options);
}

int options_environment(char *const *environment, struct options *options)
{
	static const char prefix[] = "ESCAPE_PROBE_";
	uint64_t stronger = options->given;

	for (; *environment; environment++) {
		const char *word = *environment + sizeof prefix - 1;

		if (strncmp(*environment, prefix, sizeof prefix - 1) != 0 || is_service_link(word))
			continue;
		if (take_variable(word, stronger, options))
			return EX_USAGE;
	}
	return 0;
}

int options_complete(const struct options *options)
{
	if (options->policy.drop && !options->policy.has_caps)
		return complain("what is to be kept is not said, by --expect-caps, for", "--drop");
	return 0;
}

/* ---- help ------------------------------------------------------------------------- */

#define HELP_COLUMN 24

static void help_row(FILE *out, int len, const char *text)
{
	if (len >= HELP_COLUMN) {
		fputc('\n', out);
		len = 0;
	}
	fprintf(out, "%*s%s\n", HELP_COLUMN - len, "", text);
}

static void help_options(FILE *out, const char *title, bool exec)
{
	fputs(title, out);
	for (size_t i = 0; i < COUNT(options_table); i++) {
		const struct option *option = &options_table[i];

		if (!option->help || !(option->reach & EXEC) == exec)
			continue;
		int len = option->letter ? fprintf(out, "  -%c, ", option->letter) : fprintf(out, "      ");

		len += fprintf(out, "--%s %s", option->name, option->value ? option->value : "");
		help_row(out, len, option->help);
	}
}

void options_help(FILE *out)
{
	fputs("usage: escape-probe [check] [OPTION...]\n"
	      "       escape-probe exec [OPTION...] -- PROGRAM [ARGUMENT...]\n"
	      "       escape-probe explain [PATH]\n\n"
	      "Tells whether code in this container could reach the host, and how.\n\ncommands:\n", out);
	for (size_t i = 0; i < COUNT(commands); i++)
		help_row(out, fprintf(out, "  %s %s", commands[i].name, commands[i].operand ? commands[i].operand : ""), commands[i].help);
	help_options(out, "\noptions:\n", false);
	help_options(out, "\noptions of exec; also ESCAPE_PROBE_ALLOW=... and so on, or in FILE:\n", true);
	fputs("\nexit status: 0 contained, 1 escapable, 2 cannot tell, 3 not a container,\n"
	      "             64 usage, 66 no such tree, 70 internal error, 74 output not written\n"
	      "of exec:     PROGRAM's own, 77 refused, 126 not executable, 127 not found\n", out);
}
