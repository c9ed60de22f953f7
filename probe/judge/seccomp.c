/* seccomp.c - which known profile the surveyed filter is (see seccomp_profile.h). */
#include <linux/capability.h>
#include <string.h>
#include "rules.h"
#include "seccomp_profile.h"
#include "syscalls.h"

/* More differences than this, and a filter is one of its own. */
#define ALIKE 16

/* In the place of a capability. */
#define DENIED 0xff
#define VARIES 0xfe

static const struct {
	uint16_t call;
	/* either capability will do, the first of them perhaps in some releases only */
	uint8_t profile : 4, first_varies : 1, cap, other_cap;
} rows[] = {
#include "seccomp_profiles.inc"
};

#define ROWS (sizeof rows / sizeof *rows)

static bool is_capability(uint8_t cap)
{
	return cap < VARIES;
}

static bool runs(const struct seccomp_survey *survey, size_t row)
{
	return survey->call[rows[row].call].state == SURVEY_RUNS;
}

/* Was it built for `cap`?  By most of the calls that this capability alone
 * allows. */
static bool built_for(const struct seccomp_survey *survey, enum seccomp_profile profile, uint8_t cap)
{
	int votes = 0;

	for (size_t i = 0; i < ROWS; i++)
		if (rows[i].profile == profile && rows[i].cap == cap && rows[i].other_cap == cap)
			votes += runs(survey, i) ? 1 : -1;
	return votes > 0;
}

static uint64_t capabilities(const struct seccomp_survey *survey, enum seccomp_profile profile)
{
	uint64_t caps = 0;

	for (uint8_t cap = 0; cap <= CAP_LAST_CAP; cap++)
		if (built_for(survey, profile, cap))
			caps |= 1ULL << cap;
	for (size_t i = 0; i < ROWS; i++)
		if (rows[i].profile == profile && is_capability(rows[i].cap) && rows[i].cap != rows[i].other_cap &&
		    !(caps >> rows[i].cap & 1) && runs(survey, i))
			caps |= 1ULL << rows[i].other_cap;
	return caps;
}

/* Numbers that our headers had no name for are not compared: some are older
 * than every architecture of ours, some younger than every list. */
static void compare(const struct seccomp_survey *survey, enum seccomp_profile profile, struct seccomp_verdict *ret)
{
	bool listed[SURVEY_CALLS] = { false };

	*ret = (struct seccomp_verdict){ .profile = profile, .built_for = capabilities(survey, profile) };
	for (size_t i = 0; i < ROWS; i++) {
		bool allowed = is_capability(rows[i].cap) &&
			       (ret->built_for >> rows[i].cap & 1 || ret->built_for >> rows[i].other_cap & 1);

		if (rows[i].profile != profile)
			continue;
		listed[rows[i].call] = true;
		if (rows[i].first_varies && !(ret->built_for >> rows[i].other_cap & 1))
			continue;
		if (rows[i].cap != VARIES && runs(survey, i) != allowed)
			ret->difference[rows[i].call] = allowed ? DIFFERENCE_TAKEN_AWAY : DIFFERENCE_ADDED;
	}
	for (unsigned i = 0; i < SURVEY_CALLS; i++) {
		char buf[16];
		uint8_t state = survey->call[i].state;

		if (!listed[i] && state != SURVEY_RUNS && state != SURVEY_UNKNOWN && syscall_name(i, buf) != buf)
			ret->difference[i] = DIFFERENCE_TAKEN_AWAY;
		ret->added += ret->difference[i] == DIFFERENCE_ADDED;
		ret->taken_away += ret->difference[i] == DIFFERENCE_TAKEN_AWAY;
	}
}

void judge_seccomp(const struct facts *facts, struct seccomp_verdict *ret)
{
	struct seccomp_verdict podman;
	uint64_t mode;

	memset(ret, 0, sizeof *ret);
	if (facts->survey.known != YES) {
		if (fact_number(facts, FACT_SECCOMP_MODE, &mode) && mode == 0)
			ret->profile = kernel_is_shared(facts) == NO ? PROFILE_SANDBOX : PROFILE_UNCONFINED;
		return;
	}
	compare(&facts->survey, PROFILE_DOCKER, ret);
	compare(&facts->survey, PROFILE_PODMAN, &podman);
	if (podman.added + podman.taken_away < ret->added + ret->taken_away)
		*ret = podman;
	if (ret->added + ret->taken_away > ALIKE)
		*ret = (struct seccomp_verdict){ .profile = PROFILE_CUSTOM };
}

const char *seccomp_profile_name(enum seccomp_profile profile)
{
	static const char *const names[PROFILE_COUNT] = {
		[PROFILE_UNCONFINED] = "unconfined", [PROFILE_SANDBOX] = "sandbox", [PROFILE_DOCKER] = "docker-default",
		[PROFILE_PODMAN] = "podman-default", [PROFILE_CUSTOM] = "custom",
	};
	return names[profile];
}
