/* render.h - from a report to bytes.  Escapes everything that came from
 * outside; never fails: write errors are found once, at fclose(stdout). */
#ifndef PROBE_RENDER_H
#define PROBE_RENDER_H
#include <stdio.h>
#include "report.h"

struct render_options {
	bool colour;
	bool verbose;		/* closed paths and all facts too */
	const char *version;
	bool fail_on_influence, fail_on_latent;	/* --fail-on, for the document's exit_status */
};

typedef void render_fn(FILE *out, const struct facts *facts, const struct report *report, const struct render_options *options);
render_fn render_text, render_json;
render_fn render_sarif;		/* SARIF 2.1.0, for pages that show code scans */
render_fn render_junit;		/* JUnit XML, for CI */
render_fn render_prometheus;	/* text format, for a node agent */

/* `escape-probe explain`: one path as a page, or (path NULL) the list.  The
 * caller looks the id up with path_find() and prints the error when there is
 * none. */
struct path;
void render_explain(FILE *out, const struct path *path, const struct render_options *options);
void render_path_list(FILE *out);
/* `escape-probe explain needs`. */
void render_needs(FILE *out, const struct render_options *options);

/* Markdown rows of the path table, for the README; mdoc rows for the man page. */
void render_path_markdown(FILE *out);
void render_path_mdoc(FILE *out);

/* Before --verify does anything: what it will do, and with which disks. */
void render_verify_notice(FILE *out, const struct report *report);

/* Outside text: printable UTF-8 passes, all else as \xHH, so that it can move
 * no cursor and forge no line. */
void render_escaped(FILE *out, const char *text);
#endif
