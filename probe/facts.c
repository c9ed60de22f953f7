/* facts.c - writing facts down and reading them back (see facts.h). */
#include <stdalign.h>
#include <string.h>
#include "facts.h"
#include "text.h"

const struct fact_row fact_rows[FACT_COUNT] = {
#define X(id, name, type, source) [FACT_##id] = { name, FACT_TYPE_##type, source },
	FACT_LIST(X)
#undef X
};

struct facts *facts_init(void *region, size_t size)
{
	if (!region || size < sizeof(struct facts))
		return NULL;
	struct facts *facts = memset(region, 0, sizeof *facts);

	arena_init(&facts->arena, (char *)region + sizeof *facts, size - sizeof *facts);
	return facts;
}

/* `known` is stored last: a child that dies here leaves the fact unknown. */
static void set(struct facts *facts, enum fact_id id, uint64_t number, const char *text)
{
	struct fact *fact = &facts->fact[id];

	fact->number = number;
	fact->text = text;
	fact->error = 0;
	fact->reason = NULL;
	__atomic_store_n(&fact->known, true, __ATOMIC_RELEASE);
}

void fact_set_number(struct facts *facts, enum fact_id id, uint64_t value)
{
	set(facts, id, value, NULL);
}

void fact_set_bool(struct facts *facts, enum fact_id id, bool value)
{
	set(facts, id, value, NULL);
}

void fact_set_text(struct facts *facts, enum fact_id id, const char *text, size_t len)
{
	const char *copy = arena_copy(&facts->arena, text, len);

	if (copy)
		set(facts, id, 0, copy);
	else
		fact_set_unknown(facts, id, 0, "out of memory");
}

void fact_set_static(struct facts *facts, enum fact_id id, const char *text)
{
	set(facts, id, 0, text);
}

void fact_set_unknown(struct facts *facts, enum fact_id id, int error, const char *reason)
{
	struct fact *fact = &facts->fact[id];

	fact->known = false;
	fact->error = error;
	fact->reason = reason;
}

void fact_set_source(struct facts *facts, enum fact_id id, const char *source)
{
	facts->fact[id].source = source;
}

bool fact_number(const struct facts *facts, enum fact_id id, uint64_t *ret)
{
	const struct fact *fact = &facts->fact[id];

	if (!fact->known)
		return false;
	*ret = fact->number;
	return true;
}

enum known fact_bool(const struct facts *facts, enum fact_id id)
{
	const struct fact *fact = &facts->fact[id];

	return !fact->known ? UNKNOWN : fact->number ? YES : NO;
}

const char *fact_text(const struct facts *facts, enum fact_id id)
{
	const struct fact *fact = &facts->fact[id];

	return fact->known ? fact->text : NULL;
}

const char *fact_source(const struct facts *facts, enum fact_id id)
{
	const struct fact *fact = &facts->fact[id];

	return fact->source ? fact->source : fact_rows[id].source;
}

enum known fact_has_word(const struct facts *facts, enum fact_id id, const char *word)
{
	const char *list = fact_text(facts, id);

	if (!list)
		return UNKNOWN;
	struct text text = TEXT(list, strlen(list)), at;

	while (text_word(&text, &at))
		if (text_is(&at, word))
			return YES;
	return NO;
}

bool answer_is(const struct answer *answer, int error)
{
	return answer->state == ANSWERED && answer->error == error;
}

bool list_complete(const struct list *list)
{
	return list->known == YES && !list->truncated;
}

/* The two halves of adding to a list: room for one more, and counting it. */
#define LIST(type, singular, plural)							\
struct type *facts_##singular##_new(struct facts *facts)				\
{											\
	void *items = facts->plural;							\
											\
	if (!arena_grow(&facts->arena, &items, facts->plural##_count,			\
			&facts->plural##_room, sizeof *facts->plural)) {		\
		facts->plural##_list.truncated = true;					\
		return NULL;								\
	}										\
	facts->plural = items;								\
	return memset(&facts->plural[facts->plural##_count], 0, sizeof *facts->plural);	\
}											\
void facts_##singular##_done(struct facts *facts)					\
{											\
	__atomic_store_n(&facts->plural##_count, facts->plural##_count + 1, __ATOMIC_RELEASE); \
}

void facts_mounts_reserve(struct facts *facts, size_t count)
{
	size_t left = facts->arena.size - facts->arena.used;

	if (facts->mounts || count == 0 || count > left / 4 / sizeof *facts->mounts)
		return;		/* they grow, as far as there is room */
	facts->mounts = arena_alloc(&facts->arena, count * sizeof *facts->mounts);
	facts->mounts_room = count;
}

LIST(mount, mount, mounts)
LIST(mount, place, places)
LIST(kernel_file, kernel_file, kernel_files)
LIST(device, device, devices)
LIST(host_socket, socket, sockets)
LIST(descriptor, descriptor, descriptors)
LIST(process, process, processes)

const char *call_name(enum call_id id)
{
	static const char *const names[CALL_COUNT] = {
#define X(id, name) [CALL_##id] = #name,
		CALL_LIST(X)
#undef X
	};
	return names[id];
}

const char *question_name(enum question_id id)
{
	static const char *const names[QUESTION_COUNT] = {
		[ASK_LSM_MOUNT] = "lsm-mount",
		[ASK_CAP_SYS_ADMIN] = "capable-sys-admin",
		[ASK_CAP_SYS_MODULE] = "capable-sys-module",
		[ASK_CAP_DAC_READ_SEARCH] = "capable-dac-read-search",
		[ASK_CAP_SYS_RAWIO] = "capable-sys-rawio",
		[ASK_CAP_SYSLOG] = "capable-syslog",
		[ASK_CAP_SYS_TIME] = "capable-sys-time",
		[ASK_CAP_SYS_BOOT] = "capable-sys-boot",
		[ASK_KEXEC] = "kexec-permitted",
		[ASK_USERNS] = "user-namespace-can-be-made",
		[ASK_PROC_LOCKED] = "proc-covers-locked",
		[ASK_LSM_PROC_WRITE] = "lsm-proc-write",
		[ASK_LSM_SYS_WRITE] = "lsm-sys-write",
		[ASK_LSM_SOCKET] = "lsm-socket",
		[ASK_LSM_PTRACE] = "lsm-ptrace",
		[ASK_MNTNS] = "next-mount-namespace",
		[ASK_TERMINAL_INPUT] = "terminal-input",
	};
	return names[id];
}

const char *survey_state_name(enum survey_state state)
{
	static const char *const names[SURVEY_STATE_COUNT] = {
		[SURVEY_UNKNOWN] = "unknown",
		[SURVEY_RUNS] = "runs",
		[SURVEY_ERRNO] = "errno",
		[SURVEY_TRAP] = "trap",
		[SURVEY_KILL] = "kill",
		[SURVEY_NO_ANSWER] = "no-answer",
		[SURVEY_ABSENT] = "absent",
	};
	return names[state];
}

const char *mount_class_name(enum mount_class class)
{
	static const char *const names[MOUNT_CLASS_COUNT] = {
		[MOUNT_UNCLASSIFIED] = "unclassified",
		[MOUNT_ROOT] = "root",
		[MOUNT_PSEUDO] = "pseudo",
		[MOUNT_PLUMBING] = "engine-plumbing",
		[MOUNT_VOLUME] = "volume",
		[MOUNT_POD_VOLUME] = "pod-volume",
		[MOUNT_MASK] = "mask",
		[MOUNT_READ_ONLY_PATH] = "read-only-path",
		[MOUNT_DEVICE] = "device",
		[MOUNT_HOST_PATH] = "host-path",
		[MOUNT_HOST_PROC] = "host-proc",
		[MOUNT_HOST_SYS] = "host-sys",
	};
	return names[class];
}

const char *mount_content_name(enum mount_content content)
{
	static const char *const names[MOUNT_CONTENT_COUNT] = {
		[CONTENT_UNKNOWN] = "unknown",
		[CONTENT_OTHER] = "other",
		[CONTENT_ROOT] = "root",
		[CONTENT_ETC] = "etc",
	};
	return names[content];
}

const char *kernel_file_kind_name(enum kernel_file_kind kind)
{
	static const char *const names[KERNEL_FILE_KIND_COUNT] = {
		[KERNEL_FILE_MASKED] = "masked-path",
		[KERNEL_FILE_READ_ONLY] = "read-only-path",
		[KERNEL_FILE_CORE_PATTERN] = "core-pattern",
		[KERNEL_FILE_MODPROBE] = "modprobe",
		[KERNEL_FILE_BINFMT_REGISTER] = "binfmt-register",
		[KERNEL_FILE_SYSRQ_TRIGGER] = "sysrq-trigger",
		[KERNEL_FILE_UEVENT_HELPER] = "uevent-helper",
		[KERNEL_FILE_KCORE] = "kcore",
		[KERNEL_FILE_RELEASE_AGENT] = "release-agent",
		[KERNEL_FILE_DEVICES_ALLOW] = "devices-allow",
		[KERNEL_FILE_CGROUP_PROCS] = "cgroup-procs",
		[KERNEL_FILE_TRACEFS] = "tracefs",
	};
	return names[kind];
}

const char *kernel_file_state_name(enum kernel_file_state state)
{
	static const char *const names[] = {
		[KERNEL_FILE_UNKNOWN] = "unknown",
		[KERNEL_FILE_GONE] = "absent",
		[KERNEL_FILE_DENIED] = "no-permission",
		[KERNEL_FILE_HIDDEN] = "masked",
		[KERNEL_FILE_NOT_WRITABLE] = "not-writable",
		[KERNEL_FILE_EXPOSED] = "exposed",
	};
	return names[state];
}

const char *socket_kind_name(enum socket_kind kind)
{
	static const char *const names[SOCKET_KIND_COUNT] = {
		[SOCKET_OTHER] = "other",
		[SOCKET_DOCKER] = "docker",
		[SOCKET_PODMAN] = "podman",
		[SOCKET_CONTAINERD] = "containerd",
		[SOCKET_CRIO] = "cri-o",
		[SOCKET_CRI_DOCKERD] = "cri-dockerd",
		[SOCKET_BUILDKIT] = "buildkit",
		[SOCKET_NRI] = "nri",
		[SOCKET_KUBELET_PLUGIN] = "kubelet-device-plugin",
		[SOCKET_DBUS] = "dbus",
		[SOCKET_SYSTEMD] = "systemd",
		[SOCKET_LXD] = "lxd",
		[SOCKET_SNAPD] = "snapd",
		[SOCKET_LIBVIRT] = "libvirt",
		[SOCKET_NIX] = "nix",
		[SOCKET_SHIM] = "containerd-shim",
		[SOCKET_USER_BUS] = "user-bus",
		[SOCKET_USER_SESSION] = "user-session",
		[SOCKET_HOST_DAEMON] = "host-daemon",
		[SOCKET_DOCKER_TCP] = "docker-tcp",
		[SOCKET_CLUSTER] = "cluster",
	};
	return names[kind];
}

const char *descriptor_kind_name(enum descriptor_kind kind)
{
	static const char *const names[] = {
		[DESCRIPTOR_OTHER] = "other",
		[DESCRIPTOR_REGULAR] = "file",
		[DESCRIPTOR_DIRECTORY] = "directory",
		[DESCRIPTOR_BLOCK] = "block-device",
		[DESCRIPTOR_CHAR] = "character-device",
		[DESCRIPTOR_NAMESPACE] = "namespace",
	};
	return names[kind];
}
