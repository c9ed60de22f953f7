/* seccomp.c - which known profile the surveyed filter is (see seccomp_profile.h). */
#include <linux/capability.h>
#include <string.h>
#include "rules.h"
#include "seccomp_profile.h"
#include "syscalls.h"

/* More differences than this, and a filter is one of its own: among all calls,
 * and among those that the short report asks about. */
#define ALIKE       16
#define ALIKE_BRIEF 4

/* In the place of a capability. */
enum { ALLOWED = 0xfc, VARIES, GONE, DENIED };

#define OF(profile) (1 << (PROFILE_##profile - PROFILE_DOCKER))

static const struct {
	uint16_t call;
	/* either capability will do, the first of them perhaps in some releases only */
	uint8_t profiles : 7, first_varies : 1, cap, other_cap;
} rows[] = {
#include "seccomp_profiles.inc"
};

#define ROWS (sizeof rows / sizeof *rows)

static bool is_of(size_t row, enum seccomp_profile profile)
{
	return rows[row].profiles >> (profile - PROFILE_DOCKER) & 1;
}

static bool is_capability(uint8_t cap)
{
	return cap < ALLOWED;
}

static enum survey_state answer_to(const struct seccomp_survey *survey, size_t row)
{
	return (enum survey_state)survey->call[rows[row].call].state;
}

void seccomp_profile_calls(bool ret[static SURVEY_CALLS], bool allowed)
{
	for (size_t i = 0; i < ROWS; i++)
		ret[rows[i].call] |= is_of(i, PROFILE_DOCKER) && rows[i].cap != GONE && rows[i].cap != VARIES &&
				     (allowed || rows[i].cap != ALLOWED);
}

/* For which it was built: by most of the calls that a capability alone allows. */
static uint64_t capabilities(const struct seccomp_survey *survey, enum seccomp_profile profile)
{
	int8_t votes[CAP_LAST_CAP + 1] = { 0 };
	uint64_t caps = 0;

	for (size_t i = 0; i < ROWS; i++)
		if (is_of(i, profile) && rows[i].cap <= CAP_LAST_CAP && rows[i].other_cap == rows[i].cap && answer_to(survey, i) != SURVEY_UNKNOWN)
			votes[rows[i].cap] = (int8_t)(votes[rows[i].cap] + (answer_to(survey, i) == SURVEY_RUNS ? 1 : -1));
	for (unsigned cap = 0; cap <= CAP_LAST_CAP; cap++)
		if (votes[cap] > 0)
			caps |= 1ULL << cap;
	for (size_t i = 0; i < ROWS; i++)
		if (is_of(i, profile) && is_capability(rows[i].cap) && rows[i].cap != rows[i].other_cap &&
		    !(caps >> rows[i].cap & 1) && answer_to(survey, i) == SURVEY_RUNS)
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
		bool allowed = rows[i].cap == ALLOWED || (is_capability(rows[i].cap) &&
			       (ret->built_for >> rows[i].cap & 1 || ret->built_for >> rows[i].other_cap & 1));

		if (!is_of(i, profile))
			continue;
		listed[rows[i].call] = true;
		if (rows[i].cap == VARIES || answer_to(survey, i) == SURVEY_UNKNOWN ||
		    (rows[i].first_varies && !(ret->built_for >> rows[i].other_cap & 1)))
			continue;
		if ((answer_to(survey, i) == SURVEY_RUNS) != allowed)
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
	const struct seccomp_survey *survey = &facts->survey;
	struct seccomp_verdict other;
	uint64_t mode;

	memset(ret, 0, sizeof *ret);
	if (survey->known != YES) {
		if (fact_number(facts, FACT_SECCOMP_MODE, &mode) && mode == 0)
			ret->profile = kernel_is_shared(facts) == NO ? PROFILE_SANDBOX : PROFILE_UNCONFINED;
		return;
	}
	compare(survey, PROFILE_DOCKER, ret);
	for (enum seccomp_profile profile = PROFILE_DOCKER + 1; profile < PROFILE_CUSTOM; profile++) {
		compare(survey, profile, &other);
		if (other.added + other.taken_away < ret->added + ret->taken_away)
			*ret = other;
	}
	if (ret->added + ret->taken_away > (survey->brief ? ALIKE_BRIEF : ALIKE))
		*ret = (struct seccomp_verdict){ .profile = PROFILE_CUSTOM };
}

const char *seccomp_profile_name(enum seccomp_profile profile)
{
	static const char *const names[PROFILE_COUNT] = {
		[PROFILE_UNCONFINED] = "unconfined", [PROFILE_SANDBOX] = "sandbox", [PROFILE_DOCKER] = "docker-default",
		[PROFILE_PODMAN] = "podman-default", [PROFILE_CRIO] = "crio-default", [PROFILE_NSPAWN] = "systemd-nspawn",
		[PROFILE_CUSTOM] = "custom",
	};
	return names[profile];
}
