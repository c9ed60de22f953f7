/* json_writer.c - a JSON document, member by member (see json_writer.h). */
#include <assert.h>
#include <inttypes.h>
#include "escape.h"
#include "json_writer.h"

static void newline(struct json *json)
{
	putc_unlocked('\n', json->out);
	for (unsigned i = 0; i < json->depth; i++)
		putc_unlocked('\t', json->out);
}

/* What stands before every value: the comma, the line, the key. */
static void member(struct json *json, const char *key)
{
	if (json->filled)
		putc_unlocked(',', json->out);
	if (json->row)
		fputs(json->filled ? " " : "", json->out);
	else if (json->depth > 0)
		newline(json);
	json->filled = true;
	if (key) {
		putc_unlocked('"', json->out);
		fputs(key, json->out);
		fputs("\": ", json->out);
	}
}

static void begin(struct json *json, const char *key, bool array)
{
	assert(json->depth < 31);
	member(json, key);
	putc_unlocked(array ? '[' : '{', json->out);
	json->depth++;
	json->arrays = (json->arrays & ~(1U << json->depth)) | (uint32_t)array << json->depth;
	json->filled = false;
}

void json_object(struct json *json, const char *key)
{
	begin(json, key, false);
}

void json_array(struct json *json, const char *key)
{
	begin(json, key, true);
}

void json_row(struct json *json, const char *key)
{
	begin(json, key, false);
	if (!json->row)
		json->row = json->depth;
}

void json_end(struct json *json)
{
	bool array = json->arrays >> json->depth & 1;

	assert(json->depth > 0);
	json->depth--;
	if (json->filled && !json->row)
		newline(json);
	putc_unlocked(array ? ']' : '}', json->out);
	if (json->row > json->depth)
		json->row = 0;
	json->filled = true;
}

void json_number(struct json *json, const char *key, uint64_t value)
{
	member(json, key);
	fprintf(json->out, "%" PRIu64, value);
}

void json_signed(struct json *json, const char *key, int64_t value)
{
	member(json, key);
	fprintf(json->out, "%" PRId64, value);
}

void json_bool(struct json *json, const char *key, bool value)
{
	member(json, key);
	fputs(value ? "true" : "false", json->out);
}

void json_null(struct json *json, const char *key)
{
	member(json, key);
	fputs("null", json->out);
}

void json_known(struct json *json, const char *key, enum known value)
{
	if (value == UNKNOWN)
		json_null(json, key);
	else
		json_bool(json, key, value == YES);
}

static void put_unit(FILE *out, uint32_t unit)
{
	fprintf(out, "\\u%04" PRIx32, unit);
}

/* Of what text begins with and stands for itself. */
static size_t plain_len(const char *text)
{
	size_t len = 0;

	while (text[len] >= ' ' && text[len] <= '~' && text[len] != '"' && text[len] != '\\')
		len++;
	return len;
}

static void put_code(FILE *out, uint32_t code, const char *bytes, size_t len)
{
	if (code == '"' || code == '\\') {
		putc_unlocked('\\', out);
		putc_unlocked((int)code, out);
	} else if (!unprintable(code)) {
		fwrite(bytes, 1, len, out);
	} else if (code < 0x10000) {
		put_unit(out, code);
	} else {
		put_unit(out, 0xd800 + ((code - 0x10000) >> 10));
		put_unit(out, 0xdc00 + ((code - 0x10000) & 0x3ff));
	}
}

void json_string(struct json *json, const char *key, const char *text)
{
	if (!text) {
		json_null(json, key);
		return;
	}
	member(json, key);
	putc_unlocked('"', json->out);
	while (*text) {
		uint32_t code;
		size_t len = plain_len(text);

		/* Nearly all of it: a look at each character takes ten times as long. */
		if (len > 0) {
			fwrite(text, 1, len, json->out);
		} else if ((len = utf8_decode(text, &code)) == 0) {
			put_unit(json->out, 0xfffd);
			len = 1;
		} else {
			put_code(json->out, code, text, len);
		}
		text += len;
	}
	putc_unlocked('"', json->out);
}
