/* kernel_files.c - which files of the kernel could be looked at: our own /proc
 * and /sys, and every other procfs, sysfs, cgroup, binfmt_misc, tracefs and
 * debugfs that is mounted anywhere. */
#include <errno.h>
#include <linux/capability.h>
#include <string.h>
#include "kernel_files.h"
#include "parse.h"
#include "source.h"

#define ROWS(array) (sizeof(array) / sizeof((array)[0]))

/* What engines hide (Docker, containerd, podman, CRI-O, kubelet agree but for
 * `interrupts`) and what they make read-only. */
static const struct own_row {
	enum kernel_file_kind kind;
	enum kernel_file_question question;
	const char *path, *asked;
} own_rows[] = {
	{ KERNEL_FILE_MASKED, QUESTION_MASK, "/proc/acpi", NULL },
	{ KERNEL_FILE_MASKED, QUESTION_MASK, "/proc/asound", NULL },
	{ KERNEL_FILE_MASKED, QUESTION_MASK, "/proc/interrupts", NULL },
	{ KERNEL_FILE_MASKED, QUESTION_MASK, "/proc/kcore", NULL },
	{ KERNEL_FILE_MASKED, QUESTION_MASK, "/proc/keys", NULL },
	{ KERNEL_FILE_MASKED, QUESTION_MASK, "/proc/latency_stats", NULL },
	{ KERNEL_FILE_MASKED, QUESTION_MASK, "/proc/sched_debug", NULL },
	{ KERNEL_FILE_MASKED, QUESTION_MASK, "/proc/scsi", NULL },
	{ KERNEL_FILE_MASKED, QUESTION_MASK, "/proc/timer_list", NULL },
	{ KERNEL_FILE_MASKED, QUESTION_MASK, "/proc/timer_stats", NULL },
	{ KERNEL_FILE_MASKED, QUESTION_MASK, "/sys/devices/virtual/powercap", NULL },
	{ KERNEL_FILE_MASKED, QUESTION_MASK, "/sys/firmware", NULL },
	{ KERNEL_FILE_READ_ONLY, QUESTION_READ_ONLY, "/proc/bus", NULL },
	{ KERNEL_FILE_READ_ONLY, QUESTION_READ_ONLY, "/proc/fs", NULL },
	{ KERNEL_FILE_READ_ONLY, QUESTION_READ_ONLY, "/proc/irq", "default_smp_affinity" },
	/* Directories of sysctls are writable to nobody (proc_sys_permission()
	 * knows no override): ask a file that every kernel has. */
	{ KERNEL_FILE_READ_ONLY, QUESTION_READ_ONLY, "/proc/sys", "kernel/panic" },
	{ KERNEL_FILE_READ_ONLY, QUESTION_READ_ONLY, "/proc/sysrq-trigger", NULL },
};

/* What gives the host away, by file system type and path in it. */
static const struct special_row {
	enum kernel_file_kind kind;
	enum kernel_file_question question;
	const char *type, *file;
} special_rows[] = {
	{ KERNEL_FILE_CORE_PATTERN,    QUESTION_OPEN_WRITE, "proc",  "/sys/kernel/core_pattern" },
	{ KERNEL_FILE_MODPROBE,        QUESTION_OPEN_WRITE, "proc",  "/sys/kernel/modprobe" },
	{ KERNEL_FILE_SYSRQ_TRIGGER,   QUESTION_OPEN_WRITE, "proc",  "/sysrq-trigger" },
	{ KERNEL_FILE_KCORE,           QUESTION_OPEN_READ,  "proc",  "/kcore" },
	{ KERNEL_FILE_UEVENT_HELPER,   QUESTION_OPEN_WRITE, "sysfs", "/kernel/uevent_helper" },
	{ KERNEL_FILE_UEVENT_HELPER,   QUESTION_OPEN_WRITE, "proc",  "/sys/kernel/hotplug" },	/* the same setting */
	{ KERNEL_FILE_BINFMT_REGISTER, QUESTION_OPEN_WRITE, "binfmt_misc", "/register" },
	{ KERNEL_FILE_TRACEFS,         QUESTION_LIST,       "tracefs", "" },
	{ KERNEL_FILE_TRACEFS,         QUESTION_LIST,       "debugfs", "" },
};

/* A bind may show a part of a file system only, down to a single file. */
static const char *path_in_mount(struct arena *arena, const struct mount *mount, const char *file)
{
	const char *rest = file;

	if (*file && strcmp(mount->root, "/") != 0) {
		if (!path_below(file, mount->root))
			return NULL;
		rest += strlen(mount->root);
	}
	const char *path = arena_printf(arena, "%s%s", strcmp(mount->point, "/") == 0 ? "" : mount->point, rest);

	return *path ? path : NULL;
}

/* Below another mount the path is that one's, unless it is a mask: what hides
 * the file is worth saying. */
static bool shows(const struct kernel_files *files, const struct mount *mount, const char *path)
{
	const struct mount *top = mount_covering(files->collect->facts, path);

	return top == mount || (top && top->class == MOUNT_MASK);
}

static bool is_hotplug(const struct special_row *row)
{
	return row->kind == KERNEL_FILE_UEVENT_HELPER && row->type[0] == 'p';
}

static void look_at_mount(struct kernel_files *files, const struct mount *mount)
{
	struct facts *facts = files->collect->facts;

	for (size_t i = 0; i < ROWS(special_rows); i++) {
		const struct special_row *row = &special_rows[i];
		const char *path = strcmp(row->type, mount->type) == 0 ? path_in_mount(&facts->arena, mount, row->file) : NULL;

		if (path && is_hotplug(row) && facts->fact[FACT_UEVENT_HELPER].error == ENOENT)
			continue;	/* a kernel has both or neither (CONFIG_UEVENT_HELPER) */
		if (path && shows(files, mount, path))
			kernel_file_look(files, row->kind, row->question, path, NULL);
	}
	/* systemd's, which mounts binfmt_misc when somebody looks */
	if (strcmp(mount->type, "autofs") == 0 && path_matches(mount->point, "/sys/fs/binfmt_misc"))
		kernel_file_look(files, KERNEL_FILE_BINFMT_REGISTER, QUESTION_OPEN_WRITE,
				 arena_printf(&facts->arena, "%s/register", mount->point), NULL);
	if (strcmp(mount->type, "cgroup") == 0 || strcmp(mount->type, "cgroup2") == 0)
		cgroup_files_look(files, mount);
}

/* When the mounts are not known, at least the standard places are. */
static void look_without_mounts(struct kernel_files *files)
{
	static const struct { const char *type, *point; } places[] = {
		{ "proc", "/proc" }, { "sysfs", "/sys" }, { "binfmt_misc", "/proc/sys/fs/binfmt_misc" },
		{ "tracefs", "/sys/kernel/tracing" }, { "debugfs", "/sys/kernel/debug" },
	};

	for (size_t i = 0; i < ROWS(places); i++) {
		for (size_t j = 0; j < ROWS(special_rows); j++) {
			if (strcmp(places[i].type, special_rows[j].type) != 0)
				continue;
			const char *path = arena_printf(&files->collect->facts->arena, "%s%s", places[i].point, special_rows[j].file);

			kernel_file_look(files, special_rows[j].kind, special_rows[j].question, path, NULL);
		}
	}
}

/* Where /sys/firmware is masked: the device that stands for the services for
 * variables (drivers/firmware/efi/efi.c; always since 5.8).  That there is none
 * is taken for an answer on x86 alone, which has boot_params: elsewhere other
 * drivers offer variables.  Asked only where somebody could mount efivarfs. */
static int find_efi_device(const struct kernel_files *files)
{
	struct facts *facts = files->collect->facts;
	uint64_t bounding = 0;

	if (fact_number(facts, FACT_CAP_BOUNDING, &bounding) && !(bounding >> CAP_SYS_ADMIN & 1))
		return -EPERM;
	int result = source_check(files->collect, "/sys/devices/platform/efivars.0", false);

	if (result == -ENOENT && (release_at_least(fact_text(facts, FACT_KERNEL_RELEASE), 5, 8) != YES
				  || source_check(files->collect, "/sys/kernel/boot_params", false) != 0))
		result = -EPERM;
	return result;
}

static void note_efi(const struct kernel_files *files)
{
	struct facts *facts = files->collect->facts;
	bool shown = false;

	for (size_t i = 0; i < facts->kernel_files_count; i++)
		shown |= facts->kernel_files[i].state == KERNEL_FILE_EXPOSED && strcmp(facts->kernel_files[i].path, "/sys/firmware") == 0;
	int result = shown ? source_check(files->collect, "/sys/firmware/efi", false) : find_efi_device(files);

	if (result == 0 || result == -ENOENT)
		fact_set_bool(facts, FACT_EFI, result == 0);
	else if (shown)
		source_unknown(facts, FACT_EFI, result, NULL);
	else
		fact_set_unknown(facts, FACT_EFI, 0, "/sys/firmware is hidden");
	if (!shown && facts->fact[FACT_EFI].known)
		fact_set_source(facts, FACT_EFI, "/sys/devices/platform/efivars.0");
}

void collect_kernel_files(struct collect *collect)
{
	struct facts *facts = collect->facts;
	struct kernel_files files = { .collect = collect };

	for (size_t i = 0; i < ROWS(own_rows); i++)
		kernel_file_look(&files, own_rows[i].kind, own_rows[i].question, own_rows[i].path, own_rows[i].asked);
	note_efi(&files);
	if (facts->mounts_list.known != YES)
		look_without_mounts(&files);
	for (size_t i = 0; i < facts->mounts_count; i++)
		if (!facts->mounts[i].hidden)
			look_at_mount(&files, &facts->mounts[i]);
	/* Instances bound elsewhere are found by the list of mounts alone. */
	if (facts->mounts_list.known != YES || facts->mounts_list.truncated)
		facts->kernel_files_list.truncated = true;
	facts->kernel_files_list.known = YES;
}
