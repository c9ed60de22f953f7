/* capname.c - the names of capabilities(7), from libcap. */
#include <ctype.h>
#include <stdio.h>
#include <sys/capability.h>
#include "render.h"

const char *render_cap_name(unsigned cap, char *buf, size_t size)
{
	/* libcap answers the bare number for a bit that is newer than itself. */
	char *name = cap_to_name((cap_value_t)cap);

	if (name && isalpha((unsigned char)*name)) {
		snprintf(buf, size, "%s", name);
		for (char *c = buf; *c; c++)
			*c = (char)toupper((unsigned char)*c);
	} else {
		snprintf(buf, size, "cap_%u", cap);
	}
	cap_free(name);
	return buf;
}
