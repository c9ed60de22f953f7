/* traced.h - what the programs that trace escape-probe share: the processes of a
 * run. */
#ifndef TESTS_LIVE_TRACED_H
#define TESTS_LIVE_TRACED_H
#include <stdlib.h>
#include <sys/types.h>
#include "outcome.h"

#define PROCESSES 512

/* Between the entry of a call and its end, and whether it will then have failed. */
struct process { pid_t pid; bool inside, failing; };
static struct process processes[PROCESSES];

static struct process *process_of(pid_t pid)
{
	struct process *free_one = NULL;

	for (size_t i = 0; i < PROCESSES; i++) {
		if (processes[i].pid == pid)
			return &processes[i];
		if (!processes[i].pid && !free_one)
			free_one = &processes[i];
	}
	if (!free_one)
		exit(70);
	*free_one = (struct process){ .pid = pid };
	return free_one;
}

static void kill_all(pid_t first)
{
	kill(first, SIGKILL);
	for (size_t i = 0; i < PROCESSES; i++)
		if (processes[i].pid)
			kill(processes[i].pid, SIGKILL);
}
#endif
