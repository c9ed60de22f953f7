/* ping.c - the head of an engine's answer to GET /_ping.
 *
 * Docker and Podman both answer, with their versions in headers of their own.
 * Whoever listens on a socket may answer anything. */
#include <string.h>
#include <strings.h>
#include "parse.h"

/* Header lines end in CR LF; a bare LF is let pass (RFC 9112, 2.2).  One that
 * has neither was cut short. */
static bool next_line(struct text *text, struct text *ret)
{
	if (!text_until(text, '\n', ret))
		return false;
	if (ret->at < ret->end && ret->end[-1] == '\r')
		ret->end--;
	return true;
}

/* "HTTP/1.1 200 OK": three digits always. */
static bool parse_status_line(struct text line, uint64_t *ret)
{
	struct text version, code;
	uint64_t status;

	if (!text_skip(&line, "HTTP/1.") || !text_until(&line, ' ', &version) || text_left(&version) != 1 ||
	    !text_word(&line, &code) || !text_u64(&code, 599, &status) || text_left(&code) > 0 || status < 100)
		return false;
	*ret = status;
	return true;
}

static void store(const struct text *name, struct text value, struct ping *ret)
{
	struct text via;
	const struct {
		const char *name;
		struct text *value;
	} headers[] = {
		{ "Server",             &ret->server },
		{ "Api-Version",        &ret->api_version },
		{ "Libpod-Api-Version", &ret->libpod_version },
		{ "Via",                &via },
	};
	size_t len = text_left(name);

	for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
		if (len != strlen(headers[i].name) || strncasecmp(name->at, headers[i].name, len) != 0)
			continue;
		*headers[i].value = text_trim(value);
		ret->proxied |= memcmp(name->at, headers[i].name, len) != 0 || headers[i].value == &via;
	}
}

bool parse_ping(const char *data, size_t size, struct ping *ret)
{
	struct text text = TEXT(data, size), line, name;
	struct ping ping = { 0 };

	if (!next_line(&text, &line) || !parse_status_line(line, &ping.status))
		return false;
	while (next_line(&text, &line) && text_left(&line) > 0)
		if (text_until(&line, ':', &name))
			store(&name, line, &ping);
	ping.proxied |= text_left(&ping.api_version) > 0 &&
		!text_starts(&ping.server, "Docker/") && !text_starts(&ping.server, "Libpod/");
	*ret = ping;
	return true;
}
