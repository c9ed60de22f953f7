#!/bin/sh
# other-release.sh SUITE DIRECTORY - lays out the engines of another Debian release
# below DIRECTORY, for `seccomp.py PROGRAM DIRECTORY`: their packages and all that
# these need, from the mirror that this system's lists name.  Nothing is installed
# here, and apt's own state is left alone.
set -eu
[ $# = 2 ] || { echo "usage: tests/live/other-release.sh SUITE DIRECTORY" >&2; exit 64; }
suite=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd)
[ ! -e "$dir/stamp" ] || exit 0
for tool in apt-get dpkg; do
	command -v $tool > /dev/null || { echo "tests/live: no $tool" >&2; exit 1; }
done
mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2> /dev/null |
	sed -n 's/^URIs: *\([^ ]*\).*/\1/p; s/^deb  *\(\[[^]]*\]\)* *\([^ ]*\).*/\2/p' | grep '/debian/*$' | head -1)
[ -n "$mirror" ] || { echo "tests/live: no mirror of Debian is named in /etc/apt" >&2; exit 1; }
apt=$dir/apt
mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
: > "$apt/status"
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $suite main" > "$apt/sources.list"
fetch() {
	apt-get -q -o Dir::Etc::SourceList="$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null \
		-o Dir::State::Lists="$apt/lists" -o Dir::State::Status="$apt/status" -o Dir::Cache="$apt/cache" \
		-o Dir::Etc::PreferencesParts=/dev/null -o APT::Install-Recommends=0 -o APT::Sandbox::User=root "$@"
}
fetch update > "$apt/log" 2>&1 && fetch -y --download-only install docker.io podman systemd-container systemd dash coreutils >> "$apt/log" 2>&1 ||
	{ tail -3 "$apt/log" >&2; exit 1; }
for package in "$apt"/cache/archives/*.deb; do dpkg -x "$package" "$dir"; done
rm -rf "$apt"
touch "$dir/stamp"
