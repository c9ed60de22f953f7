#!/bin/bash
# short.sh PROGRAM [NAME...] - the short report leaves out of its look what nothing
# is judged by: does it say the same of every path as the JSON document?
#
# Needs root, runc and jq.  A line for each container; the last one counts.
set -uo pipefail

[ $# -ge 1 ] || { echo "usage: tests/live/short.sh PROGRAM [NAME...]" >&2; exit 64; }
[ "$(id -u)" = 0 ] || { echo "tests/live: must be root, to make containers" >&2; exit 1; }
. "$(dirname "$0")/engines.sh"
. "$(dirname "$0")/trials.sh"

these_trials "${@:2}"

# "PATH STATE" of all that is not closed.
told_shortly() { sed -n 's/^escape_probe_path{path="\([^"]*\)",.*state="\([^"]*\)"} 1$/\1 \2/p' "$1" | sort; }
told_at_length() { jq -r '.paths[] | select(.status != "closed" or .latent) | .id + " " + if .latent then "latent" else .status end' "$1" | sort; }

same() {	# NAME OPTIONS-OF-THE-BUNDLE...
	local name=$1 said
	shift
	needs runc "$name" || return 0
	runc_run "$@" -- --format prometheus > "$DIR/short" 2> "$DIR/words" < /dev/null
	runc_run "$@" -- --format json > "$DIR/long" 2>> "$DIR/words" < /dev/null
	said=$(diff <(told_shortly "$DIR/short") <(told_at_length "$DIR/long") 2>&1; cat "$DIR/words")
	[ -s "$DIR/short" ] && [ -s "$DIR/long" ] || said="$said      no report"
	verdict "$name" "$said" "$(told_at_length "$DIR/long" | grep -c .) paths are not closed"
}

engines_begin "$1"
trap engines_end EXIT
trap 'exit 130' INT TERM HUP
disk_begin

same default
same tight --cap-drop ALL --user 65534 --read-only --security-opt no-new-privileges
same user --user 1000
same sys-admin --cap-add SYS_ADMIN
same perfmon --cap-add PERFMON --cap-add BPF
same device-rule --device-cgroup-rule 'b 7:* rwm'
same all-devices --device-cgroup-rule 'b *:* rwm' --device-cgroup-rule 'c *:* rwm' --cap-add SYS_ADMIN
same all-capabilities --cap-add ALL --security-opt seccomp=unconfined --security-opt systempaths=unconfined
same user-namespace --userns 100000:65536 --cap-add ALL
same host-namespaces --pid host --net host --ipc host --cap-add SYS_PTRACE
same host-binds -v /proc:/hostproc -v /sys:/hostsys -v /dev:/hostdev
same descriptors --preserve-fd /etc --preserve-fd /dev/null
[ -z "$DISK" ] || same disk --device "$DISK"

closing_line short
