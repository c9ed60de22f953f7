#!/usr/bin/python3
"""check.py DIRECTORY - are the manifests, and the kubectl lines of the page, the API's?

Holds every document against the models of python3-kubernetes, which are made
from Kubernetes' OpenAPI document: unknown members, missing ones, wrong types.
No cluster and no network.  Exit status 0: nothing wrong; what cannot be
asked here is counted as skipped.
"""
import datetime
import json
import os
import re
import shlex
import shutil
import subprocess
import sys

passed = failed = skipped = 0
directory = sys.argv[1]
try:
    import yaml
    from kubernetes import client
except ImportError as error:
    print("  skip  %s" % error)
    print("kubernetes: 0 passed, 0 failed, 1 skipped")
    sys.exit(0)

KIND = {("apps/v1", "DaemonSet"): "V1DaemonSet", ("batch/v1", "CronJob"): "V1CronJob", ("v1", "Pod"): "V1Pod"}
SIMPLE = {"str": str, "int": int, "bool": bool, "float": (int, float), "datetime": (str, datetime.datetime), "object": object}


def against(value, kind, where):
    """Raises ValueError where `value` is not of the model or type `kind`."""
    inner = re.fullmatch(r"list\[(.*)\]", kind)
    if inner:
        if not isinstance(value, list):
            raise ValueError("%s: not a list" % where)
        for number, item in enumerate(value):
            against(item, inner.group(1), "%s[%d]" % (where, number))
        return
    inner = re.fullmatch(r"dict\(str, (.*)\)", kind)
    if inner:
        if not isinstance(value, dict):
            raise ValueError("%s: not a map" % where)
        for key, item in value.items():
            # A quantity is a string to the model; YAML's 1 is one, too.
            against(str(item) if isinstance(item, int) else item, inner.group(1), "%s.%s" % (where, key))
        return
    if kind in SIMPLE:
        if not isinstance(value, SIMPLE[kind]) or (kind == "int" and isinstance(value, bool)):
            raise ValueError("%s: %r is no %s" % (where, value, kind))
        return
    model = getattr(client, kind)
    if not isinstance(value, dict):
        raise ValueError("%s: not a %s" % (where, kind))
    member = {name: attribute for attribute, name in model.attribute_map.items()}
    for key in value:
        if key not in member:
            raise ValueError("%s: %s has no '%s'" % (where, kind, key))
    for key, item in value.items():
        if item is not None:
            against(item, model.openapi_types[member[key]], "%s.%s" % (where, key))
    # The model itself complains of what is missing.
    model(**{member[key]: item for key, item in value.items()})


def check(document, where):
    global passed, failed
    try:
        kind = KIND.get((document.get("apiVersion"), document.get("kind")))
        if not kind:
            raise ValueError("no such kind: %s %s" % (document.get("apiVersion"), document.get("kind")))
        against(document, kind, document["kind"])
        passed += 1
    except ValueError as error:
        failed += 1
        print("FAIL  %s: %s" % (where, error))


# A check that lets everything pass is worth nothing: these must not.
GOOD = {"apiVersion": "v1", "kind": "Pod", "spec": {"containers": [{"name": "a", "image": "b"}]}}
for why, change in (("unknown member", {"spec": {"containers": [{"name": "a", "privileged": True}]}}),
                    ("missing member", {"spec": {"containers": [{"image": "b"}]}}),
                    ("wrong type", {"spec": {"containers": [{"name": "a"}], "hostPID": "yes"}})):
    try:
        against(dict(GOOD, **change), "V1Pod", "Pod")
        failed += 1
        print("FAIL  %s: not noticed" % why)
    except ValueError:
        passed += 1

for name in sorted(os.listdir(directory)):
    if name.endswith(".yaml"):
        for document in yaml.safe_load_all(open(os.path.join(directory, name), encoding="utf-8")):
            check(document, name)


def pod_of(line):
    """What `kubectl run` makes of its words: a pod with one container, and the overrides laid over it."""
    words = shlex.split(line.split(" > ")[0])
    at = words.index("--")
    flags = dict(word.lstrip("-").split("=", 1) if "=" in word else (word.lstrip("-"), "") for word in words[3:at])
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": words[2]},
           "spec": {"containers": [{"name": words[2], "image": flags["image"], "args": words[at + 1:]}],
                    "restartPolicy": flags["restart"]}}
    for key, value in json.loads(flags.get("overrides", "{}")).items():
        if isinstance(value, dict):
            pod.setdefault(key, {}).update(value)
        else:
            pod[key] = value
    return flags, pod


lines = [line.strip() for line in open(os.path.join(directory, "README.md"), encoding="utf-8") if line.startswith("    kubectl run ")]
known = None
if shutil.which("kubectl"):
    known = subprocess.run(["kubectl", "run", "--help"], capture_output=True, text=True, check=False).stdout
else:
    skipped += 1
    print("  skip  no kubectl: whether it knows the options of the page's lines")
for line in lines:
    flags, pod = pod_of(line)
    check(pod, line)
    for flag in flags:
        if known is not None and not re.search(r"--%s[=, ]" % flag, known):
            failed += 1
            print("FAIL  %s: kubectl has no --%s" % (line, flag))

print("kubernetes: %d passed, %d failed, %d skipped" % (passed, failed, skipped))
sys.exit(failed > 0 or passed == 0)
