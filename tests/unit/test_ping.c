/* test_ping.c - the head of an answer to GET /_ping. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include "bytes.h"
#include "parse.h"

static void an_answer_is_understood_or_refused(void **state)
{
	(void)state;
	static const struct {
		const char *why, *data;
		size_t size;
		uint64_t status;	/* 0: refused */
		const char *server, *api, *libpod;
	} rows[] = {
		{ "docker", BYTES("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nOstype: linux\r\nServer: Docker/20.10.24 (linux)\r\n\r\nOK"),
		  200, "Docker/20.10.24 (linux)", "1.41", "" },
		{ "podman", BYTES("HTTP/1.0 200 OK\r\nApi-Version: 1.41\r\nLibpod-Api-Version:4.3.1\r\nServer: Libpod/4.3.1 (linux)\r\n\r\n"),
		  200, "Libpod/4.3.1 (linux)", "1.41", "4.3.1" },
		{ "a proxy that forbids", BYTES("HTTP/1.1 403 Forbidden\r\n\r\n"), 403, "", "", "" },
		{ "no reason", BYTES("HTTP/1.1 200\r\n\r\n"), 200, "", "", "" },
		{ "newlines only", BYTES("HTTP/1.1 200 OK\nServer: x\n\n"), 200, "x", "", "" },
		{ "not in the body", BYTES("HTTP/1.1 200 OK\r\n\r\nServer: x\r\n"), 200, "", "", "" },
		{ "header cut short", BYTES("HTTP/1.1 200 OK\r\nServer: Dock"), 200, "", "", "" },
		{ "empty header", BYTES("HTTP/1.1 200 OK\r\nServer:\r\n\r\n"), 200, "", "", "" },
		{ "longer name", BYTES("HTTP/1.1 200 OK\r\nServerX: x\r\nXServer: x\r\n\r\n"), 200, "", "", "" },
		{ "no colon", BYTES("HTTP/1.1 200 OK\r\nServer x\r\n\r\n"), 200, "", "", "" },
		{ "no blank", BYTES("HTTP/1.1\r\n"), 0, "", "", "" },
		{ "a longer version", BYTES("HTTP/1.10 200 OK\r\n"), 0, "", "", "" },
		{ "no code", BYTES("HTTP/1.1  \r\n"), 0, "", "", "" },
		{ "more than a number", BYTES("HTTP/1.1 200x OK\r\n"), 0, "", "", "" },
		{ "cut short", BYTES("HTTP/1.1 20"), 0, "", "", "" },
		{ "two digits", BYTES("HTTP/1.1 20 OK\r\n"), 0, "", "", "" },
		{ "no such status", BYTES("HTTP/1.1 600 X\r\n"), 0, "", "", "" },
		{ "overflow", BYTES("HTTP/1.1 18446744073709551816 OK\r\n"), 0, "", "", "" },
		{ "no number", BYTES("HTTP/1.1 OK\r\n"), 0, "", "", "" },
		{ "HTTP/2", BYTES("HTTP/2 200 OK\r\n"), 0, "", "", "" },
		{ "HTTP/2 frames", BYTES("\0\0\006\004\0\0\0\0\0\0\005\0\0@\0"), 0, "", "", "" },
		{ "empty", BYTES(""), 0, "", "", "" },
		{ "a newline", BYTES("\r\n"), 0, "", "", "" },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		char *data = bytes_copy(rows[i].data, rows[i].size);
		struct ping ping = { .status = 9999 };
		bool ok = parse_ping(data, rows[i].size, &ping);

		ASSERT_ROW(i, rows[i].why, ok == (rows[i].status != 0));
		ASSERT_ROW(i, rows[i].why, ping.status == (ok ? rows[i].status : 9999));
		ASSERT_ROW(i, rows[i].why, text_is(&ping.server, rows[i].server));
		ASSERT_ROW(i, rows[i].why, text_is(&ping.api_version, rows[i].api));
		ASSERT_ROW(i, rows[i].why, text_is(&ping.libpod_version, rows[i].libpod));
		free(data);
	}
}

static void what_stands_between_us_and_the_engine_shows_in_the_head(void **state)
{
	(void)state;
	static const struct { const char *why, *data; size_t size; bool proxied; } rows[] = {
		{ "docker", BYTES("HTTP/1.0 200 OK\r\nApi-Version: 1.41\r\nServer: Docker/20.10.24 (linux)\r\n\r\nOK"), false },
		{ "podman", BYTES("HTTP/1.0 200 OK\r\nApi-Version: 1.41\r\nServer: Libpod/4.3.1 (linux)\r\n\r\nOK"), false },
		{ "HAProxy, Envoy", BYTES("HTTP/1.1 200 OK\r\napi-version: 1.41\r\nserver: Docker/20.10.24 (linux)\r\n\r\nOK"), true },
		{ "one header in lower case", BYTES("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nserver: Docker/20.10.24 (linux)\r\n\r\nOK"), true },
		{ "nginx", BYTES("HTTP/1.1 200 OK\r\nServer: nginx\r\nApi-Version: 1.41\r\n\r\nOK"), true },
		{ "says so itself", BYTES("HTTP/1.1 200 OK\r\nApi-Version: 1.41\r\nServer: Docker/29\r\nVia: 1.1 x\r\n\r\nOK"), true },
		{ "no engine behind it", BYTES("HTTP/1.1 403 Forbidden\r\nServer: nginx\r\n\r\n"), false },
	};

	for (size_t i = 0; i < ROWS(rows); i++) {
		char *data = bytes_copy(rows[i].data, rows[i].size);
		struct ping ping = { 0 };

		ASSERT_ROW(i, rows[i].why, parse_ping(data, rows[i].size, &ping));
		ASSERT_ROW(i, rows[i].why, ping.proxied == rows[i].proxied);
		free(data);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_is_understood_or_refused),
		cmocka_unit_test(what_stands_between_us_and_the_engine_shows_in_the_head),
	};

	return cmocka_run_group_tests_name("ping", tests, NULL, NULL);
}
