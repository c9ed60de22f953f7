/* text.c - the report that is understood in ten seconds.
 *
 * Verdict first; then what was looked at, what is open and why, what is not
 * known, what is latent, and how thin the wall is.  Everything else is
 * --verbose (text_details.c). */
#include <linux/capability.h>
#include <string.h>
#include "render.h"
#include "syscalls.h"
#include "text_report.h"
#include "words.h"

#define RED    "1;31"
#define GREEN  "1;32"
#define YELLOW "1;33"
#define BOLD   "1"

#define INDENT TEXT_INDENT

/* ---- barriers ------------------------------------------------------------ */

static bool given(const char *text)
{
	return text && *text;
}

static const struct barrier *next_barrier(const struct way *way, enum barrier_state state, size_t *at)
{
	while (*at < way->count)
		if (way->barrier[(*at)++].state == state)
			return &way->barrier[*at - 1];
	return NULL;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* The barriers that stand, with their kinds where what stands does not say it. */
static void put_standing(struct flow *flow, const struct way *way)
{
	static const char *const word[BARRIER_KIND_COUNT] = {
		[BARRIER_CAPABILITY] = "missing capability", [BARRIER_USER_NAMESPACE] = "user namespace",
		[BARRIER_NAMESPACE] = "namespace", [BARRIER_SECCOMP] = "seccomp", [BARRIER_LSM] = "security module",
		[BARRIER_DEVICE_CGROUP] = "device cgroup", [BARRIER_PERMISSION] = "permission",
		[BARRIER_READ_ONLY] = "read-only", [BARRIER_MASKED] = "masked", [BARRIER_NODEV] = "nodev",
		[BARRIER_KERNEL] = "kernel", [BARRIER_NOT_GIVEN] = "not given",
	};
	const struct barrier *barrier;
	const char *between = "";

	for (size_t at = 0; (barrier = next_barrier(way, BARRIER_STANDING, &at)) != NULL; between = " and ") {
		bool said = given(barrier->what) && strstr(barrier->what, word[barrier->kind]);

		flow_text(flow, between);
		if (!said)
			flow_text(flow, word[barrier->kind]);
		if (!said && given(barrier->what))
			flow_text(flow, ": ");
		flow_text(flow, barrier->what);
	}
}

/* All barriers of this state that are known in the same way as number `first`. */
static void put_whats(struct flow *flow, const struct way *way, size_t first)
{
	const struct barrier *barrier = &way->barrier[first];
	const char *between = "";

	for (size_t i = first; i < way->count; i++) {
		const struct barrier *other = &way->barrier[i];

		if (other->state != barrier->state || !same_text(other->evidence, barrier->evidence))
			continue;
		flow_text(flow, between);
		flow_text(flow, given(other->what) ? other->what : barrier_kind_name(other->kind));
		between = ", ";
	}
}

bool flow_barriers(struct flow *flow, const struct way *way, enum barrier_state state, size_t most)
{
	/* The others are called by what stands in the way, which is not there:
	 * "read-only mount" before "mounted rw" would say the opposite. */
	static const bool names_a_need[BARRIER_KIND_COUNT] = {
		[BARRIER_CAPABILITY] = true, [BARRIER_SECCOMP] = true, [BARRIER_DEVICE_CGROUP] = true,
		[BARRIER_KERNEL] = true, [BARRIER_NOT_GIVEN] = true,
	};
	size_t any = 0;

	for (size_t i = 0; i < way->count && any < most; i++) {
		const struct barrier *barrier = &way->barrier[i];
		bool said = barrier->state != state;

		for (size_t j = 0; j < i && !said; j++)
			said = way->barrier[j].state == state && same_text(way->barrier[j].evidence, barrier->evidence);
		if (said)
			continue;
		flow_text(flow, any ? "; " : "");
		if (state != BARRIER_ABSENT || names_a_need[barrier->kind] || !given(barrier->evidence)) {
			put_whats(flow, way, i);
			flow_text(flow, given(barrier->evidence) ? ": " : "");
		}
		flow_text(flow, barrier->evidence);
		any++;
	}
	return any > 0;
}

/* Do both ways have the same barriers in this state?  What is not known is
 * the same only when it is not known for the same reason. */
static bool same_barriers(const struct way *a, const struct way *b, enum barrier_state state)
{
	size_t at = 0, bt = 0;

	for (;;) {
		const struct barrier *x = next_barrier(a, state, &at), *y = next_barrier(b, state, &bt);

		if (!x || !y)
			return x == y;
		if (x->kind != y->kind || !same_text(x->what, y->what) ||
		    (state == BARRIER_IS_UNKNOWN && !same_text(x->evidence, y->evidence)))
			return false;
	}
}

/* The paths from number `first` on that have the same barriers as that one. */
static void put_ids(struct flow *flow, const struct finding *const finding[], size_t count, size_t first,
		    enum barrier_state state)
{
	for (size_t i = first; i < count; i++) {
		if (!same_barriers(&finding[i]->way[0], &finding[first]->way[0], state))
			continue;
		flow_text(flow, i == first ? "" : ", ");
		flow_text(flow, finding[i]->path->id);
	}
}

/* One paragraph for each distinct set of barriers in this state, with the
 * paths it concerns; `finding` lists `count` of them, by their best ways. */
static void put_groups(struct flow *flow, const struct finding *const finding[], size_t count, enum barrier_state state)
{
	for (size_t i = 0; i < count; i++) {
		const struct way *way = &finding[i]->way[0];
		bool seen = false;

		for (size_t j = 0; j < i && !seen; j++)
			seen = same_barriers(&finding[j]->way[0], way, state);
		if (seen)
			continue;
		flow_begin(flow, 2, "", 4);
		if (state == BARRIER_STANDING) {
			put_standing(flow, way);
			flow_text(flow, ", on ");
			put_ids(flow, finding, count, i, state);
		} else {
			put_ids(flow, finding, count, i, state);
			flow_text(flow, " - ");
			if (!flow_barriers(flow, way, state, BARRIERS_MAX))
				flow_text(flow, "nothing is known");
		}
		flow_end(flow);
	}
}

/* ---- the head ---------------------------------------------------------- */

static void put_verdict(struct flow *flow, const struct report *report)
{
	static const struct { const char *word, *colour, *reason; } row[] = {
		[VERDICT_CONTAINED] = { "CONTAINED", GREEN, "no known path to the host is open" },
		[VERDICT_ESCAPABLE] = { "ESCAPABLE", RED, "a path to the host is open" },
		[VERDICT_CANNOT_TELL] = { "CANNOT TELL", YELLOW, "not enough could be read" },
		[VERDICT_NOT_A_CONTAINER] = { "NOT A CONTAINER", BOLD, "this process runs on the host itself" },
	};

	flow_begin(flow, 0, "", 2);
	flow_paint(flow, row[report->verdict].colour);
	flow_text(flow, row[report->verdict].word);
	flow_paint(flow, NULL);
	flow_text(flow, ": ");
	flow_text(flow, given(report->verdict_reason) ? report->verdict_reason : row[report->verdict].reason);
	flow_end(flow);
}

static void put_place(struct flow *flow, const struct facts *facts)
{
	const char *engine = fact_text(facts, FACT_ENGINE), *sandbox = fact_text(facts, FACT_SANDBOX);
	const char *orchestrator = fact_text(facts, FACT_ORCHESTRATOR);
	enum known container = fact_bool(facts, FACT_CONTAINER);

	if (fact_bool(facts, FACT_ROOTLESS) == YES)
		flow_text(flow, "rootless ");
	if (given(engine))
		flow_text(flow, engine);
	else
		flow_text(flow, container == NO ? "no container" : container == YES ? "container, engine unknown" :
			  "perhaps a container");
	if (given(sandbox)) {
		flow_text(flow, ", sandbox ");
		flow_text(flow, sandbox);
	}
	if (given(orchestrator)) {
		flow_text(flow, ", under ");
		flow_text(flow, orchestrator);
	}
}

static void put_subject(struct flow *flow, const struct facts *facts)
{
	const char *release = fact_text(facts, FACT_KERNEL_RELEASE);
	enum known initial = fact_bool(facts, FACT_USERNS_INITIAL);
	uint64_t uid;

	flow_begin(flow, 0, "Looked at:", INDENT);
	put_place(flow, facts);
	if (fact_number(facts, FACT_EUID, &uid))
		flow_format(flow, "; uid %llu%s", (unsigned long long)uid, uid == 0 ? " (root)" : "");
	else
		flow_text(flow, "; uid unknown");
	flow_text(flow, initial == YES ? "; initial user namespace" : initial == NO ? "; user namespace of its own" :
		  "; user namespace unknown");
	flow_text(flow, given(release) ? "; Linux " : "; kernel unknown");
	flow_text(flow, release);
	flow_end(flow);
}

static void put_privileged_parts(struct flow *flow, const struct report *report)
{
	const char *between = " (";

	for (size_t i = 0; i < PRIVILEGED_PARTS; i++) {
		const struct privileged_part *part = &report->privileged_part[i];
		bool named = report->privileged == PRIVILEGED_CANNOT_TELL ? part->present == UNKNOWN : part->present == YES;

		if (!part->name || !part->applies || !named)
			continue;
		flow_text(flow, between);
		flow_text(flow, part->name);
		between = ", ";
	}
	if (*between == ',')
		flow_text(flow, ")");
}

static void put_privileged(struct flow *flow, const struct report *report)
{
	flow_begin(flow, 0, "Privileged:", INDENT);
	flow_text(flow, privileged_name(report->privileged));
	if (report->privileged == PRIVILEGED_PARTLY || report->privileged == PRIVILEGED_CANNOT_TELL)
		put_privileged_parts(flow, report);
	if (report->privileged != PRIVILEGED_NO && given(report->privileged_userns)) {
		flow_text(flow, ", ");
		flow_text(flow, report->privileged_userns);
	}
	flow_end(flow);
}

/* What differs, by name: never many, or it would be a filter of its own. */
static void put_differences(struct flow *flow, const struct seccomp_verdict *seccomp, enum seccomp_difference difference, const char *before)
{
	char buf[16];

	for (unsigned call = 0; call < SURVEY_CALLS; call++) {
		if (seccomp->difference[call] != difference)
			continue;
		flow_text(flow, before);
		flow_text(flow, syscall_name(call, buf));
		before = ", ";
	}
}

/* Those that are allowed, or where that are most of them the others. */
static void put_allowed_calls(struct flow *flow, const struct seccomp_survey *survey)
{
	unsigned allowed = 0;

	for (unsigned i = 0; i < CALL_COUNT; i++)
		allowed += survey->row[i].state == SURVEY_RUNS;
	bool most = allowed > CALL_COUNT / 2;
	const char *before = most ? "; of what is of use in an escape it denies: " : "; of use in an escape, and allowed: ";

	for (unsigned i = 0; i < CALL_COUNT; i++) {
		uint8_t state = survey->row[i].state;

		if (state == SURVEY_UNKNOWN || (state == SURVEY_RUNS) == most)
			continue;
		flow_text(flow, before);
		flow_text(flow, call_name((enum call_id)i));
		before = ", ";
	}
	if (most && *before == ';')
		flow_text(flow, "; nothing is denied that is of use in an escape");
}

#define CAP(name) (1ULL << CAP_##name)

static void put_seccomp(struct flow *flow, const struct facts *facts, const struct seccomp_verdict *seccomp)
{
	static const char *const word[PROFILE_COUNT] = {
		[PROFILE_UNCONFINED] = "no filter",
		[PROFILE_SANDBOX] = "no filter is shown, but a sandbox answers the system calls itself",
		[PROFILE_DOCKER] = "the default of Docker and containerd (Kubernetes: RuntimeDefault)",
		[PROFILE_PODMAN] = "the default of Podman, or CRI-O",
		[PROFILE_CRIO] = "the default of CRI-O (Kubernetes: RuntimeDefault)",
		[PROFILE_NSPAWN] = "that of systemd-nspawn",
		[PROFILE_CUSTOM] = "a filter of its own",
	};
	const char *before = ", with the calls of ";

	if (seccomp->profile == PROFILE_NOT_KNOWN)
		return;
	/* of the capabilities that everybody gets there */
	uint64_t usual = seccomp->profile == PROFILE_NSPAWN ? CAP(SYS_BOOT) | CAP(SYS_PTRACE) | CAP(SYS_TTY_CONFIG) : CAP(SYS_CHROOT);

	flow_begin(flow, 0, "Seccomp:", INDENT);
	flow_text(flow, word[seccomp->profile]);
	for (unsigned cap = 0; cap < 64; cap++) {
		if (!((seccomp->built_for & ~usual) >> cap & 1))
			continue;
		flow_text(flow, before);
		flow_text(flow, capability_name(cap));
		before = ", ";
	}
	put_differences(flow, seccomp, DIFFERENCE_ADDED, "; also allowed: ");
	put_differences(flow, seccomp, DIFFERENCE_TAKEN_AWAY, "; also denied: ");
	if (seccomp->profile == PROFILE_CUSTOM)
		put_allowed_calls(flow, &facts->survey);
	flow_end(flow);
}

/* ---- what could not be looked at ----------------------------------------- */

void flow_collector(struct flow *flow, const struct collector_result *result)
{
	static const char *const word[] = {
		[COLLECTOR_NOT_RUN] = "not run", [COLLECTOR_DONE] = "done", [COLLECTOR_DIED] = "died",
		[COLLECTOR_TIMED_OUT] = "timed out", [COLLECTOR_SKIPPED] = "skipped",
	};

	flow_text(flow, word[result->state]);
	if (result->state == COLLECTOR_DIED)
		flow_format(flow, " of signal %d", result->signal);
	if (given(result->reason)) {
		flow_text(flow, ": ");
		flow_text(flow, result->reason);
	}
}

static void put_missing(struct flow *flow, const struct facts *facts)
{
	const struct { const char *name; const struct list *list; } list[] = {
		{ "mounts", &facts->mounts_list }, { "kernel files", &facts->kernel_files_list },
		{ "devices", &facts->devices_list }, { "sockets", &facts->sockets_list },
		{ "descriptors", &facts->descriptors_list }, { "processes", &facts->processes_list },
	};
	bool begun = false;

	if (!facts->live)
		flow_paragraph(flow, 0, "Captured tree:", INDENT, "what only a live kernel answers is not known");
	for (size_t i = 0; i < facts->collectors; i++) {
		const struct collector_result *result = &facts->collector[i];

		if (result->state == COLLECTOR_DONE || (!facts->live && result->state == COLLECTOR_SKIPPED))
			continue;
		if (!begun)
			flow_begin(flow, 0, "Not complete:", INDENT);
		flow_text(flow, begun ? "; " : "");
		flow_text(flow, result->name);
		flow_text(flow, " ");
		flow_collector(flow, result);
		begun = true;
	}
	for (size_t i = 0; i < sizeof list / sizeof *list; i++) {
		if (!list[i].list->truncated)
			continue;
		if (!begun)
			flow_begin(flow, 0, "Not complete:", INDENT);
		flow_text(flow, begun ? "; " : "");
		flow_text(flow, "the list of ");
		flow_text(flow, list[i].name);
		flow_text(flow, " is cut short");
		begun = true;
	}
	if (begun)
		flow_end(flow);
}

/* ---- open paths ------------------------------------------------------------ */

static bool way_is_open(const struct way *way)
{
	for (size_t i = 0; i < way->count; i++)
		if (way->barrier[i].state != BARRIER_ABSENT)
			return false;
	return true;
}

/* The judge puts what tells most first; the rest is for --verbose. */
#define EVIDENCE_SHORT 2

static void put_evidence(struct flow *flow, const struct finding *finding, bool verbose)
{
	const struct way *way = &finding->way[0];
	size_t more = 0;

	if (finding->ways == 0)
		return;
	flow_begin(flow, 2, "evidence:", INDENT);
	flow_text(flow, way->title);
	flow_text(flow, given(way->title) && way->count > 0 ? "; " : "");
	flow_barriers(flow, way, BARRIER_ABSENT, verbose ? BARRIERS_MAX : EVIDENCE_SHORT);
	for (size_t i = 1; i < finding->ways; i++)
		more += way_is_open(&finding->way[i]);
	if (more > 0)
		/* Nobody counted how many of those that were dropped are open. */
		flow_format(flow, "; and %s%zu more", more + 1 == WAYS_MAX && finding->ways_dropped > 0 ? "at least " : "", more);
	flow_end(flow);
}

static void put_open(struct flow *flow, const struct finding *finding, enum dialect dialect, bool verbose)
{
	const struct path *path = finding->path;

	fputc('\n', flow->out);
	flow_begin(flow, 0, "", 4);
	flow_paint(flow, path->outcome < OUTCOME_HOST_INFLUENCE ? RED : YELLOW);
	flow_text(flow, path->id);
	flow_paint(flow, NULL);
	flow_text(flow, ": ");
	flow_text(flow, path_text(path, PATH_TITLE));
	flow_format(flow, " [%s]", outcome_name(path->outcome));
	flow_end(flow);
	flow_paragraph(flow, 2, "gives:", INDENT, path_text(path, PATH_GIVES));
	put_evidence(flow, finding, verbose);
	flow_paragraph(flow, 2, "opened by:", INDENT, path_advice(path, PATH_OPENED_BY, dialect));
	flow_paragraph(flow, 2, "instead:", INDENT, path_advice(path, PATH_INSTEAD, dialect));
	flow_begin(flow, 2, "named by:", INDENT);
	flow_text(flow, path_text(path, PATH_CONTROLS));
	flow_item(flow, "", path_text(path, PATH_REFERENCE));
	flow_end(flow);
}

static void put_open_of(struct flow *flow, const struct report *report, enum outcome outcome, bool verbose)
{
	for (size_t i = 0; i < report->findings; i++)
		if (report->finding[i].status == PATH_OPEN && report->finding[i].path->outcome == outcome)
			put_open(flow, &report->finding[i], report->dialect, verbose);
}

static void put_heading(struct flow *flow, const char *colour, const char *heading, const char *text)
{
	fputc('\n', flow->out);
	flow_begin(flow, 0, "", 2);
	flow_paint(flow, colour);
	flow_text(flow, heading);
	flow_paint(flow, NULL);
	flow_text(flow, text);
	flow_end(flow);
}

static void put_title(struct flow *flow, const struct path *path)
{
	flow_begin(flow, 2, "", 4);
	flow_text(flow, path->id);
	flow_text(flow, ": ");
	flow_text(flow, path_text(path, PATH_TITLE));
	flow_end(flow);
}

/* Influence decides nothing by itself: a line each, unless asked for more. */
static void put_influence(struct flow *flow, const struct report *report)
{
	if (report->open_influence == 0)
		return;
	put_heading(flow, YELLOW, "INFLUENCE", ": effects on the host short of control, also open:");
	for (size_t i = 0; i < report->findings; i++)
		if (report->finding[i].status == PATH_OPEN && report->finding[i].path->outcome == OUTCOME_HOST_INFLUENCE)
			put_title(flow, report->finding[i].path);
}

/* All in one line first: seventeen blocks are not read in ten seconds. */
static void put_open_ids(struct flow *flow, const struct report *report)
{
	const char *between = "";

	if (report->open_control + report->open_read < 2)
		return;
	flow_begin(flow, 0, "Open:", INDENT);
	for (enum outcome outcome = OUTCOME_HOST_CONTROL; outcome <= OUTCOME_HOST_READ; outcome++) {
		for (size_t i = 0; i < report->findings; i++) {
			const struct finding *finding = &report->finding[i];

			if (finding->status != PATH_OPEN || finding->path->outcome != outcome)
				continue;
			flow_text(flow, between);
			flow_text(flow, finding->path->id);
			between = ", ";
		}
	}
	flow_end(flow);
}

static void put_all_open(struct flow *flow, const struct report *report, bool verbose)
{
	put_open_of(flow, report, OUTCOME_HOST_CONTROL, verbose);
	put_open_of(flow, report, OUTCOME_HOST_READ, verbose);
	if (verbose) {
		put_open_of(flow, report, OUTCOME_HOST_INFLUENCE, verbose);
		put_open_of(flow, report, OUTCOME_INFORMATION, verbose);
	} else {
		put_influence(flow, report);
	}
}

/* Of what only informs, all in a line: it matters to whoever thickens the
 * wall, not while a way out is open. */
static void put_information(struct flow *flow, const struct report *report)
{
	const char *between = "";

	if (report->open_information == 0 || report->verdict == VERDICT_ESCAPABLE)
		return;
	flow_begin(flow, 0, "Also noted:", INDENT);
	for (size_t i = 0; i < report->findings; i++) {
		const struct finding *finding = &report->finding[i];

		if (finding->status != PATH_OPEN || finding->path->outcome != OUTCOME_INFORMATION)
			continue;
		flow_text(flow, between);
		flow_text(flow, finding->path->id);
		between = ", ";
	}
	flow_text(flow, " (no way out by itself)");
	flow_end(flow);
}

static void put_disks(struct flow *flow, const struct report *report)
{
	if (!render_any_disk(report))
		return;
	put_heading(flow, BOLD, "Disks", " that can be read, written or mounted:");
	render_text_disks(flow, report, false);
}

/* ---- unknown, latent, the wall --------------------------------------------- */

static void put_unknown(struct flow *flow, const struct report *report, bool verbose)
{
	const struct finding *unknown[PATHS_MAX];
	size_t count = 0;

	for (size_t i = 0; i < report->findings && count < PATHS_MAX; i++)
		if (report->finding[i].status == PATH_UNKNOWN
		    && (verbose || report->finding[i].path->outcome != OUTCOME_INFORMATION))
			unknown[count++] = &report->finding[i];
	if (count == 0)
		return;
	put_heading(flow, YELLOW, "UNKNOWN", ", so not ruled out, for want of knowing:");
	put_groups(flow, unknown, count, BARRIER_IS_UNKNOWN);
}

static void put_latent(struct flow *flow, const struct report *report)
{
	if (report->latent == 0)
		return;
	put_heading(flow, YELLOW, "LATENT",
		    ": closed now, open to root in this same container (set-user-ID program, exec -u 0):");
	for (size_t i = 0; i < report->findings; i++)
		if (report->finding[i].latent)
			put_title(flow, report->finding[i].path);
}

static void put_wall(struct flow *flow, const struct report *report)
{
	static const char *const far[] = { "no barrier:", "one barrier from escape:", "two barriers from escape:",
		"three barriers from escape:", "four barriers from escape:" };
	const char *distance = report->thinnest < sizeof far / sizeof *far ? far[report->thinnest] : "many barriers from escape:";

	if (report->verdict == VERDICT_NOT_A_CONTAINER || report->closed == 0)
		return;
	if (report->thinnest_count == 0)
		distance = "what the closed paths need is not in this container";
	put_heading(flow, BOLD, "How thin is the wall: ", distance);
	if (report->thinnest_count > 0)
		put_groups(flow, report->thinnest_finding, report->thinnest_count, BARRIER_STANDING);
}

void render_text(FILE *out, const struct facts *facts, const struct report *report, const struct render_options *options)
{
	struct flow flow = { .out = out, .colour = options->colour };

	put_verdict(&flow, report);
	put_subject(&flow, facts);
	put_privileged(&flow, report);
	put_seccomp(&flow, facts, &report->seccomp);
	render_text_options(&flow, report, options->verbose);
	if (report->verdict == VERDICT_ESCAPABLE)
		flow_paragraph(&flow, 0, "Leads to:", INDENT, report->reaches);
	put_missing(&flow, facts);
	/* On the host itself every path is "open" and none is a way out. */
	if (report->verdict != VERDICT_NOT_A_CONTAINER || options->verbose) {
		put_open_ids(&flow, report);
		if (!options->verbose)
			put_information(&flow, report);
		put_all_open(&flow, report, options->verbose);
		if (!options->verbose)
			put_disks(&flow, report);
		put_unknown(&flow, report, options->verbose);
		put_latent(&flow, report);
		put_wall(&flow, report);
	}
	if (options->verbose)
		render_text_details(&flow, facts, report);
}
