/* evidence.h - what was seen of the surroundings, as one line of text.
 *
 * Private to collect/. */
#ifndef PROBE_EVIDENCE_H
#define PROBE_EVIDENCE_H
#include "source.h"

struct evidence {
	struct collect *collect;
	const char *engine, *orchestrator, *sandbox, *machine;	/* NULL: no sign; the first sign counts */
	bool engine_is_vague;	/* "runc" and the like: a better sign may come */
	bool container;		/* a sign that is in a container only */
	bool sysbox;		/* a runtime whose containers are in a user namespace; said once */
	enum known rootless;	/* what an engine's file says */
	size_t len;
	char text[1024];	/* "; " between the items */
};

/* Adds an item; what does not fit is left out. */
void evidence_add(struct evidence *evidence, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The virtual machine and the sandbox around the container (environment_vm.c). */
void evidence_machine(struct evidence *evidence);
void evidence_sandbox(struct evidence *evidence);
#endif
