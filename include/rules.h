/* rules.h - the vocabulary in which a path lists its barriers.
 *
 * Private to judge/.  Every function adds one barrier to a way, in the state
 * that the facts give it: standing, absent, or unknown when the fact could
 * not be read.  Unknown is never absent and never standing. */
#ifndef PROBE_RULES_H
#define PROBE_RULES_H
#include <linux/capability.h>
#include "paths.h"

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
	bool caps_known;
};

/* Who may be judged: the process itself, or root in its place. */
void actor_now(const struct facts *facts, struct arena *arena, struct actor *ret);
void actor_root(const struct facts *facts, struct arena *arena, struct actor *ret);

/* A way under construction lives on the caller's stack: way_init, some
 * barriers, then finding_add, which copies it if it is among the best. */
void way_init(struct way *way, const char *title);
void finding_add(struct finding *finding, const struct way *way);

/* Adds a barrier as it is. */
void barrier_add(struct way *way, enum barrier_kind kind, enum barrier_state state,
		 const char *what, const char *evidence);

/* The capability is not attainable.  Does not look at the user namespace. */
void barrier_capability(struct way *way, const struct facts *facts, const struct actor *actor, unsigned cap);

/* Capabilities count only in our own, not in the initial user namespace. */
void barrier_userns(struct way *way, const struct facts *facts, const struct actor *actor);

/* Both, and the live cross-check where there is one (a security module such
 * as SELinux may make a held bit inert). */
void barrier_capable(struct way *way, const struct facts *facts, const struct actor *actor, unsigned cap);

/* Not uid 0 of the host: what /proc and /sys files owned by root ask for. */
void barrier_host_root(struct way *way, const struct facts *facts, const struct actor *actor);

/* The call does not reach the kernel (seccomp), or the kernel lacks it. */
void barrier_call(struct way *way, const struct facts *facts, enum call_id call);

/* AppArmor or SELinux refuses mount(2) itself; it never refuses fsopen(2)
 * and its kin (no hook: security/apparmor/lsm.c, Linux 6.1 and 6.12). */
void barrier_lsm_mount(struct way *way, const struct facts *facts, const struct actor *actor);

/* From an errno answer: absent when it succeeded; else standing, of the kind
 * that the errno names (EPERM device cgroup for devices, EACCES permission,
 * EROFS read-only, ...); unknown when not asked. */
enum known call_runs(const struct facts *facts, enum call_id call);
enum known answer_yes(const struct answer *answer);

enum path_status way_status(const struct way *way);
unsigned way_distance(const struct way *way);
#endif
