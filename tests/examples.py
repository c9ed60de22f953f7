#!/usr/bin/python3
"""examples.py PROGRAM DIRECTORY - do the examples of docker/preflight hold?

Compose's own program reads compose.yaml, the models of python3-kubernetes
(made from Kubernetes' OpenAPI document) hold every manifest, and each policy
and each option that an example names is one that PROGRAM takes.  What is not
installed is counted as skipped.  No network.
"""
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

program, directory = os.path.abspath(sys.argv[1]), sys.argv[2]
passed = failed = skipped = 0


def verdict(name, complaint=None, skip=None):
    global passed, failed, skipped
    if skip:
        skipped += 1
        print(f"  skip  {name}: not run: {skip}")
    elif complaint:
        failed += 1
        print(f"  FAIL  {name}: {complaint}")
    else:
        passed += 1
        print(f"  ok    {name}")


def taken(words, environment=None, policy=None):
    """Does the program take this policy?  Not whether this system keeps it."""
    with tempfile.NamedTemporaryFile("w") as file:
        file.write(policy or "")
        file.flush()
        said = subprocess.run([program, "exec", "--dry-run", "--policy", file.name, *words], env=environment or {},
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    return None if said.returncode in (0, 77) else f"exit status {said.returncode}: {said.stdout.strip()}"


def options_of(line):
    """The options of exec in a command line, without the words of the program."""
    words = shlex.split(line)
    words = words[words.index("exec") + 1:]
    return [word for word in (words[:words.index("--")] if "--" in words else words) if word != "--dry-run"]


def compose(path):
    def answers(words):
        return shutil.which(words[0]) and subprocess.run([*words, "version"], stdout=subprocess.DEVNULL,
                                                         stderr=subprocess.DEVNULL).returncode == 0
    command = next(filter(answers, (["docker", "compose"], ["docker-compose"])), None)
    if not command:
        return verdict("compose.yaml, by Compose", skip="no docker compose, no docker-compose")
    said = subprocess.run([*command, "-f", path, "config", "--quiet"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          universal_newlines=True)
    return verdict("compose.yaml, by Compose", said.returncode and said.stdout.strip())


def against(client, value, kind, where):
    """What of `value` is not of the model `kind`, or None."""
    inner = re.fullmatch(r"(list\[|dict\(str, )(.*)[\])]", kind)
    if inner and isinstance(value, list if kind[0] == "l" else dict):
        items = enumerate(value) if kind[0] == "l" else value.items()
        return next(filter(None, (against(client, item, inner.group(2), f"{where}.{key}") for key, item in items)), None)
    simple = {"str": str, "int": int, "bool": bool, "object": object}
    if kind in simple:
        return None if isinstance(value, simple[kind]) and (kind != "int" or value is not True) else f"{where}: {value!r} is no {kind}"
    if inner or not isinstance(value, dict):
        return f"{where}: {value!r} is no {kind}"
    model = getattr(client, kind)
    member = {name: attribute for attribute, name in model.attribute_map.items()}
    for key, item in value.items():
        if key not in member:
            return f"{where}: {kind} has no {key}"
        wrong = against(client, item, model.openapi_types[member[key]], f"{where}.{key}")
        if wrong:
            return wrong
    try:
        model(**{member[key]: item for key, item in value.items()})
    except (ValueError, TypeError) as error:
        return f"{where}: {error}"
    return None


def restricted(pod):
    """What the Pod Security Standard "restricted" forbids in a pod's spec."""
    for container in pod.get("initContainers", []) + pod["containers"]:
        own, whole = container.get("securityContext", {}), pod.get("securityContext", {})
        if own.get("allowPrivilegeEscalation") is not False or "ALL" not in own.get("capabilities", {}).get("drop", []):
            return f"{container['name']}: privileges"
        if not own.get("runAsNonRoot", whole.get("runAsNonRoot")) or own.get("runAsUser", whole.get("runAsUser", 1)) == 0:
            return f"{container['name']}: root"
        if own.get("seccompProfile", whole.get("seccompProfile", {})).get("type") not in ("RuntimeDefault", "Localhost"):
            return f"{container['name']}: seccomp"
    kinds = {"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"}
    return next((volume["name"] for volume in pod.get("volumes", []) if not kinds & set(volume)), None)


def manifests(yaml, path):
    documents = list(yaml.safe_load_all(open(path)))
    try:
        from kubernetes import client
    except ImportError as error:
        verdict("kubernetes.yaml, by the API's models", skip=error)
        client = None
    for document in documents:
        if client:
            verdict(f"kubernetes.yaml: {document['kind']}", against(client, document, "V1" + document["kind"], document["kind"]))
        if document["kind"] == "ConfigMap":
            verdict("kubernetes.yaml: the policy is taken", taken([], policy=document["data"]["policy"]))
        if document["kind"] == "Deployment":
            pod = document["spec"]["template"]["spec"]
            verdict("kubernetes.yaml: what its own label demands", restricted(pod))
            command = pod["containers"][0]["command"]
            verdict("kubernetes.yaml: the command", None if command[1] == "exec" and command[-1] == "--" else command)


def main():
    compose(os.path.join(directory, "compose.yaml"))
    try:
        import yaml
    except ImportError as error:
        verdict("the other examples", skip=error)
        return
    services = yaml.safe_load(open(os.path.join(directory, "compose.yaml")))["services"]
    for name, service in services.items():
        verdict(f"compose.yaml: the policy of {name} is taken", taken([], environment=service.get("environment", {})))
    manifests(yaml, os.path.join(directory, "kubernetes.yaml"))
    for job in yaml.safe_load(open(os.path.join(directory, "ci.yaml")))["jobs"].values():
        for step in job["steps"]:
            for line in step.get("run", "").replace("\\\n", " ").splitlines():
                if " exec " in line:
                    verdict(f"ci.yaml: {step['name']}", taken(options_of(line)))


main()
print(f"examples: {passed} passed, {failed} failed, {skipped} skipped")
sys.exit(failed > 0 or passed == 0)
