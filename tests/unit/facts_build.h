/* facts_build.h - containers written down as facts, for tests of rules that
 * look at things: kernel files, sockets, mounts, descriptors. */
#ifndef FACTS_BUILD_H
#define FACTS_BUILD_H
#include <stdio.h>
#include <string.h>
#include "rules.h"

#define DEFAULT_CAPS 0x00000000a80425fbu
#define ALL_CAPS     0x000001ffffffffffu

/* Root in an engine's default container, with everything looked at and
 * nothing found; no security module.  Valid until the next call. */
static inline struct facts *a_container(void)
{
	static char region[1 << 20] __attribute__((aligned(16)));
	struct facts *facts = facts_init(region, sizeof region);

	facts->live = true;
	fact_set_number(facts, FACT_UID, 0);
	fact_set_number(facts, FACT_EUID, 0);
	fact_set_number(facts, FACT_CAP_EFFECTIVE, DEFAULT_CAPS);
	fact_set_number(facts, FACT_CAP_PERMITTED, DEFAULT_CAPS);
	fact_set_number(facts, FACT_CAP_BOUNDING, DEFAULT_CAPS);
	fact_set_number(facts, FACT_SECUREBITS, 0);
	fact_set_bool(facts, FACT_NO_NEW_PRIVS, false);
	fact_set_number(facts, FACT_USERNS_INODE, 4026531837);
	fact_set_bool(facts, FACT_USERNS_INITIAL, true);
	fact_set_number(facts, FACT_PROC_OWNER, 0);
	fact_set_bool(facts, FACT_PROC_IS_PROCFS, true);
	fact_set_number(facts, FACT_MNTNS_INODE, 4026532200);
	fact_set_number(facts, FACT_SECCOMP_MODE, 0);
	fact_set_bool(facts, FACT_APPARMOR_ENABLED, false);
	fact_set_bool(facts, FACT_SELINUX_ENFORCING, false);
	fact_set_static(facts, FACT_KERNEL_RELEASE, "6.1.0-18-amd64");
	facts->mounts_list.known = facts->kernel_files_list.known = facts->devices_list.known = YES;
	facts->sockets_list.known = facts->descriptors_list.known = facts->processes_list.known = YES;
	return facts;
}

static inline void give_caps(struct facts *facts, uint64_t caps)
{
	fact_set_number(facts, FACT_CAP_EFFECTIVE, caps);
	fact_set_number(facts, FACT_CAP_PERMITTED, caps);
	fact_set_number(facts, FACT_CAP_BOUNDING, caps);
}

/* docker run -u 1000: nothing in hand, the bounding set as it was. */
static inline void become_user(struct facts *facts)
{
	fact_set_number(facts, FACT_UID, 1000);
	fact_set_number(facts, FACT_EUID, 1000);
	fact_set_number(facts, FACT_CAP_EFFECTIVE, 0);
	fact_set_number(facts, FACT_CAP_PERMITTED, 0);
}

static inline void enter_user_namespace(struct facts *facts)
{
	fact_set_number(facts, FACT_USERNS_INODE, 4026532300);
	fact_set_bool(facts, FACT_USERNS_INITIAL, false);
	fact_set_number(facts, FACT_PROC_OWNER, 65534);
}

static inline void confine_by_docker_default(struct facts *facts)
{
	fact_set_bool(facts, FACT_APPARMOR_ENABLED, true);
	fact_set_static(facts, FACT_APPARMOR_PROFILE, "docker-default");
	fact_set_static(facts, FACT_APPARMOR_MODE, "enforce");
}

static inline struct answer answered(int error)
{
	return (struct answer){ .state = ANSWERED, .error = error };
}

static inline struct kernel_file *add_file(struct facts *facts, struct kernel_file file)
{
	struct kernel_file *added = facts_kernel_file_new(facts);

	*added = file;
	facts_kernel_file_done(facts);
	return added;
}

static inline struct mount *add_mount(struct facts *facts, struct mount mount)
{
	struct mount *added = facts_mount_new(facts);

	*added = mount;
	facts_mount_done(facts);
	return added;
}

static inline struct host_socket *add_socket(struct facts *facts, struct host_socket at)
{
	struct host_socket *added = facts_socket_new(facts);

	*added = at;
	facts_socket_done(facts);
	return added;
}

static inline struct descriptor *add_descriptor(struct facts *facts, struct descriptor at)
{
	struct descriptor *added = facts_descriptor_new(facts);

	*added = at;
	facts_descriptor_done(facts);
	return added;
}

static inline const struct path *path_in(const struct path *table, const char *id)
{
	while (table->id && strcmp(table->id, id) != 0)
		table++;
	return table->id ? table : NULL;
}

static inline struct finding judged(const struct facts *facts, const struct path *path, bool as_root)
{
	static char region[1 << 16];
	static struct arena arena;
	struct actor actor;
	static struct way ways[8][WAYS_MAX];
	static unsigned next;
	struct finding finding = { .path = path, .way = ways[next++ % 8] };

	memset(finding.way, 0, sizeof ways[0]);
	arena_init(&arena, region, sizeof region);
	(as_root ? actor_root : actor_now)(facts, &arena, &actor);
	path->judge(facts, &actor, &finding);
	return finding;
}

static inline void print_finding(const struct finding *finding)
{
	for (size_t i = 0; i < finding->ways; i++) {
		const struct way *way = &finding->way[i];

		fprintf(stderr, "  way: %s\n", way->title);
		for (size_t k = 0; k < way->count; k++)
			fprintf(stderr, "    [%s] %s: %s\n", way->barrier[k].state == BARRIER_ABSENT ? "absent" :
				way->barrier[k].state == BARRIER_STANDING ? "STANDING" : "unknown", way->barrier[k].what,
				way->barrier[k].evidence);
	}
}

static inline void assert_status(const struct facts *facts, const struct path *table, const char *id, bool as_root,
				 enum path_status expected, const char *file, int line)
{
	const struct path *path = path_in(table, id);

	if (!path) {
		fprintf(stderr, "%s: no such path\n", id);
		_fail(file, line);
	}
	struct finding finding = judged(facts, path, as_root);

	if (finding.ways == 0 || finding.status != expected) {
		fprintf(stderr, "%s%s: status %d, expected %d\n", id, as_root ? " as root" : "", (int)finding.status, (int)expected);
		print_finding(&finding);
		_fail(file, line);
	}
}

/* The path's status for this process, and for root in its place. */
#define assert_now(facts, table, id, status)     assert_status(facts, table, id, false, status, __FILE__, __LINE__)
#define assert_as_root(facts, table, id, status) assert_status(facts, table, id, true, status, __FILE__, __LINE__)

/* Does a barrier of this kind stand in the best way, and how many in all? */
static inline bool stands(const struct facts *facts, const struct path *table, const char *id, enum barrier_kind kind)
{
	struct finding finding = judged(facts, path_in(table, id), false);

	for (size_t i = 0; i < finding.way[0].count; i++)
		if (finding.way[0].barrier[i].kind == kind && finding.way[0].barrier[i].state == BARRIER_STANDING)
			return true;
	print_finding(&finding);
	return false;
}

static inline unsigned distance(const struct facts *facts, const struct path *table, const char *id)
{
	return judged(facts, path_in(table, id), false).distance;
}

/* Every row says everything, and an empty list that is complete closes every
 * path while a list that is not leaves every path undecided. */
static inline void assert_table_is_whole(const struct path *table)
{
	struct facts *facts = a_container();

	fact_set_bool(facts, FACT_NETNS_INITIAL, true);		/* it would close some by itself */
	for (const struct path *path = table; path->id; path++) {
		for (unsigned which = 0; which <= PATH_CONTROLS; which++)
			assert_true(strlen(path_text(path, which)) >= 5);
		assert_now(facts, table, path->id, PATH_CLOSED);
	}
	facts->mounts_list.truncated = facts->kernel_files_list.truncated = true;
	facts->sockets_list.truncated = facts->descriptors_list.truncated = true;
	for (const struct path *path = table; path->id; path++)
		assert_now(facts, table, path->id, PATH_UNKNOWN);
	facts->mounts_list = facts->kernel_files_list = (struct list){ .reason = "not permitted" };
	facts->sockets_list = facts->descriptors_list = facts->mounts_list;
	for (const struct path *path = table; path->id; path++)
		assert_now(facts, table, path->id, PATH_UNKNOWN);
}
#endif
