#!/bin/sh
# coverage.sh BUILD - the branches of judge/ and parse/ that the unit tests,
# run in a build with --coverage, never took.  Fails when there are any.
set -eu
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
top=$(pwd)
objects=$(cd "$build" && ls probe/judge/*.gcda probe/parse/*.gcda)
[ -n "$objects" ] || { echo "coverage: nothing was run" >&2; exit 1; }
ln -s "$top/probe" "$top/include" "$top/tests" "$work/"	# what gcov reads beside them
for object in $objects; do
	(cd "$work" && gcov -b -c -o "$top/$build/${object%/*}" "$top/$build/${object%.gcda}.o" > /dev/null 2>&1)
done
# A line is followed by its branches; the file's own lines only, not its headers'.
awk '
FNR == 1 { file = ""; source = "" }
/:    0:Source:/ { source = $0; sub(/.*Source:/, "", source); sub(/^.*\/probe\//, "probe/", source) }
source !~ /^probe\/(judge|parse)\/.*\.c$/ { next }
/^ *[0-9#=-]+\*?: *[0-9]+:/ { split($0, part, ":"); line = part[2] + 0; text = $0; sub(/^[^:]*:[^:]*:/, "", text) }
/^branch / {
	all++
	if ($3 == "taken" && $4 != "0" && $4 != "0%") { taken++; next }
	if ($3 == "never") { never++ }
	gsub(/^[ \t]+/, "", text)
	print source ":" line ": " text > missed
	count++
}
END { printf "%d %d\n", all, taken }
' missed="$work/missed" "$work"/*.gcov > "$work/sum"
read -r all taken < "$work/sum"
[ ! -s "$work/missed" ] || sort "$work/missed" | uniq -c
echo "coverage of judge/ and parse/, in branches: $taken passed, $((all - taken)) failed"
[ "$taken" = "$all" ]
