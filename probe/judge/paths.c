/* paths.c - the families, in the order of the report: what reaches the host
 * in one step first. */
#include <string.h>
#include "paths.h"

static const struct path *const families[] = {
	paths_sockets, paths_binds, paths_storage, paths_procfs,
	paths_capabilities, paths_namespaces, paths_descriptors,
	paths_devices, paths_surface,
};

const struct path *path_at(size_t number)
{
	for (size_t i = 0; i < sizeof families / sizeof *families; i++)
		for (const struct path *path = families[i]; path->id; path++)
			if (number-- == 0)
				return path;
	return NULL;
}

const struct path *path_find(const char *id)
{
	const struct path *path;

	for (size_t i = 0; (path = path_at(i)); i++)
		if (!strcmp(path->id, id))
			return path;
	return NULL;
}
