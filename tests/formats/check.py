#!/usr/bin/python3
"""check.py PROGRAM [CASE...] - SARIF, JUnit and Prometheus of every captured case.

Each is read by a parser that is not ours and held against the JSON document
and the exit status of the same case, with and without --fail-on.  Needs
python3-jsonschema; where python3-sarif-python-om or python3-prometheus-client
is missing, that part is counted as skipped.
"""
import glob
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import jsonschema

try:
    import attr
    import sarif_om
except ImportError:
    sarif_om = None
try:
    from prometheus_client.parser import text_string_to_metric_families
except ImportError:
    text_string_to_metric_families = None

HERE = os.path.dirname(os.path.abspath(__file__))
program = sys.argv[1]
cases = sys.argv[2:] or sorted(glob.glob(os.path.join(HERE, "../cases/*/root")))
with open(os.path.join(HERE, "sarif.schema.json")) as file:
    SARIF = jsonschema.Draft202012Validator(json.load(file))


def run(root, form, fail_on):
    words = [program, "--root", root, "--format", form] + (["--fail-on", fail_on] if fail_on else [])
    done = subprocess.run(words, capture_output=True)
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout.decode("utf-8")


# ---- SARIF: are these the standard's own names, and is none of its required ones missing?

MODEL = {
    "runs": "Run", "tool": "Tool", "driver": "ToolComponent", "rules": "ReportingDescriptor",
    "shortDescription": "MultiformatMessageString", "fullDescription": "MultiformatMessageString",
    "help": "MultiformatMessageString", "invocations": "Invocation", "message": "Message",
    "toolExecutionNotifications": "Notification", "results": "Result", "locations": "Location",
    "physicalLocation": "PhysicalLocation", "artifactLocation": "ArtifactLocation",
    "logicalLocations": "LogicalLocation", "properties": "PropertyBag",
}


def names_are_the_standards(value, kind):
    fields = attr.fields(getattr(sarif_om, kind))
    known = {f.metadata.get("schema_property_name", f.name): f for f in fields}
    assert set(value) <= set(known), "%s has no %s" % (kind, set(value) - set(known))
    needed = {name for name, f in known.items() if f.default is attr.NOTHING}
    assert needed <= set(value), "%s lacks %s" % (kind, needed - set(value))
    for key, member in value.items():
        for part in member if isinstance(member, list) else [member]:
            if isinstance(part, dict):
                names_are_the_standards(part, MODEL[key])


def check_sarif(text, report, status):
    log = json.loads(text)
    SARIF.validate(log)
    if sarif_om:
        names_are_the_standards(log, "SarifLog")
    run_ = log["runs"][0]
    rules = run_["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [path["id"] for path in report["paths"]]
    assert run_["invocations"][0]["exitCode"] == status
    for result in run_["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    kinds = {result["kind"] for result in run_["results"]}
    assert ("fail" in kinds) == (status == 1), (kinds, status)
    assert status != 2 or "open" in kinds
    if report["verdict"] != "not-a-container":
        told = {result["ruleId"] for result in run_["results"]}
        assert told == {path["id"] for path in report["paths"] if path["status"] != "closed" or path["latent"]}


# ---- JUnit

def check_junit(text, report, status):
    root = ElementTree.fromstring(text)
    assert root.tag == "testsuites" and len(root) == 1
    suite = root[0]
    cases_ = list(suite)
    assert {case.tag for case in cases_} == {"testcase"}
    for attribute, element in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert int(suite.get(attribute)) == sum(case.find(element) is not None for case in cases_), attribute
    assert int(suite.get("tests")) == len(cases_)
    assert [case.get("name") for case in cases_[1:]] == [path["id"] for path in report["paths"]]
    assert len({(case.get("classname"), case.get("name")) for case in cases_}) == len(cases_)
    assert cases_[0].get("name") == report["verdict"]
    red = int(suite.get("failures")) + int(suite.get("errors"))
    assert (red > 0) == (status > 0), (red, status)
    assert (len(cases_[0]) == 0) == (status == 0)


# ---- Prometheus

def check_prometheus(text, report, status):
    assert text.endswith("\n")
    if not text_string_to_metric_families:
        return
    sample = {}
    for family in text_string_to_metric_families(text):
        assert family.type == "gauge" and family.documentation, family.name
        for one in family.samples:
            key = (one.name,) + tuple(sorted(one.labels.items()))
            assert key not in sample, key
            sample[key] = one.value
    assert sample[("escape_probe_exit_status",)] == status
    assert [dict(key[1:])["verdict"] for key, value in sample.items() if key[0] == "escape_probe_verdict" and value] == [report["verdict"]]
    told = {dict(key[1:])["path"]: dict(key[1:])["state"] for key in sample if key[0] == "escape_probe_path"}
    assert told == {path["id"]: "latent" if path["latent"] else path["status"]
                    for path in report["paths"] if path["status"] != "closed" or path["latent"]}
    total = {}
    for path in report["paths"]:
        key = ("escape_probe_paths", ("outcome", path["outcome"]), ("status", path["status"]))
        total[key] = total.get(key, 0) + 1
    for key, value in sample.items():
        assert key[0] != "escape_probe_paths" or value == total.get(key, 0), key


passed = failed = skipped = 0
checks = {"sarif": check_sarif, "junit": check_junit, "prometheus": check_prometheus}
for case in cases:
    for fail_on in ("", "influence,latent"):
        status, text = run(case, "json", fail_on)
        report = json.loads(text)
        for form, check in checks.items():
            try:
                same, text = run(case, form, fail_on)
                assert same == status == report["exit_status"]
                check(text, report, status)
                passed += 1
            except (AssertionError, ValueError, ElementTree.ParseError, jsonschema.ValidationError) as error:
                failed += 1
                print("FAIL  %s as %s%s: %s" % (case, form, fail_on and " --fail-on " + fail_on, str(error)[:400]))
for name, module in (("python3-sarif-python-om", sarif_om), ("python3-prometheus-client", text_string_to_metric_families)):
    if not module:
        skipped += 1
        print("  skip  %s is not there: not all was asked" % name)
print("formats: %d passed, %d failed, %d skipped" % (passed, failed, skipped))
sys.exit(failed > 0 or passed == 0)
