#!/bin/bash
# completion.sh PROGRAM - does the completion complete?  Bash's is asked as the
# shell asks it; zsh's is read by zsh, where there is one, and has every option.
set -uo pipefail
program=$(realpath "$1")
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

said() {	# WHAT CONDITION...
	local what=$1
	shift
	if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAIL  $what"; fi
}

probe/completion.sh "$program" bash > "$work/bash"
probe/completion.sh "$program" zsh > "$work/zsh"
# shellcheck source=/dev/null
. "$work/bash"

offers() {	# WANTED WORD...: completing the last word offers exactly these
	local wanted=$1
	shift
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
	_escape_probe
	[ "${COMPREPLY[*]}" = "$wanted" ] || { echo "      offered: ${COMPREPLY[*]}"; return 1; }
}
said 'a command' offers explain escape-probe expl
said 'an option' offers --format escape-probe --for
said 'a value' offers sarif escape-probe --format sa
said 'a value joined' offers sarif escape-probe --format = sa
said 'every value' offers 'text json sarif junit prometheus' escape-probe --format ''
said 'a path' offers docker-socket escape-probe explain docker-s
said 'a path to allow' offers docker-socket escape-probe exec --allow docker-s
said 'nothing' offers '' escape-probe --format xml

# What it offers, the program takes; and what the program has, both offer.
for option in $("$program" help | grep -o -- '--[a-z][a-z-]*' | sort -u); do
	said "bash has $option" grep -q -- "[ ']$option[ ']" "$work/bash"
	said "zsh has $option" grep -qE -- "'(\([^)]*\))?$option=?\[" "$work/zsh"
done
# A zsh on a terminal of its own, and the tab key.
zsh_offers() {	# WANTED WORDS
	mkdir -p "$work/functions"
	cp "$work/zsh" "$work/functions/_escape-probe"
	timeout 30 zsh -f -c '
		zmodload zsh/zpty
		zpty z zsh -f -i
		zpty -w z "fpath=($1 \$fpath); autoload -Uz compinit; compinit -u -D; print re\ady"
		zpty -r z said "*ready*"
		zpty -n -w z "$2"$'"'\t\t'"'
		zpty -r z said "*$3*"' zsh "$work/functions" "$2" "$1"
}
if command -v zsh > /dev/null; then
	said 'zsh reads it' zsh -n "$work/zsh"
	said 'zsh completes a value' zsh_offers prometheus 'escape-probe --format '
	said 'zsh completes a path' zsh_offers docker-tcp 'escape-probe explain docker-'
else
	echo '  skip  no zsh: whether it reads its own'
fi
echo "completion: $passed passed, $failed failed"
[ $failed = 0 ]
