#!/bin/bash
# starve.sh STARVE [SECONDS [NAME...]] - every allocation of a run refused, alone
# and with all that follow, in containers of which the verdict is known: the
# arena's and malloc(3)'s, of the libraries as well.  The verdict may become less
# certain, never safer, and nothing crashes or hangs.
#
# STARVE is the program with starve.c in front of it (make build/tests/live/starve).
# With SECONDS that are not 0: a sample for each container, spread over all.
# Needs root and runc.  A line for each container; the last one counts.
set -uo pipefail

[ $# -ge 1 ] || { echo "usage: tests/live/starve.sh STARVE [SECONDS [NAME...]]" >&2; exit 64; }
[ "$(id -u)" = 0 ] || { echo "tests/live: must be root, to make containers" >&2; exit 1; }
. "$(dirname "$0")/engines.sh"
. "$(dirname "$0")/trials.sh"

these_trials "${@:3}"
seconds=${2:-0}

starved() {	# NAME EXITS OPTIONS-OF-THE-BUNDLE... -- ARGUMENTS...
	local name=$1 exits=$2
	shift 2
	needs runc "$name" || return 0
	split "$@"
	runc_run "${options[@]}" -- $seconds $exits -- "${arguments[@]}" > "$DIR/said" 2>&1 < /dev/null
	if [ $? = 0 ]; then
		passed=$((passed + 1))
		printf 'ok    %s: %s\n' "$name" "$(tail -1 "$DIR/said")"
	else
		failed=$((failed + 1))
		printf 'FAIL  %s\n' "$name"
		head -${SHOW:-20} "$DIR/said" | sed 's/^/      /'
		tail -1 "$DIR/said" | sed 's/^/      /'
	fi
}

engines_begin "$1"
host_begin
disk_begin

starved contained                "0 2" --
starved contained-json           "0 2" --cap-drop ALL -- --format json
starved escapable-by-capability  "1 2" --cap-add SYS_ADMIN --
starved escapable-by-proc        "1 2" -v /proc:/hostproc --cap-drop ALL --
starved escapable-by-handle      "1 2" --cap-add DAC_READ_SEARCH -- --verbose
[ -z "$HOST" ] || starved escapable-by-a-bind "1 2" -v "$HOST:/host" --
[ -z "$DISK" ] || starved escapable-by-a-disk "1 2" --device "$HOST_DISK" --device "$DISK" -- --format json
if wanted escapable-by-a-socket; then
	stub_socket engine/docker.sock "$engine_head"
	starved escapable-by-a-socket "1 2" -v "$DIR/stub/engine/docker.sock:/var/run/docker.sock" --
fi

closing_line starve
