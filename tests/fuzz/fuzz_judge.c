/* fuzz_judge.c - the judge and the renderers, with facts made of bytes.
 *
 * The first bytes choose a whole container, what is taken from it and what is
 * forbidden to it; the others change it: single facts, answers, whole things
 * in the lists.  No container is too strange to be judged, and of none is
 *  - an escape, or a doubt, talked away by something that is not known;
 *  - a path opened by a restriction;
 *  - anything said that is not what the format allows. */
#include <assert.h>
#include <stdlib.h>
#include "../unit/facts_changes.h"
#include "render.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* ---- facts from bytes ---------------------------------------------------- */

struct input { const uint8_t *at, *end; };

static unsigned byte(struct input *in)
{
	return in->at < in->end ? *in->at++ : 0;
}

static unsigned below(struct input *in, unsigned count)
{
	return byte(in) % count;
}

static uint64_t number(struct input *in)
{
	static const uint64_t usual[] = { 0, 1, 2, 3, 1000, 65534, UINT32_MAX, UINT64_MAX, USER_INITIAL, 4026531832u,
					  CAPS_DOCKER, CAPS_ALL, 40, 254, 10u << 30 };
	unsigned which = below(in, 20);
	uint64_t value = 0;

	if (which < sizeof usual / sizeof *usual)
		return usual[which];
	for (unsigned i = 15; i < which + 3; i++)
		value = value << 8 | byte(in);
	return value;
}

/* What a kernel says, and what nobody should. */
static const char *text(struct input *in, struct facts *facts)
{
	static const char *const usual[] = {
		"", "/", "/host", "/etc", "/var/lib/docker", "/proc", "/sys", "/dev/vda1", "/run/docker.sock", "@x", "ext4", "tmpfs",
		"overlay", "proc", "cgroup", "v1", "v2", "0::/", "core", "|/x", "6.1.0-18-amd64", "6.12.0", "none",
		"none integrity [confidentiality]", "docker-default", "enforce", "complain", "unconfined",
		"system_u:system_r:container_t:s0:c1,c2", "a *:* rwm\n", "c 1:3 rwm\n", "0 0 4294967295", "0 100000 65536",
		"docker", "kubernetes", "gVisor", "nodev\tproc\n\text4\n", "capability,apparmor,bpf", "root=/dev/vda1 ro", "1",
		"\x1b[2J\r\x9b\xc2\x9b\xe2\x80\xae\"\\<&>'{}\n", "\xff\xfe", "127.0.0.1:2375", "HOST", "loop0", "LVM-x",
	};
	unsigned which = below(in, 60), len = 0;
	char raw[32];

	if (which < sizeof usual / sizeof *usual)
		return usual[which];
	for (unsigned most = which - 40; len < most && in->at < in->end; len++)
		raw[len] = (char)byte(in);
	const char *copy = arena_copy(&facts->arena, raw, strnlen(raw, len));

	return copy ? copy : "";
}

static const char *text_or_null(struct input *in, struct facts *facts)
{
	return byte(in) & 1 ? text(in, facts) : NULL;
}

static struct answer answer(struct input *in)
{
	static const int errors[] = { 0, EPERM, EACCES, EINVAL, ENOSYS, EFAULT, EROFS, ENOENT, EBUSY, ECONNREFUSED, ENOEXEC, ENODEV,
				      EOPNOTSUPP, ENXIO, EIO, ELOOP };
	unsigned which = below(in, 24);

	if (which < sizeof errors / sizeof *errors)
		return answered(errors[which]);
	return (struct answer){ which == 16 ? TIMED_OUT : which == 17 ? KILLED : NOT_ASKED, which == 17 ? 31 : 0,
				which & 1 ? "not asked" : NULL };
}

static enum known known(struct input *in)
{
	return (enum known)below(in, 3);
}

static void set_fact(struct input *in, struct facts *facts)
{
	enum fact_id id = (enum fact_id)below(in, FACT_COUNT);
	unsigned how = byte(in);

	if (how % 4 == 0)
		fact_set_unknown(facts, id, how & 8 ? EACCES : 0, how & 16 ? "could not be read" : NULL);
	else if (fact_rows[id].type == FACT_TYPE_TEXT)
		fact_set_static(facts, id, text(in, facts));
	else if (fact_rows[id].type == FACT_TYPE_BOOL)
		fact_set_bool(facts, id, how & 4);
	else
		fact_set_number(facts, id, number(in));
	if (how & 32)
		fact_set_source(facts, id, text(in, facts));
}

static void set_question(struct input *in, struct facts *facts)
{
	facts->question[below(in, QUESTION_COUNT)] = answer(in);
}

static void set_call(struct input *in, struct facts *facts)
{
	struct call *call = &facts->call[below(in, CALL_COUNT)];

	call->filter = answer(in);
	call->plain = answer(in);
}

static void set_survey(struct input *in, struct facts *facts)
{
	struct seccomp_survey *survey = &facts->survey;
	unsigned from = byte(in) * 2, count = byte(in);
	struct survey_answer said = { (uint8_t)below(in, SURVEY_STATE_COUNT), (uint16_t)below(in, 134) };

	survey->known = known(in);
	survey->brief = byte(in) & 1;
	survey->reason = survey->known == YES ? NULL : "the survey did not end";
	for (unsigned i = from; i < from + count && i < SURVEY_CALLS; i++)
		survey->call[i] = said;
	for (unsigned i = from; i < from + count && i < ARGUMENT_COUNT; i++)
		survey->argument[i] = said;
}

static void set_list(struct input *in, struct facts *facts)
{
	struct list *list = list_number(facts, below(in, LISTS));

	*list = (struct list){ known(in), 0, NULL, byte(in) & 1 };
	if (list->known != YES)
		list->error = EACCES;
}

static void set_mount(struct input *in, struct facts *facts)
{
	bool place = byte(in) % 4 == 0;
	struct mount *mount = place ? facts_place_new(facts) : facts_mount_new(facts);
	unsigned bits = byte(in);

	if (!mount)
		return;
	*mount = (struct mount){ .id = 200 + facts->mounts_count, .parent = byte(in), .major = byte(in), .minor = byte(in),
		.root = text(in, facts), .point = text(in, facts), .type = text(in, facts), .source = text(in, facts),
		.options = bits & 1 ? "ro" : "rw", .super = text(in, facts), .shared = bits & 2, .master = bits & 4,
		.class = (enum mount_class)below(in, MOUNT_CLASS_COUNT), .read_only = bits & 1, .nodev = bits & 8,
		.nosuid = bits & 16, .noexec = bits & 32, .hidden = bits & 64, .is_directory = known(in), .uid = (uint32_t)number(in),
		.mode = byte(in) << 1, .content = (enum mount_content)below(in, MOUNT_CONTENT_COUNT), .read = answer(in),
		.write = answer(in), .handle = answer(in), .by_handle = answer(in) };
	/* A mount point is a path, and a path of the host's that of a bind alone. */
	if (*mount->point != '/')
		mount->point = "/data";
	if (mount->class == MOUNT_HOST_PATH)
		mount->host_path = text_or_null(in, facts);
	place ? facts_place_done(facts) : facts_mount_done(facts);
}

static void set_kernel_file(struct input *in, struct facts *facts)
{
	struct kernel_file *file = facts_kernel_file_new(facts);

	if (!file)
		return;
	*file = (struct kernel_file){ .kind = (enum kernel_file_kind)below(in, KERNEL_FILE_KIND_COUNT), .path = text(in, facts),
		.own = byte(in) & 1, .state = (enum kernel_file_state)below(in, KERNEL_FILE_EXPOSED + 1), .read = answer(in),
		.write = answer(in) };
	facts_kernel_file_done(facts);
}

static void set_device(struct input *in, struct facts *facts)
{
	struct device *device = facts_device_new(facts);
	unsigned bits = byte(in);

	if (!device)
		return;
	*device = (struct device){ .path = text_or_null(in, facts), .type = bits & 1 ? DEVICE_BLOCK : DEVICE_CHAR, .major = byte(in),
		.minor = byte(in), .uid = (uint32_t)number(in), .gid = (uint32_t)number(in), .mode = byte(in) << 1,
		.is_default = bits & 2, .fixed_disk = bits & 4, .nodev = bits & 8, .name = text_or_null(in, facts),
		.driver = text_or_null(in, facts), .size = number(in), .size_known = bits & 16, .removable = known(in), .ro = known(in),
		.partition_of = text_or_null(in, facts), .holders = text_or_null(in, facts), .backing_file = text_or_null(in, facts),
		.dm_name = text_or_null(in, facts), .dm_uuid = text_or_null(in, facts), .reaches = text_or_null(in, facts),
		.through_made_node = bits & 32, .read = answer(in), .write = answer(in), .open = answer(in), .content = known(in),
		.ambivalent = bits & 64, .fs_type = text_or_null(in, facts), .fs_label = text_or_null(in, facts),
		.table = text_or_null(in, facts), .live = known(in), .live_type = text_or_null(in, facts), .host_root = known(in),
		.engine_data = known(in), .in_use = known(in) };
	if (device->live == YES || device->host_root == YES || device->engine_data == YES || device->in_use == YES)
		device->use_evidence = text(in, facts);
	facts_device_done(facts);
}

static void set_socket(struct input *in, struct facts *facts)
{
	struct host_socket *at = facts_socket_new(facts);
	unsigned bits = byte(in);

	if (!at)
		return;
	*at = (struct host_socket){ .path = text(in, facts), .kind = (enum socket_kind)below(in, SOCKET_KIND_COUNT),
		.uid = (uint32_t)number(in), .mode = byte(in) << 1, .write = answer(in), .connect = answer(in), .replied = bits & 1,
		.proxied = bits & 2, .http_status = bits & 4 ? 200 : 403, .server = text_or_null(in, facts),
		.api = text_or_null(in, facts), .peer_inside = known(in) };
	facts_socket_done(facts);
}

static void set_descriptor(struct input *in, struct facts *facts)
{
	struct descriptor *at = facts_descriptor_new(facts);
	unsigned bits = byte(in);

	if (!at)
		return;
	*at = (struct descriptor){ .number = (int)byte(in) - 1, .target = text(in, facts),
		.kind = (enum descriptor_kind)below(in, DESCRIPTOR_NAMESPACE + 1), .writable = bits & 1, .path_only = bits & 2,
		.mount_id = byte(in), .outside = known(in), .major = byte(in), .minor = byte(in), .read = answer(in),
		.write = answer(in) };
	facts_descriptor_done(facts);
}

static void set_process(struct input *in, struct facts *facts)
{
	struct process *at = facts_process_new(facts);

	if (!at)
		return;
	*at = (struct process){ .pid = number(in), .comm = text(in, facts), .uid = (uint32_t)number(in), .mntns = number(in),
		.host = known(in), .same_uid = known(in), .root = answer(in), .memory = answer(in) };
	facts_process_done(facts);
}

/* What belongs to the last of the things put so far. */
static void set_mount_more(struct input *in, struct facts *facts)
{
	unsigned bits = byte(in), twin = byte(in);
	struct mount *mount = facts->mounts_count ? &facts->mounts[facts->mounts_count - 1] : NULL;

	if (!mount)
		return;
	mount->twin = twin % facts->mounts_count;	/* an earlier one's number + 1, or 0 */
	mount->nodes_listed = bits & 1;
	mount->sockets_listed = bits & 2;
	mount->gid = (uint32_t)number(in);
	if (bits & 4)
		mount->parent = 200 + byte(in);
}

static void set_device_more(struct input *in, struct facts *facts)
{
	static struct verification verifications[8];
	struct device *device = facts->devices_count ? &facts->devices[facts->devices_count - 1] : NULL;
	unsigned bits = byte(in);

	if (!device)
		return;
	device->fs_usage = text_or_null(in, facts);
	device->fs_uuid = text_or_null(in, facts);
	device->part_uuid = text_or_null(in, facts);
	device->md_level = text_or_null(in, facts);
	if (bits & 1) {
		device->verification = &verifications[bits >> 5];
		*device->verification = (struct verification){ answer(in), bits & 2, text_or_null(in, facts), text_or_null(in, facts),
							       text_or_null(in, facts), { bits & 4 ? text(in, facts) : NULL } };
		/* done in spite of all that is said to stand before it: no kernel does that */
		if (answer_is(&device->verification->answer, 0))
			device->verification->answer.error = EBUSY;
	}
}

/* Through another proc than our own, which is mounted then. */
static void set_process_more(struct input *in, struct facts *facts)
{
	if (!facts->processes_count || !facts_mount_new(facts))
		return;
	facts->processes[facts->processes_count - 1].proc = "/hostproc";
	put_mount(facts, MOUNT_HOST_PROC, "/hostproc", "proc", 0)->read = answer(in);
}

static void set_row(struct input *in, struct facts *facts)
{
	facts->survey.row[below(in, CALL_COUNT)] = (struct survey_answer){ (uint8_t)below(in, SURVEY_STATE_COUNT), (uint16_t)below(in, 134) };
}

/* How the collecting went: of a live system or a captured tree, and with what
 * losses. */
static void set_collecting(struct input *in, struct facts *facts)
{
	static const char *const reasons[] = { NULL, "its facts were lost", "an item was lost", "the time was up" };
	unsigned bits = byte(in);

	facts->live = bits & 1;
	facts->child_left = bits & 2;
	facts->access2 = answer(in);
	if (bits & 4 && facts->collectors < COLLECTORS_MAX)
		facts->collector[facts->collectors++] = (struct collector_result){ "a collector",
			(enum collector_state)below(in, COLLECTOR_SKIPPED + 1), (int)(bits >> 3), reasons[below(in, 4)] };
}

/* What is put from here on may no longer fit. */
static void set_memory(struct input *in, struct facts *facts)
{
	size_t left = byte(in) * 64;

	if (facts->arena.size - facts->arena.used > left)
		facts->arena.size = facts->arena.used + left;
}

static struct facts *nothing_known(void)
{
	static char region[1 << 20] __attribute__((aligned(16)));

	struct facts *facts = facts_init(region, sizeof region);

	facts->live = true;
	return facts;
}

static struct facts *(*const makers[])(void) = { docker_default, nothing_known, docker_sys_admin, podman_default, docker_privileged,
						 rootless_privileged, gvisor, docker_v1_bound };
static void (*const setters[])(struct input *in, struct facts *facts) = {
	set_fact, set_question, set_call, set_mount, set_device, set_kernel_file, set_socket, set_descriptor, set_process, set_list,
	set_survey, set_fact, set_fact,
};

/* Behind bytes that the others leave, so that older inputs keep their meaning. */
#define REST 208
static void (*const rest[])(struct input *in, struct facts *facts) = {
	set_mount_more, set_device_more, set_process_more, set_row, set_collecting, set_memory,
};

static struct facts *build(struct input in)
{
	struct facts *facts = makers[below(&in, sizeof makers / sizeof *makers)]();

	while (in.at < in.end) {
		unsigned which = byte(&in);

		if (which >= REST)
			rest[which % (sizeof rest / sizeof *rest)](&in, facts);
		else
			setters[which % (sizeof setters / sizeof *setters)](&in, facts);
	}
	/* the kernel sees to that: no capability is in use that may not be, and its first namespace has its number */
	uint64_t permitted, effective, inode;

	if (fact_number(facts, FACT_CAP_PERMITTED, &permitted) && fact_number(facts, FACT_CAP_EFFECTIVE, &effective))
		fact_set_number(facts, FACT_CAP_EFFECTIVE, effective & permitted);
	if (fact_bool(facts, FACT_USERNS_INITIAL) == YES && fact_number(facts, FACT_USERNS_INODE, &inode))
		fact_set_number(facts, FACT_USERNS_INODE, USER_INITIAL);
	/* a captured tree shows no process of others */
	if (!facts->live)
		forget_list(facts, PROCESSES);
	/* what listens in the host's network is found there alone */
	for (size_t i = 0; i < facts->sockets_count; i++)
		if (facts->sockets[i].kind >= SOCKET_SHIM && fact_bool(facts, FACT_NETNS_INITIAL) == NO)
			fact_set_bool(facts, FACT_NETNS_INITIAL, true);
	return facts;
}

/* ---- what is written ------------------------------------------------------- */

static char written[4 << 20];

static void wrong(const char *what, const char *where)
{
	fprintf(stderr, "%s: %.200s\n", what, where);
	abort();
}

/* Printable UTF-8 and newlines; a tab only where it is asked for. */
static void check_bytes(const char *text, size_t size, bool tabs)
{
	static const struct { unsigned char first, last, more; uint32_t least; } lengths[] = {
		{ 0xc2, 0xdf, 1, 0xa0 }, { 0xe0, 0xef, 2, 0x800 }, { 0xf0, 0xf4, 3, 0x10000 },
	};

	for (size_t i = 0; i < size; i++) {
		unsigned char c = (unsigned char)text[i];
		size_t length = 0;

		if ((c >= ' ' && c < 0x7f) || c == '\n' || (tabs && c == '\t'))
			continue;
		while (length < 3 && !(c >= lengths[length].first && c <= lengths[length].last))
			length++;
		if (length == 3)
			wrong("a byte that is no text", text + i);
		uint32_t code = c & (0x3fu >> lengths[length].more);

		for (unsigned more = lengths[length].more; more > 0; more--) {
			if (((unsigned char)text[++i] & 0xc0) != 0x80)
				wrong("UTF-8 cut short", text + i);
			code = code << 6 | ((unsigned char)text[i] & 0x3f);
		}
		if (code < lengths[length].least || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff ||
		    (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069))
			wrong("a character that is none, or turns the writing round", text + i);
	}
}

static const char *json_blanks(const char *at)
{
	return at + strspn(at, " \n\t");
}

static const char *json_string_end(const char *at)
{
	for (at++; *at != '"'; at++) {
		if (*at == '\0' || *at == '\n')
			wrong("a string without end", at);
		if (*at != '\\')
			continue;
		if (!*++at || !strchr("\"\\/bfnrtu", *at))
			wrong("an escape that is none", at);
		if (*at == 'u' && strspn(at + 1, "0123456789abcdef") < 4)
			wrong("an escape without number", at);
	}
	return at + 1;
}

/* One value; returns what follows it. */
static const char *json_value(const char *at, unsigned depth)
{
	char close = *at == '{' ? '}' : ']';
	size_t digits;

	assert(depth < 64);
	if (*at == '"')
		return json_string_end(at);
	if (*at != '{' && *at != '[') {
		if (!strncmp(at, "true", 4) || !strncmp(at, "null", 4))
			return at + 4;
		if (!strncmp(at, "false", 5))
			return at + 5;
		at += *at == '-';
		digits = strspn(at, "0123456789");
		if (digits == 0 || (*at == '0' && digits > 1))
			wrong("no value", at);
		return at + digits;
	}
	for (at = json_blanks(at + 1); *at != close; at = json_blanks(at + 1)) {
		if (close == '}') {
			if (*at != '"')
				wrong("a member without name", at);
			at = json_blanks(json_string_end(at));
			if (*at != ':')
				wrong("a member without value", at);
			at = json_blanks(at + 1);
		}
		at = json_blanks(json_value(at, depth + 1));
		if (*at == close)
			break;
		if (*at != ',')
			wrong("no comma", at);
		if (*json_blanks(at + 1) == close)
			wrong("a comma too many", at);
	}
	return at + 1;
}

static void check_json(const char *text)
{
	if (*json_blanks(json_value(json_blanks(text), 0)))
		wrong("more than one document", text);
}

/* Every element that begins ends, in order; nothing is left unescaped. */
static void check_xml(const char *text)
{
	const char *open[32];
	size_t depth = 0;

	for (const char *at = text; *at; at++) {
		if (*at == '&' && strncmp(at, "&amp;", 5) && strncmp(at, "&lt;", 4) && strncmp(at, "&gt;", 4) &&
		    strncmp(at, "&quot;", 6) && strncmp(at, "&apos;", 6) && strncmp(at, "&#", 2))
			wrong("an ampersand", at);
		if (*at == '>')
			wrong("an end without beginning", at);
		if (*at != '<')
			continue;
		const char *name = at + 1;
		size_t quotes = 0;

		for (at++; *at && (*at != '>' || quotes % 2); at++) {
			quotes += *at == '"';
			if (*at == '<')
				wrong("an element within an element's head", name);
		}
		if (!*at)
			wrong("an element without end", name);
		if (*name == '?' || at[-1] == '/')
			continue;
		if (*name != '/') {
			assert(depth < 32);
			open[depth++] = name;
		} else if (depth-- == 0 || strncmp(open[depth], name + 1, (size_t)(at - name - 1)))
			wrong("another element ends", name);
	}
	if (depth)
		wrong("an element is left open", open[depth - 1]);
}

/* A comment, or name{label="text"} number. */
static void check_metrics(const char *text)
{
	for (const char *line = text; *line; line = strchr(line, '\n') + 1) {
		if (!strchr(line, '\n'))
			wrong("a line without end", line);
		if (*line == '#')
			continue;
		size_t name = strspn(line, "abcdefghijklmnopqrstuvwxyz_");
		const char *at = line + name;
		bool quoted = false;

		for (; *at == '{' || quoted || (at > line + name && *at != ' '); at++) {
			if (*at == '\n')
				wrong("a label without end", line);
			if (*at == '\\')
				at++;
			else if (*at == '"')
				quoted = !quoted;
		}
		if (name == 0 || *at != ' ' || at[1 + strspn(at + 1, "0123456789")] != '\n')
			wrong("no measurement", line);
	}
}

static const struct { render_fn *render; bool verbose, tabs; void (*check)(const char *text); } formats[] = {
	{ render_text, false, false, NULL }, { render_text, true, false, NULL }, { render_json, false, true, check_json },
	{ render_sarif, false, true, check_json }, { render_junit, false, true, check_xml },
	{ render_prometheus, false, false, check_metrics },
};

static void write_and_check(const struct facts *facts, const struct report *report, unsigned which)
{
	const struct render_options options = { .version = "0", .verbose = formats[which].verbose };
	FILE *out = fmemopen(written, sizeof written, "w");

	assert(out);
	formats[which].render(out, facts, report, &options);
	long size = ftell(out);

	fclose(out);
	assert(size > 0 && (size_t)size < sizeof written && strlen(written) == (size_t)size);
	check_bytes(written, (size_t)size, formats[which].tabs);
	if (formats[which].check)
		formats[which].check(written);
}

/* ---- what must hold --------------------------------------------------------- */

struct outline {
	enum verdict verdict;
	enum path_status status[PATHS_MAX];
};

static struct outline outlined(const struct report *report)
{
	struct outline outline = { .verdict = report->verdict };

	for (size_t i = 0; i < report->findings; i++)
		outline.status[i] = report->finding[i].status;
	return outline;
}

static bool is_escape(const struct path *path)
{
	return path->outcome == OUTCOME_HOST_CONTROL || path->outcome == OUTCOME_HOST_READ;
}

static void check_report(const struct report *report)
{
	size_t open = 0, doubtful = 0;

	for (size_t i = 0; i < report->findings; i++) {
		const struct finding *finding = &report->finding[i];

		assert(finding->status <= PATH_OPEN && finding->as_root >= finding->status && finding->ways <= WAYS_MAX);
		open += is_escape(finding->path) && finding->status == PATH_OPEN;
		doubtful += is_escape(finding->path) && finding->status == PATH_UNKNOWN;
	}
	assert(report->verdict != VERDICT_CONTAINED || open + doubtful == 0);
	assert((report->verdict == VERDICT_ESCAPABLE) == (open > 0) || report->verdict == VERDICT_NOT_A_CONTAINER);
}

static void say(const char *name, size_t i, size_t path, enum path_status before, enum path_status after)
{
	fprintf(stderr, "%s %zu (%s): %s: %s, then %s\n", name, i, i < FACT_COUNT && !strcmp(name, "fact") ? fact_rows[i].name : "",
		path_at(path)->id, path_status_name(before), path_status_name(after));
}

/* The bytes may say that the kernel let us at what the profile of an engine keeps
 * from us; without that answer the profile is believed. */
static void forget_profile(struct facts *facts, const struct change *loss)
{
	if (loss->apply != forget_fact)
		fact_set_static(facts, FACT_APPARMOR_PROFILE, "unconfined");
}

/* What is not known closes no way out.  (That it opens none, either, holds of
 * facts that agree with each other: ../unit/test_judge_properties.c.) */
static void check_loss(struct input in, unsigned kind, size_t i)
{
	struct facts *facts = build(in);

	/* The bytes may say that a file was opened and that it is masked: no kernel does. */
	if (losses[kind].apply == forget_kernel_file)
		return;
	if ((losses[kind].apply == forget_question || losses[kind].apply == time_out_question) && has_a_file(i))
		return;
	forget_profile(facts, &losses[kind]);
	struct outline before = outlined(judged(facts));

	facts = build(in);
	forget_profile(facts, &losses[kind]);
	losses[kind].apply(facts, i);
	struct outline after = outlined(judged(facts));

	for (size_t p = 0; path_at(p); p++)
		if (is_escape(path_at(p)) && after.status[p] == PATH_CLOSED && before.status[p] != PATH_CLOSED) {
			say(losses[kind].name, i, p, before.status[p], after.status[p]);
			print_finding(finding_of(judged(facts), path_at(p)->id));
			facts = build(in);
			forget_profile(facts, &losses[kind]);
			print_finding(finding_of(judged(facts), path_at(p)->id));
			abort();
		}
	if ((before.verdict == VERDICT_ESCAPABLE || before.verdict == VERDICT_CANNOT_TELL) && after.verdict == VERDICT_CONTAINED)
		abort();
}

/* Below a filter, what a question was answered is no longer the kernel's word
 * against a capability that is held: so these are judged without any. */
static void forget_questions(struct facts *facts, const struct change *restriction)
{
	if (restriction->apply == filter_call || restriction->apply == kill_for_call)
		memset(facts->question, 0, sizeof facts->question);
}

/* A device that is refused tells that an engine's usual rules are in force,
 * below which the console and tun can be opened (devices.c); and that a profile
 * is docker-default tells what it does not stop: what was not known is known then. */
static void check_restriction(struct input in, const struct change *restriction, size_t i)
{
	struct facts *facts = build(in);

	/* the answers were given to who held it */
	if (restriction->apply == drop_effective)
		return;
	forget_questions(facts, restriction);
	struct outline before = outlined(judged(facts));

	facts = build(in);
	forget_questions(facts, restriction);
	restriction->apply(facts, i);
	struct outline after = outlined(judged(facts));

	for (size_t p = 0; path_at(p); p++)
		if (after.status[p] == PATH_OPEN && before.status[p] != PATH_OPEN &&
		    (before.status[p] == PATH_CLOSED || restriction->apply != restrict_otherwise) &&
		    (is_escape(path_at(p)) || restriction->apply != refuse_device)) {
			say(restriction->name, i, p, before.status[p], after.status[p]);
			print_finding(finding_of(judged(facts), path_at(p)->id));
			facts = build(in);
			forget_questions(facts, restriction);
			print_finding(finding_of(judged(facts), path_at(p)->id));
			abort();
		}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, data + size };
	unsigned format = below(&in, sizeof formats / sizeof *formats);
	unsigned loss = below(&in, sizeof losses / sizeof *losses), lost = byte(&in);
	unsigned restriction = below(&in, sizeof restrictions / sizeof *restrictions), restricted = byte(&in);
	struct facts *facts = build(in);
	const struct report *report = judged(facts);

	check_report(report);
	write_and_check(facts, report, format);
	check_loss(in, loss, lost % losses[loss].count);
	check_restriction(in, &restrictions[restriction], restricted % restrictions[restriction].count);
	return 0;
}
