/* What must hold whatever the container: unknown is not no, and no
 * restriction opens anything.
 *
 * Each whole container is judged again with one single fact, answer or list
 * taken away, and with one single restriction added. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include "facts_changes.h"
#include "render.h"
#include "rendered.h"

static struct facts *(*const contained[])(void) = { docker_default, podman_default, rootless_privileged, gvisor };
static struct facts *(*const escapable[])(void) = { docker_sys_admin, docker_privileged, docker_v1_bound };

struct outline {
	enum verdict verdict;
	size_t count;
	enum path_status status[PATHS_MAX];
};

static struct outline outline_of(const struct facts *facts)
{
	const struct report *report = judged(facts);
	struct outline outline = { .verdict = report->verdict, .count = report->findings };

	for (size_t i = 0; i < report->findings; i++)
		outline.status[i] = report->finding[i].status;
	return outline;
}

static void say(const char *name, size_t i, const char *path)
{
	print_error("%s %zu (%s): %s\n", name, i, i < FACT_COUNT && !strcmp(name, "fact") ? fact_rows[i].name : "", path);
}

/* What is closed may become unknown, never open; and nothing else moves up. */
static void what_is_not_known_opens_nothing_in_a_contained_one(void **state)
{
	(void)state;
	EACH(contained, c) {
		struct outline before = outline_of(contained[c]());

		EACH(losses, k) {
			for (size_t i = 0; i < losses[k].count; i++) {
				struct facts *facts = contained[c]();

				losses[k].apply(facts, i);
				struct outline after = outline_of(facts);

				for (size_t p = 0; p < after.count; p++) {
					if (after.status[p] == PATH_OPEN && before.status[p] != PATH_OPEN)
						say(losses[k].name, i, path_at(p)->id);
					assert_false(after.status[p] == PATH_OPEN && before.status[p] != PATH_OPEN);
				}
				assert_int_not_equal(after.verdict, VERDICT_ESCAPABLE);
			}
		}
	}
}

static void what_is_not_known_contains_nothing(void **state)
{
	(void)state;
	EACH(escapable, c) {
		assert_int_equal(outline_of(escapable[c]()).verdict, VERDICT_ESCAPABLE);
		EACH(losses, k) {
			for (size_t i = 0; i < losses[k].count; i++) {
				struct facts *facts = escapable[c]();

				losses[k].apply(facts, i);
				struct outline after = outline_of(facts);

				if (after.verdict == VERDICT_CONTAINED)
					say(losses[k].name, i, "contained");
				assert_int_not_equal(after.verdict, VERDICT_CONTAINED);
			}
		}
	}
}

/* Found by the fuzzer: losing sight of what kept a path open closed it. */
static void what_is_no_longer_seen_is_not_absent(void **state)
{
	(void)state;
	static const enum call_id mounting[] = { CALL_MOUNT, CALL_FSOPEN, CALL_FSCONFIG, CALL_FSMOUNT, CALL_OPEN_TREE, CALL_MOVE_MOUNT };
	struct facts *facts = docker_sys_admin();

	put_process(facts, 7, 0, UNKNOWN)->root = answered(0);
	assert_path(facts, "setns-host", PATH_UNKNOWN);
	forget_list(facts, PROCESSES);
	assert_path(facts, "setns-host", PATH_UNKNOWN);

	facts = docker_sys_admin();
	for (size_t i = 0; i < sizeof mounting / sizeof *mounting; i++)
		call_denied(facts, mounting[i], EPERM);
	assert_int_not_equal(finding_of(judged(facts), "cgroup2-device-detach")->status, PATH_CLOSED);
	forget_list(facts, 0);
	assert_path(facts, "cgroup2-device-detach", PATH_UNKNOWN);
}

/* Found by the fuzzer: behind a process of the host that refused, one of whom it
 * is not known whose it is was not looked at. */
static void process_that_refuses_says_nothing_of_the_next(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();

	put_process(facts, 1, 0, YES)->root = answered(EACCES);
	assert_path(facts, "setns-host", PATH_CLOSED);
	put_process(facts, 7, 0, UNKNOWN)->root = answered(0);
	assert_path(facts, "setns-host", PATH_UNKNOWN);
	put_process(facts, 8, 0, YES)->root = answered(0);
	assert_path(facts, "setns-host", PATH_OPEN);
}

/* Found by failing mknod(2) and faccessat2(2): EACCES left the way to the disk
 * without any barrier. */
static void node_of_our_own_that_a_policy_refuses_is_no_way(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	disk_of(facts)->read = disk_of(facts)->write = answered(EACCES);
	assert_path(facts, "host-disk-raw-read", PATH_CLOSED);
	assert_path(facts, "host-disk-raw-write", PATH_CLOSED);
	without_apparmor(facts);
	assert_path(facts, "host-disk-raw-read", PATH_UNKNOWN);
	fact_set_number(facts, FACT_LANDLOCK_LAYERS, 1);
	assert_path(facts, "host-disk-raw-read", PATH_CLOSED);
}

/* Found by the fuzzer: one disk that did not answer was counted as refused. */
static void disk_that_did_not_answer_says_nothing_of_the_rules(void **state)
{
	(void)state;
	struct facts *facts = docker_default();

	give(facts, CAP_SYS_RAWIO);
	fact_set_static(facts, FACT_LOCKDOWN, "[none] integrity confidentiality");
	assert_closed_by(facts, "dev-mem", BARRIER_DEVICE_CGROUP);
	disk_of(facts)->read = disk_of(facts)->write = (struct answer){ TIMED_OUT, 0, NULL };
	assert_path(facts, "dev-mem", PATH_UNKNOWN);
}

/* Stronger: path by path, what is open becomes at most unknown. */
static void a_lost_fact_never_closes_an_open_path(void **state)
{
	(void)state;
	EACH(escapable, c) {
		struct outline before = outline_of(escapable[c]());

		EACH(losses, k) {
			for (size_t i = 0; i < losses[k].count; i++) {
				struct facts *facts = escapable[c]();

				losses[k].apply(facts, i);
				struct outline after = outline_of(facts);

				for (size_t p = 0; p < after.count; p++) {
					if (before.status[p] == PATH_OPEN && after.status[p] == PATH_CLOSED)
						say(losses[k].name, i, path_at(p)->id);
					assert_false(before.status[p] == PATH_OPEN && after.status[p] == PATH_CLOSED);
				}
			}
		}
	}
}

static void assert_nothing_opens(struct facts *(*container)(void))
{
	struct outline before = outline_of(container());

	EACH(restrictions, k) {
		for (size_t i = 0; i < restrictions[k].count; i++) {
			struct facts *facts = container();

			restrictions[k].apply(facts, i);
			struct outline after = outline_of(facts);

			for (size_t p = 0; p < after.count; p++) {
				if (after.status[p] == PATH_OPEN && before.status[p] != PATH_OPEN)
					say(restrictions[k].name, i, path_at(p)->id);
				assert_false(after.status[p] == PATH_OPEN && before.status[p] != PATH_OPEN);
			}
		}
	}
}

static void no_restriction_opens_a_path(void **state)
{
	(void)state;
	EACH(contained, c)
		assert_nothing_opens(contained[c]);
	EACH(escapable, c)
		assert_nothing_opens(escapable[c]);
}

/* ---- containers that nobody thought of --------------------------------------------- */

/* xorshift64*; the same sequence in every run. */
static uint64_t seed;

static unsigned pick(unsigned count)
{
	seed ^= seed >> 12;
	seed ^= seed << 25;
	seed ^= seed >> 27;
	return (unsigned)(seed * 0x2545f4914f6cdd1dull >> 33) % count;
}

static struct answer any_answer(void)
{
	static const int errors[] = { 0, 0, EPERM, EACCES, EROFS, ENOENT, EINVAL, ENOSYS, EFAULT, ENOTTY, ESTALE };

	switch (pick(8)) {
	case 0: return (struct answer){ 0 };
	case 1: return (struct answer){ KILLED, 31, NULL };
	case 2: return (struct answer){ TIMED_OUT, 0, NULL };
	default: return answered(errors[pick(sizeof errors / sizeof *errors)]);
	}
}

static enum known any_known(void)
{
	return (enum known)pick(3);
}

static void any_fact(struct facts *facts, enum fact_id id)
{
	static const char *const texts[] = { "", "none", "docker-default", "unconfined", "enforce", "v1", "v2", "6.12.9", "4.19.0-gvisor",
					     "nodev\tcgroup\n\text4\n", "lockdown=integrity root=/dev/vda1", "a *:* rwm\n" };

	/* What tells of the user namespace never disagrees, and without a
	 * filter none answers; Yama and the kernel agree on who may be traced. */
	if (id == FACT_USERNS_INODE || id == FACT_USERNS_INITIAL || id == FACT_PROC_OWNER || id == FACT_SECCOMP_MODE
	    || id == FACT_YAMA_PTRACE_SCOPE || id == FACT_PROC_IS_PROCFS || id == FACT_PIDNS_INITIAL)
		return;
	switch (pick(2) ? (int)fact_rows[id].type : -1) {
	case FACT_TYPE_BOOL: fact_set_bool(facts, id, pick(2)); break;
	case FACT_TYPE_NUMBER: fact_set_number(facts, id, pick(3)); break;
	case FACT_TYPE_CAPS: fact_set_number(facts, id, pick(2) ? CAPS_ALL : CAPS_DOCKER ^ CAP(pick(41))); break;
	case FACT_TYPE_TEXT: fact_set_static(facts, id, texts[pick(sizeof texts / sizeof *texts)]); break;
	default: fact_set_unknown(facts, id, pick(2) ? EACCES : ENOENT, NULL);
	}
}

static void any_things(struct facts *facts)
{
	for (size_t i = 0; i < facts->mounts_count; i++) {
		struct mount *mount = &facts->mounts[i];

		if (pick(3) == 0) {
			mount->class = (enum mount_class)pick(MOUNT_CLASS_COUNT);
			mount->read_only = pick(2);
			mount->nosuid = pick(2);
			mount->nodev = pick(2);
			mount->shared = pick(2);
			mount->read = any_answer();
			mount->write = any_answer();
			mount->handle = any_answer();
			mount->by_handle = any_answer();
			mount->host_path = pick(2) ? "/etc" : NULL;
		}
	}
	for (size_t i = 0; i < facts->devices_count; i++) {
		struct device *device = &facts->devices[i];

		device->path = pick(2) ? "/dev/x" : NULL;
		device->through_made_node = device->path && pick(2);
		device->read = any_answer();
		device->write = any_answer();
		device->open = any_answer();
		device->live = any_known();
		device->in_use = any_known();
		device->content = any_known();
	}
	for (size_t i = 0; i < facts->kernel_files_count; i++) {
		struct kernel_file *file = &facts->kernel_files[i];

		file->kind = (enum kernel_file_kind)pick(KERNEL_FILE_KIND_COUNT);
		file->own = pick(2);
		file->state = (enum kernel_file_state)pick(KERNEL_FILE_EXPOSED + 1);
		file->read = any_answer();
		file->write = any_answer();
	}
	for (size_t i = 0; i < facts->processes_count; i++) {
		facts->processes[i].host = any_known();
		facts->processes[i].same_uid = any_known();
		facts->processes[i].root = any_answer();
		facts->processes[i].memory = any_answer();
	}
}

/* Which a question about a capability asks, too: one answer each. */
static bool is_asked_twice(unsigned id)
{
	return id == CALL_INIT_MODULE || id == CALL_BPF || id == CALL_FANOTIFY_INIT || id == CALL_OPEN_BY_HANDLE_AT || id == CALL_SETTIMEOFDAY;
}

static struct facts *(*base)(void);
static uint64_t base_seed;

/* The same one each time, until base_seed changes. */
static struct facts *any_container(void)
{
	struct facts *facts = base();

	seed = base_seed;
	for (unsigned id = 0; id < FACT_COUNT; id++)
		if (pick(4) == 0)
			any_fact(facts, (enum fact_id)id);
	uint64_t permitted, effective, mode;
	bool is_filtered = fact_number(facts, FACT_SECCOMP_MODE, &mode) && mode;

	/* the kernel sees to that */
	if (fact_number(facts, FACT_CAP_PERMITTED, &permitted) && fact_number(facts, FACT_CAP_EFFECTIVE, &effective))
		fact_set_number(facts, FACT_CAP_EFFECTIVE, effective & permitted);
	for (unsigned id = 0; id < CALL_COUNT; id++)
		if (pick(3) == 0 && !is_asked_twice(id))
			facts->call[id] = (struct call){ is_filtered ? any_answer() : answered(ENOSYS), any_answer() };
	for (unsigned id = 0; id < QUESTION_COUNT; id++)
		if (has_a_file(id) || pick(3) == 0)
			facts->question[id] = has_a_file(id) ? (struct answer){ 0 } : any_answer();
	any_things(facts);
	for (size_t i = 0; i < LISTS; i++)
		if (pick(6) == 0)
			list_number(facts, i)->truncated = true;
	facts->live = pick(4);
	return facts;
}

/* As many as a check has time for; CONTAINERS=400 in the environment: more. */
static size_t how_many(void)
{
	const char *many = getenv("CONTAINERS");

	return many ? strtoul(many, NULL, 10) : 40;
}

static void each_strange_container(void (*each)(void))
{
	static struct facts *(*const bases[])(void) = { docker_default, podman_default, rootless_privileged, gvisor, docker_sys_admin,
							docker_privileged, docker_v1_bound };

	for (size_t i = 0, count = how_many(); i < count; i++) {
		base = bases[i % (sizeof bases / sizeof *bases)];
		base_seed = (i + 1) * 0x9e3779b97f4a7c15ull;
		each();
	}
}

/* What was not known before may be known by the restriction: that is no reason
 * for a path that stood closed to open. */
static void nothing_opens_in_it(void)
{
	struct outline before = outline_of(any_container());

	EACH(restrictions, k) {
		/* the answers were given to who held them */
		if (restrictions[k].apply == drop_effective)
			continue;
		for (size_t i = 0; i < restrictions[k].count; i++) {
			struct facts *facts = any_container();

			/* an answer less, from which a refusal was told */
			if ((restrictions[k].apply == filter_call || restrictions[k].apply == kill_for_call) && is_asked_twice((unsigned)i))
				continue;
			restrictions[k].apply(facts, i);
			struct outline after = outline_of(facts);

			for (size_t p = 0; p < after.count; p++) {
				bool opened = after.status[p] == PATH_OPEN && before.status[p] == PATH_CLOSED;

				if (opened) {
					say(restrictions[k].name, i, path_at(p)->id);
					print_finding(finding_of(judged(facts), path_at(p)->id));
					print_finding(finding_of(judged(any_container()), path_at(p)->id));
				}
				assert_false(opened);
			}
		}
	}
}

static void no_restriction_opens_a_path_anywhere(void **state)
{
	(void)state;
	each_strange_container(nothing_opens_in_it);
}

static void nothing_is_contained_for_want_of_facts(void)
{
	struct outline before = outline_of(any_container());

	if (before.verdict != VERDICT_ESCAPABLE && before.verdict != VERDICT_CANNOT_TELL)
		return;
	EACH(losses, k) {
		/* opened, though the mount table says read-only or masked: no kernel says both */
		if (losses[k].apply == forget_kernel_file)
			continue;
		for (size_t i = 0; i < losses[k].count; i++) {
			struct facts *facts = any_container();

			losses[k].apply(facts, i);
			struct outline after = outline_of(facts);

			if (after.verdict == VERDICT_CONTAINED)
				say(losses[k].name, i, "contained");
			for (size_t p = 0; p < after.count; p++) {
				/* of what decides the verdict */
				bool closed = before.status[p] != PATH_CLOSED && after.status[p] == PATH_CLOSED
					&& path_at(p)->outcome < OUTCOME_HOST_INFLUENCE;

				if (closed) {
					say(losses[k].name, i, path_at(p)->id);
					print_finding(finding_of(judged(facts), path_at(p)->id));
					print_finding(finding_of(judged(any_container()), path_at(p)->id));
				}
				assert_false(closed);
			}
			assert_int_not_equal(after.verdict, VERDICT_CONTAINED);
		}
	}
}

static void no_lost_fact_contains_anything(void **state)
{
	(void)state;
	each_strange_container(nothing_is_contained_for_want_of_facts);
}

/* Whatever lists there are, nothing being known of what is on them. */
static void all_is_unknown_in_it(void)
{
	struct facts *facts = any_container();

	memset(facts->fact, 0, sizeof facts->fact);
	memset(facts->call, 0, sizeof facts->call);
	memset(facts->question, 0, sizeof facts->question);
	for (size_t i = 0; i < LISTS; i++)
		forget_list(facts, i);
	assert_int_equal(outline_of(facts).verdict, VERDICT_CANNOT_TELL);
}

static void all_unknown_is_never_contained(void **state)
{
	(void)state;
	each_strange_container(all_is_unknown_in_it);
}

static void root_in_our_place_is_never_weaker(void **state)
{
	(void)state;
	struct facts *(*const all[])(void) = { docker_default, podman_default, rootless_privileged, gvisor,
					       docker_sys_admin, docker_privileged, docker_v1_bound };

	EACH(all, c) {
		struct facts *facts = all[c]();

		as_user(facts, 1000);
		const struct report *report = judged(facts);

		for (size_t i = 0; i < report->findings; i++)
			assert_true(report->finding[i].as_root >= report->finding[i].status);
	}
}

static void the_same_facts_give_the_same_report(void **state)
{
	(void)state;
	struct facts *facts = docker_sys_admin();
	struct outline first = outline_of(facts), second = outline_of(facts);

	assert_memory_equal(first.status, second.status, sizeof first.status);
}

static void what_nobody_reads_is_not_missed_in_it(void)
{
	static const struct render_options brief = { .version = "0" };
	static char text[2][64 * 1024];

	for (int untold = 0; untold < 2; untold++) {
		struct facts *facts = any_container();

		facts->closed_untold = untold;
		RENDERED(text[untold], sizeof text[untold], render_text(out, facts, judged(facts), &brief));
	}
	assert_string_equal(text[0], text[1]);
}

static void short_report_misses_nothing_of_what_is_not_made_up(void **state)
{
	(void)state;
	each_strange_container(what_nobody_reads_is_not_missed_in_it);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_not_known_opens_nothing_in_a_contained_one),
		cmocka_unit_test(what_is_not_known_contains_nothing),
		cmocka_unit_test(what_is_no_longer_seen_is_not_absent),
		cmocka_unit_test(process_that_refuses_says_nothing_of_the_next),
		cmocka_unit_test(node_of_our_own_that_a_policy_refuses_is_no_way),
		cmocka_unit_test(disk_that_did_not_answer_says_nothing_of_the_rules),
		cmocka_unit_test(a_lost_fact_never_closes_an_open_path),
		cmocka_unit_test(no_restriction_opens_a_path),
		cmocka_unit_test(no_restriction_opens_a_path_anywhere),
		cmocka_unit_test(no_lost_fact_contains_anything),
		cmocka_unit_test(all_unknown_is_never_contained),
		cmocka_unit_test(root_in_our_place_is_never_weaker),
		cmocka_unit_test(the_same_facts_give_the_same_report),
		cmocka_unit_test(short_report_misses_nothing_of_what_is_not_made_up),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
