/* sarif.c - the report as a log of the Static Analysis Results Interchange
 * Format, 2.1.0 (OASIS), for pages that show code scans.
 *
 * A rule for each path, a result for each that is not closed.  The subject is
 * a running container, no file: results point at one name, "container", for
 * readers that want a place. */
#include <ctype.h>
#include <string.h>
#include "findings.h"
#include "json_writer.h"
#include "paths.h"

static void put_message(struct json *json, const char *key, const char *text)
{
	json_row(json, key);
	json_string(json, "text", text);
	json_end(json);
}

/* The next of the references, which a comma separates; false behind the last. */
static bool next_reference(const char **at, char *buf, size_t size)
{
	size_t len = strcspn(*at, ",");

	if (len == 0)
		return false;
	snprintf(buf, size, "%.*s", (int)len, *at);
	*at += len;
	*at += strspn(*at, ", ");
	return true;
}

/* A technique of MITRE ATT&CK, "T1611" or "T1552.001", has a page of its own. */
static void put_help_uri(struct json *json, const char *references)
{
	char name[64], uri[96];

	while (next_reference(&references, name, sizeof name)) {
		const char *number = strrchr(name, 'T');

		if (!number || !isdigit((unsigned char)number[1]))
			continue;
		size_t digits = strcspn(++number, ".");
		const char *sub = number + digits;

		snprintf(uri, sizeof uri, "https://attack.mitre.org/techniques/T%.*s/%s", (int)digits, number, sub + (*sub == '.'));
		json_string(json, "helpUri", uri);
		return;
	}
}

/* Two sources may name the same; a tag is there once. */
static void put_tags(struct json *json, const struct path *path)
{
	const char *const texts[] = { path_text(path, PATH_CONTROLS), path_text(path, PATH_REFERENCE) };
	char name[96];

	json_array(json, "tags");
	json_string(json, NULL, outcome_name(path->outcome));
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		for (const char *at = texts[i]; next_reference(&at, name, sizeof name);)
			if (i == 0 || !strstr(texts[0], name))
				json_string(json, NULL, name);
	json_end(json);
}

static void put_rule(struct json *json, const struct path *path, enum dialect dialect)
{
	json_object(json, NULL);
	json_string(json, "id", path->id);
	put_message(json, "shortDescription", path_text(path, PATH_TITLE));
	put_message(json, "fullDescription", path_text(path, PATH_WHY));
	put_message(json, "help", path_advice(path, PATH_INSTEAD, dialect));
	put_help_uri(json, path_text(path, PATH_REFERENCE));
	json_object(json, "properties");
	put_tags(json, path);
	json_end(json);
	json_end(json);
}

static void put_location(struct json *json, const char *id)
{
	json_array(json, "locations");
	json_object(json, NULL);
	json_object(json, "physicalLocation");
	json_row(json, "artifactLocation");
	json_string(json, "uri", "container");
	json_end(json);
	json_end(json);
	json_array(json, "logicalLocations");
	json_row(json, NULL);
	json_string(json, "fullyQualifiedName", id);
	json_end(json);
	json_end(json);
	json_end(json);
	json_end(json);
}

static void put_result(struct json *json, const struct report *report, size_t i, const struct render_options *options)
{
	/* What is no failure has no level (3.27.10 of the standard). */
	static const char *const kind[] = {
		[RESULT_NOT_COUNTED] = "informational", [RESULT_UNDECIDED] = "open", [RESULT_FAIL] = "fail",
	};
	const struct finding *finding = &report->finding[i];
	enum finding_result result = finding_result(finding, report, options);
	bool worst = finding->status == PATH_OPEN && finding->path->outcome != OUTCOME_HOST_INFLUENCE;
	char line[FINDING_LINE];

	if (result == RESULT_PASS)
		return;
	finding_line(finding, line);
	json_object(json, NULL);
	json_string(json, "ruleId", finding->path->id);
	json_number(json, "ruleIndex", i);
	json_string(json, "kind", kind[result]);
	json_string(json, "level", result != RESULT_FAIL ? "none" : worst ? "error" : "warning");
	put_message(json, "message", line);
	put_location(json, finding->path->id);
	json_end(json);
}

static void put_invocation(struct json *json, const struct report *report, const struct render_options *options)
{
	json_array(json, "invocations");
	json_object(json, NULL);
	json_bool(json, "executionSuccessful", true);
	json_number(json, "exitCode", report_exit_status(report, options->fail_on_influence, options->fail_on_latent));
	json_string(json, "exitCodeDescription", verdict_name(report->verdict));
	json_array(json, "toolExecutionNotifications");
	json_object(json, NULL);
	json_string(json, "level", "note");
	put_message(json, "message", report->verdict_reason ? report->verdict_reason : "");
	json_end(json);
	json_end(json);
	json_end(json);
	json_end(json);
}

void render_sarif(FILE *out, const struct facts *facts, const struct report *report, const struct render_options *options)
{
	struct json json = { .out = out };

	(void)facts;
	json_object(&json, NULL);
	json_string(&json, "$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
	json_string(&json, "version", "2.1.0");
	json_array(&json, "runs");
	json_object(&json, NULL);
	json_object(&json, "tool");
	json_object(&json, "driver");
	json_string(&json, "name", "escape-probe");
	json_string(&json, "version", options->version);
	json_array(&json, "rules");
	for (size_t i = 0; i < report->findings; i++)
		put_rule(&json, report->finding[i].path, report->dialect);
	json_end(&json);
	json_end(&json);
	json_end(&json);
	put_invocation(&json, report, options);
	json_array(&json, "results");
	/* On the host itself nothing is a result: the notification says why. */
	for (size_t i = 0; i < report->findings && report->verdict != VERDICT_NOT_A_CONTAINER; i++)
		put_result(&json, report, i, options);
	json_end(&json);
	json_end(&json);
	json_end(&json);
	json_end(&json);
	fputc('\n', out);
}
