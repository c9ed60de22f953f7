/* text_details.c - what --verbose adds: closed paths and every fact. */
#include <inttypes.h>
#include <string.h>
#include "render.h"
#include "syscalls.h"
#include "text_report.h"
#include "words.h"

#define NAMES 38	/* columns of a fact's name */

static void put_section(struct flow *flow, const char *name, const struct list *list)
{
	char buf[32];

	fputc('\n', flow->out);
	flow_begin(flow, 0, "", 2);
	flow_paint(flow, "1");
	flow_text(flow, name);
	flow_paint(flow, NULL);
	if (list && list->known != YES) {
		flow_text(flow, " (not known: ");
		flow_text(flow, list->reason ? list->reason :
			  list->error ? error_name(list->error, buf, sizeof buf) : "not looked at");
		flow_text(flow, ")");
	}
	if (list && list->truncated)
		flow_text(flow, " (cut short)");
	flow_end(flow);
}

static void put_answer(struct flow *flow, const char *name, const struct answer *answer)
{
	char buf[32];

	if (answer->state == NOT_ASKED && !answer->reason)
		return;
	flow_text(flow, name);
	if (answer->state == NOT_ASKED)
		flow_text(flow, answer->reason);
	else if (answer->state == TIMED_OUT)
		flow_text(flow, "timed out");
	else if (answer->state == KILLED)
		flow_format(flow, "killed by signal %d", answer->error);
	else
		flow_text(flow, answer->error ? error_name(answer->error, buf, sizeof buf) : "yes");
}

static void put_owner(struct flow *flow, uint32_t uid, uint32_t gid, uint32_t mode)
{
	flow_format(flow, ", %04" PRIo32 " %" PRIu32 ":%" PRIu32, mode & 07777, uid, gid);
}

static void put_known(struct flow *flow, const char *text, enum known known)
{
	if (known == YES)
		flow_text(flow, text);
}

/* ---- paths ------------------------------------------------------------- */

static void put_way(struct flow *flow, const struct way *way)
{
	/* The title of a way to something that is not there is that thing. */
	bool titled = way->title && !(way->count == 1 && way->barrier[0].what && strcmp(way->title, way->barrier[0].what) == 0);

	flow_begin(flow, 4, "", 6);
	if (titled) {
		flow_text(flow, way->title);
		flow_text(flow, " - ");
	}
	flow_barriers(flow, way, BARRIER_STANDING, BARRIERS_MAX);
	flow_end(flow);
}

static void put_closed(struct flow *flow, const struct report *report)
{
	put_section(flow, "Closed paths, with what closes them", NULL);
	for (size_t i = 0; i < report->findings; i++) {
		const struct finding *finding = &report->finding[i];

		if (finding->status != PATH_CLOSED)
			continue;
		flow_begin(flow, 2, "", 4);
		flow_text(flow, finding->path->id);
		flow_text(flow, ": ");
		flow_text(flow, path_text(finding->path, PATH_TITLE));
		flow_end(flow);
		for (size_t w = 0; w < finding->ways; w++)
			put_way(flow, &finding->way[w]);
		if (finding->ways_dropped > 0) {
			flow_begin(flow, 4, "", 6);
			flow_format(flow, "and %zu more, not nearer", finding->ways_dropped);
			flow_end(flow);
		}
	}
}

static void put_privileged_parts(struct flow *flow, const struct report *report)
{
	static const char *const word[] = { [UNKNOWN] = "unknown", [NO] = "no", [YES] = "yes" };

	put_section(flow, "Parts of --privileged", NULL);
	for (size_t i = 0; i < PRIVILEGED_PARTS; i++) {
		const struct privileged_part *part = &report->privileged_part[i];

		if (!part->name)
			continue;
		flow_begin(flow, 2, part->name, NAMES);
		flow_text(flow, part->applies ? word[part->present] : "does not apply here");
		flow_item(flow, "", part->evidence);
		flow_end(flow);
	}
}

static void put_pod_security(struct flow *flow, const struct report *report)
{
	char heading[96];

	snprintf(heading, sizeof heading, "Pod Security Standards: %s; %zu of %d controls cannot be seen from inside",
		 pod_level_name(report->pod_level), report->pod_unseen, POD_CONTROLS);
	put_section(flow, heading, NULL);
	for (size_t i = 0; i < POD_CONTROLS; i++) {
		const struct pod_control *control = &report->pod_control[i];

		if (!control->name)
			continue;
		flow_begin(flow, 2, control->name, NAMES);
		flow_text(flow, pod_level_name(control->restricted ? POD_RESTRICTED : POD_BASELINE));
		flow_text(flow, ": ");
		flow_text(flow, pod_result_name(control->passes));
		flow_item(flow, "", control->evidence);
		flow_end(flow);
	}
}

/* ---- facts --------------------------------------------------------------- */

static void put_caps(struct flow *flow, uint64_t mask)
{
	flow_format(flow, "%016" PRIx64, mask);
	for (unsigned cap = 0; cap < 64; cap++) {
		if (!(mask >> cap & 1))
			continue;
		flow_text(flow, " ");
		flow_text(flow, capability_name(cap));
	}
}

static void put_unknown(struct flow *flow, const struct fact *fact)
{
	char buf[32];

	flow_text(flow, "unknown");
	if (fact->error || fact->reason)
		flow_text(flow, ": ");
	flow_text(flow, fact->reason);
	if (fact->error) {
		flow_text(flow, fact->reason ? ", " : "");
		flow_text(flow, error_name(fact->error, buf, sizeof buf));
	}
}

static void put_facts(struct flow *flow, const struct facts *facts)
{
	put_section(flow, "Facts", NULL);
	for (unsigned i = 0; i < FACT_COUNT; i++) {
		const struct fact *fact = &facts->fact[i];

		flow_begin(flow, 2, fact_rows[i].name, NAMES);
		if (!fact->known)
			put_unknown(flow, fact);
		else if (fact_rows[i].type == FACT_TYPE_TEXT)
			flow_text(flow, fact->text && *fact->text ? fact->text : "(empty)");
		else if (fact_rows[i].type == FACT_TYPE_BOOL)
			flow_text(flow, fact->number ? "yes" : "no");
		else if (fact_rows[i].type == FACT_TYPE_CAPS)
			put_caps(flow, fact->number);
		else
			flow_format(flow, "%" PRIu64, fact->number);
		flow_text(flow, "  [");
		flow_text(flow, fact_source(facts, (enum fact_id)i));
		flow_text(flow, "]");
		flow_end(flow);
	}
}

static void put_calls(struct flow *flow, const struct facts *facts)
{
	put_section(flow, "System calls: what a filter says; what the kernel says to arguments it refuses", NULL);
	for (unsigned i = 0; i < CALL_COUNT; i++) {
		flow_begin(flow, 2, call_name((enum call_id)i), NAMES);
		put_answer(flow, "filter: ", &facts->call[i].filter);
		put_answer(flow, " plain: ", &facts->call[i].plain);
		flow_end(flow);
	}
	put_section(flow, "Questions", NULL);
	for (unsigned i = 0; i < QUESTION_COUNT; i++) {
		flow_begin(flow, 2, question_name((enum question_id)i), NAMES);
		put_answer(flow, "", &facts->question[i]);
		flow_end(flow);
	}
}

/* Paragraphs of names: all calls, or arguments, with that answer; or that differ. */
static bool same_answer(const struct survey_answer *a, const struct survey_answer *b)
{
	return a->state == b->state && a->error == b->error;
}

static void put_answered(struct flow *flow, const struct survey_answer *answers, unsigned count, bool arguments)
{
	char buf[32];

	for (unsigned i = 0; i < count; i++) {
		bool seen = false;

		for (unsigned j = 0; j < i && !seen; j++)
			seen = same_answer(&answers[i], &answers[j]);
		if (seen)
			continue;
		flow_begin(flow, 2, survey_state_name((enum survey_state)answers[i].state), 14);
		if (answers[i].error) {
			flow_text(flow, error_name(answers[i].error, buf, sizeof buf));
			flow_text(flow, ": ");
		}
		for (unsigned j = i; j < count; j++) {
			if (!same_answer(&answers[i], &answers[j]))
				continue;
			flow_text(flow, arguments ? syscall_argument_name(j) : syscall_name(j, buf));
			flow_text(flow, " ");
		}
		flow_end(flow);
	}
}

static void put_different(struct flow *flow, const struct seccomp_verdict *verdict, enum seccomp_difference difference, const char *label)
{
	char buf[16];

	flow_begin(flow, 2, label, 14);
	for (unsigned i = 0; i < SURVEY_CALLS; i++) {
		if (verdict->difference[i] != difference)
			continue;
		flow_text(flow, syscall_name(i, buf));
		flow_text(flow, " ");
	}
	flow_end(flow);
}

/* What escapes are made of first, then everything. */
static void put_survey(struct flow *flow, const struct facts *facts, const struct seccomp_verdict *verdict)
{
	const struct seccomp_survey *survey = &facts->survey;

	if (survey->known != YES || survey->brief)
		return;
	put_section(flow, "Seccomp: of use in an escape, and allowed", NULL);
	flow_begin(flow, 2, "", 4);
	for (unsigned i = 0; i < CALL_COUNT; i++) {
		if (survey->row[i].state == SURVEY_RUNS) {
			flow_text(flow, call_name((enum call_id)i));
			flow_text(flow, " ");
		}
	}
	flow_end(flow);
	put_section(flow, "Seccomp: every system call by what the filter answers", NULL);
	if (verdict->added > 0)
		put_different(flow, verdict, DIFFERENCE_ADDED, "added");
	if (verdict->taken_away > 0)
		put_different(flow, verdict, DIFFERENCE_TAKEN_AWAY, "taken away");
	put_answered(flow, survey->call, SURVEY_CALLS, false);
	put_answered(flow, survey->argument, ARGUMENT_COUNT, true);
	flow_paragraph(flow, 2, "", 4, survey->reason);
}

/* ---- lists ----------------------------------------------------------------- */

static void put_mount(struct flow *flow, const struct mount *mount)
{
	flow_begin(flow, 4, "", 6);
	flow_text(flow, mount->point);
	flow_item(flow, "", mount->type);
	flow_item(flow, "from ", mount->source);
	flow_item(flow, "root ", mount->root);
	flow_item(flow, "", mount->options);
	flow_item(flow, "host path ", mount->host_path);
	flow_text(flow, mount->hidden ? ", hidden" : "");
	put_answer(flow, ", read ", &mount->read);
	put_answer(flow, ", write ", &mount->write);
	flow_end(flow);
}

static void put_mounts(struct flow *flow, const struct facts *facts)
{
	put_section(flow, "Mounts by class", &facts->mounts_list);
	for (unsigned class = 0; class < MOUNT_CLASS_COUNT; class++) {
		bool begun = false;

		for (size_t i = 0; i < facts->mounts_count; i++) {
			if (facts->mounts[i].class != class)
				continue;
			if (!begun)
				flow_paragraph(flow, 2, "", 4, mount_class_name((enum mount_class)class));
			put_mount(flow, &facts->mounts[i]);
			begun = true;
		}
	}
}

static void put_kernel_files(struct flow *flow, const struct facts *facts)
{
	put_section(flow, "Kernel files", &facts->kernel_files_list);
	for (size_t i = 0; i < facts->kernel_files_count; i++) {
		const struct kernel_file *file = &facts->kernel_files[i];

		flow_begin(flow, 2, file->path, NAMES);
		flow_text(flow, kernel_file_state_name(file->state));
		flow_text(flow, ", ");
		flow_text(flow, kernel_file_kind_name(file->kind));
		flow_text(flow, file->own ? "" : ", not our own instance");
		put_answer(flow, ", read ", &file->read);
		put_answer(flow, ", write ", &file->write);
		flow_end(flow);
	}
}

static void put_device(struct flow *flow, const struct device *device)
{
	flow_begin(flow, 2, device->path ? device->path : "(no node)", NAMES);
	flow_format(flow, "%c %" PRIu32 ":%" PRIu32, device->type == DEVICE_BLOCK ? 'b' : 'c', device->major, device->minor);
	if (device->path)
		put_owner(flow, device->uid, device->gid, device->mode);
	flow_item(flow, "", device->name);
	flow_item(flow, "driver ", device->driver);
	if (device->size_known)
		flow_format(flow, ", %" PRIu64 " bytes", device->size);
	flow_text(flow, device->is_default ? ", default" : "");
	flow_text(flow, device->nodev ? ", on a nodev mount" : "");
	flow_item(flow, "part of ", device->partition_of);
	flow_item(flow, "under ", device->holders);
	flow_item(flow, "backed by ", device->backing_file);
	flow_item(flow, "dm ", device->dm_name);
	flow_item(flow, "dm uuid ", device->dm_uuid);
	put_answer(flow, ", read ", &device->read);
	put_answer(flow, ", write ", &device->write);
	put_answer(flow, ", open ", &device->open);
	flow_text(flow, device->ambivalent ? ", ambivalent content" : "");
	flow_item(flow, "", device->fs_type);
	flow_item(flow, "label ", device->fs_label);
	flow_item(flow, "uuid ", device->fs_uuid);
	flow_item(flow, "partition table ", device->table);
	flow_item(flow, "partition uuid ", device->part_uuid);
	put_known(flow, ", mounted by the host", device->live);
	put_known(flow, ", holds the host's root", device->host_root);
	put_known(flow, ", holds the engine's data", device->engine_data);
	flow_item(flow, "", device->use_evidence);
	flow_end(flow);
}

static void put_socket(struct flow *flow, const struct host_socket *socket)
{
	flow_begin(flow, 2, socket->path, NAMES);
	flow_text(flow, socket_kind_name(socket->kind));
	put_owner(flow, socket->uid, socket->gid, socket->mode);
	put_answer(flow, ", write ", &socket->write);
	put_answer(flow, ", connect ", &socket->connect);
	if (socket->replied)
		flow_format(flow, ", answered HTTP %" PRIu64, socket->http_status);
	flow_item(flow, "server ", socket->server);
	flow_item(flow, "api ", socket->api);
	flow_end(flow);
}

static void put_descriptor(struct flow *flow, const struct descriptor *descriptor)
{
	char name[32] = "working directory";

	if (descriptor->number >= 0)
		snprintf(name, sizeof name, "%d", descriptor->number);
	flow_begin(flow, 2, name, NAMES);
	flow_text(flow, descriptor_kind_name(descriptor->kind));
	flow_item(flow, "", descriptor->target);
	flow_text(flow, descriptor->writable ? ", for writing" : "");
	flow_text(flow, descriptor->path_only ? ", O_PATH" : "");
	put_known(flow, ", outside of this mount namespace", descriptor->outside);
	flow_end(flow);
}

static void put_process(struct flow *flow, const struct process *process)
{
	char pid[32];

	snprintf(pid, sizeof pid, "%" PRIu64, process->pid);
	flow_begin(flow, 2, pid, NAMES);
	flow_text(flow, process->comm);
	flow_format(flow, ", uid %" PRIu32, process->uid);
	flow_item(flow, "in ", process->proc);
	put_known(flow, ", in the host's mount namespace", process->host);
	put_answer(flow, ", root ", &process->root);
	put_answer(flow, ", memory ", &process->memory);
	flow_end(flow);
}

static void put_collectors(struct flow *flow, const struct facts *facts)
{
	put_section(flow, "Collectors", NULL);
	for (size_t i = 0; i < facts->collectors; i++) {
		flow_begin(flow, 2, facts->collector[i].name, NAMES);
		flow_collector(flow, &facts->collector[i]);
		flow_end(flow);
	}
}

void render_text_details(struct flow *flow, const struct facts *facts, const struct report *report)
{
	put_closed(flow, report);
	put_privileged_parts(flow, report);
	put_pod_security(flow, report);
	put_facts(flow, facts);
	put_mounts(flow, facts);
	put_kernel_files(flow, facts);
	put_section(flow, "Disks", &facts->devices_list);
	render_text_disks(flow, report, true);
	put_section(flow, "Devices", &facts->devices_list);
	for (size_t i = 0; i < facts->devices_count; i++)
		put_device(flow, &facts->devices[i]);
	put_section(flow, "Sockets of the host", &facts->sockets_list);
	for (size_t i = 0; i < facts->sockets_count; i++)
		put_socket(flow, &facts->sockets[i]);
	put_section(flow, "Inherited descriptors", &facts->descriptors_list);
	for (size_t i = 0; i < facts->descriptors_count; i++)
		put_descriptor(flow, &facts->descriptors[i]);
	put_section(flow, "Processes in other mount namespaces", &facts->processes_list);
	for (size_t i = 0; i < facts->processes_count; i++)
		put_process(flow, &facts->processes[i]);
	put_calls(flow, facts);
	put_survey(flow, facts, &report->seccomp);
	put_collectors(flow, facts);
}
