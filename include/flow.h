/* flow.h - paragraphs of a fixed width, from text that came from outside.
 *
 * Private to render/.  Every character is escaped; lines break at blanks
 * only and go on below the indent, so a line of ours cannot be forged.  The
 * width never depends on the terminal: the same facts give the same bytes. */
#ifndef PROBE_FLOW_H
#define PROBE_FLOW_H
#include <stdbool.h>
#include <stdio.h>

#define FLOW_WIDTH 96

struct flow {
	FILE *out;
	bool colour;
	unsigned indent;	/* of all lines but the first */
	unsigned column;
	unsigned blanks;	/* before the word */
	char word[128];		/* not yet written: it may have to go to the next line */
	size_t len;
	unsigned width;		/* columns of the word */
};

/* Begins a paragraph at column `start`: with `label`, its text follows at
 * `indent`; without (""), at once.  Further lines begin at `indent`. */
void flow_begin(struct flow *flow, unsigned start, const char *label, unsigned indent);
void flow_text(struct flow *flow, const char *text);	/* NULL is nothing */
void flow_format(struct flow *flow, const char *format, ...)	/* our own short words and numbers */
	__attribute__((format(printf, 2, 3)));
/* ", NAME TEXT", when there is any text. */
void flow_item(struct flow *flow, const char *name, const char *text);
void flow_end(struct flow *flow);

/* A whole paragraph; none when `text` is NULL or empty. */
void flow_paragraph(struct flow *flow, unsigned start, const char *label, unsigned indent, const char *text);

/* From here on in this colour (SGR parameters, "1;31"), or plainly (NULL). */
void flow_paint(struct flow *flow, const char *colour);
#endif
