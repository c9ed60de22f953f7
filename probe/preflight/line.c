/* line.c - what a preflight says, in one line for a log.  Pure.
 *
 * What is wrong comes first, then what to change: a log is read from the left,
 * and cut at the right. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "escape.h"
#include "paths.h"
#include "preflight.h"

/* So many paths are named, and of so many it is said what opens them. */
#define NAMED_MAX   8
#define CHANGES_MAX 3

/* ---- a bounded line ------------------------------------------------------------ */

static void put_bytes(struct line *line, const char *bytes, size_t len)
{
	if (len >= sizeof line->text - 1 - line->len)	/* one byte is the newline's */
		return;
	memcpy(line->text + line->len, bytes, len);
	line->len += len;
	line->text[line->len] = '\0';
}

/* What came from outside: nothing in it can end the line. */
static void put(struct line *line, const char *text)
{
	char buf[ESCAPED_MAX];
	unsigned columns;

	while (*text)
		put_bytes(line, buf, escape_next(&text, buf, &columns));
}

/* Several of our own words. */
static void put_all(struct line *line, ...)
{
	va_list words;
	const char *word;

	va_start(words, line);
	while ((word = va_arg(words, const char *)))
		put(line, word);
	va_end(words);
}

/* ---- what was found ---------------------------------------------------------------- */

struct saying {
	const struct report *report;
	const struct policy *policy;
	const struct decision *decision;
	struct line *line;
	const char *between;		/* before the next part */
};

static void begin(struct saying *saying, const char *title)
{
	put_all(saying->line, saying->between, title, NULL);
	saying->between = "; ";
}

/* "TITLE: some-path, other-path and 3 more", when there are any. */
static void put_paths(struct saying *saying, const char *title, enum stance stance)
{
	const struct decision *decision = saying->decision;
	size_t named = 0;

	if (decision->count[stance] == 0)
		return;
	begin(saying, title);
	for (size_t i = 0; i < saying->report->findings; i++) {
		const char *reason = saying->policy->allow[i];

		if (decision->stance[i] != stance || named == NAMED_MAX)
			continue;
		put_all(saying->line, named++ ? ", " : ": ", saying->report->finding[i].path->id, NULL);
		if (stance == STANCE_ALLOWED && *reason)
			put_all(saying->line, " (", reason, ")", NULL);
	}
	if (decision->count[stance] > named) {
		char more[32];

		snprintf(more, sizeof more, " and %zu more", decision->count[stance] - named);
		put(saying->line, more);
	}
}

/* The first thing that nothing is known of. */
static void put_doubt(struct saying *saying)
{
	for (size_t i = 0; i < saying->report->findings; i++) {
		const struct way *way = &saying->report->finding[i].way[0];

		if (saying->decision->stance[i] != STANCE_UNKNOWN)
			continue;
		for (size_t j = 0; j < way->count; j++) {
			const struct barrier *barrier = &way->barrier[j];

			if (barrier->state != BARRIER_IS_UNKNOWN || !barrier->what)
				continue;
			put_all(saying->line, " (", barrier->what, barrier->evidence ? ": " : "",
				barrier->evidence ? barrier->evidence : "", ")", NULL);
			return;
		}
	}
}

/* ---- the contract ------------------------------------------------------------------------ */

static void put_contract(struct saying *saying)
{
	static const struct { const char *title, *remedy; } word[] = {
		[TOO_LITTLE] = { "contract, too little: ", " (to add: " },
		[TOO_MUCH] = { "contract, too much: ", " (to remove: " },
		[NOT_KNOWN] = { "contract, not known: ", "" },
	};
	const struct contract *contract = saying->decision->contract;

	for (size_t i = 0; i < contract->count; i++) {
		const struct breach *breach = &contract->breach[i];

		begin(saying, word[breach->kind].title);
		put(saying->line, breach->what);
		if (breach->docker)
			put_all(saying->line, word[breach->kind].remedy, "docker: ", breach->docker, " | Compose: ", breach->compose,
				" | Kubernetes: ", breach->kubernetes, ")", NULL);
	}
}

/* ---- what to change ------------------------------------------------------------------ */

static void put_changes(struct saying *saying)
{
	const struct decision *decision = saying->decision;
	size_t said = 0;

	if (decision->on_host)
		begin(saying, "to change: run it in a container, or accept this with --allow not-a-container");
	if (decision->privileged)
		begin(saying, "to change: leave out --privileged (Kubernetes: privileged: false)");
	if (decision->on_host || decision->privileged)
		return;
	for (enum stance stance = STANCE_OPEN; stance >= STANCE_LATENT; stance--) {
		for (size_t i = 0; i < saying->report->findings && said < CHANGES_MAX; i++) {
			const struct path *path = saying->report->finding[i].path;

			if (decision->stance[i] != stance)
				continue;
			if (said++ == 0)
				begin(saying, "to change: leave out what opens it");
			put_all(saying->line, said > 1 ? "; " : ": ", path->id, ": ", path_advice(path, PATH_OPENED_BY, saying->report->dialect), NULL);
		}
	}
}

static void put_expiry(struct saying *saying)
{
	if (!saying->decision->expired)
		return;
	begin(saying, "allowed until ");
	put_all(saying->line, saying->policy->until,
		saying->decision->no_clock ? ", but the clock cannot be read" : ", which is over", NULL);
}

/* Of what was accepted besides paths. */
static void put_accepted(struct saying *saying, unsigned number, bool is_there, const char *name)
{
	const char *reason = saying->policy->allow[number];

	if (!is_there || !reason)
		return;
	begin(saying, "accepted: ");
	put_all(saying->line, name, *reason ? " (" : "", reason, *reason ? ")" : "", NULL);
}

void preflight_line(const struct report *report, const struct policy *policy, const struct decision *decision,
		    const char *program, struct line *ret)
{
	struct saying saying = { report, policy, decision, ret, ": " };
	bool on_host = report->verdict == VERDICT_NOT_A_CONTAINER;

	ret->len = 0;
	put_all(ret, "escape-probe: ", decision->start ? "starting '" : "refused to start '", program, "': ",
		verdict_name(report->verdict), NULL);
	put_paths(&saying, "open", STANCE_OPEN);
	put_paths(&saying, "latent, so open to root in this container", STANCE_LATENT);
	if (decision->privileged)
		begin(&saying, "privileged");
	put_paths(&saying, "not known", STANCE_UNKNOWN);
	put_doubt(&saying);
	put_paths(&saying, "accepted", STANCE_ALLOWED);
	put_accepted(&saying, ALLOW_PRIVILEGED, report->privileged == PRIVILEGED_YES && !on_host && !decision->privileged, "privileged");
	put_accepted(&saying, ALLOW_NOT_A_CONTAINER, on_host && !decision->on_host, "not-a-container");
	put_expiry(&saying);
	put_contract(&saying);
	put_changes(&saying);
	ret->text[ret->len++] = '\n';
	ret->text[ret->len] = '\0';
}
