/* json.c - facts and report as one JSON document, described by
 * tests/schema/report.schema.json.
 *
 * Complete where the text report selects.  Every list says whether it was
 * read and whether it was cut short; what is not known is null, or an object
 * with the reason; no member ever goes missing. */
#include <inttypes.h>
#include <string.h>
#include "json_writer.h"
#include "paths.h"
#include "render.h"
#include "syscalls.h"
#include "words.h"

#define SCHEMA_VERSION 1

static void json_errno(struct json *json, const char *key, int error)
{
	char buf[32];

	if (error == 0)
		json_null(json, key);
	else if (*error_name(error, buf, sizeof buf) == 'E')
		json_string(json, key, error_name(error, buf, sizeof buf));
	else
		json_signed(json, key, error);
}

static void json_answer(struct json *json, const char *key, const struct answer *answer)
{
	static const char *const state[] = {
		[NOT_ASKED] = "not-asked", [ANSWERED] = "answered", [KILLED] = "killed", [TIMED_OUT] = "timed-out",
	};

	json_row(json, key);
	json_string(json, "state", state[answer->state]);
	json_errno(json, "errno", answer->state == ANSWERED ? answer->error : 0);
	if (answer->state == KILLED)
		json_signed(json, "signal", answer->error);
	else
		json_null(json, "signal");
	json_string(json, "reason", answer->reason);
	json_end(json);
}

static void json_list(struct json *json, const char *key, const struct list *list)
{
	json_row(json, key);
	json_bool(json, "known", list->known == YES);
	json_bool(json, "truncated", list->truncated);
	json_errno(json, "errno", list->error);
	json_string(json, "reason", list->reason);
	json_end(json);
}

static void json_mode(struct json *json, uint32_t mode)
{
	char buf[16];

	snprintf(buf, sizeof buf, "%04" PRIo32, mode & 07777);
	json_string(json, "mode", buf);
}

static void json_owner(struct json *json, uint32_t uid, uint32_t gid, uint32_t mode)
{
	json_number(json, "uid", uid);
	json_number(json, "gid", gid);
	json_mode(json, mode);
}

/* 0 stands for "none" in a struct and is null in the document. */
static void json_nonzero(struct json *json, const char *key, uint64_t value)
{
	if (value == 0)
		json_null(json, key);
	else
		json_number(json, key, value);
}

/* ---- the report -------------------------------------------------------- */

static void json_summary(struct json *json, const struct report *report)
{
	json_object(json, "summary");
	json_number(json, "open_control", report->open_control);
	json_number(json, "open_read", report->open_read);
	json_number(json, "open_influence", report->open_influence);
	json_number(json, "open_information", report->open_information);
	json_number(json, "unknown", report->unknown);
	json_number(json, "closed", report->closed);
	json_number(json, "latent", report->latent);
	json_end(json);
}

static void json_privileged(struct json *json, const struct report *report)
{
	json_object(json, "privileged");
	/* A name to match, not words to read. */
	json_string(json, "status", report->privileged == PRIVILEGED_CANNOT_TELL ? "cannot-tell" :
		    privileged_name(report->privileged));
	json_string(json, "user_namespace", report->privileged_userns);
	json_array(json, "parts");
	for (size_t i = 0; i < PRIVILEGED_PARTS; i++) {
		const struct privileged_part *part = &report->privileged_part[i];

		if (!part->name)
			continue;
		json_row(json, NULL);
		json_string(json, "name", part->name);
		json_known(json, "present", part->present);
		json_bool(json, "applies", part->applies);
		json_string(json, "evidence", part->evidence);
		json_end(json);
	}
	json_end(json);
	json_end(json);
}

static void json_pod_security(struct json *json, const struct report *report)
{
	json_object(json, "pod_security");
	json_string(json, "level", pod_level_name(report->pod_level));
	json_number(json, "unseen", report->pod_unseen);
	json_array(json, "controls");
	for (size_t i = 0; i < POD_CONTROLS; i++) {
		const struct pod_control *control = &report->pod_control[i];

		if (!control->name)
			continue;
		json_row(json, NULL);
		json_string(json, "name", control->name);
		json_string(json, "level", pod_level_name(control->restricted ? POD_RESTRICTED : POD_BASELINE));
		json_string(json, "result", pod_result_name(control->passes));
		json_string(json, "evidence", control->evidence);
		json_end(json);
	}
	json_end(json);
	json_end(json);
}

static void json_run_options(struct json *json, const struct report *report)
{
	char words[512];

	json_object(json, "run_options");
	json_string(json, "dialect", dialect_name(report->dialect));
	json_array(json, "options");
	for (size_t i = 0; i < report->run_options; i++) {
		const struct run_option *option = &report->run_option[i];

		json_row(json, NULL);
		json_string(json, "option", run_option_name(option->kind));
		json_string(json, "value", option->value);
		json_bool(json, "widens", option->widens);
		for (enum dialect dialect = 0; dialect < DIALECTS; dialect++)
			json_string(json, dialect_name(dialect), run_option_write(option, dialect, words, sizeof words));
		json_string(json, "evidence", option->evidence);
		json_end(json);
	}
	json_end(json);
	json_number(json, "dropped", report->run_options_dropped);
	json_end(json);
}

static void json_wall(struct json *json, const struct report *report)
{
	json_object(json, "wall");
	json_number(json, "distance", report->thinnest);
	json_array(json, "paths");
	for (size_t i = 0; i < report->thinnest_count; i++)
		json_string(json, NULL, report->thinnest_finding[i]->path->id);
	json_end(json);
	json_end(json);
}

static void json_barrier(struct json *json, const char *key, const struct barrier *barrier)
{
	json_row(json, key);
	json_string(json, "kind", barrier_kind_name(barrier->kind));
	json_string(json, "state", barrier_state_name(barrier->state));
	json_string(json, "what", barrier->what);
	json_string(json, "evidence", barrier->evidence);
	json_end(json);
}

static void json_way(struct json *json, const struct way *way)
{
	enum barrier_state state = BARRIER_ABSENT;

	for (size_t i = 0; i < way->count; i++)
		if (way->barrier[i].state > state)
			state = way->barrier[i].state;
	json_object(json, NULL);
	json_string(json, "title", way->title);
	json_string(json, "status", path_status_name(state == BARRIER_STANDING ? PATH_CLOSED :
						     state == BARRIER_IS_UNKNOWN ? PATH_UNKNOWN : PATH_OPEN));
	json_array(json, "barriers");
	for (size_t i = 0; i < way->count; i++)
		json_barrier(json, NULL, &way->barrier[i]);
	json_end(json);
	json_end(json);
}

static void json_finding(struct json *json, const struct finding *finding, enum dialect dialect)
{
	const struct path *path = finding->path;

	json_object(json, NULL);
	json_string(json, "id", path->id);
	json_string(json, "title", path_text(path, PATH_TITLE));
	json_string(json, "outcome", outcome_name(path->outcome));
	json_string(json, "status", path_status_name(finding->status));
	json_string(json, "as_root", path_status_name(finding->as_root));
	json_bool(json, "latent", finding->latent);
	json_number(json, "distance", finding->distance);
	json_string(json, "gives", path_text(path, PATH_GIVES));
	json_string(json, "why", path_text(path, PATH_WHY));
	json_string(json, "opened_by", path_advice(path, PATH_OPENED_BY, dialect));
	json_string(json, "instead", path_advice(path, PATH_INSTEAD, dialect));
	json_string(json, "reference", path_text(path, PATH_REFERENCE));
	json_string(json, "controls", path_text(path, PATH_CONTROLS));
	json_array(json, "ways");
	for (size_t i = 0; i < finding->ways; i++)
		json_way(json, &finding->way[i]);
	json_end(json);
	json_number(json, "ways_omitted", finding->ways_dropped);
	json_end(json);
}

static void json_report(struct json *json, const struct report *report, const struct render_options *options)
{
	json_string(json, "verdict", verdict_name(report->verdict));
	json_string(json, "verdict_reason", report->verdict_reason ? report->verdict_reason : "");
	json_number(json, "exit_status", report_exit_status(report, options->fail_on_influence, options->fail_on_latent));
	json_summary(json, report);
	json_string(json, "reaches", report->reaches);
	json_privileged(json, report);
	json_pod_security(json, report);
	json_run_options(json, report);
	json_wall(json, report);
	json_array(json, "paths");
	for (size_t i = 0; i < report->findings; i++)
		json_finding(json, &report->finding[i], report->dialect);
	json_end(json);
}

/* ---- single facts ------------------------------------------------------ */

static void json_cap_names(struct json *json, uint64_t mask)
{
	for (unsigned cap = 0; cap < 64; cap++)
		if (mask >> cap & 1)
			json_string(json, NULL, capability_name(cap));
}

static void json_caps(struct json *json, uint64_t mask)
{
	char buf[32];

	snprintf(buf, sizeof buf, "%016" PRIx64, mask);
	json_string(json, "value", buf);
	json_array(json, "names");
	json_cap_names(json, mask);
	json_end(json);
}

static void json_unknown(struct json *json, const struct fact *fact)
{
	json_string(json, "unknown", fact->reason ? fact->reason : fact->error ? "could not be read" : "not looked at");
	json_errno(json, "errno", fact->error);
}

static void json_fact(struct json *json, const char *key, const struct facts *facts, enum fact_id id)
{
	const struct fact *fact = &facts->fact[id];

	json_row(json, key);
	if (!fact->known)
		json_unknown(json, fact);
	else if (fact_rows[id].type == FACT_TYPE_CAPS)
		json_caps(json, fact->number);
	else if (fact_rows[id].type == FACT_TYPE_NUMBER)
		json_number(json, "value", fact->number);
	else if (fact_rows[id].type == FACT_TYPE_BOOL)
		json_bool(json, "value", fact->number != 0);
	else
		json_string(json, "value", fact->text ? fact->text : "");
	json_string(json, "source", fact_source(facts, id));
	json_end(json);
}

/* Of the name after the `skip` bytes that are the prefix: its first component. */
static size_t component(const char *name, size_t skip, char *buf, size_t size)
{
	size_t len = strcspn(name + skip, ".");

	snprintf(buf, size, "%.*s", (int)len, name + skip);
	return len;
}

/* Nests the dotted names below the first `skip` bytes of the name of `first`.
 * Names of one object need not stand together in the list. */
static void json_facts(struct json *json, const struct facts *facts, size_t first, size_t skip)
{
	const char *prefix = fact_rows[first].name;

	for (size_t i = first; i < FACT_COUNT; i++) {
		const char *name = fact_rows[i].name;
		char key[64];

		if (strncmp(name, prefix, skip) != 0)
			continue;
		size_t len = component(name, skip, key, sizeof key);
		bool seen = false;

		for (size_t j = first; j < i && !seen; j++)
			seen = strncmp(fact_rows[j].name, name, skip + len) == 0 && fact_rows[j].name[skip + len] == '.';
		if (name[skip + len] == '\0') {
			json_fact(json, key, facts, (enum fact_id)i);
		} else if (!seen) {
			json_object(json, key);
			json_facts(json, facts, i, skip + len + 1);
			json_end(json);
		}
	}
}

/* ---- lists ------------------------------------------------------------- */

static void json_mount(struct json *json, const struct mount *mount)
{
	json_number(json, "id", mount->id);
	json_number(json, "parent", mount->parent);
	json_number(json, "major", mount->major);
	json_number(json, "minor", mount->minor);
	json_string(json, "root", mount->root);
	json_string(json, "point", mount->point);
	json_string(json, "type", mount->type);
	json_string(json, "source", mount->source);
	json_string(json, "options", mount->options);
	json_string(json, "super", mount->super);
	json_nonzero(json, "shared", mount->shared);
	json_nonzero(json, "master", mount->master);
	json_string(json, "class", mount_class_name(mount->class));
	json_string(json, "host_path", mount->host_path);
	json_bool(json, "read_only", mount->read_only);
	json_bool(json, "nodev", mount->nodev);
	json_bool(json, "nosuid", mount->nosuid);
	json_bool(json, "noexec", mount->noexec);
	json_bool(json, "hidden", mount->hidden);
	json_known(json, "is_directory", mount->is_directory);
	json_string(json, "content", mount_content_name(mount->content));
	if (mount->is_directory == UNKNOWN) {
		json_null(json, "uid");
		json_null(json, "gid");
		json_null(json, "mode");
	} else {
		json_owner(json, mount->uid, mount->gid, mount->mode);
	}
	json_answer(json, "read", &mount->read);
	json_answer(json, "write", &mount->write);
	json_answer(json, "handle", &mount->handle);
	json_answer(json, "by_handle", &mount->by_handle);
}

static void json_kernel_file(struct json *json, const struct kernel_file *file)
{
	json_string(json, "kind", kernel_file_kind_name(file->kind));
	json_string(json, "path", file->path);
	json_bool(json, "own", file->own);
	json_string(json, "state", kernel_file_state_name(file->state));
	json_answer(json, "read", &file->read);
	json_answer(json, "write", &file->write);
}

/* What --verify did. */
static void json_verification(struct json *json, const struct verification *proof)
{
	if (!proof) {
		json_null(json, "verification");
		return;
	}
	json_object(json, "verification");
	json_answer(json, "answer", &proof->answer);
	json_bool(json, "attached", proof->attached);
	json_string(json, "type", proof->type);
	json_string(json, "options", proof->options);
	json_string(json, "message", proof->message);
	json_array(json, "names");
	for (size_t i = 0; i < VERIFY_NAMES && proof->name[i]; i++)
		json_string(json, NULL, proof->name[i]);
	json_end(json);
	json_end(json);
}

static void json_device(struct json *json, const struct device *device)
{
	json_string(json, "path", device->path);
	json_string(json, "type", device->type == DEVICE_BLOCK ? "block" : "character");
	json_number(json, "major", device->major);
	json_number(json, "minor", device->minor);
	json_owner(json, device->uid, device->gid, device->mode);
	json_bool(json, "is_default", device->is_default);
	json_bool(json, "fixed_disk", device->fixed_disk);
	json_bool(json, "nodev", device->nodev);
	json_string(json, "name", device->name);
	json_string(json, "driver", device->driver);
	if (device->size_known)
		json_number(json, "size", device->size);
	else
		json_null(json, "size");
	json_known(json, "removable", device->removable);
	json_known(json, "read_only", device->ro);
	json_string(json, "partition_of", device->partition_of);
	json_string(json, "holders", device->holders);
	json_string(json, "backing_file", device->backing_file);
	json_string(json, "dm_name", device->dm_name);
	json_string(json, "dm_uuid", device->dm_uuid);
	json_string(json, "md_level", device->md_level);
	json_string(json, "reaches", device->reaches);
	json_bool(json, "through_made_node", device->through_made_node);
	json_answer(json, "read", &device->read);
	json_answer(json, "write", &device->write);
	json_answer(json, "open", &device->open);
	json_known(json, "content", device->content);
	json_bool(json, "ambivalent", device->ambivalent);
	json_string(json, "fs_type", device->fs_type);
	json_string(json, "fs_usage", device->fs_usage);
	json_string(json, "fs_label", device->fs_label);
	json_string(json, "fs_uuid", device->fs_uuid);
	json_string(json, "table", device->table);
	json_string(json, "part_uuid", device->part_uuid);
	json_known(json, "live", device->live);
	json_string(json, "live_type", device->live_type);
	json_known(json, "host_root", device->host_root);
	json_known(json, "engine_data", device->engine_data);
	json_known(json, "in_use", device->in_use);
	json_string(json, "use_evidence", device->use_evidence);
	json_verification(json, device->verification);
}

/* What can be done with it: a row of the table of disks. */
static void json_disk(struct json *json, const struct disk *disk)
{
	json_object(json, "disk");
	json_string(json, "kind", disk->kind);
	json_bool(json, "holds_data", disk->holds_data);
	json_string(json, "use", disk_use_name(disk->use));
	for (enum disk_answer_id i = 0; i < DISK_ANSWERS; i++) {
		json_row(json, disk_answer_name(i));
		json_string(json, "status", path_status_name(disk->answer[i].status));
		json_barrier(json, "barrier", &disk->answer[i].barrier);
		json_end(json);
	}
	json_string(json, "mount_by", disk_answer_name(disk->mount));
	json_end(json);
}

static void json_devices(struct json *json, const struct facts *facts, const struct report *report)
{
	json_object(json, "devices");
	json_list(json, "complete", &facts->devices_list);
	json_array(json, "entries");
	for (size_t i = 0, disk = 0; i < facts->devices_count; i++) {
		const struct device *device = &facts->devices[i];

		json_object(json, NULL);
		json_device(json, device);
		if (disk < report->disks && report->disk[disk].device == device)
			json_disk(json, &report->disk[disk++]);
		else
			json_null(json, "disk");
		json_end(json);
	}
	json_end(json);
	json_end(json);
}

static void json_socket(struct json *json, const struct host_socket *socket)
{
	json_string(json, "path", socket->path);
	json_string(json, "kind", socket_kind_name(socket->kind));
	json_owner(json, socket->uid, socket->gid, socket->mode);
	json_answer(json, "write", &socket->write);
	json_answer(json, "connect", &socket->connect);
	json_bool(json, "replied", socket->replied);
	json_bool(json, "proxied", socket->proxied);
	json_nonzero(json, "http_status", socket->http_status);
	json_string(json, "server", socket->server);
	json_string(json, "api", socket->api);
	json_known(json, "peer_inside", socket->peer_inside);
}

static void json_descriptor(struct json *json, const struct descriptor *descriptor)
{
	bool device = descriptor->kind == DESCRIPTOR_BLOCK || descriptor->kind == DESCRIPTOR_CHAR;

	/* The working directory has no number. */
	if (descriptor->number < 0)
		json_null(json, "number");
	else
		json_signed(json, "number", descriptor->number);
	json_string(json, "target", descriptor->target);
	json_string(json, "kind", descriptor_kind_name(descriptor->kind));
	json_bool(json, "writable", descriptor->writable);
	json_bool(json, "path_only", descriptor->path_only);
	json_number(json, "mount_id", descriptor->mount_id);
	json_known(json, "outside", descriptor->outside);
	json_answer(json, "read", &descriptor->read);
	json_answer(json, "write", &descriptor->write);
	if (device) {
		json_number(json, "major", descriptor->major);
		json_number(json, "minor", descriptor->minor);
	} else {
		json_null(json, "major");
		json_null(json, "minor");
	}
}

static void json_process(struct json *json, const struct process *process)
{
	json_string(json, "proc", process->proc);
	json_number(json, "pid", process->pid);
	json_string(json, "comm", process->comm);
	json_number(json, "uid", process->uid);
	json_nonzero(json, "mntns", process->mntns);
	json_known(json, "host", process->host);
	json_known(json, "same_uid", process->same_uid);
	json_answer(json, "root", &process->root);
	json_answer(json, "memory", &process->memory);
}

static void json_collectors(struct json *json, const struct facts *facts)
{
	static const char *const state[] = {
		[COLLECTOR_NOT_RUN] = "not-run", [COLLECTOR_DONE] = "done", [COLLECTOR_DIED] = "died",
		[COLLECTOR_TIMED_OUT] = "timed-out", [COLLECTOR_SKIPPED] = "skipped",
	};

	json_array(json, "collectors");
	for (size_t i = 0; i < facts->collectors; i++) {
		const struct collector_result *result = &facts->collector[i];

		json_row(json, NULL);
		json_string(json, "name", result->name);
		json_string(json, "state", state[result->state]);
		if (result->state == COLLECTOR_DIED)
			json_signed(json, "signal", result->signal);
		else
			json_null(json, "signal");
		json_string(json, "reason", result->reason);
		json_end(json);
	}
	json_end(json);
}

/* "mounts": { "complete": {...}, "entries": [ ... ] } */
#define ENTRIES(json, facts, plural, write) do {					\
	json_object(json, #plural);							\
	json_list(json, "complete", &(facts)->plural##_list);				\
	json_array(json, "entries");							\
	for (size_t i = 0; i < (facts)->plural##_count; i++) {				\
		json_object(json, NULL);						\
		write(json, &(facts)->plural[i]);					\
		json_end(json);								\
	}										\
	json_end(json);									\
	json_end(json);									\
} while (0)

static void json_lists(struct json *json, const struct facts *facts, const struct report *report)
{
	ENTRIES(json, facts, mounts, json_mount);
	ENTRIES(json, facts, kernel_files, json_kernel_file);
	json_devices(json, facts, report);
	ENTRIES(json, facts, sockets, json_socket);
	ENTRIES(json, facts, descriptors, json_descriptor);
	ENTRIES(json, facts, processes, json_process);
}

static void json_answers(struct json *json, const struct facts *facts)
{
	json_array(json, "calls");
	for (unsigned i = 0; i < CALL_COUNT; i++) {
		json_object(json, NULL);
		json_string(json, "name", call_name((enum call_id)i));
		json_answer(json, "filter", &facts->call[i].filter);
		json_answer(json, "plain", &facts->call[i].plain);
		json_end(json);
	}
	json_end(json);
	json_array(json, "questions");
	for (unsigned i = 0; i < QUESTION_COUNT; i++) {
		json_object(json, NULL);
		json_string(json, "name", question_name((enum question_id)i));
		json_answer(json, "answer", &facts->question[i]);
		json_end(json);
	}
	json_end(json);
}

/* Few answers for many calls: the calls by what the filter answers. */
static void json_survey_answers(struct json *json, const char *key, const struct survey_answer *answers, size_t count, bool arguments)
{
	char buf[16];

	json_array(json, key);
	for (size_t i = 0; i < count; i++) {
		bool seen = false;

		for (size_t j = 0; j < i && !seen; j++)
			seen = answers[j].state == answers[i].state && answers[j].error == answers[i].error;
		if (seen)
			continue;
		json_row(json, NULL);
		json_string(json, "answer", survey_state_name((enum survey_state)answers[i].state));
		json_errno(json, "errno", answers[i].error);
		json_array(json, "calls");
		for (size_t j = i; j < count; j++)
			if (answers[j].state == answers[i].state && answers[j].error == answers[i].error)
				json_string(json, NULL, arguments ? syscall_argument_name((unsigned)j) : syscall_name((unsigned)j, buf));
		json_end(json);
		json_end(json);
	}
	json_end(json);
}

static void json_differences(struct json *json, const char *key, const struct seccomp_verdict *verdict, enum seccomp_difference difference)
{
	char buf[16];

	json_array(json, key);
	for (unsigned i = 0; i < SURVEY_CALLS; i++)
		if (verdict->difference[i] == difference)
			json_string(json, NULL, syscall_name(i, buf));
	json_end(json);
}

static void json_survey(struct json *json, const struct facts *facts, const struct seccomp_verdict *verdict)
{
	const struct seccomp_survey *survey = &facts->survey;
	bool surveyed = survey->known == YES && !survey->brief;

	json_object(json, "seccomp");
	json_string(json, "profile", seccomp_profile_name(verdict->profile));
	json_array(json, "built_for");
	json_cap_names(json, verdict->built_for);
	json_end(json);
	json_differences(json, "added", verdict, DIFFERENCE_ADDED);
	json_differences(json, "taken_away", verdict, DIFFERENCE_TAKEN_AWAY);
	json_bool(json, "surveyed", surveyed);
	json_string(json, "reason", survey->reason);
	json_survey_answers(json, "calls", survey->call, surveyed ? SURVEY_CALLS : 0, false);
	json_survey_answers(json, "arguments", survey->argument, surveyed ? ARGUMENT_COUNT : 0, true);
	json_end(json);
}

void render_json(FILE *out, const struct facts *facts, const struct report *report, const struct render_options *options)
{
	struct json json = { .out = out };

	json_object(&json, NULL);
	json_number(&json, "schema_version", SCHEMA_VERSION);
	json_row(&json, "tool");
	json_string(&json, "name", "escape-probe");
	json_string(&json, "version", options->version);
	json_end(&json);
	json_bool(&json, "live", facts->live);
	json_report(&json, report, options);
	json_object(&json, "facts");
	json_facts(&json, facts, 0, 0);
	json_end(&json);
	json_answers(&json, facts);
	json_survey(&json, facts, &report->seccomp);
	json_lists(&json, facts, report);
	json_collectors(&json, facts);
	json_end(&json);
	fputc('\n', out);
}
