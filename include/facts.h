/* facts.h - what is known of this container, how it is known, and what is not.
 *
 * Written by collect/, read by judge/ and render/.  Everything variable-sized
 * lies in the arena.  A zeroed struct claims nothing: the zero value of every
 * enum here is "unknown" or "not asked". */
#ifndef PROBE_FACTS_H
#define PROBE_FACTS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "arena.h"
#include "call_list.h"
#include "fact_list.h"
#include "mount_table.h"
#include "survey.h"

enum known { UNKNOWN, NO, YES };

/* ---- single values ---------------------------------------------------- */

enum fact_type { FACT_TYPE_BOOL, FACT_TYPE_NUMBER, FACT_TYPE_CAPS, FACT_TYPE_TEXT };

enum fact_id {
#define X(id, name, type, source) FACT_##id,
	FACT_LIST(X)
#undef X
	FACT_COUNT
};

struct fact {
	bool known;
	int error;		/* not known: the positive errno that said so, or 0 */
	const char *reason;	/* not known: why, in words; NULL when errno says it or nobody looked */
	const char *source;	/* where it was read if not at fact_row's usual place, else NULL */
	uint64_t number;	/* BOOL (0/1), NUMBER, CAPS (bit N is capability N) */
	const char *text;	/* TEXT; as the kernel gave it, not escaped */
};

struct fact_row {
	const char *name;	/* dotted JSON name */
	enum fact_type type;
	const char *source;
};
extern const struct fact_row fact_rows[FACT_COUNT];

/* ---- questions put to the kernel -------------------------------------- */

enum answer_state {
	NOT_ASKED,		/* also: could not be asked (reason) */
	ANSWERED,		/* error says how: 0 the call succeeded, else its errno */
	KILLED,			/* asking ended the child (signal in error): a filter killed it */
	TIMED_OUT		/* no answer before the deadline */
};

struct answer {
	enum answer_state state;
	int error;		/* ANSWERED: errno or 0; KILLED: the signal */
	const char *reason;	/* NOT_ASKED: why, static; may be NULL */
};

enum call_id {
#define X(id, name) CALL_##id,
	CALL_LIST(X)
#undef X
	CALL_COUNT
};

/* How a system call is met, asked without carrying it out. */
struct call {
	/* From the survey, asked with the same arguments as below: 0 the filter
	 * lets it pass, an errno or death is its answer.  ENOSYS: its answer, or
	 * not told apart from passing. */
	struct answer filter;
	/* With arguments the kernel refuses; what each errno means is written
	 * beside the row in collect/calls.c and escape by escape in judge/. */
	struct answer plain;
};

/* Further harmless questions (collect/questions.c), by what they tell. */
enum question_id {
	ASK_LSM_MOUNT,		/* mount(NULL,"/",NULL,0,NULL): EACCES = AppArmor or SELinux; EPERM = no capability; EINVAL = both let it pass */
	ASK_CAP_SYS_ADMIN,	/* bpf(BPF_PROG_GET_NEXT_ID, INT_MAX-1) or fanotify_init(~0,0): not EPERM = capable() in the initial userns */
	ASK_CAP_SYS_MODULE,	/* init_module(NULL,0,NULL): ENOEXEC = capable, modules on; ENOSYS = kernel without modules */
	ASK_CAP_DAC_READ_SEARCH,/* open_by_handle_at(AT_FDCWD,NULL,O_RDONLY): EFAULT = capable */
	ASK_CAP_SYS_RAWIO,	/* iopl(3) in the disposable child: 0 = capable and lockdown below integrity (x86 only) */
	ASK_CAP_SYSLOG,		/* syslog(10,NULL,0): >= 0 = the kernel log may be read */
	ASK_CAP_SYS_TIME,	/* settimeofday(NULL,NULL): 0 (sets nothing) = capable */
	ASK_CAP_SYS_BOOT,	/* reboot(0,0,0,NULL): EINVAL = capable over our pid namespace */
	ASK_KEXEC,		/* kexec_load(0,17,NULL,0), only when no load limit would be used up: EINVAL = permitted */
	ASK_USERNS,		/* unshare(CLONE_NEWUSER) in the disposable child: 0 = can be made */
	ASK_PROC_LOCKED,	/* umount2(what lies over our /proc and is held open, MNT_EXPIRE): EINVAL = locked by another user namespace, EBUSY = not */
	ASK_LSM_PROC_WRITE,	/* open(/proc/version, O_WRONLY), which nothing takes: EACCES = a security module */
	ASK_LSM_SYS_WRITE,	/* open(/sys/kernel/rcu_expedited, O_WRONLY), nothing written: EACCES = a security module */
	ASK_LSM_SOCKET,		/* socket(AF_INET, SOCK_DGRAM), closed at once: EACCES = a security module */
	ASK_LSM_PTRACE,		/* readlink(/proc/PARENT/exe), our own process: EACCES = a security module */
	ASK_MNTNS,		/* ioctl(NS_MNT_GET_PREV) on our own mount namespace: 0 = the kernel hands out another */
	ASK_TERMINAL_INPUT,	/* ioctl(TIOCSTI, NULL) on a terminal of the host that was handed in: EFAULT = may be typed into; EIO = sysctl; EPERM = not ours */
	QUESTION_COUNT
};

/* The whole of the seccomp filter (collect/survey.c). */
struct seccomp_survey {
	/* Set before collecting: only the calls that escape paths need, or
	 * that tell whose profile it is.  All of them cost as much as
	 * everything else together, and the short report does not show them.
	 * Other collectors leave out what it does not show, nor the judge looks at. */
	bool brief;
	enum known known;		/* YES: asked to the end, all or those few */
	const char *reason;		/* not known, or what it lacks: why; static */
	volatile unsigned at;		/* the question being asked */
	struct survey_answer call[SURVEY_CALLS];	/* with arguments of zero */
	struct survey_answer argument[ARGUMENT_COUNT];
	struct survey_answer row[CALL_COUNT];		/* with the arguments of struct call */
};

/* ---- lists ------------------------------------------------------------- */

/* How complete a list is. */
struct list {
	enum known known;	/* UNKNOWN: could not be read at all; YES: read */
	int error;		/* UNKNOWN: errno or 0 */
	const char *reason;	/* UNKNOWN: why, static or arena */
	bool truncated;		/* some entries did not fit, or a deadline passed */
};

/* What a mount is to this container; see parse.h:mount_classify(). */
enum mount_class {
	MOUNT_UNCLASSIFIED,
	MOUNT_ROOT,		/* the container's own root file system */
	MOUNT_PSEUDO,		/* proc, sysfs, cgroup, devpts, mqueue, tmpfs ... at its standard place */
	MOUNT_PLUMBING,		/* an engine's file: /etc/hosts, resolv.conf, termination log, shm */
	MOUNT_VOLUME,		/* named volume of an engine */
	MOUNT_POD_VOLUME,	/* emptyDir, configMap, secret, projected, downwardAPI, PV */
	MOUNT_MASK,		/* hides something: /dev/null over a file, empty tmpfs over a directory */
	MOUNT_READ_ONLY_PATH,	/* the container's own procfs or sysfs, bound over itself read-only */
	MOUNT_DEVICE,		/* a single device node bound in (rootless engines) */
	MOUNT_HOST_PATH,	/* a path of the host, given by the user */
	MOUNT_HOST_PROC,	/* a procfs that is not our own */
	MOUNT_HOST_SYS,		/* a sysfs that is not at its standard place */
	MOUNT_CLASS_COUNT
};

/* What the top of a file system looks like, where its path says nothing. */
enum mount_content {
	CONTENT_UNKNOWN,		/* not looked at, or could not be */
	CONTENT_OTHER,
	CONTENT_ROOT,			/* a root directory: etc/passwd, proc and sys are in it */
	CONTENT_ETC,			/* an /etc: passwd and shadow are in it */
	MOUNT_CONTENT_COUNT
};

struct mount {
	uint64_t id, parent;		/* mount IDs */
	uint32_t major, minor;		/* of the file system */
	/* No text is NULL but host_path: half a mount is none. */
	const char *root;		/* path inside that file system */
	const char *point;		/* where it is mounted, for us */
	const char *type;		/* file system type */
	const char *source;
	const char *options;		/* per mount */
	const char *super;		/* per super block */
	uint64_t shared;		/* propagation peer group, 0 none */
	uint64_t master;		/* 0 none */
	enum mount_class class;
	const char *host_path;		/* HOST_PATH: best guess of the path on the host, else NULL */
	bool read_only, nodev, nosuid, noexec;	/* read_only: the mount's or the super block's ro */
	bool hidden;			/* a later mount lies over the very same point */
	/* An earlier mount, visible, that shows the same of the same file system
	 * with the same options and class: its number + 1, or 0.  What was found
	 * below that one need not be looked for below this one. */
	size_t twin;
	bool nodes_listed, sockets_listed;	/* its top could be read, to look for them */
	/* live questions; NOT_ASKED on hidden, masked and pseudo mounts */
	enum known is_directory;
	uint32_t uid, gid, mode;	/* of what is mounted; valid when is_directory is known */
	enum mount_content content;	/* HOST_PATH at the top of its file system */
	struct answer read;		/* faccessat(R_OK, AT_EACCESS) */
	struct answer write;		/* faccessat(W_OK, AT_EACCESS); EROFS on a read-only mount */
	struct answer handle;		/* name_to_handle_at(): can files here be named by handle? */
	struct answer by_handle;	/* open_by_handle_at() of that very handle, O_PATH */
};

/* Kernel files that give the host away, wherever an instance is found. */
enum kernel_file_kind {
	KERNEL_FILE_MASKED,		/* one of the paths that engines mask */
	KERNEL_FILE_READ_ONLY,		/* one of the paths that engines make read-only */
	KERNEL_FILE_CORE_PATTERN,
	KERNEL_FILE_MODPROBE,
	KERNEL_FILE_BINFMT_REGISTER,
	KERNEL_FILE_SYSRQ_TRIGGER,
	KERNEL_FILE_UEVENT_HELPER,
	KERNEL_FILE_KCORE,
	KERNEL_FILE_RELEASE_AGENT,	/* cgroup v1 */
	KERNEL_FILE_DEVICES_ALLOW,	/* cgroup v1 */
	KERNEL_FILE_CGROUP_PROCS,	/* of a cgroup above our own, in a reachable hierarchy */
	KERNEL_FILE_TRACEFS,		/* the directory of a tracefs or debugfs */
	KERNEL_FILE_KIND_COUNT
};

enum kernel_file_state {
	KERNEL_FILE_UNKNOWN,
	KERNEL_FILE_GONE,		/* no such file here: neither masked nor exposed */
	KERNEL_FILE_DENIED,		/* permission refused, to us */
	KERNEL_FILE_HIDDEN,		/* masked, seen by content: /dev/null, or an empty read-only tmpfs */
	KERNEL_FILE_NOT_WRITABLE,	/* readable; a write would be refused */
	KERNEL_FILE_EXPOSED		/* MASKED kind: content is there; others: opened for writing (and closed again) */
};

struct kernel_file {
	enum kernel_file_kind kind;
	const char *path;
	bool own;			/* below our own /proc, /sys: not an instance bound elsewhere */
	enum kernel_file_state state;
	struct answer read;		/* open(O_RDONLY) or faccessat(R_OK) */
	struct answer write;		/* open(O_WRONLY) without O_TRUNC, nothing written; else faccessat(W_OK) */
};

enum device_type { DEVICE_BLOCK = 1, DEVICE_CHAR };

/* How mounting a device was proved (--verify; collect/verify.c). */
#define VERIFY_NAMES 3
struct verification {
	/* NOT_ASKED: not done, since it was not certain that nothing would be
	 * written (reason).  ANSWERED, error 0: done, or found mounted already;
	 * else the kernel refused it. */
	struct answer answer;
	bool attached;			/* the kernel has it mounted, and would give us that */
	const char *type, *options;	/* what was asked for, or NULL */
	const char *message;		/* the kernel's own words, or NULL */
	const char *name[VERIFY_NAMES];	/* of entries of its root directory; NULL: no more */
};

/* A device: a node below /dev (or bound elsewhere), or a block device that
 * sysfs or /proc/partitions names without there being a node. */
struct device {
	const char *path;		/* NULL: no node */
	enum device_type type;
	uint32_t major, minor;
	uint32_t uid, gid, mode;	/* of the node */
	bool is_default;		/* one of the nodes every container has (OCI runtime spec, "default devices") */
	bool fixed_disk;		/* block, of a driver that may be opened without effect: sd, virtblk, nvme, mmc, dm, md, loop ... */
	bool nodev;			/* the node lies on a mount with nodev */
	const char *name;		/* kernel name ("sda1"), or NULL */
	const char *driver;		/* by major in /proc/devices ("sd", "virtblk", "device-mapper"), or NULL */
	uint64_t size;			/* bytes; valid when size_known */
	bool size_known;
	enum known removable, ro;	/* sysfs: removable, ro */
	const char *partition_of;	/* kernel name of the whole disk, or NULL */
	const char *holders;		/* kernel names of what is stacked upon it, separated by blanks; NULL: not known */
	const char *backing_file;	/* loop: the host's file, or NULL */
	const char *dm_name, *dm_uuid;	/* the uuid starts with the kind: "LVM-", "CRYPT-LUKS2-", "mpath-" */
	const char *md_level;		/* "raid1", or NULL */
	/* CHAR that takes the commands of a bus: kernel name of the block device
	 * that they reach, "" when none or not one alone, NULL when that is not known */
	const char *reaches;
	/* the device cgroup and the node's permissions, by faccessat(AT_EACCESS):
	 * EPERM = device cgroup, EACCES = permission or nodev or LSM.  With no
	 * node, asked through a node made on the container's own /dev tmpfs and
	 * removed at once; NOT_ASKED with an errno: mknod(2) of it was refused. */
	bool through_made_node;
	struct answer read, write;
	struct answer open;		/* open(O_RDONLY|O_NONBLOCK|O_CLOEXEC), fixed disks whose read passed */
	/* content, by libblkid on that descriptor */
	enum known content;		/* YES: looked at; UNKNOWN: could not */
	bool ambivalent;		/* more than one signature: not to be trusted */
	const char *fs_type, *fs_usage, *fs_label, *fs_uuid;	/* NULL when none */
	const char *table;		/* partition table: "gpt", "dos", or NULL */
	const char *part_uuid;
	/* the host's use of it */
	enum known live;		/* the host has it mounted now (sysfs, procfs, mountinfo) */
	const char *live_type;		/* file system type then, or NULL */
	enum known host_root;		/* it holds the host's root */
	enum known engine_data;		/* it holds the engine's data */
	/* Any of these, or swap, of the device or of what is stacked upon it.
	 * NO: the host would be seen to use what lies on it, and is not. */
	enum known in_use;
	const char *use_evidence;	/* how all this is known; NULL when none is YES */
	struct verification *verification;	/* NULL: not asked for */
};

enum socket_kind {
	SOCKET_OTHER,
	SOCKET_DOCKER, SOCKET_PODMAN, SOCKET_CONTAINERD, SOCKET_CRIO,
	SOCKET_CRI_DOCKERD, SOCKET_BUILDKIT, SOCKET_NRI, SOCKET_KUBELET_PLUGIN,
	SOCKET_DBUS, SOCKET_SYSTEMD, SOCKET_LXD, SOCKET_SNAPD, SOCKET_LIBVIRT,
	SOCKET_NIX,
	SOCKET_SHIM,			/* containerd's shim before 1.4.3: an abstract name */
	SOCKET_USER_BUS,		/* a user's D-Bus or systemd */
	SOCKET_USER_SESSION,		/* X11, Wayland, sound, ssh-agent, gpg-agent, keyring */
	SOCKET_HOST_DAEMON,		/* udev, multipathd, lvmpolld, cockpit */
	SOCKET_DOCKER_TCP,
	SOCKET_CLUSTER,			/* kubelet, etcd; by TCP */
	SOCKET_KIND_COUNT
};

struct host_socket {
	/* or "@name" of an abstract socket (unix(7)), or "127.0.0.1:port", both
	 * looked for in the host's network namespace only; or "DOCKER_HOST", when
	 * that variable names an engine by TCP, whose address is not looked at */
	const char *path;
	enum socket_kind kind;		/* by reply where there is one, else by name */
	uint32_t uid, gid, mode;
	struct answer write;		/* faccessat(W_OK): what connect(2) needs; a read-only mount is no obstacle */
	struct answer connect;		/* ECONNREFUSED: nobody listens */
	bool replied;			/* to GET /_ping (docker, podman) */
	bool proxied;			/* the reply's head was put together by something between us and the engine */
	uint64_t http_status;
	const char *server;		/* Server: header, or NULL */
	const char *api;		/* Api-Version / Libpod-API-Version, or NULL */
	enum known peer_inside;		/* who listens is a process of our own pid namespace: SO_PEERCRED names its pid (0: another's) */
};

enum descriptor_kind {
	DESCRIPTOR_OTHER,		/* pipe, socket, anon inode, memfd, epoll ... */
	DESCRIPTOR_REGULAR, DESCRIPTOR_DIRECTORY, DESCRIPTOR_BLOCK, DESCRIPTOR_CHAR,
	DESCRIPTOR_NAMESPACE
};

/* An inherited descriptor, or the working directory (number -1). */
struct descriptor {
	int number;
	const char *target;		/* what /proc/self/fd/N says */
	enum descriptor_kind kind;
	bool writable;			/* open for writing */
	bool path_only;			/* O_PATH */
	uint64_t mount_id;
	enum known outside;		/* YES: on a mount that is not in our mount namespace, host storage */
	uint32_t major, minor;		/* BLOCK, CHAR: the device */
	/* REGULAR, outside: faccessat(2) through /proc/self/fd/N, which asks
	 * whether it could be opened anew, whatever it is open for now */
	struct answer read, write;
};

/* A visible process that lives in another mount namespace than ours. */
struct process {
	const char *proc;		/* the procfs that shows it, where it is not our own: pid is a number of that one's */
	uint64_t pid;
	const char *comm;
	uint32_t uid;
	uint64_t mntns;			/* inode; 0 unknown */
	enum known host;		/* it lives in the host's mount namespace */
	enum known same_uid;
	struct answer root;		/* open(/proc/PID/root, O_PATH|O_DIRECTORY) */
	struct answer memory;		/* process_vm_readv() at an address that is never mapped: EFAULT = ptrace access */
};

/* ---- how the collecting went -------------------------------------------- */

enum collector_state { COLLECTOR_NOT_RUN, COLLECTOR_DONE, COLLECTOR_DIED, COLLECTOR_TIMED_OUT, COLLECTOR_SKIPPED };

struct collector_result {
	const char *name;
	enum collector_state state;
	int signal;			/* DIED */
	const char *reason;		/* SKIPPED, or what part was lost; static */
};

#define COLLECTORS_MAX 24

struct facts {
	struct arena arena;
	bool live;			/* the running system; false: a captured tree */
	bool closed_untold;		/* set before judging: of closed paths nobody reads titles and evidence */
	bool shared;			/* this memory is shared with children made later */
	struct fact fact[FACT_COUNT];
	struct call call[CALL_COUNT];
	struct seccomp_survey survey;
	struct answer question[QUESTION_COUNT];
	struct answer access2;		/* faccessat2("/", F_OK): anything but 0 is a filter, or a kernel before 5.8 */

	struct list mounts_list;
	struct mount *mounts;
	size_t mounts_count, mounts_room;
	struct mount_table mounts_by_point;	/* those not hidden, once that is known (mounts_index()) */

	/* Directories below a bind of more than them, for whom the bind itself
	 * says nothing: the mount, with the directory's path, owner and answers
	 * (read: may be entered).  Those only that let us. */
	struct list places_list;
	struct mount *places;
	size_t places_count, places_room;

	struct list kernel_files_list;
	struct kernel_file *kernel_files;
	size_t kernel_files_count, kernel_files_room;

	struct list devices_list;
	struct device *devices;
	size_t devices_count, devices_room;

	struct list sockets_list;
	struct host_socket *sockets;
	size_t sockets_count, sockets_room;

	struct list descriptors_list;
	struct descriptor *descriptors;
	size_t descriptors_count, descriptors_room;

	struct list processes_list;
	struct process *processes;
	size_t processes_count, processes_room;

	/* The one node that may exist for a moment (collect/devices.c): its path
	 * from before it is made until it is removed, so that the parent can
	 * remove it when the child dies in between.  Empty otherwise. */
	char made_node[64];

	bool child_left;		/* a child of ours hangs in the kernel, or could not be waited for */

	struct collector_result collector[COLLECTORS_MAX];
	size_t collectors;
};

/* Puts an empty struct facts at the start of `size` bytes and gives it the
 * rest as arena.  Returns NULL when the region is too small. */
struct facts *facts_init(void *region, size_t size);

/* Writers, for collect/ and tests.  Text is copied into the arena by
 * fact_set_text (len bytes) and only borrowed by fact_set_static. */
void fact_set_number(struct facts *facts, enum fact_id id, uint64_t value);
void fact_set_bool(struct facts *facts, enum fact_id id, bool value);
void fact_set_text(struct facts *facts, enum fact_id id, const char *text, size_t len);
void fact_set_static(struct facts *facts, enum fact_id id, const char *text);
void fact_set_unknown(struct facts *facts, enum fact_id id, int error, const char *reason);
/* Names another place than the usual one; `source` is static or in the arena. */
void fact_set_source(struct facts *facts, enum fact_id id, const char *source);

/* Readers.  The value is stored, and true returned, only when it is known. */
bool fact_number(const struct facts *facts, enum fact_id id, uint64_t *ret);
enum known fact_bool(const struct facts *facts, enum fact_id id);
const char *fact_text(const struct facts *facts, enum fact_id id);	/* NULL: unknown */
const char *fact_source(const struct facts *facts, enum fact_id id);
/* Is `word` among the words of a TEXT?  UNKNOWN when that is not known. */
enum known fact_has_word(const struct facts *facts, enum fact_id id, const char *word);

/* Was it answered, and with this errno (0: it succeeded)? */
bool answer_is(const struct answer *answer, int error);

/* Could all of it be read? */
bool list_complete(const struct list *list);

/* Before the first mount: room for as many, if that is not a great part of all
 * that there is. */
void facts_mounts_reserve(struct facts *facts, size_t count);

/* Lists: one more zeroed element, or NULL (and `truncated` set) when memory
 * is out.  The count includes the new element only after facts_X_done(): a
 * child that dies half-way leaves no half element behind. */
struct mount *facts_mount_new(struct facts *facts);
void facts_mount_done(struct facts *facts);
struct mount *facts_place_new(struct facts *facts);
void facts_place_done(struct facts *facts);
struct kernel_file *facts_kernel_file_new(struct facts *facts);
void facts_kernel_file_done(struct facts *facts);
struct device *facts_device_new(struct facts *facts);
void facts_device_done(struct facts *facts);
struct host_socket *facts_socket_new(struct facts *facts);
void facts_socket_done(struct facts *facts);
struct descriptor *facts_descriptor_new(struct facts *facts);
void facts_descriptor_done(struct facts *facts);
struct process *facts_process_new(struct facts *facts);
void facts_process_done(struct facts *facts);

/* Names for the JSON document and the report; never NULL. */
const char *call_name(enum call_id id);
const char *question_name(enum question_id id);
const char *mount_class_name(enum mount_class class);
const char *mount_content_name(enum mount_content content);
const char *kernel_file_kind_name(enum kernel_file_kind kind);
const char *kernel_file_state_name(enum kernel_file_state state);
const char *socket_kind_name(enum socket_kind kind);
const char *descriptor_kind_name(enum descriptor_kind kind);
#endif
