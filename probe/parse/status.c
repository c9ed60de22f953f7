/* status.c - /proc/PID/status (see proc(5)).
 *
 * Lines come in any order and any of them may be missing: kernels without
 * seccomp print no Seccomp line, gVisor prints few.  What is missing or makes
 * no sense stays unknown; it is never taken for zero. */
#include "parse.h"

/* Nothing but blanks is left. */
static bool ends(const struct text *text)
{
	struct text rest = text_trim(*text);

	return text_left(&rest) == 0;
}

static bool decimal(struct text value, uint64_t *ret)
{
	uint64_t n;

	if (!text_u64(&value, UINT64_MAX, &n) || !ends(&value))
		return false;
	*ret = n;
	return true;
}

/* Always 16 digits (fs/proc/array.c: render_cap_t): fewer were cut short. */
static bool caps(struct text value, uint64_t *ret)
{
	struct text digits = text_trim(value);
	uint64_t n;

	if (text_left(&digits) != 16 || !text_hex(&digits, UINT64_MAX, &n) || text_left(&digits) != 0)
		return false;
	*ret = n;
	return true;
}

/* Real, effective, saved, file system. */
static bool four(struct text value, uint64_t *ret)
{
	uint64_t n[4];

	for (size_t i = 0; i < 4; i++)
		if (!text_u64(&value, UINT32_MAX, &n[i]))
			return false;
	if (!ends(&value))
		return false;
	for (size_t i = 0; i < 4; i++)
		ret[i] = n[i];
	return true;
}

/* NSpid lists our number in each PID namespace, from that of the procfs
 * inwards. */
static bool innermost(struct text value, uint64_t *ret)
{
	uint64_t n;

	if (!text_u64(&value, UINT32_MAX, &n))
		return false;
	while (text_u64(&value, UINT32_MAX, &n))
		;
	if (!ends(&value))
		return false;
	*ret = n;
	return true;
}

/* One line of a known name. */
static bool store(const struct text *name, const struct text *value, struct status *ret)
{
	const struct {
		const char *name;
		bool (*parse)(struct text value, uint64_t *ret);
		uint64_t *value;
		bool *known;
	} rows[] = {
		{ "Tgid",            decimal,   &ret->tgid.value,            &ret->tgid.known },
		{ "PPid",            decimal,   &ret->ppid.value,            &ret->ppid.known },
		{ "Uid",             four,      ret->uid.value,              &ret->uid.known },
		{ "Gid",             four,      ret->gid.value,              &ret->gid.known },
		{ "NSpid",           innermost, &ret->nspid_last.value,      &ret->nspid_last.known },
		{ "CapInh",          caps,      &ret->cap_inh.value,         &ret->cap_inh.known },
		{ "CapPrm",          caps,      &ret->cap_prm.value,         &ret->cap_prm.known },
		{ "CapEff",          caps,      &ret->cap_eff.value,         &ret->cap_eff.known },
		{ "CapBnd",          caps,      &ret->cap_bnd.value,         &ret->cap_bnd.known },
		{ "CapAmb",          caps,      &ret->cap_amb.value,         &ret->cap_amb.known },
		{ "NoNewPrivs",      decimal,   &ret->no_new_privs.value,    &ret->no_new_privs.known },
		{ "Seccomp",         decimal,   &ret->seccomp.value,         &ret->seccomp.known },
		{ "Seccomp_filters", decimal,   &ret->seccomp_filters.value, &ret->seccomp_filters.known },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (text_is(name, rows[i].name))
			return rows[i].parse(*value, rows[i].value) && (*rows[i].known = true);
	if (text_is(name, "Groups")) {
		ret->groups.value = text_trim(*value);
		return ret->groups.known = true;
	}
	if (text_is(name, "Name")) {
		ret->name.value = *value;	/* a name may begin and end in blanks */
		text_skip(&ret->name.value, "\t");
		return ret->name.known = true;
	}
	return false;
}

/* A line that lacks its newline was cut short, and a number cut short is
 * another number.  Of lines that come twice the last counts: the first line is
 * the process name, and not every kernel escapes the newlines in it. */
bool parse_status(const char *data, size_t size, struct status *ret)
{
	struct text text = TEXT(data, size), line, name;
	struct status status = { 0 };
	bool any = false;

	while (text_until(&text, '\n', &line))
		if (text_until(&line, ':', &name) && store(&name, &line, &status))
			any = true;
	if (any)
		*ret = status;
	return any;
}
