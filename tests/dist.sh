#!/bin/bash
# dist.sh MADE - is what `make dist` made whole?  Checksums, an archive that can be
# built from, a bill of materials that names what is linked.
set -uo pipefail
cd "$1"
python3 - <<'END' && sha256sum --quiet --check SHA256SUMS && echo "dist: 1 passed, 0 failed"
import glob, json, re, subprocess, tarfile
(name,) = glob.glob("*.spdx.json")
bill = json.load(open(name))
for member in ("spdxVersion", "dataLicense", "SPDXID", "name", "documentNamespace", "creationInfo", "packages"):
    assert bill[member], member
assert bill["spdxVersion"] == "SPDX-2.3" and bill["dataLicense"] == "CC0-1.0"
assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", bill["creationInfo"]["created"])
KNOWN = {"MIT", "LGPL-2.1-or-later", "BSD-3-Clause", "GPL-2.0-only"}
ids = {"SPDXRef-DOCUMENT"}
(archive,) = glob.glob("*.tar.gz")
members = tarfile.open(archive).getnames()
own = bill["packages"][0]["licenseDeclared"]
for package in bill["packages"]:
    for member in ("SPDXID", "name", "versionInfo", "downloadLocation"):
        assert package[member], (package["name"], member)
    assert re.fullmatch(r"SPDXRef-[A-Za-z0-9.-]+", package["SPDXID"]) and package["SPDXID"] not in ids
    ids.add(package["SPDXID"])
    if package["name"] == "escape-probe":
        continue
    assert set(re.split(r" OR | AND ", package["licenseDeclared"])) <= KNOWN, package["licenseDeclared"]
    assert package["versionInfo"] != "NOASSERTION", package["name"] + ": version not found"
assert own == ("NOASSERTION" if any(re.match(r"[^/]*/(licen[cs]e|copying)", one, re.I) for one in members) else "NONE"), own
for relation in bill["relationships"]:
    assert relation["spdxElementId"] in ids and relation["relatedSpdxElement"] in ids, relation
assert ids & {"SPDXRef-musl", "SPDXRef-glibc"} and {"SPDXRef-libblkid", "SPDXRef-libcap"} <= ids
binary = name[:-len(".spdx.json")]
said = subprocess.run(["sha256sum", binary], capture_output=True, text=True).stdout.split()[0]
assert bill["packages"][0]["checksums"][0]["checksumValue"] == said
top = archive[:-len(".tar.gz")]
for member in ("Makefile", "README.md", "probe/main.c", "tests/packages.sh"):
    assert "%s/%s" % (top, member) in members, member
assert all(one.startswith(top) for one in members)
listed = {line.split()[1] for line in open("SHA256SUMS")}
assert listed == {archive, binary, name}, listed
END
