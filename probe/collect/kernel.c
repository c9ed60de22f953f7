/* kernel.c - the kernel's release, its switches and what it can do. */
#include <errno.h>
#include <string.h>
#include <sys/utsname.h>
#include "source.h"

static const struct source_row rows[] = {
	{ FACT_KERNEL_RELEASE,     SOURCE_TEXT,   "/proc/sys/kernel/osrelease", NULL },
	{ FACT_KERNEL_VERSION,     SOURCE_TEXT,   "/proc/version", NULL },
	{ FACT_KERNEL_CMDLINE,     SOURCE_TEXT,   "/proc/cmdline", NULL },
	{ FACT_CORE_PATTERN,       SOURCE_TEXT,   "/proc/sys/kernel/core_pattern", NULL },
	{ FACT_MODPROBE,           SOURCE_TEXT,   "/proc/sys/kernel/modprobe", "no such file: kernel without modules" },
	{ FACT_UEVENT_HELPER,      SOURCE_TEXT,   "/sys/kernel/uevent_helper", "no such file: kernel without uevent helper" },
	{ FACT_SYSRQ,              SOURCE_NUMBER, "/proc/sys/kernel/sysrq", "no such file: kernel without SysRq" },
	{ FACT_MODULES_DISABLED,   SOURCE_NUMBER, "/proc/sys/kernel/modules_disabled", "no such file: kernel without modules" },
	{ FACT_MODULE_SIG_ENFORCE, SOURCE_FLAG,   "/sys/module/module/parameters/sig_enforce", "no such file: kernel without module signatures" },
	{ FACT_KEXEC_DISABLED,     SOURCE_NUMBER, "/proc/sys/kernel/kexec_load_disabled", "no such file: kernel without kexec" },
	{ FACT_KEXEC_LIMIT_REBOOT, SOURCE_TEXT,   "/proc/sys/kernel/kexec_load_limit_reboot", "no such file: kernel before 6.3, or without kexec" },
	{ FACT_KEXEC_LIMIT_PANIC,  SOURCE_TEXT,   "/proc/sys/kernel/kexec_load_limit_panic", "no such file: kernel before 6.3, or without kexec" },
	{ FACT_PERF_PARANOID,      SOURCE_TEXT,   "/proc/sys/kernel/perf_event_paranoid", "no such file: kernel without performance events" },
	{ FACT_DMESG_RESTRICT,     SOURCE_NUMBER, "/proc/sys/kernel/dmesg_restrict", "no such file: kernel without a log" },
	{ FACT_FILESYSTEMS,        SOURCE_TEXT,   "/proc/filesystems", NULL },
};

/* Nothing is judged by these, and the short report does not show them. */
static const struct source_row long_rows[] = {
	{ FACT_BINFMT_STATUS,      SOURCE_TEXT,   "/proc/sys/fs/binfmt_misc/status", "not mounted here" },
	{ FACT_BPF_DISABLED,       SOURCE_NUMBER, "/proc/sys/kernel/unprivileged_bpf_disabled", "no such file: kernel without bpf(2)" },
};

/* uname(2) needs no /proc; a personality may age what it says, so it is only
 * the second choice. */
static void release_without_proc(struct collect *collect)
{
	struct utsname name;

	if (!collect->host->live || collect->facts->fact[FACT_KERNEL_RELEASE].known || uname(&name) < 0)
		return;
	fact_set_text(collect->facts, FACT_KERNEL_RELEASE, name.release, strlen(name.release));
	fact_set_source(collect->facts, FACT_KERNEL_RELEASE, "uname(2)");
}

/* Both files exist if, and only if, the kernel can load modules. */
static void set_modules(struct collect *collect)
{
	struct facts *facts = collect->facts;
	int list = source_check(collect, "/proc/modules", false);
	const struct fact *content = &facts->fact[FACT_MODPROBE];
	int helper = content->known ? 0 : content->error == ENOENT ? -ENOENT : source_check(collect, "/proc/sys/kernel/modprobe", false);

	if (list == 0 || helper == 0)
		fact_set_bool(facts, FACT_KERNEL_MODULES, true);
	else if (list == -ENOENT && helper == -ENOENT && source_sysctls_seen(collect))
		fact_set_bool(facts, FACT_KERNEL_MODULES, false);
	else
		source_unknown(facts, FACT_KERNEL_MODULES, list, NULL);
}

/* Without CONFIG_MODULE_SIG nothing is enforced: /sys/module/module, made by
 * kernel/module/, is there and lacks the parameter. */
static void signatures_not_built_in(struct collect *collect)
{
	if (collect->facts->fact[FACT_MODULE_SIG_ENFORCE].error == ENOENT &&
	    source_check(collect, "/sys/module/module/parameters", false) == 0) {
		fact_set_bool(collect->facts, FACT_MODULE_SIG_ENFORCE, false);
		fact_set_source(collect->facts, FACT_MODULE_SIG_ENFORCE, "/sys/module/module/parameters: no sig_enforce");
	}
}

void collect_kernel(struct collect *collect)
{
	source_facts(collect, rows, sizeof rows / sizeof rows[0]);
	if (!collect->facts->survey.brief)
		source_facts(collect, long_rows, sizeof long_rows / sizeof long_rows[0]);
	release_without_proc(collect);
	set_modules(collect);
	signatures_not_built_in(collect);
}
