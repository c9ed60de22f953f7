/* outcome.h - what the programs share that run escape-probe again and again: the
 * time of one run that is over, the clock, and how a run may end. */
#ifndef TESTS_LIVE_OUTCOME_H
#define TESTS_LIVE_OUTCOME_H
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <time.h>

static volatile sig_atomic_t late;

static inline void on_alarm(int signal)
{
	(void)signal;
	late = 1;
}

static inline double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static inline bool is_among(int status, const int *exits, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (exits[i] == status)
			return true;
	return false;
}
#endif
