/* fuzz_policy.c - a policy file, and the environment: the same bytes as both.
 *
 * Every mistake is said on stderr; here that goes nowhere. */
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "options.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static int nowhere = -1;
	struct options options = { .command = COMMAND_EXEC };
	char *text = malloc(size + 1), *variable = malloc(size + 14);
	char *environment[] = { variable, NULL };
	int saved = dup(STDERR_FILENO);

	if (nowhere < 0)
		nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (!text || !variable || saved < 0 || nowhere < 0)
		abort();
	memcpy(text, data, size);
	memcpy(variable, "ESCAPE_PROBE_", 13);
	memcpy(variable + 13, data, size);
	variable[size + 13] = '\0';
	dup2(nowhere, STDERR_FILENO);
	int error = options_file("policy", text, size, &options);

	if (error != 0 && error != 64)
		abort();
	if (options.policy.until && (options.policy.until_day < 0 || options.policy.until_day > 2932896))
		abort();
	error = options_environment(environment, &options);
	if (error != 0 && error != 64)
		abort();
	dup2(saved, STDERR_FILENO);
	close(saved);
	free(text);
	free(variable);
	return 0;
}
