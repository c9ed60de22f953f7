/* parse.h - from kernel text to small structs; no descriptor, no errno, no
 * global, no allocation but where an arena is handed in.
 *
 * Input is any bytes at all: a container may lie to us by mounting over
 * /proc, and the fuzzer certainly will.  Each function returns false, outputs
 * untouched, when the input is not what it should be. */
#ifndef PROBE_PARSE_H
#define PROBE_PARSE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "facts.h"
#include "text.h"

/* /proc/PID/status (proc(5)).  Only what is present is stored and flagged. */
struct status {
	struct { bool known; uint64_t value[4]; } uid, gid;	/* real, effective, saved, file system */
	struct { bool known; struct text value; } groups;	/* as printed */
	struct { bool known; uint64_t value; } cap_inh, cap_prm, cap_eff, cap_bnd, cap_amb;
	struct { bool known; uint64_t value; } no_new_privs, seccomp, seccomp_filters;
	struct { bool known; uint64_t value; } tgid, ppid, nspid_last;	/* nspid_last: innermost */
	struct { bool known; struct text value; } name;
};
/* False only when not one known line was found.  A line that lacks its
 * newline was cut short and is not believed. */
bool parse_status(const char *data, size_t size, struct status *ret);

/* One line of /proc/PID/mountinfo.  Texts still carry the kernel's octal
 * escapes (\040): see parse_unescape(). */
struct mountinfo {
	uint64_t id, parent;
	uint32_t major, minor;
	struct text root, point, options, type, source, super;
	uint64_t shared, master;	/* 0: none */
};
/* Takes the next well-formed line; ill-formed ones are skipped and counted in
 * `*bad`, and so is one that lacks its newline: it was cut short.  False at
 * the end. */
bool parse_mountinfo(struct text *text, struct mountinfo *ret, size_t *bad);

/* Copies `text` with \ooo resolved into `buf`; returns the length, at most
 * size - 1, NUL added. */
size_t parse_unescape(const struct text *text, char *buf, size_t size);

/* Is `option` one of the comma-separated options?  With `ret`, the text after
 * "option=" (then `option` must be followed by '='). */
bool parse_has_option(const char *options, const char *option);
bool parse_option_value(const char *options, const char *option, struct text *ret);

/* Sets read_only, nodev, nosuid and noexec by the texts `options` and `super`. */
void mount_read_options(struct mount *mount);

/* What a mount is, its options having been read; fills class and host_path
 * (static or pointing into the mount's own texts or made in the arena).
 * `own_proc` and `own_sys` are the device minors of our own /proc and /sys
 * (major 0), or UINT32_MAX. */
struct mount_context {
	uint32_t own_proc, own_sys;
	uint32_t root_major, root_minor;	/* of the mount on / */
	const char *root_root;		/* its path inside the file system, or NULL */
	bool systemd_container;		/* mounted by systemd-nspawn, which mounts as systemd does for the host */
	uint32_t systemd_run;		/* its tmpfs on /run, of which it binds parts elsewhere */
};
void mount_classify(struct mount *mount, const struct mount_context *context, struct arena *arena);
/* Afterwards, for all together: the host's path of file systems that came
 * along with a bind of a directory above them. */
void mounts_place(struct mount *mounts, size_t count, struct arena *arena);

/* Somebody gave it: a path of the host, or a procfs or sysfs that is not ours. */
bool mount_is_from_host(const struct mount *mount);

/* The mount that a path lies on - of those with the longest point the last -
 * or NULL. */
const struct mount *mount_covering(const struct facts *facts, const char *path);

/* For lists that are long: makes mount_covering() look up the directories of
 * the path, and not all mounts.  To be called when it is settled which mounts
 * are hidden and where they lie.  False, with nothing changed, when the
 * arena of the facts is full. */
bool mounts_index(struct facts *facts);

/* Does the path, from any of its slashes on, read like `pattern`?  '*' stands
 * for one or more bytes but no slash, '#' for 64 hexadecimal digits (a
 * container's id), '@' for 32 or more of them or dashes (a pod's uid).  A
 * pattern ending in '/' matches everything below, any other must reach the end. */
bool path_matches(const char *path, const char *pattern);
/* Does it read like one of them? */
bool path_matches_any(const char *path, const char *const *patterns, size_t count);

/* Is it `directory`, or below it? */
bool path_below(const char *path, const char *directory);

/* /proc/PID/uid_map, gid_map. */
struct idmap_range { uint32_t inside, outside, count; };
struct idmap {
	struct idmap_range range[32];	/* more are counted, not kept */
	size_t count;
};
bool parse_idmap(const char *data, size_t size, struct idmap *ret);	/* an empty map is true, count 0 */
bool idmap_is_full(const struct idmap *map);		/* the single line 0 0 4294967295 */

/* "user:[4026531837]" -> "user", inode. */
bool parse_ns_link(const char *link, size_t len, struct text *ret_type, uint64_t *ret_inode);

/* One line of /proc/PID/cgroup: "0::/x", "5:devices:/docker/abc". */
struct cgroup_line { uint64_t hierarchy; struct text controllers, path; };
bool parse_cgroup_line(struct text *text, struct cgroup_line *ret);
bool cgroup_has_controller(const struct cgroup_line *line, const char *name);

/* Does a process with this /proc/PID/cgroup live on the host (YES), in a
 * container (NO)?  `whole_tree`: we, who read it, are in the initial cgroup
 * namespace.  YES presumes that our pid namespace is the initial one. */
enum known parse_cgroup_home(const char *data, size_t size, bool whole_tree);

/* /proc/PID/stat. */
struct process_stat { struct text comm; char state; uint64_t parent, flags; };
#define PROCESS_STAT_KTHREAD 0x00200000u	/* PF_KTHREAD: has neither memory nor files of its own */
bool parse_process_stat(const char *data, size_t size, struct process_stat *ret);

/* /proc/devices: the driver's name for a major number, copied to buf. */
bool parse_proc_devices(const char *data, size_t size, enum device_type type, uint32_t major, char *buf, size_t buf_size);

/* cgroup v1 devices.list: is every access in `access` ("r", "rw") to this
 * device allowed?  UNKNOWN when the list makes no sense. */
enum known parse_devices_list(const char *data, size_t size, enum device_type type,
			      uint32_t major, uint32_t minor, const char *access);

/* One line of /proc/partitions. */
struct partition_line { uint32_t major, minor; uint64_t blocks; struct text name; };
bool parse_partitions(struct text *text, struct partition_line *ret);	/* skips the heading */

/* "docker-default (enforce)" -> profile, mode; "unconfined" -> mode "unconfined".
 * The text may end in a newline or NUL. */
bool parse_apparmor(const char *data, size_t size, struct text *ret_profile, struct text *ret_mode);

/* "root=UUID=..." on the kernel command line. */
bool parse_cmdline_value(const char *data, size_t size, const char *key, struct text *ret);

/* Kernel release "6.1.0-18-amd64". */
bool parse_release(const char *release, unsigned *ret_major, unsigned *ret_minor);
/* Is it at least this version?  UNKNOWN for NULL, and for what is no release. */
enum known release_at_least(const char *release, unsigned major, unsigned minor);

/* /proc/PID/fdinfo/N. flags is octal there. */
struct fdinfo { uint64_t flags, mount_id; };
bool parse_fdinfo(const char *data, size_t size, struct fdinfo *ret);

/* The head of an HTTP answer to GET /_ping. */
struct ping {
	uint64_t status;
	struct text server, api_version, libpod_version;	/* empty when missing */
	/* Engines write their headers' names as Go does ("Api-Version"); some
	 * proxies in lower case, others add a Via or a Server of their own. */
	bool proxied;
};
bool parse_ping(const char *data, size_t size, struct ping *ret);

/* "8:17" and "b 8:17" (the content of a node's stand-in in a captured tree). */
bool parse_devno(const char *data, size_t size, uint32_t *ret_major, uint32_t *ret_minor);
bool parse_captured_node(const char *data, size_t size, enum device_type *ret_type, uint32_t *ret_major, uint32_t *ret_minor);

/* By file name, when it does not answer: "/run/docker.sock" -> SOCKET_DOCKER. */
enum socket_kind parse_socket_name(const char *path);

/* A line of /proc/net/unix: the name of an abstract socket that is listened
 * at, from its '@' on. */
bool parse_abstract_socket(struct text line, struct text *ret);
#endif
