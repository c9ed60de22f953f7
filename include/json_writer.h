/* json_writer.h - writes one JSON document and keeps its commas.
 *
 * Private to render/.  A key is one of our own names, or NULL inside an
 * array; values may come from outside.  Each member takes a line, except
 * inside json_row(), which is written on one. */
#ifndef PROBE_JSON_WRITER_H
#define PROBE_JSON_WRITER_H
#include <stdint.h>
#include <stdio.h>
#include "facts.h"

struct json {
	FILE *out;
	unsigned depth;
	unsigned row;		/* depth of the outermost json_row() + 1; 0 outside of one */
	uint32_t arrays;	/* bit N: level N is an array */
	bool filled;		/* this level has a member already */
};

void json_object(struct json *json, const char *key);
void json_array(struct json *json, const char *key);
void json_row(struct json *json, const char *key);	/* an object on one line */
void json_end(struct json *json);			/* closes the innermost of these */

void json_number(struct json *json, const char *key, uint64_t value);
void json_signed(struct json *json, const char *key, int64_t value);
void json_bool(struct json *json, const char *key, bool value);
void json_known(struct json *json, const char *key, enum known value);	/* UNKNOWN is null */
void json_null(struct json *json, const char *key);

/* A string, or null.  Bytes that are no UTF-8 become U+FFFD each; what a
 * terminal could not show as it is becomes \uXXXX. */
void json_string(struct json *json, const char *key, const char *text);
#endif
