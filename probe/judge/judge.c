/* judge.c - every path for this process and for root in its place, and the
 * conclusions that follow (see judge.h). */
#include <stddef.h>
#include <string.h>
#include "disk_ways.h"
#include "judge.h"
#include "parse.h"
#include "pod_security.h"
#include "privileged.h"
#include "rules.h"

static void judge_path(const struct path *path, const struct facts *facts, const struct actor *actor,
		       struct way *room, struct finding *finding)
{
	*finding = (struct finding){ .path = path, .status = PATH_UNKNOWN, .way = room };	/* nothing said is nothing known */
	way_init(room, NULL);
	path->judge(facts, actor, finding);
}

/* What root in the same container could do; nobody reads by what evidence, and
 * making it up takes longer than judging. */
static enum path_status status_as_root(const struct finding *now, const struct facts *facts, struct actor *root,
				       struct way *room)
{
	struct finding finding;
	struct arena *arena = root->arena, silent = *arena;

	silent.silent = true;
	root->arena = &silent;
	judge_path(now->path, facts, root, room, &finding);
	root->arena = arena;
	return finding.status > now->status ? finding.status : now->status;
}

static void count(struct report *report, const struct finding *finding)
{
	size_t *const open[] = {
		[OUTCOME_HOST_CONTROL] = &report->open_control,
		[OUTCOME_HOST_READ] = &report->open_read,
		[OUTCOME_HOST_INFLUENCE] = &report->open_influence,
	};
	size_t *const other[] = { [PATH_CLOSED] = &report->closed, [PATH_UNKNOWN] = &report->unknown };

	if (finding->path->outcome == OUTCOME_INFORMATION) {
		report->open_information += finding->status == PATH_OPEN;
		return;
	}
	++*(finding->status == PATH_OPEN ? open[finding->path->outcome] : other[finding->status]);
	report->latent += finding->latent;
	report->latent_influence += finding->latent && finding->path->outcome == OUTCOME_HOST_INFLUENCE;
}

static bool is_escape(const struct finding *finding)
{
	return finding->path->outcome < OUTCOME_HOST_INFLUENCE;
}

static void draw_verdict(struct report *report, const struct facts *facts, struct arena *arena)
{
	size_t open = report->open_control + report->open_read, undecided = 0;

	for (size_t i = 0; i < report->findings; i++)
		undecided += is_escape(&report->finding[i]) && report->finding[i].status == PATH_UNKNOWN;
	if (fact_bool(facts, FACT_CONTAINER) == NO) {
		report->verdict = VERDICT_NOT_A_CONTAINER;
		report->verdict_reason = "this process runs on the host itself";
	} else if (open > 0) {
		report->verdict = VERDICT_ESCAPABLE;
		report->verdict_reason = open == 1 ? "1 escape path is open"
					 : arena_printf(arena, "%zu escape paths are open", open);
	} else if (undecided > 0) {
		report->verdict = VERDICT_CANNOT_TELL;
		report->verdict_reason = arena_printf(arena, "no escape path is known to be open, %zu could not be decided", undecided);
	} else {
		report->verdict = VERDICT_CONTAINED;
		report->verdict_reason = "every known escape path is closed";
	}
}

/* The closed paths that fewest barriers keep closed.  What is not here, or
 * not in this kernel, is not a wall that somebody built. */
static void measure_wall(struct report *report)
{
	for (size_t i = 0; i < report->findings; i++) {
		const struct finding *finding = &report->finding[i];

		if (!is_escape(finding) || finding->status != PATH_CLOSED || way_is_missing(&finding->way[0]))
			continue;
		if (report->thinnest == 0 || finding->distance < report->thinnest) {
			report->thinnest = finding->distance;
			report->thinnest_count = 0;
		}
		if (finding->distance == report->thinnest)
			report->thinnest_finding[report->thinnest_count++] = finding;
	}
}

/* Outside a user namespace of our own we are somebody else. */
static const char *as_whom(const struct facts *facts, struct arena *arena)
{
	const char *map = fact_text(facts, FACT_UID_MAP);
	struct idmap ids;
	uint64_t euid;

	if (fact_bool(facts, FACT_USERNS_INITIAL) != NO)
		return "";
	if (!map || !fact_number(facts, FACT_EUID, &euid) || !parse_idmap(map, strlen(map), &ids)
	    || ids.count > sizeof ids.range / sizeof *ids.range)
		return ", with the rights that this user has outside its user namespace";
	for (size_t i = 0; i < ids.count; i++)
		if (euid - ids.range[i].inside < ids.range[i].count)
			return arena_printf(arena, ", with the rights of uid %llu, whom this user is outside its user namespace",
					    (unsigned long long)(ids.range[i].outside + euid - ids.range[i].inside));
	return ", with the rights of nobody: this user is not mapped outside its user namespace";
}

/* The program cannot prove that the kernel it talks to is bare metal. */
static const char *what_is_reached(const struct facts *facts, struct arena *arena)
{
	const char *sandbox = fact_text(facts, FACT_SANDBOX), *machine = fact_text(facts, FACT_VIRTUAL_MACHINE);

	/* gVisor's processes see its own kernel; what is handed in is real. */
	if (sandbox && !strcmp(sandbox, "gvisor"))
		return "what of the machine was handed in (files, sockets); the kernel is the sandbox's own (gvisor), and the machine's is not reached";
	if (sandbox)
		return arena_printf(arena, "the virtual machine around this container (%s), not yet the machine that runs it%s", sandbox,
				    as_whom(facts, arena));
	if (machine)
		return arena_printf(arena, "the initial namespaces of this kernel, inside a virtual machine (%s)%s", machine,
				    as_whom(facts, arena));
	return arena_printf(arena, "the initial namespaces of this kernel%s", as_whom(facts, arena));
}

/* A closed path whose evidence nobody reads is judged without making it up;
 * any other once more, aloud. */
static void judge_now(const struct path *path, const struct facts *facts, const struct actor *now,
		      struct way *room, struct finding *finding)
{
	now->arena->silent = facts->closed_untold;
	judge_path(path, facts, now, room, finding);
	now->arena->silent = false;
	if (facts->closed_untold && finding->status != PATH_CLOSED)
		judge_path(path, facts, now, room, finding);
}

/* Is this process all that root here could be? */
static bool is_root_already(const struct actor *now, const struct actor *root)
{
	return now->root == YES && now->caps == root->caps && now->caps_unknown == root->caps_unknown;
}

void judge(const struct facts *facts, struct arena *arena, struct report *ret)
{
	struct actor now, root;
	const struct path *path;

	memset(ret, 0, offsetof(struct report, way));
	actor_now(facts, arena, &now);
	actor_root(facts, arena, &root);
	/* no_new_privs makes set-user-ID programs harmless: nobody becomes root */
	bool may_become = fact_bool(facts, FACT_NO_NEW_PRIVS) == NO && !is_root_already(&now, &root);

	now.bind_grades = root.bind_grades = grade_binds(facts, arena);
	for (size_t i = 0; (path = path_at(i)); i++) {
		struct finding *finding = &ret->finding[ret->findings++];

		judge_now(path, facts, &now, &ret->way[ret->ways], finding);
		ret->ways += finding->ways + (finding->ways == 0);
		finding->as_root = may_become ? status_as_root(finding, facts, &root, &ret->way[ret->ways]) : finding->status;
		finding->latent = finding->status == PATH_CLOSED && finding->as_root == PATH_OPEN
				  && path->outcome != OUTCOME_INFORMATION;
		count(ret, finding);
	}
	draw_verdict(ret, facts, arena);
	judge_disks(facts, &now, ret);
	judge_privileged(facts, arena, ret);
	judge_pod_security(facts, arena, ret);
	judge_run_options(facts, arena, ret);
	judge_seccomp(facts, &ret->seccomp);
	measure_wall(ret);
	ret->reaches = what_is_reached(facts, arena);
}
