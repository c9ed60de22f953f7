#!/bin/sh
# lists.sh [--write] PROGRAM FILE... - the lists of escape paths in the man
# page and the README are the program's own?  With --write: make them so.
# The list stands between the lines that hold "paths begin" and "paths end".
set -eu

write=
[ "$1" != --write ] || { write=yes; shift; }
program=$1
shift

temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
status=0
for file in "$@"; do
	case $file in
	*.md) format=markdown ;;
	*) format=mdoc ;;
	esac
	[ "$(grep -cE 'paths (begin|end)' "$file")" = 2 ] || { echo "$file: no place for the list" >&2; exit 1; }
	"$program" --list-paths $format >"$temporary/list"
	awk -v list="$temporary/list" '
		/paths end/ { skip = 0 }
		!skip
		/paths begin/ { skip = 1; while ((getline line < list) > 0) print line }
	' "$file" >"$temporary/made"
	if [ -n "$write" ]; then
		cat "$temporary/made" >"$file"
	elif ! diff -u "$file" "$temporary/made" >&2; then
		echo "$file: not the program's list; 'make lists' makes it so" >&2
		status=1
	fi
done
exit $status
