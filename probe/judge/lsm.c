/* lsm.c - AppArmor, SELinux and lockdown as barriers.
 *
 * A policy cannot be read from inside; what it does shows by its answers.
 * The one exception is the text that the engines share (docker-default). */
#include <errno.h>
#include <string.h>
#include "parse.h"
#include "rules.h"

/* Is there no such module?  NO is only said where the kernel said it: its
 * list of modules, or an errno of a running system that means "not built". */
static enum known module_active(const struct facts *facts, const char *name, enum fact_id fact)
{
	const char *list = fact_text(facts, FACT_LSM_LIST);
	int error = facts->fact[fact].error;

	if (list)
		return parse_has_option(list, name) ? YES : NO;
	if (!facts->fact[fact].known && (error == EINVAL || (facts->live && error == ENOENT)))
		return NO;
	return UNKNOWN;
}

enum known apparmor_confines(const struct facts *facts)
{
	const char *mode = fact_text(facts, FACT_APPARMOR_MODE);
	const char *profile = fact_text(facts, FACT_APPARMOR_PROFILE);

	if (mode)
		return !strcmp(mode, "unconfined") || !strcmp(mode, "complain") ? NO : YES;
	if (profile && !strcmp(profile, "unconfined"))
		return NO;
	if (fact_bool(facts, FACT_APPARMOR_ENABLED) == NO)
		return NO;
	return module_active(facts, "apparmor", FACT_APPARMOR_ENABLED) == NO ? NO : UNKNOWN;
}

/* Takes the type out of user:role:type:level. */
static bool context_type(const char *context, struct text *ret)
{
	struct text text = TEXT(context, strlen(context)), skipped;

	if (!text_until(&text, ':', &skipped) || !text_until(&text, ':', &skipped))
		return false;
	if (!text_until(&text, ':', ret))
		*ret = text;
	return true;
}

enum known selinux_confines(const struct facts *facts)
{
	/* what engines give a container that is not to be confined, and what
	 * processes carry that no policy placed */
	static const char *const free_types[] = { "spc_t", "unconfined_t", "unconfined_service_t", "kernel_t", "init_t" };
	const char *context = fact_text(facts, FACT_SELINUX_CONTEXT);
	struct text type;

	if (fact_bool(facts, FACT_SELINUX_ENFORCING) == NO)
		return NO;
	if (context) {
		if (!context_type(context, &type))
			return NO;	/* "kernel": no policy loaded; or AppArmor's text */
		for (size_t i = 0; i < sizeof free_types / sizeof *free_types; i++)
			if (text_is(&type, free_types[i]))
				return NO;
		return fact_bool(facts, FACT_SELINUX_ENFORCING) == YES ? YES : UNKNOWN;
	}
	/* Where AppArmor names a profile SELinux is off: each claims the same
	 * blob (security/security.c, LSM_FLAG_EXCLUSIVE). */
	return fact_text(facts, FACT_APPARMOR_PROFILE) || module_active(facts, "selinux", FACT_SELINUX_CONTEXT) == NO ? NO : UNKNOWN;
}

/* Was something refused that nothing else could have refused? */
static bool lsm_has_refused(const struct facts *facts)
{
	static const enum question_id asked[] = { ASK_LSM_PROC_WRITE, ASK_LSM_SYS_WRITE, ASK_LSM_SOCKET, ASK_LSM_PTRACE };

	for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
		if (facts->question[asked[i]].state == ANSWERED && facts->question[asked[i]].error == EACCES)
			return true;
	return false;
}

enum known lsm_confines(const struct facts *facts)
{
	if (lsm_has_refused(facts))
		return YES;
	enum known apparmor = apparmor_confines(facts), selinux = selinux_confines(facts);

	if (apparmor == YES || selinux == YES)
		return YES;
	return apparmor == NO && selinux == NO ? NO : UNKNOWN;
}

bool policy_in_force(const struct facts *facts)
{
	uint64_t layers = 0;

	return lsm_confines(facts) == YES || (fact_number(facts, FACT_LANDLOCK_LAYERS, &layers) && layers > 0);
}

bool apparmor_is_engine_default(const struct facts *facts)
{
	static const char *const names[] = { "docker-default", "cri-containerd.apparmor.d", "containers-default-", "crio-default" };
	const char *profile = fact_text(facts, FACT_APPARMOR_PROFILE);

	if (!profile || apparmor_confines(facts) != YES)
		return false;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (!strncmp(profile, names[i], strlen(names[i])))
			return true;
	return false;
}

static const char *selinux_evidence(const struct facts *facts, const struct actor *actor, enum known confines)
{
	const char *context = fact_text(facts, FACT_SELINUX_CONTEXT);

	if (confines == NO)
		return "SELinux does not confine this process";
	if (!context)
		return fact_gap(facts, actor, FACT_SELINUX_CONTEXT);
	return arena_printf(actor->arena, "SELinux %s: its policy cannot be read from here (%s)", context,
			    fact_source(facts, FACT_SELINUX_CONTEXT));
}

void barrier_selinux(struct way *way, const struct facts *facts, const struct actor *actor, const char *what)
{
	enum known confines = selinux_confines(facts);

	barrier_unless(way, BARRIER_LSM, confines == NO ? YES : UNKNOWN, what, selinux_evidence(facts, actor, confines));
}

static const char *apparmor_evidence(const struct facts *facts, const struct actor *actor, const char *words)
{
	const char *profile = fact_text(facts, FACT_APPARMOR_PROFILE);

	if (!profile)
		return fact_gap(facts, actor, FACT_APPARMOR_PROFILE);
	return arena_printf(actor->arena, "AppArmor profile %s %s (%s)", profile, words,
			    fact_source(facts, FACT_APPARMOR_PROFILE));
}

void barrier_lsm(struct way *way, const struct facts *facts, const struct actor *actor, const char *what)
{
	if (lsm_confines(facts) == NO)
		barrier_add(way, BARRIER_LSM, BARRIER_ABSENT, what, "neither AppArmor nor SELinux confines this process");
	else if (apparmor_confines(facts) != NO)
		barrier_add(way, BARRIER_LSM, BARRIER_IS_UNKNOWN, what,
			    apparmor_evidence(facts, actor, "may refuse it; its rules cannot be read from here"));
	else
		barrier_selinux(way, facts, actor, what);
}

void barrier_lsm_mount(struct way *way, const struct facts *facts, const struct actor *actor)
{
	static const char what[] = "security module on mount(2)";
	const struct answer *answer = &facts->question[ASK_LSM_MOUNT];
	uint64_t layers = 0;

	/* hook_sb_mount() of Landlock answers EPERM whatever the rules say; so
	 * does the want of a capability. */
	if (fact_number(facts, FACT_LANDLOCK_LAYERS, &layers) && layers > 0) {
		barrier_add(way, BARRIER_LSM, BARRIER_STANDING, what, arena_printf(actor->arena,
			    "Landlock restricts this process, %llu deep (asked)", (unsigned long long)layers));
		return;
	}
	/* security_sb_mount() comes before the capability check: EPERM, from
	 * the kernel, is past it (fs/namespace.c, path_mount). */
	if (answer->state == ANSWERED && answer->error == EACCES && call_runs(facts, CALL_MOUNT) == YES)
		barrier_add(way, BARRIER_LSM, BARRIER_STANDING, what, "mount(2) answers EACCES, and no filter does (asked)");
	else if (answer->state == ANSWERED && answer->error == EINVAL)
		barrier_add(way, BARRIER_LSM, BARRIER_ABSENT, what, "mount(2) passes the security modules (asked)");
	else if (answer->state == ANSWERED && answer->error == EPERM && call_runs(facts, CALL_MOUNT) == YES)
		barrier_add(way, BARRIER_LSM, BARRIER_ABSENT, what, "mount(2) fails only for want of a capability (asked)");
	/* For an answer that was lost the profile's name does not stand in. */
	else if (apparmor_is_engine_default(facts) && (answer->state == ANSWERED || call_runs(facts, CALL_MOUNT) == NO ||
						       (answer->state == NOT_ASKED && !facts->live)))
		barrier_add(way, BARRIER_LSM, BARRIER_STANDING, what, apparmor_evidence(facts, actor, "denies mount"));
	else if (answer->state == ANSWERED && answer->error == EACCES && call_runs(facts, CALL_MOUNT) == UNKNOWN)
		barrier_add(way, BARRIER_LSM, BARRIER_IS_UNKNOWN, what,
			    "mount(2) answers EACCES; cause not told apart: a filter may do that as well");
	else
		barrier_lsm(way, facts, actor, what);
}

/* ---- lockdown (kernel_lockdown(7)) ---------------------------------------- */

/* UNKNOWN: it does not tell. */
static enum known lockdown_of(const char *state, bool confidentiality_only)
{
	struct text text = TEXT(state, strlen(state));

	if (text_contains(&text, "[none]") || text_is(&text, "none"))
		return NO;
	if (text_contains(&text, "[integrity]") || text_is(&text, "integrity"))
		return confidentiality_only ? NO : YES;
	return text_contains(&text, "confidentiality") ? YES : UNKNOWN;
}

enum known lockdown_active(const struct facts *facts, bool confidentiality_only)
{
	const char *state = fact_text(facts, FACT_LOCKDOWN), *cmdline = fact_text(facts, FACT_KERNEL_CMDLINE);
	const char *modules = fact_text(facts, FACT_LSM_LIST);
	enum known said = state ? lockdown_of(state, confidentiality_only) : UNKNOWN;
	struct text value;

	if (said != UNKNOWN)
		return said;
	/* iopl(2) needs a state below integrity */
	if (facts->question[ASK_CAP_SYS_RAWIO].state == ANSWERED && facts->question[ASK_CAP_SYS_RAWIO].error == 0)
		return NO;
	if (modules && !parse_has_option(modules, "lockdown"))
		return NO;
	/* lockdown came with 5.4 */
	if (kernel_at_least(facts, 5, 4) == NO)
		return NO;
	/* Without the module it would mean nothing; but whoever asks for lockdown has
	 * a kernel that knows it, and a container mostly sees neither list nor state. */
	if (cmdline && parse_cmdline_value(cmdline, strlen(cmdline), "lockdown", &value)) {
		if (text_is(&value, "confidentiality"))
			return YES;
		if (text_is(&value, "integrity") && !confidentiality_only)
			return YES;
	}
	return UNKNOWN;
}

void barrier_lockdown(struct way *way, const struct facts *facts, const struct actor *actor, bool confidentiality_only)
{
	static const char what[] = "kernel lockdown";
	const char *state = fact_text(facts, FACT_LOCKDOWN);
	enum known active = lockdown_active(facts, confidentiality_only);

	if (active == UNKNOWN)
		barrier_add(way, BARRIER_KERNEL, BARRIER_IS_UNKNOWN, what, fact_gap(facts, actor, FACT_LOCKDOWN));
	else
		barrier_add(way, BARRIER_KERNEL, active == YES ? BARRIER_STANDING : BARRIER_ABSENT, what,
			    state && lockdown_of(state, false) != UNKNOWN ? arena_printf(actor->arena, "%s (%s)", state, fact_source(facts, FACT_LOCKDOWN)) :
			    active == YES ? "lockdown= on the kernel command line (/proc/cmdline)" :
			    "not in force (shown by iopl(2), the list of security modules, or the age of the kernel)");
}
