/* inflate.c - unpacks a DEFLATE stream (RFC 1951; see inflate.h).
 *
 * Small before fast: codes are read bit by bit, in canonical order.  Every
 * stream ends: a block takes at least one bit, and a symbol either writes a
 * byte, fits no more, or ends its block. */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include "inflate.h"

enum { LONGEST = 15, LITERALS = 288, DISTANCES = 32, LENGTHS = 19, END_OF_BLOCK = 256 };

struct stream {
	const unsigned char *in;
	size_t in_size, at;	/* bits behind are `at`, in bits */
	char *out;
	size_t out_size, len;
	bool wrong;
};

/* How many codes have each length, and the symbols in the order of their codes. */
struct code {
	uint16_t count[LONGEST + 1], symbol[LITERALS];
};

static unsigned bits(struct stream *stream, unsigned count)
{
	unsigned value = 0;

	for (unsigned i = 0; i < count; i++, stream->at++) {
		if (stream->at / 8 >= stream->in_size) {
			stream->wrong = true;
			return 0;
		}
		value |= (unsigned)(stream->in[stream->at / 8] >> stream->at % 8 & 1) << i;
	}
	return value;
}

/* An incomplete code is found when a symbol that it lacks is read; one with
 * too many codes would read symbols past the table's end, and is refused. */
static bool code_make(struct code *code, const uint8_t *length, size_t count)
{
	uint16_t next[LONGEST + 2] = { 0 };
	int left = 1;

	memset(code->count, 0, sizeof code->count);
	for (size_t i = 0; i < count; i++)
		code->count[length[i]]++;
	code->count[0] = 0;
	for (unsigned i = 1; i <= LONGEST; i++) {
		left = 2 * left - code->count[i];
		if (left < 0)
			return false;
		next[i + 1] = (uint16_t)(next[i] + code->count[i]);
	}
	for (size_t i = 0; i < count; i++)
		if (length[i])
			code->symbol[next[length[i]]++] = (uint16_t)i;
	return true;
}

static unsigned symbol(struct stream *stream, const struct code *code)
{
	unsigned value = 0, first = 0, index = 0;

	for (unsigned i = 1; i <= LONGEST && !stream->wrong; i++) {
		value |= bits(stream, 1);
		if (value - first < code->count[i])
			return code->symbol[index + value - first];
		index += code->count[i];
		first = (first + code->count[i]) << 1;
		value <<= 1;
	}
	stream->wrong = true;
	return END_OF_BLOCK;
}

static void put(struct stream *stream, char c)
{
	if (stream->len < stream->out_size)
		stream->out[stream->len++] = c;
	else
		stream->wrong = true;
}

/* Lengths and distances both grow by powers of two: `extra` bits follow. */
static unsigned repeat_length(struct stream *stream, unsigned symbol_read)
{
	unsigned i = symbol_read - 257, extra = i < 8 ? 0 : i / 4 - 1;

	if (i == 28)
		return 258;
	if (i > 28)
		stream->wrong = true;
	return i < 8 ? i + 3 : ((4 + i % 4) << extra) + 3 + bits(stream, extra);
}

static unsigned repeat_distance(struct stream *stream, unsigned i)
{
	unsigned extra = i < 4 ? 0 : i / 2 - 1;

	if (i > 29) {
		stream->wrong = true;
		return 1;
	}
	return i < 4 ? i + 1 : ((2 + i % 2) << extra) + 1 + bits(stream, extra);
}

static void block(struct stream *stream, const struct code *literals, const struct code *distances)
{
	for (;;) {
		unsigned read = symbol(stream, literals);

		if (stream->wrong || read == END_OF_BLOCK)
			return;
		if (read < END_OF_BLOCK) {
			put(stream, (char)read);
			continue;
		}
		unsigned count = repeat_length(stream, read);
		unsigned distance = repeat_distance(stream, symbol(stream, distances));

		if (distance > stream->len)
			stream->wrong = true;
		while (count-- && !stream->wrong)
			put(stream, stream->out[stream->len - distance]);
	}
}

static void stored(struct stream *stream)
{
	stream->at = (stream->at + 7) / 8 * 8;
	unsigned count = bits(stream, 16), inverse = bits(stream, 16);

	if (count != (~inverse & 0xffff))
		stream->wrong = true;
	while (count-- && !stream->wrong)
		put(stream, (char)bits(stream, 8));
}

static void fixed(struct stream *stream)
{
	uint8_t length[LITERALS];
	struct code literals, distances;

	for (unsigned i = 0; i < LITERALS; i++)
		length[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
	code_make(&literals, length, LITERALS);
	memset(length, 5, DISTANCES);
	code_make(&distances, length, DISTANCES);
	block(stream, &literals, &distances);
}

static void dynamic(struct stream *stream)
{
	static const uint8_t order[LENGTHS] = { 16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15 };
	uint8_t length[LITERALS + DISTANCES] = { 0 }, of_lengths[LENGTHS] = { 0 };
	/* at most 288 and 32: there is room for them */
	unsigned literals_count = 257 + bits(stream, 5), distances_count = 1 + bits(stream, 5), count = 4 + bits(stream, 4);
	struct code literals, distances;

	for (unsigned i = 0; i < count; i++)
		of_lengths[order[i]] = (uint8_t)bits(stream, 3);
	if (!code_make(&literals, of_lengths, LENGTHS))
		stream->wrong = true;
	for (unsigned i = 0; i < literals_count + distances_count && !stream->wrong;) {
		unsigned read = symbol(stream, &literals);
		/* 16 repeats the length before; 17 and 18 repeat none */
		unsigned times = read < 16 ? 1 : read == 16 ? 3 + bits(stream, 2) : read == 17 ? 3 + bits(stream, 3) : 11 + bits(stream, 7);
		uint8_t what = (uint8_t)(read < 16 ? read : read == 16 && i ? length[i - 1] : 0);

		if (i + times > literals_count + distances_count || (read == 16 && !i))
			stream->wrong = true;
		while (times-- && !stream->wrong)
			length[i++] = what;
	}
	if (stream->wrong || !code_make(&literals, length, literals_count) ||
	    !code_make(&distances, length + literals_count, distances_count))
		stream->wrong = true;
	else
		block(stream, &literals, &distances);
}

size_t inflate(const unsigned char *in, size_t in_size, char *out, size_t out_size)
{
	struct stream stream = { .in = in, .in_size = in_size, .out = out, .out_size = out_size };
	static void (*const kinds[])(struct stream *stream) = { stored, fixed, dynamic };
	bool last = false;

	while (!last && !stream.wrong) {
		last = bits(&stream, 1);
		unsigned kind = bits(&stream, 2);

		if (kind < 3)
			kinds[kind](&stream);
		else
			stream.wrong = true;
	}
	return stream.wrong ? 0 : stream.len;
}
