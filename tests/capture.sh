#!/bin/bash
# capture.sh NAME ENGINE [OPTION...]   makes tests/cases/NAME/root from a container
# capture.sh NAME -- COMMAND...        the same from the archive that COMMAND writes
#
# ENGINE and OPTIONs as in tests/live/scenarios:
#   tests/capture.sh docker-sys-admin docker --cap-add SYS_ADMIN
# COMMAND runs build/capture in a container of your own:
#   tests/capture.sh my-machine -- docker run --rm -v "$PWD/build/capture:/capture" debian /capture
#
# What names the machine is replaced: temporary directories, ids of containers
# and file systems, host names.  Look at the result before you hand it on, then
# `make bless` writes what the program says of it.
set -euo pipefail

[ $# -ge 2 ] || { sed -n '2,13s/^# \?//p' "$0" >&2; exit 64; }
top=$(cd "$(dirname "$0")/.." && pwd)
root=$top/tests/cases/$1/root
engine=$2
shift 2

program=${CAPTURE:-$top/build/capture}
if [ ! -x "$program" ]; then
	mkdir -p "${program%/*}"
	"${CC:-gcc}" -std=c11 -D_GNU_SOURCE -Os -static -o "$program" "$top/tests/capture.c"
fi

archive=$(mktemp)
temporary=/tmp/probe.none
if [ "$engine" = -- ]; then
	trap 'rm -f "$archive"' EXIT
	"$@" > "$archive"
else
	. "$top/tests/live/engines.sh"
	engines_begin "$program"
	trap 'rm -f "$archive"; engines_end' EXIT
	temporary=$DIR
	disk_begin
	host_begin
	user_begin
	docker_begin
	# shellcheck disable=SC2034 # for the options
	DATA=$DIR/srv/data
	mkdir -p "$DIR/srv/data"
	why=$("${engine}_missing" | head -1)
	[ -z "$why" ] || { echo "$engine cannot run here: $why" >&2; exit 1; }
	set +u
	eval "set -- $(printf '%s ' "$@")"	# '$SOCKET', '$DISK' as in the scenarios
	set -u
	"${engine}_run" "$@" -- > "$archive"
fi

rm -rf "$root"
mkdir -p "$root"
tar -C "$root" -x --no-same-owner -f "$archive"

# The same id becomes the same stand-in everywhere; lengths stay.
scrub='
	s#'"$temporary"'/#/#g
	s#\b[0-9a-f]{64}\b#c0ffee0000000000000000000000000000000000000000000000000000c0ffee#g
	s#overlay2/l/[A-Z0-9]{26}#overlay2/l/ABCDEFGHIJKLMNOPQRSTUVWXYZ#g
	s#\b[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}\b#01234567-89ab-cdef-0123-456789abcdef#g
	s#probe-[0-9]+-[0-9]+#container#g
	s#\([a-z0-9._-]+@[a-z0-9._-]+\)#(builder@host)#g
'
host=$(uname -n)
[ ${#host} -lt 4 ] || scrub+="s#\\b${host//[^A-Za-z0-9.-]/}\\b#host#g"
find "$root" -type f -size +0 -exec sed -E -i "$scrub" {} +
# Of the kernel's command line only what decides something.
[ ! -s "$root/proc/cmdline" ] || tr -s ' ' '\n' < "$root/proc/cmdline" |
	grep -E '^(root|rootflags|rootfstype|ro|rw|quiet|lsm|security|apparmor|selinux|lockdown|module\.sig_enforce|nomodule|agent\.[a-z]*|systemd\.unified_cgroup_hierarchy)(=.*)?$' |
	paste -sd ' ' > "$archive" && cp "$archive" "$root/proc/cmdline"
find "$root" -depth -type d -empty -delete
echo "${root#"$top"/}: $(find "$root" -type f -o -type l | wc -l) files"
