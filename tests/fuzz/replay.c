/* replay.c - feeds the files of the directories named on the command line to a
 * fuzz target, so that any compiler's build runs what the fuzzer once found.
 * Prints how many there were; none at all is a failure, not a pass. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The memory is as long as the file, so that a sanitizer sees one byte more. */
static void run_file(const char *path, size_t size)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data = malloc(size > 0 ? size : 1);

	if (!file || !data || fread(data, 1, size, file) != size) {
		perror(path);
		exit(1);
	}
	LLVMFuzzerTestOneInput(data, size);
	free(data);
	fclose(file);
}

static unsigned run_directory(const char *directory)
{
	struct dirent **entries;
	int count = scandir(directory, &entries, NULL, alphasort);
	unsigned inputs = 0;

	if (count < 0) {
		perror(directory);
		exit(1);
	}
	for (int i = 0; i < count; i++) {
		char path[4096];
		struct stat found;

		snprintf(path, sizeof path, "%s/%s", directory, entries[i]->d_name);
		if (stat(path, &found) == 0 && S_ISREG(found.st_mode)) {
			run_file(path, (size_t)found.st_size);
			inputs++;
		}
		free(entries[i]);
	}
	free(entries);
	return inputs;
}

int main(int argc, char **argv)
{
	unsigned inputs = 0;

	for (int i = 1; i < argc; i++)
		inputs += run_directory(argv[i]);
	printf("%u inputs\n", inputs);
	return inputs > 0 ? 0 : 1;
}
