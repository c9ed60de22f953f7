/* test_json.c - the JSON document: commas, strings, completeness.
 *
 * That real documents keep to the schema is tests/schema/validate.sh's work;
 * here it is handed the strangest document that can be made. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>
#include "fake_report.h"
#include "json_writer.h"
#include "render.h"
#include "rendered.h"

static char buf[131072];
static char region[sizeof(struct facts) + 32768] __attribute__((aligned(16)));
static struct report report;
static const struct render_options options = { .version = "0" };

static void commas_stand_between_members_only(void **state)
{
	(void)state;
	RENDERED(buf, sizeof buf, {
		struct json json = { .out = out };

		json_object(&json, NULL);
		json_array(&json, "empty");
		json_end(&json);
		json_array(&json, "numbers");
		json_number(&json, NULL, UINT64_MAX);
		json_signed(&json, NULL, INT64_MIN);
		json_end(&json);
		json_row(&json, "row");
		json_known(&json, "a", UNKNOWN);
		json_known(&json, "b", NO);
		json_object(&json, "c");
		json_known(&json, "d", YES);
		json_end(&json);
		json_end(&json);
		json_null(&json, "last");
		json_end(&json);
	});
	assert_string_equal(buf,
		"{\n"
		"\t\"empty\": [],\n"
		"\t\"numbers\": [\n\t\t18446744073709551615,\n\t\t-9223372036854775808\n\t],\n"
		"\t\"row\": {\"a\": null, \"b\": false, \"c\": {\"d\": true}},\n"
		"\t\"last\": null\n"
		"}");
}

static void strings_are_valid_whatever_is_in_them(void **state)
{
	static const struct { const char *why, *text, *json; } row[] = {
		{ "nothing", "", "\"\"" },
		{ "absent", NULL, "null" },
		{ "quote and backslash", "a\"b\\c", "\"a\\\"b\\\\c\"" },
		{ "controls", "\n\x1b\x7f", "\"\\u000a\\u001b\\u007f\"" },
		{ "UTF-8 passes", "\xc3\xbc\xf0\x9f\x90\xb3", "\"\xc3\xbc\xf0\x9f\x90\xb3\"" },
		{ "C1", "\xc2\x9b", "\"\\u009b\"" },
		{ "bidi", "\xe2\x80\xae", "\"\\u202e\"" },
		{ "line separator", "\xe2\x80\xa8", "\"\\u2028\"" },
		{ "beyond 16 bits, invisible", "\xf3\xa0\x81\x81", "\"\\udb40\\udc41\"" },
		{ "bare byte", "a\xff" "b", "\"a\\ufffdb\"" },
		{ "surrogate in UTF-8", "\xed\xa0\x80", "\"\\ufffd\\ufffd\\ufffd\"" },
		{ "overlong", "\xc0\xaf", "\"\\ufffd\\ufffd\"" },
		{ "cut short", "\xe2\x82", "\"\\ufffd\\ufffd\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		RENDERED(buf, sizeof buf, {
			struct json json = { .out = out };

			json_string(&json, NULL, row[i].text);
		});
		if (strcmp(buf, row[i].json) != 0)
			fail_msg("row %zu (%s): got %s", i, row[i].why, buf);
	}
}

static struct facts *begin(void)
{
	memset(&report, 0, sizeof report);
	return facts_init(region, sizeof region);
}

static const char *document(const struct facts *facts)
{
	RENDERED(buf, sizeof buf, render_json(out, facts, &report, &options));
	return buf;
}

static unsigned count(const char *text, const char *part)
{
	unsigned found = 0;

	for (; (text = strstr(text, part)) != NULL; text++)
		found++;
	return found;
}

static void every_fact_is_there_once(void **state)
{
	struct facts *facts = begin();

	(void)state;
	document(facts);
	assert_int_equal(count(buf, "{\"unknown\": \"not looked at\", \"errno\": null, \"source\": "), FACT_COUNT);
	/* One object, though not all of its names stand together in the list. */
	const char *namespaces = strstr(buf, "\t\"namespaces\": {");
	const char *pid = strstr(namespaces, "\t\"pid\": {"), *end = strchr(pid, '}');

	assert_non_null(end);
	assert_int_equal(count(namespaces, "\n\t\t\t\"pid\": {"), 1);
	assert_has(pid, "\"visible_processes\": {");
	assert_true(strstr(pid, "\"visible_processes\"") < strstr(pid, "\n\t\t\t}"));
}

static void facts_keep_value_reason_and_source(void **state)
{
	struct facts *facts = begin();

	(void)state;
	fact_set_number(facts, FACT_UID, 1000);
	fact_set_bool(facts, FACT_NO_NEW_PRIVS, false);
	fact_set_number(facts, FACT_CAP_BOUNDING, 1 | 1ULL << 63);
	fact_set_unknown(facts, FACT_LOCKDOWN, EACCES, NULL);
	fact_set_unknown(facts, FACT_GID, 3999, "too long");
	fact_set_static(facts, FACT_MODPROBE, "/sbin/modprobe");
	fact_set_source(facts, FACT_MODPROBE, "elsewhere");
	document(facts);
	assert_has(buf, "\"uid\": {\"value\": 1000, \"source\": \"/proc/self/status: Uid, real\"}");
	assert_has(buf, "\"no_new_privs\": {\"value\": false, ");
	assert_has(buf, "\"bounding\": {\"value\": \"8000000000000001\", \"names\": [\"CAP_CHOWN\", \"cap_63\"], ");
	assert_has(buf, "\"lockdown\": {\"unknown\": \"could not be read\", \"errno\": \"EACCES\", ");
	assert_has(buf, "\"gid\": {\"unknown\": \"too long\", \"errno\": 3999, ");
	assert_has(buf, "\"modprobe\": {\"value\": \"/sbin/modprobe\", \"source\": \"elsewhere\"}");
}

static void answers_tell_refused_from_killed_from_silent(void **state)
{
	struct facts *facts = begin();

	(void)state;
	facts->call[CALL_MOUNT].filter = (struct answer){ ANSWERED, EPERM, NULL };
	facts->call[CALL_BPF].plain = (struct answer){ KILLED, 31, NULL };
	facts->question[ASK_KEXEC] = (struct answer){ NOT_ASKED, 0, "it would use up a limit" };
	facts->question[ASK_USERNS] = (struct answer){ .state = TIMED_OUT };
	document(facts);
	assert_has(buf, "{\"state\": \"answered\", \"errno\": \"EPERM\", \"signal\": null, \"reason\": null}");
	assert_has(buf, "{\"state\": \"killed\", \"errno\": null, \"signal\": 31, \"reason\": null}");
	assert_has(buf, "{\"state\": \"not-asked\", \"errno\": null, \"signal\": null, \"reason\": \"it would use up a limit\"}");
	assert_has(buf, "{\"state\": \"timed-out\", \"errno\": null, ");
}

static void survey_groups_calls_by_answer(void **state)
{
	struct facts *facts = begin();

	(void)state;
	document(facts);
	assert_has(buf, "\"profile\": null,\n\t\t\"built_for\": [],\n\t\t\"added\": [],\n\t\t\"taken_away\": [],\n\t\t\"surveyed\": false,\n\t\t\"reason\": null,\n\t\t\"calls\": [],\n\t\t\"arguments\": []\n");
	facts->survey.known = YES;
	for (size_t i = 0; i < SURVEY_CALLS; i++)
		facts->survey.call[i].state = SURVEY_RUNS;
	facts->survey.call[SYS_mount] = facts->survey.call[479] = (struct survey_answer){ SURVEY_ERRNO, EPERM };
	facts->survey.argument[0] = (struct survey_answer){ SURVEY_KILL, 0 };
	document(facts);
	assert_has(buf, "{\"answer\": \"errno\", \"errno\": \"EPERM\", \"calls\": [\"mount\", \"479\"]}");
	assert_has(buf, "{\"answer\": \"kill\", \"errno\": null, \"calls\": [\"clone(CLONE_NEWUSER)\"]}");
	assert_has(buf, "\"i386 socketcall(SYS_SOCKET)\"]}");
}

static void the_exit_status_is_the_programs(void **state)
{
	static const struct {
		const char *why;
		enum verdict verdict;
		bool fail_influence, fail_latent;
		size_t influence, latent, latent_influence;
		unsigned status;
	} row[] = {
		{ .why = "contained", .verdict = VERDICT_CONTAINED, .status = 0 },
		{ .why = "escapable", .verdict = VERDICT_ESCAPABLE, .status = 1 },
		{ .why = "cannot tell", .verdict = VERDICT_CANNOT_TELL, .status = 2 },
		{ .why = "not a container", .verdict = VERDICT_NOT_A_CONTAINER, .status = 3 },
		{ .why = "influence does not count", .verdict = VERDICT_CONTAINED, .influence = 1, .status = 0 },
		{ .why = "unless asked for", .verdict = VERDICT_CONTAINED, .influence = 1, .fail_influence = true, .status = 1 },
		{ .why = "latent does not count", .verdict = VERDICT_CONTAINED, .latent = 1, .fail_influence = true, .status = 0 },
		{ .why = "unless asked for", .verdict = VERDICT_CONTAINED, .latent = 1, .fail_latent = true, .status = 1 },
		{ .why = "proven beats not known", .verdict = VERDICT_CANNOT_TELL, .latent = 1, .fail_latent = true, .status = 1 },
		{ .why = "latent influence does not", .verdict = VERDICT_CONTAINED, .latent = 1, .latent_influence = 1, .fail_latent = true, .status = 0 },
		{ .why = "unless both are asked for", .verdict = VERDICT_CONTAINED, .latent = 1, .latent_influence = 1, .fail_latent = true,
		  .fail_influence = true, .status = 1 },
		{ .why = "no escape from the host", .verdict = VERDICT_NOT_A_CONTAINER, .influence = 1, .fail_influence = true, .status = 3 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		struct report made = { .verdict = row[i].verdict, .open_influence = row[i].influence, .latent = row[i].latent,
				       .latent_influence = row[i].latent_influence };

		if (report_exit_status(&made, row[i].fail_influence, row[i].fail_latent) != row[i].status)
			fail_msg("row %zu (%s)", i, row[i].why);
	}
}

/* One of everything, every text hostile. */
static void fill(struct facts *facts)
{
	static const char evil[] = "\"\\\n\033\xff\xe2\x80\xae\xed\xa0\x80,}]";

	report.verdict = VERDICT_ESCAPABLE;
	report.verdict_reason = report.reaches = report.privileged_userns = evil;
	report.privileged = PRIVILEGED_CANNOT_TELL;
	report.privileged_part[1] = (struct privileged_part){ "all capabilities", UNKNOWN, true, evil };
	for (int i = 0; i < 3; i++) {
		struct finding *finding = fake_finding(&report, &fake_mount, (enum path_status)i);

		for (int kind = 0; kind < BARRIER_KIND_COUNT; kind++)
			fake_barrier(kind == 0 ? fake_way(finding, evil) : &finding->way[0],
				     (enum barrier_kind)kind, (enum barrier_state)(kind % 3), evil, kind ? evil : NULL);
	}
	report.thinnest = 1;
	report.thinnest_finding[report.thinnest_count++] = &report.finding[0];
	for (unsigned i = 0; i < FACT_COUNT; i += 2) {
		if (fact_rows[i].type == FACT_TYPE_TEXT)
			fact_set_static(facts, (enum fact_id)i, evil);
		else
			fact_set_number(facts, (enum fact_id)i, UINT64_MAX);
	}
	facts->call[CALL_BPF].plain = (struct answer){ KILLED, 31, evil };
	facts->question[ASK_KEXEC] = (struct answer){ ANSWERED, 3999, NULL };
	facts->question[ASK_USERNS] = (struct answer){ .state = TIMED_OUT };
	facts->survey.known = YES;
	facts->survey.reason = "ENOSYS is not told apart";
	for (unsigned i = 0; i < SURVEY_STATE_COUNT; i++)
		facts->survey.call[i] = facts->survey.argument[i] = (struct survey_answer){ (uint8_t)i, (uint16_t)(i ? 0 : 38) };
	facts->survey.call[400] = (struct survey_answer){ SURVEY_ERRNO, 3999 };
	facts->collector[0] = (struct collector_result){ .name = "calls", .state = COLLECTOR_DIED, .signal = 31 };
	facts->collectors = 1;
	facts->mounts_list = (struct list){ .reason = evil, .error = EACCES, .truncated = true };
}

static void fill_lists(struct facts *facts)
{
	static const char evil[] = "\xc2\x9b\xc3";

	for (int i = 0; i < MOUNT_CLASS_COUNT; i++) {
		*facts_mount_new(facts) = (struct mount){
			.point = i ? evil : NULL, .class = (enum mount_class)i, .is_directory = (enum known)(i % 3), .mode = 0777 };
		facts_mount_done(facts);
	}
	for (int i = 0; i < KERNEL_FILE_KIND_COUNT; i++) {
		*facts_kernel_file_new(facts) = (struct kernel_file){
			.path = evil, .kind = (enum kernel_file_kind)i, .state = (enum kernel_file_state)(i % 6) };
		facts_kernel_file_done(facts);
	}
	for (int i = 0; i < 2; i++) {
		*facts_device_new(facts) = (struct device){
			.path = i ? evil : NULL, .type = DEVICE_BLOCK + (unsigned)i, .size = UINT64_MAX, .size_known = i };
		facts_device_done(facts);
	}
	static struct disk disk;
	static struct verification proof;

	proof = (struct verification){ .answer = { ANSWERED, EPERM, NULL }, .type = evil, .options = evil, .message = evil, .name = { evil } };
	facts->devices[1].verification = &proof;
	disk = (struct disk){ .device = &facts->devices[1], .kind = evil, .mount = DISK_ATTACH };
	for (int i = 0; i < DISK_ANSWERS; i++)
		disk.answer[i] = (struct disk_answer){ (enum path_status)(i % 3), { BARRIER_NODEV, (enum barrier_state)(i % 3), evil, evil } };
	report.disk = &disk;
	report.disks = 1;
	for (int i = 0; i < SOCKET_KIND_COUNT; i++) {
		*facts_socket_new(facts) = (struct host_socket){ .path = evil, .kind = (enum socket_kind)i, .http_status = 200U * !!i };
		facts_socket_done(facts);
	}
	for (int i = 0; i <= DESCRIPTOR_NAMESPACE; i++) {
		*facts_descriptor_new(facts) = (struct descriptor){ .number = i - 1, .target = evil, .kind = (enum descriptor_kind)i };
		facts_descriptor_done(facts);
	}
	*facts_process_new(facts) = (struct process){ .pid = 1, .comm = evil };
	facts_process_done(facts);
}

/* The unit tests run from the top of the project. */
static int validate(void)
{
	FILE *pipe = popen("tests/schema/validate.sh", "w");

	assert_non_null(pipe);
	fputs(buf, pipe);
	return pclose(pipe);
}

static void the_strangest_document_keeps_to_the_schema(void **state)
{
	struct facts *facts = begin();

	(void)state;
	fill(facts);
	fill_lists(facts);
	document(facts);
	assert_false(facts->arena.exhausted);
	assert_int_equal(validate(), 0);
}

static void the_emptiest_document_keeps_to_the_schema(void **state)
{
	struct facts *facts = begin();

	(void)state;
	document(facts);
	assert_int_equal(validate(), 0);
}

static void advice_is_in_the_words_of_whoever_runs_it(void **state)
{
	struct facts *facts = begin();

	(void)state;
	fake_finding(&report, &fake_mount, PATH_OPEN);
	document(facts);
	assert_non_null(strstr(buf, "\"opened_by\": \"--device /dev/sda --cap-add SYS_ADMIN\""));
	report.dialect = DIALECT_KUBERNETES;
	document(facts);
	assert_non_null(strstr(buf, "\"opened_by\": \"a hostPath volume\""));
	assert_non_null(strstr(buf, "\"instead\": \"an emptyDir\""));
}

static void the_schema_refuses_what_it_does_not_know(void **state)
{
	static const struct { const char *why, *from, *to; } row[] = {
		{ "a member too many", "{\n\t\"schema_version\"", "{\n\t\"surplus\": 1,\n\t\"schema_version\"" },
		{ "a member missing", "\t\"live\": false,\n", "" },
		{ "a verdict that is none", "\"contained\"", "\"fine\"" },
		{ "a fact under another name", "\"euid\"", "\"e-uid\"" },
		{ "cut short", "\"collectors\": []\n}", "\"collectors\": []\n" },
	};
	static char copy[sizeof buf];
	struct facts *facts = begin();

	(void)state;
	for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
		document(facts);
		const char *at = strstr(buf, row[i].from);

		if (!at)
			fail_msg("row %zu (%s): not in the document", i, row[i].why);
		snprintf(copy, sizeof copy, "%.*s%s%s", (int)(at - buf), buf, row[i].to, at + strlen(row[i].from));
		memcpy(buf, copy, sizeof buf);
		int saved = dup(STDERR_FILENO);

		assert_non_null(freopen("/dev/null", "w", stderr));
		int status = validate();

		fflush(stderr);
		dup2(saved, STDERR_FILENO);
		close(saved);
		if (status == 0)
			fail_msg("row %zu (%s): accepted", i, row[i].why);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(commas_stand_between_members_only),
		cmocka_unit_test(strings_are_valid_whatever_is_in_them),
		cmocka_unit_test(every_fact_is_there_once),
		cmocka_unit_test(facts_keep_value_reason_and_source),
		cmocka_unit_test(answers_tell_refused_from_killed_from_silent),
		cmocka_unit_test(survey_groups_calls_by_answer),
		cmocka_unit_test(the_exit_status_is_the_programs),
		cmocka_unit_test(the_strangest_document_keeps_to_the_schema),
		cmocka_unit_test(the_emptiest_document_keeps_to_the_schema),
		cmocka_unit_test(advice_is_in_the_words_of_whoever_runs_it),
		cmocka_unit_test(the_schema_refuses_what_it_does_not_know),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
