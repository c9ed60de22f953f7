#!/bin/bash
# clock.sh PROGRAM [NAME...] - the program while the wall clock jumps by hours,
# forward, back and to and fro (jump.c; this machine's own stays as it is): where
# it has nothing to wait for, and where it waits for what is slow, silent or
# dead.  It ends as early as ever, waits as long as ever, and says the same.
#
# Needs root and runc.  A line for each trial; the last one counts.
set -uo pipefail

[ $# -ge 1 ] || { echo "usage: tests/live/clock.sh PROGRAM [NAME...]" >&2; exit 64; }
[ "$(id -u)" = 0 ] || { echo "tests/live: must be root, to make containers" >&2; exit 1; }
. "$(dirname "$0")/engines.sh"
. "$(dirname "$0")/trials.sh"

these_trials "${@:2}"

jumps_missing() {
	runc_missing
	[ "$(uname -m)" = x86_64 ] || echo "written for x86-64"
}

said() {	# NAME STATUS
	verdict "$1" "$([ "$2" = 0 ] || sed 's/^/      /' "$DIR/said")" "$(tail -1 "$DIR/said")"
}

jumped() {	# NAME EXITS OPTIONS-OF-THE-BUNDLE... -- ARGUMENTS...
	local name=$1 exits=$2
	shift 2
	needs jumps "$name" || return 0
	split "$@"
	BUNDLE=$DIR/jumped runc_run "${options[@]}" -- $exits -- /probe "${arguments[@]}" > "$DIR/said" 2>&1 < /dev/null
	said "$name" $?
}

engines_begin "$1"
mkdir -p "$DIR/jumped"
cp -r "$DIR/rootfs" "$DIR/jumped/rootfs"
mv "$DIR/jumped/rootfs/escape-probe" "$DIR/jumped/rootfs/probe"
${CC:-gcc} -std=c11 -D_GNU_SOURCE -O1 -static -o "$DIR/jumped/rootfs/escape-probe" "$tests/live/jump.c" || exit 1

jumped contained      "0" --
jumped contained-json "0" --cap-drop ALL -- --format json
jumped escapable      "1" --cap-add SYS_ADMIN -- --verbose
# Fires too early: the answer is not waited for, and an engine not known as one.
stub_socket slow/docker.sock "$engine_head" 0.08
jumped slow-engine    "1" -v "$DIR/stub/slow/docker.sock:/tmp/innocent" -- --verbose
# Fires too late, or never.
silent_socket "$DIR/silent.sock"
jumped silent-socket  "2" -v "$DIR/silent.sock:/var/run/docker.sock" --
# (On a busy machine it is lost now here, now there.)
if needs jumps dead-file-system && [ -c /dev/fuse ]; then
	python3 "$tests/live/dead-file-system.py" "$DIR/jumped/rootfs" /escape-probe -s 1 2 3 -- /probe > "$DIR/said" 2>&1 < /dev/null
	said dead-file-system $?
fi

closing_line clock
