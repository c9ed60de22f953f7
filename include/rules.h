/* rules.h - the vocabulary in which a path lists its barriers.
 *
 * Private to judge/.  Every function adds one barrier to a way, in the state
 * that the facts give it: standing, absent, or unknown when the fact could
 * not be read.  Unknown is never absent and never standing. */
#ifndef PROBE_RULES_H
#define PROBE_RULES_H
#include <linux/capability.h>
#include "paths.h"
#include "words.h"

/* For whom a path is judged. */
struct actor {
	struct arena *arena;
	/* false: this process, with what it holds or regains by its own exec.
	 * true: root in this same container (reached through a set-user-ID
	 * program, docker exec -u 0 ...): uid 0 and the bounding set, if
	 * no_new_privs does not rule that out. */
	bool as_root;
	enum known root;	/* euid 0 inside */
	enum known host_root;	/* and that is uid 0 of the initial user namespace */
	uint64_t caps;		/* attainable capabilities */
	uint64_t caps_unknown;	/* of the others: those of which nothing tells */
	bool caps_known;	/* none of which nothing tells */
	const struct bind_grades *bind_grades;	/* what is bound in, graded once for all paths (binds.c); may be NULL */
};

/* Who may be judged: the process itself, or root in its place. */
void actor_now(const struct facts *facts, struct arena *arena, struct actor *ret);
void actor_root(const struct facts *facts, struct arena *arena, struct actor *ret);

/* What every mount is good for; NULL where there is no room to keep it. */
const struct bind_grades *grade_binds(const struct facts *facts, struct arena *arena);

/* A way under construction lives on the caller's stack: way_init, some
 * barriers, then finding_add, which copies it if it is among the best.  What
 * tells most is added first; finding_add() moves filters, namespaces and the
 * kernel's conditions behind it. */
void way_init(struct way *way, const char *title);
bool finding_add(struct finding *finding, const struct way *way);	/* false: it is not among them */

/* Where there may be thousands: the way for one thing, from `make`, added.
 * Those that are not kept leave no texts behind in the arena. */
typedef void way_maker(struct way *way, const struct facts *facts, const struct actor *actor, const void *thing);
void finding_add_made(struct finding *finding, const struct facts *facts, const struct actor *actor, way_maker *make,
		      const void *thing);

/* Adds a barrier as it is. */
void barrier_add(struct way *way, enum barrier_kind kind, enum barrier_state state,
		 const char *what, const char *evidence);

/* Adds it by whether the condition for the path is met: absent for YES,
 * standing for NO. */
void barrier_unless(struct way *way, enum barrier_kind kind, enum known met, const char *what, const char *evidence);

/* A fact that must have the value `needed`; its opposite stands. */
void barrier_bool(struct way *way, const struct facts *facts, const struct actor *actor, enum fact_id id, enum known needed,
		  enum barrier_kind kind, const char *what);

/* A switch of the kernel (a number) that has to be 0. */
void barrier_switch(struct way *way, const struct facts *facts, const struct actor *actor, enum fact_id id, const char *what);

/* Is the capability in that set, as far as the set is known? */
bool fact_has_cap(const struct facts *facts, enum fact_id set, unsigned cap);

/* The capability is not attainable.  Does not look at the user namespace. */
void barrier_capability(struct way *way, const struct facts *facts, const struct actor *actor, unsigned cap);

/* Capabilities count only in our own, not in the initial user namespace. */
void barrier_userns(struct way *way, const struct facts *facts, const struct actor *actor);

/* Both, and the live cross-check where there is one (a security module such
 * as SELinux may make a held bit inert). */
void barrier_capable(struct way *way, const struct facts *facts, const struct actor *actor, unsigned cap);
/* The same on a way without a title, for way_add_better(). */
void way_init_capable(struct way *way, const struct facts *facts, const struct actor *actor, unsigned cap);

/* Not uid 0 of the host: what /proc and /sys files owned by root ask for. */
void barrier_host_root(struct way *way, const struct facts *facts, const struct actor *actor);

/* A namespace of our own: `id` says whether it is the initial one. */
void barrier_initial(struct way *way, const struct facts *facts, const struct actor *actor, enum fact_id id, const char *what);

/* The call does not reach the kernel (seccomp), or the kernel lacks it. */
void barrier_call(struct way *way, const struct facts *facts, enum call_id call);

/* AppArmor or SELinux refuses mount(2) itself; it never refuses fsopen(2)
 * and its kin (no hook: security/apparmor/lsm.c, Linux 6.1 and 6.12). */
void barrier_lsm_mount(struct way *way, const struct facts *facts, const struct actor *actor);

/* From an errno answer: absent when it succeeded; else standing, of the kind
 * that the errno names (EPERM device cgroup for devices, EACCES permission,
 * EROFS read-only, ...); unknown when not asked. */
void barrier_answer(struct way *way, const struct facts *facts, const struct actor *actor,
		    const struct answer *answer, enum barrier_kind eperm, const char *what);
enum known call_runs(const struct facts *facts, enum call_id call);
enum known answer_yes(const struct answer *answer);

/* A call that needs no more than to reach the kernel, of which one is enough:
 * absent when any of them runs, standing when none does. */
void barrier_any_call(struct way *way, const struct facts *facts, const enum call_id *calls, size_t count);

/* Several calls that are all needed, as one barrier: the worst of them. */
void barrier_all_calls(struct way *way, const struct facts *facts, const enum call_id *calls, size_t count);

/* A file system can be mounted, or held open detached: by mount(2), unless a
 * security module refuses it, or by fsopen(2), fsconfig(2) and fsmount(2).
 * Adds the barriers of the easier one.  CAP_SYS_ADMIN is not among them. */
void barrier_mounting(struct way *way, const struct facts *facts, const struct actor *actor);
/* By the one, or by the other. */
void barrier_mounting_old(struct way *way, const struct facts *facts, const struct actor *actor);
void barrier_mounting_new(struct way *way, const struct facts *facts, const struct actor *actor);

/* The ways through a proc that CAP_SYS_ADMIN mounts for itself to the file
 * `file` of it, such as "sys/kernel/core_pattern".  `profile_denies`: the
 * engines' AppArmor profile, to an instance that is mounted nowhere.  `more`,
 * if not NULL, adds what else is asked for. */
typedef void barriers_more(struct way *way, const struct facts *facts, const struct actor *actor);
void finding_add_own_proc(struct finding *finding, const struct facts *facts, const struct actor *actor,
			  const char *file, bool profile_denies, barriers_more *more);

/* Of the two (both without a title), the more open, added to `way`. */
void way_add_better(struct way *way, const struct way *a, const struct way *b);

/* A mount, visible here, of a file system that lies on a disk of the host. */
bool mount_is_on_host_disk(const struct mount *mount);

/* Denied with EPERM or EACCES, and by what: BARRIER_KIND_COUNT when no second
 * question left one cause only, which is said.  `words` follow the errno. */
void barrier_denied(struct way *way, const struct actor *actor, enum barrier_kind by, const char *what, int error, const char *words);

/* Do namespaces here carry Linux's own numbers?  NO: something between us and
 * the host's kernel answers for it (gVisor), and its logs, sysctls and root
 * are not the host's. */
enum known kernel_is_shared(const struct facts *facts);
void barrier_shared_kernel(struct way *way, const struct facts *facts, const struct actor *actor);

/* Does a security module confine this process?  UNKNOWN when nothing tells. */
enum known apparmor_confines(const struct facts *facts);
enum known selinux_confines(const struct facts *facts);
enum known lsm_confines(const struct facts *facts);
/* Is there a policy of theirs, or of Landlock's, to which a refusal can be put down? */
bool policy_in_force(const struct facts *facts);
/* A profile of the engines' common text (docker-default and its kin), whose
 * rules are known: it denies mount(2), ptrace(2) of others, /proc/sys. */
bool apparmor_is_engine_default(const struct facts *facts);

/* A security module may refuse `what`: absent when none confines us, else
 * unknown (what its policy says cannot be read from inside). */
void barrier_lsm(struct way *way, const struct facts *facts, const struct actor *actor, const char *what);
/* The same for what AppArmor has no hook for. */
void barrier_selinux(struct way *way, const struct facts *facts, const struct actor *actor, const char *what);

/* Lockdown at the level "integrity" (or "confidentiality") refuses `what`.
 * Its state is hidden where securityfs is not visible: then an effect shows
 * it (iopl(2) carried out), or the list of modules does. */
enum known lockdown_active(const struct facts *facts, bool confidentiality_only);
void barrier_lockdown(struct way *way, const struct facts *facts, const struct actor *actor, bool confidentiality_only);

/* The thing was not found in `list`: BARRIER_NOT_GIVEN, standing when the list
 * is complete, unknown otherwise.  `where` says where was looked. */
void barrier_not_found(struct way *way, const struct actor *actor, const struct list *list, const char *what, const char *where);
/* One way with that barrier alone. */
void finding_not_given(struct finding *finding, const struct actor *actor, const struct list *list,
		       const char *what, const char *where);

/* Is the kernel at least this version?  UNKNOWN when the release is. */
enum known kernel_at_least(const struct facts *facts, unsigned major, unsigned minor);

/* The kernel knows no file system `type`.  One that may be a `module` is
 * loaded when it is asked for (fs/filesystems.c, get_fs_type()): then only a
 * kernel that loads none lacks what /proc/filesystems does not list. */
void barrier_file_system(struct way *way, const struct facts *facts, const struct actor *actor, const char *type,
			 bool module, const char *what);

/* Words for evidence: "EPERM", and why a fact is unknown. */
#define ERROR_NAME(error) error_name((error), (char[16]){ "" }, 16)
const char *fact_gap(const struct facts *facts, const struct actor *actor, enum fact_id id);

enum path_status way_status(const struct way *way);
unsigned way_distance(const struct way *way);
/* Of the barriers in the state that makes the way's, the one that tells most. */
struct barrier way_decided_by(const struct way *way);
/* The thing is not here, or the kernel has none of it: nothing that somebody
 * set up keeps this way closed. */
bool way_is_missing(const struct way *way);

/* ---- files (barriers_files.c) -------------------------------------------- */

/* The mount is read-only; for a file, by the answer to opening it for
 * writing where that speaks of the mount, else by mountinfo. */
void barrier_mount_read_only(struct way *way, const struct actor *actor, const struct mount *mount);
void barrier_read_only(struct way *way, const struct facts *facts, const struct actor *actor,
		       const char *path, const struct answer *write);

/* Is anything of /proc and /sys masked or made read-only?  UNKNOWN when none is
 * seen in a list of mounts that is not complete. */
enum known kernel_paths_covered(const struct facts *facts);

/* Something lies over the kernel file, so that opening it opens something else. */
void barrier_masked(struct way *way, const struct facts *facts, const struct actor *actor, const struct kernel_file *file);

/* Kernel files belong to uid 0 of the host; `override`: CAP_DAC_OVERRIDE does
 * as well (sysctls do not ask for it: fs/proc/proc_sysctl.c, test_perm()). */
void barrier_kernel_file_owner(struct way *way, const struct facts *facts, const struct actor *actor, bool override);

/* A security module refuses it to its owner.  `profile_denies`: the engines'
 * AppArmor profile has a rule about this path below our own /proc or /sys. */
void barrier_kernel_file_policy(struct way *way, const struct facts *facts, const struct actor *actor,
				const struct kernel_file *file, const struct answer *answer, bool profile_denies);

/* Owner and mode of an ordinary file, directory or socket, from an answer
 * given to this process and what the actor can do beyond it. */
struct file_access {
	const char *path;
	const struct answer *answer;
	bool write;			/* else read */
	bool owner_known;
	uint32_t uid, gid, mode;	/* as seen from here */
};
void barrier_file_access(struct way *way, const struct facts *facts, const struct actor *actor,
			 const struct file_access *access);
#endif
