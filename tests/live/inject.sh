#!/bin/bash
# inject.sh PROGRAM [SECONDS [NAME...]] - every system call of a run made to fail,
# with every errno of inject.c's list, in containers of which the verdict is
# known.  It may become less certain, never safer, and nothing crashes or hangs.
#
# With SECONDS that are not 0: a sample for each container, spread over all its
# calls.  Without, too, of the runs that survey two thousand calls by a child
# each: there it is every 29th fault.
# Needs root and runc.  A line for each container; the last one counts.
set -uo pipefail

[ $# -ge 1 ] || { echo "usage: tests/live/inject.sh PROGRAM [SECONDS]" >&2; exit 64; }
[ "$(id -u)" = 0 ] || { echo "tests/live: must be root, to make containers" >&2; exit 1; }
. "$(dirname "$0")/engines.sh"
. "$(dirname "$0")/trials.sh"

these_trials "${@:3}"
seconds=${2:-0}

# The injector runs in the container, with the program as its child.
injected() {	# NAME EVERY EXITS OPTIONS-OF-THE-BUNDLE... -- ARGUMENTS...
	local name=$1 sample="-e $2" exits=$3 why
	shift 3
	wanted "$name" || return 0
	[ "$seconds" = 0 ] || sample="-s $seconds"
	why=$(runc_missing)
	[ -z "$why" ] && [ "$(uname -m)" != x86_64 ] && why="written for x86-64"
	if [ -n "$why" ]; then
		skip "$name" "$why"
		return
	fi
	split "$@"
	BUNDLE=$DIR/injected runc_run "${options[@]}" -- $sample $exits -- /probe "${arguments[@]}" > "$DIR/said" 2>&1 < /dev/null
	if [ $? = 0 ]; then
		passed=$((passed + 1))
		printf 'ok    %s: %s\n' "$name" "$(tail -1 "$DIR/said")"
	else
		failed=$((failed + 1))
		printf 'FAIL  %s\n' "$name"
		head -20 "$DIR/said" | sed 's/^/      /'
		tail -1 "$DIR/said" | sed 's/^/      /'
	fi
}

engines_begin "$1"
host_begin
mkdir -p "$DIR/injected" "$DIR/etc"
cp -r "$DIR/rootfs" "$DIR/injected/rootfs"
mv "$DIR/injected/rootfs/escape-probe" "$DIR/injected/rootfs/probe"
${CC:-gcc} -std=c11 -D_GNU_SOURCE -O1 -static -o "$DIR/injected/rootfs/escape-probe" "$tests/live/inject.c" || exit 1

injected contained                1  "0 2" --
injected contained-json           29 "0 2" --cap-drop ALL -- --format json
injected escapable-by-capability  1  "1 2" --cap-add SYS_ADMIN --
injected escapable-by-a-bind      1  "1 2" -v /proc:/hostproc --cap-drop ALL --
injected escapable-by-handle      29 "1 2" --cap-add DAC_READ_SEARCH -- --verbose
[ -z "$HOST" ] || injected escapable-by-config 1 "1 2" -v "$HOST/etc:/hostetc" --
[ -z "$HOST_DISK" ] || injected escapable-by-a-disk 1 "1 2" --device "$HOST_DISK" --
if wanted escapable-by-a-socket; then
	stub_socket engine/docker.sock "$engine_head"
	injected escapable-by-a-socket 1 "1 2" -v "$DIR/stub/engine/docker.sock:/var/run/docker.sock" --
fi

closing_line inject
