/* flow.c - wrapped, escaped paragraphs (see flow.h). */
#include <stdarg.h>
#include <string.h>
#include "escape.h"
#include "flow.h"

static void put_blanks(struct flow *flow, unsigned count)
{
	fprintf(flow->out, "%*s", (int)count, "");
	flow->column += count;
}

static void flush(struct flow *flow)
{
	if (flow->len == 0)
		return;
	if (flow->blanks > 0 && flow->column > flow->indent &&
	    flow->column + flow->blanks + flow->width > FLOW_WIDTH) {
		fputc('\n', flow->out);
		flow->column = 0;
		put_blanks(flow, flow->indent);
	} else {
		put_blanks(flow, flow->blanks);
	}
	fwrite(flow->word, 1, flow->len, flow->out);
	flow->column += flow->width;
	flow->blanks = flow->width = 0;
	flow->len = 0;
}

void flow_text(struct flow *flow, const char *text)
{
	while (text && *text) {
		char shown[ESCAPED_MAX];
		unsigned columns;

		if (*text == ' ') {
			flush(flow);
			flow->blanks++;
			text++;
			continue;
		}
		size_t len = escape_next(&text, shown, &columns);

		/* Too long for any line: written as it comes. */
		if (flow->len + len > sizeof flow->word)
			flush(flow);
		memcpy(flow->word + flow->len, shown, len);
		flow->len += len;
		flow->width += columns;
	}
}

void flow_format(struct flow *flow, const char *format, ...)
{
	char buf[256];
	va_list args;

	va_start(args, format);
	int len = vsnprintf(buf, sizeof buf, format, args);
	va_end(args);
	if (len > 0)
		flow_text(flow, buf);
}

void flow_begin(struct flow *flow, unsigned start, const char *label, unsigned indent)
{
	flow->column = flow->blanks = flow->width = 0;
	flow->len = 0;
	flow->indent = indent;
	put_blanks(flow, start);
	flow_text(flow, label);
	flush(flow);
	if (*label && flow->column < indent)
		put_blanks(flow, indent - flow->column);
	else if (*label)
		flow->blanks = 1;
}

void flow_item(struct flow *flow, const char *name, const char *text)
{
	if (!text || !*text)
		return;
	flow_text(flow, ", ");
	flow_text(flow, name);
	flow_text(flow, text);
}

void flow_end(struct flow *flow)
{
	flush(flow);
	fputc('\n', flow->out);
}

void flow_paragraph(struct flow *flow, unsigned start, const char *label, unsigned indent, const char *text)
{
	if (!text || !*text)
		return;
	flow_begin(flow, start, label, indent);
	flow_text(flow, text);
	flow_end(flow);
}

void flow_paint(struct flow *flow, const char *colour)
{
	if (!flow->colour)
		return;
	/* Not before the blanks that a line break would swallow. */
	flush(flow);
	fprintf(flow->out, "\033[%sm", colour ? colour : "0");
}
