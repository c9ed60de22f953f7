/* explain.c - the path table for people: one path as a page, all of them as
 * a list, and the rows of the README and of the man page. */
#include <string.h>
#include "flow.h"
#include "paths.h"
#include "render.h"

static void put_page(FILE *out, const struct path *path, const struct render_options *options)
{
	struct flow flow = { .out = out, .colour = options->colour };

	flow_begin(&flow, 0, "", 2);
	flow_paint(&flow, "1");
	flow_text(&flow, path->id);
	flow_paint(&flow, NULL);
	flow_text(&flow, ": ");
	flow_text(&flow, path_text(path, PATH_TITLE));
	flow_end(&flow);
	fputc('\n', out);
	flow_paragraph(&flow, 2, "outcome:", 14, outcome_name(path->outcome));
	flow_paragraph(&flow, 2, "gives:", 14, path_text(path, PATH_GIVES));
	flow_paragraph(&flow, 2, "how:", 14, path_text(path, PATH_WHY));
	flow_paragraph(&flow, 2, "opened by:", 14, path_text(path, PATH_OPENED_BY));
	flow_paragraph(&flow, 2, "instead:", 14, path_text(path, PATH_INSTEAD));
	flow_paragraph(&flow, 2, "in a pod:", 14, path_text(path, PATH_OPENED_BY_KUBERNETES));
	flow_paragraph(&flow, 2, "instead:", 14, path_text(path, PATH_INSTEAD_KUBERNETES));
	flow_paragraph(&flow, 2, "by default:", 14, path_text(path, PATH_DEFAULT));
	flow_paragraph(&flow, 2, "found out:", 14, path_text(path, PATH_ASKED));
	flow_paragraph(&flow, 2, "controls:", 14, path_text(path, PATH_CONTROLS));
	flow_paragraph(&flow, 2, "see also:", 14, path_text(path, PATH_REFERENCE));
}

void render_path_list(FILE *out)
{
	const struct path *path;
	size_t width = 0;

	for (size_t i = 0; (path = path_at(i)) != NULL; i++)
		if (strlen(path->id) > width)
			width = strlen(path->id);
	for (size_t i = 0; (path = path_at(i)) != NULL; i++)
		fprintf(out, "%-*s  %-14s  %s\n", (int)width, path->id, outcome_name(path->outcome), path_text(path, PATH_TITLE));
}

void render_explain(FILE *out, const struct path *path, const struct render_options *options)
{
	if (path)
		put_page(out, path, options);
	else
		render_path_list(out);
}

void render_needs(FILE *out, const struct render_options *options)
{
	static const struct { enum need_text which; const char *label; } rows[] = {
		{ NEED_DOCKER, "docker:" }, { NEED_COMPOSE, "compose:" }, { NEED_KUBERNETES, "kubernetes:" }, { NEED_NOTE, "note:" },
	};
	struct flow flow = { .out = out, .colour = options->colour };
	const char *title;

	for (size_t i = 0; (title = need_text(i, NEED_TITLE)); i++) {
		if (i > 0)
			fputc('\n', out);
		flow_begin(&flow, 0, "", 2);
		flow_paint(&flow, "1");
		flow_text(&flow, title);
		flow_paint(&flow, NULL);
		flow_end(&flow);
		for (size_t row = 0; row < sizeof rows / sizeof *rows; row++)
			flow_paragraph(&flow, 2, rows[row].label, 14, need_text(i, rows[row].which));
	}
}

/* A bar would end the cell. */
static void put_cell(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '|')
			fputc('\\', out);
		fputc(*text, out);
	}
}

void render_path_markdown(FILE *out)
{
	const struct path *path;

	fputs("| path | gives | what it is |\n|---|---|---|\n", out);
	for (size_t i = 0; (path = path_at(i)) != NULL; i++) {
		fprintf(out, "| `%s` | %s | ", path->id, outcome_name(path->outcome));
		put_cell(out, path_text(path, PATH_TITLE));
		fputs(" |\n", out);
	}
}

/* A backslash, and a dot or quote where a line begins, mean something to roff. */
static void put_roff(FILE *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		fputs("\\&", out);
	for (; *text; text++) {
		if (*text == '\\')
			fputs("\\e", out);
		else
			fputc(*text, out);
	}
	fputc('\n', out);
}

void render_path_mdoc(FILE *out)
{
	const struct path *path;

	fputs(".Bl -tag -width Ds\n", out);
	for (size_t i = 0; (path = path_at(i)) != NULL; i++) {
		fprintf(out, ".It Cm %s Pq %s\n", path->id, outcome_name(path->outcome));
		put_roff(out, path_text(path, PATH_TITLE));
	}
	fputs(".El\n", out);
}
