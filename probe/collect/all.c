/* all.c - the collectors, in the order in which they run. */
#include "collect.h"

static const struct collector collectors[] = {
	/* Facts that later ones need come first, and what changes its own
	 * process (survey, parting) comes last. */
	{ "identity",     collect_identity,     false, false },
	{ "kernel",       collect_kernel,       false, false },
	{ "namespaces",   collect_namespaces,   false, false },
	{ "security",     collect_security,     false, false },
	{ "cgroups",      collect_cgroups,      false, false },
	{ "mounts",       collect_mounts,       false, false },
	{ "host-tmpfs",   collect_host_tmpfs,   false, true },
	{ "environment",  collect_environment,  false, false },
	{ "access",       collect_access,       true,  true },
	{ "descriptors",  collect_descriptors,  false, false },
	{ "kernel-files", collect_kernel_files, false, true },
	{ "devices",      collect_devices,      false, true },
	{ "sockets",      collect_sockets,      false, true },
	{ "mount-access", collect_mount_access, true,  true },
	{ "processes",    collect_processes,    true,  true },
	{ "survey",       collect_survey,       true,  true },
	{ "calls",        collect_calls,        true,  true },
	{ "questions",    collect_questions,    true,  true },
	{ "last-questions", collect_parting,      true,  true },
};

#define COLLECTORS (sizeof collectors / sizeof collectors[0])
_Static_assert(COLLECTORS <= COLLECTORS_MAX, "room for every collector's result");

void collect_all(const struct host *host, struct facts *facts, unsigned deadline_ms)
{
	run_collectors(collectors, COLLECTORS, host, facts, deadline_ms);
	/* A path of which there is no text is looked for nowhere, and not found. */
	if (facts->arena.exhausted)
		facts->mounts_list.truncated = facts->places_list.truncated = facts->kernel_files_list.truncated =
			facts->devices_list.truncated = facts->sockets_list.truncated = facts->descriptors_list.truncated =
			facts->processes_list.truncated = true;
}
