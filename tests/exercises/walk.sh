#!/bin/bash
# walk.sh [DIRECTORY] - the newcomer's walk, from git clone to the first exercise
# solved, as docker/lab/README.md numbers its steps.
#
# With a DIRECTORY it is walked there, with the engine that answers: the check must
# fail before the repair and pass after it.  Without one it is only counted: the
# words and characters must be those that the page claims, and fit the time.
set -euo pipefail
top=$(realpath "$(dirname "$0")/../..")
lab=$top/docker/lab page=10-drop-all

step() { sed -n "s/^$1\. \`\([^\`]*\)\`.*/\1/p" "$lab/README.md"; }
steps=$(grep -c '^[0-9]\. ' "$lab/README.md")

if [ $# = 0 ]; then
	# What has to be read and typed ends where the solution begins.
	words=$({ sed '/^## The machine/,$d' "$lab/README.md"; sed '/^## Solution/,$d' "$lab/$page/README.md"; } | wc -w)
	typed=$({
		for i in $(seq "$steps"); do step "$i"; done
		sed -n '/^## Solution/q; s/^\$ //p' "$lab/$page/README.md"
		{ diff "$lab/$page/compose.yaml" "$lab/$page/solution.yaml" || :; } | sed -n 's/^> *//p'
	} | wc -c)
	# Read with care, typed with two fingers.
	minutes=$(((words + 119) / 120 + (typed + 149) / 150))
	want="$words words to read and $typed characters to type"
	for part in "$steps steps" "$want" "$minutes minutes"; do
		tr '\n' ' ' < "$lab/README.md" | grep -q "$part" || { echo "walk: docker/lab/README.md does not say: $part"; exit 1; }
	done
	[ $minutes -lt 13 ] || { echo "walk: $minutes minutes of reading and typing leave no time for the machine"; exit 1; }
	echo "walk: $steps steps, $want, $minutes minutes"
	exit
fi

began=$SECONDS
cd "$1"
export -n MUSL_LIBS 2> /dev/null || true	# a newcomer has none
clone=$(step 1)
eval "${clone/REPOSITORY/"'$top'"}"
eval "$(step 2)"
eval "$(step 3)"
read -r check <<< "$(step 6)"
! $check || { echo "walk: solved before the repair"; exit 1; }
cp solution.yaml compose.yaml	# the repair
$check
echo "walk: $((SECONDS - began)) s"
