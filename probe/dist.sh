#!/bin/sh
# dist.sh PROGRAM VERSION LIBS DIRECTORY - what a release consists of, in DIRECTORY:
#
#   escape-probe-VERSION.tar.gz            the sources of the last commit
#   escape-probe-VERSION-linux-MACHINE     the static program
#   escape-probe-VERSION-linux-MACHINE.spdx.json   what it is made of (SPDX 2.3)
#   SHA256SUMS                             of all these
#
# LIBS is where probe/libs.sh built the libraries, or empty where the program is
# linked with the system's own.  The same commit gives the same bytes, but for
# the day on which a library's package changed.
set -eu
[ $# = 4 ] || { echo "usage: probe/dist.sh PROGRAM VERSION LIBS DIRECTORY" >&2; exit 64; }
program=$1 version=$2 libs=$3 directory=$4
name=escape-probe-$version
binary=$name-linux-$(uname -m)
mkdir -p "$directory"
rm -f "$directory/$name"* "$directory/SHA256SUMS"

git archive --format=tar --prefix="$name/" HEAD | gzip -9n > "$directory/$name.tar.gz"
cp "$program" "$directory/$binary"
chmod 755 "$directory/$binary"

# Of a source package as probe/libs.sh fetched it, else of what is installed.
source_version() {	# SOURCE PACKAGE
	found=''
	[ -z "$libs" ] || found=$(sed -nE "s/^Get:.* $1 ([^ ]+) \(dsc\).*/\1/p" "$libs/log" 2> /dev/null | tail -1)
	[ -n "$found" ] || found=$(dpkg-query -W -f '${Version}' "$2" 2> /dev/null) || found=NOASSERTION
	echo "$found"
}
if [ -n "$libs" ]; then
	c_library="musl|$(source_version musl musl-dev)|MIT|musl"
else
	c_library="glibc|$(source_version glibc libc6-dev)|LGPL-2.1-or-later|glibc"
fi
# Without a licence file nothing is declared; one that is added has to be named here.
declared=NONE
[ -z "$(git ls-tree --name-only HEAD | grep -iE '^(licen[cs]e|copying)')" ] || declared=NOASSERTION
commit=$(git rev-parse HEAD)
sum=$(sha256sum "$directory/$binary" | cut -c 1-64)
# The day of the commit: a document of today would be another one tomorrow.
day=$(TZ=UTC git log -1 --date=format-local:%Y-%m-%dT%H:%M:%SZ --format=%cd)

{
	cat <<END
{
	"spdxVersion": "SPDX-2.3",
	"dataLicense": "CC0-1.0",
	"SPDXID": "SPDXRef-DOCUMENT",
	"name": "$binary",
	"documentNamespace": "urn:escape-probe:spdx:$version:$sum",
	"creationInfo": {"created": "$day", "creators": ["Tool: escape-probe-dist-$version"]},
	"packages": [
		{
			"SPDXID": "SPDXRef-escape-probe",
			"name": "escape-probe",
			"versionInfo": "$version",
			"packageFileName": "$binary",
			"downloadLocation": "NOASSERTION",
			"sourceInfo": "commit $commit",
			"filesAnalyzed": false,
			"checksums": [{"algorithm": "SHA256", "checksumValue": "$sum"}],
			"licenseConcluded": "NOASSERTION",
			"licenseDeclared": "$declared",
			"copyrightText": "NOASSERTION",
			"primaryPackagePurpose": "APPLICATION"
		}
END
	for row in "$c_library" "libblkid|$(source_version util-linux libblkid-dev)|LGPL-2.1-or-later|util-linux" \
		   "libcap|$(source_version libcap2 libcap-dev)|BSD-3-Clause OR GPL-2.0-only|libcap2"; do
		library=${row%%|*} rest=${row#*|}
		number=${rest%%|*} rest=${rest#*|}
		cat <<END
		,{
			"SPDXID": "SPDXRef-$library",
			"name": "$library",
			"versionInfo": "$number",
			"downloadLocation": "NOASSERTION",
			"filesAnalyzed": false,
			"licenseConcluded": "NOASSERTION",
			"licenseDeclared": "${rest%%|*}",
			"copyrightText": "NOASSERTION",
			"primaryPackagePurpose": "LIBRARY",
			"externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": "pkg:deb/debian/${rest#*|}@$number?arch=source"}]
		}
END
	done
	cat <<END
	],
	"relationships": [
		{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-escape-probe"},
		{"spdxElementId": "SPDXRef-escape-probe", "relationshipType": "STATIC_LINK", "relatedSpdxElement": "SPDXRef-${c_library%%|*}"},
		{"spdxElementId": "SPDXRef-escape-probe", "relationshipType": "STATIC_LINK", "relatedSpdxElement": "SPDXRef-libblkid"},
		{"spdxElementId": "SPDXRef-escape-probe", "relationshipType": "STATIC_LINK", "relatedSpdxElement": "SPDXRef-libcap"}
	]
}
END
} > "$directory/$binary.spdx.json"
(cd "$directory" && sha256sum "$name"* > SHA256SUMS)
cat "$directory/SHA256SUMS"
