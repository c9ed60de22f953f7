/* policy.c - the values of policy options, strictly: what is misspelt is
 * refused, never ignored.  Pure. */
#include <string.h>
#include "paths.h"
#include "policy.h"
#include "text.h"
#include "words.h"

/* ---- lists of words ------------------------------------------------------------ */

/* Calls `take` for each of the words between commas; an empty one is a mistake. */
static bool each_word(struct policy *policy, const char *value, size_t size,
		      bool (*take)(struct policy *policy, const char *word, size_t len))
{
	const char *end = value + size;

	for (;;) {
		const char *comma = memchr(value, ',', (size_t)(end - value));
		size_t len = (size_t)((comma ? comma : end) - value);

		if (len == 0 || !take(policy, value, len))
			return false;
		if (!comma)
			return true;
		value = comma + 1;
	}
}

static bool word_is(const char *word, size_t len, const char *text)
{
	return strlen(text) == len && memcmp(word, text, len) == 0;
}

/* ---- what counts ------------------------------------------------------------------- */

static bool take_outcome(struct policy *policy, const char *word, size_t len)
{
	static const struct { const char *name; unsigned bit; } row[] = {
		{ "control", COUNTS_CONTROL }, { "read", COUNTS_READ },
		{ "influence", COUNTS_INFLUENCE }, { "latent", COUNTS_LATENT },
	};

	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		if (!word_is(word, len, row[i].name))
			continue;
		policy->fail_on |= row[i].bit;
		return true;
	}
	return false;
}

bool policy_fail_on(struct policy *policy, const char *value)
{
	return each_word(policy, value, strlen(value), take_outcome);
}

bool policy_on_unknown(struct policy *policy, const char *value)
{
	policy->warn_unknown = strcmp(value, "warn") == 0;
	return policy->warn_unknown || strcmp(value, "refuse") == 0;
}

/* ---- what is accepted -------------------------------------------------------------- */

static bool take_allowed(struct policy *policy, const char *word, size_t len)
{
	static const char *const others[] = { "privileged", "not-a-container" };
	const struct path *path;
	/* every word of the list ends where the reason, or nothing, begins */
	const char *reason = strchr(word, '=');

	reason = reason ? reason + 1 : "";
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		if (word_is(word, len, others[i])) {
			policy->allow[ALLOW_PRIVILEGED + i] = reason;
			return true;
		}
	}
	for (size_t i = 0; (path = path_at(i)); i++) {
		if (word_is(word, len, path->id)) {
			policy->allow[i] = reason;
			return true;
		}
	}
	return false;
}

bool policy_allow(struct policy *policy, const char *value)
{
	return each_word(policy, value, strcspn(value, "="), take_allowed);
}

static bool is_leap(uint64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int64_t days_since_1970(uint64_t year, uint64_t month, uint64_t day)
{
	static const uint16_t before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
	uint64_t past = year - 1;	/* whole years, with their leap days */

	return (int64_t)(past * 365 + past / 4 - past / 100 + past / 400 + before[month - 1] +
			 (month > 2 && is_leap(year)) + day - 1) - 719162;
}

/* Takes exactly `digits` digits. */
static bool take_digits(struct text *text, size_t digits, uint64_t *ret)
{
	const char *at = text->at;

	return text_left(text) > 0 && *at >= '0' && *at <= '9' && text_u64(text, 9999, ret) &&
	       (size_t)(text->at - at) == digits;
}

bool policy_allow_until(struct policy *policy, const char *value)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	struct text text = TEXT(value, strlen(value));
	uint64_t year, month, day;

	if (!take_digits(&text, 4, &year) || !text_skip(&text, "-") || !take_digits(&text, 2, &month) ||
	    !text_skip(&text, "-") || !take_digits(&text, 2, &day) || text_left(&text) > 0)
		return false;
	if (year < 1970 || month < 1 || month > 12 || day < 1 || day > days[month - 1] + (month == 2 && is_leap(year) ? 1U : 0U))
		return false;
	int64_t until = days_since_1970(year, month, day);

	if (!policy->until || until < policy->until_day) {
		policy->until = value;
		policy->until_day = until;
	}
	return true;
}

/* ---- the contract --------------------------------------------------------------------- */

/* "NET_ADMIN", "cap_net_admin", "CAP_NET_ADMIN". */
static bool is_capability(const char *word, size_t len, const char *name)
{
	size_t skip = len >= 4 && (memcmp(word, "CAP_", 4) == 0 || memcmp(word, "cap_", 4) == 0) ? 0 : 4;

	if (strlen(name) != len + skip)
		return false;
	for (size_t i = 0; i < len; i++) {
		char c = word[i];

		if ((c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c) != name[skip + i])
			return false;
	}
	return true;
}

static bool take_capability(struct policy *policy, const char *word, size_t len)
{
	for (unsigned cap = 0; cap < 64; cap++) {
		/* A bit that has no name is said as cap_N, and is not to be asked for. */
		if (capability_name(cap)[0] != 'C' || !is_capability(word, len, capability_name(cap)))
			continue;
		policy->caps |= UINT64_C(1) << cap;
		return true;
	}
	return false;
}

bool policy_expect_caps(struct policy *policy, const char *value)
{
	policy->has_caps = true;
	policy->caps = 0;
	return strcmp(value, "none") == 0 || each_word(policy, value, strlen(value), take_capability);
}

static bool take_device(struct policy *policy, const char *word, size_t len)
{
	if (*word != '/' || policy->devices == POLICY_DEVICES)
		return false;
	policy->device[policy->devices].path = word;
	policy->device[policy->devices++].len = len;
	return true;
}

bool policy_expect_devices(struct policy *policy, const char *value)
{
	policy->has_devices = true;
	policy->devices = 0;
	return strcmp(value, "none") == 0 || each_word(policy, value, strlen(value), take_device);
}

bool policy_expect_user(struct policy *policy, const char *value)
{
	struct text text = TEXT(value, strlen(value));

	if (strcmp(value, "nonroot") == 0) {
		policy->user = USER_NONROOT;
		return true;
	}
	policy->user = USER_EXACTLY;
	return *value >= '0' && *value <= '9' && text_u64(&text, UINT32_MAX - 1, &policy->uid) && text_left(&text) == 0;
}
